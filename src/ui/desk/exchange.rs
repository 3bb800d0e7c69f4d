//! Importing articles and highlights, and exporting tables.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
    sync::Arc,
};

use standpoint_core::{
    edit::{Edit, Gesture},
    model::{Project, ids::slug},
    wording::counted,
};
use standpoint_exchange::{
    export::{
        Export, ExportSource,
        file::{ProjectFile, replace_file},
        word_lists::{together_csv, words_csv},
    },
    import::{
        articles::{read_files, read_pasted},
        columns::{ColumnMapping, KnownColumns},
        formats::{ReadingOptions, extensions},
        highlights_csv::{HighlightsReport, read_highlights},
        one_text::read_text,
        review::{ReportForm, Review, ReviewDraft},
    },
};
use standpoint_store::{clock::now, folders::with_ending};

use super::{
    Applied, CSV_FILTER, Desk, DeskEvent, FilePurpose, JobOutcome,
    changing::ChangeSuccess,
    dialogs::files::{FileFilter, FileRequestKind},
    file_name,
};
use crate::{
    columns,
    ui::{
        action::{ComparisonOnScreen, WordsOnScreen},
        clipboard::PastedText,
    },
};

/// Articles that were read, to be looked over.
#[derive(Debug)]
pub struct ArticlesRead {
    /// The drafts.
    pub review: Review,
    /// What is known of the columns of tables; `None` if no files were read.
    pub columns: Option<KnownColumns>,
    /// Why that is not known, if so.
    pub problem: Option<String>,
}

const IMPORT_REPORT_FILTER: FileFilter = Some(("Report", &ReportForm::EXTENSIONS));

impl Desk {
    pub(super) fn ask_article_files(&mut self) {
        self.ask_articles_for(FilePurpose::Articles);
    }

    pub(super) fn ask_article_files_of_new(&mut self) {
        self.ask_articles_for(FilePurpose::NewProject);
    }

    fn ask_articles_for(&mut self, purpose: FilePurpose) {
        let request = self.file_request(
            FileRequestKind::OpenFiles,
            "Import articles",
            Some(("Articles", extensions())),
            OsStr::new(""),
        );
        self.ask_file(purpose, request);
    }

    pub(super) fn ask_article_folder(&mut self) {
        let request =
            self.file_request(FileRequestKind::OpenFolder, "Import a folder of articles", None, OsStr::new(""));
        self.ask_file(FilePurpose::Articles, request);
    }

