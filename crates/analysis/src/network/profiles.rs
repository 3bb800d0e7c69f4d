//! The formulas of one-mode networks: how similar two actors, or two issues, are by what they share.
//!
//! The profile of an actor is how often it speaks about each issue at each level of the scale. For issues, the roles
//! are swapped. In the formulas, `x[i,j,k]` is the number of highlights of `i` about `j` at level `k`.

use std::collections::BTreeMap;

use standpoint_core::model::{CodeKind, Codebook};

use super::{OneMode, OneModeNorm};
use crate::{
    stances::{StanceCount, StanceCounts},
    weights::{Weights, ratio},
};

/// The overlap of the profiles of two codes.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// The sum over all j of the highlights of one times those of the other.
    product: i128,
    /// The same, with each pair weighted by how close their levels are, in units of the scale.
    congruence: i128,
    /// The sum, over all j and levels, of the smaller number of highlights: the size of the intersection.
    in_common: i128,
    /// The same over all j, whatever the level.
    in_common_of_any_level: i128,
    /// The sum, over levels that both use, of their highlights minus their product: the amount by which n + n' exceeds
    /// the divisor that the Discourse Network Analyzer calls Jaccard.
    overlap: i128,
    /// Number of j that both speak about.
    n: usize,
}

/// The profiles of all actors, or of all issues.
pub(super) struct Profiles {
    /// Number of highlights of each.
    n: BTreeMap<usize, i128>,
    /// The range of the scale, in its units.
    range: i128,
    /// The overlap of each profile with itself, needed for the cosine.
    with_itself: BTreeMap<usize, Shared>,
    pairs: BTreeMap<(usize, usize), Shared>,
}

impl Profiles {
    /// Builds the profiles from the counts by actor, issue and stance.
    pub(super) fn of(by_pair: &BTreeMap<(usize, usize), StanceCounts>, book: &Codebook, of: CodeKind) -> Self {
        let weights = Weights::of(&book.stances);
        let range = range(&weights);
        let mut profiles = Self { n: BTreeMap::new(), range, with_itself: BTreeMap::new(), pairs: BTreeMap::new() };
        let mut meetings: BTreeMap<usize, Vec<(usize, Levels)>> = BTreeMap::new();
        for ((actor, issue), by_stance) in by_pair {
            let (one, through) = if of == CodeKind::Actor { (*actor, *issue) } else { (*issue, *actor) };
            *profiles.n.entry(one).or_default() += i128::from(by_stance.n());
            meetings.entry(through).or_default().push((one, levels(&weights, by_stance)));
        }
        for met in meetings.values() {
            for (at, (one, x)) in met.iter().enumerate() {
                profiles.with_itself.entry(*one).or_default().add(x, x, range);
                for (other, y) in &met[at + 1..] {
                    let pair = (*one.min(other), *one.max(other));
                    profiles.pairs.entry(pair).or_default().add(x, y, range);
                }
            }
        }
        profiles
    }

    /// Returns each pair that shares a j, with the weight of its tie and the number of shared j.
    pub(super) fn pairs(&self, aggregation: OneMode, norm: OneModeNorm) -> Vec<((usize, usize), f64, usize)> {
        let weighed = |(pair, shared): (&(usize, usize), &Shared)| {
            let all = shared.product * self.range;
            let units = match aggregation {
                OneMode::Ignore => all,
                OneMode::Congruence => shared.congruence,
                OneMode::Conflict => all - shared.congruence,
                OneMode::Subtract => 2 * shared.congruence - all,
            };
            (*pair, self.normalized(units, *pair, shared, (aggregation, norm)), shared.n)
        };
        self.pairs.iter().map(weighed).collect()
    }

