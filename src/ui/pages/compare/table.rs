//! The table itself: its cells and heads, and what is asked for in a head.
//!
//! [`super::grid`] keeps heads and totals in place, [`super::fit`] says how wide and high everything is, and
//! [`super::cell`] paints what a cell says.

use std::{cell::RefCell, collections::HashMap};

use egui::{Id, Rect, Response, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::{
    comparison::{CellHighlights, Header, Table as ComparisonTable, VisibleAxes},
    findings::FindingKind,
    report::{sheet::SheetCell, words},
};
use standpoint_core::model::{
    CodeId, Project,
    view::{AxisValue, HeaderKey, Measure, Sort},
};

use super::{
    cell,
    fit::FittedTable,
    grid::{self, GridCells, GridLine},
    heads::LeaningName,
    pane::{Answer, CellSelection, IssueSide, Pane},
    signs::{Signs, paint_finding},
};
use crate::{
    command::ContextMenu,
    ui::{
        parts::{menu::MenuRequest, tour_target::TourTarget},
        theme::{Theme, strong},
    },
};

/// The findings about each issue and actor, the weightiest first.
pub type FindingMarks = HashMap<(CodeId, CodeId), Vec<FindingKind>>;

/// A request about a row or a column, made in its header or by a command.
#[derive(Clone, Debug)]
pub(super) enum HeaderRequest {
    Toggle,
    Pin,
    SortByThis,
    SortAsListed,
    SortByName,
    SortByTotal,
    /// To stand where that one stands.
    MoveTo(HeaderKey),
}

/// Whether a header belongs to a row or to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Orientation {
    Row,
    Column,
}

/// What is selected in a table, and what becomes of it in a frame.
#[derive(Default)]
pub struct TableChoice {
    /// The selected row, column or cell.
    pub selection: Option<CellSelection>,
    /// Whether a part of the table was clicked in this frame.
    pub is_clicked: bool,
    /// The menu that was asked for in this frame.
    pub menu: Option<(ContextMenu, MenuRequest)>,
    /// Whether the selected part is to be scrolled to.
    pub comes_into_view: bool,
    /// Whether the selected part is to get the keyboard.
    pub wants_focus: bool,
    /// The selected part, or the first one: what Tab leads to.
    pub focused: Option<Id>,
    /// The issue and the actor of the finding whose evidence is on screen.
    pub marked: Option<(CodeId, CodeId)>,
}

/// What a table is shown with, besides its answer.
#[derive(Clone, Copy)]
pub(super) struct TableSetting<'a> {
    pub marks: &'a FindingMarks,
    pub signs: Signs,
    /// The project as it is now, for names, colours and summaries.
    pub project: &'a Project,
    /// The width that columns are fitted into; they are cut off where there is less room.
    pub width: f32,
}

/// All tables of a pane, one below the other; a click selects.
pub(super) fn ui(ui: &mut Ui, pane: &mut Pane, choice: &mut TableChoice, setting: TableSetting<'_>) {
    let Some(answer) = pane.answer().cloned() else { return };
    let comparison = &answer.live.comparison;
    let theme = Theme::of(ui);
    let fitted = pane.fit.get(ui, &answer, setting.width);
    let marks = pane.pairs().map(|side| (side, setting.marks));
    let mut asked = None;
    let mut table_ui = |ui: &mut Ui, table: ComparisonTable<'_>, height: f32, choice: &mut TableChoice| {
        let marked = choice.marked.as_ref().zip(marks);
        let marked = marked.and_then(|(marked, (side, _))| marked_cell(&answer, side, marked));
        let in_view = choice.comes_into_view.then(|| marked.or_else(|| places_of(&answer, choice))).flatten();
        let mut cells = ComparisonCells {
            theme,
            table,
            shown: &answer.seen.shown,
            fitted: &fitted,
            choice,
            marks,
            setting,
            answer: &answer,
            asked: &mut asked,
            marked,
            leaning: &RefCell::default(),
            layer: table.header().map(|header| header.key.clone()),
        };
        grid::show(ui, "grid", &fitted.plan, height, in_view, &mut cells);
    };
    if comparison.layers().is_empty() {
        let height = ui.available_height();
        table_ui(ui, comparison.table(0), height, choice);
    } else {
        ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
            for table in comparison.tables().filter(|table| table.cell(None, None).highlights > 0) {
                let name = table.header().map_or("", |header| &header.name);
                ui.push_id(name, |ui| {
                    ui.label(egui::RichText::new(name).font(strong(theme.sizes.body + 1.0)));
                    ui.add_space(2.0);
                    table_ui(ui, table, f32::INFINITY, choice);
                });
                ui.add_space(14.0);
            }
        });
    }
    if let Some((orientation, key, request)) = asked {
        carry_out(pane, orientation, &key, request);
    }
}

