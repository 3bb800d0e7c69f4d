//! The places of files that belong to a project but are not its project file.
//!
//! The folder `talks.ron.recovery` beside `talks.ron` holds the lock, the journal and the backups. If nothing can be
//! written beside a project, that folder is in the program's data folder instead.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy as _;

use super::{
    files::{self, Folder},
    state::StateName,
};

/// The program's data folder on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    data: PathBuf,
}

/// The ending that a recovery folder adds to the name of its project.
pub const RECOVERY: &str = ".recovery";

/// The longest name that common file systems allow, in bytes.
const MAX_NAME_BYTES: usize = 255;

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

    /// The file with the settings of the person at this computer.
    pub fn settings(&self) -> PathBuf {
        self.data.join("settings.ron")
    }

    /// The file that remembers what the columns of tables hold.
    pub fn columns(&self) -> PathBuf {
        self.data.join("columns.ron")
    }

    /// The folder with one subfolder for each project that was never saved.
    pub fn unsaved(&self) -> PathBuf {
        self.data.join("unsaved")
    }

    /// The folder that remembers where each project was last opened.
    pub(super) fn known(&self) -> PathBuf {
        self.data.join("projects")
    }

    /// The folder that remembers which files are being written elsewhere.
    pub(super) fn unfinished(&self) -> PathBuf {
        self.data.join("unfinished")
    }

    /// The folder with the recovery folders of projects whose own folder cannot be written to.
    pub(super) fn recovery(&self) -> PathBuf {
        self.data.join("recovery")
    }

    /// The recovery folder of a project whose own folder cannot be written to.
    pub(super) fn elsewhere(&self, path: &Path) -> PathBuf {
        let full = StateName::of(&files::path_to_bytes(path)).to_string();
        let name = path.file_name().unwrap_or_default();
        self.recovery().join(with_ending(name, &format!("-{}", &full[..16])))
    }

    /// Every recovery folder of a project, the one beside it first.
    pub(super) fn all_recovery_of(&self, path: &Path) -> Vec<Folder> {
        let beside = files::folder_and_name(path)
            .and_then(|(folder, name)| Folder::named(folder).ok()?.subfolder(&beside_name(name)).ok());
        beside.into_iter().chain(Folder::named(&self.elsewhere(path)).ok()).collect()
    }
}

/// The name of the recovery folder beside a project of this name.
pub(super) fn beside_name(project: &OsStr) -> OsString {
    with_ending(project, RECOVERY)
}

/// Appends an ending to a name. A name that would become too long is cut, and made unique by a hash.
pub fn with_ending(name: &OsStr, ending: &str) -> OsString {
    if name.len() + ending.len() <= MAX_NAME_BYTES {
        let mut name = name.to_owned();
        name.push(ending);
        return name;
    }
    let hash = StateName::of(&files::path_to_bytes(Path::new(name))).to_string();
    let text = name.to_string_lossy();
    let n_kept = text.floor_char_boundary(MAX_NAME_BYTES - ending.len() - 17);
    OsString::from(format!("{}-{}{ending}", &text[..n_kept], &hash[..16]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_any_length_has_a_recovery_folder_of_its_own() {
        assert_eq!(beside_name(OsStr::new("talks.ron")), "talks.ron.recovery");
        for letter in ["x", "ж", "語"] {
            for n in 1..=255 / letter.len() {
                let name = OsString::from(letter.repeat(n));
                let beside = beside_name(&name);
                assert!(beside.len() <= MAX_NAME_BYTES && beside.to_string_lossy().ends_with(RECOVERY), "{beside:?}");
            }
        }
        let long = |end: &str| OsString::from(format!("{}{end}.ron", "x".repeat(245)));
        assert_ne!(beside_name(&long("a")), beside_name(&long("b")));
    }
}
