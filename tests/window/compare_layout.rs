//! Where everything stands on the page of the comparison, in windows of every width, and how it is called and reached.

use egui::{Key, Rect, Vec2, accesskit::Role, pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::common::Window;

const SIZES: [Vec2; 4] =
    [Vec2::new(640.0, 480.0), Vec2::new(800.0, 600.0), Vec2::new(1024.0, 640.0), Vec2::new(1440.0, 900.0)];

/// The sample project in the Compare view, in a window of this size.
fn sample(size: Vec2) -> Window {
    let mut window = Window::open(None, []);
    window.click("Open the sample project");
    window.harness.set_size(size);
    window.ctrl(Key::Num2);
    window
}

/// The widgets of these roles that stand in `region`, with their names and places.
fn nodes(window: &Window, roles: &[Role], region: Rect) -> Vec<(String, Rect)> {
    let of_roles = roles.iter().flat_map(|role| window.harness.query_all_by_role(*role));
    let named = of_roles.map(|node| (node.accesskit_node().label().unwrap_or_default(), node.rect()));
    named.filter(|(_, rect)| region.contains(rect.center())).collect()
}

/// Where the controls above the table may stand: in one row, right of the views.
fn tools_row(window: &Window) -> Rect {
    let more = window.harness.get_by_label("More").rect();
    let left = window.harness.get_by_label("Views and findings").rect().left();
    let right = window.harness.ctx.content_rect().right();
    Rect::from_x_y_ranges(left..=right, more.center().y - 24.0..=more.center().y + 24.0)
}

/// The controls above the table, with their places.
fn tools(window: &Window) -> Vec<(String, Rect)> {
    nodes(window, &[Role::Button, Role::ComboBox, Role::RadioButton], tools_row(window))
}

/// The heads and cells of the table, with their places.
fn parts(window: &Window) -> Vec<(String, Rect)> {
    nodes(window, &[Role::Cell, Role::RowHeader, Role::ColumnHeader], Rect::EVERYTHING)
}

#[test]
fn the_controls_stand_whole_in_one_row_however_wide_the_window_is() {
    for size in SIZES {
        let mut window = sample(size);
        for filters in
            [&[][..], &["Filter by Ukraine"], &["Filter by Russia", "Filter by opposes", "Filter by Kurdistan24"]]
        {
            for filter in filters {
                window.click("Add filter");
                window.write(filter.trim_start_matches("Filter by "));
                window.click(filter);
                window.key(Key::Escape);
            }
            let region = tools_row(&window);
            let tools = tools(&window);
            assert!(tools.len() >= 7, "{size}: {tools:?}");
            for (at, (name, rect)) in tools.iter().enumerate() {
                assert!(region.contains_rect(rect.shrink(0.5)), "{size}: {name} stands at {rect} in {region}");
                for (other, beside) in &tools[at + 1..] {
                    assert!(!rect.shrink(0.5).intersects(beside.shrink(0.5)), "{size}: {name} lies over {other}");
                }
            }
        }
    }
}

#[test]
fn what_has_no_room_in_the_row_stands_behind_more() {
    let mut window = sample(SIZES[0]);
    assert!(!window.has("Count: "));
    window.click("More");
    window.click("Count: once per article");
    window.click("every time");
    window.click("More");
    window.click("Cells: Net stance");
    window.click("Highlights");
    assert!(window.has("Territory, Russia: 13 highlights in"));
    window.click("Show as: Table");
    window.click("Show as: Bars");
    assert!(window.has("Show as: Bars"));
}

#[test]
fn a_click_on_a_cell_moves_nothing() {
    for size in SIZES {
        let mut window = sample(size);
        let (tools_before, before) = (tools(&window), parts(&window));
        let cell = window.harness.get_by_label_contains("Territory, Russia: ").rect();
        window.click_at(cell.center(), 1);
        assert!(window.has("Territory · Russia"), "{size}: the quotes are open");
        assert_eq!(tools(&window).iter().map(|(_, rect)| *rect).collect::<Vec<_>>(), places(&tools_before), "{size}");
        let after = parts(&window);
        let all = |name: &str| name.contains("All");
        for (name, rect) in after.iter().filter(|(name, _)| !all(name)) {
            let (_, place) = before.iter().find(|(other, _)| other == name).expect("no cell comes from elsewhere");
            assert_eq!(rect.min, place.min, "{size}: {name}");
        }
        // A second click hits the same cell.
        window.click_at(cell.center(), 1);
        assert!(window.has("Territory · Russia"), "{size}");
    }
}

fn places(nodes: &[(String, Rect)]) -> Vec<Rect> {
    nodes.iter().map(|(_, rect)| *rect).collect()
}

#[test]
fn totals_stay_whole_and_the_first_column_leaves_room_for_the_others() {
    for size in SIZES {
        let window = sample(size);
        let screen = Rect::from_min_size(pos2(0.0, 0.0), size);
        let parts = parts(&window);
        let rect = |name: &str| parts.iter().find(|(other, _)| other == name).expect("it is on screen").1;
        let alls: Vec<Rect> = parts.iter().filter(|(name, _)| name == "All").map(|(_, rect)| *rect).collect();
        let (row, column) = (
            alls.iter().min_by(|a, b| a.left().total_cmp(&b.left())),
            alls.iter().max_by(|a, b| a.left().total_cmp(&b.left())),
        );
        let (row, column) = (row.expect("there is a row"), column.expect("there is a column"));
        assert!(screen.contains_rect(*row) && screen.contains_rect(*column), "{size}: {row} {column}");
        assert!(row.bottom() > rect("Territory").bottom() && column.left() > rect("Russia").right(), "{size}");
        assert!(rect("Territory").width() <= (column.right() - row.left()) / 3.0 + 5.0, "{size}");
        let total = parts.iter().find(|(name, _)| name.starts_with("Territory, All: ")).expect("a row has a total").1;
        assert!(screen.contains_rect(total) && total.width() >= 60.0, "{size}: {total}");
    }
}

#[test]
fn long_names_of_rows_are_broken_into_lines_and_their_rows_are_as_tall() {
    let mut window = sample(SIZES[1]);
    window.click("Rows: issue");
    window.click("Article");
    let rows = nodes(&window, &[Role::RowHeader], Rect::EVERYTHING);
    let tall = rows.iter().filter(|(name, rect)| name.len() > 50 && rect.height() > 40.0).count();
    assert!(tall >= 2, "{rows:?}");
}

#[test]
fn cells_stand_in_rows_of_a_table_and_are_called_by_their_heads() {
    let window = sample(SIZES[3]);
    let cell = window.harness.get_by_label("Territory, Russia: +1.0 from 12");
    let cell = cell.accesskit_node();
    let row = cell.parent().expect("a cell stands in a row");
    let table = row.parent().expect("a row stands in a table");
    assert_eq!([cell.role(), row.role(), table.role()], [Role::Cell, Role::Row, Role::Table]);
    assert_eq!(table.label().as_deref(), Some("issue by actor, net stance"));
    let role = |name: &str| window.harness.get_by_label(name).accesskit_node().role();
    assert_eq!([role("Territory"), role("Russia")], [Role::RowHeader, Role::ColumnHeader]);
    assert!(window.has("Frozen Russian assets, Russia: 2 highlights without a stance"));
}

#[test]
fn the_keyboard_goes_into_the_table_and_from_cell_to_cell() {
    let mut window = sample(SIZES[3]);
    window.harness.get_by_label("Territory, Russia: +1.0 from 12").focus();
    window.settle();
    let is_focused =
        |window: &Window, name: &str| window.harness.get_by_label_contains(name).accesskit_node().is_focused();
    window.key(Key::ArrowRight);
    window.key(Key::ArrowRight);
    assert!(is_focused(&window, "Territory, Ukraine: "), "the keyboard goes with the selection");
    window.key(Key::ArrowDown);
    assert!(is_focused(&window, "Donbas to Russia, Ukraine: ") && window.has("Donbas to Russia · Ukraine"));
    for _ in 0..60 {
        window.key(Key::ArrowDown);
    }
    window.key(Key::ArrowUp);
    let last = window.harness.get_all_by_label_contains(", Ukraine: ").find(|node| node.accesskit_node().is_focused());
    let rect = last.expect("the selected cell comes into view").rect();
    assert!(rect.bottom() <= 900.0 && rect.top() > 90.0, "{rect}");
}

#[test]
fn a_finding_marks_its_cell_and_only_one_outlet_has_no_sign_by_default() {
    let mut window = sample(SIZES[3]);
    assert!(!window.has("only one outlet"), "the legend explains what stands in the cells");
    window.run_command("Settings…");
    window.click("Mark cells that only one outlet has");
    window.ctrl(Key::Num2);
    assert!(window.has("only one outlet"));
    window.click("Hide signs in the table");
    assert!(!window.has("outlets disagree") && window.has("Show signs in the table"));
    window.click_containing("Outlets disagree: Russia, Progress in the talks");
    let cell = window.harness.get_by_label_contains("Progress in the talks, Russia: ");
    assert!(cell.accesskit_node().is_selected().unwrap_or(false) && cell.rect().bottom() < 860.0);
    window.click("Close quotes");
    assert!(!window.has("Quote: ") && window.has("Outlets disagree: Russia, Progress in the talks"));
    window.click("Show quotes");
    assert!(window.has("Quote: "));
}

#[test]
fn a_date_that_cannot_be_read_is_said_at_once_beside_its_field() {
    let mut window = sample(SIZES[3]);
    window.click("Add filter");
    window.fill("From date", "someday");
    assert!(window.has("“someday” is not a date"));
    window.fill("From date", "2025-12-04");
    assert!(!window.has("is not a date") && window.has("rom 4 December 2025"));
}

#[test]
fn what_is_filtered_by_is_found_by_typing_and_the_field_keeps_the_keyboard() {
    let mut window = sample(SIZES[3]);
    window.click("Add filter");
    window.write("zelen");
    assert!(window.has("Filter by Volodymyr Zelensky") && !window.has("Filter by Vladimir Putin"));
    window.click("Filter by Volodymyr Zelensky");
    window.write("sky");
    let field = window.harness.get_by_label("Find an actor, issue, outlet…");
    assert_eq!(field.value().as_deref(), Some("zelensky"), "the field has the keyboard after a click in the list");
    window.key(Key::Enter);
    assert!(!window.has("Remove filter: actor Volodymyr Zelensky"), "Enter takes the first that was found");
}

#[test]
fn a_quote_gets_another_actor_by_typing_a_part_of_its_name() {
    let mut window = sample(SIZES[3]);
    window.click("Territory, Ukraine: −0.8 from 10");
    window.harness.get_all_by_label("Change tags").next().expect("there are quotes").click();
    window.settle();
    window.click_containing("Actor: Ukraine");
    window.write("umer");
    assert!(!window.has("Donald Trump"));
    window.key(Key::Enter);
    assert!(window.has("Actor: Ukraine / Rustem Umerov"), "Enter takes the first that was found");
}
