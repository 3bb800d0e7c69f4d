//! Every page of the window with large projects: the longest frame, in processor time of the window's thread.
//!
//! Each page is entered cold, with its lists, menus and pictures full. A figure is the median over the runs of the worst
//! frame of each run. `…-first` is the first frame of a page, and `…-ready` the time from an edit to the first frame that
//! shows what follows from it.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[expect(dead_code, reason = "the projects and the median are shared, the stopwatch is not")]
mod common;
#[path = "window/stage.rs"]
mod stage;

use std::{collections::BTreeMap, time::Duration};

use egui::{Key, Modifiers, Rect, pos2};
use stage::{SCREEN, Stage};

use common::Size;

const RUNS: usize = 5;

/// Milliseconds of a frame, of the first one of a page, and until a result is shown.
const FRAME_MS: f64 = 8.0;
const FIRST_MS: f64 = 16.0;
const READY_MS: f64 = 1000.0;

/// What was measured under each name, run by run.
type Figures = BTreeMap<String, Vec<Duration>>;

fn main() {
    println!("an empty page: {:.3} ms a frame", millis(stage::empty_frame()));
    let mut lines = Vec::new();
    let only = std::env::var("STANDPOINT_BENCH_SIZE").ok();
    for (name, size) in sizes() {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("large.ron");
        std::fs::write(&path, standpoint_store::to_string(&common::project(&size))).expect("there is room");
        let mut figures = Figures::new();
        for _ in 0..RUNS {
            run(&path, folder.path(), &mut figures);
        }
        for (page, times) in figures {
            let limit = match page.rsplit_once('-') {
                Some((_, "first")) => FIRST_MS,
                Some((_, "ready")) => READY_MS,
                _ => FRAME_MS,
            };
            let value = millis(common::median(times));
            lines.push(format!(
                "bar window-{page}-{name} {value:.2} {limit} {}",
                if value <= limit { "ok" } else { "over" }
            ));
        }
    }
    println!("{}", lines.join("\n"));
}

fn sizes() -> [(&'static str, Size); 3] {
    let size =
        |articles, highlights_each, actors, issues| Size { articles, bytes: 6000, highlights_each, actors, issues };
    [("1k", size(100, 10, 12, 10)), ("10k", size(1000, 10, 12, 10)), ("100k", size(10_000, 10, 400, 600))]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// The parts of a window of the usual layout.
const LEFT: Rect = Rect { min: pos2(10.0, 120.0), max: pos2(230.0, 860.0) };
const MIDDLE: Rect = Rect { min: pos2(280.0, 160.0), max: pos2(1000.0, 840.0) };
const RIGHT: Rect = Rect { min: pos2(SCREEN.x - 300.0, 130.0), max: pos2(SCREEN.x - 20.0, 860.0) };
const WHOLE: Rect = Rect { min: pos2(20.0, 60.0), max: pos2(SCREEN.x - 20.0, SCREEN.y - 20.0) };

fn run(path: &std::path::Path, data: &std::path::Path, figures: &mut Figures) {
    let mut note = |name: &str, time: Duration| figures.entry(name.to_owned()).or_default().push(time);
    let (mut stage, opening) = Stage::open(path, &data.join("data"));
    note("opening", opening);
    note("read", stage.sweep(WHOLE).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)).max(stage.scroll(RIGHT)));
    note("read-idle", stage.settle());
    // A highlight is tagged, and from then on taken back and done again.
    note("read-next", stage.key(Modifiers::NONE, Key::J));
    note("read-edit", stage.key(Modifiers::NONE, Key::Delete).max(stage.settle()));
    let redo = Modifiers::COMMAND | Modifiers::SHIFT;
    note("read-undo", stage.key(Modifiers::COMMAND, Key::Z).max(stage.key(redo, Key::Z)).max(stage.settle()));

    let palette = stage.key(redo, Key::P).max(stage.write("compare")).max(stage.sweep(MIDDLE));
    note("palette", palette.max(stage.key(Modifiers::NONE, Key::Escape)));

    note("codebook-first", stage.key(Modifiers::COMMAND, Key::Num3));
    note("codebook", stage.settle().max(stage.sweep(WHOLE)).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)));

    note("compare-first", stage.key(Modifiers::COMMAND, Key::Num2));
    stage.wait();
    note("compare", stage.settle().max(stage.sweep(WHOLE)).max(stage.scroll(MIDDLE)));
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.settle());
    note("compare-edit", edit.max(stage.wait()));
    note("compare-ready", stage.ready_after(redo, Key::Z));
    note("compare-filter-menu", menu(&mut stage, "+ Filter"));

    // A cell, a row and what stands beside them.
    let cell = stage.click_at(pos2(640.0, 420.0)).max(stage.settle());
    note("compare-quotes", cell.max(stage.sweep(RIGHT)).max(stage.scroll(RIGHT)));
    note("compare-findings-first", stage.click("Beside the table: Findings"));
    note("compare-findings", stage.settle().max(stage.sweep(RIGHT)).max(stage.scroll(RIGHT)));
    note("compare-silence-first", stage.click("Beside the table: Silence"));
    note("compare-silence", stage.settle().max(stage.sweep(RIGHT)).max(stage.scroll(RIGHT)));
    stage.click("Beside the table: Quotes");

    for picture in ["Bars", "Heat map", "Timeline", "Network"] {
        let name = picture.to_lowercase().replace(' ', "-");
        let Some(choice) = stage.rect_of(&format!("Show as: {picture}")) else { continue };
        let first = stage.click_at(choice.center());
        note(&format!("compare-{name}-first"), first.max(stage.wait()));
        let frames = stage.settle().max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE));
        note(&format!("compare-{name}"), frames);
    }
    stage.click("Show as: Table");
    note("compare-two-first", stage.run_command("Side by side"));
    stage.wait();
    note("compare-two", stage.settle().max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE)));
}

/// Opens a menu, looks through it and closes it again.
fn menu(stage: &mut Stage, name: &str) -> Duration {
    let opened = stage.click(name).max(stage.settle());
    let looked = stage.sweep(MIDDLE).max(stage.scroll(MIDDLE));
    opened.max(looked).max(stage.key(Modifiers::NONE, Key::Escape)).max(stage.settle())
}
