//! The frame of the window: bars, the page on screen, and dialogs of its own.
//!
//! It holds the desk and the pages and knows of both only what they offer: `routing` hands on what pages, menus and
//! keys ask for, and what the desk says. What a page does, and how projects are opened and saved, stands there.

mod beside;
mod events_in_order;
mod keys;
mod menus;
mod palette;
mod routing;
mod status;
mod top_bar;
mod tour;
mod words;

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use egui::{Frame, Margin, Panel, Ui};

use self::{
    events_in_order::EventsInOrder,
    keys::KeysDialog,
    menus::Menus,
    palette::CommandPalette,
    status::StatusOfProject,
    top_bar::TopBar,
    tour::Tour,
    words::{WordsDialog, WordsReply},
};

use standpoint_core::{
    model::{CodeKind, Project},
    text::{Span, words::Snap},
};
use standpoint_store::Machine;

use super::{
    APP_ID,
    action::{Action, DeskRequest},
    clipboard::{Clipboard, PastedText},
    desk::{Desk, dialogs::files::FileDialogs},
    pages::{
        Page, PageContext, PageId, codebook::CodebookPage, compare::ComparePage, import::ImportPage,
        progress::ProgressPage, read::ReadPage, repair::RepairPage, search::SearchPage, settings::SettingsPage,
        welcome::WelcomePage,
    },
    parts::{
        dialog::DialogReply,
        kept::Kept,
        menu::{Mark, MenuSource},
        project_counts::ProjectCounts,
        prompt::Prompt,
        regions::{self, Region},
    },
    preferences::{ArticleGrouping, ArticleOrder, PanelSide, Preferences, Saving, ThemeChoice, kept::KeptPreferences},
    settings::{Setting, SettingChange, SettingValue, keeper::SettingsKeeper},
    termination,
    theme::{self, Theme},
    widgets::{one_line, scroll_up_to},
};
use crate::command::{Command, PageOnScreen, Situation};

/// What the window itself asks.
enum WindowDialog {
    Palette(CommandPalette),
    Keys(KeysDialog),
    Coder(Prompt),
    Words(Box<WordsDialog>),
}

/// The window.
pub struct App {
    desk: Desk,
    pages: Pages,
    dialog: Option<WindowDialog>,
    menus: Menus,
    tour: Option<Tour>,
    /// Whether a dialog was open in the last frame.
    had_dialog: bool,
    preferences: Preferences,
    settings_keeper: SettingsKeeper,
    actions: Vec<Action>,
    clipboard: Clipboard,
    /// Kept for a revision.
    counts: Kept<u64, ProjectCounts>,
    /// Whether the system asks the program to end.
    is_ended: Arc<AtomicBool>,
    title: String,
}

/// All pages, and which of them is on screen.
#[derive(Default)]
struct Pages {
    shown: PageId,
    /// Whether the comparison has a window of its own, and so is never the page on screen here.
    is_compare_beside: bool,
    welcome: WelcomePage,
    read: ReadPage,
    compare: ComparePage,
    codebook: CodebookPage,
    search: SearchPage,
    progress: ProgressPage,
    /// The page from which the article on the page of articles was opened, if it was.
    opened_from: Option<PageId>,
    /// Empty unless articles wait to be imported.
    import: ImportPage,
    /// A damaged project, which is shown in place of the open one.
    repair: Option<RepairPage>,
    /// The settings, which are shown in place of any other page until they are left.
    settings: Option<SettingsPage>,
}

impl Pages {
    fn on_screen(&self, has_project: bool) -> &dyn Page {
        match (&self.settings, &self.repair, self.shown) {
            (Some(settings), ..) => settings,
            (None, Some(repair), _) => repair,
            _ if !has_project => &self.welcome,
            (None, None, PageId::Read) => &self.read,
            (None, None, PageId::Compare) => &self.compare,
            (None, None, PageId::Codebook) => &self.codebook,
            (None, None, PageId::Search) => &self.search,
            (None, None, PageId::Progress) => &self.progress,
            (None, None, PageId::Import) => &self.import,
        }
    }

