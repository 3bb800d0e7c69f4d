//! Decides which rows and columns are visible and in what order.

use std::cmp::Ordering;

use standpoint_core::{
    model::view::{AxisSide, Sort},
    text::fold::name_order,
};

use super::{Comparison, Header, Table, side::ALL_ARTICLES};

/// The indices of the visible rows and columns, in the order shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisibleAxes {
    /// Indices into [`Comparison::rows`].
    pub rows: Vec<usize>,
    /// Indices into [`Comparison::columns`].
    pub columns: Vec<usize>,
}

/// Returns true if the header at this index has headers below it, whether they are members or values of the inner axis.
pub fn has_members(headers: &[Header], index: usize) -> bool {
    headers.get(index + 1).is_some_and(|next| next.depth > headers[index].depth)
}

impl Comparison {
    /// Returns the rows and columns that the query shows. All layers show the same ones.
    pub fn shown(&self) -> VisibleAxes {
        let query = &self.query;
        let by_row = |row| self.tables().fold((0, 0), |sum, table| sum_of(sum, &table, Some(row), None));
        let by_column = |column| self.tables().fold((0, 0), |sum, table| sum_of(sum, &table, None, Some(column)));
        let first = self.table(0);
        let row_value = |sort: &Sort, row: usize| match sort {
            Sort::By(key) => {
                let column = Self::place_of(self.columns(), key);
                column.and_then(|column| first.value(Some(row), Some(column)))
            }
            _ => first.value(Some(row), None).or_else(|| Some(f64::from(first.cell(Some(row), None).highlights))),
        };
        let column_value = |sort: &Sort, column: usize| match sort {
            Sort::By(key) => {
                let row = Self::place_of(self.rows(), key);
                row.and_then(|row| first.value(Some(row), Some(column)))
            }
            _ => first.value(None, Some(column)).or_else(|| Some(f64::from(first.cell(None, Some(column)).highlights))),
        };
        VisibleAxes {
            rows: seen(self.rows(), &query.rows, query.hides_empty, by_row, |row| row_value(&query.rows.sort, row)),
            columns: seen(self.columns(), &query.columns, query.hides_empty, by_column, |column| {
                column_value(&query.columns.sort, column)
            }),
        }
    }
}

/// Adds the counted and left-out highlights of a row or column.
fn sum_of(sum: (u32, u32), table: &Table<'_>, row: Option<usize>, column: Option<usize>) -> (u32, u32) {
    let cell = table.cell(row, column);
    (sum.0 + cell.highlights, sum.1 + cell.left_out)
}

/// A header with the headers below it.
struct Branch {
    place: usize,
    members: Vec<Branch>,
}

fn seen(
    headers: &[Header],
    side: &AxisSide,
    hides_empty: bool,
    counts: impl Fn(usize) -> (u32, u32),
    value: impl Fn(usize) -> Option<f64>,
) -> Vec<usize> {
    let mut rest = (0..headers.len()).peekable();
    let mut branches = branches(headers, &mut rest, 0);
    sort(&mut branches, headers, side, &value);
    // Pinned headers come first among their siblings.
    let is_pinned = |place: usize| side.pinned.contains(&headers[place].key);
    branches.sort_by_key(|branch| !is_pinned(branch.place));
    let is_seen = |place: usize| {
        let (n, n_left_out) = counts(place);
        // A header such as “(no stance)” is not needed if nothing falls under it. One for articles without a value
        // stays, because these articles are there to be read.
        let header = &headers[place];
        let is_needless = header.is_missing() && header.part == ALL_ARTICLES && n + n_left_out == 0;
        is_pinned(place) || !(is_needless || hides_empty && n == 0)
    };
    let mut seen = Vec::new();
    gather(&branches, headers, side, &is_seen, &mut seen);
    seen
}

fn branches(headers: &[Header], rest: &mut std::iter::Peekable<std::ops::Range<usize>>, depth: usize) -> Vec<Branch> {
    let mut found = Vec::new();
    while let Some(place) = rest.next_if(|place| headers[*place].depth >= depth) {
        let members = branches(headers, rest, headers[place].depth + 1);
        found.push(Branch { place, members });
    }
    found
}

fn sort(branches: &mut [Branch], headers: &[Header], side: &AxisSide, value: &impl Fn(usize) -> Option<f64>) {
    let by_value = |a: &Branch, b: &Branch| {
        let (a, b) = (value(a.place), value(b.place));
        // Headers without a value come last.
        b.partial_cmp(&a).unwrap_or(Ordering::Equal)
    };
    let is_missing = |branch: &Branch| headers[branch.place].is_missing();
    match &side.sort {
        Sort::AsListed => {}
        Sort::ByName => {
            let name = |branch: &Branch| &*headers[branch.place].name;
            branches.sort_by(|a, b| is_missing(a).cmp(&is_missing(b)).then_with(|| name_order(name(a), name(b))));
        }
        Sort::ByTotal | Sort::By(_) => branches.sort_by(by_value),
        Sort::ByHand(keys) => branches.sort_by_key(|branch| {
            let place = keys.iter().position(|key| *key == headers[branch.place].key);
            place.unwrap_or(usize::MAX)
        }),
    }
    for branch in branches {
        sort(&mut branch.members, headers, side, value);
    }
}

fn gather(
    branches: &[Branch],
    headers: &[Header],
    side: &AxisSide,
    is_seen: &impl Fn(usize) -> bool,
    seen: &mut Vec<usize>,
) {
    for branch in branches {
        if is_seen(branch.place) {
            seen.push(branch.place);
        }
        if side.shows_members_of(&headers[branch.place].key) {
            gather(&branch.members, headers, side, is_seen, seen);
        }
    }
}
