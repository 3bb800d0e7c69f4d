//! The command `words`.

use std::path::Path;

use clap::Args;

use standpoint_analysis::{
    report::words::FilterPart,
    word_lists::{
        MAX_GRAM, WordList, WordQuery, WordScope,
        stop_words::{StopWordList, StopWords},
        together::{IssuePair, issues_together},
        word_list,
    },
};
use standpoint_core::{
    model::{CodeKind, Project, view::HighlightFilter},
    wording::{counted, grouped, shown},
};
use standpoint_exchange::export::{csv::CsvOptions, word_lists};
use standpoint_store::Access;

use super::{
    CliError, Verdict,
    filter::{self, FilterTerm},
    find::FoundFormat,
    open,
    terminal::Output,
};

/// How many entries are printed for people.
const N_PRINTED: usize = 50;

/// What is counted, and how the list is written.
#[derive(Clone, Debug, Args)]
pub struct WordsArgs {
    /// Count the words of these passages against the rest of the texts: issue=NAME, actor=NAME or outlet=NAME. A key that
    /// is repeated accepts any of its values.
    #[arg(long, value_name = "KEY=VALUE", value_parser = passages, conflicts_with = "together")]
    of: Vec<FilterTerm>,
    /// Count runs of N words instead of single words; only those that occur at least twice are listed.
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=MAX_GRAM as i64),
        conflicts_with = "together")]
    ngrams: u8,
    /// Leave out words such as “the” of this language, or of none; may be repeated [default: the languages of the
    /// articles].
    #[arg(long, value_name = "LANGUAGE", value_parser = stop_words, conflicts_with = "together")]
    stop_words: Vec<StopWordChoice>,
    /// List instead which issues stand in the same paragraphs and articles.
    #[arg(long)]
    together: bool,
    /// Write only the first N lines [default: 50 as text, all otherwise].
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// How the list is written.
    #[arg(long, value_parser = super::find::format(), default_value = "text")]
    format: FoundFormat,
}

impl WordsArgs {
    /// Returns whether the list is written as CSV.
    pub(super) fn is_csv(&self) -> bool {
        self.format == FoundFormat::Csv
    }
}

