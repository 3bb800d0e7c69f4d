//! The keys of the list: arrows open articles, with Shift they select several, and with Ctrl they move the cursor alone.

use std::sync::Arc;

use egui::{EventFilter, Id, Key, Modifiers, Response, Sense, Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    model::{Article, ArticleId},
    wording::counted,
};

use super::{
    ArticleList,
    order::{ArticleRow, ShownArticles},
    selection::{ListCursor, cursor_of},
};
use crate::{
    command::ContextMenu,
    ui::{
        action::Action,
        pages::{PageContext, read::reader},
        parts::menu::MenuRequest,
        preferences::ArticleGrouping,
    },
};

/// How many rows Page Up and Page Down move by.
const PAGE: usize = 8;

/// The list as what has the keyboard.
pub(super) fn id() -> Id {
    Id::unique("articles in the list")
}

/// Whether the list has the keyboard.
pub fn has_keyboard(ctx: &egui::Context) -> bool {
    ctx.memory(|memory| memory.has_focus(id()))
}

/// Tells a screen reader which row keys are about.
pub(super) fn say_cursor(ui: &Ui, row: &Response) {
    let row = row.id.accesskit_id();
    ui.ctx().accesskit_node_builder(id(), |node| node.set_active_descendant(row));
}

/// Places the list as what has the keyboard, and takes its keys; returns the article that they open.
pub(super) fn ui(
    ui: &mut Ui,
    list: &mut ArticleList,
    shown: &ShownArticles,
    (open, grouping): (Option<ArticleId>, ArticleGrouping),
    context: &mut PageContext<'_>,
) -> Option<ArticleId> {
    let whole = ui.available_rect_before_wrap();
    let at_cursor = list.cursor_rect.map(|rect| rect.intersect(whole).shrink(2.0)).filter(egui::Rect::is_positive);
    let response = ui.interact(at_cursor.unwrap_or(whole), id(), Sense::focusable_noninteractive());
    let name = || format!("List of {}", counted(shown.articles.len(), "article"));
    response.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, name()));
    if !response.has_focus() || context.has_dialog {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id(), filter));
    let all = &context.project().articles;
    if let Some(request) = MenuRequest::of(&response) {
        let is_several = list.selection.n().is_some();
        context.ask(Action::OpenMenu(if is_several { ContextMenu::Articles } else { ContextMenu::Article }, request));
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::A) {
        list.selection.select_all(shown, all, open);
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        list.selection.clear();
    }
    let row = list.selection.cursor_row(shown, all);
    if pressed(Modifiers::COMMAND, Key::Space) || pressed(Modifiers::NONE, Key::Space) {
        match list.selection.cursor().cloned() {
            Some(ListCursor::Article(article)) => list.selection.toggle(article, open),
            Some(ListCursor::Head(_)) | None => fold(list, (shown, row), grouping, None),
        }
    }
    if pressed(Modifiers::NONE, Key::Enter) {
        match list.selection.cursor().cloned() {
            Some(ListCursor::Article(article)) => {
                ui.memory_mut(|memory| memory.request_focus(reader::id()));
                return Some(article);
            }
            Some(ListCursor::Head(_)) | None => fold(list, (shown, row), grouping, None),
        }
    }
    for (key, is_folded) in [(Key::ArrowLeft, true), (Key::ArrowRight, false)] {
        if pressed(Modifiers::NONE, key) {
            fold(list, (shown, row), grouping, Some(is_folded));
        }
    }
    take_steps(ui, list, (shown, row), (all, open))
}

/// Moves the cursor; returns the article that is opened with it.
fn take_steps(
    ui: &Ui,
    list: &mut ArticleList,
    (shown, row): (&ShownArticles, Option<usize>),
    (all, open): (&[Arc<Article>], Option<ArticleId>),
) -> Option<ArticleId> {
    let end = shown.rows.len().checked_sub(1)?;
    let steps = [
        (Key::ArrowDown, row.map_or(0, |row| row + 1)),
        (Key::ArrowUp, row.map_or(0, |row| row.saturating_sub(1))),
        (Key::PageDown, row.map_or(0, |row| row + PAGE)),
        (Key::PageUp, row.map_or(0, |row| row.saturating_sub(PAGE))),
        (Key::Home, 0),
        (Key::End, end),
    ];
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (key, to) in steps {
        let to = to.min(end);
        if pressed(Modifiers::SHIFT, key) {
            list.selection.extend(shown, all, to, open);
            list.reveals_cursor = true;
            return None;
        }
        let is_cursor_alone = pressed(Modifiers::COMMAND, key);
        if is_cursor_alone || pressed(Modifiers::NONE, key) {
            list.reveals_cursor = true;
            let cursor = cursor_of(shown, all, to);
            if let (false, ArticleRow::Article(at)) = (is_cursor_alone, shown.rows[to]) {
                list.selection.follow_open(all[at].id);
                return Some(all[at].id);
            }
            list.selection.set_cursor(cursor);
            return None;
        }
    }
    None
}

/// Folds or shows the group of the cursor; without a wish, the other way than it is.
fn fold(
    list: &mut ArticleList,
    (shown, row): (&ShownArticles, Option<usize>),
    grouping: ArticleGrouping,
    is_folded: Option<bool>,
) {
    let Some(row) = row else { return };
    let head = shown.rows[..=row].iter().rev().find_map(|row| match row {
        ArticleRow::Head(group) => Some(*group),
        ArticleRow::Article(_) => None,
    });
    if let Some(group) = head.map(|group| &shown.groups[group]) {
        list.fold(grouping, &group.name, is_folded.unwrap_or(!group.is_folded));
    }
}
