//! Names codes after the highlighted words themselves (in vivo coding).

use unicode_segmentation::UnicodeSegmentation as _;

use standpoint_core::text::words::bare;
use standpoint_core::{
    model::{CodeKind, Codebook},
    text::{Span, Text},
};

use super::choice::CodeChoice;

/// The most words and graphemes such a name can have.
const MAX_WORDS: usize = 6;
const MAX_SIGNS: usize = 48;

/// Returns the code of this kind that goes by these words, or a new code named after them. The name is put on one line,
/// loses the punctuation around it, and is cut with “…” if the words are many. Returns `None` if there are no words.
pub fn in_vivo(book: &Codebook, kind: CodeKind, words: &str) -> Option<CodeChoice> {
    let (name, is_whole) = name_of(words)?;
    match book.code_called(kind, &name) {
        None => Some(CodeChoice::New(name)),
        Some(code) if is_whole => Some(CodeChoice::Known(code.id.clone())),
        // Two long passages may start with the same words and still mean different things.
        Some(_) => {
            let numbered = (2..).map(|n| format!("{name} {n}"));
            numbered.into_iter().find(|name| book.code_called(kind, name).is_none()).map(CodeChoice::New)
        }
    }
}

/// The name, and whether it contains all of the words.
fn name_of(words: &str) -> Option<(String, bool)> {
    // A selection may be a whole article, so only as much is read as the name needs.
    let mut pieces = words.split_whitespace();
    let mut name = String::new();
    let mut is_whole = true;
    for (n, word) in pieces.by_ref().enumerate() {
        let n_signs = name.graphemes(true).count();
        let fits = n_signs + word.graphemes(true).take(MAX_SIGNS).count() < MAX_SIGNS;
        if n > 0 && (n == MAX_WORDS || !fits) {
            is_whole = false;
            break;
        }
        if n > 0 {
            name.push(' ');
        }
        // Scripts without spaces have “words” as long as a sentence.
        name.extend(word.graphemes(true).take(MAX_SIGNS));
        is_whole = name.ends_with(word);
        if !is_whole {
            break;
        }
    }
    let text = Text::new(name);
    let span = bare(&text, Span::new(0, text.n_chars()));
    let name = text.slice(span);
    if !name.chars().any(char::is_alphanumeric) {
        return None;
    }
    Some(if is_whole { (name.to_owned(), true) } else { (format!("{name}…"), false) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(words: &str, expected: &str) {
        let name = match in_vivo(&Codebook::default(), CodeKind::Issue, words) {
            Some(CodeChoice::New(name)) => name,
            other => format!("{other:?}"),
        };
        assert_eq!(name, expected, "{words}");
    }

    #[test]
    fn a_code_is_named_after_the_words_without_what_stands_around_them() {
        check("frozen assets", "frozen assets");
        check(" “frozen\n\nassets”, ", "frozen assets");
        check("the U.S.", "the U.S.");
        check("— … ,", "None");
        check("", "None");
    }

    #[test]
    fn many_words_are_cut_behind_the_first_ones() {
        check("one two three four five six seven", "one two three four five six…");
        check("one, two, three, four, five, six, seven", "one, two, three, four, five, six…");
        check("unconstitutionalities notwithstanding, inconveniences", "unconstitutionalities notwithstanding…");
        check(&"北".repeat(60), &format!("{}…", "北".repeat(48)));
        // A letter is never separated from its combining marks.
        check(&"e\u{301}".repeat(60), &format!("{}…", "e\u{301}".repeat(48)));
    }

    #[test]
    fn a_name_that_is_there_is_used_and_a_shortened_one_is_made_unique() {
        let mut book = Codebook::default();
        for name in ["Frozen assets", "one two three four five six…"] {
            let code = book.fresh_code(CodeKind::Issue, name, None);
            book.issues.push(code);
        }
        assert_eq!(in_vivo(&book, CodeKind::Issue, "frozen assets"), Some(CodeChoice::Known("frozen-assets".into())));
        let other = in_vivo(&book, CodeKind::Issue, "one two three four five six or seven");
        assert_eq!(other, Some(CodeChoice::New("one two three four five six… 2".to_owned())));
        assert_eq!(in_vivo(&book, CodeKind::Actor, "frozen assets"), Some(CodeChoice::New("frozen assets".to_owned())));
    }
}
