//! Projects that were never saved and were left by a crash.

use std::{ffi::OsStr, path::PathBuf};

use jiff::Timestamp;

use super::{
    files::{self, Folder},
    journal::JOURNAL,
    lock::{Lock, LockHolder, LockOutcome, Respect},
    machine::Machine,
    recovery,
    recovery_folder::clear_leftovers,
    state::StateName,
};

/// A project that was never saved and is not open anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its recovery folder, to be passed to [`super::Session::recovered`].
    pub folder: PathBuf,
    /// Its title; may be empty.
    pub title: String,
    /// The number of its articles.
    pub n_articles: usize,
    /// The number of its highlights.
    pub n_highlights: usize,
    /// When it was last changed, if the file system says so.
    pub changed: Option<Timestamp>,
    /// The other computer that has it locked, which may be this one under a previous name.
    pub holder: Option<LockHolder>,
}

/// Returns every project that was never saved and is not open in a program running on this computer, latest first.
pub fn left_behind(machine: &Machine) -> Vec<LeftBehind> {
    let Ok(folder) = Folder::named(&machine.folders.unsaved()) else { return Vec::new() };
    let names = folder.names().unwrap_or_default();
    let mut left: Vec<LeftBehind> = names.iter().filter_map(|name| look(&folder, name, machine)).collect();
    left.sort_by_key(|left| std::cmp::Reverse(left.changed));
    left
}

fn look(unsaved: &Folder, name: &OsStr, machine: &Machine) -> Option<LeftBehind> {
    let folder = unsaved.subfolder(name).ok()?;
    // The lock is held meanwhile, so that nobody opens the project.
    let (lock, holder) = match Lock::take(&folder, Respect::AllHolders, None).ok()? {
        LockOutcome::Ours { lock, .. } => (Some(lock), None),
        LockOutcome::Theirs(Some(holder)) if !holder.is_on_this_machine() => (None, Some(holder)),
        LockOutcome::Theirs(_) => return None,
    };
    let mut found = recovery::journals(std::iter::once(folder.clone()));
    let Some(journal) = found.first_mut() else {
        // The crash came before the first edit. The folder is removed only if it is empty.
        if lock.is_some() {
            clear_leftovers(&folder, &*machine.disk);
            drop((lock, folder));
            unsaved.remove_if_empty(name).ok();
        }
        return None;
    };
    let records = recovery::take_edits(&mut journal.contents, StateName::NEVER_SAVED);
    let (history, _) = recovery::replay(None, &records)?;
    let project = history.project();
    let metadata = folder.open(OsStr::new(JOURNAL)).and_then(|file| file.metadata());
    let changed = metadata.and_then(|metadata| metadata.modified()).ok();
    Some(LeftBehind {
        folder: folder.path().to_owned(),
        title: project.title.clone(),
        n_articles: project.articles.len(),
        n_highlights: project.n_highlights(),
        changed: changed.and_then(|time| Timestamp::try_from(time).ok()),
        holder,
    })
}

/// Deletes the files of a project that nobody wants any more.
///
/// # Errors
/// Fails if its folder cannot be deleted.
pub fn discard(left: &LeftBehind) -> std::io::Result<()> {
    let (unsaved, name) = files::folder_and_name(&left.folder).ok_or(std::io::ErrorKind::InvalidFilename)?;
    Folder::named(unsaved)?.remove_with_content(name)
}
