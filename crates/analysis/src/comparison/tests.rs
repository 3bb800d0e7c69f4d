//! The worked example of `docs/measures.md`, and properties that every table has.

use std::sync::Arc;

use standpoint_core::{
    edit::{Edit, Gesture, History},
    model::{
        ArticleId, CodeId, CodeKind, StanceId, Tags,
        marked::marked_article,
        view::{Axis, AxisSide, AxisValue, Counting, HighlightFilter, Measure, Sort},
    },
};

use super::*;
use crate::report::sheet::{Gather, Sheet};

/// Two outlets; one highlight per mark, tagged in order of position.
fn project() -> Project {
    let mut project = Project::titled("Talks");
    for (kind, name, parent) in [
        (CodeKind::Actor, "Russia", None),
        (CodeKind::Actor, "Putin", Some("russia")),
        (CodeKind::Actor, "Ukraine", None),
        (CodeKind::Issue, "Territory", None),
        (CodeKind::Issue, "Crimea", Some("territory")),
    ] {
        let code = project.codebook.fresh_code(kind, name, parent.map(CodeId::from));
        project.codebook.codes_mut(kind).push(code);
    }
    let mut add = |title: &str, outlet: &str, source: &str, tags: &[(&str, &str, &str)]| {
        let mut article = marked_article(title, source);
        article.details.outlet = outlet.to_owned();
        for (highlight, (actor, issue, stance)) in article.highlights.iter_mut().zip(tags) {
            let id = |slug: &str| (!slug.is_empty()).then(|| CodeId::from(slug));
            *highlight = highlight
                .with_tags(Tags {
                    actor: id(actor),
                    issue: id(issue),
                    stance: (!stance.is_empty()).then(|| StanceId::from(*stance)),
                })
                .into();
        }
        project.articles.push(Arc::new(article));
    };
    add(
        "One",
        "Axadle",
        "[a] [b] [c]",
        &[("putin", "crimea", "supports"), ("russia", "territory", "supports"), ("ukraine", "crimea", "opposes")],
    );
    add("Two", "Global", "[a] [b]", &[("putin", "crimea", ""), ("ukraine", "", "opposes")]);
    project
}

fn row(table: &Comparison, name: &str) -> usize {
    table.rows().iter().position(|header| header.name == name).expect(name)
}

fn column(table: &Comparison, name: &str) -> usize {
    table.columns().iter().position(|header| header.name == name).expect(name)
}

/// A cell by the names of its row and column.
fn cell<'a>(table: &'a Comparison, at: &str, of: &str) -> Cell<'a> {
    let place = |name: &str, place: &dyn Fn() -> usize| (name != "All").then(place);
    table.table(0).cell(place(at, &|| row(table, at)), place(of, &|| column(table, of)))
}

#[test]
fn members_count_for_their_side_and_once_in_totals() {
    let project = project();
    let table = Comparison::of(&project, Query::default());
    let cell = |row: &str, column: &str| cell(&table, row, column);
    let russia = cell("Territory", "Russia");
    assert_eq!((russia.highlights, russia.articles, russia.with_stance), (3, 2, 2));
    assert_eq!(russia.net_stance(), Some(1.0));
    assert_eq!(cell("Crimea", "Putin").highlights, 2);
    assert_eq!(cell("Territory", "All").highlights, 4);
    assert_eq!(cell("Territory", "All").net_stance(), Some(1.0 / 3.0));
    assert_eq!(cell("(no issue)", "Ukraine").net_stance(), Some(-1.0));
    let all = cell("All", "All");
    assert_eq!((all.highlights, all.articles, all.net_stance()), (5, 2, Some(0.0)));
}

