//! The formats in which a comparison can be exported as a table, and how each is written.

use std::io::{self, Write};

use standpoint_analysis::{
    comparison::Comparison,
    facts::Facts,
    findings::ProjectFindings,
    report::{
        provenance::Provenance,
        sheet::{Gather, Sheet},
    },
};
use standpoint_core::model::{Project, view::Query};

use super::{
    csv::{self, CsvOptions},
    html,
    limits::{BoundForm, TooLarge},
    markdown, tables, tsv, xlsx,
};

/// The format of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TableFormat {
    /// Comma-separated values, laid out as on screen.
    #[default]
    Csv,
    /// Comma-separated values with one record per cell.
    Tidy,
    /// Tab-separated values, laid out as on screen.
    Tsv,
    /// An Excel workbook with the tables, their quotes and their provenance.
    Xlsx,
    /// Markdown with pipe tables.
    Markdown,
    /// A self-contained web page whose cells unfold their quotes.
    Html,
}

impl TableFormat {
    /// Every format, in the order in which it is offered.
    pub const ALL: [Self; 6] = [Self::Csv, Self::Tidy, Self::Tsv, Self::Xlsx, Self::Markdown, Self::Html];

    /// Returns its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tidy => "tidy",
            Self::Tsv => "tsv",
            Self::Xlsx => "xlsx",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Returns a description of such files and their usual extensions, the default first.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Csv | Self::Tidy => ("CSV table", &[csv::EXTENSION, "txt", "tsv"]),
            Self::Tsv => ("Tab-separated table", &["tsv", "txt"]),
            Self::Xlsx => ("Workbook", &["xlsx"]),
            Self::Markdown => ("Markdown", &["md", "markdown", "txt"]),
            Self::Html => ("Web page", &["html", "htm"]),
        }
    }

    /// Returns the default extension.
    pub const fn ending(self) -> &'static str {
        self.file_filter().1[0]
    }

    /// Returns true for comma-separated values, to which [`CsvOptions`] apply.
    pub const fn is_csv(self) -> bool {
        matches!(self, Self::Csv | Self::Tidy)
    }

    /// Returns true if the file contains nothing but records, so that its provenance needs a file of its own.
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Csv | Self::Tidy | Self::Tsv)
    }

    /// Returns true if a terminal can show it.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx)
    }

    /// Returns whether the highlights of the cells must be collected for it.
    pub const fn gather(self) -> Gather {
        match self {
            Self::Html => Gather::Always,
            Self::Xlsx => Gather::Listed,
            _ => Gather::AsMeasured,
        }
    }

    /// Writes the answer to a query, with the rows and columns that the query shows.
    ///
    /// # Errors
    /// Fails if `out` cannot be written, or if the table is too large for the format.
    pub fn write(
        self,
        out: impl Write,
        project: &Project,
        query: &Query,
        options: CsvOptions,
        made: jiff::Timestamp,
    ) -> io::Result<()> {
        let sheets = self.sheets(project, query).map_err(io::Error::other)?;
        self.write_sheets(out, (project, query), &sheets, options, made)
    }

    /// Returns the tables that answer a query, ready to be written in this form.
    ///
    /// # Errors
    /// Fails if they are too large for it.
    pub fn sheets(self, project: &Project, query: &Query) -> Result<Vec<Sheet>, TooLarge> {
        sheets_within(BoundForm::File(self), project, query, self.gather())
    }

    /// Returns the number of steps that writing these tables takes: one for each row, and in a workbook one for each
    /// quote that it lists.
    pub(super) fn n_steps(self, sheets: &[Sheet]) -> usize {
        let n_rows: usize = sheets.iter().map(|sheet| sheet.rows.len() + 1).sum();
        match self {
            Self::Xlsx => n_rows + sheets.first().map_or(0, |sheet| sheet.counted_highlights().len()),
            // It has no totals.
            Self::Tidy => n_rows - sheets.len(),
            Self::Csv | Self::Tsv | Self::Markdown | Self::Html => n_rows,
        }
    }

    /// Writes tables made by [`Self::sheets`].
    ///
    /// # Errors
    /// Fails if `out` cannot be written.
    pub fn write_sheets(
        self,
        out: impl Write,
        (project, query): (&Project, &Query),
        sheets: &[Sheet],
        options: CsvOptions,
        made: jiff::Timestamp,
    ) -> io::Result<()> {
        let provenance = || Provenance::of_comparison(project, query, made).in_full(project, query);
        let report = || {
            let found = ProjectFindings::of(project, &Facts::of(project), &query.filter);
            ComparisonReport { project, sheets, found, provenance: provenance() }
        };
        match self {
            Self::Csv => tables::comparison(out, sheets, options),
            Self::Tidy => tables::comparison_tidy(out, sheets, options),
            Self::Tsv => tsv::comparison(out, sheets, options),
            Self::Xlsx => xlsx::comparison(out, &report()),
            Self::Markdown => markdown::comparison(out, sheets, &provenance()),
            Self::Html => html::comparison(out, &report()),
        }
    }
}

/// What a workbook and a web page of a comparison are made of.
#[derive(Debug)]
pub struct ComparisonReport<'a> {
    /// The project.
    pub project: &'a Project,
    /// The tables.
    pub sheets: &'a [Sheet],
    /// What stands out in the highlights that pass the filter of the tables.
    pub found: ProjectFindings,
    /// What they were made from.
    pub provenance: Provenance,
}

/// Returns the tables that answer a query, for the terminal.
///
/// # Errors
/// Fails if they are too large for it.
pub fn sheets_for_terminal(project: &Project, query: &Query) -> Result<Vec<Sheet>, TooLarge> {
    sheets_within(BoundForm::Terminal, project, query, Gather::AsMeasured)
}

fn sheets_within(form: BoundForm, project: &Project, query: &Query, gather: Gather) -> Result<Vec<Sheet>, TooLarge> {
    let mut facts = Facts::of(project);
    let comparison = Comparison::over(&mut facts, project, query.clone());
    let shown = comparison.shown();
    form.check(&comparison, &shown)?;
    Ok(Sheet::of_all(project, &facts, comparison, shown, gather))
}
