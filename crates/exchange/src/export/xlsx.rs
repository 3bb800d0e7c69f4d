//! Writes the comparison as a workbook: one sheet for each table, and one each for its findings, its quotes and its
//! provenance.
//!
//! Names and quotes are written as text and never as formulas, whatever they start with. Shades are conditional
//! formats, so they follow when somebody changes a number.

mod findings;
mod quotes;
mod shade;

use std::{
    collections::HashSet,
    io::{self, BufWriter, Write},
    sync::mpsc::{self, SyncSender},
    thread,
};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use standpoint_analysis::{
    comparison::EmptyReason,
    report::{
        provenance::Provenance,
        sheet::{FEW_EXPECTED, Sheet, SheetCell, SheetHeader, sign_of},
        words,
    },
};
use standpoint_core::model::view::Measure;

use super::form::ComparisonReport;
use crate::xml::representable;

/// The longest text a workbook cell can hold, in UTF-16 units.
const MAX_CELL_UNITS: usize = 32_767;
/// The longest name of a sheet, in UTF-16 units.
const MAX_NAME_UNITS: usize = 31;

/// The ends of the colour scales; the two for stances are distinct for colour-blind readers.
const PAPER: Color = Color::RGB(0x00ff_ffff);
const AGAINST: Color = Color::RGB(0x00d9_8b3f);
const FOR: Color = Color::RGB(0x005b_8fc4);
const MOST: Color = Color::RGB(0x0087_a9cb);
const HEAD: Color = Color::RGB(0x00f3_f1ed);
const FAINT: Color = Color::RGB(0x0062_666d);

pub use findings::FINDINGS_SHEET_HEADER;
pub use quotes::QUOTES_HEADER;

/// Writes the whole workbook.
///
/// # Errors
/// Fails if `out` cannot be written, or if a table has more rows or columns than a workbook can hold.
pub fn comparison(mut out: impl Write, report: &ComparisonReport<'_>) -> io::Result<()> {
    let mut workbook = workbook(report).map_err(into_io)?;
    handed_on(&mut out, |parts| workbook.save_to_writer(parts).map_err(into_io))?;
    out.flush()
}

/// Lets a thread write in parts, which are passed to `out`. The workbook must be saved to something that can be sent to
/// another thread, which `out` need not be, and a copy of it in memory could be large.
fn handed_on(out: &mut impl Write, save: impl FnOnce(BufWriter<Parts>) -> io::Result<()> + Send) -> io::Result<()> {
    thread::scope(|scope| {
        let (sender, parts) = mpsc::sync_channel(4);
        let saving = scope.spawn(|| save(BufWriter::with_capacity(1 << 16, Parts(sender))));
        let mut written = Ok(());
        for part in parts {
            written = out.write_all(&part);
            if written.is_err() {
                // Without a receiver, the thread fails and ends.
                break;
            }
        }
        let saved = saving.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        written.and(saved)
    })
}

/// Sends everything written to another thread.
struct Parts(SyncSender<Vec<u8>>);

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn into_io(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::TempFileError(folder, error) => io::Error::new(
            error.kind(),
            format!("{}: {error}; a workbook with many quotes temporarily needs space there", folder.display()),
        ),
        XlsxError::RowColumnLimitError => {
            io::Error::other("the table has more rows or columns than a workbook can have; export it as CSV")
        }
        other => io::Error::other(other),
    }
}

fn workbook(report: &ComparisonReport<'_>) -> Result<Workbook, XlsxError> {
    let ComparisonReport { project, sheets, found, provenance } = report;
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(provenance)?);
    let mut taken = SheetNames::default();
    for sheet in *sheets {
        let name = taken.fresh(sheet.layer.as_deref().unwrap_or("Comparison"));
        table(workbook.add_worksheet().set_name(name)?, sheet)?;
    }
    if sheets.iter().any(|sheet| sheet.with_summary().next().is_some()) {
        summaries(workbook.add_worksheet().set_name(taken.fresh("Summaries"))?, sheets)?;
    }
    findings::add(&mut workbook, project, found, &mut taken)?;
    quotes::sheets(&mut workbook, project, sheets, &mut taken)?;
    about(workbook.add_worksheet().set_name(taken.fresh("About"))?, sheets, provenance)?;
    Ok(workbook)
}

