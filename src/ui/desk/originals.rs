//! Imported files that are to be kept beside the project, once it is saved with their articles.

use std::path::Path;

use standpoint_core::wording::counted;
use standpoint_exchange::import::originals::{OriginalFile, OriginalsKept, keep_originals};

use super::{Desk, Intent, JobOutcome, file_name};

/// What waits for the next save, and what waits for the copying.
#[derive(Default)]
pub(super) struct OriginalsToKeep {
    /// The project that they belong to, as it was counted when it was opened.
    project: u64,
    files: Vec<OriginalFile>,
    /// What was asked for in the meantime, such as to quit.
    then: Option<Intent>,
}

impl OriginalsToKeep {
    /// Lets files wait for the next save of a project.
    pub(super) fn add(&mut self, project: u64, files: Vec<OriginalFile>) {
        if self.project != project {
            self.files.clear();
        }
        self.project = project;
        self.files.extend(files);
    }
}

impl Desk {
    /// Copies what waits beside the project, which was just saved there. Returns whether there is anything to copy;
    /// `then` is done after it.
    pub(super) fn keep_originals(&mut self, project: &Path, then: Option<Intent>) -> bool {
        let files = std::mem::take(&mut self.originals.files);
        if files.is_empty() || self.originals.project != self.n_opened {
            return false;
        }
        self.originals.then = then;
        let project = project.to_owned();
        self.work.start_cancellable("Copying the original files", move |progress| {
            let n_files = files.len();
            let mut tell = |done| progress.set(done, n_files);
            let kept = keep_originals(&project, &files, progress.cancel_flag(), &mut tell);
            JobOutcome::OriginalsKept(Box::new(kept))
        });
        true
    }

    pub(super) fn take_kept_originals(&mut self, kept: &OriginalsKept) {
        if kept.n_kept > 0 {
            let words = format!("Kept {} in {}", counted(kept.n_kept, "original file"), file_name(&kept.folder));
            self.notices.success(&self.ctx, words);
        }
        if !kept.problems.is_empty() {
            let problems: Vec<String> =
                kept.problems.iter().map(|(path, reason)| format!("{}: {reason}", path.display())).collect();
            let n = counted(problems.len(), "original file");
            self.notices.failure(format!("{n} could not be kept beside the project:\n{}", problems.join("\n")));
        }
        if let Some(intent) = self.originals.then.take() {
            self.request(intent);
        }
    }
}