#[test]
fn the_other_measures_of_the_worked_example() {
    let project = project();
    let value = |measure: Measure| {
        let table = Comparison::of(&project, Query { measure, ..Query::default() });
        let value = table.table(0).value(Some(row(&table, "Territory")), Some(column(&table, "Russia")));
        value.map(|value| (value * 1000.0).round() / 1000.0)
    };
    let expected = [
        (Measure::Words, 3.0),
        (Measure::PerThousandWords, 600.0),
        (Measure::RowPercent, 75.0),
        (Measure::ColumnPercent, 100.0),
        (Measure::TotalPercent, 60.0),
        (Measure::Residual, 1.369),
    ];
    for (measure, expected) in expected {
        assert_eq!(value(measure), Some(expected), "{measure:?}");
    }
    let table = Comparison::of(&project, Query::default());
    assert_eq!(
        cell(&table, "Territory", "Russia").by_stance,
        [(0, 2), (3, 1)].map(|(stance, n)| crate::stances::StanceCount { stance, n })
    );
    let facts = Facts::of(&project);
    let first = table.cell_highlights(&facts, 0).at(row(&table, "Territory"), column(&table, "Russia"))[0];
    assert_eq!((first.article, first.highlight), (0, 0));
}

#[test]
fn a_repeat_counts_once_over_all() {
    let mut project = project();
    let mut again = Article::clone(&project.articles[0]);
    again.id = ArticleId::fresh();
    again.highlights.truncate(1);
    project.articles.push(Arc::new(again));
    let count = |counting| {
        let table = Comparison::of(&project, Query { counting, ..Query::default() });
        (cell(&table, "Territory", "Russia").highlights, cell(&table, "Territory", "Russia").left_out)
    };
    assert_eq!(count(Counting::EveryTime), (4, 0));
    assert_eq!(count(Counting::OncePerArticle), (4, 0));
    assert_eq!(count(Counting::OncePerOutlet), (3, 1));
    assert_eq!(count(Counting::OnceOverall), (3, 1));
}

#[test]
fn what_lacks_a_tag_is_shown_only_where_something_does() {
    let project = project();
    let names = |table: &Comparison, rows: bool| -> Vec<String> {
        let (places, headers) =
            if rows { (table.shown().rows, table.rows()) } else { (table.shown().columns, table.columns()) };
        places.iter().map(|place| headers[*place].name.clone()).collect()
    };
    let table = Comparison::of(&project, Query::default());
    assert_eq!(names(&table, true), ["Territory", "Crimea", "(no issue)"]);
    assert_eq!(names(&table, false), ["Russia", "Ukraine"]);
}

#[test]
fn a_cell_gives_its_highlights() {
    let project = project();
    for rows in Axis::FIXED {
        for columns in Axis::FIXED {
            let query = Query::of(rows.clone(), columns);
            let facts = Facts::of(&project);
            let comparison = Comparison::of(&project, query);
            let (table, places) = (comparison.table(0), comparison.cell_highlights(&facts, 0));
            for r in 0..comparison.rows().len() {
                for c in 0..comparison.columns().len() {
                    let found = table.highlights(&facts, Some(r), Some(c));
                    assert_eq!(found.len(), table.cell(Some(r), Some(c)).highlights as usize, "{rows:?} {r} {c}");
                    let n_listed = places.at(r, c).len();
                    assert_eq!(n_listed, found.len(), "{rows:?} {r} {c}");
                }
            }
            assert_eq!(table.highlights(&facts, None, None).len(), 5);
        }
    }
}

#[test]
fn an_empty_cell_says_why() {
    let mut project = project();
    Arc::make_mut(&mut project.articles[0]).details.status = ReadingStatus::Done;
    let by_outlet = Query::of(Axis::Issue, Axis::Outlet);
    let reason = |query: &Query, at: &str, of: &str| {
        let table = Comparison::of(&project, query.clone());
        table.table(0).empty_reason(Some(row(&table, at)), Some(column(&table, of)))
    };
    assert_eq!(reason(&by_outlet, "Territory", "Axadle"), EmptyReason::Silent);
    assert_eq!(reason(&by_outlet, "(no issue)", "Global"), EmptyReason::NotYetRead);
    assert_eq!(reason(&Query::default(), "(no issue)", "Russia"), EmptyReason::NotYetRead);
    let mut filtered = by_outlet;
    filtered.filter.actors = vec!["ukraine".into()];
    assert_eq!(reason(&filtered, "Crimea", "Global"), EmptyReason::LeftOut);
    filtered.filter = HighlightFilter { outlets: vec!["Global".to_owned()], ..HighlightFilter::default() };
    assert_eq!(reason(&filtered, "(no issue)", "Axadle"), EmptyReason::LeftOut);
}

