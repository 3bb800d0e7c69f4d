//! The laws of undo and of the file for what a code has beside its name: notes on its definition and what that was before,
//! rules of aliases, and highlights that are pinned as examples.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use jiff::Timestamp;
use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{self, CodeMerge, Edit, Gesture, History, SplitPart},
    model::{
        AliasRule, Article, ArticleId, Code, CodeId, CodeKind, Details, ExampleOf, Highlight, HighlightId,
        NewDefinition, Project, Tags,
    },
    text::{Span, Text},
};
use standpoint_store as store;

/// The time of the first change of a definition.
const FIRST_CHANGE: Timestamp = Timestamp::constant(1_768_209_240, 0);
const KIND: CodeKind = CodeKind::Issue;
const TEXT: &str = "The harbour stays open, and the ferries sail.\nNobody moved.\n";

/// One code: its aliases with their rules, its notes, and whether it stands below the code before it.
type RandomCode = (Vec<(String, bool, bool)>, [String; 3], bool);

fn words() -> impl Strategy<Value = String> {
    "[a-c“\"\\\\é北\r\n ]{0,6}"
}

fn code() -> impl Strategy<Value = RandomCode> {
    let alias = ("[a-cA-C]{1,2}", any::<bool>(), any::<bool>());
    (prop::collection::vec(alias, 0..4), [words(), words(), words()], any::<bool>())
}

/// One highlight: where it is, which code it has, and of what it is an example.
type RandomHighlight = (Index, Index, Option<Index>, bool, bool);

fn project() -> impl Strategy<Value = Project> {
    let highlight = (any::<Index>(), any::<Index>(), prop::option::of(any::<Index>()), any::<bool>(), any::<bool>());
    (prop::collection::vec(code(), 2..6), prop::collection::vec(highlight, 0..10)).prop_map(built)
}

fn built((codes, highlights): (Vec<RandomCode>, Vec<RandomHighlight>)) -> Project {
    let mut project = Project::titled("Valley");
    for (nth, (aliases, [definition, include, exclude], is_below)) in codes.into_iter().enumerate() {
        let parent = project.codebook.issues.last().filter(|_| is_below).map(|code| code.id.clone());
        let mut code =
            Code { definition, include, exclude, ..project.codebook.fresh_code(KIND, &format!("Code {nth}"), parent) };
        for (alias, is_case_sensitive, is_whole_word) in aliases {
            code.set_alias_rule(&alias, AliasRule { is_case_sensitive, is_whole_word });
            code.aliases.push(alias);
        }
        project.codebook.issues.push(code);
    }
    for n in 0..2 {
        let mut article = Article::new(Details::default(), Text::new(TEXT));
        for (from, to, issue, is_actor_example, is_issue_example) in highlights.iter().skip(n).step_by(2) {
            let start = from.index(TEXT.chars().count() - 1);
            let end = start + 1 + to.index(TEXT.chars().count() - start);
            let issue = issue.map(|issue| issue.get(&project.codebook.issues).id.clone());
            let tags = Tags { issue, ..Tags::default() };
            let span = Span::new(start, end.min(article.text.n_chars()));
            let highlight = Highlight::new(&article.text, span, tags, "AK", "2026-01-12T09:14:00Z");
            let example_of =
                ExampleOf::default().with(CodeKind::Actor, *is_actor_example).with(CodeKind::Issue, *is_issue_example);
            article.highlights.push(Highlight { example_of, ..highlight }.into());
        }
        article.highlights.sort_by_key(|highlight| highlight.order());
        project.articles.push(Arc::new(article));
    }
    project
}

