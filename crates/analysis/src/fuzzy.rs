//! Scores how well typed words match the names of codes.

use std::{collections::HashMap, ops::Range};

use standpoint_core::{
    model::{AliasRule, Code, CodeId, CodeKind, Codebook},
    text::fold::{folded, searchable},
};

/// Scores for how one typed word matches a name; 0 means not at all.
const START: u32 = 60;
const START_OF_A_WORD: u32 = 50;
const INITIALS: u32 = 40;
const PART: u32 = 25;
const ONE_SLIP: u32 = 15;
const LETTERS_IN_ORDER: u32 = 10;

/// The amount by which a match of an alias scores lower than one of the name.
const ALIAS_COSTS: u32 = 5;

/// The codes of one kind, each with its score for every word of a typed line.
pub(super) struct ScoredCodes<'a> {
    words: Vec<TypedWord>,
    codes: Vec<ScoredCode<'a>>,
}

/// A word of the line, in lower case and in its own.
struct TypedWord {
    fold: String,
    cased: String,
}

/// A name or an alias, in lower case unless its rule asks for its own.
struct ScoredName {
    words: String,
    rule: AliasRule,
}

struct ScoredCode<'a> {
    code: &'a Code,
    /// The name and then the aliases.
    names: Vec<ScoredName>,
    /// The score of each word against these names.
    by_name: Vec<u32>,
    /// The score of each word against these names or those of an ancestor.
    in_family: Vec<u32>,
    /// Number of ancestors.
    depth: u32,
}

impl<'a> ScoredCodes<'a> {
    /// Compares each word with each code once. How the words are divided between actor and issue is decided later.
    pub(super) fn of(book: &'a Codebook, kind: CodeKind, words: &[String]) -> Self {
        let typed = |word: &String| TypedWord { fold: fold(word), cased: folded(word).into_owned() };
        let words: Vec<TypedWord> = words.iter().map(typed).collect();
        let known = |code: &'a Code| {
            let aliases = code.aliases.iter().map(|alias| ScoredName::of(alias, code.alias_rule(alias)));
            let name = ScoredName::of(&code.name, AliasRule::default());
            let names: Vec<ScoredName> = std::iter::once(name).chain(aliases).collect();
            let by_name: Vec<u32> = words.iter().map(|word| score_of_names(&names, word)).collect();
            ScoredCode { code, names, in_family: by_name.clone(), by_name, depth: 0 }
        };
        let mut codes: Vec<ScoredCode<'a>> = book.codes(kind).iter().map(known).collect();
        // If two codes share an id, the first one counts, as everywhere.
        let by_id: HashMap<&CodeId, usize> =
            codes.iter().enumerate().rev().map(|(at, known)| (&known.code.id, at)).collect();
        let parents: Vec<Option<usize>> =
            codes.iter().map(|known| by_id.get(known.code.parent.as_ref()?).copied()).collect();
        for at in 0..codes.len() {
            let ancestors = std::iter::successors(parents[at], |above| parents[*above]).take(MAX_DEPTH);
            for above in ancestors {
                codes[at].depth += 1;
                for word in 0..words.len() {
                    codes[at].in_family[word] = codes[at].in_family[word].max(codes[above].by_name[word] / 2);
                }
            }
        }
        Self { words, codes }
    }

    /// Returns the codes that match all words in this part of the line, each with its score and its position in the
    /// codebook.
    pub(super) fn fitting(&self, part: Range<usize>) -> impl Iterator<Item = (u32, usize, &'a Code)> {
        let typed = self.typed(part.clone());
        let score = move |known: &ScoredCode<'_>| {
            if known.names.iter().any(|name| name.is(&typed)) {
                return Some(100 * u32::try_from(part.len()).unwrap_or(1));
            }
            let scores = &known.in_family[part.clone()];
            // Words that match only ancestors mean the ancestor itself.
            let is_met =
                scores.iter().all(|score| *score > 0) && known.by_name[part.clone()].iter().any(|score| *score > 0);
            // Of two codes that match equally well, the more general one comes first.
            is_met.then(|| scores.iter().sum::<u32>().saturating_sub(known.depth).max(1))
        };
        let codes = self.codes.iter().enumerate();
        codes.filter_map(move |(at, known)| Some((score(known)?, at, known.code)))
    }

    /// Returns true if every word in this part of the line occurs in a name of the code at that position, instead of
    /// merely resembling it.
    pub(super) fn are_parts(&self, at: usize, part: Range<usize>) -> bool {
        let known = &self.codes[at];
        let typed = self.typed(part.clone());
        known.names.iter().any(|name| name.is(&typed)) || known.by_name[part].iter().all(|score| *score >= PART)
    }

    /// The words in a part of the line as one.
    fn typed(&self, part: Range<usize>) -> TypedWord {
        let joined = |of: fn(&TypedWord) -> &str| self.words[part.clone()].iter().map(of).collect::<Vec<_>>().join(" ");
        TypedWord { fold: joined(|word| &word.fold), cased: joined(|word| &word.cased) }
    }
}

