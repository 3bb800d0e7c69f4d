//! Word documents, `OpenDocument` texts and rich text.

use super::make::{docx, docx_of, draft, epub_of, odt, odt_of, read_as, refusal, rtf_of};
use standpoint_exchange::import::{draft::Field, formats::ReadingOptions};

const LINES: [&str; 8] = [
    "Talks end without a deal",
    "By Ana Petrova",
    "“No” – said the mayor; 3 < 5 & 5 > 3.",
    "Переговоры в Москве длились пять часов.",
    "Öffnungszeiten für Füße, ça va, Łódź.",
    "谈判没有结果。会谈持续了五个小时。",
    "انتهت المحادثات دون اتفاق.",
    "Emoji 😀 and a family 👩‍👩‍👧.",
];

#[test]
fn one_article_gives_the_same_words_in_every_format() {
    let text = LINES.join("\n");
    for (name, format, bytes) in [
        ("a.docx", "Word document", docx_of(&LINES)),
        ("a.odt", "OpenDocument text", odt_of(&LINES)),
        ("a.rtf", "rich text document", rtf_of(&LINES)),
        ("a.epub", "e-book", epub_of(&[&LINES], "")),
    ] {
        // The content says what a file is, whatever its name.
        assert_eq!(read_as("a.txt", &bytes, &ReadingOptions::default()).0, format);
        let draft = draft(name, &bytes);
        assert_eq!(draft.text, text, "{name}");
        assert_eq!(draft.details.title, LINES[0], "{name}");
        assert_eq!(draft.details.author, "Ana Petrova", "{name}");
        assert_eq!(draft.details.date, None, "{name}");
    }
}

#[test]
fn word_text_reads_as_if_all_changes_were_accepted() {
    let body = r#"
        <w:p><w:r><w:t>One</w:t></w:r><w:ins w:id="1"><w:r><w:t xml:space="preserve"> new</w:t></w:r></w:ins>
            <w:del w:id="2"><w:r><w:delText>old</w:delText></w:r></w:del></w:p>
        <w:moveFrom w:id="3"><w:p><w:r><w:t>moved away</w:t></w:r></w:p></w:moveFrom>
        <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:t>link</w:t></w:r></w:p>
        <w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="10"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>
            <w:noBreakHyphen/><w:t>d</w:t><w:softHyphen/><w:t>e</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>shown</w:t></w:r></w:p>"#;
    assert_eq!(draft("a.docx", &docx(body, &[])).text, "One new\nlink\na\tb\nc\u{2011}d\u{ad}e\nshown");
}

#[test]
fn a_deleted_end_of_a_paragraph_joins_two_and_a_deleted_row_is_gone() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let row = |deleted: &str, text: &str| format!("<w:tr>{deleted}<w:tc><w:p>{}</w:p></w:tc></w:tr>", run(text));
    let body = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p><w:p>{}</w:p><w:tbl>{}{}{}</w:tbl>",
        run("One "),
        run("line."),
        run("Two."),
        row("", "kept"),
        row("<w:trPr><w:del w:id=\"2\"/></w:trPr>", "gone"),
        row("", "kept too"),
    );
    assert_eq!(draft("a.docx", &docx(&body, &[])).text, "One line.\nTwo.\nkept\nkept too");
}

#[test]
fn a_sign_that_only_a_font_knows_is_not_lost_without_a_word() {
    let symbol = |code: &str| format!("<w:r><w:sym w:font=\"Wingdings\" w:char=\"{code}\"/></w:r>");
    let body = format!("<w:p><w:r><w:t>Yes</w:t></w:r>{}{}</w:p>", symbol("F0FC"), symbol("263A"));
    let draft = draft("a.docx", &docx(&body, &[]));
    assert_eq!(draft.text, "Yes\u{fffd}☺");
    assert_eq!(draft.warnings, ["1 symbol that could not be read: “\u{fffd}” in the text"]);
}

#[test]
fn tables_boxes_and_notes_have_their_places() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let body = format!(
        r#"<w:p><w:r><w:t>Before</w:t><w:footnoteReference w:id="2"/></w:r></w:p>
        <w:tbl><w:tr>{}{}</w:tr><w:tr>{}<w:tc><w:p/></w:tc></w:tr></w:tbl>
        <w:p><w:r><w:t>Around </w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Choice>
            <mc:Fallback><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>the box</w:t></w:r></w:p>"#,
        cell("a"),
        cell("b"),
        cell("c")
    );
    let notes = r#"<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:t>A  note &amp; more.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let draft = draft("a.docx", &docx(&body, &[("word/footnotes.xml", notes)]));
    assert_eq!(draft.text, "Before\na\tb\nc\nAroundthe box\nboxed");
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text, &*line.reason)).collect();
    assert_eq!(left_out, [(1, "A note & more.", "footnote")]);
}

#[test]
fn properties_count_only_if_the_text_bears_them_out() {
    let core = "<cp:coreProperties><dc:title>The strike</dc:title><dc:creator>Ana Petrova</dc:creator>\
        <dcterms:created>2020-01-01T00:00:00Z</dcterms:created></cp:coreProperties>";
    let body = |lines: &[&str]| -> String {
        format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", lines.join("</w:t></w:r></w:p><w:p><w:r><w:t>"))
    };
    let with =
        draft("a.docx", &docx(&body(&["The strike goes on", "ANA PETROVA", "Text."]), &[("docProps/core.xml", core)]));
    assert_eq!((&*with.details.title, &*with.details.author), ("The strike", "Ana Petrova"));
    assert_eq!(with.origin(&Field::Title), Some("properties of the document"));
    let without = draft("a.docx", &docx(&body(&["Ferry sails again", "Text."]), &[("docProps/core.xml", core)]));
    assert_eq!((&*without.details.title, &*without.details.author), ("Ferry sails again", ""));
    assert_eq!((with.details.date, without.details.date), (None, None));
}

