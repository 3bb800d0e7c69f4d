//! A table of counts without its totals, and what is computed from it.

use statrs::distribution::{ChiSquared, ContinuousCDF as _, Normal};

/// Highlights by row and column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts {
    pub n_rows: usize,
    pub n_columns: usize,
    /// Row by row.
    pub cells: Vec<u32>,
}

/// The totals of a table.
struct Totals {
    rows: Vec<f64>,
    columns: Vec<f64>,
    all: f64,
}

impl Counts {
    pub fn empty(n_rows: usize, n_columns: usize) -> Self {
        Self { n_rows, n_columns, cells: vec![0; n_rows * n_columns] }
    }

    pub fn add(&mut self, row: usize, column: usize) {
        self.cells[row * self.n_columns + column] += 1;
    }

    pub fn n(&self) -> u32 {
        self.cells.iter().sum()
    }

    fn totals(&self) -> Totals {
        let mut totals = Totals { rows: vec![0.0; self.n_rows], columns: vec![0.0; self.n_columns], all: 0.0 };
        for (at, n) in self.cells.iter().enumerate() {
            let n = f64::from(*n);
            totals.rows[at / self.n_columns] += n;
            totals.columns[at % self.n_columns] += n;
            totals.all += n;
        }
        totals
    }

    /// Calls `see` with the row, the column, the count and the expected count of each cell; not in rows and columns
    /// that have nothing at all.
    fn for_each(&self, mut see: impl FnMut(usize, usize, f64, f64)) {
        let totals = self.totals();
        for (at, n) in self.cells.iter().enumerate() {
            let (row, column) = (at / self.n_columns, at % self.n_columns);
            let expected = totals.rows[row] * totals.columns[column] / totals.all;
            if expected > 0.0 {
                see(row, column, f64::from(*n), expected);
            }
        }
    }

    /// Pearson’s χ².
    pub fn chi_squared(&self) -> f64 {
        let mut sum = 0.0;
        self.for_each(|_, _, n, expected| sum += (n - expected).powi(2) / expected);
        sum
    }

    /// G, the likelihood ratio.
    pub fn g(&self) -> f64 {
        let mut sum = 0.0;
        self.for_each(|_, _, n, expected| {
            if n > 0.0 {
                sum += 2.0 * n * (n / expected).ln();
            }
        });
        sum
    }

    pub fn degrees_of_freedom(&self) -> usize {
        (self.n_rows - 1) * (self.n_columns - 1)
    }

    /// Cramér’s V (1946), from 0 to 1; 0 if a single row or column has everything.
    pub fn cramers_v(&self) -> f64 {
        let totals = self.totals();
        let n_used = |totals: &[f64]| totals.iter().filter(|total| **total > 0.0).count();
        let fewer = n_used(&totals.rows).min(n_used(&totals.columns));
        if fewer < 2 {
            return 0.0;
        }
        #[expect(clippy::cast_precision_loss, reason = "a table has far fewer rows than 2^53")]
        let most = totals.all * (fewer - 1) as f64;
        (self.chi_squared() / most).sqrt().min(1.0)
    }

    /// The adjusted residual of each cell that has one, with its row, its column and the expected count.
    pub fn residuals(&self) -> Vec<(usize, usize, f64, f64)> {
        let totals = self.totals();
        let mut residuals = Vec::new();
        self.for_each(|row, column, n, expected| {
            let rest = (1.0 - totals.rows[row] / totals.all) * (1.0 - totals.columns[column] / totals.all);
            let spread = (expected * rest).sqrt();
            if spread > 0.0 {
                residuals.push((row, column, (n - expected) / spread, expected));
            }
        });
        residuals
    }
}

/// The probability of a value of χ² or G at least as large, if there is no connection.
pub fn probability_of(value: f64, degrees_of_freedom: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a table has far fewer cells than 2^53")]
    let distribution = ChiSquared::new(degrees_of_freedom as f64);
    distribution.map_or(1.0, |distribution| distribution.sf(value))
}

/// The probability of a residual at least as far from 0 on either side, if there is no connection.
pub fn probability_of_residual(residual: f64) -> f64 {
    2.0 * Normal::standard().sf(residual.abs())
}

/// Corrects probabilities for their number (Holm 1979): each is multiplied by how many are left, from the smallest on.
pub fn holm(probabilities: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..probabilities.len()).collect();
    order.sort_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
    let mut corrected = vec![0.0; probabilities.len()];
    let mut least: f64 = 0.0;
    for (rank, at) in order.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a table has far fewer cells than 2^53")]
        let n_left = (probabilities.len() - rank) as f64;
        least = least.max(probabilities[*at] * n_left).min(1.0);
        corrected[*at] = least;
    }
    corrected
}
