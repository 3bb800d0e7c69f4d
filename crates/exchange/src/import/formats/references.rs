//! Lists of references that are given in place of articles, as news databases export them.

use super::Format;
use crate::import::references::{ReferenceForm, read_as_articles};

/// RIS, BibTeX and CSL-JSON. In folders only RIS is looked for, because a bibliography beside articles is not one of them.
pub(super) static FORMAT: Format = Format {
    name: "list of references",
    extensions: &["ris"],
    is_format_of: |file| ReferenceForm::of(file).is_some(),
    read: |file, options| read_as_articles(file, options.encoding),
};
