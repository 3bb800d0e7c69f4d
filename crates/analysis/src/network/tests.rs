//! Compares networks with the numbers of the field’s reference program and with the worked example of
//! `docs/measures.md`.

use std::sync::Arc;

use standpoint_core::model::{Stance, Tags, marked::marked_article};

use super::*;

const ACTORS: [&str; 7] = ["A", "E", "P", "N", "S", "C", "U"];

/// How often each actor says no and yes to each of six issues, following the sample of the Discourse Network Analyzer:
/// seven organizations in seven articles, 40 statements.
const TABLE: [[(u32, u32); 6]; 7] = [
    [(0, 0), (0, 0), (0, 1), (0, 0), (0, 2), (0, 1)],
    [(2, 0), (0, 0), (0, 0), (0, 0), (1, 1), (0, 0)],
    [(1, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 10)],
    [(2, 0), (0, 0), (0, 0), (0, 0), (0, 0), (2, 0)],
    [(2, 0), (0, 0), (0, 0), (0, 0), (1, 0), (0, 2)],
    [(0, 2), (0, 0), (0, 1), (0, 1), (0, 1), (0, 1)],
    [(0, 1), (0, 1), (0, 1), (0, 2), (0, 1), (0, 0)],
];

/// A project with one article per actor, whose highlights are (issue, stance); an empty stance means none.
fn project_of(issues: &[&str], scale: &[(&str, f64)], said: &[(&str, Vec<(usize, &str)>)]) -> Project {
    let mut project = Project::titled("Network");
    project.codebook.stances =
        scale.iter().map(|(id, weight)| Stance { id: (*id).into(), name: (*id).to_owned(), weight: *weight }).collect();
    for issue in issues {
        let code = project.codebook.fresh_code(CodeKind::Issue, issue, None);
        project.codebook.issues.push(code);
    }
    for (actor, highlights) in said {
        let code = project.codebook.fresh_code(CodeKind::Actor, actor, None);
        let mut article = marked_article(actor, &"[word] ".repeat(highlights.len()));
        article.details.date = "2005-02-03".parse().ok();
        for (highlight, (issue, stance)) in article.highlights.iter_mut().zip(highlights) {
            *highlight = highlight
                .with_tags(Tags {
                    actor: Some(code.id.clone()),
                    issue: Some(project.codebook.issues[*issue].id.clone()),
                    stance: (!stance.is_empty()).then(|| (*stance).into()),
                })
                .into();
        }
        project.codebook.actors.push(code);
        project.articles.push(Arc::new(article));
    }
    project
}

fn reference() -> Project {
    let of_actor = |counts: &[(u32, u32); 6]| {
        let mut said = Vec::new();
        for (issue, (no, yes)) in counts.iter().enumerate() {
            said.extend((0..*no).map(|_| (issue, "no")));
            said.extend((0..*yes).map(|_| (issue, "yes")));
        }
        said
    };
    let said: Vec<_> = ACTORS.iter().zip(&TABLE).map(|(actor, counts)| (*actor, of_actor(counts))).collect();
    project_of(&["1", "2", "3", "4", "5", "6"], &[("yes", 1.0), ("no", -1.0)], &said)
}

fn network(project: &Project, query: NetworkQuery) -> Network {
    Network::of(project, &Facts::of(project), query)
}

fn two_mode(aggregation: TwoMode, normalization: TwoModeNorm) -> NetworkQuery {
    NetworkQuery::of(NetworkMode::Two { aggregation, normalization })
}

fn actors(aggregation: OneMode, normalization: OneModeNorm) -> NetworkQuery {
    NetworkQuery::of(NetworkMode::One { of: CodeKind::Actor, aggregation, normalization })
}

/// Compares to six decimals, the precision of the reference.
#[track_caller]
fn assert_near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 5e-7, "{found} is not {wanted}");
}

/// The weight of the tie between two nodes by their names; 0 if one of them is not a node.
fn weight(network: &Network, a: &str, b: &str) -> f64 {
    let place = |name: &str| network.nodes.iter().position(|node| node.name == name);
    place(a).zip(place(b)).map_or(0.0, |(a, b)| network.weight(a, b))
}

