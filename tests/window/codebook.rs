//! The page of the codebook: the tree, the form and the passages beside it.

use egui::{Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint_core::model::{AliasRule, CodeId};

use crate::{common::Window, tag_sentence, with_articles};

/// The codebook of a project with three highlights: Russia on Territory and on its child, Ukraine on Territory.
fn codebook() -> (Window, tempfile::TempDir) {
    let (mut window, folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Territory -");
    tag_sentence(&mut window, "Land comes first", "rus terr / coast ~");
    window.ctrl(Key::Num3);
    (window, folder)
}

/// The names of the codes in the tree, from top to bottom.
fn tree(window: &Window) -> Vec<String> {
    let rows = window.harness.query_all_by_role(Role::TreeItem);
    let mut rows: Vec<(f32, String)> =
        rows.filter_map(|row| Some((row.rect().top(), row.accesskit_node().label()?))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, name)| name.trim_start_matches("In the codebook: ").to_owned()).collect()
}

#[test]
fn lists_say_how_many_there_are_and_heads_say_what_is_counted() {
    let (mut window, _folder) = codebook();
    for words in ["List: Actors 2", "List: Issues 2", "List: Stances 3", "Highlights, with members", "Key"] {
        assert!(window.has(words), "{words}");
    }
    window.click("List: Issues 2");
    // As many columns as fit.
    window.harness.set_size(egui::vec2(1440.0, 900.0));
    window.settle();
    assert!(window.has("Articles, with members") && window.has("Last used, with members"));
    assert!(window.has("Split…"));
    let row = window.harness.get_by_label("In the codebook: Territory");
    let used = row.accesskit_node().description().expect("the row says how the code is used");
    assert!(used.starts_with("3 highlights, 1 article, last used "), "{used}");
    // The first of the list is selected, so that the page is not half empty.
    assert!(window.has("Passages: all, 3") && window.has("3, with members"));
    window.click("In the codebook: coast");
    assert!(window.has("Passages: all, 1") && !window.has("1, with members"));
    assert!(window.has("Where it is used, with members"));
}

#[test]
fn a_code_is_found_by_its_parent_and_made_below_it() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.fill("Find or add an issue", "terr coa");
    assert_eq!(tree(&window), ["coast"]);
    window.fill("Find or add an issue", "Territory / Airspace");
    assert!(window.has("Enter adds “Territory / Airspace”"));
    window.key(Key::Enter);
    let made = window.project().codebook.issues.last().expect("there are issues").clone();
    assert_eq!((&*made.name, made.parent.as_ref().map(CodeId::as_str)), ("Airspace", Some("territory")));
    assert_eq!(tree(&window), ["Territory", "coast", "Airspace"]);
    let heading = window.harness.query_all_by_role(Role::Heading).next().expect("the form has a heading");
    assert_eq!(heading.accesskit_node().label().as_deref(), Some("Airspace"));
    // What is there is selected and not made again.
    window.write("territory / coast");
    assert!(window.has("Enter selects “coast”"));
    window.key(Key::Enter);
    assert_eq!(window.project().codebook.issues.len(), 3);
    window.click("Hide members of Territory");
    assert_eq!(tree(&window), ["Territory"]);
    window.click("Show members of Territory");
    assert_eq!(tree(&window).len(), 3);
}

#[test]
fn the_passages_of_a_code_are_filtered_by_stance_and_lead_to_their_places() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    let quotes = |window: &Window| window.harness.query_all_by_label_contains("Quote: ").count();
    assert_eq!(quotes(&window), 3);
    window.click("Passages: opposes, 1");
    assert_eq!(quotes(&window), 1);
    window.click("Quote: Nobody moved.");
    assert!(window.has("Highlight: Ukraine, Territory, opposes, line 3, selected"));
}

#[test]
fn a_stance_shows_its_passages_too() {
    let (mut window, _folder) = codebook();
    window.click("List: Stances 3");
    assert!(window.has("Quote: Moscow wants"));
    window.click("In the codebook: opposes");
    assert!(window.has("Quote: Nobody moved.") && !window.has("Quote: Moscow wants"));
}

