//! What a screen reader says of the page.

use egui::{Key, Modifiers, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{common::Window, tag_sentence, with_articles};

/// The names of all things of a kind.
fn names(window: &Window, role: Role) -> Vec<String> {
    window.harness.query_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn a_highlight_says_its_tags_its_line_and_whether_it_is_selected() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory -");
    tag_sentence(&mut window, "Nobody moved", "Ukraine, Territory");
    // Lines are counted as the numbers beside the text: the title is 1, blank ones are not counted.
    assert_eq!(
        names(&window, Role::Mark),
        [
            "Highlight: Russia, Territory, opposes, line 2: Moscow wants the whole of the valley.",
            "Highlight: Ukraine, Territory, line 3, selected: Nobody moved.",
        ]
    );
    assert!(window.has("Paragraph 3 · coded "));
    let marks = window.harness.query_all_by_role(Role::Mark);
    assert_eq!(marks.map(|node| node.accesskit_node().is_selected()).collect::<Vec<_>>(), [Some(false), Some(true)]);
    window.key(Key::K);
    assert!(names(&window, Role::Mark)[0].contains("opposes, line 2, selected"));
}

#[test]
fn the_selection_says_how_much_it_is_and_where() {
    let (mut window, _folder) = with_articles([]);
    assert_eq!(names(&window, Role::Status), [""; 0]);
    let paragraph = window.paragraph("Moscow wants");
    window.click_at(paragraph.left_top() + vec2(30.0, 14.0), 3);
    assert_eq!(names(&window, Role::Status), ["Selected: 7 words, line 2: Moscow wants the whole of the valley."]);
    window.ctrl(Key::A);
    assert!(names(&window, Role::Status)[0].starts_with("Selected: 17 words, lines 1 to 3: Land comes first"));
    window.key(Key::Escape);
    assert_eq!(names(&window, Role::Status), [""; 0]);
}

#[test]
fn the_caret_says_its_line() {
    let (mut window, _folder) = with_articles([]);
    window.keys(Modifiers::COMMAND, Key::Home);
    assert_eq!(names(&window, Role::Caret), ["Caret: line 1"]);
    window.keys(Modifiers::COMMAND, Key::ArrowDown);
    assert_eq!(names(&window, Role::Caret), ["Caret: line 2"], "Ctrl and an arrow go by paragraphs");
    window.keys(Modifiers::COMMAND, Key::End);
    assert_eq!(names(&window, Role::Caret), ["Caret: line 3"]);
    window.keys(Modifiers::COMMAND, Key::ArrowUp);
    window.keys(Modifiers::COMMAND, Key::ArrowUp);
    assert_eq!(names(&window, Role::Caret), ["Caret: line 2"]);
}
