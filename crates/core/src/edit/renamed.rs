//! Saved comparisons and summaries that name codes, when others take their place.

use super::fold::CodeFold;
use crate::model::{
    CodeId, CodeKind, SavedComparison,
    view::{Axis, AxisSide, AxisValue, HeaderKey, Sort, Subject},
};

/// Joins two texts of the analyst with a blank line. What is there already is not repeated.
pub(super) fn joined(text: &str, more: &str) -> String {
    let is_there = more.trim().is_empty() || text == more || text.split("\n\n").any(|part| part == more);
    match (is_there, text.trim().is_empty()) {
        (true, _) => text.to_owned(),
        (false, true) => more.to_owned(),
        (false, false) => format!("{text}\n\n{more}"),
    }
}

/// The view with every code that is given up replaced by its heir; `None` if it names none.
pub(super) fn renamed_view(view: &SavedComparison, fold: &CodeFold<'_>) -> Option<SavedComparison> {
    let mut renamed = view.clone();
    let query = &mut renamed.query;
    let (row_axes, column_axes) = (query.rows.axes.clone(), query.columns.axes.clone());
    rename_side(&mut query.rows, &column_axes, fold);
    rename_side(&mut query.columns, &row_axes, fold);
    let listed = if fold.kind == CodeKind::Actor { &mut query.filter.actors } else { &mut query.filter.issues };
    if listed.iter().any(|id| fold.is_gone(id)) {
        for id in listed.iter_mut() {
            rename(id, fold);
        }
        keep_first(listed);
    }
    (renamed != *view).then_some(renamed)
}

/// The subject with every code that is given up replaced by its heir; `None` if it names none.
pub(super) fn renamed_subject(subject: &Subject, fold: &CodeFold<'_>) -> Option<Subject> {
    let mut parts = subject.0.clone();
    for (axis, value) in &mut parts {
        rename_value(axis, value, fold);
    }
    parts.sort_unstable();
    (parts != subject.0).then_some(Subject(parts))
}

fn rename_side(side: &mut AxisSide, other_axes: &[Axis], fold: &CodeFold<'_>) {
    let axes = &side.axes;
    match &mut side.sort {
        Sort::By(key) => rename_key(other_axes, key, fold),
        Sort::ByHand(keys) => rename_keys(axes, keys, fold),
        Sort::AsListed | Sort::ByName | Sort::ByTotal => {}
    }
    rename_keys(axes, &mut side.toggled, fold);
    rename_keys(axes, &mut side.pinned, fold);
}

fn rename_keys(axes: &[Axis], keys: &mut Vec<HeaderKey>, fold: &CodeFold<'_>) {
    let before = keys.clone();
    for key in keys.iter_mut() {
        rename_key(axes, key, fold);
    }
    if *keys != before {
        keep_first(keys);
    }
}

fn rename_key(axes: &[Axis], key: &mut HeaderKey, fold: &CodeFold<'_>) {
    for (axis, value) in axes.iter().zip(&mut key.0) {
        rename_value(axis, value, fold);
    }
}

fn rename_value(axis: &Axis, value: &mut AxisValue, fold: &CodeFold<'_>) {
    let kind = match axis {
        Axis::Actor => CodeKind::Actor,
        Axis::Issue => CodeKind::Issue,
        _ => return,
    };
    if let AxisValue::Code(id) = value
        && kind == fold.kind
    {
        rename(id, fold);
    }
}

/// What nobody inherits keeps its name, and matches nothing from then on.
fn rename(id: &mut CodeId, fold: &CodeFold<'_>) {
    if let Some(heir) = fold.heir_or_self(id).filter(|heir| **heir != *id) {
        *id = heir.clone();
    }
}

/// Removes all but the first of equal items.
fn keep_first<T: PartialEq + Clone>(items: &mut Vec<T>) {
    let mut kept: Vec<T> = Vec::with_capacity(items.len());
    for item in items.drain(..) {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    *items = kept;
}
