//! Factiva: documents in which two or three capital letters at the start of a line say what follows.

use super::{folded, is_time_of_day, labels::language_code, reading_of, set_date};
use crate::import::{
    bylines::{set_author, set_credit, set_outlet},
    dates::date_in,
    draft::{Draft, Field},
    formats::Reading,
};

const ORIGIN: &str = "Factiva";

/// The letters of all fields.
const CODES: [&str; 30] = [
    "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "LA", "CY", "LP", "TD", "CT", "RF", "CO", "IN", "NS",
    "RE", "IPC", "IPD", "PUB", "AN", "SE", "VOL", "ART", "CLM", "NGC", "GC",
];

/// One report: its fields in their order, each with its lines.
#[derive(Default)]
struct Report<'a> {
    has_headline: bool,
    fields: Vec<(&'static str, Vec<&'a str>)>,
}

impl<'a> Report<'a> {
    fn has(&self, code: &str) -> bool {
        self.fields.iter().any(|(own, _)| *own == code)
    }

    fn lines(&self, code: &str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(own, _)| *own == code).flat_map(|(_, lines)| lines.iter().copied())
    }

    fn value(&self, code: &str) -> String {
        folded(&self.lines(code).collect::<Vec<_>>().join(" "))
    }

    fn draft(&self) -> Result<Draft, String> {
        let lines = self.lines("LP").chain(self.lines("TD")).map(str::trim).filter(|line| !line.is_empty());
        let text = lines.collect::<Vec<_>>().join("\n");
        if text.is_empty() {
            let title = self.value("HD");
            return Err(if title.is_empty() {
                "it has no text".to_owned()
            } else {
                format!("“{title:.60}” has no text")
            });
        }
        let mut draft = Draft::of_text(text);
        draft.set(Field::Title, &self.value("HD"), ORIGIN);
        set_outlet(&mut draft, vec![(self.value("SN"), ORIGIN.into())]);
        set_author(&mut draft, &self.value("BY"), ORIGIN);
        set_credit(&mut draft, &self.value("CR"), ORIGIN);
        set_date(&mut draft, &self.value("PD"), ORIGIN);
        draft.set(Field::Free("section".to_owned()), &self.value("SE"), ORIGIN);
        draft.set(Field::Language, &language_code(&self.value("LA")), ORIGIN);
        Ok(draft)
    }
}

/// The reports in a text in which each paragraph is a line.
pub(super) fn reports_in(text: &str) -> Option<Reading> {
    let mut reports = Vec::new();
    let mut report = Report::default();
    let mut is_open = false;
    for line in text.lines() {
        match coded(line) {
            Some((code, value)) => {
                // A report starts with its section or its headline.
                let is_next = match code {
                    "HD" | "SE" => report.has_headline,
                    _ => false,
                };
                if is_next {
                    reports.push(std::mem::take(&mut report));
                }
                report.has_headline |= code == "HD";
                report.fields.push((code, vec![value]));
                is_open = true;
                if code == "AN" {
                    reports.push(std::mem::take(&mut report));
                    is_open = false;
                }
            }
            None if is_open => {
                if let Some((_, lines)) = report.fields.last_mut() {
                    lines.push(line);
                }
            }
            None => {}
        }
    }
    if report.has_headline {
        reports.push(report);
    }
    let is_export = reports.iter().any(|report| {
        report.has_headline && (report.has("LP") || report.has("TD")) && (report.has("PD") || report.has("AN"))
    });
    is_export.then(|| reading_of(reports.iter().map(Report::draft)))
}

/// The most lines above the length of a report.
const MAX_ABOVE: usize = 20;

/// The reports in a text without codes, each of which ends with its number: “Document” and letters and digits.
pub(super) fn articles_in(text: &str) -> Option<Reading> {
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let ends: Vec<usize> = (0..lines.len()).filter(|at| is_number_of_document(lines[*at])).collect();
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    let reports: Vec<&[&str]> = starts.zip(&ends).map(|(start, end)| &lines[start..*end]).collect();
    let are_reports = !reports.is_empty() && reports.iter().all(|report| length_at(report).is_some());
    are_reports.then(|| reading_of(reports.into_iter().map(article)))
}

/// “Document”, and a number that begins with the code of the outlet and a date.
fn is_number_of_document(line: &str) -> bool {
    let Some((noun, number)) = line.split_once(' ') else { return false };
    let is_number = number.len() >= 20
        && number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && number.bytes().take(3).all(|byte| byte.is_ascii_uppercase())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 10;
    is_number && matches!(noun, "Document" | "Dokument" | "Documento")
}

/// Where the length of a report stands: “1,300 words”.
fn length_at(report: &[&str]) -> Option<usize> {
    const WORDS: [&str; 7] = ["words", "wörter", "mots", "palabras", "parole", "palavras", "woorden"];
    let is_length = |line: &&str| {
        let Some((number, noun)) = line.split_once(' ') else { return false };
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b'.'));
        is_number && WORDS.contains(&&*noun.to_lowercase())
    };
    report.iter().take(MAX_ABOVE).position(is_length)
}

/// Reads a report without codes: headline, byline and length, then date, time, outlet, its code, page, language and
/// copyright, each on a line of its own, and then the paragraphs behind a blank line.
fn article(report: &[&str]) -> Result<Draft, String> {
    let length = length_at(report).unwrap_or_default();
    let mut names = report[..length].iter().copied().filter(|line| !line.is_empty());
    let headline = names.next().unwrap_or_default();
    let behind = &report[length + 1..];
    let first = behind.iter().position(|line| !line.is_empty()).unwrap_or(behind.len());
    let about = behind[first..].iter().position(|line| line.is_empty()).map_or(behind.len(), |end| first + end);
    let text: Vec<&str> = behind[about..].iter().copied().filter(|line| !line.is_empty()).collect();
    if text.is_empty() {
        return Err(format!("“{headline:.60}” has no text"));
    }
    let mut draft = Draft::of_text(text.join("\n"));
    draft.set(Field::Title, headline, ORIGIN);
    if let Some(byline) = names.next_back() {
        set_author(&mut draft, byline, ORIGIN);
    }
    let mut lines = behind[first..about].iter().copied();
    if let Some(date) = lines.find(|line| date_in(line).is_some()) {
        set_date(&mut draft, date, ORIGIN);
    }
    if let Some(outlet) = lines.find(|line| !is_time_of_day(line)) {
        set_outlet(&mut draft, vec![(outlet.to_owned(), ORIGIN.into())]);
    }
    let language = lines.map(language_code).find(|code| code.len() == 2).unwrap_or_default();
    draft.set(Field::Language, &language, ORIGIN);
    Ok(draft)
}

/// The field that starts in a line: its letters stand alone, or before a tab or several blanks.
fn coded(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let code = CODES.iter().filter(|code| line.starts_with(**code)).max_by_key(|code| code.len())?;
    let rest = &line[code.len()..];
    let is_separate = rest.trim().is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
    is_separate.then(|| (*code, rest.trim()))
}
