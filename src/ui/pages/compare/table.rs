//! The table itself, with sticky headers and first column and a name for each cell.

use std::collections::HashMap;

use egui::{
    Align2, Color32, FontId, Rect, Response, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role,
    pos2, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate, TableState};

use standpoint_analysis::{
    comparison::{CellHighlights, Header, Table as ComparisonTable, VisibleAxes, has_members},
    findings::FindingKind,
    report::sheet::SheetCell,
};
use standpoint_core::{
    model::{
        CodeId, Project,
        view::{AxisValue, HeaderKey, Measure, Sort},
    },
    wording::capitalised,
};

use super::{
    cell,
    pane::{Answer, CellSelection, IssueSide, Pane},
};
use crate::ui::theme::{Theme, strong};

/// The findings about each issue and actor.
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

/// All tables of a pane, one below the other; a click selects.
pub(super) fn ui(
    ui: &mut Ui,
    pane: &mut Pane,
    choice: &mut Option<CellSelection>,
    marks: &FindingMarks,
    project: &Project,
) {
    let Some(answer) = pane.answer() else { return };
    let comparison = &answer.live.comparison;
    let context = TableContext { answer, marks: pane.pairs().map(|side| (side, marks)), project };
    let mut asked = None;
    if comparison.layers().is_empty() {
        table_ui(ui, comparison.table(0), context, choice, &mut asked);
    } else {
        ScrollArea::vertical().id_salt("tables").auto_shrink(false).show(ui, |ui| {
            for table in comparison.tables().filter(|table| table.cell(None, None).highlights > 0) {
                let name = table.header().map_or("", |header| &header.name);
                ui.push_id(name, |ui| {
                    ui.label(egui::RichText::new(name).font(strong(Theme::of(ui).sizes.body + 1.0)));
                    ui.add_space(2.0);
                    table_ui(ui, table, context, choice, &mut asked);
                });
                ui.add_space(14.0);
            }
        });
    }
    if let Some((orientation, key, request)) = asked {
        carry_out(pane, orientation, &key, request);
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
type HeaderAsked = (Orientation, HeaderKey, HeaderRequest);

/// What the tables of a pane are drawn from.
#[derive(Clone, Copy)]
struct TableContext<'a> {
    answer: &'a Answer,
    marks: Option<(IssueSide, &'a FindingMarks)>,
    project: &'a Project,
}

fn table_ui(
    ui: &mut Ui,
    table: ComparisonTable<'_>,
    TableContext { answer, marks, project }: TableContext<'_>,
    choice: &mut Option<CellSelection>,
    asked: &mut Option<HeaderAsked>,
) {
    let theme = Theme::of(ui);
    let seen = &answer.seen;
    let shown = &seen.shown;
    let query = &table.comparison.query;
    // The columns share the room there is, within reason.
    #[expect(clippy::cast_precision_loss, reason = "a table has far fewer columns than f32 can count")]
    let n_columns = shown.columns.len() as f32 + 1.0;
    let usual = if query.measure.is_text() { theme.sizes.table_column * 2.4 } else { theme.sizes.table_column };
    // Where there is little room, names are broken into two lines sooner than columns are pushed out of sight.
    let head_width = (ui.available_width() * 0.26).clamp(160.0, theme.sizes.table_head);
    let width = ((ui.available_width() - head_width - 8.0) / n_columns).clamp(usual * 0.76, usual * 1.3);
    let row_height = match query.measure {
        Measure::FirstQuote => theme.sizes.table_row * 2.0,
        Measure::Quotes => theme.sizes.table_row * 4.5,
        _ => theme.sizes.table_row,
    };
    let mut delegate = Delegate {
        theme,
        table,
        shown,
        choice,
        marks,
        project,
        counted: &answer.project,
        asked,
        largest: seen.largest,
        cell_highlights: seen.cell_highlights.get(table.layer),
        head_width,
        column_width: width,
        row_height,
        layer: table.header().map(|header| header.key.clone()),
    };
    let mut columns = vec![Column::new(head_width).range(120.0..=520.0).resizable(true)];
    columns.extend((0..=shown.columns.len()).map(|_| Column::new(width).range(56.0..=560.0).resizable(true)));
    let n_rows = shown.rows.len() as u64 + 1;
    let head_height = theme.sizes.table_row + 10.0;
    #[expect(clippy::cast_precision_loss, reason = "heights need no more than f32")]
    let height = head_height + n_rows as f32 * row_height + 2.0;
    let is_alone = delegate.layer.is_none();
    let height = if is_alone { height.min(ui.available_height()) } else { height };
    let salt = ("comparison", &query.rows.axes, &query.columns.axes, query.measure.is_text(), delegate.layer.clone());
    let n_sticky = 1 + shown
        .columns
        .iter()
        .take_while(|place| query.columns.pinned.contains(&table.comparison.columns()[**place].key))
        .count();
    // No higher than its rows, or its lines would run on below them.
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        let table = Table::new()
            .id_salt(salt)
            .num_rows(n_rows)
            .num_sticky_cols(n_sticky)
            .columns(columns)
            .headers([HeaderRow::new(head_height)]);
        show_unmeasured(ui, table, &mut delegate);
    });
}

