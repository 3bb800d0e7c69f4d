//! Pictures of the comparison: they fit the window, zoom, and answer pointer and keyboard.

use egui::{Event, Key, Modifiers, MouseWheelUnit, Pos2, Rect, TouchPhase, Vec2, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::common::Window;

/// The sample project, compared in a picture.
fn drawn(picture: &str) -> Window {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    window.ctrl(Key::Num2);
    window.click(&format!("Show as: {picture}"));
    window
}

/// Where the picture stands.
fn canvas(window: &Window) -> Rect {
    window.harness.get_by_role(Role::GraphicsDocument).rect()
}

/// The name and the place of every mark on screen.
fn marks(window: &Window) -> Vec<(String, Rect)> {
    let canvas = canvas(window);
    let buttons = window.harness.query_all_by_role(Role::Button);
    let named = buttons.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
    named.filter(|(name, rect)| name.contains(": ") && canvas.intersects(*rect)).collect()
}

fn is_selected(window: &Window, name: &str) -> bool {
    let node = window.harness.get_by_label(name);
    node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True)
}

/// The mark that a screen reader is told has the keyboard.
fn current(window: &Window) -> Option<String> {
    let picture = window.harness.get_by_role(Role::GraphicsDocument);
    let node = picture.accesskit_node().active_descendant()?;
    node.label()
}

/// How many quotes stand beside the picture.
fn n_quotes(window: &Window) -> usize {
    let links = window.harness.query_all_by_role(Role::Link);
    links.filter(|node| node.accesskit_node().label().is_some_and(|name| name.starts_with("Quote: "))).count()
}

fn press_screen_reader(window: &mut Window, name: &str) {
    window.harness.get_by_label(name).click_accesskit();
    window.settle();
}

fn zoom_wheel(window: &mut Window, at: Pos2, points: f32) {
    window.harness.hover_at(at);
    window.harness.event(Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: Vec2::new(0.0, points),
        phase: TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::COMMAND,
    });
    window.harness.run_steps(40);
}

#[test]
fn every_picture_fits_the_window() {
    for picture in ["Bars", "Heat map", "Timeline", "Network"] {
        for size in [vec2(1440.0, 900.0), vec2(800.0, 600.0)] {
            let mut window = drawn(picture);
            window.harness.set_size(size);
            window.settle();
            let canvas = canvas(&window);
            assert!(Rect::from_min_size(Pos2::ZERO, size).contains_rect(canvas), "{picture}: {canvas:?}");
            let marks = marks(&window);
            assert!(!marks.is_empty(), "{picture}");
            for (name, rect) in marks {
                assert!(rect.left() >= canvas.left() && rect.right() <= canvas.right(), "{picture}: {name} {rect:?}");
            }
        }
    }
}

#[test]
fn a_bar_a_cell_and_a_period_show_their_quotes() {
    for (picture, start, title) in [
        ("Bars", "Territory: ", "Territory"),
        ("Heat map", "Territory, Russia: ", "Territory · Russia"),
        ("Timeline", "Territory, 3 Dec 2025: ", "Territory, 3 Dec 2025"),
    ] {
        let mut window = drawn(picture);
        let (name, rect) = marks(&window).into_iter().find(|(name, _)| name.starts_with(start)).expect(start);
        window.click_at(rect.center(), 1);
        assert!(is_selected(&window, &name), "{name}");
        assert!(n_quotes(&window) > 0, "{name}");
        assert!(window.has(title), "{title}");
        window.key(Key::Escape);
        assert!(!is_selected(&window, &name) && n_quotes(&window) == 0, "{name}");
    }
}

#[test]
fn the_cell_of_a_picture_is_the_cell_of_the_table() {
    let mut window = drawn("Heat map");
    press_screen_reader(&mut window, "Territory, Russia: +1.0 from 12");
    window.click("Show as: Table");
    let cells = window.harness.query_all_by_label_contains("Territory, Russia: ");
    let is_selected = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.role() == Role::Cell && node.is_selected() == Some(true)
    };
    assert_eq!(cells.filter(is_selected).count(), 1);
}

