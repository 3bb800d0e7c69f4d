//! Saving and watching the project’s own file, and deciding what becomes of it.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use standpoint_core::{
    edit::{Edit, Gesture, difference::Difference},
    model::{Project, ProjectId},
    wording::counted,
};
use standpoint_store::{
    self as store, Access, Overwrite, SaveError, Saved,
    session::FileNews,
    state::{FileState, StateName},
    unsaved::LeftBehind,
};

use super::{
    Applied, DeskEvent, Intent, JobOutcome, ProjectRevision,
    changing::{AfterChange, ChangeSuccess},
    file_name,
    standing::FileTrouble,
};
use crate::ui::{
    desk::{Desk, DeskDialog, dialogs::question::Question},
    parts::kept::Kept,
    preferences::Saving,
};

/// How long nothing must have changed before autosave.
const IDLE: Duration = Duration::from_secs(5);

/// The longest wait before a project is saved automatically.
const LONGEST_IDLE: Duration = Duration::from_mins(2);

/// How many bytes of text, and of highlights as the file has them, make the wait one second longer.
const BYTES_A_SECOND: usize = 4 << 20;

/// How long nothing must have changed before a project is saved automatically. A large file is written less often,
/// because the journal already keeps each edit.
fn wait_for(project: &Project) -> Duration {
    let bytes: usize = project.articles.iter().map(|article| store::about_bytes_of(article)).sum();
    let more = Duration::from_secs((bytes / BYTES_A_SECOND) as u64);
    (IDLE + more).min(LONGEST_IDLE)
}

/// The time within which the journal has tried to write an edit.
const JOURNALED: Duration = Duration::from_millis(1500);

/// How often a file is looked at while the window is in use.
const WATCH_SECS: f64 = 5.0;

/// What a question about the project’s file was answered with.
#[derive(Clone, Debug)]
pub(super) enum Decision {
    /// Leave everything as it is.
    Stay,
    SaveThen(Intent),
    DiscardThen(Intent),
    Open(PathBuf, Access),
    SaveAs(Option<Intent>),
    SaveAgain(Option<Intent>),
    Overwrite(Option<Intent>),
    SaveLosingAccess(SaveRequest),
    MakeItsOwn,
    Reload(Box<ExternalVersion>),
    TakeIn(PathBuf),
    ShowEarlier(PathBuf),
    TakeOverLeft,
    RecoverLeft(PathBuf, Access),
    DiscardLeft(LeftBehind),
}

/// The project as another program wrote it into the file.
#[derive(Clone, Debug)]
pub(super) struct ExternalVersion {
    project: Project,
    file: FileState,
}

/// What the window keeps in mind about saving.
#[expect(clippy::struct_excessive_bools, reason = "each says whether one thing goes on or was told")]
#[derive(Debug, Default)]
pub(super) struct SaveTracker {
    /// How long nothing must have changed before it is saved automatically; kept for a moment of the project.
    wait: Kept<Option<ProjectRevision>, Duration>,
    /// Whether a save is under way; the next one waits for it, so that the later state wins.
    pub is_saving: bool,
    /// A save asked for meanwhile.
    next: Option<SaveRequest>,
    /// The last save failed, so autosave pauses until one succeeds.
    has_failed: bool,
    /// The revision that was last seen to be new, and when.
    changed: Option<(ProjectRevision, f64)>,
    /// Whether anything was changed here since the project was opened.
    is_touched: bool,
    /// When the file was last looked at.
    watched_secs: f64,
    is_watching: bool,
    /// The journal trouble that the person was told of.
    told_trouble: Option<String>,
}

/// Where a save goes.
#[derive(Clone, Debug)]
enum Destination {
    OwnFile(Overwrite),
    /// The file that the project is to have from then on.
    Another(PathBuf),
}

/// How a save was asked for, and what follows it.
#[derive(Clone, Debug)]
pub(super) struct SaveRequest {
    destination: Destination,
    then: Option<Intent>,
    is_unasked: bool,
    /// Whether the group or the access list of the file may be lost.
    may_lose_access: bool,
}

