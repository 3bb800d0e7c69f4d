//! The page on which articles are read and tagged: the list of articles, the text, and what is selected in it.
//!
//! The panels stand beside the text or over it, which `dock` decides; `reader` is the text itself. `commands` carries
//! out what menus and keys ask of this page.

pub mod articles;
mod commands;
mod describing;
mod details;
pub mod dock;
pub mod emphasis;
mod emphasis_bar;
pub mod highlight;
mod legend;
pub mod reader;
mod removing;
mod revision;
mod revision_changes;
mod suggesting;
pub mod tag_box;

use std::{collections::HashSet, sync::Arc};

use egui::{Frame, Margin, Panel, Rect, Ui};

use self::{
    articles::ArticleList,
    describing::ManyDetailsDialog,
    details::DetailsDialog,
    dock::PanelDock,
    highlight::HighlightPanel,
    reader::Reader,
    removing::RemovalDialog,
    revision::RevisionDialog,
    suggesting::SuggestionsDialog,
    tag_box::{TagBoxStatus, TagTarget},
};

use standpoint_core::{
    edit::{Edit, EditPlace, SharedDetails},
    model::{Article, ArticleId, CodeKind, Highlight, HighlightId, Project, ProjectId, Tags},
    text::{Span, Text},
    wording::counted,
};

use super::{Page, PageContext, Selected, middle_ui};
use crate::{
    command::{Command, READ_ONLY, SharedCommand},
    ui::{
        action::{Action, MakeEdit},
        parts::{code_key::CodeKeyDialog, dialog::DialogReply, regions::Region, tagging, tour_target::TourTarget},
        preferences::{PanelSide, Preferences, ReadingPlaces},
        theme::Theme,
    },
};

/// How many sets of tags are remembered, to be given again.
const MAX_RECENT_TAGS: usize = 12;

/// The page of articles.
#[derive(Default)]
pub struct ReadPage {
    /// The text on screen, and what is selected in it.
    pub reader: Reader,
    list: ArticleList,
    panel: HighlightPanel,
    dock: PanelDock,
    dialog: Option<ReadDialog>,
    /// Tags used in this project, latest first.
    recent_tags: Vec<Tags>,
    /// The highlight that was asked for and is selected once it is there.
    asked: Option<AskedHighlight>,
    /// The project on the page, once there was one.
    project: Option<ProjectId>,
    /// Where the article on screen stands among all, so that its neighbour is shown when it goes.
    place: usize,
}

/// What is open over this page; one at a time.
enum ReadDialog {
    Details(Box<DetailsDialog>),
    ManyDetails(Box<ManyDetailsDialog>),
    Remove(Box<RemovalDialog>),
    CodeKey(CodeKeyDialog),
    Revise(Box<RevisionDialog>),
    Suggestions(Box<SuggestionsDialog>),
}

/// A highlight that an edit is to make or change, and the tags it gets.
struct AskedHighlight {
    highlight: HighlightId,
    tags: Tags,
    /// Whether it was suggested, so that nothing else is suggested because of it.
    is_suggested: bool,
}

impl ReadPage {
    /// The project on the page, and where its articles are being read.
    pub fn places(&self) -> Option<(ProjectId, ReadingPlaces)> {
        Some((self.project?, self.reader.places()))
    }

    /// Goes on where the articles of a project were being read.
    pub fn resume(&mut self, project: &Project, places: ReadingPlaces) {
        let article = places.article.filter(|id| project.article(*id).is_some());
        self.reader.resume(article.or_else(|| project.articles.first().map(|first| first.id)), places.places);
        self.follow(project);
    }

    /// Shows an article, and the text where a list lies over it.
    pub fn show(&mut self, ctx: &egui::Context, article: ArticleId) {
        self.reader.show(article);
        if self.dock.over() == Some(PanelSide::Articles) {
            self.dock.close(ctx);
        }
    }

    /// Shows one highlight of an article, and selects it.
    pub fn show_highlight(&mut self, project: &Project, article: ArticleId, highlight: HighlightId) {
        if let Some(article) = project.article(article) {
            self.reader.show_highlight(article, highlight);
        }
    }

