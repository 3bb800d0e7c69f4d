//! Decodes bytes of unknown encoding into the text of an article.
//!
//! Newsroom archives mix UTF-8, UTF-16, code pages of Windows, DOS and the Macintosh, and those of East Asia, mostly
//! without a mark, so the encoding is guessed and always reported, with the doubt there is. `charset` knows the
//! encodings, `weigh` chooses one of them by what `judged` and `letters` know of texts. This is the only place where
//! line endings are converted to LF.

mod charset;
mod judged;
mod letters;
mod pages;
mod weigh;

use std::borrow::Cow;

pub use charset::Charset;
use charset::Endian;
pub use weigh::Doubt;

/// A decoded text, and the changes that were necessary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text with LF line endings, without NUL characters and byte order marks.
    pub text: String,
    /// The encoding used, such as UTF-8 or windows-1251.
    pub charset: Charset,
    /// Why the encoding may be another one; always `None` if a mark or a person decided it.
    pub doubt: Option<Doubt>,
    /// Number of U+FFFD characters in the text, which replace what could not be decoded.
    pub n_replaced: usize,
    /// Number of NUL characters that were removed.
    pub n_nul: usize,
}

/// Why bytes were not accepted as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// They are a document in another format, which is named.
    #[error("it is {0}, which is not read; save it as DOCX or plain text first")]
    Document(&'static str),
    /// They are not text in any encoding that is read.
    #[error(
        "it is not text in any encoding that Standpoint reads: more than a tenth of it would be control characters; save it \
         as plain text in the program that made it"
    )]
    Binary,
    /// Too many of the bytes do not exist in the encoding that was named.
    #[error("it is not {0}: more than a tenth of it cannot be read as that")]
    OtherEncoding(&'static str),
}

/// The first bytes of formats that are often mistaken for text.
const DOCUMENTS: [(&[u8], &str); 5] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "an office document of another kind"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
];

/// Byte order marks. That of UTF-32 begins like that of UTF-16.
const MARKS: [(&[u8], Charset); 6] = [
    (b"\xef\xbb\xbf", Charset::Utf8),
    (b"\xff\xfe\0\0", Charset::Utf32(Endian::Little)),
    (b"\0\0\xfe\xff", Charset::Utf32(Endian::Big)),
    (b"\xff\xfe", Charset::Utf16(Endian::Little)),
    (b"\xfe\xff", Charset::Utf16(Endian::Big)),
    (b"\x84\x31\x95\x33", Charset::Library(encoding_rs::GB18030)),
];

/// Decodes a file by its byte order mark or, failing that, by its content.
///
/// # Errors
/// Fails if the bytes are a document in another format, or not text at all.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((_, what)) = DOCUMENTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(NotText::Document(what));
    }
    if let Some(decoded) = plain_utf_8(bytes) {
        return Ok(decoded);
    }
    let is_wide = |charset| matches!(charset, Charset::Utf16(_) | Charset::Utf32(_));
    let choice = match MARKS.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        Some((_, charset)) => {
            let letters = may_be_letters(bytes, *charset).then(|| weigh::choose(bytes));
            let letters = letters.filter(|choice| !is_wide(choice.charset));
            letters.unwrap_or(weigh::Choice { charset: *charset, doubt: None })
        }
        None => weigh::choose(bytes),
    };
    if is_wide(choice.charset) && choice.doubt == Some(Doubt::Unlikely) {
        return Err(NotText::Binary);
    }
    let (decoded, n_control) = decode_in(bytes, choice.charset, choice.doubt);
    if is_too_much(n_control, &decoded) { Err(NotText::Binary) } else { Ok(decoded) }
}

/// Decodes what nearly all texts are: UTF-8 without control characters, and without the signs that other encodings of
/// seven bits begin with. All there is to weigh would find the same, but look at every byte several times.
fn plain_utf_8(bytes: &[u8]) -> Option<Decoded> {
    let text = str::from_utf8(bytes).ok()?;
    let has_switch = memchr::memchr(b'~', bytes).is_some();
    let is_plain = !has_switch && n_control(text) == 0;
    is_plain.then(|| decoded(text.into(), Charset::Utf8, None, 0)).filter(|decoded| decoded.n_replaced == 0)
}

