//! The list of articles on the left.

use std::sync::Arc;

use egui::{Align2, FontId, Rect, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::{
    edit::Edit,
    model::{Article, ArticleId, Details, ReadingStatus},
    text::fold::{has_words, searchable},
    wording::{counted, grouped},
};

use crate::{
    command::{Command, READ_ONLY},
    ui::{
        action::Action,
        layout::{Passage, PassageStyle, isolated},
        pages::PageContext,
        parts::{command_button::command_button, kept::Kept, list::VirtualList},
        theme::{Theme, strong},
        widgets::{field, list_row, reading_disc, section_title, small},
    },
};

/// What the list of articles remembers between frames.
#[derive(Default)]
pub struct ArticleList {
    filter: String,
    /// The indices of the articles that pass the filter; kept for a revision and a filter, because names are folded.
    passing: Kept<(u64, String), Vec<usize>>,
    /// The article last scrolled to, so that moving on by key keeps it in view.
    seen: Option<ArticleId>,
}

/// Shows the list; returns the article whose details are asked for.
pub fn ui(
    ui: &mut Ui,
    list: &mut ArticleList,
    open: Option<ArticleId>,
    context: &mut PageContext<'_>,
) -> Option<ArticleId> {
    let mut asked = None;
    let row_height = Theme::of(ui).sizes.article_row;
    let filter = field(ui, &mut list.filter, "Filter articles");
    filter.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Filter articles"));
    let all = &context.project().articles;
    let n_done = all.iter().filter(|article| article.details.status == ReadingStatus::Done).count();
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let text = format!("{}, {n_done} read", counted(all.len(), "article"));
        section_title(ui, text);
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = small(ui, "Import…");
            command_button(ui, button, Command::ImportArticles, context);
        });
    });
    let passing = list.passing.get((context.revision(), list.filter.clone()), || passing(all, &list.filter));
    let is_new = open != list.seen;
    list.seen = open;
    let row = || passing.iter().position(|at| Some(all[*at].id) == open);
    let rows = VirtualList::even("articles", row_height).with_in_view(is_new.then(row).flatten());
    rows.show(ui, passing.len(), |ui, row| {
        let article = &all[passing[row]];
        if row_ui(ui, article, Some(article.id) == open, context) {
            asked = Some(article.id);
        }
    });
    asked
}

/// The indices of the articles that have these words in their title, outlet or author.
fn passing(all: &[Arc<Article>], words: &str) -> Vec<usize> {
    let wanted = searchable(words.trim());
    let passes = |(at, article): (usize, &Arc<Article>)| {
        let Details { title, outlet, author, .. } = &article.details;
        let is_found = || [title, outlet, author].iter().any(|text| has_words(text, &wanted));
        (wanted.is_empty() || is_found()).then_some(at)
    };
    all.iter().enumerate().filter_map(passes).collect()
}

/// One article; returns whether its details are asked for.
fn row_ui(ui: &mut Ui, article: &Article, is_open: bool, context: &mut PageContext<'_>) -> bool {
    let mut wants_details = false;
    let theme = Theme::of(ui);
    let details = &article.details;
    let name = || format!("Article: {}", details.title);
    let (rect, response) = list_row(ui, theme.sizes.article_row, is_open, Role::ListItem, name);
    let inner = rect.shrink2(vec2(10.0, 7.0));
    status_ui(
        ui,
        article,
        Rect::from_center_size(pos2(inner.left() + 5.0, inner.top() + 8.0), vec2(16.0, 16.0)),
        context,
    );

    let count = grouped(article.highlights.len());
    let count_at = pos2(inner.right(), inner.top() + 1.0);
    let font = FontId::proportional(theme.sizes.small);
    let count = ui.painter().text(count_at, Align2::RIGHT_TOP, count, font.clone(), *theme.colours.muted);

    let text_left = inner.left() + 20.0;
    let title_font = if is_open { strong(theme.sizes.body) } else { FontId::proportional(theme.sizes.body) };
    let width = count.left() - 8.0 - text_left;
    let style = PassageStyle { font: title_font, line_height: None, width, max_rows: 2 };
    let title = Passage::set(ui.ctx(), &details.title, &style);
    let below = inner.top() + title.size().y + 3.0;
    title.paint(ui.painter(), pos2(text_left, inner.top()), *theme.colours.ink);
    let mut source = isolated(details.outlet_name());
    if let Some(date) = details.date {
        source = format!("{source} · {}", date.short());
    }
    let source = Passage::set(ui.ctx(), &source, &PassageStyle::row(font, width));
    source.paint(ui.painter(), pos2(text_left, below), *theme.colours.muted);

    if response.clicked() {
        context.ask(Action::ShowArticle(article.id));
    }
    response.context_menu(|ui| {
        context.change_ui(ui, |ui, context| wants_details = menu_ui(ui, article, context));
    });
    wants_details
}

/// What can be done with an article; returns whether its details are asked for.
fn menu_ui(ui: &mut Ui, article: &Article, context: &mut PageContext<'_>) -> bool {
    let wants_details = ui.button("Article details…").clicked();
    for status in ReadingStatus::ALL {
        if ui.button(format!("Mark as {}", status.name())).clicked() {
            context.ask(set_status(article, status));
        }
    }
    if ui.button("Remove article").clicked() {
        context.ask(Action::edit("Remove an article", Edit::RemoveArticles(vec![article.id])));
    }
    wants_details
}

/// The disc that says how far the article is read; a click takes it one step on.
fn status_ui(ui: &mut Ui, article: &Article, rect: Rect, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let status = article.details.status;
    let response = ui.interact(rect, ui.scope_id().with(("status", article.id)), Sense::click());
    response.widget_info(|| {
        let title = &article.details.title;
        WidgetInfo::labeled(Role::Button, true, format!("Reading status of {title}: {}", status.name()))
    });
    let (share, colour, next) = match status {
        ReadingStatus::ToRead => (0, theme.colours.faint, ReadingStatus::Reading),
        ReadingStatus::Reading => (1, theme.colours.success, ReadingStatus::Done),
        ReadingStatus::Done => (2, theme.colours.success, ReadingStatus::ToRead),
    };
    reading_disc(ui, rect, *colour, share);
    let hint = if context.can_change {
        format!("{}; click to mark as {}", status.name(), next.name())
    } else {
        format!("{}. {READ_ONLY}", status.name())
    };
    if response.on_hover_text(hint).clicked() && context.can_change {
        context.ask(set_status(article, next));
    }
}

/// The action that gives an article another reading status.
pub fn set_status(article: &Article, status: ReadingStatus) -> Action {
    let mut details = article.details.clone();
    details.status = status;
    Action::edit(format!("Mark an article as {}", status.name()), Edit::SetDetails(article.id, details))
}
