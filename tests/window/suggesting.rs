//! Passages that are suggested after a tag: marked, explained, accepted and refused, and never tagged unasked.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint::ui::{
    preferences::Saving,
    settings::{Setting, SettingType as _},
};
use standpoint_core::{
    model::{Article, Code, Codebook, Details, Project, ReadingStatus},
    text::Text,
};
use standpoint_store as store;

use crate::{
    common::{Window, preferences_of_ak},
    names_of, tag_sentence,
};

const TEXT: &str = "The talks of the harbour\n\n\
    The harbour must stay open all winter. Nobody moved.\n\n\
    Moscow rejected the plan at once. It rained.\n\n\
    Kyiv said that the harbour must stay open all winter.\n\n\
    Russia said that it would wait.\n";

const MOSCOW: &str =
    "Suggestion: Russia, line 3, because this sentence says “Moscow rejected”, and “Moscow” is an alias of Russia";
const SAME: &str = "Suggestion: Ukraine, Harbour, supports, line 4, because the same words are tagged in line 2";
const RUSSIA: &str = "Suggestion: Russia, line 5, because this sentence says “Russia said”";

/// A project in which nothing is tagged yet.
fn project() -> Project {
    let mut project = Project::titled("Harbour");
    let code =
        |id: &str, name: &str, alias: &str| Code { aliases: vec![alias.to_owned()], ..Code::new(id.into(), name, 0) };
    project.codebook = Codebook {
        actors: vec![code("russia", "Russia", "Moscow"), code("ukraine", "Ukraine", "Kyiv")],
        issues: vec![code("harbour", "Harbour", "the port")],
        ..Codebook::default()
    };
    let titled = |title: &str| Details { title: title.to_owned(), ..Details::default() };
    project.articles = vec![
        Arc::new(Article::new(titled("The talks of the harbour"), Text::new(TEXT))),
        Arc::new(Article::new(titled("Another day"), Text::new("Another day\n\nMoscow said nothing new.\n"))),
    ];
    project
}

fn open() -> (Window, tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("harbour.ron");
    std::fs::write(&path, store::to_string(&project())).expect("the folder can be written");
    let window = Window::open(Some(&path), []);
    (window, folder, path)
}

/// Tags the sentence about the harbour, after which three passages are suggested.
fn tagged() -> (Window, tempfile::TempDir, PathBuf) {
    let (mut window, folder, path) = open();
    tag_sentence(&mut window, "The harbour must", "Russia, Harbour +");
    (window, folder, path)
}

fn suggested(window: &Window) -> Vec<String> {
    let marks = window.harness.query_all_by_label_contains("Suggestion: ");
    marks.filter_map(|node| node.accesskit_node().label()).collect()
}

fn tags(window: &Window) -> Vec<(String, String, String)> {
    window.project().articles[0].highlights().map(|highlight| names_of(window, highlight)).collect()
}

fn names(actor: &str, issue: &str, stance: &str) -> (String, String, String) {
    (actor.to_owned(), issue.to_owned(), stance.to_owned())
}

#[test]
fn after_a_tag_passages_that_are_like_it_are_marked_with_their_reasons_and_nothing_is_tagged() {
    let (mut window, _folder, _path) = open();
    assert_eq!(suggested(&window), [""; 0]);
    tag_sentence(&mut window, "The harbour must", "Russia, Harbour +");
    assert_eq!(suggested(&window), [MOSCOW, SAME, RUSSIA]);
    assert!(window.has("3 suggestions"));
    assert_eq!(tags(&window), [names("Russia", "Harbour", "supports")]);
    // They go with the tag that they are like, and come back with it.
    window.ctrl(Key::Z);
    assert_eq!(suggested(&window), [""; 0]);
    assert!(!window.has("3 suggestions"));
    window.ctrl(Key::Y);
    assert_eq!(suggested(&window).len(), 3);
    window.run_command("Next article");
    assert_eq!(suggested(&window), [""; 0]);
}

#[test]
fn a_mark_is_clicked_and_accepted_or_refused() {
    let (mut window, _folder, _path) = tagged();
    let place = window.paragraph("Moscow rejected").left_top() + vec2(30.0, 14.0);
    window.click_at(place, 1);
    assert!(window.has("Suggestion 1 of 3: Russia, because this sentence says “Moscow rejected”"));
    window.click("Accept");
    let accepted = window.project().articles[0].highlights[1].clone();
    assert_eq!(accepted.quote, "Moscow rejected the plan at once.");
    assert_eq!(names_of(&window, &accepted), names("Russia", "-", "-"));
    assert_eq!(accepted.coder, "AK");
    assert_eq!(suggested(&window), [SAME, RUSSIA], "the others stay");
    // The new highlight is selected, so the key of an issue gives it one.
    window.key(Key::Q);
    assert_eq!(tags(&window)[1], names("Russia", "Harbour", "-"));
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(tags(&window).len(), 1);

    window.click_at(place, 1);
    window.click("Refuse");
    assert_eq!(suggested(&window), [SAME, RUSSIA]);
    assert!(window.has("Suggestion 1 of 2: Ukraine, Harbour, supports"), "the next one follows");
    window.key(Key::Escape);
    assert!(!window.has("Suggestion 1 of 2") && suggested(&window).len() == 2);
    window.ctrl(Key::Z);
    assert_eq!(suggested(&window).len(), 3);
}

