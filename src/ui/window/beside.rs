//! The comparison in a window of its own, beside the text.

use egui::{ViewportBuilder, ViewportClass, ViewportCommand, ViewportId};

use super::{App, Pages, regions};
use crate::ui::{
    pages::{Page as _, PageId},
    widgets::one_line,
};

/// The window of the comparison.
fn id() -> ViewportId {
    ViewportId::from_hash_of("comparison")
}

impl App {
    /// Opens the window of the comparison, or takes the comparison back.
    pub(super) fn toggle_compare_window(&mut self) {
        self.pages.is_compare_beside = !self.pages.is_compare_beside;
        if self.pages.is_compare_beside && self.pages.shown == PageId::Compare {
            self.pages.show(PageId::Read);
        }
    }

    /// Shows the comparison: in its own window if it has one.
    pub(super) fn show_compare(&mut self, ctx: &egui::Context) {
        if self.pages.is_compare_beside {
            ctx.send_viewport_cmd_to(id(), ViewportCommand::Focus);
        } else {
            self.pages.show(PageId::Compare);
        }
    }

    /// Shows the window of the comparison if it is open. What is asked for there happens as if the comparison were the
    /// page on screen; an article it leads to opens in the main window.
    pub(super) fn compare_window_ui(&mut self, ctx: &egui::Context) {
        let Some(project) = self.project().filter(|_| self.pages.repair.is_none()) else { return };
        if !self.pages.is_compare_beside {
            return;
        }
        let title = format!("{} – Comparison – Standpoint", one_line(&project.title));
        let builder = ViewportBuilder::default().with_title(title).with_inner_size([1100.0, 760.0]);
        let before = self.pages.shown;
        ctx.show_viewport_immediate(id(), builder, |ui, class| {
            let ctx = ui.ctx().clone();
            self.pages.shown = PageId::Compare;
            self.take_keys(&ctx);
            self.perform(&ctx);
            self.with_pages(|pages: &mut Pages, context| pages.compare.ui(ui, context));
            self.menus_ui(ui);
            if class != ViewportClass::EmbeddedWindow {
                self.focus_ring_ui(&ctx);
                regions::end_pass(&ctx);
            }
            if !self.actions.is_empty() {
                self.perform(&ctx);
                ctx.request_repaint_of(ViewportId::ROOT);
            }
            if ctx.input(|input| input.viewport().close_requested()) && class != ViewportClass::EmbeddedWindow {
                self.pages.is_compare_beside = false;
            }
            if self.pages.shown == PageId::Compare {
                self.pages.shown = before;
            }
        });
    }
}
