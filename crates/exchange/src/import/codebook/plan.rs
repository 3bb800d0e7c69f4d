//! What a codebook would add to a project and change in it, entry by entry, and the edit that does what was ticked.
//!
//! Nothing is ever deleted that highlights might need, and no key that the project shows is taken away. What would
//! leave something empty is not ticked unless somebody does.

mod stances;

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    edit::{Edit, codes_of_same_name, stances_of_same_name},
    model::{Code, CodeId, CodeIndex, CodeKind, Codebook, Project, Stance, StanceId},
    text::fold::{folded, is_same_name},
};

use super::{
    CodebookFile, CodebookRemark, StatedCode, StatedKey, StatedParent,
    change::{self, CodeField, CodebookChange},
    matching::{self, FoundBy},
};
use crate::import::decode;

/// What a codebook would change in a project.
#[derive(Clone, Debug)]
pub struct CodebookPlan {
    /// The codebook of the project, with its keys written down.
    before: Codebook,
    /// What was compared, actors first, each code after its parent.
    pub entries: Vec<PlanEntry>,
    /// What was left out of the file or ignored in it.
    pub remarks: Vec<CodebookRemark>,
    /// Whether the project has no codes and no highlights yet, so that it takes over the scale of the file.
    is_fresh: bool,
}

/// An actor, an issue or a stance of a file, compared with the project.
#[derive(Clone, Debug)]
pub struct PlanEntry {
    /// "actor", "issue" or "stance".
    pub noun: &'static str,
    /// Its name in the file, after those of its parents.
    pub name: String,
    /// Whether the project has it.
    pub state: EntryState,
    /// What would change, each of which can be left; none if it is equal.
    pub changes: Vec<CodebookChange>,
    /// What stays as it is although the file says otherwise, and why.
    pub remarks: Vec<String>,
    subject: Subject,
}

/// How a code of the file compares with the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// The project does not have it.
    New,
    /// The project has it, and something differs.
    Changed,
    /// The project has it as the file does.
    Equal,
}

/// How many entries there are, and how many changes are ticked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PlanCounts {
    /// Number of new codes and stances.
    pub n_new: usize,
    /// Number of those that differ.
    pub n_changed: usize,
    /// Number of those that are equal.
    pub n_equal: usize,
    /// Number of changes that are ticked.
    pub n_ticked: usize,
    /// Number of all changes.
    pub n_changes: usize,
}

/// What an entry is about, and what would be put there.
#[derive(Clone, Debug)]
enum Subject {
    Code {
        kind: CodeKind,
        /// The index of the code of the project, unless it is new.
        place: Option<usize>,
        /// The code as it would be if everything changed, apart from its parent.
        wanted: Box<Code>,
        parent: WantedParent,
    },
    Stance {
        place: Option<usize>,
        wanted: Stance,
    },
}

/// The parent that a code would get.
#[derive(Clone, Debug, PartialEq, Eq)]
enum WantedParent {
    /// The one it has.
    Same,
    Top,
    /// A code of the project.
    Known(CodeId),
    /// A code that is new itself, by its entry.
    New(usize),
}

impl CodebookPlan {
    /// Compares a file with a project.
    pub fn of(project: &Project, file: &CodebookFile) -> Self {
        let before = with_keys_written_down(&project.codebook);
        let has_codes = CodeKind::ALL.into_iter().any(|kind| !before.codes(kind).is_empty());
        let is_fresh = !has_codes && project.highlights().next().is_none() && !file.stances.is_empty();
        let is_same_project = file.project.is_none_or(|id| id == project.id);
        let mut planning = Planning::of(&before, file, is_same_project);
        for at in 0..file.codes.len() {
            planning.take_code(at);
        }
        let Planning { mut entries, mut remarks, .. } = planning;
        stances::compare(&before, &file.stances, is_fresh, (&mut entries, &mut remarks));
        remarks.sort_by_key(|remark| remark.line);
        Self { before, entries, remarks, is_fresh }
    }

    /// Counts the entries and the ticks.
    pub fn counts(&self) -> PlanCounts {
        let mut counts = PlanCounts::default();
        for entry in &self.entries {
            match entry.state {
                EntryState::New => counts.n_new += 1,
                EntryState::Changed => counts.n_changed += 1,
                EntryState::Equal => counts.n_equal += 1,
            }
            counts.n_changes += entry.changes.len();
            counts.n_ticked += entry.changes.iter().filter(|change| change.is_ticked).count();
        }
        counts
    }

