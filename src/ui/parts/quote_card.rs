//! A quote in its sentence, with its source and its tags.

use egui::{RichText, Sense, TextFormat, Ui, WidgetInfo, accesskit::Role, text::LayoutJob};

use standpoint_core::{
    model::{Article, Highlight},
    text::words,
};

use super::tags::tags_in_words;
use crate::ui::{
    layout::{passage_ui, runs_right_to_left},
    pages::PageContext,
    theme::{Theme, serif},
};

/// A quote with its source and tags, as drill-downs list it; returns whether it was clicked.
pub fn quote_card_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) -> bool {
    let theme = Theme::of(ui);
    let details = &article.details;
    ui.horizontal(|ui| {
        let source = details.outlet_name();
        ui.label(RichText::new(source).font(crate::ui::theme::strong(theme.sizes.body - 0.5)));
        if let Some(date) = details.date {
            ui.weak(format!("· {}", date.short()));
        }
    });
    let response = if runs_right_to_left(&highlight.quote) {
        passage_ui(ui, &highlight.quote, serif(theme.sizes.quote), theme.sizes.quote_line, Sense::click())
    } else {
        let job = quote_in_context(theme, context, article, highlight);
        ui.add(egui::Label::new(job).wrap().sense(Sense::click()))
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, format!("Quote: {}", highlight.quote)));
    let tags = tags_in_words(context.project(), highlight);
    ui.label(RichText::new(tags).small().color(*theme.colours.muted));
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text("Open the article at this place").clicked()
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
