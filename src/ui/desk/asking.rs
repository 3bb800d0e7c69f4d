//! Asking for files: what the dialog of the system is asked, and what its answer leads to.

use std::{
    ffi::{OsStr, OsString},
    path::{Path, PathBuf},
};

use standpoint_core::model::ids::slug;
use standpoint_exchange::import::review::ReportForm;
use standpoint_store as store;

use super::{
    Desk, DeskDialog, FilePurpose, Intent, PROJECT_FILTER,
    dialogs::{
        files::{FileAnswer, FileFilter, FileRequest, FileRequestKind},
        path::PathDialog,
    },
};

impl Desk {
    pub(super) fn file_request(
        &self,
        kind: FileRequestKind,
        title: &str,
        filter: FileFilter,
        file_name: &OsStr,
    ) -> FileRequest {
        FileRequest { kind, title: title.to_owned(), filter, folder: self.folder(), file_name: file_name.to_owned() }
    }

    /// Where file dialogs begin: beside the project, or where projects go in a checkout.
    pub(super) fn folder(&self) -> Option<PathBuf> {
        let beside = self.open.as_ref().and_then(|open| open.session.path()).and_then(Path::parent);
        let beside = beside.filter(|folder| folder.is_dir()).map(Path::to_owned);
        let projects =
            || std::env::current_dir().ok().map(|folder| folder.join("projects")).filter(|path| path.is_dir());
        beside.or_else(projects).or_else(std::env::home_dir)
    }

    pub(super) fn ask_file(&mut self, purpose: FilePurpose, request: FileRequest) {
        self.file_dialogs.ask(&self.ctx, &request);
        self.purpose = Some((purpose, request));
        self.ctx.request_repaint();
    }

    /// Takes the answer of the file dialog that is open, if it has come.
    pub(super) fn take_file_answer(&mut self) {
        let Some(answer) = self.file_dialogs.answer() else { return };
        match answer {
            FileAnswer::Chosen(paths) => self.take_chosen_paths(paths),
            FileAnswer::Cancelled => self.purpose = None,
            FileAnswer::NoDialog => {
                if let Some((_, request)) = &self.purpose {
                    self.dialog = Some(DeskDialog::Path(PathDialog::new(request.clone())));
                }
            }
        }
    }

    /// Goes on with what the paths were asked for.
    pub(super) fn take_chosen_paths(&mut self, paths: Vec<PathBuf>) {
        let (Some((purpose, _)), Some(path)) = (self.purpose.take(), paths.first().cloned()) else { return };
        match purpose {
            FilePurpose::OpenProject => self.read_project(path),
            FilePurpose::SaveProject(then) => {
                if let Some(path) = self.with_ending(path, &[store::EXTENSION]) {
                    self.write_project(path, then);
                }
            }
            FilePurpose::Articles => self.read_articles(paths),
            FilePurpose::NewProject => self.take_dropped(paths, true),
            FilePurpose::Highlights => self.read_highlights(path),
            FilePurpose::References => self.read_references(path),
            FilePurpose::Codebook => self.read_codebook(path),
            FilePurpose::Text => self.read_text(path),
            FilePurpose::ImportReport(review) => {
                if let Some(path) = self.with_ending(path, &ReportForm::EXTENSIONS) {
                    self.write_import_report(path, review);
                }
            }
            FilePurpose::Words(words) => {
                if let Some(path) = self.with_ending(path, &["csv"]) {
                    self.write_words(path, words);
                }
            }
            FilePurpose::Export(what, on_screen) => {
                if let Some(path) = self.with_ending(path, what.file_filter().1) {
                    self.write_export(path, what, *on_screen);
                }
            }
        }
    }

    /// The path with the first of the endings, if it has none of them. A file of that longer name was
    /// not what the person was asked about, so it is not replaced.
    pub(super) fn with_ending(&mut self, path: PathBuf, endings: &[&str]) -> Option<PathBuf> {
        if path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known))) {
            return Some(path);
        }
        let mut name = path.into_os_string();
        name.push(format!(".{}", endings[0]));
        let path = PathBuf::from(name);
        if path.exists() {
            let path = path.display();
            self.notices
                .failure(format!("{path}: this file already exists; to replace it, choose it by its full name"));
            return None;
        }
        Some(path)
    }

    /// Asks for a file to save to, and does what follows once it is saved.
    pub(super) fn ask_save_file(&mut self, then: Option<Intent>) {
        let Some(open) = &self.open else { return };
        let name = match open.session.path() {
            Some(path) => path.file_name().unwrap_or_default().to_owned(),
            None => OsString::from(format!("{}.{}", slug(&open.session.project().title, |_| false), store::EXTENSION)),
        };
        let request = self.file_request(FileRequestKind::SaveFile, "Save the project", PROJECT_FILTER, &name);
        self.ask_file(FilePurpose::SaveProject(then), request);
    }
}
