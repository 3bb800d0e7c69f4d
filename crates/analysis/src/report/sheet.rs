//! A table of the comparison in words: its headers, its cells, and the text of each.
//!
//! Everything that shows or writes a table starts from a [`Sheet`], so that a cell reads the same everywhere. A sheet
//! makes its cells when they are asked for, row by row, because a table may have many more cells than highlights.

mod cell;
mod header;
mod seen;
mod summed_up;

use std::{
    collections::HashSet,
    ops::RangeInclusive,
    sync::{Arc, OnceLock},
};

use standpoint_core::{
    model::{
        Project,
        view::{HeaderKey, Measure, Query},
    },
    progress,
};

use self::summed_up::{CellSummaries, cell_summaries};
pub use self::{
    cell::{FEW_EXPECTED, SheetCell, sign_of},
    header::{SheetHeader, header_names, header_paths, id_of, ids_of, kind_of, layer_name},
    seen::SeenInCells,
};
use crate::{
    comparison::{CellHighlights, Comparison, HighlightPlace, MissingValues, Table, VisibleAxes, intervals::Intervals},
    facts::Facts,
};

/// The parts that all tables of a comparison share.
#[derive(Debug)]
struct Answered {
    project: Project,
    comparison: Comparison,
    shown: VisibleAxes,
    summaries: CellSummaries,
    counted: Vec<HighlightPlace>,
    intervals: Intervals,
}

/// One table with everything needed to show or write it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The measure shown in the cells.
    pub measure: Measure,
    /// The axes of the rows: "issue › article".
    pub row_axes: String,
    /// The axes of the columns, in the same form.
    pub column_axes: String,
    /// The name of its layer, if there are several tables.
    pub layer: Option<String>,
    /// The key of its layer.
    pub layer_key: Option<HeaderKey>,
    /// The highlights without a value that the totals of all tables of the comparison count.
    pub missing: MissingValues,
    /// The names of the stances, in the order of the scale; with their ids where the names are not enough.
    pub stances: Arc<[String]>,
    /// The ids of the stances, in the same order.
    pub stance_ids: Arc<[String]>,
    /// The visible rows from top to bottom, without the totals.
    pub rows: Arc<[SheetHeader]>,
    /// The visible columns from left to right, without the totals.
    pub columns: Arc<[SheetHeader]>,
    /// The header of the totals, both the row and the column.
    pub total: SheetHeader,
    /// Its index among the layers; 0 for a single table.
    at: usize,
    answered: Arc<Answered>,
    /// The highlights of each cell, if they were asked for.
    highlights: CellHighlights,
    seen: OnceLock<SeenInCells>,
}

/// A rectangle of cells. One past the last row or column is that of the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSelection {
    /// Indices into [`Sheet::rows`].
    pub rows: RangeInclusive<usize>,
    /// Indices into [`Sheet::columns`].
    pub columns: RangeInclusive<usize>,
}

/// Which highlights to collect, which takes time and memory in a large project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// Those of each cell, if the measure shows quotes.
    AsMeasured,
    /// The same, and those that any cell counts, as one list.
    Listed,
    /// Those of each cell, and the list, for every measure.
    Always,
}

impl Sheet {
    /// Computes all tables that answer a query, with the rows and columns it shows.
    pub fn answering(project: &Project, query: &Query, gather: Gather) -> Vec<Self> {
        let mut facts = Facts::of(project);
        let comparison = Comparison::over(&mut facts, project, query.clone());
        let shown = comparison.shown();
        Self::of_all(project, &facts, comparison, shown, gather)
    }

    /// Returns all tables of a comparison, limited to the rows and columns shown. The sheets keep a copy of it, and of
    /// the intervals of its cells.
    pub fn all(
        project: &Project,
        facts: &Facts,
        (comparison, intervals): (&Comparison, &Intervals),
        shown: &VisibleAxes,
        gather: Gather,
    ) -> Vec<Self> {
        Self::with_intervals(project, facts, (comparison.clone(), intervals.clone()), shown.clone(), gather)
    }

