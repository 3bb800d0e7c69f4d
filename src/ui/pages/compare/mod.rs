//! The comparison: saved comparisons and findings on the left, the table or a picture, and on the right the quotes of the
//! selection or of a finding.
//!
//! `pane` keeps the query and its answer; `toolbar` and `filter` change the query; `table`, `heads`, `cell` and `legend`
//! draw, in the places that `grid` and `fit` give them; `saved` and `findings` stand on the left, `quotes` with its
//! `evidence` on the right; `keys` handles the keyboard.

mod cell;
mod copied;
mod difference;
mod drawing;
mod evidence;
mod filter;
mod findings;
mod fit;
mod grid;
mod heads;
mod keys;
mod legend;
mod names;
mod pane;
mod quotes;
mod saved;
mod signs;
mod table;
mod toolbar;

use std::sync::Arc;

use egui::{Context, Frame, Id, Margin, Panel, Ui, UiBuilder};

pub use pane::CellSelection;

use self::{
    copied::CopiedTable,
    difference::SecondPane,
    evidence::{Evidence, EvidenceKind},
    findings::{Found, OpenFolds},
    pane::{Answer, Pane},
    signs::Signs,
    table::TableChoice,
};

use standpoint_analysis::{
    comparison::HighlightPlace,
    findings::{Dependence, Finding, FindingKind, dependence_of},
};
use standpoint_core::{
    edit::{History, rename_search_in},
    model::{
        CodeId, Project, SavedComparison,
        view::{AxisValue, HeaderKey, HighlightFilter, Measure, PictureKind, Query},
    },
};
use standpoint_exchange::export::TooLarge;

use crate::{
    command::SharedCommand,
    ui::{
        action::Action,
        pages::{Page, PageContext, is_narrow, middle_ui},
        parts::{command_button::to_articles_button, derived::Derived, kept::Kept, regions::Region},
        theme::Theme,
        work::drop_elsewhere,
    },
};

/// A name being written for a view.
pub struct NameDraft {
    /// The view that gets another name; none for a new view.
    of: Option<String>,
    name: String,
    /// Whether the field was not shown yet.
    is_new: bool,
}