#[test]
fn languages_are_those_of_the_text_and_not_of_the_machine() {
    let run = |language: &str, text: &str| {
        format!(r#"<w:p><w:r><w:rPr><w:lang w:val="{language}"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let styles = r#"<w:styles><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>"#;
    let language = |body: String| draft("a.docx", &docx(&body, &[("word/styles.xml", styles)])).details.language;
    assert_eq!(language(run("uk-UA", "Переговори тривали") + &run("en-GB", "Talks")), "uk");
    assert_eq!(language("<w:p><w:r><w:t>Plain words.</w:t></w:r></w:p>".to_owned()), "en");
    assert_eq!(language("<w:p><w:r><w:t>谈判没有结果</w:t></w:r></w:p>".to_owned()), "zh");
    // A Russian text of which nobody said that it is not English.
    assert_eq!(language("<w:p><w:r><w:t>Переговоры длились</w:t></w:r></w:p>".to_owned()), "");
    let meta =
        "<office:document-meta><office:meta><dc:language>de-AT</dc:language></office:meta></office:document-meta>";
    assert_eq!(draft("a.odt", &odt("<text:p>Gespräche</text:p>", &[("meta.xml", meta)])).details.language, "de");
}

#[test]
fn open_document_text_has_its_blanks_and_not_its_comments() {
    let body = r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:h text:outline-level="1">Ferry <text:span>strike</text:span></text:h>
        <text:p>  a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d
            e<office:annotation><dc:creator>X</dc:creator><text:p>comment</text:p></office:annotation></text:p>
        <text:p>Noted<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>The note.</text:p></text:note-body></text:note> here.</text:p>
        <table:table><table:table-row><table:table-cell/><table:table-cell><text:p>x</text:p></table:table-cell><table:table-cell><text:p>y</text:p><text:p>z</text:p></table:table-cell></table:table-row></table:table>
        <text:p>Out<draw:frame><draw:text-box><text:p>in the box</text:p></draw:text-box><svg:desc>a picture</svg:desc></draw:frame>side</text:p>"#;
    let draft = draft("a.odt", &odt(body, &[]));
    assert_eq!(draft.text, "Ferry strike\na   b\tc\nd e\nNoted here.\n\tx\ty\nz\nOutside\nin the box");
    assert_eq!(draft.origin(&Field::Title), Some("first heading"));
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text)).collect();
    assert_eq!(left_out, [(4, "The note.")]);
}

#[test]
fn rich_text_is_read_in_its_code_pages_without_notes_and_page_heads() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg1251\\deflang1049{\\fonttbl{\\f0\\fcharset204 Times;}}{\\info{\\title Draft}}{\\header Page head\\par}\
        \\f0 \\'cf\\'e5\\'f0\\'e5\\'e3\\'ee\\'e2\\'ee\\'f0\\'fb{\\super\\chftn}{\\footnote\\pard\\plain{\\super\\chftn} \\'cd\\'e5\\'f2.}\\par\
        \\trowd\\cellx1000\\cellx2000 a\\cell b\\cell\\row\\pard {\\v hidden}{\\deleted gone}{\\deleted0 }\\u8211?\\tab x\\line y\\par}";
    let draft = draft("a.rtf", rtf);
    assert_eq!(draft.text, "Переговоры\na\tb\n–\tx\ny");
    assert_eq!((&*draft.details.title, &*draft.details.language), ("Переговоры", "ru"));
    let left_out: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text)).collect();
    assert_eq!(left_out, [(1, "Нет.")]);
}

#[test]
fn the_text_of_a_box_in_rich_text_is_read_once() {
    let shape = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard\plain In the box.\par}}";
    let result = r"{\shprslt{\*\do\dobxpage{\dptxbxtext\pard\plain In the box.\par}}}";
    for (shape, result) in [(shape, result), (shape, "")] {
        let rtf = format!(r"{{\rtf1\ansi Before it. {shape}{result}}}After it.\par \\shprslt is a word.\par}}");
        let text = draft("a.rtf", rtf.as_bytes()).text;
        assert_eq!(text.matches("In the box.").count(), 1, "{text}");
        assert!(!text.contains("202") && text.contains("Before it.") && text.contains("After it."), "{text}");
        assert!(text.ends_with(r"\shprslt is a word."), "{text}");
    }
}

#[test]
fn xml_in_utf_16_is_read() {
    let xml = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-16\"?><office:document-content><office:body><text:p>Łódź</text:p></office:body></office:document-content>";
    let bytes: Vec<u8> = xml.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let odt =
        super::make::archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &bytes)]);
    assert_eq!(draft("a.odt", &odt).text, "Łódź");
}

#[test]
fn encrypted_documents_say_so() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let odt = odt("", &[("META-INF/manifest.xml", manifest)]);
    assert!(refusal("a.odt", &odt).starts_with("it is encrypted; open it with its password"));
}
