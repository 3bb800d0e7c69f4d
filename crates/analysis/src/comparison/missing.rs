//! Counts the highlights that have no value on an axis of the rows or columns, but count in the totals.

use standpoint_core::model::view::{Axis, AxisValue};

use super::{Comparison, Header, Table};

/// The highlights that count in the totals although they have no actor, issue, outlet or other value on an axis of the
/// rows or columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingValues {
    /// Number of highlights, each counted once.
    pub highlights: u32,
    /// The axes on which they have no value, those of the rows first.
    pub axes: Vec<Axis>,
}

impl MissingValues {
    fn add(&mut self, other: Self) {
        self.highlights += other.highlights;
        for axis in other.axes {
            if !self.axes.contains(&axis) {
                self.axes.push(axis);
            }
        }
    }
}

impl Comparison {
    /// Counts such highlights in all tables if the measure looks at totals. A highlight that counts for several layers,
    /// because these roll up, counts once.
    pub fn missing_values(&self) -> MissingValues {
        let mut all = MissingValues::default();
        if !self.query.measure.looks_at_totals() {
            return all;
        }
        for table in self.tables().filter(|table| table.header().is_none_or(|layer| layer.depth == 0)) {
            all.add(table.missing_values());
        }
        all
    }
}

impl Table<'_> {
    /// Counts such highlights in this table.
    pub fn missing_values(&self) -> MissingValues {
        let n = |row, column| self.cell(row, column).highlights;
        let query = &self.comparison.query;
        let rows = missing(self.comparison.rows(), &query.rows.axes, |row| n(Some(row), None) > 0);
        let columns = missing(self.comparison.columns(), &query.columns.axes, |column| n(None, Some(column)) > 0);
        let in_rows: u32 = rows.iter().map(|(row, _)| n(Some(*row), None)).sum();
        let in_columns: u32 = columns.iter().map(|(column, _)| n(None, Some(*column))).sum();
        let pairs = rows.iter().flat_map(|(row, _)| columns.iter().map(move |(column, _)| (*row, *column)));
        let in_both: u32 = pairs.map(|(row, column)| n(Some(row), Some(column))).sum();
        let mut found = MissingValues { highlights: in_rows + in_columns - in_both, axes: Vec::new() };
        let axes = rows.into_iter().chain(columns).map(|(_, axis)| axis.clone()).collect();
        found.add(MissingValues { highlights: 0, axes });
        found
    }
}

/// Returns the headers for missing values, each with its axis, so that no highlight counts for two of them: the one for
/// a missing outer value, and the one for a missing inner value in each top-level outer value.
fn missing<'a>(headers: &[Header], axes: &'a [Axis], counts: impl Fn(usize) -> bool) -> Vec<(usize, &'a Axis)> {
    let mut found = Vec::new();
    let mut is_in_top = false;
    for (at, header) in headers.iter().enumerate() {
        let lacking = match &*header.key.0 {
            [outer] => {
                is_in_top = header.depth == 0 && *outer != AxisValue::Missing;
                axes.first().filter(|_| *outer == AxisValue::Missing)
            }
            [_, AxisValue::Missing] if is_in_top => axes.get(1),
            _ => None,
        };
        found.extend(lacking.filter(|_| counts(at)).map(|axis| (at, axis)));
    }
    found
}
