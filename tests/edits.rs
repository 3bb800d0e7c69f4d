//! Lines of edits, as scripts write them and journals keep them. What was accepted once is accepted for good.
//!
//! `tests/formats/edits.ron` has a line for each kind of edit, with every field in use, as the program writes it.
//! `tests/formats/edits-0.1.lines` has what 0.1 accepted, `edits-0.2.lines` what was added since, `journal-1` is a
//! journal of 0.1, and `journal-1-with-ids` one of today. Lines are added to these files, but none is ever changed.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::Arc};

use standpoint_core::{
    edit::{CodeMerge, Edit, Gesture, History, TextRevision, lines},
    model::{
        AliasRule, Article, ArticleId, ArticleSource, Code, CodeKind, Codebook, Details, ExampleOf, FormerDefinition,
        Highlight, HighlightId, NewDefinition, Project, ProjectId, PublicationDate, ReadingStatus, RefusedTag,
        SavedComparison, SavedSearch, SourcePart, Stance, Summary,
        saved_search::{HitLimit, LineGrouping, LineOrder, SearchOptions, SeenHits, SeenMarks},
        view::{
            Axis, AxisSide, AxisValue, Counting, HeaderKey, HighlightFilter, Measure, PictureKind, Query, Sort, Subject,
        },
    },
    text::{Span, Text, diff::TextChange},
};
use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn file(name: &str) -> String {
    fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(line: &str) -> Edit {
    lines::read(line).unwrap_or_else(|error| panic!("{error}\n{line}"))
}

/// Names the kind of an edit, and lists all kinds. A new one does not compile until it stands here.
macro_rules! kinds {
    ($($kind:ident),+ $(,)?) => {
        const KINDS: &[&str] = &[$(stringify!($kind)),+];

        fn kind(edit: &Edit) -> &'static str {
            match edit {
                $(Edit::$kind { .. } => stringify!($kind),)+
            }
        }
    };
}

kinds![
    SetTitle,
    SetId,
    InsertArticles,
    RemoveArticles,
    MoveArticles,
    SetDetails,
    ReviseText,
    TagHighlights,
    AddHighlights,
    RemoveHighlights,
    SetHighlights,
    RefuseTags,
    AllowTags,
    InsertCode,
    RemoveCode,
    SetCode,
    DefineCode,
    KeepCoding,
    MoveCode,
    MergeCodes,
    DeleteCode,
    KeepKeys,
    SetFreeKeys,
    InsertStance,
    RemoveStance,
    SetStance,
    InsertView,
    RemoveView,
    SetView,
    InsertSearch,
    RemoveSearch,
    SetSearch,
    SetSummary,
    All,
    Replace,
];

fn assert_has_every_kind(edits: &[Edit], place: &str) {
    let found: BTreeSet<&str> = edits.iter().map(kind).collect();
    let missing: Vec<&&str> = KINDS.iter().filter(|kind| !found.contains(**kind)).collect();
    assert!(missing.is_empty(), "{place} has no {missing:?}");
}

const ARTICLE: ArticleId = ArticleId(uuid::uuid!("01a20188-560e-76f0-8b7d-d1062e80169b"));

const PROJECT: ProjectId = ProjectId::new(uuid::uuid!("01a20188-5600-7f0a-8b7d-d1062e801600")).expect("it is not nil");
const OTHER_PROJECT: ProjectId =
    ProjectId::new(uuid::uuid!("01a20188-5600-7f0a-8b7d-d1062e801601")).expect("it is not nil");

fn article_id(last: u8) -> ArticleId {
    ArticleId(uuid::Uuid::from_u128(0x01a2_0188_560e_76f0_8b7d_d106_2e80_1600 | u128::from(last)))
}

