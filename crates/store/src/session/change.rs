//! Changes that a thread makes while the window keeps working.

use standpoint_core::{
    edit::{Edit, MadeChange, PlannedChange, Turn, refuse_blank_names, refuse_same_names},
    model::Project,
};

use super::{ChangeError, Session, turned};
use crate::journal::record::JournalEntry;

/// A change of an open project that a thread can make, with its entry in the journal.
#[derive(Debug)]
pub struct SessionChange {
    label: String,
    planned: PlannedChange,
    /// False for undo and redo, which were accepted before.
    is_new: bool,
}

/// A change that was made, to be put in place by the session that planned it.
#[derive(Debug)]
pub struct MadeSessionChange {
    change: MadeChange,
    entry: JournalEntry,
}

impl SessionChange {
    /// Returns the same plan with the edit that this returns for the project.
    #[must_use]
    pub fn with_edit(self, make: impl FnOnce(&Project) -> Edit) -> Self {
        Self { planned: self.planned.with_edit(make), ..self }
    }

    /// Makes the change.
    ///
    /// # Errors
    /// Fails if the edit does not fit, or gives something a name that is taken or shows nothing.
    pub fn make(self) -> Result<MadeSessionChange, ChangeError> {
        let Self { label, planned, is_new } = self;
        if is_new {
            refuse_blank_names(planned.project(), planned.edit())?;
            refuse_same_names(planned.project(), planned.edit())?;
        }
        let entry = turned(label, planned.edit());
        Ok(MadeSessionChange { change: planned.make()?, entry })
    }
}

impl Session {
    /// Plans an edit as one undoable step, to be made on a thread.
    ///
    /// # Errors
    /// Fails if the project is open read-only.
    pub fn plan(&self, label: &str, edit: Edit) -> Result<SessionChange, ChangeError> {
        self.write_access.as_ref().ok_or(ChangeError::ReadOnly)?;
        Ok(SessionChange { label: label.to_owned(), planned: self.history.plan(label, edit), is_new: true })
    }

    /// Plans undo or redo, to be made on a thread; `None` if there is nothing to undo or redo.
    pub fn plan_turn(&self, turn: Turn) -> Option<SessionChange> {
        self.write_access.as_ref()?;
        let step = if turn == Turn::Undo { self.history.undo_step() } else { self.history.redo_step() };
        let label =
            step.map(|(label, _)| if turn == Turn::Undo { format!("Undo: {label}") } else { label.to_owned() })?;
        Some(SessionChange { label, planned: self.history.plan_turn(turn)?, is_new: false })
    }

    /// Puts a change that a thread has made in place, and hands it to the journal.
    ///
    /// # Errors
    /// Fails if the project is open read-only, or was changed meanwhile.
    pub fn adopt(&mut self, made: MadeSessionChange) -> Result<(), ChangeError> {
        let access = self.write_access.as_mut().ok_or(ChangeError::ReadOnly)?;
        let replaced = self.history.adopt(made.change).map_err(|_| ChangeError::Overtaken)?;
        replaced.drop_elsewhere();
        access.journal.note(made.entry);
        self.is_given_up = false;
        Ok(())
    }
}