/// Returns whether the mark of UTF-16 may be two letters, as in a Russian text in windows-1251 that starts with “яю”.
/// Few real texts have many unreadable or private-use characters.
fn may_be_letters(bytes: &[u8], marked: Charset) -> bool {
    let text = match marked {
        Charset::Utf16(_) => marked.decode(&bytes[..bytes.len().min(4096)]),
        _ => return false,
    };
    let n_strange = text.chars().filter(|c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}')).count();
    n_strange * 4 > text.chars().count()
}

/// Decodes a file in the encoding that a person named. In UTF-16 and UTF-32, a byte order mark decides the byte order,
/// because many people and programs say “UTF-16” for either.
///
/// # Errors
/// Fails if the bytes are not text in that encoding.
pub fn decode_as(bytes: &[u8], charset: Charset) -> Result<Decoded, NotText> {
    let is_order_of = |(mark, other): &&(&[u8], Charset)| bytes.starts_with(mark) && charset.is_but_for_order(*other);
    let charset = MARKS.iter().find(is_order_of).map_or(charset, |(_, marked)| *marked);
    let (decoded, n_control) = decode_in(bytes, charset, None);
    if is_too_much(n_control, &decoded) { Err(NotText::OtherEncoding(charset.name())) } else { Ok(decoded) }
}

/// Decodes bytes, and counts the control characters, which no text should have.
fn decode_in(bytes: &[u8], charset: Charset, doubt: Option<Doubt>) -> (Decoded, usize) {
    let text = charset.decode(bytes);
    let n_control = n_control(&text);
    // NUL is one of them.
    let n_nul = if n_control == 0 { 0 } else { memchr::memchr_iter(0, text.as_bytes()).count() };
    (decoded(text, charset, doubt, n_nul), n_control)
}

/// Makes a text plain.
fn decoded(text: Cow<'_, str>, charset: Charset, doubt: Option<Doubt>, n_nul: usize) -> Decoded {
    let (text, n_replaced) = if next_special(&text).is_none() {
        (text.into_owned(), 0)
    } else {
        let text = with_plain_lines(text);
        let n_replaced = memchr::memmem::find_iter(text.as_bytes(), "\u{fffd}").count();
        (text, n_replaced)
    };
    Decoded { text, charset, doubt, n_replaced, n_nul }
}

/// The number of control characters that are not white space. Bytes are looked at, because every text that is imported
/// is counted.
#[expect(clippy::needless_bitwise_bool, reason = "without branches many bytes are looked at in one step")]
fn n_control(text: &str) -> usize {
    let is_short = |byte: u8| u8::from((byte < 32) & !(9..=13).contains(&byte) | (byte == 127));
    let of_chunk = |chunk: &[u8]| usize::from(chunk.iter().fold(0_u8, |n, byte| n + is_short(*byte)));
    let n_short: usize = text.as_bytes().chunks(255).map(of_chunk).sum();
    let is_long = |at: &usize| matches!(text.as_bytes().get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f));
    n_short + memchr::memchr_iter(0xc2, text.as_bytes()).filter(is_long).count()
}

/// Returns whether more than a tenth are control characters, or more than a quarter cannot be read.
fn is_too_much(n_control: usize, decoded: &Decoded) -> bool {
    if n_control == 0 && decoded.n_replaced == 0 {
        return false;
    }
    let n_chars = decoded.text.chars().count() + decoded.n_nul;
    n_control * 10 > n_chars || decoded.n_replaced * 4 > n_chars
}

impl Decoded {
    /// The encoding that is nearly as likely.
    pub fn rival(&self) -> Option<Charset> {
        match self.doubt? {
            Doubt::Rival(rival) => Some(rival),
            Doubt::Unlikely => None,
        }
    }

