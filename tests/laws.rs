//! What holds for every sequence of edits, whatever they are: the laws of undo and of the file.

use std::{path::Path, sync::Arc};

use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{self, Edit, EditError, Gesture, History, LostDecision, RevisionPlan, TextRevision},
    model::{
        Article, ArticleId, ArticleSource, Code, CodeId, CodeKind, Details, Highlight, HighlightId, Project, ProjectId,
        SavedComparison, SourcePart, Stance, StanceId, Tags,
        view::{Axis, AxisValue, PictureKind, Query, Subject},
    },
    rules,
    text::{Span, Text},
};
use standpoint_store::{self as store, Access, Machine, Overwrite, Session, disk::SystemDisk, folders::Folders};

const TIME: &str = "2026-01-12T09:14:00Z";

/// One gesture in terms of whatever the project holds by then; the indices choose among it.
#[derive(Clone, Debug)]
enum Step {
    SetTitle(String),
    SetId(u128),
    InsertArticle(Index, String),
    RemoveArticle(Index),
    SetDetails(Index, String),
    /// Replaces a passage of a text. A highlight whose words are gone gets the proposed passage, or is removed; with
    /// `is_hasty`, nothing is decided about it, which must be refused.
    Revise {
        article: Index,
        from: Index,
        to: Index,
        words: String,
        is_hasty: bool,
    },
    AddHighlight {
        article: Index,
        from: Index,
        to: Index,
        tags: [Index; 3],
    },
    RemoveHighlights(Index),
    Retag {
        highlight: Index,
        tags: [Index; 3],
    },
    Move {
        highlight: Index,
        from: Index,
        to: Index,
    },
    AddCode {
        is_actor: bool,
        name: String,
        parent: Index,
    },
    RenameCode {
        is_actor: bool,
        code: Index,
        name: String,
        parent: Index,
    },
    /// Gives a code a key of its row, whoever has it, or none.
    AssignKey(bool, Index, Index),
    /// Gives a code any key, which may be another's or in another row.
    SetKey(bool, Index, char),
    DeleteCode {
        is_actor: bool,
        code: Index,
        heir: Index,
    },
    AddStance(String, i8),
    SetStance(Index, i8),
    DeleteStance(Index, Index),
    Continued(Index, String),
    /// Another project with the same articles but one.
    Replace(Index, String),
    KeepView(Index, String),
    ChangeView(Index, String),
    RemoveView(Index),
    Summarise(Index, String),
    Undo,
    Redo,
}

fn text() -> impl Strategy<Value = String> {
    "[a-c “”\"#\\\\é北😀\u{301}\n]{1,30}"
}

fn step() -> impl Strategy<Value = Step> {
    let index = any::<Index>;
    let tags = any::<[Index; 3]>;
    let name = || "[a-d]{1,2}";
    prop_oneof![
        text().prop_map(Step::SetTitle),
        any::<u128>().prop_map(Step::SetId),
        (index(), text()).prop_map(|(at, text)| Step::InsertArticle(at, text)),
        index().prop_map(Step::RemoveArticle),
        (index(), text()).prop_map(|(at, title)| Step::SetDetails(at, title)),
        (index(), index(), index(), text(), any::<bool>())
            .prop_map(|(article, from, to, words, is_hasty)| Step::Revise { article, from, to, words, is_hasty }),
        (index(), index(), index(), tags()).prop_map(|(article, from, to, tags)| Step::AddHighlight {
            article,
            from,
            to,
            tags
        }),
        (index(), index(), index(), tags()).prop_map(|(article, from, to, tags)| Step::AddHighlight {
            article,
            from,
            to,
            tags
        }),
        index().prop_map(Step::RemoveHighlights),
        (index(), tags()).prop_map(|(highlight, tags)| Step::Retag { highlight, tags }),
        (index(), index(), index()).prop_map(|(highlight, from, to)| Step::Move { highlight, from, to }),
        (any::<bool>(), name(), index()).prop_map(|(is_actor, name, parent)| Step::AddCode { is_actor, name, parent }),
        (any::<bool>(), index(), name(), index()).prop_map(|(is_actor, code, name, parent)| Step::RenameCode {
            is_actor,
            code,
            name,
            parent
        }),
        (any::<bool>(), index(), index()).prop_map(|(is_actor, code, key)| Step::AssignKey(is_actor, code, key)),
        (any::<bool>(), index(), prop::sample::select(vec!['1', '2', 'q', 'w', 'x', 'é']))
            .prop_map(|(is_actor, code, key)| Step::SetKey(is_actor, code, key)),
        (any::<bool>(), index(), index()).prop_map(|(is_actor, code, heir)| Step::DeleteCode { is_actor, code, heir }),
        (name(), -2i8..3).prop_map(|(name, weight)| Step::AddStance(name, weight)),
        (index(), -2i8..3).prop_map(|(stance, weight)| Step::SetStance(stance, weight)),
        (index(), index()).prop_map(|(stance, heir)| Step::DeleteStance(stance, heir)),
        (index(), text()).prop_map(|(highlight, note)| Step::Continued(highlight, note)),
        (index(), text()).prop_map(|(article, title)| Step::Replace(article, title)),
        (index(), name()).prop_map(|(at, name)| Step::KeepView(at, name)),
        (index(), name()).prop_map(|(view, name)| Step::ChangeView(view, name)),
        index().prop_map(Step::RemoveView),
        (index(), prop_oneof![Just(String::new()), text()]).prop_map(|(issue, text)| Step::Summarise(issue, text)),
        Just(Step::Undo),
        Just(Step::Redo),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 0..40)
}

