//! The command `progress`.

use std::{collections::HashMap, path::Path};

use clap::Args;

use standpoint_analysis::coding_progress::{ArticleProgress, CodingProgress, percent};
use standpoint_core::{
    model::{Article, ArticleId, CodeKind, HighlightId, Project, ReadingStatus},
    wording::{capitalised, counted, grouped, shown},
};
use standpoint_exchange::export::{csv::CsvOptions, progress::progress_csv};
use standpoint_store::Access;

use super::{CliError, Verdict, open, table_args::one_of, terminal::Output};

/// How the progress is written.
#[derive(Clone, Copy, Debug, Args)]
pub struct ProgressArgs {
    /// How it is written.
    #[arg(long, value_parser = format(), default_value = "text")]
    format: ProgressFormat,
}

impl ProgressArgs {
    /// Returns whether it is written as CSV.
    pub(super) fn is_csv(self) -> bool {
        self.format == ProgressFormat::Csv
    }
}

/// The form in which the progress is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ProgressFormat {
    /// Lists for people.
    Text,
    /// A record for each article and for everything that is open.
    Csv,
}

fn format() -> impl clap::builder::TypedValueParser<Value = ProgressFormat> {
    one_of(vec![("text", ProgressFormat::Text), ("csv", ProgressFormat::Csv)])
}

/// Writes how far the work on a project is.
pub(super) fn progress(
    path: &Path,
    how: ProgressArgs,
    csv: CsvOptions,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let progress = CodingProgress::of(project);
    match how.format {
        ProgressFormat::Text => print(project, &progress, out),
        ProgressFormat::Csv => out.file(|out| progress_csv(out, project, &progress, csv))?,
    }
    Ok(Verdict::Good)
}

fn print(project: &Project, progress: &CodingProgress, out: &mut Output<'_>) {
    let articles: HashMap<ArticleId, &Article> =
        project.articles.iter().map(|article| (article.id, &**article)).collect();
    let title = |id: ArticleId| shown(articles.get(&id).map_or("", |article| &article.details.title)).to_string();
    let statuses =
        ReadingStatus::ALL.map(|status| format!("{} {}", grouped(progress.with_status(status).count()), status.name()));
    out.line(format_args!("{}: {}", counted(progress.articles.len(), "article"), statuses.join(", ")));
    if let Some(share) = progress.coded_share() {
        let n: usize = progress.articles.iter().map(|article| article.n_highlights).sum();
        out.line(format_args!("{}; {} of all texts coded", counted(n, "highlight"), percent(share)));
    }
    for status in [ReadingStatus::Reading, ReadingStatus::ToRead] {
        let lines = progress.with_status(status).map(|article| format!("{}  {}", coded(article), title(article.id)));
        list(out, &format!("Articles {}", words_of(status)), lines.collect());
    }
    let lines = progress.without_highlights().map(|article| title(article.id));
    list(out, "Articles without highlights", lines.collect());
    let lines = progress
        .unread_outlets
        .iter()
        .map(|outlet| format!("{}, {}", shown(&outlet.name), counted(outlet.articles.len(), "article")));
    list(out, "Outlets of which no article is done", lines.collect());
    let quote = |(article, highlight): &(ArticleId, HighlightId)| {
        let quote = articles.get(article).and_then(|article| article.highlight(*highlight));
        format!("{}: {}", title(*article), shown(quote.map_or("", |highlight| &highlight.quote)))
    };
    list(out, "Highlights without an issue", progress.without_issue.iter().map(quote).collect());
    list(out, "Highlights without an actor", progress.without_actor.iter().map(quote).collect());
    for kind in CodeKind::ALL {
        let codes = progress.unused_codes.iter().filter(|(other, _)| *other == kind);
        let lines = codes.map(|(_, id)| shown(project.codebook.name_of(kind, id)).to_string());
        list(out, &format!("{}s that no highlight has", capitalised(kind.noun())), lines.collect());
    }
}

const fn words_of(status: ReadingStatus) -> &'static str {
    match status {
        ReadingStatus::ToRead => "to read",
        ReadingStatus::Reading => "being read",
        ReadingStatus::Done => "done",
    }
}

/// “3 highlights, 12% coded”, in a column of its own.
fn coded(article: &ArticleProgress) -> String {
    let share = article.coded_share().map_or_else(|| "no text".to_owned(), |share| format!("{} coded", percent(share)));
    format!("{:>14}, {share:>10}", counted(article.n_highlights, "highlight"))
}

/// Prints a heading with a number and the lines below it; nothing if there are none.
fn list(out: &mut Output<'_>, heading: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    out.line("");
    out.line(format_args!("{heading}: {}", grouped(lines.len())));
    for line in lines {
        out.line(format_args!("  {line}"));
    }
}
