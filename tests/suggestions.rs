//! How often suggestions are right: on the sample project, which was tagged by hand, and on 200 articles made here.
//!
//! With `--nocapture` it prints, for each kind, how many were right, and how many true ones were missed.

#![expect(clippy::print_stdout, reason = "the counts are worth reading")]

#[path = "suggestions/corpus.rs"]
mod corpus;

use std::{collections::BTreeMap, sync::Arc};

use standpoint_analysis::suggested::{ActorNames, SuggestedPlace, places_like, proposed_actor, suggested_places};
use standpoint_core::model::{Article, Project};

/// The least share of suggestions of each kind that are right.
const MIN_RIGHT: f64 = 0.8;

/// How many suggestions of each kind were right and wrong.
#[derive(Default)]
struct Score(BTreeMap<&'static str, (usize, usize)>);

impl Score {
    fn note(&mut self, kind: &'static str, is_right: bool) {
        let (right, wrong) = self.0.entry(kind).or_default();
        *(if is_right { right } else { wrong }) += 1;
    }

    /// Notes whether a place has a highlight with the codes that are suggested.
    fn note_place(&mut self, article: &Article, place: &SuggestedPlace) {
        let (actor, issue) = (&place.tags.actor, &place.tags.issue);
        let is_right = article.highlights().any(|highlight| {
            highlight.span.overlaps(place.span)
                && (actor.is_none() || highlight.actor == *actor)
                && (issue.is_none() || highlight.issue == *issue)
        });
        self.note(place.reason.kind(), is_right);
        if !is_right && std::env::var_os("STANDPOINT_WRONG").is_some() {
            println!("  {actor:?} {issue:?} at “{}”: {}", article.text.slice(place.span), place.reason);
        }
    }

    /// Prints the counts, and returns the kinds that are right too rarely.
    fn print(&self, what: &str, n_true: usize) -> Vec<String> {
        let n_right: usize = self.0.values().map(|(right, _)| right).sum();
        println!("{what}: {n_right} of {n_true} found, {} missed", n_true - n_right.min(n_true));
        self.print_kinds(what)
    }

    /// Prints the counts of each kind, and returns the kinds that are right too rarely.
    fn print_kinds(&self, what: &str) -> Vec<String> {
        let mut bad = Vec::new();
        for (kind, (right, wrong)) in &self.0 {
            println!("  {what}, {kind}: {right} right, {wrong} wrong");
            #[expect(clippy::cast_precision_loss, reason = "there are a few thousand")]
            if (*right as f64) < MIN_RIGHT * (right + wrong) as f64 {
                bad.push(format!("{what}, {kind}: {right} right, {wrong} wrong"));
            }
        }
        bad
    }
}

/// Proposes an actor for every highlight that has one.
fn actors_of_highlights(project: &Project, what: &str) -> Vec<String> {
    let names = ActorNames::of(&project.codebook);
    let mut score = Score::default();
    let mut n_true = 0;
    for (article, highlight) in project.highlights().filter(|(_, highlight)| highlight.actor.is_some()) {
        n_true += 1;
        if let Some(proposed) = proposed_actor(&names, &article.text, highlight.span) {
            let is_right = highlight.actor.as_ref() == Some(&proposed.actor);
            score.note(proposed.reason.kind(), is_right);
            if !is_right && std::env::var_os("STANDPOINT_WRONG").is_some() {
                println!("  {} for “{}”: {}", proposed.actor, highlight.quote, proposed.reason);
            }
        }
    }
    score.print(&format!("{what}, actors of highlights"), n_true)
}

/// Takes the highlights of each article away in turn, and looks which places are suggested in it.
fn places_in_articles(project: &Project, what: &str) -> Vec<String> {
    let names = ActorNames::of(&project.codebook);
    let mut score = Score::default();
    let mut n_true = 0;
    for article in &project.articles {
        n_true += article.highlights().filter(|highlight| highlight.actor.is_some()).count();
        let bare = Article { highlights: Vec::new(), ..(**article).clone() };
        let mut others = project.clone();
        for other in &mut others.articles {
            if other.id == bare.id {
                *other = Arc::new(bare.clone());
            }
        }
        for place in suggested_places(&others, &names, &bare) {
            score.note_place(article, &place);
        }
    }
    score.print(&format!("{what}, places in articles"), n_true)
}

/// Leaves one highlight of each actor in each article in turn, and looks what is suggested after it was tagged. That one
/// is right itself and does not count, so shares are a little lower than those of whole articles.
fn places_after_a_tag(project: &Project, score: &mut Score) {
    let names = ActorNames::of(&project.codebook);
    for article in &project.articles {
        let mut actors = Vec::new();
        for highlight in &article.highlights {
            let Some(actor) = &highlight.actor else { continue };
            if actors.contains(&actor) {
                continue;
            }
            actors.push(actor);
            let tagged = Article { highlights: vec![Arc::clone(highlight)], ..(**article).clone() };
            for place in places_like(&names, &tagged, highlight) {
                score.note_place(article, &place);
            }
        }
    }
}

#[test]
fn suggestions_are_right_eight_times_in_ten() {
    let (sample, faults) = standpoint_store::check("projects/moscow-talks.ron".as_ref()).expect("the sample opens");
    assert!(faults.is_empty());
    let mut bad = actors_of_highlights(&sample, "sample");
    bad.extend(places_in_articles(&sample, "sample"));
    let made = corpus::project();
    assert_eq!(made.articles.len(), 200);
    bad.extend(actors_of_highlights(&made, "200 made articles"));
    bad.extend(places_in_articles(&made, "200 made articles"));
    // The sample alone has ten such places, too few for a share.
    let mut after_a_tag = Score::default();
    places_after_a_tag(&sample, &mut after_a_tag);
    places_after_a_tag(&made, &mut after_a_tag);
    bad.extend(after_a_tag.print_kinds("sample and made articles, after a tag"));
    assert!(bad.is_empty(), "{bad:#?}");
}
