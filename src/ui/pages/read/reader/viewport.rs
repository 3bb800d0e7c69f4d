//! What of the page is on screen, and where things stand on it.

use std::ops::Range;

use egui::{Pos2, Rect, vec2};

use standpoint_core::{model::Highlight, text::Span};

use super::{PageColumns, Reader};

/// What of the page is on screen, and where.
pub(super) struct Viewport {
    pub text_origin: Pos2,
    pub visible: Range<usize>,
    pub columns: PageColumns,
}

/// How many characters a passage has at least, which few titles have, and how many of its lines are shown at most.
const PASSAGE_CHARS: usize = 120;
const PASSAGE_ROWS: f32 = 3.0;

impl Viewport {
    /// A passage of some lines that begins on screen, in which words can be selected.
    pub fn passage(&self, reader: &Reader, clip: Rect) -> Option<Rect> {
        let rect_of = |piece: usize| {
            let left_top = self.text_origin + vec2(0.0, reader.page.top(piece));
            let height = reader.page.size_of(piece).map_or(0.0, |size| size.y);
            let most = reader.page.row_height(piece).map_or(height, |row| row * PASSAGE_ROWS);
            Rect::from_min_size(left_top, vec2(self.columns.text_width, height.min(most)))
        };
        let begins_here = |piece: &usize| clip.contains(rect_of(*piece).left_top() + vec2(1.0, 1.0));
        let is_long = |piece: &usize| reader.page.pieces()[*piece].span.len() >= PASSAGE_CHARS;
        let begun = || self.visible.clone().filter(begins_here);
        begun().find(is_long).or_else(|| begun().next()).map(rect_of)
    }

    /// The characters on screen.
    pub fn span(&self, reader: &Reader) -> Span {
        let pieces = &reader.page.pieces()[self.visible.clone()];
        match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => Span::new(first.span.start, last.span.end),
            _ => Span::new(0, 0),
        }
    }
}

/// Where the two ends of a highlight can be grabbed, if they are on screen.
pub(super) fn handle_rects(reader: &Reader, highlight: &Highlight, view: &Viewport) -> [Option<Rect>; 2] {
    let offset = view.text_origin.to_vec2();
    let rows = reader.page.rows_of(highlight.span, view.visible.clone());
    let around = |point: Pos2| Rect::from_center_size(point + offset, vec2(14.0, 14.0));
    let starts_on_screen = view.span(reader).contains(highlight.span.start);
    let ends_on_screen = highlight.span.end <= view.span(reader).end;
    let [start, end] = reader.page.ends_in_words(highlight.span);
    let start = start.map(|line| line.left_top() + vec2(0.0, 2.0));
    let end = end.map(|line| line.right_bottom());
    [
        start.or(rows.first().map(|row| row.left_top() + vec2(-2.0, 2.0))).filter(|_| starts_on_screen).map(around),
        end.or(rows.last().map(|row| row.right_bottom() + vec2(2.0, 0.0))).filter(|_| ends_on_screen).map(around),
    ]
}
