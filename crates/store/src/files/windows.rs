//! The parts of file access that are particular to Windows. Access is inherited from folders there, so there is little
//! to copy.
//!
//! Files are opened from the handle of their folder here too. Renaming and removing need paths, which the system gives
//! for a folder that is held open; meanwhile that folder can be neither renamed nor removed, so that its path stays right.
//! `cap-std` does the same, but takes a folder of another computer (`\\?\UNC\…`) for a relative path.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, TryLockError},
    io,
    os::windows::fs::FileTypeExt as _,
    path::{Component, Path, PathBuf},
    sync::Arc,
};

use cap_std::fs::{Dir, OpenOptions, OpenOptionsExt as _};

use super::{FileKind, Folder, LostAccess};

/// Whether another file can be renamed over an open one: on NTFS since 2017, but not on memory sticks or on
/// every other computer.
pub(crate) const CAN_REPLACE_OPEN: bool = false;

/// What other programs may do with a file while it is open: read, remove and rename it.
const SHARE_READ: u32 = 1;
const SHARE_DELETE: u32 = 4;

/// The error if a file is open elsewhere and cannot be opened in this way.
const SHARING_VIOLATION: i32 = 32;

/// How often a lock file is opened if it is released or taken in the meantime.
const MAX_ATTEMPTS: usize = 100;

pub(super) fn create_private_folders(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

pub(super) fn keep_private(_options: &mut OpenOptions) {}

pub(super) fn create_private_folder(dir: &Dir, name: &OsStr) -> io::Result<()> {
    fs::create_dir(path_in(dir, name)?)
}

pub(super) fn names(dir: &Dir) -> io::Result<Vec<OsString>> {
    let entries = fs::read_dir(path_of_folder(dir)?)?;
    Ok(entries.flatten().map(|entry| entry.file_name()).collect())
}

/// What each is, Windows is asked one by one.
pub(super) fn names_and_kinds(dir: &Dir) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
    Ok(names(dir)?.into_iter().map(|name| (name, None)).collect())
}

pub(super) fn rename(dir: &Dir, name: &OsStr, to: &Dir, new_name: &OsStr) -> io::Result<()> {
    fs::rename(path_in(dir, name)?, path_in(to, new_name)?)
}

pub(super) fn hard_link(dir: &Dir, name: &OsStr, to: &Dir, new_name: &OsStr) -> io::Result<()> {
    fs::hard_link(path_in(dir, name)?, path_in(to, new_name)?)
}

pub(super) fn remove_file_or_link(dir: &Dir, name: &OsStr) -> io::Result<()> {
    let path = path_in(dir, name)?;
    if fs::symlink_metadata(&path)?.file_type().is_symlink_dir() { fs::remove_dir(path) } else { fs::remove_file(path) }
}

pub(super) fn remove_folder(dir: &Dir, name: &OsStr) -> io::Result<()> {
    fs::remove_dir(path_in(dir, name)?)
}

pub(super) fn remove_folder_with_content(dir: &Dir, name: &OsStr) -> io::Result<()> {
    fs::remove_dir_all(path_in(dir, name)?)
}

/// Returns the path of a name in a folder.
fn path_in(dir: &Dir, name: &OsStr) -> io::Result<PathBuf> {
    let mut parts = Path::new(name).components();
    match (parts.next(), parts.next()) {
        (Some(Component::Normal(part)), None) if part == name => Ok(path_of_folder(dir)?.join(name)),
        _ => Err(io::ErrorKind::InvalidFilename.into()),
    }
}

fn path_of_folder(dir: &Dir) -> io::Result<PathBuf> {
    winx::file::get_file_path(&dir.try_clone()?.into_std_file())
}

#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(crate) fn take_access(_model: &File, _file: &File) -> io::Result<Vec<LostAccess>> {
    Ok(Vec::new())
}

#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(super) fn never_more_open(_model: &File, _file: &File) -> io::Result<()> {
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(super) fn share_folder_like(_dir: &Dir, _model: &File) -> io::Result<()> {
    Ok(())
}

pub(super) fn is_write_protected(dir: &Dir, name: &OsStr) -> bool {
    dir.symlink_metadata(name).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// Returns where an open file or folder is now.
pub(crate) fn path_of(file: &File) -> Option<PathBuf> {
    winx::file::get_file_path(file).ok()
}

/// Does not hold the project file: on old file systems, an open file cannot be replaced, and a locked one cannot be
/// read by others. So a file with two names can be opened under both.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(crate) fn hold(_file: File) -> Result<Option<Arc<File>>, File> {
    Ok(None)
}

/// Opens or creates a lock file that nobody else can open for writing until it is closed. This is the lock, because a
/// file locked with [`File::lock`] cannot be read by others, who want to know who holds it. Returns the reason if that
/// failed.
pub(crate) fn take_lock(folder: &Folder, name: &OsStr) -> io::Result<(File, Result<(), TryLockError>)> {
    let mut options = OpenOptions::new();
    options.share_mode(SHARE_READ | SHARE_DELETE);
    for _ in 0..MAX_ATTEMPTS {
        match folder.open_or_create_with(name, &options) {
            Err(error) if is_open_elsewhere(&error) => {}
            opened => return Ok((opened?, Ok(()))),
        }
        match folder.open(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return Ok((opened?, Err(TryLockError::WouldBlock))),
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Opens a lock file to see who holds it. Returns whether anybody does.
pub(crate) fn see_lock(folder: &Folder, name: &OsStr) -> io::Result<(File, bool)> {
    let mut options = OpenOptions::new();
    match folder.open_regular(name, options.read(true).share_mode(SHARE_READ | SHARE_DELETE)) {
        Err(error) if is_open_elsewhere(&error) => Ok((folder.open(name)?, true)),
        opened => Ok((opened?, false)),
    }
}

/// An open file is in use, so there is nothing to do.
pub(crate) fn mark_in_use(_file: &File) {}

/// Opens a file unless somebody has it open to read or write; `None` if that is so.
pub(crate) fn open_unused(folder: &Folder, name: &OsStr) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.share_mode(SHARE_DELETE);
    match folder.open_to_write_with(name, options) {
        Err(error) if is_open_elsewhere(&error) => Ok(None),
        opened => opened.map(Some),
    }
}

fn is_open_elsewhere(error: &io::Error) -> bool {
    error.raw_os_error() == Some(SHARING_VIOLATION)
}

/// The free space in a folder is unknown.
pub(super) fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(super) fn flush_folder(_dir: &Dir) -> io::Result<()> {
    // The names in a folder are flushed with the files.
    Ok(())
}

pub(crate) fn path_to_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().into_owned().into_bytes()
}

pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    String::from_utf8(bytes.to_vec()).ok().map(PathBuf::from)
}
