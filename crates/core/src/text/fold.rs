//! Folds names and texts, so that what a reader takes for the same compares equal.
//!
//! There are two folds. [`folded`] is for comparing: canonically equivalent letters are the same, whichever program
//! wrote them (Unicode Standard Annex 15), characters that nobody sees do not count, and any white space is one space.
//! [`searchable`] is for searching, and ignores case, accents and the shape of quotation marks and dashes as well.
//! What is stored is never folded.

use std::{borrow::Cow, cmp::Ordering, collections::HashSet, iter, ops::Range};

use icu_normalizer::{
    ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed, properties::CanonicalCombiningClassMapBorrowed,
};

use super::index::small;
use crate::effort;

/// Folds a name for comparing: two names are the same if their folds are equal. Most names are their own fold, and are
/// not copied.
pub fn folded(name: &str) -> Cow<'_, str> {
    effort::note(1);
    let name = name.trim();
    if is_own_fold(name) {
        return Cow::Borrowed(name);
    }
    let mut fold = String::with_capacity(name.len());
    for cluster in clusters(name) {
        push_folded(&mut fold, cluster);
    }
    let n_kept = fold.trim_end_matches(' ').len();
    fold.truncate(n_kept);
    if fold.starts_with(' ') {
        fold.remove(0);
    }
    Cow::Owned(fold)
}

/// Returns true for most names: those of plain letters and single spaces, with none at the ends.
fn is_own_fold(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') && !name.contains("  ")
}

/// Returns whether a reader sees nothing of the name: it is empty, or consists of spaces and invisible characters.
/// Joiners, the blank pattern of Braille and the like are visible only beside letters, or not at all.
pub fn is_blank(name: &str) -> bool {
    let is_unseen = |c| {
        matches!(c, ' ' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200c}' | '\u{200d}' | '\u{2800}')
            || matches!(c, '\u{e0000}'..='\u{e0fff}')
    };
    folded(name).chars().all(is_unseen)
}

/// Returns whether two names are the same to a reader, ignoring case.
pub fn is_same_name(a: &str, b: &str) -> bool {
    a == b || folded(a) == folded(b)
}

/// Folds a text for searching. Typed words can then be found by plain comparison.
pub fn searchable(text: &str) -> String {
    // White space at the ends is kept, because the text is searched for parts.
    if is_own_fold(text) {
        return text.to_ascii_lowercase();
    }
    let mut fold = String::with_capacity(text.len());
    for cluster in clusters(text) {
        push_folded(&mut fold, cluster);
    }
    if fold.is_ascii() {
        fold.make_ascii_lowercase();
        return fold;
    }
    let mut plain = String::with_capacity(fold.len());
    let mut letter = ' ';
    for c in fold.chars() {
        // “й” is a letter of its own to everybody who types it, unlike “ё”, for which many type “е”.
        if is_accent(c) && !(c == '\u{306}' && matches!(letter, 'и' | 'И')) {
            continue;
        }
        letter = c;
        match c {
            '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' | 'ʼ' | '＇' => plain.push('\''),
            '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂' => plain.push('"'),
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            'ł' | 'Ł' => plain.push('l'),
            'ø' | 'Ø' => plain.push('o'),
            'đ' | 'Đ' => plain.push('d'),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            // Upper case first joins what full case folding joins: “ß” and “SS”, both forms of sigma.
            _ => plain.extend(c.to_uppercase().flat_map(char::to_lowercase)),
        }
    }
    // A capital letter with a dot, “İ”, becomes small with the dot as an accent.
    plain.retain(|c| c != '\u{307}');
    // Composed again, so that “и” is not found in “й”, nor a syllable in one with another consonant behind it.
    ComposingNormalizerBorrowed::new_nfc().normalize(&plain).into_owned()
}

/// Returns whether a text contains these words, which must be [`searchable`]. Most texts are not copied for this.
pub fn has_words(text: &str, words: &str) -> bool {
    if is_own_fold(text) {
        let (text, words) = (text.as_bytes(), words.as_bytes());
        return words.is_empty() || text.windows(words.len()).any(|part| part.eq_ignore_ascii_case(words));
    }
    searchable(text).contains(words)
}

