//! Notices: a success is shown for a moment, a failure or a message until it is dismissed.

use std::time::Duration;

use egui::{Align2, Area, Frame, Order, RichText, Ui, vec2};

use super::theme::Theme;

/// How long a success is shown.
const SUCCESS_SECS: f64 = 2.5;

struct Notice {
    text: String,
    is_failure: bool,
    /// When it disappears, in the window's time; `None` if it stays until it is dismissed.
    until_secs: Option<f64>,
}

/// The notices on screen, oldest first.
#[derive(Default)]
pub struct Notices {
    notices: Vec<Notice>,
}

impl Notices {
    /// Says for a moment that something went well, in place of an earlier success.
    pub fn success(&mut self, ctx: &egui::Context, text: impl Into<String>) {
        let now = ctx.input(|input| input.time);
        // A newer success is the one that matters.
        self.notices.retain(|notice| notice.until_secs.is_none());
        self.notices.push(Notice { text: text.into(), is_failure: false, until_secs: Some(now + SUCCESS_SECS) });
        // A little later, so that the next frame finds it expired.
        ctx.request_repaint_after(Duration::from_secs_f64(SUCCESS_SECS + 0.1));
    }

    /// Says that something failed, until it is dismissed.
    pub fn failure(&mut self, text: impl Into<String>) {
        self.notices.push(Notice { text: text.into(), is_failure: true, until_secs: None });
    }

    /// Something to be read, though nothing failed.
    pub fn message(&mut self, text: impl Into<String>) {
        self.notices.push(Notice { text: text.into(), is_failure: false, until_secs: None });
    }

    /// Everything that waits to be read.
    pub fn waiting(&self) -> impl Iterator<Item = &str> {
        self.notices.iter().filter(|notice| notice.until_secs.is_none()).map(|notice| &*notice.text)
    }

    /// The failures that were not dismissed yet.
    pub fn failures(&self) -> impl Iterator<Item = &str> {
        self.notices.iter().filter(|notice| notice.is_failure).map(|notice| &*notice.text)
    }

    /// Shows the notices over everything else.
    pub fn ui(&mut self, ui: &mut Ui) {
        let now = ui.input(|input| input.time);
        self.notices.retain(|notice| notice.until_secs.is_none_or(|until| now < until));
        if self.notices.is_empty() {
            return;
        }
        let theme = Theme::of(ui);
        let area = Area::new(egui::Id::unique("notices"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -44.0));
        area.show(ui.ctx(), |ui| {
            let mut dismissed = None;
            for (index, notice) in self.notices.iter().enumerate() {
                Frame::popup(ui.style()).inner_margin(12).show(ui, |ui| {
                    ui.set_max_width(520.0);
                    ui.horizontal_top(|ui| {
                        let ink = if notice.is_failure { theme.colours.failure } else { theme.colours.ink };
                        ui.vertical(|ui| {
                            ui.set_max_width(420.0);
                            egui::ScrollArea::vertical().max_height(220.0).id_salt(("notice", index)).show(ui, |ui| {
                                ui.add(
                                    egui::Label::new(RichText::new(&notice.text).color(*ink)).wrap().selectable(true),
                                );
                            });
                        });
                        if notice.until_secs.is_none() && ui.button("Dismiss").clicked() {
                            dismissed = Some(index);
                        }
                    });
                });
                ui.add_space(6.0);
            }
            if let Some(index) = dismissed {
                self.notices.remove(index);
            }
        });
    }
}
