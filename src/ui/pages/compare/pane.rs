//! One comparison on screen: the query, its tables, and which rows and columns are visible.

use std::{collections::BTreeSet, sync::Arc};

use egui::Context;

use standpoint_analysis::{
    comparison::{
        CellHighlights, Comparison, Header, HighlightPlace, LiveComparison, MissingValues, Table, VisibleAxes, fields,
        intervals::Intervals, searches,
    },
    report::sheet::{Gather, Sheet, SheetSelection},
};
use standpoint_core::{
    edit::{History, Touched},
    model::{
        Details, Project, ReadingStatus,
        view::{Axis, HeaderKey, Measure, Query},
    },
    text::fold::in_order,
};

use super::fit::KeptFit;
use crate::ui::parts::{derived::Derived, kept::Kept};

/// Which part of a table is selected; `None` on a side stands for its total.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellSelection {
    /// Which of several tables.
    pub layer: Option<HeaderKey>,
    /// The row; `None` stands for the totals.
    pub row: Option<HeaderKey>,
    /// The column; `None` stands for the totals.
    pub column: Option<HeaderKey>,
}

/// A query, and the answer to it on screen, which follows the project and the query on a thread of its own.
#[derive(Default)]
pub struct Pane {
    pub query: Query,
    /// Made for a revision of what is counted, and a query.
    answer: Derived<(u64, Query), Arc<Answer>>,
    /// The highlights of what is selected, kept for a revision, a query and a selection.
    quotes: Kept<(u64, Query, CellSelection), Vec<HighlightPlace>>,
    /// How its tables fit the page.
    pub fit: KeptFit,
}

/// The answer to a query, with the project it was counted from.
pub struct Answer {
    /// The project as it was counted. Places in it are those of the answer, whatever was edited since.
    pub project: Arc<Project>,
    pub live: LiveComparison,
    /// What is visible of the tables.
    pub seen: VisibleTables,
    /// The names that the filter offers.
    pub names: FilterNames,
    /// Every axis that the project offers.
    pub axes: Vec<Axis>,
}

/// What is seen of the tables.
pub struct VisibleTables {
    pub shown: VisibleAxes,
    /// The largest value of a cell, for shading.
    pub largest: f64,
    /// The highlights that the totals count although they lack a value.
    pub missing: MissingValues,
    /// Whether every article is read, so that no cell waits for more.
    pub is_read: bool,
    /// The highlights of the cells of each table, where cells show quotes.
    pub cell_highlights: Vec<CellHighlights>,
    /// How far chance may move the values of the cells, where that is shown.
    pub intervals: Intervals,
}

/// The names in a project by which highlights can be filtered, each sorted for people.
pub struct FilterNames {
    pub outlets: Vec<String>,
    pub agencies: Vec<String>,
    pub languages: Vec<String>,
    /// The saved searches, in the order of the project.
    pub searches: Vec<String>,
    pub coders: Vec<String>,
}

/// The places of what is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedPlaces {
    pub layer: usize,
    pub row: Option<usize>,
    pub column: Option<usize>,
}

impl Answer {
    /// Answers a query. Starts from an earlier answer where there is one; `touched` is what changed since.
    fn of(project: Arc<Project>, query: &Query, revision: u64, earlier: Option<(Arc<Self>, Touched)>) -> Self {
        let live = match earlier {
            Some((earlier, touched)) => {
                let mut live = earlier.live.clone();
                live.follow(&project, query, revision, &touched);
                live
            }
            None => LiveComparison::of(&project, query.clone(), revision),
        };
        let comparison = &live.comparison;
        // Counts are shaded relative to the largest, but a maximum of 1 is not drawn dark. The scale of a residual is
        // the same for all tables.
        let largest = match query.measure {
            Measure::Residual => 1.0,
            _ => comparison.tables().fold(1.0, |largest, table| table.largest(largest)),
        };
        let n_tables = if query.measure.is_text() { comparison.n_tables() } else { 0 };
        let cell_highlights = (0..n_tables).map(|layer| comparison.cell_highlights(&live.facts, layer)).collect();
        let (shown, missing) = (comparison.shown(), comparison.missing_values());
        let is_read = project.articles.iter().all(|article| article.details.status == ReadingStatus::Done);
        let intervals = Intervals::shown_in(comparison, &live.facts, &shown);
        let seen = VisibleTables { shown, largest, missing, is_read, cell_highlights, intervals };
        let names = FilterNames::of(&project);
        let axes = Axis::FIXED.into_iter().chain(fields(&project)).chain(searches(&project)).collect();
        Self { project, live, seen, names, axes }
    }
}

