//! The search of all articles: lines, ticks, and what is done with them.

use egui::{
    Key, Modifiers,
    accesskit::{Role, Toggled},
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{common::Window, tag_sentence, with_articles};

/// Two articles in which “the” stands five times, and “valley” twice.
fn searching(pattern: &str) -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    assert!(window.is_focused("Search all articles for"));
    search_for(&mut window, pattern, "");
    (window, folder)
}

/// Types a pattern in place of the one before, and waits until these words are on screen.
fn search_for(window: &mut Window, pattern: &str, words: &str) {
    window.fill("Search all articles for", pattern);
    window.settle_until(words);
    window.settle();
}

/// The lines on screen, from top to bottom, without what stands before the hit.
fn lines(window: &Window) -> Vec<String> {
    let nodes = window.harness.query_all_by_role(Role::ListBoxOption);
    let mut nodes: Vec<(f32, String)> =
        nodes.filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?))).collect();
    nodes.sort_by(|a, b| a.0.total_cmp(&b.0));
    nodes.into_iter().filter_map(|(_, name)| Some(name.split_once('[')?.1.to_owned())).collect()
}

fn n_ticked(window: &Window) -> usize {
    let ticked = window.harness.query_all_by_role(Role::ListBoxOption);
    ticked.filter(|node| node.accesskit_node().toggled() == Some(Toggled::True)).count()
}

#[test]
fn lines_come_as_one_types_and_lead_to_their_places_and_back() {
    let (mut window, _folder) = searching("valley");
    assert!(window.has("2 hits in 2 articles"));
    assert_eq!(lines(&window).len(), 2);
    window.key(Key::Enter);
    // From the field to the first line, with the keyboard on its group; the line itself is one below.
    window.key(Key::ArrowDown);
    window.key(Key::End);
    window.key(Key::Enter);
    assert!(window.has("Selected: 1 word") && window.has(": valley"), "the page Read is on screen");
    window.key(Key::B);
    assert!(window.has("2 hits in 2 articles") && window.is_focused("Lines: 2"));
    window.key(Key::Space);
    assert_eq!(n_ticked(&window), 1, "the cursor is on the same line");
}

#[test]
fn patterns_that_are_none_say_where() {
    let (mut window, _folder) = searching("valley NEAR/");
    assert!(window.has("Write a number of up to"));
    search_for(&mut window, "zebra", "No article matches.");
    window.fill("Search all articles for", "\"all");
    assert!(window.has("has no other half"));
    window.click("Match: parts of words");
    window.click("Regular expression");
    window.key(Key::Escape);
    window.fill("Search all articles for", "a(b");
    assert!(window.has("of the regular expression)"), "it says where");
    search_for(&mut window, "v.l+ey", "2 hits in 2 articles");
    assert!(window.has("Match: regular expression"));
}

#[test]
fn lines_are_sorted_and_grouped_and_groups_fold() {
    let (mut window, _folder) = searching("the");
    window.click("Match: parts of words");
    window.click("Whole words");
    window.key(Key::Escape);
    let right = ["talks ended", "valley", "valley. Kyiv", "whole of"];
    let starts = |window: &Window| -> Vec<bool> {
        let lines = lines(window);
        lines
            .iter()
            .map(|line| {
                right.iter().any(|words| line.split_once("] ").is_some_and(|(_, rest)| rest.starts_with(words)))
            })
            .collect()
    };
    assert_eq!(starts(&window), [true; 4]);
    window.click("Group by: outlet");
    window.click("nothing");
    let after: Vec<String> = lines(&window)
        .into_iter()
        .filter_map(|line| Some(line.split_once("] ")?.1.chars().take(5).collect()))
        .collect();
    assert_eq!(after, ["talks", "valle", "valle", "whole"]);
    window.click("Group by: nothing");
    window.click("article");
    window.click_containing("Fold A second voice, 2");
    assert_eq!(lines(&window).len(), 2);
    window.click_containing("Show A second voice, 2");
    assert_eq!(lines(&window).len(), 4);
}

