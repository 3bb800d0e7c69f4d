//! The parts of a document beside its text: what types they have, styles, properties and the foot of the page.

use std::fmt::Write as _;

use standpoint_analysis::report::provenance::PROGRAM;

use super::DocxProperties;
use crate::xml::escaped;

/// The number of levels of headings that have a style.
pub(super) const N_HEADINGS: u8 = 6;

/// The width of the text of a page of A4, in twentieths of a point.
pub(super) const PAGE_WIDTH: usize = 9_638;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

pub(super) const DOCUMENT_START: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>"
);

pub(super) const DOCUMENT_END: &str = concat!(
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
    "<w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" ",
    "w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
);

const TYPES: &str = concat!(
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/word/document.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "<Override PartName=\"/docProps/app.xml\" ",
    "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>",
    "</Types>"
);

const PACKAGE: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" ",
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" ",
    "Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" ",
    "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" ",
    "Target=\"docProps/core.xml\"/>",
    "<Relationship Id=\"rId3\" ",
    "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" ",
    "Target=\"docProps/app.xml\"/>",
    "</Relationships>"
);

const OF_DOCUMENT: &str = concat!(
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" ",
    "Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" ",
    "Target=\"settings.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" ",
    "Target=\"footer1.xml\"/>",
    "</Relationships>"
);

const WORDS: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";

/// The names and contents of all parts but the text.
pub(super) fn all(properties: &DocxProperties<'_>) -> [(&'static str, String); 8] {
    let with_head = |content: &str| format!("{XML}{content}");
    [
        ("[Content_Types].xml", with_head(TYPES)),
        ("_rels/.rels", with_head(PACKAGE)),
        ("docProps/core.xml", with_head(&core(properties))),
        ("docProps/app.xml", with_head(&app())),
        ("word/_rels/document.xml.rels", with_head(OF_DOCUMENT)),
        ("word/styles.xml", with_head(&styles(properties.language))),
        ("word/settings.xml", with_head(&settings(properties.language))),
        ("word/footer1.xml", with_head(&footer(properties.title))),
    ]
}

fn core(properties: &DocxProperties<'_>) -> String {
    let DocxProperties { title, language, made } = properties;
    let (title, language) = (escaped(title), escaped(language));
    let made = made.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:language>{language}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{made}</dcterms:modified></cp:coreProperties>"
    )
}

fn app() -> String {
    let name = PROGRAM.split(' ').next().unwrap_or(PROGRAM);
    format!(
        "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">\
         <Application>{name}</Application></Properties>"
    )
}

fn settings(language: &str) -> String {
    let language = escaped(language);
    format!(
        "<w:settings {WORDS}><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"{language}\"/></w:settings>"
    )
}

fn footer(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = escaped(&title);
    format!(
        "<w:ftr {WORDS}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{title}</w:t></w:r><w:r><w:tab/></w:r>\
         <w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>"
    )
}

/// A style of paragraphs.
struct ParagraphStyle<'a> {
    id: &'a str,
    name: &'a str,
    paragraph: &'a str,
    run: &'a str,
}

fn styles(language: &str) -> String {
    let language = escaped(language);
    let mut styles = format!(
        "<w:styles {WORDS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" \
         w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"{language}\"/></w:rPr>\
         </w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr>\
         </w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
    );
    let mut add = |style: &ParagraphStyle<'_>| {
        let ParagraphStyle { id, name, paragraph, run } = style;
        let written = write!(
            styles,
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:next w:val=\"Normal\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        );
        written.expect("a string can be written to");
    };
    add(&ParagraphStyle {
        id: "Title",
        name: "Title",
        paragraph: "<w:spacing w:after=\"60\"/>",
        run: "<w:b/><w:bCs/><w:sz w:val=\"40\"/><w:szCs w:val=\"40\"/>",
    });
    for level in 1..=N_HEADINGS {
        let half_points = 34 - 2 * u32::from(level);
        add(&ParagraphStyle {
            id: &format!("Heading{level}"),
            name: &format!("heading {level}"),
            paragraph: &format!(
                "<w:keepNext/><w:keepLines/><w:spacing w:before=\"{}\" w:after=\"80\"/><w:outlineLvl w:val=\"{}\"/>",
                if level == 1 { 360 } else { 240 },
                level - 1
            ),
            run: &format!("<w:b/><w:bCs/><w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>"),
        });
    }
    add(&ParagraphStyle {
        id: "Quote",
        name: "Quote",
        paragraph: "<w:spacing w:after=\"40\"/><w:ind w:left=\"360\"/>",
        run: "<w:i/><w:iCs/>",
    });
    let small = "<w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>";
    add(&ParagraphStyle { id: "Note", name: "Note", paragraph: "", run: small });
    add(&ParagraphStyle {
        id: "Cell",
        name: "Cell",
        paragraph: "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
        run: "",
    });
    add(&ParagraphStyle {
        id: "Footer",
        name: "footer",
        paragraph: &format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{PAGE_WIDTH}\"/></w:tabs>"),
        run: small,
    });
    styles.push_str(TABLE_STYLE);
    styles.push_str("</w:styles>");
    styles
}

const TABLE_STYLE: &str = concat!(
    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>",
    "<w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>",
    "<w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/>",
    "</w:tblCellMar></w:tblPr></w:style>",
    "<w:style w:type=\"table\" w:styleId=\"Plain\"><w:name w:val=\"Plain\"/><w:basedOn w:val=\"TableNormal\"/>",
    "<w:tblPr><w:tblBorders><w:top w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/>",
    "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"999999\"/>",
    "<w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"CCCCCC\"/></w:tblBorders></w:tblPr></w:style>",
);
