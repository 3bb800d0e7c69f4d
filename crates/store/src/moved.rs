//! Finds the journals and backups of a project that was renamed or moved while it was closed. It also finds its copies,
//! and the files that programs for synchronising folders make of two versions.
//!
//! The id of a project only says where to look. What is found is taken over if it follows the state that the file is in,
//! so that a file from somebody else that carries the same id receives nothing; otherwise it is named and left alone.

use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use standpoint_core::{
    edit::difference::Difference,
    model::{Project, ProjectId},
};

use super::{
    backups,
    disk::SystemDisk,
    files::{self, FileIdentity, FileKind, Folder},
    folders::{Folders, RECOVERY, beside_name},
    journal::JOURNAL,
    known::{self, KnownPlace},
    lock::{Lock, LockHolder, LockOutcome, Respect},
    machine::Machine,
    place::ProjectPlace,
    recovery::{FoundJournal, LeftInUse},
    recovery_folder::{RecoveryFolder, clear_leftovers},
    session::Access,
    state::StateName,
    take_over,
};

/// How many files of a folder are considered.
const MAX_NAMES: usize = 10_000;

/// How many conflict copies are reported.
const MAX_CONFLICTS: usize = 5;

/// How many bytes of them are compared with the project, because this delays opening it.
const MAX_COMPARED_BYTES: u64 = 32 << 20;

/// How much of a file is read to find its id.
const HEAD_BYTES: u64 = 4096;

/// A recovery folder whose project is no longer beside it, locked.
pub(super) struct LeftFolder {
    folder: Folder,
    parent: Folder,
    name: OsString,
    /// Dropped before the folder is removed.
    lock: Lock,
    /// Whether its backups are those of the project.
    has_backups: bool,
}

/// Files of a project in other places.
#[derive(Default)]
pub(super) struct LeftElsewhere {
    pub folders: Vec<LeftFolder>,
    /// Journals that follow the version of the file.
    pub journals: Vec<FoundJournal>,
    /// The holder whose lock was taken over, and the journals of another computer, to be set aside.
    pub taken_over: Option<LockHolder>,
    pub theirs: Vec<FoundJournal>,
    /// Files that somebody else has locked.
    pub in_use: Option<LeftInUse>,
    /// Messages about files that belong to the project by its id alone.
    pub warnings: Vec<String>,
}

/// Looks for files of the project in its previous places; `file` is its file, and `names` are the names in its folder.
pub(super) fn look(
    place: &ProjectPlace,
    names: &[OsString],
    file: &File,
    id: Option<ProjectId>,
    state: StateName,
    access: Access,
    machine: &Machine,
) -> LeftElsewhere {
    let mut left = LeftElsewhere::default();
    let folders = &machine.folders;
    let (own, identity) = (place.path(), FileIdentity::of(file).ok());
    for known in id.map(|id| known::places(id, folders)).unwrap_or_default() {
        let KnownPlace { path, state: last, identity: before } = known;
        if path == own {
            continue;
        }
        // On the same disk, a moved file stays the same file. Elsewhere, it must be gone from a folder that exists,
        // because the disk may only be absent.
        let is_same_file = identity.is_some() && before == identity;
        if !is_same_file && !has_left(&path, id) {
            continue;
        }
        let beside = path.with_file_name(beside_name(path.file_name().unwrap_or_default()));
        for recovery in [beside, folders.elsewhere(&path)] {
            let Some((parent, name)) = files::folder_and_name(&recovery) else { continue };
            let Ok(parent) = Folder::named(parent) else { continue };
            left.look_into(parent, name.to_owned(), state, last == state, Some(&path), access, machine);
        }
    }
    let is_recovery = |name: &&OsString| name.to_string_lossy().ends_with(RECOVERY);
    let candidates: Vec<&OsString> = names.iter().filter(is_recovery).take(MAX_NAMES).collect();
    if candidates.len() > 1 || candidates.first().is_some_and(|name| **name != place.recovery_name()) {
        let owned: HashSet<OsString> = names.iter().map(|name| beside_name(name)).collect();
        for name in candidates.into_iter().filter(|name| !owned.contains(*name)) {
            left.look_into(place.folder.clone(), name.clone(), state, false, None, access, machine);
        }
    }
    left
}

