//! Finds the line and column of a fault in the file it was read from.

use std::{collections::HashMap, path::Path};

use super::{LocatedFault, Position};
use crate::model::{CodeKind, Fault, Place};

/// Gives each fault its place in the source.
///
/// Ids are unique strings, so the id itself is looked for; where one id names two things, the
/// later one is the place.
pub(super) fn locate(path: &Path, source: &str, faults: Vec<Fault>) -> Vec<LocatedFault> {
    let mut known: HashMap<String, Position> = HashMap::new();
    let mut located: Vec<LocatedFault> = faults
        .into_iter()
        .map(|fault| {
            let key = fault.place.to_string();
            let position = *known.entry(key).or_insert_with(|| position_of(source, &fault.place));
            LocatedFault { path: path.to_owned(), position, fault }
        })
        .collect();
    located.sort_by_key(|fault| fault.position);
    located
}

fn position_of(source: &str, place: &Place) -> Position {
    let (section, id) = match place {
        Place::Article(id) => ("articles:", id.to_string()),
        Place::Highlight(id) => ("articles:", id.to_string()),
        Place::Code(CodeKind::Actor, id) => ("actors:", id.to_string()),
        Place::Code(CodeKind::Issue, id) => ("issues:", id.to_string()),
        Place::Stance(id) => ("stances:", id.to_string()),
    };
    let section_start = source.find(section).unwrap_or(0);
    // In the codebook a list ends at its bracket; articles run to the end of the file.
    let section_end = match place {
        Place::Article(_) | Place::Highlight(_) => source.len(),
        _ => source[section_start..].find("\n        ]").map_or(source.len(), |at| section_start + at),
    };
    let quoted = format!("\"{id}\"");
    let is_own_id = |byte: usize| {
        let before = source[..byte].trim_end().strip_suffix(':').map(str::trim_end);
        before.is_some_and(|before| before.ends_with("id"))
    };
    let places = source[section_start..section_end].match_indices(&quoted).map(|(at, _)| section_start + at);
    let byte = places.filter(|byte| is_own_id(*byte)).last().unwrap_or(section_start);
    Position::of_byte(source.as_bytes(), byte)
}
