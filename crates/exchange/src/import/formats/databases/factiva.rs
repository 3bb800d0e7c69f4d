//! Factiva: documents in which two or three capital letters at the start of a line say what follows.

use super::{folded, labels::language_code, reading_of, set_date};
use crate::import::{
    bylines::{set_author, set_credit, set_outlet},
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

/// The field that starts in a line: its letters stand alone, or before a tab or several blanks.
fn coded(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_start();
    let code = CODES.iter().filter(|code| line.starts_with(**code)).max_by_key(|code| code.len())?;
    let rest = &line[code.len()..];
    let is_separate = rest.trim().is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
    is_separate.then(|| (*code, rest.trim()))
}
