//! Finds the cells that the analyst’s summaries are about, starting from the summaries: a table may have many more cells.

use std::collections::{BTreeMap, HashMap};

use standpoint_core::model::{
    Project,
    view::{Axis, AxisValue, HeaderKey},
};

use crate::comparison::{Comparison, Header, VisibleAxes};

/// A summary is about the values of a row, a column and a layer, which have at most two axes, two, and one.
const MAX_AXES: usize = 5;

/// The summaries of cells by layer, row and column; rows and columns are those shown.
pub(super) type CellSummaries = BTreeMap<(usize, usize, usize), String>;

/// The subject of a header: the value on each of its axes, sorted.
type Said = Vec<(Axis, AxisValue)>;

/// Finds the visible cell of each summary. If two summaries are about one cell, the first one counts.
pub(super) fn cell_summaries(project: &Project, comparison: &Comparison, shown: &VisibleAxes) -> CellSummaries {
    let mut found = CellSummaries::new();
    if project.summaries.is_empty() {
        return found;
    }
    let query = &comparison.query;
    let rows = by_what_they_say(comparison.rows(), &shown.rows, &query.rows.axes);
    let columns = by_what_they_say(comparison.columns(), &shown.columns, &query.columns.axes);
    let layers: Vec<usize> = (0..comparison.layers().len()).collect();
    let layers = match &query.layers {
        Some(axis) => by_what_they_say(comparison.layers(), &layers, std::slice::from_ref(axis)),
        None => HashMap::from([(Vec::new(), vec![0])]),
    };
    let none = Vec::new();
    let at = |places: &'_ HashMap<Said, Vec<usize>>, said: &Said| places.get(said).unwrap_or(&none).clone();
    for summary in &project.summaries {
        let said = &summary.subject.0;
        if said.len() > MAX_AXES || !said.is_sorted() {
            continue;
        }
        // Rows and columns may run over the same axis, so each part is tried as that of the row, the column and the layer.
        for split in 0..3usize.pow(u32::try_from(said.len()).unwrap_or(0)) {
            let mut parts = [const { Said::new() }; 3];
            let mut rest = split;
            for one in said {
                parts[rest % 3].push(one.clone());
                rest /= 3;
            }
            for layer in at(&layers, &parts[2]) {
                for row in at(&rows, &parts[0]) {
                    for column in at(&columns, &parts[1]) {
                        found.entry((layer, row, column)).or_insert_with(|| summary.text.clone());
                    }
                }
            }
        }
    }
    found
}

/// The positions of headers among the visible ones, by subject.
fn by_what_they_say(headers: &[Header], shown: &[usize], axes: &[Axis]) -> HashMap<Said, Vec<usize>> {
    let mut places: HashMap<Said, Vec<usize>> = HashMap::new();
    let said = |HeaderKey(values): &HeaderKey| -> Said {
        let mut said: Said = axes.iter().cloned().zip(values.iter().cloned()).collect();
        said.sort_unstable();
        said
    };
    for (at, header) in shown.iter().enumerate() {
        places.entry(said(&headers[*header].key)).or_default().push(at);
    }
    places
}
