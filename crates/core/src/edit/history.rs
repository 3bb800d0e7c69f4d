//! The open project with its undo history.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Edit, EditError, Touched,
    apply::apply,
    index::ProjectIndex,
    planned::{MadeChange, PlannedChange, PlannedStep, Replaced, Turn},
};
use crate::model::{CodeId, CodeKind, Project, StanceId};

/// Says which edits belong to one gesture and are undone together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// The edit is an undo step of its own.
    Single,
    /// Joins the previous step if that has the same name, as when typing a note or dragging an end.
    Continued(String),
}

/// A step that can be undone or redone.
#[derive(Clone, Debug)]
struct UndoStep {
    /// What the step did, as the analyst would say it: "Tag 1 highlight".
    label: String,
    /// The edit that leads away from here: the inverse on the undo list, the edit itself on the redo list.
    edit: Arc<Edit>,
    gesture: Gesture,
    /// Identifies the state in which the step ends, so that the saved state can be recognised.
    state: u64,
}

/// Stands for the saved state of a project that was never saved. No step ends in it.
const NEVER: u64 = u64::MAX;

/// Owns the project, which can only be changed through it.
#[derive(Debug, Default)]
pub struct History {
    project: Project,
    index: ProjectIndex,
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    revision: u64,
    counted_revision: u64,
    /// The title at that revision.
    counted_title: String,
    saved_state: u64,
    /// What the latest changes touched, oldest first.
    touched: VecDeque<Touched>,
}

/// Steps with more highlights than this are dropped on a thread of their own.
const LARGE: usize = 1_000;

/// How many changes are kept for incremental readers; a reader further behind rebuilds.
const MAX_TOUCHED: usize = 64;

impl History {
    /// Starts from a project as read from its file, which counts as saved.
    pub fn new(project: Project) -> Self {
        Self { index: ProjectIndex::of(&project), counted_title: project.title.clone(), project, ..Self::default() }
    }

    /// Starts from a project that no file holds in this state, such as a repaired one.
    pub fn unsaved(project: Project) -> Self {
        Self { saved_state: NEVER, ..Self::new(project) }
    }

    /// The project in its present state.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// How many highlights are tagged with this code, without counting them.
    pub fn n_tagged(&self, kind: CodeKind, id: &CodeId) -> usize {
        self.index.n_tagged(kind, id)
    }

    /// How many highlights have this stance, without counting them.
    pub fn n_taking(&self, id: &StanceId) -> usize {
        self.index.n_taking(id)
    }

    /// Everyone who made a highlight, in no particular order, without looking at any.
    pub fn coders(&self) -> impl Iterator<Item = &str> {
        self.index.coders()
    }

    /// A number that rises with every change, including undo and redo. Results derived at one revision stay valid until
    /// the next.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The revision of the latest change that may have changed an article, a highlight, the codebook or the title.
    /// Tables, findings and pictures of this revision stay valid until the next such change, even if views or summaries
    /// change.
    pub fn counted_revision(&self) -> u64 {
        self.counted_revision
    }

    /// Returns what may have changed since this revision.
    pub fn touched_since(&self, revision: u64) -> Touched {
        let n_since = usize::try_from(self.revision.saturating_sub(revision)).unwrap_or(usize::MAX);
        let Some(first) = self.touched.len().checked_sub(n_since) else { return Touched::Anything };
        let mut touched = Touched::NOTHING;
        for change in self.touched.range(first..) {
            touched.add(change.clone());
        }
        touched
    }

    /// Counts a change and records what it touched.
    fn note(&mut self, touched: Touched) {
        self.revision += 1;
        if touched != Touched::NOTHING || self.project.title != self.counted_title {
            self.counted_title.clone_from(&self.project.title);
            self.counted_revision = self.revision;
        }
        if self.touched.len() == MAX_TOUCHED {
            self.touched.pop_front();
        }
        self.touched.push_back(touched);
    }

