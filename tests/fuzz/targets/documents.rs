//! Office documents, books, archives, subtitles and exports of news databases.
//!
//! What is packed in a document is fed unpacked and packed here, because damage to an archive mostly shows in its
//! checksums, and its text would never be read.

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::Verdict;
use crate::imports;

pub const XML_WORDS: [&str; 40] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "<w:br/>",
    "<w:tab/>",
    "<w:del>",
    "</w:del>",
    "<w:tr><w:tc>",
    "</w:tc></w:tr>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<text:p>",
    "</text:p>",
    "<text:s text:c=\"9999999999\"/>",
    "<text:note-body>",
    "</text:note-body>",
    "<draw:text-box>",
    "</draw:text-box>",
    "<table:table-cell>",
    "</table:table-cell>",
    "<table:table-row>",
    "</table:table-row>",
    "<h1>",
    "</h1>",
    "<td>",
    "</td>",
    "<br/>",
    "<style>",
    "&amp;",
    "&#x1F600;",
    "&#0;",
    "&nbsp;",
    "&b;",
    "<![CDATA[x]]>",
    "<!DOCTYPE a [<!ENTITY b \"c\">]>",
    "<?xml version=\"1.0\" encoding=\"UTF-16\"?>",
    "<!--",
];

pub const RTF_WORDS: [&str; 18] = [
    "{",
    "}",
    "{\\*",
    "\\par ",
    "\\u55357?",
    "\\u-10179?",
    "\\uc0 ",
    "\\'e9",
    "\\bin9 ",
    "\\footnote ",
    "\\chftn ",
    "\\cell ",
    "\\row ",
    "\\v ",
    "\\upr",
    "\\fcharset204 ",
    "\\f99 ",
    "\\lang1049 ",
];

pub const REPORT_WORDS: [&str; 24] = [
    "End of Document\n",
    "Body\n",
    "Classification\n",
    "Graphic\n",
    "Load-Date: December 3, 2025\n",
    "Section: News; Pg. 1\n",
    "Byline: ",
    "Length: 1 word\n",
    "December 3, 2025\n",
    "03/04/2025\n",
    "2 of 3 DOCUMENTS\n",
    "Dokument 1 von 1\n",
    "BYLINE: ",
    "LANGUAGE: ",
    "HD\t",
    "LP\t",
    "TD\t",
    "AN\tDocument X\n",
    "PD\t",
    "1. ",
    "Copyright ",
    "                    ",
    "\n\n",
    "\r\n",
];

pub const CUE_WORDS: [&str; 12] = [
    "00:00:01,000 --> 00:00:02,000\n",
    "99999999999999999999:00.000 --> 00:01.000\n",
    "5124095576030431:00:00.000 --> 00:01.000\n",
    "WEBVTT\n\n",
    "<v Ana>",
    "</v>",
    "<00:01.000>",
    "{\\an8}",
    "&lt;",
    "1\n",
    "\n\n",
    "NOTE x\n",
];

fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        zip.start_file(*name, stored).expect("the name fits");
        zip.write_all(bytes).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}

/// The input is the text of a Word document, and its notes and styles as well.
pub fn read_word(bytes: &[u8]) -> Result<Verdict, String> {
    let parts = ["word/document.xml", "word/footnotes.xml", "word/styles.xml", "docProps/core.xml"];
    imports::read("a.docx", &packed(&parts.map(|part| (part, bytes))))
}

/// The input is the text of an `OpenDocument` text, and its properties as well.
pub fn read_opendocument(bytes: &[u8]) -> Result<Verdict, String> {
    let kind: (&str, &[u8]) = ("mimetype", b"application/vnd.oasis.opendocument.text");
    imports::read("a.odt", &packed(&[kind, ("content.xml", bytes), ("meta.xml", bytes), ("styles.xml", bytes)]))
}

/// The input is the description of a book up to the first line of dashes, and then its pages.
pub fn read_book(bytes: &[u8]) -> Result<Verdict, String> {
    let at = bytes.windows(4).position(|window| window == b"----").unwrap_or(bytes.len() / 2);
    let (package, page) = bytes.split_at(at);
    let page = page.strip_prefix(b"----\n").unwrap_or(page);
    let container = br#"<container><rootfile full-path="book.opf"/></container>"#;
    imports::read(
        "a.epub",
        &packed(&[("META-INF/container.xml", container), ("book.opf", package), ("a.xhtml", page), ("b.xhtml", page)]),
    )
}

pub fn read_rich_text(bytes: &[u8]) -> Result<Verdict, String> {
    imports::read("a.rtf", bytes)
}

pub fn read_archive(bytes: &[u8]) -> Result<Verdict, String> {
    imports::read("a.zip", bytes)
}

pub fn read_subtitles(bytes: &[u8]) -> Result<Verdict, String> {
    imports::read("a.srt", bytes)
}

pub fn read_database(bytes: &[u8]) -> Result<Verdict, String> {
    imports::read("a.txt", bytes)
}
