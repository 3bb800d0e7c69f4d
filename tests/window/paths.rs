//! Paths that are no text, and paths as people type them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::{Key, Modifiers};
use egui_kittest::Harness;

use standpoint::ui::{
    desk::dialogs::files::FileAnswer,
    preferences::{Preferences, kept::KeptPreferences},
};
use standpoint_core::model::Project;
use standpoint_store as store;

use crate::{common::Window, preferences::kept};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("the system gives a temporary folder")
}

fn write(path: &Path, title: &str) {
    std::fs::write(path, store::to_string(&Project::titled(title))).expect("the folder can be written");
}

/// A window that has no dialog of the system, with these preferences.
fn without_dialogs(preferences: impl Into<KeptPreferences>) -> Window {
    let answers = std::iter::repeat_n(FileAnswer::NoDialog, 4);
    Window::build(Harness::builder(), Arc::new(folder()), preferences, None, answers.collect::<Vec<_>>())
}

/// The path of a folder, as one types it to see what it holds.
fn listing(folder: &Path) -> String {
    folder.join("").display().to_string()
}

#[cfg(unix)]
mod no_text {
    use std::{ffi::OsString, os::unix::ffi::OsStringExt as _};

    use super::*;

    /// A folder and a project in it, neither of which has a name that is UTF-8.
    fn project() -> (tempfile::TempDir, PathBuf) {
        let folder = folder();
        let name = |bytes: &[u8]| OsString::from_vec(bytes.to_vec());
        let inner = folder.path().canonicalize().expect("it is there").join(name(b"in-\xfe"));
        std::fs::create_dir(&inner).expect("the folder can be written");
        let path = inner.join(name(b"bad-\xff.ron"));
        write(&path, "Valley");
        (folder, path)
    }

    /// The names of what is in a folder, but for the recovery folders.
    fn names(folder: &Path) -> Vec<Vec<u8>> {
        let entries = std::fs::read_dir(folder).expect("it is there").flatten();
        let mut names: Vec<Vec<u8>> = entries.map(|entry| entry.file_name().into_vec()).collect();
        names.retain(|name| !name.ends_with(b".recovery"));
        names.sort();
        names
    }

    #[test]
    fn a_project_of_such_a_name_is_found_by_clicking_and_offered_at_the_next_start() {
        let (folder, path) = project();
        let mut window = without_dialogs(Preferences::default());
        window.ctrl(Key::O);
        window.fill("Path", &listing(folder.path()));
        window.click_containing("in-");
        window.click_containing("bad-");
        assert!(!window.has("This file does not exist"));
        window.click("Open");
        assert_eq!(window.project().title, "Valley");
        window.run_command("Larger text");

        let KeptPreferences { preferences, loss } = kept(&mut window);
        let recent: Vec<&PathBuf> = preferences.recent.iter().map(|recent| &recent.path).collect();
        assert_eq!((recent, loss), (vec![&path], None));
        assert!(preferences.text_scale > 1.0, "the other preferences are kept with it");
        drop(window);
        let mut window = without_dialogs(preferences);
        window.click("Open Valley");
        assert_eq!(window.project().title, "Valley");
    }

    #[test]
    fn saving_it_as_suggested_writes_the_same_file() {
        let (_folder, path) = project();
        let mut window = without_dialogs(Preferences::default().with_recent(vec![path.clone()]));
        window.click_containing("Open bad-");
        window.run_command("Rename project");
        window.fill("Title", "Two valleys");
        window.click("Rename");
        window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
        window.click("Replace it");
        assert_eq!(window.failures(), [""; 0]);
        assert_eq!(store::open(&path).expect("it was written").title, "Two valleys");
        assert_eq!(names(path.parent().expect("it is in a folder")), [b"bad-\xff.ron"]);
    }

    #[test]
    fn an_export_is_named_after_it() {
        let (_folder, path) = project();
        let mut window = without_dialogs(Preferences::default().with_recent(vec![path.clone()]));
        window.click_containing("Open bad-");
        window.run_command("Export codebook");
        window.click("Choose file…");
        window.click("Save");
        assert_eq!(window.failures(), [""; 0]);
        let folder = path.parent().expect("it is in a folder");
        assert_eq!(names(folder), [&b"bad-\xff-codebook.csv"[..], b"bad-\xff-codebook.csv.about.txt", b"bad-\xff.ron"]);
    }
}

#[test]
fn a_path_may_be_typed_with_quotation_marks_or_as_a_uri() {
    let folder = folder();
    write(&folder.path().join("my talks.ron"), "Valley");
    let path = folder.path().join("my talks.ron").display().to_string();
    for typed in [format!("\"{path}\""), format!(" '{path}' "), format!("file://{}", path.replace(' ', "%20"))] {
        let mut window = without_dialogs(Preferences::default());
        window.ctrl(Key::O);
        window.fill("Path", &typed);
        window.key(Key::Enter);
        assert_eq!(window.project().title, "Valley", "{typed}");
    }
}

#[test]
fn a_tilde_lists_the_home_folder() {
    let mut window = without_dialogs(Preferences::default());
    window.ctrl(Key::O);
    window.fill("Path", "~/no such project");
    assert!(window.has("This file does not exist"));
    window.click("Cancel");
    window.ctrl(Key::N);
    window.fill("Title", "Valley");
    window.click("Create");
    window.ctrl(Key::S);
    window.fill("Path", "~/valley.ron");
    assert!(!window.has("There is no folder"), "the home folder is there");
    window.fill("Path", "~");
    assert!(window.has("This is a folder; add a file name"));
}

#[test]
fn recovery_folders_are_not_offered() {
    let folder = folder();
    write(&folder.path().join("talks.ron"), "Valley");
    std::fs::create_dir(folder.path().join("talks.ron.recovery")).expect("the folder can be written");
    std::fs::create_dir(folder.path().join("texts")).expect("the folder can be written");
    let mut window = without_dialogs(Preferences::default());
    window.ctrl(Key::O);
    window.fill("Path", &listing(folder.path()));
    assert!(window.has("talks.ron") && window.has("texts/"));
    assert!(!window.has("talks.ron.recovery"));
}
