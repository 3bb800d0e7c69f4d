//! Any edit, whether or not it fits a project, is read back from its line.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};

use super::*;
use crate::{
    edit::{CodeMerge, TextRevision},
    model::{
        AliasLimit, AliasRule, Article, ArticleSource, Code, CodeId, CodeKind, Codebook, Colour, Details, ExampleOf,
        FormerDefinition, Highlight, NewDefinition, Project, ProjectId, PublicationDate, ReadingStatus, RefusedTag,
        SavedComparison, SavedSearch, SourcePart, Stance, StanceId, Summary,
        saved_search::{HitLimit, LineGrouping, LineOrder, SearchOptions, SeenHits, SeenMarks},
        view::{
            Axis, AxisSide, AxisValue, Counting, HeaderKey, HighlightFilter, Measure, PictureKind, Query, Sort, Subject,
        },
    },
    text::{Span, Text, diff::TextChange},
};

fn text() -> impl Strategy<Value = String> {
    "[a-c“”\"'#\\\\\r\n\t\0\u{feff}\u{2028}é北😀\u{301}{}() /]{0,8}"
}

/// An id of a code or a stance, which is never empty.
fn slug() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("a{text}"))
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..3)
}

fn code_id() -> impl Strategy<Value = CodeId> {
    slug().prop_map(|slug| slug.as_str().into())
}

fn stance_id() -> impl Strategy<Value = StanceId> {
    slug().prop_map(|slug| slug.as_str().into())
}

fn article_id() -> impl Strategy<Value = ArticleId> {
    any::<u128>().prop_map(|id| ArticleId(Uuid::from_u128(id)))
}

fn project_id() -> impl Strategy<Value = ProjectId> {
    any::<u128>().prop_filter_map("no project has the nil id", |id| ProjectId::new(Uuid::from_u128(id)))
}

fn highlight_id() -> impl Strategy<Value = HighlightId> {
    any::<u128>().prop_map(|id| HighlightId(Uuid::from_u128(id)))
}

fn date() -> impl Strategy<Value = PublicationDate> {
    let month_and_day = option::of((1..=12_i8, option::of(1..=28_i8)));
    (1..=9999_i16, month_and_day).prop_map(|(year, month_and_day)| PublicationDate {
        year,
        month: month_and_day.map(|(month, _)| month),
        day: month_and_day.and_then(|(_, day)| day),
    })
}

fn details() -> impl Strategy<Value = Details> {
    let fields = vec((text(), text()), 0..3).prop_map(|fields| fields.into_iter().collect::<BTreeMap<_, _>>());
    let texts = (text(), text(), text(), text(), text(), text());
    let status = select(ReadingStatus::ALL.to_vec());
    (texts, option::of(date()), option::of(date()), fields, status).prop_map(
        |(texts, date, updated, fields, status)| {
            let (title, outlet, agency, author, language, url) = texts;
            Details { title, outlet, agency, author, date, updated, language, url, fields, status }
        },
    )
}

fn highlight() -> impl Strategy<Value = Highlight> {
    let tags = (option::of(code_id()), option::of(code_id()), option::of(stance_id()));
    let texts = (text(), text(), text(), text());
    let example_of = vec(kind(), 0..3).prop_map(ExampleOf::from);
    (highlight_id(), any::<(usize, usize)>(), tags, example_of, texts).prop_map(
        |(id, (start, end), (actor, issue, stance), example_of, (quote, note, coder, created))| {
            let span = Span { start, end };
            Highlight { id, span, quote, actor, issue, stance, example_of, note, coder, created }
        },
    )
}

fn placed_highlights() -> impl Strategy<Value = Vec<(ArticleId, Highlight)>> {
    vec((article_id(), highlight()), 0..3)
}

fn article() -> impl Strategy<Value = Article> {
    let highlights = vec(highlight().prop_map(Arc::new), 0..3);
    let source = option::of(source().prop_map(Arc::new));
    let refused = vec(refused_tag(), 0..3).prop_map(|refused| refused.into_iter().collect());
    (article_id(), details(), text(), source, highlights, refused).prop_map(
        |(id, details, text, source, highlights, refused)| Article {
            id,
            details,
            text: Text::new(text),
            source,
            highlights,
            refused,
        },
    )
}

