//! The headers of rows and columns, with names that cannot be mistaken for something else.

use std::{borrow::Cow, collections::HashMap};

use standpoint_core::{
    model::view::{Axis, AxisValue, HeaderKey, LEVELS},
    text::fold::{folded, is_same_name},
};

use crate::{
    comparison::{Comparison, Header},
    report::labels,
};

/// The header of a row or column.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetHeader {
    /// Its name without that of the outer axis, with its id if the name alone could be taken for something else (see
    /// [`labels`]).
    pub name: String,
    /// Its name preceded by the outer axis’s value, if nested: "Territory › Axadle Times". Parent codes are not part of
    /// it.
    pub path: String,
    /// Indentation level; 0 at the top.
    pub depth: usize,
    /// `None` for the totals.
    pub key: Option<HeaderKey>,
    /// The key of the row or column above it, of which it is a part: its parent, or the value of the outer axis.
    pub above: Option<HeaderKey>,
}

impl SheetHeader {
    /// Returns the headers at these places.
    pub(super) fn all(headers: &[Header], places: &[usize], axes: &[Axis]) -> Vec<Self> {
        let names = header_names(headers, axes);
        let paths = paths_of(headers, &names);
        let above = headers_above(headers);
        let of = |&place: &usize| {
            let header = &headers[place];
            let (own, path) = (names[place].clone(), paths[place].clone());
            let above = above[place].map(|above| headers[above].key.clone());
            Self { name: own, path, depth: header.depth, key: Some(header.key.clone()), above }
        };
        places.iter().map(of).collect()
    }

    /// Returns the header of the totals.
    pub(super) fn total() -> Self {
        Self { name: "All".to_owned(), path: "All".to_owned(), depth: 0, key: None, above: None }
    }
}

/// Returns for each header the nearest header before it with a smaller depth.
fn headers_above(headers: &[Header]) -> Vec<Option<usize>> {
    let mut path: Vec<usize> = Vec::new();
    let mut above = Vec::with_capacity(headers.len());
    for (at, header) in headers.iter().enumerate() {
        while path.pop_if(|last| headers[*last].depth >= header.depth).is_some() {}
        above.push(path.last().copied());
        path.push(at);
    }
    above
}

/// Returns the names of rows or columns, each with its id if the name could be taken for something else.
pub fn header_names(headers: &[Header], axes: &[Axis]) -> Vec<String> {
    // A name that occurs more than once at the same level of the same outer value needs its id.
    let outer = |header: &Header| header.key.0.len().saturating_sub(1);
    let groups: Vec<(&[AxisValue], Cow<'_, str>)> =
        headers.iter().map(|header| (&header.key.0[..outer(header)], folded(&header.name))).collect();
    let mut counts: HashMap<&(&[AxisValue], Cow<'_, str>), usize> = HashMap::new();
    for group in &groups {
        *counts.entry(group).or_default() += 1;
    }
    let name = |(header, group)| header_name(header, axes.get(outer(header)), counts[group] > 1);
    headers.iter().zip(&groups).map(name).collect()
}

/// Returns the names of rows or columns as [`header_names`] does, each preceded by the outer axis’s value if nested.
pub fn header_paths(headers: &[Header], axes: &[Axis]) -> Vec<String> {
    paths_of(headers, &header_names(headers, axes))
}

fn paths_of(headers: &[Header], names: &[String]) -> Vec<String> {
    // The outer value is that of the nearest header above without a second level.
    let mut outer: Option<&String> = None;
    let mut paths = Vec::with_capacity(headers.len());
    for (header, name) in headers.iter().zip(names) {
        if header.key.0.len() == 1 {
            outer = Some(name);
        }
        paths.push(match outer {
            Some(outer) if header.key.0.len() > 1 => format!("{outer}{LEVELS}{name}"),
            _ => name.clone(),
        });
    }
    paths
}

/// Returns the name of a row, column or layer, with its id if it could be taken for something else.
fn header_name(header: &Header, axis: Option<&Axis>, is_ambiguous: bool) -> String {
    match header.key.0.last() {
        None | Some(AxisValue::Missing) => header.name.clone(),
        // A coder without a name.
        Some(AxisValue::Named(name)) if name.is_empty() => header.name.clone(),
        Some(AxisValue::Named(_)) => {
            let noun = axis.map_or("value".into(), Axis::name);
            labels::unmistakable(&header.name, &noun, is_ambiguous)
        }
        Some(value) => labels::unmistakable(&header.name, &id_of(value), is_ambiguous),
    }
}

/// Returns the name of a layer, with its id if the name could be taken for something else.
pub fn layer_name(comparison: &Comparison, header: &Header) -> String {
    let is_other = |other: &Header| is_same_name(&other.name, &header.name) && other.key != header.key;
    let is_ambiguous = comparison.tables().filter_map(|table| table.header()).any(is_other);
    header_name(header, comparison.query.layers.as_ref(), is_ambiguous)
}

/// Returns the identifier of a value in files: the id of a code, a stance or an article, any other value itself, and
/// nothing for a missing one.
pub fn id_of(value: &AxisValue) -> String {
    match value {
        AxisValue::Code(id) => id.to_string(),
        AxisValue::Stance(id) => id.to_string(),
        AxisValue::Article(id) => id.to_string(),
        AxisValue::Named(name) => name.clone(),
        AxisValue::Missing => String::new(),
    }
}

/// Returns the ids of a key, the outer one first.
pub fn ids_of(key: &HeaderKey) -> String {
    key.0.iter().map(id_of).collect::<Vec<_>>().join(LEVELS)
}

/// Returns the word for the kind of a row or column.
pub const fn kind_of(value: &AxisValue) -> &'static str {
    match value {
        AxisValue::Code(_) => "code",
        AxisValue::Stance(_) => "stance",
        AxisValue::Article(_) => "article",
        AxisValue::Named(name) if !name.is_empty() => "value",
        AxisValue::Named(_) | AxisValue::Missing => "none",
    }
}
