//! The state of the window, and what a frame shows.

mod keys;
mod palette;
mod perform;
mod status;
mod top_bar;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use super::{
    action::Action,
    clipboard::Clipboard,
    notices::Notices,
    preferences::Preferences,
    termination,
    theme::{self, Theme},
    work::Work,
};
use crate::{
    command::Situation,
    edit::Edit,
    export::csv::CsvOptions,
    model::{CodeKind, Project},
    store::{Machine, Session, reports, unsaved::LeftBehind},
    ui::{
        desk::{
            Decision, FilePurpose, Intent, JobOutcome, SaveTracker,
            dialogs::{
                export::{self, Export},
                files::FileDialogs,
                import_review::ImportReview,
                path::PathDialog,
                question::Question,
                restore::{self, RestoreDialog},
            },
        },
        pages::{
            PageContext,
            codebook::{self, CodebookPage},
            compare::{self, Compare},
            read::{
                articles::{self, ArticleList},
                details::DetailsDialog,
                dock::{PanelDock, PanelSide},
                highlight::{self, HighlightPanel},
                legend,
                reader::{self, Reader},
                tag_box::TagBoxStatus,
            },
            repair::{self, RepairPage},
            welcome,
        },
        parts::{code_key::CodeKeyDialog, dialog::DialogReply, prompt::Prompt},
        window::{
            keys::KeysDialog,
            palette::CommandPalette,
            top_bar::{SavedState, TopBar},
        },
    },
};

/// Which view of the project is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageId {
    #[default]
    Read,
    Compare,
    Codebook,
}

/// The project at hand.
pub struct OpenProject {
    /// Tells it from those opened before, so that what was begun for one never lands on another.
    pub id: u64,
    pub session: Session,
}

/// What a line asked for is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum PromptPurpose {
    NewProject,
    RenameProject,
    Coder,
}

/// What is open over the views; one at a time.
pub(in crate::ui) enum Dialog {
    Prompt(Prompt, PromptPurpose),
    Details(DetailsDialog),
    Import(ImportReview),
    Export(Export),
    Path(PathDialog),
    Question(Question<Decision>),
    Restore(RestoreDialog),
    Keys(KeysDialog),
    CodeKey(CodeKeyDialog),
    Palette(CommandPalette),
}

/// The window.
pub struct App {
    pub(in crate::ui) open: Option<OpenProject>,
    /// A damaged project that is being mended; it is shown in place of the open one.
    pub(in crate::ui) repair: Option<RepairPage>,
    /// How many projects were opened so far.
    pub(in crate::ui) n_opened: u64,
    pub(in crate::ui) machine: Machine,
    pub(in crate::ui) keeping: SaveTracker,
    /// What crashes left of projects that were never saved.
    pub(in crate::ui) left_behind: Vec<LeftBehind>,
    pub(in crate::ui) view: PageId,
    pub(in crate::ui) reader: Reader,
    pub(in crate::ui) compare: Compare,
    pub(in crate::ui) codebook: CodebookPage,
    pub(in crate::ui) article_list: ArticleList,
    pub(in crate::ui) highlight_panel: HighlightPanel,
    pub(in crate::ui) beside: PanelDock,
    pub(in crate::ui) dialog: Option<Dialog>,
    /// Whether one was open in the last frame.
    had_dialog: bool,
    pub(in crate::ui) file_dialogs: Box<dyn FileDialogs>,
    /// What the file dialog now open was asked for.
    pub(in crate::ui) purpose: Option<(FilePurpose, super::desk::dialogs::files::FileRequest)>,
    pub(in crate::ui) csv_options: CsvOptions,
    pub(in crate::ui) clipboard: Clipboard,
    pub(in crate::ui) work: Work<JobOutcome>,
    pub(in crate::ui) notices: Notices,
    pub(in crate::ui) preferences: Preferences,
    pub(in crate::ui) actions: Vec<Action>,
    /// Whether the window may close without asking again.
    pub(in crate::ui) may_close: bool,
    /// Whether the system asks the program to end.
    is_ended: Arc<AtomicBool>,
    title: String,
}

