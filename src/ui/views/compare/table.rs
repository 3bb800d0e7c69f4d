//! The table itself: sticky heads and first column, each cell a named thing.

use egui::{
    Align2, Color32, FontId, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};

use super::{Choice, Compare, Shown, capitalised};
use crate::{
    analysis::comparison::{Cell, Header, Nothing, Signed, Table as ComparisonTable, has_members},
    export::sheet::{Entry, sign_of},
    model::view::{Key, Measure},
    ui::theme::{Theme, strong},
    wording::counted,
};

pub(super) fn ui(ui: &mut Ui, compare: &mut Compare) {
    let Compare { query, choice, live: Some(live), shown: Some(seen), .. } = compare else { return };
    let theme = Theme::of(ui);
    let (comparison, shown) = (&live.comparison, &seen.shown);
    // The columns share the room there is, within reason.
    #[expect(clippy::cast_precision_loss, reason = "a table has far fewer columns than f32 can count")]
    let n_columns = shown.columns.len() as f32 + 1.0;
    let usual = theme.sizes.table_column;
    let width = ((ui.available_width() - theme.sizes.table_head - 8.0) / n_columns).clamp(usual * 0.7, usual * 1.3);
    let mut delegate = Delegate {
        theme,
        table: comparison.table(0),
        shown,
        choice,
        toggled: None,
        largest: seen.largest,
        column_width: width,
    };
    let mut columns = vec![Column::new(theme.sizes.table_head).range(120.0..=520.0).resizable(true)];
    columns.extend((0..=shown.columns.len()).map(|_| Column::new(width).range(56.0..=360.0).resizable(true)));
    let n_rows = shown.rows.len() as u64 + 1;
    let head_height = theme.sizes.table_row + 10.0;
    #[expect(clippy::cast_precision_loss, reason = "heights need no more than f32")]
    let height = (head_height + n_rows as f32 * theme.sizes.table_row + 2.0).min(ui.available_height());
    // No higher than its rows, or its lines would run on below them.
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        Table::new()
            .id_salt(("comparison", &query.rows.axes, &query.columns.axes))
            .num_rows(n_rows)
            .num_sticky_cols(1)
            .columns(columns)
            .headers([HeaderRow::new(head_height)])
            .show(ui, &mut delegate);
    });
    if let Some((side, key)) = delegate.toggled {
        match side {
            Side::Row => query.rows.toggle(&key),
            Side::Column => query.columns.toggle(&key),
        }
    }
}

struct Delegate<'a> {
    theme: &'static Theme,
    table: ComparisonTable<'a>,
    shown: &'a Shown,
    choice: &'a mut Option<Choice>,
    /// The row or column whose members are to be shown, or no longer.
    toggled: Option<(Side, Key)>,
    largest: f64,
    column_width: f32,
}

impl TableDelegate for Delegate<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let column = cell.col_range.start;
        claim_width(ui, column, self.column_width);
        self.frame_ui(ui, *self.theme.colours.panel);
        if column == 0 {
            let rect = ui.max_rect().shrink2(vec2(10.0, 0.0));
            let text = capitalised(&self.table.comparison.query.rows.name());
            ui.painter().text(
                rect.left_center(),
                Align2::LEFT_CENTER,
                text,
                strong(self.theme.sizes.body),
                *self.theme.colours.ink,
            );
            return;
        }
        match self.shown.columns.get(column - 1) {
            Some(&index) => {
                let header = &self.table.comparison.columns()[index];
                let has_members = has_members(&self.table.comparison.columns(), index);
                self.head_ui(ui, header, has_members, Side::Column);
            }
            None => {
                self.total_head_ui(ui, Side::Column);
            }
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, info: &CellInfo) {
        claim_width(ui, info.col_nr, self.column_width);
        let row = usize::try_from(info.row_nr).ok().and_then(|row| self.shown.rows.get(row)).copied();
        if info.col_nr == 0 {
            self.frame_ui(ui, *self.theme.colours.panel);
            match row {
                Some(index) => {
                    let header = &self.table.comparison.rows()[index];
                    let has_members = has_members(&self.table.comparison.rows(), index);
                    self.head_ui(ui, header, has_members, Side::Row);
                }
                None => self.total_head_ui(ui, Side::Row),
            }
            return;
        }
        let column = self.shown.columns.get(info.col_nr - 1).copied();
        self.value_ui(ui, row, column);
    }

    fn default_row_height(&self) -> f32 {
        self.theme.sizes.table_row
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Row,
    Column,
}

