//! Reads format 1: `(format: 1, title, codebook, views, summaries, articles)`, as 0.1 wrote it.
//!
//! It is format 2 without the id of the project. Nothing is written in this format any more.

use std::sync::Arc;

use ron::error::SpannedError;
use serde::Deserialize;

use standpoint_core::model::{Article, Codebook, Project, ProjectId, SavedComparison, Summary};

use super::options;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    #[serde(rename = "format")]
    _format: u32,
    title: String,
    codebook: Codebook,
    #[serde(default)]
    views: Vec<SavedComparison>,
    #[serde(default)]
    summaries: Vec<Summary>,
    articles: Vec<Arc<Article>>,
}

/// Reads a project and gives it a fresh id, which its file gets when it is saved.
pub(super) fn read(source: &str) -> Result<Project, SpannedError> {
    let ProjectFile { _format, title, codebook, views, summaries, articles } = options().from_str(source)?;
    Ok(Project { id: ProjectId::fresh(), title, codebook, views, searches: Vec::new(), summaries, articles })
}