/// The lines of the selected cell on screen.
fn places_of(answer: &Answer, choice: &TableChoice) -> Option<[GridLine; 2]> {
    let selection = choice.selection.as_ref()?;
    let (comparison, shown) = (&answer.live.comparison, &answer.seen.shown);
    let line = |headers: &[Header], places: &[usize], key: &Option<HeaderKey>| match key {
        None => GridLine::Total,
        Some(key) => places.iter().position(|place| headers[*place].key == *key).map_or(GridLine::Head, GridLine::At),
    };
    Some([
        line(comparison.rows(), &shown.rows, &selection.row),
        line(comparison.columns(), &shown.columns, &selection.column),
    ])
}

/// The cell on screen that a finding about this issue and actor belongs to. If a code is folded away, it is the cell of
/// the one that it belongs to.
fn marked_cell(answer: &Answer, side: IssueSide, (issue, actor): &(CodeId, CodeId)) -> Option<[GridLine; 2]> {
    let (comparison, shown) = (&answer.live.comparison, &answer.seen.shown);
    let line = |headers: &[Header], places: &[usize], code: &CodeId| {
        let mut at = headers.iter().position(|header| code_of(header) == Some(code))?;
        loop {
            if let Some(line) = places.iter().position(|place| *place == at) {
                return Some(GridLine::At(line));
            }
            let depth = headers[at].depth;
            at = headers[..at].iter().rposition(|header| header.depth < depth)?;
        }
    };
    let (row, column) = match side {
        IssueSide::Rows => (issue, actor),
        IssueSide::Columns => (actor, issue),
    };
    Some([line(comparison.rows(), &shown.rows, row)?, line(comparison.columns(), &shown.columns, column)?])
}

fn code_of(header: &Header) -> Option<&CodeId> {
    match header.key.0.first() {
        Some(AxisValue::Code(id)) => Some(id),
        _ => None,
    }
}

/// Carries out a request about a row or a column.
pub(super) fn carry_out(pane: &mut Pane, orientation: Orientation, key: &HeaderKey, request: HeaderRequest) {
    let Some(answer) = pane.answer() else { return };
    let (comparison, seen) = (&answer.live.comparison, &answer.seen);
    let mut present = match orientation {
        Orientation::Row => keys(comparison.rows(), &seen.shown.rows),
        Orientation::Column => keys(comparison.columns(), &seen.shown.columns),
    };
    let query = &mut pane.query;
    let (side, other) = match orientation {
        Orientation::Row => (&mut query.rows, &mut query.columns),
        Orientation::Column => (&mut query.columns, &mut query.rows),
    };
    match request {
        HeaderRequest::Toggle => side.toggle(key),
        HeaderRequest::Pin => side.pin(key),
        // Sorting by a row orders the columns, and vice versa.
        HeaderRequest::SortByThis => other.sort = Sort::By(key.clone()),
        HeaderRequest::SortAsListed => side.sort = Sort::AsListed,
        HeaderRequest::SortByName => side.sort = Sort::ByName,
        HeaderRequest::SortByTotal => side.sort = Sort::ByTotal,
        HeaderRequest::MoveTo(target) => {
            let place = |key: &HeaderKey| present.iter().position(|other| other == key);
            if let (Some(from), Some(to)) = (place(key), place(&target)) {
                let moved = present.remove(from);
                present.insert(to, moved);
                side.sort = Sort::ByHand(present);
            }
        }
    }
}

fn keys(headers: &[Header], places: &[usize]) -> Vec<HeaderKey> {
    places.iter().map(|place| headers[*place].key.clone()).collect()
}

/// A request, with the row or column that it is about.
pub(super) type HeaderAsked = (Orientation, HeaderKey, HeaderRequest);

