//! The comparison as a picture, with the options of each kind.

use std::sync::Arc;

use egui::{ComboBox, Context, RichText, ScrollArea, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::network::{NetworkMode, NodeSelection, OneMode, OneModeNorm, TwoMode, TwoModeNorm};
use standpoint_core::model::{
    CodeKind,
    view::{PictureKind, Query},
};
use standpoint_exchange::picture::{self, BarGrouping, InkPalette, PeriodUnit, PictureOptions, PictureSetting};

use super::{ComparePage, pane::Pane};
use crate::{
    command::Command,
    ui::{
        pages::PageContext,
        parts::{command_button::command_button, derived::Derived},
        theme::Theme,
        widgets::{
            picture::{self as widget, DrawnPicture},
            segmented,
        },
    },
};

/// How pictures are drawn, and the one drawn last.
#[derive(Default)]
pub struct PicturePane {
    pub choices: PictureOptions,
    drawn: Derived<(PictureKey, Query), Arc<DrawnPicture>>,
    painted: widget::PaintedPicture,
}

/// What a picture depends on besides the query.
#[derive(Clone, Copy, PartialEq)]
struct PictureKey {
    revision: u64,
    wanted: PictureKind,
    choices: PictureOptions,
    palette: InkPalette,
}

pub(super) fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let wanted = compare.picture;
    ui.horizontal_wrapped(|ui| {
        choices_ui(ui, wanted, &mut compare.drawing.choices);
        command_button(ui, egui::Button::new("Save picture…"), Command::SavePicture, context);
    });
    ui.add_space(6.0);
    let palette = Theme::of(ui).palette();
    let ComparePage { pane, drawing, .. } = compare;
    drawing.follow(ui, pane, wanted, palette);
    let Some(picture) = drawing.drawn.peek() else {
        ui.weak("Drawing…");
        return;
    };
    let area = ScrollArea::both().id_salt(("picture", wanted)).auto_shrink(false);
    area.show(ui, |ui| widget::ui(ui, picture, &mut drawing.painted));
}

impl PicturePane {
    /// Lets a thread draw the picture anew if something it depends on has changed.
    fn follow(&mut self, ui: &Ui, pane: &Pane, wanted: PictureKind, palette: InkPalette) {
        let Some(answer) = pane.answer() else { return };
        let query = &answer.live.comparison.query;
        let key = PictureKey { revision: answer.live.revision, wanted, choices: self.choices, palette };
        let is_wanted = |(made_for, of): &(PictureKey, Query)| *made_for == key && of == query;
        let place = self.painted.place(ui);
        self.drawn.follow(ui.ctx(), is_wanted, |_| {
            let answer = answer.clone();
            ((key, query.clone()), move || {
                let setting = PictureSetting::of(&answer.project, &key.palette);
                let mut facts = answer.live.facts.clone();
                let of = (&answer.live.comparison, &answer.seen.shown);
                Arc::new(DrawnPicture::of(picture::draw(&setting, &mut facts, of, wanted, &key.choices), place))
            })
        });
    }

    /// Whether a thread is drawing.
    pub(super) fn is_busy(&self) -> bool {
        self.drawn.is_busy()
    }

    /// Whether a thread failed to draw.
    pub(super) fn has_failed(&self) -> bool {
        self.drawn.has_failed()
    }

    /// Whether the picture on screen has been out of date for a while.
    pub(super) fn is_updating(&self, ctx: &Context) -> bool {
        self.drawn.is_updating(ctx)
    }
}

fn choices_ui(ui: &mut Ui, wanted: PictureKind, choices: &mut PictureOptions) {
    match wanted {
        PictureKind::Bars => {
            let names = [(BarGrouping::Rows, "a row"), (BarGrouping::Columns, "a cell")];
            choice_ui(ui, "A bar is", &mut choices.grouping, &names);
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
        PictureKind::Network => network_ui(ui, choices),
        PictureKind::Table | PictureKind::HeatMap => {}
    }
}

/// What a network ties together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TiesBetween {
    ActorsAndIssues,
    Actors,
    Issues,
}

fn network_ui(ui: &mut Ui, choices: &mut PictureOptions) {
    let present = match choices.mode {
        NetworkMode::Two { .. } => TiesBetween::ActorsAndIssues,
        NetworkMode::One { of: CodeKind::Actor, .. } => TiesBetween::Actors,
        NetworkMode::One { of: CodeKind::Issue, .. } => TiesBetween::Issues,
    };
    let mut between = present;
    let names = [
        (TiesBetween::ActorsAndIssues, "actors and issues"),
        (TiesBetween::Actors, "actors, through issues"),
        (TiesBetween::Issues, "issues, through actors"),
    ];
    choice_ui(ui, "Between", &mut between, &names);
    if between != present {
        let one = |of| NetworkMode::One { of, aggregation: OneMode::default(), normalization: OneModeNorm::default() };
        choices.mode = match between {
            TiesBetween::ActorsAndIssues => NetworkMode::ACTORS_AND_ISSUES,
            TiesBetween::Actors => one(CodeKind::Actor),
            TiesBetween::Issues => one(CodeKind::Issue),
        };
    }
    match &mut choices.mode {
        NetworkMode::Two { aggregation, normalization } => {
            words_ui(ui, "A tie is", aggregation, TwoMode::ALL, TwoMode::name);
            words_ui(ui, "Divided by", normalization, TwoModeNorm::ALL, TwoModeNorm::name);
        }
        NetworkMode::One { aggregation, normalization, .. } => {
            words_ui(ui, "A tie is", aggregation, OneMode::ALL, OneMode::name);
            words_ui(ui, "Divided by", normalization, OneModeNorm::ALL, OneModeNorm::name);
        }
    }
    let mut has_isolates = choices.nodes == NodeSelection::All;
    if ui.checkbox(&mut has_isolates, "Codes without a tie").clicked() {
        choices.nodes = if has_isolates { NodeSelection::All } else { NodeSelection::Tied };
    }
    ui.checkbox(&mut choices.rolls_up, "Roll up members")
        .on_hover_text("Count each code as the one at the top of its tree");
}

fn choice_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, choices: &[(T, &str)]) {
    ui.label(RichText::new(name).color(*Theme::of(ui).colours.muted));
    let names: Vec<(&str, bool)> = choices.iter().map(|(choice, name)| (*name, choice == value)).collect();
    if let Some(index) = segmented(ui, name, &names) {
        *value = choices[index].0;
    }
    ui.add_space(6.0);
}

fn words_ui<T: Copy + PartialEq>(ui: &mut Ui, name: &str, value: &mut T, all: &[T], word: fn(T) -> &'static str) {
    ui.label(RichText::new(name).color(*Theme::of(ui).colours.muted));
    let present = word(*value).replace('-', " ");
    let combo = ComboBox::from_id_salt(name).selected_text(&present).width(110.0);
    let response = combo.show_ui(ui, |ui| {
        for choice in all {
            ui.selectable_value(value, *choice, word(*choice).replace('-', " "));
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {present}")));
}
