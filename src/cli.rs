//! The same work without a window or a display.
//!
//! Scripts rely on these forms, so none is ever taken away. What was asked for goes to standard
//! output, what went wrong to standard error; each change of a project is an edit, as in the window.

mod args;
mod axes;
mod filter;
mod picture;
mod query;
mod report;
mod tables;

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

pub use args::{CliCommand, Invocation, parse};
use query::QueryError;

use standpoint_core::{
    edit::{Gesture, lines},
    model::Project,
};
use standpoint_exchange::{
    export::ExportError,
    import::{
        articles,
        highlights_csv::{self, HighlightsError},
    },
};
use standpoint_store::{
    self as store, Access, Machine, OpenError, Overwrite, SaveError, SaveJob, Session, clock, machine,
    recovery::Recovered, repair, session::ChangeError,
};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The project cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The project cannot be saved.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// The highlights cannot be imported.
    #[error(transparent)]
    Highlights(#[from] HighlightsError),
    /// There is no such comparison.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The project cannot be changed.
    #[error("the project could not be changed: {0}")]
    Change(#[from] ChangeError),
    /// `new` would replace a file.
    #[error("{}: there is already a file of this name; choose another, or use “add”", .0.display())]
    Exists(PathBuf),
    /// An export would replace the project.
    #[error("{}: this is the project itself; give the table another name", .0.display())]
    OutputIsProject(PathBuf),
    /// The export cannot be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The edits cannot be read.
    #[error("{}: {source}", path.display())]
    Edits {
        /// The file or pipe.
        path: PathBuf,
        /// The reason the system gave.
        source: io::Error,
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
    /// The switches of the network do not fit together.
    #[error(transparent)]
    Network(#[from] picture::NetworkArgError),
    /// The name of the file says neither SVG nor PNG.
    #[error("{}: name the picture so that it ends in .svg or .png", .0.display())]
    PictureEnding(PathBuf),
    /// The answer cannot be written.
    #[error("standard output: {0}")]
    Stdout(#[from] io::Error),
}

/// Whether a command found nothing amiss; what was amiss is then in its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything is well.
    Good,
    /// The command worked, but its answer is that something is wrong.
    Bad,
}

/// Does what the command line asks and writes the answer to `out`.
///
/// # Errors
/// If it cannot be done. A reader of `out` that stops listening is no error.
pub fn run(command: &CliCommand, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let done = match command {
        CliCommand::New { project, articles, title } => new(project, articles, title.as_deref(), out),
        CliCommand::Add { project, articles, highlights } => add(project, articles, highlights.as_deref(), out),
        CliCommand::Apply { project, edits } => apply(project, edits.as_deref(), out),
        CliCommand::Table { project, output, table, csv } => {
            tables::print_table(project, output, table, csv.into(), out)
        }
        CliCommand::Export { project, what, output, table, csv, picture, network } => {
            tables::export(project, *what, output, table, (picture, network), csv.into(), out)
        }
        CliCommand::Check { project, fix: false, .. } => check(project, out),
        CliCommand::Check { project, fix: true, leave_out } => fix(project, *leave_out, out),
    };
    match done.and_then(|verdict| Ok(out.flush().map(|()| verdict)?)) {
        Err(CliError::Stdout(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Verdict::Good),
        done => done,
    }
}

fn new(path: &Path, files: &[PathBuf], title: Option<&str>, out: &mut dyn Write) -> Result<Verdict, CliError> {
    if path.symlink_metadata().is_ok() {
        return Err(CliError::Exists(path.to_owned()));
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut session = Session::unsaved(Project::titled(title.unwrap_or(&stem)), &Machine::this());
    let verdict = import_articles(&mut session, files, out)?;
    if session.history().has_unsaved_changes() {
        let job = session.begin_save_as(path);
        save(&mut session, job)?;
    }
    Ok(verdict)
}

fn add(path: &Path, files: &[PathBuf], highlights: Option<&Path>, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let mut session = open(path, Access::Change)?;
    let mut verdicts = Vec::new();
    if !files.is_empty() {
        verdicts.push(import_articles(&mut session, files, out)?);
    }
    if let Some(csv) = highlights {
        verdicts.push(import_highlights(&mut session, csv, out)?);
    }
    save_own_file(&mut session)?;
    Ok(if verdicts.contains(&Verdict::Bad) { Verdict::Bad } else { Verdict::Good })
}

/// Applies each line of `edits`, or of standard input, and answers it with its number.
fn apply(path: &Path, edits: Option<&Path>, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let mut session = open(path, Access::Change)?;
    let applied = match edits {
        None => apply_lines(&mut session, Path::new("standard input"), &mut io::stdin().lock(), out),
        Some(edits) => {
            let file = File::open(edits).map_err(|source| CliError::Edits { path: edits.to_owned(), source })?;
            apply_lines(&mut session, edits, &mut BufReader::new(file), out)
        }
    };
    save_own_file(&mut session)?;
    applied.map(|()| Verdict::Good)
}

fn apply_lines(
    session: &mut Session,
    from: &Path,
    lines: &mut dyn BufRead,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    for (index, line) in lines.lines().enumerate() {
        let line = line.map_err(|source| CliError::Edits { path: from.to_owned(), source })?;
        let failed = |what: String| CliError::Edit { path: from.to_owned(), line: index + 1, what };
        match line.trim() {
            "" => continue,
            "save" => save_own_file(session)?,
            "undo" => _ = session.undo().ok_or_else(|| failed("there is nothing to undo".to_owned()))?,
            "redo" => _ = session.redo().ok_or_else(|| failed("there is nothing to redo".to_owned()))?,
            edit => {
                let edit = lines::read(edit).map_err(|error| failed(error.to_string()))?;
                session.apply("Apply an edit", Gesture::Single, edit).map_err(|error| failed(error.to_string()))?;
            }
        }
        writeln!(out, "{}", index + 1)?;
        out.flush()?;
    }
    Ok(())
}

fn import_articles(session: &mut Session, files: &[PathBuf], out: &mut dyn Write) -> Result<Verdict, CliError> {
    let report = articles::read_articles(files, session.project(), &AtomicBool::new(false), &mut |_, _| {});
    if let Some(edit) = articles::edit(session.project(), &report.articles) {
        session.apply("Import articles", Gesture::Single, edit)?;
    }
    report::articles(out, &report)?;
    Ok(if report.articles.is_empty() { Verdict::Bad } else { Verdict::Good })
}

fn import_highlights(session: &mut Session, csv: &Path, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let mut report = highlights_csv::read_highlights(
        csv,
        session.project(),
        &clock::now(),
        &AtomicBool::new(false),
        &mut |_, _| {},
    )?;
    if let Some(edit) = report.edit.take() {
        session.apply("Take highlights in", Gesture::Single, edit)?;
    }
    report::highlights(out, csv, &report)?;
    let none_fits = report.n_taken + report.n_present == 0 && !report.bad_rows.is_empty();
    Ok(if none_fits { Verdict::Bad } else { Verdict::Good })
}

/// Opens a project; what was recovered, and who else has it open, goes to standard error.
fn open(path: &Path, access: Access) -> Result<Session, OpenError> {
    let machine = Machine::this();
    let (session, recovered) = Session::open(path, access, &machine)?;
    let session = report_recovery(path, session, &recovered);
    let holder = session.path().filter(|_| access == Access::ReadOnly).and_then(|path| machine::holder(path, &machine));
    if let Some(holder) = holder {
        tell(&format!("{}: {holder} has it open; this is its last saved state", path.display()));
    }
    Ok(session)
}

/// The session, once it was said what was found beside its file.
fn report_recovery(path: &Path, session: Session, recovered: &Recovered) -> Session {
    if let Some(words) = recovered.in_words() {
        tell(&format!("{}: {words}", path.display()));
    }
    session
}

/// Says something that is not the answer itself.
fn tell(words: &str) {
    // Where nobody hears standard error, there is nobody to tell.
    _ = writeln!(io::stderr(), "{words}");
}

fn save_own_file(session: &mut Session) -> Result<(), SaveError> {
    match session.begin_save(Overwrite::OwnState).filter(|_| session.history().has_unsaved_changes()) {
        Some(job) => save(session, job),
        None => Ok(()),
    }
}

fn save(session: &mut Session, job: SaveJob) -> Result<(), SaveError> {
    let saved = job.run()?;
    if let Some(warning) = &saved.warning {
        tell(warning);
    }
    session.finish_save(saved);
    Ok(())
}

fn check(path: &Path, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let (project, faults) = store::check(path)?;
    if !faults.is_empty() {
        for line in store::lines(&project, &faults) {
            writeln!(out, "{line}")?;
        }
        return Ok(Verdict::Bad);
    }
    report::sound(out, &project)?;
    Ok(Verdict::Good)
}

fn fix(path: &Path, leaves_out: bool, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let (project, faults) = store::check(path)?;
    let repair = repair::apply_sure_fixes(&project, leaves_out);
    // The repaired file is written before anything is reported.
    if !repair.done.is_empty() {
        let (session, recovered) = Session::mended(path, repair.project.clone(), &Machine::this())?;
        let mut session = report_recovery(path, session, &recovered);
        save_own_file(&mut session)?;
    }
    report::repair(out, path, &project, &faults, &repair)?;
    if !repair.left.is_empty() {
        return Ok(Verdict::Bad);
    }
    report::sound(out, &repair.project)?;
    Ok(Verdict::Good)
}
