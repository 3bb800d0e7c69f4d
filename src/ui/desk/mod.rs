//! Opening, saving, importing and exporting: asks for the file, does the work on a thread, takes the outcome.
//!
//! `opening` reads projects, `keeping` saves and watches the project’s own file, `earlier` about its earlier states and what a crash left,
//! `exchange` about what comes in and goes out.

pub mod dialogs;
mod earlier;
mod exchange;
mod keeping;
mod opening;
mod writing;

use std::path::{Path, PathBuf};

use crate::{
    edit::difference::Difference,
    import::{articles::ImportReport, highlights_csv::HighlightsReport},
    model::{Project, ids::slug},
    store::{self, SaveError, Saved, Session, unsaved::LeftBehind},
    ui::{
        desk::dialogs::{
            export::Export,
            files::{FileAnswer, FileFilter, FileRequest, FileRequestKind},
            import_review::ImportReview,
            path::PathDialog,
            restore::EarlierState,
        },
        pages::repair::RepairPage,
        parts::prompt::Prompt,
        window::{App, Dialog, PromptPurpose},
    },
};
pub(in crate::ui) use keeping::{Decision, SaveTracker};
use keeping::{ExternalVersion, SaveRequest};
use opening::OpenOutcome;

/// What is to happen once nothing would be lost by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Intent {
    NewProject,
    AskForProject,
    OpenProject(PathBuf),
    OpenSample,
    Close,
    Quit,
}

/// What a file was asked for.
#[derive(Clone, Debug)]
pub(in crate::ui) enum FilePurpose {
    OpenProject,
    /// Save there, then do what had to wait for it.
    SaveProject(Option<Intent>),
    Articles,
    Highlights,
    Export(Export),
}

/// What a job on another thread brings back.
pub(in crate::ui) enum JobOutcome {
    /// `since` is the moment of the project that was open when reading began; what was not saved then may go.
    Opened {
        path: PathBuf,
        since: Option<ProjectRevision>,
        opening: OpenOutcome,
    },
    /// The damaged project after its mends; whole, if it has no problem left.
    Mended(Box<RepairPage>),
    /// `id` tells which project was saved.
    Saved {
        id: u64,
        request: SaveRequest,
        result: Box<Result<Saved, SaveError>>,
    },
    /// Whether another program has changed the file of the project of that id.
    Watched {
        id: u64,
        is_changed: bool,
    },
    /// What another program wrote into the file, against what is open.
    ExternalVersionRead {
        id: u64,
        then: Option<Intent>,
        result: Result<(Box<ExternalVersion>, Difference), String>,
    },
    /// The earlier states of a project file; the project of that id is open, or none.
    EarlierRead(PathBuf, Option<u64>, Vec<EarlierState>),
    /// An earlier state, to be taken by the project of that id.
    EarlierChosen(u64, String, Result<Box<Project>, String>),
    /// What crashes left of projects that were never saved.
    LeftBehind(Vec<LeftBehind>),
    /// For the project of that id.
    ArticlesRead(u64, ImportReport),
    /// For the project of that id at that revision.
    HighlightsRead(u64, u64, Result<HighlightsReport, String>),
    Exported(PathBuf, Result<(), String>),
}

/// A project of this window at one revision.
pub(in crate::ui) type ProjectRevision = (u64, u64);

/// The sample project, which comes with the program.
const SAMPLE: &str = include_str!("../../../projects/moscow-talks.ron");

const PROJECT_FILTER: FileFilter = Some(("Standpoint project", &["ron"]));
const CSV_FILTER: FileFilter = Some(("CSV table", &["csv"]));

impl App {
    /// Which project is open, and at which revision.
    fn moment(&self) -> Option<ProjectRevision> {
        self.open.as_ref().map(|open| (open.id, open.session.history().revision()))
    }

