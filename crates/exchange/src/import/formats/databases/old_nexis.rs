//! Text files of nexis.com before Nexis Uni: reports below “3 of 200 DOCUMENTS”, with lines broken by hand.

use super::{
    folded,
    labels::{Label, labelled, language_code, section},
    reading_of, set_date,
};
use crate::import::{
    bylines::{set_author, set_outlet},
    dates::date_in,
    draft::{Draft, Field, LeftOut},
    formats::Reading,
};

const ORIGIN: &str = "nexis.com";
/// How many paragraphs may stand before the headline.
const MAX_NAMES: usize = 4;
/// How many paragraphs may stand behind the text.
const MAX_TAIL: usize = 14;
/// A line that is indented further is centred.
const CENTRED: usize = 8;
/// A longer paragraph is not one with the date of a report.
const MAX_DATE_CHARS: usize = 160;

/// The reports in a file; `None` if it has no line such as “1 of 20 DOCUMENTS”.
pub(super) fn reports_in(text: &str) -> Option<Reading> {
    let lines: Vec<&str> = text.lines().collect();
    let mut starts = Vec::new();
    let mut last: Option<Mark> = None;
    for (at, line) in lines.iter().enumerate() {
        let Some(mark) = Mark::of(line) else { continue };
        // A report may cite such a line, but not with the numbers that come next.
        if last.is_none_or(|last| mark.number > last.number && mark.total == last.total) {
            starts.push(at + 1);
            last = Some(mark);
        }
    }
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([lines.len()]);
    let reports: Vec<_> = starts.iter().zip(ends).map(|(start, end)| &lines[*start..end]).collect();
    (!reports.is_empty()).then(|| reading_of(reports.into_iter().map(report)))
}

/// A line that starts a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    number: usize,
    total: usize,
}

impl Mark {
    /// Reads “3 of 200 DOCUMENTS”, “Dokument 3 von 200” and the like.
    fn of(line: &str) -> Option<Self> {
        if line.len() > 200 {
            return None;
        }
        let lower = line.to_lowercase();
        let words: Vec<&str> = lower.split_whitespace().collect();
        let is_document = |word: &str| word.starts_with("document") || word.starts_with("dokument");
        let (number, joint, total) = match *words {
            [number, joint, total, noun] if is_document(noun) => (number, joint, total),
            [noun, number, joint, total] if is_document(noun) => (number, joint, total),
            _ => return None,
        };
        let is_joint = ["of", "von", "de", "di", "van", "sur"].contains(&joint);
        let mark = Self { number: number.parse().ok()?, total: total.parse().ok()? };
        (is_joint && mark.number > 0 && mark.number <= mark.total).then_some(mark)
    }
}

/// Lines with nothing between them.
struct Paragraph<'a> {
    lines: Vec<&'a str>,
}

impl Paragraph<'_> {
    fn text(&self) -> String {
        folded(&self.lines.join(" "))
    }

    /// The lines as a paragraph, in which items of a list stay lines and words that were divided at a hyphen are whole.
    fn prose(&self) -> String {
        let mut prose = String::new();
        for line in self.lines.iter().map(|line| folded(line)) {
            let ends_in_hyphen = prose.strip_suffix('-').is_some_and(|word| word.ends_with(char::is_alphabetic));
            let goes_on = ends_in_hyphen && line.starts_with(char::is_lowercase);
            match () {
                () if prose.is_empty() || goes_on => {}
                () if is_item(&line) => prose.push('\n'),
                () => prose.push(' '),
            }
            prose.push_str(&line);
        }
        prose
    }

    fn is_centred(&self) -> bool {
        self.lines.iter().all(|line| line.len() - line.trim_start().len() >= CENTRED)
    }

    fn is_rights(&self) -> bool {
        self.lines.iter().all(|line| is_rights(line))
    }

    /// The field that is named in capitals.
    fn label(&self) -> Option<(Label, String)> {
        let text = self.text();
        let (name, _) = text.split_once(':')?;
        let is_capital = !name.chars().any(char::is_lowercase);
        let (label, value) = labelled(&text).filter(|_| is_capital)?;
        Some((label, value.to_owned()))
    }
}

