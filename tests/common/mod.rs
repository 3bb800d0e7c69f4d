//! The real window without a screen, driven by accessible names.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, Rect, TouchPhase, Vec2};
use egui_kittest::{
    Harness, HarnessBuilder,
    kittest::{NodeT as _, Queryable as _},
};
use standpoint::ui::{
    desk::dialogs::files::{FileAnswer, ScriptedDialogs},
    preferences::{Preferences, Saving, kept::KeptPreferences},
    settings::{Setting, SettingType as _},
    window::App,
};
use standpoint_core::model::Project;
use standpoint_store::{Machine, disk::SystemDisk, folders::Folders};

pub struct Window {
    pub harness: Harness<'static, App>,
    /// Where the program keeps its own things; gone with the window, unless somebody else holds it too.
    data: Arc<tempfile::TempDir>,
}

/// The preferences of an analyst called AK.
pub fn preferences_of_ak(saving: Saving) -> Preferences {
    let preferences = Preferences::default().with(Setting::Coder, "AK".to_owned().to_value());
    preferences.with(Setting::Autosave, saving.to_value())
}

/// How many frames a job on another thread may take.
const PATIENCE: usize = 20_000;

/// How many times a job may follow from what was clicked after the one before has ended.
const ROUNDS: usize = 4;

impl Window {
    /// Opens the window, with a project or with the welcome page; file dialogs will get `answers`.
    pub fn open(project: Option<&Path>, answers: impl IntoIterator<Item = FileAnswer>) -> Self {
        let data = tempfile::tempdir().expect("the system gives a temporary folder");
        // A test saves when it says so.
        Self::open_on(Arc::new(data), Saving::WhenAsked, project, answers)
    }

    /// Opens the window of a machine that keeps what the program writes there.
    pub fn open_on(
        data: Arc<tempfile::TempDir>,
        saving: Saving,
        project: Option<&Path>,
        answers: impl IntoIterator<Item = FileAnswer>,
    ) -> Self {
        let preferences = preferences_of_ak(saving);
        let builder = Harness::builder().with_size(Vec2::new(1440.0, 900.0));
        Self::build(builder, data, preferences, project, answers)
    }

    /// Opens the window in a harness of another size or with another renderer, and with these preferences.
    pub fn build(
        builder: HarnessBuilder<App>,
        data: Arc<tempfile::TempDir>,
        preferences: impl Into<KeptPreferences>,
        project: Option<&Path>,
        answers: impl IntoIterator<Item = FileAnswer>,
    ) -> Self {
        let (preferences, project) = (preferences.into(), project.map(Path::to_owned));
        let dialogs = Box::new(ScriptedDialogs::new(answers));
        let mut machine = Machine::with(Folders::below(data.path().to_owned()), Arc::new(SystemDisk));
        machine.take_over_wait = std::time::Duration::from_millis(200);
        let harness = builder
            .with_max_steps(40)
            // Quick enough for a double click.
            .with_step_dt(0.05)
            .build_eframe(move |cc| App::with_preferences(&cc.egui_ctx, preferences, machine, dialogs, project));
        let mut window = Self { harness, data };
        window.settle();
        window
    }

    /// Runs frames until nothing is being read or written and nothing moves.
    pub fn settle(&mut self) {
        // A click may take a frame or two until it starts a job.
        for _ in 0..ROUNDS {
            self.harness.step();
            for _ in 0..PATIENCE {
                if self.harness.state().is_idle() {
                    break;
                }
                std::thread::yield_now();
                self.harness.step();
            }
            assert!(self.harness.state().is_idle(), "a job did not end");
            self.harness.run_steps(3);
            if self.harness.state().is_idle() {
                break;
            }
        }
    }