#[test]
fn what_is_coded_is_shown_and_can_be_left_out() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.ctrl(Key::Num4);
    search_for(&mut window, "valley", "2 hits in 2 articles, 1 already highlighted");
    assert!(window.has("highlighted as Russia, Territory, supports"));
    window.click("Not coded yet");
    window.settle_until("1 hit in 1 article");
    assert!(window.has("1 hit in 1 article") && lines(&window).len() == 1);
    search_for(&mut window, "Kyiv OR Moscow", "1 hit in 1 article");
    assert_eq!(lines(&window).len(), 1, "Kyiv stands in a sentence of its own");
}

#[test]
fn ticked_lines_are_tagged_together_and_that_is_one_step() {
    let (mut window, _folder) = searching("the OR valley");
    window.key(Key::Enter);
    window.ctrl(Key::A);
    assert!(window.has("lines ticked"));
    let n = n_ticked(&window);
    assert!(n >= 5);
    window.click(&format!("Tag {n} lines…"));
    // “the whole of the valley” and both of the other article stand in one sentence each.
    assert!(window.has("2 sentences in 2 articles will be highlighted."));
    assert!(window.has("2 sentences hold several of the lines and will be one highlight each."));
    assert!(window.project().highlights().next().is_none(), "nothing happens before it is confirmed");
    window.write("Russia, Territory -");
    window.key(Key::Enter);
    window.key(Key::Enter);
    window.settle_until("2 passages in 2 articles tagged");
    let tagged: Vec<(String, String)> = window
        .project()
        .highlights()
        .map(|(_, highlight)| (highlight.quote.clone(), highlight.coder.clone()))
        .collect();
    let ak = "AK".to_owned();
    assert_eq!(
        tagged,
        [
            ("Moscow wants the whole of the valley.".to_owned(), ak.clone()),
            ("The talks ended without a word about the valley.".to_owned(), ak),
        ]
    );
    assert_eq!(n_ticked(&window), 0);
    assert!(window.has("2 passages in 2 articles tagged"));
    window.ctrl(Key::Z);
    assert!(window.project().highlights().next().is_none() && window.project().codebook.actors.is_empty());
}

#[test]
fn coded_lines_can_get_other_tags() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.ctrl(Key::Num4);
    search_for(&mut window, "valley", "2 hits in 2 articles");
    window.click("Tick all 2 lines");
    window.click("Tag 2 lines…");
    assert!(window.has("1 line is highlighted already:") && window.has("1 sentence in 1 article will be highlighted."));
    window.click("Give its highlight the new tags");
    assert!(window.has("1 sentence will be highlighted and 1 highlight will get these tags, in 2 articles."));
    window.fill("Tag: actor, issue and stance", "Russia -");
    window.key(Key::Enter);
    window.click("Tag");
    window.settle_until("2 passages in 2 articles tagged");
    let project = window.project();
    let tags: Vec<(&str, &str)> = project
        .highlights()
        .filter_map(|(_, highlight)| Some((highlight.actor.as_ref()?.as_str(), highlight.stance.as_ref()?.as_str())))
        .collect();
    assert_eq!(tags, [("russia", "opposes"), ("russia", "opposes")]);
    let issues = project.highlights().filter(|(_, highlight)| highlight.issue.is_some()).count();
    assert_eq!(issues, 1, "what the line leaves out stays");
}