/// Returns whether two names are the same in every letter but differ in its case, such as “US” and “us”.
pub fn differs_in_case_only(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    a != b && in_one_case(&a) == in_one_case(&b)
}

/// Folds the case of a name that is [`folded`].
pub fn in_one_case(fold: &str) -> String {
    if fold.is_ascii() {
        return fold.to_ascii_lowercase();
    }
    fold.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// Diacritics that are written on or below letters. The vowel signs of other scripts are letters and stay.
const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Returns whether the character is invisible: soft hyphens, spaces without a width, marks of direction and of byte
/// order. The joiners U+200C and U+200D are not included, because some scripts need them for spelling.
pub const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{61c}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0001}'
    )
}

/// Returns whether this character only changes the shape of the letter before it, or separates it from the next:
/// variation selectors, as after an emoji, and the grapheme joiner. It belongs to its letter and is never trimmed.
const fn is_selector(c: char) -> bool {
    matches!(c, '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Returns whether names and texts that differ only in this character are the same.
pub(super) const fn is_passed_over(c: char) -> bool {
    is_invisible(c) || is_selector(c)
}

/// Returns whether the character belongs to the letter before it.
pub(super) fn is_joined(c: char) -> bool {
    // Vowels and final consonants of decomposed Korean syllables have no combining class.
    c >= '\u{ad}'
        && (is_passed_over(c)
            || matches!(c, '\u{1160}'..='\u{11ff}')
            || c >= '\u{300}' && CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0)
}

/// The parts of a text that fold independently: a letter with its marks, or a run of white space.
fn clusters(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let mut chars = rest.char_indices();
        let (_, first) = chars.next()?;
        let is_space = first.is_whitespace();
        let continues = |c: char| if is_space { c.is_whitespace() || is_passed_over(c) } else { is_joined(c) };
        let end = chars.find(|(_, c)| !continues(*c)).map_or(rest.len(), |(at, _)| at);
        let (cluster, after) = rest.split_at(end);
        rest = after;
        Some(cluster)
    })
}

fn push_folded(fold: &mut String, cluster: &str) {
    if let [byte] = cluster.as_bytes() {
        fold.push(if byte.is_ascii_whitespace() || *byte == 0x0b { ' ' } else { char::from(*byte) });
    } else if cluster.starts_with(char::is_whitespace) {
        fold.push(' ');
    } else {
        let visible: String = cluster.chars().filter(|c| !is_passed_over(*c)).collect();
        fold.push_str(&DecomposingNormalizerBorrowed::new_nfd().normalize(&visible));
    }
}

/// A text folded for comparing, with the places of its parts in the original text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FoldedText {
    fold: String,
    stretches: Vec<Stretch>,
}

/// Where a part begins in the fold and in the text, in bytes.
#[derive(Debug, PartialEq, Eq)]
struct Stretch {
    in_fold: u32,
    in_text: u32,
    /// Whether it consists of characters that are their own fold. Otherwise it is one letter or one run of white space.
    is_plain: bool,
}

impl FoldedText {
    /// Folds a text; takes time linear in its length.
    pub(super) fn of(text: &str) -> Self {
        let mut fold = String::with_capacity(text.len());
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut at = 0;
        for cluster in clusters(text) {
            let start = fold.len();
            push_folded(&mut fold, cluster);
            let is_plain = fold[start..] == *cluster && cluster.chars().nth(1).is_none();
            if !(is_plain && stretches.last().is_some_and(|stretch| stretch.is_plain)) {
                stretches.push(Stretch { in_fold: small(start), in_text: small(at), is_plain });
            }
            at += cluster.len();
        }
        stretches.push(Stretch { in_fold: small(fold.len()), in_text: small(at), is_plain: false });
        Self { fold, stretches }
    }

