//! The list of all messages, which the bell in the status line opens.

use egui::{Align, Align2, Area, Context, Frame, Key, Label, Layout, Modifiers, Order, RichText, Ui, vec2};
use jiff::{Timestamp, tz::TimeZone};

use super::{Message, MessageKind, Notices, shown::copy_details_ui};
use crate::ui::{
    theme::{Icon, Theme, strong},
    widgets::{icon_button, scroll_up_to},
};

const WIDTH: f32 = 400.0;

impl Notices {
    /// Takes Escape before any widget does, if the list is open.
    pub fn take_keys(&mut self, ctx: &Context) {
        if self.is_list_open && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.is_list_open = false;
        }
    }

    /// Shows the list of all messages, the newest first, if it is open.
    pub fn list_ui(&mut self, ui: &Ui) {
        let was_open = std::mem::replace(&mut self.was_list_open, self.is_list_open);
        if !self.is_list_open {
            return;
        }
        self.n_unseen = 0;
        let screen = ui.ctx().content_rect();
        let above_status = Theme::of(ui).sizes.status + 8.0;
        let area = Area::new(egui::Id::unique("messages"))
            .order(Order::Foreground)
            .anchor(Align2::RIGHT_BOTTOM, vec2(-8.0, -above_status));
        let shown = area.show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(12).show(ui, |ui| {
                ui.set_width(WIDTH.min(screen.width() - 40.0));
                ui.horizontal(|ui| {
                    ui.label(RichText::new("Messages").font(strong(Theme::of(ui).sizes.body + 1.0)));
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let close = icon_button(ui, Icon::Close, "Close messages", false);
                        if !was_open {
                            close.request_focus();
                        }
                        self.is_list_open &= !close.clicked();
                    });
                });
                if self.messages.is_empty() {
                    ui.weak("There are no messages yet.");
                }
                scroll_up_to(screen.height() * 0.5).show(ui, |ui| {
                    for (at, message) in self.messages.iter().rev().enumerate() {
                        if at > 0 {
                            ui.separator();
                        }
                        ui.push_id(at, |ui| message_ui(ui, message));
                    }
                });
            });
        });
        if was_open && shown.response.clicked_elsewhere() {
            self.is_list_open = false;
        }
    }
}

fn message_ui(ui: &mut Ui, message: &Message) {
    let colours = &Theme::of(ui).colours;
    let (icon, ink) = match message.kind {
        MessageKind::Success => (Icon::Done, colours.success),
        MessageKind::Failure => (Icon::Error, colours.failure),
        MessageKind::Banner => (Icon::Info, colours.accent),
    };
    ui.horizontal_top(|ui| {
        ui.label(icon.text().color(*ink));
        ui.label(RichText::new(clock_time(message.when)).small().color(*colours.muted));
        ui.vertical(|ui| {
            ui.add(Label::new(&message.text).wrap().selectable(true));
            if message.kind == MessageKind::Failure {
                copy_details_ui(ui, message);
            }
        });
    });
}

/// What a clock on the wall shows.
fn clock_time(when: Timestamp) -> String {
    when.to_zoned(TimeZone::system()).strftime("%H:%M").to_string()
}
