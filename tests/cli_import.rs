//! What the flags of an import do, from files to tables, with the real program.

use std::{
    path::Path,
    process::{Command, Output},
};

use standpoint_core::model::Project;
use tempfile::TempDir;

/// A folder to work in, and commands run there.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        Self(TempDir::new().expect("the system gives a temporary folder"))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it is in the folder")).expect("the folder can be written");
        std::fs::write(path, bytes).expect("the folder can be written");
    }

    fn run(&self, line: &str) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_standpoint"));
        command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").env("XDG_DATA_HOME", self.path().join("data"));
        command.args(line.split(' ')).current_dir(self.path()).output().expect("the program was built")
    }

    /// Standard output of a command that succeeds.
    fn ok(&self, line: &str) -> String {
        let output = self.run(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    }

    fn project(&self, name: &str) -> Project {
        let file = std::fs::read_to_string(self.path().join(name)).expect("the program wrote it");
        standpoint_store::read_str(name, &file).expect("the program wrote it")
    }

    /// The texts of the articles of a project, in its order.
    fn texts(&self, project: &str) -> Vec<String> {
        self.project(project).articles.iter().map(|article| article.text.as_str().to_owned()).collect()
    }
}

const CLUTTERED: &str = "The bridge stays shut\n\nAdvertisement\n\nThe council refused the toll on Tuesday.\nShare\n";

#[test]
fn clutter_is_left_out_only_if_somebody_says_so() {
    let desk = Desk::new();
    desk.write("a.txt", CLUTTERED);
    let said = desk.ok("new kept.ron a.txt");
    assert!(said.contains("2 lines may be clutter; use --drop-clutter to leave them out"), "{said}");
    assert_eq!(desk.texts("kept.ron"), [CLUTTERED]);

    let said = desk.ok("new dropped.ron a.txt --drop-clutter");
    assert!(said.contains("2 lines left out"), "{said}");
    let dropped = "The bridge stays shut\n\nThe council refused the toll on Tuesday.\n";
    assert_eq!(desk.texts("dropped.ron"), [dropped]);

    // The same for what joins a project later.
    desk.write("b.txt", "The ferry sails\nAdvertisement\nThe guild has a second boat.\n");
    desk.ok("add dropped.ron b.txt --drop-clutter");
    assert_eq!(desk.texts("dropped.ron"), [dropped, "The ferry sails\nThe guild has a second boat.\n"]);
}

/// A report as it is printed by this outlet.
fn printed_by(outlet: &str) -> String {
    format!("The toll is refused\nThe council refused the toll, and the guild is glad.\nSource: {outlet}\n")
}

#[test]
fn copies_are_imported_if_they_are_allowed() {
    let desk = Desk::new();
    desk.write("in/a.txt", printed_by("Harbour News"));
    desk.write("in/b.txt", printed_by("Harbour News"));
    let said = desk.ok("new talks.ron in");
    let advice = "b.txt: left out, it has the same text as “The toll is refused”; use --allow-copies to import it";
    assert!(said.contains(advice), "{said}");
    assert_eq!(desk.texts("talks.ron").len(), 1);
    let refused = desk.run("add talks.ron in/b.txt");
    assert_eq!(refused.status.code(), Some(1), "nothing was imported");

    let said = desk.ok("add talks.ron in/b.txt --allow-copies");
    assert!(said.contains("1 article imported, 0 left out"), "{said}");
    assert_eq!(desk.texts("talks.ron"), [printed_by("Harbour News"), printed_by("Harbour News")]);
    desk.ok("new both.ron in --allow-copies");
    assert_eq!(desk.texts("both.ron").len(), 2);
}

