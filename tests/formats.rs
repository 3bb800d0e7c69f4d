//! Every format ever written is read for good: `tests/formats/N.ron` is a project as format N wrote it,
//! with every field in use. A new format adds a file, and changes none.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use standpoint_core::{
    model::{
        AliasRule, Article, ArticleId, ArticleSource, Code, CodeKind, Codebook, Colour, Details, ExampleOf,
        FormerDefinition, Highlight, HighlightId, Project, ProjectId, ReadingStatus, RefusedTag, SavedComparison,
        SavedSearch, SourcePart, Stance,
        saved_search::{HitLimit, LineGrouping, LineOrder, SearchOptions, SeenHits, SeenMarks},
        view::{Axis, Query},
    },
    text::{Span, Text},
};
use standpoint_store::{self as store, FORMAT};

fn file(format: u32) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/formats/{format}.ron"))
}

fn code(id: &str, name: &str, parent: Option<&str>, colour: &str) -> Code {
    Code {
        id: id.into(),
        name: name.to_owned(),
        aliases: vec![format!("the {id}")],
        alias_rules: std::collections::BTreeMap::new(),
        parent: parent.map(Into::into),
        colour: colour.parse::<Colour>().expect("it is a colour"),
        definition: format!("What is meant by “{name}”."),
        include: String::new(),
        exclude: String::new(),
        former: Vec::new(),
        key: None,
    }
}

const ID: ProjectId = ProjectId::new(uuid::uuid!("01a20188-5600-7f0a-8b7d-d1062e801600")).expect("it is not nil");

/// What the files hold, as the program sees it today. Format 1 has no id.
fn expected() -> Project {
    let text = Text::new("A made-up headline\n\nThe mayor said: \"the harbour stays open\" – 北京, café.\n");
    let span = Span::new(20, 60);
    let highlight = Highlight {
        id: "01a20188-5614-737f-b940-2b61fe3e92bf".parse().map(HighlightId).expect("it is a UUID"),
        span,
        quote: text.slice(span).to_owned(),
        actor: Some("mayor".into()),
        issue: Some("harbour".into()),
        stance: Some("supports".into()),
        example_of: ExampleOf::default(),
        note: "two\nlines, and a \\ “quote”".to_owned(),
        coder: "AK".to_owned(),
        created: "2026-01-12T09:14:00Z".to_owned(),
    };
    let bare = Highlight {
        id: "01a20188-5614-737f-b940-2b61fe3e92c0".parse().map(HighlightId).expect("it is a UUID"),
        span: Span::new(0, 18),
        quote: "A made-up headline".to_owned(),
        actor: None,
        issue: None,
        stance: None,
        example_of: ExampleOf::default(),
        note: String::new(),
        coder: String::new(),
        created: "2026-01-12T09:15:00Z".to_owned(),
    };
    let details = Details {
        title: "A made-up headline".to_owned(),
        outlet: "Harbour Post".to_owned(),
        agency: String::new(),
        author: "A. Nyberg".to_owned(),
        date: "2026-01-11".parse().ok(),
        updated: None,
        language: "en".to_owned(),
        url: "https://example.org/harbour".to_owned(),
        fields: [("page".to_owned(), "3".to_owned())].into(),
        status: ReadingStatus::Done,
    };
    let id = "01a20188-560e-76f0-8b7d-d1062e80169b".parse().map(ArticleId).expect("it is a UUID");
    let stance = |id: &str, weight| Stance { id: id.into(), name: format!("{id} it"), weight };
    let mut codebook =
        Codebook { stances: vec![stance("supports", 1.0), stance("opposes", -0.5)], ..Codebook::default() };
    let actors = [code("town", "Town hall", None, "#3b7ab8"), code("mayor", "Mayor", Some("town"), "#c9821f")];
    codebook.codes_mut(CodeKind::Actor).extend(actors);
    codebook.codes_mut(CodeKind::Issue).push(code("harbour", "Harbour", None, "#3b7ab8"));
    let article = Article {
        id,
        details,
        text,
        source: None,
        highlights: vec![bare.into(), highlight.into()],
        refused: BTreeSet::new(),
    };
    Project {
        id: ID,
        title: "Harbour “dispute”".to_owned(),
        codebook,
        articles: vec![Arc::new(article)],
        ..Project::default()
    }
}

