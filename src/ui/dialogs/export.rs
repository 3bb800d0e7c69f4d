//! How a CSV file is to be written.

use egui::Ui;

use super::{Reply, modal};
use crate::{export::csv::CsvOptions, ui::widgets::primary_button};

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    Comparison,
    Tidy,
    Highlights,
    Codebook,
    Articles,
}

impl Export {
    /// What it is called in a file name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison => "comparison",
            Self::Tidy => "comparison-tidy",
            Self::Highlights => "highlights",
            Self::Codebook => "codebook",
            Self::Articles => "articles",
        }
    }
}

pub fn ui(ui: &Ui, export: Export, options: &mut CsvOptions) -> Option<Reply<()>> {
    let mut reply = None;
    let shown = modal(ui, "export").show(ui.ctx(), |ui| {
        ui.set_width(440.0);
        ui.heading(format!("Export {} as CSV", export.name().replace('-', ", ")));
        ui.add_space(6.0);
        ui.checkbox(&mut options.bom, "Begin with a byte order mark")
            .on_hover_text("Excel needs it to read letters beyond English");
        ui.checkbox(&mut options.guard, "Guard cells that a spreadsheet would run as formulas")
            .on_hover_text("Puts an apostrophe before text that begins with =, +, - or @; turn off for R or Python");
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let response = primary_button(ui, "Choose file…", true);
            if ui.memory(|memory| memory.focused().is_none()) {
                response.request_focus();
            }
            if response.clicked() {
                reply = Some(Reply::Done(()));
            }
            if ui.button("Cancel").clicked() {
                reply = Some(Reply::Cancelled);
            }
        });
    });
    if shown.should_close() && reply.is_none() { Some(Reply::Cancelled) } else { reply }
}
