//! How well typed words fit the names of codes.

use std::collections::HashMap;

use crate::model::{Code, CodeId, CodeKind, Codebook};

/// How well one typed word fits a name; 0 is not at all.
const START: u32 = 60;
const START_OF_A_WORD: u32 = 50;
const INITIALS: u32 = 40;
pub(super) const PART: u32 = 25;
const ONE_SLIP: u32 = 15;
const LETTERS_IN_ORDER: u32 = 10;

/// An alias fits a little less well than the name.
const ALIAS_COSTS: u32 = 5;

/// The codes of one kind with all their names, ready to be compared with what is typed.
pub(super) struct Names<'a> {
    codes: Vec<Known<'a>>,
    by_id: HashMap<&'a CodeId, usize>,
}

struct Known<'a> {
    code: &'a Code,
    /// The name, then the aliases, folded.
    names: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(book: &'a Codebook, kind: CodeKind) -> Self {
        let known = |code: &'a Code| Known {
            code,
            names: [&code.name].into_iter().chain(&code.aliases).map(|name| fold(name)).collect(),
        };
        let codes: Vec<Known<'a>> = book.codes(kind).iter().map(known).collect();
        // Where one id names two codes, the first counts, as everywhere.
        let by_id = codes.iter().enumerate().rev().map(|(at, known)| (&known.code.id, at)).collect();
        Self { codes, by_id }
    }

    /// Each code that all the words fit, by its own names or by what it belongs to, with its score.
    pub(super) fn fitting(&self, words: &[String]) -> impl Iterator<Item = (u32, &'a Code)> {
        let words: Vec<String> = words.iter().map(|word| fold(word)).collect();
        self.codes.iter().filter_map(move |known| Some((self.score(known, &words)?, known.code)))
    }

    /// How well one typed word fits the name of a code, apart from what it belongs to.
    pub(super) fn score_of_word(&self, code: &Code, word: &str) -> u32 {
        self.by_id.get(&code.id).map_or(0, |at| self.codes[*at].score_of_word(&fold(word)))
    }

    fn score(&self, known: &Known<'_>, words: &[String]) -> Option<u32> {
        let typed = words.join(" ");
        if known.names.contains(&typed) {
            return Some(100 * u32::try_from(words.len()).unwrap_or(1));
        }
        let own: Vec<u32> = words.iter().map(|word| known.score_of_word(word)).collect();
        let is_alone = known.code.parent.is_none();
        // A family is gone through only where that can help.
        if is_alone || own.iter().all(|score| *score == 0) {
            return own.iter().all(|score| *score > 0).then(|| own.iter().sum());
        }
        let ancestors = self.ancestors(known.code);
        let mut total = 0;
        for (own, word) in own.into_iter().zip(words) {
            let in_family = ancestors.iter().map(|ancestor| ancestor.score_of_word(word) / 2).max().unwrap_or(0);
            match own.max(in_family) {
                0 => return None,
                score => total += score,
            }
        }
        // Of two codes that fit as well, the more general one comes first.
        Some(total.saturating_sub(u32::try_from(ancestors.len()).unwrap_or(0)).max(1))
    }

    /// What a code belongs to, nearest first.
    fn ancestors(&self, code: &Code) -> Vec<&Known<'a>> {
        /// Deeper families are not typed.
        const DEEP: usize = 8;
        let parent = |code: &Code| code.parent.as_ref().and_then(|id| self.by_id.get(id)).map(|at| &self.codes[*at]);
        std::iter::successors(parent(code), |known| parent(known.code)).take(DEEP).collect()
    }
}

impl Known<'_> {
    fn score_of_word(&self, word: &str) -> u32 {
        let mut scores = self.names.iter().map(|name| score_of_word(name, word));
        let by_name = scores.next().unwrap_or(0);
        by_name.max(scores.max().unwrap_or(0).saturating_sub(ALIAS_COSTS))
    }
}

