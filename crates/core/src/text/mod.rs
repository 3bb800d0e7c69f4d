//! An article's text and the spans in it.
//!
//! Every position in Standpoint counts Unicode scalar values (`char`s). [`Text`] is the only place that converts such
//! positions to bytes.

pub mod anchor;
mod answers;
pub mod diff;
pub mod fold;
mod index;
pub mod search_fold;
pub mod words;

use std::{fmt, ops::Range, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

pub use answers::{NotAMark, TextMark};

use crate::text::index::{STRIDE, TextIndex, byte_after, n_char_starts, small};

/// A range of a text, in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "(usize, usize)", into = "(usize, usize)")]
pub struct Span {
    /// The first character.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`, exclusive; nothing is checked.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The span between two positions, given in either order.
    pub fn between(a: usize, b: usize) -> Self {
        Self::new(a.min(b), a.max(b))
    }

    /// Returns whether the span covers no character; also `true` if its ends are swapped.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The number of Unicode scalar values it covers.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Returns whether the character at `position` is in the span.
    pub const fn contains(self, position: usize) -> bool {
        self.start <= position && position < self.end
    }

    /// Returns whether the two share at least one character.
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

/// An immutable text that is cheap to clone and looks up spans in constant time.
#[derive(Clone)]
pub struct Text {
    string: Arc<str>,
    index: Arc<TextIndex>,
}

impl Text {
    /// The longest text allowed. Import and the project reader refuse longer ones, because a text of this size is a
    /// whole archive.
    pub const MAX_BYTES: usize = 64 << 20;

    /// Indexes a text; takes time linear in its length.
    ///
    /// # Panics
    /// Panics if the text is longer than 4 GiB; importers and the project reader refuse much shorter ones.
    pub fn new(string: impl Into<Arc<str>>) -> Self {
        let string = string.into();
        let index = Arc::new(TextIndex::of(&string));
        Self { string, index }
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// The length in Unicode scalar values.
    pub fn n_chars(&self) -> usize {
        self.index.n_chars
    }

    /// The number of words by Unicode's rules, counted once for all copies of the text.
    pub fn n_words(&self) -> usize {
        *self.index.n_words.get_or_init(|| small(words::n_words(&self.string))) as usize
    }

    /// The text folded for comparing, which is folded once for all copies of the text.
    fn folded(&self) -> &fold::FoldedText {
        self.index.folded.get_or_init(|| fold::FoldedText::of(&self.string))
    }

    /// The text folded for searching, which is folded once for all copies of the text.
    pub fn search_fold(&self) -> &search_fold::SearchFold {
        self.index.search_fold.get_or_init(|| search_fold::SearchFold::of(&self.string))
    }

    /// A short number that tells the text from others, made once for all copies of the text.
    pub fn mark(&self) -> TextMark {
        *self.index.mark.get_or_init(|| TextMark::of(&self.string))
    }

    /// The answer to a yes-or-no question about the text. It is found out once for all copies of the text, unless many
    /// others are asked in between.
    pub fn answer(&self, question: &Arc<str>, find_out: impl FnOnce() -> bool) -> bool {
        self.index.answers.get(question, find_out)
    }

    /// The number of lines, at least one.
    pub fn n_paragraphs(&self) -> usize {
        self.index.line_starts.len() + 1
    }

    /// The line with this index, without its line feed.
    ///
    /// # Panics
    /// Panics if there are fewer lines.
    pub fn paragraph(&self, index: usize) -> Span {
        let line_starts = &self.index.line_starts;
        let start = if index == 0 { 0 } else { line_starts[index - 1] as usize };
        let end = line_starts.get(index).map_or(self.n_chars(), |&next| next as usize - 1);
        Span::new(start, end)
    }

    /// The lines of the text, each without its line feed; always at least one.
    pub fn paragraphs(&self) -> impl ExactSizeIterator<Item = Span> {
        (0..self.n_paragraphs()).map(|index| self.paragraph(index))
    }

    /// The index of the paragraph that contains the character at `position`, or that ends there.
    pub fn paragraph_at(&self, position: usize) -> usize {
        self.index.line_starts.partition_point(|&start| start as usize <= position)
    }

    /// Returns the first character that no text may contain, if there is one: a carriage return, a NUL or a byte order
    /// mark. Import removes them, because editors and version control add and remove them.
    pub fn forbidden_char(&self) -> Option<char> {
        self.index.forbidden_char
    }

    /// Returns whether `span` is within the text and not empty.
    pub fn holds(&self, span: Span) -> bool {
        !span.is_empty() && span.end <= self.n_chars()
    }

    /// The text of `span`. Positions past the end count as the end.
    pub fn slice(&self, span: Span) -> &str {
        &self.string[self.bytes_of(span)]
    }

    /// The byte range of `span`. Positions past the end count as the end.
    pub fn bytes_of(&self, span: Span) -> Range<usize> {
        let start = self.byte_at(span.start);
        start..self.byte_at(span.end).max(start)
    }

    /// The byte at which the character at `position` starts; the length of the text for any position past the end.
    pub fn byte_at(&self, position: usize) -> usize {
        if position >= self.n_chars() {
            return self.string.len();
        }
        let Some(&checkpoint) = self.index.checkpoints.get(position / STRIDE) else {
            return position;
        };
        byte_after(self.string.as_bytes(), checkpoint as usize, position % STRIDE)
    }

    /// The position of the character that the byte belongs to; the end for any byte past the end.
    pub fn position_of_byte(&self, byte: usize) -> usize {
        if byte >= self.string.len() {
            return self.n_chars();
        }
        if self.index.checkpoints.is_empty() {
            return byte;
        }
        let block = self.index.checkpoints.partition_point(|&checkpoint| checkpoint as usize <= byte) - 1;
        let checkpoint = self.index.checkpoints[block] as usize;
        block * STRIDE + n_char_starts(&self.string.as_bytes()[checkpoint..=byte]) - 1
    }

    /// Turns ranges of bytes into spans; quick if they are in reading order.
    pub fn spans_of_bytes<'a>(
        &'a self,
        ranges: impl Iterator<Item = Range<usize>> + 'a,
    ) -> impl Iterator<Item = Span> + 'a {
        let bytes = self.string.as_bytes();
        let (mut last_byte, mut last_position) = (0, 0);
        let mut position = move |byte: usize| {
            let is_near = byte >= last_byte && byte - last_byte <= STRIDE && byte < bytes.len();
            last_position = if is_near && !self.index.checkpoints.is_empty() {
                last_position + n_char_starts(&bytes[last_byte..byte])
            } else {
                self.position_of_byte(byte)
            };
            last_byte = byte;
            last_position
        };
        ranges.map(move |range| {
            let start = position(range.start);
            Span::new(start, position(range.end))
        })
    }

    /// Finds every place of `needle`, in reading order and without overlaps; none if it is empty.
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
        deserializer.deserialize_str(TextVisitor)
    }
}