#[test]
fn lines_are_walked_through_and_ticked_with_the_keyboard() {
    let (mut window, _folder) = searching("e");
    window.key(Key::ArrowDown);
    assert!(window.harness.query_all_by_role(Role::ListBox).any(|list| list.accesskit_node().is_focused()));
    // The head of the group, and the first line.
    window.key(Key::ArrowDown);
    for _ in 0..2 {
        window.keys(Modifiers::SHIFT, Key::ArrowDown);
    }
    assert_eq!(n_ticked(&window), 3);
    window.key(Key::Space);
    assert_eq!(n_ticked(&window), 2);
    window.keys(Modifiers::SHIFT, Key::End);
    let all = lines(&window).len();
    assert!(n_ticked(&window) > 3 && all > 3);
    window.click("Clear ticks");
    assert_eq!(n_ticked(&window), 0);
    window.key(Key::Home);
    window.key(Key::ArrowLeft);
    assert!(window.has("Show Gazette, ") && !window.has("Fold Gazette, "), "the group is folded");
    window.key(Key::Space);
    window.key(Key::ArrowRight);
    assert!(n_ticked(&window) > 0, "the head ticks its lines");
}

#[test]
fn a_click_on_a_line_or_a_group_gives_the_list_the_keyboard() {
    let (mut window, _folder) = searching("valley");
    let group = |window: &Window| {
        let heads = window.harness.query_all_by_role(Role::Button);
        heads
            .filter(|head| head.accesskit_node().label().is_some_and(|name| name.starts_with("Fold ")))
            .map(|head| head.rect())
            .next()
    };
    let head = group(&window).expect("the lines have groups");
    window.click_at(head.center(), 1);
    assert!(window.is_focused("Lines: 2"), "after a click on a group");
    window.key(Key::ArrowRight);
    let line = window.harness.get_all_by_role(Role::ListBoxOption).next().expect("there are lines").rect();
    window.click_at(line.center(), 1);
    assert!(window.is_focused("Lines: 2"), "after a click on a line");
    // Something else has the keyboard before the click.
    window.click("Search all articles for");
    assert!(window.is_focused("Search all articles for"));
    window.click_at(line.center(), 1);
    assert!(window.is_focused("Lines: 2"), "after a click that took the keyboard from the field");
}

#[test]
fn ticked_lines_are_exported() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("lines.csv");
    let (mut window, _articles) = with_articles([FileAnswer::Chosen(vec![path.clone()])]);
    window.ctrl(Key::Num4);
    search_for(&mut window, "valley", "2 hits in 2 articles");
    let tick = window.harness.query_all_by_role(Role::CheckBox);
    let boxes: Vec<String> =
        tick.filter_map(|node| node.accesskit_node().label()).filter(|name| name.starts_with("Tick: ")).collect();
    assert_eq!(boxes.len(), 2);
    window.click(&boxes[0]);
    let is_ticked = window.harness.get_by_label(&boxes[0]).accesskit_node().toggled() == Some(Toggled::True);
    assert!(is_ticked || n_ticked(&window) == 1);
    window.click("Export lines…");
    window.click("Choose file…");
    let written = std::fs::read_to_string(&path).expect("it is written");
    assert!(written.starts_with("article_id,article,outlet,date,start,end,before,hit,after,highlights"));
    assert_eq!(written.lines().count(), 2);
    let note = std::fs::read_to_string(folder.path().join("lines.csv.about.txt")).expect("there is a note");
    assert!(note.contains("Search: valley"));
}

#[test]
fn the_field_in_the_bar_leads_to_the_page_from_everywhere() {
    let (mut window, _folder) = with_articles([]);
    window.ctrl(Key::Num2);
    window.click_containing("Find in all articles (");
    assert!(window.is_focused("Search all articles for") && window.has("Find words in all articles"));
    window.harness.set_size(egui::vec2(800.0, 600.0));
    window.settle();
    window.write("valley");
    let screen = window.harness.ctx.content_rect();
    for name in [
        "Group by: outlet",
        "Sort by: word on the right",
        "Not coded yet",
        "Export lines…",
        "Tag lines…",
        "Highlight: its paragraph",
    ] {
        let rect = window.harness.get_by_label(name).rect();
        assert!(screen.contains_rect(rect), "{name}: {rect}");
    }
}
