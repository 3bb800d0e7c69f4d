//! Where in the articles an edit changes something, so that whoever undoes it can be shown the place.

use super::Edit;
use crate::model::{ArticleId, HighlightId, Project};

/// A place in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditPlace {
    /// The article.
    pub article: ArticleId,
    /// The highlight that is changed, and where it begins; none if only the article’s details are changed.
    pub highlight: Option<(HighlightId, usize)>,
}

impl Edit {
    /// Returns the first place where this edit changes something. `project` is the project before the edit. Places of
    /// highlights win over articles, and an edit of the codebook alone has no place.
    pub fn place(&self, project: &Project) -> Option<EditPlace> {
        match self {
            Self::AddHighlights(highlights) | Self::SetHighlights(highlights) => {
                let (article, highlight) = highlights.first()?;
                Some(EditPlace { article: *article, highlight: Some((highlight.id, highlight.span.start)) })
            }
            Self::RemoveHighlights(highlights) => {
                let (article, id) = highlights.first()?;
                let start = project.article(*article)?.highlight(*id)?.span.start;
                Some(EditPlace { article: *article, highlight: Some((*id, start)) })
            }
            Self::TagHighlights(_, _, highlights) => {
                let (article, ids) = highlights.first()?;
                let id = *ids.first()?;
                let start = project.article(*article)?.highlight(id)?.span.start;
                Some(EditPlace { article: *article, highlight: Some((id, start)) })
            }
            Self::InsertArticles(articles) => {
                let (_, article) = articles.first()?;
                Some(EditPlace { article: article.id, highlight: None })
            }
            Self::MoveArticles(articles) => {
                let (_, article) = articles.first()?;
                Some(EditPlace { article: *article, highlight: None })
            }
            Self::RefuseTags(list) | Self::AllowTags(list) => {
                Some(EditPlace { article: list.first()?.0, highlight: None })
            }
            Self::SetDetails(article, _) | Self::ReviseText(article, _) => {
                Some(EditPlace { article: *article, highlight: None })
            }
            Self::All(edits) => {
                let places = || edits.iter().filter_map(|edit| edit.place(project));
                places().find(|place| place.highlight.is_some()).or_else(|| places().next())
            }
            Self::SetTitle(_)
            | Self::SetId(_)
            | Self::RemoveArticles(_)
            | Self::InsertCode(..)
            | Self::RemoveCode(..)
            | Self::SetCode(..)
            | Self::DefineCode(..)
            | Self::KeepCoding(..)
            | Self::MoveCode(..)
            | Self::MergeCodes(..)
            | Self::DeleteCode(..)
            | Self::KeepKeys
            | Self::SetFreeKeys(_)
            | Self::InsertStance(..)
            | Self::RemoveStance(_)
            | Self::SetStance(_)
            | Self::InsertView(..)
            | Self::RemoveView(_)
            | Self::SetView(..)
            | Self::InsertSearch(..)
            | Self::RemoveSearch(_)
            | Self::SetSearch(..)
            | Self::SetSummary(..)
            | Self::Replace(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked_article;

    #[test]
    fn the_place_of_an_edit_is_that_of_its_first_highlight() {
        let article = marked_article("One", "The quick [brown] fox");
        let (id, highlight) = (article.id, (*article.highlights[0]).clone());
        let mut project = Project::default();
        project.articles.push(article.into());
        let details = Edit::SetDetails(id, Box::default());
        assert_eq!(details.place(&project), Some(EditPlace { article: id, highlight: None }));
        let removal = Edit::RemoveHighlights(vec![(id, highlight.id)]);
        let place = Some(EditPlace { article: id, highlight: Some((highlight.id, 10)) });
        assert_eq!(removal.place(&project), place);
        assert_eq!(Edit::All(vec![details, removal]).place(&project), place);
        assert_eq!(Edit::AddHighlights(vec![(id, highlight)]).place(&Project::default()), place);
        assert_eq!(Edit::SetTitle("x".to_owned()).place(&project), None);
    }
}
