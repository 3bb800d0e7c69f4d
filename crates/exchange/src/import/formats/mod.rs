//! The formats of files that become articles, one file for each.
//!
//! A reader takes the name and the bytes of a file and returns drafts. It opens nothing else, and it answers any bytes
//! within the limits that `docs/import.md` states, with an error if it must. The list is asked in its order, so a form
//! that is a special case of another one stands before it.

pub(super) mod pdf;
mod text;

use std::{ffi::OsStr, sync::LazyLock};

use super::{
    decode::{Charset, NotText},
    draft::Draft,
};

/// A file that is to be read.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// The name of the file, with its extension and without its folder.
    pub name: &'a str,
    /// Everything in it.
    pub bytes: &'a [u8],
}

/// How files are read, where the analyst may choose.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadingOptions {
    /// The encoding of plain text and tables; without it, each is guessed.
    pub encoding: Option<Charset>,
    /// Whether each line of a page stays a line, in formats whose lines are otherwise joined to paragraphs.
    pub raw_lines: bool,
}

/// A format of files.
#[derive(Debug)]
pub struct Format {
    /// What a file in it is called after “a”: “web page”.
    pub name: &'static str,
    /// The extensions by which such files are found in folders, in lower case.
    pub extensions: &'static [&'static str],
    /// Whether a file has this format, by its content, and by its name where the content cannot tell.
    pub is_format_of: fn(&SourceFile<'_>) -> bool,
    /// Reads a file that has this format.
    pub read: fn(&SourceFile<'_>, &ReadingOptions) -> Result<Reading, Unreadable>,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Reading {
    /// The texts, in the order of the file.
    pub drafts: Vec<Draft>,
    /// The texts in it that could not be read.
    pub failures: Vec<PartFailure>,
}

impl From<Draft> for Reading {
    fn from(draft: Draft) -> Self {
        Self { drafts: vec![draft], failures: Vec::new() }
    }
}

/// A text in a file with many that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartFailure {
    /// Its number in the file, counted from 1.
    pub number: usize,
    /// What the number counts: “report”, “row” or “chapter”.
    pub noun: &'static str,
    /// Why it could not be read, starting with a small letter, without a full stop.
    pub reason: String,
}

/// Why no text could be read from a file. Each message completes “page.html: left out, …” and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not plain text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It has no text.
    #[error("it is empty")]
    Empty,
    /// It is damaged or not what it claims to be.
    #[error("it is damaged: {0}")]
    Damaged(String),
    /// It exceeds a limit, which is named.
    #[error("{0}")]
    TooLarge(String),
    /// It is of a kind that cannot be read, with advice.
    #[error("{0}")]
    Refused(String),
}

/// Every format, in the order in which they are tried. Plain text, which almost anything could be, comes last.
pub static FORMATS: [&Format; 2] = [&pdf::FORMAT, &text::FORMAT];

impl Format {
    /// The format of a file.
    pub fn of(file: &SourceFile<'_>) -> &'static Self {
        FORMATS.iter().find(|format| (format.is_format_of)(file)).copied().unwrap_or(&text::FORMAT)
    }
}

impl SourceFile<'_> {
    /// Whether the name ends in one of these extensions, which are in lower case.
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        self.extension().is_some_and(|own| extensions.iter().any(|extension| own.eq_ignore_ascii_case(extension)))
    }

    fn extension(&self) -> Option<&str> {
        self.name.rsplit_once('.').map(|(_, extension)| extension)
    }
}

/// The extensions of all formats: a folder gives the files that end in one of them.
pub fn extensions() -> &'static [&'static str] {
    static ALL: LazyLock<Vec<&str>> =
        LazyLock::new(|| FORMATS.iter().flat_map(|format| format.extensions).copied().collect());
    &ALL
}

/// Whether a file in a folder is read because of its name.
pub(super) fn has_known_extension(name: &OsStr) -> bool {
    SourceFile { name: &name.to_string_lossy(), bytes: &[] }.has_extension(extensions())
}
