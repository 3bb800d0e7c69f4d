//! The formats of files that become articles, one file for each.
//!
//! A reader takes the name and the bytes of a file and returns drafts. It opens nothing else, and it answers any bytes
//! within the limits that `docs/import.md` states, with an error if it must. The list is asked in its order, so a form
//! that is a special case of another one stands before it.

#[cfg(feature = "office")]
mod docx;
#[cfg(feature = "office")]
mod epub;
#[cfg(feature = "office")]
mod formula;
#[cfg(not(feature = "office"))]
mod no_office;
#[cfg(feature = "office")]
mod odt;
#[cfg(feature = "office")]
mod rtf;
#[cfg(feature = "office")]
pub(super) mod zipped;

mod databases;

mod old_office;

mod subtitles;

pub(super) mod pdf;
pub(super) mod project;
#[cfg(feature = "tables")]
mod references;
#[cfg(feature = "tables")]
mod tables;
mod text;
#[cfg(feature = "web")]
mod web;
#[cfg(not(feature = "web"))]
#[path = "no_web.rs"]
mod web;

use std::{ffi::OsStr, sync::LazyLock};

#[cfg(feature = "office")]
use standpoint_core::model::Details;

use super::{
    columns::{KnownColumns, TablePreview},
    decode::{Charset, NotText},
    draft::Draft,
    file_names::FileNamePattern,
};
#[cfg(feature = "office")]
use super::{guess, prose};

/// A file that is to be read.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// The name of the file, with its extension and without its folder.
    pub name: &'a str,
    /// Everything in it.
    pub bytes: &'a [u8],
}

/// How files are read, where the analyst may choose.
#[derive(Clone, Debug, Default)]
pub struct ReadingOptions {
    /// The encoding of plain text and tables; without it, each is guessed.
    pub encoding: Option<Charset>,
    /// Whether each chapter of a book is a text of its own.
    pub split_chapters: bool,
    /// What the names of the files say about the articles.
    pub file_names: Option<FileNamePattern>,
    /// What the columns of tables hold.
    pub columns: KnownColumns,
    /// Whether each line of a page stays a line, in formats whose lines are otherwise joined to paragraphs.
    pub raw_lines: bool,
    /// Whether only the files of a folder are read, and not the folders inside it.
    pub skips_subfolders: bool,
}

/// What can be chosen about the reading of a format, apart from the encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadingChoice {
    /// What the columns hold: [`ReadingOptions::columns`].
    Columns,
    /// Whether each chapter is a text: [`ReadingOptions::split_chapters`].
    Chapters,
    /// Whether lines stay lines: [`ReadingOptions::raw_lines`].
    Lines,
}

impl ReadingChoice {
    /// The choice that the format of this name leaves, as articles keep it in their source.
    pub fn of_format(name: &str) -> Option<Self> {
        #[cfg(feature = "tables")]
        if tables::FORMATS.iter().any(|format| format.name == name) {
            return Some(Self::Columns);
        }
        #[cfg(feature = "office")]
        if name == epub::FORMAT.name {
            return Some(Self::Chapters);
        }
        (name == pdf::FORMAT.name).then_some(Self::Lines)
    }

    /// The choice that a file leaves, as far as its name tells.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let file = SourceFile { name, bytes: &[] };
        let format = FORMATS.iter().find(|format| file.has_extension(format.extensions))?;
        Self::of_format(format.name)
    }
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

