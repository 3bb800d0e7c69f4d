//! Imports highlights from a CSV in the format that export writes.
//!
//! A row is imported completely or not at all; one that does not fit its article is reported with its line and the
//! reason. Importing the same file twice changes nothing.

use std::{
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
    model::{Article, ArticleId, CodeId, CodeKind, Codebook, Highlight, HighlightId, Project, StanceId, Tags},
    text::{Span, fold::folded},
};
use standpoint_store::files::{self, Irregular};

use super::{
    anchor::{QuotePlace, anchor},
    decode::{self, NotText},
    rows::{CsvRow, CsvRows},
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
    /// Number of rows that become highlights, including those that were re-anchored.
    pub n_taken: usize,
    /// Number of rows that the project already has.
    pub n_present: usize,
    /// Rows whose quote occurs in exactly one place, but not at their offsets.
    pub reanchored: Vec<Reanchored>,
    /// Rows that were left out.
    pub bad_rows: Vec<BadRow>,
    /// The kinds and names of the codes that will be created.
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
    /// The title of the article.
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

/// Why a row was left out.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowReason {
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

/// Reads a file of highlights for the project. Rows without a time get `now`.
///
/// `progress` is called with the number of bytes done and the total number. Setting `cancel` ends the reading, and
/// nothing is imported.
///
/// # Errors
/// Fails if the file cannot be read, or lacks a column without which no row can be placed.
pub fn read_highlights(
    path: &Path,
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
    let decoded =
        decode::decode(&bytes).map_err(|source| HighlightsError::NotText { path: path.to_owned(), source })?;
    take_rows(&decoded.text, project, now, cancel, progress)
        .map_err(|missing| HighlightsError::MissingColumn { path: path.to_owned(), missing })
}

/// Reads the rows one by one. The error is the name of a missing column.
fn take_rows(
    source: &str,
    project: &Project,
    now: &str,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> Result<HighlightsReport, &'static str> {
    let mut rows = CsvRows::of(source);
    if !rows.has("article_id") && !rows.has("article") {
        return Err("article");
    }
    if !rows.has("quote") {
        return Err("quote");
    }
    let mut taking = HighlightsImport::new(project, now);
    while let Some(row) = rows.next_row() {
        let line = row.line;
        if cancel.load(Ordering::Relaxed) {
            return Ok(HighlightsReport { was_cancelled: true, ..HighlightsReport::default() });
        }
        progress(row.byte, source.len());
        match taking.take(&row) {
            Ok(RowOutcome::New) => taking.report.n_taken += 1,
            Ok(RowOutcome::Present) => taking.report.n_present += 1,
            Err(reason) => taking.report.bad_rows.push(BadRow { line, reason }),
        }
    }
    progress(source.len(), source.len());
    Ok(taking.finish())
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
    by_title: HashMap<String, Vec<&'a Arc<Article>>>,
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
        let mut by_title: HashMap<String, Vec<&Arc<Article>>> = HashMap::new();
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

    /// Reads one row. Everything that can be wrong with it is checked before anything is created for it.
    fn take(&mut self, row: &CsvRow<'_>) -> Result<RowOutcome, RowReason> {
        let own_id = row.cell("id").trim().parse().ok().map(HighlightId);
        if own_id.is_some_and(|id| self.ids.contains(&id)) {
            return Ok(RowOutcome::Present);
        }
        let article = self.article(row)?;
        let (span, was_moved) = place(article, row)?;
        let stance = self.stance(row.cell("stance"))?;
        let created = self.created(row.cell("created").trim())?;
        let note = unguarded(row.cell("note")).to_owned();
        let coder = unguarded(row.cell("coder")).trim().to_owned();

        let known = |kind: CodeKind| self.known_code(kind, row.cell(kind.noun()));
        if let (Ok(actor), Ok(issue)) = (known(CodeKind::Actor), known(CodeKind::Issue)) {
            let tags = Tags { actor, issue, stance: stance.clone() };
            let key = (article.id, span, tags, coder.clone());
            // Rows with ids of their own are different highlights, even if they are otherwise the same.
            let is_in_file = own_id.is_none() && self.same_in_file.contains(&key);
            if is_in_file || self.same_in_project.contains(&key) {
                return Ok(RowOutcome::Present);
            }
        }
        let actor = self.code(CodeKind::Actor, row.cell("actor"));
        let issue = self.code(CodeKind::Issue, row.cell("issue"));
        let tags = Tags { actor, issue, stance };
        let mut highlight = Highlight::new(&article.text, span, tags.clone(), &coder, &created);
        highlight.note = note;
        highlight.id = own_id.unwrap_or(highlight.id);
        self.same_in_file.insert((article.id, span, tags, coder));
        if was_moved {
            let title = article.details.title.clone();
            self.report.reanchored.push(Reanchored { line: row.line, article: title, to: span });
        }
        self.ids.insert(highlight.id);
        self.highlights.push((article.id, highlight));
        Ok(RowOutcome::New)
    }

    fn article(&self, row: &CsvRow<'_>) -> Result<&'a Arc<Article>, RowReason> {
        let id = row.cell("article_id").trim();
        if let Some(article) = id.parse().ok().and_then(|id| self.by_id.get(&ArticleId(id))) {
            return Ok(article);
        }
        let title = row.cell("article").trim();
        if title.is_empty() {
            return Err(if id.is_empty() { RowReason::NoArticleNamed } else { RowReason::NoArticle(id.to_owned()) });
        }
        let called = self.by_title.get(&folded(title)).or_else(|| self.by_title.get(&folded(unguarded(title))));
        match called.map(Vec::as_slice) {
            Some([article]) => Ok(article),
            Some(several) => Err(RowReason::AmbiguousTitle(title.to_owned(), several.len())),
            None => Err(RowReason::NoArticle(title.to_owned())),
        }
    }

    fn stance(&self, name: &str) -> Result<Option<StanceId>, RowReason> {
        if name.trim().is_empty() {
            return Ok(None);
        }
        let book = &self.project.codebook;
        let stance = book.stance_called(name).or_else(|| book.stance_called(unguarded(name)));
        let no_stance = || {
            let scale: Vec<&str> = book.stances.iter().map(|stance| &*stance.name).collect();
            RowReason::NoStance { stance: name.trim().to_owned(), scale: scale.join(", ") }
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
        let local: jiff::civil::DateTime = time.parse().map_err(|_| RowReason::BadTime(time.to_owned()))?;
        let zoned = local.to_zoned(jiff::tz::TimeZone::UTC).map_err(|_| RowReason::BadTime(time.to_owned()))?;
        Ok(zoned.timestamp().to_string())
    }

    /// Returns the code that goes by this name, `None` for an empty cell, or the name of the code to be created as the
    /// error.
    fn known_code(&self, kind: CodeKind, cell: &str) -> Result<Option<CodeId>, String> {
        let name = cell.trim();
        if name.is_empty() {
            return Ok(None);
        }
        let plain = unguarded(name).trim();
        let code = self.book.code_called(kind, name).or_else(|| self.book.code_called(kind, plain));
        code.map(|code| Some(code.id.clone())).ok_or_else(|| plain.to_owned())
    }

    /// Returns the code that goes by this name, creating it if there is none.
    fn code(&mut self, kind: CodeKind, cell: &str) -> Option<CodeId> {
        let name = match self.known_code(kind, cell) {
            Ok(known) => return known,
            Err(name) => name,
        };
        let code = self.book.fresh_code(kind, &name, None);
        let id = code.id.clone();
        self.code_edits.push(add_code(&self.book, kind, code.clone()));
        self.book.codes_mut(kind).push(code);
        self.report.new_codes.push((kind, name));
        Some(id)
    }
}

/// Returns the place of the row’s quote, and whether that is not where its offsets say.
fn place(article: &Article, row: &CsvRow<'_>) -> Result<(Span, bool), RowReason> {
    let (quote, title) = (row.cell("quote"), &article.details.title);
    if quote.is_empty() {
        return Err(RowReason::NoQuote);
    }
    let offset = |column| row.cell(column).trim().parse::<usize>().ok();
    let said = offset("start").zip(offset("end")).map(Span::from);
    let has_offsets = ["start", "end"].iter().any(|column| !row.cell(column).trim().is_empty());
    match anchor(&article.text, [quote, unguarded(quote)], said) {
        QuotePlace::AsSaid(span) => Ok((span, false)),
        QuotePlace::Found(span) => Ok((span, has_offsets)),
        QuotePlace::Several => {
            let offsets = if has_offsets { "its offsets fit none" } else { "it has no offsets" };
            Err(RowReason::QuoteAmbiguous { title: title.clone(), offsets: offsets.to_owned() })
        }
        QuotePlace::Nowhere => Err(RowReason::QuoteNotFound(title.clone())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::{
        edit::{Gesture, History},
        model::marked::marked_article,
    };

    const NOW: &str = "2026-01-13T08:00:00Z";

    /// “Talks” with one highlight of the city on the bridge, and two articles called “Twice”.
    fn project() -> Project {
        let mut project = Project::default();
        for (kind, name) in [(CodeKind::Actor, "City"), (CodeKind::Issue, "Bridge")] {
            let mut code = project.codebook.fresh_code(kind, name, None);
            code.aliases.push(format!("the {name}"));
            project.codebook.codes_mut(kind).push(code);
        }
        let mut talks = marked_article("Talks", "The city [wants] a bridge.\n=1 is a bridge too.");
        let highlight = Arc::make_mut(&mut talks.highlights[0]);
        highlight.actor = Some("city".into());
        highlight.issue = Some("bridge".into());
        project.articles = [talks, marked_article("Twice", "a"), marked_article("Twice", "b")].map(Arc::new).into();
        project
    }

    #[test]
    fn only_a_file_of_a_certain_size_is_read() {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("rows.csv");
        let file = std::fs::File::create(&path).expect("the folder can be written");
        file.set_len(MAX_FILE_BYTES + 1).expect("files may have holes");
        let read = |path: &Path| read_highlights(path, &project(), NOW, &AtomicBool::new(false), &mut |_, _| {});
        let error = read(&path).expect_err("it is too large");
        assert_eq!(error.to_string(), format!("{}: it is larger than 256 MB; split it", path.display()));
        let error = read(folder.path()).expect_err("it is a folder").to_string();
        assert!(error.ends_with(" is a folder, not a file or a pipe; it was not opened"), "{error}");
    }

    fn taken(source: &str, project: &Project) -> Result<HighlightsReport, &'static str> {
        take_rows(source, project, NOW, &AtomicBool::new(false), &mut |_, _| {})
    }

    fn read(rows: &str) -> HighlightsReport {
        let source = format!("article,start,end,quote,actor,issue,stance,note,coder,created\n{rows}");
        taken(&source, &project()).expect("no column is missing")
    }

    /// Compares what the rows add to “Talks”: span, quote, actor, issue, stance, note, coder, time.
    fn check_taken(rows: &str, expected: &str) {
        let report = read(rows);
        assert_eq!(report.bad_rows.iter().map(|row| row.reason.to_string()).collect::<Vec<_>>(), [""; 0], "{rows}");
        let Some(Edit::All(mut edits)) = report.edit else { panic!("nothing was taken from {rows}") };
        let Some(Edit::AddHighlights(added)) = edits.pop() else { panic!("highlights come last") };
        let (_, highlight) = &added[0];
        let tag = |id: Option<&str>| id.unwrap_or("-").to_owned();
        let Highlight { span, quote, note, coder, created, .. } = highlight;
        let tags = [
            tag(highlight.actor.as_ref().map(CodeId::as_str)),
            tag(highlight.issue.as_ref().map(CodeId::as_str)),
            tag(highlight.stance.as_ref().map(StanceId::as_str)),
        ];
        let found = format!("{span} “{quote}” {} [{note}] {coder} {created}", tags.join(" "));
        assert_eq!(found, expected, "{rows}");
    }

    fn check_bad(row: &str, expected: &str) {
        let report = read(row);
        let found: Vec<String> = report.bad_rows.iter().map(|row| format!("{}: {}", row.line, row.reason)).collect();
        assert_eq!(found, [expected], "{row}");
        assert_eq!((report.n_taken, report.edit, report.new_codes), (0, None, Vec::new()), "{row}");
    }

    #[test]
    fn a_row_becomes_a_highlight() {
        let time = "2026-01-12T09:14:00Z";
        check_taken(
            &format!("Talks,4,8,city,the city,BRIDGE,Opposes,n,AK,{time}"),
            &format!("4–8 “city” city bridge opposes [n] AK {time}"),
        );
        check_taken("Talks,4,8,city,,,,,,2026-01-12 09:14:00", &format!("4–8 “city” - - - []  {time}"));
        check_taken("Talks,,,city", &format!("4–8 “city” - - - []  {NOW}"));
        check_taken("Talks,9,9,city,Guild,Toll", &format!("4–8 “city” guild toll - []  {NOW}"));
        check_taken("Talks,25,27,'=1,'=x,,,'-no", &format!("25–27 “=1” x - - [-no]  {NOW}"));
    }

    #[test]
    fn a_bad_row_is_named_and_makes_nothing() {
        check_bad(",4,8,city,New", "2: it names no article");
        check_bad("Gone,4,8,city,New", "2: there is no article “Gone” in the project");
        check_bad("Twice,0,1,a,New", "2: 2 articles are called “Twice”; give the article’s id");
        check_bad("Talks,4,8,,New", "2: it has no quote");
        check_bad("Talks,4,8,town,New", "2: its quote is nowhere in “Talks”");
        check_bad("Talks,4,8,bridge,New", "2: its quote stands in several places of “Talks”, and its offsets fit none");
        check_bad("Talks,,,bridge,New", "2: its quote stands in several places of “Talks”, and it has no offsets");
        check_bad(
            "Talks,4,8,city,New,,likes",
            "2: there is no stance “likes”; the scale is supports, conditional, opposes",
        );
        check_bad("Talks,4,8,city,New,,,,,soon", "2: its time “soon” cannot be read; write it as 2025-12-03T14:20:00Z");
    }

    #[test]
    fn a_file_without_its_columns_is_refused() {
        assert_eq!(taken("article,text\n", &project()).err(), Some("quote"));
        assert_eq!(taken("quote\n", &project()).err(), Some("article"));
        assert_eq!(taken("", &project()).err(), Some("article"));
    }

    #[test]
    fn nothing_is_taken_twice() {
        let present = read("Talks,9,14,wants,City,Bridge,,,AK\nTalks,4,8,city\nTalks,4,8,city\nTalks,4,8,city,City");
        assert_eq!((present.n_present, present.n_taken), (2, 2));

        let (one, two) = (HighlightId::fresh(), HighlightId::fresh());
        let source = format!("id,article,quote\n{one},Talks,city\n{two},Talks,city\n{one},Talks,city\n");
        let mut history = History::new(project());
        let report = taken(&source, history.project()).expect("no column is missing");
        assert_eq!((report.n_taken, report.n_present), (2, 1));
        let edit = report.edit.expect("two highlights are new");
        history.apply("Take highlights in", Gesture::Single, edit).expect("it was made for this project");
        let again = taken(&source, history.project()).expect("no column is missing");
        assert_eq!((again.n_taken, again.n_present, again.edit), (0, 3, None));
    }

    #[test]
    fn a_new_code_is_made_once() {
        let report = read("Talks,4,8,city,Guild,Toll\nTalks,9,14,wants,guild,toll\nTalks,0,3,The,Toll");
        let made = [(CodeKind::Actor, "Guild"), (CodeKind::Issue, "Toll"), (CodeKind::Actor, "Toll")];
        assert_eq!(report.new_codes, made.map(|(kind, name)| (kind, name.to_owned())));
        assert_eq!((report.n_taken, report.reanchored.len()), (3, 0));
    }

    #[test]
    fn cancelling_takes_nothing() {
        let cancel = AtomicBool::new(false);
        let source = "article,quote\nTalks,city\nTalks,wants\n";
        let mut progress = |_, _| cancel.store(true, Ordering::Relaxed);
        let report = take_rows(source, &project(), NOW, &cancel, &mut progress).expect("no column is missing");
        assert!(report.was_cancelled && report.edit.is_none());
    }
}
