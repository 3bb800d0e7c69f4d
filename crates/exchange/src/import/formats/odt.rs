//! Texts of the word processors that write `OpenDocument` (ODT).

use std::collections::HashSet;

use memchr::memmem;
use standpoint_core::model::Details;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, document, without_blank_start};
use crate::import::{
    archive::{Archive, is_archive},
    markup::{Element, Markup, XmlPiece, decoded},
    prose::{self, Prose},
};

/// An `OpenDocument` text or its template.
pub(super) static FORMAT: Format =
    Format { name: "OpenDocument text", extensions: &["odt", "ott", "fodt"], is_format_of: is_odt, read };

/// What the entry `mimetype` starts with.
const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";
/// How far into a file in one piece its first element stands.
const N_START: usize = 4_000;
/// The part with the styles that have names.
const STYLES: &str = "styles.xml";
/// The part with the text.
const CONTENT: &str = "content.xml";
/// How many text boxes may be nested.
const MAX_BOXES: usize = 16;
/// The most blanks that one mark stands for.
const MAX_BLANKS: usize = 1_000;

/// Elements whose text is not part of the body: deleted text, comments, forms, words for readers who cannot see
/// pictures, and the sounds over East Asian words.
const SKIPPED: [&str; 10] = [
    "tracked-changes",
    "annotation",
    "binary-data",
    "note-citation",
    "title",
    "desc",
    "ruby-text",
    "forms",
    "hidden-text",
    "hidden-paragraph",
];

fn is_odt(file: &SourceFile<'_>) -> bool {
    if is_flat(file.bytes) {
        return true;
    }
    let is_text = |bytes: &[u8]| {
        let mut archive = Archive::open(bytes).ok()?;
        archive.read("mimetype").ok()?.map(|kind| kind.starts_with(TYPE))
    };
    is_archive(file.bytes) && is_text(file.bytes).unwrap_or(false)
}

/// Whether it is a document that is saved as one XML file (“flat XML”).
fn is_flat(bytes: &[u8]) -> bool {
    let start = without_blank_start(&bytes[..bytes.len().min(N_START)]);
    start.starts_with(b"<") && memmem::find(start, b"<office:document").is_some()
}

fn read_flat(file: &SourceFile<'_>) -> Result<Reading, Unreadable> {
    if memmem::find(file.bytes, b"<office:text").is_none() {
        return Err(Unreadable::Refused(
            "it is not a text but a sheet, slides or a drawing in one XML file; save it as ODS or as a text".to_owned(),
        ));
    }
    let xml = decoded(file.bytes, file.name)?;
    let xml = xml.trim_start_matches('\u{feff}');
    let mut body = OpenText::default();
    body.walk(&mut Markup::of(xml, file.name))?;
    let mut details = Details::default();
    take_properties(&mut Markup::of(xml, file.name), &mut details)?;
    Ok(document(body.prose.into_draft(), &details))
}

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    if is_flat(file.bytes) {
        return read_flat(file);
    }
    let mut archive = Archive::open(file.bytes)?;
    if let Some(manifest) = archive.read("META-INF/manifest.xml")?
        && memmem::find(&manifest, b"encryption-data").is_some()
    {
        return Err(Unreadable::Refused(
            "it is encrypted; open it with its password, save it without one and import that".to_owned(),
        ));
    }
    let bytes = archive.read(CONTENT)?.ok_or_else(|| {
        Unreadable::Damaged("it has no text part; open it in a word processor and save it again".to_owned())
    })?;
    let xml = decoded(&bytes, CONTENT)?;
    let mut body = OpenText::default();
    if let Some(styles) = archive.read(STYLES)? {
        body.walk(&mut Markup::of(&decoded(&styles, STYLES)?, STYLES))?;
    }
    body.walk(&mut Markup::of(&xml, CONTENT))?;
    let properties = properties(&mut archive)?;
    Ok(document(body.prose.into_draft(), &properties))
}

/// Whether an element is the field that shows the title of the document.
fn is_title_field(element: &Element<'_>) -> bool {
    element.name() == "title" && element.has_prefix("text")
}

/// Title, author and language in the properties of a document, and else the language of its usual style.
fn properties(archive: &mut Archive<'_>) -> Result<Details, Unreadable> {
    let mut details = Details::default();
    for name in ["meta.xml", STYLES] {
        let Some(bytes) = archive.read(name)? else { continue };
        take_properties(&mut Markup::of(&decoded(&bytes, name)?, name), &mut details)?;
    }
    Ok(details)
}

