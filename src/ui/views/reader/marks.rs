//! The highlights of one article, ready to be painted and found.

use std::sync::Arc;

use crate::{
    analysis::lanes::lanes,
    model::{Article, Highlight, HighlightId, Span},
};

/// Derived from an article once for each of its versions.
#[derive(Default)]
pub struct Marks {
    article: Option<Arc<Article>>,
    lanes: Vec<u16>,
    /// The greatest end among each highlight and all before it.
    reach: Vec<usize>,
}

impl Marks {
    pub fn follow(&mut self, article: &Arc<Article>) {
        if self.article.as_ref().is_some_and(|seen| Arc::ptr_eq(seen, article)) {
            return;
        }
        let spans: Vec<Span> = article.highlights.iter().map(|highlight| highlight.span).collect();
        self.lanes = lanes(&spans);
        self.reach = spans
            .iter()
            .scan(0, |reach, span| {
                *reach = span.end.max(*reach);
                Some(*reach)
            })
            .collect();
        self.article = Some(Arc::clone(article));
    }

    /// The highlights that share a character with `span`, in order, with their lanes.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (&Highlight, u16)> {
        let highlights = self.article.as_ref().map_or(&[][..], |article| &article.highlights);
        let first = self.reach.partition_point(|reach| *reach <= span.start);
        let last = highlights.partition_point(|highlight| highlight.span.start < span.end).max(first);
        highlights[first..last]
            .iter()
            .zip(&self.lanes[first..last])
            .map(|(highlight, lane)| (highlight, *lane))
            .filter(move |(highlight, _)| highlight.span.overlaps(span))
    }

    /// The highlights that hold the character at `position`, the smallest first.
    pub fn at(&self, position: usize) -> Vec<HighlightId> {
        let mut found: Vec<&Highlight> =
            self.within(Span::new(position, position + 1)).map(|(highlight, _)| highlight).collect();
        found.sort_by_key(|highlight| (highlight.span.len(), highlight.order()));
        found.into_iter().map(|highlight| highlight.id).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked_article;

    #[test]
    fn the_smallest_highlight_under_a_position_comes_first() {
        let article = Arc::new(marked_article("One", "[The quick <brown {fox}> jumps] over"));
        let mut marks = Marks::default();
        marks.follow(&article);
        let at = |position| -> Vec<String> {
            let ids = marks.at(position).into_iter();
            ids.filter_map(|id| article.highlight(id)).map(|highlight| highlight.quote.clone()).collect()
        };
        assert_eq!(at(17), ["fox", "brown fox", "The quick brown fox jumps"]);
        assert_eq!(at(21), ["The quick brown fox jumps"]);
        assert!(at(30).is_empty());
    }
}
