use proptest::{prelude::*, sample::Index};

use super::*;
use crate::model::Tags;

fn highlight(text: &Text, span: Span) -> Highlight {
    Highlight::new(text, span, Tags::default(), "AK", "2026-01-12T09:14:00Z")
}

/// Searches for the quotes in another text than the one their spans were counted in.
fn found_in(text: &str, highlights: &[Highlight]) -> Vec<Vec<Placement>> {
    let highlights: Vec<&Highlight> = highlights.iter().collect();
    placements(&Text::new(text), &highlights, &mut Effort::for_quotes(highlights.len()))
}

/// A highlight of `quote` that is recorded at the span `said`.
fn stale(quote: &str, said: (usize, usize)) -> Highlight {
    let text = Text::new(quote);
    let span = Span::new(0, text.n_chars());
    Highlight { span: said.into(), ..highlight(&text, span) }
}

fn best(places: &[Placement]) -> Option<(usize, usize, bool)> {
    places.first().map(|place| (place.span.start, place.span.end, place.is_exact))
}

#[test]
fn a_quote_is_found_by_its_words_by_its_place_and_by_its_neighbours() {
    let check = |text: &str, quote: &str, said: (usize, usize), expected: Option<(usize, usize, bool)>| {
        let found = found_in(text, &[stale(quote, said)]);
        assert_eq!(best(&found[0]), expected, "{quote} in {text}: {found:?}");
    };
    check("é no, yes", "yes", (0, 90), Some((6, 9, true)));
    check("é no, yes", "yes", (usize::MAX, 2), Some((6, 9, true)));
    check("no, no, no, no", "no", (9, 11), Some((8, 10, true)));
    check("北北京", "京", (3, 2), Some((2, 3, true)));
    check("The mayor says it stays open.", "the mayor says it stayed open", (3, 9), Some((0, 28, false)));
    check("It says both sides agreed.", "the two sides agreed", (8, 28), Some((8, 25, false)));
    check("é no", "nein", (0, 4), None);
    check("é no", "", (0, 4), None);
    check("", "no", (0, 2), None);
}

#[test]
fn the_score_falls_where_several_places_are_about_as_near() {
    let score = |said: usize| {
        let found = found_in("no ........................ no", &[stale("no", (said, said + 2))]);
        found[0][0].score
    };
    assert!(score(1) >= SURE, "{}", score(1));
    assert!(score(13) < SURE && score(13) >= 0.5, "{}", score(13));
    let found = found_in("no ........................ no", &[stale("no", (13, 15))]);
    assert_eq!(found[0].len(), 2);
}

#[test]
fn a_neighbour_that_stands_once_shows_where_a_common_word_moved() {
    // 30 characters were inserted before a text in which “no” occurs every ten characters.
    let old = "no one came. But no, the ferry said no to no one. Harbour.";
    let new = format!("{}{old}", "A sentence of thirty letters. ");
    let text = Text::new(old);
    let spans = [Span::new(0, 2), Span::new(17, 19), Span::new(25, 30), Span::new(36, 38), Span::new(42, 44)];
    let found = found_in(&new, &spans.map(|span| highlight(&text, span)));
    for (span, places) in spans.iter().zip(&found) {
        assert_eq!(best(places), Some((span.start + 30, span.end + 30, true)), "{places:?}");
        assert!(places[0].score >= SURE, "{places:?}");
    }
}

#[test]
fn ten_thousand_quotes_that_are_nowhere_take_bounded_work() {
    let text = "x".repeat(100_000);
    let highlights: Vec<Highlight> = (0..10_000).map(|at| stale("short quote", (at, at + 11))).collect();
    let mut effort = Effort { bytes: Share::of(40_000_000, 10_000), columns: Share::of(4_000_000, 10_000) };
    let found = placements(&Text::new(text), &highlights.iter().collect::<Vec<_>>(), &mut effort);
    assert!(found.iter().all(Vec::is_empty));
    assert!(effort.bytes.spare < 20_000_000, "the spare effort was not counted");
}

