//! Where a project file is, and where it went if it was renamed or moved while it was open.

use std::{
    ffi::{OsStr, OsString},
    fs::File,
    io,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use super::{
    files::{self, FileIdentity, FileKind, Folder},
    folders,
    state::FileState,
};

/// A project file’s folder, held open, and its name there.
#[derive(Clone, Debug)]
pub(super) struct ProjectPlace {
    pub folder: Folder,
    pub name: OsString,
}

impl ProjectPlace {
    /// Opens the folder of `path`, in which every link has been followed.
    pub fn of(path: &Path) -> io::Result<Self> {
        let (folder, name) = files::folder_and_name(path).ok_or(io::ErrorKind::InvalidFilename)?;
        Ok(Self { folder: Folder::named(folder)?, name: name.to_owned() })
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    pub fn open(&self) -> io::Result<File> {
        self.folder.open(&self.name)
    }

    /// Returns whether anything has the project’s name.
    pub fn is_taken(&self) -> bool {
        self.folder.kind(&self.name).is_ok_and(|kind| kind.is_some())
    }

    pub fn is_write_protected(&self) -> bool {
        self.folder.is_write_protected(&self.name)
    }

    pub fn recovery_name(&self) -> OsString {
        folders::beside_name(&self.name)
    }
}

/// The file of an open project, as it was last read or written.
#[derive(Clone, Debug)]
pub(super) struct OwnFile {
    /// Every link in it has been followed.
    pub path: PathBuf,
    pub known: FileState,
    /// The format that the file has on disk.
    pub format: u32,
    /// The file itself, held open and locked, so that it is found again under another name. `None` if an open file
    /// cannot be renamed here, or if the system does not know its path.
    pub held: Option<Arc<File>>,
}

/// Where the file of an open project is now.
#[derive(Debug)]
pub(super) enum Whereabouts {
    /// Where it was, although its content may have changed.
    There(ProjectPlace),
    /// It was renamed or moved.
    Moved(ProjectPlace),
    /// It cannot be found, or is in the trash.
    Gone,
}

impl OwnFile {
    pub fn whereabouts(&self) -> Whereabouts {
        // A file with that name may be a different one, saved by another program. A link or a folder is not the file.
        let there = ProjectPlace::of(&self.path).ok().filter(ProjectPlace::is_taken);
        if let Some(place) = &there
            && !matches!(place.folder.kind(&place.name), Ok(Some(FileKind::Link | FileKind::Folder)))
        {
            return Whereabouts::There(place.clone());
        }
        match self.held.as_deref().and_then(|held| moved_to(held, &self.path)) {
            Some(place) => Whereabouts::Moved(place),
            None => there.map_or(Whereabouts::Gone, Whereabouts::There),
        }
    }

    /// Returns whether `path` is a name of this very file.
    pub fn is_at(&self, path: &Path) -> bool {
        let identity = |file: &File| FileIdentity::of(file).ok();
        let there = ProjectPlace::of(path).and_then(|place| place.open());
        let ours = self.held.as_deref().and_then(identity);
        path == self.path || (ours.is_some() && there.is_ok_and(|there| identity(&there) == ours))
    }
}

/// Returns where an open project file is now, which was at `before`; `None` if it cannot be found, or is where programs
/// put deleted files.
pub(super) fn moved_to(file: &File, before: &Path) -> Option<ProjectPlace> {
    let path = files::path_of(file)?;
    if is_kept_by_editor(&path, before) {
        return None;
    }
    let is_new = |part: &Component<'_>| !before.components().any(|known| known == *part);
    // Deleted files go to the trash, or to hidden folders and names, from which they are removed permanently some day.
    let is_deleted = path.components().any(|part| is_new(&part) && is_trash(part.as_os_str()));
    if is_deleted { None } else { ProjectPlace::of(&path).ok() }
}

/// Returns whether a file was renamed by an editor that is about to write another one under its name.
fn is_kept_by_editor(path: &Path, before: &Path) -> bool {
    let (Some(now), Some(then)) = (path.file_name(), before.file_name()) else { return false };
    let (now, then) = (now.to_string_lossy(), then.to_string_lossy());
    let added = now.strip_prefix(&*then).unwrap_or_default().to_lowercase();
    path.parent() == before.parent() && ["~", ".bak", ".backup", ".old", ".orig", ".tmp"].contains(&&*added)
}

fn is_trash(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with(['.', '#', '@', '$'])
        || name.eq_ignore_ascii_case("trash")
        || name.eq_ignore_ascii_case("recycled")
}