fn kind(is_actor: bool) -> CodeKind {
    if is_actor { CodeKind::Actor } else { CodeKind::Issue }
}

fn pick<T: Clone>(all: &[T], index: &Index) -> Option<T> {
    (!all.is_empty()).then(|| index.get(all).clone())
}

/// One of the ids, or none.
fn pick_or_none<T: Clone>(all: &[T], index: &Index) -> Option<T> {
    let at = index.index(all.len() + 1);
    all.get(at).cloned()
}

fn code_ids(project: &Project, kind: CodeKind) -> Vec<CodeId> {
    project.codebook.codes(kind).iter().map(|code| code.id.clone()).collect()
}

fn stance_ids(project: &Project) -> Vec<StanceId> {
    project.codebook.stances.iter().map(|stance| stance.id.clone()).collect()
}

fn tags(project: &Project, [actor, issue, stance]: &[Index; 3]) -> Tags {
    Tags {
        actor: pick_or_none(&code_ids(project, CodeKind::Actor), actor),
        issue: pick_or_none(&code_ids(project, CodeKind::Issue), issue),
        stance: pick_or_none(&stance_ids(project), stance),
    }
}

fn span(article: &Article, from: &Index, to: &Index) -> Span {
    let n_places = article.text.n_chars() + 1;
    Span::between(from.index(n_places), to.index(n_places))
}

fn a_highlight(project: &Project, index: &Index) -> Option<(Arc<Article>, Highlight)> {
    let all: Vec<_> = project.highlights().collect();
    pick(&all, index).map(|(article, highlight)| (Arc::clone(article), highlight.clone()))
}

/// Puts other words in the place of a span. The hasty way leaves highlights to the edit, which may then be refused.
fn revision_of(article: &Article, replaced: Span, words: &str, is_hasty: bool) -> Edit {
    let mut text = article.text.as_str().to_owned();
    text.replace_range(article.text.bytes_of(replaced), words);
    let plan = RevisionPlan::of(article, Text::new(text));
    if is_hasty {
        return Edit::ReviseText(article.id, TextRevision { changes: plan.changes, ..TextRevision::default() });
    }
    let proposal = |id| plan.lost.iter().find(|lost| lost.highlight.id == id)?.proposal;
    let decision = |id| proposal(id).map_or(LostDecision::Remove, |place| LostDecision::Place(place.span));
    plan.edit(|id| Some(decision(id))).expect("each is decided")
}