/// Returns whether the project is no longer at a path although its folder exists: nothing has its name, or a link or
/// another project does.
fn has_left(path: &Path, id: Option<ProjectId>) -> bool {
    let Ok(place) = ProjectPlace::of(path) else { return false };
    match place.folder.kind(&place.name) {
        Ok(None | Some(FileKind::Link | FileKind::Folder)) => true,
        Ok(Some(FileKind::File)) => place.open().is_ok_and(|file| id_of(file).is_some_and(|there| Some(there) != id)),
        _ => false,
    }
}

impl LeftElsewhere {
    fn look_into(
        &mut self,
        parent: Folder,
        name: OsString,
        state: StateName,
        is_of_state: bool,
        was_at: Option<&Path>,
        access: Access,
        machine: &Machine,
    ) {
        let Ok(folder) = parent.subfolder(&name) else { return };
        if self.folders.iter().any(|known| known.folder.is_same(&folder)) {
            return;
        }
        // Another project may have the name now, and then the backups belong to that.
        let is_occupied = was_at.is_some_and(|path| {
            ProjectPlace::of(path).is_ok_and(|place| matches!(place.folder.kind(&place.name), Ok(Some(FileKind::File))))
        });
        let journal = FoundJournal::leading_to(state, &folder);
        if journal.is_none() && !is_of_state {
            let has_journal = folder.kind(OsStr::new(JOURNAL)).is_ok_and(|kind| kind.is_some());
            let has_something = has_journal || !backups::list(&folder).is_empty();
            if let Some(path) = was_at.filter(|_| has_something) {
                self.warnings.push(format!(
                    "A different version of this project was at {} before. Its unsaved edits or backups are in {}.",
                    path.display(),
                    folder.path().display()
                ));
            }
            return;
        }
        let lock = match Lock::take(&folder, Respect::AllHolders, None) {
            Ok(LockOutcome::Ours { lock, .. }) => {
                self.journals.extend(journal);
                lock
            }
            Ok(LockOutcome::Theirs(holder)) => match self.take_over(&folder, holder, access, machine) {
                Some(lock) => {
                    self.theirs.extend(journal);
                    lock
                }
                None => return,
            },
            Err(error) => {
                let path = folder.path().display();
                self.warnings.push(format!(
                    "Unsaved edits and backups of this project may be in {path}, which cannot be used: {error}."
                ));
                return;
            }
        };
        self.folders.push(LeftFolder { folder, parent, name, lock, has_backups: !is_occupied });
    }

    /// Takes over the lock of another computer, if that is wanted. It may be this computer under a previous name.
    /// Otherwise records who has it.
    fn take_over(
        &mut self,
        folder: &Folder,
        holder: Option<LockHolder>,
        access: Access,
        machine: &Machine,
    ) -> Option<Lock> {
        let is_foreign = holder.as_ref().is_some_and(|holder| !holder.is_on_this_machine());
        if is_foreign && access == Access::TakeOver {
            match take_over::wait_for(folder.path(), None, || vec![folder.clone()], machine) {
                Ok(holder) => {
                    let taken = Lock::take(folder, Respect::RunningHere, None);
                    if let Ok(LockOutcome::Ours { lock, .. }) = taken {
                        self.taken_over = holder;
                        return Some(lock);
                    }
                }
                Err(error) => {
                    self.warnings.push(error.to_string());
                    return None;
                }
            }
        }
        self.in_use = Some(LeftInUse { folder: folder.path().to_owned(), holder });
        None
    }

