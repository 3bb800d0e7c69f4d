//! The list of lines, of which only those on screen are laid out, however many there are.
//!
//! It is scrolled by rows and not by points, because a million rows are higher than points can count exactly.

use std::{collections::HashSet, sync::Arc};

use egui::{
    Align, Align2, EventFilter, FontId, Id, Key, Layout, Modifiers, Rect, Response, RichText, Sense, Stroke, Ui,
    WidgetInfo, accesskit::Role, pos2, vec2,
};

use standpoint_analysis::concordance::{HitLimit, HitSet, LineGroup, LineGrouping, LineOrder};
use standpoint_core::{
    model::{ArticleId, Project},
    text::Span,
    wording::{capitalised, grouped},
};

use super::{
    KeyboardPlace, SearchPage,
    answer::SearchAnswer,
    line::{Columns, LineLook, line_ui, tick_box_ui},
    rows::{ListRow, Rows},
    tools,
};
use crate::ui::{
    action::Action,
    pages::PageContext,
    theme::{Icon, Theme, icon_font, strong},
    widgets::one_line,
};

/// The height of a row, and that of the heads above all of them, in points.
const ROW: f32 = 30.0;
const HEADS: f32 = 30.0;
/// The width of the scroll bar, and the least height of its handle.
const BAR: f32 = 12.0;
const LEAST_HANDLE: f32 = 28.0;

/// What the list remembers.
#[derive(Default)]
pub(super) struct LineList {
    rows: Rows,
    /// What the lines were searched for.
    pattern: String,
    /// What is folded: outlets by name, articles by id.
    folded: HashSet<String>,
    /// How many rows are above the view.
    top: f64,
    cursor: Option<ListRow>,
    /// Where the line of the cursor is, to find it again among other lines.
    place: Option<(ArticleId, Span)>,
    /// Whether the cursor is to be brought into view.
    reveals_cursor: bool,
}

/// The widget that has the keyboard while lines are walked through.
pub(super) fn id() -> Id {
    Id::unique("lines of the search")
}

impl LineList {
    /// Shows other lines, and finds the cursor again. What is folded stays so as long as the same is searched for.
    pub fn take(&mut self, answer: &SearchAnswer, pattern: &str) {
        if self.pattern != pattern {
            pattern.clone_into(&mut self.pattern);
            self.folded.clear();
        }
        self.fold(answer);
        let found = &answer.lines.found;
        let hit = self.place.and_then(|(article, span)| found.position(article, span));
        self.cursor = hit.and_then(|hit| answer.lines.line_of(hit)).map(ListRow::Line);
        if self.cursor.is_some() {
            self.reveals_cursor = true;
        } else {
            self.top = 0.0;
        }
    }

    /// Forgets what was shown.
    pub fn forget(&mut self) {
        *self = Self::default();
    }

    fn fold(&mut self, answer: &SearchAnswer) {
        let groups = &answer.lines.groups;
        let is_folded = |group: &LineGroup| self.folded.contains(&fold_key(answer, group));
        let folded = if self.folded.is_empty() {
            HashSet::new()
        } else {
            (0..groups.len()).filter(|at| is_folded(&groups[*at])).collect()
        };
        self.rows = Rows::of(groups, answer.lines.len(), &folded);
    }

    fn toggle_group(&mut self, answer: &SearchAnswer, group: usize, is_folded: Option<bool>) {
        let key = fold_key(answer, &answer.lines.groups[group]);
        let is_now = self.folded.contains(&key);
        if is_folded == Some(is_now) {
            return;
        }
        if is_now {
            self.folded.remove(&key);
        } else {
            self.folded.insert(key);
        }
        self.fold(answer);
        self.cursor = Some(ListRow::Head(group));
        self.reveals_cursor = true;
    }

    fn set_cursor(&mut self, answer: &SearchAnswer, row: ListRow) {
        self.cursor = Some(row);
        if let ListRow::Line(line) = row {
            let hit = answer.lines.found.hits()[answer.lines.hit(line)];
            self.place = Some((answer.project.articles[hit.article as usize].id, hit.span()));
        }
    }

