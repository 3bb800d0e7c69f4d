//! The project that changes, with everything needed to change it back.

use std::collections::VecDeque;

use super::{Edit, EditError, Touched, apply::apply, index::ProjectIndex};
use crate::model::Project;

/// Which edits belong to one gesture, and so are undone in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gesture {
    /// A step of its own.
    Single,
    /// Joins the step before it if that has the same name: typing one note, dragging one end.
    Continued(String),
}

/// One step that can be taken back or taken again.
#[derive(Clone, Debug)]
struct UndoStep {
    /// What the step did, as the analyst would say it: "Tag 1 highlight".
    label: String,
    /// The edit that leads away from here: the inverse in the undo list, the edit in the redo list.
    edit: Edit,
    gesture: Gesture,
    /// Names the state in which the step ends, so that the saved state can be recognised.
    state: u64,
}

/// The saved state of a project whose present state was never saved; no step ends in it.
const NEVER: u64 = u64::MAX;

/// Owns the project; the only way to change it.
#[derive(Debug, Default)]
pub struct History {
    project: Project,
    index: ProjectIndex,
    undo: Vec<UndoStep>,
    redo: Vec<UndoStep>,
    revision: u64,
    saved_state: u64,
    /// What the latest changes touched, the one that led to the present revision last.
    touched: VecDeque<Touched>,
}

/// So many changes are remembered for those who follow them; who is farther behind looks at everything.
const MAX_TOUCHED: usize = 64;

impl History {
    /// Starts from a project as read from its file.
    pub fn new(project: Project) -> Self {
        Self { index: ProjectIndex::of(&project), project, ..Self::default() }
    }

    /// Starts from a project that stands in no file in this state, such as one that was mended.
    pub fn unsaved(project: Project) -> Self {
        Self { saved_state: NEVER, ..Self::new(project) }
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Rises with every change, undo and redo included; what was derived at one revision holds until the next.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// What may be another than it was at this revision.
    pub fn touched_since(&self, revision: u64) -> Touched {
        let n_since = usize::try_from(self.revision.saturating_sub(revision)).unwrap_or(usize::MAX);
        let Some(first) = self.touched.len().checked_sub(n_since) else { return Touched::Anything };
        let mut touched = Touched::NOTHING;
        for change in self.touched.range(first..) {
            touched.add(change.clone());
        }
        touched
    }

    /// Counts a change, and remembers what it touched.
    fn note(&mut self, touched: Touched) {
        self.revision += 1;
        if self.touched.len() == MAX_TOUCHED {
            self.touched.pop_front();
        }
        self.touched.push_back(touched);
    }

    /// Applies an edit as one step that can be undone.
    ///
    /// # Errors
    /// If the edit does not fit; the project and its history are then as before.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), EditError> {
        let touched = Touched::by(&edit);
        let inverse = apply(&mut self.project, &mut self.index, edit)?;
        self.note(touched);
        self.redo.clear();
        let state = self.revision;
        if let Some(last) = self.undo.last_mut()
            && gesture != Gesture::Single
            && last.gesture == gesture
            && last.state != self.saved_state
        {
            let earlier = std::mem::replace(&mut last.edit, Edit::All(Vec::new()));
            last.edit = join(inverse, earlier);
            last.state = state;
        } else {
            self.undo.push(UndoStep { label: label.to_owned(), edit: inverse, gesture, state });
        }
        Ok(())
    }

    /// What undo would take back, and the edit that does it, if anything.
    pub fn undo_step(&self) -> Option<(&str, &Edit)> {
        self.undo.last().map(|step| (&*step.label, &step.edit))
    }

    /// What redo would do again, and the edit that does it, if anything.
    pub fn redo_step(&self) -> Option<(&str, &Edit)> {
        self.redo.last().map(|step| (&*step.label, &step.edit))
    }

    /// Takes back the last step and returns its label.
    pub fn undo(&mut self) -> Option<String> {
        let step = self.undo.pop()?;
        let label = step.label.clone();
        let step = self.turn(step);
        self.redo.push(step);
        Some(label)
    }

    /// Takes the last undone step again and returns its label.
    pub fn redo(&mut self) -> Option<String> {
        let step = self.redo.pop()?;
        let label = step.label.clone();
        let step = self.turn(step);
        self.undo.push(step);
        Some(label)
    }

    /// Applies the edit of a step and keeps the one that leads back.
    fn turn(&mut self, step: UndoStep) -> UndoStep {
        let touched = Touched::by(&step.edit);
        let edit = apply(&mut self.project, &mut self.index, step.edit)
            .expect("a step of the history fits the state it was made for");
        self.note(touched);
        UndoStep { edit, gesture: Gesture::Single, ..step }
    }

    fn state(&self) -> u64 {
        self.undo.last().map_or(0, |step| step.state)
    }

    /// Names the present state for [`Self::mark_saved`] once the snapshot taken now is on disk.
    pub fn snapshot(&self) -> (Project, u64) {
        (self.project.clone(), self.state())
    }

    /// Notes that the state a snapshot was taken of is now on disk.
    pub fn mark_saved(&mut self, state: u64) {
        self.saved_state = state;
    }

    /// Whether any state of the project was ever saved; not so if it began with [`Self::unsaved`].
    pub fn was_ever_saved(&self) -> bool {
        self.saved_state != NEVER
    }

    /// Whether the project differs from the state last saved.
    pub fn has_unsaved_changes(&self) -> bool {
        self.state() != self.saved_state
    }
}

/// Putting an edit before so many others costs next to nothing.
const MAX_JOINED: usize = 1_024;

/// The edit that undoes a later and then an earlier edit of one gesture. Where both put back the
/// same thing, the earlier one alone does it, so a long gesture stays one small step.
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
        // A list in a list in a list would be gone through by recursion, as deep as the gesture is long.
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
        model::{CodeKind, Details, Highlight, Tags, marked::marked_article},
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
            Edit::SetDetails(first.id, Details::default()),
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
}
