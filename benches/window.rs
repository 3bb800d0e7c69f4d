//! Every page of the window with large projects: the longest frame, in processor time of the window's thread.
//!
//! Each page is entered cold, with its lists, menus and pictures full. A figure is the median over the runs of the worst
//! frame of each run. `…-first` is the first frame of a page, and `…-ready` the time from an edit to the first frame that
//! shows what follows from it, on the clock of the wall because threads make it.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[expect(dead_code, reason = "the projects and the median are shared, the stopwatch is not")]
mod common;
#[path = "window/stage.rs"]
mod stage;

use std::{collections::BTreeMap, fmt::Write as _, time::Duration};

use egui::{Key, Modifiers, Rect, pos2};
use stage::{SCREEN, Stage};
use standpoint::ui::preferences::{Preferences, RecentProject};
use standpoint_core::model::view::Measure;

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
    let only_page = std::env::var("STANDPOINT_BENCH_PAGE").ok();
    if let Some(only) = &only {
        assert!(sizes().iter().any(|(name, _)| name == only), "STANDPOINT_BENCH_SIZE is 1k, 10k or 100k, not {only}");
    }
    for (name, size) in sizes() {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("large.ron");
        std::fs::write(&path, standpoint_store::to_string(&common::project(&size))).expect("there is room");
        let drafts = folder.path().join("drafts");
        write_drafts(&drafts, &size);
        let mut figures = Figures::new();
        for at in 0..RUNS {
            // Each run has a folder of its own, so that none finds what the one before left.
            let own = folder.path().join(at.to_string());
            std::fs::create_dir(&own).expect("there is room");
            let copy = own.join("large.ron");
            std::fs::copy(&path, &copy).expect("there is room");
            run(&copy, &drafts, &own, only_page.as_deref(), &mut figures);
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

/// Writes as many files to import as a project of this size has articles, each another text of the same length.
fn write_drafts(folder: &std::path::Path, size: &Size) {
    std::fs::create_dir(folder).expect("there is room");
    let mut dice = common::Dice(5);
    for at in 0..size.articles {
        let mut text = format!("Report {at}\n3 December 2025\nSource: Outlet {}\n", at % 40);
        while text.len() < size.bytes {
            let end = if dice.below(15) == 0 { ".\n" } else { " " };
            write!(text, "word{}{end}", dice.below(20_000)).expect("a string can be written to");
        }
        std::fs::write(folder.join(format!("{at:05}.txt")), text).expect("there is room");
    }
}

fn run(
    path: &std::path::Path,
    drafts: &std::path::Path,
    data: &std::path::Path,
    only_page: Option<&str>,
    figures: &mut Figures,
) {
    let mut worst: BTreeMap<String, Duration> = BTreeMap::new();
    let mut note = |name: &str, time: Duration| {
        let worst = worst.entry(name.to_owned()).or_default();
        *worst = time.max(*worst);
    };
    // The pages with a window of their own may be timed alone.
    let is_wanted = |page: &str| only_page.is_none_or(|only| only == page);
    if only_page.is_none() {
        let (mut stage, opened) = Stage::open(path, &data.join("data"));
        note("start-first", opened.start);
        note("opening", opened.meanwhile);
        note("read-first", opened.shown);
        read(&mut stage, &mut note);
        frame_of_window(&mut stage, &mut note);
        codebook(&mut stage, &mut note);
        search(&mut stage, &mut note);
        compare(&mut stage, &mut note);
        progress(&mut stage, &mut note);
    }
    if is_wanted("import") {
        import(path, drafts, data, &mut note);
    }
    if is_wanted("repair") {
        repair(path, data, &mut note);
    }
    if is_wanted("welcome") {
        welcome(data, &mut note);
    }
    for (name, time) in worst {
        figures.entry(name).or_default().push(time);
    }
}

fn read(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    note("read", stage.sweep(WHOLE).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)).max(stage.scroll(RIGHT)));
    note("read-idle", stage.settle());
    for (name, order, groups) in [
        ("title", "Sort articles by title", "Ungroup articles"),
        ("outlet", "Sort articles by outlet", "Group articles by outlet"),
        ("highlights", "Sort articles by highlights, most first", "Group articles by progress"),
        ("manual", "Sort articles in manual order", "Ungroup articles"),
    ] {
        let arranged = stage.run_command(order).max(stage.wait()).max(stage.run_command(groups)).max(stage.wait());
        let looked = stage.sweep(LEFT).max(stage.scroll(LEFT)).max(stage.scroll_to_end(LEFT));
        note(&format!("read-list-by-{name}"), arranged.max(looked));
    }
    note("read-select-all", stage.run_command("Select all articles in the list").max(stage.settle()));
    note("read-select-all", stage.click("Clear selection").max(stage.settle()));
    note("read-filter", stage.click("Filter articles").max(stage.write("cle 99")).max(stage.settle()));
    note("read-filter", stage.keys(Key::Backspace, 6).max(stage.key(Modifiers::NONE, Key::Escape)));
    stage.click_at(MIDDLE.center());
    // A highlight is deleted, and from then on taken back and done again.
    note("read-next", stage.key(Modifiers::NONE, Key::J));
    note("read-tag-box", stage.run_command("Tag…").max(stage.write("act 1 iss 2")).max(stage.settle()));
    stage.expect("Tag: actor, issue and stance");
    note("read-tag-box", stage.key(Modifiers::NONE, Key::Escape).max(stage.settle()));
    note("read-details", stage.run_command("Article details…").max(stage.settle()).max(stage.sweep(MIDDLE)));
    stage.expect("Save details");
    note("read-details", stage.key(Modifiers::NONE, Key::Escape).max(stage.settle()));
    note("read-find-first", stage.key(Modifiers::COMMAND, Key::F));
    stage.expect("Find in this article");
    let found = stage.write("settlement").max(stage.wait()).max(stage.keys(Key::Enter, 8)).max(stage.scroll(MIDDLE));
    let options = stage.click("Search options").max(stage.settle()).max(stage.key(Modifiers::NONE, Key::Escape));
    note("read-find", found.max(options).max(stage.click("Close the search")).max(stage.settle()));
    note("read-show-menu", menu(stage, "Show…"));
    stage.click_at(MIDDLE.center());
    stage.key(Modifiers::NONE, Key::J);
    note("read-edit", stage.key(Modifiers::NONE, Key::Delete).max(stage.settle()));
    let (undo, redo) = (stage.key(Modifiers::COMMAND, Key::Z), stage.key(REDO, Key::Z));
    note("read-undo", undo.max(redo).max(stage.settle()));
    let palette = stage.key(REDO, Key::P).max(stage.write("compare")).max(stage.sweep(MIDDLE));
    note("palette", palette.max(stage.key(Modifiers::NONE, Key::Escape)));
    note("keys-first", stage.run_command("Keyboard shortcuts…"));
    stage.expect("Close");
    note("keys", stage.settle().max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE)));
    stage.key(Modifiers::NONE, Key::Escape);
}

