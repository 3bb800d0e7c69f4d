//! Searches that stay in the project: how they are saved, what is new about them, and what the comparison makes of them.

use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{common::Window, tag_sentence, with_articles};

/// Two articles, and on the page of the search what was found for a pattern.
fn searching(pattern: &str, words: &str) -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    search_for(&mut window, pattern, words);
    (window, folder)
}

fn search_for(window: &mut Window, pattern: &str, words: &str) {
    window.fill("Search all articles for", pattern);
    window.settle_until(words);
    window.settle();
}

/// Saves what is on screen under a name.
fn save(window: &mut Window, name: &str) {
    window.click_containing("Saved searches");
    window.click("Save this search…");
    window.fill("Name of the search", name);
    window.key(Key::Enter);
}

fn names(window: &Window) -> Vec<&str> {
    window.project().searches.iter().map(|search| &*search.name).collect()
}

/// Gives the first article another text.
fn revise(window: &mut Window, old: &str, new: &str) {
    window.ctrl(Key::Num1);
    window.run_command("Revise text");
    let text = window.project().articles[0].text.as_str().replace(old, new);
    window.fill("New text", &text);
    window.settle();
    window.click("Apply");
    window.ctrl(Key::Num4);
    window.settle();
}

#[test]
fn a_search_is_saved_with_all_that_was_set_changed_renamed_and_deleted() {
    let (mut window, _folder) = searching("valley", "2 hits in 2 articles");
    window.click("Match: parts of words");
    window.click("Whole words");
    window.key(Key::Escape);
    window.click("Not coded yet");
    window.click("Sort by: word on the right");
    window.click("date");
    window.click("Group by: outlet");
    window.click("article");
    save(&mut window, "The valley");
    assert_eq!(names(&window), ["The valley"]);
    assert!(window.has("Saved searches: The valley") && !window.has("The valley, changed"));
    assert!(window.has("No new lines since "));

    // Something else is searched for, and the saved search brings everything back.
    window.click("Not coded yet");
    search_for(&mut window, "Kyiv", "1 hit in 1 article");
    assert!(window.has("Saved searches: The valley, changed") && !window.has("No new lines"));
    save(&mut window, "Kyiv");
    window.click("Saved searches: Kyiv");
    window.click("Open search: The valley");
    window.settle_until("2 hits in 2 articles");
    for set in ["Match: whole words", "Sort by: date", "Group by: article", "Saved searches: The valley"] {
        assert!(window.has(set), "{set}");
    }
    assert!(window.project().searches[0].limit != window.project().searches[1].limit);

    // Another order is a change that can be kept or discarded.
    window.click("Group by: article");
    window.click("nothing");
    window.click("Saved searches: The valley, changed");
    window.click("Discard changes");
    assert!(window.has("Group by: article"));
    window.click("Group by: article");
    window.click("outlet");
    window.click("Saved searches: The valley, changed");
    window.click("Save changes to “The valley”");
    assert!(!window.has("The valley, changed") && window.has("Group by: outlet"));

    window.click("Saved searches: The valley");
    window.click("Rename…");
    window.fill("Name of the search", "Kyiv");
    assert!(window.has("There is already a search with this name"));
    window.fill("Name of the search", "Low land");
    window.key(Key::Enter);
    assert_eq!(names(&window), ["Low land", "Kyiv"]);
    window.click("Saved searches: Low land");
    window.click("Delete");
    assert_eq!(names(&window), ["Kyiv"]);
    assert!(window.has("Search “Low land” deleted"));
    for _ in 0..5 {
        window.ctrl(Key::Z);
    }
    assert!(window.project().searches.is_empty(), "each was a step of its own");
}

