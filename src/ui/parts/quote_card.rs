//! A quote in its sentence, with its source and its tags.

use egui::{
    Align, FontId, Layout, Rect, Sense, TextFormat, Ui, WidgetInfo, accesskit::Role, pos2, text::LayoutJob, vec2,
};

use standpoint_core::{
    model::{Article, CodeKind, Highlight},
    text::{fold::is_blank, words},
};

use super::{
    menu::MenuRequest,
    name_line::NameLine,
    sourced_quote::copy_with_source,
    tags::{tags_and_note_in_words, tags_line},
};
use crate::ui::{
    layout::{passage_ui, runs_right_to_left},
    pages::PageContext,
    theme::{Icon, Theme, serif, strong},
    widgets::{icon_button_without_tooltip, one_line, row_inside},
};

/// A quote with its source and tags, as drill-downs list it; returns whether it was clicked.
pub fn quote_card_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) -> bool {
    quote_card_with_menu_ui(ui, article, highlight, context).0
}

/// The same; also returns the menu that is asked for with a right click or by the keyboard.
pub fn quote_card_with_menu_ui(
    ui: &mut Ui,
    article: &Article,
    highlight: &Highlight,
    context: &mut PageContext<'_>,
) -> (bool, Option<MenuRequest>) {
    let theme = Theme::of(ui);
    let is_opened = head_ui(ui, article, highlight, context);
    let response = if runs_right_to_left(&highlight.quote) {
        passage_ui(ui, &highlight.quote, serif(theme.sizes.quote), theme.sizes.quote_line, Sense::click())
    } else {
        let job = quote_in_context(theme, context, article, highlight);
        ui.add(egui::Label::new(job).wrap().sense(Sense::click()))
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Quote: {}", highlight.quote)));
    tags_ui(ui, highlight, context);
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    let menu = MenuRequest::of(&response);
    (response.on_hover_text("Open the article at this place").clicked() || is_opened, menu)
}

/// Outlet, date and page, and what is done with the quote; returns whether its place is to be opened.
fn head_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui);
    let details = &article.details;
    let mut is_opened = false;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::hover());
    let mut row = row_inside(ui, rect, 0.0);
    let buttons = row.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        // Cards look alike, so each button says which quote it is about.
        let about: String = one_line(&highlight.quote).chars().take(SAID_CHARS).collect();
        let button = |ui: &mut Ui, icon, name: &str| {
            let response = icon_button_without_tooltip(ui, icon, &format!("{name}: {about}"), false, true);
            response.on_hover_text(name).clicked()
        };
        is_opened = button(ui, Icon::Read, "Open in the article");
        if button(ui, Icon::Copy, "Copy with source") {
            context.ask(copy_with_source(article, &highlight.quote, highlight.span.start));
        }
    });
    let right = buttons.response.rect.left() - 6.0;
    let mut line = NameLine::default();
    line = line.words(one_line(details.outlet_name()), strong(theme.sizes.body - 0.5), *theme.colours.ink);
    if let Some(date) = details.date {
        line = line.space(8.0).words(date.short(), FontId::proportional(theme.sizes.small), *theme.colours.muted);
    }
    let part = article.part_at(highlight.span.start);
    if let Some(part) = part {
        line = line.space(8.0).words(one_line(part), FontId::proportional(theme.sizes.small), *theme.colours.muted);
    }
    line.paint(ui, rect.left_center(), right - rect.left());
    let source = Rect::from_min_max(rect.min, pos2(right, rect.bottom()));
    let source = ui.interact(source, ui.scope_id().with(("source", highlight.id)), Sense::hover());
    source.widget_info(|| {
        let date = details.date.map(|date| format!(" · {}", date.short())).unwrap_or_default();
        let part = part.map(|part| format!(" · {part}")).unwrap_or_default();
        WidgetInfo::labeled(Role::Label, true, format!("{}{date}{part}", details.outlet_name()))
    });
    is_opened
}

/// How many characters of a quote name its buttons.
const SAID_CHARS: usize = 40;

/// The sign of the stance, the actor and the issue.
fn tags_ui(ui: &mut Ui, highlight: &Highlight, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 22.0), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, tags_and_note_in_words(context.project(), highlight)));
    let mut line = tags_line(ui, book, &highlight.tags());
    if !is_blank(&highlight.note) {
        line = line.icon(Icon::Note, *theme.colours.muted);
    }
    if CodeKind::ALL.into_iter().any(|kind| highlight.example_code(kind).is_some()) {
        line = line.icon(Icon::Pin, *theme.colours.muted);
    }
    line.paint(ui, rect.left_center(), rect.width());
    response.on_hover_text(tags_and_note_in_words(context.project(), highlight));
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
