//! What can be wrong with a project, and where.
//!
//! A project read from a file may break any rule; one changed through [`crate::edit`] never does.
//! A fault carries what is known of it as data, so that a mend can be made of it; the words are its `Display`.

use std::{collections::HashSet, fmt, hash::Hash, num::NonZero, sync::Arc, thread};

use super::{Article, ArticleId, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Span, StanceId, Text};

/// The thing a fault is about, by the name it has in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    Article(ArticleId),
    Highlight(HighlightId),
    Code(CodeKind, CodeId),
    Stance(StanceId),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Article(id) => write!(f, "article {id}"),
            Self::Highlight(id) => write!(f, "highlight {id}"),
            Self::Code(kind, id) => write!(f, "{} {id}", kind.noun()),
            Self::Stance(id) => write!(f, "stance {id}"),
        }
    }
}

/// The thing a fault is about, by where it stands in the project: an id may name two things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Seat {
    Article(usize),
    /// The article, and the highlight in it.
    Highlight(usize, usize),
    Code(CodeKind, usize),
    Stance(usize),
}

/// An entry of the codebook that something names.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    Code(CodeKind, CodeId),
    Stance(StanceId),
}

impl Entry {
    /// The word for it: "actor", "issue" or "stance".
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Code(kind, _) => kind.noun(),
            Self::Stance(_) => "stance",
        }
    }

    pub fn id(&self) -> &str {
        match self {
            Self::Code(_, id) => id.as_str(),
            Self::Stance(id) => id.as_str(),
        }
    }
}

/// Which rule is broken, with what is needed to say so and to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    EmptyId,
    NoName,
    DoubleId,
    /// The parent that the codebook lacks.
    ParentMissing(CodeId),
    /// The parent through which a code is its own ancestor.
    Circle(CodeId),
    /// A key that codes of its kind cannot have.
    KeyElsewhere(char),
    /// A key that an earlier code of its kind has.
    KeyTaken(char),
    WeightNotFinite,
    /// A character that import removes; the first found of its kind.
    BadCharacter(char),
    /// So many bytes.
    TextTooLong(usize),
    SpanEmpty(Span),
    SpanPastEnd {
        span: Span,
        n_chars: usize,
    },
    /// `reads` is how the text begins at the span, 60 characters at most.
    QuoteDiffers {
        span: Span,
        reads: String,
    },
    /// The tag that the codebook lacks.
    TagMissing(Entry),
    TimeUnreadable(String),
    OutOfOrder,
}

impl FaultKind {
    /// What to do about a fault of this kind, where nothing more is known. `place` is what it is about.
    pub fn mend(&self, place: &Place) -> String {
        let noun = place.noun();
        match self {
            Self::EmptyId => "give it an id".to_owned(),
            Self::NoName => "give it one".to_owned(),
            Self::DoubleId => "give one of them another id".to_owned(),
            Self::ParentMissing(_) => format!("add that {noun}, or leave the parent out"),
            Self::Circle(_) => "leave the parent of one of them out".to_owned(),
            Self::KeyElsewhere(_) => {
                let kind = if let Place::Code(kind, _) = place { *kind } else { CodeKind::Actor };
                format!("take one of {}, or leave the key out", kind.keys())
            }
            Self::KeyTaken(_) => "give one of them another key, or leave it out".to_owned(),
            Self::WeightNotFinite => "write a number such as 1.0, 0.0 or -1.0".to_owned(),
            Self::BadCharacter(_) => "remove it and move the highlights behind it".to_owned(),
            Self::TextTooLong(_) => "split it into several articles".to_owned(),
            Self::SpanEmpty(_) => "end must be greater than start".to_owned(),
            Self::SpanPastEnd { .. } | Self::QuoteDiffers { .. } => "correct the span or the quote".to_owned(),
            Self::TagMissing(entry) => format!("add that {}, or leave it out", entry.noun()),
            Self::TimeUnreadable(_) => "write it as 2025-12-03T14:20:00Z".to_owned(),
            Self::OutOfOrder => "sort the highlights of the article by span, then id".to_owned(),
        }
    }

    /// Whether the span does not hold the quote.
    pub const fn is_about_the_span(&self) -> bool {
        matches!(self, Self::SpanEmpty(_) | Self::SpanPastEnd { .. } | Self::QuoteDiffers { .. })
    }

    /// What is wrong, of a thing named `place`.
    fn what(&self, place: &Place) -> String {
        let (noun, nouns) = (place.noun(), place.plural());
        match self {
            Self::EmptyId => format!("this {noun} has an empty id"),
            Self::NoName => format!("this {noun} has no name"),
            Self::DoubleId => format!("this id names two {nouns}"),
            _ => self.to_string(),
        }
    }
}

