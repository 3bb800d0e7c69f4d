//! Words and sentences around a position by Unicode’s rules, and the units that selections snap to.

use std::ops::Range;

use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed, options::WordBreakInvariantOptions};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::text::{Span, Text, fold::is_joined};

/// Counts the words of a text, which are those of [`words_in`].
pub fn n_words(text: &str) -> usize {
    if has_spaces_only(text) {
        return text.unicode_words().count();
    }
    words_in(text).len()
}

/// Finds the words of a text, in bytes: by Unicode's rules (Standard Annex 29), and in scripts that are written without
/// spaces by a dictionary, so that a text in Chinese, Japanese, Thai, Lao, Khmer or Burmese has about as many words as
/// its readers would count.
pub fn words_in(text: &str) -> Vec<Range<usize>> {
    let by_spaces = |from: usize, to: usize| {
        let words = text[from..to].unicode_word_indices();
        words.map(move |(at, word)| from + at..from + at + word.len())
    };
    if has_spaces_only(text) {
        return by_spaces(0, text.len()).collect();
    }
    let mut words = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let start = text[at..].find(has_no_spaces).map_or(text.len(), |start| at + start);
        words.extend(by_spaces(at, start));
        at = text[start..].find(|c| !has_no_spaces(c)).map_or(text.len(), |end| start + end);
        push_words_by_dictionary(&mut words, start, &text[start..at]);
    }
    words
}

fn has_spaces_only(text: &str) -> bool {
    text.is_ascii() || !text.contains(has_no_spaces)
}

/// Returns whether a word may end between two characters, either of which may be missing. In scripts without spaces it
/// may end anywhere.
pub fn is_word_boundary(before: Option<char>, after: Option<char>) -> bool {
    let is_inside = |c: Option<char>| c.is_some_and(|c| (c.is_alphanumeric() || is_mark(c)) && !has_no_spaces(c));
    !(is_inside(before) && is_inside(after))
}

/// Returns whether a character that is neither a letter nor a digit stands on, below or inside words: an accent, or the
/// joiners and soft hyphens that nobody sees.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}') || is_joined(c)
}

/// Returns whether a character belongs to a script that is written without spaces between words.
fn has_no_spaces(c: char) -> bool {
    matches!(c,
        // Thai and Lao; Burmese; Khmer.
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e80}'..='\u{ecf}' | '\u{edc}'..='\u{edf}'
        | '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}'
        // Kana, and characters of Chinese and Japanese.
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309a}' | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Adds the words of a stretch that begins at the byte `start`.
fn push_words_by_dictionary(words: &mut Vec<Range<usize>>, start: usize, stretch: &str) {
    thread_local! {
        static SEGMENTER: WordSegmenterBorrowed<'static> =
            WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    }
    SEGMENTER.with(|segmenter| {
        let mut from = 0;
        for (to, kind) in segmenter.segment_str(stretch).iter_with_word_type() {
            if kind.is_word_like() {
                words.push(start + from..start + to);
            }
            from = to;
        }
    });
}

/// What the ends of a selection snap to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Snap {
    /// Nothing; every position is allowed.
    #[default]
    Character,
    /// Words by Unicode’s rules.
    Word,
    /// Sentences, allowing for common abbreviations.
    Sentence,
    /// Paragraphs, which are lines of the text.
    Paragraph,
}

impl Snap {
    /// The plural noun: "words".
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Character => "characters",
            Self::Word => "words",
            Self::Sentence => "sentences",
            Self::Paragraph => "paragraphs",
        }
    }

    /// The next coarser unit; after paragraphs, characters again.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Character => Self::Word,
            Self::Word => Self::Sentence,
            Self::Sentence => Self::Paragraph,
            Self::Paragraph => Self::Character,
        }
    }

    /// The unit around the character at `position`. For characters it is the empty span before it.
    pub fn around(self, text: &Text, position: usize) -> Span {
        match self {
            Self::Character => Span::new(position, position),
            Self::Word => word_at(text, position),
            Self::Sentence => sentence_at(text, position),
            Self::Paragraph => paragraph_at(text, position),
        }
    }

    /// Where a caret lands that moves from `from` to `to`: at the border of a unit, at least as far away. Between words,
    /// spaces and punctuation are skipped.
    pub fn extended(self, text: &Text, from: usize, to: usize) -> usize {
        if self == Self::Character || from == to {
            return to;
        }
        let is_onward = to > from;
        let stepped = if is_onward { to - 1 } else { to };
        let is_between = |c: char| c.is_whitespace() || self == Self::Word && is_punctuation(c);
        let mut unit = self.around(text, stepped);
        // The point of “3.5” stands within a word.
        let is_blank = text.slice(Span::new(stepped, stepped + 1)).trim().is_empty();
        if is_blank || text.slice(unit).chars().all(is_between) {
            let n_between = if is_onward {
                text.slice(Span::new(stepped, text.n_chars())).chars().take_while(|c| is_between(*c)).count()
            } else {
                text.slice(Span::new(0, to)).chars().rev().take_while(|c| is_between(*c)).count() + 1
            };
            let beyond = if is_onward { stepped + n_between } else { to.saturating_sub(n_between) };
            unit = self.around(text, beyond);
        }
        if is_onward { unit.end.max(to) } else { unit.start.min(to) }
    }

    /// A selected span as it is meant: between words, without the blanks and punctuation at both ends.
    pub fn tidied(self, text: &Text, span: Span) -> Span {
        if self == Self::Word { bare(text, span) } else { span }
    }
}

