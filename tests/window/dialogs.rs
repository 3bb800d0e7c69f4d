//! Dialogs: nothing typed is lost by a click beside one, Enter does what the main button says, and destroys nothing.

use egui::{Key, pos2};
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::model::CodeKind;

use crate::common::{Window, folder_of_articles};

fn sample() -> Window {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    window
}

/// Clicks far from any dialog.
fn click_beside(window: &mut Window) {
    window.click_at(pos2(12.0, 880.0), 1);
}

#[test]
fn a_click_beside_a_dialog_keeps_what_was_typed_and_enter_goes_on() {
    let mut window = sample();
    window.run_command("Rename project");
    window.ctrl(Key::A);
    window.write("The valley");
    click_beside(&mut window);
    assert!(window.has("Rename the project"), "the dialog is still open");
    window.key(Key::Enter);
    assert_eq!(window.project().title, "The valley");
    assert!(!window.has("Rename the project"));
    // An empty title will not do, and the dialog says so.
    window.run_command("Rename project");
    window.ctrl(Key::A);
    window.key(Key::Backspace);
    window.key(Key::Enter);
    assert!(window.has("Type a title."));
    window.key(Key::Escape);
    assert_eq!(window.project().title, "The valley");
}

#[test]
fn details_are_typed_from_the_first_field_on_and_saved_with_enter() {
    let mut window = sample();
    window.run_command("Article details");
    window.ctrl(Key::A);
    window.write("Another headline");
    click_beside(&mut window);
    window.fill("Date", "3 Dec");
    assert!(window.has("“3 Dec” has no year. Write 3 Dec 2025, for example"), "the reason stands below the field");
    window.key(Key::Enter);
    assert!(window.has("The date cannot be read."), "the reason stands beside the grey button");
    window.fill("Date", "3 December 2025");
    assert!(!window.has("The date cannot be read."));
    window.fill("Date", "2025-12");
    window.key(Key::Enter);
    let details = &window.project().articles[0].details;
    assert_eq!(
        (&*details.title, details.date.map(|date| date.to_string())),
        ("Another headline", Some("2025-12".to_owned()))
    );
}

#[test]
fn enter_alone_deletes_nothing() {
    let mut window = sample();
    let n_actors = window.project().codebook.codes(CodeKind::Actor).len();
    window.ctrl(Key::Num3);
    window.click("In the codebook: India");
    window.click("Delete actor…");
    assert!(window.has("Delete “India”"));
    click_beside(&mut window);
    assert!(window.has("Delete “India”"));
    window.key(Key::Enter);
    assert!(!window.has("Delete “India”"), "Cancel has the keyboard");
    assert_eq!(window.project().codebook.codes(CodeKind::Actor).len(), n_actors);
    window.click("Delete actor…");
    window.click("Delete “India”");
    assert_eq!(window.project().codebook.codes(CodeKind::Actor).len(), n_actors - 1);
}

#[test]
fn dates_of_an_import_are_typed_as_people_write_them() {
    let (_folder, paths) = folder_of_articles();
    let mut window = Window::open(None, [FileAnswer::Chosen(paths)]);
    window.ctrl(Key::N);
    window.click("Create");
    window.ctrl(Key::I);
    window.fill("Date", "3.12.2025");
    window.fill("Date for all", "30 Feb 2025");
    assert!(window.has("“30 Feb 2025” is not in the calendar"));
    window.fill("Date for all", "Dec 2025");
    window.click("Fill");
    window.fill("Date", "yesterday");
    assert!(window.has("“yesterday” is not a date. Write 2025-12-03, 3 Dec 2025, Dec 2025 or 2025"));
    assert!(window.has("A date cannot be read."));
    window.fill("Date", "3.12.2025");
    window.import();
    let dates = window.project().articles.iter().map(|article| article.details.date.map(|date| date.to_string()));
    assert_eq!(dates.collect::<Vec<_>>(), [Some("2025-12-03".to_owned()), Some("2025-12".to_owned())]);
}
