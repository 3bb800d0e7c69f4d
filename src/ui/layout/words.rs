//! Paragraphs laid out word by word, where egui cannot say which character stands where.
//!
//! egui sets every line from left to right, and counts a right-to-left run otherwise than we do. Here each
//! word is a galley of its own, put in its place by Unicode's rules for both directions; a word is what the
//! pointer finds. Positions count from the start of the piece; x and y from its left top.

use std::sync::Arc;

use egui::{Galley, Pos2, Rect, Vec2, pos2, text::CharIndex, vec2};
use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation as _;

use standpoint_core::text::Span;

/// A piece set in words.
pub(super) struct WordFlow {
    rows: Vec<FlowRow>,
    width: f32,
    is_right_to_left: bool,
}

struct FlowRow {
    span: Span,
    top: f32,
    height: f32,
    /// From left to right.
    parts: Vec<WordPart>,
}

/// A word, or as much of one as runs in one direction; blanks and signs are parts too.
struct WordPart {
    span: Span,
    /// The whole word it belongs to.
    word: Span,
    galley: Arc<Galley>,
    level: Level,
    left: f32,
    /// Where its graphemes begin, and the end, counted from its start.
    stops: Vec<usize>,
    is_blank: bool,
    /// Whether a row may begin with it.
    can_begin_row: bool,
    /// Whether it is the blank at which a row was wrapped.
    is_hanging: bool,
}

/// Returns whether a text contains characters of a right-to-left script or marks that change the direction.
pub fn runs_right_to_left(text: &str) -> bool {
    // Hebrew is the first of these scripts; only signs of direction stand apart.
    let turns = |c: char| {
        c >= '\u{590}'
            && matches!(
                bidi_class(c),
                BidiClass::R | BidiClass::AL | BidiClass::AN | BidiClass::RLE | BidiClass::RLO | BidiClass::RLI
            )
    };
    !text.is_ascii() && text.chars().any(turns)
}

impl WordFlow {
    /// Sets a piece in rows of some width; `galley_of` sets words in one line.
    pub fn lay_out(text: &str, width: f32, mut galley_of: impl FnMut(String) -> Arc<Galley>) -> Self {
        let bidi = BidiInfo::new(text, None);
        let base = bidi.paragraphs.first().map_or(Level::ltr(), |paragraph| paragraph.level);
        let parts = parts_of(text, &bidi.levels, width, &mut galley_of);
        let mut rows = Vec::new();
        let mut top = 0.0;
        for parts in flow(parts, width) {
            let row = FlowRow::place(parts, base, width, top);
            top += row.height;
            rows.push(row);
        }
        Self { rows, width, is_right_to_left: base.is_rtl() }
    }

    /// Lays out a piece in at most this many rows; if there would be more, the last row ends with an ellipsis.
    pub fn lay_out_within(
        text: &str,
        width: f32,
        max_rows: usize,
        mut galley_of: impl FnMut(String) -> Arc<Galley>,
    ) -> Self {
        let whole = Self::lay_out(text, width, &mut galley_of);
        let Some(last) = whole.rows.get(max_rows - 1).filter(|_| whole.rows.len() > max_rows) else { return whole };
        let mut kept: String = text.chars().take(last.span.end).collect();
        loop {
            let shown = Self::lay_out(&format!("{}…", kept.trim_end()), width, &mut galley_of);
            if shown.rows.len() <= max_rows || kept.is_empty() {
                return shown;
            }
            // The ellipsis needs the room of the last word, or of a part of it.
            match kept.trim_end().rfind(char::is_whitespace) {
                Some(byte) => kept.truncate(byte),
                None => drop(kept.pop()),
            }
        }
    }

    pub const fn n_rows(&self) -> usize {
        self.rows.len()
    }

    pub fn size(&self) -> Vec2 {
        vec2(self.width, self.rows.last().map_or(0.0, |row| row.top + row.height))
    }

    pub fn row_height(&self) -> f32 {
        self.rows.first().map_or(0.0, |row| row.height)
    }

    pub fn galleys(&self) -> impl Iterator<Item = (Vec2, &Arc<Galley>)> {
        self.rows.iter().flat_map(|row| row.parts.iter().map(|part| (vec2(part.left, row.top), &part.galley)))
    }

