//! Finds every place of many quotes in one pass over a long text.

use std::collections::{HashMap, HashSet};

/// Quotes are looked up by this many bytes at their start; shorter ones are left to the search around a place.
const KEY_BYTES: usize = 16;

/// Shorter texts are searched completely around any place, and fewer quotes are quickly found one by one.
const MIN_TEXT_BYTES: usize = 1 << 15;
const MIN_QUOTES: usize = 8;

/// A quote found in more places than this is left to the search around a place.
const MAX_PLACES: usize = 64;

/// The limit on comparisons, so that quotes with the same beginning do not take longer.
const MAX_COMPARED: usize = 50_000_000;

type Prefix = [u8; KEY_BYTES];

/// The places of each quote, in the order of the text.
#[derive(Default)]
pub(super) struct QuoteIndex<'a> {
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> QuoteIndex<'a> {
    /// Scans the text if it is long and there are many quotes; otherwise the index is empty.
    pub(super) fn of(text: &str, quotes: &[&'a str]) -> Self {
        if text.len() < MIN_TEXT_BYTES || quotes.len() < MIN_QUOTES {
            return Self::default();
        }
        let long: HashSet<&str> = quotes.iter().copied().filter(|quote| quote.len() >= KEY_BYTES).collect();
        let mut by_key: HashMap<Prefix, Vec<&str>> = HashMap::new();
        for quote in &long {
            if let Some(key) = quote.as_bytes().first_chunk() {
                by_key.entry(*key).or_default().push(quote);
            }
        }
        let mut may_begin = vec![false; 1 << 16];
        for key in by_key.keys() {
            may_begin[slot(key)] = true;
        }

        let mut places: HashMap<&str, Vec<usize>> = long.into_iter().map(|quote| (quote, Vec::new())).collect();
        let mut n_compared = 0;
        for at in 0..=text.len() - KEY_BYTES {
            let rest = &text.as_bytes()[at..];
            let Some(key) = rest.first_chunk().filter(|key| may_begin[slot(key)]) else { continue };
            for &quote in by_key.get(key).into_iter().flatten() {
                n_compared += 1;
                if rest.starts_with(quote.as_bytes())
                    && let Some(places) = places.get_mut(quote).filter(|places| places.len() <= MAX_PLACES)
                {
                    places.push(at);
                }
            }
            if n_compared > MAX_COMPARED {
                return Self::default();
            }
        }
        places.retain(|_, places| places.len() <= MAX_PLACES);
        Self { places }
    }

    /// All bytes at which the quote starts; `None` if the scan did not cover it.
    pub(super) fn places(&self, quote: &str) -> Option<&[usize]> {
        self.places.get(quote).map(Vec::as_slice)
    }
}

/// Rejects most bytes of a text with a few mixed bits, which is faster than a map lookup for each.
fn slot(key: &Prefix) -> usize {
    let mixed = u128::from_le_bytes(*key).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    let [high, low, ..] = mixed.to_be_bytes();
    usize::from(u16::from_be_bytes([high, low]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_places_of_long_quotes_are_known_and_others_left_alone() {
        let text = "Ünder the bridge the city waits. ".repeat(1200);
        let owned: Vec<String> = (0..20).map(|n| format!("{n} was never said by anybody")).collect();
        let once = format!("{text}At last the harbour opens, and the city waits.");
        let mut quotes: Vec<&str> = owned.iter().map(String::as_str).collect();
        quotes.extend(["the harbour opens", "Ünder the bridge the city", "the city", "the harbour closed"]);
        let index = QuoteIndex::of(&once, &quotes);
        assert_eq!(index.places("the harbour opens"), once.find("the harbour opens").as_slice().into());
        assert_eq!(index.places("the harbour closed"), Some(&[][..]));
        assert_eq!(index.places(&owned[3]), Some(&[][..]));
        // One occurs too often; the other is too short.
        assert_eq!(index.places("Ünder the bridge the city"), None);
        assert_eq!(index.places("the city"), None);
        assert_eq!(QuoteIndex::of(&once, &quotes[20..]).places("the harbour opens"), None);
    }
}
