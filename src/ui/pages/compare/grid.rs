//! A table of any size whose first column, heads and totals stay in place while the rest scrolls.
//!
//! Only what is on screen is made. For screen readers, cells stand in rows and rows in a table. It knows no comparison:
//! [`GridCells`] says what stands in the cells.

use egui::{
    AsIdSalt, IdSalt, Rangef, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    accesskit::Role,
    pos2,
    scroll_area::{ScrollBarVisibility, State},
    style::{ScrollFadeStyle, ScrollStyle},
    vec2,
};

use crate::ui::{theme::Theme, widgets::set_bounds};

/// A row or a column of a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GridLine {
    /// The heads: the row above or the column before all others.
    Head,
    /// One that scrolls.
    At(usize),
    /// The totals: the row below or the column after all others.
    Total,
}

impl GridLine {
    /// Its place among those that scroll.
    pub const fn place(self) -> Option<usize> {
        match self {
            Self::At(place) => Some(place),
            Self::Head | Self::Total => None,
        }
    }
}

/// The lengths of one direction of a grid, in points.
#[derive(Clone, Debug, Default)]
pub struct GridAxis {
    /// The length of the heads, which stay in place.
    pub head: f32,
    /// How many of the lines after the head stay in place with it.
    pub n_frozen: usize,
    /// The length of the totals, which stay in place.
    pub total: f32,
    /// Where each line begins after the head, and where the last one ends.
    ends: Vec<f32>,
}

impl GridAxis {
    /// Lines of these lengths between a head and the totals.
    pub fn of(head: f32, lengths: impl IntoIterator<Item = f32>, total: f32) -> Self {
        let mut ends = vec![0.0];
        let mut end = 0.0;
        ends.extend(lengths.into_iter().map(|length| {
            end += length;
            end
        }));
        Self { head, n_frozen: 0, total, ends }
    }

    /// The number of lines between head and totals.
    pub const fn n_lines(&self) -> usize {
        self.ends.len() - 1
    }

    /// The length of all lines, with head and totals.
    pub fn length(&self) -> f32 {
        self.head + self.ends[self.n_lines()] + self.total
    }

    /// The length of a line.
    pub fn length_of(&self, line: GridLine) -> f32 {
        match line {
            GridLine::Head => self.head,
            GridLine::At(at) => self.ends[at + 1] - self.ends[at],
            GridLine::Total => self.total,
        }
    }

    /// The length of what stays in place at the beginning.
    fn frozen(&self) -> f32 {
        self.head + self.ends[self.n_frozen]
    }

    /// The lines with their ranges on screen, if the grid begins at `start`, shows `shown` and is scrolled by `offset`;
    /// each with the range to which it is cut off.
    fn visible(&self, start: f32, shown: f32, offset: f32) -> Vec<(GridLine, Rangef, Rangef)> {
        let end = start + shown;
        let (first, last) = (start + self.frozen(), end - self.total);
        let at = |place: usize, offset: f32| {
            let begin = start + self.head - offset;
            Rangef::new(begin + self.ends[place], begin + self.ends[place + 1])
        };
        let mut lines = Vec::new();
        let mut add = |line, range: Rangef, cut: Rangef| lines.push((line, range, cut.intersection(range)));
        let head = Rangef::new(start, start + self.head);
        add(GridLine::Head, head, Rangef::new(start, end));
        for place in 0..self.n_frozen {
            add(GridLine::At(place), at(place, 0.0), Rangef::new(start, last));
        }
        let from = first - (start + self.head) + offset;
        let begin = self.ends.partition_point(|end| *end <= from).saturating_sub(1).max(self.n_frozen);
        for place in begin..self.n_lines() {
            let range = at(place, offset);
            if range.min >= last {
                break;
            }
            add(GridLine::At(place), range, Rangef::new(first, last));
        }
        add(GridLine::Total, Rangef::new(last, end), Rangef::new(start, end));
        lines
    }

    /// How far to scroll so that a line is on screen, if `shown` of the grid is, scrolled by `offset` now.
    fn offset_for(&self, line: GridLine, shown: f32, offset: f32) -> f32 {
        let Some(place) = line.place().filter(|place| (self.n_frozen..self.n_lines()).contains(place)) else {
            return offset;
        };
        let room = shown - self.frozen() - self.total;
        let (begin, end) =
            (self.ends[place] - self.ends[self.n_frozen], self.ends[place + 1] - self.ends[self.n_frozen]);
        offset.min(begin).max(end - room).max(0.0)
    }
}

