//! The written form of edits, one line each: what scripts hand in and journals keep.
//!
//! It is a format of its own, described in `docs/edits.md`. Every line that was ever accepted is read for good,
//! whatever becomes of the types in memory. So everything a line may hold has a plain type here, with the names of
//! the format, and is converted to and from the model by code that lists every field and every variant: a new one
//! does not compile until somebody has decided how it is written. Nothing here knows files or clocks.

/// Declares the words that stand for the variants of a plain enum in a line. A field that is left out stands for the
/// first.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $written:ident = $name:literal for $model:ident {
            $first_word:literal = $first:ident, $($word:literal = $variant:ident),+ $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename = $name)]
        pub(super) enum $written {
            #[default]
            #[serde(rename = $first_word)]
            $first,
            $(#[serde(rename = $word)] $variant,)+
        }

        impl From<$model> for $written {
            fn from(value: $model) -> Self {
                match value {
                    $model::$first => Self::$first,
                    $($model::$variant => Self::$variant,)+
                }
            }
        }

        impl From<$written> for $model {
            fn from(value: $written) -> Self {
                match value {
                    $written::$first => Self::$first,
                    $($written::$variant => Self::$variant,)+
                }
            }
        }
    };
}

mod article;
mod codebook;
mod comparison;
mod project;
mod revision;
mod search;
#[cfg(test)]
mod tests;
mod text;

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Edit;
use crate::model::{ArticleId, HighlightId};
use article::{WrittenArticle, WrittenDetails, WrittenHighlight, WrittenRefused};
use codebook::{WrittenCode, WrittenDefinition, WrittenKind, WrittenMerge, WrittenStance};
use comparison::{WrittenSubject, WrittenView};
use project::{WrittenProject, WrittenProjectId};
use revision::WrittenRevision;
use search::WrittenSearch;
use text::WrittenText;

/// How deep brackets may be nested. Deeper nesting would be an attack on the stack.
pub const MAX_NESTING: usize = 128;

/// The line is not an edit. The message gives the line and the column, both from 1, and what was expected there.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(transparent)]
pub struct NotAnEdit(#[from] ron::error::SpannedError);

/// Reads the edit that a line holds.
///
/// # Errors
/// If the line is no edit, or holds more than one.
pub fn read(line: &str) -> Result<Edit, NotAnEdit> {
    let line: Line = ron::Options::default().with_recursion_limit(MAX_NESTING).from_str(line)?;
    Ok(line.into())
}

/// Writes an edit as a line, without the line break at its end.
pub fn write(edit: &Edit) -> String {
    ron::to_string(&Line::from(edit)).expect("an edit holds nothing that RON cannot write")
}

/// Writes an edit as part of something larger, for `#[serde(with = "edit::lines")]`.
///
/// # Errors
/// If the serializer fails.
pub fn serialize<S: Serializer>(edit: &Edit, serializer: S) -> Result<S::Ok, S::Error> {
    Line::from(edit).serialize(serializer)
}

/// Reads an edit that is part of something larger, for `#[serde(with = "edit::lines")]`.
///
/// # Errors
/// If what is there is no edit.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Edit, D::Error> {
    Line::deserialize(deserializer).map(Edit::from)
}

