//! Where words stand, in pages set of made-up texts.

use proptest::prelude::*;

use super::*;

#[test]
fn pieces_cover_the_text_and_monsters_are_cut_at_blanks() {
    let monster = "word and ".repeat(3_000);
    let text = Text::new(format!("Head\n\n{monster}\nend"));
    let (mut pieces, mut number) = (Vec::new(), 0);
    for paragraph in text.paragraphs() {
        cut(&text, paragraph, &mut number, 16.0, &mut pieces);
    }
    let covered: usize = pieces.iter().map(|piece| piece.span.len()).sum();
    assert_eq!(covered + 3, text.n_chars());
    assert!(pieces.iter().all(|piece| piece.span.len() <= PIECE_CHARS));
    assert!(pieces.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
    let numbers: Vec<_> = pieces.iter().filter_map(|piece| piece.number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

#[test]
fn heights_lead_to_positions_and_back_wherever_the_text_is_cut() {
    let text =
        Text::new("A paragraph of some words, which needs more than one row of the page.\n\nShort\n".repeat(3_000));
    let mut page = PageLayout::default();
    let setting = PageSetting {
        article: ArticleId::fresh(),
        width: 400.0,
        font_size: 17.0,
        line_height: 29.0,
        paragraph_gap: 16.0,
        title: None,
        pixels_per_point: 1.0,
    };
    page.set(&text, setting);
    while page.cut_more(&text) {
        let n = text.n_chars();
        let heights: Vec<f32> = (0..=100).map(|step| page.height_of(n * step / 100)).collect();
        assert!(heights.is_sorted() && heights[0] == 0.0 && heights[100] <= page.height());
        for (step, height) in heights.iter().enumerate() {
            let position = n * step / 100;
            let (before, behind) = (page.position_above(height - 60.0), page.position_above(height + 60.0));
            assert!(before <= position.max(100) && position <= behind, "{before} {position} {behind}");
        }
    }
    assert_eq!(page.position_above(page.height() + 1.0), usize::MAX);
}

#[test]
fn galleys_are_laid_out_anew_when_the_theme_changes() {
    let ctx = egui::Context::default();
    crate::ui::theme::install_fonts(&ctx);
    let text = Text::new("One paragraph");
    let mut page = PageLayout::default();
    page.set(
        &text,
        PageSetting {
            article: ArticleId::fresh(),
            width: 400.0,
            font_size: 17.0,
            line_height: 29.0,
            paragraph_gap: 16.0,
            title: None,
            pixels_per_point: 1.0,
        },
    );
    let mut galley_in = |theme| {
        ctx.set_theme(theme);
        let mut galley = None;
        for _ in 0..2 {
            let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
                page.lay_out(ui.ctx(), &text, 0.0, 100.0);
                galley = page.galleys(0).pop().map(|(_, galley)| galley);
            });
            output.textures_delta.clear();
        }
        galley.expect("the paragraph is in view")
    };
    let dark = galley_in(egui::Theme::Dark);
    assert!(Arc::ptr_eq(&dark, &galley_in(egui::Theme::Dark)));
    assert!(!Arc::ptr_eq(&dark, &galley_in(egui::Theme::Light)));
}

thread_local! {
    /// Fonts are read once for all texts of a test.
    static CONTEXT: egui::Context = {
        let ctx = egui::Context::default();
        crate::ui::theme::install_fonts(&ctx);
        ctx
    };
}

fn page_of(text: &Text, width: f32) -> PageLayout {
    let mut page = PageLayout::default();
    let setting = PageSetting {
        article: ArticleId::fresh(),
        width,
        font_size: 17.0,
        line_height: 29.0,
        paragraph_gap: 16.0,
        title: None,
        pixels_per_point: 1.0,
    };
    page.set(text, setting);
    CONTEXT.with(|ctx| {
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            page.lay_out(ui.ctx(), text, 0.0, f32::MAX);
        });
        output.textures_delta.clear();
    });
    page
}

/// Where the first occurrence of some words stands.
fn rect_of(page: &PageLayout, text: &Text, words: &str) -> Rect {
    let span = text.find_all(words).next().expect("the words are in the text");
    page.rows_of(span, 0..page.pieces().len())[0]
}

