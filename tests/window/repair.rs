//! Repairing a damaged project in the window.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use standpoint_core::{
    model::{
        Article, Details, Highlight, Project, SavedComparison, Tags,
        view::{PictureKind, Query},
    },
    text::{Span, Text},
};
use standpoint_store as store;

use crate::common::Window;

const VALLEY: &str =
    "The mayor said that the valley stays open. The union said no. Nobody moved, and no one asked why.";

/// A folder with a project of one article with three highlights, damaged as told.
fn damaged(damage: impl Fn(&mut Project, &mut Article)) -> (tempfile::TempDir, PathBuf) {
    let mut project = Project::titled("Valley");
    let details = Details { title: "Land comes first".to_owned(), ..Details::default() };
    let mut article = Article::new(details, Text::new(VALLEY));
    for quote in ["the valley stays open", "The union said no", "Nobody moved"] {
        let start = VALLEY.find(quote).expect("it is in the text");
        let tags = Tags { stance: Some("supports".into()), ..Tags::default() };
        let span = Span::new(start, start + quote.len());
        article.highlights.push(Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z").into());
    }
    damage(&mut project, &mut article);
    project.articles.push(Arc::new(article));
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("valley.ron");
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    (folder, path)
}

/// A span off by three, a stance nobody knows, and a quote that is in the text no more.
fn three_ways(_: &mut Project, article: &mut Article) {
    Arc::make_mut(&mut article.highlights[0]).span = Span::new(23, 44);
    Arc::make_mut(&mut article.highlights[1]).stance = Some("doubts".into());
    "Everybody danced".clone_into(&mut Arc::make_mut(&mut article.highlights[2]).quote);
}

fn read(path: &PathBuf) -> String {
    std::fs::read_to_string(path).expect("the file is there")
}

#[test]
fn each_problem_is_shown_with_its_place_and_its_fixes() {
    let (_folder, path) = damaged(three_ways);
    let before = read(&path);
    let window = Window::open(Some(&path), []);
    assert_eq!(window.failures(), [""; 0]);
    assert!(window.harness.state().project().is_none());
    assert!(window.has("3 problems in valley.ron"));
    let line = before.lines().position(|line| line.contains("(23, 44)")).expect("it was put there") + 1;
    assert!(window.has(&format!("Problem 1: {line}:")));
    assert!(window.has("Highlight in “Land comes first”: Its quote differs from the text at 23–44"));
    assert!(window.has("Fix 1: Move it to 20–41, where the quote is, 100% sure"));
    assert!(window.has("Add “doubts” to the codebook with weight 0, 90% sure, not accepted"));
    assert!(window.has("0 of 3 accepted"));
    assert_eq!(read(&path), before);
}

#[test]
fn a_write_protected_project_is_repaired_without_its_file() {
    let (_folder, path) = damaged(|_, article| Arc::make_mut(&mut article.highlights[0]).span = Span::new(23, 44));
    let before = read(&path);
    let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions).expect("it can be protected");
    let mut window = Window::open(Some(&path), []);
    window.click("Accept all");
    window.click("Open the repaired project");
    let project = window.harness.state().project().expect("it is open");
    assert_eq!(project.articles[0].highlights[0].span, Span::new(20, 41));
    assert!(window.has("the repaired project is in no file yet") && window.has("Not in a file yet"));
    assert_eq!(read(&path), before);
}

#[test]
fn the_repaired_project_opens_with_unsaved_changes_and_is_written_by_saving() {
    let (_folder, path) = damaged(three_ways);
    let before = read(&path);
    let mut window = Window::open(Some(&path), []);
    // What is not sure waits for a person, and until then nothing opens.
    window.click("Accept all");
    assert!(window.has("2 of 3 accepted"));
    window.click("Open the repaired project");
    assert!(window.harness.state().project().is_none());

    assert!(window.has("Everybody danced"), "what is left is shown");
    window.click_containing("Fix 2: Leave it out, removes data");
    assert!(window.has("3 of 3 accepted"));
    window.click("Open the repaired project");
    let quotes: Vec<&str> = window.project().highlights().map(|(_, highlight)| &*highlight.quote).collect();
    assert_eq!(quotes, ["the valley stays open", "The union said no"]);
    assert!(window.has("Unsaved changes"));
    assert_eq!(read(&path), before);

    window.ctrl(Key::S);
    assert_eq!(&store::open(&path).expect("it was repaired"), window.project());
}

