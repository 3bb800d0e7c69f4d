//! What an edit may have changed, so that derived data is recomputed only where necessary.

use super::Edit;
use crate::model::ArticleId;

/// What one or more edits may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// Only the highlights of these articles, sorted by id without repetition; there may be none.
    Highlights(Vec<ArticleId>),
    /// Possibly anything, so everything derived must be recomputed.
    Anything,
}

impl Touched {
    /// No highlights of any article, so nothing derived must be recomputed.
    pub const NOTHING: Self = Self::Highlights(Vec::new());

    /// Returns what this edit may change.
    pub fn by(edit: &Edit) -> Self {
        match edit {
            Edit::AddHighlights(highlights) | Edit::SetHighlights(highlights) => {
                Self::articles(highlights.iter().map(|(article, _)| *article))
            }
            Edit::TagHighlights(_, _, highlights) => Self::articles(highlights.iter().map(|(article, _)| *article)),
            Edit::RemoveHighlights(highlights) => Self::articles(highlights.iter().map(|(article, _)| *article)),
            Edit::SetTitle(_)
            | Edit::SetId(_)
            | Edit::InsertView(..)
            | Edit::RemoveView(_)
            | Edit::SetView(..)
            | Edit::SetSummary(..)
            | Edit::RefuseTags(_)
            | Edit::AllowTags(_) => Self::NOTHING,
            Edit::All(edits) => {
                let mut touched = Self::NOTHING;
                for edit in edits {
                    touched.add(Self::by(edit));
                }
                touched
            }
            _ => Self::Anything,
        }
    }

    fn articles(ids: impl Iterator<Item = ArticleId>) -> Self {
        let mut touched = Self::NOTHING;
        touched.add(Self::Highlights(ids.collect()));
        touched
    }

    /// Widens this by what another edit may have changed.
    pub fn add(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Highlights(ids), Self::Highlights(more)) => {
                ids.extend(more);
                ids.sort_unstable();
                ids.dedup();
            }
            _ => *self = Self::Anything,
        }
    }
}
