//! The articles that were read and wait to be imported: which of them, with which text and which details.
//!
//! The page holds the review until it is imported or cancelled, whichever page is on screen. What is found by comparing
//! drafts comes from a thread, and so does a file that is read again in another encoding.

mod copies;
mod details;
mod keys;
mod list;
mod text;

use std::{
    cell::Cell,
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
    thread::JoinHandle,
};

use egui::{Align, CentralPanel, Context, Frame, Layout, Margin, Panel, RichText, Ui};

use standpoint_core::{
    model::{Project, ProjectId, PublicationDate},
    wording::{counted, grouped},
};
use standpoint_exchange::import::{
    articles::SkipReason,
    draft::Field,
    reading::SourceReading,
    review::{DateOrder, Findings, Review, ReviewCounts, ReviewDraft},
};

use self::{copies::Comparing, text::ShownText};
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
        theme::{Theme, strong},
        widgets::{one_line, primary_button, segmented, small_button},
        work::drop_elsewhere,
    },
};

/// The width of the page from which the details have a panel of their own, in points.
const ROOM_FOR_DETAILS: f32 = 980.0;

/// What the findings depend on: the project, how many articles it has, how many drafts there are, and how often one was
/// read again.
type FindingsKey = (ProjectId, usize, usize, u64);

/// The page of articles that wait to be imported.
#[derive(Default)]
pub struct ImportPage {
    review: Arc<Review>,
    /// The draft whose text and details are shown.
    current: usize,
    /// Whether the list scrolls to that draft.
    scrolls_to_current: bool,
    findings: Derived<FindingsKey, Cell<Option<Findings>>>,
    /// The findings that the review has taken.
    taken: Option<FindingsKey>,
    n_read_again: u64,
    reading_again: Option<ReadingAgain>,
    text: ShownText,
    comparing: Comparing,
    /// What is typed into fields and is not, or not yet, a value: a date that cannot be read, blanks at the end.
    typed: BTreeMap<(usize, Field), String>,
    /// What fills the gaps: an outlet and a date.
    fill: [String; 2],
    new_field: String,
    /// Whether the web address of a pasted text is to get the keyboard.
    focuses_address: bool,
    /// Whether the details are shown in place of the text, where there is no room for both.
    shows_details: bool,
    /// What is being imported.
    importing: Option<Arc<Review>>,
    question: Option<Leaving>,
}

/// A file that a thread is reading again, for the draft at this place.
struct ReadingAgain {
    draft: usize,
    thread: JoinHandle<Result<SourceReading, SkipReason>>,
}

/// What comes after the review is discarded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Leaving {
    Cancel,
    Quit,
}

impl ImportPage {
    /// Adds what was read.
    pub fn add(&mut self, read: Review) {
        let n_before = self.review.drafts().len();
        let is_pasted = read.drafts().first().is_some_and(|draft| draft.read().path.is_none());
        self.review_mut().append(read);
        if self.review.drafts().len() > n_before {
            (self.current, self.scrolls_to_current) = (n_before, true);
            self.focuses_address = is_pasted && self.review.drafts()[n_before].lacks(&Field::Url);
        }
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
        self.counts().is_edited || !self.typed.is_empty()
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

    fn findings_key(&self, project: &Project) -> FindingsKey {
        (project.id, project.articles.len(), self.review.drafts().len(), self.n_read_again)
    }

    /// Takes what threads found, and lets them look where something changed.
    fn follow(&mut self, ctx: &Context, context: &PageContext<'_>) {
        let project = context.project();
        if let Some(again) = self.reading_again.take_if(|again| again.thread.is_finished()) {
            self.take_again(again);
        }
        let key = self.findings_key(project);
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
            let findings = self.findings.peek().and_then(Cell::take);
            self.taken = Some(key);
            self.review_mut().take_findings(findings.unwrap_or_default());
        }
    }

