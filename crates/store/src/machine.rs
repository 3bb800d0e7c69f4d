//! The computer that a session runs on: its folders and its disk.

use std::{path::Path, sync::Arc, time::Duration};

use super::{
    backups::{self, Backup},
    disk::{Disk, SystemDisk},
    folders::Folders,
    journal::JournalLocation,
    lock::{Lock, LockHolder},
    recovery_folder::RecoveryFolder,
};

/// The environment of a session, which tests replace.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Where the program keeps its own data.
    pub folders: Folders,
    /// How files are written.
    pub disk: Arc<dyn Disk>,
    /// How long nothing may change before the lock of another computer is taken over.
    pub take_over_wait: Duration,
}

impl Machine {
    /// This computer, with its real disk and the user's own folders.
    pub fn this() -> Self {
        Self::with(Folders::of_this_machine(), Arc::new(SystemDisk))
    }

    /// A computer with these folders and this disk.
    pub fn with(folders: Folders, disk: Arc<dyn Disk>) -> Self {
        Self { folders, disk, take_over_wait: Duration::from_secs(10) }
    }
}

/// Returns who has a project open for editing, if a running program does.
pub fn holder(path: &Path, machine: &Machine) -> Option<LockHolder> {
    machine.folders.all_recovery_of(path).iter().find_map(Lock::holder)
}

/// Where the journal of a project with a file is written.
pub(super) fn journal_location(recovery: &RecoveryFolder, path: &Path, machine: &Machine) -> JournalLocation {
    let elsewhere = recovery.is_beside().then(|| machine.folders.elsewhere(path));
    JournalLocation { recovery: recovery.clone(), otherwise: elsewhere }
}

/// The backups of a project file, newest first.
pub fn backups_of(path: &Path, machine: &Machine) -> Vec<Backup> {
    let mut all: Vec<Backup> = machine.folders.all_recovery_of(path).iter().flat_map(backups::list).collect();
    all.sort_by_key(|backup| std::cmp::Reverse(backup.saved));
    all
}
