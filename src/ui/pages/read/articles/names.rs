//! The places of articles by title, outlet and story, which a thread finds, because comparing many names by the rules of
//! languages takes longer than a frame may.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use egui::Context;

use standpoint_core::{
    edit::{History, Touched},
    model::{Article, ArticleId},
    text::fold::{folded, is_blank, name_order},
};

use crate::ui::{
    parts::derived::Derived,
    preferences::{ArticleGrouping, ArticleOrder},
};

/// How the list of articles is arranged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// In which order, in each group.
    pub order: ArticleOrder,
    /// In which groups.
    pub grouping: ArticleGrouping,
}

impl Arrangement {
    fn needs(self) -> NameNeeds {
        NameNeeds {
            titles: self.order == ArticleOrder::Title,
            outlets: self.order == ArticleOrder::Outlet || self.grouping == ArticleGrouping::Outlet,
            stories: self.grouping == ArticleGrouping::Story,
        }
    }
}

/// Which names are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct NameNeeds {
    titles: bool,
    outlets: bool,
    stories: bool,
}

/// What names were compared for: a revision of the names, and which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamesKey {
    revision: u64,
    needs: NameNeeds,
}

/// The places of articles by their names, which follow the project.
#[derive(Default)]
pub struct ArticleNames {
    made: Derived<NamesKey, NamePlaces>,
    /// The revision that was looked at last, and the last one in which names may have changed.
    seen: u64,
    revision: u64,
}

/// The places of articles by each kind of name. Names that were not needed have no places.
#[derive(Default)]
pub struct NamePlaces {
    /// Their titles.
    pub titles: Ranking,
    /// Their outlets.
    pub outlets: Ranking,
    /// The stories that they print.
    pub stories: Ranking,
}

/// Names in their order, and which of them each article has.
#[derive(Default)]
pub struct Ranking {
    /// Each name once, as its first article spells it.
    pub names: Vec<String>,
    of_articles: HashMap<ArticleId, usize>,
    /// The articles in the order that the project had then, each with its place.
    in_order: Vec<(ArticleId, usize)>,
}

impl ArticleNames {
    /// Lets a thread compare names, where the arrangement needs it and they may have changed.
    pub fn follow(&mut self, ctx: &Context, history: &History, arrangement: Arrangement) {
        let needs = arrangement.needs();
        if needs == NameNeeds::default() {
            return;
        }
        let now = history.revision();
        if now != self.seen {
            // Highlights have no such names.
            if history.touched_since(self.seen) == Touched::Anything {
                self.revision = now;
            }
            self.seen = now;
        }
        let key = NamesKey { revision: self.revision, needs };
        self.made.follow(
            ctx,
            |made| *made == key,
            |_| {
                let articles = history.project().articles.clone();
                (key, move || NamePlaces::of(&articles, needs))
            },
        );
    }

    /// What was compared last, and for what; nothing if nothing was compared yet.
    pub fn peek(&self) -> (Option<NamesKey>, Option<&NamePlaces>) {
        (self.made.key().copied(), self.made.peek())
    }

    /// Whether a thread is comparing names.
    pub fn is_busy(&self) -> bool {
        self.made.is_busy()
    }
}

impl NamePlaces {
    fn of(articles: &[Arc<Article>], needs: NameNeeds) -> Self {
        let ranking = |is_needed: bool, name: fn(&Article) -> Option<&str>| {
            if is_needed { Ranking::of(articles, name) } else { Ranking::default() }
        };
        Self {
            titles: ranking(needs.titles, |article| Some(&*article.details.title).filter(|title| !is_blank(title))),
            outlets: ranking(needs.outlets, |article| {
                Some(&*article.details.outlet).filter(|outlet| !is_blank(outlet))
            }),
            stories: ranking(needs.stories, |article| article.details.story()),
        }
    }

    /// The places that an arrangement needs.
    #[cfg(test)]
    pub fn for_test(articles: &[Arc<Article>], arrangement: Arrangement) -> Self {
        Self::of(articles, arrangement.needs())
    }
}

impl Ranking {
    fn of(articles: &[Arc<Article>], name: fn(&Article) -> Option<&str>) -> Self {
        let mut spelt: BTreeMap<Cow<'_, str>, (&str, Vec<ArticleId>)> = BTreeMap::new();
        for article in articles {
            if let Some(name) = name(article) {
                spelt.entry(folded(name)).or_insert_with(|| (name, Vec::new())).1.push(article.id);
            }
        }
        let mut spelt: Vec<(&str, Vec<ArticleId>)> = spelt.into_values().collect();
        spelt.sort_by(|(a, _), (b, _)| name_order(a, b));
        let mut ranking = Self::default();
        for (place, (name, articles)) in spelt.into_iter().enumerate() {
            ranking.names.push(name.trim().to_owned());
            ranking.of_articles.extend(articles.into_iter().map(|id| (id, place)));
        }
        ranking.in_order = articles.iter().map(|article| (article.id, ranking.place(article.id))).collect();
        ranking
    }

    /// The place of the name of each article; behind all names for those that have none.
    pub fn places(&self, all: &[Arc<Article>]) -> Vec<usize> {
        // Few articles, if any, are not where they were.
        let place = |(at, article): (usize, &Arc<Article>)| match self.in_order.get(at) {
            Some((id, place)) if *id == article.id => *place,
            _ => self.place(article.id),
        };
        all.iter().enumerate().map(place).collect()
    }

    fn place(&self, article: ArticleId) -> usize {
        self.of_articles.get(&article).copied().unwrap_or(self.names.len())
    }
}
