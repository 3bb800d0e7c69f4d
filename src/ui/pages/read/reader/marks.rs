//! An index of the highlights of one article, for painting and for finding them by position.

use std::{iter::zip, ops::Range, sync::Arc};

use standpoint_analysis::lanes::lanes;
use standpoint_core::{
    model::{Article, ArticleId, Highlight, HighlightId},
    text::Span,
};

/// Built from an article as far as it was looked at, and updated with each revision of the project. It follows edits
///
/// It holds the highlights but never the article: an edit would have to copy an article that somebody else holds.
#[derive(Default)]
pub struct HighlightIndex {
    /// The article and the revision it was looked at.
    seen: Option<(ArticleId, u64)>,
    /// How many highlights the article has.
    n_highlights: usize,
    /// The first of them, as far as they were indexed.
    known: Vec<Arc<Highlight>>,
    /// For each indexed highlight, the greatest end among it and all before it.
    reach: Vec<usize>,
    /// The lanes of some of the highlights, and which those are.
    lanes: Vec<u16>,
    stacked: Range<usize>,
}

impl HighlightIndex {
    /// Takes an article in the state of a revision. What is the same as before is not read again.
    pub fn follow(&mut self, article: &Article, revision: u64) {
        let version = Some((article.id, revision));
        if self.seen == version {
            return;
        }
        if self.seen.is_none_or(|(id, _)| id != article.id) {
            *self = Self { n_highlights: article.highlights.len(), ..Self::default() };
        }
        let now = &article.highlights;
        let is_same = |(a, b): &(&Arc<Highlight>, &Arc<Highlight>)| Arc::ptr_eq(a, b);
        let n_before = zip(&self.known, now).take_while(is_same).count();
        // What stands behind the change has moved along with the end of the list.
        let n_known = (self.known.len() + now.len()).saturating_sub(self.n_highlights).clamp(n_before, now.len());
        let (old, new) = (&self.known[n_before..], &now[n_before..n_known]);
        let n_behind = zip(old.iter().rev(), new.iter().rev()).take_while(is_same).count();
        let changed = n_before..self.known.len() - n_behind;
        let put_in = n_before..n_known - n_behind;
        self.reach.splice(changed.clone(), put_in.clone().map(|_| 0));
        self.known.splice(changed, now[put_in.clone()].iter().cloned());
        self.n_highlights = now.len();
        self.measure_from(put_in);
        self.stacked = 0..0;
        self.seen = version;
    }

    /// Finds the reach of the highlights in `places`, and of those behind as far as it has changed.
    fn measure_from(&mut self, places: Range<usize>) {
        let mut reach = places.start.checked_sub(1).map_or(0, |before| self.reach[before]);
        for place in places.start..self.known.len() {
            reach = reach.max(self.known[place].span.end);
            if place >= places.end && self.reach[place] == reach {
                break;
            }
            self.reach[place] = reach;
        }
    }

    /// Makes the highlights known that begin before `end`. The article must be the one followed.
    fn know_to(&mut self, article: &Article, end: usize) {
        if self.known.last().is_some_and(|last| last.span.start >= end) {
            return;
        }
        let n_wanted = article.highlights.partition_point(|highlight| highlight.span.start < end);
        let from = self.known.len();
        if n_wanted > from {
            self.known.extend(article.highlights[from..n_wanted].iter().cloned());
            self.reach.resize(n_wanted, 0);
            self.measure_from(from..n_wanted);
        }
    }

    /// The highlights of the followed article that share a character with `span`, in order, with their lanes.
    pub fn within(&mut self, article: &Article, span: Span) -> impl Iterator<Item = (&Arc<Highlight>, u16)> {
        self.know_to(article, span.end);
        let places = self.places(span);
        self.stack(places.clone());
        let lanes = self.lanes.iter().skip(places.start.saturating_sub(self.stacked.start)).copied();
        zip(&self.known[places], lanes).filter(move |(highlight, _)| highlight.span.overlaps(span))
    }

    /// Finds the lanes of the highlights in `places`. Those that hang together by overlaps are stacked from the
    /// first of them on, since the lanes of each depend on those before.
    fn stack(&mut self, places: Range<usize>) {
        let is_first = |place: usize| place == 0 || self.reach[place - 1] <= self.known[place].span.start;
        if self.stacked.start <= places.start && places.end <= self.stacked.end || places.is_empty() {
            return;
        }
        let first = (0..=places.start).rev().find(|place| is_first(*place)).unwrap_or(0);
        let spans: Vec<Span> = self.known[first..places.end].iter().map(|highlight| highlight.span).collect();
        self.lanes = lanes(&spans);
        self.stacked = first..places.end;
    }