/// The word, or the run of blanks or signs, that contains the character at `position`.
pub fn word_at(text: &Text, position: usize) -> Span {
    piece_at(text, position, begins_word, word_lengths)
}

/// The sentence that contains the character at `position`, without the blanks after it.
pub fn sentence_at(text: &Text, position: usize) -> Span {
    let span = piece_at(text, position, begins_sentence, sentence_lengths);
    let words = text.slice(span);
    let n_blank = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    let n_lead = words.chars().take_while(|c| c.is_whitespace()).count();
    if n_lead == span.len() { span } else { Span::new(span.start + n_lead, span.end - n_blank) }
}

/// The text before and after a span in the sentences where it begins and ends, at most 240 characters on each side.
pub fn context(text: &Text, span: Span) -> (&str, &str) {
    const MAX_CHARS: usize = 240;
    let (first, last) = (sentence_at(text, span.start), sentence_at(text, span.end.saturating_sub(1).max(span.start)));
    let before =
        text.slice(Span::new(first.start.min(span.start).max(span.start.saturating_sub(MAX_CHARS)), span.start));
    let after = text.slice(Span::new(span.end, last.end.max(span.end).min(span.end + MAX_CHARS)));
    (before, after)
}

/// The paragraph that contains the character at `position`.
pub fn paragraph_at(text: &Text, position: usize) -> Span {
    text.paragraph(text.paragraph_at(position))
}

/// The start of the next non-empty paragraph after `position`, or the end of the text.
pub fn next_paragraph(text: &Text, position: usize) -> usize {
    let after = text.paragraph_at(position) + 1..text.n_paragraphs();
    let begins = after.map(|index| text.paragraph(index)).find(|paragraph| !paragraph.is_empty());
    begins.map_or_else(|| text.n_chars(), |paragraph| paragraph.start)
}

/// The start of the paragraph at `position`; if that is `position` itself, the start of the previous non-empty
/// paragraph.
pub fn previous_paragraph(text: &Text, position: usize) -> usize {
    let up_to = (0..=text.paragraph_at(position)).rev();
    let starts = up_to.map(|index| text.paragraph(index)).filter(|paragraph| !paragraph.is_empty());
    starts.map(|paragraph| paragraph.start).find(|start| *start < position).unwrap_or(0)
}

/// The start of the next word after `position`.
pub fn next_word(text: &Text, position: usize) -> usize {
    let paragraph = paragraph_at(text, position);
    if position >= paragraph.end {
        return (position + 1).min(text.n_chars());
    }
    let mut at = word_at(text, position).end;
    while at < paragraph.end && text.slice(word_at(text, at)).trim().is_empty() {
        at = word_at(text, at).end;
    }
    at
}

/// The start of the word before `position`.
pub fn previous_word(text: &Text, position: usize) -> usize {
    let paragraph = paragraph_at(text, position);
    if position <= paragraph.start {
        return position.saturating_sub(1);
    }
    let mut word = word_at(text, position - 1);
    while word.start > paragraph.start && text.slice(word).trim().is_empty() {
        word = word_at(text, word.start - 1);
    }
    word.start
}

/// The span without spaces at both ends; the same span if there is nothing else in it.
pub fn trimmed(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let n_lead = words.chars().take_while(|c| c.is_whitespace()).count();
    if n_lead == span.len() {
        return span;
    }
    let n_trail = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    Span::new(span.start + n_lead, span.end - n_trail)
}

