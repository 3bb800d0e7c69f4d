//! Articles without a text: what a list of addresses says of an article that is not in it.
//!
//! A stub is imported with an empty text and the free field “text” with the value “missing”, so that it can be found,
//! filtered and compared like any other value of a field.

use standpoint_core::{
    model::{Article, Details},
    text::fold::{folded, in_one_case},
};

/// The free field that marks a stub.
pub(super) const FIELD: &str = "text";
/// Its value.
pub(super) const MISSING: &str = "missing";

/// Marks the details of an article without a text.
pub(super) fn mark(details: &mut Details) {
    details.fields.insert(FIELD.to_owned(), MISSING.to_owned());
}

/// Whether an article of a project has no text, and is marked as such.
pub(super) fn is_stub(article: &Article) -> bool {
    article.details.fields.get(FIELD).is_some_and(|value| value == MISSING) && article.text.as_str().trim().is_empty()
}

/// What is the same for two articles at one address: the address without its scheme, “www.”, fragment and last slash.
pub(super) fn address_key(url: &str) -> Option<String> {
    let url = url.trim();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.trim_end_matches('/');
    (!host.is_empty()).then(|| format!("{host}{path}"))
}

/// A name without regard to case, invisible characters and runs of spaces; `None` if it is empty.
pub(super) fn name_key(name: &str) -> Option<String> {
    let key = in_one_case(&folded(name));
    (!key.is_empty()).then_some(key)
}

/// What is the same for two articles with the same title, outlet and date.
pub(super) fn details_key(details: &Details) -> Option<String> {
    let title = name_key(&details.title)?;
    let outlet = name_key(&details.outlet).unwrap_or_default();
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    Some(format!("{title}\n{outlet}\n{date}"))
}

/// Whether two articles with the same title, outlet and date are the same. If neither outlet nor date is known, a title
/// such as “Editorial” says too little against two different addresses.
pub(super) fn is_same_by_details(own: &Details, other: &Details) -> bool {
    let is_title_alone = own.date.is_none() && name_key(&own.outlet).is_none();
    !is_title_alone || address_key(&own.url).is_none() || address_key(&other.url).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_the_same_whatever_does_not_change_the_page() {
        let key = |url: &str| address_key(url).unwrap_or_default();
        for url in ["http://www.Harbour.example/a/", "https://harbour.example/a", "harbour.example/a#top"] {
            assert_eq!(key(url), "harbour.example/a", "{url}");
        }
        assert_ne!(key("https://harbour.example/a?id=1"), key("https://harbour.example/a?id=2"));
        assert_ne!(key("https://harbour.example/A"), key("https://harbour.example/a"));
        assert_eq!(address_key(" "), None);
    }
}
