//! What holds for every sequence of edits, whatever they are: the laws of undo and of the file.

use std::{path::Path, sync::Arc};

use proptest::{prelude::*, sample::Index};
use standpoint_core::{
    edit::{self, CodeMerge, Edit, EditError, Gesture, History, LostDecision, RevisionPlan, TextRevision},
    model::{
        Article, ArticleId, ArticleSource, Code, CodeId, CodeKind, Details, Highlight, HighlightId, Project, ProjectId,
        SavedComparison, SourcePart, Stance, StanceId, Tags,
        view::{Axis, AxisSide, AxisValue, HeaderKey, PictureKind, Query, Sort, Subject},
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
    /// Moves a code below any other, even one below itself, which must be refused.
    MoveCode {
        is_actor: bool,
        code: Index,
        at: Index,
        parent: Index,
    },
    /// Merges up to two codes into a third, which may be one of them, which must be refused.
    MergeCodes {
        is_actor: bool,
        codes: [Index; 2],
        into: Index,
        keeps_duplicates: bool,
    },
    /// Gives all highlights of an article another actor or issue, or none.
    TagArticle(bool, Index, Index),
    KeepKeys,
    SetFreeKeys(Option<String>),
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
        (any::<bool>(), index(), index(), index()).prop_map(|(is_actor, code, at, parent)| Step::MoveCode {
            is_actor,
            code,
            at,
            parent
        }),
        merge(),
        (any::<bool>(), index(), index())
            .prop_map(|(is_actor, article, code)| Step::TagArticle(is_actor, article, code)),
        Just(Step::KeepKeys),
        prop::option::of("[1-3qwé]{0,2}").prop_map(Step::SetFreeKeys),
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

fn merge() -> impl Strategy<Value = Step> {
    (any::<bool>(), any::<[Index; 2]>(), any::<Index>(), any::<bool>()).prop_map(
        |(is_actor, codes, into, keeps_duplicates)| Step::MergeCodes { is_actor, codes, into, keeps_duplicates },
    )
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
        Step::AddCode { .. }
        | Step::RenameCode { .. }
        | Step::AssignKey(..)
        | Step::SetKey(..)
        | Step::DeleteCode { .. }
        | Step::MoveCode { .. }
        | Step::MergeCodes { .. }
        | Step::TagArticle(..)
        | Step::KeepKeys
        | Step::SetFreeKeys(_) => edit_of_codes(project, step)?,
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
            let mut parts = vec![(Axis::Issue, AxisValue::Code(pick(&project.codebook.issues, issue)?.id))];
            parts.extend(pick(&project.codebook.actors, issue).map(|actor| (Axis::Actor, AxisValue::Code(actor.id))));
            Edit::SetSummary(Subject(parts), text.clone())
        }
        Step::Undo | Step::Redo => return None,
    };
    Some(edit)
}

/// The edit for a step that changes actors and issues.
fn edit_of_codes(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
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
        Step::MoveCode { is_actor, code, at, parent } => {
            let kind = kind(*is_actor);
            let ids = code_ids(project, kind);
            Edit::MoveCode(kind, pick(&ids, code)?, at.index(ids.len() + 1), pick_or_none(&ids, parent))
        }
        Step::MergeCodes { is_actor, codes, into, keeps_duplicates } => {
            let kind = kind(*is_actor);
            let ids = code_ids(project, kind);
            let codes = codes.iter().filter_map(|code| pick_or_none(&ids, code)).collect();
            let merge = CodeMerge { codes, into: pick(&ids, into)?, keeps_duplicates: *keeps_duplicates };
            edit::keep_keys(&project.codebook, Edit::MergeCodes(kind, Box::new(merge)))
        }
        Step::TagArticle(is_actor, article, code) => {
            let kind = kind(*is_actor);
            let article = pick(&project.articles, article)?;
            let highlights = article.highlights().map(|highlight| highlight.id).collect();
            let code = pick_or_none(&code_ids(project, kind), code);
            Edit::TagHighlights(kind, code, vec![(article.id, highlights)])
        }
        Step::KeepKeys => Edit::KeepKeys,
        Step::SetFreeKeys(keys) => Edit::SetFreeKeys(keys.clone()),
        _ => return None,
    })
}

/// A view whose rows, order and filter name whatever codes there are.
fn naming_view(project: &Project, name: &str, at: &Index) -> SavedComparison {
    let [actors, issues] = CodeKind::ALL.map(|kind| code_ids(project, kind));
    let key = |ids: &[CodeId]| pick(ids, at).map(|id| HeaderKey(vec![AxisValue::Code(id)]));
    let rows = AxisSide {
        sort: Sort::ByHand(issues.iter().map(|id| HeaderKey(vec![AxisValue::Code(id.clone())])).collect()),
        toggled: key(&issues).into_iter().collect(),
        ..AxisSide::over(Axis::Issue)
    };
    let columns = AxisSide {
        sort: key(&issues).map_or(Sort::AsListed, Sort::By),
        pinned: key(&actors).into_iter().collect(),
        ..AxisSide::over(Axis::Actor)
    };
    let mut query = Query { rows, columns, ..Query::default() };
    query.filter.actors.extend(pick(&actors, at));
    query.filter.issues = issues;
    SavedComparison { name: name.to_owned(), query, picture: PictureKind::Table }
}

