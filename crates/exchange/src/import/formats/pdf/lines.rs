//! Characters to pieces of lines: words with blanks between them, in the order in which they are read.

use super::{
    direction::{self, is_mark, is_rtl},
    glyphs::Glyph,
};

/// A wider gap, in ems, may lie between two columns, so what is beyond it is a piece of its own.
const PIECE_GAP_EM: f32 = 1.0;
/// A wider gap, in ems, lies between two words.
const WORD_GAP_EM: f32 = 0.16;
/// Characters this far apart in height, in ems, stand on the same line: notes and powers are raised.
const RAISED_EM: f32 = 0.45;
/// Sizes that differ by this factor are different.
const OTHER_SIZE: f32 = 1.08;
/// Programs print text twice to make it bold, this far apart at most, in ems.
const TWICE_EM: f32 = 0.3;
/// How many pieces back the first print may be.
const TWICE_WITHIN: usize = 16;

/// A line of a page, or a piece of one. Its places are those of [`Glyph`].
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// What it says, in the order in which it is read, without blanks at its ends.
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) turn: i16,
    /// The width of the word that is read first.
    pub(super) first_word: f32,
    pub(super) is_rtl: bool,
    pub(super) is_artifact: bool,
}

impl Line {
    /// Where reading it starts; it grows in the direction of reading.
    pub(super) fn start(&self) -> f32 {
        if self.is_rtl { -self.right } else { self.left }
    }

    pub(super) fn end(&self) -> f32 {
        if self.is_rtl { -self.left } else { self.right }
    }

    pub(super) fn is_level_with(&self, other: &Self) -> bool {
        self.turn == other.turn && (self.y - other.y).abs() < RAISED_EM * self.size.max(other.size)
    }

    /// Whether two lines are set in the same size, as nearly as programs print it.
    pub(super) fn is_same_size(&self, other: &Self) -> bool {
        self.size < other.size * OTHER_SIZE && other.size < self.size * OTHER_SIZE
    }

    /// How much of their widths two lines share, relative to the narrower one.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        let shared = self.right.min(other.right) - self.left.max(other.left);
        let narrower = (self.right - self.left).min(other.right - other.left);
        if narrower > 0.0 { (shared / narrower).max(0.0) } else { 0.0 }
    }

    /// Adds a piece of the same line that is read next.
    pub(super) fn append(&mut self, next: &Self) {
        self.text.push(' ');
        self.text.push_str(&next.text);
        self.left = self.left.min(next.left);
        self.right = self.right.max(next.right);
    }
}

/// Returns the pieces of lines in the order of the content.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut rest = glyphs;
    while !rest.is_empty() {
        let (piece, others) = rest.split_at(length_of_piece(rest));
        rest = others;
        let Some(line) = line_of(piece) else { continue };
        if !lines.iter().rev().take(TWICE_WITHIN).any(|known| is_same_print(known, &line)) {
            lines.push(line);
        }
    }
    lines
}

fn is_same_print(known: &Line, line: &Line) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < TWICE_EM * line.size;
    known.turn == line.turn && near(known.left, line.left) && near(known.y, line.y) && known.text == line.text
}

/// The number of characters at the beginning that stand on one line without a wide gap.
fn length_of_piece(glyphs: &[Glyph]) -> usize {
    let Some(first) = glyphs.first() else { return 0 };
    let (mut left, mut right, mut size) = (first.x, first.right(), first.size);
    let mut y = first.y;
    for (index, glyph) in glyphs.iter().enumerate().skip(1) {
        let em = size.max(glyph.size);
        let gap = (glyph.x - right).max(left - glyph.right());
        // Kerning moves letters a little over each other; a second print lies over all of the first one.
        let over = right.min(glyph.right()) - left.max(glyph.x);
        let is_back_inside = glyph.x < right - em && over > glyph.width / 2.0 && !is_mark(glyph.c);
        let is_level = (glyph.y - y).abs() < RAISED_EM * em;
        // An initial that is several lines high is a piece of its own, and a small note behind a word or before it is not.
        let is_note = index >= 3 && glyph.size < size || index < 3 && glyph.size > size && glyph.y < y;
        let times = if is_note { 4.0 } else { 2.0 };
        let is_alike = glyph.size < times * size && size < times * glyph.size;
        if glyph.turn != first.turn || !is_level || gap > PIECE_GAP_EM * em || is_back_inside || !is_alike {
            return index;
        }
        left = left.min(glyph.x);
        right = right.max(glyph.right());
        if glyph.size > size {
            (y, size) = (glyph.y, glyph.size);
        }
    }
    glyphs.len()
}