/// The edit a step stands for; none where the project holds nothing it could be about.
fn edit_of(project: &Project, step: &Step) -> Option<Edit> {
    let edit = match step {
        Step::SetTitle(title) => Edit::SetTitle(title.clone()),
        Step::SetId(id) => Edit::SetId(ProjectId::new(uuid::Uuid::from_u128(*id))?),
        Step::InsertArticle(at, words) => {
            let details = Details { title: words.clone(), ..Details::default() };
            let mut article = Article::new(details, Text::new(words.as_str()));
            let lines = article.text.paragraphs().enumerate();
            let parts = lines.map(|(nth, line)| SourcePart { start: line.start, name: format!("p. {}", nth + 1) });
            article.source = Some(Arc::new(ArticleSource { parts: parts.collect(), ..ArticleSource::default() }));
            Edit::InsertArticles(vec![(at.index(project.articles.len() + 1), Arc::new(article))])
        }
        Step::RemoveArticle(at) => Edit::RemoveArticles(vec![pick(&project.articles, at)?.id]),
        Step::SetDetails(at, title) => {
            let article = pick(&project.articles, at)?;
            Edit::SetDetails(article.id, Details { title: title.clone(), ..article.details.clone() }.into())
        }
        Step::Revise { article, from, to, words, is_hasty } => {
            let article = pick(&project.articles, article)?;
            revision_of(&article, span(&article, from, to), words, *is_hasty)
        }
        Step::AddHighlight { article, from, to, tags: chosen } => {
            let article = pick(&project.articles, article)?;
            let span = span(&article, from, to);
            let highlight = Highlight::new(&article.text, span, tags(project, chosen), "AK", TIME);
            Edit::AddHighlights(vec![(article.id, highlight)])
        }
        Step::RemoveHighlights(at) => {
            let article = pick(&project.articles, at)?;
            Edit::RemoveHighlights(article.highlights.iter().map(|highlight| (article.id, highlight.id)).collect())
        }
        Step::Retag { highlight, tags: chosen } => {
            let (article, highlight) = a_highlight(project, highlight)?;
            edit::retag(&article, &highlight, tags(project, chosen))
        }
        Step::Move { highlight, from, to } => {
            let (article, highlight) = a_highlight(project, highlight)?;
            let moved = highlight.with_span(&article.text, span(&article, from, to));
            Edit::SetHighlights(vec![(article.id, moved)])
        }
        Step::AddCode { is_actor, name, parent } => {
            let kind = kind(*is_actor);
            let parent = pick_or_none(&code_ids(project, kind), parent);
            edit::add_code(&project.codebook, kind, project.codebook.fresh_code(kind, name, parent))
        }
        Step::RenameCode { is_actor, code, name, parent } => {
            let kind = kind(*is_actor);
            let mut code = pick(project.codebook.codes(kind), code)?;
            code.name.clone_from(name);
            code.parent = pick_or_none(&code_ids(project, kind), parent);
            Edit::SetCode(kind, code)
        }
        Step::AssignKey(is_actor, code, key) => {
            let kind = kind(*is_actor);
            let keys: Vec<char> = kind.keys().chars().collect();
            let code = pick(project.codebook.codes(kind), code)?;
            edit::assign_key(&project.codebook, kind, &code, pick_or_none(&keys, key))
        }
        Step::SetKey(is_actor, code, key) => {
            let kind = kind(*is_actor);
            let code = pick(project.codebook.codes(kind), code)?;
            Edit::SetCode(kind, Code { key: Some(*key), ..code })
        }
        Step::DeleteCode { is_actor, code, heir } => {
            let kind = kind(*is_actor);
            let ids = code_ids(project, kind);
            edit::delete_code(project, kind, &pick(&ids, code)?, pick_or_none(&ids, heir).as_ref())
        }
        Step::AddStance(name, weight) => {
            let stance = Stance { id: name.as_str().into(), name: name.clone(), weight: f64::from(*weight) };
            Edit::InsertStance(project.codebook.stances.len(), stance)
        }
        Step::SetStance(stance, weight) => {
            let stance = pick(&project.codebook.stances, stance)?;
            Edit::SetStance(Stance { weight: f64::from(*weight), ..stance })
        }
        Step::DeleteStance(stance, heir) => {
            let ids = stance_ids(project);
            edit::delete_stance(project, &pick(&ids, stance)?, pick_or_none(&ids, heir).as_ref())
        }
        Step::Continued(highlight, note) => {
            let (article, highlight) = a_highlight(project, highlight)?;
            Edit::SetHighlights(vec![(article.id, Highlight { note: note.clone(), ..highlight })])
        }
        Step::Replace(article, title) => {
            let mut other = Project { id: ProjectId::fresh(), title: title.clone(), ..project.clone() };
            other
                .articles
                .remove(article.index(project.articles.len().max(1)).min(project.articles.len().checked_sub(1)?));
            Edit::Replace(Box::new(other))
        }
        Step::KeepView(..) | Step::ChangeView(..) | Step::RemoveView(_) => edit_of_views(project, step)?,
        Step::Summarise(issue, text) => {
            let issue = pick(&project.codebook.issues, issue)?;
            Edit::SetSummary(Subject(vec![(Axis::Issue, AxisValue::Code(issue.id))]), text.clone())
        }
        Step::Undo | Step::Redo => return None,
    };
    Some(edit)
}

