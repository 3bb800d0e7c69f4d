//! What can be chosen while an import is looked over: columns of tables, names of files, how files are read, which are
//! kept; and lists of references, which fill in details.

use std::{path::PathBuf, sync::Arc};

use egui::Key;
use egui_kittest::kittest::Queryable as _;
use standpoint::ui::{
    desk::dialogs::files::FileAnswer,
    preferences::{Preferences, Saving},
    settings::{Setting, SettingType as _},
};

use crate::{
    common::{Window, preferences_of_ak},
    pdf_files::{PdfFile, PdfPage},
};

/// A folder of files, and a window with a new project in which they are read one after another.
struct Scene {
    window: Window,
    folder: tempfile::TempDir,
}

fn folder_of(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it stands in the folder")).expect("it can be made");
        std::fs::write(path, text).expect("the folder can be written");
    }
    folder
}

impl Scene {
    /// Opens a new project; the file dialogs give these files of the folder.
    fn new(preferences: Preferences, files: &[(&str, &str)], answers: &[&str]) -> Self {
        let folder = folder_of(files);
        let answer = |name: &&str| FileAnswer::Chosen(vec![folder.path().join(name)]);
        let answers: Vec<FileAnswer> = answers.iter().map(answer).collect();
        let data = Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
        let builder = egui_kittest::Harness::builder().with_size(egui::Vec2::new(1440.0, 900.0));
        let mut window = Window::build(builder, data, preferences, None, answers);
        window.click("Start empty");
        window.fill("Title", "Valley");
        window.click("Create");
        Self { window, folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The titles of the articles of the project.
    fn titles(&self) -> Vec<&str> {
        self.window.project().articles.iter().map(|article| &*article.details.title).collect()
    }
}

fn usual() -> Preferences {
    preferences_of_ak(Saving::WhenAsked)
}

/// A table whose first column of texts is not recognised by its head.
const TABLE: (&str, &str) = ("a.csv", "Kopf,Rumpf,Wann\nOne,Nobody moved at all.,2025-12-03\nTwo,Words,2025-12-04\n");

#[test]
fn columns_of_a_table_are_chosen_and_remembered() {
    let next = ("b.csv", "Kopf,Rumpf,Wann\nThree,The ferry sails.,2025-12-05\n");
    let Scene { mut window, folder: _folder } = Scene::new(usual(), &[TABLE, next], &["a.csv", "b.csv"]);
    window.ctrl(Key::I);
    assert!(window.has("Columns of a.csv") && window.has("2 rows"), "the table cannot be read, so its columns show");
    assert!(window.has("Choose the column that has the text") && window.has("Nobody moved at all."));
    choose(&mut window, "Column “Rumpf”: Free field", "Text");
    window.settle_until("2 of 2 selected");
    choose(&mut window, "Column “Kopf”: Free field", "Title");
    choose(&mut window, "Column “Wann”: Free field", "Date");
    window.settle_until("3 Dec 2025");
    window.key(Key::Escape);
    assert!(
        window.has("Text as it will be imported") && window.has("Nobody moved at all."),
        "only the columns are left"
    );
    // The next table has the same heads.
    window.click("Files…");
    window.settle_until("3 of 3 selected");
    assert!(window.has("Columns of b.csv") && window.has("As you chose it for a table with these columns."));
    assert!(window.has("Column “Rumpf”: Text"));
    window.import();
    let articles: Vec<_> = window.project().articles.iter().collect();
    let titles: Vec<&str> = articles.iter().map(|article| &*article.details.title).collect();
    assert_eq!(titles, ["One", "Two", "Three"]);
    assert_eq!(articles[0].text.as_str(), "Nobody moved at all.");
    assert_eq!(articles[2].details.date.map(|date| date.to_string()).as_deref(), Some("2025-12-05"));
    assert!(window.data().join("columns.ron").exists());
}

/// Chooses a use in the menu of a column.
fn choose(window: &mut Window, column: &str, holds: &str) {
    window.click(column);
    window.write(holds);
    window.key(Key::Enter);
    window.settle();
}

#[test]
fn what_was_typed_stays_when_a_table_is_read_again() {
    let text = "title,text,lead\nOne,Nobody moved.,The lead.\n";
    let Scene { mut window, folder: _folder } = Scene::new(usual(), &[("a.csv", text)], &["a.csv"]);
    window.ctrl(Key::I);
    window.fill("Author", "A. Mole");
    choose(&mut window, "Column “lead”: Free field", "Text");
    window.settle_until("Column “lead”: Text");
    window.click("Show the text");
    window.settle_until("The lead.");
    window.import();
    let article = &window.project().articles[0];
    assert_eq!((article.text.as_str(), &*article.details.author), ("Nobody moved.\nThe lead.", "A. Mole"));
}

#[test]
fn names_of_files_fill_in_details_by_a_pattern_with_a_preview() {
    let files = [("in/2025-12-03_Harbour-News_No deal.txt", "One\n\nText.\n"), ("in/other.txt", "Two\n\nWords.\n")];
    let Scene { mut window, folder } = Scene::new(usual(), &files, &["in"]);
    window.run_command("Import folder");
    window.click("From file names…");
    window.fill("Pattern", "{date}_{outlet");
    assert!(window.has("The brace at character 8 is not closed"));
    window.fill("Pattern", "{date}_{outlet}_{section}");
    window.settle_until("1 of 2 names fit");
    assert!(window.has("Date: 2025-12-03 · Outlet: Harbour News · section: No deal"));
    assert!(window.has("other.txt: Does not fit"));
    window.click("Fill in");
    window.settle_until("does not fit the pattern “{date}_{outlet}_{section}”");
    assert_eq!(window.harness.get_by_label("Outlet").value().as_deref(), Some("Harbour News"));
    assert!(window.has("Name of the file"));
    // It is used for files that are added, offered again, and can be taken back.
    std::fs::write(folder.path().join("2025_Herald_City.txt"), "Three\n\nThe ferry.\n").expect("it can be written");
    window.harness.input_mut().dropped_files =
        vec![Arc::new(crate::Dropped(folder.path().join("2025_Herald_City.txt")))];
    window.settle();
    assert_eq!(window.harness.get_by_label("Outlet").value().as_deref(), Some("Herald"));
    window.click("From file names…");
    assert!(window.has("Used before"));
    window.click("Remove the pattern");
    assert_eq!(window.harness.get_by_label("Outlet").value().as_deref(), Some(""));
}

#[test]
fn folders_inside_a_folder_are_read_unless_it_is_set_otherwise() {
    let files = [("in/a.txt", "One\n\nText.\n"), ("in/deep/b.txt", "Two\n\nWords.\n")];
    let Scene { mut window, folder: _folder } = Scene::new(usual(), &files, &["in", "in"]);
    window.run_command("Import folder");
    assert!(window.has("2 of 2 selected"));
    window.click("Import options");
    window.click("Include subfolders");
    window.key(Key::Escape);
    window.click("Cancel");
    window.run_command("Import folder");
    assert!(window.has("1 of 1 selected") && window.has("of which only the files are read"));
}

#[test]
fn originals_are_kept_beside_the_project_once_it_is_saved() {
    let preferences = usual().with(Setting::KeepOriginals, true.to_value());
    let mut scene = Scene::new(preferences, &[("a.txt", "One\n\nText.\n")], &["a.txt", "talks.ron"]);
    scene.window.ctrl(Key::I);
    scene.window.import();
    assert!(!scene.path("talks.originals").exists(), "the project has no file yet");
    scene.window.ctrl(Key::S);
    scene.window.settle_until("Kept 1 original file in talks.originals");
    let kept = std::fs::read_dir(scene.path("talks.originals")).expect("it was made").flatten();
    let kept: Vec<String> = kept.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert!(kept.len() == 1 && kept[0].ends_with("-a.txt"), "{kept:?}");
}

#[test]
fn a_reference_list_shows_its_matches_and_fills_in_what_was_agreed_to() {
    let list = "TY  - NEWS\nTI  - One\nT2  - Harbour News\nAU  - Mole, A.\nDA  - 2025/12/03\nER  - \n\
                TY  - NEWS\nTI  - Unknown\nER  - \n";
    let files = [("a.txt", "One\nSource: Gazette\n\nText.\n"), ("list.ris", list)];
    let mut scene = Scene::new(usual(), &files, &["a.txt", "list.ris", "list.ris"]);
    let window = &mut scene.window;
    window.ctrl(Key::I);
    window.import();
    window.run_command("Import reference list");
    assert!(window.has("2 references, of which 1 match"));
    assert!(window.has("Reference: One. Belongs to “One” (the same title)."));
    assert!(window.has("Reference: Unknown. No article has its file"));
    assert_eq!(window.project().articles[0].details.author, "", "nothing is changed yet");
    window.click("Fill in 2 details");
    assert!(window.has("Filled in 2 details of 1 article"));
    let details = &window.project().articles[0].details;
    assert_eq!((&*details.outlet, &*details.author), ("Gazette", "Mole, A."));
    window.ctrl(Key::Z);
    assert_eq!(window.project().articles[0].details.author, "");
    window.run_command("Import reference list");
    window.click("Overwrite details that differ (1 detail)");
    assert!(window.has("Outlet: Harbour News in place of Gazette"));
    window.click("Fill in 3 details");
    assert_eq!(window.project().articles[0].details.outlet, "Harbour News");
    assert_eq!(scene.titles(), ["One"]);
}

#[test]
fn a_newer_version_of_an_article_leads_to_its_revision() {
    let old: Vec<String> = (0..90).map(|n| format!("The envoy number {n} crossed bridge {}. ", n * 7)).collect();
    let old = old.concat();
    let files = [("a/one.txt", format!("Bridges\n{old}\n")), ("b/one.txt", format!("Bridges\n{old}It rained.\n"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    let mut scene = Scene::new(usual(), &files, &["a/one.txt", "b/one.txt"]);
    let window = &mut scene.window;
    window.ctrl(Key::I);
    window.import();
    window.ctrl(Key::I);
    assert!(window.has("newer version of “Bridges”") && window.has("0 of 1 selected"));
    window.click("Revise the article…");
    window.settle_until("Inserted: It rained");
    // The dialog takes a few frames to grow to its size.
    window.harness.run_steps(10);
    window.click("Apply");
    window.settle_until("Text of “Bridges” revised");
    assert!(window.project().articles[0].text.as_str().contains("It rained."));
    window.click_tab("Import");
    window.settle_until("same text as “Bridges”");
    assert_eq!(scene.titles(), ["Bridges"]);
}

/// A book of two chapters.
fn book() -> Vec<u8> {
    let page = |words: &str| format!("<html><body><h1>{words}</h1><p>The text of it.</p></body></html>");
    let entries = [
        ("mimetype", "application/epub+zip".to_owned()),
        ("META-INF/container.xml", r#"<container><rootfile full-path="book.opf"/></container>"#.to_owned()),
        (
            "book.opf",
            r#"<package><manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>"#
                .to_owned(),
        ),
        ("a.xhtml", page("First")),
        ("b.xhtml", page("Second")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("it is a name");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("memory has room");
    }
    zip.finish().expect("memory has room").into_inner()
}

#[test]
fn a_book_becomes_an_article_for_each_chapter_if_that_is_chosen() {
    let mut scene = Scene::new(usual(), &[("z.txt", "Last\n\nText.\n")], &["a.epub", "z.txt", "b.epub"]);
    for name in ["a.epub", "b.epub"] {
        std::fs::write(scene.path(name), book()).expect("the folder can be written");
    }
    let window = &mut scene.window;
    window.ctrl(Key::I);
    window.click("Files…");
    window.click_containing("Draft: First");
    window.click("An article for each chapter");
    window.settle_until("3 of 3 selected");
    assert!(window.has("Draft: Second"));
    // A book that is added is read like the others; its chapters are copies of those of the first.
    window.click("Files…");
    window.settle_until("3 of 5 selected");
    window.click("An article for each chapter");
    window.settle_until("2 of 3 selected");
    assert!(!window.has("Draft: Second"), "each book is one article again");
    window.import();
    assert_eq!(scene.titles(), ["First", "Last"]);
}

#[test]
fn the_lines_of_a_pdf_file_stay_lines_if_that_is_chosen() {
    let mut scene = Scene::new(usual(), &[], &["paper.pdf"]);
    let lines = ["The council refused the toll after a", "debate of five hours on Tuesday, and", "the guild is glad."];
    let page = PdfPage::default().column(60.0, 760.0, 11.0, &lines);
    std::fs::write(scene.path("paper.pdf"), PdfFile::of([page]).bytes()).expect("the folder can be written");
    let window = &mut scene.window;
    window.ctrl(Key::I);
    window.click("Files…");
    window.settle_until(&lines.join(" "));
    window.click("Keep the lines as printed");
    window.settle_until(lines[1]);
    window.import();
    assert_eq!(scene.window.project().articles[0].text.as_str().trim_end(), lines.join("\n"));
}
