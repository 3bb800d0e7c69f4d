//! Reads files and folders one by one, and hands out what each holds.
//!
//! Importing and looking at files without importing them are the same up to here. What becomes of the texts is decided
//! by whoever asked for them.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
};

use sha2::{Digest as _, Sha256};
use standpoint_core::model::ArticleSource;

#[cfg(feature = "office")]
use super::formats::zipped::{Zipped, ZippedFile};
use super::{
    ahead::{ReadAhead, Taking},
    articles::SkipReason,
    draft::Draft,
    formats::{Format, Reading, ReadingOptions, SourceFile},
    isolated::Batch,
    listing::{FolderReader, ListedFile, Listing},
};

/// A file that was opened, or a file or folder that was not.
#[derive(Debug)]
pub struct ReadFile<'a> {
    /// The file or folder, as it was given or found.
    pub path: &'a Path,
    /// Whether a person named it, so that a link in its place is followed.
    pub is_named: bool,
    /// What it holds, or why nothing was read from it.
    pub content: Result<SourceReading, SkipReason>,
}

/// The texts of a file.
#[derive(Debug)]
pub struct SourceReading {
    /// What they were read from, without what differs between them.
    pub source: ArticleSource,
    /// The drafts, and what could not be read.
    pub reading: Reading,
}

/// Reads files and folders. A folder is read with its subfolders, unless the options say otherwise, sorted by name. Links in a named path are followed;
/// links inside a folder are left out.
///
/// `take` gets each file, and each file or folder that could not be read. `progress` is called with the number of files
/// done and the total number. Setting `cancel` ends the reading after the current file, and the result is true then.
pub fn read_files(
    paths: &[PathBuf],
    options: &ReadingOptions,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
    take: &mut dyn FnMut(ReadFile<'_>),
) -> bool {
    let _batch = Batch;
    let Listing { files, folders, left_out, .. } = Listing::of(paths, options.skips_subfolders, cancel);
    for (path, reason) in left_out {
        take(ReadFile { path: &path, is_named: false, content: Err(reason) });
    }
    let ahead = ReadAhead::of(&files, &folders, options);
    ahead.run(|taking| read_listed(taking, &files, FolderReader::of(&folders), options, cancel, progress, take))
}

/// Hands out the content of listed files in their order.
fn read_listed(
    mut taking: Taking<'_, '_>,
    files: &[ListedFile],
    mut reader: FolderReader<'_>,
    options: &ReadingOptions,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
    take: &mut dyn FnMut(ReadFile<'_>),
) -> bool {
    for (n_done, file) in files.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            progress(n_done, files.len());
            return true;
        }
        progress(n_done, files.len());
        let path = &*file.path;
        if let Some(content) = taking.take(&mut reader, n_done) {
            take(ReadFile { path, is_named: file.is_named(), content });
            continue;
        }
        match reader.read(file) {
            Ok(bytes) => {
                let is_named = file.is_named();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                let file = SourceFile { name: &name, bytes: &bytes };
                if !read_archive(path, &file, options, cancel, take) {
                    take(ReadFile { path, is_named, content: content_of(&file, &name, options) });
                }
            }
            Err(reason) => take(ReadFile { path, is_named: file.is_named(), content: Err(reason) }),
        }
    }
    progress(files.len(), files.len());
    false
}

/// Reads the files in an archive, one in memory at a time; false if the file is no archive.
#[cfg(feature = "office")]
fn read_archive(
    path: &Path,
    file: &SourceFile<'_>,
    options: &ReadingOptions,
    cancel: &AtomicBool,
    take: &mut dyn FnMut(ReadFile<'_>),
) -> bool {
    let zipped = match Zipped::of(file) {
        Ok(Some(zipped)) if zipped.is_empty() => Err(SkipReason::EmptyArchive),
        Ok(Some(zipped)) if !zipped.has_entries() => Err(SkipReason::NoFileInArchive),
        Ok(Some(zipped)) => Ok(zipped),
        Ok(None) => return false,
        Err(error) => Err(error.into()),
    };
    let zipped = match zipped {
        Ok(zipped) => zipped,
        Err(reason) => {
            take(ReadFile { path, is_named: false, content: Err(reason) });
            return true;
        }
    };
    for ZippedFile { name, content } in zipped {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        // Joined by hand, because a path that starts with a slash would replace the archive’s.
        let mut inner_path = path.as_os_str().to_owned();
        inner_path.push("/");
        inner_path.push(&name);
        let inner_path = Path::new(&inner_path);
        match content {
            Ok(bytes) => {
                let inner = SourceFile { name: name.rsplit('/').next().unwrap_or(&name), bytes: &bytes };
                let source_name = format!("{}/{name}", file.name);
                take(ReadFile {
                    path: inner_path,
                    is_named: false,
                    content: content_of(&inner, &source_name, options),
                });
            }
            Err(reason) => take(ReadFile { path: inner_path, is_named: false, content: Err(reason.into()) }),
        }
    }
    true
}

/// Without a reader of archives, its stand-in refuses them like any other file.
#[cfg(not(feature = "office"))]
fn read_archive(
    _: &Path,
    _: &SourceFile<'_>,
    _: &ReadingOptions,
    _: &AtomicBool,
    _: &mut dyn FnMut(ReadFile<'_>),
) -> bool {
    false
}

/// Reads the texts in one file, which sources call by this name.
pub(super) fn content_of(
    file: &SourceFile<'_>,
    source_name: &str,
    options: &ReadingOptions,
) -> Result<SourceReading, SkipReason> {
    content_in(Format::of(file), file, source_name, options)
}

/// The same for a file whose format is known.
pub(super) fn content_in(
    format: &Format,
    file: &SourceFile<'_>,
    source_name: &str,
    options: &ReadingOptions,
) -> Result<SourceReading, SkipReason> {
    let reading = format.read_file(file, options)?;
    let source = ArticleSource {
        file: source_name.to_owned(),
        sha256: digest(file.bytes),
        format: format.name.to_owned(),
        ..ArticleSource::default()
    };
    Ok(SourceReading { source, reading })
}

/// The SHA-256 of the bytes, as hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let digits = |byte: &u8| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
    Sha256::digest(bytes).iter().flat_map(digits).collect()
}

/// Refuses a text that cannot become an article.
///
/// # Errors
/// Fails if the text is too large, or empty although its file should have it.
pub fn check_draft(draft: &Draft) -> Result<(), SkipReason> {
    // Decoding may make a text longer than its file, often twice as long.
    if draft.text.len() > standpoint_core::text::Text::MAX_BYTES {
        return Err(SkipReason::TooLarge);
    }
    if !draft.is_stub() && draft.text.trim().is_empty() {
        return Err(super::formats::Unreadable::Empty.into());
    }
    Ok(())
}
