//! Format 1: `(format: 1, title, codebook, articles)`, the model as it stands.

use std::{borrow::Cow, sync::Arc};

use ron::{error::SpannedError, ser::PrettyConfig};
use serde::{Deserialize, Serialize};

use crate::model::{Article, Codebook, Project};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile<'a> {
    format: u32,
    title: Cow<'a, str>,
    codebook: Cow<'a, Codebook>,
    articles: Cow<'a, [Arc<Article>]>,
}

/// The nesting below which everything stays on one line: a highlight is the fifth level.
const DEPTH_LIMIT: usize = 4;

pub(super) fn write(project: &Project) -> String {
    let file = ProjectFile {
        format: 1,
        title: Cow::Borrowed(&project.title),
        codebook: Cow::Borrowed(&project.codebook),
        articles: Cow::Borrowed(&project.articles),
    };
    let layout = PrettyConfig::new().depth_limit(DEPTH_LIMIT).escape_strings(false).new_line("\n");
    let mut written = ron::ser::to_string_pretty(&file, layout).expect("a project holds nothing that RON cannot write");
    written.push('\n');
    written
}

pub(super) fn read(source: &str) -> Result<Project, SpannedError> {
    let ProjectFile { format: _, title, codebook, articles } = ron::from_str(source)?;
    Ok(Project { title: title.into_owned(), codebook: codebook.into_owned(), articles: articles.into_owned() })
}
