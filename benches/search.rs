//! Searching the texts of 5,000 articles, against the bare crates doing the same on one thread.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[path = "common/clock.rs"]
mod clock;
#[expect(dead_code, reason = "the articles to be searched are made here, and only the dice are shared")]
mod common;

use std::{hint::black_box, sync::Arc, time::Duration};

use clock::{processor_time, processor_time_since};
use common::Dice;
use memchr::memmem::Finder;
use regex::RegexBuilder;
use standpoint_analysis::search::{ArticleHits, Search, SearchOptions};
use standpoint_core::{
    model::{Article, Details, Project},
    text::Text,
};

const ARTICLES: usize = 5_000;

/// Of each text, about.
const BYTES: usize = 6_000;

const RUNS: usize = 15;

/// Stands about once in each article.
const RARE: &str = "ceasefire";

/// Stands a hundred times in each article.
const COMMON: &str = "the";

/// About as many places as [`RARE`] has.
const EXPRESSION: &str = r"cease\w+ of \d+ days";

fn main() {
    let project = project();
    let n_bytes: usize = texts(&project).map(str::len).sum();
    println!("{} articles, {n_bytes} bytes", project.articles.len());
    let first = first_hits(&project);
    let lines =
        [built(&project, n_bytes), first, plain(&project), usual(&project), expression(&project), many(&project)];
    println!("{}", lines.join("\n"));
}

/// Articles of words in an order that only looks random, with the signs and accents of newspapers.
fn project() -> Project {
    const WORDS: [&str; 29] = [
        "the",
        "the",
        "the",
        "talks",
        "in",
        "Moscow",
        "went",
        "on",
        "while",
        "“nobody",
        "moved”,",
        "said",
        "one",
        "envoy",
        "of",
        "Kyiv",
        "who",
        "would",
        "not",
        "be",
        "named",
        "—",
        "and",
        "guarantees",
        "were",
        "d’Élysée",
        "to",
        "café",
        "territory.",
    ];
    let mut dice = Dice(5);
    let mut project = Project::titled("Searched");
    for n in 0..ARTICLES {
        let mut text = String::with_capacity(BYTES + 100);
        let rare_at = dice.below(BYTES);
        let mut has_rare = false;
        while text.len() < BYTES {
            if !has_rare && text.len() >= rare_at {
                text.push_str("a ceasefire of 30 days");
                has_rare = true;
            } else {
                text.push_str(WORDS[dice.below(WORDS.len())]);
            }
            text.push(if dice.below(80) == 0 { '\n' } else { ' ' });
        }
        let details = Details { title: format!("Article {n}"), ..Details::default() };
        project.articles.push(Article::new(details, Text::new(text)).into());
    }
    project
}

fn texts(project: &Project) -> impl Iterator<Item = &str> {
    project.articles.iter().map(|article| article.text.as_str())
}

fn search(pattern: &str, options: SearchOptions) -> Search {
    Search::new(pattern, options).expect("the pattern is sound")
}

fn n_hits(found: &[ArticleHits]) -> usize {
    found.iter().map(|hits| hits.spans.len()).sum()
}

/// How often the bytes stand in the texts, counted by `memchr` alone.
fn bare(project: &Project, words: &str) -> usize {
    let finder = Finder::new(words);
    texts(project).map(|text| finder.find_iter(text.as_bytes()).count()).sum()
}

const AS_TYPED: SearchOptions = SearchOptions { is_regex: false, as_typed: true, whole_words: false };

fn plain(project: &Project) -> String {
    let search = search(RARE, AS_TYPED);
    assert_eq!(n_hits(&search.project(project)), bare(project, RARE));
    let times = medians(RUNS, || search.project(project), || bare(project, RARE));
    common::report("search-plain", times, 6.0)
}

fn usual(project: &Project) -> String {
    let search = search(RARE, SearchOptions::default());
    assert_eq!(n_hits(&search.project(project)), bare(project, RARE));
    let times = medians(RUNS, || search.project(project), || bare(project, RARE));
    common::report("search-usual", times, 30.0)
}

