//! Finding words in the article on screen, and articles in the list.

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::text::Span;

use crate::{common::Window, first_highlight, reading::with_long_article, with_articles};

const FIELD: &str = "Find in this article";

/// Opens the search and types what to find.
fn find(window: &mut Window, pattern: &str) {
    window.ctrl(Key::F);
    window.write(pattern);
}

/// A window with one article.
fn with_text(text: &str) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("one.txt");
    std::fs::write(&path, text).expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(vec![path])]);
    window.click("Start empty");
    window.click("Create");
    window.ctrl(Key::I);
    window.import();
    (window, folder)
}

/// Tags what is selected and returns the words, which undo leaves untagged.
fn tagged(window: &mut Window) -> (String, Span) {
    window.key(Key::Enter);
    window.write("Russia, Territory +");
    window.key(Key::Enter);
    let highlight = first_highlight(window);
    window.ctrl(Key::Z);
    (highlight.quote, highlight.span)
}

#[test]
fn each_place_is_reached_and_the_last_one_can_be_tagged_at_once() {
    let (mut window, _folder) = with_articles([]);
    assert!(!window.has(FIELD));
    find(&mut window, "VALLEY or");
    assert!(window.has("No matches"));
    window.fill(FIELD, "THE");
    assert!(window.is_focused(FIELD) && window.has("1 of 2"));
    window.key(Key::Enter);
    assert!(window.is_focused(FIELD) && window.has("2 of 2"));
    window.key(Key::Enter);
    assert!(window.has("1 of 2"));
    window.keys(Modifiers::SHIFT, Key::Enter);
    assert!(window.has("2 of 2"));
    window.key(Key::F3);
    window.keys(Modifiers::SHIFT, Key::F3);
    assert!(window.is_focused(FIELD) && window.has("2 of 2"));
    window.click("Find next");
    assert!(window.has("1 of 2"));
    window.click("Find previous");
    window.key(Key::Escape);
    assert!(!window.has(FIELD) && !window.has("2 of 2"));
    let text = window.project().articles[0].text.clone();
    let second = text.find_all("the").nth(1).expect("it is there twice");
    assert_eq!(tagged(&mut window), ("the".to_owned(), second));
}

#[test]
fn keys_go_on_from_the_text_after_the_search_is_closed() {
    let (mut window, _folder) = with_articles([]);
    find(&mut window, "no");
    assert!(window.has("1 of 2"));
    window.key(Key::Escape);
    // The first place is selected, so the next one is the second.
    window.key(Key::F3);
    assert!(window.has("2 of 2") && !window.is_focused(FIELD));
    assert_eq!(tagged(&mut window).0, "No");
    // From the text, Escape leaves the selection as it is.
    window.keys(Modifiers::SHIFT, Key::F3);
    window.key(Key::Escape);
    assert!(!window.has(FIELD));
    assert_eq!(tagged(&mut window).0, "no");
}

#[test]
fn the_pattern_is_kept_and_selected_words_take_its_place() {
    let (mut window, _folder) = with_articles([]);
    find(&mut window, "valley");
    assert!(window.has("1 of 1"));
    window.click("Close the search");
    window.ctrl(Key::F);
    assert!(window.has("1 of 1"), "the pattern is kept");
    // It goes along to the next article, where it stands elsewhere.
    window.run_command("Next article");
    assert!(window.has("Text of A second voice") && window.has("1 of 1"));
    window.run_command("Previous article");
    window.ctrl(Key::F);
    window.key(Key::Escape);
    let paragraph = window.paragraph("Nobody moved");
    window.click_at(paragraph.left_top() + vec2(20.0, 14.0), 2);
    window.ctrl(Key::F);
    assert_eq!(value(&window), "Nobody");
    // What is typed takes the place of all of it.
    window.write("moved");
    assert_eq!(value(&window), "moved");
    // Another project begins with what was searched for before.
    window.ctrl(Key::W);
    window.click("Don’t save");
    window.run_command("Open the sample project");
    assert!(!window.has(FIELD));
    window.ctrl(Key::F);
    assert_eq!(value(&window), "moved");
}

fn value(window: &Window) -> String {
    window.harness.get_by_label(FIELD).value().unwrap_or_default()
}

