//! A project open for editing: its history, its file, its lock and its journal.
//!
//! Every change goes through here, from the window and from the command line alike: it is applied to the history and
//! handed to the journal. Opening and saving can run on any thread; their results are passed back here.

use std::{
    borrow::Cow,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use uuid::Uuid;

use standpoint_core::{
    edit::{Edit, EditError, Gesture, History},
    model::Project,
};

use super::{
    OpenError,
    backups::{Backup, USUAL_BACKUPS},
    journal::{
        Journal, JournalLocation, JournalStart,
        record::{self, JournalEntry, JournalRecord},
    },
    lock::{Lock, LockOutcome, Respect},
    machine::{Machine, backups_of, holder, journal_location},
    recovery::{self, Recovered, ReplayedJournal},
    save::{self, Overwrite, SaveJob, SaveTarget, Saved},
    state::{FileState, StateName},
};

/// What a project is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To edit it, unless somebody else does.
    Change,
    /// To edit it even though a program on another computer, which may have died long ago, has it open.
    ChangeAnyway,
    /// To look at it, whoever has it open. Nothing is locked and nothing is journaled.
    ReadOnly,
}

/// A project open in this program.
#[derive(Debug)]
pub struct Session {
    machine: Machine,
    history: History,
    /// `None` until the project is first saved.
    path: Option<PathBuf>,
    /// The state of its file when it was last read or written.
    known: Option<FileState>,
    recovery: PathBuf,
    /// `None` if the project is open read-only.
    write_access: Option<WriteAccess>,
    /// Whether unsaved edits are dropped when the session ends.
    is_given_up: bool,
}

/// Why a change was not made. The project is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The project is open read-only.
    #[error("the project is open for reading only; “Save as…” makes a copy that can be changed")]
    ReadOnly,
    /// The edit does not fit the project.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The file holds no readable edits.
    #[error("{}: there is no edit in it that can be read", .0.display())]
    NoJournal(PathBuf),
}

/// What a session needs to change its project.
#[derive(Debug)]
struct WriteAccess {
    journal: Journal,
    /// `None` if no lock is available, which the warning shown on opening says.
    lock: Option<Lock>,
}

impl Session {
    /// Opens a project and replays the unsaved edits in its journal.
    ///
    /// # Errors
    /// Fails if the file cannot be read as a sound project, or if somebody else has it open for editing.
    pub fn open(path: &Path, access: Access, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        let path = path.canonicalize().map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
        let mut found = Recovered::default();
        let (recovery, lock) = match access {
            Access::ReadOnly => (machine.folders.elsewhere(&path), None),
            Access::Change => take_lock(&path, Respect::AllHolders, machine, &mut found)?,
            Access::ChangeAnyway => take_lock(&path, Respect::RunningHere, machine, &mut found)?,
        };
        let mut journals = match access {
            // The unsaved edits of another running program are none of our business.
            Access::ReadOnly if holder(&path, machine).is_some() => Vec::new(),
            _ => recovery::journals(machine.folders.all_recovery_of(&path)),
        };
        let read = super::read_file(&path).and_then(|(content, known)| {
            let read = super::from_bytes(&path, Cow::Owned(content)).and_then(super::sound);
            Ok((known, recovery::lead_on(read, known.name, &mut journals, &mut found)?))
        });
        let (known, ReplayedJournal { history, records, whole }) = match read {
            Ok(read) => read,
            Err(error) => {
                // Leave nothing beside a file that was not opened.
                drop(lock);
                fs::remove_dir(&recovery).ok();
                return Err(error);
            }
        };
        let write_access = (access != Access::ReadOnly).then(|| {
            let place = journal_location(&recovery, &path, machine);
            let current = (!records.is_empty()).then(|| recovery.join("journal"));
            let beginning = match whole {
                Some((path, n_bytes)) if current.as_ref() == Some(&path) => {
                    JournalStart::There { records, path, n_bytes }
                }
                _ if records.is_empty() => JournalStart::Empty,
                _ => JournalStart::AtOnce(records),
            };
            let journal = Journal::begin(Arc::clone(&machine.disk), place, known.name, beginning);
            // The old journals are removed only once their edits are on disk again.
            if journal.flush().is_ok() {
                recovery::clear_away(journals, current.as_deref(), known.name, &mut found);
            }
            WriteAccess { journal, lock }
        });
        let session = Self {
            machine: machine.clone(),
            history,
            path: Some(path),
            known: Some(known),
            recovery,
            write_access,
            is_given_up: false,
        };
        Ok((session, found))
    }

