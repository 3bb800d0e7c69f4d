//! Sorts and groups the lines of a concordance.
//!
//! Lines are compared by the beginning of a few words, as a number; the words themselves are made again for lines that
//! begin alike, so that they need not all be kept.

use std::{collections::HashMap, ops::Range, sync::Arc};

use standpoint_core::{
    model::{
        Article, CodeId, CodeKind, Codebook, Highlight, Project, StanceId,
        saved_search::{LineGrouping, LineOrder},
    },
    text::{
        Span, Text,
        fold::{is_blank, name_order, searchable},
    },
};

use super::{FoundHits, highlight_at};

/// Lines under one head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineGroup {
    /// The index of an article of the group in the project: its only one, or one of its outlet.
    pub article: u32,
    /// Which lines they are.
    pub lines: Range<usize>,
    /// In how many articles they are.
    pub n_articles: usize,
    /// How many of them touch a highlight.
    pub n_highlighted: usize,
    /// How many of them are in texts that were not seen.
    pub n_new: usize,
}

/// The lines of a search as they stand on screen.
#[derive(Clone, Debug, Default)]
pub struct Concordance {
    /// What the lines show.
    pub found: Arc<FoundHits>,
    /// The hit of each line.
    lines: Vec<u32>,
    /// The groups in their order; empty if lines are not grouped.
    pub groups: Vec<LineGroup>,
}

/// How many words are compared, and how far away they may be, in characters. Hits with more in common are rare, and then
/// their order tells nothing.
const MOST_WORDS: usize = 6;
const MOST_CHARS: usize = 64;
/// Stands between two words of a key, before every letter.
const GAP: char = '\u{1}';

/// A line with what it is compared by first.
struct KeyedLine {
    key: u128,
    group: u32,
    hit: u32,
}

impl Concordance {
    /// Sorts and groups hits. `go_on` is asked now and then; the result is `None` if it says no.
    pub fn of(
        project: &Project,
        found: Arc<FoundHits>,
        order: LineOrder,
        grouping: LineGrouping,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let ranks = ArticleRanks::of(project, &found, order, grouping);
        let mut words = String::new();
        let book = CodeRanks::of(&project.codebook);
        let mut lines = Vec::with_capacity(found.hits().len());
        for (at, hit) in (0..).zip(found.hits()) {
            if at % 1024 == 0 && !go_on() {
                return None;
            }
            let article = &*project.articles[hit.article as usize];
            let key = match order {
                LineOrder::Place => 0,
                LineOrder::Left | LineOrder::Right => {
                    words.clear();
                    push_words(&mut words, &article.text, hit.span(), order == LineOrder::Left);
                    beginning(&words)
                }
                LineOrder::Outlet | LineOrder::Date => u128::from(ranks.order[&hit.article]),
                LineOrder::Tags => book.key(article, hit.span()),
            };
            lines.push(KeyedLine { key, group: ranks.group.get(&hit.article).copied().unwrap_or(0), hit: at });
        }
        lines.sort_unstable_by_key(|line| (line.group, line.key, line.hit));
        if matches!(order, LineOrder::Left | LineOrder::Right) {
            for alike in lines.chunk_by_mut(|a, b| (a.group, a.key) == (b.group, b.key)).filter(|alike| alike.len() > 1)
            {
                if !go_on() {
                    return None;
                }
                alike.sort_by_cached_key(|line| {
                    let hit = found.hits()[line.hit as usize];
                    let mut words = String::new();
                    let text = &project.articles[hit.article as usize].text;
                    push_words(&mut words, text, hit.span(), order == LineOrder::Left);
                    words
                });
            }
        }
        let groups = if grouping == LineGrouping::None { Vec::new() } else { groups_of(&found, &lines) };
        Some(Self { lines: lines.into_iter().map(|line| line.hit).collect(), found, groups })
    }

    /// The number of lines.
    pub const fn len(&self) -> usize {
        self.lines.len()
    }

    /// Returns whether there are no lines.
    pub const fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The index of the hit that a line shows.
    pub fn hit(&self, line: usize) -> usize {
        self.lines[line] as usize
    }

    /// All lines, each as the index of its hit.
    pub fn hits(&self) -> impl Iterator<Item = usize> {
        self.lines.iter().map(|hit| *hit as usize)
    }

    /// The line that shows a hit.
    pub fn line_of(&self, hit: usize) -> Option<usize> {
        self.lines.iter().position(|shown| *shown as usize == hit)
    }
}

/// The groups of sorted lines.
fn groups_of(found: &FoundHits, lines: &[KeyedLine]) -> Vec<LineGroup> {
    let mut groups = Vec::new();
    let mut start = 0;
    for group in lines.chunk_by(|a, b| a.group == b.group) {
        let mut articles: Vec<u32> = group.iter().map(|line| found.hits()[line.hit as usize].article).collect();
        let article = articles[0];
        articles.sort_unstable();
        articles.dedup();
        groups.push(LineGroup {
            article,
            lines: start..start + group.len(),
            n_articles: articles.len(),
            n_highlighted: group.iter().filter(|line| found.is_highlighted(line.hit as usize)).count(),
            n_new: group.iter().filter(|line| found.is_new(line.hit as usize)).count(),
        });
        start += group.len();
    }
    groups
}

