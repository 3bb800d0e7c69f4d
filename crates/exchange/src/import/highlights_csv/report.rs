//! The result of reading a file of highlights: a report, or the reason why there is none.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use standpoint_core::{edit::Edit, model::CodeKind, text::Span, wording::counted};
use standpoint_store::files::Irregular;

use super::MAX_FILE_BYTES;
use crate::import::{
    decode::NotText,
    table::{TOO_MANY_QUOTATIONS, TableProblem},
};

/// Why a whole file of highlights cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum HighlightsError {
    /// It could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file that was to be read.
        path: PathBuf,
        /// The reason given by the system.
        source: io::Error,
    },
    /// It is neither a file nor a pipe.
    #[error(transparent)]
    Irregular(Irregular),
    /// The file exceeds [`MAX_FILE_BYTES`].
    #[error("{}: it is larger than {} MB; split it", .0.display(), MAX_FILE_BYTES >> 20)]
    TooLarge(PathBuf),
    /// It is not plain text.
    #[error("{}: {source}", path.display())]
    NotText {
        /// The file that was to be read.
        path: PathBuf,
        /// Why it was not accepted as text.
        source: NotText,
    },
    /// It lacks a column without which no row can be placed.
    #[error("{}:1: no column “{missing}”; the first line must name the columns, as export writes them", path.display())]
    MissingColumn {
        /// The file that was to be read.
        path: PathBuf,
        /// The name of the column.
        missing: &'static str,
    },
    /// Two of its columns have the same name, so that it is unclear which one to read.
    #[error(
        "{}:{line}: columns {} and {} have the same name: “{}” and “{}”; rename one of them, or delete it",
        path.display(), columns[0].0, columns[1].0, columns[0].1, columns[1].1
    )]
    RepeatedColumn {
        /// The file that was to be read.
        path: PathBuf,
        /// The line that names the columns.
        line: usize,
        /// Which columns these are, counted from 1, and how their names are written; long names are cut.
        columns: [(usize, String); 2],
    },
}

/// The problem with the columns of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadColumns {
    Missing(&'static str),
    Repeated { line: usize, columns: [(usize, String); 2] },
}

impl BadColumns {
    pub(super) fn of_file(self, path: &Path) -> HighlightsError {
        let path = path.to_owned();
        match self {
            Self::Missing(missing) => HighlightsError::MissingColumn { path, missing },
            Self::Repeated { line, columns } => HighlightsError::RepeatedColumn { path, line, columns },
        }
    }
}

/// The result of reading a file of highlights.
#[derive(Debug, Default)]
pub struct HighlightsReport {
    /// Why the encoding of the file may be another one, in words.
    pub doubt: Option<String>,
    /// Number of rows that become highlights, including those that were re-anchored.
    pub n_taken: usize,
    /// Number of rows that the project already has.
    pub n_present: usize,
    /// Rows whose quote is not at their offsets, but in a place that is certain.
    pub reanchored: Vec<Reanchored>,
    /// Rows that were left out.
    pub bad_rows: Vec<BadRow>,
    /// The kinds and names of the codes that will be created; long names are cut.
    pub new_codes: Vec<(CodeKind, String)>,
    /// Names of the file that stand for a code or a stance whose name differs in capital letters only.
    pub other_case: Vec<OtherCase>,
    /// True if reading was cancelled before its end, in which case there is nothing to add.
    pub was_cancelled: bool,
    /// Adds all this to the project in one step; `None` if there is nothing to add.
    pub edit: Option<Edit>,
}

/// A row whose offsets were corrected.
#[derive(Debug, PartialEq, Eq)]
pub struct Reanchored {
    /// The line of the file on which the row starts, counted from 1.
    pub line: usize,
    /// The title of the article, cut if it is long.
    pub article: String,
    /// The place where the quote occurs.
    pub to: Span,
}

/// A name that matches one that differs only in capital letters. Long names are cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OtherCase {
    /// The kind of thing: “actor”, “issue” or “stance”.
    pub noun: &'static str,
    /// The name in the file.
    pub in_file: String,
    /// The name in the project.
    pub in_project: String,
}

impl fmt::Display for OtherCase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { noun, in_file, in_project } = self;
        write!(f, "“{in_file}” was imported as the {noun} “{in_project}”, which differs only in capital letters")
    }
}

/// A row that was left out.
#[derive(Debug)]
pub struct BadRow {
    /// The line of the file on which the row starts, counted from 1.
    pub line: usize,
    /// Why it was left out.
    pub reason: RowReason,
}

/// Why a row was left out. What a row says is cut if it is long, so that every message is short.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowReason {
    /// A quotation mark does not end where its cell does.
    #[error(
        "a quotation mark in it is not closed, or is closed before the end of the cell; close it, and double those \
         inside the cell"
    )]
    Quotation,
    /// Too many rows are like that, so the rest of the file was not read.
    #[error("{TOO_MANY_QUOTATIONS}")]
    TooManyQuotations,
    /// The row has another number of cells than the header.
    #[error(
        "it has {}, but the header names {}; put quotation marks around cells with separators or line breaks",
        counted(*found, "cell"),
        counted(*expected, "column")
    )]
    Cells {
        /// How many cells the row has.
        found: usize,
        /// How many columns the header names.
        expected: usize,
    },
    /// Neither an id nor a title of an article is given.
    #[error("it names no article")]
    NoArticleNamed,
    /// No article has this title, or this id if no title is given.
    #[error("there is no article “{0}” in the project")]
    NoArticle(String),
    /// Several articles have this title; the number says how many.
    #[error("{1} articles are called “{0}”; give the article’s id")]
    AmbiguousTitle(String, usize),
    /// The quote is empty.
    #[error("it has no quote")]
    NoQuote,
    /// The quote does not occur in the article with this title.
    #[error("its quote does not occur in “{0}”")]
    QuoteNotFound(String),
    /// The quote occurs several times in the article.
    #[error("its quote occurs several times in “{title}”, and {offsets}")]
    QuoteAmbiguous {
        /// The title of the article.
        title: String,
        /// A phrase that says why its offsets do not help.
        offsets: String,
    },
    /// The scale has no such stance.
    #[error("there is no stance “{stance}”; the scale is {scale}")]
    NoStance {
        /// The stance as the row has it.
        stance: String,
        /// The names of the stances on the scale, separated by commas.
        scale: String,
    },
    /// The time of creation, as given here, is not a timestamp.
    #[error("its time “{0}” cannot be read; write it as 2025-12-03T14:20:00Z")]
    BadTime(String),
}

impl From<TableProblem> for RowReason {
    fn from(problem: TableProblem) -> Self {
        match problem {
            TableProblem::Quotation => Self::Quotation,
            TableProblem::TooManyQuotations => Self::TooManyQuotations,
            TableProblem::Cells { found, expected } => Self::Cells { found, expected },
        }
    }
}

/// The most characters of a cell that a message repeats.
const MAX_SHOWN_CHARS: usize = 80;
/// Returns the text, or its beginning if it is long.
pub(in crate::import) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
