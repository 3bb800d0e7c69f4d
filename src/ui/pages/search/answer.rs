//! Finds the lines on a thread: the first ones at once, all of them in the end.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use standpoint_analysis::{
    concordance::{Concordance, FoundHits, LineGrouping, LineOrder, WantedHits},
    search::{Search, SearchOptions},
};
use standpoint_core::model::Project;

use crate::ui::parts::pursuit::Pursuer;

/// What lines are asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SearchKey {
    pub pattern: String,
    pub options: SearchOptions,
    pub wanted: WantedHits,
    pub order: LineOrder,
    pub grouping: LineGrouping,
    pub revision: u64,
}

impl SearchKey {
    /// Whether the same words are searched for in the same way, whatever the project was like.
    fn is_same_search(&self, other: &Self) -> bool {
        (&self.pattern, self.options, &self.wanted) == (&other.pattern, other.options, &other.wanted)
    }
}

/// The lines of a search, with the project that their places refer to.
pub(super) struct SearchAnswer {
    pub project: Arc<Project>,
    pub lines: Arc<Concordance>,
    pub grouping: LineGrouping,
}

/// When the first lines are shown; after that, whenever twice the time has passed, so that sorting what was found so far
/// takes only a part of the time.
const FIRST: Duration = Duration::from_millis(30);

/// Finds lines; returns nothing if they are not wanted any more. `before` is the last answer, which may hold the hits
/// already.
pub(super) fn make(
    project: Project,
    key: &SearchKey,
    before: Option<(SearchKey, Arc<SearchAnswer>)>,
    pursuer: &Pursuer<Arc<SearchAnswer>>,
) -> Option<Arc<SearchAnswer>> {
    let project = Arc::new(project);
    let sorted = |found: Arc<FoundHits>, project: &Arc<Project>| {
        let lines = Concordance::of(project, found, key.order, key.grouping, &mut || pursuer.is_wanted())?;
        Some(Arc::new(SearchAnswer { project: Arc::clone(project), lines: Arc::new(lines), grouping: key.grouping }))
    };
    let same = before.filter(|(of, _)| of.is_same_search(key));
    if let Some((_, before)) = same.as_ref().filter(|(of, _)| of.revision == key.revision) {
        return sorted(Arc::clone(&before.lines.found), &before.project);
    }
    // The page checks patterns before it asks.
    let search = Search::new(&key.pattern, key.options).ok()?;
    let (start, mut next) = (Instant::now(), FIRST);
    let found = FoundHits::search(&search, &project, &key.wanted, &mut |so_far| {
        if same.is_none() && !so_far.hits().is_empty() && start.elapsed() >= next {
            if let Some(part) = sorted(Arc::new(so_far.clone()), &project) {
                pursuer.show_part(part);
            }
            next = start.elapsed() * 2;
        }
        pursuer.is_wanted()
    })?;
    sorted(Arc::new(found), &project)
}
