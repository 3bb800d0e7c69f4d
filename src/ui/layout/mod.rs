//! Where each character of an article stands on the page.
//!
//! The text is cut into pieces, one per paragraph (very long ones are cut at a blank), and only the pieces on
//! screen are laid out; the others have estimated heights. A long text is cut bit by bit, one bit
//! a frame, and at once as far as it is looked at. Layout never depends on highlights.
//! No module outside this one asks egui where a character is. What egui cannot place, `words` does;
//! `scripts` knows for which scripts there is no font. `passage` sets words that stand beside the page.

mod passage;
mod scripts;
mod words;

use std::{collections::HashMap, sync::Arc};

use egui::{
    Color32, Galley, Pos2, Rect, TextFormat, Vec2, pos2,
    text::{CCursor, CharIndex, LayoutJob, TextWrapping},
};

use unicode_segmentation::GraphemeCursor;

use standpoint_core::{
    model::ArticleId,
    text::{Span, Text},
};

use crate::ui::theme::{serif, serif_bold};
pub use passage::{ISOLATES, Passage, PassageStyle, isolated, passage_ui};
use scripts::ScriptCoverage;
use words::WordFlow;
pub use words::runs_right_to_left;

/// A part of a paragraph short enough to be laid out at once.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its characters in the text, without the line feed at the end.
    pub span: Span,
    /// The number of the paragraph it begins, counting those with words in them.
    pub number: Option<usize>,
    /// The space below it.
    gap: f32,
    height: f32,
    is_measured: bool,
}

/// How the text is set; a change lays everything out anew.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSetting {
    /// The article whose text it is.
    pub article: ArticleId,
    /// The width of the column, in points.
    pub width: f32,
    /// The size of the letters, in points.
    pub font_size: f32,
    /// The height of a row, in points.
    pub line_height: f32,
    /// The space between two paragraphs, in points.
    pub paragraph_gap: f32,
    /// Which paragraph is the article's title, and its size; none where the text lacks it.
    pub title: Option<(usize, f32)>,
    /// How many pixels of the screen a point has.
    pub pixels_per_point: f32,
}

/// The laid-out page of one article; y counts from the top of the text.
#[derive(Default)]
pub struct PageLayout {
    setting: Option<PageSetting>,
    pieces: Vec<Piece>,
    /// The top of each piece, and the bottom of the last.
    tops: Vec<f32>,
    laid: HashMap<usize, LaidPiece>,
    scripts: ScriptCoverage,
    /// What is cut into pieces.
    text: Option<Text>,
    /// How many paragraphs are cut into pieces so far, and how many of them have words in them.
    n_cut: usize,
    n_numbered: usize,
    /// The estimated height of the paragraphs that are not cut yet.
    rest: f32,
    /// A laid-out letter that shows whether egui's glyph atlas is still the one the galleys point into.
    witness: Option<Arc<Galley>>,
    version: LayoutVersion,
}

/// Tells whoever caches something of the page whether it is still valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LayoutVersion {
    /// How often the position of something has changed.
    pub places: u64,
    /// How often egui has started a new glyph atlas.
    pub letters: u64,
}

/// A piece as it stands on the page.
enum LaidPiece {
    /// By egui, which counts its characters as we do.
    Whole(Arc<Galley>),
    /// By our own measuring.
    InWords(WordFlow),
}

/// How many characters are checked for missing fonts when an article opens; the rest are checked as they are laid out.
const SCRIPT_CHARS: usize = 50_000;

/// Longer paragraphs are cut at a blank near this many characters.
const PIECE_CHARS: usize = 4_000;

/// How many paragraphs are cut in the first frame of an article, and in each further one, at least.
const FIRST_PARAGRAPHS: usize = 256;
const MORE_PARAGRAPHS: usize = 2_048;

/// How many galleys are kept for scrolling back and forth.
const MAX_GALLEYS: usize = 400;

