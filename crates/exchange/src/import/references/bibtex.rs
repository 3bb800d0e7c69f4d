//! BibTeX and BibLaTeX. The crate `biblatex` reads entries and the accents of LaTeX; entries are handed to it one by one,
//! so that a damaged one costs no other, and with their abbreviations replaced, because it follows abbreviations and
//! cross references without end.

use std::{borrow::Cow, collections::HashMap};

use biblatex::{Bibliography, ChunksExt as _, Entry, Field, Person, RawBibliography, RawChunk, Spanned};

use super::{Reference, ReferenceList, file_name, one_line, whole_text};
use crate::import::formats::PartFailure;

/// What stands for the end of a paragraph while the crate reads a value. No text has it.
const PARAGRAPH_END: char = '\u{f8ff}';
/// How deep braces may be nested. The crate takes time that grows with the square of it.
const MAX_DEPTH: usize = 50;
/// The most pieces that an abbreviation stands for.
const MAX_PIECES: usize = 100;
/// The most bytes for which the abbreviations of a list stand together. Real ones are the names of journals.
const MAX_ABBREVIATED_BYTES: usize = 8 << 20;

pub(super) fn read(text: &str) -> ReferenceList {
    let text = &*with_paragraph_ends(text);
    let mut list = ReferenceList::default();
    let mut abbreviations: HashMap<String, Field<'_>> = HashMap::new();
    let mut n_left = MAX_ABBREVIATED_BYTES;
    for (line, chunk) in entries(text) {
        if is_too_deep(chunk) {
            list.failures.push(failure(line, format_args!("its braces are nested more than {MAX_DEPTH} deep")));
            continue;
        }
        let mut raw = match RawBibliography::parse(chunk) {
            Ok(raw) => raw,
            Err(error) => {
                let before = &chunk.as_bytes()[..error.span.start.min(chunk.len())];
                let line = line + before.iter().filter(|byte| **byte == b'\n').count();
                list.failures.push(failure(line, error.kind));
                continue;
            }
        };
        for pair in &raw.abbreviations {
            let meaning = replaced(&pair.value.v, &abbreviations, &mut n_left);
            abbreviations.insert(pair.key.v.to_lowercase(), meaning);
        }
        raw.abbreviations.clear();
        for entry in &mut raw.entries {
            entry.v.fields.retain(|field| !["crossref", "xdata"].contains(&&*field.key.v.to_ascii_lowercase()));
            for field in &mut entry.v.fields {
                field.value.v = replaced(&field.value.v, &abbreviations, &mut n_left);
            }
        }
        match Bibliography::from_raw(raw) {
            Ok(found) => {
                for entry in found {
                    list.references.push(reference_of(&entry, list.references.len() + 1));
                }
            }
            Err(error) => list.failures.push(failure(line, error.kind)),
        }
    }
    list
}

fn failure(number: usize, reason: impl ToString) -> PartFailure {
    let reason = format!("{}; correct it there, or export it again", reason.to_string());
    PartFailure { number, noun: "line", reason }
}

/// A value without the commands of LaTeX that the crate leaves in it: `\textit{stall}`, `\&`, ` ``yes'' `.
fn without_commands(value: &str) -> String {
    if !value.contains(['\\', '`', '\'']) {
        return value.to_owned();
    }
    let value = value.replace("``", "“").replace("''", "”");
    let mut plain = String::with_capacity(value.len());
    let mut rest = &*value;
    // How many braces of commands are open.
    let mut n_open = 0usize;
    while let Some(at) = rest.find(['\\', '}']) {
        plain.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        if rest.as_bytes()[at] == b'}' {
            if n_open == 0 {
                plain.push('}');
            }
            n_open = n_open.saturating_sub(1);
            rest = tail;
            continue;
        }
        let n_letters = tail.bytes().take_while(u8::is_ascii_alphabetic).count();
        let behind = &tail[n_letters..];
        rest = match tail.chars().next() {
            Some(sign) if "_&%$#{} ".contains(sign) => {
                plain.push(sign);
                &tail[1..]
            }
            Some(_) if n_letters > 1 && behind.starts_with('{') => {
                n_open += 1;
                &behind[1..]
            }
            _ => {
                plain.push('\\');
                tail
            }
        };
    }
    plain.push_str(rest);
    plain
}

