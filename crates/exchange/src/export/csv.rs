//! Writes CSV as defined by RFC 4180, made safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that starts with `=` as a formula, and the texts of articles come from anywhere. Such
//! cells get a leading apostrophe, which import removes again.

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{self, Write},
};

/// The extension of CSV files, both imported and exported.
pub const EXTENSION: &str = "csv";

/// The character between the cells of a CSV.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvSeparator {
    /// As in RFC 4180.
    #[default]
    Comma,
    /// For spreadsheets in countries that use a decimal comma.
    Semicolon,
}

impl CsvSeparator {
    /// Every separator, in the order in which it is offered.
    pub const ALL: [Self; 2] = [Self::Comma, Self::Semicolon];

    /// Returns its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
        }
    }

    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
}

/// The character between the whole part of a number and its decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalMark {
    /// For statistics programs: `0.5`.
    #[default]
    Point,
    /// For spreadsheets in many countries: `0,5`.
    Comma,
}

impl DecimalMark {
    /// Every mark, in the order in which it is offered.
    pub const ALL: [Self; 2] = [Self::Point, Self::Comma];

    /// Returns its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Comma => "comma",
        }
    }

    /// Returns the mark that spreadsheets expect in a file with this separator. Those that want semicolons do so
    /// because the comma is their decimal mark.
    pub const fn usual_with(separator: CsvSeparator) -> Self {
        match separator {
            CsvSeparator::Comma => Self::Point,
            CsvSeparator::Semicolon => Self::Comma,
        }
    }
}

/// The options for writing CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CsvOptions {
    /// Start with a byte order mark, which some spreadsheets need to recognise UTF-8.
    pub bom: bool,
    /// Put an apostrophe in front of text that a spreadsheet would run as a formula.
    pub guard: bool,
    /// The character between cells.
    pub separator: CsvSeparator,
    /// The decimal mark of numbers.
    pub decimal: DecimalMark,
}

impl CsvOptions {
    /// Says how cells are written: "cells separated by semicolons, decimal comma, guarded against formulas".
    pub fn in_words(&self, separator: &str) -> String {
        let guard = if self.guard { "guarded" } else { "not guarded" };
        format!("cells separated by {separator}s, decimal {}, {guard} against formulas", self.decimal.name())
    }
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { bom: false, guard: true, separator: CsvSeparator::Comma, decimal: DecimalMark::Point }
    }
}

/// Returns true if a spreadsheet would run the text, possibly after removing leading apostrophes.
fn is_risky(text: &str) -> bool {
    // Nearly every text starts with a letter or digit and needs no closer look.
    if text.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    let text = text.trim_start_matches('\'').trim_start_matches(|c: char| c.is_whitespace() && !"\t\r\n".contains(c));
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Returns the text as it is written in a guarded CSV. Text that already looks guarded is guarded again, so that
/// [`unguarded`] always restores the original.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if is_risky(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text without the apostrophe added by [`guarded`].
pub fn unguarded(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_risky(rest)).unwrap_or(text)
}

/// Returns true if the text would have been guarded in a file that guards its text.
pub(crate) fn lacks_guard(text: &str) -> bool {
    !text.starts_with('\'') && is_risky(text)
}

/// The number of bytes collected before they are passed on.
const BYTES_AT_ONCE: usize = 64 * 1024;

/// Writes records cell by cell. Text is guarded; numbers, ids and our own words are not.
///
/// RFC 4180 has so few rules that they are implemented here, because passing every cell of a million records through
/// the state machine of the `csv` crate takes twice as long. Tests read the output with that crate.
pub(crate) struct CsvWriter<W: Write> {
    out: W,
    records: Vec<u8>,
    /// The character between cells.
    delimiter: u8,
    decimal: DecimalMark,
    guard: bool,
    is_at_start: bool,
    /// A buffer for formatting values, so that no cell allocates memory.
    cell: String,
}

impl<W: Write> CsvWriter<W> {
    pub fn new(out: W, options: CsvOptions) -> io::Result<Self> {
        Self::parted(out, options, options.separator.byte())
    }

    /// Does the same with another delimiter.
    pub fn parted(mut out: W, options: CsvOptions, delimiter: u8) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let records = Vec::with_capacity(2 * BYTES_AT_ONCE);
        let CsvOptions { guard, decimal, .. } = options;
        Ok(Self { out, records, delimiter, decimal, guard, is_at_start: true, cell: String::new() })
    }

    /// Writes a record of column names, which are ours.
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

    /// Writes a number that may have decimals, as it is written with a point.
    pub fn decimal(&mut self, number: &str) -> io::Result<()> {
        match self.decimal {
            DecimalMark::Point => self.verbatim(number),
            DecimalMark::Comma => self.verbatim(&number.replace('.', ",")),
        }
    }

    /// Writes a whole number, an id or a date.
    pub fn plain(&mut self, value: impl Display) -> io::Result<()> {
        let mut cell = std::mem::take(&mut self.cell);
        cell.clear();
        write!(cell, "{value}").expect("a string can be written to");
        let written = self.verbatim(&cell);
        self.cell = cell;
        written
    }

    /// Writes our own words as they are. They are quoted if they contain the delimiter, a quotation mark or a line
    /// break.
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

    /// Composes cells that are repeated in many records.
    pub fn composed(&mut self, compose: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<Vec<u8>> {
        let before = (self.records.len(), std::mem::replace(&mut self.is_at_start, true));
        compose(self)?;
        let cells = self.records.split_off(before.0);
        self.is_at_start = before.1;
        Ok(cells)
    }

    /// Writes cells composed earlier.
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
        let raw = CsvOptions { bom: true, guard: false, ..CsvOptions::default() };
        assert_eq!(
            write(raw, &["a, b", "say \"no\"", "two\nlines", "=1", ""]),
            "\u{feff}\"a, b\",\"say \"\"no\"\"\",\"two\nlines\",=1,\r\n"
        );
    }

    #[test]
    fn cells_are_quoted_for_their_separator() {
        let options = CsvOptions { separator: CsvSeparator::Semicolon, ..CsvOptions::default() };
        assert_eq!(write(options, &["a, b", "c; d", "=1"]), "a, b;\"c; d\";'=1\r\n");
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