#[test]
fn actors_and_issues_sum_up_as_in_the_reference() {
    use {TwoMode::*, TwoModeNorm as Norm};
    let project = reference();
    for (aggregation, norm, sum) in [
        (Ignore, Norm::None, 40.0),
        (Ignore, Norm::Activity, 7.0),
        (Ignore, Norm::Prominence, 6.0),
        (Subtract, Norm::None, 18.0),
        (Subtract, Norm::Activity, 2.118_182),
        (Subtract, Norm::Prominence, 3.778_571),
    ] {
        assert_near(network(&project, two_mode(aggregation, norm)).sum(), sum);
    }
    let ignore = network(&project, two_mode(Ignore, Norm::None));
    assert_eq!((ignore.nodes.len(), ignore.ties.len(), ignore.highlights), (13, 22, 40));
    // One actor says both yes and no to one issue, which cancels out.
    assert_eq!(network(&project, two_mode(Subtract, Norm::None)).ties.len(), 21);
    assert_near(weight(&ignore, "P", "6"), 10.0);
    assert_near(weight(&ignore, "6", "P"), 10.0);
}

#[test]
fn actors_through_issues_sum_up_as_in_the_reference() {
    use {OneMode::*, OneModeNorm as Norm};
    let project = reference();
    for (aggregation, [none, average, jaccard, product]) in [
        (Ignore, [276.0, 46.261_854, 24.469_002, 8.872_727]),
        (Congruence, [160.0, 25.802_436, 13.610_663, 4.806_061]),
        (Conflict, [116.0, 20.459_418, 10.858_340, 4.066_667]),
        (Subtract, [44.0, 5.343_018, 2.752_323, 0.739_394]),
    ] {
        for (norm, sum) in [
            (Norm::None, none),
            (Norm::AverageActivity, average),
            (Norm::DnaJaccard, jaccard),
            (Norm::Product, product),
        ] {
            assert_near(network(&project, actors(aggregation, norm)).sum(), sum);
        }
    }
}

/// `AE2 AP10 …` as weights; pairs not listed must be 0.
#[track_caller]
fn assert_pairs(network: &Network, listed: &str) {
    let wanted: Vec<(&str, f64)> = listed.split(' ').map(|pair| (&pair[..2], pair[2..].parse().unwrap())).collect();
    for (at, a) in ACTORS.iter().enumerate() {
        for b in &ACTORS[at + 1..] {
            let pair = format!("{a}{b}");
            let wanted = wanted.iter().find(|(name, _)| *name == pair).map_or(0.0, |(_, weight)| *weight);
            assert_near(weight(network, a, b), wanted);
        }
    }
}

#[test]
fn every_pair_of_actors_is_as_in_the_reference() {
    use {OneMode::*, OneModeNorm as Norm};
    let project = reference();
    let of = |aggregation| network(&project, actors(aggregation, Norm::None));
    assert_pairs(&of(Congruence), "AE2 AP10 AS2 AC4 AU3 EP2 EN4 ES5 EC1 EU1 PN2 PS22 PC10 NS4 SC2 CU6");
    assert_pairs(&of(Conflict), "AE2 AN2 AS2 ES1 EC5 EU3 PN20 PC2 PU1 NS4 NC6 NU2 SC5 SU3");
    assert_near(weight(&of(Ignore), "S", "C"), 7.0);
    let average = network(&project, actors(Subtract, Norm::AverageActivity));
    for (pair, wanted) in [
        ("AP", 1.333_333),
        ("AC", 0.8),
        ("EN", 1.0),
        ("ES", 0.888_889),
        ("EC", -0.8),
        ("PN", -2.4),
        ("PS", 2.75),
        ("PC", 0.941_176),
        ("NC", -1.2),
        ("SC", -0.545_455),
        ("CU", 1.0),
    ] {
        assert_near(weight(&average, &pair[..1], &pair[1..]), wanted);
    }
}

#[test]
fn repeats_count_once_with_or_without_regard_to_stance() {
    let project = reference();
    for counting in [Counting::OncePerArticle, Counting::OncePerDay, Counting::OncePerMonth, Counting::OnceOverall] {
        let once =
            |aggregation| network(&project, NetworkQuery { counting, ..two_mode(aggregation, TwoModeNorm::None) });
        let (ignore, subtract) = (once(TwoMode::Ignore), once(TwoMode::Subtract));
        assert_eq!((ignore.highlights, subtract.highlights), (22, 23), "{counting:?}");
        assert_near(ignore.sum(), 22.0);
        assert_near(subtract.sum(), 9.0);
    }
}

