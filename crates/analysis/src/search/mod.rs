//! Finds words in texts: every place, in reading order, in the positions of the text itself.
//!
//! Unless it is asked to match as typed, a search goes through the fold of a text (see
//! [`standpoint_core::text::search_fold`]), which each text keeps once it has been searched. A regular expression always
//! goes through the text itself.

mod beside;
mod mentions;
mod near;
mod pattern;

use std::ops::Range;

use memchr::memmem::Finder;
use regex::{Regex, RegexBuilder};

use standpoint_core::{
    model::{Article, ArticleId, Project},
    text::{Span, Text, fold::searchable, words::is_word_boundary},
};

pub use mentions::{articles_with, articles_with_any, articles_with_search};
pub use standpoint_core::model::saved_search::SearchOptions;

pub use beside::{HitsBeside, SearchPart, WordsOwner, leave_out_tagged};
use pattern::{Expression, Phrase, QUOTED_STAR, parse};
pub use pattern::{MAX_NEAR_WORDS, NEAR_WORDS, SearchError, words_as_pattern};

/// The most memory that a regular expression may take, in bytes.
const MAX_REGEX_BYTES: usize = 8 << 20;

/// A pattern that is ready to be searched for.
#[derive(Debug)]
pub struct Search {
    options: SearchOptions,
    node: Node,
}

#[derive(Debug)]
enum Node {
    /// Words as they stand in the fold, or in the text if they are searched for as typed.
    Words(Box<Finder<'static>>, usize),
    /// Words with letters left open, likewise. They are whole words.
    Wild(Regex),
    /// A regular expression on the text.
    Regex(Regex),
    Or(Vec<Node>),
    And(Vec<Node>),
    Near(Box<Node>, Box<Node>, usize),
}

/// The places found in one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleHits {
    /// The article.
    pub article: ArticleId,
    /// Where the places are, in reading order; there is at least one.
    pub spans: Vec<Span>,
}

impl Search {
    /// Prepares a pattern.
    ///
    /// # Errors
    /// Says what is wrong with the pattern, and where.
    pub fn new(pattern: &str, options: SearchOptions) -> Result<Self, SearchError> {
        let node = if options.is_regex {
            Node::Regex(regex(pattern, !options.as_typed)?)
        } else {
            Node::of(&parse(pattern)?, options)?
        };
        Ok(Self { options, node })
    }

    /// Finds every place in a text, in reading order. Places of one phrase do not overlap.
    pub fn spans(&self, text: &Text) -> Vec<Span> {
        self.spans_while(text, &mut || true).unwrap_or_default()
    }

    /// As [`Self::spans`]. `go_on` is asked now and then; the result is `None` if it says no.
    pub fn spans_while(&self, text: &Text, go_on: &mut dyn FnMut() -> bool) -> Option<Vec<Span>> {
        self.node.spans(text, self.options, go_on)
    }

    /// Finds every place in the articles, which are searched one after another. `go_on` is asked before each, and now and
    /// then within long ones; the result is `None` if it says no.
    pub fn articles<'a>(
        &self,
        articles: impl Iterator<Item = &'a Article>,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Option<Vec<ArticleHits>> {
        let mut found = Vec::new();
        for article in articles {
            if !go_on() {
                return None;
            }
            let spans = self.spans_while(&article.text, go_on)?;
            if !spans.is_empty() {
                found.push(ArticleHits { article: article.id, spans });
            }
        }
        Some(found)
    }

    /// Finds every place in a project.
    pub fn project(&self, project: &Project) -> Vec<ArticleHits> {
        self.articles(project.articles.iter().map(|article| &**article), &mut || true).unwrap_or_default()
    }
}

/// The words before and after a place, at most `n_chars` characters on each side and none of another paragraph.
pub fn context(text: &Text, span: Span, n_chars: usize) -> (&str, &str) {
    let first = text.paragraph(text.paragraph_at(span.start));
    let last = text.paragraph(text.paragraph_at(span.end.saturating_sub(1).max(span.start)));
    let before = Span::new(first.start.max(span.start.saturating_sub(n_chars)).min(span.start), span.start);
    let after = Span::new(span.end, last.end.min(span.end.saturating_add(n_chars)).max(span.end));
    (text.slice(before), text.slice(after))
}

impl Node {
    fn of(expression: &Expression, options: SearchOptions) -> Result<Self, SearchError> {
        let all = |parts: &[Expression]| -> Result<Vec<Self>, SearchError> {
            parts.iter().map(|part| Self::of(part, options)).collect()
        };
        let as_searched = |words: &str| if options.as_typed { words.to_owned() } else { searchable(words) };
        Ok(match expression {
            Expression::Phrase(Phrase::Plain(words)) => {
                let words = as_searched(words);
                if words.is_empty() {
                    return Err(SearchError::Empty);
                }
                Self::Words(Box::new(Finder::new(words.as_bytes()).into_owned()), words.len())
            }
            Expression::Phrase(Phrase::Wild(words)) => Self::Wild(wild(words, as_searched)?),
            Expression::Or(parts) => Self::Or(all(parts)?),
            Expression::And(parts) => Self::And(all(parts)?),
            Expression::Near(left, right, n_words) => {
                Self::Near(Box::new(Self::of(left, options)?), Box::new(Self::of(right, options)?), *n_words)
            }
        })
    }

