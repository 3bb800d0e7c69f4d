//! What is measured of a network: how central its nodes are, which of them belong together, and how dense it is.
//!
//! Every measure is defined, with its source, in `docs/measures.md`. The results are the same on every machine.

mod betweenness;
mod communities;
#[cfg(test)]
mod tests;

use standpoint_core::{
    model::{CodeId, CodeKind, Project},
    wording::grouped,
};

use super::{Network, NetworkMode, NetworkQuery, heads};
use crate::facts::{Facts, FastMap, number};

/// What is measured of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct NetworkMeasures {
    /// One per node, in the order of [`Network::nodes`].
    pub nodes: Vec<NodeMeasures>,
    /// The share of the possible ties that are there, from 0 to 1; `None` if none is possible. Between actors and
    /// issues, only ties between the two are possible.
    pub density: Option<f64>,
    /// Number of communities.
    pub n_communities: usize,
    /// How much more of the weight lies within communities than chance would put there (Newman and Girvan 2004);
    /// `None` without a tie of positive weight.
    pub modularity: Option<f64>,
    /// Whether ties rather join groups or stay in them; `None` without a tie.
    pub ei_index: Option<EiIndex>,
}

/// What is measured of a node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeMeasures {
    /// Number of its ties.
    pub degree: u32,
    /// The sum of the weights of its ties, each without its sign.
    pub weighted_degree: f64,
    /// The share of the shortest paths between two other nodes that lead through it, from 0 to 1 (Freeman 1977);
    /// `None` if the network is too large for it.
    pub betweenness: Option<f64>,
    /// The number of its community; 0 is the largest.
    pub community: u32,
}

/// The external-internal index of Krackhardt and Stern (1988).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EiIndex {
    /// From −1, where all ties stay in their group, to 1, where all join two groups.
    pub value: f64,
    /// What the groups are.
    pub groups: NetworkGroups,
}

/// What divides the nodes of a network into groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkGroups {
    /// The code at the top of the tree that a node belongs to.
    TopLevel(CodeKind),
    /// The communities that were found.
    Communities,
}

impl NetworkGroups {
    /// Describes the groups in words: "top-level actors".
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::TopLevel(CodeKind::Actor) => "top-level actors",
            Self::TopLevel(CodeKind::Issue) => "top-level issues",
            Self::Communities => "communities",
        }
    }
}

/// The most steps that betweenness takes: nodes times ties. This is a few seconds.
const MOST_STEPS: usize = 500_000_000;

impl NetworkMeasures {
    /// Measures a network of the project.
    pub fn of(project: &Project, network: &Network) -> Self {
        let n = network.nodes.len();
        let ties: Vec<(usize, usize, f64)> = network.ties.iter().map(|tie| (tie.from, tie.to, tie.weight)).collect();
        let mut neighbours = vec![Vec::new(); n];
        let mut weighted = vec![0.0; n];
        for (from, to, weight) in &ties {
            neighbours[*from].push(number(*to));
            neighbours[*to].push(number(*from));
            weighted[*from] += weight.abs();
            weighted[*to] += weight.abs();
        }
        let fits = n.saturating_mul(ties.len()) <= MOST_STEPS;
        let betweenness = fits.then(|| betweenness::of(&neighbours));
        let (communities, modularity) = communities::of(n, &ties);
        let n_communities = communities.iter().max().map_or(0, |last| *last as usize + 1);
        let nodes = (0..n).map(|at| NodeMeasures {
            degree: number(neighbours[at].len()),
            weighted_degree: weighted[at],
            betweenness: betweenness.as_ref().map(|shares| shares[at]),
            community: communities[at],
        });
        Self {
            nodes: nodes.collect(),
            density: density(network),
            n_communities,
            modularity,
            ei_index: ei_index(project, network, &communities),
        }
    }
}

impl NetworkMeasures {
    /// Describes what is measured of the network as a whole: "density 0.125; 3 communities, modularity 0.410".
    pub fn in_words(&self) -> String {
        let communities = match self.n_communities {
            1 => "1 community".to_owned(),
            n => format!("{} communities", grouped(n)),
        };
        let modularity = self.modularity.map_or_else(String::new, |value| format!(", modularity {}", decimals(value)));
        let density = self.density.map(|value| format!("density {}", decimals(value)));
        let ei_index =
            self.ei_index.map(|index| format!("E–I index {} by {}", decimals(index.value), index.groups.in_words()));
        let parts = [density, Some(communities + &modularity), ei_index];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}

impl NetworkQuery {
    /// Measures one node of the network that answers the query; `None` if it is no node of it. Comes with the number of
    /// communities.
    pub fn measures_of(
        self,
        project: &Project,
        facts: &Facts,
        (kind, code): (CodeKind, &CodeId),
    ) -> Option<(NodeMeasures, usize)> {
        let network = Network::within_memory(project, facts, self).ok()?;
        let at = network.nodes.iter().position(|node| node.kind == kind && node.code == *code)?;
        let measures = NetworkMeasures::of(project, &network);
        Some((measures.nodes[at], measures.n_communities))
    }
}

/// A number with three decimals and a real minus sign.
fn decimals(value: f64) -> String {
    // What rounds to zero has no sign.
    format!("{:.3}", (value * 1000.0).round() / 1000.0 + 0.0).replace('-', "−")
}

fn density(network: &Network) -> Option<f64> {
    let n_of = |kind| network.nodes.iter().filter(|node| node.kind == kind).count();
    let n_possible = match network.query.mode {
        NetworkMode::Two { .. } => n_of(CodeKind::Actor) * n_of(CodeKind::Issue),
        NetworkMode::One { of, .. } => n_of(of) * n_of(of).saturating_sub(1) / 2,
    };
    (n_possible > 0).then(|| share(network.ties.len(), n_possible))
}

/// The groups are top-level codes where a tie can stay in one, and communities otherwise: a tie between an actor and an
/// issue always joins two trees, and so does one between codes that are rolled up.
fn ei_index(project: &Project, network: &Network, communities: &[u32]) -> Option<EiIndex> {
    let is_tree = |of: CodeKind| project.codebook.codes(of).iter().any(|code| code.parent.is_some());
    let (groups, group_of): (_, Vec<u32>) = match network.query.mode {
        NetworkMode::One { of, .. } if !network.query.rolls_up && is_tree(of) => {
            let codes = project.codebook.codes(of);
            let top_of: FastMap<_, u32> = codes
                .iter()
                .map(|code| &code.id)
                .zip(heads(&project.codebook, of, true).into_iter().map(number))
                .collect();
            (NetworkGroups::TopLevel(of), network.nodes.iter().map(|node| top_of[&node.code]).collect())
        }
        _ => (NetworkGroups::Communities, communities.to_vec()),
    };
    let n_internal = network.ties.iter().filter(|tie| group_of[tie.from] == group_of[tie.to]).count();
    let n_external = network.ties.len() - n_internal;
    let n = network.ties.len();
    (n > 0).then(|| EiIndex { value: share(n_external, n) - share(n_internal, n), groups })
}

#[expect(clippy::cast_precision_loss, reason = "no network has 2^53 ties")]
fn share(n: usize, of: usize) -> f64 {
    n as f64 / of as f64
}
