//! Reads CSV files from any program by the names of their columns.
//!
//! The separator is guessed from the header, additional columns are ignored, and each row knows the line of the file it
//! starts on.

use std::collections::HashMap;

/// The separators that spreadsheets write, depending on the region they are set to.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a CSV whose first line names its columns.
pub(super) struct CsvRows<'a> {
    source: &'a str,
    reader: csv::Reader<&'a [u8]>,
    /// The index of each column by its name in lower case; of two columns with the same name the first counts.
    columns: HashMap<String, usize>,
    line: usize,
    /// Lines have been counted up to this byte.
    counted_bytes: usize,
}

/// One row, with the line of the file it starts on.
pub(super) struct CsvRow<'a> {
    pub line: usize,
    /// The byte of the text it starts at.
    pub byte: usize,
    columns: &'a HashMap<String, usize>,
    record: csv::StringRecord,
}

impl<'a> CsvRows<'a> {
    /// Starts reading. The text must have LF line endings.
    pub fn of(source: &'a str) -> Self {
        let header = source.trim_start().lines().next().unwrap_or_default();
        let n_cells = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
        let separator = SEPARATORS.into_iter().rev().max_by_key(n_cells).unwrap_or(b',');
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(separator).flexible(true);
        let mut reader = builder.from_reader(source.as_bytes());
        let mut columns = HashMap::new();
        if let Ok(header) = reader.headers() {
            for (at, name) in header.iter().enumerate() {
                columns.entry(name.trim().to_lowercase()).or_insert(at);
            }
        }
        Self { source, reader, columns, line: 1, counted_bytes: 0 }
    }

    pub fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// Returns the next row that is not blank.
    pub fn next_row(&mut self) -> Option<CsvRow<'_>> {
        let mut record = csv::StringRecord::new();
        loop {
            // Reading from memory cannot fail, because the text is UTF-8 and rows may have any length.
            if !self.reader.read_record(&mut record).unwrap_or(false) {
                return None;
            }
            if record.iter().any(|cell| !cell.trim().is_empty()) {
                break;
            }
        }
        let byte = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0));
        let line = self.line_at(byte);
        Some(CsvRow { line, byte, columns: &self.columns, record })
    }

    /// Returns the line of the first character at or after the byte that is not a line break, because blank lines
    /// before a row are skipped.
    fn line_at(&mut self, byte: usize) -> usize {
        let bytes = self.source.as_bytes();
        let byte = byte + bytes[byte..].iter().take_while(|&&b| b == b'\n').count();
        self.line += bytes[self.counted_bytes..byte].iter().filter(|&&b| b == b'\n').count();
        self.counted_bytes = byte;
        self.line
    }
}

impl CsvRow<'_> {
    /// Returns the cell in this column; empty if the column or the cell is missing.
    pub fn cell(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Compares the line, the article and the quote of each row.
    fn check(source: &str, expected: &[(usize, &str, &str)]) {
        let mut rows = CsvRows::of(source);
        let mut found = Vec::new();
        while let Some(row) = rows.next_row() {
            found.push((row.line, row.cell("article").to_owned(), row.cell("quote").to_owned()));
        }
        let found: Vec<_> = found.iter().map(|(line, article, quote)| (*line, &**article, &**quote)).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn columns_are_found_by_name_and_rows_know_their_line() {
        check("article,quote\nA,x\nB,y\n", &[(2, "A", "x"), (3, "B", "y")]);
        check(
            "Quote ;more; ARTICLE\nx;1;A\n;;\n\n\n\"two\nlines\";2;B\nz",
            &[(2, "A", "x"), (6, "B", "two\nlines"), (8, "", "z")],
        );
        check("article\tquote\n\"A\"\t\"say \"\"no\"\", then\"", &[(2, "A", "say \"no\", then")]);
        check("", &[]);
    }
}
