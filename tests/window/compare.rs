//! The comparison in the window: what is asked, what cells say, and the way to the text and back.

use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{common::Window, tag_sentence, with_articles};

/// The sample project, in the Compare view.
fn sample() -> Window {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    window.ctrl(Key::Num2);
    window
}

/// The sample project with issues against actors, counted.
fn plain_sample() -> Window {
    let mut window = sample();
    window.click("Cells: Net stance");
    window.click("Highlights");
    window.click("Count: once per article");
    window.click("every time");
    window
}

#[test]
fn named_views_are_opened_kept_renamed_and_removed() {
    let mut window = sample();
    assert!(window.has("View: Who wants what"));
    window.click("View: Russia, report by report");
    assert!(window.has("Columns: article") && window.has("Remove filter: actor Russia"));
    window.click("Remove filter: actor Russia");
    assert!(window.has("View: Russia, report by report, changed"));
    window.click("Revert");
    assert!(!window.has("changed"));

    window.click("Save as view…");
    window.fill("Name of the view", "Mine");
    window.click("Save");
    assert!(window.has("View: Mine"));
    window.click("Rename view “Mine”…");
    window.fill("Name of the view", "Ours");
    window.key(Key::Enter);
    let names: Vec<&str> = window.project().views.iter().map(|view| &*view.name).collect();
    assert_eq!(names.last(), Some(&"Ours"), "{names:?}");
    window.click("Delete view “Ours”");
    assert_eq!(window.project().views.len(), 4);
    window.ctrl(Key::Z);
    assert_eq!(window.project().views.len(), 5, "removing is one step, and can be taken back");
}

#[test]
fn one_key_lets_the_cells_say_something_else() {
    let mut window = plain_sample();
    assert!(window.has("Territory, Russia: 13 highlights in"));
    window.key(Key::M);
    assert!(window.has("Cells: Articles"));
    window.key(Key::M);
    assert!(window.has(", words: "), "words are counted as soon as they are asked for");
    window.keys(Modifiers::SHIFT, Key::M);
    window.keys(Modifiers::SHIFT, Key::M);
    window.keys(Modifiers::SHIFT, Key::M);
    assert!(window.has("Cells: Quotes"), "before the first comes the last");
    window.click("Cells: Quotes");
    window.click("Adjusted residual");
    assert!(window.has("too few expected to judge chance") && window.has("† expected count below 5"));
}

#[test]
fn a_filter_is_a_chip_and_empty_cells_say_that_it_empties_them() {
    let mut window = plain_sample();
    window.click("Add filter");
    window.click("Filter by Ukraine");
    window.key(Key::Escape);
    assert!(window.has("Remove filter: actor Ukraine"));
    window.click("More");
    window.click("Hide empty rows and columns");
    assert!(window.has("Territory, Russia: left out by the filter"));
    window.click("Remove filter: actor Ukraine");
    assert!(window.has("Territory, Russia: 13 highlights in"));
}

#[test]
fn repeats_are_counted_as_asked() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Russia, Territory +");
    window.ctrl(Key::Num2);
    assert!(window.has("Territory, Russia: 2 highlights"));
    window.click("Count: every time");
    window.click("once per article");
    assert!(window.has("Territory, Russia: 1 highlight in 1 article"));
    window.click_containing("Territory, Russia: 1 highlight");
    assert!(window.has("Repeats what is counted already"), "the quotes of a cell name its repeats");
}

#[test]
fn a_side_has_two_levels_and_tables_follow_each_other() {
    let mut window = plain_sample();
    window.click("Rows: issue");
    window.click("Inside rows: outlet");
    assert!(window.has("Axadle Times, Russia: "), "outlets stand inside each issue");
    window.click("Fold Territory");
    window.click("Rows: issue › outlet");
    window.click("Inside rows: nothing");
    window.click("More");
    window.click("Show members in rows");
    window.click("More");
    window.click("Tables: one");
    window.click("Tables: one for each outlet");
    let n = window.harness.query_all_by_label_contains("Territory, Russia: ").count();
    assert!(n >= 2, "each outlet has a table of its own, of which {n} are on screen");
}

