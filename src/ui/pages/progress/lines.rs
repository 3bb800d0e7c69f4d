//! The lines that answer a question, of which only those on screen are laid out. Each opens its place.

use std::sync::Arc;

use egui::{
    EventFilter, FontId, Id, Key, Modifiers, Rect, RichText, Sense, Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

use standpoint_analysis::coding_progress::{ArticleProgress, percent};
use standpoint_core::{
    model::{Article, ArticleId, Project},
    wording::{capitalised, counted},
};

use super::{
    ProgressPage,
    questions::{ProgressAnswers, ProgressQuestion},
};
use crate::ui::{
    action::Action,
    layout::{Passage, PassageStyle},
    pages::PageContext,
    parts::list::VirtualList,
    theme::Theme,
    widgets::{one_line, row_of_list, shapes::paint_code},
};

/// The height of a line, in points.
const LINE: f32 = 46.0;

/// How many lines Page Up and Page Down move by.
const PAGE: usize = 10;

/// The list as what has the keyboard.
pub(super) fn id() -> Id {
    Id::unique("lines of the progress")
}

/// What a line says, and where it leads.
struct Line {
    /// What it is about: “Article”, “Highlight”.
    what: String,
    name: String,
    below: String,
    aside: String,
    /// The share of a text that is coded.
    share: Option<f64>,
    code: Option<(standpoint_core::model::CodeKind, egui::Color32)>,
    opens: Action,
}

/// Shows the answer to the question.
pub(super) fn ui(ui: &mut Ui, page: &mut ProgressPage, context: &mut PageContext<'_>) {
    let question = page.question();
    ui.heading(question.name());
    ui.label(RichText::new(question.help()).color(*Theme::of(ui).colours.muted));
    ui.add_space(8.0);
    let Some(answers) = page.answers.peek() else { return };
    let lines = answers.lines(question);
    if lines.is_empty() {
        ui.add_space(ui.available_height() * 0.2);
        ui.vertical_centered(|ui| ui.weak(question.nothing()));
        return;
    }
    page.cursor = page.cursor.map(|cursor| cursor.min(lines.len() - 1));
    let place = page.cursor_rect.map(|rect| rect.intersect(ui.available_rect_before_wrap()).shrink(2.0));
    let place = place.filter(egui::Rect::is_positive).unwrap_or_else(|| ui.available_rect_before_wrap());
    let focus = ui.interact(place, id(), Sense::focusable_noninteractive());
    focus.widget_info(|| WidgetInfo::labeled(Role::ListBox, true, format!("{}: lines", question.name())));
    let mut opened = None;
    if focus.has_focus() && !context.has_dialog {
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id(), filter));
        if page.cursor.is_none() {
            page.cursor = Some(0);
        }
        if let Some(to) = stepped(ui, page.cursor, lines.len()) {
            page.cursor = Some(to);
            page.reveals_cursor = true;
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            opened = page.cursor;
        }
    }
    let (cursor, has_focus) = (page.cursor, focus.has_focus());
    let in_view = cursor.filter(|_| std::mem::take(&mut page.reveals_cursor));
    let mut cursor_rect = None;
    let mut clicked = None;
    let list = VirtualList::even(("progress", question.name()), LINE).gap(2.0).with_in_view(in_view);
    list.show(ui, lines.len(), |ui, row| {
        let Some(line) = line_of(ui, context.project(), answers, question, lines[row]) else { return };
        let rect = line_ui(ui, &line, has_focus && cursor == Some(row), &mut clicked, row);
        if cursor == Some(row) {
            cursor_rect = Some(rect);
        }
    });
    if let Some(row) = clicked.or(opened)
        && let Some(line) = line_of(ui, context.project(), answers, question, lines[row])
    {
        page.cursor = Some(row);
        context.ask(line.opens);
    }
    page.cursor_rect = cursor_rect;
}

/// Where keys move the cursor.
fn stepped(ui: &Ui, cursor: Option<usize>, n: usize) -> Option<usize> {
    let at = cursor.unwrap_or(0);
    let steps = [
        (Key::ArrowDown, at + 1),
        (Key::ArrowUp, at.saturating_sub(1)),
        (Key::PageDown, at + PAGE),
        (Key::PageUp, at.saturating_sub(PAGE)),
        (Key::Home, 0),
        (Key::End, n - 1),
    ];
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    steps.into_iter().find(|(key, _)| pressed(*key)).map(|(_, to)| to.min(n - 1))
}

/// An article, which most likely stands where it stood when the questions were answered.
fn article(project: &Project, id: ArticleId, place: Option<usize>) -> Option<&Arc<Article>> {
    let there = place.and_then(|place| project.articles.get(place)).filter(|article| article.id == id);
    there.or_else(|| project.article(id))
}

