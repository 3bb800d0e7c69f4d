//! The controls of the comparison: rows, columns, layers, measure, counting, and table or picture.

use egui::{ComboBox, RichText, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    model::{
        Project,
        view::{Axis, AxisSide, Counting, Measure, PictureKind},
    },
    wording::capitalised,
};

use super::{ComparePage, SideTab};
use crate::{
    command::Command,
    ui::{pages::PageContext, parts::command_button::command_button, theme::Theme, widgets::segmented},
};

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.horizontal_wrapped(|ui| {
        let axes = compare.pane.axes();
        let query = &mut compare.pane.query;
        let mut is_changed = side_ui(ui, ("Rows", "Rows"), &mut query.rows, &axes)
            | side_ui(ui, ("Columns", "Columns"), &mut query.columns, &axes);
        is_changed |= axis_ui(ui, (Some("Tables"), "Tables"), &mut query.layers, &axes, Some("one"));
        if is_changed {
            compare.choice = None;
        }
        command_button(ui, egui::Button::new("Transpose"), Command::TransposeTable, context);
        command_button(ui, egui::Button::new("Export…"), Command::ExportComparison, context);
    });
    ui.horizontal_wrapped(|ui| {
        let query = &mut compare.pane.query;
        let measures: Vec<(Measure, &str)> = Measure::ALL.iter().map(|measure| (*measure, measure.title())).collect();
        choice_ui(ui, "Cells", &mut query.measure, &measures, 132.0);
        let countings: Vec<(Counting, &str)> = Counting::ALL.iter().map(|way| (*way, way.title())).collect();
        choice_ui(ui, "Count", &mut query.counting, &countings, 124.0);
        ui.add_space(8.0);
        let pictures: Vec<(&str, bool)> =
            PictureKind::ALL.iter().map(|picture| (picture.title(), *picture == compare.picture)).collect();
        if let Some(index) = segmented(ui, "Show as", &pictures) {
            compare.picture = PictureKind::ALL[index];
        }
    });
}

/// The boxes after the filter: hiding what is empty, and the second comparison.
pub(super) fn boxes_ui(ui: &mut Ui, compare: &mut ComparePage, project: &Project) {
    if compare.is_narrow {
        narrow_ui(ui, compare, project);
    }
    ui.checkbox(&mut compare.pane.query.hides_empty, "Hide empty")
        .on_hover_text("Hide rows and columns without any highlight");
    let mut is_beside = compare.other.is_some();
    let help = "Show a second comparison beside the first, and the difference of the two";
    if ui.checkbox(&mut is_beside, "Side by side").on_hover_text(help).clicked() {
        compare.toggle_other();
    }
}

/// What the panels hold otherwise, for windows without room for them.
fn narrow_ui(ui: &mut Ui, compare: &mut ComparePage, project: &Project) {
    let name = compare.view.clone().unwrap_or_else(|| "none".to_owned());
    let combo = ComboBox::from_id_salt("view").selected_text(format!("View: {name}"));
    let response = combo.show_ui(ui, |ui| {
        for view in &project.views {
            if ui.selectable_label(compare.view.as_ref() == Some(&view.name), &view.name).clicked() {
                compare.show_saved(view);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("View: {name}")));
    let mut is_shown = compare.beside == SideTab::Findings;
    if ui.checkbox(&mut is_shown, "Findings").clicked() {
        compare.beside = if is_shown { SideTab::Findings } else { SideTab::Quotes };
    }
}

/// The one or two axes of a side; returns whether they were changed. `label` is shown, and `name` is for screen
/// readers,
/// which it tells which table is meant.
pub(super) fn side_ui(ui: &mut Ui, (label, name): (&str, &str), side: &mut AxisSide, axes: &[Axis]) -> bool {
    let mut outer = side.axes.first().cloned();
    let mut inner = side.axes.get(1).cloned();
    let mut is_changed = axis_ui(ui, (Some(label), name), &mut outer, axes, None);
    let inner_name = format!("Inside {}", name.to_lowercase());
    ui.label(RichText::new("›").color(*Theme::of(ui).colours.faint));
    let others: Vec<Axis> = axes.iter().filter(|axis| Some(*axis) != outer.as_ref()).cloned().collect();
    is_changed |= axis_ui(ui, (None, &inner_name), &mut inner, &others, Some("nothing"));
    if is_changed {
        let inner = inner.filter(|inner| Some(inner) != outer.as_ref());
        let shows_members = side.shows_members || inner.is_some();
        let axes = outer.into_iter().chain(inner).collect();
        *side = AxisSide { axes, shows_members, ..AxisSide::over(Axis::Issue) };
    }
    is_changed
}

/// Returns whether another axis was selected. Without a label it is the inner axis of a side. `none` is what choosing
/// none is called, where that is possible.
fn axis_ui(
    ui: &mut Ui,
    (label, name): (Option<&str>, &str),
    axis: &mut Option<Axis>,
    choices: &[Axis],
    none: Option<&str>,
) -> bool {
    let theme = Theme::of(ui);
    if let Some(label) = label {
        ui.label(RichText::new(label).color(*theme.colours.muted));
    }
    let is_second = label.is_none();
    let before = axis.clone();
    let shown = axis.as_ref().map_or(none.unwrap_or_default(), Axis::name).to_owned();
    let label = match axis {
        None if is_second => "…".to_owned(),
        _ => capitalised(&shown),
    };
    let combo = ComboBox::from_id_salt(name).selected_text(label).width(if is_second { 36.0 } else { 76.0 });
    let response = combo.show_ui(ui, |ui| {
        if let Some(none) = none {
            ui.selectable_value(axis, None, capitalised(none));
        }
        for choice in choices {
            ui.selectable_value(axis, Some(choice.clone()), capitalised(choice.name()));
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {shown}")));
    *axis != before
}

fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)], width: f32) {
    ui.label(RichText::new(name).color(*Theme::of(ui).colours.muted));
    let title = choices.iter().find(|(choice, _)| choice == value).map_or("", |(_, title)| *title);
    let combo = ComboBox::from_id_salt(name).selected_text(title).width(width).height(420.0);
    let response = combo.show_ui(ui, |ui| {
        for (choice, title) in choices {
            ui.selectable_value(value, *choice, *title);
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {title}")));
}
