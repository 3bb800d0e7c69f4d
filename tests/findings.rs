//! The command `findings`, run as a script would run it.

#[path = "common/program.rs"]
mod program;

use std::process::Output;

use standpoint_analysis::{
    facts::Facts,
    findings::{FindingKind, ProjectFindings, findings},
};
use standpoint_core::model::{Article, Project, view::HighlightFilter};

use tempfile::TempDir;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/projects/moscow-talks.ron");

fn run(arguments: &[&str]) -> Output {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    program::run(folder.path(), &[&["findings", SAMPLE], arguments].concat())
}

fn said(arguments: &[&str]) -> String {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    program::said(folder.path(), &[&["findings", SAMPLE], arguments].concat())
}

/// The cells of each record, without the header.
fn records(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn findings_are_listed_by_kind_the_heaviest_first() {
    let listed = said(&[]);
    let titles = ["Outlets disagree\n", "One article says both\n", "Changed over time\n", "Only one outlet\n"];
    let places: Vec<_> = titles.iter().map(|title| listed.find(title).expect(title)).collect();
    assert!(places.is_sorted(), "{listed}");
    let first = listed.lines().nth(1).expect("a finding");
    assert!(first.starts_with("  Yuri Ushakov on Progress in the talks: Kurdistan24 for"), "{first}");
    assert!(first.ends_with("(3 of 5 highlights, 3 outlets)"), "{first}");
    let second = listed.lines().nth(2).expect("what it depends on");
    assert!(second.starts_with("    does not hold without ") || second.starts_with("    holds without "), "{second}");
    let n = listed.lines().filter(|line| line.ends_with(" outlet)") || line.ends_with(" outlets)")).count();
    let total = listed.lines().last().expect("a total");
    assert!(total.starts_with(&format!("{n} findings, ")), "{n} lines, but {total}");
}

#[test]
fn records_name_the_highlights_behind_each_finding() {
    let records = records(&said(&["--format", "csv"]));
    let project = std::fs::read_to_string(SAMPLE).expect("the sample is there");
    let findings = records.iter().filter(|record| record[0] != "silent");
    let mut before = (String::new(), usize::MAX);
    for record in findings {
        let ids: Vec<&str> = record[9].split(' ').collect();
        let n: usize = record[4].parse().expect("a number");
        assert_eq!(ids.len(), n, "{record:?}");
        assert!(ids.iter().all(|id| project.contains(&format!("id: \"{id}\""))), "{record:?}");
        let share: f64 = record[6].parse().expect("a number");
        assert!(share > 0.0 && share <= 1.0, "{record:?}");
        assert!(record[0] != before.0 || n <= before.1, "{record:?} comes after one with {}", before.1);
        before = (record[0].clone(), n);
    }
    let silent: Vec<_> = records.iter().filter(|record| record[0] == "silent").collect();
    assert!(!silent.is_empty() && silent.iter().all(|record| record[9].is_empty() && !record[3].is_empty()));
}

#[test]
fn a_filter_narrows_what_is_looked_through() {
    let whole = records(&said(&["--format", "csv"])).len();
    let listed = said(&["--filter", "outlet=Kurdistan24", "--format", "csv"]);
    assert!(records(&listed).len() < whole);
    assert!(records(&listed).iter().all(|record| record[0] != "divided"), "one outlet cannot disagree with itself");
    let refused = run(&["--filter", "outlet=Nowhere Times"]);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("there is no outlet “Nowhere Times”"));
    assert_eq!(run(&["--separator", "semicolon"]).status.code(), Some(2), "text has no separator");
}

#[test]
fn markdown_has_the_quotes() {
    let written = said(&["--format", "markdown", "--filter", "actor=Yuri Ushakov"]);
    assert!(written.contains("\n## Outlets disagree\n\n- **Yuri Ushakov on Progress in the talks**: "), "{written}");
    assert!(written.contains("  - “there was no compromise” — outlet not named, 3 December 2025, opposes\n"));
    assert!(written.contains("- **Filter**: "));
}

/// A finding depends on an outlet or an article exactly if it is not found in the project without it.
#[test]
fn what_a_finding_depends_on_is_what_it_is_not_found_without() {
    let project = standpoint_store::open(SAMPLE.as_ref()).expect("the sample is sound");
    let filter = HighlightFilter::default();
    let found_in = |project: &Project| ProjectFindings::of(project, &Facts::of(project), &filter).findings;
    let found = found_in(&project);
    let found_without = |is_out: &dyn Fn(&Article) -> bool| -> Vec<bool> {
        let mut left = project.clone();
        left.articles.retain(|article| !is_out(article));
        let left = findings(&left, &Facts::of(&left), &filter, 0);
        found.iter().map(|finding| left.iter().any(|other| other.is_about_the_same(finding))).collect()
    };
    let mut n_fragile = 0;
    for (at, article) in project.articles.iter().enumerate() {
        let outlet = &article.details.outlet;
        let without_article = found_without(&|other| other.id == article.id);
        let without_outlet = found_without(&|other| other.details.outlet == *outlet);
        let both = without_article.into_iter().zip(without_outlet);
        for (finding, (without_article, without_outlet)) in found.iter().zip(both) {
            let depends = finding.depends.as_ref().expect("the sample is small");
            assert_eq!(depends.articles.contains(&at), !without_article, "{finding:?} without article {at}");
            if finding.kind != FindingKind::OnlySource && !outlet.is_empty() {
                assert_eq!(depends.outlets.contains(outlet), !without_outlet, "{finding:?} without {outlet}");
            }
            n_fragile += u32::from(!without_article);
        }
    }
    assert!(n_fragile > 0);
}
