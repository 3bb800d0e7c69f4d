//! Hands on the keyboard: keys that are changed, codes that have keys, and the line that tags.

use std::sync::Arc;

use egui::{Event, Key, Modifiers};

use standpoint_core::model::{Codebook, ReadingStatus};

use standpoint::{
    command::{Command, Keymap, Shortcut},
    ui::{
        preferences::Preferences,
        settings::{self, Setting, SettingType as _},
    },
};

use crate::{common::Window, first_highlight, names_of, tag_sentence, with_articles};

fn status(window: &Window) -> ReadingStatus {
    window.project().articles[0].details.status
}

/// Opens the page of keys at one command.
fn with_keys_of(window: &mut Window, command: &str) {
    window.key(Key::Questionmark);
    window.write(command);
}

fn keymap(window: &Window) -> Keymap {
    window.harness.state().preferences().keys.clone()
}

#[test]
fn every_command_is_listed_with_its_keys() {
    let mut window = Window::open(None, []);
    window.key(Key::F1);
    for command in Command::ALL {
        let keys = Keymap::default().all_in_words(command, egui::os::OperatingSystem::from_target_os());
        let said = if keys.is_empty() { "no key".to_owned() } else { keys };
        assert!(window.has(&format!("{}: {said}", command.spec().name)), "{command:?}");
    }
    assert!(window.has("Tag with an actor") && window.has("Move the caret"));
}

#[test]
fn a_command_is_found_by_its_name_and_by_its_keys() {
    let mut window = Window::open(None, []);
    with_keys_of(&mut window, "larger");
    assert!(window.has("Change: Larger text") && !window.has("Change: Save"));
    window.fill("Find a command or a key", "ctrl+d");
    assert!(window.has("Change: Mark article as done") && !window.has("Change: Larger text"));
}

#[test]
fn a_command_gets_another_key_and_the_old_one_does_nothing() {
    let (mut window, _folder) = with_articles([]);
    with_keys_of(&mut window, "mark article");
    window.click("Change: Mark article as done");
    assert!(window.has("waits for a key"));
    window.keys(Modifiers::ALT, Key::F7);
    assert!(window.has("Mark article as done: Alt+F7"));
    window.click("Close");
    window.ctrl(Key::D);
    assert_eq!(status(&window), ReadingStatus::ToRead);
    window.keys(Modifiers::ALT, Key::F7);
    assert_eq!(status(&window), ReadingStatus::Done);
}

#[test]
fn a_key_that_another_command_has_is_taken_only_when_asked() {
    let (mut window, _folder) = with_articles([]);
    with_keys_of(&mut window, "usual page");
    window.click("Change: Reset page");
    window.ctrl(Key::D);
    assert!(window.has("Ctrl+D is “Mark article as done”. Take it from there?"));
    window.click("Leave it");
    assert_eq!(keymap(&window), Keymap::default());

    window.click("Change: Reset page");
    window.ctrl(Key::D);
    // The keyboard is with the question.
    window.key(Key::Enter);
    assert!(window.has("Reset page: Ctrl+D"));
    window.fill("Find a command or a key", "mark article");
    assert!(window.has("Mark article as done: no key"));
    // The way back asks as well.
    window.click("Usual key: Mark article as done");
    assert!(window.has("Ctrl+D is “Reset page”. Take it from there?"));
    window.click("Take it");
    assert!(window.has("Mark article as done: Ctrl+D"));
    window.click("Close");
    window.ctrl(Key::D);
    assert_eq!(status(&window), ReadingStatus::Done);
}

#[test]
fn a_key_is_removed_and_all_come_back() {
    let (mut window, _folder) = with_articles([]);
    with_keys_of(&mut window, "mark article");
    window.click("Remove: Mark article as done");
    assert!(window.has("Mark article as done: no key"));
    window.click("Reset all keys");
    assert!(window.has("Mark article as done: Ctrl+D"));
    assert_eq!(keymap(&window), Keymap::default());
}

