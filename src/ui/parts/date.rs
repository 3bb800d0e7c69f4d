//! Dates as they are typed.

use egui::{Response, RichText, Ui};

use standpoint_core::model::{PublicationDate, date::NotADate};

use crate::ui::{
    theme::Theme,
    widgets::{field, named_field},
};

/// The forms in which dates are typed, for the hint of an empty field.
pub const DATE_FORMS: &str = "2025-12-03, 3 Dec 2025, Dec 2025 or 2025";

/// The date a line says; an empty line is no date.
///
/// # Errors
/// If something else stands there; the message says how to write a date.
pub fn parse_date(text: &str) -> Result<Option<PublicationDate>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: NotADate| error.to_string()),
    }
}

/// A field for a date with its name above. What is wrong with it stands below at once, in words.
pub fn date_ui(ui: &mut Ui, name: &str, text: &mut String) -> Response {
    let label = ui.label(RichText::new(name).small().color(*Theme::of(ui).colours.muted));
    let problem = parse_date(text).err();
    let response = with_edge(ui, problem.is_some(), |ui| field(ui, text, DATE_FORMS)).labelled_by(label.id);
    if let Some(problem) = problem {
        problem_ui(ui, problem);
    }
    response
}

/// A field whose edge says that what stands in it will not do.
pub fn with_edge<R>(ui: &mut Ui, is_wrong: bool, contents: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        if is_wrong {
            let failure = *Theme::of(ui).colours.failure;
            let widgets = &mut ui.visuals_mut().widgets;
            for widget in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
                widget.bg_stroke.color = failure;
            }
        }
        contents(ui)
    })
    .inner
}

/// What is wrong with the field above, in words.
pub fn problem_ui(ui: &mut Ui, problem: impl Into<String>) -> Response {
    let failure = *Theme::of(ui).colours.failure;
    ui.label(RichText::new(problem).small().color(failure))
}

/// A field that must not be empty, with its name above and the reason below while it is.
pub fn needed_ui(ui: &mut Ui, name: &str, text: &mut String, why: &str) -> Response {
    let is_missing = standpoint_core::text::fold::is_blank(text);
    let response = with_edge(ui, is_missing, |ui| named_field(ui, name, text));
    if is_missing {
        problem_ui(ui, why);
    }
    response
}
