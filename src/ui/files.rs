//! Opening, saving, importing and exporting: asks for the file, does the work on a thread, takes the outcome.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    app::{App, Dialog, PromptPurpose},
    dialogs::{
        export::Export,
        files::{Answer, FileFilter, FileRequest, RequestKind},
        import_review::ImportReview,
        path::PathDialog,
        prompt::Prompt,
    },
    tagging::now,
    views::repair::Repair,
};
use crate::{
    analysis::comparison::Comparison,
    edit::{Edit, Gesture, History},
    export::{csv::CsvOptions, tables},
    import::{
        articles::{ImportReport, read_articles},
        highlights_csv::{HighlightsReport, read_highlights},
    },
    model::{Article, Project, ids::slug},
    store::{self, OpenError},
    wording::counted,
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
    /// `since` is the moment of the project that was open when reading began; what was not saved then may go.
    Opened {
        path: PathBuf,
        since: Option<Moment>,
        result: Result<Opened, String>,
    },
    /// The damaged project after its mends; whole, if it has no problem left.
    Mended(Box<Repair>),
    Saved(Saved),
    /// For the project of that id.
    ArticlesRead(u64, ImportReport),
    /// For the project of that id at that revision.
    HighlightsRead(u64, u64, Result<HighlightsReport, String>),
    Exported(PathBuf, Result<(), String>),
}

/// A project file that could be read.
pub(super) enum Opened {
    Sound(Box<Project>),
    /// It breaks rules, which can be mended.
    Damaged(Box<Repair>),
}

/// A project of this window at one revision.
pub(super) type Moment = (u64, u64);

/// A save that waits for the one under way.
pub(super) struct NextSave {
    /// What is to follow it.
    then: Option<Intent>,
}

/// A save that ended.
pub(super) struct Saved {
    /// Which project was saved.
    id: u64,
    path: PathBuf,
    state: u64,
    then: Option<Intent>,
    result: Result<(), String>,
}

/// The sample project, which comes with the program.
const SAMPLE: &str = include_str!("../../projects/moscow-talks.ron");

const PROJECT_FILTER: FileFilter = Some(("Standpoint project", &["ron"]));
const CSV_FILTER: FileFilter = Some(("CSV table", &["csv"]));

impl App {
    /// Which project is open, and at which revision.
    fn moment(&self) -> Option<Moment> {
        self.open.as_ref().map(|open| (open.id, open.history.revision()))
    }

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

