//! Imports highlights from a CSV in the format that export writes.
//!
//! A row is imported completely or not at all; one that does not fit its article is reported with its line and the
//! reason. Importing the same file twice changes nothing.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    io,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, CodeId, CodeKind, Highlight, HighlightId, Project, Stance, Tags},
    text::{
        Span,
        fold::{folded, is_blank},
    },
};
use standpoint_store::files::{self, Irregular};

use super::{
    anchor::{Claim, QuotePlace, places},
    codes::{CodesOfFile, FoundTag, NamedTag, StancesOfFile},
    decode::{self, Charset},
    table::TableRows,
};
use crate::export::csv::unguarded;

mod report;

mod cells;

use cells::{Cells, Guards, READ_COLUMNS};
use report::BadColumns;
pub(super) use report::cut;
pub use report::{BadRow, HighlightsError, HighlightsReport, OtherCase, Reanchored, RowReason};

/// Larger files are refused; a row has about 500 bytes.
pub const MAX_FILE_BYTES: u64 = 256 << 20;

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
    let report = take_rows(&decoded.text, project, now, cancel, progress).map_err(|bad| bad.of_file(path))?;
    Ok(HighlightsReport { doubt: decoded.doubt_in_words(), ..report })
}

/// Reads the rows one by one.
fn take_rows(
    source: &str,
    project: &Project,
    now: &str,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<HighlightsReport, BadColumns> {
    let mut rows = TableRows::of(source);
    if !rows.has("article_id") && !rows.has("article") {
        return Err(BadColumns::Missing("article"));
    }
    if !rows.has("quote") {
        return Err(BadColumns::Missing("quote"));
    }
    if let Some(columns) = READ_COLUMNS.iter().find_map(|column| rows.repeated(column)) {
        let columns = columns.map(|(nth, name)| (nth, cut(name)));
        return Err(BadColumns::Repeated { line: rows.header_line(), columns });
    }
    let cancelled = || Ok(HighlightsReport { was_cancelled: true, ..HighlightsReport::default() });
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

    // The offsets of all rows together show how they are counted, so the quotes are found before any row is imported.
    // Highlights that the project already has need no place, whatever happened to their article.
    let guards = Guards::of(&rows, &sound_rows);
    let cells: Vec<Cells<'_>> = sound_rows.iter().map(|row| Cells { rows: &rows, row, guards: &guards }).collect();
    let mut taking = HighlightsImport::new(project, now, &cells);
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

/// The most stances of the scale that a message lists.
const MAX_SHOWN_STANCES: usize = 20;

/// A row names a code that does not exist yet.
struct MissingCode;

enum RowOutcome {
    New,
    Present,
}

/// What makes two highlights the same to an analyst: article, span, tags and the fold of the coder.
type HighlightIdentity = (ArticleId, Span, Tags, String);

/// The project as it is, and what the rows read so far add to it.
struct HighlightsImport<'a> {
    project: &'a Project,
    now: &'a str,
    by_id: HashMap<ArticleId, &'a Arc<Article>>,
    /// By their folded titles.
    by_title: HashMap<Cow<'a, str>, Vec<&'a Arc<Article>>>,
    actors: CodesOfFile<'a>,
    issues: CodesOfFile<'a>,
    stances: StancesOfFile<'a>,
    ids: HashSet<HighlightId>,
    same_in_project: HashSet<HighlightIdentity>,
    same_in_file: HashSet<HighlightIdentity>,
    highlights: Vec<(ArticleId, Highlight)>,
    seen_other_case: HashSet<OtherCase>,
    report: HighlightsReport,
}

impl<'a> HighlightsImport<'a> {
    /// Prepares for these rows.
    fn new(project: &'a Project, now: &'a str, rows: &[Cells<'a>]) -> Self {
        let mut by_title: HashMap<Cow<'_, str>, Vec<&Arc<Article>>> = HashMap::new();
        for article in &project.articles {
            by_title.entry(folded(&article.details.title)).or_default().push(article);
        }
        let same = |(article, highlight): (&Arc<Article>, &Highlight)| {
            (article.id, highlight.span, highlight.tags(), folded(&highlight.coder).into_owned())
        };
        let book = &project.codebook;
        let codes = |kind| CodesOfFile::of(kind, book, rows.iter().map(|row| row.code(kind)));
        Self {
            project,
            now,
            by_id: project.articles.iter().map(|article| (article.id, article)).collect(),
            by_title,
            actors: codes(CodeKind::Actor),
            issues: codes(CodeKind::Issue),
            stances: StancesOfFile::of(&book.stances, rows.iter().map(|row| row.stance())),
            ids: project.highlights().map(|(_, highlight)| highlight.id).collect(),
            same_in_project: project.highlights().map(same).collect(),
            same_in_file: HashSet::new(),
            highlights: Vec::new(),
            seen_other_case: HashSet::new(),
            report: HighlightsReport::default(),
        }
    }

    fn finish(mut self) -> HighlightsReport {
        if !self.highlights.is_empty() {
            let mut edits = self.actors.edits;
            edits.append(&mut self.issues.edits);
            edits.push(Edit::AddHighlights(self.highlights));
            self.report.edit = Some(Edit::All(edits));
        }
        self.report
    }

    /// Returns whether the project or an earlier row has a highlight with the id of this row.
    fn is_known(&self, row: Cells<'_>) -> bool {
        row.id().is_some_and(|id| self.ids.contains(&id))
    }

    /// Returns the article of a row, its quote and its offsets.
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
        let (start, end) = (offset("start"), offset("end"));
        // One offset is enough to compute the other.
        let span_of = |words: &str| -> Option<Span> {
            let n_chars = words.chars().count();
            let start = start.or_else(|| end.map(|end| end.saturating_sub(n_chars)))?;
            Some(Span::from((start, end.unwrap_or_else(|| start.saturating_add(n_chars)))))
        };
        // An apostrophe may be a guard or part of the quote; the offsets decide, or otherwise the text.
        let plain = unguarded(quote);
        let text = &article.text;
        let stands = |words: &str| {
            span_of(words).is_some_and(|span| span.start <= span.end && text.holds(span) && text.slice(span) == words)
        };
        let is_guarded = plain != quote && (stands(plain) || (!stands(quote) && !text.as_str().contains(quote)));
        let quote = if is_guarded { plain } else { quote };
        Ok(Claim { article, quote, offsets: span_of(quote) })
    }

    /// Imports one row. Everything that can be wrong with it is checked before anything is created for it.
    fn take(&mut self, row: Cells<'a>, claim: Claim<'_>, place: QuotePlace) -> Result<RowOutcome, RowReason> {
        if self.is_known(row) {
            return Ok(RowOutcome::Present);
        }
        let own_id = row.id();
        let article = claim.article;
        let (span, was_moved) = span_of(article, row, place)?;
        let found_stance = self.stance(row.stance())?;
        let stance = found_stance.as_ref().map(|found| found.it.id.clone());
        let created = self.created(row.cell("created").trim())?;
        let note = row.text("note").to_owned();
        let coder = row.text("coder").trim();
        let coder = if is_blank(coder) { "" } else { coder }.to_owned();

        if let [Ok(actor), Ok(issue)] = CodeKind::ALL.map(|kind| self.known_code(kind, row)) {
            let [actor, issue] = [actor, issue].map(|found| found.map(|found| found.it));
            let tags = Tags { actor, issue, stance: stance.clone() };
            let key = (article.id, span, tags, folded(&coder).into_owned());
            // Rows with ids of their own are different highlights, even if they are otherwise the same.
            let is_in_file = own_id.is_none() && self.same_in_file.contains(&key);
            if is_in_file || self.same_in_project.contains(&key) {
                return Ok(RowOutcome::Present);
            }
        }
        let [actor, issue] = CodeKind::ALL.map(|kind| self.code(kind, row));
        if let Some(found) = found_stance.filter(|found| found.is_in_other_case) {
            self.note_other_case("stance", row.stance().name, &found.it.name);
        }
        let tags = Tags { actor, issue, stance };
        let mut highlight = Highlight::new(&article.text, span, tags.clone(), &coder, &created);
        highlight.note = note;
        highlight.id = own_id.unwrap_or(highlight.id);
        self.same_in_file.insert((article.id, span, tags, folded(&coder).into_owned()));
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
        let plain = if row.is_guarded("article") { unguarded(title) } else { title };
        let called = self.by_title.get(&*folded(plain)).or_else(|| self.by_title.get(&*folded(title)));
        match called.map(Vec::as_slice) {
            Some([article]) => Ok(article),
            Some(several) => Err(RowReason::AmbiguousTitle(cut(title), several.len())),
            None => Err(RowReason::NoArticle(cut(title))),
        }
    }

    /// Returns the stance that a row names; `None` if it names none.
    fn stance(&self, tag: NamedTag<'_>) -> Result<Option<FoundTag<&'a Stance>>, RowReason> {
        if is_blank(tag.name) {
            return Ok(None);
        }
        let no_stance = || {
            let scale = &self.project.codebook.stances;
            let scale: Vec<String> = scale.iter().take(MAX_SHOWN_STANCES).map(|stance| cut(&stance.name)).collect();
            RowReason::NoStance { stance: cut(tag.as_written), scale: scale.join(", ") }
        };
        self.stances.known(tag).map(Some).ok_or_else(no_stance)
    }

    /// Returns a time in the format of the file. A time without a zone, as spreadsheets write it, is UTC.
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

    fn codes(&mut self, kind: CodeKind) -> &mut CodesOfFile<'a> {
        match kind {
            CodeKind::Actor => &mut self.actors,
            CodeKind::Issue => &mut self.issues,
        }
    }

    /// Returns the code that a row names, `None` for an empty cell. Fails if the code must be created.
    fn known_code(&mut self, kind: CodeKind, row: Cells<'a>) -> Result<Option<FoundTag<CodeId>>, MissingCode> {
        let tag = row.code(kind);
        if is_blank(tag.name) {
            return Ok(None);
        }
        self.codes(kind).known(tag).map(Some).ok_or(MissingCode)
    }

    /// Returns the code that a row names, creating it if there is none.
    fn code(&mut self, kind: CodeKind, row: Cells<'a>) -> Option<CodeId> {
        let tag = row.code(kind);
        match self.known_code(kind, row) {
            Ok(None) => None,
            Ok(Some(found)) => {
                if found.is_in_other_case {
                    let name = self.codes(kind).name_of(&found.it).to_owned();
                    self.note_other_case(kind.noun(), tag.name, &name);
                }
                Some(found.it)
            }
            Err(MissingCode) => {
                let (id, name) = self.codes(kind).make(tag);
                self.report.new_codes.push((kind, cut(&name)));
                Some(id)
            }
        }
    }

    fn note_other_case(&mut self, noun: &'static str, in_file: &str, in_project: &str) {
        let case = OtherCase { noun, in_file: cut(in_file), in_project: cut(in_project) };
        if self.seen_other_case.insert(case.clone()) {
            self.report.other_case.push(case);
        }
    }
}

/// Returns the place of the row’s quote, and whether it differs from its offsets.
fn span_of(article: &Article, row: Cells<'_>, place: QuotePlace) -> Result<(Span, bool), RowReason> {
    let has_offsets = ["start", "end"].iter().any(|column| !row.cell(column).trim().is_empty());
    let title = || cut(&article.details.title);
    match place {
        QuotePlace::AsSaid(span) => Ok((span, false)),
        QuotePlace::Found(span) => Ok((span, has_offsets)),
        QuotePlace::Several => {
            let offsets = if has_offsets { "its offsets fit none of them" } else { "it has no offsets" };
            Err(RowReason::QuoteAmbiguous { title: title(), offsets: offsets.to_owned() })
        }
        QuotePlace::Nowhere => Err(RowReason::QuoteNotFound(title())),
    }
}

#[cfg(test)]
mod tests;
