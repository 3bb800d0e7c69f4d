//! Identifies the version of a project that is in a file.

use std::{
    fmt,
    fs::Metadata,
    io::{self, Write},
    time::SystemTime,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use twox_hash::{XxHash3_128, xxhash3_128};

use super::place::ProjectPlace;

/// Identifies the content of a project file: 128 bits of `XXH3`, written as 32 hexadecimal digits.
///
/// It tells apart states that arise in ordinary work; it is no protection against forgery.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StateName(u128);

impl StateName {
    /// Identifies a project that was never saved.
    pub const NEVER_SAVED: Self = Self(0);

    /// Computes the identifier of this content.
    pub fn of(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

impl fmt::Display for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for StateName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for StateName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("the name of a state has 32 hexadecimal digits"))
    }
}

/// Passes bytes on while computing the identifier of the content.
pub(super) struct HashingWriter<W> {
    out: W,
    hasher: xxhash3_128::Hasher,
}

impl<W: Write> HashingWriter<W> {
    pub fn new(out: W) -> Self {
        Self { out, hasher: xxhash3_128::Hasher::new() }
    }

    pub fn name(&self) -> StateName {
        StateName(self.hasher.finish_128())
    }
}

impl<W: Write> Write for HashingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.hasher.write(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A project file as it was last read or written, so that a change by another program is noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    /// The identifier of its content.
    pub name: StateName,
    /// The size and time according to the file system. If both are unchanged, the content is assumed to be.
    bytes: u64,
    modified: Option<SystemTime>,
}

impl FileState {
    /// The version of a file with this content; `metadata` must be from a time when it had that content.
    pub(super) fn of(metadata: &Metadata, name: StateName) -> Self {
        Self { name, bytes: metadata.len(), modified: metadata.modified().ok() }
    }

    /// Returns what the file holds if it is no longer this content. It is read only if its size or time has changed.
    ///
    /// # Errors
    /// Fails if there is no such file, or if it cannot be read.
    pub(super) fn changed_at(&self, place: &ProjectPlace) -> io::Result<Option<StateName>> {
        let metadata = place.open()?.metadata()?;
        if metadata.len() == self.bytes && metadata.modified().ok() == self.modified {
            return Ok(None);
        }
        let name = StateName::of(&place.folder.read(&place.name, super::MAX_FILE_BYTES)?);
        Ok((name != self.name).then_some(name))
    }

    /// Returns whether the file still has this content.
    ///
    /// # Errors
    /// Fails like [`Self::changed_at`].
    pub(super) fn is_still_at(&self, place: &ProjectPlace) -> io::Result<bool> {
        self.changed_at(place).map(|changed| changed.is_none())
    }
}