    fn on_screen_mut(&mut self, has_project: bool) -> &mut dyn Page {
        match (&mut self.settings, &mut self.repair, self.shown) {
            (Some(settings), ..) => settings,
            (None, Some(repair), _) => repair,
            _ if !has_project => &mut self.welcome,
            (None, None, PageId::Read) => &mut self.read,
            (None, None, PageId::Compare) => &mut self.compare,
            (None, None, PageId::Codebook) => &mut self.codebook,
            (None, None, PageId::Search) => &mut self.search,
            (None, None, PageId::Progress) => &mut self.progress,
            (None, None, PageId::Import) => &mut self.import,
        }
    }

    /// Shows a page of the open project.
    fn show(&mut self, page: PageId) {
        self.shown = page;
        self.settings = None;
    }

    /// Shows the page of articles, and remembers the page on screen, to go back to.
    fn read_from_here(&mut self) {
        if self.shown != PageId::Read {
            self.opened_from = Some(self.shown);
        }
        self.show(PageId::Read);
    }

    /// The pages of an open project, which are told of each project that is opened.
    fn of_project(&mut self) -> [&mut dyn Page; 5] {
        [&mut self.read, &mut self.compare, &mut self.codebook, &mut self.search, &mut self.progress]
    }

    fn have_dialog(&self) -> bool {
        let pages: [&dyn Page; 5] = [&self.read, &self.compare, &self.codebook, &self.search, &self.import];
        pages.into_iter().any(Page::has_dialog) || self.settings.as_ref().is_some_and(Page::has_dialog)
    }
}

impl App {
    /// The window as eframe makes it, with the preferences kept from the last time.
    pub fn new(cc: &eframe::CreationContext<'_>, file_dialogs: Box<dyn FileDialogs>, project: Option<PathBuf>) -> Self {
        let file = eframe::storage_dir(APP_ID).map(|folder| folder.join("app.ron"));
        let preferences = cc.storage.map(|storage| KeptPreferences::of_storage(storage, file.as_deref()));
        let machine = Machine::this();
        let preferences = preferences.unwrap_or_default().with_settings_of(&machine.folders.settings());
        let app = Self::with_preferences(&cc.egui_ctx, preferences, machine, file_dialogs, project);
        Self { is_ended: termination::watch(&cc.egui_ctx), clipboard: Clipboard::of_system(), ..app }
    }

    /// The window of a machine that keeps what the program writes there.
    pub fn with_preferences(
        ctx: &egui::Context,
        preferences: impl Into<KeptPreferences>,
        machine: Machine,
        file_dialogs: Box<dyn FileDialogs>,
        project: Option<PathBuf>,
    ) -> Self {
        let KeptPreferences { mut preferences, loss } = preferences.into();
        theme::install_fonts(ctx);
        theme::install_styles(ctx);
        theme::choose(ctx, preferences.theme);
        ctx.set_zoom_factor(preferences.interface_scale);
        // Ctrl+Plus is ours: it makes the articles larger, not the program.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(EventsInOrder::default());
        let settings_keeper = SettingsKeeper::new(&machine.folders, &preferences);
        let mut desk = Desk::new(ctx.clone(), machine, preferences.file_settings(), file_dialogs);
        preferences.last_report = desk.tell_of_crash(preferences.last_report.as_deref());
        if let Some(loss) = loss {
            desk.notices.message(loss);
        }
        if let Some(path) = project {
            desk.read_project(path);
        }
        Self {
            desk,
            pages: Pages::default(),
            dialog: None,
            menus: Menus::default(),
            tour: None,
            had_dialog: false,
            preferences,
            settings_keeper,
            actions: Vec::new(),
            clipboard: Clipboard::default(),
            counts: Kept::default(),
            is_ended: Arc::default(),
            title: String::new(),
        }
    }

    /// The project shown, if any.
    pub fn project(&self) -> Option<&Project> {
        self.desk.project()
    }

    /// Whether nothing is being read or written, and nothing made that the page on screen shows.
    pub fn is_idle(&self) -> bool {
        self.desk.is_idle()
            && !self.settings_keeper.is_busy()
            && !matches!(&self.dialog, Some(WindowDialog::Words(words)) if words.is_busy())
            && !self.pages.on_screen(self.desk.project().is_some()).is_busy()
    }

    /// What the program remembers of the person.
    pub const fn preferences(&self) -> &Preferences {
        &self.preferences
    }

