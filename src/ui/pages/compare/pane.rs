//! One comparison on screen: the query, its tables, and which rows and columns are visible.

use standpoint_analysis::{
    comparison::{
        CellHighlights, Comparison, Header, HighlightPlace, LiveComparison, MissingValues, Table, VisibleAxes,
    },
    report::sheet::{Gather, Sheet, SheetSelection},
};
use standpoint_core::{
    edit::History,
    model::view::{Axis, HeaderKey, Query},
};

use crate::ui::parts::kept::Kept;

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

#[derive(Default)]
pub struct Pane {
    pub query: Query,
    live: Option<LiveComparison>,
    /// Kept for a revision and a query.
    seen: Kept<(u64, Query), VisibleTables>,
    /// The highlights of what is selected, kept for a revision, a query and a selection.
    quotes: Kept<(u64, Query, CellSelection), Vec<HighlightPlace>>,
}

/// What is seen of the tables.
pub struct VisibleTables {
    pub shown: VisibleAxes,
    /// The largest value of a cell, for shading.
    pub largest: f64,
    /// The highlights that the totals count although they lack a value.
    pub missing: MissingValues,
    /// The highlights of the cells of each table, where cells show quotes.
    pub cell_highlights: Vec<CellHighlights>,
}

/// The places of what is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelectedPlaces {
    pub layer: usize,
    pub row: Option<usize>,
    pub column: Option<usize>,
}

impl Pane {
    pub fn of(query: Query) -> Self {
        Self { query, ..Self::default() }
    }

    /// Updates the tables if the project or the query has changed.
    pub fn follow(&mut self, history: &History) {
        let (project, revision) = (history.project(), history.revision());
        match &mut self.live {
            Some(live) => live.follow(project, &self.query, revision, &history.touched_since(live.revision)),
            None => self.live = Some(LiveComparison::of(project, self.query.clone(), revision)),
        }
        if !self.seen.is_made_for(|(made_at, query)| *made_at == revision && *query == self.query)
            && let Some(LiveComparison { comparison, facts, .. }) = &self.live
        {
            // Counts are shaded relative to the largest, but a maximum of 1 is not drawn dark.
            let largest = comparison.tables().fold(1.0, |largest, table| table.largest(largest));
            let n_tables = if self.query.measure.is_text() { comparison.n_tables() } else { 0 };
            let cell_highlights = (0..n_tables).map(|layer| comparison.cell_highlights(facts, layer)).collect();
            let (shown, missing) = (comparison.shown(), comparison.missing_values());
            let seen = VisibleTables { shown, largest, missing, cell_highlights };
            self.seen.set((revision, self.query.clone()), seen);
        }
    }

    /// The comparison and what is visible of it; `None` before the first update.
    pub fn answer(&self) -> Option<(&Comparison, &VisibleTables)> {
        Some((&self.live.as_ref()?.comparison, self.seen.peek()?))
    }

    pub fn live(&mut self) -> Option<&mut LiveComparison> {
        self.live.as_mut()
    }

    /// The tables with the rows and columns on screen.
    pub fn sheets(&mut self, history: &History) -> Vec<Sheet> {
        self.follow(history);
        let (Some(live), Some(seen)) = (&self.live, self.seen.peek()) else { return Vec::new() };
        Sheet::all(history.project(), &live.facts, &live.comparison, &seen.shown, Gather::AsMeasured)
    }

    /// The table on screen with the selected row, column or cell, and its place there; `None` if whole tables are
    /// selected.
    pub fn selection(&self, choice: &CellSelection) -> Option<(usize, SheetSelection)> {
        let SelectedPlaces { layer, row, column } = self.place(choice)?;
        let (_, VisibleTables { shown, .. }) = self.answer()?;
        let range = |places: &[usize], chosen: Option<usize>| match chosen {
            None => Some(0..=places.len()),
            Some(place) => places.iter().position(|other| *other == place).map(|at| at..=at),
        };
        let selection = SheetSelection { rows: range(&shown.rows, row)?, columns: range(&shown.columns, column)? };
        (row.is_some() || column.is_some()).then_some((layer, selection))
    }

    /// The place of the selection now; `None` if it no longer exists.
    pub fn place(&self, choice: &CellSelection) -> Option<SelectedPlaces> {
        let (comparison, _) = self.answer()?;
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
        Some((self.live.as_ref()?.comparison.table(chosen.layer), chosen))
    }

    /// The highlights of the selection in reading order, including repeats.
    pub fn highlights(&mut self, choice: &CellSelection) -> &[HighlightPlace] {
        let Some(live) = &self.live else { return &[] };
        let is_made_for = |(made_at, query, selection): &(u64, Query, CellSelection)| {
            *made_at == live.revision && *query == self.query && selection == choice
        };
        if !self.quotes.is_made_for(is_made_for) {
            let find = |SelectedPlaces { layer, row, column }| {
                live.comparison.table(layer).highlights(&live.facts, row, column)
            };
            let quotes = self.place(choice).map(find).unwrap_or_default();
            self.quotes.set((live.revision, self.query.clone(), choice.clone()), quotes);
        }
        self.quotes.peek().map_or(&[], Vec::as_slice)
    }

    /// The selection in words: "Territory · Russia".
    pub fn title_of(&self, choice: &CellSelection) -> String {
        let Some((comparison, _)) = self.answer() else { return String::new() };
        let layer = choice.layer.as_ref().map(|key| name_of(comparison.layers(), Some(key)));
        let (row, column) = (choice.row.as_ref(), choice.column.as_ref());
        let parts = layer.into_iter().chain([name_of(comparison.rows(), row), name_of(comparison.columns(), column)]);
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Says on which side the issues are, if the table is issues against actors, which is what findings are about.
    pub fn pairs(&self) -> Option<IssueSide> {
        match (&*self.query.rows.axes, &*self.query.columns.axes, &self.query.layers) {
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
