//! Tables with an article in each row: CSV and its like, workbooks, and records in JSON.
//!
//! Each reader hands over a [`grid::Grid`]; what its columns mean is decided in one place for all of them.

mod delimited;
mod grid;
mod json;
mod ods;
mod values;
mod workbook;

use super::{Format, ReadingOptions, SourceFile, Unreadable};
use crate::import::columns::TablePreview;
use grid::Grid;

/// CSV and TSV.
pub(super) static DELIMITED: Format = Format {
    name: "table",
    extensions: &["csv", "tsv", "tab"],
    is_format_of: |file| file.has_extension(&["csv", "tsv", "tab"]),
    read: |file, options| delimited::grid(file, options)?.read(options),
};

/// XLSX and ODS.
pub(super) static WORKBOOK: Format = Format {
    name: "workbook",
    extensions: &["xlsx", "xlsm", "ods"],
    is_format_of: workbook::is_workbook,
    read: workbook::read,
};

/// Objects in JSON, one a line or in one array.
pub(super) static JSON: Format = Format {
    name: "JSON records",
    extensions: &["jsonl", "ndjson", "json"],
    is_format_of: |file| file.has_extension(&["jsonl", "ndjson", "json"]),
    read: |file, options| json::grid(file, options)?.read(options),
};

/// The formats of tables.
pub(super) static FORMATS: [&Format; 3] = [&DELIMITED, &WORKBOOK, &JSON];

/// Returns what the columns of a table are taken for, with its first rows; `None` if the file is not a table. Of a
/// workbook it is the first sheet with articles, or the first with anything.
///
/// # Errors
/// Fails if the table cannot be read.
pub(super) fn preview(file: &SourceFile<'_>, options: &ReadingOptions) -> Option<Result<TablePreview, Unreadable>> {
    let format = Format::of(file);
    let grid: Result<Grid, Unreadable> = if std::ptr::eq(format, &raw const DELIMITED) {
        delimited::grid(file, options)
    } else if std::ptr::eq(format, &raw const WORKBOOK) {
        workbook::first_grid(file, options)
    } else if std::ptr::eq(format, &raw const JSON) {
        json::grid(file, options)
    } else {
        return None;
    };
    Some(grid.map(|grid| grid.preview(options)))
}

#[cfg(test)]
mod tests;
