//! Projects that were never saved, as a crash left them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    lock::{Lock, LockOutcome, Respect},
    recovery,
    session::Machine,
    state::StateName,
};

/// A project that was never saved and is not open anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftBehind {
    /// Its folder, for [`super::Session::recovered`].
    pub folder: PathBuf,
    pub title: String,
    pub n_articles: usize,
    pub n_highlights: usize,
    /// When it was changed last.
    pub changed: Option<Timestamp>,
}

/// Every project that was never saved and has no running program, latest first.
pub fn left_behind(machine: &Machine) -> Vec<LeftBehind> {
    let Ok(entries) = fs::read_dir(machine.folders.unsaved()) else { return Vec::new() };
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let mut left: Vec<LeftBehind> = folders.filter_map(|folder| look(&folder)).collect();
    left.sort_by_key(|left| std::cmp::Reverse(left.changed));
    left
}

fn look(folder: &Path) -> Option<LeftBehind> {
    // Held for as long as this looks, so that nobody opens it meanwhile; nothing if somebody has it.
    let Ok(LockOutcome::Ours { lock, .. }) = Lock::take(folder, Respect::AllHolders) else { return None };
    let mut found = recovery::journals(std::iter::once(folder.to_owned()));
    let Some(journal) = found.first_mut() else {
        // The crash came before the first edit. The folder goes only if it is empty.
        drop(lock);
        fs::remove_dir(folder).ok();
        return None;
    };
    let records = recovery::take_edits(&mut journal.contents, StateName::NEVER_SAVED);
    let (history, _) = recovery::replay(None, &records)?;
    let project = history.project();
    let changed = fs::metadata(folder.join("journal")).and_then(|metadata| metadata.modified()).ok();
    Some(LeftBehind {
        folder: folder.to_owned(),
        title: project.title.clone(),
        n_articles: project.articles.len(),
        n_highlights: project.n_highlights(),
        changed: changed.and_then(|time| Timestamp::try_from(time).ok()),
    })
}

/// Removes what was left of a project that nobody wants any more.
///
/// # Errors
/// If it cannot be removed.
pub fn discard(left: &LeftBehind) -> std::io::Result<()> {
    fs::remove_dir_all(&left.folder)
}