    /// Returns all tables of a comparison that is computed already, limited to the rows and columns shown.
    pub fn of_all(
        project: &Project,
        facts: &Facts,
        comparison: Comparison,
        shown: VisibleAxes,
        gather: Gather,
    ) -> Vec<Self> {
        let intervals = Intervals::shown_in(&comparison, facts, &shown);
        Self::with_intervals(project, facts, (comparison, intervals), shown, gather)
    }

    fn with_intervals(
        project: &Project,
        facts: &Facts,
        (comparison, intervals): (Comparison, Intervals),
        shown: VisibleAxes,
        gather: Gather,
    ) -> Vec<Self> {
        let query = &comparison.query;
        let missing = comparison.missing_values();
        let rows: Arc<[_]> = SheetHeader::all(comparison.rows(), &shown.rows, &query.rows.axes).into();
        let columns: Arc<[_]> = SheetHeader::all(comparison.columns(), &shown.columns, &query.columns.axes).into();
        let stances: Arc<[_]> = comparison.stances.clone().into();
        let stance_ids = project.codebook.stances.iter().map(|stance| stance.id.to_string()).collect();
        let layer_axes: Vec<_> = query.layers.iter().cloned().collect();
        let mut layers = header_names(comparison.layers(), &layer_axes).into_iter();
        let wants_each = gather == Gather::Always || query.measure.is_text();
        let mut highlights = if wants_each { comparison.cell_highlights_of_all(facts) } else { Vec::new() }.into_iter();
        let wants_list = gather != Gather::AsMeasured;
        let counted = if wants_list { comparison.counted_highlights(facts, &shown) } else { Vec::new() };
        let summaries = cell_summaries(project, &comparison, &shown);
        let answered =
            Arc::new(Answered { project: project.clone(), comparison, shown, summaries, counted, intervals });
        let comparison = &answered.comparison;
        let of = |table: Table<'_>| Self {
            measure: comparison.query.measure,
            row_axes: comparison.query.rows.name(),
            column_axes: comparison.query.columns.name(),
            layer: layers.next(),
            layer_key: table.header().map(|header| header.key.clone()),
            missing: missing.clone(),
            stances: stances.clone(),
            stance_ids: Arc::clone(&stance_ids),
            rows: rows.clone(),
            columns: columns.clone(),
            total: SheetHeader::total(),
            at: table.layer,
            answered: answered.clone(),
            highlights: highlights.next().unwrap_or_default(),
            seen: OnceLock::new(),
        };
        comparison.tables().map(of).collect()
    }

    /// Reads the counts of a cell, without its quotes, highlights and summary. Indices are those of visible rows and
    /// columns; `None` stands for the totals.
    fn counted(&self, row: Option<usize>, column: Option<usize>) -> SheetCell {
        let Answered { comparison, shown, intervals, .. } = &*self.answered;
        let (row, column) = (row.map(|row| shown.rows[row]), column.map(|column| shown.columns[column]));
        let table = comparison.table(self.at);
        SheetCell { interval: intervals.get(table, row, column), ..SheetCell::of(table, row, column) }
    }

    /// Makes the cell in this row and column. One past the last is that of the totals.
    pub fn cell(&self, row: usize, column: usize) -> SheetCell {
        let Answered { project, shown, summaries, .. } = &*self.answered;
        let place = (row < self.rows.len()).then_some(row).zip((column < self.columns.len()).then_some(column));
        let Some((row, column)) = place else {
            return self.counted(
                Some(row).filter(|row| *row < self.rows.len()),
                (column < self.columns.len()).then_some(column),
            );
        };
        let mut entry = self.counted(Some(row), Some(column));
        if let Some(words) = summaries.get(&(self.at, row, column)) {
            entry.summary.clone_from(words);
        }
        entry.highlight_places = self.highlights.at(shown.rows[row], shown.columns[column]).to_vec();
        if self.measure.is_text() {
            let n = if self.measure == Measure::FirstQuote { 1 } else { usize::MAX };
            let quoted = entry.highlight_places.iter().take(n);
            entry.quotes = quoted.map(|place| place.of(project).1.quote.clone()).collect();
        }
        entry
    }

    /// Makes the cells of a row, the total last. One past the last row is that of the totals.
    pub fn cells(&self, row: usize) -> Vec<SheetCell> {
        let cells = (0..=self.columns.len()).map(|column| self.cell(row, column)).collect();
        progress::advance(1);
        cells
    }

    /// Returns whether its cells show how far chance may move their values.
    pub fn shows_intervals(&self) -> bool {
        self.answered.comparison.query.has_intervals()
    }

    /// Returns the headers of the rows followed by that of the totals, each with its cells.
    pub fn rows_with_cells(&self) -> impl Iterator<Item = (&SheetHeader, Vec<SheetCell>)> {
        self.rows_and_total().enumerate().map(|(at, head)| (head, self.cells(at)))
    }

    /// Returns the number of cells, totals included.
    pub fn n_cells(&self) -> usize {
        (self.rows.len() + 1).saturating_mul(self.columns.len() + 1)
    }

    /// Returns a summary of the contents of all cells, which are scanned the first time it is called.
    pub fn seen(&self) -> &SeenInCells {
        self.seen.get_or_init(|| SeenInCells::of(self))
    }

    /// Returns the number of highlights in each visible cell that has any, in no particular order; nothing unless the
    /// highlights of each cell were asked for (see [`Gather`]).
    pub fn highlights_of_cells(&self) -> Vec<usize> {
        let Answered { shown, .. } = &*self.answered;
        let rows: HashSet<usize> = shown.rows.iter().copied().collect();
        let columns: HashSet<usize> = shown.columns.iter().copied().collect();
        let visible =
            self.highlights.counts().filter(|(row, column, _)| rows.contains(row) && columns.contains(column));
        visible.map(|(.., n)| n).collect()
    }

    /// Returns every highlight counted by a cell of any table of the comparison, once each and in reading order; none
    /// unless they were asked for (see [`Gather`]).
    pub fn counted_highlights(&self) -> &[HighlightPlace] {
        &self.answered.counted
    }

    /// Selects the whole table, totals included.
    pub fn whole(&self) -> SheetSelection {
        SheetSelection { rows: 0..=self.rows.len(), columns: 0..=self.columns.len() }
    }

    /// Returns the largest absolute value of any cell, not counting totals, but at least `least`. Residuals
    /// of cells that expect few highlights do not count either.
    pub fn largest(&self, least: f64) -> f64 {
        least.max(self.seen().largest)
    }

    /// Returns the headers of the selected columns.
    pub fn selected_columns(&self, selection: &SheetSelection) -> impl Iterator<Item = &SheetHeader> {
        let columns = selection.columns.clone();
        self.columns_and_total().enumerate().filter(move |(at, _)| columns.contains(at)).map(|(_, head)| head)
    }

    /// Returns the headers of the selected rows, each with its selected cells.
    pub fn selected_rows(&self, selection: &SheetSelection) -> impl Iterator<Item = (&SheetHeader, Vec<SheetCell>)> {
        let SheetSelection { rows, columns } = selection.clone();
        let selected = self.rows_and_total().enumerate().filter(move |(at, _)| rows.contains(at));
        let last = self.columns.len().min(*columns.end());
        selected.map(move |(at, head)| (head, (*columns.start()..=last).map(|column| self.cell(at, column)).collect()))
    }

    /// Returns the cells that have a summary, each with the headers of its row and column.
    pub fn with_summary(&self) -> impl Iterator<Item = (&SheetHeader, &SheetHeader, &str)> {
        let of_table = self.answered.summaries.range((self.at, 0, 0)..(self.at + 1, 0, 0));
        of_table.map(|((_, row, column), words)| (&self.rows[*row], &self.columns[*column], &**words))
    }

    /// Returns the headers of the rows followed by that of the totals.
    pub fn rows_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.rows.iter().chain([&self.total])
    }

    /// Returns the headers of the columns followed by that of the totals.
    pub fn columns_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.columns.iter().chain([&self.total])
    }
}
