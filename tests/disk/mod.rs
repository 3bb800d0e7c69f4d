//! A disk that fails at a given step.

use std::{
    ffi::OsStr,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use standpoint_store::{
    Machine,
    disk::{Disk, DiskFile, SystemDisk},
    files::{Folder, NewAccess},
    folders::Folders,
};

/// How a step fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The system refuses, and nothing has happened.
    Refused(io::ErrorKind),
    /// Half of it is written, and then the disk is full. Steps that write nothing are refused.
    Short,
    /// From here on nothing works any more, as after a power cut.
    Dead,
}

#[derive(Debug, Default)]
struct Plan {
    /// How many steps still succeed before one fails; none if all do.
    n_good: Option<usize>,
    failure: Option<Failure>,
    is_dead: bool,
    has_failed: bool,
    /// Nothing can be made, changed or removed in or below this folder.
    closed: Option<PathBuf>,
}

/// The disk of this machine, failing by plan. Its clones share the plan.
#[derive(Clone, Debug, Default)]
pub struct FaultyDisk(Arc<Mutex<Plan>>);

impl FaultyDisk {
    /// A machine with this disk, whose program keeps its things in `data`.
    pub fn machine(&self, data: &Path) -> Machine {
        Machine::with(Folders::below(data.to_owned()), Arc::new(self.clone()))
    }

    /// Lets the step after the next `n_good` ones fail.
    pub fn fail_after(&self, n_good: usize, failure: Failure) {
        *self.plan() = Plan { n_good: Some(n_good), failure: Some(failure), ..Plan::default() };
    }

    /// Lets nothing be written in or below a folder.
    pub fn close(&self, folder: &Path) {
        *self.plan() = Plan { closed: Some(folder.to_owned()), ..Plan::default() };
    }

    /// Lets everything succeed again, and says whether anything had failed.
    pub fn heal(&self) -> bool {
        std::mem::take(&mut *self.plan()).has_failed
    }

    fn plan(&self) -> std::sync::MutexGuard<'_, Plan> {
        self.0.lock().expect("no test panics while it holds the plan")
    }

    /// Counts a step, and says how it fails if it does.
    fn step(&self, path: &Path) -> Result<(), Failure> {
        let mut plan = self.plan();
        if plan.is_dead {
            return Err(Failure::Dead);
        }
        if plan.closed.as_ref().is_some_and(|folder| path.starts_with(folder)) {
            plan.has_failed = true;
            return Err(Failure::Refused(io::ErrorKind::PermissionDenied));
        }
        match plan.n_good {
            Some(0) => {
                let failure = plan.failure.expect("it is planned with the number");
                (plan.n_good, plan.has_failed) = (None, true);
                plan.is_dead = failure == Failure::Dead;
                Err(failure)
            }
            Some(n) => {
                plan.n_good = Some(n - 1);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn whole_step(&self, path: &Path) -> io::Result<()> {
        self.step(path).map_err(error)
    }
}

fn error(failure: Failure) -> io::Error {
    match failure {
        Failure::Refused(kind) => kind.into(),
        Failure::Short => io::ErrorKind::StorageFull.into(),
        Failure::Dead => io::Error::other("the power is off"),
    }
}

#[derive(Debug)]
struct FaultyFile {
    disk: FaultyDisk,
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.disk.step(&self.path) {
            Ok(()) => self.file.write(bytes),
            Err(Failure::Short) if bytes.len() > 1 => {
                self.file.write_all(&bytes[..bytes.len() / 2])?;
                Err(error(Failure::Short))
            }
            Err(failure) => Err(error(failure)),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl DiskFile for FaultyFile {
    fn flush_to_disk(&mut self) -> io::Result<()> {
        self.disk.whole_step(&self.path)?;
        self.file.flush_to_disk()
    }

    fn cut_back_to(&mut self, bytes: u64) -> io::Result<()> {
        self.disk.whole_step(&self.path)?;
        self.file.cut_back_to(bytes)
    }

    fn file(&self) -> &File {
        self.file.file()
    }
}

impl FaultyDisk {
    fn faulty(&self, path: PathBuf, file: Box<dyn DiskFile>) -> Box<dyn DiskFile> {
        Box::new(FaultyFile { disk: self.clone(), path, file })
    }
}

impl Disk for FaultyDisk {
    fn make_folder(&self, path: &Path) -> io::Result<Folder> {
        self.whole_step(path)?;
        SystemDisk.make_folder(path)
    }

    fn make_subfolder(&self, folder: &Folder, name: &OsStr) -> io::Result<Folder> {
        self.whole_step(&folder.path().join(name))?;
        SystemDisk.make_subfolder(folder, name)
    }

    fn create_file(&self, folder: &Folder, name: &OsStr, access: NewAccess) -> io::Result<Box<dyn DiskFile>> {
        let path = folder.path().join(name);
        self.whole_step(&path)?;
        Ok(self.faulty(path, SystemDisk.create_file(folder, name, access)?))
    }

    fn open_file(&self, folder: &Folder, name: &OsStr) -> io::Result<Box<dyn DiskFile>> {
        let path = folder.path().join(name);
        self.whole_step(&path)?;
        Ok(self.faulty(path, SystemDisk.open_file(folder, name)?))
    }

    fn rename(&self, folder: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
        self.whole_step(&to.path().join(new_name))?;
        SystemDisk.rename(folder, name, to, new_name)
    }

    fn keep_copy(&self, folder: &Folder, name: &OsStr, to: &Folder, copy: &OsStr) -> io::Result<()> {
        self.whole_step(&to.path().join(copy))?;
        SystemDisk.keep_copy(folder, name, to, copy)
    }

    fn remove_file(&self, folder: &Folder, name: &OsStr) -> io::Result<()> {
        self.whole_step(&folder.path().join(name))?;
        SystemDisk.remove_file(folder, name)
    }

    fn flush_folder(&self, folder: &Folder) -> io::Result<()> {
        self.whole_step(folder.path())?;
        SystemDisk.flush_folder(folder)
    }
}
