//! Word lists against constants computed elsewhere, and against a slow and plain count.

use std::{collections::BTreeMap, sync::Arc};

use proptest::prelude::*;

use standpoint_core::{
    model::{CodeKind, Highlight, Tags, marked::marked_article},
    text::Span,
};

use super::{stop_words::StopWordList, *};

const NO_STOP_WORDS: StopWords = StopWords::Of(Vec::new());

fn project(sources: &[&str]) -> Project {
    let mut project = Project::titled("Talks");
    for (name, parent) in [("Territory", None), ("Donbas", Some("territory")), ("Trade", None)] {
        let code = project.codebook.fresh_code(CodeKind::Issue, name, parent.map(Into::into));
        project.codebook.issues.push(code);
    }
    for source in sources {
        project.articles.push(marked_article("One", source).into());
    }
    project
}

/// Gives the highlights of an article these issues, in their order.
fn tag(project: &mut Project, article: usize, issues: &[&str]) {
    let article = Arc::make_mut(&mut project.articles[article]);
    for (highlight, issue) in article.highlights.iter_mut().zip(issues) {
        Arc::make_mut(highlight).issue = Some((*issue).into());
    }
}

fn list(project: &Project, query: &WordQuery) -> WordList {
    word_list(project, query, &mut || true).expect("nothing stops it")
}

fn of_issue(issue: &str) -> WordScope {
    WordScope { issues: vec![issue.into()], ..WordScope::default() }
}

#[test]
fn words_are_counted_in_every_spelling_and_script() {
    let project =
        project(&["Ещё раз: ЕЩЕ план. The plan, the PLAN, the plan; 和平 计划和平", "Schön, schon. L’accord l'accord"]);
    let query = WordQuery { stop_words: NO_STOP_WORDS, ..WordQuery::default() };
    let counted = list(&project, &query);
    let entries: Vec<(&str, usize)> =
        counted.entries.iter().map(|entry| (&*entry.words, entry.contrast.n_inside)).collect();
    assert_eq!(
        entries,
        [
            ("plan", 3),
            ("the", 3),
            ("l'accord", 2),
            ("Ещё", 2),
            ("和平", 2),
            ("Schön", 1),
            ("schon", 1),
            ("план", 1),
            ("раз", 1),
            ("计划", 1)
        ]
    );
    assert_eq!((counted.size, counted.size_rest, counted.n_articles), (17, 0, 2));
    assert!(counted.entries[0].contrast.log_likelihood().abs() < 1e-12);
}

/// The numbers were computed with Python from the counts 3 of 5 words against 1 of 9.
#[test]
fn words_of_passages_are_set_against_the_rest() {
    let mut project = project(&["[The land of land] is the sea", "It is [land], the sea, the land"]);
    tag(&mut project, 0, &["donbas"]);
    tag(&mut project, 1, &["territory"]);
    let query = WordQuery { passages: of_issue("territory"), stop_words: NO_STOP_WORDS, ..WordQuery::default() };
    let counted = list(&project, &query);
    assert_eq!((counted.size, counted.size_rest, counted.n_articles), (5, 9, 2));
    let words: Vec<&str> = counted.entries.iter().map(|entry| &*entry.words).collect();
    assert_eq!(words, ["land", "of", "the"]);
    let land = &counted.entries[0];
    assert_eq!(land.contrast, Contrast { n_inside: 3, n_rest: 1, size_inside: 5, size_rest: 9 });
    assert!((land.contrast.log_likelihood() - 2.562_700_850_695).abs() < 1e-9);
    assert!((land.contrast.log_ratio() - 2.432_959_407_276).abs() < 1e-9);
    // Two of the three stand in four of the five words: (|2/3 − 4/5| + |1/3 − 1/5|) / 2.
    assert!((land.dispersion - 2.0 / 15.0).abs() < 1e-9 && land.n_articles == 2);
    assert!((land.per_10_000() - 6000.0).abs() < 1e-9);
    assert!(counted.entries[2].typicality() < 0.0);

    let of_child = WordQuery { passages: of_issue("donbas"), ..query.clone() };
    assert_eq!((list(&project, &of_child).size, list(&project, &of_child).size_rest), (4, 10));
    let of_none = WordQuery { passages: of_issue("trade"), ..query };
    assert_eq!((list(&project, &of_none).size, list(&project, &of_none).entries.len()), (0, 0));
}

