//! Asks for a decision: a few sentences, and a button for each way on.

use egui::{RichText, ScrollArea, Ui};

use crate::ui::{
    parts::dialog::{is_left, modal},
    theme::Theme,
    widgets::{one_line, primary_button},
};

/// A question with its answers; the last one changes nothing, and is what Escape means.
#[derive(Clone, Debug)]
pub struct Question<T> {
    title: String,
    text: String,
    answers: Vec<(&'static str, T)>,
}

impl<T: Clone> Question<T> {
    /// The first answer is the one Enter gives.
    pub fn new(title: impl Into<String>, text: impl Into<String>, answers: impl Into<Vec<(&'static str, T)>>) -> Self {
        Self { title: title.into(), text: text.into(), answers: answers.into() }
    }

    /// What it is about.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Shows the question; returns the answer once it is given. Closing it gives the last answer.
    pub fn ui(&self, ui: &Ui) -> Option<T> {
        let mut given = None;
        let height = ui.ctx().content_rect().height();
        let shown = modal(ui, "question").show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            // The title may name a project, and that name may be long.
            ScrollArea::vertical().max_height(height * 0.5).show(ui, |ui| {
                ui.heading(one_line(&self.title));
                ui.add_space(4.0);
                ui.label(RichText::new(&self.text).color(*Theme::of(ui).colours.muted));
            });
            ui.add_space(12.0);
            ui.horizontal_wrapped(|ui| {
                for (index, (name, answer)) in self.answers.iter().enumerate() {
                    let response = if index == 0 { primary_button(ui, name, true) } else { ui.button(*name) };
                    if index == 0 && ui.memory(|memory| memory.focused().is_none()) {
                        response.request_focus();
                    }
                    if response.clicked() {
                        given = Some(answer.clone());
                    }
                }
            });
        });
        let is_left = is_left(&shown) && given.is_none();
        given.or_else(|| self.answers.last().filter(|_| is_left).map(|(_, answer)| answer.clone()))
    }
}
