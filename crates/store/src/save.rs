//! Replaces a file in one step.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use uuid::Uuid;

use standpoint_core::model::Project;

use super::{
    backups,
    disk::{Disk, SystemDisk},
    journal::JournalSnapshot,
    lock::{Lock, LockHolder, LockOutcome, Respect},
    machine::{self, Machine},
    recovery,
    state::{FileState, HashingWriter, StateName},
    v2,
};

/// Why a project could not be saved. The file on disk is unchanged.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// A step of saving failed.
    #[error("{}: could not be saved: {what}: {source}; the file on disk is as it was: {}", path.display(), mend(source))]
    Failed {
        /// The file that was to be written.
        path: PathBuf,
        /// The step that failed.
        what: &'static str,
        /// The system’s reason.
        source: io::Error,
    },
    /// Another program has changed the file since it was last read or written.
    #[error("{}: not saved, because another program has changed the file since it was opened", .0.display())]
    Changed(PathBuf),
    /// The project was opened read-only, so its own file may not be changed.
    #[error("{}: not saved, because it was opened for reading only; choose “Save as…”", .0.display())]
    ReadOnly(PathBuf),
    /// Another program has the file open for editing.
    #[error("{}: not saved, because {} has it open; close it there, or choose another name", path.display(), in_words(holder.as_ref()))]
    Locked {
        /// The file that was to be written.
        path: PathBuf,
        /// Who has it open, if that is known.
        holder: Option<LockHolder>,
    },
}

/// Says who has a project open, even if that is unknown.
pub(super) fn in_words(holder: Option<&LockHolder>) -> String {
    holder.map_or_else(|| "another program".to_owned(), LockHolder::to_string)
}

/// Says what a person can do about it.
fn mend(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "free some space and save again, or choose “Save as…” and another disk"
        }
        io::ErrorKind::NotFound => "its folder is not there any more; bring it back, or choose “Save as…”",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "nothing may be written there; choose “Save as…” and another folder"
        }
        _ => "save again, or choose “Save as…” and another folder",
    }
}

/// Which content of the file a save may replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Only the content that this program last read or wrote.
    OwnState,
    /// Any content; it is kept as a backup.
    AnyState,
}

/// Which file a save writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SaveTarget {
    OwnFile,
    /// A new file, which becomes the project’s own.
    AnotherFile,
}

/// A prepared save, to be run on any thread.
#[derive(Debug)]
pub struct SaveJob {
    pub(super) machine: Machine,
    pub(super) project: Project,
    /// Identifies the state of the history of which the snapshot was taken.
    pub(super) state: u64,
    pub(super) path: PathBuf,
    pub(super) target: SaveTarget,
    /// Whether this session may write to the file at all.
    pub(super) is_allowed: bool,
    /// What the file must hold now; `None` if it may be replaced whatever it holds.
    pub(super) known: Option<FileState>,
    pub(super) journal: Option<JournalSnapshot>,
    pub(super) n_backups: usize,
}

/// A finished save, to be passed to [`super::Session::finish_save`].
#[derive(Debug)]
pub struct Saved {
    /// The file that was written.
    pub path: PathBuf,
    /// What went wrong although the file is saved.
    pub warning: Option<String>,
    pub(super) state: u64,
    pub(super) file: FileState,
    pub(super) new: Option<NewFile>,
}

/// What is set up for a file that the project did not have before.
#[derive(Debug)]
pub(super) struct NewFile {
    pub recovery: PathBuf,
    pub lock: Option<Lock>,
}

impl SaveJob {
    /// Sets how many backups to keep; the default is [`super::backups::USUAL_BACKUPS`].
    #[must_use]
    pub fn keeping(self, n_backups: usize) -> Self {
        Self { n_backups, ..self }
    }

    /// The file that will be written.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the file. At every moment the path holds the complete old or the complete new content.
    ///
    /// # Errors
    /// Fails if a step fails or the file may not be written; the file is then unchanged, and the journal continues as
    /// before.
    pub fn run(self) -> Result<Saved, SaveError> {
        let path = self.path.clone();
        if !self.is_allowed {
            return Err(SaveError::ReadOnly(path));
        }
        let recovery = self.machine.folders.recovery_of(&path, &*self.machine.disk);
        let recovery = recovery.map_err(|source| SaveError::Failed {
            path,
            what: "no folder for its recovery can be made",
            source,
        })?;
        let new = match self.target {
            SaveTarget::OwnFile => None,
            SaveTarget::AnotherFile => Some(self.take_over(&recovery)?),
        };
        let saved = self.write(&recovery, new);
        if saved.is_err() && self.target == SaveTarget::AnotherFile {
            // Removed only if it is empty, so that nothing is left beside a file that was not written.
            fs::remove_dir(&recovery).ok();
        }
        saved
    }

