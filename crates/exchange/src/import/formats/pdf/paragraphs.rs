//! Lines to paragraphs, one line of text each, over the ends of columns and pages.

use super::lines::Line;

/// A space between two lines that is larger than the usual one by this factor parts paragraphs.
const PARTING_SPACE: f32 = 1.25;
/// The smallest indent of a first line, inwards or outwards, in ems.
const INDENT_EM: f32 = 0.8;
/// How many lines before and after a line say how wide its column is.
const NEIGHBOURS: usize = 3;

/// How two lines that follow each other in reading belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    /// The second one begins a paragraph.
    Paragraph,
    /// They are parts of one paragraph.
    Line,
    /// The first one is a large initial of the second one’s first word.
    Initial,
}

/// A line with the page it stands on.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    pub(super) line: &'a Line,
    pub(super) page: usize,
}

/// Says of each line but the first how it follows the one before it.
pub(super) fn joints(lines: &[Placed<'_>]) -> Vec<Joint> {
    let usual = usual_leading(lines);
    let mut joints = Vec::with_capacity(lines.len());
    // Where the large initial of the paragraph begins, if it has one.
    let mut initial = None;
    for index in 1..lines.len() {
        let begun = joints.last().is_none_or(|joint| *joint == Joint::Paragraph);
        let joint = joint(lines, index, (begun, initial), usual);
        match joint {
            Joint::Initial => initial = Some(lines[index - 1].line.start()),
            Joint::Paragraph => initial = None,
            Joint::Line => {}
        }
        joints.push(joint);
    }
    joints
}

/// The usual distance of two lines, in ems.
fn usual_leading(lines: &[Placed<'_>]) -> f32 {
    let leading = |pair: &[Placed<'_>]| {
        let is_usual = is_below(pair[0], pair[1]) && pair[0].line.is_same_size(pair[1].line);
        is_usual.then(|| (pair[0].line.y - pair[1].line.y) / pair[0].line.size)
    };
    let mut all: Vec<f32> = lines.windows(2).filter_map(leading).collect();
    all.sort_by(f32::total_cmp);
    // Most pairs of lines belong to one paragraph, and only in a list of short ones few do.
    all.get(all.len() * 2 / 5).copied().unwrap_or(1.2)
}

/// Whether the second line stands below the first one in the same column.
fn is_below(a: Placed<'_>, b: Placed<'_>) -> bool {
    let down = a.line.y - b.line.y;
    a.page == b.page
        && a.line.turn == b.line.turn
        && down > 0.3 * b.line.size
        && down < 5.0 * a.line.size.max(b.line.size)
        && a.line.overlap(b.line) > 0.0
}

/// How line `index` follows the one before it, which may have `begun` a paragraph, with an `initial` that begins at some
/// place.
fn joint(lines: &[Placed<'_>], index: usize, (begun, initial): (bool, Option<f32>), usual: f32) -> Joint {
    let (a, b) = (lines[index - 1], lines[index]);
    if is_initial(a, b) {
        return Joint::Initial;
    }
    let is_entry = starts_with_bullet(&b.line.text) || has_leader(&a.line.text);
    if a.line.turn != b.line.turn || !a.line.is_same_size(b.line) || is_entry {
        return Joint::Paragraph;
    }
    if !is_below(a, b) {
        let goes_on =
            !ends_sentence(&a.line.text) && (is_mid_sentence(a, b) || !has_room_for(lines, index - 1, b.line));
        let is_new_place = a.page != b.page || a.line.overlap(b.line) == 0.0 || b.line.y > a.line.y;
        return if goes_on && is_new_place { Joint::Line } else { Joint::Paragraph };
    }
    let em = b.line.size;
    let is_far = (a.line.y - b.line.y) / em > usual * PARTING_SPACE + 0.05;
    // A line that is set in below the first line of an item belongs to the item.
    let may_be_item = begun && !ends_sentence(&a.line.text);
    // The lines beside an initial are set in; the first one below it is not.
    let is_below_initial = initial.is_some_and(|start| (b.line.start() - start).abs() < em * INDENT_EM);
    let is_outdented = is_outdented(a.line, b.line, begun) && !is_below_initial;
    if is_far || is_indented(lines, index) && !may_be_item || is_outdented {
        return Joint::Paragraph;
    }
    // Lines beside a picture are shorter than those below it.
    if is_mid_sentence(a, b) || !has_room_for(lines, index - 1, b.line) { Joint::Line } else { Joint::Paragraph }
}

/// Whether the first line is one large letter, beside which the second one begins.
fn is_initial(a: Placed<'_>, b: Placed<'_>) -> bool {
    let down = a.line.y - b.line.y;
    a.page == b.page
        && a.line.turn == b.line.turn
        && a.line.text.chars().count() <= 2
        && a.line.text.chars().all(char::is_alphabetic)
        && a.line.size > 1.8 * b.line.size
        && down < 0.5 * b.line.size
        && down > -a.line.size
        && (b.line.start() - a.line.end()).abs() < b.line.size
}

/// Whether a sentence goes on with a small letter.
fn is_mid_sentence(a: Placed<'_>, b: Placed<'_>) -> bool {
    !ends_sentence(&a.line.text) && b.line.text.starts_with(char::is_lowercase)
}

fn starts_with_bullet(text: &str) -> bool {
    text.starts_with(['•', '▪', '◦', '‣', '●', '■', '►', '✓', '➢'])
}

/// Whether a row of dots leads to a page, as in a table of contents.
fn has_leader(text: &str) -> bool {
    text.contains(". . . .") || text.contains(".....")
}

/// Whether the line is set in, while the next one is not.
fn is_indented(lines: &[Placed<'_>], index: usize) -> bool {
    let (a, b) = (lines[index - 1], lines[index]);
    let em = b.line.size * INDENT_EM;
    if b.line.start() - a.line.start() < em {
        return false;
    }
    let next = lines.get(index + 1).filter(|next| is_below(b, **next) && b.line.is_same_size(next.line));
    match next {
        Some(next) => b.line.start() - next.line.start() >= em,
        None => ends_sentence(&a.line.text),
    }
}

/// Whether the line stands out, as the first lines of a list do whose other lines are set in.
fn is_outdented(a: &Line, b: &Line, begun: bool) -> bool {
    !begun && a.start() - b.start() >= b.size * INDENT_EM
}

/// Whether the first word of `next` would have had room at the end of line `index`, so that the line was ended there on
/// purpose.
fn has_room_for(lines: &[Placed<'_>], index: usize, next: &Line) -> bool {
    let this = lines[index];
    let from = index.saturating_sub(NEIGHBOURS);
    let near = &lines[from..(index + 1 + NEIGHBOURS).min(lines.len())];
    let is_of_column = |other: &&Placed<'_>| {
        other.page == this.page
            && other.line.turn == this.line.turn
            && other.line.is_same_size(this.line)
            && other.line.overlap(this.line) > 0.0
    };
    let column_end = near.iter().filter(is_of_column).fold(this.line.end(), |end, other| end.max(other.line.end()));
    let em = this.line.size;
    let is_clear = if ends_sentence(&this.line.text) { 0.5 } else { 1.5 };
    this.line.end() + 0.25 * em + next.first_word < column_end - is_clear * em
}

/// Whether the text ends like a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_numeric() || "”’»\")]“".contains(c));
    let bare = if bare.is_empty() { text } else { bare };
    bare.ends_with(['.', '!', '?', '…', ':', '。', '！', '？', '؟', '۔', '।'])
}

#[cfg(test)]
mod tests {
    use super::{
        super::lines::{lines, tests::set},
        *,
    };

    /// Lines with their left ends and heights; `|` stands for a new paragraph.
    fn check(content: &[(&str, f32, f32)], expected: &str) {
        let glyphs: Vec<_> = content.iter().flat_map(|(text, x, y)| set(text, *x, *y)).collect();
        let lines = lines(&glyphs);
        let placed: Vec<Placed<'_>> = lines.iter().map(|line| Placed { line, page: 0 }).collect();
        let mut joined = placed[0].line.text.clone();
        for (joint, placed) in joints(&placed).into_iter().zip(&placed[1..]) {
            joined.push_str(match joint {
                Joint::Paragraph => "|",
                Joint::Line => " ",
                Joint::Initial => "",
            });
            joined.push_str(&placed.line.text);
        }
        assert_eq!(joined, expected);
    }

    #[test]
    fn space_between_lines_parts_paragraphs() {
        check(
            &[
                ("The bridge is shut today", 0.0, 90.0),
                ("and stays shut for long.", 0.0, 78.0),
                ("Nobody knows for how long", 0.0, 60.0),
                ("the mayor thinks of it.", 0.0, 48.0),
            ],
            "The bridge is shut today and stays shut for long.|Nobody knows for how long the mayor thinks of it.",
        );
    }

    #[test]
    fn a_line_that_is_set_in_begins_a_paragraph() {
        check(
            &[
                ("   The bridge is shut and", 0.0, 90.0),
                ("stays shut for a long while", 0.0, 78.0),
                ("   Nobody knows for how", 0.0, 66.0),
                ("long the mayor thinks of it", 0.0, 54.0),
            ],
            "The bridge is shut and stays shut for a long while|Nobody knows for how long the mayor thinks of it",
        );
    }

    #[test]
    fn a_line_with_room_left_ends_a_paragraph() {
        check(
            &[
                ("The bridge is shut today", 0.0, 90.0),
                ("and stays so.", 0.0, 78.0),
                ("Nobody knows for how long", 0.0, 66.0),
            ],
            "The bridge is shut today and stays so.|Nobody knows for how long",
        );
    }

    #[test]
    fn a_list_whose_lines_are_set_in_keeps_its_items() {
        check(
            &[
                ("1. The bridge is shut for", 0.0, 90.0),
                ("some long and dark days", 15.0, 78.0),
                ("2. Nobody knows for how", 0.0, 66.0),
                ("many of them it is shut", 15.0, 54.0),
            ],
            "1. The bridge is shut for some long and dark days|2. Nobody knows for how many of them it is shut",
        );
    }

    #[test]
    fn a_paragraph_goes_on_in_the_next_column() {
        let content = [
            ("The bridge is shut today", 0.0, 60.0),
            ("and the mayor is not sure", 0.0, 48.0),
            ("whether it can be opened.", 150.0, 90.0),
            ("She was asked about that", 150.0, 78.0),
        ];
        check(
            &content,
            "The bridge is shut today and the mayor is not sure whether it can be opened. She was asked about that",
        );
    }

    #[test]
    fn a_large_initial_belongs_to_its_word() {
        let mut glyphs = set("T", 0.0, 78.0);
        glyphs[0].size = 26.0;
        glyphs[0].width = 15.0;
        glyphs.extend(set("he bridge is shut", 17.0, 90.0));
        let lines = lines(&glyphs);
        let placed: Vec<Placed<'_>> = lines.iter().map(|line| Placed { line, page: 0 }).collect();
        assert_eq!(joints(&placed), [Joint::Initial]);
    }

    #[test]
    fn a_paragraph_goes_on_below_its_initial() {
        let mut glyphs = set("T", 0.0, 78.0);
        glyphs[0].size = 26.0;
        glyphs[0].width = 15.0;
        for (text, x, y) in [
            ("he bridge is shut for long", 17.0, 90.0),
            ("and nobody knows how long", 17.0, 78.0),
            ("it will be so, as the mayor said", 0.0, 66.0),
            ("to everybody in the old town", 0.0, 54.0),
        ] {
            glyphs.extend(set(text, x, y));
        }
        let lines = lines(&glyphs);
        let placed: Vec<Placed<'_>> = lines.iter().map(|line| Placed { line, page: 0 }).collect();
        assert_eq!(joints(&placed), [Joint::Initial, Joint::Line, Joint::Line, Joint::Line]);
    }

    #[test]
    fn a_sentence_goes_on_over_lines_of_any_length() {
        check(
            &[
                ("The bridge is shut for some dark days", 0.0, 90.0),
                ("and the mayor", 0.0, 78.0),
                ("is not sure", 0.0, 66.0),
                ("whether it can be opened in the spring", 0.0, 54.0),
            ],
            "The bridge is shut for some dark days and the mayor is not sure whether it can be opened in the spring",
        );
    }

    #[test]
    fn sentences_end_with_their_marks() {
        for text in ["It ended.", "It ended.”", "It ended.12", "それは終わった。", "انتهى؟"] {
            assert!(ends_sentence(text), "{text}");
        }
        for text in ["It ended", "in 2025", "(and so on)", "1999"] {
            assert!(!ends_sentence(text), "{text}");
        }
    }
}
