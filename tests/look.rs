//! How the window looks: small pictures of every page, drawn without a graphics card and compared with those in
//! `look/`.

#[expect(dead_code, reason = "the other window tests use more of it")]
mod common;

#[path = "look/album.rs"]
mod album;
#[path = "look/controls.rs"]
mod controls;
#[path = "look/renderer.rs"]
mod renderer;

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    sync::Arc,
};

use album::{Album, TOLERANCE, difference};
use common::folder_of_articles;
use egui::{Key, Modifiers, Theme, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use jiff::{civil::DateTime, tz::TimeZone};
use renderer::Pixels;
use standpoint::ui::{desk::dialogs::files::FileAnswer, preferences::RecentProject};
use standpoint_core::{
    model::{Article, Code, Details, Project},
    text::Text,
};

/// Room for panels on both sides of the text.
const USUAL: Vec2 = vec2(1100.0, 640.0);

/// Room for panels on both sides of a table and all the choices above it.
const WIDE: Vec2 = vec2(1320.0, 640.0);

/// The window as it opens at first.
const FULL: Vec2 = vec2(1440.0, 900.0);

/// The smallest window in which everything can be reached.
const NARROW: Vec2 = vec2(640.0, 480.0);

/// Room for a dialog.
const SMALL: Vec2 = vec2(800.0, 600.0);

fn folder() -> Arc<tempfile::TempDir> {
    Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"))
}

/// The welcome page.
fn welcome(size: Vec2, answers: impl IntoIterator<Item = FileAnswer>) -> Album {
    Album::open(size, Theme::Light, folder(), Vec::new(), None, answers)
}

/// The sample project.
fn sample(size: Vec2, theme: Theme) -> Album {
    let mut album = Album::open(size, theme, folder(), Vec::new(), None, []);
    // In a small window one would scroll to its button.
    album.window.run_command("Open the sample project");
    album
}

/// A project without articles.
fn new_project(size: Vec2, answers: impl IntoIterator<Item = FileAnswer>) -> Album {
    let mut album = welcome(size, answers);
    album.window.ctrl(Key::N);
    album.window.fill("Title", "Valley");
    album.window.click("Create");
    album
}

/// Writes a small project into a folder of its own, with some of its words replaced by others.
fn small_project(replaced: &[(&str, &str)]) -> (Arc<tempfile::TempDir>, PathBuf) {
    let mut text = include_str!("formats/1.ron").to_owned();
    // System fonts are not loaded in tests, and the bundled ones have no Chinese.
    for (old, new) in [("北京", "Rotterdam")].iter().chain(replaced) {
        assert!(text.contains(old), "“{old}” is not in the project");
        text = text.replace(old, new);
    }
    let folder = folder();
    let path = folder.path().join("harbour.ron");
    fs::write(&path, text).expect("the folder can be written");
    (folder, path)
}

/// The moment at which clocks show this time in the time zone of this machine, so that it looks the same everywhere.
fn local(written: &str) -> jiff::Timestamp {
    let moment: DateTime = written.parse().expect("it is a moment");
    moment.to_zoned(TimeZone::system()).expect("the clocks know it").timestamp()
}

fn set_modified(path: &Path, moment: jiff::Timestamp) {
    let file = File::options().append(true).open(path).expect("the file is there");
    file.set_modified(moment.into()).expect("the file is ours");
}

#[test]
fn welcome_page() {
    let mut album = welcome(USUAL, []);
    album.picture("welcome");
}

#[test]
fn welcome_page_with_projects() {
    let data = folder();
    let mut crashed = Album::open(SMALL, Theme::Light, Arc::clone(&data), Vec::new(), None, []);
    crashed.window.ctrl(Key::N);
    crashed.window.fill("Title", "Valley");
    crashed.window.click("Create");
    crashed.window.run_command("Rename project");
    crashed.window.fill("Title", "Two valleys");
    crashed.window.click("Rename");
    drop(crashed);
    let unsaved = fs::read_dir(data.path().join("unsaved")).expect("an unsaved project has a folder there");
    for folder in unsaved {
        set_modified(&folder.expect("it can be listed").path().join("journal"), local("2025-12-03T09:14:00"));
    }
    let project = |name: &str, title: &str, n_done, n_articles| RecentProject {
        title: title.to_owned(),
        n_done,
        n_articles,
        when: Some(local("2024-11-12T09:14:00")),
        ..RecentProject::of(format!("/home/ak/studies/{name}.ron").into())
    };
    let recent = vec![
        project("talks", "Moscow talks, December 2025", 3, 5),
        project("grain", "Grain corridor, 2022–2024", 41, 118),
        project("heat-pumps", "The law on heat pumps in six papers, with all comments and letters", 64, 64),
        RecentProject::of("/home/ak/harbour.ron".into()),
        project("rent", "Pilot: rent cap", 2, 10),
    ];
    let mut album = Album::open(FULL, Theme::Light, Arc::clone(&data), recent.clone(), None, []);
    album.picture("welcome-projects");
    let mut album = Album::open(SMALL, Theme::Dark, data, recent, None, []);
    album.window.fill("Find a project", "2");
    album.picture("welcome-projects-dark");
}

#[test]
fn settings_page() {
    let mut album = Album::open(FULL, Theme::Light, folder(), Vec::new(), None, []);
    album.window.run_command("Settings");
    album.window.click("Increase text size");
    album.picture("settings");
    let mut album = Album::open(SMALL, Theme::Dark, folder(), Vec::new(), None, []);
    album.window.run_command("Settings");
    album.picture("settings-dark");
}

#[test]
fn messages() {
    // Two codes of one name, which is said above the page.
    let (folder, path) = small_project(&[("name: \"Mayor\"", "name: \"Town hall\""), ("parent: \"town\",", "")]);
    let mut album = Album::open(SMALL, Theme::Light, folder, Vec::new(), Some(&path), []);
    album.window.key(Key::J);
    album.window.run_command("Delete highlight");
    album.picture_now("messages");
    // Another program changes a name and adds what was deleted here.
    let theirs = std::fs::read_to_string(&path).expect("the project is there").replace("Town hall", "City hall");
    std::fs::write(&path, theirs).expect("the folder can be written");
    album.window.harness.event(egui::Event::WindowFocused(true));
    album.window.settle_until("was changed by another program");
    album.picture("question-above-the-page");
}

#[test]
fn reading_page() {
    let mut album = sample(USUAL, Theme::Light);
    album.window.key(Key::J);
    album.window.key(Key::J);
    album.picture("read");
    let paragraph = album.window.paragraph("The routine is well known");
    album.window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    album.window.key(Key::Enter);
    album.window.write("rus terr");
    album.picture("read-tag-box");
    album.window.key(Key::Escape);
    album.window.keys(Modifiers::SHIFT, Key::F1);
    album.picture("read-legend");
}

#[test]
fn search_in_the_article() {
    for (theme, name) in [(Theme::Light, "read-find"), (Theme::Dark, "read-find-dark")] {
        let mut album = sample(USUAL, theme);
        album.window.ctrl(Key::F);
        album.window.write("Moscow OR Kremlin");
        album.window.key(Key::Enter);
        album.picture(name);
    }
    let mut album = sample(NARROW, Theme::Light);
    album.window.ctrl(Key::F);
    album.window.write("(Moscow OR");
    album.window.click("Search options");
    album.picture("read-find-narrow");
}

#[test]
fn reading_page_in_other_themes() {
    let mut album = sample(USUAL, Theme::Dark);
    album.window.key(Key::J);
    album.picture("read-dark");
    album.window.harness.set_size(NARROW);
    album.window.run_command("Sepia theme");
    album.picture("read-sepia");
}

#[test]
fn reading_page_where_there_is_little_room() {
    let mut album = sample(NARROW, Theme::Light);
    album.window.key(Key::J);
    album.picture("read-narrow");
    album.window.click("Highlight and filters");
    album.picture("read-narrow-highlight");
    album.window.click("Show…");
    album.picture("read-narrow-filter");
    album.window.key(Key::Escape);
    album.window.key(Key::Escape);
    album.window.click("List of articles");
    album.picture("read-narrow-articles");
}

#[test]
fn comparison() {
    let mut album = sample(WIDE, Theme::Light);
    album.window.ctrl(Key::Num2);
    album.picture("compare");
    album.window.click_containing("Territory, Ukraine: ");
    album.picture("compare-cell");
    album.window.click_containing("Outlets disagree: Russia, Progress in the talks");
    album.picture("compare-findings");
    album.window.click("Add filter");
    album.picture("compare-filter");
    album.window.key(Key::Escape);
    album.window.click("More");
    album.picture("compare-more");
    album.window.key(Key::Escape);
    album.window.click("View: Quotes on guarantees");
    album.window.click_containing("Left out by outlets");
    album.window.click("Left out by Axadle Times");
    album.picture("compare-silence");
}

#[test]
fn comparison_in_the_dark() {
    let mut album = sample(WIDE, Theme::Dark);
    album.window.ctrl(Key::Num2);
    album.window.click_containing("Territory, Ukraine: ");
    album.picture("compare-dark");
}

#[test]
fn comparison_side_by_side() {
    let mut album = sample(WIDE, Theme::Light);
    album.window.ctrl(Key::Num2);
    album.window.run_command("Side by side");
    album.picture("compare-side-by-side");
}

#[test]
fn comparison_as_pictures() {
    let mut album = sample(NARROW, Theme::Light);
    album.window.ctrl(Key::Num2);
    album.picture("compare-narrow");
    let mut album = sample(vec2(920.0, 1000.0), Theme::Light);
    album.window.ctrl(Key::Num2);
    for (choice, name) in [
        ("Show as: Bars", "compare-bars"),
        ("Show as: Heat map", "compare-heat-map"),
        ("Show as: Timeline", "compare-timeline"),
        ("Show as: Network", "compare-network"),
    ] {
        album.window.click(choice);
        album.picture(name);
    }
}

#[test]
fn a_selected_node_of_the_network() {
    let mut album = sample(FULL, Theme::Light);
    album.window.ctrl(Key::Num2);
    album.window.click("Show as: Network");
    album.window.click_containing("Draw a tie for: support minus opposition");
    album.window.harness.get_by_label_contains("Territory, issue: ").click();
    album.window.settle();
    album.picture("compare-network-node");
    album.window.run_command("Dark theme");
    album.picture("compare-network-node-dark");
}

#[test]
fn codebook() {
    let mut album = sample(USUAL, Theme::Light);
    album.window.ctrl(Key::Num3);
    album.window.click("In the codebook: Ukraine");
    album.picture("codebook-actor");
    album.window.click("Delete actor…");
    album.picture("codebook-delete");
    album.window.click("Cancel");
    album.window.click_containing("List: Issues");
    album.window.click("In the codebook: Donbas to Russia");
    album.picture("codebook-issue");
    album.window.run_command("Merge codes…");
    album.window.click("Merge: Territory / Recognition of Crimea");
    album.picture("codebook-merge");
    album.window.click("Cancel");
    album.window.click_containing("List: Stances");
    album.picture("codebook-stances");
}

#[test]
fn codebook_in_the_dark() {
    let mut album = sample(USUAL, Theme::Dark);
    album.window.ctrl(Key::Num3);
    album.window.click("In the codebook: Ukraine");
    album.picture("codebook-dark");
    album.window.run_command("Move code…");
    album.picture("codebook-move-dark");
}

#[test]
fn codebook_that_changes() {
    let folder = folder();
    let table = folder.path().join("codes.csv");
    let codes = "kind,name,parent,definition\nactor,Ukraine,,The state and who speaks for it.\n\
                 actor,Duma,Russia,\nissue,Ports,,\ngroup,Others,,\n";
    fs::write(&table, codes).expect("the folder can be written");
    let mut album = Album::open(USUAL, Theme::Light, folder, Vec::new(), None, [FileAnswer::Chosen(vec![table])]);
    album.window.run_command("Open the sample project");
    album.window.run_command("Import codebook");
    album.window.settle_until("codes.csv: ");
    album.picture("codebook-import");
    album.window.click("Cancel");
    album.window.ctrl(Key::Num3);
    album.window.click_containing("List: Issues");
    album.window.click("In the codebook: Donbas to Russia");
    album.window.run_command("Split code…");
    for part in ["By treaty", "On the ground"] {
        album.window.fill("Name of a new part", part);
        album.window.click("Add");
    }
    album.window.key(Key::Num1);
    album.picture("codebook-split");
}

#[test]
fn suggestions() {
    const TEXT: &str = "The talks of the harbour\n\nThe mayor said that the harbour must stay open all winter. \
                        Nobody moved.\n\nRotterdam rejected the plan at once. It rained.\n\n\
                        Nobody asked why. Rotterdam said that it would wait.\n";
    let mut project = Project::titled("Harbour");
    let code = |id: &str, name: &str, at: usize| Code::new(id.into(), name, at);
    project.codebook.actors = vec![code("mayor", "Mayor", 0), code("rotterdam", "Rotterdam", 1)];
    let details = Details { title: "The talks of the harbour".to_owned(), ..Details::default() };
    project.articles.push(Arc::new(Article::new(details, Text::new(TEXT))));
    let folder = folder();
    let path = folder.path().join("harbour.ron");
    fs::write(&path, standpoint_store::to_string(&project)).expect("the folder can be written");
    let mut album = Album::open(USUAL, Theme::Light, folder, Vec::new(), Some(&path), []);
    let sentence = album.window.paragraph("Rotterdam rejected");
    album.window.click_at(sentence.left_top() + vec2(30.0, 14.0), 3);
    album.window.key(Key::Enter);
    album.window.write("Rotterdam, ");
    album.window.key(Key::Enter);
    album.window.settle_until("Suggestion: Rotterdam");
    album.window.key(Key::G);
    album.picture("read-suggestions");
    album.window.run_command("Dark theme");
    album.picture("read-suggestions-dark");
}

/// The sample project, searched for words of which some are coded.
fn search(size: Vec2, theme: Theme) -> Album {
    let mut album = sample(size, theme);
    album.window.ctrl(Key::Num4);
    album.window.fill("Search all articles for", "territor*");
    album.window.settle_until("15 hits in 5 articles");
    album
}

#[test]
fn search_page() {
    let mut album = search(FULL, Theme::Light);
    album.window.key(Key::Enter);
    for _ in 0..5 {
        album.window.keys(Modifiers::SHIFT, Key::ArrowDown);
    }
    album.picture("search");
    album.window.click_containing("Tag 5 lines");
    album.picture("search-tag");
    album.window.write("Ukraine, Territory +");
    album.window.key(Key::Enter);
    album.picture("search-tag-confirm");
}

#[test]
fn search_page_in_a_small_window() {
    let mut album = search(SMALL, Theme::Light);
    album.picture("search-small");
    album.window.fill("Search all articles for", "Kyiv AND");
    album.picture("search-trouble");
    album.window.fill("Search all articles for", "x");
    album.window.key(Key::Backspace);
    album.picture("search-empty");
}

#[test]
fn search_page_in_the_dark() {
    let mut album = search(USUAL, Theme::Dark);
    album.picture("search-dark");
}

#[test]
fn progress_page() {
    let mut album = sample(USUAL, Theme::Light);
    album.window.ctrl(Key::Num5);
    album.picture("progress");
    let mut album = sample(SMALL, Theme::Dark);
    album.window.ctrl(Key::Num5);
    album.picture("progress-dark");
}

#[test]
fn articles_in_groups() {
    let mut album = sample(USUAL, Theme::Light);
    album.window.run_command("Group articles by outlet");
    album.picture("articles-grouped");
}

#[test]
fn repair_page() {
    let damage = [("(20, 60)", "(17, 57)"), ("stance: \"supports\"", "stance: \"doubts\""), ("09:15:00Z", "noon")];
    let (folder, path) = small_project(&damage);
    let mut album = Album::open(USUAL, Theme::Light, folder, Vec::new(), Some(&path), []);
    album.picture("repair");
    album.window.key(Key::Space);
    album.window.key(Key::ArrowDown);
    album.picture("repair-accepted");
}

#[test]
fn dialogs_over_a_project() {
    let (folder, path) = small_project(&[]);
    for (saved, title) in [("2025-12-03T09:14:07", "Harbour"), ("2025-11-30T17:40:22", "Docks")] {
        let backups = folder.path().join("harbour.ron.recovery/backups");
        fs::create_dir_all(&backups).expect("the folder can be written");
        let name = local(saved).strftime("%Y-%m-%dT%H-%M-%S.000Z.ron").to_string();
        let text = fs::read_to_string(&path).expect("it was just written").replace("Harbour “dispute”", title);
        fs::write(backups.join(name), text).expect("the folder can be written");
    }
    let mut album = Album::open(SMALL, Theme::Light, folder, Vec::new(), Some(&path), []);
    for (command, name) in [
        ("Export comparison…", "dialog-export"),
        ("Save picture…", "dialog-export-picture"),
        ("Article details", "dialog-details"),
        ("Restore an earlier version", "dialog-restore"),
    ] {
        album.window.run_command(command);
        album.picture(name);
        album.window.click("Cancel");
    }
    album.window.run_command("Revise text");
    album.window.fill("New text", "A made-up headline\n\nThe mayor said that the port stays open.");
    album.window.settle_until("Decide about");
    album.picture("dialog-revise");
    album.window.click("Cancel");
    album.window.run_command("Rename project");
    album.window.fill("Title", "Harbour");
    album.window.click("Rename");
    album.window.ctrl(Key::W);
    album.picture("dialog-question");
    album.window.click("Cancel");
    album.window.ctrl(Key::Num3);
    album.window.click("In the codebook: Mayor");
    album.window.click("Assign key…");
    album.picture("dialog-code-key");
}

#[test]
fn dialogs_that_need_no_project() {
    let mut album = welcome(SMALL, [FileAnswer::NoDialog]);
    album.window.ctrl(Key::N);
    album.window.fill("Title", "Valley");
    album.picture("dialog-prompt");
    album.window.click("Cancel");
    album.window.ctrl(Key::O);
    album.window.fill("Path", "assets/icons/");
    album.picture("dialog-path");
    album.window.click("Cancel");
    album.window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    album.window.write("text");
    album.picture("dialog-palette");
    album.window.key(Key::Escape);
    album.window.key(Key::F1);
    album.window.write("larger");
    album.window.click("Change: Larger text");
    album.picture("dialog-keys");
}

#[test]
fn every_key_on_its_page() {
    let mut album = welcome(WIDE, []);
    album.window.key(Key::F1);
    album.picture("dialog-keys-wide");
}

#[test]
fn what_is_imported() {
    let (articles, paths) = folder_of_articles();
    let rows = "article,quote,actor,issue,stance\nLand comes first,Nobody moved.,Union,Valley,supports\n\
                Land comes first,Everybody moved.,Union,Valley,supports\n";
    let highlights = articles.path().join("highlights.csv");
    fs::write(&highlights, rows).expect("the folder can be written");
    let mut album = new_project(SMALL, [FileAnswer::Chosen(paths), FileAnswer::Chosen(vec![highlights])]);
    album.window.ctrl(Key::I);
    album.picture("import");
    album.window.import();
    album.window.run_command("Import highlights");
    album.picture("notice");
}

#[test]
fn tour() {
    let mut album = sample(SMALL, Theme::Light);
    album.window.ctrl(Key::Num2);
    album.window.run_command("Take the tour");
    album.window.click("Skip this step");
    let paragraph = album.window.paragraph("The routine is well known");
    album.window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 2);
    album.window.key(Key::Enter);
    album.window.write("rus terr +");
    album.picture("tour");
}

