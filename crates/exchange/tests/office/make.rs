//! Makes small documents in each format, and reads them.

use std::io::{Cursor, Write as _};

use standpoint_exchange::import::{
    draft::Draft,
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// An archive with these entries, the first of which is not packed, as in `OpenDocument` and EPUB.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (name, bytes)) in entries.iter().enumerate() {
        let method = if index == 0 { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a name fits");
        zip.write_all(bytes).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The parts of a Word document whose body is this XML.
pub fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    let mut entries: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())];
    entries.extend(more.iter().map(|(name, part)| (*name, part.as_bytes())));
    archive(&entries)
}

/// A Word document with these paragraphs; the first is a heading.
pub fn docx_of(lines: &[&str]) -> Vec<u8> {
    const STYLES: &str =
        r#"<w:styles><w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style></w:styles>"#;
    let paragraph = |(index, line): (usize, &&str)| {
        let style = if index == 0 { r#"<w:pPr><w:pStyle w:val="Ttulo1"/></w:pPr>"# } else { "" };
        format!(r#"<w:p>{style}<w:r><w:t xml:space="preserve">{}</w:t></w:r></w:p>"#, escaped(line))
    };
    let body: String = lines.iter().enumerate().map(paragraph).collect();
    docx(&body, &[("word/styles.xml", STYLES)])
}

/// The parts of an `OpenDocument` text whose body is this XML.
pub fn odt(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let mut entries: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    entries.extend(more.iter().map(|(name, part)| (*name, part.as_bytes())));
    archive(&entries)
}

/// An `OpenDocument` text with these paragraphs; the first is a heading.
pub fn odt_of(lines: &[&str]) -> Vec<u8> {
    let paragraph = |(index, line): (usize, &&str)| {
        let name = if index == 0 { "text:h" } else { "text:p" };
        format!("<{name}>{}</{name}>", escaped(line))
    };
    odt(&lines.iter().enumerate().map(paragraph).collect::<String>(), &[])
}

/// A rich text document with these paragraphs.
pub fn rtf_of(lines: &[&str]) -> Vec<u8> {
    let mut rtf = r"{\rtf1\ansi\ansicpg1252\deff0\deflang1033{\fonttbl{\f0 Times;}}".to_owned();
    for line in lines {
        rtf.push_str(r"\pard ");
        for unit in line.encode_utf16() {
            match u8::try_from(unit) {
                Ok(byte @ (b'{' | b'}' | b'\\')) => rtf.extend(['\\', char::from(byte)]),
                Ok(byte) if byte.is_ascii() => rtf.push(char::from(byte)),
                _ => rtf.push_str(&format!("\\u{}?", unit.cast_signed())),
            }
        }
        rtf.push_str("\\par\n");
    }
    rtf.push('}');
    rtf.into_bytes()
}

/// An e-book with one page for each list of paragraphs, the first of which is a heading.
pub fn epub_of(chapters: &[&[&str]], metadata: &str) -> Vec<u8> {
    let page = |lines: &&[&str]| {
        let paragraph = |(index, line): (usize, &&str)| {
            let name = if index == 0 { "h1" } else { "p" };
            format!("  <{name}>{}</{name}>\n", escaped(line))
        };
        let body: String = lines.iter().enumerate().map(paragraph).collect();
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html><head><title>x</title></head><body>\n{body}</body></html>"
        )
    };
    let pages: Vec<(String, String)> =
        chapters.iter().enumerate().map(|(at, lines)| (format!("OPS/text/c {at}.xhtml"), page(lines))).collect();
    let numbered = |element: fn(usize) -> String| (0..pages.len()).map(element).collect::<String>();
    let items = numbered(|at| format!("<item id=\"c{at}\" href=\"text/c%20{at}.xhtml\"/>"));
    let order = numbered(|at| format!("<itemref idref=\"c{at}\"/>"));
    let package =
        format!("<package><metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>");
    let container = r#"<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>"#;
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("OPS/book.opf", package.as_bytes()),
    ];
    entries.extend(pages.iter().map(|(name, page)| (&**name, page.as_bytes())));
    archive(&entries)
}

/// Reads a file by its content, with its name as the last resort.
pub fn read_as(name: &str, bytes: &[u8], options: &ReadingOptions) -> (&'static str, Result<Reading, Unreadable>) {
    let file = SourceFile { name, bytes };
    let format = Format::of(&file);
    (format.name, format.read_file(&file, options))
}

pub fn read(name: &str, bytes: &[u8]) -> Result<Reading, Unreadable> {
    read_as(name, bytes, &ReadingOptions::default()).1
}

/// The only text in a file.
pub fn draft(name: &str, bytes: &[u8]) -> Draft {
    let mut reading = read(name, bytes).expect("it can be read");
    assert_eq!((reading.drafts.len(), reading.failures.len()), (1, 0));
    reading.drafts.pop().expect("there is one")
}

/// Why a file is left out.
pub fn refusal(name: &str, bytes: &[u8]) -> String {
    match read(name, bytes) {
        Ok(reading) => panic!("it was read: {:?}", reading.drafts.first().map(|draft| draft.text.len())),
        Err(error) => error.to_string(),
    }
}