/// What the window has on every page: its menus, the menu of a thing, the settings, and the window of the comparison.
fn frame_of_window(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    for title in ["File", "Edit", "Highlight", "View", "Help"] {
        let opened = stage.click(title).max(stage.settle());
        let moved = stage.keys(Key::ArrowDown, 12).max(stage.sweep(LEFT)).max(stage.settle());
        note("menus", opened.max(moved).max(close_menu(stage)));
    }
    let of_article = stage.click_second(LEFT.center());
    stage.expect("Article details…");
    note("context-menu", of_article.max(stage.sweep(LEFT)).max(close_menu(stage)));
    note("settings-first", stage.run_command("Settings…"));
    stage.expect("Find a setting");
    note("settings", stage.settle().max(stage.sweep(WHOLE)).max(stage.scroll(MIDDLE)));
    let found = stage.click("Find a setting").max(stage.write("theme"));
    note("settings", found.max(stage.click("Close settings")).max(stage.settle()));
    note("compare-window-first", stage.run_command("Compare in its own window"));
    note("compare-window", stage.wait().max(stage.sweep(WHOLE)).max(stage.scroll(MIDDLE)));
    stage.run_command("Compare in its own window");
    stage.wait();
}

/// Presses beside a menu, where nothing else is.
fn close_menu(stage: &mut Stage) -> Duration {
    stage.click_at(pos2(SCREEN.x * 0.5, SCREEN.y - 8.0)).max(stage.settle())
}