impl PageLayout {
    /// Prepares the page; does nothing if the setting is the same as before. Returns whether an
    /// article that was laid out before is now set differently.
    pub fn set(&mut self, text: &Text, setting: PageSetting) -> bool {
        // A reloaded or restored project may have a different text under the same id. Usually it is the same
        // one, which is seen without reading it.
        let is_same_text = self.text.as_ref() == Some(text);
        self.text = Some(text.clone());
        if is_same_text && self.setting == Some(setting) {
            return false;
        }
        let is_same_article = is_same_text && self.setting.is_some_and(|old| old.article == setting.article);
        if !is_same_article {
            self.scripts = ScriptCoverage::default();
            self.pieces.clear();
            (self.n_cut, self.n_numbered) = (0, 0);
        }
        for piece in &mut self.pieces {
            piece.is_measured = false;
            piece.height = estimated_height(piece.span, setting);
        }
        self.laid.clear();
        self.setting = Some(setting);
        self.stack();
        if self.n_cut == 0 {
            self.cut_more(text);
        }
        self.estimate_rest(text);
        is_same_article
    }

    /// Returns whether the same article is to be set differently.
    pub fn is_other_setting(&self, setting: &PageSetting) -> bool {
        self.setting.is_some_and(|old| old.article == setting.article && old != *setting)
    }

    /// For how many pixels a point the page is set, if it is.
    pub fn pixels_per_point(&self) -> Option<f32> {
        self.setting.map(|setting| setting.pixels_per_point)
    }

    /// Cuts some more of the text; returns whether any is left.
    pub fn cut_more(&mut self, text: &Text) -> bool {
        let Some(setting) = self.setting else { return false };
        let n = if self.n_cut == 0 { FIRST_PARAGRAPHS } else { MORE_PARAGRAPHS };
        let to = text.n_paragraphs().min(self.n_cut + n);
        if to == self.n_cut {
            return false;
        }
        let first = self.pieces.len();
        for paragraph in self.n_cut..to {
            cut(text, text.paragraph(paragraph), &mut self.n_numbered, setting.paragraph_gap, &mut self.pieces);
        }
        self.n_cut = to;
        let mut y = self.tops.last().copied().unwrap_or(0.0);
        for piece in &mut self.pieces[first..] {
            piece.height = estimated_height(piece.span, setting);
            y += piece.height + piece.gap;
            self.tops.push(y);
        }
        self.estimate_rest(text);
        !self.is_whole(text)
    }

    /// Whether all of the text is cut.
    pub fn is_whole(&self, text: &Text) -> bool {
        self.n_cut >= text.n_paragraphs()
    }

    /// Cuts the text as far as the character at `position`.
    pub fn cut_to(&mut self, text: &Text, position: usize) {
        while self.pieces.last().is_none_or(|last| last.span.end < position) && self.cut_more(text) {}
    }

    #[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than f32")]
    fn estimate_rest(&mut self, text: &Text) {
        let Some(setting) = self.setting else { return };
        let n_left = text.n_paragraphs().saturating_sub(self.n_cut);
        let start = self.pieces.last().map_or(0, |last| last.span.end);
        let usual = text.n_chars().saturating_sub(start).checked_div(n_left).unwrap_or(0);
        let each = estimated_height(Span::new(0, usual), setting) + setting.paragraph_gap;
        self.rest = each * n_left as f32;
    }

    /// Names this state of the layout; another one means that something moved.
    pub fn version(&self) -> LayoutVersion {
        self.version
    }

    /// The pieces the text was cut into so far.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The top of a piece, in points from the top of the text.
    pub fn top(&self, piece: usize) -> f32 {
        self.tops.get(piece).copied().unwrap_or(0.0)
    }

