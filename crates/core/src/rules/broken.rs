//! The list of rules, with the wording of each.

use std::fmt;

use super::{CodebookEntry, ItemId};
use crate::{
    model::{CodeId, CodeKind, Project, Stance},
    text::{Span, Text},
    wording,
};

/// A rule of a sound project, with details of how it was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Actors, issues and stances need an id.
    EmptyId,
    /// Actors, issues, stances, views and searches need a name.
    NoName,
    /// No two items of a kind may have the same id.
    IdTaken,
    /// No two views and no two searches may have the same name.
    NameTaken,
    /// A parent must be in the codebook; this one is not.
    ParentMissing(CodeId),
    /// No code may be its own ancestor; this one is, through this parent.
    OwnAncestor(CodeId),
    /// A key must be in the row for codes of its kind; this one is not.
    KeyOutsideRow(char),
    /// No two codes of a kind may have the same key; another code has this one.
    KeyTaken(char),
    /// A weight must be a finite number, and no further from 0 than [`Stance::MAX_WEIGHT`].
    WeightNotFinite,
    /// A text must not hold the characters that import removes. This is the first of [`super::FORBIDDEN_CHARS`] that
    /// occurs in it.
    ForbiddenCharacter(char),
    /// A text must not exceed [`Text::MAX_BYTES`]; this one has this many bytes.
    TextTooLong(usize),
    /// The hash of a source must be empty or have 64 hexadecimal digits. This is its beginning.
    HashInvalid(String),
    /// A page or chapter must begin within its text, or at its end; this one begins later.
    PartPastEnd {
        /// Where it begins.
        start: usize,
        /// The length of the text, in characters.
        n_chars: usize,
    },
    /// The pages or chapters of a source must stand in the order of the text. The one with this name begins before the
    /// one that it follows.
    PartsOutOfOrder(String),
    /// A span must not be empty.
    SpanEmpty(Span),
    /// A span must end within its text.
    SpanPastEnd {
        /// The span of the highlight.
        span: Span,
        /// The length of the text, in characters.
        n_chars: usize,
    },
    /// A quote must be the text at its span.
    QuoteDiffers {
        /// The span of the highlight.
        span: Span,
        /// The beginning of the text at the span, at most 60 characters.
        reads: String,
    },
    /// Tags must be in the codebook; this one is not.
    TagMissing(CodebookEntry),
    /// A highlight must say when it was made; this is not a valid time.
    TimeUnreadable(String),
    /// The highlights of an article must be sorted by span, then by id.
    OutOfOrder,
    /// A project must not exceed [`Project::MAX_HIGHLIGHTS`]; this one has, or would have, this many.
    TooManyHighlights(usize),
}

impl Rule {
    /// Returns whether the rule is about a span that does not match its quote.
    pub const fn is_about_span(&self) -> bool {
        matches!(self, Self::SpanEmpty(_) | Self::SpanPastEnd { .. } | Self::QuoteDiffers { .. })
    }
}

/// A broken rule: which item breaks which rule.
///
/// `Display` says what is wrong and what to do. It names articles and highlights by their ids, because nothing else
/// says which one is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The item that breaks the rule.
    pub item: ItemId,
    /// The rule that it breaks.
    pub rule: Rule,
}

