//! Two comparisons side by side, and below them the difference between the first and the second.

use std::sync::Arc;

use egui::{Align2, Context, FontId, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, vec2};
use egui_table::{CellInfo, Column, HeaderCellInfo, HeaderRow, Table, TableDelegate};

use standpoint_analysis::comparison::{Comparison, Header, Signed};
use standpoint_core::model::view::Measure;

use super::{
    ComparePage, chips, controls,
    pane::{Answer, Pane},
    table::{self, claim_width, paint_elided},
};
use crate::ui::{
    pages::PageContext,
    parts::derived::Derived,
    theme::{Theme, strong},
    widgets::section_title,
};

/// The second comparison, and the difference of the two.
pub struct SecondPane {
    pub pane: Pane,
    /// Made for the two answers.
    difference: Derived<[Arc<Answer>; 2], Difference>,
}

/// Larger tables have no difference.
const MOST_CELLS: usize = 1_000_000;

/// The first answer minus the second.
enum Difference {
    Of(DifferenceTable),
    /// There is none, for this reason.
    None(&'static str),
}

/// How much more each cell has in the first answer than in the second.
struct DifferenceTable {
    /// The names of rows and columns, with the totals last.
    rows: Vec<String>,
    columns: Vec<String>,
    /// Row by row.
    values: Vec<Option<f64>>,
    largest: f64,
}

impl SecondPane {
    pub fn of(pane: Pane) -> Self {
        Self { pane, difference: Derived::default() }
    }

    /// Lets the difference follow both answers.
    fn follow(&mut self, ctx: &Context, first: &Pane) {
        let (Some(first), Some(second)) = (first.answer(), self.pane.answer()) else { return };
        let is_wanted = |[a, b]: &[Arc<Answer>; 2]| Arc::ptr_eq(a, first) && Arc::ptr_eq(b, second);
        self.difference.follow(ctx, is_wanted, |_| {
            let pair = [first.clone(), second.clone()];
            (pair.clone(), move || Difference::between(&pair[0], &pair[1]))
        });
    }

    /// Whether a thread is at work for it.
    pub fn is_busy(&self) -> bool {
        self.pane.is_busy() || self.difference.is_busy()
    }

    /// Whether what is on screen has been out of date for a while.
    pub fn is_updating(&self, ctx: &Context) -> bool {
        self.pane.is_updating(ctx) || self.difference.is_updating(ctx)
    }
}

impl Difference {
    fn between(first: &Answer, second: &Answer) -> Self {
        let (a, b) = (&first.live.comparison, &second.live.comparison);
        if a.query.rows.axes != b.query.rows.axes || a.query.columns.axes != b.query.columns.axes {
            return Self::None("There is a difference where both have the same rows and columns.");
        }
        if a.query.measure.is_text() {
            return Self::None("Quotes have no difference; choose cells that hold numbers.");
        }
        let shown = &first.seen.shown;
        let n_cells = (shown.rows.len() + 1).saturating_mul(shown.columns.len() + 1);
        if n_cells > MOST_CELLS {
            return Self::None(
                "There are too many cells for a difference. Hide empty rows and columns, or use a filter.",
            );
        }
        let rows = Pair::of(&shown.rows, a.rows(), b.rows());
        let columns = Pair::of(&shown.columns, a.columns(), b.columns());
        let values = rows.iter().flat_map(|row| columns.iter().map(|column| difference(a, b, row, column)));
        let values: Vec<Option<f64>> = values.collect();
        let largest = values.iter().flatten().fold(1.0f64, |most, value| most.max(value.abs()));
        let names = |pairs: Vec<Pair>| pairs.into_iter().map(|pair| pair.name).collect();
        Self::Of(DifferenceTable { rows: names(rows), columns: names(columns), values, largest })
    }
}

/// A row or column of the first comparison and the same one of the second.
struct Pair {
    name: String,
    /// The places on either side; `None` for the totals.
    first: Option<usize>,
    second: Option<usize>,
    /// Whether the second comparison has such a row or column.
    is_in_both: bool,
}

impl Pair {
    /// What is shown of a side of the first comparison, with the totals last.
    fn of(shown: &[usize], first: &[Header], second: &[Header]) -> Vec<Self> {
        let pair = |place: &usize| {
            let header = &first[*place];
            let second = Comparison::place_of(second, &header.key);
            Self { name: header.name.clone(), first: Some(*place), second, is_in_both: second.is_some() }
        };
        let total = Self { name: "All".to_owned(), first: None, second: None, is_in_both: true };
        shown.iter().map(pair).chain([total]).collect()
    }
}

/// How much more the first has than the second. A missing count is 0; a missing mean has no difference.
fn difference(a: &Comparison, b: &Comparison, row: &Pair, column: &Pair) -> Option<f64> {
    let first = a.table(0).value(row.first, column.first);
    let is_in_both = row.is_in_both && column.is_in_both;
    let second = is_in_both.then(|| b.table(0).value(row.second, column.second)).flatten();
    let has_nought = matches!(a.query.measure, Measure::Highlights | Measure::Articles | Measure::Words);
    let or_nought = |value: Option<f64>| value.or(has_nought.then_some(0.0));
    Some(or_nought(first)? - or_nought(second)?)
}

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let ComparePage { pane, other: Some(second), choice, drafts, found, .. } = compare else { return };
    let other = &mut second.pane;
    // Only values of the same kind can be subtracted.
    other.query.measure = pane.query.measure;
    other.query.counting = pane.query.counting;
    let none = table::FindingMarks::new();
    let marks = found.peek().map_or(&none, |found| found.marks(context.preferences.marks_only_source));
    let height = (ui.available_height() - 8.0) / 2.0;
    ui.columns(2, |columns| {
        let [left, right] = columns else { return };
        left.set_max_height(height);
        section_title(left, "First");
        left.add_space(44.0);
        table::ui(left, pane, choice, marks, context.project());
        right.set_max_height(height);
        right.push_id("other", |ui| {
            ui.horizontal_wrapped(|ui| {
                section_title(ui, "Second");
                let axes = other.axes();
                controls::side_ui(ui, ("Rows", "Rows of the second"), &mut other.query.rows, &axes);
                controls::side_ui(ui, ("Columns", "Columns of the second"), &mut other.query.columns, &axes);
                chips::ui(ui, "+ Filter of the second", other, &mut drafts[1], context.project());
            });
            let mut no_choice = None;
            table::ui(ui, other, &mut no_choice, marks, context.project());
        });
    });
    ui.add_space(8.0);
    section_title(ui, "First minus second");
    second.follow(ui.ctx(), pane);
    match second.difference.peek() {
        None => {}
        Some(Difference::None(reason)) => _ = ui.weak(*reason),
        Some(Difference::Of(table)) => difference_ui(ui, table),
    }
}

