//! Every reversible change to a project.
//!
//! An [`Edit`] says what a gesture, an import or the command line wants changed. Applying it gives
//! back the edit that undoes it, or an error and an unchanged project. [`History`] is the only
//! owner of a project that changes; it knows nothing of files or the window.

mod apply;
mod article_moves;
mod blank_names;
mod define;
mod describing;
pub mod difference;
mod error;
mod fold;
mod history;
mod index;
mod keys;
pub mod lines;
mod merge;
mod moves;
mod place;
mod planned;
mod recipes;
mod refused;
mod renamed;
mod revise;
mod revision_plan;
mod same_names;
mod searches;
mod split;
mod tagging;
mod touched;
mod views;

use std::sync::Arc;

pub use article_moves::{BesideArticle, drop_articles};
pub use blank_names::refuse_blank_names;
pub use describing::SharedDetails;
pub use error::EditError;
pub use history::{Gesture, History};
pub use keys::{assign_key, keep_keys};
pub use merge::{CodeMerge, MergePreview, merge_preview};
pub use moves::{CodeStep, DropPlace, drop_code, move_code_below, step_code};
pub use place::EditPlace;
pub use planned::{MadeChange, PlannedChange, Replaced, Turn};
pub use recipes::{add_code, add_code_path, delete_code, delete_stance, promote_alias, retag};
pub use revise::TextRevision;
pub use revision_plan::{LostDecision, LostHighlight, RevisionPlan};
pub use same_names::{
    code_of_same_name, codes_differing_in_case, codes_of_same_name, refuse_same_names, stance_of_same_name,
    stances_differing_in_case, stances_of_same_name,
};
pub use searches::{query_names_search, rename_search, rename_search_in, views_with_search};
pub use split::{SplitPart, split_code};
pub use touched::Touched;

use crate::model::{
    Article, ArticleId, Code, CodeId, CodeKind, Details, Highlight, HighlightId, NewDefinition, Project, ProjectId,
    RefusedTag, SavedComparison, SavedSearch, Stance, StanceId, view::Subject,
};

/// One reversible change. What undo inverts and the journal keeps; [`lines`] says how it is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Changes the title of the project.
    SetTitle(String),
    /// Gives the project another id, which makes it a project of its own.
    SetId(ProjectId),
    /// Puts articles where the indices say, first to last.
    InsertArticles(Vec<(usize, Arc<Article>)>),
    /// Removes these articles with their highlights.
    RemoveArticles(Vec<ArticleId>),
    /// Takes these articles out of the list and puts them at their indices, first to last.
    MoveArticles(Vec<(usize, ArticleId)>),
    /// Replaces all details of an article.
    SetDetails(ArticleId, Box<Details>),
    /// Changes the text of an article, and moves its highlights and the pages of its source with their words. Nothing else
    /// changes a text.
    ReviseText(ArticleId, TextRevision),
    /// Gives these highlights this actor or issue, or takes theirs away.
    TagHighlights(CodeKind, Option<CodeId>, Vec<(ArticleId, Vec<HighlightId>)>),
    /// Adds new highlights to these articles.
    AddHighlights(Vec<(ArticleId, Highlight)>),
    /// Removes these highlights.
    RemoveHighlights(Vec<(ArticleId, HighlightId)>),
    /// Replaces the highlights that have the same ids: retagged, re-bounded or with another note.
    SetHighlights(Vec<(ArticleId, Highlight)>),
    /// Remembers that these passages are not to be tagged with these codes, so that it is not suggested again.
    RefuseTags(Vec<(ArticleId, RefusedTag)>),
    /// Forgets that these tags were refused.
    AllowTags(Vec<(ArticleId, RefusedTag)>),
    /// Inserts a code at this index in the list of its kind.
    InsertCode(CodeKind, usize, Code),
    /// Removes a code that no highlight and no other code uses.
    RemoveCode(CodeKind, CodeId),
    /// Replaces the code that has the same id.
    SetCode(CodeKind, Code),
    /// Defines a code anew and keeps what it was defined as.
    DefineCode(CodeKind, CodeId, Box<NewDefinition>),
    /// Notes that these highlights were looked at after a change of the definition, given by its place among the former
    /// definitions of the code, and stay as they are.
    KeepCoding(CodeKind, CodeId, usize, Vec<HighlightId>),
    /// Moves a code to this index in the list of its kind, and below this parent.
    MoveCode(CodeKind, CodeId, usize, Option<CodeId>),
    /// Merges codes into one, which gets their highlights, names, definitions, children, summaries and places in views.
    MergeCodes(CodeKind, Box<CodeMerge>),
    /// Deletes a code. Its highlights get another one instead, or lose the tag.
    DeleteCode(CodeKind, CodeId, Option<CodeId>),
    /// Writes down which code has which key, where that followed from the order of the codes.
    KeepKeys,
    /// Sets the keys that stay free until somebody assigns them; with `None`, keys follow the order of the codes again.
    SetFreeKeys(Option<String>),
    /// Inserts a stance at this index of the scale.
    InsertStance(usize, Stance),
    /// Removes a stance that no highlight uses.
    RemoveStance(StanceId),
    /// Replaces the stance that has the same id.
    SetStance(Stance),
    /// Inserts a saved view at this index.
    InsertView(usize, Box<SavedComparison>),
    /// Removes the view with this name.
    RemoveView(String),
    /// Replaces the view with this name; the new one may have another name.
    SetView(String, Box<SavedComparison>),
    /// Inserts a saved search at this index.
    InsertSearch(usize, Box<SavedSearch>),
    /// Removes the search with this name. Views that name it find nothing by it from then on.
    RemoveSearch(String),
    /// Replaces the search with this name; the new one may have another name. Views that name it stay as they are;
    /// [`rename_search`] makes the edit that lets them follow.
    SetSearch(String, Box<SavedSearch>),
    /// Sets the analyst’s summary of a subject, or removes it if the text is empty.
    SetSummary(Subject, String),
    /// Applies several changes together; if one fails, none is applied.
    All(Vec<Edit>),
    /// Replaces this project by another: a restored version, or the file as another program changed it. The open
    /// project keeps its id, so restoring never changes which project it is.
    Replace(Box<Project>),
}

impl Edit {
    /// Makes one edit of several that belong together: the only one itself, or else [`Self::All`].
    pub fn one_or_all(mut edits: Vec<Self>) -> Self {
        if edits.len() == 1 { edits.remove(0) } else { Self::All(edits) }
    }
}
