//! Changes details of several articles at once.

use std::{
    collections::{BTreeMap, HashSet},
    hash::BuildHasher,
};

use super::Edit;
use crate::{
    model::{ArticleId, Details, Project, PublicationDate, ReadingStatus},
    text::fold::{is_blank, is_same_name},
};

/// The details that several articles get. What is `None` stays as it is in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SharedDetails {
    /// The outlet.
    pub outlet: Option<String>,
    /// The agency.
    pub agency: Option<String>,
    /// The author.
    pub author: Option<String>,
    /// The date of publication; `Some(None)` removes it.
    pub date: Option<Option<PublicationDate>>,
    /// The language.
    pub language: Option<String>,
    /// The reading status.
    pub status: Option<ReadingStatus>,
    /// Free fields by name. An empty value removes the field.
    pub fields: BTreeMap<String, String>,
}

impl SharedDetails {
    /// Details that say nothing but the reading status.
    pub fn of_status(status: ReadingStatus) -> Self {
        Self { status: Some(status), ..Self::default() }
    }

    /// Returns whether nothing would change in any article.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Gives the details to these articles; those that have them already are left out.
    pub fn edit<S: BuildHasher>(&self, project: &Project, articles: &HashSet<ArticleId, S>) -> Edit {
        let mut edits = Vec::new();
        for article in project.articles.iter().filter(|article| articles.contains(&article.id)) {
            let details = self.given_to(&article.details);
            if details != article.details {
                edits.push(Edit::SetDetails(article.id, details.into()));
            }
        }
        Edit::one_or_all(edits)
    }

    fn given_to(&self, details: &Details) -> Details {
        let mut details = details.clone();
        let texts = [
            (&self.outlet, &mut details.outlet),
            (&self.agency, &mut details.agency),
            (&self.author, &mut details.author),
            (&self.language, &mut details.language),
        ];
        for (given, text) in texts {
            if let Some(given) = given {
                given.clone_into(text);
            }
        }
        details.date = self.date.unwrap_or(details.date);
        details.status = self.status.unwrap_or(details.status);
        for (name, value) in &self.fields {
            // The article keeps its own spelling of the name.
            let own = details.fields.keys().find(|own| *own == name);
            let own = own.or_else(|| details.fields.keys().find(|own| is_same_name(own, name)));
            let own = own.unwrap_or(name).clone();
            if is_blank(value) {
                details.fields.remove(&own);
            } else {
                details.fields.insert(own, value.clone());
            }
        }
        details
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::marked::marked_article,
    };

    #[test]
    fn only_what_is_given_changes_and_only_where_it_differs() {
        let mut articles = ["a", "b", "c"].map(|title| marked_article(title, "A [hen]"));
        articles[0].details.outlet = "Gazette".to_owned();
        articles[0].details.fields.insert("De\u{301}sk".to_owned(), "x".to_owned());
        articles[1].details.author = "Nyberg".to_owned();
        articles[1].details.date = "2025-12-03".parse().ok();
        let project = Project { articles: articles.map(Arc::new).into(), ..Project::titled("Valley") };
        let both: HashSet<ArticleId> = project.articles[..2].iter().map(|article| article.id).collect();
        let text = |text: &str| Some(text.to_owned());
        let shared = SharedDetails {
            outlet: text("Gazette"),
            date: Some(None),
            fields: [("Désk".to_owned(), "local".to_owned())].into(),
            ..SharedDetails::default()
        };
        let mut history = History::new(project.clone());
        history.apply("Describe", Gesture::Single, shared.edit(&project, &both)).expect("it fits");
        let after = &history.project().articles;
        assert_eq!(after[1].details.outlet, "Gazette");
        assert_eq!((after[1].details.date, &*after[1].details.author), (None, "Nyberg"));
        assert_eq!(
            after[0].details.fields.iter().collect::<Vec<_>>(),
            [(&"De\u{301}sk".to_owned(), &"local".to_owned())]
        );
        assert!(Arc::ptr_eq(&after[2], &project.articles[2]), "the others are not touched");
        let cleared =
            SharedDetails { fields: [("Désk".to_owned(), String::new())].into(), ..SharedDetails::default() };
        history.apply("Clear", Gesture::Single, cleared.edit(history.project(), &both)).expect("it fits");
        assert!(history.project().articles.iter().all(|article| article.details.fields.is_empty()));
        history.undo();
        history.undo();
        assert_eq!(*history.project(), project);

        let done = SharedDetails::of_status(ReadingStatus::Done);
        assert!(matches!(done.edit(&project, &both), Edit::All(edits) if edits.len() == 2));
        assert_eq!(SharedDetails::default().edit(&project, &both), Edit::All(Vec::new()));
        assert!(SharedDetails::default().is_empty() && !done.is_empty());
    }
}
