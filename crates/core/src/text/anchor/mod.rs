//! Finds quotes near their recorded places.
//!
//! Offsets go stale when somebody changes a text outside the program. The quote, its old place and the highlights
//! around it are then all there is to find the passage by. Nothing here has side effects, and the work is bounded.

mod index;
mod search;
mod similar;

use super::{Span, Text};
use crate::model::Highlight;

use search::QuoteSearch;
pub use search::first_two;

/// The score from which a place is certain enough to be used without asking.
pub const SURE: f64 = 0.8;

/// How many places are proposed for one quote.
const MAX_PLACES: usize = 5;

/// A place where a quote may be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The stretch of the text that would become the highlight’s span.
    pub span: Span,
    /// How likely this is the passage, from 0 to 1: *similarity* × *odds*.
    ///
    /// Similarity is 1 if the text is the quote, or reads the same to anybody (see [`super::fold`]). Otherwise it is the share of the quote's characters that need
    /// no change, at least two thirds.
    /// Odds compare this place with the best other one. Let *d* and *e* be the distances in characters of this place
    /// and of the other one from the nearest place where the passage was expected. The odds are (*e* + 1) / (*d* + *e*
    /// + 2), or 1 if there is no other place. So 0.5 means that two places are equally near.
    pub score: f64,
    /// Whether the text there is exactly the quote.
    pub is_exact: bool,
}

/// Limits the work of searching for all quotes together.
///
/// Half of it is divided evenly, so that the last quote is searched for as thoroughly as the first. The other half goes
/// to quotes that need more, an eighth of the remainder at a time.
#[derive(Clone, Debug)]
pub struct Effort {
    /// Bytes searched for exact places.
    bytes: Share,
    /// Columns of 64 rows computed for similar places.
    columns: Share,
}

#[derive(Clone, Debug)]
struct Share {
    each: usize,
    spare: usize,
}

impl Share {
    const fn of(total: usize, n: usize) -> Self {
        Self { each: total / 2 / n, spare: total / 2 }
    }

    const fn allowance(&self) -> usize {
        self.each + self.spare / 8
    }

    fn spend(&mut self, used: usize) {
        self.spare = self.spare.saturating_sub(used.saturating_sub(self.each));
    }
}

impl Effort {
    /// The limit for `n_quotes` quotes: a few seconds of work at most, however long the texts are.
    pub fn for_quotes(n_quotes: usize) -> Self {
        let n = n_quotes.max(1);
        Self { bytes: Share::of(2_000_000_000, n), columns: Share::of(400_000_000, n) }
    }
}

/// Finds where the quotes of misplaced highlights are, with one list for each highlight, best first. The list is empty
/// if the span matches the quote, or if the quote cannot be found.
///
/// A passage is expected at its recorded place, and also as far from there as the highlights before and after it have
/// moved, because a sentence inserted at the top moves everything below alike. Exact places are searched for first,
/// then those where at most a third of the quote has changed.
pub fn placements(text: &Text, highlights: &[&Highlight], effort: &mut Effort) -> Vec<Vec<Placement>> {
    let mut found = vec![Vec::new(); highlights.len()];
    let mut shifts: Vec<Option<isize>> =
        highlights.iter().map(|highlight| is_in_place(text, highlight).then_some(0)).collect();
    let mut in_order: Vec<usize> = (0..highlights.len()).collect();
    in_order.sort_by_key(|&at| said_start(highlights[at]));
    let misplaced = in_order.iter().filter(|&&at| shifts[at].is_none());
    let search = QuoteSearch::of(text, &misplaced.map(|&at| &*highlights[at].quote).collect::<Vec<_>>());

    // Quotes that occur once come first, because they show how far the others have moved.
    for nth in 0..in_order.len() {
        let (at, before) = (in_order[nth], known_before(&in_order, &shifts, nth));
        if shifts[at].is_some() {
            continue;
        }
        let said = said_start(highlights[at]);
        let exact = search.places(&highlights[at].quote, &expected(text, said, [before, None]), effort);
        if let [(span, _)] = *exact {
            shifts[at] = span.start.checked_signed_diff(said);
            found[at] = vec![Placement { span, score: 1.0, is_exact: true }];
        }
    }
    for nth in 0..in_order.len() {
        let at = in_order[nth];
        if shifts[at].is_some() {
            continue;
        }
        let said = said_start(highlights[at]);
        let around = [known_before(&in_order, &shifts, nth), known_behind(&in_order, &shifts, nth)];
        found[at] = places_of(text, &search, &highlights[at].quote, &expected(text, said, around), effort);
        if let Some(best) = found[at].first().filter(|best| best.score >= SURE) {
            shifts[at] = best.span.start.checked_signed_diff(said);
        }
    }
    found
}

