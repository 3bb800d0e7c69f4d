//! One text with what is known about it and what was marked in it.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{ArticleId, Highlight, HighlightId, PublicationDate, written};
use crate::text::Text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReadingStatus {
    #[default]
    ToRead,
    Reading,
    Done,
}

impl ReadingStatus {
    pub const ALL: [Self; 3] = [Self::ToRead, Self::Reading, Self::Done];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ToRead => "to read",
            Self::Reading => "reading",
            Self::Done => "done",
        }
    }
}

/// What is known about an article besides its text; every field may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    #[serde(serialize_with = "written::with_returns")]
    pub title: String,
    /// Who published it.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub outlet: String,
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub author: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PublicationDate>,
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub language: String,
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub url: String,
    /// What else the analyst wants to know of each article.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", serialize_with = "written::map_with_returns")]
    pub fields: BTreeMap<String, String>,
    #[serde(default)]
    pub status: ReadingStatus,
}

impl Details {
    /// The outlet, or the words that stand where none is known.
    pub fn outlet_name(&self) -> &str {
        if self.outlet.is_empty() { "outlet not named" } else { &self.outlet }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    pub id: ArticleId,
    pub details: Details,
    /// Never changes after import.
    pub text: Text,
    /// In the order of [`Highlight::order`]. Shared, so that making room for one among thousands moves pointers only,
    /// and a view sees without reading them which are the same as before.
    #[serde(default)]
    pub highlights: Vec<Arc<Highlight>>,
}

impl Article {
    pub fn new(details: Details, text: Text) -> Self {
        Self { id: ArticleId::fresh(), details, text, highlights: Vec::new() }
    }

    /// The highlights in their order.
    pub fn highlights(&self) -> impl Iterator<Item = &Highlight> {
        self.highlights.iter().map(|highlight| &**highlight)
    }

    pub fn highlight(&self, id: HighlightId) -> Option<&Highlight> {
        self.highlights().find(|highlight| highlight.id == id)
    }

    /// How many words the text has, by Unicode's rules.
    pub fn n_words(&self) -> usize {
        self.text.n_words()
    }
}
