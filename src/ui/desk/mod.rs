//! The open project: opening it, saving it, importing into it, exporting from it, and the threads that do the work.
//!
//! `opening` reads projects, `asking` asks for files, and `damaged` is a project that must be repaired first. `keeping`
//! saves and watches the project’s own file, `standing` holds the questions about it that stand above the page, `earlier`
//! is about its earlier versions and what a crash left, and `exchange` about imports and exports; `references` fills in
//! details from lists, `codebook` imports codes, and `originals` keeps imported files beside the project. The desk asks its own questions in `dialogs`. It tells the rest of the window what happened
//! in [`DeskEvent`]s, and knows no page.

mod asking;
mod changing;
mod codebook;
pub mod damaged;
pub mod dialogs;
mod earlier;
mod exchange;
mod keeping;
mod opening;
mod originals;
mod references;
mod saved;
mod standing;
mod told;

use std::{
    collections::VecDeque,
    ffi::OsStr,
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::Ui;

pub use self::{changing::EditMaker, exchange::ArticlesRead, saved::SavedState};
use self::{
    changing::{AfterChange, ChangeUnderWay},
    damaged::DamagedProject,
    dialogs::{
        codebook::CodebookDialog,
        export,
        files::{FileDialogs, FileFilter, FileRequest, FileRequestKind},
        path::PathDialog,
        question::Question,
        references::ReferencesDialog,
        restore::{EarlierState, RestoreChoice, RestoreDialog},
    },
    keeping::{Decision, ExternalVersion, SaveRequest, SaveTracker},
    opening::OpenOutcome,
    originals::OriginalsToKeep,
    standing::StandingQuestions,
};

use standpoint_core::{
    edit::{Edit, EditPlace, Gesture, History, Turn, difference::Difference},
    model::{ArticleId, Project, ProjectId},
    text::Text,
};
use standpoint_exchange::{
    export::{Export, ExportError, codebook::CodebookForm, csv, form::TableFormat},
    import::{highlights_csv::HighlightsReport, one_text::NotOneText, originals::OriginalsKept, review::Review},
};
use standpoint_store::{
    self as store, Access, Machine, SaveError, Saved, Session, reports,
    session::{ChangeError, FileNews, MadeSessionChange},
    state::StateName,
    unsaved::LeftBehind,
};

use super::{
    action::{ComparisonOnScreen, DeskRequest, WordsOnScreen},
    notices::Notices,
    parts::{dialog::DialogReply, prompt::Prompt},
    paths::shown,
    preferences::FileSettings,
    settings::{Setting, SettingType as _, SettingValue},
    work::{Job, Work},
};
use crate::command::{DeskCommand, READ_ONLY};

/// The open project with its file, and everything under way around it.
pub struct Desk {
    ctx: egui::Context,
    open: Option<OpenProject>,
    /// What is shown where no project is open.
    nothing: History,
    /// How many projects were opened so far.
    n_opened: u64,
    machine: Machine,
    settings: FileSettings,
    keeping: SaveTracker,
    dialog: Option<DeskDialog>,
    /// Questions to be asked after the dialog that is open.
    questions: VecDeque<Question<Decision>>,
    /// What is to be decided while work goes on.
    standing: StandingQuestions,
    /// Whether a page or the window has a dialog open, which is not to be interrupted.
    has_other_dialog: bool,
    file_dialogs: Box<dyn FileDialogs>,
    /// What the file dialog now open was asked for.
    purpose: Option<(FilePurpose, FileRequest)>,
    /// The change that a thread is making, if any.
    change: ChangeUnderWay,
    originals: OriginalsToKeep,
    work: Work<JobOutcome>,
    /// What the person is told, for a moment or until it is dismissed.
    pub notices: Notices,
    events: Vec<DeskEvent>,
    /// Whether the window may close without asking again.
    may_close: bool,
}

/// The project at hand.
struct OpenProject {
    /// Tells it from those opened before, so that what was begun for one never lands on another.
    id: u64,
    session: Session,
}

/// What the rest of the window has to know.
#[derive(Debug)]
pub enum DeskEvent {
    /// A project was opened, in place of the one before.
    Opened,
    /// The open project stands in this file.
    Located(PathBuf),
    /// A file breaks rules and must be repaired before it is opened.
    Damaged(Box<DamagedProject>),
    /// What came of the repair that was asked for.
    Repaired(Box<DamagedProject>),
    /// What crashes left of projects that were never saved.
    LeftBehind(Vec<LeftBehind>),
    /// Articles were read, to be looked over.
    ArticlesRead(Box<ArticlesRead>),
    /// The articles that were looked over are in the project; this is the first of them.
    Imported(ArticleId),
    /// A text was read that is to take the place of that of an article.
    TextRead(Text),
    /// A step was undone or redone, and this is where it changed something.
    Turned(EditPlace),
    /// A dialog changed this setting.
    Set(Setting, SettingValue),
}

/// Whether an edit was applied. If it was not, the person was told why.
#[must_use]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// The project is changed.
    Yes,
    /// A thread is making the change; the person is told if it does not fit.
    Soon,
    /// The project is as it was, and the person was told why.
    No,
}

