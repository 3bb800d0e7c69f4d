//! The report of an import: what is imported, what is left out and why. A methods section needs it.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use standpoint_core::wording::{capitalised, counted, grouped};

use super::{FilledStub, Review, ReviewDraft, ReviewEntry, ReviewLine};
use crate::export::csv::{CsvOptions, CsvWriter};

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportForm {
    /// A row for each text.
    Csv,
    /// A list to read.
    Markdown,
}

impl ReportForm {
    /// Every form with its extension.
    pub const EXTENSIONS: [&'static str; 2] = ["csv", "md"];

    /// The form of a file with this extension; CSV unless it is that of Markdown.
    pub fn of_extension(extension: &str) -> Self {
        if extension.eq_ignore_ascii_case("md") { Self::Markdown } else { Self::Csv }
    }
}

/// The columns of the CSV.
const COLUMNS: [&str; 19] = [
    "file",
    "result",
    "reason",
    "title",
    "outlet",
    "agency",
    "author",
    "date",
    "updated",
    "language",
    "url",
    "story",
    "copy_of",
    "format",
    "encoding",
    "sha256",
    "characters",
    "lines_left_out",
    "notes",
];

impl Review {
    /// Writes the report as the review stands now.
    ///
    /// # Errors
    /// Fails if `out` cannot be written to.
    pub fn write_report(&self, out: impl Write, form: ReportForm, csv: CsvOptions) -> io::Result<()> {
        match form {
            ReportForm::Csv => self.write_csv(out, csv),
            ReportForm::Markdown => self.write_markdown(out),
        }
    }

    fn write_csv(&self, out: impl Write, options: CsvOptions) -> io::Result<()> {
        let mut csv = CsvWriter::new(out, options)?;
        csv.header(&COLUMNS)?;
        for entry in self.entries() {
            let at = match entry {
                ReviewEntry::Draft(at) => at,
                ReviewEntry::Failed(failed) => {
                    csv.text(&failed.place())?;
                    csv.text("left out")?;
                    csv.text(&failed.reason)?;
                    for _ in 3..COLUMNS.len() {
                        csv.text("")?;
                    }
                    csv.end_record()?;
                    continue;
                }
            };
            let draft = &self.drafts[at];
            let (details, source) = (draft.details(), &draft.read().source);
            let date = |date: Option<standpoint_core::model::PublicationDate>| date.map(|date| date.to_string());
            let copy = draft.copy().map(|copy| format!("{} ({}%)", copy.title, copy.percent)).unwrap_or_default();
            let encoding = draft.draft().encoding.as_ref().map(|encoding| encoding.charset.name()).unwrap_or_default();
            csv.text(&draft.place())?;
            csv.text(result(draft))?;
            csv.text(&draft.reason_left_out().unwrap_or_default())?;
            for text in [&details.title, &details.outlet, &details.agency, &details.author] {
                csv.text(text)?;
            }
            csv.plain(date(details.date).unwrap_or_default())?;
            csv.plain(date(details.updated).unwrap_or_default())?;
            for text in [&*details.language, &details.url, details.story().unwrap_or_default(), &copy] {
                csv.text(text)?;
            }
            for text in [&*source.format, encoding, &*source.sha256] {
                csv.text(text)?;
            }
            csv.plain(draft.text().0.chars().count())?;
            let lines: Vec<String> = lines_left_out(draft).map(|(reason, line)| format!("{reason}: {line}")).collect();
            csv.text(&lines.join("\n"))?;
            csv.text(&notes(draft).join("; "))?;
            csv.end_record()?;
        }
        csv.finish()
    }

    fn write_markdown(&self, mut out: impl Write) -> io::Result<()> {
        let n_left_out = self.drafts.len() - self.counts.n_ticked + self.failed.len();
        writeln!(out, "# Import of articles\n")?;
        writeln!(out, "{} imported, {} left out.\n", counted(self.counts.n_ticked, "article"), grouped(n_left_out))?;
        for entry in self.entries() {
            let at = match entry {
                ReviewEntry::Draft(at) => at,
                ReviewEntry::Failed(failed) => {
                    writeln!(out, "- **{}**: left out, {}", plain(&failed.place()), plain(&failed.reason))?;
                    continue;
                }
            };
            let draft = &self.drafts[at];
            let details = draft.details();
            let reason = draft.reason_left_out().map(|reason| format!(", {reason}")).unwrap_or_default();
            let date = details.date.map(|date| date.to_string()).unwrap_or_default();
            let known: Vec<String> = [&*details.outlet, &*details.author, &*date]
                .into_iter()
                .filter(|known| !known.is_empty())
                .map(|known| format!(", {}", plain(known)))
                .collect();
            let title = plain(&details.title);
            writeln!(
                out,
                "- **{}**: {}{}; “{title}”{}; {}",
                plain(&draft.place()),
                result(draft),
                plain(&reason),
                known.concat(),
                counted(draft.text().0.chars().count(), "character"),
            )?;
            if let Some(copy) = draft.copy() {
                writeln!(out, "  - {}", plain(&capitalised(&copy.in_words())))?;
            }
            for note in notes(draft) {
                writeln!(out, "  - {}", plain(&capitalised(&note)))?;
            }
            for (reason, line) in lines_left_out(draft) {
                writeln!(out, "  - Line left out ({}): {}", plain(reason), plain(line))?;
            }
        }
        Ok(())
    }
}

/// What is to be said of a draft.
fn notes(draft: &ReviewDraft) -> Vec<String> {
    let filled = draft.fills().filter(|_| draft.is_ticked()).map(FilledStub::in_words);
    filled.into_iter().chain(draft.doubts().into_iter().map(Cow::into_owned)).collect()
}

const fn result(draft: &ReviewDraft) -> &'static str {
    if draft.is_ticked() { "imported" } else { "left out" }
}

/// The lines of the file that will not be in the article, each with the reason.
fn lines_left_out(draft: &ReviewDraft) -> impl Iterator<Item = (&str, &str)> {
    use super::LineKind;
    let reason = |line: &ReviewLine<'_>| match &line.kind {
        LineKind::LeftOut { index, .. } => Some(&*draft.draft().left_out[*index].reason),
        LineKind::Clutter { line, .. } => Some(draft.reason_dropped(*line)),
        LineKind::Text(_) => None,
    };
    let lines: Vec<(&str, &str)> = draft
        .lines()
        .into_iter()
        .filter(|line| !line.is_imported())
        .filter_map(|line| Some((reason(&line)?, line.text)))
        .collect();
    lines.into_iter()
}

/// Text of other people on one line of Markdown, without its signs.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() || c.is_control() => plain.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '!' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}
