//! What the program says: toasts with *Undo*, the list behind the bell, banners, and errors that can be copied.

use egui::{Key, OutputCommand};
use egui_kittest::kittest::Queryable as _;

use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{common::Window, tag_sentence, with_articles};

/// Lets so many seconds pass.
fn wait(window: &mut Window, secs: f64) {
    let now = window.harness.ctx.input(|input| input.time);
    window.harness.input_mut().time = Some(now + secs);
    window.settle();
}

/// Two articles, with a highlight in the first.
fn tagged() -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    (window, folder)
}

#[test]
fn what_a_command_deletes_is_told_with_undo() {
    let (mut window, _folder) = tagged();
    let before = window.project().clone();
    window.run_command("Delete highlight");
    assert!(window.has("Highlight deleted") && window.project().n_highlights() == 0);
    window.click("Undo: Highlight deleted");
    assert_eq!(*window.project(), before);
    assert!(!window.has("Highlight deleted"), "what was undone is told no more");

    window.run_command("Remove article");
    assert!(window.has("“Land comes first” removed with 1 highlight"));
    window.click_containing("Undo: ");
    assert_eq!(*window.project(), before);
}

#[test]
fn a_code_that_is_deleted_is_told_with_what_became_of_its_highlights() {
    let (mut window, _folder) = tagged();
    let before = window.project().clone();
    window.ctrl(Key::Num3);
    window.click("In the codebook: Russia");
    window.click("Delete actor…");
    window.click("Delete “Russia”");
    assert!(window.has("Actor “Russia” deleted, 1 highlight changed"));
    window.click_containing("Undo: ");
    assert_eq!(*window.project(), before);
}

#[test]
fn undo_is_offered_only_for_the_latest_step_and_for_eight_seconds() {
    let (mut window, _folder) = tagged();
    window.run_command("Delete highlight");
    assert!(window.has("Undo: "));
    tag_sentence(&mut window, "Nobody moved", "Union, Territory -");
    assert!(!window.has("Undo: "), "it would undo another step");
    window.run_command("Delete highlight");
    wait(&mut window, 7.0);
    assert!(window.has("Highlight deleted"));
    wait(&mut window, 2.0);
    assert!(!window.has("Highlight deleted"));
}

#[test]
fn the_bell_keeps_messages_until_their_project_is_left() {
    let (mut window, _folder) = tagged();
    window.run_command("Delete highlight");
    wait(&mut window, 20.0);
    assert!(window.has("Messages: 2 new"), "the import and the highlight");
    window.click("Messages: 2 new");
    assert!(window.has("Highlight deleted") && window.has("Imported 2 articles"));
    window.key(Key::Escape);
    assert!(!window.has("Highlight deleted") && window.has("Messages"), "they are no longer new");
    window.run_command("Messages");
    assert!(window.has("Highlight deleted"));
    window.click("Close messages");

    window.ctrl(Key::W);
    window.click("Don’t save");
    window.run_command("Messages");
    assert!(window.has("There are no messages") && !window.has("Highlight deleted"));
}

#[test]
fn an_import_is_told_once_and_can_be_undone() {
    let (mut window, _folder) = with_articles([]);
    let told = |window: &Window| window.harness.query_all_by_label("Imported 2 articles").count();
    assert_eq!(told(&window), 1);
    window.click_containing("Undo: ");
    assert_eq!((window.project().articles.len(), told(&window)), (0, 0));
}

#[test]
fn the_details_of_an_error_can_be_copied() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("talks.ron");
    std::fs::write(&path, "not a project").expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(vec![path])]);
    window.ctrl(Key::O);
    assert_eq!(window.failures().len(), 1);
    window.harness.get_by_label("Copy details").focus();
    window.settle();
    // The clipboard is part of one frame’s output, so every frame must be checked.
    window.harness.key_down(Key::Enter);
    let mut copied = Vec::new();
    for _ in 0..4 {
        window.harness.step();
        copied.extend(window.harness.output().platform_output.commands.iter().cloned());
    }
    let text = copied.into_iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text),
        _ => None,
    });
    let text = text.expect("the clipboard gets the details");
    assert!(text.contains("talks.ron") && text.contains("Standpoint "), "{text}");
    window.click("Dismiss");
    assert!(window.failures().is_empty());
}