    fn take_again(&mut self, again: ReadingAgain) {
        let ReadingAgain { draft, thread } = again;
        // The panic hook has written the report.
        let Ok(read) = thread.join() else { return };
        match read.and_then(|reading| self.review_mut().replace(draft, reading)) {
            Ok(()) => self.n_read_again += 1,
            Err(problem) => self.text.problem = Some((draft, problem.to_string())),
        }
    }

    /// Why the ticked drafts cannot be imported now.
    fn obstacle(&self, context: &PageContext<'_>) -> Option<&'static str> {
        let counts = self.counts();
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
            () if self.taken != Some(self.findings_key(context.project())) => Some("Looking for copies…"),
            () if self.reading_again.is_some() => Some("A file is being read again."),
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

    fn tools_ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let counts = self.counts();
        let n = counts.n_ticked;
        let obstacle = self.obstacle(context);
        ui.horizontal_centered(|ui| {
            ui.label(RichText::new("Import articles").font(strong(theme.sizes.body)));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let import = primary_button(ui, &format!("Import {}", counted(n, "article")), obstacle.is_none());
                if import.on_disabled_hover_text(obstacle.unwrap_or_default()).clicked() {
                    self.import(context);
                }
                if ui.button("Cancel").clicked() {
                    self.cancel(context);
                }
                let report = ui.button("Save report…");
                if report.on_hover_text("Write what is imported, what is left out and why to a file").clicked() {
                    context.ask(Action::Desk(DeskRequest::SaveImportReport(Arc::clone(&self.review))));
                }
                let mut words = format!("{} of {} selected", grouped(n), grouped(self.review.drafts().len()));
                if counts.n_doubtful > 0 {
                    let need = if counts.n_doubtful == 1 { "needs" } else { "need" };
                    words.push_str(&format!(" · {} {need} attention", grouped(counts.n_doubtful)));
                }
                let words = obstacle.filter(|_| n > 0).map_or(words, str::to_owned);
                ui.label(RichText::new(words).color(*theme.colours.muted));
                let title = format!("into {}", one_line(&context.project().title));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(egui::Label::new(RichText::new(title).color(*theme.colours.muted)).truncate());
                });
            });
        });
    }

    /// Asks once what dates such as 03/04/2025 mean.
    fn dates_ui(&mut self, ui: &mut Ui) {
        let with_one = |draft: &&ReviewDraft| draft.has_ambiguous_date();
        let example = self.review.drafts().iter().find(with_one);
        let Some(example) = example.and_then(|draft| draft.draft().ambiguous_date.clone()) else { return };
        let n = self.counts().n_ambiguous;
        let choices = [DateOrder::DayFirst, DateOrder::MonthFirst];
        let dates = choices.map(|order| order.read(&example).map(PublicationDate::in_words));
        ui.horizontal_wrapped(|ui| {
            let others = if n > 1 { format!(" and {}", counted(n - 1, "more date")) } else { String::new() };
            ui.label(format!("“{}”{others} may mean two days. Read it as", one_line(&example)));
            for (order, date) in choices.into_iter().zip(dates) {
                let Some(date) = date else { continue };
                if small_button(ui, &date).clicked() {
                    self.review_mut().read_dates(order);
                }
            }
        });
    }

    fn middle_ui(&mut self, ui: &mut Ui, has_room: bool, context: &mut PageContext<'_>) {
        let page = Frame::new().fill(*Theme::of(ui).colours.page).inner_margin(Margin::symmetric(24, 12));
        CentralPanel::default().frame(page).show(ui, |ui| {
            Region::Middle.begin(ui, "Text as it will be imported", None);
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
        self.findings.is_busy() || self.reading_again.is_some() || self.comparing.is_busy()
    }

    fn dialog_ui(&mut self, ui: &Ui, context: &mut PageContext<'_>) {
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
        self.question.is_some()
    }

    fn take_keys(&mut self, ctx: &Context, context: &mut PageContext<'_>) {
        keys::take(ctx, self, context);
    }
}
