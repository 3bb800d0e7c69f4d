//! CSL-JSON, as Zotero and Pandoc write it: an array of objects with a type from a fixed list.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Reference, ReferenceList, one_line, whole_text};
use crate::import::formats::{PartFailure, Unreadable, damaged_json};

/// How an array of references begins: an object with an id and one of these types.
const TYPES: [&str; 10] = [
    "article",
    "article-newspaper",
    "article-magazine",
    "article-journal",
    "webpage",
    "post",
    "post-weblog",
    "broadcast",
    "interview",
    "report",
];

#[derive(Deserialize)]
struct Item {
    #[serde(default)]
    title: Option<String>,
    #[serde(default, rename = "container-title")]
    container: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    author: Vec<Name>,
    #[serde(default)]
    issued: Option<Issued>,
    #[serde(default, rename = "URL")]
    url: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    section: Option<String>,
    #[serde(default, rename = "abstract")]
    summary: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Deserialize)]
struct Name {
    #[serde(default)]
    family: Option<String>,
    #[serde(default)]
    given: Option<String>,
    #[serde(default)]
    literal: Option<String>,
    #[serde(default, rename = "dropping-particle")]
    dropping_particle: Option<String>,
    #[serde(default, rename = "non-dropping-particle")]
    particle: Option<String>,
    #[serde(default)]
    suffix: Option<String>,
}

#[derive(Deserialize)]
struct Issued {
    #[serde(default, rename = "date-parts")]
    parts: Vec<Vec<Number>>,
    #[serde(default)]
    raw: Option<String>,
    #[serde(default)]
    literal: Option<String>,
}

/// A part of a date, which some programs write as a text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Number {
    Number(u32),
    Text(String),
}

/// Whether a text begins as CSL-JSON does. The text may be cut off.
pub(super) fn is_start(start: &str) -> bool {
    let Some(object) = start.strip_prefix('[').map(str::trim_start).filter(|rest| rest.starts_with('{')) else {
        return false;
    };
    let first = object.split_inclusive("\n  }").next().unwrap_or_default();
    let has = |key: &str| first.contains(&format!("\"{key}\""));
    let is_reference = TYPES.iter().any(|kind| {
        let values = [format!("\"type\":\"{kind}\""), format!("\"type\": \"{kind}\"")];
        values.iter().any(|value| first.contains(value))
    });
    is_reference && has("id") && (has("issued") || has("container-title") || has("URL") || has("title"))
}

/// # Errors
/// Fails if it is not an array.
pub(super) fn read(text: &str) -> Result<ReferenceList, Unreadable> {
    let items: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| damaged_json(&error))?;
    let mut list = ReferenceList::default();
    for (number, item) in (1..).zip(items) {
        match serde_json::from_str::<Item>(item.get()) {
            Ok(item) => list.references.push(item.into_reference(number)),
            Err(error) => {
                list.failures.push(PartFailure { number, noun: "record", reason: error.to_string() });
            }
        }
    }
    Ok(list)
}

impl Item {
    fn into_reference(self, number: usize) -> Reference {
        let line = |value: Option<String>| value.as_deref().map(one_line).unwrap_or_default();
        let authors: Vec<String> = self.author.into_iter().map(Name::in_full).filter(|name| !name.is_empty()).collect();
        let container = line(self.container);
        let mut reference = Reference {
            number,
            title: line(self.title),
            outlet: if container.is_empty() { line(self.publisher) } else { container },
            author: authors.join("; "),
            url: line(self.url),
            language: line(self.language),
            section: line(self.section),
            summary: whole_text(&self.summary.unwrap_or_default()),
            notes: self.note.iter().map(|note| whole_text(note)).collect(),
            ..Reference::default()
        };
        if let Some(issued) = self.issued {
            let parts = issued.parts.into_iter().next().unwrap_or_default();
            let parts: Vec<String> = parts.into_iter().take(3).map(Number::in_digits).collect();
            reference.set_date(&parts.join("-"));
            for words in [issued.raw, issued.literal].into_iter().flatten() {
                reference.set_date(&words);
            }
        }
        reference
    }
}

impl Number {
    fn in_digits(self) -> String {
        match self {
            Self::Number(number) => format!("{number:02}"),
            Self::Text(text) => text,
        }
    }
}

impl Name {
    fn in_full(self) -> String {
        if let Some(literal) = self.literal {
            return one_line(&literal);
        }
        let parts = [self.given, self.dropping_particle, self.particle, self.family, self.suffix];
        one_line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}