    /// The height of the text in points, estimated for what was not laid out yet.
    pub fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0) + self.rest
    }

    /// The piece at a height of the page.
    pub fn piece_at(&self, y: f32) -> usize {
        self.tops.partition_point(|top| *top <= y).saturating_sub(1).min(self.pieces.len().saturating_sub(1))
    }

    /// The piece that holds a character, or ends with it.
    pub fn piece_of(&self, position: usize) -> usize {
        self.pieces.partition_point(|piece| piece.span.end < position).min(self.pieces.len().saturating_sub(1))
    }

    /// The number of the paragraph a character stands in, counting those with words in them.
    pub fn number_at(&self, position: usize) -> Option<usize> {
        let numbered = self.pieces.get(..=self.piece_of(position))?;
        numbered.iter().rev().find_map(|piece| piece.number)
    }

    /// The first piece from `from` on whose height was measured.
    pub fn first_measured(&self, from: usize) -> Option<usize> {
        let near = self.pieces.iter().enumerate().skip(from).take(40);
        near.into_iter().find(|(_, piece)| piece.is_measured).map(|(index, _)| index)
    }

    /// Lays out the pieces between two heights and returns which they are.
    pub fn lay_out(&mut self, ctx: &egui::Context, text: &Text, top: f32, bottom: f32) -> std::ops::Range<usize> {
        self.drop_stale_galleys(ctx);
        while self.tops.last().is_none_or(|end| *end <= bottom) && self.cut_more(text) {}
        let first = self.piece_at(top);
        let mut last = first;
        let mut y = self.top(first);
        let mut has_moved = false;
        while last < self.pieces.len() && y <= bottom {
            has_moved |= self.measure(ctx, text, last);
            y += self.pieces[last].height + self.pieces[last].gap;
            last += 1;
        }
        if has_moved {
            self.stack();
        }
        if self.laid.len() > MAX_GALLEYS {
            self.laid.retain(|index, _| (first..last).contains(index));
        }
        first..last
    }

    /// A galley points into the glyph atlas, which egui rebuilds when the theme
    /// changes or the atlas is full. It then drops its cached galleys, and the witness letter is laid out again.
    fn drop_stale_galleys(&mut self, ctx: &egui::Context) {
        let job = LayoutJob::simple_singleline("x".to_owned(), serif(12.0), Color32::PLACEHOLDER);
        let witness = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        if self.witness.as_ref().is_none_or(|seen| !Arc::ptr_eq(seen, &witness)) {
            self.laid.clear();
            self.witness = Some(witness);
            self.version.letters += 1;
            self.version.places += 1;
        }
    }

    /// Lays one piece out if necessary; returns whether its height changed.
    fn measure(&mut self, ctx: &egui::Context, text: &Text, index: usize) -> bool {
        let Some(setting) = self.setting else { return false };
        let piece = &mut self.pieces[index];
        let laid = self.laid.entry(index).or_insert_with(|| {
            let words = text.slice(piece.span);
            let title_size = setting.title.filter(|(paragraph, _)| *paragraph == index).map(|(_, size)| size);
            let format = TextFormat {
                font_id: title_size.map_or(serif(setting.font_size), serif_bold),
                line_height: Some(title_size.map_or(setting.line_height, |size| (size * 1.28).round())),
                color: Color32::PLACEHOLDER,
                ..TextFormat::default()
            };
            self.scripts.look_at(ctx, words, &format.font_id);
            let set = |words: String, wrap: TextWrapping| {
                let mut job = LayoutJob::single_section(words, format.clone());
                job.wrap = wrap;
                ctx.fonts_mut(|fonts| fonts.layout_job(job))
            };
            if !words::runs_right_to_left(words) {
                let galley = set(words.to_owned(), TextWrapping::wrap_at_width(setting.width));
                if galley.end().index.0 == piece.span.len() {
                    return LaidPiece::Whole(galley);
                }
            }
            let in_one_line = |words| set(words, TextWrapping::no_max_width());
            LaidPiece::InWords(WordFlow::lay_out(words, setting.width, in_one_line))
        });
        let height = if piece.span.is_empty() { 0.0 } else { laid.size().y };
        let has_changed = (height - piece.height).abs() > 0.01;
        piece.height = height;
        piece.is_measured = true;
        has_changed
    }

    /// Stacks the pieces again after a height has changed.
    fn stack(&mut self) {
        self.version.places += 1;
        self.tops.clear();
        self.tops.push(0.0);
        let mut y = 0.0;
        for piece in &self.pieces {
            y += piece.height + piece.gap;
            self.tops.push(y);
        }
    }

    /// The notice about scripts for which there is no font.
    pub fn notice(&mut self, ctx: &egui::Context, text: &Text) -> Option<String> {
        if let Some(setting) = self.setting {
            self.scripts.look_at_start(|scripts| {
                let start = text.slice(Span::new(0, SCRIPT_CHARS));
                scripts.look_at(ctx, start, &serif(setting.font_size));
            });
        }
        self.scripts.notice()
    }

    /// The size of a piece that is laid out.
    pub fn size_of(&self, piece: usize) -> Option<Vec2> {
        self.laid.get(&piece).map(LaidPiece::size)
    }

    /// The height of the first row of a piece that is laid out.
    pub fn row_height(&self, piece: usize) -> Option<f32> {
        match self.laid.get(&piece)? {
            LaidPiece::Whole(galley) => galley.rows.first().map(|row| row.size.y),
            LaidPiece::InWords(words) => Some(words.row_height()),
        }
    }

    /// What is drawn of a piece, and where from its left top.
    pub fn galleys(&self, piece: usize) -> Vec<(Vec2, Arc<Galley>)> {
        match self.laid.get(&piece) {
            Some(LaidPiece::Whole(galley)) => vec![(Vec2::ZERO, Arc::clone(galley))],
            Some(LaidPiece::InWords(words)) => words.galleys().map(|(at, galley)| (at, Arc::clone(galley))).collect(),
            None => Vec::new(),
        }
    }

    /// The piece at a height of the page, what is laid out of it, and the point as seen from there.
    fn laid_at(&self, point: Pos2) -> Option<(Piece, &LaidPiece, Pos2)> {
        let index = self.piece_at(point.y);
        let laid = self.laid.get(&index)?;
        let y = (point.y - self.top(index)).clamp(0.0, (laid.size().y - 1.0).max(0.0));
        Some((self.pieces[index], laid, pos2(point.x, y)))
    }

    /// The character position nearest to a point of the page; in a paragraph set word by word, the character at the
    /// point, as near as can be told, and always one of the word that is there.
    pub fn position_at(&self, point: Pos2) -> usize {
        let Some((piece, laid, point)) = self.laid_at(point) else {
            return self.pieces.get(self.piece_at(point.y)).map_or(0, |piece| piece.span.start);
        };
        let within = match laid {
            LaidPiece::Whole(galley) => whole_position_at(galley, point),
            LaidPiece::InWords(words) => words.position_at(point),
        };
        piece.span.start + within.min(piece.span.len())
    }

    /// The position up to which the text stands above a height of the page, as near as can be told without laying
    /// anything out.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate"
    )]
    pub fn position_above(&self, y: f32) -> usize {
        if y <= 0.0 {
            return 0;
        }
        let index = self.piece_at(y);
        let (Some(piece), true) = (self.pieces.get(index), y < self.height()) else { return usize::MAX };
        let cut = self.tops.last().copied().unwrap_or(0.0);
        if y >= cut {
            // What is not cut yet is taken for even.
            let end = self.text.as_ref().map_or(0, Text::n_chars);
            return piece.span.end + ((end - piece.span.end) as f32 * (y - cut) / self.rest) as usize;
        }
        let share = ((y - self.top(index)) / piece.height.max(1.0)).min(1.0);
        piece.span.start + (piece.span.len() as f32 * share).ceil() as usize
    }

    /// At which height of the page a position stands; the reverse of [`Self::position_above`].
    #[expect(clippy::cast_precision_loss, reason = "an estimate")]
    pub fn height_of(&self, position: usize) -> f32 {
        let index = self.piece_of(position);
        let Some(piece) = self.pieces.get(index) else { return 0.0 };
        if position > piece.span.end {
            let end = self.text.as_ref().map_or(0, Text::n_chars);
            let n_left = (end - piece.span.end).max(1);
            return self.tops.last().copied().unwrap_or(0.0)
                + self.rest * (position - piece.span.end) as f32 / n_left as f32;
        }
        let within = position.saturating_sub(piece.span.start) as f32 / piece.span.len().max(1) as f32;
        self.top(index) + piece.height * within
    }

    /// What a drag selects at a point of the page: an empty span at the nearest position where each character can be
    /// told apart, and elsewhere the whole word.
    pub fn place_at(&self, point: Pos2) -> Span {
        if let Some((piece, LaidPiece::InWords(words), point)) = self.laid_at(point) {
            let place = words.place_at(point);
            return Span::new(piece.span.start + place.start, piece.span.start + place.end);
        }
        let position = self.position_at(point);
        Span::new(position, position)
    }

    /// Where a character stands: a line of no width, as high as its row.
    pub fn caret_rect(&self, position: usize) -> Option<Rect> {
        let index = self.piece_of(position);
        if position > self.pieces.get(index)?.span.end {
            return None;
        }
        let within = position - self.pieces.get(index)?.span.start.min(position);
        let rect = match self.laid.get(&index)? {
            LaidPiece::Whole(galley) => galley.pos_from_cursor(CCursor::new(CharIndex(within))),
            LaidPiece::InWords(words) => words.caret_rect(within),
        };
        Some(rect.translate(egui::vec2(0.0, self.top(index))))
    }

    /// Where a span begins and ends, as lines of no width, for ends that stand in paragraphs set word by word: there
    /// a span may begin at its right.
    pub fn ends_in_words(&self, span: Span) -> [Option<Rect>; 2] {
        let end_in = |position: usize, rect: &dyn Fn(&WordFlow, usize) -> Rect| {
            let index = self.pieces.partition_point(|piece| piece.span.end <= position);
            match self.laid.get(&index)? {
                LaidPiece::Whole(_) => None,
                LaidPiece::InWords(words) => {
                    let rect = rect(words, position.checked_sub(self.pieces.get(index)?.span.start)?);
                    Some(rect.translate(egui::vec2(0.0, self.top(index))))
                }
            }
        };
        let last = span.end.saturating_sub(1);
        [end_in(span.start, &WordFlow::caret_rect), end_in(last, &|words, last| words.end_rect(last + 1))]
    }

    /// Whether the paragraph a character stands in runs from right to left.
    pub fn is_right_to_left(&self, position: usize) -> bool {
        matches!(self.laid.get(&self.piece_of(position)), Some(LaidPiece::InWords(words)) if words.is_right_to_left())
    }

    /// The rows a span covers among the laid-out pieces, as rectangles of the page.
    pub fn rows_of(&self, span: Span, pieces: std::ops::Range<usize>) -> Vec<Rect> {
        let mut rects = Vec::new();
        let before = self.pieces[pieces.clone()].partition_point(|piece| piece.span.end <= span.start);
        for index in pieces.skip(before) {
            let Piece { span: piece, .. } = self.pieces[index];
            if piece.start >= span.end {
                break;
            }
            if !piece.overlaps(span) {
                continue;
            }
            let top = self.top(index);
            let within = Span::new(span.start.max(piece.start) - piece.start, span.end.min(piece.end) - piece.start);
            let found = match self.laid.get(&index) {
                Some(LaidPiece::Whole(galley)) => rows_in(galley, within),
                Some(LaidPiece::InWords(words)) => words.rows_of(within),
                None => continue,
            };
            rects.extend(found.into_iter().map(|rect| rect.translate(egui::vec2(0.0, top))));
        }
        rects
    }

    /// The position one row above or below, as close to `x` as possible.
    pub fn vertical_step(&self, position: usize, x: f32, rows: f32) -> Option<usize> {
        let rect = self.caret_rect(position)?;
        let y = rect.center().y + rows * rect.height();
        if y < 0.0 {
            return Some(0);
        }
        if y > self.height() {
            return self.pieces.last().map(|piece| piece.span.end);
        }
        // Between two paragraphs there is no row; the next one is meant.
        let index = self.piece_at(y);
        let below = self.top(index) + self.pieces[index].height;
        let y = if rows > 0.0 && y >= below && index + 1 < self.pieces.len() {
            self.top(index + 1) + rect.height() * 0.5
        } else {
            y.min(below - 1.0)
        };
        Some(self.position_at(pos2(x, y)))
    }

    /// The start or the end of the row in which a position stands.
    pub fn row_end(&self, position: usize, at_start: bool) -> Option<usize> {
        let middle = self.caret_rect(position)?.center();
        if let Some((piece, LaidPiece::InWords(words), point)) = self.laid_at(middle) {
            return Some(piece.span.start + words.row_end(point.y, at_start));
        }
        let x = if at_start { 0.0 } else { f32::MAX };
        Some(self.position_at(pos2(x, middle.y)))
    }
}

