//! Escapes text for the XML formats written by hand: SVG and GraphML, and HTML, which uses the same escapes.

use std::borrow::Cow;

/// Returns the text as it is written inside an element or a quoted attribute. Characters that XML 1.0 cannot represent
/// become U+FFFD, so that every reader accepts the file.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\r') && is_allowed(c);
    if text.chars().all(is_plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A reader would turn it into a line feed.
            '\r' => escaped.push_str("&#13;"),
            c if is_allowed(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped.into()
}

/// Returns the text with U+FFFD for each character that XML 1.0 cannot represent, for writers that escape the rest.
pub fn representable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        return text.into();
    }
    text.chars().map(|c| if is_allowed(c) { c } else { char::REPLACEMENT_CHARACTER }).collect::<String>().into()
}

/// Returns true if XML 1.0 allows the character.
const fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_reader_of_xml_gets_the_text_back() {
        for text in ["plain", "A & B < C > \"D\" 'E'", "two\nlines\tand\ra return", "Київ 基辅 🕊 ]]>"] {
            let document = format!("<a b=\"{0}\">{0}</a>", escaped(text));
            let parsed = roxmltree::Document::parse(&document).unwrap();
            assert_eq!(parsed.root_element().text(), Some(text));
            // Readers turn line feeds and tabs in an attribute into spaces.
            let in_attribute = text.replace(['\n', '\t'], " ");
            assert_eq!(parsed.root_element().attribute("b"), Some(&*in_attribute));
        }
        assert_eq!(escaped("a\u{1}b\u{ffff}"), "a\u{fffd}b\u{fffd}");
    }
}