#[derive(Clone, Debug)]
enum Step {
    Merge([Index; 2], Index, bool),
    Move(Index, Index, Index),
    /// Sends some highlights of a code to two parts of it, of which one may be there already.
    Split(Index, Index, [Vec<Index>; 2]),
    Delete(Index, Index),
    Describe(Index, [String; 3]),
    /// Defines a code anew, some minutes after the first definition.
    Define(Index, [String; 3], i64),
    /// Leaves a highlight as it is after a change of the definition, of which there may be none.
    KeepCoding(Index, Index, Index),
    SetRule(Index, Index, bool, bool),
    Pin(Index, bool),
    Retag(Index, Index),
    RemoveHighlight(Index),
    RemoveArticle(Index),
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        (any::<[Index; 2]>(), index(), any::<bool>()).prop_map(|(codes, into, keeps)| Step::Merge(codes, into, keeps)),
        (index(), index(), index()).prop_map(|(code, at, parent)| Step::Move(code, at, parent)),
        (index(), index(), [chosen(), chosen()]).prop_map(|(code, part, moved)| Step::Split(code, part, moved)),
        (index(), index()).prop_map(|(code, heir)| Step::Delete(code, heir)),
        (index(), [words(), words(), words()]).prop_map(|(code, words)| Step::Describe(code, words)),
        (index(), [words(), words(), words()], 0..40i64)
            .prop_map(|(code, words, minutes)| Step::Define(code, words, minutes)),
        (index(), index(), index()).prop_map(|(code, change, highlight)| Step::KeepCoding(code, change, highlight)),
        (index(), index(), any::<bool>(), any::<bool>())
            .prop_map(|(code, alias, case, word)| Step::SetRule(code, alias, case, word)),
        (index(), any::<bool>()).prop_map(|(highlight, is_pinned)| Step::Pin(highlight, is_pinned)),
        (index(), index()).prop_map(|(highlight, code)| Step::Retag(highlight, code)),
        index().prop_map(Step::RemoveHighlight),
        index().prop_map(Step::RemoveArticle),
    ]
}

/// Some of the highlights.
fn chosen() -> impl Strategy<Value = Vec<Index>> {
    prop::collection::vec(any::<Index>(), 0..4)
}

fn pick<T: Clone>(all: &[T], index: &Index) -> Option<T> {
    (!all.is_empty()).then(|| index.get(all).clone())
}

/// The edit a step stands for; `None` where the project has nothing for it.
fn edit_of(project: &Project, step: &Step) -> Option<Edit> {
    let book = &project.codebook;
    let ids: Vec<CodeId> = book.issues.iter().map(|code| code.id.clone()).collect();
    let or_none = |index: &Index| ids.get(index.index(ids.len() + 1)).cloned();
    let highlights: Vec<(Arc<Article>, Highlight)> =
        project.highlights().map(|(article, highlight)| (Arc::clone(article), highlight.clone())).collect();
    Some(match step {
        Step::Merge(codes, into, keeps_duplicates) => {
            let codes = codes.iter().filter_map(or_none).collect();
            let merge = CodeMerge { codes, into: pick(&ids, into)?, keeps_duplicates: *keeps_duplicates };
            edit::keep_keys(book, Edit::MergeCodes(KIND, Box::new(merge)))
        }
        Step::Move(code, at, parent) => {
            Edit::MoveCode(KIND, pick(&ids, code)?, at.index(ids.len() + 1), or_none(parent))
        }
        Step::Split(code, part, moved) => {
            let code = pick(&ids, code)?;
            let of_code: Vec<(ArticleId, HighlightId)> = highlights
                .iter()
                .filter(|(_, highlight)| highlight.issue.as_ref() == Some(&code))
                .map(|(article, highlight)| (article.id, highlight.id))
                .collect();
            edit::split_code(book, KIND, &code, parts_of(&of_code, or_none(part), moved))
        }
        Step::Delete(code, heir) => edit::delete_code(project, KIND, &pick(&ids, code)?, or_none(heir).as_ref()),
        Step::Describe(code, [definition, include, exclude]) => {
            let (definition, include, exclude) = (definition.clone(), include.clone(), exclude.clone());
            Edit::SetCode(KIND, Code { definition, include, exclude, ..pick(&book.issues, code)? })
        }
        Step::Define(code, [definition, include, exclude], minutes) => {
            let (definition, include, exclude) = (definition.clone(), include.clone(), exclude.clone());
            let at = FIRST_CHANGE + jiff::SignedDuration::from_mins(*minutes);
            let new = NewDefinition { definition, include, exclude, at, by: "AK".to_owned() };
            Edit::DefineCode(KIND, pick(&ids, code)?, Box::new(new))
        }
        Step::KeepCoding(code, change, highlight) => {
            let code = pick(&book.issues, code)?;
            let highlight = pick(&highlights, highlight)?.1.id;
            Edit::KeepCoding(KIND, code.id, change.index(code.former.len() + 1), vec![highlight])
        }
        Step::SetRule(code, alias, is_case_sensitive, is_whole_word) => {
            let mut code = pick(&book.issues, code)?;
            let alias = pick(&code.aliases, alias)?;
            let rule = AliasRule { is_case_sensitive: *is_case_sensitive, is_whole_word: *is_whole_word };
            code.set_alias_rule(&alias, rule);
            Edit::SetCode(KIND, code)
        }
        Step::Pin(highlight, is_pinned) => {
            let (article, highlight) = pick(&highlights, highlight)?;
            let example_of = highlight.example_of.with(KIND, *is_pinned);
            Edit::SetHighlights(vec![(article.id, Highlight { example_of, ..highlight })])
        }
        Step::Retag(highlight, code) => {
            let (article, highlight) = pick(&highlights, highlight)?;
            edit::retag(&article, &highlight, Tags { issue: or_none(code), ..Tags::default() })
        }
        Step::RemoveHighlight(highlight) => {
            let (article, highlight) = pick(&highlights, highlight)?;
            Edit::RemoveHighlights(vec![(article.id, highlight.id)])
        }
        Step::RemoveArticle(article) => Edit::RemoveArticles(vec![pick(&project.articles, article)?.id]),
    })
}

