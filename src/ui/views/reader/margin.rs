//! What each highlight is, in words beside its line, so that colour is never the only carrier.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, CursorIcon, FontId, Galley, Pos2, Rangef, Rect, Sense, Shape, Ui, WidgetInfo,
    accesskit::Role,
    pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use super::{
    Reader,
    ink::Ink,
    paint::{View, tags_in_words},
    shown::Band,
};
use crate::{
    model::{Article, CodeKind, Highlight, HighlightId, Project},
    ui::{
        action::Scene,
        theme::{Theme, strong},
    },
};

const LABEL_HEIGHT: f32 = 19.0;
const BRACKET_STEP: f32 = 4.0;
const N_BRACKETS: u16 = 3;

/// What stands in the margin, counted from the left top of the text.
#[derive(Default)]
pub(super) struct Margin {
    brackets: Vec<Bracket>,
    labels: Vec<Label>,
    /// That there are more, where they would collide.
    more: Option<(Pos2, Arc<Galley>)>,
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
    /// Its words, each part with the x at which it begins.
    words: Vec<(f32, Arc<Galley>)>,
    /// The stance's sign, likewise, and its colour.
    sign: Option<(f32, Arc<Galley>, Color32)>,
    is_selected: bool,
    stands_out: bool,
}

/// What one label is about: a highlight, or several alike that begin on the same line.
struct Entry<'a> {
    band: &'a Band,
    sign: Option<(&'static str, Color32)>,
    /// From the first to the last row.
    extent: Rangef,
    count: usize,
    is_selected: bool,
}

/// The words of labels as they are set, kept so that a label that comes to stand elsewhere is not set again.
#[derive(Default)]
pub(super) struct Wordings {
    letters: u64,
    set: HashMap<(String, Face, u32), Arc<Galley>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Face {
    Plain,
    Selected,
    Sign,
}

/// How many wordings are kept.
const MAX_WORDINGS: usize = 1_000;

impl Wordings {
    /// Drops what was set with letters egui has forgotten since.
    pub fn keep_for(&mut self, letters: u64) {
        if self.letters != letters || self.set.len() > MAX_WORDINGS {
            self.set.clear();
            self.letters = letters;
        }
    }

    /// The parts of a label one behind the other, each with the x at which it begins, and the end of the last.
    /// Most names have been set for another label before; only a line that is too long is set as a whole.
    fn line(&mut self, ui: &Ui, parts: Vec<String>, face: Face, width: f32) -> (Vec<(f32, Arc<Galley>)>, f32) {
        let mut end = 0.0;
        let mut words = Vec::with_capacity(parts.len());
        let whole = parts.concat();
        for part in parts {
            let part = self.set(ui, part, face, f32::INFINITY);
            let start = end;
            end += part.rect.width();
            words.push((start, part));
        }
        if end > width {
            let cut = self.set(ui, whole, face, width);
            end = cut.rect.width();
            words = vec![(0.0, cut)];
        }
        (words, end)
    }