/// The lengths of a grid.
#[derive(Clone, Debug, Default)]
pub struct GridPlan {
    /// The widths of the columns.
    pub columns: GridAxis,
    /// The heights of the rows.
    pub rows: GridAxis,
}

/// What stands in the cells of a grid.
pub trait GridCells {
    /// The name of the table for screen readers.
    fn name(&self) -> String;

    /// Shows a cell or a head; `ui` is cut off to where it can be seen.
    fn cell_ui(&mut self, ui: &mut Ui, rect: Rect, row: GridLine, column: GridLine);

    /// Paints what leans over the heads beside it, once all heads were shown.
    fn over_heads(&mut self, ui: &Ui);
}

/// The room that a scroll bar takes beside a grid, in points.
pub const BAR: f32 = 10.0;

/// Shows a grid that is at most as high as `max_height`, and scrolls to the cell `in_view`.
pub fn show(
    ui: &mut Ui,
    salt: impl AsIdSalt,
    plan: &GridPlan,
    max_height: f32,
    in_view: Option<[GridLine; 2]>,
    cells: &mut impl GridCells,
) {
    let size = vec2(plan.columns.length(), plan.rows.length());
    let room = vec2(ui.available_width(), max_height);
    let (scrolls, shown) = shown_of(size, room);
    let bars = vec2(if scrolls.y { BAR } else { 0.0 }, if scrolls.x { BAR } else { 0.0 });
    let (outer, _) = ui.allocate_exact_size(shown + bars, Sense::hover());
    if !ui.is_rect_visible(outer) {
        return;
    }
    let view = Rect::from_min_size(outer.min, shown);
    let mut scrolled = ui.new_child(UiBuilder::new().id_salt(IdSalt::new(salt)).max_rect(outer));
    scrolled.spacing_mut().scroll = visible_bars();
    let colours = &Theme::of(ui).colours;
    let widgets = &mut scrolled.visuals_mut().widgets;
    for (state, ink) in [
        (&mut widgets.inactive, colours.control_line),
        (&mut widgets.hovered, colours.muted),
        (&mut widgets.active, colours.accent),
    ] {
        state.fg_stroke.color = *ink;
    }
    let fixed = vec2(plan.columns.frozen(), plan.rows.frozen());
    let body = Rect::from_min_max(view.min + fixed, view.max - vec2(plan.columns.total, plan.rows.total));
    let mut area = ScrollArea::new([scrolls.x, scrolls.y])
        .id_salt("cells")
        .auto_shrink(false)
        .scroll_bar_visibility(ScrollBarVisibility::AlwaysVisible)
        .scroll_bar_rect(body);
    if let Some([row, column]) = in_view {
        let state = State::load(ui.ctx(), scrolled.make_persistent_id(IdSalt::new("cells")));
        let offset = state.map_or(Vec2::ZERO, |state| state.clamped_offset());
        area = area.scroll_offset(vec2(
            plan.columns.offset_for(column, shown.x, offset.x),
            plan.rows.offset_for(row, shown.y, offset.y),
        ));
    }
    area.show_viewport(&mut scrolled, |ui, viewport| {
        ui.set_min_size(size);
        let offset = viewport.min.to_vec2().clamp(Vec2::ZERO, size - shown);
        table_ui(ui, plan, view, offset, cells);
    });
}

/// Which directions of something of this size scroll in this room, and how much of it is shown.
fn shown_of(size: Vec2, room: Vec2) -> (egui::Vec2b, Vec2) {
    let is_high = |bar: f32| size.y > room.y - bar + 0.5;
    let is_wide = |bar: f32| size.x > room.x - bar + 0.5;
    let mut scrolls = egui::Vec2b::new(is_wide(0.0), is_high(0.0));
    scrolls.x |= scrolls.y && is_wide(BAR);
    scrolls.y |= scrolls.x && is_high(BAR);
    let left = room - vec2(if scrolls.y { BAR } else { 0.0 }, if scrolls.x { BAR } else { 0.0 });
    (scrolls, size.min(left.max(Vec2::ZERO)))
}

/// Bars beside what scrolls that can always be seen.
fn visible_bars() -> ScrollStyle {
    ScrollStyle {
        bar_width: BAR - 4.0,
        bar_inner_margin: 4.0,
        bar_outer_margin: 0.0,
        handle_min_length: 24.0,
        foreground_color: true,
        // Shadows at the ends would lie over the totals, which do not scroll.
        fade: ScrollFadeStyle { strength: 0.0, ..ScrollFadeStyle::default() },
        ..ScrollStyle::solid()
    }
}