#[test]
fn findings_and_silence_stand_left_and_their_evidence_right() {
    let mut window = plain_sample();
    let finding = "Outlets disagree: Russia, Progress in the talks";
    window.click_containing(finding);
    assert!(window.has("Progress in the talks · Russia") && window.has("Quote: "));
    assert!(window.has(finding), "the list stays");
    window.click_containing("Left out by outlets");
    let last = "Left out by Kurdistan24: Language and church";
    assert!(window.has("Left out by Axadle Times: ") && !window.has(last), "only what is on screen is laid out");
    window.wheel(egui::pos2(100.0, 700.0), 5_000.0);
    window.click(last);
    assert!(window.has("What others say") && window.has("Quote: "));
    window.click("Left out by Kurdistan24");
    assert!(window.has("Open "), "the articles of the outlet are a click away");
}

#[test]
fn findings_follow_edits() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    tag_sentence(&mut window, "Nobody moved", "Russia, Territory -");
    window.ctrl(Key::Num2);
    assert!(window.has("net 0.0 from 2, One article says both"));
    window.ctrl(Key::Z);
    assert!(!window.has("One article says both"));
}

#[test]
fn keys_lead_from_cell_to_text_and_back() {
    let mut window = plain_sample();
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowRight);
    assert!(window.has("Donbas to Russia · Ukraine"), "the quotes of the cell beside and below");
    window.key(Key::J);
    window.key(Key::J);
    window.key(Key::Enter);
    assert!(window.has("Actor: Ukraine") && window.has("Note"), "the article is open at the highlight");
    window.key(Key::B);
    assert!(window.has("Donbas to Russia · Ukraine"));
    window.key(Key::X);
    assert!(window.has("Ukraine · Donbas to Russia"), "what is chosen stays so when the table is turned");
}

#[test]
fn a_sentence_of_ones_own_is_kept_for_a_cell() {
    let mut window = plain_sample();
    window.click_containing("Territory, Russia: 13 highlights");
    window.fill("Your sentence for this cell", "Asks for all of it.");
    assert_eq!(window.project().summaries.len(), 1);
    assert_eq!(window.project().summaries[0].text, "Asks for all of it.");
    window.run_command("Transpose the table");
    assert!(
        window.harness.get_by_label("Your sentence for this cell").value().is_some_and(|v| v == "Asks for all of it.")
    );
    window.ctrl(Key::Z);
    assert!(window.project().summaries.is_empty());
}

#[test]
fn two_comparisons_stand_side_by_side_with_their_difference() {
    let mut window = plain_sample();
    window.run_command("Side by side");
    window.click("Add filter to the second");
    window.click("Filter by Volodymyr Zelensky");
    window.key(Key::Escape);
    assert!(window.has("Difference, Territory, Russia: +13.0"));
    window.run_command("Side by side");
    assert!(!window.has("Difference"));
}

#[test]
fn heads_sort_pin_and_are_dragged() {
    let mut window = plain_sample();
    let top = |window: &Window, name: &str| window.harness.get_by_label(name).rect().top();
    let left = |window: &Window, name: &str| window.harness.get_by_label(name).rect().left();
    assert!(top(&window, "Territory") < top(&window, "Security order"));
    window.harness.get_by_label("Ukraine").click_secondary();
    window.settle();
    window.click("Sort by the selected row or column");
    let shown = window.project().codebook.issues.len();
    assert!(shown > 10);
    window.harness.get_by_label("India").click_secondary();
    window.settle();
    window.click("Pin the selected row or column");
    assert!(left(&window, "India") < left(&window, "Russia"), "what is pinned stands first");
    let (from, to) = (window.harness.get_by_label("NATO").rect(), window.harness.get_by_label("Ukraine").rect());
    window.drag(from.center(), to.center());
    assert!(left(&window, "NATO") < left(&window, "Ukraine"));
}

