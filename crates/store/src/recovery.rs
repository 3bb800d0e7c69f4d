//! Recovery after a crash: reads journals and says what was recovered.

use std::{
    fs,
    path::{Path, PathBuf},
};

use standpoint_core::{
    edit::{Edit, History},
    model::Project,
    wording::counted,
};

use super::{
    OpenError,
    journal::record::{self, JournalContents, JournalEntry, JournalRecord},
    lock::LockHolder,
    state::StateName,
};

/// What was found beside a project when it was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// How many unsaved edits were replayed.
    pub n_edits: usize,
    /// Whether the last edit was not completely written, and is lost.
    pub is_torn: bool,
    /// Who had the project open and did not close it.
    pub died: Option<LockHolder>,
    /// A journal for a different version of the file, kept under this name.
    pub strange: Option<PathBuf>,
    /// What else a person should know.
    pub warnings: Vec<String>,
}

impl Recovered {
    /// Says what a person should know; `None` if there is nothing to say.
    pub fn in_words(&self) -> Option<String> {
        let mut words = Vec::new();
        if self.n_edits > 0 {
            let n = counted(self.n_edits, "edit");
            let were = if self.n_edits == 1 { "was" } else { "were" };
            words.push(format!("{n} that had not been saved {were} recovered from the journal."));
        }
        if self.is_torn {
            words.push("The last edit before the crash had not been written whole and is lost.".to_owned());
        }
        if let (Some(holder), 0) = (&self.died, self.n_edits) {
            words.push(format!("The project was not closed by {holder}; everything in it had been saved."));
        }
        if let Some(path) = &self.strange {
            let path = path.display();
            words.push(format!(
                "There are unsaved edits that follow another state of this file. They were not applied, and are kept in {path}."
            ));
        }
        words.extend(self.warnings.iter().cloned());
        (!words.is_empty()).then(|| words.join("\n"))
    }
}

/// A journal found in a recovery folder.
#[derive(Debug)]
pub(super) struct FoundJournal {
    pub path: PathBuf,
    pub contents: JournalContents,
    n_bytes: u64,
}

/// The journals of a project that hold at least one record.
pub(super) fn journals(folders: impl Iterator<Item = PathBuf>) -> Vec<FoundJournal> {
    let read = |folder: PathBuf| {
        let path = folder.join("journal");
        let bytes = fs::read(&path).ok()?;
        let contents = record::read(&bytes)?;
        Some(FoundJournal { path, contents, n_bytes: bytes.len() as u64 })
    };
    folders.filter_map(read).collect()
}

/// The number of the last edit that `state` contains; `None` if the journal follows a different state.
fn saved_through(contents: &JournalContents, state: StateName) -> Option<u64> {
    // If there is a mark, a save replaced the file but had no time to restart the journal.
    let marked = contents.records.iter().rev().find_map(|record| match &record.entry {
        JournalEntry::Saving { state: saved, through } if *saved == state => Some(*through),
        _ => None,
    });
    marked.or((contents.base == state).then_some(0))
}

/// The edits made after `state`; `None` if the journal follows a different state.
fn edits_since(contents: &JournalContents, state: StateName) -> Option<impl Iterator<Item = &JournalRecord>> {
    let through = saved_through(contents, state)?;
    let leads_on = move |record: &&JournalRecord| record.sequence > through && record.is_edit();
    Some(contents.records.iter().filter(leads_on))
}

/// The result of replaying a journal.
pub(super) struct ReplayedJournal {
    pub history: History,
    /// The records that were replayed.
    pub records: Vec<JournalRecord>,
    /// The journal and its length in bytes, if it holds nothing but these records and can be continued.
    pub whole: Option<(PathBuf, u64)>,
}