/// Marks the empty lines inside values, which are the ends of paragraphs and which the crate takes for blanks.
fn with_paragraph_ends(text: &str) -> Cow<'_, str> {
    if !text.lines().any(|line| line.trim().is_empty()) {
        return Cow::Borrowed(text);
    }
    let mut marked = String::with_capacity(text.len());
    // A value is in braces inside those of its entry, or in quotation marks.
    let (mut depth, mut is_quoted) = (0usize, false);
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('@') && !is_quoted && depth < 2 {
            depth = 0;
        }
        if line.trim().is_empty() && (depth >= 2 || is_quoted) {
            marked.push(PARAGRAPH_END);
        }
        marked.push_str(line);
        let mut before = ' ';
        for c in line.chars() {
            match c {
                '{' if before != '\\' => depth += 1,
                '}' if before != '\\' => depth = depth.saturating_sub(1),
                '"' if depth == 1 => is_quoted = !is_quoted,
                _ => {}
            }
            before = c;
        }
    }
    Cow::Owned(marked)
}

/// The entries with the lines on which they begin, counted from 1.
fn entries(text: &str) -> Vec<(usize, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for (line, words) in (1..).zip(text.split_inclusive('\n')) {
        let is_start = words.trim_start().strip_prefix('@').is_some_and(|rest| {
            let kind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
            kind.len() < rest.len() && kind.trim_start().starts_with(['{', '('])
        });
        if is_start {
            starts.push((line, at));
        }
        at += words.len();
    }
    let ends = starts.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
    starts.iter().zip(ends).map(|((line, start), end)| (*line, &text[*start..end])).collect()
}

fn is_too_deep(chunk: &str) -> bool {
    let mut depth = 0_usize;
    chunk.bytes().any(|byte| {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_DEPTH
    })
}

/// A value without abbreviations, except those for months and those that are not defined. An abbreviation that stands for
/// more than `n_left` bytes stays as it is.
fn replaced<'a>(value: &Field<'a>, abbreviations: &HashMap<String, Field<'a>>, n_left: &mut usize) -> Field<'a> {
    let n_bytes = |known: &Field<'_>| -> usize {
        let lengths = known.iter().map(|piece| match &piece.v {
            RawChunk::Normal(words) | RawChunk::Abbreviation(words) => words.len(),
        });
        lengths.sum()
    };
    let mut pieces = Vec::new();
    for piece in value {
        match &piece.v {
            RawChunk::Normal(_) => pieces.push(piece.clone()),
            RawChunk::Abbreviation(name) => match abbreviations.get(&name.to_lowercase()) {
                Some(known) if n_bytes(known) <= *n_left => {
                    *n_left -= n_bytes(known);
                    pieces.extend(known.iter().cloned());
                }
                None if is_month(name) => pieces.push(piece.clone()),
                _ => pieces.push(Spanned::new(RawChunk::Normal(name), piece.span.clone())),
            },
        }
        pieces.truncate(MAX_PIECES);
    }
    pieces
}

fn is_month(name: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    MONTHS.contains(&&*name.to_lowercase())
}

fn reference_of(entry: &Entry, number: usize) -> Reference {
    let value =
        |key: &str| entry.get(key).map(|chunks| without_commands(&chunks.format_verbatim())).unwrap_or_default();
    let text =
        |key: &str| value(key).replace(PARAGRAPH_END, "\n").lines().map(str::trim).collect::<Vec<_>>().join("\n");
    let first = |keys: &[&str]| keys.iter().map(|key| one_line(&value(key))).find(|value| !value.is_empty());
    let authors: Vec<Person> = entry.author().unwrap_or_default();
    let names: Vec<String> = authors
        .iter()
        // “and others” stands for those who are not named.
        .filter(|person| !(person.name == "others" && person.given_name.is_empty()))
        .map(|person| one_line(&[&*person.given_name, &*person.prefix, &*person.name, &*person.suffix].join(" ")))
        .collect();
    let mut reference = Reference {
        number,
        title: first(&["title"]).unwrap_or_default(),
        outlet: first(&["journaltitle", "journal", "newspaper", "organization", "publisher"]).unwrap_or_default(),
        author: names.join("; "),
        url: first(&["url"]).unwrap_or_default(),
        language: first(&["language", "langid"]).unwrap_or_default(),
        section: first(&["section"]).unwrap_or_default(),
        // “Full text:files/12/bridge.pdf:application/pdf”, with semicolons between files.
        files: value("file")
            .split([';', ':'])
            .map(file_name)
            .filter(|name| name.contains('.'))
            .map(str::to_owned)
            .collect(),
        summary: whole_text(&text("abstract")),
        notes: ["note", "annote", "annotation"].map(text).into_iter().filter(|note| !note.trim().is_empty()).collect(),
        ..Reference::default()
    };
    // A range of days begins with the day of publication.
    reference.set_date(value("date").split('/').next().unwrap_or_default());
    let [day, month, year] = ["day", "month", "year"].map(|key| one_line(&value(key)));
    let is_number = month.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        let parts = [&year, &month, &day].map(String::as_str).into_iter().take_while(|part| !part.is_empty());
        reference.set_date(&parts.collect::<Vec<_>>().join("-"));
    } else {
        reference.set_date(&format!("{day} {month} {year}"));
    }
    reference
}
