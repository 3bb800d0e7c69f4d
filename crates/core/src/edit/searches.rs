//! Applies edits of saved searches, and finds what names one.

use super::{Edit, EditError, error::refuse, renamed::joined};
use crate::{
    model::{
        Project, SavedComparison, SavedSearch,
        view::{Axis, Query, Subject},
    },
    rules::check_search,
    text::fold::is_same_name,
};

pub(super) fn insert(project: &mut Project, at: usize, search: SavedSearch) -> Result<Edit, EditError> {
    refuse(check_search(&search, has_search(project, &search.name)))?;
    let inverse = Edit::RemoveSearch(search.name.clone());
    project.searches.insert(at.min(project.searches.len()), search);
    Ok(inverse)
}

pub(super) fn remove(project: &mut Project, name: &str) -> Result<Edit, EditError> {
    let at = place(project, name)?;
    let search = project.searches.remove(at);
    Ok(Edit::InsertSearch(at, Box::new(search)))
}

pub(super) fn set(project: &mut Project, name: &str, search: SavedSearch) -> Result<Edit, EditError> {
    let at = place(project, name)?;
    refuse(check_search(&search, search.name != project.searches[at].name && has_search(project, &search.name)))?;
    let new_name = search.name.clone();
    let old = std::mem::replace(&mut project.searches[at], search);
    Ok(Edit::SetSearch(new_name, Box::new(old)))
}

/// Returns whether there is a search with exactly this name, as for views.
fn has_search(project: &Project, name: &str) -> bool {
    project.searches.iter().any(|search| search.name == name)
}

fn place(project: &Project, name: &str) -> Result<usize, EditError> {
    project.search_index(name).ok_or_else(|| EditError::NoSearch(name.to_owned()))
}

/// The views whose rows, columns, layers or filter name a search.
pub fn views_with_search<'a>(project: &'a Project, name: &'a str) -> impl Iterator<Item = &'a SavedComparison> {
    project.views.iter().filter(move |view| query_names_search(&view.query, name))
}

/// Returns whether the rows, columns, layers or filter of a query name a search.
pub fn query_names_search(query: &Query, name: &str) -> bool {
    let axes = query.rows.axes.iter().chain(&query.columns.axes).chain(&query.layers);
    axes.into_iter().any(|axis| is_of(axis, name))
        || query.filter.searches.iter().any(|search| is_same_name(search, name))
}

/// Lets a query name a search by its new name.
pub fn rename_search_in(query: &mut Query, old: &str, new: &str) {
    let axes = query.rows.axes.iter_mut().chain(&mut query.columns.axes).chain(&mut query.layers);
    for axis in axes {
        rename_axis(axis, old, new);
    }
    for search in query.filter.searches.iter_mut().filter(|search| is_same_name(search, old)) {
        new.clone_into(search);
    }
}

/// The edit that gives a saved search another name. Views and summaries that name it follow.
///
/// # Errors
/// Fails if there is no search of this name.
pub fn rename_search(project: &Project, name: &str, new_name: &str) -> Result<Edit, EditError> {
    let old = &project.searches[place(project, name)?];
    let renamed = SavedSearch { name: new_name.to_owned(), ..old.clone() };
    let mut edits = vec![Edit::SetSearch(old.name.clone(), Box::new(renamed))];
    edits.extend(views_with_search(project, &old.name).map(|view| {
        let mut renamed = view.clone();
        rename_search_in(&mut renamed.query, &old.name, new_name);
        Edit::SetView(view.name.clone(), Box::new(renamed))
    }));
    for summary in &project.summaries {
        let mut parts = summary.subject.0.clone();
        for (axis, _) in &mut parts {
            rename_axis(axis, &old.name, new_name);
        }
        parts.sort_unstable();
        if parts != summary.subject.0 {
            let subject = Subject(parts);
            let there = project.summary(&subject);
            let text = if there.is_empty() { summary.text.clone() } else { joined(there, &summary.text) };
            edits.push(Edit::SetSummary(summary.subject.clone(), String::new()));
            edits.push(Edit::SetSummary(subject, text));
        }
    }
    Ok(Edit::one_or_all(edits))
}

fn is_of(axis: &Axis, name: &str) -> bool {
    matches!(axis, Axis::Search(search) if is_same_name(search, name))
}

fn rename_axis(axis: &mut Axis, old: &str, new: &str) {
    if is_of(axis, old) {
        *axis = Axis::Search(new.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        edit::{Gesture, History},
        model::{
            Summary,
            view::{AxisValue, HeaderKey},
        },
    };

    fn history() -> History {
        let mut project = Project::titled("Talks");
        for name in ["Toll", "Ferries"] {
            project.searches.push(SavedSearch { name: name.to_owned(), ..SavedSearch::default() });
        }
        let toll = || Axis::Search("Toll".to_owned());
        let mut query = Query::of(Axis::Issue, toll());
        query.filter.searches = vec!["Ferries".to_owned(), "Toll".to_owned()];
        project.views.push(SavedComparison { name: "By toll".to_owned(), query, ..SavedComparison::default() });
        let key = |value: AxisValue| HeaderKey(vec![value]);
        let subject = Subject::of(
            (&[toll()], &key(AxisValue::of_search(true))),
            (&[Axis::Outlet], &key(AxisValue::Named("Tide".to_owned()))),
        );
        project.summaries.push(Summary { subject, text: "They pay.".to_owned() });
        History::new(project)
    }

    #[test]
    fn views_and_summaries_follow_a_new_name_and_undo_leads_back() {
        let mut history = history();
        let before = history.project().clone();
        let edit = rename_search(&before, "Toll", "Fees").expect("there is such a search");
        history.apply("Rename a search", Gesture::Single, edit).expect("the name is free");
        let project = history.project();
        assert!(project.search("Fees").is_some() && project.search("Toll").is_none());
        assert_eq!(views_with_search(project, "Fees").count(), 1);
        assert_eq!(views_with_search(project, "Toll").count(), 0);
        assert_eq!(project.views[0].query.columns.axes, [Axis::Search("Fees".to_owned())]);
        assert_eq!(project.views[0].query.filter.searches, ["Ferries", "Fees"]);
        assert!(project.summaries[0].subject.0.iter().any(|(axis, _)| is_of(axis, "Fees")));
        history.undo();
        assert_eq!(*history.project(), before);
        let gone = rename_search(&before, "Bridges", "Fees");
        assert_eq!(gone.map_err(|error| error.to_string()), Err("there is no search “Bridges”".to_owned()));
    }
}