    fn row_at(&self, y: f32) -> Option<&FlowRow> {
        let index = self.rows.partition_point(|row| row.top <= y).saturating_sub(1);
        self.rows.get(index)
    }

    /// What is under a point: the character where there is a part, or the end of the row beside it.
    pub fn position_at(&self, point: Pos2) -> usize {
        let Some(row) = self.row_at(point.y) else { return 0 };
        match row.part_at(point.x) {
            Some(part) => part.grapheme_at(point.x).start,
            None => self.end_beside(row, point.x),
        }
    }

    /// The word under a point; nothing, at the nearest place between words, where there is none.
    pub fn place_at(&self, point: Pos2) -> Span {
        let Some(row) = self.row_at(point.y) else { return Span::new(0, 0) };
        match row.part_at(point.x) {
            Some(part) if part.is_blank => {
                let is_in_left_half = point.x < part.left + part.width() * 0.5;
                let at = if is_in_left_half == part.level.is_ltr() { part.span.start } else { part.span.end };
                Span::new(at, at)
            }
            Some(part) => part.word,
            None => {
                let at = self.end_beside(row, point.x);
                Span::new(at, at)
            }
        }
    }

    /// The end of a row at which a point beside its words is.
    fn end_beside(&self, row: &FlowRow, x: f32) -> usize {
        let middle = row.extent().center();
        if (x < middle) == self.is_right_to_left { row.last() } else { row.span.start }
    }

    /// The start or the end of the row at some height.
    pub fn row_end(&self, y: f32, at_start: bool) -> usize {
        self.row_at(y).map_or(0, |row| if at_start { row.span.start } else { row.last() })
    }

    /// Where the character stands before which a caret at `position` is: a line of no width.
    pub fn caret_rect(&self, position: usize) -> Rect {
        let index = self.rows.partition_point(|row| row.span.start <= position).saturating_sub(1);
        let Some(row) = self.rows.get(index) else { return Rect::ZERO };
        let holding = row.parts.iter().find(|part| part.span.contains(position));
        let part = holding.or_else(|| row.parts.iter().find(|part| part.span.end == position));
        let x = part.map_or(0.0, |part| part.x_of(position));
        Rect::from_min_size(pos2(x, row.top), vec2(0.0, row.height))
    }

    /// The far side of the character before `end`, as a line of no width.
    pub fn end_rect(&self, end: usize) -> Rect {
        let found = self.rows.iter().find_map(|row| {
            let part = row.parts.iter().find(|part| part.span.start < end && end <= part.span.end)?;
            Some((row, part.end_x_of(end)))
        });
        let Some((row, x)) = found else { return self.caret_rect(end) };
        Rect::from_min_size(pos2(x, row.top), vec2(0.0, row.height))
    }

    pub const fn is_right_to_left(&self) -> bool {
        self.is_right_to_left
    }

    /// What a span covers, as rectangles; a row may have several, because words of a span need not stand together.
    pub fn rows_of(&self, span: Span) -> Vec<Rect> {
        let mut rects: Vec<Rect> = Vec::new();
        for row in self.rows.iter().filter(|row| row.span.overlaps(span)) {
            let first = rects.len();
            for part in row.parts.iter().filter(|part| part.span.overlaps(span) && !part.is_hanging) {
                let (a, b) = (part.x_of(span.start.max(part.span.start)), part.end_x_of(span.end.min(part.span.end)));
                let (min, max) = (pos2(a.min(b), row.top), pos2(a.max(b), row.top + row.height));
                match rects[first..].last_mut() {
                    Some(before) if min.x - before.max.x < 1.0 => before.max.x = max.x,
                    _ => rects.push(Rect::from_min_max(min, max)),
                }
            }
        }
        rects
    }
}

