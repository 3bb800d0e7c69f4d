//! The comparison: saved comparisons on the left, the table, and beside it the quotes of the selection,
//! the findings, or who is silent.
//!
//! `pane` keeps the query and its answer; `controls` and `chips` change the query; `table`, `cell` and
//! `legend` draw; `quotes` and `findings` stand beside the table, `saved` on its left; `keys` handles the keyboard.

mod cell;
mod chips;
mod controls;
mod copied;
mod difference;
mod drawing;
mod findings;
mod keys;
mod legend;
mod pane;
mod quotes;
mod saved;
mod table;

use std::sync::Arc;

use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};

pub use pane::CellSelection;

use self::{
    copied::CopiedTable,
    difference::SecondPane,
    findings::{Found, ShownFinding},
    pane::{Answer, Pane},
};

use standpoint_analysis::{comparison::HighlightPlace, findings::FindingKind};
use standpoint_core::{
    edit::History,
    model::{
        Project, SavedComparison,
        view::{AxisValue, HeaderKey, HighlightFilter, Measure, PictureKind, Query},
    },
};
use standpoint_exchange::export::TooLarge;

use crate::{
    command::SharedCommand,
    ui::{
        action::Action,
        pages::{Page, PageContext, is_narrow},
        parts::{command_button::to_articles_button, derived::Derived, kept::Kept, regions::Region},
        theme::Theme,
    },
};

/// What stands beside the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideTab {
    /// The quotes of the selected cell or finding.
    #[default]
    Quotes,
    /// What was found in the table.
    Findings,
    /// Which outlets say nothing on which issues.
    Silence,
}

/// A name being written for a view.
pub struct NameDraft {
    /// The view that gets another name; none for a new view.
    of: Option<String>,
    name: String,
    /// Whether the field was not shown yet.
    is_new: bool,
}

/// The comparison, and what is selected in it.
#[derive(Default)]
pub struct ComparePage {
    /// The comparison itself.
    pub pane: Pane,
    /// The comparison shown beside the first.
    pub other: Option<SecondPane>,
    /// What it is drawn as: a table or one of the pictures.
    pub picture: PictureKind,
    /// How pictures are drawn, with the one on screen.
    pub drawing: drawing::PicturePane,
    /// The named view that was opened last.
    pub view: Option<String>,
    /// The selected row, column or cell.
    pub choice: Option<CellSelection>,
    /// What stands beside the table.
    pub beside: SideTab,
    /// Whether the window is too narrow for panels on both sides, which then open on request.
    pub is_narrow: bool,
    /// The finding whose evidence is shown instead of the selection.
    finding: Option<ShownFinding>,
    /// What was found, made for a revision of what is counted and a filter.
    found: Derived<(u64, HighlightFilter), Found>,
    /// The project as it is counted, kept for a revision.
    snapshot: Kept<u64, Arc<Project>>,
    /// The tables for the clipboard, made for the number of a request.
    copied: Derived<u64, Result<CopiedTable, TooLarge>>,
    /// How often a copy was asked for, and for which request the clipboard got it.
    copies: (u64, u64),
    name_draft: Option<NameDraft>,
    drafts: [chips::DateDrafts; 2],
    /// The current quote.
    quote: Option<usize>,
    scrolls_to_quote: bool,
    /// How many summaries were started; typing in one is one undo step.
    n_summaries: u64,
    /// The selection for which quotes were last shown.
    seen_choice: Option<CellSelection>,
}

impl ComparePage {
    /// Lets tables and findings follow the project and the query.
    fn follow(&mut self, ctx: &Context, history: &History) {
        let revision = history.counted_revision();
        let snapshot = self.snapshot.get(revision, || Arc::new(history.project().clone()));
        self.pane.follow(ctx, history, snapshot);
        if let Some(other) = &mut self.other {
            other.pane.follow(ctx, history, snapshot);
        }
        // Findings are those of the facts just counted.
        let filter = &self.pane.query.filter;
        if let Some(answer) = self.pane.answer().filter(|answer| answer.live.revision == revision) {
            let is_wanted = |(made_at, made_for): &(u64, HighlightFilter)| *made_at == revision && made_for == filter;
            self.found.follow(ctx, is_wanted, |_| {
                let (answer, filter) = (answer.clone(), filter.clone());
                ((revision, filter.clone()), move || Found::in_answer(answer, &filter))
            });
        }
        if let Some(shown) = &mut self.finding
            && let Some(found) = self.found.peek()
            && !Arc::ptr_eq(&shown.answer, &found.answer)
        {
            // The finding on screen stays selected if it still exists.
            let still = found.findings.iter().find(|finding| finding.is_about_the_same(&shown.finding));
            self.finding = still.map(|finding| ShownFinding::of(finding, &found.answer));
        }
        if self.seen_choice != self.choice {
            self.seen_choice = self.choice.clone();
            (self.quote, self.finding) = (None, None);
            if self.choice.is_some() {
                self.drawing.clear();
                self.beside = SideTab::Quotes;
            }
        }
    }

