//! Words copied with their source, from the text and from quotes.

use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::Queryable as _;

use crate::{common::Window, tag_sentence, with_articles};

/// The words that the latest frame put on the clipboard.
fn copied(window: &Window) -> Option<String> {
    let commands = &window.harness.output().platform_output.commands;
    commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    })
}

/// Runs frames until one puts words on the clipboard.
fn next_copied(window: &mut Window) -> String {
    for _ in 0..5 {
        if let Some(words) = copied(window) {
            return words;
        }
        window.harness.step();
    }
    panic!("nothing was copied");
}

/// Presses the keys that copy with the source. Only the frame of the press itself puts words on the clipboard.
fn press_copy(window: &mut Window) -> String {
    let modifiers = Modifiers::COMMAND | Modifiers::SHIFT;
    window.harness.event(Event::ModifiersChanged(modifiers));
    window.harness.step();
    window.harness.event(Event::Key { key: Key::C, physical_key: None, pressed: true, repeat: false, modifiers });
    window.harness.step();
    let words = next_copied(window);
    window.harness.event(Event::Key { key: Key::C, physical_key: None, pressed: false, repeat: false, modifiers });
    window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    window.settle();
    words
}

#[test]
fn selected_words_and_highlights_are_copied_with_outlet_and_date() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Moscow wants", "Russia, Territory +");
    let expected = "“Moscow wants the whole of the valley.” (Gazette, 3 December 2025)";
    assert_eq!(press_copy(&mut window), expected);
    assert!(window.has("Copied with its source"));

    let paragraph = window.paragraph("Nobody moved");
    window.click_at(paragraph.left_top() + egui::vec2(30.0, 14.0), 2);
    assert_eq!(press_copy(&mut window), "“Nobody” (Gazette, 3 December 2025)");
}

#[test]
fn a_quote_in_a_list_is_copied_with_its_source_and_opened_at_its_place() {
    let (mut window, _folder) = with_articles([]);
    tag_sentence(&mut window, "Nobody moved", "Russia, Territory +");
    window.ctrl(Key::Num3);
    window.harness.get_by_label("Copy with source: Nobody moved.").click();
    assert_eq!(next_copied(&mut window), "“Nobody moved.” (Gazette, 3 December 2025)");
    window.settle();
    window.click("Open in the article: Nobody moved.");
    assert!(window.has("Highlight: Russia, Territory, supports, line 3, selected"));
}