fn highlight(last: u8, (start, end): (usize, usize), quote: &str) -> Highlight {
    Highlight {
        id: HighlightId(uuid::Uuid::from_u128(0x01a2_0188_5614_737f_b940_2b61_fe3e_9200 | u128::from(last))),
        span: Span { start, end },
        quote: quote.to_owned(),
        actor: None,
        issue: None,
        stance: None,
        example_of: ExampleOf::default(),
        note: String::new(),
        coder: String::new(),
        created: "2026-01-12T09:14:00Z".to_owned(),
    }
}

/// A highlight with everything that one can have.
fn whole_highlight(last: u8, span: (usize, usize), quote: &str) -> Highlight {
    Highlight {
        actor: Some("mayor".into()),
        issue: Some("harbour".into()),
        stance: Some("supports".into()),
        note: "two\nlines, and a \\ “quote”".to_owned(),
        coder: "AK".to_owned(),
        ..highlight(last, span, quote)
    }
}

fn whole_details(title: &str) -> Details {
    Details {
        title: title.to_owned(),
        outlet: "Harbour Post".to_owned(),
        agency: String::new(),
        author: "A. Nyberg".to_owned(),
        date: Some(PublicationDate { year: 2026, month: Some(1), day: Some(11) }),
        updated: None,
        language: "en".to_owned(),
        url: "https://example.org/harbour".to_owned(),
        fields: [("page", "3"), ("section", "local")].map(|(name, text)| (name.to_owned(), text.to_owned())).into(),
        status: ReadingStatus::Done,
    }
}

fn code(id: &str, name: &str) -> Code {
    Code {
        id: id.into(),
        name: name.to_owned(),
        aliases: Vec::new(),
        alias_rules: std::collections::BTreeMap::new(),
        colour: "#3b7ab8".parse().expect("it is a colour"),
        parent: None,
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        former: Vec::new(),
        key: None,
    }
}

fn whole_code(id: &str, name: &str, parent: &str, key: char) -> Code {
    Code {
        aliases: vec![format!("the {id}"), "it’s \"quoted\"".to_owned()],
        parent: Some(parent.into()),
        definition: format!("What is meant by “{name}”.\nAnd what is not."),
        key: Some(key),
        ..code(id, name)
    }
}

fn stance(id: &str, weight: f64) -> Stance {
    Stance { id: id.into(), name: format!("{id} it"), weight }
}

fn named(name: &str) -> AxisValue {
    AxisValue::Named(name.to_owned())
}

/// A saved comparison with everything that one can have.
fn whole_view(name: &str) -> SavedComparison {
    let rows = AxisSide {
        axes: vec![Axis::Actor, Axis::Field("section".to_owned())],
        sort: Sort::ByHand(vec![
            HeaderKey(vec![AxisValue::Code("mayor".into()), named("local")]),
            HeaderKey(vec![AxisValue::Missing]),
        ]),
        shows_members: true,
        toggled: vec![HeaderKey(vec![AxisValue::Code("town".into())])],
        pinned: vec![
            HeaderKey(vec![AxisValue::Code("mayor".into())]),
            HeaderKey(vec![AxisValue::Code("town".into()), AxisValue::Missing]),
        ],
    };
    let columns = AxisSide {
        axes: vec![Axis::Month],
        sort: Sort::By(HeaderKey(vec![AxisValue::Stance("opposes".into()), AxisValue::Article(ARTICLE)])),
        shows_members: false,
        toggled: Vec::new(),
        pinned: Vec::new(),
    };
    let filter = HighlightFilter {
        text: "harbour".to_owned(),
        articles: vec![ARTICLE],
        outlets: vec!["Harbour Post".to_owned()],
        agencies: Vec::new(),
        languages: vec!["en".to_owned()],
        searches: Vec::new(),
        statuses: vec![ReadingStatus::Reading, ReadingStatus::Done],
        from: Some(PublicationDate { year: 2025, month: None, day: None }),
        until: Some(PublicationDate { year: 2026, month: Some(2), day: None }),
        actors: vec!["town".into()],
        issues: vec!["harbour".into()],
        stances: vec!["supports".into()],
        coders: vec!["AK".to_owned()],
        has_note: Some(true),
        is_tagged: false,
    };
    let query = Query {
        rows,
        columns,
        layers: Some(Axis::Outlet),
        measure: Measure::PerThousandWords,
        counting: Counting::OncePerArticle,
        filter,
        hides_empty: true,
        shows_intervals: false,
    };
    SavedComparison { name: name.to_owned(), query, picture: PictureKind::HeatMap }
}

