//! What there is to draw of each highlight on screen: its rows, its colours and its label.
//!
//! It is worked out once and kept until something it depends on is another, so that a frame in which nothing
//! happens only draws it, wherever the page is scrolled to. Places count from the left top of the text.

use std::{ops::Range, sync::Arc};

use egui::{Color32, Rect, Ui};

use super::{
    Columns, Reader,
    filter::Filter,
    layout::Version,
    margin::{Margin, Wordings},
    paint::{FAINT, View, colour_of},
};
use crate::{
    model::{Article, CodeKind, Highlight, HighlightId},
    ui::{action::Scene, theme::Theme},
};

/// All that is drawn of the highlights on screen.
#[derive(Default)]
pub(super) struct Shown {
    /// What it depends on, as it was when it was worked out.
    basis: Option<Basis>,
    /// In their order.
    pub highlights: Vec<Band>,
    /// The rows of all of them.
    pub rows: Vec<Rect>,
    pub margin: Margin,
    wordings: Wordings,
}

/// One highlight as it is painted.
pub(super) struct Band {
    pub highlight: Arc<Highlight>,
    /// Which of the rows are its own; at least one.
    pub rows: Range<usize>,
    pub lane: u16,
    /// The colour behind the words, and that of lines.
    pub tint: Color32,
    pub line: Color32,
    pub stands_out: bool,
}

impl Band {
    /// A colour as strong as that of this highlight.
    pub fn faded(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(if self.stands_out { 1.0 } else { FAINT })
    }
}

#[derive(PartialEq)]
struct Basis {
    revision: u64,
    page: Version,
    visible: Range<usize>,
    columns: Columns,
    filter: Filter,
    tint_by: CodeKind,
    /// The themes are constants, so that their address says which one it is.
    theme: *const Theme,
    selected: Option<HighlightId>,
}

/// Makes what is shown that of this frame. The reader must follow the article.
pub(super) fn look(ui: &Ui, reader: &mut Reader, article: &Article, view: &View, scene: &Scene<'_>) {
    let theme = Theme::of(ui);
    let basis = Basis {
        revision: scene.revision,
        page: reader.page.version(),
        visible: view.visible.clone(),
        columns: view.columns,
        filter: reader.filter.clone(),
        tint_by: scene.preferences.tint_by,
        theme: std::ptr::from_ref(theme),
        selected: reader.highlight,
    };
    if reader.shown.basis.as_ref() == Some(&basis) {
        return;
    }
    let mut shown = std::mem::take(&mut reader.shown);
    shown.highlights.clear();
    shown.rows.clear();
    let span = view.span(reader);
    for (highlight, lane) in reader.marks.within(article, span) {
        let first = shown.rows.len();
        shown.rows.extend(reader.page.rows_of(highlight.span, view.visible.clone()));
        if shown.rows.len() == first {
            continue;
        }
        let (tint, line) = match colour_of(scene.project, basis.tint_by, highlight) {
            Some(colour) => (theme.tint(colour), theme.code(colour)),
            None => (theme.colours.faint.gamma_multiply(0.16), *theme.colours.faint),
        };
        let stands_out = basis.filter.passes(scene.project, highlight);
        let strength = if stands_out { 1.0 } else { FAINT };
        shown.highlights.push(Band {
            highlight: Arc::clone(highlight),
            rows: first..shown.rows.len(),
            lane,
            tint: tint.gamma_multiply(strength),
            line: line.gamma_multiply(strength),
            stands_out,
        });
    }
    shown.wordings.keep_for(basis.page.letters);
    shown.margin = Margin::place(ui, &shown.highlights, &shown.rows, view, basis.selected, scene, &mut shown.wordings);
    shown.basis = Some(basis);
    reader.shown = shown;
}
