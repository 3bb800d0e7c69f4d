//! What can be wrong with a project, and where.
//!
//! A project read from a file may break any rule; one changed through [`crate::edit`] never does.
//! A fault carries what is known of it as data, so that a mend can be made of it; the words are its `Display`.

use std::{collections::HashSet, fmt, hash::Hash};

use super::{Article, ArticleId, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Span, StanceId};

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
    WeightNotFinite,
    /// A character that import removes; the first found of its kind.
    BadCharacter(char),
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
            Self::WeightNotFinite => "write a number such as 1.0, 0.0 or -1.0".to_owned(),
            Self::BadCharacter(_) => "remove it and move the highlights behind it".to_owned(),
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
            Self::WeightNotFinite => f.write_str("its weight is not a number"),
            Self::BadCharacter(bad) => {
                write!(f, "the text holds the character U+{:04X}, which import removes", u32::from(*bad))
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

    let known = Known::of(&project.codebook);
    let mut articles = HashSet::new();
    let mut highlights = HashSet::new();
    for (at, article) in project.articles.iter().enumerate() {
        let mut fault = |kind| found.push(Fault { place: Place::Article(article.id), seat: Seat::Article(at), kind });
        if !articles.insert(article.id) {
            fault(FaultKind::DoubleId);
        }
        // Three searches for one byte each are three times as fast as one over decoded characters.
        if let Some(bad) = BAD_CHARACTERS.into_iter().find(|bad| article.text.as_str().contains(*bad)) {
            fault(FaultKind::BadCharacter(bad));
        }
        article_faults(at, article, &known, &mut highlights, &mut found);
    }
    found
}

/// What no text may hold: carriage return, NUL and byte order mark.
pub const BAD_CHARACTERS: [char; 3] = ['\r', '\0', '\u{feff}'];

fn code_faults(book: &Codebook, kind: CodeKind, found: &mut Vec<Fault>) {
    let all: HashSet<&CodeId> = book.codes(kind).iter().map(|code| &code.id).collect();
    let mut seen = HashSet::new();
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
        let Some(parent) = &code.parent else { continue };
        if !all.contains(parent) {
            fault(FaultKind::ParentMissing(parent.clone()));
        } else if is_in_a_circle(book, kind, &code.id) {
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
    seen: &mut HashSet<HighlightId>,
    found: &mut Vec<Fault>,
) {
    let fault_of = |nth: usize, highlight: &Highlight, kind: FaultKind| Fault {
        place: Place::Highlight(highlight.id),
        seat: Seat::Highlight(at, nth),
        kind,
    };
    for (nth, highlight) in article.highlights.iter().enumerate() {
        let mut fault = |kind| found.push(fault_of(nth, highlight, kind));
        if !seen.insert(highlight.id) {
            fault(FaultKind::DoubleId);
        }
        if let Some(kind) = span_fault(article, highlight) {
            fault(kind);
        }
        let Highlight { actor, issue, stance, created, .. } = highlight;
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
    created.parse::<jiff::Timestamp>().is_err().then(|| FaultKind::TimeUnreadable(created.to_owned()))
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
