//! What an edit did, in words, where it destroys something or touches much, so that nobody overlooks it.

use standpoint_core::{
    edit::Edit,
    model::{ArticleId, CodeId, CodeKind, Highlight, Project},
    wording::{capitalised, counted},
};

use crate::ui::widgets::one_line;

/// The longest name in a message, in characters.
const MOST_CHARS: usize = 60;

/// Says what an edit will have done to the project; nothing for what a person sees anyway.
pub(super) fn in_words(project: &Project, edit: &Edit) -> Option<String> {
    match edit {
        Edit::RemoveArticles(articles) => removed_articles(project, articles),
        Edit::RemoveHighlights(highlights) => Some(match highlights.len() {
            1 => "Highlight deleted".to_owned(),
            n => format!("{} deleted", counted(n, "highlight")),
        }),
        Edit::SetHighlights(highlights) if highlights.len() > 1 => {
            Some(format!("{} changed", counted(highlights.len(), "highlight")))
        }
        Edit::ReviseText(article, _) => {
            let title = project.article(*article).map_or("", |article| &article.details.title);
            Some(format!("Text of {} revised", quoted(title)))
        }
        Edit::TagHighlights(_, _, highlights) => {
            let n = highlights.iter().map(|(_, ids)| ids.len()).sum();
            (n > 1).then(|| format!("{} changed", counted(n, "highlight")))
        }
        Edit::RefuseTags(refused) => Some(match refused.len() {
            1 => "Suggestion refused".to_owned(),
            n => format!("{} refused", counted(n, "suggestion")),
        }),
        Edit::AllowTags(refused) => Some(format!("{} may be suggested again", counted(refused.len(), "passage"))),
        Edit::MergeCodes(kind, merge) => {
            let book = &project.codebook;
            let into = quoted(book.name_of(*kind, &merge.into));
            let merged = match &*merge.codes {
                [code] => format!("{} merged into {into}", quoted(book.name_of(*kind, code))),
                codes => format!("{} merged into {into}", counted(codes.len(), kind.noun())),
            };
            Some(with_changed(merged, n_changed(project, edit)))
        }
        Edit::RemoveCode(kind, code) | Edit::DeleteCode(kind, code, _) => {
            let name = project.codebook.name_of(*kind, code);
            let deleted = format!("{} {} deleted", capitalised(kind.noun()), quoted(name));
            Some(with_changed(deleted, n_changed(project, edit)))
        }
        Edit::RemoveStance(stance) => {
            let name = project.codebook.stance(stance).map_or("", |stance| &stance.name);
            Some(format!("Stance {} deleted", quoted(name)))
        }
        Edit::RemoveView(name) => Some(format!("View {} removed", quoted(name))),
        Edit::RemoveSearch(name) => Some(format!("Search {} deleted", quoted(name))),
        Edit::All(edits) => {
            let destroying = edits.iter().position(destroys);
            let words = destroying.and_then(|at| in_words(project, &edits[at]));
            let others = edits.iter().enumerate().filter(|(at, _)| Some(*at) != destroying);
            let n_changed: usize = others.map(|(_, edit)| n_changed(project, edit)).sum();
            match (words, n_changed) {
                (None, 0 | 1) => None,
                (Some(words), n) => Some(with_changed(words, n)),
                (None, n) => Some(format!("{} changed", counted(n, "highlight"))),
            }
        }
        Edit::SetTitle(_)
        | Edit::SetId(_)
        | Edit::InsertArticles(_)
        | Edit::MoveArticles(_)
        | Edit::SetDetails(..)
        | Edit::AddHighlights(_)
        | Edit::SetHighlights(_)
        | Edit::InsertCode(..)
        | Edit::SetCode(..)
        | Edit::DefineCode(..)
        | Edit::KeepCoding(..)
        | Edit::MoveCode(..)
        | Edit::KeepKeys
        | Edit::SetFreeKeys(_)
        | Edit::InsertStance(..)
        | Edit::SetStance(_)
        | Edit::InsertView(..)
        | Edit::SetView(..)
        | Edit::InsertSearch(..)
        | Edit::SetSearch(..)
        | Edit::SetSummary(..)
        | Edit::Replace(_) => None,
    }
}

fn removed_articles(project: &Project, articles: &[ArticleId]) -> Option<String> {
    let removed = project.articles.iter().filter(|article| articles.contains(&article.id));
    let n: usize = removed.clone().map(|article| article.highlights.len()).sum();
    let with = if n > 0 { format!(" with {}", counted(n, "highlight")) } else { String::new() };
    match articles {
        [] => None,
        [_] => removed.into_iter().next().map(|article| format!("{} removed{with}", quoted(&article.details.title))),
        several => Some(format!("{} removed{with}", counted(several.len(), "article"))),
    }
}

/// Adds how many highlights change, if any do.
fn with_changed(words: String, n: usize) -> String {
    if n == 0 { words } else { format!("{words}, {} changed", counted(n, "highlight")) }
}

const fn destroys(edit: &Edit) -> bool {
    matches!(
        edit,
        Edit::RemoveArticles(_)
            | Edit::RemoveHighlights(_)
            | Edit::RemoveCode(..)
            | Edit::MergeCodes(..)
            | Edit::DeleteCode(..)
            | Edit::RemoveStance(_)
            | Edit::RemoveView(_)
            | Edit::RemoveSearch(_)
    )
}

fn n_changed(project: &Project, edit: &Edit) -> usize {
    let n_tagged = |kind: CodeKind, codes: &[CodeId]| {
        let is_one = |highlight: &Highlight| highlight.tag(kind).is_some_and(|tag| codes.contains(tag));
        project.highlights().filter(|(_, highlight)| is_one(highlight)).count()
    };
    match edit {
        Edit::MergeCodes(kind, merge) => n_tagged(*kind, &merge.codes),
        Edit::DeleteCode(kind, code, _) => n_tagged(*kind, std::slice::from_ref(code)),
        Edit::SetHighlights(highlights) => highlights.len(),
        Edit::TagHighlights(_, _, highlights) => highlights.iter().map(|(_, ids)| ids.len()).sum(),
        _ => 0,
    }
}

/// A name in quotation marks, on one line and not too long.
fn quoted(name: &str) -> String {
    let line = one_line(name);
    match line.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("“{}…”", line[..end].trim_end()),
        None => format!("“{line}”"),
    }
}
