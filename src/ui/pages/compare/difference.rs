//! Two comparisons side by side, and below them the difference between the first and the second.

use std::{cell::RefCell, sync::Arc};

use egui::{Align, Align2, Context, FontId, Layout, Rect, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::comparison::{Comparison, Header, Signed};
use standpoint_core::model::{Project, view::Measure};

use super::{
    ComparePage, cell,
    fit::{FittedTable, KeptFit, PAD},
    grid::{self, GridCells, GridLine},
    heads::{HeadPainter, LeaningName},
    pane::{Answer, Pane},
    table::{self, Orientation, TableChoice},
    toolbar,
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
    fit: KeptFit,
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
        Self { pane, difference: Derived::default(), fit: KeptFit::default() }
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

/// Lets the difference follow both answers.
fn follow(difference: &mut Derived<[Arc<Answer>; 2], Difference>, ctx: &Context, first: &Pane, second: &Pane) {
    let (Some(first), Some(second)) = (first.answer(), second.answer()) else { return };
    let is_wanted = |[a, b]: &[Arc<Answer>; 2]| Arc::ptr_eq(a, first) && Arc::ptr_eq(b, second);
    difference.follow(ctx, is_wanted, |_| {
        let pair = [first.clone(), second.clone()];
        (pair.clone(), move || Difference::between(&pair[0], &pair[1]))
    });
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
    let ComparePage { pane, other: Some(second), choice, drafts, found, signs, .. } = compare else { return };
    let SecondPane { pane: other, difference, fit } = second;
    // Only values of the same kind can be subtracted.
    other.query.measure = pane.query.measure;
    other.query.counting = pane.query.counting;
    let none = table::FindingMarks::new();
    let marks = found.peek().map_or(&none, |found| &found.marks);
    let setting = |width| table::TableSetting { marks, signs: *signs, project: context.project(), width };
    let height = ((ui.available_height() - 3.0 * HEAD - 2.0 * SPACE) / 2.0).max(LEAST_HEIGHT);
    ScrollArea::vertical().id_salt("side by side").auto_shrink(false).show(ui, |ui| {
        let width = (ui.available_width() - SPACE) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = SPACE;
            for is_first in [true, false] {
                let size = vec2(width, HEAD + height);
                ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    if is_first {
                        head_ui(ui, |ui| _ = section_title(ui, "First"));
                        table_ui(ui, height, |ui| table::ui(ui, pane, choice, setting(width)));
                    } else {
                        ui.push_id("other", |ui| {
                            head_ui(ui, |ui| {
                                section_title(ui, "Second");
                                toolbar::second_ui(ui, other, &mut drafts[1], context.project());
                            });
                            let mut no_choice = TableChoice::default();
                            table_ui(ui, height, |ui| table::ui(ui, other, &mut no_choice, setting(width)));
                        });
                    }
                });
            }
        });
        ui.add_space(SPACE);
        head_ui(ui, |ui| _ = section_title(ui, "First minus second"));
        follow(difference, ui.ctx(), pane, other);
        match difference.peek() {
            None => {}
            Some(Difference::None(reason)) => _ = ui.weak(*reason),
            Some(Difference::Of(table)) => {
                let Some(answer) = pane.answer() else { return };
                let fitted = fit.get(ui, answer, ui.available_width());
                let (theme, project) = (Theme::of(ui), context.project());
                let mut cells =
                    DifferenceCells { theme, table, answer, fitted: &fitted, project, leaning: RefCell::default() };
                grid::show(ui, "difference", &fitted.plan, height, None, &mut cells);
            }
        }
    });
}

/// The height of the line above a table, the space around tables, and the least height of one, in points: slanted heads,
/// the totals and some rows.
const HEAD: f32 = 34.0;
const SPACE: f32 = 12.0;
const LEAST_HEIGHT: f32 = 300.0;

/// The line above a table.
fn head_ui(ui: &mut Ui, contents: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), HEAD);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(size);
        contents(ui);
    });
}

/// A table with room of its own.
fn table_ui(ui: &mut Ui, height: f32, contents: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), height);
    ui.allocate_ui(size, |ui| {
        ui.set_max_height(height);
        contents(ui);
    });
}

/// The difference, with the heads of the first table.
struct DifferenceCells<'a> {
    theme: &'static Theme,
    table: &'a DifferenceTable,
    answer: &'a Answer,
    fitted: &'a FittedTable,
    project: &'a Project,
    leaning: RefCell<Vec<LeaningName>>,
}

impl GridCells for DifferenceCells<'_> {
    fn name(&self) -> String {
        "First minus second".to_owned()
    }

    fn over_heads(&mut self, ui: &Ui) {
        self.heads().over_heads(ui);
    }

    fn cell_ui(&mut self, ui: &mut Ui, rect: Rect, row: GridLine, column: GridLine) {
        let painter = self.heads();
        let shown = &self.answer.seen.shown;
        match (row, column) {
            (GridLine::Head, GridLine::Head) => painter.corner(ui, rect),
            (GridLine::Head, line) => {
                let place = line.place().and_then(|at| shown.columns.get(at)).copied();
                painter.head_ui(ui, rect, place, Orientation::Column);
            }
            (line, GridLine::Head) => {
                let place = line.place().and_then(|at| shown.rows.get(at)).copied();
                painter.head_ui(ui, rect, place, Orientation::Row);
            }
            _ => self.value_ui(ui, rect, row, column),
        }
    }
}

impl DifferenceCells<'_> {
    fn heads(&self) -> HeadPainter<'_> {
        HeadPainter {
            theme: self.theme,
            comparison: &self.answer.live.comparison,
            is_slanted: self.fitted.is_slanted,
            project: self.project,
            leaning: &self.leaning,
        }
    }

    fn value_ui(&self, ui: &Ui, rect: Rect, row: GridLine, column: GridLine) {
        let (theme, table) = (self.theme, self.table);
        let at = |line: GridLine, names: &[String]| line.place().unwrap_or(names.len() - 1);
        let (row_at, column_at) = (at(row, &table.rows), at(column, &table.columns));
        let Some(value) = table.values.get(row_at * table.columns.len() + column_at) else { return };
        let words = value.map_or_else(|| "–".to_owned(), |value| Signed(value).to_string());
        let is_total = [row == GridLine::Total, column == GridLine::Total];
        let ground = value.map_or(*theme.colours.page, |value| theme.net_stance(value / table.largest));
        cell::frame(ui, theme, rect, ground, is_total);
        let size = theme.sizes.body;
        let font = if is_total.contains(&true) { strong(size) } else { FontId::proportional(size) };
        let ink = if value.is_some() { *theme.colours.ink } else { *theme.colours.muted };
        ui.painter().text(rect.right_center() - vec2(PAD, 0.0), Align2::RIGHT_CENTER, &words, font, ink);
        let name = || format!("Difference, {}, {}: {words}", table.rows[row_at], table.columns[column_at]);
        let response = ui.interact(rect, ui.scope_id().with(("difference", column)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, name()));
        response.on_hover_ui(|ui| _ = ui.label(name()));
    }
}
