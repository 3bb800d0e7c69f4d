//! Refuses tables, pictures and networks that are too large for their form, before anything is computed for each cell
//! or written.
//!
//! The limits are those of the programs that open such files, or of memory; `docs/measures.md` lists them.

use std::fmt;

use standpoint_analysis::{
    comparison::{Comparison, VisibleAxes},
    network::TooManyPairs,
};
use standpoint_core::{model::view::Measure, wording::grouped};

use super::{form::TableFormat, tables};

/// A table, picture or network that is too large for its form.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// A table has more cells than its form may have.
    #[error(
        "this table has {size}; {} may have {}. Hide empty rows and columns, roll up codes or use a filter, or export \
         the highlights", form.noun(), grouped(*most)
    )]
    Cells {
        /// How large it is.
        size: TableSize,
        /// The form that was asked for.
        form: BoundForm,
        /// The most cells of that form.
        most: usize,
    },
    /// A table has more rows or columns than a sheet of a workbook.
    #[error(
        "this table needs {} {side} of a sheet; a workbook has {}. Hide empty rows and columns, roll up codes or use \
         a filter, or export it as CSV", grouped(*n), grouped(*most)
    )]
    Sheet {
        /// How many are needed.
        n: usize,
        /// Either "rows" or "columns".
        side: &'static str,
        /// How many a sheet has.
        most: usize,
    },
    /// A picture of a network has more nodes than can be placed.
    #[error(
        "this network has {} nodes; a picture of one may have {}. \
         Use a filter or roll up members, or export it as GraphML",
        grouped(*.0), grouped(MOST_DRAWN_NODES)
    )]
    Nodes(usize),
    /// A network compares more pairs of codes than fit into memory.
    #[error(transparent)]
    Pairs(#[from] TooManyPairs),
}

/// The most nodes of a picture of a network, each of which is placed by all others.
pub(crate) const MOST_DRAWN_NODES: usize = 5_000;

/// How large a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSize {
    /// Number of visible rows without the totals.
    pub rows: usize,
    /// Number of visible columns without the totals.
    pub columns: usize,
    /// Number of tables, one for each layer.
    pub tables: usize,
    /// Number of values written for each cell.
    pub values: usize,
}

impl TableSize {
    /// Returns the size of all tables of a comparison together.
    pub fn of(comparison: &Comparison, shown: &VisibleAxes, values: usize) -> Self {
        Self { rows: shown.rows.len(), columns: shown.columns.len(), tables: comparison.n_tables(), values }
    }

    /// Returns the number of all values.
    pub const fn n(self) -> usize {
        self.rows.saturating_mul(self.columns).saturating_mul(self.tables).saturating_mul(self.values)
    }
}

impl fmt::Display for TableSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cells ({} rows × {} columns", grouped(self.n()), grouped(self.rows), grouped(self.columns))?;
        if self.tables > 1 {
            write!(f, " × {} tables", grouped(self.tables))?;
        }
        if self.values > 1 {
            write!(f, " × {} values", grouped(self.values))?;
        }
        f.write_str(")")
    }
}

/// A form with a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundForm {
    /// A file with a table.
    File(TableFormat),
    /// Text in a terminal.
    Terminal,
    /// A table copied from the window.
    Clipboard,
    /// A picture with a place for each cell.
    HeatMap,
    /// A picture with a bar for each row, or for each cell.
    Bars,
}

