//! What is new about a saved search: the hits in texts that were added or revised since somebody looked at them.

use standpoint_core::model::{
    Project, SavedSearch,
    saved_search::{SeenHits, SeenMarks},
};

use super::{FoundHits, WantedHits};
use crate::search::{Search, articles_with};

/// What is kept of the texts in which a search finds something now. `at` is the present time.
pub fn seen_now(project: &Project, search: &SavedSearch, at: String) -> SeenHits {
    let has_hit = articles_with(project, search);
    let seen = project.articles.iter().zip(has_hit).filter(|(_, has_hit)| *has_hit);
    SeenHits { at, texts: SeenMarks::of(seen.map(|(article, _)| article.text.mark())) }
}

/// How many hits of a saved search are in texts that were not seen; `None` if nobody has looked at it yet. Texts that
/// were searched before are not searched again, unless they are new and hold something.
pub fn n_new_hits(project: &Project, saved: &SavedSearch) -> Option<usize> {
    let seen = &saved.seen.as_ref()?.texts;
    let Ok(search) = Search::new(&saved.pattern, saved.options) else { return Some(0) };
    let wanted = WantedHits { limit: saved.limit, seen: Some(seen.clone()), only_new: true };
    let mut found = FoundHits::default();
    let with_hits = project.articles.iter().zip(articles_with(project, saved)).filter(|(_, has_hit)| *has_hit);
    for (article, _) in with_hits.filter(|(article, _)| !seen.holds(&article.text)) {
        found.add(0, article, search.spans(&article.text), &wanted);
    }
    Some(found.n_new())
}