/// The page without a project, with as many recent projects as it remembers.
fn welcome(data: &std::path::Path, note: &mut impl FnMut(&str, Duration)) {
    let project = |at: u32| RecentProject { title: format!("Project {at}"), ..data.join(format!("{at}.ron")).into() };
    let preferences = Preferences::default().with_recent((0..12).map(project));
    let (mut stage, first) = Stage::welcome(preferences, &data.join("data"));
    note("welcome-first", first);
    stage.expect("Project 3");
    note("welcome", stage.settle().max(stage.sweep(WHOLE)).max(stage.scroll(RIGHT)).max(stage.scroll(MIDDLE)));
}

fn codebook(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    note("codebook-first", stage.key(Modifiers::COMMAND, Key::Num3));
    note("codebook", stage.settle().max(stage.sweep(WHOLE)).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)));
    note("codebook-code", stage.click("In the codebook: Actor 2").max(stage.settle()));
    note("codebook-menu", menu(stage, "Parent: "));
    stage.click("List: Stances");
    note("codebook-delete", stage.click("Delete…").max(stage.settle()));
    // A third of all highlights lose their stance, and get it back.
    note("codebook-delete", stage.click("Delete “").max(stage.wait()));
    note("codebook-delete-undo", stage.key(Modifiers::COMMAND, Key::Z).max(stage.wait()));
    note("codebook-delete-ready", stage.ready_after(REDO, Key::Z));
    note("codebook-delete-undo", stage.key(Modifiers::COMMAND, Key::Z).max(stage.wait()));
}

/// A word with a hit in each sentence: with the largest project, more than half a million lines.
fn search(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    note("search-first", stage.key(Modifiers::COMMAND, Key::Num4));
    note("search-typing", stage.write("cafe").max(stage.wait()));
    stage.expect(" already highlighted");
    note("search", stage.sweep(WHOLE).max(stage.scroll(MIDDLE)).max(stage.click("Sort by before")).max(stage.wait()));
    stage.key(Modifiers::NONE, Key::Tab);
    let focused = stage.click("Fold Outlet 0, ").max(stage.click("Show Outlet 0, "));
    let moved = stage.keys(Key::PageDown, 12).max(stage.key(Modifiers::NONE, Key::End)).max(stage.settle());
    note("search-keys", focused.max(moved).max(stage.key(Modifiers::NONE, Key::Home)));
    note("search-tick-all", stage.key(Modifiers::COMMAND, Key::A).max(stage.settle()));
    note("search-tag", stage.click("Tag ").max(stage.wait()).max(stage.write("act 1")).max(stage.scroll(MIDDLE)));
    note("search-tag", stage.click("Cancel").max(stage.settle()));
    note("search-clear", stage.click("Clear ticks").max(stage.settle()));
    // The highlight that was deleted on the page of articles.
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.settle());
    note("search-edit", edit.max(stage.wait()));
    note("search-edit", stage.key(REDO, Key::Z).max(stage.wait()));
}

/// Every question, with as many lines as there are articles and highlights.
fn progress(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    note("progress-first", stage.key(Modifiers::COMMAND, Key::Num5));
    note("progress", stage.wait().max(stage.sweep(WHOLE)));
    for question in
        ["To read: ", "How much is coded: ", "Without an issue: ", "Without an actor: ", "Actors never used: "]
    {
        let opened = stage.click(question).max(stage.settle());
        note("progress", opened.max(stage.scroll(MIDDLE)).max(stage.scroll_to_end(MIDDLE)));
    }
    // The highlight that was deleted on the page of articles.
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.settle());
    note("progress-edit", edit.max(stage.wait()));
    note("progress-ready", stage.ready_after(REDO, Key::Z));
}

