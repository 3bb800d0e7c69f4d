//! Which articles of the list are selected, and where its keyboard is.
//!
//! As long as nobody selects several, the article on screen is the selection.

use std::{collections::HashSet, sync::Arc};

use standpoint_core::model::{Article, ArticleId, Project};

use super::order::{ArticleRow, ShownArticles};

/// The selected articles.
#[derive(Default)]
pub struct ArticleSelection {
    /// Empty as long as the article on screen is the selection.
    chosen: HashSet<ArticleId>,
    /// Where a selection of several begins.
    anchor: Option<ArticleId>,
    /// What keys are about.
    cursor: Option<ListCursor>,
}

/// A row that keys are about, wherever it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListCursor {
    /// The head of the group of this name.
    Head(String),
    /// An article.
    Article(ArticleId),
}

impl ArticleSelection {
    /// How many are selected, if not just the article on screen.
    pub fn n(&self) -> Option<usize> {
        (!self.chosen.is_empty()).then_some(self.chosen.len())
    }

    /// Those that are selected, if not just the article on screen.
    pub const fn chosen(&self) -> &HashSet<ArticleId> {
        &self.chosen
    }

    /// Whether an article is among the selected ones.
    pub fn contains(&self, article: ArticleId, open: Option<ArticleId>) -> bool {
        if self.chosen.is_empty() { Some(article) == open } else { self.chosen.contains(&article) }
    }

    /// The selected articles that are still in the project, in its order.
    pub fn articles<'a>(&self, project: &'a Project, open: Option<ArticleId>) -> Vec<&'a Arc<Article>> {
        project.articles.iter().filter(|article| self.contains(article.id, open)).collect()
    }

    /// Goes back to the article on screen alone.
    pub fn clear(&mut self) {
        self.chosen.clear();
    }

    /// Selects the article that was just opened.
    pub fn follow_open(&mut self, open: ArticleId) {
        self.chosen.clear();
        self.anchor = Some(open);
        self.cursor = Some(ListCursor::Article(open));
    }

    /// Puts the cursor on the article that came on screen, and selects it alone unless it is among several.
    pub fn follow_shown(&mut self, open: ArticleId) {
        if self.chosen.contains(&open) {
            self.cursor = Some(ListCursor::Article(open));
        } else {
            self.follow_open(open);
        }
    }

    /// Adds an article to the selection, or takes it out.
    pub fn toggle(&mut self, article: ArticleId, open: Option<ArticleId>) {
        if self.chosen.is_empty() {
            self.chosen.extend(open);
        }
        if !self.chosen.remove(&article) {
            self.chosen.insert(article);
        }
        self.anchor = Some(article);
        self.cursor = Some(ListCursor::Article(article));
        self.simplify(open);
    }

    /// Selects all rows from where the selection begins to this one.
    pub fn extend(&mut self, shown: &ShownArticles, all: &[Arc<Article>], to: usize, open: Option<ArticleId>) {
        let row_of = |article: ArticleId| shown.row_of(all, article);
        let anchor = self.anchor.and_then(row_of).or_else(|| open.and_then(row_of)).unwrap_or(to);
        let rows = &shown.rows[anchor.min(to)..=anchor.max(to)];
        self.chosen = rows.iter().filter_map(|row| article_of(row, all)).collect();
        self.anchor = shown.rows.get(anchor).and_then(|row| article_of(row, all)).or(self.anchor);
        self.cursor = cursor_of(shown, all, to);
        self.simplify(open);
    }

    /// Selects every article that the list shows.
    pub fn select_all(&mut self, shown: &ShownArticles, all: &[Arc<Article>], open: Option<ArticleId>) {
        self.chosen = shown.articles.iter().map(|at| all[*at].id).collect();
        self.simplify(open);
    }

    /// Leaves out what the list no longer shows, so that nothing happens to what nobody sees.
    pub fn keep_listed(&mut self, shown: &ShownArticles, all: &[Arc<Article>], open: Option<ArticleId>) {
        if !self.chosen.is_empty() {
            let listed: HashSet<ArticleId> = shown.articles.iter().map(|at| all[*at].id).collect();
            self.chosen.retain(|article| listed.contains(article));
            self.simplify(open);
        }
    }

    /// One that is selected alone and on screen needs no selection of its own.
    fn simplify(&mut self, open: Option<ArticleId>) {
        if self.chosen.len() == 1 && open.is_some_and(|open| self.chosen.contains(&open)) {
            self.chosen.clear();
        }
    }

    /// Puts the cursor on a row.
    pub fn set_cursor(&mut self, cursor: Option<ListCursor>) {
        self.cursor = cursor;
    }

    /// What keys are about, if anything.
    pub const fn cursor(&self) -> Option<&ListCursor> {
        self.cursor.as_ref()
    }

    /// The row of the cursor; nothing if it is not shown.
    pub fn cursor_row(&self, shown: &ShownArticles, all: &[Arc<Article>]) -> Option<usize> {
        match self.cursor.as_ref()? {
            ListCursor::Article(article) => shown.row_of(all, *article),
            ListCursor::Head(name) => {
                let is_it =
                    |row: &ArticleRow| matches!(row, ArticleRow::Head(group) if shown.groups[*group].name == *name);
                shown.rows.iter().position(is_it)
            }
        }
    }
}

