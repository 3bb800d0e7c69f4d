//! Defines what can be exported and writes it, in one way for all callers.
//!
//! The window and the command line both choose an [`Export`] and pass what it is made from. A file is written
//! completely or not at all; alternatively, the export goes into an open writer. No clock is read here.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use standpoint_analysis::{facts::Facts, network::Network, report::provenance::Provenance};
use standpoint_core::{
    model::{
        Project,
        view::{self, Query},
    },
    progress,
};
use standpoint_store::{
    self as store,
    files::{self, Folder},
    watch::WriteWatch,
};

use sha2::{Digest as _, Sha256};

use super::{
    TooLarge, codebook::CodebookForm, csv::CsvOptions, form::TableFormat, graphml, hits::LinesToExport, tables,
};
use crate::picture::{self, InkPalette, Picture, PictureOptions, PictureSetting, PngError, Resolution};

/// What can be exported, including its format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Export {
    /// The comparison as a table.
    Comparison(TableFormat),
    /// The comparison as bars, heat map, timeline or network.
    Picture(PictureFormat),
    /// The comparison as a network, for programs that draw and measure networks.
    Network,
    /// All highlights, one record each.
    Highlights,
    /// All actors, issues and stances: one record each, or to print.
    Codebook(CodebookForm),
    /// All articles without their texts, one record each.
    Articles,
    /// Lines of a search, one record each.
    Lines,
}

/// The format of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureFormat {
    /// Vector shapes and text, sharp at every size.
    Svg,
    /// Pixels at this resolution.
    Png(Resolution),
}

/// The inputs of an export. Each kind uses the parts that it needs; the lists ignore the comparison.
#[derive(Clone, Copy, Debug)]
pub struct ExportSource<'a> {
    /// The project to export from.
    pub project: &'a Project,
    /// The query of the comparison.
    pub query: &'a Query,
    /// The kind of picture to draw.
    pub drawn_as: view::PictureKind,
    /// The settings of pictures and networks that are not part of the query.
    pub choices: &'a PictureOptions,
    /// The lines of a search, where these are exported.
    pub lines: Option<&'a LinesToExport>,
    /// The options for CSV files.
    pub csv: CsvOptions,
    /// The file of the project, which the note beside an export names.
    pub file: Option<ProjectFile<'a>>,
    /// The time recorded as that of the export.
    pub made: jiff::Timestamp,
}

/// The file that a project was read from.
#[derive(Clone, Copy, Debug)]
pub struct ProjectFile<'a> {
    /// Where it is. Only its name is written into exports.
    pub path: &'a Path,
    /// Whether there are edits that the file does not have.
    pub has_unsaved_edits: bool,
}

impl ProjectFile<'_> {
    /// Adds the name and the SHA-256 of the file to a note; changes nothing if the file cannot be read any more.
    fn named_in(self, about: Provenance) -> Provenance {
        let Ok(bytes) = files::read_named(self.path, store::MAX_FILE_BYTES) else { return about };
        let sha_256 = format!("{:x}", Sha256::digest(&bytes));
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        about.with_file(&name, &sha_256, self.has_unsaved_edits)
    }
}

/// Why a file could not be written. Its previous content, if any, is still there.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The system reported an error.
    #[error("{}: could not be written: {what}: {source}; choose another place", path.display())]
    Write {
        /// The file that could not be written.
        path: PathBuf,
        /// The step that failed.
        what: &'static str,
        /// The reason given by the system.
        source: io::Error,
    },
    /// Whoever watched it stopped it.
    #[error("{}: not written, because that was cancelled", .0.display())]
    Cancelled(PathBuf),
    /// The note beside it would replace a file that is not such a note.
    #[error(
        "{}: this file would be replaced by the note on the export, but Standpoint did not write it; \
         rename it, or give the export another name. Nothing was written", .0.display()
    )]
    NotOurNote(PathBuf),
    /// It is too large, or the picture could not be turned into a PNG. Nothing was written.
    #[error("{}: {source}", path.display())]
    Refused {
        /// The file that was to be written.
        path: PathBuf,
        /// Why it was not.
        source: Refusal,
    },
}

/// Why an export was refused.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It is too large for its form.
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
    /// The picture cannot be turned into a PNG.
    #[error(transparent)]
    Png(#[from] PngError),
}

/// The ending of the file with the provenance of another file: `cells.csv` gets `cells.csv.about.txt`.
const SIDECAR_ENDING: &str = ".about.txt";

