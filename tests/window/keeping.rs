//! The window and the project's file: recovery, locks, changes from outside, earlier states, failing saves.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use standpoint_core::{
    edit::{Edit, Gesture},
    model::{Article, Details, Project},
    text::Text,
};
use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

use standpoint::ui::{desk::dialogs::files::FileAnswer, preferences::Saving};

use crate::common::Window;

/// A project of that title in a file.
fn saved(folder: &Path, title: &str) -> PathBuf {
    let path = folder.join("talks.ron");
    let machine = machine(&folder.join("data"));
    Session::unsaved(Project::titled(title), &machine).begin_save_as(&path).run().expect("the folder can be written");
    path
}

fn machine(data: &Path) -> Machine {
    Machine::with(Folders::below(data.to_owned()), Arc::new(SystemDisk))
}

fn folder() -> Arc<tempfile::TempDir> {
    Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"))
}

/// The window of the machine that keeps its things below `folder`.
fn open(folder: &Arc<tempfile::TempDir>, path: Option<&Path>) -> Window {
    Window::open_on(Arc::clone(folder), Saving::WhenAsked, path, [])
}

fn rename(window: &mut Window, title: &str) {
    window.run_command("Rename project");
    window.fill("Title", title);
    window.click("Rename");
    assert_eq!(window.project().title, title);
}

/// Lets the window stand for so long, as it sees it.
fn wait_secs(window: &mut Window, secs: usize) {
    window.harness.run_steps(secs * 20);
    window.settle();
}

#[test]
fn what_was_not_saved_comes_back_and_is_said() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    assert!(window.has("Saved"));
    rename(&mut window, "B");
    assert!(window.has("Unsaved changes"));
    // The window is gone without a question, as in a crash.
    drop(window);
    assert_eq!(store::open(&path).expect("the file is sound").title, "A");

    let mut window = open(&folder, Some(&path));
    assert_eq!(window.project().title, "B");
    assert!(window.has("1 edit that had not been saved was recovered from the journal"));
    window.click("Dismiss");
    window.ctrl(Key::Z);
    assert_eq!(window.project().title, "A");
}

#[test]
fn not_saving_means_it() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    rename(&mut window, "B");
    window.ctrl(Key::W);
    window.click("Don’t save");
    assert!(window.has("Recent projects"));
    drop(window);
    assert_eq!(open(&folder, Some(&path)).project().title, "A");
}

#[test]
fn a_project_never_saved_is_offered_at_the_next_start() {
    let folder = folder();
    let mut window = open(&folder, None);
    window.ctrl(Key::N);
    window.fill("Title", "New");
    window.click("Create");
    rename(&mut window, "Newer");
    drop(window);

    let mut window = open(&folder, None);
    assert!(window.has("Unsaved projects recovered after a crash"));
    window.click("Recover Newer");
    assert_eq!(window.project().title, "Newer");
    assert!(window.has("Not in a file yet"));
    drop(window);

    let mut window = open(&folder, None);
    window.click("Discard Newer");
    window.click("Discard it");
    assert!(!window.has("Newer"));
    drop(window);
    assert!(!open(&folder, None).has("Never saved"));
}

#[test]
fn a_project_open_elsewhere_can_be_looked_at() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let (mut other, _) = Session::open(&path, Access::Change, &machine(folder.path())).expect("it is sound");
    let mut window = open(&folder, Some(&path));
    assert!(window.has("is open elsewhere") && window.has("It has been opened by"));
    window.click("Open read-only");
    assert!(window.has("Read-only"));
    window.run_command("Rename project");
    assert!(window.has("The project is open read-only"));
    assert_eq!(window.project().title, "A");
    // The other one is not disturbed.
    other.undo();
    drop(other);
    assert_eq!(store::open(&path).expect("the file is sound").title, "A");
}

#[test]
fn a_change_by_another_program_is_asked_about() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    rename(&mut window, "B");
    std::fs::write(&path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");
    window.ctrl(Key::S);
    assert!(window.has("was changed by another program") && window.has("a different title"));
    window.click("Reload it");
    assert_eq!(window.project().title, "Theirs");
    assert!(window.has("Saved"));
    window.ctrl(Key::Z);
    assert_eq!(window.project().title, "B");

    std::fs::write(&path, store::to_string(&Project::titled("Theirs again"))).expect("the folder can be written");
    window.ctrl(Key::S);
    window.click("Keep mine");
    assert_eq!(store::open(&path).expect("the file is sound").title, "B");
}

