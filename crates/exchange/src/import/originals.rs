//! The files that drafts were read from, read once more: to read them in another way, or to keep them beside a project.
//!
//! A file may have been named, found in a folder, or found in an archive. Only what a person named is followed through
//! links, and only a file that is still the same is used.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use standpoint_store::{
    files::{self, Folder},
    originals,
};

#[cfg(feature = "office")]
use super::formats::zipped::Zipped;
use super::{
    articles::{FileRead, MAX_FILE_BYTES, SkipReason},
    columns::TablePreview,
    decode::Charset,
    formats::{ReadingOptions, SourceFile, preview_table},
    isolated::Batch,
    reading::{content_of, digest},
};

/// A file that was read before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OriginalFile {
    /// The path as it was given or found.
    pub path: PathBuf,
    /// True if a person named it, so that a link in its place is followed.
    pub is_named: bool,
    /// What sources call it: its name, after that of the archive it is in.
    pub name: String,
    /// The digest that it had; `None` if it could not be read then.
    pub sha256: Option<String>,
}

impl OriginalFile {
    /// The archive that it is in, and its path there.
    fn in_archive(&self) -> Option<(PathBuf, String)> {
        let archive = self.path.ancestors().skip(1).find(|path| path.is_file())?;
        let inner = self.path.strip_prefix(archive).ok()?;
        let steps: Vec<_> = inner.iter().map(|step| step.to_string_lossy()).collect();
        Some((archive.to_owned(), steps.join("/")))
    }

    /// Fails if these bytes are not those that were read before.
    fn check(&self, bytes: Vec<u8>) -> Result<Vec<u8>, SkipReason> {
        let is_same = self.sha256.as_ref().is_none_or(|sha256| digest(&bytes) == *sha256);
        if is_same { Ok(bytes) } else { Err(SkipReason::Changed) }
    }

    /// The bytes of a file that is in no archive.
    fn read(&self) -> Result<Vec<u8>, SkipReason> {
        read_file(&self.path, self.is_named).and_then(|bytes| self.check(bytes))
    }

    /// The name without the folders and archives before it.
    fn own_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or(&self.name)
    }
}

fn read_file(path: &Path, is_named: bool) -> Result<Vec<u8>, SkipReason> {
    let bytes = if is_named {
        files::read_named(path, MAX_FILE_BYTES)
    } else {
        let folder = Folder::named(path.parent().unwrap_or(Path::new("")))?;
        folder.read(path.file_name().unwrap_or_default(), MAX_FILE_BYTES)
    };
    Ok(bytes?)
}

/// Reads files once more, one in memory at a time; each archive is opened once. `take` gets the place of each file and
/// its bytes. Setting `cancel` ends the reading after the current file.
///
/// Each file comes with [`SkipReason::Changed`] if it is no longer the one that was read before.
fn read_originals(
    files: &[&OriginalFile],
    cancel: &AtomicBool,
    take: &mut dyn FnMut(usize, Result<Vec<u8>, SkipReason>),
) {
    let mut archives: BTreeMap<PathBuf, HashMap<String, usize>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        match file.in_archive() {
            Some((archive, inner)) => _ = archives.entry(archive).or_default().insert(inner, at),
            None => take(at, file.read()),
        }
    }
    for (archive, mut wanted) in archives {
        if cancel.load(Ordering::Relaxed) {
            return;
        }
        let read = read_archive(&archive, &mut |name, content| {
            if let Some(at) = wanted.remove(name) {
                take(at, content.and_then(|bytes| files[at].check(bytes)));
            }
        });
        // What is left is no longer in the archive, or the archive cannot be opened.
        let is_open = read.is_ok();
        let why = read.err().map(|error| error.to_string()).unwrap_or_default();
        for at in wanted.into_values() {
            take(at, Err(if is_open { SkipReason::Changed } else { SkipReason::PartFailed(why.clone()) }));
        }
    }
}

/// Gets the path of a file in an archive, and its bytes.
type TakeEntry<'a> = dyn FnMut(&str, Result<Vec<u8>, SkipReason>) + 'a;

/// Hands out the files in an archive with their paths there.
#[cfg(feature = "office")]
fn read_archive(path: &Path, take: &mut TakeEntry<'_>) -> Result<(), SkipReason> {
    // An archive in a folder was no link when it was read, and a link in its place is not followed now.
    let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
    let bytes = read_file(path, is_link)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let zipped = Zipped::of(&SourceFile { name: &name, bytes: &bytes })?.ok_or(SkipReason::Changed)?;
    for file in zipped {
        take(&file.name, file.content.map_err(SkipReason::from));
    }
    Ok(())
}

#[cfg(not(feature = "office"))]
fn read_archive(_: &Path, _: &mut TakeEntry<'_>) -> Result<(), SkipReason> {
    Err(SkipReason::Changed)
}

/// Reads files again with other options, each in its own encoding if one was chosen.
pub fn read_again(
    files: &[(OriginalFile, Option<Charset>)],
    options: &ReadingOptions,
    cancel: &AtomicBool,
) -> Vec<FileRead> {
    let _batch = Batch;
    let mut options = options.clone();
    let mut read = Vec::with_capacity(files.len());
    let originals: Vec<&OriginalFile> = files.iter().map(|(file, _)| file).collect();
    read_originals(&originals, cancel, &mut |at, bytes| {
        let (file, encoding) = &files[at];
        options.encoding = *encoding;
        let outcome = bytes
            .and_then(|bytes| content_of(&SourceFile { name: file.own_name(), bytes: &bytes }, &file.name, &options));
        read.push(FileRead { path: Some(file.path.clone()), is_named: file.is_named, outcome });
    });
    read
}

