use std::sync::Arc;

use proptest::{prelude::*, sample::Index};

use standpoint_core::{
    model::{
        Article, ArticleSource, Code, CodeId, CodeKind, SavedComparison, SourcePart,
        marked::marked_article,
        view::{PictureKind, Query},
    },
    rules::faults,
    text::Text,
};

use super::*;

const TALKS: &str = "The city [wants] a bridge. The guild <refuses it> and the city [insists] on it.";

/// A project with one article and three highlights of the city’s position on the bridge.
fn talks() -> Project {
    let mut project = Project::titled("Talks");
    for (kind, name) in [(CodeKind::Actor, "City"), (CodeKind::Issue, "Bridge")] {
        let code = project.codebook.fresh_code(kind, name, None);
        project.codebook.codes_mut(kind).push(code);
    }
    let mut article = marked_article("Talks", TALKS);
    for highlight in article.highlights.iter_mut().map(Arc::make_mut) {
        highlight.actor = Some("city".into());
        highlight.issue = Some("bridge".into());
        highlight.stance = Some("supports".into());
    }
    project.articles.push(Arc::new(article));
    project
}

fn article(project: &mut Project) -> &mut Article {
    Arc::make_mut(&mut project.articles[0])
}

/// A highlight of that article.
fn highlight(project: &mut Project, at: usize) -> &mut Highlight {
    Arc::make_mut(&mut article(project).highlights[at])
}

/// Replaces the article’s text, as if somebody had changed it in an editor.
fn with_text(project: &mut Project, change: impl Fn(&str) -> String) {
    let text = change(project.articles[0].text.as_str());
    article(project).text = Text::new(text);
}

fn quotes(project: &Project) -> Vec<&str> {
    project.highlights().map(|(_, highlight)| &*highlight.quote).collect()
}

/// Damages the project, applies the sure fixes, and checks that it is sound and nothing is lost.
fn check_is_fixed(damage: impl Fn(&mut Project), expected: &str) -> Project {
    let mut project = talks();
    damage(&mut project);
    let n_problems = problems(&project).len();
    assert!(n_problems > 0, "nothing was damaged");
    let repair = apply_sure_fixes(&project, false);
    assert_eq!(repair.left, [], "{expected}");
    assert_eq!(faults(&repair.project), []);
    let said: Vec<String> =
        repair.done.iter().map(|done| format!("{}; {}", done.fault.broken.what(), done.fix.done())).collect();
    assert!(said.iter().any(|line| line.contains(expected)), "expected “{expected}” in {said:#?}");
    repair.project
}

/// Damages the project, and checks that it waits for a person and offers these fixes.
fn check_needs_a_person(damage: impl Fn(&mut Project), expected: &[&str]) -> Project {
    let mut project = talks();
    damage(&mut project);
    let repair = apply_sure_fixes(&project, false);
    let offered: Vec<String> = repair.left.iter().flat_map(|problem| &problem.fixes).map(Fix::to_string).collect();
    for words in expected {
        assert!(offered.iter().any(|fix| fix.contains(words)), "expected “{words}” in {offered:#?}");
    }
    // Whichever fixes are chosen, the project is sound in the end.
    let mut repaired = repair.project;
    for _ in 0..MAX_ROUNDS {
        let left = problems(&repaired);
        repaired =
            apply_fixes(&repaired, left.iter().map(|problem| problem.fixes.last().expect("there is always a way")));
    }
    assert_eq!(faults(&repaired), []);
    repaired
}

#[test]
fn a_sound_project_has_no_problems_and_is_left_as_it_is() {
    let project = talks();
    let repair = apply_sure_fixes(&project, true);
    assert!(repair.done.is_empty() && repair.left.is_empty());
    assert_eq!(repair.project, project);
}

#[test]
fn highlights_follow_a_text_edited_by_hand() {
    let longer = |project: &mut Project| with_text(project, |text| format!("A new first sentence.\n\n{text}"));
    let repaired = check_is_fixed(longer, "moved to 32–37, where the quote is");
    assert_eq!(quotes(&repaired), quotes(&talks()));

    let reworded = |project: &mut Project| with_text(project, |text| text.replace("refuses it", "refused it"));
    let repaired = check_is_fixed(reworded, "quoted the words there: “refused it”");
    assert_eq!(quotes(&repaired), ["wants", "refused it", "insists"]);
}