    fn file_request(&self, kind: RequestKind, title: &str, filter: FileFilter, file_name: &str) -> FileRequest {
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
            Purpose::SaveProject(then) => {
                if let Some(path) = self.with_ending(path, &["ron"]) {
                    self.write_project(path, then);
                }
            }
            Purpose::Articles => self.read_articles(paths),
            Purpose::Highlights => self.read_highlights(path),
            Purpose::Export(what) => {
                if let Some(path) = self.with_ending(path, &["csv", "txt", "tsv"]) {
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

    pub(super) fn read_project(&mut self, path: PathBuf) {
        let name = format!("Opening {}", file_name(&path));
        let since = self.moment();
        self.work.start(name, move |_| {
            let result = match store::open(&path) {
                Ok(project) => Ok(Opened::Sound(Box::new(project))),
                Err(OpenError::Unsound { project, faults }) => {
                    Ok(Opened::Damaged(Box::new(Repair::new(&path, *project, &faults))))
                }
                Err(error) => Err(error.to_string()),
            };
            Outcome::Opened { path, since, result }
        });
    }

    /// Does the mends that were accepted, and looks over what comes of them.
    pub(super) fn mend_project(&mut self) {
        let Some(mending) = self.repair.as_mut().and_then(Repair::begin) else { return };
        self.work.start("Mending the project", move |_| Outcome::Mended(Box::new(mending.finish())));
    }

    fn take_mended(&mut self, ctx: &egui::Context, repair: Repair) {
        // It may have been cancelled meanwhile, or another project opened.
        if !self.repair.as_ref().is_some_and(|waiting| waiting.awaits(&repair)) {
            return;
        }
        if repair.is_whole() {
            let (project, path) = repair.into_parts();
            self.show_project(History::never_saved(project), Some(path));
            self.notices.success(ctx, "Repaired; save to keep it");
        } else {
            self.repair = Some(repair);
        }
    }

    /// Saves to the project's file, or asks for one.
    pub(super) fn save(&mut self, ctx: &egui::Context, then: Option<Intent>) {
        match self.open.as_ref().and_then(|open| open.path.clone()) {
            Some(_) if self.is_saving => self.next_save = Some(NextSave { then }),
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
        let id = open.id;
        let (project, state) = open.history.snapshot();
        self.is_saving = true;
        self.work.start(format!("Saving {}", file_name(&path)), move |_| {
            let result = store::save(&path, &project).map_err(|error| error.to_string());
            Outcome::Saved(Saved { id, path, state, then, result })
        });
    }

    pub(super) fn ask_article_files(&mut self, ctx: &egui::Context) {
        let request =
            self.file_request(RequestKind::OpenFiles, "Import articles", Some(("Text", &["txt", "text", "md"])), "");
        self.ask_file(ctx, Purpose::Articles, request);
    }

    pub(super) fn ask_article_folder(&mut self, ctx: &egui::Context) {
        let request = self.file_request(RequestKind::OpenFolder, "Import a folder of articles", None, "");
        self.ask_file(ctx, Purpose::Articles, request);
    }

    pub(super) fn read_articles(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = &self.open else { return };
        let id = open.id;
        let (project, _) = open.history.snapshot();
        self.work.start_cancellable("Reading articles", move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            Outcome::ArticlesRead(id, read_articles(&paths, &project, progress.cancel_flag(), &mut tell))
        });
    }

    /// Adds articles that were looked over, as one step.
    pub(super) fn add_articles(&mut self, ctx: &egui::Context, articles: Vec<Arc<Article>>) {
        let Some(open) = &self.open else { return };
        let (n, first) = (articles.len(), articles.first().map(|article| article.id));
        let place = open.history.project().articles.len();
        let edit = Edit::InsertArticles((place..).zip(articles).collect());
        let label = format!("Import {}", counted(n, "article"));
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
        let (id, revision) = (open.id, open.history.revision());
        self.work.start_cancellable(format!("Reading {}", file_name(&path)), move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            let read = read_highlights(&path, &project, &now(), progress.cancel_flag(), &mut tell);
            let read = read.map_err(|error| error.to_string());
            Outcome::HighlightsRead(id, revision, read)
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
        let (comparison, options) = (self.compare.as_shown(&project, open.history.revision()), self.csv_options);
        self.work.start(format!("Writing {}", file_name(&path)), move |_| {
            let written = write_csv(&path, &project, &comparison, what, options);
            Outcome::Exported(path, written)
        });
    }

    /// Takes what jobs brought back.
    pub(super) fn take_outcomes(&mut self, ctx: &egui::Context) {
        for outcome in self.work.finished() {
            match outcome {
                // Edits made while the file was read are asked about before they go.
                Outcome::Opened { path, since, .. } if self.has_unsaved_changes() && self.moment() != since => {
                    self.dialog = Some(Dialog::Unsaved(Intent::OpenProject(path)));
                }
                Outcome::Opened { path, result: Ok(Opened::Sound(project)), .. } => {
                    self.show_project(History::new(*project), Some(path));
                }
                Outcome::Opened { result: Ok(Opened::Damaged(repair)), .. } => self.repair = Some(*repair),
                Outcome::Mended(repair) => self.take_mended(ctx, *repair),
                Outcome::Saved(saved) => self.take_saved(ctx, saved),
                Outcome::ArticlesRead(id, report) => {
                    if report.was_cancelled {
                        self.notices.success(ctx, "Import cancelled; nothing was added");
                    } else if self.open.as_ref().is_some_and(|open| open.id == id) {
                        self.dialog = Some(Dialog::Import(ImportReview::new(report)));
                    }
                }
                Outcome::HighlightsRead(id, revision, read) => self.take_highlights(ctx, id, revision, read),
                Outcome::Exported(path, Ok(())) => self.notices.success(ctx, format!("Wrote {}", file_name(&path))),
                Outcome::Opened { result: Err(problem), .. } | Outcome::Exported(_, Err(problem)) => {
                    self.notices.failure(problem);
                }
            }
        }
    }

    fn take_saved(&mut self, ctx: &egui::Context, saved: Saved) {
        let Saved { id, path, state, then, result } = saved;
        self.is_saving = false;
        let next = self.next_save.take();
        if let Err(problem) = result {
            self.notices.failure(problem);
            return;
        }
        self.preferences.note_project(&path);
        self.notices.success(ctx, format!("Saved {}", file_name(&path)));
        let Some(open) = self.open.as_mut().filter(|open| open.id == id) else { return };
        open.history.mark_saved(state);
        open.path = Some(path);
        if let Some(NextSave { then }) = next {
            self.save(ctx, then);
        } else if let Some(intent) = then {
            self.request(ctx, intent);
        }
    }

    fn take_highlights(&mut self, ctx: &egui::Context, id: u64, revision: u64, read: Result<HighlightsReport, String>) {
        let report = match read {
            Ok(report) if report.was_cancelled => return,
            Ok(report) => report,
            Err(problem) => return self.notices.failure(problem),
        };
        let is_current = self.open.as_ref().is_some_and(|open| open.id == id && open.history.revision() == revision);
        if !is_current {
            self.notices.failure("The project changed while highlights were read; import them again.");
            return;
        }
        self.notices.success(ctx, taken_in_words(&report));
        if let Some(edit) = report.edit {
            self.apply("Import highlights", Gesture::Single, edit);
        }
        if !report.bad_rows.is_empty() {
            let rows: Vec<String> =
                report.bad_rows.iter().map(|row| format!("line {}: {}", row.line, row.reason)).collect();
            self.notices.failure(format!("{} left out:\n{}", counted(rows.len(), "row"), rows.join("\n")));
        }
    }
}

/// Writes one of the CSV files, whole or not at all.
fn write_csv(
    path: &Path,
    project: &Project,
    comparison: &Comparison,
    what: Export,
    options: CsvOptions,
) -> Result<(), String> {
    let written = store::replace_file(path, |out| match what {
        Export::Comparison => tables::comparison(out, comparison, options),
        Export::Tidy => tables::comparison_tidy(out, comparison, options),
        Export::Highlights => tables::highlights(out, project, options),
        Export::Codebook => tables::codebook(out, project, options),
        Export::Articles => tables::articles(out, project, options),
    });
    written.map_err(|(what, error)| {
        format!("{}: could not be written: {what}: {error}; choose another place", path.display())
    })
}

/// What became of an import of highlights.
fn taken_in_words(report: &HighlightsReport) -> String {
    let mut words = format!("{} taken, {} already there", counted(report.n_taken, "highlight"), report.n_present);
    if !report.reanchored.is_empty() {
        let places: Vec<String> = report
            .reanchored
            .iter()
            .map(|row| format!("line {}: moved to {} of “{}”", row.line, row.to, row.article))
            .collect();
        words.push_str(&format!("; {} found by the quote:\n{}", places.len(), places.join("\n")));
    }
    if !report.new_codes.is_empty() {
        let codes: Vec<String> =
            report.new_codes.iter().map(|(kind, name)| format!("{} {name}", kind.noun())).collect();
        words.push_str(&format!("\nNew: {}", codes.join(", ")));
    }
    words
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
