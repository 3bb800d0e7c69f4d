//! The scale of stances: how that of a file compares with that of the project, and how the one becomes the other.

use std::collections::{HashMap, HashSet};

use standpoint_core::{
    edit::Edit,
    model::{
        Codebook, Stance, StanceId,
        ids::{FIRST_NUMBER, numbered_slug, plain_slug},
    },
    text::fold::{folded, in_one_case, is_same_name},
};

use super::{EntryState, PlanEntry, Subject};
use crate::import::codebook::{
    CodebookRemark, StatedStance,
    change::{self, CodeField, CodebookChange},
};

/// Compares the stances. A project that has nothing yet takes over the scale of the file.
pub(super) fn compare(
    before: &Codebook,
    stated: &[StatedStance],
    is_fresh: bool,
    (entries, remarks): (&mut Vec<PlanEntry>, &mut Vec<CodebookRemark>),
) {
    let scale = &before.stances;
    let found = find_stances(scale, stated);
    let mut ids: HashSet<String> = scale.iter().map(|stance| stance.id.to_string()).collect();
    let entry = |name: &str, state, changes, place, wanted| PlanEntry {
        noun: "stance",
        name: name.to_owned(),
        state,
        changes,
        remarks: Vec::new(),
        subject: Subject::Stance { place, wanted },
    };
    for (stated, found) in stated.iter().zip(&found) {
        let Some(place) = *found else {
            let sound =
                |weight: &f64| Stance { id: "x".into(), name: "x".to_owned(), weight: *weight }.has_sound_weight();
            let Some(weight) = stated.weight.filter(sound) else {
                let words =
                    format!("the stance “{}” is new and has no weight; give it one such as 1, 0 or -1", stated.name);
                remarks.push(CodebookRemark { line: stated.line, is_left_out: true, words });
                continue;
            };
            let own = stated.id.as_ref().map(StanceId::as_str).filter(|id| !ids.contains(*id)).map(str::to_owned);
            let id = own
                .unwrap_or_else(|| numbered_slug(&plain_slug(&stated.name), FIRST_NUMBER, |slug| ids.contains(slug)).0);
            ids.insert(id.clone());
            let wanted = Stance { id: StanceId::from(&*id), name: stated.name.clone(), weight };
            let words = format!("weight {}", change::weight(weight));
            let changes = vec![CodebookChange::new(CodeField::New, "", words)];
            entries.push(entry(&stated.name, EntryState::New, changes, None, wanted));
            continue;
        };
        let old = &scale[place];
        let mut wanted = old.clone();
        let mut changes = Vec::new();
        if !is_same_name(&old.name, &stated.name) {
            wanted.name.clone_from(&stated.name);
            changes.push(CodebookChange::new(CodeField::Name, &old.name, &stated.name));
        }
        let weight = stated.weight.filter(|weight| Stance { weight: *weight, ..old.clone() }.has_sound_weight());
        if let Some(weight) =
            weight.filter(|weight| weight.total_cmp(&old.weight).is_ne() && (weight - old.weight) != 0.0)
        {
            wanted.weight = weight;
            let [from, to] = [old.weight, weight].map(change::weight);
            changes.push(CodebookChange::new(CodeField::Weight, from, to));
        }
        let state = if changes.is_empty() { EntryState::Equal } else { EntryState::Changed };
        entries.push(entry(&stated.name, state, changes, Some(place), wanted));
    }
    if is_fresh {
        let has: HashSet<usize> = found.into_iter().flatten().collect();
        for (place, stance) in scale.iter().enumerate().filter(|(place, _)| !has.contains(place)) {
            let changes = vec![CodebookChange::new(CodeField::Gone, change::weight(stance.weight), "")];
            entries.push(entry(&stance.name, EntryState::Changed, changes, Some(place), stance.clone()));
        }
    }
}

/// Finds the stances of the project by name, then by id, then by name in any case; none twice.
fn find_stances(scale: &[Stance], stated: &[StatedStance]) -> Vec<Option<usize>> {
    let mut taken = HashSet::new();
    let mut found = vec![None; stated.len()];
    let by = |key: &dyn Fn(&Stance) -> String| {
        scale.iter().enumerate().rev().map(|(at, stance)| (key(stance), at)).collect::<HashMap<String, usize>>()
    };
    let one_case = |name: &str| in_one_case(&folded(name));
    let [by_name, by_id, by_case] = [
        by(&|stance| folded(&stance.name).into_owned()),
        by(&|stance| stance.id.to_string()),
        by(&|stance| one_case(&stance.name)),
    ];
    let mut find = |way: &dyn Fn(&StatedStance) -> Option<usize>| {
        for (found, stance) in found.iter_mut().zip(stated).filter(|(found, _)| found.is_none()) {
            *found = way(stance).filter(|at| taken.insert(*at));
        }
    };
    find(&|stance| by_name.get(&*folded(&stance.name)).copied());
    find(&|stance| by_id.get(stance.id.as_ref()?.as_str()).copied());
    find(&|stance| by_case.get(&one_case(&stance.name)).copied());
    found
}

/// The edits that lead from one scale to another. Stances change their order only where nothing uses them.
pub(super) fn edits(before: &[Stance], after: &[Stance]) -> Vec<Edit> {
    let old: HashMap<&StanceId, &Stance> = before.iter().map(|stance| (&stance.id, stance)).collect();
    let new: HashSet<&StanceId> = after.iter().map(|stance| &stance.id).collect();
    let kept: Vec<&StanceId> = before.iter().map(|stance| &stance.id).filter(|id| new.contains(id)).collect();
    let in_order = after.iter().map(|stance| &stance.id).filter(|id| old.contains_key(id)).eq(kept.iter().copied());
    let stays = |id: &StanceId| in_order && new.contains(id);
    let mut edits: Vec<Edit> =
        before.iter().filter(|stance| !stays(&stance.id)).map(|stance| Edit::RemoveStance(stance.id.clone())).collect();
    for (at, stance) in after.iter().enumerate() {
        match old.get(&stance.id).filter(|old| stays(&old.id)) {
            Some(old) if *old == stance => {}
            Some(_) => edits.push(Edit::SetStance(stance.clone())),
            None => edits.push(Edit::InsertStance(at, stance.clone())),
        }
    }
    edits
}
