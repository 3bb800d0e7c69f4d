//! PDF files: their text in the order of reading, with paragraphs put together again.
//!
//! A PDF file only says which character stands where. `glyphs` takes the characters of a page, `lines` and `columns`
//! put them in order, `margins` finds heads and feet, and `paragraphs` and `compose` make the text. Files are read in a
//! process of their own, see [`crate::import::isolated`].

#[cfg(feature = "pdf")]
mod columns;
#[cfg(feature = "pdf")]
mod compose;
#[cfg(feature = "pdf")]
mod direction;
#[cfg(feature = "pdf")]
mod document;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod labels;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod margins;
#[cfg(feature = "pdf")]
mod paragraphs;
#[cfg(feature = "pdf")]
mod strings;
#[cfg(all(test, feature = "pdf"))]
mod tests;

use serde::{Deserialize, Serialize};
use standpoint_core::model::SourcePart;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};
use crate::import::{
    draft::{Draft, Field, LeftOut},
    guess, isolated,
};

/// A file in the Portable Document Format.
pub(super) static FORMAT: Format = Format { name: "PDF file", extensions: &["pdf"], is_format_of: is_pdf, read };

/// What such files begin with.
const MARK: &[u8] = b"%PDF-";
/// How many characters are the beginning of a text. A title or an author that the file states is believed if it stands
/// there.
const BEGINNING_CHARS: usize = 1500;

/// What was read of a file, as the process that reads it hands it over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::import) struct Extracted {
    text: String,
    /// Where each page begins, in characters, and its name.
    parts: Vec<(usize, String)>,
    /// Before which line of the text something was left out, what, and why.
    left_out: Vec<(usize, String, String)>,
    warnings: Vec<String>,
    /// The words in the largest letters of the first page.
    headline: Option<String>,
    /// What the file says about itself, which often is about the program that made it.
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
}

/// Why no text was read of a file; [`Unreadable`] says what each is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::import) enum PdfRefusal {
    Empty,
    Damaged(String),
    TooLarge(String),
    Refused(String),
}

impl From<PdfRefusal> for Unreadable {
    fn from(refusal: PdfRefusal) -> Self {
        match refusal {
            PdfRefusal::Empty => {
                Self::Refused("its pages have no text; if they show some, this PDF needs OCR first".to_owned())
            }
            PdfRefusal::Damaged(why) => Self::Damaged(why),
            PdfRefusal::TooLarge(what) => Self::TooLarge(what),
            PdfRefusal::Refused(why) => Self::Refused(why),
        }
    }
}

/// Whether bytes start as only a PDF file does.
pub(super) fn starts_like_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(MARK)
}

fn is_pdf(file: &SourceFile<'_>) -> bool {
    // The mark may have some bytes before it, and then the name tells.
    starts_like_pdf(file.bytes) || file.has_extension(FORMAT.extensions)
}

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let extracted = isolated::extract(file.bytes, options.raw_lines)?;
    Ok(draft_of(extracted).into())
}

/// Reads a file in this process, which a file that is made for it can crash.
#[cfg(feature = "pdf")]
pub(in crate::import) fn extract_here(bytes: Vec<u8>, raw_lines: bool) -> Result<Extracted, PdfRefusal> {
    document::extract(bytes, raw_lines)
}

/// Says that there is no reader.
#[cfg(not(feature = "pdf"))]
pub(in crate::import) fn extract_here(_bytes: Vec<u8>, _raw_lines: bool) -> Result<Extracted, PdfRefusal> {
    Err(PdfRefusal::Refused(
        "this Standpoint was built without its reader of PDF files; save it as text first".to_owned(),
    ))
}

fn draft_of(extracted: Extracted) -> Draft {
    let Extracted { text, parts, left_out, warnings, headline, title, author, language } = extracted;
    let mut draft = Draft {
        parts: parts.into_iter().map(|(start, name)| SourcePart { start, name }).collect(),
        left_out: left_out
            .into_iter()
            .map(|(before_line, text, reason)| LeftOut { before_line, text, reason: reason.into() })
            .collect(),
        warnings,
        ..Draft::of_text(text)
    };
    let beginning = folded(&draft.text.chars().take(BEGINNING_CHARS).collect::<String>());
    let is_in_text = |stated: &&String| beginning.contains(&folded(stated));
    let of_file = "document information of the PDF";
    // A title is often shortened for the program that made the file.
    let is_part = |title: &&String| headline.as_ref().is_some_and(|headline| folded(headline).contains(&folded(title)));
    if let Some(title) = title.as_ref().filter(is_in_text).filter(|title| !is_part(title)) {
        draft.set(Field::Title, title, of_file);
    }
    draft.set(Field::Title, headline.as_deref().unwrap_or_default(), "largest letters of the first page");
    // The author that a file states is often the owner of a computer.
    if let Some(author) = author.as_ref().filter(is_in_text) {
        draft.set(Field::Author, author, of_file);
    }
    draft.set(Field::Language, language.as_deref().unwrap_or_default(), "the PDF");
    guess::fill_in(&mut draft);
    draft
}

/// The letters and numbers alone, in lower case.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