/// What the columns of a table are taken for, with its first rows.
///
/// # Errors
/// Fails if the file can no longer be read, was changed since, or is not a table that can be read.
pub fn preview_again(file: &OriginalFile, options: &ReadingOptions) -> Result<TablePreview, SkipReason> {
    let mut found = Err(SkipReason::Changed);
    read_originals(&[file], &AtomicBool::new(false), &mut |_, bytes| {
        found = bytes.and_then(|bytes| {
            let preview = preview_table(&SourceFile { name: file.own_name(), bytes: &bytes }, options);
            preview
                .unwrap_or_else(|| Err(super::formats::Unreadable::Refused("it is not a table".to_owned())))
                .map_err(SkipReason::from)
        });
    });
    found
}

/// What became of the files that were to be kept beside a project.
#[derive(Debug, Default)]
pub struct OriginalsKept {
    /// How many are kept now.
    pub n_kept: usize,
    /// The folder in which they are.
    pub folder: PathBuf,
    /// Each file that is not kept, with the reason in words.
    pub problems: Vec<(PathBuf, String)>,
}

/// Keeps files beside a project. A file that is kept already is not written again. `progress` is called with the number
/// of files done.
pub fn keep_originals(
    project: &Path,
    files: &[OriginalFile],
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize),
) -> OriginalsKept {
    let mut kept = OriginalsKept { folder: originals::folder_of(project), ..OriginalsKept::default() };
    let mut seen = HashSet::new();
    let files: Vec<&OriginalFile> = files.iter().filter(|file| seen.insert(&file.path)).collect();
    let mut n_done = 0;
    read_originals(&files, cancel, &mut |at, bytes| {
        let file = files[at];
        let done = bytes.map_err(|reason| reason.to_string()).and_then(|bytes| {
            let sha256 = file.sha256.clone().unwrap_or_else(|| digest(&bytes));
            originals::keep(project, &file.name, &sha256, &bytes).map_err(|error| error.to_string())
        });
        match done {
            Ok(_) => kept.n_kept += 1,
            Err(reason) => kept.problems.push((file.path.clone(), reason)),
        }
        n_done += 1;
        progress(n_done);
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::articles::read_files;

    fn original(path: PathBuf, bytes: &[u8]) -> OriginalFile {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        OriginalFile { path, is_named: true, name, sha256: Some(digest(bytes)) }
    }

    #[test]
    fn files_are_kept_beside_the_project_unless_they_changed() {
        let scene = tempfile::tempdir().expect("the system gives a temporary folder");
        let project = scene.path().join("talks.ron");
        let files = ["a.txt", "b.txt"].map(|name| {
            let path = scene.path().join(name);
            std::fs::write(&path, name).expect("the folder can be written");
            original(path, name.as_bytes())
        });
        std::fs::write(&files[1].path, "other").expect("the folder can be written");
        let twice = [files[0].clone(), files[0].clone(), files[1].clone()];
        let kept = keep_originals(&project, &twice, &AtomicBool::new(false), &mut |_| {});
        assert_eq!((kept.n_kept, kept.problems.len()), (1, 1));
        assert!(kept.problems[0].1.contains("changed since"), "{:?}", kept.problems);
        assert_eq!(std::fs::read_dir(kept.folder).expect("it was made").count(), 1);
    }

    #[cfg(feature = "office")]
    #[test]
    fn files_in_an_archive_are_read_again_from_it() {
        use std::io::Write as _;
        let scene = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = scene.path().join("box.zip");
        let mut zip = zip::ZipWriter::new(std::fs::File::create(&path).expect("the folder can be written"));
        for name in ["in/a.csv", "b.txt"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("it is a name");
            zip.write_all(b"Kopf;Rumpf\nOne;Words\n").expect("the disk has room");
        }
        zip.finish().expect("the disk has room");
        let read = read_files(
            std::slice::from_ref(&path),
            &ReadingOptions::default(),
            &AtomicBool::new(false),
            &mut |_, _| {},
        );
        assert!(read.files[0].outcome.is_ok() && read.files[1].outcome.is_err());
        let bytes = b"Kopf;Rumpf\nOne;Words\n";
        let mut table = original(path.join("in/a.csv"), bytes);
        table.name = "box.zip/in/a.csv".to_owned();
        let preview = preview_again(&table, &ReadingOptions::default()).expect("it is a table");
        assert_eq!((preview.mapping.columns.len(), preview.n_rows), (2, 1));
        let column = |text: &str| text.parse().expect("it is sound");
        let mut options = ReadingOptions::default();
        options.columns.everywhere = vec![column("Kopf=title"), column("Rumpf=text")];
        let again = read_again(&[(table.clone(), None)], &options, &AtomicBool::new(false));
        let reading = again[0].outcome.as_ref().expect("it has a text now");
        assert_eq!(reading.source.file, "box.zip/in/a.csv");
        assert_eq!(reading.reading.drafts[0].details.title, "One");
        let gone = OriginalFile { path: path.join("gone.txt"), ..table };
        let again = read_again(&[(gone, None)], &options, &AtomicBool::new(false));
        assert!(matches!(again[0].outcome, Err(SkipReason::Changed)));
    }
}
