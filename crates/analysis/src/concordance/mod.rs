//! The concordance: every hit of a search in all articles, one a line, sorted and grouped.
//!
//! A hit is a place and nothing else, so that a million of them are cheap to keep; what stands around it is read from the
//! text when its line is shown. `order` sorts and groups the lines, and `passages` says which highlights are made of some
//! of them.

mod hit_set;
mod news;
mod order;
mod passages;

use standpoint_core::{
    model::{Article, ArticleId, Highlight, Project, saved_search::SeenMarks},
    text::Span,
};

use crate::search::Search;

pub use hit_set::HitSet;
pub use news::{n_new_hits, seen_now};
pub use order::{Concordance, LineGroup};
pub use passages::{HighlightedLines, PassageExtent, PassagePlan, PlannedPassage};
pub use standpoint_core::model::saved_search::{HitLimit, LineGrouping, LineOrder};

/// A place that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConcordanceHit {
    /// The index of the article in the project that was searched.
    pub article: u32,
    start: u32,
    end: u32,
}

impl ConcordanceHit {
    fn new(article: u32, span: Span) -> Self {
        // No text is so long that its positions need more.
        let small = |position: usize| u32::try_from(position).unwrap_or(u32::MAX);
        Self { article, start: small(span.start), end: small(span.end) }
    }

    /// Where it is in the text of its article.
    pub const fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

/// Which hits are wanted, and which of them are new.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WantedHits {
    /// All, or those that touch no highlight.
    pub limit: HitLimit,
    /// The texts whose hits were seen before; hits in others are new. Without it, none is.
    pub seen: Option<SeenMarks>,
    /// Whether only new ones are wanted.
    pub only_new: bool,
}

/// Every hit of a search, in the order of the articles and their texts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundHits {
    hits: Vec<ConcordanceHit>,
    /// Those that touch a highlight.
    highlighted: HitSet,
    /// Those in texts that were not seen.
    new: HitSet,
    /// The articles with hits, each with the index of its first one.
    articles: Vec<(ArticleId, u32)>,
}

impl FoundHits {
    /// Searches all articles. `go_on` gets what was found so far before each; the result is `None` if it says no.
    pub fn search(
        search: &Search,
        project: &Project,
        wanted: &WantedHits,
        go_on: &mut dyn FnMut(&Self) -> bool,
    ) -> Option<Self> {
        let mut found = Self::default();
        for (at, article) in (0..).zip(&project.articles) {
            if !go_on(&found) {
                return None;
            }
            found.add(at, article, search.spans(&article.text), wanted);
        }
        Some(found)
    }

    fn add(&mut self, at: u32, article: &Article, spans: Vec<Span>, wanted: &WantedHits) {
        let first = self.hits.len();
        if spans.is_empty() {
            return;
        }
        let is_new = wanted.seen.as_ref().is_some_and(|seen| !seen.holds(&article.text));
        if wanted.only_new && !is_new {
            return;
        }
        for span in spans {
            let is_highlighted = touching(article, span).next().is_some();
            if is_highlighted && wanted.limit == HitLimit::NotCoded {
                continue;
            }
            if is_highlighted {
                self.highlighted.insert(self.hits.len());
            }
            if is_new {
                self.new.insert(self.hits.len());
            }
            self.hits.push(ConcordanceHit::new(at, span));
        }
        if self.hits.len() > first {
            self.articles.push((article.id, u32::try_from(first).unwrap_or(u32::MAX)));
        }
    }

    /// All hits, by article and place.
    pub fn hits(&self) -> &[ConcordanceHit] {
        &self.hits
    }

    /// In how many articles there are hits.
    pub const fn n_articles(&self) -> usize {
        self.articles.len()
    }

    /// How many hits touch a highlight.
    pub const fn n_highlighted(&self) -> usize {
        self.highlighted.len()
    }

    /// Whether a hit touches a highlight.
    pub fn is_highlighted(&self, hit: usize) -> bool {
        self.highlighted.contains(hit)
    }

    /// How many hits are in texts that were not seen.
    pub const fn n_new(&self) -> usize {
        self.new.len()
    }

    /// Whether a hit is in a text that was not seen.
    pub fn is_new(&self, hit: usize) -> bool {
        self.new.contains(hit)
    }

    /// Finds the hit at a place of an article.
    pub fn position(&self, article: ArticleId, span: Span) -> Option<usize> {
        let at = self.articles.iter().position(|(id, _)| *id == article)?;
        let range = self.range(at);
        let hits = &self.hits[range.clone()];
        let wanted = ConcordanceHit::new(hits.first()?.article, span);
        hits.binary_search(&wanted).ok().map(|at| range.start + at)
    }

    /// The hits of the nth article that has some.
    fn range(&self, nth: usize) -> std::ops::Range<usize> {
        let start = |nth: usize| self.articles.get(nth).map_or(self.hits.len(), |(_, first)| *first as usize);
        start(nth)..start(nth + 1)
    }

    /// The hits at the same places as those of `set` in what was found before. Of two hits at one place, which two
    /// spellings of a pattern never give, the first counts.
    pub fn carried(&self, before: &Self, set: &HitSet) -> HitSet {
        if set.is_empty() || self.hits == before.hits && self.articles == before.articles {
            return set.clone();
        }
        let places: foldhash::HashMap<ArticleId, usize> =
            self.articles.iter().enumerate().map(|(nth, (id, _))| (*id, nth)).collect();
        let mut carried = HitSet::default();
        for (nth, (id, _)) in before.articles.iter().enumerate() {
            let Some(here) = places.get(id).map(|nth| self.range(*nth)) else { continue };
            let mut now = here.clone().peekable();
            for old in before.range(nth).filter(|old| set.contains(*old)) {
                let span = before.hits[old].span();
                while now.next_if(|now| self.hits[*now].span() < span).is_some() {}
                if let Some(same) = now.next_if(|now| self.hits[*now].span() == span) {
                    carried.insert(same);
                }
            }
        }
        carried
    }
}

/// The highlights that share a character with a place, in reading order.
pub fn touching(article: &Article, span: Span) -> impl Iterator<Item = &Highlight> {
    // Highlights are sorted by their starts, so none behind the place is looked at.
    let starting_before = article.highlights.partition_point(|highlight| highlight.span.start < span.end);
    article.highlights[..starting_before].iter().map(|highlight| &**highlight).filter(move |h| h.span.overlaps(span))
}

/// The highlight that stands for a place that several may touch: the shortest, as in the text, where a click selects it.
pub fn highlight_at(article: &Article, span: Span) -> Option<&Highlight> {
    touching(article, span).min_by_key(|highlight| (highlight.span.len(), highlight.span.start))
}

#[cfg(test)]
mod tests;