    /// The words on one line of a width at most, in the colour they are painted with.
    fn set(&mut self, ui: &Ui, text: String, face: Face, width: f32) -> Arc<Galley> {
        let of_words = |(text, face, _): &(String, Face, u32)| {
            let sizes = Theme::of(ui).sizes;
            let font = match face {
                Face::Plain => FontId::proportional(sizes.small),
                Face::Selected => strong(sizes.small),
                Face::Sign => strong(sizes.body),
            };
            let mut job = LayoutJob::simple_singleline(text.clone(), font, Color32::PLACEHOLDER);
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
        bands: &[Band],
        rows: &[Rect],
        view: &View,
        selected: Option<HighlightId>,
        scene: &Scene<'_>,
        wordings: &mut Wordings,
    ) -> Self {
        let mut placed = Self::default();
        let Some(margin_x) = view.columns.margin_x else { return placed };
        let left = margin_x - view.columns.text_x;
        let text_left = left + BRACKET_STEP * f32::from(N_BRACKETS) + 4.0;
        let width = view.columns.margin_width - (text_left - left) - 8.0;
        let mut next_free = f32::NEG_INFINITY;
        let entries = collect(ui, bands, rows, selected, scene);
        for (n, entry) in entries.iter().enumerate() {
            let Band { highlight, lane, line, stands_out, .. } = entry.band;
            placed.brackets.push(Bracket {
                x: left + BRACKET_STEP * f32::from((*lane).min(N_BRACKETS - 1)),
                extent: entry.extent.shrink(4.0),
                weight: if entry.is_selected { 4.0 } else { 2.5 },
                colour: *line,
            });
            let y = (entry.extent.min + 4.0).max(next_free);
            // A label far below its line would say something wrong about another one.
            if y > entry.extent.min + 6.0 * LABEL_HEIGHT {
                let rest = format!("+ {} more", entries.len() - n);
                placed.more = Some((pos2(text_left, y), wordings.set(ui, rest, Face::Plain, f32::INFINITY)));
                break;
            }
            next_free = y + LABEL_HEIGHT;
            let mut parts = short_tags(scene.project, highlight);
            if entry.count > 1 {
                parts.push(format!("  ×{}", entry.count));
            }
            let face = if entry.is_selected { Face::Selected } else { Face::Plain };
            let (words, end) = wordings.line(ui, parts, face, width - 14.0);
            let sign = entry.sign.map(|(sign, colour)| {
                (end + 6.0, wordings.set(ui, sign.to_owned(), Face::Sign, f32::INFINITY), colour)
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
        placed
    }
}

/// What the labels are about, from top to bottom.
fn collect<'a>(
    ui: &Ui,
    bands: &'a [Band],
    rows: &[Rect],
    selected: Option<HighlightId>,
    scene: &Scene<'_>,
) -> Vec<Entry<'a>> {
    let theme = Theme::of(ui);
    let mut entries: Vec<Entry<'a>> = Vec::new();
    for band in bands {
        let (first, last) = (rows[band.rows.start], rows[band.rows.end - 1]);
        let extent = Rangef::new(first.top(), last.bottom());
        let highlight = &band.highlight;
        let stance = highlight.stance.as_ref().and_then(|id| scene.project.codebook.stance(id));
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
        entries.push(Entry { band, sign, extent, count: 1, is_selected });
    }
    entries.sort_by(|a, b| a.extent.min.total_cmp(&b.extent.min));
    entries
}

pub(super) fn ui(ui: &mut Ui, reader: &mut Reader, article: &Arc<Article>, view: &View, scene: &Scene<'_>) {
    let theme = Theme::of(ui);
    let offset = view.text_origin.to_vec2();
    let Margin { brackets, labels, more } = &reader.shown.margin;
    let mut ink = Ink::new(ui.pixels_per_point());
    for Bracket { x, extent, weight, colour } in brackets {
        ink.upright(x + offset.x, Rangef::new(extent.min + offset.y, extent.max + offset.y), *weight, *colour);
    }
    let mut shapes = vec![ink.into_shape()];
    let mut clicked = None;
    for label in labels {
        let rect = label.rect.translate(offset);
        let response = ui.interact(rect, ui.scope_id().with(("label", label.highlight.id)), Sense::click());
        response.widget_info(|| {
            let name = format!("{}: {}", tags_in_words(scene.project, &label.highlight), label.highlight.quote);
            WidgetInfo::selected(Role::Button, true, label.is_selected, name)
        });
        let ink = match (label.is_selected || response.hovered(), label.stands_out) {
            (true, _) => theme.colours.ink,
            (false, true) => theme.colours.muted,
            (false, false) => theme.colours.faint,
        };
        let mut write = |x: f32, words: &Arc<Galley>, colour: Color32| {
            let at = pos2(rect.left() + x, rect.center().y - words.rect.height() * 0.5);
            shapes.push(Shape::galley(at, Arc::clone(words), colour));
        };
        for (x, words) in &label.words {
            write(*x, words, *ink);
        }
        if let Some((x, sign, colour)) = &label.sign {
            write(*x, sign, *colour);
        }
        if response.on_hover_cursor(CursorIcon::PointingHand).clicked() {
            clicked = Some(label.highlight.id);
        }
    }
    if let Some((at, words)) = more {
        shapes.push(Shape::galley(*at + offset, Arc::clone(words), *theme.colours.faint));
    }
    ui.painter().extend(shapes);
    if let Some(id) = clicked {
        reader.show_highlight(article, id);
        ui.memory_mut(|memory| memory.request_focus(Reader::id()));
    }
}

/// What a highlight is, as short as can be: "Russia", " · Territory".
fn short_tags(project: &Project, highlight: &Highlight) -> Vec<String> {
    let book = &project.codebook;
    let actor = highlight.actor.as_ref().map(|id| book.name_of(CodeKind::Actor, id));
    let issue = highlight.issue.as_ref().map(|id| book.name_of(CodeKind::Issue, id));
    match (actor, issue) {
        (Some(actor), Some(issue)) => vec![actor.to_owned(), format!(" · {issue}")],
        (Some(name), None) | (None, Some(name)) => vec![name.to_owned()],
        (None, None) => vec!["not tagged".to_owned()],
    }
}
