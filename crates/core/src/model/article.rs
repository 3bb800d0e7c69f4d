//! An article: its text, its bibliographic details and its highlights.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{ArticleId, ArticleSource, Highlight, HighlightId, PublicationDate, RefusedTag, written};
use crate::text::{
    Text,
    fold::{is_blank, is_same_name},
};

/// How far the analyst has got with an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ReadingStatus {
    /// Not started. This is the default.
    #[default]
    ToRead,
    /// Started but not finished.
    Reading,
    /// Read and tagged.
    Done,
}

impl ReadingStatus {
    /// Every status, in the order of the work.
    pub const ALL: [Self; 3] = [Self::ToRead, Self::Reading, Self::Done];

    /// The status as shown on screen and written in exports: "to read", "reading" or "done".
    pub const fn name(self) -> &'static str {
        match self {
            Self::ToRead => "to read",
            Self::Reading => "reading",
            Self::Done => "done",
        }
    }
}

/// The free field that says which story an article prints. Copies of one story have the same value.
pub const STORY: &str = "story";

/// What is known about an article besides its text. Any field may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Details {
    /// The headline.
    #[serde(serialize_with = "written::with_returns")]
    pub title: String,
    /// Who published it, as the analyst writes it. Comparisons group articles by this name.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub outlet: String,
    /// The agency that wrote it, if the outlet printed the report of one.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub agency: String,
    /// The byline, as one string even if there are several authors.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub author: String,
    /// When it was published, as precisely as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PublicationDate>,
    /// When the outlet last changed it, if it says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<PublicationDate>,
    /// The language, as the analyst writes it; no fixed list of codes is enforced.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub language: String,
    /// The web address it came from.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub url: String,
    /// Free fields the analyst added, by name. Each can be an axis of a comparison.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", serialize_with = "written::map_with_returns")]
    pub fields: BTreeMap<String, String>,
    /// How far the analyst has got with it.
    #[serde(default)]
    pub status: ReadingStatus,
}

impl Details {
    /// The outlet, or a placeholder if none is known.
    pub fn outlet_name(&self) -> &str {
        if is_blank(&self.outlet) { "outlet not named" } else { &self.outlet }
    }

    /// The story that the article prints, which several outlets may have from one agency; `None` if it has none.
    pub fn story(&self) -> Option<&str> {
        self.field(STORY).filter(|story| !is_blank(story))
    }

    /// The value of a free field, whichever way its name is spelt here. If the article has the name in several
    /// spellings, the one asked for wins, and then the first with a value.
    pub fn field(&self, name: &str) -> Option<&str> {
        let alike = || self.fields.iter().filter(|(other, _)| is_same_name(other, name)).map(|(_, value)| value);
        let value =
            self.fields.get(name).or_else(|| alike().find(|value| !value.is_empty())).or_else(|| alike().next());
        value.map(String::as_str)
    }
}

/// One imported text with its details and highlights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// Identifies the article in edits, in the file and in saved comparisons.
    pub id: ArticleId,
    /// Everything known about it besides the text; can be edited at any time.
    pub details: Details,
    /// The text as imported. Every highlight counts positions in it, so only [`Edit::ReviseText`] changes it, which moves
    /// them along.
    ///
    /// [`Edit::ReviseText`]: crate::edit::Edit::ReviseText
    pub text: Text,
    /// What the text was read from; `None` if that was not recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Arc<ArticleSource>>,
    /// Sorted by [`Highlight::order`]. They are shared, so that inserting one among thousands only moves pointers, and
    /// a view can tell which are unchanged without comparing them.
    #[serde(default)]
    pub highlights: Vec<Arc<Highlight>>,
    /// What was suggested in this article and refused.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub refused: BTreeSet<RefusedTag>,
}

impl Article {
    /// Creates an article with a fresh id and no highlights.
    pub fn new(details: Details, text: Text) -> Self {
        Self { id: ArticleId::fresh(), details, text, source: None, highlights: Vec::new(), refused: BTreeSet::new() }
    }

    /// Iterates over the highlights, sorted by [`Highlight::order`].
    pub fn highlights(&self) -> impl Iterator<Item = &Highlight> {
        self.highlights.iter().map(|highlight| &**highlight)
    }

    /// Finds the highlight with this id.
    pub fn highlight(&self, id: HighlightId) -> Option<&Highlight> {
        self.highlights().find(|highlight| highlight.id == id)
    }

    /// The name of the page or chapter in which the character at `position` stands, if the source has any that begins
    /// there or before.
    pub fn part_at(&self, position: usize) -> Option<&str> {
        self.source.as_ref()?.part_at(position).map(|part| &*part.name).filter(|name| !is_blank(name))
    }

    /// Counts the words of the text by Unicode’s rules.
    pub fn n_words(&self) -> usize {
        self.text.n_words()
    }
}
