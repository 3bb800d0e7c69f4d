//! Reads the rows of a CSV as codes and stances: what each cell says, and which row is the parent of which.
//!
//! A row that contradicts another one, or itself, is left out with a remark. Nothing here knows the project.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use standpoint_core::{
    model::{CodeKind, Colour, Stance},
    text::fold::{folded, is_blank},
};

use super::{
    CodebookError, CodebookFile, CodebookRemark, MAX_CODES, StatedCode, StatedKey, StatedParent, StatedStance,
    heads::{self, CodebookColumn, RowKind},
};
use crate::{
    export::csv::{lacks_guard, unguarded},
    import::{
        highlights_csv::{RowReason, cut},
        table::{TableRow, TableRows},
    },
};

/// The longest id that is taken over from a file, in characters.
const MAX_ID_CHARS: usize = 100;

/// Why no row can be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BadCodebook {
    NoNames { line: usize },
    Repeated { line: usize, name: String },
    TooMany,
}

impl BadCodebook {
    pub(super) fn of_file(self, path: &Path) -> CodebookError {
        let path = path.to_owned();
        match self {
            Self::NoNames { line } => CodebookError::NoNames { path, line },
            Self::Repeated { line, name } => CodebookError::RepeatedColumn { path, line, name },
            Self::TooMany => CodebookError::TooMany(path),
        }
    }
}

/// Reads the rows of a table. The text must have LF line endings and no byte order mark.
pub(super) fn read(source: &str) -> Result<CodebookFile, BadCodebook> {
    let mut table = TableRows::of(source);
    let columns = columns_of(&table)?;
    let (mut rows, mut remarks) = (Vec::new(), Vec::new());
    while let Some(row) = table.next_row() {
        match row {
            Ok(row) if rows.len() < MAX_CODES => rows.push(row),
            Ok(_) => return Err(BadCodebook::TooMany),
            // Each is a line to read, so there are no more of them than of codes.
            Err(_) if remarks.len() >= MAX_CODES => return Err(BadCodebook::TooMany),
            Err(bad) => {
                remarks.push(CodebookRemark::row(bad.line, RowReason::from(bad.problem).to_string()));
            }
        }
    }
    let guarded = guarded_columns(&columns, &rows);
    let mut reading = Reading::new(columns, guarded, remarks);
    for row in &rows {
        if let Err(words) = reading.take(row) {
            reading.remarks.push(CodebookRemark::row(row.line, words));
        }
    }
    Ok(reading.finish())
}

/// Reads the weight of a stance.
fn weight(cell: &str) -> Result<f64, String> {
    let not = |reason: String| format!("the weight “{}” is {reason}; write one such as 1, 0 or -1", cut(cell));
    let weight = number(cell).ok_or_else(|| not("not a number".to_owned()))?;
    let is_in_range = weight.abs() <= Stance::MAX_WEIGHT;
    if is_in_range { Ok(weight) } else { Err(not("further from 0 than 1,000,000".to_owned())) }
}

impl CodebookRemark {
    /// A row that is left out.
    pub(super) fn row(line: usize, words: impl Into<String>) -> Self {
        Self { line: Some(line), is_left_out: true, words: words.into() }
    }

    /// A cell that is ignored.
    pub(super) fn cell(line: Option<usize>, words: impl Into<String>) -> Self {
        Self { line, is_left_out: false, words: words.into() }
    }
}

type Columns = HashMap<CodebookColumn, usize>;

/// Finds what the columns hold. Of several that may hold the same, the one with the clearest head does.
fn columns_of(table: &TableRows<'_>) -> Result<Columns, BadCodebook> {
    let line = table.header_line();
    let mut found: HashMap<CodebookColumn, (usize, usize)> = HashMap::new();
    for (at, head) in table.heads().enumerate() {
        let Some((holds, rank)) = heads::recognise(head) else { continue };
        match found.get(&holds) {
            Some((_, other)) if *other == rank => {
                return Err(BadCodebook::Repeated { line, name: cut(head.trim()) });
            }
            Some((_, other)) if *other < rank => {}
            _ => _ = found.insert(holds, (at, rank)),
        }
    }
    let has_names = found.contains_key(&CodebookColumn::Name) || found.contains_key(&CodebookColumn::Path);
    if !has_names {
        return Err(BadCodebook::NoNames { line });
    }
    Ok(found.into_iter().map(|(holds, (at, _))| (holds, at)).collect())
}