impl SaveRequest {
    fn asked(destination: Destination, then: Option<Intent>) -> Self {
        Self { destination, then, is_unasked: false, may_lose_access: false }
    }
}

impl Desk {
    /// Asks a question, once those that are open have been answered.
    pub(super) fn ask(&mut self, question: Question<Decision>) {
        let is_asked = self.questions.iter().any(|waiting| waiting.title() == question.title())
            || matches!(&self.dialog, Some(DeskDialog::Question(open)) if open.title() == question.title());
        if !is_asked {
            self.questions.push_back(question);
        }
        self.ask_next();
    }

    /// Shows the next question that waits, if no other is open.
    pub(super) fn ask_next(&mut self) {
        if self.dialog.is_none() {
            self.dialog = self.questions.pop_front().map(DeskDialog::Question);
        }
    }

    pub(super) fn ask_about_unsaved(&mut self, intent: Intent) {
        let title = self.project().map(|project| project.title.clone()).unwrap_or_default();
        let answers = [
            ("Save", Decision::SaveThen(intent.clone())),
            ("Don’t save", Decision::DiscardThen(intent)),
            ("Cancel", Decision::Stay),
        ];
        let text = "Without saving, the changes since the last save are lost.";
        self.ask(Question::new(format!("Save changes to “{title}”?"), text, answers));
    }

    pub(super) fn decide(&mut self, decision: Decision) {
        if self.is_changing() {
            return self.wait_for_change(AfterChange::Decision(decision));
        }
        match decision {
            Decision::Stay => {}
            Decision::SaveThen(intent) => self.save(Some(intent)),
            Decision::DiscardThen(intent) => {
                if let Some(open) = &mut self.open {
                    open.session.give_up();
                }
                self.fulfil(intent);
            }
            Decision::Open(path, access) => self.open_project(path, access),
            Decision::SaveAs(then) => self.ask_save_file(then),
            Decision::SaveAgain(then) => self.save(then),
            Decision::Overwrite(then) => {
                self.start_save(SaveRequest::asked(Destination::OwnFile(Overwrite::AnyState), then));
            }
            Decision::SaveLosingAccess(request) => self.start_save(request),
            Decision::MakeItsOwn => self.make_its_own(),
            Decision::Reload(external) => {
                let ExternalVersion { project, file } = *external;
                let Some(open) = &mut self.open else { return };
                match open.session.reload(project, file) {
                    Ok(()) => {
                        self.file_is_in_order();
                        self.after_change(ChangeSuccess::of_edit("Reloaded from the file"));
                    }
                    Err(error) => self.notices.failure(error.to_string()),
                }
            }
            Decision::TakeIn(journal) => match self.open.as_mut().map(|open| open.session.take_in(&journal)) {
                Some(Ok((n_fitting, n_left))) => {
                    self.notices.message(format!("{} applied; {n_left} did not fit", counted(n_fitting, "edit")));
                }
                Some(Err(error)) => self.notices.failure(error.to_string()),
                None => {}
            },
            Decision::ShowEarlier(path) => self.look_at_earlier(path, None),
            Decision::TakeOverLeft => {
                let path = self.open.as_ref().and_then(|open| open.session.path().map(Path::to_owned));
                if let Some(path) = path {
                    self.request(Intent::TakeOver(path));
                }
            }
            Decision::RecoverLeft(folder, access) => self.recover_left(&folder, access),
            Decision::DiscardLeft(left) => {
                if let Err(error) = store::unsaved::discard(&left) {
                    self.notices.failure(format!("{}: could not be removed: {error}", left.folder.display()));
                }
                self.look_for_left_behind();
            }
        }
    }

    /// Withdraws the question about the file, and lets autosave go on.
    fn file_is_in_order(&mut self) {
        self.keeping.has_failed = false;
        self.standing.withdraw_file();
    }