    fn spans(&self, text: &Text, options: SearchOptions, go_on: &mut dyn FnMut() -> bool) -> Option<Vec<Span>> {
        match self {
            Self::Words(finder, length) => {
                let searched = searched(text, options);
                let places = finder.find_iter(searched.as_bytes()).map(|start| start..start + length);
                in_text(text, options, options.whole_words, places, go_on)
            }
            Self::Wild(regex) => {
                let places = regex.find_iter(searched(text, options)).map(|place| place.range());
                in_text(text, options, true, places, go_on)
            }
            Self::Regex(regex) => {
                let places = regex.find_iter(text.as_str()).map(|place| place.range());
                whole(text, options.whole_words, places.filter(|place| !place.is_empty()), go_on)
            }
            Self::Or(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    all.extend(part.spans(text, options, go_on)?);
                }
                Some(merged(all))
            }
            Self::And(parts) => {
                let mut all = Vec::new();
                for part in parts {
                    let spans = part.spans(text, options, go_on)?;
                    if spans.is_empty() {
                        return Some(spans);
                    }
                    all.extend(spans);
                }
                Some(merged(all))
            }
            Self::Near(left, right, n_words) => {
                let left = left.spans(text, options, go_on)?;
                if left.is_empty() {
                    return Some(left);
                }
                let right = right.spans(text, options, go_on)?;
                near::pairs(text, &left, &right, *n_words, go_on).map(merged)
            }
        }
    }
}

/// What a search goes through: the fold of a text, or the text itself.
fn searched(text: &Text, options: SearchOptions) -> &str {
    if options.as_typed { text.as_str() } else { text.search_fold().as_str() }
}

/// The places in the text for places in what was searched.
fn in_text(
    text: &Text,
    options: SearchOptions,
    whole_words: bool,
    places: impl Iterator<Item = Range<usize>>,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<Span>> {
    if options.as_typed {
        return whole(text, whole_words, places, go_on);
    }
    whole(text, whole_words, text.search_fold().all_in_text(text.as_str(), places), go_on)
}

/// How many places are found before somebody is asked whether to go on.
const BETWEEN_QUESTIONS: usize = 4096;

/// Turns bytes into positions, and drops what is not a whole word if only these are wanted.
fn whole(
    text: &Text,
    whole_words: bool,
    places: impl Iterator<Item = Range<usize>>,
    go_on: &mut dyn FnMut() -> bool,
) -> Option<Vec<Span>> {
    let string = text.as_str();
    let is_whole = |place: &Range<usize>| {
        let at_start = (string[..place.start].chars().next_back(), string[place.start..].chars().next());
        let at_end = (string[..place.end].chars().next_back(), string[place.end..].chars().next());
        is_word_boundary(at_start.0, at_start.1) && is_word_boundary(at_end.0, at_end.1)
    };
    let mut is_stopped = false;
    let mut n = 0;
    let places = places.take_while(|_| {
        n += 1;
        is_stopped = n % BETWEEN_QUESTIONS == 0 && !go_on();
        !is_stopped
    });
    let spans = text.spans_of_bytes(places.filter(|place| !whole_words || is_whole(place))).collect();
    (!is_stopped).then_some(spans)
}

/// Sorts places, and drops those that are there twice.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}

/// Makes a regular expression of words in which `*` stands for letters. It finds whole words only.
fn wild(words: &str, as_searched: impl Fn(&str) -> String) -> Result<Regex, SearchError> {
    let of_word = |word: &str| {
        if word == "*" {
            return r"[\w’'\-]+".to_owned();
        }
        let pieces: Vec<String> = word.split('*').map(|piece| as_searched(&piece.replace(QUOTED_STAR, "*"))).collect();
        // The boundaries that whole words are checked for afterwards, so that no part of a word hides a whole one.
        let boundary = |c: Option<char>| if is_word_boundary(c, c) { "" } else { r"\b" };
        let start = boundary(pieces.first().and_then(|piece| piece.chars().next()));
        let end = boundary(pieces.last().and_then(|piece| piece.chars().next_back()));
        let pieces: Vec<String> = pieces.iter().map(|piece| regex::escape(piece)).collect();
        format!("{start}{}{end}", pieces.join(r"\w*"))
    };
    // In the fold, all white space within a paragraph is one space.
    let pattern: Vec<String> = words.split_whitespace().map(of_word).collect();
    build(&pattern.join(r"[^\S\n]+"), false)
}

/// Prepares a regular expression of the analyst.
fn regex(pattern: &str, ignores_case: bool) -> Result<Regex, SearchError> {
    if pattern.is_empty() {
        return Err(SearchError::Empty);
    }
    if let Err(error) = regex_syntax::Parser::new().parse(pattern) {
        let (reason, span) = match &error {
            regex_syntax::Error::Parse(error) => (error.kind().to_string(), Some(error.span())),
            regex_syntax::Error::Translate(error) => (error.kind().to_string(), Some(error.span())),
            _ => (error.to_string(), None),
        };
        let at = span.map_or(1, |span| pattern[..span.start.offset].chars().count() + 1);
        return Err(SearchError::Regex { reason, at });
    }
    build(pattern, ignores_case)
}

fn build(pattern: &str, ignores_case: bool) -> Result<Regex, SearchError> {
    let mut builder = RegexBuilder::new(pattern);
    builder.multi_line(true).case_insensitive(ignores_case).size_limit(MAX_REGEX_BYTES).dfa_size_limit(MAX_REGEX_BYTES);
    builder.build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => SearchError::TooLarge,
        error => SearchError::Regex { reason: error.to_string(), at: 1 },
    })
}

#[cfg(test)]
mod tests;
