//! Articles are looked over before they are imported: which of them, with which text and which details.

use std::{path::PathBuf, sync::Arc};

use egui::{Key, Modifiers, accesskit::Toggled};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::ui::{clipboard::PastedText, desk::dialogs::files::FileAnswer};

use crate::common::{Window, folder_of_articles};

/// A window with a new project and with these files read.
fn reading(files: &[(&str, &[u8])], more: impl IntoIterator<Item = FileAnswer>) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let write = |(name, bytes): &(&str, &[u8])| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("the folder can be written");
        path
    };
    let paths: Vec<PathBuf> = files.iter().map(write).collect();
    let answers: Vec<FileAnswer> = std::iter::once(FileAnswer::Chosen(paths)).chain(more).collect();
    let mut window = Window::open(None, answers);
    window.click("Start empty");
    window.fill("Title", "Valley");
    window.click("Create");
    window.ctrl(Key::I);
    (window, folder)
}

const ONE: (&str, &[u8]) = ("one.txt", b"Land comes first\n\nNobody moved.\n");
const TWO: (&str, &[u8]) = ("two.txt", b"A second voice\n\nThe talks ended.\n");

/// What stands on the page of imports only.
const ON_PAGE: &str = "Text as it will be imported";

fn titles(window: &Window) -> Vec<&str> {
    window.project().articles.iter().map(|article| &*article.details.title).collect()
}

fn is_ticked(window: &Window, title: &str) -> bool {
    let name = format!("Import “{title}”");
    let node = window.harness.get_by_label(&name);
    node.accesskit_node().toggled() == Some(Toggled::True)
}

#[test]
fn the_keyboard_alone_chooses_and_imports() {
    let (mut window, _folder) = reading(&[ONE, TWO], []);
    assert!(window.has("2 of 2 selected · 2 need attention"));
    window.key(Key::Space);
    assert!(!is_ticked(&window, "Land comes first") && window.has("1 of 2 selected · 1 needs attention"));
    window.key(Key::ArrowDown);
    assert_eq!(window.harness.get_by_label("Title").value().as_deref(), Some("A second voice"));
    window.key(Key::Enter);
    assert_eq!(titles(&window), ["A second voice"]);
    assert!(!window.has(ON_PAGE), "the page is done");
}

#[test]
fn leaving_the_page_loses_nothing_and_cancelling_asks_where_something_would_be_lost() {
    let (mut window, _folder) = reading(&[ONE], []);
    window.fill("Author", "A. Mole");
    window.click_tab("Codebook");
    assert!(!window.has("A. Mole"));
    window.click_tab("Import");
    assert_eq!(window.harness.get_by_label("Author").value().as_deref(), Some("A. Mole"));
    window.click("Cancel");
    assert!(window.has("Discard the import?"));
    window.key(Key::Escape);
    assert_eq!(window.harness.get_by_label("Author").value().as_deref(), Some("A. Mole"));
    window.keys(Modifiers::COMMAND, Key::Q);
    assert!(window.has("Discard the import?"), "quitting would lose it, too");
    window.key(Key::Escape);
    window.click("Cancel");
    window.click("Discard import");
    assert!(!window.has(ON_PAGE) && window.project().articles.is_empty());
}

#[test]
fn escape_gives_an_import_up_that_nobody_changed() {
    let (mut window, _folder) = reading(&[ONE], []);
    window.harness.get_by_label("Title").focus();
    window.settle();
    window.key(Key::Escape);
    assert!(!window.is_focused("Title") && window.has("Import 1 article"), "only the field is left");
    window.key(Key::Escape);
    assert!(!window.has("Discard the import?") && !window.has("Import 1 article"));
    assert!(window.project().articles.is_empty());
}

#[test]
fn a_copy_is_not_selected_and_says_of_what_it_is_one() {
    let (mut window, folder) = reading(&[ONE, ("again.txt", ONE.1)], []);
    assert!(window.has("same text as “Land comes first”") && window.has("1 of 2 selected"));
    window.import();
    assert_eq!(titles(&window), ["Land comes first"]);
    let dropped = Arc::new(crate::Dropped(folder.path().join("one.txt")));
    window.harness.input_mut().dropped_files = vec![dropped];
    window.settle();
    assert!(window.has("0 of 1 selected"), "the project has it now");
    window.click("Import both");
    window.import();
    assert_eq!(titles(&window), ["Land comes first"; 2]);
}

#[test]
fn a_near_copy_is_compared_and_joined_as_one_story() {
    let wire: Vec<String> = (0..90).map(|n| format!("The envoy number {n} crossed bridge {}. ", n * 7)).collect();
    let wire = wire.concat();
    let files = [
        ("a.txt", format!("Bridges\nSource: Gazette\n{wire}\n")),
        ("b.txt", format!("Across the water\nSource: Herald\nOur own words first.\n{wire}\n")),
    ];
    let files = [(files[0].0, files[0].1.as_bytes()), (files[1].0, files[1].1.as_bytes())];
    let (mut window, _folder) = reading(&files, []);
    assert!(window.has("% identical to “Bridges” of Gazette"));
    window.click_containing("Draft: Across the water");
    window.click("Compare the two");
    assert!(window.has("Our own words first.") && window.has("Bridges"), "both texts are shown");
    window.click("Show the text");
    window.click("Join as one story");
    window.import();
    let stories: Vec<_> = window.project().articles.iter().map(|article| article.details.story()).collect();
    assert_eq!(stories, [Some("Bridges"); 2]);
    window.ctrl(Key::Z);
    assert!(window.project().articles.is_empty(), "it is one step");
}

