//! The command `find`, run as a script would run it.

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
        ("a.txt", "Bridge talks stall\nThe guild refuses a toll. The city wants a “toll”.\nSource: Harbour News\n"),
        ("b.txt", "Ferry talks open\nNobody speaks of it.\n"),
        ("c.txt", "Переговоры о мосте\nГильдия против. ЕЩЁ раз: против!\n"),
    ];
    for (name, text) in articles {
        std::fs::write(desk.path().join(name), text).expect("the folder can be written");
    }
    let rows = "article,quote,actor,issue,stance\nBridge talks stall,refuses a toll,Guild,Toll,opposes\n";
    std::fs::write(desk.path().join("h.csv"), rows).expect("the folder can be written");
    said(&desk, &["new", "talks.ron", "a.txt", "b.txt", "c.txt"]);
    said(&desk, &["add", "talks.ron", "--highlights", "h.csv"]);
    desk
}

#[test]
fn places_are_listed_by_article_and_aligned() {
    let desk = desk();
    assert_eq!(
        said(&desk, &["find", "talks.ron", "\"toll\" OR talks", "--context", "16"]),
        [
            "Harbour News: Bridge talks stall",
            "           Bridge [talks] stall",
            "  guild refuses a [toll]. The city wants",
            "  e city wants a “[toll]”.",
            "Ferry talks open",
            "            Ferry [talks] open",
            "4 places in 2 articles\n",
        ]
        .join("\n")
    );
}

