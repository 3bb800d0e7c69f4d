//! Says whom a sentence reports: “Kyiv objected”, “…, said Putin”, “по словам Путина”.
//!
//! Nothing is parsed. A name counts as a speaker if a verb of speech stands directly behind it, apart from an apposition
//! between commas and a few adverbs, or directly before it, or if a phrase such as “according to” does.

use std::ops::Range;

use standpoint_core::text::{Span, Text, fold::searchable, words::words_in};

use super::{
    names::Mention,
    speech_words::{
        begins_side_clause, end_with_phrase, is_modal, is_pronoun, is_title, is_verb_of_speech, may_stand_between,
        takes_object,
    },
};

/// A sentence cut into words.
pub(super) struct Sentence<'a> {
    text: &'a Text,
    words: Vec<Word<'a>>,
}

struct Word<'a> {
    /// In bytes of the text.
    place: Range<usize>,
    fold: String,
    /// What stands between it and the word before.
    gap: &'a str,
    is_capital: bool,
}

impl Word<'_> {
    /// Whether nothing but white space stands before it.
    fn is_adjacent(&self) -> bool {
        self.gap.chars().all(char::is_whitespace)
    }
}

/// A name with what makes it the speaker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Attribution<'a> {
    pub mention: &'a Mention,
    /// From the name to the verb, or the other way round.
    pub excerpt: Span,
    /// Whether the clause stands for itself.
    pub is_main_clause: bool,
}

/// How many words may stand between a name and its verb.
const MAX_BETWEEN: usize = 4;
/// How many words an apposition may have.
const MAX_APPOSITION: usize = 14;

impl<'a> Sentence<'a> {
    pub fn of(text: &'a Text, span: Span) -> Self {
        let bytes = text.bytes_of(span);
        let string = &text.as_str()[bytes.clone()];
        let mut end = 0;
        let words = words_in(string).into_iter().map(|place| {
            let gap = &string[end..place.start];
            end = place.end;
            let letters = &string[place.clone()];
            let is_capital = letters.starts_with(char::is_uppercase);
            let place = bytes.start + place.start..bytes.start + place.end;
            Word { place, fold: searchable(letters), gap, is_capital }
        });
        Self { text, words: words.collect() }
    }

    /// The words of a name, by number; `None` if it ends inside a word, as in “Moscow’s”.
    fn words_of(&self, mention: &Mention) -> Option<Range<usize>> {
        let place = self.text.bytes_of(mention.span);
        let first = self.words.iter().position(|word| word.place.end > place.start)?;
        let end = self.words.iter().position(|word| word.place.start >= place.end).unwrap_or(self.words.len());
        let is_whole = first < end && self.words[end - 1].place.end <= place.end;
        (is_whole && self.words[first].place.start == place.start).then_some(first..end)
    }

    /// The number of the first word of a name with its titles.
    fn with_titles(&self, first: usize) -> usize {
        (0..first)
            .rev()
            .take_while(|nth| self.words[nth + 1].is_adjacent() && is_title(&self.words[*nth].fold))
            .last()
            .unwrap_or(first)
    }

