//! The articles that were read and wait to be imported: which of them, with which text and which details.
//!
//! The page holds the review until it is imported or cancelled, whichever page is on screen. What is found by comparing
//! drafts comes from a thread, and so does a file that is read again in another way.

mod again;
mod bars;
mod columns;
mod copies;
mod details;
mod keys;
mod list;
mod names;
mod options;
mod text;
mod texts;

use std::{
    cell::Cell,
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
};

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};

use standpoint_core::model::{Project, ProjectId};
use standpoint_exchange::import::{
    articles::FileRead,
    columns::KnownColumns,
    draft::Field,
    formats::ReadingChoice,
    review::{Findings, Review, ReviewCounts},
};

use self::{
    again::{ReadingAgain, choice_of, failed_table},
    columns::TableColumns,
    copies::Comparing,
    names::FileNames,
    text::ShownText,
    texts::SeenTexts,
};
use super::{Page, PageContext};
use crate::{
    command::{Command, READ_ONLY},
    ui::{
        action::{Action, DeskRequest},
        parts::{
            date::parse_date,
            derived::Derived,
            dialog::{DialogButtons, DialogReply, is_left, modal},
            regions::Region,
        },
        theme::Theme,
        widgets::segmented,
        work::drop_elsewhere,
    },
};

/// The width of the page from which the details have a panel of their own, in points.
const ROOM_FOR_DETAILS: f32 = 980.0;

/// About how many drafts findings are taken in a frame.
const FINDINGS_A_FRAME: usize = 1_500;

/// What the findings depend on: the project, how often the texts of its articles changed, how many drafts there are, and
/// how often files were read again.
type FindingsKey = (ProjectId, u64, usize, u64);

/// The page of articles that wait to be imported.
#[derive(Default)]
pub struct ImportPage {
    review: Arc<Review>,
    /// The draft whose text and details are shown.
    current: usize,
    /// Whether the list scrolls to that draft.
    scrolls_to_current: bool,
    findings: Derived<FindingsKey, Cell<Option<Findings>>>,
    /// The findings that the review is taking.
    coming: Option<(FindingsKey, Findings)>,
    /// Those that it has taken.
    taken: Option<FindingsKey>,
    texts: SeenTexts,
    again: ReadingAgain,
    columns: TableColumns,
    names: FileNames,
    text: ShownText,
    comparing: Comparing,
    /// What is typed into fields and is not, or not yet, a value: a date that cannot be read, blanks at the end.
    typed: BTreeMap<(usize, Field), String>,
    /// What fills the gaps: an outlet and a date.
    fill: [String; 2],
    /// What came of it last, in words.
    filled: Option<String>,
    new_field: String,
    /// Whether the web address of a pasted text is to get the keyboard.
    focuses_address: bool,
    /// Whether the details are shown in place of the text, where there is no room for both.
    shows_details: bool,
    /// The field that had the keyboard when the keys of the last frame were taken.
    field: Option<egui::Id>,
    /// What is being imported.
    importing: Option<Arc<Review>>,
    question: Option<Leaving>,
}

/// What comes after the review is discarded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Cancel,
    Quit,
}

impl ImportPage {
    /// Adds what was read, and takes what is known of the columns of tables.
    pub fn add(&mut self, read: Review, columns: Option<KnownColumns>) {
        let (n_before, n_failed) = (self.review.drafts().len(), self.review.failed().len());
        if let Some(columns) = columns {
            self.again.know(columns);
        }
        let is_pasted = read.drafts().first().is_some_and(|draft| draft.read().path.is_none());
        self.review_mut().append(read);
        self.again.catch_up(&self.review, n_before);
        let first = self.review.drafts().get(n_before);
        let table = match first {
            Some(draft) => draft.original().filter(|_| choice_of(draft) == Some(ReadingChoice::Columns)),
            None => self.review.failed()[n_failed..].iter().find_map(failed_table),
        };
        if first.is_some() {
            self.show(n_before);
            self.focuses_address = is_pasted && self.review.drafts()[n_before].lacks(&Field::Url);
        }
        // What its columns hold is looked over before its texts.
        if let Some(table) = table {
            self.columns.show(table);
        }
    }

    /// Shows a draft.
    fn show(&mut self, draft: usize) {
        (self.current, self.scrolls_to_current) = (draft, true);
        self.columns.hide();
    }

    /// Forgets what was imported.
    pub fn finish(&mut self) {
        let n_imported = self.importing.take().map_or(0, |imported| imported.drafts().len());
        let mut left = std::mem::take(&mut self.review);
        self.clear();
        if left.drafts().len() > n_imported {
            // These were added in the meantime.
            Arc::make_mut(&mut left).forget_first(n_imported);
            self.review = left;
        } else {
            drop_elsewhere(left);
        }
    }

