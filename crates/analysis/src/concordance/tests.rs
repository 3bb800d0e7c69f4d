//! The concordance compared with a plain one, which looks at each hit by itself.

use std::{collections::BTreeSet, sync::Arc};

use proptest::prelude::*;

use standpoint_core::{
    edit::{Edit, Gesture, History},
    model::{Details, SavedSearch, Tags, marked::marked_article},
    text::{
        Text,
        fold::{name_order, searchable},
    },
};

use super::*;
use crate::search::SearchOptions;

/// An article of this outlet, with highlights where the text has brackets.
fn article(outlet: &str, date: &str, marked: &str) -> Arc<Article> {
    let mut article = marked_article("A title", marked);
    article.details.outlet = outlet.to_owned();
    article.details.date = date.parse().ok();
    Arc::new(article)
}

fn project(articles: Vec<Arc<Article>>) -> Project {
    Project { articles, ..Project::titled("Talks") }
}

fn found(project: &Project, pattern: &str, limit: HitLimit) -> Arc<FoundHits> {
    let search = Search::new(pattern, SearchOptions::default()).expect("the pattern is sound");
    let wanted = WantedHits { limit, ..WantedHits::default() };
    Arc::new(FoundHits::search(&search, project, &wanted, &mut |_| true).expect("nobody stops it"))
}

fn lines(project: &Project, found: &Arc<FoundHits>, order: LineOrder, grouping: LineGrouping) -> Concordance {
    Concordance::of(project, Arc::clone(found), order, grouping, &mut || true).expect("nobody stops it")
}

/// The text from each hit on, line by line.
fn shown(project: &Project, concordance: &Concordance) -> Vec<String> {
    let from = |hit: usize| {
        let hit = concordance.found.hits()[hit];
        let text = &project.articles[hit.article as usize].text;
        text.slice(Span::new(hit.span().start, text.n_chars())).chars().take(20).collect()
    };
    concordance.hits().map(from).collect()
}

fn talks() -> Project {
    project(vec![
        article("Post", "2025-12-03", "No [territory] was given. The territory, and more."),
        article("", "", "Whose territory?"),
        article("Axis", "2025-12-01", "A territory is at issue. [All of it], the “territory”: Ukraine."),
    ])
}

#[test]
fn every_hit_is_a_line_and_counts_are_exact() {
    let talks = talks();
    let all = found(&talks, "territory", HitLimit::All);
    assert_eq!((all.hits().len(), all.n_articles(), all.n_highlighted()), (5, 3, 1));
    let rest = found(&talks, "territory", HitLimit::NotCoded);
    assert_eq!((rest.hits().len(), rest.n_articles(), rest.n_highlighted()), (4, 3, 0));
    let second = all.hits()[1];
    assert_eq!(all.position(talks.articles[0].id, second.span()), Some(1));
    assert_eq!(all.position(talks.articles[0].id, Span::new(0, 2)), None);
    assert_eq!(lines(&talks, &all, LineOrder::Right, LineGrouping::None).line_of(1), Some(1));
}

#[test]
fn lines_are_sorted_by_what_stands_beside_them() {
    let talks = talks();
    let all = found(&talks, "territory", HitLimit::All);
    let right = lines(&talks, &all, LineOrder::Right, LineGrouping::None);
    // Nothing, and, is, Ukraine, was.
    let expected =
        ["territory?", "territory, and more.", "territory is at issu", "territory”: Ukraine.", "territory was given."];
    assert_eq!(shown(&talks, &right), expected);
    let left = lines(&talks, &all, LineOrder::Left, LineGrouping::None);
    let before =
        ["territory is at issu", "territory was given.", "territory, and more.", "territory”: Ukraine.", "territory?"];
    assert_eq!(shown(&talks, &left), before, "A; No; The, given; the, it; Whose");
}

#[test]
fn groups_have_counts_and_those_without_a_name_are_last() {
    let talks = talks();
    let all = found(&talks, "territory", HitLimit::All);
    let outlets = lines(&talks, &all, LineOrder::Place, LineGrouping::Outlet);
    let of = |group: &LineGroup| (group.article, group.lines.clone(), group.n_articles, group.n_highlighted);
    assert_eq!(outlets.groups.iter().map(of).collect::<Vec<_>>(), [(2, 0..2, 1, 0), (0, 2..4, 1, 1), (1, 4..5, 1, 0)]);
    let by_date = lines(&talks, &all, LineOrder::Date, LineGrouping::Article);
    assert_eq!(by_date.groups.iter().map(|group| group.article).collect::<Vec<_>>(), [2, 0, 1]);
    assert!(lines(&talks, &all, LineOrder::Date, LineGrouping::None).groups.is_empty());
}

