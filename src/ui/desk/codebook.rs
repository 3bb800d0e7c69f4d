//! Importing a codebook: reading it, showing what it would change, and changing what the person agreed to.

use std::{ffi::OsStr, path::PathBuf};

use standpoint_core::wording::counted;
use standpoint_exchange::{
    export::csv,
    import::codebook::{CodebookPlan, read_codebook},
};
use standpoint_store as store;

use super::{
    Applied, Desk, DeskDialog, FilePurpose, JobOutcome,
    changing::ChangeSuccess,
    dialogs::{
        codebook::CodebookDialog,
        files::{FileFilter, FileRequestKind},
    },
    file_name,
};

const FILTER: FileFilter = Some(("Codebook or project", &[csv::EXTENSION, "tsv", "txt", store::EXTENSION]));

impl Desk {
    pub(super) fn ask_codebook_file(&mut self) {
        let request = self.file_request(FileRequestKind::OpenFile, "Import a codebook", FILTER, OsStr::new(""));
        self.ask_file(FilePurpose::Codebook, request);
    }

    pub(super) fn read_codebook(&mut self, path: PathBuf) {
        let Some(open) = &self.open else { return };
        let (project, _) = open.session.history().snapshot();
        let (id, revision) = (open.id, open.session.history().revision());
        let name = file_name(&path);
        self.work.start(format!("Reading {name}"), move |_| {
            let read = read_codebook(&path, None).map_err(|error| error.to_string());
            let dialog = read.map(|file| {
                let plan = CodebookPlan::of(&project, &file);
                Box::new(CodebookDialog::new(name.clone(), file.doubt, plan, revision))
            });
            JobOutcome::CodebookRead(id, dialog)
        });
    }

    /// Shows what a codebook would change, unless another project was opened meanwhile.
    pub(super) fn take_codebook(&mut self, id: u64, read: Result<Box<CodebookDialog>, String>) {
        match read {
            Err(problem) => self.notices.failure(problem),
            Ok(_) if self.open.as_ref().is_none_or(|open| open.id != id) => {}
            Ok(_) if self.has_any_dialog() => {
                self.notices.failure("The codebook was read while a dialog was open; import it again.");
            }
            Ok(dialog) => self.dialog = Some(DeskDialog::Codebook(dialog)),
        }
    }

    /// Makes the changes that are ticked, as one step.
    pub(super) fn import_codebook(&mut self, dialog: &CodebookDialog) {
        let is_current = self.open.as_ref().is_some_and(|open| open.session.history().revision() == dialog.revision);
        if !is_current {
            self.notices.failure("The project changed while the codebook was looked over; import it again.");
            return;
        }
        let (Some(edit), n) = (dialog.plan.edit(), dialog.plan.counts().n_ticked) else { return };
        match self.apply_made("Import a codebook", Box::new(move |_| edit)) {
            Applied::Yes | Applied::Soon => {
                let words = format!("Codebook imported: {} made", counted(n, "change"));
                self.after_change(ChangeSuccess::of_edit(words));
            }
            Applied::No => {}
        }
    }
}