/// The span without spaces and punctuation at both ends; the same span if there is nothing else in it. A bracket stays
/// if its counterpart is inside, and so does the full stop of an abbreviation.
pub fn bare(text: &Text, span: Span) -> Span {
    let mut rest = trimmed(text, span);
    loop {
        let words = text.slice(rest);
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return span };
        let count = |wanted: char| words.chars().filter(|c| *c == wanted).count();
        let is_closed = BRACKETS.iter().any(|(open, close)| first == *open && count(*close) > 0);
        let is_opened = BRACKETS.iter().any(|(open, close)| last == *close && count(*open) >= count(last));
        if encloses(words) {
            rest = Span::new(rest.start + 1, rest.end - 1);
        } else if is_punctuation(last) && !is_opened && !ends_with_abbreviation(words) {
            rest = Span::new(rest.start, rest.end - 1);
        } else if is_punctuation(first) && !is_closed {
            rest = Span::new(rest.start + 1, rest.end);
        } else {
            return rest;
        }
    }
}

/// Returns whether a bracket or quotation mark opens at the start and closes only at the end.
fn encloses(words: &str) -> bool {
    BRACKETS.iter().any(|(open, close)| {
        let within = words.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
        within.is_some_and(|within| !within.contains(*close))
    })
}

const BRACKETS: [(char, char); 6] = [('(', ')'), ('[', ']'), ('{', '}'), ('“', '”'), ('«', '»'), ('„', '“')];

fn is_punctuation(c: char) -> bool {
    c.is_whitespace() || ".,;:!?…-–—'\"‘’“”„«»()[]{}¿¡。、，；：！？「」『』،؛؟।".contains(c)
}

/// Cuts the paragraph into pieces and returns the one at `position`; at the end of the paragraph, the last one.
///
/// Only the text between two certain borders is cut, because a paragraph may be a megabyte long. `begins` says whether
/// a piece certainly begins between two stretches of text, whatever else the paragraph holds.
fn piece_at(
    text: &Text,
    position: usize,
    begins: impl Fn(&str, &str) -> bool,
    lengths: impl FnOnce(&str) -> Vec<usize>,
) -> Span {
    let paragraph = paragraph_at(text, position);
    let words = text.slice(paragraph);
    let here = text.byte_at(position.min(paragraph.end)) - text.byte_at(paragraph.start);
    let is_border = |at: &usize| begins(&words[..*at], &words[*at..]);
    let before = words[..here].char_indices().rev().map(|(at, _)| at);
    let start = std::iter::once(here).chain(before).find(is_border).unwrap_or(0);
    let behind = words[here..].char_indices().skip(1).map(|(at, _)| here + at);
    let end = { behind }.find(is_border).unwrap_or(words.len());
    let start_position = position.min(paragraph.end) - words[start..here].chars().count();
    let mut piece = Span::new(start_position, start_position);
    for length in lengths(&words[start..end]) {
        piece = Span::new(piece.end, piece.end + length);
        if position < piece.end {
            break;
        }
    }
    piece
}

/// Returns whether a word or a run of blanks certainly begins here: a blank after a letter or a sign, or an ideograph.
/// No rule of Unicode joins these to what comes before them.
fn begins_word(before: &str, behind: &str) -> bool {
    let last_is_sign = || before.ends_with(|c: char| c.is_alphanumeric() || c.is_ascii_punctuation());
    match behind.chars().next() {
        Some(' ') => last_is_sign(),
        Some('\u{4e00}'..='\u{9fff}') => true,
        _ => false,
    }
}

/// Returns whether a sentence certainly begins here: a capital letter after a blank and the mark that ends a sentence.
/// A full stop counts only after a word too long to be an abbreviation.
fn begins_sentence(before: &str, behind: &str) -> bool {
    let Some(before) = before.strip_suffix(' ').filter(|_| behind.starts_with(char::is_uppercase)) else {
        return false;
    };
    before.ends_with(['!', '?'])
        || before.strip_suffix('.').is_some_and(|words| {
            words.chars().rev().take_while(|c| c.is_alphabetic()).take(LONGER_THAN_SHORT_FORMS).count()
                == LONGER_THAN_SHORT_FORMS
        })
}

/// Words with this many letters are longer than any of the abbreviations below.
const LONGER_THAN_SHORT_FORMS: usize = 7;

