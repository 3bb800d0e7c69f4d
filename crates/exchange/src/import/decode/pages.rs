//! Code pages with one byte per character: those of Windows, ISO 8859, DOS and the Macintosh.

use std::sync::LazyLock;

use super::judged::Script;

/// A line for each page: its name, and the characters of the bytes from 0x80 on; U+FFFD stands for none.
const TABLE: &str = include_str!("pages.txt");

/// An encoding with one byte a character, whose first half is ASCII.
#[derive(Debug)]
pub struct CodePage {
    /// The usual name, such as `windows-1252`.
    pub name: &'static str,
    upper: [char; 128],
    script: Script,
}

static PAGES: LazyLock<Vec<CodePage>> = LazyLock::new(|| {
    let page = |line: &'static str| {
        let (name, chars) = line.split_once('\t')?;
        let mut upper = ['\u{fffd}'; 128];
        upper.iter_mut().zip(chars.chars()).for_each(|(slot, c)| *slot = c);
        let scripts = || upper.iter().filter_map(|c| Script::of(*c)).filter(|script| *script != Script::Latin);
        let n_latin = upper.iter().filter(|c| Script::of(**c) == Some(Script::Latin)).count();
        let script = scripts().next().filter(|_| scripts().count() > n_latin / 2).unwrap_or(Script::Latin);
        Some(CodePage { name, upper, script })
    };
    TABLE.lines().filter_map(page).collect()
});

/// Every page, the most common first.
pub fn all() -> &'static [CodePage] {
    &PAGES
}

impl CodePage {
    /// Decodes bytes, each to one character; U+FFFD where the page has none.
    pub fn decode(&self, bytes: &[u8]) -> String {
        bytes.iter().map(|byte| self.char_of(*byte)).collect()
    }

    /// The script that it was made for, besides ASCII.
    pub const fn script(&self) -> Script {
        self.script
    }

    /// The character of a byte.
    pub fn char_of(&self, byte: u8) -> char {
        if byte < 0x80 { char::from(byte) } else { self.upper[usize::from(byte - 0x80)] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(name: &str) -> &'static CodePage {
        all().iter().find(|page| page.name == name).expect("it is in the table")
    }

    #[test]
    fn each_page_has_its_characters() {
        assert_eq!(all().len(), 51);
        assert_eq!([page("windows-1252"), page("IBM437")].map(CodePage::script), [Script::Latin; 2]);
        assert_eq!([page("KOI8-R"), page("Mac Cyrillic")].map(CodePage::script), [Script::Cyrillic; 2]);
        assert_eq!([page("IBM862"), page("windows-1256")].map(CodePage::script), [Script::Hebrew, Script::Arabic]);
        assert_eq!([page("IBM737"), page("windows-874")].map(CodePage::script), [Script::Greek, Script::Thai]);
        assert_eq!(page("windows-1252").decode(b"\x80\x93\xe9\x94\x81"), "€“é”\u{fffd}");
        assert_eq!(page("IBM850").decode(b"\x84\x94\x81\xe1"), "äöüß");
        assert_eq!(page("Mac Roman").decode(b"\x8a\x9a\x9f\xa7\xd5"), "äöüß’");
        assert_eq!(page("KOI8-R").decode(b"\xed\xcf\xd3\xcb\xd7\xc1"), "Москва");
    }

    /// Two implementations by others agree wherever both have a page.
    #[test]
    fn the_pages_are_those_of_encoding_rs() {
        let bytes: Vec<u8> = (0x80..=0xff).collect();
        let mut n_compared = 0;
        for page in all() {
            let label =
                page.name.to_lowercase().replace("mac roman", "macintosh").replace("mac cyrillic", "x-mac-cyrillic");
            let Some(library) = encoding_rs::Encoding::for_label(label.as_bytes()) else { continue };
            let theirs: Vec<char> = library.decode_without_bom_handling(&bytes).0.chars().collect();
            for (byte, theirs) in bytes.iter().zip(theirs) {
                let ours = page.char_of(*byte);
                // Where a page has none, theirs has a control character.
                let is_none = ours == '\u{fffd}' && (theirs.is_control() || theirs == '\u{fffd}');
                assert!(is_none || ours == theirs || ours == '\u{fffd}', "{} {byte:x}: {ours} {theirs}", page.name);
            }
            n_compared += 1;
        }
        assert!(n_compared > 20, "{n_compared}");
    }
}
