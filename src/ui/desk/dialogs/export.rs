//! In which form something is to be written.

use egui::Ui;

use crate::{
    export::{csv::CsvOptions, form::TableFormat},
    picture::Resolution,
    ui::{
        parts::dialog::{DialogReply, modal},
        widgets::primary_button,
    },
};

/// What is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    Comparison(TableFormat),
    Picture(PictureFormat),
    /// The network of the comparison, for programs that draw and measure networks.
    Network,
    Highlights,
    Codebook,
    Articles,
}

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    Svg,
    Png(Resolution),
}

const PICTURE_FORMS: [(PictureFormat, &str, &str); 3] = [
    (PictureFormat::Svg, "SVG", "Lines and letters, sharp at every size; programs for drawing can change it"),
    (PictureFormat::Png(Resolution::Double), "PNG", "Pixels, for slides and web pages"),
    (PictureFormat::Png(Resolution::Print), "PNG for print", "300 pixels to the inch"),
];

/// The forms that are offered, each with what it is for. A table with tabs is for the clipboard.
const FORMS: [(TableFormat, &str, &str); 5] = [
    (TableFormat::Csv, "CSV, as shown", "The table on screen, for spreadsheets"),
    (TableFormat::Tidy, "CSV, a row for each cell", "For statistics programs"),
    (TableFormat::Xlsx, "Workbook (XLSX)", "With formats and shades, and a sheet of all quotes with their sources"),
    (TableFormat::Html, "Web page (HTML)", "One file for any browser; each cell unfolds its quotes"),
    (TableFormat::Markdown, "Markdown", "For notes and papers written as plain text"),
];

impl Export {
    /// What it is called in a file name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison(TableFormat::Tidy) => "comparison-tidy",
            Self::Comparison(_) => "comparison",
            Self::Picture(_) => "picture",
            Self::Network => "network",
            Self::Highlights => "highlights",
            Self::Codebook => "codebook",
            Self::Articles => "articles",
        }
    }

    /// The form of the file, where it is a table; lists are CSV.
    pub const fn form(self) -> Option<TableFormat> {
        match self {
            Self::Comparison(form) => Some(form),
            Self::Picture(_) | Self::Network => None,
            Self::Highlights | Self::Codebook | Self::Articles => Some(TableFormat::Csv),
        }
    }

    /// What its files are called, and their endings.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Network => ("GraphML network", &["graphml"]),
            Self::Picture(PictureFormat::Svg) => ("SVG picture", &["svg"]),
            Self::Picture(PictureFormat::Png(_)) => ("PNG picture", &["png"]),
            Self::Comparison(form) => (named(form), form.endings()),
            Self::Highlights | Self::Codebook | Self::Articles => (named(TableFormat::Csv), TableFormat::Csv.endings()),
        }
    }
}

const fn named(form: TableFormat) -> &'static str {
    match form {
        TableFormat::Csv | TableFormat::Tidy => "CSV table",
        TableFormat::Tsv => "Table with tabs",
        TableFormat::Xlsx => "Workbook",
        TableFormat::Markdown => "Markdown",
        TableFormat::Html => "Web page",
    }
}

pub fn ui(ui: &Ui, export: &mut Export, options: &mut CsvOptions) -> Option<DialogReply<()>> {
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
            Export::Picture(form) => {
                ui.heading("Save the picture");
                ui.add_space(6.0);
                for (choice, name, help) in PICTURE_FORMS {
                    ui.radio_value(form, choice, name).on_hover_text(help);
                }
            }
            Export::Network => {
                ui.heading("Export the network as GraphML");
                ui.add_space(6.0);
                ui.weak("As the network view draws it: the same ties, divided alike, through the same filter.");
            }
            _ => _ = ui.heading(format!("Export {} as CSV", export.name())),
        }
        ui.add_space(6.0);
        ui.add_enabled_ui(export.form().is_some_and(TableFormat::is_csv), |ui| {
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
                reply = Some(DialogReply::Done(()));
            }
            if ui.button("Cancel").clicked() {
                reply = Some(DialogReply::Cancelled);
            }
        });
    });
    if shown.should_close() && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
}
