//! Articles of any length: the ends can be reached and tagged, and the line under the eye stays.

use std::fmt::Write as _;

use egui::{Key, Modifiers, Vec2, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_core::{
    model::{Article, Details, Project},
    text::Text,
};
use standpoint_store as store;

use crate::common::Window;

/// The window with one article open.
pub fn reading(text: String) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let mut project = Project::titled("Long");
    let details = Details { title: "A long article".to_owned(), ..Details::default() };
    project.articles.push(Article::new(details, Text::new(text)).into());
    let path = folder.path().join("long.ron");
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    (Window::open(Some(&path), []), folder)
}

/// Three hundred paragraphs of several lines, which begin with their numbers.
pub fn numbered() -> String {
    (0..300).fold(String::new(), |mut text, n| {
        let words = "the talks went on without a word about the valley ".repeat(8 + n % 5);
        writeln!(text, "Number {n}: {words}").expect("a string takes everything");
        text
    })
}

pub fn page(window: &Window) -> egui::Rect {
    window.harness.get_by_role(Role::Document).rect()
}

/// The paragraph whose words stand at the top of the page.
pub fn topmost(window: &Window) -> String {
    let top = page(window).top() + 8.0;
    let paragraphs = window.harness.get_all_by_role(Role::Paragraph);
    let first =
        paragraphs.filter(|node| node.rect().bottom() > top).min_by(|a, b| a.rect().top().total_cmp(&b.rect().top()));
    let label = first.and_then(|node| node.accesskit_node().label()).expect("a paragraph is on screen");
    label.split(':').next().unwrap_or_default().to_owned()
}

pub fn scroll(window: &mut Window, points: f32) {
    let over = page(window).center();
    window.wheel(over, points);
}

fn resize(window: &mut Window, width: f32) {
    window.harness.set_size(Vec2::new(width, 900.0));
    window.settle();
}

#[test]
fn the_line_under_the_eye_stays_while_the_window_is_made_narrower_and_wider() {
    let (mut window, _folder) = reading(numbered());
    scroll(&mut window, 12_345.0);
    let before = topmost(&window);
    assert_ne!(before, "Number 0");
    for width in (820..1_440).step_by(60).rev().chain((820..1_440).step_by(60)) {
        resize(&mut window, f32::from(u16::try_from(width).expect("it is a width")));
        assert_eq!(topmost(&window), before, "{width} points wide");
    }
}

#[test]
fn the_line_under_the_eye_stays_when_the_text_is_made_larger() {
    let (mut window, _folder) = reading(numbered());
    scroll(&mut window, 12_345.0);
    let before = topmost(&window);
    for _ in 0..4 {
        window.run_command("Larger text");
        assert_eq!(topmost(&window), before);
    }
}

/// Selects the last line on screen from its end, tags it, and gives its words.
fn tag_last_row(window: &mut Window) -> String {
    window.keys(Modifiers::COMMAND, Key::End);
    window.keys(Modifiers::SHIFT, Key::Home);
    window.key(Key::Enter);
    window.write("Russia, Territory +");
    window.key(Key::Enter);
    let (_, highlight) = window.project().highlights().next().expect("the row was tagged");
    highlight.quote.clone()
}

#[test]
fn one_paragraph_of_a_megabyte_is_read_and_tagged_at_its_end() {
    let (mut window, _folder) = reading("a word “é” and another ".repeat(40_000) + "and the very last words");
    let quote = tag_last_row(&mut window);
    assert!(quote.ends_with("and the very last words"), "{quote}");
    assert!(quote.len() < 200, "a row, not a paragraph: {quote}");
}

#[test]
fn a_hundred_thousand_lines_are_read_and_tagged_at_their_end() {
    let text: Vec<String> = (0..100_000).map(|n| format!("This is line {n}.")).collect();
    let (mut window, _folder) = reading(text.join("\n"));
    assert_eq!(tag_last_row(&mut window), "This is line 99999.");
    window.keys(Modifiers::COMMAND, Key::Home);
    assert_eq!(topmost(&window), "This is line 0.");
}
