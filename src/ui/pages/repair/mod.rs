//! A project that breaks rules: each problem with its mends, accepted one by one or all at once.
//!
//! The project here is not open yet, so nothing of it is changed; [`PendingRepair`] makes the repaired one
//! on another thread when every problem has an accepted mend.

mod detail;
mod list;

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use egui::{Align, CentralPanel, Frame, Key, Layout, Margin, Panel, RichText, Ui};

use crate::{
    model::{Place, Project, Seat},
    store::{
        LocatedFault, Position,
        repair::{self, Mend, Problem},
    },
    ui::{
        action::Action,
        theme::{Theme, serif_bold},
        widgets::primary_button,
    },
    wording::{counted, grouped},
};

/// A damaged project, and what was decided so far.
pub struct RepairPage {
    path: PathBuf,
    project: Project,
    rows: Vec<ProblemRow>,
    /// Where the things that had faults stand in the file.
    positions: HashMap<Place, Position>,
    /// How often it was mended already.
    round: usize,
    current: usize,
    /// The row last scrolled to, so that moving on by key keeps it in view.
    seen: usize,
    scrolled_px: f32,
    /// The widgets of the rows on screen.
    shown: Vec<egui::Id>,
    /// Whether the row moved to by key is to get the keyboard.
    wants_focus: bool,
    is_mending: bool,
}

/// A problem, and what was decided about it.
struct ProblemRow {
    problem: Problem,
    position: Option<Position>,
    /// The mend that is shown first, and done if accepted.
    chosen: usize,
    is_accepted: bool,
}

impl ProblemRow {
    fn mend(&self) -> Option<&Mend> {
        self.problem.mends.get(self.chosen)
    }
}

/// The mends that were accepted, ready to be done on another thread.
pub struct PendingRepair {
    path: PathBuf,
    project: Project,
    mends: Vec<Mend>,
    positions: HashMap<Place, Position>,
    round: usize,
}

impl RepairPage {
    /// Finds the mends for the faults of a project as read from `path`; this may take seconds.
    pub fn new(path: &Path, project: Project, faults: &[LocatedFault]) -> Self {
        let positions = faults.iter().map(|located| (located.fault.place.clone(), located.position)).collect();
        Self::of_round(path.to_owned(), project, positions, 0)
    }

    fn of_round(path: PathBuf, project: Project, positions: HashMap<Place, Position>, round: usize) -> Self {
        let problems = repair::problems(&project);
        let to_row = |problem: Problem| {
            let position = positions.get(&problem.fault.place).copied();
            ProblemRow { problem, position, chosen: 0, is_accepted: false }
        };
        let mut rows: Vec<ProblemRow> = problems.into_iter().map(to_row).collect();
        rows.sort_by_key(|row| (row.position.is_none(), row.position));
        Self {
            path,
            project,
            rows,
            positions,
            round,
            current: 0,
            seen: 0,
            scrolled_px: 0.0,
            shown: Vec::new(),
            wants_focus: false,
            is_mending: false,
        }
    }

    /// The mends to be done, if every problem has one that is accepted.
    pub fn begin(&mut self) -> Option<PendingRepair> {
        if self.is_mending || !self.is_decided() {
            return None;
        }
        self.is_mending = true;
        Some(PendingRepair {
            path: self.path.clone(),
            project: self.project.clone(),
            mends: self.rows.iter().filter_map(ProblemRow::mend).cloned().collect(),
            positions: self.positions.clone(),
            round: self.round,
        })
    }

    /// Whether `next` is what comes of the mending begun here.
    pub fn awaits(&self, next: &Self) -> bool {
        self.is_mending && self.path == next.path && self.round + 1 == next.round
    }

    /// Whether no problem is left.
    pub fn is_whole(&self) -> bool {
        self.rows.is_empty()
    }

    /// The project as it is, and its path.
    pub fn into_parts(self) -> (Project, PathBuf) {
        (self.project, self.path)
    }

    fn n_accepted(&self) -> usize {
        self.rows.iter().filter(|row| row.is_accepted).count()
    }

    fn is_decided(&self) -> bool {
        self.rows.iter().all(|row| row.is_accepted)
    }

    fn accept_what_is_sure(&mut self) {
        for row in self.rows.iter_mut().filter(|row| !row.is_accepted) {
            if let Some(sure) = row.problem.sure() {
                row.chosen = sure;
                row.is_accepted = true;
            }
        }
        // What is left waits for the analyst, so it is shown.
        if let Some(undecided) = self.rows.iter().position(|row| !row.is_accepted) {
            self.current = undecided;
        }
    }

    fn toggle(&mut self, row: usize) {
        if let Some(row) = self.rows.get_mut(row) {
            row.is_accepted = !row.is_accepted;
        }
    }

    fn choose(&mut self, row: usize, mend: usize) {
        if let Some(row) = self.rows.get_mut(row).filter(|row| mend < row.problem.mends.len()) {
            row.chosen = mend;
            row.is_accepted = true;
        }
    }

    /// What the analyst would call the thing a problem is about.
    fn name_of(&self, seat: Seat) -> String {
        let Project { codebook, articles, .. } = &self.project;
        let called = |noun: &str, name: &str, id: &str| format!("{noun} “{}”", if name.is_empty() { id } else { name });
        match seat {
            Seat::Article(at) => format!("Article “{}”", articles[at].details.title),
            Seat::Highlight(article, _) => format!("Highlight in “{}”", articles[article].details.title),
            Seat::Code(kind, at) => {
                let code = &codebook.codes(kind)[at];
                called(&sentence(kind.noun()), &code.name, code.id.as_str())
            }
            Seat::Stance(at) => called("Stance", &codebook.stances[at].name, codebook.stances[at].id.as_str()),
        }
    }
}

