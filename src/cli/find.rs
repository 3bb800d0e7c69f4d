//! The command `find`.

use std::path::Path;

use clap::Args;

use standpoint_analysis::search::{ArticleHits, Search, SearchOptions};
use standpoint_core::{
    model::{Article, Project},
    wording::{counted, shown},
};
use standpoint_exchange::export::{
    csv::CsvOptions,
    hits::{self, n_highlights_at, places},
};
use standpoint_store::Access;

use super::{CliError, Verdict, open, table_args::one_of, terminal::Output};

/// The most characters of context on each side. Whole paragraphs are longer only in broken texts.
const MAX_CONTEXT: usize = 10_000;

/// How words are found, and how the places are written.
#[derive(Clone, Copy, Debug, Args)]
pub struct FindArgs {
    /// Read the pattern as a regular expression.
    #[arg(long)]
    regex: bool,
    /// Find only whole words.
    #[arg(long)]
    whole_words: bool,
    /// Find only what is written exactly so, with the same capitals, accents and signs.
    #[arg(long)]
    as_typed: bool,
    /// List only places that touch no highlight.
    #[arg(long)]
    untagged: bool,
    /// How many characters to show on each side.
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u32).range(0..=MAX_CONTEXT as i64))]
    context: u32,
    /// How the places are written.
    #[arg(long, value_parser = format(), default_value = "text")]
    format: FoundFormat,
}

impl FindArgs {
    /// Returns whether the places are written as CSV.
    pub(super) fn is_csv(self) -> bool {
        self.format == FoundFormat::Csv
    }
}

/// The form in which places are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FoundFormat {
    /// Lines for people, aligned at the words that were found.
    Text,
    /// A record for each place.
    Csv,
    /// A JSON object for each place, one a line.
    JsonLines,
}

fn format() -> impl clap::builder::TypedValueParser<Value = FoundFormat> {
    one_of(vec![("text", FoundFormat::Text), ("csv", FoundFormat::Csv), ("jsonl", FoundFormat::JsonLines)])
}

/// Finds words in a project and writes each place.
pub(super) fn find(
    path: &Path,
    pattern: &str,
    how: &FindArgs,
    csv: CsvOptions,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let options = SearchOptions { is_regex: how.regex, as_typed: how.as_typed, whole_words: how.whole_words };
    let search = Search::new(pattern, options)?;
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let mut found = search.project(project);
    if how.untagged {
        leave_out_tagged(project, &mut found);
    }
    let n_context = how.context as usize;
    match how.format {
        FoundFormat::Text => print(project, &found, n_context, out),
        FoundFormat::Csv => out.file(|out| hits::csv(out, project, &found, n_context, csv))?,
        FoundFormat::JsonLines => out.file(|out| hits::json_lines(out, project, &found, n_context))?,
    }
    Ok(Verdict::Good)
}

fn leave_out_tagged(project: &Project, found: &mut Vec<ArticleHits>) {
    // Both lists are in the order of the project.
    let mut articles = project.articles.iter();
    for hits in found.iter_mut() {
        if let Some(article) = articles.find(|article| article.id == hits.article) {
            hits.spans.retain(|span| n_highlights_at(article, *span) == 0);
        }
    }
    found.retain(|hits| !hits.spans.is_empty());
}

/// Prints the places under the names of their articles, aligned at what was found.
fn print(project: &Project, found: &[ArticleHits], n_context: usize, out: &mut Output<'_>) {
    let mut last = None;
    let mut n_places = 0;
    for (article, span) in places(project, found) {
        if last != Some(article.id) {
            out.line(heading(article));
            last = Some(article.id);
        }
        let (before, after) = standpoint_analysis::search::context(&article.text, span, n_context);
        let before = shown(before).to_string();
        let indent = n_context.saturating_sub(before.chars().count());
        let hit = article.text.slice(span).replace('\n', " ");
        out.line(format_args!("  {}{before}[{hit}]{after}", " ".repeat(indent)));
        n_places += 1;
    }
    out.line(format_args!("{} in {}", counted(n_places, "place"), counted(found.len(), "article")));
}

/// Names an article: “Harbour Post, 2026-01-11: A headline”.
fn heading(article: &Article) -> String {
    let details = &article.details;
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let source: Vec<&str> = [&*details.outlet, &*date].into_iter().filter(|part| !part.is_empty()).collect();
    if source.is_empty() { details.title.clone() } else { format!("{}: {}", source.join(", "), details.title) }
}