    /// Opens a repaired project in place of its file, which breaks rules. The file stays unchanged until the project is
    /// saved.
    ///
    /// # Errors
    /// Fails if the file is gone, or if somebody else has it open for editing.
    pub fn mended(path: &Path, project: Project, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        let path = path.canonicalize().map_err(|source| OpenError::Io { path: path.to_owned(), source })?;
        let mut found = Recovered::default();
        let (recovery, lock) = take_lock(&path, Respect::AllHolders, machine, &mut found)?;
        let (_, known) = super::read_file(&path)?;
        for journal in recovery::journals(machine.folders.all_recovery_of(&path)) {
            found.strange = recovery::put_aside(&journal.path);
        }
        let beginning = JournalStart::AtOnce(vec![whole(&project, "Mend the file")]);
        let journal = Journal::begin(
            Arc::clone(&machine.disk),
            journal_location(&recovery, &path, machine),
            known.name,
            beginning,
        );
        let session = Self {
            machine: machine.clone(),
            history: History::unsaved(project),
            path: Some(path),
            known: Some(known),
            recovery,
            write_access: Some(WriteAccess { journal, lock }),
            is_given_up: false,
        };
        Ok((session, found))
    }

    /// Starts with a project that is in no file. Its journal is kept in the program’s own folder.
    pub fn unsaved(project: Project, machine: &Machine) -> Self {
        let recovery = machine.folders.unsaved().join(Uuid::now_v7().to_string());
        let beginning = JournalStart::WithFirstEdit(Box::new(whole(&project, "Start")));
        let lock = match Lock::take(&recovery, Respect::AllHolders) {
            Ok(LockOutcome::Ours { lock, .. }) => Some(lock),
            // Nobody else knows of this folder, and if it cannot be written, the journal reports that.
            _ => None,
        };
        Self::in_no_file(History::new(project), recovery, lock, beginning, machine)
    }

    /// Opens what a crash left of a project that was never saved; `recovery` is its folder.
    ///
    /// # Errors
    /// Fails if another window has it open, or if nothing in it can be read.
    pub fn recovered(recovery: &Path, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        let path = recovery.join("journal");
        let lock = match Lock::take(recovery, Respect::AllHolders) {
            Ok(LockOutcome::Ours { lock, .. }) => Some(lock),
            Ok(LockOutcome::Theirs(holder)) => return Err(OpenError::Locked { path, holder }),
            Err(_) => None,
        };
        let mut found = recovery::journals(std::iter::once(recovery.to_owned()));
        let contents = found.first_mut().map(|found| &mut found.contents);
        let records = contents.map_or(Vec::new(), |contents| recovery::take_edits(contents, StateName::NEVER_SAVED));
        let (history, n_taken) = recovery::replay(None, &records).ok_or(OpenError::NothingLeft { path })?;
        // The first record is the project itself.
        let records = records.into_iter().take(n_taken + 1).collect();
        let beginning = JournalStart::AtOnce(records);
        let session = Self::in_no_file(history, recovery.to_owned(), lock, beginning, machine);
        Ok((session, Recovered { n_edits: n_taken, ..Recovered::default() }))
    }

    fn in_no_file(
        history: History,
        recovery: PathBuf,
        lock: Option<Lock>,
        beginning: JournalStart,
        machine: &Machine,
    ) -> Self {
        let place = JournalLocation { folder: recovery.clone(), otherwise: None };
        let journal = Journal::begin(Arc::clone(&machine.disk), place, StateName::NEVER_SAVED, beginning);
        let write_access = Some(WriteAccess { journal, lock });
        Self { machine: machine.clone(), history, path: None, known: None, recovery, write_access, is_given_up: false }
    }

    /// The project with its undo history.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The project in its present state.
    pub fn project(&self) -> &Project {
        self.history.project()
    }

    /// The project’s file; `None` until it is first saved.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns whether there are edits that no file holds; always `false` if the project is open read-only.
    pub fn has_unsaved_changes(&self) -> bool {
        !self.is_read_only() && self.history.has_unsaved_changes()
    }

