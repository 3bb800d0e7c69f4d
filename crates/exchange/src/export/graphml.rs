//! Writes networks as GraphML, which Gephi, visone, igraph and networkx read.
//!
//! Nodes have their label, kind, colour, number of highlights, and what is measured of them. Ties have their weight, the
//! number of highlights or shared codes behind them, their net stance, and the number of highlights for each stance.

use std::io::{self, Write};

use standpoint_analysis::{
    network::{BackboneLevel, Network, NetworkMeasures, Node, NodeMeasures, Tie},
    report::{labels, provenance::PROGRAM, words},
    stances::n_taking,
};
use standpoint_core::{
    model::{Project, view::Counting},
    progress,
};

use crate::xml::escaped;

/// Writes the network, with a description of its query.
///
/// # Errors
/// Fails if `out` cannot be written.
pub fn network(out: &mut dyn Write, project: &Project, network: &Network, made: jiff::Timestamp) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    let measures = NetworkMeasures::of(project, network);
    writeln!(out, "  <desc>{}</desc>", escaped(&description(project, network, &measures, made)))?;
    for (id, of, name, kind) in [
        ("label", "node", "label", "string"),
        ("kind", "node", "kind", "string"),
        ("colour", "node", "colour", "string"),
        ("highlights", "node", "highlights", "int"),
        ("code", "node", "code", "string"),
        ("degree", "node", "degree", "int"),
        ("weighted", "node", "weighted degree", "double"),
        ("betweenness", "node", "betweenness", "double"),
        ("community", "node", "community", "int"),
        ("weight", "edge", "weight", "double"),
        ("n", "edge", "n", "int"),
        ("net", "edge", "net stance", "double"),
    ] {
        key(out, id, of, name, kind)?;
    }
    for (at, stance) in labels::stances(&project.codebook.stances).iter().enumerate() {
        key(out, &format!("stance{at}"), "edge", &format!("n {stance}"), "int")?;
    }
    key(out, "none", "edge", "n without a stance", "int")?;
    writeln!(out, r#"  <graph id="network" edgedefault="undirected">"#)?;
    progress::begin(network.nodes.len() + network.ties.len());
    let nodes = network.nodes.iter().zip(&measures.nodes);
    for (at, (node, label)) in nodes.zip(labels::nodes(network, &project.codebook)).enumerate() {
        write_node(out, at, node, &label)?;
        progress::advance(1);
    }
    for (at, tie) in network.ties.iter().enumerate() {
        write_tie(out, at, tie, project.codebook.stances.len())?;
        progress::advance(1);
    }
    writeln!(out, "  </graph>\n</graphml>")
}

