//! Details of several articles, which are changed together.

use std::collections::{BTreeMap, HashSet};

use egui::{Checkbox, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::SharedDetails,
    model::{Article, ArticleId, Details, STORY},
    text::fold::is_blank,
    wording::counted,
};

use crate::ui::{
    parts::{
        date::{DATE_FORMS, parse_date, problem_ui, with_edge},
        dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
    },
    theme::Theme,
    widgets::field,
};

/// The details that can be changed together.
const NAMES: [&str; 6] = ["Outlet", "Agency", "Author", "Date", "Language", "Story"];
const DATE: usize = 3;

/// Asks which details several articles get. Only what is ticked changes.
pub struct ManyDetailsDialog {
    pub articles: HashSet<ArticleId>,
    parts: [DetailPart; 6],
    /// The name of one more free field, and its value.
    free_name: String,
    free_value: String,
}

/// A detail with what all articles have, or what is typed instead.
struct DetailPart {
    text: String,
    /// Whether the articles have different values.
    differs: bool,
    is_ticked: bool,
}

impl ManyDetailsDialog {
    pub fn new<'a>(articles: impl Iterator<Item = &'a Article> + Clone) -> Self {
        Self {
            articles: articles.clone().map(|article| article.id).collect(),
            parts: std::array::from_fn(|at| {
                let mut values = articles.clone().map(|article| value(&article.details, at));
                let first = values.next().unwrap_or_default();
                let differs = values.any(|other| other != first);
                DetailPart { text: if differs { String::new() } else { first }, differs, is_ticked: false }
            }),
            free_name: String::new(),
            free_value: String::new(),
        }
    }

    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<SharedDetails>> {
        let mut reply = None;
        let n = counted(self.articles.len(), "article");
        let shown = modal(ui, "details of several").show(ui.ctx(), |ui| {
            ui.set_width(480.0);
            ui.heading(format!("Details of {n}"));
            ui.add_space(2.0);
            ui.label(
                RichText::new("Only what is ticked changes; typing ticks it.").color(*Theme::of(ui).colours.muted),
            );
            ui.add_space(6.0);
            let mut problem = None;
            for (at, (name, part)) in NAMES.into_iter().zip(&mut self.parts).enumerate() {
                let wrong = (at == DATE && part.is_ticked).then(|| parse_date(&part.text).err()).flatten();
                let response = part_ui(ui, name, part, wrong.is_some());
                if at == 0 {
                    focus_first(&response);
                }
                if let Some(wrong) = wrong {
                    problem_ui(ui, &wrong);
                    problem = Some("The date cannot be read.");
                }
            }
            self.free_ui(ui);
            ui.add_space(12.0);
            let shared = self.shared();
            let obstacle = problem.or(shared.is_empty().then_some("Nothing is ticked."));
            let main = format!("Change {n}");
            let buttons = DialogButtons { main: &main, obstacle, destroys: false };
            reply = buttons.ui(ui).map(|reply| reply.map(|()| shared));
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }

    fn free_ui(&mut self, ui: &mut Ui) {
        ui.add_space(4.0);
        ui.columns(2, |columns| {
            let [left, right] = columns else { return };
            let label = left.label(RichText::new("Another field").small());
            field(left, &mut self.free_name, "name").labelled_by(label.id);
            let label = right.label(RichText::new("Its value (empty removes it)").small());
            field(right, &mut self.free_value, "").labelled_by(label.id);
        });
    }

    /// What is ticked.
    fn shared(&self) -> SharedDetails {
        let text = |at: usize| self.parts[at].is_ticked.then(|| self.parts[at].text.trim().to_owned());
        let mut fields = BTreeMap::new();
        fields.extend(text(5).map(|story| (STORY.to_owned(), story)));
        if !is_blank(&self.free_name) {
            fields.insert(self.free_name.trim().to_owned(), self.free_value.trim().to_owned());
        }
        SharedDetails {
            outlet: text(0),
            agency: text(1),
            author: text(2),
            // What cannot be read is refused before.
            date: text(DATE).map(|date| parse_date(&date).unwrap_or_default()),
            language: text(4),
            status: None,
            fields,
        }
    }
}

/// The value of a detail of an article.
fn value(details: &Details, at: usize) -> String {
    match at {
        0 => details.outlet.clone(),
        1 => details.agency.clone(),
        2 => details.author.clone(),
        DATE => details.date.map(|date| date.to_string()).unwrap_or_default(),
        4 => details.language.clone(),
        _ => details.story().unwrap_or_default().to_owned(),
    }
}

/// The tick box of a detail with its field.
fn part_ui(ui: &mut Ui, name: &str, part: &mut DetailPart, is_wrong: bool) -> egui::Response {
    let row = ui.horizontal(|ui| {
        let place = egui::vec2(110.0, Theme::of(ui).sizes.field_height);
        ui.allocate_ui(place, |ui| {
            ui.set_min_width(place.x);
            let is_ticked = part.is_ticked;
            let tick = ui.add(Checkbox::new(&mut part.is_ticked, name));
            tick.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_ticked, format!("Change {name}")));
        });
        let hint = match (part.differs, name) {
            (true, _) => "several values",
            (false, "Date") => DATE_FORMS,
            (false, _) => "",
        };
        let response = with_edge(ui, is_wrong, |ui| field(ui, &mut part.text, hint));
        response.widget_info(|| {
            let info = WidgetInfo::labeled(Role::TextInput, true, name);
            WidgetInfo { current_text_value: Some(part.text.clone()), ..info }
        });
        part.is_ticked |= response.changed();
        response
    });
    row.inner
}