fn compare(stage: &mut Stage, note: &mut impl FnMut(&str, Duration)) {
    note("compare-first", stage.key(Modifiers::COMMAND, Key::Num2));
    note("compare", stage.wait().max(stage.sweep(WHOLE)).max(stage.scroll(MIDDLE)));
    // The highlight that was deleted on the page of articles.
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.settle());
    note("compare-edit", edit.max(stage.wait()));
    note("compare-ready", stage.ready_after(REDO, Key::Z));
    note("compare-filter-menu", menu(stage, "Add filter"));
    note("compare-filter-search", stage.click("Add filter").max(stage.write("iss 1")).max(stage.settle()));
    stage.key(Modifiers::NONE, Key::Escape);
    stage.settle();
    note("compare-more-menu", menu(stage, "More"));

    let of_cell = stage.click_second(pos2(640.0, 420.0));
    stage.expect("Copy table");
    note("compare-context-menu", of_cell.max(stage.sweep(MIDDLE)).max(close_menu(stage)));

    // A cell, and what stands beside the table.
    let cell = stage.click_at(pos2(640.0, 420.0)).max(stage.settle());
    stage.expect("Your sentence for this cell");
    note("compare-quotes", cell.max(stage.sweep(RIGHT)).max(stage.scroll(RIGHT)));
    let summary = stage.click("Your sentence for this cell").max(stage.write("They say so."));
    note("compare-summary", summary.max(stage.wait()));
    // Undo and redo below are those of the highlight.
    stage.key(Modifiers::NONE, Key::Escape);
    stage.click_at(pos2(640.0, 420.0));
    stage.key(Modifiers::COMMAND, Key::Z);
    stage.wait();
    stage.key(Modifiers::NONE, Key::Escape);
    note("compare-axis", stage.click("Rows: issue").max(stage.click("Coder")).max(stage.wait()));
    // The only coder has every highlight.
    stage.expect("AK");
    note("compare-all-quotes", stage.click("AK").max(stage.wait()).max(stage.sweep(RIGHT)).max(stage.scroll(RIGHT)));
    note("compare-axis", stage.click("Rows: coder").max(stage.click("Issue")).max(stage.wait()));
    // The list of findings is below the views, and its end is folded.
    note("compare-findings", stage.sweep(LEFT).max(stage.scroll(LEFT)).max(stage.scroll_to_end(LEFT)));
    note("compare-findings-first", stage.click("Only one outlet"));
    note("compare-findings", stage.settle().max(stage.sweep(LEFT)).max(stage.scroll(LEFT)));
    note("compare-evidence", stage.click_at(LEFT.center()).max(stage.wait()).max(stage.scroll(RIGHT)));
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.settle());
    note("compare-findings-edit", edit.max(stage.wait()));
    note("compare-findings-ready", stage.ready_after(REDO, Key::Z));
    note("compare-findings", stage.scroll_to_end(LEFT));
    note("compare-silence-first", stage.click("Left out by outlets"));
    note(
        "compare-silence",
        stage.settle().max(stage.sweep(LEFT)).max(stage.scroll(LEFT)).max(stage.scroll_to_end(LEFT)),
    );
    note("compare-copy", stage.run_command("Copy table").max(stage.wait()));
    // Every measure, those of words and quotes among them.
    let measures = Measure::ALL.map(|_| stage.key(Modifiers::NONE, Key::M).max(stage.wait())).into_iter().max();
    note("compare-measures", measures.unwrap_or_default());
    note("compare-transpose", stage.run_command("Transpose the table").max(stage.wait()));
    stage.run_command("Transpose the table");
    stage.wait();

    for picture in ["Bars", "Heat map", "Timeline", "Network"] {
        let name = picture.to_lowercase().replace(' ', "-");
        let first = stage.click(&format!("Show as: {picture}"));
        note(&format!("compare-{name}-first"), first.max(stage.wait()));
        let frames = stage.settle().max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE));
        note(&format!("compare-{name}"), frames);
        let zoomed = stage.click("Zoom in").max(stage.settle()).max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE));
        note(&format!("compare-{name}-zoom"), zoomed.max(stage.click("Fit the picture to the window")));
        // The first mark, and what is behind it.
        let marked = stage.key(Modifiers::NONE, Key::ArrowDown).max(stage.key(Modifiers::NONE, Key::Enter));
        note(
            &format!("compare-{name}-mark"),
            marked.max(stage.wait()).max(stage.sweep(WHOLE)).max(stage.scroll(RIGHT)),
        );
        stage.key(Modifiers::NONE, Key::Escape);
        let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.wait());
        note(&format!("compare-{name}-edit"), edit);
        note(&format!("compare-{name}-ready"), stage.ready_after(REDO, Key::Z));
    }
    // Ties are hidden, and shown again.
    note(
        "compare-network-ties",
        stage.click("Hide ties below").max(stage.key(Modifiers::NONE, Key::ArrowRight)).max(stage.wait()),
    );
    note("compare-network-ties", stage.keys(Key::ArrowLeft, 3).max(stage.wait()));
    stage.click("Show as: Table");
    note("compare-two-first", stage.run_command("Side by side"));
    stage.expect("First minus second");
    note("compare-two", stage.wait().max(stage.sweep(MIDDLE)).max(stage.scroll(MIDDLE)));
    let edit = stage.key(Modifiers::COMMAND, Key::Z).max(stage.wait());
    note("compare-two-edit", edit);
    note("compare-two-ready", stage.ready_after(REDO, Key::Z));
}

