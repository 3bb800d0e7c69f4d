//! Writes what a search found: a line for each place, with the words around it.

use std::io::{self, Write};

use serde::Serialize;

use standpoint_analysis::search::{ArticleHits, context};
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
    // Highlights are sorted by their starts, so none behind the place is looked at.
    let starting_before = article.highlights.partition_point(|highlight| highlight.span.start < span.end);
    article.highlights[..starting_before].iter().filter(|highlight| highlight.span.overlaps(span)).count()
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
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&HITS_HEADER)?;
    for (article, span) in places(project, found) {
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
