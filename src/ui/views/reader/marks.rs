//! The highlights of one article, ready to be painted and found.

use crate::{
    analysis::lanes::lanes,
    model::{Article, ArticleId, Highlight, HighlightId, Span},
};

/// Derived from an article once for each revision of the project.
///
/// It holds nothing of the article itself: an edit would have to copy an article that somebody else holds.
#[derive(Default)]
pub struct Marks {
    /// The article and the revision it was looked at.
    seen: Option<(ArticleId, u64)>,
    /// The span and the id of each highlight, in their order.
    spans: Vec<Span>,
    ids: Vec<HighlightId>,
    lanes: Vec<u16>,
    /// The greatest end among each highlight and all before it.
    reach: Vec<usize>,
}

impl Marks {
    pub fn follow(&mut self, article: &Article, revision: u64) {
        let version = Some((article.id, revision));
        if self.seen == version {
            return;
        }
        self.spans.clear();
        self.spans.extend(article.highlights.iter().map(|highlight| highlight.span));
        self.ids.clear();
        self.ids.extend(article.highlights.iter().map(|highlight| highlight.id));
        self.lanes = lanes(&self.spans);
        self.reach.clear();
        self.reach.extend(self.spans.iter().scan(0, |reach, span| {
            *reach = span.end.max(*reach);
            Some(*reach)
        }));
        self.seen = version;
    }

    /// The highlights of the followed article that share a character with `span`, in order, with their lanes.
    pub fn within<'a>(&self, article: &'a Article, span: Span) -> impl Iterator<Item = (&'a Highlight, u16)> {
        self.places(span).filter_map(|place| Some((&**article.highlights.get(place)?, self.lanes[place])))
    }

    /// The highlights that hold the character at `position`, the smallest first.
    pub fn at(&self, position: usize) -> Vec<HighlightId> {
        let mut found: Vec<usize> = self.places(Span::new(position, position + 1)).collect();
        found.sort_by_key(|place| (self.spans[*place].len(), *place));
        found.into_iter().map(|place| self.ids[place]).collect()
    }

    /// Where the highlights that share a character with `span` stand among all.
    fn places(&self, span: Span) -> impl Iterator<Item = usize> {
        let first = self.reach.partition_point(|reach| *reach <= span.start);
        let last = self.spans.partition_point(|highlight| highlight.start < span.end).max(first);
        (first..last).filter(move |place| self.spans[*place].overlaps(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked_article;

    #[test]
    fn the_smallest_highlight_under_a_position_comes_first() {
        let article = marked_article("One", "[The quick <brown {fox}> jumps] over");
        let mut marks = Marks::default();
        marks.follow(&article, 0);
        let at = |position| -> Vec<String> {
            let ids = marks.at(position).into_iter();
            ids.filter_map(|id| article.highlight(id)).map(|highlight| highlight.quote.clone()).collect()
        };
        assert_eq!(at(17), ["fox", "brown fox", "The quick brown fox jumps"]);
        assert_eq!(at(21), ["The quick brown fox jumps"]);
        assert!(at(30).is_empty());
    }

    #[test]
    fn another_revision_is_looked_at_anew() {
        let mut article = marked_article("One", "[The quick] brown <fox>");
        let mut marks = Marks::default();
        marks.follow(&article, 0);
        let kept = article.highlights.pop().expect("two are marked");
        article.highlights = vec![kept];
        marks.follow(&article, 1);
        let quotes: Vec<_> = marks.within(&article, Span::new(0, 30)).map(|(highlight, _)| &*highlight.quote).collect();
        assert_eq!(quotes, ["fox"]);
        assert!(marks.at(2).is_empty());
    }
}
