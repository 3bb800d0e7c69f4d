//! An article's text and the spans in it.
//!
//! Every position in Standpoint counts Unicode scalar values (`char`s). [`Text`] is the one
//! place that turns such positions into bytes.

use std::{fmt, ops::Range, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A stretch of a text, in Unicode scalar values; `end` is exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span between two positions given in either order.
    pub fn between(a: usize, b: usize) -> Self {
        Self::new(a.min(b), a.max(b))
    }

    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// How many Unicode scalar values the span covers.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    pub const fn contains(self, position: usize) -> bool {
        self.start <= position && position < self.end
    }

    /// Whether the two share at least one character.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start, self.end)
    }
}

impl From<(usize, usize)> for Span {
    fn from((start, end): (usize, usize)) -> Self {
        Self { start, end }
    }
}

impl From<Span> for (usize, usize) {
    fn from(span: Span) -> Self {
        (span.start, span.end)
    }
}

/// Every how many characters the index notes a byte position.
const STRIDE: usize = 64;

/// An immutable text that is cheap to clone and answers spans in constant time.
#[derive(Clone)]
pub struct Text {
    string: Arc<str>,
    index: Arc<Index>,
}

struct Index {
    n_chars: usize,
    /// The byte position of every [`STRIDE`]th character; empty for pure ASCII.
    checkpoints: Vec<u32>,
    /// The lines of the text without their line feeds; never empty.
    paragraphs: Vec<Span>,
}

impl Text {
    /// # Panics
    /// If the text is longer than 4 GiB; importers and the project reader refuse that long before.
    pub fn new(string: impl Into<Arc<str>>) -> Self {
        let string = string.into();
        let is_ascii = string.is_ascii();
        let mut checkpoints = Vec::new();
        let mut paragraphs = Vec::new();
        let mut n_chars = 0;
        let mut paragraph_start = 0;
        for (byte, c) in string.char_indices() {
            if !is_ascii && n_chars % STRIDE == 0 {
                checkpoints.push(u32::try_from(byte).expect("importers refuse texts this long"));
            }
            if c == '\n' {
                paragraphs.push(Span::new(paragraph_start, n_chars));
                paragraph_start = n_chars + 1;
            }
            n_chars += 1;
        }
        paragraphs.push(Span::new(paragraph_start, n_chars));
        let index = Index { n_chars, checkpoints, paragraphs };
        Self { string, index: Arc::new(index) }
    }

    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The length in Unicode scalar values.
    pub fn n_chars(&self) -> usize {
        self.index.n_chars
    }

    /// The lines of the text, each without its line feed. There is always at least one.
    pub fn paragraphs(&self) -> &[Span] {
        &self.index.paragraphs
    }

    /// The index of the paragraph that holds the character at `position`, or whose end it is.
    pub fn paragraph_at(&self, position: usize) -> usize {
        self.index.paragraphs.partition_point(|paragraph| paragraph.end < position).min(self.index.paragraphs.len() - 1)
    }

    /// Whether `span` lies in the text and holds at least one character.
    pub fn holds(&self, span: Span) -> bool {
        !span.is_empty() && span.end <= self.n_chars()
    }

    /// The words of `span`; positions past the end are taken as the end.
    pub fn slice(&self, span: Span) -> &str {
        &self.string[self.bytes_of(span)]
    }

    pub fn bytes_of(&self, span: Span) -> Range<usize> {
        let start = self.byte_at(span.start);
        start..self.byte_at(span.end).max(start)
    }

    /// The byte position of a character; the text's length for any position past the end.
    pub fn byte_at(&self, position: usize) -> usize {
        if position >= self.n_chars() {
            return self.string.len();
        }
        let Some(&checkpoint) = self.index.checkpoints.get(position / STRIDE) else {
            return position;
        };
        let checkpoint = checkpoint as usize;
        let rest = &self.string[checkpoint..];
        match rest.char_indices().nth(position % STRIDE) {
            Some((byte, _)) => checkpoint + byte,
            None => self.string.len(),
        }
    }

    /// The position of the character that starts at, or holds, the byte.
    pub fn position_of_byte(&self, byte: usize) -> usize {
        if byte >= self.string.len() {
            return self.n_chars();
        }
        if self.index.checkpoints.is_empty() {
            return byte;
        }
        let block = self.index.checkpoints.partition_point(|&checkpoint| checkpoint as usize <= byte) - 1;
        let checkpoint = self.index.checkpoints[block] as usize;
        let within =
            self.string[checkpoint..].char_indices().take_while(|(offset, _)| checkpoint + offset <= byte).count() - 1;
        block * STRIDE + within
    }

    /// Where `needle` stands, as spans, in reading order, without overlaps.
    pub fn find_all<'a>(&'a self, needle: &'a str) -> impl Iterator<Item = Span> + 'a {
        let n_needle = needle.chars().count();
        self.string.match_indices(needle).filter(move |_| n_needle > 0).map(move |(byte, _)| {
            let start = self.position_of_byte(byte);
            Span::new(start, start + n_needle)
        })
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.string, &other.string) || self.string == other.string
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.string.fmt(f)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.string)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Slicing the plain way: walk the characters.
    fn slice_by_walking(text: &str, span: Span) -> String {
        text.chars().skip(span.start).take(span.len()).collect()
    }

    #[test]
    fn spans_count_scalar_values_over_every_script() {
        let text = Text::new("👨‍👩‍👧 e\u{301}té 北京 مرحبا\nnext");
        assert_eq!(text.slice(Span::new(0, 5)), "👨‍👩‍👧");
        assert_eq!(text.slice(Span::new(6, 8)), "e\u{301}");
        assert_eq!(text.slice(Span::new(11, 13)), "北京");
        assert_eq!(text.slice(Span::new(14, 19)), "مرحبا");
        assert_eq!(text.paragraphs(), [Span::new(0, 19), Span::new(20, 24)]);
        assert_eq!(text.paragraph_at(19), 0);
        assert_eq!(text.paragraph_at(20), 1);
    }

    #[test]
    fn an_empty_text_has_one_empty_paragraph() {
        let text = Text::new("");
        assert_eq!(text.paragraphs(), [Span::new(0, 0)]);
        assert!(!text.holds(Span::new(0, 0)));
    }

    proptest! {
        #[test]
        fn slicing_agrees_with_walking(string in "[a-zé中😀\u{301}\n ]{0,400}", a in 0usize..420, b in 0usize..420) {
            let text = Text::new(string.as_str());
            let span = Span::between(a, b);
            let plain = slice_by_walking(&string, span);
            prop_assert_eq!(text.slice(span), plain.as_str());
        }

        #[test]
        fn bytes_and_positions_are_inverse(string in "[a-zé中😀\u{301}]{1,400}", at in 0usize..400) {
            let text = Text::new(string.as_str());
            let at = at % text.n_chars();
            prop_assert_eq!(text.position_of_byte(text.byte_at(at)), at);
        }
    }
}
