//! A project open for editing: its history, its file, its lock and its journal.
//!
//! Every change goes through here, from the window and from the command line alike: it is applied to the history and
//! handed to the journal. Opening and saving can run on any thread; their results are passed back here.

mod change;

use std::{
    borrow::Cow,
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
    sync::{Arc, Weak},
    time::Duration,
};

use uuid::Uuid;

pub use change::{MadeSessionChange, SessionChange};

use standpoint_core::{
    edit::{Edit, EditError, Gesture, History, refuse_blank_names, refuse_same_names},
    model::Project,
};

use super::{
    FORMAT, OpenError,
    backups::{Backup, USUAL_BACKUPS},
    files,
    journal::{
        Journal, JournalLocation, JournalStart, JournalTrouble,
        record::{self, JournalEntry, JournalRecord},
    },
    lock::{LockHolder, Respect},
    machine::{Machine, backups_of, holder, journal_location},
    moved::{self, LeftElsewhere},
    place::{OwnFile, ProjectPlace, Whereabouts},
    recovery::{self, Recovered, ReplayedJournal},
    recovery_folder::{RecoveryFolder, RecoveryOutcome, WeakRecoveryFolder},
    save::{Overwrite, SaveJob, Saved},
    state::{FileState, StateName},
    take_over, unfinished,
    watch::WriteWatch,
};

/// What a project is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// To edit it, unless somebody else does.
    Change,
    /// To edit it even though a program on another computer, which may have crashed long ago, has it open. Nothing may
    /// change for [`Machine::take_over_wait`], and the other program's unsaved edits are set aside.
    TakeOver,
    /// To read it, whoever has it open. Nothing is locked and nothing is journaled.
    ReadOnly,
}

/// A project open in this program.
#[derive(Debug)]
pub struct Session {
    machine: Machine,
    history: History,
    /// `None` until the project is first saved.
    file: Option<OwnFile>,
    /// `None` if the project is open read-only.
    write_access: Option<WriteAccess>,
    /// Whether unsaved edits are dropped when the session ends.
    is_given_up: bool,
}

/// Why a change was not made. The project is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// The project is open read-only.
    #[error("the project is open read-only; use “Save as…” to make a copy that can be changed")]
    ReadOnly,
    /// The edit does not fit the project.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The project was changed while a thread made the change.
    #[error("the project was changed meanwhile; try again")]
    Overtaken,
    /// A thread failed to make the change.
    #[error("nothing was changed, because of a fault in the program")]
    Fault,
    /// The file holds no readable edits.
    #[error("{}: there is no edit in it that can be read", .0.display())]
    NoJournal(PathBuf),
}

/// The parts of a session that are needed to change its project.
#[derive(Debug)]
struct WriteAccess {
    journal: Journal,
    recovery: RecoveryFolder,
}

