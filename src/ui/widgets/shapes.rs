//! The shapes that stand for actors, issues and stances everywhere: a disc, a square, a sign.

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, epaint::TextShape, vec2};

use standpoint_core::model::{CodeKind, Stance};

use crate::ui::theme::{Theme, strong};

/// Paints the disc of an actor or the square of an issue, `size` points wide.
pub fn paint_code(painter: &Painter, centre: Pos2, kind: CodeKind, size: f32, colour: Color32) {
    painter.add(shape_of_code(centre, kind, size, colour));
}

/// The disc of an actor or the square of an issue, `size` points wide.
pub fn shape_of_code(centre: Pos2, kind: CodeKind, size: f32, colour: Color32) -> Shape {
    match kind {
        CodeKind::Actor => Shape::circle_filled(centre, size * 0.5, colour),
        CodeKind::Issue => Shape::rect_filled(Rect::from_center_size(centre, vec2(size, size)), size * 0.25, colour),
    }
}

/// The disc or square of a code in a row of widgets.
pub fn code_shape(ui: &mut Ui, kind: CodeKind, colour: Color32) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    paint_code(ui.painter(), rect.center(), kind, 10.0, colour);
    response
}

/// Paints the sign of a stance on a tint of its colour, 16 points wide; a ring for a mention without a stance.
pub fn paint_stance(painter: &Painter, theme: &Theme, centre: Pos2, stance: Option<&Stance>) {
    painter.extend(shapes_of_stance(painter, theme, centre, stance));
}

/// The shapes of the sign of a stance, or of the ring of none.
pub fn shapes_of_stance(painter: &Painter, theme: &Theme, centre: Pos2, stance: Option<&Stance>) -> Vec<Shape> {
    let Some(stance) = stance else {
        return vec![Shape::circle_stroke(centre, 3.5, Stroke::new(1.2, *theme.colours.muted))];
    };
    let colour = theme.stance(stance);
    let tint = Rect::from_center_size(centre, vec2(16.0, 16.0));
    vec![
        Shape::rect_filled(tint, 4.0, colour.gamma_multiply(0.16)),
        shape_of_sign(painter, centre, stance.sign().to_string(), strong(theme.sizes.body), colour),
    ]
}

/// A sign or an icon with its middle at a point.
pub fn shape_of_sign(painter: &Painter, centre: Pos2, sign: String, font: FontId, colour: Color32) -> Shape {
    let galley = painter.layout_no_wrap(sign, font, colour);
    let rect = Align2::CENTER_CENTER.anchor_size(centre, galley.size());
    TextShape::new(rect.min, galley, colour).into()
}

/// The sign of a stance in a row of widgets.
pub fn stance_sign(ui: &mut Ui, stance: Option<&Stance>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint_stance(ui.painter(), Theme::of(ui), rect.center(), stance);
    response
}
