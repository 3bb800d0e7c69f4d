//! What holds whatever is done to the order and the details of articles.

use std::{collections::HashSet, path::Path, sync::Arc};

use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{BesideArticle, Edit, Gesture, History, drop_articles, lines},
    model::{Article, ArticleId, Details, Project, ReadingStatus},
    rules,
    text::Text,
};
use standpoint_store::{self as store, Access, Machine, Session, disk::SystemDisk, folders::Folders};

/// One gesture in terms of whatever articles there are by then; the indices choose among them.
#[derive(Clone, Debug)]
enum Step {
    Insert(Index, String),
    Remove(Vec<Index>),
    /// Drops some articles beside another one.
    Drop(Vec<Index>, Index, bool),
    /// Moves articles to any indices, also beyond the end; an article may be named twice, which must be refused.
    Move(Vec<(usize, Index)>),
    /// Marks and describes several articles at once.
    Describe(Vec<Index>, String, bool),
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let some = || prop::collection::vec(any::<Index>(), 0..5);
    prop_oneof![
        3 => (any::<Index>(), "[a-d]{1,3}").prop_map(|(at, title)| Step::Insert(at, title)),
        1 => some().prop_map(Step::Remove),
        3 => (some(), any::<Index>(), any::<bool>()).prop_map(|(moved, on, is_before)| Step::Drop(moved, on, is_before)),
        3 => prop::collection::vec((0..12_usize, any::<Index>()), 0..4).prop_map(Step::Move),
        2 => (some(), "[a-d]{0,3}", any::<bool>()).prop_map(|(some, outlet, is_done)| Step::Describe(some, outlet, is_done)),
        1 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..40)
}

fn pick(project: &Project, index: &Index) -> Option<Arc<Article>> {
    (!project.articles.is_empty()).then(|| Arc::clone(index.get(&project.articles)))
}

fn ids(project: &Project, indices: &[Index]) -> Vec<ArticleId> {
    indices.iter().filter_map(|index| pick(project, index)).map(|article| article.id).collect()
}

/// The edit a step stands for; `None` where the project has nothing for it.
fn edit_of(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
        Step::Insert(at, title) => {
            let article = Article::new(Details { title: title.clone(), ..Details::default() }, Text::new("One.\n"));
            Edit::InsertArticles(vec![(at.index(project.articles.len() + 1), Arc::new(article))])
        }
        Step::Remove(some) => Edit::RemoveArticles(ids(project, some)),
        Step::Drop(moved, on, is_before) => {
            let moved: HashSet<ArticleId> = ids(project, moved).into_iter().collect();
            let place = if *is_before { BesideArticle::Before } else { BesideArticle::Behind };
            drop_articles(&project.articles, &moved, pick(project, on)?.id, place)?
        }
        Step::Move(moved) => {
            let place = |(at, index): &(usize, Index)| Some((*at, pick(project, index)?.id));
            Edit::MoveArticles(moved.iter().filter_map(place).collect())
        }
        Step::Describe(some, outlet, is_done) => {
            let status = if *is_done { ReadingStatus::Done } else { ReadingStatus::Reading };
            let described = some.iter().filter_map(|index| pick(project, index)).map(|article| {
                let details = Details { outlet: outlet.clone(), status, ..article.details.clone() };
                Edit::SetDetails(article.id, details.into())
            });
            Edit::All(described.collect())
        }
        Step::Undo | Step::Redo => return None,
    })
}

fn take(history: &mut History, step: &Step) {
    match (step, edit_of(history.project(), step)) {
        (Step::Undo, _) => _ = history.undo(),
        (Step::Redo, _) => _ = history.redo(),
        // What does not fit is refused.
        (_, Some(edit)) => _ = history.apply("Step", Gesture::Single, edit),
        (_, None) => {}
    }
}

fn machine(folder: &Path) -> Machine {
    Machine::with(Folders::below(folder.join("data")), Arc::new(SystemDisk))
}

proptest! {
    #[test]
    fn undoing_everything_leads_back_and_redoing_leads_forth(steps in steps()) {
        let mut history = History::new(Project::titled("Valley"));
        let start = store::to_string(history.project());
        for step in &steps {
            take(&mut history, step);
            prop_assert_eq!(rules::faults(history.project()), Vec::new());
        }
        while history.redo().is_some() {}
        let end = store::to_string(history.project());
        while history.undo().is_some() {}
        prop_assert_eq!(store::to_string(history.project()), start);
        while history.redo().is_some() {}
        prop_assert_eq!(store::to_string(history.project()), end);
    }

    /// A move changes the order only, is refused if an article is named twice, and is written in a short line.
    #[test]
    fn a_move_changes_nothing_but_the_order(steps in steps(), then in step()) {
        let mut history = History::new(Project::titled("Valley"));
        for step in &steps {
            take(&mut history, step);
        }
        let before = history.project().clone();
        let Some(edit @ Edit::MoveArticles(_)) = edit_of(&before, &then) else { return Ok(()) };
        let Edit::MoveArticles(moved) = &edit else { unreachable!() };
        let (n, moved) = (moved.len(), moved.iter().map(|(_, id)| *id).collect::<HashSet<_>>());
        prop_assert!(lines::write(&edit).len() <= 50 + 50 * n);
        let mut fresh = History::new(before.clone());
        let expected = fresh.apply("Move", Gesture::Single, edit.clone());
        prop_assert_eq!(&history.apply("Move", Gesture::Single, edit), &expected);
        prop_assert_eq!(expected.is_err(), moved.len() < n);
        let after = history.project();
        prop_assert_eq!(after, fresh.project());
        let sorted = |project: &Project| {
            let mut articles = project.articles.clone();
            articles.sort_by_key(|article| article.id);
            articles
        };
        prop_assert_eq!(sorted(after), sorted(&before));
        let others = |project: &Project| {
            let others = project.articles.iter().map(|article| article.id).filter(|id| !moved.contains(id));
            others.collect::<Vec<_>>()
        };
        prop_assert_eq!(others(after), others(&before), "the others keep their order");
    }

    #[test]
    fn what_was_moved_since_the_last_save_is_recovered(steps in steps()) {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let (path, machine) = (folder.path().join("p.ron"), machine(folder.path()));
        let mut session = Session::unsaved(Project::titled("Valley"), &machine);
        let saved = session.begin_save_as(&path).run().expect("the folder can be written");
        session.finish_save(saved);
        for step in &steps {
            match (step, edit_of(session.project(), step)) {
                (Step::Undo, _) => _ = session.undo(),
                (Step::Redo, _) => _ = session.redo(),
                (_, Some(edit)) => _ = session.apply("Step", Gesture::Single, edit),
                (_, None) => {}
            }
        }
        let expected = store::to_string(session.project());
        drop(session);
        let (recovered, _) = Session::open(&path, Access::Change, &machine).expect("it is sound");
        prop_assert_eq!(store::to_string(recovered.project()), expected);
    }
}