#[test]
fn the_same_month_of_another_year_is_no_repeat() {
    let mut project = reference();
    let mut later = (*project.articles[2]).clone();
    let moved = later.highlights.split_off(10);
    project.articles[2] = Arc::new(later.clone());
    later.id = standpoint_core::model::ArticleId::fresh();
    later.details.date = "2006-02-03".parse().ok();
    later.highlights = moved;
    project.articles.push(Arc::new(later));
    let counting = Counting::OncePerMonth;
    let once = |query| network(&project, NetworkQuery { counting, ..query }).highlights;
    assert_eq!(once(two_mode(TwoMode::Ignore, TwoModeNorm::None)), 23);
    assert_eq!(once(two_mode(TwoMode::Subtract, TwoModeNorm::None)), 24);
}

#[test]
fn what_the_filter_leaves_out_is_an_isolate_or_no_node() {
    let project = reference();
    let mut query = actors(OneMode::Congruence, OneModeNorm::AverageActivity);
    let ids = |names: &[&str]| names.iter().map(|name| CodeId::from(&*name.to_lowercase())).collect();
    query.filter.actors = ids(&["A", "E", "P", "N", "U"]);
    query.filter.issues = ids(&["1", "2", "3", "4", "5"]);
    for (nodes, n_nodes) in [(NodeSelection::Tied, 5), (NodeSelection::Named, 5), (NodeSelection::All, 7)] {
        let found = network(&project, NetworkQuery { nodes, ..query.clone() });
        assert_eq!((found.nodes.len(), found.highlights), (n_nodes, 16), "{nodes:?}");
        assert_near(found.sum(), 9.809_524);
    }
    // A single actor is named, and tied to nobody.
    query.filter.actors = ids(&["U"]);
    let n_nodes = |nodes| network(&project, NetworkQuery { nodes, ..query.clone() }).nodes.len();
    assert_eq!([NodeSelection::Tied, NodeSelection::Named, NodeSelection::All].map(n_nodes), [0, 1, 7]);
}

/// The worked example of the docs: a scale of five steps of which the outermost are unused, and highlights without a
/// stance.
fn example() -> Project {
    let scale = [("against", -2.0), ("rather against", -1.0), ("torn", 0.0), ("rather for", 1.0), ("for", 2.0)];
    let said = [
        ("Russia", vec![(0, "rather for"), (0, "rather for"), (1, "rather against"), (1, "")]),
        ("Ukraine", vec![(0, "rather against"), (1, "rather against")]),
        ("France", vec![(1, "torn")]),
    ];
    project_of(&["Territory", "Talks"], &scale, &said)
}

#[track_caller]
fn assert_all(found: [f64; 3], wanted: [f64; 3]) {
    for (found, wanted) in found.into_iter().zip(wanted) {
        assert_near(found, wanted);
    }
}

