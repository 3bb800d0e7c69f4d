//! Two comparisons side by side, and below them the difference between the first and the second.

use egui::{Align2, FontId, RichText, ScrollArea, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::comparison::{Comparison, Signed};
use standpoint_core::model::view::{HeaderKey, Measure};

use super::{ComparePage, chips, controls, pane::Pane, table};
use crate::ui::{
    pages::PageContext,
    theme::{Theme, strong},
    widgets::section_title,
};

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let ComparePage { pane, other: Some(other), choice, drafts, found, .. } = compare else { return };
    // Only values of the same kind can be subtracted.
    other.query.measure = pane.query.measure;
    other.query.counting = pane.query.counting;
    let none = table::FindingMarks::new();
    let marks = found.peek().map_or(&none, |found| &found.marks);
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
                let axes = controls::all_axes(context.project());
                controls::side_ui(ui, ("Rows", "Rows of the second"), &mut other.query.rows, &axes);
                controls::side_ui(ui, ("Columns", "Columns of the second"), &mut other.query.columns, &axes);
                chips::ui(ui, "+ Filter of the second", &mut other.query.filter, &mut drafts[1], context.project());
            });
            other.follow(context.history);
            let mut no_choice = None;
            table::ui(ui, other, &mut no_choice, marks, context.project());
        });
    });
    ui.add_space(8.0);
    section_title(ui, "First minus second");
    difference_ui(ui, pane, other);
}

fn difference_ui(ui: &mut Ui, first: &Pane, second: &Pane) {
    let theme = Theme::of(ui);
    let (Some((a, seen)), Some((b, _))) = (first.answer(), second.answer()) else { return };
    if a.query.rows.axes != b.query.rows.axes || a.query.columns.axes != b.query.columns.axes {
        ui.weak("There is a difference where both have the same rows and columns.");
        return;
    }
    if a.query.measure.is_text() {
        ui.weak("Quotes have no difference; choose cells that hold numbers.");
        return;
    }
    let keys =
        |places: &[usize], headers: &[standpoint_analysis::comparison::Header]| -> Vec<(Option<HeaderKey>, String)> {
            let named = places.iter().map(|place| (Some(headers[*place].key.clone()), headers[*place].name.clone()));
            named.chain([(None, "All".to_owned())]).collect()
        };
    let (rows, columns) = (keys(&seen.shown.rows, a.rows()), keys(&seen.shown.columns, a.columns()));
    let differences: Vec<Vec<Option<f64>>> = rows
        .iter()
        .map(|(row, _)| columns.iter().map(|(column, _)| difference(a, b, row.as_ref(), column.as_ref())).collect())
        .collect();
    let largest = differences.iter().flatten().flatten().fold(1.0f64, |most, value| most.max(value.abs()));
    let (width, head) = (theme.sizes.table_column * 0.8, theme.sizes.table_head * 0.8);
    let font = FontId::proportional(theme.sizes.body);
    let line = Stroke::new(1.0, *theme.colours.hairline);
    ScrollArea::both().id_salt("difference").auto_shrink(false).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        ui.horizontal(|ui| {
            ui.allocate_space(vec2(head, 26.0));
            for (_, name) in &columns {
                let (rect, _) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
                let text = RichText::new(name).font(strong(theme.sizes.small));
                ui.put(rect, egui::Label::new(text).truncate());
            }
        });
        for ((_, row), values) in rows.iter().zip(&differences) {
            ui.horizontal(|ui| {
                let (rect, _) = ui.allocate_exact_size(vec2(head, 26.0), Sense::hover());
                let clip = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
                clip.text(rect.left_center(), Align2::LEFT_CENTER, row, font.clone(), *theme.colours.ink);
                for ((_, column), value) in columns.iter().zip(values) {
                    let (rect, response) = ui.allocate_exact_size(vec2(width, 26.0), Sense::hover());
                    let words = value.map_or_else(|| "–".to_owned(), |value| Signed(value).to_string());
                    let ground = value.map_or(*theme.colours.page, |value| theme.net_stance(value / largest));
                    ui.painter().rect_filled(rect, 0, ground);
                    ui.painter().rect_stroke(rect, 0, line, egui::StrokeKind::Inside);
                    let at = rect.right_center() - vec2(10.0, 0.0);
                    ui.painter().text(at, Align2::RIGHT_CENTER, &words, font.clone(), *theme.colours.ink);
                    let name = format!("Difference, {row}, {column}: {words}");
                    response.widget_info(|| WidgetInfo::labeled(Role::Cell, true, &name));
                    response.on_hover_text(name);
                }
            });
        }
    });
}

/// How much more the first has than the second. A missing count is 0; a missing mean has no difference.
fn difference(a: &Comparison, b: &Comparison, row: Option<&HeaderKey>, column: Option<&HeaderKey>) -> Option<f64> {
    let value = |comparison: &Comparison| -> Option<f64> {
        let place = |headers, key: Option<&HeaderKey>| key.map(|key| Comparison::place_of(headers, key));
        let row = place(comparison.rows(), row);
        let column = place(comparison.columns(), column);
        if row == Some(None) || column == Some(None) {
            return None;
        }
        comparison.table(0).value(row.flatten(), column.flatten())
    };
    let has_nought = matches!(a.query.measure, Measure::Highlights | Measure::Articles | Measure::Words);
    let or_nought = |value: Option<f64>| value.or(has_nought.then_some(0.0));
    Some(or_nought(value(a))? - or_nought(value(b))?)
}