#[test]
fn positions_are_those_of_the_log_odds_scale() {
    let position = |supporting, opposing| Sides { supporting, opposing }.log_odds();
    // Computed in Python: math.log(3.5 / 1.5), math.log(0.5 / 4.5) and math.log(400.5 / 2.5).
    for (sides, expected) in [((3, 1), 0.847_297_9), ((0, 4), -2.197_224_6), ((400, 2), 5.076_423_0)] {
        let found = position(sides.0, sides.1).expect("highlights take sides");
        assert!((found - expected).abs() < 1e-6, "{sides:?}: {found}");
    }
    assert_eq!((position(5, 5), position(0, 0)), (Some(0.0), None));
}

#[test]
fn net_stance_is_written_with_its_sign() {
    let written: Vec<_> = [0.84, -1.0, 0.0, -0.04].iter().map(|value| Signed(*value).to_string()).collect();
    assert_eq!(written, ["+0.8", "−1.0", "0.0", "0.0"]);
}

#[test]
fn an_exact_date_comes_before_the_year_or_month_it_lies_in() {
    let mut project = project();
    project.articles.truncate(1);
    for date in ["2025-12", "2025-03-04", "2024"] {
        let mut again = Article::clone(&project.articles[0]);
        again.id = ArticleId::fresh();
        again.details.date = date.parse().ok();
        project.articles.push(Arc::new(again));
    }
    Arc::make_mut(&mut project.articles[0]).details.date = "2025".parse().ok();
    let counted = |project: &Project| {
        let table = Comparison::of(project, Query { counting: Counting::OnceOverall, ..Query::default() });
        (0..project.articles.len())
            .filter(|article| table.standing(HighlightPlace { article: *article, highlight: 0 }) == Standing::Counts)
            .collect::<Vec<_>>()
    };
    assert_eq!(counted(&project), [3]);
    project.articles.pop();
    assert_eq!(counted(&project), [2]);
    project.articles.pop();
    assert_eq!(counted(&project), [1]);
}

/// Ten times Russia on territory and ten times Ukraine on Crimea, and once Ukraine on nothing.
fn apart() -> Project {
    let mut project = project();
    let mut article = marked_article("Apart", &"[word] ".repeat(21));
    for (at, highlight) in article.highlights.iter_mut().enumerate() {
        let (actor, issue) = if at < 10 { ("russia", "territory") } else { ("ukraine", "crimea") };
        let issue = (at < 20).then(|| issue.into());
        *highlight = highlight.with_tags(Tags { actor: Some(actor.into()), issue, stance: None }).into();
    }
    project.codebook.issues[1].parent = None;
    project.articles = vec![Arc::new(article)];
    project
}

#[test]
fn the_residual_of_an_empty_cell_is_a_number_and_marked_where_few_are_expected() {
    use crate::report::sheet::{Gather, Sheet};
    let mut project = apart();
    Arc::make_mut(&mut project.articles[0]).details.status = ReadingStatus::Done;
    let query = Query { measure: Measure::Residual, ..Query::default() };
    let sheets = Sheet::answering(&project, &query, Gather::AsMeasured);
    let text = |row: &str, column: &str| {
        let sheet = &sheets[0];
        let row = sheet.rows.iter().position(|head| head.name == row).expect(row);
        let column = sheet.columns.iter().position(|head| head.name == column).expect(column);
        let entry = sheet.cell(row, column);
        assert_eq!(entry.shown_reason(Measure::Residual), None);
        entry.text(Measure::Residual)
    };
    // 10 × 10 / 21 are expected, and 10 × 11 / 21.
    assert_eq!(text("Crimea", "Russia"), "−4.2†");
    assert_eq!(text("Territory", "Ukraine"), "−4.6");
    assert_eq!(text("(no issue)", "Russia"), "−1.0†");
    // The residual of Territory, Russia is as far from 0, but only 10 × 10 / 21 are expected there.
    assert_eq!(format!("{:.1}", sheets[0].largest(0.0)), "4.6");
    let note = "Totals, and figures computed from them, include 1 highlight without an issue";
    assert!(crate::report::words::notes(&sheets).iter().any(|line| line == note));
    let table = Comparison::of(&project, query);
    assert_eq!(format!("{:.1}", table.table(0).largest(0.0)), "4.6");
}

