//! Finds the codes and stances that the rows of a file name, and creates missing codes.
//!
//! A file may come from another project, with codes of the same name or with names that differ in capital letters only.
//! What the file tells apart, by id or by spelling, stays apart. Nothing here knows about rows or quotes.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use standpoint_core::{
    edit::Edit,
    model::{Code, CodeId, CodeIndex, CodeKind, Codebook, Stance},
    text::fold::{folded, in_one_case, is_same_name},
};

use crate::export::csv::unguarded;

/// The longest id that is taken over from a file, in characters.
const MAX_ID_CHARS: usize = 100;

/// The name and id of a code or a stance in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct NamedTag<'a> {
    /// The name without spaces at the ends and without the apostrophe that guards it in a spreadsheet.
    pub name: &'a str,
    /// The name as it is in the file, without spaces at the ends. An apostrophe may be part of it after all.
    pub as_written: &'a str,
    /// The id; empty if the row has none.
    pub id: &'a str,
}

impl<'a> NamedTag<'a> {
    /// Reads the cells of a name and an id. In a column that is guarded, an apostrophe before a formula is a guard.
    pub fn of(name: &'a str, id: &'a str, is_guarded: bool) -> Self {
        let as_written = name.trim();
        let name = if is_guarded { unguarded(as_written).trim() } else { as_written };
        Self { name, as_written, id: unguarded(id.trim()) }
    }
}

/// How a name of the file was found in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FoundTag<T> {
    pub it: T,
    /// Whether its name differs in capital letters.
    pub is_in_other_case: bool,
}

/// The names of one kind of tag in the whole file.
#[derive(Default)]
struct NamesOfFile {
    /// The folds of all names, by their fold in one case.
    by_case: HashMap<String, HashSet<String>>,
    /// The ids that occur with each fold.
    ids: HashMap<String, HashSet<String>>,
}

impl NamesOfFile {
    fn of<'a>(tags: impl Iterator<Item = NamedTag<'a>>) -> Self {
        let mut names = Self::default();
        let distinct: HashSet<NamedTag<'a>> = tags.filter(|tag| !tag.name.is_empty()).collect();
        for tag in distinct {
            let fold = folded(tag.name).into_owned();
            names.by_case.entry(in_one_case(&fold)).or_default().insert(fold.clone());
            let ids = names.ids.entry(fold).or_default();
            if !tag.id.is_empty() {
                ids.insert(tag.id.to_owned());
            }
        }
        names
    }

    fn has(&self, name: &str) -> bool {
        self.ids.contains_key(&*folded(name))
    }

    /// Returns whether the file has several codes of this name.
    fn has_several(&self, name: &str) -> bool {
        self.ids.get(&*folded(name)).is_some_and(|ids| ids.len() > 1)
    }

    /// Returns whether the file has this name in several cases, such as “US” and “us”.
    fn has_other_case(&self, name: &str) -> bool {
        self.by_case.get(&in_one_case(&folded(name))).is_some_and(|folds| folds.len() > 1)
    }

    /// Returns the spellings under which a tag is looked up, the likeliest first. If other rows use the literal
    /// spelling for another code, it is left out.
    fn spellings<'a>(&self, tag: NamedTag<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
        let is_other = tag.as_written != tag.name && !self.has(tag.as_written);
        [tag.name].into_iter().chain(is_other.then_some(tag.as_written))
    }
}

/// The actors or the issues of a file.
pub(super) struct CodesOfFile<'a> {
    kind: CodeKind,
    /// The codes of the project and those that were created.
    codes: Vec<Code>,
    index: CodeIndex,
    names: NamesOfFile,
    known: HashMap<NamedTag<'a>, FoundTag<CodeId>>,
    /// The edits that create the missing codes.
    pub edits: Vec<Edit>,
}

impl<'a> CodesOfFile<'a> {
    /// Prepares for these codes, which must be all that the file names.
    pub fn of(kind: CodeKind, book: &Codebook, tags: impl Iterator<Item = NamedTag<'a>>) -> Self {
        let names = NamesOfFile::of(tags);
        let codes = book.codes(kind).to_vec();
        Self { kind, index: CodeIndex::of(&codes), codes, names, known: HashMap::new(), edits: Vec::new() }
    }

    /// Returns the code that is meant; `None` if it is missing.
    pub fn known(&mut self, tag: NamedTag<'a>) -> Option<FoundTag<CodeId>> {
        if let Some(found) = self.known.get(&tag) {
            return Some(found.clone());
        }
        let (code, is_in_other_case) = self.find(tag)?;
        let found = FoundTag { it: code.id.clone(), is_in_other_case };
        self.known.insert(tag, found.clone());
        Some(found)
    }

    /// The name of a code that was found, or its id if there is none.
    pub fn name_of<'s>(&'s self, id: &'s CodeId) -> &'s str {
        self.index.with_id(id).map_or(id.as_str(), |at| &self.codes[at].name)
    }

