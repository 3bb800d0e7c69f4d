//! The main job without a pointer: nothing here clicks, drags or points.

use egui::{Key, Modifiers};
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_store as store;

use crate::common::{Window, folder_of_articles};

#[test]
fn the_whole_job_is_done_with_the_keyboard_alone() {
    let (_articles, paths) = folder_of_articles();
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let (project_path, csv_path) = (target.path().join("valley.ron"), target.path().join("valley.csv"));
    let answers = [paths, vec![project_path.clone()], vec![csv_path.clone()]].map(FileAnswer::Chosen);
    let mut window = Window::open(None, answers);

    // A project and its articles: the first field has the keyboard, and Enter presses the main button.
    window.ctrl(Key::N);
    window.write("Valley");
    window.key(Key::Enter);
    assert_eq!(window.project().title, "Valley");
    window.ctrl(Key::I);
    window.key(Key::Enter);
    assert_eq!(window.project().articles.len(), 2);

    // Words, from the second paragraph on, and their tags.
    window.ctrl(Key::Home);
    window.ctrl(Key::ArrowDown);
    for _ in 0..3 {
        window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::ArrowRight);
    }
    window.key(Key::Enter);
    window.write("Russia, Territory +");
    window.key(Key::Enter);
    let highlights: Vec<String> = window.project().highlights().map(|(_, highlight)| highlight.quote.clone()).collect();
    assert_eq!(highlights, ["Moscow wants the"]);
    window.ctrl(Key::M);
    window.write("Said on the second day.");
    window.key(Key::Escape);
    let note = || window.project().highlights().next().map(|(_, highlight)| highlight.note.clone());
    assert_eq!(note().as_deref(), Some("Said on the second day."));

    // The next article, by a menu.
    window.keys(Modifiers::ALT, Key::V);
    window.write("a");
    window.key(Key::ArrowRight);
    assert!(window.is_focused("Next article"));
    window.key(Key::Enter);
    window.paragraph("The talks ended");

    // Its place in the table, its quote, and the way back to the text.
    window.ctrl(Key::Num2);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowRight);
    assert!(window.has("Quote: Moscow wants the"));
    window.key(Key::J);
    window.key(Key::Enter);
    window.paragraph("Moscow wants the");
    window.key(Key::B);
    assert!(window.has("Territory, Russia"));

    // Into a file, and out as CSV.
    window.ctrl(Key::S);
    assert_eq!(store::open(&project_path).expect("it was saved").n_highlights(), 1);
    window.ctrl(Key::E);
    window.key(Key::Enter);
    assert_eq!(window.failures(), [""; 0]);
    assert!(std::fs::read_to_string(&csv_path).expect("it was written").contains("Territory"));
}
