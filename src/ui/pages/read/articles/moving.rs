//! Articles are moved in the list: dragged to another place, or by commands.

use std::{collections::HashSet, sync::Arc};

use egui::{Key, Rect, Response, Stroke, Ui, vec2};

use standpoint_core::{
    edit::{BesideArticle, Edit, drop_articles},
    model::{Article, ArticleId, Project},
    wording::counted,
};

use super::{
    ArticleList,
    order::{ArticleRow, ShownArticles},
};
use crate::ui::{action::Action, pages::PageContext, preferences::ArticleOrder, theme::Theme};

/// What is being dragged, and where it would go.
#[derive(Default)]
pub(super) struct Dragging {
    article: Option<ArticleId>,
    drop: Option<(ArticleId, BesideArticle)>,
    /// The visible part of the list.
    view: Option<Rect>,
}

/// How near to its upper and lower end the list scrolls while something is dragged, and how far in each frame, in points.
const EDGE: f32 = 28.0;
const SCROLL: f32 = 12.0;

/// Where articles go by a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleStep {
    /// Before the one above.
    Up,
    /// Behind the one below.
    Down,
    /// To the top of the list.
    First,
    /// To the end of the list.
    Last,
}

/// Only the order of the project can be changed, and only where it is the order of the list.
pub(super) fn can_drag(context: &PageContext<'_>) -> bool {
    context.can_change && context.preferences.article_order == ArticleOrder::Project
}

pub(super) fn begin_frame(ui: &Ui, list: &mut ArticleList, context: &PageContext<'_>) {
    list.dragging.drop = None;
    list.dragging.view = Some(ui.available_rect_before_wrap());
    if !can_drag(context) || ui.input(|input| input.key_pressed(Key::Escape)) {
        list.dragging.article = None;
    }
}

/// Takes a row to be dragged, or shows where the dragged one would go.
pub(super) fn row_ui(
    ui: &Ui,
    list: &mut ArticleList,
    shown: &ShownArticles,
    (article, open): (&Article, Option<ArticleId>),
    response: &Response,
    context: &PageContext<'_>,
) {
    if response.drag_started() {
        list.dragging.article = Some(article.id);
    }
    let Some(dragged) = list.dragging.article else { return };
    let theme = Theme::of(ui);
    ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    if moved_with(list, dragged, open).contains(&article.id) {
        ui.painter().rect_filled(response.rect, theme.sizes.radius, theme.colours.selected.gamma_multiply(0.6));
        return;
    }
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let rect = response.rect.expand2(vec2(0.0, 1.0));
    let all = &context.project().articles;
    // Where articles are grouped, another group would not keep them.
    let group = |id| shown.group_of(all, id).map(|group| group.articles.start);
    if !rect.contains(pointer) || group(dragged) != group(article.id) {
        return;
    }
    let (place, y) = if pointer.y < rect.center().y {
        (BesideArticle::Before, rect.top())
    } else {
        (BesideArticle::Behind, rect.bottom())
    };
    ui.painter().hline(rect.x_range(), y, Stroke::new(2.0, *theme.colours.accent));
    list.dragging.drop = Some((article.id, place));
}

/// The dragged article, or all selected ones if it is among them.
fn moved_with(list: &ArticleList, dragged: ArticleId, open: Option<ArticleId>) -> HashSet<ArticleId> {
    let chosen = list.selection.chosen();
    if list.selection.contains(dragged, open) && !chosen.is_empty() { chosen.clone() } else { HashSet::from([dragged]) }
}

/// Scrolls near the ends of the list, and drops what is let go.
pub(super) fn end_frame(ui: &Ui, list: &mut ArticleList, open: Option<ArticleId>, context: &mut PageContext<'_>) {
    let Some(dragged) = list.dragging.article else { return };
    if ui.input(|input| input.pointer.any_down()) {
        ui.ctx().request_repaint();
        return;
    }
    list.dragging.article = None;
    if let Some((beside, place)) = list.dragging.drop.take() {
        let moved = moved_with(list, dragged, open);
        if let Some(edit) = drop_articles(&context.project().articles, &moved, beside, place) {
            context.ask(Action::edit(label(moved.len()), edit));
        }
    }
}

/// How far the list scrolls in this frame, because something is dragged to one of its ends.
pub(super) fn scroll_of(ui: &Ui, list: &ArticleList) -> f32 {
    let pointer = ui.input(|input| input.pointer.interact_pos());
    match (list.dragging.article, list.dragging.view, pointer) {
        (Some(_), Some(view), Some(at)) if at.y < view.top() + EDGE => SCROLL,
        (Some(_), Some(view), Some(at)) if at.y > view.bottom() - EDGE => -SCROLL,
        _ => 0.0,
    }
}

fn label(n: usize) -> String {
    if n == 1 { "Move an article".to_owned() } else { format!("Move {}", counted(n, "article")) }
}

/// The edit that moves articles within what the list shows, with its name; nothing if they are there already.
pub fn move_edit(
    project: &Project,
    shown: &ShownArticles,
    moved: &[&Arc<Article>],
    step: ArticleStep,
) -> Option<(String, Edit)> {
    let all = &project.articles;
    let moved: HashSet<ArticleId> = moved.iter().map(|article| article.id).collect();
    let id = |row: &ArticleRow| match row {
        ArticleRow::Article(at) => Some(all[*at].id),
        ArticleRow::Head(_) => None,
    };
    let is_moved = |row: &ArticleRow| id(row).is_some_and(|id| moved.contains(&id));
    let rows = &shown.rows;
    let (first, last) = (rows.iter().position(is_moved)?, rows.iter().rposition(is_moved)?);
    // A head ends what can be passed.
    let beside = match step {
        ArticleStep::Up => (id(rows.get(first.checked_sub(1)?)?)?, BesideArticle::Before),
        ArticleStep::Down => (id(rows.get(last + 1)?)?, BesideArticle::Behind),
        ArticleStep::First => (other(rows.iter(), &moved, id)?, BesideArticle::Before),
        ArticleStep::Last => (other(rows.iter().rev(), &moved, id)?, BesideArticle::Behind),
    };
    let edit = drop_articles(all, &moved, beside.0, beside.1)?;
    Some((label(moved.len()), edit))
}

/// The first article that is not moved itself.
fn other<'a>(
    rows: impl Iterator<Item = &'a ArticleRow>,
    moved: &HashSet<ArticleId>,
    id: impl Fn(&ArticleRow) -> Option<ArticleId>,
) -> Option<ArticleId> {
    rows.filter_map(id).find(|id| !moved.contains(id))
}
