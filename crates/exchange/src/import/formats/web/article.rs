//! Web pages: the article on a page without what stands around it.

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use memchr::memmem;

use super::{
    left_out,
    lines::{PageLine, is_laid_over, joined, lines_of, lines_without},
    metadata, page,
};
use crate::import::{
    bylines::set_author_of_line,
    draft::{Draft, UsedEncoding},
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable, without_blank_start},
    guess,
};

/// A page, as browsers save it.
pub(in crate::import::formats) static FORMAT: Format =
    Format { name: "web page", extensions: &["html", "htm", "xhtml"], is_format_of: is_page, read };

fn is_page(file: &SourceFile<'_>) -> bool {
    file.has_extension(FORMAT.extensions) || starts_like_page(file.bytes)
}

/// Whether a file may be a page of some kind. Every text file is asked, so it is not searched for the marks of pages.
pub(in crate::import::formats) fn may_be_page(file: &SourceFile<'_>) -> bool {
    file.has_extension(FORMAT.extensions) || start_of(file.bytes).starts_with(b"<")
}

/// A line at least this long, in bytes, is a paragraph of an article rather than a title or a button.
const MIN_PARAGRAPH_BYTES: usize = 100;
/// A page with no more lines has hardly anything around its article.
const FEW_LINES: usize = 12;
/// The most frames of a page that are looked at.
const MAX_FRAMES: usize = 50;
/// The start of a page may stand this far behind comments.
const MAX_BEFORE_START: usize = 64 << 10;

/// What follows byte order marks, white space, comments and processing instructions.
fn start_of(bytes: &[u8]) -> &[u8] {
    let mut rest = without_blank_start(&bytes[..bytes.len().min(MAX_BEFORE_START)]);
    loop {
        let after = |start: &[u8], end: &[u8]| {
            let inside = rest.strip_prefix(start)?;
            memmem::find(inside, end).map(|at| &inside[at + end.len()..])
        };
        match after(b"<!--", b"-->").or_else(|| after(b"<?", b">")) {
            Some(behind) => rest = without_blank_start(behind),
            None => return rest,
        }
    }
}

/// Whether bytes start as only a page does, whatever its name.
pub(in crate::import::formats) fn starts_like_page(bytes: &[u8]) -> bool {
    let is_start = |bytes: &[u8]| {
        let start = start_of(bytes);
        let starts_with = |tag: &[u8]| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        starts_with(b"<!doctype html") || starts_with(b"<html")
    };
    match bytes {
        // UTF-16: what tells is in ASCII, so that every other byte is enough.
        [0xff, 0xfe, rest @ ..] | [0xfe, 0xff, _, rest @ ..] => {
            is_start(&rest.iter().take(MAX_BEFORE_START).step_by(2).copied().collect::<Vec<u8>>())
        }
        _ => is_start(bytes),
    }
}

/// The text of a piece of a page, as exports of other programs have it in a cell; `None` if it has no elements that make
/// paragraphs.
pub(in crate::import::formats) fn text_of_markup(markup: &str) -> Option<String> {
    const MARKS: [&str; 5] = ["</p>", "<p>", "<br>", "<br/>", "<br />"];
    let has = |mark: &&str| memmem::find(markup.as_bytes(), mark.as_bytes()).is_some();
    if !markup.contains('<') || !MARKS.iter().any(has) {
        return None;
    }
    page::parse(markup).ok().map(|page| joined(&lines_of(&page.root())))
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let decoded = page::decode_page(file.bytes, None, options)?;
    let mut draft = Draft { encoding: Some(UsedEncoding::from(&decoded)), ..Draft::default() };
    read_page(&mut draft, &decoded.text, &[])?;
    guess::fill_in(&mut draft);
    Ok(draft.into())
}

