//! The list of articles on the left.

use std::collections::BTreeMap;

use egui::{
    Align, Align2, Button, FontId, Layout, Rect, Response, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

use standpoint_analysis::search::{SearchOptions, words_as_pattern};
use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, ReadingStatus},
    wording::{counted, grouped},
};

use super::article_order::ArticleRows;
use crate::{
    command::{Command, ContextMenu, READ_ONLY},
    ui::{
        action::Action,
        layout::{Passage, PassageStyle, isolated},
        pages::PageContext,
        parts::{command_button::command_icon, list::VirtualList, menu::MenuRequest},
        theme::{Icon, Theme, icon_font, strong},
        widgets::{field, icon_button, list_row, one_line, section_title},
    },
};

/// What the list of articles remembers between frames.
#[derive(Default)]
pub struct ArticleList {
    /// What it shows, in its order.
    pub rows: ArticleRows,
    /// The article last scrolled to, so that moving on by key keeps it in view.
    seen: Option<ArticleId>,
}

/// The height of a row before it is measured, in points.
const USUAL_ROW: f32 = 66.0;

/// The most lines of a title and of its source. Nobody reads on behind them.
const MOST_LINES: usize = 8;
const MOST_SOURCE_LINES: usize = 2;

/// How many characters of the words in the filter the button shows that searches the texts for them.
const MOST_SEARCH_CHARS: usize = 60;

/// Shows the list.
pub fn ui(
    ui: &mut Ui,
    list: &mut ArticleList,
    (open, places): (Option<ArticleId>, &BTreeMap<ArticleId, usize>),
    context: &mut PageContext<'_>,
) {
    let all = &context.project().articles;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        let width = ui.available_width() - 2.0 * 32.0;
        let size = vec2(width, Theme::of(ui).sizes.field_height);
        ui.allocate_ui(size, |ui| {
            let filter = field(ui, &mut list.rows.filter, "Filter articles");
            filter.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter articles"));
        });
        order_ui(ui, context);
        command_icon(ui, Icon::Plus, Command::ImportArticles, context);
    });
    ui.add_space(4.0);
    let words = list.rows.filter.trim().to_owned();
    let passing = list.rows.get(all, context.revision(), context.preferences.article_order);
    ui.horizontal(|ui| {
        let n_passing = (!words.is_empty()).then_some(passing.len());
        section_title(ui, head(all.len(), n_passing, context.counts.done));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(10.0);
            let title = section_title(ui, "Highlights");
            title.on_hover_text("How many highlights each article has");
        });
    });
    if passing.is_empty() && !all.is_empty() {
        ui.add_space(6.0);
        ui.weak("No title, outlet or author matches.");
        if search_button(ui, &words).clicked() {
            context.ask(Action::FindInAll(words_as_pattern(&words, SearchOptions::default())));
        }
        if ui.button("Show all articles").clicked() {
            list.rows.filter.clear();
        }
        return;
    }
    let is_new = open != list.seen;
    list.seen = open;
    let row = || passing.iter().position(|at| Some(all[*at].id) == open);
    let rows = VirtualList::new("articles", USUAL_ROW).gap(2.0).with_in_view(is_new.then(row).flatten());
    rows.show(ui, passing.len(), |ui, row| {
        let article = &all[passing[row]];
        let place = places.get(&article.id).copied().filter(|_| Some(article.id) != open);
        row_ui(ui, article, (Some(article.id) == open, place_in_words(article, place)), context);
    });
}

/// “Search the texts for “peace plan””.
fn search_button(ui: &mut Ui, words: &str) -> Response {
    let shown = |words: &str| format!("Search the texts for “{}”", one_line(words));
    let is_long = words.chars().count() > MOST_SEARCH_CHARS;
    let short: String = words.chars().take(MOST_SEARCH_CHARS).collect();
    let short = if is_long { format!("{}…", short.trim_end()) } else { short };
    let response = ui.add(Button::new(shown(&short)).wrap());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, shown(words)));
    response
}

/// “5 articles, 3 done”, or how many of them pass the filter: “2 of 5 articles”.
fn head(n_all: usize, n_passing: Option<usize>, n_done: usize) -> String {
    if let Some(n_passing) = n_passing {
        return format!("{} of {}", grouped(n_passing), counted(n_all, "article"));
    }
    format!("{}, {} done", counted(n_all, "article"), grouped(n_done))
}

/// The button of the menu of orders.
fn order_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    let name = format!("Sort articles: {}", context.preferences.article_order.name());
    let response = icon_button(ui, Icon::Sort, &name, false);
    if response.clicked() {
        let is_by_key = !ui.input(|input| input.pointer.any_click());
        let request = MenuRequest { at: response.rect.left_bottom(), is_by_key };
        context.ask(Action::OpenMenu(ContextMenu::ArticleOrder, request));
    }
}

/// How far an article is read that is not on screen: “paragraph 6 of 18”. Only articles being read say so.
fn place_in_words(article: &Article, place: Option<usize>) -> Option<String> {
    let place = place.filter(|_| article.details.status == ReadingStatus::Reading)?;
    let number = article.text.paragraph_at(place.min(article.text.n_chars())) + 1;
    Some(format!("paragraph {} of {}", grouped(number), grouped(article.text.n_paragraphs())))
}

/// One article, as tall as its words.
fn row_ui(ui: &mut Ui, article: &Article, (is_open, place): (bool, Option<String>), context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
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

    let name = || format!("Article: {}", details.title);
    let (rect, response) = list_row(ui, height.round(), is_open, Role::ListItem, name);
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

    let menu = MenuRequest::of(&response);
    if response.clicked() || menu.is_some() {
        context.ask(Action::ShowArticle(article.id));
    }
    context.actions.extend(menu.map(|request| Action::OpenMenu(ContextMenu::Article, request)));
}

/// The ring that says how far the article is read; a click takes it one step on.
fn status_ui(ui: &mut Ui, article: &Article, rect: Rect, context: &mut PageContext<'_>) {
    let status = article.details.status;
    let response = ui.interact(rect, ui.scope_id().with(("status", article.id)), Sense::click());
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
