//! The panels beside the text: docked if there is room and they are wanted, otherwise opened over the text on request.

use egui::{Area, Frame, Id, Margin, Order, Rect, RichText, Shadow, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use crate::{
    command::Command,
    ui::{
        pages::{PageContext, WIDE, read::reader},
        parts::tour_target::TourTarget,
        preferences::{PanelSide, Preferences},
        theme::{Theme, strong},
    },
};

impl PanelSide {
    /// Both panels, from left to right.
    pub const BOTH: [Self; 2] = [Self::Articles, Self::Highlight];

    /// The command that shows or hides it.
    pub const fn command(self) -> Command {
        match self {
            Self::Articles => Command::ShowArticleList,
            Self::Highlight => Command::ShowHighlightPanel,
        }
    }

    /// From which width of the window on, in points, it stands beside the text.
    const fn room_needed(self) -> f32 {
        match self {
            Self::Articles => 760.0,
            Self::Highlight => WIDE,
        }
    }

    /// How wide it is when it is opened over the text.
    fn width(self, theme: &Theme, page: Rect) -> f32 {
        let usual = match self {
            Self::Articles => theme.sizes.articles_panel,
            Self::Highlight => theme.sizes.highlight_panel,
        };
        // Part of the page stays visible, so that it is clear what lies over it.
        usual.min(page.width() - 40.0)
    }
}

/// Which panel is open over the text, and for which there is room beside it.
#[derive(Default)]
pub struct PanelDock {
    over: Option<PanelSide>,
    /// Whether it was opened since the last frame, and so takes the keyboard unless something in it does.
    is_new: bool,
    /// The width of the window when it was last painted, in points.
    width: f32,
}

impl PanelDock {
    /// Adapts to the width of the window; a panel with room beside the text no longer lies over it.
    pub fn fit(&mut self, width: f32) {
        self.width = width;
        if self.over.is_some_and(|side| self.has_room(side)) {
            self.over = None;
        }
    }

    fn has_room(&self, side: PanelSide) -> bool {
        self.width >= side.room_needed()
    }

    /// Returns whether a panel stands beside the text: it is wanted, and there is room.
    pub fn is_docked(&self, side: PanelSide, preferences: &Preferences) -> bool {
        self.has_room(side) && preferences.shows(side)
    }

    /// Shows or hides a panel.
    pub fn toggle(&mut self, side: PanelSide, preferences: &mut Preferences) {
        if self.has_room(side) {
            preferences.show(side, !preferences.shows(side));
        } else if self.over == Some(side) {
            self.over = None;
        } else {
            self.over = Some(side);
            self.is_new = true;
        }
    }

    /// Shows a panel because something in it is to get the keyboard.
    pub fn bring(&mut self, side: PanelSide, preferences: &mut Preferences) {
        if self.has_room(side) {
            preferences.show(side, true);
        } else {
            self.over = Some(side);
            self.is_new = false;
        }
    }

    /// The panel that is open over the text.
    pub const fn over(&self) -> Option<PanelSide> {
        self.over
    }

    /// Closes the panel over the text and gives the text the keyboard.
    pub fn close(&mut self, ctx: &egui::Context) {
        self.over = None;
        ctx.memory_mut(|memory| memory.request_focus(reader::id()));
    }

    /// Returns whether a panel is not docked, so that a row of buttons offers it.
    pub fn offers(&self, preferences: &Preferences) -> bool {
        PanelSide::BOTH.into_iter().any(|side| !self.is_docked(side, preferences))
    }

    /// The buttons that show the panels which are not docked.
    pub fn buttons_ui(&self, ui: &mut Ui, context: &mut PageContext<'_>) {
        ui.horizontal_centered(|ui| {
            let hidden = PanelSide::BOTH.map(|side| (side, !self.is_docked(side, context.preferences)));
            for (side, _) in hidden.into_iter().filter(|(_, is_hidden)| *is_hidden) {
                let layout = match side {
                    PanelSide::Articles => egui::Layout::left_to_right(egui::Align::Center),
                    PanelSide::Highlight => egui::Layout::right_to_left(egui::Align::Center),
                };
                let spec = side.command().spec();
                let is_over = self.over == Some(side);
                ui.with_layout(layout, |ui| {
                    let text = RichText::new(spec.name).size(Theme::of(ui).sizes.small);
                    let button = ui.add(egui::Button::new(text).selected(is_over).min_size(vec2(0.0, 24.0)));
                    if side == PanelSide::Articles && !is_over {
                        TourTarget::ArticleList.is_at(ui, button.rect);
                    }
                    button.widget_info(|| WidgetInfo::selected(Role::Button, true, is_over, spec.name));
                    if button.on_hover_text(context.preferences.keys.tooltip(side.command(), ui.os())).clicked() {
                        context.run(side.command());
                    }
                });
            }
        });
    }

    /// Shows a panel over the text, at its edge of the page.
    pub fn over_ui(&mut self, ui: &Ui, side: PanelSide, page: Rect, contents: impl FnOnce(&mut Ui)) {
        let theme = Theme::of(ui);
        let width = side.width(theme, page);
        let left = if side == PanelSide::Articles { page.left() } else { page.right() - width };
        let margin = Margin::symmetric(10, 10);
        let shadow = Shadow { offset: [0, 0], ..ui.visuals().popup_shadow };
        let frame = Frame::new().fill(*theme.colours.panel).inner_margin(margin).shadow(shadow);
        let area = Area::new(Id::unique("panel over the text").with(side.command().spec().name))
            .order(Order::Middle)
            .fade_in(false)
            .constrain(false)
            .fixed_pos(pos2(left, page.top()))
            .default_size(vec2(width, page.height()));
        let is_new = std::mem::take(&mut self.is_new);
        let mut is_closed = false;
        area.show(ui.ctx(), |ui| {
            frame.show(ui, |ui| {
                let inner = vec2(width, page.height()) - margin.sum();
                ui.set_min_size(inner);
                ui.set_max_size(inner);
                is_closed = heading_ui(ui, side, is_new);
                ui.add_space(2.0);
                contents(ui);
            });
        });
        if is_closed {
            self.close(ui.ctx());
        }
    }
}

/// The name of a panel over the text and the button that closes it; returns whether it was clicked.
fn heading_ui(ui: &mut Ui, side: PanelSide, is_new: bool) -> bool {
    let theme = Theme::of(ui);
    let mut is_closed = false;
    ui.horizontal(|ui| {
        let name = side.command().spec().name;
        ui.label(RichText::new(name).font(strong(theme.sizes.body)));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = ui.add(egui::Button::new(RichText::new("×").size(theme.sizes.body + 3.0)));
            button.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Close: {name}")));
            if is_new {
                button.request_focus();
            }
            is_closed = button.on_hover_text("Back to the text (Esc)").clicked();
        });
    });
    is_closed
}
