//! Repairs a project that breaks rules: suggests fixes for each fault and applies the accepted ones.
//!
//! These are pure functions over a [`Project`]; nothing here reads or writes a file, and nothing is changed that was
//! not accepted. A fix may uncover another fault, so the result must be checked again.

mod advice;
mod apply;
mod propose;
mod words;

pub use advice::Advice;
pub use apply::apply_fixes;
pub use propose::problems;
pub use words::{described, tags_and_note};

use standpoint_core::{
    model::{Highlight, Project},
    rules::{CodebookEntry, Fault, ItemPath},
    text::{Span, anchor},
};

/// A broken rule with its suggested fixes.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The broken rule and the item that breaks it.
    pub fault: Fault,
    /// The suggested fixes, best first; never empty.
    pub fixes: Vec<Fix>,
}

/// One way to fix a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// The item that is changed.
    pub path: ItemPath,
    /// The change to the item.
    pub action: FixAction,
    /// How likely it is that this was meant, from 0 to 1. For a moved highlight it is [`anchor::Placement::score`].
    pub score: f64,
    /// Whether the fix keeps everything that somebody wrote or decided.
    pub is_lossless: bool,
}

/// The change that a fix makes to its item.
#[derive(Clone, Debug, PartialEq)]
pub enum FixAction {
    /// Moves a highlight to another span and makes the text there its quote.
    Move {
        /// The new span.
        to: Span,
        /// The text at that span.
        words: String,
        /// Whether that text is the same as the old quote.
        is_exact: bool,
    },
    /// Keeps the span and makes the text there, given here, the quote.
    TakeWords(String),
    /// Removes the item.
    LeaveOut,
    /// Removes the item because it is a copy of an earlier one.
    LeaveCopyOut,
    /// Gives the item an unused id.
    GiveFreshId,
    /// Gives the item this name.
    Name(String),
    /// Adds an entry that is referred to but missing.
    AddToCodebook(CodebookEntry),
    /// Removes a tag from a highlight.
    TakeTagOff(CodebookEntry),
    /// Makes a code top-level.
    DropParent,
    /// Removes a code’s fixed key.
    DropKey,
    /// Makes a code top-level if it is still its own ancestor when the other fixes are done.
    BreakCircle,
    /// Sets the weight of a stance.
    Weigh(f64),
    /// Sets the time of a highlight.
    Date {
        /// The new time, such as `2025-12-03T14:20:00Z`.
        created: String,
        /// The basis of that time.
        source: TimeSource,
    },
    /// Removes forbidden characters from an article’s text and moves its highlights accordingly.
    CleanText,
    /// Sorts the highlights of an article.
    Sort,
    /// Removes the hash of an article’s source.
    DropHash,
    /// Removes the pages or chapters of an article’s source that begin after the end of its text.
    DropParts,
    /// Sorts the pages or chapters of an article’s source.
    SortParts,
}

/// The basis of a highlight's new time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// The time as written, read as UTC.
    Words,
    /// The time at which the highlight’s id was made.
    Id,
    /// Nothing; it is set to the start of 1970.
    Nothing,
}

impl Fix {
    /// Returns whether it can be applied without asking, because it is certain enough and loses nothing.
    pub fn is_sure(&self) -> bool {
        self.is_lossless && self.score >= anchor::SURE
    }
}

impl Problem {
    /// The index of the first fix that can be applied without asking.
    pub fn sure(&self) -> Option<usize> {
        self.fixes.iter().position(Fix::is_sure)
    }
}

/// The result of [`apply_sure_fixes`].
#[derive(Debug)]
pub struct RepairReport {
    /// The repaired project; sound if nothing is left.
    pub project: Project,
    /// Each repaired fault, in the order in which they were repaired.
    pub done: Vec<AppliedFix>,
    /// The problems that need a decision by a person.
    pub left: Vec<Problem>,
}

/// A repaired fault.
#[derive(Debug)]
pub struct AppliedFix {
    /// The broken rule and the item that broke it.
    pub fault: Fault,
    /// The fix that was applied.
    pub fix: Fix,
    /// The highlight as it was, if the fix removed it.
    pub left_out: Option<Highlight>,
}

/// The limit on rounds of repair and renewed checking.
const MAX_ROUNDS: usize = 5;

/// Applies every certain fix, then checks again until none is left. If `leaves_out` is set, highlights whose place is
/// uncertain are removed as well.
pub fn apply_sure_fixes(project: &Project, leaves_out: bool) -> RepairReport {
    let mut repair = RepairReport { project: project.clone(), done: Vec::new(), left: problems(project) };
    for _ in 0..MAX_ROUNDS {
        let chosen: Vec<(&Problem, &Fix)> =
            repair.left.iter().filter_map(|problem| Some((problem, choice(problem, leaves_out)?))).collect();
        if chosen.is_empty() {
            break;
        }
        let repaired = apply_fixes(&repair.project, chosen.iter().map(|(_, fix)| *fix));
        repair.done.extend(chosen.iter().map(|(problem, fix)| AppliedFix {
            fault: problem.fault.clone(),
            fix: Fix::clone(fix),
            left_out: left_out(&repair.project, fix).cloned(),
        }));
        repair.left = problems(&repaired);
        repair.project = repaired;
    }
    repair
}

fn choice(problem: &Problem, leaves_out: bool) -> Option<&Fix> {
    let sure = problem.sure().map(|at| &problem.fixes[at]);
    let may_leave_out = leaves_out && problem.fault.broken.rule.is_about_span();
    sure.or_else(|| problem.fixes.iter().find(|fix| may_leave_out && fix.action == FixAction::LeaveOut))
}

/// Returns the highlight that a fix removes, if it removes one.
pub fn left_out<'a>(project: &'a Project, fix: &Fix) -> Option<&'a Highlight> {
    match (&fix.action, fix.path) {
        (FixAction::LeaveOut | FixAction::LeaveCopyOut, ItemPath::Highlight(article, at)) => {
            project.articles.get(article)?.highlights.get(at).map(|highlight| &**highlight)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