    /// Says whether a name is the speaker here.
    pub fn attribution<'m>(&self, mention: &'m Mention) -> Option<Attribution<'m>> {
        let own = self.words_of(mention)?;
        let first = self.with_titles(own.start);
        if self.is_part_of_name(&own, first) {
            return None;
        }
        let before: Vec<&str> = self.words[..first].iter().map(|word| &*word.fold).collect();
        if self.words[first].is_adjacent()
            && let Some(phrase) = end_with_phrase(&before)
        {
            let start = first - phrase.split(' ').count();
            return Some(self.found(mention, start, own.end - 1, true));
        }
        if !mention.is_base {
            return None;
        }
        if let Some(verb) = self.verb_before(first) {
            return Some(self.found(mention, verb, own.end - 1, true));
        }
        let previous = first.checked_sub(1).map(|nth| &self.words[nth]);
        let previous = previous.filter(|_| self.words[first].is_adjacent());
        if self.has_object_before(first) {
            return None;
        }
        let verb = self.verb_behind(own.end)?;
        let is_main_clause = previous.is_none_or(|word| !begins_side_clause(&word.fold));
        Some(self.found(mention, own.start, verb, is_main_clause))
    }

    /// Returns whether what stands before a word takes it as an object: “of”, “what”, or “how strongly”.
    fn has_object_before(&self, first: usize) -> bool {
        let mut nth = first;
        while nth > 0 && self.words[nth].is_adjacent() {
            nth -= 1;
            let fold = &self.words[nth].fold;
            if takes_object(fold) {
                return true;
            }
            if !may_stand_between(fold) {
                return false;
            }
        }
        false
    }

    fn found<'m>(&self, mention: &'m Mention, first: usize, last: usize, is_main_clause: bool) -> Attribution<'m> {
        let position = |byte| self.text.position_of_byte(byte);
        let excerpt = Span::new(position(self.words[first].place.start), position(self.words[last].place.end));
        let excerpt = Span::new(excerpt.start.min(mention.span.start), excerpt.end.max(mention.span.end));
        Attribution { mention, excerpt, is_main_clause }
    }

    /// Returns whether the name is probably part of another one, such as “Melania Trump” or “Moscow Times”.
    fn is_part_of_name(&self, own: &Range<usize>, first: usize) -> bool {
        let before = first.checked_sub(1).filter(|_| self.words[first].is_adjacent()).map(|nth| &self.words[nth]);
        let is_name = |word: &Word<'_>| {
            let fold = &word.fold;
            let has_meaning = takes_object(fold) || begins_side_clause(fold) || may_stand_between(fold);
            word.is_capital
                && !is_title(fold)
                && !has_meaning
                && !is_verb_of_speech(fold)
                && end_with_phrase(&[fold]).is_none()
        };
        let behind = self.words.get(own.end).filter(|word| word.is_adjacent());
        let is_verb = |word: &Word<'_>| is_verb_of_speech(&word.fold) || may_stand_between(&word.fold);
        before.is_some_and(is_name) || behind.is_some_and(|word| word.is_capital && !is_verb(word))
    }

    /// The verb directly before a name. In Latin letters it may have that name as its object, unless something ends
    /// before the verb.
    fn verb_before(&self, first: usize) -> Option<usize> {
        let verb = first.checked_sub(1).filter(|_| self.words[first].is_adjacent())?;
        let word = &self.words[verb];
        if !is_verb_of_speech(&word.fold) {
            return None;
        }
        let mut begin = verb;
        while begin > 0 && self.words[begin].is_adjacent() && may_stand_between(&self.words[begin - 1].fold) {
            begin -= 1;
        }
        if self.has_object_before(begin) {
            return None;
        }
        let is_latin = word.fold.is_ascii();
        let is_apart = begin == 0 || !self.words[begin].is_adjacent();
        (!is_latin || is_apart && (begin > 0 || !self.words[begin].gap.trim().is_empty())).then_some(verb)
    }

    /// The verb behind a name.
    fn verb_behind(&self, end: usize) -> Option<usize> {
        let mut at = end;
        if self.words.get(at).is_some_and(|word| word.gap.trim() == ",") {
            let rest = self.words.get(at + 1..)?;
            let within = rest.iter().take(MAX_APPOSITION).position(|word| !word.is_adjacent())?;
            (rest[within].gap.trim() == ",").then_some(())?;
            at += 1 + within;
        } else if !self.words.get(at)?.is_adjacent() {
            return None;
        }
        for (nth, word) in self.words.iter().enumerate().skip(at).take(MAX_BETWEEN) {
            if nth > at && !word.is_adjacent() {
                return None;
            }
            if is_verb_of_speech(&word.fold) {
                return Some(nth);
            }
            if !may_stand_between(&word.fold) {
                return None;
            }
        }
        None
    }

    /// Returns whether a pronoun speaks here: “he said”.
    pub fn has_speaking_pronoun(&self) -> bool {
        self.words.iter().enumerate().any(|(nth, word)| {
            is_pronoun(&word.fold)
                && (self.verb_behind(nth + 1).is_some() || nth > 0 && is_verb_of_speech(&self.words[nth - 1].fold))
        })
    }

    /// Returns whether a name is the subject of the sentence or of a main clause, as far as the words around it say:
    /// nothing but titles stands before it, and no verb behind it that reports what others demand of it.
    pub fn is_subject(&self, mention: &Mention, passage: Span) -> bool {
        let Some(own) = self.words_of(mention).filter(|_| mention.is_base) else { return false };
        let first = self.with_titles(own.start);
        let begins_passage = self.text.position_of_byte(self.words[first].place.start) <= passage.start
            || self.text.slice(Span::new(passage.start, mention.span.start)).chars().all(|c| !c.is_alphanumeric());
        let joins = ["and", "but", "yet", "und", "aber", "et", "mais", "y", "pero", "и", "но", "а", "та", "але", "και"];
        let begins_clause =
            first == 0 || !self.words[first].is_adjacent() || joins.contains(&&*self.words[first - 1].fold);
        let Some(next) = self.words.get(own.end).filter(|word| word.is_adjacent()) else { return false };
        let is_alone = !joins.contains(&&*next.fold) && !takes_object(&next.fold) && next.fold != "or";
        begins_passage && begins_clause && is_alone && !is_modal(&next.fold) && !self.is_part_of_name(&own, first)
    }
}
