//! Stands in for the readers of office documents and archives in builds without the feature `office`, and says so.

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};

/// Everything that the feature `office` reads.
pub(super) static FORMAT: Format = Format {
    name: "office document",
    extensions: &["docx", "docm", "odt", "ott", "rtf", "epub", "zip"],
    is_format_of: |file| file.has_extension(FORMAT.extensions) || file.bytes.starts_with(b"{\\rtf"),
    read: |_: &SourceFile<'_>, _: &ReadingOptions| -> Result<Reading, Unreadable> {
        let advice = "this build does not read office documents, e-books and archives; save it as plain text, or use a \
            build with the feature “office”";
        Err(Unreadable::Refused(advice.to_owned()))
    },
};