#[test]
fn two_views_of_one_name_are_told_apart() {
    let (_folder, path) = damaged(|project, _| {
        let view = |hides_empty| SavedComparison {
            name: "Sides".to_owned(),
            query: Query { hides_empty, ..Query::default() },
            picture: PictureKind::Table,
        };
        project.views = vec![view(false), view(true)];
    });
    let mut window = Window::open(Some(&path), []);
    assert!(window.has("View “Sides”: There is already a view “Sides”; Name it “Sides 2”, 95% sure, not accepted"));
    window.click("Accept all");
    window.click("Open the repaired project");
    let names: Vec<&str> = window.project().views.iter().map(|view| &*view.name).collect();
    assert_eq!(names, ["Sides", "Sides 2"]);
}

#[test]
fn a_fix_can_be_taken_back_and_another_chosen() {
    let (_folder, path) = damaged(three_ways);
    let mut window = Window::open(Some(&path), []);
    window.click_containing("Problem 2:");
    window.click("Accept the fix for problem 2");
    assert!(window.has("1 of 3 accepted"));
    window.click("Decide later");
    assert!(window.has("0 of 3 accepted"));
    window.click_containing("Fix 2: Remove the stance, removes data");
    window.click("Accept all");
    window.click("Accept the fix for problem 3");
    window.click("Open the repaired project");
    assert!(window.project().codebook.stance(&"doubts".into()).is_none());
    assert!(window.project().articles[0].highlights[1].stance.is_none());
}

#[test]
fn cancelling_leaves_the_file_as_it_was() {
    let (_folder, path) = damaged(three_ways);
    let before = read(&path);
    let mut window = Window::open(Some(&path), []);
    window.click("Accept all");
    window.click("Cancel");
    assert!(window.has("Recent projects"));
    assert!(window.harness.state().project().is_none());
    assert_eq!(read(&path), before);
}

#[test]
fn the_keyboard_is_enough() {
    let (_folder, path) = damaged(three_ways);
    let mut window = Window::open(Some(&path), []);
    window.key(Key::Space);
    window.key(Key::ArrowDown);
    window.key(Key::Num2);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert!(window.has("3 of 3 accepted"));
    // Up again, and what was accepted last is what was chosen by its number.
    window.key(Key::ArrowUp);
    assert!(window.has("Decide later"));
    window.key(Key::Space);
    assert!(window.has("2 of 3 accepted"));
    window.key(Key::Space);
    window.harness.get_by_label("Open the repaired project").focus();
    window.settle();
    window.key(Key::Enter);
    let last = &window.project().articles[0].highlights[2];
    assert_eq!(last.quote, "Nobody moved", "the words at the span were taken");
}

#[test]
fn what_a_repair_brings_to_light_is_shown_before_anything_opens() {
    let (_folder, path) = damaged(|_, article| {
        article.text = Text::new(format!("\u{feff}{VALLEY}"));
        Arc::make_mut(&mut article.highlights[0]).span = Span::new(0, 1);
        "\u{feff}".clone_into(&mut Arc::make_mut(&mut article.highlights[0]).quote);
    });
    let mut window = Window::open(Some(&path), []);
    window.click("Accept all");
    window.click("Open the repaired project");
    // The highlight held nothing but the mark, which is gone.
    assert!(window.has("1 problem left in valley.ron"));
    assert!(window.has("is empty"));
    window.click("Accept the fix for problem 1");
    window.click("Open the repaired project");
    assert_eq!(window.project().n_highlights(), 2);
    assert_eq!(window.project().articles[0].text.as_str(), VALLEY);
}

#[test]
fn thousands_of_problems_are_shown_a_screen_at_a_time() {
    let (_folder, path) = damaged(|_, article| {
        let one = (*article.highlights[2]).clone();
        let many = (0..2_000).map(|at| Highlight {
            span: Span::new(at, at + 12),
            id: standpoint_core::model::HighlightId::fresh(),
            ..one.clone()
        });
        article.highlights = many.map(Arc::new).collect();
    });
    let mut window = Window::open(Some(&path), []);
    // One of them says where the quote does stand.
    assert!(window.has("1,999 problems in valley.ron"));
    let n_shown = window.harness.query_all_by_label_contains("Problem ").count();
    assert!((5..40).contains(&n_shown), "{n_shown} rows are painted");
    window.key(Key::End);
    assert!(window.has("Problem 1999:"));
    window.key(Key::Home);
    assert!(window.has("Problem 1:"));
    window.click("Accept all");
    assert!(window.has("1,999 of 1,999 accepted"));
    window.click("Open the repaired project");
    assert_eq!(window.project().n_highlights(), 2_000);
}

#[test]
fn another_project_may_be_opened_instead() {
    let (_folder, path) = damaged(three_ways);
    let mut window = Window::open(Some(&path), []);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.write("sample");
    window.key(Key::Enter);
    assert_eq!(window.project().articles.len(), 5);
    assert!(!window.has("problems in valley.ron"));
}
