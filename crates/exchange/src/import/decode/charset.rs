//! The encodings that are read, by name, and how bytes in each become characters.

use std::borrow::Cow;

use encoding_rs::Encoding;

use super::pages::{self, CodePage};

/// The order of the bytes of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endian {
    /// The low byte first.
    Little,
    /// The high byte first.
    Big,
}

/// A way of writing characters as bytes.
#[derive(Clone, Copy, Debug)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// UTF-8 in which single characters were written as windows-1252.
    Utf8With1252,
    /// UTF-16.
    Utf16(Endian),
    /// UTF-32.
    Utf32(Endian),
    /// One byte per character.
    Page(&'static CodePage),
    /// Several bytes per character, for East Asian languages.
    Library(&'static Encoding),
    /// Two 7-bit bytes per character, between sequences that switch to it and back.
    Switched(Switched),
}

/// A 7-bit encoding with sequences that switch to characters of two bytes and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switched {
    /// ISO-2022-KR (RFC 1557).
    Korean,
    /// ISO-2022-CN with the characters of GB 2312 (RFC 1922).
    Chinese,
    /// HZ (RFC 1843).
    Hz,
}

/// The encodings with several bytes per character.
pub(super) const LIBRARY: [&Encoding; 6] = [
    encoding_rs::GB18030,
    encoding_rs::BIG5,
    encoding_rs::SHIFT_JIS,
    encoding_rs::EUC_JP,
    encoding_rs::EUC_KR,
    encoding_rs::ISO_2022_JP,
];

/// The others, each with its name.
const OTHERS: [(&str, Charset); 9] = [
    ("UTF-8", Charset::Utf8),
    ("UTF-8 with windows-1252", Charset::Utf8With1252),
    ("UTF-16LE", Charset::Utf16(Endian::Little)),
    ("UTF-16BE", Charset::Utf16(Endian::Big)),
    ("UTF-32LE", Charset::Utf32(Endian::Little)),
    ("UTF-32BE", Charset::Utf32(Endian::Big)),
    ("ISO-2022-KR", Charset::Switched(Switched::Korean)),
    ("ISO-2022-CN", Charset::Switched(Switched::Chinese)),
    ("HZ-GB-2312", Charset::Switched(Switched::Hz)),
];

/// Other common names, without punctuation and in lower case.
const ALIASES: [(&str, &str); 35] = [
    ("utf8sig", "UTF-8"),
    ("cp65001", "UTF-8"),
    ("utf16", "UTF-16LE"),
    ("ucs2", "UTF-16LE"),
    ("utf32", "UTF-32LE"),
    ("ucs4", "UTF-32LE"),
    ("latin1", "windows-1252"),
    ("iso88591", "windows-1252"),
    ("ascii", "windows-1252"),
    ("usascii", "windows-1252"),
    ("ansi", "windows-1252"),
    ("latin2", "ISO-8859-2"),
    ("latin5", "windows-1254"),
    ("iso88599", "windows-1254"),
    ("latin9", "ISO-8859-15"),
    ("iso885911", "windows-874"),
    ("tis620", "windows-874"),
    ("iso88598i", "ISO-8859-8"),
    ("macintosh", "Mac Roman"),
    ("cp10000", "Mac Roman"),
    ("xmaccyrillic", "Mac Cyrillic"),
    ("cp10007", "Mac Cyrillic"),
    ("macce", "Mac Central European"),
    ("xmacce", "Mac Central European"),
    ("maclatin2", "Mac Central European"),
    ("gbk", "gb18030"),
    ("gb2312", "gb18030"),
    ("sjis", "Shift_JIS"),
    ("cp932", "Shift_JIS"),
    ("cp949", "EUC-KR"),
    ("uhc", "EUC-KR"),
    ("cp936", "gb18030"),
    ("cp950", "Big5"),
    ("big5hkscs", "Big5"),
    ("hz", "HZ-GB-2312"),
];

impl PartialEq for Charset {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Charset {}

impl Charset {
    /// Every encoding that is read.
    pub fn all() -> impl Iterator<Item = Self> {
        let others = OTHERS.into_iter().map(|(_, charset)| charset);
        others.chain(pages::all().iter().map(Self::Page)).chain(LIBRARY.into_iter().map(Self::Library))
    }

