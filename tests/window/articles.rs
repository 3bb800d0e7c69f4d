//! The list of articles: its order and groups, several selected at once, and the page of the progress.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::model::ReadingStatus;

use crate::{common::Window, first_highlight, tag_sentence, with_articles};

/// A window with articles of these titles and outlets, in this order.
fn with_outlets(articles: &[(&str, &str)]) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let write = |(n, (title, outlet)): (usize, &(&str, &str))| {
        let path = folder.path().join(format!("{n}.txt"));
        let text = format!("{title}\n\nNobody moved on day {n}.\nSource: {outlet}\n");
        std::fs::write(&path, text).expect("the folder can be written");
        path
    };
    let paths = articles.iter().enumerate().map(write).collect();
    let mut window = Window::open(None, [FileAnswer::Chosen(paths)]);
    window.click("Start empty");
    window.click("Create");
    window.ctrl(Key::I);
    window.import();
    (window, folder)
}

const FOUR: [(&str, &str); 4] =
    [("Bridges", "Gazette"), ("Canals", "Argus"), ("Dykes", "Gazette"), ("Ferries", "Argus")];

/// The titles in the list from top to bottom.
fn listed(window: &Window) -> Vec<String> {
    let rows = window.harness.query_all_by_role(Role::ListItem);
    let named = rows.filter_map(|node| Some((node.accesskit_node().label()?, node.rect().top())));
    let mut rows: Vec<(String, f32)> =
        named.filter_map(|(name, top)| Some((name.strip_prefix("Article: ")?.to_owned(), top))).collect();
    rows.sort_by(|(_, a), (_, b)| a.total_cmp(b));
    rows.into_iter().map(|(title, _)| title).collect()
}

/// The titles in the order of the project.
fn stored(window: &Window) -> Vec<&str> {
    window.project().articles.iter().map(|article| &*article.details.title).collect()
}

fn statuses(window: &Window) -> Vec<ReadingStatus> {
    window.project().articles.iter().map(|article| article.details.status).collect()
}

/// Gives the list the keyboard.
fn focus_list(window: &mut Window) {
    window.harness.get_by_label_contains("List of ").focus();
    window.settle();
}

fn click_with(window: &mut Window, title: &str, modifiers: Modifiers) {
    window.harness.get_by_label(&format!("Article: {title}")).click_modifiers(modifiers);
    window.settle();
}

#[test]
fn articles_are_grouped_under_heads_that_fold() {
    let (mut window, _folder) = with_outlets(&FOUR);
    window.click("Sort articles: Manual order");
    window.click("Grouped by outlet");
    assert_eq!(listed(&window), ["Canals", "Ferries", "Bridges", "Dykes"]);
    window.click("Fold Argus, 2");
    assert_eq!(listed(&window), ["Bridges", "Dykes"]);
    assert!(window.has("Show Argus, 2") && window.has("4 articles, 0 done"));
    // The filter works with groups, and says how many of how many it lists.
    window.fill("Filter articles", "gazette");
    assert!(window.has("2 of 4 articles") && window.has("Fold Gazette, 2") && !window.has("Argus, 2"));
    window.fill("Filter articles", "x");
    window.key(Key::Backspace);
    // An article that is opened is not left in a folded group.
    window.click("Article: Dykes");
    window.run_command("Previous article");
    window.run_command("Previous article");
    assert_eq!(listed(&window), ["Canals", "Ferries", "Bridges", "Dykes"]);
    assert!(window.has("Text of Ferries"));
    // By keyboard alone.
    focus_list(&mut window);
    window.key(Key::ArrowLeft);
    assert!(window.has("Show Argus, 2"));
    window.key(Key::ArrowRight);
    assert!(window.has("Fold Argus, 2"));
    window.run_command("Ungroup articles");
    assert_eq!(listed(&window), ["Bridges", "Canals", "Dykes", "Ferries"]);
}