/// Whether a line begins an item of a list: “* One”, “2. Two”.
fn is_item(line: &str) -> bool {
    let Some((mark, _)) = line.split_once(' ') else { return false };
    let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
    matches!(mark, "*" | "•" | "-" | "–")
        || (1..=2).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_rights(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    ["copyright ", "all rights reserved", "alle rechte vorbehalten", "tous droits réservés", "©"]
        .iter()
        .any(|start| line.starts_with(start))
}

fn paragraphs<'a>(lines: &[&'a str]) -> Vec<Paragraph<'a>> {
    let groups = lines.split(|line| line.trim().is_empty());
    groups.filter(|group| !group.is_empty()).map(|group| Paragraph { lines: group.to_vec() }).collect()
}

fn report(lines: &[&str]) -> Result<Draft, String> {
    let mut paragraphs = paragraphs(lines);
    // The first lines may name the owner of the rights above the outlet.
    if let Some(first) = paragraphs.first_mut() {
        first.lines.retain(|line| !is_rights(line));
    }
    paragraphs.retain(|paragraph| !paragraph.lines.is_empty());
    let is_name = |paragraph: &&Paragraph<'_>| paragraph.label().is_none();
    let n_names = paragraphs.iter().take(MAX_NAMES).take_while(is_name).count();
    let is_date = |paragraph: &Paragraph<'_>| {
        let text = paragraph.text();
        text.chars().count() <= MAX_DATE_CHARS && date_in(&text).is_some()
    };
    let date = paragraphs[..n_names].iter().position(is_date).filter(|at| *at <= 2);
    let mut draft = Draft::default();
    let mut at = match date {
        Some(date) => {
            set_date(&mut draft, &paragraphs[date].text(), ORIGIN);
            if date > 0 {
                set_outlet(&mut draft, vec![(paragraphs[0].text(), ORIGIN.into())]);
            }
            date + 1
        }
        // Without a date, the outlet is the centred line above the headline.
        None => match paragraphs.first().filter(|first| n_names > 1 && first.is_centred()) {
            Some(first) => {
                set_outlet(&mut draft, vec![(first.text(), ORIGIN.into())]);
                1
            }
            None => 0,
        },
    };
    // The edition stands centred below the date.
    at += paragraphs[at..].iter().take_while(|paragraph| paragraph.is_centred()).count();
    if let Some(headline) = paragraphs.get(at).filter(|paragraph| paragraph.label().is_none()) {
        draft.set(Field::Title, &headline.text(), ORIGIN);
        at += 1;
    }
    while let Some(paragraph) = paragraphs.get(at) {
        match paragraph.label() {
            Some((label, value)) => take(&mut draft, label, &value),
            None if is_german_byline(paragraph, &paragraphs[at + 1..]) => {
                set_author(&mut draft, &paragraph.text(), ORIGIN);
            }
            None => break,
        }
        at += 1;
    }
    let body = &paragraphs[at..];
    let is_tail = |paragraph: &Paragraph<'_>| {
        let ends = |(label, _)| matches!(label, Label::Tail | Label::Language);
        paragraph.label().is_some_and(ends) || paragraph.is_rights()
    };
    let n_searched = body.len().min(MAX_TAIL);
    let first_searched = (body.len() - n_searched).max(1).min(body.len());
    let tail = body[first_searched..].iter().position(is_tail).map_or(body.len(), |tail| first_searched + tail);
    for (label, value) in body[tail..].iter().filter_map(Paragraph::label) {
        take(&mut draft, label, &value);
    }
    draft.text =
        body[..tail].iter().map(Paragraph::prose).filter(|text| text != "BODY:").collect::<Vec<_>>().join("\n");
    if draft.text.is_empty() { Err("it has no text".to_owned()) } else { Ok(draft) }
}

/// “VON Max Berger”, above the other fields.
fn is_german_byline(paragraph: &Paragraph<'_>, behind: &[Paragraph<'_>]) -> bool {
    let text = paragraph.text();
    text.starts_with("VON ") && text.len() <= 80 && behind.first().is_some_and(|next| next.label().is_some())
}

fn take(draft: &mut Draft, label: Label, value: &str) {
    match label {
        Label::Byline => set_author(draft, value, ORIGIN),
        Label::Section => draft.set(Field::Free("section".to_owned()), section(value), ORIGIN),
        Label::Language => draft.set(Field::Language, &language_code(value), ORIGIN),
        Label::Highlight if !value.is_empty() => {
            draft.left_out.push(LeftOut { before_line: 0, text: value.to_owned(), reason: "highlight".into() });
        }
        Label::Highlight | Label::Other | Label::Tail => {}
    }
}
