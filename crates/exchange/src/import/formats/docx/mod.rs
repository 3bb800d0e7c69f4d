//! Word documents (DOCX): the text of the body as it reads when all changes are accepted.

mod chunks;
mod fields;
mod flat;
mod styles;
mod symbols;

use std::collections::{HashMap, HashSet};

use standpoint_core::{model::Details, wording::counted};

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, document, formula};
use crate::import::{
    archive::{Archive, is_archive},
    draft::Draft,
    markup::{Element, Markup, XmlPiece, decoded},
    prose::{self, Prose},
};

pub(super) use flat::FORMAT as FLAT;

use fields::Fields;
use styles::{Languages, Styles};

/// A document of Word 2007 or later.
pub(super) static FORMAT: Format =
    Format { name: "Word document", extensions: &["docx", "docm"], is_format_of: is_docx, read };

/// The part with the styles.
const STYLES: &str = "word/styles.xml";
/// The part with title and author.
const PROPERTIES: &str = "docProps/core.xml";
/// How many text boxes, and how many notes, may be nested.
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

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let mut archive = Archive::open(file.bytes)?;
    let (prose, language, warnings) = prose_of(&mut archive, Some(options))?;
    let mut draft = prose.into_draft();
    draft.warnings = warnings;
    let properties = match archive.read(PROPERTIES)? {
        Some(bytes) => properties_in(&mut Markup::of(&decoded(&bytes, PROPERTIES)?, PROPERTIES))?,
        None => Details::default(),
    };
    Ok(finished(draft, &Details { language, ..properties }))
}

/// A document that was read, with a warning about symbols in it that only a font knows.
fn finished(mut draft: Draft, properties: &Details) -> Reading {
    let n_unknown = draft.text.matches(UNKNOWN).count();
    if n_unknown > 0 {
        let symbols = counted(n_unknown, "symbol");
        draft.warnings.push(format!("{symbols} that could not be read: “{UNKNOWN}” in the text"));
    }
    document(draft, properties)
}

/// The text of a document, its language, and warnings. Documents inside it are read where there are options for that.
fn prose_of(
    archive: &mut Archive<'_>,
    options: Option<&ReadingOptions>,
) -> Result<(Prose, String, Vec<String>), Unreadable> {
    let main = main_part(archive).ok_or_else(|| {
        Unreadable::Damaged("it has no text part; open it in a word processor and save it again".to_owned())
    })?;
    let (chunks, warnings) = match options {
        Some(options) => chunks::read(archive, &main, options)?,
        None => Default::default(),
    };
    let styles = match archive.read(STYLES)? {
        Some(bytes) => Styles::of(&mut Markup::of(&decoded(&bytes, STYLES)?, STYLES))?,
        None => Styles::default(),
    };
    let parts = Parts { styles, notes: notes(archive)?, chunks };
    let bytes = archive.read(&main)?.unwrap_or_default();
    let xml = decoded(&bytes, &main)?;
    let mut body = Body::new(&parts);
    body.walk(&mut Markup::of(&xml, &main), Vec::new())?;
    let language = body.language();
    Ok((body.prose, language, warnings))
}

/// What stands for a character that only a font of symbols knows.
const UNKNOWN: &str = "\u{fffd}";

/// Title and author in the properties of a document.
fn properties_in(markup: &mut Markup<'_>) -> Result<Details, Unreadable> {
    let mut details = Details::default();
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

/// What other parts of a document say about its text.
#[derive(Default)]
struct Parts {
    styles: Styles,
    notes: Notes,
    /// The texts of the documents inside it, by the ids of their places.
    chunks: HashMap<String, String>,
}

/// The texts of footnotes and endnotes, by kind and id.
type Notes = HashMap<(&'static str, String), String>;

fn notes(archive: &mut Archive<'_>) -> Result<Notes, Unreadable> {
    let mut notes = Notes::new();
    let no_parts = Parts::default();
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
            let mut note = Body::new(&no_parts);
            note.walk_element(&mut markup)?;
            notes.insert((kind, id), note.prose.text().to_owned());
        }
    }
    Ok(notes)
}

