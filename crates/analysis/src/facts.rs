//! The highlights of a project as plain numbers, so that a million of them can be counted without a noticeable wait.
//!
//! An actor, issue or stance is represented by its position in the codebook, a coder by its position in
//! [`Facts::coders`]; one past the last position means “none”. Facts are derived data: [`Facts::of`] can rebuild them
//! at any time, and [`Facts::renew_article`] updates them after one article was edited.

use std::{collections::HashMap, hash::Hash};

use foldhash::fast::RandomState;

use standpoint_core::{
    model::{Article, CodeId, CodeKind, Codebook, Highlight, Project},
    text::{fold::is_same_name, words::n_words},
};

/// A map with a fast hash. Its keys come from one project, so nobody would gain from provoking collisions.
pub(super) type FastMap<K, V> = HashMap<K, V, RandomState>;

/// The tags, coder and length of one highlight, as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Position of the actor in the codebook; the number of actors if the highlight has none.
    pub actor: u32,
    /// Position of the issue in the codebook; the number of issues if the highlight has none.
    pub issue: u32,
    /// Position of the stance on the scale; the number of stances if the highlight has none.
    pub stance: u32,
    /// Position of the coder in [`Facts::coders`].
    pub coder: u32,
    /// Number of words in the quote; 0 until [`Facts::count_words`] has run.
    pub words: u32,
}

/// The facts of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleFacts {
    /// One per highlight, in the order of the article.
    pub facts: Vec<Fact>,
    /// Number of words in the text; 0 until [`Facts::count_words`] has run.
    pub words: u64,
}

/// Every highlight of a project as numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// One per article, in the order of the project.
    pub articles: Vec<ArticleFacts>,
    /// The names of all coders, in order of first appearance; the empty name is that of an unnamed coder.
    pub coders: Vec<String>,
    has_words: bool,
}

impl Facts {
    /// Reads every highlight of the project. Words are not counted yet.
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

    /// Re-reads the highlights of the article at this index. The codebook must not have changed since the facts were
    /// built.
    pub fn renew_article(&mut self, project: &Project, at: usize) {
        let places = Places::of(&project.codebook);
        let mut coders = Coders { names: std::mem::take(&mut self.coders), ..Coders::default() };
        let article = &project.articles[at];
        let facts = article.highlights.iter().map(|highlight| places.fact(highlight, &mut coders)).collect();
        self.articles[at].facts = facts;
        self.coders = coders.names;
        if self.has_words {
            count_words_of_highlights(article, &mut self.articles[at]);
        }
    }

    /// Counts the words of all articles and highlights by Unicode’s rules, unless that has been done already.
    pub fn count_words(&mut self, project: &Project) {
        if std::mem::replace(&mut self.has_words, true) {
            return;
        }
        for (article, facts) in project.articles.iter().zip(&mut self.articles) {
            facts.words = article.n_words() as u64;
            count_words_of_highlights(article, facts);
        }
    }

    /// Returns the number of highlights in all articles.
    pub fn n_highlights(&self) -> usize {
        self.articles.iter().map(|article| article.facts.len()).sum()
    }
}

fn count_words_of_highlights(article: &Article, facts: &mut ArticleFacts) {
    for (highlight, fact) in article.highlights.iter().zip(&mut facts.facts) {
        fact.words = number(n_words(&highlight.quote));
    }
}

/// The position of each entry in the codebook.
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
        // A scale has only a few steps, and comparing those is faster than hashing.
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

/// Collects the names of coders in order of first appearance.
#[derive(Default)]
struct Coders {
    names: Vec<String>,
    /// The positions of those spelt otherwise than in `names`.
    spellings: FastMap<String, usize>,
    /// The position returned last, because the next highlight most often has the same coder.
    last: Option<usize>,
}

impl Coders {
    fn place(&mut self, name: &str) -> u32 {
        let last = self.last.filter(|last| self.names[*last] == name);
        let known = || self.names.iter().position(|known| known == name);
        let place = last.or_else(known).or_else(|| self.spellings.get(name).copied()).unwrap_or_else(|| {
            let same = self.names.iter().position(|known| is_same_name(known, name));
            if let Some(same) = same {
                self.spellings.insert(name.to_owned(), same);
                return same;
            }
            self.names.push(name.to_owned());
            self.names.len() - 1
        });
        self.last = Some(place);
        number(place)
    }
}

/// Maps each key to its position; of equal keys the first one counts.
pub(super) fn places<K: Eq + Hash>(keys: impl Iterator<Item = K>) -> FastMap<K, u32> {
    let mut places = FastMap::default();
    for (place, key) in keys.enumerate() {
        places.entry(key).or_insert(number(place));
    }
    places
}

/// Converts a count or a position to the type in which facts keep it. No project has four billion of anything.
pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a project has fewer than four billion of anything")
}
