//! Format 2: `(format: 2, id, title, codebook, views, searches, summaries, articles)`, which is the model unchanged.

use std::{borrow::Cow, fmt, io, sync::Arc};

use ron::{error::SpannedError, ser::PrettyConfig};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{SeqAccess, Visitor},
};

use standpoint_core::{
    model::{Article, Codebook, Project, ProjectId, SavedComparison, SavedSearch, Summary, written},
    progress,
};

use super::{FORMAT, MAX_FILE_BYTES, about_bytes_of, options};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile<'a> {
    format: u32,
    id: ProjectId,
    #[serde(serialize_with = "written::with_returns")]
    title: Cow<'a, str>,
    codebook: Cow<'a, Codebook>,
    #[serde(default, skip_serializing_if = "<[SavedComparison]>::is_empty")]
    views: Cow<'a, [SavedComparison]>,
    #[serde(default, skip_serializing_if = "<[SavedSearch]>::is_empty")]
    searches: Cow<'a, [SavedSearch]>,
    #[serde(default, skip_serializing_if = "<[Summary]>::is_empty")]
    summaries: Cow<'a, [Summary]>,
    #[serde(deserialize_with = "articles")]
    articles: Cow<'a, [Arc<Article>]>,
}

/// Reads the articles, and says after each how far it is in the file.
fn articles<'de, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Cow<'a, [Arc<Article>]>, D::Error> {
    deserializer.deserialize_seq(ArticlesVisitor).map(Cow::Owned)
}

/// Collects articles.
struct ArticlesVisitor;

impl<'de> Visitor<'de> for ArticlesVisitor {
    type Value = Vec<Arc<Article>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of articles")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
        let mut articles = Vec::new();
        while let Some(article) = sequence.next_element::<Arc<Article>>()? {
            progress::advance(about_bytes_of(&article));
            articles.push(article);
        }
        Ok(articles)
    }
}

/// The depth from which everything stays on one line; a highlight is the fifth level.
const DEPTH_LIMIT: usize = 4;

pub(super) fn write(project: &Project) -> String {
    let mut written = String::new();
    write_into(&mut written, project).expect("a string takes everything");
    written
}

/// Writes the file in pieces, so that a large project is never in memory twice.
///
/// # Errors
/// Fails if `out` cannot be written, or if the file would exceed [`MAX_FILE_BYTES`].
pub(super) fn write_to(out: &mut dyn io::Write, project: &Project) -> io::Result<()> {
    let waiting = String::with_capacity(2 * PIECE_BYTES);
    let mut pieces = Pieces { waiting, n_written: 0, out, failed: None };
    let written = write_into(&mut pieces, project);
    match (written, pieces.failed.take()) {
        (_, Some(error)) => Err(error),
        (Err(error), None) => Err(io::Error::other(error)),
        (Ok(()), None) => pieces.write_out(),
    }
}

fn write_into(out: &mut impl fmt::Write, project: &Project) -> ron::Result<()> {
    let file = ProjectFile {
        format: FORMAT,
        id: project.id,
        title: Cow::Borrowed(&project.title),
        codebook: Cow::Borrowed(&project.codebook),
        views: Cow::Borrowed(&project.views),
        searches: Cow::Borrowed(&project.searches),
        summaries: Cow::Borrowed(&project.summaries),
        articles: Cow::Borrowed(&project.articles),
    };
    let layout = PrettyConfig::new().depth_limit(DEPTH_LIMIT).escape_strings(false).new_line("\n");
    options().to_writer_pretty(&mut *out, &file, layout)?;
    Ok(out.write_char('\n')?)
}

/// How many bytes are collected before they are written.
const PIECE_BYTES: usize = 128 << 10;

/// Collects the many small parts of a file into larger writes.
struct Pieces<'a> {
    waiting: String,
    n_written: u64,
    out: &'a mut dyn io::Write,
    /// Why writing failed, which a formatter cannot report.
    failed: Option<io::Error>,
}

impl Pieces<'_> {
    fn write_out(&mut self) -> io::Result<()> {
        self.n_written += self.waiting.len() as u64;
        // A file that could not be opened again must not replace one that can.
        if self.n_written > MAX_FILE_BYTES {
            let what = format!("a project may have {MAX_FILE_BYTES} bytes; split it into several");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        let result = self.out.write_all(self.waiting.as_bytes());
        self.waiting.clear();
        result
    }
}

impl fmt::Write for Pieces<'_> {
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.waiting.push_str(part);
        if self.waiting.len() < PIECE_BYTES {
            return Ok(());
        }
        self.write_out().map_err(|error| {
            self.failed = Some(error);
            fmt::Error
        })
    }
}

pub(super) fn read(source: &str) -> Result<Project, SpannedError> {
    let ProjectFile { format: _, id, title, codebook, views, searches, summaries, articles } =
        options().from_str(source)?;
    Ok(Project {
        id,
        title: title.into_owned(),
        codebook: codebook.into_owned(),
        views: views.into_owned(),
        searches: searches.into_owned(),
        summaries: summaries.into_owned(),
        articles: articles.into_owned(),
    })
}
