//! Where things are kept that belong to a project but are not in its file.
//!
//! Beside `talks.ron` stands `talks.ron.recovery`, with the lock, the journal and the backups. Where
//! nothing can be written beside a project, that folder stands in the program's data folder.

use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::{disk::Disk, state::StateName};

/// The program's own folder on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    data: PathBuf,
}

impl Folders {
    /// Where the system wants data of programs to be: below `$XDG_DATA_HOME` on Linux.
    pub fn of_this_machine() -> Self {
        let base = etcetera::choose_base_strategy().map(|base| base.data_dir());
        Self { data: base.unwrap_or_else(|_| std::env::temp_dir()).join("standpoint") }
    }

    pub fn below(data: PathBuf) -> Self {
        Self { data }
    }

    /// Where reports of crashes go.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// Holds a folder for each project that was never saved.
    pub(super) fn unsaved(&self) -> PathBuf {
        self.data.join("unsaved")
    }

    /// The recovery folder of a project file, made if it is not there. `path` must be canonical, so
    /// that one file has one folder, whatever links lead to it.
    pub(super) fn recovery_of(&self, path: &Path, disk: &dyn Disk) -> std::io::Result<PathBuf> {
        let beside = beside(path);
        // The folder of a project that has gone is not made anew: a stick was pulled out.
        let is_there = path.parent().is_some_and(Path::is_dir);
        if is_there && disk.create_folder(&beside).is_ok() && is_writable(&beside, disk) {
            return Ok(beside);
        }
        let elsewhere = self.elsewhere(path);
        disk.create_folder(&elsewhere)?;
        Ok(elsewhere)
    }

    /// The recovery folder of a project beside which nothing can be written.
    pub(super) fn elsewhere(&self, path: &Path) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let full = StateName::of(path.as_os_str().as_encoded_bytes()).to_string();
        self.data.join("recovery").join(format!("{name}-{}", &full[..16]))
    }

    /// Every recovery folder a project has, the usual one first.
    pub(super) fn all_recovery_of(&self, path: &Path) -> impl Iterator<Item = PathBuf> {
        [beside(path), self.elsewhere(path)].into_iter().filter(|folder| folder.is_dir())
    }
}

fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".recovery");
    path.with_file_name(name)
}

/// Permissions do not tell: a file system may be mounted for reading only. So it is tried.
fn is_writable(folder: &Path, disk: &dyn Disk) -> bool {
    let probe = folder.join("probe");
    disk.create_file(&probe).is_ok() && disk.remove_file(&probe).is_ok()
}