#[test]
fn only_a_silent_cell_has_a_residual_without_highlights() {
    use crate::report::sheet::{Gather, Sheet};
    let shown = |project: &Project, query: Query| {
        let sheets = Sheet::answering(project, &Query { measure: Measure::Residual, ..query }, Gather::AsMeasured);
        let cells = (0..sheets[0].columns.len()).map(|column| sheets[0].cell(0, column));
        let mut empty = cells.filter(|entry| entry.highlights == 0);
        let entry = empty.next().expect("the first row has an empty cell");
        (entry.shown_reason(Measure::Residual), entry.value.is_some(), entry.expects_few)
    };
    let mut project = apart();
    assert_eq!(shown(&project, Query::default()), (Some(EmptyReason::NotYetRead), false, false));
    let article = Arc::make_mut(&mut project.articles[0]);
    article.details.status = ReadingStatus::Done;
    assert_eq!(shown(&project, Query::default()), (None, true, false));

    let article = Arc::make_mut(&mut project.articles[0]);
    article.details.outlet = "Axadle".to_owned();
    article.details.date = "2025-12-01".parse().ok();
    let mut of_another = Article::clone(article);
    of_another.id = ArticleId::fresh();
    of_another.details.outlet = "Global".to_owned();
    of_another.details.date = "2025-12-02".parse().ok();
    project.articles.push(Arc::new(of_another));
    let by_day = Query::of(Axis::Outlet, Axis::Day);
    assert_eq!(shown(&project, by_day), (Some(EmptyReason::NoArticle), false, false));

    let filter = HighlightFilter { outlets: vec!["Axadle".to_owned()], ..HighlightFilter::default() };
    let filtered = Query { filter, ..Query::of(Axis::Actor, Axis::Outlet) };
    assert_eq!(shown(&project, filtered), (Some(EmptyReason::LeftOut), false, false));
}

#[test]
fn the_note_counts_every_highlight_without_a_value_once() {
    use crate::report::{
        sheet::{Gather, Sheet},
        words,
    };
    let mut project = project();
    let said = |project: &Project, query: Query| {
        let sheets = Sheet::answering(project, &Query { measure: Measure::Residual, ..query }, Gather::AsMeasured);
        words::notes(&sheets).into_iter().find(|note| note.starts_with("Totals"))
    };
    let note = |n: &str| Some(format!("Totals, and figures computed from them, include {n}"));
    let side = |axes: &[Axis]| AxisSide { axes: axes.to_vec(), ..Query::default().rows };
    assert_eq!(said(&project, Query::default()), note("1 highlight without an issue"));
    assert_eq!(said(&project, Query::of(Axis::Actor, Axis::Outlet)), None);
    // Only the inner axis lacks a value, and below members of members.
    let nested = Query { rows: side(&[Axis::Actor, Axis::Issue]), ..Query::of(Axis::Actor, Axis::Outlet) };
    assert_eq!(said(&project, nested.clone()), note("1 highlight without an issue"));
    let nested = Query { rows: side(&[Axis::Issue, Axis::Stance]), ..Query::of(Axis::Issue, Axis::Actor) };
    assert_eq!(said(&project, nested), note("2 highlights without a stance or an issue"));
    // Putin’s highlights stand in the tables of Putin and of Russia.
    let split = Query { layers: Some(Axis::Actor), ..Query::of(Axis::Stance, Axis::Outlet) };
    assert_eq!(said(&project, split), note("1 highlight without a stance"));
    // One highlight lacks both an outlet and a stance, and one an outlet only.
    for at in 0..2 {
        Arc::make_mut(&mut project.articles[at]).details.outlet = String::new();
    }
    let both = Query { columns: side(&[Axis::Outlet, Axis::Issue]), ..Query::of(Axis::Stance, Axis::Outlet) };
    assert_eq!(said(&project, both), note("5 highlights without a stance or an outlet"));
}

