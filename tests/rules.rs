//! The rules of a sound project hold in both ways in: what an edit may not do is what is found in a file.

use std::sync::Arc;

use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{Edit, EditError, Gesture, History, TextRevision},
    model::{
        Article, ArticleId, ArticleSource, Code, CodeId, CodeKind, Details, Highlight, HighlightId, Project,
        SavedComparison, SavedSearch, SourcePart, Stance, Tags,
        view::{PictureKind, Query},
    },
    rules::{self, Broken, CodebookEntry, ItemId, Rule},
    text::{Span, Text, diff::TextChange},
};

const TIME: &str = "2026-01-12T09:14:00Z";

/// An edit, and the project as it would be if somebody wrote the same into its file by hand.
#[derive(Debug)]
struct Attempt {
    edit: Edit,
    by_hand: Project,
}

/// What opening finds.
fn found_on_opening(project: &Project) -> Vec<Broken> {
    match rules::check_highlight_count(project.n_highlights()) {
        Some(broken) => vec![broken],
        None => rules::faults(project).into_iter().map(|fault| fault.broken).collect(),
    }
}

/// The rule that the edit would break. A refused edit must leave the project alone.
fn refused_by_edit(project: &Project, edit: Edit) -> Option<Broken> {
    let mut history = History::new(project.clone());
    match history.apply("Step", Gesture::Single, edit) {
        Ok(()) => {
            assert_eq!(found_on_opening(history.project()), [], "an edit broke a rule");
            None
        }
        Err(EditError::Broken(broken)) => {
            assert_eq!(history.project(), project, "a refused edit changed something");
            Some(broken)
        }
        Err(other) => panic!("{other}"),
    }
}

/// Whether a rule that an edit would break is among those found.
fn is_among(found: &[Broken], refused: &Broken) -> bool {
    // Of two codes with one key, the file’s fault is that of the later, the edit’s that of the one it changes.
    let is_of_either = |other: &Broken| {
        matches!(refused.rule, Rule::KeyTaken(_))
            && other.rule == refused.rule
            && other.item.noun() == refused.item.noun()
    };
    found.iter().any(|other| other == refused || is_of_either(other))
}

fn code(id: &str, name: &str) -> Code {
    Code { id: id.into(), ..Project::default().codebook.fresh_code(CodeKind::Actor, name, None) }
}

fn view(name: &str) -> SavedComparison {
    SavedComparison { name: name.to_owned(), query: Query::default(), picture: PictureKind::Table }
}

fn insert_code(project: &Project, kind: CodeKind, at: usize, code: Code) -> Attempt {
    let mut by_hand = project.clone();
    by_hand.codebook.codes_mut(kind).insert(at, code.clone());
    Attempt { edit: Edit::InsertCode(kind, at, code), by_hand }
}

fn set_code(project: &Project, kind: CodeKind, at: usize, change: impl FnOnce(&mut Code)) -> Attempt {
    let mut by_hand = project.clone();
    let code = &mut by_hand.codebook.codes_mut(kind)[at];
    change(code);
    Attempt { edit: Edit::SetCode(kind, code.clone()), by_hand }
}

fn insert_stance(project: &Project, at: usize, stance: Stance) -> Attempt {
    let mut by_hand = project.clone();
    by_hand.codebook.stances.insert(at, stance.clone());
    Attempt { edit: Edit::InsertStance(at, stance), by_hand }
}

fn set_stance(project: &Project, at: usize, change: impl FnOnce(&mut Stance)) -> Attempt {
    let mut by_hand = project.clone();
    let stance = &mut by_hand.codebook.stances[at];
    change(stance);
    Attempt { edit: Edit::SetStance(stance.clone()), by_hand }
}

fn insert_article(project: &Project, at: usize, article: Article) -> Attempt {
    let mut by_hand = project.clone();
    let article = Arc::new(article);
    by_hand.articles.insert(at, Arc::clone(&article));
    Attempt { edit: Edit::InsertArticles(vec![(at, article)]), by_hand }
}

