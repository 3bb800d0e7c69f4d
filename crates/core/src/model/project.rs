//! Everything about one piece of work.

use std::sync::Arc;

use super::{Article, ArticleId, Codebook, Highlight, SavedComparison, Summary, view::Subject};

/// Everything about one piece of work; one `.ron` file.
///
/// Articles are shared, so that a snapshot for saving costs next to nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Project {
    pub title: String,
    pub codebook: Codebook,
    /// Comparisons kept under a name, in the order of the list.
    pub views: Vec<SavedComparison>,
    /// What the analyst says of cells in her own words, by subject.
    pub summaries: Vec<Summary>,
    pub articles: Vec<Arc<Article>>,
}

impl Project {
    /// More are neither opened nor made; twenty years of one study have a tenth of them.
    pub const MAX_HIGHLIGHTS: usize = 2_000_000;

    pub fn titled(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    pub fn article(&self, id: ArticleId) -> Option<&Arc<Article>> {
        self.articles.iter().find(|article| article.id == id)
    }

    pub fn article_index(&self, id: ArticleId) -> Option<usize> {
        self.articles.iter().position(|article| article.id == id)
    }

    /// Every highlight with its article, in project order.
    pub fn highlights(&self) -> impl Iterator<Item = (&Arc<Article>, &Highlight)> {
        self.articles.iter().flat_map(|article| std::iter::repeat(article).zip(article.highlights()))
    }

    pub fn view(&self, name: &str) -> Option<&SavedComparison> {
        self.views.iter().find(|view| view.name == name)
    }

    /// The analyst’s own words on a subject; empty where she wrote none.
    pub fn summary(&self, subject: &Subject) -> &str {
        self.summaries.iter().find(|summary| summary.subject == *subject).map_or("", |summary| &summary.text)
    }

    pub fn n_highlights(&self) -> usize {
        self.articles.iter().map(|article| article.highlights.len()).sum()
    }
}