/// The columns in which an apostrophe before a formula is a guard: those with no formula that lacks one.
fn guarded_columns(columns: &Columns, rows: &[TableRow]) -> HashSet<CodebookColumn> {
    let is_guarded = |at: usize| rows.iter().all(|row| row.cells().nth(at).is_none_or(|cell| !lacks_guard(cell)));
    columns.iter().filter(|(_, at)| is_guarded(**at)).map(|(holds, _)| *holds).collect()
}

/// A code with what its row says about its parent, which other rows explain.
struct CodeRow {
    code: StatedCode,
    line: usize,
    parent_id: Option<String>,
    parent: Option<String>,
    /// The names above it, from the top.
    path: Option<Vec<String>>,
    level: Option<i64>,
}

/// What was read so far.
struct Reading {
    columns: Columns,
    guarded: HashSet<CodebookColumn>,
    rows: Vec<CodeRow>,
    stances: Vec<StatedStance>,
    /// The lines of the stances, by their folded names.
    stance_names: HashMap<String, usize>,
    stance_ids: HashSet<String>,
    remarks: Vec<CodebookRemark>,
}

impl Reading {
    fn new(columns: Columns, guarded: HashSet<CodebookColumn>, remarks: Vec<CodebookRemark>) -> Self {
        let (stance_names, stance_ids) = (HashMap::new(), HashSet::new());
        Self { columns, guarded, rows: Vec::new(), stances: Vec::new(), stance_names, stance_ids, remarks }
    }

