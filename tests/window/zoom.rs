//! The page under a magnifying glass: the line being read stays, and a drag takes the words it passes.

use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, Rect, TouchPhase, Vec2, pos2, vec2};

use standpoint_core::text::Span;

use crate::{
    common::Window,
    length::{numbered, page, reading, scroll, topmost},
};

/// The same screen with another number of pixels per point.
fn zoom(window: &mut Window, pixels_per_point: f32) {
    window.harness.set_pixels_per_point(pixels_per_point);
    window.harness.set_size(Vec2::new(1440.0, 900.0) / pixels_per_point);
    window.settle();
}

const ZOOMS: [f32; 6] = [1.25, 1.5, 2.0, 1.0, 2.0, 0.8];

/// Where on the screen, in pixels, words stand.
fn pixels(window: &Window, words: Span) -> Rect {
    let rects = window.harness.state().rects_of(words);
    *rects.first().expect("the words are on screen") * window.harness.ctx.pixels_per_point()
}

/// Where words stand in the text.
fn find(window: &Window, words: &str) -> Span {
    window.project().articles[0].text.find_all(words).next().expect("the words are in the text")
}

#[test]
fn the_line_under_the_eye_stays_at_every_zoom() {
    let (mut window, _folder) = reading(numbered());
    scroll(&mut window, 12_345.0);
    let before = topmost(&window);
    assert_ne!(before, "Number 0");
    for pixels_per_point in ZOOMS {
        zoom(&mut window, pixels_per_point);
        assert_eq!(topmost(&window), before, "at {pixels_per_point} pixels a point");
    }
}

#[test]
fn the_line_with_the_caret_stays_where_it_is_on_the_screen() {
    let (mut window, _folder) = reading(numbered());
    scroll(&mut window, 12_345.0);
    let number = find(&window, &format!("{}:", topmost(&window))).start;
    // Some lines further down, in the middle of the screen.
    let words = (number..number + 4_000).map(|start| Span::new(start, start + 5)).find(|words| {
        let rects = window.harness.state().rects_of(*words);
        rects.first().is_some_and(|rect| rect.top() > 430.0)
    });
    let words = words.expect("there are more lines");
    let at = window.harness.state().rects_of(words)[0];
    window.click_at(at.left_center() + vec2(1.0, 0.0), 1);
    let before = pixels(&window, words).center().y;
    for pixels_per_point in ZOOMS {
        zoom(&mut window, pixels_per_point);
        let now = pixels(&window, words);
        // The bars above grow with the rest, so the page begins lower on the screen.
        let shift = (page(&window).top() * pixels_per_point - 46.0).abs() + now.height();
        assert!((now.center().y - before).abs() <= shift, "{before} became {} at {pixels_per_point}", now.center().y);
    }
}

fn drag_over(window: &mut Window, words: Span) -> Option<String> {
    let rects = window.harness.state().rects_of(words);
    let (first, last) = (*rects.first()?, *rects.last()?);
    let from: Pos2 = pos2(first.left() + 0.5, first.center().y);
    window.drag(from, pos2(last.right() - 0.5, last.center().y));
    window.key(Key::Enter);
    window.write("Russia");
    window.key(Key::Enter);
    let article = &window.project().articles[0];
    let quote = article.highlights.iter().max_by_key(|highlight| highlight.id).map(|highlight| highlight.quote.clone());
    window.ctrl(Key::Z);
    quote
}

#[test]
fn a_drag_takes_the_same_words_at_every_zoom_and_text_size() {
    let (mut window, _folder) =
        reading("The quay\n\nThe mayor said that the quay is open, and nobody moved.\n".to_owned());
    let words = find(&window, "said that the quay is open");
    for pixels_per_point in ZOOMS {
        zoom(&mut window, pixels_per_point);
        for size in ["Larger text", "Larger text", "Reset text size"] {
            window.run_command(size);
            let quote = drag_over(&mut window, words);
            assert_eq!(quote.as_deref(), Some("said that the quay is open"), "{size} at {pixels_per_point}");
        }
    }
}

#[test]
fn the_wheel_with_ctrl_sets_the_text_larger_and_smaller() {
    let (mut window, _folder) = reading(numbered());
    let turn = |window: &mut Window, notches: f32| {
        window.harness.hover_at(page(window).center());
        window.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: TouchPhase::Move,
            source: egui::MouseWheelSource::Wheel,
            modifiers: Modifiers::COMMAND,
        });
        window.harness.run_steps(20);
    };
    let usual = window.paragraph("Number 0:");
    turn(&mut window, 1.0);
    assert!(window.has("110%"));
    assert!(window.paragraph("Number 0:").height() > usual.height());
    turn(&mut window, -1.0);
    assert_eq!(window.paragraph("Number 0:"), usual);
}
