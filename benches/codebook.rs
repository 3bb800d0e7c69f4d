//! Merging two codes of twenty thousand highlights each, and undoing it, in a project of a hundred thousand.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[expect(dead_code, reason = "the projects are shared, the stopwatch is not")]
mod common;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use standpoint_core::{
    edit::{CodeMerge, Edit, Gesture, History, lines, merge_preview},
    model::{Article, CodeId, CodeKind, Project},
};

use common::{Size, project};

const RUNS: usize = 9;
const KIND: CodeKind = CodeKind::Issue;

/// How many highlights each of the two codes has.
const N_EACH: usize = 20_000;

fn main() {
    let project = with_two_large_issues();
    let [from, into] = [0, 1].map(|at| project.codebook.issues[at].id.clone());
    let merge = CodeMerge { codes: vec![from.clone()], into, keeps_duplicates: false };
    let edit = Edit::MergeCodes(KIND, Box::new(merge.clone()));

    let preview = median(|| {
        let start = Instant::now();
        let preview = merge_preview(&project, KIND, &merge).expect("both are there");
        assert_eq!(preview.n_highlights, N_EACH);
        start.elapsed()
    });
    let (mut merging, mut undoing) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        // An article that others look at is copied at its first change; nobody does where a project was just opened.
        let mut history = History::new(unshared(&project));
        let start = Instant::now();
        history.apply("Merge", Gesture::Single, edit.clone()).expect("both are there");
        merging.push(start.elapsed());
        assert_eq!(history.n_tagged(KIND, &from), 0);
        let start = Instant::now();
        history.undo().expect("there is a step");
        undoing.push(start.elapsed());
        assert!(*history.project() == project);
    }
    let mut shared = Vec::new();
    for _ in 0..RUNS {
        // As the window does it, on a copy that shares every highlight.
        let history = History::new(project.clone());
        let planned = history.plan("Merge", edit.clone());
        let start = Instant::now();
        let made = planned.make().expect("both are there");
        shared.push(start.elapsed());
        drop(made);
    }
    let [merged, undone, shared] = [merging, undoing, shared].map(|times| ms(middle(times)));
    let n_bytes = lines::write(&edit).len();
    println!("looking at what a merge does: {:.1} ms", ms(preview));
    println!("merging: {merged:.1} ms, on a thread with its index: {shared:.1} ms, undoing: {undone:.1} ms");
    bar("merge-20000-ms", merged, 50.0);
    #[expect(clippy::cast_precision_loss, reason = "a line is short")]
    bar("merge-record-bytes", n_bytes as f64, 1024.0);
}

/// A project in which the first two issues have [`N_EACH`] highlights each.
fn with_two_large_issues() -> Project {
    let size = Size { articles: 2_000, bytes: 6_000, highlights_each: 50, actors: 200, issues: 200 };
    let mut project = project(&size);
    let ids: Vec<CodeId> = project.codebook.issues.iter().map(|code| code.id.clone()).collect();
    for article in &mut project.articles {
        for (at, highlight) in Arc::make_mut(article).highlights.iter_mut().enumerate() {
            // Ten of fifty for each of the two.
            let issue = if at % 5 < 2 { at % 5 } else { 2 + at };
            Arc::make_mut(highlight).issue = Some(ids[issue].clone());
        }
    }
    project
}

fn unshared(project: &Project) -> Project {
    let article = |article: &Arc<Article>| {
        let mut own = Article::clone(article);
        for highlight in &mut own.highlights {
            *highlight = Arc::new((**highlight).clone());
        }
        Arc::new(own)
    };
    Project { articles: project.articles.iter().map(article).collect(), ..project.clone() }
}

fn median(mut run: impl FnMut() -> Duration) -> Duration {
    middle((0..RUNS).map(|_| run()).collect())
}

fn middle(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn bar(name: &str, value: f64, limit: f64) {
    println!("bar {name} {value:.2} {limit} {}", if value <= limit { "ok" } else { "over" });
}
