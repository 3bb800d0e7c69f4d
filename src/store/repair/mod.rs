//! Mends a project that breaks rules: proposes what to do about each fault, and does what is accepted.
//!
//! Pure functions over a [`Project`]; nothing here reads or writes a file, and nothing is changed
//! that was not accepted. Mending one thing may uncover another, so what comes out is to be looked
//! over again.

mod advice;
mod apply;
mod propose;
mod words;

pub use advice::Advice;
pub use apply::mend;
pub use propose::problems;
pub use words::{described, tags_and_note};

use crate::model::{Entry, Fault, Highlight, Project, Seat, Span, anchor};

/// A broken rule and what can be done about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub fault: Fault,
    /// Best first; never empty.
    pub mends: Vec<Mend>,
}

/// One way to mend a fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Mend {
    /// What is changed.
    pub seat: Seat,
    pub change: Change,
    /// How sure it is that this is what was meant, 0 to 1; for a moved highlight as [`anchor::Placement::score`].
    pub score: f64,
    /// Whether nothing that somebody wrote or chose is gone by it.
    pub is_lossless: bool,
}

/// What a mend does to the thing it is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
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
    AddToCodebook(Entry),
    TakeTagOff(Entry),
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

impl Mend {
    /// Whether it can be done without asking: it is sure enough, and nothing is lost by it.
    pub fn is_sure(&self) -> bool {
        self.is_lossless && self.score >= anchor::SURE
    }
}

impl Problem {
    /// Which of its mends can be done without asking.
    pub fn sure(&self) -> Option<usize> {
        self.mends.iter().position(Mend::is_sure)
    }
}

/// What was done without asking.
#[derive(Debug)]
pub struct Repair {
    pub project: Project,
    /// Each fault mended, in the order in which that was done.
    pub done: Vec<Done>,
    /// What needs a person.
    pub left: Vec<Problem>,
}

/// A fault that was mended.
#[derive(Debug)]
pub struct Done {
    pub fault: Fault,
    pub mend: Mend,
    /// The highlight as it was, if it was left out.
    pub left_out: Option<Highlight>,
}

/// How often the project is looked over again at most.
const MAX_ROUNDS: usize = 5;

/// Does every mend that is sure, and looks again until none is left. If `leaves_out`, highlights
/// whose place is not sure are left out as well.
pub fn mend_what_is_sure(project: &Project, leaves_out: bool) -> Repair {
    let mut repair = Repair { project: project.clone(), done: Vec::new(), left: problems(project) };
    for _ in 0..MAX_ROUNDS {
        let chosen: Vec<(&Problem, &Mend)> =
            repair.left.iter().filter_map(|problem| Some((problem, choice(problem, leaves_out)?))).collect();
        if chosen.is_empty() {
            break;
        }
        let mended = mend(&repair.project, chosen.iter().map(|(_, mend)| *mend));
        repair.done.extend(chosen.iter().map(|(problem, mend)| Done {
            fault: problem.fault.clone(),
            mend: Mend::clone(mend),
            left_out: left_out(&repair.project, mend).cloned(),
        }));
        repair.left = problems(&mended);
        repair.project = mended;
    }
    repair
}

fn choice(problem: &Problem, leaves_out: bool) -> Option<&Mend> {
    let sure = problem.sure().map(|at| &problem.mends[at]);
    let may_leave_out = leaves_out && problem.fault.kind.is_about_the_span();
    sure.or_else(|| problem.mends.iter().find(|mend| may_leave_out && mend.change == Change::LeaveOut))
}

/// The highlight that a mend leaves out.
pub fn left_out<'a>(project: &'a Project, mend: &Mend) -> Option<&'a Highlight> {
    match (&mend.change, mend.seat) {
        (Change::LeaveOut | Change::LeaveCopyOut, Seat::Highlight(article, at)) => {
            project.articles.get(article)?.highlights.get(at).map(|highlight| &**highlight)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
