//! In windows of every size nothing is cut off, and nothing lies over something else.

use std::{fmt::Write as _, path::Path};

use egui::{
    Key, Modifiers, Rect, Shape, Vec2,
    accesskit::{Action, Role},
    epaint::ClippedShape,
    vec2,
};
use egui_kittest::kittest::NodeT as _;

use crate::common::Window;

/// The sizes of small and usual screens, in points.
const SIZES: [Vec2; 4] = [vec2(640.0, 480.0), vec2(800.0, 600.0), vec2(1024.0, 640.0), vec2(1366.0, 768.0)];

/// Words on screen: what of them is visible, and where all of them would be.
struct Words {
    text: String,
    whole: Rect,
    seen: Rect,
}

/// By how much words may be cut or cross, in points: letters are narrower than the room they are given.
const SLACK: f32 = 2.0;

fn collect(shape: &Shape, clip: Rect, words: &mut Vec<Words>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, words)),
        Shape::Text(text) if text.angle == 0.0 && !text.galley.text().trim().is_empty() => {
            // The room of a text counts without the blanks at the ends of its lines.
            for row in &text.galley.rows {
                let Some((first, last)) = row.glyphs.first().zip(row.glyphs.last()) else { continue };
                let letters = first.pos.x..=last.pos.x + last.advance_width;
                let whole = Rect::from_x_y_ranges(letters, row.rect().y_range());
                let whole = whole.translate(text.pos.to_vec2() + vec2(row.pos.x, 0.0));
                let seen = whole.intersect(clip);
                if seen.is_positive() && !row.text().trim().is_empty() {
                    words.push(Words { text: row.text(), whole, seen });
                }
            }
        }
        _ => {}
    }
}

/// What is wrong with the words of a frame.
fn faults_of_words(window: &Window, faults: &mut String) {
    let screen = window.harness.ctx.content_rect();
    let mut words = Vec::new();
    for ClippedShape { clip_rect, shape, .. } in &window.harness.output().shapes {
        collect(shape, clip_rect.intersect(screen), &mut words);
    }
    // A table that scrolls across cuts the cells at its edge.
    let is_cell = |role| matches!(role, Role::Cell | Role::ColumnHeader);
    let nodes = window.harness.root().children_recursive().filter(|node| is_cell(node.accesskit_node().role()));
    let cells: Vec<Rect> = nodes.map(|node| node.rect()).collect();
    let is_in_cell = |words: &Words| cells.iter().any(|cell| cell.contains(words.whole.center()));
    for (at, one) in words.iter().enumerate() {
        if !is_in_cell(one) && one.whole.width() - one.seen.width() > SLACK {
            let _ = writeln!(faults, "    cut: “{}” at {:?}, seen {:?}", one.text, one.whole, one.seen);
        }
        for other in &words[..at] {
            let both = one.seen.intersect(other.seen);
            if both.width() > SLACK && both.height() > 2.0 * SLACK {
                let _ = writeln!(faults, "    over each other: “{}” and “{}” at {both:?}", other.text, one.text);
            }
        }
    }
}

/// What is wrong with the controls of a frame.
fn faults_of_controls(window: &Window, faults: &mut String) {
    let screen = window.harness.ctx.content_rect();
    let root = window.harness.root();
    let touchable = window.harness.ctx.interactive_rects_last_pass();
    let controls: Vec<(String, Rect)> = root
        .children_recursive()
        .filter(|node| {
            let node = node.accesskit_node();
            // A list as a whole takes clicks and keys for its rows.
            node.data().supports_action(Action::Click) && !node.is_hidden() && node.role() != Role::ListBox
        })
        .filter_map(|node| {
            // What is scrolled out of view cannot be touched, and so covers nothing.
            let whole = node.rect().expand(1.0);
            let touched = touchable.iter().filter(|rect| whole.contains_rect(**rect));
            let rect = touched.max_by(|a, b| a.area().total_cmp(&b.area()))?;
            Some((node.accesskit_node().label().unwrap_or_default(), rect.intersect(screen)))
        })
        // Scroll bars and the edges of panels have no names, and may touch what they move.
        .filter(|(name, rect)| rect.is_positive() && !name.is_empty() && name != "Resize panel")
        .collect();
    for (at, (name, rect)) in controls.iter().enumerate() {
        for (other_name, other) in &controls[..at] {
            let both = rect.intersect(*other);
            let is_inside = rect.expand(1.0).contains_rect(*other) || other.expand(1.0).contains_rect(*rect);
            if both.width() > SLACK && both.height() > SLACK && !is_inside {
                let _ = writeln!(faults, "    over each other: the controls “{other_name}” and “{name}” at {both:?}");
            }
        }
    }
}

