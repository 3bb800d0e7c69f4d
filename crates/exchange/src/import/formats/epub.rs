//! E-books (EPUB): the chapters in their order, as one article or as one each.

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    model::{Details, PublicationDate},
    text::Text,
};

use super::{Format, PartFailure, Reading, ReadingOptions, SourceFile, Unreadable, clipped, formula, hides};
use crate::import::{
    archive::{Archive, is_archive},
    bylines::joined_names,
    draft::{Draft, Field},
    guess,
    markup::{Element, Markup, XmlPiece, decoded},
    prose::{Prose, language_of},
};

/// An e-book.
pub(super) static FORMAT: Format = Format { name: "e-book", extensions: &["epub"], is_format_of: is_epub, read };

/// The part that says where the description of the book is.
const CONTAINER: &str = "META-INF/container.xml";
/// The most chapters of a book.
const MAX_CHAPTERS: usize = 5_000;

/// A page of contents has fewer letters outside of its links, in bytes: its heading.
const MAX_UNLINKED: usize = 60;

/// Elements of a page that start and end lines. In a drawing, each `text` is a line of its own.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "table",
    "text",
    "ul",
];
/// Elements of a page whose text is not read. The last three are notes about a drawing that is not shown.
const SKIPPED: [&str; 10] =
    ["head", "script", "style", "rt", "rp", "template", "noscript", "title", "desc", "metadata"];

fn is_epub(file: &SourceFile<'_>) -> bool {
    is_archive(file.bytes) && Archive::open(file.bytes).is_ok_and(|archive| archive.has(CONTAINER))
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let mut archive = Archive::open(file.bytes)?;
    let book = Book::of(&mut archive)?;
    refuse_encrypted(&mut archive, &book)?;
    let mut whole = Prose::default();
    let mut reading = Reading::default();
    let mut n_bytes = 0;
    let mut number = 0;
    for path in &book.chapters {
        number += 1;
        let read = path.as_ref().map_err(|missing| Unreadable::Damaged(missing.clone()));
        let chapter = match read.and_then(|path| chapter(&mut archive, path, number)) {
            Ok(chapter) => chapter,
            Err(error) => {
                let reason = error.to_string();
                reading.failures.push(PartFailure { number, noun: "chapter", reason });
                continue;
            }
        };
        let is_contents = path.as_ref().is_ok_and(|path| book.contents.contains(path));
        if is_contents && chapter.is_mostly_links && book.chapters.len() > 1 {
            number -= 1;
            continue;
        }
        n_bytes += chapter.prose.text().len();
        if n_bytes > Text::MAX_BYTES {
            let megabytes = Text::MAX_BYTES >> 20;
            return Err(Unreadable::TooLarge(format!("its text is larger than {megabytes} MB; divide it")));
        }
        if chapter.prose.text().trim().is_empty() {
            continue;
        }
        if options.split_chapters {
            let mut draft = chapter.prose.into_draft();
            draft.part = Some(format!("chapter {number}"));
            draft.set(Field::Title, &chapter.name, "heading of the chapter");
            book.fill_in(&mut draft);
            reading.drafts.push(draft);
        } else {
            whole.begin_part(chapter.name);
            whole.append(&chapter.prose);
        }
    }
    if !options.split_chapters && !whole.text().trim().is_empty() {
        let mut draft = whole.into_draft();
        draft.set(Field::Title, &book.details.title, "description of the book");
        book.fill_in(&mut draft);
        guess::fill_in(&mut draft);
        reading.drafts.push(draft);
    }
    if reading.drafts.is_empty() && reading.failures.is_empty() {
        return Err(Unreadable::Empty);
    }
    Ok(reading)
}

/// What the description of a book says.
struct Book {
    /// The paths of the pages in the order of reading, or what is wrong with the description of one.
    chapters: Vec<Result<String, String>>,
    /// The paths of the pages that are said to be the table of contents.
    contents: HashSet<String>,
    details: Details,
}

