//! XLSX by `calamine`, cell by cell, so that a sheet costs what is in it and not what it claims to be.

use std::{
    collections::BTreeMap,
    io::{self, Cursor, Read as _},
};

use calamine::{DataRef, Reader as _, SheetType, Xlsx, XlsxError};
use jiff::civil;
use memchr::memmem;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::{
    super::{PartFailure, Reading, ReadingOptions, SourceFile, Unreadable, clipped},
    grid::{DAY_ZERO, Grid, MAX_CELLS, MAX_COLUMNS, MAX_TEXT_BYTES, check_columns},
    ods,
};

/// The most that the parts of a workbook may have together once they are unpacked.
pub(super) const MAX_UNPACKED_BYTES: u64 = 512 << 20;
/// The rows among which the one with the heads is looked for. Databases put a few lines above it.
const MAX_ROWS_ABOVE: usize = 20;
/// How old workbooks and those with a password begin.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";
const ZIP: &[u8] = b"PK\x03\x04";

/// The cells of a sheet that are not empty, by row and column, counted from 0.
#[derive(Default)]
pub(super) struct SheetCells {
    pub rows: BTreeMap<u32, BTreeMap<u32, String>>,
    /// Those of the sheets before are among them.
    n_cells: usize,
    n_bytes: usize,
}

impl SheetCells {
    /// An empty sheet behind others, whose cells leave it less room.
    pub fn behind<'a>(mut others: impl DoubleEndedIterator<Item = &'a Result<Self, Unreadable>>) -> Self {
        let last = others.rfind(|sheet| sheet.is_ok()).and_then(|sheet| sheet.as_ref().ok());
        last.map_or_else(Self::default, |last| Self { rows: BTreeMap::new(), ..*last })
    }

    /// Adds a cell, unless it is blank.
    ///
    /// # Errors
    /// Fails if the sheet becomes too large.
    pub fn put(&mut self, row: u32, column: u32, cell: String) -> Result<(), Unreadable> {
        if cell.trim().is_empty() {
            return Ok(());
        }
        self.check_room(1, cell.len())?;
        self.n_cells += 1;
        self.n_bytes += cell.len();
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    /// # Errors
    /// Fails if the sheet has no room for so much more.
    pub fn check_room(&self, n_cells: usize, n_bytes: usize) -> Result<(), Unreadable> {
        if self.n_cells.saturating_add(n_cells) > MAX_CELLS {
            return Err(Unreadable::TooLarge(format!("its sheets have more than {MAX_CELLS} cells; divide it")));
        }
        if self.n_bytes.saturating_add(n_bytes) > MAX_TEXT_BYTES {
            let megabytes = MAX_TEXT_BYTES >> 20;
            return Err(Unreadable::TooLarge(format!("its sheets have more than {megabytes} MB of text; divide it")));
        }
        Ok(())
    }

    /// The table in the sheet: its heads are the first row in which articles are recognised, or the first row.
    fn grid(self, options: &ReadingOptions) -> Result<Grid, Unreadable> {
        let heads_of = |cells: &BTreeMap<u32, String>| {
            let last = cells.last_key_value().map_or(0, |(column, _)| *column as usize + 1);
            let mut heads = vec![String::new(); last.min(MAX_COLUMNS + 1)];
            for (column, cell) in cells {
                if let Some(head) = heads.get_mut(*column as usize) {
                    head.clone_from(cell);
                }
            }
            heads
        };
        let is_head = |cells: &BTreeMap<u32, String>| {
            let heads = heads_of(cells);
            options.columns.mapping_of(&heads.iter().map(String::as_str).collect::<Vec<_>>()).0.has_articles()
        };
        let first = self.rows.keys().next().copied().unwrap_or_default();
        let found = self.rows.iter().take(MAX_ROWS_ABOVE).find(|(_, cells)| is_head(cells)).map(|(row, _)| *row);
        let head_row = found.unwrap_or(first);
        let heads = self.rows.get(&head_row).map(heads_of).unwrap_or_default();
        check_columns(heads.len())?;
        let n_columns = heads.len();
        let mut grid = Grid::with_heads(heads, "row")?;
        for (row, cells) in self.rows.into_iter().filter(|(row, _)| *row > head_row) {
            // What stands beside the table has no head.
            let cells = cells.into_iter().map(|(column, cell)| (column as usize, cell));
            if !grid.push(row as usize + 1, cells.filter(|(column, _)| *column < n_columns).collect())? {
                break;
            }
        }
        Ok(grid)
    }
}

