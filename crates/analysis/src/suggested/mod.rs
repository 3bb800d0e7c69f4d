//! Suggests actors for a passage, and places that are like one that was tagged; each with its reason.
//!
//! Nothing is learned and nothing is asked of a network: names and aliases are found as words, in their cases, and a
//! sentence is looked through for a verb of speech. Nothing that is suggested is applied unasked. Each kind of suggestion
//! is right at least eight times in ten on texts that were tagged by hand; `tests/suggestions.rs` of the program counts that.

mod inflections;
mod names;
mod places;
mod speech;
mod speech_words;

use standpoint_core::{
    model::CodeId,
    text::{
        Span, Text,
        words::{sentence_at, trimmed},
    },
};

pub use names::{ActorNames, Mention};
pub use places::{SuggestedPlace, places_like, suggested_places};
use speech::{Attribution, Sentence};

/// Why something is suggested.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The sentence names the speaker with a verb of speech; these are its words.
    Speaker(String),
    /// A sentence beside the quotation names the speaker; these are its words.
    QuotedSpeaker(String),
    /// The passage begins with the actor as its subject, under this name.
    Subject(String),
    /// The same words are tagged in the article with this title.
    SameWords(String),
    /// The same words are tagged in this line of the article, which is a paragraph with words in it, counted from 1.
    SameWordsHere(usize),
}

impl Reason {
    /// The kinds of reasons, for counting: “speaker”, “quoted speaker”, “subject” or “same words”.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Speaker(_) => "speaker",
            Self::QuotedSpeaker(_) => "quoted speaker",
            Self::Subject(_) => "subject",
            Self::SameWords(_) | Self::SameWordsHere(_) => "same words",
        }
    }
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Speaker(words) => write!(f, "this sentence says “{words}”"),
            Self::QuotedSpeaker(words) => write!(f, "“{words}” stands beside the quotation"),
            Self::Subject(name) => write!(f, "“{name}” is the subject"),
            Self::SameWords(title) => write!(f, "the same words are tagged in “{title}”"),
            Self::SameWordsHere(line) => write!(f, "the same words are tagged in line {line}"),
        }
    }
}

/// An actor that a passage is probably about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProposedActor {
    /// The actor.
    pub actor: CodeId,
    /// Why.
    pub reason: Reason,
}

/// Proposes the actor of a passage, if the text says whose position it is.
pub fn proposed_actor(names: &ActorNames, text: &Text, passage: Span) -> Option<ProposedActor> {
    let passage = trimmed(text, passage);
    let paragraph = text.paragraph(text.paragraph_at(passage.start));
    // A paragraph may be a megabyte long.
    let around = Span::new(
        paragraph.start.max(passage.start.saturating_sub(MAX_AROUND)),
        paragraph.end.min(passage.end.saturating_add(MAX_AROUND)),
    );
    let part = Text::new(text.slice(around));
    let within = Span::new(passage.start - around.start, passage.end.min(around.end) - around.start);
    let mentions = names.mentions(&part);
    proposed_within(&mentions, &part, within)
}

/// How many characters before and behind a passage are looked at.
const MAX_AROUND: usize = 1_500;

fn proposed_within(mentions: &[Mention], text: &Text, passage: Span) -> Option<ProposedActor> {
    let own = sentence_at(text, passage.start);
    let sentence = Sentence::of(text, own);
    let here = mentions_in(mentions, own);
    let attributions: Vec<Attribution<'_>> = here.iter().filter_map(|mention| sentence.attribution(mention)).collect();
    let proposed = |attribution: &Attribution<'_>, reason: fn(String) -> Reason| ProposedActor {
        actor: attribution.mention.actor.clone(),
        reason: reason(excerpt(text, attribution.excerpt)),
    };
    // The speaker stands before the passage or in it; if nobody does, the first one behind it speaks.
    let before = attributions.iter().rfind(|found| found.mention.span.end <= passage.end);
    if let Some(found) = before.or(attributions.first()) {
        return Some(proposed(found, Reason::Speaker));
    }
    if is_quoted(text, passage) {
        let beside = [next_sentence(text, own), previous_sentence(text, own)];
        for beside in beside.into_iter().flatten() {
            let sentence = Sentence::of(text, beside);
            let mentions = mentions_in(mentions, beside);
            let found: Vec<Attribution<'_>> =
                mentions.iter().filter_map(|mention| sentence.attribution(mention)).collect();
            if let [found] = &found[..] {
                return Some(proposed(found, Reason::QuotedSpeaker));
            }
        }
        return None;
    }
    if sentence.has_speaking_pronoun() {
        return None;
    }
    let first = here.iter().find(|mention| mention.span.start >= passage.start && mention.span.end <= passage.end)?;
    let name = text.slice(first.span).to_owned();
    sentence
        .is_subject(first, passage)
        .then(|| ProposedActor { actor: first.actor.clone(), reason: Reason::Subject(name) })
}

/// Words of a text on one line.
fn excerpt(text: &Text, span: Span) -> String {
    text.slice(span).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn mentions_in(mentions: &[Mention], span: Span) -> &[Mention] {
    let start = mentions.partition_point(|mention| mention.span.start < span.start);
    let end = mentions.partition_point(|mention| mention.span.end <= span.end);
    &mentions[start..end.max(start)]
}

/// Returns whether quotation marks are open at the start of a passage, or the passage begins with one.
fn is_quoted(text: &Text, passage: Span) -> bool {
    let paragraph = text.paragraph(text.paragraph_at(passage.start));
    if text.slice(passage).starts_with(['“', '«', '„', '"']) {
        return true;
    }
    let before = text.slice(Span::new(paragraph.start, passage.start));
    let (mut open, mut plain) = (0_usize, 0_usize);
    for c in before.chars() {
        match c {
            '“' if open > 0 && before.contains('„') => open = 0,
            '“' | '«' | '„' => open += 1,
            '”' | '»' => open = open.saturating_sub(1),
            '"' => plain += 1,
            _ => {}
        }
    }
    open > 0 || plain % 2 == 1
}

fn next_sentence(text: &Text, sentence: Span) -> Option<Span> {
    let paragraph = text.paragraph(text.paragraph_at(sentence.start));
    let rest = text.slice(Span::new(sentence.end, paragraph.end));
    let n_blank = rest.chars().take_while(|c| c.is_whitespace()).count();
    (n_blank < rest.chars().count()).then(|| sentence_at(text, sentence.end + n_blank))
}

fn previous_sentence(text: &Text, sentence: Span) -> Option<Span> {
    let paragraph = text.paragraph(text.paragraph_at(sentence.start));
    let before = text.slice(Span::new(paragraph.start, sentence.start));
    let n_words = before.trim_end().chars().count();
    (n_words > 0).then(|| sentence_at(text, paragraph.start + n_words - 1))
}

#[cfg(test)]
mod tests;