fn refused_tag() -> impl Strategy<Value = RefusedTag> {
    (text(), any::<usize>(), kind(), code_id()).prop_map(|(words, nth, kind, code)| RefusedTag {
        words,
        nth,
        kind,
        code,
    })
}

fn source() -> impl Strategy<Value = ArticleSource> {
    let part = (any::<usize>(), text()).prop_map(|(start, name)| SourcePart { start, name });
    (text(), text(), text(), text(), vec(part, 0..3))
        .prop_map(|(file, sha256, format, encoding, parts)| ArticleSource { file, sha256, format, encoding, parts })
}

fn revision() -> impl Strategy<Value = TextRevision> {
    let span = any::<(usize, usize)>().prop_map(Span::from);
    let change = (span.clone(), text()).prop_map(|(span, words)| TextChange { span, words });
    (vec(change, 0..3), vec((highlight_id(), span), 0..3), vec(any::<usize>(), 0..3))
        .prop_map(|(changes, placed, part_starts)| TextRevision { changes, placed, part_starts })
}

fn kind() -> impl Strategy<Value = CodeKind> {
    select(CodeKind::ALL.to_vec())
}

fn time() -> impl Strategy<Value = Timestamp> {
    any::<u32>()
        .prop_map(|millis| Timestamp::from_millisecond(1_768_000_000_000 + i64::from(millis)).expect("it is near"))
}

fn former() -> impl Strategy<Value = FormerDefinition> {
    (time(), text(), (text(), text(), text()), vec(highlight_id(), 0..3)).prop_map(
        |(until, changed_by, (definition, include, exclude), kept)| FormerDefinition {
            until,
            changed_by,
            definition,
            include,
            exclude,
            kept,
        },
    )
}

fn new_definition() -> impl Strategy<Value = NewDefinition> {
    (text(), text(), text(), time(), text()).prop_map(|(definition, include, exclude, at, by)| NewDefinition {
        definition,
        include,
        exclude,
        at,
        by,
    })
}

fn code() -> impl Strategy<Value = Code> {
    let key = option::of(select(vec!['1', 'q', '\'', '\r', 'é']));
    let colour = any::<[u8; 3]>().prop_map(Colour);
    let rules = (text(), text(), text(), vec(former(), 0..3));
    let rule = select(vec![AliasLimit::SameCase, AliasLimit::WholeWord]);
    let alias_rules = btree_map(text(), vec(rule, 0..3).prop_map(AliasRule::from), 0..3);
    (code_id(), text(), (texts(), alias_rules), colour, option::of(code_id()), rules, key).prop_map(
        |(id, name, (aliases, alias_rules), colour, parent, (definition, include, exclude, former), key)| Code {
            id,
            name,
            aliases,
            alias_rules,
            colour,
            parent,
            definition,
            include,
            exclude,
            former,
            key,
        },
    )
}

fn stance() -> impl Strategy<Value = Stance> {
    let weight = prop_oneof![any::<f64>(), select(vec![1.0, 0.0, -1.0, 0.5])];
    (stance_id(), text(), weight).prop_map(|(id, name, weight)| Stance { id, name, weight })
}

fn axis() -> impl Strategy<Value = Axis> {
    prop_oneof![select(Axis::FIXED.to_vec()), text().prop_map(Axis::Field), text().prop_map(Axis::Search)]
}

fn value() -> impl Strategy<Value = AxisValue> {
    prop_oneof![
        code_id().prop_map(AxisValue::Code),
        stance_id().prop_map(AxisValue::Stance),
        article_id().prop_map(AxisValue::Article),
        text().prop_map(AxisValue::Named),
        Just(AxisValue::Missing),
    ]
}

fn key() -> impl Strategy<Value = HeaderKey> {
    vec(value(), 0..3).prop_map(HeaderKey)
}

