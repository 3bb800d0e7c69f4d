//! The same work without a window or a display.
//!
//! Scripts rely on these forms, so none is ever taken away. What was asked for goes to standard
//! output, what went wrong to standard error; each change of a project is an edit, as in the window.

mod args;
mod report;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

pub use args::{Action, Command, parse};
use args::{Format, Output, TableArgs, What};

use crate::{
    analysis::comparison::Comparison,
    edit::{EditError, Gesture, History},
    export::{csv::CsvOptions, tables, terminal},
    import::{
        articles,
        highlights_csv::{self, HighlightsError},
    },
    model::Project,
    store::{self, OpenError, SaveError, repair},
};

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Save(#[from] SaveError),
    #[error(transparent)]
    Highlights(#[from] HighlightsError),
    #[error("the project could not be changed: {0}")]
    Edit(#[from] EditError),
    #[error("{}: there is already a file of this name; choose another, or use “add”", .0.display())]
    Exists(PathBuf),
    #[error("{}: this is the project itself; give the table another name", .0.display())]
    OutputIsProject(PathBuf),
    #[error("{}: could not be written: {what}: {source}; choose another place", path.display())]
    Write { path: PathBuf, what: &'static str, source: io::Error },
    #[error("standard output: {0}")]
    Stdout(#[from] io::Error),
}

/// Whether a command found nothing amiss; what was amiss is then in its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Good,
    Bad,
}

/// Does what the command line asks and writes the answer to `out`.
///
/// # Errors
/// If it cannot be done. A reader of `out` that stops listening is no error.
pub fn run(command: &Command, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let done = match command {
        Command::New { project, articles, title } => new(project, articles, title.as_deref(), out),
        Command::Add { project, articles, highlights } => add(project, articles, highlights.as_deref(), out),
        Command::Table { project, output, table, csv } => print_table(project, output, table, csv.into(), out),
        Command::Export { project, what, output, table, csv } => export(project, *what, output, table, csv.into(), out),
        Command::Check { project, fix: false, .. } => check(project, out),
        Command::Check { project, fix: true, leave_out } => fix(project, *leave_out, out),
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
    let mut history = History::new(Project::titled(title.unwrap_or(&stem)));
    let verdict = import_articles(&mut history, files, out)?;
    save_if_changed(path, &history)?;
    Ok(verdict)
}

fn add(path: &Path, files: &[PathBuf], highlights: Option<&Path>, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let mut history = History::new(store::open(path)?);
    let mut verdicts = Vec::new();
    if !files.is_empty() {
        verdicts.push(import_articles(&mut history, files, out)?);
    }
    if let Some(csv) = highlights {
        verdicts.push(import_highlights(&mut history, csv, out)?);
    }
    save_if_changed(path, &history)?;
    Ok(if verdicts.contains(&Verdict::Bad) { Verdict::Bad } else { Verdict::Good })
}

fn import_articles(history: &mut History, files: &[PathBuf], out: &mut dyn Write) -> Result<Verdict, CliError> {
    let report = articles::read_articles(files, history.project(), &AtomicBool::new(false), &mut |_, _| {});
    if let Some(edit) = articles::edit(history.project(), &report) {
        history.apply("Import articles", Gesture::Single, edit)?;
    }
    report::articles(out, &report)?;
    Ok(if report.articles.is_empty() { Verdict::Bad } else { Verdict::Good })
}

fn import_highlights(history: &mut History, csv: &Path, out: &mut dyn Write) -> Result<Verdict, CliError> {
    let now = jiff::Timestamp::now().round(jiff::Unit::Second).unwrap_or_else(|_| jiff::Timestamp::now());
    let mut report = highlights_csv::read_highlights(
        csv,
        history.project(),
        &now.to_string(),
        &AtomicBool::new(false),
        &mut |_, _| {},
    )?;
    if let Some(edit) = report.edit.take() {
        history.apply("Take highlights in", Gesture::Single, edit)?;
    }
    report::highlights(out, csv, &report)?;
    let none_fits = report.n_taken + report.n_present == 0 && !report.bad_rows.is_empty();
    Ok(if none_fits { Verdict::Bad } else { Verdict::Good })
}

fn save_if_changed(path: &Path, history: &History) -> Result<(), SaveError> {
    if history.has_unsaved_changes() { store::save(path, history.project()) } else { Ok(()) }
}

fn print_table(
    path: &Path,
    output: &Output,
    table: &TableArgs,
    options: CsvOptions,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let project = store::open(path)?;
    // What goes to a file or to another program is not broken to fit a terminal.
    let is_for_terminal = output.output.is_none();
    let width = terminal_size::terminal_size_of(io::stdout()).filter(|_| is_for_terminal);
    let max_width = width.map_or(usize::MAX, |(width, _)| width.0.into());
    to_output(path, output, out, |out| match table.format {
        None | Some(Format::Text) => {
            let comparison = Comparison::of(&project, table.query());
            out.write_all(terminal::table(&comparison, max_width).as_bytes())
        }
        Some(Format::Csv | Format::Tidy) => write_cells(&project, table, options, out),
    })
}

fn write_cells(project: &Project, table: &TableArgs, options: CsvOptions, out: &mut dyn Write) -> io::Result<()> {
    let comparison = Comparison::of(project, table.query());
    match table.format {
        Some(Format::Tidy) => tables::comparison_tidy(out, &comparison, options),
        _ => tables::comparison(out, &comparison, options),
    }
}

fn export(
    path: &Path,
    what: What,
    output: &Output,
    table: &TableArgs,
    options: CsvOptions,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let project = store::open(path)?;
    to_output(path, output, out, |out| match what {
        What::Highlights => tables::highlights(out, &project, options),
        What::Comparison => write_cells(&project, table, options, out),
        What::Codebook => tables::codebook(out, &project, options),
        What::Articles => tables::articles(out, &project, options),
    })
}

/// Writes to the file the output names, or to `out`.
fn to_output(
    project: &Path,
    output: &Output,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Verdict, CliError> {
    let Some(target) = &output.output else {
        write(out)?;
        return Ok(Verdict::Good);
    };
    // The shell's `>` would do the same harm, but here it can still be refused.
    if project.canonicalize().is_ok_and(|project| target.canonicalize().is_ok_and(|target| target == project)) {
        return Err(CliError::OutputIsProject(target.clone()));
    }
    store::replace_file(target, write).map_err(|(what, source)| CliError::Write {
        path: target.clone(),
        what,
        source,
    })?;
    Ok(Verdict::Good)
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
    let repair = repair::mend_what_is_sure(&project, leaves_out);
    // What was mended is written before anything is said of it.
    if !repair.done.is_empty() {
        store::save(path, &repair.project)?;
    }
    report::repair(out, path, &project, &faults, &repair)?;
    if !repair.left.is_empty() {
        return Ok(Verdict::Bad);
    }
    report::sound(out, &repair.project)?;
    Ok(Verdict::Good)
}