impl LaidPiece {
    fn size(&self) -> Vec2 {
        match self {
            Self::Whole(galley) => galley.rect.size(),
            Self::InWords(words) => words.size(),
        }
    }
}

/// The rows a span covers in a galley that counts as we do, as rectangles of the galley.
fn rows_in(galley: &Galley, span: Span) -> Vec<Rect> {
    let mut rects = Vec::new();
    let mut row_start = 0;
    for row in &galley.rows {
        let n_chars = row.char_count_excluding_newline().0;
        let row_span = Span::new(row_start, row_start + n_chars);
        row_start += n_chars;
        if !row_span.overlaps(span) {
            continue;
        }
        let start = span.start.max(row_span.start) - row_span.start;
        let mut end = span.end.min(row_span.end) - row_span.start;
        // The blank at which a row was wrapped is not painted.
        let is_blank = |glyph: &egui::epaint::text::Glyph| glyph.chr.is_whitespace();
        if end > start + 1 && end == n_chars && row.glyphs.get(end - 1).is_some_and(is_blank) {
            end -= 1;
        }
        let (from, to) = (row.x_offset(CharIndex(start)), row.x_offset(CharIndex(end)));
        let min = pos2(row.pos.x + from, row.pos.y);
        rects.push(Rect::from_min_max(min, pos2(row.pos.x + to, min.y + row.size.y)));
    }
    rects
}