    /// Forgets the review.
    pub fn clear(&mut self) {
        drop_elsewhere(std::mem::take(&mut self.review));
        *self = Self::default();
    }

    /// Whether articles wait to be imported.
    pub fn has_review(&self) -> bool {
        !self.review.is_empty()
    }

    /// Whether the person changed something that would be lost with the review.
    pub fn is_edited(&self) -> bool {
        self.counts().is_edited || !self.typed.is_empty() || self.names.is_used()
    }

    /// Asks whether to quit, if something would be lost by it; returns whether it does.
    pub fn asks_before_quitting(&mut self) -> bool {
        let asks = self.is_edited();
        if asks {
            self.question = Some(Leaving::Quit);
        }
        asks
    }

    fn counts(&self) -> ReviewCounts {
        self.review.counts()
    }

    /// The review, to be changed. It is only shared while it is imported or a report of it is written.
    fn review_mut(&mut self) -> &mut Review {
        Arc::make_mut(&mut self.review)
    }

    fn findings_key(&mut self, context: &PageContext<'_>) -> FindingsKey {
        let project = context.project();
        let n_changes = self.texts.n_changes(project, context.revision());
        (project.id, n_changes, self.review.drafts().len(), self.again.n_done)
    }

    /// Takes what threads found, and lets them look where something changed.
    fn follow(&mut self, ctx: &Context, context: &PageContext<'_>) {
        let project = context.project();
        if let Some(read) = self.again.follow(ctx) {
            self.take_again(read);
        }
        names::follow(ctx, self);
        let key = self.findings_key(context);
        let review = &self.review;
        self.findings.follow(
            ctx,
            |made| *made == key,
            |_| {
                let (project, drafts) = (project.clone(), review.examined());
                (key, move || Cell::new(Some(Findings::of(&project, &drafts, &AtomicBool::new(false)))))
            },
        );
        if self.taken != Some(key) && self.findings.key() == Some(&key) {
            if let Some(found) = self.findings.peek().and_then(Cell::take) {
                self.coming = Some((key, found));
            }
            self.take_coming(ctx, key);
        }
    }

    /// Takes some of what was found, as far as it is about the drafts as they are.
    fn take_coming(&mut self, ctx: &Context, key: FindingsKey) {
        let coming = self.coming.take().filter(|(found_for, _)| *found_for == key);
        let Some((_, mut findings)) = coming else {
            self.taken = Some(key);
            return;
        };
        if self.review_mut().take_next_findings(&mut findings, FINDINGS_A_FRAME) {
            self.taken = Some(key);
            drop_elsewhere(findings);
        } else {
            self.coming = Some((key, findings));
            ctx.request_repaint();
        }
    }

    fn take_again(&mut self, files: Vec<FileRead>) {
        let current = self.review.drafts().get(self.current);
        let current = current.and_then(|draft| Some((draft.read().path.clone()?, draft.read().place)));
        let n_before = self.review.drafts().len();
        let problems = self.review_mut().replace(files);
        self.again.note_problems(problems.into_iter().map(|(path, reason)| (path, reason.to_string())));
        let n_drafts = self.review.drafts().len();
        if n_drafts != n_before {
            // What is typed and compared belonged to other places.
            self.typed.clear();
            self.comparing = Comparing::default();
            let place = current.and_then(|(path, number)| self.review.place_of(&path, number));
            self.current = place.unwrap_or(self.current).min(n_drafts.saturating_sub(1));
            self.scrolls_to_current = true;
        }
    }

