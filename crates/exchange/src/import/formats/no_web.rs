//! Stands in for the reader of web pages in builds without the feature `web`, and says so.

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable};

pub(super) static MAIL: Format = Format {
    name: "mail",
    extensions: &["mhtml", "mht", "eml", "mbox"],
    is_format_of: |file| file.has_extension(MAIL.extensions),
    read: refuse,
};

pub(super) static PAGE: Format = Format {
    name: "web page",
    extensions: &["html", "htm", "xhtml"],
    is_format_of: |file| file.has_extension(PAGE.extensions),
    read: refuse,
};

/// Without the reader, a name decides alone.
pub(super) fn starts_like_page(_: &[u8]) -> bool {
    false
}

/// Without the reader, markup stays as it is.
#[cfg(feature = "office")]
pub(super) fn text_of_markup(_: &str) -> Option<String> {
    None
}

fn refuse(_: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let advice = "this build does not read web pages; save it as plain text, or use a build with the feature “web”";
    Err(Unreadable::Refused(advice.to_owned()))
}
