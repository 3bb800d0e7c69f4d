//! Stacks overlapping highlights into lanes, so that each stays visible.

use standpoint_core::text::Span;

/// Assigns each span the lowest lane that is free over its whole length; lane 0 is the lowest.
///
/// Spans must be sorted by their start. Greedy colouring of an interval graph in that order uses no more lanes than the
/// deepest overlap.
pub fn lanes(spans: &[Span]) -> Vec<u16> {
    let mut free_from: Vec<usize> = Vec::new();
    let lane_of = |span: &Span| {
        let free = free_from.iter().position(|&end| end <= span.start);
        let lane = free.unwrap_or_else(|| {
            free_from.push(0);
            free_from.len() - 1
        });
        free_from[lane] = span.end;
        u16::try_from(lane).unwrap_or(u16::MAX)
    };
    spans.iter().map(lane_of).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use standpoint_core::model::marked::marked;

    fn check(source: &str, expected: &[u16]) {
        assert_eq!(lanes(&marked(source).1), expected, "{source}");
    }

    #[test]
    fn overlaps_stack_and_gaps_are_reused() {
        check("[one] [two]", &[0, 0]);
        check("[one <two] three>", &[0, 1]);
        check("[one <two {three]}> [four]", &[0, 1, 2, 0]);
    }

    proptest! {
        #[test]
        fn spans_of_one_lane_never_overlap(starts in prop::collection::vec((0usize..60, 1usize..20), 0..40)) {
            let mut spans: Vec<_> = starts.iter().map(|(start, len)| Span::new(*start, start + len)).collect();
            spans.sort();
            let lanes = lanes(&spans);
            let deepest = (0..80).map(|at| spans.iter().filter(|span| span.contains(at)).count()).max().unwrap_or(0);
            prop_assert!(lanes.iter().all(|lane| usize::from(*lane) < deepest.max(1)));
            for (i, a) in spans.iter().enumerate() {
                for (j, b) in spans.iter().enumerate().skip(i + 1) {
                    prop_assert!(lanes[i] != lanes[j] || !a.overlaps(*b));
                }
            }
        }
    }
}
