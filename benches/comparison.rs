//! The comparison of a million highlights, against one bare pass that counts the same ones.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

mod common;

use std::{collections::HashMap, time::Instant};

use standpoint::{
    analysis::comparison::{Comparison, Live},
    edit::{Edit, Gesture, History},
    model::{
        CodeId, CodeKind, Highlight, Project, Span, Tags,
        view::{Measure, Query},
    },
};

const RUNS: usize = 9;

fn main() {
    let size = common::Size { articles: 10_000, bytes: 600, highlights_each: 100, actors: 200, issues: 300 };
    let project = common::project(&size);
    println!("{} highlights in {} articles", project.n_highlights(), project.articles.len());
    let lines = [(Measure::Highlights, "comparison-full"), (Measure::NetStance, "comparison-net-stance")].map(
        |(measure, name)| {
            let query = Query { measure, ..Query::default() };
            let times = common::medians(RUNS, || Comparison::of(&project, query), || bare_pass(&project));
            common::report(name, times, 4.0)
        },
    );
    let edit = after_one_edit(project);
    println!("{}\n{edit}", lines.join("\n"));
}

/// The table after one edit, against counting it from the start. The time of the edit itself is not in it.
fn after_one_edit(project: Project) -> String {
    let query = Query::default();
    let mut history = History::new(project);
    let mut live = Live::of(history.project(), query.clone(), history.revision());
    let (mut followed, mut anew) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let article = &history.project().articles[run * 17];
        let book = &history.project().codebook;
        let tags =
            Tags { actor: Some(book.actors[run].id.clone()), issue: Some(book.issues[run].id.clone()), stance: None };
        let highlight = Highlight::new(&article.text, Span::new(run, run + 9), tags, "AK", "2026-01-12T09:14:00Z");
        let edit = Edit::AddHighlights(vec![(article.id, highlight)]);
        history.apply("Tag", Gesture::Single, edit).expect("the highlight lies in its article");
        let (project, revision) = (history.project(), history.revision());
        let start = Instant::now();
        live.follow(project, &query, revision, &history.touched_since(live.revision));
        followed.push(start.elapsed());
        let start = Instant::now();
        let fresh = Comparison::of(project, query.clone());
        anew.push(start.elapsed());
        assert_eq!(live.comparison.table(0).cell(None, None), fresh.table(0).cell(None, None));
    }
    common::report("comparison-edit", (common::median(followed), common::median(anew)), 0.05)
}

/// The least that counting by issue and actor takes: look both codes up, add one.
fn bare_pass(project: &Project) -> Vec<u32> {
    let places = |kind| -> HashMap<&CodeId, usize> {
        project.codebook.codes(kind).iter().enumerate().map(|(place, code)| (&code.id, place)).collect()
    };
    let (actors, issues) = (places(CodeKind::Actor), places(CodeKind::Issue));
    let mut counts = vec![0; actors.len() * issues.len()];
    for (_, highlight) in project.highlights() {
        let actor = highlight.actor.as_ref().and_then(|id| actors.get(id));
        let issue = highlight.issue.as_ref().and_then(|id| issues.get(id));
        if let (Some(actor), Some(issue)) = (actor, issue) {
            counts[issue * actors.len() + actor] += 1;
        }
    }
    counts
}
