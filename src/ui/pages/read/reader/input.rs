//! Gestures and keys of the reader: selecting words, moving the caret, moving a highlight's ends.

use std::sync::Arc;

use egui::{CursorIcon, Event, EventFilter, Key, Modifiers, PointerButton, Pos2, Rect, Response, Ui, vec2};

use standpoint_core::{
    edit::Edit,
    model::{Article, Highlight, HighlightId},
    text::{
        Span, Text,
        words::{self, Snap},
    },
};

use super::{
    Reader, tooltip,
    viewport::{Viewport, handle_rects},
};
use crate::{
    command::ContextMenu,
    ui::{
        action::Action,
        pages::{PageContext, read::tag_box::TagBox},
        parts::menu::MenuRequest,
    },
};

/// What a drag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextDrag {
    /// Selects words; after a double click by whole words, after a triple click by sentences.
    Select { origin: Span, unit: Snap },
    /// Moves one end of a highlight.
    Bound { id: HighlightId, is_start: bool },
}

pub(super) fn handle(
    ui: &mut Ui,
    response: &Response,
    reader: &mut Reader,
    article: &Arc<Article>,
    view: &Viewport,
    context: &mut PageContext<'_>,
) {
    pointer(ui, response, reader, article, view, context);
    if let Some(request) = MenuRequest::of(response) {
        let caret = reader.page.caret_rect(reader.caret).map(|rect| rect.left_bottom() + view.text_origin.to_vec2());
        let at = if request.is_by_key { caret.unwrap_or(request.at) } else { request.at };
        let menu = match reader.suggestion() {
            _ if reader.highlight.is_some() => ContextMenu::Highlight,
            Some(_) => ContextMenu::Suggestions,
            None => ContextMenu::Words,
        };
        context.ask(Action::OpenMenu(menu, MenuRequest { at, ..request }));
    }
    let nobody_has_focus = ui.memory(|memory| memory.focused().is_none());
    if nobody_has_focus && !context.has_dialog && reader.tag_box.is_none() && !egui::Popup::is_any_open(ui.ctx()) {
        response.request_focus();
        // The caret is painted already; it shows that the keyboard is here in the next frame.
        ui.ctx().request_repaint();
    }
    if response.has_focus() {
        let filter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        keys(ui, reader, article, context);
    }
}

fn pointer(
    ui: &Ui,
    response: &Response,
    reader: &mut Reader,
    article: &Arc<Article>,
    view: &Viewport,
    context: &mut PageContext<'_>,
) {
    let Some(pointer) = response.interact_pointer_pos().or(response.hover_pos()) else {
        reader.drag = None;
        return;
    };
    let position = reader.page.position_at(pointer - view.text_origin.to_vec2());
    let place = reader.page.place_at(pointer - view.text_origin.to_vec2());
    let grabbed = grabbed_end(reader, article, view, pointer).filter(|_| context.can_change);
    if response.hovered() || response.dragged() {
        let over_text =
            pointer.x > view.text_origin.x - 8.0 && pointer.x < view.text_origin.x + view.columns.text_width + 8.0;
        let icon = match (grabbed.is_some() || matches!(reader.drag, Some(TextDrag::Bound { .. })), over_text) {
            (true, _) => CursorIcon::ResizeHorizontal,
            (false, true) => CursorIcon::Text,
            _ => CursorIcon::Default,
        };
        ui.set_cursor_icon(icon);
    }
    let is_primary =
        ui.input(|input| input.pointer.button_down(PointerButton::Primary) || input.pointer.primary_released());
    if (response.clicked() || response.secondary_clicked() || response.drag_started())
        && reader.tag_box.as_mut().is_some_and(TagBox::keeps_keyboard)
    {
        return;
    }
    if response.triple_clicked() {
        select_unit(reader, article, position, Snap::Sentence);
    } else if response.double_clicked() {
        select_unit(reader, article, position, Snap::Word);
    } else if response.drag_started() && is_primary {
        begin_drag(ui, response, reader, article, view, grabbed, context);
    } else if response.clicked()
        || response.secondary_clicked() && !reader.selection().is_some_and(|span| span.contains(position))
    {
        // The menu of a right click is about the selected words if it is over them.
        click(ui, response, reader, article, position);
    }
    if response.dragged() && is_primary {
        go_on_dragging(ui, reader, article, place, pointer, context);
    }
    if response.drag_stopped() {
        reader.drag = None;
    }
    if response.hovered() && reader.drag.is_none() {
        tooltip::ui(ui, response, reader, article, view, pointer, context);
    }
}

/// The end of the selected highlight under the pointer.
fn grabbed_end(reader: &Reader, article: &Article, view: &Viewport, pointer: Pos2) -> Option<(HighlightId, bool)> {
    let highlight = article.highlight(reader.highlight?)?;
    let [start, end] = handle_rects(reader, highlight, view);
    let is_in = |rect: Option<Rect>| rect.is_some_and(|rect| rect.contains(pointer));
    match (is_in(start), is_in(end)) {
        (true, _) => Some((highlight.id, true)),
        (_, true) => Some((highlight.id, false)),
        _ => None,
    }
}

