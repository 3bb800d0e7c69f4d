//! The headers that mail begins with, by which it is recognised whatever its name.

use std::borrow::Cow;

use memchr::memmem;

use crate::import::formats::without_blank_start;

/// Far more bytes than the headers of any mail have.
const MAX_BYTES: usize = 256 << 10;

/// Headers that programs write and people do not copy, so that a text which quotes a mail stays a text.
const OF_PROGRAMS: [&[u8]; 8] = [
    b"mime-version",
    b"content-type",
    b"message-id",
    b"received",
    b"return-path",
    b"dkim-signature",
    b"delivered-to",
    b"snapshot-content-location",
];

/// Whether a file begins with the headers of mail and a blank line, among them one that a program wrote.
pub(super) fn starts_with_headers(bytes: &[u8]) -> bool {
    headers_at_start(bytes).is_some_and(|has_program| has_program)
}

/// Whether a program wrote any of the headers at the start; `None` if there are no two headers and a blank line.
fn headers_at_start(bytes: &[u8]) -> Option<bool> {
    let bytes = without_blank_start(bytes);
    let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
    let end_of_line = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines = bytes.split(|byte| *byte == end_of_line).map(<[u8]>::trim_ascii_end).peekable();
    lines.next_if(|line| line.starts_with(b"From "));
    let (mut n_headers, mut has_program) = (0, false);
    for line in lines {
        if line.is_empty() {
            return (n_headers > 1).then_some(has_program);
        }
        if n_headers > 0 && line[0].is_ascii_whitespace() {
            continue;
        }
        let name = &line[..memchr::memchr(b':', line)?];
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return None;
        }
        n_headers += 1;
        has_program |= OF_PROGRAMS.iter().any(|known| name.eq_ignore_ascii_case(known));
    }
    None
}

/// The messages of a file as their reader takes them: from their first header, and with line feeds. A mailbox holds
/// several, each after a line that starts with “From ”.
pub(super) fn messages(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let bytes = without_blank_start(bytes);
    let is_old_mac = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    if !is_old_mac {
        return split(bytes).into_iter().map(with_blank_line).collect();
    }
    let with_line_feeds: Vec<u8> = bytes.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
    let messages = split(&with_line_feeds).into_iter().map(with_blank_line);
    messages.map(|message| Cow::Owned(message.into_owned())).collect()
}

/// A message whose headers end with a line that is empty. One of spaces would make the first paragraph a header.
fn with_blank_line(message: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    let mut start = 0;
    for line in message.split_inclusive(|byte| *byte == b'\n') {
        if line.trim_ascii().is_empty() {
            let is_empty = matches!(line, b"\n" | b"\r\n" | b"");
            return if is_empty {
                message
            } else {
                Cow::Owned([&message[..start], b"\n", &message[start + line.len()..]].concat())
            };
        }
        start += line.len();
    }
    message
}

fn split(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    if !bytes.starts_with(b"From ") {
        return vec![Cow::Borrowed(bytes)];
    }
    let starts = memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).filter(|&start| {
        let is_after_blank = bytes[..start - 1].ends_with(b"\n") || bytes[..start - 1].ends_with(b"\n\r");
        is_after_blank && headers_at_start(&bytes[start..]).is_some()
    });
    let mut ends: Vec<usize> = starts.collect();
    ends.push(bytes.len());
    let mut from = 0;
    let mut messages = Vec::new();
    for end in ends {
        let message = &bytes[from..end];
        let first_line = memchr::memchr(b'\n', message).map_or(message.len(), |at| at + 1);
        messages.push(unescaped(&message[first_line..]));
        from = end;
    }
    messages
}

/// A message of a mailbox without the sign before lines of its text that start with “From ”.
fn unescaped(message: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(message, b"\n>").is_none() {
        return Cow::Borrowed(message);
    }
    let lines = message.split_inclusive(|byte| *byte == b'\n');
    let is_escaped = |line: &&[u8]| {
        let behind = line.iter().position(|byte| *byte != b'>').unwrap_or(0);
        behind > 0 && line[behind..].starts_with(b"From ")
    };
    Cow::Owned(lines.flat_map(|line| if is_escaped(&line) { &line[1..] } else { line }).copied().collect())
}
