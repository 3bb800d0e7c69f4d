//! CSV, TSV and other text with a separator between cells.

use standpoint_core::wording::counted;

use super::{
    super::{PartFailure, ReadingOptions, SourceFile, Unreadable},
    grid::{Grid, check_columns},
};
use crate::import::{
    decode,
    draft::UsedEncoding,
    table::{TOO_MANY_QUOTATIONS, TableProblem, TableRows},
};

/// What a row is counted in: a spreadsheet and an editor number rows differently, and only lines can be looked up.
const NOUN: &str = "line";

pub(super) fn grid(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Grid, Unreadable> {
    let decoded = match options.encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding)?,
        None => decode::decode(file.bytes)?,
    };
    if decoded.text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let mut rows = TableRows::of(&decoded.text);
    check_columns(rows.heads().count())?;
    let mut grid = Grid::with_heads(rows.heads().map(str::to_owned).collect(), NOUN)?;
    grid.encoding = Some(UsedEncoding::from(&decoded));
    while let Some(row) = rows.next_row() {
        match row {
            Ok(row) => {
                let cells = row.cells().enumerate().filter(|(_, cell)| !cell.is_empty());
                if !grid.push(row.line, cells.map(|(at, cell)| (at, cell.to_owned())).collect())? {
                    break;
                }
            }
            Err(bad) => {
                let reason = match bad.problem {
                    TableProblem::Quotation => {
                        "its quotation marks do not match; close them, and double those inside a cell".to_owned()
                    }
                    TableProblem::TooManyQuotations => TOO_MANY_QUOTATIONS.to_owned(),
                    TableProblem::Cells { found, expected } => {
                        let (found, expected) = (counted(found, "cell"), counted(expected, "column"));
                        format!(
                            "it has {found}, but the heads name {expected}; put quotation marks around cells with \
                             separators or line breaks"
                        )
                    }
                };
                grid.failures.push(PartFailure { number: bad.line, noun: NOUN, reason });
            }
        }
    }
    Ok(grid)
}