    fn find(&self, tag: NamedTag<'a>) -> Option<(&Code, bool)> {
        let NamedTag { name, id, .. } = tag;
        let spellings = || self.names.spellings(tag);
        let has_name = |code: &Code| spellings().any(|name| is_same_name(&code.name, name));
        let was_made = |code: &Code| code.name == apart(name, id);
        let by_id = self.index.with_id(&id.into()).map(|at| &self.codes[at]);
        if let Some(code) = by_id.filter(|code| has_name(code) || was_made(code)) {
            return Some((code, false));
        }
        if !id.is_empty() && self.names.has_several(name) {
            return None;
        }
        if let Some(exact) = spellings().find_map(|name| self.index.named(name)) {
            return Some((&self.codes[exact], false));
        }
        let in_any_case = self.index.named_in_any_case(name).filter(|_| !self.names.has_other_case(name));
        if let Some(at) = in_any_case {
            return Some((&self.codes[at], true));
        }
        // An alias does not join two codes of the file that have ids of their own.
        let by_alias = self.index.with_alias(name).map(|at| &self.codes[at]);
        let by_alias = by_alias.filter(|code| id.is_empty() || !self.names.has(&code.name))?;
        Some((by_alias, false))
    }

    /// Creates a missing code, with its id if that is free; returns its id and its name.
    pub fn make(&mut self, tag: NamedTag<'a>) -> (CodeId, String) {
        let NamedTag { name, id, .. } = tag;
        let mut code = self.index.fresh_code(name);
        let is_sound = !id.is_empty() && id.chars().count() <= MAX_ID_CHARS && !id.contains(char::is_control);
        if is_sound && self.index.with_id(&id.into()).is_none() {
            code.id = id.into();
        }
        // Without their parents, two codes with the same name can only be distinguished by another name.
        let mut mark = if id.is_empty() { code.id.to_string() } else { id.to_owned() };
        while self.index.is_taken_at_top(&code.name) {
            code.name = apart(name, &mark);
            mark.push('+');
        }
        let made = (code.id.clone(), code.name.clone());
        self.edits.push(Edit::InsertCode(self.kind, self.codes.len(), code.clone()));
        self.index.push(&code);
        self.codes.push(code);
        self.known.insert(tag, FoundTag { it: made.0.clone(), is_in_other_case: false });
        made
    }
}

/// Returns the name of a new code if another one has its name already.
fn apart(name: &str, id: &str) -> String {
    format!("{name} ({id})")
}

fn is_in_one_case(a: &str, b: &str) -> bool {
    in_one_case(&folded(a)) == in_one_case(&folded(b))
}

/// The stances of a file. None is ever created.
pub(super) struct StancesOfFile<'p> {
    scale: &'p [Stance],
    names: NamesOfFile,
    /// The position of each stance on the scale, by its id, its name, its fold, and its fold in one case.
    by_id: HashMap<&'p str, usize>,
    as_written: HashMap<&'p str, usize>,
    alike: HashMap<Cow<'p, str>, usize>,
    in_any_case: HashMap<Cow<'p, str>, usize>,
}

