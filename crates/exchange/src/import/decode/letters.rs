//! Scores how probable a text is in a language, by its letters and pairs of letters.
//!
//! Costs are in bits: the negative logarithm of a probability, which add up where probabilities multiply. What is
//! known of languages comes from a table; what is alike in all of them is in `judged`.

use std::{collections::HashMap, sync::LazyLock};

use super::judged::{Judged, Script};

/// For each language, its letters with their costs, and for each letter those that follow it; see `make_tables.py`.
const TABLE: &str = include_str!("letters.txt");

/// A letter that a language does not have.
const FOREIGN: f32 = 17.0;

/// The lowest cost of a letter after one that it follows too rarely for the table.
const RARE_PAIR: f32 = 11.0;

/// The cost of a letter in a script whose languages are unknown, after another letter of its block and elsewhere.
const NEIGHBOUR: f32 = 6.5;
const STRANGER: f32 = 14.0;

/// The statistics of one language.
pub struct Language {
    pub script: Script,
    /// The place of each letter in `single`, by [`slot`]; 0 stands for none.
    places: Vec<u8>,
    single: Vec<f32>,
    /// The cost of each letter behind each other.
    pairs: Vec<f32>,
    /// The cost of each character, for languages with very many characters.
    ranked: HashMap<char, f32>,
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(read_table);

/// Every language of the table.
pub fn languages() -> &'static [Language] {
    &LANGUAGES
}

/// The index of a letter in [`Language::places`].
fn slot(c: char) -> Option<usize> {
    let c = c as usize;
    match c {
        0x61..0x700 => Some(c - 0x61),
        0xe00..0xe80 => Some(c - 0xe00 + 0x6a0),
        0x1e00..0x1f00 => Some(c - 0x1e00 + 0x720),
        _ => None,
    }
}

const N_SLOTS: usize = 0x820;

fn read_table() -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    let mut is_ranked = false;
    for line in TABLE.lines() {
        if let Some((kind, _)) = line.split_once(' ') {
            is_ranked = kind == "ranked";
            languages.push(Language {
                script: Script::EastAsian,
                places: vec![0; N_SLOTS],
                single: Vec::new(),
                pairs: Vec::new(),
                ranked: HashMap::new(),
            });
            continue;
        }
        let Some(language) = languages.last_mut() else { continue };
        if is_ranked {
            // By Zipf’s law, frequency falls with rank.
            #[expect(clippy::cast_precision_loss, reason = "ranks are small")]
            let cost = |rank: usize| (rank as f32 + 20.0).log2() + 2.5;
            language.ranked = line.chars().enumerate().map(|(rank, c)| (c, cost(rank))).collect();
        } else if language.single.is_empty() {
            language.read_letters(line);
        } else {
            language.read_followers(line);
        }
    }
    languages
}

/// The cost that stands for itself in the table.
#[expect(clippy::cast_precision_loss, reason = "it is small")]
fn read_cost(c: char) -> f32 {
    (c as u32 - '!' as u32) as f32 / 3.0
}

fn in_twos(line: &str) -> impl Iterator<Item = (char, f32)> {
    let mut chars = line.chars();
    std::iter::from_fn(move || Some((chars.next()?, read_cost(chars.next()?))))
}

impl Language {
    fn read_letters(&mut self, line: &str) {
        self.single.push(FOREIGN);
        for (letter, cost) in in_twos(line) {
            if let (Some(slot), Ok(place)) = (slot(letter), u8::try_from(self.single.len())) {
                self.places[slot] = place;
                self.single.push(cost);
                self.script =
                    if self.single.len() == 2 { Script::of(letter).unwrap_or(self.script) } else { self.script };
            }
        }
        let rare: Vec<f32> = self.single.iter().map(|cost| (cost + 1.0).clamp(RARE_PAIR, FOREIGN)).collect();
        self.pairs = rare.repeat(self.single.len());
    }

    fn read_followers(&mut self, line: &str) {
        let mut chars = line.chars();
        let first = chars.next().map_or(0, |first| self.place(first));
        for (second, cost) in in_twos(chars.as_str()) {
            let at = first * self.single.len() + self.place(second);
            self.pairs[at] = cost;
        }
    }

    fn place(&self, letter: char) -> usize {
        slot(letter).map_or(0, |slot| usize::from(self.places[slot]))
    }

    /// The cost of a letter in lower case, behind the letter before it in the same word.
    fn cost(&self, before: Option<char>, letter: char) -> f32 {
        if self.single.is_empty() {
            return self.ranked.get(&letter).copied().unwrap_or(FOREIGN);
        }
        let place = self.place(letter);
        if place == 0 {
            // Foreign names mostly come from Western Europe.
            return if letter < '\u{100}' { FOREIGN - 1.0 } else { FOREIGN + 2.0 };
        }
        match before.map(|before| self.place(before)) {
            Some(before) if before > 0 => self.pairs[before * self.single.len() + place],
            _ => self.single[place],
        }
    }
}

/// Returns the cost of a text in a language, or only that of its characters outside ASCII and those after them.
pub fn cost_in(language: &Language, judged: &[Judged], is_wanted: impl Fn(&Judged, Option<&Judged>) -> bool) -> f32 {
    let english = &languages()[0];
    let mut sum = 0.0;
    let mut before: Option<&Judged> = None;
    for one in judged {
        if is_wanted(one, before) {
            let in_word = before.filter(|before| before.script().is_some() && before.script() == one.script());
            let previous = in_word.map(Judged::letter);
            sum += one.common()
                + match one.script() {
                    None => 0.0,
                    Some(script) if script == language.script => language.cost(previous, one.letter()),
                    // Foreign words in a text of another script are mostly English.
                    Some(Script::Latin) if language.script != Script::Latin => {
                        english.cost(previous, one.letter()) + 1.5
                    }
                    Some(Script::Other) if previous.is_some_and(|before| is_near(before, one.letter())) => NEIGHBOUR,
                    Some(Script::Other) => STRANGER,
                    Some(Script::EastAsian) => FOREIGN + 5.0,
                    Some(_) => FOREIGN,
                };
        }
        before = Some(one);
    }
    sum
}

fn is_near(one: char, two: char) -> bool {
    one as u32 >> 7 == two as u32 >> 7
}

#[cfg(test)]
mod tests {
    use super::{super::judged::judge, *};

    fn cost(code: usize, text: &str) -> f32 {
        cost_in(&languages()[code], &judge(text), |_, _| true)
    }

    #[test]
    fn a_text_costs_least_in_its_language() {
        let (english, german, french) = (0, 1, 2);
        let text = "Der Bürgermeister erklärte, über die Brücke müsse früher entschieden werden.";
        assert!(cost(german, text) < cost(english, text) - 40.0);
        let text = "Le maire a déclaré que la décision sur le pont était déjà prise, et qu’elle était nécessaire.";
        assert!(cost(french, text) < cost(german, text) - 40.0);
    }

    #[test]
    fn wrong_letters_cost_more_than_right_ones() {
        for (right, wrong) in [
            ("“No,” he said, and paid £10.", "“No,” he said, and paid Ł10."),
            ("the café’s guests", "the cafÃ©â€™s guests"),
            ("Москва и Киев", "лНЯЙБЮ Х йХЕБ"),
        ] {
            let best = |text: &str| {
                let judged = judge(text);
                languages().iter().map(|one| cost_in(one, &judged, |_, _| true)).fold(f32::INFINITY, f32::min)
            };
            assert!(best(right) < best(wrong) - 4.0, "{right}: {} {wrong}: {}", best(right), best(wrong));
        }
    }
}
