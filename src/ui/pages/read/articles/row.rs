//! The rows of the list: an article, and the head of a group.

use egui::{Align2, FontId, Rect, Response, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::{
    edit::Edit,
    model::{Article, ReadingStatus},
    wording::grouped,
};

use super::order::ArticleGroup;
use crate::{
    command::READ_ONLY,
    ui::{
        action::Action,
        layout::{Passage, PassageStyle, isolated},
        pages::PageContext,
        theme::{Icon, Theme, icon_font, strong},
        widgets::{one_line, row_of_list},
    },
};

/// The height of a row before it is measured, and that of the head of a group, in points.
pub(super) const USUAL_ROW: f32 = 66.0;
const HEAD: f32 = 30.0;

/// The most lines of a title and of its source. Nobody reads on behind them.
const MOST_LINES: usize = 8;
const MOST_SOURCE_LINES: usize = 2;

/// What the row of an article is like.
#[derive(Clone, Debug)]
pub(super) struct RowLook {
    pub is_open: bool,
    pub is_selected: bool,
    /// How far it is read, in words.
    pub place: Option<String>,
    pub can_drag: bool,
}

/// How far an article is read that is not on screen: “paragraph 6 of 18”. Only articles being read say so.
pub(super) fn place_in_words(article: &Article, place: Option<usize>) -> Option<String> {
    let place = place.filter(|_| article.details.status == ReadingStatus::Reading)?;
    let number = article.text.paragraph_at(place.min(article.text.n_chars())) + 1;
    Some(format!("paragraph {} of {}", grouped(number), grouped(article.text.n_paragraphs())))
}

/// One article, as tall as its words.
pub(super) fn article_ui(ui: &mut Ui, article: &Article, look: RowLook, context: &mut PageContext<'_>) -> Response {
    let theme = Theme::of(ui);
    let RowLook { is_open, is_selected, place, can_drag } = look;
    let details = &article.details;
    let small = FontId::proportional(theme.sizes.small);
    let count = grouped(article.highlights.len());
    let count = ui.painter().layout_no_wrap(count, small.clone(), *theme.colours.muted);
    let (text_left, right) = (30.0, ui.available_width() - 10.0 - count.rect.width());
    let title_font = if is_open { strong(theme.sizes.body) } else { FontId::proportional(theme.sizes.body) };
    let style = PassageStyle {
        font: title_font,
        line_height: Some(theme.sizes.body + 5.0),
        width: right - 8.0 - text_left,
        max_rows: MOST_LINES,
    };
    let title = Passage::set(ui.ctx(), &details.title, &style);
    let mut source = isolated(details.outlet_name());
    if let Some(date) = details.date {
        source = format!("{source} · {}", date.short());
    }
    if let Some(place) = &place {
        source = format!("{source} · {place}");
    }
    let style = PassageStyle { font: small, line_height: None, width: right - text_left, max_rows: MOST_SOURCE_LINES };
    let source = Passage::set(ui.ctx(), &source, &style);
    let height = 8.0 + title.size().y + 3.0 + source.size().y + 8.0;

    // The list as a whole has the keyboard.
    let sense = if can_drag { Sense::CLICK | Sense::DRAG } else { Sense::CLICK };
    let name = || format!("Article: {}", details.title);
    let (rect, response) = row_of_list(ui, height.round(), (is_selected, sense), Role::ListItem, name);
    if let Some(place) = place {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(place));
    }
    let line = rect.top() + 8.0 + (theme.sizes.body + 5.0) * 0.5;
    status_ui(ui, article, Rect::from_center_size(pos2(rect.left() + 16.0, line), vec2(20.0, 20.0)), context);
    let count_at = pos2(rect.left() + right, (line - count.rect.height() * 0.5).round());
    ui.painter().galley(count_at, count, *theme.colours.muted);
    let at = pos2(rect.left() + text_left, rect.top() + 8.0);
    title.paint(ui.painter(), at, *theme.colours.ink);
    source.paint(ui.painter(), at + vec2(0.0, title.size().y + 3.0), *theme.colours.muted);
    response
}

