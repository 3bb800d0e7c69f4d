//! The project that changes, with everything needed to change it back.

use super::{Edit, EditError, apply::apply};
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
struct Step {
    /// What the step did, as the analyst would say it: "Tag 1 highlight".
    label: String,
    /// The edit that leads away from here: the inverse in the undo list, the edit in the redo list.
    edit: Edit,
    gesture: Gesture,
    /// Names the state in which the step ends, so that the saved state can be recognised.
    state: u64,
}

/// Owns the project; the only way to change it.
#[derive(Debug, Default)]
pub struct History {
    project: Project,
    undo: Vec<Step>,
    redo: Vec<Step>,
    revision: u64,
    saved_state: u64,
}

impl History {
    /// Starts from a project as read from its file.
    pub fn new(project: Project) -> Self {
        Self { project, ..Self::default() }
    }

    /// Starts from a project that no file holds as it is, so that it has unsaved changes from the first.
    pub fn never_saved(project: Project) -> Self {
        Self { project, saved_state: u64::MAX, ..Self::default() }
    }

    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Rises with every change, undo and redo included; what was derived at one revision holds until the next.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Applies an edit as one step that can be undone.
    ///
    /// # Errors
    /// If the edit does not fit; the project and its history are then as before.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), EditError> {
        let inverse = apply(&mut self.project, edit)?;
        self.revision += 1;
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
            self.undo.push(Step { label: label.to_owned(), edit: inverse, gesture, state });
        }
        Ok(())
    }

    /// What undo would take back, if anything.
    pub fn undo_label(&self) -> Option<&str> {
        self.undo.last().map(|step| &*step.label)
    }

    /// What redo would do again, if anything.
    pub fn redo_label(&self) -> Option<&str> {
        self.redo.last().map(|step| &*step.label)
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
    fn turn(&mut self, step: Step) -> Step {
        let edit = apply(&mut self.project, step.edit).expect("a step of the history fits the state it was made for");
        self.revision += 1;
        Step { edit, gesture: Gesture::Single, ..step }
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

    /// Whether the project differs from the state last saved.
    pub fn has_unsaved_changes(&self) -> bool {
        self.state() != self.saved_state
    }
}

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
        (later, earlier) => Edit::All(vec![later, earlier]),
    }
}