fn keys() -> impl Strategy<Value = Vec<HeaderKey>> {
    vec(key(), 0..3)
}

fn side() -> impl Strategy<Value = AxisSide> {
    let sort = prop_oneof![
        select(vec![Sort::AsListed, Sort::ByName, Sort::ByTotal]),
        key().prop_map(Sort::By),
        keys().prop_map(Sort::ByHand),
    ];
    (vec(axis(), 0..3), sort, any::<bool>(), keys(), keys()).prop_map(|(axes, sort, shows_members, toggled, pinned)| {
        AxisSide { axes, sort, shows_members, toggled, pinned }
    })
}

fn filter() -> impl Strategy<Value = HighlightFilter> {
    let some_ids = || vec(code_id(), 0..2);
    let of_articles =
        (vec(article_id(), 0..2), texts(), texts(), (texts(), texts()), vec(select(ReadingStatus::ALL.to_vec()), 0..2));
    let dates = (option::of(date()), option::of(date()));
    let of_highlights =
        (some_ids(), some_ids(), vec(stance_id(), 0..2), texts(), (option::of(any::<bool>()), any::<bool>()));
    let some = (text(), of_articles, dates, of_highlights).prop_map(|(text, of_articles, dates, of_highlights)| {
        let (articles, outlets, agencies, (languages, searches), statuses) = of_articles;
        let (from, until) = dates;
        let (actors, issues, stances, coders, (has_note, is_tagged)) = of_highlights;
        HighlightFilter {
            text,
            articles,
            outlets,
            agencies,
            languages,
            searches,
            statuses,
            from,
            until,
            actors,
            issues,
            stances,
            coders,
            has_note,
            is_tagged,
        }
    });
    prop_oneof![Just(HighlightFilter::default()), some]
}

fn search() -> impl Strategy<Value = SavedSearch> {
    let options = any::<[bool; 3]>();
    let shown = (
        select(vec![HitLimit::All, HitLimit::NotCoded]),
        select(LineOrder::ALL.to_vec()),
        select(LineGrouping::ALL.to_vec()),
    );
    let marks =
        vec("[a-z]{0,3}", 0..4).prop_map(|texts| SeenMarks::of(texts.into_iter().map(|text| Text::new(text).mark())));
    let seen = option::of((text(), marks).prop_map(|(at, texts)| SeenHits { at, texts }));
    (text(), text(), options, shown, seen).prop_map(|(name, pattern, options, (limit, order, grouping), seen)| {
        let [is_regex, as_typed, whole_words] = options;
        let options = SearchOptions { is_regex, as_typed, whole_words };
        SavedSearch { name, pattern, options, limit, order, grouping, seen }
    })
}

fn view() -> impl Strategy<Value = SavedComparison> {
    let measures = (select(Measure::ALL.to_vec()), select(Counting::ALL.to_vec()));
    let query = (side(), side(), option::of(axis()), measures, filter(), any::<[bool; 2]>()).prop_map(
        |(rows, columns, layers, (measure, counting), filter, [hides_empty, shows_intervals])| Query {
            rows,
            columns,
            layers,
            measure,
            counting,
            filter,
            hides_empty,
            shows_intervals,
        },
    );
    let picture = select(PictureKind::ALL.to_vec());
    (text(), query, picture).prop_map(|(name, query, picture)| SavedComparison { name, query, picture })
}

fn subject() -> impl Strategy<Value = Subject> {
    vec((axis(), value()), 0..3).prop_map(Subject)
}

