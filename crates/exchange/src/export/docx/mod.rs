//! Writes documents for word processors (DOCX): headings, paragraphs and tables, and nothing that it could not say in
//! plain words.
//!
//! Texts come from anywhere. What XML cannot represent becomes U+FFFD, line breaks and tabs become those of the
//! document, and words of right-to-left scripts are marked as such. Nothing here knows what the document is about.

mod parts;

use std::io::{self, Cursor, Write};

use quick_xml::{
    Writer,
    events::{BytesEnd, BytesStart, BytesText, Event},
};
use standpoint_core::model::Colour;
use unicode_bidi::{Direction, get_base_direction};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::xml::representable;

/// What is said about a document as a whole.
#[derive(Clone, Debug)]
pub struct DocxProperties<'a> {
    /// Its title, which stands at the foot of each page as well.
    pub title: &'a str,
    /// The language of everything that does not say otherwise, such as `en-GB`.
    pub language: &'a str,
    /// The time at which it was made.
    pub made: jiff::Timestamp,
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocxStyle {
    /// The title of the document.
    Title,
    /// A heading of this level, from 1; word processors know nine of them.
    Heading(u8),
    /// Plain text.
    Body,
    /// A quotation.
    Quote,
    /// Where a quotation is from, and other notes.
    Note,
}

/// Words that look alike.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocxRun<'a> {
    /// The words. Line breaks and tabs in them are kept.
    pub text: &'a str,
    /// Whether they are bold.
    pub is_bold: bool,
    /// Their language, as articles state it; empty if it is that of the document.
    pub language: &'a str,
    /// The colour behind them.
    pub fill: Option<Colour>,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct DocxCell<'a> {
    /// What stands in it.
    pub runs: Vec<DocxRun<'a>>,
    /// The colour of the cell.
    pub fill: Option<Colour>,
    /// How many steps it is moved in.
    pub indent: usize,
    /// Whether it has a number, which stands at the end of the cell.
    pub is_number: bool,
}

/// A document that is being written.
pub struct DocxWriter<'a> {
    properties: DocxProperties<'a>,
    body: Writer<Vec<u8>>,
    /// Whether the last thing in it is a table, which needs a paragraph behind it.
    ends_with_table: bool,
}

/// How far one step of indentation goes, in twentieths of a point.
const INDENT: usize = 240;

/// The most steps of indentation; deeper levels look the same.
const MOST_INDENTS: usize = 8;

impl<'a> From<&'a str> for DocxRun<'a> {
    fn from(text: &'a str) -> Self {
        Self { text, ..Self::default() }
    }
}

impl<'a> DocxRun<'a> {
    /// Words in bold.
    pub fn bold(text: &'a str) -> Self {
        Self { is_bold: true, ..text.into() }
    }
}

impl<'a> From<DocxRun<'a>> for DocxCell<'a> {
    fn from(run: DocxRun<'a>) -> Self {
        Self { runs: vec![run], ..Self::default() }
    }
}

impl<'a> DocxCell<'a> {
    /// A cell with a number.
    pub fn number(text: &'a str) -> Self {
        Self { is_number: true, ..DocxRun::from(text).into() }
    }
}

impl DocxStyle {
    /// Its id among the styles of the document.
    fn id(self) -> String {
        match self {
            Self::Title => "Title".to_owned(),
            Self::Heading(level) => format!("Heading{}", level.clamp(1, parts::N_HEADINGS)),
            Self::Body => "Normal".to_owned(),
            Self::Quote => "Quote".to_owned(),
            Self::Note => "Note".to_owned(),
        }
    }
}

impl<'a> DocxWriter<'a> {
    /// Begins a document.
    pub fn new(properties: DocxProperties<'a>) -> Self {
        Self { properties, body: Writer::new(Vec::new()), ends_with_table: false }
    }

    /// Adds a paragraph.
    ///
    /// # Errors
    /// Fails if there is no memory left.
    pub fn paragraph(&mut self, style: DocxStyle, runs: &[DocxRun<'_>]) -> io::Result<()> {
        self.ends_with_table = false;
        self.write_paragraph(&style.id(), 0, false, runs)
    }

    /// Adds a table whose first row names its columns. Widths are shares of the page.
    ///
    /// # Errors
    /// Fails if there is no memory left.
    pub fn table<'c>(
        &mut self,
        columns: &[(&str, usize)],
        rows: impl IntoIterator<Item = Vec<DocxCell<'c>>>,
    ) -> io::Result<()> {
        if self.ends_with_table {
            // Two tables without anything in between would be one.
            self.write_paragraph("Normal", 0, false, &[])?;
        }
        let shares: usize = columns.iter().map(|(_, share)| share).sum();
        let widths: Vec<usize> = columns.iter().map(|(_, share)| parts::PAGE_WIDTH * share / shares.max(1)).collect();
        self.open("w:tbl", &[])?;
        self.open("w:tblPr", &[])?;
        self.empty("w:tblStyle", &[("w:val", "Plain")])?;
        self.empty("w:tblW", &[("w:w", &parts::PAGE_WIDTH.to_string()), ("w:type", "dxa")])?;
        self.empty("w:tblLayout", &[("w:type", "fixed")])?;
        self.empty("w:tblLook", &[("w:firstRow", "1"), ("w:noHBand", "1"), ("w:noVBand", "1")])?;
        self.close("w:tblPr")?;
        self.open("w:tblGrid", &[])?;
        for width in &widths {
            self.empty("w:gridCol", &[("w:w", &width.to_string())])?;
        }
        self.close("w:tblGrid")?;
        let heads: Vec<DocxCell<'_>> = columns.iter().map(|(head, _)| DocxRun::bold(head).into()).collect();
        self.row(&widths, &heads, true)?;
        for row in rows {
            self.row(&widths, &row, false)?;
        }
        self.close("w:tbl")?;
        self.ends_with_table = true;
        Ok(())
    }

