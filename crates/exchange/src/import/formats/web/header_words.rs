//! The words of a header of mail from its bytes (RFC 2047), for mails that divide a letter between two encoded words, or
//! that write letters into headers as they are.

use mail_parser::decoders::base64::base64_decode;
use memchr::memmem;

use super::{lines::tidied, page::declared_charset};
use crate::import::decode;

/// The longest encoded word.
const MAX_WORD_BYTES: usize = 1_000;

/// Words of a header: bytes with the encoding that they name.
type Piece = (Option<String>, Vec<u8>);

/// Decodes the bytes of a header. Those that name no encoding are in that of the mail, if they can be.
pub(super) fn decoded(raw: &[u8], charset: Option<&str>) -> String {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = raw;
    while let Some(at) = memmem::find(rest, b"=?") {
        let (before, word) = rest.split_at(at);
        let Some((named, bytes, len)) = encoded_word(word) else {
            pieces.push((None, rest[..at + 2].to_vec()));
            rest = &rest[at + 2..];
            continue;
        };
        // White space between two encoded words only divides them, and a letter may go on in the next one.
        let is_gap = before.trim_ascii().is_empty() && pieces.last().is_some_and(|(named, _)| named.is_some());
        if !is_gap {
            pieces.push((None, before.to_vec()));
        }
        match pieces.last_mut() {
            Some((Some(last), words)) if last.eq_ignore_ascii_case(&named) => words.extend(bytes),
            _ => pieces.push((Some(named), bytes)),
        }
        rest = &word[len..];
    }
    pieces.push((None, rest.to_vec()));
    let words: Vec<String> =
        pieces.iter().map(|(named, bytes)| words_of(bytes, named.as_deref().or(charset))).collect();
    tidied(&words.concat())
}

fn words_of(bytes: &[u8], charset: Option<&str>) -> String {
    let declared = charset.and_then(|name| declared_charset(name, bytes));
    let declared = declared.and_then(|charset| decode::decode_as(bytes, charset).ok());
    let decoded = declared.filter(|decoded| decoded.n_replaced == 0).or_else(|| decode::decode(bytes).ok());
    decoded.map_or_else(|| String::from_utf8_lossy(bytes).into_owned(), |decoded| decoded.text)
}

/// The encoding and the bytes of `=?utf-8?Q?Br=C3=BCcke?=`, with its length.
fn encoded_word(word: &[u8]) -> Option<(String, Vec<u8>, usize)> {
    let near = &word[..word.len().min(MAX_WORD_BYTES)];
    let mut parts = near.get(2..)?.splitn(3, |byte| *byte == b'?');
    let (charset, coding, tail) = (parts.next()?, parts.next()?, parts.next()?);
    let text = &tail[..memmem::find(tail, b"?=")?];
    // A language may stand behind the encoding.
    let name = charset.split(|byte| *byte == b'*').next()?;
    let bytes = match coding {
        b"q" | b"Q" => unquoted(text),
        b"b" | b"B" => base64_decode(text)?,
        _ => return None,
    };
    let len = 2 + charset.len() + 1 + coding.len() + 1 + text.len() + 2;
    Some((String::from_utf8(name.to_vec()).ok()?, bytes, len))
}

fn unquoted(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let code = |digits: &[u8]| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok();
        let coded = if *first == b'=' { tail.get(..2).and_then(code) } else { None };
        bytes.push(coded.unwrap_or(if *first == b'_' { b' ' } else { *first }));
        rest = if coded.is_some() { &tail[2..] } else { tail };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_whole_however_a_header_is_written() {
        let check = |raw: &[u8], charset: Option<&str>, words: &str| assert_eq!(decoded(raw, charset), words);
        check(b" =?utf-8?Q?Die_Br=C3?=\r\n =?UTF-8?Q?=BCcke?= is closed\r\n", None, "Die Brücke is closed");
        check(b"=?utf-8?B?QnI=?= =?iso-8859-1*de?q?=FCcke?=", None, "Brücke");
        check(b"Caf\xe9 raw", Some("windows-1252"), "Café raw");
        check("Café raw".as_bytes(), Some("us-ascii"), "Café raw");
        check(b"a =? b =?x?= c", None, "a =? b =?x?= c");
    }
}