fn table_ui(ui: &mut Ui, plan: &GridPlan, view: Rect, offset: Vec2, cells: &mut impl GridCells) {
    let builder = UiBuilder::new().id_salt("table").max_rect(view).accessibility_role(Role::Table);
    let mut table = ui.new_child(builder.accessibility_label(cells.name()));
    table.shrink_clip_rect(view);
    set_bounds(&table, view);
    let clip = table.clip_rect();
    let columns = plan.columns.visible(view.left(), view.width(), offset.x);
    for (row, across, cut) in plan.rows.visible(view.top(), view.height(), offset.y) {
        let rect = Rect::from_x_y_ranges(view.x_range(), across);
        let seen = Rect::from_x_y_ranges(view.x_range(), cut);
        if !seen.is_positive() || !clip.intersects(seen) {
            continue;
        }
        let builder = UiBuilder::new().id_salt(("row", row)).max_rect(rect).accessibility_role(Role::Row);
        let mut row_ui = table.new_child(builder);
        row_ui.set_min_size(rect.size());
        set_bounds(&row_ui, seen);
        for (column, along, cut) in &columns {
            let rect = Rect::from_min_max(pos2(along.min, rect.top()), pos2(along.max, rect.bottom()));
            let seen = Rect::from_x_y_ranges(*cut, seen.y_range());
            if seen.is_positive() {
                row_ui.set_clip_rect(clip.intersect(seen));
                cells.cell_ui(&mut row_ui, rect, row, *column);
            }
        }
        if row == GridLine::Head {
            let after_first = Rangef::new(view.left() + plan.columns.frozen(), view.right());
            row_ui.set_clip_rect(clip.intersect(Rect::from_x_y_ranges(after_first, cut)));
            cells.over_heads(&row_ui);
        }
        row_ui.set_clip_rect(clip);
    }
    table.set_min_size(view.size());
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests {
    use super::*;

    fn axis() -> GridAxis {
        GridAxis::of(100.0, [50.0, 60.0, 70.0, 80.0], 40.0)
    }

    #[test]
    fn a_grid_that_fits_shows_every_line_whole() {
        let axis = axis();
        assert_eq!(axis.length(), 400.0);
        let lines = axis.visible(10.0, 400.0, 0.0);
        assert_eq!(lines.len(), 6);
        assert!(lines.iter().all(|(_, range, cut)| range == cut || cut.max == 410.0), "{lines:?}");
        assert_eq!(lines[2].1, Rangef::new(160.0, 220.0));
        assert_eq!(lines[5].1, Rangef::new(370.0, 410.0));
    }

    #[test]
    fn totals_and_frozen_lines_stay_and_the_rest_scrolls_between_them() {
        let axis = GridAxis { n_frozen: 1, ..axis() };
        let lines = axis.visible(0.0, 300.0, 65.0);
        let on_screen: Vec<(GridLine, Rangef)> = lines.iter().map(|(line, range, _)| (*line, *range)).collect();
        assert_eq!(
            on_screen,
            [
                (GridLine::Head, Rangef::new(0.0, 100.0)),
                (GridLine::At(0), Rangef::new(100.0, 150.0)),
                (GridLine::At(2), Rangef::new(145.0, 215.0)),
                (GridLine::At(3), Rangef::new(215.0, 295.0)),
                (GridLine::Total, Rangef::new(260.0, 300.0)),
            ]
        );
        assert_eq!(lines[2].2, Rangef::new(150.0, 215.0), "what is under the frozen line is cut off");
        assert_eq!(lines[3].2, Rangef::new(215.0, 260.0), "and so is what is under the totals");
    }

    #[test]
    fn a_line_is_scrolled_to_no_farther_than_needed() {
        let axis = axis();
        assert_eq!(axis.offset_for(GridLine::At(0), 300.0, 90.0), 0.0);
        assert_eq!(axis.offset_for(GridLine::At(1), 300.0, 20.0), 20.0);
        assert_eq!(axis.offset_for(GridLine::At(3), 300.0, 20.0), 100.0);
        assert_eq!(axis.offset_for(GridLine::Total, 300.0, 20.0), 20.0);
    }

    #[test]
    fn a_bar_takes_room_that_may_call_for_the_other_bar() {
        assert_eq!(shown_of(vec2(100.0, 50.0), vec2(100.0, 50.0)), ([false, false].into(), vec2(100.0, 50.0)));
        assert_eq!(shown_of(vec2(100.0, 80.0), vec2(100.0, 50.0)), ([true, true].into(), vec2(90.0, 40.0)));
        assert_eq!(shown_of(vec2(80.0, 80.0), vec2(100.0, 50.0)), ([false, true].into(), vec2(80.0, 50.0)));
    }
}
