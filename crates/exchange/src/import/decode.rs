//! Decodes bytes of unknown encoding into the text of an article.
//!
//! Newsroom archives mix UTF-8, UTF-16, the Windows code pages and KOI8, mostly without a mark, so the encoding is
//! guessed and always reported. This is the only place where line endings are converted to LF.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE};

/// A decoded text, and what had to be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text with LF line endings, without NUL characters and byte order marks.
    pub text: String,
    /// The name of the encoding used, such as `UTF-8` or `windows-1251`.
    pub encoding: &'static str,
    /// Number of U+FFFD characters in the text, which replace what could not be decoded.
    pub n_replaced: usize,
    /// Number of NUL characters that were removed.
    pub n_nul: usize,
}

/// Why bytes were not accepted as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotText {
    /// They are a document in another format, which is named.
    #[error("it is {0}, not plain text; save it as plain text first")]
    Document(&'static str),
    /// They are not text in any encoding.
    #[error("it is no text: too many of its bytes are control characters")]
    Binary,
}

/// The first bytes of formats that are often mistaken for text.
const DOCUMENTS: [(&[u8], &str); 5] = [
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old Word document"),
    (b"{\\rtf", "a rich text document"),
    (b"\x1f\x8b", "a compressed file"),
];

/// Decodes a file by its byte order mark or, failing that, by its content.
///
/// # Errors
/// Fails if the bytes are a document in another format, or not text at all.
pub fn decode(bytes: &[u8]) -> Result<Decoded, NotText> {
    if let Some((_, what)) = DOCUMENTS.iter().find(|(start, _)| bytes.starts_with(start)) {
        return Err(NotText::Document(what));
    }
    let encoding = encoding_of(bytes);
    let (decoded, _) = encoding.decode_without_bom_handling(bytes);
    let n_nul = decoded.matches('\0').count();
    let text = with_plain_lines(&decoded);
    let n_replaced = text.matches('\u{fffd}').count();
    let n_control = text.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    if (n_control + n_nul + n_replaced) * 10 > text.chars().count() + n_nul {
        return Err(NotText::Binary);
    }
    Ok(Decoded { text, encoding: name_of(encoding, bytes, &decoded), n_replaced, n_nul })
}

fn encoding_of(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    // A short text in UTF-16 is also valid UTF-8 with many NULs, so this check comes first.
    if let Some(encoding) = utf_16_by_nuls(bytes) {
        return encoding;
    }
    if is_mostly_utf_8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Recognises UTF-16 without a mark. In an alphabetic script the NULs are all on the same side of each pair, and one or
/// two values make up nearly all of that side. A stray NUL in another encoding shows neither pattern.
fn utf_16_by_nuls(bytes: &[u8]) -> Option<&'static Encoding> {
    let nuls_at = |side: usize| bytes.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (n_even, n_odd) = (nuls_at(0), nuls_at(1));
    let (side, encoding) = if n_even > n_odd { (0, UTF_16BE) } else { (1, UTF_16LE) };
    let (n_high, n_low) = (n_even.max(n_odd), n_even.min(n_odd));
    if n_high == 0 || n_low * 20 > n_high {
        return None;
    }
    let mut counts = [0usize; 256];
    for &byte in bytes.iter().skip(side).step_by(2) {
        counts[usize::from(byte)] += 1;
    }
    let n_script = counts[1..].iter().copied().max().unwrap_or(0);
    let n_pairs = bytes.len() / 2;
    ((n_high + n_script) * 10 >= n_pairs * 8).then_some(encoding)
}

/// Returns true if the bytes are UTF-8, possibly with a few damaged or truncated sequences. Text in other encodings
/// hardly ever forms valid sequences by chance.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_bad == 0 || n_good > n_bad * 10
}

/// Names the encoding. The detector only knows the Ukrainian KOI8; if the text has no Ukrainian letters, it is called
/// by the Russian one.
fn name_of(encoding: &'static Encoding, bytes: &[u8], decoded: &str) -> &'static str {
    if encoding == KOI8_U && KOI8_R.decode_without_bom_handling(bytes).0 == decoded {
        return KOI8_R.name();
    }
    encoding.name()
}

/// Converts line endings to LF and removes the characters that a text must not contain.
fn with_plain_lines(decoded: &str) -> String {
    let mut text = String::with_capacity(decoded.len());
    let mut last = '\0';
    for c in decoded.chars() {
        match c {
            '\n' if last == '\r' => {}
            '\r' | '\n' => text.push('\n'),
            '\0' | '\u{feff}' => {}
            _ => text.push(c),
        }
        last = c;
    }
    text
}

#[cfg(test)]
mod tests {
    use encoding_rs::{IBM866, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

    use super::*;

    const RUSSIAN: &str = "Переговоры в Москве длились пять часов.\nСтороны не договорились о границе.";
    const UKRAINIAN: &str = "Київ заявив, що жодна угода неможлива без України.\nЇї не було за столом.";

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let decoded = decode(bytes).expect("the bytes are text");
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
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
        assert_eq!((decoded.encoding, decoded.n_replaced), ("UTF-8", 1));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(decode(b"%PDF-1.7 ..."), Err(NotText::Document("a PDF")));
        let noise: Vec<u8> = (0..=255).cycle().take(4096).collect();
        assert_eq!(decode(&noise), Err(NotText::Binary));
        assert_eq!(decode(&[0; 64]), Err(NotText::Binary));
    }
}