/// A note has only a few lines; a larger file is not one.
const MAX_NOTE_BYTES: u64 = 1 << 20;

/// Writes a whole export into the given writer.
type Writer<'a> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'a>;

impl Export {
    /// One export of each kind that needs nothing but a project and a query, in its default format.
    pub const ALL: [Self; 6] = [
        Self::Highlights,
        Self::Comparison(TableFormat::Csv),
        Self::Codebook(CodebookForm::Csv),
        Self::Articles,
        Self::Picture(PictureFormat::Svg),
        Self::Network,
    ];

    /// Returns its name on the command line and in suggested file names.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comparison(TableFormat::Tidy) => "comparison-tidy",
            Self::Comparison(_) => "comparison",
            Self::Picture(_) => "picture",
            Self::Network => "network",
            Self::Highlights => "highlights",
            Self::Codebook(_) => "codebook",
            Self::Articles => "articles",
            Self::Lines => "lines",
        }
    }

    /// Returns the format if it is a table; lists are CSV.
    pub const fn form(self) -> Option<TableFormat> {
        match self {
            Self::Comparison(form) => Some(form),
            Self::Picture(_) | Self::Network | Self::Codebook(CodebookForm::Html | CodebookForm::Docx) => None,
            Self::Highlights | Self::Codebook(CodebookForm::Csv) | Self::Articles | Self::Lines => {
                Some(TableFormat::Csv)
            }
        }
    }

    /// Returns a description of such files and their usual extensions, the default first.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Comparison(form) => form.file_filter(),
            Self::Picture(form) => form.file_filter(),
            Self::Network => ("GraphML network", &["graphml"]),
            Self::Codebook(CodebookForm::Csv) | Self::Highlights | Self::Articles | Self::Lines => {
                TableFormat::Csv.file_filter()
            }
            Self::Codebook(form) => form.file_filter(),
        }
    }

    /// Writes it to a file, completely or not at all. A table that contains nothing but records gets a second file
    /// beside it with its provenance, unless `path` is a device or a pipe.
    ///
    /// # Errors
    /// Fails if one of the files cannot be written, or if it would be too large.
    pub fn write_file(self, path: &Path, source: &ExportSource<'_>) -> Result<(), ExportError> {
        self.write_file_watched(path, source, &WriteWatch::default())
    }

    /// As [`Self::write_file`], watched by somebody who may stop it as long as the file is not replaced.
    ///
    /// # Errors
    /// Fails like [`Self::write_file`], or if it was stopped; an earlier file then stays as it was.
    pub fn write_file_watched(
        self,
        path: &Path,
        source: &ExportSource<'_>,
        watch: &WriteWatch,
    ) -> Result<(), ExportError> {
        let has_note = self.form().is_some_and(TableFormat::is_bare) && !is_device(path);
        let remarks = if has_note { check_note(path)? } else { Vec::new() };
        let writer = self.writer(source).map_err(|source| ExportError::Refused { path: path.to_owned(), source })?;
        let written = replace_file(path, |out| writer(&mut watch.over(out, 0)));
        if watch.is_stopped() {
            return Err(ExportError::Cancelled(path.to_owned()));
        }
        written?;
        let Some(about) = self.provenance(source).filter(|_| has_note) else { return Ok(()) };
        let about = match source.file {
            Some(file) => file.named_in(about),
            None => about,
        };
        let write = |out: &mut dyn Write| {
            out.write_all(about.text().as_bytes())?;
            out.write_all(&remarks)
        };
        let written = store::replace_file_beside(path, SIDECAR_ENDING, write);
        written.map_err(|(what, source)| ExportError::Write { path: path.to_owned(), what, source })
    }

    /// Writes it into `out`.
    ///
    /// # Errors
    /// Fails if `out` cannot be written, or if it would be too large; nothing is written then.
    pub fn write(self, out: &mut dyn Write, source: &ExportSource<'_>) -> io::Result<()> {
        self.writer(source).map_err(io::Error::other)?(out)
    }

    /// Does everything that can fail before a file is touched. The function it returns only writes.
    fn writer<'a>(self, source: &'a ExportSource<'a>) -> Result<Writer<'a>, Refusal> {
        let ExportSource { project, query, drawn_as, choices, lines, csv, file: _, made } = *source;
        Ok(match self {
            Self::Comparison(form) => {
                let sheets = form.sheets(project, query)?;
                Box::new(move |out| {
                    progress::begin(form.n_steps(&sheets));
                    form.write_sheets(out, (project, query), &sheets, csv, made)
                })
            }
            Self::Picture(form) => {
                let setting = PictureSetting::of(project, InkPalette::print());
                let bytes = form.bytes(&picture::draw_query(&setting, query.clone(), drawn_as, choices)?)?;
                Box::new(move |out| out.write_all(&bytes))
            }
            Self::Network => {
                let network = Network::within_memory(project, &Facts::of(project), choices.network(query));
                let network = network.map_err(TooLarge::from)?;
                Box::new(move |out| graphml::network(out, project, &network, made))
            }
            Self::Highlights => Box::new(move |out| tables::highlights(out, project, csv)),
            Self::Codebook(form) => Box::new(move |out| form.write(out, project, csv, made)),
            Self::Articles => Box::new(move |out| tables::articles(out, project, csv)),
            Self::Lines => Box::new(move |out| match lines {
                Some(lines) => lines.csv(out, csv),
                None => Ok(()),
            }),
        })
    }

    /// Returns the provenance if the file itself cannot contain it.
    fn provenance(self, source: &ExportSource<'_>) -> Option<Provenance> {
        let ExportSource { project, query, csv, made, .. } = *source;
        let mut about = match self {
            Self::Comparison(form) if form.is_bare() => {
                Provenance::of_comparison(project, query, made).in_full(project, query)
            }
            Self::Comparison(_)
            | Self::Picture(_)
            | Self::Network
            | Self::Codebook(CodebookForm::Html | CodebookForm::Docx) => return None,
            Self::Highlights | Self::Codebook(CodebookForm::Csv) | Self::Articles => {
                Provenance::of_list(project, self.name(), made)
            }
            Self::Lines => {
                let mut about = Provenance::of_list(project, self.name(), made);
                about.details.extend(source.lines.map(|lines| ("Search", lines.search.clone())));
                about
            }
        };
        let separator = if self == Self::Comparison(TableFormat::Tsv) { "tab" } else { csv.separator.name() };
        about.details.push(("Format", csv.in_words(separator)));
        Some(about)
    }
}

