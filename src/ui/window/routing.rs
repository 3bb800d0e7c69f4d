//! Hands on what is asked for: actions of pages to the desk or to another page, commands to their homes, and what the
//! desk says to the pages.

use std::collections::VecDeque;

use jiff::Timestamp;

use standpoint_analysis::search::{SearchOptions, words_as_pattern};
use standpoint_core::model::ArticleId;

use super::{App, WindowDialog, keys::KeysDialog, palette::CommandPalette};
use crate::{
    command::{Command, Home, WindowCommand},
    ui::{
        action::Action,
        desk::{Applied, DeskEvent},
        pages::{Page as _, PageId, repair::RepairPage},
        parts::{prompt::Prompt, regions},
        settings::{Setting, SettingChange},
        theme,
    },
};

impl App {
    /// Does everything that is asked for, in order; what an action asks for in turn comes before what is left.
    pub(super) fn perform(&mut self, ctx: &egui::Context) {
        let mut left: VecDeque<Action> = std::mem::take(&mut self.actions).into();
        while let Some(action) = left.pop_front() {
            self.perform_one(ctx, action);
            self.take_events(ctx);
            for action in self.actions.drain(..).rev() {
                left.push_front(action);
            }
        }
    }

    fn perform_one(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run(ctx, command),
            // A page sees in the project whether its edit was applied, and the desk tells the person.
            Action::Edit { label, gesture, edit } => match self.desk.apply(&label, gesture, edit) {
                Applied::Yes | Applied::Soon | Applied::No => {}
            },
            Action::MadeEdit { label, make } => match self.desk.apply_made(&label, make.0) {
                Applied::Yes | Applied::Soon | Applied::No => {}
            },
            Action::ToldEdit { label, make, told } => match self.desk.apply_told(&label, make.0, told) {
                Applied::Yes | Applied::Soon | Applied::No => {}
            },
            Action::ShowArticle(article) => self.show_article(ctx, article),
            Action::ShowWords(article, words) => {
                self.pages.read_from_here();
                self.pages.read.show_words(self.desk.history().project(), article, words);
            }
            Action::ShowCode(kind, code) => {
                self.pages.show(PageId::Codebook);
                self.pages.codebook.show_code(kind, code);
            }
            Action::ReadArticle(article) => {
                self.pages.read_from_here();
                self.pages.read.show(ctx, article);
            }
            Action::FindInAll(pattern) => self.find_in_all(pattern, false),
            Action::FindWords(words) => {
                self.find_in_all(words_as_pattern(&words, SearchOptions::default()), true);
            }
            Action::ShowHighlight(article, highlight) => {
                self.pages.read_from_here();
                self.pages.read.show_highlight(self.desk.history().project(), article, highlight);
            }
            Action::CopyText(text) => ctx.copy_text(text),
            Action::CopyQuote { html, text } => {
                self.clipboard.put_rich(ctx, &html, text);
                self.desk.notices.success(ctx, "Copied with its source");
            }
            Action::CopyTable { html, text, part } => {
                self.clipboard.put_rich(ctx, &html, text);
                self.desk.notices.success(ctx, format!("Copied {part}"));
            }
            Action::Tell(words) => self.desk.notices.success(ctx, words),
            Action::Fail(words) => self.desk.notices.failure(words),
            Action::OpenMenu(menu, request) => self.menus.open_context(ctx, menu, request),
            Action::Revise(article, text) => {
                self.show_article(ctx, article);
                self.with_pages(|pages, context| pages.read.revise(context.project(), article, text));
            }
            Action::Desk(request) => self.desk.take_request(request),
            Action::CancelRepair => self.pages.repair = None,
            Action::Change(setting, change) => self.change_setting(ctx, setting, &change),
            Action::CloseSettings => self.pages.settings = None,
        }
    }

    /// Hands a command to its home, if it can run.
    fn run(&mut self, ctx: &egui::Context, command: Command) {
        let now = self.situation();
        if let Some(why_not) = command.why_not(now) {
            self.desk.notices.success(ctx, why_not);
            return;
        }
        if command == Command::Quit && self.pages.import.asks_before_quitting() {
            return self.pages.show(PageId::Import);
        }
        match command.home() {
            Home::Desk(command) => self.desk.run(command),
            Home::Window(command) => self.run_own(ctx, command),
            Home::Preferences(command) => {
                for (setting, change) in command.changes() {
                    self.change_setting(ctx, setting, &change);
                }
            }
            Home::Read(command) => self.with_pages(|pages, context| pages.read.run(command, context)),
            Home::Compare(command) => self.with_pages(|pages, context| pages.compare.run(command, context)),
            Home::Shared(command) => self.with_pages(|pages, context| {
                if !pages.on_screen_mut(true).run_shared(command, context) {
                    pages.read.run_shared(command, context);
                }
            }),
        }
    }

    /// Changes a setting, and does what follows from it.
    fn change_setting(&mut self, ctx: &egui::Context, setting: Setting, change: &SettingChange) {
        let theme = self.preferences.theme;
        self.preferences.change(setting, change);
        if self.preferences.theme != theme {
            theme::choose(ctx, self.preferences.theme);
        }
        ctx.set_zoom_factor(self.preferences.interface_scale);
    }

    /// Remembers where the articles of the project on the page are being read.
    pub(super) fn keep_places(&mut self) {
        if let Some((project, places)) = self.pages.read.places() {
            self.preferences.keep_places(project, places);
        }
    }

    fn show_article(&mut self, ctx: &egui::Context, article: ArticleId) {
        self.pages.show(PageId::Read);
        self.pages.read.show(ctx, article);
    }

    fn find_in_all(&mut self, pattern: String, as_whole_words: bool) {
        self.pages.show(PageId::Search);
        self.pages.search.ask(pattern, as_whole_words);
    }

    /// Goes back to the page from which the article was opened.
    fn go_back(&mut self, ctx: &egui::Context) {
        match self.pages.opened_from {
            Some(PageId::Search) => {
                self.pages.show(PageId::Search);
                self.pages.search.come_back();
            }
            Some(page @ (PageId::Codebook | PageId::Progress)) => self.pages.show(page),
            Some(PageId::Compare | PageId::Read | PageId::Import) | None => self.show_compare(ctx),
        }
    }

    fn run_own(&mut self, ctx: &egui::Context, command: WindowCommand) {
        match command {
            WindowCommand::ShowRead => self.pages.show(PageId::Read),
            WindowCommand::ShowCompare => self.show_compare(ctx),
            WindowCommand::BackToCell => self.go_back(ctx),
            WindowCommand::ShowSearch => self.pages.show(PageId::Search),
            WindowCommand::FindInAll => self.find_in_all(String::new(), false),
            WindowCommand::CompareInWindow => self.toggle_compare_window(),
            WindowCommand::ShowCodebook => self.pages.show(PageId::Codebook),
            WindowCommand::ShowProgress => self.pages.show(PageId::Progress),
            WindowCommand::ShowImport => self.pages.show(PageId::Import),
            WindowCommand::PasteArticle => {
                let pasted = self.clipboard.read();
                self.desk.read_pasted(pasted);
            }
            WindowCommand::ShowMessages => self.desk.notices.toggle_list(),
            WindowCommand::ShowSettings => {
                self.pages.settings.get_or_insert_default();
            }
            WindowCommand::NextRegion => regions::step(ctx, false),
            WindowCommand::PreviousRegion => regions::step(ctx, true),
            WindowCommand::TakeTour => self.begin_tour(),
            WindowCommand::Palette => self.dialog = Some(WindowDialog::Palette(CommandPalette::default())),
            WindowCommand::ShowWords => self.dialog = Some(WindowDialog::Words(Box::default())),
            WindowCommand::ShowKeys => self.dialog = Some(WindowDialog::Keys(KeysDialog::default())),
            WindowCommand::SetCoder => {
                let prompt = Prompt::new("Who is coding?", "Coder", &self.preferences.coder, "Set coder");
                self.dialog = Some(WindowDialog::Coder(prompt));
            }
        }
    }

    /// Hands what the desk says to the pages it is about.
    pub(super) fn take_events(&mut self, ctx: &egui::Context) {
        for event in self.desk.take_events() {
            match event {
                DeskEvent::Opened => {
                    self.keep_places();
                    self.counts = super::Kept::default();
                    self.pages.repair = None;
                    self.pages.show(PageId::Read);
                    for page in self.pages.of_project() {
                        page.open(self.desk.history().project());
                    }
                    if self.desk.history().project().views.is_empty() {
                        self.pages.compare.begin(self.preferences.first_query());
                    }
                    let project = self.desk.history().project();
                    self.pages.read.resume(project, self.preferences.places_in(project.id));
                }
                DeskEvent::Located(path) => {
                    if let Some(project) = self.desk.project() {
                        self.preferences.note_project(&path, project, Timestamp::now());
                    }
                }
                DeskEvent::Damaged(damaged) => self.pages.repair = Some(RepairPage::of(*damaged)),
                DeskEvent::Repaired(next) => {
                    // It may have been cancelled meanwhile, or another project opened.
                    if !self.pages.repair.as_ref().is_some_and(|page| page.awaits(&next)) {
                        continue;
                    }
                    if next.is_whole() {
                        self.desk.open_repaired(*next);
                    } else {
                        self.pages.repair = Some(RepairPage::of(*next));
                    }
                }
                DeskEvent::LeftBehind(left) => self.pages.welcome.left_behind = left,
                DeskEvent::ArticlesRead(read) => {
                    self.pages.import.add(read.review, read.columns);
                    self.pages.show(PageId::Import);
                }
                DeskEvent::Imported(article) => {
                    self.pages.import.finish();
                    self.show_article(ctx, article);
                }
                DeskEvent::TextRead(text) => self.pages.read.take_new_text(text),
                DeskEvent::Turned(place) if self.pages.shown == PageId::Read => {
                    self.pages.read.show_place(self.desk.history().project(), place);
                }
                DeskEvent::Turned(_) => {}
                DeskEvent::Set(setting, value) => self.change_setting(ctx, setting, &SettingChange::To(value)),
            }
        }
    }
}
