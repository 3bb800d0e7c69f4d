//! Asks for one line of text.

use egui::Ui;

use standpoint_core::text::fold::is_blank;

use crate::ui::{
    parts::dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
    widgets::named_field,
};

/// A dialog with one field.
pub struct Prompt {
    /// The heading.
    pub title: String,
    /// The name of the field.
    pub name: String,
    /// What is typed so far.
    pub text: String,
    /// What the button does.
    button: &'static str,
    /// Why an empty field will not do; none if it will.
    empty: Option<&'static str>,
}

impl Prompt {
    /// Starts with this text in the field, which gets the keyboard. The button is called by what it does.
    pub fn new(title: &str, name: &str, text: &str, button: &'static str) -> Self {
        Self { title: title.to_owned(), name: name.to_owned(), text: text.to_owned(), button, empty: None }
    }

    /// Lets nobody go on with an empty field, for this reason.
    #[must_use]
    pub fn not_empty(self, reason: &'static str) -> Self {
        Self { empty: Some(reason), ..self }
    }

    /// Shows the dialog; the reply is the text without blanks around it, and empty if nobody could see anything of it.
    pub fn ui(&mut self, ui: &Ui) -> Option<DialogReply<String>> {
        let mut reply = None;
        let shown = modal(ui, "prompt").show(ui.ctx(), |ui| {
            ui.set_width(380.0);
            ui.heading(&self.title);
            ui.add_space(6.0);
            let response = named_field(ui, &self.name, &mut self.text);
            focus_first(&response);
            ui.add_space(12.0);
            let text = if is_blank(&self.text) { "" } else { self.text.trim() };
            let obstacle = self.empty.filter(|_| text.is_empty());
            let buttons = DialogButtons { main: self.button, obstacle, destroys: false };
            reply = buttons.ui(ui).map(|reply| reply.map(|()| text.to_owned()));
        });
        if is_left(&shown) && reply.is_none() { Some(DialogReply::Cancelled) } else { reply }
    }
}
