//! What opens over the views: asking for a file, for words, for a decision.

use egui::{Id, Key, ModalResponse, Response, RichText, Ui};

use crate::ui::{theme::Theme, widgets::primary_button};

/// What a dialog says when it is done; while it is open it says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DialogReply<T> {
    /// The person went on, with this.
    Done(T),
    /// The person closed it.
    Cancelled,
}

impl<T> DialogReply<T> {
    /// The same with something else to go on with.
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> DialogReply<U> {
        match self {
            Self::Done(value) => DialogReply::Done(with(value)),
            Self::Cancelled => DialogReply::Cancelled,
        }
    }
}

/// A dialog over the whole window, with room to breathe inside.
pub fn modal(ui: &Ui, name: &'static str) -> egui::Modal {
    egui::Modal::new(egui::Id::unique(name)).frame(egui::Frame::popup(ui.style()).inner_margin(20))
}

/// Whether a dialog was left in this frame: with Escape, but never by a click beside it, which would throw away what was
/// typed.
pub fn is_left<T>(shown: &ModalResponse<T>) -> bool {
    !shown.backdrop_response.clicked() && shown.should_close()
}

/// Gives the keyboard to this part of a dialog when the dialog opens, and whenever nothing else has it.
pub fn focus_first(response: &Response) {
    let ctx = &response.ctx;
    let seen = Id::unique("what had the keyboard first");
    let now = ctx.cumulative_pass_nr();
    let before =
        ctx.data_mut(|data| data.get_temp_mut_or_default::<Option<(Id, u64)>>(seen).replace((response.id, now)));
    let is_open_already = before.is_some_and(|(id, pass)| id == response.id && pass + 1 >= now);
    if !is_open_already || ctx.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
}

/// The two buttons at the end of a dialog.
#[derive(Clone, Copy)]
pub struct DialogButtons<'a> {
    /// What the main button does: "Create". Enter presses it as well.
    pub main: &'a str,
    /// Why it cannot be pressed, if so; shown beside it.
    pub obstacle: Option<&'a str>,
    /// Whether it destroys something. The keyboard then starts at *Cancel*, and Enter alone changes nothing.
    pub destroys: bool,
}

impl DialogButtons<'_> {
    /// Shows the buttons; returns whether to go on, once that is decided.
    pub fn ui(self, ui: &mut Ui) -> Option<DialogReply<()>> {
        let Self { main, obstacle, destroys } = self;
        // A field gives up the keyboard in the frame of Enter. Buttons take Enter for themselves.
        let is_in_button = ui.memory(|memory| memory.focused().is_some()) && !ui.ctx().text_edit_focused();
        let is_entered = !destroys && !is_in_button && ui.input(|input| input.key_pressed(Key::Enter));
        let mut decided = None;
        ui.horizontal(|ui| {
            let button = primary_button(ui, main, obstacle.is_none());
            if button.clicked() || is_entered && obstacle.is_none() {
                decided = Some(DialogReply::Done(()));
            }
            let cancel = ui.button("Cancel");
            if destroys {
                focus_first(&cancel);
            }
            if cancel.clicked() {
                decided = Some(DialogReply::Cancelled);
            }
            if let Some(obstacle) = obstacle {
                ui.label(RichText::new(obstacle).small().color(*Theme::of(ui).colours.muted));
            }
        });
        decided
    }
}
