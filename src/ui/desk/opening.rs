//! Opening: reading a project, and what comes of it.

use std::path::{Path, PathBuf};

use standpoint_core::{
    edit::{codes_of_same_name, stances_of_same_name},
    model::CodeKind,
    wording::{counted, grouped},
};
use standpoint_store::{
    Access, Machine, OpenError, Session,
    lock::LockHolder,
    machine::backups_of,
    recovery::{LeftInUse, Recovered},
};

use super::{Decision, DeskEvent, JobOutcome, file_name, standing::DecisionSubject};
use crate::{
    command::Command,
    ui::desk::{
        Desk,
        damaged::{DamagedProject, PendingRepair},
        dialogs::question::Question,
    },
};

/// What came of opening a project on another thread.
pub(super) enum OpenOutcome {
    Opened(Box<Session>, Box<Recovered>),
    /// It breaks rules and can be repaired.
    Damaged(Box<DamagedProject>),
    /// It cannot be opened; the number is how many earlier versions there are.
    Refused(OpenError, usize),
}

/// What taking over means.
const TAKING_OVER: &str = "If that program is no longer running, you can take over the project. Standpoint first \
                           waits ten seconds to make sure that nothing in it changes.";

impl OpenOutcome {
    pub fn of(result: Result<(Session, Recovered), OpenError>, path: &Path, machine: &Machine) -> Self {
        match result {
            Ok((session, recovered)) => Self::Opened(Box::new(session), Box::new(recovered)),
            Err(OpenError::Unsound { project, faults }) => {
                Self::Damaged(Box::new(DamagedProject::new(path, *project, &faults)))
            }
            Err(error) => Self::Refused(error, backups_of(path, machine).len()),
        }
    }
}

impl Desk {
    /// Opens a project file, to be changed.
    pub fn read_project(&mut self, path: PathBuf) {
        self.open_project(path, Access::Change);
    }

    pub(super) fn open_project(&mut self, path: PathBuf, access: Access) {
        if self.open.as_ref().is_some_and(|open| open.session.is_file(&path)) {
            // Its lock is ours, so it is given back before the file is opened again.
            self.open = None;
        }
        let (since, machine) = (self.moment(), self.machine.clone());
        self.work.start_cancellable(format!("Opening {}", file_name(&path)), move |progress| {
            let opened = progress.follow(|| Session::open(&path, access, &machine));
            let opening = OpenOutcome::of(opened, &path, &machine);
            if progress.is_cancelled() {
                // Whatever was opened is closed again here, where nobody waits for it.
                drop(opening);
                return JobOutcome::OpeningCancelled(path);
            }
            JobOutcome::Opened { path, since, opening }
        });
    }

    pub(super) fn take_opened(&mut self, path: PathBuf, opening: OpenOutcome) {
        let (error, n_earlier) = match opening {
            OpenOutcome::Opened(session, mut recovered) => {
                self.show_project(*session);
                self.tell_of_same_names();
                if let Some(strange) = &recovered.strange {
                    self.ask_about_strange_journal(strange.clone());
                }
                // What a question says is not said again.
                if let Some(in_use) = recovered.in_use.take_if(|in_use| in_use.can_be_taken_over()) {
                    self.ask_about_left(&in_use);
                }
                if let Some(copy) = recovered.copy_of.take() {
                    self.ask_about_copy(&copy);
                }
                if let Some(mut words) = recovered.in_words() {
                    if recovered.n_edits > 0 {
                        words.push_str("\nUndo what you do not want.");
                    }
                    self.notices.message(words);
                }
                return;
            }
            OpenOutcome::Damaged(damaged) => {
                self.events.push(DeskEvent::Damaged(damaged));
                return;
            }
            OpenOutcome::Refused(error, n_earlier) => (error, n_earlier),
        };
        match error {
            OpenError::Locked { path, holder } => {
                let is_elsewhere = holder.as_ref().is_some_and(|holder| !holder.is_on_this_machine());
                if path.starts_with(self.machine.folders.unsaved()) {
                    self.ask_about_locked_left(path, holder.as_ref());
                    return;
                }
                let who = holder.map_or_else(|| "another program".to_owned(), |holder| holder.to_string());
                let mut text = format!(
                    "It has been opened by {who}. Two programs writing the same file would overwrite each other’s work. \
                     You can open the last saved version read-only."
                );
                let mut answers = vec![("Open read-only", Decision::Open(path.clone(), Access::ReadOnly))];
                if is_elsewhere {
                    text.push_str("\n\n");
                    text.push_str(TAKING_OVER);
                    text.push_str(" Unsaved edits made there are set aside.");
                    answers.push(("Take over", Decision::Open(path.clone(), Access::TakeOver)));
                }
                answers.push(("Cancel", Decision::Stay));
                self.ask(Question::new(format!("“{}” is open elsewhere", file_name(&path)), text, answers));
            }
            OpenError::WriteProtected { path } => {
                let words =
                    "is write-protected, so it is open read-only. Use “Save as…” to make a copy that you can change.";
                self.notices.banner_of_next(format!("“{}” {words}", file_name(&path)), &[Command::SaveAs]);
                self.open_project(path, Access::ReadOnly);
            }
            error => {
                if n_earlier > 0 && !matches!(error, OpenError::Newer { .. }) {
                    let text = format!("{error}\n\nYou can go back to {}.", counted(n_earlier, "earlier version"));
                    let answers =
                        [("Show earlier versions", Decision::ShowEarlier(path.clone())), ("Cancel", Decision::Stay)];
                    self.ask(Question::new(format!("“{}” cannot be opened", file_name(&path)), text, answers));
                } else {
                    self.notices.failure(error.to_string());
                }
            }
        }
    }

