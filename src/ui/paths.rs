//! Paths as text, for preferences and for fields that a person types into.
//!
//! A path is not text: on Linux it is bytes, on Windows 16-bit units, and neither has to be valid Unicode. Whatever text
//! cannot hold is written as a `file://` URI, which is read back as exactly the same path.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf, is_separator},
};

use serde::{Deserialize, Serialize};

use super::widgets::one_line;

/// The text of a path: itself where that is read back by [`typed`] and [`read_written`] alike, and a `file://` URI
/// where it is not, as for bytes that are not UTF-8, or a blank at the end of a name.
pub fn written(path: &Path) -> String {
    let is_plain = |text: &&str| typed(text).as_os_str() == path.as_os_str() && !text.contains(char::is_control);
    if let Some(text) = path.to_str().filter(is_plain) {
        return text.to_owned();
    }
    let absolute = if path.is_absolute() { path.to_owned() } else { std::path::absolute(path).unwrap_or_default() };
    let slash = if cfg!(windows) { "/" } else { "" };
    format!("file://{slash}{}", percent_encoded(&native::to_bytes(absolute.as_os_str())))
}

/// The path that [`written`] made this text of, or that an older version kept as plain text.
pub fn read_written(text: &str) -> PathBuf {
    of_uri(text).unwrap_or_else(|| PathBuf::from(text))
}

/// The path a person means: without blanks and quotation marks around it, with `~` for the home folder, and with the
/// escapes of a `file://` URI decoded.
pub fn typed(text: &str) -> PathBuf {
    let text = unquoted(text.trim());
    of_uri(text).or_else(|| of_home(text)).unwrap_or_else(|| PathBuf::from(text))
}

/// The project named on the command line: a file of exactly that name, or else what a person means by it, because
/// only a shell replaces `~`, and programs pass URIs.
pub fn argument(path: &Path) -> PathBuf {
    if path.exists() {
        return path.to_owned();
    }
    let in_home = || Some(std::env::home_dir()?.join(path.strip_prefix("~").ok()?));
    path.to_str().map(typed).or_else(in_home).unwrap_or_else(|| path.to_owned())
}

/// A name for the screen, in one line. It may stand for several paths, so it must never be made into a path again.
pub fn shown(name: &OsStr) -> String {
    one_line(&name.to_string_lossy())
}

/// Whether a path as typed ends within its last folder rather than in a name.
pub fn ends_in_folder(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().last().is_some_and(|byte| is_separator(char::from(*byte)))
}

/// A path in the preferences.
#[derive(Clone, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub(super) struct KeptPath(pub PathBuf);

impl From<String> for KeptPath {
    fn from(text: String) -> Self {
        Self(read_written(&text))
    }
}

impl From<KeptPath> for String {
    fn from(path: KeptPath) -> Self {
        written(&path.0)
    }
}

/// For a field of the preferences that is a path, as in `#[serde(with = "kept_path")]`.
pub(super) mod kept_path {
    use super::{KeptPath, Path, PathBuf};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    /// Writes the path as text.
    pub fn serialize<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
        KeptPath(path.to_owned()).serialize(to)
    }

    /// Reads the path from its text.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<PathBuf, D::Error> {
        Ok(KeptPath::deserialize(from)?.0)
    }
}

/// Takes one pair of quotation marks off, as shells and file managers put around a path that is copied.
fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 4] = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’')];
    let inside = PAIRS.iter().find_map(|(left, right)| text.strip_prefix(*left)?.strip_suffix(*right));
    inside.unwrap_or(text)
}

/// The path of a text that begins with `~`, which stands for the home folder of the person.
fn of_home(text: &str) -> Option<PathBuf> {
    let below = text.strip_prefix('~')?;
    let home = std::env::home_dir()?;
    match below.strip_prefix(is_separator) {
        // Other people’s home folders (`~name`) are not known here.
        None => below.is_empty().then_some(home),
        Some(rest) => Some(home.join(rest.trim_start_matches(is_separator))),
    }
}

/// The path of a `file://` URI of this computer; nothing if the text is none.
fn of_uri(text: &str) -> Option<PathBuf> {
    let path = path_of_uri(text, cfg!(windows))?;
    Some(PathBuf::from(native::of_bytes(percent_decoded(&path))))
}