#[test]
fn a_wrong_span_is_set_right_by_the_quote() {
    let set = |span: (usize, usize)| move |project: &mut Project| highlight(project, 0).span = span.into();
    check_is_fixed(set((9, 99)), "ends past the text’s 73 characters; moved to 9–14");
    check_is_fixed(set((14, 9)), "is empty; moved to 9–14");
    check_is_fixed(set((8, 13)), "its quote differs from the text at 8–13, which reads “ want”; moved to 9–14");
}

#[test]
fn a_quote_that_is_in_doubt_is_left_to_a_person() {
    let ambiguous = |project: &mut Project| {
        let highlight = highlight(project, 0);
        "city".clone_into(&mut highlight.quote);
        highlight.span = Span::new(30, 34);
    };
    check_needs_a_person(ambiguous, &["move it to 4–8, where", "move it to 54–58, where", "leave it out"]);
    let gone = |project: &mut Project| "was never said".clone_into(&mut highlight(project, 1).quote);
    let repaired = check_needs_a_person(gone, &["leave it out"]);
    assert_eq!(quotes(&repaired), ["wants", "insists"]);

    let mut project = talks();
    gone(&mut project);
    let found = problems(&project);
    let kept = apply_fixes(&project, [&found[0].fixes[0]]);
    assert_eq!(quotes(&kept), ["wants", "refuses it", "insists"], "{:?}", found[0].fixes[0]);

    let repair = apply_sure_fixes(&project, true);
    assert_eq!(repair.left, []);
    let left_out = repair.done[0].left_out.as_ref().expect("it was a highlight");
    let words = described(&project, left_out);
    assert!(
        words.starts_with("“was never said”, actor City, issue Bridge, stance supports, coder AK, 2026-"),
        "{words}"
    );
}

#[test]
fn missing_codes_are_added_or_taken_off() {
    let unknown = |project: &mut Project| {
        let highlight = highlight(project, 0);
        highlight.actor = Some("old-harbour".into());
        highlight.stance = Some("doubts".into());
    };
    let repaired = check_is_fixed(unknown, "added “doubts” to the codebook with weight 0");
    let added = &repaired.codebook.actors[1];
    assert_eq!((added.id.as_str(), &*added.name), ("old-harbour", "Old harbour"));
    let weight = repaired.codebook.stance(&"doubts".into()).map(|stance| stance.weight);
    assert_eq!(weight, Some(0.0));

    let mut project = talks();
    unknown(&mut project);
    let found = problems(&project);
    let taken_off = apply_fixes(&project, found.iter().map(|problem| &problem.fixes[1]));
    assert_eq!(faults(&taken_off), []);
    let (_, highlight) = taken_off.highlights().next().expect("it is still there");
    assert_eq!((&highlight.actor, &highlight.stance), (&None, &None));
}

#[test]
fn ids_that_name_two_things_are_told_apart_and_copies_are_left_out() {
    let same_id = |project: &mut Project| {
        let first = article(project).highlights[0].id;
        highlight(project, 2).id = first;
    };
    assert_eq!(check_is_fixed(same_id, "another highlight already has this id; given a new id").n_highlights(), 3);
    let copied = |project: &mut Project| {
        let copy = article(project).highlights[0].clone();
        article(project).highlights.insert(1, copy);
    };
    assert_eq!(quotes(&check_is_fixed(copied, "left out, because it is a duplicate")), quotes(&talks()));

    let copied = |project: &mut Project| project.articles.push(Arc::clone(&project.articles[0]));
    let repaired = check_is_fixed(copied, "another article already has this id; left out");
    assert_eq!((repaired.articles.len(), repaired.n_highlights()), (1, 3));
    let same_id = |project: &mut Project| {
        let other = Article { id: project.articles[0].id, ..marked_article("Other", "[No] bridge") };
        project.articles.push(Arc::new(other));
    };
    let repaired = check_is_fixed(same_id, "another article already has this id; given a new id");
    assert_eq!((repaired.articles.len(), repaired.n_highlights()), (2, 4));

    let copied = |project: &mut Project| project.codebook.actors.push(project.codebook.actors[0].clone());
    assert_eq!(check_is_fixed(copied, "another actor already has the id “city”; left out").codebook.actors.len(), 1);
    let same_id = |project: &mut Project| {
        let guild = Code { name: "Guild".to_owned(), ..project.codebook.actors[0].clone() };
        project.codebook.actors.push(guild);
        project.codebook.stances[2].id = "supports".into();
    };
    let repaired = check_is_fixed(same_id, "another stance already has the id “supports”; given a new id");
    assert_eq!(repaired.codebook.actors[1].id.as_str(), "guild");
    assert_eq!(repaired.codebook.stances[2].id.as_str(), "opposes");
}