impl App {
    /// The window as eframe makes it, with the preferences kept from the last time.
    pub fn new(cc: &eframe::CreationContext<'_>, file_dialogs: Box<dyn FileDialogs>, project: Option<PathBuf>) -> Self {
        let preferences =
            cc.storage.and_then(|storage| eframe::get_value(storage, Preferences::KEY)).unwrap_or_default();
        let app = Self::with_preferences(&cc.egui_ctx, preferences, Machine::this(), file_dialogs, project);
        Self { is_ended: termination::watch(&cc.egui_ctx), clipboard: Clipboard::of_system(), ..app }
    }

    pub fn with_preferences(
        ctx: &egui::Context,
        preferences: Preferences,
        machine: Machine,
        file_dialogs: Box<dyn FileDialogs>,
        project: Option<PathBuf>,
    ) -> Self {
        theme::install_fonts(ctx);
        theme::install_styles(ctx);
        theme::choose(ctx, preferences.theme);
        // Ctrl+Plus is ours: it makes the articles larger, not the program.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let mut app = Self {
            open: None,
            repair: None,
            n_opened: 0,
            machine,
            keeping: SaveTracker::default(),
            left_behind: Vec::new(),
            view: PageId::Read,
            reader: Reader::default(),
            compare: Compare::default(),
            codebook: CodebookPage::default(),
            article_list: ArticleList::default(),
            highlight_panel: HighlightPanel::default(),
            beside: PanelDock::default(),
            dialog: None,
            had_dialog: false,
            file_dialogs,
            purpose: None,
            csv_options: CsvOptions::default(),
            clipboard: Clipboard::default(),
            work: Work::new(ctx.clone()),
            notices: Notices::default(),
            preferences,
            actions: Vec::new(),
            may_close: false,
            is_ended: Arc::default(),
            title: String::new(),
        };
        app.tell_of_crash();
        app.look_for_left_behind();
        if let Some(path) = project {
            app.read_project(path);
        }
        app
    }

    /// The project shown, if any.
    pub fn project(&self) -> Option<&Project> {
        self.open.as_ref().map(|open| open.session.project())
    }

    /// Whether nothing is being read or written.
    pub fn is_idle(&self) -> bool {
        self.work.jobs().is_empty() && (self.purpose.is_none() || self.dialog.is_some())
    }

    pub const fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// The failures that wait to be read.
    pub fn failures(&self) -> Vec<String> {
        self.notices.failures().map(str::to_owned).collect()
    }

    /// Where the two ends of the selected highlight can be grabbed, if both are on screen.
    pub fn highlight_ends(&self) -> Option<[egui::Rect; 2]> {
        self.reader.handles
    }

    /// Where words of the article stand on the screen.
    pub fn rects_of(&self, words: crate::model::Span) -> Vec<egui::Rect> {
        self.reader.rects_of(words)
    }

    pub(in crate::ui) fn situation(&self) -> Situation {
        let Some(open) = self.open.as_ref().filter(|_| self.repair.is_none()) else { return Situation::default() };
        let is_reading = self.view == PageId::Read;
        let has_highlight = is_reading && self.reader.highlight.is_some();
        let has_code = |kind| has_highlight || self.view == PageId::Codebook && self.codebook.selected(kind).is_some();
        Situation {
            has_project: true,
            has_article: self.reader.article.is_some(),
            has_selection: is_reading && self.reader.selection().is_some(),
            has_highlight,
            has_actor: has_code(CodeKind::Actor),
            has_issue: has_code(CodeKind::Issue),
            can_undo: open.session.history().undo_step().is_some(),
            can_redo: open.session.history().redo_step().is_some(),
            has_recent_tags: !self.preferences.recent_tags.is_empty(),
        }
    }

    /// Takes keys before any widget sees them.
    fn take_keys(&mut self, ctx: &egui::Context) {
        if self.dialog.is_some() || egui::Popup::is_any_open(ctx) {
            return;
        }
        let is_covered = self.view == PageId::Read && self.beside.over().is_some();
        if is_covered
            && self.reader.tag_box.is_none()
            && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape))
        {
            self.beside.close(ctx);
        }
        // A button that has the keyboard is pressed and left by the keys that are commands in the text.
        let has_widget = ctx.memory(|memory| memory.focused().is_some_and(|id| id != Reader::id()));
        let is_for_widget = |event: &egui::Event| {
            matches!(event, egui::Event::Key { key: egui::Key::Enter | egui::Key::Tab | egui::Key::Space, .. })
        };
        if has_widget && ctx.input(|input| input.events.iter().any(is_for_widget)) {
            return;
        }
        let is_typing = ctx.text_edit_focused();
        let now = self.situation();
        let keymap = &self.preferences.keys;
        if let Some(command) = ctx.input_mut(|input| keymap.pressed(input, now, is_typing)) {
            self.actions.push(Action::Run(command));
        }
        let can_tag = now.has_selection || now.has_highlight;
        if is_typing || !can_tag || self.reader.tag_box.is_some() {
            return;
        }
        let Some(project) = self.project() else { return };
        let pressed = ctx.input(|input| {
            let keys = input.events.iter().filter_map(|event| match event {
                egui::Event::Key { key, pressed: true, repeat: false, modifiers, .. } if !modifiers.any() => Some(*key),
                _ => None,
            });
            keys.collect::<Vec<_>>()
        });
        let suggestions: Vec<_> = pressed
            .into_iter()
            .filter_map(|key| super::pages::read::tagging::one_key(&project.codebook, key))
            .collect();
        for suggestion in suggestions {
            if let Some(target) = self.tag_target() {
                self.actions.push(Action::Tag { target, suggestion });
            }
        }
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.iter().map(|file| file.path().to_owned()).collect();
        if paths.is_empty() {
            return;
        }
        let is_project = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "ron");
        if let Some(project) = paths.iter().find(|path| is_project(path)) {
            self.request(ctx, Intent::OpenProject(project.clone()));
        } else if self.repair.is_none() {
            if self.open.is_none() {
                self.show_project(Session::unsaved(Project::titled("Untitled project"), &self.machine));
            }
            self.read_articles(paths);
        }
    }

    fn saved_state(&self) -> SavedState {
        let Some(open) = &self.open else { return SavedState::Saved };
        match () {
            () if open.session.is_read_only() => SavedState::ReadOnly,
            () if self.keeping.is_saving => SavedState::Saving,
            () if !open.session.has_unsaved_changes() => SavedState::Saved,
            () if open.session.journal_trouble().is_some() => SavedState::NotJournaled,
            () => SavedState::Unsaved,
        }
    }

    /// Says at the start that the last run ended in a crash, once.
    fn tell_of_crash(&mut self) {
        let report = reports::latest(&self.machine.folders);
        if let Some(path) = report.as_ref().filter(|_| report != self.preferences.last_report) {
            let path = path.display();
            self.notices.message(format!(
                "Standpoint stopped because of a fault in the program. Your edits come back when you open the project; \
                 what happened is written in {path}"
            ));
        }
        self.preferences.last_report = report;
    }

    fn guard_closing(&mut self, ctx: &egui::Context) {
        if !self.may_close && self.is_ended.load(Ordering::Relaxed) {
            self.may_close = true;
            ctx.send_viewport_cmd(egui::ViewportCommand::Close);
        }
        let wants_to_close = ctx.input(|input| input.viewport().close_requested());
        if wants_to_close && !self.may_close && self.has_unsaved_changes() {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.request(ctx, Intent::Quit);
        }
    }

    fn set_window_title(&mut self, ctx: &egui::Context) {
        let title = match self.project() {
            Some(project) => format!("{} – Standpoint", project.title),
            None => "Standpoint".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn bars_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let frame = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 0));
        let shown = self.open.as_ref().filter(|_| self.repair.is_none());
        let bar = TopBar {
            title: shown.map(|open| &*open.session.project().title),
            state: self.saved_state(),
            view: self.view,
            now: self.situation(),
            keys: &self.preferences.keys,
        };
        let actions = &mut self.actions;
        Panel::top("top bar").exact_size(theme.sizes.bar).frame(frame).show(ui, |ui| top_bar::ui(ui, &bar, actions));
        let project = shown.map(|open| open.session.project());
        let (preferences, jobs) = (&self.preferences, self.work.jobs());
        Panel::bottom("status").exact_size(theme.sizes.status).frame(frame).show(ui, |ui| {
            status::ui(ui, project, preferences, jobs, actions);
        });
    }

    fn views_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let page = Frame::new().fill(*theme.colours.page);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        let Self {
            open,
            preferences,
            actions,
            reader,
            compare,
            codebook,
            article_list,
            highlight_panel,
            beside,
            view,
            dialog,
            left_behind,
            repair,
            ..
        } = self;
        if let Some(repair) = repair {
            repair::ui(ui, repair, dialog.is_some(), actions);
            return;
        }
        let Some(open) = open else {
            CentralPanel::default().frame(page).show(ui, |ui| welcome::ui(ui, preferences, left_behind, actions));
            return;
        };
        let project = open.session.project();
        let is_wide = ui.available_width() >= WIDE;
        let mut context = PageContext {
            project,
            revision: open.session.history().revision(),
            history: open.session.history(),
            preferences,
            has_dialog: dialog.is_some(),
            actions,
        };
        match view {
            PageId::Read => {
                beside.fit(ui.available_width());
                if beside.is_docked(PanelSide::Articles, context.preferences) {
                    let panel = Panel::left("articles").default_size(theme.sizes.articles_panel);
                    panel.size_range(180.0..=420.0).frame(side).show(ui, |ui| {
                        articles::ui(ui, article_list, reader.article, &mut context);
                    });
                }
                if beside.is_docked(PanelSide::Highlight, context.preferences) {
                    let panel = Panel::right("highlight").default_size(theme.sizes.highlight_panel);
                    panel.size_range(220.0..=480.0).frame(side).show(ui, |ui| {
                        highlight::ui(ui, highlight_panel, reader, &mut context);
                    });
                }
                if beside.offers(context.preferences) {
                    let frame = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 0));
                    let height = theme.sizes.field_height + 4.0;
                    Panel::top("panels").exact_size(height).frame(frame).show(ui, |ui| {
                        beside.buttons_ui(ui, context.preferences, context.actions);
                    });
                }
                if context.preferences.shows_legend {
                    Panel::bottom("legend").frame(side).show(ui, |ui| legend::ui(ui, project));
                }
                CentralPanel::default().frame(page).show(ui, |ui| {
                    let rect = ui.max_rect();
                    reader::ui(ui, reader, &mut context);
                    tag_box_ui(ui, reader, rect, &mut context);
                    let open = reader.article;
                    match beside.over() {
                        Some(side @ PanelSide::Articles) => beside.over_ui(ui, side, rect, |ui| {
                            articles::ui(ui, article_list, open, &mut context);
                        }),
                        Some(side @ PanelSide::Highlight) => beside.over_ui(ui, side, rect, |ui| {
                            highlight::ui(ui, highlight_panel, reader, &mut context);
                        }),
                        None => {}
                    }
                });
            }
            PageId::Compare => {
                if is_wide {
                    let panel = Panel::left("views").default_size(theme.sizes.views_panel).size_range(150.0..=320.0);
                    panel.frame(side).show(ui, |ui| compare::views_ui(ui, compare, &mut context));
                }
                compare.is_narrow = !is_wide;
                if is_wide || compare.wants_panel() {
                    let panel = Panel::right("quotes").default_size(theme.sizes.quotes_panel);
                    panel.size_range(240.0..=620.0).frame(side).show(ui, |ui| {
                        compare::quotes_ui(ui, compare, &mut context);
                    });
                }
                CentralPanel::default().frame(page).show(ui, |ui| compare::ui(ui, compare, &mut context));
            }
            PageId::Codebook => {
                CentralPanel::default().frame(page).show(ui, |ui| codebook::ui(ui, codebook, &mut context));
            }
        }
    }

    fn dialog_ui(&mut self, ui: &Ui) {
        let was_open = std::mem::replace(&mut self.had_dialog, self.dialog.is_some());
        let Some(dialog) = self.dialog.take() else { return };
        let ctx = ui.ctx().clone();
        if !was_open {
            // The keyboard goes from the view to the dialog.
            let focused = ctx.memory(egui::Memory::focused);
            ctx.memory_mut(|memory| focused.into_iter().for_each(|id| memory.surrender_focus(id)));
        }
        match dialog {
            Dialog::Prompt(mut prompt, purpose) => match prompt.ui(ui) {
                None => self.dialog = Some(Dialog::Prompt(prompt, purpose)),
                Some(DialogReply::Done(text)) => self.answer_prompt(purpose, text),
                Some(DialogReply::Cancelled) => {}
            },
            Dialog::Details(mut details) => match details.ui(ui) {
                None => self.dialog = Some(Dialog::Details(details)),
                Some(DialogReply::Done(changed)) => {
                    let edit = Edit::SetDetails(details.article, changed);
                    self.actions.push(Action::edit("Change an article’s details", edit));
                }
                Some(DialogReply::Cancelled) => {}
            },
            Dialog::Import(mut review) => match review.ui(ui) {
                None => self.dialog = Some(Dialog::Import(review)),
                Some(DialogReply::Done(articles)) => self.add_articles(&ctx, articles),
                Some(DialogReply::Cancelled) => {}
            },
            Dialog::Export(mut what) => match export::ui(ui, &mut what, &mut self.csv_options) {
                None => self.dialog = Some(Dialog::Export(what)),
                Some(DialogReply::Done(())) => self.ask_export_file(&ctx, what),
                Some(DialogReply::Cancelled) => {}
            },
            Dialog::Path(mut path) => match path.ui(ui) {
                None => self.dialog = Some(Dialog::Path(path)),
                Some(DialogReply::Done(paths)) => self.take_chosen_paths(paths),
                Some(DialogReply::Cancelled) => self.purpose = None,
            },
            Dialog::Question(question) => match question.ui(ui) {
                None => self.dialog = Some(Dialog::Question(question)),
                Some(decision) => self.decide(&ctx, decision),
            },
            Dialog::Restore(mut dialog) => {
                let choice = dialog.ui(ui);
                self.preferences.n_backups = dialog.n_backups;
                match choice {
                    None => self.dialog = Some(Dialog::Restore(dialog)),
                    Some(restore::RestoreChoice::Restore(state)) => self.restore(dialog.path, dialog.id, state),
                    Some(restore::RestoreChoice::Leave) => {}
                }
            }
            Dialog::Keys(mut keys) => {
                if keys.ui(ui, &mut self.preferences.keys).is_none() {
                    self.dialog = Some(Dialog::Keys(keys));
                }
            }
            Dialog::CodeKey(code_key) => {
                let Some(project) = self.project() else { return };
                match code_key.ui(ui, &project.codebook) {
                    None => self.dialog = Some(Dialog::CodeKey(code_key)),
                    Some(DialogReply::Done(key)) => self.give_code_key(code_key.kind, &code_key.code, key),
                    Some(DialogReply::Cancelled) => {}
                }
            }
            Dialog::Palette(mut palette) => match palette.ui(ui, self.situation(), &self.preferences.keys) {
                None => self.dialog = Some(Dialog::Palette(palette)),
                Some(DialogReply::Done(command)) => self.actions.push(Action::Run(command)),
                Some(DialogReply::Cancelled) => {}
            },
        }
    }
}

