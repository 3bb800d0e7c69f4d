//! Finds codes by id and by name without going through all of them, for imports that name thousands.

use std::collections::{HashMap, HashSet};

use super::{
    Code, CodeId,
    ids::{FIRST_NUMBER, numbered_slug, plain_slug},
};
use crate::text::fold::{folded, in_one_case};

/// The ids and names of a list of codes that only grows. Of several codes with the same id or name, the first one
/// counts. Codes are given by their index in the list.
#[derive(Debug, Default)]
pub struct CodeIndex {
    n_codes: usize,
    by_id: HashMap<CodeId, usize>,
    by_name: HashMap<String, usize>,
    in_one_case: HashMap<String, usize>,
    by_alias: HashMap<String, usize>,
    /// The aliases that are found in their own case only.
    by_cased_alias: HashMap<String, usize>,
    /// The names of codes without a parent.
    at_top: HashSet<String>,
    /// For slugs that were taken, the first number that was not tried yet.
    next_numbers: HashMap<String, usize>,
}

impl CodeIndex {
    /// Indexes a list of codes.
    pub fn of(codes: &[Code]) -> Self {
        let mut index = Self::default();
        for code in codes {
            index.push(code);
        }
        index
    }

    /// Adds a code that was added at the end of the list.
    pub fn push(&mut self, code: &Code) {
        let at = self.n_codes;
        self.n_codes += 1;
        self.by_id.entry(code.id.clone()).or_insert(at);
        let name = folded(&code.name).into_owned();
        let one_case = in_one_case(&name);
        for alias in &code.aliases {
            let cased = folded(alias);
            let alias_in_one_case = in_one_case(&cased);
            if code.alias_rule(alias).is_case_sensitive {
                self.by_cased_alias.entry(cased.into_owned()).or_insert(at);
            } else if alias_in_one_case != one_case {
                self.by_alias.entry(alias_in_one_case).or_insert(at);
            }
        }
        self.in_one_case.entry(one_case).or_insert(at);
        if code.parent.is_none() {
            self.at_top.insert(name.clone());
        }
        self.by_name.entry(name).or_insert(at);
    }

    /// The code with this id.
    pub fn with_id(&self, id: &CodeId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The code with this name, ignoring how the letters are written.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.by_name.get(&*folded(name)).copied()
    }

    /// The code with this name, ignoring case as well.
    pub fn named_in_any_case(&self, name: &str) -> Option<usize> {
        self.in_one_case.get(&in_one_case(&folded(name))).copied()
    }

    /// The code with this alias, ignoring case where the alias does not ask for it; not one whose name it is.
    pub fn with_alias(&self, name: &str) -> Option<usize> {
        let cased = folded(name);
        let in_any_case = self.by_alias.get(&in_one_case(&cased));
        in_any_case.into_iter().chain(self.by_cased_alias.get(&*cased)).min().copied()
    }

    /// Returns whether a code without a parent has this name.
    pub fn is_taken_at_top(&self, name: &str) -> bool {
        self.at_top.contains(&*folded(name))
    }

    /// Creates a code with an unused id and the next colour and without a parent, ready to be added to the list; the same
    /// as [`super::Codebook::fresh_code`] does.
    pub fn fresh_code(&mut self, name: &str) -> Code {
        let plain = plain_slug(name);
        // A list that only grows never gives a number back.
        let first = self.next_numbers.get(&plain).copied().unwrap_or(FIRST_NUMBER);
        let (slug, next) = numbered_slug(&plain, first, |slug| self.by_id.contains_key(&CodeId::from(slug)));
        if next > first {
            self.next_numbers.insert(plain, next - 1);
        }
        Code::new(CodeId::from(&*slug), name, self.n_codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AliasRule, CodeKind, Codebook};

    #[test]
    fn what_the_index_makes_and_finds_is_what_the_codebook_does() {
        let kind = CodeKind::Actor;
        let mut book = Codebook::default();
        let mut index = CodeIndex::default();
        let names = ["US", "us", "?", "!", "?!", "Kyiv", "kyiv ", "Kyiv-2", "E\u{301}lise", "Élise", "!!", "KYIV"];
        for (nth, name) in names.into_iter().enumerate() {
            let mut code = index.fresh_code(name);
            assert_eq!(code, book.fresh_code(kind, name, None), "{name}");
            // As when a file brings an id along: the number is not used after all.
            if nth == 3 {
                code.id = "other".into();
            }
            code.aliases.push(format!("The {name}"));
            code.aliases.push("THE CAPITAL".to_owned());
            code.set_alias_rule("THE CAPITAL", AliasRule { is_case_sensitive: nth > 4, ..AliasRule::default() });
            code.aliases.push(format!("IT{}", nth / 2));
            let rule = AliasRule { is_case_sensitive: nth % 2 == 0, ..AliasRule::default() };
            code.set_alias_rule(&format!("IT{}", nth / 2), rule);
            index.push(&code);
            book.actors.push(code);
        }
        for name in names {
            let found = index.named(name).or_else(|| index.named_in_any_case(name)).map(|at| &book.actors[at]);
            assert_eq!(found, book.code_called(kind, name), "{name}");
            let alias = format!("the {name}");
            let found = index.with_alias(&alias).map(|at| &book.actors[at]);
            assert_eq!(found, book.code_called(kind, &alias), "{alias}");
            assert!(index.is_taken_at_top(name));
        }
        for alias in ["the capital", "THE CAPITAL", "it1", "IT1", "iT2", "IT2"] {
            let found = index.with_alias(alias).map(|at| &book.actors[at]);
            assert_eq!(found, book.code_called(kind, alias), "{alias}");
        }
        assert!(index.with_id(&"other".into()) == Some(3) && index.with_alias("Kyiv").is_none());
    }
}
