//! Changes of very many highlights, which a thread makes while the window goes on, and lists of very many rows.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Modifiers, pos2};
use egui_kittest::kittest::Queryable as _;

use standpoint_core::{
    model::{Article, CodeKind, Details, Highlight, Project, Tags},
    text::{Span, Text},
};
use standpoint_store as store;

use crate::common::Window;

/// The file of a project with `n` highlights of the first stance, each of an actor of its own, on one issue.
fn crowd(n: usize) -> (tempfile::TempDir, PathBuf) {
    let mut project = Project::titled("Crowd");
    let issue = project.codebook.fresh_code(CodeKind::Issue, "Toll", None);
    project.codebook.issues.push(issue.clone());
    let mut article =
        Article::new(Details { outlet: "Echo".to_owned(), ..Details::default() }, Text::new("word ".repeat(n)));
    for at in 0..n {
        let actor = project.codebook.fresh_code(CodeKind::Actor, &format!("Voice {at}"), None);
        let tags = Tags {
            actor: Some(actor.id.clone()),
            issue: Some(issue.id.clone()),
            stance: Some(project.codebook.stances[0].id.clone()),
        };
        project.codebook.actors.push(actor);
        let span = Span::new(5 * at, 5 * at + 4);
        article.highlights.push(Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z").into());
    }
    project.articles.push(Arc::new(article));
    let mut second = Article::new(Details { outlet: "Wave".to_owned(), ..Details::default() }, Text::new("Nothing."));
    second.details.title = "Second".to_owned();
    project.articles.push(Arc::new(second));
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("crowd.ron");
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    (folder, path)
}

fn n_with_stance(project: &Project) -> usize {
    project.highlights().filter(|(_, highlight)| highlight.stance.is_some()).count()
}

/// Presses a key without waiting for what follows.
fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.harness.key_press_modifiers(modifiers, key);
    window.harness.step();
}

#[test]
fn what_is_done_during_a_large_change_happens_after_it_in_turn() {
    let (_folder, path) = crowd(1_200);
    let mut window = Window::open(Some(&path), []);
    let start = window.project().clone();
    window.ctrl(Key::Num3);
    window.click_containing("List: Stances");
    window.harness.get_all_by_label("Delete…").next().expect("there are stances").click();
    window.settle();
    assert!(window.has("Used by 1,200 highlights"));
    window.harness.get_by_label("Delete “supports”").click();
    window.harness.step();
    // Undone and done again before anybody could see it.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.settle();
    assert_eq!(
        (n_with_stance(window.project()), window.project().codebook.stances.len()),
        (0, start.codebook.stances.len() - 1)
    );
    press(&mut window, Modifiers::COMMAND, Key::Z);
    window.settle();
    assert_eq!(*window.project(), start);
    assert_eq!(window.failures(), [""; 0]);
    // Closing waits for a change as well, and asks.
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::W);
    window.settle();
    assert_eq!(n_with_stance(window.project()), 0);
    assert!(window.has("Save changes to “Crowd”?"));
}

#[test]
fn findings_and_quotes_without_end_can_be_scrolled_to_their_end() {
    let (_folder, path) = crowd(900);
    let mut window = Window::open(Some(&path), []);
    window.ctrl(Key::Num2);
    window.click_containing("Only one outlet: 900");
    let n_shown = window.harness.query_all_by_label_contains("Only one outlet: Voice").count();
    assert!((3..80).contains(&n_shown), "{n_shown} of 900 findings are laid out");
    assert!(!window.has("Only one outlet: Voice 899, Toll"));
    window.wheel(pos2(100.0, 600.0), 200_000.0);
    window.click_containing("Only one outlet: Voice 899, Toll");
    assert!(window.has("Quote: word"));
    window.harness.get_all_by_label("All").next().expect("the totals have a head").click();
    window.settle();
    assert!(window.has("900 quotes in 1 article"));
    let n_shown = window.harness.query_all_by_label_contains("Quote: word").count();
    assert!((2..40).contains(&n_shown), "{n_shown} of 900 quotes are laid out");
    window.wheel(pos2(1250.0, 500.0), 400_000.0);
    assert!(window.has("Voice 899, Toll"));
}