fn subject() -> Subject {
    Subject(vec![(Axis::Issue, AxisValue::Code("harbour".into())), (Axis::Actor, AxisValue::Code("mayor".into()))])
}

/// A project with everything that one can have; the later edits fit it.
fn whole_project() -> Project {
    let text = Text::new("A made-up headline\n\nThe mayor said: \"the harbour stays open\" – 北京, café.\n");
    let quote = "The mayor said: \"the harbour stays open\"";
    let highlights = vec![highlight(0xc0, (0, 18), "A made-up headline"), whole_highlight(0xbf, (20, 60), quote)];
    let article = Article {
        id: ARTICLE,
        details: whole_details("A made-up headline"),
        text,
        source: None,
        highlights: highlights.into_iter().map(Arc::new).collect(),
        refused: BTreeSet::new(),
    };
    Project {
        id: PROJECT,
        title: "Harbour “dispute”".to_owned(),
        codebook: Codebook {
            actors: vec![code("town", "Town hall"), whole_code("mayor", "Mayor", "town", '7')],
            issues: vec![code("harbour", "Harbour")],
            stances: vec![stance("supports", 1.0), stance("opposes", -0.5)],
            free_keys: None,
        },
        views: vec![whole_view("All there is")],
        searches: Vec::new(),
        summaries: vec![Summary { subject: subject(), text: "The mayor\nkeeps it open.".to_owned() }],
        articles: vec![article.into()],
    }
}

/// What the lines of the golden file mean, in memory as it is today. Each fits after those before it.
fn golden() -> Vec<Edit> {
    let mut edits = golden_with_ids();
    let part = |start, name: &str| SourcePart { start, name: name.to_owned() };
    let source = ArticleSource {
        file: "papers.pdf".to_owned(),
        sha256: "5e".repeat(32),
        format: "PDF".to_owned(),
        encoding: "windows-1251".to_owned(),
        parts: vec![part(0, "p. 1"), part(14, "two\nlines")],
    };
    let updated = Some(PublicationDate { year: 2026, month: Some(1), day: Some(12) });
    let moved = highlight(0xc4, (7, 12), "moved");
    let from_a_file = Article {
        id: article_id(0x9d),
        details: Details { agency: "North Wire".to_owned(), updated, ..whole_details("Three") },
        text: Text::new("Nobody moved.\nNor will they.\n"),
        source: Some(source.into()),
        highlights: vec![highlight(0xc5, (0, 6), "Nobody").into(), moved.clone().into()],
        refused: BTreeSet::new(),
    };
    let change = |(start, end), words: &str| TextChange { span: Span { start, end }, words: words.to_owned() };
    let revision = TextRevision {
        changes: vec![change((7, 12), "walked\nout"), change((22, 22), " ever")],
        placed: vec![(moved.id, Span { start: 7, end: 13 })],
        part_starts: vec![0, 17],
    };
    let by_agency = SavedComparison {
        name: "By agency".to_owned(),
        query: Query {
            columns: AxisSide::over(Axis::Agency),
            filter: HighlightFilter { agencies: vec!["North Wire".to_owned()], ..HighlightFilter::default() },
            ..Query::default()
        },
        picture: PictureKind::Table,
    };
    edits.extend([
        Edit::InsertArticles(vec![(0, from_a_file.into())]),
        Edit::ReviseText(article_id(0x9d), revision),
        Edit::InsertView(0, Box::new(by_agency)),
    ]);
    edits.extend(golden_of_codes());
    edits.push(Edit::MoveArticles(vec![(1, article_id(0x9d))]));
    edits.extend(golden_of_refusals());
    edits.extend(golden_of_codebooks());
    edits.extend(golden_of_searches());
    edits
}