impl Book {
    fn of(archive: &mut Archive<'_>) -> Result<Self, Unreadable> {
        let missing = |name: &str| Unreadable::Damaged(format!("“{name}” in it is missing; get the book again"));
        let container = archive.read(CONTAINER)?.ok_or_else(|| missing(CONTAINER))?;
        let xml = decoded(&container, CONTAINER)?;
        let mut markup = Markup::of(&xml, CONTAINER);
        let mut path = None;
        while let Some(piece) = markup.next()? {
            if let XmlPiece::Start(element) = piece
                && element.name() == "rootfile"
                && path.is_none()
            {
                path = element.attribute("full-path");
            }
        }
        let path = path
            .ok_or_else(|| Unreadable::Damaged("it does not say where its text is; get the book again".to_owned()))?;
        let package = archive.read(&path)?.ok_or_else(|| missing(&path))?;
        let xml = decoded(&package, &path)?;
        Self::of_package(&mut Markup::of_page(&xml, &path), &path)
    }

    fn of_package(markup: &mut Markup<'_>, path: &str) -> Result<Self, Unreadable> {
        let mut pages: HashMap<String, String> = HashMap::new();
        let mut contents = HashSet::new();
        let mut order = Vec::new();
        let mut details = Details::default();
        let mut creators: Vec<Creator> = Vec::new();
        let mut roles: HashMap<String, String> = HashMap::new();
        while let Some(piece) = markup.next()? {
            let XmlPiece::Start(element) = piece else { continue };
            let mut text = |place: &mut String| -> Result<(), Unreadable> {
                let text = markup.text()?;
                if place.is_empty() {
                    *place = text.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                Ok(())
            };
            match element.name() {
                "title" => text(&mut details.title)?,
                "publisher" => text(&mut details.outlet)?,
                "language" => text(&mut details.language)?,
                "creator" => {
                    let [id, role] = ["id", "role"].map(|name| element.attribute(name).unwrap_or_default());
                    let mut name = String::new();
                    text(&mut name)?;
                    if !name.is_empty() {
                        creators.push(Creator { id, role, name });
                    }
                }
                "meta" if element.says("property", "role") => {
                    let of = element.attribute("refines").unwrap_or_default();
                    let mut role = String::new();
                    text(&mut role)?;
                    roles.insert(of.trim_start_matches('#').to_owned(), role);
                }
                "date" => {
                    // A date of another event, such as the last change, is not that of publication.
                    let is_other = element.attribute("event").is_some_and(|event| event != "publication");
                    let mut date = String::new();
                    text(&mut date)?;
                    if !is_other && details.date.is_none() {
                        let day = date.split('T').next().unwrap_or_default();
                        details.date = PublicationDate::from_iso(day).ok().filter(|date| date.year > 1);
                    }
                }
                "item" => {
                    let value = |name| element.attribute(name).unwrap_or_default();
                    let page = resolved(path, &value("href"));
                    if value("properties").split_whitespace().any(|word| word == "nav") {
                        contents.insert(page.clone());
                    }
                    pages.insert(value("id"), page);
                }
                "reference" if element.says("type", "toc") => {
                    contents.insert(resolved(path, &element.attribute("href").unwrap_or_default()));
                }
                "itemref" if !element.says("linear", "no") => order.extend(element.attribute("idref")),
                _ => {}
            }
        }
        if order.len() > MAX_CHAPTERS {
            return Err(Unreadable::TooLarge(format!("it has more than {MAX_CHAPTERS} chapters; divide it")));
        }
        details.author = authors(&creators, &roles);
        details.language = language_of(&details.language);
        // A page that is named again has been read.
        let mut named = HashSet::new();
        order.retain(|id| named.insert(id.clone()));
        let missing = |id: String| {
            format!(
                "“{}” is named in its order of reading but not in its list of files; get the book again",
                clipped(&id)
            )
        };
        let page = |id: String| pages.get(&id).cloned().ok_or_else(|| missing(id));
        let mut chapters: Vec<_> = order.into_iter().map(page).collect();
        let mut named = HashSet::new();
        chapters.retain(|page| page.as_ref().map_or(true, |path| named.insert(path.clone())));
        Ok(Self { chapters, contents, details })
    }

    fn fill_in(&self, draft: &mut Draft) {
        const ORIGIN: &str = "description of the book";
        draft.set(Field::Outlet, &self.details.outlet, ORIGIN);
        draft.set(Field::Author, &self.details.author, ORIGIN);
        draft.set(Field::Language, &self.details.language, ORIGIN);
        if let Some(date) = self.details.date {
            draft.set_date(Field::Date, date, ORIGIN);
        }
    }
}

/// A person who made a book, with the part that the person had in it.
struct Creator {
    id: String,
    role: String,
    name: String,
}

/// Those of whom it is not said that they were something else, such as translators.
fn authors(creators: &[Creator], roles: &HashMap<String, String>) -> String {
    let role = |creator: &Creator| roles.get(&creator.id).cloned().unwrap_or_else(|| creator.role.clone());
    let is_author = |creator: &&Creator| matches!(&*role(creator), "" | "aut" | "author" | "jrn");
    let mut names: Vec<String> = creators.iter().filter(is_author).map(|creator| creator.name.clone()).collect();
    if names.is_empty() {
        names = creators.iter().map(|creator| creator.name.clone()).collect();
    }
    joined_names(&names)
}

/// The path of a page in the archive, from a link in the description of the book.
fn resolved(from: &str, link: &str) -> String {
    let link = link.split(['#', '?']).next().unwrap_or_default();
    let mut steps: Vec<&str> = from.split('/').collect();
    steps.pop();
    for step in link.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = steps.pop(),
            step => steps.push(step),
        }
    }
    unescaped(&steps.join("/"))
}

