//! The backbone of a network: the ties that are too strong, for one of their ends, to be a matter of chance.

use super::Tie;

/// How unlikely a tie of the backbone may be at most, if its node spread its weight over its ties by chance. Whole
/// numbers of ten-thousandths, so that two of them can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BackboneLevel(u16);

impl BackboneLevel {
    /// Five in a hundred.
    pub const USUAL: Self = Self(500);

    /// Returns the level nearest to a probability; `None` unless that lies between 0 and 1.
    pub fn of(probability: f64) -> Option<Self> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and 10,000")]
        let level = (probability > 0.0 && probability < 1.0).then(|| (probability * 10_000.0).round() as u16);
        level.filter(|level| (1..10_000).contains(level)).map(Self)
    }

    /// Describes what the level leaves: "backbone at 5%".
    pub fn in_words(self) -> String {
        let percent = format!("{:.2}", self.probability() * 100.0);
        format!("backbone at {}%", percent.trim_end_matches('0').trim_end_matches('.'))
    }

    /// Returns the probability, from 0 to 1.
    pub fn probability(self) -> f64 {
        f64::from(self.0) / 10_000.0
    }
}

/// Keeps the ties of the backbone, by the disparity filter of Serrano, Boguñá and Vespignani (2009): a tie with the
/// share `p` of the weight of a node with `k` ties belongs to it if `(1 − p)^(k − 1)` is below the level for one of its
/// ends. Signs of weights are ignored. A node with one tie says nothing about it.
pub(super) fn backbone(ties: Vec<Tie>, is_two_mode: bool, level: BackboneLevel) -> Vec<Tie> {
    let n_places = ties.iter().flat_map(|tie| [tie.from, tie.to]).max().map_or(0, |last| last + 1);
    // Between actors and issues, the two ends count in two lists.
    let side = usize::from(is_two_mode);
    let mut ends = [vec![(0_i32, 0.0_f64); n_places], vec![(0, 0.0); n_places]];
    for tie in &ties {
        for (of, at) in [(0, tie.from), (side, tie.to)] {
            ends[of][at].0 += 1;
            ends[of][at].1 += tie.weight.abs();
        }
    }
    let is_strong = |tie: &Tie| {
        [(0, tie.from), (side, tie.to)].into_iter().any(|(of, at)| {
            let (n, sum) = ends[of][at];
            n > 1 && (1.0 - tie.weight.abs() / sum).powi(n - 1) < level.probability()
        })
    };
    ties.into_iter().filter(is_strong).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stances::StanceCounts;

    fn tie(from: usize, to: usize, weight: f64) -> Tie {
        Tie { from, to, weight, n: 1, by_stance: StanceCounts::default(), net_stance: None }
    }

    fn kept(ties: &[(usize, usize, f64)], is_two_mode: bool, level: f64) -> Vec<(usize, usize)> {
        let ties = ties.iter().map(|(from, to, weight)| tie(*from, *to, *weight)).collect();
        let kept = backbone(ties, is_two_mode, BackboneLevel::of(level).unwrap());
        kept.iter().map(|tie| (tie.from, tie.to)).collect()
    }

    #[test]
    fn a_tie_stays_that_is_unlikely_for_one_of_its_ends() {
        // For node 0, (1 − 10/12)² is 0.028, and (1 − 1/12)² is 0.840.
        let star = [(0, 1, 10.0), (0, 2, -1.0), (0, 3, 1.0)];
        assert_eq!(kept(&star, false, 0.05), [(0, 1)]);
        assert_eq!(kept(&star, false, 0.02), []);
        assert_eq!(kept(&star, false, 0.85), [(0, 1), (0, 2), (0, 3)]);
        assert_eq!(kept(&[(0, 1, 5.0)], false, 0.99), [], "there is nothing to compare a lone tie with");
        assert_eq!(kept(&[], true, 0.05), []);
    }

    #[test]
    fn an_actor_and_an_issue_at_the_same_place_are_two_nodes() {
        // Actor 0 has ties to issues 0, 1 and 2; issue 0 also one to actor 1. In one list, node 0 would have four.
        let ties = [(0, 0, 10.0), (0, 1, 1.0), (0, 2, 1.0), (1, 0, 10.0)];
        assert_eq!(kept(&ties, true, 0.05), [(0, 0)]);
    }

    #[test]
    fn a_level_lies_between_none_and_all() {
        for wrong in [0.0, 1.0, -0.5, 7.0, f64::NAN, 0.000_01] {
            assert_eq!(BackboneLevel::of(wrong), None, "{wrong}");
        }
        assert_eq!(BackboneLevel::of(0.05), Some(BackboneLevel::USUAL));
        assert_eq!(BackboneLevel::USUAL.in_words(), "backbone at 5%");
        assert_eq!(BackboneLevel::of(0.001).map(BackboneLevel::in_words).as_deref(), Some("backbone at 0.1%"));
        assert!((BackboneLevel::USUAL.probability() - 0.05).abs() < 1e-12);
    }
}