/// Makes a line of the characters of a piece; `None` if they are blanks.
fn line_of(piece: &[Glyph]) -> Option<Line> {
    let has_rtl = piece.iter().any(|glyph| is_rtl(glyph.c));
    let is_in_order = piece.is_sorted_by(|a, b| a.x <= b.x || is_mark(b.c));
    let ordered;
    let shown = if is_in_order && !has_rtl {
        piece
    } else {
        ordered = from_left_to_right(piece);
        &ordered
    };
    let is_letter = |glyph: &&Glyph| glyph.c != ' ';
    let first = shown.iter().find(is_letter)?;
    let last = shown.iter().rev().find(is_letter)?;
    let (shown_text, places) = with_blanks(shown);
    let text = direction::as_read(&shown_text);
    let is_rtl = has_rtl && direction::is_mostly_rtl(&text);
    let first_word = if is_rtl {
        last.right() - places.last().copied().unwrap_or(first.x)
    } else {
        places.get(1).map_or(last.right(), |_| end_of_first_word(shown)) - first.x
    };
    let largest = shown.iter().filter(is_letter).max_by(|a, b| a.size.total_cmp(&b.size)).unwrap_or(first);
    Some(Line {
        text,
        left: first.x,
        right: shown.iter().filter(is_letter).fold(last.right(), |right, glyph| right.max(glyph.right())),
        y: largest.y,
        size: largest.size,
        turn: first.turn,
        first_word,
        is_rtl,
        is_artifact: shown.iter().all(|glyph| glyph.is_artifact || glyph.c == ' '),
    })
}

/// Sorts characters by place, each mark behind the letter that it belongs to.
fn from_left_to_right(piece: &[Glyph]) -> Vec<Glyph> {
    let (marks, mut letters): (Vec<Glyph>, Vec<Glyph>) = piece.iter().partition(|glyph| is_mark(glyph.c));
    letters.sort_by(|a, b| a.x.total_cmp(&b.x));
    if marks.is_empty() {
        return letters;
    }
    let mut keyed: Vec<(usize, Glyph)> = Vec::with_capacity(piece.len());
    for mark in marks {
        let middle = mark.x + mark.width / 2.0;
        let owner = letters.partition_point(|letter| letter.x <= middle).saturating_sub(1);
        keyed.push((2 * owner + 1, mark));
    }
    keyed.extend(letters.into_iter().enumerate().map(|(index, letter)| (2 * index, letter)));
    keyed.sort_by_key(|(place, _)| *place);
    keyed.into_iter().map(|(_, glyph)| glyph).collect()
}

/// The characters as a text with one blank between words, and where each word begins.
fn with_blanks(shown: &[Glyph]) -> (String, Vec<f32>) {
    let threshold = word_gap(shown);
    let mut text = String::with_capacity(shown.len() + 8);
    let mut places = Vec::new();
    let mut right = f32::NEG_INFINITY;
    let mut is_apart = true;
    for glyph in shown {
        if glyph.c == ' ' {
            is_apart = true;
            continue;
        }
        is_apart |= glyph.x - right > threshold * glyph.size && !is_mark(glyph.c);
        if is_apart {
            if !text.is_empty() {
                text.push(' ');
            }
            places.push(glyph.x);
        }
        text.push(glyph.c);
        right = right.max(glyph.right());
        is_apart = false;
    }
    (text, places)
}

/// The gap that parts words, in ems. In a heading whose letters are set apart it is wider.
fn word_gap(shown: &[Glyph]) -> f32 {
    let gap = |pair: &[Glyph]| (pair[1].x - pair[0].right()) / pair[1].size;
    // Most lines have no such gap at all, so the first letters tell.
    let is_set_apart = shown.windows(2).take(6).all(|pair| gap(pair) > WORD_GAP_EM / 2.0) && shown.len() > 3;
    if !is_set_apart {
        return WORD_GAP_EM;
    }
    let mut gaps: Vec<f32> = shown.windows(2).map(gap).collect();
    gaps.sort_by(f32::total_cmp);
    (gaps[gaps.len() / 2] * 1.8).max(WORD_GAP_EM)
}

