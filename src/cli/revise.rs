//! `standpoint revise`: gives an article another text, unless highlights would be lost that nobody decided about.

use std::{path::Path, sync::atomic::AtomicBool};

use standpoint_core::{
    edit::{Gesture, LostDecision, LostHighlight, RevisionPlan},
    model::Project,
    text::Text,
    wording::counted,
};
use standpoint_exchange::import::{formats::ReadingOptions, one_text::read_text};
use standpoint_store::{Access, repair};

use super::{ChangeArgs, CliError, Output, Verdict, filter, open, save_command};

/// What is asked for.
pub(super) struct Request<'a> {
    pub article: &'a str,
    pub file: &'a Path,
    pub removes_lost: bool,
    pub is_trial: bool,
}

pub(super) fn revise(
    path: &Path,
    request: &Request<'_>,
    options: &ReadingOptions,
    change: ChangeArgs,
    out: &mut Output<'_>,
) -> Result<Verdict, CliError> {
    let text = read_text(request.file, options, &AtomicBool::new(false))?;
    let access = if request.is_trial { Access::ReadOnly } else { change.access() };
    let mut session = open(path, access)?;
    let opened = session.history().state();
    let id = filter::one_article(session.project(), request.article)?;
    let article = session.project().article(id).expect("it was just found");
    let title = article.details.title.clone();
    let plan = RevisionPlan::of(article, text);

    for lost in &plan.lost {
        out.line(in_words(session.project(), lost, &plan.text));
    }
    let n_lost = counted(plan.lost.len(), "highlight");
    let carried = format!("{} kept", counted(plan.n_carried, "highlight"));
    if plan.changes.is_empty() {
        out.line(format_args!("“{title}” has this text already"));
        return Ok(Verdict::Good);
    }
    let decision = request.removes_lost.then_some(LostDecision::Remove);
    let Ok(edit) = plan.edit(|_| decision) else {
        out.line(format_args!(
            "“{title}” was not changed, because the words of {n_lost} changed; place them in the window with “Revise \
             text”, or remove them with --remove-lost"
        ));
        return Ok(Verdict::Bad);
    };
    let changed = counted(plan.changes.len(), "passage");
    if request.is_trial {
        out.line(format_args!("“{title}” would be revised: {changed} changed, {carried}, {n_lost} removed"));
        return Ok(Verdict::Good);
    }
    session.apply("Revise a text", Gesture::Single, edit)?;
    save_command(&mut session, opened, change)?;
    out.line(format_args!("“{title}” revised: {changed} changed, {carried}, {n_lost} removed"));
    Ok(Verdict::Good)
}

/// Describes a highlight whose words changed, with the passage that it most likely means.
fn in_words(project: &Project, lost: &LostHighlight, text: &Text) -> String {
    let highlight = repair::described(project, &lost.highlight);
    match lost.proposal {
        Some(place) => {
            let words = text.slice(place.span).replace('\n', "\\n");
            format!("lost: {highlight}; perhaps “{words}” at {}", place.span)
        }
        None => format!("lost: {highlight}; no similar passage was found"),
    }
}