impl Session {
    /// Opens a project and replays the unsaved edits in its journal.
    ///
    /// # Errors
    /// Fails if the file cannot be read as a sound project, if it may not be written, or if somebody else has it open for
    /// editing.
    pub fn open(path: &Path, access: Access, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        if access == Access::ReadOnly {
            return Self::open_to_look(path, machine);
        }
        let mut found = Recovered::default();
        let Opened { place, file, held, recovery } = Opened::to_change(path, access, machine, &mut found)?;
        let path = place.path();
        let own_folders = machine.folders.all_recovery_of(&path);
        let mut journals = found.journals(own_folders);
        if found.taken_from.is_some() {
            for journal in journals.drain(..) {
                found.put_aside(&journal.folder);
            }
        }
        let (content, known) = super::read_file(&place)?;
        let read = super::from_bytes(&path, Cow::Owned(content));
        let on_disk = read.as_ref().ok().map(|content| (content.format, content.project.id));
        let id = on_disk.filter(|(format, _)| *format > 1).map(|(_, id)| id);
        // Listed once, because a folder may hold very many.
        let names = place.folder.names().unwrap_or_default();
        let LeftElsewhere { folders, journals: left_journals, warnings, taken_over, theirs, in_use } =
            moved::look(&place, &names, &file, id, known.name, access, machine);
        journals.extend(left_journals);
        found.warnings.extend(warnings);
        found.taken_from = found.taken_from.or(taken_over);
        found.in_use = in_use;
        for journal in theirs {
            found.put_aside(&journal.folder);
        }
        let read = read.and_then(super::sound);
        let ReplayedJournal { history, records, whole, origin } =
            recovery::lead_on(read, known.name, &mut journals, &mut found)?;
        let covered = recovery::set_others_aside(journals, origin.as_ref(), known.name, &mut found);

        let place_of_journal = journal_location(&recovery, &path, machine);
        let beginning = match whole.filter(|(folder, _)| recovery.is_same(folder)) {
            Some((_, n_bytes)) => JournalStart::There { records, n_bytes },
            None if records.is_empty() => JournalStart::Empty,
            None => JournalStart::AtOnce(records),
        };
        let journal = Journal::begin(Arc::clone(&machine.disk), place_of_journal, known.name, beginning);
        // The old journals are removed only once their edits are on disk again.
        if journal.flush().is_ok() {
            recovery::clear_away(covered, journal.folder().as_ref());
            LeftElsewhere { folders, ..LeftElsewhere::default() }.adopt(&recovery);
        }
        unfinished::clear(&place.folder, &names, &machine.folders);
        if let Some(id) = id {
            found.copy_of = moved::copy_of(&place, &file, id, &machine.folders);
            recovery.remember(&path, id, known.name, &machine.folders);
        }
        found.warnings.extend(moved::conflict_copies(&place, &names, history.project()));
        let format = on_disk.map_or(FORMAT, |(format, _)| format);
        let session = Self {
            machine: machine.clone(),
            history,
            file: Some(OwnFile { path, known, format, held }),
            write_access: Some(WriteAccess { journal, recovery }),
            is_given_up: false,
        };
        Ok((session, found))
    }

    fn open_to_look(path: &Path, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        let place = super::named(path)?;
        let path = place.path();
        let mut found = Recovered::default();
        let mut journals = match holder(&path, machine) {
            // The unsaved edits of another running program are none of our business.
            Some(_) => Vec::new(),
            None => recovery::journals(machine.folders.all_recovery_of(&path)),
        };
        let (content, known) = super::read_file(&place)?;
        let read = super::from_bytes(&path, Cow::Owned(content));
        let format = read.as_ref().map_or(FORMAT, |content| content.format);
        let read = read.and_then(super::sound);
        let ReplayedJournal { history, .. } = recovery::lead_on(read, known.name, &mut journals, &mut found)?;
        let file = Some(OwnFile { path, known, format, held: None });
        let session = Self { machine: machine.clone(), history, file, write_access: None, is_given_up: false };
        Ok((session, found))
    }

    /// Opens a repaired project in place of its file, which breaks rules. The file stays unchanged until the project is
    /// saved.
    ///
    /// # Errors
    /// Fails if the file is gone or may not be written, or if somebody else has it open for editing.
    pub fn repaired(
        path: &Path,
        project: Project,
        access: Access,
        machine: &Machine,
    ) -> Result<(Self, Recovered), OpenError> {
        let mut found = Recovered::default();
        let Opened { place, held, recovery, .. } = Opened::to_change(path, access, machine, &mut found)?;
        let path = place.path();
        let (content, known) = super::read_file(&place)?;
        for journal in recovery::journals(machine.folders.all_recovery_of(&path)) {
            found.put_aside(&journal.folder);
        }
        let beginning = JournalStart::AtOnce(vec![whole(&project, "Repair the file")]);
        let location = journal_location(&recovery, &path, machine);
        let journal = Journal::begin(Arc::clone(&machine.disk), location, known.name, beginning);
        let format = super::format_of_bytes(&content).unwrap_or(FORMAT);
        let session = Self {
            machine: machine.clone(),
            history: History::unsaved(project),
            file: Some(OwnFile { path, known, format, held }),
            write_access: Some(WriteAccess { journal, recovery }),
            is_given_up: false,
        };
        Ok((session, found))
    }