    /// Ticks a change, with the parents that it needs, or leaves it, with what would be below it.
    pub fn set_ticked(&mut self, entry: usize, change: usize, is_ticked: bool) {
        let Some(own) = self.entries.get_mut(entry).and_then(|entry| entry.changes.get_mut(change)) else { return };
        own.is_ticked = is_ticked;
        let field = own.field;
        if is_ticked {
            let mut next = self.needed_by(entry, field);
            while let Some(above) = next {
                self.entries[above].set_new(true);
                next = self.needed_by(above, CodeField::New);
            }
        } else if field == CodeField::New {
            self.drop_what_needs_a_parent();
        }
    }

    /// Ticks every change, or none.
    pub fn set_all(&mut self, is_ticked: bool) {
        for change in self.entries.iter_mut().flat_map(|entry| &mut entry.changes) {
            change.is_ticked = is_ticked;
        }
    }

    /// The new code that a change needs as a parent.
    fn needed_by(&self, entry: usize, field: CodeField) -> Option<usize> {
        match &self.entries[entry].subject {
            Subject::Code { parent: WantedParent::New(above), .. }
                if matches!(field, CodeField::New | CodeField::Parent) =>
            {
                Some(*above)
            }
            _ => None,
        }
    }

    /// Leaves the changes whose parent is not added. Parents stand before their children, so one pass is enough.
    fn drop_what_needs_a_parent(&mut self) {
        for at in 0..self.entries.len() {
            let Subject::Code { parent: WantedParent::New(above), .. } = &self.entries[at].subject else { continue };
            if self.entries[*above].is_added() {
                continue;
            }
            for change in &mut self.entries[at].changes {
                if matches!(change.field, CodeField::New | CodeField::Parent) {
                    change.is_ticked = false;
                }
            }
        }
    }

    /// The codebook with everything that is ticked.
    fn after(&self) -> Codebook {
        let mut book = self.before.clone();
        let mut gone: HashSet<StanceId> = HashSet::new();
        for entry in &self.entries {
            match &entry.subject {
                Subject::Code { kind, place, wanted, parent } => {
                    let parent = self.parent_id(parent);
                    match place {
                        Some(place) => {
                            let code = &mut book.codes_mut(*kind)[*place];
                            entry.ticked().for_each(|change| set_code(code, change.field, wanted, parent.as_ref()));
                        }
                        None if entry.is_added() => {
                            book.codes_mut(*kind).push(Code { parent, ..(**wanted).clone() });
                        }
                        None => {}
                    }
                }
                Subject::Stance { place: Some(place), wanted } => {
                    let stance = &mut book.stances[*place];
                    for change in entry.ticked() {
                        match change.field {
                            CodeField::Name => stance.name.clone_from(&wanted.name),
                            CodeField::Weight => stance.weight = wanted.weight,
                            CodeField::Gone => _ = gone.insert(stance.id.clone()),
                            _ => {}
                        }
                    }
                }
                Subject::Stance { place: None, wanted } if entry.is_added() => book.stances.push(wanted.clone()),
                Subject::Stance { .. } => {}
            }
        }
        book.stances.retain(|stance| !gone.contains(&stance.id));
        if self.is_fresh {
            self.sort_scale(&mut book.stances);
        }
        book
    }

    /// Puts the stances in the order of the file; those that it does not have come last.
    fn sort_scale(&self, stances: &mut [Stance]) {
        let wanted = self.entries.iter().filter_map(|entry| match &entry.subject {
            Subject::Stance { place: Some(place), .. } => Some(&self.before.stances[*place].id),
            Subject::Stance { place: None, wanted } => Some(&wanted.id),
            Subject::Code { .. } => None,
        });
        let order: HashMap<&StanceId, usize> = wanted.enumerate().map(|(at, id)| (id, at)).collect();
        stances.sort_by_key(|stance| order.get(&stance.id).copied().unwrap_or(usize::MAX));
    }

    fn parent_id(&self, parent: &WantedParent) -> Option<CodeId> {
        match parent {
            WantedParent::Same | WantedParent::Top => None,
            WantedParent::Known(id) => Some(id.clone()),
            WantedParent::New(entry) => match &self.entries[*entry].subject {
                Subject::Code { wanted, .. } => Some(wanted.id.clone()),
                Subject::Stance { .. } => None,
            },
        }
    }

