//! Refuses names that nobody can see because they consist of spaces and invisible characters.
//!
//! An empty name is a matter of [`crate::rules`]. These are not, because older files may have them and open as before.

use std::{collections::HashSet, sync::Arc};

use super::{Edit, EditError, same_names::for_each_part};
use crate::{
    model::{Article, Details, Project},
    text::fold::is_blank,
};

/// Fails if the edit gives the project, a code, a stance, a view, a search, a free field or the coder of a new highlight a name
/// that is not empty but invisible. Things that already have such a name may still be changed in other ways.
///
/// # Errors
/// Returns [`EditError::BlankName`] with what would have the name.
pub fn refuse_blank_names(project: &Project, edit: &Edit) -> Result<(), EditError> {
    let mut refused = None;
    for_each_part(edit, &mut |part| refused = refused.or_else(|| blank_name(project, part)));
    refused.map_or(Ok(()), |what| Err(EditError::BlankName(what)))
}

/// Returns the noun for the thing that would have a blank name.
fn blank_name(project: &Project, edit: &Edit) -> Option<&'static str> {
    let book = &project.codebook;
    // The rules deal with names that are empty or only spaces; they refuse them for some things and not for others.
    let is_invisible = |name: &str| is_blank(name) && !name.trim().is_empty();
    match edit {
        Edit::SetTitle(title) => is_invisible(title).then_some("project"),
        Edit::InsertCode(kind, _, code) | Edit::SetCode(kind, code) => {
            let had_it = || book.code(*kind, &code.id).is_some_and(|old| old.name == code.name);
            (is_invisible(&code.name) && !had_it()).then_some(kind.noun())
        }
        Edit::InsertStance(_, stance) | Edit::SetStance(stance) => {
            let had_it = || book.stance(&stance.id).is_some_and(|old| old.name == stance.name);
            (is_invisible(&stance.name) && !had_it()).then_some("stance")
        }
        Edit::InsertView(_, view) => is_invisible(&view.name).then_some("view"),
        Edit::SetView(name, view) => (is_invisible(&view.name) && view.name != *name).then_some("view"),
        Edit::InsertSearch(_, search) => is_invisible(&search.name).then_some("search"),
        Edit::SetSearch(name, search) => (is_invisible(&search.name) && search.name != *name).then_some("search"),
        Edit::SetDetails(id, details) => {
            let old = project.article(*id).map(|article| &article.details);
            has_new_field(details, old, is_invisible).then_some("field")
        }
        Edit::InsertArticles(articles) => {
            let has_one = |(_, article): &(usize, Arc<Article>)| has_new_field(&article.details, None, is_invisible);
            articles.iter().any(has_one).then_some("field")
        }
        Edit::AddHighlights(highlights) => {
            highlights.iter().any(|(_, highlight)| is_invisible(&highlight.coder)).then_some("coder")
        }
        _ => None,
    }
}

/// Returns whether a field that the article does not have yet has a bad name.
fn has_new_field(details: &Details, old: Option<&Details>, is_bad: impl Fn(&str) -> bool) -> bool {
    let known: HashSet<&String> = old.into_iter().flat_map(|old| old.fields.keys()).collect();
    details.fields.keys().any(|name| !known.contains(name) && is_bad(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Code, CodeKind, SavedComparison, Stance, marked::marked_article};

    #[test]
    fn a_name_that_shows_nothing_is_refused_for_whatever_gets_it() {
        const BLANK: &str = "\u{200b} \u{ad}";
        let mut project = Project::default();
        let code = Code { name: BLANK.to_owned(), ..project.codebook.fresh_code(CodeKind::Actor, "x", None) };
        let stance = Stance { id: "x".into(), name: BLANK.to_owned(), weight: 0.0 };
        let view = |name: &str| Box::new(SavedComparison { name: name.to_owned(), ..SavedComparison::default() });
        let mut article = marked_article("One", "A [hen]");
        let mut highlight = article.highlights().next().expect("a hen is marked").clone();
        highlight.coder = BLANK.to_owned();
        article.details.fields.insert(BLANK.to_owned(), "news".to_owned());
        let check = |project: &Project, edit: Edit, expected: Option<&'static str>| {
            let error = expected.map(EditError::BlankName);
            assert_eq!(refuse_blank_names(project, &edit).err(), error, "{edit:?}");
        };
        check(&project, Edit::SetTitle(BLANK.to_owned()), Some("project"));
        check(&project, Edit::SetTitle(String::new()), None);
        check(&project, Edit::InsertCode(CodeKind::Actor, 0, code.clone()), Some("actor"));
        check(&project, Edit::All(vec![Edit::SetStance(stance)]), Some("stance"));
        check(&project, Edit::InsertView(0, view(BLANK)), Some("view"));
        check(&project, Edit::SetView("Old".to_owned(), view(BLANK)), Some("view"));
        check(&project, Edit::AddHighlights(vec![(article.id, highlight)]), Some("coder"));
        check(&project, Edit::SetDetails(article.id, article.details.clone().into()), Some("field"));
        check(&project, Edit::InsertArticles(vec![(0, Arc::new(article.clone()))]), Some("field"));

        // What has such a name from an older version can still be changed.
        project.codebook.actors.push(code.clone());
        let defined = Code { definition: "Nobody.".to_owned(), ..code };
        check(&project, Edit::SetCode(CodeKind::Actor, defined), None);
        let details = Details { outlet: "Times".to_owned(), ..article.details.clone() };
        project.articles.push(Arc::new(article));
        check(&project, Edit::SetDetails(project.articles[0].id, details.into()), None);
    }
}
