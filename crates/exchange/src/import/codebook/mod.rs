//! Imports a codebook: from a CSV as export and other programs write it, or from the file of another project.
//!
//! [`read_codebook`] says what a file states. [`CodebookPlan`] compares that with the codebook of a project and says
//! what would be new and what would change, so that the analyst can decide before anything does.

mod heads;

mod rows;

mod matching;

mod plan;

mod change;

use std::{
    collections::{BTreeMap, HashMap},
    fmt, io,
    path::{Path, PathBuf},
};

use standpoint_core::{
    model::{AliasRule, CodeId, CodeKind, Codebook, Colour, Project, ProjectId, Stance, StanceId},
    wording::grouped,
};
use standpoint_store::{
    self as store, OpenError,
    files::{self, Irregular},
};

pub use self::{
    change::{CodeField, CodebookChange},
    plan::{CodebookPlan, EntryState, PlanCounts, PlanEntry},
};

use super::{
    decode::{self, Charset, NotText},
    formats::project::starts_like_project,
};

/// The largest CSV that is read; codebooks are thousands of times smaller.
pub const MAX_CSV_BYTES: u64 = 32 << 20;

/// The most actors, issues and stances that a file may have, all together.
pub const MAX_CODES: usize = 100_000;

/// What a file says about actors, issues and stances.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodebookFile {
    /// The actors and issues that can be imported, each after its parent.
    codes: Vec<StatedCode>,
    /// The stances that can be imported, in the order of the scale.
    stances: Vec<StatedStance>,
    /// What was left out or ignored.
    pub remarks: Vec<CodebookRemark>,
    /// Why the encoding of the file may be another one, in words.
    pub doubt: Option<String>,
    /// The id of the project, if it is one.
    project: Option<ProjectId>,
}

/// An actor or an issue of a file. What the file does not say is `None`.
#[derive(Clone, Debug, PartialEq)]
struct StatedCode {
    kind: CodeKind,
    id: Option<CodeId>,
    name: String,
    parent: StatedParent,
    aliases: Option<Vec<String>>,
    /// How strictly aliases are found, which only projects state.
    alias_rules: BTreeMap<String, AliasRule>,
    definition: Option<String>,
    include: Option<String>,
    exclude: Option<String>,
    colour: Option<Colour>,
    key: StatedKey,
    /// The line of the file; `None` if it is a project.
    line: Option<usize>,
}

/// What a file says about the key of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StatedKey {
    /// Nothing.
    Unknown,
    /// That it has none.
    Without,
    /// That it has this one.
    With(char),
}

/// What a file says about the parent of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
enum StatedParent {
    /// Nothing.
    Unknown,
    /// That it has none.
    Top,
    /// That it is this one of the codes of the file.
    InFile(usize),
    /// That it is a code of this name or id, which the file does not have.
    Outside(String),
}

/// A stance of a file.
#[derive(Clone, Debug, PartialEq)]
struct StatedStance {
    id: Option<StanceId>,
    name: String,
    weight: Option<f64>,
    line: Option<usize>,
}

/// Something in a file that is not imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodebookRemark {
    /// The line of the file on which its row starts, counted from 1; `None` if the file is a project.
    pub line: Option<usize>,
    /// Whether the whole row is left out, or only a cell of it.
    pub is_left_out: bool,
    /// What is wrong and what to do.
    pub words: String,
}

impl fmt::Display for CodebookRemark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        let what = if self.is_left_out { "left out, because " } else { "" };
        write!(f, "{what}{}", self.words)
    }
}

/// Why a file cannot be read as a codebook.
#[derive(Debug, thiserror::Error)]
pub enum CodebookError {
    /// It could not be read.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The reason given by the system.
        source: io::Error,
    },
    /// It is neither a file nor a pipe.
    #[error(transparent)]
    Irregular(Irregular),
    /// It is a project that cannot be opened.
    #[error(transparent)]
    Project(#[from] OpenError),
    /// It exceeds [`MAX_CSV_BYTES`].
    #[error("{}: it is larger than {} MB, as no codebook is; leave out what does not belong to it", .0.display(), MAX_CSV_BYTES >> 20)]
    TooLarge(PathBuf),
    /// It has more than [`MAX_CODES`] codes.
    #[error("{}: it has more than {} codes; split it", .0.display(), grouped(MAX_CODES))]
    TooMany(PathBuf),
    /// It is not plain text.
    #[error("{}: {source}; save it as CSV", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// Why it was not accepted as text.
        source: NotText,
    },
    /// No column has the names.
    #[error(
        "{}:{line}: no column “name”; the first line must name the columns, such as kind, name, parent and definition",
        path.display()
    )]
    NoNames {
        /// The file.
        path: PathBuf,
        /// The line that names the columns.
        line: usize,
    },
    /// Two of its columns have the same name.
    #[error("{}:{line}: two columns are called “{name}”; rename one of them, or delete it", path.display())]
    RepeatedColumn {
        /// The file.
        path: PathBuf,
        /// The line that names the columns.
        line: usize,
        /// What they are called; long names are cut.
        name: String,
    },
}

