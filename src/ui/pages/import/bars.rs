//! The bars above the drafts: what is done with the import, and the question what ambiguous dates mean.

use std::sync::Arc;

use egui::{Align, Layout, RichText, Ui};

use standpoint_core::{
    model::PublicationDate,
    wording::{counted, grouped},
};
use standpoint_exchange::import::review::{DateOrder, ReviewDraft};

use super::{ImportPage, options};
use crate::ui::{
    action::{Action, DeskRequest},
    pages::PageContext,
    theme::{Theme, strong},
    widgets::{one_line, primary_button, small_button},
};

impl ImportPage {
    pub(super) fn tools_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let counts = self.counts();
        let n = counts.n_ticked;
        let obstacle = self.obstacle(context);
        ui.horizontal_centered(|ui| {
            ui.label(RichText::new("Import articles").font(strong(theme.sizes.body)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let import = primary_button(ui, &format!("Import {}", counted(n, "article")), obstacle.is_none());
                if import.on_disabled_hover_text(obstacle.unwrap_or_default()).clicked() {
                    self.import(context);
                }
                if ui.button("Cancel").clicked() {
                    self.cancel(context);
                }
                let report = ui.button("Save report…");
                if report.on_hover_text("Write what is imported, what is left out and why to a file").clicked() {
                    context.ask(Action::Desk(DeskRequest::SaveImportReport(Arc::clone(&self.review))));
                }
                options::button_ui(ui, context);
                let mut words = format!("{} of {} selected", grouped(n), grouped(self.review.drafts().len()));
                if counts.n_doubtful > 0 {
                    let need = if counts.n_doubtful == 1 { "needs" } else { "need" };
                    words.push_str(&format!(" · {} {need} attention", grouped(counts.n_doubtful)));
                }
                let words = obstacle.filter(|_| n > 0).map_or(words, str::to_owned);
                ui.label(RichText::new(words).color(*theme.colours.muted));
                let title = format!("into {}", one_line(&context.project().title));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(title).color(*theme.colours.muted)).truncate());
                });
            });
        });
    }

    /// Asks once what dates such as 03/04/2025 mean.
    pub(super) fn dates_ui(&mut self, ui: &mut Ui) {
        let with_one = |draft: &&ReviewDraft| draft.has_ambiguous_date();
        let example = self.review.drafts().iter().find(with_one);
        let Some(example) = example.and_then(|draft| draft.draft().ambiguous_date.clone()) else { return };
        let n = self.counts().n_ambiguous;
        let choices = [DateOrder::DayFirst, DateOrder::MonthFirst];
        let dates = choices.map(|order| order.read(&example).map(PublicationDate::in_words));
        ui.horizontal_wrapped(|ui| {
            let others = if n > 1 { format!(" and {}", counted(n - 1, "more date")) } else { String::new() };
            ui.label(format!("“{}”{others} may mean two days. Read it as", one_line(&example)));
            for (order, date) in choices.into_iter().zip(dates) {
                let Some(date) = date else { continue };
                if small_button(ui, &date).clicked() {
                    self.review_mut().read_dates(order);
                }
            }
        });
    }
}