/// The edit for a step that changes the views that are kept.
fn edit_of_views(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
        // A name that is taken, or none, must be refused.
        Step::KeepView(at, name) => {
            let view = SavedComparison { name: name.clone(), query: Query::default(), picture: PictureKind::Table };
            Edit::InsertView(at.index(project.views.len() + 1), Box::new(view))
        }
        Step::ChangeView(view, name) => {
            let old = pick(&project.views, view)?;
            let query = Query { hides_empty: !old.query.hides_empty, ..old.query };
            Edit::SetView(old.name, Box::new(SavedComparison { name: name.clone(), query, picture: PictureKind::Bars }))
        }
        Step::RemoveView(view) => Edit::RemoveView(pick(&project.views, view)?.name),
        _ => return None,
    })
}

fn gesture_of(step: &Step) -> Gesture {
    match step {
        Step::Continued(..) => Gesture::Continued("note".to_owned()),
        _ => Gesture::Single,
    }
}

/// Takes one step; a step that does not fit must leave everything as it was.
fn take(history: &mut History, step: &Step) {
    match step {
        Step::Undo => _ = history.undo(),
        Step::Redo => _ = history.redo(),
        step => {
            let Some(edit) = edit_of(history.project(), step) else { return };
            let before = history.project().clone();
            if history.apply("Step", gesture_of(step), edit).is_err() {
                assert_eq!(*history.project(), before, "a refused edit changed something: {step:?}");
            }
        }
    }
}

/// As [`take`], through a session, so that the journal gets it too.
fn take_in_session(session: &mut Session, step: &Step) {
    match step {
        Step::Undo => _ = session.undo(),
        Step::Redo => _ = session.redo(),
        step => {
            let Some(edit) = edit_of(session.project(), step) else { return };
            // One that does not fit is not journaled either.
            session.apply("Step", gesture_of(step), edit).ok();
        }
    }
}

/// A machine whose program keeps its things in `folder`.
fn machine(folder: &Path) -> Machine {
    Machine::with(Folders::below(folder.join("data")), Arc::new(SystemDisk))
}

fn undo_all(history: &mut History) {
    while history.undo().is_some() {}
}

fn redo_all(history: &mut History) {
    while history.redo().is_some() {}
}

/// A project that some steps were taken in, as read from its file.
fn started(steps: &[Step]) -> History {
    let mut history = History::new(Project::titled("Start"));
    for step in steps {
        take(&mut history, step);
    }
    History::new(history.project().clone())
}

