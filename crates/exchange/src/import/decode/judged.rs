//! The costs of a text that are the same in every language: symbols, the case of letters, and words of mixed scripts,
//! in bits.

/// Letters of other scripts in the middle of a word.
const MIXED_WORD: f32 = 6.0;

/// A quotation mark or the like between two letters, or an opening one after a letter.
const SYMBOL_IN_WORD: f32 = 7.0;

/// From a letter to something else, and to another letter.
const WORD_ENDS: f32 = 2.3;
const WORD_GOES_ON: f32 = 0.3;

/// A script, as far as encodings distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Thai,
    /// Characters of Chinese, Japanese and Korean.
    EastAsian,
    /// Any other.
    Other,
}

impl Script {
    /// Returns the script of a letter; `None` if it is not a letter.
    pub fn of(c: char) -> Option<Self> {
        match c {
            'a'..='z' | 'A'..='Z' => Some(Self::Latin),
            _ if c.is_ascii() => None,
            'ª' | 'µ' | 'º' | '×' | '÷' => None,
            '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' | '\u{fb00}'..='\u{fb06}' => {
                Some(Self::Latin)
            }
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Some(Self::Greek),
            '\u{400}'..='\u{52f}' => Some(Self::Cyrillic),
            '\u{590}'..='\u{5ff}' => Some(Self::Hebrew),
            '\u{620}'..='\u{65f}' | '\u{66e}'..='\u{6d3}' | '\u{fe70}'..='\u{fefc}' => Some(Self::Arabic),
            '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' => Some(Self::Thai),
            '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' => {
                Some(Self::EastAsian)
            }
            _ if c.is_alphabetic() => Some(Self::Other),
            // Vowel signs of Indian scripts belong to words.
            '\u{900}'..='\u{109f}' => Some(Self::Other),
            _ => None,
        }
    }
}

/// A character with its cost.
#[derive(Clone, Copy, Debug)]
pub struct Judged {
    /// In lower case.
    letter: char,
    script: Option<Script>,
    /// Its cost in every language: as a symbol, by its case, and by the change of scripts.
    common: f32,
    is_ascii: bool,
}

/// Scores the characters of a text, each with the one before it.
pub fn judge(text: &str) -> Vec<Judged> {
    let mut judged: Vec<Judged> = Vec::with_capacity(text.len());
    let mut before: Option<(char, Option<Script>)> = None;
    let mut n_upper_in_word = 0usize;
    // Whether the character before is a symbol behind a letter.
    let mut is_in_word = false;
    for c in text.chars() {
        let script = Script::of(c);
        let letter = if script.is_some() { lower(c) } else { c };
        let script_before = before.and_then(|(_, script)| script);
        let mut common = match (script_before, script) {
            (Some(one), Some(two)) if one == two => WORD_GOES_ON,
            (Some(one), Some(two)) if [one, two].contains(&Script::EastAsian) => 4.0,
            (Some(_), Some(_)) => MIXED_WORD,
            (Some(Script::EastAsian | Script::Thai), None) => 1.0,
            (Some(_), None) => WORD_ENDS,
            (None, _) => 0.0,
        };
        if script.is_some() && is_in_word && script != Some(Script::EastAsian) {
            common += SYMBOL_IN_WORD;
        }
        is_in_word = script.is_none() && script_before.is_some() && !joins_letters(c);
        if script.is_some() {
            let is_upper = letter != c;
            let can_be_upper = is_upper || c.is_lowercase();
            let is_inside = script_before.is_some();
            common += match (is_inside, is_upper) {
                _ if !can_be_upper => 0.0,
                (false, true) => 3.0,
                (false, false) => 0.2,
                (true, true) if n_upper_in_word > 0 && before.is_some_and(|(c, _)| lower(c) != c) => {
                    if n_upper_in_word > 1 { 0.4 } else { 3.0 }
                }
                (true, true) => 8.0,
                // Few words begin with two capitals and go on with small letters.
                (true, false) if n_upper_in_word > 1 => 5.0,
                (true, false) => 0.1,
            };
            n_upper_in_word = match (is_inside, is_upper) {
                (true, true) => n_upper_in_word + 1,
                (false, true) => 1,
                (_, false) => 0,
            };
        } else {
            n_upper_in_word = 0;
            common += symbol_cost(c);
            if script_before.is_some() && matches!(c, '‚' | '„' | '‘') {
                common += SYMBOL_IN_WORD;
            }
        }
        judged.push(Judged { letter, script, common, is_ascii: c.is_ascii() });
        before = Some((c, script));
    }
    judged
}

/// Returns whether a character is common between two letters, or ends a word without a space.
fn joins_letters(c: char) -> bool {
    c.is_ascii()
        || c.is_whitespace()
        || matches!(c, '’' | '·' | '—' | '–' | '\u{ad}' | '\u{2010}'..='\u{2011}' | '\u{200b}'..='\u{200f}' | '\u{fffd}')
}

fn lower(c: char) -> char {
    if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
}

/// Returns the cost of a character that is not a letter.
fn symbol_cost(c: char) -> f32 {
    match c {
        ' ' => 0.8,
        '.' | ',' => 3.5,
        '\n' => 4.5,
        '0'..='9' => 5.0,
        '\r' | '（' | '）' | '：' | '；' | '？' | '！' | '，' | '．' => 5.5,
        '\u{3000}'..='\u{3002}' | '\u{300a}'..='\u{300f}' | '・' => 5.7,
        '-' | '\'' | '"' | '’' | ':' | '(' | ')' => 6.0,
        '،' | '؛' | '؟' | 'ـ' | '־' | '·' | '٠'..='٩' | '۰'..='۹' => 6.5,
        '“' | '”' | '–' | '—' | '?' | '!' | ';' | '/' | '%' | '\t' => 7.0,
        '\u{a0}' | '«' | '»' | '„' | '‘' | '…' => 8.5,
        // Marks of direction and joiners.
        '\u{200b}'..='\u{200f}' | '\u{2060}' => 9.0,
        _ if c.is_ascii_graphic() => 9.5,
        '€' | '£' | '•' | '§' | '°' | '№' | '\u{ad}' | '₽' | '₴' => 10.5,
        '\u{fffd}' | '¿' | '¡' | '‚' | '®' | '©' | '™' | 'º' | 'ª' | '²' | '³' | '½' | '±' | '×' | '¼' | '¾' | '†' => {
            12.0
        }
        '\u{ff61}'..='\u{ff9f}' | '\u{2010}'..='\u{201f}' | '\u{2022}'..='\u{202f}' | '\u{203b}'..='\u{206f}' => 13.0,
        '\u{ff00}'..='\u{ffef}' | '\u{3001}'..='\u{303f}' => 8.5,
        '‡' | '‰' | 'µ' | '÷' | '¹' | '¢' | '¥' | '¶' | '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' => {
            14.0
        }
        '‹' | '›' => 15.0,
        // Box-drawing characters, and private-use characters of a page or a font.
        '\u{2500}'..='\u{259f}' | '\u{e000}'..='\u{f8ff}' => 21.0,
        '\0' => 24.0,
        _ if c.is_control() => 22.0,
        _ => 16.5,
    }
}

impl Judged {
    /// The character, in lower case if it is a letter.
    pub const fn letter(&self) -> char {
        self.letter
    }

    /// The script, if it is a letter.
    pub const fn script(&self) -> Option<Script> {
        self.script
    }

    pub const fn is_ascii(&self) -> bool {
        self.is_ascii
    }

    /// Its cost in every language.
    pub const fn common(&self) -> f32 {
        self.common
    }
}
