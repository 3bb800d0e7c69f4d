//! The page as the analyst wants it, and what stands out on it.

use std::{fmt::Write as _, path::PathBuf};

use egui::{Key, Modifiers, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{common::Window, first_highlight, names_of, tag_sentence, with_articles};

/// A window with one long article, whose paragraphs each say which they are.
pub fn with_long_article() -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let mut text = "A long report\n".to_owned();
    for n in 1..=80 {
        write!(text, "\nParagraph {n} says at some length that ").expect("a string takes what is written");
        text.push_str(&"the valley is what both of them want, ".repeat(n % 7 + 2));
        text.push_str("and nobody moved.\n");
    }
    let path: PathBuf = folder.path().join("long.txt");
    std::fs::write(&path, text).expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(vec![path])]);
    window.click("Start empty");
    window.click("Create");
    window.ctrl(Key::I);
    window.import();
    (window, folder)
}

/// The first words and the top of the first paragraph that begins below this height of the window.
fn paragraph_below(window: &Window, y: f32) -> (String, f32) {
    let paragraphs = window.harness.query_all_by_label_contains(" says at some length");
    let (top, words) = paragraphs
        .filter(|node| node.accesskit_node().role() == Role::Paragraph && node.rect().top() > y)
        .map(|node| (node.rect().top(), node.accesskit_node().label().unwrap_or_default()))
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .expect("a paragraph begins there");
    let words = words.split_inclusive("length").next().unwrap_or_default();
    (words.to_owned(), top)
}

const SETTINGS: [&str; 9] = [
    "Wider page",
    "Narrower page",
    "Narrower page",
    "Looser lines",
    "Tighter lines",
    "Tighter lines",
    "Larger text",
    "Reset text size",
    "Reset page",
];

#[test]
fn the_line_with_the_caret_stays_while_the_page_is_set_otherwise() {
    let (mut window, _folder) = with_long_article();
    window.wheel(pos2(600.0, 450.0), 3_000.0);
    let (words, top) = paragraph_below(&window, 300.0);
    window.click_at(window.paragraph(&words).left_top() + vec2(1.0, 14.0), 1);
    for setting in SETTINGS {
        window.run_command(setting);
        let now = window.paragraph(&words).top();
        assert!((now - top).abs() <= 2.0, "{words}: from {top} to {now} by “{setting}”");
    }
}

#[test]
fn without_a_caret_in_view_the_first_line_stays() {
    let (mut window, _folder) = with_long_article();
    window.wheel(pos2(600.0, 450.0), 3_000.0);
    // So far that a paragraph begins right at the top of the page.
    let (words, top) = paragraph_below(&window, 120.0);
    window.wheel(pos2(600.0, 450.0), top - 106.0);
    let top = window.paragraph(&words).top();
    for setting in SETTINGS {
        window.run_command(setting);
        let now = window.paragraph(&words).top();
        assert!((now - top).abs() <= 2.0, "{words}: from {top} to {now} by “{setting}”");
    }
}

#[test]
fn width_and_lines_have_their_measures_and_a_way_back() {
    let (mut window, _folder) = with_long_article();
    let usual = window.paragraph("Paragraph 2 says");
    window.run_command("Wider page");
    let wide = window.paragraph("Paragraph 2 says");
    assert!(wide.width() > usual.width() && wide.height() <= usual.height(), "{usual} became {wide}");
    window.run_command("Looser lines");
    let loose = window.paragraph("Paragraph 2 says");
    assert!(loose.height() > wide.height(), "{wide} became {loose}");
    window.run_command("Reset page");
    assert_eq!(window.paragraph("Paragraph 2 says"), usual);
}

/// Two highlights: Russia supports Territory, then Ukraine opposes it.
fn with_two_highlights() -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Territory -");
    (window, folder)
}

#[test]
fn what_the_filter_does_not_ask_for_is_faint_and_still_there() {
    let (mut window, _folder) = with_two_highlights();
    assert!(!window.has("Faded highlight"));
    window.click("Show…");
    window.click("Show Russia");
    window.key(Key::Escape);
    assert!(window.has("Faded highlight: Ukraine, Territory, opposes"));
    assert!(window.has("Highlight: Russia, Territory, supports") && !window.has("Faded highlight: Russia"));
    window.click("Stop emphasising Russia");
    assert!(!window.has("Faded highlight"));
    // The field of the menu has the keyboard.
    window.click("Show…");
    window.write("ukr");
    assert!(!window.has("Show Russia"));
    window.click("Show Ukraine");
    assert!(window.has("Faded highlight: Russia"));
}

