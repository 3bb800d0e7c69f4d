//! The welcome page with more on it than a window has room for.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use egui::{Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, Rect, TouchPhase, Vec2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use standpoint::ui::{
    desk::dialogs::files::FileAnswer,
    preferences::Preferences,
    settings::{Setting, SettingType as _},
};
use standpoint_core::{
    edit::{Edit, Gesture},
    model::{Project, ReadingStatus},
};
use standpoint_store::{Machine, Session, disk::SystemDisk, folders::Folders};

use crate::{
    common::{Window, folder_of_articles},
    length::{numbered, reading, scroll, topmost},
    preferences::kept,
};

const SIZES: [Vec2; 3] = [Vec2::new(1440.0, 900.0), Vec2::new(800.0, 600.0), Vec2::new(640.0, 480.0)];

/// Leaves a project of each title behind, as a crash does.
fn left_by_crashes<'a>(titles: impl IntoIterator<Item = &'a str>) -> Arc<tempfile::TempDir> {
    let data = tempfile::tempdir().expect("the system gives a temporary folder");
    let machine = Machine::with(Folders::below(data.path().to_owned()), Arc::new(SystemDisk));
    for title in titles {
        let mut session = Session::unsaved(Project::titled("New"), &machine);
        let edit = Edit::SetTitle(title.to_owned());
        session.apply("Rename the project", Gesture::Single, edit).expect("every title fits");
    }
    Arc::new(data)
}

/// The welcome page of that size, with these recent projects.
fn welcome(size: Vec2, data: &Arc<tempfile::TempDir>, recent: &[PathBuf]) -> Window {
    let preferences = Preferences::default().with_recent(recent.to_vec());
    Window::build(Harness::builder().with_size(size), Arc::clone(data), preferences, None, [])
}

fn rect(window: &Window, name: &str) -> Rect {
    window.harness.get_by_label(name).rect()
}

