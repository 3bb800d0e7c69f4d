//! What each step of the tour asks for, in words, and how the window tells that it was done.

use egui::os::OperatingSystem;

use standpoint_core::model::{ArticleId, Project, ProjectId};

use super::card::TourCard;
use crate::{
    command::{Command, Keymap},
    ui::{
        pages::{PageId, compare::CellSelection},
        parts::tour_target::TourTarget,
        widgets::one_line,
    },
};

/// A step of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TourStep {
    Read,
    Select,
    Tag,
    Undo,
    Compare,
    Cell,
    Back,
    Commands,
}

/// All of them, in their order.
const STEPS: [TourStep; 8] = [
    TourStep::Read,
    TourStep::Select,
    TourStep::Tag,
    TourStep::Undo,
    TourStep::Compare,
    TourStep::Cell,
    TourStep::Back,
    TourStep::Commands,
];

/// What of the window decides how far the tour has come.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing is there")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TourSeen {
    pub project: Option<ProjectId>,
    pub n_articles: usize,
    pub n_highlights: usize,
    pub can_change: bool,
    /// The page of the project that is on screen.
    pub page: Option<PageId>,
    pub is_compare_beside: bool,
    pub article: Option<ArticleId>,
    pub has_words: bool,
    pub has_tag_box: bool,
    /// Whether the label of the selected highlight is on screen, and the panel with its details.
    pub has_label: bool,
    pub has_panel: bool,
    pub cell: Option<CellSelection>,
    pub has_quotes: bool,
    pub has_palette: bool,
}

/// The step that the tour has come to, and how the window was when the step began.
#[derive(Default)]
pub(super) struct TourProgress {
    at: usize,
    start: Option<TourSeen>,
    /// Whether the page of articles was on screen in this step.
    has_read: bool,
    /// Whether words were tagged in the step for that, so that there is something to undo.
    has_tagged: bool,
}

impl TourProgress {
    pub const fn step(&self) -> usize {
        self.at
    }

    pub const fn is_over(&self) -> bool {
        self.at >= STEPS.len()
    }

    /// Goes on for as long as what is asked for was done, or cannot be done in this project.
    pub fn follow(&mut self, seen: &TourSeen) {
        if seen.n_articles == 0 {
            self.start = None;
            return;
        }
        while let Some(step) = STEPS.get(self.at) {
            // In another project, everything before is no measure.
            if self.start.as_ref().is_none_or(|start| start.project != seen.project) {
                (self.start, self.has_tagged) = (Some(seen.clone()), false);
            }
            let Some(start) = &self.start else { return };
            self.has_read |= seen.page == Some(PageId::Read);
            let is_done = step.is_done(start, seen, self.has_read);
            if !is_done && step.can_be_done(start, self.has_tagged) {
                return;
            }
            self.has_tagged |= is_done && *step == TourStep::Tag;
            self.skip(seen);
        }
    }

    pub fn skip(&mut self, seen: &TourSeen) {
        (self.at, self.start, self.has_read) = (self.at + 1, Some(seen.clone()), false);
    }

    /// What the card says and points at now.
    pub fn card(&self, seen: &TourSeen, project: Option<&Project>, keys: &Keymap, os: OperatingSystem) -> TourCard {
        let step = STEPS.get(self.at).copied().unwrap_or(TourStep::Commands);
        let Some(project) = project.filter(|_| seen.n_articles > 0) else {
            let words = if seen.project.is_some() {
                "This project has no articles yet. Take the tour in the sample project instead."
            } else {
                "The tour takes a few minutes in the sample project. Open it to begin."
            };
            return TourCard { words: words.to_owned(), step: None, points_at: &[TourTarget::Sample], rings_too: None };
        };
        let how = How { keys, os };
        let (words, points_at) = match step.home() {
            Some(home) if seen.page != Some(home) => how.to_page(home),
            _ => (step.words(seen, self.has_read, project, &how), step.points_at()),
        };
        let rings_too = (step == TourStep::Undo).then_some(TourTarget::Undo);
        TourCard { words, step: Some((self.at + 1, STEPS.len())), points_at, rings_too }
    }
}

impl TourStep {
    /// The page on which it is done, if there is only one.
    const fn home(self) -> Option<PageId> {
        match self {
            Self::Read | Self::Select | Self::Tag => Some(PageId::Read),
            Self::Cell => Some(PageId::Compare),
            Self::Undo | Self::Compare | Self::Back | Self::Commands => None,
        }
    }

    /// Whether the project, as it was when the step began, and what was done before allow it.
    const fn can_be_done(self, start: &TourSeen, has_tagged: bool) -> bool {
        match self {
            Self::Read => start.n_articles > 1,
            Self::Tag => start.can_change,
            Self::Undo => has_tagged,
            // The comparison has a window of its own, in which the tour cannot point at anything.
            Self::Compare | Self::Cell | Self::Back => !start.is_compare_beside,
            Self::Select | Self::Commands => true,
        }
    }

