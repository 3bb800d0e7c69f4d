//! A whole project, which replaces another.
//!
//! It has the fields that a project file of format 2 has, but for the number of the format, and is read for good. Lines
//! of 0.1 have no id.

use std::{borrow::Cow, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    article::WrittenArticle,
    codebook::{WrittenCode, WrittenStance},
    comparison::{WrittenSubject, WrittenView},
    each,
    search::WrittenSearch,
    text::WrittenNote,
};
use crate::model::{Codebook, Project, ProjectId, Summary, ids::NotAProjectId};

/// The id of a project, which is a UUID but never the nil one.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "String", into = "Uuid")]
pub(super) struct WrittenProjectId(ProjectId);

impl From<ProjectId> for WrittenProjectId {
    fn from(id: ProjectId) -> Self {
        Self(id)
    }
}

impl From<WrittenProjectId> for ProjectId {
    fn from(id: WrittenProjectId) -> Self {
        id.0
    }
}

impl From<WrittenProjectId> for Uuid {
    fn from(id: WrittenProjectId) -> Self {
        id.0.uuid()
    }
}

impl TryFrom<String> for WrittenProjectId {
    type Error = NotAProjectId;

    fn try_from(text: String) -> Result<Self, NotAProjectId> {
        text.parse().map(Self)
    }
}

impl Default for WrittenProjectId {
    /// A fresh id, for lines of 0.1, in which no project has one.
    fn default() -> Self {
        Self(ProjectId::fresh())
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Project", deny_unknown_fields)]
pub(super) struct WrittenProject<'a> {
    #[serde(default)]
    id: WrittenProjectId,
    title: Cow<'a, str>,
    codebook: WrittenCodebook<'a>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    views: Vec<WrittenView<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    searches: Vec<WrittenSearch<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    summaries: Vec<WrittenSummary<'a>>,
    articles: Vec<WrittenArticle<'a>>,
}

impl<'a> From<&'a Project> for WrittenProject<'a> {
    fn from(project: &'a Project) -> Self {
        let Project { id, title, codebook, views, searches, summaries, articles } = project;
        Self {
            id: (*id).into(),
            title: title.into(),
            codebook: codebook.into(),
            views: each(views),
            searches: each(searches),
            summaries: each(summaries),
            articles: each(articles.iter().map(|article| &**article)),
        }
    }
}

impl From<WrittenProject<'_>> for Project {
    fn from(project: WrittenProject<'_>) -> Self {
        let WrittenProject { id, title, codebook, views, searches, summaries, articles } = project;
        Self {
            id: id.into(),
            title: title.into_owned(),
            codebook: codebook.into(),
            views: each(views),
            searches: each(searches),
            summaries: each(summaries),
            articles: articles.into_iter().map(|article| Arc::new(article.into())).collect(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Codebook", deny_unknown_fields)]
struct WrittenCodebook<'a> {
    actors: Vec<WrittenCode<'a>>,
    issues: Vec<WrittenCode<'a>>,
    stances: Vec<WrittenStance<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    free_keys: Option<Cow<'a, str>>,
}

impl<'a> From<&'a Codebook> for WrittenCodebook<'a> {
    fn from(codebook: &'a Codebook) -> Self {
        let Codebook { actors, issues, stances, free_keys } = codebook;
        let free_keys = free_keys.as_ref().map(Cow::from);
        Self { actors: each(actors), issues: each(issues), stances: each(stances), free_keys }
    }
}

impl From<WrittenCodebook<'_>> for Codebook {
    fn from(codebook: WrittenCodebook<'_>) -> Self {
        let WrittenCodebook { actors, issues, stances, free_keys } = codebook;
        let free_keys = free_keys.map(Cow::into_owned);
        Self { actors: each(actors), issues: each(issues), stances: each(stances), free_keys }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "Summary", deny_unknown_fields)]
struct WrittenSummary<'a> {
    subject: WrittenSubject<'a>,
    text: WrittenNote<'a>,
}

impl<'a> From<&'a Summary> for WrittenSummary<'a> {
    fn from(summary: &'a Summary) -> Self {
        let Summary { subject, text } = summary;
        Self { subject: subject.into(), text: text.into() }
    }
}

impl From<WrittenSummary<'_>> for Summary {
    fn from(summary: WrittenSummary<'_>) -> Self {
        let WrittenSummary { subject, text } = summary;
        Self { subject: subject.into(), text: text.into() }
    }
}
