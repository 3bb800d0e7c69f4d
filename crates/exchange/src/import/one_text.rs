//! Reads the text of one article from a file, without its details, to take the place of another text.

use std::{
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use standpoint_core::{text::Text, wording::counted};

use super::{
    articles::{FileRead, SkipReason, read_files},
    draft::Draft,
    formats::ReadingOptions,
    reading::check_draft,
};

/// Why a file does not give one text.
#[derive(Debug, thiserror::Error)]
pub enum NotOneText {
    /// The file cannot be read, or holds no text.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: SkipReason,
    },
    /// The file holds this many articles, which may be none.
    #[error("{}: it contains {}; use a file with the text of one", path.display(), counted(*.n, "article"))]
    Several {
        /// The file.
        path: PathBuf,
        /// How many articles it holds.
        n: usize,
    },
}

/// Reads the text of the one article that a file holds, in any format that can be imported.
///
/// # Errors
/// Fails if the file cannot be read, or holds no article or several.
pub fn read_text(path: &Path, options: &ReadingOptions, cancel: &AtomicBool) -> Result<Text, NotOneText> {
    let mut drafts = Vec::new();
    let mut problem = None;
    for FileRead { outcome, .. } in read_files(&[path.to_owned()], options, cancel, &mut |_, _| {}).files {
        match outcome {
            Ok(content) => {
                drafts.extend(content.reading.drafts);
                let failed = content.reading.failures.into_iter().next();
                problem = problem.or_else(|| failed.map(|failed| SkipReason::PartFailed(failed.reason)));
            }
            Err(reason) => problem = problem.or(Some(reason)),
        }
    }
    let unreadable = |reason| NotOneText::Unreadable { path: path.to_owned(), reason };
    match (<[Draft; 1]>::try_from(drafts), problem) {
        // A part of a text must not take the place of all of it.
        (Ok(_), Some(reason)) => Err(unreadable(reason)),
        (Ok([draft]), None) if draft.is_stub() => Err(NotOneText::Several { path: path.to_owned(), n: 0 }),
        (Ok([draft]), None) => match check_draft(&draft) {
            Ok(()) => Ok(Text::new(draft.text)),
            Err(reason) => Err(unreadable(reason)),
        },
        (Err(drafts), Some(reason)) if drafts.is_empty() => Err(unreadable(reason)),
        (Err(drafts), _) => Err(NotOneText::Several { path: path.to_owned(), n: drafts.len() }),
    }
}