#[test]
fn every_format_is_read_and_written_as_the_present_one() {
    for format in 1..=FORMAT {
        let path = file(format);
        let source = std::fs::read_to_string(&path).expect("there is a file for each format");
        assert!(source.contains(&format!("format: {format},")), "{}", path.display());
        let mut project = store::open(&path).unwrap_or_else(|error| panic!("{error}"));
        if format == 1 {
            assert_ne!(project.id, ID, "the file has no id, so a fresh one is made");
            project.id = ID;
        }
        assert_eq!(project, expected(), "{}", path.display());
        let written = store::to_string(&project);
        assert!(written.starts_with(&format!("(\n    format: {FORMAT},\n")), "{written}");
        assert_eq!(store::read_str("written", &written).unwrap_or_else(|error| panic!("{error}")), project);
    }
}

#[test]
fn of_format_1_only_the_number_and_the_id_become_others() {
    let source = std::fs::read_to_string(file(1)).expect("there is a file for each format");
    let project = store::open(&file(1)).unwrap_or_else(|error| panic!("{error}"));
    let rest = source.strip_prefix("(\n    format: 1,\n").expect("it is format 1");
    assert_eq!(store::to_string(&project), format!("(\n    format: 2,\n    id: \"{}\",\n{rest}", project.id));
}

#[test]
fn the_id_is_found_without_reading_the_rest() {
    let beginning = |format| std::fs::read(file(format)).expect("there is a file for each format")[..200].to_owned();
    assert_eq!(store::peek_id(&beginning(1)), None);
    for format in 2..=FORMAT {
        assert_eq!(store::peek_id(&beginning(format)), Some(ID), "{format}");
    }
}

#[test]
fn the_present_format_is_written_byte_for_byte() {
    let written = std::fs::read_to_string(file(FORMAT)).expect("there is a file for each format");
    assert_eq!(store::to_string(&expected()), written);
}

/// The same with the fields that format 2 got before it was released.
#[test]
fn what_an_article_came_from_is_read_and_written_with_its_pages_on_one_line() {
    let written = include_str!("formats/2-with-sources.ron");
    let mut project = expected();
    let article = Arc::make_mut(&mut project.articles[0]);
    article.details.agency = "North Wire".to_owned();
    article.details.updated = "2026-01".parse().ok();
    let part = |start, name: &str| SourcePart { start, name: name.to_owned() };
    article.source = Some(Arc::new(ArticleSource {
        file: "harbour.zip/post.pdf".to_owned(),
        sha256: "0123456789abcdef".repeat(4),
        format: "PDF".to_owned(),
        encoding: "windows-1251".to_owned(),
        parts: vec![part(0, "p. 3"), part(20, "Chapter “One”\nof two"), part(40, "p. 5")],
    }));
    assert_eq!(store::read_str("p.ron", written).unwrap_or_else(|error| panic!("{error}")), project);
    assert_eq!(store::to_string(&project), written);
}

/// Nothing of it stands in the file of a project in which nothing was refused.
#[test]
fn each_refused_suggestion_stands_on_a_line_behind_the_highlights() {
    let mut project = expected();
    let refused =
        |words: &str, nth| RefusedTag { words: words.to_owned(), nth, kind: CodeKind::Actor, code: "mayor".into() };
    let second = refused("two\nlines", 1);
    Arc::make_mut(&mut project.articles[0]).refused = [second, refused("The mayor said", 0)].into();
    let written = store::to_string(&project);
    let lines = concat!(
        "            refused: [\n",
        "                (words: \"The mayor said\", kind: Actor, code: \"mayor\"),\n",
        "                (words: \"two\\nlines\", nth: 1, kind: Actor, code: \"mayor\"),\n",
        "            ],\n",
    );
    assert!(written.contains(lines), "{written}");
    assert_eq!(store::read_str("p.ron", &written).unwrap_or_else(|error| panic!("{error}")), project);
    // In any order, and written twice, they mean the same.
    let (first, rest) = written.split_once("            refused: [\n").expect("it is there");
    let twice = "                (code: \"mayor\", words: \"two\\nlines\", nth: 1, kind: Actor),\n";
    let doubled = format!("{first}            refused: [\n{twice}{rest}");
    assert_eq!(store::read_str("p.ron", &doubled).unwrap_or_else(|error| panic!("{error}")), project);
}