    /// Why what is ticked cannot be done together; `None` if it can.
    pub fn obstacle(&self) -> Option<String> {
        let after = self.after();
        for kind in CodeKind::ALL {
            if let Some(id) = after.codes_in_circles(kind).into_iter().next() {
                return Some(format!(
                    "“{}” would be below itself; leave the change of one of the parents",
                    after.name_of(kind, id)
                ));
            }
            let before: HashMap<&CodeId, &Code> = self.before.codes(kind).iter().map(|code| (&code.id, code)).collect();
            let were_alike = |(a, b): &(&Code, &Code)| {
                let both = before.get(&a.id).zip(before.get(&b.id));
                both.is_some_and(|(a, b)| a.parent == b.parent && is_same_name(&a.name, &b.name))
            };
            if let Some((code, _)) = codes_of_same_name(&after, kind).into_iter().find(|pair| !were_alike(pair)) {
                return Some(format!(
                    "Two {} would be called “{}” at one place; leave one of the changes",
                    kind.plural(),
                    code.name
                ));
            }
        }
        let n_alike = |book: &Codebook| stances_of_same_name(book).len();
        let alike = stances_of_same_name(&after);
        let (stance, _) = alike.first().filter(|_| alike.len() > n_alike(&self.before))?;
        Some(format!("Two stances would be called “{}”; leave one of the changes", stance.name))
    }

    /// Returns the edit that does everything that is ticked, in one step; `None` if nothing is.
    pub fn edit(&self) -> Option<Edit> {
        let after = self.after();
        let mut edits = stances::edits(&self.before.stances, &after.stances);
        let n_stance_edits = edits.len();
        let mut last = Vec::new();
        for kind in CodeKind::ALL {
            let old = self.before.codes(kind);
            for (old, new) in old.iter().zip(after.codes(kind)).filter(|(old, new)| old != new) {
                // Two codes may change places in the tree, so each leaves its place before any gets a new one.
                if old.parent.is_some() && old.parent != new.parent {
                    edits.push(Edit::SetCode(kind, Code { parent: None, ..old.clone() }));
                }
                last.push(Edit::SetCode(kind, new.clone()));
            }
            let added = after.codes(kind).iter().enumerate().skip(old.len());
            edits.extend(added.map(|(at, code)| Edit::InsertCode(kind, at, code.clone())));
        }
        edits.append(&mut last);
        if edits.len() > n_stance_edits {
            edits.insert(0, Edit::KeepKeys);
        }
        (!edits.is_empty()).then_some(Edit::All(edits))
    }
}

/// Changes one thing of a code.
fn set_code(code: &mut Code, field: CodeField, wanted: &Code, parent: Option<&CodeId>) {
    match field {
        CodeField::Name => code.name.clone_from(&wanted.name),
        CodeField::Parent => code.parent = parent.cloned(),
        CodeField::NewAliases => {
            let own: HashSet<&String> = code.aliases.iter().collect();
            let new: Vec<String> = wanted.aliases.iter().filter(|alias| !own.contains(alias)).cloned().collect();
            for alias in new {
                code.set_alias_rule(&alias, wanted.alias_rule(&alias));
                code.aliases.push(alias);
            }
        }
        CodeField::LostAliases => {
            let kept: HashSet<&String> = wanted.aliases.iter().collect();
            code.aliases.retain(|alias| kept.contains(alias));
            code.alias_rules.retain(|alias, _| kept.contains(alias));
        }
        CodeField::Definition => code.definition.clone_from(&wanted.definition),
        CodeField::Include => code.include.clone_from(&wanted.include),
        CodeField::Exclude => code.exclude.clone_from(&wanted.exclude),
        CodeField::Colour => code.colour = wanted.colour,
        CodeField::Key => code.key = wanted.key,
        CodeField::New | CodeField::Gone | CodeField::Weight => {}
    }
}

/// The codebook with the keys that it shows written down.
fn with_keys_written_down(book: &Codebook) -> Codebook {
    let mut written = book.clone();
    for kind in CodeKind::ALL {
        let shown: HashMap<&CodeId, char> =
            book.codes_keyed_by_place(kind).map(|(key, code)| (&code.id, key)).collect();
        for code in written.codes_mut(kind) {
            code.key = code.key.or_else(|| shown.get(&code.id).copied());
        }
    }
    written.free_keys.get_or_insert_default();
    written
}

