//! Writes tables with tabs between cells, which every spreadsheet accepts from the clipboard.
//!
//! Pasted text runs as a formula just like text in a file, so it is guarded in the same way as CSV.

use std::io::{self, Write};

use standpoint_analysis::report::sheet::{Sheet, SheetHeader, SheetSelection};

use super::{
    csv::{CsvOptions, CsvWriter},
    tables,
};

/// Writes the comparison as shown, like [`tables::comparison`] but with tabs.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison(out: impl Write, sheets: &[Sheet], options: CsvOptions) -> io::Result<()> {
    tables::wide(CsvWriter::parted(out, options, b'\t')?, sheets)
}

/// Returns all tables for the clipboard.
pub fn all(sheets: &[Sheet]) -> String {
    let mut out = Vec::new();
    comparison(&mut out, sheets, CsvOptions::default()).expect("memory can be written");
    String::from_utf8(out).expect("only text is written")
}

/// Returns the selected part of a table, with the headers of its rows and columns, for the clipboard.
pub fn selection(sheet: &Sheet, selection: &SheetSelection) -> String {
    let mut out = Vec::new();
    write_selection(&mut out, sheet, selection).expect("memory can be written");
    String::from_utf8(out).expect("only text is written")
}

fn write_selection(out: &mut Vec<u8>, sheet: &Sheet, selection: &SheetSelection) -> io::Result<()> {
    let mut tsv = CsvWriter::parted(out, CsvOptions::default(), b'\t')?;
    tsv.text(&sheet.row_axes)?;
    let columns: Vec<&SheetHeader> = sheet.selected_columns(selection).collect();
    for column in &columns {
        tsv.text(&column.path)?;
    }
    tables::behind_heads(&mut tsv, sheet, &columns)?;
    tsv.end_record()?;
    for (row, cells) in sheet.selected_rows(selection) {
        tsv.text(&row.path)?;
        for entry in &cells {
            tables::cell(&mut tsv, entry, sheet.measure)?;
        }
        tables::behind_cells(&mut tsv, sheet, (&columns, &cells))?;
        tsv.end_record()?;
    }
    tsv.finish()
}