#[test]
fn a_text_that_another_program_changed_is_shown_as_it_is_now() {
    let folder = folder();
    let path = folder.path().join("talks.ron");
    let mut project = Project::titled("A");
    let article = Article::new(Details::default(), Text::new("First line.\nSecond line.\nThird line."));
    project.articles.push(Arc::new(article.clone()));
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    let mut window = open(&folder, Some(&path));
    window.paragraph("Third line.");
    rename(&mut window, "B");
    project.articles = vec![Arc::new(Article { text: Text::new("One line."), ..article })];
    std::fs::write(&path, store::to_string(&project)).expect("the folder can be written");
    window.ctrl(Key::S);
    window.click("Reload it");
    window.paragraph("One line.");
    assert!(!window.has("Third line."));
    window.ctrl(Key::Z);
    window.paragraph("Third line.");
}

#[test]
fn a_change_from_outside_is_noticed_on_coming_back() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    std::fs::write(&path, "<<<<<<< not a project any more").expect("the folder can be written");
    window.harness.event(egui::Event::WindowFocused(true));
    window.settle_until("was changed by another program");
    assert!(window.has("not a Standpoint project"));
    // Work goes on below the question, which stays.
    rename(&mut window, "B");
    wait_secs(&mut window, 12);
    assert!(window.has("was changed by another program"));
    assert!(std::fs::read_to_string(&path).expect("it is text").starts_with("<<<<<<<"), "nothing is saved over it");
}

/// Comes back to the window, which then looks at the file.
fn come_back(window: &mut Window) {
    window.harness.event(egui::Event::WindowFocused(true));
    window.settle();
}

#[test]
fn the_question_about_a_changed_file_follows_the_file() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let ours = std::fs::read(&path).expect("it was saved");
    let write =
        |project: &Project| std::fs::write(&path, store::to_string(project)).expect("the folder can be written");
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenIdle, Some(&path), []);
    write(&Project::titled("Theirs"));
    come_back(&mut window);
    window.settle_until("a different title");
    // Autosave waits for the decision.
    rename(&mut window, "B");
    wait_secs(&mut window, 12);
    assert_eq!(store::open(&path).expect("the file is sound").title, "Theirs");
    assert!(window.failures().is_empty());

    let mut theirs = Project::titled("B");
    theirs.articles.push(Arc::new(Article::new(Details::default(), Text::new("A text."))));
    write(&theirs);
    come_back(&mut window);
    window.settle_until("1 article more");
    assert!(!window.has("a different title"), "there is one question, about the file as it is");

    std::fs::write(&path, ours).expect("the folder can be written");
    come_back(&mut window);
    // There is nothing left to decide.
    window.settle_until_without("was changed by another program");
    wait_secs(&mut window, 12);
    assert_eq!(store::open(&path).expect("it was saved").title, "B");
}

#[test]
fn a_standing_question_is_reached_and_answered_by_keyboard() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    std::fs::write(&path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");
    come_back(&mut window);
    window.settle_until("was changed by another program");
    assert!(!window.is_focused("Reload it"), "it interrupts nothing");
    let alert = window.harness.get_by_role(egui::accesskit::Role::Alert);
    assert!(alert.accesskit_node().label().is_some_and(|spoken| spoken.contains("a different title")));
    while !window.is_focused("Reload it") {
        window.key(Key::F6);
    }
    window.key(Key::Enter);
    assert_eq!(window.project().title, "Theirs");
    assert!(!window.has("was changed by another program"));
}

#[test]
fn saving_under_the_same_name_asks_about_a_changed_file_as_well() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let answers = [FileAnswer::Cancelled, FileAnswer::Chosen(vec![path.clone()])];
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenAsked, Some(&path), answers);
    std::fs::write(&path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");
    rename(&mut window, "B");
    window.ctrl(Key::S);
    for _ in 0..2 {
        window.click("Save as…");
        assert!(window.has("was changed by another program"), "nothing is decided yet");
    }
    assert_eq!(store::open(&path).expect("the file is sound").title, "Theirs");
    window.click("Keep mine");
    assert_eq!(store::open(&path).expect("it was saved").title, "B");
}

#[test]
fn whoever_leaves_decides_about_a_changed_file_first() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    std::fs::write(&path, store::to_string(&Project::titled("Theirs"))).expect("the folder can be written");
    rename(&mut window, "B");
    window.ctrl(Key::W);
    window.click("Save");
    assert!(window.has("was changed by another program"));
    window.key(Key::Escape);
    assert_eq!(window.project().title, "B");
    window.ctrl(Key::W);
    window.click("Save");
    window.click("Keep mine");
    assert!(window.has("Recent projects"));
    assert_eq!(store::open(&path).expect("it was saved").title, "B");
}

