//! Writes what a search found: a line for each place, with the words around it.

use std::{
    io::{self, Write},
    sync::Arc,
};

use serde::Serialize;

use standpoint_analysis::{
    concordance::{Concordance, HitSet, touching},
    search::{ArticleHits, HitsBeside, WordsOwner, context},
};
use standpoint_core::{
    model::{Article, Project},
    text::Span,
};

use super::csv::{CsvOptions, CsvWriter};

/// The columns of a table of places. Positions count characters (Unicode scalar values) from 0; `end` is exclusive.
/// `highlights` is the number of highlights that the place touches.
pub const HITS_HEADER: [&str; 10] =
    ["article_id", "article", "outlet", "date", "start", "end", "before", "hit", "after", "highlights"];

/// A place that was found, as it is written.
#[derive(Serialize)]
struct WrittenHit<'a> {
    article_id: String,
    article: &'a str,
    outlet: &'a str,
    date: String,
    start: usize,
    end: usize,
    before: &'a str,
    hit: &'a str,
    after: &'a str,
    highlights: usize,
}

impl<'a> WrittenHit<'a> {
    fn of(article: &'a Article, span: Span, n_context: usize) -> Self {
        let (before, after) = context(&article.text, span, n_context);
        Self {
            article_id: article.id.to_string(),
            article: &article.details.title,
            outlet: &article.details.outlet,
            date: article.details.date.map(|date| date.to_string()).unwrap_or_default(),
            start: span.start,
            end: span.end,
            before,
            hit: article.text.slice(span),
            after,
            highlights: n_highlights_at(article, span),
        }
    }
}

/// The number of highlights that a place touches.
pub fn n_highlights_at(article: &Article, span: Span) -> usize {
    touching(article, span).count()
}

/// Lines of a search that are to be written, as they stand on screen.
#[derive(Clone, Debug)]
pub struct LinesToExport {
    /// The project that was searched.
    pub project: Arc<Project>,
    /// All lines in their order.
    pub lines: Arc<Concordance>,
    /// The hits whose lines are written; all of them if this is empty.
    pub only: HitSet,
    /// What was searched for, in words.
    pub search: String,
}

impl LinesToExport {
    /// The number of characters on each side of a hit.
    const N_CONTEXT: usize = 100;

    /// Writes a record for each line, with the columns of [`HITS_HEADER`].
    pub(super) fn csv(&self, out: impl Write, options: CsvOptions) -> io::Result<()> {
        let hits = self.lines.hits().filter(|hit| self.only.is_empty() || self.only.contains(*hit));
        let places = hits.map(|hit| {
            let hit = self.lines.found.hits()[hit];
            (&*self.project.articles[hit.article as usize], hit.span())
        });
        csv_of_places(out, places, Self::N_CONTEXT, options)
    }
}

/// Writes a CSV with a record for each place. `n_context` is the number of characters on each side.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn csv(
    out: impl Write,
    project: &Project,
    found: &[ArticleHits],
    n_context: usize,
    options: CsvOptions,
) -> io::Result<()> {
    csv_of_places(out, places(project, found), n_context, options)
}

