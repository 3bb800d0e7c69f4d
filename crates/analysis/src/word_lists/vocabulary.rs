//! Numbers words, so that each is folded once however often it occurs.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use standpoint_core::text::{
    fold::{folded, in_one_case},
    words::is_word_boundary,
};

/// Every word that has occurred, by number.
#[derive(Default)]
pub(super) struct Vocabulary<'a> {
    /// The spellings, as they stand in the texts.
    spelling_numbers: HashMap<&'a str, usize, RandomState>,
    spellings: Vec<Spelling<'a>>,
    word_numbers: HashMap<String, u32, RandomState>,
}

struct Spelling<'a> {
    letters: &'a str,
    word: u32,
    n: usize,
}

impl<'a> Vocabulary<'a> {
    /// The number of a word; counts it.
    pub fn number(&mut self, letters: &'a str) -> u32 {
        let spellings = &mut self.spellings;
        let words = &mut self.word_numbers;
        let nth = *self.spelling_numbers.entry(letters).or_insert_with(|| {
            let next = u32::try_from(words.len()).unwrap_or(u32::MAX);
            let word = *words.entry(word_key(letters)).or_insert(next);
            spellings.push(Spelling { letters, word, n: 0 });
            spellings.len() - 1
        });
        self.spellings[nth].n += 1;
        self.spellings[nth].word
    }

    /// The most frequent spelling of each word. Of several, it is the last in the order of characters, where capitals come
    /// before small letters.
    pub fn spellings(&self) -> Vec<&'a str> {
        let mut best: Vec<Option<&Spelling<'a>>> = vec![None; self.word_numbers.len()];
        for spelling in &self.spellings {
            let best = &mut best[spelling.word as usize];
            let rank = |spelling: &Spelling<'a>| (spelling.n, spelling.letters);
            if best.is_none_or(|best| rank(best) < rank(spelling)) {
                *best = Some(spelling);
            }
        }
        best.into_iter().map(|best| best.map_or("", |best| best.letters)).collect()
    }

    /// Returns for each word whether it is one of these, which are keys.
    pub fn are_in(&self, keys: &HashSet<String>) -> Vec<bool> {
        let mut are_in = vec![false; self.word_numbers.len()];
        for (key, number) in &self.word_numbers {
            are_in[*number as usize] = keys.contains(key);
        }
        are_in
    }
}

/// The same for every spelling of a word.
pub(super) fn word_key(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word.to_ascii_lowercase();
    }
    let fold = in_one_case(&folded(word));
    // The fold has decomposed “ё” to “е” and its dots.
    fold.replace(['’', 'ʼ', '＇', '‘'], "'").replace("е\u{308}", "е")
}

/// Joins words to a phrase that is found in the texts: without spaces between words of scripts that have none.
pub(super) fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut phrase = String::new();
    for word in words {
        let needs_space = |c: Option<char>| c.is_some() && !is_word_boundary(c, c);
        if needs_space(phrase.chars().next_back()) || !phrase.is_empty() && needs_space(word.chars().next()) {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    phrase
}
