//! Communities by the method of Blondel, Guillaume, Lambiotte and Lefebvre (2008), known as Louvain.
//!
//! Nodes move one by one to the community of a neighbour that raises the modularity most; communities then become the
//! nodes of a smaller network, and so on. The order in which nodes move decides which of several good divisions is
//! found, so a number of orders are tried, always the same ones, and the best division is kept.

use std::cmp::Reverse;

use crate::{chance::Chance, facts::number};

/// How many orders are tried in a small network.
const MOST_TRIES: u64 = 100;

/// How many ties are looked at in all tries together, roughly.
const MOST_TIES: u64 = 2_000_000;

/// What a move must raise the modularity by, as a share of the weight of the whole network.
const LEAST_GAIN: f64 = 1e-12;

/// Divides the nodes into communities. Returns the number of each node’s community, from the largest community to the
/// smallest, and the modularity of the division. Only ties of positive weight hold communities together; without one
/// each node is a community, and there is no modularity.
pub fn of(n: usize, ties: &[(usize, usize, f64)]) -> (Vec<u32>, Option<f64>) {
    let whole = Graph::of(n, ties);
    if whole.weight <= 0.0 || !whole.weight.is_finite() {
        return ((0..number(n)).collect(), None);
    }
    let n_tries = (MOST_TIES / (ties.len() as u64).max(1)).clamp(1, MOST_TRIES);
    let mut best: Option<(f64, Vec<usize>)> = None;
    for seed in 0..n_tries {
        let division = divided(&whole, &mut Chance::seeded(seed));
        let modularity = whole.modularity(&division);
        if best.as_ref().is_none_or(|(most, _)| modularity > *most + LEAST_GAIN) {
            best = Some((modularity, division));
        }
    }
    let (modularity, division) = best.expect("one order is always tried");
    (numbered(&division), Some(modularity))
}

/// Numbers communities by size, and of equal ones by their first node.
fn numbered(division: &[usize]) -> Vec<u32> {
    let mut sizes = vec![0_usize; division.len()];
    let mut firsts = vec![usize::MAX; division.len()];
    for (node, community) in division.iter().enumerate() {
        sizes[*community] += 1;
        firsts[*community] = firsts[*community].min(node);
    }
    let mut order: Vec<usize> = (0..division.len()).filter(|community| sizes[*community] > 0).collect();
    order.sort_by_key(|community| (Reverse(sizes[*community]), firsts[*community]));
    let mut number_of = vec![0; division.len()];
    for (at, community) in order.into_iter().enumerate() {
        number_of[community] = number(at);
    }
    division.iter().map(|community| number_of[*community]).collect()
}

/// A network whose nodes may stand for several of the network before it.
struct Graph {
    /// The other end and the weight of each tie of a node.
    ties: Vec<Vec<(usize, f64)>>,
    /// The weight within each node.
    inside: Vec<f64>,
    /// The weight of all ties.
    weight: f64,
}

impl Graph {
    fn of(n: usize, ties: &[(usize, usize, f64)]) -> Self {
        let mut graph = Self { ties: vec![Vec::new(); n], inside: vec![0.0; n], weight: 0.0 };
        for (from, to, weight) in ties.iter().filter(|(.., weight)| *weight > 0.0) {
            graph.add(*from, *to, *weight);
        }
        graph
    }

    fn add(&mut self, from: usize, to: usize, weight: f64) {
        self.weight += weight;
        if from == to {
            self.inside[from] += weight;
        } else {
            self.ties[from].push((to, weight));
            self.ties[to].push((from, weight));
        }
    }

    /// The weight of all ends at a node; a tie within it has two.
    fn degree(&self, node: usize) -> f64 {
        self.ties[node].iter().map(|(_, weight)| weight).sum::<f64>() + 2.0 * self.inside[node]
    }

