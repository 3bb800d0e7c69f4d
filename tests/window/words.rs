//! The list of words: what it counts, how it leads to the search, and how it is exported.

use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::{common::Window, tag_sentence, with_articles};

fn open(window: &mut Window) {
    window.run_command("Count words…");
    window.settle_until("entries; counted");
}

#[test]
fn words_are_counted_and_each_opens_the_search_for_it() {
    let (mut window, _folder) = with_articles([]);
    open(&mut window);
    assert!(window.has("valley: 2 times"), "every article is counted");
    window.click("Count: Pairs");
    window.settle_until("the valley: 2 times");
    window.click("Count: Single");
    window.settle_until("valley: 2 times");

    window.click_containing("Moscow: 1 time");
    assert!(!window.has("Stop words:"), "the dialog is closed");
    window.settle_until("1 hit in 1 article");
    assert!(window.has("Match: whole words"), "“Moscow” is not found in “Muscovy” or “Moscows”");
}

#[test]
fn the_list_is_exported_as_csv() {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path = folder.path().join("words.csv");
    let (mut window, _folder) = with_articles([FileAnswer::Chosen(vec![path.clone()])]);
    open(&mut window);
    window.click("Export as CSV…");
    let csv = std::fs::read_to_string(&path).expect("the file was written");
    assert!(csv.starts_with("words,count,per_10000,articles,dispersion,rest,log_likelihood,log_ratio"), "{csv}");
    assert!(csv.lines().any(|line| line.starts_with("valley,2,")), "{csv}");
}

#[test]
fn issues_that_stand_together_are_listed() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Moscow, Valley +");
    tag_sentence(&mut window, "Nobody moved", "Moscow, Territory +");
    open(&mut window);
    window.click("Show: Issues together");
    window.settle_until("Valley + Territory: 0 paragraphs");
}
