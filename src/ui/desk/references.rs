//! Details of articles from a list of references: reading it, and filling in what the person agreed to.

use std::{ffi::OsStr, path::PathBuf};

use standpoint_core::{edit::Edit, model::Project, wording::counted};
use standpoint_exchange::import::{
    articles::MAX_FILE_BYTES,
    formats::SourceFile,
    references::{
        matching::{edit, match_references},
        read_references,
    },
};
use standpoint_store::files::read_named;

use super::{
    Applied, Desk, DeskDialog, FilePurpose, JobOutcome,
    changing::ChangeSuccess,
    dialogs::{
        files::{FileFilter, FileRequestKind},
        references::ReferencesDialog,
    },
    file_name,
};

const FILTER: FileFilter = Some(("List of references", &["ris", "bib", "bibtex", "json"]));

impl Desk {
    pub(super) fn ask_references_file(&mut self) {
        let request = self.file_request(FileRequestKind::OpenFile, "Import a reference list", FILTER, OsStr::new(""));
        self.ask_file(FilePurpose::References, request);
    }

    pub(super) fn read_references(&mut self, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.session.history().snapshot();
        let id = open.id;
        let name = file_name(&path);
        self.work.start(format!("Reading {name}"), move |_| {
            let failed = |reason: String| format!("{}: {reason}", path.display());
            let read = || {
                let bytes = read_named(&path, MAX_FILE_BYTES).map_err(|error| failed(error.to_string()))?;
                let list = read_references(&SourceFile { name: &name, bytes: &bytes }, None);
                let list = list.map_err(|reason| failed(reason.to_string()))?;
                Ok(Box::new(ReferencesDialog::new(&project, name.clone(), list)))
            };
            JobOutcome::ReferencesRead(id, read())
        });
    }

    /// Shows what a list would fill in, unless another project was opened meanwhile.
    pub(super) fn take_references(&mut self, id: u64, read: Result<Box<ReferencesDialog>, String>) {
        match read {
            Err(problem) => self.notices.failure(problem),
            Ok(_) if self.open.as_ref().is_none_or(|open| open.id != id) => {}
            Ok(_) if self.has_any_dialog() => {
                self.notices.failure("The reference list was read while a dialog was open; import it again.");
            }
            Ok(dialog) => self.dialog = Some(DeskDialog::References(dialog)),
        }
    }

    /// Fills in the details, as one step.
    pub(super) fn fill_in_references(&mut self, dialog: ReferencesDialog) {
        let (n_details, n_articles) = dialog.n_changed();
        let (list, overwrites) = dialog.into_list();
        // The articles may have been changed since, so the list is matched with them as they are.
        let make = move |project: &Project| {
            let matches = match_references(&project.articles, &list.references, overwrites);
            edit(&project.articles, &matches).unwrap_or_else(|| Edit::All(Vec::new()))
        };
        match self.apply_made("Fill in details from a reference list", Box::new(make)) {
            Applied::Yes | Applied::Soon => {
                let (details, articles) = (counted(n_details, "detail"), counted(n_articles, "article"));
                self.after_change(ChangeSuccess::of_edit(format!("Filled in {details} of {articles}")));
            }
            Applied::No => {}
        }
    }
}