#[test]
fn articles_are_moved_by_commands_and_by_dragging_in_manual_order_only() {
    let (mut window, _folder) = with_outlets(&FOUR);
    window.click("Article: Dykes");
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::PageUp);
    assert_eq!(stored(&window), ["Bridges", "Dykes", "Canals", "Ferries"]);
    assert_eq!(listed(&window), stored(&window));
    window.run_command("Move article to the end");
    assert_eq!(stored(&window), ["Bridges", "Canals", "Ferries", "Dykes"]);
    window.ctrl(Key::Z);
    window.ctrl(Key::Z);
    assert_eq!(stored(&window), ["Bridges", "Canals", "Dykes", "Ferries"]);

    let centre = |window: &Window, title: &str| window.harness.get_by_label(&format!("Article: {title}")).rect();
    let (from, to) = (centre(&window, "Ferries").center(), centre(&window, "Bridges"));
    window.drag(from, to.center_top() + egui::vec2(0.0, 6.0));
    assert_eq!(stored(&window), ["Ferries", "Bridges", "Canals", "Dykes"]);
    window.ctrl(Key::Z);
    // All that are selected move together.
    click_with(&mut window, "Bridges", Modifiers::NONE);
    click_with(&mut window, "Canals", Modifiers::COMMAND);
    let (from, to) = (centre(&window, "Canals").center(), centre(&window, "Dykes"));
    window.drag(from, to.center_bottom() - egui::vec2(0.0, 6.0));
    assert_eq!(stored(&window), ["Dykes", "Bridges", "Canals", "Ferries"]);
    window.ctrl(Key::Z);
    assert_eq!(stored(&window), ["Bridges", "Canals", "Dykes", "Ferries"]);

    window.run_command("Sort articles by title");
    window.run_command("Move article up");
    assert_eq!(stored(&window), ["Bridges", "Canals", "Dykes", "Ferries"]);
    assert!(window.has("Sort the articles in manual order first"));
}

#[test]
fn several_articles_are_marked_described_and_removed_each_in_one_step() {
    use ReadingStatus::{Done, ToRead};
    let (mut window, _folder) = with_outlets(&FOUR);
    window.click("Article: Bridges");
    click_with(&mut window, "Dykes", Modifiers::SHIFT);
    assert!(window.has("3 selected"));
    click_with(&mut window, "Canals", Modifiers::COMMAND);
    assert!(window.has("2 selected"));
    window.ctrl(Key::D);
    window.settle();
    assert_eq!(statuses(&window), [Done, ToRead, Done, ToRead]);
    window.ctrl(Key::Z);
    assert_eq!(statuses(&window), [ToRead; 4]);

    window.harness.get_by_label("Article: Dykes").click_secondary();
    window.settle();
    window.click("Details of the selected articles…");
    assert!(window.has("Details of 2 articles") && window.has("Nothing is ticked."));
    window.fill("Author", "A. Nyberg");
    window.fill("Date", "3 Dec 2025");
    window.click("Change 2 articles");
    let authors: Vec<&str> = window.project().articles.iter().map(|article| &*article.details.author).collect();
    assert_eq!(authors, ["A. Nyberg", "", "A. Nyberg", ""]);
    assert!(window.project().articles[2].details.date.is_some());
    let outlets: Vec<&str> = window.project().articles.iter().map(|article| &*article.details.outlet).collect();
    assert_eq!(outlets, ["Gazette", "Argus", "Gazette", "Argus"], "what is not ticked stays");
    window.ctrl(Key::Z);
    assert!(window.project().articles.iter().all(|article| article.details.author.is_empty()));

    window.harness.get_by_label("Article: Bridges").click_secondary();
    window.settle();
    window.click("Remove the selected articles…");
    assert!(window.has("Remove 2 articles?") && window.has("“Dykes”"));
    assert!(window.has("They have no highlights.") && window.has("No article will be left of “Gazette”."));
    window.click("Cancel");
    assert_eq!(window.project().articles.len(), 4);
    window.run_command("Remove article");
    window.harness.get_by_role_and_label(Role::Button, "Remove 2 articles").click();
    window.settle();
    assert_eq!(stored(&window), ["Canals", "Ferries"]);
    assert!(!window.has("selected"));
    window.ctrl(Key::Z);
    assert_eq!(stored(&window), ["Bridges", "Canals", "Dykes", "Ferries"]);
}