fn csv_of_places<'a>(
    out: impl Write,
    places: impl Iterator<Item = (&'a Article, Span)>,
    n_context: usize,
    options: CsvOptions,
) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&HITS_HEADER)?;
    for (article, span) in places {
        let hit = WrittenHit::of(article, span, n_context);
        csv.plain(&hit.article_id)?;
        csv.text(hit.article)?;
        csv.text(hit.outlet)?;
        csv.plain(&hit.date)?;
        csv.plain(hit.start)?;
        csv.plain(hit.end)?;
        for words in [hit.before, hit.hit, hit.after] {
            csv.text(words)?;
        }
        csv.plain(hit.highlights)?;
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes a JSON object for each place, one a line, with the keys of [`HITS_HEADER`].
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn json_lines(mut out: impl Write, project: &Project, found: &[ArticleHits], n_context: usize) -> io::Result<()> {
    for (article, span) in places(project, found) {
        serde_json::to_writer(&mut out, &WrittenHit::of(article, span, n_context))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The columns of a table of places in notes, quotes and definitions. Positions count characters of these words from 0;
/// `end` is exclusive. The first three columns are those of a highlight, the next three those of a code.
pub const BESIDE_HEADER: [&str; 11] =
    ["article_id", "article", "highlight_id", "kind", "code_id", "code", "start", "end", "before", "hit", "after"];

/// A place in a note, a quote or a definition, as it is written.
#[derive(Serialize)]
struct WrittenHitBeside<'a> {
    article_id: String,
    article: &'a str,
    highlight_id: String,
    kind: &'a str,
    code_id: &'a str,
    code: &'a str,
    start: usize,
    end: usize,
    before: &'a str,
    hit: &'a str,
    after: &'a str,
}

impl<'a> WrittenHitBeside<'a> {
    fn of(project: &'a Project, hits: &'a HitsBeside, span: Span, n_context: usize) -> Self {
        let (before, after) = context(&hits.words, span, n_context);
        let (article, highlight, code) = match &hits.owner {
            WordsOwner::Highlight(article, highlight) => (project.article(*article), Some(highlight), None),
            WordsOwner::Code(kind, code) => (None, None, Some((*kind, code))),
        };
        Self {
            article_id: article.map(|article| article.id.to_string()).unwrap_or_default(),
            article: article.map_or("", |article| &article.details.title),
            highlight_id: highlight.map(ToString::to_string).unwrap_or_default(),
            kind: code.map_or("", |(kind, _)| kind.noun()),
            code_id: code.map_or("", |(_, code)| code.as_str()),
            code: code.map_or("", |(kind, code)| project.codebook.name_of(kind, code)),
            start: span.start,
            end: span.end,
            before,
            hit: hits.words.slice(span),
            after,
        }
    }
}

/// Writes a CSV with a record for each place beside the texts. `n_context` is the number of characters on each side.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn beside_csv(
    out: impl Write,
    project: &Project,
    found: &[HitsBeside],
    n_context: usize,
    options: CsvOptions,
) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&BESIDE_HEADER)?;
    for (hits, span) in places_beside(found) {
        let hit = WrittenHitBeside::of(project, hits, span, n_context);
        csv.plain(&hit.article_id)?;
        csv.text(hit.article)?;
        csv.plain(&hit.highlight_id)?;
        csv.plain(hit.kind)?;
        csv.text(hit.code_id)?;
        csv.text(hit.code)?;
        csv.plain(hit.start)?;
        csv.plain(hit.end)?;
        for words in [hit.before, hit.hit, hit.after] {
            csv.text(words)?;
        }
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes a JSON object for each place beside the texts, one a line, with the keys of [`BESIDE_HEADER`].
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn beside_json_lines(
    mut out: impl Write,
    project: &Project,
    found: &[HitsBeside],
    n_context: usize,
) -> io::Result<()> {
    for (hits, span) in places_beside(found) {
        serde_json::to_writer(&mut out, &WrittenHitBeside::of(project, hits, span, n_context))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn places_beside(found: &[HitsBeside]) -> impl Iterator<Item = (&HitsBeside, Span)> {
    found.iter().flat_map(|hits| hits.spans.iter().map(move |span| (hits, *span)))
}

/// Pairs each place with its article.
pub fn places<'a>(project: &'a Project, found: &'a [ArticleHits]) -> impl Iterator<Item = (&'a Article, Span)> {
    // Both lists are in the order of the project.
    let mut found = found.iter().peekable();
    let hits = project.articles.iter().filter_map(move |article| {
        let hits = found.next_if(|hits| hits.article == article.id)?;
        Some((&**article, &hits.spans))
    });
    hits.flat_map(|(article, spans)| spans.iter().map(move |span| (article, *span)))
}
