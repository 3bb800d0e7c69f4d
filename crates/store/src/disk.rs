//! The disk operations that saving and the journal need.
//!
//! The trait has one real implementation, and one in the tests that fails on demand, to show that a failure at any step
//! of a save does no harm.

use std::{
    ffi::OsStr,
    fmt,
    fs::File,
    io::{self, Write},
    path::Path,
};

use super::files::{Folder, NewAccess};

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

    /// The open file.
    fn file(&self) -> &File;
}

/// The steps by which files change. Each happens completely or fails with the system's error.
#[expect(clippy::missing_errors_doc, reason = "each gives the system's own error")]
pub trait Disk: Send + Sync + fmt::Debug {
    /// Opens a folder of the program's own data, and creates it with its parents if it does not exist.
    fn make_folder(&self, path: &Path) -> io::Result<Folder>;

    /// Opens a folder in a folder, and creates it if it does not exist.
    fn make_subfolder(&self, folder: &Folder, name: &OsStr) -> io::Result<Folder>;

    /// Creates an empty file, replacing any existing one.
    fn create_file(&self, folder: &Folder, name: &OsStr, access: NewAccess) -> io::Result<Box<dyn DiskFile>>;

    /// Opens an existing file to continue writing at the place given to [`DiskFile::cut_back_to`].
    fn open_file(&self, folder: &Folder, name: &OsStr) -> io::Result<Box<dyn DiskFile>>;

    /// Moves a file to a name in another folder in one step, replacing any file with that name.
    fn rename(&self, folder: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()>;

    /// Makes `copy` a second file with the present content of `name`.
    fn keep_copy(&self, folder: &Folder, name: &OsStr, to: &Folder, copy: &OsStr) -> io::Result<()>;

    /// Deletes the file.
    fn remove_file(&self, folder: &Folder, name: &OsStr) -> io::Result<()>;

    /// Returns once the names in the folder would survive a power cut.
    fn flush_folder(&self, folder: &Folder) -> io::Result<()>;
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

    fn file(&self) -> &File {
        self
    }
}

impl Disk for SystemDisk {
    fn make_folder(&self, path: &Path) -> io::Result<Folder> {
        Folder::make_named(path)
    }

    fn make_subfolder(&self, folder: &Folder, name: &OsStr) -> io::Result<Folder> {
        folder.make_subfolder(name)
    }

    fn create_file(&self, folder: &Folder, name: &OsStr, access: NewAccess) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(folder.create(name, access)?))
    }

    fn open_file(&self, folder: &Folder, name: &OsStr) -> io::Result<Box<dyn DiskFile>> {
        Ok(Box::new(folder.open_to_write(name)?))
    }

    fn rename(&self, folder: &Folder, name: &OsStr, to: &Folder, new_name: &OsStr) -> io::Result<()> {
        folder.rename(name, to, new_name)
    }

    /// The bytes behind a hard link never change, because a save replaces the file with a new one.
    fn keep_copy(&self, folder: &Folder, name: &OsStr, to: &Folder, copy: &OsStr) -> io::Result<()> {
        folder.keep_copy(name, to, copy)
    }

    fn remove_file(&self, folder: &Folder, name: &OsStr) -> io::Result<()> {
        folder.remove(name)
    }

    fn flush_folder(&self, folder: &Folder) -> io::Result<()> {
        folder.flush()
    }
}