    /// Where the program keeps its own things.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    pub fn project(&self) -> &Project {
        self.harness.state().project().expect("a project is open")
    }

    pub fn failures(&self) -> Vec<String> {
        self.harness.state().failures()
    }

    pub fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.settle();
    }

    /// Imports the drafts that are selected on the page of imports, whatever their number.
    pub fn import(&mut self) {
        let is_button = |name: &str| {
            let words: Vec<&str> = name.split(' ').collect();
            matches!(*words, ["Import", n, "article" | "articles"] if n.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let name = self.harness.root().children_recursive().filter_map(|node| node.accesskit_node().label());
        let name = name.into_iter().find(|name| is_button(name)).expect("the page of imports is on screen");
        self.click(&name);
    }

    /// Clicks a line of the menu that is open.
    pub fn choose(&mut self, name: &str) {
        self.harness.get_by_role_and_label(egui::accesskit::Role::MenuItem, name).click();
        self.settle();
    }

    /// Shows a page.
    pub fn click_tab(&mut self, name: &str) {
        self.harness.get_by_role_and_label(egui::accesskit::Role::Tab, name).click();
        self.settle();
    }

    pub fn click_containing(&mut self, part: &str) {
        self.harness.get_by_label_contains(part).click();
        self.settle();
    }

    /// Runs a command by its name, as one does who knows no key.
    pub fn run_command(&mut self, name: &str) {
        self.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        self.write(name);
        self.key(Key::Enter);
    }

    /// Runs frames until words are on screen that come after work the window does not show.
    pub fn settle_until(&mut self, words: &str) {
        for _ in 0..PATIENCE {
            if self.has(words) {
                break;
            }
            std::thread::yield_now();
            self.harness.step();
        }
        assert!(self.has(words), "“{words}” did not come");
        self.settle();
    }

    /// Runs frames until words are gone from the screen, after work that the window does not show.
    pub fn settle_until_without(&mut self, words: &str) {
        for _ in 0..PATIENCE {
            if !self.has(words) {
                break;
            }
            std::thread::yield_now();
            self.harness.step();
        }
        assert!(!self.has(words), "“{words}” did not go");
        self.settle();
    }

    pub fn has(&self, part: &str) -> bool {
        self.harness.query_all_by_label_contains(part).next().is_some()
    }

    /// Turns the wheel over this place until the page has moved by so many points, or has come to its end.
    pub fn wheel(&mut self, over: Pos2, points: f32) {
        self.harness.hover_at(over);
        self.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: Vec2::new(0.0, -points),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        // The wheel turns the page smoothly.
        self.harness.run_steps(60);
    }

    pub fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    pub fn ctrl(&mut self, key: Key) {
        self.keys(Modifiers::COMMAND, key);
    }

    /// Types into whatever has the focus.
    pub fn write(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    /// Writes into the field of that name, in place of what it holds.
    pub fn fill(&mut self, name: &str, text: &str) {
        self.harness.get_by_label(name).focus();
        self.settle();
        self.ctrl(Key::A);
        self.write(text);
    }

    /// Where the paragraph with these words stands.
    pub fn paragraph(&self, words: &str) -> Rect {
        self.harness
            .get_all_by_label_contains(words)
            .find(|node| node.accesskit_node().role() == egui::accesskit::Role::Paragraph)
            .expect("the paragraph is on screen")
            .rect()
    }

    pub fn drag(&mut self, from: Pos2, to: Pos2) {
        self.harness.hover_at(from);
        self.harness.step();
        self.harness.drag_at(from);
        self.harness.step();
        for step in 1..=4u8 {
            self.harness.hover_at(from.lerp(to, f32::from(step) / 4.0));
            self.harness.step();
        }
        self.harness.drop_at(to);
        self.settle();
    }

    /// Clicks a place this many times, quickly.
    pub fn click_at(&mut self, at: Pos2, times: usize) {
        self.press_at(at, PointerButton::Primary, times);
    }

    /// Clicks a place with the second button, which opens a menu.
    pub fn open_menu_at(&mut self, at: Pos2) {
        self.press_at(at, PointerButton::Secondary, 1);
    }

    fn press_at(&mut self, pos: Pos2, button: PointerButton, times: usize) {
        self.harness.hover_at(pos);
        self.harness.step();
        for _ in 0..times {
            for pressed in [true, false] {
                self.harness.event(Event::PointerButton { pos, button, pressed, modifiers: Modifiers::NONE });
            }
        }
        self.settle();
    }

    /// The name and the place of what has the keyboard.
    pub fn focused(&self) -> Option<(String, Rect)> {
        let focused = self.harness.root().children_recursive().find(|node| node.accesskit_node().is_focused())?;
        Some((focused.accesskit_node().label().unwrap_or_default(), focused.rect()))
    }

    /// Whether something of this name has the keyboard.
    pub fn is_focused(&self, name: &str) -> bool {
        self.focused().is_some_and(|(focused, _)| focused == name)
    }
}

/// A folder with two articles as an analyst would have them.
pub fn folder_of_articles() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let texts = [
        (
            "one.txt",
            "Land comes first\n\nMoscow wants the whole of the valley. Kyiv says no to that.\n\nNobody moved.\n",
        ),
        ("two.txt", "A second voice\n\nThe talks ended without a word about the valley.\n"),
    ];
    let write = |(name, text): (&str, &str)| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the folder can be written");
        path
    };
    let paths = texts.into_iter().map(write).collect();
    (folder, paths)
}