    /// Returns the encoding with this name, ignoring case, hyphens and spaces: `windows-1252`, `cp1252` or `latin1`.
    pub fn by_name(name: &str) -> Option<Self> {
        let plain = |name: &str| -> String {
            name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
        };
        let wanted = plain(name);
        let wanted = ALIASES.iter().find(|(alias, _)| *alias == wanted).map_or(wanted, |(_, name)| plain(name));
        let number =
            ["cp", "ibm", "windows", "win", "dos", "oem"].iter().find_map(|prefix| wanted.strip_prefix(prefix));
        let names_of = |charset: &Self| plain(charset.name());
        let by_number = |charset: &Self| {
            number
                .is_some_and(|number| [format!("ibm{number}"), format!("windows{number}")].contains(&names_of(charset)))
        };
        let mut all = Self::all();
        all.find(|charset| names_of(charset) == wanted).or_else(|| Self::all().find(by_number)).or_else(|| {
            // The names used on the web for the others.
            let library = Encoding::for_label(name.as_bytes())?;
            Self::all().find(|charset| charset.name().eq_ignore_ascii_case(library.name()))
        })
    }

    /// The usual name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Page(page) => page.name,
            Self::Library(library) => library.name(),
            other => OTHERS.iter().find(|(_, charset)| charset.is_same_kind(other)).map_or("", |(name, _)| name),
        }
    }

    /// Returns whether both are UTF-16 or both UTF-32, in either byte order.
    pub(super) const fn is_but_for_order(self, other: Self) -> bool {
        matches!((self, other), (Self::Utf16(_), Self::Utf16(_)) | (Self::Utf32(_), Self::Utf32(_)))
    }

    fn is_same_kind(self, other: Self) -> bool {
        match (self, other) {
            (Self::Utf16(one), Self::Utf16(two)) | (Self::Utf32(one), Self::Utf32(two)) => one == two,
            (Self::Switched(one), Self::Switched(two)) => one == two,
            _ => std::mem::discriminant(&self) == std::mem::discriminant(&other),
        }
    }

    /// Decodes bytes; bytes without a character become U+FFFD. A byte order mark is decoded like any other character.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            // Checking a whole text is several times faster than looking for the end of what is valid.
            Self::Utf8 => str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed),
            Self::Utf8With1252 => mixed(bytes).into(),
            Self::Utf16(endian) => utf_16(bytes, endian).into(),
            Self::Utf32(endian) => utf_32(bytes, endian).into(),
            Self::Page(page) => page.decode(bytes).into(),
            Self::Library(library) => library.decode_without_bom_handling(bytes).0,
            Self::Switched(switched) => self::switched(bytes, switched).into(),
        }
    }
}

/// UTF-8 in which each byte that does not belong to a sequence is one of windows-1252.
fn mixed(bytes: &[u8]) -> String {
    let page = &pages::all()[0];
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| page.char_of(*byte)));
    }
    text
}