fn take_properties(markup: &mut Markup<'_>, details: &mut Details) -> Result<(), Unreadable> {
    let mut is_in_meta = false;
    while let Some(piece) = markup.next()? {
        let XmlPiece::Start(element) = piece else { continue };
        match element.name() {
            "meta" => is_in_meta = true,
            "title" if is_in_meta => details.title = markup.text()?.trim().to_owned(),
            "initial-creator" => details.author = markup.text()?.trim().to_owned(),
            "creator" if is_in_meta && details.author.is_empty() => details.author = markup.text()?.trim().to_owned(),
            "language" if is_in_meta => details.language = prose::language_of(&markup.text()?),
            // Of styles, the first with a language is that of paragraphs in general.
            "text-properties" if details.language.is_empty() => {
                details.language = prose::language_of(&element.attribute("language").unwrap_or_default());
            }
            "styles" | "settings" | "body" => {
                is_in_meta = false;
                if element.name() == "body" {
                    break;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The body of a document while it is read.
#[derive(Default)]
struct OpenText {
    prose: Prose,
    /// The texts around the box or note that is being read.
    around: Vec<Prose>,
    /// Whether the body has begun, before which stand declarations.
    has_begun: bool,
    /// How many paragraphs are open; text stands in paragraphs only.
    n_paragraphs: usize,
    /// The style that is being read.
    style: String,
    /// The names of styles whose text is hidden.
    hidden: HashSet<String>,
}

/// What to do when an element ends.
#[derive(Clone, Copy)]
enum AtEnd {
    Paragraph,
    /// A heading that began at this length.
    Heading(usize),
    /// A cell that began at this length.
    Cell(usize),
    Row,
    Box,
    Note,
    Nothing,
}

impl OpenText {
    fn walk(&mut self, markup: &mut Markup<'_>) -> Result<(), Unreadable> {
        let mut open = Vec::new();
        while let Some(piece) = markup.next()? {
            self.prose.check_size()?;
            match piece {
                // The field “Title” is called like the title of a picture.
                XmlPiece::Start(element) if SKIPPED.contains(&element.name()) && !is_title_field(&element) => {
                    markup.skip()?;
                }
                XmlPiece::Start(element) if self.is_too_nested(&element) || self.is_hidden(&element) => {
                    markup.skip()?;
                }
                XmlPiece::Start(element) => open.push(self.start(&element)),
                XmlPiece::End => self.end(open.pop().unwrap_or(AtEnd::Nothing)),
                XmlPiece::Text(text) if self.n_paragraphs > 0 => self.prose.push_folded(&text),
                XmlPiece::Text(_) => {}
            }
        }
        Ok(())
    }

    fn is_too_nested(&self, element: &Element<'_>) -> bool {
        self.around.len() >= MAX_BOXES && matches!(element.name(), "text-box" | "note-body")
    }

    /// Whether an element of the body is not shown: a hidden section, or text in a style that hides it.
    fn is_hidden(&self, element: &Element<'_>) -> bool {
        match element.name() {
            "section" => element.says("display", "none") || element.says("is-hidden", "true"),
            "p" | "h" | "span" if self.has_begun && !self.hidden.is_empty() => {
                element.attribute("style-name").is_some_and(|style| self.hidden.contains(&style))
            }
            _ => false,
        }
    }

    /// Takes what the declarations before the body say about styles.
    fn take_style(&mut self, element: &Element<'_>) {
        match element.name() {
            "style" => {
                self.style = element.attribute("name").unwrap_or_default();
                if element.attribute("parent-style-name").is_some_and(|parent| self.hidden.contains(&parent)) {
                    self.hidden.insert(self.style.clone());
                }
            }
            "text-properties" if element.says("display", "none") => _ = self.hidden.insert(self.style.clone()),
            "text-properties" if element.says("display", "true") => _ = self.hidden.remove(&self.style),
            _ => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) -> AtEnd {
        self.has_begun |= element.name() == "body";
        if !self.has_begun {
            self.take_style(element);
            return AtEnd::Nothing;
        }
        match element.name() {
            name @ ("p" | "h") => {
                self.n_paragraphs += 1;
                return if name == "h" { AtEnd::Heading(self.prose.len()) } else { AtEnd::Paragraph };
            }
            "s" => {
                let n_blanks = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1usize);
                self.prose.push(&" ".repeat(n_blanks.min(MAX_BLANKS)));
            }
            "tab" => self.prose.tab(),
            "line-break" => self.prose.end_line(),
            "table-cell" | "covered-table-cell" => return AtEnd::Cell(self.prose.len()),
            "table-row" => return AtEnd::Row,
            name @ ("text-box" | "note-body") => {
                self.around.push(std::mem::take(&mut self.prose));
                return if name == "text-box" { AtEnd::Box } else { AtEnd::Note };
            }
            _ => {}
        }
        AtEnd::Nothing
    }

    fn end(&mut self, at_end: AtEnd) {
        match at_end {
            AtEnd::Heading(start) => {
                if self.around.is_empty() {
                    self.prose.heading_since(start);
                }
                self.end_paragraph();
            }
            AtEnd::Paragraph => self.end_paragraph(),
            AtEnd::Cell(start) => self.prose.end_cell(start),
            AtEnd::Row => self.prose.end_row(),
            AtEnd::Box | AtEnd::Note => {
                let outer = self.around.pop().unwrap_or_default();
                let inner = std::mem::replace(&mut self.prose, outer);
                match at_end {
                    AtEnd::Box => self.prose.add_box(&inner),
                    _ => self.prose.note(inner.text()),
                }
            }
            AtEnd::Nothing => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.n_paragraphs = self.n_paragraphs.saturating_sub(1);
        self.prose.end_paragraph();
    }
}
