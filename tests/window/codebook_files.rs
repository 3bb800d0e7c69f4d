//! Codebooks that come from files, looked over before anything changes, and those that are written.

use egui::Key;
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::model::CodeKind;

use crate::{common::Window, tag_sentence, with_articles};

const TABLE: &str = "kind,name,parent,definition,key\nactor,Russia,,The state.,2\nactor,Duma,Russia,,\n\
                     issue,Territory,,,\nissue,Law,,,\ngroup,X,,,\n";

/// A window with a project that has Russia on Territory, and file dialogs that give these files.
fn window(names: &[&str]) -> (Window, tempfile::TempDir, tempfile::TempDir) {
    let files = tempfile::tempdir().expect("the system gives a temporary folder");
    std::fs::write(files.path().join("codes.csv"), TABLE).expect("the folder can be written");
    std::fs::write(files.path().join("bad.csv"), "colour\nred\n").expect("the folder can be written");
    let answers = names.iter().map(|name| FileAnswer::Chosen(vec![files.path().join(name)])).collect::<Vec<_>>();
    let (mut window, folder) = with_articles(answers);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    (window, folder, files)
}

fn actors(window: &Window) -> Vec<String> {
    let tree = window.project().codebook.tree(CodeKind::Actor);
    tree.into_iter().map(|(depth, code)| format!("{}{}", "-".repeat(depth), code.name)).collect()
}

#[test]
fn a_codebook_is_looked_over_and_imported_in_one_step() {
    let (mut window, _folder, _files) = window(&["codes.csv"; 3]);
    window.run_command("Import codebook");
    assert!(window.has("codes.csv: 2 new, 1 changed, 1 equal"));
    assert!(window.has("Line 6: left out, because “group” is not a kind"));
    assert!(window.has("Actor Russia, changed") && window.has("Actor Russia / Duma, new"));
    assert!(window.has("Issue Territory, equal"));
    assert!(window.has("It keeps its key 1; in the file it has 2"));
    assert!(window.has("3 of 3 changes selected"));
    assert_eq!(actors(&window), ["Russia"], "nothing is changed yet");
    window.click("Law: New");
    window.click("Import 2 changes");
    window.settle_until("Codebook imported: 2 changes made");
    assert_eq!(actors(&window), ["Russia", "-Duma"]);
    assert_eq!(window.project().codebook.actors[0].definition, "The state.");
    assert_eq!(window.project().codebook.issues.len(), 1);
    window.ctrl(Key::Z);
    assert_eq!(actors(&window), ["Russia"]);

    window.run_command("Import codebook");
    window.click("Select none");
    assert!(window.has("Select a change first."));
    window.click("Select all");
    window.key(Key::Enter);
    window.settle_until("3 changes made");
    window.run_command("Import codebook");
    assert!(window.has("0 new, 0 changed, 4 equal") && window.has("The project has all of it already."));
    window.key(Key::Escape);
    assert!(!window.has("Import a codebook"));
}

#[test]
fn a_file_that_is_no_codebook_says_so() {
    let (mut window, _folder, _files) = window(&["bad.csv"]);
    window.run_command("Import codebook");
    assert!(window.failures()[0].contains("bad.csv:1: no column “name”"), "{:?}", window.failures());
}

#[test]
fn a_codebook_is_written_in_the_form_that_was_chosen() {
    let (mut window, _folder, files) = window(&["c.csv", "c.html", "c.docx"]);
    for form in ["CSV", "Web page (HTML)", "Word document (DOCX)"] {
        window.run_command("Export codebook");
        window.click(form);
        window.click("Choose file…");
        assert_eq!(window.failures(), [""; 0]);
    }
    let read = |name: &str| std::fs::read(files.path().join(name)).expect("the window wrote it");
    assert!(read("c.csv").starts_with(b"kind,id,name,"));
    assert!(String::from_utf8_lossy(&read("c.html")).contains("Russia"));
    assert!(read("c.docx").starts_with(b"PK"));
}