#[test]
fn an_earlier_state_can_be_restored_and_taken_back() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    window.run_command("Restore an earlier version");
    assert!(window.has("There are no earlier versions"));
    window.click("Dismiss");
    for title in ["B", "C"] {
        rename(&mut window, title);
        window.ctrl(Key::S);
    }
    window.run_command("Restore an earlier version");
    assert!(window.has("a different title"));
    window.click("Restore");
    assert_eq!(window.project().title, "B", "the newest is chosen");
    window.ctrl(Key::Z);
    assert_eq!(window.project().title, "C");
}

#[test]
fn a_file_that_cannot_be_opened_leads_to_its_earlier_states() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    rename(&mut window, "B");
    window.ctrl(Key::S);
    drop(window);
    std::fs::write(&path, "(format: 1, titel: 7)").expect("the folder can be written");

    let mut window = open(&folder, Some(&path));
    assert!(window.has("cannot be opened") && window.has("1 earlier version"));
    window.click("Show earlier versions");
    window.click("Restore");
    assert_eq!(window.project().title, "A");
    assert_eq!(std::fs::read_to_string(&path).expect("it is text"), "(format: 1, titel: 7)");
    window.ctrl(Key::S);
    assert_eq!(store::open(&path).expect("it was saved").title, "A");
}

#[test]
fn a_project_is_saved_by_itself_when_idle() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenIdle, Some(&path), []);
    rename(&mut window, "B");
    assert_eq!(store::open(&path).expect("the file is sound").title, "A");
    wait_secs(&mut window, 7);
    assert_eq!(store::open(&path).expect("the file is sound").title, "B");
    assert!(window.has("Saved"));

    // What a crash left is looked at before it is written.
    rename(&mut window, "recovered");
    drop(window);
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenIdle, Some(&path), []);
    assert_eq!(window.project().title, "recovered");
    window.click("Dismiss");
    wait_secs(&mut window, 12);
    assert_eq!(store::open(&path).expect("the file is sound").title, "B");

    window.run_command("Save only when asked");
    rename(&mut window, "C");
    wait_secs(&mut window, 12);
    assert_eq!(store::open(&path).expect("the file is sound").title, "B");
    assert!(window.has("Unsaved changes"));
}

#[test]
fn a_save_that_fails_says_why_and_offers_another_place() {
    let folder = folder();
    let work = folder.path().join("work");
    std::fs::create_dir(&work).expect("the folder can be written");
    let (path, other) = (saved(&work, "A"), folder.path().join("other.ron"));
    let answers = [FileAnswer::Chosen(vec![other.clone()])];
    let mut window = Window::open_on(Arc::clone(&folder), Saving::WhenAsked, Some(&path), answers);
    rename(&mut window, "B");
    std::fs::remove_dir_all(&work).expect("it was just made");
    window.ctrl(Key::S);
    assert!(window.has("could not be saved") && window.has("its folder no longer exists"));
    assert!(window.has("Nothing is lost: every edit is in the journal"));
    window.click("Save as…");
    assert_eq!(store::open(&other).expect("it was saved").title, "B");
    assert!(window.has("Saved"));
    window.keys(Modifiers::COMMAND, Key::W);
    assert!(window.has("Recent projects"), "nothing is unsaved");
}

#[test]
fn a_project_that_is_renamed_meanwhile_is_followed_and_that_is_said() {
    if !cfg!(any(target_os = "linux", target_os = "macos")) {
        return;
    }
    let folder = folder();
    let path = saved(folder.path(), "A");
    let renamed = path.with_file_name("renamed.ron");
    let mut window = open(&folder, Some(&path));
    std::fs::rename(&path, &renamed).expect("the folder can be written");
    window.harness.event(egui::Event::WindowFocused(true));
    window.settle_until("was moved or renamed");
    rename(&mut window, "B");
    window.ctrl(Key::S);
    assert_eq!(store::open(&renamed).expect("it was saved").title, "B");

    // A save that comes before the next look finds it as well.
    std::fs::rename(&renamed, &path).expect("the folder can be written");
    rename(&mut window, "C");
    window.ctrl(Key::S);
    assert!(window.has("was moved or renamed"));
    assert_eq!(store::open(&path).expect("it was saved").title, "C");
    assert!(!renamed.exists(), "nothing is created under the other name");
}

#[test]
fn a_project_that_was_deleted_meanwhile_is_asked_about_until_that_is_decided() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    rename(&mut window, "B");
    std::fs::remove_file(&path).expect("the folder can be written");
    window.harness.event(egui::Event::WindowFocused(true));
    window.settle_until("is no longer there");
    wait_secs(&mut window, 12);
    assert!(window.has("is no longer there") && !path.exists());
    window.ctrl(Key::S);
    assert!(window.is_focused("Save it there again"), "whoever saves is led to the question");
    window.click("Save it there again");
    assert_eq!(store::open(&path).expect("it was saved").title, "B");
    assert!(!window.has("is no longer there"));
}

