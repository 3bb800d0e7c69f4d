//! The real window without a screen: frames of the program, timed by the processor time of their thread.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::App as _;
use egui::{
    CentralPanel, Context, Event, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Ui,
    Vec2, vec2,
};
use rustix::time::{ClockId, clock_gettime};

use standpoint::ui::{
    desk::dialogs::files::{FileAnswer, ScriptedDialogs},
    preferences::{Preferences, Saving},
    settings::{Setting, SettingType as _},
    window::App,
};
use standpoint_store::{Machine, disk::SystemDisk, folders::Folders};

pub const SCREEN: Vec2 = vec2(1440.0, 900.0);

/// The program with an open project.
pub struct Stage {
    ctx: Context,
    app: App,
    frame: eframe::Frame,
    time: f64,
}

/// The longest frames while a project is opened.
pub struct Opening {
    /// When the window appears, with the welcome page.
    pub start: Duration,
    /// While the file is read, and after the project was first shown.
    pub meanwhile: Duration,
    /// When the project is first shown.
    pub shown: Duration,
}

impl Stage {
    /// Opens a project and waits until it is shown.
    pub fn open(project: &Path, data: &Path) -> (Self, Opening) {
        let mut stage = Self::new(project, data);
        let start = stage.frame(Vec::new()).max(stage.frame(Vec::new()));
        let (mut meanwhile, mut shown) = (Duration::ZERO, Duration::ZERO);
        while stage.app.project().is_none() {
            assert!(stage.app.failures().is_empty(), "{:?}", stage.app.failures());
            meanwhile = meanwhile.max(shown);
            std::thread::sleep(Duration::from_millis(2));
            shown = stage.frame(Vec::new());
        }
        // The page is there in the frame after.
        shown = shown.max(stage.frame(Vec::new()));
        meanwhile = meanwhile.max(stage.wait());
        (stage, Opening { start, meanwhile, shown })
    }

    /// The program without a project; returns its first frame as well.
    pub fn welcome(preferences: Preferences, data: &Path) -> (Self, Duration) {
        let mut stage = Self::with(preferences, None, data, ScriptedDialogs::new([]));
        let start = stage.frame(Vec::new()).max(stage.frame(Vec::new()));
        (stage, start)
    }

    /// Opens a project in a window whose file dialog gives this folder to the first who asks, and waits until it is shown.
    pub fn open_beside(project: &Path, folder: PathBuf, data: &Path) -> Self {
        let answers = [FileAnswer::Chosen(vec![folder])];
        let mut stage = Self::with(Preferences::default(), Some(project), data, ScriptedDialogs::new(answers));
        while stage.app.project().is_none() {
            assert!(stage.app.failures().is_empty(), "{:?}", stage.app.failures());
            std::thread::sleep(Duration::from_millis(2));
            stage.frame(Vec::new());
        }
        stage.wait();
        stage
    }

    /// Opens a file that must be repaired, and waits until that is shown.
    pub fn open_damaged(project: &Path, data: &Path) -> (Self, Opening) {
        let mut stage = Self::new(project, data);
        let start = stage.frame(Vec::new()).max(stage.frame(Vec::new()));
        let (mut meanwhile, mut shown) = (Duration::ZERO, Duration::ZERO);
        while !stage.app.is_idle() {
            meanwhile = meanwhile.max(shown);
            std::thread::sleep(Duration::from_millis(2));
            shown = stage.frame(Vec::new());
        }
        shown = shown.max(stage.frame(Vec::new()));
        (stage, Opening { start, meanwhile, shown })
    }

    fn new(project: &Path, data: &Path) -> Self {
        Self::with(Preferences::default(), Some(project), data, ScriptedDialogs::new([]))
    }

    fn with(preferences: Preferences, project: Option<&Path>, data: &Path, dialogs: ScriptedDialogs) -> Self {
        let ctx = Context::default();
        let machine = Machine::with(Folders::below(data.to_owned()), Arc::new(SystemDisk));
        let preferences = preferences.with(Setting::Autosave, Saving::WhenAsked.to_value());
        let app = App::with_preferences(&ctx, preferences, machine, Box::new(dialogs), project.map(Path::to_owned));
        Self { ctx, app, frame: eframe::Frame::_new_kittest(), time: 0.0 }
    }

