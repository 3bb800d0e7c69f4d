//! Words of every script, dragged over one by one: what is stored is what was under the pointer.

use std::path::PathBuf;

use egui::{Key, MissingGlyphPolicy, Modifiers, Rect, pos2};
use egui_kittest::kittest::Queryable as _;

use standpoint_core::text::Span;

use standpoint::ui::desk::dialogs::files::FileAnswer;

use crate::common::Window;

/// Which way a sentence runs.
#[derive(Clone, Copy, PartialEq)]
enum Runs {
    Right,
    Left,
}

/// A made-up sentence in each script. What is dragged over stands between bars, which are not part of the text.
const PASSAGE: [(&str, Runs, &str); 12] = [
    ("Latin", Runs::Right, "|The| |quay| |is| |open|."),
    ("Latin with combining marks", Runs::Right, "|Z\u{30c}a\u{301}dna\u{301}| |lod\u{30c}| |nepr\u{30c}iplula|."),
    ("Cyrillic", Runs::Right, "|Мэр| |сказа\u{301}л| |не́т|."),
    ("Greek", Runs::Right, "|Ὁ| |λιμὴν| |μένει| |ἀνοικτός|."),
    ("Arabic", Runs::Left, "|قال| |العمدة| |إن| |الميناء| |مفتوح|."),
    ("Arabic with marks, digits and Latin", Runs::Left, "|وَقَّعَ| |UNESCO| |اتفاقًا| (|في| |2024|) |معهم|."),
    ("Hebrew", Runs::Left, "|ראש| |העיר| |אמר| |שהנמל| |פתוח|."),
    ("Chinese", Runs::Right, "|市长|说|港口|仍然|开放|。"),
    ("Japanese", Runs::Right, "|市長|は|港|を|開いた|。"),
    ("Devanagari", Runs::Right, "|नगर| |का| |बन्दरगाह| |खुला| |है|।"),
    ("Thai", Runs::Right, "|ท่าเรือ|ยัง|เปิด|อยู่|"),
    ("emoji", Runs::Right, "|🚢| |👩🏽‍✈️| |🇲🇹| |👍🏿|"),
];

/// The window with a text imported and open.
fn reading(text: &str) -> (Window, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let path: PathBuf = folder.path().join("scripts.txt");
    std::fs::write(&path, text).expect("the folder can be written");
    let mut window = Window::open(None, [FileAnswer::Chosen(vec![path])]);
    // The fonts of a test are the bundled ones; what they lack is drawn as boxes, and has its place all the same.
    window.harness.ctx.set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
    window.click("Start empty");
    window.fill("Title", "Scripts");
    window.click("Create");
    window.ctrl(Key::I);
    window.import();
    (window, folder)
}

fn rects(window: &Window, span: Span) -> Vec<Rect> {
    window.harness.state().rects_of(span)
}

/// Drags from the near side of the first character to the far side of the last, as the sentence runs.
fn drag_over(window: &mut Window, span: Span, runs: Runs) {
    let found = rects(window, span);
    let (first, last) = (found.first().expect("the words are on screen"), found.last().expect("there is a first"));
    let (from, to) = match runs {
        Runs::Right => (pos2(first.left() + 0.5, first.center().y), pos2(last.right() - 0.5, last.center().y)),
        Runs::Left => (pos2(last.right() - 0.5, last.center().y), pos2(first.left() + 0.5, first.center().y)),
    };
    window.drag(from, to);
}

