//! Compares the numbers with those of scipy 1.17 and statsmodels 0.15, and chance with every order there is.

use std::sync::Arc;

use standpoint_core::model::{
    Article, CodeKind, Project, Tags,
    marked::marked_article,
    view::{Axis, Query},
};

use super::{shuffled::counted, *};

const TABLE: [[u32; 3]; 4] = [[12, 3, 7], [5, 9, 2], [8, 8, 30], [1, 20, 6]];

fn table() -> Counts {
    Counts { n_rows: 4, n_columns: 3, cells: TABLE.concat() }
}

#[track_caller]
fn assert_near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1e-6), "{found} is not {wanted}");
}

#[test]
fn the_statistics_of_a_table_are_those_of_scipy() {
    let table = table();
    assert_near(table.chi_squared(), 47.528_657_973_970_48);
    assert_near(table.g(), 47.279_360_463_816_175);
    assert_eq!(table.degrees_of_freedom(), 6);
    assert_near(probability_of(table.chi_squared(), 6), 1.467_620_507_960_685e-8);
    assert_near(table.cramers_v(), 0.462_701_906_130_506_44);
    let of_empty = Counts::empty(2, 2);
    assert_near(of_empty.chi_squared() + of_empty.g() + of_empty.cramers_v(), 0.0);
    // An empty row changes nothing.
    let wider = Counts { n_rows: 5, n_columns: 3, cells: [&*TABLE.concat(), &[0, 0, 0]].concat() };
    assert_near(wider.chi_squared(), table.chi_squared());
    assert_near(wider.cramers_v(), table.cramers_v());
}

#[test]
fn unusual_cells_are_those_of_statsmodels() {
    let found: Vec<_> = unusual(&table()).iter().map(|cell| (cell.row, cell.column, cell.residual, cell.p)).collect();
    let wanted = [
        (3, 1, 4.732_446_475_765_59, 2.440_136_444_874_449_4e-5),
        (2, 2, 4.454_697_473_842_642, 8.401_157_219_944_854e-5),
        (0, 0, 3.849_218_825_079_461, 1.066_456_043_507_998e-3),
        (2, 1, -3.441_942_997_125_176, 4.620_415_522_555_412e-3),
        (3, 0, -2.781_194_157_093_802, 3.791_153_482_306_857_5e-2),
    ];
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!((found.0, found.1), (wanted.0, wanted.1));
        assert!((found.2 - wanted.2).abs() < 1e-6 && (found.3 / wanted.3 - 1.0).abs() < 1e-6, "{found:?} {wanted:?}");
    }
    let corrected = holm(&[0.01, 0.04, 0.03, 0.005, 0.5]);
    for (found, wanted) in corrected.iter().zip([0.04, 0.09, 0.09, 0.025, 0.5]) {
        assert_near(*found, wanted);
    }
}

/// Every order of things, each once.
fn orders(things: &[u32]) -> Vec<Vec<u32>> {
    if things.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for at in 0..things.len() {
        let mut rest = things.to_vec();
        let first = rest.remove(at);
        all.extend(orders(&rest).into_iter().map(|order| [&[first], &*order].concat()));
    }
    all
}

#[test]
fn chance_is_what_all_orders_of_the_articles_make_of_it() {
    // Seven articles of three outlets (columns), with their issues (rows).
    let articles: Vec<ArticleCells> = [
        (0, vec![0, 0, 1]),
        (0, vec![0, 0]),
        (0, vec![0, 1]),
        (1, vec![1, 1, 1]),
        (1, vec![1, 2]),
        (2, vec![2, 2, 0]),
        (2, vec![2]),
    ]
    .into_iter()
    .map(|(column, rows)| rows.into_iter().map(|row| (row, column)).collect())
    .collect();
    let found = counted(&articles, 3, 3);
    let labels: Vec<u32> = articles.iter().map(|cells| cells[0].1).collect();
    let all = orders(&labels);
    let n_as_large_of_all = all.iter().filter(|order| {
        let relabelled: Vec<ArticleCells> = articles
            .iter()
            .zip(*order)
            .map(|(cells, column)| cells.iter().map(|(row, _)| (*row, *column)).collect())
            .collect();
        counted(&relabelled, 3, 3).chi_squared() >= found.chi_squared() - 1e-9
    });
    let exact = f64::from(number(n_as_large_of_all.count())) / f64::from(number(all.len()));
    assert!(exact > 0.005 && exact < 0.2, "{exact}");
    let rounds = 20_000;
    let n = n_as_large(&articles, &found, Shuffled::ColumnsOfArticles, rounds, &mut Chance::seeded(3));
    let spread = (exact * (1.0 - exact) / f64::from(rounds)).sqrt();
    assert!((f64::from(n) / f64::from(rounds) - exact).abs() < 4.0 * spread, "{n} of {rounds}, but {exact}");
    // The rows and columns of the same table, exchanged.
    let exchanged: Vec<ArticleCells> =
        articles.iter().map(|cells| cells.iter().map(|(row, column)| (*column, *row)).collect()).collect();
    let turned = counted(&exchanged, 3, 3);
    let of_rows = n_as_large(&exchanged, &turned, Shuffled::RowsOfArticles, rounds, &mut Chance::seeded(3));
    assert_eq!(of_rows, n);
}

