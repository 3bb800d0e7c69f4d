//! The theme as egui's widgets understand it.

use egui::{
    Color32, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, Visuals,
    style::{ScrollStyle, WidgetVisuals},
    vec2,
};

use super::{DARK, LIGHT, SEPIA, Theme, strong};
use crate::ui::preferences::ThemeChoice;

/// Gives both egui themes our colours and sizes.
pub fn install_styles(ctx: &egui::Context) {
    ctx.set_style_of(egui::Theme::Light, style(&LIGHT, Visuals::light()));
    ctx.set_style_of(egui::Theme::Dark, style(&DARK, Visuals::dark()));
}

/// Applies the selected theme. Sepia replaces egui's light theme while it is selected.
pub fn choose(ctx: &egui::Context, choice: ThemeChoice) {
    let light = if choice == ThemeChoice::Sepia { &SEPIA } else { &LIGHT };
    ctx.set_style_of(egui::Theme::Light, style(light, Visuals::light()));
    // Where the system says nothing, paper is light.
    ctx.options_mut(|options| options.fallback_theme = egui::Theme::Light);
    ctx.set_theme(choice.preference());
}

fn style(theme: &Theme, visuals: Visuals) -> Style {
    let sizes = theme.sizes;
    let mut style = Style { visuals: visuals_of(theme, visuals), ..Style::default() };
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(sizes.small)),
        (TextStyle::Body, FontId::proportional(sizes.body)),
        (TextStyle::Button, FontId::proportional(sizes.body)),
        (TextStyle::Monospace, FontId::monospace(sizes.body)),
        (TextStyle::Heading, strong(sizes.body + 3.0)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 6.0);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.interact_size = vec2(24.0, 26.0);
    spacing.menu_margin = Margin::same(6);
    spacing.window_margin = Margin::same(16);
    spacing.combo_height = 360.0;
    spacing.tooltip_width = 260.0;
    spacing.scroll = ScrollStyle { floating: true, ..ScrollStyle::floating() };
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.5;
    style.animation_time = 0.08;
    style
}

fn visuals_of(theme: &Theme, visuals: Visuals) -> Visuals {
    let colours = &theme.colours;
    let radius = CornerRadius::same(theme.sizes.radius);
    let floating_radius = CornerRadius::same(theme.sizes.floating_radius);
    let shadow = Shadow { offset: [0, 6], blur: 22, spread: 0, color: *colours.shadow };
    let hairline = Stroke::new(1.0, *colours.hairline);
    let widget = |fill: Color32, stroke: Stroke, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: stroke,
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, ink),
        expansion: 0.0,
    };
    let mut visuals = Visuals {
        override_text_color: None,
        weak_text_color: Some(*colours.muted),
        hyperlink_color: *colours.accent,
        faint_bg_color: *colours.panel,
        extreme_bg_color: *colours.field,
        text_edit_bg_color: Some(*colours.field),
        code_bg_color: *colours.panel,
        warn_fg_color: *colours.caution,
        error_fg_color: *colours.failure,
        window_corner_radius: floating_radius,
        window_shadow: shadow,
        window_fill: *colours.raised,
        window_stroke: Stroke::NONE,
        menu_corner_radius: floating_radius,
        panel_fill: *colours.panel,
        popup_shadow: shadow,
        striped: false,
        ..visuals
    };
    visuals.selection.bg_fill = *colours.selected;
    visuals.selection.stroke = Stroke::new(1.0, *colours.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, *colours.accent);
    visuals.widgets.noninteractive = widget(*colours.panel, hairline, *colours.ink);
    let control_line = Stroke::new(1.0, *colours.control_line);
    visuals.widgets.inactive = widget(*colours.control, control_line, *colours.ink);
    visuals.widgets.hovered = widget(*colours.hovered, control_line, *colours.ink);
    visuals.widgets.active = widget(*colours.selected, Stroke::new(1.0, *colours.accent), *colours.ink);
    visuals.widgets.open = widget(*colours.selected, control_line, *colours.ink);
    visuals
}