fn add_highlight(project: &Project, at: usize, highlight: Highlight) -> Attempt {
    let mut by_hand = project.clone();
    let article = Arc::make_mut(&mut by_hand.articles[at]);
    article.highlights.push(highlight.clone().into());
    article.highlights.sort_by_key(|highlight| highlight.order());
    Attempt { edit: Edit::AddHighlights(vec![(article.id, highlight)]), by_hand }
}

fn set_highlight(project: &Project, (at, nth): (usize, usize), change: impl FnOnce(&mut Highlight)) -> Attempt {
    let mut by_hand = project.clone();
    let article = Arc::make_mut(&mut by_hand.articles[at]);
    let highlight = Arc::make_mut(&mut article.highlights[nth]);
    change(highlight);
    let edit = Edit::SetHighlights(vec![(article.id, highlight.clone())]);
    article.highlights.sort_by_key(|highlight| highlight.order());
    Attempt { edit, by_hand }
}

/// Replaces the words of an article, whose highlights are not among them.
fn revise_text(project: &Project, at: usize, span: (usize, usize), words: &str) -> Attempt {
    let mut by_hand = project.clone();
    let article = Arc::make_mut(&mut by_hand.articles[at]);
    let span = Span::from(span);
    let mut text = article.text.as_str().to_owned();
    text.replace_range(article.text.bytes_of(span), words);
    article.text = Text::new(text);
    let changes = vec![TextChange { span, words: words.to_owned() }];
    Attempt { edit: Edit::ReviseText(article.id, TextRevision { changes, ..TextRevision::default() }), by_hand }
}

fn insert_view(project: &Project, at: usize, view: SavedComparison) -> Attempt {
    let mut by_hand = project.clone();
    by_hand.views.insert(at, view.clone());
    Attempt { edit: Edit::InsertView(at, Box::new(view)), by_hand }
}

fn rename_view(project: &Project, at: usize, name: &str) -> Attempt {
    let mut by_hand = project.clone();
    let view = SavedComparison { name: name.to_owned(), ..project.views[at].clone() };
    by_hand.views[at] = view.clone();
    Attempt { edit: Edit::SetView(project.views[at].name.clone(), Box::new(view)), by_hand }
}

fn search(name: &str) -> SavedSearch {
    SavedSearch { name: name.to_owned(), pattern: "bridge".to_owned(), ..SavedSearch::default() }
}

fn insert_search(project: &Project, at: usize, search: SavedSearch) -> Attempt {
    let mut by_hand = project.clone();
    by_hand.searches.insert(at, search.clone());
    Attempt { edit: Edit::InsertSearch(at, Box::new(search)), by_hand }
}

fn rename_search(project: &Project, at: usize, name: &str) -> Attempt {
    let mut by_hand = project.clone();
    by_hand.searches[at].name = name.to_owned();
    Attempt {
        edit: Edit::SetSearch(project.searches[at].name.clone(), Box::new(by_hand.searches[at].clone())),
        by_hand,
    }
}

/// A sound project of two articles with two highlights each, two actors, an issue, three stances, two views and two
/// searches.
fn sample() -> Project {
    let mut project = Project::titled("Talks");
    let book = &mut project.codebook;
    book.actors = vec![Code { key: Some('1'), ..code("city", "City") }, code("guild", "Guild")];
    book.actors[1].parent = Some("city".into());
    book.issues = vec![code("bridge", "Bridge")];
    project.views = vec![view("First"), view("Second")];
    project.searches = vec![search("First"), search("Second")];
    for title in ["One", "Two"] {
        project.articles.push(article(title, "The city wants a bridge.", &[(4, 8), (9, 14)]).into());
    }
    assert_eq!(found_on_opening(&project), []);
    project
}

fn article(title: &str, text: &str, spans: &[(usize, usize)]) -> Article {
    let details = Details { title: title.to_owned(), ..Details::default() };
    let mut article = Article::new(details, Text::new(text));
    let highlight = |span: &(usize, usize)| highlight(&article.text, Span::from(*span)).into();
    article.highlights = spans.iter().map(highlight).collect();
    article.highlights.sort_by_key(|highlight| highlight.order());
    article
}

/// An article of twelve characters that was read from a file.
fn from_file(source: ArticleSource) -> Article {
    Article { source: Some(Arc::new(source)), ..article("Other", "Nobody came.", &[(0, 6)]) }
}