    /// Opens a repaired project without a file, because its own is write-protected.
    pub fn repaired_aside(project: Project, path: &Path, machine: &Machine) -> (Self, Recovered) {
        let beginning = JournalStart::AtOnce(vec![whole(&project, "Repair the file")]);
        let session = Self::begun(History::unsaved(project), beginning, machine);
        let path = path.display();
        let warning = format!(
            "{path} is write-protected, so the repaired project is in no file yet. Save it under another name."
        );
        (session, Recovered { warnings: vec![warning], ..Recovered::default() })
    }

    /// Starts with a project without a file. Its journal is kept in the program’s own folder.
    pub fn unsaved(project: Project, machine: &Machine) -> Self {
        let beginning = JournalStart::WithFirstEdit(Box::new(whole(&project, "Start")));
        Self::begun(History::new(project), beginning, machine)
    }

    fn begun(history: History, beginning: JournalStart, machine: &Machine) -> Self {
        let folder = machine.folders.unsaved().join(Uuid::now_v7().to_string());
        // If it cannot be written, the journal reports that.
        let recovery = match RecoveryFolder::of_unsaved(&folder, Respect::AllHolders, &*machine.disk) {
            Ok(RecoveryOutcome::Ours { recovery, .. }) => recovery,
            _ => RecoveryFolder::missing_unsaved(&folder),
        };
        Self::in_no_file(history, recovery, beginning, machine)
    }

    /// Opens a project that was never saved and was left by a crash; `recovery` is its folder.
    ///
    /// # Errors
    /// Fails if another window has it open, or if nothing in it can be read.
    pub fn recovered(folder: &Path, access: Access, machine: &Machine) -> Result<(Self, Recovered), OpenError> {
        let path = folder.join(super::journal::JOURNAL);
        let io_error = |source| OpenError::Io { path: path.clone(), source };
        let mut found = Recovered::default();
        let mut respect = Respect::AllHolders;
        if access == Access::TakeOver {
            let watched = || files::Folder::named(folder).into_iter().collect();
            found.taken_from = take_over::wait_for(folder, None, watched, machine)?;
            respect = Respect::RunningHere;
        }
        let recovery = match RecoveryFolder::of_unsaved(folder, respect, &*machine.disk).map_err(io_error)? {
            RecoveryOutcome::Ours { recovery, .. } => recovery,
            RecoveryOutcome::Theirs(holder) => return Err(OpenError::Locked { path: folder.to_owned(), holder }),
        };
        let mut journals = recovery::journals(recovery.folder());
        let nothing_left = || OpenError::NothingLeft { path };
        let ReplayedJournal { history, records, whole, .. } =
            recovery::lead_on(Err(nothing_left()), StateName::NEVER_SAVED, &mut journals, &mut found)?;
        let beginning = match whole {
            Some((_, n_bytes)) => JournalStart::There { records, n_bytes },
            None => JournalStart::AtOnce(records),
        };
        let session = Self::in_no_file(history, recovery, beginning, machine);
        Ok((session, found))
    }

    fn in_no_file(history: History, recovery: RecoveryFolder, beginning: JournalStart, machine: &Machine) -> Self {
        let location = JournalLocation { recovery: recovery.clone(), otherwise: None };
        let journal = Journal::begin(Arc::clone(&machine.disk), location, StateName::NEVER_SAVED, beginning);
        let write_access = Some(WriteAccess { journal, recovery });
        Self { machine: machine.clone(), history, file: None, write_access, is_given_up: false }
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
        self.file.as_ref().map(|file| &*file.path)
    }