fn description(project: &Project, network: &Network, measures: &NetworkMeasures, made: jiff::Timestamp) -> String {
    let query = &network.query;
    let counting = if query.counting == Counting::default() { "" } else { query.counting.title() };
    let parts = [
        project.title.clone(),
        query.mode.in_words(),
        counting.to_owned(),
        if query.rolls_up { "members rolled up".to_owned() } else { String::new() },
        query.backbone.map(BackboneLevel::in_words).unwrap_or_default(),
        words::filter(project, &query.filter).join("; "),
        format!("{} highlights", network.highlights),
        measures.in_words(),
        format!("{PROGRAM}, {}", made.strftime("%Y-%m-%d %H:%M UTC")),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

fn key(out: &mut dyn Write, id: &str, of: &str, name: &str, kind: &str) -> io::Result<()> {
    let name = escaped(name);
    writeln!(out, r#"  <key id="{id}" for="{of}" attr.name="{name}" attr.type="{kind}"/>"#)
}

fn write_node(out: &mut dyn Write, at: usize, (node, measures): (&Node, &NodeMeasures), label: &str) -> io::Result<()> {
    writeln!(out, r#"    <node id="n{at}">"#)?;
    data(out, "label", label)?;
    data(out, "kind", node.kind.noun())?;
    data(out, "colour", &node.colour.to_string())?;
    data(out, "highlights", &node.highlights.to_string())?;
    data(out, "code", node.code.as_str())?;
    data(out, "degree", &measures.degree.to_string())?;
    if measures.weighted_degree.is_finite() {
        data(out, "weighted", &measures.weighted_degree.to_string())?;
    }
    if let Some(betweenness) = measures.betweenness {
        data(out, "betweenness", &betweenness.to_string())?;
    }
    // People count from one.
    data(out, "community", &(measures.community + 1).to_string())?;
    writeln!(out, "    </node>")
}

fn write_tie(out: &mut dyn Write, at: usize, tie: &Tie, n_stances: usize) -> io::Result<()> {
    writeln!(out, r#"    <edge id="e{at}" source="n{}" target="n{}">"#, tie.from, tie.to)?;
    if tie.weight.is_finite() {
        data(out, "weight", &tie.weight.to_string())?;
    }
    data(out, "n", &tie.n.to_string())?;
    if let Some(net) = tie.net_stance.filter(|net| net.is_finite()) {
        data(out, "net", &net.to_string())?;
    }
    // Readers take a missing number for unknown, so zeros are written as well, unless that would be most of the file.
    let is_short = n_stances <= SHORT_SCALE;
    for stance in (0..=n_stances).filter(|_| is_short && !tie.by_stance.is_empty()) {
        stance_data(out, stance, n_stances, n_taking(&tie.by_stance, stance))?;
    }
    for count in tie.by_stance.iter().filter(|_| !is_short) {
        stance_data(out, count.stance as usize, n_stances, count.n)?;
    }
    writeln!(out, "    </edge>")
}

/// The longest scale of which each tie has a number for each stance.
const SHORT_SCALE: usize = 50;

fn stance_data(out: &mut dyn Write, stance: usize, n_stances: usize, n: u32) -> io::Result<()> {
    let id = if stance < n_stances { format!("stance{stance}") } else { "none".to_owned() };
    data(out, &id, &n.to_string())
}

fn data(out: &mut dyn Write, id: &str, value: &str) -> io::Result<()> {
    writeln!(out, r#"      <data key="{id}">{}</data>"#, escaped(value))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use standpoint_analysis::{
        facts::Facts,
        network::{NetworkMode, NetworkQuery},
    };
    use standpoint_core::model::{CodeKind, Tags, marked::marked_article};

    #[test]
    fn another_reader_finds_every_node_and_tie() {
        let mut project = Project::titled("Talks & <more>");
        project.codebook.stances[1].name = "supports".to_owned();
        for (kind, name) in
            [(CodeKind::Actor, "R&D \"Dept\""), (CodeKind::Actor, "(no actor)"), (CodeKind::Issue, "Cease-fire <now>")]
        {
            let code = project.codebook.fresh_code(kind, name, None);
            project.codebook.codes_mut(kind).push(code);
        }
        let mut article = marked_article("One", "[a] [b] [c]");
        for (highlight, (actor, stance)) in
            article.highlights.iter_mut().zip([(0, Some("opposes")), (1, Some("supports")), (1, None)])
        {
            *highlight = highlight
                .with_tags(Tags {
                    actor: Some(project.codebook.actors[actor].id.clone()),
                    issue: Some(project.codebook.issues[0].id.clone()),
                    stance: stance.map(Into::into),
                })
                .into();
        }
        project.articles.push(Arc::new(article));
        let found = Network::of(&project, &Facts::of(&project), NetworkQuery::of(NetworkMode::ACTORS_AND_ISSUES));
        let mut written = Vec::new();
        network(&mut written, &project, &found, jiff::Timestamp::UNIX_EPOCH).unwrap();
        let written = String::from_utf8(written).unwrap();

        let document = roxmltree::Document::parse(&written).unwrap();
        let values = |element: &str, key: &str| -> Vec<String> {
            let elements = document.descendants().filter(|node| node.has_tag_name(element));
            let value = |node: roxmltree::Node<'_, '_>| {
                let data = node.children().find(|child| child.attribute("key") == Some(key));
                data.and_then(|data| data.text().map(str::to_owned)).unwrap_or_default()
            };
            elements.map(value).collect()
        };
        assert_eq!(values("node", "label"), ["R&D \"Dept\"", "(no actor) [no-actor]", "Cease-fire <now>"]);
        assert_eq!(values("node", "kind"), ["actor", "actor", "issue"]);
        assert_eq!(values("node", "degree"), ["1", "1", "2"]);
        assert_eq!(values("node", "weighted"), ["1", "2", "3"]);
        assert_eq!(values("node", "betweenness"), ["0", "0", "1"]);
        assert_eq!(values("node", "community"), ["1", "1", "1"]);
        assert!(written.contains("density 1.000; 1 community, modularity 0.000; E–I index −1.000 by communities"));
        assert_eq!(values("edge", "weight"), ["1", "2"]);
        assert_eq!(values("edge", "net"), ["-1", "1"]);
        assert_eq!(values("edge", "stance2"), ["1", "0"]);
        assert_eq!(values("edge", "none"), ["0", "1"]);
        let keys: Vec<_> = document.descendants().filter(|node| node.has_tag_name("key")).collect();
        let names: Vec<_> = keys.iter().filter_map(|key| key.attribute("attr.name")).collect();
        assert!(names.contains(&"n supports [supports]") && names.contains(&"n supports [conditional]"), "{names:?}");
        for data in document.descendants().filter(|node| node.has_tag_name("data")) {
            assert!(keys.iter().any(|key| key.attribute("id") == data.attribute("key")), "{data:?} has no key");
        }
        let ends = document.descendants().filter(|node| node.has_tag_name("edge"));
        let ends: Vec<_> = ends.map(|edge| (edge.attribute("source"), edge.attribute("target"))).collect();
        assert_eq!(ends, [(Some("n0"), Some("n2")), (Some("n1"), Some("n2"))]);
        assert!(document.descendants().any(|node| node.text().is_some_and(|text| text.contains("Talks & <more>"))));
    }
}