/// What is wrong; the first three kinds say it of "it".
impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyId => f.write_str("it has an empty id"),
            Self::NoName => f.write_str("it has no name"),
            Self::DoubleId => f.write_str("its id names two"),
            Self::ParentMissing(parent) => write!(f, "its parent “{parent}” is not in the codebook"),
            Self::Circle(parent) => write!(f, "it is its own ancestor, through “{parent}”"),
            Self::KeyElsewhere(key) => write!(f, "its key “{key}” is not in the row of such codes"),
            Self::KeyTaken(key) => write!(f, "its key “{key}” is that of another code already"),
            Self::WeightNotFinite => f.write_str("its weight is not a number"),
            Self::BadCharacter(bad) => {
                write!(f, "the text holds the character U+{:04X}, which import removes", u32::from(*bad))
            }
            Self::TextTooLong(bytes) => {
                write!(f, "its text has {bytes} bytes, more than the {} a text may have", Text::MAX_BYTES)
            }
            Self::SpanEmpty(span) => write!(f, "its span {span} is empty"),
            Self::SpanPastEnd { span, n_chars } => {
                write!(f, "its span {span} ends past the text’s {n_chars} characters")
            }
            Self::QuoteDiffers { span, reads } => {
                write!(f, "its quote differs from the text at {span}, which reads “{reads}”")
            }
            Self::TagMissing(entry) => write!(f, "its {} “{}” is not in the codebook", entry.noun(), entry.id()),
            Self::TimeUnreadable(created) => write!(f, "its time “{created}” cannot be read"),
            Self::OutOfOrder => f.write_str("it stands out of order"),
        }
    }
}

impl Place {
    const fn noun(&self) -> &'static str {
        match self {
            Self::Article(_) => "article",
            Self::Highlight(_) => "highlight",
            Self::Code(kind, _) => kind.noun(),
            Self::Stance(_) => "stance",
        }
    }

    const fn plural(&self) -> &'static str {
        match self {
            Self::Article(_) => "articles",
            Self::Highlight(_) => "highlights",
            Self::Code(kind, _) => kind.plural(),
            Self::Stance(_) => "stances",
        }
    }
}

/// One broken rule: where, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: Place,
    pub seat: Seat,
    pub kind: FaultKind,
}

impl Fault {
    /// What is wrong, without the name of the thing.
    pub fn what(&self) -> String {
        self.kind.what(&self.place)
    }

    /// What to do about it, where nothing more is known.
    pub fn mend(&self) -> String {
        self.kind.mend(&self.place)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.place, self.what(), self.mend())
    }
}

/// Every broken rule of the project, in file order. Empty for a sound one.
pub fn faults(project: &Project) -> Vec<Fault> {
    let mut found = Vec::new();
    for kind in CodeKind::ALL {
        code_faults(&project.codebook, kind, &mut found);
    }
    stance_faults(&project.codebook, &mut found);

    let check = Check { known: Known::of(&project.codebook), repeated: repeated_ids(&project.articles) };
    let n_bytes: usize = project.articles.iter().map(|article| article.text.as_str().len()).sum();
    let n_threads = thread::available_parallelism().map_or(1, NonZero::get).min(n_bytes / BYTES_A_THREAD);
    if n_threads < 2 {
        check.articles(0, &project.articles, &mut found);
        return found;
    }
    // Articles are checked alone, so several threads take a share each; what they find stays in file order.
    let n_each = project.articles.len().div_ceil(n_threads);
    let found_by_each = thread::scope(|scope| {
        let shares = project.articles.chunks(n_each).enumerate().map(|(n, share)| {
            let check = &check;
            scope.spawn(move || {
                let mut found = Vec::new();
                check.articles(n * n_each, share, &mut found);
                found
            })
        });
        let threads: Vec<_> = shares.collect();
        threads.into_iter().map(|thread| thread.join().expect("a check does not panic")).collect::<Vec<_>>()
    });
    found.extend(found_by_each.into_iter().flatten());
    found
}

/// What no text may hold: carriage return, NUL and byte order mark.
pub const BAD_CHARACTERS: [char; 3] = ['\r', '\0', '\u{feff}'];

/// A thread is worth starting for this much text, in bytes.
const BYTES_A_THREAD: usize = 1 << 20;

/// What the articles are checked against.
struct Check<'a> {
    known: Known<'a>,
    repeated: Repeated,
}

/// Articles and highlights that have the id of an earlier one, by their places in the project.
#[derive(Default)]
struct Repeated {
    articles: HashSet<usize>,
    highlights: HashSet<(usize, usize)>,
}