const REDO: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// The review of as many drafts as the project has articles.
fn import(
    path: &std::path::Path,
    drafts: &std::path::Path,
    data: &std::path::Path,
    note: &mut impl FnMut(&str, Duration),
) {
    let mut stage = Stage::open_beside(path, drafts.to_owned(), &data.join("data-of-import"));
    stage.key(REDO, Key::I);
    // Reading goes on while the window is used, and the review comes in a frame of its own.
    let (mut meanwhile, mut shown) = (Duration::ZERO, Duration::ZERO);
    while stage.rect_of("Import “Report 0”").is_none() {
        meanwhile = meanwhile.max(shown);
        std::thread::sleep(Duration::from_millis(2));
        shown = stage.frame(Vec::new());
    }
    note("import-reading", meanwhile);
    note("import-first", shown.max(stage.frame(Vec::new())));
    note("import-findings", stage.wait());
    note("import", stage.sweep(WHOLE).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)).max(stage.scroll(RIGHT)));
    note("import-keys", stage.keys(Key::ArrowDown, 6).max(stage.keys(Key::End, 1)).max(stage.keys(Key::Home, 1)));
    note("import-tick", stage.key(Modifiers::NONE, Key::Space).max(stage.settle()));
    note("import-tick", stage.key(Modifiers::NONE, Key::Space).max(stage.settle()));
    note("import-typing", stage.click("Author").max(stage.write("Ana Petrova")).max(stage.settle()));
}

/// The page of a damaged file, in which no quote is what its place holds.
fn repair(path: &std::path::Path, data: &std::path::Path, note: &mut impl FnMut(&str, Duration)) {
    let damaged = data.join("damaged.ron");
    let text = std::fs::read_to_string(path).expect("it was written for this run");
    std::fs::write(&damaged, text.replace("quote: \"", "quote: \"No ")).expect("there is room");
    let (mut stage, opening) = Stage::open_damaged(&damaged, &data.join("data"));
    note("repair-opening", opening.meanwhile);
    note("repair-first", opening.shown);
    stage.expect("Accept all");
    note("repair", stage.sweep(WHOLE).max(stage.scroll(LEFT)).max(stage.scroll(MIDDLE)));
    note("repair", stage.key(Modifiers::NONE, Key::End).max(stage.key(Modifiers::NONE, Key::Home)));
    note("repair-accept-all", stage.click("Accept all").max(stage.settle()));
}

/// Opens a menu, looks through it and closes it again.
fn menu(stage: &mut Stage, name: &str) -> Duration {
    let opened = stage.click(name).max(stage.settle());
    let looked = stage.sweep(MIDDLE).max(stage.scroll(MIDDLE));
    opened.max(looked).max(stage.key(Modifiers::NONE, Key::Escape)).max(stage.settle())
}
