//! One highlight as the page and its margin paint it.

use std::{ops::Range, sync::Arc};

use egui::Color32;

use standpoint_core::model::{CodeKind, Colour, Highlight, Project};

/// One highlight as it is painted.
pub(super) struct HighlightBand {
    pub highlight: Arc<Highlight>,
    /// Which of the rows are its own; at least one.
    pub rows: Range<usize>,
    /// Which of them belong to its tinted part; empty where enough tints overlap already.
    pub tinted: Range<usize>,
    pub lane: u16,
    /// The colour behind the words, and that of lines.
    pub tint: Color32,
    pub line: Color32,
    pub stands_out: bool,
}

impl HighlightBand {
    /// A colour as strong as that of this highlight.
    pub fn faded(&self, colour: Color32) -> Color32 {
        colour.gamma_multiply(if self.stands_out { 1.0 } else { FAINT })
    }
}

/// The opacity of a highlight that does not stand out.
pub(super) const FAINT: f32 = 0.25;

/// The colour of a highlight's tag of one kind.
pub(super) fn colour_of(project: &Project, kind: CodeKind, highlight: &Highlight) -> Option<Colour> {
    Some(project.codebook.code(kind, highlight.tag(kind)?)?.colour)
}