#[test]
fn outlets_and_overlapping_highlights_count_each_word_once() {
    let mut project = project(&["[a <b] c> d", "a b"]);
    tag(&mut project, 0, &["trade", "trade"]);
    Arc::make_mut(&mut project.articles[1]).details.outlet = "Harbour Post".to_owned();
    let size = |passages: WordScope| {
        let counted = list(&project, &WordQuery { passages, stop_words: NO_STOP_WORDS, ..WordQuery::default() });
        (counted.size, counted.size_rest)
    };
    assert_eq!(size(of_issue("trade")), (3, 3));
    let outlets = vec!["Harbour Post".to_owned()];
    assert_eq!(size(WordScope { outlets: outlets.clone(), ..WordScope::default() }), (2, 4));
    assert_eq!(size(WordScope { outlets, ..of_issue("trade") }), (0, 6));
}

#[test]
fn runs_of_words_are_found_as_phrases_and_stop_words_end_none() {
    let project = project(&["The peace plan of the peace plan. Plan, peace plan\nplan peace. 和平计划 和平计划"]);
    let runs = |n_gram, stop_words: StopWords| -> Vec<(String, usize)> {
        let counted = list(&project, &WordQuery { n_gram, stop_words, ..WordQuery::default() });
        counted.entries.into_iter().map(|entry| (entry.words, entry.contrast.n_inside)).collect()
    };
    let pair = |words: &str, n| (words.to_owned(), n);
    assert_eq!(runs(2, NO_STOP_WORDS), [pair("peace plan", 3), pair("the peace", 2), pair("和平计划", 2)]);
    let english = StopWords::Of(vec![StopWordList::of("en").expect("there is a list")]);
    assert_eq!(runs(2, english), [pair("peace plan", 3), pair("和平计划", 2)]);
    assert_eq!(runs(3, NO_STOP_WORDS), [pair("the peace plan", 2)]);
}

#[test]
fn counting_stops_when_it_is_told_to() {
    let project = project(&["a b", "c d"]);
    for n_gram in [1, 2] {
        let mut n_asked = 0;
        let mut go_on = || {
            n_asked += 1;
            n_asked < 2
        };
        assert_eq!(word_list(&project, &WordQuery { n_gram, ..WordQuery::default() }, &mut go_on), None);
    }
}

#[test]
fn issues_stand_together_in_paragraphs_and_articles() {
    let mut project = project(&["[a] <b> c\n{d}", "[a]\n<b\n{c> d}", "[a]"]);
    tag(&mut project, 0, &["territory", "donbas", "trade"]);
    tag(&mut project, 1, &["donbas", "territory", "trade"]);
    tag(&mut project, 2, &["trade"]);
    let pairs = together::issues_together(&project);
    let shown: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let numbers =
                |places: together::SharedPlaces| format!("{}/{}/{}", places.n_first, places.n_second, places.n_both);
            format!("{} {} {} {}", pair.first, pair.second, numbers(pair.paragraphs), numbers(pair.articles))
        })
        .collect();
    assert_eq!(shown, ["territory donbas 3/2/1 2/2/2", "territory trade 3/3/1 2/3/2", "donbas trade 2/3/0 2/3/2",]);
    assert!((pairs[0].paragraphs.jaccard() - 0.25).abs() < 1e-12);
    assert!(together::SharedPlaces::default().jaccard().abs() < 1e-12);
}

/// A number of the passages and one of the rest of an article.
type InAndOut = (usize, usize);

