//! In which form something is to be written.

use egui::Ui;

use super::{Reply, files::FileFilter, modal};
use crate::{
    export::{csv::CsvOptions, form::Form},
    ui::widgets::primary_button,
};

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    Comparison(Form),
    Highlights,
    Codebook,
    Articles,
}

/// The forms that are offered, each with what it is for. A table with tabs is for the clipboard.
const FORMS: [(Form, &str, &str); 5] = [
    (Form::Csv, "CSV, as shown", "The table on screen, for spreadsheets"),
    (Form::Tidy, "CSV, a row for each cell", "For statistics programs"),
    (Form::Xlsx, "Workbook (XLSX)", "With formats and shades, and a sheet of all quotes with their sources"),
    (Form::Html, "Web page (HTML)", "One file for any browser; each cell unfolds its quotes"),
    (Form::Markdown, "Markdown", "For notes and papers written as plain text"),
];

impl Export {
    /// What it is called in a file name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison(Form::Tidy) => "comparison-tidy",
            Self::Comparison(_) => "comparison",
            Self::Highlights => "highlights",
            Self::Codebook => "codebook",
            Self::Articles => "articles",
        }
    }

    /// The form of the file; lists are CSV.
    pub const fn form(self) -> Form {
        match self {
            Self::Comparison(form) => form,
            Self::Highlights | Self::Codebook | Self::Articles => Form::Csv,
        }
    }

    /// What its files are called, and their endings.
    pub const fn file_filter(self) -> FileFilter {
        let name = match self.form() {
            Form::Csv | Form::Tidy => "CSV table",
            Form::Tsv => "Table with tabs",
            Form::Xlsx => "Workbook",
            Form::Markdown => "Markdown",
            Form::Html => "Web page",
        };
        Some((name, self.form().endings()))
    }
}

pub fn ui(ui: &Ui, export: &mut Export, options: &mut CsvOptions) -> Option<Reply<()>> {
    let mut reply = None;
    let shown = modal(ui, "export").show(ui.ctx(), |ui| {
        ui.set_width(440.0);
        match export {
            Export::Comparison(form) => {
                ui.heading("Export the comparison");
                ui.add_space(6.0);
                for (choice, name, help) in FORMS {
                    ui.radio_value(form, choice, name).on_hover_text(help);
                }
            }
            _ => _ = ui.heading(format!("Export {} as CSV", export.name())),
        }
        ui.add_space(6.0);
        ui.add_enabled_ui(export.form().is_csv(), |ui| {
            ui.checkbox(&mut options.bom, "Begin with a byte order mark")
                .on_hover_text("Excel needs it to read letters beyond English");
            ui.checkbox(&mut options.guard, "Guard cells that a spreadsheet would run as formulas").on_hover_text(
                "Puts an apostrophe before text that begins with =, +, - or @; turn off for R or Python",
            );
        });
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