/// The part of a `file:` URI that is the path, still with its escapes, as it is written on that system.
fn path_of_uri(text: &str, is_windows: bool) -> Option<String> {
    let scheme = text.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:"))?;
    let rest = &text[scheme.len()..];
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => ("", rest),
    };
    let path = path.strip_prefix('/')?;
    let is_here = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match (is_windows, is_here) {
        (false, true) => Some(format!("/{path}")),
        (false, false) => None,
        (true, true) => Some(path.replace('/', "\\")),
        (true, false) => Some(format!("\\\\{host}\\{}", path.replace('/', "\\"))),
    }
}

/// Bytes in the characters of a URI. Letters of every script stay as they are, so that it can be read.
fn percent_encoded(bytes: &[u8]) -> String {
    let needs_escape = |c: char| c.is_control() || c.is_whitespace() || "%?#\"'“”‘’".contains(c);
    let mut text = String::new();
    let escape = |text: &mut String, bytes: &[u8]| bytes.iter().for_each(|byte| text.push_str(&format!("%{byte:02X}")));
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                // A separator is a backslash on Windows, and a slash in a name could only be meant as one.
                '/' if cfg!(windows) => text.push_str("%2F"),
                c if needs_escape(c) => escape(&mut text, c.encode_utf8(&mut [0; 4]).as_bytes()),
                c => text.push(c),
            }
        }
        escape(&mut text, chunk.invalid());
    }
    text
}

/// The bytes of a text with escapes; what looks like an escape and is none stays as it is.
fn percent_decoded(text: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, after @ ..] => digit(*high).zip(digit(*low)).map(|(high, low)| (high << 4 | low, after)),
            _ => None,
        };
        let (byte, after) = escaped.unwrap_or((*first, after));
        bytes.push(byte);
        rest = after;
    }
    bytes
}

/// The system’s own form of a path as bytes, which are UTF-8 wherever the path is valid Unicode.
#[cfg(not(windows))]
mod native {
    use std::{
        ffi::{OsStr, OsString},
        os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    };

    pub fn to_bytes(path: &OsStr) -> Vec<u8> {
        path.as_bytes().to_vec()
    }

    pub fn of_bytes(bytes: Vec<u8>) -> OsString {
        OsString::from_vec(bytes)
    }
}

/// The system’s own form of a path as bytes, which are UTF-8 wherever the path is valid Unicode.
#[cfg(windows)]
mod native {
    use std::{
        ffi::{OsStr, OsString},
        os::windows::ffi::{OsStrExt as _, OsStringExt as _},
    };

    use super::wide;

    pub fn to_bytes(path: &OsStr) -> Vec<u8> {
        wide::to_bytes(path.encode_wide())
    }

    pub fn of_bytes(bytes: Vec<u8>) -> OsString {
        OsString::from_wide(&wide::of_bytes(&bytes))
    }
}

/// The 16-bit units of Windows as UTF-8, with a surrogate that has no partner in the three bytes it would have there.
#[cfg(any(windows, test))]
mod wide {
    pub fn to_bytes(units: impl Iterator<Item = u16>) -> Vec<u8> {
        let mut bytes = Vec::new();
        for unit in char::decode_utf16(units) {
            match unit {
                Ok(c) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
                Err(lone) => {
                    let [high, low] = lone.unpaired_surrogate().to_be_bytes();
                    bytes.extend([0xE0 | high >> 4, 0x80 | (high & 0x0F) << 2 | low >> 6, 0x80 | low & 0x3F]);
                }
            }
        }
        bytes
    }

    pub fn of_bytes(bytes: &[u8]) -> Vec<u16> {
        let mut units = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            if let [0xED, middle @ 0xA0..=0xBF, last @ 0x80..=0xBF, after @ ..] = rest {
                units.push(0xD000 | u16::from(middle & 0x3F) << 6 | u16::from(last & 0x3F));
                rest = after;
                continue;
            }
            let valid = (1..=rest.len().min(4)).find_map(|n| std::str::from_utf8(&rest[..n]).ok());
            units.extend(valid.unwrap_or("\u{FFFD}").encode_utf16());
            rest = &rest[valid.map_or(1, str::len)..];
        }
        units
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn home() -> PathBuf {
        std::env::home_dir().expect("whoever runs tests has a home folder")
    }

    #[test]
    fn ordinary_paths_stay_readable_text() {
        for text in ["/home/ak/talks.ron", "/home/ak/Переговоры в Москве.ron", "/tmp/100 % “sure”.ron", "talks.ron"]
        {
            assert_eq!(written(Path::new(text)), text);
        }
    }

