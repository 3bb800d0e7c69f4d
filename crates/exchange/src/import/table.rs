//! Reads tables that other programs wrote as text: one record for each row, below a line that names the columns.
//!
//! The separator is found from the rows themselves, or from the `sep=` line that spreadsheets understand. Additional
//! columns are ignored, and each row knows the line of the file it starts on. A row that cannot be right is handed out
//! as such and swallows no other row. Nothing here knows what the columns mean.

use std::collections::HashMap;

/// The separators that spreadsheets and databases write, depending on the region they are set to.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How much of a file decides on its separator.
const MAX_SAMPLE_BYTES: usize = 1 << 16;
const MAX_SAMPLE_ROWS: usize = 50;

/// The rows of a table whose first line names its columns.
pub(super) struct TableRows<'a> {
    /// The text has LF line endings.
    source: &'a str,
    separator: u8,
    /// The index of each column by its name; of two columns with the same name the first counts.
    columns: HashMap<String, usize>,
    /// The header as it is written, and the line it is on.
    header: csv::StringRecord,
    header_line: usize,
    /// The number of cells of a row: up to the last named column at least, and at most those of the header.
    n_named: usize,
    n_cells: usize,
    reader: csv::Reader<&'a [u8]>,
    /// The byte at which the reader started.
    reader_start: usize,
    line: usize,
    /// Lines have been counted up to this byte.
    counted_bytes: usize,
    /// How many bytes were read in rows that turned out to be none.
    n_wasted: usize,
    /// How many rows had quotation marks that do not match.
    n_bad: usize,
}

/// One row, with the line of the file it starts on.
pub(super) struct TableRow {
    pub line: usize,
    /// The byte of the text it starts at.
    pub byte: usize,
    record: csv::StringRecord,
}

impl TableRow {
    /// Its cells, in the order of the columns.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.record.iter()
    }
}

/// An invalid row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadTableRow {
    pub line: usize,
    pub problem: TableProblem,
}

/// What is said of a file whose rest is given up.
pub(super) const TOO_MANY_QUOTATIONS: &str =
    "from here on nothing was read, because the quotation marks of too many rows do not match; close them";

/// How many bytes of rows that turn out to be none are read before the rest of a file is given up.
const MAX_WASTED_BYTES: usize = 32 << 20;
/// How many rows may have quotation marks that do not match.
const MAX_BAD_ROWS: usize = 20_000;

/// Why a row is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableProblem {
    /// A quotation mark opens a cell that does not end where the mark is closed, or the mark is never closed.
    Quotation,
    /// Too many rows have quotation marks that do not match, so the rest of the file was not read.
    TooManyQuotations,
    /// The header names another number of columns.
    Cells { found: usize, expected: usize },
}

