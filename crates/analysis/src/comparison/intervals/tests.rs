//! Against numbers of other tools, against tables that are computed from the articles that were drawn, and against the
//! truth from which samples are made.

use std::sync::Arc;

use standpoint_core::model::{
    ArticleId, CodeId, CodeKind, Project, StanceId, Tags,
    marked::marked_article,
    view::{Axis, Measure, Query},
};

use super::*;

const ISSUES: [&str; 2] = ["tolls", "ferries"];
const STANCES: [&str; 2] = ["supports", "opposes"];

/// Articles with one highlight to five. In each article, the first issue and the first stance are more or less likely
/// than in others, so that highlights of one article are alike; over all articles, each is as likely as the other.
fn corpus(n_articles: usize, chance: &mut Chance) -> Project {
    let mut project = Project::titled("Valley");
    for issue in ISSUES {
        let code = project.codebook.fresh_code(CodeKind::Issue, issue, None);
        project.codebook.issues.push(code);
    }
    for at in 0..n_articles {
        let (liking, n) = (1 + chance.below(9), 1 + chance.below(5));
        let words = "and so on ".repeat(1 + chance.below(6));
        let mut article = marked_article(&format!("Article {at}"), &("[said] ".repeat(n) + &words));
        for highlight in &mut article.highlights {
            let mut pick = |two: [&'static str; 2]| two[usize::from(chance.below(10) >= liking)];
            let (issue, stance) = (pick(ISSUES), pick(STANCES));
            let tags = Tags { actor: None, issue: Some(CodeId::from(issue)), stance: Some(StanceId::from(stance)) };
            *highlight = highlight.with_tags(tags).into();
        }
        project.articles.push(Arc::new(article));
    }
    project
}

fn query(measure: Measure) -> Query {
    Query { measure, ..Query::of(Axis::Issue, Axis::Actor) }
}

struct Computed {
    comparison: Comparison,
    intervals: Intervals,
    facts: Facts,
}

fn computed(project: &Project, query: Query) -> Computed {
    let mut facts = Facts::of(project);
    let comparison = Comparison::over(&mut facts, project, query);
    let intervals = Intervals::of(&comparison, &facts, &comparison.shown(), &mut || true).expect("nobody stops it");
    Computed { comparison, intervals, facts }
}

impl Computed {
    fn of_row(&self, row: usize) -> Option<CellInterval> {
        self.intervals.get(self.comparison.table(0), Some(row), None)
    }
}

#[test]
fn wilson_agrees_with_statsmodels() {
    // statsmodels 0.15, proportion_confint(method="wilson").
    for (part, whole, low, high) in
        [(8, 40, 0.105, 0.347_573), (0, 10, 0.0, 0.277_533), (10, 10, 0.722_467, 1.0), (1, 200, 0.000_883, 0.027_774)]
    {
        let found = wilson(part, whole);
        assert!((found.low - low).abs() < 1e-6 && (found.high - high).abs() < 1e-6, "{part} of {whole}: {found:?}");
    }
}

#[test]
fn quantiles_agree_with_scipy() {
    // scipy 1.17, t.ppf(0.975, df) and norm.cdf(x).
    for (df, expected) in [(9.0, 2.262_157), (19.0, 2.093_024), (49.0, 2.009_575), (999.0, 1.962_341)] {
        assert!((t_quantile(df) - expected).abs() < 3e-4, "{df}: {}", t_quantile(df));
    }
    for (x, expected) in [(-1.0, 0.158_655_25), (-1.959_964, 0.025), (-2.5, 0.006_209_67)] {
        assert!((normal_below(x) - expected).abs() < 1e-6, "{x}: {}", normal_below(x));
    }
    // numpy 2.4, quantile([0, 1, 2, 3], 0.4).
    assert!((quantile(&[0.0, 1.0, 2.0, 3.0], 0.4) - 1.2).abs() < 1e-9);
}

/// The project that has each article as often as it was drawn.
fn drawn(project: &Project, chance: &mut Chance) -> Project {
    let articles = (0..project.articles.len()).map(|_| {
        let article = &project.articles[chance.below(project.articles.len())];
        Arc::new(standpoint_core::model::Article { id: ArticleId::fresh(), ..(**article).clone() })
    });
    Project { articles: articles.collect(), ..project.clone() }
}

#[test]
fn each_round_has_the_values_of_a_table_over_the_articles_that_were_drawn() {
    let project = corpus(12, &mut Chance::seeded(3));
    for measure in [
        Measure::RowPercent,
        Measure::ColumnPercent,
        Measure::TotalPercent,
        Measure::PerThousandWords,
        Measure::NetStance,
    ] {
        let query = Query { measure, ..Query::of(Axis::Issue, Axis::Stance) };
        let Computed { comparison, facts, .. } = computed(&project, query.clone());
        let cells = wanted(comparison.table(0), &comparison.shown());
        assert!(cells.len() > 4);
        let resampling = Resampling::of(comparison.table(0), &facts, &cells);
        let rounds = resampling.values(&mut || true).expect("nobody stops it");
        let mut chance = Chance::seeded(SEED);
        for round in 0..40 {
            let again = Comparison::of(&drawn(&project, &mut chance), query.clone());
            for ((row, column), values) in cells.iter().zip(&rounds).filter(|(_, values)| values.len() == ROUNDS) {
                let expected = again.table(0).value(*row, *column).unwrap_or(0.0);
                let found = resampling.factor * f64::from(values[round]);
                assert!((found - expected).abs() < 1e-3, "{measure:?} {row:?} {column:?}: {found} and {expected}");
            }
        }
    }
}

#[test]
fn few_articles_and_articles_that_all_agree_give_no_interval_and_a_reason() {
    let few = computed(&corpus(9, &mut Chance::seeded(5)), query(Measure::ColumnPercent));
    assert_eq!(few.of_row(0), Some(Err(NoInterval::FewArticles(9))));
    let articles = computed(&corpus(9, &mut Chance::seeded(5)), query(Measure::Articles));
    assert_eq!(articles.of_row(0), Some(Err(NoInterval::FewArticles(9))));
    let alike = computed(&corpus(30, &mut Chance::seeded(5)), query(Measure::RowPercent));
    assert_eq!(alike.of_row(0), None, "a row is all of itself");
    let no_actor = alike.intervals.get(alike.comparison.table(0), Some(0), Some(0));
    assert_eq!(no_actor, Some(Err(NoInterval::NoSpread)), "nobody speaks in any article");
    let counts = computed(&corpus(30, &mut Chance::seeded(5)), query(Measure::Highlights));
    assert_eq!(counts.of_row(0), None);
    let mut asked = 0;
    let stopped = Intervals::of(&alike.comparison, &alike.facts, &alike.comparison.shown(), &mut || {
        asked += 1;
        asked < 3
    });
    assert!(stopped.is_none());
}

#[test]
fn the_same_project_gives_the_same_intervals_however_many_cells_are_asked_for() {
    let project = corpus(40, &mut Chance::seeded(8));
    let Computed { comparison, facts, .. } = computed(&project, query(Measure::ColumnPercent));
    let table = comparison.table(0);
    let cells = wanted(table, &comparison.shown());
    let all = Resampling::of(table, &facts, &cells).intervals(&mut || true).expect("nobody stops it");
    for (cell, expected) in cells.iter().zip(all) {
        let alone = Resampling::of(table, &facts, &[*cell]).intervals(&mut || true).expect("nobody stops it");
        assert_eq!(alone, [expected]);
    }
}

#[test]
fn of_a_hundred_intervals_92_to_97_hold_the_truth() {
    const N_SAMPLES: u32 = 400;
    let mut chance = Chance::seeded(11);
    // By the making of the corpus, half of the highlights are about the first issue. One about it is more likely in an
    // article that is more likely to support as well: 2 × 285 / 100 − 4.5 over 4.5, as 285 is the sum of the squares of
    // 1 to 9 and 4.5 that of the tenths.
    let measures = [(Measure::ColumnPercent, 50.0), (Measure::NetStance, 1.2 / 4.5), (Measure::Articles, f64::NAN)];
    let mut n_right = [0; 3];
    // An article has the first issue unless each of its highlights has the other one.
    let with_issue: f64 =
        (1..=9).flat_map(|liking| (1..=5).map(move |n| 1.0 - (1.0 - f64::from(liking) / 10.0).powi(n))).sum();
    let truths = measures.map(|(_, truth)| if truth.is_nan() { 100.0 * with_issue / 45.0 } else { truth });
    for _ in 0..N_SAMPLES {
        let project = corpus(50, &mut chance);
        for ((n_right, (measure, _)), truth) in n_right.iter_mut().zip(measures).zip(truths) {
            // The total of the first issue.
            let interval =
                computed(&project, query(measure)).of_row(0).expect("it has a value").expect("it has enough");
            *n_right += u32::from((interval.low..=interval.high).contains(&truth));
        }
    }
    for (n_right, (measure, _)) in n_right.into_iter().zip(measures) {
        let share = 100.0 * f64::from(n_right) / f64::from(N_SAMPLES);
        assert!((92.0..=97.0).contains(&share), "{measure:?}: {share} %");
    }
}