#[test]
fn records_give_exact_positions() {
    let desk = desk();
    let csv = said(&desk, &["find", "talks.ron", "еще", "--format", "csv", "--context", "4"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<Vec<String>> =
        reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect();
    assert_eq!(records.len(), 1);
    assert_eq!(records[0][1..], ["Переговоры о мосте", "", "", "35", "38", "ив. ", "ЕЩЁ", " раз", "0"]);

    let lines = said(&desk, &["find", "talks.ron", "TOLL", "--format", "jsonl"]);
    let lines: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let places: Vec<_> = lines.iter().map(|line| (line["start"].as_u64(), line["highlights"].as_u64())).collect();
    assert_eq!(places, [(Some(39), Some(1)), (Some(63), Some(0))]);
    assert_eq!(said(&desk, &["find", "talks.ron", "TOLL", "--untagged", "--format", "jsonl"]).lines().count(), 1);
    assert_eq!(said(&desk, &["find", "talks.ron", "TOLL", "--as-typed"]), "0 places in 0 articles\n");
    assert_eq!(said(&desk, &["find", "talks.ron", "tol", "--whole-words"]), "0 places in 0 articles\n");
}

#[test]
fn quotes_and_definitions_are_searched_on_request() {
    let desk = desk();
    assert_eq!(
        said(&desk, &["find", "talks.ron", "toll", "--in", "quotes", "--context", "10"]),
        "Harbour News: Bridge talks stall\n  refuses a [toll]\n1 place in 1 quote\n"
    );
    assert_eq!(said(&desk, &["find", "talks.ron", "toll", "--in", "notes"]), "0 places in 0 notes\n");
    let path = desk.path().join("talks.ron");
    let project = std::fs::read_to_string(&path).expect("it was written");
    let defined =
        project.replacen("name: \"Toll\",", "name: \"Toll\",\n                definition: \"A price to cross\",", 1);
    assert_ne!(project, defined);
    std::fs::write(&path, defined).expect("the folder can be written");
    let csv = said(&desk, &["find", "talks.ron", "pric*", "--in", "definitions", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<Vec<String>> =
        reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect();
    assert_eq!(records, [["", "", "", "issue", "toll", "Toll", "2", "7", "A ", "price", " to cross"]]);
    let lines = said(&desk, &["find", "talks.ron", "toll", "--in", "quotes", "--format", "jsonl"]);
    let line: serde_json::Value = serde_json::from_str(&lines).expect("it is one object");
    assert_eq!(
        (line["hit"].as_str(), line["start"].as_u64(), line["code"].as_str()),
        (Some("toll"), Some(10), Some(""))
    );
}

#[test]
fn a_pattern_that_is_wrong_is_explained() {
    let desk = desk();
    for (arguments, error) in [
        (&["a AND"][..], "standpoint: AND needs words on both sides (character 3)\n"),
        (&["a(b", "--regex"], "standpoint: unclosed group (character 2 of the regular expression)\n"),
        (&[" "], "standpoint: type what to search for\n"),
    ] {
        let output = run(&desk, &[&["find", "talks.ron"], arguments].concat());
        assert_eq!((output.status.code(), &*String::from_utf8_lossy(&output.stderr)), (Some(1), error));
    }
    let output = run(&desk, &["find", "talks.ron", "a", "--bom"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("need --format csv"));
}

/// The project with two saved searches: “Tolls”, which one article mentions, and “Talks”, which two do.
fn desk_with_searches() -> TempDir {
    let desk = desk();
    let edits = "InsertSearch(0, (name: \"Tolls\", pattern: \"toll*\"))\n\
                 InsertSearch(1, (name: \"Talks\", pattern: \"talks\", options: (whole_words: true)))\n\
                 InsertSearch(2, (name: \"Odd\", pattern: \"a(\", options: (is_regex: true)))\n";
    std::fs::write(desk.path().join("searches.txt"), edits).expect("the folder can be written");
    said(&desk, &["apply", "talks.ron", "searches.txt"]);
    desk
}

#[test]
fn a_saved_search_is_an_axis_and_a_filter_of_the_table() {
    let desk = desk_with_searches();
    let table = |arguments: &[&str]| {
        let table = ["table", "talks.ron", "--format", "csv"].iter().chain(arguments).copied().collect::<Vec<_>>();
        said(&desk, &table)
    };
    assert_eq!(
        table(&["--columns", "search:Tolls"]),
        "issue,with Tolls,without Tolls,All\r\nToll,1,0,1\r\nAll,1,0,1\r\n"
    );
    assert_eq!(
        table(&["--rows", "search:Talks,search:Tolls", "--columns", "issue", "--measure", "articles"]),
        "mentions of Talks › mentions of Tolls,Toll,All\r\n\
         with Talks,1,1\r\nwith Talks › with Tolls,1,1\r\nwithout Talks,0,0\r\nAll,1,1\r\n"
    );
    assert_eq!(table(&["--filter", "search=tolls"]), table(&[]), "the one highlight is in an article with a toll");
    assert_eq!(table(&["--filter", "search=Odd"]), "issue,Guild,All\r\nToll,0,0\r\nAll,0,0\r\n");
    let both = table(&["--filter", "search=Odd", "--filter", "search=Talks"]);
    assert_eq!(both, table(&[]), "one of several is enough");

    let shown = said(&desk, &["table", "talks.ron", "--layers", "search:Tolls", "--filter", "search=Talks"]);
    assert!(shown.contains("with Tolls") && shown.contains("without Tolls"), "{shown}");
    let refused = |arguments: &[&str]| {
        let output = run(&desk, arguments);
        assert!(!output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let errors = refused(&["table", "talks.ron", "--rows", "search:Ferries"]);
    assert!(errors.contains("there is no saved search “Ferries” in the project; it has Odd, Talks, Tolls"), "{errors}");
    let errors = refused(&["table", "talks.ron", "--filter", "search=Ferries"]);
    assert!(errors.contains("there is no search “Ferries” in the project; it has Odd, Talks, Tolls"), "{errors}");
}

#[test]
fn every_export_says_which_search_it_is_about() {
    let desk = desk_with_searches();
    let export = |file: &str| {
        let arguments = ["--columns", "search:Tolls", "--filter", "search=Talks", "-o", file];
        said(&desk, &[&["export", "talks.ron", "comparison"][..], &arguments].concat());
        std::fs::read(desk.path().join(file)).expect("it was written")
    };
    for file in ["table.csv", "table.tsv", "table.md", "table.html"] {
        let written = String::from_utf8(export(file)).expect("it is UTF-8");
        assert!(written.contains("with Tolls") && written.contains("without Tolls"), "{file}: {written}");
    }
    let about = std::fs::read_to_string(desk.path().join("table.csv.about.txt")).expect("there is a note");
    assert!(about.contains("mentions of Tolls") && about.contains("articles that mention Talks"), "{about}");
    assert!(!export("table.xlsx").is_empty());
}
