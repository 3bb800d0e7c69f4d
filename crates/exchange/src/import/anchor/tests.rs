use proptest::prelude::*;
use standpoint_core::model::Details;

use super::*;

fn article(text: &str) -> Article {
    Article::new(Details::default(), Text::new(text))
}

fn check(text: &str, quote: &str, offsets: Option<(usize, usize)>, expected: QuotePlace) {
    let article = article(text);
    let claim = Claim { article: &article, quote, offsets: offsets.map(Span::from) };
    assert_eq!(places(&[claim]), [expected], "{quote} in {text}");
}

#[test]
fn offsets_that_fit_win_and_a_quote_that_stands_once_is_found() {
    check("é no, no", "no", Some((6, 8)), QuotePlace::AsSaid(Span::new(6, 8)));
    check("é no, yes", "yes", Some((0, 90)), QuotePlace::Found(Span::new(6, 9)));
    check("é no, yes", "yes", None, QuotePlace::Found(Span::new(6, 9)));
    check("aaa", "aa", None, QuotePlace::Several);
    check("北北京", "京", Some((3, 2)), QuotePlace::Found(Span::new(2, 3)));
    check("é no", "nein", Some((0, 4)), QuotePlace::Nowhere);
    check("cafe\u{301} no", "café", None, QuotePlace::Found(Span::new(0, 5)));
    check("cafe\u{301} no", "café", Some((0, 5)), QuotePlace::AsSaid(Span::new(0, 5)));
    check("no no", "no", Some((99, 101)), QuotePlace::Several);
}

#[test]
fn a_short_quote_one_place_off_is_found_if_no_other_place_is_near() {
    let text = "no, said the mayor of the city, and no again";
    check(text, "no", Some((35, 37)), QuotePlace::Found(Span::new(36, 38)));
    check(text, "no", Some((37, 39)), QuotePlace::Found(Span::new(36, 38)));
    check("no no no", "no", Some((5, 7)), QuotePlace::Several);
    // An end that is included is one place off as well.
    check(text, "no", Some((36, 37)), QuotePlace::Found(Span::new(36, 38)));
}

#[test]
fn a_unit_that_fits_a_few_quotes_by_accident_moves_none() {
    let text = format!("Title\n\n{}\nThe union met a mayor.\n", "Київ said no. 🕊 a mayor and a mayor. ".repeat(3));
    let article = article(&text);
    let at_byte = text.match_indices("a mayor").map(|(byte, _)| text[..byte].chars().count());
    let starts: Vec<usize> = at_byte.collect();
    let claim =
        |start: &usize| Claim { article: &article, quote: "a mayor", offsets: Some(Span::new(start - 1, start + 6)) };
    let claims: Vec<Claim<'_>> = starts.iter().map(claim).collect();
    for (place, start) in places(&claims).into_iter().zip(starts) {
        let is_right = place == QuotePlace::Found(Span::new(start, start + 7));
        assert!(is_right || place == QuotePlace::Several, "{place:?} instead of {start}");
    }
}

#[test]
fn a_quote_moves_as_those_around_it_did() {
    let text = "A new first line.\nYes, said the mayor, no and no, and that was no answer";
    let article = article(text);
    let claims = [("the mayor", 10), ("no", 21), ("and that was", 32)].map(|(quote, start)| Claim {
        article: &article,
        quote,
        offsets: Some(Span::new(start, start + quote.len())),
    });
    assert_eq!(places(&claims)[1], QuotePlace::Found(Span::new(39, 41)));
}

/// A text with words that recur, in several scripts and lines.
const TEXT: &str = "Київ: no, no and 北京 no.\n🕊 no peace, né? no\nno. É no, no way\n– no – 🕊🕊 no\nno end no";

proptest! {
    #[test]
    fn offsets_in_every_unit_are_found(
        unit in 0..12usize, starts in prop::collection::vec(0..60usize, 6..12), length in 2..5usize,
    ) {
        let article = article(TEXT);
        let unit = units()[unit];
        let n_chars = article.text.n_chars();
        let claims: Vec<(Span, Span)> = starts.iter().map(|start| {
            let span = Span::new(*start, (start + length).min(n_chars));
            let offset = |position: usize| {
                let before = article.text.as_str().chars().take(position);
                let size = before.map(|c| (unit.size)(c) + usize::from(unit.has_crlf && c == '\n')).sum::<usize>();
                size + unit.first
            };
            (span, Span::new(offset(span.start), offset(span.end)))
        }).collect();
        let asked: Vec<Claim<'_>> = claims.iter().map(|(span, offsets)| {
            Claim { article: &article, quote: article.text.slice(*span), offsets: Some(*offsets) }
        }).collect();
        for (place, (span, _)) in places(&asked).into_iter().zip(&claims) {
            // Where several units fit equally well, a place is left open rather than guessed.
            let is_right = matches!(place, QuotePlace::AsSaid(found) | QuotePlace::Found(found) if found == *span);
            prop_assert!(is_right || place == QuotePlace::Several, "{place:?} {span}");
        }
    }
}
