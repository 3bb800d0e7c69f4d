//! Opens files: everything that the program reads or writes beside a project is opened here.
//!
//! A path that a person names is followed, whatever links it goes through. A link that the program comes across is not:
//! in a [`Folder`], names are looked up in the folder itself, and only regular files are opened, without waiting.
//! Looking before opening would not be enough, because a link can take a file's place in between.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
use unix as platform;
#[cfg(windows)]
use windows as platform;

use std::{
    ffi::{OsStr, OsString},
    fmt,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use cap_fs_ext::{
    DirExt as _, FileTypeExt as _, FollowSymlinks, MetadataExt as _, OpenOptionsFollowExt as _, OpenOptionsSyncExt as _,
};
use cap_std::{
    ambient_authority,
    fs::{Dir, FileType, Metadata, OpenOptions},
};

pub(crate) use platform::{
    CAN_REPLACE_OPEN, hold, mark_in_use, open_unused, path_from_bytes, path_of, path_to_bytes, see_lock, take_access,
    take_lock,
};

/// How often opening is retried if somebody else creates and removes the file in the meantime.
const MAX_ATTEMPTS: usize = 100;

/// How many links are followed to a file that does not exist yet.
const MAX_LINKS: usize = 40;

/// A folder that is held open. It remains the same folder when it is moved or renamed.
#[derive(Clone, Debug)]
pub struct Folder {
    dir: Arc<Dir>,
    path: PathBuf,
}

/// Who may open a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewAccess {
    /// Its owner alone, until it is given the access of another file.
    Private,
    /// Everybody who may usually open files of this user.
    Usual,
}

/// A kind of access that a new file may lose when it replaces another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostAccess {
    /// The group of the old file.
    Group,
    /// The access list of the old file.
    AccessList,
    /// The access of the old file’s owner, because somebody else owns the new one.
    Owner,
}

impl LostAccess {
    /// Names what was lost.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Group => "the group",
            Self::AccessList => "the access list",
            Self::Owner => "the owner",
        }
    }
}

/// What a name in a folder refers to, as far as opening it is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, wherever it points.
    Link,
    /// A pipe, a socket or a device.
    Special,
}

impl FileKind {
    fn of(metadata: &Metadata) -> Self {
        Self::of_type(metadata.file_type())
    }

    fn of_type(kind: FileType) -> Self {
        match () {
            () if kind.is_symlink() => Self::Link,
            () if kind.is_file() => Self::File,
            () if kind.is_dir() => Self::Folder,
            () => Self::Special,
        }
    }

    fn in_words(self) -> &'static str {
        match self {
            Self::File => "a file",
            Self::Folder => "a folder",
            Self::Link => "a link",
            Self::Special => "a pipe or a device",
        }
    }
}

/// Something else has the name of one of the program’s own files or folders. It was neither opened nor followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} is {}, not {expected}; it was not opened", path.display(), found)]
pub struct Irregular {
    /// Where it is.
    pub path: PathBuf,
    found: &'static str,
    expected: &'static str,
}

impl Irregular {
    /// Returns the irregular file that an error is about, if it is about one.
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    }

    /// Returns whether it is a link.
    pub fn is_link(&self) -> bool {
        self.found == FileKind::Link.in_words()
    }
}

/// Identifies a file, whatever it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileIdentity {
    device: u64,
    number: u64,
}

impl FileIdentity {
    /// Returns the identity of an open file.
    ///
    /// # Errors
    /// Fails if the system does not say.
    pub fn of(file: &File) -> io::Result<Self> {
        Ok(Self::from(&Metadata::from_file(file)?))
    }

    /// Reads the output of [`fmt::Display`].
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (device, number) = text.split_once('-')?;
        Some(Self { device: device.parse().ok()?, number: number.parse().ok()? })
    }
}

impl fmt::Display for FileIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.device, self.number)
    }
}

impl From<&Metadata> for FileIdentity {
    fn from(metadata: &Metadata) -> Self {
        Self { device: metadata.dev(), number: metadata.ino() }
    }
}

#[expect(clippy::missing_errors_doc, reason = "each gives the system's own error, or `Irregular`")]
impl Folder {
    /// Opens a folder named by a person, or one of the program's own data folders.
    pub fn named(path: &Path) -> io::Result<Self> {
        // An empty path means the current folder.
        let real = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        let dir = Dir::open_ambient_dir(real, ambient_authority())?;
        Ok(Self { dir: Arc::new(dir), path: path.to_owned() })
    }