#[test]
fn keys_of_codes_and_of_texts_are_refused_with_the_reason_and_escape_leaves() {
    let mut window = Window::open(None, []);
    with_keys_of(&mut window, "larger");
    window.click("Change: Larger text");
    window.key(Key::Q);
    assert!(window.has("Q tags with a code, so a command cannot have it"));
    window.keys(Modifiers::SHIFT, Key::ArrowLeft);
    assert!(window.has("is needed in texts and fields, so a command cannot have it"));
    // Most systems turn Ctrl+C into this before it gets to the window.
    window.harness.event(Event::Copy);
    window.settle();
    assert!(window.has("Ctrl+C is needed in texts and fields"));
    window.key(Key::Escape);
    assert!(!window.has("waits for a key") && window.has("Change: Larger text"), "Escape leaves the key, not the page");
    assert_eq!(keymap(&window), Keymap::default());
    window.key(Key::Escape);
    assert!(!window.has("Change: Larger text"));
}

#[test]
fn a_waiting_row_takes_the_key_alone() {
    let (mut window, _folder) = with_articles([]);
    with_keys_of(&mut window, "larger");
    window.click("Change: Larger text");
    for event in [
        Event::Key { key: Key::Z, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE },
        Event::Text("z".to_owned()),
    ] {
        window.harness.event(event);
    }
    window.settle();
    assert!(window.has("Larger text: Z"), "nothing was written into the search instead");
}

#[test]
fn changed_keys_are_shown_wherever_keys_are() {
    let (mut window, _folder) = with_articles([]);
    with_keys_of(&mut window, "tag…");
    window.click("Change: Tag…");
    window.key(Key::Z);
    window.fill("Find a command or a key", "commands…");
    window.click("Change: All commands…");
    window.keys(Modifiers::ALT, Key::P);
    window.click("Close");
    assert!(window.has("Find a command (Alt+P)"));
    assert!(window.has("then press Z to tag them"));
    window.keys(Modifiers::ALT, Key::P);
    window.write("codeb");
    window.key(Key::Enter);
    assert!(window.has("Find or add an actor"));
}

#[test]
fn changed_keys_are_kept_in_the_preferences_and_nowhere_else() {
    let keymap = {
        let (mut window, _folder) = with_articles([]);
        with_keys_of(&mut window, "mark article");
        window.click("Change: Mark article as done");
        window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::D);
        let written = standpoint_store::to_string(window.project());
        assert!(!written.contains("Ctrl+Shift+D"));
        keymap(&window)
    };
    let kept = Preferences::default().with(Setting::Shortcuts, keymap.to_value());
    let written = settings::file::to_text(&kept);
    assert!(written.contains("MarkDone") && written.contains("Ctrl+Shift+D"), "{written}");
    let (read, lost) = settings::file::read(&written);
    assert_eq!((&read.keys, lost), (&keymap, Vec::new()));
    assert_eq!(read.keys.shortcuts(Command::MarkDone), [Shortcut::ctrl_shift(Key::D)]);
}

/// Preferences as eframe keeps them.
#[derive(Default)]
pub struct Storage(std::collections::HashMap<String, String>);

impl eframe::Storage for Storage {
    fn get_string(&self, key: &str) -> Option<String> {
        self.0.get(key).cloned()
    }

    fn set_string(&mut self, key: &str, value: String) {
        self.0.insert(key.to_owned(), value);
    }

    fn remove_string(&mut self, key: &str) {
        self.0.remove(key);
    }

    fn flush(&mut self) {}
}

/// Two highlights, of Russia and of Ukraine on two issues.
fn with_two_actors() -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Sanctions -");
    (window, folder)
}

fn key_of(book: &Codebook, name: &str) -> Option<char> {
    let all = book.actors.iter().chain(&book.issues);
    all.into_iter().find(|code| code.name == name).expect("there is such a code").key
}

#[test]
fn an_actor_gets_a_key_in_the_codebook_and_nobody_else_gets_another() {
    let (mut window, _folder) = with_two_actors();
    window.keys(Modifiers::SHIFT, Key::F1);
    assert!(window.has("Key 1: Russia") && window.has("Key 2: Ukraine"));
    window.ctrl(Key::Num3);
    window.click("In the codebook: Ukraine");
    assert!(window.has("Key 2: Ukraine"));
    window.click("Assign key…");
    assert!(window.has("Key for “Ukraine”") && window.has("Give it key 1, now Russia"));
    window.click("Give it key 1, now Russia");
    assert_eq!(key_of(&window.project().codebook, "Ukraine"), Some('1'));
    assert_eq!(key_of(&window.project().codebook, "Russia"), None);
    assert!(window.has("Key 1: Ukraine") && !window.has("Key 2: "));
    window.ctrl(Key::Num1);
    assert!(window.has("Key 1: Ukraine") && !window.has("Key 2: "), "the legend says so too");

    // It tags, and it is a step of the project that can be undone.
    let paragraph = window.paragraph("Moscow wants");
    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 1);
    window.key(Key::Num1);
    assert_eq!(names_of(&window, &first_highlight(&window)).0, "Ukraine");
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(key_of(&window.project().codebook, "Ukraine"), Some('2'));
    assert!(window.has("Key 1: Russia"));
}

