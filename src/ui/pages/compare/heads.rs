//! The heads of rows and columns: they select, fold, sort, and are dragged to another place.

use std::cell::RefCell;

use egui::{
    Align2, FontId, Pos2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role,
    epaint::TextShape, pos2, text::LayoutJob, vec2,
};

use standpoint_analysis::comparison::{Comparison, Header, has_members};
use standpoint_core::{
    model::{
        Project,
        view::{AxisSide, AxisValue, HeaderKey, Sort},
    },
    wording::capitalised,
};

use super::{
    cell,
    fit::{FOLD, PAD, SHAPE, SLANT, code_kind, has_folds, most_slanted, name_left},
    pane::CellSelection,
    table::{ComparisonCells, HeaderRequest, Orientation},
};
use crate::ui::{
    theme::{Icon, Theme, icon_font, strong},
    widgets::shapes::paint_code,
};

/// A row or a column that is being dragged.
#[derive(Clone, PartialEq, Eq)]
struct DraggedHeader(Orientation, HeaderKey);

impl<'a> ComparisonCells<'a> {
    pub fn heads(&self) -> HeadPainter<'a> {
        HeadPainter {
            theme: self.theme,
            comparison: self.table.comparison,
            is_slanted: self.fitted.is_slanted,
            project: self.setting.project,
            leaning: self.leaning,
        }
    }

    /// The head of a row or column; without a place, that of the totals.
    pub fn head_ui(&mut self, ui: &mut Ui, rect: Rect, place: Option<usize>, orientation: Orientation) {
        let is_row = orientation == Orientation::Row;
        let heads = self.heads();
        let headers = heads.headers(orientation);
        heads.ground(ui, rect, place, orientation);
        let Some(header) = place.map(|place| &headers[place]) else {
            let selection = CellSelection { layer: self.layer.clone(), ..CellSelection::default() };
            self.choose_ui(ui, rect, selection, if is_row { Role::RowHeader } else { Role::ColumnHeader }, || {
                "All".to_owned()
            });
            return heads.total(ui, rect, orientation);
        };
        let selection = CellSelection {
            layer: self.layer.clone(),
            row: is_row.then(|| header.key.clone()),
            column: (!is_row).then(|| header.key.clone()),
        };
        let role = if is_row { Role::RowHeader } else { Role::ColumnHeader };
        let response = self.choose_ui(ui, rect, selection, role, || header.name.clone());
        let (centre, has_fold) =
            heads.name(ui, rect, (header, place.is_some_and(|place| has_members(headers, place))), orientation);
        if has_fold {
            self.fold_ui(ui, header, orientation, centre);
        }
        self.drag_ui(ui, &response, rect, orientation, header);
        response.on_hover_text(&header.name);
    }

    /// The arrow that shows or hides the children of a code.
    fn fold_ui(&mut self, ui: &Ui, header: &Header, orientation: Orientation, centre: Pos2) {
        let rect = Rect::from_center_size(centre, vec2(FOLD, 22.0));
        let response = ui.interact(rect, ui.scope_id().with(("fold", &header.key)), Sense::click());
        let is_open = self.heads().side(orientation).shows_members_of(&header.key);
        let name = || format!("{} {}", if is_open { "Fold" } else { "Unfold" }, header.name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name()));
        let icon = if is_open { Icon::ChevronDown } else { Icon::ChevronRight };
        let colours = &self.theme.colours;
        let ink = if response.hovered() { *colours.ink } else { *colours.muted };
        ui.painter().text(centre, Align2::CENTER_CENTER, icon.glyph(), icon_font(14.0), ink);
        if response.has_focus() {
            ui.painter().rect_stroke(rect, 4, Stroke::new(2.0, *colours.accent), StrokeKind::Inside);
        }
        if response.clicked() {
            *self.asked = Some((orientation, header.key.clone(), HeaderRequest::Toggle));
        }
        response.on_hover_text(name());
    }

    /// Dragging a header onto another one moves it there.
    fn drag_ui(&mut self, ui: &Ui, response: &Response, rect: Rect, orientation: Orientation, header: &Header) {
        response.dnd_set_drag_payload(DraggedHeader(orientation, header.key.clone()));
        let is_alike = |dragged: &DraggedHeader| dragged.0 == orientation && dragged.1 != header.key;
        if response.dnd_hover_payload::<DraggedHeader>().is_some_and(|dragged| is_alike(&dragged)) {
            let stroke = Stroke::new(2.0, *self.theme.colours.accent);
            ui.painter().rect_stroke(rect, 0, stroke, StrokeKind::Inside);
        }
        if let Some(dragged) = response.dnd_release_payload::<DraggedHeader>().filter(|dragged| is_alike(dragged)) {
            *self.asked = Some((orientation, dragged.1.clone(), HeaderRequest::MoveTo(header.key.clone())));
        }
    }
}

