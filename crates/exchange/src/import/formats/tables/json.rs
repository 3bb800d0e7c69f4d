//! Records in JSON: an object on each line, or an array of objects.
//!
//! Keys are the columns. An object in an object gives columns such as “source.name”; a list of texts becomes one value,
//! and whatever else is nested stays as it is written. Nothing is read recursively that may be nested deeply.

use std::{collections::HashMap, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{
    super::{PartFailure, ReadingOptions, SourceFile, Unreadable, damaged_json},
    grid::{Grid, LIST_SIGN, check_columns, one_line},
};
use crate::import::{decode, draft::UsedEncoding};

/// How deep objects become columns of their own.
const MAX_FLATTENED: usize = 4;

/// The heads and rows that were found until now.
struct Records {
    grid: Grid,
    columns: HashMap<String, usize>,
}

pub(super) fn grid(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Grid, Unreadable> {
    let decoded = match options.encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding)?,
        None => decode::decode(file.bytes)?,
    };
    let text = decoded.text.trim();
    if text.is_empty() {
        return Err(Unreadable::Empty);
    }
    let is_one = !text.starts_with('[') && file.has_extension(&["json"]);
    let text = if is_one { list_in(text, options).unwrap_or(text) } else { text };
    let is_array = text.starts_with('[');
    let noun = if is_array { "record" } else { "line" };
    let mut records = Records { grid: Grid::with_heads(Vec::new(), noun)?, columns: HashMap::new() };
    records.grid.encoding = Some(UsedEncoding::from(&decoded));
    if is_array {
        let list: List<'_> = serde_json::from_str(text).map_err(|error| damaged_json(&error))?;
        for (at, object) in list.0.into_iter().enumerate() {
            if !records.add(at + 1, object.get())? {
                break;
            }
        }
    } else if is_one && serde_json::from_str::<&RawValue>(text).is_ok() {
        // A single object, perhaps written over many lines.
        records.add(1, text)?;
    } else {
        for (at, line) in decoded.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            if !records.add(at + 1, line)? {
                break;
            }
        }
    }
    Ok(records.grid)
}

/// The list in an object that is no article itself, as services of news answer.
fn list_in<'a>(text: &'a str, options: &ReadingOptions) -> Option<&'a str> {
    const NAMES: [&str; 11] =
        ["articles", "data", "docs", "documents", "entries", "hits", "items", "news", "records", "results", "stories"];
    let object = serde_json::from_str::<Object<'_>>(text).ok()?;
    let names: Vec<&str> = object.0.iter().map(|(name, _)| &**name).collect();
    if options.columns.mapping_of(&names).0.has_articles() {
        return None;
    }
    let mut lists = object.0.iter().filter(|(name, value)| {
        NAMES.contains(&name.to_lowercase().as_str())
            && value.get().strip_prefix('[').is_some_and(|list| list.trim_start().starts_with('{'))
    });
    lists.next().filter(|_| lists.next().is_none()).map(|(_, list)| list.get())
}

impl Records {
    /// Adds an object; returns false if there are too many. One that cannot be read is a failure.
    fn add(&mut self, number: usize, json: &str) -> Result<bool, Unreadable> {
        let mut cells = Vec::new();
        match serde_json::from_str::<Object<'_>>(json) {
            Ok(object) => self.flatten(object, "", 0, &mut cells)?,
            Err(error) => {
                let is_object = json.trim_start().starts_with('{');
                let reason = if is_object {
                    // Its own line is always the first.
                    let words = error.to_string().replace(" at line 1 column ", " at character ");
                    format!("{words}; correct it there, or export it again")
                } else {
                    "it is not a JSON object; write one on each line".to_owned()
                };
                self.grid.failures.push(PartFailure { number, noun: self.grid.noun, reason });
                return Ok(true);
            }
        }
        self.grid.push(number, cells)
    }

    fn flatten(
        &mut self,
        object: Object<'_>,
        prefix: &str,
        depth: usize,
        cells: &mut Vec<(usize, String)>,
    ) -> Result<(), Unreadable> {
        for (key, value) in object.0 {
            let key = one_line(&key);
            let name = if prefix.is_empty() { key } else { format!("{prefix}.{key}") };
            let json = value.get();
            if json.starts_with('{')
                && depth < MAX_FLATTENED
                && let Ok(inner) = serde_json::from_str::<Object<'_>>(json)
            {
                self.flatten(inner, &name, depth + 1, cells)?;
                continue;
            }
            let column = if let Some(column) = self.columns.get(&name) {
                *column
            } else {
                let column = self.grid.heads.len();
                check_columns(column + 1)?;
                self.grid.heads.push(name.clone());
                self.columns.insert(name, column);
                column
            };
            cells.push((column, value_of(json)));
        }
        Ok(())
    }
}

/// A value as a cell: a text without its marks, a list of texts with [`LIST_SIGN`] between them, and anything else as it
/// is written.
fn value_of(json: &str) -> String {
    let text = match json.as_bytes().first() {
        Some(b'"') => {
            serde_json::from_str::<String>(json).or_else(|_| serde_json::from_str(&without_lone_halves(json))).ok()
        }
        Some(b'[') => serde_json::from_str::<Vec<String>>(json).ok().map(|texts| texts.join(LIST_SIGN)),
        Some(b'n') => Some(String::new()),
        _ => None,
    };
    text.unwrap_or_else(|| json.to_owned())
}

/// A text with the sign for an unknown character in place of each half of a pair of UTF-16 that stands alone.
fn without_lone_halves(json: &str) -> String {
    let half_at = |rest: &str| {
        let digits = rest.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok().filter(|unit| (0xd800..0xe000).contains(unit))
    };
    let mut whole = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        whole.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_pair = |first| first < 0xdc00 && rest.get(6..).and_then(half_at).is_some_and(|second| second >= 0xdc00);
        let n_taken = match half_at(rest) {
            Some(first) if is_pair(first) => 12,
            Some(_) => {
                whole.push_str("\\ufffd");
                rest = &rest[6..];
                continue;
            }
            None => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        };
        whole.push_str(&rest[..n_taken]);
        rest = &rest[n_taken..];
    }
    whole + rest
}

/// The keys and values of an object in their order; the values are not looked into.
struct Object<'a>(Vec<(String, &'a RawValue)>);

/// The values of an array, which are not looked into.
struct List<'a>(Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

impl<'de> Deserialize<'de> for List<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements;
        impl<'de> Visitor<'de> for Elements {
            type Value = List<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut elements = Vec::new();
                while let Some(element) = list.next_element()? {
                    elements.push(element);
                }
                Ok(List(elements))
            }
        }
        deserializer.deserialize_seq(Elements)
    }
}
