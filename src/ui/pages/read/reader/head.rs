//! What stands above the text of an article: a bar that stays while the text is scrolled, and the title where the text
//! itself lacks it.

use std::sync::Arc;

use egui::{Align, Button, FontId, Layout, Pos2, Rect, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::{
    model::{Article, ReadingStatus, date::PublicationDate},
    text::{Text, fold::is_blank},
    wording::counted,
};

use super::PageColumns;
use crate::{
    command::{Command, ContextMenu},
    ui::{
        action::Action,
        layout::{ISOLATES, Passage, PassageStyle, isolated},
        pages::PageContext,
        parts::{
            command_button::{command_button, command_icon},
            derived::Derived,
            menu::MenuRequest,
        },
        theme::{Icon, Theme, icon_font, serif_bold, strong},
        widgets::small_button,
    },
};

/// The height of the bar, in points.
const BAR: f32 = 56.0;

/// How many words the article on screen has. Counting those of a long text takes more than a frame.
#[derive(Default)]
pub(super) struct WordCount(Derived<Text, usize>);

impl WordCount {
    fn of(&mut self, ui: &Ui, article: &Article) -> Option<usize> {
        let text = &article.text;
        self.0.follow(
            ui.ctx(),
            |made_for| made_for == text,
            |_| {
                let (key, text) = (text.clone(), text.clone());
                (key, move || text.n_words())
            },
        );
        self.0.key().filter(|made_for| *made_for == text).and(self.0.peek()).copied()
    }

    /// Whether a thread is counting.
    pub fn is_busy(&self) -> bool {
        self.0.is_busy()
    }
}

/// Shows the bar: which article it is, and what is done with it as a whole.
pub(super) fn bar_ui(
    ui: &mut Ui,
    (n_words, n_suggested): (&mut WordCount, usize),
    article: &Article,
    columns: PageColumns,
    context: &mut PageContext<'_>,
) {
    let theme = Theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    let line = egui::Stroke::new(1.0, *theme.colours.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    let buttons = Rect::from_min_max(rect.min, pos2(rect.right() - 12.0, rect.bottom() - 1.0));
    let layout = Layout::right_to_left(Align::Center);
    let used = ui.scope_builder(UiBuilder::new().max_rect(buttons).layout(layout), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        done_ui(ui, article, context);
        ui.add_space(6.0);
        command_icon(ui, Icon::ChevronDown, Command::NextArticle, context);
        command_icon(ui, Icon::ChevronUp, Command::PreviousArticle, context);
        command_icon(ui, Icon::Edit, Command::EditDetails, context);
        if n_suggested > 0 {
            suggestions_ui(ui, n_suggested, context);
        }
        ui.min_rect().left()
    });
    let left = rect.left() + columns.text_x.clamp(16.0, 52.0);
    let left = if rect.left() + columns.text_x + 240.0 < used.inner { rect.left() + columns.text_x } else { left };
    let width = used.inner - 12.0 - left;
    let details = &article.details;
    let title =
        line_ui(ui, pos2(left, rect.top() + 18.0), width, &details.title, serif_bold(theme.sizes.body + 1.0), true);
    title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &details.title));
    let source = source_of(article, n_words.of(ui, article));
    let below = pos2(left, rect.top() + 38.0);
    let shown = line_ui(ui, below, width, &source, FontId::proportional(theme.sizes.small + 0.5), false);
    shown.widget_info(|| WidgetInfo::labeled(Role::Label, true, source.replace(ISOLATES, "")));
}

/// How many passages are suggested, with the menu of what is done about them.
fn suggestions_ui(ui: &mut Ui, n_suggested: usize, context: &mut PageContext<'_>) {
    ui.add_space(6.0);
    let response = small_button(ui, &counted(n_suggested, "suggestion"));
    if response.clicked() {
        let is_by_key = !ui.input(|input| input.pointer.any_click());
        let request = MenuRequest { at: response.rect.left_bottom(), is_by_key };
        context.ask(Action::OpenMenu(ContextMenu::Suggestions, request));
    }
}

