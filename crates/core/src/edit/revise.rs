//! The one edit that changes the text of an article, with everything that stands at places of it.

use std::{collections::HashMap, sync::Arc};

use super::{EditError, error::refuse};
use crate::{
    model::{Article, Highlight, HighlightId},
    rules::{self, KnownCodes},
    text::{
        Span,
        diff::{self, Carrier, TextChange},
    },
};

/// How the text of an article changes. Highlights and pages follow their words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextRevision {
    /// The passages that are replaced, in the order of the text and apart from each other.
    pub changes: Vec<TextChange>,
    /// Where the highlights are afterwards whose own words change, each with its span in the new text. Those that nobody
    /// wants any more are removed beforehand.
    pub placed: Vec<(HighlightId, Span)>,
    /// Where the pages or chapters of the source begin afterwards, if that does not follow from the changes; otherwise
    /// empty.
    pub part_starts: Vec<usize>,
}

/// Revises the text and returns the revision that leads back.
///
/// # Errors
/// Fails if the revision does not fit, or leaves open where a highlight goes; the article is then unchanged.
pub(super) fn revise(
    article: &mut Arc<Article>,
    known: &impl KnownCodes,
    revision: &TextRevision,
) -> Result<TextRevision, EditError> {
    let TextRevision { changes, placed, part_starts } = revision;
    let text = diff::revised(&article.text, changes).ok_or(EditError::ChangesMisplaced)?;
    let carrier = Carrier::of(changes);
    let mut placed: HashMap<HighlightId, Span> = placed.iter().copied().collect();

    let mut revised =
        Article { text, highlights: Vec::with_capacity(article.highlights.len()), ..Article::clone(article) };
    for highlight in &article.highlights {
        let given = placed.remove(&highlight.id);
        let span = given.or_else(|| carrier.passage(highlight.span)).ok_or(EditError::WordsGone(highlight.id))?;
        let mut moved = Arc::clone(highlight);
        if given.is_some() {
            let quote = revised.text.slice(span).to_owned();
            moved = Arc::new(Highlight { span, quote, ..Highlight::clone(highlight) });
            refuse(rules::check_highlight(&revised, &moved, false, known))?;
        } else if span != highlight.span {
            moved = Arc::new(Highlight { span, ..Highlight::clone(highlight) });
        }
        revised.highlights.push(moved);
    }
    if let Some(unknown) = placed.keys().next() {
        return Err(EditError::NoHighlight(*unknown));
    }
    let old_starts = carry_parts(&mut revised, &carrier, part_starts)?;
    refuse(rules::check_article(&revised, false))?;

    let back = carrier.inverse(&article.text, changes);
    let carrier_back = Carrier::of(&back);
    let is_carried = |before: &Highlight, after: &Highlight| carrier_back.passage(after.span) == Some(before.span);
    let pairs = article.highlights().zip(&revised.highlights);
    let placed = pairs.filter(|(before, after)| !is_carried(before, after)).map(|(before, _)| (before.id, before.span));
    let placed = placed.collect();
    let new_starts = revised.source.iter().flat_map(|source| &source.parts).map(|part| part.start);
    let are_parts_carried = new_starts.map(|start| carrier_back.beginning(start)).eq(old_starts.iter().copied());
    let part_starts = if are_parts_carried { Vec::new() } else { old_starts };

    revised.highlights.sort_by_key(|highlight| highlight.order());
    *article = Arc::new(revised);
    Ok(TextRevision { changes: back, placed, part_starts })
}

/// Moves the pages or chapters, and returns where they began before.
fn carry_parts(article: &mut Article, carrier: &Carrier, given: &[usize]) -> Result<Vec<usize>, EditError> {
    let n_parts = article.source.as_ref().map_or(0, |source| source.parts.len());
    if !given.is_empty() && given.len() != n_parts {
        return Err(EditError::PartsMisnumbered { n_given: given.len(), n_parts });
    }
    let Some(source) = article.source.as_mut().filter(|_| n_parts > 0) else { return Ok(Vec::new()) };
    let mut old_starts = Vec::with_capacity(n_parts);
    for (nth, part) in Arc::make_mut(source).parts.iter_mut().enumerate() {
        old_starts.push(part.start);
        part.start = given.get(nth).copied().unwrap_or_else(|| carrier.beginning(part.start));
    }
    Ok(old_starts)
}
