//! Finds which words of a text were changed, and where everything else went.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

use super::{Span, Text};

/// A passage of a text that is replaced by other words; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextChange {
    /// The passage, in the text before the change. An insertion has an empty one.
    pub span: Span,
    /// What stands there afterwards.
    pub words: String,
}

/// The same change in bytes: the range in the old text and the range in the new one.
type Hunk = (Range<usize>, Range<usize>);

/// Finds the whole words that were changed, in the order of the text and with at least one unchanged word between two
/// changes.
///
/// Lines are compared before words, so that a new paragraph is not pieced together from words of others.
pub fn changes(old: &Text, new: &Text) -> Vec<TextChange> {
    let (before, after) = (old.as_str(), new.as_str());
    let [lines_before, lines_after] = [before, after].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let mut hunks: Vec<Hunk> = Vec::new();
    for (old_lines, new_lines) in hunks_of(&lines_before, &lines_after) {
        let words = |text: &'_ str| text.split_word_bounds().map(str::to_owned).collect::<Vec<_>>();
        let (old_words, new_words) = (words(&before[old_lines.clone()]), words(&after[new_lines.clone()]));
        for (old_range, new_range) in hunks_of(&old_words, &new_words) {
            let old_range = old_lines.start + old_range.start..old_lines.start + old_range.end;
            let new_range = new_lines.start + new_range.start..new_lines.start + new_range.end;
            match hunks.last_mut() {
                // A space or a comma that happens to be the same does not part two changes.
                Some(last) if !before[last.0.end..old_range.start].contains(char::is_alphanumeric) => {
                    *last = (last.0.start..old_range.end, last.1.start..new_range.end);
                }
                _ => hunks.push((old_range, new_range)),
            }
        }
    }
    let change = |(old_range, new_range): Hunk| TextChange {
        span: Span::new(old.position_of_byte(old_range.start), old.position_of_byte(old_range.end)),
        words: after[new_range].to_owned(),
    };
    hunks.into_iter().map(change).collect()
}

/// The pieces that differ, as ranges of bytes of the whole.
fn hunks_of<Piece: AsRef<str> + Ord + std::hash::Hash>(old: &[Piece], new: &[Piece]) -> Vec<Hunk> {
    // This algorithm settles for a longer list of changes where the shortest would take too long.
    let operations = capture_diff_slices(Algorithm::Myers, old, new);
    let length = |pieces: &[Piece]| pieces.iter().map(|piece| piece.as_ref().len()).sum::<usize>();
    let (mut at, mut hunks) = ((0, 0), Vec::new());
    for operation in operations {
        let (_, old_range, new_range) = operation.as_tag_tuple();
        let end = (at.0 + length(&old[old_range]), at.1 + length(&new[new_range]));
        if !matches!(operation, DiffOp::Equal { .. }) {
            hunks.push((at.0..end.0, at.1..end.1));
        }
        at = end;
    }
    hunks
}

/// Returns the text after the changes; `None` unless they are inside it, in its order and apart from each other.
pub fn revised(text: &Text, changes: &[TextChange]) -> Option<Text> {
    let is_inside = |change: &TextChange| change.span.start <= change.span.end && change.span.end <= text.n_chars();
    let are_apart = changes.windows(2).all(|pair| pair[0].span.end < pair[1].span.start);
    if !are_apart || !changes.iter().all(is_inside) {
        return None;
    }
    let mut new = String::with_capacity(text.as_str().len());
    let mut at = 0;
    for change in changes {
        let bytes = text.bytes_of(change.span);
        new.push_str(&text.as_str()[at..bytes.start]);
        new.push_str(&change.words);
        at = bytes.end;
    }
    new.push_str(&text.as_str()[at..]);
    Some(Text::new(new))
}

/// Says where the passages of a text are after changes that [`revised`] accepts.
#[derive(Clone, Debug)]
pub struct Carrier {
    spans: Vec<Span>,
    /// How far a character moves that stands behind this many changes.
    shifts: Vec<isize>,
}

impl Carrier {
    /// Reads how far each change moves what follows it.
    pub fn of(changes: &[TextChange]) -> Self {
        let mut shifts = vec![0];
        for change in changes {
            let longer = change.words.chars().count().checked_signed_diff(change.span.len());
            shifts
                .push(shifts[shifts.len() - 1] + longer.expect("texts are far shorter than half of the address space"));
        }
        Self { spans: changes.iter().map(|change| change.span).collect(), shifts }
    }

    /// Where a passage is that is not empty; `None` if any of its words change. Words that are inserted right before or
    /// after it do not belong to it.
    pub fn passage(&self, span: Span) -> Option<Span> {
        let n_before = self.spans.partition_point(|change| change.end <= span.start);
        if self.spans.get(n_before).is_some_and(|change| change.start < span.end) {
            return None;
        }
        let moved = |position: usize| position.saturating_add_signed(self.shifts[n_before]);
        Some(Span::new(moved(span.start), moved(span.end)))
    }

    /// Where a page is that begins at this position. Words that are inserted there belong to it, and if the words around
    /// it change, it begins with them.
    pub fn beginning(&self, position: usize) -> usize {
        let is_before = |change: &Span| change.end <= position && change.start < position;
        let n_before = self.spans.partition_point(is_before);
        let within = self.spans.get(n_before).filter(|change| change.start < position);
        within.map_or(position, |change| change.start).saturating_add_signed(self.shifts[n_before])
    }