#[test]
fn lines_in_articles_that_were_revised_are_new_until_they_are_marked_as_seen() {
    let (mut window, _folder) = searching("valley", "2 hits in 2 articles");
    save(&mut window, "Valley");
    assert!(window.has("No new lines since ") && !window.has("; new"));
    revise(&mut window, "Nobody moved.", "Nobody moved into the valley.");
    window.settle_until("2 new lines since ");
    assert!(window.has("3 hits in 2 articles"));
    let n_new = |window: &Window| window.harness.query_all_by_label_contains("; new").count();
    assert_eq!(n_new(&window), 2, "both lines of the article that was revised");
    window.click_containing("Saved searches: Valley");
    window.settle_until("Open search: Valley, 2 new");
    window.key(Key::Escape);
    window.click("Only new lines");
    window.settle_until("2 hits in 1 article");
    window.click("Mark as seen");
    window.settle_until("No new lines since ");
    window.settle_until("3 hits in 2 articles");
    assert_eq!(n_new(&window), 0);
    window.ctrl(Key::Z);
    window.settle_until("2 new lines since ");

    // A pattern that finds something else begins anew.
    search_for(&mut window, "valley OR Kyiv", "4 hits in 2 articles");
    window.click("Saved searches: Valley, changed");
    window.click("Save changes to “Valley”");
    window.settle_until("No new lines since ");
}

#[test]
fn a_saved_search_is_a_filter_and_an_axis_of_the_comparison() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Moscow, Territory +");
    window.ctrl(Key::Num4);
    search_for(&mut window, "Kyiv", "1 hit in 1 article");
    save(&mut window, "Kyiv");
    window.ctrl(Key::Num2);
    window.settle();
    window.click_containing("Columns: ");
    window.click("Mentions of Kyiv");
    window.settle_until("Columns: mentions of kyiv");
    assert!(window.has("Territory, with Kyiv: 1 highlight"), "the article says it");
    assert!(window.has("Territory, without Kyiv"));
    window.click("Add filter");
    window.click("Filter by Kyiv");
    window.key(Key::Escape);
    assert!(window.has("Remove filter: articles that mention Kyiv"));
    window.click("Save as view…");
    window.fill("Name of the view", "By Kyiv");
    window.click("Save");

    // A text that no longer has the word is counted anew.
    revise(&mut window, "Kyiv says no", "Nobody says no");
    window.ctrl(Key::Num2);
    window.settle();
    window.click("Remove filter: articles that mention Kyiv");
    window.settle_until("Territory, without Kyiv: 1 highlight");

    // The view follows a new name, and keeps the search from being deleted.
    window.click("Revert");
    window.ctrl(Key::Num4);
    window.click_containing("Saved searches");
    window.click("Open search: Kyiv");
    window.click("Saved searches: Kyiv");
    let delete = window.harness.get_by_label("Delete");
    assert!(delete.accesskit_node().is_disabled());
    assert!(window.has("The view “By Kyiv” uses this search. Change or delete the view first."));
    window.click("Rename…");
    window.fill("Name of the search", "Capital");
    window.key(Key::Enter);
    window.ctrl(Key::Num2);
    window.settle();
    assert!(window.has("ilter: articles that mention Capital") && window.has("Columns: mentions of capital"));
    assert!(!window.has("By Kyiv, changed"));
    window.ctrl(Key::Z);
    assert_eq!(names(&window), ["Kyiv"]);
    assert!(window.has("ilter: articles that mention Kyiv") && window.has("Columns: mentions of kyiv"));
    assert!(!window.has("By Kyiv, changed"), "what is undone is undone in the table too");
}

#[test]
fn saved_searches_are_reached_with_the_keyboard_and_fit_a_small_window() {
    let (mut window, _folder) = searching("valley", "2 hits in 2 articles");
    window.harness.set_size(egui::vec2(800.0, 600.0));
    window.settle();
    let screen = window.harness.ctx.content_rect();
    for name in ["Saved searches", "Not coded yet", "Sort by: word on the right", "Group by: outlet"] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(screen.contains_rect(rect), "{name}: {rect}");
    }
    window.harness.get_by_label("Saved searches").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.has("No search is saved yet."));
    window.harness.get_by_label("Save this search…").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.is_focused("Name of the search"));
    window.key(Key::Enter);
    assert_eq!(names(&window), ["valley"], "it is named after its pattern");
    for name in ["Saved searches: valley", "Sort by: word on the right", "Group by: outlet"] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(screen.contains_rect(rect), "{name}: {rect}");
    }
}
