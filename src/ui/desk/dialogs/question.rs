//! Asks for a decision: a few sentences, and a button for each way on, in a dialog or above the page.

use egui::{RichText, Ui};

use crate::ui::{
    notices::{banner_frame_ui, banner_text_ui},
    parts::dialog::{is_left, modal},
    theme::{Icon, Theme, strong},
    widgets::{one_line, primary_button, scroll_up_to, small_button},
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

    /// Adds an answer after the others.
    pub fn add_answer(&mut self, name: &'static str, answer: T) {
        self.answers.push((name, answer));
    }

    /// Shows the question above the page, where it interrupts nothing; returns the answer once it is given. The first
    /// answer gets the keyboard if `wants_keyboard`.
    pub fn banner_ui(&self, ui: &mut Ui, wants_keyboard: bool) -> Option<T> {
        let mut given = None;
        let theme = Theme::of(ui);
        let spoken = format!("{} {}", one_line(&self.title), self.text);
        banner_frame_ui(ui, Icon::Warning, &spoken, |ui| {
            ui.label(RichText::new(one_line(&self.title)).font(strong(theme.sizes.body)));
            banner_text_ui(ui, &self.text);
            ui.add_space(2.0);
            ui.horizontal_wrapped(|ui| {
                for (index, (name, answer)) in self.answers.iter().enumerate() {
                    let response = small_button(ui, name);
                    if index == 0 && wants_keyboard {
                        response.request_focus();
                    }
                    if response.clicked() {
                        given = Some(answer.clone());
                    }
                }
            });
        });
        given
    }

    /// Shows the question; returns the answer once it is given. Closing it gives the last answer.
    pub fn ui(&self, ui: &Ui) -> Option<T> {
        let mut given = None;
        let height = ui.ctx().content_rect().height();
        let shown = modal(ui, "question").show(ui.ctx(), |ui| {
            ui.set_width(460.0);
            // The title may name a project, and that name may be long.
            scroll_up_to(height * 0.5).show(ui, |ui| {
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
