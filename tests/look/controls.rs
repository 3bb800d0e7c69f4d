//! Whether controls can be seen: the contrast of what is painted, for each kind on each surface in each theme.

use std::{cell::RefCell, rc::Rc};

use egui::{CentralPanel, Context, Frame, Pos2, Rect, Ui, vec2};
use egui_kittest::Harness;
use standpoint::ui::{
    preferences::ThemeChoice,
    theme::{self, Icon, Theme},
    widgets,
};

use crate::renderer::{Pixels, Renderer};

/// How a control is recognised where it lies.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sign {
    /// By the edge at its left end.
    Edge,
    /// By its icon or word.
    Ink,
    /// By a line across its middle.
    Rail,
}

type Place = (&'static str, Sign, Rect);

/// Every kind of control, in a column.
fn controls_ui(ui: &mut Ui, places: &mut Vec<Place>) {
    let mut add = |name, sign, rect: Rect| places.push((name, sign, rect));
    let (mut text, mut is_on, mut weight, mut share) = (String::new(), false, 0.5, 0.2);
    ui.set_width(300.0);
    ui.add_space(12.0);
    add("a field", Sign::Edge, widgets::field(ui, &mut text, "").rect);
    add("a field of several lines", Sign::Edge, ui.add(egui::TextEdit::multiline(&mut text)).rect);
    add("an empty tick box", Sign::Edge, ui.checkbox(&mut is_on, "").rect);
    is_on = true;
    add("a ticked tick box", Sign::Edge, ui.checkbox(&mut is_on, "").rect);
    add("a radio button", Sign::Edge, ui.radio(false, "").rect);
    add("a selected radio button", Sign::Edge, ui.radio(true, "").rect);
    add("a number", Sign::Edge, ui.add(egui::DragValue::new(&mut weight)).rect);
    add(
        "a slider",
        Sign::Rail,
        widgets::slider(ui, "A slider", egui::Slider::new(&mut share, 0.0..=1.0).show_value(false)).rect,
    );
    add("a button", Sign::Edge, ui.button(" ").rect);
    add("a small button", Sign::Edge, widgets::small_button(ui, " ").rect);
    add("a main button", Sign::Edge, widgets::primary_button(ui, " ", true).rect);
    add("a menu of choices", Sign::Edge, egui::ComboBox::from_id_salt("menu").show_ui(ui, |_| ()).response.rect);
    add("an icon", Sign::Ink, widgets::icon_button(ui, Icon::Filter, "Filter", false).rect);
    add("an icon that is on", Sign::Ink, widgets::icon_button(ui, Icon::Filter, "Filter", true).rect);
    let from = ui.cursor().min;
    widgets::segmented(ui, "Stance", &[("", true), (" ", false)]);
    add("a row of choices", Sign::Edge, Rect::from_min_size(from, vec2(300.0, 28.0)));
}

fn luminance(colour: [u8; 3]) -> f32 {
    let [red, green, blue] = colour.map(egui::ecolor::linear_f32_from_gamma_u8);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The contrast ratio of WCAG 2, from 1 to 21.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place in a small window")]
fn pixel(pixels: &Pixels, at: Pos2) -> [u8; 3] {
    pixels.rgb[at.y as usize * pixels.width + at.x as usize]
}

/// The strongest contrast against `behind` on the way from one place to another.
fn strongest(pixels: &Pixels, behind: [u8; 3], from: Pos2, to: Pos2) -> f32 {
    let steps = 0..=200u8;
    let on_the_way = steps.map(|step| from.lerp(to, f32::from(step) / 200.0));
    on_the_way.map(|at| contrast(behind, pixel(pixels, at))).fold(1.0, f32::max)
}

fn seen_contrast(pixels: &Pixels, sign: Sign, rect: Rect) -> f32 {
    let behind = pixel(pixels, rect.left_center() - vec2(6.0, 0.0));
    match sign {
        Sign::Edge => {
            strongest(pixels, behind, rect.left_center() - vec2(3.0, 0.0), rect.left_center() + vec2(8.0, 0.0))
        }
        Sign::Rail => {
            let x = rect.right() - 12.0;
            strongest(pixels, behind, Pos2::new(x, rect.top()), Pos2::new(x, rect.bottom()))
        }
        Sign::Ink => {
            // Against the ground of the button, which may have a fill.
            let ground = pixel(pixels, rect.center_top() + vec2(0.0, 4.0));
            let inner = rect.shrink(5.0);
            let rows = (0..=20u8).map(|step| inner.top() + inner.height() * f32::from(step) / 20.0);
            rows.map(|y| strongest(pixels, ground, Pos2::new(inner.left(), y), Pos2::new(inner.right(), y)))
                .fold(1.0, f32::max)
        }
    }
}

#[test]
fn every_control_can_be_seen_on_every_surface() {
    let mut faults = Vec::new();
    for choice in [ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::Sepia] {
        for surface in ["page", "panel", "raised"] {
            let renderer = Renderer::default();
            let places: Rc<RefCell<Vec<Place>>> = Rc::default();
            let kept = Rc::clone(&places);
            let builder = Harness::builder()
                .with_size(vec2(340.0, 720.0))
                .renderer(renderer.clone())
                .with_accessibility_check(false);
            let mut is_new = true;
            let mut harness = builder.build_ui(move |ui| {
                if std::mem::take(&mut is_new) {
                    install(ui.ctx(), choice);
                    return;
                }
                let colours = &Theme::of(ui).colours;
                let fill = match surface {
                    "page" => colours.page,
                    "panel" => colours.panel,
                    _ => colours.raised,
                };
                kept.borrow_mut().clear();
                CentralPanel::default().frame(Frame::new().fill(*fill).inner_margin(16)).show(ui, |ui| {
                    controls_ui(ui, &mut kept.borrow_mut());
                });
            });
            harness.run_steps(4);
            let primitives = harness.ctx.tessellate(harness.output().shapes.clone(), 1.0);
            let pixels = renderer.paint(&primitives, vec2(340.0, 720.0), 1.0, [0.0; 4]);
            for (name, sign, rect) in places.borrow().iter() {
                let least = if *sign == Sign::Ink { 4.5 } else { 3.0 };
                let seen = seen_contrast(&pixels, *sign, *rect);
                if seen < least {
                    faults.push(format!("{choice:?}, {name} on {surface}: {seen:.1} : 1 instead of {least} : 1"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn install(ctx: &Context, choice: ThemeChoice) {
    theme::install_fonts(ctx);
    theme::install_styles(ctx);
    theme::choose(ctx, choice);
    ctx.request_repaint();
}
