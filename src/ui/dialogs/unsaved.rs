//! Asks what becomes of changes that are not saved.

use egui::Ui;

use super::modal;
use crate::ui::widgets::primary_button;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Save,
    Discard,
    Stay,
}

pub fn ui(ui: &Ui, title: &str) -> Option<Decision> {
    let mut decision = None;
    let shown = modal(ui, "unsaved").show(ui.ctx(), |ui| {
        ui.set_width(400.0);
        ui.heading(format!("Save changes to “{title}”?"));
        ui.add_space(4.0);
        ui.label("Without saving, the changes since the last save are lost.");
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            for (name, choice) in
                [("Save", Decision::Save), ("Don’t save", Decision::Discard), ("Cancel", Decision::Stay)]
            {
                let response = if choice == Decision::Save { primary_button(ui, name, true) } else { ui.button(name) };
                if choice == Decision::Save && ui.memory(|memory| memory.focused().is_none()) {
                    response.request_focus();
                }
                if response.clicked() {
                    decision = Some(choice);
                }
            }
        });
    });
    if shown.should_close() && decision.is_none() { Some(Decision::Stay) } else { decision }
}