    /// Returns whether the project can only be looked at.
    pub fn is_read_only(&self) -> bool {
        self.write_access.is_none()
    }

    /// What keeps the journal from being written, if anything.
    pub fn journal_trouble(&self) -> Option<String> {
        self.write_access.as_ref().and_then(|access| access.journal.trouble())
    }

    /// Applies an edit as one undoable step and hands it to the journal.
    ///
    /// # Errors
    /// Fails if the edit does not fit or the project is open read-only; nothing has changed then.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), ChangeError> {
        let access = self.write_access.as_mut().ok_or(ChangeError::ReadOnly)?;
        let entry = JournalEntry::Edit { label: label.to_owned(), gesture: gesture.clone(), edit: edit.clone() };
        self.history.apply(label, gesture, edit)?;
        access.journal.note(entry);
        self.is_given_up = false;
        Ok(())
    }

    /// Undoes the last step and returns its label; `None` if there is nothing to undo.
    pub fn undo(&mut self) -> Option<String> {
        let entry = self.history.undo_step().map(|(label, edit)| turned(format!("Undo: {label}"), edit))?;
        self.write_access.as_mut()?.journal.note(entry);
        self.history.undo()
    }

    /// Redoes the last undone step and returns its label; `None` if there is nothing to redo.
    pub fn redo(&mut self) -> Option<String> {
        let entry = self.history.redo_step().map(|(label, edit)| turned(label.to_owned(), edit))?;
        self.write_access.as_mut()?.journal.note(entry);
        self.history.redo()
    }

    /// Returns once every edit so far is in the journal on disk.
    ///
    /// # Errors
    /// Fails if the journal cannot be written.
    pub fn flush_journal(&self) -> Result<(), String> {
        self.write_access.as_ref().map_or(Ok(()), |access| access.journal.flush())
    }

    /// Prepares a save to the project’s own file; `None` if it has none yet. Each save must be prepared, run and
    /// finished before the next one, because the journal knows only one snapshot at a time.
    ///
    /// With [`Overwrite::OwnState`], the save fails if another program has changed the file.
    pub fn begin_save(&self, overwrite: Overwrite) -> Option<SaveJob> {
        let path = self.path.clone()?;
        Some(self.job(path, overwrite, SaveTarget::OwnFile))
    }

    /// Prepares a save to another file, which becomes the project’s own when the save is finished.
    pub fn begin_save_as(&self, path: &Path) -> SaveJob {
        let path = save::resolved(path);
        let target = if self.path.as_ref() == Some(&path) { SaveTarget::OwnFile } else { SaveTarget::AnotherFile };
        self.job(path, Overwrite::AnyState, target)
    }

    fn job(&self, path: PathBuf, overwrite: Overwrite, target: SaveTarget) -> SaveJob {
        let (project, state) = self.history.snapshot();
        SaveJob {
            machine: self.machine.clone(),
            known: self.known.filter(|_| overwrite == Overwrite::OwnState),
            is_allowed: self.write_access.is_some() || target == SaveTarget::AnotherFile,
            journal: self.write_access.as_ref().map(|access| access.journal.snapshot()),
            n_backups: USUAL_BACKUPS,
            project,
            state,
            path,
            target,
        }
    }

    /// Accepts the result of a save. From now on the file is the project’s own.
    pub fn finish_save(&mut self, saved: Saved) {
        self.history.mark_saved(saved.state);
        self.known = Some(saved.file);
        let Some(new) = saved.new else { return };
        self.path = Some(saved.path.clone());
        let old_recovery = std::mem::replace(&mut self.recovery, new.recovery);
        if let Some(access) = &mut self.write_access {
            access.lock = new.lock;
        } else {
            let place = journal_location(&self.recovery, &saved.path, &self.machine);
            let disk = Arc::clone(&self.machine.disk);
            let journal = Journal::begin(disk, place, saved.file.name, JournalStart::Empty);
            self.write_access = Some(WriteAccess { journal, lock: new.lock });
        }
        // Removed only if it is empty.
        fs::remove_dir(old_recovery).ok();
    }

    /// Returns a check, to be run on any thread, of whether another program has changed the file; `None` if there is no
    /// file yet.
    pub fn watch(&self) -> Option<FileWatch> {
        Some(FileWatch { path: self.path.clone()?, known: self.known? })
    }

    /// Replaces the project with the version that another program wrote into the file, as an undoable step.
    ///
    /// # Errors
    /// Fails if the project is open read-only, or if `theirs` breaks a rule.
    pub fn reload(&mut self, theirs: Project, file: FileState) -> Result<(), ChangeError> {
        self.apply("Reload the file", Gesture::Single, Edit::Replace(Box::new(theirs)))?;
        self.known = Some(file);
        let (_, state) = self.history.snapshot();
        self.history.mark_saved(state);
        if let (Some(access), Some(path)) = (&self.write_access, &self.path) {
            // If the journal cannot be restarted, its trouble is shown, and the next save restarts it.
            access.journal.snapshot().renew(file.name, journal_location(&self.recovery, path, &self.machine)).ok();
        }
        Ok(())
    }

    /// The backups of the project, newest first.
    pub fn backups(&self) -> Vec<Backup> {
        self.path.iter().flat_map(|path| backups_of(path, &self.machine)).collect()
    }

    /// Discards the unsaved edits when the session ends, unless another edit follows.
    pub fn give_up(&mut self) {
        self.is_given_up = true;
    }

    /// Applies the edits of a journal that fit, each as a step of its own, although they were made on a different
    /// version of the file. Returns how many fitted and how many did not.
    ///
    /// # Errors
    /// Fails if the project is open read-only, or if nothing in the journal can be read.
    pub fn take_in(&mut self, journal: &Path) -> Result<(usize, usize), ChangeError> {
        if self.is_read_only() {
            return Err(ChangeError::ReadOnly);
        }
        let contents = fs::read(journal).ok().and_then(|bytes| record::read(&bytes));
        let contents = contents.ok_or_else(|| ChangeError::NoJournal(journal.to_owned()))?;
        let (mut n_fitting, mut n_left) = (0, 0);
        for record in contents.records {
            let JournalEntry::Edit { label, gesture, edit } = record.entry else { continue };
            match self.apply(&label, gesture, edit) {
                Ok(()) => n_fitting += 1,
                Err(_) => n_left += 1,
            }
        }
        Ok((n_fitting, n_left))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let Some(access) = self.write_access.take() else { return };
        if self.is_given_up || !self.history.has_unsaved_changes() {
            access.journal.discard();
        }
        drop(access);
        // Removed only if it is empty, so a project without backups leaves nothing behind.
        fs::remove_dir(&self.recovery).ok();
    }
}

