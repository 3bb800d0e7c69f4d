//! Preferences that are damaged or were changed by hand.

use std::sync::Arc;

use egui_kittest::Harness;

use standpoint::ui::preferences::kept::KeptPreferences;

use crate::{common::Window, keys::Storage};

/// What the window leaves for its next start.
pub fn kept(window: &mut Window) -> KeptPreferences {
    let mut storage = Storage::default();
    eframe::App::save(window.harness.state_mut(), &mut storage);
    KeptPreferences::of_storage(&storage, None).with_settings_of(&window.data().join("settings.ron"))
}

#[test]
fn a_preference_that_cannot_be_read_is_named_and_costs_no_other() {
    let written = "(recent:[\"/tmp/talks.ron\"],coder:\"AK\",theme:Purple,shows_legend:true)";
    let data = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let mut window = Window::build(Harness::builder(), data, KeptPreferences::read(written), None, []);
    assert!(window.has("Some settings could not be read and were reset: “Theme”."));
    assert!(window.has("Open talks"));
    let kept = kept(&mut window);
    assert_eq!((&*kept.preferences.coder, kept.preferences.shows_legend, kept.loss), ("AK", true, None));
    window.click("Dismiss");
    assert!(!window.has("could not be read"));
}
