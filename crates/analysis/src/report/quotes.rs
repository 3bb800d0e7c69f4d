//! Highlights together with the names of their tags and of their source.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use standpoint_core::{
    model::{Article, Code, CodeId, Codebook, Highlight, Project, StanceId},
    text::fold::is_blank,
};

use super::sheet::Sheet;
use crate::comparison::HighlightPlace;

/// The names of all codes and stances by id, for fast lookup in large codebooks.
pub struct TagNames<'a> {
    actors: HashMap<&'a str, &'a str, RandomState>,
    issues: HashMap<&'a str, &'a str, RandomState>,
    stances: HashMap<&'a str, &'a str, RandomState>,
}

impl<'a> TagNames<'a> {
    /// Collects the names in a codebook.
    pub fn of(book: &'a Codebook) -> Self {
        let of_codes = |codes: &'a [Code]| first_of_each(codes.iter().map(|code| (code.id.as_str(), &*code.name)));
        Self {
            actors: of_codes(&book.actors),
            issues: of_codes(&book.issues),
            stances: first_of_each(book.stances.iter().map(|stance| (stance.id.as_str(), &*stance.name))),
        }
    }

    /// Returns the names of the actor, issue and stance of a highlight. A name is empty if the tag is missing, and the
    /// id if the codebook does not have it.
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

/// If two codes share an id, the first one counts, as everywhere.
fn first_of_each<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> HashMap<&'a str, &'a str, RandomState> {
    let mut names = HashMap::default();
    for (id, name) in pairs {
        names.entry(id).or_insert(name);
    }
    names
}

/// A highlight with its article and the names of its tags.
pub struct Quote<'a> {
    /// The article it is quoted from.
    pub article: &'a Article,
    /// The highlight with the quoted words.
    pub highlight: &'a Highlight,
    /// The name of the actor; empty if there is none.
    pub actor: &'a str,
    /// The name of the issue; empty if there is none.
    pub issue: &'a str,
    /// The name of the stance; empty if it takes none.
    pub stance: &'a str,
}

impl<'a> Quote<'a> {
    /// Looks up a highlight and the names of its tags. Panics if `place` is not a place in `project`.
    pub fn of(project: &'a Project, names: &TagNames<'a>, place: HighlightPlace) -> Self {
        let (article, highlight) = place.of(project);
        let [actor, issue, stance] = names.tags(highlight);
        Self { article, highlight, actor, issue, stance }
    }

    /// Returns the outlet with its agency, the date and the page, as far as they are known: "Axadle Times (North Wire), 3
    /// December 2025, p. 3".
    pub fn source(&self) -> String {
        let rest = behind_outlet(self.article, Some(self.highlight.span.start));
        format!("{}{rest}", self.article.details.outlet_name())
    }

    /// Returns the names of its tags: "Russia · Territory · supports".
    pub fn tags(&self) -> String {
        let tags = [self.actor, self.issue, self.stance];
        tags.into_iter().filter(|tag| !tag.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// Returns what follows the name of the outlet where words are quoted: " (North Wire), 3 December 2025, p. 3". The page is
/// that of the character at `position`.
pub fn behind_outlet(article: &Article, position: Option<usize>) -> String {
    let details = &article.details;
    let agency = Some(&details.agency).filter(|agency| !is_blank(agency)).map(|agency| format!(" ({agency})"));
    let date = details.date.map(|date| format!(", {}", date.in_words()));
    let part = position.and_then(|position| article.part_at(position)).map(|part| format!(", {part}"));
    [agency, date, part].into_iter().flatten().collect()
}

/// Returns every highlight counted by a cell of these tables, once each and in reading order, if the sheets list them.
pub fn counted<'a>(
    project: &'a Project,
    names: &TagNames<'a>,
    sheets: &[Sheet],
) -> impl ExactSizeIterator<Item = Quote<'a>> {
    let places = sheets.first().map_or(&[][..], Sheet::counted_highlights);
    places.iter().map(|place| Quote::of(project, names, *place))
}
