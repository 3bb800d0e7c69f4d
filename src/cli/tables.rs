//! `table` and `export`: what leaves a project without a window.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{
    CliError, Verdict,
    args::{ExportSubject, OutputArgs, OutputFormat, TableArgs},
    open,
    picture::{NetworkArgs, PictureArgs},
};
use crate::{
    analysis::{facts::Facts, network::Network},
    export::{
        csv::CsvOptions,
        form::TableFormat,
        graphml,
        provenance::{Provenance, SIDECAR_ENDING},
        sheet::{Gather, Sheet},
        tables, terminal,
    },
    model::{Project, view::Query},
    store::{self, Access},
};

pub(super) fn print_table(
    path: &Path,
    output: &OutputArgs,
    table: &TableArgs,
    options: CsvOptions,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let query = table.query(project)?;
    match table.format_for(output, OutputFormat::Text) {
        OutputFormat::Text => to_output(path, output, out, |out| {
            // What goes to a file or to another program is not broken to fit a terminal.
            let is_for_terminal = output.output.is_none();
            let width = terminal_size::terminal_size_of(io::stdout()).filter(|_| is_for_terminal);
            let max_width = width.map_or(usize::MAX, |(width, _)| width.0.into());
            let sheets = Sheet::answering(project, &query, Gather::AsMeasured);
            out.write_all(terminal::tables(&sheets, max_width).as_bytes())
        })?,
        OutputFormat::As(form) => write_comparison(path, project, (&query, form), options, output, out)?,
    }
    Ok(Verdict::Good)
}

pub(super) fn export(
    path: &Path,
    what: ExportSubject,
    output: &OutputArgs,
    table: &TableArgs,
    options: CsvOptions,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let list = |name| Provenance::of_list(project, name, jiff::Timestamp::now());
    let about = match what {
        ExportSubject::Comparison => {
            let query = table.query(project)?;
            // Text is for `table`, and was refused before.
            let form = match table.format_for(output, OutputFormat::As(TableFormat::Csv)) {
                OutputFormat::As(form) => form,
                OutputFormat::Text => TableFormat::Csv,
            };
            write_comparison(path, project, (&query, form), options, output, out)?;
            return Ok(Verdict::Good);
        }
        ExportSubject::Highlights => {
            to_output(path, output, out, |out| tables::highlights(out, project, options))?;
            list("highlights")
        }
        ExportSubject::Codebook => {
            to_output(path, output, out, |out| tables::codebook(out, project, options))?;
            list("codebook")
        }
        ExportSubject::Articles => {
            to_output(path, output, out, |out| tables::articles(out, project, options))?;
            list("articles")
        }
        ExportSubject::Picture | ExportSubject::Network => unreachable!("each has a function of its own"),
    };
    write_sidecar(output, &about)?;
    Ok(Verdict::Good)
}

pub(super) fn export_picture(
    path: &Path,
    output: &OutputArgs,
    table: &TableArgs,
    (args, network): (&PictureArgs, &NetworkArgs),
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let picture = args.draw(project, table.query(project)?, network)?;
    let bytes = args.bytes(&picture, output.output.as_deref())?;
    to_output(path, output, out, |out| out.write_all(&bytes))?;
    Ok(Verdict::Good)
}

pub(super) fn export_network(
    path: &Path,
    output: &OutputArgs,
    table: &TableArgs,
    args: &NetworkArgs,
    out: &mut dyn Write,
) -> Result<Verdict, CliError> {
    let session = open(path, Access::ReadOnly)?;
    let project = session.project();
    let network = Network::of(project, &Facts::of(project), args.query(&table.query(project)?)?);
    to_output(path, output, out, |out| graphml::network(out, project, &network, jiff::Timestamp::now()))?;
    Ok(Verdict::Good)
}

fn write_comparison(
    path: &Path,
    project: &Project,
    (query, form): (&Query, TableFormat),
    options: CsvOptions,
    output: &OutputArgs,
    out: &mut dyn Write,
) -> Result<(), CliError> {
    let made = jiff::Timestamp::now();
    to_output(path, output, out, |out| form.write(out, project, query, options, made))?;
    if form.is_bare() {
        write_sidecar(output, &Provenance::of_comparison(project, query, made))?;
    }
    Ok(())
}

/// Writes to the file the output names, or to `out`.
fn to_output(
    project: &Path,
    output: &OutputArgs,
    out: &mut dyn Write,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), CliError> {
    let Some(target) = &output.output else { return Ok(write(out)?) };
    // The shell's `>` would do the same harm, but here it can still be refused.
    if project.canonicalize().is_ok_and(|project| target.canonicalize().is_ok_and(|target| target == project)) {
        return Err(CliError::OutputIsProject(target.clone()));
    }
    replace(target, write)
}

/// Says beside a file that holds nothing but its records what made it. A device or a pipe has nothing beside it.
fn write_sidecar(output: &OutputArgs, about: &Provenance) -> Result<(), CliError> {
    let Some(target) = output.output.as_ref().filter(|target| target.is_file()) else { return Ok(()) };
    let mut name = OsString::from(target);
    name.push(SIDECAR_ENDING);
    replace(&PathBuf::from(name), |out| out.write_all(about.text().as_bytes()))
}

fn replace(target: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), CliError> {
    store::replace_file(target, write).map_err(|(what, source)| CliError::Write {
        path: target.to_owned(),
        what,
        source,
    })
}