    /// Divides a number in units of the scale by its range and by what the normalization asks for. What a sum is
    /// divided by is a whole number, or half of one, so only the cosine is rounded more than once.
    fn normalized(
        &self,
        units: i128,
        (a, b): (usize, usize),
        shared: &Shared,
        (aggregation, norm): (OneMode, OneModeNorm),
    ) -> f64 {
        let (n_a, n_b) = (self.n[&a], self.n[&b]);
        let over = |units: i128, divisor: i128| if divisor > 0 { ratio(units, divisor) } else { 0.0 };
        match norm {
            OneModeNorm::None => over(units, self.range),
            OneModeNorm::AverageActivity => over(2 * units, self.range * (n_a + n_b)),
            OneModeNorm::Jaccard => jaccard(aggregation, n_a + n_b, shared),
            OneModeNorm::DnaJaccard => over(units, self.range * (n_a + n_b - shared.overlap)),
            OneModeNorm::Product => over(units, self.range * n_a * n_b),
            OneModeNorm::Cosine => {
                let length = |one: usize| {
                    let with_itself = &self.with_itself[&one];
                    let squared = match aggregation {
                        OneMode::Ignore => with_itself.product * self.range,
                        OneMode::Congruence | OneMode::Conflict | OneMode::Subtract => with_itself.congruence,
                    };
                    ratio(squared, self.range)
                };
                let lengths = (length(a) * length(b)).sqrt();
                if lengths > 0.0 { over(units, self.range) / lengths } else { 0.0 }
            }
        }
    }
}

/// Returns the index of Jaccard (1912) for things that are counted, after Ružička (1958): the intersection of two
/// profiles over their union, given the sum of both. Ignore compares issues, and congruence issues together with
/// levels. What they share of the first and not of the second is conflict, so that congruence and conflict add up to
/// ignore, as they do where nothing is divided.
fn jaccard(aggregation: OneMode, sum: i128, shared: &Shared) -> f64 {
    let (any, same) = (shared.in_common_of_any_level, shared.in_common);
    let (union_of_any, union_of_same) = (sum - any, sum - same);
    let (of_any, of_same) = (any * union_of_same, same * union_of_any);
    let over_both = |units: i128| ratio(units, union_of_any * union_of_same);
    match aggregation {
        OneMode::Ignore => ratio(any, union_of_any),
        OneMode::Congruence => ratio(same, union_of_same),
        OneMode::Conflict => over_both(of_any - of_same),
        OneMode::Subtract => over_both(2 * of_same - of_any),
    }
}

/// How many highlights of one code take each level on one j, in the order of the levels. A level is a weight in units
/// of the scale, and `None` for highlights without a stance.
type Levels = Vec<(Option<i128>, i128)>;

fn levels(weights: &Weights, by_stance: &[StanceCount]) -> Levels {
    let mut counts: BTreeMap<Option<i128>, i128> = BTreeMap::new();
    for count in by_stance {
        *counts.entry(weights.get(count.stance as usize)).or_default() += i128::from(count.n);
    }
    counts.into_iter().collect()
}

/// The range of the declared scale in its units, so that the result does not depend on which stances occur; 1 if all
/// weights are the same.
fn range(weights: &Weights) -> i128 {
    let (lowest, highest) = (weights.units().iter().min(), weights.units().iter().max());
    (highest.unwrap_or(&0) - lowest.unwrap_or(&0)).max(1)
}

impl Shared {
    /// Adds what two profiles share in one j.
    fn add(&mut self, x: &Levels, y: &Levels, range: i128) {
        let sum = |levels: &Levels| levels.iter().map(|(_, n)| n).sum::<i128>();
        let (n_x, n_y) = (sum(x), sum(y));
        self.n += 1;
        self.product += n_x * n_y;
        self.in_common_of_any_level += n_x.min(n_y);
        for (level, n) in x {
            for (other_level, other_n) in y {
                if let (Some(a), Some(b)) = (level, other_level) {
                    // As close as the range is wide for the same level, and not at all for its two ends.
                    self.congruence += n * other_n * (range - (a - b).abs());
                }
                if level == other_level {
                    self.overlap += n + other_n - n * other_n;
                    self.in_common += n.min(other_n);
                }
            }
        }
    }
}
