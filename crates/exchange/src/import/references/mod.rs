//! Lists of references: RIS, BibTeX and CSL-JSON, as reference managers and news databases write them.
//!
//! A list may be imported as articles, mostly without their texts, or fill in what is not known of articles that are
//! there; `matching` finds those, and says what would change before anything does.

mod bibtex;
mod csl;
pub mod matching;
mod ris;

use std::borrow::Cow;

use standpoint_core::{model::PublicationDate, wording::counted};

use super::{
    bylines::set_author,
    dates::{FoundDate, date_in},
    decode::{self, Charset},
    draft::{Draft, Field, UsedEncoding},
    formats::{PartFailure, Reading, SourceFile, Unreadable, without_blank_start},
};

/// The most references in a list.
pub const MAX_REFERENCES: usize = 100_000;
/// A note of at least this many characters is the full text. Others are remarks.
const MIN_FULL_TEXT_CHARS: usize = 1_500;

/// What a list says of one article. What it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// Its number in the list, counted from 1.
    pub number: usize,
    /// The headline.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// The authors, separated by semicolons.
    pub author: String,
    /// The date of publication.
    pub date: Option<PublicationDate>,
    /// A date that may mean two days, as it is written.
    pub ambiguous_date: Option<String>,
    /// The web address.
    pub url: String,
    /// The language.
    pub language: String,
    /// The section of the outlet.
    pub section: String,
    /// The names of files that belong to it, without their folders.
    pub files: Vec<String>,
    /// The abstract.
    pub summary: String,
    /// Notes; a long one is the full text.
    pub notes: Vec<String>,
}

/// A list of references.
#[derive(Debug, Default)]
pub struct ReferenceList {
    /// The references, in the order of the list.
    pub references: Vec<Reference>,
    /// What could not be read of it.
    pub failures: Vec<PartFailure>,
    /// How the bytes became characters.
    pub encoding: Option<UsedEncoding>,
}

/// The forms of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ReferenceForm {
    Ris,
    BibTex,
    Csl,
}

impl ReferenceForm {
    /// The form of a file, by its content and by its name where the content cannot tell.
    pub(super) fn of(file: &SourceFile<'_>) -> Option<Self> {
        let bytes = without_blank_start(file.bytes);
        // Only what may be a list is looked at further, because every text file is asked.
        let n_bytes = if bytes.starts_with(b"TY") || bytes.starts_with(b"[") { bytes.len().min(1 << 16) } else { 0 };
        let start = String::from_utf8_lossy(&bytes[..n_bytes]);
        let start = &*start;
        match () {
            () if file.has_extension(&["ris"]) || ris::is_start(start) => Some(Self::Ris),
            () if file.has_extension(&["bib", "bibtex"]) => Some(Self::BibTex),
            () if file.has_extension(&["json"]) && csl::is_start(start) => Some(Self::Csl),
            () => None,
        }
    }
}

/// Reads a list of references; its name and its content say which form it has.
///
/// # Errors
/// Fails if it is none of the forms, is not text, or holds no reference at all.
pub fn read_references(file: &SourceFile<'_>, encoding: Option<Charset>) -> Result<ReferenceList, Unreadable> {
    let form = ReferenceForm::of(file).ok_or_else(|| {
        Unreadable::Refused("it is not a list of references; export it as RIS, BibTeX or CSL-JSON".to_owned())
    })?;
    let decoded = match encoding {
        Some(encoding) => decode::decode_as(file.bytes, encoding)?,
        None => decode::decode(file.bytes)?,
    };
    let mut list = match form {
        ReferenceForm::Ris => ris::read(&decoded.text),
        ReferenceForm::BibTex => bibtex::read(&decoded.text),
        ReferenceForm::Csl => csl::read(&decoded.text)?,
    };
    if list.references.is_empty() && list.failures.is_empty() {
        return Err(Unreadable::Refused("it holds no reference; export it as RIS, BibTeX or CSL-JSON".to_owned()));
    }
    if list.references.len() > MAX_REFERENCES {
        return Err(Unreadable::TooLarge(format!(
            "it holds {}, more than the {MAX_REFERENCES} that a list may have; divide it",
            counted(list.references.len(), "reference")
        )));
    }
    list.encoding = Some(UsedEncoding::from(&decoded));
    Ok(list)
}

/// Reads a list of references as articles.
pub(super) fn read_as_articles(file: &SourceFile<'_>, encoding: Option<Charset>) -> Result<Reading, Unreadable> {
    let list = read_references(file, encoding)?;
    let mut encoding = list.encoding;
    let mut reading = Reading { drafts: Vec::with_capacity(list.references.len()), failures: list.failures };
    for reference in list.references {
        let number = reference.number;
        match reference.into_draft() {
            Some(draft) => {
                reading.drafts.push(Draft { encoding: encoding.clone(), ..draft });
                encoding = encoding.map(UsedEncoding::without_doubt);
            }
            None => reading.failures.push(PartFailure {
                number,
                noun: "record",
                reason: "it has neither a title nor a text".to_owned(),
            }),
        }
    }
    reading.failures.sort_by_key(|failure| failure.number);
    Ok(reading)
}

