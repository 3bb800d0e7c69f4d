//! The project file: one readable RON file that includes the texts of all articles.
//!
//! Reading gives a sound project, or an error that names the place and the remedy. Saving replaces the file in one step
//! or not at all. A [`session::Session`] is a project open for editing; beside its file it keeps a lock, a journal of
//! unsaved edits, and backups. Nothing here knows about the window.

#![warn(missing_docs)]

mod locate;
pub mod repair;
mod v1;
mod v2;

pub mod clock;
pub mod disk;
pub mod files;
pub mod folders;
pub mod state;

pub mod backups;
pub mod journal;
mod known;
pub mod lock;
pub mod machine;
mod moved;
pub mod originals;
mod place;
pub mod recovery;
mod recovery_folder;
pub mod reports;
mod save;
pub mod session;
mod take_over;
mod unfinished;
pub mod unsaved;
pub mod watch;

use std::{
    borrow::Cow,
    ffi::OsStr,
    fmt, io,
    path::{Path, PathBuf},
};

pub use machine::Machine;
pub use save::{Overwrite, SaveError, SaveJob, Saved, about_bytes_of, path_beside, replace_file, replace_file_beside};
pub use session::{Access, Session};

use files::Folder;
use lock::LockHolder;
use place::ProjectPlace;
use state::{FileState, StateName};

use standpoint_core::{
    model::{Project, ProjectId},
    progress,
    rules::{self, Broken, Fault},
    wording::counted,
};

/// The format version that this program writes. It reads this one and all before it.
pub const FORMAT: u32 = 2;

/// The extension of project files, without the dot.
pub const EXTENSION: &str = "ron";

/// The largest project file, in bytes. Larger ones are neither opened nor written, because reading a file takes two to
/// three times its size in memory.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// How deeply brackets may be nested; a project has seven levels.
const MAX_NESTING: usize = 64;

/// How RON is read and written in every format.
fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(MAX_NESTING)
}

/// The number of faults that a message lists; it counts the others.
const MAX_FAULTS_NAMED: usize = 1_000;

/// The limit on a syntax error’s description, which may quote a word of any length from the file.
const MAX_WHAT_CHARS: usize = 400;

/// Why a file could not be opened as a project. The file is untouched.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The system could not read the file.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file that was to be opened.
        path: PathBuf,
        /// The system’s reason.
        source: io::Error,
    },
    /// The file exceeds [`MAX_FILE_BYTES`].
    #[error("{}: the file has {bytes} bytes, more than the {MAX_FILE_BYTES} that a project may have", path.display())]
    TooLarge {
        /// The file that was to be opened.
        path: PathBuf,
        /// Its size; if it has no known end, how much of it was read.
        bytes: u64,
    },
    /// The file is not UTF-8 text.
    #[error("{}:{position}: not UTF-8 text; restore an older copy, or save the file as UTF-8", path.display())]
    NotUtf8 {
        /// The file that was to be opened.
        path: PathBuf,
        /// The first byte that is not UTF-8.
        position: Position,
    },
    /// The file does not start like a project.
    #[error("{}: not a Standpoint project: it does not start with “(format: {FORMAT}”", path.display())]
    NotAProject {
        /// The file that was to be opened.
        path: PathBuf,
    },
    /// The file has a format version that this program does not know yet.
    #[error("{}: written by a newer Standpoint (format {found}; this one reads up to {FORMAT}); update Standpoint to open it", path.display())]
    Newer {
        /// The file that was to be opened.
        path: PathBuf,
        /// The format version of the file.
        found: u32,
    },
    /// The file is not valid RON, or has unknown or missing fields.
    #[error("{}:{position}: {what}; repair the file there, or restore an older copy", path.display())]
    Syntax {
        /// The file that was to be opened.
        path: PathBuf,
        /// Where the reader gave up.
        position: Position,
        /// What is wrong there, in the words of the RON reader.
        what: String,
    },
    /// Another program has the project open for editing.
    #[error("{}: {} has it open; close it there first", path.display(), save::in_words(holder.as_ref()))]
    Locked {
        /// The file, or the journal of a project that was never saved.
        path: PathBuf,
        /// Who has it open, if that is known.
        holder: Option<LockHolder>,
    },
    /// Another computer has the project open, and something in it changed while its lock was about to be taken over.
    #[error("{}: {holder} has it open and is still running: a file changed in the last few seconds", path.display())]
    StillInUse {
        /// The file that was to be opened.
        path: PathBuf,
        /// Who has it open.
        holder: LockHolder,
    },
    /// The file is write-protected, so it is not opened for editing.
    #[error("{}: the file is write-protected; allow writing to it, or work on a copy", path.display())]
    WriteProtected {
        /// The file that was to be opened.
        path: PathBuf,
    },
    /// A journal contains nothing that can be recovered.
    #[error("{}: it contains nothing that can be recovered", path.display())]
    NothingLeft {
        /// The journal that was to be recovered.
        path: PathBuf,
    },
    /// The file breaks a rule about the project as a whole, which cannot be repaired.
    #[error("{}: {broken}", path.display())]
    Broken {
        /// The file that was to be opened.
        path: PathBuf,
        /// The rule that is broken.
        broken: Broken,
    },
    /// The file breaks rules, but can be repaired with [`repair`].
    #[error("{}", list(project, faults))]
    Unsound {
        /// The project as read, faults included.
        project: Box<Project>,
        /// Every broken rule, in file order.
        faults: Vec<LocatedFault>,
    },
}

