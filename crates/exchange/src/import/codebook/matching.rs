//! Finds the codes of a project that the codes of a file stand for.
//!
//! A code at the same place of the tree under the same name is the same code. Whatever is left is found by its id, and
//! then by its name alone if only one code has it, because it may have been moved. No code is found twice.

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    model::{Code, CodeId, CodeKind, Codebook},
    text::fold::{folded, in_one_case},
};

use super::{StatedCode, StatedParent};

/// By what a code was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoundBy {
    /// Its name and its place in the tree.
    Place,
    /// Its id.
    Id,
    /// Its name alone, whatever its place and the case of its letters are.
    Name,
}

/// A code of the project, by its index among those of its kind.
pub(super) type FoundCode = (usize, FoundBy);

/// What was found for the codes of a file, in their order.
pub(super) struct Matches {
    /// The code that each stands for; `None` if it is new.
    pub found: Vec<Option<FoundCode>>,
    /// For a parent that the file has no row for: which code of the project it is.
    pub outside: Vec<Option<usize>>,
}

/// Finds the code of the project for each code of a file, which must be listed after its parent.
pub(super) fn find(codes: &[StatedCode], book: &Codebook) -> Matches {
    let mut matching = Matching {
        codes,
        kinds: CodeKind::ALL.map(|kind| ProjectCodes::of(book.codes(kind))),
        names: FileNames::of(codes),
        found: vec![None; codes.len()],
    };
    for at in 0..codes.len() {
        matching.find_by(at, &[Matching::at_place]);
    }
    for at in 0..codes.len() {
        matching.find_by(at, &[Matching::at_place, Matching::with_id, Matching::moved, Matching::in_other_case]);
    }
    let outside = (0..codes.len()).map(|at| match &codes[at].parent {
        StatedParent::Outside(parent) => outside(matching.of_kind(at), parent),
        _ => None,
    });
    Matches { outside: outside.collect(), found: matching.found }
}

/// The codes of one kind in the project, by what files say of them.
struct ProjectCodes<'a> {
    codes: &'a [Code],
    by_id: HashMap<&'a str, usize>,
    by_place: HashMap<(Option<&'a CodeId>, String), usize>,
    by_name: HashMap<String, Vec<usize>>,
    by_case: HashMap<String, Vec<usize>>,
    taken: HashSet<usize>,
}

impl<'a> ProjectCodes<'a> {
    fn of(codes: &'a [Code]) -> Self {
        let (mut by_id, mut by_place) = (HashMap::new(), HashMap::new());
        let (mut by_name, mut by_case) = (HashMap::new(), HashMap::new());
        for (at, code) in codes.iter().enumerate() {
            let name = folded(&code.name).into_owned();
            by_id.entry(code.id.as_str()).or_insert(at);
            by_case.entry(in_one_case(&name)).or_insert_with(Vec::new).push(at);
            by_name.entry(name.clone()).or_insert_with(Vec::new).push(at);
            by_place.entry((code.parent.as_ref(), name)).or_insert(at);
        }
        Self { codes, by_id, by_place, by_name, by_case, taken: HashSet::new() }
    }

    fn is_free(&self, at: usize) -> bool {
        !self.taken.contains(&at)
    }

    /// The only one of these that is not taken.
    fn only_free(&self, among: Option<&Vec<usize>>) -> Option<usize> {
        let mut free = among.into_iter().flatten().copied().filter(|at| self.is_free(*at));
        free.next().filter(|_| free.next().is_none())
    }
}

/// How many codes of the file have a name, and how many have it in any case.
struct FileNames {
    by_name: HashMap<(CodeKind, String), usize>,
    by_case: HashMap<(CodeKind, String), usize>,
}

impl FileNames {
    fn of(codes: &[StatedCode]) -> Self {
        let mut names = Self { by_name: HashMap::new(), by_case: HashMap::new() };
        for code in codes {
            let name = folded(&code.name).into_owned();
            *names.by_case.entry((code.kind, in_one_case(&name))).or_default() += 1;
            *names.by_name.entry((code.kind, name)).or_default() += 1;
        }
        names
    }
}

