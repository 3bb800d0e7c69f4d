//! Files that are damaged, or made to harm.

use super::make::{archive, docx, docx_of, draft, epub_of, odt, odt_of, read, refusal, rtf_of};

/// What a Word document with this text part is refused for.
fn refused_part(document: &str) -> String {
    refusal("a.docx", &archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())]))
}

#[test]
fn what_unpacks_to_far_more_than_it_is_refused() {
    let zeros = vec![b' '; 40 << 20];
    let bytes = archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", &zeros)]);
    assert!(bytes.len() < 100_000);
    assert_eq!(
        refusal("a.docx", &bytes),
        "“word/document.xml” in it unpacks to more than 200 times its size, as no document does; unpack it and look at it \
         first"
    );
}

#[test]
fn an_archive_of_very_many_entries_is_refused() {
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.txt")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, &b""[..])).collect();
    let mut zip = archive(&entries);
    assert_eq!(refusal("a.docx", &zip), "it is an archive inside an archive; unpack it and import its files");
    // The record at the end may lie about the number.
    let count = zip.len() - 22 + 10;
    zip[count..count + 2].copy_from_slice(&1u16.to_le_bytes());
    read("a.docx", &zip).expect_err("it is no document");
}

#[test]
fn sizes_that_lie_do_not_matter() {
    let bytes = docx_of(&["Headline", "Text of the article."]);
    // The sizes in the local headers and in the list of entries, after packed size and checksum.
    for signature in [&b"PK\x03\x04"[..], b"PK\x01\x02"] {
        let size_at = if signature[2] == 3 { 22 } else { 24 };
        for claimed in [0u32, 1, 1 << 30, u32::MAX - 1] {
            let mut lying = bytes.clone();
            let places: Vec<usize> = (0..lying.len() - 30).filter(|at| lying[*at..].starts_with(signature)).collect();
            for at in places {
                lying[at + size_at..at + size_at + 4].copy_from_slice(&claimed.to_le_bytes());
            }
            if let Ok(reading) = read("a.docx", &lying) {
                assert_eq!(reading.drafts[0].text, "Headline\nText of the article.");
            }
        }
    }
}

#[test]
fn entities_of_its_own_are_refused() {
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>"#;
    assert_eq!(
        refused_part(bomb),
        "“word/document.xml” in it defines entities of its own, which are not read; save the document again"
    );
    let unknown = "<w:document><w:body><w:p><w:r><w:t>&secret;</w:t></w:r></w:p></w:body></w:document>";
    assert!(refused_part(unknown).contains("“&secret;” has no meaning"), "{}", refused_part(unknown));
}

#[test]
fn deep_nesting_is_refused() {
    let deep = "<w:p>".repeat(100_000);
    assert_eq!(
        refused_part(&deep),
        "“word/document.xml” in it has elements more than 1000 deep, as no document does; save what you need of it as plain text"
    );
    let boxes = "<w:p><w:r><w:txbxContent>".repeat(300) + &"</w:txbxContent></w:r></w:p>".repeat(300);
    assert!(read("a.docx", &docx(&boxes, &[])).is_ok());
    let groups = [&b"{\\rtf1 "[..], &b"{".repeat(100_000), b"x", &b"}".repeat(100_001)].concat();
    assert_eq!(refusal("a.rtf", &groups), "its groups are more than 10000 deep, as in no document; save it as DOCX");
    let marks = [&b"{\\rtf1 "[..], &b"\\b".repeat(4_000_001), b"}"].concat();
    assert!(refusal("a.rtf", &marks).starts_with("it has more than four million marks"));
}

#[test]
fn a_few_bytes_that_stand_for_much_text_are_not_believed() {
    // Blanks by number.
    let blanks = format!("<text:p>{}</text:p>", "a<text:s text:c=\"4000000000\"/>".repeat(70_000));
    assert_eq!(refusal("a.odt", &odt(&blanks, &[])), "its text is larger than 64 MB; divide it");
    // One note at thousands of places.
    let marks = "<w:p><w:r><w:t>x</w:t><w:footnoteReference w:id=\"2\"/></w:r></w:p>".repeat(5_000);
    let notes = format!(
        r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>"#,
        "note ".repeat(1_000)
    );
    assert_eq!(draft("a.docx", &docx(&marks, &[("word/footnotes.xml", &notes)])).left_out.len(), 1);
    // One page at thousands of places.
    let book = |order: &str| {
        let package =
            format!("<package><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest><spine>{order}</spine></package>");
        archive(&[
            ("mimetype", b"application/epub+zip"),
            (
                "META-INF/container.xml",
                br#"<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>"#,
            ),
            ("b.opf", package.as_bytes()),
            ("a.xhtml", b"<html><body><p>The only page.</p></body></html>"),
        ])
    };
    assert_eq!(draft("a.epub", &book(&"<itemref idref=\"a\"/>".repeat(5_000))).text, "The only page.");
    let endless = "it has more than 5000 chapters; divide it";
    assert_eq!(refusal("a.epub", &book(&"<itemref idref=\"a\"/>".repeat(5_001))), endless);
}

#[test]
fn files_that_are_cut_are_refused_or_read_but_never_break() {
    const LINES: [&str; 3] = ["Headline", "Переговоры — 5 часов.", "😀"];
    for (name, bytes) in [
        ("a.docx", docx_of(&LINES)),
        ("a.odt", odt_of(&LINES)),
        ("a.epub", epub_of(&[&LINES], "")),
        ("a.rtf", rtf_of(&LINES)),
    ] {
        for end in 0..bytes.len() {
            if let Err(error) = read(name, &bytes[..end]) {
                let said = error.to_string();
                assert!(!said.is_empty() && said.len() < 600, "{name} up to {end}: {said}");
            }
        }
    }
}

#[test]
fn a_message_does_not_quote_a_whole_file() {
    let number = format!("{{\\rtf1 \\b{} x}}", "9".repeat(100_000));
    let element = format!("<w:document><{0}></b{0}>", "a".repeat(100_000));
    for said in [refusal("a.rtf", number.as_bytes()), refused_part(&element)] {
        assert!(said.len() < 500 && said.contains('…'), "{}", said.len());
    }
}

#[test]
fn xml_that_ends_early_names_its_place() {
    let said = refused_part("<w:document><w:body><w:p><w:r><w:t>Text");
    assert!(said.starts_with("it is damaged: “word/document.xml” in it, at byte "), "{said}");
}

#[test]
fn many_lines_that_may_divide_a_file_are_read_in_one_pass() {
    const N: usize = 300_000;
    let nexis = format!("Headline\nBody\n{}End of Document\n", "End of Document\nx\n".repeat(N));
    assert_eq!(read("a.txt", nexis.as_bytes()).expect("it is text").drafts.len(), 1);
    let fields = "BY\n".repeat(N) + &"SE\n".repeat(N);
    let factiva = format!("\nHD\tFirst\nTD\tText.\nAN\tX\n{fields}HD\tSecond\nTD\tText.\nAN\tX\n");
    assert_eq!(read("a.txt", factiva.as_bytes()).expect("it is text").drafts.len(), 2);
    let cue = |last: &str| format!("00:01.000 --> 00:02.000\n{}{last}\n\n", "a\n".repeat(N));
    let draft = &read("a.vtt", format!("WEBVTT\n\n{}{}", cue("b"), cue("c")).as_bytes()).expect("it is text").drafts[0];
    assert_eq!(draft.text.lines().count(), 2 * N + 2);
}
