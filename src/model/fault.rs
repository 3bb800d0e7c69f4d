//! What can be wrong with a project, and where.
//!
//! A project read from a file may break any rule; one changed through [`crate::edit`] never does.

use std::{collections::HashSet, fmt, hash::Hash, num::NonZero, sync::Arc, thread};

use super::{Article, ArticleId, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Span, StanceId, Text};

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
            let place = Place::Article(article.id);
            if self.repeated.articles.contains(&at) {
                found.push(fault(&place, "this id names two articles", "give one of them another id"));
            }
            let n_bytes = article.text.as_str().len();
            if n_bytes > Text::MAX_BYTES {
                let what = format!("its text has {n_bytes} bytes, more than the {} a text may have", Text::MAX_BYTES);
                found.push(fault(&place, &what, "split it into several articles"));
            }
            if let Some(bad) = article.text.forbidden_char() {
                let what = format!("the text holds the character U+{:04X}, which import removes", u32::from(bad));
                found.push(fault(&place, &what, "remove it and move the highlights behind it"));
            }
            let is_repeated = |at_in_article| self.repeated.highlights.contains(&(at, at_in_article));
            article_faults(article, &self.known, is_repeated, found);
        }
    }
}

fn fault(place: &Place, what: &str, mend: &str) -> Fault {
    Fault { place: place.clone(), what: what.to_owned(), mend: mend.to_owned() }
}

fn code_faults(book: &Codebook, kind: CodeKind, found: &mut Vec<Fault>) {
    let noun = kind.noun();
    let all: HashSet<&CodeId> = book.codes(kind).iter().map(|code| &code.id).collect();
    let circles = book.codes_in_circles(kind);
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
        } else if circles.contains(&code.id) {
            let what = format!("it is its own ancestor, through “{parent}”");
            found.push(fault(&place, &what, "leave the parent of one of them out"));
        }
    }
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

fn article_faults(article: &Article, known: &Known<'_>, is_repeated: impl Fn(usize) -> bool, found: &mut Vec<Fault>) {
    for (at, highlight) in article.highlights.iter().enumerate() {
        let place = Place::Highlight(highlight.id);
        if is_repeated(at) {
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
    let is_time = is_plain_time(created) || created.parse::<jiff::Timestamp>().is_ok();
    (!is_time).then(|| format!("its time “{created}” cannot be read"))
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
