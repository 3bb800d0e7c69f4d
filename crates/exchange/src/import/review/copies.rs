//! Finds texts that are copies of others: of articles in the project, and of drafts before them.
//!
//! Two texts are near copies if one shares most of its runs of five words with the other. Runs are found by their
//! hashes in an index of one run in eight, which few texts share by chance; the share is then counted from all runs. An
//! index lists a few texts for each run, so that a line that stands in every text costs no more than another one.

use std::{
    collections::HashMap,
    hash::BuildHasher as _,
    sync::atomic::{AtomicBool, Ordering},
};

use foldhash::fast::{FixedState, RandomState};
use standpoint_core::{
    model::{ArticleId, Project},
    text::fold::{folded, is_blank, is_same_name},
};

/// How many words a run has.
const WORDS_IN_RUN: usize = 5;
/// A text with fewer runs has too little in it to be a near copy.
const MIN_RUNS: usize = 20;
/// A text with at most this many runs has all of them in the index.
const SHORT_RUNS: usize = 256;
/// Of a longer text, one run in this many is in the index.
const SAMPLING: u64 = 8;
/// How many texts are listed for a run.
const TEXTS_PER_RUN: usize = 4;
/// A near copy shares more than this, in percent of its runs.
const MIN_PERCENT: usize = 50;
/// A near copy of the same outlet that shares at least this, in percent, is taken for the same report.
const SAME_REPORT_PERCENT: usize = 95;

/// What a draft is a copy of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyOf {
    /// A draft before it, by its place in the review.
    Draft(usize),
    /// An article of the project.
    Article(ArticleId),
}

/// In what a draft and a text that it is a copy of are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// Both texts are the same, but for white space at the ends.
    SameText,
    /// Most of the words are the same.
    NearText,
    /// Most of the words are the same, and both came from the same bytes: in the review, other lines were left out.
    SameFile,
    /// Most of the words are the same, and both came from a file of the same name or from the same address, so that the
    /// draft seems to be a newer version of an article.
    NewerVersion,
    /// The draft has no text, and both have the same address, or the same title, outlet and date.
    SameDetails,
}

/// A text that a draft is a copy of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCopy {
    /// Which text.
    pub of: CopyOf,
    /// Its title.
    pub title: String,
    /// Its outlet; blank if that is not known.
    pub outlet: String,
    /// How much of the draft stands in it as well, in percent of its runs of five words.
    pub percent: usize,
    /// In what they are alike.
    pub likeness: Likeness,
}

impl FoundCopy {
    /// True if both are from one outlet, or one of these is not known.
    pub fn is_of_same_outlet(&self, outlet: &str) -> bool {
        is_blank(outlet) || is_blank(&self.outlet) || is_same_name(outlet, &self.outlet)
    }

    /// True if an import brings the report of this outlet a second time. Of near copies this is only sure where both
    /// outlets are known.
    pub fn is_second_one_of(&self, outlet: &str) -> bool {
        let is_known = !is_blank(outlet) && !is_blank(&self.outlet);
        match self.likeness {
            Likeness::SameDetails => true,
            Likeness::SameText | Likeness::SameFile | Likeness::NewerVersion => self.is_of_same_outlet(outlet),
            Likeness::NearText => is_known && self.is_of_same_outlet(outlet) && self.percent >= SAME_REPORT_PERCENT,
        }
    }

    /// Says what it is: “it has the same text as “…””.
    pub fn in_words(&self) -> String {
        let Self { title, percent, .. } = self;
        match self.likeness {
            Likeness::SameText => format!("it has the same text as “{title}”"),
            Likeness::NearText => format!("it is {percent}% identical to “{title}”"),
            Likeness::SameFile => format!("“{title}” came from the same file"),
            Likeness::NewerVersion => format!("it is a newer version of “{title}”"),
            Likeness::SameDetails => {
                format!("“{title}” is already there, with the same address or the same title, outlet and date")
            }
        }
    }
}

/// A text among which copies are looked for.
#[derive(Clone, Copy)]
pub struct ComparedText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its outlet.
    pub outlet: &'a str,
    /// Its title.
    pub title: &'a str,
}

