//! The comparison: saved comparisons on the left, the table, and beside it the quotes of the selection,
//! the findings, or who is silent.
//!
//! `pane` keeps the query and its answer; `controls` and `chips` change the query; `table`, `cell` and
//! `legend` draw; `quotes` and `findings` stand beside the table, `saved` on its left; `keys` handles the keyboard.

mod cell;
mod chips;
mod controls;
mod difference;
mod drawing;
mod findings;
mod keys;
mod legend;
mod pane;
mod quotes;
mod saved;
mod table;

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

pub use pane::CellSelection;

use self::pane::Pane;

use standpoint_analysis::{
    comparison::{HighlightPlace, LiveComparison},
    findings::{Finding, FindingKind, Silence, findings, silences},
    sample::Standing,
};
use standpoint_core::{
    edit::History,
    model::{
        Project, SavedComparison,
        view::{AxisValue, HeaderKey, HighlightFilter, Measure, PictureKind},
    },
};
use standpoint_exchange::export::{rich, tsv};

use crate::{
    command::SharedCommand,
    ui::{
        pages::{Page, PageContext, is_narrow},
        parts::kept::Kept,
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
    pub other: Option<Pane>,
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
    finding: Option<Finding>,
    /// Kept for a revision and a filter.
    found: Kept<(u64, HighlightFilter), CompareFindings>,
    name_draft: Option<NameDraft>,
    drafts: [chips::DateDrafts; 2],
    /// The current quote.
    quote: Option<usize>,
    scrolls_to_quote: bool,
    /// How many quotes are listed.
    n_quotes: usize,
    /// How many summaries were started; typing in one is one undo step.
    n_summaries: u64,
    /// The selection for which quotes were last shown.
    seen_choice: Option<CellSelection>,
}

/// What was found in the highlights that pass the filter.
struct CompareFindings {
    findings: Vec<Finding>,
    marks: table::FindingMarks,
    silences: Vec<Silence>,
}

impl ComparePage {
    /// Updates the tables and findings if the project or the query has changed.
    fn follow(&mut self, history: &History) {
        self.pane.follow(history);
        if let Some(other) = &mut self.other {
            other.follow(history);
        }
        let revision = history.revision();
        if !self.found.is_made_for(|(made_at, filter)| *made_at == revision && *filter == self.pane.query.filter)
            && let filter = self.pane.query.filter.clone()
            && let Some(LiveComparison { facts, .. }) = self.pane.live()
        {
            let findings = findings(history.project(), facts, &filter);
            let silences = silences(history.project(), facts, &filter);
            let mut marks = table::FindingMarks::new();
            for finding in &findings {
                marks.entry((finding.issue.clone(), finding.actor.clone())).or_default().push(finding.kind);
            }
            // The finding on screen stays selected if it still exists.
            let is_shown = |finding: &&Finding| {
                self.finding.as_ref().is_some_and(|shown| {
                    (shown.kind, &shown.actor, &shown.issue) == (finding.kind, &finding.actor, &finding.issue)
                })
            };
            self.finding = findings.iter().find(is_shown).cloned();
            self.found.set((revision, filter), CompareFindings { findings, marks, silences });
        }
        if self.seen_choice != self.choice {
            self.seen_choice = self.choice.clone();
            (self.quote, self.n_quotes, self.finding) = (None, 0, None);
            if self.choice.is_some() {
                self.beside = SideTab::Quotes;
            }
        }
    }

    /// The tables on screen, or the selected part of them, as text for a spreadsheet and as rich text.
    pub fn copied(&mut self, history: &History) -> (String, String) {
        let sheets = self.pane.sheets(history);
        let selection = self.choice.as_ref().and_then(|choice| self.pane.selection(choice));
        match selection.and_then(|(layer, selection)| Some((sheets.get(layer)?, selection))) {
            Some((sheet, selection)) => (tsv::selection(sheet, &selection), rich::selection(sheet, &selection)),
            None => (tsv::all(&sheets), rich::all(&sheets)),
        }
    }

    /// The current query as a saved comparison of this name.
    pub fn as_saved(&self, name: String) -> SavedComparison {
        SavedComparison { name, query: self.pane.query.clone(), picture: self.picture }
    }

    /// Shows a named view.
    pub fn show_saved(&mut self, view: &SavedComparison) {
        self.pane.query = view.query.clone();
        self.picture = view.picture;
        self.view = Some(view.name.clone());
        self.choice = None;
    }

    fn found(&self) -> &[Finding] {
        self.found.peek().map_or(&[], |found| &found.findings)
    }

    fn n_found(&self, kind: FindingKind) -> usize {
        self.found().iter().filter(|finding| finding.kind == kind).count()
    }

    fn silences(&self) -> &[Silence] {
        self.found.peek().map_or(&[], |found| &found.silences)
    }

    /// Shows the evidence of a finding, and selects its cell if the table has it.
    fn show_finding(&mut self, finding: Finding) {
        let issue = HeaderKey(vec![AxisValue::Code(finding.issue.clone())]);
        let actor = HeaderKey(vec![AxisValue::Code(finding.actor.clone())]);
        self.choice = self.pane.pairs().map(|side| match side {
            pane::IssueSide::Rows => CellSelection { layer: None, row: Some(issue), column: Some(actor) },
            pane::IssueSide::Columns => CellSelection { layer: None, row: Some(actor), column: Some(issue) },
        });
        self.seen_choice = self.choice.clone();
        (self.quote, self.n_quotes) = (None, 0);
        self.beside = SideTab::Quotes;
        self.finding = Some(finding);
    }

    /// The quotes beside the table.
    fn quotes_beside(&mut self) -> &[HighlightPlace] {
        match (&self.finding, &self.choice) {
            (Some(finding), _) => &finding.evidence,
            (None, Some(choice)) => self.pane.highlights(choice),
            (None, None) => &[],
        }
    }

    fn standing(&self, place: HighlightPlace) -> Option<Standing> {
        self.pane.answer().map(|(comparison, _)| comparison.standing(place))
    }

    /// Returns whether there is something to show beside the table.
    pub fn wants_panel(&self) -> bool {
        self.choice.is_some() || self.finding.is_some() || self.beside != SideTab::Quotes
    }

    /// Shows a second comparison, at first equal to the first, or hides it.
    pub fn toggle_other(&mut self) {
        self.other = match self.other.take() {
            Some(_) => None,
            None => Some(Pane::of(self.pane.query.clone())),
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

    fn ui(&mut self, ui: &mut Ui, context: &mut PageContext<'_>) {
        let theme = Theme::of(ui);
        let side = Frame::new().fill(*theme.colours.panel).inner_margin(Margin::symmetric(10, 12));
        self.is_narrow = is_narrow(ui);
        if !self.is_narrow {
            let panel = Panel::left("views").default_size(theme.sizes.views_panel).size_range(150.0..=320.0);
            panel.frame(side).show(ui, |ui| saved::ui(ui, self, context));
        }
        if !self.is_narrow || self.wants_panel() {
            let panel = Panel::right("quotes").default_size(theme.sizes.quotes_panel);
            panel.size_range(240.0..=620.0).frame(side).show(ui, |ui| quotes::ui(ui, self, context));
        }
        let page = Frame::new().fill(*theme.colours.page);
        CentralPanel::default().frame(page).show(ui, |ui| table_ui(ui, self, context));
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
            });
            return;
        }
        controls::ui(ui, compare, context);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            let [drafts, _] = &mut compare.drafts;
            chips::ui(ui, "+ Filter", &mut compare.pane.query.filter, drafts, context.project());
            controls::boxes_ui(ui, compare, context.project());
        });
        ui.add_space(6.0);
        keys::take(ui, compare, context);
        compare.follow(context.history);
        if compare.other.is_some() {
            difference::ui(ui, compare, context);
            return;
        }
        if compare.picture != PictureKind::Table {
            drawing::ui(ui, compare, context);
            return;
        }
        let height = ui.available_height() - 52.0;
        ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
            let marks = compare.found.peek().map(|found| &found.marks);
            let none = table::FindingMarks::new();
            table::ui(ui, &mut compare.pane, &mut compare.choice, marks.unwrap_or(&none), context.project());
        });
        ui.add_space(6.0);
        legend::ui(ui, compare, context.project());
    });
}
