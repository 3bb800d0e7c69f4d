//! Finds a quote in a text when its offsets may belong to another version of the text.
//!
//! A table row has no surrounding text to go by, so a quote that occurs twice is left for a person to place.

use standpoint_core::text::{Span, Text, anchor::first_two, fold::is_same_name};

/// Where a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotePlace {
    /// At its offsets.
    AsSaid(Span),
    /// In exactly one place, but not at its offsets.
    Found(Span),
    Several,
    Nowhere,
}

/// Finds the first of the two readings of a quote that occurs in the text.
pub(super) fn anchor(text: &Text, readings: [&str; 2], said: Option<Span>) -> QuotePlace {
    let reads_alike = |words: &str| readings.iter().any(|quote| is_same_name(quote, words));
    if let Some(span) = said.filter(|span| text.holds(*span) && reads_alike(text.slice(*span))) {
        return QuotePlace::AsSaid(span);
    }
    for quote in readings {
        match first_two(text, quote) {
            (Some(span), None) => return QuotePlace::Found(span),
            (Some(_), Some(_)) => return QuotePlace::Several,
            (None, _) => {}
        }
    }
    QuotePlace::Nowhere
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_that_fit_win_and_a_quote_that_stands_once_is_found() {
        let check = |text: &str, quote: &str, said: Option<(usize, usize)>, expected: QuotePlace| {
            assert_eq!(anchor(&Text::new(text), [quote, quote], said.map(Span::from)), expected, "{quote} in {text}");
        };
        check("é no, no", "no", Some((6, 8)), QuotePlace::AsSaid(Span::new(6, 8)));
        check("é no, no", "no", Some((5, 7)), QuotePlace::Several);
        check("é no, yes", "yes", Some((0, 90)), QuotePlace::Found(Span::new(6, 9)));
        check("é no, yes", "yes", None, QuotePlace::Found(Span::new(6, 9)));
        check("aaa", "aa", None, QuotePlace::Several);
        check("北北京", "京", Some((3, 2)), QuotePlace::Found(Span::new(2, 3)));
        check("cafe\u{301} no", "café", None, QuotePlace::Found(Span::new(0, 5)));
        check("cafe\u{301} no", "café", Some((0, 5)), QuotePlace::AsSaid(Span::new(0, 5)));
        check("é no", "nein", Some((0, 4)), QuotePlace::Nowhere);
    }
}
