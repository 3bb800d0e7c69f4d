//! Files of news databases that hold many reports, each with its headline, outlet and date.
//!
//! The readers of documents hand over their text, in which each paragraph is a line; whether it is such a file is said
//! by its marks alone. Files that are plain text have a format of their own.

mod factiva;

mod labels;

mod nexis;

mod old_nexis;

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
/// What stands in files with many reports; all of it is ASCII.
const MARKS: [&[u8]; 7] =
    [b"DOCUMENTS", b"DOCUMENTOS", b"okument", b"ocument", b"DOKUMENT", b"\nHD", b"\nLP"];

/// Whether a text file may have many reports. That it has is seen when it is read.
fn has_marks(file: &SourceFile<'_>) -> bool {
    if !file.has_extension(text::FORMAT.extensions) {
        return false;
    }
    // Without NUL, ASCII in UTF-16 reads like ASCII.
    let head: Vec<u8> = file.bytes.iter().take(SEARCHED_BYTES).copied().filter(|byte| *byte != 0).collect();
    let has = |mark: &[u8]| memchr::memmem::find(&head, mark).is_some();
    MARKS.iter().any(|mark| has(mark)) && decoded_reports(file, &ReadingOptions::default()).is_some()
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
    nexis::reports_in(text).or_else(|| factiva::reports_in(text))
}

/// Collects reports with their numbers.
fn reading_of(reports: impl Iterator<Item = Result<Draft, String>>) -> Reading {
    let mut reading = Reading::default();
    for (number, report) in (1..).zip(reports) {
        match report {
            Ok(mut draft) => {
                guess::fill_in(&mut draft);
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

/// A line without repeated white space.
fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
