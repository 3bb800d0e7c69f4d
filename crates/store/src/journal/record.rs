//! The format of the journal.
//!
//! One line a record: `SEQUENCE BASE CHECKSUM ENTRY`. An edit’s sequence number is one more than that
//! before it, and a mark has that of the edit before it; the base names the saved state that the edits follow, the
//! checksum is `XXH3` of 64 bits
//! over the rest of the line, and the entry is RON without line breaks. A line that was not written
//! whole fails its checksum, and what follows it is not read.

use std::{
    hash::Hasher as _,
    io::{self, BufRead, Read as _},
};

use serde::{Deserialize, Serialize};
use twox_hash::xxhash3_64;

use standpoint_core::edit::{Edit, Gesture, lines};

use crate::state::StateName;

/// The first line of every journal.
pub const HEADER: &str = "standpoint journal 1\n";

/// How deep brackets may be nested: as deep as in any edit, and in the record around it.
const MAX_NESTING: usize = lines::MAX_NESTING + 4;

/// The longest record, which may hold a whole project of the largest size.
#[expect(clippy::cast_possible_truncation, reason = "a system that cannot count so far cannot open such a project")]
const MAX_LINE_BYTES: usize = crate::MAX_FILE_BYTES as usize * 2;

/// Longer than any mark.
const MAX_MARK_BYTES: usize = 4096;

/// The content of a record. The names belong to the format, and so does the written form of the content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::large_enum_variant, reason = "nearly all of them are edits, and none is kept for long")]
pub enum JournalEntry {
    /// An edit that was applied; undoing and redoing are edits too.
    Edit {
        /// What the edit does, as the undo list shows it.
        label: String,
        /// Which edits are undone together with it.
        #[serde(with = "WrittenGesture")]
        gesture: Gesture,
        /// The change itself.
        #[serde(with = "lines")]
        edit: Edit,
    },
    /// The file is about to become `state`, which holds every edit up to number `through`.
    Saving {
        /// The state that the file is about to have.
        state: StateName,
        /// The number of the last edit in that state.
        through: u64,
    },
}

/// The written form of a [`Gesture`].
#[derive(Serialize, Deserialize)]
#[serde(remote = "Gesture", rename = "Gesture")]
enum WrittenGesture {
    Single,
    Continued(String),
}

/// One line of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalRecord {
    /// The number of the edit; a mark has that of the edit before it.
    pub sequence: u64,
    /// The content of the record.
    pub entry: JournalEntry,
}

impl JournalRecord {
    /// Returns whether it changes the project, and so has a number of its own.
    pub fn is_edit(&self) -> bool {
        matches!(self.entry, JournalEntry::Edit { .. })
    }

    /// The record's line, for edits that follow the state `base`.
    pub(super) fn line(&self, base: StateName) -> String {
        let entry = ron::to_string(&self.entry).expect("an edit holds nothing that RON cannot write");
        // Text is written with its line breaks escaped, so none is left.
        debug_assert!(!entry.contains('\n'), "an entry is one line");
        let sequence = self.sequence;
        format!("{sequence} {base} {:016x} {entry}\n", checksum(sequence, base, &entry))
    }
}

fn checksum(sequence: u64, base: StateName, entry: &str) -> u64 {
    let mut hasher = xxhash3_64::Hasher::new();
    hasher.write(format!("{sequence} {base} ").as_bytes());
    hasher.write(entry.as_bytes());
    hasher.finish()
}

/// What is in a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct JournalContents {
    /// The saved state that the edits follow.
    pub base: StateName,
    /// The whole records, in order.
    pub records: Vec<JournalRecord>,
    /// The checksum of each of these edits, by which journals are compared.
    pub sums: Vec<u64>,
    /// The number of the line that is damaged or was only partly written, if any; nothing from there on is read.
    pub broken_line: Option<usize>,
    /// Whether only the very last line is damaged, as after a crash in the middle of writing.
    pub is_only_torn: bool,
}

/// Reads a journal up to its last complete record; `None` if there is not even one.
pub fn read(bytes: &[u8]) -> Option<JournalContents> {
    read_from(bytes).ok().flatten().map(|(contents, _)| contents)
}

