//! Codes of the same name below the same parent: pointed out, and never made anew.

use std::sync::Arc;

use egui::Key;
use egui_kittest::kittest::Queryable as _;

use standpoint_core::{
    model::{Article, CodeId, CodeKind, Codebook, Details, Highlight, Project, SavedComparison, Tags, view::Query},
    text::{Span, Text},
};
use standpoint_store as store;

use crate::common::Window;

/// A project with two actors of these names, the second with a highlight.
fn with_actors(names: [&str; 2]) -> (tempfile::TempDir, Window) {
    changed(names, |_| {})
}

/// The same project after a change.
fn changed(names: [&str; 2], change: impl FnOnce(&mut Codebook)) -> (tempfile::TempDir, Window) {
    opened(names, |project| change(&mut project.codebook))
}

/// The same project after a change of anything.
fn opened(names: [&str; 2], change: impl FnOnce(&mut Project)) -> (tempfile::TempDir, Window) {
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
    change(&mut project);
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
    window.click("In the codebook: Union");
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

#[test]
fn a_code_does_not_keep_half_of_a_name_that_is_refused() {
    let (_folder, mut window) = with_actors(["Mayor", "Union"]);
    window.ctrl(Key::Num3);
    window.click("In the codebook: Union");
    let union = |window: &Window| window.project().codebook.actors[1].name.clone();
    window.fill("Name", "Mayo");
    assert_eq!(union(&window), "Mayo");
    window.fill("Name", "Mayor");
    assert_eq!(union(&window), "Union");
    window.click("Keep the name “Union”");
    assert!(!window.has("There is already") && union(&window) == "Union");
    window.fill("Name", "U");
    window.key(Key::Backspace);
    assert!(window.has("It keeps “Union” until you type one.") && union(&window) == "Union");
    // Stances do not either.
    window.click_containing("List: Stances");
    window.fill("Name of stance opposes", "support");
    window.fill("Name of stance support", "supports");
    assert!(window.has("Keep the name “opposes”"));
    assert!(window.project().codebook.stances.iter().any(|stance| stance.name == "opposes"));
}

/// Chooses “Side” in the open list of parents, which lies above the tree.
fn choose_side(window: &mut Window) {
    window.harness.query_all_by_label("Side").last().expect("it is in the list").click();
    window.settle();
}

#[test]
fn a_code_that_is_moved_where_its_name_is_taken_is_asked_about() {
    let (_folder, mut window) = changed(["Side", "Mayor"], |book| {
        let below = book.fresh_code(CodeKind::Actor, "Mayor", Some("side".into()));
        book.actors.push(below);
    });
    window.ctrl(Key::Num3);
    // The one below “Side” stands first in the tree.
    let second =
        |window: &Window| window.harness.query_all_by_label("In the codebook: Mayor").nth(1).map(|row| row.click());
    second(&window).expect("both are listed");
    window.settle();
    window.click("Parent: none");
    choose_side(&mut window);
    assert!(window.has("There is already an actor “Mayor” at this place."));
    assert_eq!(window.failures(), [""; 0]);
    assert_eq!(window.project().codebook.actors[1].parent, None);
    window.click("Leave it where it is");
    // A name that was typed before stays, wherever the code is moved then.
    window.fill("Name", "Guild");
    window.key(Key::Enter);
    window.fill("Name", "Mayor");
    window.key(Key::Enter);
    assert!(!window.has("There is already"));

    window.click("Parent: none");
    choose_side(&mut window);
    assert_eq!(window.project().codebook.actors[1].name, "Mayor");
    window.click("Move the highlights to “Mayor” and delete this actor");
    let project = window.project();
    assert_eq!(project.codebook.actors.len(), 2);
    assert_eq!(project.articles[0].highlights[0].actor.as_ref().map(CodeId::as_str), Some("mayor-2"));
}

#[test]
fn stances_have_names_of_their_own_too() {
    let (_folder, mut window) = changed(["Mayor", "Union"], |book| book.stances[2].name = "Supports".to_owned());
    window.ctrl(Key::Num3);
    window.click_containing("List: Stances");
    window.fill("Name of stance Supports", "supports");
    assert!(window.has("There is already a stance “supports”."));
    assert_eq!(window.project().codebook.stances[2].name, "Supports");
    window.click("Keep the name “Supports”");
    assert!(!window.has("There is already"));
    window.fill("Name of stance Supports", "supports");
    window.click("Move the highlights to “supports” and delete this stance");
    assert_eq!(window.project().codebook.stances.len(), 2);

    window.fill("New stance", "con\u{ad}ditional");
    window.key(Key::Enter);
    assert!(window.has("There is already a stance “conditional”."));
    assert_eq!(window.project().codebook.stances.len(), 2);
}

#[test]
fn two_stances_of_one_name_are_pointed_out() {
    let (_folder, window) = changed(["Mayor", "Union"], |book| book.stances[2].name = "sup\u{ad}ports".to_owned());
    assert!(window.has("There are two stances called"));
}

#[test]
fn a_view_kept_under_another_spelling_ticks_the_box_of_its_outlet() {
    let (_folder, mut window) = opened(["Mayor", "Union"], |project| {
        Arc::make_mut(&mut project.articles[0]).details.outlet = "Écho".to_owned();
        let mut query = Query::default();
        query.filter.outlets = vec!["E\u{301}cho".to_owned()];
        let view = SavedComparison { name: "Kept".to_owned(), query, ..SavedComparison::default() };
        project.views.push(view);
    });
    window.ctrl(Key::Num2);
    window.click("View: Kept");
    assert!(window.has("Remove filter: outlet"));
    window.click("Add filter");
    window.click("Filter by Écho");
    assert!(!window.has("Remove filter: outlet"));
}

#[test]
fn what_is_below_a_deleted_code_moves_below_the_one_that_takes_its_place() {
    let (_folder, mut window) = changed(["Side", "Union"], |book| {
        let below = book.fresh_code(CodeKind::Actor, "Mayor", Some("side".into()));
        book.actors.push(below);
    });
    window.ctrl(Key::Num3);
    window.click("In the codebook: Side");
    window.click("Delete actor…");
    window.click("Instead: no actor");
    window.harness.query_all_by_label("Union").last().expect("it is in the list").click();
    window.settle();
    assert!(window.has("1 actor below it will move below “Union”"));
    window.click("Delete “Side”");
    let below: Vec<_> =
        window.project().codebook.actors.iter().map(|code| code.parent.as_ref().map(CodeId::as_str)).collect();
    assert_eq!(below, [None, Some("union")]);
}