/// What a line says; nothing if its thing is gone since the questions were answered.
fn line_of(
    ui: &Ui,
    project: &Project,
    answers: &ProgressAnswers,
    question: ProgressQuestion,
    at: usize,
) -> Option<Line> {
    let progress = &answers.progress;
    Some(match question {
        ProgressQuestion::ToRead
        | ProgressQuestion::Reading
        | ProgressQuestion::Done
        | ProgressQuestion::WithoutHighlights
        | ProgressQuestion::Coded => {
            let of = &progress.articles[at];
            let article = article(project, of.id, Some(at))?;
            article_line(article, of)
        }
        ProgressQuestion::UnreadOutlets => {
            let outlet = &progress.unread_outlets[at];
            let first = article(project, *outlet.articles.first()?, None)?;
            Line {
                what: "Outlet".to_owned(),
                name: one_line(&outlet.name),
                below: one_line(&first.details.title),
                aside: counted(outlet.articles.len(), "article"),
                share: None,
                code: None,
                opens: Action::ReadArticle(first.id),
            }
        }
        ProgressQuestion::WithoutIssue | ProgressQuestion::WithoutActor => {
            let open = if question == ProgressQuestion::WithoutIssue {
                &progress.without_issue
            } else {
                &progress.without_actor
            };
            let (id, highlight) = open[at];
            let article = article(project, id, None)?;
            let found = article.highlight(highlight)?;
            let tags = crate::ui::parts::tags::tags_in_words(project, found);
            Line {
                what: "Highlight".to_owned(),
                name: format!("“{}”", one_line(&found.quote)),
                below: source(article, &one_line(&article.details.title)),
                aside: tags,
                share: None,
                code: None,
                opens: Action::ShowHighlight(id, highlight),
            }
        }
        ProgressQuestion::UnusedActors | ProgressQuestion::UnusedIssues => {
            let (kind, id) = &progress.unused_codes[at];
            let code = project.codebook.code(*kind, id)?;
            let lineage = project.codebook.lineage(*kind, id);
            let above: Vec<&str> = lineage.iter().skip(1).rev().map(|code| &*code.name).collect();
            Line {
                what: capitalised(kind.noun()),
                name: one_line(&code.name),
                below: if above.is_empty() { "At the top level".to_owned() } else { one_line(&above.join(" / ")) },
                aside: String::new(),
                share: None,
                code: Some((*kind, Theme::of(ui).code(code.colour))),
                opens: Action::ShowCode(*kind, id.clone()),
            }
        }
    })
}

fn article_line(article: &Article, of: &ArticleProgress) -> Line {
    let n = counted(of.n_highlights, "highlight");
    let share = of.coded_share();
    let coded = share.map_or_else(|| "no text".to_owned(), |share| format!("{} coded", percent(share)));
    Line {
        what: "Article".to_owned(),
        name: one_line(&article.details.title),
        below: source(article, &capitalised(article.details.outlet_name())),
        aside: format!("{n} · {coded}"),
        share,
        code: None,
        opens: Action::ReadArticle(article.id),
    }
}

/// Words with the date of an article behind them.
fn source(article: &Article, words: &str) -> String {
    article.details.date.map_or_else(|| words.to_owned(), |date| format!("{words} · {}", date.short()))
}

/// Shows a line; returns where it is.
fn line_ui(ui: &mut Ui, line: &Line, is_cursor: bool, clicked: &mut Option<usize>, row: usize) -> Rect {
    let theme = Theme::of(ui);
    let name = || format!("{}: {}", line.what, line.name);
    let (rect, response) = row_of_list(ui, LINE, (is_cursor, Sense::CLICK), Role::ListItem, name);
    if !line.aside.is_empty() {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(&*line.aside));
    }
    let painter = ui.painter();
    let small = FontId::proportional(theme.sizes.small);
    let aside = painter.layout_no_wrap(line.aside.clone(), small.clone(), *theme.colours.muted);
    let aside_width = aside.size().x.min(rect.width() * 0.45);
    let left = rect.left() + if line.code.is_some() { 30.0 } else { 10.0 };
    if let Some((kind, colour)) = line.code {
        paint_code(painter, pos2(rect.left() + 16.0, rect.top() + 15.0), kind, 10.0, colour);
    }
    let width = (rect.right() - 10.0 - aside_width - 12.0 - left).max(40.0);
    let style = |font: FontId| PassageStyle { font, line_height: None, width, max_rows: 1 };
    let title = Passage::set(ui.ctx(), &line.name, &style(FontId::proportional(theme.sizes.body)));
    title.paint(painter, pos2(left, rect.top() + 6.0), *theme.colours.ink);
    let below = Passage::set(ui.ctx(), &line.below, &style(small));
    below.paint(painter, pos2(left, rect.bottom() - 6.0 - below.size().y), *theme.colours.muted);
    let at = pos2(rect.right() - 10.0 - aside_width, rect.top() + 8.0);
    let clip = Rect::from_min_max(pos2(at.x, rect.top()), rect.right_bottom() - vec2(10.0, 0.0));
    painter.with_clip_rect(painter.clip_rect().intersect(clip)).galley(at, aside, *theme.colours.muted);
    if let Some(share) = line.share {
        #[expect(clippy::cast_possible_truncation, reason = "a bar is drawn with it")]
        let share = share as f32;
        let bar = Rect::from_min_size(pos2(rect.right() - 90.0, rect.bottom() - 14.0), vec2(80.0, 4.0));
        painter.rect_filled(bar, 2.0, *theme.colours.hairline);
        let filled = Rect::from_min_size(bar.min, vec2(bar.width() * share, bar.height()));
        painter.rect_filled(filled, 2.0, *theme.colours.accent);
    }
    if response.clicked() {
        *clicked = Some(row);
    }
    rect
}
