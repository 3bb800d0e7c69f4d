//! The list that all pages share: only the rows on screen are laid out, however many there are.

use std::sync::{Arc, Mutex, PoisonError};

use egui::{AsIdSalt, Id, IdSalt, Rect, ScrollArea, Ui, UiBuilder, pos2, scroll_area::State, vec2};

use super::row_heights::RowHeights;

/// A scrolling list. Rows may differ in height: a row is measured when it is on screen, and estimated before.
pub struct VirtualList {
    salt: IdSalt,
    estimate: f32,
    /// Whether every row is exactly as high as the estimate.
    is_even: bool,
    gap: f32,
    max_height: Option<f32>,
    row_in_view: Option<usize>,
}

/// What a list remembers between frames.
#[derive(Clone, Default)]
struct Memory {
    width: f32,
    heights: RowHeights,
    /// Where to scroll in the next frame, because rows above turned out higher or lower than estimated.
    offset: Option<f32>,
}

impl VirtualList {
    /// A list of rows that are about this high, in points, and lie 4 points apart.
    pub fn new(salt: impl AsIdSalt, estimated_height: f32) -> Self {
        let salt = IdSalt::new(salt);
        Self { salt, estimate: estimated_height, is_even: false, gap: 4.0, max_height: None, row_in_view: None }
    }

    /// A list of rows that are all of this height, in points.
    pub fn even(salt: impl AsIdSalt, height: f32) -> Self {
        Self { is_even: true, ..Self::new(salt, height) }
    }

    /// What lies between two rows, in points.
    #[must_use]
    pub fn gap(self, gap: f32) -> Self {
        Self { gap, ..self }
    }

    /// Lets the list be no higher than this, and no higher than its rows. Otherwise it takes all the room there is.
    #[must_use]
    pub fn max_height(self, height: f32) -> Self {
        Self { max_height: Some(height), ..self }
    }

    /// Scrolls to this row unless it is in view already.
    #[must_use]
    pub fn with_in_view(self, row: Option<usize>) -> Self {
        Self { row_in_view: row, ..self }
    }

    /// Shows the list.
    pub fn show(self, ui: &mut Ui, n_rows: usize, mut row_ui: impl FnMut(&mut Ui, usize)) {
        let memory = memory_of(ui, ui.make_persistent_id(self.salt).with("heights"));
        let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
        let width = ui.available_width();
        let row_height = self.estimate + self.gap;
        if memory.heights.n_rows() != n_rows || (memory.width - width).abs() > 0.5 && !self.is_even {
            *memory = Memory { width, heights: RowHeights::estimated(n_rows, row_height), offset: None };
        }
        let Memory { heights, offset, .. } = &mut *memory;
        let mut area = ScrollArea::vertical().id_salt(self.salt).min_scrolled_height(self.estimate.min(64.0));
        area = match self.max_height {
            Some(height) => area.auto_shrink([false, true]).max_height(height),
            None => area.auto_shrink(false),
        };
        if let Some(row) = self.row_in_view.filter(|row| *row < n_rows) {
            let height = self.max_height.map_or(ui.available_height(), |max| max.min(ui.available_height()));
            area = with_in_view(area, scrolled(ui, self.salt), height, heights, row);
        } else if let Some(offset) = offset.take() {
            area = area.vertical_scroll_offset(offset);
        }
        let mut growth_above = 0.0;
        let output = area.show_viewport(ui, |ui, viewport| {
            ui.set_height(px(heights.total()) - if n_rows > 0 { self.gap } else { 0.0 });
            let origin = ui.max_rect().min;
            let first = heights.row_at(f64::from(viewport.top()));
            let mut y = px(heights.top(first));
            for row in first..n_rows {
                if y > viewport.bottom() {
                    break;
                }
                let rect = Rect::from_min_size(pos2(origin.x, origin.y + y), vec2(ui.available_width(), self.estimate));
                let builder = UiBuilder::new().id_salt(("row", row)).max_rect(rect);
                let height = ui.scope_builder(builder, |ui| {
                    row_ui(ui, row);
                    ui.min_rect().height()
                });
                if self.is_even {
                    y += row_height;
                    continue;
                }
                let (growth, is_first) = heights.measure(row, height.inner + self.gap);
                // What was above the edge, and unseen until now, must not push away what is being read.
                if row == first && is_first && y < viewport.top() {
                    growth_above = growth;
                }
                y += height.inner + self.gap;
            }
        });
        if growth_above != 0.0 {
            *offset = Some(output.state.clamped_offset().y + growth_above);
            ui.ctx().request_repaint();
        }
    }
}

fn memory_of(ui: &Ui, id: Id) -> Arc<Mutex<Memory>> {
    ui.data_mut(|data| data.get_temp_mut_or_default::<Arc<Mutex<Memory>>>(id).clone())
}

#[expect(clippy::cast_possible_truncation, reason = "a list is far shorter than f32 can count")]
const fn px(length: f64) -> f32 {
    length as f32
}

/// How far a list is scrolled, in points.
fn scrolled(ui: &Ui, salt: IdSalt) -> f32 {
    let state = State::load(ui.ctx(), ui.make_persistent_id(IdSalt::new(salt)));
    state.map_or(0.0, |state| state.clamped_offset().y)
}

/// Scrolls to a row unless it is in view already.
fn with_in_view(area: ScrollArea, scrolled: f32, height: f32, heights: &RowHeights, row: usize) -> ScrollArea {
    let (top, bottom) = (px(heights.top(row)), px(heights.top(row + 1)));
    if top < scrolled || bottom > scrolled + height {
        area.vertical_scroll_offset((top - height * 0.4).max(0.0))
    } else {
        area
    }
}
