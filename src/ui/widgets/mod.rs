//! Small parts that know no project.

pub mod picture;
pub mod shapes;

use egui::{Color32, Rect, Response, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::theme::{Icon, Theme, icon_font, strong};

/// Words of other people in one line: line breaks, tabs and control characters become blanks, and what nobody would
/// read to its end is cut.
pub fn one_line(text: &str) -> String {
    const MOST_CHARS: usize = 1000;
    let line = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let mut chars = text.chars();
    let mut shown: String = chars.by_ref().take(MOST_CHARS).map(line).collect();
    if chars.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Tells screen readers where something is that is no widget: a region, a table, a row.
pub fn set_bounds(ui: &Ui, rect: Rect) {
    let [x0, y0, x1, y1] = [rect.left(), rect.top(), rect.right(), rect.bottom()].map(f64::from);
    ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
        node.set_bounds(egui::accesskit::Rect { x0, y0, x1, y1 });
    });
}

/// A short line above a part of a panel.
pub fn section_title(ui: &mut Ui, text: impl Into<String>) -> Response {
    let theme = Theme::of(ui);
    ui.label(RichText::new(text).font(strong(theme.sizes.small)).color(*theme.colours.muted))
}

/// One of several exclusive choices in a row of buttons; returns the index of the one clicked.
pub fn segmented(ui: &mut Ui, name: &str, choices: &[(&str, bool)]) -> Option<usize> {
    let theme = Theme::of(ui);
    let mut clicked = None;
    let n = choices.len();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (index, (text, is_chosen)) in choices.iter().enumerate() {
            let radius = theme.sizes.radius;
            let (left, right) = (if index == 0 { radius } else { 0 }, if index + 1 == n { radius } else { 0 });
            let label = if *is_chosen {
                RichText::new(*text).font(strong(theme.sizes.body - 0.5))
            } else {
                RichText::new(*text)
            };
            let fill = if *is_chosen { *theme.colours.selected } else { *theme.colours.control };
            let button = egui::Button::new(label)
                .fill(fill)
                .corner_radius(egui::CornerRadius { nw: left, sw: left, ne: right, se: right })
                .min_size(vec2(0.0, theme.sizes.field_height - 2.0));
            let response = ui.add(button);
            response
                .widget_info(|| WidgetInfo::selected(Role::RadioButton, true, *is_chosen, format!("{name}: {text}")));
            if response.clicked() {
                clicked = Some(index);
            }
        }
    });
    clicked
}

/// A ring with a gap that turns a step with each tenth of a second, for work whose end is unknown. Unlike egui’s own,
/// it does not ask for the next frame; whoever shows it does.
pub fn busy_sign(ui: &mut Ui) {
    const STEPS: f64 = 10.0;
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 12.0), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, "At work"));
    let step = (ui.input(|input| input.time) * STEPS).floor() / STEPS;
    #[expect(clippy::cast_possible_truncation, reason = "an angle needs no more than f32")]
    let start = (step.fract() * std::f64::consts::TAU) as f32;
    let point = |at: u8| rect.center() + 5.0 * egui::Vec2::angled(start + f32::from(at) * 0.25);
    let points: Vec<egui::Pos2> = (0..20).map(point).collect();
    ui.painter().add(egui::Shape::line(points, egui::Stroke::new(1.5, *Theme::of(ui).colours.muted)));
}

/// A tab of the top bar.
pub fn tab(ui: &mut Ui, text: &str, is_open: bool) -> Response {
    let theme = Theme::of(ui);
    let label = RichText::new(text);
    let label = if is_open { label.font(strong(theme.sizes.body)) } else { label.color(*theme.colours.muted) };
    let button = egui::Button::new(label).min_size(vec2(56.0, 32.0)).frame_when_inactive(is_open);
    let button = if is_open { button.fill(*theme.colours.page) } else { button };
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, text));
    response
}

/// The button of a dialog that goes ahead.
pub fn primary_button(ui: &mut Ui, text: &str, is_enabled: bool) -> Response {
    let theme = Theme::of(ui);
    let label = RichText::new(text).font(strong(theme.sizes.body)).color(*theme.colours.accent_ink);
    let button = egui::Button::new(label).fill(*theme.colours.accent).stroke(egui::Stroke::NONE);
    ui.add_enabled(is_enabled, button)
}

/// A switch that is on or off; the caller names it by a label, and turns it over when it is clicked.
pub fn switch(ui: &mut Ui, is_on: bool) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(36.0, 20.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), is_on, ""));
    let colours = &theme.colours;
    let (fill, line, knob) = if is_on {
        (colours.accent, colours.accent, colours.accent_ink)
    } else {
        (colours.control, colours.control_line, colours.control_line)
    };
    let painter = ui.painter();
    let radius = rect.height() * 0.5;
    painter.rect(rect, radius, *fill, egui::Stroke::new(1.0, *line), egui::StrokeKind::Inside);
    let x = if is_on { rect.right() - radius } else { rect.left() + radius };
    painter.circle_filled(pos2(x, rect.center().y), radius - 4.0, *knob);
    if response.hovered() || response.has_focus() {
        let ring = egui::Stroke::new(2.0, *if response.has_focus() { colours.accent } else { colours.hairline });
        painter.rect_stroke(rect.expand(3.0), radius + 3.0, ring, egui::StrokeKind::Inside);
    }
    response
}

/// A row of a list, over the whole width: filled when it is the current one or under the pointer.
/// What stands in it is painted by the caller; `name` is what a screen reader says.
pub fn list_row(ui: &mut Ui, height: f32, is_current: bool, role: Role, name: impl Fn() -> String) -> (Rect, Response) {
    row_of_list(ui, height, (is_current, Sense::click()), role, name)
}