    fn write(&self, recovery: &Path, new: Option<NewFile>) -> Result<Saved, SaveError> {
        let (path, disk) = (self.path.clone(), &*self.machine.disk);
        let step = |(what, source)| SaveError::Failed { path: path.clone(), what, source };
        // The recovery folder is beside the file, unless nothing can be written there.
        let is_beside = recovery.parent() == path.parent();
        let temporary = if is_beside { recovery.join("saving.tmp") } else { path.with_extension("standpoint-tmp") };
        let mut name = StateName::NEVER_SAVED;
        let write = |out: &mut dyn Write| {
            let mut out = BufWriter::new(HashingWriter::new(out));
            v2::write_to(&mut out, &self.project)?;
            out.flush()?;
            name = out.get_ref().name();
            Ok(())
        };
        write_whole(disk, &temporary, &path, write).map_err(step)?;
        let metadata = fs::metadata(&temporary).map_err(failed("looking at what was written")).map_err(step)?;
        let file = FileState::of(&metadata, name);
        // A file that is gone has not been changed; it is written again.
        if let Some((known, is_still)) = self.known.and_then(|known| Some((known, known.is_still_at(&path).ok()?))) {
            if !is_still {
                remove_temporary(disk, &temporary);
                return Err(SaveError::Changed(path));
            }
            if known.name == name {
                // The file already holds this content; replacing it would only push out a backup.
                remove_temporary(disk, &temporary);
                return Ok(Saved { path, warning: None, state: self.state, file: known, new });
            }
        }

        let mut warnings = Vec::new();
        if let Some(journal) = &self.journal {
            // Without the mark, a crash right now would offer saved edits again. That is no reason not to save.
            warnings.extend(journal.mark_saving(name).err());
        }
        if path.exists() {
            let kept = backups::keep(&path, recovery, disk);
            warnings.extend(kept.err().map(|error| format!("the state before could not be kept as a backup: {error}")));
        }
        put_in_place(disk, &temporary, &path).map_err(step)?;
        let flushed = disk.flush_folder(folder_of(&path));
        warnings.extend(flushed.err().map(|error| format!("a power cut now could undo the save: {error}")));
        if let Some(journal) = &self.journal {
            warnings.extend(journal.renew(name, machine::journal_location(recovery, &path, &self.machine)).err());
        }
        backups::thin(recovery, self.n_backups, jiff::Timestamp::now(), disk);

        let warning = (!warnings.is_empty()).then(|| format!("{}: saved, but {}", path.display(), warnings.join("; ")));
        Ok(Saved { path, warning, state: self.state, file, new })
    }

    /// Takes the lock of the file that the project will have from now on, and sets aside any journal that file has.
    fn take_over(&self, recovery: &Path) -> Result<NewFile, SaveError> {
        let lock = match Lock::take(recovery, Respect::AllHolders) {
            Ok(LockOutcome::Ours { lock, .. }) => Some(lock),
            Ok(LockOutcome::Theirs(holder)) => return Err(SaveError::Locked { path: self.path.clone(), holder }),
            Err(_) => None,
        };
        for journal in recovery::journals(self.machine.folders.all_recovery_of(&self.path)) {
            recovery::put_aside(&journal.path);
        }
        Ok(NewFile { recovery: recovery.to_owned(), lock })
    }
}

/// A step that failed, with the system’s reason.
pub(super) type FailedStep = (&'static str, io::Error);

pub(super) fn failed(what: &'static str) -> impl FnOnce(io::Error) -> FailedStep {
    move |error| (what, error)
}

/// Writes a file beside the target, flushes it, and renames it over the target, so that the path holds the complete old
/// or new content at every moment. A device or a pipe is written to directly.
///
/// # Errors
/// Fails with the name of the step that failed; the temporary file is removed.
pub fn replace_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), FailedStep> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // Devices and pipes are written to, never replaced.
        let mut out = BufWriter::new(fs::File::create(path).map_err(failed("opening"))?);
        return write(&mut out).and_then(|()| out.flush()).map_err(failed("writing"));
    }
    let target = resolved(path);
    let temporary = target.with_file_name(format!(".standpoint-{}.tmp", Uuid::now_v7().simple()));
    write_whole(&SystemDisk, &temporary, &target, write)?;
    put_in_place(&SystemDisk, &temporary, &target)?;
    SystemDisk.flush_folder(folder_of(&target)).map_err(failed("flushing its folder"))
}

/// Follows symbolic links, because renaming over a link would replace the link and leave its target unchanged.
pub(super) fn resolved(path: &Path) -> PathBuf {
    if let Ok(target) = path.canonicalize() {
        return target;
    }
    match (folder_of(path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a temporary file for `target` and flushes it to disk; if that fails, the file is removed.
pub(super) fn write_whole(
    disk: &dyn Disk,
    temporary: &Path,
    target: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), FailedStep> {
    let file = disk.create_file(temporary).map_err(failed("no temporary file can be made"))?;
    let mut out = BufWriter::new(file);
    let written = write(&mut out).and_then(|()| out.flush()).map_err(failed("writing"));
    let permitted = written.and_then(|()| {
        let has_some = target.exists();
        if has_some { disk.copy_permissions(target, temporary).map_err(failed("setting permissions")) } else { Ok(()) }
    });
    let flushed = permitted.and_then(|()| out.get_mut().flush_to_disk().map_err(failed("flushing to disk")));
    flushed.inspect_err(|_| remove_temporary(disk, temporary))
}

/// Renames the temporary file over the target; if that fails, the temporary file is removed.
pub(super) fn put_in_place(disk: &dyn Disk, temporary: &Path, target: &Path) -> Result<(), FailedStep> {
    let renamed = disk.rename(temporary, target).map_err(failed("replacing the old file"));
    renamed.inspect_err(|_| remove_temporary(disk, temporary))
}

/// Removes a temporary file. If that fails, the next save overwrites it.
pub(super) fn remove_temporary(disk: &dyn Disk, temporary: &Path) {
    disk.remove_file(temporary).ok();
}