#[test]
fn a_story_that_several_outlets_printed_can_count_once() {
    let desk = Desk::new();
    let rows = ["Harbour News", "Valley Gazette", "Coast Herald"].map(|outlet| {
        let story = if outlet == "Coast Herald" { "" } else { "Toll" };
        format!("{outlet} on the toll,The council refused the toll. So {outlet} printed it.,{outlet},{story}\n")
    });
    desk.write("reports.csv", format!("title,text,outlet,story\n{}", rows.concat()));
    desk.ok("new talks.ron reports.csv");
    let row = |outlet: &str| format!("{outlet} on the toll,The council refused the toll,Council,Toll,opposes\n");
    let rows: String = ["Harbour News", "Valley Gazette", "Coast Herald"].map(row).concat();
    desk.write("highlights.csv", format!("article,quote,actor,issue,stance\n{rows}"));
    desk.ok("add talks.ron --highlights highlights.csv");
    let table =
        |options: &str| desk.ok(&format!("table talks.ron --rows issue --columns actor --measure highlights{options}"));
    let toll = |table: String| {
        let line = table.lines().find(|line| line.contains("Toll")).expect("there is a row").to_owned();
        line.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect::<Vec<u32>>()
    };
    assert_eq!(toll(table("")), [3, 3]);
    // Two of the three printed one story.
    assert_eq!(toll(table(" --once-per story")), [2, 2]);
    let by_story = desk.ok("table talks.ron --rows field:story --columns actor --measure highlights");
    assert!(by_story.lines().any(|line| line.contains("Toll") && line.contains('2')), "{by_story}");
}

/// A list of articles of which one has no text, and its text in a file of its own.
#[test]
fn an_article_without_a_text_gets_it_later() {
    let desk = Desk::new();
    desk.write("list.csv", "title,url,outlet,date\nToll refused,https://news.example/toll,Harbour News,2025-12-03\n");
    let said = desk.ok("new talks.ron list.csv");
    assert!(said.contains("1 article imported"), "{said}");
    assert_eq!(desk.texts("talks.ron"), [""]);
    let page = "<!DOCTYPE html><html><head><title>No toll</title><link rel=canonical \
                href=https://www.news.example/toll></head><body><p>The council refused the toll.</p></body></html>";
    desk.write("page.html", page);
    let said = desk.ok("add talks.ron page.html");
    assert!(said.contains("it is the text of “Toll refused”, which had none"), "{said}");
    assert_eq!(desk.texts("talks.ron"), ["The council refused the toll."]);
    let project = desk.project("talks.ron");
    let details = &project.articles[0].details;
    assert_eq!((&*details.title, &*details.outlet), ("Toll refused", "Harbour News"));
    assert_eq!(details.fields.get("text"), None, "it is no longer marked");
    assert_eq!(project.articles[0].source.as_ref().map(|source| &*source.file), Some("page.html"));
    // Once it has its text, another one is another article.
    desk.write("other.html", page.replace("refused the toll", "sees no need for a toll"));
    desk.ok("add talks.ron other.html");
    assert_eq!(desk.texts("talks.ron").len(), 2);
}

#[test]
fn the_folders_inside_a_folder_can_be_left_out() {
    let desk = Desk::new();
    desk.write("in/a.txt", "The bridge stays shut.\n");
    desk.write("in/older/b.txt", "The ferry sails.\n");
    let said = desk.ok("new top.ron in --no-subfolders");
    assert!(said.contains("older: left out"), "{said}");
    assert_eq!(desk.texts("top.ron"), ["The bridge stays shut.\n"]);
    desk.ok("add top.ron in");
    assert_eq!(desk.texts("top.ron"), ["The bridge stays shut.\n", "The ferry sails.\n"]);
}

/// The names of the files that are kept beside a project, in order.
fn kept_beside(desk: &Desk, project: &str) -> Vec<String> {
    let folder = standpoint_store::originals::folder_of(&desk.path().join(project));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn originals_are_kept_beside_the_project_for_what_is_added_too() {
    let desk = Desk::new();
    desk.write("a.txt", "The bridge stays shut.\n");
    desk.write("b.txt", "The ferry sails.\n");
    desk.write("again.txt", "The bridge stays shut.\n\n");
    desk.ok("new talks.ron a.txt");
    assert!(kept_beside(&desk, "talks.ron").is_empty(), "nobody asked for it");
    // What is not imported is not kept either.
    let said = desk.ok("add talks.ron again.txt b.txt --keep-originals");
    let kept = kept_beside(&desk, "talks.ron");
    assert!(kept.len() == 1 && kept[0].contains("b.txt"), "{kept:?}: {said}");
    let folder = standpoint_store::originals::folder_of(&desk.path().join("talks.ron"));
    let bytes = std::fs::read(folder.join(&kept[0])).expect("it was kept");
    assert_eq!(bytes, b"The ferry sails.\n");
    // The file of an article that was imported before can be kept later.
    let said = desk.ok("add talks.ron a.txt --keep-originals");
    let kept = kept_beside(&desk, "talks.ron");
    assert!(kept.len() == 2 && kept.iter().any(|name| name.contains("a.txt")), "{kept:?}: {said}");
}
