//! Plans the revision of a text: what changes, and which highlights somebody must decide about first.

use std::sync::Arc;

use super::{Edit, TextRevision};
use crate::{
    model::{Article, ArticleId, Highlight, HighlightId},
    text::{
        Span, Text,
        anchor::{self, Effort, Placement},
        diff::{self, Carrier, TextChange},
    },
};

/// What becomes of an article if its text is replaced by another.
#[derive(Clone, Debug)]
pub struct RevisionPlan {
    /// The article.
    pub article: ArticleId,
    /// The new text.
    pub text: Text,
    /// The passages that change; none if the new text is the old one.
    pub changes: Vec<TextChange>,
    /// How many highlights keep their words and follow them.
    pub n_carried: usize,
    /// The highlights whose words are gone or changed, in the order of the text.
    pub lost: Vec<LostHighlight>,
}

/// A highlight whose words are not in the new text where they belong.
#[derive(Clone, Debug)]
pub struct LostHighlight {
    /// The highlight, as it is in the old text.
    pub highlight: Arc<Highlight>,
    /// The passage of the new text that is most likely meant, if there is any.
    pub proposal: Option<Placement>,
}

/// What becomes of a highlight whose words are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostDecision {
    /// It gets this span of the new text and quotes the words there.
    Place(Span),
    /// It is removed.
    Remove,
}

impl RevisionPlan {
    /// Compares the texts, and looks for the words of each highlight that cannot follow. With long texts this takes up
    /// to a few seconds.
    pub fn of(article: &Article, text: Text) -> Self {
        let changes = diff::changes(&article.text, &text);
        let carrier = Carrier::of(&changes);
        let is_lost = |highlight: &&Arc<Highlight>| carrier.passage(highlight.span).is_none();
        let gone: Vec<&Arc<Highlight>> = article.highlights.iter().filter(is_lost).collect();
        let expected: Vec<Highlight> = gone.iter().map(|highlight| expected(highlight, &carrier)).collect();
        let mut effort = Effort::for_quotes(gone.len());
        let places = anchor::placements(&text, &expected.iter().collect::<Vec<_>>(), &mut effort);
        let lost = gone.iter().zip(&expected).zip(places).map(|((highlight, expected), places)| {
            let is_there = text.holds(expected.span) && text.slice(expected.span) == expected.quote;
            let there = is_there.then_some(Placement { span: expected.span, score: 1.0, is_exact: true });
            LostHighlight { highlight: Arc::clone(highlight), proposal: there.or_else(|| places.first().copied()) }
        });
        let lost = lost.collect();
        Self { article: article.id, n_carried: article.highlights.len() - gone.len(), text, changes, lost }
    }

    /// Makes the edit, with a decision for each lost highlight.
    ///
    /// # Errors
    /// Gives the first lost highlight for which there is no decision.
    pub fn edit(&self, decision: impl Fn(HighlightId) -> Option<LostDecision>) -> Result<Edit, &LostHighlight> {
        let (mut removed, mut placed) = (Vec::new(), Vec::new());
        for lost in &self.lost {
            let id = lost.highlight.id;
            match decision(id).ok_or(lost)? {
                LostDecision::Remove => removed.push((self.article, id)),
                LostDecision::Place(span) => placed.push((id, span)),
            }
        }
        let revision = TextRevision { changes: self.changes.clone(), placed, part_starts: Vec::new() };
        let revise = Edit::ReviseText(self.article, revision);
        if removed.is_empty() {
            return Ok(revise);
        }
        Ok(Edit::All(vec![Edit::RemoveHighlights(removed), revise]))
    }
}

