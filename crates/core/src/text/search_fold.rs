//! A text folded for searching, with the way back to every place in it.
//!
//! The fold is that of [`searchable`], letter by letter, except that the end of a paragraph stays a line feed, so that
//! no phrase is found across it. To keep the copy small, the way back is stored for one byte in a few hundred; from there
//! the text is folded once more.

use std::{ops::Range, sync::LazyLock};

use super::{
    fold::{is_invisible, is_joined, is_passed_over, searchable},
    index::small,
};

/// How many bytes of the fold share a mark.
const STRIDE: usize = 256;
/// The bit of [`Mark::in_text`] which says that all letters up to the next mark have as many bytes in the fold. No text
/// is so long that the bit is part of a place.
const IS_EVEN: u32 = 1 << 31;

/// A text folded for searching: case, accents, the shape of quotation marks and dashes, invisible characters and the
/// kind and number of spaces do not count.
#[derive(Debug, PartialEq, Eq)]
pub struct SearchFold {
    fold: String,
    marks: Vec<Mark>,
}

/// Where the first letter that begins at a multiple of [`STRIDE`] or behind it stands in the fold and in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    in_fold: u32,
    in_text: u32,
}

impl Mark {
    const fn in_fold(self) -> usize {
        self.in_fold as usize
    }

    const fn in_text(self) -> usize {
        (self.in_text & !IS_EVEN) as usize
    }

    const fn is_even(self) -> bool {
        self.in_text & IS_EVEN != 0
    }
}

impl SearchFold {
    /// Folds a text; takes time linear in its length.
    pub fn of(text: &str) -> Self {
        let mut fold = String::with_capacity(text.len());
        let mut marks: Vec<Mark> = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut in_text = 0;
        let mut rest = letters(text);
        loop {
            let plain = rest.take_plain();
            if !plain.is_empty() {
                let start = fold.len();
                while marks.len() * STRIDE < start + plain.len() {
                    let in_fold = (marks.len() * STRIDE).max(start);
                    let mark = Mark { in_fold: small(in_fold), in_text: small(in_text + in_fold - start) | IS_EVEN };
                    marks.push(mark);
                }
                fold.push_str(plain);
                fold[start..].make_ascii_lowercase();
                in_text += plain.len();
            }
            let Some(letter) = rest.next() else { break };
            let start = fold.len();
            if start >= marks.len() * STRIDE {
                // A letter may be longer than the stride; then several marks are the same.
                let mark = Mark { in_fold: small(start), in_text: small(in_text) | IS_EVEN };
                marks.resize(start / STRIDE + 1, mark);
            }
            push_fold(&mut fold, letter);
            if (fold.len() - start != letter.len() || letter.chars().nth(1).is_some())
                && let Some(mark) = marks.last_mut()
            {
                mark.in_text &= !IS_EVEN;
            }
            in_text += letter.len();
        }
        fold.shrink_to_fit();
        marks.shrink_to_fit();
        Self { fold, marks }
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.fold
    }

    /// How much memory it takes, in bytes.
    pub fn n_bytes(&self) -> usize {
        self.fold.capacity() + self.marks.capacity() * size_of::<Mark>()
    }

    /// The bytes of the text that a range of the fold stands for, without invisible characters at its ends; `None` if
    /// it begins or ends inside a letter. `text` is the text that was folded.
    pub fn in_text(&self, text: &str, range: Range<usize>) -> Option<Range<usize>> {
        self.in_text_from(text, range, &mut WayBack::default())
    }

    /// As [`Self::in_text`] for ranges in their order, without those that begin or end inside a letter. This takes time
    /// in proportion to the text, however many ranges there are.
    pub fn all_in_text<'a>(
        &'a self,
        text: &'a str,
        ranges: impl Iterator<Item = Range<usize>> + 'a,
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let mut way = WayBack::default();
        ranges.filter_map(move |range| self.in_text_from(text, range, &mut way))
    }

    fn in_text_from(&self, text: &str, range: Range<usize>, way: &mut WayBack) -> Option<Range<usize>> {
        let start = self.place(text, range.start, true, way)?;
        let end = self.place(text, range.end, false, way)?;
        let words = text.get(start..end)?;
        let end = start + words.trim_end_matches(is_passed_over).len();
        let start = end - text[start..end].trim_start_matches(is_invisible).len();
        (start < end).then_some(start..end)
    }

    /// The byte of the text for a byte of the fold; `None` inside a letter. What has no fold stands before a start and
    /// behind an end.
    fn place(&self, text: &str, at: usize, is_start: bool, way: &mut WayBack) -> Option<usize> {
        let after = (at / STRIDE + 1).min(self.marks.len());
        // What has no fold may stand before a mark; it belongs to the stretch before.
        let nth = self.marks[..after].iter().rposition(|mark| mark.in_fold() < at || mark.in_fold() == 0)?;
        let mark = self.marks[nth];
        let next = self.marks.get(nth + 1).map_or(self.fold.len(), |next| next.in_fold());
        if mark.is_even() && at < next {
            let place = mark.in_text() + at - mark.in_fold();
            return text.is_char_boundary(place).then_some(place);
        }
        let is_ahead = way.in_text > mark.in_text() && (way.in_fold < at || is_start && way.in_fold == at);
        if !is_ahead {
            (way.in_fold, way.in_text) = (mark.in_fold(), mark.in_text());
        }
        for letter in letters(&text[way.in_text..]) {
            if way.in_fold == at && !is_start {
                break;
            }
            way.fold.clear();
            push_fold(&mut way.fold, letter);
            let has_fold = !way.fold.is_empty();
            if way.in_fold == at && has_fold || way.in_fold + way.fold.len() > at {
                break;
            }
            way.in_fold += way.fold.len();
            way.in_text += letter.len();
        }
        (way.in_fold == at).then_some(way.in_text)
    }
}

