//! Builds edits that depend on what is in the project.

use super::Edit;
use crate::model::{Article, ArticleId, Code, CodeId, CodeKind, Codebook, Highlight, Project, StanceId, Tags};

/// Adds a code at the end of its list.
pub fn add_code(book: &Codebook, kind: CodeKind, code: Code) -> Edit {
    Edit::InsertCode(kind, book.codes(kind).len(), code)
}

/// Fixes a key for a code, taking it from the code that has it if there is one. With `None`, the code shares out the
/// remaining keys again.
pub fn assign_key(book: &Codebook, kind: CodeKind, code: &Code, key: Option<char>) -> Edit {
    let holder = key.and_then(|key| book.code_with_key(kind, key)).filter(|holder| holder.id != code.id);
    let freed = holder.map(|holder| Edit::SetCode(kind, Code { key: None, ..holder.clone() }));
    let given = Edit::SetCode(kind, Code { key, ..code.clone() });
    Edit::All(freed.into_iter().chain([given]).collect())
}

/// Replaces the tags of one highlight.
pub fn retag(article: &Article, highlight: &Highlight, tags: Tags) -> Edit {
    Edit::SetHighlights(vec![(article.id, highlight.with_tags(tags))])
}

/// Deletes a code. Its highlights get `heir` instead, or lose the tag; its children move up to its parent.
pub fn delete_code(project: &Project, kind: CodeKind, id: &CodeId, heir: Option<&CodeId>) -> Edit {
    let retagged = retag_where(project, |tags| {
        let tag = match kind {
            CodeKind::Actor => &mut tags.actor,
            CodeKind::Issue => &mut tags.issue,
        };
        let is_used = tag.as_ref() == Some(id);
        if is_used {
            *tag = heir.cloned();
        }
        is_used
    });
    let mut edits = vec![retagged];
    let parent = project.codebook.code(kind, id).and_then(|code| code.parent.clone());
    for child in project.codebook.children(kind, id) {
        let mut child = child.clone();
        child.parent.clone_from(&parent);
        edits.push(Edit::SetCode(kind, child));
    }
    edits.push(Edit::RemoveCode(kind, id.clone()));
    Edit::All(edits)
}

/// Deletes a stance. Its highlights get `heir` instead, or lose the tag.
pub fn delete_stance(project: &Project, id: &StanceId, heir: Option<&StanceId>) -> Edit {
    let retagged = retag_where(project, |tags| {
        let is_used = tags.stance.as_ref() == Some(id);
        if is_used {
            tags.stance = heir.cloned();
        }
        is_used
    });
    Edit::All(vec![retagged, Edit::RemoveStance(id.clone())])
}

/// Changes the tags of every highlight for which `change` returns `true`.
fn retag_where(project: &Project, change: impl Fn(&mut Tags) -> bool) -> Edit {
    let changed = |(article, highlight): (&_, &Highlight)| -> Option<(ArticleId, Highlight)> {
        let article: &std::sync::Arc<Article> = article;
        let mut tags = highlight.tags();
        change(&mut tags).then(|| (article.id, highlight.with_tags(tags)))
    };
    Edit::SetHighlights(project.highlights().filter_map(changed).collect())
}
