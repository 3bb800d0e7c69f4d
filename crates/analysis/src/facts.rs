//! The highlights of a project as numbers, so that a million of them can be counted while one looks on.
//!
//! A number names an actor, an issue or a stance by its place in the codebook, a coder by its place in
//! [`Facts::coders`]; the number behind the last one means that there is none. Facts are derived:
//! [`Facts::of`] makes them anew at any time, and [`Facts::renew_article`] after the edit of one article.

use std::{collections::HashMap, hash::Hash};

use foldhash::fast::RandomState;
use unicode_segmentation::UnicodeSegmentation as _;

use standpoint_core::model::{Article, CodeId, CodeKind, Codebook, Highlight, Project};

/// A map for keys that come from one project, where nobody gains from collisions.
pub(super) type FastMap<K, V> = HashMap<K, V, RandomState>;

/// What a highlight counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    pub actor: u32,
    pub issue: u32,
    pub stance: u32,
    pub coder: u32,
    /// How many words it has; 0 until they were counted.
    pub words: u32,
}

/// An article and its highlights.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFacts {
    /// In the order of the article’s highlights.
    pub facts: Vec<Fact>,
    /// How many words its text has; 0 until they were counted.
    pub words: u64,
}

/// Every highlight of a project as numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// In the order of the project.
    pub articles: Vec<ArticleFacts>,
    /// In the order in which they first occur.
    pub coders: Vec<String>,
    has_words: bool,
}

impl Facts {
    pub fn of(project: &Project) -> Self {
        let mut facts = Self::default();
        let places = Places::of(&project.codebook);
        facts.articles.reserve_exact(project.articles.len());
        let mut coders = Coders::default();
        for article in &project.articles {
            let of_article = article.highlights.iter().map(|highlight| places.fact(highlight, &mut coders)).collect();
            facts.articles.push(ArticleFacts { facts: of_article, words: 0 });
        }
        facts.coders = coders.names;
        facts
    }

    /// Takes the highlights of the article at this place anew. The codebook must be as it was.
    pub fn renew_article(&mut self, project: &Project, at: usize) {
        let places = Places::of(&project.codebook);
        let mut coders = Coders { names: std::mem::take(&mut self.coders), last: None };
        let article = &project.articles[at];
        let facts = article.highlights.iter().map(|highlight| places.fact(highlight, &mut coders)).collect();
        self.articles[at].facts = facts;
        self.coders = coders.names;
        if self.has_words {
            count_words_of_highlights(article, &mut self.articles[at]);
        }
    }

    /// Counts the words of articles and highlights, by Unicode’s rules, if that was not done yet.
    pub fn count_words(&mut self, project: &Project) {
        if std::mem::replace(&mut self.has_words, true) {
            return;
        }
        for (article, facts) in project.articles.iter().zip(&mut self.articles) {
            facts.words = article.n_words() as u64;
            count_words_of_highlights(article, facts);
        }
    }

    pub fn n_highlights(&self) -> usize {
        self.articles.iter().map(|article| article.facts.len()).sum()
    }
}

fn count_words_of_highlights(article: &Article, facts: &mut ArticleFacts) {
    for (highlight, fact) in article.highlights.iter().zip(&mut facts.facts) {
        fact.words = number(highlight.quote.unicode_words().count());
    }
}

/// Where each entry of the codebook stands in it.
struct Places<'a> {
    actors: FastMap<&'a str, u32>,
    issues: FastMap<&'a str, u32>,
    stances: Vec<&'a str>,
}

impl<'a> Places<'a> {
    fn of(book: &'a Codebook) -> Self {
        let of_kind = |kind| places(book.codes(kind).iter().map(|code| code.id.as_str()));
        Self {
            actors: of_kind(CodeKind::Actor),
            issues: of_kind(CodeKind::Issue),
            stances: book.stances.iter().map(|stance| stance.id.as_str()).collect(),
        }
    }

    fn fact(&self, highlight: &Highlight, coders: &mut Coders) -> Fact {
        let Highlight { actor, issue, stance, coder, .. } = highlight;
        let place = |places: &FastMap<&str, u32>, id: Option<&str>| {
            id.and_then(|id| places.get(id).copied()).unwrap_or(number(places.len()))
        };
        // A scale has a few steps, which are compared sooner than hashed.
        let n_stances = self.stances.len();
        let stance = stance.as_ref().and_then(|id| self.stances.iter().position(|known| *known == id.as_str()));
        Fact {
            actor: place(&self.actors, actor.as_ref().map(CodeId::as_str)),
            issue: place(&self.issues, issue.as_ref().map(CodeId::as_str)),
            stance: number(stance.unwrap_or(n_stances)),
            coder: coders.place(coder),
            words: 0,
        }
    }
}

/// The coders seen so far.
#[derive(Default)]
struct Coders {
    names: Vec<String>,
    /// The one seen last, which most often is the next.
    last: Option<usize>,
}

impl Coders {
    fn place(&mut self, name: &str) -> u32 {
        let last = self.last.filter(|last| self.names[*last] == name);
        let place = last.or_else(|| self.names.iter().position(|known| known == name)).unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        self.last = Some(place);
        number(place)
    }
}

/// Where each of these stands among them; of two equal ones, the first.
pub(super) fn places<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> FastMap<K, u32> {
    let mut places = FastMap::default();
    for (place, key) in keys.enumerate() {
        places.entry(key).or_insert(number(place));
    }
    places
}

/// A count or a place as it is kept; no project has four billion of anything.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a project has fewer than four billion of anything")
}
