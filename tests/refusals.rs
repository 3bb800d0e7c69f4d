//! What holds of refused suggestions, whatever is done to a project: undo, the file, and revisions of texts.

use std::{collections::BTreeSet, sync::Arc};

use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{self, CodeMerge, Edit, Gesture, History, LostDecision, RevisionPlan, lines},
    model::{Article, Code, CodeId, CodeKind, Details, Project, RefusedTag},
    rules,
    text::{Span, Text},
};
use standpoint_store as store;

/// What is done; the indices choose among what is there by then.
#[derive(Clone, Debug)]
enum Step {
    /// Refuses passages, also some that were refused already.
    Refuse(Vec<(Index, Index, Index, bool, Index)>),
    /// Allows some of what was refused, and what never was.
    Allow(Vec<(Index, Index, bool)>),
    Revise(Index, Index, Index, String),
    RemoveArticle(Index),
    DeleteCode(bool, Index, Index),
    MergeCodes(bool, Index, Index),
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    prop_oneof![
        prop::collection::vec((index(), index(), index(), any::<bool>(), index()), 0..4).prop_map(Step::Refuse),
        prop::collection::vec((index(), index(), any::<bool>()), 0..4).prop_map(Step::Allow),
        (index(), index(), index(), "[a-c é\n]{0,6}")
            .prop_map(|(at, from, to, words)| Step::Revise(at, from, to, words)),
        index().prop_map(Step::RemoveArticle),
        (any::<bool>(), index(), index()).prop_map(|(is_actor, code, heir)| Step::DeleteCode(is_actor, code, heir)),
        (any::<bool>(), index(), index()).prop_map(|(is_actor, code, into)| Step::MergeCodes(is_actor, code, into)),
        Just(Step::Undo),
        Just(Step::Redo),
    ]
}

fn kind(is_actor: bool) -> CodeKind {
    if is_actor { CodeKind::Actor } else { CodeKind::Issue }
}

fn pick<'a, T>(all: &'a [T], index: &Index) -> Option<&'a T> {
    (!all.is_empty()).then(|| index.get(all))
}

fn span(article: &Article, from: &Index, to: &Index) -> Span {
    let n_places = article.text.n_chars() + 1;
    Span::between(from.index(n_places), to.index(n_places))
}

fn edit_of(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
        Step::Refuse(places) => Edit::RefuseTags(
            places
                .iter()
                .filter_map(|(at, from, to, is_actor, code)| {
                    let (article, kind) = (pick(&project.articles, at)?, kind(*is_actor));
                    let code = pick(project.codebook.codes(kind), code)?.id.clone();
                    Some((article.id, RefusedTag::of(&article.text, span(article, from, to), kind, code)))
                })
                .collect(),
        ),
        Step::Allow(places) => Edit::AllowTags(
            places
                .iter()
                .filter_map(|(at, which, is_known)| {
                    let article = pick(&project.articles, at)?;
                    let refused: Vec<&RefusedTag> = article.refused.iter().collect();
                    let one = (*pick(&refused, which)?).clone();
                    Some((article.id, if *is_known { one } else { RefusedTag { nth: one.nth + 1, ..one } }))
                })
                .collect(),
        ),
        Step::Revise(at, from, to, words) => {
            let article = pick(&project.articles, at)?;
            let mut text = article.text.as_str().to_owned();
            text.replace_range(article.text.bytes_of(span(article, from, to)), words);
            let plan = RevisionPlan::of(article, Text::new(text));
            plan.edit(|_| Some(LostDecision::Remove)).expect("each is decided")
        }
        Step::RemoveArticle(at) => Edit::RemoveArticles(vec![pick(&project.articles, at)?.id]),
        Step::DeleteCode(is_actor, code, heir) => {
            let codes = project.codebook.codes(kind(*is_actor));
            let (code, heir) = (pick(codes, code)?, codes.get(heir.index(codes.len() + 1)));
            edit::delete_code(project, kind(*is_actor), &code.id, heir.map(|heir| &heir.id))
        }
        Step::MergeCodes(is_actor, code, into) => {
            let codes = project.codebook.codes(kind(*is_actor));
            let (code, into) = (pick(codes, code)?.id.clone(), pick(codes, into)?.id.clone());
            Edit::MergeCodes(kind(*is_actor), Box::new(CodeMerge { codes: vec![code], into, keeps_duplicates: false }))
        }
        Step::Undo | Step::Redo => return None,
    })
}

