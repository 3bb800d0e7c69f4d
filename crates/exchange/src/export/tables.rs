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
        labels,
        quotes::TagNames,
        sheet::{Sheet, SheetCell, SheetHeader, ids_of, kind_of},
    },
};
use standpoint_core::{
    model::{
        ArticleSource, CodeId, CodeKind, Project, StanceId,
        view::{HeaderKey, Measure},
    },
    progress,
};

use super::csv::{CsvOptions, CsvWriter};

/// The first columns of a tidy comparison. They are followed by one column per stance with the number of highlights, and
/// by [`TIDY_END`].
pub const TIDY_HEADER: [&str; 9] =
    ["row", "column", "value", "highlights", "articles", "table", "net_stance", "empty", "summary"];

/// The last columns of a tidy comparison, which identify the rows, columns and tables.
pub const TIDY_END: [&str; 17] = [
    "with_stance",
    "without_stance",
    "row_kind",
    "row_id",
    "row_level",
    "row_parent",
    "column_kind",
    "column_id",
    "column_level",
    "column_parent",
    "table_kind",
    "table_id",
    "measure",
    "n",
    "expected",
    "low",
    "high",
];

/// The columns of the list of highlights, which can be imported again.
pub const HIGHLIGHTS_HEADER: [&str; 21] = [
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
    "actor_id",
    "issue_id",
    "stance_id",
    "agency",
    "updated",
    "page",
    "file",
];

/// The first columns of the list of articles. They are followed by one column per free field and by
/// [`ARTICLES_END`].
pub const ARTICLES_HEADER: [&str; 11] =
    ["id", "title", "outlet", "author", "date", "language", "url", "status", "characters", "words", "highlights"];

/// The last columns of the list of articles.
pub const ARTICLES_END: [&str; 6] = ["agency", "updated", "file", "sha256", "format", "encoding"];

/// The columns of the codebook, which can be imported again.
pub const CODEBOOK_HEADER: [&str; 14] = [
    "kind",
    "id",
    "name",
    "aliases",
    "parent",
    "definition",
    "colour",
    "weight",
    "highlights",
    "parent_id",
    "use_when",
    "do_not_use_when",
    "level",
    "key",
];

/// Writes the comparison as shown, with totals last. If there are several tables, they follow each other and each
/// record starts with the name of its table. Percentages and residuals are followed by the numbers of highlights, column
/// by column, and residuals then by the numbers expected.
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
    let columns: Vec<&SheetHeader> = first.columns_and_total().collect();
    behind_heads(&mut csv, first, &columns)?;
    csv.end_record()?;
    for sheet in sheets {
        for (row, cells) in sheet.rows_with_cells() {
            if let Some(layer) = &sheet.layer {
                csv.text(layer)?;
            }
            csv.text(&row.path)?;
            for entry in &cells {
                cell(&mut csv, entry, sheet.measure)?;
            }
            behind_cells(&mut csv, sheet, (&columns, &cells))?;
            csv.end_record()?;
        }
    }
    csv.finish()
}

/// Writes the headers of the columns with the numbers behind the values of these columns: for percentages and residuals
/// the number of highlights in a cell, and for residuals also the expected number; then, if the table shows intervals,
/// the limits of each.
pub(super) fn behind_heads(csv: &mut CsvWriter<impl Write>, sheet: &Sheet, columns: &[&SheetHeader]) -> io::Result<()> {
    let measure = sheet.measure;
    let is_residual = measure == Measure::Residual;
    for column in columns.iter().filter(|_| is_residual || measure.is_share()) {
        csv.text(&format!("n of {}", column.path))?;
    }
    // Totals have no expected number.
    for column in columns.iter().filter(|column| is_residual && column.key.is_some()) {
        csv.text(&format!("expected of {}", column.path))?;
    }
    for column in columns.iter().filter(|_| sheet.shows_intervals()) {
        csv.text(&format!("low of {}", column.path))?;
        csv.text(&format!("high of {}", column.path))?;
    }
    Ok(())
}