#[test]
fn the_comparison_is_drawn_as_every_picture() {
    let mut window = sample();
    for (picture, words) in [
        ("Bars", "Issue: net stance"),
        ("Heat map", "Territory, Russia: "),
        ("Timeline", "Mentions and net stance by day"),
        ("Network", "Russia"),
    ] {
        window.click(&format!("Show as: {picture}"));
        assert!(window.has(words), "{picture}");
    }
    assert!(window.failures().is_empty(), "{:?}", window.failures());
}

#[test]
fn a_picture_is_saved_as_it_is_shown() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let (svg, graphml) = (folder.path().join("stances.svg"), folder.path().join("talks.graphml"));
    let mut window =
        Window::open(None, [FileAnswer::Chosen(vec![svg.clone()]), FileAnswer::Chosen(vec![graphml.clone()])]);
    window.click("Open the sample project");
    window.ctrl(Key::Num2);
    window.click("Show as: Heat map");
    window.click("Save picture…");
    window.click("Choose file…");
    let written = std::fs::read_to_string(&svg).expect("the picture was written");
    assert!(written.starts_with('<') && written.contains("Territory") && written.contains("</svg>"));
    window.run_command("Export network as GraphML…");
    window.click("Choose file…");
    let written = std::fs::read_to_string(&graphml).expect("the network was written");
    assert!(written.contains("<graphml") && written.contains("Russia"));
}

#[test]
fn what_the_pointer_does_with_rows_and_columns_commands_do_too() {
    let mut window = plain_sample();
    let top = |window: &Window, name: &str| window.harness.get_by_label(name).rect().top();
    window.click("Security order");
    assert!(top(&window, "Territory") < top(&window, "Security order"));
    window.run_command("Pin the selected row or column");
    assert!(top(&window, "Security order") < top(&window, "Territory"));
    window.run_command("Pin the selected row or column");
    window.run_command("Move selected row up or column left");
    assert!(top(&window, "Security order") < top(&window, "Territory"), "it passes the members of what is before it");
    window.key(Key::H);
    assert!(window.has("Unfold Security order"), "the key folds what is chosen");
    window.run_command("Sort rows by name");
    assert!(top(&window, "Accountability and justice") < top(&window, "Ceasefire and sequence"));
    window.click("Ukraine");
    window.run_command("Sort by the selected row or column");
    assert!(top(&window, "Territory") < top(&window, "Security order"), "Ukraine says most on territory");
}

#[test]
fn values_show_how_far_chance_may_move_them_and_why_some_do_not() {
    // The five articles of the sample three times: enough for most cells, and too few for some.
    let mut project = standpoint_store::open("projects/moscow-talks.ron".as_ref()).expect("the sample is sound");
    for _ in 0..2 {
        for at in 0..5 {
            let mut article = standpoint_core::model::Article::clone(&project.articles[at]);
            article.id = standpoint_core::model::ArticleId::fresh();
            for highlight in &mut article.highlights {
                let id = standpoint_core::model::HighlightId::fresh();
                *highlight = standpoint_core::model::Highlight { id, ..(**highlight).clone() }.into();
            }
            project.articles.push(article.into());
        }
    }
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("p.ron");
    std::fs::write(&path, standpoint_store::to_string(&project)).expect("the folder can be written");
    let mut window = Window::open(Some(&path), []);
    window.ctrl(Key::Num2);
    assert!(window.has("Cells: Net stance") && !window.has("95% interval"));
    window.click("More");
    window.click("Show 95% intervals");
    assert!(window.has("95% interval"), "{:?}", window.project().articles.len());
    assert!(window.has("no interval from"), "a cell rests on too few articles");
    window.click("Cells: Net stance");
    window.click("Words");
    assert!(!window.has("95% interval"), "numbers of words have none");
}

#[test]
fn a_finding_says_what_it_does_not_hold_without() {
    let mut window = sample();
    window.click_containing("Outlets disagree: Russia, Progress in the talks");
    assert!(window.has("Does not hold without Axadle Times or Kurdistan24, nor without “Six trips to Moscow"));
}