#[test]
fn ticks_stay_with_their_places_when_the_project_changes() {
    let mut talks = talks();
    let before = found(&talks, "territory", HitLimit::All);
    let ticks = [1, 2, 4].into_iter().fold(HitSet::default(), |mut set, hit| {
        set.insert(hit);
        set
    });
    talks.articles.remove(1);
    talks.articles.insert(0, article("New", "", "The territory."));
    let now = found(&talks, "territory", HitLimit::All);
    assert_eq!(now.carried(&before, &ticks).iter().collect::<Vec<_>>(), [2, 4]);
    // With the first one coded, what is left moves up.
    let rest = found(&talks, "territory", HitLimit::NotCoded);
    assert_eq!(rest.carried(&now, &now.carried(&before, &ticks)).iter().collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn lines_in_one_sentence_become_one_highlight() {
    let talks = project(vec![article("Post", "", "Sea and sea. The [sea], sea and sea!\n\nA sea.")]);
    let all = found(&talks, "sea", HitLimit::All);
    let plan = |extent, highlighted| PassagePlan::of(&talks, (&all, &HitSet::first(6)), extent, highlighted);
    let text = &talks.articles[0].text;
    let passages = |plan: &PassagePlan| {
        let of =
            |passage: &PlannedPassage| (text.slice(passage.span).to_owned(), passage.n_lines, passage.n_overlapping);
        plan.passages.iter().map(of).collect::<Vec<_>>()
    };
    let sentences = plan(PassageExtent::Sentence, HighlightedLines::Keep);
    let second = "The sea, sea and sea!".to_owned();
    assert_eq!(passages(&sentences), [("Sea and sea.".to_owned(), 2, 0), (second, 2, 1), ("A sea.".to_owned(), 1, 0)]);
    assert_eq!((sentences.n_highlighted, sentences.n_joined, sentences.n_overlapping), (1, 2, 1));
    assert_eq!((sentences.n_articles, sentences.retagged.len()), (1, 0));
    let hits = plan(PassageExtent::Hit, HighlightedLines::AddAnother);
    assert_eq!((hits.passages.len(), hits.n_joined, hits.n_overlapping), (6, 0, 1));
    let paragraphs = plan(PassageExtent::Paragraph, HighlightedLines::Retag);
    assert_eq!((paragraphs.passages.len(), paragraphs.retagged.len()), (2, 1));
    assert_eq!(text.slice(paragraphs.passages[1].span), "A sea.");
}

#[test]
fn a_plan_is_one_step_and_undone_as_one() {
    let talks = project(vec![article("Post", "", "The [sea], the sea. A sea.")]);
    let mut history = History::new(talks.clone());
    let all = found(&talks, "sea", HitLimit::All);
    let plan = PassagePlan::of(&talks, (&all, &HitSet::first(3)), PassageExtent::Sentence, HighlightedLines::Retag);
    let stance = talks.codebook.stances[0].id.clone();
    let tags = Tags { stance: Some(stance.clone()), ..Tags::default() };
    let make =
        |article: &Article, span| Highlight::new(&article.text, span, tags.clone(), "AK", "2026-01-12T09:14:00Z");
    let edit = plan.edit(history.project(), &tags, make);
    assert!(matches!(&edit, Edit::All(edits) if edits.len() == 2));
    history.apply("Tag", Gesture::Single, edit).expect("it fits");
    let stances: Vec<_> = history.project().highlights().map(|(_, highlight)| highlight.stance.clone()).collect();
    assert_eq!(stances, vec![Some(stance); 3]);
    history.undo();
    assert_eq!(*history.project(), talks);
    // What is gone meanwhile is passed over.
    let none = plan.edit(&Project { articles: Vec::new(), ..talks }, &tags, make);
    assert_eq!(none, Edit::All(Vec::new()));
}

/// The words on one side, the nearest first, as a plain reading of the text gives them.
fn plain_words(text: &Text, span: Span, is_left: bool) -> Vec<String> {
    let chars: Vec<char> = text.as_str().chars().collect();
    let beside: String = if is_left {
        chars[span.start.saturating_sub(64)..span.start].iter().collect()
    } else {
        chars[span.end..].iter().take(64).collect()
    };
    let mut words: Vec<String> = searchable(&beside)
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty())
        .collect();
    if is_left {
        words.reverse();
    }
    words.truncate(6);
    words
}

proptest! {
    #[test]
    fn lines_stand_as_a_plain_sort_puts_them(
        texts in prop::collection::vec(("(a|b|the|Äa|e-f|«x»|[.,;]){1,12}( (a|b|a a|is|«is»|Its|ff){1,3}){0,30}", 0..4_usize, 0..4_u8), 0..7),
        order in prop::sample::select(LineOrder::ALL.to_vec()),
        grouping in prop::sample::select(LineGrouping::ALL.to_vec()),
    ) {
        let outlets = ["", "Post", "Axis", "Ärzte"];
        let of = |(text, outlet, day): &(String, usize, u8)| {
            let date = if *day == 0 { String::new() } else { format!("2025-12-0{day}") };
            article(outlets[*outlet], &date, text)
        };
        let project = project(texts.iter().map(of).collect());
        let all = found(&project, "a", HitLimit::All);
        let concordance = lines(&project, &all, order, grouping);

        let outlet = |details: &Details| (details.outlet.is_empty(), details.outlet.clone());
        let compare_outlets = |a: &Details, b: &Details| {
            let (a, b) = (outlet(a), outlet(b));
            a.0.cmp(&b.0).then_with(|| name_order(&a.1, &b.1))
        };
        let mut plain: Vec<usize> = (0..all.hits().len()).collect();
        plain.sort_by(|a, b| {
            let (left, right) = (all.hits()[*a], all.hits()[*b]);
            let articles = [left, right].map(|hit| &project.articles[hit.article as usize]);
            let details = articles.map(|article| &article.details);
            let dates = details.map(|details| (details.date.is_none(), details.date));
            let words = |is_left| {
                [(articles[0], left), (articles[1], right)].map(|(article, hit)| plain_words(&article.text, hit.span(), is_left))
            };
            let by_order = match order {
                LineOrder::Place | LineOrder::Tags => std::cmp::Ordering::Equal,
                LineOrder::Left => { let [a, b] = words(true); a.cmp(&b) }
                LineOrder::Right => { let [a, b] = words(false); a.cmp(&b) }
                LineOrder::Outlet => compare_outlets(details[0], details[1]),
                LineOrder::Date => dates[0].cmp(&dates[1]),
            };
            let is_of_article = matches!(order, LineOrder::Outlet | LineOrder::Date);
            let by_group = match grouping {
                LineGrouping::None => std::cmp::Ordering::Equal,
                LineGrouping::Outlet => compare_outlets(details[0], details[1]),
                LineGrouping::Article if is_of_article => by_order.then(left.article.cmp(&right.article)),
                LineGrouping::Article => left.article.cmp(&right.article),
            };
            by_group.then(by_order).then(a.cmp(b))
        });
        prop_assert_eq!(concordance.hits().collect::<Vec<_>>(), plain);
        let n_in_groups: usize = concordance.groups.iter().map(|group| group.lines.len()).sum();
        prop_assert_eq!(n_in_groups, if grouping == LineGrouping::None { 0 } else { concordance.len() });
    }

    #[test]
    fn a_set_of_hits_holds_what_was_put_in(changes in prop::collection::vec((0..300_usize, any::<bool>()), 0..200)) {
        let (mut set, mut plain) = (HitSet::default(), BTreeSet::new());
        for (hit, is_in) in changes {
            set.set(hit, is_in);
            if is_in { plain.insert(hit); } else { plain.remove(&hit); }
        }
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), plain.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!((set.len(), set.is_empty()), (plain.len(), plain.is_empty()));
        prop_assert_eq!(HitSet::first(plain.len()).iter().count(), plain.len());
    }
}

