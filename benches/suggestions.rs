//! Suggestions in a long article by a codebook with very many aliases, against one pass over the text.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

use std::{
    fmt::Write as _,
    time::{Duration, Instant},
};

use standpoint_analysis::suggested::{ActorNames, places_like, proposed_actor, suggested_places};
use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};

const RUNS: usize = 15;

/// How many names the codebook has, and how long the article is.
const N_ALIASES: usize = 2_000;
const N_BYTES: usize = 100_000;

/// The most that suggestions for the article may take.
const LIMIT: Duration = Duration::from_millis(20);

fn main() {
    let project = project();
    let article = &project.articles[0];
    let names = ActorNames::of(&project.codebook);
    let text = article.text.as_str().to_owned();

    let bare = median(|| text.matches("Person 1777 ").count());
    let prepare = median(|| ActorNames::of(&project.codebook));
    // A fresh text has no fold yet, so folding counts.
    let mentions = median(|| names.mentions(&Text::new(&*text)).len());
    let all = median(|| {
        let fresh = Article { text: Text::new(&*text), ..(**article).clone() };
        suggested_places(&project, &names, &fresh).len()
    });
    let after = median(|| {
        let fresh = Article { text: Text::new(&*text), ..(**article).clone() };
        places_like(&names, &fresh, &fresh.highlights[0]).len()
    });
    let passage = Span::new(article.text.n_chars() / 2, article.text.n_chars() / 2 + 80);
    let one = median(|| proposed_actor(&names, &article.text, passage));

    println!("{} names, {} bytes, {} mentions", N_ALIASES, text.len(), names.mentions(&article.text).len());
    for (what, time) in [
        ("one pass over the bytes", bare),
        ("preparing the names", prepare),
        ("finding the names, with folding", mentions),
        ("suggesting places, with folding", all),
        ("suggesting places after a tag", after),
        ("proposing the actor of one passage", one),
    ] {
        println!("{what:<36} {:>9.3} ms", millis(time));
    }
    let verdict = if all <= LIMIT { "ok" } else { "over" };
    println!("bar suggestions {:.2} {:.2} {verdict}", millis(all), millis(LIMIT));
}

/// A project with an article in which somebody is named in most sentences.
fn project() -> Project {
    let mut project = Project::titled("Large");
    for nth in 0..N_ALIASES / 2 {
        let mut code = project.codebook.fresh_code(CodeKind::Actor, &format!("Person {nth}"), None);
        code.aliases.push(format!("Ministry of Matter {nth}"));
        project.codebook.actors.push(code);
    }
    let mut text = String::new();
    let mut nth = 0;
    while text.len() < N_BYTES {
        let (person, other) = (nth * 7 % 1000, nth * 13 % 1000);
        write!(text, "Person {person} said that the café by the “old quay” would open, and no one objected. ")
            .expect("a string can be written to");
        write!(text, "The Ministry of Matter {other} kept its silence until the evening, as it had done before. ")
            .expect("a string can be written to");
        if nth % 5 == 4 {
            text.push('\n');
        }
        nth += 1;
    }
    let mut article = Article::new(Details::default(), Text::new(text));
    for start in [0, 20_000, 40_000] {
        let tags = Tags { actor: Some(project.codebook.actors[start / 100].id.clone()), ..Tags::default() };
        let highlight = Highlight::new(&article.text, Span::new(start, start + 40), tags, "AK", "2026-01-12T09:14:00Z");
        article.highlights.push(highlight.into());
    }
    project.articles.push(article.into());
    project
}

/// The time that is in the middle of several runs.
fn median<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(work());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[RUNS / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