#[test]
fn the_worked_example_of_the_docs_comes_out() {
    use {OneMode::*, OneModeNorm as Norm};
    let project = example();
    let of = |aggregation, norm| {
        let network = network(&project, actors(aggregation, norm));
        [("Russia", "Ukraine"), ("Russia", "France"), ("Ukraine", "France")].map(|(a, b)| weight(&network, a, b))
    };
    assert_all(of(Ignore, Norm::None), [4.0, 2.0, 1.0]);
    assert_all(of(Congruence, Norm::None), [2.0, 0.75, 0.75]);
    assert_all(of(Conflict, Norm::None), [1.0, 0.25, 0.25]);
    assert_all(of(Subtract, Norm::None), [1.0, 0.5, 0.5]);
    assert_all(of(Congruence, Norm::AverageActivity), [0.8, 0.375, 0.5]);
    assert_all(of(Congruence, Norm::Jaccard), [0.25, 0.0, 0.0]);
    assert_all(of(Congruence, Norm::DnaJaccard), [0.5, 0.1875, 0.25]);
    assert_all(of(Ignore, Norm::Jaccard), [0.5, 0.25, 0.5]);
    assert_all(of(Conflict, Norm::Jaccard), [5.0 / 12.0, 1.0 / 3.0, 0.5]);
    assert_all(of(Subtract, Norm::Jaccard), [-1.0 / 6.0, -1.0 / 3.0, -0.5]);
    assert_all(of(Ignore, Norm::DnaJaccard), [0.8, 0.4, 1.0 / 3.0]);
    assert_all(of(Congruence, Norm::Product), [1.0 / 3.0, 0.25, 0.375]);
    assert_all(of(Congruence, Norm::Cosine), [2.0 / 10f64.sqrt(), 0.75 / 5f64.sqrt(), 0.75 / 2f64.sqrt()]);
    assert_all(of(Ignore, Norm::Cosine), [4.0 / 16f64.sqrt(), 2.0 / 8f64.sqrt(), 1.0 / 2f64.sqrt()]);
    let two = |aggregation, norm| weight(&network(&project, two_mode(aggregation, norm)), "Russia", "Territory");
    assert_near(two(TwoMode::Ignore, TwoModeNorm::Activity), 0.5);
    assert_near(two(TwoMode::Subtract, TwoModeNorm::Activity), 2.0 / 3.0);
    assert_near(two(TwoMode::Subtract, TwoModeNorm::Prominence), 2.0 / 3.0);
}

#[test]
fn equals_have_a_cosine_of_one_and_opposites_one_of_minus_one() {
    let twins = vec![(0, "yes"), (0, "yes"), (1, "no")];
    let contrary = vec![(0, "no"), (0, "no"), (1, "yes")];
    let said = [("A", twins.clone()), ("B", twins), ("C", contrary)];
    let project = project_of(&["One", "Two"], &[("yes", 1.0), ("no", -1.0)], &said);
    let found = network(&project, actors(OneMode::Subtract, OneModeNorm::Cosine));
    assert_near(weight(&found, "A", "B"), 1.0);
    assert_near(weight(&found, "A", "C"), -1.0);
}

#[test]
fn issues_are_tied_through_actors() {
    let mode = NetworkMode::One { of: CodeKind::Issue, aggregation: OneMode::Ignore, normalization: OneModeNorm::None };
    let found = network(&reference(), NetworkQuery::of(mode));
    // E says two things about 1 and two about 5, S two and one, C two and one, U one and one.
    assert_near(weight(&found, "1", "5"), 4.0 + 2.0 + 2.0 + 1.0);
    assert_eq!(found.ties.iter().find(|tie| (tie.from, tie.to) == (0, 4)).map(|tie| tie.n), Some(4));
}

#[test]
fn members_count_as_the_code_at_the_top_where_that_is_wanted() {
    let mut project = example();
    project.codebook.actors[2].parent = Some("ukraine".into());
    let query = NetworkQuery { rolls_up: true, ..two_mode(TwoMode::Ignore, TwoModeNorm::None) };
    let found = network(&project, query.clone());
    assert_eq!(found.nodes.len(), 4);
    assert_near(weight(&found, "Ukraine", "Talks"), 2.0);
    let as_tagged = network(&project, NetworkQuery { rolls_up: false, ..query });
    assert_near(weight(&as_tagged, "Ukraine", "Talks"), 1.0);
    assert_near(weight(&as_tagged, "France", "Talks"), 1.0);
}

#[test]
fn a_tie_says_which_stances_it_rests_on() {
    let found = network(&example(), NetworkQuery::of(NetworkMode::ACTORS_AND_ISSUES));
    let tie = found.ties.iter().find(|tie| tie.from == 0 && found.nodes[tie.to].name == "Talks").unwrap();
    assert_eq!((tie.n, tie.net_stance), (2, Some(-1.0)));
    let by_stance: Vec<_> = tie.by_stance.iter().map(|count| (count.stance, count.n)).collect();
    assert_eq!(by_stance, [(1, 1), (5, 1)]);
}