/// What the desk asks; one question at a time.
enum DeskDialog {
    Prompt(Prompt, PromptPurpose),
    Export(Export, Box<ComparisonOnScreen>),
    Path(PathDialog),
    Question(Question<Decision>),
    Restore(RestoreDialog),
    References(Box<ReferencesDialog>),
    Codebook(Box<CodebookDialog>),
}

/// What a line of text is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PromptPurpose {
    NewProject,
    RenameProject,
}

/// What is to happen once nothing would be lost by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Ask for a title and start an empty project.
    NewProject,
    /// Ask for a project file and open it.
    AskForProject,
    /// Open this project file.
    OpenProject(PathBuf),
    /// Open the project again and take over what another computer has locked of it.
    TakeOver(PathBuf),
    /// Open the sample project, which has no file until it is saved.
    OpenSample,
    /// Go back to the welcome page.
    Close,
    /// Close the window.
    Quit,
}

/// What a file was asked for.
#[derive(Clone, Debug)]
enum FilePurpose {
    OpenProject,
    /// Save there, then do what had to wait for it.
    SaveProject(Option<Intent>),
    Articles,
    /// Articles for a project that is to be made of them.
    NewProject,
    Highlights,
    /// A list of references that fills in details.
    References,
    /// A codebook to be imported.
    Codebook,
    /// The new text of an article.
    Text,
    Export(Export, Box<ComparisonOnScreen>),
    ImportReport(Arc<Review>),
    Words(Arc<WordsOnScreen>),
}

/// What a job on another thread brings back.
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
enum JobOutcome {
    /// `since` is the moment of the project that was open when reading began; what was not saved then may go.
    Opened {
        path: PathBuf,
        since: Option<ProjectRevision>,
        opening: OpenOutcome,
    },
    /// The damaged project after its repair; whole, if it has no problem left.
    Repaired(Box<DamagedProject>),
    /// `id` tells which project was saved.
    Saved {
        id: u64,
        request: SaveRequest,
        result: Box<Result<Saved, SaveError>>,
    },
    /// A large change of the project of that id.
    Changed {
        id: u64,
        label: String,
        result: Box<Result<MadeSessionChange, ChangeError>>,
    },
    /// What became of the file of the project of that id.
    Watched {
        id: u64,
        news: FileNews,
    },
    /// What another program wrote into the file, against what is open.
    ExternalVersionRead {
        id: u64,
        seen: Option<StateName>,
        then: Option<Intent>,
        was_asked: bool,
        result: Result<(Box<ExternalVersion>, Difference), String>,
    },
    /// The earlier versions of a project file; the project of that id is open, or none.
    EarlierRead(PathBuf, Option<u64>, Vec<EarlierState>),
    /// An earlier state, to be taken by the project of that id.
    EarlierChosen(u64, String, Result<Box<Project>, String>),
    /// What crashes left of projects that were never saved.
    LeftBehind(Vec<LeftBehind>),
    /// For the project of that id; nothing if reading was cancelled.
    ArticlesRead(u64, Option<Box<ArticlesRead>>),
    /// For the project of that id.
    ReferencesRead(u64, Result<Box<ReferencesDialog>, String>),
    /// For the project of that id.
    CodebookRead(u64, Result<Box<CodebookDialog>, String>),
    /// What the columns of a table hold is remembered, or not, for this reason.
    ColumnsRemembered(Result<(), String>),
    /// Files were copied beside a project.
    OriginalsKept(Box<OriginalsKept>),
    /// For the project of that id at that revision.
    HighlightsRead(u64, u64, Result<HighlightsReport, String>),
    /// The new text of an article of the project of that id.
    TextRead(u64, Result<Text, NotOneText>),
    Exported(PathBuf, Result<(), ExportError>),
    /// A file was to be opened, and the person thought better of it.
    OpeningCancelled(PathBuf),
}

