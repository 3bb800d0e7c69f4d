//! The search: every place in all articles where words stand, a line for each, aligned at what was found.
//!
//! `answer` finds the lines on a thread, `tools` shows the controls above and below them, `lines` the list itself with
//! its rows (`rows`) and what stands in each (`line`), and `tag_dialog` asks how ticked lines are tagged. `saved`
//! keeps searches in the project.

mod answer;
mod line;
mod lines;
mod rows;
mod saved;
mod tag_dialog;
mod tools;

use std::sync::Arc;

use egui::{Frame, Margin, Panel, Ui};

use self::{
    answer::{SearchAnswer, SearchKey},
    lines::LineList,
    saved::NamingDialog,
    tag_dialog::TagLinesDialog,
};

use standpoint_analysis::{
    concordance::{FoundHits, HitLimit, HitSet, LineGrouping, LineOrder, PassageExtent, WantedHits},
    search::{Search, SearchError, SearchOptions},
};
use standpoint_core::model::{Project, Tags};
use standpoint_exchange::export::{Export, hits::LinesToExport};

use super::{Page, PageContext, middle_ui};
use crate::ui::{
    action::{Action, ComparisonOnScreen, DeskRequest},
    parts::{derived::Derived, kept::Kept, pursuit::Pursuit, regions::Region},
    theme::Theme,
};

/// What is searched for, what was found, and which lines are ticked.
pub struct SearchPage {
    pattern: String,
    options: SearchOptions,
    limit: HitLimit,
    order: LineOrder,
    grouping: LineGrouping,
    /// What is wrong with the pattern, if anything is.
    trouble: Kept<(String, SearchOptions), Option<SearchError>>,
    answer: Pursuit<SearchKey, Arc<SearchAnswer>>,
    list: LineList,
    ticks: HitSet,
    /// What the ticks are of.
    ticked: Arc<FoundHits>,
    extent: PassageExtent,
    dialog: Option<TagLinesDialog>,
    /// The name of the saved search that is open; there may be none of this name any more.
    saved: Option<String>,
    /// Whether only lines that are new about it are listed.
    only_new: bool,
    naming: Option<NamingDialog>,
    /// How much is new about each saved search, by the revision of the project.
    news: Derived<u64, Arc<Vec<Option<usize>>>>,
    /// The tags given here, latest first.
    recent_tags: Vec<Tags>,
    /// What is to get the keyboard.
    wanted: Option<KeyboardPlace>,
}

/// A part of the page that can have the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum KeyboardPlace {
    Field,
    Lines,
}

/// How many sets of tags are remembered, to be given again.
const MAX_RECENT_TAGS: usize = 12;

impl Default for SearchPage {
    fn default() -> Self {
        Self {
            pattern: String::new(),
            options: SearchOptions::default(),
            limit: HitLimit::All,
            order: LineOrder::Right,
            grouping: LineGrouping::Outlet,
            trouble: Kept::default(),
            answer: Pursuit::default(),
            list: LineList::default(),
            ticks: HitSet::default(),
            ticked: Arc::default(),
            extent: PassageExtent::default(),
            dialog: None,
            saved: None,
            only_new: false,
            naming: None,
            news: Derived::default(),
            recent_tags: Vec::new(),
            wanted: Some(KeyboardPlace::Field),
        }
    }
}

impl SearchPage {
    /// Searches for a pattern, as it is set here or as whole words. With an empty one, the field gets the keyboard.
    pub fn ask(&mut self, pattern: String, as_whole_words: bool) {
        if pattern.is_empty() {
            self.wanted = Some(KeyboardPlace::Field);
            return;
        }
        self.pattern = pattern;
        if as_whole_words {
            self.options = SearchOptions { whole_words: true, ..SearchOptions::default() };
            self.limit = HitLimit::All;
        }
        (self.saved, self.only_new) = (None, false);
        self.wanted = Some(KeyboardPlace::Lines);
    }

    /// Gives the keyboard to the line that was left.
    pub fn come_back(&mut self) {
        self.wanted = Some(KeyboardPlace::Lines);
    }

    /// What is wrong with the pattern; nothing as long as none is typed.
    fn trouble(&mut self) -> Option<&SearchError> {
        let (pattern, options) = (&self.pattern, self.options);
        if !self.trouble.is_made_for(|(of, with)| of == pattern && *with == options) {
            let error = Search::new(pattern, options).err();
            self.trouble.set((pattern.clone(), options), error.filter(|_| !pattern.trim().is_empty()));
        }
        self.trouble.peek().and_then(Option::as_ref)
    }

