//! Imports highlights from a CSV in the format that export writes.
//!
//! A row is imported completely or not at all; one that does not fit its article is reported with its line and the
//! reason. Importing the same file twice changes nothing.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use standpoint_core::{
    edit::{Edit, add_code},
    model::{
        Article, ArticleId, Code, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, Stance, StanceId, Tags,
    },
    text::{
        Span,
        fold::{folded, is_same_name},
    },
    wording::counted,
};
use standpoint_store::files::{self, Irregular};

use super::{
    anchor::{Claim, QuotePlace, places},
    decode::{self, Charset, NotText},
    table::{TableProblem, TableRow, TableRows},
};
use crate::export::csv::unguarded;

/// Larger files are refused; a row has about 500 bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

/// Why a whole file of highlights cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum HighlightsError {
    /// It could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file that was to be read.
        path: PathBuf,
        /// The reason given by the system.
        source: io::Error,
    },
    /// It is neither a file nor a pipe.
    #[error(transparent)]
    Irregular(Irregular),
    /// The file exceeds [`MAX_FILE_BYTES`].
    #[error("{}: it is larger than {} MB; split it", .0.display(), MAX_FILE_BYTES >> 20)]
    TooLarge(PathBuf),
    /// It is not plain text.
    #[error("{}: {source}", path.display())]
    NotText {
        /// The file that was to be read.
        path: PathBuf,
        /// Why it was not accepted as text.
        source: NotText,
    },
    /// It lacks a column without which no row can be placed.
    #[error("{}:1: no column “{missing}”; the first line must name the columns, as export writes them", path.display())]
    MissingColumn {
        /// The file that was to be read.
        path: PathBuf,
        /// The name of the column.
        missing: &'static str,
    },
}

/// The result of reading a file of highlights.
#[derive(Debug, Default)]
pub struct HighlightsReport {
    /// Why the encoding of the file may be another one, in words.
    pub doubt: Option<String>,
    /// Number of rows that become highlights, including those that were re-anchored.
    pub n_taken: usize,
    /// Number of rows that the project already has.
    pub n_present: usize,
    /// Rows whose quote does not stand at their offsets, but in a place that is certain.
    pub reanchored: Vec<Reanchored>,
    /// Rows that were left out.
    pub bad_rows: Vec<BadRow>,
    /// The kinds and names of the codes that will be created; long names are cut.
    pub new_codes: Vec<(CodeKind, String)>,
    /// True if reading was cancelled before its end, in which case there is nothing to add.
    pub was_cancelled: bool,
    /// Adds all this to the project in one step; `None` if there is nothing to add.
    pub edit: Option<Edit>,
}

/// A row whose offsets were corrected.
#[derive(Debug, PartialEq, Eq)]
pub struct Reanchored {
    /// The line of the file on which the row starts, counted from 1.
    pub line: usize,
    /// The title of the article, cut if it is long.
    pub article: String,
    /// The place where the quote occurs.
    pub to: Span,
}

/// A row that was left out.
#[derive(Debug)]
pub struct BadRow {
    /// The line of the file on which the row starts, counted from 1.
    pub line: usize,
    /// Why it was left out.
    pub reason: RowReason,
}

