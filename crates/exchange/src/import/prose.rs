//! Makes the text of a document from its paragraphs, tables and notes: a line for each paragraph.

use std::ops::RangeInclusive;

use standpoint_core::{
    model::{Details, SourcePart},
    text::Text,
};

use super::{
    draft::{Draft, Field, LeftOut},
    formats::Unreadable,
};

/// A heading further down than this many lines with text is one of a section.
const MAX_LINES_BEFORE_TITLE: usize = 5;
/// The number of lines at the start of a text that may name its title and author.
const HEAD_LINES: usize = 8;
/// A longer heading is a paragraph in the wrong style.
const MAX_TITLE_CHARS: usize = 300;

/// A text that grows.
#[derive(Debug, Default)]
pub(super) struct Prose {
    text: String,
    n_lines: usize,
    heading: Option<Heading>,
    parts: Vec<(usize, String)>,
    /// Notes with the line in which each stands.
    notes: Vec<(usize, String)>,
    /// Texts of boxes, which follow the paragraph that they belong to.
    boxes: String,
}

#[derive(Debug)]
struct Heading {
    title: String,
    n_lines_before: usize,
}

impl Prose {
    /// Adds characters as they are. Line breaks and tabs count as blanks, because paragraphs are made otherwise.
    pub(super) fn push(&mut self, text: &str) {
        let plain = |c: char| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
        self.text.extend(text.chars().filter(|c| !matches!(c, '\0' | '\u{feff}')).map(plain));
    }

    /// Adds characters in which any white space is one blank, and none at the start of a line.
    pub(super) fn push_folded(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                ' ' | '\n' | '\r' | '\t' | '\u{c}' => {
                    if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
                        self.text.push(' ');
                    }
                }
                '\0' | '\u{feff}' => {}
                c => self.text.push(c),
            }
        }
    }

    /// Adds a whole line as it is.
    pub(super) fn push_line(&mut self, line: &str) {
        self.text.push_str(line);
        self.end_line();
    }

    /// Adds a tab.
    pub(super) fn tab(&mut self) {
        self.text.push('\t');
    }

    /// Ends the line.
    pub(super) fn end_line(&mut self) {
        self.text.push('\n');
        self.n_lines += 1;
    }

    /// Ends the line without its blanks at the end, unless nothing is on it or in this cell of it.
    pub(super) fn end_block(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.end_line();
        }
        self.text.push_str(&std::mem::take(&mut self.boxes));
    }

    /// Ends a paragraph, and puts the boxes in it behind it.
    pub(super) fn end_paragraph(&mut self) {
        self.end_line();
        let boxes = std::mem::take(&mut self.boxes);
        self.n_lines += boxes.matches('\n').count();
        self.text.push_str(&boxes);
    }

    /// Ends a cell of a table that began at a certain length: a tab comes instead of the end of its last line.
    pub(super) fn end_cell(&mut self, start: usize) {
        if self.text.len() > start && self.text.ends_with('\n') {
            self.text.pop();
            self.n_lines = self.n_lines.saturating_sub(1);
        }
        self.text.push('\t');
    }

    /// Ends a row of a table, without the tabs behind its last cell with text.
    pub(super) fn end_row(&mut self) {
        self.text.truncate(self.text.trim_end_matches('\t').len());
        self.end_line();
    }

    /// The length so far, to look at what comes after it with [`Self::since`].
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What was added since a certain length.
    pub(super) fn since(&self, len: usize) -> &str {
        self.text.get(len..).unwrap_or_default()
    }

    /// Takes the text since a certain length as a heading; the first one may be the title.
    pub(super) fn heading_since(&mut self, len: usize) {
        let title = self.since(len).split_whitespace().collect::<Vec<_>>().join(" ");
        if self.heading.is_none() && !title.is_empty() && title.chars().count() <= MAX_TITLE_CHARS {
            let before = self.text.get(..len).unwrap_or_default();
            let n_lines_before = before.lines().filter(|line| !line.trim().is_empty()).count();
            self.heading = Some(Heading { title, n_lines_before });
        }
    }

    /// Begins a chapter.
    pub(super) fn begin_part(&mut self, name: String) {
        self.parts.push((self.text.len(), name));
    }

    /// Keeps a note that stands at this place, outside the text.
    pub(super) fn note(&mut self, note: &str) {
        let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
        if !note.is_empty() {
            self.notes.push((self.n_lines, note));
        }
    }

    /// Keeps a note that stands between two lines, outside the text.
    pub(super) fn note_between(&mut self, note: &str) {
        let n_before = self.notes.len();
        self.note(note);
        for (line, _) in &mut self.notes[n_before..] {
            *line = line.saturating_sub(1);
        }
    }

    /// Adds a text with its notes, without empty lines at its ends.
    pub(super) fn append(&mut self, other: &Self) {
        let before = self.n_lines;
        let n_empty = other.text.bytes().take_while(|byte| *byte == b'\n').count();
        for line in other.text.trim_matches('\n').split('\n') {
            self.push_line(line);
        }
        let notes = other.notes.iter().map(|(line, note)| (before + line.saturating_sub(n_empty), note.clone()));
        self.notes.extend(notes);
    }

    /// Keeps the text of a box until its paragraph ends.
    pub(super) fn add_box(&mut self, text: &Self) {
        self.boxes.push_str(text.text.trim_matches('\n'));
        self.boxes.push('\n');
        self.notes.extend(text.notes.iter().map(|(_, note)| (self.n_lines, note.clone())));
    }

    /// Fails if this has become larger than any article may be. A few bytes of a file may stand for many blanks.
    pub(super) fn check_size(&self) -> Result<(), Unreadable> {
        let n_bytes = self.text.len() + self.boxes.len();
        if n_bytes > Text::MAX_BYTES {
            let megabytes = Text::MAX_BYTES >> 20;
            return Err(Unreadable::TooLarge(format!("its text is larger than {megabytes} MB; divide it")));
        }
        Ok(())
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The draft that the text makes, without empty lines at either end.
    pub(super) fn into_draft(mut self) -> Draft {
        let boxes = std::mem::take(&mut self.boxes);
        self.text.push_str(&boxes);
        let body = self.text.trim_end();
        let n_cut = body.len() - body.trim_start_matches(|c: char| c.is_whitespace() && c != '\u{3000}').len();
        // Only whole lines are cut, so that the first one stays as it is.
        let n_cut = body[..n_cut].rfind('\n').map_or(0, |at| at + 1);
        let n_lines_cut = body[..n_cut].matches('\n').count();
        let text = body[n_cut..].to_owned();
        let n_lines = text.lines().count();
        let mut draft = Draft::of_text(text);
        let (mut byte, mut char) = (0, 0);
        for (start, name) in self.parts {
            let start = start.saturating_sub(n_cut).min(draft.text.len());
            char += draft.text[byte..start].chars().count();
            byte = start;
            draft.parts.push(SourcePart { start: char, name });
        }
        let note = |(line, text): (usize, String)| LeftOut {
            before_line: (line + 1).saturating_sub(n_lines_cut).min(n_lines),
            text,
            reason: "footnote".into(),
        };
        draft.left_out.extend(self.notes.into_iter().map(note));
        if let Some(heading) = self.heading.filter(|heading| heading.n_lines_before < MAX_LINES_BEFORE_TITLE) {
            draft.set(Field::Title, &heading.title, "first heading");
        }
        draft
    }
}

