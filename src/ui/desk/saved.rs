//! Whether the open project is saved, and safe.

use super::Desk;

/// What is known of the project's safety.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SavedState {
    /// Everything is in the file.
    Saved,
    /// The project has no file yet.
    NoFile,
    /// The file is being written.
    Saving,
    /// The journal holds changes that the file does not have yet.
    Unsaved,
    /// The journal cannot be written, so what is not saved would be lost in a crash.
    NotProtected,
    /// The project may not be changed here.
    ReadOnly,
}

impl Desk {
    /// How safe the project is.
    pub fn saved_state(&self) -> SavedState {
        let Some(open) = &self.open else { return SavedState::Saved };
        match () {
            () if open.session.is_read_only() => SavedState::ReadOnly,
            () if self.keeping.is_saving => SavedState::Saving,
            () if self.is_changing() => SavedState::Unsaved,
            () if open.session.has_unsaved_changes() && !open.session.is_protected() => SavedState::NotProtected,
            () if open.session.path().is_none() => SavedState::NoFile,
            () if !open.session.has_unsaved_changes() => SavedState::Saved,
            () => SavedState::Unsaved,
        }
    }
}