impl FlowRow {
    /// Puts the parts of a row, given in reading order, in their places.
    fn place(mut parts: Vec<WordPart>, base: Level, width: f32, top: f32) -> Self {
        let span =
            Span::new(parts.first().map_or(0, |part| part.span.start), parts.last().map_or(0, |part| part.span.end));
        for part in parts.iter_mut().rev().take_while(|part| part.is_blank) {
            part.level = base;
            part.is_hanging = true;
        }
        let whole: f32 = parts.iter().map(WordPart::width).sum();
        reorder(&mut parts);
        // In a right-to-left paragraph the rows begin at the right edge, and the blanks behind them hang out at the
        // left.
        let mut x = if base.is_rtl() { width - whole } else { 0.0 };
        for part in &mut parts {
            part.left = x;
            x += part.width();
        }
        let height = parts.iter().map(|part| part.galley.rect.height()).fold(0.0, f32::max);
        Self { span, top, height, parts }
    }

    /// From the left of the first word to the right of the last.
    fn extent(&self) -> egui::Rangef {
        let shown = || self.parts.iter().filter(|part| !part.is_hanging);
        let left = shown().map(|part| part.left).fold(f32::INFINITY, f32::min);
        let right = shown().map(|part| part.left + part.width()).fold(f32::NEG_INFINITY, f32::max);
        egui::Rangef::new(left, right)
    }

    fn part_at(&self, x: f32) -> Option<&WordPart> {
        self.parts.iter().find(|part| !part.is_hanging && part.left <= x && x < part.left + part.width())
    }

    /// The end of its last word, before the blank at which it was wrapped.
    fn last(&self) -> usize {
        let shown = self.parts.iter().filter(|part| !part.is_hanging).map(|part| part.span.end);
        shown.max().unwrap_or(self.span.end)
    }
}

impl WordPart {
    fn new(text: &str, span: Span, word: Span, level: Level, galley: Arc<Galley>) -> Self {
        let mut stops = vec![0];
        for grapheme in text.graphemes(true) {
            stops.push(stops[stops.len() - 1] + grapheme.chars().count());
        }
        let is_blank = text.chars().all(char::is_whitespace);
        Self { span, word, galley, level, left: 0.0, stops, is_blank, can_begin_row: false, is_hanging: false }
    }

    fn width(&self) -> f32 {
        self.galley.rect.width()
    }

    /// Where egui can be believed, the x it gives for the nth grapheme; else the share of the width, which is
    /// close enough to show that a part of a word is meant.
    #[expect(clippy::cast_precision_loss, reason = "a word has few graphemes")]
    fn x_of_stop(&self, n: usize) -> f32 {
        let is_countable = self.galley.end().index.0 == self.span.len();
        let row = self.galley.rows.first();
        let exact =
            row.filter(|_| self.level.is_ltr() && is_countable).map(|row| row.x_offset(CharIndex(self.stops[n])));
        let n_graphemes = (self.stops.len() - 1).max(1);
        let share = n as f32 / n_graphemes as f32;
        let share = if self.level.is_rtl() { 1.0 - share } else { share };
        self.left + exact.unwrap_or(share * self.width())
    }

    /// The near side of the grapheme that holds the character.
    fn x_of(&self, position: usize) -> f32 {
        let within = position - self.span.start;
        self.x_of_stop(self.stops.partition_point(|stop| *stop <= within) - 1)
    }

    /// The far side of the grapheme that ends with, or holds, the character before `end`.
    fn end_x_of(&self, end: usize) -> f32 {
        let within = end - self.span.start;
        self.x_of_stop(self.stops.partition_point(|stop| *stop < within).min(self.stops.len() - 1))
    }

    fn grapheme_at(&self, x: f32) -> Span {
        let n_graphemes = self.stops.len() - 1;
        let holds = |n: &usize| {
            let (a, b) = (self.x_of_stop(*n), self.x_of_stop(n + 1));
            a.min(b) <= x && x < a.max(b)
        };
        let n = (0..n_graphemes).find(holds).unwrap_or(0);
        Span::new(self.span.start + self.stops[n], self.span.start + self.stops[n + 1])
    }
}

