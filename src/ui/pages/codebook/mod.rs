//! The codebook: actors, issues and the stance scale, with everything about each.
//!
//! `tree` lists the codes of a kind, `code` edits one of them, `examples` shows what is pinned to it, `passages` shows
//! where it is used, `changes` how its definition changed, and `stances` edits the scale. `merging`, `splitting`, `moving` and `deleting` ask what is to become of a code.

mod aliases;
mod changes;
mod code;
mod deleting;
mod examples;
mod merging;
mod moving;
mod passages;
mod splitting;
mod stances;
mod tree;

use egui::{Frame, Margin, Panel, ScrollArea, Ui};

use self::{
    aliases::AliasFields,
    deleting::Deletion,
    merging::Merging,
    moving::Moving,
    passages::{PassageSubject, Passages},
    splitting::Splitting,
    tree::CodeTree,
};

use standpoint_core::{
    edit::{CodeStep, step_code},
    model::{CodeId, CodeKind, Project, StanceId},
};

use super::{Page, PageContext, Selected, middle_ui};
use crate::{
    command::SharedCommand,
    ui::{
        action::Action,
        parts::{code_key::CodeKeyDialog, command_button::to_articles_button, examples::pin_or_unpin, regions::Region},
        theme::Theme,
        widgets::{section_title, segmented},
    },
};

/// Which list is shown, what is selected in it, and what is being typed.
pub struct CodebookPage {
    list: CodebookList,
    selected: Option<CodeId>,
    selected_stance: Option<StanceId>,
    /// The code that was asked for in this frame and is not there yet.
    asked: Option<CodeId>,
    tree: CodeTree,
    passages: Passages,
    /// Whether passages are shown in place of the form, where there is no room for both.
    shows_passages: bool,
    /// The name of a new stance.
    new_name: String,
    aliases: AliasFields,
    /// A code as it is typed or moved whose name another one has already, until the question about it is answered.
    taken_place: Option<TakenPlace>,
    /// A stance as it is typed whose name another one has already, until the question about it is answered.
    taken_stance: Option<(StanceId, String)>,
    deletion: Option<Deletion>,
    merging: Option<Merging>,
    splitting: Option<Splitting>,
    /// The splitting that was left by Escape.
    left_splitting: Option<Splitting>,
    /// The former definition that is shown, by its number.
    open_change: Option<(CodeId, usize)>,
    moving: Option<Moving>,
    code_key: Option<CodeKeyDialog>,
    /// Counts how often a field got the keyboard, so that typing in one field is one undo step.
    n_visits: u64,
    /// The form that the keyboard came to last, and the name that stood in it then.
    visited: Option<(String, String)>,
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
    const ALL: [Self; 3] = [Self::Codes(CodeKind::Actor), Self::Codes(CodeKind::Issue), Self::Stances];

    /// “Actors 17”.
    fn name(self, project: &Project) -> String {
        let book = &project.codebook;
        match self {
            Self::Codes(CodeKind::Actor) => format!("Actors {}", book.actors.len()),
            Self::Codes(CodeKind::Issue) => format!("Issues {}", book.issues.len()),
            Self::Stances => format!("Stances {}", book.stances.len()),
        }
    }
}

/// From this width of the page on, the passages have a panel of their own, in points.
const ROOM_FOR_PASSAGES: f32 = 980.0;

impl Default for CodebookPage {
    fn default() -> Self {
        Self {
            list: CodebookList::Codes(CodeKind::Actor),
            selected: None,
            selected_stance: None,
            asked: None,
            tree: CodeTree::default(),
            passages: Passages::default(),
            shows_passages: false,
            new_name: String::new(),
            aliases: AliasFields::default(),
            taken_place: None,
            taken_stance: None,
            deletion: None,
            merging: None,
            splitting: None,
            left_splitting: None,
            open_change: None,
            moving: None,
            code_key: None,
            n_visits: 0,
            visited: None,
        }
    }
}

impl Page for CodebookPage {
    fn open(&mut self, _project: &Project) {
        *self = Self::default();
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        let margin = Margin { left: 24, right: 24, top: 14, bottom: 8 };
        let width = ui.available_width();
        let list =
            Panel::left("codes").default_size(theme.sizes.code_panel.min((width * 0.3).max(300.0)).min(width * 0.45));
        list.size_range(200.0..=520.0).frame(side).show(ui, |ui| {
            Region::Left.begin(ui, "Codes", None);
            self.list_ui(ui, context);
        });
        let subject = self.subject(context.project());
        if let Some(subject) = &subject {
            self.passages.follow(ui, subject, context);
        }
        let has_room = width >= ROOM_FOR_PASSAGES;
        if has_room && subject.is_some() {
            let panel = Panel::right("passages").default_size(theme.sizes.passages_panel.min(width * 0.32));
            panel.size_range(260.0..=640.0).frame(side).show(ui, |ui| {
                Region::Right.begin(ui, "Passages", None);
                self.passages_ui(ui, context);
            });
        }
        middle_ui(ui, ("Details", None), margin, |ui| {
            if !has_room && subject.is_some() {
                let choices = [("Details", !self.shows_passages), ("Passages", self.shows_passages)];
                if let Some(index) = segmented(ui, "Show", &choices) {
                    self.shows_passages = index == 1;
                }
                ui.add_space(6.0);
            }
            if !has_room && subject.is_some() && self.shows_passages {
                self.passages_ui(ui, context);
            } else {
                ScrollArea::vertical().id_salt("form").auto_shrink(false).show(ui, |ui| self.form_ui(ui, context));
            }
        });
        // They belong to this page, so they are hidden with it.
        deleting::ui(ui, self, context);
        merging::ui(ui, self, context);
        splitting::ui(ui, self, context);
        moving::ui(ui, self, context);
    }