/// What a dependence was found for: a revision of what is counted, a filter, and the kind, actor and issue of a finding.
type DependenceKey = (u64, HighlightFilter, FindingKind, CodeId, CodeId);

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
    pub choice: TableChoice,
    /// Which findings have signs in the cells.
    pub signs: Signs,
    /// Which parts of the list of findings are unfolded.
    pub folds: OpenFolds,
    /// Whether the panel of quotes is open.
    pub is_quotes_open: bool,
    /// Whether the panel on the left is open; it is where there is room, unless somebody said otherwise.
    left_panel: Option<bool>,
    /// Whether the window is too narrow for panels on both sides.
    pub is_narrow: bool,
    /// The width that the columns keep while a panel that a click opened covers a part of them.
    kept_width: Option<f32>,
    /// What is shown on the right instead of the selection.
    evidence: Option<Evidence>,
    /// What the finding on screen depends on.
    depends: Derived<DependenceKey, Option<Dependence>>,
    /// What was found, made for a revision of what is counted and a filter.
    found: Derived<(u64, HighlightFilter), Found>,
    /// The project as it is counted, kept for a revision.
    snapshot: Kept<u64, Arc<Project>>,
    /// The tables for the clipboard, made for the number of a request.
    copied: Derived<u64, Result<CopiedTable, TooLarge>>,
    /// How often a copy was asked for, and for which request the clipboard got it.
    copies: (u64, u64),
    name_draft: Option<NameDraft>,
    drafts: [filter::DateDrafts; 2],
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
        if !self.snapshot.is_made_for(|made_at| *made_at == revision) {
            let before = self.snapshot.take();
            if let Some(before) = &before {
                self.follow_searches(before, history.project());
            }
            drop_elsewhere(before);
        }
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
        if let Some(shown) = &self.evidence
            && let Some(found) = self.found.peek()
            && !Arc::ptr_eq(&shown.answer, &found.answer)
        {
            // The finding on screen stays selected if it still exists.
            let anew = shown.anew(found);
            drop_elsewhere(std::mem::replace(&mut self.evidence, anew));
        }
        if self.seen_choice != self.choice.selection {
            self.seen_choice = self.choice.selection.clone();
            (self.quote, self.evidence) = (None, None);
            if self.choice.selection.is_some() {
                self.drawing.clear();
            }
        }
        self.choice.marked = self.evidence.as_ref().and_then(Evidence::pair);
        self.follow_dependence(ctx);
    }

    /// Lets a thread find what the finding on screen depends on.
    fn follow_dependence(&mut self, ctx: &Context) {
        let Some(Evidence { shown: EvidenceKind::Finding(finding), answer, .. }) = &self.evidence else { return };
        let (revision, filter) = (answer.live.revision, &self.pane.query.filter);
        let is_wanted = |(made_at, made_for, kind, actor, issue): &DependenceKey| {
            *made_at == revision
                && made_for == filter
                && (*kind, actor, issue) == (finding.kind, &finding.actor, &finding.issue)
        };
        self.depends.follow(ctx, is_wanted, |_| {
            let (answer, filter, finding) = (answer.clone(), filter.clone(), finding.clone());
            let key = (revision, filter.clone(), finding.kind, finding.actor.clone(), finding.issue.clone());
            (key, move || dependence_of(&answer.project, &answer.live.facts, &filter, &finding))
        });
    }

    /// What the finding on screen depends on, once that was found.
    fn dependence(&self, finding: &Finding) -> Option<&Dependence> {
        let (_, _, kind, actor, issue) = self.depends.key()?;
        let is_it = (*kind, actor, issue) == (finding.kind, &finding.actor, &finding.issue);
        self.depends.peek()?.as_ref().filter(|_| is_it)
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
        let selection = self.choice.selection.as_ref().and_then(|choice| self.pane.selection(choice));
        let has_choice = self.choice.selection.is_some();
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
        self.choice = TableChoice::default();
    }

    /// Names saved searches that were renamed by their new names in the tables on screen, also when that is undone.
    fn follow_searches(&mut self, before: &Project, after: &Project) {
        if before.searches.len() != after.searches.len() {
            return;
        }
        for (old, new) in before.searches.iter().zip(&after.searches).filter(|(old, new)| old.name != new.name) {
            rename_search_in(&mut self.pane.query, &old.name, &new.name);
            if let Some(other) = &mut self.other {
                rename_search_in(&mut other.pane.query, &old.name, &new.name);
            }
        }
    }

    fn n_found(&self, kind: FindingKind) -> usize {
        self.found.peek().map_or(0, |found| found.n_found(kind))
    }

    /// Shows what is behind a line of the list of findings, and selects the cell of a finding if the table has it.
    fn show_evidence(&mut self, evidence: Evidence) {
        let key = |id| HeaderKey(vec![AxisValue::Code(id)]);
        self.choice.selection = evidence.pair().zip(self.pane.pairs()).map(|((issue, actor), side)| {
            let (issue, actor) = (Some(key(issue)), Some(key(actor)));
            match side {
                pane::IssueSide::Rows => CellSelection { layer: None, row: issue, column: actor },
                pane::IssueSide::Columns => CellSelection { layer: None, row: actor, column: issue },
            }
        });
        self.seen_choice = self.choice.selection.clone();
        self.choice.comes_into_view = true;
        self.quote = None;
        self.drawing.clear();
        self.evidence = Some(evidence);
        self.open_quotes();
    }

    /// The quotes beside the table, and the answer they are places of.
    fn quotes_beside(&mut self) -> Option<(Arc<Answer>, &[HighlightPlace])> {
        if let Some(shown) = &self.evidence {
            return Some((shown.answer.clone(), &shown.places));
        }
        if self.has_selected_mark() {
            return self.drawing.quotes(self.picture);
        }
        let (answer, choice) = (self.pane.answer()?.clone(), self.choice.selection.as_ref()?);
        Some((answer, self.pane.highlights(choice)))
    }

    /// Returns whether a period, a node or a tie of the picture on screen is selected.
    fn has_selected_mark(&self) -> bool {
        self.other.is_none() && self.drawing.selected_in(self.picture).is_some()
    }

    /// Opens the panel of quotes. Where there is little room, the other panel closes.
    fn open_quotes(&mut self) {
        self.is_quotes_open = true;
        if self.is_narrow {
            self.left_panel = None;
        }
    }

    /// Opens or closes the panel of quotes.
    fn toggle_quotes(&mut self) {
        if self.is_quotes_open {
            self.is_quotes_open = false;
        } else {
            self.open_quotes();
        }
    }

    /// Whether the panel on the left is open.
    fn has_left_panel(&self) -> bool {
        self.left_panel.unwrap_or(!self.is_narrow)
    }

    /// Opens or closes the panel on the left. Where there is little room, the other panel closes.
    fn toggle_left_panel(&mut self) {
        let is_open = !self.has_left_panel();
        self.left_panel = Some(is_open);
        if is_open && self.is_narrow {
            self.is_quotes_open = false;
        }
    }

    /// The width that columns are fitted into. A panel that a click on the table has opened covers a part of them, so
    /// that no cell moves under the pointer; they are fitted anew when the pointer has left the table.
    fn width_for_columns(&mut self, ui: &Ui) -> f32 {
        let room = ui.available_rect_before_wrap();
        let is_pointed_at = ui.ctx().pointer_hover_pos().is_some_and(|at| room.contains(at));
        if let Some(kept) = self.kept_width.filter(|_| self.is_quotes_open && is_pointed_at) {
            return kept;
        }
        if self.kept_width.take().is_some() {
            self.choice.comes_into_view = true;
        }
        room.width()
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
        if let Some(choice) = &mut self.choice.selection {
            std::mem::swap(&mut choice.row, &mut choice.column);
        }
        self.seen_choice = self.choice.selection.clone();
    }
}

