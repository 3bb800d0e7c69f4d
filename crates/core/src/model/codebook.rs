//! The project's actors, issues and stances.
//!
//! Actors and issues have the same shape, [`Code`]; [`CodeKind`] says which list is meant.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    str::FromStr,
};

use serde::{Deserialize, Serialize};

use super::{AliasRule, CodeId, FormerDefinition, StanceId, code_keys, ids, written};
use crate::{
    effort,
    text::fold::{folded, in_one_case},
};

/// Tells actors from issues.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum CodeKind {
    /// Whose position it is.
    Actor,
    /// What the position is about.
    Issue,
}

impl CodeKind {
    /// Both kinds, actors first.
    pub const ALL: [Self; 2] = [Self::Actor, Self::Issue];

    /// The singular: "actor" or "issue".
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Issue => "issue",
        }
    }

    /// The plural: "actors" or "issues".
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Actor => "actors",
            Self::Issue => "issues",
        }
    }
}

/// An opaque colour, written `#rrggbb`. Holds red, green and blue, one byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Colour(pub [u8; 3]);

/// A string that is not a colour of the form `#rrggbb`.
#[derive(Debug, thiserror::Error)]
#[error("“{0}” is not a colour; write it as #3b7ab8")]
pub struct NotAColour(String);

impl FromStr for Colour {
    type Err = NotAColour;

    fn from_str(text: &str) -> Result<Self, NotAColour> {
        let is_hex = |digits: &&str| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        let digits = text.strip_prefix('#').filter(is_hex);
        digits
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(|value| {
                let [_, red, green, blue] = value.to_be_bytes();
                Self([red, green, blue])
            })
            .ok_or_else(|| NotAColour(text.to_owned()))
    }
}

impl TryFrom<String> for Colour {
    type Error = NotAColour;

    fn try_from(text: String) -> Result<Self, NotAColour> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// Twelve hues that stay distinct on light and dark backgrounds.
    const PALETTE: [[u8; 3]; 12] = [
        [0x3b, 0x7a, 0xb8],
        [0xc9, 0x82, 0x1f],
        [0x5a, 0x95, 0x3a],
        [0x9a, 0x56, 0x9f],
        [0xb8, 0x41, 0x3b],
        [0x2e, 0x93, 0x8f],
        [0xd9, 0xa0, 0x2f],
        [0x6a, 0x6f, 0xc4],
        [0xc2, 0x5b, 0x86],
        [0x7d, 0x8a, 0x2e],
        [0x8c, 0x65, 0x45],
        [0x5f, 0x7f, 0x8c],
    ];

    /// The default colour of the `n`th code; the palette repeats after twelve.
    pub const fn nth(n: usize) -> Self {
        Self(Self::PALETTE[n % Self::PALETTE.len()])
    }

    /// The colours offered for codes, in the order in which new codes take them.
    pub fn palette() -> impl Iterator<Item = Self> {
        Self::PALETTE.into_iter().map(Self)
    }
}

/// An actor or an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Unique among codes of its kind; highlights refer to it. It stays the same when the code is renamed.
    pub id: CodeId,
    /// The name on screen; never blank. Codes below the same parent have different names, unless an older file says otherwise.
    #[serde(serialize_with = "written::with_returns")]
    pub name: String,
    /// Other names, which typing and imports recognise too.
    #[serde(default, skip_serializing_if = "Vec::is_empty", serialize_with = "written::list_with_returns")]
    pub aliases: Vec<String>,
    /// The rules of those aliases that have one, by the alias as it is written in [`Self::aliases`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", serialize_with = "written::named_with_returns")]
    pub alias_rules: BTreeMap<String, AliasRule>,
    /// The colour of the code’s highlights.
    pub colour: Colour,
    /// The code it belongs to: Russia for Putin, Territory for Crimea.
    #[serde(default, with = "ids::optional", skip_serializing_if = "Option::is_none")]
    pub parent: Option<CodeId>,
    /// The coding rule: what is meant by this code. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub definition: String,
    /// The inclusion note: when the code is used. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub include: String,
    /// The exclusion note: when it is not used, and what is used instead. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty", serialize_with = "written::with_returns")]
    pub exclude: String,
    /// What it was defined as before that was changed, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerDefinition>,
    /// The key that tags with it: one of [`CodeKind::keys`] that no other code of its kind has.
    #[serde(default, with = "code_keys", skip_serializing_if = "Option::is_none")]
    pub key: Option<char>,
}