fn article_of(row: &ArticleRow, all: &[Arc<Article>]) -> Option<ArticleId> {
    match row {
        ArticleRow::Article(at) => Some(all[*at].id),
        ArticleRow::Head(_) => None,
    }
}

/// What a row is, wherever it stands.
pub fn cursor_of(shown: &ShownArticles, all: &[Arc<Article>], row: usize) -> Option<ListCursor> {
    Some(match shown.rows.get(row)? {
        ArticleRow::Head(group) => ListCursor::Head(shown.groups[*group].name.clone()),
        ArticleRow::Article(at) => ListCursor::Article(all[*at].id),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::marked::marked_article;

    #[test]
    fn the_article_on_screen_is_the_selection_until_several_are() {
        let all = ["a", "b", "c", "d"].map(|title| Arc::new(marked_article(title, "A [hen]")));
        let ids = [0, 1, 2, 3].map(|at| all[at].id);
        let articles: Vec<usize> = (0..4).collect();
        let rows = articles.iter().copied().map(ArticleRow::Article).collect();
        let shown = ShownArticles { articles, groups: Vec::new(), rows };
        let project = Project { articles: all.to_vec(), ..Project::titled("Valley") };
        let open = Some(ids[1]);
        let titles = |selection: &ArticleSelection| {
            let articles = selection.articles(&project, open);
            articles.iter().map(|article| &*article.details.title).collect::<String>()
        };
        let mut selection = ArticleSelection::default();
        assert_eq!((titles(&selection), selection.n()), ("b".to_owned(), None));
        selection.toggle(ids[3], open);
        assert_eq!((titles(&selection), selection.n()), ("bd".to_owned(), Some(2)));
        selection.toggle(ids[3], open);
        assert_eq!((titles(&selection), selection.n()), ("b".to_owned(), None));
        selection.follow_open(ids[1]);
        selection.extend(&shown, &all, 3, open);
        assert_eq!(titles(&selection), "bcd");
        selection.extend(&shown, &all, 0, open);
        assert_eq!(titles(&selection), "ab", "it still begins where it began");
        selection.select_all(&shown, &all, open);
        assert_eq!(selection.n(), Some(4));
        let fewer = ShownArticles { articles: vec![2, 3], ..ShownArticles::default() };
        selection.keep_listed(&fewer, &all, open);
        assert_eq!(titles(&selection), "cd");
        selection.clear();
        assert_eq!(titles(&selection), "b");
        assert_eq!(selection.cursor_row(&shown, &all), Some(0));
    }
}
