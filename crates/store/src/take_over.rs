//! Waits before the lock of another computer is taken over.

use std::{
    ffi::OsStr,
    path::Path,
    time::{Duration, Instant, SystemTime},
};

use super::{
    OpenError,
    files::{FileIdentity, Folder},
    journal::JOURNAL,
    lock::{LOCK, Lock, LockHolder},
    machine::Machine,
    place::ProjectPlace,
};

/// How often the files are checked.
const PAUSE: Duration = Duration::from_millis(100);

/// The signs that a file was written.
type Trace = Option<(FileIdentity, u64, Option<SystemTime>)>;

/// Waits like [`wait_for`] until the project of a file may be taken over.
pub(super) fn wait(place: &ProjectPlace, machine: &Machine) -> Result<Option<LockHolder>, OpenError> {
    let path = place.path();
    wait_for(&path, Some(place), || machine.folders.all_recovery_of(&path), machine)
}

/// Waits for the time that the machine sets, during which no lock or journal in `folders` and not the file may change.
/// Returns the holder of the lock, if it is on another computer. Errors name `path`.
pub(super) fn wait_for(
    path: &Path,
    file: Option<&ProjectPlace>,
    folders: impl Fn() -> Vec<Folder>,
    machine: &Machine,
) -> Result<Option<LockHolder>, OpenError> {
    let foreign = |folder: &Folder| Lock::holder(folder).filter(|holder| !holder.is_on_this_machine());
    let Some(holder) = folders().iter().find_map(foreign) else { return Ok(None) };
    let look = || {
        let in_folder = |folder: &Folder| [LOCK, JOURNAL].map(|name| trace(folder, OsStr::new(name)));
        let traces: Vec<Trace> = folders().iter().flat_map(in_folder).collect();
        (file.map(|place| trace(&place.folder, &place.name)), traces)
    };
    let (before, end) = (look(), Instant::now() + machine.take_over_wait);
    loop {
        if look() != before {
            return Err(OpenError::StillInUse { path: path.to_owned(), holder });
        }
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(Some(holder));
        }
        std::thread::sleep(left.min(PAUSE));
    }
}

fn trace(folder: &Folder, name: &OsStr) -> Trace {
    let file = folder.open(name).ok()?;
    let metadata = file.metadata().ok()?;
    Some((FileIdentity::of(&file).ok()?, metadata.len(), metadata.modified().ok()))
}
