//! Changing the project: small edits at once, large ones on a thread while the project on screen stays as it was.
//!
//! While a thread makes a change, no other edit is taken, because pages would make it from the project as it was.
//! Commands, decisions and what other threads bring wait until the change is made, and then happen in their order.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, OnceLock},
};

use standpoint_core::{
    edit::{Edit, Gesture, Turn, keep_keys},
    model::Project,
};
use standpoint_store::session::{ChangeError, MadeSessionChange, SessionChange};

use super::{Applied, Decision, Desk, DeskEvent, DeskRequest, Intent, JobOutcome, told};
use crate::command::DeskCommand;

/// Edits that change more highlights than this are made on a thread, because they would take longer than a frame may.
const MOST_AT_ONCE: usize = 500;

/// Makes an edit from the project, where that takes long as well.
pub type EditMaker = Box<dyn FnOnce(&Project) -> Edit + Send>;

/// A change that a thread is making.
#[derive(Default)]
pub(super) struct ChangeUnderWay {
    /// The id of the project that it changes.
    project: Option<u64>,
    /// What is told once it is made; nothing if it fails.
    success: Vec<ChangeSuccess>,
    /// What waits for it.
    waiting: Vec<AfterChange>,
}

/// What is told once a change is made.
pub(super) struct ChangeSuccess {
    /// The words; nobody may have had any.
    words: Arc<OnceLock<String>>,
    /// Whether *Undo* takes back what they tell of.
    can_undo: bool,
    event: Option<DeskEvent>,
}

impl ChangeSuccess {
    /// Tells of an edit, which *Undo* takes back.
    pub fn of_edit(words: impl Into<String>) -> Self {
        Self { words: Arc::new(OnceLock::from(words.into())), can_undo: true, event: None }
    }

    /// Tells of something else.
    pub fn of(words: impl Into<String>) -> Self {
        Self { can_undo: false, ..Self::of_edit(words) }
    }

    /// The same with something that the window has to know.
    pub fn with(self, event: Option<DeskEvent>) -> Self {
        Self { event, ..self }
    }
}

/// What happens once a change is made.
pub(super) enum AfterChange {
    Command(DeskCommand),
    Request(DeskRequest),
    Intent(Intent),
    Decision(Decision),
    Outcome(Box<JobOutcome>),
    CloseUnasked,
}