/// Those that came with the keys that stay and the merging of codes.
fn golden_of_codes() -> [Edit; 9] {
    let merge = |codes: &[&str], into: &str, keeps_duplicates| {
        let codes = codes.iter().map(|code| (*code).into()).collect();
        Edit::MergeCodes(CodeKind::Actor, Box::new(CodeMerge { codes, into: into.into(), keeps_duplicates }))
    };
    let tagged = highlight(0xc5, (0, 6), "Nobody").id;
    [
        Edit::KeepKeys,
        Edit::SetFreeKeys(Some("3w".to_owned())),
        Edit::InsertCode(CodeKind::Actor, 0, code("crew", "The crew")),
        Edit::TagHighlights(CodeKind::Actor, Some("crew".into()), vec![(article_id(0x9d), vec![tagged])]),
        Edit::TagHighlights(CodeKind::Issue, None, vec![(article_id(0x9d), vec![tagged])]),
        Edit::MoveCode(CodeKind::Actor, "crew".into(), 2, Some("town".into())),
        merge(&["crew"], "mayor", false),
        merge(&["mayor"], "town", true),
        Edit::DeleteCode(CodeKind::Actor, "town".into(), None),
    ]
}

/// Those that came with suggestions that can be refused.
fn golden_of_refusals() -> [Edit; 3] {
    let refused = |words: &str, nth| {
        (article_id(0x9d), RefusedTag { words: words.to_owned(), nth, kind: CodeKind::Issue, code: "harbour".into() })
    };
    let other = Article {
        id: article_id(0x9e),
        details: Details { title: "Four".to_owned(), ..Details::default() },
        text: Text::new("Nobody moved."),
        source: None,
        highlights: Vec::new(),
        refused: BTreeSet::from([refused("moved", 0).1]),
    };
    [
        Edit::RefuseTags(vec![refused("Nor will they ever.", 0), refused("out.\nNor", 2)]),
        Edit::AllowTags(vec![refused("out.\nNor", 2)]),
        Edit::InsertArticles(vec![(0, other.into())]),
    ]
}

/// Those that came with more about each code than its definition.
fn golden_of_codebooks() -> [Edit; 5] {
    let both = AliasRule { is_case_sensitive: true, is_whole_word: true };
    let quay = Code {
        aliases: vec!["the quay".to_owned(), "Q \"1\"".to_owned()],
        alias_rules: [("Q \"1\"".to_owned(), both)].into(),
        include: "Use it when “the quay” is meant.\nAnd then only.".to_owned(),
        exclude: "When it is \"meant\" otherwise.".to_owned(),
        ..code("quay", "Quay")
    };
    let example =
        Highlight { example_of: vec![CodeKind::Issue, CodeKind::Actor].into(), ..highlight(0xc5, (0, 6), "Nobody") };
    let at = |time: &str| format!("2026-01-{time}Z").parse().expect("it is a time");
    let former = FormerDefinition {
        until: at("12T09:14:00.25"),
        changed_by: "AK".to_owned(),
        definition: "What is \"meant\".\nAnd what is not.".to_owned(),
        include: "For once.".to_owned(),
        exclude: "Never.".to_owned(),
        kept: vec![example.id, highlight(0xc6, (0, 6), "").id],
    };
    let new = NewDefinition {
        definition: "Everything at the \"quay\"\nand behind it.".to_owned(),
        include: "Cranes".to_owned(),
        exclude: String::new(),
        at: at("13T09:14:00"),
        by: "BN".to_owned(),
    };
    [
        Edit::InsertCode(CodeKind::Issue, 0, quay),
        Edit::SetHighlights(vec![(article_id(0x9d), example.clone())]),
        Edit::SetCode(CodeKind::Issue, Code { former: vec![former], ..code("quay", "Quay") }),
        Edit::DefineCode(CodeKind::Issue, "quay".into(), Box::new(new)),
        Edit::KeepCoding(CodeKind::Issue, "quay".into(), 1, vec![example.id]),
    ]
}