/// The number of ancestors that are searched; nobody types more levels than this.
const MAX_DEPTH: usize = 8;

impl ScoredName {
    fn of(name: &str, rule: AliasRule) -> Self {
        let words = if rule.is_case_sensitive { folded(name).into_owned() } else { fold(name) };
        Self { words, rule }
    }

    /// The typed words in the case in which they are compared.
    fn typed<'a>(&self, word: &'a TypedWord) -> &'a str {
        if self.rule.is_case_sensitive { &word.cased } else { &word.fold }
    }

    /// Returns whether these words are the whole name.
    fn is(&self, words: &TypedWord) -> bool {
        self.words == self.typed(words)
    }

    fn score(&self, word: &TypedWord) -> u32 {
        let typed = self.typed(word);
        if !self.rule.is_whole_word {
            return score_of_word(&self.words, typed);
        }
        let is_one = self.words.split(|c: char| !c.is_alphanumeric()).any(|own| own == typed);
        if is_one { START_OF_A_WORD } else { 0 }
    }
}

/// Scores a typed word against the name, which comes first, and its aliases.
fn score_of_names(names: &[ScoredName], word: &TypedWord) -> u32 {
    let mut scores = names.iter().map(|name| name.score(word));
    let by_name = scores.next().unwrap_or(0);
    by_name.max(scores.max().unwrap_or(0).saturating_sub(ALIAS_COSTS))
}

/// Scores a typed word against a name, both in lower case.
fn score_of_word(name: &str, typed: &str) -> u32 {
    if name.starts_with(typed) {
        return START;
    }
    let words = || name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    if words().any(|word| word.starts_with(typed)) {
        return START_OF_A_WORD;
    }
    let n_typed = typed.chars().count();
    let mut initials = words().filter_map(|word| word.chars().next());
    if n_typed > 1 && typed.chars().all(|letter| initials.next() == Some(letter)) {
        return INITIALS;
    }
    if name.contains(typed) {
        return PART;
    }
    // Whatever is left begins a word with its first letter.
    if !typed.chars().next().is_some_and(|first| words().any(|word| word.starts_with(first))) {
        return 0;
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

/// The most words that typed letters may be spread over. Trying every combination takes exponential time.
const MAX_SPREAD: usize = 8;

/// Returns true if the typed letters consist of the starts of these words, of which some may be skipped: `nmem` for
/// “nato membership”.
fn is_made_of_starts(words: &[&str], typed: &str) -> bool {
    let Some((first, rest)) = words.split_first() else { return typed.is_empty() };
    let n_alike = first.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
    let starts = typed.char_indices().map(|(byte, _)| byte).chain([typed.len()]).take(n_alike + 1);
    starts.into_iter().any(|byte| is_made_of_starts(rest, &typed[byte..]))
}

/// Returns true if the word starts with the first typed letter and contains the others in this order.
fn has_letters_in_order(word: &str, typed: &str) -> bool {
    let mut letters = word.chars();
    word.chars().next() == typed.chars().next() && typed.chars().all(|wanted| letters.any(|letter| letter == wanted))
}

/// Returns true if the word would start with the typed letters but for one that is extra, missing, wrong or swapped
/// with its neighbour. The first letter must be right.
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
    searchable(text.trim())
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
    fn aliases_with_rules_are_typed_as_they_are() {
        let book = Codebook::default();
        let mut code = book.fresh_code(CodeKind::Actor, "Ministry", None);
        code.aliases.push("IT works".to_owned());
        let fits = |code: &Code, typed: &str| {
            let book = Codebook { actors: vec![code.clone()], ..Codebook::default() };
            let words: Vec<String> = typed.split(' ').map(str::to_owned).collect();
            let scored = ScoredCodes::of(&book, CodeKind::Actor, &words);
            scored.fitting(0..words.len()).count() > 0
        };
        assert!(["it", "wor", "it works", "IT works"].iter().all(|typed| fits(&code, typed)));
        code.set_alias_rule("IT works", AliasRule { is_case_sensitive: false, is_whole_word: true });
        assert!(["it", "works", "it works"].iter().all(|typed| fits(&code, typed)) && !fits(&code, "wor"));
        code.set_alias_rule("IT works", AliasRule { is_case_sensitive: true, is_whole_word: false });
        assert!(["IT", "wor", "IT works"].iter().all(|typed| fits(&code, typed)));
        assert!(!fits(&code, "it") && !fits(&code, "it works"));
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