/// Two parts with some of these highlights, none of which goes to both: a code that is there or is made, and a new one.
fn parts_of(
    of_code: &[(ArticleId, HighlightId)],
    part: Option<CodeId>,
    [first, second]: &[Vec<Index>; 2],
) -> Vec<SplitPart> {
    let places = |moved: &[Index]| -> BTreeSet<usize> {
        moved.iter().filter(|_| !of_code.is_empty()).map(|index| index.index(of_code.len())).collect()
    };
    let (first, second) = (places(first), places(second));
    let second = second.difference(&first).copied().collect();
    let of = |code, name: &str, places: BTreeSet<usize>| {
        let mut part = SplitPart { code, name: name.to_owned(), highlights: Vec::new() };
        for at in places {
            part.push(of_code[at].0, of_code[at].1);
        }
        part
    };
    vec![of(part, "Coast", first), of(None, "Sky", second)]
}

/// The highlights that are examples of these codes.
fn examples_of(project: &Project, codes: &[CodeId]) -> BTreeSet<HighlightId> {
    let highlights = project.highlights().map(|(_, highlight)| highlight);
    highlights
        .filter(|highlight| highlight.example_code(KIND).is_some_and(|code| codes.contains(code)))
        .map(|highlight| highlight.id)
        .collect()
}

/// How many passages with different tags are examples of the codes.
fn example_passages(project: &Project, codes: &[CodeId]) -> BTreeSet<(usize, usize, usize)> {
    let articles = project.articles.iter().enumerate();
    let all = articles.flat_map(|(at, article)| article.highlights().map(move |highlight| (at, highlight)));
    all.filter(|(_, highlight)| highlight.example_code(KIND).is_some_and(|code| codes.contains(code)))
        .map(|(at, highlight)| (at, highlight.span.start, highlight.span.end))
        .collect()
}

