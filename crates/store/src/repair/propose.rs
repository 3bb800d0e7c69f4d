//! Suggests fixes for each fault.

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    model::{Code, Codebook, Highlight, HighlightId, Project, Stance},
    rules::{self, CodebookEntry, Fault, ItemPath, Rule},
    text::anchor::{self, Effort, Placement},
};

use super::{Fix, FixAction, Problem, TimeSource, words::name_of_slug};

/// Returns every broken rule of the project with its suggested fixes, in file order; nothing if the project is sound.
///
/// Texts are searched for quotes that are not at their spans, which takes a few seconds at most.
pub fn problems(project: &Project) -> Vec<Problem> {
    let faults = rules::faults(project);
    let seen = Seen::of(project, &faults);
    let to_problem = |fault: Fault| {
        let fixes = fixes(project, &seen, &fault);
        Problem { fault, fixes }
    };
    faults.into_iter().map(to_problem).collect()
}

/// Lookups shared by many faults.
struct Seen {
    /// The place of each highlight, as the indices of its article and in its article. If an id is repeated, the first
    /// one counts.
    firsts: HashMap<HighlightId, (usize, usize)>,
    /// For each article with a misplaced highlight, the possible places of each of its highlights.
    places: HashMap<usize, Vec<Vec<Placement>>>,
}

