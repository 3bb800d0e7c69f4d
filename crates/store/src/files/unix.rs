//! The parts of file access that are particular to Unix systems: modes, groups, access lists, and where an open file is
//! now.

use std::{
    ffi::{OsStr, OsString},
    fs::{File, TryLockError},
    io,
    os::unix::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::{DirBuilderExt as _, MetadataExt as _},
    },
    path::{Path, PathBuf},
    sync::Arc,
};

use cap_fs_ext::DirExt as _;
use cap_std::fs::{Dir, DirBuilder, DirBuilderExt as _, DirEntry, OpenOptions, OpenOptionsExt as _};
use rustix::{
    fs::{Access, AtFlags, Gid, Mode, OFlags, Uid, XattrFlags},
    io::Errno,
};

use super::{FileKind, Folder, LostAccess};

/// Whether another file can be renamed over an open one.
pub(crate) const CAN_REPLACE_OPEN: bool = true;

/// The extended attribute with the access list.
const ACCESS_LIST: &str = "system.posix_acl_access";

/// The extended attribute in which a folder has the access list for new files.
const LIST_FOR_NEW_FILES: &str = "system.posix_acl_default";

/// Creates a folder and its parents, to which only the owner has access.
pub(super) fn create_private_folders(path: &Path) -> io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

pub(super) fn keep_private(options: &mut OpenOptions) {
    options.mode(0o600);
}

/// Creates a folder to which only the owner has access.
pub(super) fn create_private_folder(dir: &Dir, name: &OsStr) -> io::Result<()> {
    dir.create_dir_with(name, DirBuilder::new().mode(0o700))
}

pub(super) fn names(dir: &Dir) -> io::Result<Vec<OsString>> {
    Ok(dir.entries()?.flatten().map(|entry| entry.file_name()).collect())
}

pub(super) fn names_and_kinds(dir: &Dir) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
    // Some file systems do not note what an entry is, which then looks like a device.
    let kind =
        |entry: &DirEntry| entry.file_type().ok().map(FileKind::of_type).filter(|kind| *kind != FileKind::Special);
    Ok(dir.entries()?.flatten().map(|entry| (entry.file_name(), kind(&entry))).collect())
}

pub(super) fn rename(dir: &Dir, name: &OsStr, to: &Dir, new_name: &OsStr) -> io::Result<()> {
    dir.rename(name, to, new_name)
}

pub(super) fn hard_link(dir: &Dir, name: &OsStr, to: &Dir, new_name: &OsStr) -> io::Result<()> {
    dir.hard_link(name, to, new_name)
}

pub(super) fn remove_file_or_link(dir: &Dir, name: &OsStr) -> io::Result<()> {
    dir.remove_file_or_symlink(name)
}

pub(super) fn remove_folder(dir: &Dir, name: &OsStr) -> io::Result<()> {
    dir.remove_dir(name)
}

pub(super) fn remove_folder_with_content(dir: &Dir, name: &OsStr) -> io::Result<()> {
    dir.remove_dir_all(name)
}

/// Gives `file` the owner, group, access list and mode of `model`, and reports what could not be kept. If you save
/// somebody else's file, you usually own the new one, which is no loss as long as the former owner can open it as
/// before.
///
/// # Errors
/// Fails if the mode or the access list cannot be read, or if the mode cannot be set.
pub(crate) fn take_access(model: &File, file: &File) -> io::Result<Vec<LostAccess>> {
    let (wanted, own) = (model.metadata()?, file.metadata()?);
    let mut lost = Vec::new();
    let has_owner =
        wanted.uid() == own.uid() || rustix::fs::fchown(file, Some(Uid::from_raw(wanted.uid())), None).is_ok();
    let has_group =
        wanted.gid() == own.gid() || rustix::fs::fchown(file, None, Some(Gid::from_raw(wanted.gid()))).is_ok();
    if !has_group {
        lost.push(LostAccess::Group);
    }
    let kept_list = copy_access_list(model, file)?;
    if !kept_list {
        lost.push(LostAccess::AccessList);
    }
    // Without its group or its list, access that these granted is granted to nobody.
    let mask = if has_group && kept_list { 0o777 } else { 0o707 };
    set_mode(file, wanted.mode() & mask & 0o777)?;
    let entries = if kept_list { access_list(model)? } else { Vec::new() };
    if !has_owner && !is_open_to(wanted.uid(), wanted.mode(), wanted.mode() & mask, has_group, &entries) {
        lost.push(LostAccess::Owner);
    }
    Ok(lost)
}