fn difference_ui(ui: &mut Ui, table: &DifferenceTable) {
    let theme = Theme::of(ui);
    let (head_width, width) = (theme.sizes.table_head * 0.8, theme.sizes.table_column * 0.8);
    let mut columns = vec![Column::new(head_width).resizable(true)];
    columns.extend((0..table.columns.len()).map(|_| Column::new(width).resizable(true)));
    let shown = Table::new()
        .id_salt("difference")
        .num_rows(table.rows.len() as u64)
        .num_sticky_cols(1)
        .columns(columns)
        .headers([HeaderRow::new(ROW)]);
    table::show_unmeasured(ui, shown, &mut DifferenceDelegate { theme, table, head_width, width });
}

/// The height of a row, in points.
const ROW: f32 = 26.0;

struct DifferenceDelegate<'a> {
    theme: &'static Theme,
    table: &'a DifferenceTable,
    head_width: f32,
    width: f32,
}

impl TableDelegate for DifferenceDelegate<'_> {
    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        claim_width(ui, if cell.col_range.start == 0 { self.head_width } else { self.width });
        let name = cell.col_range.start.checked_sub(1).map_or("", |column| &self.table.columns[column]);
        let font = strong(self.theme.sizes.small);
        paint_elided(ui, name, font, *self.theme.colours.ink, ui.max_rect().shrink2(vec2(4.0, 0.0)));
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        claim_width(ui, if cell.col_nr == 0 { self.head_width } else { self.width });
        let (theme, table) = (self.theme, self.table);
        let Ok(row) = usize::try_from(cell.row_nr) else { return };
        let rect = ui.max_rect();
        let font = FontId::proportional(theme.sizes.body);
        let name = &table.rows[row];
        let Some(column) = cell.col_nr.checked_sub(1) else {
            return paint_elided(ui, name, font, *theme.colours.ink, rect);
        };
        let value = table.values[row * table.columns.len() + column];
        let words = value.map_or_else(|| "–".to_owned(), |value| Signed(value).to_string());
        let ground = value.map_or(*theme.colours.page, |value| theme.net_stance(value / table.largest));
        ui.painter().rect_filled(rect, 0, ground);
        let line = Stroke::new(1.0, *theme.colours.hairline);
        ui.painter().rect_stroke(rect, 0, line, egui::StrokeKind::Inside);
        let at = rect.right_center() - vec2(10.0, 0.0);
        ui.painter().text(at, Align2::RIGHT_CENTER, &words, font, *theme.colours.ink);
        let name = || format!("Difference, {name}, {}: {words}", table.columns[column]);
        let response = ui.interact(rect, ui.scope_id().with("value"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, name()));
        response.on_hover_ui(|ui| _ = ui.label(name()));
    }

    fn default_row_height(&self) -> f32 {
        ROW
    }
}
