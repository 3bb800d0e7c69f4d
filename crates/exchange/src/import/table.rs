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
}

/// One row, with the line of the file it starts on.
pub(super) struct TableRow {
    pub line: usize,
    /// The byte of the text it starts at.
    pub byte: usize,
    record: csv::StringRecord,
}

/// A row that cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadTableRow {
    pub line: usize,
    pub problem: TableProblem,
}

/// Why a row cannot be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TableProblem {
    /// A quotation mark opens a cell that does not end where the mark is closed, or the mark is never closed.
    Quotation,
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
        let mut columns = HashMap::new();
        for (at, name) in header.iter().enumerate() {
            columns.entry(column_name(name)).or_insert(at);
        }
        let n_named =
            header.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()).last().map_or(0, |(at, _)| at + 1);
        let n_cells = header.len();
        let header_start = start + header.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0));
        let before = &source.as_bytes()[..header_start.min(source.len())];
        let blank = source.as_bytes()[before.len()..].iter().take_while(|byte| **byte == b'\n').count();
        let header_line = 1 + blank + before.iter().filter(|byte| **byte == b'\n').count();
        Self {
            source,
            separator,
            columns,
            header,
            header_line,
            n_named,
            n_cells,
            reader,
            reader_start: start,
            line: 1,
            counted_bytes: 0,
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
            let problem = self.problem(&record, written, b'"');
            let Some(problem) = problem else {
                if is_blank(&record) {
                    continue;
                }
                return Some(Ok(TableRow { line: self.line_at(start), byte: start, record }));
            };
            let line = self.line_at(start);
            if let Some((record, end)) = self.with_escapes(start, written) {
                self.restart(end);
                return Some(Ok(TableRow { line, byte: start, record }));
            }
            self.skip(start, written, problem);
            return Some(Err(BadTableRow { line, problem }));
        }
    }

    fn byte(&self) -> usize {
        self.reader_start + usize::try_from(self.reader.position().byte()).unwrap_or(0)
    }

    fn restart(&mut self, at: usize) {
        self.reader = reader_at(self.source, at, self.separator);
        self.reader_start = at;
    }

    /// Says what is wrong with a record. `escape` is the character before a quotation mark that belongs to a cell.
    fn problem(&self, record: &csv::StringRecord, written: &str, escape: u8) -> Option<TableProblem> {
        if !has_sound_quotation(written.as_bytes(), self.separator, escape) {
            return Some(TableProblem::Quotation);
        }
        let found = record.len();
        let has_more = record.iter().skip(self.n_cells).any(|cell| !cell.trim().is_empty());
        let is_wrong = has_more || (found < self.n_named && !is_blank(record));
        is_wrong.then_some(TableProblem::Cells { found, expected: self.n_named })
    }

    /// Reads a row once more, with backslashes before the quotation marks inside its cells, and returns where it ends.
    fn with_escapes(&self, start: usize, written: &str) -> Option<(csv::StringRecord, usize)> {
        if !written.contains("\\\"") {
            return None;
        }
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.separator).flexible(true).has_headers(false).escape(Some(b'\\'));
        let mut reader = builder.from_reader(&self.source.as_bytes()[start..]);
        let mut record = csv::StringRecord::new();
        reader.read_record(&mut record).ok().filter(|is_read| *is_read)?;
        let end = start + usize::try_from(reader.position().byte()).ok()?;
        let is_sound = self.problem(&record, &self.source[start..end], b'\\').is_none();
        is_sound.then_some((record, end))
    }

    /// Goes on behind a bad row. If it has several lines, a quotation mark may be missing, and one of them may begin the
    /// next row: the first with as many separators as a row needs.
    fn skip(&mut self, start: usize, written: &str, problem: TableProblem) {
        let n_needed = self.n_named.saturating_sub(1).max(1);
        let mut at = start;
        for line in written.split_inclusive('\n') {
            let n_separators = || line.bytes().filter(|byte| *byte == self.separator).count();
            let may_begin = at > start && n_separators() >= n_needed;
            // If the marks are sound, the lines may as well belong to a cell.
            if may_begin && (problem == TableProblem::Quotation || self.is_sound_at(at)) {
                self.restart(at);
                return;
            }
            at += line.len();
        }
    }

    fn is_sound_at(&self, start: usize) -> bool {
        let mut reader = reader_at(self.source, start, self.separator);
        let mut record = csv::StringRecord::new();
        let is_read = reader.read_record(&mut record).unwrap_or(false);
        let end = start + usize::try_from(reader.position().byte()).unwrap_or(0);
        is_read && self.problem(&record, &self.source[start..end], b'"').is_none()
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
    let Some(given) = words.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &words[4..]) else {
        return (0, None);
    };
    let given = match given.as_bytes() {
        b"\\t" => Some(b'\t'),
        [separator] if separator.is_ascii_punctuation() || *separator == b'\t' => Some(*separator),
        // A blank separator may have been trimmed, and anything else is no separator.
        _ => None,
    };
    ((line.len() + 1).min(source.len()), given.filter(|separator| *separator != b'"'))
}

/// Finds the separator with which most of the first rows have as many cells as the header. One that is given is
/// believed if it separates anything.
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

/// Returns whether each quotation mark that opens a cell is closed at the end of that cell. `escape` is the character
/// before a quotation mark that belongs to the cell.
fn has_sound_quotation(written: &[u8], separator: u8, escape: u8) -> bool {
    let ends_cell = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == separator || *byte == b'\n');
    let (mut at, mut is_at_start) = (0, true);
    while let Some(&byte) = written.get(at) {
        if !(is_at_start && byte == b'"') {
            is_at_start = byte == separator;
            at += 1;
            continue;
        }
        at += 1;
        loop {
            match written.get(at) {
                Some(&byte) if byte == escape && written.get(at + 1) == Some(&b'"') => at += 2,
                // A backslash before another character takes nothing from it, except before a backslash.
                Some(b'\\') if escape == b'\\' => at += 2,
                // Quotation marks may be doubled as well.
                Some(b'"') if written.get(at + 1) == Some(&b'"') => at += 2,
                Some(b'"') if ends_cell(written.get(at + 1)) => break,
                None | Some(b'"') => return false,
                Some(_) => at += 1,
            }
        }
        at += 1;
        is_at_start = false;
    }
    true
}

#[cfg(test)]
mod tests;