/// The edit for a step that changes the views that are kept.
fn edit_of_views(project: &Project, step: &Step) -> Option<Edit> {
    Some(match step {
        // A name that is taken, or none, must be refused.
        Step::KeepView(at, name) => {
            Edit::InsertView(at.index(project.views.len() + 1), Box::new(naming_view(project, name, at)))
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

/// Whether anything names the code, itself included.
fn is_named(project: &Project, kind: CodeKind, id: &CodeId) -> bool {
    let own_axis = if kind == CodeKind::Actor { Axis::Actor } else { Axis::Issue };
    let code = AxisValue::Code(id.clone());
    let in_key = |axes: &[Axis], key: &HeaderKey| {
        axes.iter().zip(&key.0).any(|(axis, value)| *axis == own_axis && *value == code)
    };
    let in_side = |side: &AxisSide, other: &AxisSide| {
        let in_sort = match &side.sort {
            Sort::By(key) => in_key(&other.axes, key),
            Sort::ByHand(keys) => keys.iter().any(|key| in_key(&side.axes, key)),
            _ => false,
        };
        in_sort || side.toggled.iter().chain(&side.pinned).any(|key| in_key(&side.axes, key))
    };
    let in_view = |SavedComparison { query, .. }: &SavedComparison| {
        let filter = if kind == CodeKind::Actor { &query.filter.actors } else { &query.filter.issues };
        filter.contains(id) || in_side(&query.rows, &query.columns) || in_side(&query.columns, &query.rows)
    };
    project.codebook.codes(kind).iter().any(|code| code.id == *id || code.parent.as_ref() == Some(id))
        || project.highlights().any(|(_, highlight)| highlight.tag(kind) == Some(id))
        || project.views.iter().any(in_view)
        || project.summaries.iter().any(|summary| summary.subject.0.contains(&(own_axis.clone(), code.clone())))
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
    fn a_merge_leaves_nothing_that_names_the_merged_codes_and_is_undone_byte_for_byte(
        steps in prop::collection::vec(step(), 0..80), merge in merge(),
    ) {
        let mut history = started(&steps);
        let before = history.project().clone();
        let Some(edit) = edit_of(&before, &merge) else { return Ok(()) };
        let Step::MergeCodes { is_actor, keeps_duplicates, .. } = merge else { unreachable!() };
        let kind = kind(is_actor);
        let mut merges = Vec::new();
        for part in if let Edit::All(edits) = &edit { edits.as_slice() } else { std::slice::from_ref(&edit) } {
            if let Edit::MergeCodes(_, merge) = part {
                merges.push((**merge).clone());
            }
        }
        let merge = merges.pop().expect("it merges");
        let preview = edit::merge_preview(&before, kind, &merge);
        let written = edit::lines::write(&edit);
        prop_assert!(written.len() < 200, "{written}");
        if history.apply("Merge", Gesture::Single, edit).is_err() {
            prop_assert!(merge.codes.contains(&merge.into));
            prop_assert!(preview.is_err());
            return Ok(());
        }
        let preview = preview.expect("what can be done can be previewed");
        let after = history.project();
        for code in merge.codes.iter().chain(preview.same_names.iter().map(|(code, _)| code)) {
            prop_assert!(!is_named(after, kind, code), "{code} is still named");
            let name = &before.codebook.code(kind, code).expect("it was there").name;
            prop_assert!(after.codebook.codes(kind).iter().any(|code| code.is_called(name)), "{name} finds nothing");
        }
        let n_joined = if keeps_duplicates { 0 } else { preview.duplicates.len() };
        prop_assert_eq!(after.n_highlights() + n_joined, before.n_highlights());
        prop_assert_eq!(rules::faults(after), Vec::new());
        undo_all(&mut history);
        prop_assert_eq!(store::to_string(history.project()), store::to_string(&before));
        prop_assert_eq!(history.project(), &before);
    }

    /// What the window does with the codes moves no key but the one that is assigned.
    #[test]
    fn keys_stay_where_they_are(steps in prop::collection::vec(step(), 0..60), then in steps()) {
        let mut history = started(&steps);
        for step in &then {
            let (is_made, is_assigned) = match step {
                Step::AssignKey(..) => (false, true),
                Step::AddCode { .. } => (true, false),
                Step::DeleteCode { .. } | Step::MergeCodes { .. } | Step::MoveCode { .. } | Step::RenameCode { .. } => {
                    (false, false)
                }
                _ => continue,
            };
            let before = history.project().codebook.clone();
            let Some(edit) = edit_of(history.project(), step) else { continue };
            if history.apply("Step", Gesture::Single, edit::keep_keys(&before, edit)).is_err() || is_assigned {
                continue;
            }
            let after = &history.project().codebook;
            for kind in CodeKind::ALL {
                let holder = |book: &standpoint_core::model::Codebook, key: char| {
                    let keyed = book.keyed_codes(kind);
                    keyed.iter().find(|(other, _)| *other == key).map(|(_, code)| code.id.clone())
                };
                for key in kind.keys().chars() {
                    let (old, new) = (holder(&before, key), holder(after, key));
                    let is_gone = old.as_ref().is_some_and(|old| after.code(kind, old).is_none());
                    let is_new = is_made && new.as_ref().is_some_and(|new| before.code(kind, new).is_none());
                    // A key goes to the heir with everything else, and to a new code if nobody ever had it.
                    let is_inherited = is_gone && matches!(step, Step::MergeCodes { .. });
                    prop_assert!(
                        old == new || is_new && old.is_none() || is_gone && new.is_none() || is_inherited,
                        "{step:?} gave {key} of {old:?} to {new:?}"
                    );
                }
            }
        }
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
