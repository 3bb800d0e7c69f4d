//! The list of articles on the left: sorted, grouped, filtered, and with several selected for one command.
//!
//! `order` says what is shown where, with the help of `names`; `selection` what is selected; `row` paints a row; `keys`
//! has the keys of the list, and `moving` drags articles to another place.

mod keys;
mod moving;
pub mod names;
pub mod order;
mod row;
mod selection;

use std::{collections::BTreeMap, sync::Arc};

use egui::{Align, Button, Layout, Rect, Response, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_analysis::search::{SearchOptions, words_as_pattern};
use standpoint_core::{
    model::{Article, ArticleId},
    wording::{counted, grouped},
};

use self::{
    moving::Dragging,
    names::Arrangement,
    order::{ArticleRow, ArticleRows, ShownArticles},
    row::{RowLook, USUAL_ROW},
    selection::{ArticleSelection, ListCursor},
};
use crate::{
    command::{Command, ContextMenu},
    ui::{
        action::Action,
        pages::PageContext,
        parts::{command_button::command_icon, list::VirtualList, menu::MenuRequest},
        preferences::{ArticleGrouping, Preferences},
        theme::{Icon, Theme},
        widgets::{field, icon_button, one_line, section_title, small_button},
    },
};

pub use keys::has_keyboard;
pub use moving::{ArticleStep, move_edit};
pub use row::set_status;

/// What the list of articles remembers between frames.
#[derive(Default)]
pub struct ArticleList {
    /// What it shows, in its order.
    pub rows: ArticleRows,
    /// Which of the articles commands are about.
    pub selection: ArticleSelection,
    /// What was shown in the last frame.
    shown: Arc<ShownArticles>,
    /// The article last scrolled to, so that moving on by key keeps it in view.
    seen: Option<ArticleId>,
    /// Whether the row of the cursor is to be brought into view.
    reveals_cursor: bool,
    /// Where the row of the cursor was painted last.
    cursor_rect: Option<Rect>,
    dragging: Dragging,
}

/// How many characters of the words in the filter the button shows that searches the texts for them.
const MOST_SEARCH_CHARS: usize = 60;

/// How the list is arranged.
pub fn arrangement(preferences: &Preferences) -> Arrangement {
    Arrangement { order: preferences.article_order, grouping: preferences.article_grouping }
}

/// Shows the list; returns the article that keys opened, which stays in the list.
pub fn ui(
    ui: &mut Ui,
    list: &mut ArticleList,
    (open, places): (Option<ArticleId>, &BTreeMap<ArticleId, usize>),
    context: &mut PageContext<'_>,
) -> Option<ArticleId> {
    let all = &context.project().articles;
    tools_ui(ui, list, context);
    ui.add_space(4.0);
    let words = list.rows.filter.trim().to_owned();
    let arrangement = arrangement(context.preferences);
    let mut shown = list.rows.get(all, context.revision(), arrangement);
    let is_new = open != list.seen;
    list.seen = open;
    if let Some(open) = open.filter(|_| is_new) {
        list.selection.follow_shown(open);
        // What was just opened is not hidden in a folded group.
        let folded = shown.group_of(all, open).filter(|group| group.is_folded).map(|group| group.name.clone());
        if let Some(group) = folded {
            list.rows.fold(arrangement.grouping, &group, false);
            shown = list.rows.get(all, context.revision(), arrangement);
        }
    }
    if !Arc::ptr_eq(&list.shown, &shown) {
        list.selection.keep_listed(&shown, all, open);
        list.shown = Arc::clone(&shown);
    }
    head_ui(ui, list, &shown, &words, context);
    if shown.articles.is_empty() && !all.is_empty() {
        nothing_ui(ui, list, &words, context);
        return None;
    }
    let opened = keys::ui(ui, list, &shown, (open, arrangement.grouping), context);
    let reveals = is_new || std::mem::take(&mut list.reveals_cursor);
    let row = || list.selection.cursor_row(&shown, all);
    let rows = VirtualList::new("articles", USUAL_ROW).gap(2.0).with_in_view(reveals.then(row).flatten());
    let cursor = list.selection.cursor().cloned();
    list.cursor_rect = None;
    moving::begin_frame(ui, list, context);
    let mut scroll = moving::scroll_of(ui, list);
    rows.show(ui, shown.rows.len(), |ui, row| match shown.rows[row] {
        ArticleRow::Head(group) => {
            let group = &shown.groups[group];
            let response = row::head_ui(ui, group);
            if cursor == Some(ListCursor::Head(group.name.clone())) {
                list.cursor_rect = Some(response.rect);
            }
            if response.clicked() {
                list.fold(arrangement.grouping, &group.name, !group.is_folded);
            }
        }
        ArticleRow::Article(at) => {
            let article = &all[at];
            if scroll != 0.0 {
                ui.scroll_with_delta(vec2(0.0, std::mem::take(&mut scroll)));
            }
            let is_open = Some(article.id) == open;
            let place = places.get(&article.id).copied().filter(|_| !is_open);
            let look = RowLook {
                is_open,
                is_selected: list.selection.contains(article.id, open),
                place: row::place_in_words(article, place),
                can_drag: moving::can_drag(context),
            };
            let response = row::article_ui(ui, article, look, context);
            if cursor == Some(ListCursor::Article(article.id)) {
                list.cursor_rect = Some(response.rect);
                keys::say_cursor(ui, &response);
            }
            moving::row_ui(ui, list, &shown, (article, open), &response, context);
            take_clicks(ui, list, (&shown, row), (article, open), &response, context);
        }
    });
    moving::end_frame(ui, list, open, context);
    opened
}

impl ArticleList {
    /// Folds or shows a group, and puts the cursor on its head.
    fn fold(&mut self, grouping: ArticleGrouping, name: &str, is_folded: bool) {
        self.rows.fold(grouping, name, is_folded);
        self.selection.set_cursor(Some(ListCursor::Head(name.to_owned())));
        self.reveals_cursor = true;
    }

    /// Brings the row of the cursor into view, once it is at its new place.
    pub fn reveal_cursor(&mut self) {
        self.reveals_cursor = true;
    }
}

/// The filter, and what arranges and adds to the list.
fn tools_ui(ui: &mut Ui, list: &mut ArticleList, context: &mut PageContext<'_>) {
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
}

/// How many articles there are, how many are shown, and how many are selected.
fn head_ui(ui: &mut Ui, list: &mut ArticleList, shown: &ShownArticles, words: &str, context: &mut PageContext<'_>) {
    ui.horizontal(|ui| {
        let n_passing = (!words.is_empty()).then_some(shown.articles.len());
        section_title(ui, head(context.project().articles.len(), n_passing, context.counts.done));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(10.0);
            let title = section_title(ui, "Highlights");
            title.on_hover_text("How many highlights each article has");
        });
    });
    if let Some(n) = list.selection.n() {
        ui.horizontal(|ui| {
            let words = RichText::new(format!("{} selected", grouped(n))).small();
            ui.label(words.color(*Theme::of(ui).colours.ink));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if small_button(ui, "Clear selection").clicked() {
                    list.selection.clear();
                }
                let actions = small_button(ui, "Actions…");
                actions.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Actions for the selected articles"));
                if actions.clicked() {
                    context.ask(Action::OpenMenu(ContextMenu::Articles, request_below(ui, &actions)));
                }
            });
        });
    }
}

