//! Finds the files that an import reads, and opens them.
//!
//! A path that a person names is followed, whatever links it goes through. Inside a folder nothing is followed: every
//! file is opened in the folder that holds it, so a link that takes its place later is not followed either. Only the
//! folders that lead to the present file are held open, however many there are.

use std::{
    collections::HashSet,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use standpoint_core::text::fold::name_order;
use standpoint_store::files::{self, FileIdentity, FileKind, Folder, Irregular};

use super::{
    articles::{MAX_DEPTH, MAX_FILE_BYTES, MAX_FILES, SkipReason},
    formats::has_known_extension,
};

/// All files to read, in the order given, and what was left out on the way.
#[derive(Default)]
pub(super) struct Listing {
    pub(super) files: Vec<ListedFile>,
    pub(super) folders: ListedFolders,
    pub(super) left_out: Vec<(PathBuf, SkipReason)>,
    /// No file is read twice, although a folder may be named together with one inside it.
    entered: HashSet<FileIdentity>,
    skips_subfolders: bool,
}

/// A file to read.
pub(super) struct ListedFile {
    pub(super) path: PathBuf,
    /// The folder in which it was found; `None` if a person named it.
    folder: Option<usize>,
}

impl ListedFile {
    /// Whether a person named it.
    pub(super) const fn is_named(&self) -> bool {
        self.folder.is_none()
    }
}

/// The folders of a listing. Each comes after its parent.
#[derive(Default)]
pub(super) struct ListedFolders(Vec<ListedFolder>);

struct ListedFolder {
    path: PathBuf,
    /// The folder in which it was found; `None` if a person named it.
    parent: Option<usize>,
}

impl Listing {
    pub(super) fn of(paths: &[PathBuf], skips_subfolders: bool, cancel: &AtomicBool) -> Self {
        let mut listing = Self { skips_subfolders, ..Self::default() };
        for path in paths {
            if path.is_dir() {
                listing.add_named_folder(path, cancel);
            } else {
                listing.files.push(ListedFile { path: path.clone(), folder: None });
            }
        }
        if listing.files.len() > MAX_FILES {
            let first_too_many = listing.files.swap_remove(MAX_FILES);
            listing.files.truncate(MAX_FILES);
            listing.left_out.push((first_too_many.path, SkipReason::TooMany));
        }
        listing
    }

    fn add_named_folder(&mut self, path: &Path, cancel: &AtomicBool) {
        let folder = match Folder::named(path) {
            Ok(folder) => folder,
            Err(error) => return self.left_out.push((path.to_owned(), error.into())),
        };
        if folder.identity().is_ok_and(|identity| self.entered.contains(&identity)) {
            return;
        }
        let n_before = (self.files.len(), self.left_out.len());
        self.add_folder(&folder, None, 0, cancel);
        if n_before == (self.files.len(), self.left_out.len()) {
            self.left_out.push((path.to_owned(), SkipReason::NoFileInFolder));
        }
    }

    /// Adds the files of one folder and then those of its subfolders, both sorted by name. Hidden entries are skipped.
    fn add_folder(&mut self, folder: &Folder, parent: Option<usize>, depth: usize, cancel: &AtomicBool) {
        let is_over = |listing: &Self| cancel.load(Ordering::Relaxed) || listing.files.len() > MAX_FILES;
        if is_over(self) || folder.identity().is_ok_and(|identity| !self.entered.insert(identity)) {
            return;
        }
        let entries = match folder.names_and_kinds() {
            Ok(entries) => in_order(entries),
            Err(error) => return self.left_out.push((folder.path().to_owned(), error.into())),
        };
        let place = self.folders.0.len();
        self.folders.0.push(ListedFolder { path: folder.path().to_owned(), parent });
        let mut subfolders = Vec::new();
        let mut pages = HashSet::new();
        for (name, kind) in entries.into_iter().filter(|(name, _)| !name.as_encoded_bytes().starts_with(b".")) {
            let path = folder.path().join(&name);
            match kind.map_or_else(|| folder.kind(&name), |kind| Ok(Some(kind))) {
                Ok(Some(FileKind::Folder)) => subfolders.push(name),
                Ok(Some(FileKind::File)) if !has_known_extension(&name) => {}
                Ok(Some(FileKind::File)) => {
                    pages.extend(page_stem(&name));
                    self.files.push(ListedFile { path, folder: Some(place) });
                }
                Ok(Some(FileKind::Link)) => self.left_out.push((path, SkipReason::Link)),
                Ok(Some(FileKind::Special)) => self.left_out.push((path, SkipReason::Special)),
                // It was removed just now.
                Ok(None) => {}
                Err(error) => self.left_out.push((path, error.into())),
            }
        }
        for name in subfolders.into_iter().filter(|name| !is_companion(name, &pages)) {
            let path = folder.path().join(&name);
            if is_over(self) {
                return;
            }
            if self.skips_subfolders {
                self.left_out.push((path, SkipReason::Subfolder));
                continue;
            }
            if depth + 1 > MAX_DEPTH {
                self.left_out.push((path, SkipReason::TooDeep));
                continue;
            }
            match folder.subfolder(&name) {
                Ok(subfolder) => self.add_folder(&subfolder, Some(place), depth + 1, cancel),
                Err(error) => {
                    let reason = reason_in_folder(error, &path);
                    self.left_out.push((path, reason));
                }
            }
        }
    }
}

/// What browsers in several languages add to the name of a page for the folder of its pictures and scripts.
const COMPANIONS: [&str; 22] = [
    "_files",
    ".files",
    "-files",
    "_file",
    "-file",
    "-dateien",
    "_dateien",
    "_fichiers",
    "_archivos",
    "_ficheiros",
    "_arquivos",
    "_bestanden",
    "-bestanden",
    "_pliki",
    "_soubory",
    "-filer",
    "_filer",
    "_tiedostot",
    "_dosyalar",
    "_файлы",
    "_файли",
    "_fajlovi",
];

/// The name of a web page without its extension, in lower case; `None` for other files.
pub(super) fn page_stem(name: &OsStr) -> Option<String> {
    let name = name.to_string_lossy().to_lowercase();
    let (stem, extension) = name.rsplit_once('.')?;
    matches!(extension, "html" | "htm" | "xhtml").then(|| stem.to_owned())
}

/// Whether a folder was saved together with a page beside it. Its frames and adverts are no articles.
pub(super) fn is_companion(name: &OsStr, pages: &HashSet<String>) -> bool {
    let name = name.to_string_lossy().to_lowercase();
    COMPANIONS.iter().filter_map(|suffix| name.strip_suffix(suffix)).any(|stem| pages.contains(stem))
}

/// Orders the names of files for people: “part2” comes before “part10”.
fn in_order(mut entries: Vec<(OsString, Option<FileKind>)>) -> Vec<(OsString, Option<FileKind>)> {
    entries.sort_by(|(a, _), (b, _)| name_order(&a.to_string_lossy(), &b.to_string_lossy()).then_with(|| a.cmp(b)));
    entries
}

/// Opens the folders of a listing again, one after another, and reads files in them.
pub(super) struct FolderReader<'a> {
    folders: &'a ListedFolders,
    /// The folders from a named one down to that of the file read last.
    open: Vec<(usize, Folder)>,
}

