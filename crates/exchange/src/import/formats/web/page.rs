//! Parses a page, and decodes its bytes before that.

use std::borrow::Cow;

use dom_query::{Document, NodeRef};
use memchr::memmem;

use super::bounds;
use crate::import::{
    decode::{self, Charset, Decoded},
    draft::{Draft, UsedEncoding},
    formats::{PartFailure, Reading, ReadingOptions, SourceFile, Unreadable},
};

/// The longest tag of a template.
const MAX_TAG_BYTES: usize = 1_000;
/// How far into a page its encoding is looked for, as in browsers.
const N_DECLARING: usize = 1_024;

/// Decodes a page. What the analyst named comes first, then a byte order mark, then `declared` or what the page itself
/// declares, if its bytes are valid in that, and then what is likely.
///
/// # Errors
/// Fails if the bytes are not text, or too many.
pub(super) fn decode_page(
    bytes: &[u8],
    declared: Option<&str>,
    options: &ReadingOptions,
) -> Result<Decoded, Unreadable> {
    bounds::check_size(bytes.len())?;
    if let Some(encoding) = options.encoding {
        return Ok(decode::decode_as(bytes, encoding)?);
    }
    let has_mark = [&b"\xef\xbb\xbf"[..], b"\xff\xfe", b"\xfe\xff"].iter().any(|mark| bytes.starts_with(mark));
    let own = declared_in(bytes);
    let declared = declared.or(own.as_deref()).and_then(|name| declared_charset(name, bytes));
    // A page that declares UTF-16 in single bytes is not in UTF-16.
    let declared = declared.filter(|charset| !has_mark && !matches!(charset, Charset::Utf16(_) | Charset::Utf32(_)));
    let as_declared = declared.and_then(|charset| decode::decode_as(bytes, charset).ok());
    match as_declared.filter(|decoded| decoded.n_replaced == 0) {
        Some(decoded) => Ok(decoded),
        None => Ok(decode::decode(bytes)?),
    }
}

/// The encoding of this name. What is called ASCII and is not may be anything.
pub(super) fn declared_charset(name: &str, bytes: &[u8]) -> Option<Charset> {
    let is_ascii_name = ["ascii", "us-ascii", "ansi_x3.4-1968", "iso646-us"]
        .iter()
        .any(|ascii| name.trim().eq_ignore_ascii_case(ascii));
    if is_ascii_name && !bytes.is_ascii() { None } else { Charset::by_name(name) }
}

/// The encoding that the first tags of a page declare: `<meta charset="…">`, `content="text/html; charset=…"` or
/// `<?xml encoding="…"?>`.
fn declared_in(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(N_DECLARING)]).to_ascii_lowercase();
    let xml = start.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    let in_xml = xml.and_then(|(declaration, _)| value_of("encoding", declaration));
    let mut metas = start.match_indices("<meta").filter_map(|(at, _)| start[at..].split('>').next());
    in_xml.or_else(|| metas.find_map(|meta| value_of("charset", meta)))
}

/// The value after `name=`, with or without quotes.
fn value_of(name: &str, tag: &str) -> Option<String> {
    let (_, behind) = tag.split_once(name)?;
    let value = behind.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(value.len());
    (end > 0).then(|| value[..end].to_owned())
}

/// Reads an export of a news database that is a page: `reports_in` finds the reports in it, and `read_report` reads one.
///
/// # Errors
/// Fails if the bytes are not a page, or have no report. A report that cannot be read is a failure of the reading.
pub(super) fn read_reports(
    file: &SourceFile<'_>,
    options: &ReadingOptions,
    database: &str,
    reports_in: for<'a> fn(&NodeRef<'a>) -> Vec<NodeRef<'a>>,
    read_report: fn(&NodeRef<'_>) -> Result<Draft, String>,
) -> Result<Reading, Unreadable> {
    let decoded = decode_page(file.bytes, None, options)?;
    let encoding = UsedEncoding::from(&decoded);
    let document = parse(&decoded.text)?;
    let reports = reports_in(&document.root());
    if reports.is_empty() {
        return Err(Unreadable::Damaged(format!(
            "it looks like an export of {database} but has no report; export it again"
        )));
    }
    let mut reading = Reading::default();
    for (number, report) in (1..).zip(&reports) {
        match read_report(report) {
            Ok(draft) => reading.drafts.push(Draft { encoding: Some(encoding.clone()), ..draft }),
            Err(reason) => reading.failures.push(PartFailure { number, noun: "report", reason }),
        }
    }
    Ok(reading)
}

