//! Compares measures with those of other programs on networks from the literature.
//!
//! The betweenness is that of networkx 3 (`betweenness_centrality`), and the modularity the best of ten runs each of
//! the methods of Louvain and Leiden in igraph, with ten seeds.

use std::sync::Arc;

use standpoint_core::model::{CodeKind, Project, Tags, marked::marked_article};

use super::{super::NetworkQuery, *};
use crate::{
    facts::Facts,
    network::{OneMode, OneModeNorm},
};

/// A network from the literature, whose ties all weigh the same.
struct Known {
    n: usize,
    ties: &'static [(usize, usize)],
    betweenness: &'static [f64],
    modularity: f64,
}

/// The karate club of Zachary (1977).
const KARATE: Known = Known {
    n: 34,
    ties: &[
        (0, 1),
        (0, 2),
        (0, 3),
        (0, 4),
        (0, 5),
        (0, 6),
        (0, 7),
        (0, 8),
        (0, 10),
        (0, 11),
        (0, 12),
        (0, 13),
        (0, 17),
        (0, 19),
        (0, 21),
        (0, 31),
        (1, 2),
        (1, 3),
        (1, 7),
        (1, 13),
        (1, 17),
        (1, 19),
        (1, 21),
        (1, 30),
        (2, 3),
        (2, 7),
        (2, 8),
        (2, 9),
        (2, 13),
        (2, 27),
        (2, 28),
        (2, 32),
        (3, 7),
        (3, 12),
        (3, 13),
        (4, 6),
        (4, 10),
        (5, 6),
        (5, 10),
        (5, 16),
        (6, 16),
        (8, 30),
        (8, 32),
        (8, 33),
        (9, 33),
        (13, 33),
        (14, 32),
        (14, 33),
        (15, 32),
        (15, 33),
        (18, 32),
        (18, 33),
        (19, 33),
        (20, 32),
        (20, 33),
        (22, 32),
        (22, 33),
        (23, 25),
        (23, 27),
        (23, 29),
        (23, 32),
        (23, 33),
        (24, 25),
        (24, 27),
        (24, 31),
        (25, 31),
        (26, 29),
        (26, 33),
        (27, 33),
        (28, 31),
        (28, 33),
        (29, 32),
        (29, 33),
        (30, 32),
        (30, 33),
        (31, 32),
        (31, 33),
        (32, 33),
    ],
    betweenness: &[
        0.437_635, 0.053_937, 0.143_657, 0.011_909, 0.000_631, 0.029_987, 0.029_987, 0.0, 0.055_927, 0.000_848,
        0.000_631, 0.0, 0.0, 0.045_863, 0.0, 0.0, 0.0, 0.0, 0.0, 0.032_475, 0.0, 0.0, 0.0, 0.017_614, 0.002_21,
        0.003_84, 0.0, 0.022_333, 0.001_795, 0.002_922, 0.014_412, 0.138_276, 0.145_247, 0.304_075,
    ],
    modularity: 0.419_789_612_097_304_37,
};

/// The marriages of Florentine families of Padgett and Ansell (1993).
const FLORENTINE: Known = Known {
    n: 15,
    ties: &[
        (0, 1),
        (1, 5),
        (1, 6),
        (1, 7),
        (1, 8),
        (1, 9),
        (2, 3),
        (2, 4),
        (2, 5),
        (3, 4),
        (3, 11),
        (4, 6),
        (4, 11),
        (6, 7),
        (7, 12),
        (8, 12),
        (8, 13),
        (9, 10),
        (11, 12),
        (12, 14),
    ],
    betweenness: &[
        0.0, 0.521_978, 0.054_945, 0.021_978, 0.102_564, 0.093_407, 0.113_553, 0.091_575, 0.212_454, 0.142_857, 0.0,
        0.104_396, 0.254_579, 0.0, 0.0,
    ],
    modularity: 0.398_749_999_999_999_94,
};