impl PendingRepair {
    /// Does the mends and looks over what comes of them; this may take seconds.
    pub fn finish(self) -> RepairPage {
        let Self { path, project, mends, positions, round } = self;
        RepairPage::of_round(path, repair::mend(&project, &mends), positions, round + 1)
    }
}

/// The words with a capital at their beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// How sure a mend is, or that something is gone by it.
fn sureness(mend: &Mend) -> String {
    if mend.is_lossless { format!("{:.0} % sure", mend.score * 100.0) } else { "takes something away".to_owned() }
}

pub fn ui(ui: &mut Ui, repair: &mut RepairPage, has_dialog: bool, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    if !has_dialog && !repair.is_mending {
        take_keys(ui, repair);
    }
    let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 14));
    // In a narrow window the problem stands below the list, where its words have room.
    let is_wide = ui.available_width() >= WIDE;
    let panel = if is_wide {
        Panel::right("mends").default_size(theme.sizes.quotes_panel).size_range(240.0..=620.0)
    } else {
        Panel::bottom("mends below").exact_size((ui.available_height() * 0.4).round())
    };
    panel.frame(side).show(ui, |ui| {
        if repair.is_mending {
            ui.disable();
        }
        detail::ui(ui, repair);
    });
    let margin = if is_wide { Margin::symmetric(24, 18) } else { Margin::symmetric(14, 10) };
    let page = Frame::new().fill(*theme.colours.page).inner_margin(margin);
    CentralPanel::default().frame(page).show(ui, |ui| {
        head_ui(ui, repair, is_wide, actions);
        ui.add_space(12.0);
        if repair.is_mending {
            ui.disable();
        }
        list::ui(ui, repair);
    });
}

/// The width from which the list and the problem stand side by side.
const WIDE: f32 = 940.0;

fn head_ui(ui: &mut Ui, repair: &mut RepairPage, is_wide: bool, actions: &mut Vec<Action>) {
    let theme = Theme::of(ui);
    let file = repair.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let problems = counted(repair.rows.len(), "problem");
    let title = if repair.round == 0 { format!("{problems} in {file}") } else { format!("{problems} left in {file}") };
    let size = if is_wide { theme.sizes.title } else { theme.sizes.article };
    ui.label(RichText::new(title).font(serif_bold(size)));
    ui.weak(
        "The file breaks rules of a project. Accept a mend for each problem, then open the repaired project. \
         The file stays as it is until you save.",
    );
    ui.add_space(if is_wide { 10.0 } else { 4.0 });
    let n_accepted = repair.n_accepted();
    let is_decided = n_accepted == repair.rows.len();
    ui.horizontal(|ui| {
        let open = primary_button(ui, "Open the repaired project", is_decided && !repair.is_mending);
        if open.on_disabled_hover_text("Accept a mend for each problem first").clicked() {
            actions.push(Action::OpenRepaired);
        }
        let has_sure = repair.rows.iter().any(|row| !row.is_accepted && row.problem.sure().is_some());
        let all = ui.add_enabled(has_sure && !repair.is_mending, egui::Button::new("Accept all"));
        let all = all.on_hover_text("Accept every mend that is sure and throws nothing away");
        if all.on_disabled_hover_text("Nothing that is sure is left; decide the rest one by one").clicked() {
            repair.accept_what_is_sure();
        }
        if ui.button("Cancel").on_hover_text("Leave the file as it is").clicked() {
            actions.push(Action::CancelRepair);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let count = format!("{} of {} accepted", grouped(n_accepted), grouped(repair.rows.len()));
            ui.label(RichText::new(count).color(*theme.colours.muted));
        });
    });
}

/// The arrows go from problem to problem, digits choose a mend, Space accepts.
fn take_keys(ui: &Ui, repair: &mut RepairPage) {
    let focused = ui.memory(egui::Memory::focused);
    let is_elsewhere = focused.is_some_and(|id| !repair.shown.contains(&id));
    let (mut current, last) = (repair.current, repair.rows.len().saturating_sub(1));
    let mut digit = None;
    let mut accepts = false;
    ui.input(|input| {
        if input.modifiers.any() || is_elsewhere {
            return;
        }
        let page = 8;
        for (key, to) in [
            (Key::ArrowDown, (current + 1).min(last)),
            (Key::ArrowUp, current.saturating_sub(1)),
            (Key::PageDown, (current + page).min(last)),
            (Key::PageUp, current.saturating_sub(page)),
            (Key::Home, 0),
            (Key::End, last),
        ] {
            if input.key_pressed(key) {
                current = to;
            }
        }
        let digits = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
        digit = digits.iter().position(|key| input.key_pressed(*key));
        accepts = input.key_pressed(Key::Space) || input.key_pressed(Key::Enter);
    });
    if current != repair.current {
        // Without this egui would move the focus by the arrow as well, past the row.
        ui.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        repair.current = current;
        repair.wants_focus = true;
    }
    if let Some(mend) = digit {
        repair.choose(current, mend);
    }
    if accepts {
        repair.toggle(current);
    }
}