#[test]
fn in_a_long_text_quotes_are_found_wherever_they_were_said_to_be() {
    let (text, words) = numbered_words(1000);
    let long = format!("{text}{}{text}", "the same again and again, ".repeat(20_000));
    // Each occurs twice, half a million characters apart, and all are recorded at the beginning.
    let text = Text::new(text);
    let highlights: Vec<Highlight> = words
        .chunks(10)
        .map(|words| {
            let span = Span::new(words[0].start, words[9].end);
            Highlight { span: Span::new(0, 1), ..highlight(&text, span) }
        })
        .collect();
    let found = found_in(&long, &highlights);
    for (highlight, places) in highlights.iter().zip(&found) {
        let start = Text::new(long.as_str()).find_all(&highlight.quote).map(|span| span.start).collect::<Vec<_>>();
        assert_eq!(places.iter().map(|place| place.span.start).collect::<Vec<_>>(), start);
        assert!(places[0].score >= SURE && places[1].score < SURE, "{places:?}");
    }
}

/// A text of numbered words, with the span of each.
fn numbered_words(n: usize) -> (String, Vec<Span>) {
    let (mut text, mut spans) = (String::new(), Vec::new());
    for word in 0..n {
        let start = text.chars().count();
        text.push_str(&format!("wört{:03} ", word * 7919 % 1000));
        spans.push(Span::new(start, text.chars().count() - 1));
    }
    (text, spans)
}

/// Spans that run from one word to another.
fn chosen(words: &[Span], choices: &[(Index, usize)]) -> Vec<Span> {
    let of = |(first, n): &(Index, usize)| {
        let first = first.index(words.len());
        Span::new(words[first].start, words[(first + n).min(words.len() - 1)].end)
    };
    choices.iter().map(of).collect()
}

fn choices() -> impl Strategy<Value = Vec<(Index, usize)>> {
    prop::collection::vec((any::<Index>(), 0usize..6), 1..12)
}

proptest! {
    #[test]
    fn spans_follow_what_was_put_in_before_them(choices in choices(), at: Index, more in "[a-zé ]{1,300}") {
        let (old, words) = numbered_words(200);
        let (at, text) = (at.index(old.chars().count()), Text::new(old.as_str()));
        let byte = text.byte_at(at);
        let new = format!("{}{more}{}", &old[..byte], &old[byte..]);
        let spans: Vec<Span> = chosen(&words, &choices);
        let highlights: Vec<Highlight> = spans.iter().map(|span| highlight(&text, *span)).collect();
        let found = found_in(&new, &highlights);
        let by = more.chars().count();
        for (span, places) in spans.iter().zip(found).filter(|(span, _)| span.start >= at) {
            prop_assert_eq!(best(&places), Some((span.start + by, span.end + by, true)));
            prop_assert!(places[0].score >= SURE);
        }
    }

    #[test]
    fn a_letter_changed_within_a_quote_is_forgiven(choice: Index, n in 2usize..6, at: Index, by in 0usize..100) {
        let (old, words) = numbered_words(200);
        let text = Text::new(old.as_str());
        let span = chosen(&words, &[(choice, n)])[0];
        prop_assume!(span.len() >= 12);
        let quote = text.slice(span);
        // The first and last letters stay, since nothing shows whether a passage begins with a stray one.
        let changed = span.start + 1 + at.index(span.len() - 2);
        let new: String = old.chars().enumerate().map(|(here, c)| if here == changed { '#' } else { c }).collect();
        let said = (span.start + by, span.end + by);
        let places = &found_in(&new, &[stale(quote, said)])[0];
        prop_assert_eq!(best(places), Some((span.start, span.end, false)), "{:?}", places);
    }

    #[test]
    fn exact_places_are_those_of_a_walk_through_the_text(
        text in "[abé]{0,60}", quote in "[abé]{1,4}", said in 0usize..70,
    ) {
        let (chars, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), quote.chars().collect());
        let said = said.min(chars.len());
        let mut plain: Vec<(usize, usize)> = chars
            .windows(wanted.len())
            .enumerate()
            .filter(|(_, here)| *here == wanted)
            .map(|(start, _)| (start.abs_diff(said), start))
            .collect();
        plain.sort_unstable();
        plain.truncate(MAX_PLACES);
        let text = Text::new(text.as_str());
        let quick = QuoteSearch::of(&text, &[]).places(&quote, &[said], &mut Effort::for_quotes(1));
        let quick: Vec<(usize, usize)> = quick.iter().map(|(span, distance)| (*distance, span.start)).collect();
        prop_assert_eq!(quick, plain);
    }
}