/// A [`list_row`] that senses this; in a list that has the keyboard as a whole, no row has it.
pub fn row_of_list(
    ui: &mut Ui,
    height: f32,
    (is_current, sense): (bool, Sense),
    role: Role,
    name: impl Fn() -> String,
) -> (Rect, Response) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), sense);
    response.widget_info(|| WidgetInfo::selected(role, true, is_current, name()));
    let fill = match (is_current, response.hovered()) {
        (true, _) => Some(theme.colours.selected),
        (false, true) => Some(theme.colours.hovered),
        _ => None,
    };
    if let Some(fill) = fill {
        ui.painter().rect_filled(rect, theme.sizes.radius, *fill);
    }
    (rect, response)
}

/// Lays widgets out in a row inside a rectangle, `inset` points from its sides.
pub fn row_inside(ui: &mut Ui, rect: Rect, inset: f32) -> Ui {
    let rect = rect.shrink2(vec2(inset, 0.0));
    ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(egui::Layout::left_to_right(egui::Align::Center)))
}

/// A scroll area as high as what it shows, up to `most` points, from the first frame on.
///
/// A dialog, a pop-up or a panel that fits its content gives an area only the room it had in the frame before. An area
/// that is held to that grows in steps, and the buttons below it move under the pointer.
pub fn scroll_up_to(most: f32) -> ScrollArea {
    ScrollArea::vertical().max_height(most).min_scrolled_height(most)
}

/// A button for what is done now and then.
pub fn small_button(ui: &mut Ui, text: &str) -> Response {
    let button = small(ui, text);
    ui.add(button)
}

/// The look of a [`small_button`], for one that is added elsewhere.
pub fn small<'a>(ui: &Ui, text: &str) -> egui::Button<'a> {
    let text = RichText::new(text).size(Theme::of(ui).sizes.small);
    egui::Button::new(text).min_size(vec2(0.0, 24.0))
}

/// A slider with a rail that can be seen, filled up to its handle; `name` is what a screen reader says.
pub fn slider(ui: &mut Ui, name: &str, slider: egui::Slider<'_>) -> Response {
    let theme = Theme::of(ui);
    let response = ui.scope(|ui| {
        let visuals = ui.visuals_mut();
        visuals.widgets.inactive.bg_fill = *theme.colours.control_line;
        visuals.widgets.hovered.bg_fill = *theme.colours.accent;
        visuals.widgets.active.bg_fill = *theme.colours.accent;
        visuals.selection.bg_fill = *theme.colours.accent;
        ui.add(slider.trailing_fill(true))
    });
    let response = response.inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Slider, ui.is_enabled(), name));
    response
}

/// An icon beside words that say the same; a screen reader passes over it.
pub fn icon_sign(ui: &mut Ui, icon: Icon, size: f32, ink: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(size, size), Sense::hover());
    ui.painter().text(rect.center(), egui::Align2::CENTER_CENTER, icon.glyph(), icon_font(size), ink);
}

/// A button that is an icon alone: its name is its tooltip and what a screen reader says. It shows a frame under the
/// pointer and with the keyboard, and stays filled while what it opens is on screen.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, is_on: bool) -> Response {
    icon_button_enabled(ui, icon, name, is_on, true)
}

/// An [`icon_button`] that may be greyed out; the caller says why with `on_disabled_hover_text`.
pub fn icon_button_enabled(ui: &mut Ui, icon: Icon, name: &str, is_on: bool, is_enabled: bool) -> Response {
    icon_button_without_tooltip(ui, icon, name, is_on, is_enabled).on_hover_text(name)
}

/// An [`icon_button`] whose tooltip is up to the caller, because it says more than the name.
pub fn icon_button_without_tooltip(ui: &mut Ui, icon: Icon, name: &str, is_on: bool, is_enabled: bool) -> Response {
    let theme = Theme::of(ui);
    let ink = if is_on { theme.colours.accent } else { theme.colours.muted };
    let button = egui::Button::new(icon.text().color(*ink)).min_size(vec2(28.0, 28.0)).frame_when_inactive(is_on);
    let button = if is_on { button.fill(*theme.colours.selected) } else { button };
    let response = ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(5.0, 5.0);
        ui.add_enabled(is_enabled, button)
    });
    let response = response.inner;
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    response
}

/// A field of one line with its name above.
pub fn named_field(ui: &mut Ui, name: &str, text: &mut String) -> Response {
    let label = ui.label(RichText::new(name).small().color(*Theme::of(ui).colours.muted));
    field(ui, text, "").labelled_by(label.id)
}

/// A field of one line, as wide as there is room.
pub fn field(ui: &mut Ui, text: &mut String, hint: &str) -> Response {
    let height = Theme::of(ui).sizes.field_height;
    ui.add(
        egui::TextEdit::singleline(text)
            .hint_text(hint)
            .desired_width(f32::INFINITY)
            .margin(vec2(10.0, 6.0))
            .min_size(vec2(0.0, height)),
    )
}

/// Puts the caret of a field behind its text, so that typing goes on there.
pub fn put_caret_at_end(field: &Response, line: &str) {
    let mut state = egui::text_edit::TextEditState::load(&field.ctx, field.id).unwrap_or_default();
    state.cursor.set_char_range(Some(egui::text::CCursorRange::one(egui::text::CCursor::new(line.chars().count()))));
    state.store(&field.ctx, field.id);
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn words_of_other_people_stay_on_one_line_and_end() {
        assert_eq!(one_line("Talks\n\tin\0 Moscow\u{2028}\u{1b}[1m"), "Talks  in  Moscow  [1m");
        assert_eq!(one_line(&"é".repeat(1000)), "é".repeat(1000));
        assert_eq!(one_line(&"é".repeat(5000)), format!("{}…", "é".repeat(1000)));
    }
}
