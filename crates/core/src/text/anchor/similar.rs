//! Finds places where a quote occurs with some characters changed.
//!
//! The measure is the number of characters to insert, delete or replace (Levenshtein's distance) between the quote and
//! a stretch of the text that may begin anywhere, as defined by P. H. Sellers (1980). It is computed 64 rows at a time
//! with G. Myers’ bit vectors (1999), in the form that H. Hyyrö gave them for patterns of several words (2003).

use std::collections::HashMap;

use super::{Effort, distance};
use crate::text::{Span, Text};

/// How many places are proposed.
const MAX_PLACES: usize = 3;

/// How many characters on either side are searched for each character of the quote. A short quote resembles something
/// or other everywhere, so the stretch grows with the quote.
const REACH: usize = 32;

pub(super) struct Similar {
    pub span: Span,
    /// The share of the quote's characters that need no change.
    pub similarity: f64,
}

/// The places most like the quote around the expected starts, most similar first and without overlaps.
#[expect(clippy::cast_precision_loss, reason = "quotes are far shorter than 2^53 characters")]
pub(super) fn places(text: &Text, quote: &str, expected: &[usize], effort: &mut Effort) -> Vec<Similar> {
    let quote: Vec<char> = quote.chars().collect();
    let (n, max_changes) = (quote.len(), quote.len() / 3);
    let Some(window) = window(text, n, expected, effort).filter(|_| max_changes > 0) else { return Vec::new() };
    let words: Vec<char> = text.slice(window).chars().collect();
    let mut ends: Vec<(usize, usize)> = Pattern::new(&quote)
        .distances(words.iter().copied(), Begin::Anywhere)
        .enumerate()
        .filter(|(_, changes)| *changes <= max_changes)
        .map(|(last, changes)| (changes, last + 1))
        .collect();
    let nearness = |end: usize| distance((window.start + end).saturating_sub(n), expected);
    ends.sort_by_key(|&(changes, end)| (changes, nearness(end), end));

    let mut places: Vec<Similar> = Vec::new();
    let best = ends.first().map_or(0, |(changes, _)| *changes);
    let backwards = Pattern::new(&quote.iter().rev().copied().collect::<Vec<_>>());
    // Places much less like the quote are no rivals of the best one.
    for (changes, end) in ends.into_iter().take_while(|(changes, _)| *changes <= best + n / 10) {
        let start = start_of(&backwards, &words, end, n, changes);
        let (start, end) = whole_words(&words, &quote, start, end);
        let span = Span::new(window.start + start, window.start + end);
        if !span.is_empty() && places.iter().all(|place| !place.span.overlaps(span)) {
            places.push(Similar { span, similarity: 1.0 - changes as f64 / n as f64 });
        }
        if places.len() == MAX_PLACES {
            break;
        }
    }
    places
}

/// The stretch to search, as wide as the effort allows.
fn window(text: &Text, n_quote: usize, expected: &[usize], effort: &mut Effort) -> Option<Span> {
    let (first, last) = (*expected.first()?, *expected.last()?);
    let n_blocks = n_quote.div_ceil(64).max(1);
    let allowed = effort.columns.allowance() / n_blocks;
    let radius = REACH * n_quote + 64;
    let wide = Span::new(first.saturating_sub(radius), (last + n_quote + radius).min(text.n_chars()));
    let window = if wide.len() <= allowed {
        wide
    } else {
        let radius = allowed.saturating_sub(n_quote + n_quote / 3) / 2;
        Span::new(first.saturating_sub(radius), (first + n_quote + radius).min(text.n_chars()))
    };
    effort.columns.spend(window.len() * n_blocks);
    (window.len() <= allowed && !window.is_empty()).then_some(window)
}

/// The start of the stretch that ends at `end` and is `changes` away from the quote. If there are several, the one
/// whose length is nearest to that of the quote.
fn start_of(backwards: &Pattern, words: &[char], end: usize, n_quote: usize, changes: usize) -> usize {
    let longest = (n_quote + changes).min(end);
    let before = words[end - longest..end].iter().rev().copied();
    let lengths = backwards.distances(before, Begin::AtFirst).enumerate().map(|(at, changes)| (changes, at + 1));
    let best = lengths.min_by_key(|&(changes, length)| (changes, length.abs_diff(n_quote)));
    end - best.map_or(0, |(_, length)| length)
}

/// Extends the stretch to whole words, since few passages begin or end within a word. An end that matches the quote is
/// left alone, because then the passage ended there.
fn whole_words(words: &[char], quote: &[char], mut start: usize, mut end: usize) -> (usize, usize) {
    const FIRM: usize = 4;
    let is_within =
        |at: usize| at > 0 && at < words.len() && [at - 1, at].iter().all(|&at| words[at].is_alphanumeric());
    if !words[start..end].starts_with(&quote[..FIRM.min(quote.len())]) {
        while is_within(start) {
            start -= 1;
        }
    }
    if !words[start..end].ends_with(&quote[quote.len().saturating_sub(FIRM)..]) {
        while is_within(end) {
            end += 1;
        }
    }
    (start, end)
}