/// Why a row was left out. What a row says is cut if it is long, so that every message is short.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowReason {
    /// A quotation mark does not end where its cell does.
    #[error(
        "a quotation mark in it is not closed, or is closed before the cell ends; \
         close it, and double those inside the cell"
    )]
    Quotation,
    /// The row has another number of cells than the header.
    #[error(
        "it has {}, but the header names {}; put quotation marks around cells with separators or line breaks",
        counted(*found, "cell"),
        counted(*expected, "column")
    )]
    Cells {
        /// How many cells the row has.
        found: usize,
        /// How many columns the header names.
        expected: usize,
    },
    /// Neither an id nor a title of an article is given.
    #[error("it names no article")]
    NoArticleNamed,
    /// No article has this title, or this id if no title is given.
    #[error("there is no article “{0}” in the project")]
    NoArticle(String),
    /// Several articles have this title; the number says how many.
    #[error("{1} articles are called “{0}”; give the article’s id")]
    AmbiguousTitle(String, usize),
    /// The quote is empty.
    #[error("it has no quote")]
    NoQuote,
    /// The quote does not occur in the article with this title.
    #[error("its quote is nowhere in “{0}”")]
    QuoteNotFound(String),
    /// The quote occurs several times in the article.
    #[error("its quote stands in several places of “{title}”, and {offsets}")]
    QuoteAmbiguous {
        /// The title of the article.
        title: String,
        /// A phrase that says why its offsets do not help.
        offsets: String,
    },
    /// The scale has no such stance.
    #[error("there is no stance “{stance}”; the scale is {scale}")]
    NoStance {
        /// The stance as the row has it.
        stance: String,
        /// The names of the stances on the scale, separated by commas.
        scale: String,
    },
    /// The time of creation, as given here, is not a timestamp.
    #[error("its time “{0}” cannot be read; write it as 2025-12-03T14:20:00Z")]
    BadTime(String),
}

/// Reads a file of highlights for the project. Rows without a time get `now`; without an `encoding`, that of the file is
/// guessed.
///
/// `progress` is called with the number of bytes done and the total number. Setting `cancel` ends the reading, and
/// nothing is imported.
///
/// # Errors
/// Fails if the file cannot be read, or lacks a column without which no row can be placed.
pub fn read_highlights(
    path: &Path,
    encoding: Option<Charset>,
    project: &Project,
    now: &str,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<HighlightsReport, HighlightsError> {
    let bytes = files::read_named(path, MAX_FILE_BYTES).map_err(|source| match Irregular::of(&source) {
        Some(irregular) => HighlightsError::Irregular(irregular.clone()),
        None if source.kind() == io::ErrorKind::FileTooLarge => HighlightsError::TooLarge(path.to_owned()),
        None => HighlightsError::Io { path: path.to_owned(), source },
    })?;
    let decoded = encoding.map_or_else(|| decode::decode(&bytes), |encoding| decode::decode_as(&bytes, encoding));
    let decoded = decoded.map_err(|source| HighlightsError::NotText { path: path.to_owned(), source })?;
    let report = take_rows(&decoded.text, project, now, cancel, progress)
        .map_err(|missing| HighlightsError::MissingColumn { path: path.to_owned(), missing })?;
    Ok(HighlightsReport { doubt: decoded.doubt_in_words(), ..report })
}

/// Reads the rows one by one. The error is the name of a missing column.
fn take_rows(
    source: &str,
    project: &Project,
    now: &str,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<HighlightsReport, &'static str> {
    let mut rows = TableRows::of(source);
    if !rows.has("article_id") && !rows.has("article") {
        return Err("article");
    }
    if !rows.has("quote") {
        return Err("quote");
    }
    let cancelled = || Ok(HighlightsReport { was_cancelled: true, ..HighlightsReport::default() });
    let mut taking = HighlightsImport::new(project, now);
    let mut bad_rows = Vec::new();
    let mut sound_rows = Vec::new();
    while let Some(row) = rows.next_row() {
        if cancel.load(Ordering::Relaxed) {
            return cancelled();
        }
        match row {
            Ok(row) => {
                progress(row.byte, source.len());
                sound_rows.push(row);
            }
            Err(bad) => bad_rows.push(BadRow { line: bad.line, reason: bad.problem.into() }),
        }
    }

    // The offsets of all rows together show how they are counted, so the quotes are found before anything is taken.
    // What the project has already needs no place, whatever became of its article.
    let cells: Vec<Cells<'_>> = sound_rows.iter().map(|row| Cells { rows: &rows, row }).collect();
    let (known, new): (Vec<_>, Vec<_>) = cells.into_iter().partition(|cells| taking.is_known(*cells));
    taking.report.n_present = known.len();
    let mut claims = Vec::new();
    for cells in new {
        match taking.claim(cells) {
            Ok(claim) => claims.push((cells, claim)),
            Err(reason) => bad_rows.push(BadRow { line: cells.row.line, reason }),
        }
    }
    let places = places(&claims.iter().map(|(_, claim)| *claim).collect::<Vec<_>>());
    for ((cells, claim), place) in claims.into_iter().zip(places) {
        if cancel.load(Ordering::Relaxed) {
            return cancelled();
        }
        match taking.take(cells, claim, place) {
            Ok(RowOutcome::New) => taking.report.n_taken += 1,
            Ok(RowOutcome::Present) => taking.report.n_present += 1,
            Err(reason) => bad_rows.push(BadRow { line: cells.row.line, reason }),
        }
    }
    progress(source.len(), source.len());
    bad_rows.sort_by_key(|bad| bad.line);
    taking.report.bad_rows = bad_rows;
    Ok(taking.finish())
}

/// A row together with the names of its columns.
#[derive(Clone, Copy)]
struct Cells<'a> {
    rows: &'a TableRows<'a>,
    row: &'a TableRow,
}

