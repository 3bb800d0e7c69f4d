//! Words and sentences around a position, by Unicode's rules.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::model::{Span, Text};

/// The word, or the run of blanks or signs, that holds the character at `position`.
pub fn word_at(text: &Text, position: usize) -> Span {
    piece_at(text, position, |paragraph| paragraph.split_word_bounds().map(|word| word.chars().count()).collect())
}

/// The sentence that holds the character at `position`, without the blanks behind it.
pub fn sentence_at(text: &Text, position: usize) -> Span {
    let span = piece_at(text, position, sentence_lengths);
    let words = text.slice(span);
    let n_blank = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    let n_lead = words.chars().take_while(|c| c.is_whitespace()).count();
    if n_lead == span.len() { span } else { Span::new(span.start + n_lead, span.end - n_blank) }
}

/// The paragraph that holds the character at `position`.
pub fn paragraph_at(text: &Text, position: usize) -> Span {
    text.paragraph(text.paragraph_at(position))
}

/// Where the next word begins after `position`.
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

/// Where the word before `position` begins.
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

/// Without the blanks at both ends; the same span if there is nothing else.
pub fn trimmed(text: &Text, span: Span) -> Span {
    let words = text.slice(span);
    let n_lead = words.chars().take_while(|c| c.is_whitespace()).count();
    if n_lead == span.len() {
        return span;
    }
    let n_trail = words.chars().rev().take_while(|c| c.is_whitespace()).count();
    Span::new(span.start + n_lead, span.end - n_trail)
}

/// Cuts the paragraph into pieces of the given lengths and finds the one at `position`; behind the
/// last character, that is the last piece.
fn piece_at(text: &Text, position: usize, lengths: impl FnOnce(&str) -> Vec<usize>) -> Span {
    let paragraph = paragraph_at(text, position);
    let mut piece = Span::new(paragraph.start, paragraph.start);
    for length in lengths(text.slice(paragraph)) {
        piece = Span::new(piece.end, piece.end + length);
        if position < piece.end {
            break;
        }
    }
    piece
}

fn sentence_lengths(paragraph: &str) -> Vec<usize> {
    let mut lengths: Vec<usize> = Vec::new();
    let mut goes_on = false;
    for sentence in paragraph.split_sentence_bounds() {
        let length = sentence.chars().count();
        match lengths.last_mut() {
            Some(last) if goes_on => *last += length,
            _ => lengths.push(length),
        }
        goes_on = ends_with_abbreviation(sentence);
    }
    lengths
}

/// Short forms whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 44] = [
    "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "maj", "sgt", "capt", "sen", "rep", "gov", "pres", "st", "no",
    "vs", "approx", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "u.s", "u.k",
    "u.n", "e.u", "e.g", "i.e", "p.m", "a.m", "ca", "inc", "ltd", "г", "ул",
];

fn ends_with_abbreviation(sentence: &str) -> bool {
    let Some(before) = sentence.trim_end().strip_suffix('.') else { return false };
    let last = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '«')).next().unwrap_or("");
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    is_initial || ABBREVIATIONS.contains(&&*last.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` marks the position; the answer is what is found there.
    fn check(find: impl Fn(&Text, usize) -> Span, source: &str, expected: &str) {
        let position = source.chars().position(|c| c == '|').expect("the source marks a position");
        let text = Text::new(source.replace('|', ""));
        assert_eq!(text.slice(find(&text, position)), expected, "{source}");
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
}
