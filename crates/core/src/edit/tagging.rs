//! Gives many highlights another actor or issue at once.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use super::{Edit, EditError, index::ProjectIndex};
use crate::{
    effort,
    model::{Article, ArticleId, CodeId, CodeKind, HighlightId, Project},
    rules::{Broken, CodebookEntry, ItemId, KnownCodes, Rule},
};

/// Highlights by article.
type Places = Vec<(ArticleId, Vec<HighlightId>)>;

/// Tags the highlights and returns the edit that gives back the tags they had.
///
/// # Errors
/// Fails if there is no such code, article or highlight; nothing has changed then.
pub(super) fn tag(
    project: &mut Project,
    index: &mut ProjectIndex,
    kind: CodeKind,
    code: Option<&CodeId>,
    highlights: Places,
) -> Result<Edit, EditError> {
    let mut wanted: BTreeMap<usize, Vec<HighlightId>> = BTreeMap::new();
    for (article, ids) in highlights {
        let place = index.place(article).ok_or(EditError::NoArticle(article))?;
        wanted.entry(place).or_default().extend(ids);
    }
    let mut found = Vec::with_capacity(wanted.len());
    for (place, ids) in &wanted {
        found.push((*place, places_of(&project.articles[*place], ids)?));
        // Which of them is named must not depend on their order.
        if let Some(code) = code.filter(|code| !index.has_code(kind, code))
            && let Some(id) = ids.iter().min().copied()
        {
            let rule = Rule::TagMissing(CodebookEntry::Code(kind, code.clone()));
            return Err(Broken { item: ItemId::Highlight(id), rule }.into());
        }
    }
    let mut before: HashMap<Option<CodeId>, Places> = HashMap::new();
    for (place, highlights) in found {
        let article = Arc::make_mut(&mut project.articles[place]);
        for at in highlights {
            let highlight = &mut article.highlights[at];
            if highlight.tag(kind) == code {
                continue;
            }
            let id = highlight.id;
            // A highlight that somebody looks at is replaced and not changed.
            let old = std::mem::replace(Arc::make_mut(highlight).tag_mut(kind), code.cloned());
            let places = before.entry(old).or_default();
            match places.last_mut().filter(|(last, _)| *last == article.id) {
                Some((_, ids)) => ids.push(id),
                None => places.push((article.id, vec![id])),
            }
        }
    }
    for (old, places) in &before {
        index.retag(kind, old.as_ref(), code, places.iter().map(|(_, ids)| ids.len()).sum());
    }
    let mut before: Vec<(Option<CodeId>, Places)> = before.into_iter().collect();
    before.sort_by(|a, b| a.0.cmp(&b.0));
    let edits: Vec<Edit> = before.into_iter().map(|(old, places)| Edit::TagHighlights(kind, old, places)).collect();
    Ok(Edit::one_or_all(edits))
}

/// Where these highlights stand in their article, in its order.
fn places_of(article: &Article, ids: &[HighlightId]) -> Result<Vec<usize>, EditError> {
    effort::note(article.highlights.len());
    let mut places = Vec::with_capacity(ids.len());
    let mut next = ids.iter().peekable();
    // Most lists are in the order of the article, so one pass finds them all.
    for (at, highlight) in article.highlights.iter().enumerate() {
        if next.next_if(|id| **id == highlight.id).is_some() {
            places.push(at);
        }
    }
    if next.peek().is_none() {
        return Ok(places);
    }
    let all: HashMap<HighlightId, usize> =
        article.highlights.iter().enumerate().map(|(at, highlight)| (highlight.id, at)).collect();
    let found: Result<BTreeSet<usize>, HighlightId> = ids.iter().map(|id| all.get(id).copied().ok_or(*id)).collect();
    found.map(|found| found.into_iter().collect()).map_err(EditError::NoHighlight)
}
