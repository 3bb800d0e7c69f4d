//! CSV as RFC 4180 has it, safe to open in a spreadsheet.
//!
//! A spreadsheet runs a cell that begins with `=` as a formula, and article texts come from
//! anywhere. Such text cells get a leading apostrophe; import takes it away again.

use std::{
    borrow::Cow,
    fmt::{Display, Write as _},
    io::{self, Write},
};

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

/// Writes records cell by cell; text is guarded, our own numbers and ids are not.
pub(super) struct CsvWriter<W: Write> {
    records: csv::Writer<W>,
    guard: bool,
    /// Where a value is written before it becomes a cell, so that no cell needs memory of its own.
    cell: String,
}

impl<W: Write> CsvWriter<W> {
    pub fn new(out: W, options: CsvOptions) -> io::Result<Self> {
        Self::parted(out, options, b',')
    }

    /// The same with another sign between cells.
    pub fn parted(mut out: W, options: CsvOptions, by: u8) -> io::Result<Self> {
        if options.bom {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut builder = csv::WriterBuilder::new();
        builder.flexible(true).terminator(csv::Terminator::CRLF).delimiter(by);
        Ok(Self { records: builder.from_writer(out), guard: options.guard, cell: String::new() })
    }

    /// A whole record of column names of ours.
    pub fn header(&mut self, names: &[&str]) -> io::Result<()> {
        self.records.write_record(names).map_err(into_io)
    }

    pub fn text(&mut self, text: &str) -> io::Result<()> {
        let cell = if self.guard { guarded(text) } else { Cow::Borrowed(text) };
        self.records.write_field(&*cell).map_err(into_io)
    }

    /// A number, an id or a date.
    pub fn plain(&mut self, value: impl Display) -> io::Result<()> {
        self.cell.clear();
        write!(self.cell, "{value}").expect("a string can be written to");
        self.records.write_field(&self.cell).map_err(into_io)
    }

    pub fn end_record(&mut self) -> io::Result<()> {
        self.records.write_record(None::<&[u8]>).map_err(into_io)
    }

    pub fn finish(mut self) -> io::Result<()> {
        self.records.flush()
    }
}

fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
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