/// The position nearest to a point of a galley that counts as we do, never one inside a grapheme, so that no
/// sign is ever cut.
fn whole_position_at(galley: &Galley, point: Pos2) -> usize {
    let nearest = galley.cursor_from_pos(point.to_vec2()).index.0;
    let text = galley.text();
    if text.is_ascii() {
        return nearest;
    }
    let byte = text.char_indices().nth(nearest).map_or(text.len(), |(byte, _)| byte);
    let cursor = || GraphemeCursor::new(byte, text.len(), true);
    // The whole text is at hand, so a cursor never asks for more of it.
    if cursor().is_boundary(text, 0).unwrap_or(true) {
        return nearest;
    }
    let before = cursor().prev_boundary(text, 0).ok().flatten().unwrap_or(byte);
    let behind = cursor().next_boundary(text, 0).ok().flatten().unwrap_or(byte);
    let start = nearest - text[before..byte].chars().count();
    let end = nearest + text[byte..behind].chars().count();
    let distance = |at: usize| (galley.pos_from_cursor(CCursor::new(CharIndex(at))).left() - point.x).abs();
    if distance(end) < distance(start) { end } else { start }
}

/// Cuts one paragraph into its pieces; `number` counts those with words in them.
fn cut(text: &Text, paragraph: Span, number: &mut usize, paragraph_gap: f32, pieces: &mut Vec<Piece>) {
    let has_words = !text.slice(paragraph).trim().is_empty();
    *number += usize::from(has_words);
    let mut start = paragraph.start;
    loop {
        let end = soft_end(text, start, paragraph.end);
        let is_last = end == paragraph.end;
        pieces.push(Piece {
            span: Span::new(start, end),
            number: (has_words && start == paragraph.start).then_some(*number),
            gap: if is_last && has_words { paragraph_gap } else { 0.0 },
            height: 0.0,
            is_measured: false,
        });
        if is_last {
            break;
        }
        start = end;
    }
}

/// Where a piece that begins at `start` ends: at the paragraph's end, or behind a blank.
fn soft_end(text: &Text, start: usize, paragraph_end: usize) -> usize {
    if paragraph_end - start <= PIECE_CHARS {
        return paragraph_end;
    }
    let latest = start + PIECE_CHARS;
    let words = text.slice(Span::new(start, latest));
    match words.rfind(' ') {
        Some(byte) => start + words[..=byte].chars().count(),
        None => latest,
    }
}

#[expect(clippy::cast_precision_loss, reason = "an estimate needs no more than f32")]
fn estimated_height(span: Span, setting: PageSetting) -> f32 {
    if span.is_empty() {
        return 0.0;
    }
    let chars_in_row = (setting.width / (setting.font_size * 0.5)).max(1.0);
    (span.len() as f32 / chars_in_row).ceil() * setting.line_height
}

#[cfg(test)]
mod tests;
