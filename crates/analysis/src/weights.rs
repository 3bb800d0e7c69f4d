//! Sums of weights, exact in the decimals that a person typed.
//!
//! A weight of 0.1 has no exact binary form, so 0.1 + 0.2 − 0.3 computed in binary is not 0, and a sum that is only
//! just not 0 would make a finding or a tie. So weights become whole numbers of their smallest decimal place, which are
//! added and compared as such. Only the result is divided, once.

use standpoint_core::model::Stance;

/// Weights have at most this many decimal digits between the first of the largest and the last of the smallest. That
/// leaves room for 10^18 of them in an `i128`. Only a scale that mixes weights like 10^6 and 10^−15 has more, and
/// loses the last.
const MAX_DIGITS: i32 = 20;

/// The weights of a scale as whole numbers of a common unit, a power of ten.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weights {
    units: Vec<i128>,
    /// The unit is 10 to the power of this.
    exponent: i32,
}

impl Weights {
    /// Reads the weights of a scale, in its order.
    pub fn of(stances: &[Stance]) -> Self {
        stances.iter().map(|stance| stance.weight).collect()
    }

    /// Returns the weight of a stance in units, given its position on the scale; `None` beyond its end, where
    /// highlights without a stance are counted.
    pub fn get(&self, stance: usize) -> Option<i128> {
        self.units.get(stance).copied()
    }

    /// Returns all weights in units, in the order of the scale.
    pub fn units(&self) -> &[i128] {
        &self.units
    }

    /// Adds up the weights of the highlights, given how many take each stance. Further counts are those without a stance.
    pub fn sum(&self, by_stance: &[u32]) -> WeightSum {
        let terms = self.units.iter().zip(by_stance);
        let (units, n) = terms
            .fold((0, 0), |(units, n), (weight, of_stance)| (units + weight * i128::from(*of_stance), n + *of_stance));
        WeightSum { units, n }
    }

    /// Returns a sum in units divided by a number that is not 0.
    pub fn quotient(&self, units: i128, divisor: u32) -> f64 {
        let divisor = i128::from(divisor);
        let power = 10_i128.checked_pow(self.exponent.unsigned_abs());
        let (above, below) = if self.exponent < 0 {
            (Some(units), power.and_then(|power| power.checked_mul(divisor)))
        } else {
            (power.and_then(|power| power.checked_mul(units)), Some(divisor))
        };
        match above.zip(below) {
            Some((above, below)) => ratio(above, below),
            // Only a scale whose weights are all below 10^−8 comes here, and its result is rounded twice.
            None => ratio(units, divisor) * 10_f64.powi(self.exponent),
        }
    }
}

impl FromIterator<f64> for Weights {
    fn from_iter<I: IntoIterator<Item = f64>>(weights: I) -> Self {
        let decimals: Vec<Decimal> = weights.into_iter().map(Decimal::of).collect();
        let used = || decimals.iter().filter(|decimal| decimal.digits != 0);
        let lowest = used().map(|decimal| decimal.exponent).min().unwrap_or(0);
        let highest = used().map(|decimal| decimal.exponent + n_digits(decimal.digits)).max().unwrap_or(0);
        let exponent = lowest.max(highest - MAX_DIGITS);
        Self { units: decimals.iter().map(|decimal| decimal.in_units_of(exponent)).collect(), exponent }
    }
}

/// A sum of weights and the number of its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WeightSum {
    /// The sum, in units of the [`Weights`] it was made of. Its sign is that of the sum.
    pub units: i128,
    /// Number of terms.
    pub n: u32,
}

impl WeightSum {
    /// Adds a weight in units.
    pub const fn add(&mut self, units: i128) {
        self.units += units;
        self.n += 1;
    }

    /// Returns the mean weight; `None` of nothing.
    pub fn mean(self, weights: &Weights) -> Option<f64> {
        (self.n > 0).then(|| weights.quotient(self.units, self.n))
    }
}

/// A number as the shortest decimals that stand for it: `digits` × 10^`exponent`.
struct Decimal {
    digits: i128,
    exponent: i32,
}

impl Decimal {
    /// Reads a finite number. Others, which no project contains, are 0.
    fn of(number: f64) -> Self {
        let written = format!("{number:e}");
        let read = || {
            let (mantissa, exponent) = written.split_once('e')?;
            let n_decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            let exponent = exponent.parse::<i32>().ok()? - i32::try_from(n_decimals).ok()?;
            Some(Self { digits: mantissa.replace('.', "").parse().ok()?, exponent })
        };
        read().unwrap_or(Self { digits: 0, exponent: 0 })
    }