/// Replays the journal that follows the state of the file, and returns the resulting history with the records used.
///
/// # Errors
/// Fails if the file could not be read and no journal holds the whole project.
pub(super) fn lead_on(
    read: Result<Project, OpenError>,
    state: StateName,
    journals: &mut [FoundJournal],
    found: &mut Recovered,
) -> Result<ReplayedJournal, OpenError> {
    let n_following = |journal: &FoundJournal| edits_since(&journal.contents, state).map_or(0, Iterator::count);
    let longest = journals.iter_mut().max_by_key(|journal| n_following(journal));
    let Some(journal) = longest.filter(|journal| n_following(journal) > 0) else {
        return Ok(ReplayedJournal { history: History::new(read?), records: Vec::new(), whole: None });
    };
    let edits = edits_since(&journal.contents, state).into_iter().flatten();
    let brings_project = matches!(
        edits.peekable().peek(),
        Some(JournalRecord { entry: JournalEntry::Edit { edit: Edit::Replace(_), .. }, .. })
    );
    let project = match read {
        Ok(project) => Some(project),
        Err(_) if brings_project => None,
        Err(error) => return Err(error),
    };
    let n_before = usize::from(project.is_none());
    let n_records = journal.contents.records.len();
    let records = take_edits(&mut journal.contents, state);
    let (history, n_taken) = replay(project, &records).expect("without a project the first record brings one");
    let contents = &journal.contents;
    found.n_edits = n_taken;
    found.is_torn = contents.broken_line.is_some();
    let is_cut = n_before + n_taken < records.len();
    if is_cut || (found.is_torn && !contents.is_only_torn) {
        let line = contents.broken_line.map_or(String::new(), |line| format!(" in line {line}"));
        let kept =
            copy_aside(&journal.path).map_or(String::new(), |path| format!("; a copy is kept in {}", path.display()));
        found.warnings.push(format!("The journal is damaged{line}; the edits before that place were recovered{kept}."));
    }
    let is_whole = !found.is_torn && !is_cut && records.len() == n_records && contents.base == state;
    let whole = is_whole.then(|| (journal.path.clone(), journal.n_bytes));
    let taken = records.into_iter().take(n_before + n_taken).collect();
    Ok(ReplayedJournal { history, records: taken, whole })
}

/// Removes the edits made after `state` from a journal and returns them; its other fields stay.
pub(super) fn take_edits(contents: &mut JournalContents, state: StateName) -> Vec<JournalRecord> {
    let Some(through) = saved_through(contents, state) else { return Vec::new() };
    contents.records.extract_if(.., |record| record.sequence > through && record.is_edit()).collect()
}

/// Replays the edits on the project as its file holds it, or else on the project that the first edit brings. Returns
/// the history and the number of edits replayed; `None` if there is no project to start from.
pub(super) fn replay(project: Option<Project>, records: &[JournalRecord]) -> Option<(History, usize)> {
    let mut records = records.iter();
    let mut history = match project {
        Some(project) => History::new(project),
        None => match &records.next()?.entry {
            JournalEntry::Edit { edit: Edit::Replace(project), .. } => History::unsaved(Project::clone(project)),
            _ => return None,
        },
    };
    let mut n_taken = 0;
    for record in records {
        let JournalEntry::Edit { label, gesture, edit } = &record.entry else { continue };
        if history.apply(label, gesture.clone(), edit.clone()).is_err() {
            break;
        }
        n_taken += 1;
    }
    Some((history, n_taken))
}

/// Removes the journals whose edits the journal at `current` holds by now, and sets aside those that follow a different
/// state of the file.
pub(super) fn clear_away(journals: Vec<FoundJournal>, current: Option<&Path>, state: StateName, found: &mut Recovered) {
    for FoundJournal { path, contents, .. } in journals {
        if saved_through(&contents, state).is_none() {
            found.strange = put_aside(&path);
        } else if current != Some(&path) {
            fs::remove_file(path).ok();
        }
    }
}

/// Renames a journal to a unique name, so that it is never overwritten.
pub(super) fn put_aside(path: &Path) -> Option<PathBuf> {
    let aside = aside(path);
    fs::rename(path, &aside).ok().map(|()| aside)
}

fn copy_aside(path: &Path) -> Option<PathBuf> {
    let aside = aside(path);
    fs::copy(path, &aside).ok().map(|_| aside)
}

fn aside(path: &Path) -> PathBuf {
    path.with_file_name(format!("journal-{}", jiff::Timestamp::now().strftime("%Y-%m-%dT%H-%M-%S%.3fZ")))
}
