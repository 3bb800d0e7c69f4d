//! Replaces a file in one step.

use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufWriter, Seek as _, Write},
    path::{Path, PathBuf},
};

use standpoint_core::model::{Article, Project};

use super::{
    FORMAT, backups,
    disk::{Disk, DiskFile, SystemDisk},
    files::{self, FileIdentity, Folder, LostAccess, NewAccess},
    folders::{Folders, with_ending},
    journal::{JournalSnapshot, is_full},
    lock::{LockHolder, Respect},
    machine::{self, Machine},
    place::{OwnFile, ProjectPlace, Whereabouts},
    recovery::Recovered,
    recovery_folder::{RecoveryFolder, RecoveryOutcome},
    state::{FileState, HashingWriter, StateName},
    unfinished, v2,
    watch::WriteWatch,
};

/// Why a project could not be saved. The file on disk is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// A step of saving failed.
    #[error("{}: could not be saved: {what}: {source}; the file on disk is unchanged: {}", path.display(), advice(source))]
    Failed {
        /// The file that was to be written.
        path: PathBuf,
        /// The step that failed.
        what: &'static str,
        /// The system’s reason.
        source: io::Error,
    },
    /// Whoever watched it stopped it.
    #[error("{}: not saved, because saving was cancelled; the file on disk is as it was", .0.display())]
    Cancelled(PathBuf),
    /// Another program has changed the file since it was last read or written.
    #[error("{}: not saved, because another program has changed the file since it was opened", .0.display())]
    Changed(PathBuf),
    /// The project was opened read-only, so its own file may not be changed.
    #[error("{}: not saved, because it was opened read-only; choose “Save as…”", .0.display())]
    ReadOnly(PathBuf),
    /// The file is not where it was, nor found anywhere else.
    #[error("{}: not saved, because the file is no longer there; save it there again, or choose another name", .0.display())]
    Gone(PathBuf),
    /// A file with that name already exists.
    #[error("{}: not saved, because a file with this name already exists; choose another name", .0.display())]
    Exists(PathBuf),
    /// The file is write-protected.
    #[error("{}: not saved, because the file is write-protected; allow writing to it, or choose another name", .0.display())]
    WriteProtected(PathBuf),
    /// The file would no longer have the same group or access list, or would belong to somebody else and be closed to
    /// its owner.
    #[error("{}: not saved, because the new file could not be given {what} of the old one, so others might lose access", path.display())]
    LosesAccess {
        /// The file that was to be written.
        path: PathBuf,
        /// What would be lost, such as “the group and the owner”.
        what: String,
    },
    /// Another program has the file open for editing.
    #[error("{}: not saved, because {} has it open; close it there, or choose another name", path.display(), in_words(holder.as_ref()))]
    Locked {
        /// The file that was to be written.
        path: PathBuf,
        /// Who has it open, if that is known.
        holder: Option<LockHolder>,
    },
}

/// Names who has a project open, even if that is unknown.
pub(super) fn in_words(holder: Option<&LockHolder>) -> String {
    holder.map_or_else(|| "another program".to_owned(), LockHolder::to_string)
}

/// Advises a person what to do about it.
fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "free some space and try again, or save to another disk"
        }
        io::ErrorKind::NotFound => "its folder no longer exists; bring it back, or save to another folder",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "writing there is not allowed; allow it and try again, or save to another folder"
        }
        _ => "try again, or save to another folder",
    }
}

/// The content of the file that a save may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Only the content that this program last read or wrote.
    OwnState,
    /// Any content; it is kept as a backup.
    AnyState,
}

/// The file that a save writes.
#[derive(Clone, Debug)]
pub(super) enum SaveTarget {
    /// The project’s own file, wherever it was moved.
    OwnFile(OwnFile, RecoveryFolder),
    /// A new file, which becomes the project’s own.
    AnotherFile(PathBuf),
}

/// A prepared save, to be run on any thread.
#[derive(Debug)]
pub struct SaveJob {
    pub(super) machine: Machine,
    pub(super) project: Project,
    /// Identifies the version of the history that the snapshot was taken of.
    pub(super) state: u64,
    pub(super) path: PathBuf,
    /// Whether a person named that path, so that a link is followed.
    pub(super) is_named: bool,
    /// The project’s own file, if it has one.
    pub(super) own: Option<OwnFile>,
    /// The recovery folder of the session; `None` if it is open read-only.
    pub(super) recovery: Option<RecoveryFolder>,
    pub(super) overwrite: Overwrite,
    /// Whether the owner, the group or the access list of the file may be lost.
    pub(super) may_lose_access: bool,
    /// Whether the save must not replace an existing file.
    pub(super) must_be_free: bool,
    pub(super) journal: Option<JournalSnapshot>,
    pub(super) n_backups: usize,
    pub(super) watch: WriteWatch,
}

