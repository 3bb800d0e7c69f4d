//! Changing the project: small edits at once, large ones on a thread while the project on screen stays as it was.

use standpoint_core::{
    edit::{Edit, Gesture, Turn},
    model::Project,
};
use standpoint_store::session::{ChangeError, MadeSessionChange, SessionChange};

use super::{Applied, Desk, DeskEvent, Intent, JobOutcome};

/// Edits that change more highlights than this are made on a thread, because they would take longer than a frame may.
const MOST_AT_ONCE: usize = 500;

/// Makes an edit from the project, where that takes long as well.
pub type EditMaker = Box<dyn FnOnce(&Project) -> Edit + Send>;

/// What waits for a large change to be made. Each happens in its turn, as if the change had been made at once.
pub(super) enum Waiting {
    Edit(String, Gesture, Edit),
    MadeEdit(String, EditMaker),
    Turn(Turn),
    Intent(Intent),
    Event(DeskEvent),
    Tell(String),
}

impl Desk {
    /// Applies an edit as one step that can be undone; tells of it if the edit does not fit.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Applied {
        let is_changing = self.is_changing();
        let Some(open) = &mut self.open else { return Applied::No };
        if is_changing {
            self.waiting.push_back(Waiting::Edit(label.to_owned(), gesture, edit));
            return Applied::Soon;
        }
        if edit.weight() > MOST_AT_ONCE {
            let planned = open.session.plan(label, edit);
            return self.make_change(label, planned, SessionChange::make);
        }
        match open.session.apply(label, gesture, edit) {
            Ok(()) => Applied::Yes,
            Err(error) => {
                self.notices.failure(format!("{label}: {error}"));
                Applied::No
            }
        }
    }

    /// Lets a thread make an edit from the project and apply it, as one step that can be undone.
    pub fn apply_made(&mut self, label: &str, make: EditMaker) -> Applied {
        let is_changing = self.is_changing();
        let Some(open) = &self.open else { return Applied::No };
        if is_changing {
            self.waiting.push_back(Waiting::MadeEdit(label.to_owned(), make));
            return Applied::Soon;
        }
        let planned = open.session.plan(label, Edit::All(Vec::new()));
        self.make_change(label, planned, |change| change.with_edit(make).make())
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
        let id = self.n_opened;
        let name = label.to_owned();
        self.changing = Some(id);
        self.work.start(label, move |_| JobOutcome::Changed { id, label: name, result: Box::new(make(planned)) });
        Applied::Soon
    }

    /// Undoes or redoes a step.
    pub(super) fn turn_history(&mut self, turn: Turn) {
        let is_changing = self.is_changing();
        let Some(open) = &mut self.open else { return };
        if is_changing {
            return self.waiting.push_back(Waiting::Turn(turn));
        }
        let history = open.session.history();
        let step = if turn == Turn::Undo { history.undo_step() } else { history.redo_step() };
        let Some((label, edit)) = step else { return };
        let words = format!("{}: {label}", if turn == Turn::Undo { "Undone" } else { "Done again" });
        if edit.weight() > MOST_AT_ONCE
            && let Some(planned) = open.session.plan_turn(turn)
        {
            match self.make_change(&words, Ok(planned), SessionChange::make) {
                Applied::Soon => self.waiting.push_back(Waiting::Tell(words)),
                Applied::Yes | Applied::No => {}
            }
            return;
        }
        let turned = if turn == Turn::Undo { open.session.undo() } else { open.session.redo() };
        if turned.is_some() {
            self.notices.success(&self.ctx, words);
        }
    }

    /// Whether a thread is changing the open project.
    pub fn is_changing(&self) -> bool {
        self.changing.is_some() && self.changing == self.open.as_ref().map(|open| open.id)
    }

    pub(super) fn take_changed(&mut self, id: u64, label: &str, result: Result<MadeSessionChange, ChangeError>) {
        if self.changing == Some(id) {
            self.changing = None;
        }
        let Some(open) = self.open.as_mut().filter(|open| open.id == id) else { return };
        if let Err(error) = result.and_then(|made| open.session.adopt(made)) {
            self.notices.failure(format!("{label}: {error}"));
            // What was to be said or done if it went well is not.
            while let Some(Waiting::Tell(_) | Waiting::Event(_)) = self.waiting.front() {
                self.waiting.pop_front();
            }
        }
        while !self.is_changing()
            && let Some(next) = self.waiting.pop_front()
        {
            self.take_waiting(next);
        }
    }

    fn take_waiting(&mut self, next: Waiting) {
        match next {
            Waiting::Edit(label, gesture, edit) => _ = self.apply(&label, gesture, edit),
            Waiting::MadeEdit(label, make) => _ = self.apply_made(&label, make),
            Waiting::Turn(turn) => self.turn_history(turn),
            Waiting::Intent(intent) => self.request(intent),
            Waiting::Event(event) => self.events.push(event),
            Waiting::Tell(words) => self.notices.success(&self.ctx, words),
        }
    }

    /// Says and tells something once the change under way is made; at once if there is none.
    pub(super) fn after_change(&mut self, words: String, event: Option<DeskEvent>) {
        let all = [Some(Waiting::Tell(words)), event.map(Waiting::Event)];
        for next in all.into_iter().flatten() {
            if self.is_changing() {
                self.waiting.push_back(next);
            } else {
                self.take_waiting(next);
            }
        }
    }
}