#[test]
fn chance_keeps_the_tags_of_each_article_in_it() {
    // Within each article all columns are the same, so shuffling them changes nothing, whatever the rows are.
    let articles: Vec<ArticleCells> = vec![vec![(0, 0), (1, 0), (0, 0)], vec![(1, 1), (1, 1)], vec![(0, 1)]];
    let found = counted(&articles, 2, 2);
    let n = n_as_large(&articles, &found, Shuffled::ColumnsWithinArticles, 50, &mut Chance::seeded(1));
    assert_eq!(n, 50);
}

/// A project whose articles have an outlet and highlights with an actor and an issue, given by letters.
fn project(articles: &[(&str, &[&str])]) -> Project {
    let mut project = Project::titled("Harbour");
    for (kind, names) in [(CodeKind::Actor, ["Port", "Guild"]), (CodeKind::Issue, ["Toll", "Ferry"])] {
        for name in names {
            let code = project.codebook.fresh_code(kind, name, None);
            project.codebook.codes_mut(kind).push(code);
        }
    }
    for (outlet, said) in articles {
        let mut article: Article = marked_article("A", &"[word] ".repeat(said.len()));
        article.details.outlet = (*outlet).to_owned();
        for (highlight, tags) in article.highlights.iter_mut().zip(*said) {
            let code = |kind: CodeKind, letter: &str| {
                project
                    .codebook
                    .codes(kind)
                    .iter()
                    .find(|code| code.name.starts_with(letter))
                    .map(|code| code.id.clone())
            };
            let (actor, issue) = tags.split_at(1);
            let tags = Tags { actor: code(CodeKind::Actor, actor), issue: code(CodeKind::Issue, issue), stance: None };
            *highlight = highlight.with_tags(tags).into();
        }
        project.articles.push(Arc::new(article));
    }
    project
}

fn tested(project: &Project, rows: Axis, columns: Axis) -> Result<Independence, NothingToTest> {
    let mut facts = Facts::of(project);
    let comparison = Comparison::over(&mut facts, project, Query::of(rows, columns));
    Independence::of(&comparison, &facts, TestSetting::default())
}

#[test]
fn the_sentence_follows_the_table() {
    let apart: Vec<(&str, &[&str])> =
        [("Echo", &["PT", "PT", "GT"][..]), ("Wave", &["PF", "PF", "GF"][..])].repeat(7).into_iter().collect();
    let found = tested(&project(&apart), Axis::Issue, Axis::Outlet).unwrap();
    assert_eq!(
        found.sentence(),
        "Echo and Wave differ in their issues by more than chance would explain: Echo has more on Toll (21, where 10.5 \
         would be expected); Wave has fewer on Toll (0, where 10.5 would be expected); Echo has fewer on Ferry (0, \
         where 10.5 would be expected); and 1 more."
    );
    assert_eq!(found.shuffle_in_words(), "outlets were shuffled among articles");
    assert!((found.cramers_v - 1.0).abs() < 1e-12 && found.v_interval.is_some_and(|[low, high]| low <= high));
    let alike: Vec<(&str, &[&str])> =
        [("Echo", &["PT", "PF"][..]), ("Wave", &["PF", "PT"][..])].repeat(7).into_iter().collect();
    let found = tested(&project(&alike), Axis::Issue, Axis::Outlet).unwrap();
    assert!(found.is_chance(), "{found:?}");
    assert_eq!(found.sentence(), "Echo and Wave do not differ in their issues by more than chance would explain.");
    // Who speaks about what, within each article.
    let found = tested(&project(&apart), Axis::Issue, Axis::Actor).unwrap();
    assert_eq!(found.shuffle_in_words(), "actors were shuffled among the highlights of each article");
    assert!(found.is_chance(), "each article has one issue only, which explains everything");
}

#[test]
fn several_values_have_the_plural_of_their_axis() {
    assert_eq!([Axis::Outlet, Axis::Agency, Axis::Day].map(|axis| plural(&axis)), ["outlets", "agencies", "days"]);
}

#[test]
fn what_cannot_be_tested_says_why() {
    let one = project(&[("Echo", &["PT", "GT"])]);
    assert_eq!(tested(&one, Axis::Issue, Axis::Actor), Err(NothingToTest::TooSmall));
    let each = project(&[("Echo", &["PT", "GF"]), ("Wave", &["PF", "GF"])]);
    assert_eq!(tested(&each, Axis::Issue, Axis::Article), Err(NothingToTest::NothingToShuffle));
    assert_eq!(tested(&each, Axis::Issue, Axis::Outlet), Err(NothingToTest::NothingToShuffle));
    let few = project(&[("Echo", &["PT", "GF"]), ("Wave", &["PF"]), ("Echo", &["PT"])]);
    assert_eq!(tested(&few, Axis::Issue, Axis::Outlet).unwrap().v_interval, None, "three articles are too few");
}

#[test]
fn the_same_seed_gives_the_same_result() {
    let said: Vec<(&str, &[&str])> =
        [("Echo", &["PT", "PF", "GT"][..]), ("Wave", &["PF", "GF"]), ("Echo", &["PF"]), ("Wave", &["PT", "GT"])]
            .repeat(4);
    let project = project(&said);
    let mut facts = Facts::of(&project);
    let comparison = Comparison::over(&mut facts, &project, Query::of(Axis::Issue, Axis::Outlet));
    let with = |seed| Independence::of(&comparison, &facts, TestSetting { seed, ..TestSetting::default() }).unwrap();
    assert_eq!(with(5), with(5));
    assert_ne!((with(5).p, with(5).v_interval), (with(6).p, with(6).v_interval));
}