    /// Where the cursor is; all of the list if it is out of view.
    fn cursor_rect(&self, list: Rect) -> Rect {
        let row = self.cursor.and_then(|cursor| self.rows.row_of(cursor));
        let top = row.map(|row| list.top() + px(in_rows(row) - self.top) * ROW);
        let row = top.map(|top| Rect::from_min_size(pos2(list.left(), top), vec2(list.width(), ROW)));
        row.filter(|row| list.intersects(*row)).unwrap_or(list).intersect(list).shrink2(vec2(2.0, 2.0))
    }

    /// Scrolls so that the cursor is in view.
    fn reveal(&mut self, n_in_view: f64) {
        if !std::mem::take(&mut self.reveals_cursor) {
            return;
        }
        let Some(row) = self.cursor.and_then(|cursor| self.rows.row_of(cursor)) else { return };
        let row = in_rows(row);
        if row < self.top || row + 1.0 > self.top + n_in_view {
            let is_near = (row - self.top).abs() < n_in_view * 2.0;
            let below = if is_near { n_in_view - 1.0 } else { n_in_view * 0.4 };
            self.top = if row < self.top && is_near { row } else { row - below };
        }
    }
}

/// Names a group where folding is remembered.
fn fold_key(answer: &SearchAnswer, group: &LineGroup) -> String {
    let article = &answer.project.articles[group.article as usize];
    match answer.grouping {
        LineGrouping::Article => article.id.to_string(),
        LineGrouping::Outlet | LineGrouping::None => article.details.outlet.clone(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "no list is longer than f64 can count")]
const fn in_rows(n: usize) -> f64 {
    n as f64
}

#[expect(clippy::cast_possible_truncation, reason = "what is on screen needs no more than f32")]
const fn px(length: f64) -> f32 {
    length as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows are counted from 0")]
const fn whole(rows: f64) -> usize {
    rows.max(0.0) as usize
}

/// Shows the lines with their heads, or why there are none.
pub(super) fn ui(ui: &mut Ui, page: &mut SearchPage, context: &mut PageContext<'_>) {
    let Some((answer, is_whole)) = page.shown() else { return nothing_ui(ui, page) };
    if answer.lines.is_empty() {
        if is_whole {
            no_hits_ui(ui, page);
        }
        return;
    }
    let whole_rect = ui.max_rect();
    let (heads, body) = whole_rect.split_top_bottom_at_y(whole_rect.top() + HEADS);
    let (list, bar) = body.split_left_right_at_x(body.right() - BAR);
    let columns = Columns::of(list);
    heads_ui(ui, page, (&answer, is_whole), heads, &columns);
    let response = ui.interact(page.list.cursor_rect(list), id(), Sense::click());
    let n_lines = grouped(answer.lines.len());
    response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, format!("Lines: {n_lines}")));
    // The key that led here from the field is not meant for the lines as well.
    let has_keyboard = response.has_focus();
    if has_keyboard {
        page.wanted.take_if(|wanted| *wanted == KeyboardPlace::Lines);
    } else if page.wanted == Some(KeyboardPlace::Lines) {
        response.request_focus();
        if page.list.cursor.is_none() {
            let first = page.list.rows.row_of(ListRow::Line(0)).map_or(ListRow::Line(0), |row| page.list.rows.get(row));
            page.list.set_cursor(&answer, first);
        }
        page.list.reveals_cursor = true;
    }
    let n_in_view = f64::from(list.height() / ROW);
    if has_keyboard && !context.has_dialog {
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        take_keys(ui, page, &answer, whole(n_in_view).max(2) - 1, context);
    }
    if ui.rect_contains_pointer(list) {
        page.list.top -= f64::from(ui.input(|input| input.smooth_scroll_delta.y) / ROW);
    }
    page.list.reveal(n_in_view);
    let most = (in_rows(page.list.rows.len()) - n_in_view).max(0.0);
    bar_ui(ui, page, bar, n_in_view, most);
    page.list.top = page.list.top.clamp(0.0, most);
    rows_ui(ui, page, (&answer, is_whole), list, &columns, context);
}

