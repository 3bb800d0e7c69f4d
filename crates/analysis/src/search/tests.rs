//! Searches compared with plain ones that look at each place of a text.

use proptest::prelude::*;

use standpoint_core::model::Details;

use super::*;

fn options(name: &str) -> SearchOptions {
    SearchOptions { is_regex: name == "regex", as_typed: name == "as typed", whole_words: name == "whole words" }
}

fn found<'a>(pattern: &str, how: &str, text: &'a Text) -> Vec<&'a str> {
    let search = Search::new(pattern, options(how)).expect("the pattern is sound");
    search.spans(text).into_iter().map(|span| text.slice(span)).collect()
}

fn check(pattern: &str, how: &str, text: &str, expected: &[&str]) {
    assert_eq!(found(pattern, how, &Text::new(text)), expected, "{pattern} ({how}) in {text}");
}

#[test]
fn words_are_found_in_any_case_with_any_accents_and_signs() {
    check("elysee", "", "L’Élysée, the ELYSÉE and e\u{301}lyse\u{301}e", &["Élysée", "ELYSÉE", "e\u{301}lyse\u{301}e"]);
    check("Élysée", "as typed", "Élysée, élysée, Elysee", &["Élysée"]);
    check("us", "whole words", "US, us, Russia, bus; “us”", &["US", "us", "us"]);
    check("его", "whole words", "Его план, сегодня и его.", &["Его", "его"]);
    check("和平", "whole words", "関于和平的计划", &["和平"]);
    check("peace plan", "", "peace\u{a0}plan, Peace  Plan, peace\nplan", &["peace\u{a0}plan", "Peace  Plan"]);
    check("aa", "", "aaaa", &["aa", "aa"]);
}

#[test]
fn stars_stand_for_letters_and_for_words() {
    check("territor*", "", "Territory, territorial; extraterritorial", &["Territory", "territorial"]);
    check("*fire", "", "A ceasefire, a cease-fire, fired", &["ceasefire", "fire"]);
    check("территори*", "", "Территория и территориальный спор", &["Территория", "территориальный"]);
    check("peace * plan", "", "peace and plan; peace plan; the Peace-Keeping Plan", &["peace and plan"]);
    check("s*t", "", "set, sit, sits, “st”", &["set", "sit", "st"]);
    check("\"a*\" b*", "", "a* bee, ab bee", &["a* bee"]);
}

#[test]
fn operators_combine_phrases() {
    let text = "Kyiv asks for guarantees. Moscow refuses them, and Kyiv asks again.";
    check("kyiv AND moscow", "", text, &["Kyiv", "Moscow", "Kyiv"]);
    check("kyiv AND paris", "", text, &[]);
    check("paris OR moscow", "", text, &["Moscow"]);
    check("kyiv NEAR/2 guarantees", "", text, &["Kyiv asks for guarantees"]);
    check("kyiv NEAR/1 guarantees", "", text, &[]);
    check("kyiv NEAR/3 (kyiv OR kyi*)", "", text, &[]);
    check("again NEAR/0 again", "", "again and again again", &["again again"]);
    check("guarantees NEAR/1 moscow OR again", "", text, &["guarantees. Moscow", "again"]);
    check("(kyiv OR moscow) NEAR/0 (asks OR refuses)", "", text, &["Kyiv asks", "Moscow refuses", "Kyiv asks"]);
}

#[test]
fn regular_expressions_go_through_the_text_itself() {
    check(r"\d+%", "regex", "12% and 7%", &["12%", "7%"]);
    check("^moscow", "regex", "Moscow\nmoscow, Moscow", &["Moscow", "moscow"]);
    check("x*", "regex", "abc", &[]);
    for (pattern, expected) in [
        ("a(b", "unclosed group (character 2 of the regular expression)"),
        ("é[", "unclosed character class (character 2 of the regular expression)"),
        (
            "(a{1000}){1000}",
            "this would take too much memory; search for something shorter, or with smaller repetitions",
        ),
        ("", "type what to search for"),
    ] {
        let error = Search::new(pattern, options("regex")).expect_err("it is wrong");
        assert_eq!(error.to_string(), expected, "{pattern}");
    }
}