struct Matching<'a> {
    codes: &'a [StatedCode],
    kinds: [ProjectCodes<'a>; 2],
    names: FileNames,
    found: Vec<Option<FoundCode>>,
}

/// A way to find the code that one of the file stands for.
type Way<'a> = fn(&Matching<'a>, usize) -> Option<FoundCode>;

impl<'a> Matching<'a> {
    fn find_by(&mut self, at: usize, ways: &[Way<'a>]) {
        if self.found[at].is_some() {
            return;
        }
        let found = ways.iter().find_map(|way| way(self, at));
        if let Some((place, _)) = found {
            self.kinds[kind_index(self.codes[at].kind)].taken.insert(place);
            self.found[at] = found;
        }
    }

    fn of_kind(&self, at: usize) -> &ProjectCodes<'a> {
        &self.kinds[kind_index(self.codes[at].kind)]
    }

    /// The code of the same name below the same parent.
    fn at_place(&self, at: usize) -> Option<FoundCode> {
        let (code, project) = (&self.codes[at], self.of_kind(at));
        let parent = match &code.parent {
            StatedParent::Top => None,
            StatedParent::Unknown => return None,
            StatedParent::InFile(parent) => Some(&project.codes[self.found[*parent]?.0].id),
            StatedParent::Outside(parent) => Some(&project.codes[outside(project, parent)?].id),
        };
        let place = *project.by_place.get(&(parent, folded(&code.name).into_owned()))?;
        project.is_free(place).then_some((place, FoundBy::Place))
    }

    fn with_id(&self, at: usize) -> Option<FoundCode> {
        let project = self.of_kind(at);
        let place = *project.by_id.get(self.codes[at].id.as_ref()?.as_str())?;
        project.is_free(place).then_some((place, FoundBy::Id))
    }

    /// The only code of this name. Below two different parents, two codes of one name are two codes.
    fn moved(&self, at: usize) -> Option<FoundCode> {
        let (code, project) = (&self.codes[at], self.of_kind(at));
        let name = folded(&code.name).into_owned();
        let place = project.only_free(project.by_name.get(&name))?;
        let is_only = self.names.by_name.get(&(code.kind, name)) == Some(&1);
        let is_below_one = match code.parent {
            StatedParent::Unknown | StatedParent::Top => true,
            StatedParent::InFile(_) | StatedParent::Outside(_) => project.codes[place].parent.is_none(),
        };
        (is_only && is_below_one).then_some((place, FoundBy::Name))
    }

    /// The only code whose name differs in capital letters, if the file does not tell the two apart.
    fn in_other_case(&self, at: usize) -> Option<FoundCode> {
        let (code, project) = (&self.codes[at], self.of_kind(at));
        let name = in_one_case(&folded(&code.name));
        let place = project.only_free(project.by_case.get(&name))?;
        let is_only = self.names.by_case.get(&(code.kind, name)) == Some(&1);
        let is_at_place = match code.parent {
            StatedParent::Unknown => true,
            StatedParent::Top => project.codes[place].parent.is_none(),
            StatedParent::InFile(parent) => {
                let parent = self.found[parent].map(|(parent, _)| &project.codes[parent].id);
                parent.is_some() && parent == project.codes[place].parent.as_ref()
            }
            StatedParent::Outside(_) => false,
        };
        (is_only && is_at_place).then_some((place, FoundBy::Name))
    }
}

const fn kind_index(kind: CodeKind) -> usize {
    match kind {
        CodeKind::Actor => 0,
        CodeKind::Issue => 1,
    }
}

/// A parent that only the project has, by its id or its name.
fn outside(project: &ProjectCodes<'_>, parent: &str) -> Option<usize> {
    let by_name = project.by_name.get(&*folded(parent)).filter(|found| found.len() == 1).map(|found| found[0]);
    project.by_id.get(parent).copied().or(by_name)
}
