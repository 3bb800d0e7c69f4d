//! Which passages of the texts are meant.

use std::{collections::HashSet, ops::Range};

use standpoint_core::{
    model::{Article, CodeId, CodeKind, Highlight, Project},
    text::fold::is_same_name,
};

/// The passages of some codes or outlets. Of each list that is not empty, one must fit; if all are empty, every word
/// of every article is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct WordScope {
    /// Highlights with one of these actors or their members.
    pub actors: Vec<CodeId>,
    /// Highlights with one of these issues or their members.
    pub issues: Vec<CodeId>,
    /// Articles of these outlets. Without actors and issues, their whole texts are meant.
    pub outlets: Vec<String>,
}

impl WordScope {
    /// Returns whether every word of every article is meant.
    pub fn are_all(&self) -> bool {
        self.actors.is_empty() && self.issues.is_empty() && self.outlets.is_empty()
    }
}

/// Finds the passages in an article.
pub(super) struct PassageFinder {
    actors: Option<HashSet<CodeId>>,
    issues: Option<HashSet<CodeId>>,
    outlets: Vec<String>,
}

impl PassageFinder {
    pub fn of(project: &Project, passages: &WordScope) -> Self {
        let family = |kind: CodeKind, wanted: &[CodeId]| {
            let codes = project.codebook.codes(kind).iter().map(|code| &code.id);
            let is_meant = |id: &&CodeId| {
                wanted.contains(id) || project.codebook.lineage(kind, id).iter().any(|code| wanted.contains(&code.id))
            };
            (!wanted.is_empty()).then(|| codes.filter(is_meant).cloned().collect())
        };
        Self {
            actors: family(CodeKind::Actor, &passages.actors),
            issues: family(CodeKind::Issue, &passages.issues),
            outlets: passages.outlets.clone(),
        }
    }

    /// The passages of an article in bytes, in reading order. Those that overlap or touch are one.
    pub fn passages(&self, article: &Article) -> Vec<Range<usize>> {
        let outlet = &article.details.outlet;
        if !self.outlets.is_empty() && !self.outlets.iter().any(|wanted| is_same_name(wanted, outlet)) {
            return Vec::new();
        }
        if self.actors.is_none() && self.issues.is_none() {
            let whole = 0..article.text.as_str().len();
            return std::iter::once(whole).collect();
        }
        let mut passages: Vec<Range<usize>> = Vec::new();
        for highlight in article.highlights().filter(|highlight| self.fits(highlight)) {
            let place = article.text.bytes_of(highlight.span);
            match passages.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => passages.push(place),
            }
        }
        passages
    }

    fn fits(&self, highlight: &Highlight) -> bool {
        let fits = |wanted: &Option<HashSet<CodeId>>, kind| {
            wanted.as_ref().is_none_or(|wanted| highlight.tag(kind).is_some_and(|id| wanted.contains(id)))
        };
        fits(&self.actors, CodeKind::Actor) && fits(&self.issues, CodeKind::Issue)
    }
}