#[test]
fn clutter_is_left_out_by_a_click_only() {
    let text = b"Land comes first\n\nAdvertisement\n\nNobody moved.\nShare\n";
    let (mut window, _folder) = reading(&[("a.txt", text)], []);
    assert!(window.has("Leave out clutter (2 lines)"));
    window.click("Leave out “Advertisement”");
    assert!(window.has(", 1 line left out"));
    window.click("Leave out clutter (2 lines)");
    window.click("Keep “Share”");
    window.click("Leave out “Nobody moved.”");
    assert!(window.has("by your choice"));
    window.import();
    assert_eq!(window.project().articles[0].text.as_str(), "Land comes first\n\nShare\n");
}

#[test]
fn every_encoding_can_be_chosen_and_is_shown_at_once() {
    // “Київ” in KOI8-U, and a title that any encoding gives.
    let text = b"Title\n\n\xeb\xc9\xa7\xd7 said no. \xeb\xc9\xa7\xd7 was not there.\n";
    let (mut window, folder) = reading(&[("a.txt", text)], []);
    window.fill("Author", "A. Mole");
    window.click_containing("Encoding: ");
    window.write("KOI8-U");
    window.key(Key::Enter);
    assert!(window.has("Encoding: KOI8-U") && window.has("Київ said no."));
    assert_eq!(window.harness.get_by_label("Author").value().as_deref(), Some("A. Mole"));
    std::fs::write(folder.path().join("a.txt"), b"Other words").expect("the folder can be written");
    window.click_containing("Encoding: ");
    window.write("UTF-8");
    window.key(Key::Enter);
    assert!(window.has("It was changed since it was read; import it again."));
    window.import();
    assert!(window.project().articles[0].text.as_str().contains("Київ"));
}

#[test]
fn values_are_given_to_all_and_gaps_are_filled() {
    let (mut window, _folder) = reading(&[ONE, TWO], []);
    window.fill("Language", "English");
    window.click("Language for all selected");
    window.fill("Outlet", "Gazette");
    window.fill("Outlet for all", "Herald");
    window.click("Fill");
    window.fill("Name of a free field", "desk");
    window.click("Add field");
    window.fill("desk", "politics");
    window.import();
    let details: Vec<_> = window.project().articles.iter().map(|article| &article.details).collect();
    assert_eq!(details.iter().map(|details| &*details.language).collect::<Vec<_>>(), ["English"; 2]);
    assert_eq!(details.iter().map(|details| &*details.outlet).collect::<Vec<_>>(), ["Gazette", "Herald"]);
    assert_eq!(details[0].field("desk"), Some("politics"));
    assert_eq!(details[1].field("desk"), None);
}

#[test]
fn an_article_needs_a_title() {
    let (mut window, _folder) = reading(&[ONE], []);
    window.fill("Title", " ");
    assert!(window.has("An article needs a title.") && window.has("A draft has no title."));
    window.fill("Title", "Land");
    window.import();
    assert_eq!(titles(&window), ["Land"]);
}

#[test]
fn what_could_not_be_read_is_listed_and_reported() {
    let target = tempfile::tempdir().expect("the system gives a temporary folder");
    let report = target.path().join("report.csv");
    let files: [(&str, &[u8]); 2] = [ONE, ("scan.txt", b"%PDF-1.4")];
    let (mut window, _folder) = reading(&files, [FileAnswer::Chosen(vec![report.clone()])]);
    assert!(window.has("scan.txt") && window.has("it is damaged"));
    window.click("Save report…");
    let mut rows = csv::Reader::from_path(&report).expect("the report was written");
    let results: Vec<String> = rows.records().map(|row| row.expect("it is sound")[1].to_owned()).collect();
    assert_eq!(results, ["imported", "left out"]);
    window.import();
    assert_eq!(titles(&window), ["Land comes first"]);
}

#[test]
fn more_files_join_the_import() {
    let (_more, paths) = folder_of_articles();
    let (mut window, _folder) = reading(&[("zero.txt", b"The first of all\n\nWords.\n")], [FileAnswer::Chosen(paths)]);
    window.fill("Author", "A. Mole");
    window.click("Files…");
    assert!(window.has("3 of 3 selected"));
    window.import();
    assert_eq!(titles(&window), ["The first of all", "Land comes first", "A second voice"]);
    assert_eq!(window.project().articles[0].details.author, "A. Mole");
}

#[test]
fn a_pasted_text_becomes_a_draft_and_asks_for_its_address() {
    let (mut window, _folder) = reading(&[], []);
    let pasted = PastedText { html: None, text: "Pasted words\n\nNobody moved.".to_owned() };
    window.harness.state_mut().paste_article(pasted);
    window.settle();
    assert!(window.has("pasted text") && window.is_focused("Web address"));
    window.write("https://example.org/valley");
    window.import();
    let article = &window.project().articles[0];
    assert_eq!((&*article.details.title, &*article.details.url), ("Pasted words", "https://example.org/valley"));
    assert_eq!(article.source.as_ref().map(|source| &*source.file), Some(""));
    // Without a clipboard, the command says so.
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::V);
    assert!(window.failures()[0].contains("no text on the clipboard"));
}