impl Reference {
    /// Sets the date from what a list says, unless it is set.
    fn set_date(&mut self, words: &str) {
        let words = words.trim().trim_end_matches('/');
        if words.is_empty() || self.date.is_some() {
            return;
        }
        // RIS writes 2025/12/03 and adds remarks behind another slash.
        let parts: Vec<&str> = words.split(['/', '-']).take(3).take_while(|part| is_number(part)).collect();
        let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
        let is_year_first = parts.first().is_some_and(|year| year.len() == 4);
        if is_year_first && let Ok(date) = PublicationDate::from_iso(&padded.join("-")) {
            self.date = Some(date);
            return;
        }
        match date_in(words) {
            Some(FoundDate::Date(date)) => self.date = Some(date),
            Some(FoundDate::Ambiguous(words)) => self.ambiguous_date = Some(words),
            None => self.date = words.parse().ok(),
        }
    }

    /// The values of the details that it states, as an article has them.
    fn details(&self) -> [(Field, String); 6] {
        [
            (Field::Title, self.title.clone()),
            (Field::Outlet, self.outlet.clone()),
            (Field::Author, self.author.clone()),
            (Field::Date, self.date.map(|date| date.to_string()).unwrap_or_default()),
            (Field::Language, self.language.clone()),
            (Field::Url, self.url.clone()),
        ]
    }

    /// The article that it describes, with the full text or the abstract if it has one; `None` if it says nothing that
    /// would tell it from another.
    fn into_draft(self) -> Option<Draft> {
        const ORIGIN: &str = "list of references";
        let mut draft = Draft { part: Some(format!("record {}", self.number)), ..Draft::default() };
        for (field, value) in self.details() {
            match field {
                Field::Author => set_author(&mut draft, &value, ORIGIN),
                field => draft.set(field, &value, ORIGIN),
            }
        }
        if let Some(date) = self.date {
            draft.set_date(Field::Date, date, ORIGIN);
        }
        draft.ambiguous_date = self.ambiguous_date.filter(|_| self.date.is_none());
        draft.set(Field::Free("section".to_owned()), &self.section, ORIGIN);
        let longest = self.notes.into_iter().max_by_key(|note| note.chars().count());
        let full = longest.filter(|note| {
            let n_chars = note.chars().count();
            n_chars >= MIN_FULL_TEXT_CHARS && n_chars > self.summary.chars().count()
        });
        match full {
            Some(text) => draft.text = text,
            None if !self.summary.trim().is_empty() => {
                draft.text = self.summary;
                draft.warnings.push("this is the abstract only; the list has no text of this article".to_owned());
            }
            None => {
                draft.missing_text = true;
                draft.warnings.push("the list has no text of this article".to_owned());
            }
        }
        let says_something = !draft.is_stub() || !draft.details.title.is_empty();
        says_something.then_some(draft)
    }
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A value without the tags of formatting and the named characters that programs leave in it: `<i>`, `<p>`, `&amp;`.
fn without_tags(value: &str) -> Cow<'_, str> {
    const INLINE: [&str; 12] = ["i", "b", "u", "em", "strong", "sub", "sup", "span", "sc", "scp", "font", "a"];
    const BLOCKS: [&str; 5] = ["p", "br", "div", "li", "ul"];
    const CHARACTERS: [(&str, &str); 6] =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    if !value.contains(['<', '&']) {
        return Cow::Borrowed(value);
    }
    let mut plain = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = &rest[..rest.floor_char_boundary(MAX_TAG_BYTES)];
        let tag = near[1..].split_once('>').map(|(tag, _)| tag);
        let name =
            tag.map(|tag| tag.trim_matches('/').split([' ', ':', '/']).next().unwrap_or_default().to_lowercase());
        let is_of = |names: &[&str]| name.as_ref().is_some_and(|name| names.contains(&&**name) || name == "jats");
        match tag {
            Some(tag) if is_of(&INLINE) || is_of(&BLOCKS) => {
                if is_of(&BLOCKS) && !is_of(&INLINE) && !plain.ends_with('\n') {
                    plain.push('\n');
                }
                rest = &rest[tag.len() + 2..];
            }
            _ => {
                plain.push('<');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    for (name, character) in CHARACTERS {
        plain = plain.replace(name, character);
    }
    Cow::Owned(plain)
}

/// The longest tag of formatting.
const MAX_TAG_BYTES: usize = 300;

/// A value on one line, as details are.
fn one_line(value: &str) -> String {
    let value = without_tags(value);
    decode::with_plain_lines(value).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines. Escapes in JSON may hold characters that no text may.
fn whole_text(value: &str) -> String {
    let plain = decode::with_plain_lines(without_tags(value));
    let lines: Vec<&str> = plain.trim().lines().collect();
    lines.join("\n")
}

/// The name of a file in a path of any system.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path).trim()
}

#[cfg(test)]
mod tests;
