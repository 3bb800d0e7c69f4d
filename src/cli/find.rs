//! The command `find`.

use std::path::Path;

use clap::Args;

use standpoint_analysis::search::{
    ArticleHits, HitsBeside, Search, SearchOptions, SearchPart, WordsOwner, leave_out_tagged,
};
use standpoint_core::{
    model::{Article, Project},
    text::{Span, Text},
    wording::{capitalised, counted, shown},
};
use standpoint_exchange::export::{
    csv::CsvOptions,
    hits::{self, places},
};
use standpoint_store::Access;

use super::{CliError, Verdict, open, table_args::one_of, terminal::Output};

/// The most characters of context on each side. Whole paragraphs are longer only in broken texts.
const MAX_CONTEXT: usize = 10_000;

/// What counts as the words that were typed.
#[derive(Clone, Copy, Debug, Args)]
struct MatchingArgs {
    /// Read the pattern as a regular expression.
    #[arg(long)]
    regex: bool,
    /// Find only whole words.
    #[arg(long)]
    whole_words: bool,
    /// Find only what is written exactly so, with the same capitals, accents and signs.
    #[arg(long)]
    as_typed: bool,
}

impl From<MatchingArgs> for SearchOptions {
    fn from(args: MatchingArgs) -> Self {
        Self { is_regex: args.regex, as_typed: args.as_typed, whole_words: args.whole_words }
    }
}

/// How words are found, and how the places are written.
#[derive(Clone, Copy, Debug, Args)]
pub struct FindArgs {
    #[command(flatten)]
    matching: MatchingArgs,
    /// What to search.
    #[arg(long = "in", value_name = "WHERE", value_parser = searched(), default_value = "texts")]
    searched: Searched,
    /// List only places of texts that touch no highlight.
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

/// What is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Searched {
    /// The texts of articles.
    Texts,
    /// What stands beside them.
    Beside(SearchPart),
}

fn searched() -> impl clap::builder::TypedValueParser<Value = Searched> {
    let parts = SearchPart::ALL.into_iter().map(|part| (part.name(), Searched::Beside(part)));
    one_of(std::iter::once(("texts", Searched::Texts)).chain(parts).collect())
}

/// The form in which places or words are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundFormat {
    /// Aligned lines for people.
    Text,
    /// A record for each of them.
    Csv,
    /// A JSON object for each of them, one a line.
    JsonLines,
}

/// Parses a form by its name.
pub(super) fn format() -> impl clap::builder::TypedValueParser<Value = FoundFormat> {
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
    let search = Search::new(pattern, how.matching.into())?;
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let n_context = how.context as usize;
    if let Searched::Beside(part) = how.searched {
        let found = search.beside(project, part, &mut || true).unwrap_or_default();
        match how.format {
            FoundFormat::Text => print_beside(project, (&found, part), n_context, out),
            FoundFormat::Csv => out.file(|out| hits::beside_csv(out, project, &found, n_context, csv))?,
            FoundFormat::JsonLines => out.file(|out| hits::beside_json_lines(out, project, &found, n_context))?,
        }
        return Ok(Verdict::Good);
    }
    let mut found = search.project(project);
    if how.untagged {
        for hits in &mut found {
            if let Some(article) = project.article(hits.article) {
                leave_out_tagged(article, &mut hits.spans);
            }
        }
        found.retain(|hits| !hits.spans.is_empty());
    }
    match how.format {
        FoundFormat::Text => print(project, &found, n_context, out),
        FoundFormat::Csv => out.file(|out| hits::csv(out, project, &found, n_context, csv))?,
        FoundFormat::JsonLines => out.file(|out| hits::json_lines(out, project, &found, n_context))?,
    }
    Ok(Verdict::Good)
}

/// Prints the places in notes, quotes or definitions under the names of their articles or codes.
fn print_beside(project: &Project, (found, part): (&[HitsBeside], SearchPart), n_context: usize, out: &mut Output<'_>) {
    let mut last = String::new();
    for hits in found {
        let heading = match &hits.owner {
            WordsOwner::Highlight(article, _) => project.article(*article).map(|article| heading(article)),
            WordsOwner::Code(kind, code) => {
                Some(format!("{}: {}", capitalised(kind.noun()), project.codebook.name_of(*kind, code)))
            }
        };
        let heading = heading.unwrap_or_default();
        if heading != last {
            out.line(&heading);
            last = heading;
        }
        for span in &hits.spans {
            print_place(&hits.words, *span, n_context, out);
        }
    }
    let n_places = found.iter().map(|hits| hits.spans.len()).sum();
    out.line(format_args!(
        "{} in {}",
        counted(n_places, "place"),
        counted(found.len(), part.name().trim_end_matches('s'))
    ));
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
        print_place(&article.text, span, n_context, out);
        n_places += 1;
    }
    out.line(format_args!("{} in {}", counted(n_places, "place"), counted(found.len(), "article")));
}

/// Prints a place with the words around it, aligned at what was found.
fn print_place(text: &Text, span: Span, n_context: usize, out: &mut Output<'_>) {
    let (before, after) = standpoint_analysis::search::context(text, span, n_context);
    let before = shown(before).to_string();
    let indent = n_context.saturating_sub(before.chars().count());
    let hit = text.slice(span).replace('\n', " ");
    out.line(format_args!("  {}{before}[{hit}]{after}", " ".repeat(indent)));
}

/// Names an article: “Harbour Post, 2026-01-11: A headline”.
fn heading(article: &Article) -> String {
    let details = &article.details;
    let date = details.date.map(|date| date.to_string()).unwrap_or_default();
    let source: Vec<&str> = [&*details.outlet, &*date].into_iter().filter(|part| !part.is_empty()).collect();
    if source.is_empty() { details.title.clone() } else { format!("{}: {}", source.join(", "), details.title) }
}
