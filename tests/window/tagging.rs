//! Selecting, tagging and undoing in the text: what is selected, what the tag box says, and what is shown of it.

use egui::{Key, accesskit::Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_core::text::Span;

use crate::{common::Window, first_highlight, names_of, reading::with_long_article, tag_sentence, with_articles};

/// The place of some words in the first article.
fn span_of(window: &Window, words: &str) -> Span {
    let text = window.project().articles[0].text.as_str();
    let start = text[..text.find(words).expect("the words are in the text")].chars().count();
    Span::new(start, start + words.chars().count())
}

#[test]
fn snapping_to_words_leaves_out_punctuation_and_so_does_an_end_that_is_dragged() {
    let (mut window, _folder) = with_articles([]);
    window.run_command("Selection snaps to words");
    let on_screen = |window: &Window, words: &str| window.harness.state().rects_of(span_of(window, words))[0];
    let (first, stop) = (on_screen(&window, "wants"), on_screen(&window, ". Kyiv"));
    window.drag(first.center(), stop.left_center() + vec2(1.0, 0.0));
    window.key(Key::Enter);
    window.write("Russia, Territory +");
    window.key(Key::Enter);
    assert_eq!(first_highlight(&window).quote, "wants the whole of the valley");

    let end = window.harness.state().highlight_ends().expect("the highlight is selected and on screen")[1];
    let stop = on_screen(&window, ".\n\nNobody");
    window.drag(end.center(), stop.left_center() + vec2(1.0, 0.0));
    assert_eq!(first_highlight(&window).quote, "wants the whole of the valley. Kyiv says no to that");
}

#[test]
fn the_tag_box_shows_paths_and_a_slash_makes_a_child() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "rus terr / buffer zone -");
    let last = window.project().articles[0].highlights.last().expect("there are two").clone();
    assert_eq!(names_of(&window, &last), ("Russia".into(), "buffer zone".into(), "opposes".into()));
    let book = &window.project().codebook;
    let parent = book.issues.iter().find(|issue| issue.name == "buffer zone").and_then(|issue| issue.parent.clone());
    assert_eq!(parent.as_ref().map(standpoint_core::model::CodeId::as_str), Some("territory"));

    window.key(Key::Enter);
    window.write("rus buf");
    assert!(window.has("Russia, Territory / buffer zone"));
    window.key(Key::Escape);
    window.key(Key::Enter);
    window.write("terr / airspace");
    assert!(window.has("new issue “airspace” below Territory"));
    // One undo takes the highlight's tags and the new issue back.
    window.key(Key::Enter);
    window.ctrl(Key::Z);
    assert_eq!(window.project().codebook.issues.len(), 2);
}

#[test]
fn a_click_beside_the_tag_box_keeps_what_was_typed() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let words = window.harness.state().rects_of(span_of(&window, "Nobody moved"))[0];
    window.drag(words.left_center() + vec2(1.0, 0.0), words.right_center() - vec2(1.0, 0.0));
    window.key(Key::Enter);
    window.write("rus terr / buf");
    let beside = window.harness.state().rects_of(span_of(&window, "Kyiv"))[0].center();
    window.click_at(beside, 1);
    window.write("fer zone -");
    window.key(Key::Enter);
    let last = window.project().articles[0].highlights.last().expect("there are two").clone();
    assert_eq!(names_of(&window, &last), ("Russia".into(), "buffer zone".into(), "opposes".into()));
    // With nothing typed, a click closes it.
    window.key(Key::Enter);
    assert!(window.has("Tag: actor, issue and stance"));
    window.click_at(beside, 1);
    assert!(!window.has("Tag: actor, issue and stance"));
}