/// How far the way back was gone last: a letter of the text, and where its fold begins.
#[derive(Default)]
struct WayBack {
    in_fold: usize,
    in_text: usize,
    /// Room for the fold of one letter.
    fold: String,
}

/// The parts of a text that fold independently: a letter with everything that composes with it, or a run of white space.
fn letters(text: &str) -> Letters<'_> {
    Letters { rest: text }
}

struct Letters<'a> {
    rest: &'a str,
}

impl<'a> Letters<'a> {
    /// Takes the letters that fold to one byte each because they are ASCII, and so is what follows them.
    fn take_plain(&mut self) -> &'a str {
        let bytes = self.rest.as_bytes();
        let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x0b;
        let is_plain = |pair: &[u8]| match pair {
            [b' ' | b'\n', next] => next.is_ascii() && !is_space(next),
            [byte, next] => byte.is_ascii() && next.is_ascii() && !is_space(byte),
            _ => false,
        };
        let n_bytes = bytes.windows(2).position(|pair| !is_plain(pair)).unwrap_or(bytes.len().saturating_sub(1));
        let (plain, rest) = self.rest.split_at(n_bytes);
        self.rest = rest;
        plain
    }
}

impl<'a> Iterator for Letters<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut chars = self.rest.char_indices();
        let (_, first) = chars.next()?;
        let is_space = first.is_whitespace();
        let continues = |c: char| match c {
            _ if is_space => c.is_whitespace() || is_passed_over(c),
            ..'\u{ad}' => false,
            _ => is_joined(c) || composes_with_letter_before(c),
        };
        let end = chars.find(|(_, c)| !continues(*c)).map_or(self.rest.len(), |(at, _)| at);
        let (letter, after) = self.rest.split_at(end);
        self.rest = after;
        Some(letter)
    }
}

/// Returns whether the character is a vowel sign that makes one character with the sign before it when a text is
/// composed (Unicode Standard Annex 15), although it has no combining class.
const fn composes_with_letter_before(c: char) -> bool {
    matches!(
        c,
        '\u{9be}'
            | '\u{9d7}'
            | '\u{b3e}'
            | '\u{b56}'
            | '\u{b57}'
            | '\u{bbe}'
            | '\u{bd7}'
            | '\u{cc2}'
            | '\u{cd5}'
            | '\u{cd6}'
            | '\u{d3e}'
            | '\u{d57}'
            | '\u{dcf}'
            | '\u{ddf}'
            | '\u{102e}'
            | '\u{1b35}'
            | '\u{11127}'
            | '\u{1133e}'
            | '\u{11357}'
            | '\u{114b0}'
            | '\u{114bd}'
            | '\u{115af}'
            | '\u{11930}'
    )
}

/// Appends the fold of one letter or one run of white space.
fn push_fold(fold: &mut String, letter: &str) {
    if let [byte] = letter.as_bytes() {
        let c = char::from(byte.to_ascii_lowercase());
        fold.push(if c.is_whitespace() && c != '\n' { ' ' } else { c });
        return;
    }
    let mut chars = letter.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else { return };
    match (first, second) {
        _ if first.is_whitespace() => fold.push(if letter.contains(is_line_end) { '\n' } else { ' ' }),
        // Letters of their own in any case: kana, the usual Chinese characters, Korean syllables.
        ('ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4e00}'..='\u{9fff}' | '가'..='힣', None) => fold.push(first),
        (_, None) if (first as usize) < COMMON.len() => fold.push_str(COMMON[first as usize].as_str()),
        _ => fold.push_str(&searchable(letter)),
    }
}

const fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\u{2028}' | '\u{2029}')
}

/// The folds of the characters that most texts consist of, by their number.
static COMMON: LazyLock<Vec<ShortFold>> = LazyLock::new(|| {
    let fold_of = |c| ShortFold::of(&searchable(char::from_u32(c).unwrap_or(' ').encode_utf8(&mut [0; 4])));
    (0..0x2100).map(fold_of).collect()
});

/// A fold of at most seven bytes.
struct ShortFold {
    n_bytes: u8,
    bytes: [u8; 7],
}

impl ShortFold {
    fn of(fold: &str) -> Self {
        let mut bytes = [0; 7];
        let kept = &fold[..fold.floor_char_boundary(bytes.len())];
        bytes[..kept.len()].copy_from_slice(kept.as_bytes());
        Self { n_bytes: u8::try_from(kept.len()).unwrap_or(0), bytes }
    }

