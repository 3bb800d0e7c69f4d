//! Finds the quotes of a table in their articles, even if the offsets use another unit or belong to another version of
//! the text.
//!
//! Programs count bytes, UTF-16 units or characters, from 0 or from 1, and with line ends of one or two characters. All
//! rows of a file are counted alike, so the unit is the one in which most of the quotes stand where their rows say.
//! What does not stand there is looked for as repair looks for the highlights of a damaged project.

use std::collections::HashMap;

use standpoint_core::{
    model::{Article, ArticleId, Highlight, Tags},
    text::{
        Span, Text,
        anchor::{self, Effort, first_two},
        fold::is_same_name,
    },
};

/// The quote of one row, and where it should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Claim<'a> {
    pub article: &'a Article,
    pub quote: &'a str,
    /// Where the quote starts and ends according to the row; `None` if the row does not say.
    pub offsets: Option<Span>,
}

/// Where a quote was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum QuotePlace {
    /// At its offsets.
    AsSaid(Span),
    /// Not at its offsets, but the place is certain.
    Found(Span),
    /// In several places, none of which is certain.
    Several,
    Nowhere,
}

/// How the offsets of a file are counted.
#[derive(Clone, Copy)]
struct OffsetUnit {
    size: fn(char) -> usize,
    /// Whether a line end counts as two characters.
    has_crlf: bool,
    /// The number of the first position, 0 or 1.
    first: usize,
}

/// The units that programs use. The first is our own.
fn units() -> Vec<OffsetUnit> {
    let sizes: [fn(char) -> usize; 3] = [|_| 1, char::len_utf16, char::len_utf8];
    let mut units = Vec::new();
    for first in [0, 1] {
        for has_crlf in [false, true] {
            units.extend(sizes.map(|size| OffsetUnit { size, has_crlf, first }));
        }
    }
    units
}

impl OffsetUnit {
    /// Returns the position in characters of each offset. The offsets must be sorted, so that one pass is enough.
    fn positions(self, text: &str, offsets: &[usize]) -> Vec<usize> {
        let mut chars = text.chars();
        let (mut position, mut passed) = (0, self.first);
        let position_of = |offset: &usize| {
            while passed < *offset {
                let Some(c) = chars.next() else { break };
                passed += (self.size)(c) + usize::from(self.has_crlf && c == '\n');
                position += 1;
            }
            position
        };
        offsets.iter().map(position_of).collect()
    }
}