fn properties(provenance: &Provenance) -> Result<DocProperties, XlsxError> {
    let made = ExcelDateTime::from_timestamp(provenance.made.as_second())?;
    let title = format!("{}: {}", provenance.project, provenance.what);
    let (title, comment) = (representable(&title), provenance.text());
    let properties = DocProperties::new().set_title(title).set_comment(representable(&comment));
    Ok(properties.set_creation_datetime(&made))
}

/// The names of sheets used so far, in lower case because workbooks ignore case.
struct SheetNames(HashSet<String>);

impl Default for SheetNames {
    fn default() -> Self {
        // Spreadsheets reserve this name.
        Self(HashSet::from(["history".to_owned()]))
    }
}

impl SheetNames {
    /// Returns an unused name that a workbook allows and that resembles the wanted one.
    fn fresh(&mut self, wanted: &str) -> String {
        let is_fine = |c: char| !(c.is_control() || "*?:[]\\/".contains(c));
        let clean: String = representable(wanted).chars().map(|c| if is_fine(c) { c } else { ' ' }).collect();
        let clean = clean.trim_matches(|c: char| c == '\'' || c.is_whitespace());
        let clean = if clean.is_empty() { "Table" } else { clean };
        let named = |n: usize| {
            let number = if n == 1 { String::new() } else { format!(" {n}") };
            // Cutting may leave an apostrophe or a space at the end.
            let cut = within(clean, MAX_NAME_UNITS - number.len());
            format!("{}{number}", cut.trim_end_matches(|c: char| c == '\'' || c.is_whitespace()))
        };
        let mut n = 1;
        while !self.0.insert(named(n).to_lowercase()) {
            n += 1;
        }
        named(n)
    }
}