    /// Whether what is on screen has been out of date for a while.
    fn is_updating(&self, ctx: &Context) -> bool {
        self.pane.is_updating(ctx)
            || self.other.as_ref().is_some_and(|other| other.is_updating(ctx))
            || self.found.is_updating(ctx)
            || self.picture != PictureKind::Table && self.drawing.is_updating(ctx)
    }

    /// Whether a thread failed to make something on screen.
    fn has_failed(&self) -> bool {
        self.pane.has_failed()
            || self.found.has_failed()
            || self.picture != PictureKind::Table && self.drawing.has_failed()
    }

    /// Lets a thread write the tables on screen, or the selected part of them, for the clipboard if that was asked for,
    /// and hands them out as soon as they are written.
    fn hand_out_copy(&mut self, ctx: &Context, context: &mut PageContext<'_>) {
        let (wanted, handed_out) = self.copies;
        if wanted == handed_out {
            return;
        }
        let Some(answer) = self.pane.answer() else { return };
        let selection = self.choice.as_ref().and_then(|choice| self.pane.selection(choice));
        let has_choice = self.choice.is_some();
        self.copied.follow(
            ctx,
            |made| *made == wanted,
            |_| {
                let answer = answer.clone();
                (wanted, move || CopiedTable::of(&answer, selection.as_ref(), has_choice))
            },
        );
        if self.copied.has_failed() {
            context.ask(Action::Fail("The table was not copied, because of a fault in the program.".to_owned()));
            self.copies.1 = wanted;
        } else if self.copied.key() == Some(&wanted)
            && let Some(copied) = self.copied.peek()
        {
            context.ask(match copied {
                Ok(CopiedTable { text, html, part }) => {
                    Action::CopyTable { html: html.clone(), text: text.clone(), part }
                }
                Err(too_large) => Action::Fail(format!("The table was not copied: {too_large}.")),
            });
            self.copies.1 = wanted;
        }
    }

    /// The current query as a saved comparison of this name.
    pub fn as_saved(&self, name: String) -> SavedComparison {
        SavedComparison { name, query: self.pane.query.clone(), picture: self.picture }
    }

    /// Begins with this table, where the project has none saved.
    pub fn begin(&mut self, query: Query) {
        self.pane = Pane::of(query);
    }

    /// Shows a named view.
    pub fn show_saved(&mut self, view: &SavedComparison) {
        self.pane.query = view.query.clone();
        self.picture = view.picture;
        self.view = Some(view.name.clone());
        self.choice = None;
    }

    fn n_found(&self, kind: FindingKind) -> usize {
        self.found.peek().map_or(0, |found| found.n_found(kind))
    }

    /// Shows the evidence of a finding, and selects its cell if the table has it.
    fn show_finding(&mut self, shown: ShownFinding) {
        let issue = HeaderKey(vec![AxisValue::Code(shown.finding.issue.clone())]);
        let actor = HeaderKey(vec![AxisValue::Code(shown.finding.actor.clone())]);
        self.choice = self.pane.pairs().map(|side| match side {
            pane::IssueSide::Rows => CellSelection { layer: None, row: Some(issue), column: Some(actor) },
            pane::IssueSide::Columns => CellSelection { layer: None, row: Some(actor), column: Some(issue) },
        });
        self.seen_choice = self.choice.clone();
        self.quote = None;
        self.beside = SideTab::Quotes;
        self.drawing.clear();
        self.finding = Some(shown);
    }

    /// The quotes beside the table, and the answer they are places of.
    fn quotes_beside(&mut self) -> Option<(Arc<Answer>, &[HighlightPlace])> {
        if let Some(shown) = &self.finding {
            return Some((shown.answer.clone(), &shown.finding.evidence));
        }
        if self.has_selected_mark() {
            return self.drawing.quotes(self.picture);
        }
        let (answer, choice) = (self.pane.answer()?.clone(), self.choice.as_ref()?);
        Some((answer, self.pane.highlights(choice)))
    }

    /// Returns whether a period, a node or a tie of the picture on screen is selected.
    fn has_selected_mark(&self) -> bool {
        self.other.is_none() && self.drawing.selected_in(self.picture).is_some()
    }

    /// Returns whether there is something to show beside the table.
    pub fn wants_panel(&self) -> bool {
        self.choice.is_some() || self.finding.is_some() || self.has_selected_mark() || self.beside != SideTab::Quotes
    }

    /// Shows a second comparison, at first equal to the first, or hides it.
    pub fn toggle_other(&mut self) {
        self.other = match self.other.take() {
            Some(_) => None,
            None => Some(SecondPane::of(Pane::of(self.pane.query.clone()))),
        };
    }

    /// Shows the next or the previous measure.
    pub fn step_measure(&mut self, step: isize) {
        let all = Measure::ALL;
        let at = all.iter().position(|measure| *measure == self.pane.query.measure).unwrap_or(0);
        let n = all.len();
        self.pane.query.measure = all[at.wrapping_add(n).wrapping_add_signed(step) % n];
    }