    /// Opens one of the program's own data folders, and creates it if it does not exist.
    pub fn make_named(path: &Path) -> io::Result<Self> {
        platform::create_private_folders(path)?;
        Self::named(path)
    }

    /// The path by which the folder was opened. It may have been moved since.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The same folder, known by another path from now on.
    #[must_use]
    pub fn at(&self, path: PathBuf) -> Self {
        Self { dir: Arc::clone(&self.dir), path }
    }

    /// Returns where the folder is now, if the system says so.
    pub fn present_path(&self) -> Option<PathBuf> {
        path_of(&self.dir.try_clone().ok()?.into_std_file())
    }

    /// Returns whether both folders are on the same disk, as far as the system says.
    pub fn is_on_disk_of(&self, other: &Self) -> bool {
        let device = |folder: &Self| folder.identity().ok().map(|identity| identity.device);
        device(self) == device(other)
    }

    /// Returns whether both are the same folder.
    pub fn is_same(&self, other: &Self) -> bool {
        self.identity().is_ok_and(|ours| other.identity().is_ok_and(|theirs| ours == theirs))
    }

    /// Returns the identity of the folder.
    pub fn identity(&self) -> io::Result<FileIdentity> {
        Ok(FileIdentity::from(&self.dir.dir_metadata()?))
    }

    /// Opens a folder in this one.
    pub fn subfolder(&self, name: &OsStr) -> io::Result<Self> {
        let path = self.path.join(name);
        self.check(name, FileKind::Folder)?;
        match self.dir.open_dir_nofollow(name) {
            Ok(dir) => Ok(Self { dir: Arc::new(dir), path }),
            Err(error) => Err(self.check(name, FileKind::Folder).err().unwrap_or(error)),
        }
    }

