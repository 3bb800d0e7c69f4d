//! Reading files with the real program: as JSON Lines, from tables, by their names, and with lists of references.

use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// A folder with some files, and commands run there.
struct Place(TempDir);

impl Place {
    fn with(files: &[(&str, &str)]) -> Self {
        let place = Self(TempDir::new().expect("the system gives a temporary folder"));
        for (name, text) in files {
            std::fs::write(place.0.path().join(name), text).expect("the folder can be written");
        }
        place
    }

    /// Whether a command succeeds, its output and its complaints.
    fn run(&self, arguments: &[&str]) -> (bool, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
        command.env("XDG_DATA_HOME", self.0.path().join("data")).args(arguments).current_dir(self.0.path());
        let output = command.output().expect("the program was built");
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        (output.status.success(), text(output.stdout), text(output.stderr))
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let (is_good, said, complaints) = self.run(arguments);
        assert!(is_good && complaints.is_empty(), "{arguments:?}: {said}{complaints}");
        said
    }

    fn records(&self, arguments: &[&str]) -> Vec<Value> {
        let said = self.ok(arguments);
        said.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect()
    }
}

const BRIDGE: &str = "Bridge talks stall\nBy Ana Petrova\n\nThe city wants a toll.\n";
const TABLE: &str = "title,date,media_name,url,Inhalt\nToll,2025-12-03,Harbour News,https://a.example/1,A toll it is.\n\
                     Ferry,2025-12-04,Harbour News,https://a.example/2,\n,,,,\n";

#[test]
fn what_files_hold_is_printed_as_json_lines() {
    let place = Place::with(&[("2025-12-03_Harbour-News.txt", BRIDGE), ("empty.txt", " "), ("table.csv", TABLE)]);
    let files = ["read", "2025-12-03_Harbour-News.txt", "empty.txt", "--file-names", "{date}_{outlet}"];
    let records = place.records(&files);
    let keys = [
        "file",
        "part",
        "format",
        "encoding",
        "sha256",
        "title",
        "outlet",
        "agency",
        "author",
        "date",
        "updated",
        "language",
        "url",
        "fields",
        "origins",
        "ambiguous_date",
        "warnings",
        "left_out",
        "parts",
        "missing_text",
        "text",
    ];
    let first = records[0].as_object().expect("it is an object");
    let mut own: Vec<&str> = first.keys().map(String::as_str).collect();
    let mut all = keys.to_vec();
    own.sort_unstable();
    all.sort_unstable();
    assert_eq!(own, all);
    let values = ["title", "outlet", "author", "date", "format", "encoding", "text"].map(|key| first[key].as_str());
    let expected = ["Bridge talks stall", "Harbour News", "Ana Petrova", "2025-12-03", "text file", "UTF-8", BRIDGE];
    assert_eq!(values, expected.map(Some));
    assert_eq!(first["origins"]["date"], "name of the file");
    assert_eq!((&first["part"], first["sha256"].as_str().map(str::len)), (&Value::Null, Some(64)));
    assert_eq!(records[1]["error"], "it is empty; if it should not be, get the file again");

    let records = place.records(&["read", "table.csv", "--column", "inhalt=text"]);
    assert_eq!((records[0]["part"].as_str(), records[0]["text"].as_str()), (Some("line 2"), Some("A toll it is.")));
    assert_eq!((records[1]["part"].as_str(), &records[1]["missing_text"]), (Some("line 3"), &Value::Bool(true)));

    let (is_good, said, _) = place.run(&["read", "gone.txt"]);
    assert!(!is_good && said.contains("\"error\""), "{said}");
    let (is_good, _, complaint) = place.run(&["read", "table.csv", "--file-names", "{title"]);
    assert!(!is_good && complaint.contains("the brace at character 1 is not closed"), "{complaint}");
    let (is_good, _, complaint) = place.run(&["read", "table.csv", "--column", "title"]);
    assert!(!is_good && complaint.contains("write HEAD=USE"), "{complaint}");
}

#[test]
fn a_table_is_imported_once_with_its_stubs() {
    let place = Place::with(&[("table.csv", TABLE)]);
    let said = place.ok(&["new", "p.ron", "table.csv", "--column", "Inhalt=text"]);
    assert!(said.contains("table.csv, line 2: imported, “Toll”, Harbour News, 2025-12-03"), "{said}");
    assert!(said.contains("2 articles imported, 0 left out"), "{said}");
    let (_, said, _) = place.run(&["add", "p.ron", "table.csv", "--column", "Inhalt=text"]);
    assert!(said.contains("it has the same text as “Toll”"), "{said}");
    assert!(said.contains("“Ferry” is already there, with the same address"), "{said}");
    let project = std::fs::read_to_string(place.0.path().join("p.ron")).expect("it was written");
    assert!(project.contains("\"text\": \"missing\""), "{project}");
    place.ok(&["check", "p.ron"]);
}

#[test]
fn references_fill_in_details_after_a_dry_run_showed_them() {
    let list = "TY  - NEWS\nTI  - Bridge talks stall\nT2  - Harbour News\nDA  - 2025/12/03/\nER  - \n\
                TY  - NEWS\nTI  - Nothing of the kind\nER  - \n";
    let place = Place::with(&[("bridge.txt", BRIDGE), ("list.ris", list)]);
    place.ok(&["new", "p.ron", "bridge.txt"]);
    let project = || std::fs::read_to_string(place.0.path().join("p.ron")).expect("it was written");
    let before = project();
    let match_line = "list.ris, record 1: “Bridge talks stall” belongs to “Bridge talks stall” (the same title): outlet \
                      “Harbour News”, date “2025-12-03”";
    let said = place.ok(&["add", "p.ron", "--references", "list.ris", "--dry-run"]);
    for line in [
        match_line,
        "list.ris, record 2: “Nothing of the kind”: no match, no article has its file, its address or its title",
        "1 reference matched, 2 details would be filled in, 1 without a match",
        "Nothing was changed (--dry-run)",
    ] {
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
    assert_eq!(project(), before);
    let said = place.ok(&["add", "p.ron", "--references", "list.ris"]);
    assert!(said.contains("1 reference matched, 2 details filled in, 1 without a match"), "{said}");
    assert!(project().contains("outlet: \"Harbour News\""), "{}", project());
    let said = place.ok(&["add", "p.ron", "--references", "list.ris"]);
    assert!(said.contains("nothing to fill in"), "{said}");
    let (is_good, _, complaint) = place.run(&["add", "p.ron", "--references", "bridge.txt"]);
    assert!(!is_good && complaint.contains("bridge.txt: it is not a list of references"), "{complaint}");
    let before = project();
    std::fs::write(place.0.path().join("ferry.txt"), "Ferry\n\nIt does not run.\n").expect("there is room");
    let said = place.ok(&["add", "p.ron", "ferry.txt", "--dry-run"]);
    assert!(said.contains("ferry.txt: would be imported, “Ferry”"), "{said}");
    assert!(said.contains("1 article would be imported, 0 left out\nNothing was changed (--dry-run)"), "{said}");
    assert_eq!(project(), before);
}
