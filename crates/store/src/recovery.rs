//! Recovery after a crash: reads journals and reports what was recovered.

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
    files::{FileKind, Folder},
    journal::{
        JOURNAL, MAX_JOURNAL_BYTES,
        record::{self, JournalContents, JournalEntry, JournalRecord},
    },
    lock::LockHolder,
    save::in_words,
    state::StateName,
};

/// Everything that was found beside a project when it was opened.
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
    /// Another file with the same project, if that is news.
    pub copy_of: Option<PathBuf>,
    /// Files in the project's previous place that somebody else has locked.
    pub in_use: Option<LeftInUse>,
    /// Further messages.
    pub warnings: Vec<String>,
}

/// Unsaved edits and backups of a project that somebody else has locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftInUse {
    /// The recovery folder that contains them.
    pub folder: PathBuf,
    /// Who has it locked, if that is known.
    pub holder: Option<LockHolder>,
}

impl LeftInUse {
    /// Returns whether it can be taken over, because the holder is another computer, or this one under a previous name.
    pub fn can_be_taken_over(&self) -> bool {
        self.holder.as_ref().is_some_and(|holder| !holder.is_on_this_machine())
    }

    /// Says what was found, and where.
    pub fn in_words(&self) -> String {
        let holder = in_words(self.holder.as_ref());
        let folder = shown(self.folder.display());
        format!(
            "There are unsaved edits or backups of this project in {folder}. They were left alone because they are locked by {holder}."
        )
    }
}

impl Recovered {
    /// Returns a message about everything worth knowing; `None` if there is nothing to report.
    pub fn in_words(&self) -> Option<String> {
        let mut words = Vec::new();
        if self.n_edits > 0 {
            let n = counted(self.n_edits, "edit");
            let were = if self.n_edits == 1 { "was" } else { "were" };
            words.push(format!("{n} that had not been saved {were} recovered from the journal."));
        }
        if self.is_torn {
            words.push("The last edit before the crash was only partly written and is lost.".to_owned());
        }
        if let Some(holder) = &self.taken_from {
            words.push(format!("The lock of {holder} was taken over. Their unsaved edits, if any, were set aside."));
        }
        if let (Some(holder), 0) = (&self.died, self.n_edits) {
            words.push(format!("The project was not closed by {holder}; everything in it had been saved."));
        }
        if let Some(path) = &self.strange {
            let path = shown(path.display());
            words.push(format!(
                "There are unsaved edits to a different version of this file. They were not applied, and are kept in \
                 {path}."
            ));
        }
        if let Some(path) = &self.copy_of {
            let path = shown(path.display());
            words.push(format!(
                "{path} is the same project: one of the two is a copy. To work on both, make this one a project of \
                 its own."
            ));
        }
        words.extend(self.in_use.as_ref().map(LeftInUse::in_words));
        words.extend(self.warnings.iter().map(|warning| shown(warning).to_string()));
        (!words.is_empty()).then(|| words.join("\n"))
    }
}

/// A journal found in a recovery folder.
#[derive(Debug)]
pub(super) struct FoundJournal {
    pub folder: Folder,
    pub contents: JournalContents,
    n_bytes: u64,
}

impl FoundJournal {
    /// Reads the journal in a folder; `None` if there is none with at least one record.
    pub fn in_folder(folder: Folder) -> Option<Self> {
        let file = folder.open(OsStr::new(JOURNAL)).ok()?;
        let (contents, n_bytes) = record::read_from(BufReader::new(file.take(MAX_JOURNAL_BYTES))).ok()??;
        Some(Self { folder, contents, n_bytes })
    }

    /// Reads the journal in a folder if it has edits that follow `state`, or had them until they were saved as `state`.
    pub fn leading_to(state: StateName, folder: &Folder) -> Option<Self> {
        let file = folder.open(OsStr::new(JOURNAL)).ok()?;
        let leads_on = record::leads_to(BufReader::new(file.take(MAX_JOURNAL_BYTES)), state).ok()?;
        let journal = Self::in_folder(folder.clone()).filter(|_| leads_on)?;
        saved_through(&journal.contents, state).map(|_| journal)
    }
}

/// Returns the journals of a project that have at least one record.
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
    /// The folder of the journal and its length in bytes, if it contains only these records and can be continued.
    pub whole: Option<(Folder, u64)>,
    /// The version that the replayed journal started from, and the checksums of all its edits.
    pub origin: Option<(StateName, Vec<u64>)>,
}

