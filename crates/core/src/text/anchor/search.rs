//! Finds the places of a quote: the exact ones, or else those that read the same.

use super::{Effort, MAX_PLACES, distance, index::QuoteIndex};
use crate::text::{Span, Text, fold::folded};

/// How far to search at first on either side of an expected place, in bytes.
const FIRST_RADIUS: usize = 4096;

/// How many places that read alike are compared by their distance.
const MAX_FOUND: usize = 1024;

/// The first two places of a quote. Unlike those of [`Text::find_all`], they may overlap. If the text does not have the
/// quote character by character, the places are those that read the same, see [`crate::text::fold`].
pub fn first_two(text: &Text, quote: &str) -> (Option<Span>, Option<Span>) {
    let mut places = forward(text.as_str(), quote).map(|byte| span_at(text, quote, byte));
    if let Some(first) = places.next() {
        return (Some(first), places.next());
    }
    let fold = folded(quote);
    let mut places = alike(text, &fold, (0, usize::MAX));
    (places.next(), places.next())
}

/// The places that read like a quote, which must be folded, near a byte of the text.
fn alike<'a>(text: &'a Text, fold: &'a str, near: (usize, usize)) -> impl Iterator<Item = Span> + 'a {
    let span =
        |place: std::ops::Range<usize>| Span::new(text.position_of_byte(place.start), text.position_of_byte(place.end));
    text.folded().places(text.as_str(), fold, near).map(span)
}

/// Searches one text for exact places.
pub(super) struct QuoteSearch<'a> {
    text: &'a Text,
    index: QuoteIndex<'a>,
}

impl<'a> QuoteSearch<'a> {
    /// Prepares the search for these quotes.
    pub(super) fn of(text: &'a Text, quotes: &[&'a str]) -> Self {
        Self { text, index: QuoteIndex::of(text.as_str(), quotes) }
    }

    /// The places of the quote nearest to the expected starts, nearest first, each with its distance in characters. The
    /// search continues past the first place found as far as the effort allows, so that a place reported alone is the
    /// only one nearby.
    pub(super) fn places(&self, quote: &str, expected: &[usize], effort: &mut Effort) -> Vec<(Span, usize)> {
        let text = self.text;
        if quote.is_empty() || quote.len() > text.as_str().len() {
            return Vec::new();
        }
        let mut starts = match self.index.places(quote) {
            Some(known) => known.to_vec(),
            None => expected.iter().flat_map(|place| around(text, quote, text.byte_at(*place), effort)).collect(),
        };
        starts.sort_unstable();
        starts.dedup();
        let spans = starts.into_iter().map(|byte| span_at(text, quote, byte));
        let mut places: Vec<(Span, usize)> = spans.map(|span| (span, distance(span.start, expected))).collect();
        places.sort_by_key(|(span, distance)| (*distance, span.start));
        places.truncate(MAX_PLACES);
        places
    }

    /// The places that read like the quote but are written otherwise, like those of [`Self::places`]. Around each
    /// expected start, as much is searched as the effort allows.
    pub(super) fn places_alike(&self, quote: &str, expected: &[usize], effort: &mut Effort) -> Vec<(Span, usize)> {
        let (text, fold) = (self.text, folded(quote));
        let mut places: Vec<(Span, usize)> = Vec::new();
        for &start in expected {
            let share = &mut effort.bytes;
            let reach = share.allowance().max(FIRST_RADIUS).saturating_add(fold.len());
            share.spend(reach.saturating_mul(2).min(text.as_str().len()));
            let found = alike(text, &fold, (text.byte_at(start), reach)).take(MAX_FOUND);
            places.extend(found.map(|span| (span, distance(span.start, expected))));
        }
        places.sort_by_key(|(span, distance)| (*distance, span.start));
        places.dedup();
        places.truncate(MAX_PLACES);
        places
    }
}

/// The bytes at which the quote starts around `centre`, in a stretch that grows until it contains some.
fn around(text: &Text, quote: &str, centre: usize, effort: &mut Effort) -> Vec<usize> {
    let string = text.as_str();
    let (mut radius, mut used) = (FIRST_RADIUS, 0);
    loop {
        let from = string.floor_char_boundary(centre.saturating_sub(radius));
        let to = string.ceil_char_boundary(centre.saturating_add(radius).saturating_add(quote.len()).min(string.len()));
        used += to - from;
        // A place may begin before the centre and end after it.
        let middle = string.floor_char_boundary((centre + quote.len()).saturating_sub(1).min(to)).max(from);
        let before = backward(&string[from..middle], quote).take(MAX_PLACES).map(|at| from + at);
        let behind = forward(&string[centre..to], quote).take(MAX_PLACES).map(|at| centre + at);
        let places: Vec<usize> = before.chain(behind).collect();
        let is_whole = from == 0 && to == string.len();
        let share = &mut effort.bytes;
        let is_enough = !places.is_empty() && used >= share.each;
        if is_whole || is_enough || used.saturating_mul(4) > share.allowance() {
            share.spend(used);
            return places;
        }
        radius *= 4;
    }
}

/// The bytes at which `quote`, which must not be empty, starts, from first to last; places may overlap.
fn forward<'a>(string: &'a str, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
    let first = quote.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + string.get(from..)?.find(quote)?;
        from = at + first;
        Some(at)
    })
}

/// Like [`forward`], from last to first.
fn backward<'a>(string: &'a str, quote: &'a str) -> impl Iterator<Item = usize> + 'a {
    let last = quote.chars().next_back().map_or(1, char::len_utf8);
    let mut to = string.len();
    std::iter::from_fn(move || {
        let at = string.get(..to)?.rfind(quote)?;
        to = (at + quote.len()).checked_sub(last)?;
        Some(at)
    })
}

fn span_at(text: &Text, quote: &str, byte: usize) -> Span {
    let start = text.position_of_byte(byte);
    Span::new(start, start + quote.chars().count())
}