/// About how many bytes of a project file an article takes with its highlights.
pub fn about_bytes_of(article: &Article) -> usize {
    const HIGHLIGHT_BYTES: usize = 400;
    article.text.as_str().len() + HIGHLIGHT_BYTES * article.highlights.len()
}

/// A finished save, to be passed to [`super::Session::finish_save`].
#[derive(Debug)]
pub struct Saved {
    /// The file that was written.
    pub path: PathBuf,
    /// Problems that occurred although the file is saved.
    pub warning: Option<String>,
    /// Messages, for example that the file was found under another name.
    pub news: Vec<String>,
    pub(super) state: u64,
    pub(super) file: OwnFile,
    /// The recovery folder of a file that was not the project's before.
    pub(super) new: Option<RecoveryFolder>,
}

impl SaveJob {
    /// Sets how many backups to keep; the default is [`super::backups::USUAL_BACKUPS`].
    #[must_use]
    pub fn keeping(self, n_backups: usize) -> Self {
        Self { n_backups, ..self }
    }

    /// Lets somebody watch the writing, who may stop it as long as the file is not replaced.
    #[must_use]
    pub fn watched(self, watch: WriteWatch) -> Self {
        Self { watch, ..self }
    }

    /// The file that will be written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Allows replacing the file even if the new one cannot get its group or its access list, or if its owner could not
    /// open the new one as before.
    #[must_use]
    pub fn losing_access(self, may_lose_access: bool) -> Self {
        Self { may_lose_access, ..self }
    }

    /// Makes the save fail if a file with that name exists.
    #[must_use]
    pub fn only_if_free(self) -> Self {
        Self { must_be_free: true, ..self }
    }