    /// The cell in this column, without blanks at its ends and without the apostrophe that guards it; `None` if there
    /// is no such column.
    fn cell<'r>(&self, row: &'r TableRow, column: CodebookColumn) -> Option<&'r str> {
        self.whole_cell(row, column).map(str::trim)
    }

    fn whole_cell<'r>(&self, row: &'r TableRow, column: CodebookColumn) -> Option<&'r str> {
        let at = *self.columns.get(&column)?;
        let cell = row.cells().nth(at).unwrap_or_default();
        Some(if self.guarded.contains(&column) { unguarded(cell) } else { cell })
    }

    /// Reads one row; fails with the reason if it cannot be right.
    fn take(&mut self, row: &TableRow) -> Result<(), String> {
        let kind = match self.cell(row, CodebookColumn::Kind) {
            None => RowKind::Code(CodeKind::Issue),
            Some("") => return Err("its kind is empty; write actor, issue or stance".to_owned()),
            Some(word) => heads::kind(word)
                .ok_or_else(|| format!("“{}” is not a kind; write actor, issue or stance", cut(word)))?,
        };
        let path = self.cell(row, CodebookColumn::Path).filter(|path| !is_blank(path)).map(path_of);
        let last = path.as_ref().and_then(|path| path.last());
        let name = self.cell(row, CodebookColumn::Name).filter(|name| !is_blank(name)).map(str::to_owned);
        let name = name.or_else(|| last.cloned()).ok_or_else(|| format!("this {} has no name", kind.noun()))?;
        let id = self.cell(row, CodebookColumn::Id).filter(|id| is_sound_id(id));
        match kind {
            RowKind::Stance => self.take_stance(row, name, id),
            RowKind::Code(kind) => self.take_code(row, kind, name, id, path),
        }
    }

    fn take_stance(&mut self, row: &TableRow, name: String, id: Option<&str>) -> Result<(), String> {
        let weight = self.cell(row, CodebookColumn::Weight).filter(|cell| !cell.is_empty()).map(weight).transpose()?;
        let fold = folded(&name).into_owned();
        if let Some(line) = self.stance_names.get(&fold) {
            return Err(format!("line {line} already has a stance “{}”; rename one of them, or delete it", cut(&name)));
        }
        self.stance_names.insert(fold, row.line);
        let id = id.filter(|id| self.stance_ids.insert((*id).to_owned()));
        self.stances.push(StatedStance { id: id.map(Into::into), name, weight, line: Some(row.line) });
        Ok(())
    }

    fn take_code(
        &mut self,
        row: &TableRow,
        kind: CodeKind,
        name: String,
        id: Option<&str>,
        path: Option<Vec<String>>,
    ) -> Result<(), String> {
        let text = |column| self.cell(row, column).map(str::to_owned);
        let level = match self.cell(row, CodebookColumn::Level) {
            None | Some("") => None,
            Some(cell) => Some(
                cell.parse()
                    .ok()
                    .filter(|level: &i64| *level >= 0)
                    .ok_or_else(|| format!("the level “{}” is not a whole number; write 0, 1, 2, …", cut(cell)))?,
            ),
        };
        let aliases = self.cell(row, CodebookColumn::Aliases).map(aliases_of);
        let prose = |column| {
            let words = self.whole_cell(row, column)?;
            Some(if is_blank(words) { String::new() } else { words.to_owned() })
        };
        let definition = prose(CodebookColumn::Definition);
        let (include, exclude) = (prose(CodebookColumn::Include), prose(CodebookColumn::Exclude));
        let colour = self.cell(row, CodebookColumn::Colour).filter(|cell| !cell.is_empty());
        let (colour, colour_problem) = match colour.map(|cell| colour_of(cell).ok_or(cell)) {
            Some(Err(cell)) => {
                (None, Some(format!("“{}” is not a colour, so it was ignored; write it as #3b7ab8", cut(cell))))
            }
            Some(Ok(colour)) => (Some(colour), None),
            None => (None, None),
        };
        let (key, key_problem) = self.key(row, kind);
        let (parent_id, parent) = (text(CodebookColumn::ParentId), text(CodebookColumn::Parent));
        // Whether the path ends with the code itself, as the program writes it, or with its parent.
        let path = path.map(|mut path| {
            if path.last().is_some_and(|last| folded(last) == folded(&name)) {
                path.pop();
            }
            path
        });
        let problems = [colour_problem, key_problem].into_iter().flatten();
        self.remarks.extend(problems.map(|words| CodebookRemark::cell(Some(row.line), words)));
        let (id, line) = (id.map(Into::into), row.line);
        let code = StatedCode {
            kind,
            id,
            name,
            parent: StatedParent::Unknown,
            aliases,
            alias_rules: BTreeMap::new(),
            definition,
            include,
            exclude,
            colour,
            key,
            line: Some(line),
        };
        self.rows.push(CodeRow { code, line, parent_id, parent, path, level });
        Ok(())
    }

    /// What a row says about the key, and what is wrong with that.
    fn key(&self, row: &TableRow, kind: CodeKind) -> (StatedKey, Option<String>) {
        let Some(cell) = self.cell(row, CodebookColumn::Key) else { return (StatedKey::Unknown, None) };
        let mut characters = cell.chars().flat_map(char::to_lowercase);
        match (characters.next(), characters.next()) {
            (None, _) => (StatedKey::Without, None),
            (Some(key), None) if kind.keys().contains(key) => (StatedKey::With(key), None),
            _ => {
                let (noun, keys) = (kind.noun(), kind.keys());
                let words = format!("“{}” cannot be an {noun}’s key, so it was ignored; use one of {keys}", cut(cell));
                (StatedKey::Without, Some(words))
            }
        }
    }

    /// Finds the parents, leaves out what has none that it could have, and puts each code after its parent.
    fn finish(self) -> CodebookFile {
        let has_parents =
            [CodebookColumn::Parent, CodebookColumn::ParentId, CodebookColumn::Path, CodebookColumn::Level]
                .map(|column| self.columns.contains_key(&column));
        let Self { rows, stances, mut remarks, .. } = self;
        let mut left_out = |line, words: String| remarks.push(CodebookRemark::row(line, words));
        let by = RowIndex::of(&rows);
        let levels = by_levels(&rows);
        let parents: Vec<Option<StatedParent>> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| {
                let found = match by.repeated(&rows, at) {
                    Some(words) => Err(words),
                    None => by.parent_of(&rows, at, has_parents, &levels),
                };
                found.map_err(|words| left_out(row.line, words)).ok()
            })
            .collect();
        let mut below: Vec<Vec<usize>> = vec![Vec::new(); rows.len()];
        for (at, parent) in parents.iter().enumerate() {
            if let Some(StatedParent::InFile(parent)) = parent {
                below[*parent].push(at);
            }
        }
        let mut waiting: Vec<usize> = (0..rows.len())
            .rev()
            .filter(|at| parents[*at].as_ref().is_some_and(|parent| !matches!(parent, StatedParent::InFile(_))))
            .collect();
        let mut order = Vec::new();
        while let Some(at) = waiting.pop() {
            order.push(at);
            waiting.extend(below[at].iter().rev());
        }
        let mut places: HashMap<usize, usize> = HashMap::new();
        let mut names: HashMap<(CodeKind, StatedPlace, String), usize> = HashMap::new();
        let mut codes = Vec::new();
        let reached: HashSet<usize> = order.iter().copied().collect();
        for at in order {
            let row = &rows[at];
            let parent = match parents[at].clone() {
                Some(StatedParent::InFile(parent)) => {
                    let Some(place) = places.get(&parent) else {
                        left_out(row.line, parent_is_left_out(&rows[parent]));
                        continue;
                    };
                    StatedParent::InFile(*place)
                }
                Some(parent) => parent,
                None => continue,
            };
            let name = folded(&row.code.name).into_owned();
            if let Some(line) = names.insert((row.code.kind, StatedPlace::of(&parent), name), row.line) {
                let (noun, name) = (row.code.kind.noun(), cut(&row.code.name));
                left_out(
                    row.line,
                    format!(
                        "line {line} already has an {noun} “{name}” at this place; rename one of them, or delete it"
                    ),
                );
                continue;
            }
            places.insert(at, codes.len());
            codes.push(StatedCode { parent, ..row.code.clone() });
        }
        // What was not reached is in a circle of parents, or below one, or below a row that is left out.
        let in_circles = in_circles(&parents);
        for (at, row) in rows.iter().enumerate().filter(|(at, _)| !reached.contains(at)) {
            let Some(StatedParent::InFile(parent)) = &parents[at] else { continue };
            left_out(
                row.line,
                if in_circles.contains(&at) {
                    format!(
                        "“{}” would be below itself, through its parent “{}”; correct the parent of one of them",
                        cut(&row.code.name),
                        cut(&rows[*parent].code.name)
                    )
                } else {
                    parent_is_left_out(&rows[*parent])
                },
            );
        }
        remarks.sort_by_key(|remark| remark.line);
        CodebookFile { codes, stances, remarks, ..CodebookFile::default() }
    }
}