/// Whether a file is a workbook, readable or not.
pub(super) fn is_workbook(file: &SourceFile<'_>) -> bool {
    let has_name = file.has_extension(&["xlsx", "xlsm", "xls", "ods"]);
    match file.bytes {
        bytes if bytes.starts_with(ZIP) => has_name || is_ods(bytes) || is_xlsx(bytes),
        bytes => bytes.starts_with(OLE) && has_name,
    }
}

fn is_ods(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(200)];
    memmem::find(start, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet").is_some()
}

/// The names of the parts stand in the archive as they are.
fn is_xlsx(bytes: &[u8]) -> bool {
    let has = |name: &[u8]| memmem::find(bytes, name).is_some();
    has(b"xl/workbook.xml") && !has(b"word/document.xml") && !has(b"ppt/presentation.xml")
}

/// Reads every sheet that has articles.
pub(super) fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let mut reading = Reading::default();
    let mut refused = Vec::new();
    let mut n_read = 0;
    let mut sheets = grids(file, options)?;
    sheets.retain(|(_, grid)| grid.as_ref().map_or(true, |grid| !grid.heads.is_empty()));
    let n_sheets = sheets.len();
    for (number, (name, grid)) in (1..).zip(sheets) {
        match grid.and_then(|grid| grid.read(options)) {
            Ok(mut sheet) => {
                n_read += 1;
                if n_sheets > 1 {
                    for draft in &mut sheet.drafts {
                        draft.part = draft.part.as_ref().map(|part| format!("“{name}” {part}"));
                    }
                }
                reading.drafts.append(&mut sheet.drafts);
                reading.failures.append(&mut sheet.failures);
            }
            Err(reason) => refused.push((number, name, reason)),
        }
    }
    match refused.pop() {
        Some((_, _, reason)) if n_read == 0 => Err(reason),
        None if n_read == 0 => Err(Unreadable::Empty),
        last => {
            refused.extend(last);
            let failures = refused.into_iter().map(|(number, name, reason)| PartFailure {
                number,
                noun: "sheet",
                reason: format!("“{name}”: {reason}"),
            });
            reading.failures.extend(failures);
            Ok(reading)
        }
    }
}

