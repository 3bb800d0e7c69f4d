//! The commands `table` and `export`.

use std::{
    fs::{File, OpenOptions},
    io::{self, IsTerminal as _},
    path::Path,
};

use standpoint_core::model::view::PictureKind;
use standpoint_exchange::{
    export::{
        Export, ExportError, ExportSource,
        codebook::CodebookForm,
        csv::CsvOptions,
        file::{ProjectFile, replace_file},
        form::sheets_for_terminal,
        terminal::tables,
    },
    picture::PictureOptions,
};
use standpoint_store::{Access, Session};

use super::{
    CliError, Verdict, open,
    picture::{NetworkArgs, PictureArgs},
    table_args::{OutputArgs, OutputFormat, TableArgs},
    terminal::{self, Output},
};

pub(super) fn print_table(
    path: &Path,
    output: &OutputArgs,
    table: &TableArgs,
    csv: CsvOptions,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let query = table.query(project)?;
    let target = target(path, output)?;
    match table.format_for(output, OutputFormat::Text) {
        OutputFormat::Text => {
            // Text for a file or a pipe is not wrapped to fit a terminal.
            let max_width = terminal::width().filter(|_| target.is_none()).unwrap_or(usize::MAX);
            let sheets = sheets_for_terminal(project, &query)?;
            let text = tables(&sheets, max_width);
            match target {
                Some(target) => unless_unread(replace_file(target, |out| out.write_all(text.as_bytes())))?,
                None => out.text(&text),
            }
        }
        OutputFormat::As(form) => {
            let source = ExportSource {
                project,
                query: &query,
                drawn_as: PictureKind::Table,
                choices: &PictureOptions::default(),
                lines: None,
                csv,
                file: file_of(&session),
                made: jiff::Timestamp::now(),
            };
            write(Export::Comparison(form), target, &source, out)?;
        }
    }
    Ok(Verdict::Good)
}

pub(super) fn export(
    path: &Path,
    what: Export,
    output: &OutputArgs,
    table: &TableArgs,
    (picture, network): (&PictureArgs, &NetworkArgs),
    csv: CsvOptions,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    // Options that do not concern this export were refused before, so they have their defaults here.
    let query = table.query(project)?;
    let choices = picture.choices(network)?;
    let what = match what {
        Export::Comparison(usual) => match table.format_for(output, OutputFormat::As(usual)) {
            OutputFormat::As(form) => Export::Comparison(form),
            // Text is for `table` only, and was refused before.
            OutputFormat::Text => what,
        },
        Export::Picture(usual) => Export::Picture(picture.form_for(output.file(), usual)?),
        Export::Codebook(usual) => Export::Codebook(codebook_form(output.file()).unwrap_or(usual)),
        Export::Network | Export::Highlights | Export::Articles | Export::Lines => what,
    };
    let source = ExportSource {
        project,
        query: &query,
        drawn_as: picture.wanted(),
        choices: &choices,
        lines: None,
        csv,
        file: file_of(&session),
        made: jiff::Timestamp::now(),
    };
    write(what, target(path, output)?, &source, out)?;
    Ok(Verdict::Good)
}

/// The form that the name of a file asks for.
fn codebook_form(path: Option<&Path>) -> Option<CodebookForm> {
    let ending = path?.extension()?;
    CodebookForm::ALL.into_iter().find(|form| form.file_filter().1.iter().any(|own| ending.eq_ignore_ascii_case(own)))
}

/// The project’s file. A session that is read-only has unsaved edits if a journal was recovered.
fn file_of(session: &Session) -> Option<ProjectFile<'_>> {
    let has_unsaved_edits = session.history().has_unsaved_changes();
    session.path().map(|path| ProjectFile { path, has_unsaved_edits })
}

/// The file to write to, if the output names one.
fn target<'a>(project: &Path, output: &'a OutputArgs) -> Result<Option<&'a Path>, CliError> {
    let Some(target) = output.file() else { return Ok(None) };
    // The shell's `>` would do the same harm, but here it can still be refused.
    if project.canonicalize().is_ok_and(|project| target.canonicalize().is_ok_and(|target| target == project)) {
        return Err(CliError::OutputIsProject(target.to_owned()));
    }
    Ok(Some(target))
}

/// Writes to the file, or to `out`.
fn write(what: Export, target: Option<&Path>, source: &ExportSource<'_>, out: &mut Output<'_>) -> Result<(), CliError> {
    let Some(target) = target else { return Ok(out.file(|out| what.write(out, source))?) };
    if let Some(terminal) = terminal_at(target) {
        let mut out = Output::to(terminal, true);
        let written = out.file(|out| what.write(out, source)).and_then(|()| out.finish());
        return written
            .map_err(|source| ExportError::Write { path: target.to_owned(), what: "writing", source }.into());
    }
    Ok(unless_unread(what.write_file(target, source))?)
}

/// Treats it as success if the reader of a pipe stops reading early.
fn unless_unread(written: Result<(), ExportError>) -> Result<(), ExportError> {
    match written {
        Err(ExportError::Write { source, .. }) if source.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// The terminal of this name, such as `/dev/tty`.
#[cfg(unix)]
fn terminal_at(path: &Path) -> Option<File> {
    use std::os::unix::fs::FileTypeExt as _;
    path.metadata().ok().filter(|metadata| metadata.file_type().is_char_device())?;
    OpenOptions::new().write(true).open(path).ok().filter(File::is_terminal)
}

#[cfg(not(unix))]
fn terminal_at(_path: &Path) -> Option<File> {
    None
}