fn pages(parts: &[(usize, &str)]) -> ArticleSource {
    let parts = parts.iter().map(|(start, name)| SourcePart { start: *start, name: (*name).to_owned() });
    ArticleSource { parts: parts.collect(), ..ArticleSource::default() }
}

fn highlight(text: &Text, span: Span) -> Highlight {
    Highlight::new(text, span, Tags::default(), "AK", TIME)
}

/// How many rules there are.
const N_RULES: usize = 21;

/// Numbers the rules. A new rule gets the next number here, and a way to break it below.
const fn number(rule: &Rule) -> usize {
    match rule {
        Rule::EmptyId => 0,
        Rule::NoName => 1,
        Rule::IdTaken => 2,
        Rule::NameTaken => 3,
        Rule::ParentMissing(_) => 4,
        Rule::OwnAncestor(_) => 5,
        Rule::KeyOutsideRow(_) => 6,
        Rule::KeyTaken(_) => 7,
        Rule::WeightNotFinite => 8,
        Rule::ForbiddenCharacter(_) => 9,
        Rule::TextTooLong(_) => 10,
        Rule::SpanEmpty(_) => 11,
        Rule::SpanPastEnd { .. } => 12,
        Rule::QuoteDiffers { .. } => 13,
        Rule::TagMissing(_) => 14,
        Rule::TimeUnreadable(_) => 15,
        Rule::OutOfOrder => 16,
        Rule::TooManyHighlights(_) => 17,
        Rule::HashInvalid(_) => 18,
        Rule::PartPastEnd { .. } => 19,
        Rule::PartsOutOfOrder(_) => 20,
    }
}

/// Damages a highlight.
type Damage = fn(&mut Highlight);