/// Finds the place of each quote, in the order of the claims.
pub(super) fn places(claims: &[Claim<'_>]) -> Vec<QuotePlace> {
    let mut by_article: HashMap<ArticleId, Vec<usize>> = HashMap::new();
    for (at, claim) in claims.iter().enumerate() {
        by_article.entry(claim.article.id).or_default().push(at);
    }
    let readings = best_readings(claims, by_article.values());
    let mut found: Vec<Option<QuotePlace>> = Vec::with_capacity(claims.len());
    for (at, claim) in claims.iter().enumerate() {
        let place = match claim.place_in(&readings, at) {
            Some(span) if Some(span) == claim.offsets => Some(QuotePlace::AsSaid(span)),
            Some(span) => Some(QuotePlace::Found(span)),
            None => claim.place_without_offsets(),
        };
        found.push(place);
    }

    let mut effort = Effort::for_quotes(found.iter().filter(|place| place.is_none()).count());
    for of_article in by_article.values() {
        if of_article.iter().all(|at| found[*at].is_some()) {
            continue;
        }
        let highlight = |at: &usize| claims[*at].as_highlight(readings[0].starts[*at], found[*at]);
        let highlights: Vec<Highlight> = of_article.iter().map(highlight).collect();
        let text = &claims[of_article[0]].article.text;
        let placements = anchor::placements(text, &highlights.iter().collect::<Vec<_>>(), &mut effort);
        for (&at, places) in of_article.iter().zip(placements) {
            if found[at].is_none() && claims[at].offsets.is_some() {
                let sure = places.first().filter(|best| best.is_exact && best.score >= anchor::SURE);
                found[at] = sure.map(|best| QuotePlace::Found(best.span));
            }
        }
    }
    found.into_iter().map(|place| place.unwrap_or(QuotePlace::Several)).collect()
}

/// The offsets of all claims, read in one unit.
struct Reading {
    /// Where each claim starts, in characters.
    starts: Vec<Option<usize>>,
    /// The number of quotes found there.
    n_fitting: usize,
}

/// Reads the offsets in the unit that fits most claims, or in several that fit equally many. Our own unit is used
/// unless another one fits more claims, and more than half, because a few may fit a wrong unit by chance.
fn best_readings<'a>(claims: &[Claim<'_>], by_article: impl Iterator<Item = &'a Vec<usize>> + Clone) -> Vec<Reading> {
    let (mut best, mut is_own) = (Vec::<Reading>::new(), true);
    let n_offsets = claims.iter().filter(|claim| claim.offsets.is_some()).count();
    for (nth, unit) in units().into_iter().enumerate() {
        let mut starts = vec![None; claims.len()];
        for of_article in by_article.clone() {
            let mut in_order: Vec<(usize, usize)> =
                of_article.iter().filter_map(|&at| Some((claims[at].offsets?.start, at))).collect();
            in_order.sort_unstable();
            let offsets: Vec<usize> = in_order.iter().map(|(offset, _)| *offset).collect();
            let text = claims[of_article[0]].article.text.as_str();
            for ((_, at), position) in in_order.iter().zip(unit.positions(text, &offsets)) {
                starts[*at] = Some(position);
            }
        }
        let stands = |(claim, start): (&Claim<'_>, &Option<usize>)| start.is_some_and(|at| claim.span_at(at).is_some());
        let n_fitting = claims.iter().zip(&starts).filter(|pair| stands(*pair)).count();
        let n_most = best.first().map_or(0, |reading| reading.n_fitting);
        if nth > 0 && 2 * n_fitting <= n_offsets {
            continue;
        }
        if nth == 0 || n_fitting > n_most {
            best = vec![Reading { starts, n_fitting }];
            is_own = nth == 0;
        } else if !is_own && n_fitting == n_most {
            best.push(Reading { starts, n_fitting });
        }
        if n_fitting == n_offsets {
            break;
        }
    }
    best
}

impl Claim<'_> {
    /// Returns the span of the quote if it is at this position.
    fn span_at(&self, start: usize) -> Option<Span> {
        let text = &self.article.text;
        let rest = text.as_str().get(text.byte_at(start)..).filter(|_| start <= text.n_chars())?;
        if rest.starts_with(self.quote) {
            return Some(Span::new(start, start + self.quote.chars().count()));
        }
        // The same letters may be encoded in another form, and then only the offsets say how many characters there are.
        let said = self.offsets.map(|said| Span::new(start, start + said.end.saturating_sub(said.start)))?;
        let words = text.holds(said).then(|| text.slice(said))?;
        let has_blank_ends = [words, self.quote].iter().any(|words| words.trim() != *words);
        (!has_blank_ends && is_same_name(words, self.quote)).then_some(said)
    }

    /// Returns where the quote is according to the possible readings of its offsets, unless they disagree.
    fn place_in(&self, readings: &[Reading], at: usize) -> Option<Span> {
        let mut spans = readings.iter().filter_map(|reading| self.span_at(reading.starts[at]?));
        let first = spans.next();
        let is_clear = spans.all(|span| Some(span) == first);
        first.filter(|_| is_clear)
    }

    /// Returns where the quote is, whatever its offsets say; `None` if it occurs several times.
    fn place_without_offsets(&self) -> Option<QuotePlace> {
        match first_two(&self.article.text, self.quote) {
            (Some(span), None) => Some(QuotePlace::Found(span)),
            (Some(_), Some(_)) => None,
            (None, _) => Some(QuotePlace::Nowhere),
        }
    }

    /// Returns whether it is at its offsets or was found elsewhere.
    fn as_highlight(&self, start: Option<usize>, found: Option<QuotePlace>) -> Highlight {
        let found = match found {
            Some(QuotePlace::AsSaid(span) | QuotePlace::Found(span)) => span.start,
            Some(QuotePlace::Several | QuotePlace::Nowhere) | None => 0,
        };
        let start = start.unwrap_or(found);
        let span = Span::new(start, start + self.quote.chars().count());
        let highlight = Highlight::new(&Text::new(""), Span::new(0, 0), Tags::default(), "", "");
        Highlight { span, quote: self.quote.to_owned(), ..highlight }
    }
}

#[cfg(test)]
mod tests;
