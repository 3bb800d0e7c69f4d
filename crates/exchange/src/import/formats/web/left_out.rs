//! Finds the lines of a page that are not in the text of its article, so that they can be put back.

use std::{borrow::Cow, collections::HashMap};

use super::lines::PageLine;
use crate::import::draft::{Draft, LeftOut};

/// The most lines that are kept of a page.
const MAX_LINES: usize = 1_000;
/// The most bytes that are kept of a page.
const MAX_BYTES: usize = 200_000;

/// Notes which lines of a page are not in the article.
pub(super) fn note(draft: &mut Draft, page: &[PageLine], article: &[PageLine]) {
    let mut left_out = missing(page, article);
    let n_all = left_out.len();
    let mut n_bytes = 0;
    let n_kept = left_out.iter().take_while(|line| {
        n_bytes += line.text.len();
        n_bytes <= MAX_BYTES
    });
    left_out.truncate(n_kept.count().min(MAX_LINES));
    if left_out.len() < n_all {
        let n_kept = left_out.len();
        draft.warnings.push(format!("only the first {n_kept} of {n_all} lines that were left out can be put back"));
    }
    draft.left_out.extend(left_out);
}

/// The lines of a page that are not in the article as often as on the page, each with the line of the article before which
/// it stands. A line that stands only once in both says where the page is in the article.
fn missing(page: &[PageLine], article: &[PageLine]) -> Vec<LeftOut> {
    let n_on_page = counts(page);
    // How many more of a line there are on the page; which ones these are cannot be told, so the first ones are.
    let mut n_more = counts(article);
    for (line, n) in &mut n_more {
        *n = n_on_page.get(line).map_or(0, |on_page| on_page.saturating_sub(*n));
    }
    // The place of a line in the article; `None` if it stands there several times.
    let mut places: HashMap<Cow<'_, str>, Option<usize>> = HashMap::new();
    for (place, line) in article.iter().enumerate() {
        places.entry(key(line)).and_modify(|place| *place = None).or_insert(Some(place));
    }
    let mut before_line = 0;
    let mut left_out = Vec::new();
    for line in page {
        let key = key(line);
        match places.get(&key) {
            Some(Some(place)) if n_on_page[&key] == 1 => before_line = before_line.max(place + 1),
            Some(_) if n_more[&key] == 0 => {}
            _ => {
                if let Some(n) = n_more.get_mut(&key) {
                    *n -= 1;
                }
                let reason = if line.place.is_empty() { "not part of the article" } else { line.place };
                left_out.push(LeftOut { before_line, text: line.text.clone(), reason: reason.into() });
            }
        }
    }
    left_out
}

/// How often each line stands there.
fn counts(lines: &[PageLine]) -> HashMap<Cow<'_, str>, usize> {
    let mut counts = HashMap::new();
    for line in lines {
        *counts.entry(key(line)).or_default() += 1;
    }
    counts
}

/// A line without the spaces at its ends and with plain ones inside, because pages are cleared of some spaces before
/// their article is found.
fn key(line: &PageLine) -> Cow<'_, str> {
    let text = line.text.trim();
    let is_plain = |c: char| c == ' ' || !c.is_whitespace();
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<PageLine> {
        texts.iter().map(|text| PageLine { text: (*text).to_owned(), place: "" }).collect()
    }

    #[test]
    fn each_missing_line_has_its_place() {
        let page = lines(&["Menu", "One", "Advert", "Two", "Two", "Three", "More", "Foot"]);
        let mut draft = Draft::default();
        note(&mut draft, &page, &lines(&["One", "Two", "Two", "Three"]));
        let found: Vec<_> = draft.left_out.iter().map(|line| (line.before_line, &*line.text)).collect();
        assert_eq!(found, [(0, "Menu"), (1, "Advert"), (4, "More"), (4, "Foot")]);
        let mut draft = Draft::default();
        note(&mut draft, &lines(&["By Ana", "One", "By Ana", "Two", "By Ana"]), &lines(&["One", "By Ana", "Two"]));
        let left_out: Vec<_> = draft.left_out.iter().map(|line| &*line.text).collect();
        assert_eq!(left_out, ["By Ana", "By Ana"], "each is somewhere");
        assert!(draft.warnings.is_empty());
        let mut draft = Draft::default();
        note(&mut draft, &lines(&["\u{a0}\u{a0}One of\u{a0}two", "Two"]), &lines(&["One of two"]));
        let left_out: Vec<_> = draft.left_out.iter().map(|line| &*line.text).collect();
        assert_eq!(left_out, ["Two"]);
    }

    #[test]
    fn only_so_many_are_kept() {
        let page: Vec<String> = (0..1_500).map(|n| format!("Link {n}")).collect();
        let page: Vec<&str> = page.iter().map(|text| &**text).collect();
        let mut draft = Draft::default();
        note(&mut draft, &lines(&page), &[]);
        assert_eq!(draft.left_out.len(), 1_000);
        assert_eq!(draft.warnings, ["only the first 1000 of 1500 lines that were left out can be put back"]);
    }
}
