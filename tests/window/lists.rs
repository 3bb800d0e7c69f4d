//! The lists beside the text, the labels in its margin and the bar above it.

use egui::{Key, Rect, accesskit::Role, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use standpoint::ui::desk::dialogs::files::FileAnswer;
use standpoint_core::model::ReadingStatus;

use crate::{common::Window, first_highlight, reading::with_long_article, tag_sentence, with_articles};

/// A window with articles of these titles and dates, in this order.
fn with_titles(titles: &[(&str, &str)]) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let write = |(n, (title, _)): (usize, &(&str, &str))| {
        let path = folder.path().join(format!("{n}.txt"));
        std::fs::write(&path, format!("{title}\n\nNobody moved on day {n}.\n")).expect("the folder can be written");
        path
    };
    let paths = titles.iter().enumerate().map(write).collect();
    let mut window = Window::open(None, [FileAnswer::Chosen(paths)]);
    window.click("Start empty");
    window.click("Create");
    window.ctrl(Key::I);
    for (title, date) in titles {
        window.click_containing(&format!("Draft: {title}"));
        window.fill("Date", date);
    }
    window.import();
    (window, folder)
}

/// The rows of the list of articles from top to bottom.
fn articles(window: &Window) -> Vec<(String, Rect)> {
    let rows = window.harness.query_all_by_role(Role::ListItem);
    let named = rows.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    let mut rows: Vec<(String, Rect)> =
        named.filter_map(|(name, rect)| Some((name.strip_prefix("Article: ")?.to_owned(), rect))).collect();
    rows.sort_by(|(_, a), (_, b)| a.top().total_cmp(&b.top()));
    rows
}

const THREE: [(&str, &str); 3] = [
    ("Bridges", "2025-12-03"),
    ("A title that is so long that it needs several lines of the list to be read to its very end", "2025-12-05"),
    ("Canals", "2025-12-01"),
];

#[test]
fn rows_of_the_list_of_articles_are_as_tall_as_their_titles() {
    let (window, _folder) = with_titles(&THREE);
    let rows = articles(&window);
    assert_eq!(rows.len(), 3);
    assert!(rows[1].1.height() > rows[0].1.height() + 30.0, "{rows:?}");
    assert!(rows.windows(2).all(|pair| pair[0].1.bottom() <= pair[1].1.top()), "{rows:?}");
    assert!(window.has("3 articles, 0 done") && window.has("Highlights"));
}

#[test]
fn articles_are_sorted_by_date_and_the_next_one_is_the_one_below() {
    let (mut window, _folder) = with_titles(&THREE);
    let first = |window: &Window| articles(window)[0].0.clone();
    assert_eq!(first(&window), "Bridges");
    window.click("Sort articles: Manual order");
    window.click("Oldest first");
    let titles: Vec<String> = articles(&window).into_iter().map(|(title, _)| title).collect();
    assert_eq!((&*titles[0], &*titles[1]), ("Canals", "Bridges"));
    window.click("Article: Canals");
    window.run_command("Next article");
    assert!(window.has("Text of Bridges"));
    window.click("Sort articles: Oldest first");
    window.click("By title");
    assert!(first(&window).starts_with("A title"));
    // The order is a setting, so the next project has it as well.
    window.ctrl(Key::W);
    window.click("Don’t save");
    window.run_command("Open the sample project");
    assert!(window.has("Sort articles: By title"));
    let titles: Vec<String> = articles(&window).into_iter().map(|(title, _)| title).collect();
    assert!(titles.is_sorted() && titles.len() == 5, "{titles:?}");
}

#[test]
fn the_order_of_articles_is_chosen_by_keyboard_in_a_menu_of_the_program() {
    let (mut window, _folder) = with_titles(&THREE);
    window.harness.get_by_label("Sort articles: Manual order").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.is_focused("Manual order"), "the first line has the keyboard");
    window.write("o");
    window.key(Key::Enter);
    assert_eq!(articles(&window)[0].0, "Canals");
    assert!(window.is_focused("Sort articles: Oldest first"), "the button has the keyboard back");
}

#[test]
fn an_article_being_read_says_in_the_list_at_which_paragraph() {
    let (_, folder) = with_long_article();
    let paths = vec![folder.path().join("long.txt"), folder.path().join("short.txt")];
    std::fs::write(&paths[1], "A short report\n\nNobody moved.\n").expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(paths)]);
    window.click("Start empty");
    window.click("Create");
    window.ctrl(Key::I);
    window.import();
    let told = |window: &Window| {
        let rows: Vec<_> = window.harness.query_all_by_role(Role::ListItem).collect();
        rows.into_iter().find_map(|row| row.accesskit_node().description())
    };
    window.wheel(pos2(600.0, 450.0), 3_000.0);
    window.run_command("Mark article as reading");
    assert_eq!(told(&window), None, "the page itself shows where it is");
    window.run_command("Next article");
    let words = told(&window).expect("it is being read");
    assert!(words.starts_with("paragraph ") && words.contains(" of "), "{words}");
    window.run_command("Previous article");
    window.click("Done");
    window.run_command("Next article");
    assert_eq!(told(&window), None, "it is done");
}

