//! Says what becomes of some lines when they are tagged together: which passages are highlighted, and which highlights
//! that are there get other tags.

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Highlight, HighlightId, Project, Tags},
    text::{
        Span, Text,
        words::{sentence_at, trimmed},
    },
};

use super::{FoundHits, HitSet, highlight_at, touching};

/// How much around a hit is highlighted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PassageExtent {
    /// What was found and nothing else.
    Hit,
    /// The sentence it is in.
    #[default]
    Sentence,
    /// The paragraph it is in.
    Paragraph,
}

impl PassageExtent {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::Hit, Self::Sentence, Self::Paragraph];

    /// The passage of a hit. One that lies in two sentences or paragraphs gets both.
    pub fn around(self, text: &Text, hit: Span) -> Span {
        let last = hit.end.saturating_sub(1).max(hit.start);
        match self {
            Self::Hit => hit,
            Self::Sentence => {
                Span::new(sentence_at(text, hit.start).start.min(hit.start), sentence_at(text, last).end.max(hit.end))
            }
            Self::Paragraph => {
                let [first, last] = [hit.start, last].map(|at| text.paragraph(text.paragraph_at(at)));
                trimmed(text, Span::new(first.start, last.end.max(hit.end)))
            }
        }
    }
}

/// What becomes of lines that touch a highlight already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HighlightedLines {
    /// They stay as they are.
    #[default]
    Keep,
    /// Their highlights get the new tags. What the tags leave out stays as it was.
    Retag,
    /// They get another highlight.
    AddAnother,
}

/// A passage that is to become a highlight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedPassage {
    /// Its article.
    pub article: ArticleId,
    /// Where it is.
    pub span: Span,
    /// How many lines it holds: they are in one sentence, for instance.
    pub n_lines: usize,
    /// How many highlights that are there it shares a character with.
    pub n_overlapping: usize,
}

/// What tagging some lines will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassagePlan {
    /// The passages that become highlights, in reading order.
    pub passages: Vec<PlannedPassage>,
    /// The highlights that get other tags, in reading order.
    pub retagged: Vec<(ArticleId, HighlightId)>,
    /// In how many articles something changes.
    pub n_articles: usize,
    /// How many of the lines touch a highlight.
    pub n_highlighted: usize,
    /// How many passages share a character with highlights that are there.
    pub n_overlapping: usize,
    /// How many passages hold several lines.
    pub n_joined: usize,
}

impl PassagePlan {
    /// Plans what becomes of some hits.
    pub fn of(
        project: &Project,
        (found, lines): (&FoundHits, &HitSet),
        extent: PassageExtent,
        highlighted: HighlightedLines,
    ) -> Self {
        let mut plan = Self::default();
        let mut hits = lines.iter().filter_map(|hit| found.hits().get(hit).map(|place| (hit, place))).peekable();
        while let Some((_, first)) = hits.peek().copied() {
            let mut here = Vec::new();
            while let Some((hit, place)) = hits.next_if(|(_, place)| place.article == first.article) {
                here.push((place.span(), found.is_highlighted(hit)));
            }
            if let Some(article) = project.articles.get(first.article as usize) {
                plan.add(article, &here, extent, highlighted);
            }
        }
        plan
    }

    /// Plans what becomes of the hits in one article.
    fn add(&mut self, article: &Article, hits: &[(Span, bool)], extent: PassageExtent, highlighted: HighlightedLines) {
        let (n_passages, n_retagged) = (self.passages.len(), self.retagged.len());
        let mut spans: Vec<(Span, usize)> = Vec::new();
        let mut retagged: Vec<&Highlight> = Vec::new();
        for (hit, is_highlighted) in hits {
            self.n_highlighted += usize::from(*is_highlighted);
            match highlighted {
                HighlightedLines::Keep if *is_highlighted => {}
                HighlightedLines::Retag if *is_highlighted => retagged.extend(highlight_at(article, *hit)),
                _ => spans.push((extent.around(&article.text, *hit), 1)),
            }
        }
        spans.sort_unstable_by_key(|(span, _)| *span);
        for (span, n_lines) in joined(spans) {
            let n_overlapping = touching(article, span).count();
            self.n_overlapping += usize::from(n_overlapping > 0);
            self.n_joined += usize::from(n_lines > 1);
            self.passages.push(PlannedPassage { article: article.id, span, n_lines, n_overlapping });
        }
        retagged.sort_unstable_by_key(|highlight| highlight.order());
        retagged.dedup_by_key(|highlight| highlight.id);
        self.retagged.extend(retagged.into_iter().map(|highlight| (article.id, highlight.id)));
        let is_touched = self.passages.len() > n_passages || self.retagged.len() > n_retagged;
        self.n_articles += usize::from(is_touched);
    }

    /// Returns whether nothing is to be done.
    pub const fn is_empty(&self) -> bool {
        self.passages.is_empty() && self.retagged.is_empty()
    }

    /// The edit that carries it out in a project as it is now; `highlight_of` makes the new highlights. Articles and
    /// highlights that are gone are passed over, and so are passages whose place is gone.
    pub fn edit(
        &self,
        project: &Project,
        tags: &Tags,
        mut highlight_of: impl FnMut(&Article, Span) -> Highlight,
    ) -> Edit {
        let articles: foldhash::HashMap<ArticleId, &Article> =
            project.articles.iter().map(|article| (article.id, &**article)).collect();
        let added = self.passages.iter().filter_map(|passage| {
            let article = articles.get(&passage.article).filter(|article| article.text.holds(passage.span))?;
            Some((article.id, highlight_of(article, passage.span)))
        });
        let added: Vec<(ArticleId, Highlight)> = added.collect();
        let changed = self.retagged.iter().filter_map(|(article, highlight)| {
            let highlight = articles.get(article)?.highlight(*highlight)?;
            let old = highlight.tags();
            let new = tags.clone();
            let tags = Tags {
                actor: new.actor.or(old.actor),
                issue: new.issue.or(old.issue),
                stance: new.stance.or(old.stance),
            };
            Some((*article, highlight.with_tags(tags)))
        });
        let changed: Vec<(ArticleId, Highlight)> = changed.collect();
        let edits = [
            (!added.is_empty()).then_some(Edit::AddHighlights(added)),
            (!changed.is_empty()).then_some(Edit::SetHighlights(changed)),
        ];
        Edit::All(edits.into_iter().flatten().collect())
    }
}

/// Sorted passages, of which those that share a character become one, with the number of their lines.
fn joined(spans: Vec<(Span, usize)>) -> Vec<(Span, usize)> {
    let mut joined: Vec<(Span, usize)> = Vec::with_capacity(spans.len());
    for (span, n) in spans {
        match joined.last_mut() {
            Some((last, n_lines)) if last.overlaps(span) => {
                last.end = last.end.max(span.end);
                *n_lines += n;
            }
            _ => joined.push((span, n)),
        }
    }
    joined
}