/// Reads the article on a page, and what the page says about it. Of the pages in its frames, `frames` are those that are
/// saved beside it.
///
/// # Errors
/// Fails if the page exceeds a limit or shows no text.
pub(super) fn read_page(draft: &mut Draft, html: &str, frames: &[String]) -> Result<(), Unreadable> {
    let mut document = page::parse(html)?;
    metadata::fill_in(draft, &document);
    let mut shown = lines_of(&document.root());
    // A page that says less than one of its frames is the frame of an article.
    if let Some(frame) = largest_frame(&document, frames, n_bytes(&shown)) {
        metadata::fill_in(draft, &frame.document);
        (document, shown) = (frame.document, frame.shown);
        draft.warnings.push("the article was found in a frame of the page".to_owned());
    }
    if shown.is_empty() {
        return Err(Unreadable::ShowsNothing);
    }
    let is_small_table = shown.len() <= FEW_LINES && document.select("td").exists();
    let article = article_in(document);
    if article.is_empty() {
        draft.text = joined(&shown);
        draft.warnings.push("no article was found on the page, so all its text was imported".to_owned());
    } else {
        let whole = if is_small_table { with_paragraphs(&shown, &article) } else { None };
        let article = whole.unwrap_or(article);
        draft.text = joined(&article);
        left_out::note(draft, &shown, &article);
        if let Some(line) = draft.left_out.iter().find(|line| line.reason == "byline").map(|line| line.text.clone()) {
            set_author_of_line(draft, &line, "byline of the page");
        }
    }
    Ok(())
}

/// The lines of a small page that are in its article or are not about something else, if the article lacks a paragraph
/// of them: where a table sets the page, an article may stand in several cells, of which one is found.
fn with_paragraphs(shown: &[PageLine], article: &[PageLine]) -> Option<Vec<PageLine>> {
    let is_in_article = |line: &PageLine| article.iter().any(|own| own.text == line.text);
    let is_paragraph = |line: &PageLine| line.place.is_empty() && line.text.len() >= MIN_PARAGRAPH_BYTES;
    if !shown.iter().any(|line| is_paragraph(line) && !is_in_article(line)) {
        return None;
    }
    let lines = shown.iter().filter(|line| line.place.is_empty() || is_in_article(line));
    Some(lines.map(|line| PageLine { text: line.text.clone(), place: line.place }).collect())
}

/// Takes away what is laid over a page and what readers say below it, which may be longer than its article, unless the
/// article itself seems to be in there.
fn clear(document: &Document) {
    let root = document.root();
    let left = lines_without(&root, &is_laid_over);
    if left.iter().any(|line| line.text.len() >= MIN_PARAGRAPH_BYTES) {
        for node in page::outermost(&root, is_laid_over) {
            node.remove_from_parent();
        }
    }
}

/// A page in a frame of another one.
struct Frame {
    document: Document,
    shown: Vec<PageLine>,
}

/// The page in a frame that shows the most text, if it shows more than the page around it. Frames in the page itself are
/// looked at too; those that cannot be parsed are passed over.
fn largest_frame(document: &Document, frames: &[String], n_bytes_around: usize) -> Option<Frame> {
    let in_page = document.select("iframe[srcdoc]");
    let in_page: Vec<String> = in_page.iter().filter_map(|frame| frame.attr("srcdoc")).map(Into::into).collect();
    let pages = in_page.iter().chain(frames).filter(|page| page.len() > n_bytes_around).take(MAX_FRAMES);
    let parsed = pages.filter_map(|page| {
        let document = page::parse(page).ok()?;
        let shown = lines_of(&document.root());
        Some(Frame { document, shown })
    });
    parsed.filter(|frame| n_bytes(&frame.shown) > n_bytes_around).max_by_key(|frame| n_bytes(&frame.shown))
}

fn n_bytes(lines: &[PageLine]) -> usize {
    lines.iter().map(|line| line.text.len()).sum()
}

/// The lines of the article on a page; empty if there is none.
fn article_in(document: Document) -> Vec<PageLine> {
    clear(&document);
    let config = Config { disable_json_ld: true, ..Config::default() };
    let Ok(mut readability) = Readability::with_document(document, None, Some(config)) else { return Vec::new() };
    match readability.parse() {
        Ok(_) => readability.doc.select_single("#readability-page-1").nodes().iter().flat_map(lines_of).collect(),
        Err(_) => Vec::new(),
    }
}
