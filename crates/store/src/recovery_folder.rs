//! The recovery folder of an open project, with its lock.
//!
//! It is held open, so that a renamed folder is no other folder. If somebody removes it, it is created again, with its
//! lock. Room for the next few hundred edits is reserved in it, so that a disk that fills up is noticed in time.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use standpoint_core::model::ProjectId;

use super::{
    disk::{Disk, DiskFile},
    files::{self, FileKind, Folder, NewAccess},
    folders::Folders,
    known,
    lock::{LOCK, Lock, LockHolder, LockOutcome, Respect},
    place::{self, ProjectPlace},
    state::StateName,
    unfinished,
};

/// The file that reserves space for edits.
const RESERVE: &str = "reserve";

/// How much space is reserved: an edit takes a few hundred bytes.
const RESERVED_BYTES: usize = 192 << 10;

/// Files left by killed programs of version 0.1, and the reserve of later ones.
const LEFTOVERS: [&str; 4] = ["saving.tmp", "journal.new", "probe", RESERVE];

/// The names that the program expects in a recovery folder; anything else with these names is not touched.
const EXPECTED: [(&str, FileKind); 3] =
    [(LOCK, FileKind::File), (super::journal::JOURNAL, FileKind::File), (super::backups::FOLDER, FileKind::Folder)];

/// The recovery folder, shared by the session, its saves and its journal. It is removed with the last of them if it is
/// empty.
#[derive(Clone, Debug)]
pub(super) struct RecoveryFolder(Arc<Mutex<Kept>>);

/// A recovery folder that is not kept open for this.
#[derive(Clone, Debug)]
pub(super) struct WeakRecoveryFolder(Weak<Mutex<Kept>>);

impl WeakRecoveryFolder {
    /// The folder, if it is still open.
    pub fn upgrade(&self) -> Option<RecoveryFolder> {
        self.0.upgrade().map(RecoveryFolder)
    }
}

#[derive(Debug)]
struct Kept {
    /// The folder that contains it; `None` if that could not be opened yet.
    parent: Option<Folder>,
    parent_path: PathBuf,
    name: OsString,
    /// `None` if it could not be opened yet.
    folder: Option<Folder>,
    /// The name of the project in `parent`; `None` if the folder is not beside its project.
    project: Option<OsString>,
    /// The project’s file, whose access all other files get; `None` if it was never saved.
    model: Option<Arc<File>>,
    /// `None` if the file system has none.
    lock: Option<Lock>,
    has_reserve: bool,
    /// The project it belongs to, so that it is found if it is moved; `None` if its file has no id yet.
    owner: Option<Owner>,
}

/// A project with the version of its file.
#[derive(Clone, Debug)]
struct Owner {
    id: ProjectId,
    state: StateName,
    folders: Folders,
}

/// The result of opening a recovery folder.
pub(super) enum RecoveryOutcome {
    Ours { recovery: RecoveryFolder, died: Option<LockHolder>, warning: Option<String> },
    Theirs(Option<LockHolder>),
}

impl RecoveryFolder {
    /// Opens the recovery folder beside a project, or otherwise the one in the data folder, and takes its lock.
    pub fn of_project(
        place: &ProjectPlace,
        model: Option<&Arc<File>>,
        respect: Respect,
        elsewhere: &Path,
        disk: &dyn Disk,
    ) -> io::Result<RecoveryOutcome> {
        let (beside, name) = (place.folder.clone(), place.recovery_name());
        let opened = Self::open(beside, name, Some(place.name.clone()), model, respect, disk);
        let error = match opened {
            Ok(outcome) => return Ok(outcome),
            Err(error) => error,
        };
        let elsewhere_in_words = elsewhere.display();
        let warning = match files::Irregular::of(&error) {
            Some(irregular) => Some(format!(
                "{irregular}. Unsaved edits and backups are kept in {elsewhere_in_words} instead. \
                 If you do not know where it comes from, delete it."
            )),
            // Somebody else may keep edits there.
            None if place.folder.kind(&place.recovery_name()).is_ok_and(|kind| kind.is_some()) => Some(format!(
                "{} cannot be used: {error}. Unsaved edits and backups are kept in {elsewhere_in_words} instead.",
                place.folder.path().join(place.recovery_name()).display()
            )),
            None => None,
        };
        let Some((parent, name)) = files::folder_and_name(elsewhere) else { return Err(error) };
        let opened =
            disk.make_folder(parent).and_then(|parent| Self::open(parent, name.to_owned(), None, model, respect, disk));
        match opened {
            Ok(RecoveryOutcome::Ours { recovery, died, .. }) => Ok(RecoveryOutcome::Ours { recovery, died, warning }),
            Ok(theirs) => Ok(theirs),
            Err(_) => Err(error),
        }
    }

