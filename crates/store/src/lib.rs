//! The project file: one readable RON file, texts included.
//!
//! Reading gives a sound project or an error that names the place and the mend; saving replaces
//! the file in one step or not at all. A [`session::Session`] is a project open for change; beside
//! its file it keeps a lock, a journal of what is not saved, and backups. Nothing here knows the window.

mod locate;
pub mod repair;
mod v1;

pub mod clock;
pub mod disk;
pub mod folders;
pub mod state;

pub mod backups;
pub mod journal;
pub mod lock;
pub mod recovery;
pub mod reports;
mod save;
pub mod session;
pub mod unsaved;

use std::{
    borrow::Cow,
    fmt,
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

pub use save::{Overwrite, SaveError, SaveJob, Saved, replace_file};
pub use session::{Access, Machine, Session};

use lock::LockHolder;
use state::{FileState, StateName};

use standpoint_core::{
    model::Project,
    rules::{self, Broken, Fault},
    wording::counted,
};

/// The version this program writes.
pub const FORMAT: u32 = 1;

/// How the names of project files end.
pub const EXTENSION: &str = "ron";

/// Larger files are neither opened nor written: reading one takes between two and three times its size in memory.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// Brackets in brackets; a project has seven levels.
const MAX_NESTING: usize = 64;

/// A message names this many faults and says how many more there are.
const MAX_FAULTS_NAMED: usize = 1_000;

/// What is wrong may quote the file, which may hold a word of any length.
const MAX_WHAT_CHARS: usize = 400;

/// Why a file could not be opened as a project. The file is untouched.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{}: the file has {bytes} bytes, more than the {MAX_FILE_BYTES} a project may have", path.display())]
    TooLarge { path: PathBuf, bytes: u64 },
    #[error("{}:{position}: not UTF-8 text; restore an older copy, or save the file as UTF-8", path.display())]
    NotUtf8 { path: PathBuf, position: Position },
    #[error("{}: not a Standpoint project: it does not begin with “(format: {FORMAT}”", path.display())]
    NotAProject { path: PathBuf },
    #[error("{}: written by a newer Standpoint (format {found}; this one reads up to {FORMAT}); update Standpoint to open it", path.display())]
    Newer { path: PathBuf, found: u32 },
    #[error("{}:{position}: {what}; mend the file there, or restore an older copy", path.display())]
    Syntax { path: PathBuf, position: Position, what: String },
    #[error("{}: {} has it open", path.display(), save::in_words(holder.as_ref()))]
    Locked { path: PathBuf, holder: Option<LockHolder> },
    #[error("{}: there is nothing in it that can be recovered", path.display())]
    NothingLeft { path: PathBuf },
    /// It breaks a rule about the project as a whole, which no repair can mend.
    #[error("{}: {broken}", path.display())]
    Broken { path: PathBuf, broken: Broken },
    /// It breaks rules, and can be mended with [`repair`].
    #[error("{}", list(project, faults))]
    Unsound { project: Box<Project>, faults: Vec<LocatedFault> },
}

/// A line and a column, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
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

/// A broken rule and where in the file it is broken.
#[derive(Clone, Debug)]
pub struct LocatedFault {
    pub path: PathBuf,
    pub position: Position,
    pub fault: Fault,
}

/// A line for each fault of the project: `file:line:column: what: what is wrong; what to do`.
/// A quote is looked for where it is not at its span, so that the line can say where it stands.
pub fn lines(project: &Project, faults: &[LocatedFault]) -> Vec<String> {
    let mut advice = repair::Advice::on(project);
    let line = |LocatedFault { path, position, fault }: &LocatedFault| {
        let (item, what) = (&fault.broken.item, fault.broken.what());
        format!("{}:{position}: {item}: {what}; {}", path.display(), advice.of(fault))
    };
    faults.iter().map(line).collect()
}

/// The lines of the first faults, up to as many as anybody reads.
fn list(project: &Project, faults: &[LocatedFault]) -> String {
    let mut lines = lines(project, &faults[..faults.len().min(MAX_FAULTS_NAMED)]);
    let n_more = faults.len() - lines.len();
    if n_more > 0 {
        lines.push(format!("and {}; mend the first ones and open the file again", counted(n_more, "more fault")));
    }
    lines.join("\n")
}

/// The beginning of a long message.
fn shortened(what: String) -> String {
    match what.char_indices().nth(MAX_WHAT_CHARS) {
        Some((byte, _)) => format!("{}…", &what[..byte]),
        None => what,
    }
}

/// Opens a project that keeps every rule, to look at it; to change it, open a [`Session`].
///
/// # Errors
/// If the file cannot be read, is no project, or breaks a rule; the message says where and what to do.
pub fn open(path: &Path) -> Result<Project, OpenError> {
    sound(check(path)?)
}

/// Opens a project together with the state of its file.
///
/// # Errors
/// As [`open`].
pub fn open_with_state(path: &Path) -> Result<(Project, FileState), OpenError> {
    let (content, state) = read_file(path)?;
    Ok((sound(from_bytes(path, Cow::Owned(content))?)?, state))
}

/// The project with every rule its file breaks, in file order; none for a sound one.
///
/// # Errors
/// If the file cannot be read as a project at all.
pub fn check(path: &Path) -> Result<(Project, Vec<LocatedFault>), OpenError> {
    let (content, _) = read_file(path)?;
    from_bytes(path, Cow::Owned(content))
}

