//! Word documents (DOCX): the text of the body as it reads when all changes are accepted.

use std::collections::{HashMap, HashSet};

use standpoint_core::{model::Details, wording::counted};

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, databases};
use crate::import::{
    archive::{Archive, is_archive},
    guess,
    markup::{Element, Markup, XmlPiece, decoded},
    prose::{self, Prose},
};

/// A document of Word 2007 or later.
pub(super) static FORMAT: Format =
    Format { name: "Word document", extensions: &["docx", "docm"], is_format_of: is_docx, read };

/// How many text boxes may be nested.
const MAX_BOXES: usize = 16;

/// Elements whose text is not part of the body: deleted and moved text, instructions of fields, the older copy of a
/// shape, and words for readers who cannot see it.
const SKIPPED: [&str; 9] =
    ["del", "moveFrom", "instrText", "delText", "delInstrText", "Fallback", "docPr", "rubyPr", "rt"];

fn is_docx(file: &SourceFile<'_>) -> bool {
    is_archive(file.bytes) && Archive::open(file.bytes).is_ok_and(|archive| main_part(&archive).is_some())
}

/// The part with the text; some programs number it.
fn main_part(archive: &Archive<'_>) -> Option<String> {
    let is_main = |name: &str| name.starts_with("word/document") && name.ends_with(".xml");
    archive.entries().into_iter().map(|entry| entry.name).find(|name| is_main(&name.to_lowercase()))
}

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let mut archive = Archive::open(file.bytes)?;
    let main = main_part(&archive).ok_or_else(|| {
        Unreadable::Damaged("it has no text part; open it in a word processor and save it again".to_owned())
    })?;
    let styles = Styles::of(&mut archive)?;
    let notes = notes(&mut archive)?;
    let bytes = archive.read(&main)?.unwrap_or_default();
    let xml = decoded(&bytes, &main)?;
    let body = Body::read(&mut Markup::of(&xml, &main), &styles, &notes)?;
    let language = body.language();
    let mut draft = body.prose.into_draft();
    if let Some(reading) = databases::reports_in(&draft.text) {
        return Ok(reading);
    }
    let properties = Details { language, ..core_properties(&mut archive, "docProps/core.xml")? };
    prose::set_if_in_text(&mut draft, &properties);
    guess::fill_in(&mut draft);
    let n_unknown = draft.text.matches(UNKNOWN).count();
    if n_unknown > 0 {
        let symbols = counted(n_unknown, "symbol");
        draft.warnings.push(format!("{symbols} that could not be read: “{UNKNOWN}” in the text"));
    }
    Ok(draft.into())
}

/// What stands for a character that only a font of symbols knows.
const UNKNOWN: &str = "\u{fffd}";

/// Title and author in the properties of a document.
fn core_properties(archive: &mut Archive<'_>, name: &str) -> Result<Details, Unreadable> {
    let mut details = Details::default();
    let Some(bytes) = archive.read(name)? else { return Ok(details) };
    let xml = decoded(&bytes, name)?;
    let mut markup = Markup::of(&xml, name);
    while let Some(piece) = markup.next()? {
        let XmlPiece::Start(element) = piece else { continue };
        match element.name() {
            "title" => details.title = markup.text()?.trim().to_owned(),
            "creator" => details.author = markup.text()?.trim().to_owned(),
            _ => {}
        }
    }
    Ok(details)
}

/// What the styles of a document say.
#[derive(Default)]
struct Styles {
    /// The ids of styles of headings.
    headings: HashSet<String>,
    /// The language of text without one of its own.
    languages: Languages,
}

impl Styles {
    fn of(archive: &mut Archive<'_>) -> Result<Self, Unreadable> {
        const NAME: &str = "word/styles.xml";
        let mut styles = Self::default();
        let Some(bytes) = archive.read(NAME)? else { return Ok(styles) };
        let xml = decoded(&bytes, NAME)?;
        let mut markup = Markup::of(&xml, NAME);
        let mut id = String::new();
        while let Some(piece) = markup.next()? {
            let XmlPiece::Start(element) = piece else { continue };
            match element.name() {
                "style" => id = element.attribute("styleId").unwrap_or_default(),
                // The names of built-in styles are English in every language of Word.
                "name" => {
                    let name = element.attribute("val").unwrap_or_default().to_lowercase();
                    if name == "title" || name.starts_with("heading ") {
                        styles.headings.insert(id.clone());
                    }
                }
                "lang" if styles.languages.usual.is_empty() => styles.languages = Languages::of(&element),
                _ => {}
            }
        }
        Ok(styles)
    }
}

