//! Moves articles in the order of the project: to where they are dropped, and step by step.

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    sync::Arc,
};

use super::{Edit, EditError, index::ProjectIndex};
use crate::{
    effort,
    model::{Article, ArticleId, Project},
};

/// Where articles are dropped, as seen from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BesideArticle {
    /// Before it.
    Before,
    /// Behind it.
    Behind,
}

/// Puts articles at these indices and returns the edit that puts them back.
///
/// # Errors
/// Fails if there is no such article, or if one is named twice; nothing has changed then.
pub(super) fn move_articles(
    project: &mut Project,
    index: &mut ProjectIndex,
    moved: Vec<(usize, ArticleId)>,
) -> Result<Edit, EditError> {
    let mut named = HashSet::with_capacity(moved.len());
    let mut before = Vec::with_capacity(moved.len());
    for (_, id) in &moved {
        let place = index.place(*id).ok_or(EditError::NoArticle(*id))?;
        if !named.insert(*id) {
            return Err(EditError::MovedTwice(*id));
        }
        before.push((place, *id));
    }
    before.sort_unstable();
    effort::note(project.articles.len());
    let mut taken: HashMap<ArticleId, Arc<Article>> = HashMap::with_capacity(moved.len());
    let mut articles = Vec::with_capacity(project.articles.len());
    for article in std::mem::take(&mut project.articles) {
        if named.contains(&article.id) {
            taken.insert(article.id, article);
        } else {
            articles.push(article);
        }
    }
    for (place, id) in moved {
        let article = taken.remove(&id).expect("each was found above, and none is named twice");
        articles.insert(place.min(articles.len()), article);
    }
    project.articles = articles;
    index.number_articles(&project.articles, 0);
    Ok(Edit::MoveArticles(before))
}

/// Moves articles beside another one, as a block in their present order; `None` if they are there already or the other
/// one is among them.
pub fn drop_articles<S: BuildHasher>(
    articles: &[Arc<Article>],
    moved: &HashSet<ArticleId, S>,
    beside: ArticleId,
    place: BesideArticle,
) -> Option<Edit> {
    if moved.contains(&beside) {
        return None;
    }
    let others = articles.iter().filter(|article| !moved.contains(&article.id));
    let at = others.into_iter().position(|article| article.id == beside)?;
    let first = if place == BesideArticle::Behind { at + 1 } else { at };
    let block = articles.iter().enumerate().filter(|(_, article)| moved.contains(&article.id));
    let block: Vec<(usize, ArticleId)> = block.map(|(before, article)| (before, article.id)).collect();
    if block.iter().enumerate().all(|(nth, (before, _))| *before == first + nth) {
        return None;
    }
    Some(Edit::MoveArticles(block.into_iter().enumerate().map(|(nth, (_, id))| (first + nth, id)).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::marked::marked_article,
    };

    /// A project of articles called a to e.
    fn history() -> History {
        let articles = ["a", "b", "c", "d", "e"].map(|title| Arc::new(marked_article(title, "A [hen]")));
        History::new(Project { articles: articles.into(), ..Project::titled("Valley") })
    }

    fn titles(history: &History) -> String {
        history.project().articles.iter().map(|article| &*article.details.title).collect()
    }

    fn ids(history: &History, titles: &str) -> HashSet<ArticleId> {
        let articles = history.project().articles.iter();
        articles.filter(|article| titles.contains(&*article.details.title)).map(|article| article.id).collect()
    }

    #[test]
    fn articles_are_dropped_as_a_block_beside_another_one() {
        let after = |moved: &str, beside: usize, place| {
            let mut history = history();
            let (moved, before) = (ids(&history, moved), history.project().clone());
            let articles = &history.project().articles;
            let edit = drop_articles(articles, &moved, articles[beside].id, place)?;
            history.apply("Move", Gesture::Single, edit).expect("it fits");
            let after = titles(&history);
            history.undo();
            assert_eq!(*history.project(), before);
            history.redo();
            assert_eq!(titles(&history), after);
            Some(after)
        };
        assert_eq!(after("e", 0, BesideArticle::Before).as_deref(), Some("eabcd"));
        assert_eq!(after("ad", 2, BesideArticle::Behind).as_deref(), Some("bcade"));
        assert_eq!(after("ace", 1, BesideArticle::Before).as_deref(), Some("acebd"));
        assert_eq!(after("b", 2, BesideArticle::Before), None, "it is there");
        assert_eq!(after("b", 0, BesideArticle::Behind), None, "it is there");
        assert_eq!(after("bc", 1, BesideArticle::Behind), None, "it is among those that are moved");
        assert_eq!(after("", 1, BesideArticle::Before), None);
    }

    #[test]
    fn indices_are_those_of_the_list_as_it_grows_and_a_bad_list_changes_nothing() {
        let mut history = history();
        let all: Vec<ArticleId> = history.project().articles.iter().map(|article| article.id).collect();
        let edit = Edit::MoveArticles(vec![(9, all[0]), (0, all[4]), (1, all[2])]);
        history.apply("Move", Gesture::Single, edit).expect("it fits");
        assert_eq!(titles(&history), "ecbda");
        history.undo();
        assert_eq!(titles(&history), "abcde");
        let twice = Edit::MoveArticles(vec![(0, all[1]), (3, all[1])]);
        let error = history.apply("Move", Gesture::Single, twice).expect_err("one is named twice");
        assert_eq!(error, EditError::MovedTwice(all[1]));
        let nobody = ArticleId::fresh();
        let error = history.apply("Move", Gesture::Single, Edit::MoveArticles(vec![(0, all[1]), (0, nobody)]));
        assert_eq!(error, Err(EditError::NoArticle(nobody)));
        assert_eq!(titles(&history), "abcde");
    }
}
