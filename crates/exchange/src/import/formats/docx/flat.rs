//! Word documents that are saved as one XML file: those of Word 2003, and those that hold the parts of a DOCX.

use memchr::memmem;
use standpoint_core::model::Details;

use super::{Body, Parts, Styles, finished, properties_in};
use crate::import::{
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable, without_blank_start},
    markup::{Markup, XmlPiece, decoded},
};

/// A document of Word in one XML file.
pub(in crate::import::formats) static FORMAT: Format =
    Format { name: "Word document in XML", extensions: &[], is_format_of: is_flat, read };

/// How far into the file its first element stands.
const N_START: usize = 4_000;

fn is_flat(file: &SourceFile<'_>) -> bool {
    let start = without_blank_start(&file.bytes[..file.bytes.len().min(N_START)]);
    let has = |words: &[u8]| memmem::find(start, words).is_some();
    start.starts_with(b"<")
        && (has(b"wordDocument") || has(b"http://schemas.microsoft.com/office/2006/xmlPackage"))
        && (has(b"progid=\"Word.Document\"") || has(b"<w:") || has(b"<pkg:package"))
}

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let xml = decoded(file.bytes, file.name)?;
    let xml = xml.trim_start_matches('\u{feff}');
    let parts = Parts { styles: Styles::of(&mut Markup::of(xml, file.name))?, ..Parts::default() };
    let mut body = Body::new(&parts);
    let mut markup = Markup::of(xml, file.name);
    while let Some(piece) = markup.next()? {
        // Page heads and notes of the whole document stand outside the body.
        if matches!(&piece, XmlPiece::Start(element) if element.name() == "body") {
            body.walk_element(&mut markup)?;
            break;
        }
    }
    let language = body.language();
    let draft = body.prose.into_draft();
    if draft.text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let properties = properties_in(&mut Markup::of(xml, file.name))?;
    Ok(finished(draft, &Details { language, ..properties }))
}
