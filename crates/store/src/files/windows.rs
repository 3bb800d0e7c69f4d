//! What Windows says and permits. Access is inherited from folders there, so there is little to copy.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    path::{Path, PathBuf},
};

use cap_std::fs::{Dir, DirBuilder, OpenOptions};

use super::LostAccess;

pub(super) fn create_private_folders(path: &Path) -> io::Result<()> {
    std::fs::create_dir_all(path)
}

pub(super) fn keep_private(_options: &mut OpenOptions) {}

pub(super) fn keep_folder_private(_builder: &mut DirBuilder) {}

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

/// The system says it only to code that is not safe, so a moved file is asked about instead of followed.
pub(crate) fn path_of(_file: &File) -> Option<PathBuf> {
    None
}

/// A lock here keeps others from reading as well, so the project file itself is not locked.
pub(crate) fn try_hold(_file: &File) -> bool {
    true
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
