//! Lists of words: how often each occurs, how evenly, and which are typical of some passages.
//!
//! Words are those of [`standpoint_core::text::words::words_in`]. Two are the same if they differ only in case, in the
//! shape of the apostrophe, in “ё” and “е”, or in how their letters are encoded; accents count, because “schon” and
//! “schön” are two words.

pub mod association;
mod passages;
pub mod stop_words;
pub mod together;
mod vocabulary;

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use standpoint_core::{
    model::{Article, Project},
    text::words::words_in,
};

use association::{Contrast, deviation_of_proportions};
use passages::PassageFinder;
pub use passages::WordScope;
use stop_words::StopWords;
use vocabulary::Vocabulary;

/// The most words that one entry of a list may have.
pub const MAX_GRAM: usize = 5;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WordQuery {
    /// The passages whose words are counted, against the rest of the texts.
    pub passages: WordScope,
    /// How many words each entry has, from 1 to [`MAX_GRAM`]. Entries of several words occur at least twice in the
    /// project, and only white space stands between their words.
    pub n_gram: usize,
    /// Which words are left out of the list. Entries of several words are left out if they begin or end with one.
    pub stop_words: StopWords,
}

impl Default for WordQuery {
    fn default() -> Self {
        Self { passages: WordScope::default(), n_gram: 1, stop_words: StopWords::default() }
    }
}

/// The entries of a list, and what they were counted in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordList {
    /// How many words the passages have, or how many runs of as many words as an entry has; stop words count too.
    pub size: usize,
    /// The same of the rest of the texts.
    pub size_rest: usize,
    /// How many articles have passages.
    pub n_articles: usize,
    /// The most frequent entries first; those most typical of the passages first if there is a rest.
    pub entries: Vec<WordEntry>,
}

/// A word, or words one after another, with its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct WordEntry {
    /// The word in its most frequent spelling.
    pub words: String,
    /// How often it occurs in the passages, and in the rest.
    pub contrast: Contrast,
    /// In how many articles it occurs within the passages.
    pub n_articles: usize,
    /// How unevenly it is spread over the articles with passages; see [`deviation_of_proportions`].
    pub dispersion: f64,
}

impl WordEntry {
    /// How many of ten thousand words of the passages it is.
    pub fn per_10_000(&self) -> f64 {
        let Contrast { n_inside, size_inside, .. } = self.contrast;
        if size_inside == 0 {
            0.0
        } else {
            10_000.0 * association::as_number(n_inside) / association::as_number(size_inside)
        }
    }

    /// The log-likelihood, negative if the entry is rarer in the passages than in the rest.
    pub fn typicality(&self) -> f64 {
        self.contrast.log_likelihood() * self.contrast.log_ratio().signum()
    }
}

/// Counts words. `go_on` is asked before each article; the result is `None` if it says no.
pub fn word_list(project: &Project, query: &WordQuery, go_on: &mut dyn FnMut() -> bool) -> Option<WordList> {
    let finder = PassageFinder::of(project, &query.passages);
    let n_gram = query.n_gram.clamp(1, MAX_GRAM);
    let mut counter = Counter { n_gram, ..Counter::default() };
    if n_gram > 1 {
        counter.seen = SeenGrams::for_bytes(project.articles.iter().map(|article| article.text.as_str().len()).sum());
        for article in &project.articles {
            go_on().then_some(())?;
            counter.look_at(article);
        }
    }
    for article in &project.articles {
        go_on().then_some(())?;
        counter.count(article, &finder);
    }
    Some(counter.finish(&query.stop_words.resolved(project)))
}

/// The words of one entry, by number.
type Gram = SmallVec<[u32; 4]>;

/// How often an entry occurs in the passages of one article.
struct Occurrences {
    gram: u32,
    article: u32,
    n: u32,
}

/// What has been counted so far.
#[derive(Default)]
struct Counter<'a> {
    n_gram: usize,
    vocabulary: Vocabulary<'a>,
    seen: SeenGrams,
    numbers: HashMap<Gram, u32, RandomState>,
    grams: Vec<Gram>,
    /// By number of the gram, in the passages and in the rest.
    n_inside: Vec<u32>,
    n_rest: Vec<u32>,
    occurrences: Vec<Occurrences>,
    /// The size of the passages of each article.
    sizes: Vec<usize>,
    size_rest: usize,
}

/// A word of an article.
#[derive(Clone, Copy)]
struct Token {
    word: u32,
    /// The passage that it belongs to; 0 is the rest.
    passage: u32,
    /// Whether something else than white space stands before it.
    is_apart: bool,
}

impl<'a> Counter<'a> {
    fn tokens(&mut self, article: &'a Article, finder: Option<&PassageFinder>) -> Vec<Token> {
        let text = article.text.as_str();
        let mut passages = finder.map(|finder| finder.passages(article)).unwrap_or_default().into_iter().peekable();
        let mut nth = 0;
        let mut end = 0;
        let mut tokens = Vec::new();
        for word in words_in(text) {
            // A word belongs where it begins.
            while passages.peek().is_some_and(|passage| passage.end <= word.start) {
                passages.next();
                nth += 1;
            }
            let is_inside = passages.peek().is_some_and(|passage| passage.start <= word.start);
            let between = &text[end..word.start];
            let is_apart = !between.chars().all(|c| c.is_whitespace() && c != '\n');
            end = word.end;
            let passage = if is_inside { nth + 1 } else { 0 };
            tokens.push(Token { word: self.vocabulary.number(&text[word]), passage, is_apart });
        }
        tokens
    }