impl Code {
    /// Creates a code with this id and name and the `nth` colour, and nothing else.
    pub fn new(id: CodeId, name: &str, nth: usize) -> Self {
        Self {
            id,
            name: name.trim().to_owned(),
            aliases: Vec::new(),
            alias_rules: BTreeMap::new(),
            colour: Colour::nth(nth),
            parent: None,
            definition: String::new(),
            include: String::new(),
            exclude: String::new(),
            former: Vec::new(),
            key: None,
        }
    }

    /// The texts that say what it means: the definition, the inclusion note and the exclusion note.
    pub fn rules(&self) -> [&str; 3] {
        [&self.definition, &self.include, &self.exclude]
    }

    /// Returns whether `name` is its name or one of its aliases, ignoring how the letters are written, and case where an
    /// alias does not ask for it.
    pub fn is_called(&self, name: &str) -> bool {
        let name = folded(name);
        let one_case = in_one_case(&name);
        let is_in_any_case = |own: &str| in_one_case(&folded(own)) == one_case;
        is_in_any_case(&self.name)
            || self.aliases.iter().any(|alias| {
                if self.alias_rule(alias).is_case_sensitive { folded(alias) == name } else { is_in_any_case(alias) }
            })
    }

    /// The rule of an alias, given as it is written among the aliases.
    pub fn alias_rule(&self, alias: &str) -> AliasRule {
        self.alias_rules.get(alias).copied().unwrap_or_default()
    }

    /// Sets the rule of an alias.
    pub fn set_alias_rule(&mut self, alias: &str, rule: AliasRule) {
        if rule.is_default() {
            self.alias_rules.remove(alias);
        } else {
            self.alias_rules.insert(alias.to_owned(), rule);
        }
    }
}

/// A step on the scale by which positions are judged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stance {
    /// Unique among stances; highlights refer to it. It stays the same when the stance is renamed.
    pub id: StanceId,
    /// The name on screen; never blank.
    #[serde(serialize_with = "written::with_returns")]
    pub name: String,
    /// What net stance averages: usually +1 for support and −1 for opposition. Always finite.
    pub weight: f64,
}

impl Stance {
    /// The largest weight, and with a minus the smallest. No scale in use comes near it, and all sums stay finite.
    pub const MAX_WEIGHT: f64 = 1_000_000.0;

    /// Returns whether the weight is a number within its range.
    pub fn has_sound_weight(&self) -> bool {
        self.weight.is_finite() && self.weight.abs() <= Self::MAX_WEIGHT
    }

    /// A one-character sign for tight spaces, by the sign of the weight: `+`, `~` or `−`.
    pub const fn sign(&self) -> &'static str {
        if self.weight > 0.0 {
            "+"
        } else if self.weight < 0.0 {
            "−"
        } else {
            "~"
        }
    }
}

/// The codes and stances that highlights may be tagged with. Each list is in the analyst’s order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// The actors, parents and children in one flat list.
    pub actors: Vec<Code>,
    /// The issues, parents and children in one flat list.
    pub issues: Vec<Code>,
    /// The scale of stances.
    pub stances: Vec<Stance>,
    /// The keys that stay free until somebody assigns them, such as those of deleted codes. `None` if keys are not
    /// written down yet, so that codes without one take what is left of the row in their order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_keys: Option<String>,
}

impl Default for Codebook {
    /// No actors, no issues, and the scale that nearly every study starts from.
    fn default() -> Self {
        let stance = |id: &str, weight| Stance { id: id.into(), name: id.to_owned(), weight };
        Self {
            actors: Vec::new(),
            issues: Vec::new(),
            stances: vec![stance("supports", 1.0), stance("conditional", 0.0), stance("opposes", -1.0)],
            free_keys: None,
        }
    }
}

impl Codebook {
    /// The list of codes of this kind.
    pub fn codes(&self, kind: CodeKind) -> &[Code] {
        match kind {
            CodeKind::Actor => &self.actors,
            CodeKind::Issue => &self.issues,
        }
    }