/// Those that came with saved searches.
fn golden_of_searches() -> [Edit; 5] {
    let search = SavedSearch {
        name: "Open “harbour”".to_owned(),
        pattern: "\"harbour stays\" OR pier*".to_owned(),
        options: SearchOptions { is_regex: false, as_typed: true, whole_words: true },
        limit: HitLimit::NotCoded,
        order: LineOrder::Date,
        grouping: LineGrouping::Article,
        seen: Some(SeenHits {
            at: "2026-05-03T09:14:00Z".to_owned(),
            texts: SeenMarks::read("0123456789ab ba9876543210").expect("they are marks"),
        }),
    };
    let plain = SavedSearch { name: "Pier".to_owned(), pattern: "pier".to_owned(), ..SavedSearch::default() };
    let rows = AxisSide::over(Axis::Search("Pier".to_owned()));
    let filter = HighlightFilter { searches: vec!["Pier".to_owned(), "Gone".to_owned()], ..HighlightFilter::default() };
    let by_search = SavedComparison {
        name: "By search".to_owned(),
        query: Query { rows, filter, ..Query::default() },
        picture: PictureKind::Bars,
    };
    let name = search.name.clone();
    [
        Edit::InsertSearch(0, Box::new(search)),
        Edit::InsertSearch(1, Box::new(SavedSearch { name: "Other".to_owned(), ..plain.clone() })),
        Edit::SetSearch("Other".to_owned(), Box::new(plain)),
        Edit::RemoveSearch(name),
        Edit::InsertView(0, Box::new(by_search)),
    ]
}

/// Those that came before texts could be revised.
fn golden_with_ids() -> Vec<Edit> {
    let mut edits = golden_of_0_1();
    let copy = Project { id: OTHER_PROJECT, title: "A copy".to_owned(), ..whole_project() };
    edits.extend([Edit::SetId(OTHER_PROJECT), Edit::Replace(Box::new(copy))]);
    edits
}

/// The first of them, which 0.1 wrote, when projects had no ids.
fn golden_of_0_1() -> Vec<Edit> {
    let added = whole_highlight(0xc1, (63, 65), "北京");
    let changed = Highlight { stance: Some("opposes".into()), note: "a note".to_owned(), ..added.clone() };
    let inserted = Article {
        id: article_id(0x9c),
        details: Details { title: "Two".to_owned(), ..Details::default() },
        text: Text::new("Nobody moved.\nNor will they.\n"),
        source: None,
        highlights: vec![highlight(0xc2, (0, 6), "Nobody").into()],
        refused: BTreeSet::new(),
    };
    let columns = AxisSide { axes: vec![Axis::Outlet], sort: Sort::ByTotal, ..AxisSide::over(Axis::Outlet) };
    let plain_view = SavedComparison {
        name: "By outlet".to_owned(),
        query: Query { columns, measure: Measure::NetStance, ..Query::default() },
        picture: PictureKind::Table,
    };
    vec![
        Edit::Replace(Box::new(whole_project())),
        Edit::SetTitle("The harbour, it’s \"open\"\nagain".to_owned()),
        Edit::InsertArticles(vec![(1, inserted.into())]),
        Edit::SetDetails(ARTICLE, whole_details("Another headline").into()),
        Edit::AddHighlights(vec![(ARTICLE, added.clone()), (article_id(0x9c), highlight(0xc3, (7, 12), "moved"))]),
        Edit::SetHighlights(vec![(ARTICLE, changed)]),
        Edit::RemoveHighlights(vec![(ARTICLE, added.id), (article_id(0x9c), highlight(0xc3, (0, 0), "").id)]),
        Edit::RemoveArticles(vec![article_id(0x9c)]),
        Edit::InsertCode(CodeKind::Issue, 1, whole_code("pier", "Pier", "harbour", 'p')),
        Edit::SetCode(CodeKind::Actor, code("mayor", "The mayor")),
        Edit::RemoveCode(CodeKind::Issue, "pier".into()),
        Edit::InsertStance(1, stance("leans", 0.25)),
        Edit::SetStance(stance("leans", 0.5)),
        Edit::RemoveStance("leans".into()),
        Edit::InsertView(0, Box::new(whole_view("By section"))),
        Edit::SetView("By section".to_owned(), Box::new(plain_view)),
        Edit::RemoveView("All there is".to_owned()),
        Edit::SetSummary(subject(), "In two\nlines.".to_owned()),
        Edit::All(vec![
            Edit::SetTitle("a".to_owned()),
            Edit::All(vec![Edit::SetSummary(subject(), String::new())]),
            Edit::InsertCode(CodeKind::Actor, 2, code("union", "Union")),
        ]),
    ]
}

