//! A damaged project: each problem with its suggested fixes, accepted one by one or all at once.

mod detail;
mod list;

use egui::{Align, Frame, Key, Layout, Margin, Panel, RichText, Ui};

use standpoint_core::{
    model::Project,
    rules::ItemPath,
    wording::{capitalised, counted, grouped},
};
use standpoint_store::repair::Fix;

use super::{Page, PageContext, is_narrow, middle_ui};
use crate::ui::{
    action::{Action, DeskRequest},
    desk::damaged::DamagedProject,
    parts::regions::Region,
    paths::shown,
    theme::{Theme, serif_bold},
    widgets::primary_button,
};

/// The page that stands in place of the others until a damaged project is repaired or left alone.
pub struct RepairPage {
    damaged: DamagedProject,
    current: usize,
    /// The row last scrolled to, so that moving on by key keeps it in view.
    seen: usize,
    /// The widgets of the rows on screen.
    shown: Vec<egui::Id>,
    /// Whether the row moved to by key is to get the keyboard.
    wants_focus: bool,
}

impl RepairPage {
    /// Shows the problems of a damaged project.
    pub const fn of(damaged: DamagedProject) -> Self {
        Self { damaged, current: 0, seen: 0, shown: Vec::new(), wants_focus: false }
    }

    /// Returns whether `next` is the result of the repair that was requested here.
    pub fn awaits(&self, next: &DamagedProject) -> bool {
        self.damaged.awaits(next)
    }

    fn accept_what_is_sure(&mut self) {
        self.damaged.accept_what_is_sure();
        // What is left needs a decision, so it is shown.
        if let Some(undecided) = self.damaged.rows.iter().position(|row| !row.is_accepted) {
            self.current = undecided;
        }
    }

    /// What the analyst would call the thing a problem is about.
    fn name_of(&self, path: ItemPath) -> String {
        let Project { codebook, articles, views, searches, .. } = &self.damaged.project;
        let called = |noun: &str, name: &str, id: &str| format!("{noun} “{}”", if name.is_empty() { id } else { name });
        match path {
            ItemPath::Article(at) => format!("Article “{}”", articles[at].details.title),
            ItemPath::Highlight(article, _) => format!("Highlight in “{}”", articles[article].details.title),
            ItemPath::Code(kind, at) => {
                let code = &codebook.codes(kind)[at];
                called(&capitalised(kind.noun()), &code.name, code.id.as_str())
            }
            ItemPath::View(at) => format!("View “{}”", views[at].name),
            ItemPath::Search(at) => format!("Search “{}”", searches[at].name),
            ItemPath::Stance(at) => called("Stance", &codebook.stances[at].name, codebook.stances[at].id.as_str()),
        }
    }
}

impl Page for RepairPage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        if !context.has_dialog && !self.damaged.is_repairing {
            take_keys(ui, self);
        }
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 14));
        // In a narrow window the problem stands below the list, where its words have room.
        let is_wide = !is_narrow(ui);
        let panel = if is_wide {
            Panel::right("fixes").default_size(theme.sizes.quotes_panel).size_range(240.0..=620.0)
        } else {
            Panel::bottom("fixes below").exact_size((ui.available_height() * 0.4).round())
        };
        panel.frame(side).show(ui, |ui| {
            Region::Right.begin(ui, "Suggested fixes", None);
            if self.damaged.is_repairing {
                ui.disable();
            }
            detail::ui(ui, self);
        });
        let margin = if is_wide { Margin::symmetric(24, 18) } else { Margin::symmetric(14, 10) };
        middle_ui(ui, ("Problems", None), margin, |ui| {
            head_ui(ui, self, is_wide, context);
            ui.add_space(12.0);
            if self.damaged.is_repairing {
                ui.disable();
            }
            list::ui(ui, self);
        });
    }
}

/// How sure a fix is, or that it removes something.
fn sureness(fix: &Fix) -> String {
    if fix.is_lossless { format!("{:.0}% sure", fix.score * 100.0) } else { "removes data".to_owned() }
}

fn head_ui(ui: &mut Ui, repair: &mut RepairPage, is_wide: bool, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let file = repair.damaged.path.file_name().map(shown).unwrap_or_default();
    let problems = counted(repair.damaged.rows.len(), "problem");
    let title =
        if repair.damaged.round == 0 { format!("{problems} in {file}") } else { format!("{problems} left in {file}") };
    let size = if is_wide { theme.sizes.title } else { theme.sizes.article };
    ui.label(RichText::new(title).font(serif_bold(size)));
    ui.weak(
        "The file breaks rules of a project. Accept a suggested fix for each problem, then open the repaired project. \
         The file stays as it is until you save.",
    );
    ui.add_space(if is_wide { 10.0 } else { 4.0 });
    let n_accepted = repair.damaged.n_accepted();
    let is_decided = n_accepted == repair.damaged.rows.len();
    ui.horizontal(|ui| {
        let open = primary_button(ui, "Open the repaired project", is_decided && !repair.damaged.is_repairing);
        if open.on_disabled_hover_text("Accept a fix for each problem first").clicked()
            && let Some(pending) = repair.damaged.begin()
        {
            context.ask(Action::Desk(DeskRequest::Repair(Box::new(pending))));
        }
        let all =
            ui.add_enabled(repair.damaged.has_sure() && !repair.damaged.is_repairing, egui::Button::new("Accept all"));
        let all = all.on_hover_text("Accept every fix that is certain and removes no data");
        if all.on_disabled_hover_text("No certain fixes are left; decide the rest one by one").clicked() {
            repair.accept_what_is_sure();
        }
        if ui.button("Cancel").on_hover_text("Leave the file as it is").clicked() {
            context.ask(Action::CancelRepair);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let count = format!("{} of {} accepted", grouped(n_accepted), grouped(repair.damaged.rows.len()));
            ui.label(RichText::new(count).color(*theme.colours.muted));
        });
    });
}

/// The arrow keys move between problems, digits select a fix, and Space accepts it.
fn take_keys(ui: &Ui, repair: &mut RepairPage) {
    let focused = ui.memory(egui::Memory::focused);
    let is_elsewhere = focused.is_some_and(|id| !repair.shown.contains(&id));
    let (mut current, last) = (repair.current, repair.damaged.rows.len().saturating_sub(1));
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
    if let Some(fix) = digit {
        repair.damaged.choose(current, fix);
    }
    if accepts {
        repair.damaged.toggle(current);
    }
}