/// Returns the longest start of the text that fits.
fn within(text: &str, max_units: usize) -> &str {
    let mut n_units = 0;
    let end = text.char_indices().find(|(_, c)| {
        n_units += c.len_utf16();
        n_units > max_units
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Writes text, never a formula. Text that is too long for a cell is cut and ends with “…”.
fn write_text(page: &mut Worksheet, at: (u32, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    let text = &*representable(text);
    let whole = within(text, MAX_CELL_UNITS);
    if whole.len() == text.len() {
        page.write_string_with_format(at.0, at.1, text, format)?;
    } else {
        let cut = format!("{}…", within(text, MAX_CELL_UNITS - 1));
        page.write_string_with_format(at.0, at.1, cut, format)?;
    }
    Ok(())
}

/// Converts a row index. One that is too large stays too large, and the writer refuses it.
fn row_at(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn column_at(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

fn head_format() -> Format {
    Format::new().set_bold().set_background_color(HEAD).set_text_wrap().set_align(FormatAlign::Top)
}

/// Returns the number format for the values of a measure.
const fn number_format(measure: Measure) -> &'static str {
    match measure {
        Measure::Highlights | Measure::Articles | Measure::Words => "#,##0",
        Measure::PerThousandWords => "0.00",
        Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => "0.0%",
        Measure::NetStance | Measure::LogOdds => "+0.00;-0.00;0.00",
        Measure::Residual => "+0.0;-0.0;0.0",
        Measure::Spread | Measure::FirstQuote | Measure::Quotes => "@",
    }
}

/// Adds the sign of a small expected count to each part of a number format.
fn marked(format: &str) -> String {
    format.split(';').map(|part| format!("{part}\"{}\"", FEW_EXPECTED.0)).collect::<Vec<_>>().join(";")
}

/// Returns the number of a cell as workbooks expect it, with percentages as fractions of 1.
fn number_of(measure: Measure, entry: &SheetCell) -> Option<f64> {
    match measure {
        Measure::Spread | Measure::FirstQuote | Measure::Quotes => None,
        Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => entry.value.map(|value| value / 100.0),
        _ => entry.value,
    }
    .filter(|value| value.is_finite())
}

/// Returns a label and the number of highlights that the value of a cell is based on.
const fn n_of(measure: Measure, entry: &SheetCell) -> (&'static str, u32) {
    match measure {
        Measure::NetStance => ("n: highlights that take a stance", entry.with_stance),
        Measure::LogOdds => ("n: highlights that take a side", entry.sides.n()),
        _ => ("n: highlights", entry.highlights),
    }
}

fn table(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let head = head_format();
    write_text(page, (0, 0), &format!("{} \\ {}", sheet.row_axes, sheet.column_axes), &head)?;
    for (at, column) in sheet.columns_and_total().enumerate() {
        write_text(page, (0, column_at(at + 1)), &column.path, &head)?;
    }
    let is_text = sheet.measure.is_text();
    page.set_column_width(0, 32)?;
    page.set_column_range_width(1, column_at(sheet.columns.len() + 1), if is_text { 48 } else { 13 })?;
    page.set_freeze_panes(1, 1)?;
    page.set_landscape().set_repeat_rows(0, 0)?;

    let formats = CellFormats::of(sheet.measure);
    for (at, (row, cells)) in sheet.rows_with_cells().enumerate() {
        write_text(page, (row_at(at + 1), 0), &row.name, &row_format(row))?;
        for (column, entry) in cells.iter().enumerate() {
            let is_total = row.key.is_none() || column == sheet.columns.len();
            write_entry(page, (row_at(at + 1), column_at(column + 1)), sheet.measure, entry, (&formats, is_total))?;
        }
    }
    shade::shade(page, sheet)?;
    if sheet.measure == Measure::Highlights { Ok(()) } else { write_numbers(page, sheet) }
}

/// Writes, below the table, the number of highlights behind the value of each cell and, below that, the expected number
/// for residuals.
fn write_numbers(page: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let n_rows = sheet.rows.len() + 1;
    let first = n_rows + 2;
    let n = |entry: &SheetCell| Some(f64::from(n_of(sheet.measure, entry).1));
    let name = n_of(sheet.measure, &sheet.cell(0, 0)).0;
    write_block(page, sheet, first, (name, "#,##0"), n)?;
    if sheet.measure == Measure::Residual {
        let below = first + n_rows + 2;
        write_block(page, sheet, below, ("expected highlights", "#,##0.0"), |entry| entry.expected)?;
    }
    if sheet.shows_intervals() {
        // Like the values, and like these in percent where they are shares.
        let is_percent = sheet.measure.is_share() || sheet.measure == Measure::Articles;
        let scale = if is_percent { 0.01 } else { 1.0 };
        let format = if is_percent { "0.0%" } else { number_format(sheet.measure) };
        let interval = |entry: &SheetCell| entry.interval.and_then(Result::ok);
        let low = |entry: &SheetCell| interval(entry).map(|of| of.low * scale);
        let high = |entry: &SheetCell| interval(entry).map(|of| of.high * scale);
        let next = |at: usize| first + (n_rows + 2) * at;
        write_block(page, sheet, next(1), ("95% interval, lower limit", format), low)?;
        write_block(page, sheet, next(2), ("95% interval, upper limit", format), high)?;
    }
    Ok(())
}

/// Writes a number for each cell in a table of its own that begins in this row.
fn write_block(
    page: &mut Worksheet,
    sheet: &Sheet,
    first: usize,
    (name, format): (&str, &str),
    number: impl Fn(&SheetCell) -> Option<f64>,
) -> Result<(), XlsxError> {
    let faint = Format::new().set_num_format(format).set_font_color(FAINT);
    write_text(page, (row_at(first), 0), name, &head_format())?;
    for (at, (row, cells)) in sheet.rows_with_cells().enumerate() {
        write_text(page, (row_at(first + 1 + at), 0), &row.name, &row_format(row))?;
        for (column, entry) in cells.iter().enumerate() {
            if let Some(number) = number(entry) {
                page.write_number_with_format(row_at(first + 1 + at), column_at(column + 1), number, &faint)?;
            }
        }
    }
    Ok(())
}

/// Formats a row header; members are indented below their parent.
fn row_format(row: &SheetHeader) -> Format {
    let indent = u8::try_from(row.depth.min(15)).unwrap_or(15);
    let format = head_format().set_align(FormatAlign::Left).set_indent(indent);
    if row.key.is_none() { format.set_border_top(FormatBorder::Thin) } else { format.unset_bold() }
}

/// The formats for the cells of a table.
struct CellFormats {
    number: Format,
    total: Format,
    words: Format,
    nothing: Format,
    /// Shows a number with the sign of a small expected count behind it.
    few_expected: Format,
    /// For each sign of an empty cell, a format that shows a number as that sign.
    signs: Vec<(&'static str, Format)>,
}

impl CellFormats {
    fn of(measure: Measure) -> Self {
        let number = Format::new().set_num_format(number_format(measure)).set_align(FormatAlign::Top);
        let nothing = Format::new().set_font_color(FAINT).set_align(FormatAlign::Center);
        let signs =
            [EmptyReason::Silent, EmptyReason::NotYetRead, EmptyReason::LeftOut].map(|reason| sign_of(reason).0);
        Self {
            total: number.clone().set_bold(),
            few_expected: number.clone().set_num_format(marked(number_format(measure))),
            number,
            words: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            signs: signs.map(|sign| (sign, nothing.clone().set_num_format(format!("\"{sign}\"")))).to_vec(),
            nothing,
        }
    }
}

fn write_entry(
    page: &mut Worksheet,
    at: (u32, u16),
    measure: Measure,
    entry: &SheetCell,
    (formats, is_total): (&CellFormats, bool),
) -> Result<(), XlsxError> {
    let sign = entry.shown_reason(measure).filter(|_| !is_total).map(|reason| sign_of(reason).0);
    match (number_of(measure, entry), sign) {
        (Some(number), sign) => {
            // An empty cell shows why it is empty but keeps its number, so that formulas can use it.
            let as_sign = formats.signs.iter().find(|(known, _)| Some(*known) == sign).map(|(_, format)| format);
            let usual = match is_total {
                true => &formats.total,
                false if entry.expects_few => &formats.few_expected,
                false => &formats.number,
            };
            page.write_number_with_format(at.0, at.1, number, as_sign.unwrap_or(usual))?;
        }
        (None, Some(sign)) => write_text(page, at, sign, &formats.nothing)?,
        (None, None) => write_text(page, at, &without_number(measure, entry), &formats.words)?,
    }
    Ok(())
}

/// Returns the text of a cell without a number: its words, or a remark that its highlights take no stance.
fn without_number(measure: Measure, entry: &SheetCell) -> String {
    match measure {
        Measure::NetStance if entry.highlights > 0 => "no stance".to_owned(),
        Measure::LogOdds if entry.highlights > 0 => "no side".to_owned(),
        Measure::Spread | Measure::FirstQuote | Measure::Quotes => entry.text(measure),
        _ => String::new(),
    }
}

/// Writes the analyst’s own summaries of cells.
fn summaries(page: &mut Worksheet, sheets: &[Sheet]) -> Result<(), XlsxError> {
    let (head, words) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    for (column, name) in ["table", "row", "column", "summary"].into_iter().enumerate() {
        write_text(page, (0, column_at(column)), name, &head)?;
    }
    page.set_column_range_width(0, 2, 24)?;
    page.set_column_width(3, 90)?;
    page.set_freeze_panes(1, 0)?;
    let each = sheets.iter().flat_map(|sheet| sheet.with_summary().map(move |found| (sheet, found)));
    for (at, (sheet, (row, column, summary))) in each.enumerate() {
        let layer = sheet.layer.as_deref().unwrap_or_default();
        for (place, text) in [layer, &*row.path, &*column.path, summary].into_iter().enumerate() {
            write_text(page, (row_at(at + 1), column_at(place)), text, &words)?;
        }
    }
    Ok(())
}

/// Writes the provenance of the workbook and the meaning of its signs.
fn about(page: &mut Worksheet, sheets: &[Sheet], provenance: &Provenance) -> Result<(), XlsxError> {
    let (head, words) = (head_format(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    page.set_column_width(0, 14)?;
    page.set_column_width(1, 100)?;
    let signs = words::signs(sheets);
    let signs = signs.iter().map(|(sign, meaning)| (*sign, (*meaning).to_owned()));
    let missing = sheets.first().and_then(|sheet| words::missing_in_totals(sheet.measure, &sheet.missing));
    let note = missing.map(|missing| ("Note", missing));
    for (at, (name, text)) in provenance.lines().into_iter().chain(signs).chain(note).enumerate() {
        write_text(page, (row_at(at), 0), name, &head)?;
        write_text(page, (row_at(at), 1), &text, &words)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_gets_a_name_a_workbook_allows() {
        let mut names = SheetNames::default();
        let long = "x".repeat(40);
        for (wanted, given) in [
            ("Axadle Times", "Axadle Times"),
            ("axadle times", "axadle times 2"),
            ("a/b: [c]*?\\", "a b   c"),
            ("'quoted'", "quoted"),
            ("''", "Table"),
            ("History", "History 2"),
            (&*long, &long[..31]),
            (&*long, &format!("{} 2", &long[..29])),
        ] {
            assert_eq!(names.fresh(wanted), given);
        }
        assert_eq!(within("a😀b", 2), "a");
    }
}
