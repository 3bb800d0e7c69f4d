//! Replacing a project file in one step.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::model::Project;

/// Why a project could not be saved. What was on disk before is still there.
#[derive(Debug, thiserror::Error)]
#[error("{}: could not be saved: {what}: {source}; the file on disk is as it was: free some space or choose “Save as…”", path.display())]
pub struct SaveError {
    pub path: PathBuf,
    /// The step that failed.
    pub what: &'static str,
    pub source: io::Error,
}

/// Saves the project, so that the path holds the old one or the new one at every moment.
///
/// # Errors
/// If a step fails; the file is then as it was.
pub fn save(path: &Path, project: &Project) -> Result<(), SaveError> {
    replace_file(path, |out| super::v1::write_to(out, project)).map_err(|(what, source)| SaveError {
        path: path.to_owned(),
        what,
        source,
    })
}

/// Writes a file beside the target, flushes it, and renames it over the target, so that the path
/// holds the old file or the whole new one at every moment.
///
/// # Errors
/// If a step fails, which is then named; the temporary file is removed.
pub fn replace_file(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), (&'static str, io::Error)> {
    let failed = |what| move |error| (what, error);
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        // A device or a pipe is written to, never replaced.
        let mut out = BufWriter::new(File::create(path).map_err(failed("opening"))?);
        return write(&mut out).and_then(|()| out.flush()).map_err(failed("writing"));
    }
    // Renaming over a symbolic link would replace the link and leave the file it names behind.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt as _;
        // What any new file gets; the system takes away what the user's mask says.
        builder.permissions(std::fs::Permissions::from_mode(0o666))
    };
    let file = builder
        .prefix(".standpoint-")
        .suffix(".tmp")
        .tempfile_in(folder)
        .map_err(failed("no temporary file can be made in its folder"))?;
    let mut out = BufWriter::new(file);
    write(&mut out).map_err(failed("writing"))?;
    let file = out.into_inner().map_err(|error| ("writing", error.into_error()))?;
    take_over_permissions(&target, file.as_file()).map_err(failed("setting permissions"))?;
    file.as_file().sync_all().map_err(failed("flushing to disk"))?;
    file.persist(&target).map_err(|error| ("replacing the old file", error.error))?;
    flush_folder(folder).map_err(failed("flushing its folder"))
}

/// Temporary files are private; a file keeps the permissions it had, and a new one gets the usual ones.
#[cfg(unix)]
fn take_over_permissions(target: &Path, file: &File) -> io::Result<()> {
    match std::fs::metadata(target) {
        Ok(metadata) => file.set_permissions(metadata.permissions()),
        Err(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn take_over_permissions(_target: &Path, _file: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn flush_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn flush_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn saving_replaces_the_file_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("p.ron");
        save(&path, &Project::titled("One")).expect("the folder can be written");
        save(&path, &Project::titled("Two")).expect("the folder can be written");
        assert_eq!(store::open(&path).map(|project| project.title).ok(), Some("Two".to_owned()));
        assert_eq!(std::fs::read_dir(folder.path()).map(Iterator::count).ok(), Some(1));
    }

    #[test]
    fn a_failed_save_names_the_file_and_leaves_the_old_one() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("gone").join("p.ron");
        let error = save(&path, &Project::titled("One")).expect_err("the folder is not there");
        assert!(error.to_string().contains("p.ron"), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_stays_a_link() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let (real, link) = (folder.path().join("real.ron"), folder.path().join("link.ron"));
        save(&real, &Project::titled("One")).expect("the folder can be written");
        std::os::unix::fs::symlink(&real, &link).expect("links can be made");
        save(&link, &Project::titled("Two")).expect("the folder can be written");
        assert!(link.is_symlink());
        assert_eq!(store::open(&real).map(|project| project.title).ok(), Some("Two".to_owned()));
    }
}
