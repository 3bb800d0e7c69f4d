//! Opening, saving, importing and exporting: asks for the file, does the work on a thread, takes the outcome.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    app::{App, Dialog, PromptPurpose},
    dialogs::{
        export::Export,
        files::{Answer, FileRequest, RequestKind},
        import_review::ImportReview,
        path::PathDialog,
        prompt::Prompt,
    },
    tagging::now,
};
use crate::{
    analysis::comparison::{Comparison, Query},
    edit::{Edit, Gesture, History},
    export::{csv::CsvOptions, tables},
    import::{
        articles::{ImportReport, read_articles},
        highlights_csv::{HighlightsReport, read_highlights},
    },
    model::{Article, Project, ids::slug},
    store,
};

/// What is to happen once nothing would be lost by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Intent {
    NewProject,
    AskForProject,
    OpenProject(PathBuf),
    OpenSample,
    Close,
    Quit,
}

/// What a file was asked for.
#[derive(Clone, Debug)]
pub(super) enum Purpose {
    OpenProject,
    /// Save there, then do what had to wait for it.
    SaveProject(Option<Intent>),
    Articles,
    Highlights,
    Export(Export),
}

/// What a job on another thread brings back.
pub(super) enum Outcome {
    Opened(PathBuf, Result<Box<Project>, String>),
    Saved { path: PathBuf, state: u64, then: Option<Intent>, result: Result<(), String> },
    ArticlesRead(ImportReport),
    HighlightsRead(u64, Result<HighlightsReport, String>),
    Exported(PathBuf, Result<(), String>),
}

/// The sample project, which comes with the program.
const SAMPLE: &str = include_str!("../../projects/moscow-talks.ron");

const PROJECT_FILTER: Option<(&str, &str)> = Some(("Standpoint project", "ron"));
const CSV_FILTER: Option<(&str, &str)> = Some(("CSV table", "csv"));

