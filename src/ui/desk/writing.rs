//! Writing what leaves the project, on a thread where nobody waits: tables with what made them, and pictures.

use std::{
    io::{self, Write},
    path::Path,
};

use crate::{
    analysis::{facts::Facts, network::Network},
    export::{
        csv::CsvOptions,
        form::TableFormat,
        graphml,
        provenance::{Provenance, SIDECAR_ENDING},
        tables,
    },
    model::{Project, SavedComparison, view::Query},
    picture::{InkPalette, PictureOptions, PictureSetting},
    store,
    ui::desk::dialogs::export::{Export, PictureFormat},
};

/// Writes what is asked, whole or not at all, and beside a file of nothing but records what made it.
pub(in crate::ui) fn with_sidecar(
    path: &Path,
    project: &Project,
    query: &Query,
    what: Export,
    options: CsvOptions,
) -> Result<(), String> {
    let made = jiff::Timestamp::now();
    write(path, |out| match what {
        Export::Comparison(form) => form.write(out, project, query, options, made),
        Export::Highlights => tables::highlights(out, project, options),
        Export::Codebook => tables::codebook(out, project, options),
        Export::Articles => tables::articles(out, project, options),
        Export::Picture(_) | Export::Network => unreachable!("each has a function of its own"),
    })?;
    if !(what.form().is_some_and(TableFormat::is_bare) && path.is_file()) {
        return Ok(());
    }
    let about = match what {
        Export::Comparison(_) => Provenance::of_comparison(project, query, made),
        list => Provenance::of_list(project, list.name(), made),
    };
    let mut name = path.as_os_str().to_owned();
    name.push(SIDECAR_ENDING);
    write(Path::new(&name), |out| out.write_all(about.text().as_bytes()))
}

/// Draws the comparison with ink on white, and writes it.
pub(in crate::ui) fn picture(
    path: &Path,
    project: &Project,
    view: &SavedComparison,
    choices: &PictureOptions,
    form: PictureFormat,
) -> Result<(), String> {
    let setting = PictureSetting::of(project, InkPalette::print());
    let drawn = crate::picture::draw_query(&setting, view.query.clone(), view.picture, choices);
    let bytes = match form {
        PictureFormat::Svg => crate::picture::svg(&drawn).into_bytes(),
        PictureFormat::Png(resolution) => {
            crate::picture::png(&drawn, resolution).map_err(|error| format!("{}: {error}", path.display()))?
        }
    };
    write(path, |out| out.write_all(&bytes))
}

/// Writes the network that the comparison’s network view draws.
pub(in crate::ui) fn network(
    path: &Path,
    project: &Project,
    query: &Query,
    choices: &PictureOptions,
) -> Result<(), String> {
    let network = Network::of(project, &Facts::of(project), choices.network(query));
    write(path, |out| graphml::network(out, project, &network, jiff::Timestamp::now()))
}

fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), String> {
    store::replace_file(path, write).map_err(|(what, error)| {
        format!("{}: could not be written: {what}: {error}; choose another place", path.display())
    })
}