/// Reads a journal up to its last complete record, and returns it with the number of bytes read. A file that is not a
/// journal is not kept in memory, however large it is.
///
/// # Errors
/// Fails if the file cannot be read.
pub(crate) fn read_from(mut from: impl BufRead) -> io::Result<Option<(JournalContents, u64)>> {
    if !has_header(&mut from)? {
        return Ok(None);
    }
    let (mut line, mut n_bytes) = (Vec::new(), HEADER.len() as u64);
    let mut contents = JournalContents {
        base: StateName::NEVER_SAVED,
        records: Vec::new(),
        sums: Vec::new(),
        broken_line: None,
        is_only_torn: false,
    };
    let mut line_number = 1;
    loop {
        line.clear();
        let n_read = read_line(&mut from, &mut line, MAX_LINE_BYTES)?;
        if n_read == 0 {
            break;
        }
        n_bytes += n_read;
        line_number += 1;
        let follows = |record: &JournalRecord, base: StateName| match contents.records.last() {
            Some(last) => {
                base == contents.base && last.sequence.checked_add(u64::from(record.is_edit())) == Some(record.sequence)
            }
            None => true,
        };
        let whole = line.strip_suffix(b"\n").and_then(parse).filter(|(record, base, _)| follows(record, *base));
        let Some((record, base, sum)) = whole else {
            contents.broken_line = Some(line_number);
            contents.is_only_torn = from.fill_buf()?.is_empty();
            break;
        };
        contents.base = base;
        contents.sums.extend(record.is_edit().then_some(sum));
        contents.records.push(record);
    }
    Ok((!contents.records.is_empty()).then_some((contents, n_bytes)))
}

/// Returns whether a journal has edits that follow `state`, or had them until they were saved as `state`. The edits
/// themselves are not read, so that a stranger’s journal of any size costs little.
///
/// # Errors
/// Fails if the file cannot be read.
pub(crate) fn leads_to(mut from: impl BufRead, state: StateName) -> io::Result<bool> {
    if !has_header(&mut from)? {
        return Ok(false);
    }
    let mut line = Vec::new();
    loop {
        line.clear();
        if read_line(&mut from, &mut line, MAX_MARK_BYTES)? == 0 || !line.ends_with(b"\n") && line.contains(&0) {
            return Ok(false);
        }
        let mut fields = line.splitn(4, |byte| *byte == b' ').skip(1);
        let base = fields.next().and_then(|base| StateName::parse(std::str::from_utf8(base).ok()?));
        let is_mark_of_state = || {
            let record = line.strip_suffix(b"\n").and_then(parse);
            record.is_some_and(
                |(record, ..)| matches!(record.entry, JournalEntry::Saving { state: saved, .. } if saved == state),
            )
        };
        if base == Some(state) || is_mark_of_state() {
            return Ok(true);
        }
    }
}

fn has_header(from: &mut impl BufRead) -> io::Result<bool> {
    let mut header = Vec::new();
    from.take(HEADER.len() as u64).read_to_end(&mut header)?;
    Ok(header == HEADER.as_bytes())
}

/// Reads up to a line break or a NUL, which no journal contains, so that a sparse file of any size ends there. Of a
/// longer line, only the first `max_bytes` are kept, without its end.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>, max_bytes: usize) -> io::Result<u64> {
    let mut n_read = 0;
    loop {
        let available = from.fill_buf()?;
        let end = memchr::memchr2(b'\n', 0, available).map(|at| at + 1);
        let n_taken = end.unwrap_or(available.len());
        let n_kept = n_taken.min(max_bytes - line.len());
        line.extend_from_slice(&available[..n_kept]);
        from.consume(n_taken);
        n_read += n_taken as u64;
        if end.is_some() || n_taken == 0 {
            return Ok(n_read);
        }
    }
}

