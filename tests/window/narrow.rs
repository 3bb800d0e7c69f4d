//! A window with room for the text only: what stands beside it is opened over it.

use egui::{Key, Modifiers, Rect, Vec2, pos2};
use egui_kittest::kittest::Queryable as _;

use crate::{common::Window, first_highlight, tag_sentence, with_articles};

const ARTICLES: &str = "List of articles";
const HIGHLIGHT: &str = "Highlight and filters";

fn resize(window: &mut Window, width: f32, height: f32) {
    window.harness.set_size(Vec2::new(width, height));
    window.settle();
}

/// A window of 640 × 480 with a tagged sentence.
fn narrow() -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    // What the import said lies over the panels for a while.
    if window.has("Close message") {
        window.click("Close message");
    }
    resize(&mut window, 640.0, 480.0);
    (window, folder)
}

#[test]
fn a_note_is_written_by_key_where_there_is_no_room_beside_the_text() {
    let (mut window, _folder) = narrow();
    assert!(!window.has("Actor: Russia"));
    window.ctrl(Key::M);
    window.write("Says who?");
    assert_eq!(first_highlight(&window).note, "Says who?");
    assert!(window.has("Actor: Russia"));
    window.key(Key::Escape);
    assert!(!window.has("Actor: Russia"), "Escape leaves the text free");
    // The keyboard is with the text again: a digit tags and is not written.
    window.key(Key::A);
    assert_eq!(first_highlight(&window).note, "Says who?");
}

#[test]
fn everything_of_the_highlight_can_be_reached_in_640_by_480() {
    let (mut window, _folder) = narrow();
    window.click(HIGHLIGHT);
    let screen = Rect::from_min_size(pos2(0.0, 0.0), Vec2::new(640.0, 480.0));
    for name in [
        "Actor: Russia",
        "Issue: Territory",
        "Stance: opposes",
        "Note",
        "Delete highlight",
        "Show…",
        "Close: Highlight and filters",
    ] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(screen.contains_rect(rect), "{name} stands at {rect}");
    }
    window.click("Stance: opposes");
    window.click("Show…");
    window.click("Show Russia");
    window.key(Key::Escape);
    assert!(window.has("Stop emphasising Russia"), "Escape closes the menu first");
    window.click("Close: Highlight and filters");
    assert!(!window.has("Actor: Russia"));
    assert!(window.has("Highlight: Russia, Territory, opposes"));
}

#[test]
fn the_list_of_articles_opens_over_the_text_and_goes_when_one_is_chosen() {
    let (mut window, _folder) = narrow();
    assert!(!window.has("Article: A second voice"));
    window.click(ARTICLES);
    window.click("Article: A second voice");
    assert!(!window.has("Article: A second voice"));
    assert!(window.has("Text of A second voice"));
}

#[test]
fn one_panel_is_over_the_text_at_a_time() {
    let (mut window, _folder) = narrow();
    window.click(ARTICLES);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    assert!(window.has("Actor: Russia") && !window.has("Article: A second voice"));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    assert!(!window.has("Actor: Russia"));
}

#[test]
fn the_keyboard_goes_into_a_panel_over_the_text_and_closes_it_there() {
    let (mut window, _folder) = narrow();
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::M);
    assert!(window.has("Actor: Russia"));
    // Enter presses the button that has the keyboard and opens no tag box over it.
    window.key(Key::Enter);
    assert!(!window.has("Actor: Russia") && !window.has("Tag: actor, issue and stance"));
}

#[test]
fn with_room_the_panels_stand_beside_the_text_and_can_be_put_away() {
    let (mut window, _folder) = narrow();
    window.click(HIGHLIGHT);
    resize(&mut window, 1440.0, 900.0);
    assert!(window.has("Article: A second voice") && window.has("Actor: Russia"));
    assert!(!window.has("Close: Highlight and filters"));
    let before = window.paragraph("Moscow wants");
    window.run_command(ARTICLES);
    window.run_command(HIGHLIGHT);
    assert!(!window.has("Article: A second voice") && !window.has("Actor: Russia"));
    assert!(window.paragraph("Moscow wants").left() < before.left());
    // Who asks for the note asks for its panel.
    window.ctrl(Key::M);
    window.write("Here.");
    assert_eq!(first_highlight(&window).note, "Here.");
    window.click(ARTICLES);
    assert!(window.has("Article: A second voice"));
}

#[test]
fn words_are_dragged_over_and_tagged_in_640_by_480() {
    let (mut window, _folder) = narrow();
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Territory -");
    assert!(window.has("Highlight: Ukraine, Territory, opposes"));
}

#[test]
fn views_and_findings_of_the_comparison_can_be_reached_where_there_is_no_room_beside_it() {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    window.harness.set_size(egui::vec2(760.0, 600.0));
    window.ctrl(Key::Num2);
    assert!(!window.has("View: Who wants what"));
    window.click("Views and findings");
    window.click("View: Russia, report by report");
    assert!(window.has("Columns: article"));
    window.click("View: Who wants what");
    window.click_containing("Outlets disagree: Russia");
    assert!(window.has("Quote: ") && !window.has("View: Who wants what"), "one panel at a time");
    window.key(Key::Escape);
    assert!(!window.has("Quote: "));
}