#[test]
fn the_list_says_how_many_articles_a_filter_shows_and_offers_all_again() {
    let (mut window, _folder) = with_titles(&THREE);
    window.fill("Filter articles", "canal");
    assert!(window.has("1 of 3 articles"));
    window.fill("Filter articles", "tunnel");
    assert!(window.has("0 of 3 articles"));
    window.click("Show all articles");
    assert_eq!(articles(&window).len(), 3);
}

#[test]
fn the_bar_above_the_text_stays_while_one_scrolls_and_marks_the_article_as_done() {
    let (mut window, _folder) = with_long_article();
    let heading = |window: &Window| {
        let mut headings = window.harness.query_all_by_role(Role::Heading);
        let named = headings.find(|node| node.accesskit_node().label().as_deref() == Some("A long report"));
        named.expect("the bar names the article").rect()
    };
    let before = heading(&window);
    assert!(window.has("outlet not named · no date · "));
    window.wheel(pos2(600.0, 450.0), 5_000.0);
    assert_eq!(heading(&window), before);
    window.click("Done");
    assert_eq!(window.project().articles[0].details.status, ReadingStatus::Done);
    window.click("Done");
    assert_eq!(window.project().articles[0].details.status, ReadingStatus::Reading);
    window.click("Article details");
    assert!(window.has("Save details"));
}

#[test]
fn a_note_leaves_a_mark_in_the_margin_and_in_the_list() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    assert!(!window.has("with a note"));
    let n_notes = |window: &Window| {
        let note = egui_note();
        let shapes = &window.harness.output().shapes;
        let texts = shapes.iter().filter(|shape| match &shape.shape {
            egui::Shape::Text(text) => text.galley.text() == note,
            _ => false,
        });
        texts.count()
    };
    assert_eq!(n_notes(&window), 0);
    window.ctrl(Key::M);
    window.write("Says who?");
    assert_eq!(first_highlight(&window).note, "Says who?");
    assert!(window.has("In this article: Russia, Territory, supports, with a note: Moscow wants"));
    assert_eq!(n_notes(&window), 2);
}

/// The glyph that marks a note.
fn egui_note() -> String {
    standpoint::ui::theme::Icon::Note.glyph().to_string()
}

#[test]
fn a_label_in_the_margin_takes_two_lines_rather_than_be_cut() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Nobody moved", "Russia, Land -");
    let label = |window: &Window| {
        let mut buttons = window.harness.query_all_by_role(Role::Button);
        let named =
            buttons.find(|node| node.accesskit_node().label().is_some_and(|name| name.ends_with("Nobody moved.")));
        named.expect("the highlight has a label").rect()
    };
    let short = label(&window).height();
    window.ctrl(Key::Z);
    let long = "The ministry of harbours, Opening of the northern waterways -";
    tag_sentence(&mut window, "Nobody moved", long);
    assert!(label(&window).height() > short + 10.0);
    let (margin, shapes) = (label(&window), &window.harness.output().shapes);
    let texts = shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some((text.galley.text().to_owned(), text.visual_bounding_rect())),
        _ => None,
    });
    let texts: Vec<_> = texts.filter(|(_, rect)| margin.contains(rect.left_center())).collect();
    assert!(texts.iter().any(|(text, _)| text == "Opening of the northern waterways"), "{texts:?}");
    assert!(texts.iter().all(|(_, rect)| rect.right() <= margin.right() + 1.0), "{texts:?} in {margin}");
}

#[test]
fn the_inspector_names_each_of_its_parts() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    for name in ["Actor", "Issue", "Stance", "Coder", "Stance: supports", "Stance: none", "Paragraph 2 · coded "] {
        assert!(window.has(name), "{name}");
    }
    window.click("Stance: none");
    assert_eq!(first_highlight(&window).stance, None);
    window.click("Tag the same words again");
    window.write("Ukraine, Territory -");
    window.key(Key::Enter);
    assert_eq!(window.project().n_highlights(), 2);
}

#[test]
fn rows_of_lists_have_menus_about_what_they_are() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.harness.get_by_label("Article: A second voice").click_secondary();
    window.settle();
    assert!(window.has("Text of A second voice"), "the menu is about the article on screen");
    window.click("Remove article");
    assert_eq!(window.project().articles.len(), 1);
    window.harness.get_by_label_contains("In this article: Russia").click_secondary();
    window.settle();
    assert!(window.has("Change tags…") && window.has("Copy with source"));
    window.key(Key::Escape);
    window.ctrl(Key::Num3);
    window.harness.get_by_label("In the codebook: Russia").click_secondary();
    window.settle();
    assert!(window.has("Assign"));
}
