//! The formulas of one-mode networks: how similar two actors, or two issues, are by what they share.
//!
//! The profile of an actor is how often it speaks about each issue at each level of the scale. For issues, the roles
//! are swapped. In the formulas, `x[i,j,k]` is the number of highlights of `i` about `j` at level `k`.

use std::collections::BTreeMap;

use standpoint_core::model::{CodeKind, Codebook};

use super::{OneMode, OneModeNorm};

/// What the profiles of two codes have in common.
#[derive(Clone, Copy, Debug, Default)]
struct Shared {
    /// The sum over all j of the highlights of one times those of the other.
    product: f64,
    /// The same, with each pair weighted by how close their levels are.
    congruence: f64,
    /// The sum, over levels that both use, of their highlights minus their product: what n + n' loses when the two are
    /// joined.
    overlap: f64,
    /// Number of j that both speak about.
    n: usize,
}

/// The profiles of all actors, or of all issues.
pub(super) struct Profiles {
    /// Number of highlights of each.
    n: BTreeMap<usize, f64>,
    /// What each shares with itself, needed for the cosine.
    with_itself: BTreeMap<usize, Shared>,
    pairs: BTreeMap<(usize, usize), Shared>,
}

impl Profiles {
    /// Builds the profiles from the counts by actor, issue and stance.
    pub(super) fn of(by_pair: &BTreeMap<(usize, usize), Vec<u32>>, book: &Codebook, of: CodeKind) -> Self {
        let levels = ScaleLevels::of(book);
        let mut profiles = Self { n: BTreeMap::new(), with_itself: BTreeMap::new(), pairs: BTreeMap::new() };
        let mut meetings: BTreeMap<usize, Vec<(usize, Vec<f64>)>> = BTreeMap::new();
        for ((actor, issue), by_stance) in by_pair {
            let (one, through) = if of == CodeKind::Actor { (*actor, *issue) } else { (*issue, *actor) };
            let counts = levels.counts(by_stance);
            *profiles.n.entry(one).or_default() += counts.iter().sum::<f64>();
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
            let conflict = shared.product - shared.congruence;
            let value = match aggregation {
                OneMode::Ignore => shared.product,
                OneMode::Congruence => shared.congruence,
                OneMode::Conflict => conflict,
                OneMode::Subtract => shared.congruence - conflict,
            };
            let divisor = self.divisor(*pair, shared, aggregation, norm);
            (*pair, if divisor > 0.0 { value / divisor } else { 0.0 }, shared.n)
        };
        self.pairs.iter().map(weighed).collect()
    }

    fn divisor(&self, (a, b): (usize, usize), shared: &Shared, aggregation: OneMode, norm: OneModeNorm) -> f64 {
        let (n_a, n_b) = (self.n[&a], self.n[&b]);
        match norm {
            OneModeNorm::None => 1.0,
            OneModeNorm::AverageActivity => f64::midpoint(n_a, n_b),
            OneModeNorm::Jaccard => n_a + n_b - shared.overlap,
            OneModeNorm::Product => n_a * n_b,
            OneModeNorm::Cosine => {
                let with_itself = |one: usize| match aggregation {
                    OneMode::Ignore => self.with_itself[&one].product,
                    OneMode::Congruence | OneMode::Conflict | OneMode::Subtract => self.with_itself[&one].congruence,
                };
                (with_itself(a) * with_itself(b)).sqrt()
            }
        }
    }
}

/// The levels of the declared scale: its distinct weights.
struct ScaleLevels {
    /// The level of each stance, and last the level of highlights without one.
    of_stance: Vec<usize>,
    /// How close two levels are, from 0 for the two ends of the scale to 1 for the same level.
    nearness: Vec<Vec<f64>>,
}

impl ScaleLevels {
    fn of(book: &Codebook) -> Self {
        // Adding 0 turns −0 into 0; otherwise −0 would be a level of its own.
        let mut weights: Vec<f64> = book.stances.iter().map(|stance| stance.weight + 0.0).collect();
        weights.sort_by(f64::total_cmp);
        weights.dedup();
        // Uses the range of the declared scale, so that the result does not depend on which stances occur.
        let range = weights.last().unwrap_or(&0.0) - weights.first().unwrap_or(&0.0);
        let near = |a: f64, b: f64| if range > 0.0 { 1.0 - (a - b).abs() / range } else { 1.0 };
        let nearness = weights.iter().map(|a| weights.iter().map(|b| near(*a, *b)).collect()).collect();
        let level = |weight: f64| weights.iter().position(|other| other.total_cmp(&weight).is_eq());
        let of_stance = book.stances.iter().filter_map(|stance| level(stance.weight + 0.0)).chain([weights.len()]);
        Self { of_stance: of_stance.collect(), nearness }
    }

    fn counts(&self, by_stance: &[u32]) -> Vec<f64> {
        let mut counts = vec![0.0; self.nearness.len() + 1];
        for (level, n) in self.of_stance.iter().zip(by_stance) {
            counts[*level] += f64::from(*n);
        }
        counts
    }

    /// Adds what two profiles share in one j.
    fn add(&self, shared: &mut Shared, x: &[f64], y: &[f64]) {
        shared.n += 1;
        shared.product += x.iter().sum::<f64>() * y.iter().sum::<f64>();
        for (k, near_k) in self.nearness.iter().enumerate() {
            for (other, near) in near_k.iter().enumerate() {
                shared.congruence += x[k] * y[other] * near;
            }
        }
        for (x, y) in x.iter().zip(y).filter(|(x, y)| **x > 0.0 && **y > 0.0) {
            shared.overlap += x + y - x * y;
        }
    }
}