/// A project of this window at one revision.
type ProjectRevision = (u64, u64);

/// The sample project, which comes with the program.
const SAMPLE: &str = include_str!("../../../projects/moscow-talks.ron");

const PROJECT_FILTER: FileFilter = Some(("Standpoint project", &[store::EXTENSION]));
const CSV_FILTER: FileFilter = Some((TableFormat::Csv.file_filter().0, &[csv::EXTENSION]));

impl Desk {
    /// An empty desk, which looks for what crashes left.
    pub fn new(
        ctx: egui::Context,
        machine: Machine,
        settings: FileSettings,
        file_dialogs: Box<dyn FileDialogs>,
    ) -> Self {
        let mut desk = Self {
            work: Work::new(ctx.clone()),
            ctx,
            open: None,
            nothing: History::default(),
            n_opened: 0,
            machine,
            settings,
            keeping: SaveTracker::default(),
            dialog: None,
            questions: VecDeque::new(),
            standing: StandingQuestions::default(),
            has_other_dialog: false,
            file_dialogs,
            purpose: None,
            change: ChangeUnderWay::default(),
            originals: OriginalsToKeep::default(),
            notices: Notices::default(),
            events: Vec::new(),
            may_close: false,
        };
        desk.look_for_left_behind();
        desk
    }

    /// The open project, if any.
    pub fn project(&self) -> Option<&Project> {
        self.open.as_ref().map(|open| open.session.project())
    }

    /// The open project with its past; an empty one where none is open.
    pub fn history(&self) -> &History {
        self.open.as_ref().map_or(&self.nothing, |open| open.session.history())
    }

    /// Whether the project may be changed: one opened read-only may not.
    pub fn can_change(&self) -> bool {
        self.open.as_ref().is_some_and(|open| !open.session.is_read_only())
    }

    /// Whether a question of the desk is open.
    pub const fn has_dialog(&self) -> bool {
        self.dialog.is_some()
    }

    const fn has_any_dialog(&self) -> bool {
        self.dialog.is_some() || self.has_other_dialog
    }

    /// What goes on in other threads.
    pub fn jobs(&self) -> &[Job] {
        self.work.jobs()
    }

    /// Whether nothing is being read or written.
    pub fn is_idle(&self) -> bool {
        self.work.jobs().is_empty() && (self.purpose.is_none() || self.dialog.is_some())
    }

    /// Whether the window may close without asking.
    pub fn may_close(&self) -> bool {
        self.may_close || !self.is_changing() && !self.has_unsaved_changes()
    }

    /// Lets the window close without a question, because the system ends the program.
    pub fn close_unasked(&mut self) {
        if self.is_changing() {
            return self.wait_for_change(AfterChange::CloseUnasked);
        }
        self.may_close = true;
        self.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
    }

    /// What happened since the last call.
    pub fn take_events(&mut self) -> Vec<DeskEvent> {
        std::mem::take(&mut self.events)
    }

    /// Takes what threads and file dialogs brought, saves unasked and watches the file, as far as it is time.
    pub fn logic(&mut self, settings: FileSettings, has_other_dialog: bool) {
        (self.settings, self.has_other_dialog) = (settings, has_other_dialog);
        self.notices.follow(self.moment());
        self.take_outcomes();
        self.take_file_answer();
        self.keep_watch();
        self.ask_next();
    }

    /// Says that the last run ended in a crash, unless `told` is the report it was said of; returns the latest report.
    pub fn tell_of_crash(&mut self, told: Option<&Path>) -> Option<PathBuf> {
        let report = reports::latest(&self.machine.folders);
        if let Some(path) = report.as_deref().filter(|_| report.as_deref() != told) {
            let path = path.display();
            self.notices.message(format!(
                "Standpoint stopped because of a fault in the program. Your edits are recovered when you open the \
                 project; the report is in {path}"
            ));
        }
        report
    }

