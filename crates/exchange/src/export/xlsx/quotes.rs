//! The sheet of a workbook with its quotes. A sheet of many quotes is written row by row to a temporary file, so that it
//! is never in memory as a whole.

use std::{env, io};

use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use standpoint_analysis::report::{
    quotes::{self, Quote, TagNames},
    sheet::Sheet,
};
use standpoint_core::{model::Project, progress, wording::size};
use standpoint_store::files;

use super::{SheetNames, column_at, head_format, row_at, write_text};
use crate::export::limits::MOST_SHEET_ROWS;

/// The columns of the sheet with the quotes.
pub const QUOTES_HEADER: [&str; 21] = [
    "quote",
    "outlet",
    "date",
    "article",
    "actor",
    "issue",
    "stance",
    "note",
    "coder",
    "start",
    "end",
    "created",
    "id",
    "article_id",
    "actor_id",
    "issue_id",
    "stance_id",
    "agency",
    "updated",
    "page",
    "file",
];

/// Up to this many quotes, a sheet is made in memory, where it takes some 60 MB and repeated texts are kept once.
const FEW_QUOTES: usize = 10_000;

/// About how many bytes a row takes in the temporary file, besides its quote and its note.
const ROW_BYTES: usize = 1_400;

/// Adds the sheets with every highlight that the tables count; none if they count none.
pub(super) fn sheets(
    workbook: &mut Workbook,
    project: &Project,
    sheets: &[Sheet],
    taken: &mut SheetNames,
) -> Result<(), XlsxError> {
    let names = TagNames::of(&project.codebook);
    let mut counted = quotes::counted(project, &names, sheets);
    let has_few = counted.len() <= FEW_QUOTES;
    if !has_few {
        check_room(quotes::counted(project, &names, sheets))?;
    }
    while counted.len() > 0 {
        let page = if has_few { workbook.add_worksheet() } else { workbook.add_worksheet_with_constant_memory()? };
        quotes_sheet(page.set_name(taken.fresh("Quotes"))?, counted.by_ref().take(MOST_SHEET_ROWS - 1))?;
    }
    Ok(())
}

/// Fails if the folder for temporary files has too little free space, which the library would notice too late.
fn check_room<'a>(quotes: impl Iterator<Item = Quote<'a>>) -> Result<(), XlsxError> {
    let folder = env::temp_dir();
    let needed: usize = quotes.map(|quote| ROW_BYTES + quote.highlight.quote.len() + quote.highlight.note.len()).sum();
    match files::free_bytes(&folder) {
        Some(free) if free < needed as u64 => {
            let what = format!("has {} free, but {} are needed", size(free), size(needed as u64));
            Err(XlsxError::TempFileError(folder, io::Error::new(io::ErrorKind::StorageFull, what)))
        }
        _ => Ok(()),
    }
}

/// Writes one row per highlight, with everything needed to trace it to its source.
fn quotes_sheet<'a>(page: &mut Worksheet, quotes: impl ExactSizeIterator<Item = Quote<'a>>) -> Result<(), XlsxError> {
    let (head, words) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    let plain = Format::new().set_align(FormatAlign::Top);
    for (column, name) in QUOTES_HEADER.into_iter().enumerate() {
        write_text(page, (0, column_at(column)), name, &head)?;
    }
    page.set_column_width(0, 70)?;
    page.set_column_range_width(1, 7, 20)?;
    page.set_freeze_panes(1, 1)?;
    page.set_landscape().set_repeat_rows(0, 0)?;
    page.autofilter(0, 0, row_at(quotes.len()), column_at(QUOTES_HEADER.len() - 1))?;
    for (at, quote) in quotes.enumerate() {
        let row = row_at(at + 1);
        let (details, highlight) = (&quote.article.details, quote.highlight);
        let date = details.date.map(|date| date.to_string()).unwrap_or_default();
        write_text(page, (row, 0), &highlight.quote, &words)?;
        let named = [&*details.outlet, &*date, &*details.title, quote.actor, quote.issue, quote.stance];
        for (place, text) in named.into_iter().enumerate() {
            write_text(page, (row, column_at(place + 1)), text, &plain)?;
        }
        write_text(page, (row, 7), &highlight.note, &words)?;
        write_text(page, (row, 8), &highlight.coder, &plain)?;
        for (column, place) in [(9, highlight.span.start), (10, highlight.span.end)] {
            #[expect(clippy::cast_precision_loss, reason = "no text has 2^53 characters")]
            page.write_number_with_format(row, column, place as f64, &plain)?;
        }
        write_text(page, (row, 11), &highlight.created, &plain)?;
        write_text(page, (row, 12), &highlight.id.to_string(), &plain)?;
        write_text(page, (row, 13), &quote.article.id.to_string(), &plain)?;
        let tags = highlight.tags();
        let codes = [tags.actor, tags.issue].map(|code| code.map(|id| id.to_string()).unwrap_or_default());
        let stance = tags.stance.map(|id| id.to_string()).unwrap_or_default();
        for (place, id) in codes.iter().chain([&stance]).enumerate() {
            write_text(page, (row, column_at(14 + place)), id, &plain)?;
        }
        let updated = details.updated.map(|date| date.to_string()).unwrap_or_default();
        let part = quote.article.part_at(highlight.span.start).unwrap_or_default();
        let file = quote.article.source.as_ref().map_or("", |source| &source.file);
        for (place, text) in [&*details.agency, &*updated, part, file].into_iter().enumerate() {
            write_text(page, (row, column_at(17 + place)), text, &plain)?;
        }
        progress::advance(1);
    }
    Ok(())
}
