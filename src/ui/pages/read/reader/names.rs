//! The accessible names of the page: highlights, the selection and the caret.
//!
//! A line is a paragraph, by the number that stands beside it. Nothing is created without a screen reader.

use egui::{
    Rect, Response, Sense, Ui, WidgetInfo,
    accesskit::{Live, Role},
};

use standpoint_analysis::suggested::SuggestedPlace;
use standpoint_core::{
    model::{Article, Highlight, Project},
    text::{Span, words::n_words},
    wording::counted,
};

use super::{Reader, viewport::Viewport};
use crate::ui::{
    layout::PageLayout,
    pages::PageContext,
    parts::tags::{in_words, tags_in_words},
};

/// How many characters of its words a name holds at most.
const SAID_CHARS: usize = 240;

/// Longer selections are told by their characters, because counting words takes a while.
const COUNTED_CHARS: usize = 20_000;

/// Whether a screen reader, or a test, asks for names. The page must have been placed in this frame.
pub(super) fn is_heard(ui: &Ui) -> bool {
    // The page itself always has a node where there are any.
    ui.ctx().has_accesskit_node(super::id())
}

/// Names a highlight that is on screen: "Highlight: Russia, Territory, opposes, line 12, selected: its words".
/// To be called only where it is heard.
pub(super) fn highlight(ui: &Ui, reader: &Reader, project: &Project, highlight: &Highlight, role: &str, rect: Rect) {
    let is_selected = reader.highlight == Some(highlight.id);
    let response = ui.interact(rect, ui.scope_id().with(highlight.id), Sense::hover());
    response.widget_info(|| {
        let tags = tags_in_words(project, highlight);
        let place = line_of(&reader.page, highlight.span.start);
        let selected = if is_selected { ", selected" } else { "" };
        let words = shortened(&highlight.quote);
        WidgetInfo::labeled(Role::Mark, true, format!("{role}: {tags}, {place}{selected}: {words}"))
    });
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_selected));
}

/// Names a suggestion that is on screen: "Suggestion: Russia, line 12, because this sentence says “Moscow objected”". Its
/// words are in the paragraph. To be called only where it is heard.
pub(super) fn suggestion(ui: &Ui, page: &PageLayout, project: &Project, place: &SuggestedPlace, rect: Rect) {
    let response = ui.interact(rect, ui.scope_id().with(("suggestion", place.span)), Sense::hover());
    response.widget_info(|| {
        let (tags, line) = (in_words(project, &place.tags), line_of(page, place.span.start));
        let reason = place.reason_in_words(&project.codebook);
        WidgetInfo::labeled(Role::Mark, true, format!("Suggestion: {tags}, {line}, because {reason}"))
    });
}

/// Names what is selected, and where the caret stands; a change of either is said at once.
pub(super) fn selection(ui: &Ui, reader: &Reader, article: &Article, view: &Viewport, context: &PageContext<'_>) {
    if !is_heard(ui) {
        return;
    }
    let offset = view.text_origin.to_vec2();
    if let Some(span) = reader.selection() {
        let rows = reader.page.rows_of(span, view.visible.clone());
        let rect =
            rows.first().map_or(Rect::from_min_size(view.text_origin, egui::Vec2::ZERO), |row| row.translate(offset));
        say(ui, "selection", rect, Role::Status, || selection_in_words(reader, article, span));
    }
    if let Some(caret) = reader.page.caret_rect(reader.caret).filter(|_| !context.has_dialog) {
        say(ui, "caret", caret.translate(offset), Role::Caret, || {
            format!("Caret: {}", line_of(&reader.page, reader.caret))
        });
    }
}

fn say(ui: &Ui, id: &str, rect: Rect, role: Role, words: impl Fn() -> String) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(id), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(role, true, words()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_live(Live::Polite));
    response
}

/// "Selected: 14 words, lines 3 to 4: the words".
fn selection_in_words(reader: &Reader, article: &Article, span: Span) -> String {
    let words = article.text.slice(span);
    let amount =
        if span.len() > COUNTED_CHARS { counted(span.len(), "character") } else { counted(n_words(words), "word") };
    let (first, last) = (reader.paragraph_number(span.start), reader.paragraph_number(span.end - 1));
    let place = match (first, last) {
        (Some(first), Some(last)) if last > first => format!("lines {first} to {last}"),
        _ => line_of(&reader.page, span.start),
    };
    format!("Selected: {amount}, {place}: {}", shortened(words))
}

/// "line 3"; before the first words of the text, that is line 1.
fn line_of(page: &PageLayout, position: usize) -> String {
    format!("line {}", page.number_at(position).unwrap_or(1))
}

fn shortened(words: &str) -> String {
    match words.char_indices().nth(SAID_CHARS) {
        Some((byte, _)) => format!("{}…", words[..byte].trim_end()),
        None => words.to_owned(),
    }
}