/// Builds the text from the reader’s own buffer, so that it is copied only once.
struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
        Ok(Text::new(text))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{index::tests::stretches, *};

    /// Slices the simple way, by walking through the characters.
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
        assert_eq!(text.paragraphs().collect::<Vec<_>>(), [Span::new(0, 19), Span::new(20, 24)]);
        assert_eq!(text.paragraph_at(19), 0);
        assert_eq!(text.paragraph_at(20), 1);
    }

    #[test]
    fn bytes_become_positions_in_any_order() {
        for text in ["né “à” 北京 plain\n".repeat(60), "only ASCII, ".repeat(80)] {
            let text = Text::new(text);
            let places: Vec<usize> =
                text.as_str().char_indices().map(|(byte, _)| byte).chain([text.as_str().len()]).collect();
            let n = places.len() - 1;
            // In their order, far apart, and backwards.
            let pairs = (0..n).map(|at| (at, at + 1)).chain([(7, n), (3, 5), (n - 1, n), (0, n), (400, 700)]);
            let pairs: Vec<(usize, usize)> = pairs.collect();
            let ranges = pairs.iter().map(|(start, end)| places[*start]..places[*end]);
            let spans: Vec<Span> = text.spans_of_bytes(ranges).collect();
            assert_eq!(spans, pairs.into_iter().map(|(start, end)| Span::new(start, end)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn words_are_counted_once_for_all_copies() {
        let text = Text::new("The harbour’s open, 3.5 m deep. Он открыт!");
        let copy = text.clone();
        assert_eq!(text.n_words(), 8);
        assert_eq!(copy.index.n_words.get(), Some(&8));
        assert_eq!(Text::new("… –").n_words(), 0);
    }

    #[test]
    fn an_empty_text_has_one_empty_paragraph() {
        let text = Text::new("");
        assert_eq!(text.paragraphs().collect::<Vec<_>>(), [Span::new(0, 0)]);
        assert!(!text.holds(Span::new(0, 0)));
    }

    #[test]
    fn characters_no_text_may_hold_are_found() {
        for (text, found) in
            [("plain ｆ", None), ("a\rb", Some('\r')), ("a\0", Some('\0')), ("ж\u{feff}", Some('\u{feff}'))]
        {
            assert_eq!(Text::new(text).forbidden_char(), found, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn paragraphs_are_the_lines(string in stretches()) {
            let text = Text::new(string.as_str());
            let lines: Vec<&str> = text.paragraphs().map(|paragraph| text.slice(paragraph)).collect();
            prop_assert_eq!(lines, string.split('\n').collect::<Vec<_>>());
            for (index, paragraph) in text.paragraphs().enumerate() {
                prop_assert_eq!(text.paragraph_at(paragraph.start), index);
                prop_assert_eq!(text.paragraph_at(paragraph.end), index);
            }
        }

        #[test]
        fn positions_and_bytes_agree_with_walking(string in stretches()) {
            let text = Text::new(string.as_str());
            for (position, (byte, c)) in string.char_indices().enumerate() {
                prop_assert_eq!(text.byte_at(position), byte);
                for inside in byte..byte + c.len_utf8() {
                    prop_assert_eq!(text.position_of_byte(inside), position);
                }
            }
        }

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
