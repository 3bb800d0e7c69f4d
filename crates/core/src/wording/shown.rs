//! Escapes text from data so that it is safe in a line for people.
//!
//! Names, titles, ids and paths may hold characters that a terminal obeys: they clear the screen, set the title of the
//! window, turn the order of letters round, or begin a new line that seems to come from the program. In messages such
//! characters are written out as in a string of the project file: `\n`, `\r`, `\t`, and `\u{1b}` for every other.

use std::fmt::{self, Write as _};

/// A value as shown in a message: on one line, with every [control character](is_control) escaped.
///
/// Showing it twice changes nothing. Width and alignment are ignored.
#[derive(Clone, Copy, Debug)]
pub struct Shown<T>(T);

/// Shows a value from data within a line: `shown(path.display())`, `shown(&code.name)`.
pub const fn shown<T: fmt::Display>(value: T) -> Shown<T> {
    Shown(value)
}

impl<T: fmt::Display> fmt::Display for Shown<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(WrittenOut::keeping(f, |_| false), "{}", self.0)
    }
}

/// Returns whether a character acts on a terminal or is invisible in it.
///
/// These are the control characters, line separators, marks and overrides of the writing direction, and format
/// characters without a width. Soft hyphens, joiners and variation selectors are none of them, because words and emoji
/// are spelled with them.
pub const fn is_control(c: char) -> bool {
    // Nearly all text ends here.
    if matches!(c, ' '..='~' | '\u{a0}'..='\u{61b}') {
        return false;
    }
    matches!(c,
        // C0, DEL and C1.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // What sets the writing direction: marks, embeddings, overrides and isolates.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        // The separators of lines and paragraphs.
        | '\u{2028}' | '\u{2029}'
        // Format characters without a width, assigned or not.
        | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Tags, and what is reserved beside them; the variation selectors in between are part of words.
        | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
        // No text holds a noncharacter.
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// Passes text on and escapes every control character except those that it is told to keep.
#[derive(Debug)]
pub struct WrittenOut<'a, W: ?Sized> {
    out: &'a mut W,
    keeps: fn(char) -> bool,
}

impl<'a, W: fmt::Write + ?Sized> WrittenOut<'a, W> {
    /// Writes to `out`, where `keeps` says which control characters are part of the layout.
    pub const fn keeping(out: &'a mut W, keeps: fn(char) -> bool) -> Self {
        Self { out, keeps }
    }
}

impl<W: fmt::Write + ?Sized> fmt::Write for WrittenOut<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        let acts = |c: char| is_control(c) && !(self.keeps)(c);
        while let Some((at, c)) = rest.char_indices().find(|(_, c)| acts(*c)) {
            self.out.write_str(&rest[..at])?;
            match c {
                '\n' => self.out.write_str("\\n")?,
                '\r' => self.out.write_str("\\r")?,
                '\t' => self.out.write_str("\\t")?,
                c => write!(self.out, "{}", c.escape_unicode())?,
            }
            rest = &rest[at + c.len_utf8()..];
        }
        self.out.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_is_written_out() {
        for (value, expected) in [
            ("Moscow talks", "Moscow talks"),
            ("\u{1b}]0;x\u{7}\n\nall is saved", "\\u{1b}]0;x\\u{7}\\n\\nall is saved"),
            ("a\r\tb\u{8}\u{7f}\u{85}\u{9b}0m", "a\\r\\tb\\u{8}\\u{7f}\\u{85}\\u{9b}0m"),
            ("\u{202e}nor.x\u{2069}\u{200f}\u{61c}", "\\u{202e}nor.x\\u{2069}\\u{200f}\\u{61c}"),
            ("a\u{2028}b\u{feff}\u{200b}\u{e0041}", "a\\u{2028}b\\u{feff}\\u{200b}\\u{e0041}"),
            ("\u{fffe}\u{10ffff}", "\\u{fffe}\\u{10ffff}"),
            // Words are spelled with these.
            (
                "می\u{200c}خواهم 👩\u{200d}🌾 葛\u{e0100} Ver\u{ad}trag \u{fffd}",
                "می\u{200c}خواهم 👩\u{200d}🌾 葛\u{e0100} Ver\u{ad}trag \u{fffd}",
            ),
        ] {
            assert_eq!(shown(value).to_string(), expected);
            assert_eq!(shown(expected).to_string(), expected, "shown a second time");
        }
    }

    #[test]
    fn no_character_is_left_that_unicode_calls_a_control() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let written = shown(c).to_string();
            assert!(!written.contains(is_control), "{c:?}");
            assert!(!written.chars().any(char::is_control), "{c:?}");
            // What is shown as it is has been left alone, and the rest is plain ASCII.
            assert!(written.chars().eq([c]) || (is_control(c) && written.is_ascii()), "{c:?}: {written}");
        }
    }
}