#[test]
fn codes_without_id_name_or_parent_get_one() {
    let nameless = |project: &mut Project| {
        let book = &mut project.codebook;
        book.actors[0].name.clear();
        book.actors[0].parent = Some("upper-town".into());
        book.stances[1].name = " ".to_owned();
        let anonymous = Code { id: "".into(), name: "City".to_owned(), parent: None, ..book.actors[0].clone() };
        book.actors.push(anonymous);
    };
    let book = check_is_fixed(nameless, "added “upper-town” to the codebook").codebook;
    let names: Vec<(&str, &str)> = book.actors.iter().map(|code| (code.id.as_str(), &*code.name)).collect();
    assert_eq!(names, [("city", "City"), ("city-2", "City"), ("upper-town", "Upper town")]);
    assert_eq!(book.stances[1].name, "Conditional");
}

#[test]
fn views_get_names_of_their_own_and_copies_are_left_out() {
    let view = |name: &str, hides_empty| SavedComparison {
        name: name.to_owned(),
        query: Query { hides_empty, ..Query::default() },
        picture: PictureKind::Table,
    };
    let names = |project: &Project| project.views.iter().map(|view| view.name.clone()).collect::<Vec<_>>();
    let same_name = |project: &mut Project| {
        project.views = vec![view("Sides", false), view("", false), view("Sides", true), view("Sides", false)];
    };
    let repaired = check_is_fixed(same_name, "there is already a view “Sides”; named “Sides 3”");
    assert_eq!(names(&repaired), ["Sides", "View 2", "Sides 3"]);
    // The suggested name may be taken as well.
    let taken = |project: &mut Project| project.views = [1, 2, 3].map(|_| view("Sides 3", true)).into();
    let repaired = check_is_fixed(taken, "left out, because it is a duplicate");
    assert_eq!(names(&repaired), ["Sides 3"]);
    let taken = |project: &mut Project| {
        project.views = vec![view("Sides", true), view("Sides", false), view("Sides 2", true)];
    };
    assert_eq!(names(&check_is_fixed(taken, "named “Sides 2”")), ["Sides", "Sides 2", "Sides 2 3"]);
}

#[test]
fn a_key_that_cannot_be_pressed_for_a_code_is_dropped() {
    let with_keys = |project: &mut Project| {
        let guild = project.codebook.fresh_code(CodeKind::Actor, "Guild", None);
        project.codebook.actors.push(Code { key: Some('7'), ..guild });
        project.codebook.actors[0].key = Some('7');
        project.codebook.issues[0].key = Some('z');
    };
    let book = check_is_fixed(with_keys, "another actor already has the key “7”; removed its key").codebook;
    assert_eq!((book.actors[0].key, book.actors[1].key, book.issues[0].key), (Some('7'), None, None));
}

#[test]
fn a_circle_of_parents_is_broken_in_one_place_only() {
    let circle = |project: &mut Project| {
        let mayor = Code { id: "mayor".into(), parent: Some("city".into()), ..project.codebook.actors[0].clone() };
        project.codebook.actors.push(mayor);
        project.codebook.actors[0].parent = Some("mayor".into());
    };
    let repaired = check_needs_a_person(circle, &["remove its parent"]);
    let parents: Vec<_> =
        repaired.codebook.actors.iter().map(|code| code.parent.as_ref().map(CodeId::as_str)).collect();
    assert_eq!(parents, [None, Some("city")]);
}

#[test]
fn weights_and_times_are_taken_from_what_is_known() {
    let endless = |project: &mut Project| project.codebook.stances[2].weight = f64::NEG_INFINITY;
    assert!((check_is_fixed(endless, "set its weight to −1").codebook.stances[2].weight + 1.0).abs() < 1e-9);
    let unknown = |project: &mut Project| {
        project.codebook.stances[1].id = "doubts".into();
        project.codebook.stances[1].weight = f64::NAN;
    };
    check_needs_a_person(unknown, &["set its weight to 0"]);

    let created =
        |words: &'static str| move |project: &mut Project| words.clone_into(&mut highlight(project, 0).created);
    check_is_fixed(created("2026-01-12 09:14"), "set its time to 2026-01-12T09:14:00Z, as written");
    check_is_fixed(created("Monday"), "when its id was created");
    let anonymous = |project: &mut Project| {
        created("Monday")(project);
        highlight(project, 0).id.0 = "2c5ea4c0-4067-4fe9-8bad-9b1deb4d3b7d".parse().expect("it is a UUID");
        article(project).highlights.sort_by_key(|highlight| highlight.order());
    };
    check_needs_a_person(anonymous, &["set its time to 1970-01-01T00:00:00Z"]);
}