#[test]
fn the_keyboard_goes_from_mark_to_mark_and_shows_quotes() {
    let mut window = drawn("Heat map");
    window.key(Key::ArrowRight);
    let first = current(&window).expect("an arrow key begins with the first mark");
    window.key(Key::ArrowRight);
    window.key(Key::ArrowDown);
    let second = current(&window).expect("the keyboard is in the picture");
    assert_ne!(first, second);
    window.key(Key::ArrowUp);
    window.key(Key::ArrowLeft);
    assert_eq!(current(&window), Some(first.clone()));
    window.key(Key::Enter);
    assert!(is_selected(&window, &first) && n_quotes(&window) > 0, "{first}");
    window.key(Key::Enter);
    assert!(!is_selected(&window, &first), "Enter again lets go");
}

#[test]
fn a_network_is_walked_by_keyboard_from_node_to_node_and_along_ties() {
    let mut window = drawn("Network");
    window.key(Key::ArrowDown);
    let node = current(&window).expect("the first node");
    window.key(Key::ArrowRight);
    let tie = current(&window).expect("its first tie");
    assert!(node.contains(", actor: ") && tie.contains(" – "), "{node}, {tie}");
    let name = node.split(", actor").next().expect("a name");
    assert!(tie.contains(name), "{tie} is a tie of {node}");
    window.key(Key::Enter);
    let n: usize = tie.rsplit(": ").next().and_then(|n| n.split(' ').next()).expect("a number").parse().expect("n");
    assert!(window.has(&standpoint_core::wording::counted(n, "quote")), "{tie}");
    window.key(Key::ArrowLeft);
    assert_eq!(current(&window), Some(node));
    window.key(Key::ArrowDown);
    assert!(current(&window).is_some_and(|next| next.contains(", actor: ")));
}

#[test]
fn a_node_shows_its_ties_and_quotes_and_a_tie_those_behind_it() {
    let mut window = drawn("Network");
    let (node, rect) = marks(&window).into_iter().find(|(name, _)| name.starts_with("Russia, actor")).expect("Russia");
    window.click_at(rect.center(), 1);
    assert!(is_selected(&window, &node));
    assert!(window.has("Tied to ") && n_quotes(&window) > 0);
    // The sample counts once per article, so there are more quotes than highlights that count.
    assert!(node.ends_with(": 33 highlights") && window.has("36 quotes, repeats included"), "{node}");
    assert!(window.has("Betweenness 0.") && window.has(", community "), "what is measured of it");
    // The list of its ties is a list of links.
    let tie = "Russia – Territory: 3 highlights";
    let links = window.harness.query_all_by_label(tie);
    let link = links.into_iter().find(|node| node.accesskit_node().role() == Role::Link).expect("it is listed").rect();
    window.click_at(link.center(), 1);
    assert!(window.has("quotes, repeats included") && !window.has("36 quotes"));
    let territory = window.harness.get_by_label("issue, Territory").rect();
    window.click_at(territory.center(), 1);
    assert!(window.has("Tied to "), "an end of the tie is a way on");
}

#[test]
fn the_backbone_leaves_out_ties_that_may_be_chance() {
    let mut window = drawn("Network");
    let n_marks = marks(&window).len();
    window.click("Backbone only");
    assert!(marks(&window).is_empty(), "no tie of the sample is that strong");
    window.click_containing("Draw a tie for: agreement between actors");
    assert!(!marks(&window).is_empty());
    window.click_containing("Draw a tie for: any mention");
    window.click("Backbone only");
    assert_eq!(marks(&window).len(), n_marks);
}