    /// Applies the fixes that were accepted, and looks over what comes of them.
    pub(super) fn repair(&mut self, pending: PendingRepair) {
        self.work.start("Repairing the project", move |_| JobOutcome::Repaired(Box::new(pending.finish())));
    }

    /// Opens a project that was repaired until no problem was left.
    pub fn open_repaired(&mut self, whole: DamagedProject) {
        let DamagedProject { project, path, .. } = whole;
        let (since, machine) = (self.moment(), self.machine.clone());
        self.work.start("Opening the repaired project", move |_| {
            let opened = match Session::repaired(&path, project.clone(), Access::Change, &machine) {
                Err(OpenError::WriteProtected { path }) => Ok(Session::repaired_aside(project, &path, &machine)),
                opened => opened,
            };
            let opening = OpenOutcome::of(opened, &path, &machine);
            JobOutcome::Opened { path, since, opening }
        });
    }

    /// Says which codes look alike in every list and table.
    fn tell_of_same_names(&mut self) {
        let Some(project) = self.project() else { return };
        let book = &project.codebook;
        let of_kind = |noun: &str, names: Vec<&str>| {
            let more = match names.len().checked_sub(1)? {
                0 => String::new(),
                n => format!(" (and {} more such pairs)", grouped(n)),
            };
            Some(format!("There are two {noun}s called “{}”{more}.", names[0]))
        };
        let of_codes = |kind: CodeKind| {
            of_kind(kind.noun(), codes_of_same_name(book, kind).iter().map(|(_, second)| &*second.name).collect())
        };
        let stances = stances_of_same_name(book);
        let of_stances = of_kind("stance", stances.iter().map(|(_, second)| &*second.name).collect());
        let words: Vec<String> = CodeKind::ALL.into_iter().filter_map(of_codes).chain(of_stances).collect();
        if !words.is_empty() {
            let help = "Select one in the codebook to move its highlights to the other, or give it another name.";
            self.notices.banner(format!("{} {help}", words.join(" ")), &[Command::ShowCodebook]);
        }
    }

    fn ask_about_left(&mut self, in_use: &LeftInUse) {
        let text = format!("{}\n\n{TAKING_OVER} Unsaved edits are set aside and offered to you.", in_use.in_words());
        let answers = [("Take over", Decision::TakeOverLeft), ("Leave them there", Decision::Stay)];
        let question = Question::new("Another computer has unsaved edits to this project", text, answers);
        self.let_stand(DecisionSubject::LeftElsewhere, question, false);
    }

    /// Asks about a project that was never saved and is locked.
    fn ask_about_locked_left(&mut self, folder: PathBuf, holder: Option<&LockHolder>) {
        let is_elsewhere = holder.is_some_and(|holder| !holder.is_on_this_machine());
        let who = holder.map_or_else(|| "another program".to_owned(), LockHolder::to_string);
        let mut text = format!("It has been opened by {who}.");
        let mut answers = vec![("Cancel", Decision::Stay)];
        if is_elsewhere {
            text = format!("{text}\n\n{TAKING_OVER}");
            answers.insert(0, ("Take over", Decision::RecoverLeft(folder, Access::TakeOver)));
        }
        self.ask(Question::new("This project is open elsewhere", text, answers));
    }

    fn ask_about_copy(&mut self, copy: &Path) {
        let text = format!(
            "{} is the same project. If you want to work on both, make this one a project of its own, so that the two \
             are not confused. You can undo this.",
            copy.display()
        );
        let answers = [("Make this a project of its own", Decision::MakeItsOwn), ("Keep it as a copy", Decision::Stay)];
        self.let_stand(DecisionSubject::Copy, Question::new("This project is a copy", text, answers), false);
    }

    fn ask_about_strange_journal(&mut self, journal: PathBuf) {
        let text = "Another program changed the file after these edits were made, so they may not all fit. Those that \
                    fit can be applied now, each as a step that you can undo; the journal is kept either way.";
        let answers = [("Apply what fits", Decision::TakeIn(journal)), ("Set them aside", Decision::Stay)];
        let question = Question::new("Unsaved edits found for a different version of this file", text, answers);
        self.let_stand(DecisionSubject::StrangeJournal, question, false);
    }
}
