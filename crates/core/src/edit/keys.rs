//! Keys that stay: which code gets which key when codes are made, changed and deleted.

use std::collections::HashMap;

use super::{Edit, same_names::for_each_part};
use crate::model::{Code, CodeId, CodeKind, Codebook};

/// The simpler edits that write down which code has which key; none if that was done before.
pub(super) fn keeping(book: &Codebook) -> Vec<Edit> {
    if book.free_keys.is_some() {
        return Vec::new();
    }
    let of_kind = |kind| {
        let keyed = book.codes_keyed_by_place(kind).collect::<Vec<_>>().into_iter();
        keyed.map(move |(key, code)| Edit::SetCode(kind, Code { key: Some(key), ..code.clone() }))
    };
    CodeKind::ALL.into_iter().flat_map(of_kind).chain([Edit::SetFreeKeys(Some(String::new()))]).collect()
}

/// Returns the edit in a form that moves no key: if it changes the codes of a project whose keys follow their order,
/// those keys are written down with it, and a new code gets the next key if it is one of the first ten of its kind.
///
/// Edits of scripts and journals do without, because each of their lines means what it always meant.
pub fn keep_keys(book: &Codebook, edit: Edit) -> Edit {
    let mut is_about_codes = false;
    let mut is_kept = false;
    let mut given: Vec<(CodeKind, char)> = Vec::new();
    let mut freed = String::new();
    for_each_part(&edit, &mut |part| match part {
        Edit::InsertCode(kind, _, code) | Edit::SetCode(kind, code) => {
            is_about_codes = true;
            given.extend(code.key.map(|key| (*kind, key)));
        }
        Edit::RemoveCode(..) | Edit::MoveCode(..) | Edit::MergeCodes(..) | Edit::DeleteCode(..) => {
            is_about_codes = true;
        }
        Edit::SetFreeKeys(keys) => freed.extend(keys.as_deref()),
        Edit::KeepKeys => is_kept = true,
        _ => {}
    });
    if !is_about_codes || is_kept {
        return edit;
    }
    let mut by_place: HashMap<(CodeKind, CodeId), char> = HashMap::new();
    for kind in CodeKind::ALL {
        by_place.extend(book.codes_keyed_by_place(kind).map(|(key, code)| ((kind, code.id.clone()), key)));
    }
    // Whoever takes a key from its code says so.
    by_place.retain(|(kind, _), key| !given.contains(&(*kind, *key)) && !freed.contains(*key));
    let mut grown = book.clone();
    for edit in keeping(book) {
        if let Edit::SetCode(kind, code) = edit
            && let Some(old) = grown.codes_mut(kind).iter_mut().find(|old| old.id == code.id)
        {
            *old = code;
        }
    }
    grown.free_keys.get_or_insert_default();
    let edit = with_keys(edit, &by_place, &given, &mut grown);
    match edit {
        edit if book.free_keys.is_some() => edit,
        Edit::All(edits) => Edit::All(std::iter::once(Edit::KeepKeys).chain(edits).collect()),
        edit => Edit::All(vec![Edit::KeepKeys, edit]),
    }
}

/// Puts the keys into the codes of an edit. `grown` gets each new code, so that the next one gets the next key.
fn with_keys(
    edit: Edit,
    by_place: &HashMap<(CodeKind, CodeId), char>,
    given: &[(CodeKind, char)],
    grown: &mut Codebook,
) -> Edit {
    match edit {
        Edit::InsertCode(kind, at, code) => {
            let next = grown.next_key(kind).filter(|key| !given.contains(&(kind, *key)));
            let code = Code { key: code.key.or(next), ..code };
            grown.codes_mut(kind).push(code.clone());
            Edit::InsertCode(kind, at, code)
        }
        Edit::SetCode(kind, code) => {
            let kept = by_place.get(&(kind, code.id.clone())).copied();
            Edit::SetCode(kind, Code { key: code.key.or(kept), ..code })
        }
        Edit::All(edits) => Edit::All(edits.into_iter().map(|edit| with_keys(edit, by_place, given, grown)).collect()),
        edit => edit,
    }
}