struct Delegate<'a> {
    theme: &'static Theme,
    table: ComparisonTable<'a>,
    shown: &'a VisibleAxes,
    choice: &'a mut Option<CellSelection>,
    marks: Option<(IssueSide, &'a FindingMarks)>,
    /// The project as it is now, for names, colours and summaries.
    project: &'a Project,
    /// The project as it was counted, which the quotes in cells are places of.
    counted: &'a Project,
    asked: &'a mut Option<HeaderAsked>,
    largest: f64,
    cell_highlights: Option<&'a CellHighlights>,
    head_width: f32,
    column_width: f32,
    row_height: f32,
    /// Which of several tables this is.
    layer: Option<HeaderKey>,
}

impl TableDelegate for Delegate<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let column = cell.col_range.start;
        claim_width(ui, if column == 0 { self.head_width } else { self.column_width });
        self.frame_ui(ui, *self.theme.colours.panel);
        if column == 0 {
            let rect = ui.max_rect().shrink2(vec2(10.0, 0.0));
            let text = capitalised(&self.table.comparison.query.rows.name());
            let font = strong(self.theme.sizes.body);
            ui.painter().text(rect.left_center(), Align2::LEFT_CENTER, text, font, *self.theme.colours.ink);
            return;
        }
        match self.shown.columns.get(column - 1) {
            Some(&index) => self.head_ui(ui, index, Orientation::Column),
            None => self.total_head_ui(ui, Orientation::Column),
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        claim_width(ui, if info.col_nr == 0 { self.head_width } else { self.column_width });
        let row = usize::try_from(info.row_nr).ok().and_then(|row| self.shown.rows.get(row)).copied();
        if info.col_nr == 0 {
            self.frame_ui(ui, *self.theme.colours.panel);
            match row {
                Some(index) => self.head_ui(ui, index, Orientation::Row),
                None => self.total_head_ui(ui, Orientation::Row),
            }
            return;
        }
        let column = self.shown.columns.get(info.col_nr - 1).copied();
        self.value_ui(ui, row, column);
    }

    fn default_row_height(&self) -> f32 {
        self.row_height
    }
}

/// Whether a header belongs to a row or to a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Orientation {
    Row,
    Column,
}

/// A row or a column that is being dragged.
#[derive(Clone, PartialEq, Eq)]
struct DraggedHeader(Orientation, HeaderKey);

impl<'a> Delegate<'a> {
    /// The ground of a cell and the hairlines right of it and below.
    fn frame_ui(&self, ui: &Ui, fill: Color32) {
        let rect = ui.max_rect();
        let line = Stroke::new(1.0, *self.theme.colours.hairline);
        ui.painter().rect_filled(rect, 0, fill);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
    }

    fn head_ui(&mut self, ui: &mut Ui, index: usize, orientation: Orientation) {
        let comparison = self.table.comparison;
        let headers = if orientation == Orientation::Row { comparison.rows() } else { comparison.columns() };
        let header = &headers[index];
        let rect = ui.max_rect();
        #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
        let indent = if orientation == Orientation::Row { header.depth as f32 * 18.0 } else { 0.0 };
        let mut text_left = rect.left() + 10.0 + indent;
        if has_members(headers, index) {
            self.fold_ui(ui, header, orientation, pos2(text_left + 4.0, rect.center().y));
            text_left += 16.0;
        }
        let selection = CellSelection {
            layer: self.layer.clone(),
            row: (orientation == Orientation::Row).then(|| header.key.clone()),
            column: (orientation == Orientation::Column).then(|| header.key.clone()),
        };
        let (body, ink) = (self.theme.sizes.body, *self.theme.colours.ink);
        let font = if header.depth == 0 { strong(body) } else { FontId::proportional(body) };
        let hit = rect.with_min_x(text_left - 2.0);
        let response = self.choose_ui(ui, hit, selection, &header.name);
        self.drag_ui(ui, &response, orientation, header);
        response.context_menu(|ui| self.menu_ui(ui, orientation, header));
        let query = &comparison.query;
        let side = if orientation == Orientation::Row { &query.rows } else { &query.columns };
        if side.pinned.contains(&header.key) {
            ui.painter().circle_filled(pos2(text_left + 2.0, rect.center().y), 2.5, *self.theme.colours.accent);
            text_left += 9.0;
        }
        paint_elided(ui, &header.name, font, ink, hit.with_min_x(text_left));
        let sorted_by = if orientation == Orientation::Row { &query.columns.sort } else { &query.rows.sort };
        if *sorted_by == Sort::By(header.key.clone()) {
            let at = pos2(rect.right() - 8.0, rect.center().y);
            ui.painter().text(at, Align2::CENTER_CENTER, "↓", FontId::proportional(body), *self.theme.colours.accent);
        }
    }