fn start() -> Project {
    let mut project = Project::default();
    for kind in CodeKind::ALL {
        *project.codebook.codes_mut(kind) = ["a", "b", "c"].map(|id| Code::new(id.into(), id, 0)).into();
    }
    let texts = ["ab ab. é ab ab\ncab", "a\nb\nc"];
    project.articles = texts.map(|text| Arc::new(Article::new(Details::default(), Text::new(text)))).into();
    project
}

fn refused_codes(project: &Project) -> BTreeSet<(CodeKind, &CodeId)> {
    project.articles.iter().flat_map(|article| &article.refused).map(|refused| (refused.kind, &refused.code)).collect()
}

proptest! {
    #[test]
    fn whatever_is_refused_is_undone_and_written_and_names_no_code_that_is_gone(
        steps in prop::collection::vec(step(), 0..30),
    ) {
        let mut history = History::new(start());
        let first = history.project().clone();
        for step in &steps {
            let before = history.project().clone();
            match edit_of(&before, step) {
                None if matches!(step, Step::Undo) => _ = history.undo(),
                None => _ = history.redo(),
                Some(edit) => {
                    let line = lines::write(&edit);
                    prop_assert_eq!(&lines::read(&line)?, &edit);
                    if history.apply("Step", Gesture::Single, edit).is_err() {
                        // Only a merge into itself does not fit.
                        prop_assert!(matches!(step, Step::MergeCodes(..) | Step::DeleteCode(..)));
                        prop_assert_eq!(history.project(), &before);
                        continue;
                    }
                    let after = history.project().clone();
                    history.undo();
                    prop_assert_eq!(store::to_string(history.project()), store::to_string(&before));
                    history.redo();
                    prop_assert_eq!(history.project(), &after);
                    for (kind, code) in refused_codes(&after) {
                        prop_assert!(after.codebook.code(kind, code).is_some(), "{code} is still refused");
                    }
                }
            }
            let project = history.project();
            prop_assert_eq!(rules::faults(project), []);
            prop_assert_eq!(&store::read_str("p.ron", &store::to_string(project))?, project);
        }
        while history.undo().is_some() {}
        prop_assert_eq!(history.project(), &first);
    }

    /// A passage is refused as long as its words are the same and as many equal ones stand before it.
    #[test]
    fn what_is_refused_stays_so_when_the_text_behind_it_is_revised(
        from in any::<Index>(), to in any::<Index>(), words in "[a-c é\n]{0,6}",
    ) {
        let project = start();
        let article = &project.articles[0];
        let passage = span(article, &from, &to);
        let refused = RefusedTag::of(&article.text, passage, CodeKind::Actor, "a".into());
        prop_assert!(refused.refuses(&article.text, passage, CodeKind::Actor, &"a".into()));
        let before: String = article.text.as_str().chars().take(passage.end).collect();
        let revised = Text::new(before + &words);
        prop_assert!(refused.refuses(&revised, passage, CodeKind::Actor, &"a".into()));
        prop_assert!(!refused.refuses(&revised, passage, CodeKind::Actor, &"b".into()));
    }
}

#[test]
fn the_heir_of_a_code_is_refused_in_its_place() {
    let mut history = History::new(start());
    let article = history.project().articles[0].clone();
    let refused = |code: &str| RefusedTag::of(&article.text, Span::new(0, 5), CodeKind::Actor, code.into());
    let refuse = Edit::RefuseTags(vec![(article.id, refused("a")), (article.id, refused("b"))]);
    history.apply("Refuse", Gesture::Single, refuse).expect("it fits");
    let merge = CodeMerge { codes: vec!["a".into()], into: "c".into(), keeps_duplicates: false };
    history.apply("Merge", Gesture::Single, Edit::MergeCodes(CodeKind::Actor, Box::new(merge))).expect("it fits");
    assert_eq!(history.project().articles[0].refused, BTreeSet::from([refused("b"), refused("c")]));
    let delete = edit::delete_code(history.project(), CodeKind::Actor, &"b".into(), None);
    history.apply("Delete", Gesture::Single, delete).expect("it fits");
    assert_eq!(history.project().articles[0].refused, BTreeSet::from([refused("c")]));
}
