//! Reads ZIP archives from anybody: office documents, e-books, and archives of articles.
//!
//! What an archive says about its sizes is a claim, so every entry is unpacked up to a limit and no further. Nothing is
//! ever written to disk, and one entry is in memory at a time.

use std::io::{Cursor, Read as _};

use memchr::memmem;
use zip::{ZipArchive, result::ZipError};

use super::{articles::MAX_FILE_BYTES, formats::Unreadable};

/// The most entries that an archive may have.
pub(super) const MAX_ENTRIES: usize = 10_000;
/// The most bytes that one entry may have when it is unpacked.
const MAX_ENTRY_BYTES: u64 = 200 << 20;
/// The most bytes that are unpacked of one archive.
const MAX_TOTAL_BYTES: u64 = 1 << 30;
/// How many times its packed size an entry may have, above [`FREE_BYTES`]. Real documents stay far below.
const MAX_RATIO: u64 = 200;
/// Entries up to this size may be packed as densely as they like.
const FREE_BYTES: u64 = 1 << 20;

/// The signature with which ZIP archives start, unless they are empty.
const START: &[u8] = b"PK\x03\x04";
/// The signature of the record at the end of an archive, which counts the entries.
const END: &[u8] = b"PK\x05\x06";

/// An open archive.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    n_bytes: u64,
    /// How many bytes may still be unpacked.
    n_left: u64,
}

/// A file in an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path in the archive, with slashes.
    pub(super) name: String,
    index: usize,
}

/// Whether bytes start like a ZIP archive.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(START) || bytes.starts_with(END)
}

impl<'a> Archive<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// Fails if it is damaged or has more than [`MAX_ENTRIES`] entries.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        // Counted before anything is kept of the entries.
        if counted_entries(bytes) > MAX_ENTRIES {
            return Err(too_many());
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error, "the archive"))?;
        if zip.len() > MAX_ENTRIES {
            return Err(too_many());
        }
        Ok(Self { zip, n_bytes: bytes.len() as u64, n_left: MAX_TOTAL_BYTES })
    }

    /// The files in the archive, in its order. Folders and links are no files.
    pub(super) fn entries(&self) -> Vec<Entry> {
        let entry = |index| {
            let data = self.zip.by_index_data(index).ok()?;
            let name = data.name().ok()?.replace('\\', "/");
            data.is_file().then_some(Entry { name, index })
        };
        (0..self.zip.len()).filter_map(entry).collect()
    }

    /// Whether there is an entry of exactly this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Unpacks the entry of exactly this name; `None` if there is none.
    ///
    /// # Errors
    /// Fails if it is encrypted or damaged, or exceeds a limit.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        match self.zip.index_for_name(name) {
            Some(index) => self.unpack(index, name, MAX_ENTRY_BYTES).map(Some),
            None => Ok(None),
        }
    }

    /// Unpacks an entry that is a file of its own.
    ///
    /// # Errors
    /// Fails if it is encrypted or damaged, or exceeds a limit.
    pub(super) fn read_entry(&mut self, entry: &Entry) -> Result<Vec<u8>, Unreadable> {
        self.unpack(entry.index, &entry.name, MAX_FILE_BYTES)
    }

    fn unpack(&mut self, index: usize, name: &str, most_bytes: u64) -> Result<Vec<u8>, Unreadable> {
        let data = self.zip.by_index_data(index).map_err(|error| damaged(&error, name))?;
        if data.encrypted() {
            return Err(Unreadable::Refused(format!(
                "“{name}” in it is encrypted; unpack it with its password and import the files"
            )));
        }
        // No entry can be packed into more bytes than the archive has.
        let n_packed = data.compressed_size().min(self.n_bytes);
        let n_left = self.n_left;
        let by_ratio = FREE_BYTES.max(n_packed.saturating_mul(MAX_RATIO));
        let limit = most_bytes.min(by_ratio).min(n_left);
        let entry = self.zip.by_index(index).map_err(|error| damaged(&error, name))?;
        let mut bytes = Vec::new();
        // Where nothing is left, nothing is unpacked either.
        let unpacked = if n_left == 0 { Ok(0) } else { entry.take(limit + 1).read_to_end(&mut bytes) };
        let n_read = bytes.len() as u64;
        // What was unpacked in vain counts too, because thousands of entries may share the same packed bytes.
        self.n_left = n_left.saturating_sub(n_read);
        unpacked.map_err(|error| {
            Unreadable::Damaged(format!("“{name}” in it cannot be unpacked ({error}); get the file again"))
        })?;
        if n_read > limit || n_left == 0 {
            let mb = |bytes: u64| bytes >> 20;
            return Err(Unreadable::TooLarge(if limit == n_left {
                format!("it has more than {} MB when it is unpacked; divide it", mb(MAX_TOTAL_BYTES))
            } else if limit == most_bytes {
                format!(
                    "“{name}” in it has more than {} MB when it is unpacked; unpack it and divide that file",
                    mb(most_bytes)
                )
            } else {
                format!(
                    "“{name}” in it unpacks to more than {MAX_RATIO} times its size, as no document does; unpack it and \
                     look at it first"
                )
            }));
        }
        Ok(bytes)
    }
}

/// Says why an entry with this name is not read, if its name leads out of the archive. Nothing is unpacked to disk, but
/// the name becomes the name of a source, and an archive with such names was made to harm.
pub(super) fn leads_outside(name: &str) -> bool {
    let is_drive = name.as_bytes().get(1) == Some(&b':');
    is_drive || name.starts_with('/') || name.contains('\0') || name.split('/').any(|step| step == "..")
}

/// The number of entries in the last record that counts them.
fn counted_entries(bytes: &[u8]) -> usize {
    let count = memmem::rfind(bytes, END).and_then(|at| bytes.get(at + 10..at + 12));
    count.map_or(0, |count| usize::from(u16::from_le_bytes([count[0], count[1]])))
}

fn too_many() -> Unreadable {
    Unreadable::TooLarge(format!("it has more than {MAX_ENTRIES} entries; divide it"))
}

fn damaged(error: &ZipError, what: &str) -> Unreadable {
    match error {
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => Unreadable::Refused(format!(
            "“{what}” in it is packed in a way that is not read; unpack it and import the files"
        )),
        error => Unreadable::Damaged(format!("{what} cannot be read as ZIP ({error}); get the file again")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    #[test]
    fn what_is_unpacked_in_vain_counts_as_well() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["dense.txt", "small.txt"] {
            zip.start_file(name, SimpleFileOptions::default()).expect("a name fits");
            zip.write_all(&vec![b' '; if name == "dense.txt" { 2 << 20 } else { 10 }]).expect("memory can be written");
        }
        let bytes = zip.finish().expect("memory can be written").into_inner();
        let mut archive = Archive { n_left: 5 << 19, ..Archive::open(&bytes).expect("it is sound") };
        let mut said = |name: &str| archive.read(name).map_or_else(|error| error.to_string(), |_| "read".to_owned());
        let dense = "“dense.txt” in it unpacks to more than 200 times its size, as no document does; unpack it and look at \
                     it first";
        assert_eq!([said("dense.txt"), said("small.txt"), said("dense.txt")], [dense, "read", dense]);
        let spent = "it has more than 1024 MB when it is unpacked; divide it";
        assert_eq!([said("dense.txt"), said("dense.txt"), said("small.txt")], [spent; 3]);
    }
}