#[test]
fn actors_who_say_the_same_once_have_a_jaccard_index_of_their_shared_issues() {
    let said = [("A", vec![(0, "yes"), (1, "yes"), (2, "no")]), ("B", vec![(1, "yes"), (2, "no"), (3, "no")])];
    let project = project_of(&["1", "2", "3", "4"], &[("yes", 1.0), ("no", -1.0)], &said);
    for aggregation in [OneMode::Ignore, OneMode::Congruence] {
        assert_near(weight(&network(&project, actors(aggregation, OneModeNorm::Jaccard)), "A", "B"), 0.5);
    }
}

#[test]
fn those_who_say_the_same_as_often_have_a_jaccard_index_of_one_and_nobody_has_more() {
    let twice = |said: &[(usize, &'static str)]| said.iter().chain(said).copied().collect::<Vec<_>>();
    let once = vec![(0, "yes"), (0, "yes"), (1, "no")];
    let contrary = vec![(0, "no"), (0, "no"), (1, "yes")];
    let said = [("A", once.clone()), ("B", once.clone()), ("C", twice(&once)), ("D", contrary)];
    let project = project_of(&["One", "Two"], &[("yes", 1.0), ("no", -1.0)], &said);
    for (aggregation, [equal, twice, contrary]) in [
        (OneMode::Ignore, [1.0, 0.5, 1.0]),
        (OneMode::Congruence, [1.0, 0.5, 0.0]),
        (OneMode::Conflict, [0.0, 0.0, 1.0]),
        (OneMode::Subtract, [1.0, 0.5, -1.0]),
    ] {
        let found = network(&project, actors(aggregation, OneModeNorm::Jaccard));
        assert_near(weight(&found, "A", "B"), equal);
        assert_near(weight(&found, "A", "C"), twice);
        assert_near(weight(&found, "A", "D"), contrary);
    }
}

#[test]
fn decimals_that_cancel_out_make_no_tie() {
    let scale = [("a", 0.1), ("b", 0.2), ("c", -0.3)];
    let said = [("A", vec![(0, "a"), (0, "b"), (0, "c")]), ("B", vec![(0, "a"), (0, "c")])];
    let project = project_of(&["One"], &scale, &said);
    let ties = network(&project, two_mode(TwoMode::Subtract, TwoModeNorm::None)).ties;
    assert_eq!(ties.iter().map(|tie| tie.weight).collect::<Vec<_>>(), [-0.2]);
    let subtract = network(&project, actors(OneMode::Subtract, OneModeNorm::None));
    // Of six pairs, the weights are 0, 0.4, 0.1, 0.5, 0.4 and 0 apart on a scale that is 0.5 wide.
    assert_eq!(subtract.weight(0, 1).to_string(), "0.4"); // 6 − 2 × 1.4 / 0.5
}

#[test]
fn a_node_counts_all_highlights_that_name_it() {
    let found = network(&example(), two_mode(TwoMode::Subtract, TwoModeNorm::None));
    let russia = found.nodes.iter().find(|node| node.name == "Russia").unwrap();
    assert_eq!((russia.highlights, found.highlights), (4, 6));
}

#[test]
fn the_highlights_behind_a_tie_are_those_it_counts() {
    use {OneMode::*, OneModeNorm as Norm};
    let project = reference();
    let facts = Facts::of(&project);
    for aggregation in [TwoMode::Ignore, TwoMode::Subtract] {
        let found = network(&project, two_mode(aggregation, TwoModeNorm::None));
        for tie in &found.ties {
            let behind = found.query.highlights_behind(&project, &facts, &found.part_of(tie));
            assert_eq!(behind.len(), tie.n as usize, "{tie:?}");
        }
        for node in &found.nodes {
            let part = NetworkPart::Node(node.kind, node.code.clone());
            assert_eq!(found.query.highlights_behind(&project, &facts, &part).len(), node.highlights as usize);
        }
    }
    let n_behind = |aggregation, a: &str, b: &str| {
        let part = NetworkPart::Tie([a, b].map(|name| (CodeKind::Actor, name.to_lowercase().as_str().into())));
        actors(aggregation, Norm::None).highlights_behind(&project, &facts, &part).len()
    };
    // P says no once and N twice on the first issue; on the last, P says yes ten times and N no twice.
    assert_eq!([Ignore, Subtract, Congruence, Conflict].map(|of| n_behind(of, "P", "N")), [15, 15, 3, 12]);
    assert_eq!(n_behind(Ignore, "P", "nobody"), 0);
}
