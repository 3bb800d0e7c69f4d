//! Nexis Uni: documents with many reports, each between a headline and “End of Document”.

use super::{
    folded,
    labels::{Label, labelled, language_code, section},
    reading_of, set_date,
};
use crate::import::{
    bylines::{set_author, set_outlet},
    dates::date_in,
    draft::{Draft, Field, LeftOut},
    formats::Reading,
};

/// The line at the end of a report.
const ENDS: [&str; 7] = [
    "end of document",
    "ende des dokuments",
    "ende dokument",
    "fin du document",
    "fin del documento",
    "fine del documento",
    "einde van document",
];
/// The line above the text.
const BODIES: [&str; 12] = [
    "body",
    "text",
    "volltext",
    "hauptteil",
    "corps",
    "corps de l'article",
    "texte",
    "cuerpo",
    "texto",
    "testo",
    "corpo",
    "tekst",
];
/// The lines that start what is behind the text.
const TAILS: [&str; 8] = [
    "classification",
    "klassifizierung",
    "clasificación",
    "classificazione",
    "classificatie",
    "graphic",
    "grafik",
    "notes",
];

const ORIGIN: &str = "Nexis";
/// A longer line is not one with the date of a report.
const MAX_DATE_CHARS: usize = 90;
/// The most lines of a headline.
const MAX_HEADLINE_LINES: usize = 4;

fn is_one_of(line: &str, words: &[&str]) -> bool {
    let line = line.trim();
    line.chars().count() <= 30 && words.contains(&&*line.to_lowercase())
}

fn is_body(line: &str) -> bool {
    is_one_of(line, &BODIES)
}

fn is_tail(line: &str) -> bool {
    is_one_of(line, &TAILS) || labelled(line).is_some_and(|(label, _)| label == Label::Tail)
}

/// The reports in a text in which each paragraph is a line.
pub(super) fn reports_in(text: &str) -> Option<Reading> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let is_export = lines.iter().any(|line| is_one_of(line, &ENDS))
        && (lines.iter().any(|line| is_body(line)) || lines.iter().any(|line| labelled(line).is_some()));
    if !is_export {
        return None;
    }
    let reports = reports(&lines);
    let covers = cover_titles(reports.first().copied().unwrap_or_default());
    Some(reading_of(
        reports.into_iter().enumerate().map(|(index, lines)| report(lines, (index == 0).then_some(&*covers))),
    ))
}

/// The lines of each report, without the one that ends it.
///
/// A line that says so may also be a line of a text. It ends a report if terms for indexing stand before it, or if the
/// next report or nothing comes behind it.
fn reports<'a, 'b>(lines: &'a [&'b str]) -> Vec<&'a [&'b str]> {
    let mut reports = Vec::new();
    let mut start = 0;
    let (mut has_body, mut has_tail) = (false, false);
    for (at, line) in lines.iter().enumerate() {
        if is_one_of(line, &ENDS) && (has_tail || !has_body || has_report_or_nothing(&lines[at + 1..])) {
            reports.push(&lines[start..at]);
            start = at + 1;
            (has_body, has_tail) = (false, false);
        } else if has_body {
            has_tail |= is_tail(line);
        } else {
            has_body = is_body(line);
        }
    }
    // A file that was cut ends in the middle of a report.
    if has_body {
        reports.push(&lines[start..]);
    }
    reports
}

/// Whether a text or nothing at all stands before the next line that may end a report.
fn has_report_or_nothing(behind: &[&str]) -> bool {
    let next = behind.iter().position(|line| is_one_of(line, &ENDS));
    let next_report = &behind[..next.unwrap_or(behind.len())];
    next_report.iter().any(|line| is_body(line)) || next_report.iter().all(|line| line.is_empty())
}

/// The titles in the list at the start of a document: “1. Ferry strike ends”.
fn cover_titles(first: &[&str]) -> Vec<String> {
    let title = |line: &&str| {
        let (number, title) = line.split_once('.')?;
        let is_number = !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        (is_number && !title.trim().is_empty()).then(|| folded(title))
    };
    first.iter().filter_map(title).collect()
}