/// A name that leans to the right, and the point that it rises from.
pub(super) type LeaningName = (Pos2, LayoutJob);

/// Paints heads.
pub(super) struct HeadPainter<'a> {
    pub theme: &'static Theme,
    pub comparison: &'a Comparison,
    /// Whether the names of columns lean to the right.
    pub is_slanted: bool,
    /// The project as it is now, for colours.
    pub project: &'a Project,
    /// Names that lean over the heads to their right, which are painted once all of these are there.
    pub leaning: &'a RefCell<Vec<LeaningName>>,
}

impl<'a> HeadPainter<'a> {
    /// Paints the names that lean to the right; where the table ends, they end in an ellipsis.
    pub fn over_heads(&self, ui: &Ui) {
        let along = vec2(SLANT.cos(), -SLANT.sin());
        for (base, mut job) in self.leaning.take() {
            let start = base + along * 9.0;
            job.wrap.max_width = job.wrap.max_width.min((ui.clip_rect().right() - start.x) / along.x - 6.0);
            let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
            // The middle of its left side is the point around which it turns.
            let upwards = vec2(SLANT.sin(), SLANT.cos()) * (galley.rect.height() * 0.5);
            ui.painter().add(TextShape::new(start - upwards, galley, *self.theme.colours.ink).with_angle(-SLANT));
        }
    }

    /// What the rows are, above their names.
    pub fn corner(&self, ui: &Ui, rect: Rect) {
        let colours = &self.theme.colours;
        cell::frame(ui, self.theme, rect, *colours.panel, [false, false]);
        let text = capitalised(&self.comparison.query.rows.name());
        let at = rect.left_bottom() + vec2(PAD, -8.0);
        ui.painter().text(at, Align2::LEFT_BOTTOM, text, strong(self.theme.sizes.body), *colours.ink);
    }

    /// A head that nothing can be done with; without a place, that of the totals.
    pub fn head_ui(&self, ui: &Ui, rect: Rect, place: Option<usize>, orientation: Orientation) {
        self.ground(ui, rect, place, orientation);
        let role = if orientation == Orientation::Row { Role::RowHeader } else { Role::ColumnHeader };
        let response = ui.interact(rect, ui.scope_id().with(("head", orientation, place)), Sense::hover());
        let Some(header) = place.map(|place| &self.headers(orientation)[place]) else {
            response.widget_info(|| WidgetInfo::labeled(role, true, "All"));
            return self.total(ui, rect, orientation);
        };
        response.widget_info(|| WidgetInfo::labeled(role, true, &header.name));
        self.name(ui, rect, (header, false), orientation);
        response.on_hover_text(&header.name);
    }