#[test]
fn menus() {
    let (folder, path) = small_project(&[]);
    let mut album = Album::open(USUAL, Theme::Light, folder, Vec::new(), Some(&path), []);
    // The title of the panel would have the same name as the menu.
    album.window.run_command("Highlight and filters");
    for (menu, name) in
        [("File", "menu-file"), ("Edit", "menu-edit"), ("Highlight", "menu-highlight"), ("View", "menu-view")]
    {
        album.window.key(Key::J);
        album.window.click(menu);
        album.picture(name);
        album.window.key(Key::Escape);
    }
}

#[test]
fn menus_in_a_small_window() {
    let mut album = sample(NARROW, Theme::Dark);
    album.window.click("View");
    album.window.click("Theme");
    album.picture("menu-narrow");
}

#[test]
fn a_label_that_moves_or_changes_is_a_difference() {
    let mut album = new_project(WIDE, []);
    let rename = |album: &mut Album| {
        album.window.run_command("Rename project");
        album.window.fill("Title", "Valleys");
        album.window.click("Rename");
        album.window.ctrl(Key::Z);
    };
    // From then on there is a step to redo.
    rename(&mut album);
    let kept = album.shown();
    let label = album.window.harness.get_by_label("Valley").rect().expand(3.0);
    for (across, down) in [(1, 0), (0, 1), (2, 0), (0, 2)] {
        let moved = kept.with_moved(label, across, down);
        assert!(difference(&kept.halved(), &moved.halved()).is_some(), "moved by {across} and {down}");
    }
    assert_eq!(difference(&kept.halved(), &album.shown().halved()), None);

    rename(&mut album);
    assert_eq!(difference(&kept.halved(), &album.shown().halved()), None);
    album.window.ctrl(Key::Y);
    let found = difference(&kept.halved(), &album.shown().halved()).expect("a letter was added");
    assert!(found.starts_with("differs in "), "{found}");
}

#[test]
fn rounding_is_no_difference_and_another_colour_is() {
    let kept = welcome(SMALL, []).shown().halved();
    let darker = |by: u8| {
        let rgb = kept.rgb.iter().map(|pixel| pixel.map(|channel| channel.saturating_sub(by))).collect();
        Pixels { rgb, ..kept }
    };
    assert_eq!(difference(&kept, &darker(TOLERANCE)), None);
    assert!(difference(&kept, &darker(TOLERANCE + 1)).is_some());
    assert!(difference(&kept, &welcome(NARROW, []).shown().halved()).is_some_and(|found| found.contains("320 × 240")));
}

#[test]
fn every_picture_that_is_kept_is_compared() {
    let source = include_str!("look.rs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/look");
    for entry in fs::read_dir(folder).expect("the pictures are there") {
        let path = entry.expect("it can be listed").path();
        let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        let is_picture = path.extension().is_some_and(|ending| ending == "png");
        assert!(!is_picture || source.contains(&format!("\"{name}\"")), "no test takes the picture {name}");
    }
}