/// An edit in its written form. It borrows what it writes, because an edit may hold whole articles.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Edit")]
enum Line<'a> {
    SetTitle(Cow<'a, str>),
    SetId(WrittenProjectId),
    InsertArticles(Vec<(usize, WrittenArticle<'a>)>),
    RemoveArticles(Vec<Uuid>),
    MoveArticles(Vec<(usize, Uuid)>),
    SetDetails(Uuid, WrittenDetails<'a>),
    ReviseText(Uuid, WrittenRevision<'a>),
    TagHighlights(WrittenKind, WrittenText<'a>, Vec<(Uuid, Vec<Uuid>)>),
    AddHighlights(Vec<(Uuid, WrittenHighlight<'a>)>),
    RemoveHighlights(Vec<(Uuid, Uuid)>),
    SetHighlights(Vec<(Uuid, WrittenHighlight<'a>)>),
    RefuseTags(Vec<(Uuid, WrittenRefused<'a>)>),
    AllowTags(Vec<(Uuid, WrittenRefused<'a>)>),
    InsertCode(WrittenKind, usize, WrittenCode<'a>),
    RemoveCode(WrittenKind, WrittenText<'a>),
    SetCode(WrittenKind, WrittenCode<'a>),
    MoveCode(WrittenKind, WrittenText<'a>, usize, WrittenText<'a>),
    DefineCode(WrittenKind, WrittenText<'a>, WrittenDefinition<'a>),
    KeepCoding(WrittenKind, WrittenText<'a>, usize, Vec<Uuid>),
    MergeCodes(WrittenKind, WrittenMerge<'a>),
    DeleteCode(WrittenKind, WrittenText<'a>, WrittenText<'a>),
    KeepKeys,
    SetFreeKeys(Option<Cow<'a, str>>),
    InsertStance(usize, WrittenStance<'a>),
    RemoveStance(WrittenText<'a>),
    SetStance(WrittenStance<'a>),
    InsertView(usize, Box<WrittenView<'a>>),
    RemoveView(Cow<'a, str>),
    SetView(Cow<'a, str>, Box<WrittenView<'a>>),
    InsertSearch(usize, Box<WrittenSearch<'a>>),
    RemoveSearch(Cow<'a, str>),
    SetSearch(Cow<'a, str>, Box<WrittenSearch<'a>>),
    SetSummary(WrittenSubject<'a>, Cow<'a, str>),
    All(Vec<Line<'a>>),
    Replace(WrittenProject<'a>),
}

impl<'a> From<&'a Edit> for Line<'a> {
    fn from(edit: &'a Edit) -> Self {
        match edit {
            Edit::SetTitle(title) => Self::SetTitle(title.into()),
            Edit::SetId(id) => Self::SetId((*id).into()),
            Edit::InsertArticles(articles) => {
                Self::InsertArticles(articles.iter().map(|(at, article)| (*at, (&**article).into())).collect())
            }
            Edit::RemoveArticles(ids) => Self::RemoveArticles(ids.iter().map(|id| id.0).collect()),
            Edit::MoveArticles(articles) => Self::MoveArticles(articles.iter().map(|(at, id)| (*at, id.0)).collect()),
            Edit::SetDetails(id, details) => Self::SetDetails(id.0, (&**details).into()),
            Edit::ReviseText(id, revision) => Self::ReviseText(id.0, revision.into()),
            Edit::TagHighlights(kind, code, highlights) => {
                let ids = |ids: &[HighlightId]| ids.iter().map(|id| id.0).collect();
                let highlights = highlights.iter().map(|(article, highlights)| (article.0, ids(highlights))).collect();
                Self::TagHighlights((*kind).into(), WrittenText::optional(code.as_ref()), highlights)
            }
            Edit::AddHighlights(highlights) => {
                Self::AddHighlights(highlights.iter().map(|(id, highlight)| (id.0, highlight.into())).collect())
            }
            Edit::RemoveHighlights(ids) => {
                Self::RemoveHighlights(ids.iter().map(|(article, highlight)| (article.0, highlight.0)).collect())
            }
            Edit::SetHighlights(highlights) => {
                Self::SetHighlights(highlights.iter().map(|(id, highlight)| (id.0, highlight.into())).collect())
            }
            Edit::RefuseTags(list) => {
                Self::RefuseTags(list.iter().map(|(id, refused)| (id.0, refused.into())).collect())
            }
            Edit::AllowTags(list) => Self::AllowTags(list.iter().map(|(id, refused)| (id.0, refused.into())).collect()),
            Edit::InsertCode(kind, at, code) => Self::InsertCode((*kind).into(), *at, code.into()),
            Edit::RemoveCode(kind, id) => Self::RemoveCode((*kind).into(), id.into()),
            Edit::SetCode(kind, code) => Self::SetCode((*kind).into(), code.into()),
            Edit::MoveCode(kind, id, at, parent) => {
                Self::MoveCode((*kind).into(), id.into(), *at, WrittenText::optional(parent.as_ref()))
            }
            Edit::DefineCode(kind, id, new) => Self::DefineCode((*kind).into(), id.into(), (&**new).into()),
            Edit::KeepCoding(kind, id, change, highlights) => {
                let highlights = highlights.iter().map(|highlight| highlight.0).collect();
                Self::KeepCoding((*kind).into(), id.into(), *change, highlights)
            }
            Edit::MergeCodes(kind, merge) => Self::MergeCodes((*kind).into(), (&**merge).into()),
            Edit::DeleteCode(kind, id, heir) => {
                Self::DeleteCode((*kind).into(), id.into(), WrittenText::optional(heir.as_ref()))
            }
            Edit::KeepKeys => Self::KeepKeys,
            Edit::SetFreeKeys(keys) => Self::SetFreeKeys(keys.as_ref().map(Cow::from)),
            Edit::InsertStance(at, stance) => Self::InsertStance(*at, stance.into()),
            Edit::RemoveStance(id) => Self::RemoveStance(id.into()),
            Edit::SetStance(stance) => Self::SetStance(stance.into()),
            Edit::InsertView(at, view) => Self::InsertView(*at, Box::new((&**view).into())),
            Edit::RemoveView(name) => Self::RemoveView(name.into()),
            Edit::SetView(name, view) => Self::SetView(name.into(), Box::new((&**view).into())),
            Edit::InsertSearch(at, search) => Self::InsertSearch(*at, Box::new((&**search).into())),
            Edit::RemoveSearch(name) => Self::RemoveSearch(name.into()),
            Edit::SetSearch(name, search) => Self::SetSearch(name.into(), Box::new((&**search).into())),
            Edit::SetSummary(subject, text) => Self::SetSummary(subject.into(), text.into()),
            Edit::All(edits) => Self::All(each(edits)),
            Edit::Replace(project) => Self::Replace((&**project).into()),
        }
    }
}

impl From<Line<'_>> for Edit {
    fn from(line: Line<'_>) -> Self {
        match line {
            Line::SetTitle(title) => Self::SetTitle(title.into_owned()),
            Line::SetId(id) => Self::SetId(id.into()),
            Line::InsertArticles(articles) => {
                Self::InsertArticles(articles.into_iter().map(|(at, article)| (at, Arc::new(article.into()))).collect())
            }
            Line::RemoveArticles(ids) => Self::RemoveArticles(ids.into_iter().map(ArticleId).collect()),
            Line::MoveArticles(articles) => {
                Self::MoveArticles(articles.into_iter().map(|(at, id)| (at, ArticleId(id))).collect())
            }
            Line::SetDetails(id, details) => Self::SetDetails(ArticleId(id), Box::new(details.into())),
            Line::ReviseText(id, revision) => Self::ReviseText(ArticleId(id), revision.into()),
            Line::TagHighlights(kind, code, highlights) => {
                let ids = |ids: Vec<Uuid>| ids.into_iter().map(HighlightId).collect();
                let highlights =
                    highlights.into_iter().map(|(article, highlights)| (ArticleId(article), ids(highlights)));
                Self::TagHighlights(kind.into(), code.into_optional(), highlights.collect())
            }
            Line::AddHighlights(highlights) => Self::AddHighlights(
                highlights.into_iter().map(|(id, highlight)| (ArticleId(id), highlight.into())).collect(),
            ),
            Line::RemoveHighlights(ids) => Self::RemoveHighlights(
                ids.into_iter().map(|(article, highlight)| (ArticleId(article), HighlightId(highlight))).collect(),
            ),
            Line::SetHighlights(highlights) => Self::SetHighlights(
                highlights.into_iter().map(|(id, highlight)| (ArticleId(id), highlight.into())).collect(),
            ),
            Line::RefuseTags(list) => {
                Self::RefuseTags(list.into_iter().map(|(id, refused)| (ArticleId(id), refused.into())).collect())
            }
            Line::AllowTags(list) => {
                Self::AllowTags(list.into_iter().map(|(id, refused)| (ArticleId(id), refused.into())).collect())
            }
            Line::InsertCode(kind, at, code) => Self::InsertCode(kind.into(), at, code.into()),
            Line::RemoveCode(kind, id) => Self::RemoveCode(kind.into(), id.into()),
            Line::SetCode(kind, code) => Self::SetCode(kind.into(), code.into()),
            Line::MoveCode(kind, id, at, parent) => Self::MoveCode(kind.into(), id.into(), at, parent.into_optional()),
            Line::DefineCode(kind, id, new) => Self::DefineCode(kind.into(), id.into(), Box::new(new.into())),
            Line::KeepCoding(kind, id, change, highlights) => {
                let highlights = highlights.into_iter().map(HighlightId).collect();
                Self::KeepCoding(kind.into(), id.into(), change, highlights)
            }
            Line::MergeCodes(kind, merge) => Self::MergeCodes(kind.into(), Box::new(merge.into())),
            Line::DeleteCode(kind, id, heir) => Self::DeleteCode(kind.into(), id.into(), heir.into_optional()),
            Line::KeepKeys => Self::KeepKeys,
            Line::SetFreeKeys(keys) => Self::SetFreeKeys(keys.map(Cow::into_owned)),
            Line::InsertStance(at, stance) => Self::InsertStance(at, stance.into()),
            Line::RemoveStance(id) => Self::RemoveStance(id.into()),
            Line::SetStance(stance) => Self::SetStance(stance.into()),
            Line::InsertView(at, view) => Self::InsertView(at, Box::new((*view).into())),
            Line::RemoveView(name) => Self::RemoveView(name.into_owned()),
            Line::SetView(name, view) => Self::SetView(name.into_owned(), Box::new((*view).into())),
            Line::InsertSearch(at, search) => Self::InsertSearch(at, Box::new((*search).into())),
            Line::RemoveSearch(name) => Self::RemoveSearch(name.into_owned()),
            Line::SetSearch(name, search) => Self::SetSearch(name.into_owned(), Box::new((*search).into())),
            Line::SetSummary(subject, text) => Self::SetSummary(subject.into(), text.into_owned()),
            Line::All(lines) => Self::All(each(lines)),
            Line::Replace(project) => Self::Replace(Box::new(project.into())),
        }
    }
}

/// Converts each part of a list.
fn each<T, U: From<T>>(parts: impl IntoIterator<Item = T>) -> Vec<U> {
    parts.into_iter().map(U::from).collect()
}