    /// Shows some words of an article, and selects them.
    pub fn show_words(&mut self, project: &Project, article: ArticleId, words: Span) {
        let Some(article) = project.article(article).filter(|article| article.text.holds(words)) else { return };
        self.reader.show(article.id);
        self.reader.tag_box = None;
        self.reader.select(words);
        self.reader.reveal(words.start);
    }

    /// Shows where a step that was undone has changed something, unless it is on screen already.
    pub fn show_place(&mut self, project: &Project, place: EditPlace) {
        let Some(article) = project.article(place.article) else { return };
        self.reader.show(article.id);
        let Some((highlight, start)) = place.highlight else { return };
        self.reader.highlight = article.highlight(highlight).map(|highlight| highlight.id);
        self.reader.reveal(start.min(article.text.n_chars()));
    }

    /// Takes a text that was read from a file for the article that is being revised.
    pub fn take_new_text(&mut self, text: Text) {
        if let Some(ReadDialog::Revise(revision)) = &mut self.dialog {
            revision.take_text(text);
        }
    }

    /// Opens the dialog that revises an article, with a new text.
    pub fn revise(&mut self, project: &Project, article: ArticleId, text: Text) {
        self.dialog = project.article(article).map(|article| {
            let mut revision = RevisionDialog::new(article);
            revision.take_text(text);
            ReadDialog::Revise(Box::new(revision))
        });
    }

    /// Whether a panel is on screen, beside the text or over it.
    pub fn shows(&self, side: PanelSide, preferences: &Preferences) -> bool {
        self.dock.over() == Some(side) || self.dock.is_docked(side, preferences)
    }

    /// Whether an article is shown.
    pub const fn has_article(&self) -> bool {
        self.reader.article.is_some()
    }

    /// Whether tags were used that could be given again.
    pub const fn has_recent_tags(&self) -> bool {
        !self.recent_tags.is_empty()
    }

    fn article(&self, project: &Project) -> Option<Arc<Article>> {
        project.article(self.reader.article?).cloned()
    }

    fn selected_highlight(&self, project: &Project) -> Option<(Arc<Article>, Highlight)> {
        let article = self.article(project)?;
        let highlight = article.highlight(self.reader.highlight?)?.clone();
        Some((article, highlight))
    }

    /// What a tag would be given to now.
    fn tag_target(&self) -> Option<TagTarget> {
        let words = self.reader.selection().map(TagTarget::Words);
        words.or(self.reader.highlight.map(TagTarget::Highlight))
    }

    /// Follows what happened to the project since the last frame.
    fn follow(&mut self, project: &Project) {
        let article = self.article(project);
        let has_come =
            |asked: &AskedHighlight| article.is_some_and(|article| article.highlight(asked.highlight).is_some());
        if let Some(asked) = self.asked.take().filter(has_come) {
            self.note_tags(asked.tags);
            if asked.is_suggested {
                self.reader.suggestions.note_accepted(asked.highlight);
            } else {
                self.reader.suggestions.look_like(asked.highlight);
            }
            self.reader.highlight = Some(asked.highlight);
            self.reader.clear_selection();
        }
        let present = self.reader.article.and_then(|id| project.article_index(id));
        if let Some(place) = present {
            self.place = place;
        } else if let Some(article) = project.articles.get(self.place).or(project.articles.last()) {
            self.reader.show(article.id);
        }
    }

    fn note_tags(&mut self, tags: Tags) {
        if tags == Tags::default() {
            return;
        }
        self.recent_tags.retain(|other| *other != tags);
        self.recent_tags.insert(0, tags);
        self.recent_tags.truncate(MAX_RECENT_TAGS);
    }

    fn panel_ui(&mut self, ui: &mut Ui, side: PanelSide, context: &mut PageContext<'_>) {
        match side {
            PanelSide::Articles => Region::Left.begin(ui, "Articles", None),
            PanelSide::Highlight => Region::Right.begin(ui, "Highlight", None),
        }
        match side {
            PanelSide::Articles => {
                TourTarget::ArticleList.is_at(ui, ui.max_rect());
                let places = self.reader.other_places();
                let opened = articles::ui(ui, &mut self.list, (self.reader.article, places), context);
                if let Some(article) = opened {
                    self.reader.show(article);
                }
            }
            PanelSide::Highlight => highlight::ui(ui, &mut self.panel, &mut self.reader, context),
        }
    }