    /// Carries out a command of the desk.
    pub fn run(&mut self, command: DeskCommand) {
        if self.is_changing() {
            return self.wait_for_change(AfterChange::Command(command));
        }
        match command {
            DeskCommand::NewProject => self.request(Intent::NewProject),
            DeskCommand::OpenProject => self.request(Intent::AskForProject),
            DeskCommand::OpenSample => self.request(Intent::OpenSample),
            DeskCommand::CloseProject => self.request(Intent::Close),
            DeskCommand::Quit => self.request(Intent::Quit),
            DeskCommand::Save => self.save(None),
            DeskCommand::SaveAs => self.ask_save_file(None),
            DeskCommand::RestoreEarlier => self.look_at_own_earlier(),
            DeskCommand::MakeItsOwn => self.make_its_own(),
            DeskCommand::ImportArticles => self.ask_article_files(),
            DeskCommand::ImportFolder => self.ask_article_folder(),
            DeskCommand::ImportHighlights => self.ask_highlights_file(),
            DeskCommand::ImportReferences => self.ask_references_file(),
            DeskCommand::ImportCodebook => self.ask_codebook_file(),
            DeskCommand::ExportHighlights => self.ask_export_form(Export::Highlights, Box::default()),
            DeskCommand::ExportCodebook => {
                self.ask_export_form(Export::Codebook(CodebookForm::Csv), Box::default());
            }
            DeskCommand::ExportArticles => self.ask_export_form(Export::Articles, Box::default()),
            DeskCommand::Undo => self.turn_history(Turn::Undo),
            DeskCommand::Redo => self.turn_history(Turn::Redo),
            DeskCommand::RenameProject => {
                let title = self.project().map(|project| project.title.clone()).unwrap_or_default();
                let prompt = Prompt::new("Rename the project", "Title", &title, "Rename").not_empty("Type a title.");
                self.dialog = Some(DeskDialog::Prompt(prompt, PromptPurpose::RenameProject));
            }
        }
    }

    /// Does what a page asks of the desk.
    pub fn take_request(&mut self, request: DeskRequest) {
        if self.is_changing() {
            return self.wait_for_change(AfterChange::Request(request));
        }
        match request {
            DeskRequest::OpenProject(path) => self.request(Intent::OpenProject(path)),
            DeskRequest::NewFromArticles => self.ask_article_files_of_new(),
            DeskRequest::RecoverLeft(folder) => self.recover_left(&folder, Access::Change),
            DeskRequest::DiscardLeft(left) => self.ask_to_discard_left(left),
            DeskRequest::Repair(pending) => self.repair(*pending),
            DeskRequest::ReadText => self.ask_text_file(),
            DeskRequest::Export(what, on_screen) => self.ask_export_form(what, on_screen),
            DeskRequest::Import(review) => self.import(&review),
            DeskRequest::RememberColumns(mapping) => self.remember_columns(mapping),
            DeskRequest::SaveImportReport(review) => self.ask_report_file(review),
            DeskRequest::SaveWords(words) => self.ask_words_file(words),
        }
    }

    /// Takes files that were dropped on the window: a project is opened, texts are imported.
    pub fn take_dropped(&mut self, paths: Vec<PathBuf>, can_import: bool) {
        let is_project = |path: &PathBuf| path.extension().is_some_and(|ending| ending == store::EXTENSION);
        if let Some(project) = paths.iter().find(|path| is_project(path)) {
            self.request(Intent::OpenProject(project.clone()));
        } else if self.open.is_some() && !self.can_change() {
            self.notices.success(&self.ctx, READ_ONLY);
        } else if can_import {
            if self.open.is_none() {
                self.show_project(Session::unsaved(Project::titled("Untitled project"), &self.machine));
            }
            self.read_articles(paths);
        }
    }

    fn ask_export_form(&mut self, what: Export, on_screen: Box<ComparisonOnScreen>) {
        self.dialog = Some(DeskDialog::Export(what, on_screen));
    }

    /// Puts a project in place of the open one.
    fn show_project(&mut self, session: Session) {
        self.events.extend(session.path().map(|path| DeskEvent::Located(path.to_owned())));
        self.questions.clear();
        self.standing.clear();
        self.n_opened += 1;
        self.open = Some(OpenProject { id: self.n_opened, session });
        self.notices.follow(self.moment());
        self.events.push(DeskEvent::Opened);
    }