    pub(super) fn read_articles(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = &self.open else { return };
        let (id, folders) = (open.id, self.machine.folders.clone());
        let skips_subfolders = !self.settings.includes_subfolders;
        self.work.start_cancellable("Reading articles", move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            let (columns, problem) = match columns::known(&folders) {
                Ok(columns) => (columns, None),
                Err(problem) => (KnownColumns::default(), Some(problem)),
            };
            let options = ReadingOptions { columns: columns.clone(), skips_subfolders, ..ReadingOptions::default() };
            let read = read_files(&paths, &options, progress.cancel_flag(), &mut tell);
            let is_whole = !read.was_cancelled;
            let read =
                is_whole.then(|| ArticlesRead { review: Review::of_files(read), columns: Some(columns), problem });
            JobOutcome::ArticlesRead(id, read.map(Box::new))
        });
    }

    /// Reads a text from the clipboard as an article, if there is one.
    pub fn read_pasted(&mut self, pasted: Option<PastedText>) {
        let Some(open) = &self.open else { return };
        let Some(PastedText { html, text }) = pasted else {
            return self.notices.failure("There is no text on the clipboard. Copy the article first.");
        };
        let id = open.id;
        self.work.start("Reading the clipboard", move |_| {
            let read = read_pasted(html.as_deref(), &text);
            let read = ArticlesRead { review: Review::of_files(read), columns: None, problem: None };
            JobOutcome::ArticlesRead(id, Some(Box::new(read)))
        });
    }

    /// Remembers what the columns of a table hold.
    pub(super) fn remember_columns(&mut self, mapping: ColumnMapping) {
        let folders = self.machine.folders.clone();
        self.work.start_quietly(move |_| JobOutcome::ColumnsRemembered(columns::remember(&folders, mapping)));
    }

    /// Adds the articles that were looked over, as one step.
    pub(super) fn import(&mut self, review: &Arc<Review>) {
        let Some(open) = &self.open else { return };
        let Some(first) = review.drafts().iter().position(ReviewDraft::is_ticked) else { return };
        let n_imported = counted(review.counts().n_ticked, "article");
        let imported = DeskEvent::Imported(review.article_id(open.session.project(), first));
        if self.settings.keeps_originals {
            self.originals.add(self.n_opened, review.originals(open.session.project()));
        }
        let review = Arc::clone(review);
        let make = move |project: &Project| review.edit(project).unwrap_or_else(|| Edit::All(Vec::new()));
        match self.apply_made(&format!("Import {n_imported}"), Box::new(make)) {
            Applied::Yes | Applied::Soon => {
                let success = ChangeSuccess::of_edit(format!("Imported {n_imported}"));
                self.after_change(success.with(Some(imported)));
            }
            Applied::No => {}
        }
    }

    pub(super) fn ask_report_file(&mut self, review: Arc<Review>) {
        let title = "Save the report of the import";
        let request =
            self.file_request(FileRequestKind::SaveFile, title, IMPORT_REPORT_FILTER, OsStr::new("import-report.csv"));
        self.ask_file(FilePurpose::ImportReport(review), request);
    }

    pub(super) fn write_import_report(&mut self, path: PathBuf, review: Arc<Review>) {
        let csv = self.settings.csv;
        self.work.start(format!("Writing {}", file_name(&path)), move |_| {
            let form = ReportForm::of_extension(&path.extension().unwrap_or_default().to_string_lossy());
            let written = replace_file(&path, |out| review.write_report(out, form, csv));
            JobOutcome::Exported(path, written)
        });
    }

    pub(super) fn ask_words_file(&mut self, words: Arc<WordsOnScreen>) {
        let request = self.file_request(FileRequestKind::SaveFile, "Export words", CSV_FILTER, OsStr::new("words.csv"));
        self.ask_file(FilePurpose::Words(words), request);
    }

    pub(super) fn write_words(&mut self, path: PathBuf, words: Arc<WordsOnScreen>) {
        let Some(project) = self.project().cloned() else { return };
        let csv = self.settings.csv;
        self.work.start(format!("Writing {}", file_name(&path)), move |_| {
            let written = replace_file(&path, |out| match &*words {
                WordsOnScreen::Words(list) => words_csv(out, list, usize::MAX, csv),
                WordsOnScreen::Together(pairs) => together_csv(out, &project, pairs, csv),
            });
            JobOutcome::Exported(path, written)
        });
    }

    pub(super) fn ask_highlights_file(&mut self) {
        let request = self.file_request(FileRequestKind::OpenFile, "Import highlights", CSV_FILTER, OsStr::new(""));
        self.ask_file(FilePurpose::Highlights, request);
    }

    pub(super) fn read_highlights(&mut self, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.session.history().snapshot();
        let (id, revision) = (open.id, open.session.history().revision());
        self.work.start_cancellable(format!("Reading {}", file_name(&path)), move |progress| {
            let mut tell = |done, total| progress.set(done, total);
            let read = read_highlights(&path, None, &project, &now(), progress.cancel_flag(), &mut tell);
            let read = read.map_err(|error| error.to_string());
            JobOutcome::HighlightsRead(id, revision, read)
        });
    }

    pub(super) fn ask_text_file(&mut self) {
        let filter = Some(("Articles", extensions()));
        let request = self.file_request(FileRequestKind::OpenFile, "Load the new text", filter, OsStr::new(""));
        self.ask_file(FilePurpose::Text, request);
    }

    pub(super) fn read_text(&mut self, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let id = open.id;
        self.work.start_cancellable(format!("Reading {}", file_name(&path)), move |progress| {
            JobOutcome::TextRead(id, read_text(&path, &ReadingOptions::default(), progress.cancel_flag()))
        });
    }

    pub(super) fn ask_export_file(&mut self, what: Export, on_screen: Box<ComparisonOnScreen>) {
        let Some(open) = &self.open else { return };
        let name = match open.session.path() {
            Some(path) => path.file_stem().unwrap_or_default().to_owned(),
            None => OsString::from(slug(&open.session.project().title, |_| false)),
        };
        let (_, endings) = what.file_filter();
        let name = with_ending(&name, &format!("-{}.{}", what.name(), endings[0]));
        let title = format!("Export {}", what.name());
        let request = self.file_request(FileRequestKind::SaveFile, &title, Some(what.file_filter()), &name);
        self.ask_file(FilePurpose::Export(what, on_screen), request);
    }

    pub(super) fn write_export(&mut self, path: PathBuf, what: Export, on_screen: ComparisonOnScreen) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.session.history().snapshot();
        // The query says what is shown, so the table is made anew where nobody waits for it.
        let ComparisonOnScreen { comparison, options, lines } = on_screen;
        let csv = self.settings.csv;
        let file = open.session.path().map(Path::to_owned);
        let has_unsaved_edits = open.session.history().has_unsaved_changes();
        self.work.start_cancellable(format!("Writing {}", file_name(&path)), move |progress| {
            let source = ExportSource {
                project: &project,
                query: &comparison.query,
                drawn_as: comparison.picture,
                choices: &options,
                lines: lines.as_ref(),
                csv,
                file: file.as_deref().map(|path| ProjectFile { path, has_unsaved_edits }),
                made: jiff::Timestamp::now(),
            };
            let written = progress.follow(|| what.write_file_watched(&path, &source, &progress.watch()));
            JobOutcome::Exported(path, written)
        });
    }

    pub(super) fn take_highlights(&mut self, id: u64, revision: u64, read: Result<HighlightsReport, String>) {
        let report = match read {
            Ok(report) if report.was_cancelled => return,
            Ok(report) => report,
            Err(problem) => return self.notices.failure(problem),
        };
        let is_current =
            self.open.as_ref().is_some_and(|open| open.id == id && open.session.history().revision() == revision);
        if !is_current {
            self.notices.failure("The project changed while highlights were read; import them again.");
            return;
        }
        let (words, has_edit) = (taken_in_words(&report), report.edit.is_some());
        if let Some(edit) = report.edit
            && self.apply("Import highlights", Gesture::Single, edit) == Applied::No
        {
            return;
        }
        let success = if has_edit { ChangeSuccess::of_edit(words) } else { ChangeSuccess::of(words) };
        self.after_change(success);
        if !report.bad_rows.is_empty() {
            let rows: Vec<String> =
                report.bad_rows.iter().map(|row| format!("line {}: {}", row.line, row.reason)).collect();
            self.notices.failure(format!("{} left out:\n{}", counted(rows.len(), "row"), rows.join("\n")));
        }
    }
}

/// The result of an import of highlights in words.
fn taken_in_words(report: &HighlightsReport) -> String {
    let mut words = format!("{} imported, {} already there", counted(report.n_taken, "highlight"), report.n_present);
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
    for other_case in &report.other_case {
        words.push_str(&format!("\n{other_case}"));
    }
    words
}