#[test]
fn the_issue_of_the_selected_highlight_gets_the_key_pressed() {
    let (mut window, _folder) = with_two_actors();
    // The highlight of Sanctions is the one made last, and so the one selected.
    window.run_command("Assign key to the issue");
    assert!(window.has("Key for “Sanctions”"));
    // A digit is not of the row of issues.
    window.key(Key::Num4);
    assert!(window.has("Key for “Sanctions”"));
    window.key(Key::P);
    assert_eq!(key_of(&window.project().codebook, "Sanctions"), Some('p'));
    assert!(!window.has("Key for “Sanctions”"));

    // Another that takes the key leaves the first without one.
    window.key(Key::K);
    window.run_command("Assign key to the issue");
    window.click("Give it key P, now Sanctions");
    let book = window.project().codebook.clone();
    assert_eq!((key_of(&book, "Territory"), key_of(&book, "Sanctions")), (Some('p'), None));
    window.run_command("Assign key to the issue");
    window.click("No key");
    assert_eq!(key_of(&window.project().codebook, "Territory"), None);
}

#[test]
fn a_key_of_a_code_travels_with_the_project() {
    let data = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = data.path().join("valley.ron");
    let answer = standpoint::ui::desk::dialogs::files::FileAnswer::Chosen(vec![path.clone()]);
    let (mut window, _folder) = with_articles([answer]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.run_command("Assign key to the actor");
    window.key(Key::Num7);
    window.ctrl(Key::S);
    drop(window);
    let elsewhere = Window::open(Some(&path), []);
    assert_eq!(key_of(&elsewhere.project().codebook, "Russia"), Some('7'));
}

#[test]
fn the_selected_words_become_an_issue_of_the_last_actor_in_one_step() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let before = Arc::clone(&window.project().articles[0]);
    let paragraph = window.paragraph("Nobody moved");
    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 3);
    window.run_command("New issue from the selected words");
    let highlight = window.project().articles[0].highlights.last().expect("there are two").clone();
    assert_eq!(highlight.quote, "Nobody moved.");
    assert_eq!(names_of(&window, &highlight), ("Russia".into(), "Nobody moved".into(), "-".into()));
    window.ctrl(Key::Z);
    assert_eq!(window.project().articles[0], before);
    assert_eq!(window.project().codebook.issues.len(), 1);
}

#[test]
fn the_tag_box_offers_the_selected_words_as_an_issue() {
    let (mut window, _folder) = with_articles([]);
    let paragraph = window.paragraph("Nobody moved");
    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    assert!(window.has("new issue “Nobody moved”"));
    // Enter once too often makes nothing.
    window.key(Key::Enter);
    assert_eq!(window.project().n_highlights(), 0);
    window.ctrl(Key::Enter);
    assert_eq!(names_of(&window, &first_highlight(&window)), ("-".into(), "Nobody moved".into(), "-".into()));
    window.ctrl(Key::Z);

    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    window.write("-");
    assert!(window.has("new issue “Nobody moved”, opposes"));
    window.key(Key::Enter);
    assert_eq!(names_of(&window, &first_highlight(&window)), ("-".into(), "Nobody moved".into(), "opposes".into()));
}

#[test]
fn a_member_is_found_by_the_family_and_its_own_name() {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    let before = window.project().n_highlights();
    window.run_command("Select the whole article");
    window.key(Key::Enter);
    window.write("terr cri");
    window.key(Key::Enter);
    assert_eq!(window.project().n_highlights(), before + 1);
    let article = &window.project().articles[0];
    let whole = article.highlights.iter().find(|highlight| highlight.span.start == 0 && highlight.actor.is_none());
    let issue = whole.and_then(|highlight| highlight.issue.as_ref()).expect("the whole article was tagged");
    assert_eq!(issue.as_str(), "recognition-of-crimea");
}
