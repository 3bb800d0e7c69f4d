//! Temporary files, and their removal if the program is killed.
//!
//! Each is marked as in use while it is written and remembered in the data folder, so that the next opening of any
//! project removes those that nobody is writing any more, wherever they are.

use std::{
    ffi::{OsStr, OsString},
    io::{self, Write as _},
    path::Path,
};

use uuid::Uuid;

use super::{
    disk::{Disk, DiskFile},
    files::{self, FileIdentity, Folder, NewAccess},
    folders::Folders,
};

/// The start and the end of names of temporary files, with a UUID between them.
const NAME: (&str, &str) = (".standpoint-", ".tmp");

/// How many names in a folder are considered.
const MAX_NAMES: usize = 10_000;

/// How often a temporary file is created again if another program removes it at once.
const MAX_ATTEMPTS: usize = 20;

/// The most that is read of a remembered path.
const MAX_PATH_BYTES: u64 = 64 << 10;

/// Returns an unused name for a temporary file.
pub(super) fn new_name() -> OsString {
    OsString::from(format!("{}{}{}", NAME.0, Uuid::now_v7().simple(), NAME.1))
}

/// Creates a temporary file of that name and marks it as in use.
///
/// # Errors
/// Fails if it cannot be created, or if somebody keeps removing it.
pub(super) fn create(
    folder: &Folder,
    name: &OsStr,
    access: NewAccess,
    disk: &dyn Disk,
) -> io::Result<Box<dyn DiskFile>> {
    for _ in 0..MAX_ATTEMPTS {
        let file = disk.create_file(folder, name, access)?;
        files::mark_in_use(file.file());
        // Before it was marked, another program may have thought that it was abandoned, and removed it.
        match FileIdentity::of(file.file()) {
            Ok(identity) if folder.holds(name, identity) => return Ok(file),
            Ok(_) => {}
            Err(error) => {
                folder.remove(name).ok();
                return Err(error);
            }
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Remembers a temporary file until this is dropped.
#[derive(Debug)]
pub(super) struct Remembered {
    entry: Option<(Folder, OsString)>,
}

impl Remembered {
    /// Remembers the file of that name in `folder`. If the data folder cannot be written, it is not remembered.
    pub fn new(folder: &Folder, name: &OsStr, folders: &Folders) -> Self {
        let remember = || -> io::Result<(Folder, OsString)> {
            let path = folder.present_path().unwrap_or_else(|| folder.path().to_owned()).join(name);
            let unfinished = Folder::make_named(&folders.unfinished())?;
            unfinished.create(name, NewAccess::Private)?.write_all(&files::path_to_bytes(&path))?;
            Ok((unfinished, name.to_owned()))
        };
        Self { entry: remember().ok() }
    }
}

impl Drop for Remembered {
    fn drop(&mut self) {
        if let Some((folder, name)) = &self.entry {
            folder.remove(name).ok();
        }
    }
}

/// Removes the temporary files of killed programs among `names` in a folder, and those that were remembered.
pub(super) fn clear(folder: &Folder, names: &[OsString], folders: &Folders) {
    for name in names.iter().filter(|name| is_temporary(name)).take(MAX_NAMES) {
        remove_if_left(folder, name);
    }
    let Ok(unfinished) = Folder::named(&folders.unfinished()) else { return };
    for name in unfinished.names().unwrap_or_default().into_iter().take(MAX_NAMES) {
        let path = unfinished.read(&name, MAX_PATH_BYTES).ok().and_then(|bytes| files::path_from_bytes(&bytes));
        let is_left = path.as_deref().is_none_or(|path| is_gone_or_removed(path, &name));
        if is_left {
            unfinished.remove(&name).ok();
        }
    }
}

/// Removes the temporary files of killed programs in a recovery folder whose lock is ours, including those of other
/// users.
pub(super) fn clear_own(folder: &Folder) {
    for name in left_names(folder) {
        let is_foreign = folder.open(&name).is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied);
        if is_foreign {
            folder.remove(&name).ok();
        } else {
            remove_if_left(folder, &name);
        }
    }
}

fn left_names(folder: &Folder) -> impl Iterator<Item = OsString> {
    folder.names().unwrap_or_default().into_iter().filter(|name| is_temporary(name)).take(MAX_NAMES)
}

fn is_gone_or_removed(path: &Path, name: &OsStr) -> bool {
    match files::folder_and_name(path) {
        Some((folder, file_name)) if file_name == name => {
            // A folder that is missing now may come back, for example on a memory stick.
            Folder::named(folder).is_ok_and(|folder| remove_if_left(&folder, name))
        }
        _ => true,
    }
}

/// Removes a temporary file that nobody is writing. Returns whether it is gone.
fn remove_if_left(folder: &Folder, name: &OsStr) -> bool {
    if !is_temporary(name) {
        return false;
    }
    match files::open_unused(folder, name) {
        // It stays open and is thus ours until it is removed.
        Ok(unused) => unused.is_some_and(|_file| folder.remove(name).is_ok()),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

fn is_temporary(name: &OsStr) -> bool {
    let id = name.to_str().and_then(|name| name.strip_prefix(NAME.0)?.strip_suffix(NAME.1));
    id.is_some_and(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_writes_any_more_is_cleared_wherever_it_is() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let folders = Folders::below(folder.path().join("data"));
        let [project, exports] = ["project", "exports"].map(|name| {
            std::fs::create_dir(folder.path().join(name)).expect("the folder can be written");
            Folder::named(&folder.path().join(name)).expect("it was just made")
        });
        let (beside, left, in_use) = (new_name(), new_name(), new_name());
        project.create(&beside, NewAccess::Private).expect("the folder can be written");
        exports.create(&left, NewAccess::Private).expect("the folder can be written");
        let open = exports.create(&in_use, NewAccess::Private).expect("the folder can be written");
        files::mark_in_use(&open);
        let kept = Remembered::new(&exports, &in_use, &folders);
        // A killed program forgets nothing.
        std::mem::forget(Remembered::new(&exports, &left, &folders));
        std::fs::write(folder.path().join("project/.standpoint-notes.tmp"), "mine").expect("the folder can be written");

        clear(&project, &project.names().expect("it is there"), &folders);
        assert_eq!(project.names().expect("it is there"), [".standpoint-notes.tmp"]);
        assert_eq!(exports.names().expect("it is there"), [in_use]);
        drop((kept, open));
        let unfinished = Folder::named(&folders.unfinished()).expect("it was made");
        assert!(unfinished.names().expect("it is there").is_empty());
    }
}