fn utf_16(bytes: &[u8], endian: Endian) -> String {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| match endian {
        Endian::Little => u16::from_le_bytes(*pair),
        Endian::Big => u16::from_be_bytes(*pair),
    });
    let chars = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
    chars.chain((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

fn utf_32(bytes: &[u8], endian: Endian) -> String {
    let (fours, rest) = bytes.as_chunks::<4>();
    let chars = fours.iter().map(|four| {
        let value = match endian {
            Endian::Little => u32::from_le_bytes(*four),
            Endian::Big => u32::from_be_bytes(*four),
        };
        char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    chars.chain((!rest.is_empty()).then_some(char::REPLACEMENT_CHARACTER)).collect()
}

const ESCAPE: u8 = 0x1b;
const SHIFT_OUT: u8 = 0x0e;
const SHIFT_IN: u8 = 0x0f;

/// Decodes the bytes between the switches like the same encoding with eight bits.
fn switched(bytes: &[u8], kind: Switched) -> String {
    let (library, announcement): (&Encoding, &[u8]) = match kind {
        Switched::Korean => (encoding_rs::EUC_KR, b"\x1b$)C"),
        Switched::Chinese => (encoding_rs::GB18030, b"\x1b$)A"),
        Switched::Hz => (encoding_rs::GB18030, b""),
    };
    let is_hz = kind == Switched::Hz;
    // The same text with the eighth bit set for characters of two bytes.
    let mut plain = Vec::with_capacity(bytes.len());
    let (mut rest, mut is_double) = (bytes, false);
    while let Some((&byte, behind)) = rest.split_first() {
        let marks = match (is_hz, byte, behind.first()) {
            (true, b'~', Some(b'{')) => Some((2, Some(true))),
            (true, b'~', Some(b'}')) => Some((2, Some(false))),
            (true, b'~', Some(b'\n')) => Some((2, None)),
            (true, b'~', Some(b'~')) if !is_double => {
                plain.push(b'~');
                Some((2, None))
            }
            (false, SHIFT_OUT, _) => Some((1, Some(true))),
            (false, SHIFT_IN, _) => Some((1, Some(false))),
            (false, ESCAPE, _) if rest.starts_with(announcement) => Some((announcement.len(), None)),
            _ => None,
        };
        if let Some((n_bytes, switch)) = marks {
            is_double = switch.unwrap_or(is_double);
            rest = &rest[n_bytes..];
            continue;
        }
        // The end of a line ends the switch.
        is_double &= byte != b'\n';
        plain.push(if is_double && byte > b' ' { byte | 0x80 } else { byte });
        rest = behind;
    }
    library.decode_without_bom_handling(&plain).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_by_any_of_their_names() {
        for (name, expected) in [
            ("utf8", "UTF-8"),
            ("UTF-16LE", "UTF-16LE"),
            ("Latin-1", "windows-1252"),
            ("cp1251", "windows-1251"),
            ("CP850", "IBM850"),
            ("ibm866", "IBM866"),
            ("mac-roman", "Mac Roman"),
            ("iso88598i", "ISO-8859-8"),
            ("macintosh", "Mac Roman"),
            ("cp10000", "Mac Roman"),
            ("koi8_r", "KOI8-R"),
            ("sjis", "Shift_JIS"),
            ("euc-jp", "EUC-JP"),
            ("GBK", "gb18030"),
            ("iso-2022-kr", "ISO-2022-KR"),
            ("utf_8_sig", "UTF-8"),
            ("UTF-16", "UTF-16LE"),
            ("utf16", "UTF-16LE"),
            ("utf-32", "UTF-32LE"),
            ("cp936", "gb18030"),
            ("iso-8859-8-i", "ISO-8859-8"),
        ] {
            assert_eq!(Charset::by_name(name).map(Charset::name), Some(expected), "{name}");
        }
        assert_eq!(Charset::by_name("klingon"), None);
        for charset in Charset::all() {
            assert_eq!(Charset::by_name(charset.name()), Some(charset));
        }
    }

    #[test]
    fn what_is_switched_to_and_back_is_read() {
        let korean = Charset::Switched(Switched::Korean);
        assert_eq!(korean.decode(b"\x1b$)CA \x0eGQ19>n\x0f.\n"), "A 한국어.\n");
        let hz = Charset::Switched(Switched::Hz);
        assert_eq!(hz.decode(b"A ~{VPND~} ~~ B\n"), "A 中文 ~ B\n");
        let chinese = Charset::Switched(Switched::Chinese);
        assert_eq!(chinese.decode(b"\x1b$)A\x0eVPND\x0f!"), "中文!");
    }

    #[test]
    fn damage_costs_what_is_damaged() {
        assert_eq!(Charset::Utf8With1252.decode(b"\xe2\x80\x9cno\xe2\x80\x9d, \x93yes\x94"), "“no”, “yes”");
        assert_eq!(Charset::Utf16(Endian::Little).decode(b"a\0\x00\xd8b\0c"), "a\u{fffd}b\u{fffd}");
        assert_eq!(Charset::Utf32(Endian::Big).decode(b"\0\0\0a\0\x11\0\0\0"), "a\u{fffd}\u{fffd}");
    }
}
