//! What stands above the text of an article.

use std::sync::Arc;

use egui::{Rect, Sense, Ui, UiBuilder, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::model::{Article, date::PublicationDate};

use super::PageColumns;
use crate::{
    command::{Command, READ_ONLY},
    ui::{
        layout::{ISOLATES, Passage, PassageStyle, isolated, runs_right_to_left},
        pages::PageContext,
        theme::{Theme, serif_bold},
    },
};

/// The source line above the text, and the title where the text lacks it.
pub(super) struct ArticleHead {
    title: Option<Passage>,
    source: String,
    /// Which scripts of the text no font shows.
    notice: Option<Arc<egui::Galley>>,
    /// In points, down to the text.
    pub height: f32,
}

const HEAD_TOP: f32 = 28.0;
const SOURCE_HEIGHT: f32 = 26.0;
const NOTICE_GAP: f32 = 14.0;

impl ArticleHead {
    pub fn lay_out(ui: &Ui, article: &Article, columns: PageColumns, title_size: f32, has_title: bool) -> Self {
        let details = &article.details;
        let title = (!has_title).then(|| {
            let font = serif_bold(title_size);
            let style = PassageStyle { font, line_height: None, width: columns.text_width, max_rows: usize::MAX };
            Passage::set(ui.ctx(), &details.title, &style)
        });
        let mut source = vec![isolated(details.outlet_name())];
        source.extend((!details.author.is_empty()).then(|| isolated(&details.author)));
        source.push(details.date.map_or("no date".to_owned(), PublicationDate::in_words));
        source.push(details.status.name().to_owned());
        let height = HEAD_TOP + SOURCE_HEIGHT + title.as_ref().map_or(6.0, |title| title.size().y + 26.0);
        Self { title, source: source.join(" · "), notice: None, height: height.round() }
    }

    /// Puts a quiet line between the head and the text.
    pub fn say(&mut self, ui: &Ui, notice: String, columns: PageColumns) {
        let theme = Theme::of(ui);
        let font = egui::FontId::proportional(theme.sizes.small);
        let notice = ui.painter().layout(notice, font, *theme.colours.muted, columns.text_width);
        self.height += (notice.rect.height() + NOTICE_GAP).round();
        self.notice = Some(notice);
    }

    pub fn ui(
        &self,
        ui: &mut Ui,
        origin: egui::Pos2,
        columns: PageColumns,
        article: &Article,
        context: &mut PageContext<'_>,
    ) {
        let theme = Theme::of(ui);
        let at = origin + vec2(columns.text_x, HEAD_TOP);
        let source_rect = Rect::from_min_size(at - vec2(10.0, 0.0), vec2(columns.text_width + 20.0, SOURCE_HEIGHT));
        let mut line = ui
            .new_child(UiBuilder::new().max_rect(source_rect).layout(egui::Layout::left_to_right(egui::Align::Center)));
        let button = source_ui(&mut line, &self.source);
        let help = if context.can_change { "Change title, outlet, date and other fields (F2)" } else { READ_ONLY };
        if button.on_hover_text(help).clicked() {
            context.run(Command::EditDetails);
        }
        if let Some(notice) = &self.notice {
            let above = self.height - NOTICE_GAP - notice.rect.height();
            let at = origin + vec2(columns.text_x, above.round());
            ui.painter().galley(at, Arc::clone(notice), *theme.colours.muted);
            let line = Rect::from_min_size(at, notice.rect.size());
            let line = ui.interact(line, ui.scope_id().with("notice"), Sense::hover());
            line.widget_info(|| WidgetInfo::labeled(Role::Label, true, notice.text()));
        }
        let Some(title) = &self.title else { return };
        let at = at + vec2(0.0, SOURCE_HEIGHT + 4.0);
        title.paint(ui.painter(), at, *theme.colours.ink);
        let title_rect = Rect::from_min_size(at, title.size());
        let heading = ui.interact(title_rect, ui.scope_id().with("title"), Sense::hover());
        heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &article.details.title));
    }
}

/// The source line, which opens the article's details.
fn source_ui(ui: &mut Ui, source: &str) -> egui::Response {
    let muted = *Theme::of(ui).colours.muted;
    if !runs_right_to_left(source) {
        let text = egui::RichText::new(source).color(muted);
        return ui.add(egui::Button::new(text).frame_when_inactive(false).truncate());
    }
    let padding = ui.spacing().button_padding;
    let style = PassageStyle::row(egui::TextStyle::Button.resolve(ui.style()), ui.available_width() - padding.x * 2.0);
    let words = Passage::set_close(ui.ctx(), source, &style);
    let button = egui::Button::new("").frame_when_inactive(false).min_size(words.size() + padding * 2.0);
    let response = ui.add(button);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, source.replace(ISOLATES, "")));
    words.paint(ui.painter(), response.rect.min + padding, muted);
    response
}
