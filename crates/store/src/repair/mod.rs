//! Repairs a project that breaks rules: proposes fixes for each fault, and applies those that are accepted.
//!
//! Pure functions over a [`Project`]; nothing here reads or writes a file, and nothing is changed
//! that was not accepted. A fix may uncover another fault, so what comes out is to be looked
//! over again.

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

/// A broken rule and what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub fault: Fault,
    /// Best first; never empty.
    pub fixes: Vec<Fix>,
}

/// One way to fix a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What is changed.
    pub path: ItemPath,
    pub action: FixAction,
    /// How sure it is that this is what was meant, 0 to 1; for a moved highlight as [`anchor::Placement::score`].
    pub score: f64,
    /// Whether nothing that somebody wrote or chose is gone by it.
    pub is_lossless: bool,
}

/// What a fix does to the thing it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum FixAction {
    /// To the span, with the words of the text there as the quote.
    Move {
        to: Span,
        words: String,
        /// Whether these are the words the highlight had before.
        is_exact: bool,
    },
    /// Keeps the span and takes the words of the text there as the quote.
    TakeWords(String),
    LeaveOut,
    /// What is left out is there a second time.
    LeaveCopyOut,
    GiveFreshId,
    Name(String),
    AddToCodebook(CodebookEntry),
    TakeTagOff(CodebookEntry),
    DropParent,
    DropKey,
    /// Drops the parent if the code is its own ancestor still.
    BreakCircle,
    Weigh(f64),
    Date {
        created: String,
        source: TimeSource,
    },
    CleanText,
    Sort,
}

/// Where the time of a highlight was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeSource {
    /// What was written, taken as UTC.
    Words,
    /// The moment at which its id was made.
    Id,
    /// Nowhere; it is the beginning of 1970.
    Nothing,
}

impl Fix {
    /// Whether it can be done without asking: it is sure enough, and nothing is lost by it.
    pub fn is_sure(&self) -> bool {
        self.is_lossless && self.score >= anchor::SURE
    }
}

impl Problem {
    /// Which of its fixes can be done without asking.
    pub fn sure(&self) -> Option<usize> {
        self.fixes.iter().position(Fix::is_sure)
    }
}

/// What was done without asking.
#[derive(Debug)]
pub struct RepairReport {
    pub project: Project,
    /// Each fault repaired, in the order in which that was done.
    pub done: Vec<AppliedFix>,
    /// What needs a person.
    pub left: Vec<Problem>,
}

/// A fault that was repaired.
#[derive(Debug)]
pub struct AppliedFix {
    pub fault: Fault,
    pub fix: Fix,
    /// The highlight as it was, if it was left out.
    pub left_out: Option<Highlight>,
}

/// How often the project is looked over again at most.
const MAX_ROUNDS: usize = 5;

/// Does every fix that is sure, and looks again until none is left. If `leaves_out`, highlights
/// whose place is not sure are left out as well.
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

/// The highlight that a fix leaves out.
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
