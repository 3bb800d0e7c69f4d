//! The heights of the rows of a list, measured or estimated, and where each row begins.

/// Heights of rows, with the top of each row and the row at each height found in logarithmic time.
#[derive(Clone, Debug, Default)]
pub struct RowHeights {
    n_rows: usize,
    /// The height of a row that was not measured.
    estimate: f32,
    /// Nothing until the first row is measured, which in a list of even rows never happens.
    measured: Option<Measured>,
}

#[derive(Clone, Debug)]
struct Measured {
    /// For each row its height, and whether it was measured.
    rows: Vec<(f32, bool)>,
    /// Sums of heights (a Fenwick tree): entry `i` is the sum of the `i & -i` rows before row `i`, counted from 1.
    sums: Vec<f64>,
}

impl Measured {
    /// Rows of which none is measured.
    fn estimated(n_rows: usize, height: f32) -> Self {
        let mut sums = vec![f64::from(height); n_rows + 1];
        sums[0] = 0.0;
        for at in 1..=n_rows {
            let above = at + lowest_bit(at);
            if above <= n_rows {
                sums[above] += sums[at];
            }
        }
        Self { rows: vec![(height, false); n_rows], sums }
    }
}

impl RowHeights {
    /// Rows of unknown height, each estimated.
    pub const fn estimated(n_rows: usize, height: f32) -> Self {
        Self { n_rows, estimate: height, measured: None }
    }

    /// The number of rows.
    pub const fn n_rows(&self) -> usize {
        self.n_rows
    }

    /// Sets the measured height of a row; returns by how much it grew, and whether it was only estimated before.
    pub fn measure(&mut self, row: usize, height: f32) -> (f32, bool) {
        let (n_rows, estimate) = (self.n_rows, self.estimate);
        let Measured { rows, sums } = self.measured.get_or_insert_with(|| Measured::estimated(n_rows, estimate));
        let (before, was_measured) = std::mem::replace(&mut rows[row], (height, true));
        let growth = height - before;
        if growth != 0.0 {
            let mut at = row + 1;
            while at < sums.len() {
                sums[at] += f64::from(height) - f64::from(before);
                at += lowest_bit(at);
            }
        }
        (growth, !was_measured)
    }

    /// Where a row begins; one past the last row is the end of the list.
    pub fn top(&self, row: usize) -> f64 {
        let Some(Measured { sums, .. }) = &self.measured else { return self.estimated_top(row) };
        let (mut sum, mut at) = (0.0, row);
        while at > 0 {
            sum += sums[at];
            at -= lowest_bit(at);
        }
        sum
    }

    #[expect(clippy::cast_precision_loss, reason = "a number of rows is far below 2^52")]
    fn estimated_top(&self, row: usize) -> f64 {
        row as f64 * f64::from(self.estimate)
    }

    /// The height of all rows together.
    pub fn total(&self) -> f64 {
        self.top(self.n_rows())
    }

    /// The row at this distance from the top; the last row beyond the end.
    pub fn row_at(&self, y: f64) -> usize {
        let Some(Measured { sums, .. }) = &self.measured else {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a quotient beyond the rows is cut"
            )]
            let row = (y / f64::from(self.estimate)).max(0.0) as usize;
            return row.min(self.n_rows.saturating_sub(1));
        };
        let (mut row, mut left) = (0, y);
        let mut step = self.n_rows().next_power_of_two();
        while step > 0 {
            if row + step < sums.len() && sums[row + step] <= left {
                row += step;
                left -= sums[row];
            }
            step /= 2;
        }
        row.min(self.n_rows().saturating_sub(1))
    }
}

const fn lowest_bit(at: usize) -> usize {
    at & at.wrapping_neg()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests {
    use super::*;

    #[test]
    fn tops_and_rows_are_those_of_a_plain_sum() {
        for n_rows in [0, 1, 2, 3, 7, 8, 9, 100] {
            let mut heights = RowHeights::estimated(n_rows, 10.0);
            let mut plain = vec![10.0_f64; n_rows];
            let rows = [(0.0, 0), (9.9, 0), (10.0, 1), (25.0, 2), (1e9, n_rows)];
            for (y, row) in rows {
                assert_eq!(heights.row_at(y), row.min(n_rows.saturating_sub(1)), "{n_rows}: {y}");
            }
            assert_eq!(heights.top(n_rows), heights.total());
            let mut seen = vec![false; n_rows];
            for step in 0..3 * n_rows {
                let (row, height) = (step * 7 % n_rows, [0.0, 4.5, 31.0, 12.25][step % 4]);
                let before = plain[row];
                let (growth, is_first) = heights.measure(row, height);
                assert_eq!(
                    (f64::from(growth), is_first),
                    (f64::from(height) - before, !std::mem::replace(&mut seen[row], true))
                );
                plain[row] = f64::from(height);
                let tops: Vec<f64> = (0..=n_rows).map(|row| plain[..row].iter().sum()).collect();
                for (row, top) in tops.iter().enumerate() {
                    assert_eq!(heights.top(row), *top, "{n_rows}: {row}");
                }
                for y in [0.0, 3.0, 55.5, tops[n_rows] - 1.0, tops[n_rows] + 5.0] {
                    let expected = (0..n_rows).find(|row| tops[row + 1] > y).unwrap_or(n_rows - 1);
                    assert_eq!(heights.row_at(y), expected, "{n_rows}: {y}");
                }
            }
            assert_eq!(heights.total(), plain.iter().sum::<f64>());
        }
    }
}