#[test]
fn the_golden_file_has_a_line_for_each_kind_and_is_read_and_written_byte_for_byte() {
    let golden = golden();
    assert_has_every_kind(&golden, "the golden file");
    let written: Vec<String> = golden.iter().map(lines::write).collect();
    let file = file("tests/formats/edits.ron");
    let (first, rest) = file.split_once('\n').expect("there are several lines");
    assert_eq!(without_id(&written[0]), first);
    assert_eq!(written[1..].join("\n") + "\n", rest);
    let mut read: Vec<Edit> = file.lines().map(read).collect();
    let Edit::Replace(first) = &mut read[0] else { panic!("the first line brings a project") };
    assert_ne!(first.id, PROJECT, "the line has no id, so a fresh one is made");
    first.id = PROJECT;
    assert_eq!(read, golden);
}

/// A line as it was written when projects had no ids.
fn without_id(line: &str) -> String {
    match line.strip_prefix("Replace((id:\"").and_then(|rest| rest.split_once("\",")) {
        Some((_, rest)) => format!("Replace(({rest}"),
        None => line.to_owned(),
    }
}

#[test]
fn every_line_that_was_accepted_is_accepted_and_written_as_it_was() {
    let mut edits = accepted("tests/formats/edits-0.1.lines", |edit| without_id(&lines::write(edit)));
    assert!(edits.len() >= 90, "only {} lines were found", edits.len());
    edits.extend(accepted("tests/formats/edits-0.2.lines", lines::write));
    assert_has_every_kind(&edits, "the corpus");
}

/// The edits that a file of accepted lines holds, each of which is written as it says.
fn accepted(name: &str, write: impl Fn(&Edit) -> String) -> Vec<Edit> {
    let mut given = None;
    let mut edits = Vec::new();
    let corpus = file(name);
    for line in corpus.lines() {
        if let Some(line) = line.strip_prefix("> ") {
            assert!(given.replace(line).is_none(), "it says how each line was written: {line}");
        } else if let Some(written) = line.strip_prefix("= ") {
            let given = given.take().expect("a line stands before how it was written");
            assert_eq!(write(&read(given)), written, "{given}");
            assert_eq!(write(&read(written)), written);
            edits.push(read(given));
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "{line}");
        }
    }
    assert!(given.is_none(), "it says how the last line of {name} was written");
    edits
}

#[test]
fn edits_lie_in_each_other_as_deep_as_in_0_1() {
    let nested = |n_levels: usize| "All([".repeat(n_levels) + &"])".repeat(n_levels);
    assert_eq!(lines::write(&read(&nested(32))), nested(32));
}