impl<'a> FolderReader<'a> {
    pub(super) fn of(folders: &'a ListedFolders) -> Self {
        Self { folders, open: Vec::new() }
    }

    /// Reads a whole file, unless it is too large or is no longer a file.
    pub(super) fn read(&mut self, file: &ListedFile) -> Result<Vec<u8>, SkipReason> {
        let path = &file.path;
        let Some(folder) = file.folder else {
            return files::read_named(path, MAX_FILE_BYTES).map_err(|error| match Irregular::of(&error) {
                Some(_) => SkipReason::NoFile,
                None => reason(error),
            });
        };
        let name = path.file_name().unwrap_or_default();
        let bytes = self.folder(folder).and_then(|folder| folder.read_listed(name, MAX_FILE_BYTES));
        bytes.map_err(|error| reason_in_folder(error, path))
    }

    /// Opens a folder, starting from the last open one on the way to it.
    fn folder(&mut self, place: usize) -> io::Result<&Folder> {
        let parent_of = |place: &usize| self.folders.0[*place].parent;
        let mut way: Vec<usize> = std::iter::successors(Some(place), parent_of).collect();
        way.reverse();
        let n_open = self.open.iter().zip(&way).take_while(|((open, _), wanted)| open == *wanted).count();
        self.open.truncate(n_open);
        for &place in &way[n_open..] {
            let path = &self.folders.0[place].path;
            let folder = match self.open.last() {
                Some((_, parent)) => parent.subfolder(path.file_name().unwrap_or_default())?,
                None => Folder::named(path)?,
            };
            self.open.push((place, folder));
        }
        self.open.last().map(|(_, folder)| folder).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn reason(error: io::Error) -> SkipReason {
    if error.kind() == io::ErrorKind::FileTooLarge { SkipReason::TooLarge } else { error.into() }
}

/// Why something found in a folder was left out. If a folder above it is now a link, the error names that one.
fn reason_in_folder(error: io::Error, path: &Path) -> SkipReason {
    match Irregular::of(&error) {
        Some(irregular) if irregular.path == path && irregular.is_link() => SkipReason::Link,
        _ => reason(error),
    }
}