    /// Makes an article of a text, as if it had been pasted.
    pub fn paste_article(&mut self, pasted: PastedText) {
        self.desk.read_pasted(Some(pasted));
    }

    /// The failures that wait to be read.
    pub fn failures(&self) -> Vec<String> {
        self.desk.notices.failures().map(str::to_owned).collect()
    }

    /// Where the two ends of the selected highlight can be grabbed, if both are on screen.
    pub const fn highlight_ends(&self) -> Option<[egui::Rect; 2]> {
        self.pages.read.reader.handles
    }

    /// Where words of the article stand on the screen.
    pub fn rects_of(&self, words: Span) -> Vec<egui::Rect> {
        self.pages.read.reader.rects_of(words)
    }

    fn has_dialog(&self) -> bool {
        self.dialog.is_some() || self.desk.has_dialog() || self.pages.have_dialog()
    }

    /// What stands before a command in a menu.
    fn mark_of(&self, command: Command) -> Mark {
        let preferences = &self.preferences;
        let (page, has_project) = (self.pages.shown, self.desk.project().is_some());
        match command {
            Command::ShowRead => Mark::Dot(has_project && page == PageId::Read),
            Command::ShowCompare => Mark::Dot(has_project && page == PageId::Compare),
            Command::ShowCodebook => Mark::Dot(has_project && page == PageId::Codebook),
            Command::ShowSearch => Mark::Dot(has_project && page == PageId::Search),
            Command::ShowProgress => Mark::Dot(has_project && page == PageId::Progress),
            Command::ShowImport => Mark::Dot(has_project && page == PageId::Import),
            Command::SaveWhenIdle => Mark::Dot(preferences.saving == Saving::WhenIdle),
            Command::SaveWhenAsked => Mark::Dot(preferences.saving == Saving::WhenAsked),
            Command::SnapToCharacters => Mark::Dot(preferences.snap == Snap::Character),
            Command::SnapToWords => Mark::Dot(preferences.snap == Snap::Word),
            Command::SnapToSentences => Mark::Dot(preferences.snap == Snap::Sentence),
            Command::SnapToParagraphs => Mark::Dot(preferences.snap == Snap::Paragraph),
            Command::TintByIssue => Mark::Dot(preferences.tint_by == CodeKind::Issue),
            Command::TintByActor => Mark::Dot(preferences.tint_by == CodeKind::Actor),
            Command::SortAsImported => Mark::Dot(preferences.article_order == ArticleOrder::Project),
            Command::SortNewest => Mark::Dot(preferences.article_order == ArticleOrder::Newest),
            Command::SortOldest => Mark::Dot(preferences.article_order == ArticleOrder::Oldest),
            Command::SortByTitle => Mark::Dot(preferences.article_order == ArticleOrder::Title),
            Command::SortByOutlet => Mark::Dot(preferences.article_order == ArticleOrder::Outlet),
            Command::SortByProgress => Mark::Dot(preferences.article_order == ArticleOrder::Status),
            Command::SortMostHighlights => Mark::Dot(preferences.article_order == ArticleOrder::MostHighlights),
            Command::SortFewestHighlights => Mark::Dot(preferences.article_order == ArticleOrder::FewestHighlights),
            Command::UngroupArticles => Mark::Dot(preferences.article_grouping == ArticleGrouping::None),
            Command::GroupByOutlet => Mark::Dot(preferences.article_grouping == ArticleGrouping::Outlet),
            Command::GroupByStory => Mark::Dot(preferences.article_grouping == ArticleGrouping::Story),
            Command::GroupByProgress => Mark::Dot(preferences.article_grouping == ArticleGrouping::Status),
            Command::FollowSystem => Mark::Dot(preferences.theme == ThemeChoice::System),
            Command::LightTheme => Mark::Dot(preferences.theme == ThemeChoice::Light),
            Command::SepiaTheme => Mark::Dot(preferences.theme == ThemeChoice::Sepia),
            Command::DarkTheme => Mark::Dot(preferences.theme == ThemeChoice::Dark),
            Command::PinActorExample => Mark::Tick(self.is_example_pinned(CodeKind::Actor)),
            Command::PinIssueExample => Mark::Tick(self.is_example_pinned(CodeKind::Issue)),
            Command::ShowLegend => Mark::Tick(preferences.shows_legend),
            Command::ShowArticleList => Mark::Tick(self.pages.read.shows(PanelSide::Articles, preferences)),
            Command::ShowHighlightPanel => Mark::Tick(self.pages.read.shows(PanelSide::Highlight, preferences)),
            Command::CompareInWindow => Mark::Tick(self.pages.is_compare_beside),
            Command::SideBySide => Mark::Tick(self.pages.compare.other.is_some()),
            _ => Mark::None,
        }
    }

