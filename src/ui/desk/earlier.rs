//! Earlier states of a project, and projects that a crash left unsaved.

use std::path::{Path, PathBuf};

use standpoint_core::{
    edit::{Edit, Gesture, difference::Difference},
    model::Project,
    wording::{counted, local_time},
};
use standpoint_store::{
    self as store, Access, OpenError, Session,
    machine::backups_of,
    unsaved::{LeftBehind, left_behind},
};

use super::{Applied, Decision, JobOutcome, changing::ChangeSuccess, file_name, opening::OpenOutcome};
use crate::ui::desk::{
    Desk, DeskDialog,
    dialogs::{
        question::Question,
        restore::{EarlierState, RestoreDialog},
    },
};

impl Desk {
    /// Reads the earlier states of the open project.
    pub(super) fn look_at_own_earlier(&mut self) {
        let Some(open) = &self.open else { return };
        match open.session.path() {
            Some(path) => self.look_at_earlier(path.to_owned(), Some(open.id)),
            None => self.notices.message("There are no earlier versions: this project has not been saved yet"),
        }
    }

    /// Reads the earlier states of a project file; `id` is that of the open project, if it is that.
    pub(super) fn look_at_earlier(&mut self, path: PathBuf, id: Option<u64>) {
        let ours = self.project().filter(|_| id.is_some()).cloned();
        let machine = self.machine.clone();
        self.work.start_cancellable("Reading earlier versions", move |progress| {
            let backups = backups_of(&path, &machine);
            let n = backups.len();
            let read = backups.into_iter().enumerate().map_while(|(index, backup)| {
                if progress.cancel_flag().load(std::sync::atomic::Ordering::Relaxed) {
                    return None;
                }
                progress.set(index, n);
                let words = match store::open(&backup.path) {
                    Ok(project) => Ok(words(ours.as_ref(), &project)),
                    Err(OpenError::Unsound { faults, .. }) => {
                        let n = counted(faults.len(), "problem");
                        Err(format!("damaged: {n}; open this file from the backups to repair it"))
                    }
                    Err(error) => Err(error.to_string()),
                };
                Some(EarlierState { backup, words })
            });
            let states = read.collect();
            JobOutcome::EarlierRead(path, id, states)
        });
    }

    pub(super) fn show_earlier(&mut self, path: PathBuf, id: Option<u64>, states: Vec<EarlierState>) {
        if states.is_empty() {
            let name = file_name(&path);
            self.notices.message(format!(
                "There are no earlier versions of {name}: it has been saved only once, or \
                                          never"
            ));
        } else {
            self.dialog = Some(DeskDialog::Restore(RestoreDialog::new(path, id, states, self.settings.n_backups)));
        }
    }

    /// Restores an earlier state, as an edit of the open project or in place of a file that cannot be opened.
    pub(super) fn restore(&mut self, path: PathBuf, id: Option<u64>, state: EarlierState) {
        let when = local_time(state.backup.saved);
        let machine = self.machine.clone();
        let since = self.moment();
        self.work.start("Reading an earlier version", move |progress| {
            let read = progress.follow(|| store::open(&state.backup.path));
            if let Some(id) = id {
                return JobOutcome::EarlierChosen(id, when, read.map(Box::new).map_err(|error| error.to_string()));
            }
            let opened = read.and_then(|project| Session::repaired(&path, project, Access::Change, &machine));
            JobOutcome::Opened { since, opening: OpenOutcome::of(opened, &path, &machine), path }
        });
    }

    pub(super) fn take_earlier(&mut self, id: u64, when: &str, result: Result<Box<Project>, String>) {
        if self.open.as_ref().is_none_or(|open| open.id != id) {
            return;
        }
        match result {
            Ok(project) => {
                let label = format!("Restore the version of {when}");
                if self.apply(&label, Gesture::Single, Edit::Replace(project)) != Applied::No {
                    self.after_change(ChangeSuccess::of_edit(format!("Restored the version of {when}")));
                }
            }
            Err(problem) => self.notices.failure(problem),
        }
    }

    /// Looks for projects that were never saved, to be offered on the welcome page.
    pub(super) fn look_for_left_behind(&mut self) {
        let machine = self.machine.clone();
        self.work.start("Looking for unsaved projects", move |_| JobOutcome::LeftBehind(left_behind(&machine)));
    }

    pub(super) fn recover_left(&mut self, folder: &Path, access: Access) {
        let (folder, since, machine) = (folder.to_owned(), self.moment(), self.machine.clone());
        self.work.start("Recovering a project", move |_| {
            let opening = OpenOutcome::of(Session::recovered(&folder, access, &machine), &folder, &machine);
            JobOutcome::Opened { path: folder, since, opening }
        });
    }

    pub(super) fn ask_to_discard_left(&mut self, left: LeftBehind) {
        let mut text = format!(
            "{} and {} were never saved. If you discard them, they are gone for good.",
            counted(left.n_articles, "article"),
            counted(left.n_highlights, "highlight"),
        );
        if let Some(holder) = &left.holder {
            text.push_str(&format!("\n\nThey are locked by {holder}, which may still be using them."));
        }
        let title = format!("Discard “{}”?", left.title);
        let answers =
            [("Keep it", Decision::Stay), ("Discard it", Decision::DiscardLeft(left)), ("Cancel", Decision::Stay)];
        self.ask(Question::new(title, text, answers));
    }
}

fn words(ours: Option<&Project>, theirs: &Project) -> String {
    match ours {
        Some(ours) => Difference::between(ours, theirs).in_words(),
        None => {
            format!("{}, {}", counted(theirs.articles.len(), "article"), counted(theirs.n_highlights(), "highlight"))
        }
    }
}
