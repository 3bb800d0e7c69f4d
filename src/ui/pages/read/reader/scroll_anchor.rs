//! Keeps the line being read in place on the screen while the page is laid out anew, with another
//! width, font size or line spacing.

use egui::{Context, pos2};

use standpoint_core::model::Article;

use super::Reader;

/// A character, and where its line stands on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct ScrollAnchor {
    position: usize,
    /// The distance from the top of the view to the line, in points.
    y: f32,
    /// The scroll offset then; as long as it is the same, nothing was scrolled.
    pub offset: f32,
    /// Where the caret was then.
    caret: usize,
}

/// The line being read: that of the caret if it is in view, otherwise the first whole line.
///
/// If nothing was scrolled, it stays at the same character as before. Otherwise the page would
/// creep while the window is resized, because each width starts the line with another character.
pub(super) fn rest(reader: &Reader, viewport: f32) -> Option<ScrollAnchor> {
    let (offset, caret) = (reader.offset, reader.caret);
    if let Some(anchor) =
        reader.scroll_anchor.filter(|anchor| (anchor.offset - offset).abs() < 0.5 && anchor.caret == caret)
    {
        return Some(anchor);
    }
    let from_top = |y: f32| y + reader.head_height - offset;
    let at = |position: usize| {
        let y = from_top(reader.page.caret_rect(position)?.top());
        (0.0..viewport).contains(&y).then_some(ScrollAnchor { position, y, offset, caret })
    };
    if let Some(anchor) = at(caret).filter(|_| caret > 0) {
        return Some(anchor);
    }
    let top = offset - reader.head_height;
    if top <= 0.0 {
        // The head is in view and stays there.
        return None;
    }
    // A little to the right, because a line's first place is also the end of the line before.
    let below = |step: u8| reader.page.position_at(pos2(12.0, top + 8.0 * f32::from(step)));
    (0..30).find_map(|step| at(below(step)))
}

impl ScrollAnchor {
    /// A line at the top of the view.
    pub const fn at_top(position: usize) -> Self {
        Self { position, y: 0.0, offset: 0.0, caret: 0 }
    }

    /// The same place of the screen after its points have become larger or smaller.
    pub fn zoomed(self, factor: f32) -> Self {
        Self { y: self.y / factor, ..self }
    }
}

/// How far to scroll so that the line under the eye stands where it stood.
pub(super) fn settle(
    ctx: &Context,
    reader: &mut Reader,
    article: &Article,
    anchor: ScrollAnchor,
    viewport: f32,
) -> Option<f32> {
    let piece = reader.page.piece_of(anchor.position);
    // What stands above is estimated anew; a second round finds the line where the first has moved it.
    for _ in 0..2 {
        let about = reader.page.top(piece);
        reader.page.lay_out(ctx, &article.text, (about - viewport).max(0.0), about + viewport);
    }
    let line = reader.page.caret_rect(anchor.position)?;
    let most = (reader.head_height + reader.page.height() - viewport * 0.6).max(0.0);
    Some((line.top() + reader.head_height - anchor.y).clamp(0.0, most))
}