/// Where in the text a stretch may begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    Anywhere,
    AtFirst,
}

/// A quote prepared for comparison: for each of its characters, a bit for every position where it occurs.
struct Pattern {
    n_chars: usize,
    /// The row of each character below [`DENSE`]; the others are in `sparse`.
    dense: Vec<u32>,
    sparse: HashMap<char, u32>,
    /// Row 0 is for characters that are not in the quote.
    rows: Vec<Vec<u64>>,
}

/// The letters of most alphabets are below this; characters above it take longer to look up.
const DENSE: u32 = 0x3000;

impl Pattern {
    fn new(quote: &[char]) -> Self {
        let n_blocks = quote.len().div_ceil(64).max(1);
        let mut pattern = Self {
            n_chars: quote.len(),
            dense: vec![0; DENSE as usize],
            sparse: HashMap::new(),
            rows: vec![vec![0; n_blocks]],
        };
        for (at, &c) in quote.iter().enumerate() {
            let next = u32::try_from(pattern.rows.len()).expect("there are fewer characters in Unicode");
            let row = match pattern.dense.get_mut(c as usize) {
                Some(row) => row,
                None => pattern.sparse.entry(c).or_insert(0),
            };
            if *row == 0 {
                *row = next;
                pattern.rows.push(vec![0; n_blocks]);
            }
            pattern.rows[*row as usize][at / 64] |= 1 << (at % 64);
        }
        pattern
    }

    fn row(&self, c: char) -> &[u64] {
        let row = self.dense.get(c as usize).or_else(|| self.sparse.get(&c));
        &self.rows[row.map_or(0, |row| *row as usize)]
    }

    /// For each character, the distance between the quote and the best stretch that ends with it.
    fn distances(&self, words: impl Iterator<Item = char>, begin: Begin) -> impl Iterator<Item = usize> {
        let mut blocks = vec![Block { rises: u64::MAX, falls: 0 }; self.rows[0].len()];
        let last_bit = 1 << ((self.n_chars + 63) % 64);
        let mut distance = self.n_chars;
        words.map(move |c| {
            // A stretch that must begin at the first character also pays for the characters before it.
            let mut step = if begin == Begin::AtFirst { Delta::Up } else { Delta::Level };
            let n_full = blocks.len() - 1;
            for (block, &matches) in blocks[..n_full].iter_mut().zip(self.row(c)) {
                step = block.advance(matches, step, 1 << 63);
            }
            match blocks[n_full].advance(self.row(c)[n_full], step, last_bit) {
                Delta::Up => distance += 1,
                Delta::Down => distance -= 1,
                Delta::Level => {}
            }
            distance
        })
    }
}

/// How the distance changes from one column to the next: by one up or down, or not at all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delta {
    Up,
    Level,
    Down,
}

/// 64 rows of a column, as the differences between each row and the one above.
#[derive(Clone)]
struct Block {
    rises: u64,
    falls: u64,
}

impl Block {
    /// Advances to the next column. `above` is the change in the row above the block; returns the change in the row of
    /// `last_bit`.
    fn advance(&mut self, matches: u64, above: Delta, last_bit: u64) -> Delta {
        let falls_above = u64::from(above == Delta::Down);
        let vertical = matches | self.falls;
        let matches = matches | falls_above;
        let horizontal = ((matches & self.rises).wrapping_add(self.rises) ^ self.rises) | matches;
        let up = self.falls | !(horizontal | self.rises);
        let down = self.rises & horizontal;
        let step = if up & last_bit != 0 {
            Delta::Up
        } else if down & last_bit != 0 {
            Delta::Down
        } else {
            Delta::Level
        };
        let up = (up << 1) | u64::from(above == Delta::Up);
        let down = (down << 1) | falls_above;
        self.rises = down | !(vertical | up);
        self.falls = up & vertical;
        step
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The distances, computed with the full table.
    fn plain(quote: &[char], words: &[char], begin: Begin) -> Vec<usize> {
        let mut column: Vec<usize> = (0..=quote.len()).collect();
        let mut distances = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let mut diagonal = column[0];
            column[0] = if begin == Begin::AtFirst { at + 1 } else { 0 };
            for row in 1..=quote.len() {
                let replaced = diagonal + usize::from(quote[row - 1] != *word);
                diagonal = column[row];
                column[row] = replaced.min(column[row] + 1).min(column[row - 1] + 1);
            }
            distances.push(column[quote.len()]);
        }
        distances
    }

    proptest! {
        #[test]
        fn bit_vectors_agree_with_the_plain_table(quote in "[ab北c]{1,150}", words in "[ab北cd]{0,200}") {
            let (quote, words): (Vec<char>, Vec<char>) = (quote.chars().collect(), words.chars().collect());
            for begin in [Begin::Anywhere, Begin::AtFirst] {
                let quick: Vec<usize> = Pattern::new(&quote).distances(words.iter().copied(), begin).collect();
                prop_assert_eq!(quick, plain(&quote, &words, begin));
            }
        }
    }
}