impl App {
    pub(super) fn has_unsaved_changes(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.history.has_unsaved_changes())
    }

    /// Does something that leaves the present project, after asking about unsaved changes.
    pub(super) fn request(&mut self, ctx: &egui::Context, intent: Intent) {
        if self.has_unsaved_changes() {
            self.dialog = Some(Dialog::Unsaved(intent));
        } else {
            self.fulfil(ctx, intent);
        }
    }

    /// Does it, whatever becomes of the present project.
    pub(super) fn fulfil(&mut self, ctx: &egui::Context, intent: Intent) {
        match intent {
            Intent::NewProject => {
                let prompt = Prompt::new("New project", "Title", "");
                self.dialog = Some(Dialog::Prompt(prompt, PromptPurpose::NewProject));
            }
            Intent::AskForProject => {
                let request = self.file_request(RequestKind::OpenFile, "Open a project", PROJECT_FILTER, "");
                self.ask_file(ctx, Purpose::OpenProject, request);
            }
            Intent::OpenProject(path) => self.read_project(path),
            Intent::OpenSample => self.open_sample(),
            Intent::Close => self.open = None,
            Intent::Quit => {
                self.may_close = true;
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
        }
    }

    fn open_sample(&mut self) {
        match store::read_str("the sample project", SAMPLE) {
            Ok(project) => self.show_project(History::new(project), None),
            Err(error) => self.notices.failure(error.to_string()),
        }
    }

    fn file_request(
        &self,
        kind: RequestKind,
        title: &str,
        filter: Option<(&'static str, &'static str)>,
        file_name: &str,
    ) -> FileRequest {
        FileRequest { kind, title: title.to_owned(), filter, folder: self.folder(), file_name: file_name.to_owned() }
    }

    /// Where file dialogs begin: beside the project, or where projects go in a checkout.
    fn folder(&self) -> Option<PathBuf> {
        let beside = self.open.as_ref().and_then(|open| open.path.as_deref()).and_then(Path::parent);
        let beside = beside.filter(|folder| folder.is_dir()).map(Path::to_owned);
        let projects =
            || std::env::current_dir().ok().map(|folder| folder.join("projects")).filter(|path| path.is_dir());
        beside.or_else(projects).or_else(std::env::home_dir)
    }

    fn ask_file(&mut self, ctx: &egui::Context, purpose: Purpose, request: FileRequest) {
        self.file_dialogs.ask(ctx, &request);
        self.purpose = Some((purpose, request));
        ctx.request_repaint();
    }

    /// Takes the answer of the file dialog that is open, if it has come.
    pub(super) fn take_file_answer(&mut self) {
        let Some(answer) = self.file_dialogs.answer() else { return };
        match answer {
            Answer::Chosen(paths) => self.take_chosen_paths(paths),
            Answer::Cancelled => self.purpose = None,
            Answer::NoDialog => {
                if let Some((_, request)) = &self.purpose {
                    self.dialog = Some(Dialog::Path(PathDialog::new(request.clone())));
                }
            }
        }
    }

    /// Goes on with what the paths were asked for.
    pub(super) fn take_chosen_paths(&mut self, paths: Vec<PathBuf>) {
        let (Some((purpose, _)), Some(path)) = (self.purpose.take(), paths.first().cloned()) else { return };
        match purpose {
            Purpose::OpenProject => self.read_project(path),
            Purpose::SaveProject(then) => self.write_project(with_ending(path, "ron"), then),
            Purpose::Articles => self.read_articles(paths),
            Purpose::Highlights => self.read_highlights(path),
            Purpose::Export(what) => self.write_export(with_ending(path, "csv"), what),
        }
    }

    pub(super) fn read_project(&mut self, path: PathBuf) {
        let name = format!("Opening {}", file_name(&path));
        self.work.start(name, move |_| {
            let read = store::open(&path).map(Box::new).map_err(|error| error.to_string());
            Outcome::Opened(path, read)
        });
    }

    /// Saves to the project's file, or asks for one.
    pub(super) fn save(&mut self, ctx: &egui::Context, then: Option<Intent>) {
        match self.open.as_ref().and_then(|open| open.path.clone()) {
            Some(path) => self.write_project(path, then),
            None => self.ask_save_file(ctx, then),
        }
    }

    pub(super) fn ask_save_file(&mut self, ctx: &egui::Context, then: Option<Intent>) {
        let Some(open) = &self.open else { return };
        let name = match &open.path {
            Some(path) => file_name(path),
            None => format!("{}.ron", slug(&open.history.project().title, |_| false)),
        };
        let request = self.file_request(RequestKind::SaveFile, "Save the project", PROJECT_FILTER, &name);
        self.ask_file(ctx, Purpose::SaveProject(then), request);
    }

    fn write_project(&mut self, path: PathBuf, then: Option<Intent>) {
        let Some(open) = &self.open else { return };
        let (project, state) = open.history.snapshot();
        self.work.start(format!("Saving {}", file_name(&path)), move |_| {
            let result = store::save(&path, &project).map_err(|error| error.to_string());
            Outcome::Saved { path, state, then, result }
        });
    }

    pub(super) fn ask_article_files(&mut self, ctx: &egui::Context) {
        let request = self.file_request(RequestKind::OpenFiles, "Import articles", Some(("Text", "txt")), "");
        self.ask_file(ctx, Purpose::Articles, request);
    }

    pub(super) fn ask_article_folder(&mut self, ctx: &egui::Context) {
        let request = self.file_request(RequestKind::OpenFolder, "Import a folder of articles", None, "");
        self.ask_file(ctx, Purpose::Articles, request);
    }

    pub(super) fn read_articles(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.history.snapshot();
        self.work.start("Reading articles", move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            Outcome::ArticlesRead(read_articles(&paths, &project, progress.cancel_flag(), &mut tell))
        });
    }

    /// Adds articles that were looked over, as one step.
    pub(super) fn add_articles(&mut self, ctx: &egui::Context, articles: Vec<Arc<Article>>) {
        let Some(open) = &self.open else { return };
        let (n, first) = (articles.len(), articles.first().map(|article| article.id));
        let place = open.history.project().articles.len();
        let edit = Edit::InsertArticles((place..).zip(articles).collect());
        let label = if n == 1 { "Import 1 article".to_owned() } else { format!("Import {n} articles") };
        self.apply(&label, Gesture::Single, edit);
        self.notices.success(ctx, label.replacen("Import", "Imported", 1));
        if let Some(first) = first {
            self.reader.show(first);
            self.view = super::app::View::Read;
        }
    }

    pub(super) fn ask_highlights_file(&mut self, ctx: &egui::Context) {
        let request = self.file_request(RequestKind::OpenFile, "Import highlights", CSV_FILTER, "");
        self.ask_file(ctx, Purpose::Highlights, request);
    }

    fn read_highlights(&mut self, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.history.snapshot();
        let revision = open.history.revision();
        self.work.start(format!("Reading {}", file_name(&path)), move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            let read = read_highlights(&path, &project, &now(), progress.cancel_flag(), &mut tell);
            let read = read.map_err(|error| error.to_string());
            Outcome::HighlightsRead(revision, read)
        });
    }

    pub(super) fn ask_export_file(&mut self, ctx: &egui::Context, what: Export) {
        let Some(open) = &self.open else { return };
        let stem = match &open.path {
            Some(path) => path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
            None => slug(&open.history.project().title, |_| false),
        };
        let name = format!("{stem}-{}.csv", what.name());
        let title = format!("Export {}", what.name());
        let request = self.file_request(RequestKind::SaveFile, &title, CSV_FILTER, &name);
        self.ask_file(ctx, Purpose::Export(what), request);
    }

    fn write_export(&mut self, path: PathBuf, what: Export) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.history.snapshot();
        let (query, options) = (self.compare.query, self.csv_options);
        self.work.start(format!("Writing {}", file_name(&path)), move |_| {
            let written = write_csv(&path, &project, what, query, options);
            Outcome::Exported(path, written)
        });
    }

    /// Takes what jobs brought back.
    pub(super) fn take_outcomes(&mut self, ctx: &egui::Context) {
        for outcome in self.work.finished() {
            match outcome {
                Outcome::Opened(path, Ok(project)) => self.show_project(History::new(*project), Some(path)),
                Outcome::Saved { path, state, then, result } => self.take_saved(ctx, path, state, then, result),
                Outcome::ArticlesRead(report) => {
                    if !report.was_cancelled {
                        self.dialog = Some(Dialog::Import(ImportReview::new(report)));
                    }
                }
                Outcome::HighlightsRead(revision, read) => self.take_highlights(ctx, revision, read),
                Outcome::Exported(path, Ok(())) => self.notices.success(ctx, format!("Wrote {}", path.display())),
                Outcome::Opened(_, Err(problem)) | Outcome::Exported(_, Err(problem)) => self.notices.failure(problem),
            }
        }
    }

    fn take_saved(
        &mut self,
        ctx: &egui::Context,
        path: PathBuf,
        state: u64,
        then: Option<Intent>,
        result: Result<(), String>,
    ) {
        if let Err(problem) = result {
            self.notices.failure(problem);
            return;
        }
        let Some(open) = &mut self.open else { return };
        open.history.mark_saved(state);
        self.preferences.note_project(&path);
        self.notices.success(ctx, format!("Saved {}", path.display()));
        open.path = Some(path);
        if let Some(intent) = then {
            self.request(ctx, intent);
        }
    }

    fn take_highlights(&mut self, ctx: &egui::Context, revision: u64, read: Result<HighlightsReport, String>) {
        let report = match read {
            Ok(report) if report.was_cancelled => return,
            Ok(report) => report,
            Err(problem) => return self.notices.failure(problem),
        };
        let is_current = self.open.as_ref().is_some_and(|open| open.history.revision() == revision);
        if !is_current {
            self.notices.failure("The project changed while highlights were read; import them again.");
            return;
        }
        if let Some(edit) = report.edit {
            self.apply("Import highlights", Gesture::Single, edit);
        }
        self.notices.success(ctx, format!("{} highlights taken, {} already there", report.n_taken, report.n_present));
        if !report.bad_rows.is_empty() {
            let rows: Vec<String> =
                report.bad_rows.iter().map(|row| format!("line {}: {}", row.line, row.reason)).collect();
            self.notices.failure(format!("{} rows were left out:\n{}", rows.len(), rows.join("\n")));
        }
    }
}

/// Writes one of the CSV files, whole or not at all.
fn write_csv(path: &Path, project: &Project, what: Export, query: Query, options: CsvOptions) -> Result<(), String> {
    let written = store::replace_file(path, |out| match what {
        Export::Comparison => tables::comparison(out, &Comparison::of(project, query), options),
        Export::Tidy => tables::comparison_tidy(out, &Comparison::of(project, query), options),
        Export::Highlights => tables::highlights(out, project, options),
        Export::Codebook => tables::codebook(out, project, options),
        Export::Articles => tables::articles(out, project, options),
    });
    written.map_err(|(what, error)| {
        format!("{}: could not be written: {what}: {error}; choose another place", path.display())
    })
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The path with an ending, if it has none.
fn with_ending(path: PathBuf, ending: &str) -> PathBuf {
    if path.extension().is_some() { path } else { path.with_extension(ending) }
}
