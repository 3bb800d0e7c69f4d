//! Moves codes in their tree: step by step, and to where they are dropped.

use super::Edit;
use crate::model::{CodeId, CodeKind, Codebook};

/// One step of a code in its tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStep {
    /// Before the code above it with the same parent.
    Up,
    /// Behind the code below it with the same parent.
    Down,
    /// Below the code above it with the same parent, as its last member.
    In,
    /// Out of its parent, right behind it.
    Out,
}

/// Where a code is dropped, as seen from another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DropPlace {
    /// Above it, with the same parent.
    Before,
    /// Behind it and its members, with the same parent.
    Behind,
    /// Below it, as its last member.
    Inside,
}

/// Moves a code by one step; `None` if there is nothing to move past.
pub fn step_code(book: &Codebook, kind: CodeKind, id: &CodeId, step: CodeStep) -> Option<Edit> {
    let code = book.code(kind, id)?;
    let siblings: Vec<&CodeId> =
        book.codes(kind).iter().filter(|other| other.parent == code.parent).map(|other| &other.id).collect();
    let at = siblings.iter().position(|sibling| *sibling == id)?;
    let above = || at.checked_sub(1).map(|at| siblings[at]);
    match step {
        CodeStep::Up => drop_code(book, kind, id, above()?, DropPlace::Before),
        CodeStep::Down => drop_code(book, kind, id, siblings.get(at + 1)?, DropPlace::Behind),
        CodeStep::In => drop_code(book, kind, id, above()?, DropPlace::Inside),
        CodeStep::Out => drop_code(book, kind, id, code.parent.as_ref()?, DropPlace::Behind),
    }
}

/// Moves a code to where it is dropped; `None` if it is there, or is dropped on itself or on a member of its own.
pub fn drop_code(book: &Codebook, kind: CodeKind, id: &CodeId, on: &CodeId, place: DropPlace) -> Option<Edit> {
    let target = book.code(kind, on)?;
    if book.lineage(kind, on).iter().any(|above| above.id == *id) {
        return None;
    }
    let others = book.codes(kind).iter().filter(|code| code.id != *id);
    let at = others.clone().position(|code| code.id == *on)?;
    let (at, parent) = match place {
        DropPlace::Before => (at, target.parent.clone()),
        DropPlace::Behind => (at + 1, target.parent.clone()),
        DropPlace::Inside => {
            let members = others.enumerate().filter(|(_, code)| code.parent.as_ref() == Some(on));
            (members.last().map_or(at, |(last, _)| last) + 1, Some(on.clone()))
        }
    };
    moved(book, kind, id, at, parent)
}

/// Moves a code below another one, as its last member, or to the end of the top level; `None` if it is below that code
/// already.
pub fn move_code_below(book: &Codebook, kind: CodeKind, id: &CodeId, parent: Option<&CodeId>) -> Option<Edit> {
    let code = book.code(kind, id)?;
    match parent {
        _ if code.parent.as_ref() == parent => None,
        Some(parent) => drop_code(book, kind, id, parent, DropPlace::Inside),
        None => moved(book, kind, id, book.codes(kind).len() - 1, None),
    }
}

fn moved(book: &Codebook, kind: CodeKind, id: &CodeId, at: usize, parent: Option<CodeId>) -> Option<Edit> {
    let old_at = book.codes(kind).iter().position(|code| code.id == *id)?;
    let is_there = old_at == at && book.codes(kind)[old_at].parent == parent;
    (!is_there).then(|| Edit::MoveCode(kind, id.clone(), at, parent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::{Code, Project},
    };

    const KIND: CodeKind = CodeKind::Issue;

    fn history() -> History {
        let mut project = Project::titled("Valley");
        for (nth, (id, parent)) in [("a", ""), ("b", ""), ("b1", "b"), ("c", ""), ("b2", "b")].into_iter().enumerate() {
            let parent = (!parent.is_empty()).then(|| parent.into());
            project.codebook.issues.push(Code { parent, ..Code::new(id.into(), id, nth) });
        }
        History::new(project)
    }

    /// The tree after an edit: “a b (b1 b2)”, each with its depth.
    fn after(edit: Option<Edit>) -> Option<String> {
        let mut history = history();
        let before = history.project().clone();
        history.apply("Move", Gesture::Single, edit?).expect("it fits");
        let tree = history.project().codebook.tree(KIND);
        let shown = tree.iter().map(|(depth, code)| format!("{}{}", "-".repeat(*depth), code.name));
        let shown = shown.collect::<Vec<_>>().join(" ");
        history.undo();
        assert_eq!(*history.project(), before);
        Some(shown)
    }

    #[test]
    fn codes_step_among_their_siblings_and_between_levels() {
        let step = |id: &str, step| after(step_code(&history().project().codebook, KIND, &id.into(), step));
        assert_eq!(step("b", CodeStep::Up).as_deref(), Some("b -b1 -b2 a c"));
        assert_eq!(step("b", CodeStep::Down).as_deref(), Some("a c b -b1 -b2"));
        assert_eq!(step("b2", CodeStep::Up).as_deref(), Some("a b -b2 -b1 c"));
        assert_eq!(step("c", CodeStep::In).as_deref(), Some("a b -b1 -b2 -c"));
        assert_eq!(step("b1", CodeStep::Out).as_deref(), Some("a b -b2 b1 c"));
        assert_eq!(step("a", CodeStep::Up), None);
        assert_eq!(step("c", CodeStep::Down), None);
        assert_eq!(step("b1", CodeStep::In), None);
        assert_eq!(step("a", CodeStep::Out), None);
    }

    #[test]
    fn codes_are_dropped_beside_and_inside_others_but_not_inside_themselves() {
        let book = history().project().codebook.clone();
        let dropped = |id: &str, on: &str, place| after(drop_code(&book, KIND, &id.into(), &on.into(), place));
        assert_eq!(dropped("a", "b2", DropPlace::Before).as_deref(), Some("b -b1 -a -b2 c"));
        assert_eq!(dropped("a", "b", DropPlace::Behind).as_deref(), Some("b -b1 -b2 a c"));
        assert_eq!(dropped("b", "a", DropPlace::Inside).as_deref(), Some("a -b --b1 --b2 c"));
        assert_eq!(dropped("b", "b1", DropPlace::Inside), None);
        assert_eq!(dropped("b", "b", DropPlace::Before), None);
        let below = |id: &str, parent: Option<&str>| {
            after(move_code_below(&book, KIND, &id.into(), parent.map(CodeId::from).as_ref()))
        };
        assert_eq!(below("b1", None).as_deref(), Some("a b -b2 c b1"));
        assert_eq!(below("c", Some("b")).as_deref(), Some("a b -b1 -b2 -c"));
        assert_eq!(below("b1", Some("b")), None);
    }
}
