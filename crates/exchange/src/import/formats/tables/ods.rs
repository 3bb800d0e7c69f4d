//! ODS, cell by cell. A sheet may claim that a row or a cell is repeated a million times; only what holds something is
//! repeated, and never beyond the limits of a table.

use std::io::{Cursor, Read as _};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::{ZipArchive, result::ZipError};

use super::{
    super::Unreadable,
    grid::{MAX_COLUMNS, MAX_ROWS},
    workbook::{MAX_UNPACKED_BYTES, SheetCells, damaged, too_large},
};

/// The most blanks that one mark for blanks stands for.
const MAX_BLANKS: usize = 1_000;

pub(super) type NamedSheets = Vec<(String, Result<SheetCells, Unreadable>)>;

/// Reads the sheets of a document in their order.
pub(super) fn sheets(bytes: &[u8]) -> Result<NamedSheets, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if part(&mut archive, "META-INF/manifest.xml")?.is_some_and(|text| text.contains("encryption-data")) {
        return Err(Unreadable::Refused(
            "it is protected with a password; open it in a spreadsheet program and save it without one".to_owned(),
        ));
    }
    let content = part(&mut archive, "content.xml")?;
    let content = content.ok_or_else(|| damaged("it has no part “content.xml”"))?;
    let mut reader = Reader::from_str(&content);
    let mut sheets = Vec::new();
    let mut names = Vec::new();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::DocType(_) => return Err(damaged("it declares a document type")),
            Event::Start(element) if element.name().as_ref() == "table:table" => {
                names.push(attribute(&element, "table:name").unwrap_or_default());
                let mut sheet = SheetReader { cells: SheetCells::behind(sheets.iter()), ..SheetReader::default() };
                let cells = sheet.read(&mut reader)?.map(|()| sheet.cells);
                sheets.push(cells);
            }
            Event::Eof => return Ok(names.into_iter().zip(sheets).collect()),
            _ => {}
        }
    }
}

/// A part of the archive as text; `None` if there is none.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Unreadable> {
    let part = match archive.by_name(name) {
        Ok(part) => part,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(damaged(error)),
    };
    let mut text = String::new();
    let mut limited = part.take(MAX_UNPACKED_BYTES + 1);
    limited.read_to_string(&mut text).map_err(damaged)?;
    if text.len() as u64 > MAX_UNPACKED_BYTES { Err(too_large()) } else { Ok(Some(text)) }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let unescaped = quick_xml::escape::unescape(&found.value).map(std::borrow::Cow::into_owned);
    Some(unescaped.unwrap_or_else(|_| found.value.into_owned()))
}

fn repeats(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1)
}

/// Where the reader is in a sheet.
#[derive(Default)]
struct SheetReader {
    cells: SheetCells,
    row: u32,
    row_repeats: u32,
    column: u32,
    column_repeats: u32,
    /// The cells of the present row.
    present: Vec<(u32, String)>,
    /// The present cell: its paragraphs, and the value that is not its text.
    text: String,
    has_paragraph: bool,
    value: Option<String>,
    is_error: bool,
    /// How deep the reader is in a note, whose words are not those of the cell.
    note_depth: usize,
}

impl SheetReader {
    /// Reads up to the end of the sheet. What is wrong with the sheet alone is in the inner result.
    fn read(&mut self, reader: &mut Reader<&[u8]>) -> Result<Result<(), Unreadable>, Unreadable> {
        let mut outcome = Ok(());
        // A sheet may have small tables in its cells.
        let mut depth = 1_usize;
        loop {
            match reader.read_event().map_err(damaged)? {
                Event::Start(element) => {
                    depth += usize::from(element.name().as_ref() == "table:table");
                    self.begin(&element);
                }
                Event::Empty(element) => {
                    self.begin(&element);
                    if outcome.is_ok() {
                        outcome = self.end(element.name().as_ref());
                    }
                }
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(outcome);
                    }
                }
                Event::End(element) if outcome.is_ok() => outcome = self.end(element.name().as_ref()),
                Event::Text(text) => self.push(&text.xml10_content()),
                Event::CData(text) => self.push(&text.xml10_content()),
                Event::GeneralRef(name) => match name.resolve_char_ref() {
                    Ok(Some(c)) => self.push(c.encode_utf8(&mut [0; 4])),
                    _ => self.push(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default()),
                },
                Event::Eof => return Err(damaged("it ends in the middle of a sheet")),
                _ => {}
            }
        }
    }

    fn push(&mut self, words: &str) {
        if self.has_paragraph && self.note_depth == 0 {
            self.text.push_str(words);
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        match element.name().as_ref() {
            "table:table-row" => {
                self.row_repeats = repeats(element, "table:number-rows-repeated");
                self.column = 0;
                self.present.clear();
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.column_repeats = repeats(element, "table:number-columns-repeated");
                self.text.clear();
                self.has_paragraph = false;
                let date = attribute(element, "office:date-value");
                self.value = date.or_else(|| attribute(element, "office:string-value"));
                self.is_error = attribute(element, "calcext:value-type").is_some_and(|kind| kind == "error");
            }
            "office:annotation" => self.note_depth += 1,
            "text:p" if self.note_depth == 0 => {
                if self.has_paragraph {
                    self.text.push('\n');
                }
                self.has_paragraph = true;
            }
            "text:s" => {
                let count = attribute(element, "text:c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(MAX_BLANKS.min(count)));
            }
            "text:tab" => self.push("\t"),
            "text:line-break" => self.push("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "office:annotation" => self.note_depth = self.note_depth.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => {
                // A date is shown in many ways and has one value; other cells are read as they are shown.
                let text = std::mem::take(&mut self.text);
                let shown = self.value.take().unwrap_or(text);
                if !self.is_error && !shown.trim().is_empty() {
                    let n_columns = u32::try_from(MAX_COLUMNS + 1).unwrap_or(u32::MAX);
                    let end = self.column.saturating_add(self.column_repeats);
                    let columns = self.column..end.min(n_columns.max(self.column + 1));
                    self.present.extend(columns.map(|column| (column, shown.clone())));
                }
                self.column = self.column.saturating_add(self.column_repeats);
            }
            "table:table-row" => {
                let most = u32::try_from(MAX_ROWS).unwrap_or(u32::MAX).saturating_add(2);
                let repeats = if self.present.is_empty() { 0 } else { self.row_repeats.min(most) };
                // A row that is repeated is refused before it is, because its size is known.
                let n_bytes: usize = self.present.iter().map(|(_, cell)| cell.len()).sum();
                let times = repeats as usize;
                let room = (self.present.len().saturating_mul(times), n_bytes.saturating_mul(times));
                self.cells.check_room(room.0, room.1)?;
                for repeat in 0..repeats {
                    for (column, cell) in &self.present {
                        self.cells.put(self.row.saturating_add(repeat), *column, cell.clone())?;
                    }
                }
                self.row = self.row.saturating_add(self.row_repeats);
                self.present.clear();
            }
            _ => {}
        }
        Ok(())
    }
}