#[test]
fn the_actor_who_speaks_in_the_passage_stands_first_with_the_reason() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Nobody moved", "Moscow, Territory +");
    let paragraph = window.paragraph("Moscow wants");
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    window.settle_until("because this sentence says “Moscow wants”");
    window.write("terr -");
    assert!(window.has("because this sentence says “Moscow wants”"));
    window.key(Key::Enter);
    let made = first_highlight(&window);
    assert_eq!(names_of(&window, &made), ("Moscow".into(), "Territory".into(), "opposes".into()));

    // Another actor that is typed counts, and no reason is given for it.
    window.ctrl(Key::Z);
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    window.settle_until("because this sentence says");
    window.write("Kyiv, Territory -");
    assert!(!window.has("because this sentence says"));
    window.key(Key::Enter);
    assert_eq!(names_of(&window, &first_highlight(&window)).0, "Kyiv");
}

#[test]
fn the_tag_box_explains_its_signs_and_tab_fills_in_what_was_found() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.key(Key::Enter);
    window.write("rus ter -");
    for words in
        ["+ supports", "− opposes", "~ conditional", "Tab fills in", "Esc closes", "New child: type rus ter / "]
    {
        assert!(window.has(words), "{words}");
    }
    window.key(Key::Tab);
    let field = window.harness.get_by_label("Tag: actor, issue and stance");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("Russia, Territory − "));
    // Typing goes on behind it.
    window.write("/ coast");
    assert!(window.has("Russia, new issue “coast” below Territory, opposes"));
}

#[test]
fn long_names_end_in_the_tag_box() {
    let (mut window, _folder) = with_articles([]);
    let long = "the question of who is to pay for the harbour and all of its quays, cranes and roads ".repeat(3);
    tag_sentence(&mut window, "Moscow wants", &format!("{}, Territory +", long.replace(',', "")));
    window.key(Key::Enter);
    window.write("question terr");
    let row = window.harness.query_all_by_role(Role::ListBoxOption).next().expect("a row is offered").rect();
    let shapes = &window.harness.output().shapes;
    let over = shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some(text.visual_bounding_rect()),
        _ => None,
    });
    let beyond: Vec<_> =
        over.filter(|text| row.y_range().contains(text.center().y) && row.contains(text.left_center())).collect();
    assert!(beyond.len() >= 2 && beyond.iter().all(|text| text.right() <= row.right()), "{beyond:?} in {row}");
    let mut sorted = beyond;
    sorted.sort_by(|a, b| a.left().total_cmp(&b.left()));
    assert!(sorted.windows(2).all(|pair| pair[0].right() <= pair[1].left() + 0.5), "{sorted:?}");
}

#[test]
fn what_a_highlight_is_stands_beside_its_line_and_stays_away_right_after_an_edit() {
    let (mut window, _folder) = with_articles([]);
    let paragraph = window.paragraph("Moscow wants");
    let word = paragraph.left_top() + vec2(30.0, 14.0);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let told = "Russia, Territory, supports · AK";
    window.harness.run_steps(30);
    assert!(!window.has(told), "the pointer has not moved since the edit");
    window.harness.hover_at(word + vec2(9.0, 2.0));
    window.harness.run_steps(4);
    assert!(!window.has(told), "the pointer has rested for less than half a second");
    window.harness.run_steps(20);
    let tooltip = window.harness.get_by_label(told).rect();
    assert!(!tooltip.intersects(paragraph) && tooltip.width() <= 260.0, "{tooltip} over {paragraph}");
}

#[test]
fn undoing_shows_what_is_undone() {
    let (mut window, _folder) = with_long_article();
    tag_sentence(&mut window, "Paragraph 2 says", "Russia, Valley +");
    window.wheel(pos2(600.0, 450.0), 9_000.0);
    let is_on_screen = |window: &Window| {
        let mut found = window.harness.query_all_by_label_contains("Paragraph 2 says");
        found.any(|node| node.accesskit_node().role() == Role::Paragraph)
    };
    assert!(!is_on_screen(&window));
    window.ctrl(Key::Z);
    assert!(window.project().n_highlights() == 0 && is_on_screen(&window));
    window.wheel(pos2(600.0, 450.0), 9_000.0);
    window.ctrl(Key::Y);
    assert!(is_on_screen(&window) && window.has("Highlight: Russia, Valley, supports"));
}
