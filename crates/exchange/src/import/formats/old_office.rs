//! Documents in the form of Office before 2007, which are not read, and encrypted ones, which look the same.

use memchr::memmem;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};

/// An old or an encrypted document. Old workbooks are another format.
pub(super) static FORMAT: Format =
    Format { name: "old Word document", extensions: &["doc", "dot"], is_format_of: is_old_document, read };

/// What all such files start with.
const START: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn is_old_document(file: &SourceFile<'_>) -> bool {
    let has = |name| has_stream(file.bytes, name);
    file.bytes.starts_with(START) && (!(has("Workbook") || has("Book")) || has("EncryptedPackage"))
}

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let has = |name| has_stream(file.bytes, name);
    let advice = if has("EncryptedPackage") {
        "it is encrypted; open it with its password, save it without one and import that"
    } else if has("PowerPoint Document") {
        "it is an old presentation; save its text as DOCX"
    } else if has("__properties_version1.0") {
        "it is a message of Outlook; save it as .eml or as text"
    } else {
        "it is an old Word document; open it in a word processor and save it as DOCX"
    };
    Err(Unreadable::Refused(advice.to_owned()))
}

/// Whether the file lists a stream with this name: in UTF-16, with a NUL behind it.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    entry.extend([0, 0]);
    memmem::find(bytes, &entry).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_depends_on_what_is_in_the_file() {
        for (stream, expected) in [
            ("WordDocument", "it is an old Word document; open it in a word processor and save it as DOCX"),
            ("EncryptedPackage", "it is encrypted; open it with its password, save it without one and import that"),
            ("PowerPoint Document", "it is an old presentation; save its text as DOCX"),
        ] {
            let mut bytes = START.to_vec();
            bytes.resize(600, 0);
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.extend([0; 40]);
            let file = SourceFile { name: "a.docx", bytes: &bytes };
            assert!(std::ptr::eq(Format::of(&file), &raw const FORMAT), "{stream}");
            let error = read(&file, &ReadingOptions::default()).expect_err("it is never read");
            assert_eq!(error.to_string(), expected);
        }
    }
}
