//! A project opened read-only: what would change it is greyed out and says why, and nothing pretends to have worked.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

use standpoint::ui::{desk::dialogs::files::FileAnswer, preferences::Saving};

use crate::common::Window;

const READ_ONLY: &str = "The project is open read-only. Use Save as… to make a copy you can change";

struct Elsewhere {
    window: Window,
    path: PathBuf,
    folder: Arc<tempfile::TempDir>,
    _other: Session,
}

/// The sample project in a window, while another program has it open for change.
fn open_read_only(answers: impl IntoIterator<Item = FileAnswer>) -> Elsewhere {
    let folder = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let path = folder.path().join("talks.ron");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/projects/moscow-talks.ron"), &path).expect("it is there");
    let machine = Machine::with(Folders::below(folder.path().join("other")), Arc::new(SystemDisk));
    let (other, _) = Session::open(&path, Access::Change, &machine).expect("it is sound");
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenAsked, Some(&path), answers);
    window.click("Open read-only");
    Elsewhere { window, path, folder, _other: other }
}

/// Whether the widget of this name can be used.
fn is_enabled(window: &Window, name: &str) -> bool {
    !window.harness.get_by_label_contains(name).accesskit_node().is_disabled()
}

#[test]
fn menus_grey_out_what_would_change_the_project_and_say_why() {
    let Elsewhere { mut window, .. } = open_read_only([]);
    window.click("Edit");
    for command in ["Article details…", "Remove article"] {
        assert!(!is_enabled(&window, command), "{command}");
    }
    assert!(is_enabled(&window, "Copy table"));
    window.harness.get_by_label_contains("Remove article").hover();
    window.harness.run_steps(40);
    assert!(window.has(READ_ONLY));
}

#[test]
fn a_key_that_would_change_the_project_says_why_it_does_not() {
    let Elsewhere { mut window, path, .. } = open_read_only([]);
    let before = window.project().clone();
    window.key(Key::J);
    for (modifiers, key) in [
        (Modifiers::NONE, Key::Delete),
        (Modifiers::NONE, Key::Enter),
        (Modifiers::NONE, Key::Num2),
        (Modifiers::ALT, Key::ArrowRight),
        (Modifiers::COMMAND, Key::D),
        (Modifiers::NONE, Key::F2),
    ] {
        window.keys(modifiers, key);
        assert!(window.has(READ_ONLY), "{key:?}");
        assert_eq!(window.project(), &before, "{key:?}");
        // It goes by itself, since nothing failed.
        window.harness.run_steps(180);
        assert!(!window.has(READ_ONLY), "{key:?}");
    }
    assert_eq!(window.failures(), Vec::<String>::new());
    assert_eq!(store::open(&path).expect("it is sound"), before);
}

#[test]
fn the_palette_lists_what_is_barred_with_the_reason() {
    let Elsewhere { mut window, .. } = open_read_only([]);
    window.run_command("Remove article");
    assert!(window.has(READ_ONLY));
    assert_eq!(window.project().articles.len(), 5);
    assert!(!window.has("Choose an article on the left"));
}

#[test]
fn fields_and_buttons_of_every_page_are_greyed_out() {
    let Elsewhere { mut window, .. } = open_read_only([]);
    window.key(Key::J);
    for name in ["Note", "Import articles", "Delete highlight", "Stance: none"] {
        assert!(!is_enabled(&window, name), "{name}");
    }
    window.ctrl(Key::Num2);
    for name in ["Save as view…", "Rename view", "Delete view"] {
        assert!(!is_enabled(&window, name), "{name}");
    }
    window.ctrl(Key::Num3);
    window.fill("Find or add an actor", "Belarus");
    assert!(window.has(READ_ONLY), "it finds, and says why it adds nothing");
    window.key(Key::Enter);
    assert!(window.project().codebook.actors.iter().all(|actor| actor.name != "Belarus"));
    window.fill("Find or add an actor", "Russia");
    window.click("In the codebook: Russia");
    for name in ["Name", "Definition", "Delete actor…", "Assign key…"] {
        assert!(!is_enabled(&window, name), "{name}");
    }
    window.click_containing("List: Stances");
    assert!(!is_enabled(&window, "New stance"));
}

#[test]
fn files_dropped_on_it_are_not_imported() {
    let Elsewhere { mut window, folder, .. } = open_read_only([]);
    let text = folder.path().join("fresh.txt");
    std::fs::write(&text, "A fresh report\n\nNothing was agreed.\n").expect("the folder can be written");
    window.harness.input_mut().dropped_files = vec![Arc::new(crate::Dropped(text))];
    window.settle();
    assert!(window.has(READ_ONLY));
    assert_eq!(window.project().articles.len(), 5);
    assert!(!window.has("Choose an article on the left"));
}

#[test]
fn the_tour_passes_over_what_a_read_only_project_does_not_allow() {
    let Elsewhere { mut window, path: _path, folder: _folder, _other } = open_read_only([]);
    window.run_command("Take the tour");
    for step in [1, 2, 5] {
        let card = format!("Tour, step {step} of 8");
        assert!(window.has(&card), "{card}");
        window.click("Skip this step");
    }
}
