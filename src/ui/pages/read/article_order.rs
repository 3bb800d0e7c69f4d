//! Which articles the list shows, and in which order. Next and previous article follow the same order.

use std::{cmp::Reverse, sync::Arc};

use standpoint_core::{
    model::{Article, Details, ReadingStatus},
    text::fold::{has_words, name_order, searchable},
};

use crate::ui::{parts::kept::Kept, preferences::ArticleOrder};

/// The articles that the list shows, in their order.
#[derive(Default)]
pub struct ArticleRows {
    /// What an article must have in its title, outlet or author.
    pub filter: String,
    /// Kept for a revision, because names are folded.
    rows: Kept<(u64, String, ArticleOrder), Vec<usize>>,
    /// Kept for as long as the names are the same, because comparing them by the rules of languages takes a while.
    by_name: Kept<(ArticleOrder, Vec<String>), Vec<usize>>,
}

impl ArticleRows {
    /// The indices of the articles, from the top of the list to its end.
    pub fn get(&mut self, all: &[Arc<Article>], revision: u64, order: ArticleOrder) -> &[usize] {
        let Self { filter, rows, by_name } = self;
        rows.get((revision, filter.clone(), order), || {
            let mut rows = passing(all, filter);
            match order {
                ArticleOrder::Project => {}
                ArticleOrder::Newest => rows.sort_by_key(|at| {
                    let date = all[*at].details.date;
                    (date.is_none(), Reverse(date.map(standpoint_core::model::PublicationDate::first_day)))
                }),
                ArticleOrder::Oldest => rows.sort_by_key(|at| {
                    let date = all[*at].details.date;
                    (date.is_none(), date.map(standpoint_core::model::PublicationDate::first_day))
                }),
                ArticleOrder::Title | ArticleOrder::Outlet => {
                    let places = places(all, order, by_name);
                    rows.sort_by_key(|at| places[*at]);
                }
                ArticleOrder::Status => rows.sort_by_key(|at| match all[*at].details.status {
                    ReadingStatus::Reading => 0,
                    ReadingStatus::ToRead => 1,
                    ReadingStatus::Done => 2,
                }),
            }
            rows
        })
    }
}

/// For each article its place among all when they are sorted by a name.
fn places<'a>(
    all: &[Arc<Article>],
    order: ArticleOrder,
    kept: &'a mut Kept<(ArticleOrder, Vec<String>), Vec<usize>>,
) -> &'a [usize] {
    let name = |article: &Arc<Article>| match order {
        ArticleOrder::Outlet => {
            let details = &article.details;
            format!("{}\0{}", details.outlet, details.date.map(|date| date.to_string()).unwrap_or_default())
        }
        _ => article.details.title.clone(),
    };
    let names: Vec<String> = all.iter().map(name).collect();
    kept.get((order, names.clone()), || {
        let mut sorted: Vec<usize> = (0..names.len()).collect();
        let parts = |at: usize| names[at].split_once('\0').unwrap_or((&names[at], ""));
        sorted.sort_by(|a, b| {
            let ((a, a_date), (b, b_date)) = (parts(*a), parts(*b));
            // What has no name comes last.
            a.is_empty().cmp(&b.is_empty()).then_with(|| name_order(a, b)).then_with(|| a_date.cmp(b_date))
        });
        let mut places = vec![0; sorted.len()];
        for (place, at) in sorted.into_iter().enumerate() {
            places[at] = place;
        }
        places
    })
}

/// The indices of the articles that have these words in their title, outlet, agency, author, or the name of their file.
fn passing(all: &[Arc<Article>], words: &str) -> Vec<usize> {
    let wanted = searchable(words.trim());
    let passes = |(at, article): (usize, &Arc<Article>)| {
        let Details { title, outlet, agency, author, .. } = &article.details;
        let file = article.source.as_ref().map(|source| &source.file);
        let is_found = || [title, outlet, agency, author].into_iter().chain(file).any(|text| has_words(text, &wanted));
        (wanted.is_empty() || is_found()).then_some(at)
    };
    all.iter().enumerate().filter_map(passes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::{ArticleSource, marked::marked_article};

    #[test]
    fn articles_are_sorted_by_what_was_chosen() {
        let article = |title: &str, outlet: &str, date: &str, status| {
            let mut article = marked_article(title, "A [hen]");
            (article.details.outlet, article.details.status) = (outlet.to_owned(), status);
            article.details.date = date.parse().ok();
            Arc::new(article)
        };
        let all = [
            article("Zebra", "Gazette", "2025-12-03", ReadingStatus::Done),
            article("äpfel", "", "", ReadingStatus::ToRead),
            article("Part 10", "Argus", "2025-12-05", ReadingStatus::Reading),
            article("Part 9", "Argus", "2025-12", ReadingStatus::ToRead),
        ];
        let mut list = ArticleRows::default();
        let mut sorted = |order| list.get(&all, 1, order).to_vec();
        assert_eq!(sorted(ArticleOrder::Project), [0, 1, 2, 3]);
        assert_eq!(sorted(ArticleOrder::Newest), [2, 0, 3, 1]);
        assert_eq!(sorted(ArticleOrder::Oldest), [3, 0, 2, 1]);
        assert_eq!(sorted(ArticleOrder::Title), [1, 3, 2, 0]);
        assert_eq!(sorted(ArticleOrder::Outlet), [3, 2, 0, 1]);
        assert_eq!(sorted(ArticleOrder::Status), [2, 1, 3, 0]);
        list.filter = "argus".to_owned();
        assert_eq!(list.get(&all, 1, ArticleOrder::Project), [2, 3]);
    }

    #[test]
    fn agency_and_file_are_searched_too() {
        let mut all = ["One", "Two", "Three"].map(|title| marked_article(title, "A [hen]"));
        all[1].details.agency = "North Wire".to_owned();
        all[2].source = Some(Arc::new(ArticleSource { file: "wire-3.pdf".to_owned(), ..ArticleSource::default() }));
        assert_eq!(passing(&all.map(Arc::new), "wire"), [1, 2]);
    }
}