    /// Dragging a header onto another one moves it there.
    fn drag_ui(&mut self, ui: &Ui, response: &Response, orientation: Orientation, header: &Header) {
        response.dnd_set_drag_payload(DraggedHeader(orientation, header.key.clone()));
        let is_alike = |dragged: &DraggedHeader| dragged.0 == orientation && dragged.1 != header.key;
        if response.dnd_hover_payload::<DraggedHeader>().is_some_and(|dragged| is_alike(&dragged)) {
            let stroke = Stroke::new(2.0, *self.theme.colours.accent);
            ui.painter().rect_stroke(ui.max_rect(), 0, stroke, StrokeKind::Inside);
        }
        if let Some(dragged) = response.dnd_release_payload::<DraggedHeader>().filter(|dragged| is_alike(dragged)) {
            *self.asked = Some((orientation, dragged.1.clone(), HeaderRequest::MoveTo(header.key.clone())));
        }
    }

    fn menu_ui(&mut self, ui: &mut Ui, orientation: Orientation, header: &Header) {
        let query = &self.table.comparison.query;
        let (side, noun, others) = match orientation {
            Orientation::Row => (&query.rows, "row", "columns"),
            Orientation::Column => (&query.columns, "column", "rows"),
        };
        let is_pinned = side.pinned.contains(&header.key);
        let pin = if is_pinned { format!("No longer pin this {noun}") } else { format!("Pin this {noun}") };
        let nouns = format!("{noun}s");
        let choices = [
            (format!("Sort {others} by this {noun}"), HeaderRequest::SortByThis),
            (format!("Sort {nouns} by total"), HeaderRequest::SortByTotal),
            (format!("Sort {nouns} by name"), HeaderRequest::SortByName),
            (format!("Sort {nouns} as listed"), HeaderRequest::SortAsListed),
            (pin, HeaderRequest::Pin),
        ];
        for (words, request) in choices {
            if ui.button(words).clicked() {
                *self.asked = Some((orientation, header.key.clone(), request));
                ui.close();
            }
        }
    }

    fn total_head_ui(&mut self, ui: &mut Ui, orientation: Orientation) {
        let rect = ui.max_rect();
        if orientation == Orientation::Column {
            self.frame_ui(ui, *self.theme.colours.panel);
        }
        let name = "All";
        self.choose_ui(ui, rect, CellSelection { layer: self.layer.clone(), ..CellSelection::default() }, name);
        let rect = rect.with_min_x(rect.left() + 10.0);
        paint_elided(ui, name, strong(self.theme.sizes.body), *self.theme.colours.ink, rect);
    }

    /// The triangle that shows or hides the children of a code.
    fn fold_ui(&mut self, ui: &Ui, header: &Header, orientation: Orientation, centre: egui::Pos2) {
        let rect = Rect::from_center_size(centre, vec2(16.0, 22.0));
        let response = ui.interact(rect, ui.scope_id().with(("fold", &header.key)), Sense::click());
        let query = &self.table.comparison.query;
        let side = if orientation == Orientation::Row { &query.rows } else { &query.columns };
        let is_open = side.shows_members_of(&header.key);
        response.widget_info(|| {
            let verb = if is_open { "Fold" } else { "Unfold" };
            WidgetInfo::labeled(Role::Button, true, format!("{verb} {}", header.name))
        });
        let (w, h) = (4.0, 3.0);
        let points = if is_open {
            vec![centre + vec2(-w, -h), centre + vec2(w, -h), centre + vec2(0.0, h)]
        } else {
            vec![centre + vec2(-h, -w), centre + vec2(h, 0.0), centre + vec2(-h, w)]
        };
        let ink = if response.hovered() { self.theme.colours.ink } else { self.theme.colours.muted };
        ui.painter().add(egui::Shape::convex_polygon(points, *ink, Stroke::NONE));
        if response.clicked() {
            *self.asked = Some((orientation, header.key.clone(), HeaderRequest::Toggle));
        }
    }