    /// Gives the project an id of its own.
    pub(super) fn make_its_own(&mut self) {
        let edit = Edit::SetId(ProjectId::fresh());
        if self.apply("Make this a project of its own", Gesture::Single, edit) == Applied::Yes {
            self.after_change(ChangeSuccess::of_edit("This is a project of its own now"));
        }
    }

    /// Saves to the project’s file, or asks for one.
    pub(super) fn save(&mut self, then: Option<Intent>) {
        let Some(open) = &self.open else { return };
        if open.session.path().is_some() && !open.session.is_read_only() {
            self.start_save(SaveRequest::asked(Destination::OwnFile(Overwrite::OwnState), then));
        } else {
            self.ask_save_file(then);
        }
    }

    /// Saves to another file, which the project then has.
    pub(super) fn write_project(&mut self, path: PathBuf, then: Option<Intent>) {
        // Under its own name it is saved like always, so that a version of another program is not replaced unasked.
        let is_own = self.open.as_ref().is_some_and(|open| !open.session.is_read_only() && open.session.is_file(&path));
        let is_gone = self.standing.file_trouble() == Some(FileTrouble::Gone);
        let destination =
            if is_own && !is_gone { Destination::OwnFile(Overwrite::OwnState) } else { Destination::Another(path) };
        self.start_save(SaveRequest::asked(destination, then));
    }

    /// Saves, or waits for the current save, because a session runs one at a time.
    fn start_save(&mut self, request: SaveRequest) {
        if self.keeping.is_saving {
            self.keeping.next = Some(request);
            return;
        }
        let Some(open) = &self.open else { return };
        let (id, n_backups) = (open.id, self.settings.n_backups);
        let job = match &request.destination {
            Destination::OwnFile(overwrite) => open.session.begin_save(*overwrite),
            Destination::Another(path) => Some(open.session.begin_save_as(path)),
        };
        let Some(job) = job.map(|job| job.keeping(n_backups).losing_access(request.may_lose_access)) else { return };
        self.keeping.is_saving = true;
        self.work.start_cancellable(format!("Saving {}", file_name(job.path())), move |progress| {
            let result = Box::new(job.watched(progress.watch()).run());
            JobOutcome::Saved { id, request, result }
        });
    }

    pub(super) fn take_saved(&mut self, id: u64, request: SaveRequest, result: Result<Saved, SaveError>) {
        self.keeping.is_saving = false;
        let next = self.keeping.next.take();
        let Some(open) = self.open.as_mut().filter(|open| open.id == id) else { return };
        let saved = match result {
            Ok(saved) => saved,
            Err(error) => return self.tell_failed_save(error, request),
        };
        let (path, warning) = (saved.path.clone(), saved.warning.clone());
        let news = saved.news.join("\n");
        open.session.finish_save(saved);
        self.file_is_in_order();
        if !news.is_empty() {
            self.notices.message(news);
        }
        self.events.push(DeskEvent::Located(path.clone()));
        match warning {
            Some(warning) => self.notices.failure(warning),
            None if request.is_unasked => {}
            None => self.notices.success(&self.ctx, format!("Saved {}", file_name(&path))),
        }
        let then = if self.keep_originals(&path, request.then.clone()) { None } else { request.then };
        if let Some(request) = next {
            self.start_save(request);
        } else if let Some(intent) = then {
            self.request(intent);
        }
    }

