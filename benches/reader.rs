//! One frame of the reader, against a plain egui page of the same visible words without highlights.

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

#[path = "reader/articles.rs"]
mod articles;
#[path = "common/clock.rs"]
mod clock;
#[expect(dead_code, reason = "the reader's articles are made here, and only the dice are shared")]
mod common;
#[path = "reader/pages.rs"]
mod pages;

use std::time::Duration;

use articles::Case;
use egui::{Event, Modifiers, MouseWheelUnit, PointerButton, Pos2, TouchPhase, pos2, vec2};
use pages::{Pages, SCREEN};
use peak_alloc::PeakAlloc;
use standpoint_core::text::Span;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How often what happens once is done anew.
const RUNS: usize = 9;

/// How many frames of what goes on are timed.
const FRAMES: usize = 31;

/// What is timed, in the order of the table's columns.
const MOMENTS: [&str; 7] = ["first frame", "steady", "scrolling", "jump", "edit", "dragging", "resize"];

/// The medians of ours and of the plain page.
type Pair = (Duration, Duration);

fn main() {
    let cases = articles::cases();
    let mut lines = vec![memory(&cases)];
    println!("Microseconds of a frame, and how many times the plain page that is.\n");
    println!("{:<18}{:>6}{}", "article", "seen", MOMENTS.map(|moment| format!("{moment:>17}")).concat());
    let measured: Vec<[Pair; 7]> = cases.iter().map(measure).collect();
    println!();
    for (moment, name, limit) in [(0, "first-frame", 2.0), (1, "steady", 2.0), (2, "scrolling", 3.0), (4, "edit", 3.0)]
    {
        let worst = |is_dense: bool| {
            let among = cases.iter().zip(&measured).filter(|(case, _)| case.is_dense() == is_dense);
            among.filter(|(case, _)| case.is_held()).map(|(_, pairs)| ratio(pairs[moment])).fold(0.0, f64::max)
        };
        lines.push(bar(&format!("reader-{name}"), worst(false), limit));
        lines.push(bar(&format!("reader-{name}-deep"), worst(true), 15.0));
        let ours = |name: &str| {
            let place = cases.iter().position(|case| case.name == name).expect("the case is in the list");
            ratio(measured[place][moment])
        };
        lines.push(bar(&format!("reader-{name}-any-length"), ours("10 MB × 10,000") / ours("6 KB × 10"), 1.5));
    }
    lines.push(find(cases.iter().find(|case| case.name == "10 MB × 1,000").expect("the case is in the list")));
    println!("{}", lines.join("\n"));
}

/// The longest frame while more than half a million places are found in the longest article, gone through and passed.
fn find(case: &Case) -> String {
    let mut pages = Pages::of(case);
    pages.open();
    pages.settle();
    let mut worst = Duration::ZERO;
    let mut frame = |pages: &mut Pages, events| worst = worst.max(pages.frame(events).0);
    for pattern in ["en", "ent", "e"] {
        pages.reader.find.open_with(pattern.to_owned());
        frame(&mut pages, Vec::new());
    }
    while pages.reader.is_busy() {
        frame(&mut pages, Vec::new());
        std::thread::sleep(Duration::from_millis(1));
    }
    for step in [1, 1, 1, -4, 100_000, 100_000] {
        pages.reader.step_find(step);
        frame(&mut pages, Vec::new());
        frame(&mut pages, Vec::new());
    }
    frame(&mut pages, vec![Event::PointerMoved(pos2(SCREEN.x * 0.4, SCREEN.y * 0.5))]);
    for _ in 0..FRAMES {
        frame(&mut pages, vec![wheel(-5.0)]);
    }
    let n = pages.reader.find.n_found();
    assert!(n >= 500_000, "{n} places");
    println!("{n} places in one article; the longest frame took {:.2} ms", worst.as_secs_f64() * 1e3);
    bar("reader-find-frame", worst.as_secs_f64() * 1e3, 8.0)
}

