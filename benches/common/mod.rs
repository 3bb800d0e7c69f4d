//! What the benches share: large projects that are the same on every run, and a stopwatch.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, ReadingStatus, Tags},
    text::{Span, Text},
};

/// How large a project is wanted.
pub struct Size {
    pub articles: usize,
    /// Of each text, about.
    pub bytes: usize,
    pub highlights_each: usize,
    pub actors: usize,
    pub issues: usize,
}

/// A project of that size; every fourth code belongs to the one before it.
#[must_use]
pub fn project(size: &Size) -> Project {
    let mut project = Project::titled("Large");
    for (kind, noun, n) in [(CodeKind::Actor, "Actor", size.actors), (CodeKind::Issue, "Issue", size.issues)] {
        for index in 0..n {
            let book = &project.codebook;
            let parent = book.codes(kind).last().filter(|_| index % 4 == 3).map(|code| code.id.clone());
            let code = book.fresh_code(kind, &format!("{noun} {index}"), parent);
            project.codebook.codes_mut(kind).push(code);
        }
    }
    let mut dice = Dice(7);
    let sentence = "Moscow’s answer has not varied: “a settlement must follow our terms”, one aide said in a café. ";
    let paragraph = sentence.repeat(5) + "\n";
    for index in 0..size.articles {
        let details = Details {
            title: format!("Article {index}"),
            outlet: format!("Outlet {}", index % 40),
            status: ReadingStatus::Done,
            ..Details::default()
        };
        let text = Text::new(paragraph.repeat((size.bytes / paragraph.len()).max(1)));
        let mut article = Article::new(details, text);
        let mut spans: Vec<Span> = (0..size.highlights_each)
            .map(|_| {
                let start = dice.below(article.text.n_chars() - 60);
                Span::new(start, start + 20 + dice.below(40))
            })
            .collect();
        spans.sort_unstable();
        for span in spans {
            let book = &project.codebook;
            let tags = Tags {
                actor: Some(book.actors[dice.below(size.actors)].id.clone()),
                issue: Some(book.issues[dice.below(size.issues)].id.clone()),
                stance: book.stances.get(dice.below(4)).map(|stance| stance.id.clone()),
            };
            let highlight = Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z");
            article.highlights.push(highlight.into());
        }
        article.highlights.sort_by_key(|highlight| highlight.order());
        project.articles.push(Arc::new(article));
    }
    project
}

/// Numbers that only look random.
pub struct Dice(pub u64);

impl Dice {
    /// # Panics
    /// If `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % n
    }
}

/// The medians of two jobs run in turns, so that a busy machine slows both alike.
pub fn medians<A, B>(runs: usize, mut first: impl FnMut() -> A, mut second: impl FnMut() -> B) -> (Duration, Duration) {
    let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        firsts.push(time(&mut first));
        seconds.push(time(&mut second));
    }
    (median(firsts), median(seconds))
}

/// How long one run takes, without the time to drop what it made.
fn time<T>(job: &mut impl FnMut() -> T) -> Duration {
    let start = Instant::now();
    let made = std::hint::black_box(job());
    let taken = start.elapsed();
    drop(made);
    taken
}

/// The middle one.
///
/// # Panics
/// If there are none.
#[must_use]
pub fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Prints what was measured, and says how it stands against its bar.
pub fn report(name: &str, (ours, bare): (Duration, Duration), limit: f64) -> String {
    let ratio = ours.as_secs_f64() / bare.as_secs_f64();
    println!("{name}: {:.1} ms, bare {:.1} ms", ours.as_secs_f64() * 1e3, bare.as_secs_f64() * 1e3);
    format!("bar {name} {ratio:.2} {limit} {}", if ratio <= limit { "ok" } else { "over" })
}