    fn is_done(self, start: &TourSeen, seen: &TourSeen, has_read: bool) -> bool {
        match self {
            Self::Read => seen.article != start.article,
            Self::Select => seen.has_words,
            Self::Tag => seen.n_highlights > start.n_highlights,
            Self::Undo => seen.n_highlights < start.n_highlights,
            Self::Compare => seen.page == Some(PageId::Compare),
            Self::Cell => {
                let is_other = seen.cell != start.cell || seen.has_quotes && !start.has_quotes;
                seen.cell.is_some() && is_other
            }
            Self::Back => has_read && seen.page == Some(PageId::Compare),
            Self::Commands => seen.has_palette,
        }
    }

    /// What the card stands beside: the first of these that is on screen.
    const fn points_at(self) -> &'static [TourTarget] {
        match self {
            Self::Read => &[TourTarget::ArticleList],
            Self::Select => &[TourTarget::Passage],
            Self::Tag => &[TourTarget::TagBox, TourTarget::Selection, TourTarget::Passage],
            Self::Undo => &[TourTarget::Label, TourTarget::Undo],
            Self::Compare => &[TourTarget::CompareTab],
            Self::Cell => &[TourTarget::Cell],
            Self::Back => &[TourTarget::Quote, TourTarget::Cell, TourTarget::CompareTab],
            Self::Commands => &[TourTarget::Commands],
        }
    }

    fn words(self, seen: &TourSeen, has_read: bool, project: &Project, how: &How<'_>) -> String {
        match self {
            Self::Read => format!("Open another article: click it in the list, or {}.", how.to(Command::NextArticle)),
            Self::Select => "Select words that show where somebody stands: drag over them, double-click one, or hold \
                             Shift and press the arrow keys."
                .to_owned(),
            Self::Tag if seen.has_tag_box => {
                format!("Type an actor, an issue and + or −, such as “{}”. Then press Enter.", example(project))
            }
            Self::Tag if seen.has_words => format!("Tag the selected words: {}.", how.to(Command::Tag)),
            Self::Tag => format!("Select words. Then {} to tag them.", how.to(Command::Tag)),
            Self::Undo => {
                let what = match (seen.has_label, seen.has_panel) {
                    (true, true) => "The highlight has a label in the margin, and the panel shows its details.",
                    (true, false) => "The highlight has a label in the margin.",
                    (false, true) => "The panel shows the details of the highlight.",
                    (false, false) => "The words are highlighted now.",
                };
                format!("{what} You can undo every step: {}.", how.to(Command::Undo))
            }
            Self::Compare => {
                format!("See who stands where, according to whom: click Compare, or {}.", how.to(Command::ShowCompare))
            }
            Self::Cell => "A cell sums up what one side says on one issue. Click a cell, or go to it with the arrow \
                           keys, to see the quotes behind it."
                .to_owned(),
            Self::Back if has_read && seen.page == Some(PageId::Read) => {
                format!("This is the quote in its article. To go back to the cell, {}.", how.to(Command::BackToCell))
            }
            Self::Back => "Click a quote, or press Enter in the table, to read it in its article.".to_owned(),
            Self::Commands => {
                format!("That was the main job. To find everything else by name, {}.", how.to(Command::Palette))
            }
        }
    }
}

/// A line for the tag box that the codebook understands.
fn example(project: &Project) -> String {
    const MOST_CHARS: usize = 24;
    let book = &project.codebook;
    let names = book.actors.first().zip(book.issues.first()).map(|(actor, issue)| [&*actor.name, &*issue.name]);
    // A comma between names would be taken for the end of the actor.
    let is_short =
        |names: &[&str; 2]| names.iter().all(|name| name.chars().count() <= MOST_CHARS && !name.contains(','));
    let [actor, issue] = names.filter(is_short).unwrap_or(["Russia", "Territory"]);
    format!("{}, {} +", one_line(actor), one_line(issue))
}

/// How commands are given now.
struct How<'a> {
    keys: &'a Keymap,
    os: OperatingSystem,
}

impl How<'_> {
    /// “press Ctrl+2”, or the way through the menu if the command has no key.
    fn to(&self, command: Command) -> String {
        match &*self.keys.text(command, self.os) {
            "" => format!("choose “{}” in the menu {}", command.spec().name, command.menu().title()),
            keys => format!("press {keys}"),
        }
    }

    fn to_page(&self, page: PageId) -> (String, &'static [TourTarget]) {
        let (command, target): (_, &[TourTarget]) = match page {
            PageId::Compare => (Command::ShowCompare, &[TourTarget::CompareTab]),
            PageId::Read | PageId::Codebook | PageId::Search | PageId::Progress | PageId::Import => {
                (Command::ShowRead, &[TourTarget::ReadTab])
            }
        };
        let name = command.spec().name;
        (format!("The tour goes on in {name}: click {name}, or {}.", self.to(command)), target)
    }
}
