//! The strings of a PDF file that are meant for people, such as its title.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The most bytes that are taken of one string.
const MAX_BYTES: usize = 4096;

/// Decodes a string by its mark. Without one it is in an encoding of PDF, whose letters are those of windows-1252.
pub(super) fn decode(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(MAX_BYTES)];
    let encoding = match bytes {
        [0xfe, 0xff, ..] => UTF_16BE,
        [0xff, 0xfe, ..] => UTF_16LE,
        [0xef, 0xbb, 0xbf, ..] => UTF_8,
        _ => WINDOWS_1252,
    };
    let (text, _) = encoding.decode_with_bom_removal(bytes);
    text.chars().filter(|c| !c.is_control() || c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_decides_how_a_string_is_read() {
        assert_eq!(decode(b"\xfe\xff\x04\x1c\x04\x3e\x04\x41\x04\x42"), "Мост");
        assert_eq!(decode("\u{feff}Мост".as_bytes()), "Мост");
        assert_eq!(decode(b"Caf\xe9\0"), "Café");
    }
}