    /// Notes which runs of words occur, so that those that occur once need not be remembered.
    fn look_at(&mut self, article: &'a Article) {
        let tokens = self.tokens(article, None);
        for run in runs(&tokens, self.n_gram) {
            self.seen.note(run);
        }
    }

    fn count(&mut self, article: &'a Article, finder: &PassageFinder) {
        let tokens = self.tokens(article, Some(finder));
        let mut here: HashMap<u32, u32, RandomState> = HashMap::default();
        let mut size = 0;
        for run in runs(&tokens, self.n_gram) {
            let first = run[0].passage;
            let is_inside = first > 0 && run.iter().all(|token| token.passage == first);
            if is_inside {
                size += 1;
            } else {
                self.size_rest += 1;
            }
            if self.n_gram > 1 && !self.seen.is_repeated(run) {
                continue;
            }
            let gram = self.gram(run);
            if is_inside {
                *here.entry(gram).or_default() += 1;
            } else {
                self.n_rest[gram as usize] += 1;
            }
        }
        let article = u32::try_from(self.sizes.len()).unwrap_or(u32::MAX);
        for (gram, n) in here {
            self.n_inside[gram as usize] += n;
            self.occurrences.push(Occurrences { gram, article, n });
        }
        self.sizes.push(size);
    }

    fn gram(&mut self, run: &[Token]) -> u32 {
        let words: Gram = run.iter().map(|token| token.word).collect();
        let next = u32::try_from(self.grams.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(words).or_insert_with_key(|words| {
            self.grams.push(words.clone());
            next
        });
        if number == next {
            self.n_inside.push(0);
            self.n_rest.push(0);
        }
        number
    }

    fn finish(mut self, stop_words: &HashSet<String>) -> WordList {
        let size = self.sizes.iter().sum();
        let is_stop = self.vocabulary.are_in(stop_words);
        let spellings = self.vocabulary.spellings();
        self.occurrences.sort_unstable_by_key(|occurrences| (occurrences.gram, occurrences.article));
        let mut entries = Vec::new();
        for of_gram in self.occurrences.chunk_by(|a, b| a.gram == b.gram) {
            let gram = of_gram[0].gram as usize;
            let words = &self.grams[gram];
            let ends = [words.first(), words.last()];
            let is_stopped = ends.into_iter().flatten().any(|word| is_stop[*word as usize]);
            let contrast = Contrast {
                n_inside: self.n_inside[gram] as usize,
                n_rest: self.n_rest[gram] as usize,
                size_inside: size,
                size_rest: self.size_rest,
            };
            // The filter of runs that occur once lets some of them through.
            if is_stopped || self.n_gram > 1 && contrast.n_inside + contrast.n_rest < 2 {
                continue;
            }
            let parts = of_gram.iter().map(|part| (part.n as usize, self.sizes[part.article as usize]));
            entries.push(WordEntry {
                words: vocabulary::joined(words.iter().map(|word| spellings[*word as usize])),
                contrast,
                n_articles: of_gram.len(),
                dispersion: deviation_of_proportions(parts, size),
            });
        }
        let by_number = |a: &WordEntry, b: &WordEntry| b.contrast.n_inside.cmp(&a.contrast.n_inside);
        let by_typicality = |a: &WordEntry, b: &WordEntry| b.typicality().total_cmp(&a.typicality());
        let has_rest = self.size_rest > 0;
        entries.sort_by(|a, b| {
            let typical = if has_rest { by_typicality(a, b) } else { std::cmp::Ordering::Equal };
            typical.then_with(|| by_number(a, b)).then_with(|| a.words.cmp(&b.words))
        });
        let n_articles = self.sizes.iter().filter(|size| **size > 0).count();
        WordList { size, size_rest: self.size_rest, n_articles, entries }
    }
}

/// The runs of words with nothing but white space in between.
fn runs(tokens: &[Token], n_gram: usize) -> impl Iterator<Item = &[Token]> {
    tokens.windows(n_gram).filter(|run| run[1..].iter().all(|token| !token.is_apart))
}

/// Remembers in little memory which runs of words occurred twice. Some that occurred once count as repeated, because
/// they share a place with another.
#[derive(Default)]
struct SeenGrams {
    times: Vec<u8>,
    hasher: RandomState,
}

impl SeenGrams {
    /// Makes room for the runs in texts of this size.
    fn for_bytes(n_bytes: usize) -> Self {
        Self { times: vec![0; (n_bytes / 2).next_power_of_two().max(64)], hasher: RandomState::default() }
    }

    fn place(&self, run: &[Token]) -> usize {
        use std::hash::{BuildHasher as _, Hasher as _};
        let mut hasher = self.hasher.build_hasher();
        for token in run {
            hasher.write_u32(token.word);
        }
        usize::try_from(hasher.finish() & (self.times.len() as u64 - 1)).unwrap_or(0)
    }

    fn note(&mut self, run: &[Token]) {
        let place = self.place(run);
        self.times[place] = self.times[place].saturating_add(1);
    }

    fn is_repeated(&self, run: &[Token]) -> bool {
        self.times[self.place(run)] > 1
    }
}

#[cfg(test)]
mod tests;