fn parse(line: &[u8]) -> Option<(JournalRecord, StateName, u64)> {
    let mut fields = std::str::from_utf8(line).ok()?.splitn(4, ' ');
    let sequence = fields.next()?.parse().ok()?;
    let base = StateName::parse(fields.next()?)?;
    let sum = u64::from_str_radix(fields.next()?, 16).ok()?;
    let entry = fields.next()?;
    if checksum(sequence, base, entry) != sum {
        return None;
    }
    let entry = ron::Options::default().with_recursion_limit(MAX_NESTING).from_str(entry).ok()?;
    Some((JournalRecord { sequence, entry }, base, sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titled(sequence: u64, title: &str) -> JournalRecord {
        let edit = Edit::SetTitle(title.to_owned());
        let entry = JournalEntry::Edit { label: "Rename".to_owned(), gesture: Gesture::Single, edit };
        JournalRecord { sequence, entry }
    }

    fn journal(base: StateName, records: &[JournalRecord]) -> Vec<u8> {
        let lines: Vec<String> = records.iter().map(|record| record.line(base)).collect();
        (HEADER.to_owned() + &lines.concat()).into_bytes()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let base = StateName::of(b"a project");
        let saving = JournalEntry::Saving { state: StateName::of(b"another"), through: 7 };
        let records = [titled(7, "two\nlines, “quoted” \"#\\"), JournalRecord { sequence: 7, entry: saving }];
        let contents = read(&journal(base, &records)).expect("it holds records");
        assert_eq!((contents.base, &contents.records[..], contents.broken_line), (base, &records[..], None));
    }

    #[test]
    fn an_edit_as_deep_as_a_script_may_write_is_read_back() {
        let deepest = (0..).map(|n_levels| "All([".repeat(n_levels) + &"])".repeat(n_levels));
        let deepest = deepest.skip(1).map_while(|line| lines::read(&line).ok()).last().expect("one level is read");
        let entry = JournalEntry::Edit { label: "Deep".to_owned(), gesture: Gesture::Single, edit: deepest };
        let records = [JournalRecord { sequence: 1, entry }, titled(2, "behind it")];
        let contents = read(&journal(StateName::NEVER_SAVED, &records)).expect("it holds records");
        assert_eq!(contents.records, records);
    }

    #[test]
    fn a_torn_end_costs_the_last_record_only() {
        let whole = journal(StateName::NEVER_SAVED, &[titled(1, "one"), titled(2, "two")]);
        let first_two_lines =
            whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).expect("three lines").0 + 1;
        for end in first_two_lines + 1..whole.len() {
            let contents = read(&whole[..end]).expect("the first record is whole");
            assert_eq!(contents.records, [titled(1, "one")], "cut at {end}");
            assert_eq!((contents.broken_line, contents.is_only_torn), (Some(3), true), "cut at {end}");
        }
    }

    #[test]
    fn no_damaged_byte_goes_unnoticed() {
        let records = [titled(1, "one"), titled(2, "two"), titled(3, "three")];
        let whole = journal(StateName::of(b"x"), &records);
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 0x01;
            let read = read(&damaged).map_or(Vec::new(), |contents| contents.records);
            assert!(records.starts_with(&read) && read.len() < records.len(), "byte {at} was changed unnoticed");
        }
    }

    #[test]
    fn a_scan_finds_the_state_that_edits_follow() {
        let (base, saved, other) = (StateName::of(b"base"), StateName::of(b"saved"), StateName::of(b"other"));
        let mark = JournalEntry::Saving { state: saved, through: 2 };
        let long = "x".repeat(3 * MAX_MARK_BYTES);
        let records =
            [titled(1, "one"), titled(2, &long), JournalRecord { sequence: 2, entry: mark }, titled(3, "three")];
        let bytes = journal(base, &records);
        for (state, expected) in [(base, true), (saved, true), (other, false)] {
            assert_eq!(leads_to(&*bytes, state).ok(), Some(expected));
        }
        assert_eq!(leads_to(&b"no journal"[..], base).ok(), Some(false));
        assert_eq!(leads_to(HEADER.as_bytes(), base).ok(), Some(false));
        // Behind a hole, nothing is read.
        let record = bytes[HEADER.len()..].to_vec();
        let with_hole = [HEADER.as_bytes(), &[0; 10_000], b"\n", &record].concat();
        assert_eq!(leads_to(&*with_hole, base).ok(), Some(false));
        assert_eq!(read(&with_hole), None);
    }

    #[test]
    fn records_must_follow_each_other() {
        let gap = journal(StateName::NEVER_SAVED, &[titled(1, "one"), titled(3, "three")]);
        assert_eq!(read(&gap).map(|contents| contents.records), Some(vec![titled(1, "one")]));
    }
}