fn word_lengths(paragraph: &str) -> Vec<usize> {
    paragraph.split_word_bounds().map(|word| word.chars().count()).collect()
}

fn sentence_lengths(paragraph: &str) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut goes_on = false;
    let mut at = 0;
    for sentence in paragraph.split_sentence_bounds() {
        let length = sentence.chars().count();
        match lengths.last_mut() {
            Some(last) if goes_on => *last += length,
            _ => lengths.push(length),
        }
        at += sentence.len();
        let ends_all_the_same = ends_with_one_of(sentence, &ALSO_LAST) && begins_like_a_sentence(&paragraph[at..]);
        goes_on = ends_with_abbreviation(sentence) && !ends_all_the_same;
        let is_number_next = paragraph[at..].starts_with(|c: char| c.is_numeric());
        goes_on |= is_number_next && ends_with_one_of(sentence, &BEFORE_NUMBERS);
    }
    lengths
}

/// Abbreviations whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 32] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "sgt", "capt", "sen", "rep", "gov", "pres", "st", "vs",
    "approx", "u.s", "u.k", "u.n", "e.u", "e.g", "i.e", "p.m", "a.m", "ca", "inc", "ltd", "messrs", "г", "ул",
];

/// Abbreviations, and ordinary words, whose full stop ends no sentence if a number follows.
const BEFORE_NUMBERS: [&str; 20] = [
    "no", "nos", "art", "sec", "vol", "fig", "p", "pp", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec",
];

/// Abbreviations that can also end a sentence, sharing their full stop with it.
const ALSO_LAST: [&str; 8] = ["u.s", "u.k", "u.n", "e.u", "p.m", "a.m", "inc", "ltd"];

/// Words that begin a sentence rather than a name, so that a full stop before them ends one.
const OPENERS: [&str; 38] = [
    "The", "A", "An", "He", "She", "It", "They", "We", "You", "His", "Her", "Its", "Their", "Our", "This", "That",
    "These", "Those", "There", "But", "And", "Yet", "So", "In", "On", "At", "By", "For", "From", "To", "With", "As",
    "If", "When", "While", "After", "Both", "However",
];

/// Returns whether a text begins with one of these words, possibly after a quotation mark. “The Hague” is a name.
fn begins_like_a_sentence(text: &str) -> bool {
    let text = text.trim_start_matches(['“', '"', '«', '„', '‘', '(']);
    let first: &str = text.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    OPENERS.contains(&first) && !text.starts_with("The Hague")
}

fn ends_with_abbreviation(sentence: &str) -> bool {
    let is_initial = last_before_stop(sentence)
        .is_some_and(|last| last.chars().count() == 1 && last.chars().all(char::is_uppercase));
    is_initial || ends_with_one_of(sentence, &ABBREVIATIONS)
}

fn ends_with_one_of(sentence: &str, forms: &[&str]) -> bool {
    last_before_stop(sentence).is_some_and(|last| forms.contains(&&*last.to_lowercase()))
}

