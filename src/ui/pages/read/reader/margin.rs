//! Labels in the margin that name each highlight, so that colour is never the only carrier of meaning.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, CursorIcon, FontId, Galley, Pos2, Rangef, Rect, Sense, Shape, Ui, WidgetInfo,
    accesskit::Role,
    pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use standpoint_core::model::{Article, CodeKind, Highlight, HighlightId, Project};

use super::{Reader, band::HighlightBand, ink::InkMesh, names, viewport::Viewport};
use crate::ui::{
    layout::{Passage, PassageStyle, isolated, runs_right_to_left},
    pages::PageContext,
    parts::tags::tags_in_words,
    theme::{Theme, strong},
};

const LABEL_HEIGHT: f32 = 19.0;
/// How far below its line a label may stand.
const MAX_DROP: f32 = 4.0 * LABEL_HEIGHT;
const BRACKET_STEP: f32 = 4.0;
const N_BRACKETS: u16 = 3;

/// What stands in the margin, counted from the left top of the text.
#[derive(Default)]
pub(super) struct Margin {
    brackets: Vec<Bracket>,
    labels: Vec<Label>,
    /// The number of highlights without a label, because it would collide.
    counts: Vec<HiddenCount>,
}

struct Bracket {
    x: f32,
    extent: Rangef,
    weight: f32,
    colour: Color32,
}

struct Label {
    highlight: Arc<Highlight>,
    rect: Rect,
    words: Passage,
    /// The stance's sign, the x at which it begins, and its colour.
    sign: Option<(f32, Arc<Galley>, Color32)>,
    is_selected: bool,
    stands_out: bool,
}

/// Says how many highlights have no label.
struct HiddenCount {
    at: Pos2,
    words: Arc<Galley>,
}

/// What one label is about: a highlight, or several alike that begin on the same line.
struct LabelEntry<'a> {
    band: &'a HighlightBand,
    sign: Option<(&'static str, Color32)>,
    /// From the first to the last row.
    extent: Rangef,
    count: usize,
    is_selected: bool,
}

/// Laid-out labels, kept so that a label that only moves is not laid out again.
#[derive(Default)]
pub(super) struct LabelTexts {
    letters: u64,
    set: HashMap<LabelText, Arc<Galley>>,
    /// Whole lines with words from right to left in them, whose parts do not simply follow each other.
    in_both_directions: HashMap<LabelText, Passage>,
}

/// Words in a face, and the width they may have, as the bits of its points.
type LabelText = (String, Face, u32);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Face {
    Plain,
    Selected,
    Sign,
}

impl Face {
    fn font(self, ui: &Ui) -> FontId {
        let sizes = Theme::of(ui).sizes;
        match self {
            Self::Plain => FontId::proportional(sizes.small),
            Self::Selected => strong(sizes.small),
            Self::Sign => strong(sizes.body),
        }
    }
}

/// How many wordings are kept.
const MAX_WORDINGS: usize = 1_000;

impl LabelTexts {
    /// Drops labels whose glyphs egui has discarded.
    pub fn keep_for(&mut self, letters: u64) {
        if self.letters != letters || self.set.len() + self.in_both_directions.len() > MAX_WORDINGS {
            self.set.clear();
            self.in_both_directions.clear();
            self.letters = letters;
        }
    }

    /// The parts of a label one behind the other, in the order of their script. Most names have been set for another
    /// label before; only a line that is too long, or not from left to right, is set as a whole.
    fn line(&mut self, ui: &Ui, parts: Vec<String>, face: Face, width: f32) -> Passage {
        let whole = parts.concat();
        if runs_right_to_left(&whole) {
            let of_words = |(text, face, _): &LabelText| {
                Passage::set_close(ui.ctx(), text, &PassageStyle::row(face.font(ui), width))
            };
            let key = (whole, face, width.to_bits());
            return self.in_both_directions.entry(key).or_insert_with_key(of_words).clone();
        }
        let line = Passage::line(parts.into_iter().map(|part| self.set(ui, part, face, f32::INFINITY)));
        if line.size().x <= width { line } else { Passage::line([self.set(ui, whole, face, width)]) }
    }