    fn is_busy(&self) -> bool {
        self.passages.is_busy() || self.tree.is_busy() || self.merging.as_ref().is_some_and(Merging::is_busy)
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
        let [has_actor, has_issue] = CodeKind::ALL.map(has);
        let passage = self.passages.chosen();
        Selected { has_actor, has_issue, has_code: has_actor || has_issue, passage, ..Selected::default() }
    }

    fn run_shared(&mut self, command: SharedCommand, context: &mut PageContext<'_>) -> bool {
        let kind = match command {
            SharedCommand::NextHighlight | SharedCommand::PreviousHighlight => return false,
            SharedCommand::PinActorExample => return self.pin_example(CodeKind::Actor, context),
            SharedCommand::PinIssueExample => return self.pin_example(CodeKind::Issue, context),
            SharedCommand::AssignActorKey => CodeKind::Actor,
            SharedCommand::AssignIssueKey => CodeKind::Issue,
            SharedCommand::MergeCodes
            | SharedCommand::SplitCode
            | SharedCommand::MoveCode
            | SharedCommand::MoveCodeUp
            | SharedCommand::MoveCodeDown
            | SharedCommand::MoveCodeIn
            | SharedCommand::MoveCodeOut
            | SharedCommand::AddMember
            | SharedCommand::DeleteCode => return self.run_on_code(command, context),
        };
        match self.selected.clone().filter(|_| self.list == CodebookList::Codes(kind)) {
            Some(code) => self.code_key = Some(CodeKeyDialog { kind, code }),
            None => context.ask(Action::Fail(format!("No {} is selected in the codebook", kind.noun()))),
        }
        true
    }
}

impl CodebookPage {
    /// Selects a code, whichever list is shown.
    pub fn show_code(&mut self, kind: CodeKind, code: CodeId) {
        self.list = CodebookList::Codes(kind);
        self.selected = Some(code);
        self.tree.show_all();
        self.passages.show_all();
    }

    /// Notes that the keyboard came to a form, in which this name stands.
    fn visit(&mut self, form: String, name: &str) {
        self.n_visits += 1;
        self.visited = Some((form, name.to_owned()));
    }

    /// The name to keep where what is typed cannot be: the one that stood in the form before anything was typed, or the
    /// present one if that is what is typed.
    fn name_before(&self, form: &str, now: &str, typed: &str) -> String {
        let visited = self.visited.as_ref().filter(|(visited, _)| visited == form && typed != now);
        visited.map_or(now, |(_, name)| name).to_owned()
    }

    /// Carries out what is done to the selected code; returns whether there is one.
    fn run_on_code(&mut self, command: SharedCommand, context: &mut PageContext<'_>) -> bool {
        let (CodebookList::Codes(kind), Some(id)) = (self.list, self.selected.clone()) else { return false };
        let book = &context.project().codebook;
        let Some(code) = book.code(kind, &id) else { return false };
        let step = match command {
            SharedCommand::MoveCodeUp => CodeStep::Up,
            SharedCommand::MoveCodeDown => CodeStep::Down,
            SharedCommand::MoveCodeIn => CodeStep::In,
            SharedCommand::MoveCodeOut => CodeStep::Out,
            SharedCommand::MergeCodes => {
                self.merging = Some(Merging::of(kind, id));
                return true;
            }
            SharedCommand::SplitCode => {
                match Splitting::of(book, kind, id, self.passages.own()) {
                    Some(splitting) => {
                        let left = self.left_splitting.take().filter(|left| left.is_like(&splitting));
                        self.splitting = Some(left.unwrap_or(splitting));
                    }
                    None => context.ask(Action::Tell(format!("No highlight has “{}” itself", code.name))),
                }
                return true;
            }
            SharedCommand::MoveCode => {
                self.moving = Some(Moving { kind, parent: code.parent.clone(), code: id, typed: String::new() });
                return true;
            }
            SharedCommand::AddMember => {
                self.tree.begin_member(book, kind, &id);
                return true;
            }
            SharedCommand::DeleteCode => {
                self.deletion = Some(Deletion::Code { kind, code: id, heir: None });
                return true;
            }
            SharedCommand::NextHighlight
            | SharedCommand::PreviousHighlight
            | SharedCommand::AssignActorKey
            | SharedCommand::AssignIssueKey
            | SharedCommand::PinActorExample
            | SharedCommand::PinIssueExample => return false,
        };
        match step_code(book, kind, &id, step) {
            Some(edit) => {
                self.tree.follow_selected();
                context.ask(Action::edit(format!("Move “{}”", code.name), edit));
            }
            None => context.ask(Action::Tell(format!("“{}” cannot move any farther this way", code.name))),
        }
        true
    }