/// Replays the journal that follows the version of the file, and returns the resulting history with the records used.
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
    // The first journal with any edits, which is the one beside the project, unless another one continues it.
    let mut chosen: Option<usize> = None;
    for (index, journal) in journals.iter().enumerate().filter(|(_, journal)| n_following(journal) > 0) {
        let goes_on = chosen.is_none_or(|chosen| {
            let (before, sums) = (&journals[chosen].contents, &journal.contents.sums);
            before.base == journal.contents.base && sums.len() > before.sums.len() && sums.starts_with(&before.sums)
        });
        chosen = if goes_on { Some(index) } else { chosen };
    }
    let Some(journal) = chosen.map(|chosen| &mut journals[chosen]) else {
        return Ok(ReplayedJournal { history: History::new(read?), records: Vec::new(), whole: None, origin: None });
    };
    let origin = Some((journal.contents.base, journal.contents.sums.clone()));
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
    Ok(ReplayedJournal { history, records: taken, whole, origin })
}

/// Removes the edits made after `state` from a journal and returns them; its other fields stay.
pub(super) fn take_edits(contents: &mut JournalContents, state: StateName) -> Vec<JournalRecord> {
    let Some(through) = saved_through(contents, state) else { return Vec::new() };
    contents.records.extract_if(.., |record| record.sequence > through && record.is_edit()).collect()
}

/// Replays the edits on the project in the file, or on the project in the first edit. Returns the history and the
/// number of edits replayed; `None` if there is no project to start from.
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

/// Sets aside the journals with edits that are neither in the file nor in the replayed journal. Returns the others,
/// which can be removed once the replayed edits are on disk again.
pub(super) fn set_others_aside(
    journals: Vec<FoundJournal>,
    origin: Option<&(StateName, Vec<u64>)>,
    state: StateName,
    found: &mut Recovered,
) -> Vec<FoundJournal> {
    let (covered, others): (Vec<FoundJournal>, Vec<FoundJournal>) = journals.into_iter().partition(|journal| {
        let contents = &journal.contents;
        // The replayed edits were removed from their journal.
        let is_saved = edits_since(contents, state).is_some_and(|mut edits| edits.next().is_none());
        is_saved || origin.is_some_and(|(base, sums)| *base == contents.base && sums.starts_with(&contents.sums))
    });
    for journal in others {
        found.put_aside(&journal.folder);
    }
    covered
}

/// Removes journals, except the one in `current`.
pub(super) fn clear_away(journals: Vec<FoundJournal>, current: Option<&Folder>) {
    for FoundJournal { folder, .. } in journals {
        if current.is_none_or(|current| !current.is_same(&folder)) {
            folder.remove(OsStr::new(JOURNAL)).ok();
        }
    }
}

impl Recovered {
    /// Sets a journal aside and reports it. The edits of the first one are offered, as far as they fit.
    pub(super) fn put_aside(&mut self, folder: &Folder) {
        let Some(path) = put_aside(folder) else {
            let path = folder.path().join(JOURNAL);
            self.warnings.push(format!("{}: these edits were not applied and cannot be set aside.", path.display()));
            return;
        };
        if self.strange.is_none() {
            self.strange = Some(path);
        } else {
            self.warnings.push(format!("More edits that were not applied are kept in {}.", path.display()));
        }
    }

    /// Sets aside a file with the name of a journal that contains nothing readable, so that it is not replaced.
    fn set_unreadable_aside(&mut self, folder: &Folder) {
        let name = OsStr::new(JOURNAL);
        if !matches!(folder.kind(name), Ok(Some(FileKind::File))) {
            return;
        }
        let n_bytes = folder.open(name).and_then(|file| file.metadata()).map(|metadata| metadata.len());
        // One that was just begun holds no edit yet.
        if n_bytes.is_ok_and(|n_bytes| n_bytes <= record::HEADER.len() as u64) {
            return;
        }
        let kept = put_aside(folder).unwrap_or_else(|| folder.path().join(JOURNAL));
        self.warnings.push(format!(
            "There is a journal that cannot be read, so the edits in it were not recovered. It is kept in {}.",
            kept.display()
        ));
    }

    /// Reads the journals of a project that is opened to be changed.
    pub(super) fn journals(&mut self, folders: Vec<Folder>) -> Vec<FoundJournal> {
        let mut found = Vec::new();
        for folder in folders {
            match FoundJournal::in_folder(folder.clone()) {
                Some(journal) => found.push(journal),
                None => self.set_unreadable_aside(&folder),
            }
        }
        found
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