#[test]
fn a_coder_who_is_not_named_is_a_missing_value_and_one_called_so_is_a_value() {
    use crate::report::sheet::{header_names, kind_of};
    let mut project = project();
    let article = Arc::make_mut(&mut project.articles[0]);
    for (highlight, coder) in article.highlights.iter_mut().zip(["", "coder not named", "AK"]) {
        Arc::make_mut(highlight).coder = coder.to_owned();
    }
    let table = Comparison::of(&project, Query::of(Axis::Coder, Axis::Outlet));
    let kinds: Vec<_> = table.rows().iter().map(|header| kind_of(&header.key.0[0])).collect();
    let names = header_names(table.rows(), &[Axis::Coder]);
    let mut found: Vec<_> = names.iter().map(String::as_str).zip(kinds).collect();
    found.sort_unstable();
    assert_eq!(found[..2], [("AK", "value"), ("coder not named", "none")]);
    assert_eq!(found[2].0, "coder not named [coder]");
}

#[test]
fn what_is_kept_under_one_spelling_of_an_outlet_holds_for_every_spelling() {
    let mut project = project();
    for (article, outlet) in project.articles.iter_mut().zip(["Ce\u{301}line", "Zoé"]) {
        Arc::make_mut(article).details.outlet = outlet.to_owned();
        Arc::make_mut(article).details.fields.insert("De\u{301}sk".to_owned(), "News".to_owned());
    }
    let key = |name: &str| HeaderKey(vec![AxisValue::Named(name.to_owned())]);
    let mut query = Query::of(Axis::Outlet, Axis::Actor);
    let shown = |query: &Query| {
        let table = Comparison::of(&project, query.clone());
        table.shown().rows.iter().map(|row| table.rows()[*row].name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shown(&query), ["Ce\u{301}line", "Zoé"]);
    query.rows.sort = Sort::ByHand(vec![key("Zoe\u{301}"), key("Céline")]);
    assert_eq!(shown(&query), ["Zoé", "Ce\u{301}line"]);
    query.rows.pin(&key("Céline"));
    assert_eq!(shown(&query), ["Ce\u{301}line", "Zoé"]);

    let mut by_outlet = Query::of(Axis::Issue, Axis::Outlet);
    by_outlet.rows.sort = Sort::By(key("Céline"));
    let table = Comparison::of(&project, by_outlet);
    assert_eq!(Comparison::place_of(table.columns(), &key("Céline")), Some(0));

    let place = (row(&table, "Territory"), 0);
    let mut subject = table.table(0).subject(place.0, place.1);
    let is_named = |(_, value): &&mut (Axis, AxisValue)| matches!(value, AxisValue::Named(_));
    subject.0.iter_mut().find(is_named).expect("an outlet").1 = AxisValue::Named("Céline".to_owned());
    let mut history = History::new(project.clone());
    let edit = Edit::SetSummary(subject, "In our words.".to_owned());
    history.apply("Sum up", Gesture::Single, edit).expect("a summary always fits");
    let sheets = Sheet::answering(history.project(), &Query::of(Axis::Issue, Axis::Outlet), Gather::AsMeasured);
    assert_eq!(sheets[0].with_summary().count(), 1);

    let by_field = Comparison::of(&project, Query::of(Axis::Field("Désk".to_owned()), Axis::Actor));
    assert_eq!(by_field.rows().iter().map(|header| &*header.name).collect::<Vec<_>>(), ["News"]);
}