    fn tell_failed_save(&mut self, error: SaveError, request: SaveRequest) {
        if let SaveError::Cancelled(path) = &error {
            // Autosave begins its wait anew.
            let now = self.ctx.input(|input| input.time);
            self.keeping.changed = self.keeping.changed.map(|(moment, _)| (moment, now));
            let words = format!("Saving cancelled; {} is as it was", file_name(path));
            return self.notices.success(&self.ctx, words);
        }
        self.keeping.has_failed = true;
        let was_asked = !request.is_unasked;
        if let SaveError::Changed(_) = error {
            self.look_at_external_version(None, request.then, was_asked);
            return;
        }
        if let SaveError::Gone(path) = &error {
            self.ask_about_gone_file(path, request.then, was_asked);
            return;
        }
        let then = request.then.clone();
        let question = if let SaveError::LosesAccess { .. } = error {
            let again = SaveRequest { may_lose_access: true, ..request };
            let answers =
                [("Save anyway", Decision::SaveLosingAccess(again)), ("Save as…", Decision::SaveAs(then.clone()))];
            Question::new("Others may lose access to the file", error.to_string(), answers)
        } else {
            let is_journaled = self.open.as_ref().is_some_and(|open| open.session.is_protected());
            let comfort = if is_journaled {
                "Nothing is lost: every edit is in the journal and in this window."
            } else {
                "Every edit is still in this window. Do not close it before the project is saved."
            };
            let answers =
                [("Save as…", Decision::SaveAs(then.clone())), ("Try again", Decision::SaveAgain(then.clone()))];
            Question::new("The project could not be saved", format!("{error}\n{comfort}"), answers)
        };
        self.ask_about_file(FileTrouble::NotSaved, question, then.as_ref(), was_asked);
    }

    fn ask_about_gone_file(&mut self, path: &Path, then: Option<Intent>, was_asked: bool) {
        let is_read_only = self.open.as_ref().is_some_and(|open| open.session.is_read_only());
        let path_text = path.display();
        let mut answers = Vec::new();
        let text = if is_read_only {
            format!("{path_text} is no longer there. You can make a copy of the project as it is in this window.")
        } else {
            answers.push(("Save it there again", Decision::Overwrite(then.clone())));
            format!(
                "{path_text} is no longer there; it was deleted, or moved where Standpoint cannot follow it. Your work \
                 is still in this window. Until you decide, nothing is saved."
            )
        };
        answers.push(("Save as…", Decision::SaveAs(then.clone())));
        let question = Question::new(format!("“{}” is gone", file_name(path)), text, answers);
        self.ask_about_file(FileTrouble::Gone, question, then.as_ref(), was_asked);
    }

    /// Reads what another program wrote into the file, to ask what to do about it; `seen` is that version, if it is
    /// known.
    fn look_at_external_version(&mut self, seen: Option<StateName>, then: Option<Intent>, was_asked: bool) {
        let Some(open) = &self.open else { return };
        let (id, Some(path)) = (open.id, open.session.path().map(Path::to_owned)) else { return };
        let (ours, _) = open.session.history().snapshot();
        self.work.start(format!("Checking what changed in {}", file_name(&path)), move |progress| {
            let external = progress.follow(|| store::open_with_state(&path)).map(|(project, file)| {
                let difference = Difference::between(&ours, &project);
                (Box::new(ExternalVersion { project, file }), difference)
            });
            let result = external.map_err(|error| error.to_string());
            JobOutcome::ExternalVersionRead { id, seen, then, was_asked, result }
        });
    }

    pub(super) fn take_external_version(
        &mut self,
        id: u64,
        seen: Option<StateName>,
        (then, was_asked): (Option<Intent>, bool),
        result: Result<(Box<ExternalVersion>, Difference), String>,
    ) {
        // A save that was requested in the meantime detects the change on its own.
        let Some(open) = self.open.as_ref().filter(|open| open.id == id && !self.keeping.is_saving) else { return };
        let name = open.session.path().map(file_name).unwrap_or_default();
        let title = format!("“{name}” was changed by another program");
        let seen = result.as_ref().ok().map(|(external, _)| external.file.name).or(seen);
        let (mut answers, mut text) = (Vec::new(), String::new());
        let is_read_only = open.session.is_read_only();
        let path = open.session.path().map(Path::to_owned);
        match result {
            Ok((external, difference)) => {
                text = format!("Compared with this window, it has: {}. ", difference.in_words());
                if let Some(path) = path.filter(|_| is_read_only) {
                    answers.push(("Show the new version", Decision::Open(path, Access::ReadOnly)));
                } else {
                    text.push_str("If you reload it, you can undo to get your version back. ");
                    answers.push(("Reload it", Decision::Reload(external)));
                }
            }
            Err(problem) => text.push_str(&format!("The changed file cannot be opened:\n{problem}\n")),
        }
        if !is_read_only {
            text.push_str(
                "If you keep yours, the other version is kept among the backups. Until you decide, nothing is saved to \
                 this file.",
            );
            answers.push(("Keep mine", Decision::Overwrite(then.clone())));
        }
        answers.push(("Save as…", Decision::SaveAs(then.clone())));
        let question = Question::new(title, text.trim_end(), answers);
        self.ask_about_file(FileTrouble::Changed(seen), question, then.as_ref(), was_asked);
    }

