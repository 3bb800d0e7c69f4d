//! Finding a quote in a text whose offsets may have been counted in another one.
//!
//! A row of a table has no neighbours to go by, so a quote that stands twice is left to a person.

use standpoint_core::text::{Span, Text, anchor::first_two};

/// Where a quote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotePlace {
    /// Where the offsets say.
    AsSaid(Span),
    /// In one place only, whatever the offsets say.
    Found(Span),
    Several,
    Nowhere,
}

/// Finds the first of the readings of a quote that stands in the text.
pub(super) fn anchor(text: &Text, readings: [&str; 2], said: Option<Span>) -> QuotePlace {
    if let Some(span) = said.filter(|span| text.holds(*span) && readings.contains(&text.slice(*span))) {
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
        check("é no", "nein", Some((0, 4)), QuotePlace::Nowhere);
    }
}
