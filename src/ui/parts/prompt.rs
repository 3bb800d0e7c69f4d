//! Asks for one line of text.

use egui::{Key, Ui};

use standpoint_core::text::fold::is_blank;

use crate::ui::{
    parts::dialog::{DialogReply, modal},
    widgets::{named_field, primary_button},
};

/// A dialog with one field.
pub struct Prompt {
    /// The heading.
    pub title: String,
    /// The name of the field.
    pub name: String,
    /// What is typed so far.
    pub text: String,
    is_new: bool,
}

impl Prompt {
    /// Starts with this text in the field, which gets the keyboard.
    pub fn new(title: &str, name: &str, text: &str) -> Self {
        Self { title: title.to_owned(), name: name.to_owned(), text: text.to_owned(), is_new: true }
    }

    /// Shows the dialog; the reply is the text without blanks around it, and empty if nobody could see anything of it.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<String>> {
        let mut reply = None;
        let shown = modal(ui, "prompt").show(ui.ctx(), |ui| {
            ui.set_width(380.0);
            ui.heading(&self.title);
            ui.add_space(6.0);
            let response = named_field(ui, &self.name, &mut self.text);
            if std::mem::take(&mut self.is_new) {
                response.request_focus();
            }
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            ui.add_space(12.0);
            ui.horizontal(|ui| {
                if primary_button(ui, "OK", true).clicked() || is_entered {
                    let text = if is_blank(&self.text) { "" } else { self.text.trim() };
                    reply = Some(DialogReply::Done(text.to_owned()));
                }
                if ui.button("Cancel").clicked() {
                    reply = Some(DialogReply::Cancelled);
                }
            });
        });
        if shown.should_close() && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }
}
