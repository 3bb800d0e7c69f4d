//! Texts of the word processors that write `OpenDocument` (ODT).

use standpoint_core::model::Details;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, databases};
use crate::import::{
    archive::{Archive, is_archive},
    guess,
    markup::{Element, Markup, XmlPiece, decoded},
    prose::{self, Prose},
};

/// An `OpenDocument` text or its template.
pub(super) static FORMAT: Format =
    Format { name: "OpenDocument text", extensions: &["odt", "ott"], is_format_of: is_odt, read };

/// What the entry `mimetype` starts with.
const TYPE: &[u8] = b"application/vnd.oasis.opendocument.text";
/// The part with the text.
const CONTENT: &str = "content.xml";
/// How many text boxes may be nested.
const MAX_BOXES: usize = 16;
/// The most blanks that one mark stands for.
const MAX_BLANKS: usize = 1_000;

/// Elements whose text is not part of the body: deleted text, comments, forms, words for readers who cannot see
/// pictures, and the sounds over East Asian words.
const SKIPPED: [&str; 9] = [
    "tracked-changes",
    "annotation",
    "note-citation",
    "title",
    "desc",
    "ruby-text",
    "forms",
    "hidden-text",
    "hidden-paragraph",
];

fn is_odt(file: &SourceFile<'_>) -> bool {
    let is_text = |bytes: &[u8]| {
        let mut archive = Archive::open(bytes).ok()?;
        archive.read("mimetype").ok()?.map(|kind| kind.starts_with(TYPE))
    };
    is_archive(file.bytes) && is_text(file.bytes).unwrap_or(false)
}

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let mut archive = Archive::open(file.bytes)?;
    if let Some(manifest) = archive.read("META-INF/manifest.xml")?
        && memchr::memmem::find(&manifest, b"encryption-data").is_some()
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
    body.walk(&mut Markup::of(&xml, CONTENT))?;
    let mut draft = body.prose.into_draft();
    if let Some(reading) = databases::reports_in(&draft.text) {
        return Ok(reading);
    }
    let properties = properties(&mut archive)?;
    prose::set_if_in_text(&mut draft, &properties);
    guess::fill_in(&mut draft);
    Ok(draft.into())
}

/// Title, author and language in the properties of a document, and else the language of its usual style.
fn properties(archive: &mut Archive<'_>) -> Result<Details, Unreadable> {
    let mut details = Details::default();
    for name in ["meta.xml", "styles.xml"] {
        let Some(bytes) = archive.read(name)? else { continue };
        let xml = decoded(&bytes, name)?;
        let mut markup = Markup::of(&xml, name);
        while let Some(piece) = markup.next()? {
            let XmlPiece::Start(element) = piece else { continue };
            match element.name() {
                "title" if name == "meta.xml" => details.title = markup.text()?.trim().to_owned(),
                "initial-creator" => details.author = markup.text()?.trim().to_owned(),
                "creator" if details.author.is_empty() => details.author = markup.text()?.trim().to_owned(),
                "language" => details.language = prose::language_of(&markup.text()?),
                // Of styles, the first with a language is that of paragraphs in general.
                "text-properties" if details.language.is_empty() => {
                    details.language = prose::language_of(&element.attribute("language").unwrap_or_default());
                }
                _ => {}
            }
        }
    }
    Ok(details)
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
                XmlPiece::Start(element) if SKIPPED.contains(&element.name()) => markup.skip()?,
                XmlPiece::Start(element) if self.is_too_nested(&element) => markup.skip()?,
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

    fn start(&mut self, element: &Element<'_>) -> AtEnd {
        self.has_begun |= element.name() == "body";
        if !self.has_begun {
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