/// The women of Davis, Gardner and Gardner (1941) and the events that they attended.
const DAVIS: Known = Known {
    n: 32,
    ties: &[
        (0, 18),
        (0, 19),
        (0, 20),
        (0, 21),
        (0, 22),
        (0, 23),
        (0, 25),
        (0, 26),
        (1, 18),
        (1, 19),
        (1, 20),
        (1, 22),
        (1, 23),
        (1, 24),
        (1, 25),
        (2, 19),
        (2, 20),
        (2, 21),
        (2, 22),
        (2, 23),
        (2, 24),
        (2, 25),
        (2, 26),
        (3, 18),
        (3, 20),
        (3, 21),
        (3, 22),
        (3, 23),
        (3, 24),
        (3, 25),
        (4, 20),
        (4, 21),
        (4, 22),
        (4, 24),
        (5, 20),
        (5, 22),
        (5, 23),
        (5, 25),
        (6, 22),
        (6, 23),
        (6, 24),
        (6, 25),
        (7, 23),
        (7, 25),
        (7, 26),
        (8, 22),
        (8, 24),
        (8, 25),
        (8, 26),
        (9, 24),
        (9, 25),
        (9, 26),
        (9, 29),
        (10, 25),
        (10, 26),
        (10, 27),
        (10, 29),
        (11, 25),
        (11, 26),
        (11, 27),
        (11, 29),
        (11, 30),
        (11, 31),
        (12, 24),
        (12, 25),
        (12, 26),
        (12, 27),
        (12, 29),
        (12, 30),
        (12, 31),
        (13, 23),
        (13, 24),
        (13, 26),
        (13, 27),
        (13, 28),
        (13, 29),
        (13, 30),
        (13, 31),
        (14, 24),
        (14, 25),
        (14, 27),
        (14, 28),
        (14, 29),
        (15, 25),
        (15, 26),
        (16, 26),
        (16, 28),
        (17, 26),
        (17, 28),
    ],
    betweenness: &[
        0.092_431, 0.049_149, 0.083_827, 0.047_358, 0.010_14, 0.010_254, 0.009_038, 0.006_508, 0.016_061, 0.015_061,
        0.015_641, 0.045_326, 0.068_625, 0.108_581, 0.040_564, 0.001_87, 0.004_837, 0.004_837, 0.002_094, 0.002_03,
        0.017_715, 0.007_487, 0.036_641, 0.063_199, 0.125_881, 0.237_003, 0.219_209, 0.011_122, 0.019_116, 0.017_588,
        0.002_178, 0.002_178,
    ],
    modularity: 0.336_005_554_854_185_04,
};

