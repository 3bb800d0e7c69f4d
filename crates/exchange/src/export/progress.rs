//! Writes how far the work on a project is.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use standpoint_analysis::coding_progress::CodingProgress;
use standpoint_core::model::{Article, ArticleId, Project};

use super::csv::{CsvOptions, CsvWriter};

/// The columns of the progress. `what` says what a record is about: `article` (each of them), `unread-outlet`,
/// `no-issue` and `no-actor` (highlights), `unused-actor` and `unused-issue`. Columns that say nothing about it are empty.
pub const PROGRESS_HEADER: [&str; 10] =
    ["what", "id", "name", "outlet", "date", "status", "articles", "highlights", "coded_share", "quote"];

/// A record of the progress. What is empty is written as an empty cell.
#[derive(Default)]
struct Record<'a> {
    what: &'a str,
    id: String,
    name: &'a str,
    article: Option<&'a Article>,
    outlet: &'a str,
    n_articles: Option<usize>,
    n_highlights: Option<usize>,
    coded_share: Option<f64>,
    quote: &'a str,
}

impl Record<'_> {
    fn write(&self, csv: &mut CsvWriter<impl Write>) -> io::Result<()> {
        let details = self.article.map(|article| &article.details);
        csv.text(self.what)?;
        csv.text(&self.id)?;
        csv.text(details.map_or(self.name, |details| &details.title))?;
        csv.text(details.map_or(self.outlet, |details| &details.outlet))?;
        csv.text(&details.and_then(|details| details.date).map(|date| date.to_string()).unwrap_or_default())?;
        csv.text(details.map_or("", |details| details.status.name()))?;
        for n in [self.n_articles, self.n_highlights] {
            csv.text(&n.map(|n| n.to_string()).unwrap_or_default())?;
        }
        csv.decimal(&self.coded_share.map(|share| format!("{share:.4}")).unwrap_or_default())?;
        csv.text(self.quote)?;
        csv.end_record()
    }
}

/// Writes a CSV with a record for each article and for everything that is still open.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn progress_csv(
    out: impl Write,
    project: &Project,
    progress: &CodingProgress,
    options: CsvOptions,
) -> io::Result<()> {
    let articles: HashMap<ArticleId, &Article> =
        project.articles.iter().map(|article| (article.id, &**article)).collect();
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&PROGRESS_HEADER)?;
    for of_article in &progress.articles {
        let record = Record {
            what: "article",
            id: of_article.id.to_string(),
            article: articles.get(&of_article.id).copied(),
            n_highlights: Some(of_article.n_highlights),
            coded_share: of_article.coded_share(),
            ..Record::default()
        };
        record.write(&mut csv)?;
    }
    for outlet in &progress.unread_outlets {
        let n_articles = Some(outlet.articles.len());
        let record = Record { what: "unread-outlet", name: &outlet.name, n_articles, ..Record::default() };
        record.write(&mut csv)?;
    }
    for (what, open) in [("no-issue", &progress.without_issue), ("no-actor", &progress.without_actor)] {
        for (article, highlight) in open {
            let article = articles.get(article).copied();
            let quote = article.and_then(|article| article.highlight(*highlight)).map_or("", |found| &found.quote);
            let record = Record { what, id: highlight.to_string(), article, quote, ..Record::default() };
            record.write(&mut csv)?;
        }
    }
    for (kind, code) in &progress.unused_codes {
        let what = format!("unused-{}", kind.noun());
        let name = project.codebook.name_of(*kind, code);
        Record { what: &what, id: code.to_string(), name, ..Record::default() }.write(&mut csv)?;
    }
    csv.finish()
}
