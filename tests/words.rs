//! The command `words`, run as a script would run it.

#[path = "common/program.rs"]
mod program;

use std::process::Output;

use tempfile::TempDir;

fn run(desk: &TempDir, arguments: &[&str]) -> Output {
    program::run(desk.path(), arguments)
}

fn said(desk: &TempDir, arguments: &[&str]) -> String {
    program::said(desk.path(), arguments)
}

/// A folder with a project of three articles.
fn desk() -> TempDir {
    let desk = TempDir::new().expect("the system gives a temporary folder");
    let articles = [
        (
            "a.txt",
            "Bridge talks stall\nThe guild refuses a toll. The guild wants the toll gone.\nSource: Harbour News\n",
        ),
        ("b.txt", "Ferry talks open\nThe toll is the old toll.\n"),
        ("c.txt", "Мост и ещё мост\nГильдия против.\n"),
    ];
    for (name, text) in articles {
        std::fs::write(desk.path().join(name), text).expect("the folder can be written");
    }
    let rows = "article,quote,actor,issue,stance\n\
        Bridge talks stall,The guild refuses a toll,Guild,Toll,opposes\n\
        Bridge talks stall,The guild wants the toll gone,Guild,Tariff,opposes\n\
        Ferry talks open,the old toll,Guild,Toll,supports\n";
    std::fs::write(desk.path().join("h.csv"), rows).expect("the folder can be written");
    said(&desk, &["new", "talks.ron", "a.txt", "b.txt", "c.txt"]);
    said(&desk, &["add", "talks.ron", "--highlights", "h.csv"]);
    desk
}

fn records(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn words_are_listed_with_the_most_frequent_first() {
    let desk = desk();
    let printed = said(&desk, &["words", "talks.ron", "--stop-words", "en", "--top", "3"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0].split_whitespace().last(), Some("words"));
    let words: Vec<(Option<&str>, Option<&str>)> =
        lines[1..4].iter().map(|line| (line.split_whitespace().next(), line.split_whitespace().last())).collect();
    assert_eq!(words, [(Some("4"), Some("toll")), (Some("2"), Some("guild")), (Some("2"), Some("talks"))]);
    assert!(lines[4].starts_with("3 of "), "{printed}");
    assert_eq!(lines[5], "Stop words left out: English.");
    // No article says which language it has.
    assert!(said(&desk, &["words", "talks.ron"]).ends_with("No stop words are left out.\n"));
}

#[test]
fn records_set_passages_against_the_rest() {
    let desk = desk();
    let csv = said(&desk, &["words", "talks.ron", "--of", "issue=Toll", "--stop-words", "none", "--format", "csv"]);
    let records = records(&csv);
    assert_eq!(csv.lines().next(), Some("words,count,per_10000,articles,dispersion,rest,log_likelihood,log_ratio"));
    let toll = records.iter().find(|record| record[0] == "toll").expect("the word is in the passages");
    // 2 of the 8 words of the passages, against 2 of the others; each article has one of the two.
    assert_eq!(toll[1..4], ["2", "2500.00", "2"]);
    assert_eq!(toll[5], "2");

    let lines = said(&desk, &["words", "talks.ron", "--ngrams", "2", "--stop-words", "none", "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let runs: Vec<(&str, u64)> = lines
        .iter()
        .map(|line| (line["words"].as_str().expect("words"), line["count"].as_u64().expect("a number")))
        .collect();
    assert_eq!(runs, [("The guild", 2), ("The toll", 2)]);
    assert!(lines[0].get("log_ratio").is_none());
}

#[test]
fn issues_that_stand_together_are_listed() {
    let desk = desk();
    let records = records(&said(&desk, &["words", "talks.ron", "--together", "--format", "csv"]));
    assert_eq!(records, [["toll", "Toll", "tariff", "Tariff", "2", "1", "1", "0.5000", "2", "1", "1", "0.5000"]]);
    let printed = said(&desk, &["words", "talks.ron", "--together"]);
    assert!(printed.contains("Toll + Tariff\n1 of 1 pairs of issues"), "{printed}");
}

#[test]
fn what_cannot_be_counted_is_explained() {
    let desk = desk();
    for (arguments, code, error) in [
        (&["--of", "stance=opposes"][..], 2, "write issue=NAME, actor=NAME or outlet=NAME"),
        (&["--of", "issue=Tax"], 1, "there is no issue “Tax” in the project; it has Tariff, Toll"),
        (&["--stop-words", "tlh"], 2, "use none, or one of: ar, nl, en"),
        (&["--ngrams", "6"], 2, "6 is not in 1..=5"),
        (&["--together", "--ngrams", "2"], 2, "cannot be used with"),
        (&["--bom"], 2, "need --format csv"),
    ] {
        let output = run(&desk, &[&["words", "talks.ron"], arguments].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(code) && said.contains(error), "{arguments:?}: {said}");
    }
}
