//! What is known about the current draft, each detail with where it came from.

use egui::{RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    text::fold::is_blank,
    wording::{capitalised, counted},
};
use standpoint_exchange::import::draft::Field;

use super::ImportPage;
use crate::ui::{
    parts::date::{DATE_FORMS, parse_date, problem_ui, with_edge},
    theme::Theme,
    widgets::{field, section_title, small_button},
};

/// The details that every draft has, in the order of the page.
pub(super) const FIELDS: [Field; 8] = [
    Field::Title,
    Field::Outlet,
    Field::Agency,
    Field::Author,
    Field::Date,
    Field::Updated,
    Field::Language,
    Field::Url,
];

/// The name of a detail on screen.
pub(super) fn name_of(field: &Field) -> &str {
    match field {
        Field::Title => "Title",
        Field::Outlet => "Outlet",
        Field::Agency => "Agency",
        Field::Author => "Author",
        Field::Date => "Date",
        Field::Updated => "Updated",
        Field::Language => "Language",
        Field::Url => "Web address",
        Field::Free(name) => name,
    }
}

pub(super) fn ui(ui: &mut Ui, page: &mut ImportPage) {
    let Some(draft) = page.review.drafts().get(page.current) else { return };
    let free: Vec<Field> = draft.details().fields.keys().cloned().map(Field::Free).collect();
    ScrollArea::vertical().id_salt("details of draft").auto_shrink(false).show(ui, |ui| {
        // Room for the scroll bar.
        ui.set_width(ui.available_width() - 8.0);
        section_title(ui, "Details");
        for field in FIELDS.iter().chain(&free) {
            ui.push_id(field, |ui| field_ui(ui, page, field));
        }
        new_field_ui(ui, page);
    });
}

fn field_ui(ui: &mut Ui, page: &mut ImportPage, kind: &Field) {
    let theme = Theme::of(ui);
    let at = page.current;
    let name = name_of(kind);
    let key = (at, kind.clone());
    let value = page.review.drafts()[at].value(kind);
    let mut text = page.typed.get(&key).cloned().unwrap_or_else(|| value.clone());
    ui.add_space(4.0);
    let label = ui.label(RichText::new(name).small().color(*theme.colours.muted));
    let is_date = matches!(kind, Field::Date | Field::Updated);
    let problem = if is_date { parse_date(&text).err() } else { None };
    let is_untitled = *kind == Field::Title && is_blank(&text);
    let hint = if is_date { DATE_FORMS } else { "" };
    let response = with_edge(ui, problem.is_some() || is_untitled, |ui| {
        if *kind == Field::Title { title_ui(ui, &mut text) } else { field(ui, &mut text, hint) }
    });
    let response = response.labelled_by(label.id);
    if *kind == Field::Url && page.focuses_address {
        response.request_focus();
    }
    if response.changed() {
        let is_set = page.review_mut().set(&[at], kind, &text).is_ok();
        debug_assert!(is_set || is_date, "only a date can be wrong");
        page.typed.insert(key.clone(), text.clone());
    }
    // What is no value stays to be seen and mended.
    if !response.has_focus() && problem.is_none() {
        page.typed.remove(&key);
    }
    let draft = &page.review.drafts()[at];
    if let Some(problem) = problem {
        problem_ui(ui, problem);
    } else if is_untitled {
        problem_ui(ui, "An article needs a title.");
    } else {
        let origin = draft.origin(kind).map(capitalised);
        let optional = matches!(kind, Field::Agency | Field::Updated | Field::Free(_) | Field::Url | Field::Language);
        let words = match origin {
            Some(origin) => origin,
            None if !draft.lacks(kind) => "Typed".to_owned(),
            None if optional => "Optional".to_owned(),
            None => "Nothing found".to_owned(),
        };
        let n = page.counts().n_ticked;
        ui.horizontal(|ui| {
            let is_for_all = n > 1 && !value.is_empty() && *kind != Field::Title;
            let room = ui.available_width() - if is_for_all { 76.0 } else { 0.0 };
            ui.allocate_ui(egui::vec2(room, 16.0), |ui| {
                let words = RichText::new(words).small().color(*theme.colours.muted);
                ui.add(egui::Label::new(words).truncate());
            });
            if is_for_all {
                let button = small_button(ui, "For all");
                let what =
                    format!("Give this {} to all {} that are selected", name.to_lowercase(), counted(n, "draft"));
                button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name} for all selected")));
                if button.on_hover_text(what).clicked() {
                    give_to_all(page, kind, &value);
                }
            }
        });
    }
}

/// The title, which may need several rows.
fn title_ui(ui: &mut Ui, text: &mut String) -> egui::Response {
    let edit = egui::TextEdit::multiline(text)
        .desired_rows(1)
        .desired_width(f32::INFINITY)
        .return_key(None)
        .margin(egui::vec2(10.0, 6.0));
    ui.add(edit)
}

fn give_to_all(page: &mut ImportPage, kind: &Field, value: &str) {
    let ticked = page.review.drafts().iter().enumerate().filter(|(_, draft)| draft.is_ticked()).map(|(at, _)| at);
    let ticked: Vec<usize> = ticked.collect();
    // It is the value of a draft, so it can be read.
    page.review_mut().set(&ticked, kind, value).ok();
    page.typed.retain(|(_, other), _| other != kind);
}

/// A field for the name of one more free field.
fn new_field_ui(ui: &mut Ui, page: &mut ImportPage) {
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let room = egui::vec2(ui.available_width() - 86.0, 26.0);
        let response = ui.allocate_ui(room, |ui| field(ui, &mut page.new_field, "Name of a free field")).inner;
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of a free field"));
        let name = page.new_field.trim();
        let is_new = !is_blank(name) && page.review.drafts()[page.current].details().field(name).is_none();
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let button = ui.add_enabled(is_new, egui::Button::new("Add field"));
        if is_new && (button.clicked() || is_entered) {
            let (at, name) = (page.current, name.to_owned());
            page.new_field.clear();
            page.review_mut().add_field(at, &name);
        }
    });
}