/// The characters of “Les Misérables” by Knuth (1993).
const MISERABLES: Known = Known {
    n: 77,
    ties: &[
        (0, 1),
        (1, 2),
        (1, 3),
        (1, 4),
        (1, 5),
        (1, 6),
        (1, 7),
        (1, 8),
        (1, 9),
        (1, 10),
        (2, 3),
        (2, 10),
        (3, 10),
        (10, 11),
        (10, 12),
        (10, 13),
        (10, 14),
        (10, 15),
        (10, 23),
        (10, 24),
        (10, 25),
        (10, 26),
        (10, 27),
        (10, 28),
        (10, 29),
        (10, 31),
        (10, 32),
        (10, 33),
        (10, 34),
        (10, 35),
        (10, 36),
        (10, 37),
        (10, 38),
        (10, 43),
        (10, 44),
        (10, 48),
        (10, 49),
        (10, 51),
        (10, 55),
        (10, 58),
        (10, 64),
        (10, 68),
        (10, 69),
        (10, 70),
        (10, 71),
        (10, 72),
        (12, 23),
        (16, 17),
        (16, 18),
        (16, 19),
        (16, 20),
        (16, 21),
        (16, 22),
        (16, 23),
        (17, 18),
        (17, 19),
        (17, 20),
        (17, 21),
        (17, 22),
        (17, 23),
        (17, 26),
        (17, 55),
        (18, 19),
        (18, 20),
        (18, 21),
        (18, 22),
        (18, 23),
        (19, 20),
        (19, 21),
        (19, 22),
        (19, 23),
        (20, 21),
        (20, 22),
        (20, 23),
        (21, 22),
        (21, 23),
        (22, 23),
        (23, 24),
        (23, 25),
        (23, 27),
        (23, 29),
        (23, 30),
        (23, 31),
        (24, 25),
        (24, 26),
        (24, 27),
        (24, 41),
        (24, 42),
        (24, 50),
        (24, 68),
        (24, 69),
        (24, 70),
        (25, 26),
        (25, 27),
        (25, 39),
        (25, 40),
        (25, 41),
        (25, 42),
        (25, 48),
        (25, 55),
        (25, 68),
        (25, 69),
        (25, 70),
        (25, 71),
        (25, 75),
        (26, 27),
        (26, 43),
        (26, 49),
        (26, 51),
        (26, 54),
        (26, 55),
        (26, 72),
        (27, 28),
        (27, 29),
        (27, 31),
        (27, 33),
        (27, 43),
        (27, 48),
        (27, 58),
        (27, 68),
        (27, 69),
        (27, 70),
        (27, 71),
        (27, 72),
        (28, 44),
        (28, 45),
        (29, 34),
        (29, 35),
        (29, 36),
        (29, 37),
        (29, 38),
        (30, 31),
        (34, 35),
        (34, 36),
        (34, 37),
        (34, 38),
        (35, 36),
        (35, 37),
        (35, 38),
        (36, 37),
        (36, 38),
        (37, 38),
        (39, 52),
        (39, 55),
        (41, 42),
        (41, 55),
        (41, 57),
        (41, 62),
        (41, 68),
        (41, 69),
        (41, 70),
        (41, 71),
        (41, 75),
        (46, 47),
        (46, 48),
        (48, 55),
        (48, 57),
        (48, 58),
        (48, 59),
        (48, 60),
        (48, 61),
        (48, 62),
        (48, 63),
        (48, 64),
        (48, 65),
        (48, 66),
        (48, 68),
        (48, 69),
        (48, 71),
        (48, 73),
        (48, 74),
        (48, 75),
        (48, 76),
        (49, 50),
        (49, 51),
        (49, 54),
        (49, 55),
        (49, 56),
        (51, 52),
        (51, 53),
        (51, 54),
        (51, 55),
        (54, 55),
        (55, 56),
        (55, 57),
        (55, 58),
        (55, 59),
        (55, 61),
        (55, 62),
        (55, 63),
        (55, 64),
        (55, 65),
        (57, 58),
        (57, 59),
        (57, 61),
        (57, 62),
        (57, 63),
        (57, 64),
        (57, 65),
        (57, 67),
        (58, 59),
        (58, 60),
        (58, 61),
        (58, 62),
        (58, 63),
        (58, 64),
        (58, 65),
        (58, 66),
        (58, 70),
        (58, 76),
        (59, 60),
        (59, 61),
        (59, 62),
        (59, 63),
        (59, 64),
        (59, 65),
        (59, 66),
        (60, 61),
        (60, 62),
        (60, 63),
        (60, 64),
        (60, 65),
        (60, 66),
        (61, 62),
        (61, 63),
        (61, 64),
        (61, 65),
        (61, 66),
        (62, 63),
        (62, 64),
        (62, 65),
        (62, 66),
        (62, 76),
        (63, 64),
        (63, 65),
        (63, 66),
        (63, 76),
        (64, 65),
        (64, 66),
        (64, 76),
        (65, 66),
        (65, 76),
        (66, 76),
        (68, 69),
        (68, 70),
        (68, 71),
        (68, 75),
        (69, 70),
        (69, 71),
        (69, 75),
        (70, 71),
        (70, 75),
        (71, 75),
        (73, 74),
    ],
    betweenness: &[
        0.0, 0.176_842, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.569_989, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.040_629,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.129_645, 0.029_002, 0.074_901, 0.023_796, 0.054_332, 0.026_491, 0.008_041, 0.0,
        0.008_64, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.006_925, 0.0, 0.011_488, 0.0, 0.0, 0.0, 0.0, 0.026_316, 0.0,
        0.165_113, 0.020_211, 0.000_217, 0.047_599, 0.000_351, 0.0, 0.0, 0.132_032, 0.0, 0.027_661, 0.042_553,
        0.001_25, 0.0, 0.001_25, 0.005_267, 0.002_185, 0.030_754, 0.002_185, 0.000_15, 0.0, 0.004_96, 0.004_96,
        0.004_862, 0.003_874, 0.0, 0.0, 0.0, 0.000_439, 0.0,
    ],
    modularity: 0.560_008_370_016_740_1,
};

#[test]
fn betweenness_is_that_of_networkx() {
    for known in [KARATE, FLORENTINE, DAVIS, MISERABLES] {
        let mut neighbours = vec![Vec::new(); known.n];
        for (from, to) in known.ties {
            neighbours[*from].push(number(*to));
            neighbours[*to].push(number(*from));
        }
        let found = betweenness::of(&neighbours);
        assert_eq!(found.len(), known.betweenness.len());
        for (at, (found, wanted)) in found.iter().zip(known.betweenness).enumerate() {
            assert!((found - wanted).abs() < 1e-6, "node {at}: {found} is not {wanted}");
        }
    }
}

#[test]
fn communities_are_as_good_as_the_best_of_igraph() {
    for known in [KARATE, FLORENTINE, DAVIS, MISERABLES] {
        let ties: Vec<_> = known.ties.iter().map(|(from, to)| (*from, *to, 1.0)).collect();
        let (communities, modularity) = communities::of(known.n, &ties);
        let modularity = modularity.unwrap();
        assert!(modularity >= 0.99 * known.modularity, "{modularity}, but igraph finds {}", known.modularity);
        // The modularity is that of the division, by the formula of Newman and Girvan.
        let n_ties = f64::from(number(known.ties.len()));
        let degree = |node: usize| {
            let own = known.ties.iter().filter(|(a, b)| *a == node || *b == node);
            f64::from(number(own.count()))
        };
        let mut plain = 0.0;
        for a in 0..known.n {
            for b in 0..known.n {
                if communities[a] == communities[b] {
                    let is_tied = known.ties.contains(&(a, b)) || known.ties.contains(&(b, a));
                    plain += f64::from(u8::from(is_tied)) - degree(a) * degree(b) / (2.0 * n_ties);
                }
            }
        }
        assert!((plain / (2.0 * n_ties) - modularity).abs() < 1e-9);
        assert_eq!(communities::of(known.n, &ties).0, communities, "the same every time");
    }
}