    /// Saves automatically, checks the file, and reports trouble, each when it is due.
    pub(super) fn keep_watch(&mut self) {
        let Some(open) = &self.open else { return };
        let now = self.ctx.input(|input| input.time);
        let moment = (open.id, open.session.history().revision());
        let is_new = self.keeping.changed.is_none_or(|(known, _)| known != moment);
        if is_new {
            let is_same = self.keeping.changed.is_some_and(|((id, _), _)| id == moment.0);
            self.keeping.is_touched |= is_same;
            if !is_same {
                self.keeping = SaveTracker { is_saving: self.keeping.is_saving, ..SaveTracker::default() };
            }
            self.keeping.changed = Some((moment, now));
            self.ctx.request_repaint_after(JOURNALED);
        }
        self.tell_journal_trouble();
        self.save_when_idle(now);
        self.watch_file(now);
    }

    /// Says once that the journal cannot be written; the top bar shows it for as long as it lasts.
    fn tell_journal_trouble(&mut self) {
        let trouble = self.open.as_ref().and_then(|open| open.session.journal_trouble()).map(|trouble| trouble.words);
        if let Some(words) = trouble.clone().filter(|_| self.keeping.told_trouble.is_none()) {
            self.notices.failure(words);
        }
        self.keeping.told_trouble = trouble;
    }

    fn save_when_idle(&mut self, now: f64) {
        let Some(open) = &self.open else { return };
        // Recovered edits are looked at first, and a repaired project replaces its file only on request.
        let is_work = self.keeping.is_touched && open.session.history().was_ever_saved();
        let is_wanted = self.settings.saving == Saving::WhenIdle && !self.keeping.has_failed && is_work;
        let can_save = open.session.path().is_some() && !open.session.is_read_only() && !self.keeping.is_saving;
        if self.is_changing()
            || !is_wanted
            || !can_save
            || self.standing.is_file_contested()
            || !open.session.history().has_unsaved_changes()
            || self.has_any_dialog()
        {
            return;
        }
        let idle_secs = self.keeping.changed.map_or(0.0, |(_, at)| now - at);
        let mut wait = IDLE;
        if idle_secs >= IDLE.as_secs_f64() {
            // The size is looked at in pauses only, and once in each.
            wait = *self
                .keeping
                .wait
                .get(self.keeping.changed.map(|(moment, _)| moment), || wait_for(open.session.project()));
        }
        if idle_secs >= wait.as_secs_f64() {
            let destination = Destination::OwnFile(Overwrite::OwnState);
            self.start_save(SaveRequest { is_unasked: true, ..SaveRequest::asked(destination, None) });
        } else {
            self.ctx.request_repaint_after(wait.saturating_sub(Duration::from_secs_f64(idle_secs.max(0.0))));
        }
    }

