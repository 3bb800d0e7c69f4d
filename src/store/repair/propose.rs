//! What can be done about each fault.

use std::collections::{HashMap, HashSet};

use super::{Change, Mend, Problem, TimeSource, words::name_of_slug};
use crate::model::{
    Code, Codebook, Entry, Fault, FaultKind, Highlight, HighlightId, Project, Seat, Stance,
    anchor::{self, Effort, Placement},
    fault,
};

/// Every broken rule of the project with its mends, in file order. Empty for a sound one.
///
/// Texts are searched for quotes that are not where they were said to be; that takes some seconds at most.
pub fn problems(project: &Project) -> Vec<Problem> {
    let faults = fault::faults(project);
    let seen = Seen::of(project, &faults);
    let to_problem = |fault: Fault| {
        let mends = mends(project, &seen, &fault);
        Problem { fault, mends }
    };
    faults.into_iter().map(to_problem).collect()
}

/// What is looked up for many faults at once.
struct Seen {
    /// Where each highlight stands that has an id of its own or is the first of several.
    firsts: HashMap<HighlightId, (usize, usize)>,
    /// For each article with a misplaced highlight, the places of each of its highlights.
    places: HashMap<usize, Vec<Vec<Placement>>>,
}

impl Seen {
    fn of(project: &Project, faults: &[Fault]) -> Self {
        let mut firsts = HashMap::new();
        if faults.iter().any(|fault| fault.kind == FaultKind::DoubleId) {
            for (a, article) in project.articles.iter().enumerate() {
                for (h, highlight) in article.highlights.iter().enumerate() {
                    firsts.entry(highlight.id).or_insert((a, h));
                }
            }
        }
        let misplaced: Vec<usize> = faults
            .iter()
            .filter(|fault| fault.kind.is_about_the_span())
            .filter_map(|fault| if let Seat::Highlight(article, _) = fault.seat { Some(article) } else { None })
            .collect();
        let mut effort = Effort::for_quotes(misplaced.len());
        let articles: HashSet<usize> = misplaced.iter().copied().collect();
        let mut in_order: Vec<usize> = articles.into_iter().collect();
        in_order.sort_unstable();
        let places = in_order.into_iter().map(|at| {
            let article = &project.articles[at];
            let highlights: Vec<_> = article.highlights().collect();
            (at, anchor::placements(&article.text, &highlights, &mut effort))
        });
        Self { firsts, places: places.collect() }
    }
}

/// A mend that loses nothing.
const fn lossless(seat: Seat, change: Change, score: f64) -> Mend {
    Mend { seat, change, score, is_lossless: true }
}

/// A mend by which something is gone.
const fn lossy(seat: Seat, change: Change, score: f64) -> Mend {
    Mend { seat, change, score, is_lossless: false }
}

fn mends(project: &Project, seen: &Seen, fault: &Fault) -> Vec<Mend> {
    let (book, seat) = (&project.codebook, fault.seat);
    match &fault.kind {
        FaultKind::SpanEmpty(_) | FaultKind::SpanPastEnd { .. } | FaultKind::QuoteDiffers { .. } => {
            moves(project, seen, seat)
        }
        // An empty id is no tag, and nothing can be called by it.
        FaultKind::TagMissing(entry) if entry.id().is_empty() => {
            vec![lossless(seat, Change::TakeTagOff(entry.clone()), 1.0)]
        }
        FaultKind::TagMissing(entry) => vec![
            lossless(seat, Change::AddToCodebook(entry.clone()), 0.9),
            lossy(seat, Change::TakeTagOff(entry.clone()), 0.1),
        ],
        FaultKind::DoubleId => double_id(project, seen, seat),
        FaultKind::EmptyId => vec![lossless(seat, Change::GiveFreshId, 0.9)],
        FaultKind::NoName => vec![lossless(seat, Change::Name(name_for(book, seat)), 0.9)],
        FaultKind::ParentMissing(parent) => {
            let Seat::Code(kind, _) = seat else { return Vec::new() };
            if parent.as_str().is_empty() {
                return vec![lossless(seat, Change::DropParent, 1.0)];
            }
            let entry = Entry::Code(kind, parent.clone());
            vec![lossless(seat, Change::AddToCodebook(entry), 0.9), lossy(seat, Change::DropParent, 0.1)]
        }
        FaultKind::Circle(_) => vec![lossy(seat, Change::BreakCircle, 0.5)],
        // A key that cannot be pressed for it says nothing, and without one it takes a key by order.
        FaultKind::KeyElsewhere(_) | FaultKind::KeyTaken(_) => vec![lossless(seat, Change::DropKey, 0.9)],
        FaultKind::WeightNotFinite => vec![weight(book, seat)],
        FaultKind::TimeUnreadable(created) => times(project, seat, created),
        FaultKind::BadCharacter(_) => vec![lossless(seat, Change::CleanText, 1.0)],
        // Two articles of one would be a decision about what they are; that is for the editor of the file.
        FaultKind::TextTooLong(_) => vec![lossy(seat, Change::LeaveOut, 0.0)],
        FaultKind::OutOfOrder => vec![lossless(seat, Change::Sort, 1.0)],
    }
}