fn repeated_ids(articles: &[Arc<Article>]) -> Repeated {
    let mut repeated = Repeated::default();
    let mut article_ids = HashSet::with_capacity(articles.len());
    let mut highlight_ids = HashSet::with_capacity(articles.iter().map(|article| article.highlights.len()).sum());
    for (at, article) in articles.iter().enumerate() {
        if !article_ids.insert(article.id) {
            repeated.articles.insert(at);
        }
        for (at_in_article, highlight) in article.highlights.iter().enumerate() {
            if !highlight_ids.insert(highlight.id) {
                repeated.highlights.insert((at, at_in_article));
            }
        }
    }
    repeated
}

impl Check<'_> {
    /// Checks articles, the first of which stands at that place of the project.
    fn articles(&self, first: usize, articles: &[Arc<Article>], found: &mut Vec<Fault>) {
        for (at, article) in (first..).zip(articles) {
            let mut fault =
                |kind| found.push(Fault { place: Place::Article(article.id), seat: Seat::Article(at), kind });
            if self.repeated.articles.contains(&at) {
                fault(FaultKind::DoubleId);
            }
            let n_bytes = article.text.as_str().len();
            if n_bytes > Text::MAX_BYTES {
                fault(FaultKind::TextTooLong(n_bytes));
            }
            if let Some(bad) = article.text.forbidden_char() {
                fault(FaultKind::BadCharacter(bad));
            }
            let is_repeated = |nth| self.repeated.highlights.contains(&(at, nth));
            article_faults(at, article, &self.known, is_repeated, found);
        }
    }
}

fn code_faults(book: &Codebook, kind: CodeKind, found: &mut Vec<Fault>) {
    let all: HashSet<&CodeId> = book.codes(kind).iter().map(|code| &code.id).collect();
    let circles = book.codes_in_circles(kind);
    let mut seen = HashSet::new();
    let mut keys = HashSet::new();
    for (at, code) in book.codes(kind).iter().enumerate() {
        let place = Place::Code(kind, code.id.clone());
        let mut fault = |what| found.push(Fault { place: place.clone(), seat: Seat::Code(kind, at), kind: what });
        if code.id.as_str().is_empty() {
            fault(FaultKind::EmptyId);
        }
        if code.name.trim().is_empty() {
            fault(FaultKind::NoName);
        }
        if !seen.insert(&code.id) {
            fault(FaultKind::DoubleId);
        }
        if let Some(key) = code.key {
            if !kind.keys().contains(key) {
                fault(FaultKind::KeyElsewhere(key));
            } else if !keys.insert(key) {
                fault(FaultKind::KeyTaken(key));
            }
        }
        let Some(parent) = &code.parent else { continue };
        if !all.contains(parent) {
            fault(FaultKind::ParentMissing(parent.clone()));
        } else if circles.contains(&code.id) {
            fault(FaultKind::Circle(parent.clone()));
        }
    }
}

/// Whether following parents from `id` comes back to it.
pub fn is_in_a_circle(book: &Codebook, kind: CodeKind, id: &CodeId) -> bool {
    let lineage = book.lineage(kind, id);
    lineage.last().and_then(|code| code.parent.as_ref()) == Some(id)
}

fn stance_faults(book: &Codebook, found: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for (at, stance) in book.stances.iter().enumerate() {
        let place = Place::Stance(stance.id.clone());
        let mut fault = |kind| found.push(Fault { place: place.clone(), seat: Seat::Stance(at), kind });
        if stance.id.as_str().is_empty() {
            fault(FaultKind::EmptyId);
        }
        if !seen.insert(&stance.id) {
            fault(FaultKind::DoubleId);
        }
        if stance.name.trim().is_empty() {
            fault(FaultKind::NoName);
        }
        if !stance.weight.is_finite() {
            fault(FaultKind::WeightNotFinite);
        }
    }
}

/// The ids a highlight may use.
struct Known<'a> {
    actors: HashSet<&'a CodeId>,
    issues: HashSet<&'a CodeId>,
    stances: HashSet<&'a StanceId>,
}

impl<'a> Known<'a> {
    fn of(book: &'a Codebook) -> Self {
        Self {
            actors: book.actors.iter().map(|code| &code.id).collect(),
            issues: book.issues.iter().map(|code| &code.id).collect(),
            stances: book.stances.iter().map(|stance| &stance.id).collect(),
        }
    }
}

