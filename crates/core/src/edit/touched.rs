//! What an edit may have changed, so that what was derived is computed anew only where it must be.

use super::Edit;
use crate::model::ArticleId;

/// What one or several edits may have changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touched {
    /// The highlights of these articles only; perhaps of none.
    Highlights(Vec<ArticleId>),
    /// Anything.
    Anything,
}

impl Touched {
    pub const NOTHING: Self = Self::Highlights(Vec::new());

    pub fn by(edit: &Edit) -> Self {
        match edit {
            Edit::AddHighlights(highlights) | Edit::SetHighlights(highlights) => {
                Self::articles(highlights.iter().map(|(article, _)| *article))
            }
            Edit::RemoveHighlights(highlights) => Self::articles(highlights.iter().map(|(article, _)| *article)),
            Edit::SetTitle(_)
            | Edit::InsertView(..)
            | Edit::RemoveView(_)
            | Edit::SetView(..)
            | Edit::SetSummary(..) => Self::NOTHING,
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