    fn as_str(&self) -> &str {
        str::from_utf8(&self.bytes[..usize::from(self.n_bytes)]).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The words of the text for each place of some folded words, found one letter after another.
    fn found_plainly<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        let mut starts = vec![(0, 0)];
        let mut fold = String::new();
        for letter in letters(text) {
            let at = starts.last().map_or(0, |(_, in_text)| in_text + letter.len());
            push_fold(&mut fold, letter);
            starts.push((fold.len(), at));
        }
        let place = |at: usize, is_start: bool| {
            let mut here = starts.iter().filter(|(in_fold, _)| *in_fold == at);
            if is_start { here.next_back() } else { here.next() }.map(|(_, in_text)| *in_text)
        };
        let found = fold.match_indices(words).filter_map(|(at, _)| {
            let words = text.get(place(at, true)?..place(at + words.len(), false)?)?;
            let words = words.trim_end_matches(is_passed_over).trim_start_matches(is_invisible);
            (!words.is_empty()).then_some(words)
        });
        found.collect()
    }

    fn found<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
        let copy = SearchFold::of(text);
        let places = || copy.as_str().match_indices(words).map(|(at, _)| at..at + words.len());
        let each: Vec<Range<usize>> = places().filter_map(|place| copy.in_text(text, place)).collect();
        let together: Vec<Range<usize>> = copy.all_in_text(text, places()).collect();
        assert_eq!(each, together);
        each.into_iter().map(|place| &text[place]).collect()
    }

    #[test]
    fn words_are_found_as_they_stand_in_the_text() {
        for (text, words, expected) in [
            ("Élise and ELISE, e\u{301}lise", "elise", &["Élise", "ELISE", "e\u{301}lise"][..]),
            ("the “peace\u{a0} plan”", "\"peace plan\"", &["“peace\u{a0} plan”"]),
            ("ter\u{ad}ri\u{200b}tory\u{ad}", "territory", &["ter\u{ad}ri\u{200b}tory"]),
            ("Ещё, еще и ЕЩЁ", "еще", &["Ещё", "еще", "ЕЩЁ"]),
            ("мой, мои", "мои", &["мои"]),
            ("Straße, STRASSE", "strasse", &["Straße", "STRASSE"]),
            ("Cœur et œuvre", "o", &[]),
            ("cease\u{2011}fire, cease–fire", "cease-fire", &["cease\u{2011}fire", "cease–fire"]),
            ("a plan\n  now", "plan now", &[]),
            ("ПЛАН\u{2028}мира", "план\nмира", &["ПЛАН\u{2028}мира"]),
            ("\u{feff}\u{200b}start", "start", &["start"]),
            ("ΟΔΥΣΣΕΥΣ και Οδυσσεύς", "οδυσσευσ", &["ΟΔΥΣΣΕΥΣ", "Οδυσσεύς"]),
            ("平和計画", "計画", &["計画"]),
            ("한국의 평화", "평화", &["평화"]),
            ("السَّلام", "السلام", &[]),
        ] {
            assert_eq!(found(text, words), expected, "{words} in {text}");
        }
    }

    #[test]
    fn a_copy_is_hardly_longer_than_its_text() {
        let texts = ["The talks went on. ", "Переговоры — ещё раз. ", "Việt Nam đã gửi một đề nghị. ", "“…” "];
        for text in texts {
            let text = text.repeat(2000);
            let n_bytes = SearchFold::of(&text).n_bytes();
            assert!(n_bytes * 2 <= text.len() * 3, "{n_bytes} bytes for {} of {}", text.len(), &text[..20]);
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        let pieces = vec![
            "a",
            "B",
            "é",
            "e\u{301}",
            "œ",
            "…",
            "“",
            "’",
            "\u{ad}",
            "\u{200b}",
            " ",
            "\u{a0}",
            "\n",
            "ё",
            "й",
            "и\u{306}",
            "İ",
            "ß",
            "ς",
            "각",
            "\u{1100}\u{1161}\u{11a8}",
            "計",
            "क\u{94d}",
            "ক\u{9c7}\u{9be}",
            "ক\u{9cb}",
            "😀",
            "ﬁ",
        ];
        prop::collection::vec(prop::sample::select(pieces), 0..1200).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]

        #[test]
        fn the_fold_is_that_of_searching_and_leads_back(text in any_text(), at: usize, length in 1_usize..40) {
            let copy = SearchFold::of(&text);
            let paragraphs: Vec<String> = text.split('\n').map(searchable).collect();
            let spaceless = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(spaceless(copy.as_str()), spaceless(&paragraphs.join("\n")));
            if !copy.as_str().is_empty() {
                let from = copy.as_str().floor_char_boundary(at % copy.as_str().len());
                let to = copy.as_str().ceil_char_boundary((from + length).min(copy.as_str().len()));
                let words = copy.as_str()[from..to].to_owned();
                prop_assert_eq!(found(&text, &words), found_plainly(&text, &words));
            }
        }
    }
}
