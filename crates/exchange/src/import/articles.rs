//! Imports files and folders as articles, with one line of report for each file.
//!
//! A file that cannot be used never stops the others; it is left out, with the reason. The project is only used to
//! recognise texts it already has; [`edit`] returns the edit that adds the new ones.

use std::{
    io,
    path::{Path, PathBuf},
    sync::{Arc, atomic::AtomicBool},
};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleSource, Project},
    text::Text,
};

use super::{
    draft::{Draft, UsedEncoding},
    formats::{Format, Reading, ReadingOptions, SourceFile, Unreadable, extensions},
    known::KnownArticles,
    reading::{FileContent, check_draft, read_files},
    stubs,
};

/// Larger files are refused, because an article of this size must be a whole archive in one file.
pub const MAX_FILE_BYTES: u64 = Text::MAX_BYTES as u64;
/// The most files that one import reads.
pub const MAX_FILES: usize = 100_000;
/// How deep folders may be nested below one that is imported.
pub const MAX_DEPTH: usize = 64;
/// The result of an import.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// The new articles, in the order of their files.
    pub articles: Vec<Arc<Article>>,
    /// One line for each text in a file, for each file without one, and for each folder that could not be read.
    pub lines: Vec<ReportLine>,
    /// True if the import was cancelled before its end.
    pub was_cancelled: bool,
}

/// The line of the report about one text.
#[derive(Debug)]
pub struct ReportLine {
    /// The file or folder, as it was given or found.
    pub path: PathBuf,
    /// The number of the text in a file with several, and what it counts: “report 3”.
    pub part: Option<String>,
    /// Whether it became an article.
    pub outcome: FileOutcome,
}

/// The result for one text.
#[derive(Debug)]
pub enum FileOutcome {
    /// It became an article.
    Imported(ImportedArticle),
    /// It was left out for this reason.
    Skipped(SkipReason),
}

/// A text that became an article.
#[derive(Debug)]
pub struct ImportedArticle {
    /// The new article, with what the file says about it.
    pub article: Arc<Article>,
    /// The encoding it was read with, for formats that may have several.
    pub encoding: Option<UsedEncoding>,
    /// The same file read with the encoding that is nearly as likely.
    pub rival: Option<RivalReading>,
    /// What the analyst should look at, see [`Draft::warnings`].
    pub warnings: Vec<String>,
}

/// The result of reading a file in another encoding.
#[derive(Debug)]
pub struct RivalReading {
    /// The name of the encoding.
    pub encoding: &'static str,
    /// The article that it would become.
    pub article: Arc<Article>,
}

/// Why a file or folder was left out.
#[derive(Debug, thiserror::Error)]
pub enum SkipReason {
    /// It could not be read.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// A device or a socket was named.
    #[error("it is not a file, a folder or a pipe")]
    NoFile,
    /// It is a link inside a folder. Only links that a person names are followed, because a link may lead anywhere.
    #[error("it is a link; links inside a folder are not followed")]
    Link,
    /// It is a pipe, a socket or a device inside a folder, where nobody said that it should be read.
    #[error("it is a pipe, a socket or a device; these are not read inside a folder")]
    Special,
    /// It is a folder more than [`MAX_DEPTH`] folders below the one that is imported.
    #[error("it is more than {MAX_DEPTH} folders deep; import it separately")]
    TooDeep,
    /// It exceeds [`MAX_FILE_BYTES`], either as a file or as decoded text.
    #[error("it is larger than {} MB", MAX_FILE_BYTES >> 20)]
    TooLarge,
    /// It is the first file beyond [`MAX_FILES`]; the files after it are not listed.
    #[error("an import may have {MAX_FILES} files; import the rest separately")]
    TooMany,
    /// Its format has no reader, or its reader refused it.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// One of the texts in it could not be read.
    #[error("{0}")]
    PartFailed(String),
    /// The project, or an earlier file, already has this text.
    #[error("it has the same text as “{title}”")]
    Duplicate {
        /// The title of that article.
        title: String,
    },
    /// A record without a text describes an article that the project, or an earlier file, already has.
    #[error("“{title}” is already there, with the same address or the same title, outlet and date")]
    SameDetails {
        /// The title of that article.
        title: String,
    },
    /// The folder has no file of a format that is read.
    #[error("it contains no file that ends in {}", extensions_in_words())]
    NoFileInFolder,
    /// The archive has no file of a format that is read.
    #[error("it contains no file that ends in {}", extensions_in_words())]
    NoFileInArchive,
}

