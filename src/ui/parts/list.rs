//! Lists of rows that are all of one height.

use egui::{AsIdSalt, IdSalt, ScrollArea, Ui, scroll_area::State};

/// How far the list with this salt is scrolled, in points.
fn scrolled_px(ui: &Ui, salt: impl AsIdSalt) -> f32 {
    let state = State::load(ui.ctx(), ui.make_persistent_id(IdSalt::new(salt)));
    state.map_or(0.0, |state| state.clamped_offset().y)
}

/// Scrolls the list with this salt to one of its rows unless the row is in view already; `gap` is what lies between
/// two rows.
pub fn with_row_in_view(
    area: ScrollArea,
    ui: &Ui,
    salt: impl AsIdSalt,
    row: usize,
    (row_height, gap): (f32, f32),
) -> ScrollArea {
    let scrolled_px = scrolled_px(ui, salt);
    #[expect(clippy::cast_precision_loss, reason = "a row more or less in millions is not seen")]
    let top = row as f32 * (row_height + gap);
    let height = ui.available_height();
    if top < scrolled_px || top + row_height > scrolled_px + height {
        area.vertical_scroll_offset((top - height * 0.4).max(0.0))
    } else {
        area
    }
}
