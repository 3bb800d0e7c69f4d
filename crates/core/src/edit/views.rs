//! Applies edits of saved comparisons and summaries.

use super::{Edit, EditError, error::refuse};
use crate::{
    model::{Project, SavedComparison, Summary, view::Subject},
    rules::check_view,
};

pub(super) fn insert(project: &mut Project, at: usize, view: SavedComparison) -> Result<Edit, EditError> {
    refuse(check_view(&view, has_view(project, &view.name)))?;
    let inverse = Edit::RemoveView(view.name.clone());
    project.views.insert(at.min(project.views.len()), view);
    Ok(inverse)
}

pub(super) fn remove(project: &mut Project, name: &str) -> Result<Edit, EditError> {
    let at = place(project, name)?;
    let view = project.views.remove(at);
    Ok(Edit::InsertView(at, Box::new(view)))
}

pub(super) fn set(project: &mut Project, name: &str, view: SavedComparison) -> Result<Edit, EditError> {
    let at = place(project, name)?;
    refuse(check_view(&view, view.name != project.views[at].name && has_view(project, &view.name)))?;
    let new_name = view.name.clone();
    let old = std::mem::replace(&mut project.views[at], view);
    Ok(Edit::SetView(new_name, Box::new(old)))
}

/// Sets, replaces or, with an empty text, removes a summary. Summaries are sorted by subject, so that changing one
/// changes one place in the file.
pub(super) fn set_summary(project: &mut Project, subject: Subject, text: String) -> Edit {
    let summaries = &mut project.summaries;
    match summaries.iter().position(|summary| summary.subject == subject) {
        // The subject keeps the spelling that it has in the project, and gets it back on undo.
        Some(at) if text.is_empty() => {
            let Summary { subject, text } = summaries.remove(at);
            Edit::SetSummary(subject, text)
        }
        Some(at) => {
            let old = std::mem::replace(&mut summaries[at].text, text);
            Edit::SetSummary(summaries[at].subject.clone(), old)
        }
        None => {
            if !text.is_empty() {
                let at = summaries.partition_point(|summary| summary.subject < subject);
                summaries.insert(at, Summary { subject: subject.clone(), text });
            }
            Edit::SetSummary(subject, String::new())
        }
    }
}

/// Returns whether there is a view with exactly this name. New edits refuse names that only read the same, but undo
/// must still work in a project that has them already.
fn has_view(project: &Project, name: &str) -> bool {
    project.views.iter().any(|view| view.name == name)
}

fn place(project: &Project, name: &str) -> Result<usize, EditError> {
    project.view_index(name).ok_or_else(|| EditError::NoView(name.to_owned()))
}
