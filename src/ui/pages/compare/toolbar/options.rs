//! Lists from which one thing is chosen, below a control of the row.

use egui::{
    Align2, FontId, Id, Popup, PopupCloseBehavior, Response, ScrollArea, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

use standpoint_core::{
    model::view::{Axis, AxisSide},
    wording::capitalised,
};

use crate::ui::{
    theme::{Icon, Theme, icon_font},
    widgets::{list_row, section_title},
};

/// The height of a line, in points.
const LINE: f32 = 28.0;

/// Shows what opens below a control, until something in it or beside it is clicked.
pub(super) fn popup(ui: &Ui, name: &str, control: &Response, contents: impl FnOnce(&mut Ui)) {
    popup_that(ui, (name, control), PopupCloseBehavior::CloseOnClick, contents);
}

/// Shows what opens below a control, until something beside it is clicked.
pub(super) fn lasting_popup(ui: &Ui, name: &str, control: &Response, contents: impl FnOnce(&mut Ui)) {
    popup_that(ui, (name, control), PopupCloseBehavior::CloseOnClickOutside, contents);
}

fn popup_that(ui: &Ui, (name, control): (&str, &Response), closes: PopupCloseBehavior, contents: impl FnOnce(&mut Ui)) {
    let room = ui.ctx().content_rect().bottom() - control.rect.bottom() - 28.0;
    // The control may have another id once something was chosen, because what stands before it has changed.
    let id = Id::unique(("tools of the comparison", name));
    let mut popup = Popup::menu(control).id(id).close_behavior(closes);
    if closes == PopupCloseBehavior::CloseOnClickOutside {
        // Fields and boxes keep their edges, which menus of egui take from them.
        popup = popup.style(egui::style::StyleModifier::default());
    }
    popup.show(|ui| {
        ui.set_max_height(room.max(120.0));
        contents(ui);
    });
}

/// A list of things of which one is chosen.
pub(super) struct Options<'a, T> {
    /// What is chosen: “Cells”.
    name: &'a str,
    all: &'a [(T, &'a str)],
    /// Whether screen readers hear the name before each thing, because other lists have the same things.
    pub says_name: bool,
}

impl<'a, T: Copy + PartialEq> Options<'a, T> {
    pub fn new(name: &'a str, all: &'a [(T, &'a str)]) -> Self {
        Self { name, all, says_name: false }
    }

    /// Shows the list; returns whether another thing was chosen.
    pub fn ui(&self, ui: &mut Ui, value: &mut T) -> bool {
        let before = *value;
        ui.set_width(220.0);
        ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (one, title) in self.all {
                let name = if self.says_name { format!("{}: {title}", self.name) } else { (*title).to_owned() };
                if option_ui(ui, title, &name, *one == *value) {
                    *value = *one;
                }
            }
        });
        *value != before
    }
}

/// A line with a tick before the chosen one; returns whether it was clicked.
pub(super) fn option_ui(ui: &mut Ui, title: &str, name: &str, is_chosen: bool) -> bool {
    line_ui(ui, title, name, (is_chosen, Role::MenuItemRadio))
}

/// A line that is on or off; returns whether it was clicked.
pub(super) fn tick_ui(ui: &mut Ui, title: &str, is_on: bool) -> bool {
    line_ui(ui, title, title, (is_on, Role::MenuItemCheckBox))
}

fn line_ui(ui: &mut Ui, title: &str, name: &str, (is_chosen, role): (bool, Role)) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = list_row(ui, LINE, false, role, || name.to_owned());
    response.widget_info(|| WidgetInfo::selected(role, true, is_chosen, name));
    let painter = ui.painter();
    if is_chosen {
        let at = pos2(rect.left() + 14.0, rect.center().y);
        painter.text(at, Align2::CENTER_CENTER, Icon::Tick.glyph(), icon_font(14.0), *theme.colours.ink);
    }
    let galley = {
        let font = FontId::proportional(theme.sizes.body);
        let mut job = egui::text::LayoutJob::simple_singleline(title.to_owned(), font, *theme.colours.ink);
        job.wrap = egui::text::TextWrapping::truncate_at_width(rect.width() - 38.0);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let at = pos2(rect.left() + 30.0, rect.center().y - galley.rect.height() * 0.5);
    painter.galley(at, galley, *theme.colours.ink);
    response.clicked()
}

/// The one or two axes of a side; returns whether they were changed.
pub(super) fn axes_ui(ui: &mut Ui, name: &str, side: &mut AxisSide, axes: &[Axis]) -> bool {
    let mut outer = side.axes.first().cloned();
    let mut inner = side.axes.get(1).cloned();
    let mut is_changed = false;
    let inner_name = format!("Inside {}", name.to_lowercase());
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        let height = ui.available_height();
        let list = |ui: &mut Ui, title: &str, contents: &mut dyn FnMut(&mut Ui)| {
            ui.vertical(|ui| {
                ui.set_width(180.0);
                ui.add_space(4.0);
                section_title(ui, format!("  {title}"));
                ScrollArea::vertical().id_salt(title).max_height(height - 28.0).show(ui, |ui| {
                    ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
                    contents(ui);
                });
            });
        };
        list(ui, name, &mut |ui| {
            for axis in axes {
                let title = capitalised(&axis.name());
                if option_ui(ui, &title, &title, outer.as_ref() == Some(axis)) {
                    is_changed |= outer.as_ref() != Some(axis);
                    outer = Some(axis.clone());
                }
            }
        });
        list(ui, &inner_name, &mut |ui| {
            if option_ui(ui, "Nothing", &format!("{inner_name}: nothing"), inner.is_none()) {
                is_changed |= inner.take().is_some();
            }
            for axis in axes.iter().filter(|axis| Some(*axis) != outer.as_ref()) {
                let is_chosen = inner.as_ref() == Some(axis);
                if option_ui(ui, &capitalised(&axis.name()), &format!("{inner_name}: {}", axis.name()), is_chosen) {
                    is_changed |= !is_chosen;
                    inner = Some(axis.clone());
                }
            }
        });
    });
    if is_changed {
        let inner = inner.filter(|inner| Some(inner) != outer.as_ref());
        let shows_members = side.shows_members || inner.is_some();
        let axes = outer.into_iter().chain(inner).collect();
        *side = AxisSide { axes, shows_members, ..AxisSide::over(Axis::Issue) };
    }
    is_changed
}

/// A line that does something; returns whether it was clicked.
pub(super) fn command_ui(ui: &mut Ui, name: &str) -> bool {
    line_ui(ui, name, name, (false, Role::MenuItem))
}
