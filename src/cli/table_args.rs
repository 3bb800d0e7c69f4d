//! The options for the table, its format and its output file.

use std::path::{Path, PathBuf};

use clap::{
    Args, ValueEnum,
    builder::{PossibleValuesParser, TypedValueParser},
};

use standpoint_core::model::view::{Axis, Counting, Measure};
use standpoint_exchange::export::{
    csv::{CsvOptions, CsvSeparator, DecimalMark},
    form::TableFormat,
};

use super::{axes::Axes, filter::FilterTerm, terminal};

/// Which comparison.
#[derive(Debug, Args)]
pub struct TableArgs {
    /// Start from this view of the project; other options replace its parts.
    #[arg(long, value_name = "NAME")]
    pub(super) view: Option<String>,
    /// The axis of the rows; two axes separated by a comma are nested [default: issue].
    #[arg(long, value_name = "AXIS[,AXIS]")]
    pub(super) rows: Option<Axes>,
    /// The axis of the columns, in the same form [default: actor].
    #[arg(long, value_name = "AXIS[,AXIS]")]
    pub(super) columns: Option<Axes>,
    /// Make one table for each value of this axis.
    #[arg(long, value_name = "AXIS")]
    pub(super) layers: Option<Axis>,
    /// What the cells show [default: highlights].
    #[arg(long, value_parser = measure())]
    pub(super) measure: Option<Measure>,
    /// Count the same actor, issue and stance only once in this scope, the first by date [default: every time].
    #[arg(long = "once-per", value_name = "SCOPE", value_parser = counting())]
    pub(super) counting: Option<Counting>,
    /// Include only matching highlights; may be repeated (see the keys below).
    #[arg(long, value_name = "KEY=VALUE")]
    pub(super) filter: Vec<FilterTerm>,
    /// The order of the rows: name, total, listed, or the name of a column, largest value first.
    #[arg(long, value_name = "ORDER")]
    pub(super) sort: Option<String>,
    /// Show the 95% interval of each value: how far chance may move it. Shares, net stances, numbers per 1,000 words and
    /// numbers of articles have one, if they rest on at least 10 articles.
    #[arg(long)]
    pub(super) intervals: bool,
    /// Hide rows and columns without highlights.
    #[arg(long)]
    pub(super) hide_empty: bool,
    /// Roll up the members on this side, so that they count only for their parent.
    #[arg(long, value_name = "SIDE", value_delimiter = ',')]
    pub(super) fold: Vec<FoldedSide>,
    /// The format: text for the terminal, or a file format [default: text for “table” and csv for “export”, unless the
    /// file name says otherwise].
    #[arg(long, value_parser = format())]
    format: Option<OutputFormat>,
}

/// A side of the table whose members are rolled up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FoldedSide {
    Rows,
    Columns,
}

/// How a comparison is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// For people at a terminal.
    Text,
    As(TableFormat),
}

/// Where the table goes.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Write to this file, replacing it, instead of to standard output (“-”).
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
}

impl OutputArgs {
    /// The file to write to; `None` for standard output.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Returns whether standard output was named and is not a terminal.
    pub(super) fn is_piped(&self) -> bool {
        self.output.is_some() && self.file().is_none() && !terminal::is_there()
    }
}

#[derive(Debug, Args)]
pub struct CsvArgs {
    /// Start the CSV with a byte order mark, so that Excel reads it as UTF-8.
    #[arg(long)]
    pub(super) bom: bool,
    /// Do not put an apostrophe before text that a spreadsheet would run as a formula.
    #[arg(long)]
    pub(super) no_guard: bool,
    /// The character between the cells of a CSV [default: comma]. Spreadsheets expect semicolons where the comma is the
    /// decimal mark.
    #[arg(long, value_name = "NAME", value_parser = separator())]
    pub(super) separator: Option<CsvSeparator>,
    /// The decimal mark of numbers in a CSV [default: comma with semicolons, point otherwise].
    #[arg(long, value_name = "NAME", value_parser = decimal())]
    pub(super) decimal: Option<DecimalMark>,
}

impl CsvArgs {
    pub(super) const fn is_given(&self) -> bool {
        self.bom || self.no_guard || self.separator.is_some() || self.decimal.is_some()
    }
}

impl From<&CsvArgs> for CsvOptions {
    fn from(args: &CsvArgs) -> Self {
        let separator = args.separator.unwrap_or_default();
        let decimal = args.decimal.unwrap_or_else(|| DecimalMark::usual_with(separator));
        Self { bom: args.bom, guard: !args.no_guard, separator, decimal }
    }
}

impl TableArgs {
    /// Returns the format of `--format`; otherwise the one that the ending of the file name stands for, if that is
    /// unique; otherwise the usual one.
    pub(super) fn format_for(&self, output: &OutputArgs, usual: OutputFormat) -> OutputFormat {
        let ending = output.file().and_then(|path| path.extension());
        let is_named = |form: &TableFormat| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(form.ending()));
        let named = || {
            [TableFormat::Tsv, TableFormat::Xlsx, TableFormat::Markdown, TableFormat::Html].into_iter().find(is_named)
        };
        self.format.or_else(|| named().map(OutputFormat::As)).unwrap_or(usual)
    }

    pub(super) const fn has_format(&self) -> bool {
        self.format.is_some()
    }

    /// Returns whether options beyond the choice of highlights are given.
    pub(super) fn is_given_beside_a_filter(&self) -> bool {
        self.rows.is_some() || self.columns.is_some() || self.is_given_for_looks()
    }

    /// Returns whether options are given that say how a table looks, or make several tables.
    pub(super) fn is_given_for_looks(&self) -> bool {
        let Self {
            layers,
            measure,
            sort,
            intervals,
            hide_empty,
            fold,
            format,
            view: _,
            rows: _,
            columns: _,
            counting: _,
            filter: _,
        } = self;
        layers.is_some()
            || measure.is_some()
            || sort.is_some()
            || *intervals
            || *hide_empty
            || !fold.is_empty()
            || format.is_some()
    }

    pub(super) fn is_given(&self) -> bool {
        self.is_given_beside_a_filter() || self.view.is_some() || self.counting.is_some() || !self.filter.is_empty()
    }
}

/// Parses one of these values by its word.
pub(super) fn one_of<T: Copy + Send + Sync + 'static>(all: Vec<(&'static str, T)>) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(all.iter().map(|(word, _)| *word)).map(move |given| {
        let found = all.iter().find(|(word, _)| *word == given);
        found.map(|(_, value)| *value).expect("the parser takes only these words")
    })
}

fn separator() -> impl TypedValueParser<Value = CsvSeparator> {
    one_of(CsvSeparator::ALL.map(|separator| (separator.name(), separator)).to_vec())
}

fn decimal() -> impl TypedValueParser<Value = DecimalMark> {
    one_of(DecimalMark::ALL.map(|mark| (mark.name(), mark)).to_vec())
}

fn measure() -> impl TypedValueParser<Value = Measure> {
    one_of(Measure::ALL.map(|measure| (measure.name(), measure)).to_vec())
}

fn counting() -> impl TypedValueParser<Value = Counting> {
    one_of(Counting::ALL.into_iter().filter_map(|counting| Some((counting.word()?, counting))).collect())
}

fn format() -> impl TypedValueParser<Value = OutputFormat> {
    let forms = TableFormat::ALL.map(|form| (form.name(), OutputFormat::As(form)));
    one_of([("text", OutputFormat::Text)].into_iter().chain(forms).collect())
}
