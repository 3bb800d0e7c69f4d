//! The same work without a window or a display.
//!
//! Scripts rely on these forms, so none is ever removed. Results go to standard output and errors to standard error.
//! Each change to a project is an edit, as in the window. Work is done before it is reported, so it does not depend on
//! whether anybody reads the report.

mod apply;
mod args;
mod axes;
mod codebook;
mod filter;
mod find;
mod findings;
mod independence;
mod names;
mod picture;
mod progress;
mod query;
mod read;
mod references;
mod report;
mod revise;
mod table_args;
mod tables;
mod terminal;
mod words;

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use args::{ArticleArgs, ChangeArgs, ReadingArgs};
pub use args::{CliCommand, Invocation, parse};
pub use terminal::{Output, complain, filter_panics};

use query::QueryError;
use references::ReferenceArgs;
use terminal::tell;

use crate::columns;

use standpoint_analysis::{independence::NothingToTest, search::SearchError};
use standpoint_core::{
    edit::Gesture,
    model::Project,
    text::fold::is_blank,
    wording::{counted, shown},
};
use standpoint_exchange::{
    export::{ExportError, TooLarge},
    import::{
        articles::read_files,
        codebook::CodebookError,
        columns::KnownColumns,
        formats::ReadingOptions,
        highlights_csv::{self, HighlightsError, HighlightsReport},
        one_text::NotOneText,
        originals::{self, OriginalsKept},
        references::matching::{self, match_references},
        review::Review,
    },
};
use standpoint_store::{
    self as store, Access, Machine, OpenError, Overwrite, SaveError, SaveJob, Session, clock,
    files::{Folder, NewAccess},
    folders::Folders,
    machine,
    recovery::{LeftInUse, Recovered},
    repair,
    session::ChangeError,
};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The project cannot be opened.
    #[error("{}{}", .0, way_on(.0))]
    Open(#[from] OpenError),
    /// The project cannot be saved.
    #[error("{}{}", .0, flag_for(.0))]
    Save(#[from] SaveError),
    /// The highlights cannot be imported.
    #[error(transparent)]
    Highlights(#[from] HighlightsError),
    /// The codebook cannot be read.
    #[error(transparent)]
    Codebook(#[from] CodebookError),
    /// What a codebook would change does not fit together.
    #[error("{}: {what}; nothing was changed", path.display())]
    Codes {
        /// The file with the codebook.
        path: PathBuf,
        /// What does not fit.
        what: String,
    },
    /// There is no such comparison.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A table cannot be tested.
    #[error(transparent)]
    Test(#[from] NothingToTest),
    /// The project cannot be changed.
    #[error("the project could not be changed: {0}")]
    Change(#[from] ChangeError),
    /// `new` would replace a file.
    #[error("{}: a file with this name already exists; choose another name, or use “add” to add to it", .0.display())]
    Exists(PathBuf),
    /// `new` has no folder to write to.
    #[error("{}: its folder cannot be written to: {source}; choose another folder", path.display())]
    Folder {
        /// The project that was to be created.
        path: PathBuf,
        /// The reason the system gave.
        source: io::Error,
    },
    /// An export would replace the project.
    #[error("{}: this is the project file itself; choose another file", .0.display())]
    OutputIsProject(PathBuf),
    /// The export cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The table is too large for a terminal.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The list of references cannot be read.
    #[error("{}: {what}", path.display())]
    References {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The article to revise cannot be found.
    #[error(transparent)]
    Article(#[from] filter::FilterError),
    /// The file with the new text of an article cannot be used.
    #[error(transparent)]
    NewText(#[from] NotOneText),
    /// The edits cannot be read.
    #[error("{}: {source}", path.display())]
    Edits {
        /// The file or pipe.
        path: PathBuf,
        /// The reason the system gave.
        source: io::Error,
    },
    /// The edits are in a folder or a device.
    #[error("{}: this is not a file or a pipe; name one, or leave it out to read standard input", .0.display())]
    NoEdits(PathBuf),
    /// The edits could not be written anywhere, and were not answered.
    #[error("{}:{line}: this edit and those after it could not be written to the journal or to the project; those \
             before it are saved. {project}", path.display())]
    NotKept {
        /// The file or pipe.
        path: PathBuf,
        /// The first edit that was not written, counted from 1.
        line: usize,
        /// Why it is not in the project.
        project: Box<SaveError>,
    },
    /// A line of edits is wrong.
    #[error("{}:{line}: {what}; the edits before it were saved", path.display())]
    Edit {
        /// The file or pipe.
        path: PathBuf,
        /// Counted from 1.
        line: usize,
        /// What is wrong, and what to do.
        what: String,
    },
    /// The passages whose words are to be counted cannot be found.
    #[error("{0}")]
    Passages(filter::FilterError),
    /// The pattern cannot be searched for.
    #[error("{0}")]
    Pattern(#[from] SearchError),
    /// The options of the network do not fit together.
    #[error(transparent)]
    Network(#[from] picture::NetworkArgError),
    /// The name of the file ends in neither .svg nor .png.
    #[error("{}: a picture is SVG or PNG; use a name that ends in .svg or .png", .0.display())]
    PictureEnding(PathBuf),
    /// The result cannot be written.
    #[error("standard output: {0}")]
    Stdout(#[from] io::Error),
    /// The work is done, but the report of it cannot be written.
    #[error("standard output: {0}; the report could not be written, but the project was saved")]
    Report(io::Error),
}

/// Advises what to do if another computer has the project open.
fn way_on(error: &OpenError) -> &'static str {
    match error {
        OpenError::Locked { holder: Some(holder), .. } if !holder.is_on_this_machine() => {
            "; or, if that program is no longer running, add --take-over"
        }
        _ => "",
    }
}

/// Names the option that saves nevertheless, if there is one.
fn flag_for(error: &SaveError) -> &'static str {
    match error {
        SaveError::LosesAccess { .. } => "; add --allow-access-loss to save it anyway",
        _ => "",
    }
}

/// The number of faults that an error lists.
const MAX_FAULTS_LISTED: usize = 1_000;

impl CliError {
    /// Returns the error, safe to print: a line for each fault of a project, and one line otherwise.
    pub fn lines(&self) -> String {
        let Self::Open(OpenError::Unsound { project, faults }) = self else { return shown(self).to_string() };
        let listed = &faults[..faults.len().min(MAX_FAULTS_LISTED)];
        let mut lines: Vec<String> = store::lines(project, listed).iter().map(|line| shown(line).to_string()).collect();
        if let Some(n_more) = faults.len().checked_sub(listed.len()).filter(|n_more| *n_more > 0) {
            lines.push(format!("and {}; “standpoint check” lists them all", counted(n_more, "more fault")));
        }
        lines.join("\n")
    }
}

/// Whether a command found everything in order. Problems that it found are in its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is well.
    Good,
    /// The command worked, but reports a problem.
    Bad,
}

/// Runs a command and writes the result to `out`.
///
/// # Errors
/// Fails if the command cannot be carried out, or if the result cannot be written. It is no error if a reader of `out`
/// stops reading.
pub fn run(command: &CliCommand, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let done = match command {
        CliCommand::New { project, articles, title, reading } => new(project, articles, reading, title.as_deref(), out),
        CliCommand::Add { project, articles, highlights, references, reading, change } => {
            add(project, articles, highlights.as_deref(), references, reading, *change, out)
        }
        CliCommand::Read { files, reading } => read::read(files, &reading_options(reading), out),
        CliCommand::Apply { project, edits, change } => apply::apply(project, edits.as_deref(), *change, out),
        CliCommand::Revise { project, article, file, remove_lost, dry_run, reading, change } => {
            let request = revise::Request { article, file, removes_lost: *remove_lost, is_trial: *dry_run };
            revise::revise(project, &request, &reading_options(reading), *change, out)
        }
        CliCommand::Codebook { project, args, change } => codebook::import(project, args, *change, out),
        CliCommand::Table { project, output, table, csv } => {
            tables::print_table(project, output, table, csv.into(), out)
        }
        CliCommand::Export { project, what, output, table, csv, picture, network } => {
            tables::export(project, *what, output, table, (picture, network), csv.into(), out)
        }
        CliCommand::Find { project, pattern, how, csv } => find::find(project, pattern, how, csv.into(), out),
        CliCommand::Test { project, table, args } => independence::test(project, table, args, out),
        CliCommand::Findings { project, args, csv } => findings::findings(project, args, csv.into(), out),
        CliCommand::Progress { project, how, csv } => progress::progress(project, *how, csv.into(), out),
        CliCommand::Words { project, how, csv } => words::words(project, how, csv.into(), out),
        CliCommand::Check { project, fix: false, .. } => check(project, out),
        CliCommand::Check { project, fix: true, leave_out, change } => fix(project, *leave_out, *change, out),
    };
    let is_gone = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    match (done, out.finish()) {
        (Err(CliError::Stdout(error)), _) if is_gone(&error) => Ok(Verdict::Good),
        (Ok(verdict), Err(error)) if is_gone(&error) => Ok(verdict),
        (Ok(Verdict::Good), Err(error)) if command.changes_a_project() => Err(CliError::Report(error)),
        (Ok(_), Err(error)) => Err(CliError::Stdout(error)),
        (done, _) => done,
    }
}

fn new(
    path: &Path,
    files: &[PathBuf],
    reading: &ArticleArgs,
    title: Option<&str>,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    if path.symlink_metadata().is_ok() {
        return Err(CliError::Exists(path.to_owned()));
    }
    check_folder(path).map_err(|source| CliError::Folder { path: path.to_owned(), source })?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let project = Project::titled(title.filter(|title| title.is_empty() || !is_blank(title)).unwrap_or(&stem));
    let review = read_articles(&project, files, reading);
    let verdict = verdict_on(&review);
    // From here on there is a journal in the data folder, which is removed unless everything succeeds.
    if let Some(edit) = review.edit(&project) {
        let mut session = Session::unsaved(project, &Machine::this());
        let applied = session.apply("Import articles", Gesture::Single, edit).map_err(CliError::from);
        let saved = applied.and_then(|()| {
            let job = session.begin_save_as(path).only_if_free();
            Ok(save(&mut session, job)?)
        });
        saved.inspect_err(|_| session.give_up())?;
    }
    let kept = reading.keep_originals.then(|| keep_originals(path, &Project::default(), &review));
    report::articles(out, &review, false);
    let kept = kept.map_or(Verdict::Good, |kept| report::originals(out, &kept));
    Ok(if kept == Verdict::Bad { kept } else { verdict })
}

/// Copies the files of articles, those imported now and those imported before, beside a project that was saved with them.
fn keep_originals(path: &Path, project: &Project, review: &Review) -> OriginalsKept {
    originals::keep_originals(path, &review.originals(project), &AtomicBool::new(false), &mut |_| {})
}

/// Checks whether a file can be created beside `path`, before any work is done for it.
fn check_folder(path: &Path) -> io::Result<()> {
    let folder = Folder::named(path.parent().unwrap_or(Path::new("")))?;
    // This is the name of a temporary file, so that the next opening removes it if the program is killed here.
    let trial = format!(".standpoint-{:032x}.tmp", std::process::id());
    let trial = OsStr::new(&trial);
    // A file left by a killed program shows that it works.
    if folder.kind(trial)?.is_some() {
        return Ok(());
    }
    folder.create(trial, NewAccess::Private)?;
    folder.remove(trial)
}

fn add(
    path: &Path,
    files: &[PathBuf],
    highlights: Option<&Path>,
    references: &ReferenceArgs,
    reading: &ArticleArgs,
    change: ChangeArgs,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let is_dry_run = references.dry_run;
    let list = references
        .references
        .as_deref()
        .map(|path| Ok::<_, CliError>((path, references::read(path, reading.reading.encoding)?)));
    let list = list.transpose()?;
    let mut session = open(path, if is_dry_run { Access::ReadOnly } else { change.access() })?;
    let opened = session.history().state();
    let review = if files.is_empty() { None } else { Some(read_articles(session.project(), files, reading)) };
    let edit = review.as_ref().and_then(|review| review.edit(session.project()));
    if let Some(edit) = edit.filter(|_| !is_dry_run) {
        session.apply("Import articles", Gesture::Single, edit)?;
    }
    let taken = highlights.map(|csv| Ok((csv, import_highlights(&mut session, csv, &reading.reading)?))).transpose();
    // Without the highlights, the articles are not added either.
    let taken = taken.inspect_err(|_: &CliError| session.undo_to(opened))?;
    let mut all = session.project().articles.clone();
    if is_dry_run {
        all.extend(review.iter().flat_map(Review::articles));
    }
    let matched = list.map(|(path, list)| {
        let matches = match_references(&all, &list.references, references.overwrite);
        (path, list, matches)
    });
    let filled_in = matched.as_ref().and_then(|(.., matches)| matching::edit(&all, matches));
    if let Some(edit) = filled_in.filter(|_| !is_dry_run) {
        session.apply("Fill in details", Gesture::Single, edit)?;
    }
    if !is_dry_run {
        save_command(&mut session, opened, change)?;
    }
    let imported = review.as_ref().filter(|_| reading.keep_originals && !is_dry_run);
    let kept = imported.map(|review| keep_originals(path, session.project(), review));

    let mut verdicts = Vec::new();
    if let Some(review) = &review {
        report::articles(out, review, is_dry_run);
        // To keep the files of what was imported before is a purpose of its own.
        let is_for_originals = kept.as_ref().is_some_and(|kept| kept.n_kept > 0);
        verdicts.push(if is_for_originals { Verdict::Good } else { verdict_on(review) });
    }
    if let Some(kept) = &kept {
        verdicts.push(report::originals(out, kept));
    }
    if let Some((csv, report)) = &taken {
        report::highlights(out, csv, report);
        let none_fits = report.n_taken + report.n_present == 0 && !report.bad_rows.is_empty();
        verdicts.push(if none_fits { Verdict::Bad } else { Verdict::Good });
    }
    if let Some((path, list, matches)) = &matched {
        verdicts.push(references::report(out, path, list, matches, &all, is_dry_run));
    }
    if is_dry_run {
        out.line("Nothing was changed (--dry-run)");
    }
    Ok(if verdicts.contains(&Verdict::Bad) { Verdict::Bad } else { Verdict::Good })
}

/// How files are read: as the arguments say, and as it is remembered of tables.
fn reading_options(reading: &ReadingArgs) -> ReadingOptions {
    let known = columns::known(&Folders::of_this_machine()).unwrap_or_else(|problem| {
        tell(problem);
        KnownColumns::default()
    });
    reading.options(known)
}

/// Reads articles, and decides about them as the flags say.
fn read_articles(project: &Project, files: &[PathBuf], args: &ArticleArgs) -> Review {
    let read = read_files(files, &reading_options(&args.reading), &AtomicBool::new(false), &mut |_, _| {});
    let mut review = Review::new(project, read);
    if args.allow_copies {
        review.allow_copies();
    }
    if args.drop_clutter {
        review.drop_clutter();
    }
    review
}

fn verdict_on(review: &Review) -> Verdict {
    if review.counts().n_ticked == 0 { Verdict::Bad } else { Verdict::Good }
}

fn import_highlights(session: &mut Session, csv: &Path, reading: &ReadingArgs) -> Result<HighlightsReport, CliError> {
    let mut report = highlights_csv::read_highlights(
        csv,
        reading.encoding,
        session.project(),
        &clock::now(),
        &AtomicBool::new(false),
        &mut |_, _| {},
    )?;
    if let Some(edit) = report.edit.take() {
        session.apply("Import highlights", Gesture::Single, edit)?;
    }
    Ok(report)
}

/// Opens a project. What was recovered, and who else has it open, is reported on standard error.
fn open(path: &Path, access: Access) -> Result<Session, CliError> {
    let machine = Machine::this();
    if access == Access::TakeOver {
        tell(format_args!("{}: waiting to see whether the other program is still running", path.display()));
    }
    let (session, recovered) = Session::open(path, access, &machine)?;
    let session = report_recovery(path, session, &recovered);
    let holder = session.path().filter(|_| access == Access::ReadOnly).and_then(|path| machine::holder(path, &machine));
    if let Some(holder) = holder {
        tell(format_args!("{}: {holder} has it open; this is the last saved version", path.display()));
    }
    Ok(session)
}

/// Reports what was found beside the file, and returns the session.
fn report_recovery(path: &Path, session: Session, recovered: &Recovered) -> Session {
    if let Some(words) = recovered.in_words() {
        for line in format!("{}: {words}", shown(path.display())).lines() {
            tell(line);
        }
    }
    if recovered.in_use.as_ref().is_some_and(LeftInUse::can_be_taken_over) {
        tell("If that program is no longer running, use --take-over to set these edits aside.");
    }
    session
}

/// Saves what a command did since the history was in the state `opened`. If that fails, it is undone, so that the command
/// can be given again; edits that were there before stay in the journal.
fn save_command(session: &mut Session, opened: u64, change: ChangeArgs) -> Result<(), SaveError> {
    save_own_file(session, change).inspect_err(|_| {
        let is_changed = session.history().state() != opened;
        session.undo_to(opened);
        if is_changed && session.has_unsaved_changes() && session.flush_journal().is_err() {
            tell(
                "What the command did is kept as an unsaved edit; the next command that changes the project saves it.",
            );
        }
    })
}

fn save_own_file(session: &mut Session, change: ChangeArgs) -> Result<(), SaveError> {
    if session.history().has_unsaved_changes() { save_whatever_changed(session, change) } else { Ok(()) }
}

/// Saves even if every edit was undone again, because the journal may still hold some of them.
fn save_whatever_changed(session: &mut Session, change: ChangeArgs) -> Result<(), SaveError> {
    let job = session.begin_save(Overwrite::OwnState).expect("a session that was opened has a file");
    save(session, job.losing_access(change.allow_access_loss))
}

fn save(session: &mut Session, job: SaveJob) -> Result<(), SaveError> {
    let saved = job.run()?;
    for words in saved.news.iter().chain(&saved.warning) {
        tell(words);
    }
    session.finish_save(saved);
    Ok(())
}

fn check(path: &Path, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let (project, faults) = store::check(path)?;
    if !faults.is_empty() {
        for line in store::lines(&project, &faults) {
            out.line(line);
        }
        return Ok(Verdict::Bad);
    }
    report::sound(out, &project);
    Ok(Verdict::Good)
}

fn fix(path: &Path, leaves_out: bool, change: ChangeArgs, out: &mut Output<'_>) -> Result<Verdict, CliError> {
    let (project, faults) = store::check(path)?;
    let repair = repair::apply_sure_fixes(&project, leaves_out);
    if !repair.done.is_empty() {
        let (session, recovered) = Session::repaired(path, repair.project.clone(), change.access(), &Machine::this())?;
        let mut session = report_recovery(path, session, &recovered);
        save_own_file(&mut session, change).inspect_err(|_| session.give_up())?;
    }
    report::repair(out, path, &project, &faults, &repair);
    if !repair.left.is_empty() {
        return Ok(Verdict::Bad);
    }
    report::sound(out, &repair.project);
    Ok(Verdict::Good)
}
