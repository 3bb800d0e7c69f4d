//! Reads XML from anybody: the parts of office documents and e-books.
//!
//! It is read piece by piece, so nothing is nested in memory. Entities that a file defines itself are refused, because
//! a few lines of them may stand for gigabytes or for another file.

use std::borrow::Cow;

use encoding_rs::Encoding;
use quick_xml::{
    Reader, XmlVersion,
    escape::resolve_xml_entity,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    formats::{Unreadable, clipped},
    named_characters::named_character,
};

/// How deep elements may be nested.
const MAX_DEPTH: usize = 1_000;

/// The pieces of an XML file, one after another.
pub(super) struct Markup<'a> {
    reader: Reader<&'a [u8]>,
    /// The name of the file, for messages.
    name: &'a str,
    depth: usize,
    /// Whether it is a web page, which has a document type and named characters.
    is_page: bool,
}

/// A piece of XML.
pub(super) enum XmlPiece<'a> {
    /// An element begins. One without content begins and ends.
    Start(Element<'a>),
    /// The element that began last and has not ended ends.
    End,
    /// Characters, as they are meant. A run of text may come in several pieces.
    Text(Cow<'a, str>),
}

/// The beginning of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

impl Element<'_> {
    /// The name without the prefix, which any program may choose.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// Whether the name has this prefix, for the few names that mean several things.
    pub(super) fn has_prefix(&self, prefix: &str) -> bool {
        self.0.name().prefix().is_some_and(|own| own.into_inner() == prefix)
    }

    /// The value of an attribute, whatever its prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|own| own.key.local_name().into_inner() == name)?;
        let meant = found.normalized_value(XmlVersion::Implicit1_0);
        Some(meant.map_or_else(|_| found.value.clone().into_owned(), Cow::into_owned))
    }

    /// Whether an attribute has this value.
    pub(super) fn says(&self, name: &str, value: &str) -> bool {
        self.attribute(name).is_some_and(|own| own == value)
    }
}

/// Decodes an XML file by its byte order mark, its first bytes and its declaration.
///
/// # Errors
/// Fails if the bytes are not text in that encoding.
pub(super) fn decoded<'a>(bytes: &'a [u8], name: &str) -> Result<Cow<'a, str>, Unreadable> {
    let by_start = match bytes {
        [b'<', 0, b'?', 0, ..] => Some(encoding_rs::UTF_16LE),
        [0, b'<', 0, b'?', ..] => Some(encoding_rs::UTF_16BE),
        _ => declared(bytes),
    };
    let (text, used, has_errors) = by_start.unwrap_or(encoding_rs::UTF_8).decode(bytes);
    if has_errors {
        let used = used.name();
        return Err(Unreadable::Damaged(format!(
            "“{name}” in it is not {used} as it should be; save the document again"
        )));
    }
    Ok(text)
}

/// The encoding in `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.strip_prefix(b"<?xml")?;
    let head = &head[..memchr::memchr(b'>', head)?.min(200)];
    let at = memchr::memmem::find(head, b"encoding")?;
    let mut quoted = head[at..].split(|byte| matches!(byte, b'"' | b'\''));
    Encoding::for_label(quoted.nth(1)?).filter(|encoding| encoding.is_ascii_compatible())
}

impl<'a> Markup<'a> {
    /// Starts to read a part of a document.
    pub(super) fn of(text: &'a str, name: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, name, depth: 0, is_page: false }
    }

    /// Starts to read a page in XHTML, which may have a document type, and in which `&nbsp;` and the like have a meaning.
    pub(super) fn of_page(text: &'a str, name: &'a str) -> Self {
        Self { is_page: true, ..Self::of(text, name) }
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// Fails if the XML is not sound, has entities of its own or is nested too deep.
    pub(super) fn next(&mut self) -> Result<Option<XmlPiece<'a>>, Unreadable> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.damaged(&error.to_string()))?;
            return Ok(Some(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(Unreadable::TooLarge(format!(
                            "“{}” in it has elements more than {MAX_DEPTH} deep, as no document does; save what you \
                             need of it as plain text",
                            self.name
                        )));
                    }
                    XmlPiece::Start(Element(start))
                }
                Event::End(_) => {
                    self.depth -= 1;
                    XmlPiece::End
                }
                Event::Text(text) => XmlPiece::Text(text.into_inner()),
                Event::CData(text) => XmlPiece::Text(text.into_inner()),
                Event::GeneralRef(reference) => XmlPiece::Text(self.meaning(&reference)?.into()),
                Event::DocType(doctype) if !self.is_page || doctype.contains('[') => {
                    return Err(Unreadable::Refused(format!(
                        "“{}” in it defines entities of its own, which are not read; save the document again",
                        self.name
                    )));
                }
                Event::Eof if self.depth > 0 => return Err(self.damaged("it ends in the middle")),
                Event::Eof => return Ok(None),
                _ => continue,
            }));
        }
    }

    /// Goes on behind the end of the element that began last.
    ///
    /// # Errors
    /// Fails as [`Self::next`] does.
    pub(super) fn skip(&mut self) -> Result<(), Unreadable> {
        let depth = self.depth;
        while self.depth >= depth {
            if self.next()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// The text of the element that began last, up to its end.
    ///
    /// # Errors
    /// Fails as [`Self::next`] does.
    pub(super) fn text(&mut self) -> Result<String, Unreadable> {
        let depth = self.depth;
        let mut all = String::new();
        while self.depth >= depth {
            match self.next()? {
                Some(XmlPiece::Text(text)) => all.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        Ok(all)
    }

    /// The characters that `&…;` stands for.
    fn meaning(&self, reference: &BytesRef<'_>) -> Result<String, Unreadable> {
        if let Some(c) = reference.resolve_char_ref().map_err(|error| self.damaged(&error.to_string()))? {
            return Ok(c.into());
        }
        let named = |name: &str| named_character(name).filter(|_| self.is_page).map(String::from);
        let known = resolve_xml_entity(reference).map(str::to_owned).or_else(|| named(reference));
        known.ok_or_else(|| self.damaged(&format!("“&{:.40};” has no meaning", &**reference)))
    }

    fn damaged(&self, what: &str) -> Unreadable {
        let what = clipped(what);
        Unreadable::Damaged(format!(
            "“{}” in it, at byte {}: {what}; save the document again",
            self.name,
            self.reader.buffer_position()
        ))
    }
}
