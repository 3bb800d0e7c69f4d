//! The comparison that the command line asks for: a saved view or the default table, changed by the options.

use standpoint_analysis::{
    comparison::{self, Comparison, Header},
    report::sheet::{header_paths, id_of},
};
use standpoint_core::{
    model::{
        Project,
        view::{Axis, AxisSide, Query, SavedComparison, Sort},
    },
    text::fold::{folded, in_one_case, is_same_name},
};

use super::{
    axes::Axes,
    filter::{self, FilterError, name_list},
    names::{self, Candidate},
    table_args::{FoldedSide, TableArgs},
};

/// Why there is no such comparison; each message says what would be accepted.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error("there is no view “{name}” in the project; it has {known}")]
    NoView { name: String, known: String },
    #[error("several views are called “{name}” apart from capital letters; use one of: {candidates}")]
    SeveralViews { name: String, candidates: String },
    #[error("no article has a field “{name}”; fields in use: {known}")]
    NoField { name: String, known: String },
    #[error("there is no saved search “{name}” in the project; it has {known}")]
    NoSearch { name: String, known: String },
    #[error("there is no column “{name}” to sort by; use name, total, listed or one of: {known}")]
    NoColumn { name: String, known: String },
    #[error("several columns are called “{name}”; use one of: {candidates}")]
    SeveralColumns { name: String, candidates: String },
    #[error(transparent)]
    Filter(#[from] FilterError),
}

impl TableArgs {
    /// Returns the query for this project.
    ///
    /// # Errors
    /// If a switch names what the project does not have.
    pub(super) fn query(&self, project: &Project) -> Result<Query, QueryError> {
        let mut query = match &self.view {
            Some(name) => named_view(project, name)?,
            // A terminal shows all members, because a reader cannot unfold them there.
            None => Query { columns: AxisSide::over(Axis::Actor), ..Query::default() },
        };
        for (given, side) in [(&self.rows, &mut query.rows), (&self.columns, &mut query.columns)] {
            if let Some(Axes(axes)) = given {
                *side = AxisSide { axes: axes.clone(), ..AxisSide::over(Axis::Issue) };
            }
        }
        if let Some(axis) = &self.layers {
            query.layers = Some(axis.clone());
        }
        query.measure = self.measure.unwrap_or(query.measure);
        query.counting = self.counting.unwrap_or(query.counting);
        query.hides_empty |= self.hide_empty;
        query.shows_intervals |= self.intervals;
        for side in &self.fold {
            let side = if *side == FoldedSide::Rows { &mut query.rows } else { &mut query.columns };
            (side.shows_members, side.toggled) = (false, Vec::new());
        }
        filter::apply(&self.filter, project, &mut query.filter)?;
        check_fields(project, &query)?;
        if let Some(by) = &self.sort {
            query.rows.sort = sort(project, &query, by)?;
        }
        Ok(query)
    }
}

fn named_view(project: &Project, name: &str) -> Result<Query, QueryError> {
    let one_case = in_one_case(&folded(name));
    let is_alike = |view: &&SavedComparison| in_one_case(&folded(&view.name)) == one_case;
    let names = |views: &[&SavedComparison]| name_list(views.iter().map(|view| view.name.as_str()));
    if let Some(view) = project.view(name) {
        return Ok(view.query.clone());
    }
    match project.views.iter().filter(is_alike).collect::<Vec<_>>()[..] {
        [view] => Ok(view.query.clone()),
        [] => {
            let known = names(&project.views.iter().collect::<Vec<_>>());
            Err(QueryError::NoView { name: name.to_owned(), known })
        }
        ref several => Err(QueryError::SeveralViews { name: name.to_owned(), candidates: names(several) }),
    }
}