    /// The words on one line of a width at most, in the colour they are painted with.
    fn set(&mut self, ui: &Ui, text: String, face: Face, width: f32) -> Arc<Galley> {
        let of_words = |(text, face, _): &LabelText| {
            let mut job = LayoutJob::simple_singleline(text.clone(), face.font(ui), Color32::PLACEHOLDER);
            job.wrap = TextWrapping::truncate_at_width(width);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        };
        Arc::clone(self.set.entry((text, face, width.to_bits())).or_insert_with_key(of_words))
    }
}

impl Margin {
    /// Gives each highlight a bracket and a label, as far as there is room.
    pub fn place(
        ui: &Ui,
        bands: &[HighlightBand],
        rows: &[Rect],
        view: &Viewport,
        selected: Option<HighlightId>,
        context: &PageContext<'_>,
        wordings: &mut LabelTexts,
    ) -> Self {
        let mut placed = Self::default();
        let Some(margin_x) = view.columns.margin_x else { return placed };
        let left = margin_x - view.columns.text_x;
        let text_left = left + BRACKET_STEP * f32::from(N_BRACKETS) + 4.0;
        let width = view.columns.margin_width - (text_left - left) - 8.0;
        let mut next_free = f32::NEG_INFINITY;
        let (mut n_left_out, mut count_at) = (0, pos2(text_left, 0.0));
        for entry in collect(ui, bands, rows, selected, context) {
            let HighlightBand { highlight, lane, line, stands_out, .. } = entry.band;
            placed.brackets.push(Bracket {
                x: left + BRACKET_STEP * f32::from((*lane).min(N_BRACKETS - 1)),
                extent: entry.extent.shrink(4.0),
                weight: if entry.is_selected { 4.0 } else { 2.5 },
                colour: *line,
            });
            let y = (entry.extent.min + 4.0).max(next_free);
            // A label far below its line would seem to belong to another one, so it is only counted, and
            // the next ones too until one stands at its line again.
            if y > entry.extent.min + MAX_DROP || (n_left_out > 0 && y > entry.extent.min + 4.0) {
                if n_left_out == 0 {
                    count_at = pos2(text_left, y);
                    next_free = y + LABEL_HEIGHT;
                }
                n_left_out += entry.count;
                continue;
            }
            placed.count(ui, count_at, std::mem::take(&mut n_left_out), wordings);
            next_free = y + LABEL_HEIGHT;
            let mut parts = short_tags(context.project(), highlight);
            if entry.count > 1 {
                parts.push(format!("  ×{}", entry.count));
            }
            let face = if entry.is_selected { Face::Selected } else { Face::Plain };
            let words = wordings.line(ui, parts, face, width - 14.0);
            let sign = entry.sign.map(|(sign, colour)| {
                (words.size().x + 6.0, wordings.set(ui, sign.to_owned(), Face::Sign, f32::INFINITY), colour)
            });
            placed.labels.push(Label {
                highlight: Arc::clone(highlight),
                rect: Rect::from_min_size(pos2(text_left, y), vec2(width, LABEL_HEIGHT - 1.0)),
                words,
                sign,
                is_selected: entry.is_selected,
                stands_out: *stands_out,
            });
        }
        placed.count(ui, count_at, n_left_out, wordings);
        placed
    }

    /// Says how many highlights found no room for their labels, if any.
    fn count(&mut self, ui: &Ui, at: Pos2, n_left_out: usize, wordings: &mut LabelTexts) {
        if n_left_out > 0 {
            let words = wordings.set(ui, format!("+ {n_left_out} more"), Face::Plain, f32::INFINITY);
            self.counts.push(HiddenCount { at, words });
        }
    }
}

