//! What stands behind the button *More*, and what there is no room for in the row.

use egui::{ScrollArea, Ui};

use standpoint_analysis::report::words;
use standpoint_core::{
    model::view::{Axis, AxisSide, Query, Sort},
    wording::capitalised,
};

use super::{
    Squeeze, countings_ui, measures_ui,
    options::{option_ui, tick_ui},
};
use crate::{
    command::Command,
    ui::{
        pages::{PageContext, compare::ComparePage},
        theme::Theme,
    },
};

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, squeeze: Squeeze, context: &mut PageContext<'_>) {
    ui.set_width(300.0);
    ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let axes = compare.pane.axes();
        let query = &mut compare.pane.query;
        if squeeze >= Squeeze::Cells {
            submenu(ui, &format!("Cells: {}", query.measure.title()), |ui| measures_ui(ui, &mut query.measure));
        }
        if squeeze >= Squeeze::Count {
            submenu(ui, &format!("Count: {}", query.counting.title()), |ui| countings_ui(ui, &mut query.counting));
        }
        if layers_ui(ui, query, &axes) {
            compare.choice.selection = None;
        }
        let query = &mut compare.pane.query;
        for (noun, side) in [("rows", &mut query.rows), ("columns", &mut query.columns)] {
            sort_ui(ui, noun, side);
        }
        ui.separator();
        for (noun, side) in [("rows", &mut query.rows), ("columns", &mut query.columns)] {
            if tick_ui(ui, &format!("Show members in {noun}"), side.shows_members) {
                side.shows_members = !side.shows_members;
                side.toggled.clear();
            }
        }
        if tick_ui(ui, "Show 95% intervals", query.shows_intervals) {
            query.shows_intervals = !query.shows_intervals;
        }
        if tick_ui(ui, "Hide empty rows and columns", query.hides_empty) {
            query.hides_empty = !query.hides_empty;
        }
        if tick_ui(ui, "Side by side", compare.other.is_some()) {
            compare.toggle_other();
        }
        ui.separator();
        let mut commands = vec![Command::CopyTable];
        if squeeze >= Squeeze::Icons {
            commands.extend([Command::TransposeTable, Command::ExportComparison]);
        }
        for command in commands {
            let name = command.spec().name;
            if super::options::command_ui(ui, name) {
                context.run(command);
            }
        }
    });
}

/// A line that opens a list beside it.
fn submenu(ui: &mut Ui, name: &str, contents: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    let text = egui::RichText::new(name).size(theme.sizes.body);
    // Its words begin where those of the ticks do.
    let padding = std::mem::replace(&mut ui.spacing_mut().button_padding, egui::vec2(30.0, 5.0));
    let shown = ui.menu_button(text, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        contents(ui);
    });
    ui.spacing_mut().button_padding = padding;
    shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::MenuItem, true, name));
}

/// One table for each value of an axis; returns whether that was changed.
fn layers_ui(ui: &mut Ui, query: &mut Query, axes: &[Axis]) -> bool {
    let layers = &mut query.layers;
    let before = layers.clone();
    let name = |axis: &Option<Axis>| axis.as_ref().map_or("one".to_owned(), words::tables);
    submenu(ui, &format!("Tables: {}", name(layers)), |ui| {
        ui.set_width(220.0);
        ScrollArea::vertical().max_height(ui.available_height()).show(ui, |ui| {
            for axis in [None].into_iter().chain(axes.iter().cloned().map(Some)) {
                let title = name(&axis);
                if option_ui(ui, &capitalised(&title), &format!("Tables: {title}"), *layers == axis) {
                    *layers = axis;
                }
            }
        });
    });
    query.layers != before
}

fn sort_ui(ui: &mut Ui, noun: &str, side: &mut AxisSide) {
    let has_codes = side.axes.iter().any(|axis| matches!(axis, Axis::Actor | Axis::Issue | Axis::Stance));
    let listed = if has_codes { "in codebook order" } else { "in project order" };
    let all = [(Sort::AsListed, listed), (Sort::ByName, "by name"), (Sort::ByTotal, "by total")];
    let present = match &side.sort {
        Sort::By(_) => "by one of the others",
        Sort::ByHand(_) => "by hand",
        sort => all.iter().find(|(one, _)| one == sort).map_or("", |(_, title)| title),
    };
    submenu(ui, &format!("Sort {noun} {present}"), |ui| {
        ui.set_width(220.0);
        for (sort, title) in &all {
            if option_ui(ui, &capitalised(title), &format!("Sort {noun} {title}"), side.sort == *sort) {
                side.sort = sort.clone();
            }
        }
    });
}
