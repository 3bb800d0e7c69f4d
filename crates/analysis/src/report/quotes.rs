//! Highlights with the names of their tags and of their source.

use std::collections::{BTreeSet, HashMap};

use foldhash::fast::RandomState;

use standpoint_core::model::{Article, Code, CodeId, Codebook, Highlight, Project, StanceId};

use super::sheet::Sheet;
use crate::comparison::HighlightPlace;

/// The names of codes and stances, found at once however many there are.
pub struct TagNames<'a> {
    actors: HashMap<&'a str, &'a str, RandomState>,
    issues: HashMap<&'a str, &'a str, RandomState>,
    stances: HashMap<&'a str, &'a str, RandomState>,
}

impl<'a> TagNames<'a> {
    pub fn of(book: &'a Codebook) -> Self {
        let of_codes = |codes: &'a [Code]| first_of_each(codes.iter().map(|code| (code.id.as_str(), &*code.name)));
        Self {
            actors: of_codes(&book.actors),
            issues: of_codes(&book.issues),
            stances: first_of_each(book.stances.iter().map(|stance| (stance.id.as_str(), &*stance.name))),
        }
    }

    /// Actor, issue and stance of a highlight: the name of each, its id where the codebook lacks it, or nothing.
    pub fn tags(&self, highlight: &'a Highlight) -> [&'a str; 3] {
        let name = |names: &HashMap<&'a str, &'a str, RandomState>, id: Option<&'a str>| {
            id.map_or("", |id| names.get(id).copied().unwrap_or(id))
        };
        [
            name(&self.actors, highlight.actor.as_ref().map(CodeId::as_str)),
            name(&self.issues, highlight.issue.as_ref().map(CodeId::as_str)),
            name(&self.stances, highlight.stance.as_ref().map(StanceId::as_str)),
        ]
    }
}

/// Where one id names two codes, the first counts, as everywhere.
fn first_of_each<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<&'a str, &'a str, RandomState> {
    let mut names = HashMap::default();
    for (id, name) in pairs {
        names.entry(id).or_insert(name);
    }
    names
}

/// A highlight with what people ask of it first.
pub struct Quote<'a> {
    pub article: &'a Article,
    pub highlight: &'a Highlight,
    pub actor: &'a str,
    pub issue: &'a str,
    pub stance: &'a str,
}

impl<'a> Quote<'a> {
    pub fn of(project: &'a Project, names: &TagNames<'a>, place: HighlightPlace) -> Self {
        let (article, highlight) = place.of(project);
        let [actor, issue, stance] = names.tags(highlight);
        Self { article, highlight, actor, issue, stance }
    }

    /// Who published it and when: "Axadle Times, 3 December 2025".
    pub fn source(&self) -> String {
        let details = &self.article.details;
        let date = details.date.map(|date| format!(", {}", date.in_words())).unwrap_or_default();
        format!("{}{date}", details.outlet_name())
    }

    /// Its tags: "Russia · Territory · supports".
    pub fn tags(&self) -> String {
        let tags = [self.actor, self.issue, self.stance];
        tags.into_iter().filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Every highlight that a cell of the tables counts, once each, in reading order.
pub fn counted<'a>(project: &'a Project, names: &TagNames<'a>, sheets: &[Sheet]) -> Vec<Quote<'a>> {
    let cells = sheets.iter().flat_map(|sheet| sheet.cells.iter().flatten());
    let places: BTreeSet<HighlightPlace> = cells.flat_map(|entry| entry.highlight_places.iter().copied()).collect();
    places.into_iter().map(|place| Quote::of(project, names, place)).collect()
}