/// The body of a document while it is read.
struct Body<'a> {
    parts: &'a Parts,
    /// In how many notes it is.
    depth: usize,
    /// The notes whose marks were read, and the documents inside this one.
    noted: HashSet<(&'static str, String)>,
    prose: Prose,
    /// The texts around the box that is being read, each with its paragraph.
    around: Vec<(Prose, Paragraph)>,
    paragraph: Paragraph,
    fields: Fields,
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

/// The present paragraph.
#[derive(Default)]
struct Paragraph {
    /// The length of the text before it.
    start: usize,
    is_heading: bool,
    /// Whether its style hides its text.
    is_hidden: bool,
}

/// The properties of the present run.
#[derive(Default)]
struct Run {
    is_inside: bool,
    is_hidden: bool,
    font: String,
    languages: Languages,
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
    fn new(parts: &'a Parts) -> Self {
        Self {
            parts,
            depth: 0,
            noted: HashSet::new(),
            prose: Prose::default(),
            around: Vec::new(),
            paragraph: Paragraph::default(),
            fields: Fields::default(),
            properties: Properties::None,
            is_joined: false,
            is_row_deleted: false,
            run: Run::default(),
            languages: HashMap::new(),
        }
    }

    /// Reads the element that began last.
    fn walk_element(&mut self, markup: &mut Markup<'_>) -> Result<(), Unreadable> {
        self.walk(markup, vec![AtEnd::Nothing])
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
                    self.paragraph = Paragraph { start: self.prose.len(), ..Paragraph::default() };
                }
                return Ok(Some(AtEnd::Paragraph));
            }
            "r" => {
                self.run = Run { is_inside: true, is_hidden: self.paragraph.is_hidden, ..Run::default() };
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
                self.around.push((std::mem::take(&mut self.prose), std::mem::take(&mut self.paragraph)));
                return Ok(Some(AtEnd::Box));
            }
            "pStyle" => {
                let style = value();
                self.paragraph.is_heading |= self.parts.styles.headings.contains(&style);
                self.paragraph.is_hidden |= self.parts.styles.hidden.contains(&style);
            }
            "rStyle" if self.run.is_inside => self.run.is_hidden |= self.parts.styles.hidden.contains(&value()),
            "rFonts" if self.run.is_inside => self.run.font = element.attribute("ascii").unwrap_or_default(),
            "fldChar" => self.fields.mark(&element.attribute("fldCharType").unwrap_or_default()),
            "oMath" => {
                let line = formula::line_of(markup)?;
                self.add(&line);
                return Ok(None);
            }
            // In a document of Word 2003, a note stands at its mark.
            "footnote" | "endnote" if self.depth >= MAX_BOXES => {
                markup.skip()?;
                return Ok(None);
            }
            "footnote" | "endnote" => {
                let mut note = Body { depth: self.depth + 1, ..Body::new(self.parts) };
                note.walk_element(markup)?;
                self.prose.note(note.prose.text());
                return Ok(None);
            }
            "altChunk" => {
                let id = element.attribute("id").unwrap_or_default();
                if let Some(text) = self.parts.chunks.get(&id).filter(|_| self.noted.insert(("chunk", id))) {
                    text.lines().for_each(|line| self.prose.push_line(line));
                }
            }
            "vanish" if self.run.is_inside => self.run.is_hidden = !styles::is_off(element),
            "lang" if self.run.is_inside => self.run.languages = Languages::of(element),
            // The tab stops of a paragraph are called `tab` as well.
            "tab" | "ptab" if self.run.is_inside && !self.run.is_hidden => self.prose.tab(),
            "br" | "cr" if self.run.is_inside && !self.run.is_hidden => self.prose.end_line(),
            "noBreakHyphen" => self.add("\u{2011}"),
            "softHyphen" => self.add("\u{ad}"),
            "sym" => {
                let symbol = symbols::symbol(element).map(String::from);
                self.add(symbol.as_deref().unwrap_or(UNKNOWN));
            }
            name @ ("footnoteReference" | "endnoteReference") => {
                let kind = if name == "footnoteReference" { "footnote" } else { "endnote" };
                let key = (kind, element.attribute("id").unwrap_or_default());
                // A note has one mark; a file in which thousands have the same one was made to fill the memory.
                if let Some(note) = self.parts.notes.get(&key).filter(|_| self.noted.insert(key)) {
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
                let unended = self.fields.end_paragraph();
                self.prose.push(&unended);
                if self.paragraph.is_heading && self.around.is_empty() {
                    self.prose.heading_since(self.paragraph.start);
                }
                self.prose.end_paragraph();
            }
            AtEnd::Run => self.run = Run::default(),
            AtEnd::Cell(start) => self.prose.end_cell(start),
            AtEnd::Row if std::mem::take(&mut self.is_row_deleted) => {}
            AtEnd::Row => self.prose.end_row(),
            AtEnd::Box => {
                let (outer, paragraph) = self.around.pop().unwrap_or_default();
                let inner = std::mem::replace(&mut self.prose, outer);
                self.prose.add_box(&inner);
                self.paragraph = paragraph;
            }
            AtEnd::Nothing => {}
        }
    }

    fn add(&mut self, text: &str) {
        if !self.run.is_hidden && !self.fields.take(text) {
            let text = &*symbols::read_in_font(text, &self.run.font);
            self.prose.push(text);
            let own = self.run.languages.of_text(text);
            let tag = if own.is_empty() { self.parts.styles.languages.of_text(text) } else { own };
            *self.languages.entry(prose::language_of(tag)).or_default() += text.len();
        }
    }

    /// The language in which most of the text is marked.
    fn language(&self) -> String {
        let most = self.languages.iter().max_by_key(|(tag, n_bytes)| (**n_bytes, *tag));
        most.map(|(tag, _)| tag.clone()).unwrap_or_default()
    }
}