fn select_unit(reader: &mut Reader, article: &Article, position: usize, unit: Snap) {
    let span = unit.around(&article.text, position);
    reader.select(span);
    reader.drag = None;
}

fn begin_drag(
    ui: &Ui,
    response: &Response,
    reader: &mut Reader,
    article: &Article,
    view: &Viewport,
    grabbed: Option<(HighlightId, bool)>,
    context: &PageContext<'_>,
) {
    response.request_focus();
    reader.tag_box = None;
    reader.goal_x = None;
    // egui reports a drag a few points late, so the place of the first press counts.
    let pressed = ui.input(|input| input.pointer.press_origin()).or(response.interact_pointer_pos());
    let Some(pressed) = pressed else { return };
    let grabbed = grabbed_end(reader, article, view, pressed).filter(|_| context.can_change).or(grabbed);
    let snap = context.preferences.snap;
    if let Some((id, is_start)) = grabbed {
        reader.n_drags += 1;
        reader.drag = Some(TextDrag::Bound { id, is_start });
        return;
    }
    let place = reader.page.place_at(pressed - view.text_origin.to_vec2());
    if ui.input(|input| input.modifiers.shift) {
        reader.drag = Some(TextDrag::Select { origin: Span::new(reader.anchor, reader.anchor), unit: snap });
        return;
    }
    reader.highlight = None;
    let origin = snapped(snap, &article.text, place);
    reader.anchor = origin.start;
    reader.caret = origin.end;
    reader.drag = Some(TextDrag::Select { origin, unit: snap });
}

fn click(ui: &Ui, response: &Response, reader: &mut Reader, article: &Article, position: usize) {
    response.request_focus();
    reader.tag_box = None;
    reader.goal_x = None;
    reader.drag = None;
    reader.caret = position;
    if !ui.input(|input| input.modifiers.shift) {
        reader.anchor = position;
        reader.highlight = reader.marks.at(article, position).first().copied();
        reader.suggestions.decide_at(position);
    }
}

/// The unit around a place. A place is one character, or a whole word where single characters cannot be told apart.
fn snapped(unit: Snap, text: &Text, place: Span) -> Span {
    if unit == Snap::Character { place } else { unit.around(text, place.start) }
}

fn go_on_dragging(
    ui: &Ui,
    reader: &mut Reader,
    article: &Arc<Article>,
    place: Span,
    pointer: Pos2,
    context: &mut PageContext<'_>,
) {
    match reader.drag {
        Some(TextDrag::Select { origin, unit }) => {
            let here = snapped(unit, &article.text, place);
            let is_backward = here.start < origin.start;
            let span = Span::new(here.start.min(origin.start), here.end.max(origin.end));
            let Span { start, end } = unit.tidied(&article.text, span);
            (reader.anchor, reader.caret) = if is_backward { (end, start) } else { (start, end) };
        }
        Some(TextDrag::Bound { id, is_start }) => {
            if let Some(highlight) = article.highlight(id) {
                let span = highlight.span;
                let snap = context.preferences.snap;
                let here = snapped(snap, &article.text, place);
                // Only the end that is dragged leaves punctuation out; the other one stays as it was made.
                let moved = if is_start {
                    let moved = Span::new(here.start.min(span.end - 1), span.end);
                    Span::new(snap.tidied(&article.text, moved).start, span.end)
                } else {
                    let moved = Span::new(span.start, here.end.max(span.start + 1));
                    Span::new(span.start, snap.tidied(&article.text, moved).end)
                };
                let gesture = format!("bound {id} {}", reader.n_drags);
                rebound(article, highlight, moved, &gesture, context);
            }
        }
        None => {}
    }
    scroll_past_edge(ui, pointer);
}

/// Dragging past an edge of the page scrolls it, the faster the farther.
fn scroll_past_edge(ui: &Ui, pointer: Pos2) {
    let page = ui.clip_rect();
    let beyond = if pointer.y < page.top() { page.top() - pointer.y } else { page.bottom().min(pointer.y) - pointer.y };
    if beyond != 0.0 {
        ui.scroll_with_delta(vec2(0.0, beyond.clamp(-60.0, 60.0) * 0.5));
        ui.ctx().request_repaint();
    }
}

/// Gives a highlight a different span.
pub fn rebound(article: &Article, highlight: &Highlight, span: Span, gesture: &str, context: &mut PageContext<'_>) {
    if span == highlight.span || !article.text.holds(span) {
        return;
    }
    let changed = highlight.with_span(&article.text, span);
    let edit = Edit::SetHighlights(vec![(article.id, changed)]);
    context.ask(Action::continued("Move the end of a highlight", gesture, edit));
}