#[test]
fn a_write_protected_project_is_opened_read_only() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let protect = |is_protected: bool| {
        let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
        permissions.set_readonly(is_protected);
        std::fs::set_permissions(&path, permissions).expect("it can be protected");
    };
    protect(true);
    let window = open(&folder, Some(&path));
    assert!(window.has("is write-protected, so it is open read-only") && window.has("Read-only"));
    assert_eq!(window.project().title, "A");
    protect(false);
}

/// Puts the lock of another computer into a recovery folder.
fn lock_elsewhere(recovery: &Path) {
    let theirs = "(user:\"ana\",host:\"other-laptop\",process:4242,since:\"2026-11-01T10:00:00Z\")";
    std::fs::write(recovery.join("lock"), theirs).expect("the folder can be written");
}

#[test]
fn edits_left_under_the_lock_of_another_computer_are_offered_one_question_after_the_other() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let mut window = open(&folder, Some(&path));
    rename(&mut window, "B");
    drop(window);
    let moved = path.with_file_name("moved.ron");
    std::fs::rename(&path, &moved).expect("the folder can be written");
    lock_elsewhere(&folder.path().join("talks.ron.recovery"));
    let mut window = open(&folder, Some(&moved));
    assert_eq!(window.project().title, "A");
    assert!(window.has("Another computer has unsaved edits to this project") && window.has("ana on other-laptop"));
    window.click("Take over");
    assert!(window.has("Unsaved edits found for a different version of this file"));
    window.click("Apply what fits");
    assert_eq!(window.project().title, "B");
}

#[test]
fn a_project_never_saved_is_offered_though_the_computer_has_another_name() {
    let folder = folder();
    let machine = machine(folder.path());
    let mut session = Session::unsaved(Project::titled("A"), &machine);
    session.apply("Rename", Gesture::Single, Edit::SetTitle("Left alone".to_owned())).expect("every title fits");
    drop(session);
    let left = store::unsaved::left_behind(&machine)[0].folder.clone();
    lock_elsewhere(&left);
    let mut window = open(&folder, None);
    assert!(window.has("locked on other-laptop"));
    window.click("Recover Left alone");
    assert!(window.has("This project is open elsewhere"));
    window.click("Take over");
    assert_eq!(window.project().title, "Left alone");
}

#[test]
fn a_copy_can_be_made_a_project_of_its_own_when_it_is_first_opened() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    drop(open(&folder, Some(&path)));
    let copy = path.with_file_name("copy.ron");
    std::fs::copy(&path, &copy).expect("the folder can be written");
    let mut window = open(&folder, Some(&copy));
    let id = window.project().id;
    assert!(window.has("This project is a copy") && !window.has("one of the two is a copy"), "it is said once");
    window.click("Make this a project of its own");
    assert_ne!(window.project().id, id);
    window.ctrl(Key::Z);
    assert_eq!(window.project().id, id);
    window.run_command("Make this a project of its own");
    window.ctrl(Key::S);
    drop(window);
    assert_ne!(store::open(&copy).expect("it was saved").id, id);
    assert!(!open(&folder, Some(&copy)).has("This project is a copy"));
}

#[test]
fn changes_that_cannot_be_kept_are_said_to_be_unprotected_until_they_are() {
    let folder = folder();
    let path = saved(folder.path(), "A");
    let (recovery, data) = (path.with_file_name("talks.ron.recovery"), folder.path().join("recovery"));
    let mut window = open(&folder, Some(&path));
    // Something else stands where the journal would be, beside the project and in the data folder.
    std::fs::create_dir_all(recovery.join("journal/full")).expect("the folder can be written");
    std::fs::write(&data, "no folder").expect("the folder can be written");
    rename(&mut window, "B");
    wait_secs(&mut window, 2);
    assert!(window.has("Not protected") && window.has("are not protected against a crash"));
    std::fs::remove_dir_all(recovery.join("journal")).expect("it was just made");
    // It is tried again every second, as the wall shows it.
    for _ in 0..40 {
        std::thread::sleep(std::time::Duration::from_millis(100));
        wait_secs(&mut window, 2);
        if !window.has("Not protected") {
            break;
        }
    }
    assert!(!window.has("Not protected") && window.has("Unsaved changes"));
    drop(window);
    assert_eq!(open(&folder, Some(&path)).project().title, "B");
}
