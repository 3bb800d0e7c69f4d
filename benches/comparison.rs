//! The comparison of a million highlights, against one bare pass that counts the same ones.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[path = "common/clock.rs"]
mod clock;
mod common;
#[path = "comparison/frames.rs"]
mod frames;
#[path = "comparison/intervals.rs"]
mod intervals;

use std::{collections::HashMap, time::Instant};

use standpoint_analysis::{
    comparison::{Comparison, LiveComparison},
    facts::Facts,
    findings::{findings, silences},
};
use standpoint_core::{
    edit::{Edit, Gesture, History},
    model::{
        CodeId, CodeKind, Highlight, Project, Tags,
        view::{HighlightFilter, Measure, Query},
    },
    text::Span,
};
use standpoint_exchange::export::{csv::CsvOptions, tables};

const RUNS: usize = 9;

fn main() {
    let size = common::Size { articles: 10_000, bytes: 600, highlights_each: 100, actors: 200, issues: 300 };
    let project = common::project(&size);
    println!("{} highlights in {} articles", project.n_highlights(), project.articles.len());
    let lines = [(Measure::Highlights, "comparison-full"), (Measure::NetStance, "comparison-net-stance")].map(
        |(measure, name)| {
            let query = Query { measure, ..Query::default() };
            let times = common::medians(RUNS, || Comparison::of(&project, query.clone()), || bare_pass(&project));
            common::report(name, times, 4.0)
        },
    );
    let csv = written_as_csv(&project);
    looked_for(&project);
    let edit = after_one_edit(project);
    let scrolling = frames::scrolling();
    let intervals = intervals::intervals();
    println!("{}\n{edit}\n{scrolling}\n{csv}\n{intervals}", lines.join("\n"));
}

/// The highlights as CSV, against the `csv` crate alone writing the same bytes from records at hand.
fn written_as_csv(project: &Project) -> String {
    let write = |out: &mut Vec<u8>| {
        tables::highlights(out, project, CsvOptions::default()).expect("memory can be written");
    };
    let mut bytes = Vec::new();
    write(&mut bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let records: Vec<csv::ByteRecord> = reader.byte_records().map(|record| record.expect("it is CSV")).collect();
    println!("{} bytes of CSV", bytes.len());
    let mut out = Vec::with_capacity(bytes.len());
    let mut bare_out = Vec::with_capacity(bytes.len());
    let times = common::medians(
        RUNS,
        || {
            out.clear();
            write(&mut out);
        },
        || {
            bare_out.clear();
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut bare_out);
            for record in &records {
                writer.write_byte_record(record).expect("memory can be written");
            }
            writer.flush().expect("memory can be written");
        },
    );
    assert!(out == bare_out && out == bytes, "both write the same");
    common::report("export-csv", times, 1.67)
}

/// How long findings and silences take, which a window with this project looks for after each edit.
fn looked_for(project: &Project) {
    let (facts, filter) = (Facts::of(project), HighlightFilter::default());
    let start = Instant::now();
    let n_found = findings(project, &facts, &filter, 0).len() + silences(project, &facts, &filter).len();
    println!("{n_found} findings and silences: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
}

/// The table after one edit, against counting it from the start. The time of the edit itself is not in it.
fn after_one_edit(project: Project) -> String {
    let query = Query::default();
    let mut history = History::new(project);
    let mut live = LiveComparison::of(history.project(), query.clone(), history.revision());
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
