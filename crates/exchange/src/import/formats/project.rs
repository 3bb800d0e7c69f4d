//! Projects of this program, which hold articles but are none.

use super::{Format, SourceFile, Unreadable, without_blank_start};

/// A project. It has no extension here, so that one that lies in a folder of articles is passed over.
pub(super) static FORMAT: Format =
    Format { name: "Standpoint project", extensions: &[], is_format_of, read: |_, _| Err(refusal()) };

fn is_format_of(file: &SourceFile<'_>) -> bool {
    starts_like_project(file.bytes)
}

/// Whether bytes start like a project.
pub(in crate::import) fn starts_like_project(bytes: &[u8]) -> bool {
    let inside = without_blank_start(bytes).strip_prefix(b"(");
    let format = inside.and_then(|inside| inside.trim_ascii_start().strip_prefix(b"format"));
    format.is_some_and(|rest| rest.trim_ascii_start().starts_with(b":"))
}

fn refusal() -> Unreadable {
    Unreadable::Refused(
        "it is a Standpoint project and not an article; open it, or import its codes with “Import codebook…” or \
         “standpoint codebook”"
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_is_no_article_whatever_its_name() {
        for (name, content, is_one) in [
            ("p.ron", "(\n    format: 2,\n", true),
            ("p.txt", "\u{feff} ( format :1, title: \"x\"", true),
            ("p.txt", "(format) is a word", false),
            ("p.ron", "[1, 2]", false),
        ] {
            let format = Format::of(&SourceFile { name, bytes: content.as_bytes() });
            assert_eq!(std::ptr::eq(format, &raw const FORMAT), is_one, "{name}: {content}");
        }
    }
}