    fn answer_prompt(&mut self, purpose: PromptPurpose, text: String) {
        match purpose {
            PromptPurpose::NewProject => {
                let title = if text.is_empty() { "Untitled project".to_owned() } else { text };
                self.show_project(Session::unsaved(Project::titled(title), &self.machine));
            }
            PromptPurpose::RenameProject => {
                match self.apply("Rename the project", Gesture::Single, Edit::SetTitle(text)) {
                    Applied::Yes | Applied::Soon | Applied::No => {}
                }
            }
        }
    }

    /// Shows the question that is open, and does what it is answered with.
    pub fn dialog_ui(&mut self, ui: &Ui) {
        let Some(dialog) = self.dialog.take() else { return };
        match dialog {
            DeskDialog::Prompt(mut prompt, purpose) => match prompt.ui(ui) {
                None => self.dialog = Some(DeskDialog::Prompt(prompt, purpose)),
                Some(DialogReply::Done(text)) => self.answer_prompt(purpose, text),
                Some(DialogReply::Cancelled) => {}
            },
            DeskDialog::Export(mut what, on_screen) => {
                let mut set = |setting, is_on| self.events.push(DeskEvent::Set(setting, SettingValue::Switch(is_on)));
                match export::ui(ui, &mut what, self.settings.csv, &mut set) {
                    None => self.dialog = Some(DeskDialog::Export(what, on_screen)),
                    Some(DialogReply::Done(())) => self.ask_export_file(what, on_screen),
                    Some(DialogReply::Cancelled) => {}
                }
            }
            DeskDialog::Path(mut path) => match path.ui(ui) {
                None => self.dialog = Some(DeskDialog::Path(path)),
                Some(DialogReply::Done(paths)) => self.take_chosen_paths(paths),
                Some(DialogReply::Cancelled) => self.purpose = None,
            },
            DeskDialog::References(mut references) => match references.ui(ui) {
                None => self.dialog = Some(DeskDialog::References(references)),
                Some(DialogReply::Done(())) => self.fill_in_references(*references),
                Some(DialogReply::Cancelled) => {}
            },
            DeskDialog::Codebook(mut codebook) => match codebook.ui(ui) {
                None => self.dialog = Some(DeskDialog::Codebook(codebook)),
                Some(DialogReply::Done(())) => self.import_codebook(&codebook),
                Some(DialogReply::Cancelled) => {}
            },
            DeskDialog::Question(question) => match question.ui(ui) {
                None => self.dialog = Some(DeskDialog::Question(question)),
                Some(decision) => self.decide(decision),
            },
            DeskDialog::Restore(mut dialog) => {
                let choice = dialog.ui(ui);
                if dialog.n_backups != self.settings.n_backups {
                    self.settings.n_backups = dialog.n_backups;
                    self.events.push(DeskEvent::Set(Setting::Backups, dialog.n_backups.to_value()));
                }
                match choice {
                    None => self.dialog = Some(DeskDialog::Restore(dialog)),
                    Some(RestoreChoice::Restore(state)) => self.restore(dialog.path, dialog.id, state),
                    Some(RestoreChoice::Leave) => {}
                }
            }
        }
    }

    /// Which project is open, and at which revision.
    fn moment(&self) -> Option<ProjectRevision> {
        self.open.as_ref().map(|open| (open.id, open.session.history().revision()))
    }

