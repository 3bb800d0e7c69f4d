//! Shows the earlier versions of a project, and asks which of them to go back to.

use std::path::PathBuf;

use egui::{DragValue, RichText, Ui, accesskit::Role};

use standpoint_core::wording::{local_time_with_seconds, size};
use standpoint_store::backups::Backup;

use crate::ui::{
    parts::dialog::{DialogButtons, DialogReply, is_left, modal},
    theme::Theme,
    widgets::{list_row, row_inside, scroll_up_to},
};

/// One earlier state, and in what it differs.
#[derive(Clone, Debug)]
pub struct EarlierState {
    /// The saved file and when it was saved.
    pub backup: Backup,
    /// In what it differs from the open project, or what is in it; why it cannot be opened, if it cannot.
    pub words: Result<String, String>,
}

/// The dialog that lists the earlier versions of a project.
pub struct RestoreDialog {
    /// The project file they belong to.
    pub path: PathBuf,
    /// The open project whose states they are; none if the file could not be opened.
    pub id: Option<u64>,
    states: Vec<EarlierState>,
    chosen: usize,
    /// How many earlier versions are to be kept from now on.
    pub n_backups: usize,
}

/// What was decided; the number of states to keep may be another one in either case.
pub enum RestoreChoice {
    /// Go back to this state.
    Restore(EarlierState),
    /// Leave the project as it is.
    Leave,
}

impl RestoreDialog {
    /// Selects the newest state that can be opened.
    pub fn new(path: PathBuf, id: Option<u64>, states: Vec<EarlierState>, n_backups: usize) -> Self {
        let chosen = states.iter().position(|state| state.words.is_ok()).unwrap_or(0);
        Self { path, id, states, chosen, n_backups }
    }

    /// Shows the dialog; returns the decision once there is one.
    pub fn ui(&mut self, ui: &Ui) -> Option<RestoreChoice> {
        let mut choice = None;
        let height = ui.ctx().content_rect().height();
        let shown = modal(ui, "restore").show(ui.ctx(), |ui| {
            ui.set_width(560.0);
            ui.heading("Restore an earlier version");
            let how = match self.id {
                Some(_) => "This replaces the current version; you can undo it. The file changes only when you save.",
                None => "It opens in place of the file, which stays as it is until you save.",
            };
            ui.weak(how);
            ui.add_space(8.0);
            scroll_up_to(height - 320.0).show(ui, |ui| self.rows_ui(ui));
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                ui.label("Keep");
                let field = ui.add(DragValue::new(&mut self.n_backups).range(1..=100));
                field.widget_info(|| {
                    egui::WidgetInfo::labeled(Role::SpinButton, true, "Number of earlier versions to keep")
                });
                ui.label("earlier versions (older ones are kept further apart)");
            });
            ui.add_space(12.0);
            let state = self.states.get(self.chosen).filter(|state| state.words.is_ok());
            let obstacle = state.is_none().then_some("The selected version cannot be read.");
            let buttons = DialogButtons { main: "Restore", obstacle, destroys: false };
            choice = match buttons.ui(ui) {
                Some(DialogReply::Done(())) => state.cloned().map(RestoreChoice::Restore),
                Some(DialogReply::Cancelled) => Some(RestoreChoice::Leave),
                None => None,
            };
        });
        if is_left(&shown) && choice.is_none() { Some(RestoreChoice::Leave) } else { choice }
    }

    fn rows_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        for (index, state) in self.states.iter().enumerate() {
            let when = local_time_with_seconds(state.backup.saved);
            let (words, ink) = match &state.words {
                Ok(words) => (words, theme.colours.muted),
                Err(problem) => (problem, theme.colours.failure),
            };
            let bytes = size(state.backup.bytes);
            let name = || format!("{when}, {bytes}: {words}");
            let (rect, response) = list_row(ui, 44.0, index == self.chosen, Role::ListItem, name);
            if response.clicked() {
                self.chosen = index;
            }
            let mut inside = row_inside(ui, rect, 10.0);
            // Two lines of text, with no button between them that would need room.
            (inside.spacing_mut().item_spacing.y, inside.spacing_mut().interact_size.y) = (2.0, 0.0);
            inside.vertical(|ui| {
                ui.add_space(6.0);
                ui.horizontal(|ui| {
                    ui.label(&when);
                    ui.label(RichText::new(&bytes).small().color(*theme.colours.faint));
                });
                ui.add(egui::Label::new(RichText::new(words).small().color(*ink)).truncate());
            });
        }
    }
}