    /// Opens the folder of a project that was never saved.
    pub fn of_unsaved(path: &Path, respect: Respect, disk: &dyn Disk) -> io::Result<RecoveryOutcome> {
        let (parent, name) = files::folder_and_name(path).ok_or(io::ErrorKind::InvalidFilename)?;
        Self::open(disk.make_folder(parent)?, name.to_owned(), None, None, respect, disk)
    }

    /// The recovery folder beside a project if it could not be opened. Each edit tries again.
    pub fn missing(place: &ProjectPlace, model: Option<&Arc<File>>) -> Self {
        let path = place.folder.path().to_owned();
        let mut kept = Kept::not_opened(Some(place.folder.clone()), path, place.recovery_name());
        (kept.project, kept.model) = (Some(place.name.clone()), model.cloned());
        Self(Arc::new(Mutex::new(kept)))
    }

    /// The folder of a project that was never saved if it could not be opened. Each edit tries again.
    pub fn missing_unsaved(path: &Path) -> Self {
        let (parent, name) = files::folder_and_name(path).unwrap_or((Path::new("."), path.as_os_str()));
        Self(Arc::new(Mutex::new(Kept::not_opened(None, parent.to_owned(), name.to_owned()))))
    }

    fn open(
        parent: Folder,
        name: OsString,
        project: Option<OsString>,
        model: Option<&Arc<File>>,
        respect: Respect,
        disk: &dyn Disk,
    ) -> io::Result<RecoveryOutcome> {
        let is_new = parent.kind(&name)?.is_none();
        let (folder, lock, died) = match prepare(&parent, &name, model, respect, disk) {
            Ok(Prepared::Ours(folder, lock, died)) => (folder, lock, died),
            Ok(Prepared::Theirs(holder)) => return Ok(RecoveryOutcome::Theirs(holder)),
            Err(error) => {
                if is_new {
                    parent.remove_if_empty(&name).ok();
                }
                return Err(error);
            }
        };
        let model = model.cloned();
        let path = parent.path().to_owned();
        let mut kept = Kept::not_opened(Some(parent), path, name);
        (kept.folder, kept.lock, kept.project, kept.model) = (Some(folder), Some(lock), project, model);
        kept.reserve(disk);
        let recovery = Self(Arc::new(Mutex::new(kept)));
        Ok(RecoveryOutcome::Ours { recovery, died, warning: None })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // The content is valid at every moment, even after a panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The folder without keeping it open.
    pub fn downgrade(&self) -> WeakRecoveryFolder {
        WeakRecoveryFolder(Arc::downgrade(&self.0))
    }

    /// The folder as it was last opened; `None` if it could not be opened yet.
    pub fn folder(&self) -> Option<Folder> {
        self.kept().folder.clone()
    }

    /// Where the folder was when it was opened, or will be.
    pub fn path(&self) -> PathBuf {
        let kept = self.kept();
        kept.folder.as_ref().map_or_else(|| kept.parent_path.join(&kept.name), |folder| folder.path().to_owned())
    }

    /// Returns whether the folder is beside its project, and not in the data folder.
    pub fn is_beside(&self) -> bool {
        self.kept().project.is_some()
    }

    /// Shows other computers that the project is open.
    pub fn touch_lock(&self) {
        if let Some(lock) = &self.kept().lock {
            lock.touch();
        }
    }

    /// Returns whether others can find the folder and its lock.
    pub fn is_in_place(&self) -> bool {
        self.kept().is_in_place()
    }

    /// Returns the folder, after creating it again with its lock if somebody has removed it.
    ///
    /// # Errors
    /// Fails if that is impossible, for instance because a memory stick was pulled out.
    pub fn present(&self, disk: &dyn Disk) -> io::Result<Folder> {
        let mut kept = self.kept();
        if !kept.is_in_place() {
            kept.make_again(disk)?;
        }
        kept.folder.clone().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    /// Creates a file in `folder` that is never more open than the project.
    pub fn create(&self, folder: &Folder, name: &OsStr, disk: &dyn Disk) -> io::Result<Box<dyn DiskFile>> {
        let file = disk.create_file(folder, name, NewAccess::Private)?;
        if let Some(model) = &self.kept().model {
            // If this fails, only the owner can open it.
            files::never_more_open(model, file.file()).ok();
        }
        Ok(file)
    }

    /// Records that the project has another file now, whose access all other files get.
    pub fn set_model(&self, model: Option<Arc<File>>) {
        let mut kept = self.kept();
        let Some(model) = model else { return };
        if kept.model.is_none() && kept.project.is_some() {
            // Until now, only the owner had access.
            if let Some(folder) = &kept.folder {
                folder.share_like(&model).ok();
            }
            if let Some(lock) = &kept.lock {
                lock.share_like(&model);
            }
        }
        kept.model = Some(model);
    }

    /// Returns whether `folder` is this one.
    pub fn is_same(&self, folder: &Folder) -> bool {
        self.kept().folder.as_ref().is_some_and(|ours| ours.is_same(folder))
    }

    /// Frees the reserved space on a full disk. Returns whether there was any.
    pub fn release_reserve(&self, disk: &dyn Disk) -> bool {
        let mut kept = self.kept();
        let has_reserve = std::mem::take(&mut kept.has_reserve);
        let Some(folder) = kept.folder.as_ref().filter(|_| has_reserve) else { return false };
        disk.remove_file(folder, OsStr::new(RESERVE)).is_ok()
    }

    /// Reserves space for edits again. Returns whether it is reserved.
    pub fn reserve_again(&self, disk: &dyn Disk) -> bool {
        let mut kept = self.kept();
        kept.reserve(disk);
        kept.has_reserve
    }

    /// Remembers where the project is and which version its file has, even after it is moved.
    pub fn remember(&self, path: &Path, id: ProjectId, state: StateName, folders: &Folders) {
        self.kept().owner = Some(Owner { id, state, folders: folders.clone() });
        // It only matters if the project is moved while it is closed.
        known::remember(id, path, state, folders).ok();
    }

    /// Follows the project if its file is no longer where it was, so that later edits are written beside it and found.
    pub fn follow_moved_project(&self) {
        let moved = {
            let kept = self.kept();
            let (Some(project), Some(model)) = (&kept.project, &kept.model) else { return };
            // If another file has its name, it was replaced and not moved.
            let before = kept.parent_path.join(project);
            if before.symlink_metadata().is_ok() {
                return;
            }
            place::moved_to(model, &before)
        };
        if let Some(place) = moved {
            self.follow(&place);
        }
    }

    /// Follows a project that was renamed or moved. The folder is renamed like the project if possible, and otherwise
    /// used where it is.
    pub fn follow(&self, place: &ProjectPlace) {
        let mut kept = self.kept();
        if kept.project.is_none() {
            return;
        }
        let name = place.recovery_name();
        let is_known = kept.parent_path == place.folder.path() && kept.project.as_ref() == Some(&place.name);
        if is_known && kept.lies_in(&place.folder, &name) {
            return;
        }
        // A folder that was moved with its project is already there, and a different one may have its old name.
        let is_free = || place.folder.kind(&name).is_ok_and(|kind| kind.is_none());
        let can_move =
            |parent: &&Folder| !kept.lies_in(&place.folder, &name) && is_free() && kept.lies_in(parent, &kept.name);
        if let Some(parent) = kept.parent.as_ref().filter(can_move) {
            parent.rename(&kept.name, &place.folder, &name).ok();
        }
        if kept.lies_in(&place.folder, &name) {
            let kept = &mut *kept;
            kept.folder = kept.folder.as_ref().map(|folder| folder.at(place.folder.path().join(&name)));
            kept.parent_path = place.folder.path().to_owned();
            (kept.parent, kept.name, kept.project) = (Some(place.folder.clone()), name, Some(place.name.clone()));
        }
        if let Some(Owner { id, state, folders }) = &kept.owner {
            known::remember(*id, &place.path(), *state, folders).ok();
        }
    }
}

enum Prepared {
    Ours(Folder, Lock, Option<LockHolder>),
    Theirs(Option<LockHolder>),
}

/// Opens or creates the folder, takes its lock, and removes files left by a killed program.
fn prepare(
    parent: &Folder,
    name: &OsStr,
    model: Option<&Arc<File>>,
    respect: Respect,
    disk: &dyn Disk,
) -> io::Result<Prepared> {
    let folder = disk.make_subfolder(parent, name)?;
    if let Some(model) = model {
        // The access of the project may have changed. If it cannot be passed on, it stays as it is.
        folder.share_like(model).ok();
        if let Ok(backups) = folder.subfolder(OsStr::new(super::backups::FOLDER)) {
            backups.share_like(model).ok();
        }
    }
    for (name, expected) in EXPECTED {
        folder.expect(OsStr::new(name), expected)?;
    }
    match Lock::take(&folder, respect, model.map(|model| &**model))? {
        LockOutcome::Theirs(holder) => Ok(Prepared::Theirs(holder)),
        LockOutcome::Ours { lock, died } => {
            clear_leftovers(&folder, disk);
            Ok(Prepared::Ours(folder, lock, died))
        }
    }
}

/// Removes files left by killed programs in a recovery folder, except locks, journals and backups.
pub(super) fn clear_leftovers(folder: &Folder, disk: &dyn Disk) {
    for name in LEFTOVERS {
        // Files that cannot be removed only take up space.
        disk.remove_file(folder, OsStr::new(name)).ok();
    }
    unfinished::clear_own(folder);
}

impl Kept {
    fn not_opened(parent: Option<Folder>, parent_path: PathBuf, name: OsString) -> Self {
        Self {
            parent,
            parent_path,
            name,
            folder: None,
            project: None,
            model: None,
            lock: None,
            has_reserve: false,
            owner: None,
        }
    }

    /// Returns whether the folder has this name in `parent`.
    fn lies_in(&self, parent: &Folder, name: &OsStr) -> bool {
        let there = parent.subfolder(name);
        self.folder.as_ref().is_some_and(|ours| there.is_ok_and(|there| there.is_same(ours)))
    }

    fn is_in_place(&self) -> bool {
        let is_linked = self.parent.as_ref().is_some_and(|parent| self.lies_in(parent, &self.name));
        is_linked && self.lock.as_ref().is_some_and(Lock::is_in_place)
    }

    fn make_again(&mut self, disk: &dyn Disk) -> io::Result<()> {
        let parent = self.find_parent(disk)?;
        // A lock that nobody can find is useless; it is released before another one is taken.
        self.lock = None;
        match prepare(&parent, &self.name, self.model.as_ref(), Respect::AllHolders, disk)? {
            Prepared::Ours(folder, lock, _) => {
                (self.parent, self.folder, self.lock) = (Some(parent), Some(folder), Some(lock));
                self.has_reserve = false;
                self.reserve(disk);
                Ok(())
            }
            Prepared::Theirs(holder) => {
                let holder = holder.map_or_else(|| "another program".to_owned(), |holder| holder.to_string());
                let what = format!("its lock was removed or taken over, and {holder} has the project now");
                Err(io::Error::new(io::ErrorKind::ResourceBusy, what))
            }
        }
    }

    /// Opens the folder that contains it. The same path may lead to a different one, as on a memory stick that is back.
    /// If there is no project, nothing is created beside it.
    fn find_parent(&self, disk: &dyn Disk) -> io::Result<Folder> {
        let Some(project) = &self.project else { return disk.make_folder(&self.parent_path) };
        let has_project = |parent: &Folder| parent.kind(project).is_ok_and(|kind| kind.is_some());
        match self.parent.clone().filter(has_project) {
            Some(parent) => Ok(parent),
            None => Some(Folder::named(&self.parent_path)?).filter(has_project).ok_or(io::ErrorKind::NotFound.into()),
        }
    }

    /// Reserves space for edits. It is filled with data, because a file system may allocate space only for written
    /// data.
    fn reserve(&mut self, disk: &dyn Disk) {
        let Some(folder) = self.folder.as_ref().filter(|_| !self.has_reserve) else { return };
        let name = OsStr::new(RESERVE);
        let created = disk.create_file(folder, name, NewAccess::Private);
        let reserved = created.and_then(|mut file| file.write_all(&noise(RESERVED_BYTES)));
        if reserved.is_err() {
            disk.remove_file(folder, name).ok();
        }
        self.has_reserve = reserved.is_ok();
    }
}

/// Bytes that no file system can compress.
fn noise(n_bytes: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()
    };
    std::iter::repeat_with(next).flat_map(|bytes| [bytes[0], bytes[1]]).take(n_bytes).collect()
}

impl Drop for Kept {
    fn drop(&mut self) {
        let (Some(parent), Some(folder)) = (&self.parent, &self.folder) else { return };
        if self.has_reserve {
            folder.remove(OsStr::new(RESERVE)).ok();
        }
        let is_in_place = self.is_in_place();
        // Not every system can remove an open folder.
        (self.lock, self.folder) = (None, None);
        if is_in_place {
            // Removed only if it is empty, so that a project without backups leaves nothing behind.
            parent.remove_if_empty(&self.name).ok();
        }
    }
}