/// The first sheet with articles, or the first one with anything.
pub(super) fn first_grid(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Grid, Unreadable> {
    let mut grids: Vec<_> = grids(file, options)?.into_iter().map(|(_, grid)| grid).collect();
    let found = grids.iter().position(|grid| grid.as_ref().is_ok_and(|grid| grid.has_articles(options)));
    let filled = || grids.iter().position(|grid| grid.as_ref().map_or(true, |grid| !grid.heads.is_empty()));
    match found.or_else(filled) {
        Some(at) => grids.swap_remove(at),
        None => Err(Unreadable::Empty),
    }
}

type NamedGrids = Vec<(String, Result<Grid, Unreadable>)>;

fn grids(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<NamedGrids, Unreadable> {
    if file.bytes.starts_with(OLE) {
        let is_old = file.has_extension(&["xls"]);
        return Err(Unreadable::Refused(if is_old {
            "it is an old Excel workbook; open it in a spreadsheet program and save it as XLSX".to_owned()
        } else {
            "it is protected with a password; open it in a spreadsheet program and save it without one".to_owned()
        }));
    }
    let (sheets, day_zero) = if is_ods(file.bytes) || file.has_extension(&["ods"]) {
        (ods::sheets(file.bytes)?, DAY_ZERO)
    } else {
        (xlsx_sheets(file.bytes)?, day_zero(file.bytes))
    };
    let grid = |cells: SheetCells| {
        let mut grid = cells.grid(options)?;
        grid.day_zero = day_zero;
        Ok(grid)
    };
    Ok(sheets.into_iter().map(|(name, cells)| (name, cells.and_then(grid))).collect())
}

/// The day 0 of a workbook. Those that were made on old Macs count from 1904.
fn day_zero(bytes: &[u8]) -> civil::Date {
    let first_part = || {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut part = Vec::new();
        archive.by_name("xl/workbook.xml").ok()?.take(MAX_UNPACKED_BYTES).read_to_end(&mut part).ok()?;
        Some(part)
    };
    let part = first_part().unwrap_or_default();
    let value = memmem::find(&part, b"date1904=").map(|at| &part[at + b"date1904=".len()..]);
    let is_on =
        value.is_some_and(|value| value.get(1..).is_some_and(|v| v.starts_with(b"1") || v.starts_with(b"true")));
    if is_on { civil::date(1904, 1, 1) } else { DAY_ZERO }
}

type NamedSheets = Vec<(String, Result<SheetCells, Unreadable>)>;

fn xlsx_sheets(bytes: &[u8]) -> Result<NamedSheets, Unreadable> {
    check_parts(bytes)?;
    let damaged = |error: XlsxError| damaged(error);
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let sheets = book.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<String> = sheets.map(|sheet| sheet.name.clone()).collect();
    let mut sheets = NamedSheets::new();
    for name in names {
        let empty = SheetCells::behind(sheets.iter().map(|(_, cells)| cells));
        let cells = cells_of(&mut book, &name, empty);
        sheets.push((name, cells));
    }
    Ok(sheets)
}

fn cells_of(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, mut cells: SheetCells) -> Result<SheetCells, Unreadable> {
    let damaged = |error: XlsxError| damaged(error);
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (row, column) = cell.get_position();
        cells.put(row, column, words_of(cell.get_value()))?;
    }
    Ok(cells)
}

/// A cell as a person reads it. An error has no words.
fn words_of(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(is_true) => is_true.to_string(),
        // A time of day, and a length of time.
        DataRef::DateTime(time) if time.as_f64() < 1.0 && time.is_datetime() => clock(time.as_f64()),
        DataRef::DateTime(time) if !time.is_datetime() => clock(time.as_f64()),
        DataRef::DateTime(time) => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// Hours and minutes, and seconds if there are some, of a time in days.
fn clock(days: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a workbook holds no times of that length")]
    let seconds = (days * 86_400.0).round() as i64;
    let (sign, seconds) = (if seconds < 0 { "-" } else { "" }, seconds.unsigned_abs());
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let clock = format!("{sign}{hours:02}:{minutes:02}");
    if seconds == 0 { clock } else { format!("{clock}:{seconds:02}") }
}

/// Fails if a workbook unpacks to more than it may, or claims more texts than fit into it, for which the reader would
/// set memory aside before it finds out.
fn check_parts(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut n_left = MAX_UNPACKED_BYTES;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(damaged)?;
        let has_texts = part.name().map_err(damaged)?.to_lowercase().ends_with("sharedstrings.xml");
        let mut limited = part.take(n_left + 1);
        let mut texts = Vec::new();
        let n_bytes = if has_texts {
            limited.read_to_end(&mut texts).map_err(damaged)? as u64
        } else {
            io::copy(&mut limited, &mut io::sink()).map_err(damaged)?
        };
        n_left = n_left.checked_sub(n_bytes).ok_or_else(too_large)?;
        // The shortest entry is “<si/>”.
        if has_texts && claimed_texts(&texts).is_some_and(|n_texts| n_texts > n_bytes / 5) {
            return Err(Unreadable::Damaged(
                "it claims to have more texts than fit into it; open it in a spreadsheet program and save it again"
                    .to_owned(),
            ));
        }
    }
    Ok(())
}

/// Says what is wrong with a workbook.
pub(super) fn damaged(error: impl ToString) -> Unreadable {
    let error = clipped(&error.to_string());
    Unreadable::Damaged(format!("{error}; open it in a spreadsheet program and save it again"))
}

/// A workbook that unpacks to too much.
pub(super) fn too_large() -> Unreadable {
    Unreadable::TooLarge(format!("it unpacks to more than {} MB; divide it", MAX_UNPACKED_BYTES >> 20))
}

/// How many different texts a list of texts claims to have.
fn claimed_texts(part: &[u8]) -> Option<u64> {
    let text = String::from_utf8_lossy(part);
    let mut reader = quick_xml::Reader::from_str(&text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) if element.local_name().as_ref() == "sst" => {
                let mut attributes = element.attributes().flatten();
                let count = attributes.find(|attribute| attribute.key.local_name().as_ref() == "uniqueCount")?;
                return Some(count.value.trim().parse().unwrap_or(u64::MAX));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
