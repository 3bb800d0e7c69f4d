//! A search that is kept in the project under a name, with what was seen of its hits.
//!
//! This is plain data; `analysis` searches. What was seen is kept as one short mark for each text that had hits, so that
//! texts that are added or revised later can be recognised.

use std::{fmt, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, Visitor},
};

use super::written;
use crate::text::{Text, TextMark};

/// How a pattern is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SearchOptions {
    /// The pattern is a regular expression in the syntax of the `regex` crate.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_regex: bool,
    /// Case, accents and the shape of signs count.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub as_typed: bool,
    /// A place must begin and end where a word does.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_words: bool,
}

impl SearchOptions {
    /// Returns whether nothing is set.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

/// Which hits are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum HitLimit {
    /// All of them.
    #[default]
    All,
    /// Those that touch no highlight.
    NotCoded,
}

/// By what lines are sorted. Lines that are the same in this stand in the order of articles and texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineOrder {
    /// By article and place.
    #[default]
    Place,
    /// By the words before the hit, the nearest first.
    Left,
    /// By the words after the hit.
    Right,
    /// By the names of the outlets, those without one last.
    Outlet,
    /// By the dates of the articles, those without one last.
    Date,
    /// By the actor, the issue and the stance of the highlight at the hit, as listed in the codebook; hits without a
    /// highlight last.
    Tags,
}

impl LineOrder {
    /// All of them, as they are offered.
    pub const ALL: [Self; 6] = [Self::Left, Self::Right, Self::Place, Self::Outlet, Self::Date, Self::Tags];
}

/// What lines stand under one head.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LineGrouping {
    /// All lines stand in one list; `Ungrouped` in files, where `None` is another thing.
    #[serde(rename = "Ungrouped")]
    None,
    /// Those of one outlet.
    #[default]
    Outlet,
    /// Those of one article.
    Article,
}

impl LineGrouping {
    /// All of them, as they are offered.
    pub const ALL: [Self; 3] = [Self::Outlet, Self::Article, Self::None];
}

/// A search with a name. No two searches of a project have the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedSearch {
    /// Never blank, and unique among the searches of a project.
    #[serde(serialize_with = "written::with_returns")]
    pub name: String,
    /// What is searched for, as it was typed. One that cannot be read finds nothing.
    #[serde(serialize_with = "written::with_returns")]
    pub pattern: String,
    /// How the pattern is read.
    #[serde(default, skip_serializing_if = "SearchOptions::is_usual")]
    pub options: SearchOptions,
    /// Which hits are listed.
    #[serde(default)]
    pub limit: HitLimit,
    /// By what the lines are sorted.
    #[serde(default)]
    pub order: LineOrder,
    /// How the lines are grouped.
    #[serde(default)]
    pub grouping: LineGrouping,
    /// What was seen of its hits; nothing if nobody has looked at them yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<SeenHits>,
}

impl SavedSearch {
    /// Returns whether another search finds the same places and lists the same ones, whatever it is called and however
    /// its lines stand.
    pub fn finds_the_same(&self, other: &Self) -> bool {
        (&self.pattern, self.options, self.limit) == (&other.pattern, other.options, other.limit)
    }
}

/// The texts in which the hits of a search were seen, and when that was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeenHits {
    /// The time, written like that of a highlight.
    #[serde(serialize_with = "written::with_returns")]
    pub at: String,
    /// The marks of the texts, sorted and each once, written as one string with spaces between them.
    #[serde(default)]
    pub texts: SeenMarks,
}

/// Marks of texts, sorted and each once; cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeenMarks(Arc<[TextMark]>);

impl SeenMarks {
    /// Collects marks.
    pub fn of(marks: impl IntoIterator<Item = TextMark>) -> Self {
        let mut marks: Vec<TextMark> = marks.into_iter().collect();
        marks.sort_unstable();
        marks.dedup();
        Self(marks.into())
    }

    /// Returns whether the text is one of those that were seen.
    pub fn holds(&self, text: &Text) -> bool {
        self.0.binary_search(&text.mark()).is_ok()
    }

    /// Reads marks as they are written.
    ///
    /// # Errors
    /// Returns the first word that is no mark.
    pub fn read(written: &str) -> Result<Self, String> {
        let marks = written.split_whitespace().map(|mark| mark.parse().map_err(|_| mark.to_owned()));
        marks.collect::<Result<Vec<TextMark>, String>>().map(Self::of)
    }
}

impl fmt::Display for SeenMarks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, mark) in self.0.iter().enumerate() {
            write!(f, "{}{mark}", if at == 0 { "" } else { " " })?;
        }
        Ok(())
    }
}

impl Serialize for SeenMarks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SeenMarks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(MarksVisitor)
    }
}

/// Reads marks from the string of a file.
struct MarksVisitor;

impl Visitor<'_> for MarksVisitor {
    type Value = SeenMarks;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("marks of texts with spaces between them")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<SeenMarks, E> {
        SeenMarks::read(written).map_err(|bad| E::custom(format_args!("“{bad}” is not the mark of a text; remove it")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_apart_by_their_marks_and_copies_are_not() {
        let [open, closed] = ["The harbour stays open.", "The harbour stays closed."].map(Text::new);
        let marks = SeenMarks::of([closed.mark(), open.mark(), open.mark()]);
        assert!(marks.holds(&Text::new("The harbour stays open.")) && marks.holds(&closed));
        assert!(!marks.holds(&Text::new("The harbour stays open")));
        assert_eq!(SeenMarks::read(&marks.to_string()), Ok(marks));
        assert_eq!(SeenMarks::read("0123456789ab soon"), Err("soon".to_owned()));
        assert_eq!(SeenMarks::of([Text::new("").mark()]).to_string(), "9ce48422e8d7", "files keep it for ever");
    }
}
