//! The messages on screen: the banners above the page, and the cards at its foot.

use egui::{
    Align2, Area, Color32, Frame, Label, Order, RichText, Stroke, Ui, WidgetInfo,
    accesskit::{Live, Role},
    vec2,
};

use super::{Message, MessageKind, Notices};
use crate::{
    command::Command,
    ui::{
        theme::{Icon, Theme, strong},
        widgets::{scroll_up_to, small_button},
    },
};

/// The widest and the highest that a message gets.
const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 220.0;

/// How high the words of a banner get.
const BANNER_HEIGHT: f32 = 96.0;

/// Shows something above the page, under an icon; `spoken` is what a screen reader says as soon as it is there.
pub fn banner_frame_ui(ui: &mut Ui, icon: Icon, spoken: &str, contents: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    let frame = Frame::new().fill(*theme.colours.selected).inner_margin(egui::Margin::symmetric(14, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
            node.set_role(Role::Alert);
            node.set_live(Live::Polite);
            node.set_label(spoken);
        });
        ui.horizontal_top(|ui| {
            ui.label(icon.text().color(*theme.colours.accent));
            ui.vertical(contents);
        });
    });
}

/// The words of a banner.
pub fn banner_text_ui(ui: &mut Ui, text: &str) {
    text_ui(ui, text, *Theme::of(ui).colours.ink, BANNER_HEIGHT);
}

impl Notices {
    /// Returns whether anything stands above the page.
    pub fn has_banners(&self) -> bool {
        self.messages.iter().any(Message::is_banner_on_screen)
    }

    /// Shows what needs to be known above the page; returns the command that was selected.
    pub fn banners_ui(&mut self, ui: &mut Ui) -> Option<Command> {
        let mut selected = None;
        for (at, message) in self.messages.iter_mut().filter(|message| message.is_banner_on_screen()).enumerate() {
            ui.push_id(("message", at), |ui| selected = selected.or(banner_ui(ui, message)));
        }
        selected
    }

    /// Shows successes and failures over the foot of the page; returns the command that was selected.
    pub fn cards_ui(&mut self, ui: &mut Ui) -> Option<Command> {
        let (secs, now) = (ui.input(|input| input.time), self.now);
        for message in &mut self.messages {
            message.is_on_screen &= message.until_secs.is_none_or(|until| secs < until);
        }
        let is_shown = |message: &&mut Message| message.kind != MessageKind::Banner && message.is_on_screen;
        let mut shown = self.messages.iter_mut().filter(is_shown).peekable();
        shown.peek()?;
        let mut selected = None;
        let screen = ui.ctx().content_rect();
        let above_status = Theme::of(ui).sizes.status + 12.0;
        let area = Area::new(egui::Id::unique("notices"))
            .order(Order::Foreground)
            .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -above_status));
        area.show(ui.ctx(), |ui| {
            ui.set_max_width(WIDTH.min(screen.width() - 24.0));
            for (at, message) in shown.enumerate() {
                ui.push_id(at, |ui| match message.kind {
                    MessageKind::Failure => failure_ui(ui, message),
                    MessageKind::Success | MessageKind::Banner => {
                        let can_undo = message.undo.is_some() && message.undo == now;
                        if toast_ui(ui, message, can_undo) {
                            selected = Some(Command::Undo);
                        }
                    }
                });
                ui.add_space(6.0);
            }
        });
        selected
    }
}

/// Shows one banner, with its commands beside the words; returns the command that was selected.
fn banner_ui(ui: &mut Ui, message: &mut Message) -> Option<Command> {
    let mut selected = None;
    let spoken = message.text.clone();
    banner_frame_ui(ui, Icon::Info, &spoken, |ui| {
        ui.horizontal_top(|ui| {
            let buttons = 110.0 * f32::from(u8::try_from(message.commands.len()).unwrap_or(u8::MAX)) + 90.0;
            let width = (ui.available_width() - buttons).max(160.0);
            ui.vertical(|ui| {
                ui.set_width(width);
                banner_text_ui(ui, &message.text);
            });
            for command in message.commands {
                if small_button(ui, command.spec().name).on_hover_text(command.spec().help).clicked() {
                    selected = Some(*command);
                    message.is_on_screen = false;
                }
            }
            if small_button(ui, "Dismiss").clicked() {
                message.is_on_screen = false;
            }
        });
    });
    selected
}