    pub(in crate::ui) fn has_unsaved_changes(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.session.has_unsaved_changes())
    }

    /// Does something that leaves the present project, after asking about unsaved changes.
    pub(in crate::ui) fn request(&mut self, ctx: &egui::Context, intent: Intent) {
        if self.has_unsaved_changes() {
            self.ask_about_unsaved(intent);
        } else {
            self.fulfil(ctx, intent);
        }
    }

    /// Does it, whatever becomes of the present project.
    pub(in crate::ui) fn fulfil(&mut self, ctx: &egui::Context, intent: Intent) {
        match intent {
            Intent::NewProject => {
                let prompt = Prompt::new("New project", "Title", "");
                self.dialog = Some(Dialog::Prompt(prompt, PromptPurpose::NewProject));
            }
            Intent::AskForProject => {
                let request = self.file_request(FileRequestKind::OpenFile, "Open a project", PROJECT_FILTER, "");
                self.ask_file(ctx, FilePurpose::OpenProject, request);
            }
            Intent::OpenProject(path) => self.read_project(path),
            Intent::OpenSample => self.open_sample(),
            Intent::Close => {
                self.open = None;
                self.look_for_left_behind();
            }
            Intent::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn open_sample(&mut self) {
        match store::read_str("the sample project", SAMPLE) {
            Ok(project) => self.show_project(Session::unsaved(project, &self.machine)),
            Err(error) => self.notices.failure(error.to_string()),
        }
    }

    fn file_request(&self, kind: FileRequestKind, title: &str, filter: FileFilter, file_name: &str) -> FileRequest {
        FileRequest { kind, title: title.to_owned(), filter, folder: self.folder(), file_name: file_name.to_owned() }
    }

    /// Where file dialogs begin: beside the project, or where projects go in a checkout.
    fn folder(&self) -> Option<PathBuf> {
        let beside = self.open.as_ref().and_then(|open| open.session.path()).and_then(Path::parent);
        let beside = beside.filter(|folder| folder.is_dir()).map(Path::to_owned);
        let projects =
            || std::env::current_dir().ok().map(|folder| folder.join("projects")).filter(|path| path.is_dir());
        beside.or_else(projects).or_else(std::env::home_dir)
    }

    fn ask_file(&mut self, ctx: &egui::Context, purpose: FilePurpose, request: FileRequest) {
        self.file_dialogs.ask(ctx, &request);
        self.purpose = Some((purpose, request));
        ctx.request_repaint();
    }

    /// Takes the answer of the file dialog that is open, if it has come.
    pub(in crate::ui) fn take_file_answer(&mut self) {
        let Some(answer) = self.file_dialogs.answer() else { return };
        match answer {
            FileAnswer::Chosen(paths) => self.take_chosen_paths(paths),
            FileAnswer::Cancelled => self.purpose = None,
            FileAnswer::NoDialog => {
                if let Some((_, request)) = &self.purpose {
                    self.dialog = Some(Dialog::Path(PathDialog::new(request.clone())));
                }
            }
        }
    }

    /// Goes on with what the paths were asked for.
    pub(in crate::ui) fn take_chosen_paths(&mut self, paths: Vec<PathBuf>) {
        let (Some((purpose, _)), Some(path)) = (self.purpose.take(), paths.first().cloned()) else { return };
        match purpose {
            FilePurpose::OpenProject => self.read_project(path),
            FilePurpose::SaveProject(then) => {
                if let Some(path) = self.with_ending(path, &["ron"]) {
                    self.write_project(path, then);
                }
            }
            FilePurpose::Articles => self.read_articles(paths),
            FilePurpose::Highlights => self.read_highlights(path),
            FilePurpose::Export(what) => {
                if let Some(path) = self.with_ending(path, what.file_filter().1) {
                    self.write_export(path, what);
                }
            }
        }
    }

    /// The path with the first of the endings, if it has none of them. A file of that longer name was
    /// not what the person was asked about, so it is not replaced.
    fn with_ending(&mut self, path: PathBuf, endings: &[&str]) -> Option<PathBuf> {
        if path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known))) {
            return Some(path);
        }
        let mut name = path.into_os_string();
        name.push(format!(".{}", endings[0]));
        let path = PathBuf::from(name);
        if path.exists() {
            let path = path.display();
            self.notices
                .failure(format!("{path}: there is already such a file; choose it by its whole name to replace it"));
            return None;
        }
        Some(path)
    }

    pub(in crate::ui) fn ask_save_file(&mut self, ctx: &egui::Context, then: Option<Intent>) {
        let Some(open) = &self.open else { return };
        let name = match open.session.path() {
            Some(path) => file_name(path),
            None => format!("{}.ron", slug(&open.session.project().title, |_| false)),
        };
        let request = self.file_request(FileRequestKind::SaveFile, "Save the project", PROJECT_FILTER, &name);
        self.ask_file(ctx, FilePurpose::SaveProject(then), request);
    }

    /// Takes what jobs brought back.
    pub(in crate::ui) fn take_outcomes(&mut self, ctx: &egui::Context) {
        for outcome in self.work.finished() {
            match outcome {
                Ok(outcome) => self.take_outcome(ctx, outcome),
                Err(problem) => self.notices.failure(problem),
            }
        }
    }

    fn take_outcome(&mut self, ctx: &egui::Context, outcome: JobOutcome) {
        match outcome {
            // Edits made while the file was read are asked about before they go.
            JobOutcome::Opened { path, since, .. } if self.has_unsaved_changes() && self.moment() != since => {
                self.ask_about_unsaved(Intent::OpenProject(path));
            }
            JobOutcome::Opened { path, opening, .. } => self.take_opened(path, opening),
            JobOutcome::Mended(repair) => self.take_mended(*repair),
            JobOutcome::Saved { id, request, result } => self.take_saved(ctx, id, request, *result),
            JobOutcome::Watched { id, is_changed } => self.take_watched(id, is_changed),
            JobOutcome::ExternalVersionRead { id, then, result } => self.take_external_version(id, then, result),
            JobOutcome::EarlierRead(path, id, states) => self.show_earlier(path, id, states),
            JobOutcome::EarlierChosen(id, when, result) => self.take_earlier(ctx, id, &when, result),
            JobOutcome::LeftBehind(left) => self.left_behind = left,
            JobOutcome::ArticlesRead(_, report) if report.was_cancelled => {
                self.notices.success(ctx, "Import cancelled; nothing was added");
            }
            JobOutcome::ArticlesRead(id, report) => {
                if self.open.as_ref().is_some_and(|open| open.id == id) {
                    self.dialog = Some(Dialog::Import(ImportReview::new(report)));
                }
            }
            JobOutcome::HighlightsRead(id, revision, read) => self.take_highlights(ctx, id, revision, read),
            JobOutcome::Exported(path, Ok(())) => self.notices.success(ctx, format!("Wrote {}", file_name(&path))),
            JobOutcome::Exported(_, Err(problem)) => self.notices.failure(problem),
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