#[test]
fn characters_that_import_removes_go_and_the_highlights_follow() {
    let with_marks = |project: &mut Project| {
        let damaged = marked_article("Talks", "\u{feff}The \0city [wants\r] a bridge.\r\nThe <gui\0ld> {refuses}");
        *article(project) = damaged;
    };
    let repaired = check_is_fixed(with_marks, "the text contains the character U+000D");
    assert_eq!(repaired.articles[0].text.as_str(), "The city wants\n a bridge.\nThe guild refuses");
    assert_eq!(quotes(&repaired), ["wants\n", "guild", "refuses"]);
    // Here the spans were counted without the mark, which an editor added later.
    let marked_later = |project: &mut Project| with_text(project, |text| format!("\u{feff}{text}"));
    let repaired = check_is_fixed(marked_later, "removed it and moved the highlights behind it");
    assert_eq!(quotes(&repaired), quotes(&talks()));
}

/// Gives the article pages that begin at these places.
fn with_pages(article: &mut Article, starts: &[usize]) {
    let part = |(nth, start): (usize, &usize)| SourcePart { start: *start, name: format!("p. {}", nth + 1) };
    let parts = starts.iter().enumerate().map(part).collect();
    article.source = Some(Arc::new(ArticleSource { sha256: "0f".to_owned(), parts, ..ArticleSource::default() }));
}

fn pages(project: &Project) -> Vec<(usize, &str)> {
    let source = project.articles[0].source.as_deref().expect("it has one");
    source.parts.iter().map(|part| (part.start, &*part.name)).collect()
}

#[test]
fn pages_are_sorted_and_those_after_the_text_and_an_invalid_hash_are_removed() {
    let damage = |project: &mut Project| with_pages(article(project), &[30, 0, 900, 20]);
    for said in ["sorted the pages", "removed the pages or chapters after the end", "removed the sha256"] {
        let repaired = check_is_fixed(damage, said);
        assert_eq!(pages(&repaired), [(0, "p. 2"), (20, "p. 4"), (30, "p. 1")]);
    }
}

#[test]
fn pages_stay_where_they_are_in_the_words_if_the_text_is_cleaned_and_if_highlights_move() {
    let with_marks = |project: &mut Project| {
        *article(project) = marked_article("Talks", "\u{feff}The city\r\n[wants] a \0bridge.");
        with_pages(article(project), &[0, 11, 20]);
    };
    let repaired = check_is_fixed(with_marks, "removed it and moved the highlights behind it");
    let text = &repaired.articles[0].text;
    let words: Vec<&str> = pages(&repaired).iter().map(|(start, _)| text.slice(Span::new(*start, start + 5))).collect();
    assert_eq!(words, ["The c", "wants", "bridg"]);
    let moved = |project: &mut Project| {
        with_pages(article(project), &[0, 20]);
        highlight(project, 0).span = Span::new(8, 13);
    };
    assert_eq!(pages(&check_is_fixed(moved, "moved to 9–14")), [(0, "p. 1"), (20, "p. 2")]);
}

#[test]
fn highlights_out_of_order_are_sorted() {
    let repaired =
        check_is_fixed(|project| article(project).highlights.reverse(), "sorted the highlights of the article");
    assert_eq!(quotes(&repaired), quotes(&talks()));
}

#[test]
fn what_a_fix_uncovers_is_fixed_in_the_next_round() {
    // The copy of the article has a highlight of an unknown actor; once the copy is removed, that is no longer a fault.
    let damage = |project: &mut Project| {
        highlight(project, 0).actor = Some("guild".into());
        project.articles.push(Arc::clone(&project.articles[0]));
        // Two codes have the same id: the later one gets a new id, and its child then has a parent again.
        let later = Code { name: "Guild".to_owned(), ..project.codebook.actors[0].clone() };
        project.codebook.actors.push(later);
    };
    let repaired = check_is_fixed(damage, "another actor already has the id “city”");
    assert!(repaired.codebook.code(CodeKind::Actor, &"guild".into()).is_some());
}

