//! The page of settings, and what becomes of what is set there.

use std::{fs, sync::Arc};

use egui::{Key, Modifiers, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use standpoint::ui::{
    desk::dialogs::files::FileAnswer,
    preferences::{Preferences, Saving, ThemeChoice, kept::KeptPreferences},
    settings::{Setting, SettingControl, SettingGroup},
};
use standpoint_core::text::words::Snap;

use crate::{
    common::{Window, folder_of_articles, preferences_of_ak},
    preferences::kept,
    tag_sentence, with_articles,
};

const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);

fn settings(window: &mut Window) {
    window.keys(CTRL_ALT, Key::S);
    assert!(window.has("Close settings"));
}

fn preferences(window: &Window) -> &Preferences {
    window.harness.state().preferences()
}

/// Selects a value in the menu of a setting.
fn choose(window: &mut Window, setting: &str, value: &str) {
    window.click_containing(&format!("{setting}: "));
    window.click(value);
}

#[test]
fn every_setting_is_on_the_page_under_its_group_and_has_a_control_of_its_name() {
    let mut window = Window::open(None, []);
    settings(&mut window);
    for group in SettingGroup::ALL {
        assert!(
            window.harness.query_all_by_label(group.title()).count() >= 2,
            "in the list and on the page: {group:?}"
        );
    }
    for setting in Setting::ALL {
        let spec = setting.spec();
        window.fill("Find a setting", spec.name);
        let name = spec.name.to_owned();
        let control = match spec.control {
            SettingControl::Text | SettingControl::Switch => name,
            SettingControl::Choice(_) | SettingControl::Number { .. } => format!("{name}: "),
            SettingControl::Shortcuts => "Change keys…".to_owned(),
        };
        assert!(window.has(&control), "{control}");
    }
}

#[test]
fn what_is_set_applies_at_once_and_is_there_at_the_next_start() {
    let (mut window, _folder) = with_articles([]);
    settings(&mut window);
    window.fill("Coder", "Maria T. ");
    choose(&mut window, "Selection snaps to", "Sentences");
    window.click("Theme: Dark");
    window.click("Increase text size");
    window.click("Legend of the keys");
    window.click("Increase interface size");
    let set = preferences(&window);
    assert_eq!((&*set.coder, set.snap, set.theme), ("Maria T.", Snap::Sentence, ThemeChoice::Dark));
    assert!(window.harness.ctx.global_style().visuals.dark_mode, "the window is dark");
    assert!((set.text_scale - 1.1).abs() < 1e-6 && set.shows_legend);
    assert!(window.has("Text size: 110%"));
    assert!(window.has("Interface size: 110%"));
    assert!((window.harness.ctx.zoom_factor() - 1.1).abs() < 1e-6, "{}", window.harness.ctx.zoom_factor());
    window.key(Key::Escape);
    assert!(!window.has("Close settings") && window.has("Coder Maria T."), "back on the page before");

    let written = fs::read_to_string(window.data().join("settings.ron")).expect("the settings are kept");
    assert!(written.contains("coder: \"Maria T.\",\n") && written.contains("snap: Sentence,\n"), "{written}");
    assert!(!written.contains("recent"), "what is remembered stands elsewhere");
    let KeptPreferences { preferences: next, loss } = kept(&mut window);
    assert_eq!((&next, loss), (preferences(&window), None));
}

#[test]
fn commands_and_dialogs_change_the_same_settings() {
    let (mut window, _folder) = with_articles([]);
    for command in ["Sepia theme", "Snap to paragraphs", "Tint by actor", "Wider page", "Save when idle"] {
        window.run_command(command);
    }
    window.run_command("Export highlights");
    window.click("CSV for Excel");
    window.click("Cancel");
    settings(&mut window);
    for part in ["Selection snaps to: Paragraphs", "Page width: 75 characters", "Save: After a pause of five seconds"] {
        assert!(window.has(part), "{part}");
    }
    let set = preferences(&window);
    assert!(set.csv_for_excel && set.theme == ThemeChoice::Sepia && set.saving == Saving::WhenIdle);
    // Each that differs from its default can be set back by itself.
    window.click("Reset: Page width");
    assert!(window.has("Page width: 70 characters") && !window.has("Reset: Page width"));
}