    /// Pins the passage whose menu was opened last as an example, or unpins it; returns whether it is there.
    fn pin_example(&self, kind: CodeKind, context: &mut PageContext<'_>) -> bool {
        let Some((article, highlight)) = self.passages.chosen() else { return false };
        let Some(article) = context.project().article(article) else { return false };
        let Some(highlight) = article.highlight(highlight) else { return false };
        pin_or_unpin(article, highlight, kind, context);
        true
    }

    /// What the passages on screen are of.
    fn subject(&self, project: &Project) -> Option<PassageSubject> {
        let book = &project.codebook;
        match self.list {
            CodebookList::Codes(kind) => {
                let id = self.selected.clone().filter(|id| book.code(kind, id).is_some())?;
                Some(PassageSubject::Code(kind, id))
            }
            CodebookList::Stances => {
                let id = self.selected_stance.clone().filter(|id| book.stance(id).is_some())?;
                Some(PassageSubject::Stance(id))
            }
        }
    }

    /// The lists and what is in the one that is shown.
    fn list_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let names = CodebookList::ALL.map(|list| (list.name(context.project()), self.list == list));
        let choices: Vec<(&str, bool)> = names.iter().map(|(name, is_shown)| (&**name, *is_shown)).collect();
        if let Some(index) = segmented(ui, "List", &choices) {
            self.list = CodebookList::ALL[index];
            self.selected = None;
            self.passages.show_all();
        }
        ui.add_space(4.0);
        self.select_first(context.project());
        match self.list {
            CodebookList::Codes(kind) => {
                tree::find_ui(ui, self, kind, context);
                let before = self.selected.clone();
                tree::ui(ui, self, kind, context);
                if self.selected != before {
                    self.passages.show_all();
                }
            }
            CodebookList::Stances => stances::list_ui(ui, self, context),
        }
    }

    /// Everything about what is selected.
    fn form_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        // Lines that are too long are hard to read.
        ui.set_max_width(ui.available_width().min(620.0));
        match self.list {
            CodebookList::Codes(kind) => {
                let code = self.selected.as_ref().and_then(|id| context.project().codebook.code(kind, id)).cloned();
                match code {
                    Some(code) => context.change_ui(ui, |ui, context| code::ui(ui, self, kind, &code, context)),
                    None => nothing_ui(ui, kind, context),
                }
            }
            CodebookList::Stances => context.change_ui(ui, |ui, context| stances::ui(ui, self, context)),
        }
    }

    /// Selects the first of the list if nothing is, so that the page is never empty without need.
    fn select_first(&mut self, project: &Project) {
        let book = &project.codebook;
        match self.list {
            CodebookList::Codes(kind) => {
                let is_there = self.selected.as_ref().is_some_and(|id| book.code(kind, id).is_some());
                // A code that was just asked for comes with the next frame.
                if !is_there && self.asked.take().is_none() {
                    self.selected = book.tree(kind).first().map(|(_, code)| code.id.clone());
                }
            }
            CodebookList::Stances => {
                let is_there = self.selected_stance.as_ref().is_some_and(|id| book.stance(id).is_some());
                if !is_there {
                    self.selected_stance = book.stances.first().map(|stance| stance.id.clone());
                }
            }
        }
    }

    fn passages_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let book = &context.project().codebook;
        let has_members = match (self.list, &self.selected) {
            (CodebookList::Codes(kind), Some(id)) => book.children(kind, id).next().is_some(),
            _ => false,
        };
        self.passages.ui(ui, has_members, context);
    }
}

/// What to do where there is no code of a kind yet.
fn nothing_ui(ui: &mut Ui, kind: CodeKind, context: &mut PageContext<'_>) {
    ui.add_space(ui.available_height() * 0.3);
    ui.vertical_centered(|ui| {
        let (noun, example) = match kind {
            CodeKind::Actor => ("actor", "Russia / Vladimir Putin"),
            CodeKind::Issue => ("issue", "Territory / Donbas to Russia"),
        };
        section_title(ui, format!("No {noun}s yet"));
        ui.weak(format!("Type a name on the left, such as “{example}”, or tag words in an article."));
        ui.add_space(8.0);
        to_articles_button(ui, context);
    });
}