    /// The list of codes of this kind, to be changed.
    pub fn codes_mut(&mut self, kind: CodeKind) -> &mut Vec<Code> {
        match kind {
            CodeKind::Actor => &mut self.actors,
            CodeKind::Issue => &mut self.issues,
        }
    }

    /// Finds a code by its id; if a damaged file repeats the id, the first one.
    pub fn code(&self, kind: CodeKind, id: &CodeId) -> Option<&Code> {
        let codes = self.codes(kind);
        let at = codes.iter().position(|code| code.id == *id);
        effort::note(at.map_or(codes.len(), |at| at + 1));
        at.map(|at| &codes[at])
    }

    /// Finds a code by name or alias, ignoring how the letters are written (see [`folded`]). A name wins over one that
    /// differs in case, and any name over an alias.
    pub fn code_called(&self, kind: CodeKind, name: &str) -> Option<&Code> {
        let codes = self.codes(kind);
        let name = folded(name);
        let one_case = in_one_case(&name);
        let by_name = codes.iter().find(|code| folded(&code.name) == name);
        let in_any_case = || codes.iter().find(|code| in_one_case(&folded(&code.name)) == one_case);
        let by_alias = || codes.iter().find(|code| code.is_called(&name));
        by_name.or_else(in_any_case).or_else(by_alias)
    }

    /// Finds a stance by its id.
    pub fn stance(&self, id: &StanceId) -> Option<&Stance> {
        let at = self.stances.iter().position(|stance| stance.id == *id);
        effort::note(at.map_or(self.stances.len(), |at| at + 1));
        at.map(|at| &self.stances[at])
    }

    /// Finds a stance by its name or its id, ignoring case and how the letters are written.
    pub fn stance_called(&self, name: &str) -> Option<&Stance> {
        let name = in_one_case(&folded(name));
        let is_called = |stance: &&Stance| in_one_case(&folded(&stance.name)) == name || stance.id.as_str() == name;
        self.stances.iter().find(is_called)
    }

    /// The name of a code, or its id if it is not in the codebook.
    pub fn name_of<'a>(&'a self, kind: CodeKind, id: &'a CodeId) -> &'a str {
        self.code(kind, id).map_or(id.as_str(), |code| &code.name)
    }

    /// The codes whose parent is this one, in codebook order; not their own children.
    pub fn children<'a>(&'a self, kind: CodeKind, id: &'a CodeId) -> impl Iterator<Item = &'a Code> {
        effort::note(self.codes(kind).len());
        self.codes(kind).iter().filter(move |code| code.parent.as_ref() == Some(id))
    }