    /// Why the ticked drafts cannot be imported now.
    fn obstacle(&mut self, context: &PageContext<'_>) -> Option<&'static str> {
        let counts = self.counts();
        let findings = self.findings_key(context);
        let is_wrong_date = |((draft, field), text): (&(usize, Field), &String)| {
            let is_date = matches!(field, Field::Date | Field::Updated);
            is_date && self.review.drafts()[*draft].is_ticked() && parse_date(text).is_err()
        };
        match () {
            () if self.importing.is_some() => Some("The articles are being imported."),
            () if !context.can_change => Some(READ_ONLY),
            () if counts.n_ticked == 0 => Some("No draft is selected."),
            () if counts.n_untitled > 0 => Some("A draft has no title."),
            () if self.typed.iter().any(is_wrong_date) => Some("A date cannot be read."),
            () if self.again.is_pending() => Some("Files are being read again."),
            () if self.names.is_pending((findings.2, findings.3)) => Some("Reading the names of the files…"),
            () if self.taken != Some(findings) => Some("Looking for copies…"),
            () => None,
        }
    }

    fn import(&mut self, context: &mut PageContext<'_>) {
        if self.obstacle(context).is_none() {
            self.importing = Some(Arc::clone(&self.review));
            context.ask(Action::Desk(DeskRequest::Import(Arc::clone(&self.review))));
        }
    }

    fn cancel(&mut self, context: &mut PageContext<'_>) {
        if self.is_edited() {
            self.question = Some(Leaving::Cancel);
        } else {
            self.discard(Leaving::Cancel, context);
        }
    }

    fn discard(&mut self, leaving: Leaving, context: &mut PageContext<'_>) {
        self.clear();
        context.run(Command::ShowRead);
        if leaving == Leaving::Quit {
            context.run(Command::Quit);
        }
    }

    fn middle_ui(&mut self, ui: &mut Ui, has_room: bool, context: &mut PageContext<'_>) {
        let page = Frame::new().fill(*Theme::of(ui).colours.page).inner_margin(Margin::symmetric(24, 12));
        CentralPanel::default().frame(page).show(ui, |ui| {
            Region::Middle.begin(ui, "Text as it will be imported", None);
            if self.columns.is_shown() {
                return columns::ui(ui, self, context);
            }
            if self.review.drafts().is_empty() {
                ui.weak("No file could be read. Choose other files, or cancel the import.");
                return;
            }
            if !has_room {
                let choices = [("Text", !self.shows_details), ("Details", self.shows_details)];
                if let Some(index) = segmented(ui, "Show", &choices) {
                    self.shows_details = index == 1;
                }
                ui.add_space(6.0);
            }
            if !has_room && self.shows_details {
                details::ui(ui, self);
            } else {
                text::ui(ui, self, context);
            }
        });
    }
}

impl Page for ImportPage {
    fn open(&mut self, _project: &Project) {}

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        // The edit either came into the project, and this page was cleared, or it did not fit.
        self.importing.take_if(|_| context.can_change);
        self.follow(ui.ctx(), context);
        let has_room = ui.available_width() >= ROOM_FOR_DETAILS;
        let bar = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(14, 0));
        Panel::top("import tools").exact_size(48.0).frame(bar).show(ui, |ui| {
            Region::Tools.begin(ui, "Import tools", None);
            self.tools_ui(ui, context);
        });
        if self.counts().n_ambiguous > 0 {
            let bar = Frame::new().fill(*theme.colours.selected).inner_margin(Margin::symmetric(14, 6));
            Panel::top("import dates").frame(bar).show(ui, |ui| self.dates_ui(ui));
        }
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 10));
        let width = if has_room { 360.0 } else { 240.0 };
        Panel::left("drafts").default_size(width).size_range(200.0..=520.0).frame(side).show(ui, |ui| {
            Region::Left.begin(ui, "Drafts", None);
            if self.importing.is_some() {
                ui.disable();
            }
            list::ui(ui, self, context);
        });
        if has_room && !self.review.drafts().is_empty() {
            let side = side.inner_margin(Margin::symmetric(16, 12));
            Panel::right("details of draft").default_size(320.0).size_range(260.0..=460.0).frame(side).show(ui, |ui| {
                Region::Right.begin(ui, "Details", None);
                if self.importing.is_some() {
                    ui.disable();
                }
                details::ui(ui, self);
            });
        }
        self.middle_ui(ui, has_room, context);
        (self.scrolls_to_current, self.focuses_address) = (false, false);
    }

    fn is_busy(&self) -> bool {
        self.findings.is_busy()
            || self.coming.is_some()
            || self.again.is_busy()
            || self.names.is_busy()
            || self.columns.is_busy()
            || self.comparing.is_busy()
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
        names::dialog_ui(ui, self, context);
        let Some(leaving) = self.question else { return };
        let mut reply = None;
        let shown = modal(ui, "discard import").show(ui.ctx(), |ui| {
            ui.set_width(420.0);
            ui.heading("Discard the import?");
            ui.add_space(4.0);
            ui.label("What you changed about the drafts would be lost. The files stay as they are.");
            ui.add_space(12.0);
            reply = DialogButtons { main: "Discard import", obstacle: None, destroys: true }.ui(ui);
        });
        if reply == Some(DialogReply::Done(())) {
            self.discard(leaving, context);
        } else if reply.is_some() || is_left(&shown) {
            self.question = None;
        }
    }

    fn has_dialog(&self) -> bool {
        self.question.is_some() || self.names.is_open()
    }

    fn take_keys(&mut self, ctx: &Context, context: &mut PageContext<'_>) {
        keys::take(ctx, self, context);
    }
}