/// Cuts a piece into words, and words where the direction changes or where they are wider than the page.
fn parts_of(
    text: &str,
    levels: &[Level],
    width: f32,
    galley_of: &mut impl FnMut(String) -> Arc<Galley>,
) -> Vec<WordPart> {
    let mut parts: Vec<WordPart> = Vec::new();
    let mut word_start = 0;
    for (word_byte, word) in text.split_word_bound_indices() {
        let whole = Span::new(word_start, word_start + word.chars().count());
        word_start = whole.end;
        let mut start = whole.start;
        let mut byte = word_byte;
        let is_breakable = word.chars().next().is_some_and(is_set_without_blanks);
        let can_begin_row = parts.last().is_none_or(|before| before.is_blank || is_breakable);
        let first = parts.len();
        while byte < word_byte + word.len() {
            let level = levels[byte];
            let rest = &text[byte..word_byte + word.len()];
            let n_bytes = (0..rest.len()).find(|n| levels[byte + n] != level).unwrap_or(rest.len());
            for (run, galley) in fitting(&rest[..n_bytes], level, width, galley_of) {
                let span = Span::new(start, start + run.chars().count());
                start = span.end;
                parts.push(WordPart::new(run, span, whole, level, galley));
            }
            byte += n_bytes;
        }
        if let Some(part) = parts.get_mut(first) {
            part.can_begin_row = can_begin_row;
        }
    }
    parts
}

/// A run as it is, or in as many parts as are needed to be no wider than the page.
fn fitting<'a>(
    run: &'a str,
    level: Level,
    width: f32,
    galley_of: &mut impl FnMut(String) -> Arc<Galley>,
) -> Vec<(&'a str, Arc<Galley>)> {
    let galley = galley_of(as_drawn(run, level));
    let middle = run.grapheme_indices(true).nth(run.graphemes(true).count() / 2).map_or(0, |(byte, _)| byte);
    if galley.rect.width() <= width || middle == 0 {
        return vec![(run, galley)];
    }
    let (before, after) = run.split_at(middle);
    let mut parts = fitting(before, level, width, galley_of);
    parts.extend(fitting(after, level, width, galley_of));
    parts
}

/// Brackets and quotes open to the other side where the text runs to the left.
fn as_drawn(run: &str, level: Level) -> String {
    const PAIRS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>'), ('«', '»'), ('‹', '›')];
    let mirrored = |c: char| {
        let pair = PAIRS.iter().find(|pair| pair.0 == c || pair.1 == c);
        pair.map_or(c, |&(open, close)| if c == open { close } else { open })
    };
    if level.is_rtl() { run.chars().map(mirrored).collect() } else { run.to_owned() }
}

/// Scripts that put no blanks between words, so that a row may end anywhere.
fn is_set_without_blanks(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{2e80}'..='\u{2fff}'
        | '\u{3040}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Shares parts among rows: a row takes words as long as they fit.
fn flow(parts: Vec<WordPart>, width: f32) -> Vec<Vec<WordPart>> {
    let mut rows: Vec<Vec<WordPart>> = vec![Vec::new()];
    let mut x = 0.0;
    let mut parts = parts.into_iter().peekable();
    while let Some(first) = parts.next() {
        // A group that stays together: a word with the signs that touch it, and the blank after it.
        let mut together = vec![first];
        while let Some(part) = parts.next_if(|part| !part.can_begin_row) {
            together.push(part);
        }
        let shown = together.iter().rposition(|part| !part.is_blank).map_or(0, |last| last + 1);
        let n_wide: f32 = together[..shown].iter().map(WordPart::width).sum();
        let is_monster = n_wide > width;
        if x + n_wide > width && !is_monster && rows.last().is_some_and(|row| !row.is_empty()) {
            rows.push(Vec::new());
            x = 0.0;
        }
        for part in together {
            let is_full = is_monster && x > 0.0 && x + part.width() > width && !part.is_blank;
            if is_full {
                rows.push(Vec::new());
                x = 0.0;
            }
            x += part.width();
            if let Some(row) = rows.last_mut() {
                row.push(part);
            }
        }
    }
    rows
}

/// Puts parts from reading order into the order from left to right (rule L2 of Unicode's annex 9).
fn reorder(parts: &mut [WordPart]) {
    let highest = parts.iter().map(|part| part.level.number()).max().unwrap_or(0);
    for level in (1..=highest).rev() {
        let mut start = 0;
        while start < parts.len() {
            let n = parts[start..].iter().take_while(|part| part.level.number() >= level).count();
            parts[start..start + n].reverse();
            start += n.max(1);
        }
    }
}