#[test]
fn the_list_is_worked_with_the_keyboard_alone() {
    use ReadingStatus::{Done, ToRead};
    let (mut window, _folder) = with_outlets(&FOUR);
    focus_list(&mut window);
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    assert!(window.has("Text of Canals") && window.is_focused("Article: Canals"));
    window.keys(Modifiers::SHIFT, Key::ArrowDown);
    assert!(window.has("2 selected") && window.has("Text of Canals"));
    // The cursor goes on alone, and Space selects one more.
    window.ctrl(Key::Home);
    window.key(Key::Space);
    assert!(window.has("3 selected"));
    window.ctrl(Key::D);
    window.settle();
    assert_eq!(statuses(&window), [Done, Done, Done, ToRead]);
    window.key(Key::Escape);
    assert!(!window.has("selected"));
    window.ctrl(Key::A);
    assert!(window.has("4 selected"));
    window.keys(Modifiers::SHIFT, Key::F10);
    assert!(window.is_focused("Mark as done"));
    window.key(Key::Escape);
    assert!(window.is_focused("Article: Bridges"), "the list has the keyboard back");
    window.key(Key::Delete);
    assert!(window.has("Remove 4 articles?") && window.is_focused("Cancel"));
    window.key(Key::Escape);
    assert_eq!(window.project().articles.len(), 4);
    // What the filter hides is not selected any more.
    window.fill("Filter articles", "argus");
    assert!(window.has("2 selected") && window.has("2 of 4 articles"));
    focus_list(&mut window);
    window.key(Key::Home);
    window.key(Key::Enter);
    assert!(window.has("Text of Canals") && !window.is_focused("Article: Canals"), "the text has the keyboard");
}

#[test]
fn each_line_of_the_progress_opens_its_place() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia");
    // A single name is either; the other tag is missing.
    let (is_open, is_closed) =
        if first_highlight(&window).actor.is_none() { ("an actor", "an issue") } else { ("an issue", "an actor") };
    window.ctrl(Key::Num5);
    assert!(window.has("0 of 2 articles done") && window.has("% of all texts coded"));
    assert!(window.has("To read: 1") && window.has("Being read: 1") && window.has("Without highlights: 1"));
    assert!(window.has(&format!("Without {is_open}: 1")) && window.has(&format!("Without {is_closed}: 0")));
    window.click("Without highlights: 1");
    window.click("Article: A second voice");
    assert!(window.has("Text of A second voice"));
    window.key(Key::B);
    assert!(window.has("Without highlights: 1"), "one goes back to the progress");
    // A highlight is opened by keyboard alone, and is selected.
    window.harness.get_by_label(&format!("Without {is_open}: 1")).focus();
    window.settle();
    window.key(Key::Enter);
    window.harness.get_by_label(&format!("Without {is_open}: lines")).focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.has("Text of Land comes first") && window.has("Paragraph 2 · coded "));
    // It is live: what is undone is open no more.
    window.ctrl(Key::Z);
    window.ctrl(Key::Num5);
    assert!(window.has(&format!("Without {is_open}: 0")) && window.has(&format!("Every highlight has {is_open}.")));
    window.click("Actors never used: 0");
    assert!(window.has("Every actor is used."));
    window.ctrl(Key::Num3);
    window.harness.get_by_label("Find or add an actor").focus();
    window.settle();
    window.write("Kyiv");
    window.key(Key::Enter);
    window.ctrl(Key::Num5);
    window.click("Actors never used: 1");
    window.click("Actor: Kyiv");
    assert!(window.has("In the codebook: Kyiv"));
}
