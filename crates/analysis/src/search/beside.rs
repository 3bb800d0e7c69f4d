//! Searches what stands beside the texts (notes, quotes and definitions), and leaves out what is tagged already.

use standpoint_core::{
    model::{Article, ArticleId, CodeId, CodeKind, HighlightId, Project},
    text::{Span, Text},
};

use super::Search;

/// What may be searched beside the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchPart {
    /// The notes of highlights.
    Notes,
    /// The definitions of actors and issues, with the notes on when to use them and when not.
    Definitions,
    /// The quotes of highlights.
    Quotes,
}

impl SearchPart {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Notes, Self::Definitions, Self::Quotes];

    /// The name on screen and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Notes => "notes",
            Self::Definitions => "definitions",
            Self::Quotes => "quotes",
        }
    }
}

/// Whose words were found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsOwner {
    /// Those of a highlight: its note or its quote.
    Highlight(ArticleId, HighlightId),
    /// Those of a code: its definition or one of the notes on it.
    Code(CodeKind, CodeId),
}

/// The places found in a note, a quote or a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HitsBeside {
    /// Whose words they are.
    pub owner: WordsOwner,
    /// The note, quote or definition that was searched.
    pub words: Text,
    /// Where the places are in the words, in reading order; there is at least one.
    pub spans: Vec<Span>,
}

impl Search {
    /// Finds every place in the notes, quotes or definitions of a project, in their order. `go_on` is asked before each
    /// article and each code; the result is `None` if it says no.
    pub fn beside(
        &self,
        project: &Project,
        part: SearchPart,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Option<Vec<HitsBeside>> {
        let mut found = Vec::new();
        let mut look = |owner: &dyn Fn() -> WordsOwner, words: &str, go_on: &mut dyn FnMut() -> bool| {
            if words.is_empty() {
                return Some(());
            }
            let words = Text::new(words);
            let spans = self.spans_while(&words, go_on)?;
            if !spans.is_empty() {
                found.push(HitsBeside { owner: owner(), words, spans });
            }
            Some(())
        };
        if part == SearchPart::Definitions {
            for kind in [CodeKind::Actor, CodeKind::Issue] {
                for code in project.codebook.codes(kind) {
                    if !go_on() {
                        return None;
                    }
                    for rule in code.rules() {
                        look(&|| WordsOwner::Code(kind, code.id.clone()), rule, go_on)?;
                    }
                }
            }
            return Some(found);
        }
        for article in &project.articles {
            if !go_on() {
                return None;
            }
            for highlight in article.highlights() {
                let words = if part == SearchPart::Notes { &highlight.note } else { &highlight.quote };
                look(&|| WordsOwner::Highlight(article.id, highlight.id), words, go_on)?;
            }
        }
        Some(found)
    }
}

/// Leaves out the places of an article that touch a highlight.
pub fn leave_out_tagged(article: &Article, places: &mut Vec<Span>) {
    // Highlights stand in the order of their starts, so that one of them touches a place exactly if the farthest end of
    // those that begin before the end of the place lies behind its start.
    let mut farthest = 0;
    let ends: Vec<usize> = article
        .highlights()
        .map(|highlight| {
            farthest = farthest.max(highlight.span.end);
            farthest
        })
        .collect();
    places.retain(|place| {
        let n_before = article.highlights.partition_point(|highlight| highlight.span.start < place.end);
        n_before.checked_sub(1).is_none_or(|last| ends[last] <= place.start)
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use standpoint_core::model::{Details, Highlight, Tags, marked::marked_article};

    use super::*;
    use crate::search::SearchOptions;

    #[test]
    fn notes_quotes_and_definitions_are_searched_each_for_itself() {
        let mut project = Project::default();
        let book = &project.codebook;
        let mut guild = book.fresh_code(CodeKind::Actor, "Guild", None);
        guild.definition = "Whoever speaks for the ferries.".to_owned();
        let mut toll = book.fresh_code(CodeKind::Issue, "Toll", None);
        toll.definition = "What ferries pay, not FERRIES that are sold.".to_owned();
        toll.include = "Ferries and boats.".to_owned();
        toll.exclude = "Rafts, which are no ferries.".to_owned();
        let owners =
            [WordsOwner::Code(CodeKind::Actor, guild.id.clone()), WordsOwner::Code(CodeKind::Issue, toll.id.clone())];
        project.codebook.actors.push(guild);
        project.codebook.issues.push(toll);
        let mut article = marked_article("One", "The [ferries stop] while [nobody speaks], but ferries sail");
        let mut highlight = Highlight::clone(&article.highlights[1]);
        highlight.note = "Of the ferries?".to_owned();
        article.highlights[1] = highlight.into();
        let ids = [0, 1].map(|nth: usize| WordsOwner::Highlight(article.id, article.highlights[nth].id));
        project.articles.push(article.into());

        let search = Search::new("ferries", SearchOptions::default()).expect("it is a word");
        let found = |part| {
            let found = search.beside(&project, part, &mut || true).expect("nobody stops it");
            found.into_iter().map(|hits| (hits.owner, hits.spans.len())).collect::<Vec<_>>()
        };
        let [guild, toll] = owners;
        let [first, second] = ids;
        assert_eq!(found(SearchPart::Definitions), [(guild, 1), (toll.clone(), 2), (toll.clone(), 1), (toll, 1)]);
        assert_eq!(found(SearchPart::Quotes), [(first, 1)]);
        assert_eq!(found(SearchPart::Notes), [(second, 1)]);
        for part in SearchPart::ALL {
            assert_eq!(search.beside(&project, part, &mut || false), None);
        }
    }

    proptest! {
        #[test]
        fn exactly_what_touches_a_highlight_is_left_out(
            marked in prop::collection::vec((0usize..90, 1usize..12), 0..12),
            places in prop::collection::vec((0usize..90, 1usize..8), 0..30),
        ) {
            let spans = |pairs: Vec<(usize, usize)>| -> Vec<Span> {
                let mut spans: Vec<Span> = pairs.into_iter().map(|(start, n)| Span::new(start, start + n)).collect();
                spans.sort_unstable();
                spans
            };
            let mut article = Article::new(Details::default(), Text::new("word ".repeat(25)));
            for span in spans(marked) {
                let highlight = Highlight::new(&article.text, span, Tags::default(), "AK", "2026-01-12T09:14:00Z");
                article.highlights.push(highlight.into());
            }
            article.highlights.sort_by_key(|highlight| highlight.order());
            let places = spans(places);
            let is_free = |place: &&Span| article.highlights().all(|highlight| !highlight.span.overlaps(**place));
            let expected: Vec<Span> = places.iter().filter(is_free).copied().collect();
            let mut left = places;
            leave_out_tagged(&article, &mut left);
            prop_assert_eq!(left, expected);
        }
    }
}