impl PlanEntry {
    fn ticked(&self) -> impl Iterator<Item = &CodebookChange> {
        self.changes.iter().filter(|change| change.is_ticked)
    }

    /// Whether it is new and will be added.
    fn is_added(&self) -> bool {
        self.ticked().any(|change| change.field == CodeField::New)
    }

    fn set_new(&mut self, is_ticked: bool) {
        for change in self.changes.iter_mut().filter(|change| change.field == CodeField::New) {
            change.is_ticked = is_ticked;
        }
    }
}

/// What is known while the codes of a file are compared one by one.
struct Planning<'a> {
    before: &'a Codebook,
    file: &'a CodebookFile,
    /// Whether another name under a known id means that the code was renamed.
    is_same_project: bool,
    matches: matching::Matches,
    indexes: [CodeIndex; 2],
    /// The names of the codes that have the keys, and the keys of those that were made here.
    keys: HashMap<(CodeKind, char), String>,
    n_codes: [usize; 2],
    /// The entry of each code of the file; `None` if it is left out.
    entry_of: Vec<Option<usize>>,
    entries: Vec<PlanEntry>,
    remarks: Vec<CodebookRemark>,
}

impl<'a> Planning<'a> {
    fn of(before: &'a Codebook, file: &'a CodebookFile, is_same_project: bool) -> Self {
        let keyed = |kind: CodeKind| {
            before.keyed_codes(kind).into_iter().map(move |(key, code)| ((kind, key), code.name.clone()))
        };
        Self {
            before,
            file,
            is_same_project,
            matches: matching::find(&file.codes, before),
            indexes: CodeKind::ALL.map(|kind| CodeIndex::of(before.codes(kind))),
            keys: CodeKind::ALL.into_iter().flat_map(keyed).collect(),
            n_codes: CodeKind::ALL.map(|kind| before.codes(kind).len()),
            entry_of: Vec::with_capacity(file.codes.len()),
            entries: Vec::with_capacity(file.codes.len()),
            remarks: file.remarks.clone(),
        }
    }

    fn take_code(&mut self, at: usize) {
        let stated = &self.file.codes[at];
        let parent = match self.parent_of(at) {
            Ok(parent) => parent,
            Err(words) => {
                self.remarks.push(CodebookRemark { line: stated.line, is_left_out: true, words });
                self.entry_of.push(None);
                return;
            }
        };
        let entry = match self.matches.found[at] {
            Some((place, by)) => self.known(stated, place, by, parent),
            None => self.new_code(stated, parent),
        };
        self.entry_of.push(Some(self.entries.len()));
        self.entries.push(entry);
    }

    /// The parent that a code of the file gets, and the path of names that leads to it.
    fn parent_of(&self, at: usize) -> Result<(WantedParent, String), String> {
        let stated = &self.file.codes[at];
        let codes = self.before.codes(stated.kind);
        match &stated.parent {
            StatedParent::Unknown => Ok((WantedParent::Same, String::new())),
            StatedParent::Top => Ok((WantedParent::Top, String::new())),
            StatedParent::InFile(parent) => {
                let left_out = || format!("its parent “{}” is left out", self.file.codes[*parent].name);
                let entry = self.entry_of[*parent].ok_or_else(left_out)?;
                let path = self.entries[entry].name.clone();
                Ok(match self.matches.found[*parent] {
                    Some((place, _)) => (WantedParent::Known(codes[place].id.clone()), path),
                    None => (WantedParent::New(entry), path),
                })
            }
            StatedParent::Outside(name) => {
                let noun = stated.kind.noun();
                let place = self.matches.outside[at].ok_or_else(|| {
                    format!("its parent “{name}” is neither in the file nor in the project; add the {noun} “{name}”, or correct the parent")
                })?;
                Ok((WantedParent::Known(codes[place].id.clone()), codes[place].name.clone()))
            }
        }
    }

