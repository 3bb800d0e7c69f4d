//! Codes of the same name below the same parent: pointed out, and never made anew.

use std::sync::Arc;

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};
use standpoint_store as store;

use crate::common::Window;

/// A project with two actors of these names, the second with a highlight.
fn with_actors(names: [&str; 2]) -> (tempfile::TempDir, Window) {
    let mut project = Project::titled("Valley");
    for name in names {
        let code = project.codebook.fresh_code(CodeKind::Actor, name, None);
        project.codebook.actors.push(code);
    }
    let mut article = Article::new(Details::default(), Text::new("The mayor said no."));
    let tags = Tags { actor: Some(project.codebook.actors[1].id.clone()), ..Tags::default() };
    let highlight = Highlight::new(&article.text, Span::new(4, 9), tags, "AK", "2026-01-12T09:14:00Z");
    article.highlights.push(highlight.into());
    project.articles.push(Arc::new(article));
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("valley.ron");
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    let window = Window::open(Some(&path), []);
    (folder, window)
}

#[test]
fn two_codes_of_one_name_are_pointed_out_and_can_be_joined() {
    // The same letters, written in two forms.
    let (_folder, mut window) = with_actors(["Élise", "E\u{301}lise"]);
    assert_eq!(window.failures(), [""; 0]);
    assert!(window.has("There are two actors called"));
    window.ctrl(Key::Num3);
    let second = window.harness.query_all_by_label_contains("lise").nth(1).expect("both are listed");
    second.click();
    window.settle();
    window.click_containing("Move the highlights to");
    let project = window.project();
    assert_eq!(project.codebook.actors.len(), 1);
    assert_eq!(project.articles[0].highlights[0].actor.as_ref(), Some(&project.codebook.actors[0].id));
    window.ctrl(Key::Z);
    assert_eq!(window.project().codebook.actors.len(), 2);
}

#[test]
fn a_name_that_is_taken_is_not_given_to_another_code() {
    let (_folder, mut window) = with_actors(["Mayor", "Union"]);
    assert!(!window.has("There are two actors"));
    window.ctrl(Key::Num3);
    window.click("Union");
    window.fill("Name", "Mayor");
    assert!(window.has("There is already an actor “Mayor” at this place."));
    assert_eq!(window.project().codebook.actors[1].name, "Union");
    window.click("Keep the name “Union”");
    assert!(!window.has("There is already"));
    assert_eq!(window.project().codebook.actors[1].name, "Union");
    // What differs in case only is another name.
    window.fill("Name", "mayor");
    assert_eq!(window.project().codebook.actors[1].name, "mayor");
    assert!(window.has("“Mayor” differs only in capital letters."));
}