/// The highlight with the span where its words would be if they had only moved with what is around them.
fn expected(highlight: &Highlight, carrier: &Carrier) -> Highlight {
    let start = carrier.beginning(highlight.span.start);
    Highlight { span: Span::new(start, start + highlight.span.len()), ..highlight.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::{ArticleSource, Project, SourcePart, marked::marked_article},
    };

    fn project(text: &str) -> Project {
        Project { articles: vec![marked_article("One", text).into()], ..Project::default() }
    }

    /// Plans the revision, decides about each lost highlight, and returns the quotes that are left.
    fn quotes_after(
        project: &Project,
        text: &str,
        decision: impl Fn(&LostHighlight) -> Option<LostDecision>,
    ) -> Result<Vec<String>, String> {
        let plan = RevisionPlan::of(&project.articles[0], Text::new(text));
        let of_id = |id| plan.lost.iter().find(|lost| lost.highlight.id == id).and_then(&decision);
        let edit = plan.edit(of_id).map_err(|lost| lost.highlight.quote.clone())?;
        let mut history = History::new(project.clone());
        history.apply("Revise", Gesture::Single, edit).map_err(|error| error.to_string())?;
        assert_eq!(history.project().articles[0].text.as_str(), text);
        assert_eq!(crate::rules::faults(history.project()), []);
        let quotes = history.project().highlights().map(|(_, highlight)| highlight.quote.clone()).collect();
        let revised = history.project().clone();
        assert!(history.undo().is_some() && history.project() == project);
        assert!(history.redo().is_some() && *history.project() == revised);
        Ok(quotes)
    }

    fn proposed(lost: &LostHighlight) -> Option<LostDecision> {
        lost.proposal.map(|place| LostDecision::Place(place.span))
    }

    #[test]
    fn highlights_follow_their_words() {
        let project = project("The city [wants] a bridge. The guild <refuses it> today.");
        let after = "At noon, the city wants a bridge. The guild refuses it.";
        assert_eq!(quotes_after(&project, after, |_| None), Ok(vec!["wants".to_owned(), "refuses it".to_owned()]));
        assert_eq!(
            quotes_after(&project, project.articles[0].text.as_str(), |_| None).map(|quotes| quotes.len()),
            Ok(2)
        );
    }

    #[test]
    fn nothing_happens_before_each_lost_highlight_is_decided() {
        let project = project("The city [wants a new] bridge. The guild <refuses> it.");
        let after = "The city wanted a new bridge. The guild waits.";
        assert_eq!(quotes_after(&project, after, |_| None), Err("wants a new".to_owned()));
        assert_eq!(quotes_after(&project, after, proposed), Err("refuses".to_owned()));
        let either = |lost: &LostHighlight| proposed(lost).or(Some(LostDecision::Remove));
        assert_eq!(quotes_after(&project, after, either), Ok(vec!["wanted a new".to_owned()]));
    }

    #[test]
    fn words_that_moved_far_are_proposed_exactly() {
        let project = project("[The harbour stays open.]\nThe mayor said so.\nThe guild did not believe it.\n");
        let after = "The mayor said so.\nThe guild did not believe it.\nThe harbour stays open.\n";
        let plan = RevisionPlan::of(&project.articles[0], Text::new(after));
        let place = plan.lost[0].proposal.expect("the words are there");
        assert!(place.is_exact && plan.text.slice(place.span) == "The harbour stays open.");
        assert_eq!(quotes_after(&project, after, proposed).map(|quotes| quotes.len()), Ok(1));
    }

    #[test]
    fn pages_follow_and_come_back_even_if_they_fell_together() {
        let mut project = project("One page.\nTwo pages.\nThree pages.");
        let parts = [(0, "p. 1"), (10, "p. 2"), (21, "p. 3")];
        let parts = parts.map(|(start, name)| SourcePart { start, name: name.to_owned() }).to_vec();
        let source = ArticleSource { parts, ..ArticleSource::default() };
        Arc::make_mut(&mut project.articles[0]).source = Some(Arc::new(source));
        let mut history = History::new(project.clone());
        let starts = |history: &History| {
            let source = history.project().articles[0].source.clone().expect("it has one");
            source.parts.iter().map(|part| part.start).collect::<Vec<_>>()
        };
        let mut revise = |text: &str| {
            let plan = RevisionPlan::of(&history.project().articles[0], Text::new(text));
            let edit = plan.edit(|_| None).expect("there are no highlights");
            history.apply("Revise", Gesture::Single, edit).expect("it fits");
            starts(&history)
        };
        assert_eq!(revise("One page, or so.\nTwo pages.\nThree pages."), [0, 17, 28]);
        assert_eq!(revise("Nothing."), [0, 0, 0]);
        while history.undo().is_some() {}
        assert_eq!(*history.project(), project);
        while history.redo().is_some() {}
        assert_eq!(starts(&history), [0, 0, 0]);
    }

    #[test]
    fn a_revision_that_does_not_fit_changes_nothing_and_says_why() {
        let start = project("The city [wants] a bridge.");
        let (article, highlight) = (start.articles[0].id, start.articles[0].highlights[0].id);
        let change = |span: (usize, usize), words: &str| TextChange { span: span.into(), words: words.to_owned() };
        let wants = || change((9, 14), "needs");
        let refused = |changes: Vec<TextChange>, placed: Vec<(HighlightId, Span)>, part_starts: Vec<usize>| {
            let mut history = History::new(start.clone());
            let edit = Edit::ReviseText(article, TextRevision { changes, placed, part_starts });
            let error = history.apply("Revise", Gesture::Single, edit).expect_err("it does not fit");
            assert_eq!(*history.project(), start);
            error.to_string()
        };
        let nobody = HighlightId::fresh();
        for (said, expected) in [
            (refused(vec![wants()], vec![], vec![]), format!("the words of the highlight {highlight} change")),
            (refused(vec![change((20, 40), "")], vec![], vec![]), "the changes of the text must".to_owned()),
            (refused(vec![], vec![(nobody, Span::new(0, 3))], vec![]), format!("there is no highlight {nobody}")),
            (refused(vec![wants()], vec![(highlight, Span::new(9, 90))], vec![]), "ends past the text".to_owned()),
            (refused(vec![], vec![(highlight, Span::new(3, 3))], vec![]), "its span 3–3 is empty".to_owned()),
            (refused(vec![], vec![], vec![0]), "1 start is given".to_owned()),
            (refused(vec![change((0, 0), "\r")], vec![], vec![]), "the character U+000D".to_owned()),
        ] {
            assert!(said.contains(&expected), "{said}");
        }
    }
}