    /// The highlights of the followed article that hold the character at `position`, the smallest first.
    pub fn at(&mut self, article: &Article, position: usize) -> Vec<HighlightId> {
        self.know_to(article, position + 1);
        let places = self.places(Span::new(position, position + 1));
        let mut found: Vec<&Arc<Highlight>> =
            self.known[places].iter().filter(|highlight| highlight.span.contains(position)).collect();
        found.sort_by_key(|highlight| highlight.span.len());
        found.into_iter().map(|highlight| highlight.id).collect()
    }

    /// Where the known highlights that share a character with `span` stand, and some others among them.
    fn places(&self, span: Span) -> Range<usize> {
        let first = self.reach.partition_point(|reach| *reach <= span.start);
        let last = self.known.partition_point(|highlight| highlight.span.start < span.end);
        first..last.max(first)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::Index};

    use super::*;
    use standpoint_core::{
        model::{Details, Tags, marked::marked_article},
        text::Text,
    };

    #[test]
    fn the_smallest_highlight_under_a_position_comes_first() {
        let article = marked_article("One", "[The quick <brown {fox}> jumps] over");
        let mut marks = HighlightIndex::default();
        marks.follow(&article, 0);
        let mut at = |position| -> Vec<String> {
            let ids = marks.at(&article, position).into_iter();
            ids.filter_map(|id| article.highlight(id)).map(|highlight| highlight.quote.clone()).collect()
        };
        assert_eq!(at(17), ["fox", "brown fox", "The quick brown fox jumps"]);
        assert_eq!(at(21), ["The quick brown fox jumps"]);
        assert!(at(30).is_empty());
    }

    #[test]
    fn another_revision_is_looked_at_anew() {
        let mut article = marked_article("One", "[The quick] brown <fox>");
        let mut marks = HighlightIndex::default();
        marks.follow(&article, 0);
        let kept = article.highlights.pop().expect("two are marked");
        article.highlights = vec![kept];
        marks.follow(&article, 1);
        let quotes: Vec<_> = marks.within(&article, Span::new(0, 30)).map(|(highlight, _)| &*highlight.quote).collect();
        assert_eq!(quotes, ["fox"]);
        assert!(marks.at(&article, 2).is_empty());
    }

    /// What is seen of a span by looking at every highlight.
    fn seen_plainly(article: &Article, span: Span) -> Vec<(HighlightId, u16)> {
        let spans: Vec<Span> = article.highlights().map(|highlight| highlight.span).collect();
        let with_lanes = zip(article.highlights(), lanes(&spans));
        with_lanes.filter(|(one, _)| one.span.overlaps(span)).map(|(one, lane)| (one.id, lane)).collect()
    }

    #[test]
    fn what_lies_behind_the_page_is_not_looked_at() {
        let mut article = marked_article("One", "[The] quick [brown] fox [jumps]");
        let mut marks = HighlightIndex::default();
        for revision in 0..3 {
            marks.follow(&article, revision);
            assert_eq!(marks.within(&article, Span::new(0, 9)).count(), 1);
            assert_eq!(marks.known.len(), 1);
            article.highlights.pop();
        }
    }

    /// What is done to the highlights, or looked at, and where.
    type Deed = (usize, Index, usize);

    proptest! {
        #[test]
        fn whatever_is_marked_the_highlights_of_a_page_are_those_a_fresh_look_finds(
            deeds in prop::collection::vec((0usize..7, any::<Index>(), 1usize..25), 1..60),
        ) {
            let mut article = Article::new(Details::default(), Text::new("word ".repeat(40)));
            let mut marks = HighlightIndex::default();
            for (revision, (deed, at, len)) in (0u64..).zip::<Vec<Deed>>(deeds) {
                let start = at.index(article.text.n_chars() - len);
                let span = Span::new(start, start + len);
                let one = at.index(article.highlights.len().max(1));
                match deed {
                    0..4 => {
                        let highlight = Highlight::new(&article.text, span, Tags::default(), "AK", "2026-01-12T09:14:00Z");
                        article.highlights.push(highlight.into());
                    }
                    4 if one < article.highlights.len() => _ = article.highlights.remove(one),
                    5 if one < article.highlights.len() => {
                        article.highlights[one] = article.highlights[one].with_span(&article.text, span).into();
                    }
                    _ => article.highlights.truncate(one),
                }
                article.highlights.sort_by_key(|highlight| highlight.order());
                marks.follow(&article, revision);
                let found: Vec<_> = marks.within(&article, span).map(|(highlight, lane)| (highlight.id, lane)).collect();
                prop_assert_eq!(found, seen_plainly(&article, span));
                prop_assert!(marks.known.iter().zip(&article.highlights).all(|(a, b)| Arc::ptr_eq(a, b)));
                let mut under = seen_plainly(&article, Span::new(start, start + 1));
                under.sort_by_key(|(id, _)| article.highlight(*id).map(|highlight| highlight.span.len()));
                prop_assert_eq!(marks.at(&article, start), under.into_iter().map(|(id, _)| id).collect::<Vec<_>>());
            }
        }
    }
}