/// Every rule, broken in every kind of item that can break it and by every kind of edit that could.
fn ways_to_break(project: &Project) -> Vec<(Rule, Attempt)> {
    use CodeKind::{Actor, Issue};
    let fresh = || highlight(&project.articles[0].text, Span::new(0, 3));
    let stance = |id: &str, name: &str| Stance { id: id.into(), name: name.to_owned(), weight: 0.5 };
    let missing = |kind| Rule::TagMissing(CodebookEntry::Code(kind, "gone".into()));
    let mut ways = vec![
        (Rule::EmptyId, insert_code(project, Actor, 1, code("", "Mayor"))),
        (Rule::EmptyId, insert_stance(project, 3, stance("", "doubts"))),
        (Rule::NoName, insert_code(project, Issue, 0, code("toll", " "))),
        (Rule::NoName, set_code(project, Actor, 1, |code| code.name.clear())),
        (Rule::NoName, insert_stance(project, 0, stance("doubts", ""))),
        (Rule::NoName, set_stance(project, 2, |stance| stance.name = "\n".to_owned())),
        (Rule::NoName, insert_view(project, 1, view(" "))),
        (Rule::NoName, rename_view(project, 0, "")),
        (Rule::IdTaken, insert_code(project, Actor, 0, code("guild", "Other guild"))),
        (Rule::IdTaken, insert_stance(project, 1, stance("opposes", "rejects"))),
        (Rule::IdTaken, {
            let other = article("Other", "Nobody came.", &[(0, 6)]);
            insert_article(project, 1, Article { id: project.articles[1].id, ..other })
        }),
        (Rule::IdTaken, {
            let mut other = article("Other", "Nobody came.", &[(0, 6)]);
            Arc::make_mut(&mut other.highlights[0]).id = project.articles[1].highlights[0].id;
            insert_article(project, 0, other)
        }),
        (Rule::IdTaken, {
            add_highlight(project, 0, Highlight { id: project.articles[1].highlights[1].id, ..fresh() })
        }),
        (Rule::NameTaken, insert_view(project, 0, view("Second"))),
        (Rule::NameTaken, rename_view(project, 1, "First")),
        (Rule::ParentMissing("gone".into()), {
            insert_code(project, Issue, 1, Code { parent: Some("gone".into()), ..code("toll", "Toll") })
        }),
        // An issue of that id is no parent for an actor.
        (Rule::ParentMissing("bridge".into()), {
            set_code(project, Actor, 1, |code| code.parent = Some("bridge".into()))
        }),
        (Rule::OwnAncestor("toll".into()), {
            insert_code(project, Issue, 1, Code { parent: Some("toll".into()), ..code("toll", "Toll") })
        }),
        (Rule::OwnAncestor("guild".into()), set_code(project, Actor, 0, |code| code.parent = Some("guild".into()))),
        (Rule::KeyOutsideRow('q'), set_code(project, Actor, 0, |code| code.key = Some('q'))),
        (Rule::KeyOutsideRow('Q'), set_code(project, Issue, 0, |code| code.key = Some('Q'))),
        (Rule::KeyTaken('1'), insert_code(project, Actor, 2, Code { key: Some('1'), ..code("mayor", "Mayor") })),
        (Rule::KeyTaken('1'), set_code(project, Actor, 1, |code| code.key = Some('1'))),
        (Rule::WeightNotFinite, set_stance(project, 0, |stance| stance.weight = f64::NAN)),
        (Rule::WeightNotFinite, set_stance(project, 0, |stance| stance.weight = -1_000_001.0)),
        (Rule::WeightNotFinite, set_stance(project, 1, |stance| stance.weight = f64::MAX)),
        (Rule::WeightNotFinite, {
            insert_stance(project, 0, Stance { weight: f64::NEG_INFINITY, ..stance("doubts", "doubts") })
        }),
        (Rule::ForbiddenCharacter('\r'), insert_article(project, 2, article("Other", "Nobody\r\ncame.", &[]))),
        (Rule::ForbiddenCharacter('\u{feff}'), insert_article(project, 0, article("Other", "\u{feff}Nobody", &[]))),
        (Rule::ForbiddenCharacter('\r'), revise_text(project, 1, (15, 23), "a bridge\r\n")),
        (Rule::TextTooLong(Text::MAX_BYTES + 1), revise_text(project, 0, (23, 24), &"a".repeat(Text::MAX_BYTES - 22))),
        (Rule::TextTooLong(Text::MAX_BYTES + 1), {
            insert_article(project, 0, article("Other", &"a".repeat(Text::MAX_BYTES + 1), &[]))
        }),
        (Rule::HashInvalid("0f".to_owned()), {
            insert_article(project, 0, from_file(ArticleSource { sha256: "0f".to_owned(), ..ArticleSource::default() }))
        }),
        (Rule::HashInvalid("é".repeat(32)), {
            insert_article(project, 0, from_file(ArticleSource { sha256: "é".repeat(32), ..ArticleSource::default() }))
        }),
        (Rule::PartPastEnd { start: 13, n_chars: 12 }, {
            insert_article(project, 1, from_file(pages(&[(0, "p. 1"), (12, "p. 2"), (13, "p. 3")])))
        }),
        (Rule::PartsOutOfOrder("p. 3".to_owned()), {
            insert_article(project, 2, from_file(pages(&[(4, "p. 1"), (4, "p. 2"), (3, "p. 3")])))
        }),
        (Rule::TagMissing(CodebookEntry::Stance("gone".into())), {
            set_highlight(project, (1, 0), |highlight| highlight.stance = Some("gone".into()))
        }),
        (missing(Issue), set_highlight(project, (1, 1), |highlight| highlight.issue = Some("gone".into()))),
        (missing(Actor), add_highlight(project, 0, Highlight { actor: Some("gone".into()), ..fresh() })),
        (Rule::OutOfOrder, {
            let mut other = article("Other", "Nobody came.", &[(0, 6), (7, 11)]);
            other.highlights.reverse();
            insert_article(project, 1, other)
        }),
        (Rule::TooManyHighlights(Project::MAX_HIGHLIGHTS + 1), {
            let mut other = article("Other", "Nobody came.", &[(0, 6)]);
            let n_more = Project::MAX_HIGHLIGHTS + 1 - project.n_highlights();
            other.highlights = vec![Arc::clone(&other.highlights[0]); n_more];
            insert_article(project, 0, other)
        }),
    ];
    ways.extend(ways_to_break_highlights(project));
    ways
}