/// Fills in what the properties of a document say, as far as its first lines bear it out. Programs fill these in from
/// templates and from the account of whoever saved the document, so they are not believed alone.
pub(super) fn set_if_in_text(draft: &mut Draft, properties: &Details) {
    let head: Vec<String> = draft.text.lines().map(folded).filter(|line| !line.is_empty()).take(HEAD_LINES).collect();
    let title = folded(&properties.title);
    if !title.is_empty() && head.iter().any(|line| line.starts_with(&title)) {
        draft.set(Field::Title, &properties.title, "properties of the document");
    }
    let author = folded(&properties.author);
    if author.contains(' ') && head.iter().any(|line| line.contains(&author)) {
        draft.set(Field::Author, &properties.author, "properties of the document");
    }
    if is_written_in(&draft.text, &properties.language) {
        draft.set(Field::Language, &properties.language, "language of the document");
    }
}

/// The languages that are written in scripts other than Latin, by the ranges of their letters. Documents are often
/// marked as being in the language of the machine that they were written on.
const SCRIPTS: [(&[RangeInclusive<char>], &[&str]); 6] = [
    (&['\u{400}'..='\u{52f}'], &["ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg", "mn", "tt", "bs", "uz"]),
    (&['\u{370}'..='\u{3ff}', '\u{1f00}'..='\u{1fff}'], &["el"]),
    (&['\u{590}'..='\u{5ff}'], &["he", "yi"]),
    (&['\u{600}'..='\u{6ff}', '\u{fb50}'..='\u{fdff}'], &["ar", "fa", "ur", "ps", "ku", "ckb", "ug", "sd"]),
    (&['\u{3040}'..='\u{30ff}', '\u{3400}'..='\u{9fff}', '\u{ac00}'..='\u{d7af}'], &["zh", "ja", "ko", "yue"]),
    (&['\u{900}'..='\u{97f}'], &["hi", "mr", "ne"]),
];

/// Whether a text can be in a language, by its letters.
fn is_written_in(text: &str, language: &str) -> bool {
    let mut counts = [0usize; SCRIPTS.len()];
    let mut n_latin = 0usize;
    for c in text.chars().filter(|c| c.is_alphabetic()).take(4_000) {
        match SCRIPTS.iter().position(|(ranges, _)| ranges.iter().any(|range| range.contains(&c))) {
            Some(script) => counts[script] += 1,
            None if c < '\u{250}' => n_latin += 1,
            None => {}
        }
    }
    let most = counts.into_iter().enumerate().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > n_latin);
    match most {
        Some((script, _)) => SCRIPTS[script].1.contains(&language),
        // Some of these languages are written in Latin letters as well.
        None => !["ru", "uk", "be", "bg", "el", "he", "ar", "fa", "ur", "zh", "ja", "ko", "hi"].contains(&language),
    }
}

fn folded(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The language of a tag such as “de-AT”, without its country.
pub(super) fn language_of(tag: &str) -> String {
    let language = tag.trim().split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let is_language = matches!(language.len(), 2 | 3) && language.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_language && !matches!(&*language, "zxx" | "und" | "mul") { language } else { String::new() }
}
