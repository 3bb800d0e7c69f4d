//! The command `test`, run as a script would run it.

#[path = "common/program.rs"]
mod program;

use std::process::Output;

use tempfile::TempDir;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/projects/moscow-talks.ron");

fn run(arguments: &[&str]) -> Output {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    program::run(folder.path(), &[&["test", SAMPLE], arguments].concat())
}

fn said(arguments: &[&str]) -> String {
    let folder = TempDir::new().expect("the system gives a temporary folder");
    program::said(folder.path(), &[&["test", SAMPLE], arguments].concat())
}

#[test]
fn the_result_comes_first_and_its_numbers_follow() {
    let lines = said(&[]);
    let lines: Vec<&str> = lines.lines().collect();
    assert!(lines[0].starts_with("The 7 actors differ in their issues by more than chance would explain"), "{lines:?}");
    assert_eq!(lines[2], "149 highlights in 5 articles, 15 issues × 7 actors");
    assert!(lines[3].contains("actors were shuffled among the highlights of each article, 1,999 times, with seed 1"));
    assert_eq!(lines[4], "Cramér’s V 0.481, without an interval, which needs 10 articles");
    // pandas computes the same from the exported highlights.
    assert!(lines[5].starts_with("χ² 206.462 and G 122.998 with 84 degrees of freedom; p < 0.0001"), "{}", lines[5]);
    assert_eq!(said(&["--seed", "1"]).lines().collect::<Vec<_>>(), lines, "the same seed, the same result");
}

#[test]
fn what_cannot_be_tested_says_why() {
    let refused = |arguments: &[&str], code: i32, words: &str| {
        let output = run(arguments);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{errors}");
        assert!(errors.contains(words), "{errors}");
    };
    refused(&["--columns", "article"], 1, "chance cannot be imitated: each row or column has one article only");
    refused(&["--filter", "actor=India"], 1, "there is nothing to compare: a test needs two rows and two columns");
    refused(&["--measure", "net-stance"], 2, "a test takes only --view, --rows, --columns, --once-per and --filter");
    refused(&["--rounds", "5"], 2, "5 is not in 99..=1000000");
}