    /// The share of the weight within communities, less what it would be if the ends of ties met by chance.
    fn modularity(&self, division: &[usize]) -> f64 {
        let n = self.ties.len();
        let (mut within, mut ends) = (0.0, vec![0.0; n]);
        for node in 0..n {
            ends[division[node]] += self.degree(node);
            within += self.inside[node];
            let same = self.ties[node].iter().filter(|(other, _)| *other > node && division[*other] == division[node]);
            within += same.map(|(_, weight)| weight).sum::<f64>();
        }
        within / self.weight - ends.iter().map(|ends| (ends / (2.0 * self.weight)).powi(2)).sum::<f64>()
    }

    /// The network of communities. They are numbered without gaps.
    fn joined(&self, division: &[usize], n: usize) -> Self {
        let mut joined = Self { ties: vec![Vec::new(); n], inside: vec![0.0; n], weight: 0.0 };
        let mut pairs = Vec::new();
        for node in 0..self.ties.len() {
            joined.add(division[node], division[node], self.inside[node]);
            let ties = self.ties[node].iter().filter(|(other, _)| *other > node);
            pairs.extend(ties.map(|(other, weight)| {
                let ends = [division[node], division[*other]];
                (ends[0].min(ends[1]), ends[0].max(ends[1]), *weight)
            }));
        }
        pairs.sort_by_key(|(from, to, _)| (*from, *to));
        for same in pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            joined.add(same[0].0, same[0].1, same.iter().map(|(.., weight)| weight).sum());
        }
        joined
    }
}

/// Divides a network, level by level, until no move raises the modularity.
fn divided(whole: &Graph, chance: &mut Chance) -> Vec<usize> {
    let mut community_of: Vec<usize> = (0..whole.ties.len()).collect();
    let mut level: Option<Graph> = None;
    loop {
        let graph = level.as_ref().unwrap_or(whole);
        let moved = moved(graph, chance);
        let (division, n) = without_gaps(&moved);
        for community in &mut community_of {
            *community = division[*community];
        }
        if n == graph.ties.len() {
            return community_of;
        }
        level = Some(graph.joined(&division, n));
    }
}

/// Moves nodes between communities as long as that raises the modularity. Each begins in its own.
fn moved(graph: &Graph, chance: &mut Chance) -> Vec<usize> {
    let n = graph.ties.len();
    let degrees: Vec<f64> = (0..n).map(|node| graph.degree(node)).collect();
    let mut ends = degrees.clone();
    let mut community_of: Vec<usize> = (0..n).collect();
    let mut order: Vec<usize> = (0..n).collect();
    chance.shuffle(&mut order);
    // The weight of a node's ties to each community, of which most have none.
    let mut weight_to = vec![0.0; n];
    let mut met = Vec::new();
    loop {
        let mut n_moved = 0;
        for node in order.iter().copied() {
            let own = community_of[node];
            ends[own] -= degrees[node];
            met.push(own);
            for (other, weight) in &graph.ties[node] {
                let community = community_of[*other];
                if weight_to[community] == 0.0 && community != own {
                    met.push(community);
                }
                weight_to[community] += weight;
            }
            let gain = |community: usize| weight_to[community] - ends[community] * degrees[node] / (2.0 * graph.weight);
            let mut best = own;
            for community in met.iter().copied() {
                if gain(community) > gain(best) + LEAST_GAIN * graph.weight {
                    best = community;
                }
            }
            for community in met.drain(..) {
                weight_to[community] = 0.0;
            }
            ends[best] += degrees[node];
            community_of[node] = best;
            n_moved += usize::from(best != own);
        }
        if n_moved == 0 {
            return community_of;
        }
    }
}

/// Numbers communities in the order of their first nodes, and returns how many there are.
fn without_gaps(division: &[usize]) -> (Vec<usize>, usize) {
    let mut number_of = vec![None; division.len()];
    let mut n = 0;
    let numbered = division.iter().map(|community| {
        *number_of[*community].get_or_insert_with(|| {
            n += 1;
            n - 1
        })
    });
    let numbered = numbered.collect();
    (numbered, n)
}