/// One table of a comparison, as it is shown.
pub(super) struct ComparisonCells<'a> {
    pub theme: &'static Theme,
    pub table: ComparisonTable<'a>,
    pub shown: &'a VisibleAxes,
    pub fitted: &'a FittedTable,
    pub choice: &'a mut TableChoice,
    marks: Option<(IssueSide, &'a FindingMarks)>,
    pub setting: TableSetting<'a>,
    answer: &'a Answer,
    pub asked: &'a mut Option<HeaderAsked>,
    marked: Option<[GridLine; 2]>,
    pub leaning: &'a RefCell<Vec<LeaningName>>,
    /// Which of several tables this is.
    pub layer: Option<HeaderKey>,
}

impl GridCells for ComparisonCells<'_> {
    fn name(&self) -> String {
        let query = &self.table.comparison.query;
        let name =
            format!("{} by {}, {}", query.rows.name(), query.columns.name(), words::in_a_sentence(query.measure));
        match self.table.header() {
            Some(layer) => format!("{}: {name}", layer.name),
            None => name,
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, rect: Rect, row: GridLine, column: GridLine) {
        let place = |places: &[usize], line: GridLine| line.place().and_then(|at| places.get(at)).copied();
        let (at_row, at_column) = (place(&self.shown.rows, row), place(&self.shown.columns, column));
        match (row, column) {
            (GridLine::Head, GridLine::Head) => self.heads().corner(ui, rect),
            (GridLine::Head, _) => self.head_ui(ui, rect, at_column, Orientation::Column),
            (_, GridLine::Head) => self.head_ui(ui, rect, at_row, Orientation::Row),
            _ => self.value_ui(ui, rect, [row, column], (at_row, at_column)),
        }
    }

    fn over_heads(&mut self, ui: &Ui) {
        self.heads().over_heads(ui);
    }
}