/// “Axadle Times · North Wire · 4 December 2025 · updated 5 December 2025 · 1,102 words”.
fn source_of(article: &Article, n_words: Option<usize>) -> String {
    let details = &article.details;
    let mut source = vec![isolated(details.outlet_name())];
    source.extend((!is_blank(&details.agency)).then(|| isolated(&details.agency)));
    source.extend((!details.author.is_empty()).then(|| isolated(&details.author)));
    source.push(details.date.map_or("no date".to_owned(), PublicationDate::in_words));
    source.extend(details.updated.map(|date| format!("updated {}", date.in_words())));
    source.extend(n_words.map(|n| counted(n, "word")));
    source.join(" · ")
}

/// One row of words, cut with an ellipsis; its left middle stands at a point.
fn line_ui(ui: &Ui, at: Pos2, width: f32, text: &str, font: FontId, is_ink: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let words = Passage::set_close(ui.ctx(), text, &PassageStyle::row(font, width.max(0.0)));
    let at = pos2(at.x, (at.y - words.size().y * 0.5).round());
    words.paint(ui.painter(), at, if is_ink { *theme.colours.ink } else { *theme.colours.muted });
    let id = ui.scope_id().with(("bar of the article", is_ink));
    ui.interact(Rect::from_min_size(at, words.size()), id, Sense::hover())
}

/// Marks the article as done, or as being read again.
fn done_ui(ui: &mut Ui, article: &Article, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let is_done = article.details.status == ReadingStatus::Done;
    let ink = if is_done { theme.colours.success } else { theme.colours.ink };
    let mut label = egui::text::LayoutJob::default();
    for (text, font) in
        [(Icon::Tick.glyph().to_string(), icon_font(14.0)), ("  Done".to_owned(), strong(theme.sizes.body))]
    {
        let format = egui::TextFormat { valign: Align::Center, ..egui::TextFormat::simple(font, *ink) };
        label.append(&text, 0.0, format);
    }
    let button = Button::new(label).min_size(vec2(0.0, 28.0)).selected(is_done);
    let response = command_button(ui, button, Command::MarkDone, context);
    response.widget_info(|| WidgetInfo::selected(Role::Button, response.enabled(), is_done, "Done"));
}

/// The title on the page, where the text lacks it, and what stands below.
pub(super) struct ArticleHead {
    title: Option<Passage>,
    /// Which scripts of the text no font shows.
    notice: Option<Arc<egui::Galley>>,
    /// In points, down to the text.
    pub height: f32,
}

const HEAD_TOP: f32 = 22.0;
const NOTICE_GAP: f32 = 14.0;

impl ArticleHead {
    pub fn lay_out(ui: &Ui, article: &Article, columns: PageColumns, title_size: f32, has_title: bool) -> Self {
        let title = (!has_title).then(|| {
            let font = serif_bold(title_size);
            let style = PassageStyle { font, line_height: None, width: columns.text_width, max_rows: usize::MAX };
            Passage::set(ui.ctx(), &article.details.title, &style)
        });
        let height = HEAD_TOP + title.as_ref().map_or(0.0, |title| title.size().y + 22.0);
        Self { title, notice: None, height: height.round() }
    }

    /// Puts a quiet line between the head and the text.
    pub fn say(&mut self, ui: &Ui, notice: String, columns: PageColumns) {
        let theme = Theme::of(ui);
        let font = FontId::proportional(theme.sizes.small);
        let notice = ui.painter().layout(notice, font, *theme.colours.muted, columns.text_width);
        self.height += (notice.rect.height() + NOTICE_GAP).round();
        self.notice = Some(notice);
    }

    pub fn ui(&self, ui: &Ui, origin: Pos2, columns: PageColumns, article: &Article) {
        let theme = Theme::of(ui);
        if let Some(notice) = &self.notice {
            let above = self.height - NOTICE_GAP - notice.rect.height();
            let at = origin + vec2(columns.text_x, above.round());
            ui.painter().galley(at, Arc::clone(notice), *theme.colours.muted);
            let line = Rect::from_min_size(at, notice.rect.size());
            let line = ui.interact(line, ui.scope_id().with("notice"), Sense::hover());
            line.widget_info(|| WidgetInfo::labeled(Role::Label, true, notice.text()));
        }
        let Some(title) = &self.title else { return };
        let at = origin + vec2(columns.text_x, HEAD_TOP);
        title.paint(ui.painter(), at, *theme.colours.ink);
        let title_rect = Rect::from_min_size(at, title.size());
        let shown = ui.interact(title_rect, ui.scope_id().with("title"), Sense::hover());
        shown.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Title: {}", article.details.title)));
    }
}
