//! Laws of saved searches: whatever is done to them, undoing leads back, files and lines of edits keep them, and
//! nothing is left that names a search by a name it had.

use proptest::{prelude::*, sample::Index};

use standpoint_core::{
    edit::{Edit, Gesture, History, lines, query_names_search, rename_search},
    model::{
        Article, Details, Project, SavedComparison, SavedSearch, Summary,
        saved_search::{HitLimit, SearchOptions, SeenHits, SeenMarks},
        view::{Axis, AxisValue, HeaderKey, Query, Subject},
    },
    rules,
    text::Text,
};
use standpoint_store as store;

/// Something done to a search, to what names one, or to the history.
#[derive(Clone, Debug)]
enum Step {
    Insert(Index, String),
    Set(Index, String),
    MarkSeen(Index),
    Rename(Index, String),
    Remove(Index),
    /// Keeps a view whose columns, layers and filter name searches.
    InsertView(Index, String),
    Summarise(Index, bool, String),
    Undo,
    Redo,
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    let name = || "[a-c]{0,1}";
    prop_oneof![
        3 => (index(), name()).prop_map(|(at, name)| Step::Insert(at, name)),
        1 => (index(), "[a-z\"(]{0,3}").prop_map(|(at, pattern)| Step::Set(at, pattern)),
        1 => index().prop_map(Step::MarkSeen),
        3 => (index(), name()).prop_map(|(at, name)| Step::Rename(at, name)),
        1 => index().prop_map(Step::Remove),
        2 => (index(), name()).prop_map(|(at, name)| Step::InsertView(at, name)),
        2 => (index(), any::<bool>(), "[a-z\n]{0,4}").prop_map(|(at, is_with, text)| Step::Summarise(at, is_with, text)),
        2 => Just(Step::Undo),
        1 => Just(Step::Redo),
    ]
}

fn pick(project: &Project, at: &Index) -> Option<SavedSearch> {
    (!project.searches.is_empty()).then(|| at.get(&project.searches).clone())
}

fn edit_of(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
        // A name that is taken, or none, must be refused.
        Step::Insert(at, name) => {
            let search = SavedSearch { name: name.clone(), pattern: name.clone(), ..SavedSearch::default() };
            Edit::InsertSearch(at.index(project.searches.len() + 1), Box::new(search))
        }
        Step::Set(at, pattern) => {
            let old = pick(project, at)?;
            let options = SearchOptions { is_regex: !old.options.is_regex, ..old.options };
            let limit = if old.limit == HitLimit::All { HitLimit::NotCoded } else { HitLimit::All };
            let pattern = pattern.clone();
            Edit::SetSearch(old.name.clone(), Box::new(SavedSearch { pattern, options, limit, ..old }))
        }
        Step::MarkSeen(at) => {
            let old = pick(project, at)?;
            let seen = SeenHits {
                at: "2026-05-03T09:14:00Z".to_owned(),
                texts: SeenMarks::of([project.articles[0].text.mark()]),
            };
            Edit::SetSearch(old.name.clone(), Box::new(SavedSearch { seen: Some(seen), ..old }))
        }
        Step::Rename(at, name) => rename_search(project, &pick(project, at)?.name, name).ok()?,
        Step::Remove(at) => Edit::RemoveSearch(pick(project, at)?.name),
        Step::InsertView(at, name) => {
            let search = pick(project, at)?.name;
            let mut query = Query::of(Axis::Issue, Axis::Search(search.clone()));
            query.layers = Some(Axis::Search(search.clone()));
            query.filter.searches = vec!["gone".to_owned(), search];
            let view = SavedComparison { name: name.clone(), query, ..SavedComparison::default() };
            Edit::InsertView(at.index(project.views.len() + 1), Box::new(view))
        }
        Step::Summarise(at, is_with, text) => {
            let axes = [Axis::Search(pick(project, at)?.name)];
            let key = |value: AxisValue| HeaderKey(vec![value]);
            let outlet = key(AxisValue::Named("Tide".to_owned()));
            let subject = Subject::of((&axes, &key(AxisValue::of_search(*is_with))), (&[Axis::Outlet], &outlet));
            Edit::SetSummary(subject, text.clone())
        }
        Step::Undo | Step::Redo => return None,
    })
}

/// Whether a view or a summary names a search.
fn names(project: &Project, search: &str) -> bool {
    let in_summary =
        |summary: &Summary| summary.subject.0.iter().any(|(axis, _)| *axis == Axis::Search(search.to_owned()));
    project.views.iter().any(|view| query_names_search(&view.query, search)) || project.summaries.iter().any(in_summary)
}

fn start() -> Project {
    let mut project = Project::titled("Talks");
    project.articles.push(Article::new(Details::default(), Text::new("a b c")).into());
    project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn searches_are_kept_and_everything_follows_their_names(steps in prop::collection::vec(step(), 1..24)) {
        let first = start();
        let mut history = History::new(first.clone());
        for step in &steps {
            let before = history.project().clone();
            match (step, edit_of(&before, step)) {
                (Step::Undo, _) => _ = history.undo(),
                (Step::Redo, _) => _ = history.redo(),
                (_, None) => {}
                (step, Some(edit)) => {
                    prop_assert_eq!(&lines::read(&lines::write(&edit)).expect("it is a line"), &edit);
                    let is_applied = history.apply("Step", Gesture::Single, edit).is_ok();
                    prop_assert!(is_applied || *history.project() == before, "what is refused changes nothing");
                    if let (true, Step::Rename(at, name)) = (is_applied, step) {
                        let old = pick(&before, at).expect("it was renamed").name;
                        prop_assert!(old == *name || !names(history.project(), &old), "{old} is named");
                        prop_assert_eq!(names(history.project(), name), names(&before, &old) || names(&before, name));
                    }
                }
            }
            let project = history.project();
            prop_assert_eq!(rules::faults(project), vec![]);
            let written = store::to_string(project);
            prop_assert_eq!(&store::read_str("p.ron", &written).expect("it is sound"), project);
            prop_assert!(project.searches.is_empty() != written.contains("searches: [\n        ("));
        }
        while history.undo().is_some() {}
        prop_assert_eq!(store::to_string(history.project()), store::to_string(&first), "undoing leads back");
    }
}
