//! Places that stand near each other.

use standpoint_core::text::{Span, Text, words::n_words};

use super::BETWEEN_QUESTIONS;

/// A word is rarely longer; what lies further apart is not counted.
const MAX_WORD_BYTES: usize = 100;

/// The passages from each place of one kind to the nearest ones of the other, before and behind it, where at most
/// `n_between` words stand in between. Both lists are in reading order, and places of one list do not overlap. A place
/// is not near itself, nor near one that it overlaps. `go_on` is asked now and then; the result is `None` if it says no.
pub(super) fn pairs(
    text: &Text,
    left: &[Span],
    right: &[Span],
    n_between: usize,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<Span>> {
    let mut passages = Vec::new();
    for (nth, &place) in left.iter().enumerate() {
        if nth % BETWEEN_QUESTIONS == BETWEEN_QUESTIONS - 1 && !go_on() {
            return None;
        }
        let before = right.partition_point(|other| other.end <= place.start).checked_sub(1);
        let behind = right.partition_point(|other| other.start < place.end);
        let candidates = [before, Some(behind)].into_iter().flatten();
        for other in candidates.filter_map(|nth| right.get(nth)) {
            if are_near(text, place, *other, n_between) {
                passages.push(Span::new(place.start.min(other.start), place.end.max(other.end)));
            }
        }
    }
    Some(passages)
}

fn are_near(text: &Text, a: Span, b: Span, n_between: usize) -> bool {
    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
    let between = text.slice(Span::new(first.end, second.start));
    between.len() <= (n_between + 1) * MAX_WORD_BYTES && n_words(between) <= n_between
}
