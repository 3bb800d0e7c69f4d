//! The ancestors of each code, by position in the codebook.

use standpoint_core::model::{CodeKind, Codebook};

use crate::facts::{number, places};

/// The parent of each code of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Lineages {
    /// By position in the codebook; `None` at the top. A circle in a damaged file counts as if each were at the top.
    parents: Vec<Option<u32>>,
    /// All positions, each code after its parent.
    in_tree_order: Vec<u32>,
}

impl Lineages {
    pub fn of(book: &Codebook, kind: CodeKind) -> Self {
        let codes = book.codes(kind);
        let place_of = places(codes.iter().map(|code| &code.id));
        let mut parents = vec![None; codes.len()];
        let tree = book.tree(kind);
        let mut in_tree_order: Vec<u32> = tree.iter().map(|(_, code)| place_of[&code.id]).collect();
        for ((depth, code), place) in tree.iter().zip(&in_tree_order) {
            let parent = code.parent.as_ref().filter(|_| *depth > 0);
            parents[*place as usize] = parent.and_then(|parent| place_of.get(parent).copied());
        }
        let mut is_in_tree = vec![false; codes.len()];
        for place in &in_tree_order {
            is_in_tree[*place as usize] = true;
        }
        in_tree_order.extend((0..number(codes.len())).filter(|place| !is_in_tree[*place as usize]));
        Self { parents, in_tree_order }
    }

    /// The code at this position followed by its ancestors, nearest first; empty beyond the end.
    pub fn upwards(&self, place: u32) -> impl Iterator<Item = u32> {
        let first = Some(place).filter(|place| (*place as usize) < self.parents.len());
        std::iter::successors(first, |place| self.parents[*place as usize])
    }

    /// Returns for each code the value of `own`, or otherwise the value of its parent.
    pub fn inherited<T: Copy>(&self, own: impl Fn(usize) -> Option<T>, at_top: impl Fn(usize) -> T) -> Vec<T> {
        let mut given: Vec<Option<T>> = vec![None; self.parents.len()];
        for place in self.in_tree_order.iter().map(|place| *place as usize) {
            let of_parent = || self.parents[place].and_then(|parent| given[parent as usize]);
            given[place] = own(place).or_else(of_parent).or_else(|| Some(at_top(place)));
        }
        given.into_iter().flatten().collect()
    }
}
