//! Reads files and folders as drafts of articles.
//!
//! A file that cannot be used never stops the others; it is left out, with the reason. What becomes of the drafts is
//! decided in [`super::review`].

use std::{io, path::PathBuf, sync::atomic::AtomicBool};

use standpoint_core::text::Text;

use super::{
    draft::Field,
    formats::{ReadingOptions, SourceFile, Unreadable, extensions},
    pasted,
    reading::{self, ReadFile, SourceReading, content_of},
};

/// Larger files are refused, because an article of this size must be a whole archive in one file.
pub const MAX_FILE_BYTES: u64 = Text::MAX_BYTES as u64;
/// The most files that one import reads.
pub const MAX_FILES: usize = 100_000;
/// How deep folders may be nested below one that is imported.
pub const MAX_DEPTH: usize = 64;

/// What was read from files and folders.
#[derive(Debug, Default)]
pub struct FilesRead {
    /// Each file, and each folder that could not be read, in the order of reading.
    pub files: Vec<FileRead>,
    /// True if reading was cancelled before its end.
    pub was_cancelled: bool,
}

/// A file or a folder, and what was read from it.
#[derive(Debug)]
pub struct FileRead {
    /// The path as it was given or found; `None` for a text that was pasted.
    pub path: Option<PathBuf>,
    /// True if a person named it, so that a link in its place is followed; false if it was found in a folder.
    pub is_named: bool,
    /// The texts in it, or why it was left out.
    pub outcome: Result<SourceReading, SkipReason>,
}

/// Why a file or folder was left out.
#[derive(Debug, thiserror::Error)]
pub enum SkipReason {
    /// It could not be read.
    #[error("{}", io_in_words(.0))]
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
    #[error("it is larger than {} MB; divide it", MAX_FILE_BYTES >> 20)]
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
    /// It is no longer the file that was read first.
    #[error("it was changed since it was read; import it again")]
    Changed,
    /// The folder has no file of a format that is read.
    #[error("it contains no file that ends in {}", extensions_in_words())]
    NoFileInFolder,
    /// The archive has no file of a format that is read.
    #[error("it contains no file that ends in {}", extensions_in_words())]
    NoFileInArchive,
    /// The archive has no file at all.
    #[error("it holds no files; if it should, get it again")]
    EmptyArchive,
    /// It is a folder inside one of which only the files were to be read.
    #[error("it is a folder inside the imported one, of which only the files are read")]
    Subfolder,
}

/// Reads files and folders. A folder is read with its subfolders, sorted by name. Links in a named path are followed;
/// links inside a folder are left out.
///
/// `progress` is called with the number of files done and the total number. Setting `cancel` ends reading after the
/// current file; what was read until then is in the result.
pub fn read_files(
    paths: &[PathBuf],
    options: &ReadingOptions,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(usize, usize),
) -> FilesRead {
    let mut files = Vec::new();
    let was_cancelled = reading::read_files(paths, options, cancel, progress, &mut |file| {
        let ReadFile { path, is_named, content } = file;
        files.push(FileRead { path: Some(path.to_owned()), is_named, outcome: content });
    });
    FilesRead { files, was_cancelled }
}

/// Reads a text that was pasted. `html` is what the clipboard has as a web page, and wins over `text`.
pub fn read_pasted(html: Option<&str>, text: &str) -> FilesRead {
    let html = html.map(pasted::without_header).filter(|(html, _)| !html.trim().is_empty());
    let (name, content) = html.map_or(("pasted.txt", text), |(html, _)| ("pasted.html", html));
    let mut outcome = read_bytes(name, content.as_bytes(), &ReadingOptions::default());
    if let Ok(SourceReading { source, reading }) = &mut outcome {
        // Nothing was read from a file, so there is none to name.
        source.file.clear();
        let copied_from = html.and_then(|(_, address)| address).unwrap_or_default();
        let base = html.and_then(|(html, _)| pasted::base_address(html)).unwrap_or_default();
        for draft in &mut reading.drafts {
            draft.set(Field::Url, copied_from, "the page that it was copied from");
            draft.set(Field::Url, base, "base of the links on the page");
        }
    }
    FilesRead { files: vec![FileRead { path: None, is_named: false, outcome }], was_cancelled: false }
}

fn read_bytes(name: &str, bytes: &[u8], options: &ReadingOptions) -> Result<SourceReading, SkipReason> {
    content_of(&SourceFile { name, bytes }, name, options)
}

