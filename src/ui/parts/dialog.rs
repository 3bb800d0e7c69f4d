//! What opens over the views: asking for a file, for words, for a decision.

/// What a dialog says when it is done; while it is open it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogReply<T> {
    /// The person went on, with this.
    Done(T),
    /// The person closed it.
    Cancelled,
}

/// A dialog over the whole window, with room to breathe inside.
pub fn modal(ui: &egui::Ui, name: &'static str) -> egui::Modal {
    egui::Modal::new(egui::Id::unique(name)).frame(egui::Frame::popup(ui.style()).inner_margin(20))
}
