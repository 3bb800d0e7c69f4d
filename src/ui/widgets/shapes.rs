//! The shapes that stand for actors, issues and stances everywhere: a disc, a square, a sign.

use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Sense, Stroke, Ui, vec2};

use standpoint_core::model::{CodeKind, Stance};

use crate::ui::theme::{Theme, strong};

/// Paints the disc of an actor or the square of an issue, `size` points wide.
pub fn paint_code(painter: &Painter, centre: Pos2, kind: CodeKind, size: f32, colour: Color32) {
    match kind {
        CodeKind::Actor => {
            painter.circle_filled(centre, size * 0.5, colour);
        }
        CodeKind::Issue => {
            painter.rect_filled(Rect::from_center_size(centre, vec2(size, size)), size * 0.25, colour);
        }
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
    match stance {
        Some(stance) => {
            let colour = theme.stance(stance);
            let rect = Rect::from_center_size(centre, vec2(16.0, 16.0));
            painter.rect_filled(rect, 4.0, colour.gamma_multiply(0.16));
            painter.text(centre, Align2::CENTER_CENTER, stance.sign(), strong(theme.sizes.body), colour);
        }
        None => {
            painter.circle_stroke(centre, 3.5, Stroke::new(1.2, *theme.colours.muted));
        }
    }
}

/// The sign of a stance in a row of widgets.
pub fn stance_sign(ui: &mut Ui, stance: Option<&Stance>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint_stance(ui.painter(), Theme::of(ui), rect.center(), stance);
    response
}
