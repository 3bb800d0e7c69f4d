//! `table` and `export`: what leaves a project without a window.

use std::{
    io::{self, Write},
    path::Path,
};

use standpoint_analysis::report::sheet::{Gather, Sheet};
use standpoint_core::model::view::PictureKind;
use standpoint_exchange::{
    export::{Export, ExportSource, csv::CsvOptions, file::replace_file, terminal},
    picture::PictureOptions,
};
use standpoint_store::Access;

use super::{
    CliError, Verdict,
    args::{OutputArgs, OutputFormat, TableArgs},
    open,
    picture::{NetworkArgs, PictureArgs},
};

pub(super) fn print_table(
    path: &Path,
    output: &OutputArgs,
    table: &TableArgs,
    csv: CsvOptions,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let query = table.query(project)?;
    let target = target(path, output)?;
    match table.format_for(output, OutputFormat::Text) {
        OutputFormat::Text => {
            // What goes to a file or to another program is not broken to fit a terminal.
            let width = terminal_size::terminal_size_of(io::stdout()).filter(|_| target.is_none());
            let max_width = width.map_or(usize::MAX, |(width, _)| width.0.into());
            let sheets = Sheet::answering(project, &query, Gather::AsMeasured);
            let text = terminal::tables(&sheets, max_width);
            match target {
                Some(target) => replace_file(target, |out| out.write_all(text.as_bytes()))?,
                None => out.write_all(text.as_bytes())?,
            }
        }
        OutputFormat::As(form) => {
            let source = ExportSource {
                project,
                query: &query,
                drawn_as: PictureKind::Table,
                choices: &PictureOptions::default(),
                csv,
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
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    // Switches that do not concern what is exported were refused before, so here they are as usual.
    let query = table.query(project)?;
    let choices = picture.choices(network)?;
    let what = match what {
        Export::Comparison(usual) => match table.format_for(output, OutputFormat::As(usual)) {
            OutputFormat::As(form) => Export::Comparison(form),
            // Text is for `table`, and was refused before.
            OutputFormat::Text => what,
        },
        Export::Picture(usual) => Export::Picture(picture.form_for(output.output.as_deref(), usual)?),
        Export::Network | Export::Highlights | Export::Codebook | Export::Articles => what,
    };
    let source = ExportSource {
        project,
        query: &query,
        drawn_as: picture.wanted(),
        choices: &choices,
        csv,
        made: jiff::Timestamp::now(),
    };
    write(what, target(path, output)?, &source, out)?;
    Ok(Verdict::Good)
}

/// The file to write to, if the output names one.
fn target<'a>(project: &Path, output: &'a OutputArgs) -> Result<Option<&'a Path>, CliError> {
    let Some(target) = output.output.as_deref() else { return Ok(None) };
    // The shell's `>` would do the same harm, but here it can still be refused.
    if project.canonicalize().is_ok_and(|project| target.canonicalize().is_ok_and(|target| target == project)) {
        return Err(CliError::OutputIsProject(target.to_owned()));
    }
    Ok(Some(target))
}

/// Writes to the file, or to `out`.
fn write(what: Export, target: Option<&Path>, source: &ExportSource<'_>, out: &mut dyn Write) -> Result<(), CliError> {
    match target {
        Some(target) => Ok(what.write_file(target, source)?),
        None => Ok(what.write(out, source)?),
    }
}