    /// Whether the selected passage is pinned as an example of its actor or its issue.
    fn is_example_pinned(&self, kind: CodeKind) -> bool {
        let (Some(project), Some((article, highlight))) =
            (self.desk.project(), self.pages.on_screen(true).selected().passage)
        else {
            return false;
        };
        let highlight = project.article(article).and_then(|article| article.highlight(highlight));
        highlight.is_some_and(|highlight| highlight.example_code(kind).is_some())
    }

    fn situation(&self) -> Situation {
        if self.desk.project().is_none() || self.pages.repair.is_some() {
            return Situation::default();
        }
        let (history, read) = (self.desk.history(), &self.pages.read);
        let selected = self.pages.on_screen(true).selected();
        let page = match self.pages.shown {
            _ if self.pages.settings.is_some() => PageOnScreen::Other,
            PageId::Read => PageOnScreen::Read,
            PageId::Compare => PageOnScreen::Compare,
            PageId::Codebook | PageId::Search | PageId::Progress | PageId::Import => PageOnScreen::Other,
        };
        Situation {
            page,
            has_project: true,
            can_change: self.desk.can_change(),
            has_article: read.has_article(),
            has_selection: selected.has_words,
            has_highlight: selected.has_highlight,
            has_passage: selected.passage.is_some(),
            has_actor: selected.has_actor,
            has_code: selected.has_code,
            has_issue: selected.has_issue,
            has_suggestions: read.has_suggestions(),
            has_suggestion: read.has_suggestion(),
            // What can be undone once a change is made is not known before.
            can_undo: self.desk.is_changing() || history.undo_step().is_some(),
            can_redo: self.desk.is_changing() || history.redo_step().is_some(),
            has_recent_tags: read.has_recent_tags(),
            has_review: self.pages.import.has_review(),
            has_manual_order: self.preferences.article_order == ArticleOrder::Project,
        }
    }

    /// The numbers of the open project, counted once for each revision.
    fn counts(&mut self) -> ProjectCounts {
        let history = self.desk.history();
        *self.counts.get(history.revision(), || ProjectCounts::of(history.project()))
    }

