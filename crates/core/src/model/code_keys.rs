//! Tagging with one key: which bare key stands for which actor, issue or stance.
//!
//! Each kind has a row of keys. The first codes of a kind get the keys of the row when they are made, and keep them.
//! Older projects did not write keys down: there, codes without one share out what is left of the row in codebook order.
//! The next change of the codebook writes that down (see [`crate::edit::keep_keys`]).

use serde::{Deserialize, Deserializer, Serializer, de};

use super::{Code, CodeKind, Codebook, Stance, written};

/// The keys for stances, in the order of the scale.
pub const STANCE_KEYS: &str = "asd";

impl CodeKind {
    /// The row of keys for codes of this kind, in the order in which they are assigned. Each key is one character.
    pub const fn keys(self) -> &'static str {
        match self {
            Self::Actor => "1234567890",
            Self::Issue => "qwertyuiop",
        }
    }
}

/// Returns whether a bare key, given in lower case, belongs to one of the rows, whether or not anything has that key
/// now.
pub fn is_code_key(key: char) -> bool {
    CodeKind::ALL.into_iter().any(|kind| kind.keys().contains(key)) || STANCE_KEYS.contains(key)
}

/// What pressing a bare key tags with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Keyed<'a> {
    /// An actor or an issue.
    Code(CodeKind, &'a Code),
    /// A stance.
    Stance(&'a Stance),
}

impl Codebook {
    /// Pairs the keys of the row with the codes they stand for, in the order of the row.
    ///
    /// Where keys are not written down, codes without one share out those that are left, top-level codes first, because
    /// there may be more codes than keys.
    pub fn keyed_codes(&self, kind: CodeKind) -> Vec<(char, &Code)> {
        let mut by_order = Vec::new();
        if self.free_keys.is_none() {
            let (heads, members): (Vec<_>, Vec<_>) = self.tree(kind).into_iter().partition(|(depth, _)| *depth == 0);
            by_order.extend(heads.into_iter().chain(members).map(|(_, code)| code).filter(|code| code.key.is_none()));
        }
        let mut by_order = by_order.into_iter();
        let with_code = |key: char| Some((key, self.code_with_key(kind, key).or_else(|| by_order.next())?));
        kind.keys().chars().filter_map(with_code).collect()
    }

    /// The codes that have a key by their place and not yet for good.
    pub fn codes_keyed_by_place(&self, kind: CodeKind) -> impl Iterator<Item = (char, &Code)> {
        self.keyed_codes(kind).into_iter().filter(|(_, code)| code.key.is_none())
    }

    /// The key that the next code gets when it is made: the first ten codes of a kind get one each. A key that somebody
    /// had and nobody has is free, so it is not given again.
    pub fn next_key(&self, kind: CodeKind) -> Option<char> {
        let keyed = self.keyed_codes(kind);
        let free = self.free_keys.as_deref().unwrap_or_default();
        let is_new = |key: &char| !free.contains(*key) && keyed.iter().all(|(other, _)| other != key);
        let has_room = self.codes(kind).len() < kind.keys().len();
        kind.keys().chars().find(is_new).filter(|_| has_room)
    }

    /// The free keys with these, in the order of the rows; `None` if that changes nothing.
    pub fn with_free_keys(&self, keys: &str) -> Option<String> {
        let free = self.free_keys.as_deref().unwrap_or_default();
        let rows = CodeKind::ALL.into_iter().flat_map(|kind| kind.keys().chars());
        let all = rows.filter(|key| free.contains(*key) || keys.contains(*key)).collect();
        keys.chars().any(|key| !free.contains(key)).then_some(all)
    }

    /// Finds the code that has this key of its own.
    pub fn code_with_key(&self, kind: CodeKind, key: char) -> Option<&Code> {
        self.codes(kind).iter().find(|code| code.key == Some(key))
    }

    /// Pairs the keys for stances with the stances, in the order of the scale.
    pub fn keyed_stances(&self) -> impl Iterator<Item = (char, &Stance)> {
        STANCE_KEYS.chars().zip(&self.stances)
    }

    /// Returns what a bare key, given in lower case, tags with; `None` if it has no meaning now.
    pub fn keyed(&self, key: char) -> Option<Keyed<'_>> {
        let of_kind = |kind: CodeKind| {
            let is_in_row = kind.keys().contains(key);
            let codes = if is_in_row { self.keyed_codes(kind) } else { Vec::new() };
            codes.into_iter().find(|(other, _)| *other == key).map(|(_, code)| Keyed::Code(kind, code))
        };
        let stance = || self.keyed_stances().find(|(other, _)| *other == key).map(|(_, stance)| Keyed::Stance(stance));
        CodeKind::ALL.into_iter().find_map(of_kind).or_else(stance)
    }
}