impl<'a> TableRows<'a> {
    /// Starts reading. The text must have LF line endings and no byte order mark.
    pub fn of(source: &'a str) -> Self {
        let (start, given) = separator_line(source);
        let separator = separator_of(&source[start..], given);
        let mut reader = reader_at(source, start, separator);
        let mut header = csv::StringRecord::new();
        while reader.read_record(&mut header).unwrap_or(false) && is_blank(&header) {}
        let header_start = start + header.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let before = &source.as_bytes()[..header_start.min(source.len())];
        let blank = source.as_bytes()[before.len()..].iter().take_while(|byte| **byte == b'\n').count();
        let header_line = 1 + blank + before.iter().filter(|byte| **byte == b'\n').count();
        let mut reader_start = start;
        if let Some((again, end)) = read_row(source, before.len() + blank, separator, b'"') {
            header = again;
            reader = reader_at(source, end, separator);
            reader_start = end;
        }
        let mut columns = HashMap::new();
        for (at, name) in header.iter().enumerate() {
            columns.entry(column_name(name)).or_insert(at);
        }
        let n_named =
            header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()).last().map_or(0, |(at, _)| at + 1);
        let n_cells = header.len();
        Self {
            source,
            separator,
            columns,
            header,
            header_line,
            n_named,
            n_cells,
            reader,
            reader_start,
            line: 1,
            counted_bytes: 0,
            n_wasted: 0,
            n_bad: 0,
        }
    }

    /// The line of the file that names the columns.
    pub fn header_line(&self) -> usize {
        self.header_line
    }

    /// Returns the first two columns that have this name, as they are written and counted from 1.
    pub fn repeated(&self, column: &str) -> Option<[(usize, &str); 2]> {
        let mut named = self.header.iter().enumerate().filter(|(_, name)| column_name(name) == column);
        let mut next = || named.next().map(|(at, name)| (at + 1, name.trim()));
        Some([next()?, next()?])
    }

    /// The heads of the columns, as they are written.
    pub fn heads(&self) -> impl Iterator<Item = &str> {
        self.header.iter()
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Returns the cell of a row in this column; empty if there is no such column.
    pub fn cell<'r>(&self, row: &'r TableRow, column: &str) -> &'r str {
        self.columns.get(column).and_then(|&at| row.record.get(at)).unwrap_or_default()
    }

    /// Returns the next row that is not blank.
    pub fn next_row(&mut self) -> Option<Result<TableRow, BadTableRow>> {
        let mut record = csv::StringRecord::new();
        loop {
            let before = self.byte();
            // Reading from memory cannot fail, because the text is UTF-8 and rows may have any length.
            if !self.reader.read_record(&mut record).unwrap_or(false) {
                return None;
            }
            let bytes = self.source.as_bytes();
            let start = before + bytes[before..].iter().take_while(|&&byte| byte == b'\n').count();
            let written = &self.source[start..self.byte()];
            // Without spaces around quoted cells, which is the rule, the record is already correct.
            let is_plain = sound_row(written, self.separator, b'"').is_some_and(|(row, _)| row == written);
            if is_plain && self.cells_problem(&record).is_none() {
                if is_blank(&record) {
                    continue;
                }
                return Some(Ok(TableRow { line: self.line_at(start), byte: start, record }));
            }
            let line = self.line_at(start);
            match self.read_again(start, written) {
                Ok((record, end)) => {
                    self.restart(end);
                    if !is_blank(&record) {
                        return Some(Ok(TableRow { line, byte: start, record }));
                    }
                }
                Err((problem, end)) => {
                    // A mark that is never closed lets each row be read to the end of the file.
                    self.n_wasted += end - start;
                    self.n_bad += usize::from(problem == TableProblem::Quotation);
                    if self.n_wasted > MAX_WASTED_BYTES.max(4 * self.source.len()) || self.n_bad > MAX_BAD_ROWS {
                        self.restart(self.source.len());
                        return Some(Err(BadTableRow { line, problem: TableProblem::TooManyQuotations }));
                    }
                    self.restart(end);
                    self.skip(start, end, problem);
                    return Some(Err(BadTableRow { line, problem }));
                }
            }
        }
    }

    fn byte(&self) -> usize {
        self.reader_start + usize::try_from(self.reader.position().byte()).unwrap_or(0)
    }

    fn restart(&mut self, at: usize) {
        self.reader = reader_at(self.source, at, self.separator);
        self.reader_start = at;
    }

    /// Returns an error if a record has a different number of cells from the header.
    fn cells_problem(&self, record: &csv::StringRecord) -> Option<TableProblem> {
        let found = record.len();
        let has_more = record.iter().skip(self.n_cells).any(|cell| !cell.trim().is_empty());
        let is_wrong = has_more || (found < self.n_named && !is_blank(record));
        is_wrong.then_some(TableProblem::Cells { found, expected: self.n_named })
    }

    /// Reads a row once more, with blanks around its quoted cells and, if need be, with backslashes before the quotation
    /// marks inside them. Returns where it ends.
    ///
    /// # Errors
    /// Says what is wrong with the row, and where it ends as far as that is known.
    fn read_again(&self, start: usize, written: &str) -> Result<(csv::StringRecord, usize), (TableProblem, usize)> {
        let mut failed = None;
        let escapes = [b'"', b'\\'].into_iter().filter(|escape| *escape == b'"' || written.contains("\\\""));
        for (record, end) in escapes.filter_map(|escape| read_row(self.source, start, self.separator, escape)) {
            let Some(problem) = self.cells_problem(&record) else {
                return Ok((record, end));
            };
            failed.get_or_insert((problem, end));
        }
        Err(failed.unwrap_or((TableProblem::Quotation, start + written.len())))
    }

    /// Continues after an invalid row. If it has several lines, a quotation mark may be missing, and one of them may
    /// start the next row: the first with as many separators as a row needs.
    fn skip(&mut self, start: usize, end: usize, problem: TableProblem) {
        let n_needed = self.n_named.saturating_sub(1).max(1);
        let mut at = start;
        for line in self.source[start..end].split_inclusive('\n') {
            let n_separators = || line.bytes().filter(|byte| *byte == self.separator).count();
            let may_begin = at > start && n_separators() >= n_needed;
            // If the quotation marks match, the lines may as well belong to a cell.
            if may_begin && (problem == TableProblem::Quotation || self.is_sound_at(at)) {
                self.restart(at);
                return;
            }
            at += line.len();
        }
    }

    fn is_sound_at(&self, start: usize) -> bool {
        let row = read_row(self.source, start, self.separator, b'"');
        row.is_some_and(|(record, _)| self.cells_problem(&record).is_none())
    }

    fn line_at(&mut self, byte: usize) -> usize {
        let bytes = &self.source.as_bytes()[self.counted_bytes..byte];
        self.line += bytes.iter().filter(|&&byte| byte == b'\n').count();
        self.counted_bytes = byte;
        self.line
    }
}

