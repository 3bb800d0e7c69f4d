//! Finds codes, stances, views and searches of the same name.
//!
//! This is no rule of a sound project, because older files and journals have such names and open as before. Only what
//! somebody does now is refused; undoing, recovering and restoring are not.

use std::{
    collections::{HashMap, HashSet},
    hash::Hash,
};

use super::{Edit, EditError};
use crate::{
    model::{Code, CodeKind, Codebook, Project, Stance, StanceId},
    rules::{Broken, ItemId, Rule},
    text::fold::{folded, in_one_case, is_same_name},
};

/// Returns another code of this name below the same parent.
pub fn code_of_same_name<'a>(book: &'a Codebook, kind: CodeKind, code: &Code) -> Option<&'a Code> {
    let wanted = folded(&code.name);
    let is_same = |other: &&Code| other.id != code.id && other.parent == code.parent && folded(&other.name) == wanted;
    book.codes(kind).iter().find(is_same)
}

/// Returns another stance of this name.
pub fn stance_of_same_name<'a>(book: &'a Codebook, stance: &Stance) -> Option<&'a Stance> {
    book.stances.iter().find(|other| other.id != stance.id && is_same_name(&other.name, &stance.name))
}

/// Returns every code whose name an earlier one below the same parent already has, after that earlier one.
pub fn codes_of_same_name(book: &Codebook, kind: CodeKind) -> Vec<(&Code, &Code)> {
    repeated(book.codes(kind), |code| (code.parent.as_ref(), folded(&code.name)))
}

/// Returns every code whose name differs from that of an earlier one below the same parent in case only.
pub fn codes_differing_in_case(book: &Codebook, kind: CodeKind) -> Vec<(&Code, &Code)> {
    let mut alike = repeated(book.codes(kind), |code| (code.parent.as_ref(), in_one_case(&folded(&code.name))));
    alike.retain(|(first, second)| !is_same_name(&first.name, &second.name));
    alike
}

/// Returns every stance whose name an earlier one already has, after that earlier one.
pub fn stances_of_same_name(book: &Codebook) -> Vec<(&Stance, &Stance)> {
    repeated(&book.stances, |stance| folded(&stance.name))
}

/// Returns every stance whose name differs from that of an earlier one in case only.
pub fn stances_differing_in_case(book: &Codebook) -> Vec<(&Stance, &Stance)> {
    let mut alike = repeated(&book.stances, |stance| in_one_case(&folded(&stance.name)));
    alike.retain(|(first, second)| !is_same_name(&first.name, &second.name));
    alike
}

/// Returns every item whose key an earlier one already has, preceded by the first that has it.
fn repeated<'a, T, K: Eq + Hash>(items: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<(&'a T, &'a T)> {
    let mut first: HashMap<K, &T> = HashMap::new();
    let mut found = Vec::new();
    for item in items {
        let first = *first.entry(key(item)).or_insert(item);
        if !std::ptr::eq(first, item) {
            found.push((first, item));
        }
    }
    found
}

/// Fails if the edit creates, renames or moves a code, a stance or a view so that it has the name of another one (for
/// codes, below the same parent). Items that share a name already may be changed in other ways, and codes that move up
/// because their parent is deleted may get the name of another one.
///
/// # Errors
/// Returns the code, the stance or the view that has the name.
pub fn refuse_same_names(project: &Project, edit: &Edit) -> Result<(), EditError> {
    refuse_codes(&project.codebook, edit)?;
    refuse_stances(&project.codebook, edit)?;
    refuse_views(project, edit)?;
    refuse_searches(project, edit)
}

/// Calls `see` with the edit and with every edit inside it.
pub(super) fn for_each_part<'a>(edit: &'a Edit, see: &mut impl FnMut(&'a Edit)) {
    match edit {
        Edit::All(edits) => edits.iter().for_each(|edit| for_each_part(edit, see)),
        edit => see(edit),
    }
}

fn has_part(edit: &Edit, is_it: impl Fn(&Edit) -> bool) -> bool {
    let mut has_it = false;
    for_each_part(edit, &mut |part| has_it |= is_it(part));
    has_it
}