    /// Lets a thread find what is asked for now.
    fn follow(&mut self, ui: &Ui, context: &PageContext<'_>) {
        if self.pattern.trim().is_empty() || self.trouble().is_some() {
            self.answer.clear();
            self.list.forget();
            return;
        }
        let followed = self.followed(context.project());
        let key = SearchKey {
            pattern: self.pattern.clone(),
            options: self.options,
            wanted: WantedHits {
                limit: self.limit,
                seen: followed.and_then(|search| search.seen.as_ref()).map(|seen| seen.texts.clone()),
                only_new: self.only_new && followed.is_some_and(|search| search.seen.is_some()),
            },
            order: self.order,
            grouping: self.grouping,
            revision: context.history.counted_revision(),
        };
        let is_new = self.answer.follow(ui.ctx(), &key, |before| {
            let before = before.map(|(key, answer)| (key.clone(), Arc::clone(answer)));
            let (project, key) = (context.project().clone(), key.clone());
            move |pursuer| answer::make(project, &key, before, pursuer)
        });
        if let Some((_, answer, is_whole)) = self.answer.peek().filter(|_| is_new) {
            let found = &answer.lines.found;
            // What is on screen on the way to the whole answer has no ticks yet.
            if is_whole && !Arc::ptr_eq(found, &self.ticked) {
                self.ticks = found.carried(&self.ticked, &self.ticks);
                self.ticked = Arc::clone(found);
            }
            self.list.take(answer, &key.pattern);
        }
    }

    /// The lines on screen, and whether there are no more to come.
    fn shown(&self) -> Option<(Arc<SearchAnswer>, bool)> {
        self.answer.peek().map(|(_, answer, is_whole)| (Arc::clone(answer), is_whole))
    }

    /// Asks for a file to write the ticked lines to, or all if none is ticked.
    fn export(&self, context: &mut PageContext<'_>) {
        let Some((answer, true)) = self.shown() else { return };
        let lines = LinesToExport {
            project: Arc::clone(&answer.project),
            lines: Arc::clone(&answer.lines),
            only: self.ticks.clone(),
            search: self.pattern.clone(),
        };
        let on_screen = ComparisonOnScreen { lines: Some(lines), ..ComparisonOnScreen::default() };
        context.ask(Action::Desk(DeskRequest::Export(Export::Lines, Box::new(on_screen))));
    }

    fn note_tags(&mut self, tags: Tags) {
        self.recent_tags.retain(|other| *other != tags);
        self.recent_tags.insert(0, tags);
        self.recent_tags.truncate(MAX_RECENT_TAGS);
    }
}

impl Page for SearchPage {
    fn open(&mut self, _project: &Project) {
        *self = Self::default();
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        self.follow(ui, context);
        let theme = Theme::of(ui);
        let bar = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 0));
        let paper = bar.fill(*theme.colours.page);
        Panel::top("search tools").exact_size(tools::HEIGHT).frame(paper).show(ui, |ui| {
            Region::Tools.begin(ui, "Search", Some(tools::field_id()));
            tools::ui(ui, self, context);
        });
        if let Some(trouble) = self.trouble().map(ToString::to_string) {
            Panel::top("search trouble").exact_size(26.0).frame(paper).show(ui, |ui| tools::trouble_ui(ui, &trouble));
        }
        if self.followed(context.project()).is_some() && self.trouble().is_none() {
            Panel::top("news of the search").exact_size(saved::BAR).frame(bar).show(ui, |ui| {
                saved::news_ui(ui, self, context);
            });
        }
        if self.shown().is_some_and(|(answer, _)| !answer.lines.is_empty()) {
            Panel::bottom("ticked lines").exact_size(56.0).frame(bar).show(ui, |ui| {
                Region::Right.begin(ui, "Ticked lines", None);
                tools::foot_ui(ui, self, context);
            });
        }
        let before = (self.ticks.len(), self.order, self.limit, self.only_new, self.wanted);
        middle_ui(ui, ("Lines", Some(lines::id())), Margin::ZERO, |ui| lines::ui(ui, self, context));
        if before != (self.ticks.len(), self.order, self.limit, self.only_new, self.wanted) {
            // The bars around the lines were shown before.
            ui.ctx().request_repaint();
        }
    }

    fn is_busy(&self) -> bool {
        self.answer.is_busy() || self.news.is_busy() || self.dialog.as_ref().is_some_and(TagLinesDialog::is_busy)
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        if let Some(mut naming) = self.naming.take()
            && !naming.ui(ui, self, context)
        {
            self.naming = Some(naming);
        }
        let Some(mut dialog) = self.dialog.take() else { return };
        match dialog.ui(ui, &self.recent_tags, context) {
            tag_dialog::TagLinesReply::Open => self.dialog = Some(dialog),
            tag_dialog::TagLinesReply::Closed => self.wanted = Some(KeyboardPlace::Lines),
            tag_dialog::TagLinesReply::Tagged(tags) => {
                self.note_tags(tags);
                self.ticks = HitSet::default();
                self.wanted = Some(KeyboardPlace::Lines);
            }
        }
    }

    fn has_dialog(&self) -> bool {
        self.dialog.is_some() || self.naming.is_some()
    }
}
