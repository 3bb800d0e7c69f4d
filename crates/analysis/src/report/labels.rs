//! Names of rows, columns and codes that cannot be mistaken for something else.
//!
//! A code may be called “All”, “NA” or “(no actor)”, and two codes may have the same name. Where a name alone could be
//! taken for a total, a missing value or a missing tag, it is followed by its id in brackets. What stands for a total
//! or a missing tag never has brackets, so the two cannot be confused.

use std::{borrow::Cow, collections::HashMap};

use standpoint_core::{
    model::{CodeKind, Codebook, Stance, view::LEVELS},
    text::fold::{folded, is_same_name},
};

use crate::network::{Network, NetworkMode};

/// The names for totals and missing values, in lower case: ours, and those that pandas and R read as missing.
const RESERVED: [&str; 22] = [
    "", "-", "–", ".", "all", "total", "na", "n/a", "#n/a", "#n/a n/a", "#na", "<na>", "nan", "-nan", "none", "null",
    "nil", "missing", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan",
];

/// Returns the name, followed by the id if the name alone could be mistaken for something else.
pub fn unmistakable(name: &str, id: &str, is_ambiguous: bool) -> String {
    if is_ambiguous || is_mistakable(name) { format!("{name} [{id}]") } else { name.to_owned() }
}

/// Returns whether a name could be mistaken for a total, a missing value, a missing tag or two names.
fn is_mistakable(name: &str) -> bool {
    let as_written = name.trim();
    let name = folded(name).to_lowercase();
    let is_like_missing = (name.starts_with("(no ") && name.ends_with(')'))
        || name.ends_with(" not named")
        || name.ends_with(" not known");
    let is_like_marked =
        as_written.strip_suffix(']').is_some_and(|start| start.contains(" [") && !start.ends_with('['));
    // What is behind a value stands in columns called “n of …”, “expected of …”, “low of …” and “high of …”.
    let is_like_count = ["n of ", "expected of ", "low of ", "high of "].iter().any(|start| name.starts_with(start));
    RESERVED.contains(&&*name) || is_like_count || is_like_missing || is_like_marked || name.contains(LEVELS)
}

/// Returns the names of the nodes of a network, no two of them the same. A name that could be taken for something else
/// is followed by the id of the code, and one that an actor and an issue share by the kind.
pub fn nodes(network: &Network, book: &Codebook) -> Vec<String> {
    let mut counts: HashMap<(CodeKind, Cow<'_, str>), usize> = HashMap::new();
    let kinds = CodeKind::ALL.into_iter().filter(|kind| match network.query.mode {
        NetworkMode::Two { .. } => true,
        NetworkMode::One { of, .. } => of == *kind,
    });
    for kind in kinds {
        for code in book.codes(kind) {
            *counts.entry((kind, folded(&code.name))).or_default() += 1;
        }
    }
    let label = |node: &crate::network::Node| {
        let n_of = |kind: CodeKind| counts.get(&(kind, folded(&node.name))).copied().unwrap_or(0);
        let is_of_both_kinds = CodeKind::ALL.into_iter().all(|kind| n_of(kind) > 0);
        let is_ambiguous = n_of(node.kind) > 1;
        let (noun, id) = (node.kind.noun(), node.code.as_str());
        match (is_of_both_kinds, is_ambiguous) {
            (false, _) => unmistakable(&node.name, id, is_ambiguous),
            (true, false) => unmistakable(&node.name, noun, true),
            (true, true) => unmistakable(&node.name, &format!("{noun} {id}"), true),
        }
    };
    network.nodes.iter().map(label).collect()
}

/// Returns names for the columns that hold these things, none of them among the names that are taken already. Each thing
/// has a name and an id; a name that has its id behind it already is left as it is.
pub fn columns<'a>(taken: &[&str], things: &[(&'a str, &'a str)]) -> Vec<String> {
    let mut counts: HashMap<Cow<'_, str>, usize> = HashMap::new();
    for (name, _) in things {
        *counts.entry(folded(name)).or_default() += 1;
    }
    let name_of = |(name, id): &(&str, &str)| {
        if name.strip_suffix(']').and_then(|start| start.strip_suffix(id)).is_some_and(|start| start.ends_with(" [")) {
            return (*name).to_owned();
        }
        unmistakable(name, id, counts[&folded(name)] > 1 || taken.iter().any(|taken| is_same_name(taken, name)))
    };
    things.iter().map(name_of).collect()
}