#[test]
fn ties_are_chosen_in_plain_words() {
    let mut window = drawn("Network");
    for (choice, words) in [
        ("support minus opposition", "Actors and issues: support minus opposition"),
        ("agreement between actors", "Actors: agreement"),
        ("disagreement between actors", "Actors: disagreement"),
        ("any mention", "Actors and issues: any mention"),
    ] {
        window.click_containing(&format!("Draw a tie for: {choice}"));
        assert!(window.has(words), "{words}");
    }
    window.click_containing("Draw a tie for: agreement between actors");
    window.click("Between: issues");
    assert!(window.has("Draw a tie for: agreement between issues") && window.has("Issues: agreement"));
    window.click("Thickness: number of pairs of highlights");
    window.click("similarity (cosine)");
    assert!(window.has("Issues: agreement, similarity (cosine)"));
    for word in ["ignore", "subtract", "congruence", "conflict", "normali"] {
        assert!(!window.has(word), "{word} is no plain word");
    }
}

#[test]
fn a_slider_hides_weak_ties_and_says_how_many_are_left() {
    let mut window = drawn("Network");
    let all = marks(&window).iter().filter(|(name, _)| name.contains(" – ")).count();
    assert!(window.has(&format!("{all} of {all} ties shown")));
    window.harness.get_by_label("Hide ties below: 1 highlight").focus();
    window.settle();
    window.key(Key::ArrowRight);
    assert!(window.has("Hide ties below: 2 highlights"));
    let left = marks(&window).iter().filter(|(name, _)| name.contains(" – ")).count();
    assert!(left < all && window.has(&format!("{left} of {all} ties shown")), "{left} of {all}");
    assert!(!marks(&window).iter().any(|(name, _)| name.ends_with(": 1 highlight") && name.contains(" – ")));
}

#[test]
fn a_picture_zooms_with_buttons_keys_and_wheel_and_is_dragged() {
    let mut window = drawn("Network");
    // A picture that is narrower than its room stays in the middle.
    window.harness.set_size(vec2(1120.0, 900.0));
    window.settle();
    let width = |window: &Window| {
        let marks = marks(window);
        marks.iter().find(|(name, _)| name.starts_with("Russia, actor")).expect("Russia").1.width()
    };
    let place = |window: &Window| {
        let marks = marks(window);
        marks.iter().find(|(name, _)| name.starts_with("Russia, actor")).expect("Russia").1.center()
    };
    let fits = width(&window);
    window.click("Zoom in");
    assert!(width(&window) > 1.1 * fits);
    window.click("Fit the picture to the window");
    assert!((width(&window) - fits).abs() < 0.1);

    // An arrow key gives the picture the keyboard.
    window.key(Key::ArrowDown);
    window.key(Key::Plus);
    assert!(width(&window) > 1.1 * fits);
    window.key(Key::Minus);
    assert!((width(&window) - fits).abs() < 0.1);
    window.key(Key::Plus);
    window.key(Key::Num0);
    assert!((width(&window) - fits).abs() < 0.1);

    let at = place(&window);
    zoom_wheel(&mut window, at, 120.0);
    assert!(width(&window) > 1.1 * fits);
    assert!(place(&window).distance(at) < 4.0, "what is under the pointer stays: {at:?} became {:?}", place(&window));
    let free = canvas(&window).left_top() + vec2(30.0, 60.0);
    let before = place(&window);
    window.drag(free + vec2(60.0, 60.0), free);
    assert!((place(&window) - before - vec2(-60.0, -60.0)).length() < 8.0, "{before:?} {:?}", place(&window));
}

#[test]
fn nothing_is_typed_into_a_picture() {
    let mut window = drawn("Bars");
    window.key(Key::ArrowDown);
    let before = window.project().clone();
    for key in [Key::Num0, Key::Plus, Key::Minus, Key::Enter, Key::Space] {
        window.key(key);
    }
    assert!(*window.project() == before && window.failures().is_empty());
    assert!(current(&window).is_some(), "the keyboard is still in the picture");
}
