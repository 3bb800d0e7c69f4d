//! The comparison: the table on the left, the quotes of the chosen cell beside it.

mod quotes;
mod table;

use egui::{Ui, WidgetInfo, accesskit::Role};

pub use quotes::ui as quotes_ui;

use crate::{
    analysis::comparison::{Comparison, Header, Live, Member, Shown},
    command::Command,
    edit::History,
    export::sheet::{Gather, Sheet},
    model::view::{Axis, Key, Measure, Query},
    ui::{
        action::{Action, Scene},
        theme::Theme,
        widgets::segmented,
    },
};

/// Which part of a table is chosen; none on a side stands for its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub row: Option<Key>,
    pub column: Option<Key>,
}

#[derive(Default)]
pub struct Compare {
    pub query: Query,
    pub choice: Option<Choice>,
    live: Option<Live>,
    shown: Option<Seen>,
    quotes: Option<Quotes>,
}

/// What is seen of the table at one revision of the project.
struct Seen {
    revision: u64,
    query: Query,
    shown: Shown,
    /// The largest value of a cell, for shading.
    largest: f64,
}

/// The highlights of one choice at one revision of the project.
struct Quotes {
    revision: u64,
    query: Query,
    choice: Choice,
    members: Vec<Member>,
}

impl Compare {
    /// Brings the table up to date, if the project or the query is another.
    fn follow(&mut self, history: &History) {
        let (project, revision) = (history.project(), history.revision());
        match &mut self.live {
            Some(live) => live.follow(project, &self.query, revision, &history.touched_since(live.revision)),
            None => self.live = Some(Live::of(project, self.query.clone(), revision)),
        }
        let is_fresh = |seen: &Seen| seen.revision == revision && seen.query == self.query;
        if !self.shown.as_ref().is_some_and(is_fresh)
            && let Some(Live { comparison, .. }) = &self.live
        {
            let largest = comparison.tables().fold(1.0, |largest, table| table.largest(largest));
            let shown = comparison.shown();
            self.shown = Some(Seen { revision, query: self.query.clone(), shown, largest });
        }
    }

    /// The tables with the rows and columns on screen, for exports.
    pub fn as_shown(&mut self, history: &History) -> Vec<Sheet> {
        self.follow(history);
        let (Some(live), Some(seen)) = (&self.live, &self.shown) else { return Vec::new() };
        Sheet::all(history.project(), &live.facts, &live.comparison, &seen.shown, Gather::AsMeasured)
    }

    /// The highlights of what is chosen.
    fn members(&mut self, choice: &Choice) -> &[Member] {
        let Some(live) = &self.live else { return &[] };
        let is_fresh =
            |seen: &Quotes| (seen.revision, &seen.query, &seen.choice) == (live.revision, &self.query, choice);
        let quotes = self.quotes.take().filter(is_fresh).unwrap_or_else(|| {
            let place = |headers, key: &Option<Key>| key.as_ref().map(|key| Comparison::place_of(headers, key));
            let row = place(live.comparison.rows(), &choice.row);
            let column = place(live.comparison.columns(), &choice.column);
            // What is chosen may have left the table.
            let is_there = row != Some(None) && column != Some(None);
            let table = live.comparison.table(0);
            let members =
                if is_there { table.highlights(&live.facts, row.flatten(), column.flatten()) } else { Vec::new() };
            Quotes { revision: live.revision, query: self.query.clone(), choice: choice.clone(), members }
        });
        &self.quotes.insert(quotes).members
    }

    /// What is chosen, in words.
    fn title_of(&self, choice: &Choice) -> String {
        let Some(Live { comparison, .. }) = &self.live else { return String::new() };
        let name = |headers: &[Header], key: &Option<Key>| match key {
            Some(key) => headers.iter().find(|header| header.key == *key).map_or("?", |header| &header.name).to_owned(),
            None => "All".to_owned(),
        };
        format!("{} · {}", name(comparison.rows(), &choice.row), name(comparison.columns(), &choice.column))
    }

    /// Forgets what belonged to another project.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}

pub fn ui(ui: &mut Ui, compare: &mut Compare, scene: &mut Scene<'_>) {
    let theme = Theme::of(ui);
    egui::Frame::new().inner_margin(egui::Margin { left: 18, right: 12, top: 14, bottom: 8 }).show(ui, |ui| {
        controls_ui(ui, compare, scene);
        ui.add_space(8.0);
        if scene.project.n_highlights() == 0 && scene.project.codebook.issues.is_empty() {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                ui.heading("Nothing to compare yet");
                ui.weak("Highlights tagged with an actor and an issue fill this table.");
            });
            return;
        }
        compare.follow(scene.history);
        let height = ui.available_height() - 30.0;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| table::ui(ui, compare));
        ui.add_space(6.0);
        legend_ui(ui, theme, compare.query.measure);
    });
}

fn controls_ui(ui: &mut Ui, compare: &mut Compare, scene: &mut Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        axis_ui(ui, "Rows", &mut compare.query.rows.axes[0]);
        axis_ui(ui, "Columns", &mut compare.query.columns.axes[0]);
        let query = &mut compare.query;
        if ui.button("Transpose").on_hover_text("Turn rows into columns and columns into rows").clicked() {
            query.transpose();
            compare.choice = None;
        }
        ui.add_space(8.0);
        let choices: Vec<(&str, bool)> =
            Measure::ALL.iter().map(|measure| (measure.title(), *measure == query.measure)).collect();
        if let Some(index) = segmented(ui, "Cells", &choices) {
            query.measure = Measure::ALL[index];
        }
        ui.add_space(8.0);
        ui.checkbox(&mut compare.query.hides_empty, "Hide empty")
            .on_hover_text("Hide rows and columns without any highlight");
        if ui.button("Export…").on_hover_text(Command::ExportComparison.tooltip(ui.os())).clicked() {
            scene.ask(Action::Run(Command::ExportComparison));
        }
    });
}

fn axis_ui(ui: &mut Ui, name: &str, axis: &mut Axis) {
    let theme = Theme::of(ui);
    ui.label(egui::RichText::new(name).color(*theme.colours.muted));
    let combo = egui::ComboBox::from_id_salt(name).selected_text(capitalised(axis.name())).width(84.0);
    let response = combo.show_ui(ui, |ui| {
        for choice in Axis::FIXED {
            let name = capitalised(choice.name());
            ui.selectable_value(axis, choice, name);
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{name}: {}", axis.name())));
}

pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn legend_ui(ui: &mut Ui, theme: &Theme, measure: Measure) {
    ui.horizontal(|ui| {
        let note = |text: &str| egui::RichText::new(text.to_owned()).small().color(*theme.colours.muted);
        match measure {
            Measure::NetStance => {
                ui.label(note("opposes"));
                let (rect, _) = ui.allocate_exact_size(egui::vec2(96.0, 10.0), egui::Sense::hover());
                for step in 0..24u8 {
                    let x = rect.left() + f32::from(step) * 4.0;
                    let band = egui::Rect::from_min_size(egui::pos2(x, rect.top()), egui::vec2(4.0, rect.height()));
                    ui.painter().rect_filled(band, 0, theme.net_stance(f64::from(step) / 11.5 - 1.0));
                }
                ui.label(note("supports"));
                ui.add_space(10.0);
                ui.label(note("small: highlights that take a stance"));
                ui.add_space(10.0);
                ui.label(note("named: highlights that take none"));
            }
            other => {
                ui.label(note(other.title()));
            }
        }
        ui.add_space(10.0);
        ui.label(note("– silent: every article read, nobody says it"));
        ui.add_space(10.0);
        ui.label(note("· articles left to read"));
    });
}