/// Writes the numbers behind the values of these cells, which are those of the columns of [`behind_heads`].
pub(super) fn behind_cells(
    csv: &mut CsvWriter<impl Write>,
    sheet: &Sheet,
    (columns, cells): (&[&SheetHeader], &[SheetCell]),
) -> io::Result<()> {
    let measure = sheet.measure;
    let is_residual = measure == Measure::Residual;
    for entry in cells.iter().filter(|_| is_residual || measure.is_share()) {
        csv.plain(entry.highlights)?;
    }
    for (column, entry) in columns.iter().zip(cells) {
        if is_residual && column.key.is_some() {
            csv.decimal(&number(entry.expected))?;
        }
    }
    for entry in cells.iter().filter(|_| sheet.shows_intervals()) {
        limits(csv, entry)?;
    }
    Ok(())
}

/// Writes the limits of the interval of a cell; nothing where it has none.
fn limits(csv: &mut CsvWriter<impl Write>, entry: &SheetCell) -> io::Result<()> {
    let interval = entry.interval.and_then(Result::ok);
    csv.decimal(&number(interval.map(|interval| interval.low)))?;
    csv.decimal(&number(interval.map(|interval| interval.high)))
}

/// Writes one record per cell and no totals, as statistics programs expect.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn comparison_tidy(out: impl Write, sheets: &[Sheet], options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    let header = TIDY_HEADER.iter().copied();
    let stances: Vec<(&str, &str)> = sheets.first().map_or_else(Vec::new, |sheet| {
        sheet.stances.iter().map(String::as_str).zip(sheet.stance_ids.iter().map(String::as_str)).collect()
    });
    for name in header {
        csv.plain(name)?;
    }
    let taken: Vec<&str> = TIDY_HEADER.into_iter().chain(TIDY_END).collect();
    for stance in labels::columns(&taken, &stances) {
        csv.text(&stance)?;
    }
    for name in TIDY_END {
        csv.plain(name)?;
    }
    csv.end_record()?;
    for sheet in sheets {
        for (at, row) in sheet.rows.iter().enumerate() {
            for (column, entry) in sheet.columns.iter().zip(sheet.cells(at)) {
                csv.text(&row.path)?;
                csv.text(&column.path)?;
                cell(&mut csv, &entry, sheet.measure)?;
                csv.plain(entry.highlights)?;
                csv.plain(entry.articles)?;
                csv.text(sheet.layer.as_deref().unwrap_or_default())?;
                csv.decimal(&number(entry.net_stance))?;
                csv.plain(entry.empty_reason.map_or("", state))?;
                csv.text(&entry.summary)?;
                for n in 0..stances.len() {
                    csv.plain(entry.n_taking(n))?;
                }
                csv.plain(entry.with_stance)?;
                csv.plain(entry.highlights.saturating_sub(entry.with_stance))?;
                identity(&mut csv, row)?;
                identity(&mut csv, column)?;
                csv.plain(sheet.layer_key.as_ref().map_or("", kind_of_key))?;
                csv.text(&sheet.layer_key.as_ref().map(ids_of).unwrap_or_default())?;
                csv.plain(sheet.measure.name())?;
                csv.plain(n_behind(sheet.measure, &entry))?;
                csv.decimal(&number(entry.expected))?;
                limits(&mut csv, &entry)?;
                csv.end_record()?;
            }
        }
    }
    csv.finish()
}

/// Writes the identity of a row or column: its kind, its id, its level and the id of its parent.
fn identity(csv: &mut CsvWriter<impl Write>, header: &SheetHeader) -> io::Result<()> {
    csv.plain(header.key.as_ref().map_or("total", kind_of_key))?;
    csv.text(&header.key.as_ref().map(ids_of).unwrap_or_default())?;
    csv.plain(header.depth)?;
    csv.text(&header.above.as_ref().map(ids_of).unwrap_or_default())
}

fn kind_of_key(key: &HeaderKey) -> &'static str {
    key.0.last().map_or("none", kind_of)
}

/// Returns the number of highlights that the value of a cell is based on.
pub(super) const fn n_behind(measure: Measure, entry: &SheetCell) -> u32 {
    match measure {
        Measure::NetStance => entry.with_stance,
        Measure::LogOdds => entry.sides.n(),
        _ => entry.highlights,
    }
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
    csv.decimal(&number(entry.value))
}