fn wheel(rows: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, rows * 29.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

fn measure(case: &Case) -> [Pair; 7] {
    let mut pages = Pages::of(case);
    let pairs = [
        first_frame(&mut pages),
        steady(&mut pages),
        scrolling(&mut pages),
        jump(&mut pages),
        edit(&mut pages, case),
        dragging(&mut pages),
        resize(&mut pages),
    ];
    let cells = pairs.map(|pair| format!("{:>10.0} {:>5.2}×", pair.0.as_secs_f64() * 1e6, ratio(pair)));
    println!("{:<18}{:>6}{}", case.name, pages.n_seen(), cells.concat());
    pairs
}

fn first_frame(pages: &mut Pages) -> Pair {
    medians((0..RUNS).map(|_| {
        pages.close();
        pages.open();
        pages.frame(Vec::new())
    }))
}

fn steady(pages: &mut Pages) -> Pair {
    pages.settle();
    medians((0..FRAMES).map(|_| pages.frame(Vec::new())))
}

fn scrolling(pages: &mut Pages) -> Pair {
    let at = pos2(SCREEN.x * 0.4, SCREEN.y * 0.5);
    pages.frame(vec![Event::PointerMoved(at)]);
    let pair = medians((0..FRAMES).map(|_| pages.frame(vec![wheel(-5.0)])));
    pages.frame(vec![Event::PointerGone]);
    pages.go_to_start();
    pair
}

fn jump(pages: &mut Pages) -> Pair {
    let pair = medians((0..RUNS).map(|_| {
        pages.close();
        pages.open();
        pages.settle();
        pages.reader.reveal(pages.n_chars());
        let jump = pages.frame(Vec::new());
        pages.go_to_start();
        jump
    }));
    pages.close();
    pages.open();
    pair
}

/// The edit itself, and the frame that shows it.
fn edit(pages: &mut Pages, case: &Case) -> Pair {
    pages.settle();
    medians((0..RUNS).map(|run| {
        let span = Span::new(200 + run * 40, 230 + run * 40);
        let taken = pages.add_highlight(case, span);
        let (ours, plain) = pages.frame(Vec::new());
        (taken + ours, plain)
    }))
}

fn dragging(pages: &mut Pages) -> Pair {
    pages.settle();
    let start = pos2(SCREEN.x * 0.2, 200.0);
    let button = |pos: Pos2, pressed| Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    pages.frame(vec![Event::PointerMoved(start)]);
    pages.frame(vec![button(start, true)]);
    let mut at = start;
    let pair = medians((0..FRAMES).map(|_| {
        at += vec2(7.0, 15.0);
        pages.frame(vec![Event::PointerMoved(at)])
    }));
    assert!(pages.reader.selection().is_some(), "the drag selects words");
    pages.frame(vec![button(at, false), Event::PointerGone]);
    pair
}

fn resize(pages: &mut Pages) -> Pair {
    pages.settle();
    let pair = medians((0..RUNS).map(|run| {
        let narrower = if run % 2 == 0 { 420.0 } else { 470.0 };
        pages.screen = SCREEN - vec2(narrower, 0.0);
        pages.frame(Vec::new())
    }));
    pages.screen = SCREEN;
    pair
}

/// What opening the longest article and looking at its start takes, against the bytes of its text.
fn memory(cases: &[Case]) -> String {
    let longest = cases.iter().max_by_key(|case| case.bytes).expect("there are cases");
    let text = longest.text();
    // The pages of another article come first, so that fonts are not counted.
    drop(Pages::of(&cases[0]));
    let before = MEMORY.current_usage();
    let mut pages = Pages::of(longest);
    pages.open();
    pages.settle();
    let taken = MEMORY.current_usage().saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let times = taken as f64 / text.len() as f64;
    bar("reader-memory", times, 8.0)
}

fn ratio((ours, plain): Pair) -> f64 {
    ours.as_secs_f64() / plain.as_secs_f64()
}

fn bar(name: &str, value: f64, limit: f64) -> String {
    format!("bar {name} {value:.2} {limit} {}", if value <= limit { "ok" } else { "over" })
}

fn medians(pairs: impl Iterator<Item = Pair>) -> Pair {
    let (ours, plain): (Vec<_>, Vec<_>) = pairs.unzip();
    (common::median(ours), common::median(plain))
}