/// The ring that says how far the article is read; a click takes it one step on.
fn status_ui(ui: &Ui, article: &Article, rect: Rect, context: &mut PageContext<'_>) {
    let status = article.details.status;
    let response = ui.interact(rect, ui.scope_id().with(("status", article.id)), Sense::CLICK);
    response.widget_info(|| {
        let title = &article.details.title;
        WidgetInfo::labeled(Role::Button, true, format!("Reading status of {title}: {}", status.name()))
    });
    let next = match status {
        ReadingStatus::ToRead => ReadingStatus::Reading,
        ReadingStatus::Reading => ReadingStatus::Done,
        ReadingStatus::Done => ReadingStatus::ToRead,
    };
    paint_status(ui, rect.center(), status);
    let hint = if context.can_change {
        format!("{}; click to mark as {}", status.name(), next.name())
    } else {
        format!("{}. {READ_ONLY}", status.name())
    };
    if response.on_hover_text(hint).clicked() && context.can_change {
        context.ask(set_status(article, next));
    }
}

/// An empty ring, a ring that is half drawn, or a ticked one: to read, reading, done.
fn paint_status(ui: &Ui, centre: egui::Pos2, status: ReadingStatus) {
    let (painter, colours) = (ui.painter(), &Theme::of(ui).colours);
    if status == ReadingStatus::Done {
        let ink = *colours.success;
        painter.text(centre, Align2::CENTER_CENTER, Icon::Done.glyph(), icon_font(Icon::SIZE), ink);
        return;
    }
    let radius = 5.5;
    painter.circle_stroke(centre, radius, Stroke::new(1.5, *colours.control_line));
    if status == ReadingStatus::Reading {
        let points = (0..=16u8).map(|step| {
            let angle = std::f32::consts::PI * (f32::from(step) / 16.0 - 0.5);
            centre + radius * egui::Vec2::angled(angle)
        });
        painter.add(egui::Shape::line(points.collect(), Stroke::new(2.5, *colours.accent)));
    }
}

/// The action that gives an article another reading status.
pub fn set_status(article: &Article, status: ReadingStatus) -> Action {
    let mut details = article.details.clone();
    details.status = status;
    Action::edit(format!("Mark an article as {}", status.name()), Edit::SetDetails(article.id, details.into()))
}

/// The head of a group, with the number of its articles; a click folds it.
pub(super) fn head_ui(ui: &mut Ui, group: &ArticleGroup) -> Response {
    let theme = Theme::of(ui);
    let n = grouped(group.articles.len());
    let verb = if group.is_folded { "Show" } else { "Fold" };
    let name = || format!("{verb} {}, {n}", group.name);
    let (rect, response) = row_of_list(ui, HEAD, (false, Sense::CLICK), Role::DisclosureTriangle, name);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(!group.is_folded));
    let (middle, muted) = (rect.center().y, *theme.colours.muted);
    let chevron = if group.is_folded { Icon::ChevronRight } else { Icon::ChevronDown };
    let painter = ui.painter();
    painter.text(pos2(rect.left() + 16.0, middle), Align2::CENTER_CENTER, chevron.glyph(), icon_font(14.0), muted);
    let small = FontId::proportional(theme.sizes.small);
    let count = painter.layout_no_wrap(n.clone(), small, muted);
    let room = rect.right() - 10.0 - count.size().x - 8.0 - (rect.left() + 30.0);
    let style = PassageStyle { font: strong(theme.sizes.body), line_height: None, width: room.max(20.0), max_rows: 1 };
    let title = Passage::set(ui.ctx(), &one_line(&group.name), &style);
    title.paint(painter, pos2(rect.left() + 30.0, middle - title.size().y * 0.5), *theme.colours.ink);
    painter.galley(pos2(rect.right() - 10.0 - count.size().x, middle - count.size().y * 0.5), count, muted);
    response
}