/// Turns the wheel at a place until a thing of that name comes into a part of the window.
fn scroll_to(window: &mut Window, at: Pos2, name: &str, part: Rect) {
    for _ in 0..20 {
        if part.contains_rect(rect(window, name)) {
            return;
        }
        let distance = part.center().y - rect(window, name).center().y;
        window.harness.hover_at(at);
        window.harness.event(Event::MouseWheel {
            source: MouseWheelSource::Wheel,
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, distance.clamp(-1000.0, 1000.0)),
            phase: TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
        window.harness.run_steps(12);
    }
    panic!("{name} stands at {} and does not come into {part}", rect(window, name));
}

/// The part of the window in which a page is.
fn page(size: Vec2) -> Rect {
    Rect::from_min_max(Pos2::new(0.0, 44.0), Pos2::new(size.x, size.y - 26.0))
}

#[test]
fn a_hundred_projects_left_by_crashes_leave_the_recent_ones_in_reach() {
    let titles: Vec<String> = (0..100).map(|n| format!("Talks {n:02}")).collect();
    let data = left_by_crashes(titles.iter().map(String::as_str));
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let recent: Vec<PathBuf> = (0..12).map(|n| folder.path().join(format!("recent-{n:02}.ron"))).collect();
    let text = standpoint_store::to_string(&Project::titled("The last of the recent ones"));
    std::fs::write(&recent[11], text).expect("the folder can be written");
    for size in SIZES {
        let mut window = welcome(size, &data, &recent);
        let title = "Unsaved projects recovered after a crash (100)";
        let margin = Pos2::new(8.0, size.y * 0.5);
        if size == SIZES[0] {
            assert!(page(size).contains_rect(rect(&window, "Open recent-05")), "recent projects are near");
            assert!(page(size).contains_rect(rect(&window, title)), "and those left by crashes, too");
        }
        // In the empty margin beside the lists, the wheel turns the whole page.
        let upper = page(size).with_max_y(page(size).bottom() - 230.0);
        scroll_to(&mut window, margin, title, if size == SIZES[0] { page(size) } else { upper });
        let list = || {
            let title = rect(&window, title);
            Rect::from_min_size(title.left_bottom(), vec2(600.0, 222.0))
        };
        let list = list().intersect(page(size));
        for title in ["Talks 00", "Talks 57"] {
            scroll_to(&mut window, list.center(), &format!("Discard {title}"), list);
            window.click(&format!("Discard {title}"));
            assert!(window.has(&format!("Discard “{title}”?")), "{size}");
            window.key(Key::Escape);
        }
        let more = if size == SIZES[0] { "Show 6 more" } else { "Show 9 more" };
        scroll_to(&mut window, margin, more, page(size));
        window.click(more);
        scroll_to(&mut window, margin, "Open recent-11", page(size));
        window.click("Open recent-11");
        assert_eq!(window.project().title, "The last of the recent ones");
    }
}

#[test]
fn a_recovered_project_is_the_one_beside_the_button() {
    let titles: Vec<String> = (0..30).map(|n| format!("Talks {n:02}")).collect();
    let data = left_by_crashes(titles.iter().map(String::as_str));
    let mut window = welcome(SIZES[0], &data, &[]);
    let title = rect(&window, "Unsaved projects recovered after a crash (30)");
    let list = Rect::from_min_size(title.left_bottom(), vec2(600.0, 180.0));
    scroll_to(&mut window, list.center(), "Recover Talks 13", list);
    window.click("Recover Talks 13");
    assert_eq!(window.project().title, "Talks 13");
}

#[test]
fn the_keyboard_reaches_each_project_left_by_a_crash() {
    let titles: Vec<String> = (0..30).map(|n| format!("Talks {n:02}")).collect();
    let data = left_by_crashes(titles.iter().map(String::as_str));
    let mut window = welcome(SIZES[2], &data, &[]);
    for _ in 0..200 {
        if window.harness.get_by_label("Discard Talks 00").is_focused() {
            break;
        }
        window.key(Key::Tab);
    }
    window.harness.run_steps(20);
    let button = rect(&window, "Discard Talks 00");
    assert!(page(SIZES[2]).contains_rect(button), "{button}");
    window.key(Key::Enter);
    assert!(window.has("Discard “Talks 00”?"));
}

#[test]
fn a_long_title_is_cut_and_its_buttons_stay() {
    let long = "x".repeat(240);
    let wide = "Министерство иностранных дел ".repeat(30);
    let wide = wide.trim_end();
    let data = left_by_crashes([&*long, wide, "Talks\nof\tMoscow\u{1b}[31m and\r\nKyiv", ""]);
    let names = [&*long, wide, "Talks of Moscow [31m and  Kyiv", "Untitled project"];
    for size in SIZES {
        let mut window = welcome(size, &data, &[]);
        for name in names {
            let title = rect(&window, name);
            let [recover, discard] = ["Recover", "Discard"].map(|verb| rect(&window, &format!("{verb} {name}")));
            assert!(title.right() < recover.left() && recover.right() < discard.left(), "{size}: {name}");
            assert!(title.left() >= 0.0 && discard.right() <= size.x, "{size}: {name}");
            assert!(title.height() < 30.0 && (title.center().y - discard.center().y).abs() < 4.0, "{title} {discard}");
        }
        // The whole title is shown to who points at it.
        scroll_to(&mut window, Pos2::new(20.0, size.y * 0.5), &long, page(size));
        let title = rect(&window, &long);
        window.harness.hover_at(title.center());
        window.harness.run_steps(40);
        let shown: Vec<Rect> = window.harness.get_all_by_label(&long).map(|node| node.rect()).collect();
        let screen = Rect::from_min_size(Pos2::ZERO, size);
        assert!(shown.len() == 2 && shown.iter().all(|rect| screen.contains_rect(*rect)), "{size}: {shown:?}");
        for name in [&*long, wide] {
            window.click(&format!("Discard {name}"));
            for answer in ["Keep it", "Discard it", "Cancel"] {
                let answer = rect(&window, answer);
                assert!(screen.contains_rect(answer), "{size}: {answer}");
            }
            window.click("Cancel");
        }
    }
}

#[test]
fn a_long_name_of_a_recent_project_is_cut() {
    let data = left_by_crashes([]);
    let long = "y".repeat(240);
    let path = Path::new("/home/ak").join(&long).join(format!("{long}.ron"));
    for size in SIZES {
        let mut window = welcome(size, &data, &[path.clone(), "/home/ak/talks\n1.ron".into()]);
        let screen = Rect::from_min_size(Pos2::ZERO, size);
        for name in [&*long, "talks 1"] {
            let name = rect(&window, &format!("Open {name}"));
            assert!(name.left() >= 0.0 && name.right() <= size.x && name.height() < 60.0, "{size}: {name}");
        }
        let folder = rect(&window, &path.display().to_string());
        assert!(folder.left() >= 0.0 && folder.right() <= size.x, "{size}: {folder}");
        scroll_to(&mut window, Pos2::new(8.0, size.y * 0.5), &format!("Open {long}"), page(size));
        window.harness.get_by_label(&format!("Open {long}")).hover();
        window.harness.run_steps(40);
        let path = path.display().to_string();
        let shown: Vec<Rect> = window.harness.get_all_by_label(&path).map(|node| node.rect()).collect();
        assert!(shown.len() == 2 && screen.contains_rect(shown[1]), "{size}: {shown:?}");
    }
}

#[test]
fn articles_that_are_chosen_become_a_new_project() {
    let (_articles, paths) = folder_of_articles();
    let mut window = Window::open(None, [FileAnswer::Cancelled, FileAnswer::Chosen(paths)]);
    for step in ["Import web pages, PDFs, documents and texts", "Highlight what each side says", "Compare outlets"] {
        assert!(window.has(step), "{step}");
    }
    window.click("Choose articles…");
    assert!(window.has("Recent projects"), "without articles, nothing is made");
    window.click("Choose articles…");
    window.import();
    assert_eq!((&*window.project().title, window.project().articles.len()), ("Untitled project", 2));
}

#[test]
fn recent_projects_show_how_far_they_are_read_and_can_be_searched() {
    let data = left_by_crashes([]);
    let folder = tempfile::tempdir().expect("the system gives a temporary folder");
    let paths: Vec<PathBuf> = (0..5).map(|n| folder.path().join(format!("study-{n}.ron"))).collect();
    let mut window = welcome(SIZES[0], &data, &paths[1..]);
    window.click("Open the sample project");
    window.ctrl(Key::D);
    let project = window.project().clone();
    std::fs::write(&paths[0], standpoint_store::to_string(&project)).expect("the folder can be written");
    window.ctrl(Key::W);
    window.click("Don’t save");
    let mut window = welcome(SIZES[0], &data, &paths);
    window.click("Open study-0");
    let kept = kept(&mut window).preferences;
    drop(window);

    let mut window = Window::build(Harness::builder().with_size(SIZES[0]), data, kept, None, []);
    let n_done = project.articles.iter().filter(|article| article.details.status == ReadingStatus::Done).count();
    let name = format!("Open {}, {n_done} of 5 articles done", project.title);
    assert!(window.harness.query_by_label(&name).is_some(), "{name}");
    window.fill("Find a project", "moscow");
    assert!(window.has(&name) && !window.has("Open study-1"));
    window.fill("Find a project", "zzz");
    assert!(window.has("No recent project matches “zzz”."));
    window.click("Show all");
    window.click(&name);
    assert_eq!(window.project().id, project.id);
}

#[test]
fn each_article_opens_where_it_was_being_read() {
    let (mut window, folder) = reading(numbered());
    scroll(&mut window, 12_345.0);
    let before = topmost(&window);
    assert_ne!(before, "Number 0");
    let (_more, paths) = folder_of_articles();
    window.harness.input_mut().dropped_files =
        paths.into_iter().map(|path| Arc::new(crate::Dropped(path)) as _).collect();
    window.settle();
    window.import();
    window.ctrl(Key::PageUp);
    assert_eq!(topmost(&window), before, "in the same session");

    let path = folder.path().join("numbers.ron");
    std::fs::write(&path, standpoint_store::to_string(window.project())).expect("the folder can be written");
    let kept = kept(&mut window);
    assert_eq!(kept.loss, None);
    let kept = kept.preferences;
    drop(window);
    // Another width and size of text, so that the same line stands at another height.
    let kept = kept.with(Setting::TextSize, 1.3_f32.to_value());
    let builder = Harness::builder().with_size(vec2(1100.0, 700.0));
    let window = Window::build(builder, left_by_crashes([]), kept, Some(&path), []);
    assert_eq!(topmost(&window), before, "in the next one");
}

#[test]
fn an_empty_page_says_what_to_do_next_and_has_a_button_for_it() {
    let (_articles, paths) = folder_of_articles();
    let mut window = Window::open(None, [FileAnswer::Cancelled, FileAnswer::Cancelled, FileAnswer::Chosen(paths)]);
    window.click("Start empty");
    window.click("Create");
    for (page, words) in
        [(Key::Num2, "Nothing to compare yet"), (Key::Num3, "No actors yet"), (Key::Num1, "No articles yet")]
    {
        window.ctrl(page);
        assert!(window.has(words), "{words}");
        window.click("Import articles…");
    }
    window.import();
    assert_eq!(window.project().articles.len(), 2);
    for page in [Key::Num2, Key::Num3] {
        window.ctrl(page);
        window.click("Go to the articles");
        assert!(window.has("Text of Land comes first"));
    }
}