    /// Applies an edit as one undoable step and clears the redo list.
    ///
    /// # Errors
    /// Fails if the edit does not fit; the project and its history are then unchanged.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), EditError> {
        let touched = Touched::by(&edit);
        let inverse = apply(&mut self.project, &mut self.index, edit)?;
        self.note(touched);
        let given_up = std::mem::take(&mut self.redo);
        // Dropping a large step here would make the caller wait.
        if given_up.iter().map(|step| step.edit.weight()).fold(0, usize::saturating_add) > LARGE {
            std::thread::Builder::new().spawn(move || drop(given_up)).ok();
        }
        let state = self.revision;
        if let Some(last) = self.undo.last_mut()
            && gesture != Gesture::Single
            && last.gesture == gesture
            && last.state != self.saved_state
        {
            let earlier = std::mem::replace(&mut last.edit, Arc::new(Edit::All(Vec::new())));
            last.edit = Arc::new(join(inverse, Arc::unwrap_or_clone(earlier)));
            last.state = state;
        } else {
            self.undo.push(UndoStep { label: label.to_owned(), edit: Arc::new(inverse), gesture, state });
        }
        Ok(())
    }

    /// Plans an edit as one undoable step, to be made on a thread.
    pub fn plan(&self, label: &str, edit: Edit) -> PlannedChange {
        let step = PlannedStep::Edit(label.to_owned());
        PlannedChange { project: self.project.clone(), edit: Arc::new(edit), step, revision: self.revision }
    }

    /// Plans undo or redo, to be made on a thread; `None` if there is nothing to undo or redo.
    pub fn plan_turn(&self, turn: Turn) -> Option<PlannedChange> {
        let steps = if turn == Turn::Undo { &self.undo } else { &self.redo };
        let (edit, step) = (steps.last()?.edit.clone(), PlannedStep::Turn(turn));
        Some(PlannedChange { project: self.project.clone(), edit, step, revision: self.revision })
    }

    /// Puts a change that a thread has made in place, and returns what it replaced.
    ///
    /// # Errors
    /// Gives the change back if the project was changed since it was planned.
    pub fn adopt(&mut self, made: MadeChange) -> Result<Replaced, Box<MadeChange>> {
        if made.revision != self.revision {
            return Err(Box::new(made));
        }
        let MadeChange { project, index, inverse, touched, step, .. } = made;
        let project = std::mem::replace(&mut self.project, project);
        let index = std::mem::replace(&mut self.index, index);
        let mut edits = Vec::new();
        self.note(touched);
        match step {
            PlannedStep::Edit(label) => {
                edits.extend(self.redo.drain(..).map(|step| step.edit));
                let (edit, state) = (Arc::new(inverse), self.revision);
                self.undo.push(UndoStep { label, edit, gesture: Gesture::Single, state });
            }
            PlannedStep::Turn(turn) => {
                let (from, to) = match turn {
                    Turn::Undo => (&mut self.undo, &mut self.redo),
                    Turn::Redo => (&mut self.redo, &mut self.undo),
                };
                let UndoStep { label, edit, state, .. } = from.pop().expect("it was planned at this revision");
                edits.push(edit);
                to.push(UndoStep { label, edit: Arc::new(inverse), gesture: Gesture::Single, state });
            }
        }
        Ok(Replaced { project, index, edits })
    }

    /// The label of the step that [`Self::undo`] would undo, and the edit that undoes it.
    pub fn undo_step(&self) -> Option<(&str, &Edit)> {
        self.undo.last().map(|step| (&*step.label, &*step.edit))
    }

    /// The label of the step that [`Self::redo`] would redo, and the edit that redoes it.
    pub fn redo_step(&self) -> Option<(&str, &Edit)> {
        self.redo.last().map(|step| (&*step.label, &*step.edit))
    }

    /// What [`Self::undo`] would undo, in words; `None` if there is nothing to undo.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| &*step.label)
    }

    /// What [`Self::redo`] would do again, in words; `None` if there is nothing to redo.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| &*step.label)
    }

    /// Undoes the last step and returns its label; `None` if there is nothing to undo.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.undo.pop()?;
        let label = step.label.clone();
        let step = self.turn(step);
        self.redo.push(step);
        Some(label)
    }

    /// Redoes the last undone step and returns its label; `None` if there is nothing to redo.
    pub fn redo(&mut self) -> Option<String> {
        let step = self.redo.pop()?;
        let label = step.label.clone();
        let step = self.turn(step);
        self.undo.push(step);
        Some(label)
    }

    /// Applies the edit of a step and returns the step that leads back.
    fn turn(&mut self, step: UndoStep) -> UndoStep {
        let touched = Touched::by(&step.edit);
        let edit = apply(&mut self.project, &mut self.index, Arc::unwrap_or_clone(step.edit))
            .expect("a step of the history fits the state it was made for");
        self.note(touched);
        UndoStep { edit: Arc::new(edit), gesture: Gesture::Single, label: step.label, state: step.state }
    }

    /// The number of the project’s present state, which changes with every edit and returns when it is undone.
    pub fn state(&self) -> u64 {
        self.undo.last().map_or(0, |step| step.state)
    }

    /// Returns a copy of the project and the number of its state, which [`Self::mark_saved`] takes once the copy is on
    /// disk.
    pub fn snapshot(&self) -> (Project, u64) {
        (self.project.clone(), self.state())
    }

    /// Records that the state of this number is on disk.
    pub fn mark_saved(&mut self, state: u64) {
        self.saved_state = state;
    }

    /// Returns whether any state of the project was ever saved; `false` if it began with [`Self::unsaved`].
    pub fn was_ever_saved(&self) -> bool {
        self.saved_state != NEVER
    }

    /// Returns whether the project differs from the state last saved.
    pub fn has_unsaved_changes(&self) -> bool {
        self.state() != self.saved_state
    }
}