/// The rows in view.
fn rows_ui(
    ui: &mut Ui,
    page: &mut SearchPage,
    (answer, is_whole): (&Arc<SearchAnswer>, bool),
    list: Rect,
    columns: &Columns,
    context: &mut PageContext<'_>,
) {
    let clip = ui.clip_rect().intersect(list);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(list));
    ui.set_clip_rect(clip);
    let first = whole(page.list.top);
    let mut folded = None;
    let mut y = list.top() - px(page.list.top - in_rows(first)) * ROW;
    for row in first..page.list.rows.len() {
        if y >= list.bottom() {
            break;
        }
        let rect = Rect::from_min_size(pos2(list.left(), y), vec2(list.width(), ROW));
        let shown = page.list.rows.get(row);
        let is_cursor = page.list.cursor == Some(shown);
        match shown {
            ListRow::Head(group) => {
                if group_ui(&mut ui, page, answer, group, rect).clicked() {
                    folded = Some(group);
                }
            }
            ListRow::Line(line) => {
                let hit = answer.lines.hit(line);
                let is_ticked = is_whole && page.ticks.contains(hit);
                let look = LineLook { is_ticked, is_cursor, can_tick: is_whole };
                let shown = line_ui(&mut ui, answer, hit, rect, columns, look);
                if shown.ticks {
                    page.ticks.set(hit, !is_ticked);
                    page.list.set_cursor(answer, ListRow::Line(line));
                }
                take_clicks(&ui, page, answer, line, &shown.response, context);
            }
        }
        y += ROW;
    }
    // Only now, because it changes the rows.
    if let Some(group) = folded {
        page.list.toggle_group(answer, group, None);
        ui.memory_mut(|memory| memory.request_focus(id()));
    }
}

/// A click puts the cursor on a line, with Shift it ticks all lines up to it, and a double click opens it.
fn take_clicks(
    ui: &Ui,
    page: &mut SearchPage,
    answer: &SearchAnswer,
    line: usize,
    response: &Response,
    context: &mut PageContext<'_>,
) {
    if response.double_clicked() {
        page.list.set_cursor(answer, ListRow::Line(line));
        open(page, answer, context);
    } else if response.clicked() {
        let before = page.list.cursor;
        page.list.set_cursor(answer, ListRow::Line(line));
        ui.memory_mut(|memory| memory.request_focus(id()));
        if ui.input(|input| input.modifiers.shift) {
            tick_between(page, answer, before, ListRow::Line(line));
        }
    }
}

/// Opens the article at the line of the cursor.
fn open(page: &SearchPage, answer: &SearchAnswer, context: &mut PageContext<'_>) {
    let Some(ListRow::Line(line)) = page.list.cursor else { return };
    let hit = answer.lines.found.hits()[answer.lines.hit(line)];
    context.ask(Action::ShowWords(answer.project.articles[hit.article as usize].id, hit.span()));
}

fn tick_between(page: &mut SearchPage, answer: &SearchAnswer, from: Option<ListRow>, to: ListRow) {
    let rows = &page.list.rows;
    let Some((from, to)) = from.and_then(|from| rows.row_of(from)).zip(rows.row_of(to)) else { return };
    for line in rows.lines(from.min(to), from.max(to)) {
        page.ticks.insert(answer.lines.hit(line));
    }
}

