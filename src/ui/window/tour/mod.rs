//! The tour: a card beside the real control that says what to do, and goes on once that has been done.
//!
//! `steps` says what each step asks for and when it is done, which it reads from the project and the pages; `card` finds
//! a place for the card and shows it. The tour changes nothing by itself.

mod card;
mod steps;

use egui::{Context, Id, Key, Modifiers, Ui};

use standpoint_core::model::Project;

use self::{
    card::CardReply,
    steps::{TourProgress, TourSeen},
};
use super::{App, WindowDialog};
use crate::{
    command::Command,
    ui::{action::Action, pages::PageId, parts::tour_target::TourTarget, preferences::PanelSide},
};

/// The tour, and how far it has come.
pub struct Tour {
    progress: TourProgress,
    /// What had the keyboard in the last frame, because egui takes it away before anybody sees Escape.
    focused: Option<Id>,
    /// The buttons of the card.
    buttons: Vec<Id>,
}

impl App {
    /// Begins the tour, on the page of articles where there is one.
    pub(super) fn begin_tour(&mut self) {
        if self.desk.project().is_some() {
            self.pages.show(PageId::Read);
        }
        self.tour = Some(Tour { progress: TourProgress::default(), focused: None, buttons: Vec::new() });
    }

    fn leave_tour(&mut self, ctx: &Context) {
        self.tour = None;
        self.desk.notices.success(ctx, "You can take the tour again from the Help menu");
    }

    /// What the steps are read from.
    fn tour_seen(&self, ctx: &Context) -> TourSeen {
        let (read, compare) = (&self.pages.read, &self.pages.compare);
        let project = self.desk.project();
        TourSeen {
            project: project.map(|project| project.id),
            n_articles: project.map_or(0, |project| project.articles.len()),
            n_highlights: project.map_or(0, Project::n_highlights),
            can_change: self.desk.can_change(),
            page: (project.is_some() && self.pages.settings.is_none()).then_some(self.pages.shown),
            is_compare_beside: self.pages.is_compare_beside,
            article: read.reader.article,
            has_words: read.reader.selection().is_some(),
            has_tag_box: read.reader.tag_box.is_some(),
            has_label: TourTarget::Label.rect(ctx).is_some(),
            has_panel: read.shows(PanelSide::Highlight, &self.preferences),
            cell: compare.choice.selection.clone(),
            has_quotes: compare.is_quotes_open,
            has_palette: matches!(self.dialog, Some(WindowDialog::Palette(_))),
        }
    }

    /// Leaves the tour with Escape, if nothing else has a use for that key.
    pub(super) fn take_keys_of_tour(&mut self, ctx: &Context) {
        let Some(tour) = &self.tour else { return };
        let is_in_card = tour.focused.is_some_and(|id| tour.buttons.contains(&id));
        let is_typing = ctx.text_edit_focused() || tour.focused.is_some_and(|id| is_field(ctx, id));
        let selected = self.pages.on_screen(self.desk.project().is_some()).selected();
        let has_use = match self.pages.shown {
            _ if self.pages.settings.is_some() => true,
            PageId::Read => selected.has_words || selected.has_highlight || self.pages.read.reader.tag_box.is_some(),
            PageId::Compare => self.pages.compare.choice.selection.is_some() || self.pages.compare.is_quotes_open,
            PageId::Codebook | PageId::Search | PageId::Progress | PageId::Import => false,
        };
        if !is_in_card && (is_typing || has_use && self.desk.project().is_some()) {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.leave_tour(ctx);
        }
    }

    /// Takes the tour on as far as what it asks for has happened, and shows its card.
    pub(super) fn tour_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let seen = self.tour_seen(&ctx);
        let Some(tour) = &mut self.tour else { return };
        let step = tour.progress.step();
        tour.progress.follow(&seen);
        if tour.progress.step() != step {
            ctx.request_repaint();
        }
        if tour.progress.is_over() {
            self.leave_tour(&ctx);
            return;
        }
        // Nothing lies over a dialog, a menu or a list that is open, and they have the keyboard.
        let is_covered = self.has_dialog() || self.menus.is_open() || egui::Popup::is_any_open(&ctx);
        if is_covered || self.pages.repair.is_some() {
            return;
        }
        let Some(tour) = &mut self.tour else { return };
        let card = tour.progress.card(&seen, self.desk.project(), &self.preferences.keys, ui.os());
        let reply = card::ui(ui, &card, &mut tour.buttons);
        tour.focused = ctx.memory(egui::Memory::focused);
        match reply {
            None => {}
            Some(CardReply::OpenSample) => self.actions.push(Action::Run(Command::OpenSample)),
            Some(CardReply::Skip) => {
                tour.progress.skip(&seen);
                ctx.request_repaint();
            }
            Some(CardReply::Leave) => self.leave_tour(&ctx),
        }
    }
}

/// Whether this is a text field, which Escape leaves.
fn is_field(ctx: &Context, id: Id) -> bool {
    egui::text_edit::TextEditState::load(ctx, id).is_some()
}