/// The texts of footnotes and endnotes, by kind and id.
type Notes = HashMap<(&'static str, String), String>;

fn notes(archive: &mut Archive<'_>) -> Result<Notes, Unreadable> {
    let mut notes = Notes::new();
    let (no_styles, no_notes) = (Styles::default(), Notes::new());
    for (kind, name) in [("footnote", "word/footnotes.xml"), ("endnote", "word/endnotes.xml")] {
        let Some(bytes) = archive.read(name)? else { continue };
        let xml = decoded(&bytes, name)?;
        let mut markup = Markup::of(&xml, name);
        while let Some(piece) = markup.next()? {
            let XmlPiece::Start(element) = piece else { continue };
            if element.name() != kind {
                continue;
            }
            let id = element.attribute("id").unwrap_or_default();
            let note = Body::read_element(&mut markup, &no_styles, &no_notes)?;
            notes.insert((kind, id), note.prose.text().to_owned());
        }
    }
    Ok(notes)
}

/// The body of a document while it is read.
struct Body<'a> {
    styles: &'a Styles,
    notes: &'a Notes,
    /// The notes whose marks were read.
    noted: HashSet<(&'static str, String)>,
    prose: Prose,
    /// The texts around the box that is being read, each with the start of its paragraph and whether it is a heading.
    around: Vec<(Prose, usize, bool)>,
    paragraph_start: usize,
    is_heading: bool,
    /// Whether the properties of a paragraph or of a row are being read.
    properties: Properties,
    /// Whether the end of the paragraph was deleted, so that the next one goes on in its line.
    is_joined: bool,
    /// Whether the row was deleted.
    is_row_deleted: bool,
    run: Run,
    /// How much text there is in each language.
    languages: HashMap<String, usize>,
}

/// The properties of the present run.
#[derive(Default)]
struct Run {
    is_inside: bool,
    is_hidden: bool,
    languages: Languages,
}

/// The languages in which text is marked: one for each kind of script that it may be in.
#[derive(Clone, Default)]
struct Languages {
    usual: String,
    east_asian: String,
    right_to_left: String,
}

impl Languages {
    fn of(element: &Element<'_>) -> Self {
        let value = |name| element.attribute(name).unwrap_or_default();
        Self { usual: value("val"), east_asian: value("eastAsia"), right_to_left: value("bidi") }
    }

    /// The one that applies to a text.
    fn of_text(&self, text: &str) -> &str {
        match text.chars().find(|c| c.is_alphabetic()) {
            Some('\u{590}'..='\u{8ff}') => &self.right_to_left,
            Some('\u{3040}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}') => &self.east_asian,
            _ => &self.usual,
        }
    }
}

/// Which properties an element is in.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Properties {
    #[default]
    None,
    Paragraph,
    Row,
}

/// What to do when an element ends.
#[derive(Clone, Copy)]
enum AtEnd {
    Paragraph,
    Run,
    /// A cell that began at this length.
    Cell(usize),
    Row,
    Box,
    Properties,
    Nothing,
}

impl<'a> Body<'a> {
    fn new(styles: &'a Styles, notes: &'a Notes) -> Self {
        Self {
            styles,
            notes,
            noted: HashSet::new(),
            prose: Prose::default(),
            around: Vec::new(),
            paragraph_start: 0,
            is_heading: false,
            properties: Properties::None,
            is_joined: false,
            is_row_deleted: false,
            run: Run::default(),
            languages: HashMap::new(),
        }
    }

    fn read(markup: &mut Markup<'_>, styles: &'a Styles, notes: &'a Notes) -> Result<Self, Unreadable> {
        let mut body = Self::new(styles, notes);
        body.walk(markup, Vec::new())?;
        Ok(body)
    }

    /// Reads the element that began last.
    fn read_element(markup: &mut Markup<'_>, styles: &'a Styles, notes: &'a Notes) -> Result<Self, Unreadable> {
        let mut body = Self::new(styles, notes);
        body.walk(markup, vec![AtEnd::Nothing])?;
        Ok(body)
    }

    /// Reads until the elements that are open have ended, or the part has.
    fn walk(&mut self, markup: &mut Markup<'_>, mut open: Vec<AtEnd>) -> Result<(), Unreadable> {
        let has_outer = !open.is_empty();
        while let Some(piece) = markup.next()? {
            self.prose.check_size()?;
            match piece {
                XmlPiece::Start(element) => {
                    if let Some(at_end) = self.start(&element, markup)? {
                        open.push(at_end);
                    }
                }
                XmlPiece::End => {
                    if let Some(at_end) = open.pop() {
                        self.end(at_end);
                    }
                    if has_outer && open.is_empty() {
                        break;
                    }
                }
                // Text stands in `t` only; what is between other elements is layout of the file.
                XmlPiece::Text(_) => {}
            }
        }
        Ok(())
    }