impl ComparePage {
    /// Does what was asked for by pointer in the table.
    fn take_clicks(&mut self, width: f32, context: &mut PageContext<'_>) {
        if std::mem::take(&mut self.choice.is_clicked) {
            if !self.is_quotes_open {
                self.kept_width = Some(width);
            }
            self.evidence = None;
            self.open_quotes();
        }
        if let Some((menu, request)) = self.choice.menu.take() {
            context.ask(Action::OpenMenu(menu, request));
        }
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
            || self.depends.is_busy()
            || self.has_selected_mark() && self.drawing.quotes(self.picture).is_none() && !self.drawing.has_failed()
            || has_picture && self.drawing.is_busy()
            || self.copies.0 != self.copies.1
    }

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        self.is_narrow = is_narrow(ui);
        self.signs.with_only_source = context.preferences.marks_only_source;
        if self.has_left_panel() {
            let panel = Panel::left("views").default_size(theme.sizes.views_panel).size_range(170.0..=320.0);
            panel.frame(side).show(ui, |ui| {
                Region::Left.begin(ui, "Views", None);
                self.follow(ui.ctx(), context.history);
                saved::ui(ui, self, context);
            });
        }
        let is_empty = context.counts.highlights == 0 && context.project().codebook.issues.is_empty();
        if !is_empty {
            let row = Frame::new().fill(*theme.colours.page).inner_margin(Margin::symmetric(8, 0));
            Panel::top("comparison tools").exact_size(toolbar::HEIGHT).frame(row).show(ui, |ui| {
                Region::Tools.begin(ui, "Comparison tools", None);
                toolbar::ui(ui, self, context);
            });
        }
        if self.is_quotes_open {
            let most = (ui.available_width() * 0.42).max(240.0);
            let panel = Panel::right("quotes").default_size(theme.sizes.quotes_panel.min(most));
            panel.size_range(240.0_f32.min(most)..=most.min(620.0)).frame(side).show(ui, |ui| {
                Region::Right.begin(ui, "Quotes", None);
                quotes::ui(ui, self, context);
            });
        }
        middle_ui(ui, ("Comparison", self.choice.focused), Margin::ZERO, |ui| {
            // What stands here keeps the keyboard when a panel beside it opens or closes, which would give it other ids.
            ui.scope_builder(UiBuilder::new().scope_id(Id::unique("comparison")), |ui| {
                if is_empty { empty_ui(ui, context) } else { table_ui(ui, self, context) }
            });
        });
    }

    fn run_shared(&mut self, command: SharedCommand, _context: &mut PageContext<'_>) -> bool {
        match command {
            SharedCommand::NextHighlight => self.step_quote(1),
            SharedCommand::PreviousHighlight => self.step_quote(-1),
            SharedCommand::AssignActorKey
            | SharedCommand::AssignIssueKey
            | SharedCommand::PinActorExample
            | SharedCommand::PinIssueExample
            | SharedCommand::MergeCodes
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

/// Says why there is no table.
fn empty_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    ui.add_space(60.0);
    ui.vertical_centered(|ui| {
        ui.heading("Nothing to compare yet");
        ui.weak("Highlights tagged with an actor and an issue fill this table.");
        ui.add_space(8.0);
        to_articles_button(ui, context);
    });
}

/// Shows the table or the picture.
pub fn table_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    Frame::new().inner_margin(Margin { left: 12, right: 12, top: 6, bottom: 8 }).show(ui, |ui| {
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
        let width = compare.width_for_columns(ui);
        let room = ui.available_rect_before_wrap();
        let id = Id::unique("height of the legend");
        let height: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(18.0);
        ui.allocate_ui(egui::vec2(room.width(), room.height() - height - 6.0), |ui| {
            let marks = compare.found.peek().map(|found| &found.marks);
            let none = table::FindingMarks::new();
            let marks = marks.unwrap_or(&none);
            let setting = table::TableSetting { marks, signs: compare.signs, project: context.project(), width };
            table::ui(ui, &mut compare.pane, &mut compare.choice, setting);
        });
        // The legend stands at the bottom, as high as it was in the frame before.
        let rect = room.with_min_y(room.bottom() - height);
        let mut place = ui.new_child(UiBuilder::new().id_salt("legend").max_rect(rect));
        legend::ui(&mut place, compare, context.project());
        let now = place.min_rect().height();
        if (now - height).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, now));
            ui.ctx().request_discard("the legend has another height");
        }
        if !ui.ctx().will_discard() {
            compare.choice.comes_into_view = false;
        }
        compare.take_clicks(width, context);
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
    let mut place = ui.new_child(UiBuilder::new().max_rect(rect.shrink2(egui::vec2(10.0, 5.0))));
    place.weak(words);
}
