//! Reports from Factiva, saved as a web page: with a table of codes for each report, or with lines above its text.

use dom_query::NodeRef;
use memchr::memmem;

use super::{
    article,
    lines::{PageLine, joined, lines_of, one_line, tidied},
    metadata::set_date,
    page,
};
use crate::import::{
    bylines::{set_author, set_credit},
    dates::{FoundDate, date_in},
    draft::{Draft, Field, LeftOut},
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable, databases::is_time_of_day},
};

/// A page with reports from Factiva.
pub(in crate::import::formats) static FORMAT: Format =
    Format { name: "Factiva export", extensions: &["html", "htm"], is_format_of, read };

const ORIGIN: &str = "Factiva";

fn is_format_of(file: &SourceFile<'_>) -> bool {
    let has = |words: &str| memmem::find(file.bytes, words.as_bytes()).is_some();
    // The paragraphs of reports with codes have no class of their own.
    let has_codes = || [">HD", ">SN", ">PD"].iter().all(|code| has(code));
    article::may_be_page(file) && has("Article\"") && (has("articleParagraph") || has_codes())
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    page::read_reports(file, options, ORIGIN, reports_in, read_report)
}

fn reports_in<'a>(root: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    page::separate(root, |node| language_of(node).is_some())
}

/// The language of a report, which is in its class: `article frArticle`. `None` for other elements.
fn language_of(node: &NodeRef<'_>) -> Option<String> {
    let classes = node.attr("class").unwrap_or_default();
    let is_report = classes.split_whitespace().any(|class| class == "article");
    let language = classes.split_whitespace().find_map(|class| class.strip_suffix("Article"));
    language.filter(|language| is_report && (2..=5).contains(&language.len())).map(str::to_owned)
}

fn read_report(report: &NodeRef<'_>) -> Result<Draft, String> {
    let mut draft = Draft::default();
    // Rows without a code may be around the table of codes.
    let rows = page::outermost(report, |node| coded(node).is_some());
    let rows: Vec<_> = rows.iter().filter_map(coded).collect();
    if rows.iter().any(|(code, _)| matches!(&**code, "HD" | "TD" | "LP" | "SN")) {
        take_coded(&mut draft, &rows);
    } else {
        take_lines(&mut draft, report);
    }
    if draft.text.is_empty() {
        let title = &draft.details.title;
        let has_title = !title.is_empty();
        return Err(if has_title {
            format!("“{title}” has no text")
        } else {
            "it has neither a headline nor a text".into()
        });
    }
    if let Some(language) = language_of(report) {
        draft.set(Field::Language, &language, "Factiva, by the page");
    }
    Ok(draft)
}

/// A row of a code, such as HD for the headline, and what belongs to it.
fn coded<'a>(row: &NodeRef<'a>) -> Option<(String, NodeRef<'a>)> {
    const MAX_NODES: usize = 20;
    if !row.has_name("tr") {
        return None;
    }
    let cells = page::outermost(row, |node| node.has_name("td") || node.has_name("th"));
    let [code, value] = *cells else { return None };
    if code.descendants_it().take(MAX_NODES).count() == MAX_NODES {
        return None;
    }
    let code = one_line(&code).trim().to_owned();
    let is_code = (2..=4).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_uppercase());
    is_code.then_some((code, value))
}

fn take_coded(draft: &mut Draft, rows: &[(String, NodeRef<'_>)]) {
    let mut text: Vec<PageLine> = Vec::new();
    for (code, value) in rows {
        let words = || tidied(&one_line(value));
        match &**code {
            "HD" => draft.set(Field::Title, &words(), ORIGIN),
            "BY" => set_author(draft, &words(), ORIGIN),
            "CR" => set_credit(draft, &words(), ORIGIN),
            "SN" => draft.set(Field::Outlet, &words(), ORIGIN),
            "PD" => set_date(draft, Field::Date, &words(), ORIGIN),
            "SE" => draft.set(Field::Free("section".to_owned()), &words(), ORIGIN),
            "LA" => draft.set(Field::Language, &words(), ORIGIN),
            "LP" | "TD" => text.extend(lines_of(value)),
            _ => {
                // The codes before the text are the same for every report; those after it are the index.
                let reason = "indexing of Factiva";
                let words = words();
                if !words.is_empty() {
                    let line =
                        LeftOut { before_line: text.len(), text: format!("{code}\t{words}"), reason: reason.into() };
                    draft.left_out.push(line);
                }
            }
        }
    }
    draft.text = joined(&text);
}

/// Reads a report without codes: headline, byline, number of words, date, time, outlet, code of the outlet, section or
/// page, language and copyright, each on a line of its own, and then the paragraphs.
fn take_lines(draft: &mut Draft, report: &NodeRef<'_>) {
    let is_paragraph = |node: &NodeRef<'_>| {
        let classes = node.attr("class").unwrap_or_default();
        classes.split_whitespace().any(|class| class.starts_with("articleParagraph"))
    };
    let is_headline = |node: &NodeRef<'_>| {
        let classes = node.attr("class").unwrap_or_default();
        classes.split_whitespace().any(|class| class.ends_with("Headline")) || node.id_attr().as_deref() == Some("hd")
    };
    let parts = page::outermost(report, |node| is_paragraph(node) || is_headline(node) || node.has_name("div"));
    // A headline may stand in a block of its own.
    let parts = parts.into_iter().flat_map(|part| {
        let inner = page::outermost(&part, |node| is_paragraph(node) || is_headline(node) || node.has_name("div"));
        if is_paragraph(&part) || is_headline(&part) || inner.is_empty() { vec![part] } else { inner }
    });
    let mut text: Vec<PageLine> = Vec::new();
    let mut above: Vec<String> = Vec::new();
    for part in parts {
        if is_headline(&part) {
            draft.set(Field::Title, &one_line(&part), ORIGIN);
        } else if is_paragraph(&part) {
            text.extend(lines_of(&part));
        } else if text.is_empty() {
            above.extend(lines_of(&part).into_iter().map(|line| line.text));
        } else {
            let lines = lines_of(&part).into_iter().map(|line| line.text);
            let before_line = text.len();
            draft.left_out.extend(lines.map(|text| LeftOut {
                before_line,
                text,
                reason: "indexing of Factiva".into(),
            }));
        }
    }
    draft.text = joined(&text);
    take_above(draft, &above);
}

fn take_above(draft: &mut Draft, above: &[String]) {
    let Some(at) = above.iter().position(|line| date_in(line).is_some()) else {
        if let [byline, ..] = above {
            set_author(draft, byline, ORIGIN);
        }
        return;
    };
    if matches!(date_in(&above[at]), Some(FoundDate::Date(_) | FoundDate::Ambiguous(_))) {
        set_date(draft, Field::Date, &above[at], ORIGIN);
    }
    for line in &above[..at] {
        let is_length = line.starts_with(|c: char| c.is_ascii_digit());
        if !is_length {
            set_author(draft, line, ORIGIN);
        }
    }
    let mut below = above[at + 1..].iter().skip_while(|line| is_time_of_day(line));
    if let Some(outlet) = below.next() {
        draft.set(Field::Outlet, outlet, ORIGIN);
    }
}