    /// A code that the project has.
    fn known(&mut self, stated: &StatedCode, place: usize, by: FoundBy, parent: (WantedParent, String)) -> PlanEntry {
        let kind = stated.kind;
        let old = &self.before.codes(kind)[place];
        let (parent, above) = parent;
        let mut wanted = old.clone();
        let mut changes = Vec::new();
        if !is_same_name(&old.name, &stated.name) {
            wanted.name.clone_from(&stated.name);
            let change = CodebookChange::new(CodeField::Name, &old.name, &stated.name);
            changes.push(if self.is_same_project || by != FoundBy::Id { change } else { change.unticked() });
        }
        let is_moved = match &parent {
            WantedParent::Same => false,
            WantedParent::Top => old.parent.is_some(),
            WantedParent::Known(id) => old.parent.as_ref() != Some(id),
            WantedParent::New(_) => true,
        };
        if is_moved {
            let from = old.parent.as_ref().map_or("", |parent| self.before.name_of(kind, parent));
            let change = CodebookChange::new(CodeField::Parent, from, &above);
            // Codes of other projects often have no parent.
            let is_certain = parent != WantedParent::Top || by == FoundBy::Id && self.is_same_project;
            changes.push(if is_certain { change } else { change.unticked() });
        }
        if let Some(aliases) = &stated.aliases {
            alias_changes(old, aliases, &mut wanted, &mut changes);
            let own: HashSet<&String> = old.aliases.iter().collect();
            for alias in wanted.aliases.iter().filter(|alias| !own.contains(alias)) {
                if let Some(rule) = stated.alias_rules.get(alias) {
                    wanted.alias_rules.insert(alias.clone(), *rule);
                }
            }
        }
        changes.extend(prose_change(CodeField::Definition, &mut wanted.definition, stated.definition.as_deref()));
        changes.extend(prose_change(CodeField::Include, &mut wanted.include, stated.include.as_deref()));
        changes.extend(prose_change(CodeField::Exclude, &mut wanted.exclude, stated.exclude.as_deref()));
        if let Some(colour) = stated.colour.filter(|colour| *colour != old.colour) {
            wanted.colour = colour;
            let [from, to] = [old.colour, colour].map(change::colour);
            changes.push(CodebookChange::new(CodeField::Colour, from, to));
        }
        let mut remarks = Vec::new();
        match stated.key {
            StatedKey::With(key) if old.key == Some(key) => {}
            StatedKey::With(key) if old.key.is_none() && !self.keys.contains_key(&(kind, key)) => {
                wanted.key = Some(key);
                self.keys.insert((kind, key), old.name.clone());
                changes.push(CodebookChange::new(CodeField::Key, "", key.to_string()));
            }
            StatedKey::With(key) => remarks.push(self.kept_key(kind, key, old.key)),
            StatedKey::Without | StatedKey::Unknown => {}
        }
        let state = if changes.is_empty() { EntryState::Equal } else { EntryState::Changed };
        let name = below(&above, &stated.name);
        let subject = Subject::Code { kind, place: Some(place), wanted: Box::new(wanted), parent };
        PlanEntry { noun: kind.noun(), name, state, changes, remarks, subject }
    }

    /// Says why a code does not get the key of the file.
    fn kept_key(&self, kind: CodeKind, key: char, own: Option<char>) -> String {
        let holder = self.keys.get(&(kind, key)).map(|name| format!("the key {key} belongs to “{name}”"));
        match (own, holder) {
            (Some(own), Some(holder)) => format!("It keeps its key {own}; {holder}"),
            (Some(own), None) => format!("It keeps its key {own}; in the file it has {key}"),
            (None, Some(holder)) => format!("It gets no key; {holder}"),
            (None, None) => String::new(),
        }
    }