/// The keys of text fields, over text that cannot be changed.
fn keys(ui: &Ui, reader: &mut Reader, article: &Arc<Article>, context: &mut PageContext<'_>) {
    let events = ui.input(|input| {
        input.filtered_events(&EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true })
    });
    if !events.is_empty() {
        // Keys may lead from or to a place that is not on screen.
        reader.page.cut_to(&article.text, reader.caret);
        let y = reader.page.top(reader.page.piece_of(reader.caret));
        reader.page.lay_out(ui.ctx(), &article.text, (y - 800.0).max(0.0), y + 800.0);
    }
    for event in events {
        match event {
            Event::Copy => {
                let selected = reader.selection().map(|span| article.text.slice(span).to_owned());
                let quote = || reader.highlight.and_then(|id| article.highlight(id)).map(|h| h.quote.clone());
                if let Some(words) = selected.or_else(quote) {
                    context.ask(Action::CopyText(words));
                }
            }
            Event::Key { key: Key::Escape, pressed: true, .. } if reader.suggestion().is_some() => {
                reader.suggestions.leave();
            }
            Event::Key { key: Key::Escape, pressed: true, .. } => {
                reader.clear_selection();
                reader.highlight = None;
            }
            Event::Key { key: Key::A, pressed: true, modifiers, .. } if modifiers.command => {
                reader.select(Span::new(0, article.text.n_chars()));
            }
            Event::Key { key, pressed: true, modifiers, .. } if !modifiers.alt => {
                if let Some(position) = step(reader, article, key, modifiers) {
                    let snap = if modifiers.shift { context.preferences.snap } else { Snap::Character };
                    let position = snap.extended(&article.text, reader.caret, position);
                    let position = tidied_end(snap, article, reader.anchor, position);
                    move_caret(reader, article, position, modifiers.shift);
                }
            }
            _ => {}
        }
    }
}

/// Where the caret of a selection ends up that has left out what does not belong to it.
fn tidied_end(snap: Snap, article: &Article, anchor: usize, caret: usize) -> usize {
    let span = snap.tidied(&article.text, Span::between(anchor, caret));
    match () {
        () if span.is_empty() => caret,
        () if caret < anchor => span.start,
        () => span.end,
    }
}

/// Where a key takes the caret.
fn step(reader: &mut Reader, article: &Article, key: Key, modifiers: Modifiers) -> Option<usize> {
    let text = &article.text;
    let caret = reader.caret;
    let by_word = modifiers.command || modifiers.ctrl;
    if !matches!(key, Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown) {
        reader.goal_x = None;
    }
    let mut by_rows = |rows: f32| {
        let x = match reader.goal_x {
            Some(x) => x,
            None => reader.page.caret_rect(caret)?.left(),
        };
        reader.goal_x = Some(x);
        reader.page.vertical_step(caret, x, rows)
    };
    // In a right-to-left paragraph, what comes next stands to the left.
    let key = match key {
        Key::ArrowLeft if reader.page.is_right_to_left(caret) => Key::ArrowRight,
        Key::ArrowRight if reader.page.is_right_to_left(caret) => Key::ArrowLeft,
        key => key,
    };
    // Without Shift, an arrow first leaves a selection by the side it points to.
    let leaves = (!modifiers.shift && reader.anchor != caret && !by_word).then(|| Span::between(reader.anchor, caret));
    match key {
        Key::ArrowLeft if by_word => Some(words::previous_word(text, caret)),
        Key::ArrowRight if by_word => Some(words::next_word(text, caret)),
        Key::ArrowLeft => Some(leaves.map_or_else(|| previous_character(article, caret), |span| span.start)),
        Key::ArrowRight => Some(leaves.map_or_else(|| next_character(article, caret), |span| span.end)),
        Key::ArrowUp if by_word => Some(words::previous_paragraph(text, caret)),
        Key::ArrowDown if by_word => Some(words::next_paragraph(text, caret)),
        Key::ArrowUp => by_rows(-1.0),
        Key::ArrowDown => by_rows(1.0),
        Key::PageUp => by_rows(-18.0),
        Key::PageDown => by_rows(18.0),
        Key::Home if by_word => Some(0),
        Key::End if by_word => Some(text.n_chars()),
        Key::Home => reader.page.row_end(caret, true),
        Key::End => reader.page.row_end(caret, false),
        _ => None,
    }
}

/// The end of the grapheme that begins at `position`, so that no sign is ever cut.
pub fn next_character(article: &Article, position: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    let rest = article.text.slice(Span::new(position, position + 64));
    position + rest.graphemes(true).next().map_or(0, |grapheme| grapheme.chars().count())
}

/// The start of the grapheme that ends at `position`.
pub fn previous_character(article: &Article, position: usize) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    let before = article.text.slice(Span::new(position.saturating_sub(64), position));
    position - before.graphemes(true).next_back().map_or(0, |grapheme| grapheme.chars().count())
}

fn move_caret(reader: &mut Reader, article: &Article, position: usize, extend: bool) {
    reader.caret = position;
    reader.tag_box = None;
    if !extend {
        reader.anchor = position;
        reader.highlight = reader.marks.at(article, position).first().copied();
    } else if reader.anchor != reader.caret {
        reader.highlight = None;
    }
    reader.reveal = Some(position);
}
