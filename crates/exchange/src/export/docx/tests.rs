use std::io::Read as _;

use proptest::prelude::*;

use super::*;

fn document(write: impl FnOnce(&mut DocxWriter<'_>) -> io::Result<()>) -> Vec<u8> {
    let made = "2026-11-22T07:10:00Z".parse().expect("it is a moment");
    let mut writer = DocxWriter::new(DocxProperties { title: "A & B", language: "en-GB", made });
    write(&mut writer).expect("memory can be written");
    let mut out = Vec::new();
    writer.finish(&mut out).expect("memory can be written");
    out
}

/// Every part of a document, each of which must be XML.
fn parts_of(docx: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("it is an archive");
    let names: Vec<String> = zip.file_names().map(|name| name.expect("it is UTF-8").into_owned()).collect();
    let read = |name: String| {
        let mut text = String::new();
        zip.by_name(&name).expect("it is there").read_to_string(&mut text).expect("it is UTF-8");
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn part(docx: &[u8], name: &str) -> String {
    parts_of(docx).into_iter().find(|(own, _)| own == name).expect("it is there").1
}

#[test]
fn a_document_has_headings_tables_and_what_it_is() {
    let docx = document(|docx| {
        docx.paragraph(DocxStyle::Title, &["Codebook".into()])?;
        docx.paragraph(DocxStyle::Heading(9), &["Deep".into()])?;
        let rows = [vec![DocxRun::from("Russia").into(), DocxCell::number("4")]];
        docx.table(&[("Name", 3), ("n", 1)], rows)
    });
    let body = part(&docx, "word/document.xml");
    assert!(body.contains("w:val=\"Heading6\"") && body.contains("<w:tblHeader/>"));
    let core = part(&docx, "docProps/core.xml");
    assert!(core.contains("<dc:title>A &amp; B</dc:title><dc:language>en-GB</dc:language>"), "{core}");
    assert!(part(&docx, "word/styles.xml").contains("<w:lang w:val=\"en-GB\"/>"));
    assert_eq!(document(|_| Ok(())), document(|_| Ok(())));
}

#[test]
fn words_of_a_right_to_left_script_and_of_a_language_say_so() {
    let docx = document(|docx| {
        let run = DocxRun { text: "السلام", language: "ar", ..DocxRun::default() };
        docx.paragraph(DocxStyle::Quote, &[run])?;
        let run = DocxRun { text: "мир", language: "ru", ..DocxRun::default() };
        docx.paragraph(DocxStyle::Quote, &[run])?;
        let run = DocxRun { text: "peace", language: "\"/><x", ..DocxRun::default() };
        docx.paragraph(DocxStyle::Quote, &[run])
    });
    let body = part(&docx, "word/document.xml");
    assert!(body.contains("<w:bidi/>") && body.contains("<w:rtl/><w:lang w:bidi=\"ar\"/>"), "{body}");
    assert!(body.contains("<w:lang w:val=\"ru\"/>") && !body.contains("<x"));
}

proptest! {
    #[test]
    fn no_words_break_a_document(words in prop::collection::vec(any::<String>(), 0..4), language in any::<String>()) {
        let docx = document(|docx| {
            for text in &words {
                let run = DocxRun { text, language: &language, ..DocxRun::default() };
                docx.paragraph(DocxStyle::Quote, &[run])?;
                docx.table(&[(text, 1), ("b", 1)], [vec![run.into(), DocxCell::number(text)]])?;
            }
            Ok(())
        });
        prop_assert_eq!(parts_of(&docx).len(), 9);
    }
}