    /// Runs frames until no thread is at work, and returns the longest.
    pub fn wait(&mut self) -> Duration {
        let mut worst = self.frame(Vec::new());
        while !self.app.is_idle() {
            std::thread::sleep(Duration::from_millis(2));
            worst = worst.max(self.frame(Vec::new()));
        }
        worst.max(self.settle())
    }

    /// Lets animations and first layouts pass.
    pub fn settle(&mut self) -> Duration {
        (0..6).map(|_| self.frame(Vec::new())).max().unwrap_or_default()
    }

    /// One frame: its layout, its shapes and its triangles.
    pub fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 20.0;
        let input = input(self.time, events);
        let (app, frame) = (&mut self.app, &mut self.frame);
        timed_frame(&self.ctx, input, |ui| {
            app.logic(ui, frame);
            app.ui(ui, frame);
        })
    }

    /// Presses a key and lets it go; returns the longer frame.
    pub fn key(&mut self, modifiers: Modifiers, key: Key) -> Duration {
        let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
        self.frame(vec![event(true)]).max(self.frame(vec![event(false)]))
    }

    /// Presses a key `n` times.
    pub fn keys(&mut self, key: Key, n: usize) -> Duration {
        (0..n).map(|_| self.key(Modifiers::NONE, key)).max().unwrap_or_default()
    }

    pub fn write(&mut self, words: &str) -> Duration {
        words.chars().map(|c| self.frame(vec![Event::Text(c.to_string())])).max().unwrap_or_default()
    }

    /// Runs a command by its name. Only the frames after it was chosen count.
    pub fn run_command(&mut self, name: &str) -> Duration {
        self.key(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        self.write(name);
        self.key(Modifiers::NONE, Key::Enter).max(self.frame(Vec::new()))
    }

    /// Moves the pointer across a part of the window.
    pub fn sweep(&mut self, over: Rect) -> Duration {
        let at = |step: u8| over.left_top() + over.size() * (f32::from(step) + 0.5) / 8.0;
        (0..8).map(|step| self.frame(vec![Event::PointerMoved(at(step))])).max().unwrap_or_default()
    }

    /// Turns the wheel over a part of the window.
    pub fn scroll(&mut self, over: Rect) -> Duration {
        self.frame(vec![Event::PointerMoved(over.center())]);
        let down = (0..8).map(|_| self.frame(vec![wheel(-10.0)])).max().unwrap_or_default();
        let up = (0..8).map(|_| self.frame(vec![wheel(10.0)])).max().unwrap_or_default();
        down.max(up)
    }

    /// Turns the wheel over a list until its end.
    pub fn scroll_to_end(&mut self, over: Rect) -> Duration {
        self.frame(vec![Event::PointerMoved(over.center())]);
        let turned = (0..8).map(|_| self.frame(vec![wheel(-1e6)])).max().unwrap_or_default();
        turned.max((0..20).map(|_| self.frame(Vec::new())).max().unwrap_or_default())
    }

    /// Clicks on what has this name, and returns the longest frame.
    ///
    /// # Panics
    /// If nothing has that name.
    pub fn click(&mut self, name: &str) -> Duration {
        let at = self.rect_of(name).unwrap_or_else(|| panic!("there is no “{name}”")).center();
        self.click_at(at)
    }

    /// Makes sure that what was timed is what is on screen. That frame is not timed.
    ///
    /// # Panics
    /// If nothing has that name.
    pub fn expect(&mut self, name: &str) {
        assert!(self.rect_of(name).is_some(), "there is no “{name}”");
    }

    pub fn click_at(&mut self, pos: Pos2) -> Duration {
        self.frame(vec![Event::PointerMoved(pos)]);
        let button =
            |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
        let pressed = self.frame(vec![button(true)]).max(self.frame(vec![button(false)]));
        pressed.max(self.frame(Vec::new()))
    }

    /// Clicks with the second button, which opens a menu.
    pub fn click_second(&mut self, pos: Pos2) -> Duration {
        self.frame(vec![Event::PointerMoved(pos)]);
        let event = |pressed| Event::PointerButton {
            pos,
            button: PointerButton::Secondary,
            pressed,
            modifiers: Modifiers::NONE,
        };
        let pressed = self.frame(vec![event(true)]).max(self.frame(vec![event(false)]));
        pressed.max(self.settle())
    }

    /// Where the thing is whose name begins with this or has it, as a screen reader finds it. That frame is not timed.
    pub fn rect_of(&mut self, name: &str) -> Option<Rect> {
        self.ctx.enable_accesskit();
        self.time += 1.0 / 20.0;
        let (app, frame) = (&mut self.app, &mut self.frame);
        let mut output = self.ctx.run_ui(input(self.time, Vec::new()), |ui| {
            app.logic(ui, frame);
            app.ui(ui, frame);
        });
        self.ctx.disable_accesskit();
        output.textures_delta.clear();
        let nodes = output.platform_output.accesskit_update.map(|update| update.nodes).unwrap_or_default();
        let label = |node: &egui::accesskit::Node| node.label().or(node.value()).unwrap_or_default().to_owned();
        let named = |is_meant: &dyn Fn(&str) -> bool| {
            nodes.iter().find_map(|(_, node)| node.bounds().filter(|_| is_meant(&label(node))))
        };
        let found = named(&|label| label == name)
            .or_else(|| named(&|label| label.starts_with(name)))
            .or_else(|| named(&|label| label.contains(name)));
        self.settle();
        #[expect(clippy::cast_possible_truncation, reason = "points on a screen")]
        found.map(|bounds| {
            Rect::from_min_max(
                Pos2::new(bounds.x0 as f32, bounds.y0 as f32),
                Pos2::new(bounds.x1 as f32, bounds.y1 as f32),
            )
        })
    }

    /// How long it takes from an edit, made by a key, until no work is left and its result is shown.
    ///
    /// # Panics
    /// If the key changes no highlight.
    pub fn ready_after(&mut self, modifiers: Modifiers, key: Key) -> Duration {
        let before = self.highlights();
        let start = std::time::Instant::now();
        self.key(modifiers, key);
        while !self.app.is_idle() {
            std::thread::sleep(Duration::from_millis(1));
            self.frame(Vec::new());
        }
        self.frame(Vec::new());
        let taken = start.elapsed();
        assert!(self.highlights() != before, "the key changed no highlight");
        taken
    }

    /// How many highlights there are, and how many with a stance.
    fn highlights(&self) -> (usize, usize) {
        let all = self.app.project().into_iter().flat_map(standpoint_core::model::Project::highlights);
        all.fold((0, 0), |(n, with_stance), (_, highlight)| {
            (n + 1, with_stance + usize::from(highlight.stance.is_some()))
        })
    }
}

