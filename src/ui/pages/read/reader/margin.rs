//! Labels in the margin that name each highlight, so that colour is never the only carrier of meaning.

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, CursorIcon, FontId, Pos2, Rangef, Rect, Sense, Shape, Ui, Vec2, WidgetInfo, accesskit::Role, pos2, vec2,
};

use standpoint_core::{
    model::{Article, CodeKind, Codebook, Highlight, HighlightId, Project, StanceId},
    text::fold::is_blank,
};

use super::{Reader, band::HighlightBand, ink::InkMesh, names, viewport::Viewport};
use crate::ui::{
    layout::{Passage, PassageStyle},
    pages::PageContext,
    parts::{name_line::most_of_each, tags::tags_and_note_in_words, tour_target::TourTarget},
    theme::{Icon, Theme, icon_font, strong},
    widgets::shapes::{shape_of_code, shape_of_sign, shapes_of_stance},
};

/// The height of a label on one line.
const LINE_HEIGHT: f32 = 19.0;
/// How far below its line a label may stand.
const MAX_DROP: f32 = 4.0 * LINE_HEIGHT;
/// How far below its line the second line of a label may push the next one.
const MAX_PUSH: f32 = 12.0;
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
    /// Its words, counted from its left top.
    words: Vec<(Vec2, Passage)>,
    /// Its discs, squares and signs, likewise.
    signs: Vec<Shape>,
    is_selected: bool,
    stands_out: bool,
}

/// What is seen of a label, counted from its left top.
struct LabelParts {
    words: Vec<(Vec2, Passage)>,
    signs: Vec<Shape>,
    n_lines: u8,
}

/// Says how many highlights have no label.
struct HiddenCount {
    at: Pos2,
    n: usize,
    words: Passage,
}

/// What one label is about: a highlight, or several alike that begin on the same line.
struct LabelEntry<'a> {
    band: &'a HighlightBand,
    /// From the first to the last row.
    extent: Rangef,
    count: usize,
    has_note: bool,
    is_selected: bool,
}

/// Laid-out words, kept so that a label that only moves is not laid out again.
#[derive(Default)]
pub(super) struct LabelTexts {
    letters: u64,
    set: HashMap<LabelText, Passage>,
    /// The sign of each stance, or the ring of none, as one placing of labels needs it.
    signs: HashMap<Option<StanceId>, Vec<Shape>>,
}

/// Words in a face, and the width they may have, as the bits of its points.
type LabelText = (String, Face, u32);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Face {
    Plain,
    Selected,
}

impl Face {
    fn font(self, ui: &Ui) -> FontId {
        let sizes = Theme::of(ui).sizes;
        match self {
            Self::Plain => FontId::proportional(sizes.small),
            Self::Selected => strong(sizes.small),
        }
    }
}

/// How many wordings are kept.
const MAX_WORDINGS: usize = 1_000;

impl LabelTexts {
    /// Drops labels whose glyphs egui has discarded.
    pub fn keep_for(&mut self, letters: u64) {
        if self.letters != letters || self.set.len() > MAX_WORDINGS {
            self.set.clear();
            self.letters = letters;
        }
    }

    /// The sign of a stance at the left of a label.
    fn sign(&mut self, ui: &Ui, book: &Codebook, stance: Option<&StanceId>) -> Vec<Shape> {
        if let Some(sign) = self.signs.get(&stance.cloned()) {
            return sign.clone();
        }
        let known = stance.and_then(|id| book.stance(id));
        let sign = shapes_of_stance(ui.painter(), Theme::of(ui), pos2(8.0, LINE_HEIGHT * 0.5), known);
        self.signs.insert(stance.cloned(), sign.clone());
        sign
    }

    /// The words in one row, cut with an ellipsis where they are wider than this.
    fn set(&mut self, ui: &Ui, text: &str, face: Face, width: f32) -> Passage {
        let of_words =
            |(text, face, _): &LabelText| Passage::set_close(ui.ctx(), text, &PassageStyle::row(face.font(ui), width));
        self.set.entry((text.to_owned(), face, width.to_bits())).or_insert_with_key(of_words).clone()
    }