    /// Writes the file. At every moment the path holds the complete old or the complete new content.
    ///
    /// # Errors
    /// Fails if a step fails or the file may not be written; the file is then unchanged, and the journal continues as
    /// before.
    pub fn run(self) -> Result<Saved, SaveError> {
        let target = self.target()?;
        let no_folder = |source| {
            let what = "its folder cannot be opened";
            SaveError::Failed { path: self.path.clone(), what, source }
        };
        let mut news = Vec::new();
        let place = match &target {
            SaveTarget::AnotherFile(path) => ProjectPlace::of(path).map_err(no_folder)?,
            SaveTarget::OwnFile(own, recovery) => match own.whereabouts() {
                Whereabouts::There(place) => {
                    // It may be saved under another of its names.
                    recovery.follow(&place);
                    place
                }
                Whereabouts::Moved(place) => {
                    recovery.follow(&place);
                    let (old, new) = (own.path.display(), place.path());
                    news.push(format!("{old} was moved or renamed while it was open; it is {} now.", new.display()));
                    place
                }
                Whereabouts::Gone => {
                    let place = ProjectPlace::of(&own.path).map_err(no_folder)?;
                    if self.overwrite == Overwrite::OwnState {
                        return Err(SaveError::Gone(own.path.clone()));
                    }
                    place
                }
            },
        };
        if place.is_taken() && place.is_write_protected() {
            return Err(SaveError::WriteProtected(place.path()));
        }
        match &target {
            SaveTarget::OwnFile(own, recovery) => {
                // If its folder cannot be created again, the file itself can still be saved.
                let folder = recovery.present(&*self.machine.disk);
                if folder.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::ResourceBusy) {
                    let (path, holder) = (place.path(), machine::holder(&place.path(), &self.machine));
                    return Err(SaveError::Locked { path, holder });
                }
                let folder = folder.as_ref().map_err(ToString::to_string);
                let written = self.write(&place, recovery, folder.clone(), Some(own), news.clone());
                match written {
                    // The reserved space may be what is missing; it is reserved again afterwards.
                    Err(SaveError::Failed { ref source, .. })
                        if is_full(source) && recovery.release_reserve(&*self.machine.disk) =>
                    {
                        self.write(&place, recovery, folder, Some(own), news)
                    }
                    written => written,
                }
            }
            SaveTarget::AnotherFile(_) => {
                let recovery = self.take_over(&place, &mut news)?;
                // Whoever wanted the same name at the same time had the lock before.
                if self.must_be_free && place.is_taken() {
                    return Err(SaveError::Exists(place.path()));
                }
                let folder = recovery.folder();
                let folder = folder.as_ref().ok_or_else(|| "there is no recovery folder".to_owned());
                let mut saved = self.write(&place, &recovery, folder, None, news)?;
                saved.new = Some(recovery);
                Ok(saved)
            }
        }
    }

    /// Decides which file is meant. The project’s own file may have several names.
    fn target(&self) -> Result<SaveTarget, SaveError> {
        let path = if self.is_named { files::follow_named(&self.path) } else { self.path.clone() };
        match (self.own.clone().filter(|own| own.is_at(&path)), &self.recovery) {
            // Its lock is held under the name it had before.
            (Some(own), Some(recovery)) => Ok(SaveTarget::OwnFile(OwnFile { path, ..own }, recovery.clone())),
            (Some(_), None) => Err(SaveError::ReadOnly(path)),
            (None, _) => Ok(SaveTarget::AnotherFile(path)),
        }
    }

    /// About how many bytes the file will have.
    fn n_bytes(&self) -> usize {
        self.project.articles.iter().map(|article| about_bytes_of(article)).sum()
    }

    fn write(
        &self,
        place: &ProjectPlace,
        recovery: &RecoveryFolder,
        folder: Result<&Folder, String>,
        own: Option<&OwnFile>,
        mut news: Vec<String>,
    ) -> Result<Saved, SaveError> {
        let (path, disk) = (place.path(), &*self.machine.disk);
        let step = |(what, source)| {
            if self.watch.is_stopped() {
                SaveError::Cancelled(path.clone())
            } else {
                SaveError::Failed { path: path.clone(), what, source }
            }
        };
        // A file cannot be renamed from one disk to another, so it is written on the disk of the project. Temporary
        // files in a recovery folder are removed with it, and need not be remembered.
        let (home, folders) = match &folder {
            Ok(folder) if recovery.is_beside() && folder.is_on_disk_of(&place.folder) => (*folder, None),
            _ => (&place.folder, Some(&self.machine.folders)),
        };
        let mut temporary = Temporary::create(home, place, disk, folders).map_err(step)?;
        let mut state = StateName::NEVER_SAVED;
        let write = |out: &mut dyn Write| {
            let out = self.watch.over(out, self.n_bytes() as u64);
            let mut out = BufWriter::new(HashingWriter::new(out));
            v2::write_to(&mut out, &self.project)?;
            out.flush()?;
            state = out.get_ref().name();
            Ok(())
        };
        let lost = temporary.write(place, write).map_err(step)?;
        if !lost.is_empty() && !self.may_lose_access {
            let lost: Vec<&str> = lost.into_iter().map(LostAccess::in_words).collect();
            return Err(SaveError::LosesAccess { path, what: lost.join(" and ") });
        }
        let written = temporary.close().map_err(step)?;
        let metadata = written.metadata().map_err(failed("checking what was written")).map_err(step)?;
        let known = FileState::of(&metadata, state);
        if let Some(own) = own.filter(|_| self.overwrite == Overwrite::OwnState) {
            match own.known.is_still_at(place) {
                Ok(false) => return Err(SaveError::Changed(path)),
                // Something other than a file has taken its place.
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(SaveError::Changed(path)),
                _ => {}
            }
            if own.known.name == state && place.is_taken() {
                // The file already holds this content; replacing it would only push out a backup.
                drop(temporary);
                let mut warning = None;
                if let Some(journal) = &self.journal {
                    // It may contain edits that were undone since, and must not bring them back.
                    let marked = journal.mark_saving(state).map_err(|words| ("its journal", io::Error::other(words)));
                    marked.map_err(step)?;
                    warning = journal.renew(state, machine::journal_location(recovery, &path, &self.machine)).err();
                }
                let own = OwnFile { path: path.clone(), ..own.clone() };
                recovery.remember(&path, self.project.id, state, &self.machine.folders);
                return Ok(Saved { path, warning, news, state: self.state, file: own, new: None });
            }
        }

        let mut warnings = Vec::new();
        if let Some(journal) = &self.journal {
            // Without the mark, a crash right now would offer saved edits again. That is no reason not to save.
            warnings.extend(journal.mark_saving(state).err());
        }
        let is_replaced = place.is_taken();
        let mut backup = None;
        if is_replaced {
            let kept =
                folder.clone().and_then(|folder| backups::keep(place, folder, disk).map_err(|error| error.to_string()));
            match kept {
                Ok(kept) => backup = Some(kept),
                Err(error) => warnings.push(format!("the previous version could not be kept as a backup: {error}")),
            }
        }
        let is_kept = backup.is_some();
        let replaced = temporary.put_in_place(place, written);
        if let (Err(_), Some((folder, name))) = (&replaced, backup) {
            // It is a second name of the file that still exists.
            disk.remove_file(&folder, &name).ok();
        }
        let written = replaced.map_err(step)?;
        // It was locked as soon as it was created, so nobody else can hold it.
        let held = files::hold(written).ok().flatten();
        let flushed = disk.flush_folder(&place.folder);
        warnings.extend(flushed.err().map(|error| format!("a power cut now could undo the save: {error}")));
        recovery.set_model(held.clone());
        if let Some(journal) = &self.journal {
            warnings.extend(journal.renew(state, machine::journal_location(recovery, &path, &self.machine)).err());
        }
        if let Ok(folder) = folder {
            backups::thin(folder, self.n_backups, jiff::Timestamp::now(), disk);
        }
        recovery.remember(&path, self.project.id, state, &self.machine.folders);
        if let Some(OwnFile { format, .. }) = own.filter(|own| own.format < FORMAT && is_replaced) {
            let mut words = format!("The file is now in format {FORMAT}, which Standpoint 0.1 cannot open.");
            if is_kept && self.n_backups > 0 {
                words.push_str(&format!(" The file as it was, in format {format}, is among the earlier versions."));
            }
            news.push(words);
        }

        let warning = (!warnings.is_empty()).then(|| format!("{}: saved, but {}", path.display(), warnings.join("; ")));
        let file = OwnFile { path: path.clone(), known, format: FORMAT, held };
        Ok(Saved { path, warning, news, state: self.state, file, new: None })
    }

    /// Takes the lock of the project's new file, and sets aside any journal of that file, which is reported in `news`.
    fn take_over(&self, place: &ProjectPlace, news: &mut Vec<String>) -> Result<RecoveryFolder, SaveError> {
        let (path, disk) = (place.path(), &*self.machine.disk);
        // Another program may have the file open under another name.
        let model = place.open().ok().map(files::hold).transpose();
        let model = model.map_err(|_| SaveError::Locked { path: path.clone(), holder: None })?.flatten();
        let elsewhere = self.machine.folders.elsewhere(&path);
        match RecoveryFolder::of_project(place, model.as_ref(), Respect::AllHolders, &elsewhere, disk) {
            Ok(RecoveryOutcome::Ours { recovery, warning, .. }) => {
                news.extend(warning);
                let mut found = Recovered::default();
                for journal in found.journals(self.machine.folders.all_recovery_of(&path)) {
                    found.put_aside(&journal.folder);
                }
                let kept = found.strange.map(|path| {
                    format!("The file that was replaced had unsaved edits, which are kept in {}.", path.display())
                });
                news.extend(kept.into_iter().chain(found.warnings));
                Ok(recovery)
            }
            Ok(RecoveryOutcome::Theirs(holder)) => Err(SaveError::Locked { path, holder }),
            Err(source) => Err(SaveError::Failed { path, what: "its recovery folder cannot be created", source }),
        }
    }
}

