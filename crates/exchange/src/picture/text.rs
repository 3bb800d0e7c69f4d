//! Measures text, and fits it into limited room.
//!
//! Widths are those of the bundled sans-serif font without kerning. A character it lacks is assumed to be as wide as it
//! is high.

use std::sync::LazyLock;

use skrifa::{
    FontRef, MetadataProvider as _,
    instance::{LocationRef, Size},
};
use unicode_segmentation::UnicodeSegmentation as _;

use super::FontWeight;

/// The bundled sans-serif font (Inter), as the bytes of its file.
pub const SANS: &[u8] = include_bytes!("../../../../assets/fonts/Inter-Regular.otf");
/// The semi-bold weight of the same font, for titles and names that matter.
pub const SANS_STRONG: &[u8] = include_bytes!("../../../../assets/fonts/Inter-SemiBold.otf");

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| face(SANS));
static STRONG: LazyLock<FontRef<'static>> = LazyLock::new(|| face(SANS_STRONG));

fn face(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::new(bytes).expect("the bundled fonts are sound")
}

const ELLIPSIS: &str = "…";

/// Returns the width of a text in points.
pub fn width(text: &str, size: f32, weight: FontWeight) -> f32 {
    let face = if weight == FontWeight::Strong { &*STRONG } else { &*REGULAR };
    let (charmap, metrics) = (face.charmap(), face.glyph_metrics(Size::new(size), LocationRef::default()));
    let of_char = |c: char| charmap.map(c).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(size);
    text.chars().map(of_char).sum()
}

/// Returns true if the bundled font has every character of the text.
pub fn is_bundled(text: &str) -> bool {
    let charmap = REGULAR.charmap();
    text.chars().all(|c| c.is_control() || charmap.map(c).is_some())
}

/// Returns the text, shortened with an ellipsis if it is wider than `room` points.
pub fn shortened(text: &str, size: f32, weight: FontWeight, room: f32) -> String {
    if width(text, size, weight) <= room {
        return text.to_owned();
    }
    let mut left = room - width(ELLIPSIS, size, weight);
    let mut short = String::new();
    for letter in text.graphemes(true) {
        left -= width(letter, size, weight);
        if left < 0.0 {
            break;
        }
        short.push_str(letter);
    }
    format!("{}{ELLIPSIS}", short.trim_end())
}

/// Does the same with a name, but keeps the id in brackets that distinguishes it from others, if there is room.
pub fn shortened_name(name: &str, size: f32, weight: FontWeight, room: f32) -> String {
    let id = name.rfind(" [").filter(|_| name.ends_with(']'));
    let (own, id) = name.split_at(id.unwrap_or(name.len()));
    let left = room - width(id, size, weight);
    if left < room / 3.0 { shortened(name, size, weight, room) } else { shortened(own, size, weight, left) + id }
}

/// Breaks the text into at most `n_lines` lines no wider than `room` points. The last line is shortened like a name if
/// necessary.
pub fn wrapped(text: &str, size: f32, weight: FontWeight, room: f32, n_lines: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_last = lines.len() == n_lines;
        match lines.last_mut() {
            Some(line) if is_last || width(&format!("{line} {word}"), size, weight) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| shortened_name(line, size, weight, room)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_wrapped_and_then_shortened() {
        let text = "Security guarantees for Ukraine and Europe";
        let lines = wrapped(text, 10.0, FontWeight::Regular, 80.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 10.0, FontWeight::Regular) <= 80.0), "{lines:?}");
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrapped(text, 10.0, FontWeight::Regular, 1000.0, 2), [text]);
        assert_eq!(shortened("Talks", 10.0, FontWeight::Regular, 100.0), "Talks");
    }

    #[test]
    fn a_letter_is_never_cut_from_its_mark() {
        let text = "e\u{301}".repeat(20);
        let long = "The mayor of the town beyond the river [mayor-2]";
        let name = shortened_name(long, 10.0, FontWeight::Regular, 130.0);
        assert!(name.starts_with("The mayor") && name.ends_with("… [mayor-2]"), "{name}");
        assert!(width(&name, 10.0, FontWeight::Regular) <= 130.0);
        let lines = wrapped(long, 10.0, FontWeight::Regular, 100.0, 2);
        assert!(lines[1].ends_with("… [mayor-2]"), "{lines:?}");
        assert!(shortened_name(long, 10.0, FontWeight::Regular, 60.0).ends_with('…'));
        let short = shortened(&text, 10.0, FontWeight::Regular, 50.0);
        let n_letters = short.graphemes(true).count() - 1;
        assert_eq!(short.trim_end_matches('…'), "e\u{301}".repeat(n_letters));
    }
}