    /// The words as wide as they are, or cut where that is wider than there is room.
    fn fitted(&mut self, ui: &Ui, text: &str, face: Face, room: f32) -> Passage {
        let whole = self.set(ui, text, face, f32::INFINITY);
        if whole.size().x <= room { whole } else { self.set(ui, text, face, room.max(0.0)) }
    }
}

/// The room of the sign at the left of a label, of a shape with its gap, and between actor and issue.
const SIGN: f32 = 21.0;
const SHAPE: f32 = 12.5;
const GAP: f32 = 9.0;
const NOTE: f32 = 16.0;

/// The parts of a label, and on how many lines they stand: on two if actor and issue are too long for one and no other
/// label needs the room below.
fn parts_of(
    ui: &Ui,
    entry: &LabelEntry<'_>,
    width: f32,
    has_room_below: bool,
    project: &Project,
    wordings: &mut LabelTexts,
) -> LabelParts {
    let theme = Theme::of(ui);
    let (highlight, book) = (&*entry.band.highlight, &project.codebook);
    let face = if entry.is_selected { Face::Selected } else { Face::Plain };
    let mut words = Vec::new();
    let mut signs = wordings.sign(ui, book, highlight.stance.as_ref());
    let count = (entry.count > 1).then(|| wordings.set(ui, &format!("×{}", entry.count), face, f32::INFINITY));
    let count_width = count.as_ref().map_or(0.0, |count| count.size().x + GAP);
    let tail = count_width + if entry.has_note { NOTE + 4.0 } else { 0.0 };
    let codes = [CodeKind::Actor, CodeKind::Issue].into_iter();
    let codes: Vec<_> = codes.filter_map(|kind| Some((kind, book.code(kind, highlight.tag(kind)?)?))).collect();
    let room = width - SIGN;
    let whole: Vec<f32> =
        codes.iter().map(|(_, code)| wordings.set(ui, &code.name, face, f32::INFINITY).size().x).collect();
    let names = room - tail - codes.iter().map(|_| SHAPE).sum::<f32>() - if codes.len() > 1 { GAP } else { 0.0 };
    let is_long = has_room_below && codes.len() > 1 && whole.iter().sum::<f32>() > names;
    // On one line, the longer name is cut first.
    let most = if is_long { f32::INFINITY } else { most_of_each(whole.into_iter(), names) };
    let (mut x, mut middle) = (SIGN, LINE_HEIGHT * 0.5);
    for (at, (kind, code)) in codes.iter().enumerate() {
        let is_last = at + 1 == codes.len();
        signs.push(shape_of_code(pos2(x + 4.5, middle), *kind, 9.0, entry.band.faded(theme.code(code.colour))));
        let name =
            wordings.fitted(ui, &code.name, face, most.min(width - x - SHAPE - if is_last { tail } else { 0.0 }));
        let size = name.size();
        words.push((vec2(x + SHAPE, middle - size.y * 0.5), name));
        x += SHAPE + size.x + GAP;
        if is_long && !is_last {
            (x, middle) = (SIGN, middle + LINE_HEIGHT - 2.0);
        }
    }
    if codes.is_empty() {
        let untagged = wordings.fitted(ui, "not tagged", face, room - tail);
        let size = untagged.size();
        words.push((vec2(x, middle - size.y * 0.5), untagged));
        x += size.x + GAP;
    }
    if let Some(count) = count {
        let size = count.size();
        words.push((vec2(x, middle - size.y * 0.5), count));
        x += count_width;
    }
    if entry.has_note {
        let (at, glyph) = (pos2(x - GAP + 4.0 + NOTE * 0.5, middle), Icon::Note.glyph().to_string());
        signs.push(shape_of_sign(ui.painter(), at, glyph, icon_font(theme.sizes.body), *theme.colours.muted));
    }
    LabelParts { words, signs, n_lines: if is_long { 2 } else { 1 } }
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
        let width = view.columns.margin_width - (text_left - left) - 4.0;
        // Theme and codebook may be others than before.
        wordings.signs.clear();
        let mut next_free = f32::NEG_INFINITY;
        let (mut n_left_out, mut count_at) = (0, pos2(text_left, 0.0));
        let entries = collect(bands, rows, selected);
        for (at, entry) in entries.iter().enumerate() {
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
                    next_free = y + LINE_HEIGHT;
                }
                n_left_out += entry.count;
                continue;
            }
            placed.count(ui, count_at, std::mem::take(&mut n_left_out), wordings);
            let two_lines = 2.0 * LINE_HEIGHT - 2.0;
            let has_room_below =
                entries.get(at + 1).is_none_or(|next| y + two_lines <= next.extent.min + 4.0 + MAX_PUSH);
            let LabelParts { words, signs, n_lines } =
                parts_of(ui, entry, width, has_room_below, context.project(), wordings);
            let height = if n_lines == 2 { two_lines } else { LINE_HEIGHT };
            next_free = y + height;
            placed.labels.push(Label {
                highlight: Arc::clone(highlight),
                rect: Rect::from_min_size(pos2(text_left, y), vec2(width, height - 1.0)),
                words,
                signs,
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
            let words = wordings.set(ui, &format!("+ {n_left_out} more"), Face::Plain, f32::INFINITY);
            self.counts.push(HiddenCount { at, n: n_left_out, words });
        }
    }
}