fn article_faults(
    at: usize,
    article: &Article,
    known: &Known<'_>,
    is_repeated: impl Fn(usize) -> bool,
    found: &mut Vec<Fault>,
) {
    let fault_of = |nth: usize, highlight: &Highlight, kind: FaultKind| Fault {
        place: Place::Highlight(highlight.id),
        seat: Seat::Highlight(at, nth),
        kind,
    };
    for (nth, highlight) in article.highlights.iter().enumerate() {
        let mut fault = |kind| found.push(fault_of(nth, highlight, kind));
        if is_repeated(nth) {
            fault(FaultKind::DoubleId);
        }
        if let Some(kind) = span_fault(article, highlight) {
            fault(kind);
        }
        let Highlight { actor, issue, stance, created, .. } = &**highlight;
        if let Some(id) = missing(actor.as_ref(), &known.actors) {
            fault(FaultKind::TagMissing(Entry::Code(CodeKind::Actor, id.clone())));
        }
        if let Some(id) = missing(issue.as_ref(), &known.issues) {
            fault(FaultKind::TagMissing(Entry::Code(CodeKind::Issue, id.clone())));
        }
        if let Some(id) = missing(stance.as_ref(), &known.stances) {
            fault(FaultKind::TagMissing(Entry::Stance(id.clone())));
        }
        if let Some(kind) = time_fault(created) {
            fault(kind);
        }
    }
    for (before, pair) in article.highlights.windows(2).enumerate() {
        if pair[0].order() > pair[1].order() && pair[0].id != pair[1].id {
            found.push(fault_of(before + 1, &pair[1], FaultKind::OutOfOrder));
        }
    }
}

/// Why the time of a highlight is not sound.
pub fn time_fault(created: &str) -> Option<FaultKind> {
    let is_time = is_plain_time(created) || created.parse::<jiff::Timestamp>().is_ok();
    (!is_time).then(|| FaultKind::TimeUnreadable(created.to_owned()))
}

/// Whether this is a time of the calendar in the one form this program writes, `2025-12-03T14:20:00Z`.
/// A project has tens of thousands of them, and reading any form at all takes ten times as long.
fn is_plain_time(created: &str) -> bool {
    const FORM: [u8; 20] = *b"0000-00-00T00:00:00Z";
    let Ok(bytes) = <&[u8; FORM.len()]>::try_from(created.as_bytes()) else { return false };
    let fits = |(byte, form): (&u8, &u8)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form };
    if !bytes.iter().zip(&FORM).all(fits) {
        return false;
    }
    let number = |at: usize| u16::from(bytes[at] - b'0') * 10 + u16::from(bytes[at + 1] - b'0');
    let year = number(0) * 100 + number(2);
    let is_leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let n_days = match number(5) {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u16::from(is_leap),
        _ => 0,
    };
    // The last days that a timestamp can name depend on the zone, so their year is left to the library.
    year < 9999 && (1..=n_days).contains(&number(8)) && number(11) < 24 && number(14) < 60 && number(17) < 60
}

/// Why the span of a highlight is not sound.
pub fn span_fault(article: &Article, highlight: &Highlight) -> Option<FaultKind> {
    let Highlight { span, quote, .. } = highlight;
    let (span, n_chars) = (*span, article.text.n_chars());
    if span.is_empty() {
        return Some(FaultKind::SpanEmpty(span));
    }
    if !article.text.holds(span) {
        return Some(FaultKind::SpanPastEnd { span, n_chars });
    }
    let words = article.text.slice(span);
    (words != quote).then(|| FaultKind::QuoteDiffers { span, reads: words.chars().take(60).collect() })
}

fn missing<'a, Id: Eq + Hash>(id: Option<&'a Id>, known: &HashSet<&Id>) -> Option<&'a Id> {
    id.filter(|id| !known.contains(id))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the library says, without the short way.
    fn is_time(created: &str) -> bool {
        created.parse::<jiff::Timestamp>().is_ok()
    }

    #[test]
    fn every_day_of_the_calendar_is_a_time_and_no_other() {
        for year in [0, 1, 4, 100, 400, 1900, 1999, 2000, 2024, 2025, 2100, 9999] {
            for month in 0..14 {
                for day in 0..33 {
                    let created = format!("{year:04}-{month:02}-{day:02}T14:20:00Z");
                    assert_eq!(is_plain_time(&created), is_time(&created) && year < 9999, "{created}");
                    assert_eq!(time_fault(&created).is_none(), is_time(&created), "{created}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_a_plain_time_is_a_time(created in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](Z|z|\\.5Z|\\+01:00)") {
            prop_assert!(!is_plain_time(&created) || is_time(&created));
            prop_assert_eq!(time_fault(&created).is_none(), is_time(&created));
        }
    }
}