/// Parses a page, unless that would take too long.
///
/// # Errors
/// Fails if a limit is exceeded.
pub(super) fn parse(html: &str) -> Result<Document, Unreadable> {
    let html = with_shadows(html);
    bounds::check(&html)?;
    Ok(Document::from(&*html))
}

/// Templates that a browser shows in their place (shadow roots), as elements of another name of the same length.
fn with_shadows(html: &str) -> Cow<'_, str> {
    const NAME: &[u8] = b"template";
    const SHOWN: &[u8] = b"x-shadow";
    if memmem::find(html.as_bytes(), b"shadowroot").is_none() {
        return Cow::Borrowed(html);
    }
    let mut bytes = html.as_bytes().to_vec();
    let mut are_shown = Vec::new();
    for at in memchr::memchr_iter(b'<', html.as_bytes()) {
        let is_end = html.as_bytes().get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(is_end);
        let Some(name) = html.as_bytes().get(start..start + NAME.len()) else { break };
        let behind = html.as_bytes().get(start + NAME.len()).copied().unwrap_or(b' ');
        if !name.eq_ignore_ascii_case(NAME) || behind.is_ascii_alphanumeric() || behind == b'-' {
            continue;
        }
        let is_shown = if is_end {
            are_shown.pop().unwrap_or(false)
        } else {
            let rest = &html.as_bytes()[start..];
            let rest = &rest[..rest.len().min(MAX_TAG_BYTES)];
            let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
            let is_shown = memmem::find(&tag.to_ascii_lowercase(), b"shadowroot").is_some();
            are_shown.push(is_shown);
            is_shown
        };
        if is_shown {
            bytes[start..start + NAME.len()].copy_from_slice(SHOWN);
        }
    }
    // Only ASCII stands in place of ASCII.
    String::from_utf8(bytes).map_or(Cow::Borrowed(html), Cow::Owned)
}

/// The elements below a node that are wanted, without those inside another one.
pub(super) fn outermost<'a>(root: &NodeRef<'a>, is_wanted: impl Fn(&NodeRef<'a>) -> bool) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut next: Vec<NodeRef<'a>> = root.children();
    next.reverse();
    while let Some(node) = next.pop() {
        if !node.is_element() {
            continue;
        }
        if is_wanted(&node) {
            found.push(node);
            continue;
        }
        let from = next.len();
        next.extend(node.children_it(false));
        next[from..].reverse();
    }
    found
}

/// The elements below a node that are wanted, without those that hold several others.
pub(super) fn separate<'a>(root: &NodeRef<'a>, is_wanted: impl Fn(&NodeRef<'a>) -> bool) -> Vec<NodeRef<'a>> {
    let mut found = Vec::new();
    let mut next = outermost(root, &is_wanted);
    next.reverse();
    while let Some(node) = next.pop() {
        let inside = outermost(&node, &is_wanted);
        if inside.len() < 2 {
            found.push(node);
        } else {
            next.extend(inside.into_iter().rev());
        }
    }
    found
}

/// Whether an element has one of these classes, in upper or lower case.
pub(super) fn has_class(node: &NodeRef<'_>, classes: &[&str]) -> bool {
    let own = node.attr("class").unwrap_or_default();
    own.split_whitespace().any(|own| classes.iter().any(|class| own.eq_ignore_ascii_case(class)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], encoding: &str) {
        let decoded = decode_page(bytes, None, &ReadingOptions::default()).expect("it is text");
        assert_eq!(decoded.charset.name(), encoding, "{}", decoded.text);
    }

    #[test]
    fn a_page_is_read_in_the_encoding_it_declares() {
        let (russian, ..) = encoding_rs::WINDOWS_1251.encode("<meta charset=\"windows-1251\"><p>Мост закрыт</p>");
        check(&russian, "windows-1251");
        let content = "<meta http-equiv=Content-Type content='text/html; charset=KOI8-R'><p>Мост</p>";
        check(&encoding_rs::KOI8_R.encode(content).0, "KOI8-R");
        let xml = "<?xml version=\"1.0\" encoding='iso-8859-2'?><p>Most zamknięty</p>";
        check(&encoding_rs::ISO_8859_2.encode(xml).0, "ISO-8859-2");
    }

    #[test]
    fn a_wrong_declaration_is_not_believed() {
        check("<meta charset=utf-16><p>Мост закрыт</p>".as_bytes(), "UTF-8");
        check("\u{feff}<meta charset=windows-1251><p>Мост закрыт</p>".as_bytes(), "UTF-8");
        let (french, ..) =
            encoding_rs::WINDOWS_1252.encode("<meta charset=utf-8><p>Le pont est fermé à la circulation</p>");
        check(&french, "windows-1252");
    }
}
