//! The forms in which a name stands in a text: its cases in Cyrillic and Greek, and an “s” in Latin letters.
//!
//! The endings are those of the most regular declensions. A name of several words is declined in all of them at once
//! (“Владимира Путина”), or in none. Forms are folded for searching.

use standpoint_core::text::fold::searchable;

/// A form of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameForm {
    /// Folded for searching.
    pub fold: String,
    /// Whether it is the name itself, which can be the subject of a sentence.
    pub is_base: bool,
}

/// Names with fewer letters have no other forms, because too many words would be taken for one.
const MIN_LETTERS: usize = 3;
/// The same for an “s” in Latin letters.
const MIN_LATIN_LETTERS: usize = 4;

/// How many cases the endings below have, nominative first.
const N_CASES: usize = 7;

/// An ending in the nominative, and what takes its place in each case. A case without an ending of its own repeats one.
type Declension = (&'static str, [&'static str; N_CASES]);

/// Russian and Ukrainian, longest endings first. Folding makes “ї” the same as “і”.
const CYRILLIC: [Declension; 20] = [
    ("ский", ["ский", "ского", "скому", "ским", "ском", "ского", "ском"]),
    ("цкий", ["цкий", "цкого", "цкому", "цким", "цком", "цкого", "цком"]),
    ("ський", ["ський", "ського", "ському", "ським", "ському", "ського", "ським"]),
    ("цький", ["цький", "цького", "цькому", "цьким", "цькому", "цького", "цьким"]),
    ("ская", ["ская", "ской", "ской", "ской", "скую", "ской", "ской"]),
    ("ська", ["ська", "ської", "ськіи", "ською", "ську", "ської", "ськой"]),
    ("ия", ["ия", "ии", "ии", "ией", "ию", "ии", "ии"]),
    ("ія", ["ія", "ії", "ії", "ією", "ію", "ії", "ії"]),
    ("ые", ["ые", "ых", "ым", "ыми", "ых", "ых", "ых"]),
    ("ие", ["ие", "их", "им", "ими", "их", "их", "их"]),
    ("ги", ["ги", "гов", "гам", "гами", "гах", "гів", "гов"]),
    ("ки", ["ки", "ков", "кам", "ками", "ках", "ків", "ков"]),
    ("ва", ["ва", "вы", "ве", "вой", "ву", "ви", "вою"]),
    ("а", ["а", "ы", "е", "ой", "у", "и", "ою"]),
    ("я", ["я", "и", "е", "ей", "ю", "і", "ею"]),
    ("й", ["й", "я", "ю", "ем", "е", "єм", "ї"]),
    ("ь", ["ь", "я", "ю", "ем", "е", "и", "ью"]),
    ("ы", ["ы", "ов", "ам", "ами", "ах", "ів", "ов"]),
    ("о", ["о", "а", "у", "ом", "ові", "а", "у"]),
    // A consonant.
    ("", ["", "а", "у", "ом", "е", "ові", "ым"]),
];

/// Greek, as it is folded: without accents, and with one sigma.
const GREEK: [Declension; 8] = [
    ("οσ", ["οσ", "ου", "ο", "ε", "ου", "ο", "ο"]),
    ("ησ", ["ησ", "η", "η", "η", "η", "η", "η"]),
    ("ασ", ["ασ", "α", "α", "α", "α", "α", "α"]),
    ("οι", ["οι", "ων", "ουσ", "ων", "ουσ", "οι", "οι"]),
    ("εσ", ["εσ", "ων", "εσ", "ων", "εσ", "εσ", "εσ"]),
    ("α", ["α", "ασ", "α", "ασ", "α", "α", "α"]),
    ("η", ["η", "ησ", "η", "ησ", "η", "η", "η"]),
    ("ο", ["ο", "ου", "ο", "ου", "ο", "ο", "ο"]),
];

