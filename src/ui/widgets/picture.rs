//! A picture in the window, as large as there is room for; pointing at a shape says what it shows.

use egui::{
    Align2, CornerRadius, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role,
    epaint::TextShape, pos2, vec2,
};

use standpoint_exchange::picture::{Area, Dash, FontWeight, Picture, Point, ShapeForm, TextAnchor, TextRun};

use crate::ui::theme::{Theme, strong};

/// How much larger than a page a picture grows in a wide window.
const LARGEST: f32 = 1.6;

/// Paints the picture as wide as there is room, up to a limit, and gives it its title and caption as a name.
pub fn ui(ui: &mut Ui, picture: &Picture) -> Response {
    let scale = (ui.available_width() / picture.width).clamp(0.25, LARGEST);
    let size = vec2(picture.width, picture.height) * scale;
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, format!("{}. {}", picture.title, picture.caption)));
    if ui.is_rect_visible(rect) {
        paint(ui, picture, rect.min, scale);
    }
    name_shapes(ui, picture, rect.min, scale);
    let pointed = response.hover_pos().and_then(|pos| {
        let inside = (pos - rect.min) / scale;
        picture.name_at(Point { x: inside.x, y: inside.y })
    });
    match pointed {
        Some(name) => response.on_hover_text_at_pointer(name),
        None => response,
    }
}

/// Makes each shape that shows something a named thing for screen readers, as far as it is on screen.
fn name_shapes(ui: &Ui, picture: &Picture, origin: Pos2, scale: f32) {
    for (at, shape) in picture.shapes.iter().enumerate() {
        let Some(name) = &shape.name else { continue };
        let rect = on_screen(shape.form.bounds(), origin, scale);
        if ui.is_rect_visible(rect) {
            let response = ui.interact(rect, ui.scope_id().with(("shape", at)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::GraphicsSymbol, true, name));
        }
    }
}

fn on_screen(area: Area, origin: Pos2, scale: f32) -> Rect {
    Rect::from_min_size(origin + vec2(area.x, area.y) * scale, vec2(area.width, area.height) * scale)
}

fn paint(ui: &Ui, picture: &Picture, origin: Pos2, scale: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let place = |point: Point| origin + vec2(point.x, point.y) * scale;
    let size = vec2(picture.width, picture.height) * scale;
    painter.rect_filled(Rect::from_min_size(origin, size), CornerRadius::ZERO, theme.code(picture.paper));
    let clip = ui.clip_rect();
    for shape in &picture.shapes {
        // Strokes reach a little beyond the shape.
        if !clip.intersects(on_screen(shape.form.bounds(), origin, scale).expand(8.0)) {
            continue;
        }
        let stroke = |stroke: &standpoint_exchange::picture::PictureStroke| {
            Stroke::new(stroke.width * scale, theme.code(stroke.colour))
        };
        match &shape.form {
            ShapeForm::Area { area, fill, line, radius } => {
                let rect = on_screen(*area, origin, scale);
                painter.rect_filled(rect, *radius * scale, theme.code(*fill));
                if let Some(line) = line {
                    painter.rect_stroke(rect, *radius * scale, stroke(line), egui::StrokeKind::Middle);
                }
            }
            ShapeForm::Circle { centre, radius, fill, line } => {
                let line = line.as_ref().map_or(Stroke::NONE, stroke);
                painter.circle(place(*centre), *radius * scale, theme.code(*fill), line);
            }
            ShapeForm::Line { points, stroke: line, dash } => {
                let points: Vec<Pos2> = points.iter().map(|point| place(*point)).collect();
                match Dash::lengths(*dash, line.width) {
                    None => _ = painter.add(Shape::line(points, stroke(line))),
                    Some((ink, gap)) => {
                        painter.extend(Shape::dashed_line(&points, stroke(line), ink * scale, gap * scale));
                    }
                }
            }
            ShapeForm::Text(words) => paint_words(painter, theme, words, place(words.at), scale),
        }
    }
}

fn paint_words(painter: &Painter, theme: &Theme, words: &TextRun, at: Pos2, scale: f32) {
    let TextRun { anchor, text, size, weight, colour, is_upright, .. } = words;
    let size = size * scale;
    let font = match weight {
        FontWeight::Strong => strong(size),
        FontWeight::Regular => FontId::proportional(size),
    };
    let colour = theme.code(*colour);
    if !is_upright {
        let align = match anchor {
            TextAnchor::Start => Align2::LEFT_CENTER,
            TextAnchor::Middle => Align2::CENTER_CENTER,
            TextAnchor::End => Align2::RIGHT_CENTER,
        };
        painter.text(at, align, text, font, colour);
        return;
    }
    let galley = painter.layout_no_wrap(text.clone(), font, colour);
    let before = match anchor {
        TextAnchor::Start => 0.0,
        TextAnchor::Middle => 0.5 * galley.size().x,
        TextAnchor::End => galley.size().x,
    };
    // A quarter turn to the left around the corner where the words begin.
    let corner = pos2(at.x - 0.5 * galley.size().y, at.y + before);
    painter.add(TextShape::new(corner, galley, colour).with_angle(-std::f32::consts::FRAC_PI_2));
}