/// Reads one report. Before the first one stands the list of all, whose titles tell where its headline begins.
fn report(lines: &[&str], covers: Option<&[String]>) -> Result<Draft, String> {
    let lines: Vec<&str> = lines.iter().copied().skip_while(|line| line.is_empty()).collect();
    let Some(body) = lines.iter().position(|line| is_body(line)) else {
        let start = lines.iter().find(|line| !line.is_empty()).copied().unwrap_or_default();
        return Err(if start.is_empty() {
            "it is empty; look it up in the database".to_owned()
        } else {
            format!("it has no line “Body” before its text; it starts with “{}”", shortened(start))
        });
    };
    let head: Vec<&str> = lines[..body].iter().copied().filter(|line| !line.is_empty()).collect();
    let (text, tail) = text_and_tail(&lines[body + 1..]);
    if text.is_empty() {
        return Err("it has no text".to_owned());
    }
    let mut draft = Draft::of_text(text);
    let n_names = head.iter().position(|line| is_field(line)).unwrap_or(head.len());
    set_names(&mut draft, &head[..n_names], covers);
    for line in head[n_names..].iter().chain(&tail) {
        match labelled(line) {
            Some((Label::Byline, value)) => set_author(&mut draft, value, ORIGIN),
            Some((Label::Section, value)) => draft.set(Field::Free("section".to_owned()), section(value), ORIGIN),
            Some((Label::Language, value)) => draft.set(Field::Language, &language_code(value), ORIGIN),
            Some((Label::Highlight, value)) if !value.is_empty() => {
                draft.left_out.push(LeftOut { before_line: 0, text: value.to_owned(), reason: "highlight".into() });
            }
            _ => {}
        }
    }
    Ok(draft)
}

/// Whether a line of the head is a field rather than the headline, the outlet or the date.
fn is_field(line: &str) -> bool {
    labelled(line).is_some() || line.starts_with("Copyright ") || line.starts_with('©')
}

/// Fills in headline, outlet and date, which have no names but an order.
fn set_names(draft: &mut Draft, names: &[&str], covers: Option<&[String]>) {
    let is_date = |line: &&&str| line.chars().count() <= MAX_DATE_CHARS && date_in(line).is_some();
    // A headline may have a date as well; that of the report is the last one, behind the outlet.
    let date = names.iter().rposition(|line| is_date(&line)).filter(|at| *at >= 2 || names.len() <= 2 && *at == 1);
    let outlet_end = date.unwrap_or(names.len());
    if let Some(line) = date.map(|at| names[at]) {
        set_date(draft, line, ORIGIN);
    }
    let (headline, outlet) = match outlet_end {
        0 => (&names[..0], None),
        1 => (&names[..1], None),
        n => (&names[..n - 1], Some(names[n - 1])),
    };
    let headline = match covers {
        Some(covers) => behind_cover(headline, covers),
        None => &headline[headline.len().saturating_sub(MAX_HEADLINE_LINES)..],
    };
    draft.set(Field::Title, &headline.join(" "), ORIGIN);
    if let Some(outlet) = outlet {
        set_outlet(draft, vec![(outlet.to_owned(), ORIGIN.into())]);
    }
}

/// The lines at the end that make the first title of the list; the last line if none do.
fn behind_cover<'a, 'b>(lines: &'a [&'b str], covers: &[String]) -> &'a [&'b str] {
    let Some(first) = covers.first() else {
        return &lines[lines.len().saturating_sub(MAX_HEADLINE_LINES)..];
    };
    let is_title = |n: &usize| folded(&lines[lines.len() - n..].join(" ")) == *first;
    let n = (1..=lines.len().min(MAX_HEADLINE_LINES)).find(is_title).unwrap_or(1);
    &lines[lines.len().saturating_sub(n)..]
}

/// The text without what stands behind it, and that.
fn text_and_tail<'a>(lines: &[&'a str]) -> (String, Vec<&'a str>) {
    // The last line “Classification” starts the terms; whatever is called so above it is part of the text.
    let terms = lines.iter().rposition(|line| is_one_of(line, &TAILS[..5])).unwrap_or(lines.len());
    let is_text = |line: &&str| !line.is_empty();
    let mut end = terms;
    let is_behind = |line: &&str| line.is_empty() || labelled(line).is_some() || is_one_of(line, &TAILS);
    // If every line belongs behind a text, there is no text.
    let first = lines[..end].iter().position(|line| !is_behind(line)).map_or(0, |at| at + 1);
    // A caption follows its label, or stands beside it.
    let from = first.max(end.saturating_sub(24));
    end = if first == 0 { 0 } else { (from..end).find(|at| is_tail(lines[*at])).unwrap_or(end) };
    let text = lines[..end].join("\n");
    (text.trim().to_owned(), lines[end..].iter().copied().filter(is_text).collect())
}

fn shortened(line: &str) -> String {
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}