/// Returns whether a file that belongs to somebody else is as accessible to its former owner as with a mode of
/// `before`. `now` is its mode and `list` its access list. The owner is assumed to be a member of the file's group,
/// which is the same as before if `has_group`.
fn is_open_to(owner: u32, before: u32, now: u32, has_group: bool, list: &[u8]) -> bool {
    let needed = before >> 6 & 0o6;
    let allows = |allowed: u32| allowed & needed == needed;
    if owner == 0 {
        return true;
    }
    if list.is_empty() {
        return allows(if has_group { now >> 3 } else { now });
    }
    // If there is a list, the group part of the mode limits it. The first matching entry decides: the user, then a
    // group, then everybody else.
    let limit = now >> 3;
    let entries = || access_entries(list);
    match entries().find(|entry| entry.tag == NAMED_USER && entry.id == owner) {
        Some(entry) => allows(entry.allowed & limit),
        None => entries().any(|entry| entry.tag == OWNING_GROUP && allows(entry.allowed & limit)),
    }
}

/// The kinds of entries of an access list, as numbered by the system.
const NAMED_USER: u16 = 0x02;
const OWNING_GROUP: u16 = 0x04;

struct AccessEntry {
    tag: u16,
    allowed: u32,
    id: u32,
}

/// The entries of an access list: after a number of four bytes, each entry has eight bytes, which are its kind, the
/// permissions and the user or group, of two, two and four bytes.
fn access_entries(list: &[u8]) -> impl Iterator<Item = AccessEntry> {
    list.get(4..).unwrap_or_default().chunks_exact(8).map(|entry| AccessEntry {
        tag: u16::from_le_bytes([entry[0], entry[1]]),
        allowed: u32::from(u16::from_le_bytes([entry[2], entry[3]])),
        id: u32::from_le_bytes([entry[4], entry[5], entry[6], entry[7]]),
    })
}

/// Gives `file` the access of `model` as far as possible, and never more.
pub(super) fn never_more_open(model: &File, file: &File) -> io::Result<()> {
    take_access(model, file).map(drop)
}

/// Gives a folder the access of a file: those who may read the file may list the folder, and those who may write it may
/// add files.
pub(super) fn share_folder_like(dir: &Dir, model: &File) -> io::Result<()> {
    let folder = open_itself(dir)?;
    let (wanted, own) = (model.metadata()?, folder.metadata()?);
    if wanted.uid() != own.uid() {
        rustix::fs::fchown(&folder, Some(Uid::from_raw(wanted.uid())), None).ok();
    }
    let has_group =
        own.gid() == wanted.gid() || rustix::fs::fchown(&folder, None, Some(Gid::from_raw(wanted.gid()))).is_ok();
    // The folder must not pass its own access list on to new files.
    rustix::fs::fremovexattr(&folder, LIST_FOR_NEW_FILES).ok();
    let list = list_for_folder(access_list(model)?);
    let has_list = if list.is_empty() {
        rustix::fs::fremovexattr(&folder, ACCESS_LIST).ok();
        access_list(&folder)?.is_empty()
    } else {
        rustix::fs::fsetxattr(&folder, ACCESS_LIST, &list, XattrFlags::empty()).is_ok()
    };
    let mode = wanted.mode() & if has_group && has_list { 0o666 } else { 0o606 };
    let search = (mode & 0o444) >> 2;
    // A folder that passes its group on to new files keeps doing so.
    let hands_on = own.mode() & 0o2000;
    set_mode(&folder, mode | search | 0o700 | hands_on)
}

/// Converts the access list of a file to one for a folder: those who may read the file may search the folder.
fn list_for_folder(mut list: Vec<u8>) -> Vec<u8> {
    for entry in list.get_mut(4..).unwrap_or_default().chunks_exact_mut(8) {
        let allowed = u16::from_le_bytes([entry[2], entry[3]]);
        let searched = allowed | ((allowed & 4) >> 2);
        entry[2..4].copy_from_slice(&searched.to_le_bytes());
    }
    list
}

/// Returns whether a file is on a network share of the kind that Windows serves.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn is_on_windows_share(file: &File) -> bool {
    // The numbers of the kernel for SMB, CIFS and SMB2.
    let kinds = [0x517b, 0xff53_4d42, 0xfe53_4d42];
    rustix::fs::fstatfs(file)
        .is_ok_and(|found| u64::try_from(found.f_type).is_ok_and(|kind| kinds.contains(&(kind & 0xffff_ffff))))
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn is_on_windows_share(_file: &File) -> bool {
    false
}

/// Opens the folder once more, because a handle for looking up names can do nothing else.
fn open_itself(dir: &Dir) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::openat(dir, ".", flags, Mode::empty())?))
}

fn set_mode(file: &File, mode: u32) -> io::Result<()> {
    let bits = rustix::fs::RawMode::try_from(mode & 0o2777).unwrap_or(0o600);
    Ok(rustix::fs::fchmod(file, Mode::from_raw_mode(bits))?)
}

/// Returns whether `file` has the access list of `model` now; a list inherited from its folder is removed.
fn copy_access_list(model: &File, file: &File) -> io::Result<bool> {
    let list = access_list(model)?;
    if list.is_empty() {
        return Ok(match rustix::fs::fremovexattr(file, ACCESS_LIST) {
            Ok(()) | Err(Errno::NODATA | Errno::OPNOTSUPP | Errno::NOSYS) => true,
            Err(_) => access_list(file)?.is_empty(),
        });
    }
    Ok(rustix::fs::fsetxattr(file, ACCESS_LIST, &list, XattrFlags::empty()).is_ok())
}

