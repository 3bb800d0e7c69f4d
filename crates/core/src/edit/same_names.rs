//! Finds codes of the same name below the same parent.
//!
//! This is no rule of a sound project, because older files and journals have such codes and open as before. Only what
//! somebody does now is refused; undoing, recovering and restoring are not.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
};

use super::{Edit, EditError};
use crate::{
    model::{Code, CodeId, CodeKind, Codebook, Project},
    text::fold::{folded, in_one_case, is_same_name},
};

/// Returns another code of this name below the same parent.
pub fn code_of_same_name<'a>(book: &'a Codebook, kind: CodeKind, code: &Code) -> Option<&'a Code> {
    let wanted = folded(&code.name);
    let is_same = |other: &&Code| other.id != code.id && other.parent == code.parent && folded(&other.name) == wanted;
    book.codes(kind).iter().find(is_same)
}

/// Returns every code whose name an earlier one below the same parent already has, after that earlier one.
pub fn codes_of_same_name(book: &Codebook, kind: CodeKind) -> Vec<(&Code, &Code)> {
    let mut first: HashMap<(Option<&CodeId>, Cow<'_, str>), &Code> = HashMap::new();
    let mut found = Vec::new();
    for code in book.codes(kind) {
        let first = *first.entry((code.parent.as_ref(), folded(&code.name))).or_insert(code);
        if first.id != code.id {
            found.push((first, code));
        }
    }
    found
}

/// Returns every code whose name differs from that of an earlier one below the same parent in case only.
pub fn codes_differing_in_case(book: &Codebook, kind: CodeKind) -> Vec<(&Code, &Code)> {
    let mut first: HashMap<(Option<&CodeId>, String), &Code> = HashMap::new();
    let mut found = Vec::new();
    for code in book.codes(kind) {
        let first = *first.entry((code.parent.as_ref(), in_one_case(&folded(&code.name)))).or_insert(code);
        if first.id != code.id && !is_same_name(&first.name, &code.name) {
            found.push((first, code));
        }
    }
    found
}

/// Fails if the edit, which deletes none, makes, renames or moves a code so that it has the name of another one below the same parent.
/// Two codes that have the same name already may be changed in other ways.
///
/// # Errors
/// Returns [`EditError::CodeNameTaken`] with the code that has the name.
pub fn refuse_same_names(project: &Project, edit: &Edit) -> Result<(), EditError> {
    if !changes_codes(edit) || removes_codes(edit) {
        return Ok(());
    }
    let before = &project.codebook;
    if let Edit::InsertCode(kind, _, code) | Edit::SetCode(kind, code) = edit {
        // The usual case, without a copy of the codebook, which may be long.
        let had_it = before
            .code(*kind, &code.id)
            .is_some_and(|old| old.parent == code.parent && is_same_name(&old.name, &code.name));
        return match code_of_same_name(before, *kind, code).filter(|_| !had_it) {
            Some(taken) => Err(EditError::CodeNameTaken(*kind, taken.name.clone(), taken.id.clone())),
            None => Ok(()),
        };
    }
    let mut after = before.clone();
    let mut changed = HashSet::new();
    follow(edit, &mut after, &mut changed);
    for kind in CodeKind::ALL {
        let old: HashSet<(&CodeId, &CodeId)> =
            codes_of_same_name(before, kind).into_iter().map(|(a, b)| (&a.id, &b.id)).collect();
        for (first, second) in codes_of_same_name(&after, kind) {
            let is_old = old.contains(&(&first.id, &second.id)) || old.contains(&(&second.id, &first.id));
            let is_changed = |code: &Code| changed.contains(&(kind, code.id.clone()));
            let taken = if is_changed(second) { first } else { second };
            if !is_old && (is_changed(first) || is_changed(second)) {
                return Err(EditError::CodeNameTaken(kind, taken.name.clone(), taken.id.clone()));
            }
        }
    }
    Ok(())
}

fn changes_codes(edit: &Edit) -> bool {
    match edit {
        Edit::InsertCode(..) | Edit::SetCode(..) => true,
        Edit::All(edits) => edits.iter().any(changes_codes),
        _ => false,
    }
}

/// Deleting a code moves those below it up, and is never refused.
fn removes_codes(edit: &Edit) -> bool {
    match edit {
        Edit::RemoveCode(..) => true,
        Edit::All(edits) => edits.iter().any(removes_codes),
        _ => false,
    }
}

/// Does to the codebook what the edit does to its codes. Whether the edit fits is checked when it is applied.
fn follow(edit: &Edit, book: &mut Codebook, changed: &mut HashSet<(CodeKind, CodeId)>) {
    match edit {
        Edit::InsertCode(kind, at, code) => {
            let codes = book.codes_mut(*kind);
            codes.insert((*at).min(codes.len()), code.clone());
            changed.insert((*kind, code.id.clone()));
        }
        Edit::SetCode(kind, code) => {
            if let Some(old) = book.codes_mut(*kind).iter_mut().find(|old| old.id == code.id) {
                *old = code.clone();
                changed.insert((*kind, code.id.clone()));
            }
        }
        Edit::RemoveCode(kind, id) => book.codes_mut(*kind).retain(|code| code.id != *id),
        Edit::All(edits) => edits.iter().for_each(|edit| follow(edit, book, changed)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: CodeKind = CodeKind::Actor;

    fn code(id: &str, name: &str, parent: Option<&str>) -> Code {
        let code = Codebook::default().fresh_code(KIND, name, parent.map(CodeId::from));
        Code { id: id.into(), ..code }
    }

    fn project(codes: &[Code]) -> Project {
        let mut project = Project::default();
        project.codebook.actors = codes.to_vec();
        project
    }

    #[test]
    fn a_name_taken_below_the_same_parent_is_refused_however_it_comes_about() {
        let side = code("side", "Side", None);
        let project =
            project(&[side, code("a", "Élise", None), code("b", "Zoe", None), code("c", "Zoe", Some("side"))]);
        let check = |edit: Edit, taken: Option<&str>| {
            let found = refuse_same_names(&project, &edit).err();
            let expected = taken.map(CodeId::from);
            let id = found.map(|error| match error {
                EditError::CodeNameTaken(_, _, id) => id,
                other => panic!("{other}"),
            });
            assert_eq!(id, expected, "{edit:?}");
        };
        check(Edit::InsertCode(KIND, 0, code("d", "E\u{301}lise ", None)), Some("a"));
        check(Edit::InsertCode(KIND, 0, code("d", "élise", None)), None);
        check(Edit::SetCode(KIND, code("b", "Élise", None)), Some("a"));
        check(Edit::SetCode(KIND, code("c", "Zoe", None)), Some("b"));
        check(Edit::SetCode(KIND, code("b", "Zoé", None)), None);
        let swapped = [Edit::SetCode(KIND, code("a", "Zoe", None)), Edit::SetCode(KIND, code("b", "Élise", None))];
        check(Edit::All(swapped.to_vec()), None);
        let both =
            [Edit::InsertCode(KIND, 0, code("d", "New", None)), Edit::InsertCode(KIND, 1, code("e", "New", None))];
        check(Edit::All(both.to_vec()), Some("d"));
        // “Zoe” below “Side” comes to stand beside the other one when that is deleted.
        let deletion = [Edit::SetCode(KIND, code("c", "Zoe", None)), Edit::RemoveCode(KIND, "side".into())];
        check(Edit::All(deletion.to_vec()), None);
    }

    #[test]
    fn two_codes_of_one_name_may_be_changed_otherwise() {
        let project = project(&[code("a", "Mayor", None), code("b", "Mayor", None)]);
        assert_eq!(codes_of_same_name(&project.codebook, KIND).len(), 1);
        let defined = Code { definition: "The person.".to_owned(), ..code("b", "Mayor", None) };
        assert_eq!(refuse_same_names(&project, &Edit::SetCode(KIND, defined)), Ok(()));
        assert_eq!(
            code_of_same_name(&project.codebook, KIND, &project.codebook.actors[1]).map(|code| code.id.as_str()),
            Some("a")
        );
    }
}
