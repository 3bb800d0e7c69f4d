//! Where files are kept that belong to a project but are not its project file.
//!
//! The folder `talks.ron.recovery` beside `talks.ron` holds the lock, the journal and the backups. If nothing can be
//! written beside a project, that folder is in the program's data folder instead.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::{disk::Disk, state::StateName};

/// The program's data folder on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    data: PathBuf,
}

impl Folders {
    /// The standard place for program data: below `$XDG_DATA_HOME` on Linux. Falls back to the folder for temporary
    /// files.
    pub fn of_this_machine() -> Self {
        let base = etcetera::choose_base_strategy().map(|base| base.data_dir());
        Self { data: base.unwrap_or_else(|_| std::env::temp_dir()).join("standpoint") }
    }

    /// Uses `data` as the data folder; tests pass a temporary one.
    pub fn below(data: PathBuf) -> Self {
        Self { data }
    }

    /// The folder for crash reports.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// The folder with one subfolder for each project that was never saved.
    pub(super) fn unsaved(&self) -> PathBuf {
        self.data.join("unsaved")
    }

    /// The recovery folder of a project file, created if it does not exist. `path` must be canonical, so that a file
    /// has one folder whatever links lead to it.
    pub(super) fn recovery_of(&self, path: &Path, disk: &dyn Disk) -> std::io::Result<PathBuf> {
        let beside = beside(path);
        // If the project’s folder is gone, it is not created again: a memory stick may have been pulled out.
        let is_there = path.parent().is_some_and(Path::is_dir);
        if is_there && disk.create_folder(&beside).is_ok() && is_writable(&beside, disk) {
            return Ok(beside);
        }
        let elsewhere = self.elsewhere(path);
        disk.create_folder(&elsewhere)?;
        Ok(elsewhere)
    }

    /// The recovery folder of a project if nothing can be written beside it.
    pub(super) fn elsewhere(&self, path: &Path) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let full = StateName::of(path.as_os_str().as_encoded_bytes()).to_string();
        self.data.join("recovery").join(format!("{name}-{}", &full[..16]))
    }

    /// Every recovery folder that a project has, the one beside it first.
    pub(super) fn all_recovery_of(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        [beside(path), self.elsewhere(path)].into_iter().filter(|folder| folder.is_dir())
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".recovery");
    path.with_file_name(name)
}

/// Tries to write, because permissions do not say whether a file system is mounted read-only.
fn is_writable(folder: &Path, disk: &dyn Disk) -> bool {
    let probe = folder.join("probe");
    disk.create_file(&probe).is_ok() && disk.remove_file(&probe).is_ok()
}