impl<'p> StancesOfFile<'p> {
    /// Prepares for these stances, which must be all that the file names.
    pub fn of<'a>(scale: &'p [Stance], tags: impl Iterator<Item = NamedTag<'a>>) -> Self {
        let names = NamesOfFile::of(tags);
        let [mut by_id, mut as_written] = [HashMap::new(), HashMap::new()];
        let [mut alike, mut in_any_case] = [HashMap::new(), HashMap::new()];
        for (at, stance) in scale.iter().enumerate() {
            let fold = folded(&stance.name);
            by_id.entry(stance.id.as_str()).or_insert(at);
            as_written.entry(&*stance.name).or_insert(at);
            in_any_case.entry(Cow::Owned(in_one_case(&fold))).or_insert(at);
            in_any_case.entry(Cow::Borrowed(stance.id.as_str())).or_insert(at);
            alike.entry(fold).or_insert(at);
        }
        Self { scale, names, by_id, as_written, alike, in_any_case }
    }

    /// Returns the stance that is meant; `None` if it is not on the scale. If several have this name, the id decides,
    /// or otherwise the exact spelling. The id itself may be used as the name.
    pub fn known(&self, tag: NamedTag<'_>) -> Option<FoundTag<&'p Stance>> {
        let spellings = || self.names.spellings(tag);
        let is_alike = |at: &&usize| spellings().any(|name| is_same_name(&self.scale[**at].name, name));
        let by_id = self.by_id.get(tag.id).filter(is_alike);
        let as_written = || spellings().find_map(|name| self.as_written.get(name));
        let alike = || spellings().find_map(|name| self.alike.get(&*folded(name)));
        if let Some(at) = by_id.or_else(as_written).or_else(alike) {
            return Some(FoundTag { it: &self.scale[*at], is_in_other_case: false });
        }
        let at = spellings().find_map(|name| self.in_any_case.get(&*in_one_case(&folded(name))))?;
        let it = &self.scale[*at];
        Some(FoundTag { it, is_in_other_case: is_in_one_case(&it.name, tag.name) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: CodeKind = CodeKind::Actor;

    fn book(codes: &[(&str, &str)]) -> Codebook {
        let mut book = Codebook::default();
        for (id, name) in codes {
            let code = Code { id: (*id).into(), ..book.fresh_code(KIND, name, None) };
            book.actors.push(code);
        }
        book
    }

    /// Checks which codes these names with their ids become, and the names of those that are made.
    fn check(codes: &[(&str, &str)], named: &[(&str, &str)], expected: &[&str], made: &[&str]) {
        let tags: Vec<NamedTag<'_>> = named.iter().map(|(name, id)| NamedTag::of(name, id, true)).collect();
        let mut file = CodesOfFile::of(KIND, &book(codes), tags.iter().copied());
        let mut new = Vec::new();
        let ids: Vec<String> = tags
            .iter()
            .map(|tag| {
                let found = file.known(*tag).map(|found| found.it);
                let id = found.unwrap_or_else(|| {
                    let (id, name) = file.make(*tag);
                    new.push(name);
                    id
                });
                id.to_string()
            })
            .collect();
        assert_eq!(ids, expected, "{named:?}");
        assert_eq!(new, made, "{named:?}");
    }

    #[test]
    fn what_the_file_tells_apart_stays_apart() {
        check(&[], &[("US", ""), ("us", ""), ("US", "")], &["us", "us-2", "us"], &["US", "us"]);
        check(&[("us", "us")], &[("US", ""), ("us", "")], &["us-2", "us"], &["US"]);
        check(&[], &[("US", "a"), ("us", "b")], &["a", "b"], &["US", "us"]);
        let mayors = [("Mayor", "mayor"), ("Mayor", "mayor-2"), ("Mayor", "mayor")];
        check(&[], &mayors, &["mayor", "mayor-2", "mayor"], &["Mayor", "Mayor (mayor-2)"]);
        check(&[("mayor", "Mayor"), ("mayor-2", "Mayor (mayor-2)")], &mayors, &["mayor", "mayor-2", "mayor"], &[]);
        check(&[("a", "Mayor")], &mayors, &["mayor", "mayor-2", "mayor"], &["Mayor (mayor)", "Mayor (mayor-2)"]);
        check(&[("mayor-2", "Mayor")], &mayors, &["mayor", "mayor-2", "mayor"], &["Mayor (mayor)"]);
        check(&[], &[("Mayor", "a"), ("Mayor", "b"), ("Mayor", "")], &["a", "b", "a"], &["Mayor", "Mayor (b)"]);
    }

    #[test]
    fn what_only_one_name_of_the_file_means_is_found() {
        check(&[("a", "Mayor")], &[("Mayor", "mayor"), ("Mayor", "")], &["a", "a"], &[]);
        check(&[("a", "Élise")], &[("E\u{301}lise", "")], &["a"], &[]);
        check(&[("a", "us")], &[("US", "")], &["a"], &[]);
        let mut aliased = book(&[("city", "City")]);
        aliased.actors[0].aliases.push("the town".to_owned());
        let named = |name, id| NamedTag::of(name, id, true);
        let found = |tags: &[NamedTag<'static>]| {
            let mut file = CodesOfFile::of(KIND, &aliased, tags.iter().copied());
            tags.iter().map(|tag| file.known(*tag).is_some()).collect::<Vec<_>>()
        };
        assert_eq!(found(&[named("The town", ""), named("City", "")]), [true, true]);
        assert_eq!(found(&[named("the town", "town")]), [true]);
        assert_eq!(found(&[named("the town", "town"), named("City", "city")]), [false, true]);
    }

    #[test]
    fn an_apostrophe_is_a_guard_unless_it_tells_names_apart() {
        let both = [("'=x", ""), ("''=x", ""), ("'=x", "")];
        check(&[], &both, &["x", "x-2", "x"], &["=x", "'=x"]);
        check(&[("a", "'=x")], &both, &["x", "a", "x"], &["=x"]);
        check(&[("a", "'=x"), ("b", "=x")], &both, &["b", "a", "b"], &[]);
        check(&[("a", "'=x")], &[("'=x", "")], &["a"], &[]);
        let plain = NamedTag::of(" '=x", "", false);
        assert_eq!((plain.name, plain.as_written), ("'=x", "'=x"));
    }

    #[test]
    fn a_match_in_another_case_is_told() {
        let scale = Codebook::default().stances;
        let tag = NamedTag::of("Supports", "", true);
        let stances = StancesOfFile::of(&scale, [tag].into_iter());
        assert!(stances.known(tag).is_some_and(|found| found.is_in_other_case && found.it.name == "supports"));
        let mut codes = CodesOfFile::of(KIND, &book(&[("a", "us")]), [NamedTag::of("US", "", true)].into_iter());
        assert!(codes.known(NamedTag::of("US", "", true)).is_some_and(|found| found.is_in_other_case));
    }
}