/// The beginning of some words as a number that is ordered as they are.
fn beginning(words: &str) -> u128 {
    let mut first = [0; 16];
    let n = words.len().min(first.len());
    first[..n].copy_from_slice(&words.as_bytes()[..n]);
    u128::from_be_bytes(first)
}

/// Appends the words beside a hit, folded and without the signs around them, the nearest first.
fn push_words(key: &mut String, text: &Text, span: Span, is_left: bool) {
    let beside = if is_left {
        Span::new(span.start.saturating_sub(MOST_CHARS), span.start)
    } else {
        Span::new(span.end, text.n_chars().min(span.end + MOST_CHARS))
    };
    let folded = searchable(text.slice(beside));
    let bare = |word: &str| -> bool { word.chars().any(char::is_alphanumeric) };
    let words = folded.split_whitespace().filter(|word| bare(word));
    let mut push = |word: &str| {
        key.push_str(word.trim_matches(|c: char| !c.is_alphanumeric()));
        key.push(GAP);
    };
    if is_left { words.rev().take(MOST_WORDS).for_each(&mut push) } else { words.take(MOST_WORDS).for_each(&mut push) }
}

/// Where the articles with hits stand among each other.
struct ArticleRanks {
    /// By what lines are sorted, if that is something of the article.
    order: HashMap<u32, u32>,
    /// By their groups.
    group: HashMap<u32, u32>,
}

impl ArticleRanks {
    fn of(project: &Project, found: &FoundHits, order: LineOrder, grouping: LineGrouping) -> Self {
        let mut articles: Vec<u32> = found.hits().iter().map(|hit| hit.article).collect();
        articles.dedup();
        let details = |at: &u32| &project.articles[*at as usize].details;
        let outlets = |articles: &[u32]| {
            ranked(articles, |a, b| {
                let (a, b) = (&*details(a).outlet, &*details(b).outlet);
                match (is_blank(a), is_blank(b)) {
                    (false, false) => name_order(a, b),
                    (a, b) => a.cmp(&b),
                }
            })
        };
        let dates = |articles: &[u32]| {
            let key = |at: &u32| (details(at).date.is_none(), details(at).date);
            ranked(articles, |a, b| key(a).cmp(&key(b)))
        };
        let order = match order {
            LineOrder::Outlet => outlets(&articles),
            LineOrder::Date => dates(&articles),
            LineOrder::Place | LineOrder::Left | LineOrder::Right | LineOrder::Tags => HashMap::new(),
        };
        let group = match grouping {
            LineGrouping::None => HashMap::new(),
            LineGrouping::Outlet => outlets(&articles),
            LineGrouping::Article => {
                let rank = |at: &u32| (order.get(at).copied(), *at);
                ranked(&articles, |a, b| rank(a).cmp(&rank(b)))
            }
        };
        Self { order, group }
    }
}

/// The place of each article among all of them; those that are equal share one.
fn ranked(articles: &[u32], compare: impl Fn(&u32, &u32) -> std::cmp::Ordering) -> HashMap<u32, u32> {
    let mut sorted = articles.to_vec();
    sorted.sort_by(&compare);
    let equal = sorted.chunk_by(|a, b| compare(a, b).is_eq());
    (0..).zip(equal).flat_map(|(rank, equal)| equal.iter().map(move |at| (*at, rank))).collect()
}

/// Where each code and stance stands in the codebook.
struct CodeRanks {
    actors: HashMap<CodeId, u32>,
    issues: HashMap<CodeId, u32>,
    stances: HashMap<StanceId, u32>,
}

impl CodeRanks {
    fn of(book: &Codebook) -> Self {
        let codes = |kind: CodeKind| (0..).zip(book.tree(kind)).map(|(at, (_, code))| (code.id.clone(), at)).collect();
        Self {
            actors: codes(CodeKind::Actor),
            issues: codes(CodeKind::Issue),
            stances: (0..).zip(&book.stances).map(|(at, stance)| (stance.id.clone(), at)).collect(),
        }
    }

    /// What sorts a hit by its tags; what has none is last.
    fn key(&self, article: &Article, span: Span) -> u128 {
        highlight_at(article, span).map_or(u128::MAX, |highlight| self.of_highlight(highlight))
    }

    fn of_highlight(&self, highlight: &Highlight) -> u128 {
        let code = |ranks: &HashMap<CodeId, u32>, id: &Option<CodeId>| {
            u128::from(id.as_ref().and_then(|id| ranks.get(id)).copied().unwrap_or(u32::MAX))
        };
        let stance = highlight.stance.as_ref().and_then(|id| self.stances.get(id)).copied();
        let stance = u128::from(stance.unwrap_or(u32::MAX));
        code(&self.actors, &highlight.actor) << 64 | code(&self.issues, &highlight.issue) << 32 | stance
    }
}