    /// The changes that lead back from the new text; `text` is the one before.
    pub fn inverse(&self, text: &Text, changes: &[TextChange]) -> Vec<TextChange> {
        let back = |(nth, change): (usize, &TextChange)| {
            let start = change.span.start.saturating_add_signed(self.shifts[nth]);
            let span = Span::new(start, start + change.words.chars().count());
            TextChange { span, words: text.slice(change.span).to_owned() }
        };
        changes.iter().enumerate().map(back).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Shows the changes as `[old|new]`.
    fn shown(old: &str, new: &str) -> String {
        let (old, mut at, mut shown) = (Text::new(old), 0, String::new());
        for TextChange { span, words } in changes(&old, &Text::new(new)) {
            shown += &format!("{}[{}|{words}]", old.slice(Span::new(at, span.start)), old.slice(span));
            at = span.end;
        }
        shown + old.slice(Span::new(at, old.n_chars()))
    }

    #[test]
    fn whole_words_change_and_neighbours_change_together() {
        assert_eq!(shown("The city wants a bridge.", "The city needs a bridge."), "The city [wants|needs] a bridge.");
        assert_eq!(shown("He can swim.", "He can’t swim."), "He [can|can’t] swim.");
        assert_eq!(shown("one, two, three", "1, 2, three"), "[one, two|1, 2], three");
        assert_eq!(shown("Он за мост.", "Он за новый мост."), "Он за [|новый ]мост.");
        assert_eq!(shown("a\nb\nc\n", "a\nc\n"), "a\n[b\n|]c\n");
        assert_eq!(shown("same", "same"), "same");
        assert_eq!(shown("", "new"), "[|new]");
    }

    #[test]
    fn a_new_paragraph_is_not_pieced_together_from_others() {
        assert_eq!(
            shown("The mayor left.\n", "The guild of the town left.\nThe mayor left.\n"),
            "[|The guild of the town left.\n]The mayor left.\n"
        );
    }

    #[test]
    fn what_is_inserted_beside_a_passage_does_not_belong_to_it_and_at_a_page_it_does() {
        let change = |start, end, words: &str| TextChange { span: Span::new(start, end), words: words.to_owned() };
        let carrier = Carrier::of(&[change(2, 2, "++"), change(6, 8, ""), change(10, 12, "xyz")]);
        let passage = |start, end| carrier.passage(Span::new(start, end)).map(|span| (span.start, span.end));
        assert_eq!(passage(0, 2), Some((0, 2)));
        assert_eq!(passage(2, 6), Some((4, 8)));
        assert_eq!(passage(8, 10), Some((8, 10)));
        assert_eq!(passage(12, 14), Some((13, 15)));
        assert_eq!([passage(1, 3), passage(6, 7), passage(5, 9), passage(9, 11)], [None; 4]);
        assert_eq!([0, 2, 3, 6, 7, 8, 10, 11, 12].map(|at| carrier.beginning(at)), [0, 2, 5, 8, 8, 8, 10, 10, 13]);
    }

    #[test]
    fn changes_that_overlap_or_lie_outside_are_refused() {
        let text = Text::new("abcdef");
        let refused = |spans: &[(usize, usize)]| {
            let change = |span: &(usize, usize)| TextChange { span: (*span).into(), words: "x".to_owned() };
            revised(&text, &spans.iter().map(change).collect::<Vec<_>>()).is_none()
        };
        assert!(refused(&[(5, 7)]) && refused(&[(3, 2)]) && refused(&[(0, 2), (2, 3)]) && refused(&[(4, 5), (0, 1)]));
        assert!(!refused(&[(0, 2), (3, 3), (6, 6)]) && !refused(&[]));
    }

    /// Texts of few words, so that two of them have much in common.
    fn wordy() -> impl Strategy<Value = String> {
        proptest::collection::vec(proptest::sample::select(vec!["a", "b", "мост", "北京", "é", "."]), 0..20)
            .prop_flat_map(|words| {
                let n = words.len();
                let gaps = proptest::collection::vec(proptest::sample::select(vec![" ", "\n", ", ", ""]), n);
                gaps.prop_map(move |gaps| words.iter().zip(gaps).flat_map(|(word, gap)| [*word, gap]).collect())
            })
    }

    proptest! {
        #[test]
        fn the_changes_lead_to_the_new_text_and_back_and_all_else_is_carried(old in wordy(), new in wordy()) {
            let [old, new] = [old, new].map(|text| Text::new(text.as_str()));
            let changes = changes(&old, &new);
            prop_assert_eq!(revised(&old, &changes), Some(new.clone()));
            let carrier = Carrier::of(&changes);
            let back = carrier.inverse(&old, &changes);
            prop_assert_eq!(revised(&new, &back), Some(old.clone()));
            let carrier_back = Carrier::of(&back);
            for start in 0..old.n_chars() {
                for end in start + 1..=old.n_chars() {
                    let span = Span::new(start, end);
                    if let Some(carried) = carrier.passage(span) {
                        prop_assert_eq!(old.slice(span), new.slice(carried));
                        prop_assert_eq!(carrier_back.passage(carried), Some(span));
                    }
                }
                prop_assert!(carrier.beginning(start) <= carrier.beginning(start + 1));
                prop_assert!(carrier.beginning(start) <= new.n_chars());
            }
        }
    }
}
