//! What can be wrong with a project, and where.
//!
//! A project read from a file may break any rule; one changed through [`crate::edit`] never does.

use std::{collections::HashSet, fmt, hash::Hash};

use super::{Article, ArticleId, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Span, StanceId};

/// The thing a fault is about.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// One broken rule: where, what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub place: Place,
    pub what: String,
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, what, mend } = self;
        write!(f, "{place}: {what}; {mend}")
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
    for article in &project.articles {
        let place = Place::Article(article.id);
        if !articles.insert(article.id) {
            found.push(fault(&place, "this id names two articles", "give one of them another id"));
        }
        // Three searches for one byte each are three times as fast as one over decoded characters.
        if let Some(bad) = ['\r', '\0', '\u{feff}'].into_iter().find(|bad| article.text.as_str().contains(*bad)) {
            let what = format!("the text holds the character U+{:04X}, which import removes", u32::from(bad));
            found.push(fault(&place, &what, "remove it and move the highlights behind it"));
        }
        article_faults(article, &known, &mut highlights, &mut found);
    }
    found
}

fn fault(place: &Place, what: &str, mend: &str) -> Fault {
    Fault { place: place.clone(), what: what.to_owned(), mend: mend.to_owned() }
}

fn code_faults(book: &Codebook, kind: CodeKind, found: &mut Vec<Fault>) {
    let noun = kind.noun();
    let all: HashSet<&CodeId> = book.codes(kind).iter().map(|code| &code.id).collect();
    let mut seen = HashSet::new();
    for code in book.codes(kind) {
        let place = Place::Code(kind, code.id.clone());
        if code.id.as_str().is_empty() {
            found.push(fault(&place, &format!("this {noun} has an empty id"), "give it an id"));
        }
        if code.name.trim().is_empty() {
            found.push(fault(&place, &format!("this {noun} has no name"), "give it one"));
        }
        if !seen.insert(&code.id) {
            found.push(fault(&place, &format!("this id names two {}", kind.plural()), "give one of them another id"));
        }
        let Some(parent) = &code.parent else { continue };
        if !all.contains(parent) {
            let what = format!("its parent “{parent}” is not in the codebook");
            found.push(fault(&place, &what, &format!("add that {noun}, or leave the parent out")));
        } else if is_in_a_circle(book, kind, &code.id) {
            let what = format!("it is its own ancestor, through “{parent}”");
            found.push(fault(&place, &what, "leave the parent of one of them out"));
        }
    }
}

/// Whether following parents from `id` comes back to it.
fn is_in_a_circle(book: &Codebook, kind: CodeKind, id: &CodeId) -> bool {
    let lineage = book.lineage(kind, id);
    lineage.last().and_then(|code| code.parent.as_ref()) == Some(id)
}

fn stance_faults(book: &Codebook, found: &mut Vec<Fault>) {
    let mut seen = HashSet::new();
    for stance in &book.stances {
        let place = Place::Stance(stance.id.clone());
        if stance.id.as_str().is_empty() {
            found.push(fault(&place, "this stance has an empty id", "give it an id"));
        }
        if !seen.insert(&stance.id) {
            found.push(fault(&place, "this id names two stances", "give one of them another id"));
        }
        if stance.name.trim().is_empty() {
            found.push(fault(&place, "this stance has no name", "give it one"));
        }
        if !stance.weight.is_finite() {
            found.push(fault(&place, "its weight is not a number", "write a number such as 1.0, 0.0 or -1.0"));
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

fn article_faults(article: &Article, known: &Known<'_>, seen: &mut HashSet<HighlightId>, found: &mut Vec<Fault>) {
    for highlight in &article.highlights {
        let place = Place::Highlight(highlight.id);
        if !seen.insert(highlight.id) {
            found.push(fault(&place, "this id names two highlights", "give one of them another id"));
        }
        if let Some((what, mend)) = span_fault(article, highlight) {
            found.push(fault(&place, &what, &mend));
        }
        let Highlight { actor, issue, stance, created, .. } = highlight;
        let missing = [
            missing(CodeKind::Actor.noun(), actor.as_ref(), &known.actors),
            missing(CodeKind::Issue.noun(), issue.as_ref(), &known.issues),
            missing("stance", stance.as_ref(), &known.stances),
        ];
        for (what, mend) in missing.into_iter().flatten() {
            found.push(fault(&place, &what, &mend));
        }
        if let Some(what) = time_fault(created) {
            found.push(fault(&place, &what, "write it as 2025-12-03T14:20:00Z"));
        }
    }
    for pair in article.highlights.windows(2) {
        if pair[0].order() > pair[1].order() && pair[0].id != pair[1].id {
            let place = Place::Highlight(pair[1].id);
            found.push(fault(&place, "it stands out of order", "sort the highlights of the article by span, then id"));
        }
    }
}

/// Why the time of a highlight is not sound.
pub fn time_fault(created: &str) -> Option<String> {
    created.parse::<jiff::Timestamp>().is_err().then(|| format!("its time “{created}” cannot be read"))
}

/// Why the span of a highlight is not sound, and what to do.
pub fn span_fault(article: &Article, highlight: &Highlight) -> Option<(String, String)> {
    let Highlight { span, quote, .. } = highlight;
    let n_chars = article.text.n_chars();
    if span.is_empty() {
        return Some((format!("its span {span} is empty"), "end must be greater than start".to_owned()));
    }
    if !article.text.holds(*span) {
        let what = format!("its span {span} ends past the text’s {n_chars} characters");
        return Some((what, mend_by_quote(article, quote)));
    }
    if article.text.slice(*span) != quote {
        let words: String = article.text.slice(*span).chars().take(60).collect();
        let what = format!("its quote differs from the text at {span}, which reads “{words}”");
        return Some((what, mend_by_quote(article, quote)));
    }
    None
}

fn mend_by_quote(article: &Article, quote: &str) -> String {
    let mut places = article.text.find_all(quote);
    match (places.next(), places.next()) {
        (Some(Span { start, end }), None) => format!("the quote stands at ({start}, {end})"),
        (Some(_), Some(_)) => "the quote stands in several places; choose one by hand".to_owned(),
        _ => "the quote is nowhere in the text; correct the span or the quote".to_owned(),
    }
}

fn missing<Id: Eq + Hash + fmt::Display>(
    noun: &str,
    id: Option<&Id>,
    known: &HashSet<&Id>,
) -> Option<(String, String)> {
    let id = id.filter(|id| !known.contains(id))?;
    Some((format!("its {noun} “{id}” is not in the codebook"), format!("add that {noun}, or leave it out")))
}
