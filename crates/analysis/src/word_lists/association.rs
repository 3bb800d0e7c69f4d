//! The numbers that say how typical of some passages a word is, and how evenly it is spread.

/// How often something occurs in two sets of words, and how many words each has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// How often it occurs in the passages.
    pub n_inside: usize,
    /// How often it occurs in the rest.
    pub n_rest: usize,
    /// The size of the passages.
    pub size_inside: usize,
    /// The size of the rest.
    pub size_rest: usize,
}

impl Contrast {
    /// The log-likelihood G² by Rayson and Garside: 2 (a ln(a/E₁) + b ln(b/E₂)), where a and b are the two frequencies and
    /// E those expected if both sets had the same share. It is 0 if there is nothing to compare.
    ///
    /// It says how sure the difference is, and grows with the size of the texts: above 6.63 it would be rarer than one in
    /// a hundred by chance, above 10.83 rarer than one in a thousand, if the words of a text were independent.
    ///
    /// P. Rayson and R. Garside, “Comparing corpora using frequency profiling”, Proceedings of the Workshop on Comparing
    /// Corpora, ACL 2000, pages 1–6.
    pub fn log_likelihood(self) -> f64 {
        let Self { n_inside, n_rest, size_inside, size_rest } = self;
        let size = as_number(size_inside) + as_number(size_rest);
        if size_inside == 0 || size_rest == 0 {
            return 0.0;
        }
        let n = as_number(n_inside) + as_number(n_rest);
        let part = |n_seen: usize, size_here: usize| match n_seen {
            0 => 0.0,
            n_seen => as_number(n_seen) * (as_number(n_seen) * size / (as_number(size_here) * n)).ln(),
        };
        // Rounding may lead below 0 where both shares are the same.
        (2.0 * (part(n_inside, size_inside) + part(n_rest, size_rest))).max(0.0)
    }

    /// The effect size by Hardie: the binary logarithm of how many times as frequent it is in the passages as in the
    /// rest. 1 means twice as frequent, −1 half as frequent. A frequency of 0 counts as one half, so that the ratio is
    /// finite.
    ///
    /// A. Hardie, “Log Ratio – an informal introduction”, ESRC Centre for Corpus Approaches to Social Science, Lancaster
    /// University, 2014.
    pub fn log_ratio(self) -> f64 {
        if self.size_inside == 0 || self.size_rest == 0 {
            return 0.0;
        }
        let share = |n: usize, size: usize| if n == 0 { 0.5 } else { as_number(n) } / as_number(size);
        (share(self.n_inside, self.size_inside) / share(self.n_rest, self.size_rest)).log2()
    }
}

/// The deviation of proportions (DP) by Gries: half the sum of |v − s| over all parts, where v is the share of the
/// occurrences that stand in a part, and s the share of all words that the part has. 0 means spread exactly as evenly as
/// the words are; near 1 means that everything stands in one small part.
///
/// `occurring` has for each part with occurrences their number and the size of the part; `size` is that of all parts.
///
/// S. Th. Gries, “Dispersions and adjusted frequencies in corpora”, International Journal of Corpus Linguistics 13 (4),
/// 2008, pages 403–437.
pub fn deviation_of_proportions(occurring: impl Iterator<Item = (usize, usize)> + Clone, size: usize) -> f64 {
    let n: usize = occurring.clone().map(|(n, _)| n).sum();
    if n == 0 || size == 0 {
        return 0.0;
    }
    // A part without occurrences deviates by its whole share.
    let (mut deviation, mut without) = (0.0, 1.0);
    for (n_here, size_here) in occurring {
        let share = as_number(size_here) / as_number(size);
        deviation += (as_number(n_here) / as_number(n) - share).abs();
        without -= share;
    }
    // Rounding may lead below 0 where every part has some.
    (0.5 * (deviation + without)).max(0.0)
}

/// A count as a number for formulas. Texts are far too short for it to be rounded.
#[expect(clippy::cast_precision_loss, reason = "no project has 2^52 words")]
pub(super) const fn as_number(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_close(value: f64, expected: f64, what: &str) {
        assert!((value - expected).abs() < 1e-9, "{what}: {value} instead of {expected}");
    }

    /// The constants were computed with Python: `2*(a*log(a/E1)+b*log(b/E2))` with `E1=N1*(a+b)/(N1+N2)`, and
    /// `log2((a/N1)/(b/N2))` with one half for 0.
    #[test]
    fn a_contrast_has_the_numbers_of_the_formulas() {
        for (counts, log_likelihood, log_ratio) in [
            ([10, 20, 1_000, 9_000], 12.075_272_388_505, 2.169_925_001_442),
            ([5, 0, 200, 5_000], 32.580_965_380_215, 7.965_784_284_662),
            ([0, 40, 300, 7_000], 3.357_135_927_923, -1.777_607_578_664),
            ([7, 70, 100, 1_000], 0.0, 0.0),
            ([120, 4000, 25_000, 1_000_000], 3.659_770_904_884, 0.263_034_405_834),
            ([3, 2, 0, 10], 0.0, 0.0),
        ] {
            let [n_inside, n_rest, size_inside, size_rest] = counts;
            let contrast = Contrast { n_inside, n_rest, size_inside, size_rest };
            assert_close(contrast.log_likelihood(), log_likelihood, &format!("G² of {counts:?}"));
            assert_close(contrast.log_ratio(), log_ratio, &format!("log ratio of {counts:?}"));
        }
    }

    /// The last case is the example in Gries (2008): the word “a” in five parts, DP = 0.18.
    #[test]
    fn dispersion_is_that_of_the_formula() {
        for (parts, expected) in [
            (&[(1, 10), (1, 10)][..], 0.0),
            (&[(5, 10), (0, 90)], 0.9),
            (&[(3, 100), (1, 300), (0, 200), (2, 400)], 0.400_000_000_000),
            (&[(1, 9), (2, 10), (3, 10), (4, 10), (5, 11)], 0.180_000_000_000),
            (&[], 0.0),
        ] {
            let size = parts.iter().map(|(_, size)| size).sum();
            let occurring = parts.iter().copied().filter(|(n, _)| *n > 0);
            assert_close(deviation_of_proportions(occurring, size), expected, &format!("DP of {parts:?}"));
        }
    }
}