impl FilterNames {
    fn of(project: &Project) -> Self {
        let of_articles = |name: fn(&Details) -> &String| -> Vec<String> {
            let names: BTreeSet<&str> = project.articles.iter().map(|article| &**name(&article.details)).collect();
            in_order(names).into_iter().map(str::to_owned).collect()
        };
        let coders: BTreeSet<&str> = project.highlights().map(|(_, highlight)| &*highlight.coder).collect();
        Self {
            outlets: of_articles(|details| &details.outlet),
            agencies: of_articles(|details| &details.agency),
            languages: of_articles(|details| &details.language),
            searches: project.searches.iter().map(|search| search.name.clone()).collect(),
            coders: in_order(coders).into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Pane {
    pub fn of(query: Query) -> Self {
        Self { query, ..Self::default() }
    }

    /// Lets the answer follow the project and the query; `snapshot` is the project as it is counted now.
    pub fn follow(&mut self, ctx: &Context, history: &History, snapshot: &Arc<Project>) {
        let Self { query, answer, .. } = self;
        let revision = history.counted_revision();
        let is_wanted = |(made_at, made_for): &(u64, Query)| *made_at == revision && made_for == query;
        answer.follow(ctx, is_wanted, |earlier| {
            let earlier = earlier.map(|earlier| (earlier.clone(), history.touched_since(earlier.live.revision)));
            let (project, query) = (snapshot.clone(), query.clone());
            let key = (revision, query.clone());
            (key, move || Arc::new(Answer::of(project, &query, revision, earlier)))
        });
    }

    /// The answer on screen; `None` before the first.
    pub fn answer(&self) -> Option<&Arc<Answer>> {
        self.answer.peek()
    }

    /// Every axis that the project offers.
    pub fn axes(&self) -> Vec<Axis> {
        self.answer().map_or_else(|| Axis::FIXED.to_vec(), |answer| answer.axes.clone())
    }

    /// Whether a thread is counting.
    pub fn is_busy(&self) -> bool {
        self.answer.is_busy()
    }

    /// Whether a thread failed to count.
    pub fn has_failed(&self) -> bool {
        self.answer.has_failed()
    }

    /// Whether the answer on screen has been out of date for a while.
    pub fn is_updating(&self, ctx: &Context) -> bool {
        self.answer.is_updating(ctx)
    }

    /// The tables with the rows and columns on screen.
    pub fn sheets(answer: &Answer) -> Vec<Sheet> {
        let Answer { project, live, seen, .. } = answer;
        Sheet::all(project, &live.facts, (&live.comparison, &seen.intervals), &seen.shown, Gather::AsMeasured)
    }

    /// The table on screen with the selected row, column or cell, and its place there; `None` if whole tables are
    /// selected.
    pub fn selection(&self, choice: &CellSelection) -> Option<(usize, SheetSelection)> {
        let SelectedPlaces { layer, row, column } = self.place(choice)?;
        let shown = &self.answer()?.seen.shown;
        let range = |places: &[usize], chosen: Option<usize>| match chosen {
            None => Some(0..=places.len()),
            Some(place) => places.iter().position(|other| *other == place).map(|at| at..=at),
        };
        let selection = SheetSelection { rows: range(&shown.rows, row)?, columns: range(&shown.columns, column)? };
        (row.is_some() || column.is_some()).then_some((layer, selection))
    }

    /// The place of the selection now; `None` if it no longer exists.
    pub fn place(&self, choice: &CellSelection) -> Option<SelectedPlaces> {
        let comparison = &self.answer()?.live.comparison;
        let find = |headers: &[Header], key: &Option<HeaderKey>| match key {
            None => Some(None),
            Some(key) => Comparison::place_of(headers, key).map(Some),
        };
        Some(SelectedPlaces {
            layer: find(comparison.layers(), &choice.layer)?.unwrap_or(0),
            row: find(comparison.rows(), &choice.row)?,
            column: find(comparison.columns(), &choice.column)?,
        })
    }

    /// The table of the selection, and the places in it.
    pub fn chosen(&self, choice: &CellSelection) -> Option<(Table<'_>, SelectedPlaces)> {
        let chosen = self.place(choice)?;
        Some((self.answer()?.live.comparison.table(chosen.layer), chosen))
    }

    /// The highlights of the selection in reading order, including repeats, as places in the project of the answer.
    pub fn highlights(&mut self, choice: &CellSelection) -> &[HighlightPlace] {
        let Some((revision, query)) = self.answer.key() else { return &[] };
        let is_made_for = |(made_at, made_for, selection): &(u64, Query, CellSelection)| {
            made_at == revision && made_for == query && selection == choice
        };
        if !self.quotes.is_made_for(is_made_for) {
            let key = (*revision, query.clone(), choice.clone());
            let find = |(table, places): (Table<'_>, SelectedPlaces)| {
                table.highlights(&self.answer.peek()?.live.facts, places.row, places.column).into()
            };
            let quotes = self.chosen(choice).and_then(find).unwrap_or_default();
            self.quotes.set(key, quotes);
        }
        self.quotes.peek().map_or(&[], Vec::as_slice)
    }

    /// The selection in words: "Territory · Russia".
    pub fn title_of(&self, choice: &CellSelection) -> String {
        let Some(answer) = self.answer() else { return String::new() };
        let comparison = &answer.live.comparison;
        let layer = choice.layer.as_ref().map(|key| name_of(comparison.layers(), Some(key)));
        let (row, column) = (choice.row.as_ref(), choice.column.as_ref());
        let parts = layer.into_iter().chain([name_of(comparison.rows(), row), name_of(comparison.columns(), column)]);
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Says on which side the issues are, if the table is issues against actors, which is what findings are about.
    pub fn pairs(&self) -> Option<IssueSide> {
        let query = self.answer().map_or(&self.query, |answer| &answer.live.comparison.query);
        match (&*query.rows.axes, &*query.columns.axes, &query.layers) {
            ([Axis::Issue], [Axis::Actor], None) => Some(IssueSide::Rows),
            ([Axis::Actor], [Axis::Issue], None) => Some(IssueSide::Columns),
            _ => None,
        }
    }
}

/// The side with the issues; the actors are on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueSide {
    Rows,
    Columns,
}

/// The name of a row or column; without a key, that of the totals.
pub fn name_of(headers: &[Header], key: Option<&HeaderKey>) -> String {
    match key {
        Some(key) => headers.iter().find(|header| header.key == *key).map_or("?", |header| &header.name).to_owned(),
        None => "All".to_owned(),
    }
}