#[test]
fn hits_are_counted_by_article_and_can_be_stopped() {
    let article = |text: &str| std::sync::Arc::new(Article::new(Details::default(), Text::new(text)));
    let project =
        Project { articles: vec![article("a plan"), article("nothing"), article("plan, plan")], ..Project::default() };
    let search = Search::new("plan", SearchOptions::default()).expect("it is a word");
    let counts: Vec<usize> = search.project(&project).iter().map(|hits| hits.spans.len()).collect();
    assert_eq!(counts, [1, 2]);
    let mut n_asked = 0;
    let mut go_on = || {
        n_asked += 1;
        n_asked < 2
    };
    assert_eq!(search.articles(project.articles.iter().map(|article| &**article), &mut go_on), None);
    assert_eq!(n_asked, 2);
}

#[test]
fn a_search_of_one_long_text_can_be_stopped() {
    let text = Text::new("so it is ".repeat(3 * BETWEEN_QUESTIONS));
    for (pattern, how) in [("it", ""), ("i*", ""), ("it|is", "regex"), ("so NEAR it", ""), ("none OR is", "as typed")] {
        let search = Search::new(pattern, options(how)).expect("the pattern is sound");
        let mut n_asked = 0;
        let mut go_on = || {
            n_asked += 1;
            n_asked < 2
        };
        assert_eq!(search.spans_while(&text, &mut go_on), None, "{pattern}");
        assert_eq!(n_asked, 2);
        assert!(search.spans(&text).len() >= 3 * BETWEEN_QUESTIONS, "{pattern}");
    }
}

#[test]
fn the_context_of_a_place_stays_in_its_paragraph() {
    let text = Text::new("One plan.\nThe plan of Élise.\nEnd");
    let context_of = |words: &str, n_chars| {
        let spans = Search::new(words, SearchOptions::default()).expect("it is a word").spans(&text);
        spans.into_iter().map(|span| context(&text, span, n_chars)).collect::<Vec<_>>()
    };
    assert_eq!(context_of("plan", 60), [("One ", "."), ("The ", " of Élise.")]);
    assert_eq!(context_of("plan", 3), [("ne ", "."), ("he ", " of")]);
    assert_eq!(context_of("end", 0), [("", "")]);
}

const SCRIPTS: [&str; 12] =
    ["plan", "Plan", "PLÁN", "пла\u{301}н", "План", "σχέδιο", "תוכנית", "خطة", "计划", "योजना", "계획", "แผน"];

fn any_text() -> impl Strategy<Value = String> {
    let gaps = [" ", "\u{a0}", "\n", ", ", "-", "\u{ad}", "", "“", "… "];
    let piece = (prop::sample::select(SCRIPTS.to_vec()), prop::sample::select(gaps.to_vec()));
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.into_iter().flat_map(|(a, b)| [a, b]).collect())
}

/// Every place whose fold is that of the words, found by trying each pair of places: the shortest from each start, left to
/// right without overlaps.
fn plainly<'a>(text: &'a str, words: &str) -> Vec<&'a str> {
    let words = searchable(words);
    let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    ends.sort_unstable();
    let mut found = Vec::new();
    let mut from = 0;
    'starts: for &start in &ends {
        if start < from || text[start..].starts_with(|c: char| c == '\u{ad}' || ('\u{300}'..='\u{36f}').contains(&c)) {
            continue;
        }
        for &end in ends.iter().filter(|end| **end > start && **end <= start + 4 * words.len()) {
            let part = &text[start..end];
            let goes_on = text[end..].starts_with(|c: char| ('\u{300}'..='\u{36f}').contains(&c));
            if !goes_on && !part.contains('\n') && searchable(part) == words {
                found.push(part.trim_end_matches('\u{ad}'));
                from = end;
                continue 'starts;
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_search_finds_what_a_plain_one_finds(text in any_text(), words in prop::sample::select(SCRIPTS.to_vec())) {
        let indexed = Text::new(&*text);
        prop_assert_eq!(found(words, "", &indexed), plainly(&text, words));
        let typed: Vec<&str> = text.matches(words).collect();
        prop_assert_eq!(found(words, "as typed", &indexed), typed);
    }
}