/// Finds what each draft is a copy of. Setting `cancel` ends the search; drafts not looked at then have no copy.
pub fn find_copies(project: &Project, drafts: &[ComparedText<'_>], cancel: &AtomicBool) -> Vec<Option<FoundCopy>> {
    let mut known = KnownTexts::default();
    let mut runs = Runs::default();
    for article in &project.articles {
        if cancel.load(Ordering::Relaxed) {
            break;
        }
        let (text, details) = (article.text.as_str(), &article.details);
        let candidate = ComparedText { text, outlet: &details.outlet, title: &details.title };
        runs.count(text);
        known.add(CopyOf::Article(article.id), candidate, &runs);
    }
    let mut copies = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.iter().enumerate() {
        if cancel.load(Ordering::Relaxed) {
            copies.push(None);
            continue;
        }
        runs.count(draft.text);
        copies.push(known.find(draft, &runs));
        known.add(CopyOf::Draft(at), *draft, &runs);
    }
    copies
}

/// The hashes of the runs of a text, each once, in order.
#[derive(Default)]
struct Runs(Vec<u64>);

impl Runs {
    /// Takes the runs of another text.
    fn count(&mut self, text: &str) {
        self.0.clear();
        let mut last = [0_u64; WORDS_IN_RUN];
        let mut n_words = 0;
        for_each_word(text, |word| {
            last.rotate_left(1);
            last[WORDS_IN_RUN - 1] = word;
            n_words += 1;
            if n_words >= WORDS_IN_RUN {
                self.0.push(last.iter().fold(0, |run, word| mixed(run.rotate_left(5) ^ word)));
            }
        });
        self.0.sort_unstable();
        self.0.dedup();
    }

    fn is_short(&self) -> bool {
        self.0.len() <= SHORT_RUNS
    }

    /// Those that stand in the index.
    fn indexed(&self) -> impl Iterator<Item = u64> {
        let is_short = self.is_short();
        self.0.iter().copied().filter(move |run| is_short || is_sampled(*run))
    }

    /// How many of them another text has as well.
    fn n_shared(&self, other: &Self) -> usize {
        let mut others = other.0.iter().peekable();
        let is_shared = |run: &&u64| {
            while others.next_if(|other| other < run).is_some() {}
            others.peek() == Some(run)
        };
        self.0.iter().filter(is_shared).count()
    }
}

const fn is_sampled(run: u64) -> bool {
    run.is_multiple_of(SAMPLING)
}

/// Spreads the bits of a hash.
const fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    hash ^ (hash >> 32)
}

/// Hashes each word, ignoring case. Scripts without spaces between words count each character as one.
fn for_each_word(text: &str, mut take: impl FnMut(u64)) {
    const START: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = START;
    let step = |hash: u64, c: char| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            hash = step(hash, c.to_ascii_lowercase());
        } else if has_no_spaces(c) {
            take(mixed(step(START, c)));
        } else if !c.is_ascii() && c.is_alphanumeric() {
            hash = c.to_lowercase().fold(hash, step);
        } else if hash != START && !matches!(c, '\'' | '’') {
            take(mixed(hash));
            hash = START;
        }
    }
    if hash != START {
        take(mixed(hash));
    }
}

/// Whether the script of a letter puts no spaces between words: Chinese, Japanese, Thai, Lao, Khmer and Burmese.
const fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The texts among which copies are found.
#[derive(Default)]
struct KnownTexts<'a> {
    texts: Vec<(CopyOf, ComparedText<'a>, bool)>,
    /// The first text of each hash, and the first of each hash and outlet.
    same: HashMap<u64, u32, FixedState>,
    same_of_outlet: HashMap<u64, u32, FixedState>,
    /// The texts that have each run.
    by_run: HashMap<u64, [u32; TEXTS_PER_RUN], FixedState>,
    /// Two texts have the same hash by chance only, because nobody knows its seed.
    hasher: RandomState,
}