/// A language whose stop words are left out; `None` leaves out none.
#[derive(Clone, Copy, Debug)]
struct StopWordChoice(Option<&'static StopWordList>);

fn stop_words(language: &str) -> Result<StopWordChoice, String> {
    if language.eq_ignore_ascii_case("none") {
        return Ok(StopWordChoice(None));
    }
    let list = StopWordList::of(language).ok_or_else(|| {
        let known: Vec<&str> = StopWordList::ALL.iter().map(|list| list.code).collect();
        format!("there is no list for it; use none, or one of: {}", known.join(", "))
    });
    list.map(|list| StopWordChoice(Some(list)))
}

fn passages(term: &str) -> Result<FilterTerm, String> {
    let term: FilterTerm = term.parse().map_err(|_| PASSAGES.to_owned())?;
    let can_be = matches!(term.part(), FilterPart::Actor | FilterPart::Issue | FilterPart::Outlet);
    if can_be { Ok(term) } else { Err(PASSAGES.to_owned()) }
}

/// What `--of` accepts.
const PASSAGES: &str = "write issue=NAME, actor=NAME or outlet=NAME";

/// Counts the words of a project and writes the list.
pub(super) fn words(path: &Path, how: &WordsArgs, csv: CsvOptions, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let n = how.top.unwrap_or(if how.format == FoundFormat::Text { N_PRINTED } else { usize::MAX });
    if how.together {
        let pairs = issues_together(project);
        let listed = &pairs[..pairs.len().min(n)];
        match how.format {
            FoundFormat::Text => print_together(project, listed, pairs.len(), out),
            FoundFormat::Csv => out.file(|out| word_lists::together_csv(out, project, listed, csv))?,
            FoundFormat::JsonLines => out.file(|out| word_lists::together_json_lines(out, project, listed))?,
        }
        return Ok(Verdict::Good);
    }
    let query = query(project, how)?;
    let list = word_list(project, &query, &mut || true).unwrap_or_default();
    match how.format {
        FoundFormat::Text => print(project, &query, &list, n, out),
        FoundFormat::Csv => out.file(|out| word_lists::words_csv(out, &list, n, csv))?,
        FoundFormat::JsonLines => out.file(|out| word_lists::words_json_lines(out, &list, n))?,
    }
    Ok(Verdict::Good)
}

fn query(project: &Project, how: &WordsArgs) -> Result<WordQuery, CliError> {
    let mut filter = HighlightFilter::default();
    filter::apply(&how.of, project, &mut filter).map_err(CliError::Passages)?;
    let HighlightFilter { actors, issues, outlets, .. } = filter;
    let stop_words = match &how.stop_words[..] {
        [] => StopWords::OfArticles,
        some => StopWords::Of(some.iter().filter_map(|choice| choice.0).collect()),
    };
    Ok(WordQuery { passages: WordScope { actors, issues, outlets }, n_gram: usize::from(how.ngrams), stop_words })
}

/// Prints a list for people: numbers first, so that words of any width stand behind one another.
fn print(project: &Project, query: &WordQuery, list: &WordList, n: usize, out: &mut Output<'_>) {
    let has_rest = list.size_rest > 0;
    let head = format!("{:>8}  {:>10}  {:>8}  {:>10}", "count", "per 10,000", "articles", "dispersion");
    let head = if has_rest { format!("{head}  {:>8}  {:>9}  {:>9}", "rest", "G²", "log ratio") } else { head };
    out.line(format_args!("{head}  words"));
    for entry in list.entries.iter().take(n) {
        let contrast = entry.contrast;
        let count = grouped(contrast.n_inside);
        let (share, dispersion) = (entry.per_10_000(), entry.dispersion);
        let numbers = format!("{count:>8}  {share:>10.1}  {:>8}  {dispersion:>10.2}", entry.n_articles);
        let numbers = if has_rest {
            let (likelihood, ratio) = (contrast.log_likelihood(), contrast.log_ratio());
            format!("{numbers}  {:>8}  {likelihood:>9.2}  {ratio:>+9.2}", grouped(contrast.n_rest))
        } else {
            numbers
        };
        out.line(format_args!("{numbers}  {}", shown(&entry.words)));
    }
    let (n_listed, n_all) = (list.entries.len().min(n), grouped(list.entries.len()));
    let listed = match query.n_gram {
        1 => format!("{} of {n_all} different words", grouped(n_listed)),
        n_words => format!("{} of {n_all} runs of {n_words} words that occur at least twice", grouped(n_listed)),
    };
    let rest = if has_rest { format!(", against {} in the rest", grouped(list.size_rest)) } else { String::new() };
    let articles = counted(list.n_articles, "article");
    out.line(format_args!("{listed}; counted {} in {articles}{rest}", grouped(list.size)));
    let languages: Vec<&str> = query.stop_words.lists(project).iter().map(|list| list.language).collect();
    let left_out = match &languages[..] {
        [] => "No stop words are left out.".to_owned(),
        some => format!("Stop words left out: {}.", some.join(", ")),
    };
    out.line(left_out);
}

/// Prints the issues that stand together.
fn print_together(project: &Project, pairs: &[IssuePair], n_pairs: usize, out: &mut Output<'_>) {
    out.line(format_args!("{:>10}  {:>7}  {:>8}  {:>7}  issues", "paragraphs", "Jaccard", "articles", "Jaccard"));
    for pair in pairs {
        let name = |id| shown(project.codebook.name_of(CodeKind::Issue, id)).to_string();
        out.line(format_args!(
            "{:>10}  {:>7.2}  {:>8}  {:>7.2}  {} + {}",
            pair.paragraphs.n_both,
            pair.paragraphs.jaccard(),
            pair.articles.n_both,
            pair.articles.jaccard(),
            name(&pair.first),
            name(&pair.second)
        ));
    }
    out.line(format_args!("{} of {} pairs of issues in one article", grouped(pairs.len()), grouped(n_pairs)));
}