/// The places of one quote, given the starts at which it is expected, best first.
fn places_of(
    text: &Text,
    search: &QuoteSearch<'_>,
    quote: &str,
    expected: &[usize],
    effort: &mut Effort,
) -> Vec<Placement> {
    let exact = search.places(quote, expected, effort);
    let is_exact = !exact.is_empty();
    let same = if is_exact { exact } else { search.places_alike(quote, expected, effort) };
    if !same.is_empty() {
        let distances: Vec<usize> = same.iter().map(|(_, distance)| *distance).collect();
        let score = |nth| odds(&distances, nth);
        return same
            .iter()
            .enumerate()
            .map(|(nth, (span, _))| Placement { span: *span, score: score(nth), is_exact })
            .collect();
    }
    let similar = similar::places(text, quote, expected, effort);
    let distances: Vec<usize> = similar.iter().map(|place| distance(place.span.start, expected)).collect();
    let mut places: Vec<Placement> = similar
        .iter()
        .enumerate()
        .map(|(nth, place)| Placement {
            span: place.span,
            score: place.similarity * odds(&distances, nth),
            is_exact: false,
        })
        .collect();
    places.sort_by(|a, b| b.score.total_cmp(&a.score));
    places
}

/// The odds of the `nth` of several places, as defined for [`Placement::score`].
#[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^53 characters")]
fn odds(distances: &[usize], nth: usize) -> f64 {
    let others = distances.iter().enumerate().filter(|(other, _)| *other != nth);
    let Some(other) = others.map(|(_, distance)| *distance).min() else { return 1.0 };
    (other as f64 + 1.0) / (distances[nth] as f64 + other as f64 + 2.0)
}

fn distance(start: usize, expected: &[usize]) -> usize {
    expected.iter().map(|place| place.abs_diff(start)).min().unwrap_or(0)
}

fn is_in_place(text: &Text, highlight: &Highlight) -> bool {
    text.holds(highlight.span) && text.slice(highlight.span) == highlight.quote
}

/// The recorded start of the span, whose ends may be swapped.
fn said_start(highlight: &Highlight) -> usize {
    highlight.span.start.min(highlight.span.end.max(1))
}

/// The expected starts of a passage recorded at `said`, if its neighbours moved by `shifts`.
fn expected(text: &Text, said: usize, shifts: [Option<isize>; 2]) -> Vec<usize> {
    let moved = shifts.into_iter().flatten().map(|shift| said.saturating_add_signed(shift));
    let mut starts: Vec<usize> = moved.chain([said]).map(|start| start.min(text.n_chars())).collect();
    starts.sort_unstable();
    starts.dedup();
    starts
}

fn known_before(in_order: &[usize], shifts: &[Option<isize>], nth: usize) -> Option<isize> {
    in_order[..nth].iter().rev().take(REACH).find_map(|&at| shifts[at])
}

fn known_behind(in_order: &[usize], shifts: &[Option<isize>], nth: usize) -> Option<isize> {
    in_order[nth + 1..].iter().take(REACH).find_map(|&at| shifts[at])
}

/// How many highlights away a neighbour may be to show how far others have moved.
const REACH: usize = 32;

#[cfg(test)]
mod tests;