fn project() -> impl Strategy<Value = Project> {
    let codebook = (vec(code(), 0..3), vec(code(), 0..3), vec(stance(), 0..3), option::of(text()))
        .prop_map(|(actors, issues, stances, free_keys)| Codebook { actors, issues, stances, free_keys });
    let summaries = vec((subject(), text()).prop_map(|(subject, text)| Summary { subject, text }), 0..3);
    let articles = vec(article().prop_map(Arc::new), 0..3);
    let kept = (vec(view(), 0..2), vec(search(), 0..2));
    (project_id(), text(), codebook, kept, summaries, articles).prop_map(
        |(id, title, codebook, (views, searches), summaries, articles)| Project {
            id,
            title,
            codebook,
            views,
            searches,
            summaries,
            articles,
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let single = prop_oneof![
        text().prop_map(Edit::SetTitle),
        project_id().prop_map(Edit::SetId),
        vec((any::<usize>(), article().prop_map(Arc::new)), 0..3).prop_map(Edit::InsertArticles),
        vec(article_id(), 0..3).prop_map(Edit::RemoveArticles),
        vec((any::<usize>(), article_id()), 0..3).prop_map(Edit::MoveArticles),
        (article_id(), details()).prop_map(|(id, details)| Edit::SetDetails(id, details.into())),
        (article_id(), revision()).prop_map(|(id, revision)| Edit::ReviseText(id, revision)),
        placed_highlights().prop_map(Edit::AddHighlights),
        (kind(), option::of(code_id()), vec((article_id(), vec(highlight_id(), 0..3)), 0..3))
            .prop_map(|(kind, code, highlights)| Edit::TagHighlights(kind, code, highlights)),
        vec((article_id(), highlight_id()), 0..3).prop_map(Edit::RemoveHighlights),
        placed_highlights().prop_map(Edit::SetHighlights),
        vec((article_id(), refused_tag()), 0..3).prop_map(Edit::RefuseTags),
        vec((article_id(), refused_tag()), 0..3).prop_map(Edit::AllowTags),
        (kind(), any::<usize>(), code()).prop_map(|(kind, at, code)| Edit::InsertCode(kind, at, code)),
        (kind(), code_id()).prop_map(|(kind, id)| Edit::RemoveCode(kind, id)),
        (kind(), code()).prop_map(|(kind, code)| Edit::SetCode(kind, code)),
        (kind(), code_id(), new_definition()).prop_map(|(kind, id, new)| Edit::DefineCode(kind, id, new.into())),
        (kind(), code_id(), any::<usize>(), vec(highlight_id(), 0..3))
            .prop_map(|(kind, id, change, highlights)| Edit::KeepCoding(kind, id, change, highlights)),
        (kind(), code_id(), any::<usize>(), option::of(code_id()))
            .prop_map(|(kind, id, at, parent)| Edit::MoveCode(kind, id, at, parent)),
        (kind(), vec(code_id(), 0..3), code_id(), any::<bool>()).prop_map(|(kind, codes, into, keeps_duplicates)| {
            Edit::MergeCodes(kind, Box::new(CodeMerge { codes, into, keeps_duplicates }))
        }),
        (kind(), code_id(), option::of(code_id())).prop_map(|(kind, id, heir)| Edit::DeleteCode(kind, id, heir)),
        Just(Edit::KeepKeys),
        option::of(text()).prop_map(Edit::SetFreeKeys),
        (any::<usize>(), stance()).prop_map(|(at, stance)| Edit::InsertStance(at, stance)),
        stance_id().prop_map(Edit::RemoveStance),
        stance().prop_map(Edit::SetStance),
        (any::<usize>(), view()).prop_map(|(at, view)| Edit::InsertView(at, Box::new(view))),
        text().prop_map(Edit::RemoveView),
        (text(), view()).prop_map(|(name, view)| Edit::SetView(name, Box::new(view))),
        (any::<usize>(), search()).prop_map(|(at, search)| Edit::InsertSearch(at, Box::new(search))),
        text().prop_map(Edit::RemoveSearch),
        (text(), search()).prop_map(|(name, search)| Edit::SetSearch(name, Box::new(search))),
        (subject(), text()).prop_map(|(subject, text)| Edit::SetSummary(subject, text)),
        project().prop_map(|project| Edit::Replace(Box::new(project))),
    ];
    single.prop_recursive(2, 6, 3, |edit| vec(edit, 0..3).prop_map(Edit::All))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_edit_is_read_back_from_its_line(edit in edit()) {
        let line = write(&edit);
        prop_assert!(!line.contains('\n'), "{}", line);
        prop_assert_eq!(read(&line)?, edit);
    }
}

/// A bad line is reported with its place and what was expected there.
#[test]
fn what_is_no_edit_is_refused_with_its_place() {
    const ID: &str = "\"01a20188-560e-76f0-8b7d-d1062e80169b\"";
    for (line, message) in [
        ("SetTitle", "1:1-1:9: Expected opening `(`"),
        ("SetTitle(\"a\") SetTitle(\"b\")", "1:14-1:15: Non-whitespace trailing characters"),
        ("settitle(\"a\")", "1:1-1:9: Unexpected variant named `settitle` in enum `Edit`, expected one of `SetTitle`,"),
        ("All([SetTitle(\"a\"), SetTitel(\"b\")])", "1:21-1:29: Unexpected variant named `SetTitel` in enum `Edit`,"),
        (
            &format!("SetDetails({ID}, (titel: \"a\"))"),
            "1:53-1:58: Unexpected field named `titel` in `Details`, expected one of `title`, `outlet`,",
        ),
        (
            &format!("SetDetails({ID}, (title: \"a\", title: \"b\"))"),
            "1:65-1:70: Unexpected duplicate field named `title`",
        ),
        (&format!("SetDetails({ID}, (title: \"a\", date: \"2026\"))"), "1:70-1:71: Expected option"),
        (
            &format!("SetDetails({ID}, (title: \"a\", date: Some(\"May\")))"),
            "1:77-1:81: “May” is not a date; write it as 2025-12-03, 2025-12 or 2025",
        ),
        (
            &format!("AddHighlights([({ID}, (id: {ID}, span: (1, 2), quote: \"\"))])"),
            "1:125: Unexpected missing field named `created` in `Highlight`",
        ),
        (
            &format!("AddHighlights([({ID}, (id: {ID}, span: (1, 2, 3), quote: \"\", created: \"\"))])"),
            "1:115: Expected closing `)`",
        ),
        ("SetId(\"01a20188\")", "1:8-1:17: “01a20188” is not the id of a project; write a UUID other than the nil one"),
        (
            "SetId(\"00000000-0000-0000-0000-000000000000\")",
            "1:8-1:45: “00000000-0000-0000-0000-000000000000” is not the id of a project",
        ),
        ("RemoveArticles([\"01a20188\"])", "1:18-1:27: UUID parsing failed: invalid length: found 8"),
        (
            "InsertCode(Stance, 0, (id: \"a\", name: \"A\", colour: \"#3b7ab8\"))",
            "1:12-1:18: Unexpected variant named `Stance` in enum `CodeKind`, expected either `Actor` or `Issue` instead",
        ),
        (
            "InsertCode(Actor, 0, (id: \"a\", name: \"A\", colour: \"blue\"))",
            "1:52-1:57: “blue” is not a colour; write it as #3b7ab8",
        ),
        (
            "InsertCode(Actor, 0, (id: \"a\", name: \"A\", colour: \"#3b7ab8\", key: \"77\"))",
            "1:68-1:71: “77” is not a key; write one character, such as \"q\"",
        ),
        ("InsertCode(Actor, -1, (id: \"a\"))", "1:20-1:21: Integer is out of bounds"),
        ("DefineCode(Actor, \"a\", (at: \"noon\"))", "1:30-1:35: failed to parse"),
        ("SetStance((id: \"a\", name: \"A\"))", "1:30: Unexpected missing field named `weight` in `Stance`"),
        ("SetStance(Code(id: \"a\"))", "1:11-1:15: Expected struct `Stance` but found `Code`"),
        ("SetSummary([(Place, Missing)], \"\")", "1:14-1:19: Unexpected variant named `Place` in enum `Axis`,"),
    ] {
        let said = read(line).map_err(|error| error.to_string()).expect_err(line);
        assert!(said.starts_with(message), "{line}\nis told: {said}\nand not: {message}");
    }
}
