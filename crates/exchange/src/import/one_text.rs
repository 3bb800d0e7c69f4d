//! Reads the text of one article from a file, without its details, to take the place of another text.

use std::{
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use standpoint_core::{model::Project, text::Text, wording::counted};

use super::{
    articles::{FileOutcome, SkipReason, read_articles},
    formats::ReadingOptions,
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
    let nothing = Project::default();
    let report = read_articles(&[path.to_owned()], options, &nothing, cancel, &mut |_, _| {});
    if let [article] = &*report.articles {
        return Ok(article.text.clone());
    }
    let n = report.articles.len();
    let reason = report.lines.into_iter().find_map(|line| match line.outcome {
        FileOutcome::Skipped(reason) if n == 0 => Some(reason),
        _ => None,
    });
    Err(match reason {
        Some(reason) => NotOneText::Unreadable { path: path.to_owned(), reason },
        None => NotOneText::Several { path: path.to_owned(), n },
    })
}
