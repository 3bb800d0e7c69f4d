//! Which articles the list shows, in which order and in which groups. Next and previous article follow the same order.

use std::{cmp::Reverse, collections::HashSet, ops::Range, sync::Arc};

use egui::Context;

use standpoint_core::{
    edit::History,
    model::{Article, ArticleId, Details, PublicationDate, ReadingStatus},
    text::fold::{has_words, searchable},
    wording::capitalised,
};

use super::names::{Arrangement, ArticleNames, NamePlaces, NamesKey};
use crate::ui::{
    parts::kept::Kept,
    preferences::{ArticleGrouping, ArticleOrder},
};

/// The articles that the list shows, in their order.
#[derive(Default)]
pub struct ArticleRows {
    /// What an article must have in its title, outlet or author.
    pub filter: String,
    names: ArticleNames,
    /// Kept for a revision, because names are folded.
    shown: Kept<RowsKey, Arc<ShownArticles>>,
    folded: HashSet<GroupKey>,
    n_folds: u64,
}

/// What the rows depend on.
#[derive(PartialEq)]
struct RowsKey {
    revision: u64,
    filter: String,
    arrangement: Arrangement,
    names: Option<NamesKey>,
    n_folds: u64,
}

/// A group as folding is remembered.
type GroupKey = (ArticleGrouping, String);

/// What the list shows.
#[derive(Debug, Default, PartialEq)]
pub struct ShownArticles {
    /// The indices of all articles that pass the filter, from the top of the list to its end, also those in folded groups.
    pub articles: Vec<usize>,
    /// The groups in their order; none if articles are not grouped.
    pub groups: Vec<ArticleGroup>,
    /// The rows from the top.
    pub rows: Vec<ArticleRow>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleRow {
    /// The head of the nth group.
    Head(usize),
    /// The article with this index in the project.
    Article(usize),
}

/// Some articles of the list that stand together.
#[derive(Debug, PartialEq, Eq)]
pub struct ArticleGroup {
    /// What its head says.
    pub name: String,
    /// Where its articles stand among all that the list shows.
    pub articles: Range<usize>,
    /// Whether only its head is shown.
    pub is_folded: bool,
}

impl ArticleRows {
    /// Lets a thread compare names where the arrangement needs it.
    pub fn follow(&mut self, ctx: &Context, history: &History, arrangement: Arrangement) {
        self.names.follow(ctx, history, arrangement);
    }

    /// Whether a thread is comparing names.
    pub fn is_busy(&self) -> bool {
        self.names.is_busy()
    }

    /// What the list shows, with the names as they were compared last.
    pub fn get(&mut self, all: &[Arc<Article>], revision: u64, arrangement: Arrangement) -> Arc<ShownArticles> {
        let Self { filter, names, shown, folded, n_folds } = self;
        let (names, places) = names.peek();
        let key = RowsKey { revision, filter: filter.clone(), arrangement, names, n_folds: *n_folds };
        let make = || {
            let is_folded = |name: &str| folded.contains(&(arrangement.grouping, name.to_owned()));
            Arc::new(ShownArticles::of(all, filter, arrangement, places, is_folded))
        };
        Arc::clone(shown.get(key, make))
    }

    /// Folds or shows a group.
    pub fn fold(&mut self, grouping: ArticleGrouping, name: &str, is_folded: bool) {
        let key = (grouping, name.to_owned());
        let has_changed = if is_folded { self.folded.insert(key) } else { self.folded.remove(&key) };
        self.n_folds += u64::from(has_changed);
    }
}

impl ShownArticles {
    fn of(
        all: &[Arc<Article>],
        filter: &str,
        arrangement: Arrangement,
        places: Option<&NamePlaces>,
        is_folded: impl Fn(&str) -> bool,
    ) -> Self {
        let mut articles = passing(all, filter);
        sort(all, &mut articles, arrangement.order, places);
        let groups = grouped(all, &mut articles, arrangement.grouping, places, is_folded);
        let mut rows = Vec::with_capacity(articles.len() + groups.len());
        if groups.is_empty() {
            rows.extend(articles.iter().copied().map(ArticleRow::Article));
        }
        for (nth, group) in groups.iter().enumerate() {
            rows.push(ArticleRow::Head(nth));
            if !group.is_folded {
                rows.extend(articles[group.articles.clone()].iter().copied().map(ArticleRow::Article));
            }
        }
        Self { articles, groups, rows }
    }