#[test]
fn in_a_small_window_form_and_passages_take_turns() {
    let (mut window, _folder) = codebook();
    window.harness.set_size(egui::vec2(800.0, 600.0));
    window.settle();
    assert!(window.has("Definition") && !window.has("Passages: all"));
    window.click("Show: Passages");
    assert!(window.has("Passages: all, 2") && !window.has("Definition"));
}

#[test]
fn notes_on_when_to_use_a_code_are_written_beside_its_definition() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.click("In the codebook: coast");
    window.fill("Use when", "Harbours and beaches");
    window.fill("Do not use when", "Inland waters go to Territory");
    let coast = issue(&window, "coast");
    assert_eq!(coast.rules(), ["", "Harbours and beaches", "Inland waters go to Territory"]);
    // Each visit to a field is one step.
    window.run_command("Undo");
    assert_eq!(issue(&window, "coast").rules(), ["", "Harbours and beaches", ""]);
    window.run_command("Undo");
    assert_eq!(issue(&window, "coast").rules(), ["", "", ""]);
}

#[test]
fn a_passage_is_pinned_as_an_example_and_unpinned() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    assert!(window.has("None yet. Right-click a passage to pin it."));
    let quote = window.harness.get_by_label("Quote: Nobody moved.").rect().center();
    window.open_menu_at(quote);
    window.click("Pin as an example of the issue");
    assert!(window.has("Example: Nobody moved."));
    // It is an example of its own code, not of those below or of its actor.
    window.click("In the codebook: coast");
    assert!(!window.has("Example: Nobody moved."));
    window.click("In the codebook: Territory");
    window.click("Unpin: Nobody moved.");
    assert!(!window.has("Example: Nobody moved."));
    window.run_command("Undo");
    window.click("Example: Nobody moved.");
    assert!(window.has("Highlight: Ukraine, Territory, opposes, line 3, selected"));
    // A deleted highlight takes its pin along, and brings it back.
    window.run_command("Delete highlight");
    window.ctrl(Key::Num3);
    assert!(window.has("None yet. Right-click a passage to pin it."));
    window.run_command("Undo");
    assert!(window.has("Example: Nobody moved."));
    // On the page of articles, the selected highlight is pinned.
    window.click("Example: Nobody moved.");
    window.run_command("Pin as an example of the actor");
    window.ctrl(Key::Num3);
    window.click("List: Actors 2");
    window.click("In the codebook: Ukraine");
    assert!(window.has("Example: Nobody moved."));
}

#[test]
fn an_alias_is_found_as_strictly_as_it_is_set_and_keeps_its_rule_while_others_are_typed() {
    let (mut window, _folder) = codebook();
    window.click("In the codebook: Russia");
    window.fill("Aliases (separated by commas)", "Moscow, IT");
    window.click("Alias: IT");
    window.click("Match case");
    window.click("Whole word only");
    assert!(window.has("Alias: IT · match case · whole word"));
    let rule = AliasRule { is_case_sensitive: true, is_whole_word: true };
    let russia = |window: &Window| window.project().codebook.actors[0].clone();
    assert_eq!((russia(&window).alias_rule("IT"), russia(&window).is_called("it")), (rule, false));
    window.fill("Aliases (separated by commas)", "Moscow, IT, the Kremlin");
    assert_eq!(russia(&window).alias_rule("IT"), rule);
    window.fill("Aliases (separated by commas)", "Moscow");
    assert!(russia(&window).alias_rules.is_empty());
}