    /// Checks whether another program has changed the file, when the window gets the focus and every few seconds.
    fn watch_file(&mut self, now: f64) {
        let is_back =
            self.ctx.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::WindowFocused(true))));
        let is_time = is_back || now - self.keeping.watched_secs >= WATCH_SECS;
        if !is_time || self.keeping.is_watching || self.keeping.is_saving || self.has_any_dialog() {
            return;
        }
        self.keeping.watched_secs = now;
        let Some((id, watch)) = self.open.as_ref().and_then(|open| Some((open.id, open.session.watch()?))) else {
            return;
        };
        self.keeping.is_watching = true;
        self.work.start_quietly(move |_| JobOutcome::Watched { id, news: watch.look() });
    }

    pub(super) fn take_watched(&mut self, id: u64, news: FileNews) {
        self.keeping.is_watching = false;
        let (trouble, has_dialog) = (self.standing.file_trouble(), self.dialog.is_some());
        let Some(open) = self.open.as_mut().filter(|open| open.id == id && !self.keeping.is_saving) else { return };
        match news {
            // A save may have given it another file meanwhile.
            FileNews::Moved(path) if open.session.is_file(&path) => {
                self.notices.message(format!("The project was moved or renamed; it is {} now.", path.display()));
                open.session.follow(path.clone());
                self.events.push(DeskEvent::Located(path));
                if self.standing.is_file_contested() {
                    self.file_is_in_order();
                }
            }
            // The dialog that is open may be about this.
            FileNews::Changed(_) | FileNews::Gone if has_dialog => {}
            FileNews::Changed(now) if trouble != Some(FileTrouble::Changed(now)) => {
                self.look_at_external_version(now, None, false);
            }
            FileNews::Gone if trouble != Some(FileTrouble::Gone) => {
                let path = open.session.path().map(Path::to_owned).unwrap_or_default();
                self.ask_about_gone_file(&path, None, false);
            }
            // It is back, as after a memory stick was put in again.
            FileNews::Unchanged if self.standing.is_file_contested() => self.file_is_in_order(),
            FileNews::Unchanged | FileNews::Moved(_) | FileNews::Changed(_) | FileNews::Gone => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use standpoint_core::{
        model::{Article, Details},
        text::Text,
    };
    use standpoint_store::{Machine, Session, disk::SystemDisk, folders::Folders};

    use super::*;
    use crate::ui::{desk::dialogs::files::ScriptedDialogs, preferences::Preferences};

    #[test]
    fn a_save_that_is_cancelled_says_so_and_asks_nothing() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let machine = Machine::with(Folders::below(folder.path().join("data")), Arc::new(SystemDisk));
        let settings = Preferences::default().file_settings();
        let dialogs = Box::new(ScriptedDialogs::new([]));
        let mut desk = Desk::new(egui::Context::default(), machine.clone(), settings, dialogs);
        desk.show_project(Session::unsaved(Project::titled("Start"), &machine));
        let edit = Edit::SetTitle("Changed".to_owned());
        assert_eq!(desk.apply("Rename", Gesture::Single, edit), Applied::Yes);
        desk.keeping.is_saving = true;
        let path = folder.path().join("talks.ron");
        let request = SaveRequest::asked(Destination::Another(path.clone()), Some(Intent::Quit));
        desk.take_saved(desk.n_opened, request, Err(SaveError::Cancelled(path)));
        assert!(!desk.has_dialog() && desk.notices.failures().next().is_none());
        assert_eq!(desk.notices.n_unseen(), 1);
        assert!(!desk.keeping.is_saving && desk.has_unsaved_changes() && !desk.may_close());
    }

    #[test]
    fn large_projects_wait_longer_to_be_saved_but_not_forever() {
        let with_texts = |n: usize, bytes: usize| {
            let article = Arc::new(Article::new(Details::default(), Text::new("a".repeat(bytes))));
            Project { articles: std::iter::repeat_n(article, n).collect(), ..Project::default() }
        };
        assert_eq!(wait_for(&with_texts(100, 6_000)), IDLE);
        assert_eq!(wait_for(&with_texts(20, 4 << 20)), IDLE + Duration::from_secs(20));
        assert_eq!(wait_for(&with_texts(1_000, 1 << 20)), LONGEST_IDLE);
    }
}
