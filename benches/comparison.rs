//! The comparison of a million highlights, against one bare pass that counts the same ones.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

mod common;

use std::collections::HashMap;

use standpoint::{
    analysis::comparison::{Comparison, Measure, Query},
    model::{CodeId, CodeKind, Project},
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
    println!("{}", lines.join("\n"));
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