/// How well a typed word fits a name, both folded.
fn score_of_word(name: &str, typed: &str) -> u32 {
    if name.starts_with(typed) {
        return START;
    }
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words().any(|word| word.starts_with(typed)) {
        return START_OF_A_WORD;
    }
    let n_typed = typed.chars().count();
    if n_typed > 1 && words().filter_map(|word| word.chars().next()).collect::<String>().starts_with(typed) {
        return INITIALS;
    }
    if name.contains(typed) {
        return PART;
    }
    if n_typed > 4 && words().any(|word| begins_with_one_slip(word, typed)) {
        return ONE_SLIP;
    }
    let first_words: Vec<&str> = words().take(MAX_SPREAD).collect();
    let is_spread = n_typed <= MAX_SPREAD && is_made_of_starts(&first_words, typed);
    if n_typed > 1 && (is_spread || words().any(|word| has_letters_in_order(word, typed))) {
        LETTERS_IN_ORDER
    } else {
        0
    }
}

/// Over how many words the letters may be spread; trying all ways takes time that grows fast.
const MAX_SPREAD: usize = 8;

/// Whether what was typed is made of the starts of these words, of which some may be left out:
/// `nmem` of “nato membership”.
fn is_made_of_starts(words: &[&str], typed: &str) -> bool {
    let Some((first, rest)) = words.split_first() else { return typed.is_empty() };
    let n_alike = first.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
    let starts = typed.char_indices().map(|(byte, _)| byte).chain([typed.len()]).take(n_alike + 1);
    starts.into_iter().any(|byte| is_made_of_starts(rest, &typed[byte..]))
}

/// Whether the word has these letters in this order, beginning with its first.
fn has_letters_in_order(word: &str, typed: &str) -> bool {
    let mut letters = word.chars();
    word.chars().next() == typed.chars().next() && typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

/// Whether the word would begin with what was typed, but for one letter too many, too few, wrong, or
/// changed with the next; the first letter is right.
fn begins_with_one_slip(word: &str, typed: &str) -> bool {
    let (word, typed): (Vec<char>, Vec<char>) = (word.chars().collect(), typed.chars().collect());
    let n_alike = word.iter().zip(&typed).take_while(|(a, b)| a == b).count();
    if n_alike == 0 {
        return false;
    }
    let (word, typed) = (&word[n_alike..], &typed[n_alike..]);
    let rest = |letters: &[char], n: usize| letters.get(n..).unwrap_or_default().to_vec();
    let is_turned = matches!((word, typed), ([a, b, ..], [c, d, ..]) if a == d && b == c);
    let wrong = word.starts_with(&rest(typed, 1)) || rest(word, 1).starts_with(&rest(typed, 1));
    wrong || rest(word, 1).starts_with(typed) || is_turned && rest(word, 2).starts_with(&rest(typed, 2))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace('’', "'")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, typed: &str, expected: u32) {
        assert_eq!(score_of_word(&fold(name), &fold(typed)), expected, "{typed} in {name}");
    }

    #[test]
    fn the_start_of_a_name_fits_best_and_scattered_letters_least() {
        check("Territory", "terr", START);
        check("NATO membership", "Mem", START_OF_A_WORD);
        check("Security guarantees", "sg", INITIALS);
        check("Non-proliferation", "prolif", START_OF_A_WORD);
        check("Territory", "rito", PART);
        check("Ceasefire", "cfr", LETTERS_IN_ORDER);
        check("NATO membership", "nmem", LETTERS_IN_ORDER);
        check("The outlet or a reporter", "terr", 0);
        check("Ceasefire", "x", 0);
        check("Ceasefire", "fc", 0);
        check("Київ", "ки", START);
    }

    #[test]
    fn one_slip_is_forgiven_in_a_longer_word() {
        for typed in ["zelenksy", "zelensky", "zelenskiyy", "zelinsky", "zeelensky"] {
            check("Volodymyr Zelenskyy", typed, if typed == "zelensky" { START_OF_A_WORD } else { ONE_SLIP });
        }
        check("Territory", "terit", ONE_SLIP);
        check("Ukraine", "Ukrane", ONE_SLIP);
        check("Volodymyr Zelenskyy", "zalinsky", 0);
        check("Iran", "iraq", 0);
    }
}
