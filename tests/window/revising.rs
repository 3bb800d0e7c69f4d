//! The text of an article is revised in a dialog: highlights follow their words, and each one that cannot is decided
//! about before anything happens.

use std::path::PathBuf;

use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_core::model::{Project, marked::marked_article};
use standpoint_store::{Machine, Session, disk::SystemDisk, folders::Folders};

use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::common::Window;

const OLD: &str = "The city wants a bridge. The guild refuses it today.";

struct Desk {
    window: Window,
    _folder: tempfile::TempDir,
}

/// A project with one article and these passages highlighted; the file dialog gives the file with `text`, if any.
fn open(marked: &str, text: Option<&str>) -> Desk {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("talks.ron");
    let project = Project { articles: vec![marked_article("Talks", marked).into()], ..Project::titled("Talks") };
    let machine = Machine::with(Folders::below(folder.path().join("data")), std::sync::Arc::new(SystemDisk));
    let session = Session::unsaved(project, &machine);
    session.begin_save_as(&path).run().expect("the folder can be written");
    drop(session);
    let answer = text.map(|text| {
        let path: PathBuf = folder.path().join("new.txt");
        std::fs::write(&path, text).expect("the folder can be written");
        FileAnswer::Chosen(vec![path])
    });
    let mut window = Window::open(Some(&path), answer);
    window.run_command("Revise text");
    assert!(window.has("New text"), "the dialog is open");
    Desk { window, _folder: folder }
}

fn is_enabled(window: &Window, name: &str) -> bool {
    !window.harness.get_by_label(name).accesskit_node().is_disabled()
}

fn quotes(window: &Window) -> Vec<&str> {
    window.project().highlights().map(|(_, highlight)| &*highlight.quote).collect()
}

fn text(window: &Window) -> &str {
    window.project().articles[0].text.as_str()
}

#[test]
fn what_is_typed_is_compared_at_once_and_applied_as_one_step() {
    let Desk { mut window, _folder } = open("The city [wants a bridge]. The guild <refuses it> today.", None);
    assert!(!is_enabled(&window, "Apply") && window.has("The text is unchanged."));
    window.fill("New text", "At noon, the city wants a bridge. The guild refuses it.");
    window.settle_until("Highlights that follow their words: 2");
    for change in ["Changed: The → At noon, the", "Deleted:  today"] {
        assert!(window.has(change), "{change}");
    }
    window.click("Apply");
    assert_eq!(text(&window), "At noon, the city wants a bridge. The guild refuses it.");
    assert_eq!(quotes(&window), ["wants a bridge", "refuses it"]);
    assert!(window.has("Text of “Talks” revised"));
    window.ctrl(Key::Z);
    assert_eq!((text(&window), quotes(&window).len()), (OLD, 2));
}

#[test]
fn nothing_is_applied_before_each_lost_highlight_is_decided_about() {
    let Desk { mut window, _folder } = open("The city [wants a new bridge]. The guild <refuses> it {today}.", None);
    window.fill("New text", "The city wants an old bridge. The guild waits.");
    window.settle_until("Highlights whose words changed: 3");
    assert!(!is_enabled(&window, "Apply") && window.has("Decide about 3 highlights first."));
    window.click("Use this passage: wants a new bridge");
    window.click("Remove the highlight: refuses");
    assert!(!is_enabled(&window, "Apply") && window.has("Decide about 1 highlight first."));
    window.click("Remove the highlight: today");
    window.click("Apply");
    assert_eq!(quotes(&window), ["wants an old bridge"]);
    window.ctrl(Key::Z);
    assert_eq!(quotes(&window), ["wants a new bridge", "refuses", "today"]);
}

#[test]
fn the_dialog_takes_the_room_it_needs_at_once() {
    let Desk { mut window, _folder } = open("The city [wants a new bridge]. The guild <refuses> it {today}.", None);
    window.harness.get_by_label("New text").focus();
    window.settle();
    window.ctrl(Key::A);
    window.harness.event(egui::Event::Text("The city wants an old bridge. The guild waits.".to_owned()));
    while !window.has("Highlights whose words changed: 3") {
        std::thread::yield_now();
        window.harness.step();
    }
    // One frame to measure, and one to go to the middle of the window.
    window.harness.run_steps(2);
    let apply = window.harness.get_by_label("Apply").rect();
    window.settle();
    assert_eq!(window.harness.get_by_label("Apply").rect(), apply);
}

#[test]
fn a_lost_highlight_can_go_to_the_words_that_are_selected() {
    let Desk { mut window, _folder } = open("The guild [refuses] it.", None);
    window.fill("New text", "Waits");
    window.settle_until("Highlights whose words changed: 1");
    window.ctrl(Key::A);
    window.click("Use the selected words: refuses");
    window.click("Apply");
    assert_eq!(quotes(&window), ["Waits"]);
}

#[test]
fn what_was_typed_is_lost_neither_by_escape_nor_by_a_click_beside_the_dialog() {
    let Desk { mut window, _folder } = open("The city [wants] a bridge.", None);
    window.fill("New text", "The city wants two bridges.");
    window.settle_until("Changed: a bridge → two bridges");
    window.key(Key::Escape);
    window.click_at(egui::pos2(4.0, 450.0), 1);
    assert!(window.has("Changed: a bridge → two bridges"));
    window.harness.get_by_label("New text").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.has("New text"), "Enter is a line break");
    assert_eq!(text(&window), "The city wants a bridge.");
    window.click("Cancel");
    assert!(!window.has("New text"));
    assert_eq!(text(&window), "The city wants a bridge.");

    window.run_command("Revise text");
    window.key(Key::Escape);
    assert!(!window.has("New text"), "Escape closes a dialog in which nothing was typed");
}

#[test]
fn the_new_text_is_loaded_from_a_file() {
    let Desk { mut window, _folder } =
        open("The city [wants] a bridge.", Some("The old city wants a bridge.\r\nToday.\r\n"));
    window.click("Load from a file…");
    window.settle_until("Inserted: old ");
    window.click("Apply");
    assert_eq!(text(&window), "The old city wants a bridge.\nToday.\n");
    assert_eq!(quotes(&window), ["wants"]);
}

#[test]
fn the_page_shows_the_new_text_and_counts_its_words() {
    let Desk { mut window, _folder } = open("The city [wants] a bridge.", None);
    assert!(window.has("5 words"));
    window.fill("New text", "The city wants a bridge and a ferry.");
    window.settle_until("Inserted:  and a ferry");
    window.click("Apply");
    window.settle_until("8 words");
    assert!(window.paragraph("and a ferry").is_positive());
}
