//! Gives many highlights another actor or issue at once.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{Edit, EditError, index::ProjectIndex};
use crate::{
    effort,
    model::{ArticleId, CodeId, CodeKind, HighlightId, Project},
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
    let mut wanted: BTreeMap<usize, HashSet<HighlightId>> = BTreeMap::new();
    for (article, ids) in highlights {
        let place = index.place(article).ok_or(EditError::NoArticle(article))?;
        wanted.entry(place).or_default().extend(ids);
    }
    for (place, ids) in &wanted {
        let highlights = &project.articles[*place].highlights;
        effort::note(highlights.len());
        let n_found = highlights.iter().filter(|highlight| ids.contains(&highlight.id)).count();
        if n_found < ids.len() {
            let held: HashSet<HighlightId> = highlights.iter().map(|highlight| highlight.id).collect();
            let missing = ids.iter().filter(|id| !held.contains(id)).min();
            return Err(EditError::NoHighlight(*missing.expect("fewer were found than wanted")));
        }
        // Which of them is named must not depend on the order of a set.
        if let Some(code) = code.filter(|code| !index.has_code(kind, code))
            && let Some(id) = ids.iter().min().copied()
        {
            let rule = Rule::TagMissing(CodebookEntry::Code(kind, code.clone()));
            return Err(Broken { item: ItemId::Highlight(id), rule }.into());
        }
    }
    let mut before: HashMap<Option<CodeId>, Places> = HashMap::new();
    for (place, ids) in wanted {
        let article = Arc::make_mut(&mut project.articles[place]);
        for highlight in article.highlights.iter_mut().filter(|highlight| ids.contains(&highlight.id)) {
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
    let mut edits: Vec<Edit> = before.into_iter().map(|(old, places)| Edit::TagHighlights(kind, old, places)).collect();
    Ok(if edits.len() == 1 { edits.remove(0) } else { Edit::All(edits) })
}
