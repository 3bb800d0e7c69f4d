//! The disk operations that saving and the journal need.
//!
//! The trait has one real implementation, and one in the tests that fails on demand, to show that a failure at any step
//! of a save does no harm.

use std::{
    fmt, fs,
    fs::{File, OpenOptions},
    io::{self, Write},
    path::Path,
};

/// A file that is being written.
pub trait DiskFile: Write + Send + fmt::Debug {
    /// Returns once everything written so far would survive a power cut.
    ///
    /// # Errors
    /// Fails if the system cannot guarantee that.
    fn flush_to_disk(&mut self) -> io::Result<()>;

    /// Truncates the file to its first `bytes`, which is also where writing continues.
    ///
    /// # Errors
    /// Fails if the system refuses.
    fn cut_back_to(&mut self, bytes: u64) -> io::Result<()>;
}

/// The steps by which files change. Each happens completely or fails with the system's error.
#[expect(clippy::missing_errors_doc, reason = "each gives the system's own error")]
pub trait Disk: Send + Sync + fmt::Debug {
    /// Creates the folder and its parents if they do not exist.
    fn create_folder(&self, folder: &Path) -> io::Result<()>;

    /// Creates an empty file, replacing any existing one.
    fn create_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Opens an existing file to continue writing at the place given to [`DiskFile::cut_back_to`].
    fn open_file(&self, path: &Path) -> io::Result<Box<dyn DiskFile>>;

    /// Gives `to` the permissions of `from`.
    fn copy_permissions(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves `from` over `to` in one step, replacing it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes `copy` a second file with the present content of `path`.
    fn keep_copy(&self, path: &Path, copy: &Path) -> io::Result<()>;

    /// Deletes the file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Returns once the names in the folder would survive a power cut.
    fn flush_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The real disk of this computer.
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

    /// Makes a hard link, which is cheap. The bytes behind it never change, because a save replaces the file with a new
    /// one. On file systems without hard links the file is copied.
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
