//! Writes the tables of a project as CSV: the comparison, the highlights, the articles and the codebook.
//!
//! Scripts rely on the column names, so these never change; a new column goes to the end.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use standpoint_analysis::{
    comparison::EmptyReason,
    report::{
        quotes::TagNames,
        sheet::{Sheet, SheetCell},
    },
};
use standpoint_core::model::{CodeId, CodeKind, Project, StanceId, view::Measure};

use super::csv::{CsvOptions, CsvWriter};

/// The columns of a tidy comparison. They are followed by one column per stance with the number of highlights.
pub const TIDY_HEADER: [&str; 9] =
    ["row", "column", "value", "highlights", "articles", "table", "net_stance", "empty", "summary"];

/// The columns of the list of highlights, which can be imported again.
pub const HIGHLIGHTS_HEADER: [&str; 14] = [
    "id",
    "article_id",
    "article",
    "outlet",
    "date",
    "start",
    "end",
    "quote",
    "actor",
    "issue",
    "stance",
    "note",
    "coder",
    "created",
];

/// The columns of the list of articles.
pub const ARTICLES_HEADER: [&str; 11] =
    ["id", "title", "outlet", "author", "date", "language", "url", "status", "characters", "words", "highlights"];

/// The columns of the codebook.
pub const CODEBOOK_HEADER: [&str; 9] =
    ["kind", "id", "name", "aliases", "parent", "definition", "colour", "weight", "highlights"];

/// Writes the comparison as shown, with totals last. If there are several tables, they follow each other and each
/// record starts with the name of its table.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison(out: impl Write, sheets: &[Sheet], options: CsvOptions) -> io::Result<()> {
    wide(CsvWriter::new(out, options)?, sheets)
}

/// Writes the records of the comparison as shown, with any delimiter.
pub(super) fn wide(mut csv: CsvWriter<impl Write>, sheets: &[Sheet]) -> io::Result<()> {
    let Some(first) = sheets.first() else { return csv.finish() };
    if first.layer.is_some() {
        csv.plain("table")?;
    }
    csv.text(&first.row_axes)?;
    for column in first.columns_and_total() {
        csv.text(&column.path)?;
    }
    csv.end_record()?;
    for sheet in sheets {
        for (row, cells) in sheet.rows_and_total().zip(&sheet.cells) {
            if let Some(layer) = &sheet.layer {
                csv.text(layer)?;
            }
            csv.text(&row.path)?;
            for entry in cells {
                cell(&mut csv, entry, sheet.measure)?;
            }
            csv.end_record()?;
        }
    }
    csv.finish()
}

/// Writes one record per cell and no totals, as statistics programs expect.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison_tidy(out: impl Write, sheets: &[Sheet], options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    let header = TIDY_HEADER.iter().copied();
    let stances = sheets.first().map_or(&[][..], |sheet| &sheet.stances);
    for name in header {
        csv.plain(name)?;
    }
    for stance in stances {
        csv.text(stance)?;
    }
    csv.end_record()?;
    for sheet in sheets {
        for (row, cells) in sheet.rows.iter().zip(&sheet.cells) {
            for (column, entry) in sheet.columns.iter().zip(cells) {
                csv.text(&row.path)?;
                csv.text(&column.path)?;
                cell(&mut csv, entry, sheet.measure)?;
                csv.plain(entry.highlights)?;
                csv.plain(entry.articles)?;
                csv.text(sheet.layer.as_deref().unwrap_or_default())?;
                csv.plain(number(entry.net_stance))?;
                csv.plain(entry.empty_reason.map_or("", state))?;
                csv.text(&entry.summary)?;
                for n in 0..stances.len() {
                    csv.plain(entry.by_stance.get(n).unwrap_or(&0))?;
                }
                csv.end_record()?;
            }
        }
    }
    csv.finish()
}

/// The word for an empty cell.
const fn state(reason: EmptyReason) -> &'static str {
    match reason {
        EmptyReason::Silent => "silent",
        EmptyReason::NotYetRead => "not yet read",
        EmptyReason::LeftOut => "left out",
        EmptyReason::NoArticle => "no article",
    }
}

pub(super) fn cell(csv: &mut CsvWriter<impl Write>, entry: &SheetCell, measure: Measure) -> io::Result<()> {
    if measure.is_text() || measure == Measure::Spread {
        return csv.text(&entry.text(measure));
    }
    csv.plain(number(entry.value))
}

