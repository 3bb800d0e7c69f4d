//! Shades the cells of a table in a workbook by their values, with conditional formats.

use std::collections::HashMap;

use rust_xlsxwriter::{
    ConditionalFormat, ConditionalFormat2ColorScale, ConditionalFormat3ColorScale, ConditionalFormatType, Worksheet,
    XlsxError, utility,
};

use standpoint_analysis::report::sheet::Sheet;
use standpoint_core::model::view::Measure;

use super::{AGAINST, FOR, MOST, PAPER, column_at, row_at};

/// How many rectangles one conditional format covers. Spreadsheets read longer lists slowly.
const MAX_RECTANGLES: usize = 100;

/// Cells of a sheet from the first to the last, by row and column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rectangle {
    first: (usize, usize),
    last: (usize, usize),
}

/// Shades the cells, but not the totals, by their values.
pub(super) fn shade(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let number = ConditionalFormatType::Number;
    let end = match sheet.measure {
        Measure::NetStance => Some(1.0),
        Measure::LogOdds => Some(3.0),
        Measure::Residual => Some(4.0),
        Measure::Spread | Measure::FirstQuote | Measure::Quotes => return Ok(()),
        _ => None,
    };
    // Only residuals leave cells out and so need several formats. Their scale has fixed ends, so all shade alike.
    for rectangles in rectangles(sheet).chunks(MAX_RECTANGLES) {
        if let Some(end) = end {
            let scale = ConditionalFormat3ColorScale::new()
                .set_minimum(number, -end)
                .set_midpoint(number, 0)
                .set_maximum(number, end)
                .set_minimum_color(AGAINST)
                .set_midpoint_color(PAPER)
                .set_maximum_color(FOR)
                .set_multi_range(range(rectangles));
            add(page, rectangles, &scale)?;
        } else {
            let scale = ConditionalFormat2ColorScale::new()
                .set_minimum(number, 0)
                .set_maximum(ConditionalFormatType::Highest, 0)
                .set_minimum_color(PAPER)
                .set_maximum_color(MOST)
                .set_multi_range(range(rectangles));
            add(page, rectangles, &scale)?;
        }
    }
    Ok(())
}

fn add(
    page: &mut Worksheet,
    rectangles: &[Rectangle],
    format: &(impl ConditionalFormat + Send + Sync + Clone + 'static),
) -> Result<(), XlsxError> {
    let Some(Rectangle { first, last }) = rectangles.first() else { return Ok(()) };
    page.add_conditional_format(row_at(first.0), column_at(first.1), row_at(last.0), column_at(last.1), format)?;
    Ok(())
}

/// Writes rectangles as workbooks do: `B2:D5 F2`.
fn range(rectangles: &[Rectangle]) -> String {
    let written = rectangles.iter().map(|Rectangle { first, last }| {
        utility::cell_range(row_at(first.0), column_at(first.1), row_at(last.0), column_at(last.1))
    });
    written.collect::<Vec<_>>().join(" ")
}

/// Covers the cells that are shaded: all but the totals and those that expect few highlights.
fn rectangles(sheet: &Sheet) -> Vec<Rectangle> {
    let mut all: Vec<Rectangle> = Vec::new();
    // The rectangles that end in the row above, by their first and last columns.
    let mut above: HashMap<(usize, usize), usize> = HashMap::new();
    for row in 0..sheet.rows.len() {
        let cells = sheet.cells(row);
        let mut here = HashMap::new();
        let mut start = 0;
        for run in cells[..sheet.columns.len()].chunk_by(|a, b| a.expects_few == b.expects_few) {
            // The head row and the first column come before the cells.
            let (top, left, right) = (row + 1, start + 1, start + run.len());
            start += run.len();
            if run[0].expects_few {
                continue;
            }
            let at = above.get(&(left, right)).copied().unwrap_or_else(|| {
                all.push(Rectangle { first: (top, left), last: (top, right) });
                all.len() - 1
            });
            all[at].last.0 = top;
            here.insert((left, right), at);
        }
        above = here;
    }
    all
}
