//! A quote in its sentence, with its source and its tags.

use egui::{
    Align, CursorIcon, FontId, Layout, RichText, Sense, TextFormat, Ui, WidgetInfo, accesskit::Role, text::LayoutJob,
    vec2,
};

use standpoint_core::{
    model::{Article, CodeKind, Highlight, PublicationDate},
    text::words,
};

use super::tags::tags_in_words;
use crate::ui::{
    layout::{passage_ui, runs_right_to_left},
    pages::PageContext,
    theme::{Icon, Theme, serif, strong},
    widgets::{
        icon_button,
        shapes::{paint_code, paint_stance},
    },
};

/// What was clicked of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardClick {
    /// The article is to be opened at the quote.
    Open,
    /// Its tags are to be changed.
    Retag,
}

/// A quote with its source and tags, as drill-downs list it; returns what was clicked of it.
pub fn quote_card_ui(
    ui: &mut Ui,
    article: &Article,
    highlight: &Highlight,
    is_current: bool,
    context: &PageContext<'_>,
) -> Option<CardClick> {
    let theme = Theme::of(ui);
    let details = &article.details;
    let mut click = None;
    let head = vec2(ui.available_width(), 26.0);
    ui.allocate_ui_with_layout(head, Layout::right_to_left(Align::Center), |ui| {
        if icon_button(ui, Icon::Read, "Open the article at this place", false).clicked() {
            click = Some(CardClick::Open);
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            let date = details.date.map(PublicationDate::short);
            let source = RichText::new(details.outlet_name()).font(strong(theme.sizes.body - 0.5));
            let room = ui.available_width() - if date.is_some() { 76.0 } else { 0.0 };
            ui.scope(|ui| {
                ui.set_max_width(room.max(40.0));
                ui.add(egui::Label::new(source).truncate());
            });
            if let Some(date) = date {
                ui.weak(date);
            }
        });
    });
    let response = if runs_right_to_left(&highlight.quote) {
        passage_ui(ui, &highlight.quote, serif(theme.sizes.quote), theme.sizes.quote_line, Sense::click())
    } else {
        let job = quote_in_context(theme, context, article, highlight);
        ui.add(egui::Label::new(job).wrap().sense(Sense::click()))
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Quote: {}", highlight.quote)));
    if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text("Open the article at this place").clicked() {
        click = Some(CardClick::Open);
    }
    if tags_ui(ui, highlight, is_current, context) {
        click = Some(CardClick::Retag);
    }
    click
}

/// The sign of the stance, the actor and the issue with their shapes; returns whether they are to be changed.
fn tags_ui(ui: &mut Ui, highlight: &Highlight, is_current: bool, context: &PageContext<'_>) -> bool {
    const BUTTON: f32 = 28.0;
    const SHAPE: f32 = 16.0;
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let mut is_asked = false;
    ui.horizontal_top(|ui| {
        let stance = highlight.stance.as_ref().and_then(|id| book.stance(id));
        let codes = CodeKind::ALL.into_iter().filter_map(|kind| Some((kind, book.code(kind, highlight.tag(kind)?)?)));
        // Names that do not fit beside the one before begin a line.
        let (right, font) = (ui.available_width() - BUTTON - 12.0, FontId::proportional(theme.sizes.small));
        let mut at = vec2(22.0, 4.0);
        let mut placed = Vec::new();
        let mut height = 16.0;
        for (kind, code) in codes {
            let room = (right - 22.0 - SHAPE).max(40.0);
            let galley = ui.painter().layout(code.name.clone(), font.clone(), *theme.colours.ink, room);
            if at.x > 22.0 && at.x + SHAPE + galley.rect.width() > right {
                at = vec2(22.0, height + 6.0);
            }
            height = at.y + galley.rect.height();
            let width = galley.rect.width();
            placed.push((at, kind, theme.code(code.colour), galley));
            at.x += SHAPE + width + 8.0;
        }
        let (rect, response) = ui.allocate_exact_size(vec2(right, height + 6.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, tags_in_words(context.project(), highlight)));
        let painter = ui.painter();
        paint_stance(painter, theme, rect.left_top() + vec2(8.0, 12.0), stance);
        for (at, kind, colour, galley) in placed {
            let start = rect.left_top() + at;
            paint_code(painter, start + vec2(6.0, 8.0), kind, 9.0, colour);
            painter.galley(start + vec2(SHAPE, 0.0), galley, *theme.colours.ink);
        }
        let name = if is_current { "Tags of this quote" } else { "Change tags" };
        is_asked = icon_button(ui, Icon::Edit, name, is_current).clicked();
    });
    is_asked
}

/// The sentence a quote stands in, the quote on its tint.
fn quote_in_context(theme: &Theme, context: &PageContext<'_>, article: &Article, highlight: &Highlight) -> LayoutJob {
    let Highlight { span, .. } = highlight;
    let code = highlight.tag(context.preferences.tint_by);
    let code = code.and_then(|id| context.project().codebook.code(context.preferences.tint_by, id));
    let plain = TextFormat {
        line_height: Some(theme.sizes.quote_line),
        ..TextFormat::simple(serif(theme.sizes.quote), *theme.colours.muted)
    };
    let marked = TextFormat {
        color: *theme.colours.ink,
        background: code.map_or(*theme.colours.hovered, |code| theme.tint(code.colour)),
        ..plain.clone()
    };
    let (before, after) = words::context(&article.text, *span);
    let mut job = LayoutJob::default();
    for (part, format) in [(before, &plain), (&*highlight.quote, &marked), (after, &plain)] {
        job.append(&part.replace('\n', " "), 0.0, format.clone());
    }
    job
}