fn moves(project: &Project, seen: &Seen, seat: Seat) -> Vec<Mend> {
    let Seat::Highlight(article, at) = seat else { return Vec::new() };
    let (text, highlight) = (&project.articles[article].text, &project.articles[article].highlights[at]);
    let places = seen.places.get(&article).map_or(&[][..], |places| &places[at]);
    let mut mends: Vec<Mend> = places
        .iter()
        .map(|place| {
            let words = text.slice(place.span).to_owned();
            lossless(seat, Change::Move { to: place.span, words, is_exact: place.is_exact }, place.score)
        })
        .collect();
    if text.holds(highlight.span) && places.iter().all(|place| place.span != highlight.span) {
        let words = text.slice(highlight.span).to_owned();
        // Without a quote the span is all that is known, and it may be stale.
        mends.push(lossy(seat, Change::TakeWords(words), if highlight.quote.is_empty() { 0.5 } else { 0.1 }));
    }
    mends.push(lossy(seat, Change::LeaveOut, 0.0));
    mends
}

/// A copy is left out; what only has the id of another gets one of its own.
fn double_id(project: &Project, seen: &Seen, seat: Seat) -> Vec<Mend> {
    let book = &project.codebook;
    let (is_copy, fresh_score) = match seat {
        Seat::Article(at) => {
            let article = &project.articles[at];
            let first = project.articles.iter().find(|other| other.id == article.id);
            (first.is_some_and(|first| first == article), 0.95)
        }
        Seat::Highlight(a, h) => {
            let (article, highlight) = (&project.articles[a], &project.articles[a].highlights[h]);
            let is_copy = seen.firsts.get(&highlight.id).is_some_and(|&(first, nth)| {
                let first = &project.articles[first];
                first.highlights[nth] == *highlight && first.id == article.id && first.text == article.text
            });
            (is_copy, 0.95)
        }
        // Its highlights may have meant either of the two.
        Seat::Code(kind, at) => {
            let code = &book.codes(kind)[at];
            (book.code(kind, &code.id).is_some_and(|first| are_alike(first, code)), 0.85)
        }
        Seat::Stance(at) => {
            let stance = &book.stances[at];
            (book.stance(&stance.id).is_some_and(|first| are_alike_stances(first, stance)), 0.85)
        }
    };
    if is_copy {
        vec![lossless(seat, Change::LeaveCopyOut, 1.0), lossless(seat, Change::GiveFreshId, 0.1)]
    } else {
        vec![lossless(seat, Change::GiveFreshId, fresh_score), lossy(seat, Change::LeaveOut, 0.0)]
    }
}

/// Whether two codes say the same; their colours may differ.
fn are_alike(first: &Code, later: &Code) -> bool {
    first.is_called(&later.name)
        && later.aliases.iter().all(|alias| first.is_called(alias))
        && (later.key.is_none() || later.key == first.key)
        && (later.parent.is_none() || later.parent == first.parent)
        && (later.definition.is_empty() || later.definition == first.definition)
}

fn are_alike_stances(first: &Stance, later: &Stance) -> bool {
    first.name.trim().eq_ignore_ascii_case(later.name.trim()) && first.weight.total_cmp(&later.weight).is_eq()
}

/// The name for a code or stance that has none.
fn name_for(book: &Codebook, seat: Seat) -> String {
    match seat {
        Seat::Code(kind, at) => name_of_slug(book.codes(kind)[at].id.as_str(), kind.noun()),
        Seat::Stance(at) => name_of_slug(book.stances[at].id.as_str(), "stance"),
        Seat::Article(_) | Seat::Highlight(..) => String::new(),
    }
}

/// The usual weight of a usual stance; of any other nobody can know it.
fn weight(book: &Codebook, seat: Seat) -> Mend {
    let Seat::Stance(at) = seat else { return lossless(seat, Change::Weigh(0.0), 0.0) };
    let usual = Codebook::default().stance(&book.stances[at].id).map(|usual| usual.weight);
    let score = if usual.is_some() { 0.9 } else { 0.5 };
    lossless(seat, Change::Weigh(usual.unwrap_or(0.0)), score)
}

fn times(project: &Project, seat: Seat, created: &str) -> Vec<Mend> {
    let Seat::Highlight(article, at) = seat else { return Vec::new() };
    let highlight = &project.articles[article].highlights[at];
    let date = |time: jiff::Timestamp, source| Change::Date { created: time.to_string(), source };
    let written = written_time(created).map(|time| lossless(seat, date(time, TimeSource::Words), 0.95));
    let of_id = time_of_id(highlight).map(|time| lossless(seat, date(time, TimeSource::Id), 0.9));
    let epoch = lossy(seat, date(jiff::Timestamp::UNIX_EPOCH, TimeSource::Nothing), 0.1);
    written.into_iter().chain(of_id).chain([epoch]).collect()
}

/// A time without a zone, taken as UTC.
fn written_time(created: &str) -> Option<jiff::Timestamp> {
    let local: jiff::civil::DateTime = created.trim().parse().ok()?;
    local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// When the id was made, to the second, if it is of a kind that says so.
fn time_of_id(highlight: &Highlight) -> Option<jiff::Timestamp> {
    let (secs, _) = highlight.id.0.get_timestamp()?.to_unix();
    jiff::Timestamp::from_second(i64::try_from(secs).ok()?).ok()
}