#[test]
fn hits_in_texts_that_came_or_were_revised_are_new() {
    let mut project = Project::titled("Talks");
    for source in ["The toll rises.", "No fee here.", "The [toll] stays."] {
        project.articles.push(Arc::new(marked_article("One", source)));
    }
    let mut saved = SavedSearch { pattern: "toll".to_owned(), ..SavedSearch::default() };
    assert_eq!(n_new_hits(&project, &saved), None, "nobody has looked at it");
    saved.seen = Some(seen_now(&project, &saved, "2026-05-03T09:14:00Z".to_owned()));
    assert_eq!(n_new_hits(&project, &saved), Some(0));
    // One is revised, one gets a hit, and one is new.
    Arc::make_mut(&mut project.articles[0]).text = Text::new("The toll rises again: a toll of five.");
    Arc::make_mut(&mut project.articles[1]).text = Text::new("No toll here.");
    project.articles.push(Arc::new(marked_article("Two", "A [toll], a toll.")));
    assert_eq!(n_new_hits(&project, &saved), Some(5));
    let search = Search::new("toll", SearchOptions::default()).expect("it is a word");
    let found = |only_new: bool, limit| {
        let seen = saved.seen.as_ref().map(|seen| seen.texts.clone());
        let wanted = WantedHits { limit, seen, only_new };
        FoundHits::search(&search, &project, &wanted, &mut |_| true).expect("nobody stops it")
    };
    let all = found(false, HitLimit::All);
    assert_eq!((all.hits().len(), all.n_new()), (6, 5));
    let is_new: Vec<bool> = (0..6).map(|hit| all.is_new(hit)).collect();
    assert_eq!(is_new, [true, true, true, false, true, true]);
    assert_eq!(found(true, HitLimit::All).hits().len(), 5);
    assert_eq!(found(true, HitLimit::NotCoded).hits().len(), 4);
    saved.limit = HitLimit::NotCoded;
    assert_eq!(n_new_hits(&project, &saved), Some(4));
}
