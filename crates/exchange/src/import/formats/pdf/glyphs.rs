//! The characters of a page with their places, as the content of the page shows them.
//!
//! This is what the other files of the folder work on, so that none of them knows the reader of PDF files.

use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, SoftMask,
    font::{Glyph as ShownGlyph, GlyphRun},
    hayro_cmap::{BfString, WritingMode},
    hayro_syntax::object::{Dict, String as PdfString},
    kurbo::{Affine, BezPath, Point, Rect, Vec2},
};

use super::{direction, strings};

/// The most characters that are taken from one page, a hundred times what fits on a page of a newspaper.
const MAX_GLYPHS: usize = 2_000_000;
/// Widths are given for an em of this size.
const UNITS_PER_EM: f64 = 1000.0;

/// A character on a page, in a frame that is turned so that its line runs from left to right and `y` grows upwards.
/// Lengths are in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glyph {
    pub(super) c: char,
    /// The left end of the character.
    pub(super) x: f32,
    /// The baseline.
    pub(super) y: f32,
    /// How far the pen moves.
    pub(super) width: f32,
    /// The em.
    pub(super) size: f32,
    /// The direction of the line in degrees, counterclockwise from the usual one.
    pub(super) turn: i16,
    /// Whether the file says that this is not part of the text, such as the head of a page.
    pub(super) is_artifact: bool,
}

impl Glyph {
    pub(super) fn right(&self) -> f32 {
        self.x + self.width
    }
}

/// Everything that is known of a page.
#[derive(Debug, Default)]
pub(super) struct PageGlyphs {
    /// In the order of the content.
    pub(super) glyphs: Vec<Glyph>,
    /// Number of characters without a known letter; they are U+FFFD in `glyphs`.
    pub(super) n_unknown: usize,
    pub(super) n_images: usize,
}

/// A part of the content that the file says something about.
enum Marked {
    Nothing,
    Artifact,
    /// It stands for this text, and began with this glyph.
    For(String, usize),
}

/// Collects the characters of a page.
pub(super) struct Collector {
    /// Characters outside of it cannot be seen.
    visible: Rect,
    marked: Vec<Marked>,
    page: PageGlyphs,
}

impl Collector {
    /// Collects what lies within the visible part of the page, in points.
    pub(super) fn new(visible: Rect) -> Self {
        Self { visible, marked: Vec::new(), page: PageGlyphs::default() }
    }

    pub(super) fn finish(self) -> PageGlyphs {
        self.page
    }