impl<'a> Cells<'a> {
    fn cell(self, column: &str) -> &'a str {
        self.rows.cell(self.row, column)
    }

    /// The id of the highlight, if the row has a valid one.
    fn id(self) -> Option<HighlightId> {
        self.cell("id").trim().parse().ok().map(HighlightId)
    }
}

impl From<TableProblem> for RowReason {
    fn from(problem: TableProblem) -> Self {
        match problem {
            TableProblem::Quotation => Self::Quotation,
            TableProblem::Cells { found, expected } => Self::Cells { found, expected },
        }
    }
}

/// The most characters of a cell that a message repeats.
const MAX_SHOWN_CHARS: usize = 80;
/// The most stances of the scale that a message lists.
const MAX_SHOWN_STANCES: usize = 20;

/// Returns the text, or its beginning if it is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

enum RowOutcome {
    New,
    Present,
}

/// What makes two highlights the same to an analyst: article, span, tags and coder.
type HighlightIdentity = (ArticleId, Span, Tags, String);

/// The project as it is, and what the rows read so far add to it.
struct HighlightsImport<'a> {
    project: &'a Project,
    now: &'a str,
    by_id: HashMap<ArticleId, &'a Arc<Article>>,
    /// By their folded titles.
    by_title: HashMap<Cow<'a, str>, Vec<&'a Arc<Article>>>,
    /// The project’s codebook together with the new codes of the rows.
    book: Codebook,
    ids: HashSet<HighlightId>,
    same_in_project: HashSet<HighlightIdentity>,
    same_in_file: HashSet<HighlightIdentity>,
    code_edits: Vec<Edit>,
    highlights: Vec<(ArticleId, Highlight)>,
    report: HighlightsReport,
}

impl<'a> HighlightsImport<'a> {
    fn new(project: &'a Project, now: &'a str) -> Self {
        let mut by_title: HashMap<Cow<'_, str>, Vec<&Arc<Article>>> = HashMap::new();
        for article in &project.articles {
            by_title.entry(folded(&article.details.title)).or_default().push(article);
        }
        let same = |(article, highlight): (&Arc<Article>, &Highlight)| {
            (article.id, highlight.span, highlight.tags(), highlight.coder.clone())
        };
        Self {
            project,
            now,
            by_id: project.articles.iter().map(|article| (article.id, article)).collect(),
            by_title,
            book: project.codebook.clone(),
            ids: project.highlights().map(|(_, highlight)| highlight.id).collect(),
            same_in_project: project.highlights().map(same).collect(),
            same_in_file: HashSet::new(),
            code_edits: Vec::new(),
            highlights: Vec::new(),
            report: HighlightsReport::default(),
        }
    }

    fn finish(mut self) -> HighlightsReport {
        if !self.highlights.is_empty() {
            let mut edits = self.code_edits;
            edits.push(Edit::AddHighlights(self.highlights));
            self.report.edit = Some(Edit::All(edits));
        }
        self.report
    }

    /// Returns whether the project or an earlier row has a highlight with the id of this row.
    fn is_known(&self, row: Cells<'_>) -> bool {
        row.id().is_some_and(|id| self.ids.contains(&id))
    }