    /// Says in a sentence that the encoding is doubtful, and what to do; `None` if it is not.
    pub fn doubt_in_words(&self) -> Option<String> {
        let name = self.charset.name();
        Some(match self.doubt? {
            Doubt::Rival(rival) => {
                format!("the encoding may be {} rather than {name}; check the accented letters", rival.name())
            }
            Doubt::Unlikely => format!("no encoding gives plausible text; it was read as {name}"),
        })
    }
}

/// Finds the next carriage return or NUL, or the first byte of a byte order mark or U+FFFD, which begins other characters
/// too.
fn next_special(text: &str) -> Option<usize> {
    memchr::memchr3(b'\r', 0, 0xef, text.as_bytes())
}

/// Converts line endings to LF and removes the characters that a text must not contain.
pub(super) fn with_plain_lines(decoded: Cow<'_, str>) -> String {
    if next_special(&decoded).is_none() {
        return decoded.into_owned();
    }
    let mut text = String::with_capacity(decoded.len());
    let mut rest = &*decoded;
    while let Some(at) = next_special(rest) {
        text.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        match chars.next() {
            Some('\r') => {
                text.push('\n');
                rest = chars.as_str();
                rest = rest.strip_prefix('\n').unwrap_or(rest);
                continue;
            }
            Some('\0' | '\u{feff}') | None => {}
            Some(c) => text.push(c),
        }
        rest = chars.as_str();
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use encoding_rs::{Encoding, IBM866, KOI8_R, KOI8_U, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    const RUSSIAN: &str = "Переговоры в Москве длились пять часов.\nСтороны не договорились о границе.";
    const UKRAINIAN: &str = "Київ заявив, що жодна угода неможлива без України.\nЇї не було за столом.";

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).expect("the bytes are text");
        assert_eq!((decoded.charset.name(), &*decoded.text), (encoding, text));
    }

    fn utf_16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    fn in_code_page(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, has_unmappable) = encoding.encode(text);
        assert!(!has_unmappable, "{} lacks a letter of the sample", encoding.name());
        bytes.into_owned()
    }

    #[test]
    fn unicode_is_found_with_and_without_a_mark() {
        check("plain".as_bytes(), "UTF-8", "plain");
        check("\u{feff}\u{feff}“no deal” – 北京 😀".as_bytes(), "UTF-8", "“no deal” – 北京 😀");
        for text in ["Five hours.", RUSSIAN, "“No” — he said"] {
            check(&utf_16(text, u16::to_le_bytes), "UTF-16LE", text);
            check(&utf_16(text, u16::to_be_bytes), "UTF-16BE", text);
            check(&utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE", text);
            check(&utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE", text);
        }
    }

    #[test]
    fn code_pages_are_found_by_their_letters() {
        check(&in_code_page(WINDOWS_1251, RUSSIAN), "windows-1251", RUSSIAN);
        check(&in_code_page(KOI8_R, RUSSIAN), "KOI8-R", RUSSIAN);
        check(&in_code_page(KOI8_U, UKRAINIAN), "KOI8-U", UKRAINIAN);
        check(&in_code_page(IBM866, RUSSIAN), "IBM866", RUSSIAN);
        let french = "Les négociations ont échoué après cinq heures, déclare l’Élysée — à Paris.";
        check(&in_code_page(WINDOWS_1252, french), "windows-1252", french);
        let polish = "Rozmowy w Moskwie nie przyniosły żadnego przełomu, twierdzi źródło w rządzie.";
        check(&in_code_page(WINDOWS_1250, polish), "windows-1250", polish);
    }

    #[test]
    fn letters_that_look_like_a_mark_are_letters() {
        for text in ["яют терпение.\nМинист", "яют терпение.", "юяли, что договор", "яют, говорит министр"]
        {
            check(&in_code_page(WINDOWS_1251, text), "windows-1251", text);
        }
        check(&in_code_page(WINDOWS_1251, &format!("яют\n{RUSSIAN}")), "windows-1251", &format!("яют\n{RUSSIAN}"));
        // Signs that a font has of its own are no reason to doubt a mark.
        for text in ["The \u{f8ff} Watch", "\u{e000}\u{f8d0} \u{f8d1}\u{f8d2}", "한국어 \u{f8ff}"] {
            check(&utf_16(&format!("\u{feff}{text}"), u16::to_le_bytes), "UTF-16LE", text);
            check(&utf_16(&format!("\u{feff}{text}"), u16::to_be_bytes), "UTF-16BE", text);
        }
    }

    #[test]
    fn line_ends_become_plain_and_marks_inside_go() {
        check(b"a\r\nb\rc\n\r\nd\r\r\n", "UTF-8", "a\nb\nc\n\nd\n\n");
        check("a\u{feff}b".as_bytes(), "UTF-8", "ab");
        check(b"", "UTF-8", "");
    }

    #[test]
    fn damage_is_counted() {
        let decoded = decode(b"one stray\0 character").expect("it is text");
        assert_eq!((&*decoded.text, decoded.n_nul), ("one stray character", 1));
        let cut = "Україна й далі наполягає на гарантіях безпеки".as_bytes();
        let decoded = decode(&cut[..cut.len() - 1]).expect("it is text");
        assert_eq!((decoded.charset.name(), decoded.n_replaced), ("UTF-8", 1));
    }

    #[test]
    fn a_mark_tells_the_order_of_bytes_in_the_encoding_that_is_named() {
        let named = |name| Charset::by_name(name).expect("it is in the list");
        let text = |bytes: &[u8], name| decode_as(bytes, named(name)).map(|decoded| decoded.text);
        let big = utf_16("\u{feff}Élise", u16::to_be_bytes);
        assert_eq!(text(&big, "utf-16"), Ok("Élise".to_owned()));
        assert_eq!(text(&utf_16("\u{feff}Élise", u16::to_le_bytes), "UTF-16BE"), Ok("Élise".to_owned()));
        assert_eq!(text(b"\0\0\xfe\xff\0\0\0a", "utf-32"), Ok("a".to_owned()));
        assert_eq!(text(b"\xfe\xff", "latin1"), Ok("þÿ".to_owned()));
    }

    #[test]
    fn relatives_of_iso_2022_that_are_not_read_are_doubtful() {
        for bytes in [
            &b"s\x1b$(D+Syledi.\x1b(B"[..],
            b"A \x1b$(C1b?!\x1b(B text.",
            b"This text goes on for a while, \x1b$)G\x0eGcEE\x0f.",
        ] {
            let decoded = decode(bytes).expect("it is text");
            assert!(decoded.doubt_in_words().is_some(), "{}: {}", decoded.charset.name(), decoded.text);
        }
        assert_eq!(
            decode(b"\x1b$BF|K\\\x1b(B").map(|decoded| (decoded.text, decoded.doubt)),
            Ok(("日本".to_owned(), None))
        );
        assert_eq!(decode(b"\x1b[1mbold\x1b[0m and plain text").map(|decoded| decoded.doubt), Ok(None));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(NotText::Document("a PDF")));
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert_eq!(decode(&noise), Err(NotText::Binary));
        assert_eq!(decode(&[0; 64]), Err(NotText::Binary));
    }

    #[test]
    fn bytes_are_counted_as_their_characters_would_be() {
        for c in ('\0'..='\u{2ff}').chain(['\u{85}', '\u{2028}', '\u{feff}', '\u{fffd}']) {
            let text = format!("a{c}é");
            let expected = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
            assert_eq!(n_control(&text), expected, "{c:?}");
        }
        for (before, after) in
            [("a\r\nb\rc\n", "a\nb\nc\n"), ("\r\r\n\r", "\n\n\n"), ("a\u{feff}ｂ\0\r\0\n", "aｂ\n\n"), ("", "")]
        {
            assert_eq!(with_plain_lines(before.into()), after);
        }
    }
}
