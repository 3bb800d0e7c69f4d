//! What is drawn of each highlight on screen: its rows, its colours and its label.
//!
//! It is computed once and kept until something it depends on changes, so that a frame in which nothing
//! happens only draws it, wherever the page is scrolled to. Places count from the left top of the text.

use std::{ops::Range, sync::Arc};

use egui::{Rect, Ui};

use standpoint_core::{
    model::{Article, CodeKind, HighlightId},
    text::Span,
};

use super::{
    PageColumns, Reader,
    band::{FAINT, HighlightBand, colour_of},
    margin::{LabelTexts, Margin},
    viewport::Viewport,
};
use crate::ui::{
    layout::LayoutVersion,
    pages::{PageContext, read::emphasis::Emphasis},
    theme::{MAX_TINTS, Theme},
};

/// All that is drawn of the highlights on screen.
#[derive(Default)]
pub(super) struct PaintedHighlights {
    /// In their order.
    pub highlights: Vec<HighlightBand>,
    /// The rows of all of them, and those of tinted parts.
    pub rows: Vec<Rect>,
    pub margin: Margin,
    wordings: LabelTexts,
}

/// Tracks where the maximum number of overlapping tints is reached; fed highlights in order.
#[derive(Default)]
struct Tints {
    /// Where each of the tints painted last ends.
    ends: [usize; MAX_TINTS],
}

impl Tints {
    /// The part of a highlight that is tinted: from where one of the tints before it has ended.
    fn part_of(&mut self, span: Span) -> Option<Span> {
        let first = self.ends.iter_mut().min()?;
        let part = Span::new(span.start.max(*first), span.end);
        *first = span.end.max(*first);
        (part.start < part.end).then_some(part)
    }
}

/// What the drawing of the highlights depends on.
#[derive(PartialEq)]
pub(super) struct ShownKey {
    revision: u64,
    page: LayoutVersion,
    visible: Range<usize>,
    columns: PageColumns,
    emphasis: Emphasis,
    tint_by: CodeKind,
    /// The themes are constants, so that their address says which one it is.
    theme: *const Theme,
    selected: Option<HighlightId>,
}

/// Updates what is shown for this frame. The reader must follow the article.
pub(super) fn look(ui: &Ui, reader: &mut Reader, article: &Article, view: &Viewport, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    let key = ShownKey {
        revision: context.revision(),
        page: reader.page.version(),
        visible: view.visible.clone(),
        columns: view.columns,
        emphasis: reader.emphasis.clone(),
        tint_by: context.preferences.tint_by,
        theme: std::ptr::from_ref(theme),
        selected: reader.highlight,
    };
    if reader.shown.is_made_for(|made_for| *made_for == key) {
        return;
    }
    // The room of what was drawn last is used again.
    let mut shown = reader.shown.take().unwrap_or_default();
    shown.highlights.clear();
    shown.rows.clear();
    let mut tints = Tints::default();
    let span = view.span(reader);
    for (highlight, lane) in reader.marks.within(article, span) {
        let tinted = tints.part_of(highlight.span);
        let first = shown.rows.len();
        shown.rows.extend(reader.page.rows_of(highlight.span, view.visible.clone()));
        let rows = first..shown.rows.len();
        if rows.is_empty() {
            continue;
        }
        let tinted = match tinted {
            Some(part) if part == highlight.span => rows.clone(),
            Some(part) => {
                shown.rows.extend(reader.page.rows_of(part, view.visible.clone()));
                rows.end..shown.rows.len()
            }
            None => rows.end..rows.end,
        };
        let (tint, line) = match colour_of(context.project(), key.tint_by, highlight) {
            Some(colour) => (theme.tint(colour), theme.code(colour)),
            None => (theme.colours.faint.gamma_multiply(0.16), *theme.colours.faint),
        };
        let stands_out = key.emphasis.passes(context.project(), highlight);
        let strength = if stands_out { 1.0 } else { FAINT };
        shown.highlights.push(HighlightBand {
            highlight: Arc::clone(highlight),
            rows,
            tinted,
            lane,
            tint: tint.gamma_multiply(strength),
            line: line.gamma_multiply(strength),
            stands_out,
        });
    }
    shown.wordings.keep_for(key.page.letters);
    shown.margin = Margin::place(ui, &shown.highlights, &shown.rows, view, key.selected, context, &mut shown.wordings);
    reader.shown.set(key, shown);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_than_two_tints_lie_over_each_other_and_none_is_missing_where_there_is_room() {
        let mut tints = Tints::default();
        let mut part_of = |start, end| tints.part_of(Span { start, end }).map(|part| (part.start, part.end));
        assert_eq!(part_of(0, 100), Some((0, 100)));
        assert_eq!(part_of(10, 20), Some((10, 20)));
        assert_eq!(part_of(15, 50), Some((20, 50)));
        assert_eq!(part_of(30, 40), None);
        assert_eq!(part_of(60, 120), Some((60, 120)));
        assert_eq!(part_of(90, 110), Some((100, 110)));
    }
}