#[test]
fn what_counts_is_chosen_and_a_bad_pattern_says_where() {
    let (mut window, _folder) = with_text("Élysée\n\nThe elysee, élysées and ELYSÉE. 12%, 7%\n");
    find(&mut window, "elysee");
    assert!(window.has("1 of 4"));
    window.click("Search options");
    window.click("Whole words only");
    assert!(window.has("1 of 3"));
    window.click("Exactly as typed");
    assert!(window.has("1 of 1"));
    window.click("Whole words only");
    window.click("Regular expression");
    window.key(Key::Escape);
    window.fill(FIELD, r"\d+%");
    assert!(window.has("1 of 2"));
    window.fill(FIELD, "é[");
    assert!(window.has("unclosed character class (character 2 of the regular expression)"));
    window.key(Key::Enter);
    window.fill(FIELD, r"(\w{500}){500}");
    assert!(window.has("this would take too much memory"));
    window.fill(FIELD, "12");
    assert!(window.has("1 of 1") && !window.has("memory"));
    window.ctrl(Key::A);
    window.key(Key::Backspace);
    assert!(!window.has("1 of 1") && !window.has("No matches"));
}

#[test]
fn a_place_far_down_comes_into_view() {
    let (mut window, _folder) = with_long_article();
    let top = |window: &Window, words: &str| {
        let text = window.project().articles[0].text.clone();
        let span = text.find_all(words).next().expect("the words are there");
        window.harness.state().rects_of(span).first().map(egui::Rect::top)
    };
    assert_eq!(top(&window, "Paragraph 77 "), None);
    find(&mut window, "paragraph 77");
    let found = top(&window, "Paragraph 77 ").expect("it is laid out");
    assert!((100.0..700.0).contains(&found), "{found}");
    // Opening and closing the bar leaves the text where it is.
    window.key(Key::Escape);
    let before = top(&window, "Paragraph 77 ").expect("it is laid out");
    window.ctrl(Key::F);
    let open = top(&window, "Paragraph 77 ").expect("it is laid out");
    assert!((before - open).abs() < 1.0, "{before} and {open}");
}

#[test]
fn very_many_places_are_counted_exactly_and_all_are_reached() {
    const N: usize = 60_000;
    let line = "so it is. ".repeat(20);
    let (mut window, _folder) = with_text(&format!("A list\n\n{}\n", format!("{line}\n").repeat(N / 20)));
    find(&mut window, "it is");
    assert!(window.has("1 of 60,000"));
    window.keys(Modifiers::SHIFT, Key::Enter);
    assert!(window.has("60,000 of 60,000"));
    window.key(Key::Escape);
    let (words, span) = tagged(&mut window);
    let text = window.project().articles[0].text.clone();
    assert_eq!((&*words, span), ("it is", text.find_all("it is").last().expect("there are many")));
}

#[test]
fn an_edit_of_the_text_finds_the_places_anew() {
    let (mut window, _folder) = with_articles([]);
    find(&mut window, "valley");
    assert!(window.has("1 of 1"));
    window.run_command("Revise text");
    let text = window.project().articles[0].text.as_str().to_owned();
    window.fill("New text", &format!("{text}\nThe valley stays.\n"));
    window.click("Apply");
    assert!(window.has("1 of 2"));
}

#[test]
fn the_list_is_filtered_by_names_and_leads_on_to_the_texts() {
    let (mut window, _folder) = with_articles([]);
    assert!(window.has("2 articles, 0 done"));
    window.fill("Filter articles", "SECOND");
    assert!(window.has("1 of 2 articles"));
    window.fill("Filter articles", "gazétte");
    assert!(window.has("1 of 2 articles") && window.has("Article: Land comes first"));
    window.fill("Filter articles", "e");
    assert!(window.has("2 of 2 articles"));
    window.fill("Filter articles", "kyiv says “no”");
    assert!(window.has("0 of 2 articles") && window.has("No title, outlet or author matches."));
    window.click("Search the texts for “kyiv says “no””");
    window.settle_until("No article matches.");
    let words = window.harness.get_by_label("Search all articles for").value().unwrap_or_default();
    assert!(words.starts_with("\"kyiv says"), "{words}");
}