/// Every rule about one highlight, broken by changing one, by adding one, and in a new article.
fn ways_to_break_highlights(project: &Project) -> Vec<(Rule, Attempt)> {
    let mut ways = Vec::new();
    let of_highlights: [(Rule, Damage); 5] = [
        (Rule::SpanEmpty(Span { start: 9, end: 9 }), |highlight| highlight.span = Span { start: 9, end: 9 }),
        (Rule::SpanEmpty(Span { start: 8, end: 4 }), |highlight| highlight.span = Span { start: 8, end: 4 }),
        (Rule::SpanPastEnd { span: Span { start: 20, end: 25 }, n_chars: 24 }, |highlight| {
            highlight.span = Span { start: 20, end: 25 };
        }),
        (Rule::QuoteDiffers { span: Span { start: 4, end: 8 }, reads: "city".to_owned() }, |highlight| {
            (highlight.span, highlight.quote) = (Span { start: 4, end: 8 }, "town".to_owned());
        }),
        (Rule::TimeUnreadable("2026-02-30T00:00:00Z".to_owned()), |highlight| {
            highlight.created = "2026-02-30T00:00:00Z".to_owned();
        }),
    ];
    for (rule, change) in of_highlights {
        let mut added = highlight(&project.articles[0].text, Span::new(0, 3));
        change(&mut added);
        let mut other = article("Other", "The city wants a bridge.", &[(4, 8)]);
        change(Arc::make_mut(&mut other.highlights[0]));
        ways.extend([
            (rule.clone(), set_highlight(project, (0, 1), change)),
            (rule.clone(), add_highlight(project, 1, added)),
            (rule, insert_article(project, 0, other)),
        ]);
    }
    ways
}

/// There is no rule that only one of the two keeps: all of them can be broken by an edit, were it not refused.
#[test]
fn each_rule_is_found_on_opening_and_kept_by_edits_in_the_same_words() {
    let project = sample();
    let mut is_broken = [false; N_RULES];
    for (rule, Attempt { edit, by_hand }) in ways_to_break(&project) {
        let found = found_on_opening(&by_hand);
        let refused = refused_by_edit(&project, edit).unwrap_or_else(|| panic!("nobody refused {rule:?}"));
        assert_eq!(refused.rule, rule, "{refused}");
        // A circle is found at each of its codes.
        let is_alike = |other: &Broken| number(&other.rule) == number(&rule);
        assert!(found.contains(&refused) && found.iter().all(is_alike), "{refused} is not in {found:?}");
        assert_eq!(refused_by_edit(&project, Edit::Replace(Box::new(by_hand))), Some(refused));
        is_broken[number(&rule)] = true;
    }
    assert_eq!(is_broken, [true; N_RULES]);
}

#[test]
fn a_broken_rule_says_what_is_wrong_and_what_to_do() {
    let said = |item, rule| Broken { item, rule }.to_string();
    let actor = || ItemId::Code(CodeKind::Actor, "mayor".into());
    assert_eq!(
        said(actor(), Rule::KeyOutsideRow('x')),
        "“x” cannot be an actor’s key; use one of 1234567890, or remove the key"
    );
    assert_eq!(said(actor(), Rule::IdTaken), "another actor already has the id “mayor”; give one of them another id");
    assert_eq!(
        said(ItemId::View("First".into()), Rule::NameTaken),
        "there is already a view “First”; choose another name"
    );
    assert_eq!(
        said(ItemId::Search("First".into()), Rule::NameTaken),
        "there is already a search “First”; choose another name"
    );
    // Only the id tells one highlight of a large edit from another.
    let id = HighlightId::fresh();
    let tag = CodebookEntry::Stance("doubts".into());
    assert_eq!(
        said(ItemId::Highlight(id), Rule::TagMissing(tag)),
        format!("highlight {id}: its stance “doubts” is not in the codebook; add that stance, or remove it")
    );
}

/// The kinds of edits that could break a rule.
#[derive(Clone, Copy, Debug)]
enum EditKind {
    InsertCode,
    SetCode,
    InsertStance,
    SetStance,
    InsertView,
    RenameView,
    InsertSearch,
    RenameSearch,
    InsertArticle,
    AddHighlight,
    SetHighlight,
}