/// Up to this many edits, inserting one at the front is cheap.
const MAX_JOINED: usize = 1_024;

/// Joins the inverses of a later and an earlier edit of one gesture. If both restore the same thing, the earlier one
/// alone is enough, so a long gesture stays one small step.
fn join(later: Edit, earlier: Edit) -> Edit {
    match (later, earlier) {
        (Edit::SetTitle(_), earlier @ Edit::SetTitle(_)) => earlier,
        (Edit::SetDetails(a, _), earlier @ Edit::SetDetails(b, _)) if a == b => earlier,
        (Edit::SetCode(a, later), Edit::SetCode(b, earlier)) if a == b && later.id == earlier.id => {
            Edit::SetCode(b, earlier)
        }
        (Edit::SetStance(later), Edit::SetStance(earlier)) if later.id == earlier.id => Edit::SetStance(earlier),
        (Edit::SetHighlights(later), Edit::SetHighlights(earlier))
            if later.len() == earlier.len() && later.iter().zip(&earlier).all(|(l, e)| l.1.id == e.1.id) =>
        {
            Edit::SetHighlights(earlier)
        }
        // Nesting lists instead would make applying them recurse as deep as the gesture is long.
        (later, Edit::All(mut edits)) if edits.len() < MAX_JOINED => {
            edits.insert(0, later);
            Edit::All(edits)
        }
        (later, earlier) => Edit::All(vec![later, earlier]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        effort,
        model::{CodeKind, Highlight, ProjectId, Tags, marked::marked_article},
        text::Span,
    };

    #[test]
    fn a_gesture_of_a_hundred_thousand_unlike_edits_is_one_step() {
        let article = marked_article("One", "The [quick <brown] fox>");
        let (id, [first, second]) = (article.id, [0, 1].map(|at| (*article.highlights[at]).clone()));
        let mut history = History::new(Project { articles: vec![article.into()], ..Project::default() });
        let start = history.project().clone();
        for n in 0..100_000 {
            let highlight =
                Highlight { note: n.to_string(), ..if n % 2 == 0 { first.clone() } else { second.clone() } };
            let edit = Edit::SetHighlights(vec![(id, highlight)]);
            history.apply("Write notes", Gesture::Continued("notes".to_owned()), edit).expect("it fits");
        }
        let end = history.project().clone();
        history.undo();
        assert_eq!(*history.project(), start);
        assert!(history.undo_step().is_none());
        history.redo();
        assert_eq!(*history.project(), end);
    }

    #[test]
    fn a_project_that_is_replaced_keeps_its_id_and_only_an_edit_of_its_own_changes_it() {
        let start = Project::titled("Start");
        let other = Project::titled("Other");
        let own = ProjectId::fresh();
        let mut history = History::new(start.clone());
        let replace = || Edit::Replace(Box::new(other.clone()));
        history.apply("Restore", Gesture::Single, replace()).expect("it is sound");
        assert_eq!(*history.project(), Project { id: start.id, ..other.clone() });
        history.apply("Make it a project of its own", Gesture::Single, Edit::SetId(own)).expect("it always fits");
        history.apply("Restore", Gesture::Single, replace()).expect("it is sound");
        assert_eq!(history.project().id, own);
        while history.undo().is_some() {}
        assert_eq!(*history.project(), start);
        while history.redo().is_some() {}
        assert_eq!(*history.project(), Project { id: own, ..other });
    }

    /// One edit of each kind, some of which do not fit.
    #[test]
    fn the_index_stays_that_of_the_project() {
        let [first, second] = ["The [quick <brown] fox>", "jumps [over] it"].map(|text| marked_article("One", text));
        let mut history = History::new(Project::default());
        let code = |name: &str| Project::default().codebook.fresh_code(CodeKind::Actor, name, None);
        let tagged = |highlight: &Highlight, actor: &str, stance: Option<&str>| {
            let tags = Tags { actor: Some(actor.into()), issue: None, stance: stance.map(Into::into) };
            (first.id, highlight.with_tags(tags))
        };
        let (one, two) = (&first.highlights[0], &first.highlights[1]);
        let fresh = Highlight::new(&first.text, Span::new(0, 3), Tags::default(), "AK", "2026-01-12T09:14:00Z");
        let edits = [
            Edit::InsertArticles(vec![(0, first.clone().into())]),
            Edit::InsertArticles(vec![(0, second.clone().into())]),
            Edit::InsertArticles(vec![(9, first.clone().into())]),
            Edit::InsertCode(CodeKind::Actor, 0, code("a")),
            Edit::InsertCode(CodeKind::Actor, 0, code("b")),
            Edit::SetHighlights(vec![tagged(one, "a", Some("supports")), tagged(two, "a", None)]),
            Edit::SetHighlights(vec![tagged(one, "b", None), tagged(two, "gone", None)]),
            Edit::RemoveCode(CodeKind::Actor, "a".into()),
            Edit::RemoveStance("supports".into()),
            Edit::SetHighlights(vec![tagged(one, "b", None), tagged(two, "b", None), tagged(one, "a", None)]),
            Edit::AddHighlights(vec![(first.id, fresh.clone()), (first.id, fresh.clone())]),
            Edit::AddHighlights(vec![(first.id, fresh.clone())]),
            Edit::All(vec![Edit::RemoveArticles(vec![first.id]), Edit::RemoveArticles(vec![first.id])]),
            Edit::RemoveArticles(vec![second.id, second.id]),
            Edit::SetDetails(first.id, Box::default()),
            Edit::RemoveHighlights(vec![(first.id, one.id), (first.id, fresh.id), (first.id, one.id)]),
            Edit::RemoveCode(CodeKind::Actor, "a".into()),
        ];
        let mut other = Project::default();
        other.articles.push(first.clone().into());
        let unsound = Project { articles: vec![first.clone().into(), first.clone().into()], ..Project::default() };
        let edits = edits.into_iter().chain([other, unsound].map(|project| Edit::Replace(Box::new(project))));
        let mut n_applied = 0;
        for edit in edits {
            let what = format!("{edit:?}");
            n_applied += usize::from(history.apply("Step", Gesture::Single, edit).is_ok());
            assert_eq!(history.index, ProjectIndex::of(&history.project), "{what}");
        }
        assert_eq!(n_applied, 12);
        while history.undo().is_some() {
            assert_eq!(history.index, ProjectIndex::of(&history.project));
        }
        while history.redo().is_some() {
            assert_eq!(history.index, ProjectIndex::of(&history.project));
        }
    }

    #[test]
    fn many_highlights_are_set_like_few_in_steps_that_follow_their_number() {
        let changed = |n: usize| {
            let article = marked_article("One", &"[a] ".repeat(n));
            let first = article.id;
            let (mut project, mut edits) = (Project::default(), Vec::new());
            for (at, highlight) in article.highlights().enumerate() {
                // Moved to where another one stands, so that the order changes.
                let span = article.highlights[(at * 7 + 3) % n].span;
                edits.push((first, Highlight { span, note: format!("note {at}"), ..highlight.clone() }));
            }
            project.articles.push(article.into());
            let mut singly = History::new(project.clone());
            for edit in &edits {
                singly.apply("One", Gesture::Single, Edit::SetHighlights(vec![edit.clone()])).expect("it is there");
            }
            let mut history = History::new(project.clone());
            let steps = effort::steps_of(|| {
                history.apply("All", Gesture::Single, Edit::SetHighlights(edits)).expect("they are there");
            });
            assert!(history.project() == singly.project() && history.index == singly.index);
            assert!(history.undo().is_some() && *history.project() == project);
            steps
        };
        let (few, many) = (changed(100), changed(400));
        assert!(many < 5 * few, "{few} steps for 100 highlights, {many} for 400");
    }
}
