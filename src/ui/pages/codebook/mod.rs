//! The codebook: actors, issues and the stance scale, with everything about each.
//!
//! `tree` lists the codes of a kind, `code` edits one of them, `stances` edits the scale, and `deleting` asks what
//! happens to the highlights of a deleted code.

mod code;
mod deleting;
mod stances;
mod tree;

use egui::{CentralPanel, Frame, Margin, Ui, vec2};

use self::deleting::Deletion;

use standpoint_core::model::{CodeId, CodeKind, Project, StanceId};

use super::{Page, PageContext, Selected};
use crate::{
    command::SharedCommand,
    ui::{action::Action, parts::code_key::CodeKeyDialog, theme::Theme, widgets::segmented},
};

/// Which list is shown, what is selected in it, and what is being typed.
pub struct CodebookPage {
    list: CodebookList,
    selected: Option<CodeId>,
    new_name: String,
    aliases: Option<(CodeId, String)>,
    /// A code as it is typed or moved whose name another one has already, until the question about it is answered.
    taken_place: Option<TakenPlace>,
    /// A stance as it is typed whose name another one has already, until the question about it is answered.
    taken_stance: Option<(StanceId, String)>,
    deletion: Option<Deletion>,
    code_key: Option<CodeKeyDialog>,
    /// Counts how often a field got the keyboard, so that typing in one field is one undo step.
    n_visits: u64,
}

/// The name and the parent that a code would have.
struct TakenPlace {
    code: CodeId,
    name: String,
    parent: Option<CodeId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CodebookList {
    Codes(CodeKind),
    Stances,
}

impl CodebookList {
    const ALL: [(Self, &str); 3] = [
        (Self::Codes(CodeKind::Actor), "Actors"),
        (Self::Codes(CodeKind::Issue), "Issues"),
        (Self::Stances, "Stances"),
    ];
}

impl Default for CodebookPage {
    fn default() -> Self {
        Self {
            list: CodebookList::Codes(CodeKind::Actor),
            selected: None,
            new_name: String::new(),
            aliases: None,
            taken_place: None,
            taken_stance: None,
            deletion: None,
            code_key: None,
            n_visits: 0,
        }
    }
}

impl Page for CodebookPage {
    fn open(&mut self, _project: &Project) {
        *self = Self::default();
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let page = Frame::new().fill(*Theme::of(ui).colours.page);
        let margin = Margin { left: 24, right: 24, top: 16, bottom: 8 };
        CentralPanel::default().frame(page).show(ui, |ui| {
            Frame::new().inner_margin(margin).show(ui, |ui| {
                let choices = CodebookList::ALL.map(|(list, name)| (name, self.list == list));
                if let Some(index) = segmented(ui, "List", &choices) {
                    self.list = CodebookList::ALL[index].0;
                    self.selected = None;
                }
                ui.add_space(10.0);
                match self.list {
                    CodebookList::Codes(kind) => codes_ui(ui, self, kind, context),
                    CodebookList::Stances => context.change_ui(ui, |ui, context| stances::ui(ui, self, context)),
                }
            });
        });
        // It belongs to this page, so it is hidden with it.
        deleting::ui(ui, self, context);
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        if self.code_key.as_ref().is_some_and(|code_key| !code_key.ui(ui, context)) {
            self.code_key = None;
        }
    }

    fn has_dialog(&self) -> bool {
        self.code_key.is_some()
    }

    fn selected(&self) -> Selected {
        let has = |kind| self.selected.is_some() && self.list == CodebookList::Codes(kind);
        Selected { has_actor: has(CodeKind::Actor), has_issue: has(CodeKind::Issue), ..Selected::default() }
    }

    fn run_shared(&mut self, command: SharedCommand, context: &mut PageContext<'_>) -> bool {
        let kind = match command {
            SharedCommand::NextHighlight | SharedCommand::PreviousHighlight => return false,
            SharedCommand::AssignActorKey => CodeKind::Actor,
            SharedCommand::AssignIssueKey => CodeKind::Issue,
        };
        match self.selected.clone().filter(|_| self.list == CodebookList::Codes(kind)) {
            Some(code) => self.code_key = Some(CodeKeyDialog { kind, code }),
            None => context.ask(Action::Fail(format!("No {} is selected in the codebook", kind.noun()))),
        }
        true
    }
}

fn codes_ui(ui: &mut Ui, view: &mut CodebookPage, kind: CodeKind, context: &mut PageContext<'_>) {
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(360.0, height), egui::Layout::top_down(egui::Align::Min), |ui| {
            context.change_ui(ui, |ui, context| tree::new_code_ui(ui, view, kind, context));
            ui.add_space(6.0);
            tree::ui(ui, view, kind, context);
        });
        ui.add_space(24.0);
        ui.vertical(|ui| {
            ui.set_max_width(460.0);
            let code = view.selected.as_ref().and_then(|id| context.project().codebook.code(kind, id)).cloned();
            match code {
                Some(code) => context.change_ui(ui, |ui, context| code::ui(ui, view, kind, &code, context)),
                None => {
                    ui.weak(format!("Choose an {} to change it.", kind.noun()));
                }
            }
        });
    });
}
