//! Reports from Europresse or Eureka, saved as a web page. The present form has an `article` for each report, and the
//! old one a cell of a table.

use dom_query::NodeRef;
use memchr::memmem;

use super::{
    article,
    lines::{PageLine, joined, lines_of, lines_without, one_line},
    metadata::set_date,
    page,
};
use crate::import::{
    bylines::set_author,
    dates::{date_in, is_weekday},
    draft::{Draft, Field, LeftOut},
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable},
};

/// A page with reports from Europresse.
pub(in crate::import::formats) static FORMAT: Format =
    Format { name: "Europresse export", extensions: &["html", "htm"], is_format_of, read };

const ORIGIN: &str = "Europresse";
const OUTLETS: &[&str] = &["DocPublicationName"];
const HEADERS: &[&str] = &["DocHeader"];
const TITLES: &[&str] = &["titreArticleVisu"];
const AUTHORS: &[&str] = &["docAuthors", "sm-margin-bottomNews"];
const TEXTS: &[&str] = &["docOcurrContainer", "DocText"];

fn is_format_of(file: &SourceFile<'_>) -> bool {
    let has = |words: &str| memmem::find(file.bytes, words.as_bytes()).is_some();
    article::may_be_page(file) && (has("DocPublicationName") || has("itreArticleVisu") && has("DocHeader"))
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    page::read_reports(file, options, "Europresse", reports_in, read_report)
}

/// The reports of an export in the present form or, failing that, in the old one.
fn reports_in<'a>(root: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let reports = page::separate(root, |node| node.has_name("article"));
    if reports.is_empty() { cells_with_outlets(root) } else { reports }
}

/// The innermost cells around the names of outlets, or the elements around these where there are no cells.
fn cells_with_outlets<'a>(root: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    let mut cells: Vec<NodeRef<'a>> = Vec::new();
    for outlet in page::outermost(root, |node| page::has_class(node, OUTLETS)) {
        let cell = outlet.ancestors_it(None).find(|node| node.has_name("td")).or_else(|| outlet.parent());
        if let Some(cell) = cell.filter(|cell| cells.last().is_none_or(|last| last.id != cell.id)) {
            cells.push(cell);
        }
    }
    cells
}

fn read_report(report: &NodeRef<'_>) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let first = |classes: &[&str]| page::outermost(report, |node| page::has_class(node, classes)).into_iter().next();
    if let Some(title) = first(TITLES) {
        draft.set(Field::Title, &one_line(&title), ORIGIN);
    }
    if let Some(outlet) = first(OUTLETS) {
        // The edition and the like stand on lines of their own.
        let outlet = lines_of(&outlet).into_iter().next().map(|line| line.text).unwrap_or_default();
        let outlet = outlet.trim_end_matches([',', ';']);
        draft.set(Field::Outlet, without_number(outlet), ORIGIN);
    }
    if let Some(authors) = first(AUTHORS) {
        set_author(&mut draft, one_line(&authors).trim_end_matches([',', ';', ' ']), ORIGIN);
    }
    if let Some(header) = first(HEADERS) {
        take_header(&mut draft, &one_line(&header));
    }
    let is_known = |node: &NodeRef<'_>| page::has_class(node, &[OUTLETS, HEADERS, TITLES, AUTHORS].concat());
    let texts = page::outermost(report, |node| page::has_class(node, TEXTS));
    let lines: Vec<PageLine> =
        if texts.is_empty() { lines_without(report, &is_known) } else { texts.iter().flat_map(lines_of).collect() };
    let n_text = lines.iter().position(|line| is_foot(&line.text)).unwrap_or(lines.len());
    let (text, foot) = lines.split_at(n_text);
    let behind = lines_without(report, &|node| is_known(node) || page::has_class(node, TEXTS));
    let foot = if texts.is_empty() { foot.to_vec() } else { [foot, &behind].concat() };
    if draft.details.title.is_empty() && draft.details.outlet.is_empty() {
        let says = joined(&lines).chars().take(100).collect::<String>().replace('\n', " ");
        return Err(if says.is_empty() {
            "it is empty; look it up in the database".to_owned()
        } else {
            format!("it says only “{says}”")
        });
    }
    if text.is_empty() {
        return Err(format!("“{}” has no text", draft.details.title));
    }
    draft.text = joined(text);
    let before_line = text.len();
    let foot = foot.into_iter().map(|PageLine { text, .. }| LeftOut {
        before_line,
        text,
        reason: "foot of the report".into(),
    });
    draft.left_out.extend(foot);
    Ok(draft)
}

/// The name of an outlet without the number of its issue: “Le Monde, no. 24955”.
fn without_number(outlet: &str) -> &str {
    let Some((name, number)) = outlet.rsplit_once(',') else { return outlet };
    let number = number.trim().trim_start_matches(['n', 'o', 'N', 'r', '°', 'º', '.', '#', ' ', '\u{a0}']);
    let is_number = !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '/'));
    if is_number { name.trim_end() } else { outlet }
}

/// Whether a line is the first one below a text: the copyright, or the number of the document.
fn is_foot(line: &str) -> bool {
    let is_number = || line.starts_with("news·") || line.starts_with("news•");
    line.starts_with("©") || line.starts_with("Tous droits réservés") || is_number()
}

/// Reads a line such as “International, mercredi 3 décembre 2025, p. 5”: section, date and page.
fn take_header(draft: &mut Draft, header: &str) {
    set_date(draft, Field::Date, header, ORIGIN);
    let Some((section, rest)) = header.split_once(',') else { return };
    let is_section = date_in(section).is_none()
        && date_in(rest).is_some()
        && date_in(rest) == date_in(header)
        && !section.split_whitespace().any(|word| is_weekday(word) || word.starts_with(|c: char| c.is_ascii_digit()));
    if is_section {
        draft.set(Field::Free("section".to_owned()), section, ORIGIN);
    }
}