/// Returns the names of the stances, each with its id if the name could be mistaken for something else or for another
/// stance.
pub fn stances(stances: &[Stance]) -> Vec<String> {
    let named: Vec<(&str, &str)> = stances.iter().map(|stance| (&*stance.name, stance.id.as_str())).collect();
    columns(&[], &named)
}

#[cfg(test)]
mod tests {
    use standpoint_core::model::Project;

    use super::*;
    use crate::{
        facts::Facts,
        network::{NetworkQuery, NodeSelection},
    };

    #[test]
    fn no_two_nodes_of_a_network_have_the_same_name() {
        let mut project = Project::titled("Talks");
        let actors = ["Mayor", "Mayor", "(no actor)", "NATO", "Port", "Port", "Russia"];
        let of_actors = actors.into_iter().map(|name| (CodeKind::Actor, name));
        let of_issues = ["NA", "NATO", "Port", "Toll"].into_iter().map(|name| (CodeKind::Issue, name));
        for (kind, name) in of_actors.chain(of_issues) {
            let code = project.codebook.fresh_code(kind, name, None);
            project.codebook.codes_mut(kind).push(code);
        }
        let named = |mode: NetworkMode| {
            let query = NetworkQuery { nodes: NodeSelection::All, ..NetworkQuery::of(mode) };
            nodes(&Network::of(&project, &Facts::of(&project), query), &project.codebook).join("; ")
        };
        let of_actors = "Mayor [mayor]; Mayor [mayor-2]; (no actor) [no-actor]";
        assert_eq!(
            named(NetworkMode::ACTORS_AND_ISSUES),
            format!(
                "{of_actors}; NATO [actor]; Port [actor port]; Port [actor port-2]; Russia; NA [na]; NATO [issue]; \
                 Port [issue]; Toll"
            )
        );
        let (aggregation, normalization) = Default::default();
        let mode = NetworkMode::One { of: CodeKind::Actor, aggregation, normalization };
        assert_eq!(named(mode), format!("{of_actors}; NATO; Port [port]; Port [port-2]; Russia"));
    }

    #[test]
    fn only_names_that_could_be_taken_for_something_else_are_marked() {
        for name in ["Russia", "Allies", "Nan Goldin", "Nobody", "No", "(north)", "United [States", "0"] {
            assert_eq!(unmistakable(name, "x", false), name);
        }
        for name in [
            "All",
            "ALL ",
            "NA",
            "NaN",
            "None",
            "n/a",
            "(no actor)",
            "outlet not named",
            "A › B",
            "Mayor [x]",
            "A\u{200b}ll",
        ] {
            assert_eq!(unmistakable(name, "x", false), format!("{name} [x]"));
        }
        assert_eq!(unmistakable("Mayor", "mayor-2", true), "Mayor [mayor-2]");
        assert_eq!(
            columns(&["value"], &[("value", "v"), ("for", "a"), ("for", "b"), ("against", "c")]),
            ["value [v]", "for [a]", "for [b]", "against"]
        );
        let stance = |id: &str, name: &str| Stance { id: id.into(), name: name.to_owned(), weight: 0.0 };
        let named = stances(&[stance("a", "réserve"), stance("b", "re\u{301}serve"), stance("c", "for")]);
        assert_eq!(named, ["réserve [a]", "re\u{301}serve [b]", "for"]);
        assert_eq!(columns(&[], &[(&named[0], "a"), (&named[1], "b")]), named[..2]);
    }
}
