//! What the clipboard says of where a text was copied, besides the text itself.

/// The HTML of a clipboard without the lines that Windows writes before it, and the address in these.
pub(super) fn without_header(html: &str) -> (&str, Option<&str>) {
    if !html.trim_start().starts_with("Version:") {
        return (html, None);
    }
    let (header, page) = html.split_at(html.find('<').unwrap_or(html.len()));
    let address = header.lines().find_map(|line| line.trim().strip_prefix("SourceURL:")).map(str::trim);
    (page, address.filter(|address| is_address(address)))
}

/// The address that relative links of a page start from: `<base href="…">`.
pub(super) fn base_address(html: &str) -> Option<&str> {
    let start_of = |words: &str, text: &str| {
        text.as_bytes().windows(words.len()).position(|bytes| bytes.eq_ignore_ascii_case(words.as_bytes()))
    };
    let tag = &html[start_of("<base", html)? + "<base".len()..];
    let tag = tag.split('>').next().filter(|tag| tag.starts_with(|c: char| c.is_ascii_whitespace()))?;
    let value = tag[start_of("href", tag)? + "href".len()..].trim_start().strip_prefix('=')?.trim_start();
    let address = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|c: char| c.is_ascii_whitespace()).next()?,
    };
    Some(address.trim()).filter(|address| is_address(address))
}

fn is_address(text: &str) -> bool {
    ["http://", "https://"].iter().any(|start| text.len() > start.len() && text.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{articles::read_pasted, draft::Field};

    /// The address of a pasted text, and where it came from.
    #[cfg(feature = "web")]
    fn address(html: &str) -> (String, String) {
        let read = read_pasted(Some(html), "The bridge stays shut.");
        let reading = &read.files[0].outcome.as_ref().expect("it is a page").reading;
        let draft = &reading.drafts[0];
        assert_eq!(draft.text.lines().last(), Some("The bridge stays shut."), "{html}");
        (draft.details.url.clone(), draft.origin(&Field::Url).unwrap_or_default().to_owned())
    }

    #[cfg(feature = "web")]
    #[test]
    fn the_address_of_a_pasted_text_is_that_of_the_page_it_was_copied_from() {
        let page = "<p>The bridge stays shut.</p>";
        let header =
            "Version:0.9\r\nStartHTML:000000130\r\nEndHTML:000000200\r\nSourceURL:https://news.example/a?b=1\r\n";
        let canonical = "<link rel=\"canonical\" href=\"https://news.example/canonical\">";
        let base = "<base href='https://news.example/base/'>";
        let of = |html: String| address(&html);
        let expected = |address: &str, origin: &str| (address.to_owned(), origin.to_owned());
        assert_eq!(of(page.to_owned()), expected("", ""));
        let copied = expected("https://news.example/a?b=1", "the page that it was copied from");
        assert_eq!(of(format!("{header}<html><body>{page}</body></html>")), copied);
        assert_eq!(of(format!("{header}<html><head>{base}</head><body>{page}</body></html>")), copied);
        let canonical_address = expected("https://news.example/canonical", "canonical address of the page");
        assert_eq!(of(format!("{header}<html><head>{canonical}{base}</head>{page}</html>")), canonical_address);
        let base_of_links = expected("https://news.example/base/", "base of the links on the page");
        assert_eq!(of(format!("<html><head>{base}</head>{page}</html>")), base_of_links);
        // A file on the disk is no address.
        assert_eq!(of(format!("Version:1.0\nSourceURL:file:///C:/a.html\n{page}")), expected("", ""));
    }

    #[test]
    fn the_base_of_links_is_found_however_it_is_written() {
        for tag in ["<base href=\"https://a.example/b/\">", "<BASE target=_top HREF = 'https://a.example/b/' />"] {
            assert_eq!(base_address(tag), Some("https://a.example/b/"), "{tag}");
        }
        assert_eq!(base_address("<base href=https://a.example/b target=x>"), Some("https://a.example/b"));
        for tag in ["<basefont href=https://a.example>", "<base target=x>", "<base href=/b>", "<base", "<base href="] {
            assert_eq!(base_address(tag), None, "{tag}");
        }
    }
}
