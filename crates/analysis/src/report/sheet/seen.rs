//! A summary of the contents of a table’s cells, collected in one pass without keeping the cells.

use standpoint_core::model::view::Measure;

use super::{Sheet, SheetCell};
use crate::comparison::EmptyReason;

/// The contents that occur in a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeenInCells {
    /// The reasons that empty cells show; totals do not show any.
    pub reasons: Vec<EmptyReason>,
    /// Whether a cell expects too few highlights for its residual to be judged.
    pub has_few_expected: bool,
    /// Whether a cell or total has highlights and none of them takes a stance.
    pub has_no_stance: bool,
    /// Whether highlights of a cell take stances that are neither in favour nor against, or none.
    pub has_no_side: bool,
    /// The largest absolute value of any cell, not counting totals and residuals of cells that expect few highlights.
    pub largest: f64,
}

impl SeenInCells {
    pub(super) fn of(sheet: &Sheet) -> Self {
        let mut seen = Self::default();
        let places = |n: usize| (0..n).map(Some).chain([None]);
        for row in places(sheet.rows.len()) {
            for column in places(sheet.columns.len()) {
                let entry = sheet.counted(row, column);
                seen.add(sheet.measure, &entry, row.is_none() || column.is_none());
            }
        }
        seen
    }

    fn add(&mut self, measure: Measure, entry: &SheetCell, is_total: bool) {
        self.has_few_expected |= entry.expects_few;
        self.has_no_stance |= entry.highlights > 0 && entry.with_stance == 0;
        self.has_no_side |= entry.highlights > 0 && entry.sides.n() == 0;
        if is_total {
            return;
        }
        if let Some(reason) = entry.shown_reason(measure).filter(|reason| !self.reasons.contains(reason)) {
            self.reasons.push(reason);
        }
        if let Some(value) = entry.value.filter(|_| !entry.expects_few) {
            self.largest = self.largest.max(value.abs());
        }
    }
}