fn sample() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/projects/moscow-talks.ron"))
}

#[test]
fn nothing_is_cut_off_or_covered_in_a_window_of_any_size() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("talks.ron");
    std::fs::copy(sample(), &path).expect("the folder can be written");
    let mut window = Window::open(Some(&path), []);
    let mut faults = String::new();
    for (size, zoom) in SIZES.into_iter().map(|size| (size, 1.0)).chain([(vec2(1366.0, 768.0), 1.5)]) {
        window.harness.ctx.set_zoom_factor(zoom);
        window.harness.set_size(size / zoom);
        window.settle();
        for page in ["Read", "Compare", "Codebook"] {
            window.click_tab(page);
            let mut found = String::new();
            faults_of_words(&window, &mut found);
            faults_of_controls(&window, &mut found);
            if !found.is_empty() {
                let _ = write!(faults, "{page} at {size:?} × {zoom}:\n{found}");
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn the_search_is_whole_in_a_window_of_any_size() {
    let mut window = Window::open(Some(sample()), []);
    window.run_command("Find in all articles");
    window.write("territor*");
    let mut faults = String::new();
    for size in SIZES {
        window.harness.set_size(size);
        window.settle();
        let mut found = String::new();
        faults_of_controls(&window, &mut found);
        if !found.is_empty() {
            let _ = write!(faults, "{size:?}:\n{found}");
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}

#[test]
fn the_controls_of_a_dialog_that_scrolls_are_whole_in_a_window_of_any_size() {
    let mut window = Window::open(Some(sample()), []);
    for size in SIZES {
        window.harness.set_size(size);
        window.settle();
        window.run_command("Revise text");
        let mut found = String::new();
        faults_of_words(&window, &mut found);
        for words in ["Revise text", "New text", "Load from a file", "Apply", "Cancel", "unchanged"] {
            assert!(window.has(words), "{words} at {size:?}");
            let mut cut = found.lines().filter(|line| line.trim_start().starts_with("cut"));
            assert!(cut.all(|line| !line.contains(words)), "{size:?}:\n{found}");
        }
        window.key(Key::Escape);
    }
}

#[test]
fn no_words_of_a_dialog_are_cut_off_in_a_window_of_any_size() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("talks.ron");
    std::fs::copy(sample(), &path).expect("the folder can be written");
    let mut window = Window::open(Some(&path), []);
    let mut faults = String::new();
    let command = Modifiers::COMMAND;
    let openers = [
        (command | Modifiers::ALT, Key::S),
        (Modifiers::NONE, Key::F1),
        (Modifiers::NONE, Key::F2),
        (command | Modifiers::SHIFT, Key::P),
        (command, Key::N),
        (command, Key::E),
        (command | Modifiers::SHIFT, Key::E),
    ];
    for (modifiers, key) in openers {
        for size in SIZES {
            window.harness.set_size(size);
            window.settle();
            window.keys(modifiers, key);
            let mut found = String::new();
            faults_of_words(&window, &mut found);
            // The page is still there below the dialog, so words over each other are none of its faults.
            found.lines().filter(|line| line.trim_start().starts_with("cut")).for_each(|line| {
                let _ = writeln!(faults, "{key:?} at {size:?}:\n{line}");
            });
            window.key(Key::Escape);
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
}