/// A place in a file, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
}

impl Position {
    /// The position of a byte of the file.
    fn of_byte(source: &[u8], byte: usize) -> Self {
        let before = &source[..byte.min(source.len())];
        let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |at| at + 1);
        Self {
            line: before.iter().filter(|&&b| b == b'\n').count() + 1,
            column: String::from_utf8_lossy(&before[line_start..]).chars().count() + 1,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A broken rule with its place in the file.
#[derive(Clone, Debug)]
pub struct LocatedFault {
    /// The file, as named in messages.
    pub path: PathBuf,
    /// Where the item’s id is in the file, or a view’s name; the start of the file if it has neither.
    pub position: Position,
    /// The broken rule and the item that breaks it.
    pub fault: Fault,
}

/// Describes each fault in one line: `file:line:column: item: what is wrong; what to do`. If a quote is not at its
/// span, the text is searched for it, so that the line can say where it is.
pub fn lines(project: &Project, faults: &[LocatedFault]) -> Vec<String> {
    let mut advice = repair::Advice::on(project);
    let line = |LocatedFault { path, position, fault }: &LocatedFault| {
        let (item, what) = (&fault.broken.item, fault.broken.what());
        format!("{}:{position}: {item}: {what}; {}", path.display(), advice.of(fault))
    };
    faults.iter().map(line).collect()
}

/// Returns the lines of the first faults, up to a limit.
fn list(project: &Project, faults: &[LocatedFault]) -> String {
    let mut lines = lines(project, &faults[..faults.len().min(MAX_FAULTS_NAMED)]);
    let n_more = faults.len() - lines.len();
    if n_more > 0 {
        lines.push(format!("and {}; repair the first ones and open the file again", counted(n_more, "more fault")));
    }
    lines.join("\n")
}

/// Cuts a long message short.
fn shortened(what: String) -> String {
    match what.char_indices().nth(MAX_WHAT_CHARS) {
        Some((byte, _)) => format!("{}…", &what[..byte]),
        None => what,
    }
}

/// Opens a sound project for reading. To change it, open a [`Session`].
///
/// # Errors
/// Fails if the file cannot be read, is not a project, or breaks a rule; the message says where and what to do.
pub fn open(path: &Path) -> Result<Project, OpenError> {
    open_with_state(path).map(|(project, _)| project)
}

/// Opens a sound project and also returns the version of its file.
///
/// # Errors
/// Fails like [`open`].
pub fn open_with_state(path: &Path) -> Result<(Project, FileState), OpenError> {
    let (content, state) = read_file(&named(path)?)?;
    Ok((sound(from_bytes(path, Cow::Owned(content))?)?, state))
}

/// Reads a project and returns it with every rule that it breaks, in file order; none if it is sound.
///
/// # Errors
/// Fails if the file cannot be read as a project at all.
pub fn check(path: &Path) -> Result<(Project, Vec<LocatedFault>), OpenError> {
    let (content, _) = read_file(&named(path)?)?;
    let FileContent { project, faults, .. } = from_bytes(path, Cow::Owned(content))?;
    Ok((project, faults))
}

/// Reads the bytes of the file and its version, unless the file is too large.
fn read_file(place: &ProjectPlace) -> Result<(Vec<u8>, FileState), OpenError> {
    let io_error = |source: io::Error| match source.kind() {
        io::ErrorKind::FileTooLarge => {
            let bytes = place.open().and_then(|file| file.metadata()).map_or(MAX_FILE_BYTES, |metadata| metadata.len());
            OpenError::TooLarge { path: place.path(), bytes }
        }
        _ => OpenError::Io { path: place.path(), source },
    };
    // The time is taken before reading, so that a change in the meantime shows up as a later one.
    let metadata = place.open().and_then(|file| file.metadata()).map_err(io_error)?;
    let source = place.folder.read(&place.name, MAX_FILE_BYTES).map_err(io_error)?;
    let state = FileState::of(&metadata, StateName::of(&source));
    Ok((source, state))
}

/// Opens the folder of a file named by a person.
fn named(path: &Path) -> Result<ProjectPlace, OpenError> {
    let found = path.canonicalize().and_then(|path| ProjectPlace::of(&path));
    found.map_err(|source| OpenError::Io { path: path.to_owned(), source })
}

/// Reads a sound project from a folder.
fn read_in(folder: &Folder, name: &OsStr) -> Result<Project, OpenError> {
    let place = ProjectPlace { folder: folder.clone(), name: name.to_owned() };
    let (content, _) = read_file(&place)?;
    from_bytes(&place.path(), Cow::Owned(content)).and_then(sound)
}

/// Returns the format of a file, if it starts like a project.
fn format_of_bytes(content: &[u8]) -> Option<u32> {
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    format_of(content.utf8_chunks().next()?.valid())
}

/// Reads a project from a string; `name` stands for the path in messages.
///
/// # Errors
/// Fails like [`open`], except that no file is read.
pub fn read_str(name: &str, source: &str) -> Result<Project, OpenError> {
    sound(from_bytes(Path::new(name), Cow::Borrowed(source.as_bytes()))?)
}

/// Finds the id of a project in the start of its file. A few hundred bytes are enough if the program wrote it. `None`
/// if there is no id, as in format 1, or if it is further on.
pub fn peek_id(beginning: &[u8]) -> Option<ProjectId> {
    let beginning = beginning.strip_prefix("\u{feff}".as_bytes()).unwrap_or(beginning);
    // The last character may be incomplete.
    let source = beginning.utf8_chunks().next()?.valid();
    let has_ids = (2..=FORMAT).contains(&format_of(source)?);
    if has_ids { locate::project_id(source) } else { None }
}

/// The content of a project file.
struct FileContent {
    project: Project,
    /// The format of the file. If it is below [`FORMAT`], saving the project changes it.
    format: u32,
    /// Every rule that the project breaks, in file order.
    faults: Vec<LocatedFault>,
}

/// Returns the project if it breaks no rule.
fn sound(content: FileContent) -> Result<Project, OpenError> {
    let FileContent { project, faults, .. } = content;
    if faults.is_empty() { Ok(project) } else { Err(OpenError::Unsound { project: Box::new(project), faults }) }
}

/// The content of the project’s file.
pub fn to_string(project: &Project) -> String {
    v2::write(project)
}

/// Reads a project from the bytes of its file. `path` is used in messages only.
fn from_bytes(path: &Path, source: Cow<'_, [u8]>) -> Result<FileContent, OpenError> {
    let source = without_transport_damage(source);
    let source = simdutf8::compat::from_utf8(&source).map_err(|error| {
        let position = Position::of_byte(&source, error.valid_up_to());
        OpenError::NotUtf8 { path: path.to_owned(), position }
    })?;
    let format = format_of(source).ok_or_else(|| OpenError::NotAProject { path: path.to_owned() })?;
    progress::begin(source.len());
    let read = match format {
        1 => v1::read(source),
        FORMAT => v2::read(source),
        found if found > FORMAT => return Err(OpenError::Newer { path: path.to_owned(), found }),
        _ => return Err(OpenError::NotAProject { path: path.to_owned() }),
    };
    let mut project = read.map_err(|error| OpenError::Syntax {
        path: path.to_owned(),
        position: Position { line: error.span.start.line, column: error.span.start.col },
        what: shortened(error.code.to_string()),
    })?;
    if let Some(broken) = rules::check_highlight_count(project.n_highlights()) {
        return Err(OpenError::Broken { path: path.to_owned(), broken });
    }
    // Edits keep them sorted, but a file edited by hand may not be.
    project.summaries.sort_by(|a, b| a.subject.cmp(&b.subject));
    let faults = locate::locate(path, source, rules::faults(&project));
    Ok(FileContent { project, format, faults })
}

/// Removes the byte order mark that editors add and the carriage returns that version control adds to line endings. A
/// project file contains neither, so this restores the text in which every span was counted. It works in place, because
/// a project may take up much of the available memory.
fn without_transport_damage(mut source: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if source.starts_with("\u{feff}".as_bytes()) {
        source.to_mut().drain(.."\u{feff}".len());
    }
    if memchr::memmem::find(&source, b"\r\n").is_some() {
        let bytes = source.to_mut();
        let mut n_kept = 0;
        for at in 0..bytes.len() {
            if !bytes[at..].starts_with(b"\r\n") {
                bytes[n_kept] = bytes[at];
                n_kept += 1;
            }
        }
        bytes.truncate(n_kept);
    }
    source
}

/// The number after `format:`, which comes first in every project.
fn format_of(source: &str) -> Option<u32> {
    let source = source.trim_start().strip_prefix('(')?;
    let source = source.trim_start().strip_prefix("format")?;
    let source = source.trim_start().strip_prefix(':')?.trim_start();
    let digits = source.find(|c: char| !c.is_ascii_digit()).unwrap_or(source.len());
    source[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_core::{
        model::{
            AliasRule, Code, CodeId, CodeKind, FormerDefinition, Highlight, HighlightId, Stance, Tags,
            marked::marked_article,
        },
        text::Span,
    };

    fn sample() -> Project {
        let mut project = Project::titled("Talks");
        let mut article = marked_article("One “quoted” title", "The [quick <brown] fox> é北 said \"no\"\nand \\ left");
        let across = Highlight::new(&article.text, Span::new(26, 34), Tags::default(), "AK", "2026-01-12T09:14:00Z");
        article.highlights.push(across.into());
        project.articles.push(Arc::new(article));
        project
    }

    fn read_content(source: &str) -> Result<FileContent, OpenError> {
        from_bytes(Path::new("p.ron"), Cow::Borrowed(source.as_bytes()))
    }

    fn read_str(source: &str) -> Result<(Project, Vec<LocatedFault>), OpenError> {
        read_content(source).map(|content| (content.project, content.faults))
    }

    /// The file as format 1 had it.
    fn in_format_1(project: &Project) -> String {
        to_string(project).replacen(&format!("format: 2,\n    id: \"{}\",", project.id), "format: 1,", 1)
    }

    /// Reads a damaged file and compares the message with what is expected.
    fn check_message(source: &str, expected: &str) {
        let message = match read_str(source) {
            Ok((project, faults)) => lines(&project, &faults).join("\n"),
            Err(error) => error.to_string(),
        };
        assert!(message.contains(expected), "expected “{expected}” in:\n{message}");
    }

    #[test]
    fn what_is_written_is_read_back_equal() {
        let project = sample();
        let (back, faults) = read_str(&to_string(&project)).expect("it was just written");
        assert_eq!(back, project);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn reading_says_how_far_it_is() {
        let mut project = sample();
        let article = Arc::clone(&project.articles[0]);
        project.articles = vec![article; 3];
        let source = to_string(&project);
        let (told, n_bytes) = (std::rc::Rc::new(std::cell::RefCell::new(Vec::new())), source.len());
        let log = std::rc::Rc::clone(&told);
        progress::heard_by(move |done, all| log.borrow_mut().push((done, all)), || read_content(&source).ok());
        let told = told.borrow();
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.is_sorted() && told.iter().all(|(_, all)| *all == n_bytes), "{told:?}");
        assert!(told[3].0 > n_bytes / 2, "{told:?}");
    }

    #[test]
    fn one_highlight_is_one_line_and_the_text_stands_as_it_is() {
        let written = to_string(&sample());
        let lines: Vec<&str> = written.lines().filter(|line| line.contains("quote:")).collect();
        assert_eq!(lines.len(), 3, "{written}");
        assert!(lines.iter().all(|line| line.trim_start().starts_with("(id: \"") && line.ends_with("),")), "{written}");
        assert!(written.starts_with("(\n    format: 2,\n    id: \""), "{written}");
        assert!(written.contains("é北 said \"no\"\nand \\ left\"#"), "{written}");
    }

    #[test]
    fn bad_files_are_refused_with_the_place_and_the_remedy() {
        let good = to_string(&sample());
        check_message("", "not a Standpoint project");
        check_message("(title: \"x\")", "not a Standpoint project");
        check_message(&good.replace("format: 2", "format: 9"), "update Standpoint");
        check_message(&good[..good.len() / 2], "p.ron:");
        check_message(
            &good.replace("title: \"Talks\"", "titel: \"Talks\""),
            "p.ron:4:5: Unexpected field named `titel`",
        );
        check_message(&good.replace("weight: 1.0", "weight: inf"), "the weight of this stance is not a number");
        check_message(&good.replace("span: (4, 15)", "span: (4, 99)"), "the quote is at (4, 15)");
        check_message(&good.replace("span: (4, 15)", "span: (15, 4)"), "empty");
        check_message(&good.replace("quote: \"brown fox\"", "quote: \"brown fix\""), "does not occur in the text");
        check_message(&good.replacen("quote:", "actor: \"x\", quote:", 1), "its actor “x” is not in the codebook");
    }

    #[test]
    fn a_fault_names_the_line_it_stands_in() {
        let good = to_string(&sample());
        let damaged = good.replace("quote: \"brown fox\"", "quote: \"brown fix\"");
        let line = damaged.lines().position(|line| line.contains("brown fix")).expect("it was put there") + 1;
        check_message(&damaged, &format!("p.ron:{line}:"));
    }

    #[test]
    fn a_file_without_a_good_id_is_refused_with_the_place_and_the_remedy() {
        let project = sample();
        let good = to_string(&project);
        let id = format!("id: \"{}\"", project.id);
        let with = |what: &str| good.replacen(&id, what, 1);
        let remedy = "; repair the file there, or restore an older copy";
        for bad in ["", "01a20188", "00000000-0000-0000-0000-000000000000"] {
            let what = format!("“{bad}” is not the id of a project; write a UUID other than the nil one{remedy}");
            check_message(&with(&format!("id: \"{bad}\"")), &format!("p.ron:3:10: {what}"));
        }
        check_message(&with("id: 7"), "p.ron:3:8: Expected string");
        check_message(&with(&format!("{id}, {id}")), "p.ron:3:49: Unexpected duplicate field named `id`");
        check_message(&good.replacen(&format!("    {id},\n"), "", 1), "missing field named `id`");
    }

    #[test]
    fn format_1_has_no_id_and_each_reading_makes_one() {
        let project = sample();
        let old = in_format_1(&project);
        let [first, second] = [(); 2].map(|()| read_content(&old).expect("it is format 1"));
        assert_eq!((first.format, first.faults.len()), (1, 0));
        assert!(first.project.id != project.id && first.project.id != second.project.id);
        assert_eq!(Project { id: project.id, ..first.project }, project);
        assert_eq!(read_content(&to_string(&project)).expect("it is format 2").format, 2);
        let id = format!("format: 1, id: \"{}\"", project.id);
        check_message(&old.replacen("format: 1", &id, 1), "p.ron:2:16: Unexpected field named `id`");
    }

    #[test]
    fn the_id_is_found_in_the_beginning_of_the_file() {
        let project = sample();
        let whole = to_string(&project);
        let id = Some(project.id);
        let beginning = &whole[..100];
        assert_eq!(peek_id(beginning.as_bytes()), id);
        let turned = beginning.replace('\n', "\r\n");
        assert_eq!(peek_id(format!("\u{feff}{turned}").as_bytes()), id);
        let by_hand = format!(" ( format:2 , /* id: \"x\" */\n\n title: \"(id: é\", id :\t\"{}\"", project.id);
        assert_eq!(peek_id(by_hand.as_bytes()), id);
        // A character that is cut in two.
        assert_eq!(peek_id(&[beginning.as_bytes(), &[0xc3]].concat()), id);
        for n in 0..whole.find(",\n    title").expect("it has a title") {
            assert_eq!(peek_id(&whole.as_bytes()[..n]), None, "{n}");
        }
        let nil = whole.replacen(&project.id.to_string(), "00000000-0000-0000-0000-000000000000", 1);
        for none in [in_format_1(&project), nil, whole.replacen("format: 2", "format: 3", 1)] {
            assert_eq!(peek_id(none.as_bytes()), None, "{none}");
        }
        let elsewhere = format!("(format: 2, codebook: (id: \"{}\"", project.id);
        assert_eq!(peek_id(elsewhere.as_bytes()), None);
    }

    #[test]
    fn a_byte_order_mark_and_turned_line_ends_do_no_harm() {
        let project = sample();
        let turned = format!("\u{feff}{}", to_string(&project).replace('\n', "\r\n"));
        let (back, faults) = read_str(&turned).expect("only line ends differ");
        assert_eq!(back, project);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn carriage_returns_outside_texts_are_kept() {
        let mut project = sample();
        let odd = |what: &str| format!("{what}\r\nwith \"two\" lines\\");
        project.title = odd("title");
        let code = Code {
            id: CodeId::from(&*odd("id")),
            name: odd("name"),
            aliases: vec![odd("alias"), String::new()],
            alias_rules: [(odd("alias"), AliasRule { is_case_sensitive: true, is_whole_word: true })].into(),
            definition: odd("definition"),
            include: odd("include"),
            exclude: odd("exclude"),
            former: vec![FormerDefinition {
                until: "2026-01-12T09:14:00.25Z".parse().expect("it is a time"),
                changed_by: odd("person"),
                definition: odd("old definition"),
                include: odd("old inclusion"),
                exclude: odd("old exclusion"),
                kept: vec![HighlightId::fresh()],
            }],
            ..project.codebook.fresh_code(CodeKind::Actor, "A", None)
        };
        project.codebook.stances[0] = Stance { id: (&*odd("id")).into(), name: odd("name"), weight: 1.0 };
        let article = Arc::make_mut(&mut project.articles[0]);
        let highlight = Arc::make_mut(&mut article.highlights[0]);
        highlight.actor = Some(code.id.clone());
        highlight.note = odd("note");
        highlight.coder = odd("coder");
        article.details.outlet = odd("outlet");
        article.details.fields.insert(odd("field"), odd("value"));
        project.codebook.actors.push(code);
        let (back, faults) = read_str(&to_string(&project)).expect("it was just written");
        assert_eq!(back, project);
        assert!(faults.is_empty(), "{faults:?}");
    }
}