fn wheel(rows: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, rows * 24.0),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

/// The frame of a page with nothing on it.
pub fn empty_frame() -> Duration {
    let ctx = Context::default();
    let mut time = 0.0;
    let mut frames: Vec<Duration> = (0..30)
        .map(|_| {
            time += 1.0 / 20.0;
            timed_frame(&ctx, input(time, Vec::new()), |ui| {
                CentralPanel::default().show(ui, |_| {});
            })
        })
        .collect();
    frames.sort_unstable();
    frames[frames.len() / 2]
}

fn input(time: f64, events: Vec<Event>) -> RawInput {
    RawInput {
        screen_rect: Some(Rect::from_min_size(Pos2::ZERO, SCREEN)),
        time: Some(time),
        focused: true,
        events,
        ..RawInput::default()
    }
}

/// What a frame takes of this thread's processor time.
fn timed_frame(ctx: &Context, input: RawInput, mut page: impl FnMut(&mut Ui)) -> Duration {
    let start = thread_time();
    let mut output = ctx.run_ui(input, &mut page);
    output.textures_delta.clear();
    let triangles = ctx.tessellate(output.shapes, output.pixels_per_point);
    let taken = thread_time().saturating_sub(start);
    std::hint::black_box(triangles);
    taken
}

fn thread_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime).try_into().expect("a thread runs for a while, and not before it began")
}