    /// A code that the project does not have.
    fn new_code(&mut self, stated: &StatedCode, (parent, above): (WantedParent, String)) -> PlanEntry {
        let kind = stated.kind;
        let n = usize::from(kind == CodeKind::Issue);
        let index = &mut self.indexes[n];
        let mut code = index.fresh_code(&stated.name);
        if let Some(id) = stated.id.as_ref().filter(|id| index.with_id(id).is_none()) {
            code.id = id.clone();
        }
        let mut remarks = Vec::new();
        if let Some(at) = index.with_alias(&stated.name).filter(|at| *at < self.before.codes(kind).len()) {
            let other = &self.before.codes(kind)[at].name;
            remarks.push(format!("“{}” is an alias of “{other}” in the project", stated.name));
        }
        index.push(&code);
        code.aliases = stated.aliases.clone().unwrap_or_default();
        code.alias_rules.clone_from(&stated.alias_rules);
        code.definition = stated.definition.clone().unwrap_or_default();
        code.include = stated.include.clone().unwrap_or_default();
        code.exclude = stated.exclude.clone().unwrap_or_default();
        code.colour = stated.colour.unwrap_or(code.colour);
        code.key = match stated.key {
            StatedKey::With(key) if self.keys.contains_key(&(kind, key)) => {
                remarks.push(self.kept_key(kind, key, None));
                None
            }
            StatedKey::With(key) => Some(key),
            StatedKey::Without => None,
            StatedKey::Unknown => self.next_key(kind),
        };
        self.n_codes[n] += 1;
        if let Some(key) = code.key {
            self.keys.insert((kind, key), stated.name.clone());
        }
        let parent = if parent == WantedParent::Same { WantedParent::Top } else { parent };
        let changes = vec![CodebookChange::new(CodeField::New, "", described(&code))];
        let name = below(&above, &stated.name);
        let subject = Subject::Code { kind, place: None, wanted: Box::new(code), parent };
        PlanEntry { noun: kind.noun(), name, state: EntryState::New, changes, remarks, subject }
    }

    /// The key that a new code gets if the file has no keys: the first ten codes of a kind get one each.
    fn next_key(&self, kind: CodeKind) -> Option<char> {
        let free = self.before.free_keys.as_deref().unwrap_or_default();
        let has_room = self.n_codes[usize::from(kind == CodeKind::Issue)] < kind.keys().len();
        let is_new = |key: &char| !free.contains(*key) && !self.keys.contains_key(&(kind, *key));
        kind.keys().chars().find(is_new).filter(|_| has_room)
    }
}

/// What a new code brings along, in words.
fn described(code: &Code) -> String {
    let aliases = (!code.aliases.is_empty()).then(|| format!("aliases {}", code.aliases.join(", ")));
    let key = code.key.map(|key| format!("key {key}"));
    let definition = (!code.definition.is_empty()).then(|| format!("“{}”", code.definition));
    [key, aliases, definition].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// The change of a definition or a note, made in `own`. What would empty it is not made unless somebody wants it.
fn prose_change(field: CodeField, own: &mut String, stated: Option<&str>) -> Option<CodebookChange> {
    let stated = stated.filter(|words| !is_same_text(words, own))?;
    let change = CodebookChange::new(field, std::mem::replace(own, stated.to_owned()), stated);
    Some(if stated.is_empty() { change.unticked() } else { change })
}

fn alias_changes(old: &Code, aliases: &[String], wanted: &mut Code, changes: &mut Vec<CodebookChange>) {
    let fold = |alias: &String| folded(alias).into_owned();
    let own: HashSet<String> = old.aliases.iter().map(fold).collect();
    let stated: HashSet<String> = aliases.iter().map(fold).collect();
    let new: Vec<&str> = aliases.iter().filter(|alias| !own.contains(&fold(alias))).map(String::as_str).collect();
    let lost: Vec<&str> =
        old.aliases.iter().filter(|alias| !stated.contains(&fold(alias))).map(String::as_str).collect();
    // Those that both have stay as the project writes them.
    wanted.aliases.retain(|alias| stated.contains(&fold(alias)));
    wanted.aliases.extend(new.iter().map(|alias| (*alias).to_owned()));
    if !new.is_empty() {
        changes.push(CodebookChange::new(CodeField::NewAliases, "", new.join(", ")));
    }
    if !lost.is_empty() {
        changes.push(CodebookChange::new(CodeField::LostAliases, lost.join(", "), "").unticked());
    }
}

/// A name after those above it; of a long path, only the end is kept.
fn below(above: &str, name: &str) -> String {
    const MAX_CHARS: usize = 120;
    let n_more = above.chars().count().saturating_sub(MAX_CHARS);
    match above.char_indices().nth(n_more) {
        None => name.to_owned(),
        Some((0, _)) => format!("{above} / {name}"),
        Some((start, _)) => format!("…{} / {name}", &above[start..]),
    }
}

/// Whether two definitions or notes are the same apart from line ends, and from blanks at both ends.
fn is_same_text(a: &str, b: &str) -> bool {
    a == b || decode::with_plain_lines(a.into()).trim() == decode::with_plain_lines(b.into()).trim()
}

#[cfg(test)]
mod tests;