proptest! {
    #[test]
    fn undoing_leads_back_byte_for_byte_and_what_is_saved_is_opened_equal(
        project in project(),
        steps in prop::collection::vec(step(), 0..20),
    ) {
        let written = store::to_string(&project);
        prop_assert_eq!(&store::read_str("it", &written).expect("it was just written"), &project);
        let mut history = History::new(project.clone());
        for step in steps {
            if let Some(edit) = edit_of(history.project(), &step) {
                // What does not fit leaves everything as it is; the other laws look at that.
                history.apply("Step", Gesture::Single, edit).ok();
            }
        }
        let end = history.project().clone();
        prop_assert_eq!(&store::read_str("it", &store::to_string(&end)).expect("it was just written"), &end);
        while history.undo().is_some() {}
        prop_assert_eq!(store::to_string(history.project()), written);
        while history.redo().is_some() {}
        prop_assert_eq!(history.project(), &end);
    }

    #[test]
    fn a_split_moves_what_was_sent_and_nothing_else(
        project in project(),
        code in any::<Index>(),
        part in any::<Index>(),
        moved in [chosen(), chosen()],
    ) {
        let Some(split) = edit_of(&project, &Step::Split(code, part, moved)) else { return Ok(()) };
        let mut history = History::new(project.clone());
        history.apply("Split", Gesture::Single, split.clone()).expect("it fits");
        let after = history.project();
        // Their keys may have been written down.
        let without_key = |code: &Code| Code { key: Code::new(code.id.clone(), "", 0).key, ..code.clone() };
        for (was, is) in project.codebook.issues.iter().zip(&after.codebook.issues) {
            prop_assert_eq!(without_key(is), without_key(was), "the codes that were there stay");
        }
        prop_assert!(after.codebook.issues.len() >= project.codebook.issues.len());
        let Edit::All(edits) = &split else { panic!("{split:?} is several edits") };
        let sent: BTreeMap<HighlightId, &Option<CodeId>> = edits
            .iter()
            .filter_map(|edit| match edit {
                Edit::TagHighlights(KIND, code, highlights) => Some((code, highlights)),
                _ => None,
            })
            .flat_map(|(code, sent)| sent.iter().flat_map(move |(_, all)| all.iter().map(move |id| (*id, code))))
            .collect();
        let before: BTreeMap<HighlightId, &Highlight> =
            project.highlights().map(|(_, highlight)| (highlight.id, highlight)).collect();
        prop_assert_eq!(after.highlights().count(), before.len());
        for (_, highlight) in after.highlights() {
            let was = before[&highlight.id];
            let issue = sent.get(&highlight.id).map_or(&was.issue, |code| *code);
            prop_assert_eq!(&highlight.issue, issue);
            prop_assert_eq!((&highlight.actor, highlight.span, &highlight.stance), (&was.actor, was.span, &was.stance));
        }
        history.undo();
        prop_assert_eq!(history.project(), &project);
    }

    #[test]
    fn a_merge_carries_notes_rules_and_examples_along(project in project(), from in any::<Index>(), to in any::<Index>()) {
        let ids: Vec<CodeId> = project.codebook.issues.iter().map(|code| code.id.clone()).collect();
        let (from, into) = (from.get(&ids).clone(), to.get(&ids).clone());
        prop_assume!(from != into);
        let gone = project.codebook.code(KIND, &from).expect("it is there").clone();
        let heir = project.codebook.code(KIND, &into).expect("it is there").clone();
        let merge = CodeMerge { codes: vec![from.clone()], into: into.clone(), keeps_duplicates: true };
        let mut history = History::new(project.clone());
        history.apply("Merge", Gesture::Single, Edit::MergeCodes(KIND, Box::new(merge))).expect("it fits");
        let merged = history.project().codebook.code(KIND, &into).expect("it stays").clone();
        for (rule, both) in merged.rules().iter().zip(heir.rules().iter().zip(gone.rules())) {
            prop_assert!(rule.contains(both.0.trim()) && rule.contains(both.1.trim()), "{:?} of {:?}", rule, both);
        }
        for alias in &gone.aliases {
            prop_assert!(merged.is_called(alias));
            if !heir.is_called(alias) && merged.aliases.contains(alias) && !heir.aliases.contains(alias) {
                prop_assert_eq!(merged.alias_rule(alias), gone.alias_rule(alias));
            }
        }
        for alias in &heir.aliases {
            prop_assert_eq!(merged.alias_rule(alias), heir.alias_rule(alias));
        }
        let both = [from, into.clone()];
        prop_assert_eq!(examples_of(history.project(), std::slice::from_ref(&into)), examples_of(&project, &both));

        // Highlights that become equal are joined, and what one of them was an example of, the other is afterwards.
        let mut history = History::new(project.clone());
        let merge = CodeMerge { codes: vec![both[0].clone()], into: into.clone(), keeps_duplicates: false };
        history.apply("Merge", Gesture::Single, Edit::MergeCodes(KIND, Box::new(merge))).expect("it fits");
        prop_assert_eq!(example_passages(history.project(), &[into]), example_passages(&project, &both));
    }
}
