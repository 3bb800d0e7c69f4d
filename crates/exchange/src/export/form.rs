//! The forms in which a comparison leaves the program, and the one way to write each.

use std::io::{self, Write};

use standpoint_analysis::report::{
    provenance::Provenance,
    sheet::{Gather, Sheet},
};
use standpoint_core::model::{Project, view::Query};

use super::{
    csv::{self, CsvOptions},
    html, markdown, tables, tsv, xlsx,
};

/// A form of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum TableFormat {
    /// As shown.
    #[default]
    Csv,
    /// A record for each cell.
    Tidy,
    /// As shown, with tabs.
    Tsv,
    Xlsx,
    Markdown,
    Html,
}

impl TableFormat {
    pub const ALL: [Self; 6] = [Self::Csv, Self::Tidy, Self::Tsv, Self::Xlsx, Self::Markdown, Self::Html];

    /// The word for it on the command line.
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

    /// What such files are called, and how their names end, the usual ending first.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Csv | Self::Tidy => ("CSV table", &[csv::EXTENSION, "txt", "tsv"]),
            Self::Tsv => ("Table with tabs", &["tsv", "txt"]),
            Self::Xlsx => ("Workbook", &["xlsx"]),
            Self::Markdown => ("Markdown", &["md", "markdown", "txt"]),
            Self::Html => ("Web page", &["html", "htm"]),
        }
    }

    /// How the names of such files usually end.
    pub const fn ending(self) -> &'static str {
        self.file_filter().1[0]
    }

    /// Whether it is written as comma-separated values, to which [`CsvOptions`] apply.
    pub const fn is_csv(self) -> bool {
        matches!(self, Self::Csv | Self::Tidy)
    }

    /// Whether it holds nothing but its records, so that what made it is said in a file beside it.
    pub const fn is_bare(self) -> bool {
        matches!(self, Self::Csv | Self::Tidy | Self::Tsv)
    }

    /// Whether a terminal can show it.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Xlsx)
    }

    /// Which highlights of the cells must be gathered for it.
    pub const fn gather(self) -> Gather {
        match self {
            Self::Xlsx | Self::Html => Gather::Always,
            _ => Gather::AsMeasured,
        }
    }

    /// Writes the answer to a query, with the rows and columns that the query lets be seen.
    ///
    /// # Errors
    /// If `out` cannot be written, or if the table is larger than the form can hold.
    pub fn write(
        self,
        out: impl Write,
        project: &Project,
        query: &Query,
        options: CsvOptions,
        made: jiff::Timestamp,
    ) -> io::Result<()> {
        let sheets = Sheet::answering(project, query, self.gather());
        let provenance = || Provenance::of_comparison(project, query, made);
        match self {
            Self::Csv => tables::comparison(out, &sheets, options),
            Self::Tidy => tables::comparison_tidy(out, &sheets, options),
            Self::Tsv => tsv::comparison(out, &sheets, options),
            Self::Xlsx => xlsx::comparison(out, project, &sheets, &provenance()),
            Self::Markdown => markdown::comparison(out, &sheets, &provenance()),
            Self::Html => html::comparison(out, project, &sheets, &provenance()),
        }
    }
}