#[test]
fn a_setting_is_found_by_any_word_and_the_search_says_where_there_is_none() {
    let mut window = Window::open(None, []);
    settings(&mut window);
    window.write("excel");
    assert!(window.has("CSV for Excel") && !window.has("Legend of the keys"));
    window.fill("Find a setting", "sepia");
    assert!(window.has("Theme: Sepia") && !window.has("CSV for Excel"));
    window.fill("Find a setting", "zoom");
    assert!(window.has("No setting matches “zoom”."));
    window.click("Show all settings");
    assert!(window.has("CSV for Excel"));
}

#[test]
fn defaults_are_restored_only_after_a_question() {
    let (mut window, _folder) = with_articles([]);
    window.run_command("Dark theme");
    settings(&mut window);
    window.click("Restore defaults…");
    window.key(Key::Enter);
    assert_eq!(preferences(&window).theme, ThemeChoice::Dark, "the keyboard starts at Cancel");
    window.click("Restore defaults…");
    window.click("Restore defaults");
    assert_eq!(preferences(&window).theme, ThemeChoice::System);
    assert!(Setting::ALL.into_iter().all(|setting| setting.is_usual(preferences(&window))));
}

#[test]
fn the_page_is_left_by_its_button_by_escape_and_for_any_other_page() {
    let (mut window, _folder) = with_articles([]);
    settings(&mut window);
    window.click("Close settings");
    assert!(!window.has("Find a setting"));
    settings(&mut window);
    window.write("snap");
    window.key(Key::Escape);
    window.key(Key::Escape);
    assert!(!window.has("Find a setting"), "the first leaves the field");
    settings(&mut window);
    window.ctrl(Key::Num3);
    assert!(!window.has("Find a setting") && window.has("Find or add an actor"));
}

#[test]
fn a_group_in_the_list_is_shown_on_the_page() {
    let data = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let builder = Harness::builder().with_size(vec2(800.0, 600.0));
    let mut window = Window::build(builder, data, preferences_of_ak(Saving::WhenAsked), None, []);
    settings(&mut window);
    let top = |window: &Window| window.harness.get_by_label("Guard against formulas").rect().top();
    assert!(top(&window) > 600.0, "it is not in view");
    let list = window.harness.get_all_by_label("Export").find(|node| node.rect().left() < 60.0);
    list.expect("the group is in the list").click();
    window.settle();
    window.harness.run_steps(20);
    assert!(top(&window) < 560.0, "{}", top(&window));
}

#[test]
fn a_new_project_begins_with_the_comparison_that_is_set() {
    let (_articles, paths) = folder_of_articles();
    let (mut window, _folder) = with_articles([FileAnswer::Chosen(paths)]);
    settings(&mut window);
    choose(&mut window, "Rows", "Actor");
    choose(&mut window, "Columns", "Outlet");
    choose(&mut window, "Cells show", "Net stance");
    window.ctrl(Key::N);
    window.click("Don’t save");
    window.fill("Title", "Next");
    window.click("Create");
    assert!(!window.has("Find a setting"), "the new project is shown");
    window.ctrl(Key::I);
    window.import();
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.ctrl(Key::Num2);
    for part in ["Rows: actor", "Columns: outlet", "Cells: Net stance"] {
        assert!(window.has(part), "{part}");
    }
}

#[test]
fn a_damaged_file_of_settings_costs_what_is_damaged_and_names_it() {
    let data = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let file = data.path().join("settings.ron");
    fs::write(&file, "(\n    coder: \"AK\", // me\n    theme: Purple,\n    n_backups: 7,\n    zoom: 2,\n)\n")
        .expect("it can be");
    let kept = KeptPreferences::default().with_settings_of(&file);
    let window = Window::build(Harness::builder(), data, kept, None, []);
    assert!(window.has("reset: “Theme”, “zoom”, which is not a setting. All others are kept."));
    assert_eq!((&*preferences(&window).coder, preferences(&window).n_backups), ("AK", 7));
}
