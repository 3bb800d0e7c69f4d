//! One frame of the comparison in the window while its table is scrolled, without a window.

use std::time::{Duration, Instant};

use egui::{
    CentralPanel, Context, Event, Modifiers, MouseWheelSource, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2,
};

use standpoint_core::{edit::History, model::Project};

use standpoint::ui::{
    action::Action,
    pages::{
        PageContext, PageId,
        compare::{ComparePage, table_ui},
    },
    parts::project_counts::ProjectCounts,
    preferences::Preferences,
    theme,
};

use crate::common;

/// A table with this many issues and actors.
pub struct Table {
    history: History,
    compare: ComparePage,
    ctx: Context,
    preferences: Preferences,
    time: f64,
}

impl Table {
    pub fn sized(issues: usize, actors: usize) -> Self {
        let size = common::Size { articles: 100, bytes: 600, highlights_each: 200, actors, issues };
        let mut project: Project = common::project(&size);
        // Every code has a row or column of its own on screen.
        for code in project.codebook.actors.iter_mut().chain(&mut project.codebook.issues) {
            code.parent = None;
        }
        let ctx = Context::default();
        theme::install_fonts(&ctx);
        theme::install_styles(&ctx);
        let (history, preferences) = (History::new(project), Preferences::default());
        let mut table = Self { history, compare: ComparePage::default(), ctx, preferences, time: 0.0 };
        for _ in 0..20 {
            table.frame(Vec::new());
        }
        table
    }

    /// A frame in which the wheel is turned, down and to the right or back.
    pub fn scroll(&mut self, is_onward: bool) -> Duration {
        let step = if is_onward { vec2(-90.0, -120.0) } else { vec2(90.0, 120.0) };
        self.frame(vec![
            Event::PointerMoved(pos2(600.0, 500.0)),
            Event::MouseWheel {
                source: MouseWheelSource::Wheel,
                unit: MouseWheelUnit::Point,
                delta: step,
                phase: TouchPhase::Move,
                modifiers: Modifiers::NONE,
            },
        ])
    }

    /// Layout, the list of what to paint, and its triangles.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        self.time += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1_000.0, 900.0))),
            time: Some(self.time),
            events,
            ..RawInput::default()
        };
        let mut actions: Vec<Action> = Vec::new();
        let mut context = PageContext {
            history: &self.history,
            counts: ProjectCounts::of(self.history.project()),
            page: PageId::default(),
            can_change: true,
            preferences: &mut self.preferences,
            has_dialog: false,
            actions: &mut actions,
        };
        let compare = &mut self.compare;
        let start = Instant::now();
        let output = self.ctx.run_ui(input, |ui| {
            CentralPanel::default().show(ui, |ui| table_ui(ui, compare, &mut context));
        });
        let triangles = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        std::hint::black_box(triangles);
        start.elapsed()
    }
}

/// A large table against a small one, scrolled in turns.
pub fn scrolling() -> String {
    let (mut large, mut small) = (Table::sized(2_000, 500), Table::sized(40, 20));
    let (mut of_large, mut of_small) = (Vec::new(), Vec::new());
    for turn in 0..200 {
        // The small one has its end soon, so both go to and fro.
        let is_onward = turn / 4 % 2 == 0;
        of_large.push(large.scroll(is_onward));
        of_small.push(small.scroll(is_onward));
    }
    common::report("comparison-scrolling", (common::median(of_large), common::median(of_small)), 3.0)
}
