//! The page without a project: what the program is, the ways to begin, the projects that were open, and what crashes
//! left.

mod begin;
mod recent;
mod recovered;

use egui::{Margin, ScrollArea, Ui, vec2};

use standpoint_core::model::Project;
use standpoint_store::unsaved::LeftBehind;

use crate::ui::pages::{Page, PageContext, middle_ui};

/// The width from which the ways to begin stand beside the projects, and what is between them.
const TWO_COLUMNS: f32 = 980.0;
const GAP: f32 = 56.0;

/// The widths of both columns.
const BEGIN: f32 = 432.0;
const PROJECTS: f32 = 540.0;

/// The widest that a single column gets.
const ONE_COLUMN: f32 = 540.0;

/// The page without a project.
#[derive(Default)]
pub struct WelcomePage {
    /// What crashes left of projects that were never saved.
    pub left_behind: Vec<LeftBehind>,
    recent: recent::RecentList,
    /// The lists that were shown before, which stay where they were scrolled to.
    shown: Vec<&'static str>,
}

impl Page for WelcomePage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        middle_ui(ui, ("Welcome", None), Margin::ZERO, |ui| self.contents_ui(ui, context));
    }
}

impl WelcomePage {
    /// A part that scrolls. It begins at its top, because egui would begin where an earlier run of the program ended.
    fn scrolled(&mut self, name: &'static str) -> ScrollArea {
        let area = ScrollArea::vertical().id_salt(name);
        if self.shown.contains(&name) {
            return area;
        }
        self.shown.push(name);
        area.vertical_scroll_offset(0.0)
    }

    fn contents_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let room = ui.available_size();
        let is_wide = room.x >= TWO_COLUMNS;
        let width = if is_wide { (BEGIN + GAP + PROJECTS).min(room.x - 48.0) } else { ONE_COLUMN.min(room.x - 48.0) };
        let left = ((room.x - width) * 0.5).max(0.0);
        self.scrolled("welcome").auto_shrink(false).show(ui, |ui| {
            ui.add_space((room.y * 0.08).round());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(left);
                if is_wide {
                    let column = |ui: &mut Ui, width: f32, contents: &mut dyn FnMut(&mut Ui)| {
                        ui.allocate_ui_with_layout(vec2(width, 0.0), egui::Layout::top_down(egui::Align::Min), |ui| {
                            ui.spacing_mut().item_spacing.x = 8.0;
                            ui.set_width(width);
                            contents(ui);
                        });
                    };
                    column(ui, BEGIN, &mut |ui| {
                        begin::title_ui(ui);
                        begin::steps_ui(ui);
                        begin::ways_ui(ui, context);
                    });
                    ui.add_space(GAP);
                    column(ui, width - BEGIN - GAP, &mut |ui| {
                        ui.add_space(14.0);
                        recent::ui(ui, &mut self.recent, recent::AT_FIRST, context);
                        self.left_behind_ui(ui, context);
                    });
                } else {
                    ui.vertical(|ui| {
                        ui.spacing_mut().item_spacing.x = 8.0;
                        ui.set_width(width);
                        begin::title_ui(ui);
                        // Those who know the program see their projects first.
                        if context.preferences.recent.is_empty() {
                            begin::steps_ui(ui);
                        } else {
                            recent::ui(ui, &mut self.recent, recent::AT_FIRST / 2, context);
                            ui.add_space(20.0);
                        }
                        begin::ways_ui(ui, context);
                        if context.preferences.recent.is_empty() {
                            ui.add_space(28.0);
                            recent::ui(ui, &mut self.recent, recent::AT_FIRST, context);
                        }
                        self.left_behind_ui(ui, context);
                    });
                }
            });
            ui.add_space(24.0);
        });
    }
}