#[test]
fn right_to_left_words_begin_at_the_right_edge_and_latin_among_them_keeps_its_order() {
    let text = Text::new("ראש העיר said this אמר");
    let page = page_of(&text, 600.0);
    let lefts = ["ראש", "העיר", "this", "said", "אמר"].map(|word| rect_of(&page, &text, word).left());
    assert!(lefts.is_sorted_by(|a, b| a > b), "{lefts:?}");
    assert!((rect_of(&page, &text, "ראש").right() - 600.0).abs() < 0.01);
}

#[test]
fn the_caret_goes_leftwards_through_a_hebrew_word_and_part_of_it_is_drawn_at_its_right() {
    let text = Text::new("שהנמל");
    let page = page_of(&text, 600.0);
    let carets: Vec<f32> = (0..=5).filter_map(|n| page.caret_rect(n)).map(|rect| rect.left()).collect();
    assert_eq!(carets.len(), 6);
    assert!(carets.is_sorted_by(|a, b| a > b), "{carets:?}");
    let first = page.rows_of(Span::new(0, 2), 0..1)[0];
    assert!((first.right() - 600.0).abs() < 0.01, "{first:?}");
    assert!(first.left() > rect_of(&page, &text, "שהנמל").left() + 1.0, "{first:?}");
}

#[test]
fn a_right_to_left_quote_in_a_latin_sentence_stays_between_its_neighbours() {
    let text = Text::new("They say ראש העיר in town");
    let page = page_of(&text, 600.0);
    let lefts = ["They", "say", "העיר", "ראש", "in", "town"].map(|word| rect_of(&page, &text, word).left());
    assert!(lefts.is_sorted(), "{lefts:?}");
    assert!(lefts[0].abs() < 0.01);
}

#[test]
fn rows_of_words_wrap_within_the_page() {
    let text = Text::new("שלום ".repeat(60));
    let page = page_of(&text, 200.0);
    let rects = page.rows_of(Span::new(0, text.n_chars()), 0..1);
    assert!(rects.len() > 5);
    assert!(rects.iter().all(|rect| rect.left() > -0.1 && rect.right() < 200.1), "{rects:?}");
    assert!(rects.windows(2).all(|pair| pair[0].bottom() <= pair[1].top() + 0.1));
}

fn words() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "שלום",
        "עולם",
        "הַבַּיִת",
        "ג\u{5f3}ירפה",
        "قال",
        "الميناء",
        "مَرْحَبًا",
        "٢٠٢٤",
        "2024",
        "Moscow",
        "cafe\u{301}",
        "мэр",
        "δῆμος",
        "港口",
        "नगर",
        "ท่าเรือ",
        "👩🏽‍✈️",
        "abcשלום",
        "(",
        "«",
        ".",
        "،",
        "\u{200f}",
        "\u{202e}x",
        "ש".repeat(70).leak(),
    ]);
    let blank = prop::sample::select(vec!["", " ", " ", " ", "  ", "\n"]);
    prop::collection::vec((word, blank), 1..24)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, blank)| [word, blank]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_word_is_found_where_it_stands(words in words(), width in 90.0f32..700.0) {
        let text = Text::new(words);
        let page = page_of(&text, width);
        let chars: Vec<char> = text.as_str().chars().collect();
        for (position, _) in chars.iter().enumerate().filter(|(_, c)| c.is_alphanumeric()) {
            let found = page.rows_of(Span::new(position, position + 1), 0..page.pieces().len());
            prop_assert_eq!(found.len(), 1, "character {} is drawn once", position);
            let word = standpoint_core::text::words::word_at(&text, position);
            let middle = found[0].center();
            let place = page.place_at(middle);
            if place.is_empty() {
                // Where egui places each character, the pointer finds one side of it.
                prop_assert!(word.start <= place.start && place.start <= word.end, "{:?} in {:?}", place, word);
            } else {
                prop_assert_eq!(place, word);
                let caret = page.caret_rect(position).expect("the whole text is laid out");
                let sides = found[0].x_range().expand(0.1);
                prop_assert!(caret.y_range().contains(middle.y) && sides.contains(caret.left()), "{:?}", caret);
            }
            let nearest = page.position_at(middle);
            prop_assert!(word.start <= nearest && nearest <= word.end, "{} in {:?}", nearest, word);
        }
    }

    #[test]
    fn every_row_is_as_wide_as_the_page_at_most(words in words(), width in 90.0f32..700.0) {
        let text = Text::new(words);
        let page = page_of(&text, width);
        for rect in page.rows_of(Span::new(0, text.n_chars()), 0..page.pieces().len()) {
            prop_assert!(rect.left() > -1.0 && rect.right() < width + 1.0, "{:?}", rect);
        }
    }
}