/// What a random attempt is made of. The indices choose among what the project has, what it might have and what it
/// must not have.
#[derive(Clone, Debug)]
struct Choice {
    kind: EditKind,
    code_kind: CodeKind,
    picks: [Index; 7],
    /// They may be empty, and may end past the text.
    spans: Vec<(usize, usize)>,
    is_right: bool,
}

fn choice() -> impl Strategy<Value = Choice> {
    use EditKind::{
        AddHighlight, InsertArticle, InsertCode, InsertSearch, InsertStance, InsertView, RenameSearch, RenameView,
        SetCode, SetHighlight, SetStance,
    };
    let kinds = vec![
        InsertCode,
        SetCode,
        InsertStance,
        SetStance,
        InsertView,
        RenameView,
        InsertSearch,
        RenameSearch,
        InsertArticle,
        AddHighlight,
        AddHighlight,
        SetHighlight,
        SetHighlight,
    ];
    let kind = prop::sample::select(kinds);
    let code_kind = prop::sample::select(CodeKind::ALL.to_vec());
    let spans = prop::collection::vec((0..25usize, 0..25usize), 1..4);
    (kind, code_kind, any::<[Index; 7]>(), spans, prop::bool::weighted(0.7))
        .prop_map(|(kind, code_kind, picks, spans, is_right)| Choice { kind, code_kind, picks, spans, is_right })
}

fn pick<T: Clone>(index: &Index, all: &[T]) -> T {
    index.get(all).clone()
}

fn name_of(index: &Index) -> &'static str {
    pick(index, &["New", "Newer", "Newest", "First", "Second", "", " "])
}

fn weight_of(index: &Index) -> f64 {
    pick(index, &[1.0, -0.5, 2.0, 3.0, f64::NAN, f64::INFINITY])
}

fn key_of(index: &Index) -> Option<char> {
    pick(index, &[None, None, Some('1'), Some('2'), Some('q'), Some('w'), Some('x')])
}

/// One of the ids that are there, or one that is not, or an empty one.
fn id_of<'a>(ids: impl Iterator<Item = &'a str>, index: &Index) -> &'a str {
    let all: Vec<&str> = ["fresh", "other", ""].into_iter().chain(ids).collect();
    pick(index, &all)
}

/// A code that is there, one that may be, or none.
fn code_of(project: &Project, kind: CodeKind, index: &Index) -> Option<CodeId> {
    let there = project.codebook.codes(kind).iter().map(|code| Some(code.id.clone()));
    let all: Vec<Option<CodeId>> = [None, None, Some("fresh".into())].into_iter().chain(there).collect();
    pick(index, &all)
}

fn attempt(project: &Project, choice: &Choice) -> Attempt {
    let Choice { kind, code_kind, picks, spans, is_right } = choice;
    let (book, [at, id, name, key, parent, ..]) = (&project.codebook, picks);
    let codes = book.codes(*code_kind);
    match kind {
        EditKind::InsertCode => {
            let id = id_of(codes.iter().map(|code| code.id.as_str()), id);
            let (key, parent) = (key_of(key), code_of(project, *code_kind, parent));
            let code = Code { key, parent, ..code(id, name_of(name)) };
            insert_code(project, *code_kind, at.index(codes.len() + 1), code)
        }
        EditKind::SetCode => set_code(project, *code_kind, at.index(codes.len()), |code| {
            name_of(name).clone_into(&mut code.name);
            (code.key, code.parent) = (key_of(key), code_of(project, *code_kind, parent));
        }),
        EditKind::InsertStance => {
            let id = id_of(book.stances.iter().map(|stance| stance.id.as_str()), id);
            let stance = Stance { id: id.into(), name: name_of(name).to_owned(), weight: weight_of(key) };
            insert_stance(project, at.index(book.stances.len() + 1), stance)
        }
        EditKind::SetStance => set_stance(project, at.index(book.stances.len()), |stance| {
            name_of(name).clone_into(&mut stance.name);
            stance.weight = weight_of(key);
        }),
        EditKind::InsertView => insert_view(project, at.index(project.views.len() + 1), view(name_of(name))),
        EditKind::RenameView => rename_view(project, at.index(project.views.len()), name_of(name)),
        EditKind::InsertSearch => insert_search(project, at.index(project.searches.len() + 1), search(name_of(name))),
        EditKind::RenameSearch => rename_search(project, at.index(project.searches.len()), name_of(name)),
        EditKind::InsertArticle => {
            let texts = ["Nobody came to the bridge.", "The guild said é北😀.", "", "a\u{feff}b", "a\0"];
            let mut other = article("Other", pick(name, &texts), &[]);
            let ids = project.articles.iter().map(|article| article.id);
            let ids: Vec<ArticleId> = [other.id; 4].into_iter().chain(ids).collect();
            other.id = pick(id, &ids);
            let highlight = |(start, end): &(usize, usize)| highlight(&other.text, Span::between(*start, *end)).into();
            other.highlights = spans.iter().map(highlight).collect();
            if *is_right {
                other.highlights.sort_by_key(|highlight| highlight.order());
            }
            insert_article(project, at.index(project.articles.len() + 1), other)
        }
        EditKind::AddHighlight => {
            let at = at.index(project.articles.len());
            let ids = project.highlights().map(|(_, highlight)| highlight.id);
            let ids: Vec<HighlightId> = [HighlightId::fresh(); 4].into_iter().chain(ids).collect();
            let text = &project.articles[at].text;
            let mut highlight = Highlight { id: pick(id, &ids), ..highlight(text, Span::new(0, 1)) };
            write(project, text, choice, &mut highlight);
            add_highlight(project, at, highlight)
        }
        EditKind::SetHighlight => {
            let articles = project.articles.iter().enumerate();
            let all: Vec<(usize, usize)> =
                articles.flat_map(|(at, article)| (0..article.highlights.len()).map(move |nth| (at, nth))).collect();
            let path = pick(at, &all);
            let text = &project.articles[path.0].text;
            set_highlight(project, path, |highlight| write(project, text, choice, highlight))
        }
    }
}