/// The bytes of the file with its state, unless there are too many. What says it is empty may still have no end,
/// such as a device, so reading stops at the limit.
fn read_file(path: &Path) -> Result<(Vec<u8>, FileState), OpenError> {
    let io_error = |source| OpenError::Io { path: path.to_owned(), source };
    let file = File::open(path).map_err(io_error)?;
    // Its time is asked for before it is read: a change meanwhile then shows as one later.
    let metadata = file.metadata().map_err(io_error)?;
    let bytes = metadata.len();
    let too_large = |bytes| OpenError::TooLarge { path: path.to_owned(), bytes };
    if bytes > MAX_FILE_BYTES {
        return Err(too_large(bytes));
    }
    // One byte more than there are, so that the end is noticed without more room.
    let mut source = Vec::with_capacity(usize::try_from(bytes).unwrap_or_default() + 1);
    file.take(MAX_FILE_BYTES + 1).read_to_end(&mut source).map_err(io_error)?;
    let bytes = source.len() as u64;
    if bytes > MAX_FILE_BYTES {
        return Err(too_large(bytes));
    }
    let state = FileState::of(&metadata, StateName::of(&source));
    Ok((source, state))
}

/// Reads a project that is not in a file of its own; `name` stands for the path in messages.
///
/// # Errors
/// As [`open`].
pub fn read_str(name: &str, source: &str) -> Result<Project, OpenError> {
    sound(from_bytes(Path::new(name), Cow::Borrowed(source.as_bytes()))?)
}

/// The project, if it breaks no rule.
fn sound((project, faults): (Project, Vec<LocatedFault>)) -> Result<Project, OpenError> {
    if faults.is_empty() { Ok(project) } else { Err(OpenError::Unsound { project: Box::new(project), faults }) }
}

/// The project as it stands in its file.
pub fn to_string(project: &Project) -> String {
    v1::write(project)
}

/// Reads a project from the bytes of its file; `path` is named in messages only.
fn from_bytes(path: &Path, source: Cow<'_, [u8]>) -> Result<(Project, Vec<LocatedFault>), OpenError> {
    let source = without_transport_damage(source);
    let source = simdutf8::compat::from_utf8(&source).map_err(|error| {
        let position = Position::of_byte(&source, error.valid_up_to());
        OpenError::NotUtf8 { path: path.to_owned(), position }
    })?;
    let format = format_of(source).ok_or_else(|| OpenError::NotAProject { path: path.to_owned() })?;
    let read = match format {
        1 => v1::read(source),
        found if found > FORMAT => return Err(OpenError::Newer { path: path.to_owned(), found }),
        _ => return Err(OpenError::NotAProject { path: path.to_owned() }),
    };
    let project = read.map_err(|error| OpenError::Syntax {
        path: path.to_owned(),
        position: Position { line: error.span.start.line, column: error.span.start.col },
        what: shortened(error.code.to_string()),
    })?;
    if let Some(broken) = rules::check_highlight_count(project.n_highlights()) {
        return Err(OpenError::Broken { path: path.to_owned(), broken });
    }
    let faults = locate::locate(path, source, rules::faults(&project));
    Ok((project, faults))
}

/// Editors add a byte order mark and version control turns line ends; a project holds neither, so
/// taking them back restores the text every span was counted in. It happens in place, since a
/// project may be a large part of the memory there is.
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

/// The number after `format:`, which stands first in every project.
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
        model::{Code, CodeId, CodeKind, Highlight, Stance, Tags, marked::marked_article},
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

    fn read_str(source: &str) -> Result<(Project, Vec<LocatedFault>), OpenError> {
        from_bytes(Path::new("p.ron"), Cow::Borrowed(source.as_bytes()))
    }

    /// Reads a damaged file and compares what is said with what should be.
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
    fn one_highlight_is_one_line_and_the_text_stands_as_it_is() {
        let written = to_string(&sample());
        let lines: Vec<&str> = written.lines().filter(|line| line.contains("quote:")).collect();
        assert_eq!(lines.len(), 3, "{written}");
        assert!(lines.iter().all(|line| line.trim_start().starts_with("(id: \"") && line.ends_with("),")), "{written}");
        assert!(written.starts_with("(\n    format: 1,\n"), "{written}");
        assert!(written.contains("é北 said \"no\"\nand \\ left\"#"), "{written}");
    }

    #[test]
    fn bad_files_are_refused_with_the_place_and_the_mend() {
        let good = to_string(&sample());
        check_message("", "not a Standpoint project");
        check_message("(title: \"x\")", "not a Standpoint project");
        check_message(&good.replace("format: 1", "format: 9"), "update Standpoint");
        check_message(&good[..good.len() / 2], "p.ron:");
        check_message(
            &good.replace("title: \"Talks\"", "titel: \"Talks\""),
            "p.ron:3:5: Unexpected field named `titel`",
        );
        check_message(&good.replace("weight: 1.0", "weight: inf"), "the weight of this stance is not a number");
        check_message(&good.replace("span: (4, 15)", "span: (4, 99)"), "the quote stands at (4, 15)");
        check_message(&good.replace("span: (4, 15)", "span: (15, 4)"), "empty");
        check_message(&good.replace("quote: \"brown fox\"", "quote: \"brown fix\""), "nowhere in the text");
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
            definition: odd("definition"),
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