#[test]
fn the_keyboard_lets_a_stance_stand_out_and_clears_the_filter() {
    let (mut window, _folder) = with_two_highlights();
    window.key(Key::K);
    window.run_command("Emphasise this stance");
    assert!(window.has("Faded highlight: Ukraine"));
    // The filter stays while another article is read.
    window.run_command("Next article");
    window.run_command("Previous article");
    assert!(window.has("Faded highlight: Ukraine"));
    window.run_command("Clear emphasis");
    assert!(!window.has("Faded highlight"));
}

#[test]
fn hovering_tells_what_the_highlights_are_the_smallest_first() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let paragraph = window.paragraph("Moscow wants");
    let word = paragraph.left_top() + vec2(30.0, 14.0);
    window.click_at(word, 2);
    window.key(Key::Enter);
    window.write("Moscow, Valley -");
    window.key(Key::Enter);
    window.harness.hover_at(word + vec2(3.0, 2.0));
    window.harness.run_steps(20);
    let top = |words: &str| window.harness.get_by_label(words).rect().top();
    assert!(top("Moscow, Valley, opposes · AK") < top("Russia, Territory, supports · AK"));
}

#[test]
fn a_drag_takes_whole_sentences_where_the_selection_snaps_to_them() {
    let (mut window, _folder) = with_articles([]);
    window.key(Key::L);
    assert!(window.has("Selection snaps to words"));
    window.key(Key::L);
    assert!(window.has("Selection snaps to sentences"));
    let paragraph = window.paragraph("Moscow wants");
    let row = paragraph.top() + 14.0;
    window.drag(pos2(paragraph.left() + 60.0, row), pos2(paragraph.left() + 90.0, row));
    window.key(Key::Enter);
    window.write("Russia");
    window.key(Key::Enter);
    assert_eq!(first_highlight(&window).quote, "Moscow wants the whole of the valley.");
}

#[test]
fn keys_extend_by_what_the_selection_snaps_to_and_a_command_trims() {
    let (mut window, _folder) = with_articles([]);
    window.run_command("Selection snaps to words");
    let paragraph = window.paragraph("Moscow wants");
    window.click_at(paragraph.left_top() + vec2(1.0, 14.0), 1);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.keys(Modifiers::SHIFT, Key::ArrowRight);
    window.key(Key::Enter);
    window.write("Russia");
    window.key(Key::Enter);
    assert_eq!(first_highlight(&window).quote, "Moscow wants");

    tag_sentence(&mut window, "Nobody moved", "Russia");
    window.run_command("Trim the highlight");
    let last = window.project().articles[0].highlights.last().expect("there are two").clone();
    assert_eq!(last.quote, "Nobody moved");
    window.ctrl(Key::Z);
    assert_eq!(window.project().articles[0].highlights.last().expect("there are two").quote, "Nobody moved.");
}

#[test]
fn the_legend_says_which_key_means_what() {
    let (mut window, _folder) = with_two_highlights();
    assert!(!window.has("Key 1"));
    window.keys(Modifiers::SHIFT, Key::F1);
    for words in ["Key 1: Russia", "Key 2: Ukraine", "Key Q: Territory", "Key A: supports"] {
        assert!(window.has(words), "{words}");
    }
    // What it says of a key is what the key does.
    window.key(Key::K);
    window.key(Key::Num2);
    assert_eq!(names_of(&window, &first_highlight(&window)).0, "Ukraine");
    window.run_command("Legend of the keys");
    assert!(!window.has("Key 1"));
}

#[test]
fn the_article_behind_a_removed_one_is_opened() {
    let (mut window, _folder) = with_articles([]);
    window.paragraph("Moscow wants");
    window.run_command("Remove article");
    assert_eq!(window.project().articles.len(), 1);
    window.paragraph("The talks ended");
}
