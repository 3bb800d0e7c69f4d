//! In which form something is to be written.

use egui::Ui;

use standpoint_exchange::{
    export::{
        Export, PictureFormat,
        codebook::CodebookForm,
        csv::{CsvOptions, CsvSeparator},
        form::TableFormat,
    },
    picture::Resolution,
};

use crate::ui::{
    parts::dialog::{DialogButtons, DialogReply, is_left, modal},
    settings::Setting,
};

/// The name of a form of pictures, and what it is for.
const fn of_picture(form: PictureFormat) -> (&'static str, &'static str) {
    match form {
        PictureFormat::Svg => ("SVG", "Sharp at every size, and drawing programs can edit it"),
        PictureFormat::Png(Resolution::Double) => ("PNG", "Pixels, for slides and web pages"),
        PictureFormat::Png(Resolution::Print) => ("PNG for print", "300 pixels per inch"),
    }
}

/// The forms of tables that are offered, each with what it is for. A table with tabs is for the clipboard.
const FORMS: [(TableFormat, &str, &str); 5] = [
    (TableFormat::Csv, "CSV, as shown", "The table on screen, for spreadsheets"),
    (TableFormat::Tidy, "CSV, one row per cell", "For statistics programs"),
    (TableFormat::Xlsx, "Workbook (XLSX)", "With formatting, shading and a sheet of all quotes with their sources"),
    (TableFormat::Html, "Web page (HTML)", "One file for any browser; each cell opens to show its quotes"),
    (TableFormat::Markdown, "Markdown", "For notes and papers in plain text"),
];

/// The forms of codebooks, each with what it is for.
const CODEBOOKS: [(CodebookForm, &str, &str); 3] = [
    (CodebookForm::Csv, "CSV", "A row for each code, for spreadsheets; it can be imported again"),
    (CodebookForm::Html, "Web page (HTML)", "One file to read and print, with the tree of codes and their definitions"),
    (CodebookForm::Docx, "Word document (DOCX)", "The same for word processors"),
];

/// Shows the dialog that asks for the format; the reply is to go on with what is selected.
/// How CSV is written are settings, so `set` gets what is changed of that.
pub fn ui(
    ui: &Ui,
    export: &mut Export,
    options: CsvOptions,
    set: &mut dyn FnMut(Setting, bool),
) -> Option<DialogReply<()>> {
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
                for choice in PictureFormat::ALL {
                    let (name, help) = of_picture(choice);
                    ui.radio_value(form, choice, name).on_hover_text(help);
                }
            }
            Export::Network => {
                ui.heading("Export the network as GraphML");
                ui.add_space(6.0);
                ui.weak("The network as its view shows it, with the same ties, thickness and filter.");
            }
            Export::Codebook(form) => {
                ui.heading("Export the codebook");
                ui.add_space(6.0);
                for (choice, name, help) in CODEBOOKS {
                    ui.radio_value(form, choice, name).on_hover_text(help);
                }
            }
            Export::Highlights | Export::Articles | Export::Lines => {
                ui.heading(format!("Export {} as CSV", export.name()));
            }
        }
        ui.add_space(6.0);
        ui.add_enabled_ui(export.form().is_some_and(TableFormat::is_csv), |ui| {
            let boxes = [
                (Setting::CsvForExcel, options.bom),
                (Setting::CsvSemicolons, options.separator == CsvSeparator::Semicolon),
                (Setting::CsvGuard, options.guard),
            ];
            for (setting, mut is_on) in boxes {
                let spec = setting.spec();
                if ui.checkbox(&mut is_on, spec.name).on_hover_text(spec.help).clicked() {
                    set(setting, is_on);
                }
            }
        });
        ui.add_space(12.0);
        let buttons = DialogButtons { main: "Choose file…", obstacle: None, destroys: false };
        reply = buttons.ui(ui);
    });
    if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_but_that_of_the_clipboard_is_offered() {
        for form in TableFormat::ALL {
            let is_offered = FORMS.iter().any(|(offered, ..)| *offered == form);
            assert_eq!(is_offered, form != TableFormat::Tsv, "{form:?}");
        }
    }
}
