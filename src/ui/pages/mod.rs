//! The pages of the window, and what each of them gets.
//!
//! A page owns its panels, its dialogs and its state, and carries out its own commands. It sees the project but never
//! changes it: what it wants is an [`Action`], which the window hands on. No page knows the window or another page.

pub mod welcome;

pub mod read;

pub mod compare;

pub mod codebook;

pub mod search;

pub mod progress;

pub mod import;

pub mod repair;

pub mod settings;

use egui::{CentralPanel, Frame, Id, Margin, Ui};

use standpoint_core::{
    edit::History,
    model::{ArticleId, HighlightId, Project},
};

use super::{
    action::Action,
    parts::{project_counts::ProjectCounts, regions::Region},
    preferences::Preferences,
    theme::Theme,
};
use crate::command::{Command, READ_ONLY, SharedCommand};

/// The width of a window, in points, from which there is room for a panel on either side of the page.
pub const WIDE: f32 = 940.0;

/// Whether there is no room for a panel on either side of the page.
pub fn is_narrow(ui: &Ui) -> bool {
    ui.available_width() < WIDE
}

/// Which page of an open project is on screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageId {
    /// Articles are read and tagged.
    #[default]
    Read,
    /// Highlights are compared in tables and pictures.
    Compare,
    /// Actors, issues and stances are edited.
    Codebook,
    /// Words are found in all articles.
    Search,
    /// What is read and coded, and what is still open.
    Progress,
    /// Articles are looked over before they are imported.
    Import,
}

/// What a page sees, and where it leaves what it asks for.
pub struct PageContext<'a> {
    /// The open project with its past; an empty one where none is open.
    pub history: &'a History,
    /// The numbers of the project.
    pub counts: ProjectCounts,
    /// Which page is on screen.
    pub page: PageId,
    /// Whether the project may be changed, which one opened read-only may not.
    pub can_change: bool,
    /// Whether a dialog is open, which then has the keyboard.
    pub has_dialog: bool,
    /// What the program remembers of the person; a page may change it at once.
    pub preferences: &'a mut Preferences,
    /// What the page asked for in this frame.
    pub actions: &'a mut Vec<Action>,
}

impl<'a> PageContext<'a> {
    /// The open project.
    pub fn project(&self) -> &'a Project {
        self.history.project()
    }

    /// The revision of the project; another one means that something in it changed.
    pub fn revision(&self) -> u64 {
        self.history.revision()
    }

    /// Asks for something, which happens before the next frame.
    pub fn ask(&mut self, action: Action) {
        self.actions.push(action);
    }

    /// Asks for a command.
    pub fn run(&mut self, command: Command) {
        self.ask(Action::Run(command));
    }

    /// Shows what would change the project, greyed out with the reason where it may not be changed.
    pub fn change_ui<R>(&mut self, ui: &mut Ui, contents: impl FnOnce(&mut Ui, &mut Self) -> R) -> R {
        if self.can_change {
            return contents(ui, self);
        }
        let inner = ui.add_enabled_ui(false, |ui| contents(ui, self));
        inner.response.on_disabled_hover_text(READ_ONLY);
        inner.inner
    }
}

/// What is selected on a page, which decides what commands can run.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing is selected")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selected {
    /// Words are selected in the text.
    pub has_words: bool,
    /// A highlight is selected.
    pub has_highlight: bool,
    /// A highlight of the text or a passage of the codebook.
    pub passage: Option<(ArticleId, HighlightId)>,
    /// An actor is selected, or a highlight that may have one.
    pub has_actor: bool,
    /// An issue is selected, or a highlight that may have one.
    pub has_issue: bool,
    /// An actor or an issue of the codebook is selected.
    pub has_code: bool,
}

/// Shows the middle of a page on its paper, as a region of this name. `first` is what gets the keyboard when the region
/// is entered for the first time, if not its first control.
fn middle_ui(ui: &mut Ui, (name, first): (&str, Option<Id>), margin: Margin, contents: impl FnOnce(&mut Ui)) {
    let paper = Frame::new().fill(*Theme::of(ui).colours.page).inner_margin(margin);
    CentralPanel::default().frame(paper).show(ui, |ui| {
        Region::Middle.begin(ui, name, first);
        contents(ui);
    });
}

/// A page of the window.
pub trait Page {
    /// Starts anew for a project that was just opened.
    fn open(&mut self, project: &Project);

    /// Shows the page in all the room there is.
    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>);

    /// Whether a thread is making something that this page shows.
    fn is_busy(&self) -> bool {
        false
    }

    /// Shows the dialog of this page that is open, if any; it stays open over other pages.
    fn dialog_ui(&mut self, _ui: &Ui, _context: &mut PageContext<'_>) {}

    /// Whether a dialog of this page is open.
    fn has_dialog(&self) -> bool {
        false
    }

    /// What is selected here.
    fn selected(&self) -> Selected {
        Selected::default()
    }

    /// Takes keys that are no commands, before any widget sees them.
    fn take_keys(&mut self, _ctx: &egui::Context, _context: &mut PageContext<'_>) {}

    /// Carries out a command that each page takes in its own way; returns whether this page does.
    fn run_shared(&mut self, _command: SharedCommand, _context: &mut PageContext<'_>) -> bool {
        false
    }
}
