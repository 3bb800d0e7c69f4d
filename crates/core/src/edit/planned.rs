//! Changes that take longer than a frame: a thread makes them on a copy of the project, and the history puts them in
//! place.
//!
//! A copy is cheap because articles are shared. Only those that the edit changes are copied, where the edit is made.

use std::{collections::HashSet, sync::Arc};

use super::{Edit, EditError, Touched, apply::apply, index::ProjectIndex};
use crate::model::{ArticleId, Project};

/// Whether a step is undone or redone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The last step is undone.
    Undo,
    /// The last undone step is redone.
    Redo,
}

/// The step that a planned change makes in the history.
#[derive(Debug)]
pub(super) enum PlannedStep {
    /// A new step with this name.
    Edit(String),
    /// A step that is undone or redone.
    Turn(Turn),
}

/// A change that any thread can make.
#[derive(Debug)]
pub struct PlannedChange {
    pub(super) project: Project,
    pub(super) edit: Arc<Edit>,
    pub(super) step: PlannedStep,
    /// The revision of the project that it was planned for.
    pub(super) revision: u64,
}

/// A change that was made, for the history that planned it to put in place.
#[derive(Debug)]
pub struct MadeChange {
    pub(super) project: Project,
    pub(super) index: ProjectIndex,
    pub(super) inverse: Edit,
    pub(super) touched: Touched,
    pub(super) step: PlannedStep,
    pub(super) revision: u64,
}

/// The project that a change has replaced, and edits that are no longer needed. Dropping them takes time in proportion
/// to their size.
#[derive(Debug)]
#[must_use]
#[expect(dead_code, reason = "it is only kept to be dropped")]
pub struct Replaced {
    pub(super) project: Project,
    pub(super) index: ProjectIndex,
    pub(super) edits: Vec<Arc<Edit>>,
}

impl Replaced {
    /// Drops it on a thread of its own.
    pub fn drop_elsewhere(self) {
        // If no thread can be started, it is dropped here.
        std::thread::Builder::new().spawn(move || drop(self)).ok();
    }
}

impl PlannedChange {
    /// The project as it was when this was planned.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The edit that will be made.
    pub fn edit(&self) -> &Edit {
        &self.edit
    }

    /// Returns the same plan with the edit that this returns for the project.
    #[must_use]
    pub fn with_edit(self, make: impl FnOnce(&Project) -> Edit) -> Self {
        let edit = Arc::new(make(&self.project));
        Self { edit, ..self }
    }

    /// Makes the change.
    ///
    /// # Errors
    /// Fails if the edit does not fit.
    pub fn make(self) -> Result<MadeChange, EditError> {
        let Self { mut project, edit, step, revision } = self;
        let touched = Touched::by(&edit);
        let mut index = ProjectIndex::of(&project);
        let inverse = apply(&mut project, &mut index, Arc::unwrap_or_clone(edit))?;
        Ok(MadeChange { project, index, inverse, touched, step, revision })
    }
}

impl Edit {
    /// Estimates how many highlights it changes, which says how long it takes. Each article counts as a few highlights,
    /// and whatever may concern the whole project as more than any number.
    pub fn weight(&self) -> usize {
        const ARTICLE: usize = 20;
        match self {
            Self::AddHighlights(highlights) | Self::SetHighlights(highlights) => highlights.len(),
            Self::RemoveHighlights(highlights) => highlights.len(),
            Self::RefuseTags(list) | Self::AllowTags(list) => list.len(),
            Self::TagHighlights(_, _, highlights) => highlights.iter().map(|(_, ids)| ids.len()).sum(),
            Self::InsertArticles(articles) => {
                articles.iter().map(|(_, article)| ARTICLE + article.highlights.len()).sum()
            }
            Self::RemoveArticles(articles) => articles.len() * ARTICLE,
            Self::MoveArticles(articles) => articles.len(),
            Self::ReviseText(_, revision) => ARTICLE + revision.placed.len(),
            Self::All(edits) => edits.iter().map(Self::weight).fold(0, usize::saturating_add),
            // They look at every highlight.
            Self::MergeCodes(..) | Self::DeleteCode(..) | Self::Replace(_) => usize::MAX,
            _ => 1,
        }
    }

    /// The same for this project, where articles that are removed count with their highlights.
    pub fn weight_in(&self, project: &Project) -> usize {
        let removed: HashSet<ArticleId> = self.removed_articles().collect();
        if removed.is_empty() {
            return self.weight();
        }
        let articles = project.articles.iter().filter(|article| removed.contains(&article.id));
        self.weight().saturating_add(articles.map(|article| article.highlights.len()).sum())
    }

    fn removed_articles(&self) -> Box<dyn Iterator<Item = ArticleId> + '_> {
        match self {
            Self::RemoveArticles(articles) => Box::new(articles.iter().copied()),
            Self::All(edits) => Box::new(edits.iter().flat_map(Self::removed_articles)),
            _ => Box::new(std::iter::empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::marked::marked_article,
    };

    fn history() -> History {
        let articles = ["The [quick <brown] fox>", "jumps [over] it"].map(|text| Arc::new(marked_article("One", text)));
        History::new(Project { articles: articles.into(), ..Project::titled("Valley") })
    }

    fn removal(history: &History) -> Edit {
        let all = history.project().highlights();
        Edit::RemoveHighlights(all.map(|(article, highlight)| (article.id, highlight.id)).collect())
    }

    #[test]
    fn a_planned_change_is_the_step_that_would_have_been_made_at_once() {
        let (mut planned, mut direct) = (history(), history());
        let (start, edit) = (planned.project().clone(), removal(&planned));
        let made = planned.plan("Remove", edit).make().expect("it fits");
        planned.adopt(made).expect("nothing has changed").drop_elsewhere();
        direct.apply("Remove", Gesture::Single, removal(&direct)).expect("it fits");
        assert_eq!(planned.project().n_highlights(), 0);
        assert_eq!(planned.undo_step().map(|(label, _)| label), Some("Remove"));
        assert_eq!((planned.revision(), planned.has_unsaved_changes()), (direct.revision(), true));
        for turn in [Turn::Undo, Turn::Redo, Turn::Undo] {
            let made = planned.plan_turn(turn).expect("there is a step").make().expect("it fits");
            planned.adopt(made).expect("nothing has changed").drop_elsewhere();
            let n_highlights = if turn == Turn::Undo { 3 } else { 0 };
            assert_eq!(planned.project().n_highlights(), n_highlights);
        }
        assert_eq!(*planned.project(), start);
        assert!(!planned.has_unsaved_changes() && planned.plan_turn(Turn::Undo).is_none());
        // What follows finds its articles and ids as ever.
        let edit = removal(&planned);
        planned.apply("Remove", Gesture::Single, edit).expect("it fits");
        planned.undo().expect("there is a step");
        let ids: HashSet<_> = planned.project().highlights().map(|(_, highlight)| highlight.id).collect();
        assert_eq!((ids.len(), planned.project()), (3, &start));
    }

    #[test]
    fn a_change_that_was_overtaken_is_given_back() {
        let mut history = history();
        let planned = history.plan("Remove", removal(&history));
        history.apply("Rename", Gesture::Single, Edit::SetTitle("Hill".to_owned())).expect("it fits");
        let before = history.project().clone();
        assert!(history.adopt(planned.make().expect("it fits")).is_err());
        assert_eq!((history.project(), history.revision()), (&before, 1));
    }
}
