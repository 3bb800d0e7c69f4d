//! CSV as RFC 4180 has it, safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that begins with `=` as a formula, and article texts come from
//! anywhere. Such text cells get a leading apostrophe; import takes it away again.

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{self, Write},
};

/// How the names of CSV files end, those that are imported and those that are written.
pub const EXTENSION: &str = "csv";

/// How a CSV is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// Begin with a byte order mark, which some spreadsheets need to read UTF-8.
    pub bom: bool,
    /// Put an apostrophe before text that a spreadsheet would run as a formula.
    pub guard: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { bom: false, guard: true }
    }
}

/// Whether a spreadsheet would run the text, or would once its apostrophes are gone.
fn is_risky(text: &str) -> bool {
    // Nearly every text begins with a letter or a digit, and needs no closer look.
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let text = text.trim_start_matches('\'').trim_start_matches(|c: char| c.is_whitespace() && !"\t\r\n".contains(c));
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// The text as it stands in a guarded CSV. Text that looks guarded already is guarded once more,
/// so that [`unguarded`] always gives back what was there.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe that [`guarded`] put there.
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_risky(rest)).unwrap_or(text)
}

/// So many bytes of records are gathered before they are handed on.
const BYTES_AT_ONCE: usize = 64 * 1024;

/// Writes records cell by cell; text is guarded, our own numbers and ids are not.
///
/// The rules of RFC 4180 are few enough to stand here: handing each cell of a million records through the state
/// machine of the `csv` crate takes twice as long. That crate reads what is written here in every test.
pub(super) struct CsvWriter<W: Write> {
    out: W,
    records: Vec<u8>,
    /// What stands between cells.
    delimiter: u8,
    guard: bool,
    is_at_start: bool,
    /// Where a value is written before it becomes a cell, so that no cell needs memory of its own.
    cell: String,
}

impl<W: Write> CsvWriter<W> {
    pub fn new(out: W, options: CsvOptions) -> io::Result<Self> {
        Self::parted(out, options, b',')
    }

    /// The same with another sign between cells.
    pub fn parted(mut out: W, options: CsvOptions, delimiter: u8) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let records = Vec::with_capacity(2 * BYTES_AT_ONCE);
        Ok(Self { out, records, delimiter, guard: options.guard, is_at_start: true, cell: String::new() })
    }

    /// A whole record of column names of ours.
    pub fn header(&mut self, names: &[&str]) -> io::Result<()> {
        for name in names {
            self.verbatim(name)?;
        }
        self.end_record()
    }

    pub fn text(&mut self, text: &str) -> io::Result<()> {
        match if self.guard { guarded(text) } else { Cow::Borrowed(text) } {
            Cow::Borrowed(text) => self.verbatim(text),
            Cow::Owned(text) => self.verbatim(&text),
        }
    }

    /// A number, an id or a date.
    pub fn plain(&mut self, value: impl Display) -> io::Result<()> {
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        write!(cell, "{value}").expect("a string can be written to");
        let written = self.verbatim(&cell);
        self.cell = cell;
        written
    }

    /// Words of ours, as they are. They are quoted where they hold the delimiter, a quotation mark or a line break.
    #[expect(clippy::unnecessary_wraps, reason = "one cell is written as every other")]
    #[expect(clippy::needless_bitwise_bool, reason = "without an early exit many bytes are compared at once")]
    pub fn verbatim(&mut self, cell: &str) -> io::Result<()> {
        if !std::mem::take(&mut self.is_at_start) {
            self.records.push(self.delimiter);
        }
        let delimiter = self.delimiter;
        let is_special = |byte: u8| (byte == delimiter) | (byte == b'"') | (byte == b'\r') | (byte == b'\n');
        if !cell.bytes().fold(false, |found, byte| found | is_special(byte)) {
            self.records.extend_from_slice(cell.as_bytes());
            return Ok(());
        }
        self.records.push(b'"');
        for (at, part) in cell.split('"').enumerate() {
            if at > 0 {
                self.records.extend_from_slice(b"\"\"");
            }
            self.records.extend_from_slice(part.as_bytes());
        }
        self.records.push(b'"');
        Ok(())
    }

    /// Cells as they are written here, to be repeated in many records.
    pub fn composed(&mut self, compose: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<Vec<u8>> {
        let before = (self.records.len(), std::mem::replace(&mut self.is_at_start, true));
        compose(self)?;
        let cells = self.records.split_off(before.0);
        self.is_at_start = before.1;
        Ok(cells)
    }

    /// Writes cells that were composed before.
    pub fn repeat(&mut self, cells: &[u8]) {
        if !std::mem::take(&mut self.is_at_start) {
            self.records.push(self.delimiter);
        }
        self.records.extend_from_slice(cells);
    }

    pub fn end_record(&mut self) -> io::Result<()> {
        self.records.extend_from_slice(b"\r\n");
        self.is_at_start = true;
        if self.records.len() >= BYTES_AT_ONCE { self.hand_on() } else { Ok(()) }
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }

    fn hand_on(&mut self) -> io::Result<()> {
        self.out.write_all(&self.records)?;
        self.records.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(options: CsvOptions, cells: &[&str]) -> String {
        let mut out = Vec::new();
        let mut writer = CsvWriter::new(&mut out, options).expect("memory can be written");
        for cell in cells {
            writer.text(cell).expect("memory can be written");
        }
        writer.end_record().and_then(|()| writer.finish()).expect("memory can be written");
        String::from_utf8(out).expect("CSV is UTF-8")
    }

    #[test]
    fn cells_are_quoted_where_the_form_asks_for_it() {
        let raw = CsvOptions { bom: true, guard: false };
        assert_eq!(
            write(raw, &["a, b", "say \"no\"", "two\nlines", "=1", ""]),
            "\u{feff}\"a, b\",\"say \"\"no\"\"\",\"two\nlines\",=1,\r\n"
        );
    }

    #[test]
    fn formulas_are_guarded_and_come_back() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            (" -5", "' -5"),
            ("\u{a0}@x", "'\u{a0}@x"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("'quoted'", "'quoted'"),
            ("a=b", "a=b"),
            ("–5", "–5"),
            ("", ""),
        ] {
            assert_eq!(guarded(text), cell);
            assert_eq!(unguarded(cell), text);
        }
    }
}
