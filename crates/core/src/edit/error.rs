//! Why an edit cannot be applied.

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
    /// The edit names a highlight that is not in its article.
    #[error("there is no highlight {0}")]
    NoHighlight(HighlightId),
    /// The edit names an actor or issue that is not in the codebook.
    #[error("there is no {} “{code}”", .0.noun(), code = .1)]
    NoCode(CodeKind, CodeId),
    /// The code cannot be removed, because highlights or child codes still refer to it.
    #[error("the {} “{code}” is still in use", .0.noun(), code = .1)]
    CodeInUse(CodeKind, CodeId),
    /// The edit names a stance that is not in the codebook.
    #[error("there is no stance “{0}”")]
    NoStance(StanceId),
    /// The stance cannot be removed, because highlights still refer to it.
    #[error("the stance “{0}” is still in use")]
    StanceInUse(StanceId),
    /// The edit names a view that is not in the project.
    #[error("there is no view “{0}”")]
    NoView(String),
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

/// Fails with the first broken rule, if there is any.
pub(super) fn refuse(broken: impl IntoIterator<Item = Broken>) -> Result<(), EditError> {
    broken.into_iter().next().map_or(Ok(()), |broken| Err(broken.into()))
}
