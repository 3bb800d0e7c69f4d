//! Draws the page: tints behind the words, underlines in lanes, the selection and the caret.

use std::sync::Arc;

use egui::{Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::model::Article;

use super::{
    Reader, find,
    ink::InkMesh,
    names,
    shown::PaintedHighlights,
    suggested,
    viewport::{Viewport, handle_rects},
};
use crate::ui::{pages::PageContext, theme::Theme};

/// How much lower each further lane is underlined, and how many lanes have a line of their own.
const LANE_STEP: f32 = 3.0;
const N_LANES: u16 = 4;

/// What is tinted of a row.
fn band_of(row: Rect) -> Rect {
    Rect::from_min_max(pos2(row.left(), row.top() + 3.0), pos2(row.right(), row.bottom() - 2.0))
}

pub(super) fn page(
    ui: &mut Ui,
    reader: &mut Reader,
    article: &Arc<Article>,
    view: &Viewport,
    context: &PageContext<'_>,
) {
    let theme = Theme::of(ui);
    let painter = ui.painter().clone();
    let offset = view.text_origin.to_vec2();
    let (mut bands, mut lines) = (InkMesh::new(ui.pixels_per_point()), InkMesh::new(ui.pixels_per_point()));
    let mut behind: Vec<Shape> = Vec::new();
    let mut above: Vec<Shape> = Vec::new();
    // Without a screen reader, paragraphs and highlights need no widgets of their own.
    let is_heard = names::is_heard(ui);

    let none = PaintedHighlights::default();
    let shown = reader.shown.peek().unwrap_or(&none);
    for one in &shown.highlights {
        let rows = &shown.rows[one.rows.clone()];
        let is_selected = reader.highlight == Some(one.highlight.id);
        let (weight, drop) = (if is_selected { 3.0 } else { 2.0 }, f32::from(one.lane.min(N_LANES - 1)) * LANE_STEP);
        let on_screen = |row: &Rect| Some(row.translate(offset)).filter(|row| row.intersects(ui.clip_rect()));
        for row in shown.rows[one.tinted.clone()].iter().filter_map(on_screen) {
            bands.band(band_of(row), one.tint);
        }
        for row in rows.iter().filter_map(on_screen) {
            lines.level(row.x_range(), row.bottom() - 2.0 + drop - 1.0, weight, one.line);
            if is_selected {
                let (band, outline) = (band_of(row), Stroke::new(1.0, one.line));
                above.push(Shape::Rect(egui::epaint::RectShape::stroke(band, 3.0, outline, StrokeKind::Outside)));
            }
        }
        if is_heard {
            let role = if one.stands_out { "Highlight" } else { "Faded highlight" };
            names::highlight(ui, reader, context.project(), &one.highlight, role, rows[0].translate(offset));
        }
    }
    painter.add(bands.into_shape());
    let seen = view.span(reader);
    find::paint(ui, &mut reader.find, &reader.page, view, seen);
    let decided = reader.suggestion().map(|_| reader.caret);
    suggested::paint(ui, &mut reader.suggestions, &reader.page, view, (seen, decided));
    if is_heard {
        suggested::name(ui, &reader.suggestions, &reader.page, view, context.project());
    }
    above.push(lines.into_shape());
    if let Some(selection) = reader.selection() {
        for row in reader.page.rows_of(selection, view.visible.clone()) {
            let row = row.translate(offset).shrink2(vec2(0.0, 1.0));
            behind.push(Shape::rect_filled(row, 2.0, *theme.colours.text_selection));
        }
    }
    painter.extend(behind);
    for index in view.visible.clone() {
        paint_piece(ui, reader, article, view, index, is_heard);
    }
    painter.extend(above);
    reader.handles = None;
    // Ends that cannot be moved show no handle.
    let held = reader.highlight.filter(|_| context.can_change);
    if let Some(highlight) = held.and_then(|id| article.highlight(id)) {
        let ends = handle_rects(reader, highlight, view);
        reader.handles = ends[0].zip(ends[1]).map(|(start, end)| [start, end]);
        for rect in ends.into_iter().flatten() {
            painter.circle(rect.center(), 4.5, *theme.colours.accent, Stroke::new(1.5, *theme.colours.page));
        }
    }
    let has_focus = ui.memory(|memory| memory.has_focus(super::id()));
    if let Some(caret) = reader.page.caret_rect(reader.caret).filter(|_| has_focus) {
        let caret = caret.translate(offset);
        painter.vline(caret.left(), caret.top() + 3.0..=caret.bottom() - 3.0, Stroke::new(1.5, *theme.colours.accent));
    }
    reader.selection_rect = reader
        .selection()
        .or_else(|| reader.highlight.and_then(|id| article.highlight(id)).map(|highlight| highlight.span))
        .and_then(|span| {
            let rows = reader.page.rows_of(span, view.visible.clone());
            rows.into_iter().reduce(Rect::union).map(|rect| rect.translate(offset))
        });
}

fn paint_piece(ui: &Ui, reader: &Reader, article: &Article, view: &Viewport, index: usize, is_heard: bool) {
    let theme = Theme::of(ui);
    let Some(size) = reader.page.size_of(index) else { return };
    let piece = reader.page.pieces()[index];
    let at = view.text_origin + vec2(0.0, reader.page.top(index));
    for (offset, galley) in reader.page.galleys(index) {
        ui.painter().galley(at + offset, galley, *theme.colours.ink);
    }
    if let Some(number) = piece.number {
        let font = egui::FontId::proportional(theme.sizes.small - 1.0);
        let row_height = reader.page.row_height(index).unwrap_or(20.0);
        let number = ui.painter().layout_no_wrap(number.to_string(), font, *theme.colours.faint);
        // A number of many digits comes closer to its paragraph rather than being cut off.
        let gap = (view.columns.text_x - 4.0 - number.size().x).clamp(4.0, 18.0);
        let at = at + vec2(-gap - number.size().x, (row_height - number.size().y) * 0.5);
        ui.painter().galley(at, number, *theme.colours.faint);
    }
    if is_heard && !piece.span.is_empty() {
        let rect = Rect::from_min_size(at, size);
        let response = ui.interact(rect, ui.scope_id().with(("piece", index)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, article.text.slice(piece.span)));
    }
}