/// What the labels are about, from top to bottom.
fn collect<'a>(bands: &'a [HighlightBand], rows: &[Rect], selected: Option<HighlightId>) -> Vec<LabelEntry<'a>> {
    let mut entries: Vec<LabelEntry<'a>> = Vec::new();
    for band in bands {
        let (first, last) = (rows[band.rows.start], rows[band.rows.end - 1]);
        let extent = Rangef::new(first.top(), last.bottom());
        let highlight = &band.highlight;
        let is_selected = selected == Some(highlight.id);
        let has_note = !is_blank(&highlight.note);
        if let Some(same) = entries.last_mut()
            && same.band.highlight.tags() == highlight.tags()
            && same.band.stands_out == band.stands_out
            && (same.extent.min - extent.min).abs() < 1.0
        {
            same.count += 1;
            same.extent.max = same.extent.max.max(extent.max);
            same.is_selected |= is_selected;
            same.has_note |= has_note;
            continue;
        }
        entries.push(LabelEntry { band, extent, count: 1, has_note, is_selected });
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
        if label.is_selected {
            TourTarget::Label.is_at(ui, rect);
        }
        let response = ui.interact(rect, ui.scope_id().with(("label", label.highlight.id)), Sense::click());
        response.widget_info(|| {
            let name =
                format!("{}: {}", tags_and_note_in_words(context.project(), &label.highlight), label.highlight.quote);
            WidgetInfo::selected(Role::Button, true, label.is_selected, name)
        });
        let ink = match (label.is_selected || response.hovered(), label.stands_out) {
            (true, _) => theme.colours.ink,
            (false, true) => theme.colours.muted,
            (false, false) => theme.colours.faint,
        };
        for (at, words) in &label.words {
            shapes.extend(words.shapes(rect.min + *at, *ink));
        }
        let mut painter = ui.painter().clone();
        if !label.stands_out {
            painter.multiply_opacity(0.6);
        }
        painter.extend(label.signs.iter().cloned().map(|mut sign| {
            sign.translate(rect.min.to_vec2());
            sign
        }));
        if response.clicked() {
            clicked = Some(label.highlight.id);
        }
        if response.hovered() {
            let tags = || tags_and_note_in_words(context.project(), &label.highlight);
            response.on_hover_ui(|ui| _ = ui.label(tags())).on_hover_cursor(CursorIcon::PointingHand);
        }
    }
    let is_heard = names::is_heard(ui);
    for (at_count, HiddenCount { at, n, words }) in counts.iter().enumerate() {
        let at = *at + offset;
        shapes.extend(words.shapes(at, *theme.colours.muted));
        if is_heard {
            let rect = Rect::from_min_size(at, words.size());
            let response = ui.interact(rect, ui.scope_id().with(("more", at_count)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("+ {n} more")));
        }
    }
    ui.painter().extend(shapes);
    if let Some(id) = clicked {
        reader.show_highlight(article, id);
        ui.memory_mut(|memory| memory.request_focus(super::id()));
    }
}
