//! E-books.

use super::make::{archive, draft, epub_of, read_as, refusal};
use standpoint_exchange::import::formats::ReadingOptions;

const METADATA: &str = "<dc:title>Year of the ferry</dc:title><dc:creator>Ana Petrova</dc:creator><dc:creator>Li Wei</dc:creator>\
    <dc:publisher>Harbour Press</dc:publisher><dc:language>en-GB</dc:language><dc:date opf:event=\"modification\">2026-01-01</dc:date>\
    <dc:date>2025-12-03T00:00:00Z</dc:date>";

#[test]
fn a_book_is_one_text_with_its_chapters_as_parts() {
    let book = epub_of(&[&["Äußeres", "One."], &["Second", "Two.", "Three."]], METADATA);
    let draft = draft("a.epub", &book);
    assert_eq!(draft.text, "Äußeres\nOne.\nSecond\nTwo.\nThree.");
    let parts: Vec<_> = draft.parts.iter().map(|part| (part.start, &*part.name)).collect();
    assert_eq!(parts, [(0, "Äußeres"), (13, "Second")]);
    let details = &draft.details;
    assert_eq!((&*details.title, &*details.author), ("Year of the ferry", "Ana Petrova, Li Wei"));
    assert_eq!((&*details.outlet, &*details.language), ("Harbour Press", "en"));
    assert_eq!(details.date.map(|date| date.to_string()).as_deref(), Some("2025-12-03"));
}

#[test]
fn each_chapter_may_be_a_text_of_its_own() {
    let book = epub_of(&[&["First", "One."], &[], &["Third", "Three."]], METADATA);
    let options = ReadingOptions { split_chapters: true, ..ReadingOptions::default() };
    let reading = read_as("a.epub", &book, &options).1.expect("it can be read");
    let texts: Vec<_> =
        reading.drafts.iter().map(|draft| (&*draft.details.title, &*draft.text, draft.part.as_deref())).collect();
    assert_eq!(texts, [("First", "First\nOne.", Some("chapter 1")), ("Third", "Third\nThree.", Some("chapter 3"))]);
    assert!(reading.drafts.iter().all(|draft| draft.details.outlet == "Harbour Press"));
}

#[test]
fn notes_stand_beside_the_text() {
    let page = r##"<html xmlns:epub="http://www.idpf.org/2007/ops"><body><h1>Talks</h1>
        <p>They signed a treaty<a epub:type="noteref" href="#n1">1</a>.</p>
        <aside epub:type="footnote" id="n1"><p>1 Of 1998.</p></aside><p>Then they left.</p></body></html>"##;
    let (_, reading) = read_as("a.epub", &book_with(page, &[]), &ReadingOptions::default());
    let draft = reading.expect("it can be read").drafts.remove(0);
    assert_eq!(draft.text, "Talks\nThey signed a treaty.\nThen they left.");
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text, &*line.reason)).collect();
    assert_eq!(left_out, [(2, "1 Of 1998.", "footnote")]);
}

fn book_with(page: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut entries: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", br#"<container><rootfile full-path="book.opf"/></container>"#),
        ("book.opf", br#"<package><manifest><item id="a" href="a.xhtml"/><item id="toc" href="toc.xhtml" properties="nav"/><item id="gone" href="gone.xhtml"/></manifest><spine><itemref idref="toc"/><itemref idref="a"/><itemref idref="gone"/></spine></package>"#),
        ("a.xhtml", page.as_bytes()),
        ("toc.xhtml", b"<html><body><p>Contents</p><nav><ol><li><a href=\"a.xhtml\">The first chapter</a></li></ol></nav></body></html>"),
    ];
    entries.extend(more);
    archive(&entries)
}

#[test]
fn drawings_formulas_and_hidden_text_are_read_as_they_look() {
    let page = r#"<html><body><p>Half is <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>.</p><p style="display: none">no</p>
        <pre>one
two</pre><svg><title>not shown</title><text>Turnout</text><text><tspan>54</tspan> %</text></svg></body></html>"#;
    let reading = read_as("a.epub", &book_with(page, &[]), &ReadingOptions::default()).1.expect("it can be read");
    assert_eq!(reading.drafts[0].text, "Half is 1/2.\none\ntwo\nTurnout\n54 %");
}

#[test]
fn a_book_that_describes_itself_badly_loses_nothing_without_a_word() {
    let package = r##"<package><metadata><dc:creator id="t">Lena Kraus</dc:creator><dc:creator opf:role="aut">Petrova, Ana</dc:creator>
        <dc:creator opf:role="ill">Max Berger</dc:creator><dc:creator>Wei, Li</dc:creator><meta refines="#t" property="role">trl</meta></metadata>
        <manifest><item id="a" href="a.xhtml"/><item id="c" href="c.xhtml"/></manifest>
        <spine><itemref idref="c"/><itemref idref="gone"/><itemref idref="a"/></spine><guide><reference type="toc" href="c.xhtml"/></guide></package>"##;
    let entries: [(&str, &[u8]); 5] = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", br#"<container><rootfile full-path="book.opf"/></container>"#),
        ("book.opf", package.as_bytes()),
        ("a.xhtml", b"<html><body><p>One.</p></body></html>"),
        (
            "c.xhtml",
            b"<html><body><h1>Contents</h1><p><a href=\"a.xhtml\">The first chapter of all</a></p></body></html>",
        ),
    ];
    let reading = read_as("a.epub", &archive(&entries), &ReadingOptions::default()).1.expect("it can be read");
    assert_eq!((&*reading.drafts[0].text, &*reading.drafts[0].details.author), ("One.", "Petrova, Ana; Wei, Li"));
    let failures: Vec<_> = reading.failures.iter().map(|failure| (failure.name(), &*failure.reason)).collect();
    let reason =
        "it is damaged: “gone” is named in its order of reading but not in its list of files; get the book again";
    assert_eq!(failures, [("chapter 1".to_owned(), reason)]);
}

#[test]
fn pages_are_read_as_they_look() {
    let page = r#"<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">
        <html><head><title>T</title><style>p { color: red }</style></head><body>
        <div>Caf&eacute;&nbsp;au
            lait <em>w</em>ord<br/>next</div>
        <table><tr><td>a</td><td><p>b</p></td></tr><tr><th>c</th></tr></table>
        <p hidden="hidden">no</p><ul><li>one</li><li>two</li></ul><ruby>漢<rt>kan</rt></ruby></body></html>"#;
    let reading = read_as("a.epub", &book_with(page, &[]), &ReadingOptions::default()).1.expect("it can be read");
    assert_eq!(reading.drafts[0].text, "Café\u{a0}au lait word\nnext\na\tb\nc\none\ntwo\n漢");
    let failures: Vec<_> = reading.failures.iter().map(|failure| (failure.name(), &*failure.reason)).collect();
    assert_eq!(failures, [("chapter 2".to_owned(), "it is damaged: “gone.xhtml” is not in it; get the book again")]);
}

#[test]
fn protected_books_say_so_and_books_with_protected_fonts_are_read() {
    let encryption = |path: &str| {
        format!(
            r#"<encryption><EncryptedData><CipherData><CipherReference URI="{path}"/></CipherData></EncryptedData></encryption>"#
        )
    };
    let page = "<html><body><p>Text.</p></body></html>";
    let with = |path| book_with(page, &[("META-INF/encryption.xml", encryption(path).as_bytes())]);
    assert!(refusal("a.epub", &with("a.xhtml")).starts_with("it is protected (DRM)"));
    assert!(read_as("a.epub", &with("font.otf"), &ReadingOptions::default()).1.is_ok());
}
