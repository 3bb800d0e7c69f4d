//! What is painted of the places that were found: boxes in the text, and marks in the scroll bar.

use std::ops::Range;

use egui::{Rangef, Rect, Shape, Ui, emath::GuiRounding as _, pos2};

use standpoint_core::text::Span;

use super::FindInArticle;
use crate::ui::{
    layout::{LayoutVersion, PageLayout},
    pages::read::reader::{ink::InkMesh, viewport::Viewport},
    parts::kept::Kept,
    theme::Theme,
};

/// The rows of places on screen, from the left top of the text, and the marks in the scroll bar.
#[derive(Default)]
pub(super) struct PaintedPlaces {
    rows: Kept<RowsKey, Vec<(usize, Rect)>>,
    marks: Kept<MarksKey, Vec<Rangef>>,
}

/// What the rows of places depend on: the search, the layout of the page, and the pieces of it on screen.
type RowsKey = (u64, LayoutVersion, Range<usize>);

/// What the marks in the scroll bar depend on.
#[derive(PartialEq)]
struct MarksKey {
    nth: u64,
    page: LayoutVersion,
    n_pieces: usize,
    track: Rangef,
    total: f32,
}

/// How thick a mark in the scroll bar is, and how wide, in points.
const MARK: f32 = 2.0;
const MARK_WIDTH: f32 = 7.0;

/// Paints the places on screen, behind the words.
pub(in super::super) fn paint(ui: &Ui, find: &mut FindInArticle, page: &PageLayout, view: &Viewport, seen: Span) {
    let Some(found) = &find.found else { return };
    let key = (found.nth, page.version(), view.visible.clone());
    let rows = find.painted.rows.get(key, || {
        let of_place = |(nth, place)| page.rows_of(place, view.visible.clone()).into_iter().map(move |row| (nth, row));
        found.within(seen).flat_map(of_place).collect()
    });
    let colours = &Theme::of(ui).colours;
    let (mut fills, mut edges) = (InkMesh::new(ui.pixels_per_point()), InkMesh::new(ui.pixels_per_point()));
    let mut current = Vec::new();
    let offset = view.text_origin.to_vec2();
    for (nth, row) in rows {
        let row = row.translate(offset);
        let row = Rect::from_min_max(pos2(row.left(), row.top() + 2.0), pos2(row.right(), row.bottom() - 1.0));
        if !row.intersects(ui.clip_rect()) {
            continue;
        }
        if find.current == Some(*nth) {
            current.push(row);
        } else {
            fills.band(row, *colours.found);
            edges.frame(row, 1.0, *colours.found_line);
        }
    }
    for row in current {
        edges.band(row.expand(1.0), *colours.found_line);
        edges.band(row.shrink(1.0), *colours.found_current);
    }
    let shapes: [Shape; 2] = [fills.into_shape(), edges.into_shape()];
    ui.painter().extend(shapes);
}

/// Paints a mark in the scroll bar for each place; those of one pixel are one mark. `total` is the height of the page,
/// whose text begins at `text_top`.
pub(in super::super) fn scroll_bar_ui(
    ui: &Ui,
    find: &mut FindInArticle,
    page: &PageLayout,
    bar: Rect,
    (text_top, total): (f32, f32),
) {
    let Some(found) = &find.found else { return };
    let track = bar.y_range();
    let key = MarksKey { nth: found.nth, page: page.version(), n_pieces: page.pieces().len(), track, total };
    let pixel = 1.0 / ui.pixels_per_point();
    let per_point = total / track.span().max(1.0);
    let marks = find.painted.marks.get(key, || {
        let mut marks: Vec<Rangef> = Vec::new();
        let mut top = track.min;
        let mut n_before = 0;
        while top < track.max {
            let end = page.position_above((top + pixel - track.min) * per_point - text_top);
            let n = n_before + found.spans[n_before..].partition_point(|place| place.start < end);
            if n > n_before {
                match marks.last_mut().filter(|last| last.max >= top) {
                    Some(last) => last.max = top + MARK,
                    None => marks.push(Rangef::new(top, top + MARK)),
                }
            }
            n_before = n;
            top += pixel;
        }
        marks
    });
    let colours = &Theme::of(ui).colours;
    let right = bar.right() - 1.0;
    let mut ink = InkMesh::new(ui.pixels_per_point());
    for mark in marks {
        ink.band(Rect::from_x_y_ranges(right - MARK_WIDTH..=right, *mark), *colours.found_line);
    }
    if let Some(place) = find.current.and_then(|nth| found.spans.get(nth)) {
        let y = track.min + (page.height_of(place.start) + text_top) / per_point;
        let y = y.round_to_pixels(ui.pixels_per_point()).min(track.max - 2.0 * MARK);
        let mark = Rect::from_x_y_ranges(bar.left()..=bar.right(), y - MARK..=y + 2.0 * MARK);
        ink.band(mark, *colours.page);
        ink.band(mark.shrink(1.0), *colours.ink);
    }
    ui.painter().add(ink.into_shape());
}