    /// Swaps rows and columns; the selection stays.
    pub fn transpose(&mut self) {
        self.pane.query.transpose();
        if let Some(choice) = &mut self.choice {
            std::mem::swap(&mut choice.row, &mut choice.column);
        }
        self.seen_choice = self.choice.clone();
    }
}

impl Page for ComparePage {
    fn open(&mut self, project: &Project) {
        *self = Self::default();
        // Its first saved comparison, if it has one.
        if let Some(comparison) = project.views.first() {
            self.show_saved(comparison);
        }
    }

    fn is_busy(&self) -> bool {
        let has_picture = self.other.is_none() && self.picture != PictureKind::Table;
        self.pane.is_busy()
            || self.other.as_ref().is_some_and(SecondPane::is_busy)
            || self.found.is_busy()
            || has_picture && self.drawing.is_busy()
            || self.copies.0 != self.copies.1
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        self.is_narrow = is_narrow(ui);
        if !self.is_narrow {
            let panel = Panel::left("views").default_size(theme.sizes.views_panel).size_range(150.0..=320.0);
            panel.frame(side).show(ui, |ui| {
                Region::Left.begin(ui, "Views", None);
                saved::ui(ui, self, context);
            });
        }
        if !self.is_narrow || self.wants_panel() {
            let panel = Panel::right("quotes").default_size(theme.sizes.quotes_panel);
            panel.size_range(240.0..=620.0).frame(side).show(ui, |ui| {
                Region::Right.begin(ui, "Quotes", None);
                quotes::ui(ui, self, context);
            });
        }
        let page = Frame::new().fill(*theme.colours.page);
        CentralPanel::default().frame(page).show(ui, |ui| {
            Region::Middle.begin(ui, "Comparison", None);
            table_ui(ui, self, context);
        });
    }

    fn run_shared(&mut self, command: SharedCommand, _context: &mut PageContext<'_>) -> bool {
        match command {
            SharedCommand::NextHighlight => self.step_quote(1),
            SharedCommand::PreviousHighlight => self.step_quote(-1),
            SharedCommand::AssignActorKey | SharedCommand::AssignIssueKey => return false,
        }
        true
    }
}

/// Shows the table or the picture, with the controls above it.
pub fn table_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    egui::Frame::new().inner_margin(egui::Margin { left: 18, right: 12, top: 14, bottom: 8 }).show(ui, |ui| {
        if context.project().n_highlights() == 0 && context.project().codebook.issues.is_empty() {
            ui.add_space(40.0);
            ui.vertical_centered(|ui| {
                ui.heading("Nothing to compare yet");
                ui.weak("Highlights tagged with an actor and an issue fill this table.");
                ui.add_space(8.0);
                to_articles_button(ui, context);
            });
            return;
        }
        controls::ui(ui, compare, context);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            let [drafts, _] = &mut compare.drafts;
            chips::ui(ui, "+ Filter", &mut compare.pane, drafts, context.project());
            controls::boxes_ui(ui, compare, context.project());
        });
        ui.add_space(6.0);
        keys::take(ui, compare, context);
        compare.follow(ui.ctx(), context.history);
        compare.hand_out_copy(ui.ctx(), context);
        let corner = ui.max_rect().right_bottom();
        answer_ui(ui, compare, context);
        if compare.has_failed() {
            state_ui(ui, corner, "Out of date, because of a fault in the program");
        } else if compare.is_updating(ui.ctx()) {
            state_ui(ui, corner, "Updating…");
        }
    });
}

/// The answer as a table, two tables or a picture.
fn answer_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    if compare.other.is_some() {
        difference::ui(ui, compare, context);
    } else if compare.picture != PictureKind::Table {
        drawing::ui(ui, compare, context);
    } else {
        let height = ui.available_height() - 52.0;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            let marks_only_source = context.preferences.marks_only_source;
            let marks = compare.found.peek().map(|found| found.marks(marks_only_source));
            let none = table::FindingMarks::new();
            table::ui(ui, &mut compare.pane, &mut compare.choice, marks.unwrap_or(&none), context.project());
        });
        ui.add_space(6.0);
        legend::ui(ui, compare, context.project());
    }
}

/// Says over the corner of the answer that it is out of date; nothing moves.
fn state_ui(ui: &mut Ui, corner: egui::Pos2, words: &str) {
    let theme = Theme::of(ui);
    let galley = ui.painter().layout_no_wrap(
        words.to_owned(),
        egui::FontId::proportional(theme.sizes.body),
        *theme.colours.muted,
    );
    let rect = egui::Rect::from_min_max(corner - galley.size() - egui::vec2(20.0, 10.0), corner);
    ui.painter().rect_filled(rect, theme.sizes.radius, *theme.colours.panel);
    let mut place = ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(10.0, 5.0))));
    place.weak(words);
}