impl Broken {
    /// Says what is wrong, without naming an article or a highlight.
    pub fn what(&self) -> String {
        let noun = self.item.noun();
        match &self.rule {
            Rule::EmptyId => format!("this {noun} has an empty id"),
            Rule::NoName => format!("this {noun} has no name"),
            Rule::IdTaken => match &self.item {
                ItemId::Code(_, id) => format!("another {noun} already has the id “{id}”"),
                ItemId::Stance(id) => format!("another {noun} already has the id “{id}”"),
                _ => format!("another {noun} already has this id"),
            },
            Rule::NameTaken => match &self.item {
                ItemId::View(name) | ItemId::Search(name) => format!("there is already a {noun} “{name}”"),
                _ => format!("there is already a {noun} with this name"),
            },
            Rule::ParentMissing(parent) => format!("the parent “{parent}” of this {noun} is not in the codebook"),
            Rule::OwnAncestor(parent) => format!("this {noun} is its own ancestor, through “{parent}”"),
            Rule::KeyOutsideRow(key) => format!("“{key}” cannot be an {noun}’s key"),
            Rule::KeyTaken(key) => format!("another {noun} already has the key “{key}”"),
            Rule::WeightNotFinite => {
                let [least, most] = [-Stance::MAX_WEIGHT, Stance::MAX_WEIGHT].map(wording::number);
                format!("the weight of this {noun} is not a number from {least} to {most}")
            }
            Rule::ForbiddenCharacter(bad) => {
                format!("the text contains the character U+{:04X}, which import removes", u32::from(*bad))
            }
            Rule::TextTooLong(bytes) => {
                format!("its text has {bytes} bytes, more than the {} that a text may have", Text::MAX_BYTES)
            }
            Rule::HashInvalid(hash) => format!("the sha256 “{hash}” of its source does not have 64 hexadecimal digits"),
            Rule::PartPastEnd { start, n_chars } => {
                format!("a page or chapter of its source begins at {start}, past the text’s {n_chars} characters")
            }
            Rule::PartsOutOfOrder(name) => format!("the page or chapter “{name}” of its source is out of order"),
            Rule::SpanEmpty(span) => format!("its span {span} is empty"),
            Rule::SpanPastEnd { span, n_chars } => {
                format!("its span {span} ends past the text’s {n_chars} characters")
            }
            Rule::QuoteDiffers { span, reads } => {
                format!("its quote differs from the text at {span}, which reads “{reads}”")
            }
            Rule::TagMissing(entry) => format!("its {} “{}” is not in the codebook", entry.noun(), entry.id()),
            Rule::TimeUnreadable(created) => format!("its time “{created}” cannot be read"),
            Rule::OutOfOrder => "it is out of order".to_owned(),
            Rule::TooManyHighlights(found) => {
                format!("{found} highlights are more than the {} that a {noun} may have", Project::MAX_HIGHLIGHTS)
            }
        }
    }

    /// Says what to do about it in general; `store` gives more specific advice where it can.
    pub fn remedy(&self) -> String {
        let noun = self.item.noun();
        match &self.rule {
            Rule::EmptyId => "give it an id".to_owned(),
            Rule::NoName => "give it a name".to_owned(),
            Rule::IdTaken => "give one of them another id".to_owned(),
            Rule::NameTaken => "choose another name".to_owned(),
            Rule::ParentMissing(_) => format!("add that {noun}, or remove the parent"),
            Rule::OwnAncestor(_) => "remove the parent of one of them".to_owned(),
            Rule::KeyOutsideRow(_) => {
                let kind = if let ItemId::Code(kind, _) = self.item { kind } else { CodeKind::Actor };
                format!("use one of {}, or remove the key", kind.keys())
            }
            Rule::KeyTaken(_) => "give one of them another key, or remove it".to_owned(),
            Rule::WeightNotFinite => "write a number such as 1.0, 0.0 or -1.0".to_owned(),
            Rule::ForbiddenCharacter(_) => "remove it and move the highlights behind it".to_owned(),
            Rule::TextTooLong(_) => "split it into several articles".to_owned(),
            Rule::HashInvalid(_) => "correct it, or leave it out".to_owned(),
            Rule::PartPastEnd { .. } => "correct the start, or remove the page or chapter".to_owned(),
            Rule::PartsOutOfOrder(_) => "sort the parts of the source by their start".to_owned(),
            Rule::SpanEmpty(_) => "end must be greater than start".to_owned(),
            Rule::SpanPastEnd { .. } | Rule::QuoteDiffers { .. } => "correct the span or the quote".to_owned(),
            Rule::TagMissing(entry) => format!("add that {}, or remove it", entry.noun()),
            Rule::TimeUnreadable(_) => "write it as 2025-12-03T14:20:00Z".to_owned(),
            Rule::OutOfOrder => "sort the highlights of the article by span, then id".to_owned(),
            Rule::TooManyHighlights(_) => format!("split the {noun} into several"),
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let ItemId::Article(_) | ItemId::Highlight(_) = self.item {
            write!(f, "{}: ", self.item)?;
        }
        write!(f, "{}; {}", self.what(), self.remedy())
    }
}

impl std::error::Error for Broken {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_range_of_weights_is_written_as_people_read_it() {
        let broken = Broken { item: ItemId::Stance("torn".into()), rule: Rule::WeightNotFinite };
        assert_eq!(broken.what(), "the weight of this stance is not a number from −1,000,000 to 1,000,000");
    }
}