/// Gives a code a key, taking it from the code that has it; with `None`, takes its own away. A key that nobody has
/// afterwards stays free until it is assigned.
pub fn assign_key(book: &Codebook, kind: CodeKind, code: &Code, key: Option<char>) -> Edit {
    let keyed = book.keyed_codes(kind);
    let holder = keyed.iter().find(|(other, holder)| Some(*other) == key && holder.id != code.id);
    let left = keyed.iter().find(|(other, holder)| holder.id == code.id && Some(*other) != key);
    let mut edits = Vec::new();
    edits.extend(holder.map(|(_, holder)| Edit::SetCode(kind, Code { key: None, ..(*holder).clone() })));
    edits.push(Edit::SetCode(kind, Code { key, ..code.clone() }));
    let free = left.and_then(|(left, _)| book.with_free_keys(&left.to_string()));
    edits.extend(free.map(|free| Edit::SetFreeKeys(Some(free))));
    keep_keys(book, Edit::All(edits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History, add_code, delete_code},
        model::Project,
    };

    const KIND: CodeKind = CodeKind::Actor;

    /// A project whose keys follow the order of its codes.
    fn older() -> History {
        let mut project = Project::titled("Valley");
        for name in ["Mayor", "Union", "Port"] {
            let code = project.codebook.fresh_code(KIND, name, None);
            project.codebook.actors.push(code);
        }
        History::new(project)
    }

    fn change(history: &mut History, edit: impl FnOnce(&Project) -> Edit) {
        let edit = keep_keys(&history.project().codebook, edit(history.project()));
        history.apply("Change", Gesture::Single, edit).expect("it fits");
    }

    fn add(history: &mut History, name: &str) {
        change(history, |project| add_code(&project.codebook, KIND, project.codebook.fresh_code(KIND, name, None)));
    }

    /// The keys with their codes: “1 Mayor”.
    fn keys(history: &History) -> Vec<String> {
        let keyed = history.project().codebook.keyed_codes(KIND);
        keyed.into_iter().map(|(key, code)| format!("{key} {}", code.name)).collect()
    }

    #[test]
    fn the_keys_of_an_older_project_are_written_down_with_the_next_change_of_a_code() {
        let mut history = older();
        let before = history.project().clone();
        assert_eq!(keys(&history), ["1 Mayor", "2 Union", "3 Port"]);
        change(&mut history, |project| {
            let union = project.codebook.actors[1].clone();
            Edit::SetCode(KIND, Code { name: "Dockers’ union".to_owned(), ..union })
        });
        assert_eq!(keys(&history), ["1 Mayor", "2 Dockers’ union", "3 Port"]);
        assert!(history.project().codebook.actors.iter().all(|code| code.key.is_some()));
        history.undo();
        assert_eq!(*history.project(), before);
    }

    #[test]
    fn the_first_ten_codes_get_a_key_and_that_of_a_deleted_one_stays_free_until_it_is_assigned() {
        let mut history = older();
        change(&mut history, |project| delete_code(project, KIND, &"port".into(), None));
        add(&mut history, "Council");
        assert_eq!(keys(&history), ["1 Mayor", "2 Union", "4 Council"]);
        for n in 5..=12 {
            add(&mut history, &format!("Actor {n}"));
        }
        assert_eq!(
            keys(&history)[3..],
            ["5 Actor 5", "6 Actor 6", "7 Actor 7", "8 Actor 8", "9 Actor 9", "0 Actor 10"]
        );
        change(&mut history, |project| {
            let last = project.codebook.actors.last().expect("there are some").clone();
            assign_key(&project.codebook, KIND, &last, Some('3'))
        });
        assert_eq!(keys(&history)[2], "3 Actor 12");
    }

    #[test]
    fn a_key_that_is_taken_from_a_code_leaves_it_without_one() {
        let mut history = older();
        change(&mut history, |project| assign_key(&project.codebook, KIND, &project.codebook.actors[2], Some('1')));
        assert_eq!(keys(&history), ["1 Port", "2 Union"]);
        add(&mut history, "Council");
        assert_eq!(keys(&history), ["1 Port", "2 Union", "4 Council"]);
        change(&mut history, |project| assign_key(&project.codebook, KIND, &project.codebook.actors[1], None));
        assert_eq!(keys(&history), ["1 Port", "4 Council"]);
    }

    #[test]
    fn edits_that_change_no_code_stay_as_they_are() {
        let history = older();
        let edit = Edit::SetTitle("Hill".to_owned());
        assert_eq!(keep_keys(&history.project().codebook, edit.clone()), edit);
    }
}
