//! What leaves the window: files in every form, and the clipboard.

use egui::{Key, Modifiers, OutputCommand};
use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{tag_sentence, with_articles};

#[test]
fn the_comparison_leaves_in_the_form_that_was_chosen() {
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = |name: &str| target.path().join(name);
    let answers = ["valley.html", "valley", "valley.csv"].map(|name| FileAnswer::Chosen(vec![path(name)]));
    let (mut window, _folder) = with_articles(answers);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    for form in ["Web page (HTML)", "Workbook (XLSX)", "CSV, one row per cell"] {
        window.ctrl(Key::E);
        window.click(form);
        window.click("Choose file…");
        assert_eq!(window.failures(), [""; 0]);
    }
    let read = |name: &str| std::fs::read_to_string(path(name)).expect("the window wrote it");
    assert!(read("valley.html").contains("Moscow wants the whole of the valley.</blockquote>"));
    // The ending that belongs to the form was put on.
    assert!(std::fs::read(path("valley.xlsx")).expect("the window wrote it").starts_with(b"PK"));
    assert!(read("valley.csv").starts_with("row,column,value,"));
    let about = read("valley.csv.about.txt");
    assert!(about.starts_with("Project: Valley\nTable: issue × actor, highlights\n"), "{about}");
    assert!(!path("valley.html.about.txt").exists() && !path("valley.xlsx.about.txt").exists());
}

#[test]
fn the_table_is_copied_as_it_is_shown() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.write("Copy table");
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
    assert_eq!(text.as_deref(), Some("issue\tRussia\tAll\r\nTerritory\t1\t1\r\nAll\t1\t1\r\n"));
    window.settle();
    assert!(window.has("Copied the table"));
}
