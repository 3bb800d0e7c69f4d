//! The comparison: the table on the left, the quotes of the chosen cell beside it.

mod quotes;
mod table;

use std::collections::HashSet;

use egui::{Ui, WidgetInfo, accesskit::Role};

pub use quotes::ui as quotes_ui;

use crate::{
    analysis::comparison::{Axis, Cell, Comparison, Header, Key, Measure, Query},
    command::Command,
    model::{ArticleId, HighlightId, Project},
    ui::{
        action::{Action, Scene},
        theme::Theme,
        widgets::segmented,
    },
};

/// Which part of the table is chosen; none on a side stands for its total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub row: Option<Key>,
    pub column: Option<Key>,
}

#[derive(Default)]
pub struct Compare {
    pub query: Query,
    pub choice: Option<Choice>,
    /// Codes whose members are folded away, in the rows and in the columns.
    folded_rows: HashSet<Key>,
    /// None until the table is first shown, which then shows sides without their members.
    folded_columns: Option<HashSet<Key>>,
    /// Whether rows and columns without any highlight are hidden.
    hides_empty: bool,
    derived: Option<Derived>,
    quotes: Option<Quotes>,
}

/// The table at one revision of the project.
struct Derived {
    revision: u64,
    comparison: Comparison,
    /// The largest value of a cell, for shading.
    largest: f64,
}

/// The highlights of one choice at one revision of the project.
struct Quotes {
    revision: u64,
    query: Query,
    choice: Choice,
    highlights: Vec<(ArticleId, HighlightId)>,
}

impl Compare {
    /// The table for the present project, computed anew only after a change.
    fn derived(&mut self, project: &Project, revision: u64) -> &Derived {
        let query = self.query;
        let is_fresh = |seen: &Derived| seen.revision == revision && seen.comparison.query == query;
        let derived = self.derived.take().filter(is_fresh).unwrap_or_else(|| {
            let comparison = Comparison::of(project, query);
            let largest = comparison.largest();
            Derived { revision, comparison, largest }
        });
        self.derived.insert(derived)
    }

    /// The table with the rows and columns on screen, for exports.
    pub fn as_shown(&mut self, project: &Project, revision: u64) -> Comparison {
        self.derived(project, revision);
        let Some(derived) = self.derived.take() else { return Comparison::of(project, self.query) };
        let shown = self.shown(&derived.comparison);
        let restricted = derived.comparison.restricted(&shown.rows, &shown.columns);
        self.derived = Some(derived);
        restricted
    }

    /// The rows and columns that are not folded away or hidden.
    fn shown(&mut self, comparison: &Comparison) -> Shown {
        let columns = &comparison.columns;
        let heads =
            || (0..columns.len()).filter(|index| has_members(columns, *index)).map(|index| columns[index].key.clone());
        let folded_columns = self.folded_columns.get_or_insert_with(|| heads().collect());
        Shown {
            rows: shown(&comparison.rows, &comparison.row_totals, &self.folded_rows, self.hides_empty),
            columns: shown(columns, &comparison.column_totals, folded_columns, self.hides_empty),
        }
    }

    fn highlights_of(&mut self, scene: &Scene<'_>, choice: &Choice) -> Vec<(ArticleId, HighlightId)> {
        let (revision, query) = (scene.revision, self.query);
        if let Some(seen) = &self.quotes
            && (seen.revision, seen.query, &seen.choice) == (revision, query, choice)
        {
            return seen.highlights.clone();
        }
        let (row, column) = (choice.row.as_ref(), choice.column.as_ref());
        let highlights =
            self.derived(scene.project, scene.revision).comparison.highlights_of(scene.project, row, column);
        self.quotes = Some(Quotes { revision, query, choice: choice.clone(), highlights: highlights.clone() });
        highlights
    }

    /// Forgets what belonged to another project.
    pub fn reset(&mut self) {
        *self = Self { query: self.query, ..Self::default() };
    }
}

/// The rows and columns that are not folded away or hidden.
struct Shown {
    rows: Vec<usize>,
    columns: Vec<usize>,
}

/// Which headers are not folded away and, if the empty are hidden, not empty.
fn shown(headers: &[Header], totals: &[Cell], folded: &HashSet<Key>, hides_empty: bool) -> Vec<usize> {
    let mut shown = Vec::new();
    let mut folded_at: Option<usize> = None;
    for (index, header) in headers.iter().enumerate() {
        if folded_at.is_some_and(|depth| header.depth > depth) {
            continue;
        }
        folded_at = folded.contains(&header.key).then_some(header.depth);
        if !(hides_empty && totals[index].highlights == 0) {
            shown.push(index);
        }
    }
    shown
}

fn has_members(headers: &[Header], index: usize) -> bool {
    headers.get(index + 1).is_some_and(|next| next.depth > headers[index].depth)
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
        let height = ui.available_height() - 30.0;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| table::ui(ui, compare, scene));
        ui.add_space(6.0);
        legend_ui(ui, theme, compare.query.measure);
    });
}

fn controls_ui(ui: &mut Ui, compare: &mut Compare, scene: &mut Scene<'_>) {
    ui.horizontal_wrapped(|ui| {
        axis_ui(ui, "Rows", &mut compare.query.rows);
        axis_ui(ui, "Columns", &mut compare.query.columns);
        let query = &mut compare.query;
        if ui.button("Transpose").on_hover_text("Turn rows into columns and columns into rows").clicked() {
            std::mem::swap(&mut query.rows, &mut query.columns);
            let columns = compare.folded_columns.take().unwrap_or_default();
            compare.folded_columns = Some(std::mem::replace(&mut compare.folded_rows, columns));
            compare.choice = None;
        }
        ui.add_space(8.0);
        let choices: Vec<(&str, bool)> =
            Measure::ALL.iter().map(|measure| (measure.title(), *measure == query.measure)).collect();
        if let Some(index) = segmented(ui, "Cells", &choices) {
            query.measure = Measure::ALL[index];
        }
        ui.add_space(8.0);
        ui.checkbox(&mut compare.hides_empty, "Hide empty")
            .on_hover_text("Hide rows and columns without any highlight");
        if ui
            .button("Export…")
            .on_hover_text(scene.preferences.keys.tooltip(Command::ExportComparison, ui.os()))
            .clicked()
        {
            scene.ask(Action::Run(Command::ExportComparison));
        }
    });
}

fn axis_ui(ui: &mut Ui, name: &str, axis: &mut Axis) {
    let theme = Theme::of(ui);
    ui.label(egui::RichText::new(name).color(*theme.colours.muted));
    let combo = egui::ComboBox::from_id_salt(name).selected_text(capitalised(axis.name())).width(84.0);
    let response = combo.show_ui(ui, |ui| {
        for choice in Axis::ALL {
            ui.selectable_value(axis, choice, capitalised(choice.name()));
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
            Measure::Highlights => {
                ui.label(note("highlights, members counted with their side"));
            }
            Measure::Articles => {
                ui.label(note("articles with at least one such highlight"));
            }
        }
        ui.add_space(10.0);
        ui.label(note("– silent: every article read, nobody says it"));
        ui.add_space(10.0);
        ui.label(note("· articles left to read"));
    });
}
