//! Files of news databases that hold many reports, each with its headline, outlet and date.
//!
//! The readers of documents hand over their text, in which each paragraph is a line; whether it is such a file is said
//! by its marks alone. Files that are plain text have a format of their own.

mod factiva;

mod labels;

mod nexis;

mod old_nexis;

use std::{borrow::Cow, sync::LazyLock};

use memchr::memmem::Finder;

use super::{Format, PartFailure, Reading, ReadingOptions, SourceFile, Unreadable, text};
use crate::import::{
    dates::{FoundDate, date_in},
    decode,
    draft::{Draft, Field, UsedEncoding},
    guess,
};

/// A text file with many reports.
pub(super) static FORMAT: Format =
    Format { name: "text file of a news database", extensions: &[], is_format_of: has_marks, read };

/// How much of a file is searched for marks.
const SEARCHED_BYTES: usize = 1 << 18;
/// A longer line is not one that stands between reports.
const MAX_MARK_BYTES: usize = 80;
/// What is in the lines between reports, in every language that is read: “document” and “Dokument”.
static MARKS: LazyLock<[Finder<'_>; 2]> = LazyLock::new(|| [b"ument", b"UMENT"].map(Finder::new));
/// How Factiva starts the line with a headline.
static HEADLINE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\nHD"));

/// Whether a text file has many reports.
fn has_marks(file: &SourceFile<'_>) -> bool {
    if !file.has_extension(text::FORMAT.extensions) {
        return false;
    }
    let head = &file.bytes[..file.bytes.len().min(SEARCHED_BYTES)];
    // All marks are ASCII, and UTF-16 without its NUL reads like ASCII.
    let has_nul = memchr::memchr(0, head).is_some();
    let head = if has_nul {
        Cow::Owned(head.iter().copied().filter(|byte| *byte != 0).collect())
    } else {
        Cow::Borrowed(head)
    };
    let has_mark = MARKS.iter().any(|mark| mark.find_iter(&head).any(|at| line_len(&head, at) <= MAX_MARK_BYTES));
    (has_mark || HEADLINE.find(&head).is_some()) && decoded_reports(file, &ReadingOptions::default()).is_some()
}

/// The length of the line around a place, without white space at its ends.
fn line_len(bytes: &[u8], at: usize) -> usize {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |end| at + end);
    bytes[start..end].trim_ascii().len()
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    match decoded_reports(file, options) {
        Some(reading) => Ok(reading),
        None => (text::FORMAT.read)(file, options),
    }
}

fn decoded_reports(file: &SourceFile<'_>, options: &ReadingOptions) -> Option<Reading> {
    let decoded = match options.encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding),
        None => decode::decode(file.bytes),
    };
    let decoded = decoded.ok()?;
    let mut reading = old_nexis::reports_in(&decoded.text).or_else(|| reports_in(&decoded.text))?;
    for draft in &mut reading.drafts {
        draft.encoding = Some(UsedEncoding::from(&decoded));
    }
    Some(reading)
}

/// The reports in a text in which each paragraph is a line; `None` if it is not from a news database.
pub(super) fn reports_in(text: &str) -> Option<Reading> {
    nexis::reports_in(text).or_else(|| factiva::reports_in(text)).or_else(|| factiva::articles_in(text))
}

/// Collects reports with their numbers.
fn reading_of(reports: impl ExactSizeIterator<Item = Result<Draft, String>>) -> Reading {
    let mut reading = Reading::default();
    let are_several = reports.len() > 1;
    for (number, report) in (1..).zip(reports) {
        match report {
            Ok(mut draft) => {
                guess::fill_in(&mut draft);
                draft.part = are_several.then(|| format!("report {number}"));
                reading.drafts.push(draft);
            }
            Err(reason) => reading.failures.push(PartFailure { number, noun: "report", reason }),
        }
    }
    reading
}

/// Fills in the date that a line names; one that may mean two days is kept as it is written.
fn set_date(draft: &mut Draft, line: &str, origin: &'static str) {
    match date_in(line) {
        Some(FoundDate::Date(day)) => draft.set_date(Field::Date, day, origin),
        Some(FoundDate::Ambiguous(written)) => draft.ambiguous_date = Some(written),
        None => {}
    }
}

/// Whether a line is the time of day that Factiva writes below a date: “14:20”, “08:00 GMT”.
pub(super) fn is_time_of_day(line: &str) -> bool {
    line.len() <= 12 && line.contains(':') && line.starts_with(|c: char| c.is_ascii_digit())
}

/// A line without repeated white space.
fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