    /// Moves the backups to the project's present recovery folder, and removes empty folders.
    pub fn adopt(self, recovery: &RecoveryFolder) {
        let Some(own) = recovery.folder() else { return };
        for LeftFolder { folder, parent, name, lock, has_backups } in self.folders {
            if has_backups {
                backups::move_all(&folder, &own);
            }
            clear_leftovers(&folder, &SystemDisk);
            drop(lock);
            folder.remove_if_empty(OsStr::new(backups::FOLDER)).ok();
            // Not every system can remove an open folder.
            drop(folder);
            parent.remove_if_empty(&name).ok();
        }
    }
}

/// Returns another existing file of the same project, unless this file was seen before.
pub(super) fn copy_of(place: &ProjectPlace, file: &File, id: ProjectId, folders: &Folders) -> Option<PathBuf> {
    let (own, places) = (place.path(), known::places(id, folders));
    if places.iter().any(|known| known.path == own) {
        return None;
    }
    let ours = FileIdentity::of(file).ok()?;
    let is_copy = |path: &Path| {
        let theirs = ProjectPlace::of(path).and_then(|place| place.open());
        theirs.is_ok_and(|theirs| {
            FileIdentity::of(&theirs).is_ok_and(|theirs| theirs != ours) && id_of(theirs) == Some(id)
        })
    };
    places.into_iter().map(|known| known.path).find(|path| is_copy(path))
}

fn id_of(file: File) -> Option<ProjectId> {
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    super::peek_id(&head)
}

/// Reports the versions among these names that a program for synchronising folders put beside the project, with their
/// differences.
pub(super) fn conflict_copies(place: &ProjectPlace, names: &[OsString], ours: &Project) -> Vec<String> {
    let copies = names.iter().filter(|name| is_conflict_copy(&name.to_string_lossy(), &place.name.to_string_lossy()));
    let mut n_left = MAX_COMPARED_BYTES;
    let describe = |name: &OsString| {
        let path = place.folder.path().join(name);
        let n_bytes = place.folder.open(name).and_then(|file| file.metadata()).map_or(0, |metadata| metadata.len());
        let has_room = n_bytes <= n_left;
        n_left = n_left.saturating_sub(n_bytes);
        let theirs = if has_room { Some(super::read_in(&place.folder, name)) } else { None };
        let differs = match theirs {
            None => "open it to compare the two".to_owned(),
            Some(Ok(theirs)) if theirs == *ours => "it has the same content".to_owned(),
            Some(Ok(theirs)) => {
                format!("compared with it, this file has: {}", Difference::between(&theirs, ours).in_words())
            }
            Some(Err(error)) => format!("it cannot be compared: {error}"),
        };
        format!(
            "A program that synchronises folders left another version of this project: {}; {differs}.",
            path.display()
        )
    };
    copies.take(MAX_CONFLICTS).map(describe).collect()
}

/// Returns whether a name is one that Dropbox, Nextcloud, ownCloud, Syncthing or a similar program makes from that of
/// the project.
fn is_conflict_copy(name: &str, project: &str) -> bool {
    let ending = format!(".{}", super::EXTENSION);
    let stem = project.strip_suffix(&ending).unwrap_or(project);
    let Some(added) = name.strip_prefix(stem).filter(|_| name != project) else { return false };
    let added = added.to_lowercase();
    let is_project = added.ends_with(&ending) || added.contains(&format!("{ending}."));
    is_project
        && ["conflicted copy", "sync-conflict-", "conflict-", "_conf(", "(conflict"]
            .iter()
            .any(|mark| added.contains(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conflict_copies_are_told_from_other_projects() {
        for name in [
            "talks (Ana's conflicted copy 2026-11-26).ron",
            "talks (conflicted copy 2026-11-26 120000).ron",
            "talks.sync-conflict-20261126-120000-ABCDEFG.ron",
            "talks_conflict-20261126-120000.ron",
        ] {
            assert!(is_conflict_copy(name, "talks.ron"), "{name}");
        }
        for name in ["talks.ron", "talks two.ron", "conflicted copy.ron", "talks conflicted copy.txt", "talk.ron"] {
            assert!(!is_conflict_copy(name, "talks.ron"), "{name}");
        }
    }
}
