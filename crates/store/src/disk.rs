//! What saving and the journal ask of the disk.
//!
//! The trait has one real implementor, and one in the tests that fails where it is told to, so that
//! every step of a save is seen to fail without harm.

use std::{
    fmt, fs,
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// A file being written.
pub trait DiskFile: Write + Send + fmt::Debug {
    /// Returns once everything written so far would outlast a power cut.
    ///
    /// # Errors
    /// If the system cannot promise that.
    fn flush_to_disk(&mut self) -> io::Result<()>;

    /// Cuts the file back to its first `bytes`; what is written next stands behind them.
    ///
    /// # Errors
    /// If the system refuses.
    fn cut_back_to(&mut self, bytes: u64) -> io::Result<()>;
}

/// The steps by which files change. Each either happens whole or gives the system's error.
#[expect(clippy::missing_errors_doc, reason = "each gives the system's own error")]
pub trait Disk: Send + Sync + fmt::Debug {
    /// Makes the folder and those above it, unless they are there.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Makes an empty file, in place of any that is there.
    fn create_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens a file that is there, to be written to behind what [`DiskFile::cut_back_to`] leaves.
    fn open_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Gives `to` the permissions of `from`.
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Puts `from` in the place of `to` in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes `copy` a second file of what `path` holds now.
    fn keep_copy(&self, path: &Path, copy: &Path) -> io::Result<()>;

    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Returns once the names in the folder would outlast a power cut.
    fn flush_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

impl DiskFile for File {
    fn flush_to_disk(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut_back_to(&mut self, bytes: u64) -> io::Result<()> {
        use std::io::{Seek as _, SeekFrom};
        self.set_len(bytes)?;
        self.seek(SeekFrom::Start(bytes)).map(drop)
    }
}

impl Disk for SystemDisk {
    fn create_folder(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
        Ok(Box::new(file))
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Box::new(file))
    }

    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::metadata(from)?.permissions())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    /// A second name for the same bytes costs nothing, and they never change: a save puts a new file in
    /// the place of the old one. Where the file system knows no second names, they are copied.
    fn keep_copy(&self, path: &Path, copy: &Path) -> io::Result<()> {
        fs::hard_link(path, copy).or_else(|_| fs::copy(path, copy).map(drop))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    #[cfg(unix)]
    fn flush_folder(&self, folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }

    #[cfg(not(unix))]
    fn flush_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }
}