    /// Begins an element; `None` if all of it was read.
    fn start(&mut self, element: &Element<'_>, markup: &mut Markup<'_>) -> Result<Option<AtEnd>, Unreadable> {
        let value = || element.attribute("val").unwrap_or_default();
        match element.name() {
            name if SKIPPED.contains(&name) => {
                // Among properties, it says that the end of the paragraph or the whole row was deleted.
                let is_deleted = matches!(name, "del" | "moveFrom");
                self.is_joined |= is_deleted && self.properties == Properties::Paragraph;
                self.is_row_deleted |= is_deleted && self.properties == Properties::Row;
                markup.skip()?;
                return Ok(None);
            }
            "t" => {
                let is_kept = element.says("space", "preserve");
                let text = markup.text()?;
                self.add(if is_kept { &text } else { text.trim_matches([' ', '\n', '\r', '\t']) });
                return Ok(None);
            }
            "p" => {
                if !std::mem::take(&mut self.is_joined) {
                    self.paragraph_start = self.prose.len();
                    self.is_heading = false;
                }
                return Ok(Some(AtEnd::Paragraph));
            }
            "r" => {
                self.run = Run { is_inside: true, ..Run::default() };
                return Ok(Some(AtEnd::Run));
            }
            "pPr" | "trPr" => {
                self.properties = if element.name() == "pPr" { Properties::Paragraph } else { Properties::Row };
                return Ok(Some(AtEnd::Properties));
            }
            // What the properties were before.
            "pPrChange" | "trPrChange" => {
                markup.skip()?;
                return Ok(None);
            }
            "tc" if self.is_row_deleted => {
                markup.skip()?;
                return Ok(None);
            }
            "tc" => return Ok(Some(AtEnd::Cell(self.prose.len()))),
            "tr" => {
                self.is_row_deleted = false;
                return Ok(Some(AtEnd::Row));
            }
            "txbxContent" if self.around.len() >= MAX_BOXES => {
                markup.skip()?;
                return Ok(None);
            }
            "txbxContent" => {
                self.around.push((std::mem::take(&mut self.prose), self.paragraph_start, self.is_heading));
                return Ok(Some(AtEnd::Box));
            }
            "pStyle" => self.is_heading |= self.styles.headings.contains(&value()),
            "vanish" if self.run.is_inside => self.run.is_hidden = !matches!(&*value(), "0" | "false" | "off"),
            "lang" if self.run.is_inside => self.run.languages = Languages::of(element),
            // The tab stops of a paragraph are called `tab` as well.
            "tab" | "ptab" if self.run.is_inside && !self.run.is_hidden => self.prose.tab(),
            "br" | "cr" if self.run.is_inside && !self.run.is_hidden => self.prose.end_line(),
            "noBreakHyphen" => self.add("\u{2011}"),
            "softHyphen" => self.add("\u{ad}"),
            "sym" => self.add(symbol(element).as_deref().unwrap_or(UNKNOWN)),
            name @ ("footnoteReference" | "endnoteReference") => {
                let kind = if name == "footnoteReference" { "footnote" } else { "endnote" };
                let key = (kind, element.attribute("id").unwrap_or_default());
                // A note has one mark; a file in which thousands have the same one was made to fill the memory.
                if let Some(note) = self.notes.get(&key).filter(|_| self.noted.insert(key)) {
                    self.prose.note(note);
                }
            }
            _ => {}
        }
        Ok(Some(AtEnd::Nothing))
    }

    fn end(&mut self, at_end: AtEnd) {
        match at_end {
            AtEnd::Properties => self.properties = Properties::None,
            AtEnd::Paragraph if self.is_joined => {}
            AtEnd::Paragraph => {
                if self.is_heading && self.around.is_empty() {
                    self.prose.heading_since(self.paragraph_start);
                }
                self.prose.end_paragraph();
            }
            AtEnd::Run => self.run = Run::default(),
            AtEnd::Cell(start) => self.prose.end_cell(start),
            AtEnd::Row if std::mem::take(&mut self.is_row_deleted) => {}
            AtEnd::Row => self.prose.end_row(),
            AtEnd::Box => {
                let (outer, start, is_heading) = self.around.pop().unwrap_or_default();
                let inner = std::mem::replace(&mut self.prose, outer);
                self.prose.add_box(&inner);
                (self.paragraph_start, self.is_heading) = (start, is_heading);
            }
            AtEnd::Nothing => {}
        }
    }

    fn add(&mut self, text: &str) {
        if !self.run.is_hidden {
            self.prose.push(text);
            let own = self.run.languages.of_text(text);
            let tag = if own.is_empty() { self.styles.languages.of_text(text) } else { own };
            *self.languages.entry(prose::language_of(tag)).or_default() += text.len();
        }
    }

    /// The language in which most of the text is marked.
    fn language(&self) -> String {
        let most = self.languages.iter().max_by_key(|(tag, n_bytes)| (**n_bytes, *tag));
        most.map(|(tag, _)| tag.clone()).unwrap_or_default()
    }
}

/// The character of a symbol font, as far as it is one in Unicode.
fn symbol(element: &Element<'_>) -> Option<String> {
    let code = u32::from_str_radix(&element.attribute("char")?, 16).ok()?;
    let is_private = (0xf000..=0xf0ff).contains(&code);
    char::from_u32(code).filter(|_| !is_private).map(String::from)
}