fn reader_at(source: &str, start: usize, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    builder.from_reader(&source.as_bytes()[start..])
}

/// Reads one row, and returns where it ends; `None` if its quotation marks do not match.
fn read_row(source: &str, start: usize, separator: u8, escape: u8) -> Option<(csv::StringRecord, usize)> {
    let (row, n_bytes) = sound_row(&source[start..], separator, escape)?;
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).flexible(true).has_headers(false);
    builder.escape((escape != b'"').then_some(escape));
    let mut record = csv::StringRecord::new();
    let is_read = builder.from_reader(row.as_bytes()).read_record(&mut record).ok()?;
    is_read.then_some((record, start + n_bytes))
}

fn is_blank(record: &csv::StringRecord) -> bool {
    record.iter().all(|cell| cell.trim().is_empty())
}

/// Returns the name under which a column is found: “Article ID” and `article_id` are the same.
fn column_name(name: &str) -> String {
    let words = name.split(|c: char| c.is_whitespace() || c == '_' || c == '-').filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}

/// Returns where the table begins, and the separator if a `sep=` line before it gives one.
fn separator_line(source: &str) -> (usize, Option<u8>) {
    let line = source.lines().next().unwrap_or_default();
    let words = line.trim_matches(['"', ' ']);
    let name = words.get(..3).filter(|start| start.eq_ignore_ascii_case("sep"));
    let Some(given) = name.and_then(|_| words[3..].trim_start_matches(' ').strip_prefix('=')) else {
        return (0, None);
    };
    let given = given.trim_matches(['"', ' ']);
    let given = match given.as_bytes() {
        b"\\t" => Some(b'\t'),
        [separator] if separator.is_ascii_punctuation() || *separator == b'\t' => Some(*separator),
        // A space as separator may have been trimmed, and anything else is not a separator.
        _ => None,
    };
    ((line.len() + 1).min(source.len()), given.filter(|separator| *separator != b'"'))
}

/// Finds the separator with which most of the first rows have as many cells as the header. A given separator is used if
/// it separates anything.
fn separator_of(source: &str, given: Option<u8>) -> u8 {
    let sample = &source[..source.floor_char_boundary(MAX_SAMPLE_BYTES)];
    let fit = |separator: u8| {
        let mut reader = reader_at(sample, 0, separator);
        let mut rows = reader.records().map_while(Result::ok).filter(|record| !is_blank(record)).take(MAX_SAMPLE_ROWS);
        let n_cells = rows.next().map_or(0, |header| header.len());
        let n_fitting = rows.filter(|row| row.len() == n_cells).count();
        (n_cells > 1).then_some((n_fitting, n_cells))
    };
    if let Some(given) = given.filter(|separator| fit(*separator).is_some()) {
        return given;
    }
    // Of equals the last counts, so the usual one comes last.
    SEPARATORS.into_iter().rev().max_by_key(|separator| fit(*separator)).unwrap_or(b',')
}

/// Copies the first row without the spaces around its quoted cells, which the reader would treat as part of them, and
/// returns where it ends in the source. `None` if a quotation mark that opens a cell is not closed at the end of that
/// cell. `escape` is the character before a quotation mark inside a cell.
fn sound_row(source: &str, separator: u8, escape: u8) -> Option<(String, usize)> {
    let ends_cell = |c: char| c == '\n' || c == char::from(separator);
    let without_blanks = |text| str::trim_start_matches(text, |c: char| c.is_whitespace() && !ends_cell(c));
    let (mut row, mut rest) = (String::new(), source);
    loop {
        let cell = without_blanks(rest);
        if cell.starts_with('"') {
            let n_bytes = quoted_cell(cell.as_bytes(), escape)?;
            row.push_str(&cell[..n_bytes]);
            rest = without_blanks(&cell[n_bytes..]);
        } else {
            let n_bytes = rest.find(ends_cell).unwrap_or(rest.len());
            row.push_str(&rest[..n_bytes]);
            rest = &rest[n_bytes..];
        }
        let end = rest.chars().next();
        if !end.is_none_or(ends_cell) {
            return None;
        }
        row.extend(end);
        rest = &rest[end.map_or(0, char::len_utf8)..];
        if end.is_none_or(|end| end == '\n') {
            return Some((row, source.len() - rest.len()));
        }
    }
}

/// Returns the number of bytes of a quoted cell, its marks included; `None` if it is not closed.
fn quoted_cell(cell: &[u8], escape: u8) -> Option<usize> {
    let mut at = 1;
    loop {
        match cell.get(at)? {
            byte if *byte == escape && cell.get(at + 1) == Some(&b'"') => at += 2,
            // A backslash before another character takes nothing from it, except before a backslash.
            b'\\' if escape == b'\\' => at += 2,
            // Quotation marks may be doubled as well.
            b'"' if cell.get(at + 1) == Some(&b'"') => at += 2,
            b'"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests;