/// The words of a message, which scroll where there are many.
fn text_ui(ui: &mut Ui, text: &str, ink: Color32, height: f32) {
    const MOST_CHARS: usize = 300;
    const MOST_LINES: usize = 5;
    let label = Label::new(RichText::new(text).color(ink)).wrap().selectable(true);
    if text.len() <= MOST_CHARS && text.lines().count() <= MOST_LINES {
        ui.add(label);
    } else {
        scroll_up_to(height).id_salt("text").show(ui, |ui| ui.add(label));
    }
}

/// Shows a success; returns whether it is to be undone.
fn toast_ui(ui: &mut Ui, message: &mut Message, can_undo: bool) -> bool {
    let theme = Theme::of(ui);
    let (paper, ink) = (*theme.colours.ink, *theme.colours.page);
    let mut is_undone = false;
    let first_line = message.text.lines().next().unwrap_or_default();
    let frame = Frame::popup(ui.style()).fill(paper).stroke(Stroke::NONE).inner_margin(egui::Margin::symmetric(14, 8));
    ui.vertical_centered(|ui| {
        frame.show(ui, |ui| {
            ui.horizontal(|ui| {
                // Buttons on the dark ground have its ink, and a frame under the pointer only.
                let button = |text: RichText| egui::Button::new(text.color(ink)).fill(paper).frame_when_inactive(false);
                ui.visuals_mut().widgets.hovered.fg_stroke.color = ink;
                ui.visuals_mut().widgets.hovered.bg_stroke.color = ink;
                ui.label(Icon::Done.text().color(ink));
                let buttons = if can_undo { 110.0 } else { 40.0 };
                ui.scope(|ui| {
                    ui.set_max_width((ui.available_width() - buttons).max(120.0));
                    text_ui(ui, &message.text, ink, HEIGHT);
                });
                if can_undo {
                    let undo = ui.add(button(RichText::new("Undo").font(strong(theme.sizes.body)).underline()));
                    undo.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Undo: {first_line}")));
                    is_undone = undo.clicked();
                }
                let close = ui.add(button(Icon::Close.sized(14.0)));
                close.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Close message"));
                message.is_on_screen = !is_undone && !close.clicked();
            });
        });
    });
    is_undone
}

fn failure_ui(ui: &mut Ui, message: &mut Message) {
    let theme = Theme::of(ui);
    Frame::popup(ui.style()).inner_margin(12).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.label(Icon::Error.text().color(*theme.colours.failure));
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - 34.0).min(WIDTH - 70.0));
                text_ui(ui, &message.text, *theme.colours.failure, HEIGHT);
                ui.add_space(4.0);
                ui.horizontal(|ui| {
                    if small_button(ui, "Dismiss").clicked() {
                        message.is_on_screen = false;
                    }
                    copy_details_ui(ui, message);
                });
            });
        });
    });
}

/// A button that copies what a person would send to somebody who can help.
pub(super) fn copy_details_ui(ui: &mut Ui, message: &Message) {
    if small_button(ui, "Copy details").clicked() {
        let version = env!("CARGO_PKG_VERSION");
        ui.ctx().copy_text(format!(
            "{}\n\nStandpoint {version}, {}, {}",
            message.text,
            std::env::consts::OS,
            message.when
        ));
    }
}

/// The button of the status line that opens the list of all messages; its name says how many are new.
pub fn bell_button(ui: &mut Ui, notices: &Notices) -> egui::Response {
    let theme = Theme::of(ui);
    let name = match notices.n_unseen() {
        0 => "Messages".to_owned(),
        n => format!("Messages: {n} new"),
    };
    let is_on = notices.is_list_open();
    let ink = if is_on { theme.colours.accent } else { theme.colours.muted };
    // The line is low, so the button is, too.
    let button = egui::Button::new(Icon::Bell.sized(14.0).color(*ink)).small().min_size(vec2(28.0, 22.0));
    let response = ui.add(button.frame_when_inactive(is_on)).on_hover_text(&name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if notices.n_unseen() > 0 {
        let place = response.rect.center() + vec2(6.0, -6.0);
        ui.painter().circle(place, 3.5, *theme.colours.accent, Stroke::new(1.0, *theme.colours.panel));
    }
    response
}
