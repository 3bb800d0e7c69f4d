//! What an edit did, in words, where it destroys something or touches much, so that nobody overlooks it.

use standpoint_core::{
    edit::Edit,
    model::{ArticleId, Project},
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
        Edit::MergeCodes(kind, merge) => {
            let book = &project.codebook;
            let into = quoted(book.name_of(*kind, &merge.into));
            Some(match &*merge.codes {
                [code] => format!("{} merged into {into}", quoted(book.name_of(*kind, code))),
                codes => format!("{} merged into {into}", counted(codes.len(), kind.noun())),
            })
        }
        Edit::RemoveCode(kind, code) | Edit::DeleteCode(kind, code, _) => {
            let name = project.codebook.name_of(*kind, code);
            Some(format!("{} {} deleted", capitalised(kind.noun()), quoted(name)))
        }
        Edit::RemoveStance(stance) => {
            let name = project.codebook.stance(stance).map_or("", |stance| &stance.name);
            Some(format!("Stance {} deleted", quoted(name)))
        }
        Edit::RemoveView(name) => Some(format!("View {} removed", quoted(name))),
        Edit::All(edits) => {
            let words = edits.iter().find(|edit| destroys(edit)).and_then(|edit| in_words(project, edit));
            let n_changed: usize = edits.iter().map(n_changed).sum();
            match (words, n_changed) {
                (None, 0 | 1) => None,
                (Some(words), 0) => Some(words),
                (Some(words), n) => Some(format!("{words}, {} changed", counted(n, "highlight"))),
                (None, n) => Some(format!("{} changed", counted(n, "highlight"))),
            }
        }
        Edit::SetTitle(_)
        | Edit::SetId(_)
        | Edit::InsertArticles(_)
        | Edit::SetDetails(..)
        | Edit::AddHighlights(_)
        | Edit::SetHighlights(_)
        | Edit::InsertCode(..)
        | Edit::SetCode(..)
        | Edit::MoveCode(..)
        | Edit::KeepKeys
        | Edit::SetFreeKeys(_)
        | Edit::InsertStance(..)
        | Edit::SetStance(_)
        | Edit::InsertView(..)
        | Edit::SetView(..)
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
    )
}

fn n_changed(edit: &Edit) -> usize {
    match edit {
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
