//! Suggests passages of an article that may be tagged like others: those with the same words as a highlight, and
//! sentences in which an actor speaks.

use std::{collections::HashSet, ops::Range};

use memchr::memmem;

use standpoint_core::{
    model::{Article, CodeId, CodeKind, Codebook, Highlight, Project, RefusedTag, Tags},
    text::{
        Span, Text,
        fold::{is_same_name, searchable},
        words::{is_word_boundary, n_words, sentence_at},
    },
};

use super::{
    ActorNames, Mention, Reason, excerpt, proposed_within,
    speech::{Attribution, Sentence},
};

/// A passage that may deserve a highlight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestedPlace {
    /// Where it stands in its article.
    pub span: Span,
    /// What it would be tagged with.
    pub tags: Tags,
    /// Why.
    pub reason: Reason,
    /// The name by which the text calls the actor, as the codebook has it, if the reason is about that.
    pub name: Option<String>,
}

impl SuggestedPlace {
    /// What refusing it means: its issue for words that are tagged elsewhere, otherwise its actor. `None` if it has
    /// neither.
    pub fn refused(&self, text: &Text) -> Option<RefusedTag> {
        let (kind, code) = self.reason_code()?;
        Some(RefusedTag::of(text, self.span, kind, code.clone()))
    }

    /// Returns whether it was refused in its article.
    fn is_refused(&self, article: &Article) -> bool {
        let refuses =
            |(kind, code)| article.refused.iter().any(|one| one.refuses(&article.text, self.span, kind, code));
        self.reason_code().is_some_and(refuses)
    }

    /// The code that the reason is about.
    fn reason_code(&self) -> Option<(CodeKind, &CodeId)> {
        let issue = self.tags.issue.as_ref().map(|issue| (CodeKind::Issue, issue));
        issue.or(self.tags.actor.as_ref().map(|actor| (CodeKind::Actor, actor)))
    }

    /// Says why it is suggested: “this sentence says “Moscow objected”, and “Moscow” is an alias of Russia”.
    pub fn reason_in_words(&self, book: &Codebook) -> String {
        let actor = self.tags.actor.as_ref().and_then(|actor| book.code(CodeKind::Actor, actor));
        match (&self.name, actor) {
            (Some(name), Some(actor)) if !is_same_name(name, &actor.name) => {
                format!("{}, and “{name}” is an alias of {}", self.reason, actor.name)
            }
            _ => self.reason.to_string(),
        }
    }
}

/// Passages with fewer words occur too often by chance.
const MIN_SAME_WORDS: usize = 5;

/// Suggests passages of an article: the words of highlights anywhere in the project, and sentences in which an actor
/// speaks who has highlights in it. Nothing is suggested where such a highlight stands already, or that was refused.
pub fn suggested_places(project: &Project, names: &ActorNames, article: &Article) -> Vec<SuggestedPlace> {
    let known: HashSet<&CodeId> = project.highlights().filter_map(|(_, highlight)| highlight.actor.as_ref()).collect();
    let highlights = project.highlights().map(|(source, highlight)| (&**source, highlight));
    places(names, article, highlights, |actor| known.contains(actor))
}

/// Suggests passages of an article that are like one of its highlights: those with the same words, and sentences in
/// which its actor speaks. Nothing is suggested where such a highlight stands already, or that was refused.
pub fn places_like(names: &ActorNames, article: &Article, highlight: &Highlight) -> Vec<SuggestedPlace> {
    places(names, article, std::iter::once((article, highlight)), |actor| highlight.actor.as_ref() == Some(actor))
}

fn places<'a>(
    names: &ActorNames,
    article: &Article,
    highlights: impl Iterator<Item = (&'a Article, &'a Highlight)>,
    is_known: impl Fn(&CodeId) -> bool,
) -> Vec<SuggestedPlace> {
    let mentions = names.mentions(&article.text);
    let mut places = same_words(article, highlights, &mentions);
    for place in spoken(&mentions, &article.text) {
        let is_tagged = |highlight: &Highlight| {
            highlight.span.overlaps(place.span) && (highlight.actor.is_none() || highlight.actor == place.tags.actor)
        };
        let is_suggested = |other: &SuggestedPlace| other.span.overlaps(place.span);
        if place.tags.actor.as_ref().is_some_and(&is_known)
            && !article.highlights().any(is_tagged)
            && !places.iter().any(is_suggested)
            && !place.is_refused(article)
        {
            places.push(place);
        }
    }
    places.sort_by_key(|place| place.span);
    places
}

