//! What differs between two near copies, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// A part of two texts that are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Both have it.
    Both,
    /// Only the first has it.
    First,
    /// Only the second has it.
    Second,
}

/// Finding what differs takes no longer than this; the rest then counts as different.
const PATIENCE: Duration = Duration::from_millis(500);

/// The words of two texts in their order, with which of the two has them.
pub fn differences(first: &str, second: &str) -> Vec<(Side, String)> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(first, second);
    let mut pieces: Vec<(Side, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        let side = match change.tag() {
            ChangeTag::Equal => Side::Both,
            ChangeTag::Delete => Side::First,
            ChangeTag::Insert => Side::Second,
        };
        match pieces.last_mut() {
            Some((last, words)) if *last == side => words.push_str(change.value()),
            _ => pieces.push((side, change.value().to_owned())),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_told_apart_and_both_texts_are_whole() {
        let (first, second) = ("The ferry sails at noon.\nNobody waits.", "The ferry leaves at noon.\nNobody waits.");
        let pieces = differences(first, second);
        let of = |side: Side| -> String {
            pieces.iter().filter(|(own, _)| *own == side || *own == Side::Both).map(|(_, words)| &**words).collect()
        };
        assert_eq!((&*of(Side::First), &*of(Side::Second)), (first, second));
        let only = |side: Side| {
            pieces.iter().filter(|(own, _)| *own == side).map(|(_, words)| words.trim()).collect::<Vec<_>>()
        };
        assert_eq!((only(Side::First), only(Side::Second)), (vec!["sails"], vec!["leaves"]));
    }
}
