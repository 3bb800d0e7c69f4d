//! Says what the highlights under the pointer are, beside the line that is being read and never over it.

use egui::{Pos2, Rect, RectAlign, Response, Tooltip, Ui, pos2};

use standpoint_core::{
    model::{Article, Highlight},
    text::fold::is_blank,
};

use super::{Reader, suggested, viewport::Viewport};
use crate::{
    command::Command,
    ui::{pages::PageContext, parts::tags::tags_in_words, widgets::one_line},
};

/// How many of the highlights over each other are told, and how many characters of a note.
const MOST: usize = 6;
const NOTE_CHARS: usize = 240;

/// How far the pointer must be moved after an edit before anything is told again, in points.
const MOVED: f32 = 3.0;

pub(super) fn ui(
    ui: &Ui,
    response: &Response,
    reader: &mut Reader,
    article: &Article,
    view: &Viewport,
    pointer: Pos2,
    context: &PageContext<'_>,
) {
    // Whoever has just tagged the words under the pointer knows what they are.
    if reader.told_at != context.revision() {
        (reader.told_at, reader.quiet_at) = (context.revision(), Some(pointer));
    }
    if reader.quiet_at.is_some_and(|at| at.distance(pointer) < MOVED) {
        return;
    }
    reader.quiet_at = None;
    let position = reader.page.position_at(pointer - view.text_origin.to_vec2());
    let ids = reader.marks.at(article, position);
    let offset = view.text_origin.to_vec2();
    let line_of = |highlight: &Highlight| {
        let rows = reader.page.rows_of(highlight.span, view.visible.clone());
        rows.into_iter().map(|row| row.translate(offset)).find(|row| row.contains(pointer))
    };
    let highlights = ids.iter().filter_map(|id| article.highlight(*id));
    let highlights: Vec<(&Highlight, Rect)> =
        highlights.filter_map(|highlight| Some((highlight, line_of(highlight)?))).collect();
    if reader.tag_box.is_some() || ui.input(|input| input.pointer.any_down()) {
        return;
    }
    let Some((_, line)) = highlights.first() else {
        let suggestions = (&reader.suggestions, reader.caret);
        suggested::tooltip_ui(response, suggestions, view, context.project());
        return;
    };
    // It stands where the labels are; in a narrow window, below the line.
    let left = view.text_origin.x;
    let line = Rect::from_min_max(pos2(left, line.top()), pos2(left + view.columns.text_width, line.bottom()));
    let align = if view.columns.margin_x.is_some() { RectAlign::RIGHT_START } else { RectAlign::BOTTOM_START };
    let mut tooltip = Tooltip::for_enabled(response).gap(10.0);
    tooltip.popup =
        tooltip.popup.anchor(line).align(align).align_alternatives(&[RectAlign::BOTTOM_START, RectAlign::TOP_START]);
    tooltip.show(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        for (highlight, _) in highlights.iter().take(MOST) {
            let coder = if is_blank(&highlight.coder) { "no coder" } else { &highlight.coder };
            ui.label(format!("{} · {coder}", tags_in_words(context.project(), highlight)));
            if !is_blank(&highlight.note) {
                let note = one_line(&highlight.note);
                let end = note.char_indices().nth(NOTE_CHARS).map(|(at, _)| at);
                ui.weak(end.map_or_else(|| note.clone(), |end| format!("{}…", &note[..end])));
            }
        }
        if highlights.len() > 1 {
            let key = context.preferences.keys.text(Command::CycleHighlights, ui.os());
            let way = if key.is_empty() { String::new() } else { format!("; {key} cycles through them") };
            ui.weak(format!("{} highlights here{way}", highlights.len()));
        }
    });
}
