//! Menus by pointer and by keyboard, and the keyboard's way through the window.

use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::command::{Command, Menu};

use super::{tag_sentence, with_articles};
use crate::common::Window;

/// The names of the lines of the menus that are open.
fn lines(window: &Window) -> Vec<String> {
    let is_line = |role: Role| matches!(role, Role::MenuItem | Role::MenuItemRadio | Role::MenuItemCheckBox);
    let nodes = window.harness.root().children_recursive();
    let lines = nodes.filter(|node| is_line(node.accesskit_node().role()));
    lines.filter_map(|node| node.accesskit_node().label()).collect()
}

/// Every menu fits, its last line is on screen, and the arrows and Enter run a command.
#[test]
fn menus_are_worked_by_the_keyboard() {
    let (mut window, _folder) = with_articles([]);
    window.key(Key::F10);
    assert!(window.has("New project…") && window.is_focused("New project…"));
    window.key(Key::ArrowUp);
    assert!(window.is_focused("Quit"));
    window.key(Key::ArrowLeft);
    assert!(window.is_focused("All commands…") && !window.has("New project…"), "from File to Help");
    window.key(Key::Escape);
    assert!(!window.has("Keyboard shortcuts…"));
    window.keys(Modifiers::ALT, Key::V);
    assert!(window.is_focused("Read"));
    window.write("t");
    assert!(window.is_focused("Theme"));
    window.key(Key::ArrowRight);
    assert!(window.is_focused("Follow the system"));
    window.key(Key::End);
    window.key(Key::Enter);
    assert!(!window.has("Follow the system"));
    assert_eq!(window.harness.state().preferences().theme, standpoint::ui::preferences::ThemeChoice::Dark);
    window.keys(Modifiers::ALT, Key::V);
    window.write("t");
    window.key(Key::ArrowRight);
    let dark = window.harness.get_by_role_and_label(Role::MenuItemRadio, "Dark");
    assert_eq!(dark.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
    window.key(Key::Escape);
    assert!(!window.has("Follow the system") && window.is_focused("Theme"), "Escape leaves one menu at a time");
}

#[test]
fn a_menu_fits_a_small_screen_and_scrolls_to_its_last_line() {
    let (mut window, _folder) = with_articles([]);
    for size in [vec2(640.0, 480.0), vec2(800.0, 600.0), vec2(1440.0, 900.0)] {
        window.harness.set_size(size);
        window.settle();
        for menu in Menu::ALL {
            window.keys(Modifiers::ALT, menu.access_key().0);
            window.key(Key::End);
            let last = lines(&window).pop().expect("a menu is open");
            assert!(window.is_focused(&last), "{menu:?} at {size}");
            let rect = window.harness.get_by_label(&last).rect();
            assert!(rect.bottom() <= size.y && rect.right() <= size.x, "{last} of {menu:?} at {size}: {rect}");
            window.key(Key::Escape);
        }
    }
}

#[test]
fn what_cannot_be_chosen_says_why() {
    let mut window = Window::open(None, []);
    window.click("Highlight");
    let tag = window.harness.get_by_label("Tag…");
    assert!(tag.accesskit_node().is_disabled());
    tag.hover();
    window.harness.run_steps(20);
    window.settle();
    assert!(window.has("Open a project first"));
    window.click("Tag…");
    assert!(window.has("Repeat last tag"), "the menu stays open");
}

#[test]
fn the_pointer_slides_from_menu_to_menu_and_a_click_beside_closes() {
    let (mut window, _folder) = with_articles([]);
    window.click("File");
    assert!(window.has("Save as…"));
    window.harness.get_by_label("Edit").hover();
    window.settle();
    assert!(!window.has("Save as…") && window.has("Article details…"));
    window.harness.get_by_label("Selection snaps to").hover();
    window.settle();
    window.click("Sentences");
    assert!(!window.has("Article details…"));
    assert_eq!(window.harness.state().preferences().snap, standpoint_core::text::words::Snap::Sentence);
    window.click("File");
    window.click_at(egui::pos2(700.0, 800.0), 1);
    assert!(!window.has("Save as…"));
}

#[test]
fn a_right_click_offers_the_commands_of_what_is_under_the_pointer() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "moscow, valley +");
    let place = window.paragraph("Moscow wants").left_top() + vec2(30.0, 14.0);
    window.key(Key::Escape);
    window.open_menu_at(place);
    assert!(window.has("Change tags…"));
    window.choose("Delete highlight");
    assert_eq!(window.project().n_highlights(), 0);
    window.click_at(place, 3);
    window.open_menu_at(place);
    assert!(window.has("Repeat last tag") && !window.has("Change tags…"));
    window.key(Key::Escape);
    window.keys(Modifiers::SHIFT, Key::F10);
    assert!(window.is_focused("Tag…"));
    window.key(Key::Enter);
    assert!(window.has("Tag: actor, issue and stance"), "the tag box is open");
}

#[test]
fn f6_goes_through_the_panels_and_tab_through_their_controls() {
    let (mut window, _folder) = with_articles([]);
    let mut seen = Vec::new();
    for _ in 0..4 {
        window.key(Key::F6);
        seen.push(window.focused().expect("something has the keyboard").1);
    }
    for (at, rect) in seen.iter().enumerate() {
        assert!(!seen[..at].contains(rect), "{seen:?}");
    }
    window.key(Key::F6);
    assert_eq!(window.focused().map(|(_, rect)| rect), Some(seen[0]), "it comes round");
    window.keys(Modifiers::SHIFT, Key::F6);
    assert_eq!(window.focused().map(|(_, rect)| rect), Some(seen[3]));
    // The text lets go of the keyboard.
    window.key(Key::F6);
    window.key(Key::F6);
    let text = window.focused();
    window.key(Key::Tab);
    assert_ne!(window.focused(), text);
    assert_eq!(Command::CycleHighlights.usual_shortcuts()[0].key, Key::C);
}

#[test]
fn f6_goes_through_the_panels_of_the_codebook_as_well() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "moscow, valley +");
    window.ctrl(Key::Num3);
    window.click("In the codebook: moscow");
    let mut seen: Vec<f32> = Vec::new();
    for _ in 0..4 {
        window.key(Key::F6);
        seen.push(window.focused().expect("something has the keyboard").1.center().x);
    }
    seen.sort_by(f32::total_cmp);
    let are_apart = seen.windows(2).all(|pair| pair[1] - pair[0] > 20.0);
    assert!(are_apart, "the list, the form, the passages and the status line: {seen:?}");
}