#[test]
fn what_a_code_has_beside_its_name_is_read_and_written_with_its_lists_on_one_line() {
    let written = include_str!("formats/2-with-codes.ron");
    let mut project = expected();
    let mayor = &mut project.codebook.actors[1];
    let both = AliasRule { is_case_sensitive: true, is_whole_word: true };
    mayor.set_alias_rule("the mayor", both);
    mayor.include = "Whoever holds the office.".to_owned();
    mayor.exclude = "The \"town hall\",\nwhich is an actor of its own.".to_owned();
    let kept = project.articles[0].highlights[1].id;
    let former = |until: &str, changed_by: &str, definition: &str, kept: Vec<HighlightId>| FormerDefinition {
        until: until.parse().expect("it is a time"),
        changed_by: changed_by.to_owned(),
        definition: definition.to_owned(),
        include: String::new(),
        exclude: String::new(),
        kept,
    };
    mayor.former = vec![
        former("2026-01-12T09:14:00Z", "", "", Vec::new()),
        former("2026-01-13T09:14:00.25Z", "AK", "Who is mayor.", vec![kept]),
    ];
    let highlights = &mut Arc::make_mut(&mut project.articles[0]).highlights;
    Arc::make_mut(&mut highlights[1]).example_of = vec![CodeKind::Actor, CodeKind::Issue].into();
    assert_eq!(store::read_str("p.ron", written).unwrap_or_else(|error| panic!("{error}")), project);
    assert_eq!(store::to_string(&project), written);
}

#[test]
fn saved_searches_are_read_and_written_with_what_was_seen_in_one_string() {
    let written = include_str!("formats/2-with-searches.ron");
    let mut project = expected();
    let seen = SeenHits {
        at: "2026-05-03T09:14:00Z".to_owned(),
        texts: SeenMarks::of([&project.articles[0].text, &Text::new("Gone.")].map(Text::mark)),
    };
    let options = SearchOptions { whole_words: true, ..SearchOptions::default() };
    let (limit, order, grouping) = (HitLimit::NotCoded, LineOrder::Right, LineGrouping::Article);
    let (name, pattern) = ("Open “harbour”".to_owned(), "harbour OR \"the pier\"".to_owned());
    project.searches = vec![
        SavedSearch { name, pattern, options, limit, order, grouping, seen: Some(seen) },
        SavedSearch { name: "Mayor".to_owned(), pattern: "mayor".to_owned(), ..SavedSearch::default() },
    ];
    let mut query = Query::of(Axis::Search("Mayor".to_owned()), Axis::Outlet);
    query.filter.searches = vec!["Open “harbour”".to_owned()];
    project.views = vec![SavedComparison { name: "By search".to_owned(), query, ..SavedComparison::default() }];
    assert_eq!(store::to_string(&project), written);
    assert_eq!(store::read_str("p.ron", written).unwrap_or_else(|error| panic!("{error}")), project);
    let bad = written.replace("texts: \"", "texts: \"soon ");
    let said = store::read_str("p.ron", &bad).expect_err("it is no mark").to_string();
    assert!(said.contains("“soon” is not the mark of a text; remove it"), "{said}");
}

#[test]
fn a_key_of_a_code_stands_in_the_file_as_one_character() {
    let mut project = expected();
    project.codebook.actors[1].key = Some('7');
    let written = store::to_string(&project);
    assert!(written.contains("                key: \"7\",\n"), "{written}");
    assert_eq!(store::read_str("p.ron", &written).unwrap_or_else(|error| panic!("{error}")), project);

    let said = |key: &str| {
        let source = written.replace("key: \"7\"", &format!("key: \"{key}\""));
        store::read_str("p.ron", &source).expect_err("it is no such key").to_string()
    };
    assert!(said("77").contains("“77” is not a key; write one character"), "{}", said("77"));
    assert!(said("q").contains("“q” cannot be an actor’s key; use one of 1234567890"), "{}", said("q"));
}

#[test]
fn a_format_that_was_never_written_is_refused() {
    let present = std::fs::read_to_string(file(FORMAT)).expect("there is a file for each format");
    let with = |format: u32| present.replacen(&format!("format: {FORMAT}"), &format!("format: {format}"), 1);
    let said = |format| store::read_str("p.ron", &with(format)).expect_err("there is no such format").to_string();
    assert!(said(0).contains("not a Standpoint project"), "{}", said(0));
    assert!(said(FORMAT + 1).contains("update Standpoint"), "{}", said(FORMAT + 1));
}
