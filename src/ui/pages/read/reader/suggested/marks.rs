//! What is painted of the passages that are suggested: a dotted line below each, quieter than any highlight.

use egui::{Rangef, Rect, RectAlign, Response, Shape, Stroke, StrokeKind, Tooltip, Ui, pos2};

use standpoint_analysis::suggested::SuggestedPlace;
use standpoint_core::{model::Project, text::Span};

use super::Suggestions;
use crate::ui::{
    layout::PageLayout,
    pages::read::reader::{ink::InkMesh, names, viewport::Viewport},
    parts::tags::in_words,
    theme::Theme,
};

/// The length of a dot and the way to the next one, and how thick it is, in points.
const DOT: f32 = 2.0;
const STEP: f32 = 5.0;
const WEIGHT: f32 = 1.5;

/// Paints the suggestions on screen. `caret` is in the one that is being decided about, if any.
pub(in super::super) fn paint(
    ui: &Ui,
    suggestions: &mut Suggestions,
    page: &PageLayout,
    view: &Viewport,
    (seen, caret): (Span, Option<usize>),
) {
    suggestions.rect = None;
    let Some(key) = suggestions.found.key().copied().filter(|_| !suggestions.all().is_empty()) else { return };
    let key = (key, page.version(), view.visible.clone());
    if !suggestions.rows.is_made_for(|made| *made == key) {
        let rows_of = |(nth, place): (usize, &SuggestedPlace)| {
            page.rows_of(place.span, view.visible.clone()).into_iter().map(move |row| (nth, row))
        };
        let rows = suggestions.within(seen).flat_map(rows_of).collect();
        suggestions.rows.set(key, rows);
    }
    let colours = &Theme::of(ui).colours;
    let current = caret.and_then(|caret| suggestions.current(caret));
    let current = current.and_then(|current| suggestions.all().iter().position(|place| place == current));
    let offset = view.text_origin.to_vec2();
    let mut ink = InkMesh::new(ui.pixels_per_point());
    let (mut around, mut outlines): (Option<Rect>, Vec<Shape>) = (None, Vec::new());
    for (nth, row) in suggestions.rows.peek().into_iter().flatten() {
        let row = row.translate(offset);
        let is_current = current == Some(*nth);
        if is_current {
            around = Some(around.map_or(row, |around| around.union(row)));
        }
        if !row.intersects(ui.clip_rect()) {
            continue;
        }
        let colour = if is_current { *colours.accent } else { *colours.muted };
        let mut x = row.left();
        while x < row.right() {
            ink.level(Rangef::new(x, (x + DOT).min(row.right())), row.bottom() - 2.0, WEIGHT, colour);
            x += STEP;
        }
        if is_current {
            let band =
                Rect::from_min_max(pos2(row.left() - 2.0, row.top() + 2.0), pos2(row.right() + 2.0, row.bottom()));
            outlines.push(Shape::Rect(egui::epaint::RectShape::stroke(
                band,
                3.0,
                Stroke::new(1.0, colour),
                StrokeKind::Outside,
            )));
        }
    }
    suggestions.rect = around;
    ui.painter().add(ink.into_shape());
    ui.painter().extend(outlines);
}

/// Names the suggestions on screen for a screen reader.
pub(in super::super) fn name(
    ui: &Ui,
    suggestions: &Suggestions,
    page: &PageLayout,
    view: &Viewport,
    project: &Project,
) {
    let mut last = None;
    for (nth, row) in suggestions.rows.peek().into_iter().flatten() {
        let place = suggestions.all().get(*nth).filter(|_| last != Some(*nth));
        last = Some(*nth);
        if let Some(place) = place {
            names::suggestion(ui, page, project, place, row.translate(view.text_origin.to_vec2()));
        }
    }
}

/// Says what is suggested for the passage under the pointer, beside its line. Nothing is said of the current one, which
/// has a card.
pub(in super::super) fn tooltip_ui(
    response: &Response,
    (suggestions, caret): (&Suggestions, usize),
    view: &Viewport,
    project: &Project,
) {
    let Some(pointer) = response.hover_pos() else { return };
    let offset = view.text_origin.to_vec2();
    let mut rows = suggestions.rows.peek().into_iter().flatten();
    let Some((nth, row)) = rows.find(|(_, row)| row.translate(offset).contains(pointer)) else { return };
    let Some(place) = suggestions.all().get(*nth).filter(|place| suggestions.current(caret) != Some(place)) else {
        return;
    };
    let (left, row) = (view.text_origin.x, row.translate(offset));
    let line = Rect::from_min_max(pos2(left, row.top()), pos2(left + view.columns.text_width, row.bottom()));
    let align = if view.columns.margin_x.is_some() { RectAlign::RIGHT_START } else { RectAlign::BOTTOM_START };
    let mut tooltip = Tooltip::for_enabled(response).gap(10.0);
    tooltip.popup =
        tooltip.popup.anchor(line).align(align).align_alternatives(&[RectAlign::BOTTOM_START, RectAlign::TOP_START]);
    tooltip.show(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        ui.label(format!("Suggested: {}", in_words(project, &place.tags)));
        ui.weak(format!("because {}", place.reason_in_words(&project.codebook)));
    });
}
