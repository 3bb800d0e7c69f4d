//! Keeps which suggestions were refused, and lets go of it.

use std::sync::Arc;

use super::{Edit, EditError, fold::CodeFold, index::ProjectIndex};
use crate::model::{ArticleId, Project, RefusedTag};

/// Refused tags by article.
type Refused = Vec<(ArticleId, RefusedTag)>;

/// Adds refused tags. Those that are there already stay as they are.
///
/// # Errors
/// Fails if there is no such article; nothing has changed then.
pub(super) fn refuse(project: &mut Project, index: &ProjectIndex, refused: Refused) -> Result<Edit, EditError> {
    let added = change(project, index, refused, false)?;
    Ok(Edit::AllowTags(added))
}

/// Removes refused tags. Those that are not there are passed over.
///
/// # Errors
/// Fails if there is no such article; nothing has changed then.
pub(super) fn allow(project: &mut Project, index: &ProjectIndex, refused: Refused) -> Result<Edit, EditError> {
    let removed = change(project, index, refused, true)?;
    Ok(Edit::RefuseTags(removed))
}

/// Removes those that are there, or adds those that are not; returns which ones.
fn change(
    project: &mut Project,
    index: &ProjectIndex,
    refused: Refused,
    is_removing: bool,
) -> Result<Refused, EditError> {
    let places = refused.iter().map(|(article, _)| index.place(*article).ok_or(EditError::NoArticle(*article)));
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    let mut changed = Vec::with_capacity(refused.len());
    for (place, (article, refused)) in places.into_iter().zip(refused) {
        let slot = &mut project.articles[place];
        if slot.refused.contains(&refused) != is_removing {
            continue;
        }
        let held = &mut Arc::make_mut(slot).refused;
        if is_removing {
            held.remove(&refused);
        } else {
            held.insert(refused.clone());
        }
        changed.push((article, refused));
    }
    Ok(changed)
}

/// What becomes of refused tags that name codes which are given up: the heirs are refused instead, or nothing is.
pub(super) fn refused_edits(project: &Project, fold: &CodeFold<'_>) -> Vec<Edit> {
    let (mut old, mut new) = (Vec::new(), Vec::new());
    for article in &project.articles {
        let named = article.refused.iter().filter(|one| one.kind == fold.kind && fold.is_gone(&one.code));
        for refused in named {
            old.push((article.id, refused.clone()));
            let heir = fold.heir_or_self(&refused.code);
            new.extend(heir.map(|heir| (article.id, RefusedTag { code: heir.clone(), ..refused.clone() })));
        }
    }
    let is_some = |edit: &Edit| matches!(edit, Edit::AllowTags(list) | Edit::RefuseTags(list) if !list.is_empty());
    [Edit::AllowTags(old), Edit::RefuseTags(new)].into_iter().filter(is_some).collect()
}
