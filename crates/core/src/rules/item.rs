//! The items that rules are about: how each is named and where it is.

use std::fmt;

use crate::model::{ArticleId, CodeId, CodeKind, HighlightId, StanceId};

/// Identifies the item that breaks a rule, as the file does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum ItemId {
    /// The whole project.
    Project,
    /// An article.
    Article(ArticleId),
    /// A highlight of any article.
    Highlight(HighlightId),
    /// An actor or an issue.
    Code(CodeKind, CodeId),
    /// A stance.
    Stance(StanceId),
    /// A saved comparison, by its name.
    View(Box<str>),
    /// A saved search, by its name.
    Search(Box<str>),
}

/// Where an item is in the project. Unlike an id, which two items of a damaged file may share, a path is unique.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ItemPath {
    /// An article, by its index.
    Article(usize),
    /// A highlight, by the index of its article and its index in that article.
    Highlight(usize, usize),
    /// An actor or an issue, by its index in the list of its kind.
    Code(CodeKind, usize),
    /// A stance, by its index.
    Stance(usize),
    /// A saved comparison, by its index.
    View(usize),
    /// A saved search, by its index.
    Search(usize),
}

/// Identifies an entry of the codebook that something refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum CodebookEntry {
    /// An actor or an issue.
    Code(CodeKind, CodeId),
    /// A stance.
    Stance(StanceId),
}

impl ItemId {
    /// The word for this kind of item: "article", "actor", "view".
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Article(_) => "article",
            Self::Highlight(_) => "highlight",
            Self::Code(kind, _) => kind.noun(),
            Self::Stance(_) => "stance",
            Self::View(_) => "view",
            Self::Search(_) => "search",
        }
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let noun = self.noun();
        match self {
            Self::Project => f.write_str(noun),
            Self::Article(id) => write!(f, "{noun} {id}"),
            Self::Highlight(id) => write!(f, "{noun} {id}"),
            Self::Code(_, id) => write!(f, "{noun} {id}"),
            Self::Stance(id) => write!(f, "{noun} {id}"),
            Self::View(name) | Self::Search(name) => write!(f, "{noun} “{name}”"),
        }
    }
}

impl CodebookEntry {
    /// The word for this kind of entry: "actor", "issue" or "stance".
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Code(kind, _) => kind.noun(),
            Self::Stance(_) => "stance",
        }
    }

    /// The id, as a string.
    pub fn id(&self) -> &str {
        match self {
            Self::Code(_, id) => id.as_str(),
            Self::Stance(id) => id.as_str(),
        }
    }
}
