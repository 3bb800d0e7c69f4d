//! What is known about an article, to be changed.

use egui::{RichText, Ui};

use standpoint_core::{
    model::{Article, ArticleId, Details, ReadingStatus},
    text::fold::{is_blank, is_same_name, name_order},
};

use crate::ui::{
    parts::{
        date::{date_ui, needed_ui, parse_date, problem_ui},
        dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
    },
    widgets::{field, named_field, segmented, small_button},
};

pub struct DetailsDialog {
    pub article: ArticleId,
    details: Details,
    date: String,
    updated: String,
    /// The free fields, as a list while they are typed.
    fields: Vec<(String, String)>,
}

impl DetailsDialog {
    pub fn new(article: &Article) -> Self {
        let details = article.details.clone();
        Self {
            article: article.id,
            date: details.date.map(|date| date.to_string()).unwrap_or_default(),
            updated: details.updated.map(|date| date.to_string()).unwrap_or_default(),
            fields: fields_in_order(&details),
            details,
        }
    }

    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<Details>> {
        let mut reply = None;
        let shown = modal(ui, "details").show(ui.ctx(), |ui| {
            ui.set_width(480.0);
            ui.heading("Article details");
            ui.add_space(4.0);
            focus_first(&needed_ui(ui, "Title", &mut self.details.title, "An article needs a title."));
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                named_field(left, "Outlet", &mut self.details.outlet);
                named_field(right, "Agency", &mut self.details.agency);
            });
            named_field(ui, "Author", &mut self.details.author);
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                date_ui(left, "Date", &mut self.date);
                date_ui(right, "Updated", &mut self.updated);
            });
            let (date, updated) = (parse_date(&self.date), parse_date(&self.updated));
            named_field(ui, "Language", &mut self.details.language);
            named_field(ui, "Address (URL)", &mut self.details.url);
            self.fields_ui(ui);
            let repeated = self.repeated_field().map(str::to_owned);
            if let Some(name) = &repeated {
                let problem = format!("There are two fields “{name}”. Give one of them another name.");
                problem_ui(ui, problem);
            }
            ui.add_space(6.0);
            let choices = ReadingStatus::ALL.map(|status| (status.name(), status == self.details.status));
            if let Some(index) = segmented(ui, "Reading status", &choices) {
                self.details.status = ReadingStatus::ALL[index];
            }
            ui.add_space(12.0);
            let obstacle = match () {
                () if is_blank(&self.details.title) => Some("An article needs a title."),
                () if date.is_err() => Some("The date cannot be read."),
                () if updated.is_err() => Some("The date of the update cannot be read."),
                () if repeated.is_some() => Some("Two fields have the same name."),
                () => None,
            };
            let buttons = DialogButtons { main: "Save details", obstacle, destroys: false };
            reply = buttons.ui(ui).map(|reply| {
                let fields = self.fields.iter().filter(|(name, _)| !is_blank(name)).cloned().collect();
                let (date, updated) = (date.unwrap_or(None), updated.unwrap_or(None));
                reply.map(|()| Details { date, updated, fields, ..self.details.clone() })
            });
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    /// The name of a field that an earlier one has already. Those that the article came with may stay.
    fn repeated_field(&self) -> Option<&str> {
        let is_known = |name: &str| self.details.fields.contains_key(name);
        let mut named = self.fields.iter().enumerate().filter(|(_, (name, _))| !is_blank(name));
        let found = named.find(|(at, (name, _))| {
            let mut before = self.fields[..*at].iter();
            before.any(|(other, _)| is_same_name(other, name) && (other == name || !is_known(other) || !is_known(name)))
        });
        found.map(|(_, (name, _))| &**name)
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

/// The free fields with their values, sorted as people expect.
fn fields_in_order(details: &Details) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = details.fields.clone().into_iter().collect();
    fields.sort_by(|(a, _), (b, _)| name_order(a, b));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::marked::marked_article;

    #[test]
    fn fields_stand_in_order_and_none_takes_the_name_of_another() {
        let mut article = marked_article("One", "A [hen]");
        for name in ["Zone", "Äh", "part 10", "part 9"] {
            article.details.fields.insert(name.to_owned(), "x".to_owned());
        }
        let mut dialog = DetailsDialog::new(&article);
        assert_eq!(
            dialog.fields.iter().map(|(name, _)| &**name).collect::<Vec<_>>(),
            ["Äh", "part 9", "part 10", "Zone"]
        );
        assert_eq!(dialog.repeated_field(), None);
        dialog.fields.push(("A\u{308}h".to_owned(), "y".to_owned()));
        assert_eq!(dialog.repeated_field(), Some("A\u{308}h"));
        dialog.fields[4].0 = "\u{200b}".to_owned();
        assert_eq!(dialog.repeated_field(), None);
    }
}
