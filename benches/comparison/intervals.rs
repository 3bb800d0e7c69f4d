//! The intervals of a table of 40 × 30 over 100,000 highlights: 1,000 draws of all articles.

use std::time::Duration;

use standpoint_analysis::{
    comparison::{Comparison, intervals::Intervals},
    facts::Facts,
};
use standpoint_core::model::view::{Axis, AxisSide, Measure, Query};

use crate::{
    clock::{processor_time, processor_time_since},
    common,
};

/// The most processor time, in seconds.
const LIMIT: f64 = 1.0;
const RUNS: usize = 5;

/// Returns a line for each measure that is drawn for.
pub fn intervals() -> String {
    let size = common::Size { articles: 1_000, bytes: 6_000, highlights_each: 100, actors: 30, issues: 40 };
    let project = common::project(&size);
    let measures = [(Measure::RowPercent, "intervals-share"), (Measure::NetStance, "intervals-net-stance")];
    let lines = measures.map(|(measure, name)| {
        let query = Query { measure, columns: AxisSide::over(Axis::Actor), ..Query::default() };
        let mut facts = Facts::of(&project);
        let comparison = Comparison::over(&mut facts, &project, query);
        let shown = comparison.shown();
        let n_cells = (shown.rows.len() + 1) * (shown.columns.len() + 1);
        let times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = processor_time();
                let found = Intervals::of(&comparison, &facts, &shown, &mut || true);
                assert!(found.is_some(), "nobody stops it");
                processor_time_since(start)
            })
            .collect();
        let seconds = common::median(times).as_secs_f64();
        println!("{name}: {:.0} ms of processor time for {n_cells} cells", seconds * 1e3);
        let verdict = if seconds <= LIMIT { "ok" } else { "over" };
        format!("bar {name} {seconds:.2} {LIMIT} {verdict}")
    });
    lines.join("\n")
}
