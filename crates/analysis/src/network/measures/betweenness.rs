//! Betweenness by the algorithm of Brandes (2001), which counts the shortest paths from each node in one pass.

use std::collections::VecDeque;

/// The share of the shortest paths between two other nodes that lead through each node. All ties are equally long: a
/// weight is a strength, not a distance.
pub fn of(neighbours: &[Vec<u32>]) -> Vec<f64> {
    let n = neighbours.len();
    let mut through = vec![0.0; n];
    let mut search = Search::of(n);
    for source in 0..n {
        search.from(source, neighbours);
        search.add_to(&mut through, source);
    }
    // Each pair of ends was met from both.
    #[expect(clippy::cast_precision_loss, reason = "a network has a few thousand nodes")]
    let n_pairs = (n.saturating_sub(1) * n.saturating_sub(2)) as f64;
    if n_pairs > 0.0 {
        for sum in &mut through {
            *sum /= n_pairs;
        }
    }
    through
}

/// The shortest paths from one node to all others.
struct Search {
    /// The nodes that can be reached, nearest first.
    order: Vec<usize>,
    /// How far away each is; `usize::MAX` if it cannot be reached.
    distance: Vec<usize>,
    /// The number of shortest paths to each.
    n_paths: Vec<f64>,
    /// The nodes just before each on these paths.
    before: Vec<Vec<usize>>,
    waiting: VecDeque<usize>,
}

impl Search {
    fn of(n: usize) -> Self {
        Self {
            order: Vec::with_capacity(n),
            distance: vec![usize::MAX; n],
            n_paths: vec![0.0; n],
            before: vec![Vec::new(); n],
            waiting: VecDeque::new(),
        }
    }

    fn from(&mut self, source: usize, neighbours: &[Vec<u32>]) {
        self.order.clear();
        self.distance.fill(usize::MAX);
        self.n_paths.fill(0.0);
        self.before.iter_mut().for_each(Vec::clear);
        self.distance[source] = 0;
        self.n_paths[source] = 1.0;
        self.waiting.push_back(source);
        while let Some(node) = self.waiting.pop_front() {
            self.order.push(node);
            for next in neighbours[node].iter().map(|next| *next as usize) {
                if self.distance[next] == usize::MAX {
                    self.distance[next] = self.distance[node] + 1;
                    self.waiting.push_back(next);
                }
                if self.distance[next] == self.distance[node] + 1 {
                    self.n_paths[next] += self.n_paths[node];
                    self.before[next].push(node);
                }
            }
        }
    }

    /// Adds, for each node between the source and another, its share of the paths there.
    fn add_to(&self, through: &mut [f64], source: usize) {
        let mut beyond = vec![0.0; through.len()];
        for node in self.order.iter().rev() {
            for before in &self.before[*node] {
                beyond[*before] += self.n_paths[*before] / self.n_paths[*node] * (1.0 + beyond[*node]);
            }
            if *node != source {
                through[*node] += beyond[*node];
            }
        }
    }
}