fn expression(project: &Project) -> String {
    let search = search(EXPRESSION, SearchOptions { is_regex: true, ..AS_TYPED });
    let alone = RegexBuilder::new(EXPRESSION).multi_line(true).build().expect("it is a regular expression");
    // Not `count`, for which the crate need not find where a place begins.
    let n_found_bytes =
        || texts(project).flat_map(|text| alone.find_iter(text)).map(|place| place.len()).sum::<usize>();
    let ours = search.project(project);
    let n_bytes: usize = ours.iter().flat_map(|hits| &hits.spans).map(|span| span.len()).sum();
    assert_eq!((n_bytes, n_hits(&ours)), (n_found_bytes(), bare(project, RARE)));
    let times = medians(RUNS, || search.project(project), n_found_bytes);
    common::report("search-regex", times, 2.0)
}

/// What stands on a screen when a project is searched that never was before, on the one thread that searches it.
fn first_hits(project: &Project) -> String {
    const SCREENFUL: usize = 40;
    let times = (0..RUNS).map(|_| {
        let cold = without_folds(project);
        let start = processor_time();
        let search = search(RARE, SearchOptions::default());
        let mut found = 0;
        for article in &cold.articles {
            found += search.spans(&article.text).len();
            if found >= SCREENFUL {
                break;
            }
        }
        assert!(found >= SCREENFUL);
        processor_time_since(start)
    });
    in_ms("search-first-hits", common::median(times.collect()), 50.0)
}

/// The folds of all texts: how long they take, and how much memory.
fn built(project: &Project, n_bytes: usize) -> String {
    let cold = without_folds(project);
    let start = processor_time();
    let n_fold: usize = cold.articles.iter().map(|article| article.text.search_fold().n_bytes()).sum();
    println!("search-fold: {:.1} ms once, on a worker", processor_time_since(start).as_secs_f64() * 1e3);
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let times = n_fold as f64 / n_bytes as f64;
    bar("search-fold-memory", times, 1.5)
}

/// A word with half a million places.
fn many(project: &Project) -> String {
    let search = search(COMMON, SearchOptions::default());
    let start = processor_time();
    let n = n_hits(&search.project(project));
    println!("search-many: {n} places in {:.1} ms", processor_time_since(start).as_secs_f64() * 1e3);
    let n_counted: usize = texts(project).map(|text| text.to_lowercase().matches(COMMON).count()).sum();
    assert!(n >= 500_000, "there are {n}");
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    bar("search-many-missed", (n.abs_diff(n_counted)) as f64, 0.0)
}

/// The same articles, none of which was searched.
fn without_folds(project: &Project) -> Project {
    let anew = |article: &Arc<Article>| {
        let text = Text::new(article.text.as_str());
        Article::new(article.details.clone(), text).into()
    };
    Project { articles: project.articles.iter().map(anew).collect(), ..Project::titled("Cold") }
}

/// The medians of two jobs run in turns, in processor time, so that what else the machine does slows neither.
fn medians<A, B>(runs: usize, mut ours: impl FnMut() -> A, mut bare: impl FnMut() -> B) -> (Duration, Duration) {
    let (mut all_ours, mut all_bare) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        all_ours.push(time(&mut ours));
        all_bare.push(time(&mut bare));
    }
    (common::median(all_ours), common::median(all_bare))
}

/// What one run takes, without dropping what it made.
fn time<T>(job: &mut impl FnMut() -> T) -> Duration {
    let start = processor_time();
    let made = black_box(job());
    let taken = processor_time_since(start);
    drop(made);
    taken
}

fn in_ms(name: &str, time: Duration, limit: f64) -> String {
    bar(name, time.as_secs_f64() * 1e3, limit)
}

fn bar(name: &str, value: f64, limit: f64) -> String {
    format!("bar {name} {value:.2} {limit} {}", if value <= limit { "ok" } else { "over" })
}
