//! Word documents, against unpacking them and one pass of the reader of XML.

use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Read as _, Write as _},
    path::PathBuf,
};

use quick_xml::{Reader, events::Event};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{RUNS, common, folder_of, import, paths, words};

const W: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// A document as Word writes it: each paragraph has its properties, and its words stand in several runs.
pub fn document(seed: usize, n_bytes: usize) -> Vec<u8> {
    let text = words(seed, n_bytes);
    let mut body = String::new();
    for line in text.lines() {
        body.push_str(
            "<w:p w:rsidR=\"00A77427\" w:rsidRDefault=\"00A77427\"><w:pPr><w:pStyle w:val=\"Normal\"/><w:spacing \
             w:after=\"160\" w:line=\"259\" w:lineRule=\"auto\"/><w:rPr><w:lang w:val=\"en-GB\"/></w:rPr></w:pPr>",
        );
        let all: Vec<&str> = line.split(' ').collect();
        for run in all.chunks(12) {
            write!(
                body,
                "<w:r w:rsidRPr=\"00B44F12\"><w:rPr><w:rFonts w:ascii=\"Times\" w:hAnsi=\"Times\"/><w:sz \
                 w:val=\"24\"/><w:lang w:val=\"en-GB\"/></w:rPr><w:t xml:space=\"preserve\">{} </w:t></w:r>",
                run.join(" ")
            )
            .expect("a string can be written to");
        }
        body.push_str("</w:p>");
    }
    let document =
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document {W}><w:body>{body}</w:body></w:document>");
    let style =
        |at| format!("<w:style w:type=\"paragraph\" w:styleId=\"S{at}\"><w:name w:val=\"style {at}\"/></w:style>");
    let styles = format!("<w:styles {W}>{}</w:styles>", (0..100).map(style).collect::<String>());
    let core = "<cp:coreProperties><dc:title>Bridge</dc:title><dc:creator>Ana Petrova</dc:creator></cp:coreProperties>";
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/styles.xml", &styles),
        ("docProps/core.xml", core),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).expect("a name fits");
        zip.write_all(part.as_bytes()).expect("memory can be written");
    }
    zip.finish().expect("memory can be written").into_inner()
}

/// The characters in a document, by one pass over each of its parts.
fn one_pass(path: &PathBuf) -> usize {
    let mut zip = ZipArchive::new(Cursor::new(fs::read(path).expect("it is there"))).expect("it is an archive");
    let mut n_bytes = 0;
    for part in 0..zip.len() {
        let mut xml = String::new();
        zip.by_index(part).expect("it is there").read_to_string(&mut xml).expect("it is UTF-8");
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().expect("it is sound") {
                Event::Text(text) => n_bytes += text.len(),
                Event::Eof => break,
                _ => {}
            }
        }
    }
    n_bytes
}

/// Two hundred documents of 30 KB of text.
pub fn word_documents() -> String {
    const FILES: usize = 200;
    let folder = folder_of(FILES, "docx", |index| document(index, 30_000));
    let files = import(folder.path()).files;
    let n_read = files.iter().filter(|file| file.outcome.is_ok()).count();
    assert_eq!(n_read, FILES);
    let bare = || paths(folder.path()).iter().map(one_pass).sum::<usize>();
    common::report("import-docx", common::medians(RUNS, || import(folder.path()), bare), 3.0)
}