/// Writes a key as a string of one character. The field is left out of the file if there is no key.
///
/// # Errors
/// Fails if the serializer fails.
#[expect(clippy::ref_option, reason = "serde hands fields over so")]
pub(super) fn serialize<S: Serializer>(key: &Option<char>, serializer: S) -> Result<S::Ok, S::Error> {
    written::with_returns(&key.map(String::from).unwrap_or_default(), serializer)
}

/// Reads a key from a string of at most one character.
///
/// # Errors
/// Fails if the value is not a string, or has more than one character.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<char>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let mut characters = text.chars();
    match (characters.next(), characters.next()) {
        (key, None) => Ok(key),
        _ => Err(de::Error::custom(format!("“{text}” is not a key; write one character, such as \"q\""))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CodeId;

    fn book(names: &[(&str, Option<char>)]) -> Codebook {
        let mut book = Codebook::default();
        for (name, key) in names {
            let code = Code { key: *key, ..book.fresh_code(CodeKind::Issue, name, None) };
            book.issues.push(code);
        }
        book
    }

    fn keys(book: &Codebook) -> Vec<(char, &str)> {
        book.keyed_codes(CodeKind::Issue).into_iter().map(|(key, code)| (key, &*code.name)).collect()
    }

    #[test]
    fn codes_take_the_keys_of_their_row_in_order() {
        let book = book(&[("Territory", None), ("Sanctions", None)]);
        assert_eq!(keys(&book), [('q', "Territory"), ('w', "Sanctions")]);
    }

    #[test]
    fn a_key_of_its_own_stays_and_the_others_fill_what_is_left() {
        let mut book = book(&[("Territory", None), ("Sanctions", Some('q')), ("Grain", Some('p')), ("Energy", None)]);
        assert_eq!(keys(&book), [('q', "Sanctions"), ('w', "Territory"), ('e', "Energy"), ('p', "Grain")]);
        book.issues.remove(1);
        assert_eq!(keys(&book), [('q', "Territory"), ('w', "Energy"), ('p', "Grain")]);
    }

    #[test]
    fn where_keys_are_written_down_nobody_takes_what_is_left() {
        let mut book = book(&[("Territory", Some('w')), ("Sanctions", None), ("Grain", Some('e'))]);
        book.free_keys = Some("r".to_owned());
        assert_eq!(keys(&book), [('w', "Territory"), ('e', "Grain")]);
        assert_eq!(book.next_key(CodeKind::Issue), Some('q'));
        assert_eq!(book.next_key(CodeKind::Actor), Some('1'));
        assert_eq!(book.with_free_keys("r"), None);
        assert_eq!(book.with_free_keys("q3").as_deref(), Some("3qr"));
        for n in 0..7 {
            let code = book.fresh_code(CodeKind::Issue, &format!("Issue {n}"), None);
            book.issues.push(code);
        }
        assert_eq!(book.next_key(CodeKind::Issue), None);
    }

    #[test]
    fn heads_of_families_come_before_their_members() {
        let mut book = book(&[("Territory", None), ("Crimea", None), ("Sanctions", None)]);
        book.issues[1].parent = Some(CodeId::from("territory"));
        assert_eq!(keys(&book), [('q', "Territory"), ('w', "Sanctions"), ('e', "Crimea")]);
    }

    #[test]
    fn a_key_means_what_the_legend_says() {
        let book = book(&[("Territory", None), ("Sanctions", Some('q'))]);
        assert_eq!(book.keyed('q'), Some(Keyed::Code(CodeKind::Issue, &book.issues[1])));
        assert_eq!(book.keyed('d'), Some(Keyed::Stance(&book.stances[2])));
        assert_eq!(book.keyed('1'), None);
        assert_eq!(book.keyed('x'), None);
    }

    #[test]
    fn no_key_is_in_two_rows() {
        let all: String = CodeKind::ALL.into_iter().map(CodeKind::keys).chain([STANCE_KEYS]).collect();
        assert!(all.char_indices().all(|(at, key)| all.find(key) == Some(at)), "{all}");
    }
}