    /// The bytes of the text where `quote`, which must be folded, stands between whole letters, in reading order. Only
    /// the stretch of the fold around the byte `near` of the text is searched, at most `reach` bytes to either side.
    pub(super) fn places<'a>(
        &'a self,
        text: &'a str,
        quote: &'a str,
        (near, reach): (usize, usize),
    ) -> impl Iterator<Item = Range<usize>> + 'a {
        let centre = self.in_fold(near);
        let mut from = self.fold.floor_char_boundary(centre.saturating_sub(reach));
        let to = self.fold.ceil_char_boundary(centre.saturating_add(reach).min(self.fold.len()));
        let first = quote.chars().next().map_or(1, char::len_utf8);
        iter::from_fn(move || {
            while !quote.is_empty() {
                let start = from + self.fold.get(from..to)?.find(quote)?;
                from = start + first;
                let ends = self.in_text(start, true).zip(self.in_text(start + quote.len(), false));
                if let Some((start, end)) = ends.filter(|(start, end)| start < end) {
                    let words = &text[start..end];
                    let end = start + words.trim_end_matches(is_invisible).len();
                    let start = end - text[start..end].trim_start_matches(is_invisible).len();
                    return Some(start..end);
                }
            }
            None
        })
    }

    /// The byte of the text for a byte of the fold; `None` inside a letter. Characters without a fold stand before a
    /// start and behind an end.
    fn in_text(&self, in_fold: usize, is_start: bool) -> Option<usize> {
        let before = self.stretches.partition_point(|stretch| (stretch.in_fold as usize) < in_fold);
        let after = self.stretches.partition_point(|stretch| stretch.in_fold as usize <= in_fold);
        if before < after {
            let nth = if is_start { after - 1 } else { before };
            return Some(self.stretches[nth].in_text as usize);
        }
        let stretch = &self.stretches[after.checked_sub(1)?];
        stretch.is_plain.then(|| stretch.in_text as usize + in_fold - stretch.in_fold as usize)
    }

    /// Returns approximately the byte of the fold for a byte of the text.
    fn in_fold(&self, in_text: usize) -> usize {
        let nth = self.stretches.partition_point(|stretch| stretch.in_text as usize <= in_text).saturating_sub(1);
        let stretch = &self.stretches[nth];
        (stretch.in_fold as usize + in_text.saturating_sub(stretch.in_text as usize)).min(self.fold.len())
    }
}

/// Orders names as a reader expects to find them: letters with marks beside those without, whatever their case, and
/// numbers by their value. The order is that of the Unicode Collation Algorithm (Unicode Technical Standard 10) with
/// the root table of CLDR; names that it takes for equal are ordered by their characters, so no two differ by chance.
pub fn name_order(a: &str, b: &str) -> Ordering {
    let order = COLLATOR.with(|collator| collator.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b)));
    order.then_with(|| a.cmp(b))
}

/// Sorts names by [`name_order`] and drops those that are the same as an earlier one.
pub fn in_order<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut seen = HashSet::new();
    let mut names: Vec<&str> = names.into_iter().filter(|name| seen.insert(folded(name))).collect();
    names.sort_by(|a, b| name_order(a, b));
    names
}