fn end_of_first_word(shown: &[Glyph]) -> f32 {
    let letters = shown.iter().skip_while(|glyph| glyph.c == ' ');
    let mut right = f32::NEG_INFINITY;
    for glyph in letters {
        if glyph.c == ' ' || right.is_finite() && glyph.x - right > WORD_GAP_EM * glyph.size {
            break;
        }
        right = right.max(glyph.right());
    }
    right
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The characters of a text in 10 point, each 5 points wide, from a place on.
    pub(in super::super) fn set(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        let mut x = x;
        for c in text.chars() {
            let width = if is_mark(c) { 0.0 } else { 5.0 };
            glyphs.push(Glyph { c, x, y, width, size: 10.0, turn: 0, is_artifact: false });
            x += width;
        }
        glyphs
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(glyphs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn gaps_and_blanks_part_words_and_lines() {
        let line = [set("The", 0.0, 50.0), set("old  bridge ", 18.0, 50.0), set("is shut", 0.0, 38.0)].concat();
        assert_eq!(texts(&line), ["The old bridge", "is shut"]);
        assert_eq!(texts(&[set("left", 0.0, 50.0), set("right", 40.0, 50.0)].concat()), ["left", "right"]);
        assert_eq!(texts(&set("  ", 0.0, 0.0)), [""; 0]);
    }

    #[test]
    fn letters_that_are_set_apart_are_words_all_the_same() {
        let mut line = set("THEBRIDGE", 0.0, 0.0);
        for (index, glyph) in (0u8..).zip(&mut line) {
            glyph.x += f32::from(index) * 2.0 + if index > 2 { 4.0 } else { 0.0 };
        }
        assert_eq!(texts(&line), ["THE BRIDGE"]);
    }

    #[test]
    fn a_raised_note_stays_on_its_line() {
        let mut note = set("2", 15.0, 54.0);
        note[0].size = 6.0;
        let line = [set("CO ", 0.0, 50.0), note, set("falls", 25.0, 50.0)].concat();
        let line = &lines(&line)[0];
        assert_eq!((&*line.text, line.y, line.first_word), ("CO 2 falls", 50.0, 10.0));
    }

    #[test]
    fn a_note_of_less_than_half_the_size_stays_on_its_line() {
        let small = |text: &str, x: f32| {
            let mut note = set(text, x, 54.0);
            for glyph in &mut note {
                glyph.size = 4.8;
            }
            note
        };
        let line = [set("fell", 0.0, 50.0), small("12", 20.0), set("again", 35.0, 50.0)].concat();
        assert_eq!(texts(&line), ["fell12 again"]);
        let line = [small("1", 0.0), set("See there", 5.0, 50.0)].concat();
        assert_eq!(texts(&line), ["1See there"]);
    }

    #[test]
    fn what_is_printed_twice_is_read_once() {
        let twice = [set("Bridge talks", 0.0, 50.0), set("Bridge talks", 0.5, 50.0), set("fail", 0.0, 38.0)].concat();
        assert_eq!(texts(&twice), ["Bridge talks", "fail"]);
    }

    #[test]
    fn right_to_left_lines_are_read_in_order_however_they_were_printed() {
        let meant = "הגשר סגור";
        let visual: String = meant.chars().rev().collect();
        let from_left = set(&visual, 0.0, 50.0);
        let mut from_right = from_left.clone();
        from_right.reverse();
        for printed in [from_left, from_right] {
            let line = &lines(&printed)[0];
            assert_eq!((&*line.text, line.is_rtl, line.start()), (meant, true, -45.0));
            assert!((line.first_word - 20.0).abs() < 0.1, "{line:?}");
        }
    }

    #[test]
    fn turned_lines_are_lines_of_their_own() {
        let mut turned = set("Map", 0.0, 50.0);
        for glyph in &mut turned {
            glyph.turn = 90;
        }
        assert_eq!(texts(&[set("Text", 0.0, 50.0), turned].concat()), ["Text", "Map"]);
    }
}