/// The sentences in which a named actor speaks, in a main clause of its own.
fn spoken(mentions: &[Mention], text: &Text) -> Vec<SuggestedPlace> {
    let mut places: Vec<SuggestedPlace> = Vec::new();
    let mut rest = mentions;
    while let [first, ..] = rest {
        let span = sentence_at(text, first.span.start);
        let n_here = rest.partition_point(|mention| mention.span.start < span.end).max(1);
        let (here, behind) = rest.split_at(n_here);
        rest = behind;
        // A headline has no full stop.
        let ends = text.slice(span).trim_end_matches(['”', '"', '»', '“', ')']).ends_with(['.', '!', '?', '…', ';']);
        if !ends {
            continue;
        }
        let sentence = Sentence::of(text, span);
        let found = here.iter().filter_map(|mention| sentence.attribution(mention));
        let main: Vec<Attribution<'_>> = found.filter(|found| found.is_main_clause).collect();
        if let [found] = &main[..] {
            let tags = Tags { actor: Some(found.mention.actor.clone()), ..Tags::default() };
            let reason = Reason::Speaker(excerpt(text, found.excerpt));
            places.push(SuggestedPlace { span, tags, reason, name: Some(found.mention.name.clone()) });
        }
    }
    places
}

/// The passages of an article that have the words of a highlight and are not tagged with its issue. Somebody else may
/// say the same, so the actor is the one that the text there names.
fn same_words<'a>(
    article: &Article,
    highlights: impl Iterator<Item = (&'a Article, &'a Highlight)>,
    mentions: &[Mention],
) -> Vec<SuggestedPlace> {
    let mut places: Vec<SuggestedPlace> = Vec::new();
    let mut seen: HashSet<(String, &CodeId)> = HashSet::new();
    for (source, highlight) in highlights {
        let Some(issue) = &highlight.issue else { continue };
        let words = searchable(highlight.quote.trim());
        if n_words(&words) < MIN_SAME_WORDS || !seen.insert((words.clone(), issue)) {
            continue;
        }
        for span in places_of(&article.text, &words) {
            let is_tagged =
                |other: &Highlight| other.span.overlaps(span) && other.issue.as_ref().is_none_or(|own| own == issue);
            if article.highlights().any(is_tagged) || places.iter().any(|place| place.span.overlaps(span)) {
                continue;
            }
            let actor = proposed_within(mentions, &article.text, span).map(|proposed| proposed.actor);
            let tags = Tags { actor, issue: Some(issue.clone()), stance: highlight.stance.clone() };
            let reason = if source.id == article.id {
                Reason::SameWordsHere(line_of(&article.text, highlight.span.start))
            } else {
                Reason::SameWords(source.details.title.clone())
            };
            let place = SuggestedPlace { span, tags, reason, name: None };
            if !place.is_refused(article) {
                places.push(place);
            }
        }
    }
    places
}

/// The number of a line as the page shows it: paragraphs with words in them, counted from 1.
fn line_of(text: &Text, position: usize) -> usize {
    let paragraphs = text.paragraphs().take(text.paragraph_at(position) + 1);
    paragraphs.filter(|paragraph| !text.slice(*paragraph).trim().is_empty()).count().max(1)
}

