//! The command `progress`, run as a script would run it.

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

/// A folder with a project of three articles, of which one is done and one has highlights.
fn desk() -> TempDir {
    let desk = TempDir::new().expect("the system gives a temporary folder");
    let articles = [
        ("a.txt", "Bridge talks stall\nThe guild refuses a toll.\nSource: Harbour News\n"),
        ("b.txt", "Ferry talks open\nThe toll is the old toll.\nSource: Valley Post\n"),
        ("c.txt", "Мост и ещё мост\nГильдия против.\nSource: Valley Post\n"),
    ];
    for (name, text) in articles {
        std::fs::write(desk.path().join(name), text).expect("the folder can be written");
    }
    let rows = "article,quote,actor,issue\n\
        Bridge talks stall,The guild,Guild,\n\
        Bridge talks stall,refuses a toll,,Toll\n";
    std::fs::write(desk.path().join("h.csv"), rows).expect("the folder can be written");
    said(&desk, &["new", "talks.ron", "a.txt", "b.txt", "c.txt"]);
    said(&desk, &["add", "talks.ron", "--highlights", "h.csv"]);
    let project = standpoint_store::open(&desk.path().join("talks.ron")).expect("it was just written");
    let first = &project.articles[0];
    assert_eq!(first.details.outlet, "Harbour News");
    let edits = format!(
        "SetDetails(\"{}\", (title: \"Bridge talks stall\", outlet: \"Harbour News\", status: Done))\n\
         InsertCode(Actor, 0, (id: \"mayor\", name: \"The mayor\", colour: \"#3b7ab8\"))\n",
        first.id
    );
    std::fs::write(desk.path().join("edits.txt"), edits).expect("the folder can be written");
    said(&desk, &["apply", "talks.ron", "edits.txt"]);
    desk
}

#[test]
fn what_is_open_is_listed() {
    let printed = said(&desk(), &["progress", "talks.ron"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert_eq!(lines[0], "3 articles: 2 to read, 0 reading, 1 done");
    assert!(lines[1].starts_with("2 highlights; ") && lines[1].ends_with("% of all texts coded"), "{printed}");
    let below = |heading: &str| {
        let at = lines.iter().position(|line| *line == heading).unwrap_or_else(|| panic!("{heading} in {printed}"));
        lines[at + 1..].iter().take_while(|line| !line.is_empty()).map(|line| line.trim()).collect::<Vec<_>>()
    };
    let to_read = below("Articles to read: 2");
    assert!(to_read[0].starts_with("0 highlights,") && to_read[0].ends_with("Ferry talks open"), "{to_read:?}");
    assert_eq!(below("Articles without highlights: 2"), ["Ferry talks open", "Мост и ещё мост"]);
    assert_eq!(below("Outlets of which no article is done: 1"), ["Valley Post, 2 articles"]);
    assert_eq!(below("Highlights without an issue: 1"), ["Bridge talks stall: The guild"]);
    assert_eq!(below("Highlights without an actor: 1"), ["Bridge talks stall: refuses a toll"]);
    assert_eq!(below("Actors that no highlight has: 1"), ["The mayor"]);
    assert!(!printed.contains("Issues that no highlight has"), "{printed}");
    assert!(!printed.contains("being read"), "what is empty has no heading: {printed}");
}

#[test]
fn records_say_what_they_are_about() {
    let desk = desk();
    let csv = said(&desk, &["progress", "talks.ron", "--format", "csv"]);
    assert_eq!(csv.lines().next(), Some("what,id,name,outlet,date,status,articles,highlights,coded_share,quote"));
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let records: Vec<Vec<String>> =
        reader.records().map(|record| record.expect("it is CSV").iter().map(str::to_owned).collect()).collect();
    let what: Vec<&str> = records.iter().map(|record| &*record[0]).collect();
    assert_eq!(what, ["article", "article", "article", "unread-outlet", "no-issue", "no-actor", "unused-actor"]);
    assert_eq!(records[0][2..6], ["Bridge talks stall", "Harbour News", "", "done"]);
    assert_eq!(records[0][7], "2");
    let share: f64 = records[0][8].parse().expect("it is a number");
    assert!((0.1..0.9).contains(&share), "{share}");
    assert_eq!(records[1][7..9], ["0", "0.0000"]);
    assert_eq!((&*records[3][2], &*records[3][6]), ("Valley Post", "2"));
    assert_eq!((&*records[4][2], &*records[4][9]), ("Bridge talks stall", "The guild"));
    assert_eq!(records[6][1..3], ["mayor", "The mayor"]);
}

#[test]
fn options_of_csv_need_csv_and_nothing_is_changed() {
    let desk = desk();
    let before = std::fs::read(desk.path().join("talks.ron")).expect("it is there");
    let output = run(&desk, &["progress", "talks.ron", "--bom"]);
    let said_of_it = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said_of_it.contains("need --format csv"), "{said_of_it}");
    said(&desk, &["progress", "talks.ron", "--format", "csv", "--separator", "semicolon"]);
    assert_eq!(std::fs::read(desk.path().join("talks.ron")).expect("it is there"), before);
}