fn check_fields(project: &Project, query: &Query) -> Result<(), QueryError> {
    let known = comparison::fields(project);
    let asked = query.rows.axes.iter().chain(&query.columns.axes).chain(&query.layers);
    for axis in asked {
        match axis {
            Axis::Field(name) if !known.contains(axis) => {
                let known = name_list(project.field_names().into_iter());
                return Err(QueryError::NoField { name: name.clone(), known });
            }
            Axis::Search(name) if project.search(name).is_none() => {
                let known = name_list(project.searches.iter().map(|search| search.name.as_str()));
                return Err(QueryError::NoSearch { name: name.clone(), known });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the order of the rows: one of the fixed words, or the values in the column with that name.
fn sort(project: &Project, query: &Query, by: &str) -> Result<Sort, QueryError> {
    match by {
        "name" => return Ok(Sort::ByName),
        "total" => return Ok(Sort::ByTotal),
        "listed" => return Ok(Sort::AsListed),
        // Tables call the total “All”. A column with that name is printed with its id.
        _ if in_one_case(&folded(by)) == "all" => return Ok(Sort::ByTotal),
        _ => {}
    }
    let comparison = Comparison::of(project, query.clone());
    let columns = comparison.columns();
    let paths = header_paths(columns, &query.columns.axes);
    let named = |name: &str, header: &Header| Candidate { name: name.to_owned(), id: id_in(header) };
    let printed: Vec<Candidate> = paths.iter().zip(columns).map(|(path, header)| named(path, header)).collect();
    let plain: Vec<Candidate> = columns.iter().map(|header| named(&header.name, header)).collect();
    // Printed names come first, because they are unique.
    let meant = match names::find(&printed, by) {
        Ok(None) | Err(_) => names::find(&plain, by),
        found => found,
    };
    let several = |_| {
        let is_meant = |place: &usize| names::is_alike(&printed[*place], by) || names::is_alike(&plain[*place], by);
        let meant = (0..columns.len()).filter(is_meant).map(|place| (&paths[place], &columns[place]));
        let candidates: Vec<String> = meant
            .map(|(path, header)| {
                let is_alone = paths.iter().filter(|other| is_same_name(other, path)).count() == 1;
                if is_alone { path.clone() } else { format!("{path} [{}]", id_in(header)) }
            })
            .collect();
        QueryError::SeveralColumns { name: by.to_owned(), candidates: name_list(candidates.iter().map(String::as_str)) }
    };
    let place = meant.map_err(several)?.ok_or_else(|| {
        let known = name_list(paths.iter().map(String::as_str));
        QueryError::NoColumn { name: by.to_owned(), known }
    })?;
    Ok(Sort::By(columns[place].key.clone()))
}

/// Returns what is printed in brackets after the name of a column.
fn id_in(header: &Header) -> String {
    header.key.0.last().map(id_of).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use standpoint_core::model::view::PictureKind;

    #[test]
    fn a_view_named_in_other_letters_is_taken_only_if_it_is_the_only_one() {
        let mut project = Project::titled("Talks");
        for (name, axis) in [("Main", Axis::Outlet), ("main", Axis::Month), ("Other", Axis::Year)] {
            let query = Query { columns: AxisSide::over(axis), ..Query::default() };
            project.views.push(SavedComparison { name: name.to_owned(), query, picture: PictureKind::Table });
        }
        let axis = |name: &str| named_view(&project, name).map(|query| query.columns.axes);
        assert_eq!(axis("main").ok(), Some(vec![Axis::Month]));
        assert_eq!(axis("OTHER").ok(), Some(vec![Axis::Year]));
        let error = axis("MAIN").expect_err("there are two");
        assert!(error.to_string().ends_with("use one of: main, Main"), "{error}");
    }

    #[test]
    fn a_side_has_one_axis_or_two() {
        let axes = |words: &str| words.parse::<Axes>().map(|axes| axes.0).map_err(|error| error.to_string());
        assert_eq!(axes("issue"), Ok(vec![Axis::Issue]));
        assert_eq!(axes("issue,article"), Ok(vec![Axis::Issue, Axis::Article]));
        assert_eq!(axes("field:Desk, month"), Ok(vec![Axis::Field("Desk".to_owned()), Axis::Month]));
        for (words, answer) in [
            ("colour", "issue, actor, stance"),
            ("issue,", "issue, actor, stance"),
            ("issue,issue", "the same axis twice"),
            ("issue,actor,outlet", "more than two axes"),
        ] {
            let error = axes(words).expect_err(words);
            assert!(error.contains(answer), "{words}: {error}");
        }
    }
}