    fn tag_box_ui(&mut self, ui: &Ui, page: Rect, context: &mut PageContext<'_>) {
        if let Some(words) = self.reader.selection_rect.filter(|_| self.reader.selection().is_some()) {
            TourTarget::Selection.is_at(ui, words);
        }
        let Some(mut tag_box) = self.reader.tag_box.take() else { return };
        let beside =
            self.reader.selection_rect.unwrap_or_else(|| Rect::from_center_size(page.center(), egui::Vec2::ZERO));
        let article = self.article(context.project());
        match tag_box.ui(ui, (beside, page), article.as_deref(), &self.recent_tags, context) {
            TagBoxStatus::Open => self.reader.tag_box = Some(tag_box),
            TagBoxStatus::Closed => {}
            TagBoxStatus::Chosen(target, suggestion) => self.tag(target, &suggestion, context),
        }
    }
}

/// Gives several articles some details, as one step.
fn shared_details(articles: &HashSet<ArticleId>, shared: SharedDetails) -> Action {
    let (n, articles) = (counted(articles.len(), "article"), articles.clone());
    let (label, told) = match shared.status {
        Some(status) => (format!("Mark {n} as {}", status.name()), format!("{n} marked as {}", status.name())),
        None => (format!("Change details of {n}"), format!("Details of {n} changed")),
    };
    let make = MakeEdit(Box::new(move |project| shared.edit(project, &articles)));
    Action::ToldEdit { label, make, told }
}

