//! The comparison in a window of its own. Where there is no window system, as here, it lies in the window.

use egui::{Key, accesskit::Role};
use egui_kittest::kittest::Queryable as _;

use super::{tag_sentence, with_articles};

#[test]
fn the_comparison_stands_beside_the_text_and_follows_it() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    window.ctrl(Key::Num2);
    window.run_command("Compare in its own window");
    let paragraph = window.paragraph("Nobody moved");
    assert!(window.has("Territory, Russia"), "the table is there, and so is the text");
    // What is tagged in the text is counted in the table.
    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 3);
    window.key(Key::Enter);
    window.write("Ukraine, Territory -");
    window.key(Key::Enter);
    assert!(window.has("Territory, Ukraine"));
    // A command about the table works while the text is the page on screen, and the text stays.
    window.run_command("Compare in its own window");
    assert!(!window.has("Territory, Ukraine"));
    window.paragraph("Nobody moved");
    window.ctrl(Key::Num2);
    assert!(window.has("Territory, Ukraine"));
    assert!(window.harness.query_by_role_and_label(Role::Tab, "Compare").is_some());
}