impl Reading {
    /// The name of one of the texts in its file; `None` if there is only one, which has no name of its own.
    pub fn part_name(&self, index: usize) -> Option<String> {
        let is_one = self.drafts.len() + self.failures.len() == 1;
        self.drafts[index].part.clone().or_else(|| (!is_one).then(|| format!("text {}", index + 1)))
    }
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

impl PartFailure {
    /// The text by its number: “row 17”.
    pub fn name(&self) -> String {
        format!("{} {}", self.noun, self.number)
    }
}

/// Why no text could be read from a file. Each message completes “page.html: left out, …” and says what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// It is not plain text.
    #[error(transparent)]
    NotText(#[from] NotText),
    /// It has no text.
    #[error("it is empty; if it should not be, get the file again")]
    Empty,
    /// It is a page that shows nothing.
    #[error("it shows no text; if its browser shows some, save the complete page from there")]
    ShowsNothing,
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

/// The most characters of a message from a reader of others. Some quote what they could not read.
#[cfg(any(feature = "office", feature = "tables"))]
const MAX_MESSAGE_CHARS: usize = 200;

/// What a reader of others says is wrong with a file, in a length for people.
#[cfg(any(feature = "office", feature = "tables"))]
pub(super) fn clipped(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE_CHARS) {
        Some((end, _)) => format!("{}…", &message[..end]),
        None => message.to_owned(),
    }
}

/// Says what is wrong with JSON, where, and what to do.
#[cfg(feature = "tables")]
pub(super) fn damaged_json(error: &serde_json::Error) -> Unreadable {
    Unreadable::Damaged(format!("{error}; correct it there, or export it again"))
}

/// Every format, in the order in which they are tried. Plain text, which almost anything could be, comes last.
pub static FORMATS: &[&Format] = &[
    #[cfg(feature = "office")]
    &docx::FORMAT,
    #[cfg(feature = "office")]
    &docx::FLAT,
    #[cfg(feature = "office")]
    &odt::FORMAT,
    #[cfg(feature = "office")]
    &epub::FORMAT,
    #[cfg(feature = "office")]
    &rtf::FORMAT,
    #[cfg(feature = "tables")]
    &tables::WORKBOOK,
    #[cfg(feature = "office")]
    &zipped::FORMAT,
    #[cfg(not(feature = "office"))]
    &no_office::FORMAT,
    &old_office::FORMAT,
    &project::FORMAT,
    &subtitles::FORMAT,
    &databases::FORMAT,
    #[cfg(feature = "tables")]
    &references::FORMAT,
    #[cfg(feature = "tables")]
    &tables::JSON,
    #[cfg(feature = "tables")]
    &tables::DELIMITED,
    #[cfg(not(feature = "tables"))]
    &NO_TABLES,
    #[cfg(feature = "web")]
    &web::FACTIVA,
    #[cfg(feature = "web")]
    &web::EUROPRESSE,
    &web::MAIL,
    &web::PAGE,
    &pdf::FORMAT,
    &text::FORMAT,
];

/// What stands for tables in a build without their readers.
#[cfg(not(feature = "tables"))]
static NO_TABLES: Format = Format {
    name: "table",
    extensions: &[],
    is_format_of: |file| file.has_extension(&["csv", "tsv", "xlsx", "ods", "json", "jsonl", "ris", "bib"]),
    read: |_, _| Err(Unreadable::Refused("this build does not read tables and lists of references".to_owned())),
};

impl Format {
    /// The format of a file.
    pub fn of(file: &SourceFile<'_>) -> &'static Self {
        // Where the first bytes leave no doubt, the name is not asked.
        let is_certain = pdf::starts_like_pdf(file.bytes) || web::starts_like_page(file.bytes);
        let file = &SourceFile { name: if is_certain { "" } else { file.name }, ..*file };
        FORMATS.iter().find(|format| (format.is_format_of)(file)).copied().unwrap_or(&text::FORMAT)
    }

    /// Whether files in this format need what only the first thread of an import has, see [`super::ahead`].
    pub(super) fn is_for_first_thread(&self) -> bool {
        #[cfg(feature = "office")]
        if std::ptr::eq(self, &raw const zipped::FORMAT) {
            return true;
        }
        std::ptr::eq(self, &raw const pdf::FORMAT)
    }

    /// Reads a file that has this format.
    ///
    /// # Errors
    /// Fails if no text can be read from it.
    pub fn read_file(&self, file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
        if file.bytes.is_empty() {
            return Err(Unreadable::Empty);
        }
        let mut reading = (self.read)(file, options)?;
        if let Some(pattern) = &options.file_names {
            pattern.fill_in(&mut reading.drafts, file.name);
        }
        Ok(reading)
    }
}

/// The draft of a document with what its properties say, or the reports of a news database in it.
#[cfg(feature = "office")]
fn document(mut draft: Draft, properties: &Details) -> Reading {
    if let Some(mut reading) = databases::reports_in(&draft.text) {
        if let Some(first) = reading.drafts.first_mut() {
            first.warnings.append(&mut draft.warnings);
        }
        return reading;
    }
    prose::set_if_in_text(&mut draft, properties);
    guess::fill_in(&mut draft);
    draft.into()
}

/// Whether a style of a page hides its element.
#[cfg(any(feature = "office", feature = "web"))]
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}

/// What follows the byte order marks and the white space at the start of a file.
pub(super) fn without_blank_start(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes.trim_ascii_start();
    while let Some(behind) = rest.strip_prefix(b"\xef\xbb\xbf") {
        rest = behind.trim_ascii_start();
    }
    rest
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

/// Returns what the columns of a table are taken for, with its first rows; `None` if the file is not a table.
pub fn preview_table(file: &SourceFile<'_>, options: &ReadingOptions) -> Option<Result<TablePreview, Unreadable>> {
    #[cfg(feature = "tables")]
    return tables::preview(file, options);
    #[cfg(not(feature = "tables"))]
    return {
        let _unread = (file, options);
        None
    };
}

/// The extensions of all formats: a folder gives the files that end in one of them.
pub fn extensions() -> &'static [&'static str] {
    static ALL: LazyLock<Vec<&str>> = LazyLock::new(|| {
        let mut all: Vec<&str> = Vec::new();
        for extension in FORMATS.iter().flat_map(|format| format.extensions) {
            if !all.contains(extension) {
                all.push(extension);
            }
        }
        all
    });
    &ALL
}

/// Whether a file in a folder is read because of its name.
pub(super) fn has_known_extension(name: &OsStr) -> bool {
    SourceFile { name: &name.to_string_lossy(), bytes: &[] }.has_extension(extensions())
}
