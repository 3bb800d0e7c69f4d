//! Makes damaged inputs of sound ones: some blindly, some by what the parts of a file are.

use std::ops::Range;

/// Numbers that only look random, so that a seed gives the same inputs everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `n`, or 0 where there is none.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).expect("it is below a usize")
    }

    fn byte(&mut self) -> u8 {
        self.next().to_be_bytes()[0]
    }

    fn one_of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }

    /// A stretch of something so long, short ones more often.
    fn range(&mut self, length: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let most = [4, 32, 256, length][self.below(4)];
        start..(start + self.below(most + 1)).min(length)
    }
}

/// Numbers at which something ends.
const EXTREMES: [&str; 14] = [
    "0",
    "1",
    "-1",
    "255",
    "65536",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "1e999",
    "NaN",
    "-inf",
    "0x_f",
];

/// Characters and bytes that readers of text trip over.
const SIGNS: [&[u8]; 24] = [
    b"\r\n",
    b"\r",
    b"\n",
    b"\0",
    b"\t",
    b"\"",
    b"\\",
    b"'",
    b"#",
    b"\\u{0}",
    b"\\u{D800}",
    b"\\x80",
    b"\\\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xed\xa0\x80",
    b"\xc0\x80",
    b"\xf0\x9f\x98\x80",
    "e\u{301}".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    "\u{202e}مرحبا".as_bytes(),
    "İı".as_bytes(),
];

pub struct Mutator<'a> {
    pub dice: Dice,
    corpus: &'a [Vec<u8>],
    /// What the format is made of, such as the names of its fields.
    words: &'a [&'a str],
}

impl<'a> Mutator<'a> {
    pub fn new(dice: Dice, corpus: &'a [Vec<u8>], words: &'a [&'a str]) -> Self {
        Self { dice, corpus, words }
    }

    /// A seed, or one of the pool, with one to eight changes.
    pub fn mutated(&mut self, pool: &[Vec<u8>]) -> Vec<u8> {
        let from = if self.dice.below(2) == 0 { self.corpus } else { pool };
        let mut input = from[self.dice.below(from.len())].clone();
        let n_changes = [1, 1, 1, 2, 4, 8][self.dice.below(6)];
        for _ in 0..n_changes {
            self.change(&mut input, pool);
        }
        input.truncate(1 << 18);
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, pool: &[Vec<u8>]) {
        let dice = &mut self.dice;
        let at = dice.below(input.len() + 1);
        match dice.below(17) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << dice.below(8);
                }
            }
            1 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = dice.byte();
                }
            }
            2 => _ = input.drain(dice.range(input.len())),
            3 => input.truncate(at),
            4 => {
                let part = input[dice.range(input.len())].to_vec();
                let n_times = [1, 1, 2, 8, 64, 512][dice.below(6)];
                if part.len() * n_times < 1 << 16 {
                    input.splice(at..at, part.repeat(n_times));
                }
            }
            5 => {
                let other = &pool[dice.below(pool.len())];
                let part = other[dice.range(other.len())].to_vec();
                input.splice(dice.range(input.len()), part);
            }
            6 => {
                let other = &self.corpus[dice.below(self.corpus.len())];
                input.truncate(at);
                input.extend(&other[dice.below(other.len() + 1)..]);
            }
            7 | 8 => {
                let sign = dice.one_of(&SIGNS);
                input.splice(at..at, sign.iter().copied());
            }
            9 => {
                let word = dice.one_of(self.words);
                input.splice(at..at, word.bytes());
            }
            10 | 11 => self.swap_number(input),
            12 | 13 => self.swap_group(input, pool),
            14 => self.swap_string(input, pool),
            15 => self.swap_word(input),
            _ => *input = in_another_dress(input, dice.below(4)),
        }
    }

    /// Puts an extreme, or a number of the neighbourhood, in the place of a number.
    fn swap_number(&mut self, input: &mut Vec<u8>) {
        let Some(number) = self.run_of(input, u8::is_ascii_digit) else { return };
        let value = std::str::from_utf8(&input[number.clone()]).ok().and_then(|digits| digits.parse::<u64>().ok());
        let other = match (self.dice.below(3), value) {
            (0, Some(value)) => value.wrapping_add(1).to_string(),
            (1, Some(value)) => value.saturating_sub(1).to_string(),
            _ => self.dice.one_of(&EXTREMES).to_owned(),
        };
        input.splice(number, other.bytes());
    }

    /// Puts a word of the format in the place of a word.
    fn swap_word(&mut self, input: &mut Vec<u8>) {
        let Some(word) = self.run_of(input, u8::is_ascii_alphabetic) else { return };
        let other = self.dice.one_of(self.words);
        input.splice(word, other.bytes());
    }

    /// Takes out, doubles, or exchanges what stands in a pair of brackets.
    fn swap_group(&mut self, input: &mut Vec<u8>, pool: &[Vec<u8>]) {
        let Some(group) = self.group_of(input) else { return };
        let part = match self.dice.below(4) {
            0 => Vec::new(),
            1 => [&input[group.clone()], b",", &input[group.clone()]].concat(),
            _ => {
                let other = &pool[self.dice.below(pool.len())];
                let Some(other_group) = self.group_of(other) else { return };
                other[other_group].to_vec()
            }
        };
        input.splice(group, part);
    }

    /// Puts one quoted string in the place of another, so that ids meet and quotes move.
    fn swap_string(&mut self, input: &mut Vec<u8>, pool: &[Vec<u8>]) {
        let from = if self.dice.below(2) == 0 { input.clone() } else { pool[self.dice.below(pool.len())].clone() };
        let (Some(string), Some(other)) = (self.string_of(input), self.string_of(&from)) else { return };
        input.splice(string, from[other].iter().copied());
    }

    /// A run of bytes of one kind, looked for from a place of chance on.
    fn run_of(&mut self, input: &[u8], is_kind: impl Fn(&u8) -> bool) -> Option<Range<usize>> {
        let from = self.dice.below(input.len());
        let start = from + input.get(from..)?.iter().position(&is_kind)?;
        let length = input[start..].iter().take_while(|byte| is_kind(byte)).count();
        Some(start..start + length)
    }

    /// A pair of brackets with what is in it; brackets in strings count, which is as good a damage as any.
    fn group_of(&mut self, input: &[u8]) -> Option<Range<usize>> {
        let from = self.dice.below(input.len());
        let start = from + input.get(from..)?.iter().position(|byte| b"([{".contains(byte))?;
        let mut depth = 0;
        for (at, byte) in input.iter().enumerate().skip(start) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(start..at + 1);
            }
        }
        None
    }

    /// What stands between two quotation marks.
    fn string_of(&mut self, input: &[u8]) -> Option<Range<usize>> {
        let from = self.dice.below(input.len());
        let start = from + input.get(from..)?.iter().position(|&byte| byte == b'"')? + 1;
        let length = input[start..].iter().position(|&byte| byte == b'"')?;
        Some(start..start + length)
    }
}

/// The same text as other programs write it.
fn in_another_dress(input: &[u8], dress: usize) -> Vec<u8> {
    let text = String::from_utf8_lossy(input);
    match dress {
        0 => text.replace('\n', "\r\n").into_bytes(),
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
    }
}
