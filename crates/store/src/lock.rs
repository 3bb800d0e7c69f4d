//! The lock that keeps two programs from writing the same project.
//!
//! The operating system holds it, so it ends with the process, however that ends. Locks on network shares are often
//! visible to one computer only, so the lock file also says who holds it.

use std::{
    ffi::OsStr,
    fmt,
    fs::{File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use standpoint_core::wording::{counted, local_time, shown};

use super::files::{self, FileIdentity, Folder};

/// The name of the lock file.
pub(super) const LOCK: &str = "lock";

/// How often taking a lock is retried if somebody else releases it in the meantime.
const MAX_ATTEMPTS: usize = 100;

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

    /// Returns whether this process is the holder.
    pub(super) fn is_this_process(&self) -> bool {
        self.process == std::process::id() && self.is_on_this_machine()
    }

    /// Returns whether the process is on this computer, so that the system’s own lock is reliable. A computer that has
    /// been renamed since does not count as this one.
    pub fn is_on_this_machine(&self) -> bool {
        gethostname::gethostname().to_string_lossy() == self.host
    }
}

impl fmt::Display for LockHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { user, host, process, since } = self;
        let (user, host) = (shown(if user.is_empty() { "somebody" } else { user }), shown(host));
        write!(f, "{user} on {host} (process {process}, since {}, {})", local_time(*since), age(*since))
    }
}

/// Says how long ago a moment was.
fn age(since: Timestamp) -> String {
    let minutes = Timestamp::now().as_second().saturating_sub(since.as_second()) / 60;
    let ago = |n: i64, what| format!("{} ago", counted(usize::try_from(n).unwrap_or_default(), what));
    match minutes {
        ..0 => "in the future by this clock".to_owned(),
        0 => "just now".to_owned(),
        1..120 => ago(minutes, "minute"),
        120..2880 => ago(minutes / 60, "hour"),
        _ => ago(minutes / (24 * 60), "day"),
    }
}

/// A held lock, which is released when this is dropped.
#[derive(Debug)]
pub struct Lock {
    folder: Folder,
    file: File,
    /// The content that was written to the file; empty if there was no space for it.
    written: String,
}

/// The result of trying to take a lock.
#[derive(Debug)]
pub enum LockOutcome {
    /// The lock is ours.
    Ours {
        /// The lock, to be kept for as long as the project is open.
        lock: Lock,
        /// The previous holder, if they did not release it.
        died: Option<LockHolder>,
    },
    /// It is held by a running process, or by one on another computer, about which nothing can be known.
    Theirs(Option<LockHolder>),
}

/// Whether to respect a lock from another computer, which may have crashed long ago.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respect {
    /// Respects every lock.
    AllHolders,
    /// Respects only locks of processes running on this computer.
    RunningHere,
}

impl Lock {
    /// Takes the lock in `folder`. The lock file is never more open than `model`, the project's file.
    ///
    /// # Errors
    /// Fails if the lock file can be neither created nor read, or if it is no regular file.
    pub fn take(folder: &Folder, respect: Respect, model: Option<&File>) -> io::Result<LockOutcome> {
        for _ in 0..MAX_ATTEMPTS {
            let (mut file, taken) = files::take_lock(folder, OsStr::new(LOCK))?;
            let holder = read_holder(&mut file);
            match taken {
                // Whoever released it removed the file, so nobody else would find our lock.
                Ok(()) if !is_in_place(folder, &file) => continue,
                Err(TryLockError::WouldBlock) => return Ok(LockOutcome::Theirs(holder)),
                // The file system does not support locks, so only the content of the file can be used.
                Err(TryLockError::Error(_)) if holder.as_ref().is_some_and(is_running) => {
                    return Ok(LockOutcome::Theirs(holder));
                }
                Ok(()) | Err(TryLockError::Error(_)) => {}
            }
            let is_foreign = holder.as_ref().is_some_and(|holder| !holder.is_on_this_machine());
            if is_foreign && respect == Respect::AllHolders {
                return Ok(LockOutcome::Theirs(holder));
            }
            // On a full disk, only the system's lock remains; it keeps out every program on this computer.
            let written = write_holder(&mut file, &LockHolder::this_process()).unwrap_or_default();
            let lock = Self { folder: folder.clone(), file, written };
            if let Some(model) = model {
                lock.share_like(model);
            }
            return Ok(LockOutcome::Ours { lock, died: holder });
        }
        Err(io::ErrorKind::ResourceBusy.into())
    }

    /// Returns who holds the lock in `folder` now, if a running process does, without taking it.
    pub fn holder(folder: &Folder) -> Option<LockHolder> {
        let (mut file, is_held) = files::see_lock(folder, OsStr::new(LOCK)).ok()?;
        let holder = read_holder(&mut file);
        if is_held {
            holder.or_else(|| Some(LockHolder::this_process()))
        } else {
            holder.filter(|holder| !holder.is_on_this_machine())
        }
    }

    /// Lets everybody who may read the project's file, `model`, see who holds the lock.
    pub(super) fn share_like(&self, model: &File) {
        // If this fails, only the owner can open it.
        files::never_more_open(model, &self.file).ok();
    }