impl Delegate<'_> {
    /// The ground of a cell and the hairlines right of it and below.
    fn frame_ui(&self, ui: &Ui, fill: Color32) {
        let rect = ui.max_rect();
        let line = Stroke::new(1.0, *self.theme.colours.hairline);
        ui.painter().rect_filled(rect, 0, fill);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        ui.painter().vline(rect.right() - 0.5, rect.y_range(), line);
    }

    fn head_ui(&mut self, ui: &mut Ui, header: &Header, has_members: bool, side: Side) {
        let rect = ui.max_rect();
        let indent = match side {
            #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
            Side::Row => header.depth as f32 * 18.0,
            Side::Column => 0.0,
        };
        let mut text_left = rect.left() + 10.0 + indent;
        if has_members {
            self.fold_ui(ui, header, side, pos2(text_left + 4.0, rect.center().y));
            text_left += 16.0;
        }
        let own = Choice {
            row: (side == Side::Row).then(|| header.key.clone()),
            column: (side == Side::Column).then(|| header.key.clone()),
        };
        let font =
            if header.depth == 0 { strong(self.theme.sizes.body) } else { FontId::proportional(self.theme.sizes.body) };
        let hit = rect.with_min_x(text_left - 2.0);
        self.choose_ui(ui, hit, own, &header.name);
        paint_elided(ui, &header.name, font, *self.theme.colours.ink, hit.with_min_x(text_left));
    }

    fn total_head_ui(&mut self, ui: &mut Ui, side: Side) {
        let rect = ui.max_rect();
        if side == Side::Column {
            self.frame_ui(ui, *self.theme.colours.panel);
        }
        let name = "All";
        self.choose_ui(ui, rect, Choice { row: None, column: None }, name);
        let rect = rect.with_min_x(rect.left() + 10.0);
        paint_elided(ui, name, strong(self.theme.sizes.body), *self.theme.colours.ink, rect);
    }

    /// The triangle that folds a code's members away.
    fn fold_ui(&mut self, ui: &Ui, header: &Header, side: Side, centre: egui::Pos2) {
        let rect = Rect::from_center_size(centre, vec2(16.0, 22.0));
        let response = ui.interact(rect, ui.scope_id().with(("fold", &header.key)), Sense::click());
        let query = &self.table.comparison.query;
        let own = if side == Side::Row { &query.rows } else { &query.columns };
        let is_folded = !own.shows_members_of(&header.key);
        response.widget_info(|| {
            let verb = if is_folded { "Unfold" } else { "Fold" };
            WidgetInfo::labeled(Role::Button, true, format!("{verb} {}", header.name))
        });
        let (w, h) = (4.0, 3.0);
        let points = if is_folded {
            vec![centre + vec2(-h, -w), centre + vec2(h, 0.0), centre + vec2(-h, w)]
        } else {
            vec![centre + vec2(-w, -h), centre + vec2(w, -h), centre + vec2(0.0, h)]
        };
        let ink = if response.hovered() { self.theme.colours.ink } else { self.theme.colours.muted };
        ui.painter().add(egui::Shape::convex_polygon(points, *ink, Stroke::NONE));
        if response.clicked() {
            self.toggled = Some((side, header.key.clone()));
        }
    }

    /// Makes a part of the table choose what it stands for.
    fn choose_ui(&mut self, ui: &Ui, rect: Rect, own: Choice, name: &str) -> Response {
        let response = ui.interact(rect, ui.scope_id().with("choose"), Sense::click());
        let is_chosen = self.choice.as_ref() == Some(&own);
        response.widget_info(|| WidgetInfo::selected(Role::Cell, true, is_chosen, name));
        if response.hovered() && !is_chosen {
            ui.painter().rect_stroke(
                ui.max_rect().shrink(1.0),
                0,
                Stroke::new(1.0, *self.theme.colours.faint),
                StrokeKind::Inside,
            );
        }
        if is_chosen {
            ui.painter().rect_stroke(
                ui.max_rect(),
                0,
                Stroke::new(2.0, *self.theme.colours.accent),
                StrokeKind::Inside,
            );
        }
        if response.clicked() {
            *self.choice = if is_chosen { None } else { Some(own) };
        }
        response
    }

    fn value_ui(&mut self, ui: &mut Ui, row: Option<usize>, column: Option<usize>) {
        let comparison = self.table.comparison;
        let cell = self.table.cell(row, column);
        let is_total = row.is_none() || column.is_none();
        self.frame_ui(ui, self.shade(&cell, self.table.value(row, column), is_total));
        let own = Choice {
            row: row.map(|row| comparison.rows()[row].key.clone()),
            column: column.map(|column| comparison.columns()[column].key.clone()),
        };
        let row_name = row.map_or("All", |row| &comparison.rows()[row].name);
        let column_name = column.map_or("All", |column| &comparison.columns()[column].name);
        let nothing = self.table.nothing(row, column);
        let name = format!("{row_name}, {column_name}: {}", in_words(&cell, nothing));
        let response = self.choose_ui(ui, ui.max_rect(), own, &name);
        self.paint_value(ui, &Entry::of(self.table, row, column), is_total);
        response.on_hover_text(name);
    }

    #[expect(clippy::cast_possible_truncation, reason = "a shade needs no more than f32")]
    fn shade(&self, cell: &Cell<'_>, value: Option<f64>, is_total: bool) -> Color32 {
        let page = *self.theme.colours.page;
        if cell.highlights == 0 {
            return page;
        }
        match (self.table.comparison.query.measure, value) {
            (Measure::NetStance, Some(net)) => self.theme.net_stance(net),
            (_, None) => page,
            _ if is_total => *self.theme.colours.panel,
            (_, Some(value)) => self.theme.share((value / self.largest) as f32),
        }
    }

    fn paint_value(&self, ui: &Ui, entry: &Entry, is_total: bool) {
        let rect = ui.max_rect().shrink2(vec2(10.0, 0.0));
        let (ink, muted) = (*self.theme.colours.ink, *self.theme.colours.muted);
        let body = FontId::proportional(self.theme.sizes.body);
        let small = FontId::proportional(self.theme.sizes.small);
        let painter = ui.painter();
        if let Some(nothing) = entry.nothing {
            painter.text(rect.right_center(), Align2::RIGHT_CENTER, sign_of(nothing).0, body, muted);
            return;
        }
        let font = if is_total { body } else { FontId::proportional(self.theme.sizes.body + 1.0) };
        match self.table.comparison.query.measure {
            Measure::NetStance => {
                let n = if entry.with_stance > 0 { entry.with_stance } else { entry.highlights };
                painter.text(rect.right_center(), Align2::RIGHT_CENTER, n, small.clone(), ink.gamma_multiply(0.75));
                let at = pos2(rect.right() - 20.0, rect.center().y);
                match entry.net_stance {
                    Some(net) => painter.text(at, Align2::RIGHT_CENTER, Signed(net), font, ink),
                    None => painter.text(at, Align2::RIGHT_CENTER, "named", small, muted),
                };
            }
            measure => {
                painter.text(rect.right_center(), Align2::RIGHT_CENTER, entry.text(measure), font, ink);
            }
        }
    }
}