impl Page for ReadPage {
    fn open(&mut self, project: &Project) {
        let dock = std::mem::take(&mut self.dock);
        let reader = self.reader.begin_anew();
        *self = Self { dock, reader, project: Some(project.id), ..Self::default() };
        self.follow(project);
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        self.follow(context.project());
        self.list.rows.follow(ui.ctx(), context.history, articles::arrangement(context.preferences));
        let theme = Theme::of(ui);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        self.dock.fit(ui.available_width());
        if self.dock.is_docked(PanelSide::Articles, context.preferences) {
            let panel = Panel::left("articles").default_size(theme.sizes.articles_panel);
            panel.size_range(180.0..=420.0).frame(side).show(ui, |ui| self.panel_ui(ui, PanelSide::Articles, context));
        }
        if self.dock.is_docked(PanelSide::Highlight, context.preferences) {
            let panel = Panel::right("highlight").default_size(theme.sizes.highlight_panel);
            panel.size_range(220.0..=480.0).frame(side).show(ui, |ui| self.panel_ui(ui, PanelSide::Highlight, context));
        }
        if self.dock.offers(context.preferences) {
            let frame = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 0));
            let height = theme.sizes.field_height + 4.0;
            Panel::top("panels").exact_size(height).frame(frame).show(ui, |ui| self.dock.buttons_ui(ui, context));
        }
        if context.preferences.shows_legend {
            Panel::bottom("legend").frame(side).show(ui, |ui| legend::ui(ui, context.project()));
        }
        middle_ui(ui, ("Text", Some(reader::id())), Margin::ZERO, |ui| {
            let rect = ui.max_rect();
            reader::ui(ui, &mut self.reader, context);
            self.tag_box_ui(ui, rect, context);
            reader::card_ui(ui, &self.reader, rect, context);
            if let Some(side) = self.dock.over() {
                let mut dock = std::mem::take(&mut self.dock);
                dock.over_ui(ui, side, rect, |ui| self.panel_ui(ui, side, context));
                self.dock = dock;
            }
        });
    }

    fn is_busy(&self) -> bool {
        let is_revising = matches!(&self.dialog, Some(ReadDialog::Revise(revision)) if revision.is_busy());
        let is_removing = matches!(&self.dialog, Some(ReadDialog::Remove(removal)) if removal.is_busy());
        is_revising || is_removing || self.reader.is_busy() || self.list.rows.is_busy()
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        match &mut self.dialog {
            None => {}
            Some(ReadDialog::Details(details)) => match details.ui(ui) {
                None => {}
                Some(DialogReply::Done(changed)) => {
                    let edit = Edit::SetDetails(details.article, changed.into());
                    context.ask(Action::edit("Change an article’s details", edit));
                    self.dialog = None;
                }
                Some(DialogReply::Cancelled) => self.dialog = None,
            },
            Some(ReadDialog::ManyDetails(details)) => match details.ui(ui) {
                None => {}
                Some(DialogReply::Done(shared)) => {
                    context.ask(shared_details(&details.articles, shared));
                    self.dialog = None;
                }
                Some(DialogReply::Cancelled) => self.dialog = None,
            },
            Some(ReadDialog::Remove(removal)) => {
                let is_open = removal.ui(ui, context);
                self.dialog = self.dialog.take().filter(|_| is_open);
            }
            Some(ReadDialog::Revise(revision)) => {
                let is_open = revision.ui(ui, context);
                self.dialog = self.dialog.take().filter(|_| is_open);
            }
            Some(ReadDialog::Suggestions(suggestions)) => {
                let is_open = suggestions.ui(ui, context);
                self.dialog = self.dialog.take().filter(|_| is_open);
            }
            Some(ReadDialog::CodeKey(code_key)) => {
                let is_open = code_key.ui(ui, context);
                self.dialog = self.dialog.take().filter(|_| is_open);
            }
        }
    }

    fn has_dialog(&self) -> bool {
        self.dialog.is_some()
    }

    fn selected(&self) -> Selected {
        let has_highlight = self.reader.highlight.is_some();
        Selected {
            has_words: self.reader.selection().is_some(),
            has_highlight,
            passage: self.reader.article.zip(self.reader.highlight),
            has_actor: has_highlight,
            has_issue: has_highlight,
            has_code: false,
        }
    }

    /// Escape closes what lies over the text; the one-key codes tag.
    fn take_keys(&mut self, ctx: &egui::Context, context: &mut PageContext<'_>) {
        self.follow(context.project());
        let is_covered = self.dock.over().is_some() && self.reader.tag_box.is_none();
        if is_covered && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
            self.dock.close(ctx);
        }
        if !is_covered && self.reader.find.is_open && self.reader.tag_box.is_none() {
            let is_here = self.reader.find.has_focus() || ctx.memory(|memory| memory.has_focus(reader::id()));
            if is_here && ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
                self.reader.close_find();
                ctx.memory_mut(|memory| memory.request_focus(reader::id()));
            }
        }
        // Otherwise these keys delete the selected highlight.
        let removes = |key| ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, key));
        if articles::has_keyboard(ctx) && (removes(egui::Key::Delete) || removes(egui::Key::Backspace)) {
            context.run(Command::RemoveArticle);
        }
        let Some(target) = self.tag_target() else { return };
        if ctx.text_edit_focused() || self.reader.tag_box.is_some() {
            return;
        }
        let pressed = ctx.input(|input| {
            let keys = input.events.iter().filter_map(|event| match event {
                egui::Event::Key { key, pressed: true, repeat: false, modifiers, .. } if !modifiers.any() => Some(*key),
                _ => None,
            });
            keys.collect::<Vec<_>>()
        });
        let book = &context.project().codebook;
        for suggestion in pressed.into_iter().filter_map(|key| tagging::one_key(book, key)) {
            if context.can_change {
                self.tag(target, &suggestion, context);
            } else {
                context.ask(Action::Tell(READ_ONLY.to_owned()));
            }
        }
    }

    fn run_shared(&mut self, command: SharedCommand, context: &mut PageContext<'_>) -> bool {
        match command {
            SharedCommand::NextHighlight => self.step_highlight(1, context.project()),
            SharedCommand::PreviousHighlight => self.step_highlight(-1, context.project()),
            SharedCommand::AssignActorKey => self.ask_code_key(CodeKind::Actor, context),
            SharedCommand::AssignIssueKey => self.ask_code_key(CodeKind::Issue, context),
            SharedCommand::PinActorExample => self.pin_example(CodeKind::Actor, context),
            SharedCommand::PinIssueExample => self.pin_example(CodeKind::Issue, context),
            // These need a code selected in the codebook.
            SharedCommand::MergeCodes
            | SharedCommand::SplitCode
            | SharedCommand::MoveCode
            | SharedCommand::MoveCodeUp
            | SharedCommand::MoveCodeDown
            | SharedCommand::MoveCodeIn
            | SharedCommand::MoveCodeOut
            | SharedCommand::AddMember
            | SharedCommand::DeleteCode => return false,
        }
        true
    }
}