/// Formats a count, or a mean with up to three decimals; empty if there is none.
pub(super) fn number(value: Option<f64>) -> String {
    let Some(value) = value else { return String::new() };
    // Adding zero turns a negative zero into a plain one.
    let rounded = (value * 1000.0).round() / 1000.0 + 0.0;
    rounded.to_string()
}

/// Writes one record per highlight, with the names of tags instead of their ids.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn highlights(out: impl Write, project: &Project, options: CsvOptions) -> io::Result<()> {
    let names = TagNames::of(&project.codebook);
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&HIGHLIGHTS_HEADER)?;
    for article in &project.articles {
        // The cells that all highlights of an article share are composed once.
        let details = &article.details;
        let of_article = csv.composed(|csv| {
            csv.plain(article.id)?;
            csv.text(&details.title)?;
            csv.text(&details.outlet)?;
            csv.plain(details.date.map(|date| date.to_string()).unwrap_or_default())
        })?;
        for highlight in &article.highlights {
            csv.plain(highlight.id)?;
            csv.repeat(&of_article);
            csv.plain(highlight.span.start)?;
            csv.plain(highlight.span.end)?;
            csv.text(&highlight.quote)?;
            for tag in names.tags(highlight) {
                csv.text(tag)?;
            }
            csv.text(&highlight.note)?;
            csv.text(&highlight.coder)?;
            csv.verbatim(&highlight.created)?;
            csv.end_record()?;
        }
    }
    csv.finish()
}

/// Writes one record per article, without its text.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn articles(out: impl Write, project: &Project, options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&ARTICLES_HEADER)?;
    for article in &project.articles {
        let details = &article.details;
        csv.plain(article.id)?;
        csv.text(&details.title)?;
        csv.text(&details.outlet)?;
        csv.text(&details.author)?;
        csv.plain(details.date.map(|date| date.to_string()).unwrap_or_default())?;
        csv.text(&details.language)?;
        csv.text(&details.url)?;
        csv.plain(details.status.name())?;
        csv.plain(article.text.n_chars())?;
        csv.plain(article.n_words())?;
        csv.plain(article.highlights.len())?;
        csv.end_record()?;
    }
    csv.finish()
}

/// Writes one record per actor, issue and stance, with children after their parents. The numbers of highlights are
/// those tagged with the code itself.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn codebook(out: impl Write, project: &Project, options: CsvOptions) -> io::Result<()> {
    let mut n_highlights: HashMap<(&str, &str), usize> = HashMap::new();
    for (_, highlight) in project.highlights() {
        let tags = [
            (CodeKind::Actor.noun(), highlight.actor.as_ref().map(CodeId::as_str)),
            (CodeKind::Issue.noun(), highlight.issue.as_ref().map(CodeId::as_str)),
            ("stance", highlight.stance.as_ref().map(StanceId::as_str)),
        ];
        for (kind, id) in tags {
            if let Some(id) = id {
                *n_highlights.entry((kind, id)).or_default() += 1;
            }
        }
    }
    let n_of = |kind, id| n_highlights.get(&(kind, id)).copied().unwrap_or(0);

    let mut csv = CsvWriter::new(out, options)?;
    csv.header(&CODEBOOK_HEADER)?;
    for kind in CodeKind::ALL {
        for (_, code) in project.codebook.tree(kind) {
            csv.plain(kind.noun())?;
            csv.text(code.id.as_str())?;
            csv.text(&code.name)?;
            csv.text(&code.aliases.join("; "))?;
            csv.text(code.parent.as_ref().map_or("", |parent| project.codebook.name_of(kind, parent)))?;
            csv.text(&code.definition)?;
            csv.plain(code.colour)?;
            csv.plain("")?;
            csv.plain(n_of(kind.noun(), code.id.as_str()))?;
            csv.end_record()?;
        }
    }
    for stance in &project.codebook.stances {
        csv.plain("stance")?;
        csv.text(stance.id.as_str())?;
        csv.text(&stance.name)?;
        for _ in ["aliases", "parent", "definition", "colour"] {
            csv.plain("")?;
        }
        csv.plain(stance.weight + 0.0)?;
        csv.plain(n_of("stance", stance.id.as_str()))?;
        csv.end_record()?;
    }
    csv.finish()
}
