//! What opens over the views: asking for a file, for words, for a decision.

pub mod code_key;
pub mod details;
pub mod export;
pub mod files;
pub mod import_review;
pub mod keys;
pub mod palette;
pub mod path;
pub mod prompt;
pub mod question;
pub mod restore;
pub mod tag_box;

/// What a dialog says when it is done; while it is open it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogReply<T> {
    Done(T),
    Cancelled,
}

/// A dialog over the whole window, with room to breathe inside.
pub fn modal(ui: &egui::Ui, name: &'static str) -> egui::Modal {
    egui::Modal::new(egui::Id::unique(name)).frame(egui::Frame::popup(ui.style()).inner_margin(20))
}