/// A place in the tree of a file, to tell codes of one name apart.
#[derive(PartialEq, Eq, Hash)]
enum StatedPlace {
    Top,
    Below(usize),
    Outside(String),
}

impl StatedPlace {
    fn of(parent: &StatedParent) -> Self {
        match parent {
            StatedParent::Unknown | StatedParent::Top => Self::Top,
            StatedParent::InFile(at) => Self::Below(*at),
            StatedParent::Outside(name) => Self::Outside(folded(name).into_owned()),
        }
    }
}

fn parent_is_left_out(parent: &CodeRow) -> String {
    format!("its parent “{}” on line {} is left out; correct that line", cut(&parent.code.name), parent.line)
}

/// The rows that are their own ancestors.
fn in_circles(parents: &[Option<StatedParent>]) -> HashSet<usize> {
    let parent_of = |at: usize| match parents[at] {
        Some(StatedParent::InFile(parent)) => Some(parent),
        _ => None,
    };
    let mut found = HashSet::new();
    // The walk in which each row was first reached, so that each is walked from once.
    let mut walks: HashMap<usize, usize> = HashMap::new();
    for walk in 0..parents.len() {
        let mut next = Some(walk);
        while let Some(at) = next.filter(|at| !walks.contains_key(at)) {
            walks.insert(at, walk);
            next = parent_of(at);
        }
        let mut on_circle = next.filter(|at| walks[at] == walk);
        while let Some(at) = on_circle.filter(|at| found.insert(*at)) {
            on_circle = parent_of(at);
        }
    }
    found
}