thread_local! {
    // The order does not follow the language of the computer, so that a table is the same everywhere.
    static COLLATOR: Option<icu_collator::CollatorBorrowed<'static>> = {
        let mut preferences = icu_collator::CollatorPreferences::default();
        preferences.numeric_ordering = Some(icu_collator::preferences::CollationNumericOrdering::True);
        icu_collator::CollatorBorrowed::try_new(preferences, icu_collator::options::CollatorOptions::default()).ok()
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_letters_are_the_same_name() {
        for (a, b) in [
            ("Élise", "E\u{301}lise"),
            ("Việt", "Vie\u{323}\u{302}t"),
            ("a\u{301}\u{323}", "a\u{323}\u{301}"),
            ("각", "\u{1100}\u{1161}\u{11a8}"),
            ("Å", "\u{212b}"),
            ("co\u{ad}operate", "cooperate"),
            ("\u{feff}Mayor\u{200b}", "Mayor"),
            (" New\u{a0}\n York ", "New York"),
            ("New \u{200b} York", "New York"),
            ("\u{200f}حمص", "حمص"),
            ("Mayor\u{3164}", "Mayor"),
            ("É\u{206a}lise\u{fff9}", "Élise"),
            ("❤\u{fe0f} NGO", "❤ NGO"),
            ("葛\u{e0100}城", "葛城"),
            ("a\u{34f}\u{301}", "á"),
        ] {
            assert!(is_same_name(a, b), "{a:?} {b:?}");
        }
        for (a, b) in [("US", "us"), ("Elise", "Élise"), ("می\u{200c}روم", "میروم"), ("’", "'"), ("AB", "A B")]
        {
            assert!(!is_same_name(a, b), "{a:?} {b:?}");
        }
        assert!(differs_in_case_only("US", "us") && differs_in_case_only("É", "e\u{301}"));
        assert!(!differs_in_case_only("US", " US") && !differs_in_case_only("US", "UK"));
    }

    #[test]
    fn plain_names_are_folded_without_a_copy() {
        for name in ["Mayor of the harbour", " trimmed ", ""] {
            assert!(matches!(folded(name), Cow::Borrowed(fold) if fold == name.trim()), "{name:?}");
        }
        assert!(is_blank(" \u{200b}\u{ad} ") && is_blank("") && !is_blank("\u{200b}a"));
        for name in
            ["\u{3164}", "\u{2800} \u{200d}", "\u{fe0f}", "\u{115f}\u{1160}", "\u{34f}", "\u{e0020}", "\u{180b}"]
        {
            assert!(is_blank(name), "{name:?}");
        }
        assert!(!is_blank("🏴\u{e0067}\u{e007f}") && !is_blank("ᅡ"));
    }

    #[test]
    fn what_is_searched_is_not_found_inside_other_letters() {
        for (text, words) in [("мой", "мои"), ("난", "나"), ("はが", "はか")] {
            assert!(!searchable(text).contains(&searchable(words)), "{words} in {text}");
            assert!(searchable(text).contains(&searchable(text)));
        }
    }

    #[test]
    fn searches_ignore_case_accents_and_typography() {
        for (a, b) in [
            ("Élise’s “plan” – now", "elise's \"plan\" - now"),
            ("Ёлка", "елка"),
            ("STRASSE", "Straße"),
            ("ΟΔΟΣ", "οδος"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
        ] {
            assert_eq!(searchable(a), searchable(b), "{a} {b}");
        }
        for (text, words, is_found) in [
            ("The Mayor", "mAYOR", true),
            ("A  b", "a b", true),
            ("Café", "cafe", true),
            ("ab", "abc", false),
            ("a", "", true),
        ] {
            assert_eq!(has_words(text, &searchable(words)), is_found, "{words} in {text}");
        }
        assert_ne!(searchable("мой"), searchable("мои"));
        assert_ne!(searchable("कि"), searchable("क"));
    }

    #[test]
    fn names_stand_where_a_reader_looks_for_them() {
        let mut names =
            ["Zoo", "Äpfel", "Apfel", "Éclair", "Яма", "Ёлка", "Ель", "10 things", "9 things", "part10", "part2"];
        names.sort_by(|a, b| name_order(a, b));
        assert_eq!(
            names,
            ["9 things", "10 things", "Apfel", "Äpfel", "Éclair", "part2", "part10", "Zoo", "Ёлка", "Ель", "Яма"]
        );
        assert_eq!(name_order("é", "e\u{301}"), "é".cmp("e\u{301}"));
        assert_eq!(name_order("a", "a"), Ordering::Equal);
    }

    #[test]
    fn places_cover_the_letters_of_the_text() {
        let check = |text: &str, quote: &str, expected: &[&str]| {
            let (folded_text, quote) = (FoldedText::of(text), folded(quote));
            let found: Vec<&str> =
                folded_text.places(text, &quote, (0, usize::MAX)).map(|place| &text[place]).collect();
            assert_eq!(found, expected, "{quote} in {text}");
        };
        check("The cafe\u{301} owner", "café owner", &["cafe\u{301} owner"]);
        check("The café owner", "cafe\u{301}", &["café"]);
        check("The café owner", "cafe", &[]);
        check("The cafe\u{301} owner", "cafe", &[]);
        check("co\u{ad}op\u{ad} and co-op", "coop", &["co\u{ad}op"]);
        check("in\n\n  New\u{a0}York, New York", "New York", &["New\u{a0}York", "New York"]);
        check("북한은", "\u{1107}\u{116e}\u{11a8}", &["북"]);
        check("\u{200b}a\u{200b}", "a", &["a"]);
        check("aa", "a", &["a", "a"]);
        check("", "a", &[]);
    }
}
