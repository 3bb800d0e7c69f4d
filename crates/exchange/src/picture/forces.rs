//! Places the nodes of a network: tied nodes attract each other, and all nodes repel each other.
//!
//! After Fruchterman and Reingold (1991), “Graph drawing by force-directed placement”, with an additional pull to the
//! middle that keeps separate parts together. It starts from a spiral instead of random positions, so the same network
//! always looks the same.

use super::{Point, distance};

/// The two nodes of a tie, and its strength from 0 to 1.
pub(super) struct Pull {
    pub ends: (usize, usize),
    pub strength: f32,
}

/// The angle between successive points of the spiral, which keeps them from lining up.
const GOLDEN_ANGLE: f32 = 2.399_963;
/// The most pairs that are computed in total; larger networks get fewer steps.
const MOST_PAIRS: usize = 40_000_000;

/// Returns a position for each node, with coordinates between 0 and 1.
#[expect(clippy::cast_precision_loss, reason = "a picture has far fewer nodes than f32 can count")]
pub(super) fn placed(n_nodes: usize, pulls: &[Pull]) -> Vec<Point> {
    let spiral = |at: usize| {
        let radius = ((at as f32 + 0.5) / n_nodes as f32).sqrt();
        let angle = at as f32 * GOLDEN_ANGLE;
        Point { x: radius * angle.cos(), y: radius * angle.sin() }
    };
    let mut places: Vec<Point> = (0..n_nodes).map(spiral).collect();
    let n_steps = (MOST_PAIRS / (n_nodes * n_nodes).max(1)).clamp(20, 500);
    // The distance at which the nodes would fill the disc evenly.
    let ideal = 1.6 / (n_nodes as f32).sqrt();
    for step in 0..n_steps {
        let heat = 0.12 * (1.0 - step as f32 / n_steps as f32);
        let forces = forces(&places, pulls, ideal);
        for (place, force) in places.iter_mut().zip(forces) {
            let length = force.x.hypot(force.y);
            if length > 0.0 {
                let far = length.min(heat) / length;
                place.x += far * force.x;
                place.y += far * force.y;
            }
        }
    }
    spread(&mut places);
    places
}

fn forces(places: &[Point], pulls: &[Pull], ideal: f32) -> Vec<Point> {
    let mut forces: Vec<Point> = places.iter().map(|place| Point { x: -0.35 * place.x, y: -0.35 * place.y }).collect();
    for (at, place) in places.iter().enumerate() {
        for (other_at, other) in places.iter().enumerate().skip(at + 1) {
            let (x, y) = (place.x - other.x, place.y - other.y);
            let push = ideal * ideal / (x * x + y * y).max(0.0001);
            let (x, y) = (x * push, y * push);
            forces[at].x += x;
            forces[at].y += y;
            forces[other_at].x -= x;
            forces[other_at].y -= y;
        }
    }
    for Pull { ends: (a, b), strength } in pulls {
        let apart = distance(places[*a], places[*b]);
        let pull = apart / ideal * (0.25 + 0.75 * strength);
        let (x, y) = ((places[*a].x - places[*b].x) * pull, (places[*a].y - places[*b].y) * pull);
        forces[*a].x -= x;
        forces[*a].y -= y;
        forces[*b].x += x;
        forces[*b].y += y;
    }
    forces
}

/// Stretches the positions to fill the square from 0 to 1. Half of a coordinate is its rank among all, so that crowded
/// areas get more room than sparse ones.
fn spread(places: &mut [Point]) {
    let xs = stretched(places.iter().map(|place| place.x).collect());
    let ys = stretched(places.iter().map(|place| place.y).collect());
    for (place, (x, y)) in places.iter_mut().zip(xs.into_iter().zip(ys)) {
        *place = Point { x, y };
    }
}

#[expect(clippy::cast_precision_loss, reason = "a picture has far fewer nodes than f32 can count")]
fn stretched(along: Vec<f32>) -> Vec<f32> {
    let (low, high) = along.iter().fold((f32::MAX, f32::MIN), |(low, high), at| (low.min(*at), high.max(*at)));
    if along.len() < 2 || high <= low {
        return vec![0.5; along.len()];
    }
    let mut order: Vec<usize> = (0..along.len()).collect();
    order.sort_by(|a, b| along[*a].total_cmp(&along[*b]));
    let mut stretched = vec![0.0; along.len()];
    for (rank, at) in order.into_iter().enumerate() {
        let rank = rank as f32 / (along.len() - 1) as f32;
        stretched[at] = 0.5 * rank + 0.5 * (along[at] - low) / (high - low);
    }
    stretched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_tied_stands_nearer_and_the_same_network_looks_the_same() {
        // Two triangles.
        let pulls = || {
            let ends = [(0, 2), (2, 4), (0, 4), (1, 3), (3, 5), (1, 5)];
            ends.map(|ends| Pull { ends, strength: 1.0 }).into_iter().collect::<Vec<_>>()
        };
        let places = placed(6, &pulls());
        let apart = |a: usize, b: usize| distance(places[a], places[b]);
        for (a, b) in [(0, 2), (2, 4), (1, 3), (3, 5)] {
            assert!(apart(a, b) < 0.7 * apart(0, 1), "{a} and {b}: {places:?}");
        }
        assert_eq!(places, placed(6, &pulls()));
    }

    #[test]
    fn no_two_nodes_stand_in_one_place() {
        for n_nodes in [1, 2, 3, 40] {
            let places = placed(n_nodes, &[]);
            for (at, place) in places.iter().enumerate() {
                assert!(place.x.is_finite() && place.y.is_finite());
                assert!(places[at + 1..].iter().all(|other| distance(*place, *other) > 0.02), "{n_nodes}: {places:?}");
            }
        }
        assert!(placed(0, &[]).is_empty());
    }
}