/// The rows by what others call them.
struct RowIndex {
    ids: HashMap<(CodeKind, String), usize>,
    names: HashMap<(CodeKind, String), Vec<usize>>,
    paths: HashMap<(CodeKind, Vec<String>), usize>,
}

impl RowIndex {
    fn of(rows: &[CodeRow]) -> Self {
        let (mut ids, mut names, mut paths) = (HashMap::new(), HashMap::new(), HashMap::new());
        for (at, row) in rows.iter().enumerate() {
            let kind = row.code.kind;
            if let Some(id) = &row.code.id {
                ids.entry((kind, id.to_string())).or_insert(at);
            }
            let name = folded(&row.code.name).into_owned();
            let called: &mut Vec<usize> = names.entry((kind, name.clone())).or_default();
            called.push(at);
            if let Some(path) = &row.path {
                let whole = path.iter().map(|name| folded(name).into_owned()).chain([name]).collect();
                paths.entry((kind, whole)).or_insert(at);
            }
        }
        Self { ids, names, paths }
    }

    /// Says that an earlier row has the id of this one, if so.
    fn repeated(&self, rows: &[CodeRow], at: usize) -> Option<String> {
        let row = &rows[at];
        let id = row.code.id.as_ref()?.to_string();
        let first = *self.ids.get(&(row.code.kind, id.clone()))?;
        (first != at).then(|| {
            format!("line {} already has the id “{}”; empty the id of one of them", rows[first].line, cut(&id))
        })
    }

    /// The parent of a row, by its id, its name, its path or its level, whichever the table has first.
    fn parent_of(
        &self,
        rows: &[CodeRow],
        at: usize,
        [has_parent, has_id, has_path, has_level]: [bool; 4],
        levels: &[Option<usize>],
    ) -> Result<StatedParent, String> {
        let row = &rows[at];
        let kind = row.code.kind;
        let [id, name] = [&row.parent_id, &row.parent].map(|cell| cell.as_deref().filter(|cell| !is_blank(cell)));
        if let Some(id) = id {
            let by_id = self.ids.get(&(kind, id.to_owned())).copied();
            let is_called = |parent: usize, name: &str| folded(&rows[parent].code.name) == folded(name);
            return match (by_id, name) {
                (_, None) if has_parent => {
                    Err(format!("its parent is empty, but its parent_id is “{}”; empty both, or fill in both", cut(id)))
                }
                // A parent that was renamed in this table is still called by its old name here.
                (Some(parent), Some(name)) if !is_called(parent, name) && !self.named(kind, name, at).is_empty() => {
                    Err(format!(
                        "its parent “{}” and its parent_id “{}” are two different {}; correct one of them, or empty \
                         the parent_id",
                        cut(name),
                        cut(id),
                        kind.plural()
                    ))
                }
                (Some(parent), _) => Ok(StatedParent::InFile(parent)),
                (None, Some(name)) => self.called(rows, at, name),
                (None, None) => Ok(StatedParent::Outside(id.to_owned())),
            };
        }
        if let Some(name) = name {
            return self.called(rows, at, name);
        }
        if has_path && let Some(path) = &row.path {
            return self.below(kind, path);
        }
        if has_level && !has_parent && !has_id && !has_path {
            return Ok(levels[at].map_or(StatedParent::Top, StatedParent::InFile));
        }
        Ok(if has_parent || has_id || has_path { StatedParent::Top } else { StatedParent::Unknown })
    }

    fn named(&self, kind: CodeKind, name: &str, except: usize) -> Vec<usize> {
        let found = self.names.get(&(kind, folded(name).into_owned())).into_iter().flatten();
        found.copied().filter(|at| *at != except).collect()
    }