    /// Returns whether `path` is a name of the project’s own file, possibly not the one by which it was opened.
    pub fn is_file(&self, path: &Path) -> bool {
        self.file.as_ref().is_some_and(|file| file.is_at(&files::follow_named(path)))
    }

    /// Returns whether there are edits that are in no file; always `false` if the project is open read-only.
    pub fn has_unsaved_changes(&self) -> bool {
        !self.is_read_only() && self.history.has_unsaved_changes()
    }

    /// Returns whether the project is open read-only.
    pub fn is_read_only(&self) -> bool {
        self.write_access.is_none()
    }

    /// The present trouble of the journal, if any: it cannot be written, or its disk is full.
    pub fn journal_trouble(&self) -> Option<JournalTrouble> {
        self.write_access.as_ref().and_then(|access| access.journal.trouble())
    }

    /// Returns whether every edit is known to be on disk, so that a crash now would lose nothing.
    pub fn is_protected(&self) -> bool {
        self.journal_trouble().is_none_or(|trouble| trouble.is_protected)
    }

    /// Applies an edit as one undoable step and hands it to the journal.
    ///
    /// # Errors
    /// Fails if the edit does not fit, gives something a name that is taken or shows nothing, or the project is open
    /// read-only; nothing has changed then.
    pub fn apply(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), ChangeError> {
        refuse_blank_names(self.history.project(), &edit)?;
        refuse_same_names(self.history.project(), &edit)?;
        self.apply_accepted(label, gesture, edit)
    }

