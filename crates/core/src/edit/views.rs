//! Applies edits of saved comparisons and summaries.

use super::{Edit, EditError, error::refuse};
use crate::{
    model::{Project, SavedComparison, Summary, view::Subject},
    rules::check_view,
};

pub(super) fn insert(project: &mut Project, at: usize, view: SavedComparison) -> Result<Edit, EditError> {
    refuse(check_view(&view, project.view(&view.name).is_some()))?;
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
    refuse(check_view(&view, view.name != name && project.view(&view.name).is_some()))?;
    let new_name = view.name.clone();
    let old = std::mem::replace(&mut project.views[at], view);
    Ok(Edit::SetView(new_name, Box::new(old)))
}

/// Sets, replaces or, with an empty text, removes a summary. Summaries are sorted by subject, so that changing one
/// changes one place in the file.
pub(super) fn set_summary(project: &mut Project, subject: Subject, text: String) -> Edit {
    let summaries = &mut project.summaries;
    let old = match summaries.iter().position(|summary| summary.subject == subject) {
        Some(at) if text.is_empty() => summaries.remove(at).text,
        Some(at) => std::mem::replace(&mut summaries[at].text, text),
        None if text.is_empty() => String::new(),
        None => {
            let at = summaries.partition_point(|summary| summary.subject < subject);
            summaries.insert(at, Summary { subject: subject.clone(), text });
            String::new()
        }
    };
    Edit::SetSummary(subject, old)
}

fn place(project: &Project, name: &str) -> Result<usize, EditError> {
    let place = project.views.iter().position(|view| view.name == name);
    place.ok_or_else(|| EditError::NoView(name.to_owned()))
}
