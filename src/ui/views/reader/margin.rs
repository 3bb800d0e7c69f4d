//! What each highlight is, in words beside its line, so that colour is never the only carrier.

use std::sync::Arc;

use egui::{Align2, CursorIcon, FontId, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use super::{
    Reader,
    layout::{Passage, Style, isolated},
    paint::{FAINT, View, colour_of, tags_in_words},
};
use crate::{
    model::{Article, CodeKind, Highlight, Project},
    ui::{action::Scene, theme::Theme},
};

const LABEL_HEIGHT: f32 = 19.0;
/// How far below its line a label may stand.
const MAX_DROP: f32 = 4.0 * LABEL_HEIGHT;
const BRACKET_STEP: f32 = 4.0;
const N_BRACKETS: u16 = 3;

/// One label: a highlight, or several alike that begin on the same line.
struct Label<'a> {
    highlight: &'a Highlight,
    text: String,
    /// The stance's sign and colour.
    sign: Option<(&'static str, egui::Color32)>,
    colour: egui::Color32,
    lane: u16,
    /// From the first to the last row.
    extent: egui::Rangef,
    count: usize,
    is_selected: bool,
    stands_out: bool,
}

pub(super) fn ui(ui: &mut Ui, reader: &mut Reader, article: &Arc<Article>, view: &View, scene: &Scene<'_>) {
    let Some(margin_x) = view.columns.margin_x else { return };
    let labels = collect(ui, reader, article, view, scene);
    let theme = Theme::of(ui);
    let left = view.text_origin.x - view.columns.text_x + margin_x;
    let text_left = left + BRACKET_STEP * f32::from(N_BRACKETS) + 4.0;
    let mut next_free = f32::NEG_INFINITY;
    let mut clicked = None;
    let (mut n_left_out, mut count_at) = (0, pos2(text_left, 0.0));
    for label in &labels {
        let x = left + BRACKET_STEP * f32::from(label.lane.min(N_BRACKETS - 1));
        let weight = if label.is_selected { 4.0 } else { 2.5 };
        let bracket = Stroke::new(weight, label.colour);
        ui.painter().add(Shape::vline(x, label.extent.min + 4.0..=label.extent.max - 4.0, bracket));

        let y = (label.extent.min + 4.0).max(next_free);
        // A label far below its line would say something wrong about another one, so it is only counted, and
        // the next ones too until one stands at its line again.
        if y > label.extent.min + MAX_DROP || (n_left_out > 0 && y > label.extent.min + 4.0) {
            if n_left_out == 0 {
                count_at = pos2(text_left, y);
                next_free = y + LABEL_HEIGHT;
            }
            n_left_out += label.count;
            continue;
        }
        count_ui(ui, count_at, std::mem::take(&mut n_left_out));
        next_free = y + LABEL_HEIGHT;
        let width = view.columns.margin_width - (text_left - left) - 8.0;
        let rect = Rect::from_min_size(pos2(text_left, y), vec2(width, LABEL_HEIGHT - 1.0));
        let response = ui.interact(rect, ui.scope_id().with(("label", label.highlight.id)), Sense::click());
        response.widget_info(|| {
            let name = format!("{}: {}", tags_in_words(scene.project, label.highlight), label.highlight.quote);
            WidgetInfo::selected(Role::Button, true, label.is_selected, name)
        });
        let ink = match (label.is_selected || response.hovered(), label.stands_out) {
            (true, _) => theme.colours.ink,
            (false, true) => theme.colours.muted,
            (false, false) => theme.colours.faint,
        };
        let font = if label.is_selected {
            crate::ui::theme::strong(theme.sizes.small)
        } else {
            FontId::proportional(theme.sizes.small)
        };
        let text = if label.count > 1 { format!("{}  ×{}", label.text, label.count) } else { label.text.clone() };
        let words = Passage::set_close(ui.ctx(), &text, &Style::row(font, width - 14.0));
        let at = pos2(rect.left(), rect.center().y - words.size().y * 0.5);
        if let Some((sign, colour)) = label.sign {
            let at = pos2(at.x + words.size().x + 6.0, rect.center().y);
            ui.painter().text(at, Align2::LEFT_CENTER, sign, crate::ui::theme::strong(theme.sizes.body), colour);
        }
        words.paint(ui.painter(), at, *ink);
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            clicked = Some(label.highlight.id);
        }
    }
    count_ui(ui, count_at, n_left_out);
    if let Some(id) = clicked {
        reader.show_highlight(article, id);
        ui.memory_mut(|memory| memory.request_focus(Reader::id()));
    }
}

/// Says how many labels found no room.
fn count_ui(ui: &Ui, at: egui::Pos2, n_left_out: usize) {
    if n_left_out == 0 {
        return;
    }
    let theme = Theme::of(ui);
    let font = FontId::proportional(theme.sizes.small);
    let text = format!("+ {n_left_out} more");
    let rect = ui.painter().text(at, Align2::LEFT_TOP, &text, font, *theme.colours.muted);
    let response = ui.interact(rect, ui.scope_id().with(("more", n_left_out, at.y.to_bits())), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
}

fn collect<'a>(ui: &Ui, reader: &Reader, article: &'a Article, view: &View, scene: &Scene<'_>) -> Vec<Label<'a>> {
    let theme = Theme::of(ui);
    let offset = view.text_origin.to_vec2();
    let mut labels: Vec<Label<'a>> = Vec::new();
    for (highlight, lane) in reader.marks.within(article, view.span(reader)) {
        let rows = reader.page.rows_of(highlight.span, view.visible.clone());
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { continue };
        let extent = egui::Rangef::new(first.top() + offset.y, last.bottom() + offset.y);
        let text = short_tags(scene.project, highlight);
        let stance = highlight.stance.as_ref().and_then(|id| scene.project.codebook.stance(id));
        let stands_out = reader.filter.passes(scene.project, highlight);
        let strength = if stands_out { 1.0 } else { FAINT };
        let sign = stance.map(|stance| (stance.sign(), theme.stance(stance).gamma_multiply(strength)));
        let is_selected = reader.highlight == Some(highlight.id);
        if let Some(same) = labels.last_mut()
            && same.text == text
            && same.sign == sign
            && same.stands_out == stands_out
            && (same.extent.min - extent.min).abs() < 1.0
        {
            same.count += 1;
            same.extent.max = same.extent.max.max(extent.max);
            same.is_selected |= is_selected;
            continue;
        }
        let colour = colour_of(scene.project, scene.preferences.tint_by, highlight);
        labels.push(Label {
            highlight,
            text,
            sign,
            colour: colour.map_or(*theme.colours.faint, |colour| theme.code(colour)).gamma_multiply(strength),
            lane,
            extent,
            count: 1,
            is_selected,
            stands_out,
        });
    }
    labels.sort_by(|a, b| a.extent.min.total_cmp(&b.extent.min));
    labels
}

/// What a highlight is, as short as can be: "Russia · Territory".
fn short_tags(project: &Project, highlight: &Highlight) -> String {
    let book = &project.codebook;
    let actor = highlight.actor.as_ref().map(|id| book.name_of(CodeKind::Actor, id));
    let issue = highlight.issue.as_ref().map(|id| book.name_of(CodeKind::Issue, id));
    let text = [actor, issue].into_iter().flatten().map(isolated).collect::<Vec<_>>().join(" · ");
    if text.is_empty() { "not tagged".to_owned() } else { text }
}
