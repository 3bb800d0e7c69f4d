//! Rich text (RTF): the text of the body, without notes and page heads.

use std::{borrow::Cow, collections::HashMap, panic};

use rtf_parser_tt::{Part, RtfDocument};
use standpoint_core::model::Details;

use super::{Format, Reading, ReadingOptions, SourceFile, Unreadable, clipped};
use crate::import::prose::Prose;

/// A rich text document.
pub(super) static FORMAT: Format = Format {
    name: "rich text document",
    extensions: &["rtf"],
    is_format_of: |file| file.bytes.trim_ascii_start().starts_with(START),
    read,
};

/// What such files start with.
const START: &[u8] = b"{\\rtf";
/// The most control words and groups, because each takes more memory than it has bytes.
const MAX_CONTROLS: usize = 4_000_000;
/// How deep groups may be nested.
const MAX_DEPTH: usize = 10_000;

/// The languages of Windows by the lower ten bits of their numbers.
const LANGUAGES: [(u16, &str); 30] = [
    (0x01, "ar"),
    (0x02, "bg"),
    (0x04, "zh"),
    (0x05, "cs"),
    (0x06, "da"),
    (0x07, "de"),
    (0x08, "el"),
    (0x09, "en"),
    (0x0a, "es"),
    (0x0b, "fi"),
    (0x0c, "fr"),
    (0x0d, "he"),
    (0x0e, "hu"),
    (0x10, "it"),
    (0x11, "ja"),
    (0x12, "ko"),
    (0x13, "nl"),
    (0x14, "no"),
    (0x15, "pl"),
    (0x16, "pt"),
    (0x18, "ro"),
    (0x19, "ru"),
    (0x1b, "sk"),
    (0x1d, "sv"),
    (0x1f, "tr"),
    (0x22, "uk"),
    (0x23, "be"),
    (0x25, "et"),
    (0x26, "lv"),
    (0x29, "fa"),
];

fn read(file: &SourceFile<'_>, _: &ReadingOptions) -> Result<Reading, Unreadable> {
    let bytes = file.bytes.trim_ascii_start();
    check_size(bytes)?;
    let document = parsed(&reworded(bytes))?;
    let mut prose = Prose::default();
    let mut notes: HashMap<u32, String> = HashMap::new();
    for block in &document.body {
        if let Part::Note(number) = block.part {
            notes.entry(number).or_default().push_str(&block.text);
        }
    }
    for block in document.body.iter().filter(|block| !block.painter.hidden) {
        match block.part {
            Part::Body => push_lines(&mut prose, &block.text),
            Part::NoteReference(number) => {
                let note = notes.get(&number).map(|note| note.trim_start()).unwrap_or_default();
                prose.note(note.strip_prefix(&number.to_string()).unwrap_or(note));
            }
            _ => {}
        }
    }
    let properties = Details {
        title: document.info.title.unwrap_or_default(),
        author: document.info.author.unwrap_or_default(),
        language: language(bytes),
        ..Details::default()
    };
    Ok(super::document(prose.into_draft(), &properties))
}

fn push_lines(prose: &mut Prose, text: &str) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            prose.end_line();
        }
        for (index, piece) in line.split('\t').enumerate() {
            if index > 0 {
                prose.tab();
            }
            prose.push(piece);
        }
    }
}

fn check_size(bytes: &[u8]) -> Result<(), Unreadable> {
    let (mut n_controls, mut depth, mut deepest) = (0usize, 0usize, 0usize);
    for byte in bytes {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' => {}
            _ => continue,
        }
        n_controls += 1;
        deepest = deepest.max(depth);
    }
    if n_controls > MAX_CONTROLS {
        return Err(Unreadable::TooLarge(
            "it has more than four million marks of formatting; save it as DOCX".to_owned(),
        ));
    }
    if deepest > MAX_DEPTH {
        return Err(Unreadable::TooLarge(format!(
            "its groups are more than {MAX_DEPTH} deep, as in no document; save it as DOCX"
        )));
    }
    Ok(())
}

/// Words of formatting that the crate does not know, each with one of the same length that it knows: deleted text and the
/// properties of shapes become hidden text, and the group of a shape one that is read, because it has the text of a box.
const REWORDED: [(&[u8], &[u8]); 4] = [
    (br"\deleted", br"\v000001"),
    (br"\*\shpinst", br"\v00000000"),
    (br"{\sp{", br"{\v {"),
    // What older programs show in place of a shape says the same again.
    (br"\shprslt", br"\v000001"),
];

fn reworded(bytes: &[u8]) -> Cow<'_, [u8]> {
    let mut known = Cow::Borrowed(bytes);
    for (word, other) in REWORDED {
        for at in memchr::memmem::find_iter(bytes, word) {
            let n_before = bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count();
            let behind = bytes.get(at + word.len()).copied().unwrap_or(b' ');
            // A zero behind it switches the mark off: `\deleted0`.
            if n_before % 2 == 0 && (word.ends_with(b"{") || !behind.is_ascii_alphanumeric()) {
                known.to_mut()[at..at + word.len()].copy_from_slice(other);
            }
        }
    }
    known
}

/// Reads the document with the crate that knows RTF. A fault in the crate must not end the program.
fn parsed(bytes: &[u8]) -> Result<RtfDocument, Unreadable> {
    let damaged = |what: &str| {
        Unreadable::Damaged(format!(
            "it cannot be read as rich text ({what}); open it in a word processor and save it as DOCX"
        ))
    };
    match panic::catch_unwind(|| RtfDocument::from_bytes(bytes)) {
        Ok(document) => document.map_err(|error| damaged(&clipped(&error.to_string()))),
        Err(_) => Err(damaged("its formatting is not as it should be")),
    }
}

/// The language that most of the marks of languages name.
fn language(bytes: &[u8]) -> String {
    let mut counts: HashMap<u16, usize> = HashMap::new();
    for (mark, weight) in [(&b"\\lang"[..], 2), (b"\\deflang", 1)] {
        for at in memchr::memmem::find_iter(bytes, mark) {
            let digits: String = bytes[at + mark.len()..].iter().take(5).map(|byte| char::from(*byte)).collect();
            let digits = digits.trim_end_matches(|c: char| !c.is_ascii_digit());
            // 1024 says that there is no language.
            if let Some(number) = digits.parse::<u16>().ok().filter(|number| *number != 0x400) {
                *counts.entry(number & 0x3ff).or_default() += weight;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(number, count)| (*count, *number)).map(|(number, _)| number);
    let known = LANGUAGES.iter().find(|(number, _)| Some(*number) == most);
    known.map(|(_, language)| (*language).to_owned()).unwrap_or_default()
}