impl PictureFormat {
    /// Every format, in the order in which it is offered.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png(Resolution::Double), Self::Png(Resolution::Print)];

    /// Returns a description of such files and their extension.
    pub const fn file_filter(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Self::Svg => ("SVG picture", &["svg"]),
            Self::Png(_) => ("PNG picture", &["png"]),
        }
    }

    fn bytes(self, drawn: &Picture) -> Result<Vec<u8>, PngError> {
        match self {
            Self::Svg => Ok(picture::svg(drawn).into_bytes()),
            Self::Png(resolution) => picture::png(drawn, resolution),
        }
    }
}

/// Returns whether this path is written to instead of replaced, such as a device or a pipe.
fn is_device(path: &Path) -> bool {
    path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Returns the text that somebody added to the note beside a file, which is kept. Fails if the note would replace
/// anything but an earlier note, or a write-protected one. This is checked before anything is written, so that no
/// export is left half done.
fn check_note(path: &Path) -> Result<Vec<u8>, ExportError> {
    let failed = |what| move |source| ExportError::Write { path: path.to_owned(), what, source };
    let note = store::path_beside(path, SIDECAR_ENDING).map_err(failed("opening its folder"))?;
    let Some(name) = note.file_name() else { return Ok(Vec::new()) };
    let Ok(folder) = Folder::named(note.parent().unwrap_or(Path::new(""))) else {
        // Writing the export itself reports what is wrong with its folder.
        return Ok(Vec::new());
    };
    if folder.kind(name).map_err(failed("checking the note beside it"))?.is_none() {
        return Ok(Vec::new());
    }
    let remarks = folder.read(name, MAX_NOTE_BYTES).ok().and_then(|bytes| Provenance::remarks_in(&bytes));
    let Some(remarks) = remarks else { return Err(ExportError::NotOurNote(note)) };
    if folder.is_write_protected(name) {
        let source = io::Error::new(io::ErrorKind::PermissionDenied, "the file is write-protected");
        return Err(ExportError::Write { path: note, what: "opening", source });
    }
    Ok(remarks)
}

/// Writes a file completely or not at all, replacing its previous content.
///
/// # Errors
/// Fails if the file cannot be written.
pub fn replace_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), ExportError> {
    store::replace_file(path, write).map_err(|(what, source)| ExportError::Write {
        path: path.to_owned(),
        what,
        source,
    })
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, fs, rc::Rc, sync::Arc};

    use super::*;
    use standpoint_core::model::{CodeKind, marked::marked_article};

    fn talks() -> Project {
        let mut project = Project::titled("Talks");
        let issue = project.codebook.fresh_code(CodeKind::Issue, "Harbour", None);
        let actor = project.codebook.fresh_code(CodeKind::Actor, "Mayor", None);
        let mut article = marked_article("A", "The [harbour] stays open.");
        let highlight = Arc::make_mut(&mut article.highlights[0]);
        (highlight.actor, highlight.issue) = (Some(actor.id.clone()), Some(issue.id.clone()));
        project.codebook.actors.push(actor);
        project.codebook.issues.push(issue);
        project.articles.push(Arc::new(article));
        project
    }

    fn source_of<'a>(project: &'a Project, query: &'a Query, choices: &'a PictureOptions) -> ExportSource<'a> {
        ExportSource {
            project,
            query,
            drawn_as: view::PictureKind::HeatMap,
            choices,
            lines: None,
            csv: CsvOptions::default(),
            file: None,
            made: "2026-11-26T18:27:00Z".parse().expect("a time"),
        }
    }

    #[test]
    fn lists_tables_and_networks_say_how_far_they_are() {
        let (project, query, choices) = (talks(), Query::default(), PictureOptions::default());
        let source = source_of(&project, &query, &choices);
        let lists = [Export::Highlights, Export::Articles, Export::Network];
        for export in lists.into_iter().chain(TableFormat::ALL.map(Export::Comparison)) {
            let (told, mut written) = (Rc::new(Cell::new((0, 0))), Vec::new());
            let last = Rc::clone(&told);
            progress::heard_by(move |done, all| last.set((done, all)), || export.write(&mut written, &source))
                .expect("memory can be written");
            let (done, all) = told.get();
            assert!(done == all && all > 0, "{export:?}: {done} of {all}");
        }
    }

    #[test]
    fn a_file_holds_what_is_written_elsewhere_and_bare_tables_say_beside_it_what_made_them() {
        let (project, query, choices) = (talks(), Query::default(), PictureOptions::default());
        let source = source_of(&project, &query, &choices);
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let tables = TableFormat::ALL.map(Export::Comparison);
        let pictures = PictureFormat::ALL.map(Export::Picture);
        let codebooks = CodebookForm::ALL.map(Export::Codebook);
        for (n, export) in Export::ALL.into_iter().chain(tables).chain(pictures).chain(codebooks).enumerate() {
            let path = folder.path().join(format!("{n}.{}", export.file_filter().1[0]));
            export.write_file(&path, &source).expect("the folder can be written");
            let mut written = Vec::new();
            export.write(&mut written, &source).expect("memory can be written");
            assert!(!written.is_empty() && fs::read(&path).is_ok_and(|file| file == written), "{export:?}");
            let about = fs::read_to_string(folder.path().join(format!("{n}.{}.about.txt", export.file_filter().1[0])));
            assert_eq!(about.is_ok(), export.form().is_some_and(TableFormat::is_bare), "{export:?}");
            assert!(about.unwrap_or_default().lines().all(|line| line.contains(": ")), "{export:?}");
        }

        let (path, note) = (folder.path().join("a.csv"), folder.path().join("a.csv.about.txt"));
        let write = || Export::Highlights.write_file(&path, &source).expect("the folder can be written");
        write();
        let ours = fs::read_to_string(&note).expect("there is a note");
        fs::write(&note, format!("{ours}\nChecked by AK.\n")).expect("the folder can be written");
        write();
        write();
        assert_eq!(fs::read_to_string(&note).ok(), Some(format!("{ours}\nChecked by AK.\n")));

        // Whoever watches may stop it, and both files stay as they were.
        let before = fs::read(&path).expect("it is there");
        let other = Project { title: "Other talks".to_owned(), ..project.clone() };
        let source = ExportSource { project: &other, ..source };
        let stopped = Export::Articles.write_file_watched(&path, &source, &WriteWatch::new(|_, _| false));
        assert!(matches!(stopped, Err(ExportError::Cancelled(of)) if of == path));
        assert_eq!(fs::read(&path).ok(), Some(before));
        assert!(fs::read_to_string(&note).is_ok_and(|note| note.contains("Checked by AK.")));
    }
}
