//! Why an edit cannot be applied.

use crate::wording::counted;
use crate::{
    model::{ArticleId, CodeId, CodeKind, HighlightId, StanceId},
    rules::Broken,
};

/// Why an edit cannot be applied. The project is unchanged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The edit names an article that is not in the project.
    #[error("there is no article {0}")]
    NoArticle(ArticleId),
    /// The edit moves an article to two places.
    #[error("the article {0} cannot be moved to two places at once; name it once")]
    MovedTwice(ArticleId),
    /// The edit names a highlight that is not in its article.
    #[error("there is no highlight {0}")]
    NoHighlight(HighlightId),
    /// The changes of a text overlap, touch or lie outside it.
    #[error("the changes of the text must be inside it, in its order and apart from each other")]
    ChangesMisplaced,
    /// The words of a highlight change, and the edit does not say where it goes.
    #[error("the words of the highlight {0} change; give it a new span, or remove it first")]
    WordsGone(HighlightId),
    /// The edit gives the starts of pages or chapters, but not of all.
    #[error("{} given, but the article has {}; give the start of each", starts_are(*.n_given), parts(*.n_parts))]
    PartsMisnumbered {
        /// How many starts the edit gives.
        n_given: usize,
        /// How many pages or chapters the article has.
        n_parts: usize,
    },
    /// The edit names an actor or issue that is not in the codebook.
    #[error("there is no {} “{code}”", .0.noun(), code = .1)]
    NoCode(CodeKind, CodeId),
    /// The edit names a change of a definition, counted from 0, that the code does not have.
    #[error("the definition of the {} “{code}” has no change number {change}", .0.noun(), code = .1, change = .2)]
    NoFormerDefinition(CodeKind, CodeId, usize),
    /// The code cannot be removed, because highlights or child codes still refer to it.
    #[error("the {} “{code}” is still in use", .0.noun(), code = .1)]
    CodeInUse(CodeKind, CodeId),
    /// The code is to be merged into itself, or replaced by itself.
    #[error("the {} “{code}” cannot be merged into itself", .0.noun(), code = .1)]
    MergedIntoItself(CodeKind, CodeId),
    /// The edit names a stance that is not in the codebook.
    #[error("there is no stance “{0}”")]
    NoStance(StanceId),
    /// The stance cannot be removed, because highlights still refer to it.
    #[error("the stance “{0}” is still in use")]
    StanceInUse(StanceId),
    /// The edit names a view that is not in the project.
    #[error("there is no view “{0}”")]
    NoView(String),
    /// The edit names a search that is not in the project.
    #[error("there is no search “{0}”")]
    NoSearch(String),
    /// The code would have the name of another one below the same parent, which has this name and this id.
    #[error(
        "there is already an {noun} “{name}” at this place (id “{id}”); move the highlights to it, or choose another \
         name",
        noun = .0.noun(), name = .1, id = .2
    )]
    CodeNameTaken(CodeKind, String, CodeId),
    /// The stance would have the name of another one, which has this name and this id.
    #[error("there is already a stance “{0}” (id “{1}”); move the highlights to it, or choose another name")]
    StanceNameTaken(String, StanceId),
    /// A name is not empty but invisible; the noun says which thing would have it.
    #[error("the name of the {0} has only invisible characters; choose another name")]
    BlankName(&'static str),
    /// The edit would break a rule of a sound project.
    #[error(transparent)]
    Broken(#[from] Broken),
}

fn starts_are(n: usize) -> String {
    format!("{} {}", counted(n, "start"), if n == 1 { "is" } else { "are" })
}

fn parts(n: usize) -> String {
    match n {
        0 => "no pages or chapters".to_owned(),
        1 => "1 page or chapter".to_owned(),
        n => format!("{n} pages or chapters"),
    }
}

/// Fails with the first broken rule, if there is any.
pub(super) fn refuse(broken: impl IntoIterator<Item = Broken>) -> Result<(), EditError> {
    broken.into_iter().next().map_or(Ok(()), |broken| Err(broken.into()))
}
