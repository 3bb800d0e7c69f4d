//! `standpoint revise`: the real program gives an article another text.

use std::{path::Path, process::Command};

use tempfile::TempDir;

const OLD: &str = "Bridge talks stall\n\nThe city wants a toll. The guild refuses a toll.\nThe mayor left.\n";
const HIGHLIGHTS: &str = "\
article,quote,actor,stance,note,coder
Bridge talks stall,The city wants a toll,City,supports,,AK
Bridge talks stall,The guild refuses a toll,Guild,opposes,at once,AK
Bridge talks stall,The mayor left,Mayor,,,AK
";

/// A folder with a project of one article, and commands run there.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(TempDir::new().expect("the system gives a temporary folder"));
        desk.write("old.txt", OLD);
        desk.write("highlights.csv", HIGHLIGHTS);
        desk.run(&["new", "talks.ron", "old.txt"], 0);
        desk.run(&["add", "talks.ron", "--highlights", "highlights.csv"], 0);
        desk
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path().join(name), text).expect("the folder can be written");
    }

    fn project(&self) -> String {
        std::fs::read_to_string(self.path().join("talks.ron")).expect("the program wrote it")
    }

    /// Runs the program and returns what it says, on either stream.
    fn run(&self, words: &[&str], exit_code: i32) -> String {
        let program = env!("CARGO_BIN_EXE_standpoint");
        let output = Command::new(program)
            .args(words)
            .current_dir(self.path())
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env_remove("DISPLAY")
            .output()
            .expect("the program runs");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).expect("it says UTF-8");
        assert_eq!(output.status.code(), Some(exit_code), "{said}");
        said
    }
}

fn check_says(said: &str, expected: &[&str]) {
    for words in expected {
        assert!(said.contains(words), "expected “{words}” in:\n{said}");
    }
}

#[test]
fn highlights_follow_their_words_and_nothing_changes_on_trial() {
    let desk = Desk::new();
    desk.write("new.txt", &OLD.replace("The mayor", "In the evening, the mayor").replace("stall", "stall again"));
    let before = desk.project();
    let trial = desk.run(&["revise", "talks.ron", "bridge talks stall", "new.txt", "--dry-run", "--remove-lost"], 0);
    check_says(
        &trial,
        &["“The mayor left”", "would be revised: 2 passages changed, 2 highlights kept, 1 highlight removed"],
    );
    assert_eq!(desk.project(), before);

    desk.write("new.txt", &OLD.replace("stall", "stall again"));
    let said = desk.run(&["revise", "talks.ron", "Bridge talks stall", "new.txt"], 0);
    check_says(&said, &["“Bridge talks stall” revised: 1 passage changed, 3 highlights kept, 0 highlights removed"]);
    check_says(
        &desk.project(),
        &["Bridge talks stall again\n\nThe city", "span: (26, 47), quote: \"The city wants a toll\""],
    );
    check_says(&desk.run(&["check", "talks.ron"], 0), &["sound: 1 article, 3 highlights"]);
    check_says(&desk.run(&["revise", "talks.ron", "Bridge talks stall", "new.txt"], 0), &["has this text already"]);
}

#[test]
fn highlights_that_would_be_lost_are_printed_and_removed_only_if_asked() {
    let desk = Desk::new();
    desk.write("new.txt", &OLD.replace("refuses a toll", "accepts a toll").replace("The mayor left.", "Nobody spoke."));
    let before = desk.project();
    let said = desk.run(&["revise", "talks.ron", "Bridge talks stall", "new.txt"], 1);
    check_says(
        &said,
        &[
            "lost: “The guild refuses a toll”, actor Guild, stance opposes, note “at once”, coder AK",
            "; perhaps “The guild accepts a toll” at 43–67",
            "lost: “The mayor left”, actor Mayor",
            "; no similar passage was found",
            "was not changed, because the words of 2 highlights changed",
        ],
    );
    assert_eq!(desk.project(), before);

    let said = desk.run(&["revise", "talks.ron", "Bridge talks stall", "new.txt", "--remove-lost"], 0);
    check_says(&said, &["2 passages changed, 1 highlight kept, 2 highlights removed"]);
    let after = desk.project();
    check_says(&after, &["accepts a toll", "The city wants a toll"]);
    assert!(!after.contains("refuses a toll"), "{after}");
}

#[test]
fn what_cannot_be_revised_is_refused_in_words() {
    let desk = Desk::new();
    desk.write("new.txt", "Anything.");
    desk.write("empty.txt", " \n");
    let before = desk.project();
    for (article, file, expected) in [
        ("Ferry talks", "new.txt", "there is no article “Ferry talks” in the project; it has Bridge talks stall"),
        ("Bridge talks stall", "empty.txt", "empty.txt: "),
        ("Bridge talks stall", "gone.txt", "gone.txt: "),
    ] {
        check_says(&desk.run(&["revise", "talks.ron", article, file], 1), &[expected]);
    }
    std::fs::create_dir(desk.path().join("two")).expect("the folder is fresh");
    desk.write("two/a.txt", "One.");
    desk.write("two/b.txt", "Two.");
    check_says(&desk.run(&["revise", "talks.ron", "Bridge talks stall", "two"], 1), &["two: it contains 2 articles"]);
    // Neither a text that is missing nor a part of one takes the place of the text.
    desk.write("stub.csv", "title,url\nBridge talks stall,https://news.example/bridge\n");
    desk.write("half.csv", "title,text\nBridge talks stall,Nobody moved.\nBridge talks stall\n");
    check_says(&desk.run(&["revise", "talks.ron", "Bridge talks stall", "stub.csv"], 1), &["stub.csv: "]);
    check_says(&desk.run(&["revise", "talks.ron", "Bridge talks stall", "half.csv"], 1), &["half.csv: it has 1 cell"]);
    assert_eq!(desk.project(), before);
}
