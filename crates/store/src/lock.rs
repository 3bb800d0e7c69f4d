//! The lock that keeps two programs from writing the same project.
//!
//! The operating system holds it, so it ends with the process, however that ends. Locks on network shares are often
//! visible to one computer only, so the lock file also says who holds it.

use std::{
    fmt,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use standpoint_core::wording::local_time;

/// Who has a project open for editing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockHolder {
    /// The user’s login name; empty if the system does not say.
    pub user: String,
    /// The computer’s host name.
    pub host: String,
    /// The process id on that computer.
    pub process: u32,
    /// When the lock was taken.
    pub since: Timestamp,
}

impl LockHolder {
    /// This process, starting now.
    pub(super) fn this_process() -> Self {
        Self {
            user: std::env::var("USER").or_else(|_| std::env::var("USERNAME")).unwrap_or_default(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
            process: std::process::id(),
            since: Timestamp::now(),
        }
    }

    /// Returns whether the process is on this computer, so that the system’s own lock is reliable.
    pub fn is_on_this_machine(&self) -> bool {
        gethostname::gethostname().to_string_lossy() == self.host
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { user, host, process, since } = self;
        let user = if user.is_empty() { "somebody" } else { user };
        write!(f, "{user} on {host} (process {process}, since {})", local_time(*since))
    }
}

/// A held lock, which is released when this is dropped.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    file: File,
}

/// The result of trying to take a lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// The lock is ours.
    Ours {
        /// The lock, to be kept for as long as the project is open.
        lock: Lock,
        /// Who held it before and did not release it, if anybody.
        died: Option<LockHolder>,
    },
    /// A running process has it, or one on another computer, about which nothing can be known.
    Theirs(Option<LockHolder>),
}

/// Whether to respect a lock from another computer, which may have died long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respect {
    /// Respects every lock.
    AllHolders,
    /// Respects only locks of processes running on this computer.
    RunningHere,
}

impl Lock {
    /// Takes the lock in `folder`, which is created if necessary.
    ///
    /// # Errors
    /// Fails if the lock file can be neither created nor read.
    pub fn take(folder: &Path, respect: Respect) -> io::Result<LockOutcome> {
        let path = folder.join("lock");
        loop {
            fs::create_dir_all(folder)?;
            let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path);
            let mut file = match opened {
                // Another process removed the folder, which was empty, between the two calls.
                Err(error) if error.kind() == io::ErrorKind::NotFound && folder.parent().is_some_and(Path::is_dir) => {
                    continue;
                }
                opened => opened?,
            };
            let holder = read_holder(&mut file);
            match file.try_lock() {
                Ok(()) if !is_same_file(&file, &path) => continue,
                Err(TryLockError::WouldBlock) => return Ok(LockOutcome::Theirs(holder)),
                // The file system does not support locks, so the content of the file is all there is to go by.
                Err(TryLockError::Error(_)) if holder.as_ref().is_some_and(is_running) => {
                    return Ok(LockOutcome::Theirs(holder));
                }
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            let is_foreign = holder.as_ref().is_some_and(|holder| !holder.is_on_this_machine());
            if is_foreign && respect == Respect::AllHolders {
                return Ok(LockOutcome::Theirs(holder));
            }
            write_holder(&mut file, &LockHolder::this_process())?;
            return Ok(LockOutcome::Ours { lock: Self { path, file }, died: holder });
        }
    }

    /// Returns who holds the lock in `folder` now, if a running process does, without taking it.
    pub fn holder(folder: &Path) -> Option<LockHolder> {
        let mut file = File::open(folder.join("lock")).ok()?;
        let holder = read_holder(&mut file);
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => holder.or_else(|| Some(LockHolder::this_process())),
            _ => holder.filter(|holder| !holder.is_on_this_machine()),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that nobody can lock a file that is about to disappear.
        fs::remove_file(&self.path).ok();
        self.file.unlock().ok();
    }
}

fn read_holder(file: &mut File) -> Option<LockHolder> {
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text).ok()?;
    ron::from_str(&text).ok()
}

fn write_holder(file: &mut File, holder: &LockHolder) -> io::Result<()> {
    let text = ron::to_string(holder).map_err(io::Error::other)?;
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())
}

/// Returns whether the path still names the file that was locked, rather than one created after its removal.
#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let (Ok(ours), Ok(there)) = (file.metadata(), fs::metadata(path)) else { return false };
    (ours.dev(), ours.ino()) == (there.dev(), there.ino())
}

#[cfg(not(unix))]
fn is_same_file(_file: &File, _path: &Path) -> bool {
    // On these systems an open file cannot be removed.
    true
}

/// Returns whether a holder is running as far as can be told. A holder on another computer is assumed to be.
fn is_running(holder: &LockHolder) -> bool {
    let processes = Path::new("/proc");
    !holder.is_on_this_machine() || !processes.is_dir() || processes.join(holder.process.to_string()).is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("the system gives a temporary folder")
    }

    fn ours(taken: LockOutcome) -> (Lock, Option<LockHolder>) {
        match taken {
            LockOutcome::Ours { lock, died } => (lock, died),
            LockOutcome::Theirs(holder) => panic!("it is held by {holder:?}"),
        }
    }

    fn take(folder: &Path) -> LockOutcome {
        Lock::take(folder, Respect::AllHolders).expect("the folder can be written")
    }

    #[test]
    fn the_second_to_ask_learns_who_has_it() {
        let folder = folder();
        let (lock, died) = ours(take(folder.path()));
        assert!(died.is_none());
        let LockOutcome::Theirs(Some(holder)) = take(folder.path()) else { panic!("it was taken twice") };
        assert_eq!(holder.process, std::process::id());
        assert_eq!(Lock::holder(folder.path()).map(|holder| holder.process), Some(std::process::id()));
        drop(lock);
        assert!(Lock::holder(folder.path()).is_none());
        ours(take(folder.path()));
    }

    #[test]
    fn a_lock_of_a_dead_process_is_taken_over_and_said() {
        let folder = folder();
        let dead = LockHolder { process: 1, ..LockHolder::this_process() };
        fs::write(folder.path().join("lock"), ron::to_string(&dead).expect("it is plain")).expect("it can be written");
        let (_lock, died) = ours(take(folder.path()));
        assert_eq!(died, Some(dead));
    }

    #[test]
    fn a_lock_of_another_machine_is_respected_until_told_otherwise() {
        let folder = folder();
        let other = LockHolder { host: "elsewhere".to_owned(), ..LockHolder::this_process() };
        fs::write(folder.path().join("lock"), ron::to_string(&other).expect("it is plain")).expect("it can be written");
        assert!(matches!(take(folder.path()), LockOutcome::Theirs(Some(holder)) if holder == other));
        ours(Lock::take(folder.path(), Respect::RunningHere).expect("the folder can be written"));
    }
}