/// How often a file is put in place if another program puts something else there.
const MAX_ATTEMPTS: usize = 20;

/// A step that failed, with the system’s reason.
pub(super) type FailedStep = (&'static str, io::Error);

pub(super) fn failed(what: &'static str) -> impl FnOnce(io::Error) -> FailedStep {
    move |error| (what, error)
}

/// Writes a file beside the target, flushes it, and renames it over the target, so that the path always has the
/// complete old or new content. A device or a pipe is written to directly.
///
/// # Errors
/// Fails with the name of the step that failed; the temporary file is removed.
pub fn replace_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), FailedStep> {
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // Devices and pipes are written to, not replaced.
        let file = std::fs::OpenOptions::new().write(true).open(path).map_err(failed("opening"))?;
        let mut out = BufWriter::new(file);
        return write(&mut out).and_then(|()| out.flush()).map_err(failed("writing"));
    }
    replace_at(&files::follow_named(path), write)
}

/// Writes a file that accompanies another: its name is that of the other with an ending, shortened if it would be too
/// long. No person gave that name, so a link with that name is replaced and not followed.
///
/// # Errors
/// Fails like [`replace_file`].
pub fn replace_file_beside(
    path: &Path,
    ending: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FailedStep> {
    replace_at(&path_beside(path, ending).map_err(failed("opening its folder"))?, write)
}

/// Returns the path that [`replace_file_beside`] writes to.
///
/// # Errors
/// Fails if the path has no file name.
pub fn path_beside(path: &Path, ending: &str) -> io::Result<PathBuf> {
    let path = files::follow_named(path);
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    Ok(path.with_file_name(with_ending(name, ending)))
}

fn replace_at(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), FailedStep> {
    let place = ProjectPlace::of(path).map_err(failed("opening its folder"))?;
    if place.is_taken() && place.is_write_protected() {
        return Err(("opening", io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected")));
    }
    let folders = Folders::of_this_machine();
    let mut temporary = Temporary::create(&place.folder, &place, &SystemDisk, Some(&folders))?;
    temporary.write(&place, write)?;
    let written = temporary.close()?;
    temporary.put_in_place(&place, written)?;
    place.folder.flush().map_err(failed("flushing its folder"))
}

/// A temporary file that will replace another. It is removed if it is dropped before that.
#[derive(Debug)]
struct Temporary<'a> {
    folder: &'a Folder,
    name: OsString,
    disk: &'a dyn Disk,
    /// `None` once all is written.
    out: Option<Box<dyn DiskFile>>,
    is_in_place: bool,
    _remembered: Option<unfinished::Remembered>,
}

impl<'a> Temporary<'a> {
    fn create(
        folder: &'a Folder,
        target: &ProjectPlace,
        disk: &'a dyn Disk,
        folders: Option<&Folders>,
    ) -> Result<Self, FailedStep> {
        let name = unfinished::new_name();
        let remembered = folders.map(|folders| unfinished::Remembered::new(folder, &name, folders));
        // Never more accessible than the file it replaces, not even for a moment.
        let access = if target.is_taken() { NewAccess::Private } else { NewAccess::Usual };
        let out =
            unfinished::create(folder, &name, access, disk).map_err(failed("no temporary file can be created"))?;
        Ok(Self { folder, name, disk, out: Some(out), is_in_place: false, _remembered: remembered })
    }

    /// Writes and flushes the file, and gives it the access of the file that it will replace, if there is one. Returns
    /// the access that could not be kept.
    fn write(
        &mut self,
        target: &ProjectPlace,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<Vec<LostAccess>, FailedStep> {
        let Some(file) = &mut self.out else { return Ok(Vec::new()) };
        let mut out = BufWriter::new(&mut *file);
        write(&mut out).and_then(|()| out.flush()).map_err(failed("writing"))?;
        drop(out);
        let lost = match target.open() {
            Ok(model) => files::take_access(&model, file.file()).map_err(failed("setting permissions"))?,
            Err(_) => Vec::new(),
        };
        file.flush_to_disk().map_err(failed("flushing to disk"))?;
        Ok(lost)
    }

    /// Returns the complete file. It stays in use for as long as it is open.
    fn close(&mut self) -> Result<File, FailedStep> {
        let out = self.out.take().ok_or(("writing", io::ErrorKind::Other.into()))?;
        out.file().try_clone().map_err(failed("checking what was written"))
    }

    /// Renames the file over the target. Somebody may replace the temporary file in the meantime, so the target is
    /// checked afterwards, and `written` is put there again if necessary. Returns the file that is in place.
    fn put_in_place(mut self, target: &ProjectPlace, mut written: File) -> Result<File, FailedStep> {
        for _ in 0..MAX_ATTEMPTS {
            let identity = FileIdentity::of(&written).map_err(failed("checking what was written"))?;
            let renamed = self.disk.rename(self.folder, &self.name, &target.folder, &target.name);
            renamed.map_err(failed("replacing the old file"))?;
            if target.folder.holds(&target.name, identity) {
                self.is_in_place = true;
                return Ok(written);
            }
            self.name = unfinished::new_name();
            written = self.write_again(&written).map_err(failed("writing it again"))?;
        }
        let error = io::Error::other("another program keeps putting something else in its place");
        Err(("replacing the old file", error))
    }

    fn write_again(&self, written: &File) -> io::Result<File> {
        let again = unfinished::create(self.folder, &self.name, NewAccess::Private, &SystemDisk)?;
        let again = again.file().try_clone()?;
        let mut content = written;
        content.rewind()?;
        io::copy(&mut content, &mut &again)?;
        files::never_more_open(written, &again)?;
        again.sync_data()?;
        Ok(again)
    }
}

impl Drop for Temporary<'_> {
    fn drop(&mut self) {
        if !self.is_in_place {
            // If that fails, the next opening removes it.
            self.disk.remove_file(self.folder, &self.name).ok();
        }
    }
}