/// Returns the name and its other forms, each once.
pub(super) fn forms(name: &str) -> Vec<NameForm> {
    let fold = searchable(name.trim());
    let mut forms = vec![NameForm { fold: fold.clone(), is_base: true }];
    let add = |fold: String, forms: &mut Vec<NameForm>| {
        if forms.iter().all(|form| form.fold != fold) {
            forms.push(NameForm { fold, is_base: false });
        }
    };
    if is_acronym(name) {
        return forms;
    }
    let words: Vec<&str> = fold.split(' ').collect();
    let Some(last) = words.last().filter(|last| last.chars().count() >= MIN_LETTERS) else { return forms };
    let is_in = |range: std::ops::RangeInclusive<char>| last.chars().all(|c| range.contains(&c) || c == '-');
    if is_in('а'..='ї') {
        (1..N_CASES).for_each(|case| add(in_case(&words, &CYRILLIC, case), &mut forms));
    } else if is_in('α'..='ω') {
        (1..N_CASES).for_each(|case| add(in_case(&words, &GREEK, case), &mut forms));
    } else if is_in('a'..='z') && last.chars().count() >= MIN_LATIN_LETTERS {
        // A genitive in German, and the plural or singular of a common noun.
        match last.strip_suffix('s').filter(|_| name.starts_with(char::is_lowercase) && !last.ends_with("ss")) {
            Some(_) => add(fold[..fold.len() - 1].to_owned(), &mut forms),
            None if !last.ends_with('s') => add(format!("{fold}s"), &mut forms),
            None => {}
        }
    }
    forms
}

fn in_case(words: &[&str], declensions: &[Declension], case: usize) -> String {
    let declined = words.iter().map(|word| {
        let fitting = declensions.iter().find_map(|(ending, cases)| {
            let stem = word.strip_suffix(ending)?;
            let is_long = stem.chars().count() + 1 >= MIN_LETTERS;
            // Only what ends in a consonant takes endings without losing one.
            let ends_in_vowel =
                ending.is_empty() && stem.ends_with(['а', 'е', 'и', 'і', 'о', 'у', 'ы', 'э', 'ю', 'я', 'є']);
            (is_long && !ends_in_vowel).then(|| format!("{stem}{}", searchable(cases[case])))
        });
        fitting.unwrap_or_else(|| (*word).to_owned())
    });
    declined.collect::<Vec<_>>().join(" ")
}

/// Returns whether the name is written in capitals, such as “NATO” and “U.S.”
pub(super) fn is_acronym(name: &str) -> bool {
    name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_their_cases() {
        for (name, found, not_found) in [
            ("Москва", &["москве", "москву", "москвы", "москвой"][..], &["москвам"][..]),
            ("Россия", &["россии", "россией"], &["россий"]),
            ("Владимир Путин", &["владимира путина", "владимиру путину"], &["владимира путин"]),
            ("Зеленский", &["зеленского", "зеленским"], &["зеленска"]),
            ("Зеленський", &["зеленського", "зеленському"], &[]),
            ("Лавров", &["лаврова", "лаврову"], &[]),
            ("Україна", &["украіни", "украіну", "украіною"], &[]),
            ("Ердоган", &["ердогана", "ердоганові"], &[]),
            ("Μητσοτάκης", &["μητσοτακη"], &[]),
            ("Αθήνα", &["αθηνασ"], &[]),
            ("Υπουργός", &["υπουργου", "υπουργο"], &[]),
            ("Merkel", &["merkels"], &["merkele"]),
            ("analysts", &["analyst"], &[]),
            ("НАТО", &[], &["ната"]),
            ("Xi", &[], &["xis"]),
            ("New", &[], &["news"]),
        ] {
            let forms: Vec<String> = forms(name).into_iter().map(|form| form.fold).collect();
            assert_eq!(forms[0], searchable(name));
            assert!(found.iter().all(|form| forms.contains(&(*form).to_owned())), "{name}: {forms:?}");
            assert!(!not_found.iter().any(|form| forms.contains(&(*form).to_owned())), "{name}: {forms:?}");
        }
    }
}