/// What the labels are about, from top to bottom.
fn collect<'a>(
    ui: &Ui,
    bands: &'a [HighlightBand],
    rows: &[Rect],
    selected: Option<HighlightId>,
    context: &PageContext<'_>,
) -> Vec<LabelEntry<'a>> {
    let theme = Theme::of(ui);
    let mut entries: Vec<LabelEntry<'a>> = Vec::new();
    for band in bands {
        let (first, last) = (rows[band.rows.start], rows[band.rows.end - 1]);
        let extent = Rangef::new(first.top(), last.bottom());
        let highlight = &band.highlight;
        let stance = highlight.stance.as_ref().and_then(|id| context.project().codebook.stance(id));
        let sign = stance.map(|stance| (stance.sign(), band.faded(theme.stance(stance))));
        let is_selected = selected == Some(highlight.id);
        let has_same_tags = |other: &Highlight| other.actor == highlight.actor && other.issue == highlight.issue;
        if let Some(same) = entries.last_mut()
            && has_same_tags(&same.band.highlight)
            && same.sign == sign
            && same.band.stands_out == band.stands_out
            && (same.extent.min - extent.min).abs() < 1.0
        {
            same.count += 1;
            same.extent.max = same.extent.max.max(extent.max);
            same.is_selected |= is_selected;
            continue;
        }
        entries.push(LabelEntry { band, sign, extent, count: 1, is_selected });
    }
    entries.sort_by(|a, b| a.extent.min.total_cmp(&b.extent.min));
    entries
}

pub(super) fn ui(ui: &mut Ui, reader: &mut Reader, article: &Arc<Article>, view: &Viewport, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    let offset = view.text_origin.to_vec2();
    let Some(shown) = reader.shown.peek() else { return };
    let Margin { brackets, labels, counts } = &shown.margin;
    let mut ink = InkMesh::new(ui.pixels_per_point());
    for Bracket { x, extent, weight, colour } in brackets {
        ink.upright(x + offset.x, Rangef::new(extent.min + offset.y, extent.max + offset.y), *weight, *colour);
    }
    let mut shapes = vec![ink.into_shape()];
    let mut clicked = None;
    for label in labels {
        let rect = label.rect.translate(offset);
        let response = ui.interact(rect, ui.scope_id().with(("label", label.highlight.id)), Sense::click());
        response.widget_info(|| {
            let name = format!("{}: {}", tags_in_words(context.project(), &label.highlight), label.highlight.quote);
            WidgetInfo::selected(Role::Button, true, label.is_selected, name)
        });
        let ink = match (label.is_selected || response.hovered(), label.stands_out) {
            (true, _) => theme.colours.ink,
            (false, true) => theme.colours.muted,
            (false, false) => theme.colours.faint,
        };
        let middle = |height: f32| rect.center().y - height * 0.5;
        shapes.extend(label.words.shapes(pos2(rect.left(), middle(label.words.size().y)), *ink));
        if let Some((x, sign, colour)) = &label.sign {
            let at = pos2(rect.left() + x, middle(sign.rect.height()));
            shapes.push(Shape::galley(at, Arc::clone(sign), *colour));
        }
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            clicked = Some(label.highlight.id);
        }
    }
    let is_heard = names::is_heard(ui);
    for (n, HiddenCount { at, words }) in counts.iter().enumerate() {
        let at = *at + offset;
        shapes.push(Shape::galley(at, Arc::clone(words), *theme.colours.muted));
        if is_heard {
            let rect = Rect::from_min_size(at, words.size());
            let response = ui.interact(rect, ui.scope_id().with(("more", n)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.text()));
        }
    }
    ui.painter().extend(shapes);
    if let Some(id) = clicked {
        reader.show_highlight(article, id);
        ui.memory_mut(|memory| memory.request_focus(super::id()));
    }
}

/// The shortest description of a highlight: "Russia", " · Territory". Whatever the scripts, the actor stands first.
fn short_tags(project: &Project, highlight: &Highlight) -> Vec<String> {
    let book = &project.codebook;
    let actor = highlight.actor.as_ref().map(|id| isolated(book.name_of(CodeKind::Actor, id)));
    let issue = highlight.issue.as_ref().map(|id| isolated(book.name_of(CodeKind::Issue, id)));
    match (actor, issue) {
        (Some(actor), Some(issue)) => vec![actor, format!(" · {issue}")],
        (Some(name), None) | (None, Some(name)) => vec![name],
        (None, None) => vec!["not tagged".to_owned()],
    }
}