/// The characters that `%20` and the like stand for.
fn unescaped(link: &str) -> String {
    let mut bytes = Vec::with_capacity(link.len());
    let mut rest = link.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let byte = if *first == b'%' { tail.get(..2).and_then(code) } else { None };
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| link.to_owned())
}

/// Refuses a book whose chapters are encrypted. Fonts may be.
fn refuse_encrypted(archive: &mut Archive<'_>, book: &Book) -> Result<(), Unreadable> {
    const NAME: &str = "META-INF/encryption.xml";
    let Some(bytes) = archive.read(NAME)? else { return Ok(()) };
    let xml = decoded(&bytes, NAME)?;
    let mut markup = Markup::of(&xml, NAME);
    let chapters: HashSet<&String> = book.chapters.iter().flatten().collect();
    while let Some(piece) = markup.next()? {
        let XmlPiece::Start(element) = piece else { continue };
        if element.name() == "CipherReference" {
            let path = unescaped(&element.attribute("URI").unwrap_or_default());
            if chapters.contains(&path) {
                return Err(Unreadable::Refused(
                    "it is protected (DRM), so its text cannot be read; ask the seller for a copy without it"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(())
}

struct Chapter {
    name: String,
    prose: Prose,
    /// Whether most of it is links, as in a table of contents.
    is_mostly_links: bool,
}

fn chapter(archive: &mut Archive<'_>, path: &str, number: usize) -> Result<Chapter, Unreadable> {
    let missing = || Unreadable::Damaged(format!("“{path}” is not in it; get the book again"));
    let bytes = archive.read(path)?.ok_or_else(missing)?;
    let xml = decoded(&bytes, path)?;
    let mut markup = Markup::of_page(&xml, path);
    let mut prose = Prose::default();
    let mut name = String::new();
    let mut open = Vec::new();
    // How many links are open, and how much of the text stands in links.
    let (mut n_links, mut n_linked) = (0usize, 0usize);
    // How many elements are open whose lines are lines.
    let mut n_pre = 0usize;
    while let Some(piece) = markup.next()? {
        match piece {
            XmlPiece::Start(element) if is_skipped(&element) || is_any(&element, &MARKS_OF_NOTES) => markup.skip()?,
            XmlPiece::Start(element) if is_any(&element, &NOTES) => {
                let note = markup.text()?;
                prose.end_block();
                prose.note_between(&note);
            }
            XmlPiece::Start(element) if element.name() == "math" => prose.push_folded(&formula::line_of(&mut markup)?),
            XmlPiece::Start(element) => {
                n_links += usize::from(element.name() == "a");
                n_pre += usize::from(element.name() == "pre");
                let end = AtEnd::of(element.name());
                match end {
                    AtEnd::Block | AtEnd::Heading | AtEnd::Lines | AtEnd::Row => prose.end_block(),
                    AtEnd::Break => prose.end_line(),
                    AtEnd::Cell | AtEnd::Link | AtEnd::Nothing => {}
                }
                open.push((end, prose.len()));
            }
            XmlPiece::End => {
                let Some((end, start)) = open.pop() else { continue };
                match end {
                    AtEnd::Heading => {
                        if name.is_empty() {
                            name = prose.since(start).split_whitespace().collect::<Vec<_>>().join(" ");
                        }
                        prose.end_block();
                    }
                    AtEnd::Block => prose.end_block(),
                    AtEnd::Cell => prose.end_cell(start),
                    AtEnd::Row => prose.end_row(),
                    AtEnd::Lines => {
                        n_pre = n_pre.saturating_sub(1);
                        prose.end_block();
                    }
                    AtEnd::Link => n_links = n_links.saturating_sub(1),
                    AtEnd::Break | AtEnd::Nothing => {}
                }
            }
            XmlPiece::Text(text) => {
                if n_links > 0 {
                    n_linked += text.split_whitespace().map(str::len).sum::<usize>();
                }
                for (index, line) in text.split('\n').enumerate() {
                    match () {
                        () if index == 0 => {}
                        () if n_pre > 0 => prose.end_block(),
                        () => prose.push_folded(" "),
                    }
                    prose.push_folded(line);
                }
            }
        }
    }
    prose.end_block();
    let n_written = prose.text().split_whitespace().map(str::len).sum::<usize>();
    let is_mostly_links =
        n_linked * 2 > n_written || n_linked > 0 && n_written - n_linked.min(n_written) < MAX_UNLINKED;
    if name.is_empty() {
        name = format!("chapter {number}");
    }
    Ok(Chapter { name, prose, is_mostly_links })
}

fn is_skipped(element: &Element<'_>) -> bool {
    SKIPPED.contains(&element.name())
        || element.attribute("hidden").is_some()
        || element.attribute("style").is_some_and(|style| hides(&style))
}

/// What the books call the mark of a note in the text, and a note.
const MARKS_OF_NOTES: [&str; 2] = ["noteref", "doc-noteref"];
const NOTES: [&str; 6] = ["footnote", "endnote", "rearnote", "note", "doc-footnote", "doc-endnote"];

/// Whether an element says that it is one of these, as a type of the book or as a role.
fn is_any(element: &Element<'_>, names: &[&str]) -> bool {
    ["type", "role"].into_iter().filter_map(|attribute| element.attribute(attribute)).any(|says| {
        let mut words = says.split_whitespace();
        words.any(|word| names.contains(&word))
    })
}

/// What to do when an element of a page ends.
#[derive(Clone, Copy)]
enum AtEnd {
    Block,
    Heading,
    Cell,
    Row,
    Break,
    Link,
    Lines,
    Nothing,
}

impl AtEnd {
    fn of(name: &str) -> Self {
        match name {
            "h1" | "h2" | "h3" => Self::Heading,
            "td" | "th" => Self::Cell,
            "tr" => Self::Row,
            "br" => Self::Break,
            "a" => Self::Link,
            "pre" => Self::Lines,
            name if BLOCKS.contains(&name) => Self::Block,
            _ => Self::Nothing,
        }
    }
}