    /// Writes the document.
    ///
    /// # Errors
    /// Fails if `out` cannot be written.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.ends_with_table {
            self.write_paragraph("Normal", 0, false, &[])?;
        }
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // The time of an entry is not that of the machine, so that equal documents are equal files.
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        let body = self.body.into_inner();
        for (name, content) in parts::all(&self.properties) {
            zip.start_file(name, options).map_err(io::Error::other)?;
            zip.write_all(content.as_bytes())?;
        }
        zip.start_file("word/document.xml", options).map_err(io::Error::other)?;
        zip.write_all(parts::DOCUMENT_START.as_bytes())?;
        zip.write_all(&body)?;
        zip.write_all(parts::DOCUMENT_END.as_bytes())?;
        out.write_all(&zip.finish().map_err(io::Error::other)?.into_inner())
    }

    fn row(&mut self, widths: &[usize], cells: &[DocxCell<'_>], is_head: bool) -> io::Result<()> {
        self.open("w:tr", &[])?;
        self.open("w:trPr", &[])?;
        self.empty("w:cantSplit", &[])?;
        if is_head {
            self.empty("w:tblHeader", &[])?;
        }
        self.close("w:trPr")?;
        for (width, cell) in widths.iter().zip(cells) {
            self.open("w:tc", &[])?;
            self.open("w:tcPr", &[])?;
            self.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")])?;
            if let Some(fill) = cell.fill {
                self.shade(fill)?;
            }
            self.close("w:tcPr")?;
            self.write_paragraph("Cell", cell.indent, cell.is_number, &cell.runs)?;
            self.close("w:tc")?;
        }
        self.close("w:tr")
    }

    fn write_paragraph(&mut self, style: &str, indent: usize, is_number: bool, runs: &[DocxRun<'_>]) -> io::Result<()> {
        let whole: String = runs.iter().map(|run| run.text).collect();
        self.open("w:p", &[])?;
        self.open("w:pPr", &[])?;
        self.empty("w:pStyle", &[("w:val", style)])?;
        if get_base_direction(&*whole) == Direction::Rtl {
            self.empty("w:bidi", &[])?;
        }
        if indent > 0 {
            self.empty("w:ind", &[("w:left", &(indent.min(MOST_INDENTS) * INDENT).to_string())])?;
        }
        if is_number {
            self.empty("w:jc", &[("w:val", "right")])?;
        }
        self.close("w:pPr")?;
        for run in runs.iter().filter(|run| !run.text.is_empty()) {
            self.run(run)?;
        }
        self.close("w:p")
    }

    fn run(&mut self, run: &DocxRun<'_>) -> io::Result<()> {
        let is_rtl = get_base_direction(run.text) == Direction::Rtl;
        self.open("w:r", &[])?;
        self.open("w:rPr", &[])?;
        if run.is_bold {
            self.empty("w:b", &[])?;
            self.empty("w:bCs", &[])?;
        }
        if let Some(fill) = run.fill {
            self.shade(fill)?;
        }
        if is_rtl {
            self.empty("w:rtl", &[])?;
        }
        if is_language(run.language) {
            self.empty("w:lang", &[(if is_rtl { "w:bidi" } else { "w:val" }, run.language)])?;
        }
        self.close("w:rPr")?;
        let text = run.text.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}'], "\n");
        for (at, line) in text.split('\n').enumerate() {
            if at > 0 {
                self.empty("w:br", &[])?;
            }
            for (at, part) in line.split('\t').enumerate() {
                if at > 0 {
                    self.empty("w:tab", &[])?;
                }
                self.open("w:t", &[("xml:space", "preserve")])?;
                self.body.write_event(Event::Text(BytesText::new(&representable(part))))?;
                self.close("w:t")?;
            }
        }
        self.close("w:r")
    }

    fn shade(&mut self, fill: Colour) -> io::Result<()> {
        let hex = fill.to_string();
        self.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", hex.trim_start_matches('#'))])
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.body.write_event(Event::Start(element(name, attributes)))
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.body.write_event(Event::Empty(element(name, attributes)))
    }

    fn close(&mut self, name: &str) -> io::Result<()> {
        self.body.write_event(Event::End(BytesEnd::new(name)))
    }
}

fn element<'e>(name: &'e str, attributes: &[(&str, &str)]) -> BytesStart<'e> {
    BytesStart::new(name).with_attributes(attributes.iter().copied())
}

/// Whether a word is a language as documents write it: letters and digits with hyphens, such as `pt-BR`.
fn is_language(word: &str) -> bool {
    let mut parts = word.split('-');
    let first = parts.next().unwrap_or_default();
    let is_name = (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_name && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests;