    /// The row of an article; nothing if it is not shown.
    pub fn row_of(&self, all: &[Arc<Article>], article: ArticleId) -> Option<usize> {
        let is_it = |row: &ArticleRow| matches!(row, ArticleRow::Article(at) if all[*at].id == article);
        self.rows.iter().position(is_it)
    }

    /// The group of an article that the list shows, or would show were the group not folded.
    pub fn group_of(&self, all: &[Arc<Article>], article: ArticleId) -> Option<&ArticleGroup> {
        let place = self.articles.iter().position(|at| all[*at].id == article)?;
        self.groups.iter().find(|group| group.articles.contains(&place))
    }
}

fn sort(all: &[Arc<Article>], articles: &mut [usize], order: ArticleOrder, places: Option<&NamePlaces>) {
    let date = |at: usize| all[at].details.date.map(PublicationDate::first_day);
    match order {
        ArticleOrder::Project => {}
        ArticleOrder::Newest => articles.sort_by_key(|at| (date(*at).is_none(), Reverse(date(*at)))),
        ArticleOrder::Oldest => articles.sort_by_key(|at| (date(*at).is_none(), date(*at))),
        ArticleOrder::Title => {
            if let Some(places) = places {
                let places = places.titles.places(all);
                articles.sort_by_key(|at| places[*at]);
            }
        }
        ArticleOrder::Outlet => {
            if let Some(places) = places {
                let places = places.outlets.places(all);
                let mut keyed: Vec<_> = articles.iter().map(|at| (places[*at], date(*at), *at)).collect();
                keyed.sort_by_key(|(place, date, _)| (*place, *date));
                articles.iter_mut().zip(keyed).for_each(|(own, (.., at))| *own = at);
            }
        }
        ArticleOrder::Status => articles.sort_by_key(|at| status_place(all[*at].details.status)),
        ArticleOrder::MostHighlights => articles.sort_by_key(|at| Reverse(all[*at].highlights.len())),
        ArticleOrder::FewestHighlights => articles.sort_by_key(|at| all[*at].highlights.len()),
    }
}

/// What is being read comes first, then what is to be read, then what is done.
const fn status_place(status: ReadingStatus) -> usize {
    match status {
        ReadingStatus::Reading => 0,
        ReadingStatus::ToRead => 1,
        ReadingStatus::Done => 2,
    }
}

/// Puts the articles of each group together, and returns the groups.
fn grouped(
    all: &[Arc<Article>],
    articles: &mut [usize],
    grouping: ArticleGrouping,
    places: Option<&NamePlaces>,
    is_folded: impl Fn(&str) -> bool,
) -> Vec<ArticleGroup> {
    let ranking = match (grouping, places) {
        (ArticleGrouping::Outlet, Some(places)) => Some(&places.outlets),
        (ArticleGrouping::Story, Some(places)) => Some(&places.stories),
        (ArticleGrouping::Status, _) => None,
        // Names are being compared, or there is nothing to do.
        _ => return Vec::new(),
    };
    let places = match ranking {
        Some(ranking) => ranking.places(all),
        None => all.iter().map(|article| status_place(article.details.status)).collect(),
    };
    let name = |(place, at): (usize, usize)| match (ranking.and_then(|ranking| ranking.names.get(place)), grouping) {
        (Some(name), _) => name.clone(),
        (None, ArticleGrouping::Status) => capitalised(all[at].details.status.name()),
        (None, ArticleGrouping::Story) => "No story".to_owned(),
        (None, _) => "Outlet not named".to_owned(),
    };
    let mut keyed: Vec<(usize, usize)> = articles.iter().map(|at| (places[*at], *at)).collect();
    keyed.sort_by_key(|(place, _)| *place);
    articles.iter_mut().zip(&keyed).for_each(|(own, (_, at))| *own = *at);
    let mut groups = Vec::new();
    let mut start = 0;
    for run in keyed.chunk_by(|(a, _), (b, _)| a == b) {
        let name = name(run[0]);
        let is_folded = is_folded(&name);
        groups.push(ArticleGroup { name, articles: start..start + run.len(), is_folded });
        start += run.len();
    }
    groups
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

    fn article(title: &str, outlet: &str, date: &str, status: ReadingStatus) -> Article {
        let mut article = marked_article(title, "A [hen]");
        (article.details.outlet, article.details.status) = (outlet.to_owned(), status);
        article.details.date = date.parse().ok();
        article
    }

    fn four() -> [Arc<Article>; 4] {
        let mut all = [
            article("Zebra", "Gazette", "2025-12-03", ReadingStatus::Done),
            article("äpfel", "", "", ReadingStatus::ToRead),
            article("Part 10", "Argus", "2025-12-05", ReadingStatus::Reading),
            article("Part 9", "Argus ", "2025-12", ReadingStatus::ToRead),
        ];
        all[1].highlights.clear();
        all[2].details.fields.insert("story".to_owned(), "Bridges".to_owned());
        all[0].details.fields.insert("story".to_owned(), "Bridges".to_owned());
        all.map(Arc::new)
    }

    fn shown(all: &[Arc<Article>], filter: &str, arrangement: Arrangement, folded: &str) -> ShownArticles {
        let places = NamePlaces::for_test(all, arrangement);
        ShownArticles::of(all, filter, arrangement, Some(&places), |name| name == folded)
    }

    #[test]
    fn articles_are_sorted_by_what_was_chosen() {
        let all = four();
        let sorted = |order| shown(&all, "", Arrangement { order, ..Arrangement::default() }, "").articles;
        assert_eq!(sorted(ArticleOrder::Project), [0, 1, 2, 3]);
        assert_eq!(sorted(ArticleOrder::Newest), [2, 0, 3, 1]);
        assert_eq!(sorted(ArticleOrder::Oldest), [3, 0, 2, 1]);
        assert_eq!(sorted(ArticleOrder::Title), [1, 3, 2, 0]);
        assert_eq!(sorted(ArticleOrder::Outlet), [3, 2, 0, 1]);
        assert_eq!(sorted(ArticleOrder::Status), [2, 1, 3, 0]);
        assert_eq!(sorted(ArticleOrder::MostHighlights), [0, 2, 3, 1]);
        assert_eq!(sorted(ArticleOrder::FewestHighlights), [1, 0, 2, 3]);
    }

    #[test]
    fn groups_have_heads_and_those_that_are_folded_show_nothing_else() {
        use ArticleRow::{Article, Head};
        let all = four();
        let arrangement = Arrangement { order: ArticleOrder::Newest, grouping: ArticleGrouping::Outlet };
        let by_outlet = shown(&all, "", arrangement, "Gazette");
        let names: Vec<&str> = by_outlet.groups.iter().map(|group| &*group.name).collect();
        assert_eq!(names, ["Argus", "Gazette", "Outlet not named"]);
        assert_eq!(by_outlet.rows, [Head(0), Article(2), Article(3), Head(1), Head(2), Article(1)]);
        assert_eq!(by_outlet.articles, [2, 3, 0, 1], "folded articles are still listed");
        assert_eq!(by_outlet.row_of(&all, all[3].id), Some(2));
        assert_eq!(by_outlet.row_of(&all, all[0].id), None);
        assert_eq!(by_outlet.group_of(&all, all[0].id).map(|group| &*group.name), Some("Gazette"));

        let of = |grouping, filter| {
            let shown = shown(&all, filter, Arrangement { grouping, ..Arrangement::default() }, "");
            let group = |group: &ArticleGroup| format!("{} {:?}", group.name, &shown.articles[group.articles.clone()]);
            shown.groups.iter().map(group).collect::<Vec<_>>()
        };
        assert_eq!(of(ArticleGrouping::Story, ""), ["Bridges [0, 2]", "No story [1, 3]"]);
        assert_eq!(of(ArticleGrouping::Status, ""), ["Reading [2]", "To read [1, 3]", "Done [0]"]);
        assert_eq!(of(ArticleGrouping::Outlet, "part"), ["Argus [2, 3]"]);
        assert_eq!(of(ArticleGrouping::None, "").len(), 0);
        // Before the names were compared, there are no groups.
        let unknown = ShownArticles::of(&all, "", arrangement, None, |_| false);
        assert_eq!((unknown.groups.len(), unknown.articles), (0, vec![2, 0, 3, 1]));
    }

    #[test]
    fn agency_and_file_are_searched_too() {
        let mut all = ["One", "Two", "Three"].map(|title| marked_article(title, "A [hen]"));
        all[1].details.agency = "North Wire".to_owned();
        all[2].source = Some(Arc::new(ArticleSource { file: "wire-3.pdf".to_owned(), ..ArticleSource::default() }));
        assert_eq!(passing(&all.map(Arc::new), "wire"), [1, 2]);
    }
}