    /// Makes a part of the table selectable.
    fn choose_ui(&mut self, ui: &Ui, rect: Rect, selection: CellSelection, name: &str) -> Response {
        let response = ui.interact(rect, ui.scope_id().with("choose"), Sense::click_and_drag());
        let is_chosen = self.choice.as_ref() == Some(&selection);
        response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_chosen, name));
        let (width, ink) = match (is_chosen, response.hovered()) {
            (true, _) => (2.0, self.theme.colours.accent),
            (false, true) => (1.0, self.theme.colours.faint),
            (false, false) => (0.0, self.theme.colours.faint),
        };
        if width > 0.0 {
            ui.painter().rect_stroke(ui.max_rect(), 0, Stroke::new(width, *ink), StrokeKind::Inside);
        }
        if response.clicked() {
            *self.choice = if is_chosen { None } else { Some(selection) };
        }
        response
    }

    fn value_ui(&mut self, ui: &mut Ui, row: Option<usize>, column: Option<usize>) {
        let comparison = self.table.comparison;
        let measure = comparison.query.measure;
        let is_total = row.is_none() || column.is_none();
        let mut entry = SheetCell::of(self.table, row, column);
        if let (Some(row), Some(column), Some(places)) = (row, column, self.cell_highlights) {
            // A cell has no room for more.
            let n = if measure == Measure::FirstQuote { 1 } else { 8 };
            let quotes = places.at(row, column).iter().take(n).map(|place| place.of(self.counted).1.quote.clone());
            entry.quotes = quotes.collect();
        }
        let found = self.found(row, column);
        let ground = cell::shade(self.theme, measure, &entry, self.largest, is_total);
        self.frame_ui(ui, ground);
        let selection = CellSelection {
            layer: self.layer.clone(),
            row: row.map(|row| comparison.rows()[row].key.clone()),
            column: column.map(|column| comparison.columns()[column].key.clone()),
        };
        let row_name = row.map_or("All", |row| &comparison.rows()[row].name);
        let column_name = column.map_or("All", |column| &comparison.columns()[column].name);
        let mut name = format!("{row_name}, {column_name}: {}", cell::in_words(self.table, &entry, row, column));
        for kind in found {
            name.push_str(&format!(", {}", kind.title()));
        }
        let response = self.choose_ui(ui, ui.max_rect(), selection, &name);
        cell::paint_found(ui, self.theme, found);
        cell::paint(ui, self.theme, self.project, measure, &entry, is_total);
        let summary = match (row, column) {
            (Some(row), Some(column)) if !self.project.summaries.is_empty() => {
                self.project.summary(&self.table.subject(row, column))
            }
            _ => "",
        };
        if !summary.is_empty() {
            // A dog-ear shows that the cell has a summary.
            let corner = ui.max_rect().right_top();
            let points = vec![corner, corner + vec2(-8.0, 0.0), corner + vec2(0.0, 8.0)];
            ui.painter().add(egui::Shape::convex_polygon(points, *self.theme.colours.accent, Stroke::NONE));
        }
        response.on_hover_ui(|ui| {
            ui.label(&name);
            for kind in found {
                ui.weak(format!("{}: {}", kind.title(), kind.meaning()));
            }
            if !summary.is_empty() {
                ui.label(egui::RichText::new(summary).italics());
            }
        });
    }

    /// What was found of the issue and the actor of a cell.
    fn found(&self, row: Option<usize>, column: Option<usize>) -> &'a [FindingKind] {
        let (Some((side, marks)), Some(row), Some(column)) = (self.marks, row, column) else { return &[] };
        let comparison = self.table.comparison;
        let code = |header: &Header| match header.key.0.first() {
            Some(AxisValue::Code(id)) => Some(id.clone()),
            _ => None,
        };
        let (row, column) = (code(&comparison.rows()[row]), code(&comparison.columns()[column]));
        let pair = match side {
            IssueSide::Rows => row.zip(column),
            IssueSide::Columns => column.zip(row),
        };
        pair.and_then(|pair| marks.get(&pair)).map_or(&[], Vec::as_slice)
    }
}

/// Shows a table with the widths its columns were given. A table that is shown for the first time would lay out every
/// column, on screen or not, to measure it.
pub(super) fn show_unmeasured(ui: &mut Ui, table: Table, delegate: &mut dyn TableDelegate) {
    let id = table.get_id(ui);
    if TableState::load(ui.ctx(), id).is_none() {
        TableState::default().store(ui.ctx(), id);
    }
    table.show(ui, delegate);
}

/// Cells are painted, so they say how wide they want to be when columns are first measured.
pub(super) fn claim_width(ui: &mut Ui, width: f32) {
    if ui.is_sizing_pass() {
        ui.set_min_width(width);
    }
}

/// A name in two lines at most.
pub(super) fn paint_elided(ui: &Ui, text: &str, font: FontId, ink: Color32, rect: Rect) {
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, ink, rect.width() - 6.0);
    job.wrap.max_rows = if rect.height() > 38.0 { 2 } else { 1 };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.rect.height() * 0.5), galley, ink);
}