fn refuse_codes(before: &Codebook, edit: &Edit) -> Result<(), EditError> {
    let error = |kind, taken: &Code| Err(EditError::CodeNameTaken(kind, taken.name.clone(), taken.id.clone()));
    if let Edit::InsertCode(kind, _, code) | Edit::SetCode(kind, code) = edit {
        // The common case needs no copy of the codebook, which may be long.
        let had_it = before
            .code(*kind, &code.id)
            .is_some_and(|old| old.parent == code.parent && is_same_name(&old.name, &code.name));
        let taken = code_of_same_name(before, *kind, code).filter(|_| !had_it);
        return taken.map_or(Ok(()), |taken| error(*kind, taken));
    }
    if !has_part(edit, |part| matches!(part, Edit::InsertCode(..) | Edit::SetCode(..) | Edit::MoveCode(..))) {
        return Ok(());
    }
    let mut after = before.clone();
    let mut changed = HashSet::new();
    // Whether the edit fits is checked when it is applied.
    for_each_part(edit, &mut |part| match part {
        Edit::InsertCode(kind, at, code) => {
            let codes = after.codes_mut(*kind);
            codes.insert((*at).min(codes.len()), code.clone());
            changed.insert((*kind, code.id.clone()));
        }
        Edit::SetCode(kind, code) => {
            if let Some(old) = after.codes_mut(*kind).iter_mut().find(|old| old.id == code.id) {
                *old = code.clone();
                changed.insert((*kind, code.id.clone()));
            }
        }
        Edit::MoveCode(kind, id, _, parent) => {
            if let Some(old) = after.codes_mut(*kind).iter_mut().find(|old| old.id == *id) {
                old.parent.clone_from(parent);
                changed.insert((*kind, id.clone()));
            }
        }
        Edit::MergeCodes(kind, merge) => after.codes_mut(*kind).retain(|code| !merge.codes.contains(&code.id)),
        Edit::RemoveCode(kind, id) | Edit::DeleteCode(kind, id, _) => {
            after.codes_mut(*kind).retain(|code| code.id != *id);
        }
        _ => {}
    });
    for kind in CodeKind::ALL {
        let were_alike = |a: &Code, b: &Code| {
            let both = before.code(kind, &a.id).zip(before.code(kind, &b.id));
            both.is_some_and(|(a, b)| a.parent == b.parent && is_same_name(&a.name, &b.name))
        };
        let is_changed = |code: &Code| {
            let moved_up = before.code(kind, &code.id).is_some_and(|old| {
                let is_orphaned = old.parent.as_ref().is_some_and(|parent| after.code(kind, parent).is_none());
                is_orphaned && is_same_name(&old.name, &code.name)
            });
            changed.contains(&(kind, code.id.clone())) && !moved_up
        };
        for (first, second) in codes_of_same_name(&after, kind) {
            if (is_changed(first) || is_changed(second)) && !were_alike(first, second) {
                return error(kind, if is_changed(second) { first } else { second });
            }
        }
    }
    Ok(())
}

fn refuse_stances(book: &Codebook, edit: &Edit) -> Result<(), EditError> {
    if !has_part(edit, |part| matches!(part, Edit::InsertStance(..) | Edit::SetStance(..))) {
        return Ok(());
    }
    let mut after = book.clone();
    let mut changed: HashSet<&StanceId> = HashSet::new();
    for_each_part(edit, &mut |part| match part {
        Edit::InsertStance(at, stance) => {
            after.stances.insert((*at).min(after.stances.len()), stance.clone());
            changed.insert(&stance.id);
        }
        Edit::SetStance(stance) => {
            if let Some(old) = after.stances.iter_mut().find(|old| old.id == stance.id) {
                *old = stance.clone();
                changed.insert(&stance.id);
            }
        }
        Edit::RemoveStance(id) => after.stances.retain(|stance| stance.id != *id),
        _ => {}
    });
    let were_alike = |a: &Stance, b: &Stance| {
        let both = book.stance(&a.id).zip(book.stance(&b.id));
        both.is_some_and(|(a, b)| is_same_name(&a.name, &b.name))
    };
    for (first, second) in stances_of_same_name(&after) {
        let is_changed = [first, second].map(|stance| changed.contains(&stance.id));
        if is_changed.contains(&true) && !were_alike(first, second) {
            let taken = if is_changed[1] { first } else { second };
            return Err(EditError::StanceNameTaken(taken.name.clone(), taken.id.clone()));
        }
    }
    Ok(())
}