/// Reads a codebook from a CSV or from the file of a project, as its name or its first characters tell.
///
/// # Errors
/// Fails if the file cannot be read, or is neither; a row that cannot be right is left out with a remark.
pub fn read_codebook(path: &Path, encoding: Option<Charset>) -> Result<CodebookFile, CodebookError> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(store::EXTENSION)) {
        return of_project(path, &store::open(path)?);
    }
    let bytes = files::read_named(path, MAX_CSV_BYTES).map_err(|source| match Irregular::of(&source) {
        Some(irregular) => CodebookError::Irregular(irregular.clone()),
        None if source.kind() == io::ErrorKind::FileTooLarge => CodebookError::TooLarge(path.to_owned()),
        None => CodebookError::Io { path: path.to_owned(), source },
    })?;
    let decoded = encoding.map_or_else(|| decode::decode(&bytes), |encoding| decode::decode_as(&bytes, encoding));
    let decoded = decoded.map_err(|source| CodebookError::NotText { path: path.to_owned(), source })?;
    if starts_like_project(decoded.text.as_bytes()) {
        return of_project(path, &store::read_str(&path.to_string_lossy(), &decoded.text)?);
    }
    let file = rows::read(&decoded.text).map_err(|bad| bad.of_file(path))?;
    Ok(CodebookFile { doubt: decoded.doubt_in_words(), ..file })
}

fn of_project(path: &Path, project: &Project) -> Result<CodebookFile, CodebookError> {
    let book = &project.codebook;
    if book.actors.len() + book.issues.len() + book.stances.len() > MAX_CODES {
        return Err(CodebookError::TooMany(path.to_owned()));
    }
    Ok(CodebookFile::of_project(project))
}

impl CodebookFile {
    /// What the codebook of a project states: everything, with the keys that it shows.
    pub fn of_project(project: &Project) -> Self {
        let book = &project.codebook;
        let mut codes = Vec::new();
        for kind in CodeKind::ALL {
            state_codes(book, kind, &mut codes);
        }
        let stance = |stance: &Stance| StatedStance {
            id: Some(stance.id.clone()),
            name: stance.name.clone(),
            weight: Some(stance.weight),
            line: None,
        };
        let stances = book.stances.iter().map(stance).collect();
        Self { codes, stances, project: Some(project.id), ..Self::default() }
    }

    /// Whether it holds nothing to import.
    pub const fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.stances.is_empty()
    }
}

/// Adds the codes of a project, each after its parent.
fn state_codes(book: &Codebook, kind: CodeKind, codes: &mut Vec<StatedCode>) {
    let keys: HashMap<&CodeId, char> = book.keyed_codes(kind).into_iter().map(|(key, code)| (&code.id, key)).collect();
    let mut places: HashMap<&CodeId, usize> = HashMap::new();
    for (_, code) in book.tree(kind) {
        let parent = code.parent.as_ref().and_then(|parent| places.get(parent)).copied();
        places.insert(&code.id, codes.len());
        codes.push(StatedCode {
            kind,
            id: Some(code.id.clone()),
            name: code.name.clone(),
            parent: parent.map_or(StatedParent::Top, StatedParent::InFile),
            aliases: Some(code.aliases.clone()),
            alias_rules: code.alias_rules.clone(),
            definition: Some(code.definition.clone()),
            include: Some(code.include.clone()),
            exclude: Some(code.exclude.clone()),
            colour: Some(code.colour),
            key: keys.get(&code.id).map_or(StatedKey::Without, |key| StatedKey::With(*key)),
            line: None,
        });
    }
}