    #[test]
    fn paths_kept_by_older_versions_are_read_as_they_stand() {
        for text in ["/home/ak/talks.ron", "/home/ak/blank.ron ", "/a/~/\"b\"", "~/talks.ron", "C:\\talks.ron", ""] {
            assert_eq!(read_written(text).as_os_str(), text);
        }
    }

    #[test]
    fn a_person_may_type_a_path_in_each_usual_way() {
        let path = PathBuf::from("/home/ak/my talks.ron");
        for text in [
            "/home/ak/my talks.ron",
            "  /home/ak/my talks.ron\n",
            "\"/home/ak/my talks.ron\"",
            "'/home/ak/my talks.ron'",
            "“/home/ak/my talks.ron”",
            "file:///home/ak/my%20talks.ron",
            "FILE://localhost/home/ak/my%20talks%2Eron",
            "file:/home/ak/my talks.ron",
            " 'file:///home/ak/my%20talks.ron' ",
        ] {
            assert_eq!(typed(text).as_os_str(), path, "{text}");
        }
    }

    #[test]
    fn a_tilde_is_the_home_folder() {
        assert_eq!(typed("~"), home());
        assert_eq!(typed("\"~/talks.ron\""), home().join("talks.ron"));
        assert!(ends_in_folder(&typed("~/")) && !ends_in_folder(&typed("~")));
        for text in ["~ak/talks.ron", "./~/talks.ron", "talks~"] {
            assert_eq!(typed(text).as_os_str(), text);
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_only_looks_like_an_escape_a_quote_or_a_uri_is_part_of_the_name() {
        assert_eq!(typed("file:///tmp/100%.ron").as_os_str(), "/tmp/100%.ron");
        assert_eq!(typed("file:///tmp/%zz%4").as_os_str(), "/tmp/%zz%4");
        assert_eq!(typed("/tmp/100%25.ron").as_os_str(), "/tmp/100%25.ron");
        for text in ["file:notes.ron", "files:///tmp", "file://server/tmp", "\"", "\"/tmp", "'/tmp\"", "é", "filé:"] {
            assert_eq!(typed(text).as_os_str(), text, "{text}");
        }
    }

    #[test]
    fn uris_of_windows_have_drives_and_servers() {
        let path = |text| path_of_uri(text, true);
        assert_eq!(path("file:///C:/talks.ron").as_deref(), Some("C:\\talks.ron"));
        assert_eq!(path("file://server/share/talks.ron").as_deref(), Some("\\\\server\\share\\talks.ron"));
        assert_eq!(path("file:///\\\\%3F\\C:\\talks.ron").as_deref(), Some("\\\\%3F\\C:\\talks.ron"));
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_escaped() {
        let path = PathBuf::from(native::of_bytes(b"/tmp/\xc3\xa9t\xe9 1.ron".to_vec()));
        assert_eq!(written(&path), "file:///tmp/ét%E9%201.ron");
        assert_eq!(typed("file:///tmp/ét%E9%201.ron"), path);
        let in_home = PathBuf::from(native::of_bytes(b"~/t\xe9.ron".to_vec()));
        assert_eq!(argument(&in_home), home().join(native::of_bytes(b"t\xe9.ron".to_vec())));
    }

    #[test]
    fn an_argument_is_a_file_of_that_name_before_all_else() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("'talks.ron'");
        std::fs::write(&path, "").expect("the folder can be written");
        assert_eq!(argument(&path), path);
        assert_eq!(argument(Path::new("~/there/is no such.ron")), home().join("there/is no such.ron"));
        #[cfg(unix)]
        assert_eq!(argument(Path::new("file:///no%20such.ron")), Path::new("/no such.ron"));
    }

    proptest! {
        #[cfg(unix)]
        #[test]
        fn every_path_is_read_back_as_it_was(bytes in proptest::collection::vec(1..=255u8, 0..40)) {
            let path = PathBuf::from(native::of_bytes([b"/", &*bytes].concat()));
            let text = written(&path);
            prop_assert!(!text.contains(char::is_control));
            prop_assert_eq!(read_written(&text).into_os_string(), path.clone().into_os_string());
            prop_assert_eq!(typed(&text).into_os_string(), path.into_os_string());
        }

        #[test]
        fn every_name_of_windows_survives_as_bytes(units in proptest::collection::vec(
            prop_oneof![0x20..0x7Fu16, 0xD800..=0xDFFFu16, any::<u16>()], 0..20)
        ) {
            let bytes = wide::to_bytes(units.iter().copied());
            let text = percent_encoded(&bytes);
            prop_assert_eq!(wide::of_bytes(&percent_decoded(&text)), units);
        }
    }
}