/// What can be done where no article passes the filter.
fn nothing_ui(ui: &mut Ui, list: &mut ArticleList, words: &str, context: &mut PageContext<'_>) {
    ui.add_space(6.0);
    ui.weak("No title, outlet or author matches.");
    if search_button(ui, words).clicked() {
        context.ask(Action::FindInAll(words_as_pattern(words, SearchOptions::default())));
    }
    if ui.button("Show all articles").clicked() {
        list.rows.filter.clear();
    }
}

/// A click opens an article; with Ctrl it is selected as well, and with Shift all up to it.
fn take_clicks(
    ui: &Ui,
    list: &mut ArticleList,
    (shown, row): (&ShownArticles, usize),
    (article, open): (&Article, Option<ArticleId>),
    response: &Response,
    context: &mut PageContext<'_>,
) {
    if let Some(request) = MenuRequest::of(response) {
        // The menu is about what is selected, and otherwise about the article below the pointer.
        let menu = if list.selection.n().is_some() && list.selection.contains(article.id, open) {
            ContextMenu::Articles
        } else {
            list.selection.follow_open(article.id);
            context.ask(Action::ShowArticle(article.id));
            ContextMenu::Article
        };
        context.ask(Action::OpenMenu(menu, request));
        return;
    }
    if !response.clicked() {
        return;
    }
    let modifiers = ui.input(|input| input.modifiers);
    if modifiers.shift {
        list.selection.extend(shown, &context.project().articles, row, open);
    } else if modifiers.command {
        list.selection.toggle(article.id, open);
    } else {
        list.selection.follow_open(article.id);
        context.ask(Action::ShowArticle(article.id));
        return;
    }
    // Selecting goes on with keys.
    ui.memory_mut(|memory| memory.request_focus(keys::id()));
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

/// The button of the menu of orders and groups.
fn order_ui(ui: &mut Ui, context: &mut PageContext<'_>) {
    let mut name = format!("Sort articles: {}", context.preferences.article_order.name());
    let grouping = context.preferences.article_grouping;
    if grouping != ArticleGrouping::None {
        name = format!("{name}, {}", grouping.name().to_lowercase());
    }
    let response = icon_button(ui, Icon::Sort, &name, false);
    if response.clicked() {
        context.ask(Action::OpenMenu(ContextMenu::ArticleOrder, request_below(ui, &response)));
    }
}

/// Asks for a menu below a button.
fn request_below(ui: &Ui, button: &Response) -> MenuRequest {
    let is_by_key = !ui.input(|input| input.pointer.any_click());
    MenuRequest { at: button.rect.left_bottom(), is_by_key }
}