#[test]
fn what_was_coded_before_a_definition_changed_is_gone_through() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    assert!(!window.has("Changes of the definition"));
    window.fill("Definition", "Who is to hold which land");
    let former = issue(&window, "Territory").former;
    assert_eq!((former.len(), &*former[0].changed_by, &*former[0].definition), (1, "AK", ""));
    window.click_containing("What it was: ");
    assert!(window.has("It had no definition."));
    window.click_containing("Coded before this change: 2, ");
    assert!(window.has("2 highlights left to look at"));
    window.click("Keep: Nobody moved.");
    assert!(window.has("1 highlight left to look at") && !window.has("Keep: Nobody moved."));
    assert_eq!(issue(&window, "Territory").former[0].kept.len(), 1);
    window.run_command("Undo");
    assert!(window.has("2 highlights left to look at"));
    // What is retagged or deleted needs no look any more.
    window.click("Delete: Nobody moved.");
    assert!(window.has("1 highlight left to look at"));
    window.click("Keep all of them");
    assert!(window.has("0 highlights left to look at"));
    window.click("Show all passages");
    assert!(window.has("Passages: all, 2"));
    // A highlight that is made now follows the new definition.
    window.ctrl(Key::Num1);
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Territory -");
    window.ctrl(Key::Num3);
    assert!(window.has("Coded before this change: 0, "));
    for _ in 0..4 {
        window.run_command("Undo");
    }
    assert!(issue(&window, "Territory").former.is_empty());
}

#[test]
fn a_code_is_split_by_one_key_for_each_highlight_as_one_step() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.run_command("Split code…");
    assert!(window.has("Highlight 1 of 2") && window.has("Send at least one highlight to a part"));
    window.fill("Name of a new part", "Airspace");
    window.click("Add");
    assert!(window.has("Send to coast: 0") && window.has("Send to Airspace: 0"));
    window.key(Key::Num2);
    assert!(window.has("Highlight 2 of 2") && window.has("Send to Airspace: 1"));
    window.key(Key::Num1);
    assert!(window.has("All 2 highlights were looked at"));
    // What was decided can be changed.
    window.key(Key::ArrowLeft);
    window.key(Key::Num0);
    window.click("Move 1 highlight");
    let airspace = issue(&window, "Airspace");
    assert_eq!(airspace.parent, Some(CodeId::from("territory")));
    let issues: Vec<Option<CodeId>> =
        window.project().highlights().map(|(_, highlight)| highlight.issue.clone()).collect();
    assert_eq!(issues.iter().filter(|id| **id == Some(airspace.id.clone())).count(), 1);
    window.run_command("Undo");
    assert_eq!(window.project().codebook.issues.len(), 2);
    assert!(window.has("Passages: all, 3"));
}

#[test]
fn a_split_that_was_left_by_escape_goes_on_where_it_was() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.run_command("Split code…");
    window.fill("Name of a new part", "Airspace");
    window.click("Add");
    window.key(Key::Num2);
    window.key(Key::Escape);
    assert!(!window.has("Send to Airspace: 1"));
    window.run_command("Split code…");
    assert!(window.has("Highlight 2 of 2") && window.has("Send to Airspace: 1"));
    // Cancel discards it.
    window.click("Cancel");
    window.run_command("Split code…");
    assert!(window.has("Highlight 1 of 2") && !window.has("Send to Airspace: 1"));
}

fn issue(window: &Window, name: &str) -> standpoint_core::model::Code {
    let issues = &window.project().codebook.issues;
    issues.iter().find(|code| code.name == name).unwrap_or_else(|| panic!("no issue {name}")).clone()
}

#[test]
fn codes_are_merged_after_a_look_at_what_becomes_of_them() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.fill("Find or add an issue", "Shore");
    window.key(Key::Enter);
    window.click("In the codebook: coast");
    window.run_command("Merge codes…");
    assert!(window.has("Tick at least one other issue"));
    window.click("Merge: Territory");
    window.click("Merge: Shore");
    assert!(window.has("Keep: Territory / coast"));
    assert!(window.has("Moves 2 highlights"));
    window.click("Merge into “coast”");
    let issues = &window.project().codebook.issues;
    assert_eq!(issues.len(), 1);
    assert_eq!((&*issues[0].name, issues[0].aliases.len(), &issues[0].parent), ("coast", 2, &None));
    assert!(window.project().highlights().all(|(_, highlight)| highlight.issue.as_ref() == Some(&issues[0].id)));
    assert!(window.has("2 issues merged into “coast”"));
    window.ctrl(Key::Z);
    assert_eq!(tree(&window), ["Territory", "coast", "Shore"]);
}

