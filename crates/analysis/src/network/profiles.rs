//! The formulas of one-mode networks: how similar two actors, or two issues, are by what they share.
//!
//! The profile of an actor is how often it speaks about each issue at each level of the scale. For issues, the roles
//! are swapped. In the formulas, `x[i,j,k]` is the number of highlights of `i` about `j` at level `k`.

use std::collections::{BTreeMap, BTreeSet};

use standpoint_core::model::{CodeKind, Codebook};

use super::{OneMode, OneModeNorm};
use crate::weights::{Weights, ratio};

/// What the profiles of two codes have in common.
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
    /// The sum, over levels that both use, of their highlights minus their product: what n + n' loses in the divisor
    /// that the Discourse Network Analyzer calls Jaccard.
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
    /// What each shares with itself, needed for the cosine.
    with_itself: BTreeMap<usize, Shared>,
    pairs: BTreeMap<(usize, usize), Shared>,
}

impl Profiles {
    /// Builds the profiles from the counts by actor, issue and stance.
    pub(super) fn of(by_pair: &BTreeMap<(usize, usize), Vec<u32>>, book: &Codebook, of: CodeKind) -> Self {
        let levels = ScaleLevels::of(book);
        let mut profiles =
            Self { n: BTreeMap::new(), range: levels.range, with_itself: BTreeMap::new(), pairs: BTreeMap::new() };
        let mut meetings: BTreeMap<usize, Vec<(usize, Vec<i128>)>> = BTreeMap::new();
        for ((actor, issue), by_stance) in by_pair {
            let (one, through) = if of == CodeKind::Actor { (*actor, *issue) } else { (*issue, *actor) };
            let counts = levels.counts(by_stance);
            *profiles.n.entry(one).or_default() += counts.iter().sum::<i128>();
            meetings.entry(through).or_default().push((one, counts));
        }
        for met in meetings.values() {
            for (at, (one, x)) in met.iter().enumerate() {
                levels.add(profiles.with_itself.entry(*one).or_default(), x, x);
                for (other, y) in &met[at + 1..] {
                    let pair = (*one.min(other), *one.max(other));
                    levels.add(profiles.pairs.entry(pair).or_default(), x, y);
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

/// The levels of the declared scale: its distinct weights.
struct ScaleLevels {
    /// The level of each stance, and last the level of highlights without one.
    of_stance: Vec<usize>,
    /// How close two levels are in units of the scale, from 0 for its two ends to its range for the same level.
    nearness: Vec<Vec<i128>>,
    /// The range of the scale in its units; 1 if all weights are the same.
    range: i128,
}

impl ScaleLevels {
    fn of(book: &Codebook) -> Self {
        let weights = Weights::of(&book.stances);
        let levels: BTreeSet<i128> = weights.units().iter().copied().collect();
        // Uses the range of the declared scale, so that the result does not depend on which stances occur.
        let range = levels.last().unwrap_or(&0) - levels.first().unwrap_or(&0);
        let range = range.max(1);
        let near = |a: &i128, b: &i128| range - (a - b).abs();
        let nearness = levels.iter().map(|a| levels.iter().map(|b| near(a, b)).collect()).collect();
        let level = |weight: &i128| levels.iter().position(|other| other == weight);
        let of_stance = weights.units().iter().filter_map(level).chain([levels.len()]);
        Self { of_stance: of_stance.collect(), nearness, range }
    }

    fn counts(&self, by_stance: &[u32]) -> Vec<i128> {
        let mut counts = vec![0; self.nearness.len() + 1];
        for (level, n) in self.of_stance.iter().zip(by_stance) {
            counts[*level] += i128::from(*n);
        }
        counts
    }

    /// Adds what two profiles share in one j.
    fn add(&self, shared: &mut Shared, x: &[i128], y: &[i128]) {
        shared.n += 1;
        let (n_x, n_y) = (x.iter().sum::<i128>(), y.iter().sum::<i128>());
        shared.product += n_x * n_y;
        shared.in_common_of_any_level += n_x.min(n_y);
        for (k, near_k) in self.nearness.iter().enumerate() {
            for (other, near) in near_k.iter().enumerate() {
                shared.congruence += x[k] * y[other] * near;
            }
        }
        for (x, y) in x.iter().zip(y).filter(|(x, y)| **x > 0 && **y > 0) {
            shared.overlap += x + y - x * y;
            shared.in_common += x.min(y);
        }
    }
}
