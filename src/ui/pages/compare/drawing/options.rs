//! The choices above bars and a timeline.

use egui::{RichText, Ui};

use standpoint_core::model::view::PictureKind;
use standpoint_exchange::picture::{BarGrouping, PeriodUnit, PictureOptions};

use crate::ui::{theme::Theme, widgets::segmented};

pub(super) fn ui(ui: &mut Ui, wanted: PictureKind, choices: &mut PictureOptions) {
    match wanted {
        PictureKind::Bars => {
            let names = [(BarGrouping::Rows, "each row"), (BarGrouping::Columns, "each cell")];
            choice_ui(ui, "Draw a bar for", &mut choices.grouping, &names);
        }
        PictureKind::Timeline => {
            let names = [
                (PeriodUnit::Day, "day"),
                (PeriodUnit::Week, "week"),
                (PeriodUnit::Month, "month"),
                (PeriodUnit::Year, "year"),
            ];
            choice_ui(ui, "Per", &mut choices.unit, &names);
        }
        PictureKind::Table | PictureKind::HeatMap | PictureKind::Network => {}
    }
}

/// One of several, with the name of the choice before them.
pub(super) fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)]) {
    ui.label(RichText::new(name).color(*Theme::of(ui).colours.muted));
    let names: Vec<(&str, bool)> = choices.iter().map(|(choice, name)| (*name, choice == value)).collect();
    if let Some(index) = segmented(ui, name, &names) {
        *value = choices[index].0;
    }
    ui.add_space(6.0);
}