proptest! {
    #[test]
    fn undoing_everything_leads_back_and_redoing_leads_forth(first in steps(), then in steps()) {
        let mut history = started(&first);
        let start = history.project().clone();
        let start_written = store::to_string(&start);
        for step in &then {
            take(&mut history, step);
        }
        // Only then is there nothing left to redo but what is undone next.
        redo_all(&mut history);
        let end = history.project().clone();

        undo_all(&mut history);
        prop_assert_eq!(history.project(), &start);
        prop_assert_eq!(store::to_string(history.project()), start_written);
        redo_all(&mut history);
        prop_assert_eq!(history.project(), &end);
        prop_assert_eq!(store::to_string(history.project()), store::to_string(&end));
    }

    #[test]
    fn no_step_breaks_a_rule(steps in steps()) {
        let mut history = History::new(Project::default());
        for step in &steps {
            take(&mut history, step);
            let faults = rules::faults(history.project());
            prop_assert!(faults.is_empty(), "{step:?} led to {faults:?}");
        }
    }

    #[test]
    fn a_revision_keeps_the_words_of_every_highlight_that_it_carries(
        steps in steps(), article: Index, from: Index, to: Index, words in text(),
    ) {
        let mut history = started(&steps);
        let Some(before) = pick(&history.project().articles, &article) else { return Ok(()) };
        let mut text = before.text.as_str().to_owned();
        text.replace_range(before.text.bytes_of(span(&before, &from, &to)), &words);
        let plan = RevisionPlan::of(&before, Text::new(text.as_str()));
        let edit = plan.edit(|_| Some(LostDecision::Remove)).expect("each is decided");
        history.apply("Revise", Gesture::Single, edit).map_err(|error| TestCaseError::fail(error.to_string()))?;

        let after = history.project().article(before.id).expect("it is still there");
        prop_assert_eq!(after.text.as_str(), text);
        prop_assert_eq!(after.highlights.len(), before.highlights.len() - plan.lost.len());
        for highlight in after.highlights() {
            let old = before.highlight(highlight.id).expect("none was added");
            let carried = Highlight { span: highlight.span, ..old.clone() };
            prop_assert_eq!(highlight, &carried);
        }
        prop_assert_eq!(rules::faults(history.project()), Vec::new());
    }

    #[test]
    fn what_is_saved_is_opened_equal(steps in steps()) {
        let history = started(&steps);
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let path = folder.path().join("p.ron");
        let session = Session::unsaved(history.project().clone(), &machine(folder.path()));
        session.begin_save_as(&path).run().expect("the folder can be written");
        let opened = store::open(&path).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&opened, history.project());
        prop_assert_eq!(store::to_string(&opened), store::to_string(history.project()));
    }

    #[test]
    fn what_was_edited_since_the_last_save_is_recovered(first in steps(), then in steps(), after in steps()) {
        let folder = tempfile::tempdir().expect("the system gives a temporary folder");
        let (path, machine) = (folder.path().join("p.ron"), machine(folder.path()));
        let mut session = Session::unsaved(Project::default(), &machine);
        let saved = session.begin_save_as(&path).run().expect("the folder can be written");
        session.finish_save(saved);
        for step in &first {
            take_in_session(&mut session, step);
        }
        // What is done while the save runs follows it.
        let job = session.begin_save(Overwrite::OwnState).expect("it has a file");
        for step in &then {
            take_in_session(&mut session, step);
        }
        session.finish_save(job.run().expect("the folder can be written"));
        for step in &after {
            take_in_session(&mut session, step);
        }
        let expected = store::to_string(session.project());
        let is_saved = !session.has_unsaved_changes();
        drop(session);
        let (recovered, found) = Session::open(&path, Access::Change, &machine).expect("it is sound");
        prop_assert_eq!(store::to_string(recovered.project()), expected);
        prop_assert!(found.warnings.is_empty() && found.strange.is_none(), "{:?}", found);
        prop_assert_eq!(is_saved, !recovered.has_unsaved_changes());
    }

    #[test]
    fn several_edits_happen_or_fail_together(first in steps(), then in steps()) {
        let mut history = started(&first);
        let before = history.project().clone();
        let mut edits: Vec<Edit> = then.iter().filter_map(|step| edit_of(&before, step)).collect();
        edits.push(Edit::RemoveHighlights(vec![(ArticleId::fresh(), HighlightId::fresh())]));
        let failed: Result<(), EditError> = history.apply("All", Gesture::Single, Edit::All(edits));
        prop_assert!(failed.is_err());
        prop_assert_eq!(history.project(), &before);
        prop_assert_eq!(history.revision(), 0);
        prop_assert!(history.undo_step().is_none());
    }

    /// History notes where things stand; whatever happened before, that must be what a fresh look finds.
    #[test]
    fn a_history_with_a_past_answers_as_one_without(steps in steps()) {
        let mut history = History::new(Project::default());
        for step in &steps {
            let before = history.project().clone();
            let Some(edit) = edit_of(&before, step) else {
                take(&mut history, step);
                continue;
            };
            // Edits that fit another moment, such as one already applied, are to be refused by both alike.
            for edit in [edit.clone(), edit] {
                let mut fresh = History::new(history.project().clone());
                let expected = fresh.apply("Step", Gesture::Single, edit.clone());
                prop_assert_eq!(history.apply("Step", Gesture::Single, edit), expected);
                prop_assert_eq!(history.project(), fresh.project());
            }
        }
    }
}