/// The golden project in a folder of its own, with the journal that belongs there.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(format: u32) -> Self {
        let desk = Self(tempfile::tempdir().expect("the system gives a temporary folder"));
        fs::copy(path(&format!("tests/formats/{format}.ron")), desk.project()).expect("the folder can be written");
        desk
    }

    fn project(&self) -> PathBuf {
        self.0.path().join("p.ron")
    }

    fn journal(&self) -> PathBuf {
        self.0.path().join("p.ron.recovery/journal")
    }

    fn open(&self) -> (Session, usize) {
        let folders = Folders::below(self.0.path().join("data"));
        let machine = Machine::with(folders, Arc::new(SystemDisk));
        let opened = Session::open(&self.project(), Access::Change, &machine);
        let (session, recovered) = opened.unwrap_or_else(|error| panic!("{error}"));
        (session, recovered.n_edits)
    }
}

/// A gesture of each kind.
fn gesture(n: usize) -> Gesture {
    if n.is_multiple_of(2) { Gesture::Single } else { Gesture::Continued("a gesture".to_owned()) }
}

#[test]
fn the_journal_of_these_edits_is_written_byte_for_byte() {
    let desk = Desk::new(2);
    let (mut session, _) = desk.open();
    for (n, edit) in golden_with_ids().into_iter().enumerate() {
        session.apply(&format!("Edit “{n}”"), gesture(n), edit).expect("each fits after those before it");
    }
    session.undo().expect("there is something to undo");
    session.flush_journal().expect("the folder can be written");
    let written = fs::read_to_string(desk.journal()).expect("the journal was flushed");
    assert_eq!(written, file("tests/formats/journal-1-with-ids"));
}

#[test]
fn every_journal_ever_written_is_read() {
    for (format, journal, edits) in [(1, "journal-1", golden_of_0_1()), (2, "journal-1-with-ids", golden_with_ids())] {
        let desk = Desk::new(format);
        fs::create_dir(desk.journal().parent().expect("it lies in a folder")).expect("the folder can be written");
        fs::copy(path("tests/formats").join(journal), desk.journal()).expect("the folder can be written");
        let (session, n_recovered) = desk.open();

        let start = store::open(&desk.project()).expect("it is sound");
        // A file of format 1 has another id each time it is read.
        let id = if format == 1 { session.project().id } else { start.id };
        let mut history = History::new(Project { id, ..start });
        let n_edits = edits.len();
        for (n, edit) in edits.into_iter().enumerate() {
            history.apply("Edit", gesture(n), edit).expect("each fits after those before it");
        }
        history.undo();
        assert_eq!(n_recovered, n_edits + 1, "{journal}");
        assert_eq!(session.project(), history.project(), "{journal}");
    }
}

/// The blocks of RON in a page, without what stands around them.
fn blocks(page: &str) -> Vec<&str> {
    let parts = page.split("```ron\n").skip(1);
    parts.map(|part| part.split("```").next().expect("a block ends")).collect()
}

/// The examples are about the project that `docs/file-format.md` begins with, and each fits after those before it.
#[test]
fn every_example_in_the_documentation_is_read_and_fits() {
    let page = file("docs/edits.md");
    let examples: Vec<&str> = blocks(&page).into_iter().flat_map(str::lines).collect();
    let edits: Vec<Edit> = examples.iter().map(|line| read(line)).collect();
    assert_has_every_kind(&edits, "docs/edits.md");
    for kind in KINDS {
        assert!(page.contains(&format!("\n### `{kind}`\n")), "docs/edits.md has no part on {kind}");
    }

    let source = file("docs/file-format.md");
    let project = store::read_str("p.ron", blocks(&source)[0]).expect("the example is sound");
    let mut history = History::new(project.clone());
    for (line, edit) in examples.iter().zip(edits) {
        history.apply("Example", Gesture::Single, edit).unwrap_or_else(|error| panic!("{error}\n{line}"));
    }
    while history.undo().is_some() {}
    assert_eq!(*history.project(), project);
}