#[test]
fn the_largest_community_comes_first() {
    let ties = [(0, 1, 1.0), (2, 3, 1.0), (3, 4, 1.0), (2, 4, 1.0), (5, 0, -3.0)];
    let (communities, _) = communities::of(6, &ties);
    assert_eq!(communities, [1, 1, 0, 0, 0, 2], "a tie of negative weight holds nothing together");
    assert_eq!(communities::of(3, &[(0, 1, -1.0)]), (vec![0, 1, 2], None));
    assert_eq!(communities::of(0, &[]), (Vec::new(), None));
}

/// Four actors, of whom A and B belong to G, and C and D to H. Each pair of letters is an actor and an issue.
fn project_of(said: &[(&str, &str)]) -> Project {
    let mut project = Project::titled("Network");
    for name in ["G", "H"] {
        let code = project.codebook.fresh_code(CodeKind::Actor, name, None);
        project.codebook.actors.push(code);
    }
    for (name, parent) in [("A", 0), ("B", 0), ("C", 1), ("D", 1)] {
        let mut code = project.codebook.fresh_code(CodeKind::Actor, name, None);
        code.parent = Some(project.codebook.actors[parent].id.clone());
        project.codebook.actors.push(code);
    }
    for name in ["x", "y", "z"] {
        let code = project.codebook.fresh_code(CodeKind::Issue, name, None);
        project.codebook.issues.push(code);
    }
    let mut article = marked_article("One", &"[word] ".repeat(said.len()));
    for (highlight, (actor, issue)) in article.highlights.iter_mut().zip(said) {
        let id = |kind: CodeKind, name: &str| {
            project.codebook.codes(kind).iter().find(|code| code.name == name).map(|code| code.id.clone())
        };
        let tags = Tags { actor: id(CodeKind::Actor, actor), issue: id(CodeKind::Issue, issue), stance: None };
        *highlight = highlight.with_tags(tags).into();
    }
    project.articles.push(Arc::new(article));
    project
}

fn measured(project: &Project, mode: NetworkMode) -> NetworkMeasures {
    let network = Network::of(project, &Facts::of(project), NetworkQuery::of(mode));
    NetworkMeasures::of(project, &network)
}

#[test]
fn ties_between_actors_are_compared_with_the_trees_they_belong_to() {
    let project = project_of(&[("A", "x"), ("B", "x"), ("B", "y"), ("C", "y"), ("D", "y")]);
    let mode = NetworkMode::One { of: CodeKind::Actor, aggregation: OneMode::Ignore, normalization: OneModeNorm::None };
    let found = measured(&project, mode);
    // A–B and C–D stay in their tree; B–C and B–D do not.
    assert_eq!(found.ei_index, Some(EiIndex { value: 0.0, groups: NetworkGroups::TopLevel(CodeKind::Actor) }));
    assert_eq!(found.density, Some(4.0 / 6.0));
    assert_eq!(found.nodes.iter().map(|node| node.degree).collect::<Vec<_>>(), [1, 3, 2, 2]);
    assert_eq!(
        found.nodes.iter().map(|node| node.betweenness).collect::<Option<Vec<_>>>().unwrap(),
        [0.0, 2.0 / 3.0, 0.0, 0.0]
    );
}

#[test]
fn ties_between_actors_and_issues_are_compared_with_communities() {
    let project = project_of(&[("A", "x"), ("A", "x"), ("B", "x"), ("C", "y"), ("D", "y"), ("D", "z")]);
    let found = measured(&project, NetworkMode::ACTORS_AND_ISSUES);
    assert_eq!(found.density, Some(5.0 / 12.0));
    assert_eq!(found.n_communities, 2);
    assert_eq!(found.ei_index, Some(EiIndex { value: -1.0, groups: NetworkGroups::Communities }));
    assert!((found.nodes[0].weighted_degree - 2.0).abs() < 1e-12);
    // Actors A, B, C, D, then issues x, y, z.
    assert_eq!(found.nodes.iter().map(|node| node.community).collect::<Vec<_>>(), [1, 1, 0, 0, 1, 0, 0]);
}