/// The last word of a sentence that ends with a full stop.
fn last_before_stop(sentence: &str) -> Option<&str> {
    let before = sentence.trim_end().strip_suffix('.')?;
    before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '«')).next()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `|` marks the position; `expected` is what should be found there.
    fn check(find: impl Fn(&Text, usize) -> Span, source: &str, expected: &str) {
        let position = source.chars().position(|c| c == '|').expect("the source marks a position");
        let text = Text::new(source.replace('|', ""));
        assert_eq!(text.slice(find(&text, position)), expected, "{source}");
    }

    #[test]
    fn words_are_counted_in_scripts_without_spaces_too() {
        for (text, expected) in [
            ("He said no, twice.", 4),
            ("Стороны не договорились.", 3),
            ("한국어 문장입니다", 2),
            // I, love, you.
            ("ฉันรักเธอ", 3),
            ("He said 你好, world!", 4),
            ("…", 0),
        ] {
            assert_eq!(n_words(text), expected, "{text}");
        }
        let text = "市议会星期二晚上经过长时间的讨论，决定让旧渡船再运行两年。";
        let n_chars = text.chars().count();
        assert!((n_chars / 3..n_chars * 2 / 3).contains(&n_words(text)), "{}", n_words(text));
    }

    #[test]
    fn the_words_of_a_text_are_found_where_they_stand() {
        for (text, expected) in [
            ("He said “no”, twice – 3.5 times.", &["He", "said", "no", "twice", "3.5", "times"][..]),
            ("Kyiv’s cease-fire", &["Kyiv’s", "cease", "fire"]),
            ("Сторони не дійшли згоди", &["Сторони", "не", "дійшли", "згоди"]),
            ("说 和平 now", &["说", "和平", "now"]),
            ("ฉันรักเธอ", &["ฉัน", "รัก", "เธอ"]),
            ("قال لا", &["قال", "لا"]),
            ("", &[]),
        ] {
            let found: Vec<&str> = words_in(text).into_iter().map(|word| &text[word]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_are_gone_through_by_their_starts_and_blank_ones_passed_over() {
        let text = Text::new("one\n\ntwo words\nthree\n");
        let onward: Vec<usize> = [0, 2, 5, 7, 15, 19].iter().map(|at| next_paragraph(&text, *at)).collect();
        assert_eq!(onward, [5, 5, 15, 15, 21, 21]);
        let back: Vec<usize> = [21, 17, 15, 7, 5, 4, 2, 0].iter().map(|at| previous_paragraph(&text, *at)).collect();
        assert_eq!(back, [15, 15, 5, 5, 0, 0, 0, 0]);
    }

    #[test]
    fn words_follow_unicode() {
        check(word_at, "The qu|ick fox", "quick");
        check(word_at, "Kyiv’s |troops", "troops");
        check(word_at, "K|yiv’s troops", "Kyiv’s");
        check(word_at, "first\nпри|вет мир", "привет");
        check(word_at, "a family 👨‍👩|‍👧 here", "👨‍👩‍👧");
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        check(
            sentence_at,
            "One. The U.S. Pres|ident came on Dec. 2 to talk. Two.",
            "The U.S. President came on Dec. 2 to talk.",
        );
        check(sentence_at, "O|ne. Two.", "One.");
        check(sentence_at, "He said “no.” Then J. R. |Smith left.", "Then J. R. Smith left.");
        check(sentence_at, "up\nB|oth sides agreed!\nnext", "Both sides agreed!");
    }

    #[test]
    fn steps_by_word_skip_blanks() {
        let text = Text::new("one two\nthree");
        let forward: Vec<_> = std::iter::successors(Some(0), |at| Some(next_word(&text, *at))).take(5).collect();
        assert_eq!(forward, [0, 4, 7, 8, 13]);
        let back: Vec<_> = std::iter::successors(Some(13), |at| Some(previous_word(&text, *at))).take(5).collect();
        assert_eq!(back, [13, 8, 7, 4, 0]);
    }

    #[test]
    fn trimming_leaves_the_words() {
        let text = Text::new("a  bc d ");
        assert_eq!(trimmed(&text, Span::new(1, 6)), Span::new(3, 5));
        assert_eq!(trimmed(&text, Span::new(1, 3)), Span::new(1, 3));
    }

    #[test]
    fn a_short_form_ends_no_sentence_where_a_number_or_a_name_follows() {
        check(sentence_at, "On Dec. 2 The Hague |spoke. Then all left.", "On Dec. 2 The Hague spoke.");
        check(sentence_at, "See No. 7 Downing St. for |more. Later.", "See No. 7 Downing St. for more.");
        check(sentence_at, "He said n|o. Then he left.", "He said no.");
        check(sentence_at, "They left in D|ec. Nobody came back.", "They left in Dec.");
    }

    #[test]
    fn a_short_form_ends_a_sentence_where_the_next_word_begins_one() {
        check(sentence_at, "They met in the U.|S. The talks went on.", "They met in the U.S.");
        check(sentence_at, "They met in the U.S. The |talks went on.", "The talks went on.");
        check(sentence_at, "It began at 5 p.m. “But |nobody came,” she said.", "“But nobody came,” she said.");
        check(sentence_at, "The U.S. Sen|ate met. It voted.", "The U.S. Senate met.");
        check(sentence_at, "The U.S. A-10 |jets left. It was late.", "The U.S. A-10 jets left.");
        check(
            sentence_at,
            "From the U.S. The Hague |heard nothing. It waited.",
            "From the U.S. The Hague heard nothing.",
        );
        check(sentence_at, "Then Mr. It|o left. The end.", "Then Mr. Ito left.");
        check(sentence_at, "Dr. The |came in. It rained.", "Dr. The came in.");
    }

    #[test]
    fn an_extended_selection_ends_where_a_unit_ends() {
        let text = Text::new("One two. Three four.\nFive.");
        assert_eq!(Snap::Word.extended(&text, 3, 5), 7);
        assert_eq!(Snap::Word.extended(&text, 6, 5), 4);
        assert_eq!(Snap::Word.extended(&text, 3, 4), 7);
        assert_eq!(Snap::Word.extended(&text, 4, 3), 0);
        assert_eq!(Snap::Sentence.extended(&text, 8, 9), 20);
        assert_eq!(Snap::Paragraph.extended(&text, 12, 11), 0);
        assert_eq!(Snap::Character.extended(&text, 3, 5), 5);
        // Between words, punctuation and breaks are stepped over, to the very end.
        assert_eq!(Snap::Word.extended(&text, 7, 8), 14);
        assert_eq!(Snap::Word.extended(&text, 19, 20), 25);
        assert_eq!(Snap::Word.extended(&text, 21, 20), 15);
        assert_eq!(Snap::Word.extended(&text, 25, 26), 26);
        let number = Text::new("up 3.5 m");
        assert_eq!(Snap::Word.extended(&number, 4, 5), 6);
    }

    #[test]
    fn what_is_selected_by_words_has_no_punctuation_at_its_ends() {
        let text = Text::new("“No,” he said. Nobody moved.");
        let tidied = |snap: Snap, start, end| text.slice(snap.tidied(&text, Span::new(start, end))).to_owned();
        assert_eq!(tidied(Snap::Word, 0, 14), "“No,” he said");
        assert_eq!(tidied(Snap::Word, 1, 4), "No");
        assert_eq!(tidied(Snap::Word, 13, 14), ".");
        assert_eq!(tidied(Snap::Sentence, 6, 14), "he said.");
    }

    #[test]
    fn what_is_bare_has_no_punctuation_around_it() {
        let bare_of = |source: &str| {
            let text = Text::new(source);
            text.slice(bare(&text, Span::new(0, text.n_chars()))).to_owned()
        };
        assert_eq!(bare_of(" “no territory,” "), "no territory");
        assert_eq!(bare_of("(in Moscow)"), "in Moscow");
        assert_eq!(bare_of("talks (in Moscow)."), "talks (in Moscow)");
        assert_eq!(bare_of("into the U.S."), "into the U.S.");
        assert_eq!(bare_of("up by 5 %,"), "up by 5 %");
        assert_eq!(bare_of("…"), "…");
    }

    #[test]
    fn no_short_form_is_as_long_as_a_word_that_is_sure_to_be_none() {
        let forms = ABBREVIATIONS.iter().chain(&BEFORE_NUMBERS);
        assert!(forms.into_iter().all(|form| form.chars().count() < LONGER_THAN_SHORT_FORMS));
    }

    /// The piece at a position, found by cutting the whole paragraph.
    fn plain_piece(lengths: &[usize], position: usize) -> Span {
        let pieces = lengths.iter().scan(0, |end, length| {
            *end += length;
            Some(Span::new(*end - length, *end))
        });
        let pieces: Vec<Span> = pieces.collect();
        let last = pieces.last().copied().unwrap_or(Span::new(0, 0));
        pieces.into_iter().find(|piece| position < piece.end).unwrap_or(last)
    }

    const PARTS: &str = "a|word|Word|settlement.|Settlement!|why?|Mr.|U.S.|Dec.|No.|\
        e.g.|J.|can’t|1|2.5| |  |\u{a0}|. |! |? |… |.|,|“|”|\
        (|)|’|_|-|:|北|京|。|カ|ไทย|न|é|\u{301}|\u{200d}|\u{ad}|🇩|🇫|👨|👩|ß|ǅ|שלום|\u{2028}|\t";

    /// Paragraphs in which much depends on the surrounding characters.
    fn paragraphs() -> impl Strategy<Value = String> {
        let parts: Vec<&str> = PARTS.split('|').collect();
        prop::collection::vec(prop::sample::select(parts), 0..40).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn looking_around_a_place_finds_what_cutting_the_whole_paragraph_finds(paragraph in paragraphs()) {
            let text = Text::new(paragraph.as_str());
            let (words, sentences) = (word_lengths(&paragraph), sentence_lengths(&paragraph));
            for position in 0..=text.n_chars() {
                prop_assert_eq!(word_at(&text, position), plain_piece(&words, position));
                let sentence = piece_at(&text, position, begins_sentence, sentence_lengths);
                prop_assert_eq!(sentence, plain_piece(&sentences, position));
            }
        }
    }
}
