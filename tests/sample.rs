//! The sample project holds the reading it was made to show.

use std::{collections::BTreeMap, path::Path};

use standpoint_analysis::{
    comparison::{Comparison, Header},
    facts::Facts,
};
use standpoint_core::model::{
    CodeKind, Project, ReadingStatus,
    view::{AxisValue, HeaderKey, Query},
};
use standpoint_store as store;

fn sample() -> Project {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/moscow-talks.ron");
    store::open(&path).expect("the sample project is sound")
}

#[test]
fn its_articles_are_the_seeds_and_read_through() {
    let project = sample();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut seeds: Vec<_> = std::fs::read_dir(folder).expect("seeds are there").flatten().map(|e| e.path()).collect();
    seeds.sort();
    assert_eq!(seeds.len(), 5);
    for (article, seed) in project.articles.iter().zip(seeds) {
        let text = std::fs::read_to_string(&seed).expect("a seed is UTF-8");
        assert_eq!(article.text.as_str().trim_end(), text.trim_end(), "{}", seed.display());
        assert!(
            text.trim_end().ends_with("written for the Standpoint sample project.") || text.contains("sample project")
        );
        assert_eq!(article.details.status, ReadingStatus::Done);
        assert!(article.details.date.is_some());
    }
    assert!(project.n_highlights() >= 120, "{}", project.n_highlights());
}

/// The stances of one cell, article by article: "01 supports, 05 conditional". Stanceless is "named".
fn cell(project: &Project, issue: &str, actor: &str) -> String {
    let book = &project.codebook;
    let key = |kind, name| {
        let code = book.code_called(kind, name).unwrap_or_else(|| panic!("no {name} in the codebook"));
        HeaderKey(vec![AxisValue::Code(code.id.clone())])
    };
    let comparison = Comparison::of(project, Query::default());
    let place = |headers: &[Header], key: &HeaderKey| Comparison::place_of(headers, key).expect("the table has it");
    let row = place(comparison.rows(), &key(CodeKind::Issue, issue));
    let column = place(comparison.columns(), &key(CodeKind::Actor, actor));
    let table = comparison.table(0);
    let mut stances: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for place in table.highlights(&Facts::of(project), Some(row), Some(column)) {
        let number = place.article + 1;
        let (_, highlight) = place.of(project);
        let stance = highlight.stance.as_ref().and_then(|id| book.stance(id)).map_or("named", |stance| &*stance.name);
        stances.entry(number).or_default().push(stance);
    }
    let counted = table.cell(Some(row), Some(column));
    assert_eq!(counted.articles as usize, stances.len(), "{issue}, {actor}");
    let one = |(number, mut found): (usize, Vec<_>)| {
        found.sort_unstable();
        found.dedup();
        // A passage that only names the matter beside one that takes a stance adds nothing.
        found.retain(|stance| *stance != "named");
        let words = if found.is_empty() { "named".to_owned() } else { found.join("/") };
        format!("{number} {words}")
    };
    stances.into_iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What the five reports say, issue by issue: Russia, Ukraine, the United States, Europe.
const CELLS: [(&str, [&str; 4]); 14] = [
    (
        "Donbas to Russia",
        ["1 supports, 2 supports, 4 supports", "1 opposes, 2 opposes, 4 opposes, 5 opposes", "5 conditional", ""],
    ),
    ("Recognition of Crimea", ["2 supports, 4 supports", "2 opposes", "", ""]),
    ("Freeze in Kherson, Zaporizhzhia", ["4 supports", "2 conditional", "", ""]),
    ("NATO membership", ["1 named, 2 opposes, 4 opposes", "2 supports", "", ""]),
    ("Security guarantees", ["", "1 supports, 2 supports, 3 named, 5 supports", "", ""]),
    ("European presence or monitors", ["3 opposes", "", "", ""]),
    ("Limits on Ukraine’s forces", ["1 named, 2 supports, 4 supports", "5 opposes", "", ""]),
    ("Truce before a full deal", ["2 opposes", "2 supports", "", ""]),
    ("Language and church", ["2 supports", "", "", ""]),
    ("Frozen Russian assets", ["1 named, 3 named", "3 named", "", ""]),
    (
        "The original 28 points",
        ["1 conditional, 3 conditional, 5 conditional", "1 opposes, 3 opposes, 5 opposes", "1 supports", "3 opposes"],
    ),
    ("Ukraine at the table", ["", "3 supports, 4 supports", "", "3 supports"]),
    ("Trump–Putin summit", ["1 opposes, 4 opposes, 5 opposes", "", "", ""]),
    ("Readiness for war with Europe", ["1 named, 3 named, 5 named", "", "", ""]),
];

#[test]
fn its_table_shows_who_stands_where() {
    let project = sample();
    let sides = ["Russia", "Ukraine", "United States", "European governments"];
    for (issue, expected) in CELLS {
        let found = sides.map(|side| cell(&project, issue, side));
        assert_eq!(found, expected, "{issue}");
    }
    // In general terms, where a report names no region.
    let territory = cell(&project, "Territory", "Russia");
    assert!(territory.contains("3 supports") && territory.contains("5 supports"), "{territory}");
}

#[test]
fn its_four_views_tell_the_story() {
    let project = sample();
    let names: Vec<&str> = project.views.iter().map(|view| &*view.name).collect();
    assert_eq!(names, ["Who wants what", "Who reports what", "Russia, report by report", "Quotes on guarantees"]);
    for view in &project.views {
        let comparison = Comparison::of(&project, view.query.clone());
        let shown = comparison.shown();
        assert!(shown.rows.len() >= 3 && shown.columns.len() >= 2, "{}", view.name);
        assert!(comparison.table(0).cell(None, None).highlights >= 5, "{}", view.name);
    }
}
