//! Works out what becomes of a tree of codes when some of them are given up for others.

use std::collections::{HashMap, HashSet};

use super::EditError;
use crate::{
    effort,
    model::{Code, CodeId, CodeKind, Codebook},
    text::fold::folded,
};

/// What becomes of the codes of one kind when some of them are given up.
pub(super) struct CodeFold<'a> {
    pub kind: CodeKind,
    /// The codes that are given up, each with the one that inherits from it: those that were asked for, then the children
    /// of theirs whose name is taken at their new place.
    pub gone: Vec<(CodeId, Option<CodeId>)>,
    /// The codes that stay and get another parent.
    pub moved: Vec<(CodeId, Option<CodeId>)>,
    codes: HashMap<&'a CodeId, &'a Code>,
    places: HashMap<CodeId, usize>,
}

impl<'a> CodeFold<'a> {
    /// Gives up codes for others, or for none. Children move below the heir of their parent; those that have the heir
    /// below them, or whose parent has none, move up.
    ///
    /// # Errors
    /// Fails if one of the codes is not in the codebook.
    pub fn of(book: &'a Codebook, kind: CodeKind, given_up: Vec<(CodeId, Option<CodeId>)>) -> Result<Self, EditError> {
        let codes: HashMap<&CodeId, &Code> = book.codes(kind).iter().map(|code| (&code.id, code)).collect();
        let mut fold = Self { kind, gone: Vec::new(), moved: Vec::new(), codes, places: HashMap::new() };
        for (code, heir) in given_up {
            for id in std::iter::once(&code).chain(&heir) {
                if !fold.codes.contains_key(id) {
                    return Err(EditError::NoCode(kind, id.clone()));
                }
            }
            fold.give_up(code, heir);
        }
        while fold.give_up_same_names(book) {}
        Ok(fold)
    }

    fn give_up(&mut self, code: CodeId, heir: Option<CodeId>) {
        if !self.places.contains_key(&code) {
            self.places.insert(code.clone(), self.gone.len());
            self.gone.push((code, heir));
        }
    }

    /// Finds the new parents, and gives up children whose name is taken there; returns whether there are any.
    fn give_up_same_names(&mut self, book: &'a Codebook) -> bool {
        let codes = book.codes(self.kind);
        effort::note(codes.len());
        let kept: Vec<(&Code, Option<CodeId>, bool)> = codes
            .iter()
            .filter(|code| !self.is_gone(&code.id))
            .map(|code| {
                let (parent, is_inherited) = self.parent_after(code);
                (code, parent, is_inherited)
            })
            .collect();
        let inheriting: HashSet<&Option<CodeId>> =
            kept.iter().filter(|(.., is_inherited)| *is_inherited).map(|(_, parent, _)| parent).collect();
        let mut names = HashMap::new();
        for (code, parent, is_inherited) in &kept {
            if !is_inherited && inheriting.contains(parent) {
                names.entry((parent, folded(&code.name))).or_insert(&code.id);
            }
        }
        let mut taken = Vec::new();
        for (code, parent, is_inherited) in &kept {
            if *is_inherited {
                let first = *names.entry((parent, folded(&code.name))).or_insert(&code.id);
                if *first != code.id {
                    taken.push((code.id.clone(), first.clone()));
                }
            }
        }
        let moved = kept.iter().filter(|(code, parent, _)| code.parent != *parent);
        self.moved = moved.map(|(code, parent, _)| (code.id.clone(), parent.clone())).collect();
        let is_any_taken = !taken.is_empty();
        for (code, first) in taken {
            self.give_up(code, Some(first));
        }
        is_any_taken
    }

    /// The parent of a code that stays, and whether it is the heir of the one before.
    fn parent_after(&self, code: &Code) -> (Option<CodeId>, bool) {
        let mut parent = code.parent.as_ref();
        while let Some(id) = parent {
            let Some(place) = self.places.get(id) else { return (Some(id.clone()), false) };
            if let Some(heir) = self.heir(self.gone[*place].1.as_ref())
                && *heir != code.id
                && !self.is_below(heir, &code.id)
            {
                return (Some(heir.clone()), true);
            }
            parent = self.codes.get(id).and_then(|code| code.parent.as_ref());
        }
        (None, false)
    }

    fn is_below(&self, id: &CodeId, top: &CodeId) -> bool {
        let mut parent = self.codes.get(id).and_then(|code| code.parent.as_ref());
        while let Some(id) = parent {
            if id == top {
                return true;
            }
            parent = self.codes.get(id).and_then(|code| code.parent.as_ref());
        }
        false
    }

    /// The heir, or whoever inherits from it in turn.
    fn heir<'b>(&'b self, mut heir: Option<&'b CodeId>) -> Option<&'b CodeId> {
        while let Some(place) = heir.and_then(|id| self.places.get(id)) {
            heir = self.gone[*place].1.as_ref();
        }
        heir
    }

    /// Returns whether a code is given up.
    pub fn is_gone(&self, id: &CodeId) -> bool {
        self.places.contains_key(id)
    }

    /// The code as it is before.
    pub fn code(&self, id: &CodeId) -> Option<&'a Code> {
        self.codes.get(id).copied()
    }

    /// The code itself, or the one that inherits from it if it is given up.
    pub fn heir_or_self<'b>(&'b self, id: &'b CodeId) -> Option<&'b CodeId> {
        match self.places.get(id) {
            Some(place) => self.heir(self.gone[*place].1.as_ref()),
            None => Some(id),
        }
    }

    /// The codes that inherit from others, each once.
    pub fn heirs(&self) -> Vec<&'a Code> {
        let mut seen = HashSet::new();
        let heirs = self.gone.iter().filter_map(|(_, heir)| self.code(self.heir(heir.as_ref())?));
        heirs.filter(|heir| seen.insert(&heir.id)).collect()
    }

    /// The codes that this one inherits from.
    pub fn gone_into(&self, id: &CodeId) -> impl Iterator<Item = &'a Code> {
        self.gone
            .iter()
            .filter(move |(_, heir)| self.heir(heir.as_ref()) == Some(id))
            .filter_map(|(code, _)| self.code(code))
    }
}