    /// Returns whether the open project has changes that its file does not hold.
    fn has_unsaved_changes(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.session.has_unsaved_changes())
    }

    /// Does something that leaves the present project, after asking about unsaved changes.
    fn request(&mut self, intent: Intent) {
        if self.is_changing() {
            self.wait_for_change(AfterChange::Intent(intent));
        } else if self.has_unsaved_changes() {
            self.ask_about_unsaved(intent);
        } else {
            self.fulfil(intent);
        }
    }

    /// Does it, whatever becomes of the present project.
    fn fulfil(&mut self, intent: Intent) {
        match intent {
            Intent::NewProject => {
                let prompt = Prompt::new("New project", "Title", "", "Create");
                self.dialog = Some(DeskDialog::Prompt(prompt, PromptPurpose::NewProject));
            }
            Intent::AskForProject => {
                let request =
                    self.file_request(FileRequestKind::OpenFile, "Open a project", PROJECT_FILTER, OsStr::new(""));
                self.ask_file(FilePurpose::OpenProject, request);
            }
            Intent::OpenProject(path) => self.read_project(path),
            Intent::TakeOver(path) => self.open_project(path, Access::TakeOver),
            Intent::OpenSample => self.open_sample(),
            Intent::Close => {
                self.open = None;
                self.standing.clear();
                self.notices.follow(None);
                self.look_for_left_behind();
            }
            Intent::Quit => {
                self.may_close = true;
                self.ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn open_sample(&mut self) {
        match store::read_str("the sample project", SAMPLE) {
            // Everybody’s sample is a project of its own.
            Ok(sample) => {
                let project = Project { id: ProjectId::fresh(), ..sample };
                self.show_project(Session::unsaved(project, &self.machine));
            }
            Err(error) => self.notices.failure(error.to_string()),
        }
    }

    /// Takes what jobs brought back.
    fn take_outcomes(&mut self) {
        for outcome in self.work.finished() {
            match outcome {
                Ok(outcome) => self.take_outcome(outcome),
                Err(problem) => self.notices.failure(problem),
            }
        }
    }

    fn take_outcome(&mut self, outcome: JobOutcome) {
        match outcome {
            // Edits made while the file was read are asked about before they go.
            JobOutcome::Opened { path, since, .. } if self.has_unsaved_changes() && self.moment() != since => {
                self.ask_about_unsaved(Intent::OpenProject(path));
            }
            opened @ JobOutcome::Opened { .. } if self.is_changing() => {
                self.wait_for_change(AfterChange::Outcome(Box::new(opened)));
            }
            JobOutcome::Opened { path, opening, .. } => self.take_opened(path, opening),
            JobOutcome::OpeningCancelled(path) => {
                self.notices.success(&self.ctx, format!("Opening {} was cancelled", file_name(&path)));
            }
            JobOutcome::Repaired(damaged) => self.events.push(DeskEvent::Repaired(damaged)),
            JobOutcome::Saved { id, request, result } => self.take_saved(id, request, *result),
            JobOutcome::Changed { id, label, result } => self.take_changed(id, &label, *result),
            JobOutcome::Watched { id, news } => self.take_watched(id, news),
            JobOutcome::ExternalVersionRead { id, seen, then, was_asked, result } => {
                self.take_external_version(id, seen, (then, was_asked), result);
            }
            JobOutcome::EarlierRead(path, id, states) => self.show_earlier(path, id, states),
            JobOutcome::EarlierChosen(id, when, result) => self.take_earlier(id, &when, result),
            JobOutcome::LeftBehind(left) => self.events.push(DeskEvent::LeftBehind(left)),
            JobOutcome::ArticlesRead(_, None) => {
                self.notices.success(&self.ctx, "Reading was cancelled; nothing was added");
            }
            JobOutcome::ArticlesRead(id, Some(read)) => {
                if self.open.as_ref().is_some_and(|open| open.id == id) {
                    if let Some(problem) = &read.problem {
                        self.notices.failure(problem.clone());
                    }
                    self.events.push(DeskEvent::ArticlesRead(read));
                }
            }
            JobOutcome::ReferencesRead(id, read) => self.take_references(id, read),
            JobOutcome::CodebookRead(id, read) => self.take_codebook(id, read),
            JobOutcome::ColumnsRemembered(Err(problem)) => self.notices.failure(problem),
            JobOutcome::OriginalsKept(kept) => self.take_kept_originals(&kept),
            JobOutcome::HighlightsRead(id, revision, read) => self.take_highlights(id, revision, read),
            JobOutcome::TextRead(id, Ok(text)) if self.open.as_ref().is_some_and(|open| open.id == id) => {
                self.events.push(DeskEvent::TextRead(text));
            }
            JobOutcome::ColumnsRemembered(Ok(())) | JobOutcome::TextRead(_, Ok(_)) => {}
            JobOutcome::TextRead(_, Err(error)) => self.notices.failure(error.to_string()),
            JobOutcome::Exported(path, Ok(())) => {
                self.notices.success(&self.ctx, format!("Exported {}", file_name(&path)));
            }
            JobOutcome::Exported(path, Err(ExportError::Cancelled(_))) => {
                self.notices.success(&self.ctx, format!("Export cancelled; {} was not written", file_name(&path)));
            }
            JobOutcome::Exported(_, Err(error)) => self.notices.failure(error.to_string()),
        }
    }
}

/// The name of a file as it is shown, which need not lead back to the file.
fn file_name(path: &Path) -> String {
    path.file_name().map(shown).unwrap_or_default()
}