/// Cells are painted, so they say how wide they want to be when columns are first measured.
fn claim_width(ui: &mut Ui, column: usize, column_width: f32) {
    if ui.is_sizing_pass() {
        let sizes = Theme::of(ui).sizes;
        ui.set_min_width(if column == 0 { sizes.table_head } else { column_width });
    }
}

/// What a cell holds, for ears and tooltips: "14 highlights in 5 articles, net +0.8".
fn in_words(cell: &Cell<'_>, nothing: Nothing) -> String {
    if cell.highlights == 0 {
        return match nothing {
            Nothing::Silent => "silent".to_owned(),
            Nothing::NotYetRead => "nothing yet, articles left to read".to_owned(),
            Nothing::LeftOut => "left out by the filter or by the way of counting".to_owned(),
            Nothing::NoArticle => "no such article".to_owned(),
        };
    }
    let count = |n: u32, noun: &str| counted(n as usize, noun);
    let mut words = format!("{} in {}", count(cell.highlights, "highlight"), count(cell.articles, "article"));
    match cell.net_stance() {
        Some(net) => words.push_str(&format!(", net {} (n = {})", Signed(net), cell.with_stance)),
        None => words.push_str(", no stance taken"),
    }
    words
}

/// A name in two lines at most.
fn paint_elided(ui: &Ui, text: &str, font: FontId, ink: Color32, rect: Rect) {
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font, ink, rect.width() - 6.0);
    job.wrap.max_rows = if rect.height() > 38.0 { 2 } else { 1 };
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.rect.height() * 0.5), galley, ink);
}
