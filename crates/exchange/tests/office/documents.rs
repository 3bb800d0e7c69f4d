//! Word documents, `OpenDocument` texts and rich text.

use super::make::{archive, docx, docx_of, draft, epub_of, odt, odt_of, read_as, refusal, rtf_of};
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
    let symbol = |font: &str, code: &str| format!("<w:r><w:sym w:font=\"{font}\" w:char=\"{code}\"/></w:r>");
    let symbols =
        [("Wingdings", "F0FC"), ("Symbol", "F0A3"), ("Symbol", "F062"), ("Webdings", "F0FC"), ("Wingdings", "263A")];
    let symbols: String = symbols.iter().map(|(font, code)| symbol(font, code)).collect();
    let in_font = "<w:r><w:rPr><w:rFonts w:ascii=\"Symbol\"/></w:rPr><w:t>\u{f0b3}</w:t></w:r>";
    let body = format!("<w:p><w:r><w:t>Yes</w:t></w:r>{symbols}{in_font}</w:p>");
    let draft = draft("a.docx", &docx(&body, &[]));
    assert_eq!(draft.text, "Yes✓≤β\u{fffd}☺≥");
    assert_eq!(draft.warnings, ["1 symbol that could not be read: “\u{fffd}” in the text"]);
}

#[test]
fn only_what_fields_show_is_read() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let code = "<w:r><w:instrText>IF</w:instrText></w:r>";
    let (begin, separate, end) = (mark("begin"), mark("separate"), mark("end"));
    // A field inside the instruction of another one, one without a result, and one that is never ended.
    let nested = format!("{begin}{code}{begin}{code}{separate}{}{end}{separate}{}{end}", run("inner"), run("outer"));
    let body = format!(
        "<w:p>{nested}{}</w:p><w:p>{begin}{code}{end}{}</w:p><w:p>{begin}{code}{}</w:p><w:p>{}</w:p>",
        run("one"),
        run("two"),
        run("kept"),
        run("three")
    );
    assert_eq!(draft("a.docx", &docx(&body, &[])).text, "outerone\ntwo\nkept\nthree");
}

#[test]
fn text_in_a_style_that_hides_it_is_not_read() {
    let styles = r#"<w:styles><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:styleId="More"><w:basedOn w:val="Secret"/></w:style>
        <w:style w:styleId="Shown"><w:basedOn w:val="Secret"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style></w:styles>"#;
    let run =
        |style: &str, text: &str| format!("<w:r><w:rPr><w:rStyle w:val=\"{style}\"/></w:rPr><w:t>{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}{}{}<w:r><w:t>d</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"More\"/></w:pPr><w:r><w:t>e</w:t></w:r></w:p>",
        run("Secret", "a"),
        run("More", "b"),
        run("Shown", "c")
    );
    assert_eq!(draft("a.docx", &docx(&body, &[("word/styles.xml", styles)])).text, "cd");
}

#[test]
fn formulas_are_written_in_one_line() {
    let run = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let half = format!("<m:oMath><m:f><m:num>{}</m:num><m:den>{}</m:den></m:f></m:oMath>", run("1"), run("2"));
    let body = format!(
        "<w:p><w:r><w:t xml:space=\"preserve\">About </w:t></w:r>{half}<w:r><w:t xml:space=\"preserve\"> of all</w:t></w:r></w:p>"
    );
    assert_eq!(draft("a.docx", &docx(&body, &[])).text, "About 1/2 of all");
}

