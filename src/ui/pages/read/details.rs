//! What is known about an article, to be changed.

use egui::{RichText, Ui};

use standpoint_core::model::{Article, ArticleId, Details, ReadingStatus};

use crate::ui::{
    parts::{
        date::parse_date,
        dialog::{DialogReply, modal},
    },
    theme::Theme,
    widgets::{field, named_field, primary_button, segmented, small_button},
};

pub struct DetailsDialog {
    pub article: ArticleId,
    details: Details,
    date: String,
    /// The free fields, as a list while they are typed.
    fields: Vec<(String, String)>,
}

impl DetailsDialog {
    pub fn new(article: &Article) -> Self {
        let details = article.details.clone();
        Self {
            article: article.id,
            date: details.date.map(|date| date.to_string()).unwrap_or_default(),
            fields: details.fields.clone().into_iter().collect(),
            details,
        }
    }

    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<Details>> {
        let mut reply = None;
        let shown = modal(ui, "details").show(ui.ctx(), |ui| {
            ui.set_width(480.0);
            ui.heading("Article details");
            ui.add_space(4.0);
            named_field(ui, "Title", &mut self.details.title);
            named_field(ui, "Outlet", &mut self.details.outlet);
            named_field(ui, "Author", &mut self.details.author);
            named_field(ui, "Date, as 2025-12-03, 2025-12 or 2025", &mut self.date);
            let date = parse_date(&self.date);
            if let Err(problem) = &date {
                ui.label(RichText::new(problem).color(*Theme::of(ui).colours.opposes));
            }
            named_field(ui, "Language", &mut self.details.language);
            named_field(ui, "Address (URL)", &mut self.details.url);
            self.fields_ui(ui);
            ui.add_space(6.0);
            let choices = ReadingStatus::ALL.map(|status| (status.name(), status == self.details.status));
            if let Some(index) = segmented(ui, "Reading status", &choices) {
                self.details.status = ReadingStatus::ALL[index];
            }
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                let can_save = date.is_ok() && !self.details.title.trim().is_empty();
                if primary_button(ui, "Save details", can_save).clicked() {
                    let fields = self.fields.iter().filter(|(name, _)| !name.trim().is_empty()).cloned().collect();
                    let date = date.clone().unwrap_or(None);
                    reply = Some(DialogReply::Done(Details { date, fields, ..self.details.clone() }));
                }
                if ui.button("Cancel").clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
            });
        });
        if shown.should_close() && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        for (index, (name, value)) in self.fields.iter_mut().enumerate() {
            ui.push_id(index, |ui| {
                ui.columns(2, |columns| {
                    let [left, right] = columns else { return };
                    let label = left.label(RichText::new("Field").small());
                    field(left, name, "name").labelled_by(label.id);
                    let label = right.label(RichText::new("Value").small());
                    field(right, value, "").labelled_by(label.id);
                });
            });
        }
        if small_button(ui, "Add a field").clicked() {
            self.fields.push((String::new(), String::new()));
        }
    }
}