fn io_in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Returns the extensions of articles as a phrase: ".txt, .text or .md".
pub fn extensions_in_words() -> String {
    let all: Vec<String> = extensions().iter().map(|extension| format!(".{extension}")).collect();
    match all.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::import::review::{Review, ReviewEntry};
    use standpoint_core::{
        edit::{Gesture, History},
        model::Project,
    };

    fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("it can be made");
            std::fs::write(path, text).expect("the folder can be written");
        }
        folder
    }

    fn read(paths: &[PathBuf], project: &Project) -> Review {
        Review::new(project, read_files(paths, &ReadingOptions::default(), &AtomicBool::new(false), &mut |_, _| {}))
    }

    /// Each file’s name with the title of its article, or with the reason why it was left out.
    fn describe(review: &Review) -> Vec<String> {
        let line = |entry: ReviewEntry<'_>| match entry {
            ReviewEntry::Draft(at) => {
                let draft = &review.drafts()[at];
                match draft.reason_left_out() {
                    Some(reason) => format!("{}: left out, {reason}", draft.name()),
                    None => format!("{}: {}", draft.name(), draft.details().title),
                }
            }
            ReviewEntry::Failed(failed) => format!("{}: left out, {}", failed.name(), failed.reason),
        };
        review.entries().map(line).collect()
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
                "empty.txt: left out, it is empty; if it should not be, get the file again",
                "scan.txt: left out, it is damaged: its table of contents cannot be read; get the file again",
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
        let import = report.edit(history.project()).expect("there are two articles");
        history.apply("Import", Gesture::Single, import).expect("they are new");
        assert_eq!(history.project().articles.len(), 2);
        let again = read(&[folder.path().join("b.txt")], history.project());
        assert_eq!(describe(&again), ["b.txt: left out, it has the same text as “Second”"]);
        assert!(again.edit(history.project()).is_none());
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
        assert_eq!(report.drafts().len(), MAX_DEPTH);
        assert_eq!(describe(&report)[0], "f65: left out, it is more than 64 folders deep; import it separately");
    }

    #[test]
    fn a_folder_that_is_named_twice_is_read_once() {
        let folder = folder_of(&[("sub/a.txt", "First"), ("z.txt", "Second")]);
        let paths = ["sub", "", "sub/../sub"].map(|name| folder.path().join(name));
        assert_eq!(describe(&read(&paths, &Project::default())), ["a.txt: First", "z.txt: Second"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_refused_even_if_it_is_named() {
        let report = read(&["/dev/zero".into()], &Project::default());
        assert_eq!(describe(&report), ["zero: left out, it is not a file, a folder or a pipe"]);
    }

    #[test]
    fn many_files_come_in_their_order_although_two_threads_read_them() {
        let names: Vec<String> =
            (0..300).map(|at| format!("{at:03}.{}", ["txt", "pdf", "zip", "md"][at % 4])).collect();
        let text = |at: usize| format!("Report {at}\n{}", "word ".repeat(at * 7 % 400));
        // What is no PDF and no archive is read by its content.
        let texts: Vec<String> = (0..names.len()).map(text).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| &**name).zip(texts.iter().map(|text| &**text)).collect();
        let folder = folder_of(&files);
        let paths = [folder.path().to_owned()];
        let cancel = AtomicBool::new(false);
        let mut done = Vec::new();
        let all = read_files(&paths, &ReadingOptions::default(), &cancel, &mut |n, _| done.push(n));
        assert_eq!(done, (0..=names.len()).collect::<Vec<_>>());
        for (at, file) in all.files.iter().enumerate() {
            assert_eq!(file.path.as_deref(), Some(&*folder.path().join(&names[at])));
            match &file.outcome {
                Ok(read) => assert_eq!(read.reading.drafts[0].text, texts[at]),
                Err(_) => assert_eq!(at % 4, 1, "only what is called a PDF fails"),
            }
        }
        assert_eq!(all.files.len(), names.len());
        let some = read_files(&paths, &ReadingOptions::default(), &cancel, &mut |n, _| {
            cancel.store(n == 150, Ordering::Relaxed);
        });
        assert_eq!((some.files.len(), some.was_cancelled), (151, true));
    }

    #[test]
    fn cancelling_keeps_what_was_read() {
        let folder = folder_of(&[("a.txt", "First"), ("b.txt", "Second"), ("c.txt", "Third")]);
        let cancel = AtomicBool::new(false);
        let mut seen = Vec::new();
        let files = read_files(&[folder.path().to_owned()], &ReadingOptions::default(), &cancel, &mut |done, total| {
            seen.push((done, total));
            cancel.store(done == 1, Ordering::Relaxed);
        });
        assert!(files.was_cancelled);
        assert_eq!(describe(&Review::new(&Project::default(), files)), ["a.txt: First", "b.txt: Second"]);
        assert_eq!(seen, [(0, 3), (1, 3), (2, 3)]);
    }
}
