//! Plain text and Markdown, character for character.

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};
use crate::import::{
    decode,
    draft::{Draft, UsedEncoding},
    guess,
};

/// Plain text. Markdown is imported as it stands, signs included.
pub(super) static FORMAT: Format =
    Format { name: "text file", extensions: &["txt", "text", "md"], is_format_of: |_| true, read };

fn read(file: &SourceFile<'_>, options: &ReadingOptions) -> Result<Reading, Unreadable> {
    let decoded = match options.encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding)?,
        None => decode::decode(file.bytes)?,
    };
    let encoding = Some(UsedEncoding::from(&decoded));
    let mut draft = Draft { encoding, ..Draft::of_text(decoded.text) };
    if draft.text.starts_with("<?xml") {
        draft.warnings.push("it is XML of a kind that is not known, so its marks stand in the text".to_owned());
    }
    guess::fill_in(&mut draft);
    Ok(draft.into())
}
