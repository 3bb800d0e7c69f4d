//! Facts about a text, computed once, so that positions in it are converted to bytes in constant time.
//!
//! Only [`super::Text`] uses it. In the worst case, a text of nothing but line feeds, it takes four bytes for each byte
//! of text.

use std::sync::OnceLock;

use super::{
    answers::{Answers, TextMark},
    fold::FoldedText,
    search_fold::SearchFold,
};

/// The index records a byte position once in this many characters.
pub(super) const STRIDE: usize = 256;

/// How many bytes are counted together. The count fits in a byte, so that the compiler can add many with one
/// instruction.
const BLOCK: usize = 64;

/// The index of a text: four bytes for each line feed, and four for every [`STRIDE`] characters unless the text is pure
/// ASCII.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextIndex {
    pub(super) n_chars: usize,
    /// The byte position of every [`STRIDE`]th character; empty for pure ASCII.
    pub(super) checkpoints: Box<[u32]>,
    /// The position of the first character after each line feed.
    pub(super) line_starts: Box<[u32]>,
    pub(super) forbidden_char: Option<char>,
    /// The number of words, once it has been asked for.
    pub(super) n_words: OnceLock<u32>,
    /// The text folded for comparing, once a quote has not been found as written.
    pub(super) folded: OnceLock<FoldedText>,
    /// The text folded for searching, once it has been searched.
    pub(super) search_fold: OnceLock<SearchFold>,
    /// Its mark, once it has been asked for.
    pub(super) mark: OnceLock<TextMark>,
    /// What was asked about the text lately.
    pub(super) answers: Answers,
}

impl TextIndex {
    pub(super) fn of(string: &str) -> Self {
        let bytes = string.as_bytes();
        let is_ascii = string.is_ascii();
        let n_checkpoints = if is_ascii { 0 } else { bytes.len() / STRIDE + 1 };
        let mut checkpoints = Vec::with_capacity(n_checkpoints);
        let mut line_starts = Vec::with_capacity(memchr::memchr_iter(b'\n', bytes).count());
        let next_line_feed = |from: usize| memchr::memchr(b'\n', &bytes[from..]).map_or(bytes.len(), |at| from + at);
        let mut line_feed = next_line_feed(0);
        let mut n_chars = 0;
        let mut block_start = 0;
        for block in bytes.chunks(BLOCK) {
            let block_end = block_start + block.len();
            if line_feed < block_end {
                let mut position = n_chars;
                for &byte in block {
                    position += usize::from(is_char_start(byte));
                    if byte == b'\n' {
                        line_starts.push(small(position));
                    }
                }
                line_feed = next_line_feed(block_end);
            }
            let n_in_block = if is_ascii { block.len() } else { n_char_starts(block) };
            let next_checkpoint = checkpoints.len() * STRIDE;
            if !is_ascii && next_checkpoint < n_chars + n_in_block {
                checkpoints.push(small(byte_after(bytes, block_start, next_checkpoint - n_chars)));
            }
            n_chars += n_in_block;
            block_start = block_end;
        }
        let forbidden_char = forbidden_char(string);
        Self {
            n_chars,
            checkpoints: checkpoints.into(),
            line_starts: line_starts.into(),
            forbidden_char,
            n_words: OnceLock::new(),
            folded: OnceLock::new(),
            search_fold: OnceLock::new(),
            mark: OnceLock::new(),
            answers: Answers::default(),
        }
    }
}

fn forbidden_char(string: &str) -> Option<char> {
    // Most texts hold none of the bytes that these characters begin with, which one scan establishes.
    memchr::memchr3(b'\r', b'\0', 0xef, string.as_bytes())?;
    ['\r', '\0', '\u{feff}'].into_iter().find(|bad| string.contains(*bad))
}

pub(super) fn small(position: usize) -> u32 {
    u32::try_from(position).expect("importers and the project reader refuse texts this long")
}

fn is_char_start(byte: u8) -> bool {
    // Continuation bytes have the form 10…… in binary.
    byte & 0b1100_0000 != 0b1000_0000
}

pub(super) fn n_char_starts(bytes: &[u8]) -> usize {
    let count = |part: &[u8]| part.iter().map(|&byte| u8::from(is_char_start(byte))).sum::<u8>();
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    blocks.iter().map(|block| usize::from(count(block))).sum::<usize>() + usize::from(count(rest))
}

/// The byte at which the `n`th character after the one at `from` starts; the length of the text if it is shorter.
pub(super) fn byte_after(bytes: &[u8], from: usize, n: usize) -> usize {
    let mut byte = from;
    let mut n_left = n;
    for word in bytes[from..].as_chunks::<8>().0 {
        let n_starts = n_char_starts_in_word(*word);
        if n_starts > n_left {
            break;
        }
        n_left -= n_starts;
        byte += word.len();
    }
    let starts = bytes[byte..].iter().enumerate().filter(|(_, byte)| is_char_start(**byte));
    starts.map(|(offset, _)| byte + offset).nth(n_left).unwrap_or(bytes.len())
}

/// Counts in all eight bytes at once.
fn n_char_starts_in_word(word: [u8; 8]) -> usize {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    let word = u64::from_ne_bytes(word);
    let behind = (word >> 7) & !(word >> 6) & ONES;
    // The highest byte of the product is the sum of the eight bits.
    8 - usize::from(behind.wrapping_mul(ONES).to_be_bytes()[0])
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The index, made in the simple way by walking through the characters.
    fn index_by_walking(text: &str) -> TextIndex {
        let starts: Vec<(usize, (usize, char))> = text.char_indices().enumerate().collect();
        let checkpoints = starts.iter().step_by(STRIDE).filter(|_| !text.is_ascii());
        let line_feeds = starts.iter().filter(|(_, (_, c))| *c == '\n');
        TextIndex {
            n_chars: starts.len(),
            checkpoints: checkpoints.map(|(_, (byte, _))| small(*byte)).collect(),
            line_starts: line_feeds.map(|(position, _)| small(position + 1)).collect(),
            forbidden_char: None,
            n_words: OnceLock::new(),
            folded: OnceLock::new(),
            search_fold: OnceLock::new(),
            mark: OnceLock::new(),
            answers: Answers::default(),
        }
    }

    /// Texts in stretches of one script, so that blocks and checkpoints fall at every kind of place.
    pub(in crate::text) fn stretches() -> impl Strategy<Value = String> {
        let stretch =
            prop_oneof!["[a-z \n]{0,300}", "[é–“ж\n]{0,300}", "[北京\n]{0,300}", "[😀\u{301}a]{0,300}", "\n{0,70}"];
        prop::collection::vec(stretch, 0..6).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn the_index_is_what_walking_finds(string in stretches()) {
            prop_assert_eq!(TextIndex::of(&string), index_by_walking(&string));
        }
    }
}