/// The sentences without their bars, a paragraph each, and what is dragged over in each.
fn passage() -> (String, Vec<(&'static str, Runs, Span)>) {
    let mut text = "A passage in many scripts\n\n".to_owned();
    let mut words = Vec::new();
    for (script, runs, sentence) in PASSAGE {
        for part in sentence.split('|') {
            let start = text.chars().count();
            text.push_str(part);
            if part.chars().any(|c| c.is_alphanumeric() || c > '\u{1f000}') {
                words.push((script, runs, Span::new(start, text.chars().count())));
            }
        }
        text.push_str("\n\n");
    }
    (text, words)
}

#[test]
fn each_word_of_twelve_sentences_is_stored_as_it_was_dragged_over() {
    let (text, words) = passage();
    let (mut window, _folder) = reading(&text);
    assert_eq!(words.len(), 53);
    let stored = window.project().articles[0].text.clone();
    for (n, &(script, runs, span)) in words.iter().enumerate() {
        let word = stored.slice(span);
        drag_over(&mut window, span, runs);
        window.key(Key::Enter);
        window.write("Port");
        window.key(Key::Enter);
        let article = &window.project().articles[0];
        let newest = article.highlights.iter().max_by_key(|highlight| highlight.id).expect("a highlight was made");
        assert_eq!(newest.quote, word, "in {script}: word {n}");
        assert_eq!(newest.span, span, "in {script}: word {n}");
        // Its ends would else be grabbed by the next drag.
        window.key(Key::Escape);
    }
}

#[test]
fn dragging_leftwards_over_several_hebrew_words_takes_them_in_reading_order() {
    let (mut window, _folder) = reading("Port\n\nראש העיר אמר שהנמל פתוח.\n");
    let text = window.project().articles[0].text.clone();
    let find = |words: &str| text.find_all(words).next().expect("the words are in the text");
    let (from, to) = (rects(&window, find("העיר"))[0].center(), rects(&window, find("שהנמל"))[0].center());
    assert!(to.x < from.x, "the later word stands to the left");
    window.drag(from, to);
    window.key(Key::Enter);
    window.write("Mayor");
    window.key(Key::Enter);
    assert_eq!(window.project().articles[0].highlights[0].quote, "העיר אמר שהנמל");
}

#[test]
fn the_left_end_of_a_hebrew_highlight_is_its_last_word_and_can_be_dragged_on() {
    let (mut window, _folder) = reading("Port\n\nראש העיר אמר שהנמל פתוח.\n");
    let text = window.project().articles[0].text.clone();
    let find = |words: &str| text.find_all(words).next().expect("the words are in the text");
    drag_over(&mut window, find("העיר"), Runs::Left);
    window.key(Key::Enter);
    window.write("Mayor");
    window.key(Key::Enter);
    let [start, end] = window.harness.state().highlight_ends().expect("the highlight is selected and on screen");
    assert!(end.center().x < start.center().x);
    let further = rects(&window, find("שהנמל"))[0].center();
    window.drag(end.center(), further);
    assert_eq!(window.project().articles[0].highlights[0].quote, "העיר אמר שהנמל");
    let [start, _] = window.harness.state().highlight_ends().expect("it still is");
    let before = rects(&window, find("ראש"))[0].center();
    window.drag(start.center(), before);
    assert_eq!(window.project().articles[0].highlights[0].quote, "ראש העיר אמר שהנמל");
}

#[test]
fn the_left_arrow_goes_on_in_a_right_to_left_paragraph() {
    let (mut window, _folder) = reading("Port\n\nראש העיר אמר.\n");
    let text = window.project().articles[0].text.clone();
    let span = text.find_all("ראש").next().expect("the word is in the text");
    let word = rects(&window, span)[0];
    // Beside the words, at the right edge of the page, where the paragraph begins.
    window.click_at(pos2(word.right() + 4.0, word.center().y), 1);
    for _ in 0..3 {
        window.keys(Modifiers::SHIFT, Key::ArrowLeft);
    }
    window.key(Key::Enter);
    window.write("Head");
    window.key(Key::Enter);
    assert_eq!(window.project().articles[0].highlights[0].span, span);
}

#[test]
fn a_double_click_takes_the_arabic_word_under_it() {
    let (mut window, _folder) = reading("Port\n\nقال العمدة إن الميناء مفتوح.\n");
    let text = window.project().articles[0].text.clone();
    let span = text.find_all("الميناء").next().expect("the word is in the text");
    let word = rects(&window, span)[0];
    // Near its end, where the next character is a blank.
    window.click_at(pos2(word.left() + 1.0, word.center().y), 2);
    window.key(Key::Enter);
    window.write("Port");
    window.key(Key::Enter);
    assert_eq!(window.project().articles[0].highlights[0].span, span);
}

#[test]
fn scripts_without_a_font_are_named_above_the_text() {
    let (window, _folder) = reading("Port\n\nقال العمدة إن الميناء مفتوح.\n");
    assert!(window.has("No font on this computer shows Arabic; install one, for example Noto Sans Arabic"));
    let (window, _folder) = reading("Port\n\nThe mayor says that the quay is open; мэр, δῆμος.\n");
    assert!(!window.has("No font on this computer"));
}

/// What stands beside the page is named as it is written, whatever its order on the screen.
#[test]
fn a_hebrew_title_and_quote_stand_in_list_margin_and_panel() {
    let (mut window, _folder) = reading("ראש העיר\n\nראש העיר אמר שהנמל פתוח.\n");
    let text = window.project().articles[0].text.clone();
    let find = |words: &str| text.find_all(words).last().expect("the words are in the text");
    drag_over(&mut window, find("אמר"), Runs::Left);
    window.key(Key::Enter);
    window.write("העיר העתיקה");
    window.key(Key::Enter);
    assert!(window.has("Article: ראש העיר"));
    assert!(window.has("In this article: העיר העתיקה: אמר"));
    // The margin, the page and the panel call it by the same name.
    assert!(window.harness.query_all_by_label("העיר העתיקה: אמר").next().is_some());
    assert!(window.has("Highlight: העיר העתיקה, line 2, selected: אמר"));
    assert!(window.has("Issue: העיר העתיקה"));
}
