//! A project that breaks rules: each problem with its suggested fixes, and what was decided about it.
//!
//! The project here is not open yet, so nothing of it is changed; [`PendingRepair`] makes the repaired one on another
//! thread when every problem has an accepted fix. How it is shown, the page of repairs knows.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use standpoint_core::{model::Project, rules::ItemId};
use standpoint_store::{
    LocatedFault, Position,
    repair::{self, Fix, Problem},
};

/// A damaged project, and what was decided so far.
#[derive(Debug)]
pub struct DamagedProject {
    /// The file it was read from.
    pub path: PathBuf,
    /// The project as it was read, or as the last repair left it.
    pub project: Project,
    /// The problems in the order of the file.
    pub rows: Vec<ProblemRow>,
    /// Of how many rows the fix is accepted, and how many others have one that is sure. There may be a row for each of
    /// very many highlights, so they are counted as they are decided.
    n_accepted: usize,
    n_sure: usize,
    /// Where the things that had faults stand in the file.
    positions: HashMap<ItemId, Position>,
    /// How often it was repaired already.
    pub round: usize,
    /// Whether the accepted fixes are being applied on another thread.
    pub is_repairing: bool,
}

/// A problem, and what was decided about it.
#[derive(Debug)]
pub struct ProblemRow {
    /// What is wrong, with its suggested fixes.
    pub problem: Problem,
    /// Where it stands in the file, if it was in the file and did not come to light later.
    pub position: Option<Position>,
    /// The fix that is shown first, and applied if accepted.
    pub chosen: usize,
    /// Whether the person accepted the fix.
    pub is_accepted: bool,
    /// The fix that can be applied without asking, if there is one.
    sure: Option<usize>,
}

impl ProblemRow {
    /// The fix that is shown first, if there is any.
    pub fn fix(&self) -> Option<&Fix> {
        self.problem.fixes.get(self.chosen)
    }
}

/// The fixes that were accepted, ready to be applied on another thread.
#[derive(Debug)]
pub struct PendingRepair {
    path: PathBuf,
    project: Project,
    fixes: Vec<Fix>,
    positions: HashMap<ItemId, Position>,
    round: usize,
}

impl DamagedProject {
    /// Finds the fixes for the faults of a project as read from `path`; this may take seconds.
    pub fn new(path: &Path, project: Project, faults: &[LocatedFault]) -> Self {
        let positions = faults.iter().map(|located| (located.fault.broken.item.clone(), located.position)).collect();
        Self::of_round(path.to_owned(), project, positions, 0)
    }

    fn of_round(path: PathBuf, project: Project, positions: HashMap<ItemId, Position>, round: usize) -> Self {
        let problems = repair::problems(&project);
        let to_row = |problem: Problem| {
            let position = positions.get(&problem.fault.broken.item).copied();
            let sure = problem.sure();
            ProblemRow { problem, position, chosen: 0, is_accepted: false, sure }
        };
        let mut rows: Vec<ProblemRow> = problems.into_iter().map(to_row).collect();
        rows.sort_by_key(|row| (row.position.is_none(), row.position));
        let n_sure = rows.iter().filter(|row| row.sure.is_some()).count();
        Self { path, project, rows, n_accepted: 0, n_sure, positions, round, is_repairing: false }
    }

    /// The fixes to be applied, if every problem has one that is accepted.
    pub fn begin(&mut self) -> Option<PendingRepair> {
        if self.is_repairing || !self.is_decided() {
            return None;
        }
        self.is_repairing = true;
        Some(PendingRepair {
            path: self.path.clone(),
            project: self.project.clone(),
            fixes: self.rows.iter().filter_map(ProblemRow::fix).cloned().collect(),
            positions: self.positions.clone(),
            round: self.round,
        })
    }

    /// Whether `next` is what comes of the repair begun here.
    pub fn awaits(&self, next: &Self) -> bool {
        self.is_repairing && self.path == next.path && self.round + 1 == next.round
    }

    /// Whether no problem is left.
    pub fn is_whole(&self) -> bool {
        self.rows.is_empty()
    }

    /// Of how many problems the fix is accepted.
    pub const fn n_accepted(&self) -> usize {
        self.n_accepted
    }

    /// Whether a fix that is sure waits to be accepted.
    pub const fn has_sure(&self) -> bool {
        self.n_sure > 0
    }

    fn is_decided(&self) -> bool {
        self.n_accepted == self.rows.len()
    }

    /// Accepts every fix that is sure.
    pub fn accept_what_is_sure(&mut self) {
        for row in self.rows.iter_mut().filter(|row| !row.is_accepted) {
            if let Some(sure) = row.sure {
                row.chosen = sure;
                row.is_accepted = true;
                self.n_accepted += 1;
            }
        }
        self.n_sure = 0;
    }

    /// Accepts the fix of a row, or takes that back.
    pub fn toggle(&mut self, row: usize) {
        if let Some(is_accepted) = self.rows.get(row).map(|row| row.is_accepted) {
            self.decide(row, !is_accepted);
        }
    }

    /// Accepts one of several fixes of a row.
    pub fn choose(&mut self, at: usize, fix: usize) {
        if let Some(row) = self.rows.get_mut(at).filter(|row| fix < row.problem.fixes.len()) {
            row.chosen = fix;
            self.decide(at, true);
        }
    }

    fn decide(&mut self, at: usize, is_accepted: bool) {
        let row = &mut self.rows[at];
        if row.is_accepted == is_accepted {
            return;
        }
        row.is_accepted = is_accepted;
        let n_sure = usize::from(row.sure.is_some());
        if is_accepted {
            (self.n_accepted, self.n_sure) = (self.n_accepted + 1, self.n_sure - n_sure);
        } else {
            (self.n_accepted, self.n_sure) = (self.n_accepted - 1, self.n_sure + n_sure);
        }
    }
}

impl PendingRepair {
    /// Applies the fixes and looks over what comes of them; this may take seconds.
    pub fn finish(self) -> DamagedProject {
        let Self { path, project, fixes, positions, round } = self;
        DamagedProject::of_round(path, repair::apply_fixes(&project, &fixes), positions, round + 1)
    }
}