#[test]
fn the_keyboard_goes_from_one_to_the_next_and_decides() {
    let (mut window, _folder, path) = tagged();
    window.key(Key::G);
    assert!(window.has("Suggestion 1 of 3"));
    window.key(Key::G);
    window.key(Key::G);
    assert!(window.has("Suggestion 3 of 3: Russia, because this sentence says “Russia said”"));
    window.key(Key::G);
    assert!(window.has("Suggestion 1 of 3"), "after the last comes the first");
    window.keys(Modifiers::SHIFT, Key::G);
    window.keys(Modifiers::SHIFT, Key::V);
    assert_eq!(suggested(&window), [MOSCOW, SAME]);
    window.key(Key::G);
    window.key(Key::G);
    window.key(Key::V);
    assert_eq!(tags(&window)[1], names("Ukraine", "Harbour", "supports"));
    assert_eq!(window.project().articles[0].highlights[1].quote, "the harbour must stay open all winter.");
    assert_eq!(suggested(&window), [MOSCOW]);
    // Without a suggestion to decide about, the keys do nothing, and on another page neither.
    window.key(Key::V);
    window.click_tab("Compare");
    window.key(Key::G);
    assert!(window.has("Cells show") || !window.has("Text of"));
    assert_eq!(tags(&window).len(), 2);

    // What was refused is kept in the file, until somebody wants it back.
    window.ctrl(Key::S);
    let refused: Vec<String> =
        store::open(&path).expect("it is sound").articles[0].refused.iter().map(|one| one.words.clone()).collect();
    assert_eq!(refused, ["Russia said that it would wait."]);
    drop(window);
    let mut window = Window::open(Some(&path), []);
    window.run_command("Suggest passages");
    assert_eq!(suggested(&window), [MOSCOW]);
    window.run_command("Suggest refused passages again");
    assert_eq!(suggested(&window), [MOSCOW, RUSSIA]);
    window.run_command("Hide suggestions");
    assert_eq!(suggested(&window), [""; 0]);
}

#[test]
fn several_are_accepted_as_one_step_after_a_look_at_all() {
    let (mut window, _folder, _path) = tagged();
    window.click("3 suggestions");
    window.choose("Accept several…");
    assert!(
        window.has("3 passages of this article will be highlighted: 2 with Russia; 1 with Ukraine, Harbour, supports.")
    );
    let all = ["Moscow rejected the plan at once.", "Russia said that it would wait."];
    for words in all {
        assert!(window.has(&format!("Russia: {words}")), "{words}");
    }
    window.click("Russia: Moscow rejected the plan at once.");
    assert!(window.has("2 passages of this article will be highlighted: 1 with Ukraine, Harbour, supports; 1 with"));
    window.click("All");
    window.click("All");
    assert!(window.has("Nothing will be highlighted.") && window.has("Tick at least one passage"));
    window.click("Russia: Russia said that it would wait.");
    window.click("Ukraine, Harbour, supports: the harbour must stay open all winter.");
    window.click("Tag 2 passages");
    assert_eq!(
        tags(&window),
        [names("Russia", "Harbour", "supports"), names("Ukraine", "Harbour", "supports"), names("Russia", "-", "-")]
    );
    assert!(window.has("2 passages tagged"));
    assert_eq!(suggested(&window), [MOSCOW]);
    window.ctrl(Key::Z);
    assert_eq!(tags(&window).len(), 1);
    assert_eq!(suggested(&window).len(), 3);
}

#[test]
fn passages_are_suggested_on_request_where_a_tag_suggests_nothing() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("harbour.ron");
    std::fs::write(&path, store::to_string(&project())).expect("the folder can be written");
    let preferences = preferences_of_ak(Saving::WhenAsked).with(Setting::SuggestAfterTag, false.to_value());
    let builder = egui_kittest::Harness::builder().with_size(vec2(1440.0, 900.0));
    let data = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let mut window = Window::build(builder, data, preferences, Some(&path), []);
    window.run_command("Suggest passages");
    assert!(window.has("No passage of this article is suggested"), "nobody has a highlight yet");
    tag_sentence(&mut window, "The harbour must", "Russia, Harbour +");
    assert_eq!(suggested(&window), [""; 0]);
    // The next suggestion is looked for in the whole project, and in the next article as well.
    window.key(Key::Escape);
    window.key(Key::G);
    assert!(window.has("Suggestion 1 of 3") && suggested(&window).len() == 3);
    window.run_command("Next article");
    assert_eq!(
        suggested(&window),
        ["Suggestion: Russia, line 2, because this sentence says “Moscow said”, and “Moscow” is an alias of Russia"]
    );
    window.key(Key::G);
    window.key(Key::V);
    let article = &window.project().articles[1];
    assert_eq!((article.highlights.len(), article.details.status), (1, ReadingStatus::Reading));
}

#[test]
fn a_right_click_on_a_mark_offers_what_is_done_with_it() {
    let (mut window, _folder, _path) = tagged();
    let place = window.paragraph("Moscow rejected").left_top() + vec2(30.0, 14.0);
    window.open_menu_at(place);
    window.choose("Refuse");
    assert_eq!(suggested(&window), [SAME, RUSSIA]);
    assert_eq!(window.project().articles[0].refused.len(), 1);
}
