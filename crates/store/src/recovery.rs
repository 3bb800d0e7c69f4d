//! Recovery after a crash: reads journals and says what was recovered.

use std::{
    ffi::{OsStr, OsString},
    io::{BufReader, Read as _},
    path::PathBuf,
};

use standpoint_core::{
    edit::{Edit, History},
    model::Project,
    wording::{counted, shown},
};

use super::{
    OpenError,
    files::Folder,
    journal::{
        JOURNAL, MAX_JOURNAL_BYTES,
        record::{self, JournalContents, JournalEntry, JournalRecord},
    },
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
    /// Whose lock was taken over.
    pub taken_from: Option<LockHolder>,
    /// A journal for a different version of the file, kept under this name.
    pub strange: Option<PathBuf>,
    /// Another file that carries the same project, if that is news.
    pub copy_of: Option<PathBuf>,
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
        if let Some(holder) = &self.taken_from {
            words.push(format!("The lock of {holder} was taken over. Their unsaved edits, if any, were kept aside."));
        }
        if let (Some(holder), 0) = (&self.died, self.n_edits) {
            words.push(format!("The project was not closed by {holder}; everything in it had been saved."));
        }
        if let Some(path) = &self.strange {
            let path = shown(path.display());
            words.push(format!(
                "There are unsaved edits that follow another state of this file. They were not applied, and are kept in {path}."
            ));
        }
        if let Some(path) = &self.copy_of {
            let path = shown(path.display());
            words.push(format!(
                "{path} is the same project: one of the two is a copy. If both are to be worked on, make this one a \
                 project of its own."
            ));
        }
        words.extend(self.warnings.iter().map(|warning| shown(warning).to_string()));
        (!words.is_empty()).then(|| words.join("\n"))
    }
}

/// A journal found in a recovery folder.
#[derive(Debug)]
pub(super) struct FoundJournal {
    pub folder: Folder,
    pub contents: JournalContents,
    /// The number of its last record.
    last: u64,
    n_bytes: u64,
}

impl FoundJournal {
    /// Reads the journal in a folder; `None` if there is none with at least one record.
    pub fn in_folder(folder: Folder) -> Option<Self> {
        let file = folder.open(OsStr::new(JOURNAL)).ok()?;
        let (contents, n_bytes) = record::read_from(BufReader::new(file.take(MAX_JOURNAL_BYTES))).ok()??;
        let last = contents.records.last().map_or(0, |record| record.sequence);
        Some(Self { folder, contents, last, n_bytes })
    }

    /// The state that its edits follow, and the number of the last of them.
    fn reach(&self) -> (StateName, u64) {
        (self.contents.base, self.last)
    }

    /// Returns whether it holds edits that follow `state`, or had held them until they were saved as `state`.
    pub fn leads_to(&self, state: StateName) -> bool {
        saved_through(&self.contents, state).is_some()
    }
}

/// The journals of a project that hold at least one record.
pub(super) fn journals(folders: impl IntoIterator<Item = Folder>) -> Vec<FoundJournal> {
    folders.into_iter().filter_map(FoundJournal::in_folder).collect()
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
    /// The folder of the journal and its length in bytes, if it holds nothing but these records and can be continued.
    pub whole: Option<(Folder, u64)>,
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
            copy_aside(&journal.folder).map_or(String::new(), |path| format!("; a copy is kept in {}", path.display()));
        found.warnings.push(format!("The journal is damaged{line}; the edits before that place were recovered{kept}."));
    }
    let is_whole = !found.is_torn && !is_cut && records.len() == n_records && contents.base == state;
    let whole = is_whole.then(|| (journal.folder.clone(), journal.n_bytes));
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

/// Removes the journals whose edits the journal in `current` holds by now, and sets aside those that follow a different
/// state of the file.
pub(super) fn clear_away(
    journals: Vec<FoundJournal>,
    current: Option<&Folder>,
    state: StateName,
    found: &mut Recovered,
) {
    // A journal that moved to another folder left its beginning behind.
    let leads_on: Vec<(StateName, u64)> =
        journals.iter().filter(|journal| journal.leads_to(state)).map(FoundJournal::reach).collect();
    for journal in journals {
        let (base, last) = journal.reach();
        let is_beginning = leads_on.iter().any(|&(other, reached)| other == base && reached >= last);
        if !journal.leads_to(state) && !is_beginning {
            found.strange = put_aside(&journal.folder);
        } else if current.is_none_or(|current| !current.is_same(&journal.folder)) {
            journal.folder.remove(OsStr::new(JOURNAL)).ok();
        }
    }
}

/// Renames a journal to a unique name, so that it is never overwritten.
pub(super) fn put_aside(folder: &Folder) -> Option<PathBuf> {
    let aside = aside();
    folder.rename(OsStr::new(JOURNAL), folder, &aside).ok().map(|()| folder.path().join(aside))
}

fn copy_aside(folder: &Folder) -> Option<PathBuf> {
    let aside = aside();
    folder.keep_copy(OsStr::new(JOURNAL), folder, &aside).ok().map(|()| folder.path().join(aside))
}

fn aside() -> OsString {
    OsString::from(format!("journal-{}", jiff::Timestamp::now().strftime("%Y-%m-%dT%H-%M-%S%.3fZ")))
}