    /// The code followed by its ancestors, nearest first; empty if there is no such code. Stops at the first
    /// repetition, so that a circle in a damaged file cannot hang the program.
    pub fn lineage<'a>(&'a self, kind: CodeKind, id: &CodeId) -> Vec<&'a Code> {
        /// Most studies have two or three levels. Beyond this depth a lookup table pays off.
        const SHORT: usize = 16;
        let mut lineage: Vec<&Code> = Vec::new();
        let mut next = self.code(kind, id);
        while let Some(code) = next
            && lineage.len() < SHORT
        {
            if lineage.iter().any(|seen| seen.id == code.id) {
                return lineage;
            }
            lineage.push(code);
            next = code.parent.as_ref().and_then(|parent| self.code(kind, parent));
        }
        if next.is_some() {
            let by_id = self.by_id(kind);
            let mut seen: HashSet<&CodeId> = lineage.iter().map(|code| &code.id).collect();
            while let Some(code) = next.filter(|code| seen.insert(&code.id)) {
                lineage.push(code);
                next = code.parent.as_ref().and_then(|parent| by_id.get(parent).copied());
            }
        }
        lineage
    }

    /// Indexes the codes by id. If two codes have the same id, the first one counts, as everywhere.
    fn by_id(&self, kind: CodeKind) -> HashMap<&CodeId, &Code> {
        self.codes(kind).iter().rev().map(|code| (&code.id, code)).collect()
    }

    /// The codes that are their own ancestors. A sound codebook has none.
    pub fn codes_in_circles(&self, kind: CodeKind) -> HashSet<&CodeId> {
        let by_id = self.by_id(kind);
        let mut in_circles = HashSet::new();
        // The walk in which each code was first reached. Each code is walked from once, so the whole takes linear time.
        let mut walks: HashMap<&CodeId, usize> = HashMap::new();
        for (walk, start) in self.codes(kind).iter().enumerate() {
            let mut next = by_id.get(&start.id);
            while let Some(code) = next.filter(|code| !walks.contains_key(&code.id)) {
                walks.insert(&code.id, walk);
                next = code.parent.as_ref().and_then(|parent| by_id.get(parent));
            }
            // A walk that meets its own trail has entered a circle; going around once more collects its codes.
            let mut on_circle = next.filter(|code| walks[&code.id] == walk);
            while let Some(code) = on_circle.filter(|code| in_circles.insert(&code.id)) {
                on_circle = code.parent.as_ref().and_then(|parent| by_id.get(parent));
            }
        }
        in_circles
    }

    /// Returns whether following parents from a code leads back to it.
    pub fn is_own_ancestor(&self, kind: CodeKind, id: &CodeId) -> bool {
        let lineage = self.lineage(kind, id);
        lineage.last().and_then(|code| code.parent.as_ref()) == Some(id)
    }

    /// All codes as a tree in reading order, each with its depth: 0 for codes without a parent. Codes in a circle are
    /// left out.
    pub fn tree(&self, kind: CodeKind) -> Vec<(usize, &Code)> {
        let known: HashSet<&CodeId> = self.codes(kind).iter().map(|code| &code.id).collect();
        let mut children: HashMap<&CodeId, Vec<&Code>> = HashMap::new();
        // This is a stack, so everything is pushed in reverse order.
        let mut waiting: Vec<(usize, &Code)> = Vec::new();
        for code in self.codes(kind).iter().rev() {
            match code.parent.as_ref().filter(|parent| known.contains(parent)) {
                Some(parent) => children.entry(parent).or_default().push(code),
                None => waiting.push((0, code)),
            }
        }
        let mut seen = HashSet::new();
        let mut tree = Vec::with_capacity(self.codes(kind).len());
        while let Some((depth, code)) = waiting.pop() {
            if seen.insert(&code.id) {
                tree.push((depth, code));
                waiting.extend(children.get(&code.id).into_iter().flatten().map(|child| (depth + 1, *child)));
            }
        }
        tree
    }

    /// Creates a code with an unused id and the next colour, ready to be added to the codebook.
    pub fn fresh_code(&self, kind: CodeKind, name: &str, parent: Option<CodeId>) -> Code {
        let taken = |slug: &str| {
            effort::note(self.codes(kind).len());
            self.codes(kind).iter().any(|code| code.id.as_str() == slug)
        };
        let id = CodeId::from(ids::slug(name, taken).as_str());
        Code { parent, ..Code::new(id, name, self.codes(kind).len()) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn book() -> Codebook {
        let mut book = Codebook::default();
        for (name, parent) in [("Russia", ""), ("Putin", "russia"), ("Ukraine", ""), ("Ushakov", "russia")] {
            let parent = (!parent.is_empty()).then(|| CodeId::from(parent));
            let code = book.fresh_code(CodeKind::Actor, name, parent);
            book.actors.push(code);
        }
        book
    }

    #[test]
    fn the_tree_puts_members_below_their_side() {
        let book = book();
        let tree: Vec<_> = book.tree(CodeKind::Actor).into_iter().map(|(depth, code)| (depth, &*code.name)).collect();
        assert_eq!(tree, [(0, "Russia"), (1, "Putin"), (1, "Ushakov"), (0, "Ukraine")]);
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let mut book = book();
        book.actors[0].parent = Some("putin".into());
        assert_eq!(book.lineage(CodeKind::Actor, &"putin".into()).len(), 2);
    }

    #[test]
    fn an_alias_is_known_in_any_case_unless_it_asks_for_its_own() {
        let mut code = Code::new("ministry".into(), "Ministry of IT", 0);
        code.aliases = vec!["IT".to_owned(), "the Ministry".to_owned()];
        assert!(code.is_called("it") && code.is_called("THE MINISTRY"));
        let rule = AliasRule { is_case_sensitive: true, ..AliasRule::default() };
        code.set_alias_rule("IT", rule);
        assert!(code.is_called("IT") && !code.is_called("it") && code.is_called("THE MINISTRY"));
        code.set_alias_rule("IT", AliasRule::default());
        assert!(code.is_called("it") && code.alias_rules.is_empty());
    }

    #[test]
    fn colours_are_read_and_written_as_hex() {
        assert_eq!("#3b7ab8".parse::<Colour>().map(|c| c.to_string()).ok(), Some("#3b7ab8".to_owned()));
        assert!("3b7ab8".parse::<Colour>().is_err());
        assert!("#3b7aé".parse::<Colour>().is_err());
        assert!("#+3b7a8".parse::<Colour>().is_err());
    }

    /// A chain of codes, each the parent of the next.
    fn chain(n_codes: usize) -> Codebook {
        let mut book = Codebook::default();
        for n in 0..n_codes {
            let parent = n.checked_sub(1).map(|before| CodeId::from(&*format!("c{before}")));
            let id = CodeId::from(&*format!("c{n}"));
            book.actors
                .push(Code { id, ..Codebook::default().fresh_code(CodeKind::Actor, &format!("Code {n}"), parent) });
        }
        book
    }

    #[test]
    fn ten_thousand_levels_are_gone_through_without_recursion() {
        let mut book = chain(10_000);
        assert_eq!(book.lineage(CodeKind::Actor, &"c9999".into()).len(), 10_000);
        assert_eq!(
            book.tree(CodeKind::Actor).last().map(|(depth, code)| (*depth, &*code.name)),
            Some((9_999, "Code 9999"))
        );
        assert!(book.codes_in_circles(CodeKind::Actor).is_empty());

        book.actors[0].parent = Some("c9999".into());
        assert_eq!(book.lineage(CodeKind::Actor, &"c5".into()).len(), 10_000);
        assert_eq!(book.codes_in_circles(CodeKind::Actor).len(), 10_000);
        assert!(book.tree(CodeKind::Actor).is_empty());
    }

    /// A codebook with arbitrary parents: ids may be repeated, and some parents are missing.
    fn tangle() -> impl Strategy<Value = Codebook> {
        prop::collection::vec((0..24usize, prop::option::weighted(0.8, 0..26usize)), 0..40).prop_map(|codes| {
            let mut book = chain(codes.len());
            for (code, (id, parent)) in book.actors.iter_mut().zip(codes) {
                code.id = CodeId::from(&*format!("c{id}"));
                code.parent = parent.map(|parent| CodeId::from(&*format!("c{parent}")));
            }
            book
        })
    }

    /// The lineage, found by following parents one by one.
    fn lineage_by_walking<'a>(book: &'a Codebook, id: &CodeId) -> Vec<&'a Code> {
        let mut lineage: Vec<&Code> = Vec::new();
        let mut next = book.code(CodeKind::Actor, id);
        while let Some(code) = next.filter(|code| lineage.iter().all(|seen| seen.id != code.id)) {
            lineage.push(code);
            next = code.parent.as_ref().and_then(|parent| book.code(CodeKind::Actor, parent));
        }
        lineage
    }

    proptest! {
        #[test]
        fn lineages_and_circles_are_what_walking_finds(book in tangle()) {
            let circles = book.codes_in_circles(CodeKind::Actor);
            for code in &book.actors {
                let lineage = lineage_by_walking(&book, &code.id);
                prop_assert_eq!(book.lineage(CodeKind::Actor, &code.id), lineage.clone());
                let comes_back = lineage.last().and_then(|last| last.parent.as_ref()) == Some(&code.id);
                prop_assert_eq!(circles.contains(&code.id), comes_back);
            }
        }

        #[test]
        fn the_tree_holds_each_code_once_below_its_parent(book in tangle()) {
            let tree = book.tree(CodeKind::Actor);
            let mut path: Vec<&CodeId> = Vec::new();
            for (depth, code) in &tree {
                path.truncate(*depth);
                prop_assert_eq!(path.len(), *depth);
                let parent = code.parent.as_ref().filter(|parent| book.code(CodeKind::Actor, parent).is_some());
                prop_assert_eq!(path.last().copied(), parent);
                path.push(&code.id);
            }
            let ids: HashSet<&CodeId> = tree.iter().map(|(_, code)| &code.id).collect();
            prop_assert_eq!(ids.len(), tree.len());
        }
    }
}
