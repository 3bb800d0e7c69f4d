//! Archives of articles (ZIP): each file in one is read as if it were a file of its own.
//!
//! Opening the archive is the work of whoever reads files, because only there is an entry a file with its own line in
//! the report. An archive that reaches this reader lies inside another one.

use std::{collections::HashSet, ffi::OsStr, path::Path};

use standpoint_core::text::fold::name_order;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, has_known_extension};
use crate::import::{
    archive::{Archive, Entry, is_archive, leads_outside},
    listing::{is_companion, page_stem},
};

/// A ZIP archive that is no document.
pub(super) static FORMAT: Format =
    Format { name: "ZIP archive", extensions: &["zip"], is_format_of: is_plain_archive, read: refuse };

/// The entries that documents have and archives of files do not.
const DOCUMENT_PARTS: [&str; 2] = ["[Content_Types].xml", "mimetype"];

fn is_plain_archive(file: &SourceFile<'_>) -> bool {
    let is_document = |archive: Archive<'_>| DOCUMENT_PARTS.iter().any(|part| archive.has(part));
    is_archive(file.bytes) && !Archive::open(file.bytes).is_ok_and(is_document)
}

fn refuse(_: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    Err(Unreadable::Refused("it is an archive inside an archive; unpack it and import its files".to_owned()))
}

/// An archive whose files are read one by one.
pub(in crate::import) struct Zipped<'a> {
    archive: Archive<'a>,
    entries: std::vec::IntoIter<Entry>,
    is_empty: bool,
    has_entries: bool,
}

/// A file in an archive.
pub(in crate::import) struct ZippedFile {
    /// Its path in the archive.
    pub(in crate::import) name: String,
    /// Its bytes, or why it is left out.
    pub(in crate::import) content: Result<Vec<u8>, Unreadable>,
}

impl<'a> Zipped<'a> {
    /// Opens a file if it is an archive of files.
    ///
    /// # Errors
    /// Fails if it is damaged or too large.
    pub(in crate::import) fn of(file: &SourceFile<'a>) -> Result<Option<Self>, Unreadable> {
        if !std::ptr::eq(Format::of(file), &raw const FORMAT) {
            return Ok(None);
        }
        let archive = Archive::open(file.bytes)?;
        let mut entries = archive.entries();
        let is_empty = entries.is_empty();
        // Names that lead outside are no files to be read, but they are named in the report.
        entries.retain(|entry| leads_outside(&entry.name) || is_wanted(&entry.name));
        let pages: HashSet<String> = entries.iter().filter_map(|entry| page_stem(OsStr::new(&entry.name))).collect();
        let is_beside_page = |entry: &Entry| {
            let folders = entry.name.match_indices('/').map(|(at, _)| &entry.name[..at]);
            folders.into_iter().any(|folder| is_companion(OsStr::new(folder), &pages))
        };
        entries.retain(|entry| !is_beside_page(entry));
        entries.sort_by(|a, b| name_order(&a.name, &b.name).then_with(|| a.name.cmp(&b.name)));
        Ok(Some(Self { archive, is_empty, has_entries: !entries.is_empty(), entries: entries.into_iter() }))
    }

    /// Whether there is no file in it at all.
    pub(in crate::import) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Whether there is anything to read.
    pub(in crate::import) fn has_entries(&self) -> bool {
        self.has_entries
    }
}

impl Iterator for Zipped<'_> {
    type Item = ZippedFile;

    /// Unpacks the next file.
    fn next(&mut self) -> Option<ZippedFile> {
        let entry = self.entries.next()?;
        let content = if leads_outside(&entry.name) {
            Err(Unreadable::Refused("its name leads out of the archive; unpack the archive and check it".to_owned()))
        } else {
            self.archive.read_entry(&entry)
        };
        Some(ZippedFile { name: entry.name, content })
    }
}

/// Whether a file in an archive is one that would be read in a folder.
fn is_wanted(name: &str) -> bool {
    let is_hidden = name.split('/').any(|step| step.starts_with('.') || step == "__MACOSX");
    !is_hidden && Path::new(name).file_name().is_some_and(has_known_extension)
}