#[test]
fn nothing_is_done_that_was_not_accepted() {
    let mut project = talks();
    project.codebook.stances[0].weight = f64::NAN;
    highlight(&mut project, 0).span = Span::new(8, 13);
    assert_eq!(apply_fixes(&project, []).articles, project.articles);
    let found = problems(&project);
    let only_the_span = apply_fixes(&project, found[1..].iter().map(|problem| &problem.fixes[0]));
    assert!(only_the_span.codebook.stances[0].weight.is_nan());
    assert_eq!(faults(&only_the_span).len(), 1);
}

/// Damages an item chosen by `at` in one of many ways.
fn harm(project: &mut Project, kind: usize, at: &Index) {
    let n_articles = project.articles.len();
    let chosen = at.index(n_articles.max(1));
    let book = &mut project.codebook;
    match kind {
        0 => book.actors.push(book.actors[at.index(book.actors.len())].clone()),
        1 => {
            let child = Code { id: "child".into(), parent: Some("city".into()), ..book.actors[0].clone() };
            book.actors.push(child);
            book.actors[0].parent = Some("child".into());
        }
        2 => book.actors[0].id = "".into(),
        3 => book.issues[0].name.clear(),
        4 => book.stances[at.index(3)].weight = f64::NAN,
        5 => book.stances[at.index(3)].id = "opposes".into(),
        6 => book.issues[0].parent = Some("nowhere".into()),
        20 => book.actors.iter_mut().chain(&mut book.issues).for_each(|code| code.key = Some('7')),
        21 => {
            let (name, query) = (at.get(&["Sides", "Sides 2", " "]), Query::default());
            project.views.push(SavedComparison {
                name: (*name).to_owned(),
                query,
                picture: *at.get(&PictureKind::ALL),
            });
        }
        7 => project.articles.push(Arc::clone(&project.articles[chosen])),
        _ => harm_article(Arc::make_mut(&mut project.articles[chosen]), kind, at),
    }
}

fn harm_article(article: &mut Article, kind: usize, at: &Index) {
    let n_chars = article.text.n_chars();
    let byte = article.text.byte_at(at.index(n_chars + 1));
    let (before, behind) = article.text.as_str().split_at(byte);
    match kind {
        8 => article.text = Text::new(format!("{before}\u{feff}\r\n\0{behind}")),
        9 => article.text = Text::new(format!("{before}Something new. {behind}")),
        10 => article.text = Text::new(before.to_owned()),
        11 => article.highlights.reverse(),
        22 => with_pages(article, &[at.index(99), at.index(90), at.index(80)]),
        _ => {
            let Some(highlight) = article.highlights.get_mut(at.index(3)).map(Arc::make_mut) else { return };
            match kind {
                12 => highlight.span = Span::new(at.index(90), at.index(80)),
                13 => highlight.span = Span::new(usize::MAX - 1, usize::MAX),
                14 => highlight.quote.clear(),
                15 => highlight.actor = Some("somebody".into()),
                16 => highlight.stance = Some("".into()),
                17 => "soon".clone_into(&mut highlight.created),
                18 => "\r\u{feff}".clone_into(&mut highlight.quote),
                _ => {
                    let copy = highlight.clone();
                    article.highlights.push(copy.into());
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn whatever_was_done_to_a_project_it_can_be_made_whole(
        harms in prop::collection::vec((0usize..23, any::<Index>()), 1..8),
        picks in prop::collection::vec(any::<Index>(), 1..8),
    ) {
        let mut project = talks();
        for (kind, at) in &harms {
            harm(&mut project, *kind, at);
        }
        // Sure fixes remove nothing but copies.
        let ids = |project: &Project| {
            project.highlights().map(|(_, highlight)| highlight.id).collect::<std::collections::HashSet<_>>()
        };
        let sure = apply_sure_fixes(&project, false);
        prop_assert!(ids(&project).is_subset(&ids(&sure.project)));

        // Whichever fixes are chosen, repairing comes to an end.
        let mut repaired = project;
        for round in 0..12 {
            let left = problems(&repaired);
            let choice = |(nth, problem): (usize, &Problem)| {
                // The later rounds choose the last resort, as somebody would who has had enough.
                let pick = picks[nth % picks.len()].index(problem.fixes.len());
                problem.fixes[if round < 6 { pick } else { problem.fixes.len() - 1 }].clone()
            };
            let chosen: Vec<Fix> = left.iter().enumerate().map(choice).collect();
            repaired = apply_fixes(&repaired, &chosen);
        }
        prop_assert_eq!(faults(&repaired), []);
    }
}
