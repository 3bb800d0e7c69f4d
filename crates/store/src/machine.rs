//! The computer a session runs on: where things are kept beside and apart from a project, and how files are written.

use std::{path::Path, sync::Arc};

use super::{
    backups::{self, Backup},
    disk::{Disk, SystemDisk},
    folders::Folders,
    journal::JournalLocation,
    lock::{Lock, LockHolder},
};

/// The environment of a session, which tests replace.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Where the program keeps its own data.
    pub folders: Folders,
    /// How files are written.
    pub disk: Arc<dyn Disk>,
}

impl Machine {
    /// This computer, with its real disk and the user's own folders.
    pub fn this() -> Self {
        Self { folders: Folders::of_this_machine(), disk: Arc::new(SystemDisk) }
    }
}

/// Returns who has a project open for editing, if a running program does.
pub fn holder(path: &Path, machine: &Machine) -> Option<LockHolder> {
    machine.folders.all_recovery_of(path).find_map(|folder| Lock::holder(&folder))
}

/// Where the journal of a project with a file is written.
pub(super) fn journal_location(recovery: &Path, path: &Path, machine: &Machine) -> JournalLocation {
    let elsewhere = machine.folders.elsewhere(path);
    JournalLocation { folder: recovery.to_owned(), otherwise: (elsewhere != recovery).then_some(elsewhere) }
}

/// The backups of a project file, newest first.
pub fn backups_of(path: &Path, machine: &Machine) -> Vec<Backup> {
    let mut all: Vec<Backup> =
        machine.folders.all_recovery_of(path).flat_map(|folder| backups::list(&folder)).collect();
    all.sort_by_key(|backup| std::cmp::Reverse(backup.saved));
    all
}