    /// Applies an edit that this or an earlier version has accepted before.
    fn apply_accepted(&mut self, label: &str, gesture: Gesture, edit: Edit) -> Result<(), ChangeError> {
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

    /// Undoes every step that was made since the history was in `state`.
    pub fn undo_to(&mut self, state: u64) {
        while self.history.state() != state && self.undo().is_some() {}
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
        let path = self.file.as_ref()?.path.clone();
        Some(self.job(path, overwrite, false))
    }

    /// Prepares a save to a file named by a person, which becomes the project’s own when the save is finished.
    pub fn begin_save_as(&self, path: &Path) -> SaveJob {
        self.job(path.to_owned(), Overwrite::AnyState, true)
    }

    fn job(&self, path: PathBuf, overwrite: Overwrite, is_named: bool) -> SaveJob {
        let (project, state) = self.history.snapshot();
        SaveJob {
            machine: self.machine.clone(),
            journal: self.write_access.as_ref().map(|access| access.journal.snapshot()),
            own: self.file.clone(),
            recovery: self.write_access.as_ref().map(|access| access.recovery.clone()),
            n_backups: USUAL_BACKUPS,
            watch: WriteWatch::default(),
            may_lose_access: false,
            must_be_free: false,
            overwrite,
            project,
            state,
            path,
            is_named,
        }
    }

    /// Accepts the result of a save. From now on the file is the project’s own.
    pub fn finish_save(&mut self, saved: Saved) {
        let Saved { state, file, new, .. } = saved;
        self.history.mark_saved(state);
        if let Some(recovery) = new {
            if let Some(access) = &mut self.write_access {
                access.recovery = recovery;
            } else {
                let location = journal_location(&recovery, &file.path, &self.machine);
                let disk = Arc::clone(&self.machine.disk);
                let journal = Journal::begin(disk, location, file.known.name, JournalStart::Empty);
                self.write_access = Some(WriteAccess { journal, recovery });
            }
        }
        self.file = Some(file);
    }

    /// Returns a check, to be run on any thread, of whether another program has changed the file; `None` if there is no
    /// file yet.
    pub fn watch(&self) -> Option<FileWatch> {
        let OwnFile { path, known, format, held } = self.file.clone()?;
        let recovery = self.write_access.as_ref().map(|access| access.recovery.downgrade());
        let held = held.as_ref().map(Arc::downgrade);
        Some(FileWatch { path, known, format, held, recovery, machine: self.machine.clone() })
    }

    /// Accepts that the project’s file has another name or is in another folder now, as [`FileNews::Moved`] says.
    pub fn follow(&mut self, path: PathBuf) {
        if let Some(file) = &mut self.file {
            file.path = path;
        }
    }

    /// Replaces the project with the version that another program wrote into the file, as an undoable step.
    ///
    /// # Errors
    /// Fails if the project is open read-only, or if `theirs` breaks a rule.
    pub fn reload(&mut self, theirs: Project, file: FileState) -> Result<(), ChangeError> {
        self.apply("Reload the file", Gesture::Single, Edit::Replace(Box::new(theirs)))?;
        if let Some(own) = &mut self.file {
            own.known = file;
        }
        let (_, state) = self.history.snapshot();
        self.history.mark_saved(state);
        if let (Some(access), Some(own)) = (&self.write_access, &self.file) {
            // If the journal cannot be restarted, its trouble is shown, and the next save restarts it.
            let location = journal_location(&access.recovery, &own.path, &self.machine);
            access.journal.snapshot().renew(file.name, location).ok();
        }
        Ok(())
    }

    /// The backups of the project, newest first.
    pub fn backups(&self) -> Vec<Backup> {
        self.path().map(|path| backups_of(path, &self.machine)).unwrap_or_default()
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
        let opened = files::folder_and_name(journal)
            .and_then(|(folder, name)| files::Folder::named(folder).ok()?.open(name).ok());
        let read = opened.and_then(|file| record::read_from(BufReader::new(file)).ok().flatten());
        let (contents, _) = read.ok_or_else(|| ChangeError::NoJournal(journal.to_owned()))?;
        let (mut n_fitting, mut n_left) = (0, 0);
        for record in contents.records {
            let JournalEntry::Edit { label, gesture, edit } = record.entry else { continue };
            match self.apply_accepted(&label, gesture, edit) {
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
        // The recovery folder goes last, once the journal has written everything.
        let WriteAccess { journal, recovery } = access;
        drop(journal);
        drop(recovery);
    }
}

/// Watches a project file while it is open. It holds no lock, so that a project that is closed during a check can be
/// opened again.
#[derive(Clone, Debug)]
pub struct FileWatch {
    path: PathBuf,
    known: FileState,
    format: u32,
    held: Option<Weak<File>>,
    recovery: Option<WeakRecoveryFolder>,
    machine: Machine,
}

/// What happened to the file of an open project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileNews {
    /// It is as it was last read or written.
    Unchanged,
    /// Another program has changed it to this version; `None` if it is no file that can be read.
    Changed(Option<StateName>),
    /// It was renamed or moved to this path, to be passed to [`Session::follow`].
    Moved(PathBuf),
    /// It no longer exists, and was not found elsewhere.
    Gone,
}

impl FileWatch {
    /// Checks the file, which may take as long as reading it. If somebody removed the recovery folder, it is created
    /// again with its lock.
    pub fn look(&self) -> FileNews {
        let recovery = || self.recovery.as_ref().and_then(WeakRecoveryFolder::upgrade);
        let whereabouts = {
            let held = self.held.as_ref().and_then(Weak::upgrade);
            OwnFile { path: self.path.clone(), known: self.known, format: self.format, held }.whereabouts()
        };
        let news = match whereabouts {
            Whereabouts::Gone => FileNews::Gone,
            Whereabouts::Moved(place) => {
                if let Some(recovery) = recovery() {
                    recovery.follow(&place);
                }
                FileNews::Moved(place.path())
            }
            Whereabouts::There(place) => match self.known.changed_at(&place) {
                Ok(None) => FileNews::Unchanged,
                Ok(changed) => FileNews::Changed(changed),
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => FileNews::Gone,
                // A network share that does not answer counts as unchanged.
                Err(error) if files::Irregular::of(&error).is_none() => FileNews::Unchanged,
                Err(_) => FileNews::Changed(None),
            },
        };
        if news != FileNews::Gone
            && let Some(recovery) = recovery()
        {
            // If that fails, the journal tries again with the next edit, and reports it.
            recovery.present(&*self.machine.disk).ok();
        }
        news
    }

    /// Returns whether another program has changed the file. A missing file counts as unchanged.
    pub fn sees_change(&self) -> bool {
        matches!(self.look(), FileNews::Changed(_))
    }
}

/// A project file that may be changed, with its recovery folder.
struct Opened {
    place: ProjectPlace,
    file: File,
    held: Option<Arc<File>>,
    recovery: RecoveryFolder,
}

/// How often opening is retried if another program replaces the file in the meantime.
const MAX_ATTEMPTS: usize = 100;

/// How often opening is retried if this very program, or an unknown one, has the project open: a thread may be about to
/// close it, or a program that was just started may not have released the files of its parent.
const MAX_OWN_ATTEMPTS: usize = 5;
const OWN_PAUSE: Duration = Duration::from_millis(20);

impl Opened {
    /// Takes the locks of a project. Messages go to `found`.
    fn to_change(path: &Path, access: Access, machine: &Machine, found: &mut Recovered) -> Result<Self, OpenError> {
        let mut n_attempts = 0;
        loop {
            n_attempts += 1;
            match Self::try_to_change(path, access, machine, found) {
                Err(OpenError::Locked { holder, .. })
                    if holder.as_ref().is_none_or(LockHolder::is_this_process) && n_attempts < MAX_OWN_ATTEMPTS =>
                {
                    std::thread::sleep(OWN_PAUSE);
                }
                opened => return opened,
            }
        }
    }

    fn try_to_change(path: &Path, access: Access, machine: &Machine, found: &mut Recovered) -> Result<Self, OpenError> {
        let place = super::named(path)?;
        let path = place.path();
        let io_error = |source| OpenError::Io { path: path.clone(), source };
        if place.is_write_protected() {
            return Err(OpenError::WriteProtected { path });
        }
        let mut n_attempts = 0;
        let (file, held) = loop {
            n_attempts += 1;
            let file = place.open().map_err(io_error)?;
            let identity = files::FileIdentity::of(&file).map_err(io_error)?;
            let same = file.try_clone().map_err(io_error)?;
            let held = files::hold(same)
                .map_err(|_| OpenError::Locked { path: path.clone(), holder: holder(&path, machine) })?;
            if place.folder.holds(&place.name, identity) || n_attempts == MAX_ATTEMPTS {
                break (file, held);
            }
        };
        let respect = match access {
            Access::TakeOver => {
                found.taken_from = take_over::wait(&place, machine)?;
                Respect::RunningHere
            }
            _ => Respect::AllHolders,
        };
        let elsewhere = machine.folders.elsewhere(&path);
        let recovery = match RecoveryFolder::of_project(&place, held.as_ref(), respect, &elsewhere, &*machine.disk) {
            Ok(RecoveryOutcome::Ours { recovery, died, warning }) => {
                found.died = died.filter(|_| found.taken_from.is_none());
                found.warnings.extend(warning);
                recovery
            }
            Ok(RecoveryOutcome::Theirs(holder)) => return Err(OpenError::Locked { path, holder }),
            Err(error) => {
                found.warnings.push(format!(
                    "{}: neither the project’s folder nor the data folder can be written to, so other programs cannot \
                     be kept from changing the file, and new changes are not protected against a crash: {error}",
                    path.display()
                ));
                RecoveryFolder::missing(&place, held.as_ref())
            }
        };
        Ok(Self { place, file, held, recovery })
    }
}

/// A record with a whole project, for the journal of a project without a file.
fn whole(project: &Project, label: &str) -> JournalRecord {
    JournalRecord { sequence: 1, entry: turned(label.to_owned(), &Edit::Replace(Box::new(project.clone()))) }
}

fn turned(label: String, edit: &Edit) -> JournalEntry {
    JournalEntry::Edit { label, gesture: Gesture::Single, edit: edit.clone() }
}
