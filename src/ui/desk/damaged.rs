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
            ProblemRow { problem, position, chosen: 0, is_accepted: false }
        };
        let mut rows: Vec<ProblemRow> = problems.into_iter().map(to_row).collect();
        rows.sort_by_key(|row| (row.position.is_none(), row.position));
        Self { path, project, rows, positions, round, is_repairing: false }
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
    pub fn n_accepted(&self) -> usize {
        self.rows.iter().filter(|row| row.is_accepted).count()
    }

    fn is_decided(&self) -> bool {
        self.rows.iter().all(|row| row.is_accepted)
    }

    /// Accepts every fix that is sure.
    pub fn accept_what_is_sure(&mut self) {
        for row in self.rows.iter_mut().filter(|row| !row.is_accepted) {
            if let Some(sure) = row.problem.sure() {
                row.chosen = sure;
                row.is_accepted = true;
            }
        }
    }

    /// Accepts the fix of a row, or takes that back.
    pub fn toggle(&mut self, row: usize) {
        if let Some(row) = self.rows.get_mut(row) {
            row.is_accepted = !row.is_accepted;
        }
    }

    /// Accepts one of several fixes of a row.
    pub fn choose(&mut self, row: usize, fix: usize) {
        if let Some(row) = self.rows.get_mut(row).filter(|row| fix < row.problem.fixes.len()) {
            row.chosen = fix;
            row.is_accepted = true;
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