impl<'a> ComparisonCells<'a> {
    /// Makes a part of the table selectable. Only the selected part, or else the first cell, is reached with Tab.
    pub fn choose_ui(
        &mut self,
        ui: &Ui,
        rect: Rect,
        selection: CellSelection,
        role: Role,
        name: impl Fn() -> String,
    ) -> Response {
        let is_chosen = self.choice.selection.as_ref() == Some(&selection);
        let is_cell = role == Role::Cell;
        // A head is selected together with the total at its end, which then has the keyboard.
        let is_tab_stop = is_cell && (is_chosen || self.choice.selection.is_none() && self.is_first(&selection));
        let sense = if is_cell { Sense::CLICK } else { Sense::CLICK | Sense::DRAG };
        let sense = if is_tab_stop { sense | Sense::FOCUSABLE } else { sense };
        let id = ui.scope_id().with(("cell", is_cell, &selection.layer, &selection.row, &selection.column));
        // The totals have two heads.
        let id = if role == Role::RowHeader { id.with("row") } else { id };
        let response = ui.interact(rect, id, sense);
        response.widget_info(|| WidgetInfo::labeled(role, true, name()));
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_chosen));
        if is_tab_stop {
            self.choice.focused = Some(response.id);
            if is_chosen && std::mem::take(&mut self.choice.wants_focus) {
                response.request_focus();
            }
            // Arrows lead from cell to cell instead of to other controls.
            let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..Default::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        let (width, ink) = match (is_chosen, response.hovered()) {
            (true, _) => (2.0, self.theme.colours.accent),
            (false, true) => (1.0, self.theme.colours.control_line),
            (false, false) => (0.0, self.theme.colours.faint),
        };
        if width > 0.0 {
            ui.painter().rect_stroke(rect, 0, Stroke::new(width, *ink), StrokeKind::Inside);
        }
        if let Some(request) = MenuRequest::of(&response) {
            let menu = if is_cell { ContextMenu::Cell } else { ContextMenu::Head };
            self.choice.selection = Some(selection.clone());
            self.choice.menu = Some((menu, request));
        }
        if response.clicked() {
            self.choice.selection = Some(selection);
            self.choice.is_clicked = true;
        }
        response
    }

    fn is_first(&self, selection: &CellSelection) -> bool {
        let comparison = self.table.comparison;
        let is_at = |headers: &[Header], places: &[usize], key: &Option<HeaderKey>| {
            places.first().map(|place| &headers[*place].key) == key.as_ref()
        };
        self.table.layer == 0
            && is_at(comparison.rows(), &self.shown.rows, &selection.row)
            && is_at(comparison.columns(), &self.shown.columns, &selection.column)
    }

    fn value_ui(&mut self, ui: &Ui, rect: Rect, lines: [GridLine; 2], (row, column): (Option<usize>, Option<usize>)) {
        let comparison = self.table.comparison;
        let measure = comparison.query.measure;
        let project = self.setting.project;
        let is_total = row.is_none() || column.is_none();
        let mut entry = SheetCell::of(self.table, row, column);
        entry.interval = self.answer.seen.intervals.get(self.table, row, column);
        if let (Some(row), Some(column), Some(places)) = (row, column, self.cell_highlights()) {
            // A cell has no room for more.
            let n = if measure == Measure::FirstQuote { 1 } else { 8 };
            let places = places.at(row, column).iter().take(n);
            entry.quotes = places.map(|place| place.of(&self.answer.project).1.quote.clone()).collect();
        }
        let found = self.found(row, column);
        let ground = cell::shade(self.theme, measure, &entry, self.answer.seen.largest, is_total);
        let is_last = [lines[0] == GridLine::Total, lines[1] == GridLine::Total];
        cell::frame(ui, self.theme, rect, ground, is_last);
        let selection = CellSelection {
            layer: self.layer.clone(),
            row: row.map(|row| comparison.rows()[row].key.clone()),
            column: column.map(|column| comparison.columns()[column].key.clone()),
        };
        let row_name = row.map_or("All", |row| &comparison.rows()[row].name);
        let column_name = column.map_or("All", |column| &comparison.columns()[column].name);
        let heads = || format!("{row_name}, {column_name}");
        let table = self.table;
        let name = || {
            let value = cell::in_short(table, &entry, row, column);
            found.iter().fold(format!("{}: {value}", heads()), |name, kind| format!("{name}, {}", kind.title()))
        };
        if !is_total && entry.highlights > 0 && ui.clip_rect().contains_rect(rect) {
            TourTarget::Cell.is_at(ui, rect);
        }
        let response = self.choose_ui(ui, rect, selection, Role::Cell, name);
        let count =
            self.fitted.count_widths[column.map_or(self.shown.columns.len(), |_| lines[1].place().unwrap_or(0))];
        cell::paint(ui, self.theme, project, measure, &entry, (rect, count, is_total));
        if let Some(kind) = found.iter().find(|kind| self.setting.signs.shows(**kind)) {
            let centre = rect.left_top() + vec2(8.0, 8.0);
            // On a shade the sign would be hard to see.
            ui.painter().circle_filled(centre, 6.5, *self.theme.colours.page);
            paint_finding(ui.painter(), centre, *kind, *self.theme.colours.finding);
        }
        if self.marked == Some(lines) {
            let stroke = Stroke::new(2.0, *self.theme.colours.finding);
            ui.painter().rect_stroke(rect.shrink(2.0), 1, stroke, StrokeKind::Inside);
        }
        let summary = match (row, column) {
            (Some(row), Some(column)) if !project.summaries.is_empty() => {
                project.summary(&self.table.subject(row, column))
            }
            _ => "",
        };
        if !summary.is_empty() {
            // A dog-ear shows that the cell has a summary.
            let corner = rect.right_top();
            let points = vec![corner, corner + vec2(-8.0, 0.0), corner + vec2(0.0, 8.0)];
            ui.painter().add(Shape::convex_polygon(points, *self.theme.colours.accent, Stroke::NONE));
        }
        response.on_hover_ui(|ui| {
            ui.label(format!("{}: {}", heads(), cell::in_words(self.table, &entry, row, column)));
            for kind in found {
                ui.weak(format!("{}: {}", kind.title(), kind.meaning()));
            }
            if !summary.is_empty() {
                ui.label(egui::RichText::new(summary).italics());
            }
        });
    }

    fn cell_highlights(&self) -> Option<&'a CellHighlights> {
        self.answer.seen.cell_highlights.get(self.table.layer)
    }

    /// What was found of the issue and the actor of a cell.
    fn found(&self, row: Option<usize>, column: Option<usize>) -> &'a [FindingKind] {
        let (Some((side, marks)), Some(row), Some(column)) = (self.marks, row, column) else { return &[] };
        let comparison = self.table.comparison;
        let (row, column) =
            (code_of(&comparison.rows()[row]).cloned(), code_of(&comparison.columns()[column]).cloned());
        let pair = match side {
            IssueSide::Rows => row.zip(column),
            IssueSide::Columns => column.zip(row),
        };
        pair.and_then(|pair| marks.get(&pair)).map_or(&[], Vec::as_slice)
    }
}