impl Seen {
    fn of(project: &Project, faults: &[Fault]) -> Self {
        let mut firsts = HashMap::new();
        if faults.iter().any(|fault| fault.broken.rule == Rule::IdTaken) {
            for (a, article) in project.articles.iter().enumerate() {
                for (h, highlight) in article.highlights.iter().enumerate() {
                    firsts.entry(highlight.id).or_insert((a, h));
                }
            }
        }
        let misplaced: Vec<usize> = faults
            .iter()
            .filter(|fault| fault.broken.rule.is_about_span())
            .filter_map(|fault| if let ItemPath::Highlight(article, _) = fault.path { Some(article) } else { None })
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

/// A fix that removes no data.
const fn lossless(path: ItemPath, action: FixAction, score: f64) -> Fix {
    Fix { path, action, score, is_lossless: true }
}

/// A fix that removes data.
const fn lossy(path: ItemPath, action: FixAction, score: f64) -> Fix {
    Fix { path, action, score, is_lossless: false }
}

fn fixes(project: &Project, seen: &Seen, fault: &Fault) -> Vec<Fix> {
    let (book, path) = (&project.codebook, fault.path);
    match &fault.broken.rule {
        Rule::SpanEmpty(_) | Rule::SpanPastEnd { .. } | Rule::QuoteDiffers { .. } => moves(project, seen, path),
        // An empty id is not a tag, and nothing can have that id.
        Rule::TagMissing(entry) if entry.id().is_empty() => {
            vec![lossless(path, FixAction::TakeTagOff(entry.clone()), 1.0)]
        }
        Rule::TagMissing(entry) => vec![
            lossless(path, FixAction::AddToCodebook(entry.clone()), 0.9),
            lossy(path, FixAction::TakeTagOff(entry.clone()), 0.1),
        ],
        Rule::IdTaken => double_id(project, seen, path),
        Rule::EmptyId => vec![lossless(path, FixAction::GiveFreshId, 0.9)],
        Rule::NoName => vec![lossless(path, FixAction::Name(name_for(book, path)), 0.9)],
        Rule::ParentMissing(parent) => {
            let ItemPath::Code(kind, _) = path else { return Vec::new() };
            if parent.as_str().is_empty() {
                return vec![lossless(path, FixAction::DropParent, 1.0)];
            }
            let entry = CodebookEntry::Code(kind, parent.clone());
            vec![lossless(path, FixAction::AddToCodebook(entry), 0.9), lossy(path, FixAction::DropParent, 0.1)]
        }
        Rule::OwnAncestor(_) => vec![lossy(path, FixAction::BreakCircle, 0.5)],
        // A key that does not work carries no information, and without it the code gets one of the remaining keys.
        Rule::KeyOutsideRow(_) | Rule::KeyTaken(_) => vec![lossless(path, FixAction::DropKey, 0.9)],
        Rule::WeightNotFinite => vec![weight(book, path)],
        Rule::TimeUnreadable(created) => times(project, path, created),
        Rule::ForbiddenCharacter(_) => vec![lossless(path, FixAction::CleanText, 1.0)],
        // Neither says anything about the text that is there.
        Rule::HashInvalid(_) => vec![lossless(path, FixAction::DropHash, 0.9)],
        Rule::PartPastEnd { .. } => vec![lossless(path, FixAction::DropParts, 0.9)],
        Rule::PartsOutOfOrder(_) => vec![lossless(path, FixAction::SortParts, 1.0)],
        // Splitting an article is a decision about its content, which is left to a person.
        Rule::TextTooLong(_) => vec![lossy(path, FixAction::LeaveOut, 0.0)],
        Rule::OutOfOrder => vec![lossless(path, FixAction::Sort, 1.0)],
        Rule::NameTaken => name_taken(project, path),
        // A file that breaks this rule cannot be opened for repair.
        Rule::TooManyHighlights(_) => Vec::new(),
    }
}

fn moves(project: &Project, seen: &Seen, path: ItemPath) -> Vec<Fix> {
    let ItemPath::Highlight(article, at) = path else { return Vec::new() };
    let (text, highlight) = (&project.articles[article].text, &project.articles[article].highlights[at]);
    let places = seen.places.get(&article).map_or(&[][..], |places| &places[at]);
    let mut fixes: Vec<Fix> = places
        .iter()
        .map(|place| {
            let words = text.slice(place.span).to_owned();
            lossless(path, FixAction::Move { to: place.span, words, is_exact: place.is_exact }, place.score)
        })
        .collect();
    if text.holds(highlight.span) && places.iter().all(|place| place.span != highlight.span) {
        let words = text.slice(highlight.span).to_owned();
        // Without a quote, only the span is known, and it may be out of date.
        fixes.push(lossy(path, FixAction::TakeWords(words), if highlight.quote.is_empty() { 0.5 } else { 0.1 }));
    }
    fixes.push(lossy(path, FixAction::LeaveOut, 0.0));
    fixes
}

/// Removes a copy, and gives an item that only shares the id of another a new one.
fn double_id(project: &Project, seen: &Seen, path: ItemPath) -> Vec<Fix> {
    let book = &project.codebook;
    let (is_copy, fresh_score) = match path {
        ItemPath::Article(at) => {
            let article = &project.articles[at];
            let first = project.articles.iter().find(|other| other.id == article.id);
            (first.is_some_and(|first| first == article), 0.95)
        }
        ItemPath::Highlight(a, h) => {
            let (article, highlight) = (&project.articles[a], &project.articles[a].highlights[h]);
            let is_copy = seen.firsts.get(&highlight.id).is_some_and(|&(first, nth)| {
                let first = &project.articles[first];
                first.highlights[nth] == *highlight && first.id == article.id && first.text == article.text
            });
            (is_copy, 0.95)
        }
        // Views and searches have no ids.
        ItemPath::View(_) | ItemPath::Search(_) => return Vec::new(),
        // Its highlights may have meant either of the two.
        ItemPath::Code(kind, at) => {
            let code = &book.codes(kind)[at];
            (book.code(kind, &code.id).is_some_and(|first| are_alike(first, code)), 0.85)
        }
        ItemPath::Stance(at) => {
            let stance = &book.stances[at];
            (book.stance(&stance.id).is_some_and(|first| are_alike_stances(first, stance)), 0.85)
        }
    };
    if is_copy {
        vec![lossless(path, FixAction::LeaveCopyOut, 1.0), lossless(path, FixAction::GiveFreshId, 0.1)]
    } else {
        vec![lossless(path, FixAction::GiveFreshId, fresh_score), lossy(path, FixAction::LeaveOut, 0.0)]
    }
}

/// Returns whether a later code adds nothing to the first; their colours may differ.
fn are_alike(first: &Code, later: &Code) -> bool {
    first.is_called(&later.name)
        && later.aliases.iter().all(|alias| first.is_called(alias))
        && later.alias_rules.iter().all(|(alias, rule)| first.alias_rule(alias) == *rule)
        && (later.key.is_none() || later.key == first.key)
        && (later.parent.is_none() || later.parent == first.parent)
        && (later.former.is_empty() || later.former == first.former)
        && later.rules().iter().zip(first.rules()).all(|(later, first)| later.is_empty() || *later == first)
}

fn are_alike_stances(first: &Stance, later: &Stance) -> bool {
    first.name.trim().eq_ignore_ascii_case(later.name.trim()) && first.weight.total_cmp(&later.weight).is_eq()
}

/// Removes a copy of a view or a search, and appends its place in the list to the name of a different one.
fn name_taken(project: &Project, path: ItemPath) -> Vec<Fix> {
    let (name, at, is_copy) = match path {
        ItemPath::View(at) => {
            let view = &project.views[at];
            (&view.name, at, project.view(&view.name) == Some(view))
        }
        ItemPath::Search(at) => {
            let search = &project.searches[at];
            (&search.name, at, project.search(&search.name) == Some(search))
        }
        _ => return Vec::new(),
    };
    let rename = FixAction::Name(format!("{name} {}", at + 1));
    if is_copy {
        vec![lossless(path, FixAction::LeaveCopyOut, 1.0), lossless(path, rename, 0.1)]
    } else {
        vec![lossless(path, rename, 0.95), lossy(path, FixAction::LeaveOut, 0.0)]
    }
}

/// A name for a code, a stance, a view or a search that has none.
fn name_for(book: &Codebook, path: ItemPath) -> String {
    match path {
        ItemPath::Code(kind, at) => name_of_slug(book.codes(kind)[at].id.as_str(), kind.noun()),
        ItemPath::Stance(at) => name_of_slug(book.stances[at].id.as_str(), "stance"),
        ItemPath::View(at) => format!("View {}", at + 1),
        ItemPath::Search(at) => format!("Search {}", at + 1),
        ItemPath::Article(_) | ItemPath::Highlight(..) => String::new(),
    }
}

/// Restores the default weight of a default stance. A weight that is too large becomes the largest possible one, and
/// any other is a guess.
fn weight(book: &Codebook, path: ItemPath) -> Fix {
    let ItemPath::Stance(at) = path else { return lossless(path, FixAction::Weigh(0.0), 0.0) };
    let usual = Codebook::default().stance(&book.stances[at].id).map(|usual| usual.weight);
    let weight = book.stances[at].weight;
    let nearest = if weight.is_finite() { weight.clamp(-Stance::MAX_WEIGHT, Stance::MAX_WEIGHT) } else { 0.0 };
    let score = if usual.is_some() { 0.9 } else { 0.5 };
    lossless(path, FixAction::Weigh(usual.unwrap_or(nearest)), score)
}

fn times(project: &Project, path: ItemPath, created: &str) -> Vec<Fix> {
    let ItemPath::Highlight(article, at) = path else { return Vec::new() };
    let highlight = &project.articles[article].highlights[at];
    let date = |time: jiff::Timestamp, source| FixAction::Date { created: time.to_string(), source };
    let written = written_time(created).map(|time| lossless(path, date(time, TimeSource::Words), 0.95));
    let of_id = time_of_id(highlight).map(|time| lossless(path, date(time, TimeSource::Id), 0.9));
    let epoch = lossy(path, date(jiff::Timestamp::UNIX_EPOCH, TimeSource::Nothing), 0.1);
    written.into_iter().chain(of_id).chain([epoch]).collect()
}

/// Reads a time without a zone as UTC.
fn written_time(created: &str) -> Option<jiff::Timestamp> {
    let local: jiff::civil::DateTime = created.trim().parse().ok()?;
    local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
}

/// The time at which the id was made, to the second, if the kind of id has one.
fn time_of_id(highlight: &Highlight) -> Option<jiff::Timestamp> {
    let (secs, _) = highlight.id.0.get_timestamp()?.to_unix();
    jiff::Timestamp::from_second(i64::try_from(secs).ok()?).ok()
}