    /// Lets pages work with a context of this frame.
    fn with_pages<R>(&mut self, work: impl FnOnce(&mut Pages, &mut PageContext<'_>) -> R) -> R {
        let has_dialog = self.has_dialog() || self.menus.is_open();
        let counts = self.counts();
        let mut context = PageContext {
            history: self.desk.history(),
            counts,
            page: self.pages.shown,
            // What a page would change now, it would make from the project as it was.
            can_change: self.desk.can_change() && !self.desk.is_changing(),
            has_dialog,
            preferences: &mut self.preferences,
            actions: &mut self.actions,
        };
        work(&mut self.pages, &mut context)
    }

    /// Takes keys before any widget sees them.
    fn take_keys(&mut self, ctx: &egui::Context) {
        if self.has_dialog() || self.menus.is_open() || egui::Popup::is_any_open(ctx) {
            return;
        }
        self.menus.take_keys(ctx);
        if self.menus.is_open() {
            return;
        }
        self.desk.notices.take_keys(ctx);
        let has_project = self.desk.project().is_some();
        self.with_pages(|pages, context| pages.on_screen_mut(has_project).take_keys(ctx, context));
        self.take_keys_of_tour(ctx);
        // A focused button needs Enter, Tab and Space for itself, though they are commands in the text.
        let has_widget = ctx.memory(|memory| memory.focused().is_some_and(|id| id != super::pages::read::reader::id()));
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
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped = ctx.input(|input| input.raw.dropped_files.clone());
        let paths: Vec<PathBuf> = dropped.iter().map(|file| file.path().to_owned()).collect();
        if !paths.is_empty() {
            self.desk.take_dropped(paths, self.pages.repair.is_none());
            self.take_events(ctx);
        }
    }

    fn guard_closing(&mut self, ctx: &egui::Context) {
        if self.is_ended.swap(false, Ordering::Relaxed) {
            self.pages.import.clear();
            self.desk.close_unasked();
        }
        let wants_to_close = ctx.input(|input| input.viewport().close_requested());
        if wants_to_close && (self.pages.import.is_edited() || !self.desk.may_close()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            self.actions.push(Action::Run(crate::command::Command::Quit));
        }
    }

    /// Names the window, for the window system and for screen readers.
    fn set_window_title(&mut self, ctx: &egui::Context) {
        let title = match self.project() {
            // The window system ends a program whose title has a NUL in it.
            Some(project) => format!("{} – Standpoint", one_line(&project.title)),
            None => "Standpoint".to_owned(),
        };
        if title != self.title {
            ctx.send_viewport_cmd(egui::ViewportCommand::Title(title.clone()));
            self.title = title;
        }
        ctx.accesskit_node_builder(egui::accesskit_root_id(), |node| node.set_label(&*self.title));
    }

    fn bars_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        let frame = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 0));
        let counts = self.counts();
        let project = self.desk.project().filter(|_| self.pages.repair.is_none());
        let history = self.desk.history();
        let bar = TopBar {
            title: project.map(|project| &*project.title),
            page: self.pages.settings.is_none().then_some(self.pages.shown),
            has_review: self.pages.import.has_review(),
            now: self.situation(),
            keys: &self.preferences.keys,
            steps: [history.undo_label(), history.redo_label()],
        };
        let (menus, actions) = (&mut self.menus, &mut self.actions);
        let top = Panel::top("top bar").exact_size(theme.sizes.bar).frame(frame);
        top.show(ui, |ui| top_bar::ui(ui, menus, &bar, actions));
        let (preferences, told) = (&self.preferences, (self.desk.jobs(), &self.desk.notices));
        let state = self.desk.saved_state();
        let open = project.map(|project| StatusOfProject { project, counts, state });
        Panel::bottom("status").exact_size(theme.sizes.status).frame(frame).show(ui, |ui| {
            Region::Status.begin(ui, "Status", None);
            status::ui(ui, open.as_ref(), preferences, told, actions);
        });
    }

    /// Shows what has the keyboard, whatever it is; in the text the caret does so.
    fn focus_ring_ui(&self, ctx: &egui::Context) {
        let Some(id) = ctx.memory(egui::Memory::focused) else { return };
        if self.menus.is_open() || id == super::pages::read::reader::id() {
            return;
        }
        let Some(focused) = regions::widget_rect(ctx, id) else { return };
        let theme = Theme::of_style(&ctx.global_style());
        let painter = ctx.layer_painter(focused.layer_id).with_clip_rect(focused.interact_rect.expand(4.0));
        let stroke = egui::Stroke::new(2.0, *theme.colours.accent);
        let radius = theme.sizes.radius + 2;
        painter.rect_stroke(focused.rect.expand(2.0), radius, stroke, egui::StrokeKind::Outside);
    }

    /// Shows the menu that is open.
    fn menus_ui(&mut self, ui: &Ui) {
        let mut menus = std::mem::take(&mut self.menus);
        let mark = |command| self.mark_of(command);
        let source = MenuSource { now: self.situation(), keys: &self.preferences.keys, mark: &mark };
        let chosen = menus.popup_ui(ui, &source);
        self.menus = menus;
        self.actions.extend(chosen.map(Action::Run));
    }

    /// Shows what needs to be known or decided above the page.
    fn banners_ui(&mut self, ui: &mut Ui) {
        if !self.desk.has_banners() {
            return;
        }
        let most_height = ui.available_height() * 0.5;
        Panel::top("banners").resizable(false).frame(Frame::new()).show(ui, |ui| {
            Region::Banners.begin(ui, "Messages above the page", None);
            scroll_up_to(most_height).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                self.desk.standing_ui(ui);
                self.actions.extend(self.desk.notices.banners_ui(ui).map(Action::Run));
            });
        });
    }

    fn page_ui(&mut self, ui: &mut Ui) {
        let has_project = self.desk.project().is_some();
        self.with_pages(|pages, context| pages.on_screen_mut(has_project).ui(ui, context));
    }

    fn dialogs_ui(&mut self, ui: &Ui) {
        let is_open = self.has_dialog();
        let was_open = std::mem::replace(&mut self.had_dialog, is_open);
        if is_open && !was_open {
            // The keyboard goes from the page to the dialog.
            let focused = ui.ctx().memory(egui::Memory::focused);
            ui.ctx().memory_mut(|memory| focused.into_iter().for_each(|id| memory.surrender_focus(id)));
        }
        self.with_pages(|pages, context| {
            for page in pages.of_project() {
                page.dialog_ui(ui, context);
            }
            pages.import.dialog_ui(ui, context);
            if let Some(settings) = &mut pages.settings {
                settings.dialog_ui(ui, context);
            }
        });
        self.desk.dialog_ui(ui);
        self.own_dialog_ui(ui);
    }

    fn own_dialog_ui(&mut self, ui: &Ui) {
        let Some(dialog) = self.dialog.take() else { return };
        match dialog {
            WindowDialog::Coder(mut prompt) => match prompt.ui(ui) {
                None => self.dialog = Some(WindowDialog::Coder(prompt)),
                Some(DialogReply::Done(coder)) => {
                    let change = SettingChange::To(SettingValue::Text(coder));
                    self.actions.push(Action::Change(Setting::Coder, change));
                }
                Some(DialogReply::Cancelled) => {}
            },
            WindowDialog::Words(mut words) => match words.ui(ui, self.desk.history()) {
                None => self.dialog = Some(WindowDialog::Words(words)),
                Some(DialogReply::Done(WordsReply::Find(words))) => self.actions.push(Action::FindWords(words)),
                Some(DialogReply::Done(WordsReply::Save(on_screen))) => {
                    self.actions.push(Action::Desk(DeskRequest::SaveWords(on_screen)));
                    self.dialog = Some(WindowDialog::Words(words));
                }
                Some(DialogReply::Cancelled) => {}
            },
            WindowDialog::Keys(mut keys) => {
                let mut keymap = self.preferences.keys.clone();
                if keys.ui(ui, &mut keymap).is_none() {
                    self.dialog = Some(WindowDialog::Keys(keys));
                }
                if keymap != self.preferences.keys {
                    let change = SettingChange::To(SettingValue::Shortcuts(keymap));
                    self.actions.push(Action::Change(Setting::Shortcuts, change));
                }
            }
            WindowDialog::Palette(mut palette) => match palette.ui(ui, self.situation(), &self.preferences.keys) {
                None => self.dialog = Some(WindowDialog::Palette(palette)),
                Some(DialogReply::Done(command)) => self.actions.push(Action::Run(command)),
                Some(DialogReply::Cancelled) => {}
            },
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        let has_other_dialog = self.dialog.is_some() || self.pages.have_dialog();
        self.desk.logic(self.preferences.file_settings(), has_other_dialog);
        if let Some(trouble) = self.settings_keeper.follow(&self.preferences) {
            self.desk.notices.failure(trouble);
        }
        self.take_events(ctx);
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
        self.banners_ui(ui);
        self.page_ui(ui);
        self.dialogs_ui(ui);
        self.menus_ui(ui);
        self.compare_window_ui(&ctx);
        self.take_events(&ctx);
        self.desk.notices.list_ui(ui);
        if let Some(command) = self.desk.notices.cards_ui(ui) {
            self.actions.push(Action::Run(command));
        }
        self.tour_ui(ui);
        self.focus_ring_ui(&ctx);
        regions::end_pass(&ctx);
        if !self.actions.is_empty() {
            self.perform(&ctx);
            ctx.request_repaint();
        }
    }

    /// Preferences are written often, so that a crash does not lose the list of recent projects.
    fn auto_save_interval(&self) -> std::time::Duration {
        std::time::Duration::from_secs(3)
    }

    fn save(&mut self, storage: &mut dyn eframe::Storage) {
        self.keep_places();
        storage.set_string(Preferences::KEY, self.preferences.to_text());
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.settings_keeper.finish(&self.preferences);
    }

    fn clear_color(&self, visuals: &egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}