    /// Returns whether others still find the lock, because nobody has removed its file.
    pub(super) fn is_in_place(&self) -> bool {
        // Another computer that took it over has written its own name into the same file.
        let is_ours = || {
            let mut text = String::new();
            let mut file = &self.file;
            file.rewind().is_ok() && file.take(4096).read_to_string(&mut text).is_ok() && text == self.written
        };
        is_in_place(&self.folder, &self.file) && is_ours()
    }

    /// Shows other computers that the holder is running.
    pub(super) fn touch(&self) {
        if self.is_in_place() {
            // If this fails, the journal and the project still show that something changes.
            self.file.set_modified(std::time::SystemTime::now()).ok();
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while still locked, so that nobody can lock a file that is about to disappear.
        if self.is_in_place() {
            self.folder.remove(OsStr::new(LOCK)).ok();
        }
        self.file.unlock().ok();
    }
}

fn read_holder(file: &mut File) -> Option<LockHolder> {
    let mut text = String::new();
    file.take(4096).read_to_string(&mut text).ok()?;
    ron::from_str(&text).ok()
}

/// Writes the holder to the lock file and returns the content.
fn write_holder(file: &mut File, holder: &LockHolder) -> io::Result<String> {
    let text = ron::to_string(holder).map_err(io::Error::other)?;
    file.set_len(0)?;
    file.rewind()?;
    if let Err(error) = file.write_all(text.as_bytes()) {
        file.set_len(0)?;
        return Err(error);
    }
    Ok(text)
}

/// Returns whether the name still refers to the locked file, and not to one created after its removal.
fn is_in_place(folder: &Folder, file: &File) -> bool {
    FileIdentity::of(file).is_ok_and(|file| folder.holds(OsStr::new(LOCK), file))
}

/// Returns whether a holder is known to be running. A holder on another computer is assumed to be.
fn is_running(holder: &LockHolder) -> bool {
    let processes = Path::new("/proc");
    !holder.is_on_this_machine() || !processes.is_dir() || processes.join(holder.process.to_string()).is_dir()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Temporary(tempfile::TempDir, Folder);

    fn folder() -> Temporary {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let opened = Folder::named(folder.path()).expect("it was just made");
        Temporary(folder, opened)
    }

    fn ours(taken: LockOutcome) -> (Lock, Option<LockHolder>) {
        match taken {
            LockOutcome::Ours { lock, died } => (lock, died),
            LockOutcome::Theirs(holder) => panic!("it is held by {holder:?}"),
        }
    }

    fn take(folder: &Folder) -> LockOutcome {
        Lock::take(folder, Respect::AllHolders, None).expect("the folder can be written")
    }

    #[test]
    fn the_second_to_ask_learns_who_has_it() {
        let Temporary(_kept, folder) = folder();
        let (lock, died) = ours(take(&folder));
        assert!(died.is_none());
        let LockOutcome::Theirs(holder) = take(&folder) else { panic!("it was taken twice") };
        assert_eq!(holder.map(|holder| holder.process), Some(std::process::id()));
        assert_eq!(Lock::holder(&folder).map(|holder| holder.process), Some(std::process::id()));
        drop(lock);
        assert!(Lock::holder(&folder).is_none());
        ours(take(&folder));
    }

    #[test]
    fn a_lock_of_a_dead_process_is_taken_over_and_said() {
        let Temporary(kept, folder) = folder();
        let dead = LockHolder { process: 1, ..LockHolder::this_process() };
        std::fs::write(kept.path().join("lock"), ron::to_string(&dead).expect("it is plain"))
            .expect("it can be written");
        let (_lock, died) = ours(take(&folder));
        assert_eq!(died, Some(dead));
    }

    #[test]
    fn a_lock_of_another_machine_is_respected_until_told_otherwise() {
        let Temporary(kept, folder) = folder();
        let other = LockHolder { host: "elsewhere".to_owned(), ..LockHolder::this_process() };
        std::fs::write(kept.path().join("lock"), ron::to_string(&other).expect("it is plain"))
            .expect("it can be written");
        assert!(matches!(take(&folder), LockOutcome::Theirs(Some(holder)) if holder == other));
        ours(Lock::take(&folder, Respect::RunningHere, None).expect("the folder can be written"));
    }

    #[test]
    fn the_age_of_a_lock_is_said_whatever_the_clocks() {
        let now = Timestamp::now();
        let hours = |n: i64| Timestamp::from_second(now.as_second() - n * 3600 - 30).expect("it is near");
        assert_eq!(age(now), "just now");
        assert_eq!(age(hours(1)), "60 minutes ago");
        assert_eq!(age(hours(30)), "30 hours ago");
        assert_eq!(age(hours(24 * 25)), "25 days ago");
        assert_eq!(age(hours(-5)), "in the future by this clock");
        for extreme in [Timestamp::MIN, Timestamp::MAX] {
            let holder = LockHolder { since: extreme, ..LockHolder::this_process() };
            assert!(!holder.to_string().is_empty());
        }
    }
}