/// Writes something else into a highlight.
fn write(project: &Project, text: &Text, choice: &Choice, highlight: &mut Highlight) {
    let Choice { picks: [.., stance, created, actor, issue], spans, is_right, .. } = choice;
    let (start, end) = spans[0];
    highlight.span = if *is_right { Span::between(start, end) } else { Span { start, end } };
    let is_quoted = text.holds(highlight.span) && *is_right;
    highlight.quote = if is_quoted { text.slice(highlight.span).to_owned() } else { "wrong".to_owned() };
    highlight.actor = code_of(project, CodeKind::Actor, actor);
    highlight.issue = code_of(project, CodeKind::Issue, issue);
    highlight.stance = pick(stance, &[None, Some("supports".into()), Some("opposes".into()), Some("fresh".into())]);
    pick(created, &[TIME, "2026-01-12T09:14:00+01:00", TIME, "soon"]).clone_into(&mut highlight.created);
}

/// A sound project of some size: the sample, with the sound ones among these attempts made.
fn project(choices: &[Choice]) -> Project {
    choices.iter().fold(sample(), |project, choice| {
        let Attempt { by_hand, .. } = attempt(&project, choice);
        if found_on_opening(&by_hand).is_empty() { by_hand } else { project }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// An edit is refused exactly if the project with the change in it would not be opened, and for the same reason.
    #[test]
    fn edits_refuse_what_opening_finds_and_nothing_else(
        choices in prop::collection::vec(choice(), 0..12),
        last in choice(),
    ) {
        let project = project(&choices);
        let Attempt { edit, by_hand } = attempt(&project, &last);
        let found = found_on_opening(&by_hand);
        if let Some(refused) = refused_by_edit(&project, edit.clone()) {
            prop_assert!(is_among(&found, &refused), "{refused} is not in {found:?}");
        } else {
            prop_assert_eq!(&found, &[]);
            let mut history = History::new(project.clone());
            prop_assert!(history.apply("Step", Gesture::Single, edit.clone()).is_ok());
            prop_assert_eq!(history.project(), &by_hand);
        }
        // Nor does it help to be one of several, or to bring the whole project at once.
        let several = Edit::All(vec![Edit::SetTitle("Other".to_owned()), edit]);
        prop_assert_eq!(refused_by_edit(&project, several).is_some(), !found.is_empty());
        prop_assert_eq!(refused_by_edit(&project, Edit::Replace(Box::new(by_hand))), found.into_iter().next());
    }
}