fn refuse_views(project: &Project, edit: &Edit) -> Result<(), EditError> {
    let names = project.views.iter().map(|view| &*view.name).collect();
    refuse_listed(names, edit, ItemId::View, |part| match part {
        Edit::InsertView(_, view) => Some(NameChange::Add(&view.name)),
        Edit::SetView(name, view) => Some(NameChange::Set(name, &view.name)),
        Edit::RemoveView(name) => Some(NameChange::Remove(name)),
        _ => None,
    })
}

fn refuse_searches(project: &Project, edit: &Edit) -> Result<(), EditError> {
    let names = project.searches.iter().map(|search| &*search.name).collect();
    refuse_listed(names, edit, ItemId::Search, |part| match part {
        Edit::InsertSearch(_, search) => Some(NameChange::Add(&search.name)),
        Edit::SetSearch(name, search) => Some(NameChange::Set(name, &search.name)),
        Edit::RemoveSearch(name) => Some(NameChange::Remove(name)),
        _ => None,
    })
}

/// What an edit does to a list of names.
enum NameChange<'a> {
    Add(&'a str),
    Set(&'a str, &'a str),
    Remove(&'a str),
}

/// Fails if the edit gives something in a list the name of something else there.
fn refuse_listed<'a>(
    before: Vec<&'a str>,
    edit: &'a Edit,
    item: fn(Box<str>) -> ItemId,
    change: fn(&Edit) -> Option<NameChange<'_>>,
) -> Result<(), EditError> {
    if !has_part(edit, |part| matches!(change(part), Some(NameChange::Add(_) | NameChange::Set(..)))) {
        return Ok(());
    }
    let mut after = before.clone();
    let place = |names: &[&str], name: &str| {
        let exact = names.iter().position(|other| *other == name);
        exact.or_else(|| names.iter().position(|other| is_same_name(other, name)))
    };
    for_each_part(edit, &mut |part| match change(part) {
        Some(NameChange::Add(name)) => after.push(name),
        Some(NameChange::Set(name, new)) => {
            if let Some(at) = place(&after, name) {
                after[at] = new;
            }
        }
        Some(NameChange::Remove(name)) => {
            if let Some(at) = place(&after, name) {
                after.remove(at);
            }
        }
        None => {}
    });
    let mut clashes = repeated(&after, |name| folded(name)).into_iter();
    match clashes.find(|(first, second)| !(before.contains(*first) && before.contains(*second))) {
        Some((first, second)) => {
            let taken = if before.contains(second) { second } else { first };
            Err(Broken { item: item((*taken).into()), rule: Rule::NameTaken }.into())
        }
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CodeId, SavedComparison};

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
        let replaced = [Edit::RemoveCode(KIND, "c".into()), Edit::InsertCode(KIND, 0, code("d", "Zoe", None))];
        check(Edit::All(replaced.to_vec()), Some("b"));
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

    #[test]
    fn stances_and_views_have_names_of_their_own() {
        let mut project = project(&[]);
        let stance = |id: &str, name: &str| Stance { id: id.into(), name: name.to_owned(), weight: 0.0 };
        let view = |name: &str| Box::new(SavedComparison { name: name.to_owned(), ..SavedComparison::default() });
        project.codebook.stances = vec![stance("a", "réserve"), stance("b", "for"), stance("c", "for")];
        project.views = ["Élise", "Plain", "Old", "Old "].map(|name| *view(name)).to_vec();
        let check = |edit: Edit, is_refused: bool| {
            assert_eq!(refuse_same_names(&project, &edit).is_err(), is_refused, "{edit:?}");
        };
        check(Edit::InsertStance(0, stance("d", "re\u{301}serve ")), true);
        check(Edit::InsertStance(0, stance("d", "Réserve")), false);
        check(Edit::SetStance(stance("b", "re\u{301}serve")), true);
        check(Edit::SetStance(Stance { weight: 1.0, ..stance("c", "for") }), false);
        check(Edit::InsertView(0, view("E\u{301}lise")), true);
        check(Edit::InsertView(0, view("élise")), false);
        check(Edit::SetView("Plain".to_owned(), view("E\u{301}lise")), true);
        check(Edit::SetView("Élise".to_owned(), view("E\u{301}lise")), false);
        check(Edit::SetView("Old".to_owned(), view("Old")), false);
        let swapped =
            [Edit::RemoveView("E\u{301}lise".to_owned()), Edit::SetView("Plain".to_owned(), view("E\u{301}lise"))];
        check(Edit::All(swapped.to_vec()), false);
        assert_eq!(stances_of_same_name(&project.codebook).len(), 1);
    }
}
