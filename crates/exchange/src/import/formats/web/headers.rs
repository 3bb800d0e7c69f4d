//! The headers that mail begins with, by which it is recognised whatever its name.

use std::borrow::Cow;

use memchr::memmem;

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

/// Whether a file begins with the headers of mail and a blank line.
pub(super) fn starts_with_headers(bytes: &[u8]) -> bool {
    let bytes = without_blank_start(bytes);
    let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
    let end_of_line = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    let mut lines = bytes.split(|byte| *byte == end_of_line).map(<[u8]>::trim_ascii_end).peekable();
    lines.next_if(|line| line.starts_with(b"From "));
    let (mut n_headers, mut has_program) = (0, false);
    for line in lines {
        if line.is_empty() {
            return has_program && n_headers > 1;
        }
        if n_headers > 0 && line[0].is_ascii_whitespace() {
            continue;
        }
        let Some(colon) = memchr::memchr(b':', line) else { return false };
        let name = &line[..colon];
        if name.is_empty() || !name.iter().all(u8::is_ascii_graphic) {
            return false;
        }
        n_headers += 1;
        has_program |= OF_PROGRAMS.iter().any(|known| name.eq_ignore_ascii_case(known));
    }
    false
}

/// The messages of a file as their reader takes them: from their first header, and with line feeds. A mailbox holds
/// several, each after a line that starts with “From ”.
pub(super) fn messages(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let bytes = without_blank_start(bytes);
    let is_old_mac = bytes.contains(&b'\r') && !bytes.contains(&b'\n');
    if is_old_mac {
        let with_line_feeds: Vec<u8> = bytes.iter().map(|byte| if *byte == b'\r' { b'\n' } else { *byte }).collect();
        return split(&with_line_feeds).into_iter().map(|message| Cow::Owned(message.to_vec())).collect();
    }
    split(bytes).into_iter().map(Cow::Borrowed).collect()
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    if !bytes.starts_with(b"From ") {
        return vec![bytes];
    }
    let starts = memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).filter(|&start| {
        let is_after_blank = bytes[..start - 1].ends_with(b"\n") || bytes[..start - 1].ends_with(b"\n\r");
        is_after_blank && starts_with_headers(&bytes[start..])
    });
    let mut ends: Vec<usize> = starts.collect();
    ends.push(bytes.len());
    let mut from = 0;
    let mut messages = Vec::new();
    for end in ends {
        let message = &bytes[from..end];
        let first_line = memchr::memchr(b'\n', message).map_or(message.len(), |at| at + 1);
        messages.push(&message[first_line..]);
        from = end;
    }
    messages
}

/// What follows byte order marks and blank lines.
fn without_blank_start(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let Some(after) = rest.strip_prefix(b"\xef\xbb\xbf") {
        rest = after;
    }
    rest.trim_ascii_start()
}
