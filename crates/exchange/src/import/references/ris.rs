//! RIS: a tag of two characters, two blanks, a hyphen and a value on each line; “ER” ends a record.

use super::{Reference, ReferenceList, file_name, one_line, whole_text};
use crate::import::formats::PartFailure;

/// Whether a text begins as RIS does.
pub(super) fn is_start(start: &str) -> bool {
    start.lines().next().and_then(tagged).is_some_and(|(tag, _)| tag == "TY")
}

pub(super) fn read(text: &str) -> ReferenceList {
    let mut list = ReferenceList::default();
    let mut record: Option<Record> = None;
    let mut number = 0;
    for (at, line) in text.lines().enumerate() {
        match tagged(line) {
            Some(("ER", _)) => list.references.extend(record.take().map(Record::into_reference)),
            Some(("TY", _)) => {
                // A record that was not ended is one nevertheless.
                list.references.extend(record.take().map(Record::into_reference));
                number += 1;
                record = Some(Record { number, lines: Vec::new() });
            }
            Some((tag, value)) => match &mut record {
                Some(record) => record.lines.push((tag.to_owned(), value.to_owned())),
                None => list.failures.push(PartFailure {
                    number: at + 1,
                    noun: "line",
                    reason: format!("“{tag}” stands before the first “TY  - ” or after “ER  - ”"),
                }),
            },
            // A long value goes on in the next lines.
            None => {
                if let Some((_, value)) = record.as_mut().and_then(|record| record.lines.last_mut()) {
                    value.push('\n');
                    value.push_str(line.trim_end());
                }
            }
        }
    }
    list.references.extend(record.map(Record::into_reference));
    list
}

/// The tag and the value of a line.
fn tagged(line: &str) -> Option<(&str, &str)> {
    let tag = line.get(..2).filter(|tag| tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()))?;
    let rest = line[2..].trim_start_matches(' ');
    let n_blanks = line.len() - 2 - rest.len();
    let value = rest.strip_prefix('-').filter(|_| n_blanks > 0)?;
    // Some programs leave out the blank behind the hyphen, but not the two before it.
    let is_tag = value.is_empty() || value.starts_with([' ', '\t']) || n_blanks == 2;
    is_tag.then(|| (tag, value.trim()))
}

struct Record {
    number: usize,
    lines: Vec<(String, String)>,
}

impl Record {
    /// The values of these tags, those of the first tag first.
    fn all<'a>(&'a self, tags: &'a [&str]) -> impl Iterator<Item = &'a str> {
        let of_tag = |tag: &'a &str| self.lines.iter().filter(move |(own, _)| own == tag);
        tags.iter().flat_map(of_tag).map(|(_, value)| &**value).filter(|value| !value.trim().is_empty())
    }

    fn first(&self, tags: &[&str]) -> String {
        self.all(tags).next().map(one_line).unwrap_or_default()
    }

    fn into_reference(self) -> Reference {
        let authors: Vec<String> = self.all(&["AU", "A1"]).map(one_line).collect();
        let mut reference = Reference {
            number: self.number,
            title: self.first(&["TI", "T1", "CT"]),
            outlet: self.first(&["T2", "JF", "JO", "JA", "J2", "PB"]),
            author: authors.join("; "),
            url: self.first(&["UR", "LK"]),
            language: self.first(&["LA"]),
            section: self.first(&["SE"]),
            files: self.all(&["L1", "L2", "L4"]).map(|path| file_name(path).to_owned()).collect(),
            summary: self.all(&["AB", "N2"]).next().map(whole_text).unwrap_or_default(),
            notes: self.all(&["N1", "RN"]).map(whole_text).collect(),
            ..Reference::default()
        };
        for date in self.all(&["DA", "Y1", "PY"]) {
            reference.set_date(date);
        }
        reference
    }
}