#[test]
fn documents_inside_a_document_are_read_in_their_places() {
    let relation = |id: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"http://x/relationships/aFChunk\" Target=\"{target}\"/>")
    };
    let relations = format!(
        "<Relationships>{}{}{}{}</Relationships>",
        relation("a", "part.txt"),
        relation("b", "/word/inner.docx"),
        relation("c", "gone.txt"),
        relation("d", "deep.docx")
    );
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = format!(
        "{}<w:altChunk r:id=\"a\"/>{}<w:altChunk r:id=\"b\"/><w:altChunk r:id=\"b\"/><w:altChunk r:id=\"c\"/>",
        paragraph("One"),
        paragraph("Four")
    );
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let inner = docx_of(&["Five", "Six"]);
    let entries: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/part.txt", b"Two\nThree\n"),
        ("word/inner.docx", &inner),
        ("word/deep.docx", &inner),
    ];
    let draft = draft("a.docx", &archive(&entries));
    assert_eq!(draft.text, "One\nTwo\nThree\nFour\nFive\nSix");
    assert_eq!(draft.warnings, ["the document “gone.txt” inside it was left out: it is damaged: it is missing"]);
}

#[test]
fn documents_in_one_xml_file_are_read_like_others() {
    let flat = r#"<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text">
        <office:meta><dc:title>Flat</dc:title></office:meta><office:automatic-styles><style:style style:name="T1"/>
        </office:automatic-styles><office:body><office:text><text:h>Flat</text:h><text:p>One<draw:frame><draw:image>
        <office:binary-data>AAAA</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>"#;
    assert_eq!(draft("a.fodt", flat.as_bytes()).text, "Flat\nOne");
    let sheet = flat.replace("office:text>", "office:spreadsheet>");
    assert!(refusal("a.fods", sheet.as_bytes()).contains("save it as ODS"));
    let word = r#"<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument><w:body><w:p><w:r><w:t>Old</w:t></w:r>
        <w:r><w:footnote><w:p><w:r><w:t>a note</w:t></w:r></w:p></w:footnote></w:r></w:p></w:body></w:wordDocument>"#;
    let read = draft("a.xml", word.as_bytes());
    assert_eq!((&*read.text, &*read.left_out[0].text), ("Old", "a note"));
    let parts = r#"<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">
        <pkg:part pkg:name="/word/header1.xml"><w:p><w:r><w:t>head</w:t></w:r></w:p></pkg:part>
        <pkg:part pkg:name="/word/document.xml"><w:body><w:p><w:r><w:t>New</w:t></w:r></w:p></w:body></pkg:part></pkg:package>"#;
    assert_eq!(draft("a.xml", parts.as_bytes()).text, "New");
    let other = draft("a.xml", b"<?xml version=\"1.0\"?><feed><entry>One</entry></feed>");
    assert_eq!(other.warnings, ["it is XML of a kind that is not known, so its marks stand in the text"]);
}

#[test]
fn the_field_with_the_title_is_read_and_the_title_of_a_picture_is_not() {
    let body = "<text:h><text:title>Bridge talks</text:title></text:h><text:p>One<draw:frame><svg:title>a bridge</svg:title></draw:frame></text:p>";
    assert_eq!(draft("a.odt", &odt(body, &[])).text, "Bridge talks\nOne");
}

#[test]
fn notes_in_notes_without_end_are_answered() {
    let deep =
        format!("{}<w:p><w:r><w:t>deep</w:t></w:r></w:p>{}", "<w:footnote>".repeat(900), "</w:footnote>".repeat(900));
    let word = format!(
        "<?xml version=\"1.0\"?><w:wordDocument><w:body><w:p><w:r><w:t>Text</w:t></w:r>{deep}</w:p></w:body></w:wordDocument>"
    );
    assert_eq!(draft("a.xml", word.as_bytes()).text, "Text");
}

#[test]
fn hidden_text_of_open_documents_is_not_read() {
    let styles = r#"<office:document-styles><office:styles><style:style style:name="Secret"><style:text-properties text:display="none"/>
        </style:style><style:style style:name="More" style:parent-style-name="Secret"/></office:styles></office:document-styles>"#;
    let body = r#"<text:p>One <text:span text:style-name="Secret">two</text:span></text:p><text:p text:style-name="More">three</text:p>
        <text:section text:display="none"><text:p>four</text:p></text:section><text:section><text:p>five</text:p></text:section>"#;
    assert_eq!(draft("a.odt", &odt(body, &[("styles.xml", styles)])).text, "One \nfive");
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