    fn headers(&self, orientation: Orientation) -> &'a [Header] {
        if orientation == Orientation::Row { self.comparison.rows() } else { self.comparison.columns() }
    }

    fn ground(&self, ui: &Ui, rect: Rect, place: Option<usize>, orientation: Orientation) {
        let is_row = orientation == Orientation::Row;
        let is_total = [is_row && place.is_none(), !is_row && place.is_none()];
        cell::frame(ui, self.theme, rect, *self.theme.colours.panel, is_total);
    }

    /// Paints the name of a row or column; returns the centre of its triangle, and whether it has one.
    fn name(&self, ui: &Ui, rect: Rect, (header, has_fold): (&Header, bool), orientation: Orientation) -> (Pos2, bool) {
        let centre = match orientation {
            Orientation::Row => self.row_name(ui, rect, header),
            Orientation::Column if self.is_slanted => self.slanted(ui, rect, header),
            Orientation::Column => self.upright(ui, rect, header, has_fold),
        };
        (centre, has_fold)
    }

    fn side(&self, orientation: Orientation) -> &'a AxisSide {
        let query = &self.comparison.query;
        if orientation == Orientation::Row { &query.rows } else { &query.columns }
    }

    fn face(&self, header: &Header) -> FontId {
        let size = self.theme.sizes.body;
        if header.depth == 0 { strong(size) } else { FontId::proportional(size) }
    }

    /// The colour of a code, if a head is that of one, as paint of its shape.
    fn paint_shape(&self, ui: &Ui, orientation: Orientation, header: &Header, centre: Pos2) {
        let (Some(kind), Some(AxisValue::Code(id))) = (code_kind(self.side(orientation), header), header.key.0.last())
        else {
            return;
        };
        if let Some(code) = self.project.codebook.code(kind, id) {
            paint_code(ui.painter(), centre, kind, 9.0, self.theme.code(code.colour));
        }
    }

    /// Signs that a row or column is pinned, or that others are sorted by it, before its name.
    fn marks(&self, orientation: Orientation, header: &Header) -> String {
        let query = &self.comparison.query;
        let sorted_by = if orientation == Orientation::Row { &query.columns.sort } else { &query.rows.sort };
        let mut marks = String::new();
        if self.side(orientation).pinned.contains(&header.key) {
            marks.push(Icon::Pin.glyph());
        }
        if *sorted_by == Sort::By(header.key.clone()) {
            marks.push(Icon::Sort.glyph());
        }
        marks
    }

    /// A name broken into lines that fit, after the signs of its row or column.
    fn named(&self, header: &Header, orientation: Orientation, width: f32, n_lines: usize) -> LayoutJob {
        let ink = *self.theme.colours.ink;
        let mut job = LayoutJob::default();
        let marks = self.marks(orientation, header);
        if !marks.is_empty() {
            let format = egui::TextFormat::simple(icon_font(11.0), *self.theme.colours.accent);
            job.append(&format!("{marks} "), 0.0, format);
        }
        job.append(&header.name, 0.0, egui::TextFormat::simple(self.face(header), ink));
        job.wrap.max_width = width.max(8.0);
        job.wrap.max_rows = n_lines;
        job
    }

    /// Paints the name of a row; returns the centre of its triangle.
    fn row_name(&self, ui: &Ui, rect: Rect, header: &Header) -> Pos2 {
        let side = self.side(Orientation::Row);
        let folds = has_folds(self.comparison.rows());
        let left = rect.left() + name_left(side, header, folds);
        let middle = rect.center().y;
        let job = self.named(header, Orientation::Row, rect.right() - left - PAD + 2.0, 30);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let top = (middle - galley.rect.height() * 0.5).max(rect.top() + 3.0);
        ui.painter().galley(pos2(left, top), galley, *self.theme.colours.ink);
        self.paint_shape(ui, Orientation::Row, header, pos2(left - SHAPE + 4.5, middle));
        let shape = if code_kind(side, header).is_some() { SHAPE } else { 0.0 };
        pos2(left - shape - FOLD * 0.5, middle)
    }

    /// Paints the name of a column in two lines at most; returns the centre of its triangle.
    fn upright(&self, ui: &Ui, rect: Rect, header: &Header, has_fold: bool) -> Pos2 {
        let side = self.side(Orientation::Column);
        let shape = if code_kind(side, header).is_some() { SHAPE } else { 0.0 };
        let fold = if has_fold { FOLD } else { 0.0 };
        let mut job = self.named(header, Orientation::Column, rect.width() - 2.0 * PAD - shape - fold + 2.0, 2);
        job.halign = egui::Align::RIGHT;
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let bottom = rect.bottom() - 8.0;
        let (width, last) = (galley.rect.width(), galley.rows.last().map_or(0.0, |row| row.rect().height()));
        ui.painter().galley(pos2(rect.right() - PAD, bottom - galley.rect.height()), galley, *self.theme.colours.ink);
        let middle = bottom - last * 0.5;
        let left = rect.right() - PAD - width;
        self.paint_shape(ui, Orientation::Column, header, pos2(left - SHAPE + 4.5, middle));
        pos2(left - shape - FOLD * 0.5 + 2.0, middle)
    }

    /// Paints the name of a column leaning to the right; returns the centre of its triangle.
    fn slanted(&self, ui: &Ui, rect: Rect, header: &Header) -> Pos2 {
        let base = pos2(rect.center().x, rect.bottom() - 14.0);
        let mut job = self.named(header, Orientation::Column, most_slanted(ui.ctx().content_rect().height()), 1);
        job.wrap.break_anywhere = true;
        if ui.clip_rect().x_range().contains(base.x) {
            self.leaning.borrow_mut().push((base, job));
        }
        self.paint_shape(ui, Orientation::Column, header, base);
        pos2(base.x - 16.0, base.y)
    }

    fn total(&self, ui: &Ui, rect: Rect, orientation: Orientation) {
        let (at, align) = if orientation == Orientation::Row {
            let left = if has_folds(self.comparison.rows()) { FOLD } else { 0.0 };
            (pos2(rect.left() + PAD + left, rect.center().y), Align2::LEFT_CENTER)
        } else {
            (rect.right_bottom() + vec2(-PAD, -8.0), Align2::RIGHT_BOTTOM)
        };
        ui.painter().text(at, align, "All", strong(self.theme.sizes.body), *self.theme.colours.ink);
    }
}