/// Checks whether a project file is still as it was last seen.
#[derive(Clone, Debug)]
pub struct FileWatch {
    path: PathBuf,
    known: FileState,
}

impl FileWatch {
    /// Returns whether another program has changed the file. This may take as long as reading the file. A missing file
    /// does not count as changed, since the next save writes it again.
    pub fn sees_change(&self) -> bool {
        self.known.is_still_at(&self.path).is_ok_and(|is_still| !is_still)
    }
}

/// Takes the lock of a project. If no lock is available, `found` gets a warning.
fn take_lock(
    path: &Path,
    respect: Respect,
    machine: &Machine,
    found: &mut Recovered,
) -> Result<(PathBuf, Option<Lock>), OpenError> {
    let recovery = machine.folders.recovery_of(path, &*machine.disk);
    let taken = recovery.and_then(|recovery| Lock::take(&recovery, respect).map(|taken| (recovery, taken)));
    match taken {
        Ok((recovery, LockOutcome::Ours { lock, died })) => {
            found.died = died;
            Ok((recovery, Some(lock)))
        }
        Ok((_, LockOutcome::Theirs(holder))) => Err(OpenError::Locked { path: path.to_owned(), holder }),
        Err(error) => {
            let words = format!("{}: other programs cannot be kept from writing it: {error}", path.display());
            found.warnings.push(words);
            Ok((machine.folders.elsewhere(path), None))
        }
    }
}

/// A record that contains a whole project, for a journal that follows no file.
fn whole(project: &Project, label: &str) -> JournalRecord {
    JournalRecord { sequence: 1, entry: turned(label.to_owned(), &Edit::Replace(Box::new(project.clone()))) }
}

fn turned(label: String, edit: &Edit) -> JournalEntry {
    JournalEntry::Edit { label, gesture: Gesture::Single, edit: edit.clone() }
}