    /// Opens a folder in this one, and creates it if it does not exist. At first, only the owner has access.
    pub fn make_subfolder(&self, name: &OsStr) -> io::Result<Self> {
        match platform::create_private_folder(&self.dir, name) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => self.subfolder(name),
        }
    }

    /// Opens a regular file for reading.
    pub fn open(&self, name: &OsStr) -> io::Result<File> {
        self.open_regular(name, OpenOptions::new().read(true))
    }

    /// Opens a regular file for reading and writing. A file with another name elsewhere is refused, because writing
    /// would change that file as well.
    pub fn open_to_write(&self, name: &OsStr) -> io::Result<File> {
        self.open_to_write_with(name, OpenOptions::new())
    }

    fn open_to_write_with(&self, name: &OsStr, mut options: OpenOptions) -> io::Result<File> {
        let file = self.open_regular(name, options.read(true).write(true))?;
        if Metadata::from_file(&file)?.nlink() > 1 {
            return Err(self.irregular(name, "a file with a second name elsewhere", "a file"));
        }
        Ok(file)
    }

    /// Creates an empty file, replacing any file or link with that name.
    pub fn create(&self, name: &OsStr, access: NewAccess) -> io::Result<File> {
        for _ in 0..MAX_ATTEMPTS {
            match self.create_new(name, access, OpenOptions::new()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.remove(name)?,
                created => return created,
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Opens a regular file for reading and writing, or creates it for its owner alone.
    pub fn open_or_create(&self, name: &OsStr) -> io::Result<File> {
        self.open_or_create_with(name, &OpenOptions::new())
    }

    fn open_or_create_with(&self, name: &OsStr, options: &OpenOptions) -> io::Result<File> {
        for _ in 0..MAX_ATTEMPTS {
            match self.create_new(name, NewAccess::Private, options.clone()) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                created => return created,
            }
            match self.open_to_write_with(name, options.clone()) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                opened => return opened,
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn create_new(&self, name: &OsStr, access: NewAccess, mut options: OpenOptions) -> io::Result<File> {
        options.read(true).write(true).create_new(true).follow(FollowSymlinks::No);
        if access == NewAccess::Private {
            platform::keep_private(&mut options);
        }
        Ok(self.dir.open_with(name, &options)?.into_std())
    }

    fn open_regular(&self, name: &OsStr, options: &mut OpenOptions) -> io::Result<File> {
        Ok(self.open_with_metadata(name, options)?.0)
    }

    fn open_with_metadata(&self, name: &OsStr, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
        // Opening a device may have effects, so it is also checked beforehand; only the second check is reliable.
        self.check(name, FileKind::File)?;
        self.open_checked(name, options)
    }

    /// Opens a name that was just seen to be a regular file.
    fn open_checked(&self, name: &OsStr, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
        let opened = self.dir.open_with(name, options.follow(FollowSymlinks::No).nonblock(true));
        let file = match opened {
            Ok(file) => file.into_std(),
            Err(error) => return Err(self.check(name, FileKind::File).err().unwrap_or(error)),
        };
        let metadata = Metadata::from_file(&file)?;
        let found = FileKind::of(&metadata);
        if found != FileKind::File {
            return Err(self.irregular(name, found.in_words(), FileKind::File.in_words()));
        }
        Ok((file, metadata))
    }

    /// Fails if something else has this name.
    pub fn expect(&self, name: &OsStr, expected: FileKind) -> io::Result<()> {
        match self.check(name, expected) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            checked => checked,
        }
    }

    /// Fails if the name refers to something other than `expected`.
    fn check(&self, name: &OsStr, expected: FileKind) -> io::Result<()> {
        let found = FileKind::of(&self.dir.symlink_metadata(name)?);
        if found == expected { Ok(()) } else { Err(self.irregular(name, found.in_words(), expected.in_words())) }
    }

    fn irregular(&self, name: &OsStr, found: &'static str, expected: &'static str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidInput, Irregular { path: self.path.join(name), found, expected })
    }

    /// Reads a regular file of up to `limit` bytes.
    pub fn read(&self, name: &OsStr, limit: u64) -> io::Result<Vec<u8>> {
        let (file, metadata) = self.open_with_metadata(name, OpenOptions::new().read(true))?;
        read_up_to(file, metadata.len(), limit)
    }

    /// The same for a name that was a regular file when the folder was listed, without asking again before it is opened.
    pub fn read_listed(&self, name: &OsStr, limit: u64) -> io::Result<Vec<u8>> {
        let (file, metadata) = self.open_checked(name, OpenOptions::new().read(true))?;
        read_up_to(file, metadata.len(), limit)
    }

    /// Returns what a name refers to; `None` if nothing has that name.
    pub fn kind(&self, name: &OsStr) -> io::Result<Option<FileKind>> {
        match self.dir.symlink_metadata(name) {
            Ok(metadata) => Ok(Some(FileKind::of(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns whether the name refers to this very file.
    pub fn holds(&self, name: &OsStr, file: FileIdentity) -> bool {
        self.dir.symlink_metadata(name).is_ok_and(|metadata| FileIdentity::from(&metadata) == file)
    }

    /// The names in the folder, sorted.
    pub fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = platform::names(&self.dir)?;
        names.sort();
        Ok(names)
    }

    /// The names in the folder, sorted, with what each refers to where the folder itself says so. Asking it costs less
    /// than asking for each name, as [`Self::kind`] does.
    pub fn names_and_kinds(&self) -> io::Result<Vec<(OsString, Option<FileKind>)>> {
        let mut entries = platform::names_and_kinds(&self.dir)?;
        entries.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Ok(entries)
    }

    /// Moves whatever has a name to a name in another folder, in one step. Links are moved, not followed.
    pub fn rename(&self, name: &OsStr, to: &Self, new_name: &OsStr) -> io::Result<()> {
        platform::rename(&self.dir, name, &to.dir, new_name)
    }

    /// Makes `copy` a second file with the present content of `name`: as a hard link, which is cheap, or otherwise as a
    /// copy.
    pub fn keep_copy(&self, name: &OsStr, to: &Self, copy: &OsStr) -> io::Result<()> {
        let original = self.open(name)?;
        if platform::hard_link(&self.dir, name, &to.dir, copy).is_ok() {
            return Ok(());
        }
        // An incomplete file must not be mistaken for a copy, even if the program is killed.
        let unfinished = &*crate::unfinished::new_name();
        let mut copied = to.create(unfinished, NewAccess::Private)?;
        platform::mark_in_use(&copied);
        platform::never_more_open(&original, &copied).ok();
        let kept = io::copy(&mut &original, &mut copied).and_then(|_| copied.sync_data());
        // Not every system can rename an open file.
        drop(copied);
        let kept = kept.and_then(|()| to.rename(unfinished, to, copy));
        if kept.is_err() {
            to.remove(unfinished).ok();
        }
        kept
    }

    /// Removes a file or a link. A missing name is not an error.
    pub fn remove(&self, name: &OsStr) -> io::Result<()> {
        match platform::remove_file_or_link(&self.dir, name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    /// Removes a folder in this one if it is empty.
    pub fn remove_if_empty(&self, name: &OsStr) -> io::Result<()> {
        platform::remove_folder(&self.dir, name)
    }

    /// Removes a folder in this one with everything in it. Links in it are removed, not followed.
    pub fn remove_with_content(&self, name: &OsStr) -> io::Result<()> {
        platform::remove_folder_with_content(&self.dir, name)
    }

    /// Returns once the names in the folder would survive a power cut.
    pub fn flush(&self) -> io::Result<()> {
        platform::flush_folder(&self.dir)
    }

    /// Returns whether the file is write-protected, or cannot be replaced because its folder is.
    pub fn is_write_protected(&self, name: &OsStr) -> bool {
        platform::is_write_protected(&self.dir, name)
    }

    /// Gives the folder the access of `model`, and never more: those who may read the file may list the folder.
    pub(crate) fn share_like(&self, model: &File) -> io::Result<()> {
        platform::share_folder_like(&self.dir, model)
    }
}

/// Returns the free space in a folder, in bytes; `None` if the system does not say.
pub fn free_bytes(folder: &Path) -> Option<u64> {
    platform::free_bytes(folder)
}

/// Reads a file named by a person, up to `limit` bytes. Links are followed, and a pipe is read to its end.
///
/// # Errors
/// Fails with the system's reason, or with [`io::ErrorKind::FileTooLarge`] if there is more.
pub fn read_named(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = open_named(path)?;
    let expected = file.metadata().map_or(0, |metadata| metadata.len());
    read_up_to(file, expected, limit)
}

/// Opens a file named by a person for reading. Links are followed, and it may be a pipe; opening a pipe waits for
/// somebody to write to it.
///
/// # Errors
/// Fails with the system's reason, or with [`Irregular`] for a folder, a device or a socket.
pub fn open_named(path: &Path) -> io::Result<File> {
    let expect_file_or_pipe = |metadata: &Metadata| {
        let kind = metadata.file_type();
        let found = match FileKind::of(metadata) {
            FileKind::File => return Ok(()),
            FileKind::Special if kind.is_fifo() => return Ok(()),
            FileKind::Special => "a device or a socket",
            found => found.in_words(),
        };
        let irregular = Irregular { path: path.to_owned(), found, expected: "a file or a pipe" };
        Err(io::Error::new(io::ErrorKind::InvalidInput, irregular))
    };
    // Opening a device may have effects, so it is also checked beforehand.
    expect_file_or_pipe(&Metadata::from_just_metadata(path.metadata()?))?;
    let file = File::open(path)?;
    expect_file_or_pipe(&Metadata::from_file(&file)?)?;
    Ok(file)
}

/// Follows the links of a path named by a person, because renaming over a link would replace the link and leave its
/// target unchanged. The file itself need not exist yet.
pub(crate) fn follow_named(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(target) = path.canonicalize() {
            return target;
        }
        // The link points to a file that does not exist yet.
        match path.read_link() {
            Ok(target) => path = folder_of(&path).join(target),
            Err(_) => break,
        }
    }
    match (folder_of(&path).canonicalize(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Reads a file that is expected to have this many bytes.
fn read_up_to(file: File, expected: u64, limit: u64) -> io::Result<Vec<u8>> {
    if expected > limit {
        return Err(too_large(limit));
    }
    // One byte more than the file has, so that its end is noticed without growing the buffer.
    let mut bytes = Vec::with_capacity(usize::try_from(expected).unwrap_or_default() + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit { Err(too_large(limit)) } else { Ok(bytes) }
}

fn too_large(limit: u64) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, format!("it has more than {limit} bytes, the most that is read"))
}

/// Gives a file the access of `model`, as far as the system permits and never more.
///
/// # Errors
/// Fails if the system does not say what access `model` has; nobody else may open the file then.
pub(crate) fn never_more_open(model: &File, file: &File) -> io::Result<()> {
    platform::never_more_open(model, file)
}

/// Splits a path into its folder and its name; `None` if it has no name.
pub(crate) fn folder_and_name(path: &Path) -> Option<(&Path, &OsStr)> {
    Some((path.parent()?, path.file_name()?))
}