/// The access list of a file in the system's own form; empty if it has none. Other systems keep theirs elsewhere.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
#[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
fn access_list(_file: &File) -> io::Result<Vec<u8>> {
    Ok(Vec::new())
}

/// The access list of a file in the system's own form; empty if it has none.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn access_list(file: &File) -> io::Result<Vec<u8>> {
    // A list has a few bytes for each user and group named in it.
    let mut list = vec![0; 64 << 10];
    match rustix::fs::fgetxattr(file, ACCESS_LIST, &mut list[..]) {
        Ok(n_bytes) => {
            list.truncate(n_bytes);
            Ok(list)
        }
        Err(Errno::NODATA | Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Root may write everything, so a file without write permission counts as write-protected for root as well.
pub(super) fn is_write_protected(dir: &Dir, name: &OsStr) -> bool {
    let nobody_may = dir.symlink_metadata(name).is_ok_and(|metadata| {
        use cap_std::fs::MetadataExt as _;
        metadata.mode() & 0o222 == 0
    });
    let may_not = rustix::fs::accessat(dir, name, Access::WRITE_OK, AtFlags::EACCESS);
    nobody_may || matches!(may_not, Err(Errno::ACCESS | Errno::ROFS | Errno::PERM))
}

/// Returns where an open file is now; `None` if it was removed or the system does not say.
pub(crate) fn path_of(file: &File) -> Option<PathBuf> {
    let metadata = file.metadata().ok()?;
    if metadata.nlink() == 0 {
        return None;
    }
    let path = present_path(file)?;
    let found = std::fs::symlink_metadata(&path).ok()?;
    ((found.dev(), found.ino()) == (metadata.dev(), metadata.ino())).then_some(path)
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn present_path(file: &File) -> Option<PathBuf> {
    use std::os::fd::AsRawFd as _;
    std::fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd())).ok()
}

#[cfg(target_vendor = "apple")]
fn present_path(file: &File) -> Option<PathBuf> {
    let path = rustix::fs::getpath(file).ok()?;
    Some(PathBuf::from(OsString::from_vec(path.into_bytes())))
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn present_path(_file: &File) -> Option<PathBuf> {
    None
}

/// Holds a project file open and locks it, so that it has one lock whatever names it has. Fails with the file if
/// another program holds it; without locks in the file system, it always succeeds.
pub(crate) fn hold(file: File) -> Result<Option<Arc<File>>, File> {
    if is_on_windows_share(&file) {
        // On such a share, a locked file cannot be read by others, and an open one cannot be replaced.
        return Ok(None);
    }
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(file),
        _ => Ok(Some(Arc::new(file))),
    }
}

/// Opens or creates a lock file and tries to lock it until it is closed. Returns the reason if that failed.
pub(crate) fn take_lock(folder: &Folder, name: &OsStr) -> io::Result<(File, Result<(), TryLockError>)> {
    let file = folder.open_or_create(name)?;
    let taken = file.try_lock();
    Ok((file, taken))
}

/// Opens a lock file to see who holds it. Returns whether anybody does.
pub(crate) fn see_lock(folder: &Folder, name: &OsStr) -> io::Result<(File, bool)> {
    let file = folder.open(name)?;
    let is_held = matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    Ok((file, is_held))
}

/// Keeps [`open_unused`] from opening a file for as long as it is open.
pub(crate) fn mark_in_use(file: &File) {
    // Without locks, it is never opened.
    if !is_on_windows_share(file) {
        file.try_lock().ok();
    }
}

/// Opens a file unless somebody is using it; `None` if it is in use or if that is unknown.
pub(crate) fn open_unused(folder: &Folder, name: &OsStr) -> io::Result<Option<File>> {
    let file = folder.open_to_write(name)?;
    Ok(file.try_lock().is_ok().then_some(file))
}

/// Returns the free space in a folder, in bytes; `None` if the system does not say.
pub(super) fn free_bytes(folder: &Path) -> Option<u64> {
    let there = rustix::fs::statvfs(folder).ok()?;
    Some(there.f_bavail.saturating_mul(there.f_frsize))
}

pub(super) fn flush_folder(dir: &Dir) -> io::Result<()> {
    open_itself(dir)?.sync_all()
}

/// Returns a path as bytes, to be written to a file.
pub(crate) fn path_to_bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

/// Returns the path that was written as these bytes.
#[expect(clippy::unnecessary_wraps, reason = "on other systems it can fail")]
pub(crate) fn path_from_bytes(bytes: &[u8]) -> Option<PathBuf> {
    Some(PathBuf::from(OsString::from_vec(bytes.to_vec())))
}
