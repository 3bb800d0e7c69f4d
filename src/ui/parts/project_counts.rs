//! What every page says of a project in numbers.

use standpoint_core::model::{Project, ReadingStatus};

/// The numbers of a project that are on screen all the time. They are counted once for each revision, because a project
/// may have very many articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProjectCounts {
    /// How many highlights all articles have.
    pub highlights: usize,
    /// How many articles are done.
    pub done: usize,
}

impl ProjectCounts {
    /// Counts them.
    pub fn of(project: &Project) -> Self {
        let statuses = project.articles.iter().map(|article| article.details.status);
        let done = statuses.filter(|status| *status == ReadingStatus::Done).count();
        Self { highlights: project.n_highlights(), done }
    }
}