impl Desk {
    /// Applies an edit as one step that can be undone; tells of it if the edit does not fit.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Applied {
        if self.is_changing() {
            let words = "an earlier change is still being made. Try again in a moment.";
            self.notices.failure(format!("{label}: {words}"));
            return Applied::No;
        }
        let Some(open) = &mut self.open else { return Applied::No };
        let edit = keep_keys(&open.session.project().codebook, edit);
        let told = told::in_words(open.session.project(), &edit);
        if edit.weight_in(open.session.project()) > MOST_AT_ONCE {
            let planned = open.session.plan(label, edit);
            let applied = self.make_change(label, planned, SessionChange::make);
            if applied == Applied::Soon {
                self.change.success.extend(told.map(ChangeSuccess::of_edit));
            }
            return applied;
        }
        match open.session.apply(label, gesture, edit) {
            Ok(()) => {
                if let Some(words) = told {
                    self.after_change(ChangeSuccess::of_edit(words));
                }
                Applied::Yes
            }
            Err(error) => {
                self.notices.failure(format!("{label}: {error}"));
                Applied::No
            }
        }
    }

    /// Lets a thread make an edit from the project and apply it, as one step that can be undone.
    pub fn apply_made(&mut self, label: &str, make: EditMaker) -> Applied {
        if self.is_changing() {
            return self.apply(label, Gesture::Single, Edit::All(Vec::new()));
        }
        let Some(open) = &self.open else { return Applied::No };
        let planned = open.session.plan(label, Edit::All(Vec::new()));
        let words = Arc::new(OnceLock::new());
        let told = ChangeSuccess { words: Arc::clone(&words), can_undo: true, event: None };
        let make = move |project: &Project| {
            let edit = keep_keys(&project.codebook, make(project));
            if let Some(told) = told::in_words(project, &edit) {
                // It is made once, so there are no words yet.
                words.set(told).ok();
            }
            edit
        };
        let applied = self.make_change(label, planned, |change| change.with_edit(make).make());
        if applied == Applied::Soon {
            self.change.success.push(told);
        }
        applied
    }

    /// Does the same, and says this once it is done.
    pub fn apply_told(&mut self, label: &str, make: EditMaker, told: String) -> Applied {
        let applied = self.apply_made(label, make);
        if applied != Applied::No {
            self.after_change(ChangeSuccess::of_edit(told));
        }
        applied
    }

    fn make_change(
        &mut self,
        label: &str,
        planned: Result<SessionChange, ChangeError>,
        make: impl FnOnce(SessionChange) -> Result<MadeSessionChange, ChangeError> + Send + 'static,
    ) -> Applied {
        let planned = match planned {
            Ok(planned) => planned,
            Err(error) => {
                self.notices.failure(format!("{label}: {error}"));
                return Applied::No;
            }
        };
        let (id, name) = (self.n_opened, label.to_owned());
        self.change.project = Some(id);
        self.work.start(label, move |_| {
            // What waits must go on whatever happens here; the report is written by the panic hook.
            let caught = catch_unwind(AssertUnwindSafe(|| make(planned)));
            let result = Box::new(caught.unwrap_or(Err(ChangeError::Fault)));
            JobOutcome::Changed { id, label: name, result }
        });
        Applied::Soon
    }

    /// Undoes or redoes a step.
    pub(super) fn turn_history(&mut self, turn: Turn) {
        let Some(open) = &mut self.open else { return };
        let history = open.session.history();
        let step = if turn == Turn::Undo { history.undo_step() } else { history.redo_step() };
        let Some((label, edit)) = step else { return };
        let (done, doing) = match turn {
            Turn::Undo => (format!("Undone: {label}"), format!("Undo: {label}")),
            Turn::Redo => (format!("Redone: {label}"), format!("Redo: {label}")),
        };
        let place = edit.place(history.project()).map(DeskEvent::Turned);
        if edit.weight_in(history.project()) > MOST_AT_ONCE
            && let Some(planned) = open.session.plan_turn(turn)
        {
            if self.make_change(&doing, Ok(planned), SessionChange::make) == Applied::Soon {
                self.after_change(ChangeSuccess::of(done).with(place));
            }
            return;
        }
        let turned = if turn == Turn::Undo { open.session.undo() } else { open.session.redo() };
        if turned.is_some() {
            self.notices.success(&self.ctx, done);
            self.events.extend(place);
        }
    }

    /// Whether a thread is changing the open project.
    pub fn is_changing(&self) -> bool {
        self.change.project.is_some() && self.change.project == self.open.as_ref().map(|open| open.id)
    }

    /// Lets something wait for the change under way.
    pub(super) fn wait_for_change(&mut self, next: AfterChange) {
        self.change.waiting.push(next);
    }

    /// Says and tells something once the change under way is made, and not if it fails; at once if there is none.
    pub(super) fn after_change(&mut self, success: ChangeSuccess) {
        if self.is_changing() {
            return self.change.success.push(success);
        }
        let moment = self.moment();
        self.notices.follow(moment);
        let ChangeSuccess { words, can_undo, event } = success;
        match (words.get(), moment.filter(|_| can_undo)) {
            (Some(words), Some(at)) => self.notices.done(&self.ctx, words, at),
            (Some(words), None) => self.notices.success(&self.ctx, words),
            (None, _) => {}
        }
        self.events.extend(event);
    }

    pub(super) fn take_changed(&mut self, id: u64, label: &str, result: Result<MadeSessionChange, ChangeError>) {
        if self.change.project != Some(id) {
            return;
        }
        let ChangeUnderWay { success, waiting, .. } = std::mem::take(&mut self.change);
        let Some(open) = self.open.as_mut().filter(|open| open.id == id) else { return };
        match result.and_then(|made| open.session.adopt(made)) {
            Ok(()) => success.into_iter().for_each(|success| self.after_change(success)),
            Err(error) => self.notices.failure(format!("{label}: {error}")),
        }
        for next in waiting {
            // One of them may be a large change itself, for which the others wait again.
            if self.is_changing() { self.wait_for_change(next) } else { self.take_waiting(next) }
        }
    }

    fn take_waiting(&mut self, next: AfterChange) {
        match next {
            AfterChange::Command(command) => self.run(command),
            AfterChange::Request(request) => self.take_request(request),
            AfterChange::Intent(intent) => self.request(intent),
            AfterChange::Decision(decision) => self.decide(decision),
            AfterChange::Outcome(outcome) => self.take_outcome(*outcome),
            AfterChange::CloseUnasked => self.close_unasked(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Barrier};

    use standpoint_core::model::Project;
    use standpoint_store::{Machine, Session, disk::SystemDisk, folders::Folders};

    use super::*;
    use crate::ui::{
        desk::{SavedState, dialogs::files::ScriptedDialogs},
        preferences::Preferences,
    };

    fn desk(folder: &tempfile::TempDir) -> Desk {
        let machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
        let dialogs = Box::new(ScriptedDialogs::new([]));
        let settings = Preferences::default().file_settings();
        let mut desk = Desk::new(egui::Context::default(), machine.clone(), settings, dialogs);
        settle(&mut desk);
        desk.show_project(Session::unsaved(Project::titled("Start"), &machine));
        desk
    }

    fn settle(desk: &mut Desk) {
        while !desk.is_idle() {
            std::thread::yield_now();
            desk.take_outcomes();
        }
    }

    /// Begins a change of the title that waits at the gate.
    fn begin(desk: &mut Desk, title: &'static str) -> Arc<Barrier> {
        let gate = Arc::new(Barrier::new(2));
        let opens = Arc::clone(&gate);
        let make = Box::new(move |_: &Project| {
            opens.wait();
            Edit::SetTitle(title.to_owned())
        });
        assert_eq!(desk.apply_made("Rename", make), Applied::Soon);
        gate
    }

    fn title(desk: &Desk) -> &str {
        desk.project().map_or("", |project| &project.title)
    }

    #[test]
    fn what_is_asked_for_during_a_change_waits_for_it_in_its_order() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let mut desk = desk(&folder);
        let gate = begin(&mut desk, "Changed");
        assert!(desk.is_changing() && !desk.may_close());
        assert_eq!((title(&desk), desk.saved_state()), ("Start", SavedState::Unsaved));
        assert_eq!(desk.apply("Rename", Gesture::Single, Edit::SetTitle("Lost".to_owned())), Applied::No);
        assert_eq!(desk.notices.failures().count(), 1, "it is said that the edit was not taken");
        desk.run(DeskCommand::Undo);
        desk.run(DeskCommand::Redo);
        desk.close_unasked();
        assert!(!desk.may_close(), "closing waits, too");
        gate.wait();
        settle(&mut desk);
        assert_eq!(title(&desk), "Changed");
        assert_eq!(desk.history().revision(), 3, "the change, undone and done again");
        assert!(desk.may_close());
    }

    #[test]
    fn a_change_that_fails_says_so_and_nothing_waits_for_ever() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let mut desk = desk(&folder);
        let make = Box::new(|_: &Project| -> Edit { panic!("a fault that this test makes") });
        assert_eq!(desk.apply_made("Rename", make), Applied::Soon);
        desk.after_change(ChangeSuccess::of("Renamed"));
        desk.run(DeskCommand::Undo);
        settle(&mut desk);
        assert!(!desk.is_changing());
        assert_eq!(desk.notices.failures().count(), 1);
        assert_eq!(desk.apply("Rename", Gesture::Single, Edit::SetTitle("Next".to_owned())), Applied::Yes);
        assert_eq!(title(&desk), "Next");
    }

    #[test]
    fn a_project_that_was_opened_meanwhile_comes_after_the_change() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let mut desk = desk(&folder);
        let gate = begin(&mut desk, "Changed");
        desk.take_request(DeskRequest::OpenProject(folder.path().join("nowhere.ron")));
        assert!(desk.jobs().len() == 1, "nothing is read yet");
        gate.wait();
        settle(&mut desk);
        assert_eq!(title(&desk), "Changed");
        assert!(desk.has_dialog(), "the question about the unsaved change is asked");
    }
}