/// Moves the cursor, ticks, folds and opens.
fn take_keys(ui: &Ui, page: &mut SearchPage, answer: &SearchAnswer, n_page: usize, context: &mut PageContext<'_>) {
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    let last = page.list.rows.len().saturating_sub(1);
    let at = page.list.cursor.and_then(|cursor| page.list.rows.row_of(cursor));
    let steps: [(Key, usize); 6] = [
        (Key::ArrowDown, at.map_or(0, |at| at + 1)),
        (Key::ArrowUp, at.map_or(0, |at| at.saturating_sub(1))),
        (Key::PageDown, at.map_or(0, |at| at + n_page)),
        (Key::PageUp, at.map_or(0, |at| at.saturating_sub(n_page))),
        (Key::Home, 0),
        (Key::End, last),
    ];
    for (key, to) in steps {
        let extends = pressed(Modifiers::SHIFT, key);
        if extends || pressed(Modifiers::NONE, key) {
            let (before, row) = (page.list.cursor, page.list.rows.get(to.min(last)));
            page.list.set_cursor(answer, row);
            page.list.reveals_cursor = true;
            if extends {
                tick_between(page, answer, before, row);
            }
            return;
        }
    }
    if pressed(Modifiers::COMMAND, Key::A) {
        page.ticks = HitSet::first(answer.lines.len());
    }
    let Some(cursor) = page.list.cursor else { return };
    if pressed(Modifiers::NONE, Key::Space) {
        match cursor {
            ListRow::Line(line) => {
                let hit = answer.lines.hit(line);
                page.ticks.set(hit, !page.ticks.contains(hit));
            }
            ListRow::Head(group) => tick_group(page, answer, group),
        }
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        match cursor {
            ListRow::Line(_) => open(page, answer, context),
            ListRow::Head(group) => page.list.toggle_group(answer, group, None),
        }
    }
    let group = match cursor {
        ListRow::Head(group) => Some(group),
        ListRow::Line(line) => answer.lines.groups.iter().position(|group| group.lines.contains(&line)),
    };
    if let Some(group) = group {
        for (key, is_folded) in [(Key::ArrowLeft, true), (Key::ArrowRight, false)] {
            if pressed(Modifiers::NONE, key) {
                page.list.toggle_group(answer, group, Some(is_folded));
            }
        }
    }
}

/// Ticks all lines of a group, or none if all are ticked.
fn tick_group(page: &mut SearchPage, answer: &SearchAnswer, group: usize) {
    let lines = answer.lines.groups[group].lines.clone();
    let is_all = lines.clone().all(|line| page.ticks.contains(answer.lines.hit(line)));
    for line in lines {
        page.ticks.set(answer.lines.hit(line), !is_all);
    }
}

/// The head of a group, which folds it.
fn group_ui(ui: &mut Ui, page: &SearchPage, answer: &SearchAnswer, at: usize, rect: Rect) -> Response {
    let theme = Theme::of(ui);
    let group = &answer.lines.groups[at];
    let (title, note) = group_name(&answer.project, group, answer.grouping);
    let n = grouped(group.lines.len());
    let is_folded = page.list.folded.contains(&fold_key(answer, group));
    let response = ui.interact(rect, ui.scope_id().with(("group", at)), Sense::CLICK);
    let verb = if is_folded { "Show" } else { "Fold" };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{verb} {title}, {n}")));
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, if response.hovered() { *theme.colours.hovered } else { *theme.colours.page });
    let (middle, muted) = (rect.center().y, *theme.colours.muted);
    let chevron = if is_folded { Icon::ChevronRight } else { Icon::ChevronDown };
    painter.text(pos2(rect.left() + 20.0, middle), Align2::CENTER_CENTER, chevron.glyph(), icon_font(14.0), muted);
    let most = rect.width() * 0.7;
    let shown = painter.layout_no_wrap(one_line(&title), strong(theme.sizes.body), *theme.colours.ink);
    let width = shown.size().x.min(most);
    let at = pos2(rect.left() + 34.0, middle - shown.size().y * 0.5);
    painter
        .with_clip_rect(painter.clip_rect().intersect(Rect::from_min_size(rect.min, vec2(34.0 + most, ROW))))
        .galley(at, shown, *theme.colours.ink);
    let small = FontId::proportional(theme.sizes.small);
    let mut words = vec![n];
    words.extend((!note.is_empty()).then_some(note));
    if group.n_new > 0 {
        words.push(format!("{} new", grouped(group.n_new)));
    }
    if group.n_highlighted > 0 {
        words.push(format!("{} highlighted", grouped(group.n_highlighted)));
    }
    words.extend(ticked_in(page, answer, group));
    painter.text(pos2(at.x + width + 8.0, middle), Align2::LEFT_CENTER, words.join(" · "), small, muted);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, *theme.colours.hairline));
    response
}