/// Stands where a run has fewer texts.
const NO_TEXT: u32 = u32::MAX;

impl<'a> KnownTexts<'a> {
    fn hash(&self, text: &str) -> u64 {
        self.hasher.hash_one(text.trim())
    }

    fn hash_with_outlet(&self, text: &str, outlet: &str) -> u64 {
        self.hasher.hash_one((text.trim(), &*folded(outlet)))
    }

    fn add(&mut self, of: CopyOf, text: ComparedText<'a>, runs: &Runs) {
        let place = u32::try_from(self.texts.len()).expect("a project and an import have fewer texts");
        let (hash, with_outlet) = (self.hash(text.text), self.hash_with_outlet(text.text, text.outlet));
        self.texts.push((of, text, runs.is_short()));
        self.same.entry(hash).or_insert(place);
        self.same_of_outlet.entry(with_outlet).or_insert(place);
        if runs.0.len() < MIN_RUNS {
            return;
        }
        for run in runs.indexed() {
            let texts = self.by_run.entry(run).or_insert([NO_TEXT; TEXTS_PER_RUN]);
            if let Some(free) = texts.iter_mut().find(|text| **text == NO_TEXT) {
                *free = place;
            }
        }
    }

    fn find(&self, draft: &ComparedText<'_>, runs: &Runs) -> Option<FoundCopy> {
        self.find_same(draft).or_else(|| self.find_near(runs))
    }

    /// Finds the same text, of the same outlet if there is one, or else of an unknown one.
    fn find_same(&self, draft: &ComparedText<'_>) -> Option<FoundCopy> {
        if draft.text.trim().is_empty() {
            return None;
        }
        let first = self.same.get(&self.hash(draft.text))?;
        let of_outlet = |outlet: &str| self.same_of_outlet.get(&self.hash_with_outlet(draft.text, outlet));
        let place = of_outlet(draft.outlet).or_else(|| of_outlet("")).unwrap_or(first);
        let (of, text, _) = self.texts[*place as usize];
        (text.text.trim() == draft.text.trim()).then(|| FoundCopy {
            of,
            title: text.title.to_owned(),
            outlet: text.outlet.to_owned(),
            percent: 100,
            likeness: Likeness::SameText,
        })
    }

    fn find_near(&self, runs: &Runs) -> Option<FoundCopy> {
        if runs.0.len() < MIN_RUNS {
            return None;
        }
        let mut hits: HashMap<u32, u32, FixedState> = HashMap::default();
        for run in runs.indexed() {
            for text in self.by_run.get(&run).into_iter().flatten().filter(|text| **text != NO_TEXT) {
                *hits.entry(*text).or_default() += 1;
            }
        }
        let n_sampled = runs.0.iter().filter(|run| is_sampled(**run)).count();
        // A short text finds all of its runs in another short one, and the sampled ones in a long one.
        let n_possible =
            |text: u32| if runs.is_short() && self.texts[text as usize].2 { runs.0.len() } else { n_sampled };
        let estimate = |(text, n): (u32, u32)| (n as usize * 100 / n_possible(text).max(1), text);
        let mut likely: Vec<(usize, u32)> = hits.into_iter().map(estimate).collect();
        // The share of a sample differs a little from that of all.
        likely.retain(|(percent, _)| *percent * 10 > MIN_PERCENT * 6);
        likely.sort_unstable_by_key(|(percent, text)| (std::cmp::Reverse(*percent), *text));
        let mut others = Runs::default();
        let shares = likely.iter().take(2).map(|(_, text)| {
            others.count(self.texts[*text as usize].1.text);
            (runs.n_shared(&others) * 100 / runs.0.len(), *text)
        });
        let (percent, text) = shares.max_by_key(|(percent, text)| (*percent, std::cmp::Reverse(*text)))?;
        let (of, text, _) = self.texts[text as usize];
        (percent > MIN_PERCENT).then(|| FoundCopy {
            of,
            title: text.title.to_owned(),
            outlet: text.outlet.to_owned(),
            percent: percent.min(99),
            likeness: Likeness::NearText,
        })
    }
}