/// How often each run of words occurs in the passages and in the rest, counted by comparing strings.
fn counted_plainly(project: &Project, n_gram: usize) -> (BTreeMap<String, Vec<InAndOut>>, Vec<InAndOut>) {
    let mut counts: BTreeMap<String, Vec<InAndOut>> = BTreeMap::new();
    let mut sizes = vec![(0, 0); project.articles.len()];
    for (nth, article) in project.articles.iter().enumerate() {
        let text = article.text.as_str();
        let words = words_in(text);
        let is_inside = |byte: usize| {
            let position = article.text.position_of_byte(byte);
            article.highlights().any(|highlight| highlight.issue.is_some() && highlight.span.contains(position))
        };
        for run in words.windows(n_gram) {
            let between = run.windows(2).all(|pair| {
                let between = &text[pair[0].end..pair[1].start];
                between.trim().is_empty() && !between.contains('\n')
            });
            if !between {
                continue;
            }
            // Every letter from the first word to the last is inside one passage: no gap in between.
            let inside =
                (run[0].start..=run[n_gram - 1].start).filter(|byte| text.is_char_boundary(*byte)).all(is_inside);
            let key: Vec<String> = run.iter().map(|word| vocabulary::word_key(&text[word.clone()])).collect();
            let counts = counts.entry(key.join(" ")).or_insert_with(|| vec![(0, 0); project.articles.len()]);
            let (count, size) = (&mut counts[nth], &mut sizes[nth]);
            if inside {
                count.0 += 1;
                size.0 += 1;
            } else {
                count.1 += 1;
                size.1 += 1;
            }
        }
    }
    (counts, sizes)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_list_is_what_a_plain_count_finds(
        texts in prop::collection::vec("([abAйЙ]{1,2}[ ,\n]){0,30}", 1..5),
        spans in prop::collection::vec((0_usize..5, 0_usize..60, 1_usize..20), 0..8),
        n_gram in 1_usize..4,
    ) {
        let mut project = project(&[]);
        for text in &texts {
            project.articles.push(marked_article("One", text).into());
        }
        for (nth, start, length) in spans {
            let nth = nth % texts.len();
            let article = Arc::make_mut(&mut project.articles[nth]);
            let span = Span::new(start, (start + length).min(article.text.n_chars()));
            if article.text.holds(span) {
                let tags = Tags { issue: Some("trade".into()), ..Tags::default() };
                article.highlights.push(Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z").into());
                article.highlights.sort_by_key(|highlight| highlight.order());
            }
        }
        let passages = of_issue("trade");
        let counted = list(&project, &WordQuery { passages, n_gram, stop_words: NO_STOP_WORDS });
        let (plain, sizes) = counted_plainly(&project, n_gram);
        let size: usize = sizes.iter().map(|size| size.0).sum();
        prop_assert_eq!((counted.size, counted.size_rest), (size, sizes.iter().map(|size| size.1).sum()));
        let expected = plain.iter().filter(|(_, counts)| {
            let inside: usize = counts.iter().map(|count| count.0).sum();
            let all: usize = counts.iter().map(|count| count.0 + count.1).sum();
            inside > 0 && (n_gram == 1 || all > 1)
        });
        prop_assert_eq!(counted.entries.len(), expected.count());
        for entry in &counted.entries {
            let key: Vec<String> = entry.words.split(' ').map(vocabulary::word_key).collect();
            let counts = &plain[&key.join(" ")];
            let inside: usize = counts.iter().map(|count| count.0).sum();
            prop_assert_eq!(entry.contrast.n_inside, inside);
            prop_assert_eq!(entry.contrast.n_rest, counts.iter().map(|count| count.1).sum::<usize>());
            let share = |n: usize, of: usize| association::as_number(n) / association::as_number(of);
            let deviation: f64 = counts.iter().zip(&sizes)
                .map(|(count, part)| (share(count.0, inside) - share(part.0, size)).abs()).sum();
            prop_assert!((entry.dispersion - deviation / 2.0).abs() < 1e-9);
        }
    }
}