impl BoundForm {
    /// The most values of all tables together.
    pub const fn most(self) -> usize {
        match self {
            Self::File(TableFormat::Csv | TableFormat::Tsv) => 20_000_000,
            // A tidy record has some thirty values, most of them short.
            Self::File(TableFormat::Tidy) => 100_000_000,
            Self::File(TableFormat::Xlsx | TableFormat::Markdown) | Self::Terminal | Self::Clipboard => 1_000_000,
            Self::File(TableFormat::Html) => 500_000,
            Self::HeatMap | Self::Bars => 100_000,
        }
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::File(TableFormat::Csv) => "a CSV file",
            Self::File(TableFormat::Tidy) => "a tidy CSV file",
            Self::File(TableFormat::Tsv) => "a TSV file",
            Self::File(TableFormat::Xlsx) => "a workbook",
            Self::File(TableFormat::Markdown) => "a Markdown file",
            Self::File(TableFormat::Html) => "a web page",
            Self::Terminal => "a table in the terminal",
            Self::Clipboard => "what is copied",
            Self::HeatMap => "a heat map",
            Self::Bars => "a bar chart",
        }
    }

    /// Returns how many values are written for each cell.
    fn values(self, comparison: &Comparison) -> usize {
        let n_stances = comparison.stances.len();
        let behind = match comparison.query.measure {
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => 2,
            Measure::Residual => 3,
            _ => 1,
        };
        let limits = if comparison.query.has_intervals() { 2 } else { 0 };
        let behind = behind + limits;
        match (self, comparison.query.measure) {
            (Self::HeatMap | Self::Bars, _) | (Self::File(TableFormat::Xlsx), Measure::Highlights) => 1,
            (Self::File(TableFormat::Tidy), _) => tables::TIDY_HEADER.len() + n_stances + tables::TIDY_END.len(),
            // A spread lists every stance of the scale.
            (_, Measure::Spread) => n_stances + 1,
            (Self::File(TableFormat::Xlsx), _) => behind.max(2),
            (Self::File(TableFormat::Csv | TableFormat::Tsv) | Self::Clipboard, _) => behind,
            _ => 1,
        }
    }

    /// Fails if the tables of a comparison are too large for this form.
    ///
    /// # Errors
    /// Returns the size, the limit, and what to do.
    pub fn check(self, comparison: &Comparison, shown: &VisibleAxes) -> Result<(), TooLarge> {
        let size = TableSize::of(comparison, shown, self.values(comparison));
        if size.n() > self.most() {
            return Err(TooLarge::Cells { size, form: self, most: self.most() });
        }
        if self != Self::File(TableFormat::Xlsx) {
            return Ok(());
        }
        // Each block has its header, its totals, and two empty rows after it.
        let n_rows = size.values.min(3).saturating_mul(size.rows + 4);
        let sides = [(n_rows, "rows", MOST_SHEET_ROWS), (size.columns + 2, "columns", MOST_SHEET_COLUMNS)];
        let over = sides.into_iter().find(|(n, _, most)| n > most);
        over.map_or(Ok(()), |(n, side, most)| Err(TooLarge::Sheet { n, side, most }))
    }
}

/// The most rows of a sheet of a workbook.
pub(super) const MOST_SHEET_ROWS: usize = 1_048_576;
/// The most columns of a sheet of a workbook.
const MOST_SHEET_COLUMNS: usize = 16_384;

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::{Code, CodeKind, Project, view::Query};

    /// A comparison of so many issues and actors without a highlight.
    fn comparison(n_rows: usize, n_columns: usize, measure: Measure) -> Comparison {
        let mut project = Project::default();
        for (kind, n) in [(CodeKind::Issue, n_rows), (CodeKind::Actor, n_columns)] {
            let codes = (0..n).map(|n| Code::new((&*format!("c{n}")).into(), &format!("Code {n}"), n));
            *project.codebook.codes_mut(kind) = codes.collect();
        }
        Comparison::of(&project, Query { measure, ..Query::default() })
    }

    #[test]
    fn what_is_too_large_is_refused_with_its_size_and_what_to_do() {
        let check = |form: BoundForm, (rows, columns): (usize, usize), measure, expected: Option<&str>| {
            let comparison = comparison(rows, columns, measure);
            let found = form.check(&comparison, &comparison.shown()).err().map(|error| error.to_string());
            let found = found.as_deref().map(|error| error.split(". Hide").next().unwrap_or_default());
            assert_eq!(found, expected, "{form:?}, {rows} × {columns}");
        };
        let (csv, tidy) = (BoundForm::File(TableFormat::Csv), BoundForm::File(TableFormat::Tidy));
        let (xlsx, html) = (BoundForm::File(TableFormat::Xlsx), BoundForm::File(TableFormat::Html));
        let count = Measure::Highlights;
        let all = "this table has 400,000,000 cells (20,000 rows × 20,000 columns); a CSV file may have 20,000,000";
        check(csv, (20_000, 20_000), count, Some(all));
        check(csv, (4_000, 5_000), count, None);
        let beside =
            "this table has 60,000,000 cells (4,000 rows × 5,000 columns × 3 values); a CSV file may have 20,000,000";
        check(csv, (4_000, 5_000), Measure::Residual, Some(beside));
        check(tidy, (1_000, 1_000), count, None);
        let tidily = "this table has 116,000,000 cells (2,000 rows × 2,000 columns × 29 values); \
                      a tidy CSV file may have 100,000,000";
        check(tidy, (2_000, 2_000), count, Some(tidily));
        check(html, (700, 700), count, None);
        check(
            html,
            (800, 700),
            count,
            Some("this table has 560,000 cells (800 rows × 700 columns); a web page may have 500,000"),
        );
        check(xlsx, (2, 20_000), count, Some("this table needs 20,002 columns of a sheet; a workbook has 16,384"));
        check(BoundForm::HeatMap, (300, 300), Measure::Residual, None);
        let map = "this table has 160,000 cells (400 rows × 400 columns); a heat map may have 100,000";
        check(BoundForm::HeatMap, (400, 400), count, Some(map));
        let way_out = comparison(2_000, 2_000, count);
        let error = BoundForm::Terminal.check(&way_out, &way_out.shown()).expect_err("4,000,000 are too many");
        assert!(error.to_string().ends_with("roll up codes or use a filter, or export the highlights"), "{error}");
    }
}
