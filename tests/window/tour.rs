//! The tour: each step waits until what it asks for has happened, and its card stays beside what it points at.

use egui::{Key, Modifiers, Rect, Vec2, accesskit::Role, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use standpoint_core::text::Span;

use crate::common::{Window, preferences_of_ak};

const N_STEPS: usize = 8;
const SMALL: Vec2 = vec2(640.0, 480.0);

fn welcome(size: Vec2) -> Window {
    let data = std::sync::Arc::new(tempfile::tempdir().expect("the system gives a temporary folder"));
    let preferences = preferences_of_ak(standpoint::ui::preferences::Saving::WhenAsked);
    Window::build(Harness::builder().with_size(size), data, preferences, None, [])
}

/// The tour at its first step in the sample project.
fn begun(size: Vec2) -> Window {
    let mut window = welcome(size);
    window.run_command("Take the tour");
    window.click("Open the sample");
    assert_eq!(step(&window), Some(1));
    window
}

/// The name and the place of the card.
fn card(window: &Window) -> Option<(String, Rect)> {
    let mut regions = window.harness.query_all_by_role(Role::Region);
    regions.find_map(|node| {
        let name = node.accesskit_node().label()?;
        name.starts_with("Tour").then(|| (name, node.rect()))
    })
}

/// The step that the card says; `None` without a card.
fn step(window: &Window) -> Option<usize> {
    let (name, _) = card(window)?;
    let number = name.strip_prefix("Tour, step ")?.strip_suffix(&format!(" of {N_STEPS}"))?;
    Some(number.parse().expect("it is a number"))
}

/// Where some words of the article on screen stand.
fn words(window: &Window, article: usize) -> Rect {
    let text = &window.project().articles[article].text;
    let starts = (0..text.n_chars()).step_by(40).map(|start| Span::new(start, (start + 8).min(text.n_chars())));
    let state = window.harness.state();
    let card = card(window).map(|(_, rect)| rect);
    let is_free = |rect: &Rect| rect.top() > 150.0 && card.is_none_or(|card| !card.intersects(*rect));
    starts.flat_map(|span| state.rects_of(span)).find(is_free).expect("some words are on screen")
}

#[test]
fn the_tour_follows_what_is_done_with_the_pointer() {
    let mut window = welcome(vec2(1440.0, 900.0));
    window.click("Take the tour");
    assert!(card(&window).is_some() && step(&window).is_none(), "it waits for a project");
    window.key(Key::Escape);
    assert!(card(&window).is_none());
    window.click("Take the tour");
    window.click("Open the sample project");
    let title = window.project().articles[1].details.title.clone();
    assert_eq!(step(&window), Some(1));
    window.click(&format!("Article: {title}"));
    assert_eq!(step(&window), Some(2));
    let word = words(&window, 1);
    window.click_at(word.center(), 1);
    assert_eq!(step(&window), Some(2), "nothing was selected");
    window.click_at(word.center(), 2);
    assert_eq!(step(&window), Some(3));
    window.key(Key::Enter);
    assert_eq!(step(&window), Some(3), "the box is open, but nothing is tagged");
    assert!(window.has("Type an actor, an issue and + or −"));
    let n_highlights = window.project().n_highlights();
    window.write("rus terr +");
    window.key(Key::Enter);
    assert_eq!((step(&window), window.project().n_highlights()), (Some(4), n_highlights + 1));
    window.click("Undo");
    assert_eq!((step(&window), window.project().n_highlights()), (Some(5), n_highlights));
    window.click_tab("Compare");
    assert_eq!(step(&window), Some(6));
    window.click_containing("Territory, Ukraine: ");
    assert_eq!(step(&window), Some(7));
    let quote = window.harness.query_all_by_role(Role::Link).next().expect("a quote is shown").rect();
    window.click_at(quote.center(), 1);
    assert!(window.has("To go back to the cell, press B."));
    window.key(Key::B);
    assert_eq!(step(&window), Some(8));
    window.key(Key::Escape);
    assert_eq!(step(&window), Some(8), "Escape lets go of the cell first");
    window.click_containing("Find a command (");
    window.key(Key::Escape);
    assert!(card(&window).is_none());
    assert!(window.has("You can take the tour again from the Help menu"));
}

#[test]
fn the_tour_can_be_taken_with_the_keyboard_alone() {
    let mut window = welcome(vec2(1440.0, 900.0));
    window.keys(Modifiers::ALT, Key::H);
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert!(card(&window).is_some());
    // F6 leads to the page and then to the card, whose buttons Tab goes through.
    for _ in 0..4 {
        if !window.is_focused("Open the sample") {
            window.key(Key::F6);
        }
    }
    assert!(window.is_focused("Open the sample"), "{:?}", window.focused());
    window.key(Key::Tab);
    assert!(window.is_focused("Leave the tour"));
    window.keys(Modifiers::SHIFT, Key::Tab);
    window.key(Key::Enter);
    assert_eq!(step(&window), Some(1));
    window.key(Key::CloseBracket);
    assert_eq!(step(&window), Some(2));
    for _ in 0..12 {
        window.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(step(&window), Some(3));
    window.key(Key::Enter);
    window.write("rus terr +");
    window.key(Key::Enter);
    assert_eq!(step(&window), Some(4));
    window.ctrl(Key::Z);
    assert_eq!(step(&window), Some(5));
    window.ctrl(Key::Num2);
    assert_eq!(step(&window), Some(6));
    window.key(Key::ArrowDown);
    assert_eq!(step(&window), Some(7));
    window.key(Key::Enter);
    window.key(Key::B);
    assert_eq!(step(&window), Some(8));
    window.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
    window.key(Key::Escape);
    assert!(card(&window).is_none());
}

#[test]
fn each_step_can_be_skipped_and_the_tour_left_at_each() {
    for n_skipped in 0..N_STEPS {
        // Nothing was tagged, so there is nothing to undo and that step does not come.
        if n_skipped == 3 {
            continue;
        }
        let mut window = begun(vec2(1440.0, 900.0));
        while step(&window).is_some_and(|step| step <= n_skipped) {
            window.click("Skip this step");
        }
        assert_eq!(step(&window), Some(n_skipped + 1));
        let project = window.project().clone();
        if n_skipped % 2 == 0 {
            window.click("Leave the tour");
        } else {
            window.key(Key::Escape);
        }
        assert!(card(&window).is_none());
        assert_eq!(*window.project(), project);
    }
}

#[test]
fn escape_belongs_to_whatever_else_has_a_use_for_it() {
    let mut window = begun(vec2(1440.0, 900.0));
    window.click("Skip this step");
    window.click_at(words(&window, 0).center(), 2);
    window.key(Key::Enter);
    for left in ["the tag box", "the selection"] {
        window.key(Key::Escape);
        assert!(card(&window).is_some(), "Escape leaves {left}");
    }
    window.harness.get_by_label("Filter articles").focus();
    window.settle();
    window.key(Key::Escape);
    assert!(card(&window).is_some(), "Escape leaves the field");
    window.key(Key::Escape);
    assert!(card(&window).is_none());
}

#[test]
fn the_card_says_the_keys_as_they_are_now() {
    let mut window = begun(vec2(1440.0, 900.0));
    window.key(Key::F1);
    window.fill("Find a command or a key", "Open the article below");
    window.click("Change: Next article");
    window.keys(Modifiers::ALT, Key::N);
    window.click("Close");
    assert!(window.has("click it in the list, or press Alt+N."));
}

#[test]
fn a_step_of_another_page_leads_back_to_it() {
    let mut window = begun(vec2(1440.0, 900.0));
    window.ctrl(Key::Num3);
    assert!(window.has("The tour goes on in Read: click Read, or press Ctrl+1."));
    window.ctrl(Key::Num1);
    assert!(window.has("Open another article"));
}

/// Fails if the card leaves the window or lies over one of these.
fn assert_beside(window: &Window, others: &[Rect]) {
    let (name, card) = card(window).expect("the card is on screen");
    let screen = window.harness.ctx.content_rect();
    assert!(screen.contains_rect(card), "{name}: {card} leaves {screen}");
    for other in others {
        assert!(!card.intersects(*other), "{name}: {card} lies over {other}");
    }
}

#[test]
fn in_a_small_window_the_card_stays_inside_and_covers_nothing_it_points_at() {
    let mut window = begun(SMALL);
    let named = |window: &Window, name: &str| window.harness.get_by_label(name).rect();
    assert_beside(&window, &[named(&window, "List of articles")]);
    window.click("List of articles");
    let rows: Vec<Rect> = window
        .harness
        .query_all_by_role(Role::ListItem)
        .map(|node| node.rect().intersect(window.harness.ctx.content_rect()))
        .filter(Rect::is_positive)
        .collect();
    assert!(rows.len() > 2);
    assert_beside(&window, &rows);
    window.key(Key::Escape);
    window.click("Skip this step");
    let word = words(&window, 0);
    window.click_at(word.center(), 2);
    assert_beside(&window, &[word]);
    window.key(Key::Enter);
    window.write("u");
    let mut open: Vec<Rect> = window.harness.query_all_by_role(Role::ListBoxOption).map(|node| node.rect()).collect();
    open.push(named(&window, "Tag: actor, issue and stance"));
    assert!(open.len() > 3);
    assert_beside(&window, &open);
    window.ctrl(Key::A);
    window.write("rus terr +");
    window.key(Key::Enter);
    assert_eq!(step(&window), Some(4));
    assert_beside(&window, &[named(&window, "Undo")]);
    window.ctrl(Key::Z);
    let tab = window.harness.get_by_role_and_label(Role::Tab, "Compare").rect();
    assert_beside(&window, &[tab]);
    window.ctrl(Key::Num2);
    window.key(Key::ArrowDown);
    assert_eq!(step(&window), Some(7));
    assert_beside(&window, &[]);
    window.click("Skip this step");
    assert_beside(&window, &[named(&window, "Find a command (Ctrl+Shift+P)")]);
}

#[test]
fn where_there_is_room_the_text_stays_free_while_words_are_selected() {
    let mut window = begun(vec2(1440.0, 900.0));
    window.click("Skip this step");
    assert_eq!(step(&window), Some(2));
    let screen = window.harness.ctx.content_rect();
    let paragraphs = window.harness.query_all_by_role(Role::Paragraph).map(|node| node.rect().intersect(screen));
    let paragraphs: Vec<Rect> = paragraphs.filter(Rect::is_positive).collect();
    assert!(paragraphs.len() > 3);
    assert_beside(&window, &paragraphs);
}

#[test]
fn nothing_is_to_be_undone_where_nothing_was_tagged() {
    let mut window = begun(vec2(1440.0, 900.0));
    window.click("Skip this step");
    window.click_at(words(&window, 0).center(), 2);
    window.click("Skip this step");
    assert_eq!(step(&window), Some(5));
}