    /// The row of the parent that is called by this name.
    fn called(&self, rows: &[CodeRow], at: usize, name: &str) -> Result<StatedParent, String> {
        let kind = rows[at].code.kind;
        match *self.named(kind, name, at) {
            [parent] => Ok(StatedParent::InFile(parent)),
            [] => {
                let path = path_of(name);
                let is_path = path.len() > 1;
                if is_path { self.below(kind, &path) } else { Ok(StatedParent::Outside(name.to_owned())) }
            }
            ref several => Err(format!(
                "{} {} are called “{}”, so its parent is uncertain; add a column parent_id",
                several.len(),
                kind.plural(),
                cut(name)
            )),
        }
    }

    /// The row that ends this path.
    fn below(&self, kind: CodeKind, path: &[String]) -> Result<StatedParent, String> {
        let Some(last) = path.last() else { return Ok(StatedParent::Top) };
        let key: Vec<String> = path.iter().map(|name| folded(name).into_owned()).collect();
        if let Some(parent) = self.paths.get(&(kind, key)) {
            return Ok(StatedParent::InFile(*parent));
        }
        match *self.named(kind, last, usize::MAX) {
            [parent] => Ok(StatedParent::InFile(parent)),
            _ if path.len() == 1 => Ok(StatedParent::Outside(last.clone())),
            _ => Err(format!("no row has its parent “{}”; add one", cut(&path.join(" / ")))),
        }
    }
}

/// The row below which each stands by its level: the nearest before it with a lower one.
fn by_levels(rows: &[CodeRow]) -> Vec<Option<usize>> {
    let mut open: HashMap<CodeKind, Vec<(i64, usize)>> = HashMap::new();
    let parent = |(at, row): (usize, &CodeRow)| {
        let open = open.entry(row.code.kind).or_default();
        let level = row.level.unwrap_or(i64::MIN);
        while open.last().is_some_and(|(above, _)| *above >= level) {
            open.pop();
        }
        let parent = open.last().map(|(_, parent)| *parent);
        open.push((level, at));
        parent
    };
    rows.iter().enumerate().map(parent).collect()
}

/// Ids are short and have no control characters; anything else is a note of somebody.
fn is_sound_id(id: &str) -> bool {
    !id.is_empty() && id.chars().count() <= MAX_ID_CHARS && !id.contains(char::is_control)
}

/// The names of a path such as “Territory / Donbas”.
fn path_of(cell: &str) -> Vec<String> {
    cell.split(" / ").map(str::trim).filter(|name| !is_blank(name)).map(str::to_owned).collect()
}

/// The aliases in a cell: parted by semicolons or line breaks; a backslash takes the next sign as part of an alias.
fn aliases_of(cell: &str) -> Vec<String> {
    let (mut aliases, mut alias) = (Vec::new(), String::new());
    let mut characters = cell.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.clone().next() {
                Some(next @ ('\\' | ';')) => {
                    characters.next();
                    alias.push(next);
                }
                Some('n') => {
                    characters.next();
                    alias.push('\n');
                }
                _ => alias.push('\\'),
            },
            ';' | '\n' => aliases.push(std::mem::take(&mut alias)),
            c => alias.push(c),
        }
    }
    aliases.push(alias);
    let mut seen = HashSet::new();
    aliases.retain_mut(|alias| {
        *alias = alias.trim().to_owned();
        !is_blank(alias) && seen.insert(alias.clone())
    });
    aliases
}

/// A colour as spreadsheets and web pages write it: #3b7ab8, 3B7AB8 or #37b.
fn colour_of(cell: &str) -> Option<Colour> {
    let digits = cell.trim_start_matches('#').to_ascii_lowercase();
    let whole = if digits.len() == 3 { digits.chars().flat_map(|digit| [digit, digit]).collect() } else { digits };
    format!("#{whole}").parse().ok()
}

/// A number with a decimal point or comma, and with any sign that people write for minus.
fn number(cell: &str) -> Option<f64> {
    let plain = cell.replace(',', ".").replace(['−', '–'], "-");
    plain.parse::<f64>().ok().filter(|number| number.is_finite())
}

#[cfg(test)]
mod tests;
