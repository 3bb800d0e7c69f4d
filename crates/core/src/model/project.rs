//! The project, which holds everything else.

use std::{collections::HashSet, sync::Arc};

use super::{Article, ArticleId, Codebook, Highlight, ProjectId, SavedComparison, SavedSearch, Summary, view::Subject};
use crate::text::fold::{in_order, is_same_name};

/// Everything about one piece of work, stored in one `.ron` file.
///
/// Articles are shared, so that a snapshot for saving is cheap.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Says which project this is. Copies and earlier versions of a project have the same id.
    pub id: ProjectId,
    /// As the analyst wrote it; may be empty.
    pub title: String,
    /// The actors, issues and stances of this study.
    pub codebook: Codebook,
    /// Saved comparisons, in the order of the list on screen.
    pub views: Vec<SavedComparison>,
    /// Saved searches, in the order of the list on screen.
    pub searches: Vec<SavedSearch>,
    /// The analyst’s summaries of cells of a comparison, sorted by subject.
    pub summaries: Vec<Summary>,
    /// The articles with their highlights, in the analyst’s order.
    pub articles: Vec<Arc<Article>>,
}

impl Default for Project {
    /// An empty project without a title, with an id of its own.
    fn default() -> Self {
        Self {
            id: ProjectId::fresh(),
            title: String::new(),
            codebook: Codebook::default(),
            views: Vec::new(),
            searches: Vec::new(),
            summaries: Vec::new(),
            articles: Vec::new(),
        }
    }
}

impl Project {
    /// The most highlights a project may have. Larger ones are neither opened nor created; twenty years of one study
    /// have a tenth of this.
    pub const MAX_HIGHLIGHTS: usize = 2_000_000;

    /// Creates a project with this title, an id of its own, the default codebook and nothing else.
    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// Finds an article by its id.
    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.articles.iter().find(|article| article.id == id)
    }

    /// The index of an article in [`Self::articles`].
    pub fn article_index(&self, id: ArticleId) -> Option<usize> {
        self.articles.iter().position(|article| article.id == id)
    }

    /// Every highlight with its article, in project order.
    pub fn highlights(&self) -> impl Iterator<Item = (&Arc<Article>, &Highlight)> {
        self.articles.iter().flat_map(|article| std::iter::repeat(article).zip(article.highlights()))
    }

    /// The names of the free fields of articles, sorted as people expect. A name that is spelt in several ways is
    /// listed once, in its first spelling.
    pub fn field_names(&self) -> Vec<&str> {
        let mut seen = HashSet::new();
        let names = self.articles.iter().flat_map(|article| article.details.fields.keys());
        // Most names occur in many articles, so they are not folded again for each.
        in_order(names.map(String::as_str).filter(|name| seen.insert(*name)))
    }

    /// Finds a saved comparison by its name. The exact spelling wins over one that reads the same.
    pub fn view(&self, name: &str) -> Option<&SavedComparison> {
        self.view_index(name).map(|at| &self.views[at])
    }

    /// The index of the comparison of this name in [`Self::views`].
    pub fn view_index(&self, name: &str) -> Option<usize> {
        let exact = self.views.iter().position(|view| view.name == name);
        exact.or_else(|| self.views.iter().position(|view| is_same_name(&view.name, name)))
    }

    /// Finds a saved search by its name. The exact spelling wins over one that reads the same.
    pub fn search(&self, name: &str) -> Option<&SavedSearch> {
        self.search_index(name).map(|at| &self.searches[at])
    }

    /// The index of the search of this name in [`Self::searches`].
    pub fn search_index(&self, name: &str) -> Option<usize> {
        let exact = self.searches.iter().position(|search| search.name == name);
        exact.or_else(|| self.searches.iter().position(|search| is_same_name(&search.name, name)))
    }

    /// The analyst’s summary of a subject; empty if there is none.
    pub fn summary(&self, subject: &Subject) -> &str {
        self.summaries.iter().find(|summary| summary.subject == *subject).map_or("", |summary| &summary.text)
    }

    /// The number of highlights in all articles together.
    pub fn n_highlights(&self) -> usize {
        self.articles.iter().map(|article| article.highlights.len()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::marked::marked_article;

    #[test]
    fn fields_and_views_are_found_under_every_spelling() {
        let mut project = Project::titled("Talks");
        for name in ["Zone", "part 10", "De\u{301}sk", "part 9", "Äh", "Désk"] {
            let mut article = marked_article("One", "A [hen]");
            article.details.fields.insert(name.to_owned(), "x".to_owned());
            project.articles.push(Arc::new(article));
        }
        assert_eq!(project.field_names(), ["Äh", "De\u{301}sk", "part 9", "part 10", "Zone"]);
        assert_eq!(project.articles[2].details.field("Désk"), Some("x"));
        assert_eq!(project.articles[2].details.field("Desk"), None);

        let view = |name: &str| SavedComparison { name: name.to_owned(), ..SavedComparison::default() };
        project.views = vec![view("De\u{301}sk"), view("Désk")];
        assert_eq!(project.view_index("Désk"), Some(1));
        assert_eq!(project.view_index("Dé\u{ad}sk"), Some(0));
        assert_eq!(project.view_index("desk"), None);
    }
}
