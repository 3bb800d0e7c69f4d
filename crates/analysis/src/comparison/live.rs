//! Keeps a table up to date while its project is edited.
//!
//! If only the highlights of some articles were edited, those articles are removed from the counts and added again. Any
//! other edit recounts everything, and so does a query that needs different counts.

use standpoint_core::{
    edit::Touched,
    model::{ArticleId, Project, view::Query},
};

use super::{Comparison, TallyChange};
use crate::facts::Facts;

/// A comparison together with the facts it was counted from, at one revision of the project.
#[derive(Clone, Debug)]
pub struct LiveComparison {
    /// The facts behind the counts.
    pub facts: Facts,
    /// The current answer.
    pub comparison: Comparison,
    /// The revision of the project that both are based on.
    pub revision: u64,
}

impl LiveComparison {
    /// Computes everything from scratch.
    pub fn of(project: &Project, query: Query, revision: u64) -> Self {
        let mut facts = Facts::of(project);
        let comparison = Comparison::over(&mut facts, project, query);
        Self { facts, comparison, revision }
    }

    /// Updates the answer after an edit or for another query. `touched` is what changed since [`Self::revision`].
    pub fn follow(&mut self, project: &Project, query: &Query, revision: u64, touched: &Touched) {
        let is_same_query = self.comparison.query == *query;
        if is_same_query && revision == self.revision {
            return;
        }
        if revision != self.revision {
            self.revision = revision;
            let Touched::Highlights(ids) = touched else {
                *self = Self::of(project, query.clone(), revision);
                return;
            };
            let n_coders = self.facts.coders.len();
            let is_counted = is_same_query && self.comparison.can_renew_articles() && self.renew_each(project, ids);
            if is_counted && self.facts.coders.len() == n_coders {
                return;
            }
            if !is_counted {
                for at in ids.iter().filter_map(|id| project.article_index(*id)) {
                    self.facts.renew_article(project, at);
                }
            }
            self.comparison = Comparison::over(&mut self.facts, project, query.clone());
        } else if self.comparison.counts_alike(query) {
            // The counts stay the same; only the visible rows and columns change.
            self.comparison.query = query.clone();
        } else {
            self.comparison = Comparison::over(&mut self.facts, project, query.clone());
        }
    }

    /// Recounts these articles. Returns false if they need rows or columns that do not exist, in which case the counts
    /// are incomplete.
    fn renew_each(&mut self, project: &Project, ids: &[ArticleId]) -> bool {
        ids.iter().filter_map(|id| project.article_index(*id)).all(|at| {
            self.comparison.tally_article(&self.facts, at, TallyChange::Remove);
            self.facts.renew_article(project, at);
            self.comparison.sample.renew_article(&self.facts, project, at);
            let sides = [Some(&self.comparison.rows), Some(&self.comparison.columns), self.comparison.layers.as_ref()];
            let has_room = sides.into_iter().flatten().all(|side| side.has_values_of(&self.facts, at));
            if has_room {
                self.comparison.tally_article(&self.facts, at, TallyChange::Add);
            }
            has_room
        })
    }
}

impl Comparison {
    fn can_renew_articles(&self) -> bool {
        self.sample.is_local()
    }

    /// Returns true if another query can be answered from the same counts.
    fn counts_alike(&self, new: &Query) -> bool {
        let old = &self.query;
        old.rows.axes == new.rows.axes
            && old.columns.axes == new.columns.axes
            && old.layers == new.layers
            && old.counting == new.counting
            && old.filter == new.filter
            && (old.measure.counts_words() || !new.measure.counts_words())
    }
}