#[test]
fn codes_move_by_keys_and_by_a_dialog_and_keep_their_keys() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    for name in ["Airspace", "Prisoners"] {
        window.fill("Find or add an issue", name);
        window.key(Key::Enter);
    }
    let keys = |window: &Window| {
        let mut keys: Vec<(String, Option<char>)> =
            window.project().codebook.issues.iter().map(|code| (code.name.clone(), code.key)).collect();
        keys.sort();
        keys
    };
    let before = keys(&window);
    let given: Vec<Option<char>> = before.iter().map(|(_, key)| *key).collect();
    assert_eq!(given, [Some('e'), Some('r'), Some('q'), Some('w')]);
    assert_eq!(tree(&window), ["Territory", "coast", "Airspace", "Prisoners"]);
    window.click("In the codebook: Prisoners");
    window.keys(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(tree(&window), ["Territory", "coast", "Prisoners", "Airspace"]);
    window.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(issue(&window, "Prisoners").parent, Some(CodeId::from("territory")));
    window.keys(Modifiers::ALT, Key::ArrowUp);
    assert_eq!(tree(&window), ["Territory", "Prisoners", "coast", "Airspace"]);
    window.keys(Modifiers::ALT | Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(tree(&window), ["Territory", "coast", "Prisoners", "Airspace"]);
    window.keys(Modifiers::ALT, Key::ArrowDown);
    window.run_command("Move code…");
    assert!(window.has("It is there already"));
    window.click("Below: coast");
    window.click("Move");
    assert_eq!(issue(&window, "Prisoners").parent, Some(issue(&window, "coast").id));
    assert_eq!(keys(&window), before);
}

#[test]
fn a_code_is_dragged_below_another_one() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.fill("Find or add an issue", "Airspace");
    window.key(Key::Enter);
    let from = window.harness.get_by_label("In the codebook: Airspace").rect().center();
    let to = window.harness.get_by_label("In the codebook: Territory").rect().center();
    window.drag(from, to);
    assert_eq!(issue(&window, "Airspace").parent, Some(CodeId::from("territory")));
    window.run_command("Undo");
    assert_eq!(issue(&window, "Airspace").parent, None);
}

#[test]
fn a_member_is_made_in_place_and_a_deleted_code_leaves_its_key_free() {
    let (mut window, _folder) = codebook();
    window.click("List: Issues 2");
    window.click("In the codebook: coast");
    window.run_command("Add a member…");
    window.write("Cliffs");
    window.key(Key::Enter);
    assert_eq!(issue(&window, "Cliffs").parent, Some(issue(&window, "coast").id));
    assert_eq!(issue(&window, "Cliffs").key, Some('e'));
    window.run_command("Delete code…");
    window.click("Delete “Cliffs”");
    window.fill("Find or add an issue", "Airspace");
    window.key(Key::Enter);
    assert_eq!(issue(&window, "Airspace").key, Some('r'));
    assert!(window.has("Key R: Airspace"));
}

#[test]
fn an_alias_becomes_an_actor_of_its_own() {
    let (mut window, _folder) = codebook();
    window.click("In the codebook: Russia");
    window.fill("Aliases (separated by commas)", "Moscow, Duma");
    window.click("Alias: Duma");
    window.click("Make “Duma” an actor of its own");
    assert_eq!(tree(&window), ["Russia", "Duma", "Ukraine"]);
    assert_eq!(window.project().codebook.actors[0].aliases, ["Moscow"]);
    // Merging is the way back.
    window.run_command("Merge codes…");
    window.click("Merge: Duma");
    window.click("Merge into “Russia”");
    assert_eq!(window.project().codebook.actors[0].aliases, ["Moscow", "Duma"]);
}