/// The width from which there is room for a panel on either side of the text.
const WIDE: f32 = 940.0;

fn tag_box_ui(ui: &Ui, reader: &mut Reader, page: egui::Rect, context: &mut PageContext<'_>) {
    let Some(mut tag_box) = reader.tag_box.take() else { return };
    let beside = reader.selection_rect.unwrap_or_else(|| egui::Rect::from_center_size(page.center(), egui::Vec2::ZERO));
    let article = reader.article.and_then(|id| context.project().article(id)).cloned();
    if tag_box.ui(ui, beside, page, article.as_deref(), context) == TagBoxStatus::Open {
        reader.tag_box = Some(tag_box);
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        self.take_outcomes(ctx);
        self.take_file_answer();
        self.keep_watch(ctx);
        self.guard_closing(ctx);
        self.set_window_title(ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let ctx = ui.ctx().clone();
        self.take_dropped_files(&ctx);
        self.take_keys(&ctx);
        // What keys asked for happens before painting, so that the frame shows it.
        self.perform(&ctx);
        self.bars_ui(ui);
        self.views_ui(ui);
        self.dialog_ui(ui);
        self.notices.ui(ui);
        if !self.actions.is_empty() {
            self.perform(&ctx);
            ctx.request_repaint();
        }
    }

    /// Preferences are written soon, so that a crash does not take the list of recent projects with it.
    fn auto_save_interval(&self) -> std::time::Duration {
        std::time::Duration::from_secs(3)
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, Preferences::KEY, &self.preferences);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