/// How many lines of a group are ticked, in words; they may be folded away. A large group is not counted in each frame.
fn ticked_in(page: &SearchPage, answer: &SearchAnswer, group: &LineGroup) -> Option<String> {
    const MAX_COUNTED: usize = 2_000;
    if page.ticks.is_empty() {
        return None;
    }
    if page.ticks.len() == answer.lines.len() {
        return Some("all ticked".to_owned());
    }
    let lines = group.lines.clone().take(MAX_COUNTED);
    let n = lines.filter(|line| page.ticks.contains(answer.lines.hit(*line))).count();
    let is_counted = group.lines.len() <= MAX_COUNTED;
    (n > 0).then(|| if is_counted { format!("{} ticked", grouped(n)) } else { "some ticked".to_owned() })
}

/// What a group is called, and what is added in small type.
fn group_name(project: &Project, group: &LineGroup, grouping: LineGrouping) -> (String, String) {
    let details = &project.articles[group.article as usize].details;
    let outlet = capitalised(details.outlet_name());
    if grouping != LineGrouping::Article {
        let n = group.n_articles;
        return (outlet, if n > 1 { format!("{} articles", grouped(n)) } else { String::new() });
    }
    let date = details.date.map(|date| format!(", {date}")).unwrap_or_default();
    (details.title.clone(), format!("{outlet}{date}"))
}

/// The heads of the columns, which sort by them, and the box that ticks all lines.
fn heads_ui(
    ui: &mut Ui,
    page: &mut SearchPage,
    (answer, is_whole): (&SearchAnswer, bool),
    rect: Rect,
    columns: &Columns,
) {
    let theme = Theme::of(ui);
    ui.painter().rect_filled(rect, 0.0, *theme.colours.panel);
    let line = Stroke::new(1.0, *theme.colours.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let (n, n_ticked) = (answer.lines.len(), page.ticks.len());
    let name = format!("Tick all {} lines", grouped(n));
    let state = if n_ticked == 0 { Some(false) } else { (n_ticked == n).then_some(true) };
    if tick_box_ui(ui, columns.box_at(rect), (ui.scope_id().with("tick all"), &name), state, true) {
        page.ticks = if state == Some(true) { HitSet::default() } else { HitSet::first(n) };
    }
    if rect.width() < tools::COUNTS {
        // There is no room for them in the row above.
        let place = Rect::from_min_max(pos2(rect.left() + 36.0, rect.top()), pos2(columns.hit - 56.0, rect.bottom()));
        let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(place).layout(Layout::left_to_right(Align::Center)));
        let words = RichText::new(tools::counts(answer, is_whole)).small().color(*theme.colours.muted);
        ui.add(egui::Label::new(words).truncate());
    }
    let heads = [
        ("before", LineOrder::Left, Align2::RIGHT_CENTER, columns.hit - 6.0),
        ("hit and after", LineOrder::Right, Align2::LEFT_CENTER, columns.hit),
        ("Highlighted as", LineOrder::Tags, Align2::LEFT_CENTER, columns.tags.min),
    ];
    for (name, order, align, x) in heads {
        let is_sorted = page.order == order;
        let words = if is_sorted { format!("{name} ↓") } else { name.to_owned() };
        let ink = if is_sorted { *theme.colours.ink } else { *theme.colours.muted };
        let font = FontId::proportional(theme.sizes.small);
        let galley = ui.painter().layout_no_wrap(words, font, ink);
        let place = align.anchor_size(pos2(x, rect.center().y), galley.size());
        let response = ui.interact(place.expand(4.0), ui.scope_id().with(("sort by", name)), Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_sorted, format!("Sort by {name}")));
        ui.painter().galley(place.min, galley, ink);
        if response.on_hover_text(format!("Sort by “{name}”")).clicked() {
            page.order = order;
        }
    }
}