    /// Returns the number in units of 10^`exponent`, rounded if that is needed.
    fn in_units_of(&self, exponent: i32) -> i128 {
        let shift = self.exponent - exponent;
        let power = 10_i128.pow(shift.unsigned_abs().min(MAX_DIGITS.unsigned_abs()));
        match shift {
            _ if self.digits == 0 => 0,
            0.. => self.digits * power,
            // Halves are rounded away from 0.
            _ => (self.digits + self.digits.signum() * (power / 2)) / power,
        }
    }
}

fn n_digits(mut digits: i128) -> i32 {
    let mut n = 0;
    while digits != 0 {
        digits /= 10;
        n += 1;
    }
    n
}

/// Divides two whole numbers. Returns the `f64` nearest to the quotient, however large they are.
pub(crate) fn ratio(a: i128, b: i128) -> f64 {
    let (above, below) = (a.unsigned_abs(), b.unsigned_abs());
    #[expect(clippy::cast_precision_loss, reason = "up to 2^53 nothing is lost, and a longer quotient is rounded once")]
    let size = if above.max(below) <= EXACT {
        above as f64 / below as f64
    } else {
        // Long division, until the quotient has two bits more than a result. The last of them also says whether
        // anything is left over, so that the conversion rounds as it would the endless quotient.
        let (mut quotient, mut rest, mut n_halvings) = (above / below, above % below, 0);
        while rest > 0 && quotient < 4 * EXACT {
            let doubled = 2 * rest;
            quotient = 2 * quotient + u128::from(doubled >= below);
            rest = doubled % below;
            n_halvings += 1;
        }
        (quotient | u128::from(rest > 0)) as f64 * 0.5_f64.powi(n_halvings)
    };
    if (a < 0) == (b < 0) { size } else { -size }
}

/// Whole numbers up to this one have an exact `f64`.
const EXACT: u128 = 1 << 53;

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(weights: &[f64], counts: &[u32]) -> Option<f64> {
        let weights: Weights = weights.iter().copied().collect();
        weights.sum(counts).mean(&weights)
    }

    #[test]
    fn decimals_add_up_as_on_paper() {
        assert_eq!(mean(&[0.1, 0.2, -0.3], &[1, 1, 1]), Some(0.0));
        assert_eq!(mean(&[0.1, 0.2, -0.3], &[1, 1, 0]), Some(0.15));
        assert_eq!(mean(&[1.0, 0.0, -1.0], &[2, 0, 1]), Some(1.0 / 3.0));
        assert_eq!(mean(&[-0.0, 2.5], &[1, 3]), Some(1.875));
        assert_eq!(mean(&[1.0], &[0, 3]), None);
    }

    #[test]
    fn scales_of_large_and_whole_numbers_are_rounded_once() {
        assert_eq!(mean(&[10.0, 0.0], &[1, 2]), Some(10.0 / 3.0));
        assert_eq!(mean(&[300.0, -100.0], &[1, 6]), Some(-300.0 / 7.0));
        assert_eq!(mean(&[1_000_000.0, 0.0], &[2, 1]), Some(2_000_000.0 / 3.0));
        assert_eq!(mean(&[0.0, -0.0], &[1, 2]), Some(0.0));
    }

    #[test]
    fn a_quotient_is_the_nearest_number_whatever_its_size() {
        let quotient = |a, b| Some(ratio(a, b));
        // The products of both by the same number have the same quotient.
        for (a, b, nearest) in [
            (1, 3, 1.0 / 3.0),
            (-2, 3, -2.0 / 3.0),
            (10, 7, 10.0 / 7.0),
            (5, 1, 5.0),
            (1, 4, 0.25),
            (9_007_199_254_740_991, 10, 9_007_199_254_740_991.0 / 10.0),
            (1, 1_000_003, 1.0 / 1_000_003.0),
        ] {
            for factor in [1, 3, 1 << 40, 10_i128.pow(19) + 7] {
                assert_eq!(quotient(a * factor, b * factor), Some(nearest), "{a} / {b}, both {factor} times");
            }
        }
        // Halfway between two numbers the even one is taken, and anything more goes up.
        let half = (1_i128 << 53) + 1;
        assert_eq!(quotient(half << 40, 1 << 40), Some(9_007_199_254_740_992.0));
        assert_eq!(quotient((half << 40) + 1, 1 << 40), Some(9_007_199_254_740_994.0));
    }

    #[test]
    fn weights_of_any_size_are_read() {
        let is_near = |mean: Option<f64>, expected: f64| mean.is_some_and(|mean| (mean / expected - 1.0).abs() < 1e-12);
        assert!(is_near(mean(&[1e300], &[2]), 1e300));
        assert!(is_near(mean(&[1e-300, 0.0], &[1, 1]), 5e-301));
        assert_eq!(mean(&[1e15, 1e-4], &[1, 0]), Some(1e15));
        assert_eq!(mean(&[1e30, 1.0], &[0, 1]), Some(0.0));
    }
}