/// The places of folded words in a text, as whole words.
fn places_of(text: &Text, words: &str) -> Vec<Span> {
    let (string, copy) = (text.as_str(), text.search_fold());
    let fold = copy.as_str();
    let is_whole = |place: &Range<usize>| {
        let before = (fold[..place.start].chars().next_back(), fold[place.start..].chars().next());
        let behind = (fold[..place.end].chars().next_back(), fold[place.end..].chars().next());
        is_word_boundary(before.0, before.1) && is_word_boundary(behind.0, behind.1)
    };
    let places = memmem::find_iter(fold.as_bytes(), words).map(|start| start..start + words.len());
    let places = places.filter(is_whole).filter_map(|place| copy.in_text(string, place));
    places.map(|place| Span::new(text.position_of_byte(place.start), text.position_of_byte(place.end))).collect()
}

#[cfg(test)]
mod tests {
    use standpoint_core::model::{Code, marked::marked_article};

    use super::*;

    const OPEN: &str = "The harbour must stay open all winter";

    fn book() -> Codebook {
        let code = |id: &str, name: &str, alias: &str| Code {
            aliases: vec![alias.to_owned()],
            ..Code::new(id.into(), name, 0)
        };
        let actors = vec![code("russia", "Russia", "Moscow"), code("ukraine", "Ukraine", "Kyiv")];
        Codebook { actors, issues: vec![code("harbour", "Harbour", "port")], ..Codebook::default() }
    }

    /// An article whose marked passage is tagged with Russia and the harbour.
    fn tagged(source: &str) -> Article {
        let mut article = marked_article("One", source);
        for highlight in &mut article.highlights {
            let tags = Tags { actor: Some("russia".into()), issue: Some("harbour".into()), stance: None };
            *highlight = highlight.with_tags(tags).into();
        }
        article
    }

    /// What is suggested after the first highlight was made: the words with the codes and the reason.
    fn told(article: &Article) -> Vec<String> {
        let book = book();
        let places = places_like(&ActorNames::of(&book), article, &article.highlights[0]);
        let told = places.iter().map(|place| {
            let code = |code: &Option<CodeId>| code.as_ref().map_or("", |code| code.as_str()).to_owned();
            let codes = [code(&place.tags.actor), code(&place.tags.issue)].join("+");
            format!("{codes} {}: {}", article.text.slice(place.span), place.reason_in_words(&book))
        });
        told.collect()
    }

    #[test]
    fn what_is_like_a_highlight_is_suggested_with_its_reason() {
        let article = tagged(&format!(
            "Winter\n\n[{OPEN}]. Moscow rejected the plan. Kyiv rejected it too.\nKyiv said that {} – now.",
            OPEN.to_lowercase()
        ));
        assert_eq!(
            told(&article),
            [
                "russia+ Moscow rejected the plan.: this sentence says “Moscow rejected”, and “Moscow” is an alias of \
                 Russia",
                "ukraine+harbour the harbour must stay open all winter: the same words are tagged in line 2",
            ]
        );
    }

    #[test]
    fn short_words_and_what_is_tagged_already_are_not_suggested() {
        assert_eq!(told(&tagged("[Stay open]. Stay open.")), [""; 0]);
        assert_eq!(told(&tagged(&format!("[{OPEN}]. And: [{OPEN}]. [Moscow rejected] it."))), [""; 0]);
    }

    #[test]
    fn what_was_refused_is_not_suggested_again_and_the_same_words_elsewhere_are() {
        let mut article = tagged(&format!("[{OPEN}]. So: {OPEN}. But: {OPEN}. Moscow said no."));
        let names = ActorNames::of(&book());
        let before = told(&article);
        assert_eq!(before.len(), 3);
        for nth in [1, 0, 0] {
            let places = places_like(&names, &article, &article.highlights[0]);
            article.refused.extend(places[nth].refused(&article.text));
            let left: Vec<Span> =
                places_like(&names, &article, &article.highlights[0]).iter().map(|p| p.span).collect();
            let expected = places.iter().enumerate().filter(|(at, _)| *at != nth).map(|(_, place)| place.span);
            assert_eq!(left, expected.collect::<Vec<_>>());
        }
        // What is tagged as another issue is another matter.
        let other = Tags { issue: Some("other".into()), ..Tags::default() };
        article.highlights[0] = article.highlights[0].with_tags(other).into();
        assert_eq!(told(&article).len(), 2);
    }
}