/// The scroll bar, which is always there where there is more than fits.
fn bar_ui(ui: &Ui, page: &mut SearchPage, rect: Rect, n_in_view: f64, most: f64) {
    if most <= 0.0 {
        return;
    }
    let theme = Theme::of(ui);
    let share = px(n_in_view / (most + n_in_view));
    let handle = (rect.height() * share).max(LEAST_HANDLE).min(rect.height());
    let room = rect.height() - handle;
    let response = ui.interact(rect, id().with("scroll bar"), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, "Scroll the lines"));
    if let Some(at) = response.interact_pointer_pos().filter(|_| room > 0.0) {
        let grip = ui.data_mut(|data| *data.get_temp_mut_or(response.id, handle * 0.5));
        let top = rect.top() + px(page.list.top / most) * room;
        let is_on_handle = (top..=top + handle).contains(&at.y);
        let grip = if response.drag_started() || response.is_pointer_button_down_on() && !response.dragged() {
            let grip = if is_on_handle { at.y - top } else { handle * 0.5 };
            ui.data_mut(|data| data.insert_temp(response.id, grip));
            grip
        } else {
            grip
        };
        page.list.top = f64::from(((at.y - grip - rect.top()) / room).clamp(0.0, 1.0)) * most;
    }
    let y = rect.top() + px((page.list.top / most).clamp(0.0, 1.0)) * room;
    let place = Rect::from_min_size(pos2(rect.left() + 3.0, y + 2.0), vec2(BAR - 6.0, handle - 4.0));
    let ink = if response.hovered() || response.dragged() { theme.colours.muted } else { theme.colours.faint };
    ui.painter().rect_filled(place, 3.0, *ink);
}

/// What can be searched for, as long as nothing is.
fn nothing_ui(ui: &mut Ui, page: &mut SearchPage) {
    if page.answer.is_busy() || !page.pattern.trim().is_empty() {
        return;
    }
    page.wanted.take_if(|wanted| *wanted == KeyboardPlace::Lines);
    ui.add_space(ui.available_height() * 0.22);
    ui.vertical_centered(|ui| {
        ui.heading("Find words in all articles");
        ui.add_space(6.0);
        for (pattern, meaning) in [
            ("territor*", "words that begin like this"),
            ("“peace plan”", "a phrase"),
            ("Kyiv AND Moscow", "both in one article"),
            ("sanctions OR embargo", "either of them"),
            ("ceasefire NEAR/5 winter", "at most five words apart"),
        ] {
            ui.label(RichText::new(format!("{pattern}  –  {meaning}")).color(*Theme::of(ui).colours.muted));
        }
    });
}

/// Why there are no lines, and what to do about it.
fn no_hits_ui(ui: &mut Ui, page: &mut SearchPage) {
    ui.add_space(ui.available_height() * 0.3);
    ui.vertical_centered(|ui| {
        ui.label(if page.only_new {
            "No new line matches."
        } else if page.limit == HitLimit::NotCoded {
            "No place that is not coded yet matches."
        } else {
            "No article matches."
        });
        ui.add_space(8.0);
        if page.limit == HitLimit::NotCoded && ui.button("Show coded places too").clicked() {
            page.limit = HitLimit::All;
        }
        if page.only_new && ui.button("Show lines that were seen too").clicked() {
            page.only_new = false;
        }
        if page.options.whole_words && ui.button("Find parts of words too").clicked() {
            page.options.whole_words = false;
        }
    });
}
