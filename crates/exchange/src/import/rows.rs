//! A CSV from anywhere, read by the names of its columns.
//!
//! Separators are found by the header, extra columns do no harm, and each row knows the line of
//! the file on which it begins.

use std::collections::HashMap;

/// The separators that spreadsheets write, depending on where they were bought.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// The rows of a CSV whose first line names its columns.
pub(super) struct CsvRows<'a> {
    source: &'a str,
    reader: csv::Reader<&'a [u8]>,
    /// Where each column stands, by its name in lower case; the first of two with one name counts.
    columns: HashMap<String, usize>,
    line: usize,
    /// Up to which byte lines were counted.
    counted_bytes: usize,
}

/// One row, with the line of the file on which it begins.
pub(super) struct CsvRow<'a> {
    pub line: usize,
    /// Where in the text it begins.
    pub byte: usize,
    columns: &'a HashMap<String, usize>,
    record: csv::StringRecord,
}

impl<'a> CsvRows<'a> {
    /// The text must have LF line ends.
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

    /// The next row that is not blank.
    pub fn next_row(&mut self) -> Option<CsvRow<'_>> {
        let mut record = csv::StringRecord::new();
        loop {
            // Reading from memory cannot fail, the text is UTF-8, and rows may have any length.
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

    /// The line of the first character at or after the byte that ends no line: blank lines before a row are skipped.
    fn line_at(&mut self, byte: usize) -> usize {
        let bytes = self.source.as_bytes();
        let byte = byte + bytes[byte..].iter().take_while(|&&b| b == b'\n').count();
        self.line += bytes[self.counted_bytes..byte].iter().filter(|&&b| b == b'\n').count();
        self.counted_bytes = byte;
        self.line
    }
}

impl CsvRow<'_> {
    /// The cell in the column, empty where the column or the cell is missing.
    pub fn cell(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&at| self.record.get(at)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line, the article and the quote of each row.
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