    fn take(&mut self, glyph: &ShownGlyph<'_>, transform: Affine, mode: WritingMode) {
        let along = match mode {
            WritingMode::Horizontal => Vec2::new(1.0, 0.0),
            WritingMode::Vertical => Vec2::new(0.0, -1.0),
        };
        let linear = |v: Vec2| (transform * v.to_point()) - (transform * Point::ZERO);
        let direction = linear(along);
        let (length, size) = (direction.hypot(), linear(Vec2::new(-along.y, along.x)).hypot() * UNITS_PER_EM);
        let origin = transform * Point::ZERO;
        let is_usable = length > 0.0 && size > 0.0 && (length + size + origin.x + origin.y).is_finite();
        if !is_usable || !self.visible.contains(origin) || self.page.glyphs.len() >= MAX_GLYPHS {
            return;
        }
        let advance = match (mode, glyph) {
            (WritingMode::Vertical, _) => None,
            (_, ShownGlyph::Outline(outline)) => outline.advance_width(),
            (_, ShownGlyph::Type3(drawn)) => drawn.advance_width(),
        };
        let width = advance.map_or(UNITS_PER_EM, f64::from) * length;
        let unit = direction / length;
        let is_artifact = self.marked.iter().any(|marked| matches!(marked, Marked::Artifact));
        let place = Glyph {
            c: '\u{fffd}',
            x: narrow(origin.x * unit.x + origin.y * unit.y),
            y: narrow(origin.y * unit.x - origin.x * unit.y),
            width: narrow(width),
            size: narrow(size),
            turn: turn_of(unit),
            is_artifact,
        };
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.push(place, c),
            Some(BfString::String(text)) => spread(&mut self.page.glyphs, place, &text),
            None => {
                self.page.n_unknown += 1;
                self.page.glyphs.push(place);
            }
        }
    }

    fn push(&mut self, place: Glyph, c: char) {
        match ligature(c) {
            Some(letters) => spread(&mut self.page.glyphs, place, letters),
            None => self.page.glyphs.extend(as_text(c).map(|c| Glyph { c, ..place })),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a page needs no more digits than that")]
fn narrow(length: f64) -> f32 {
    length as f32
}

/// The direction in whole degrees, so that rounding does not tear lines apart.
#[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
fn turn_of(unit: Vec2) -> i16 {
    match unit.atan2().to_degrees().round() as i16 {
        -180 => 180,
        degrees => degrees,
    }
}

/// The character as it may stand in a text; `None` if it may not.
fn as_text(c: char) -> Option<char> {
    match c {
        // Bullets of the Symbol font, which word processors use.
        '\u{f0b7}' | '\u{f0a7}' => Some('•'),
        '\u{feff}' | '\u{200b}' => None,
        c if c.is_whitespace() => Some(' '),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// The letters of a ligature that exists for the sake of old encodings. Other signs of more than one letter, such as
/// “№”, are what the author wrote.
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// Pushes the letters of one sign, each with its share of the width. Those of a right-to-left script stand in the order
/// in which they are read, which is from right to left on the page.
fn spread(glyphs: &mut Vec<Glyph>, place: Glyph, text: &str) {
    let letters: Vec<char> =
        text.chars().flat_map(|c| ligature(c).map_or_else(|| vec![c], |letters| letters.chars().collect())).collect();
    let letters: Vec<char> = letters.into_iter().filter_map(as_text).collect();
    #[expect(clippy::cast_precision_loss, reason = "one sign has a few letters")]
    let share = place.width / letters.len().max(1) as f32;
    let is_rtl = letters.iter().any(|c| direction::is_rtl(*c));
    let mut x = if is_rtl { place.right() - share } else { place.x };
    for c in letters {
        glyphs.push(Glyph { c, x, width: share, ..place });
        x += if is_rtl { -share } else { share };
    }
}

/// Puts the text that the file states for a part of a line in the place of its signs.
fn replace(glyphs: &mut Vec<Glyph>, from: usize, text: &str) {
    let Some((first, others)) = glyphs.get(from..).and_then(<[Glyph]>::split_first) else { return };
    let is_one_line = |other: &Glyph| other.turn == first.turn && (other.y - first.y).abs() < first.size / 2.0;
    if !others.iter().all(is_one_line) {
        return;
    }
    let left = others.iter().fold(first.x, |left, glyph| left.min(glyph.x));
    let right = others.iter().fold(first.right(), |right, glyph| right.max(glyph.right()));
    let place = Glyph { x: left, width: right - left, ..*first };
    glyphs.truncate(from);
    spread(glyphs, place, text);
}

impl<'a> Device<'a> for Collector {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_clip_rect(&mut self, _: &Rect) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            self.take(glyph, props.transform * glyph.transform(), run.writing_mode());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.page.n_images += 1;
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_rect(&mut self, _: &Rect, _: DrawProps<'a>, _: &DrawMode) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let stated = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText"));
        let marked = match stated {
            Some(text) => Marked::For(strings::decode(text.as_bytes()), self.page.glyphs.len()),
            None if tag == b"Artifact" => Marked::Artifact,
            None => Marked::Nothing,
        };
        self.marked.push(marked);
    }

    fn end_marked_content(&mut self) {
        if let Some(Marked::For(text, from)) = self.marked.pop() {
            replace(&mut self.page.glyphs, from, &text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Glyph = Glyph { c: 'x', x: 10.0, y: 0.0, width: 6.0, size: 10.0, turn: 0, is_artifact: false };

    fn spread_out(text: &str) -> Vec<(char, f32)> {
        let mut glyphs = Vec::new();
        spread(&mut glyphs, PLACE, text);
        glyphs.iter().map(|glyph| (glyph.c, glyph.x)).collect()
    }

    #[test]
    fn ligatures_become_letters_and_other_signs_stay() {
        assert_eq!(spread_out("\u{fb03}"), [('f', 10.0), ('f', 12.0), ('i', 14.0)]);
        assert_eq!(spread_out("№"), [('№', 10.0)]);
        assert_eq!(spread_out("لا"), [('ل', 13.0), ('ا', 10.0)]);
        assert_eq!(spread_out("\0"), []);
    }

    #[test]
    fn a_stated_text_takes_the_place_of_signs_on_one_line() {
        let after = |y| {
            let mut glyphs = vec![PLACE, Glyph { x: 16.0, ..PLACE }, Glyph { x: 22.0, y, ..PLACE }];
            replace(&mut glyphs, 1, "ab");
            glyphs.iter().map(|glyph| glyph.c).collect::<String>()
        };
        assert_eq!(after(0.0), "xab");
        assert_eq!(after(-12.0), "xxx");
    }

    #[test]
    fn a_direction_is_named_in_one_way() {
        assert_eq!(turn_of(Vec2::new(-1.0, -1e-9)), 180);
        assert_eq!(turn_of(Vec2::new(0.0, 1.0)), 90);
    }
}