/// Formats a count, or a mean with up to three decimals; empty if there is none.
pub(super) fn number(value: Option<f64>) -> String {
    let Some(value) = value.filter(|value| value.is_finite()) else { return String::new() };
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
    progress::begin(project.articles.len());
    for article in &project.articles {
        // The cells that all highlights of an article share are composed once.
        let details = &article.details;
        let of_article = csv.composed(|csv| {
            csv.plain(article.id)?;
            csv.text(&details.title)?;
            csv.text(&details.outlet)?;
            csv.plain(details.date.map(|date| date.to_string()).unwrap_or_default())
        })?;
        let updated = details.updated.map(|date| date.to_string()).unwrap_or_default();
        let file = article.source.as_ref().map_or("", |source| &source.file);
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
            for kind in CodeKind::ALL {
                csv.text(highlight.tag(kind).map_or("", CodeId::as_str))?;
            }
            csv.text(highlight.stance.as_ref().map_or("", StanceId::as_str))?;
            csv.text(&details.agency)?;
            csv.plain(&updated)?;
            csv.text(article.part_at(highlight.span.start).unwrap_or_default())?;
            csv.text(file)?;
            csv.end_record()?;
        }
        progress::advance(1);
    }
    csv.finish()
}

/// Writes one record per article, without its text. Its free fields follow, in the order of their
/// names, and then what was read from which file.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn articles(out: impl Write, project: &Project, options: CsvOptions) -> io::Result<()> {
    let mut csv = CsvWriter::new(out, options)?;
    let fields = project.field_names();
    let named: Vec<(&str, &str)> = fields.iter().map(|field| (*field, "field")).collect();
    for name in ARTICLES_HEADER {
        csv.plain(name)?;
    }
    let taken: Vec<&str> = ARTICLES_HEADER.into_iter().chain(ARTICLES_END).collect();
    for field in labels::columns(&taken, &named) {
        csv.text(&field)?;
    }
    for name in ARTICLES_END {
        csv.plain(name)?;
    }
    csv.end_record()?;
    progress::begin(project.articles.len());
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
        for field in &fields {
            csv.text(details.field(field).unwrap_or_default())?;
        }
        csv.text(&details.agency)?;
        csv.plain(details.updated.map(|date| date.to_string()).unwrap_or_default())?;
        let source = article.source.as_deref();
        let of_source = |text: fn(&ArticleSource) -> &str| source.map_or("", text);
        csv.text(of_source(|source| &source.file))?;
        csv.text(of_source(|source| &source.sha256))?;
        csv.text(of_source(|source| &source.format))?;
        csv.text(of_source(|source| &source.encoding))?;
        csv.end_record()?;
        progress::advance(1);
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
        let keys: HashMap<&CodeId, char> =
            project.codebook.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
        for (level, code) in project.codebook.tree(kind) {
            csv.plain(kind.noun())?;
            csv.text(code.id.as_str())?;
            csv.text(&code.name)?;
            csv.text(&joined(&code.aliases))?;
            csv.text(code.parent.as_ref().map_or("", |parent| project.codebook.name_of(kind, parent)))?;
            csv.text(&code.definition)?;
            csv.plain(code.colour)?;
            csv.plain("")?;
            csv.plain(n_of(kind.noun(), code.id.as_str()))?;
            csv.text(code.parent.as_ref().map_or("", CodeId::as_str))?;
            csv.text(&code.include)?;
            csv.text(&code.exclude)?;
            csv.plain(level)?;
            csv.plain(keys.get(&code.id).map(char::to_string).unwrap_or_default())?;
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
        csv.decimal(&(stance.weight + 0.0).to_string())?;
        csv.plain(n_of("stance", stance.id.as_str()))?;
        for _ in ["parent_id", "use_when", "do_not_use_when", "level", "key"] {
            csv.plain("")?;
        }
        csv.end_record()?;
    }
    csv.finish()
}

/// Aliases in one cell. Import parts them at semicolons and line breaks, so those of an alias get a backslash.
fn joined(aliases: &[String]) -> String {
    let escaped = aliases.iter().map(|alias| alias.replace('\\', r"\\").replace(';', r"\;").replace('\n', r"\n"));
    escaped.collect::<Vec<_>>().join("; ")
}