/// Reads files and folders. A folder is read with its subfolders, sorted by name. Links in a named path are followed;
/// links inside a folder are left out.
///
/// `progress` is called with the number of files done and the total number. Setting `cancel` ends the import after the
/// current file; what was read until then is in the report.
pub fn read_articles(
    paths: &[PathBuf],
    options: &ReadingOptions,
    project: &Project,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> ImportReport {
    let mut report = ImportReport::default();
    let mut known = KnownArticles::of(project);
    let was_cancelled = read_files(paths, options, cancel, progress, &mut |file| match file.content {
        Ok(content) => report.take_texts(file.path, content, options, &mut known),
        Err(reason) => report.leave_out(file.path.to_owned(), reason),
    });
    ImportReport { was_cancelled, ..report }
}

/// Returns an edit that appends the articles to the project in one step; `None` if there are no articles.
pub fn edit(project: &Project, articles: &[Arc<Article>]) -> Option<Edit> {
    let places = project.articles.len()..;
    (!articles.is_empty()).then(|| Edit::InsertArticles(places.zip(articles.iter().cloned()).collect()))
}

/// Turns a draft into an article, unless it is too large or empty, or the project has it.
fn article_of(draft: Draft, source: ArticleSource, known: &KnownArticles) -> Result<ImportedArticle, SkipReason> {
    check_draft(&draft)?;
    if let Some(article) = known.find(&draft) {
        let title = article.details.title.clone();
        return Err(if draft.is_stub() { SkipReason::SameDetails { title } } else { SkipReason::Duplicate { title } });
    }
    let is_stub = draft.is_stub();
    let Draft { text, mut details, parts, encoding, warnings, .. } = draft;
    if is_stub {
        stubs::mark(&mut details);
    }
    let used = encoding.as_ref().map(|encoding| encoding.charset.name()).unwrap_or_default();
    let mut article = Article::new(details, Text::new(text));
    article.source = Some(Arc::new(ArticleSource { encoding: used.to_owned(), parts, ..source }));
    Ok(ImportedArticle { article: Arc::new(article), encoding, rival: None, warnings })
}

/// Reads a text again in the encoding that is nearly as likely.
fn rival_of(
    taken: &ImportedArticle,
    file: &SourceFile<'_>,
    format: &Format,
    source: &ArticleSource,
    options: &ReadingOptions,
) -> Option<RivalReading> {
    let rival = taken.encoding.as_ref()?.rival?;
    let options = ReadingOptions { encoding: Some(rival), ..options.clone() };
    let [draft]: [Draft; 1] = format.read_file(file, &options).ok()?.drafts.try_into().ok()?;
    let other = article_of(draft, source.clone(), &KnownArticles::default()).ok()?;
    Some(RivalReading { encoding: rival.name(), article: other.article })
}

/// Returns the extensions of articles as a phrase: ".txt, .text or .md".
pub fn extensions_in_words() -> String {
    let all: Vec<String> = extensions().iter().map(|extension| format!(".{extension}")).collect();
    match all.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

impl ImportReport {
    fn leave_out(&mut self, path: PathBuf, reason: SkipReason) {
        self.lines.push(ReportLine { path, part: None, outcome: FileOutcome::Skipped(reason) });
    }

    /// Takes the texts in a file, and says of each that cannot be taken why.
    fn take_texts(
        &mut self,
        path: &Path,
        content: FileContent<'_>,
        options: &ReadingOptions,
        known: &mut KnownArticles,
    ) {
        let names: Vec<_> = (0..content.reading.drafts.len()).map(|index| content.part_name(index)).collect();
        let FileContent { file, format, source, reading: Reading { drafts, failures } } = content;
        let is_one = drafts.len() == 1;
        for (draft, part) in drafts.into_iter().zip(names) {
            let outcome = match article_of(draft, source.clone(), known) {
                Ok(mut taken) => {
                    // Only a file with one text can be told apart by eye in two encodings.
                    if is_one {
                        taken.rival = rival_of(&taken, &file, format, &source, options);
                    }
                    known.add(&taken.article);
                    self.articles.push(Arc::clone(&taken.article));
                    FileOutcome::Imported(taken)
                }
                Err(reason) => FileOutcome::Skipped(reason),
            };
            self.lines.push(ReportLine { path: path.to_owned(), part, outcome });
        }
        for failure in failures {
            let part = Some(failure.name());
            let outcome = FileOutcome::Skipped(SkipReason::PartFailed(failure.reason));
            self.lines.push(ReportLine { path: path.to_owned(), part, outcome });
        }
    }

    /// Returns the number of files and folders that were left out.
    pub fn n_left_out(&self) -> usize {
        self.lines.iter().filter(|line| matches!(line.outcome, FileOutcome::Skipped(_))).count()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use standpoint_core::edit::{Gesture, History};

    fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("it can be made");
            std::fs::write(path, text).expect("the folder can be written");
        }
        folder
    }

    fn read(paths: &[PathBuf], project: &Project) -> ImportReport {
        read_articles(paths, &ReadingOptions::default(), project, &AtomicBool::new(false), &mut |_, _| {})
    }

    /// Each file’s name with the title of its article, or with the reason why it was left out.
    fn describe(report: &ImportReport) -> Vec<String> {
        let line = |line: &ReportLine| {
            let name = line.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            match &line.outcome {
                FileOutcome::Imported(taken) => format!("{name}: {}", taken.article.details.title),
                FileOutcome::Skipped(reason) => format!("{name}: left out, {reason}"),
            }
        };
        report.lines.iter().map(line).collect()
    }

    #[test]
    fn a_folder_is_read_by_name_with_what_is_in_it() {
        let folder = folder_of(&[
            ("b.txt", "Second"),
            ("a.TXT", "First"),
            ("sub/c.md", "# Third"),
            ("sub/again.text", "\u{feff}First\r\n"),
            ("empty.txt", " \n"),
            ("scan.txt", "%PDF-1.4"),
            ("notes.log", "no article"),
            (".hidden.txt", "no article"),
        ]);
        let report = read(&[folder.path().to_owned()], &Project::default());
        assert_eq!(
            describe(&report),
            [
                "a.TXT: First",
                "b.txt: Second",
                "empty.txt: left out, it is empty",
                "scan.txt: left out, it is damaged: its table of contents cannot be read",
                "again.text: left out, it has the same text as “First”",
                "c.md: Third",
            ]
        );
    }

    #[test]
    fn an_import_is_one_step_and_a_second_one_brings_nothing() {
        let folder = folder_of(&[("a.txt", "First"), ("b.txt", "Second")]);
        let empty = Project::default();
        let mut history = History::new(empty.clone());
        let report = read(&[folder.path().to_owned()], history.project());
        let import = edit(history.project(), &report.articles).expect("there are two articles");
        history.apply("Import", Gesture::Single, import).expect("they are new");
        assert_eq!(history.project().articles.len(), 2);
        let again = read(&[folder.path().join("b.txt")], history.project());
        assert_eq!(describe(&again), ["b.txt: left out, it has the same text as “Second”"]);
        assert!(edit(history.project(), &again.articles).is_none());
        history.undo();
        assert_eq!(*history.project(), empty);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let folder = folder_of(&[("sub/notes.log", "x")]);
        let paths = [folder.path().join("gone.txt"), folder.path().to_owned()];
        let lines = describe(&read(&paths, &Project::default()));
        let none = format!("left out, it contains no file that ends in {}", extensions_in_words());
        assert!(lines[0].ends_with(&none), "{lines:?}");
        assert!(lines[1].starts_with("gone.txt: left out"), "{lines:?}");
    }

    #[cfg(unix)]
    #[test]
    fn links_inside_a_folder_are_listed_and_not_followed() {
        use std::os::unix::fs::symlink;
        let outside = folder_of(&[("secret.txt", "Secret"), ("deep/secret.txt", "Secret too")]);
        let folder = folder_of(&[("sub/a.txt", "First")]);
        let [secret, deep] = ["secret.txt", "deep"].map(|name| outside.path().join(name));
        let links = [(folder.path(), "sub/up"), (&secret, "link.txt"), (&deep, "link")];
        for (to, name) in links {
            symlink(to, folder.path().join(name)).expect("links can be made");
        }
        let is_link = |name: &str| format!("{name}: left out, it is a link; links inside a folder are not followed");
        let report = read(&[folder.path().to_owned()], &Project::default());
        assert_eq!(describe(&report), [is_link("link"), is_link("link.txt"), is_link("up"), "a.txt: First".to_owned()]);
        // The same links are followed if a person names them.
        let report = read(&[folder.path().join("link"), folder.path().join("link.txt")], &Project::default());
        assert_eq!(describe(&report), ["secret.txt: Secret too", "link.txt: Secret"]);
    }

    #[test]
    fn a_file_that_is_too_large_is_not_read() {
        let folder = folder_of(&[("a.txt", "First")]);
        let file = std::fs::File::options().write(true).open(folder.path().join("a.txt")).expect("it is there");
        file.set_len(MAX_FILE_BYTES + 1).expect("files may have holes");
        for path in [folder.path().to_owned(), folder.path().join("a.txt")] {
            let lines = describe(&read(&[path], &Project::default()));
            assert!(lines[0].starts_with("a.txt: left out, it is larger than"), "{lines:?}");
        }
    }

    #[test]
    fn folders_are_read_down_to_a_certain_depth() {
        let folder = folder_of(&[]);
        let mut path = folder.path().to_owned();
        for depth in 1..=MAX_DEPTH + 2 {
            path.push(format!("f{depth}"));
            std::fs::create_dir(&path).expect("it can be made");
            std::fs::write(path.join("a.txt"), format!("At {depth}")).expect("the folder can be written");
        }
        let report = read(&[folder.path().to_owned()], &Project::default());
        assert_eq!(report.articles.len(), MAX_DEPTH);
        assert_eq!(describe(&report)[0], "f65: left out, it is more than 64 folders deep; import it separately");
    }

    #[test]
    fn a_folder_that_is_named_twice_is_read_once() {
        let folder = folder_of(&[("sub/a.txt", "First"), ("z.txt", "Second")]);
        let paths = ["sub", "", "sub/../sub"].map(|name| folder.path().join(name));
        assert_eq!(describe(&read(&paths, &Project::default())), ["a.txt: First", "z.txt: Second"]);
    }

    #[cfg(feature = "web")]
    #[test]
    fn a_saved_page_is_one_article_with_its_folder() {
        let page = |words: &str| format!("<html><body><p>{words}</p></body></html>");
        let folder = folder_of(&[
            ("Bridge.html", &page("One")),
            ("Bridge_files/frame.html", &page("Advert")),
            ("Brücke.htm", &page("Two")),
            ("Brücke-Dateien/frame.htm", &page("Anzeige")),
            ("Loose_files/note.html", &page("Three")),
        ]);
        let report = read(&[folder.path().to_owned()], &Project::default());
        assert_eq!(describe(&report), ["Bridge.html: One", "Brücke.htm: Two", "note.html: Three"]);
        let report = read(&[folder.path().join("Bridge_files")], &Project::default());
        assert_eq!(describe(&report), ["frame.html: Advert"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_even_if_it_is_named() {
        let report = read(&["/dev/zero".into()], &Project::default());
        assert_eq!(describe(&report), ["zero: left out, it is not a file, a folder or a pipe"]);
    }

    #[test]
    fn cancelling_keeps_what_was_read() {
        let folder = folder_of(&[("a.txt", "First"), ("b.txt", "Second"), ("c.txt", "Third")]);
        let cancel = AtomicBool::new(false);
        let mut seen = Vec::new();
        let report = read_articles(
            &[folder.path().to_owned()],
            &ReadingOptions::default(),
            &Project::default(),
            &cancel,
            &mut |done, total| {
                seen.push((done, total));
                cancel.store(done == 1, Ordering::Relaxed);
            },
        );
        assert!(report.was_cancelled);
        assert_eq!(describe(&report), ["a.txt: First", "b.txt: Second"]);
        assert_eq!(seen, [(0, 3), (1, 3), (2, 3)]);
    }
}
