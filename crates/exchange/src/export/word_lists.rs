//! Writes lists of words, and the issues that stand together.

use std::io::{self, Write};

use serde::Serialize;

use standpoint_analysis::word_lists::{
    WordEntry, WordList,
    together::{IssuePair, SharedPlaces},
};
use standpoint_core::model::{CodeId, CodeKind, Project};

use super::csv::{CsvOptions, CsvWriter};

/// The columns of a list of words. `rest` is how often the entry occurs in the rest of the texts; where there is no rest,
/// it is 0, and `log_likelihood` and `log_ratio` are empty.
pub const WORDS_HEADER: [&str; 8] =
    ["words", "count", "per_10000", "articles", "dispersion", "rest", "log_likelihood", "log_ratio"];

/// The columns of a list of issues that stand together. `jaccard` is the share of the places with either that have both.
pub const TOGETHER_HEADER: [&str; 12] = [
    "issue_id",
    "issue",
    "other_id",
    "other",
    "paragraphs_issue",
    "paragraphs_other",
    "paragraphs_both",
    "paragraphs_jaccard",
    "articles_issue",
    "articles_other",
    "articles_both",
    "articles_jaccard",
];

/// An entry as it is written.
#[derive(Serialize)]
struct WrittenEntry<'a> {
    words: &'a str,
    count: usize,
    per_10000: f64,
    articles: usize,
    dispersion: f64,
    rest: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_likelihood: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_ratio: Option<f64>,
}

impl<'a> WrittenEntry<'a> {
    fn of(entry: &'a WordEntry) -> Self {
        let has_rest = entry.contrast.size_rest > 0;
        Self {
            words: &entry.words,
            count: entry.contrast.n_inside,
            per_10000: entry.per_10_000(),
            articles: entry.n_articles,
            dispersion: entry.dispersion,
            rest: entry.contrast.n_rest,
            log_likelihood: has_rest.then(|| entry.contrast.log_likelihood()),
            log_ratio: has_rest.then(|| entry.contrast.log_ratio()),
        }
    }
}

/// Writes a CSV with a record for each of the first `n` entries of a list.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn words_csv(out: impl Write, list: &WordList, n: usize, options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&WORDS_HEADER)?;
    for entry in list.entries.iter().take(n) {
        let entry = WrittenEntry::of(entry);
        csv.text(entry.words)?;
        csv.plain(entry.count)?;
        csv.decimal(&format!("{:.2}", entry.per_10000))?;
        csv.plain(entry.articles)?;
        csv.decimal(&format!("{:.4}", entry.dispersion))?;
        csv.plain(entry.rest)?;
        for number in [entry.log_likelihood, entry.log_ratio] {
            csv.decimal(&number.map(|number| format!("{number:.4}")).unwrap_or_default())?;
        }
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes a JSON object for each of the first `n` entries of a list, one a line, with the keys of [`WORDS_HEADER`].
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn words_json_lines(mut out: impl Write, list: &WordList, n: usize) -> io::Result<()> {
    for entry in list.entries.iter().take(n) {
        serde_json::to_writer(&mut out, &WrittenEntry::of(entry))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A pair of issues as it is written.
#[derive(Serialize)]
struct WrittenPair<'a> {
    issue_id: &'a str,
    issue: &'a str,
    other_id: &'a str,
    other: &'a str,
    paragraphs_issue: usize,
    paragraphs_other: usize,
    paragraphs_both: usize,
    paragraphs_jaccard: f64,
    articles_issue: usize,
    articles_other: usize,
    articles_both: usize,
    articles_jaccard: f64,
}

impl<'a> WrittenPair<'a> {
    fn of(project: &'a Project, pair: &'a IssuePair) -> Self {
        let name = |id: &'a CodeId| project.codebook.name_of(CodeKind::Issue, id);
        let SharedPlaces { n_first, n_second, n_both } = pair.paragraphs;
        Self {
            issue_id: pair.first.as_str(),
            issue: name(&pair.first),
            other_id: pair.second.as_str(),
            other: name(&pair.second),
            paragraphs_issue: n_first,
            paragraphs_other: n_second,
            paragraphs_both: n_both,
            paragraphs_jaccard: pair.paragraphs.jaccard(),
            articles_issue: pair.articles.n_first,
            articles_other: pair.articles.n_second,
            articles_both: pair.articles.n_both,
            articles_jaccard: pair.articles.jaccard(),
        }
    }
}

/// Writes a CSV with a record for each pair of issues.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn together_csv(out: impl Write, project: &Project, pairs: &[IssuePair], options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&TOGETHER_HEADER)?;
    for pair in pairs {
        let pair = WrittenPair::of(project, pair);
        for (id, name) in [(pair.issue_id, pair.issue), (pair.other_id, pair.other)] {
            csv.text(id)?;
            csv.text(name)?;
        }
        for (counts, jaccard) in [
            ([pair.paragraphs_issue, pair.paragraphs_other, pair.paragraphs_both], pair.paragraphs_jaccard),
            ([pair.articles_issue, pair.articles_other, pair.articles_both], pair.articles_jaccard),
        ] {
            for count in counts {
                csv.plain(count)?;
            }
            csv.decimal(&format!("{jaccard:.4}"))?;
        }
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes a JSON object for each pair of issues, one a line, with the keys of [`TOGETHER_HEADER`].
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn together_json_lines(mut out: impl Write, project: &Project, pairs: &[IssuePair]) -> io::Result<()> {
    for pair in pairs {
        serde_json::to_writer(&mut out, &WrittenPair::of(project, pair))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