    /// Reads which article a row quotes, with which words and where.
    fn claim<'r>(&self, row: Cells<'r>) -> Result<Claim<'r>, RowReason>
    where
        'a: 'r,
    {
        let article = self.article(row)?;
        let quote = row.cell("quote");
        if quote.is_empty() {
            return Err(RowReason::NoQuote);
        }
        let offset = |column| row.cell(column).trim().parse::<usize>().ok();
        let offsets = offset("start").zip(offset("end")).map(Span::from);
        // An apostrophe may be a guard or part of the quote; the offsets know it, or else the text does.
        let plain = unguarded(quote);
        let said = offsets.filter(|span| article.text.holds(*span)).map(|span| article.text.slice(span));
        let is_guarded =
            plain != quote && (said == Some(plain) || (said != Some(quote) && !article.text.as_str().contains(quote)));
        Ok(Claim { article, quote: if is_guarded { plain } else { quote }, offsets })
    }

    /// Takes one row. Everything that can be wrong with it is checked before anything is created for it.
    fn take(&mut self, row: Cells<'_>, claim: Claim<'_>, place: QuotePlace) -> Result<RowOutcome, RowReason> {
        if self.is_known(row) {
            return Ok(RowOutcome::Present);
        }
        let own_id = row.id();
        let article = claim.article;
        let (span, was_moved) = span_of(article, row, place)?;
        let stance = self.stance(row)?;
        let created = self.created(row.cell("created").trim())?;
        let note = unguarded(row.cell("note")).to_owned();
        let coder = unguarded(row.cell("coder")).trim().to_owned();

        let known = |kind: CodeKind| self.known_code(kind, row);
        if let (Ok(actor), Ok(issue)) = (known(CodeKind::Actor), known(CodeKind::Issue)) {
            let tags = Tags { actor, issue, stance: stance.clone() };
            let key = (article.id, span, tags, coder.clone());
            // Rows with ids of their own are different highlights, even if they are otherwise the same.
            let is_in_file = own_id.is_none() && self.same_in_file.contains(&key);
            if is_in_file || self.same_in_project.contains(&key) {
                return Ok(RowOutcome::Present);
            }
        }
        let actor = self.code(CodeKind::Actor, row);
        let issue = self.code(CodeKind::Issue, row);
        let tags = Tags { actor, issue, stance };
        let mut highlight = Highlight::new(&article.text, span, tags.clone(), &coder, &created);
        highlight.note = note;
        highlight.id = own_id.unwrap_or(highlight.id);
        self.same_in_file.insert((article.id, span, tags, coder));
        if was_moved {
            let title = cut(&article.details.title);
            self.report.reanchored.push(Reanchored { line: row.row.line, article: title, to: span });
        }
        self.ids.insert(highlight.id);
        self.highlights.push((article.id, highlight));
        Ok(RowOutcome::New)
    }

    fn article(&self, row: Cells<'_>) -> Result<&'a Arc<Article>, RowReason> {
        let id = row.cell("article_id").trim();
        if let Some(article) = id.parse().ok().and_then(|id| self.by_id.get(&ArticleId(id))) {
            return Ok(article);
        }
        let title = row.cell("article").trim();
        if title.is_empty() {
            return Err(if id.is_empty() { RowReason::NoArticleNamed } else { RowReason::NoArticle(cut(id)) });
        }
        let called = self.by_title.get(&*folded(title)).or_else(|| self.by_title.get(&*folded(unguarded(title))));
        match called.map(Vec::as_slice) {
            Some([article]) => Ok(article),
            Some(several) => Err(RowReason::AmbiguousTitle(cut(title), several.len())),
            None => Err(RowReason::NoArticle(cut(title))),
        }
    }

    /// Returns the stance that a row names. Of several with this name, the id says which one is meant, or else the name
    /// as it is written.
    fn stance(&self, row: Cells<'_>) -> Result<Option<StanceId>, RowReason> {
        let name = row.cell("stance").trim();
        if name.is_empty() {
            return Ok(None);
        }
        let book = &self.project.codebook;
        let (plain, id) = (unguarded(name).trim(), unguarded(row.cell("stance_id").trim()));
        let is_alike = |stance: &&Stance| [name, plain].iter().any(|name| is_same_name(&stance.name, name));
        let by_id = book.stances.iter().find(|stance| stance.id.as_str() == id && is_alike(stance));
        let as_written = || book.stances.iter().find(|stance| [name, plain].contains(&&*stance.name));
        let called = || book.stance_called(name).or_else(|| book.stance_called(plain));
        let stance = by_id.or_else(as_written).or_else(|| book.stances.iter().find(is_alike)).or_else(called);
        let no_stance = || {
            let scale: Vec<String> =
                book.stances.iter().take(MAX_SHOWN_STANCES).map(|stance| cut(&stance.name)).collect();
            RowReason::NoStance { stance: cut(name.trim()), scale: scale.join(", ") }
        };
        stance.map(|stance| Some(stance.id.clone())).ok_or_else(no_stance)
    }

    /// Returns a time in the format of the file. A time without a zone, as spreadsheets write it, is taken as UTC.
    fn created(&self, time: &str) -> Result<String, RowReason> {
        if time.is_empty() {
            return Ok(self.now.to_owned());
        }
        if time.parse::<jiff::Timestamp>().is_ok() {
            return Ok(time.to_owned());
        }
        let local: jiff::civil::DateTime = time.parse().map_err(|_| RowReason::BadTime(cut(time)))?;
        let zoned = local.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| RowReason::BadTime(cut(time)))?;
        Ok(zoned.timestamp().to_string())
    }

    /// Returns the code that a row names, `None` for an empty cell, or the name of the code to be created as the error.
    /// Of several codes with this name, the id says which one is meant.
    fn known_code(&self, kind: CodeKind, row: Cells<'_>) -> Result<Option<CodeId>, String> {
        let name = row.cell(kind.noun()).trim();
        if name.is_empty() {
            return Ok(None);
        }
        let plain = unguarded(name).trim();
        let id = unguarded(row.cell(&format!("{}_id", kind.noun())).trim());
        let is_meant =
            |code: &&Code| code.id.as_str() == id && [name, plain].iter().any(|name| is_same_name(&code.name, name));
        let by_id = self.book.codes(kind).iter().find(is_meant).filter(|_| !id.is_empty());
        let code = by_id.or_else(|| self.book.code_called(kind, name)).or_else(|| self.book.code_called(kind, plain));
        code.map(|code| Some(code.id.clone())).ok_or_else(|| plain.to_owned())
    }

    /// Returns the code that a row names, creating it if there is none.
    fn code(&mut self, kind: CodeKind, row: Cells<'_>) -> Option<CodeId> {
        let name = match self.known_code(kind, row) {
            Ok(known) => return known,
            Err(name) => name,
        };
        let code = self.book.fresh_code(kind, &name, None);
        let id = code.id.clone();
        self.code_edits.push(add_code(&self.book, kind, code.clone()));
        self.book.codes_mut(kind).push(code);
        self.report.new_codes.push((kind, cut(&name)));
        Some(id)
    }
}

/// Returns the place of the row’s quote, and whether that is not where its offsets say.
fn span_of(article: &Article, row: Cells<'_>, place: QuotePlace) -> Result<(Span, bool), RowReason> {
    let has_offsets = ["start", "end"].iter().any(|column| !row.cell(column).trim().is_empty());
    let title = || cut(&article.details.title);
    match place {
        QuotePlace::AsSaid(span) => Ok((span, false)),
        QuotePlace::Found(span) => Ok((span, has_offsets)),
        QuotePlace::Several => {
            let offsets = if has_offsets { "its offsets fit none" } else { "it has no offsets" };
            Err(RowReason::QuoteAmbiguous { title: title(), offsets: offsets.to_owned() })
        }
        QuotePlace::Nowhere => Err(RowReason::QuoteNotFound(title())),
    }
}

#[cfg(test)]
mod tests;
