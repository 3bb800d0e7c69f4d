//! A table of the comparison in words: its headers, its cells, and the text of each.
//!
//! Everything that shows or writes a table starts from a [`Sheet`], so that a cell reads the same everywhere.

use std::{borrow::Cow, collections::HashMap, ops::RangeInclusive};

use standpoint_core::{
    model::{
        Project,
        view::{Axis, AxisValue, HeaderKey, LEVELS, Measure, Query, Subject},
    },
    text::fold::{folded, is_same_name},
};

use super::labels;
use crate::{
    comparison::{
        CellHighlights, Comparison, EmptyReason, Header, HighlightPlace, MissingValues, Signed, Table, VisibleAxes,
    },
    facts::Facts,
    stances::{StanceCount, n_taking},
};

/// The header of a row or column.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetHeader {
    /// Its name without that of the outer axis, with its id if the name alone could be taken for something else (see
    /// [`labels`]).
    pub name: String,
    /// Its name preceded by the outer axis’s value, if nested: "Territory › Axadle Times". Parent codes are not part of
    /// it.
    pub path: String,
    /// Indentation level; 0 at the top.
    pub depth: usize,
    /// `None` for the totals.
    pub key: Option<HeaderKey>,
    /// The key of the row or column above it, of which it is a part: its parent, or the value of the outer axis.
    pub above: Option<HeaderKey>,
}

/// One cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCell {
    /// Number of highlights counted.
    pub highlights: u32,
    /// Number of articles that contain them.
    pub articles: u32,
    /// Number of highlights for each stance that occurs, in the order of the scale, and last the number without one.
    pub by_stance: Vec<StanceCount>,
    /// Number of stances on the scale.
    pub n_stances: usize,
    /// Number of highlights that take a stance.
    pub with_stance: u32,
    /// The mean weight of the stances taken; `None` if there are none.
    pub net_stance: Option<f64>,
    /// The value of the measure; `None` if it has none here.
    pub value: Option<f64>,
    /// The quotes, if the measure shows quotes; otherwise empty.
    pub quotes: Vec<String>,
    /// The reason why it is empty; `None` if it is not.
    pub empty_reason: Option<EmptyReason>,
    /// The number of highlights that the totals predict; `None` for totals, and unless the measure is the residual.
    pub expected: Option<f64>,
    /// True if it shows a residual and fewer than 5 highlights are expected, so that chance cannot be judged by it.
    pub expects_few: bool,
    /// The analyst’s own summary; empty if there is none, and for totals.
    pub summary: String,
    /// The highlights it counts, in reading order. Empty for totals, and unless they were asked for (see [`Gather`]).
    pub highlight_places: Vec<HighlightPlace>,
}

/// One table with everything needed to show or write it.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The measure shown in the cells.
    pub measure: Measure,
    /// The axes of the rows: "issue › article".
    pub row_axes: String,
    /// The axes of the columns, in the same form.
    pub column_axes: String,
    /// The name of its layer, if there are several tables.
    pub layer: Option<String>,
    /// The key of its layer.
    pub layer_key: Option<HeaderKey>,
    /// The highlights that the totals of all tables of the comparison count although they lack a value.
    pub missing: MissingValues,
    /// The names of the stances, in the order of the scale; with their ids where the names are not enough.
    pub stances: Vec<String>,
    /// The ids of the stances, in the same order.
    pub stance_ids: Vec<String>,
    /// The visible rows from top to bottom, without the totals.
    pub rows: Vec<SheetHeader>,
    /// The visible columns from left to right, without the totals.
    pub columns: Vec<SheetHeader>,
    /// The header of the totals, both the row and the column.
    pub total: SheetHeader,
    /// The cells row by row. Each row ends with its total, and the last row holds the totals of the columns.
    pub cells: Vec<Vec<SheetCell>>,
}

/// A rectangle of cells. One past the last row or column is that of the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSelection {
    /// Indices into [`Sheet::rows`].
    pub rows: RangeInclusive<usize>,
    /// Indices into [`Sheet::columns`].
    pub columns: RangeInclusive<usize>,
}

/// When to collect the highlights of each cell, which takes time in a large project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// Only if the measure shows quotes.
    AsMeasured,
    /// For every measure.
    Always,
}

impl Sheet {
    /// Computes all tables that answer a query, with the rows and columns it shows.
    pub fn answering(project: &Project, query: &Query, gather: Gather) -> Vec<Self> {
        let mut facts = Facts::of(project);
        let comparison = Comparison::over(&mut facts, project, query.clone());
        Self::all(project, &facts, &comparison, &comparison.shown(), gather)
    }

    /// Returns all tables of a comparison, limited to the rows and columns shown.
    pub fn all(
        project: &Project,
        facts: &Facts,
        comparison: &Comparison,
        shown: &VisibleAxes,
        gather: Gather,
    ) -> Vec<Self> {
        let missing = comparison.missing_values();
        let of = |table| Self { missing: missing.clone(), ..Self::of(project, facts, table, shown, gather) };
        comparison.tables().map(of).collect()
    }

    fn of(project: &Project, facts: &Facts, table: Table<'_>, shown: &VisibleAxes, gather: Gather) -> Self {
        let comparison = table.comparison;
        let measure = comparison.query.measure;
        let wants_quotes = gather == Gather::Always || measure.is_text();
        let cell_highlights =
            if wants_quotes { comparison.cell_highlights(facts, table.layer) } else { CellHighlights::default() };
        let summaries: HashMap<&Subject, &str> =
            project.summaries.iter().rev().map(|summary| (&summary.subject, &*summary.text)).collect();
        let rows = shown.rows.iter().map(|row| Some(*row)).chain([None]);
        let cells = rows.map(|row| {
            let columns = shown.columns.iter().map(|column| Some(*column)).chain([None]);
            columns
                .map(|column| {
                    let mut entry = SheetCell::of(table, row, column);
                    if let (Some(row), Some(column)) = (row, column) {
                        if !summaries.is_empty()
                            && let Some(words) = summaries.get(&table.subject(row, column))
                        {
                            entry.summary = (*words).to_owned();
                        }
                        entry.highlight_places = cell_highlights.at(row, column).to_vec();
                    }
                    if measure.is_text() {
                        let n = if measure == Measure::FirstQuote { 1 } else { usize::MAX };
                        entry.quotes = entry
                            .highlight_places
                            .iter()
                            .take(n)
                            .map(|place| place.of(project).1.quote.clone())
                            .collect();
                    }
                    entry
                })
                .collect()
        });
        let cells = cells.collect();
        Self {
            measure,
            row_axes: comparison.query.rows.name(),
            column_axes: comparison.query.columns.name(),
            layer: table.header().map(|header| layer_name(comparison, header)),
            layer_key: table.header().map(|header| header.key.clone()),
            missing: MissingValues::default(),
            stances: comparison.stances.clone(),
            stance_ids: project.codebook.stances.iter().map(|stance| stance.id.to_string()).collect(),
            rows: SheetHeader::all(comparison.rows(), &shown.rows, &comparison.query.rows.axes),
            columns: SheetHeader::all(comparison.columns(), &shown.columns, &comparison.query.columns.axes),
            total: SheetHeader { name: "All".to_owned(), path: "All".to_owned(), depth: 0, key: None, above: None },
            cells,
        }
    }

    /// Selects the whole table, totals included.
    pub fn whole(&self) -> SheetSelection {
        SheetSelection { rows: 0..=self.rows.len(), columns: 0..=self.columns.len() }
    }

    /// Returns the largest absolute value of any cell, not counting totals, but at least `least`. Residuals
    /// of cells that expect few highlights do not count either.
    pub fn largest(&self, least: f64) -> f64 {
        let rows = self.cells.iter().take(self.rows.len());
        let cells = rows.flat_map(|cells| cells.iter().take(self.columns.len()));
        cells
            .filter(|entry| !entry.expects_few)
            .filter_map(|entry| entry.value)
            .fold(least, |most, value| most.max(value.abs()))
    }

    /// Returns the headers of the selected columns.
    pub fn selected_columns(&self, selection: &SheetSelection) -> impl Iterator<Item = &SheetHeader> {
        let columns = selection.columns.clone();
        self.columns_and_total().enumerate().filter(move |(at, _)| columns.contains(at)).map(|(_, head)| head)
    }

    /// Returns the headers of the selected rows, each with its selected cells.
    pub fn selected_rows(&self, selection: &SheetSelection) -> impl Iterator<Item = (&SheetHeader, &[SheetCell])> {
        let SheetSelection { rows, columns } = selection.clone();
        let with_cells = self.rows_and_total().zip(&self.cells).enumerate();
        with_cells.filter(move |(at, _)| rows.contains(at)).map(move |(_, (head, cells))| {
            let end = cells.len().min(columns.end() + 1);
            (head, &cells[(*columns.start()).min(end)..end])
        })
    }

    /// Returns the cells that have a summary, each with the headers of its row and column.
    pub fn with_summary(&self) -> impl Iterator<Item = (&SheetHeader, &SheetHeader, &SheetCell)> {
        self.rows.iter().zip(&self.cells).flat_map(|(row, cells)| {
            let of_row = self.columns.iter().zip(cells).map(move |(column, entry)| (row, column, entry));
            of_row.filter(|(.., entry)| !entry.summary.is_empty())
        })
    }

    /// Returns the headers of the rows followed by that of the totals.
    pub fn rows_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.rows.iter().chain([&self.total])
    }

    /// Returns the headers of the columns followed by that of the totals.
    pub fn columns_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.columns.iter().chain([&self.total])
    }
}

impl SheetHeader {
    /// Returns the headers at these places.
    fn all(headers: &[Header], places: &[usize], axes: &[Axis]) -> Vec<Self> {
        let names = header_names(headers, axes);
        let paths = paths_of(headers, &names);
        let of = |&place: &usize| {
            let header = &headers[place];
            let (own, path) = (names[place].clone(), paths[place].clone());
            let above = headers[..place].iter().rev().find(|above| above.depth < header.depth);
            let above = above.map(|above| above.key.clone());
            Self { name: own, path, depth: header.depth, key: Some(header.key.clone()), above }
        };
        places.iter().map(of).collect()
    }
}

/// Returns the names of rows or columns, each with its id if the name could be taken for something else.
pub fn header_names(headers: &[Header], axes: &[Axis]) -> Vec<String> {
    // A name that stands more than once at the same level of the same outer value needs its id.
    let outer = |header: &Header| header.key.0.len().saturating_sub(1);
    let groups: Vec<(&[AxisValue], Cow<'_, str>)> =
        headers.iter().map(|header| (&header.key.0[..outer(header)], folded(&header.name))).collect();
    let mut counts: HashMap<&(&[AxisValue], Cow<'_, str>), usize> = HashMap::new();
    for group in &groups {
        *counts.entry(group).or_default() += 1;
    }
    let name = |(header, group)| header_name(header, axes.get(outer(header)), counts[group] > 1);
    headers.iter().zip(&groups).map(name).collect()
}

/// Returns the names of rows or columns as [`header_names`] does, each preceded by the outer axis’s value if nested.
pub fn header_paths(headers: &[Header], axes: &[Axis]) -> Vec<String> {
    paths_of(headers, &header_names(headers, axes))
}

fn paths_of(headers: &[Header], names: &[String]) -> Vec<String> {
    // The outer value is that of the nearest header above without a second level.
    let mut outer: Option<&String> = None;
    let mut paths = Vec::with_capacity(headers.len());
    for (header, name) in headers.iter().zip(names) {
        if header.key.0.len() == 1 {
            outer = Some(name);
        }
        paths.push(match outer {
            Some(outer) if header.key.0.len() > 1 => format!("{outer}{LEVELS}{name}"),
            _ => name.clone(),
        });
    }
    paths
}

/// Returns the name of a row, column or layer, with its id if it could be taken for something else.
fn header_name(header: &Header, axis: Option<&Axis>, is_ambiguous: bool) -> String {
    match header.key.0.last() {
        None | Some(AxisValue::Missing) => header.name.clone(),
        // The coder who is not named.
        Some(AxisValue::Named(name)) if name.is_empty() => header.name.clone(),
        Some(AxisValue::Named(_)) => labels::unmistakable(&header.name, axis.map_or("value", Axis::name), is_ambiguous),
        Some(value) => labels::unmistakable(&header.name, &id_of(value), is_ambiguous),
    }
}

/// Returns the name of a layer, with its id if the name could be taken for something else.
pub fn layer_name(comparison: &Comparison, header: &Header) -> String {
    let is_other = |other: &Header| is_same_name(&other.name, &header.name) && other.key != header.key;
    let is_ambiguous = comparison.tables().filter_map(|table| table.header()).any(is_other);
    header_name(header, comparison.query.layers.as_ref(), is_ambiguous)
}

/// Returns what identifies a value in files: the id of a code, a stance or an article, any other value itself, and
/// nothing for a missing one.
pub fn id_of(value: &AxisValue) -> String {
    match value {
        AxisValue::Code(id) => id.to_string(),
        AxisValue::Stance(id) => id.to_string(),
        AxisValue::Article(id) => id.to_string(),
        AxisValue::Named(name) => name.clone(),
        AxisValue::Missing => String::new(),
    }
}

/// Returns the ids of a key, the outer one first.
pub fn ids_of(key: &HeaderKey) -> String {
    key.0.iter().map(id_of).collect::<Vec<_>>().join(LEVELS)
}

/// Returns the word for what a row or column stands for.
pub const fn kind_of(value: &AxisValue) -> &'static str {
    match value {
        AxisValue::Code(_) => "code",
        AxisValue::Stance(_) => "stance",
        AxisValue::Article(_) => "article",
        AxisValue::Named(name) if !name.is_empty() => "value",
        AxisValue::Named(_) | AxisValue::Missing => "none",
    }
}

impl SheetCell {
    /// Reads a cell of a table, without its quotes, highlights and summary. `None` stands for the totals.
    pub fn of(table: Table<'_>, row: Option<usize>, column: Option<usize>) -> Self {
        let cell = table.cell(row, column);
        Self {
            highlights: cell.highlights,
            articles: cell.articles,
            by_stance: cell.by_stance.to_vec(),
            n_stances: table.comparison.stances.len(),
            with_stance: cell.with_stance,
            net_stance: cell.net_stance(),
            value: table.value(row, column),
            quotes: Vec::new(),
            empty_reason: (cell.highlights == 0).then(|| table.empty_reason(row, column)),
            expected: match table.comparison.query.measure {
                Measure::Residual => row.zip(column).and_then(|(row, column)| table.expected(row, column)),
                _ => None,
            },
            expects_few: table.expects_few(row, column),
            summary: String::new(),
            highlight_places: Vec::new(),
        }
    }

    /// Returns the number of highlights that take the stance at this position of the scale, or none at its end.
    pub fn n_taking(&self, stance: usize) -> u32 {
        n_taking(&self.by_stance, stance)
    }

    /// Returns the reason that is shown instead of a value. A silent cell with a residual shows that: to be far rarer
    /// than expected is what the measure is for. Other empty cells have none.
    pub fn shown_reason(&self, measure: Measure) -> Option<EmptyReason> {
        self.empty_reason.filter(|_| measure != Measure::Residual || self.value.is_none())
    }

    /// Returns the text of the cell without the number of highlights, for where that stands beside it: "43 %".
    pub fn value_text(&self, measure: Measure) -> String {
        match (measure, self.value) {
            (Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent, Some(share)) => {
                format!("{share:.0} %")
            }
            _ => self.text(measure),
        }
    }

    /// Returns the text of the cell: "14", "+0.8 (5)", "43 % (6)". Empty if there is nothing to show.
    pub fn text(&self, measure: Measure) -> String {
        let with = |decimals: usize, unit: &str| {
            self.value.map(|value| format!("{value:.decimals$}{unit}")).unwrap_or_default()
        };
        match measure {
            Measure::Highlights | Measure::Articles | Measure::Words => with(0, ""),
            Measure::PerThousandWords => with(2, ""),
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent if self.value.is_some() => {
                format!("{} ({})", self.value_text(measure), self.highlights)
            }
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => String::new(),
            Measure::NetStance => match self.net_stance {
                Some(mean) => format!("{} ({})", Signed(mean), self.with_stance),
                None if self.highlights == 0 => String::new(),
                None => "(0)".to_owned(),
            },
            Measure::Residual => {
                let mark = if self.expects_few { FEW_EXPECTED.0 } else { "" };
                self.value.map(|value| format!("{}{mark}", Signed(value))).unwrap_or_default()
            }
            Measure::Spread if self.highlights == 0 => String::new(),
            Measure::Spread => {
                let n = (0..=self.n_stances).map(|stance| self.n_taking(stance).to_string());
                n.collect::<Vec<_>>().join(" / ")
            }
            Measure::FirstQuote | Measure::Quotes => self.quotes.join("\n\n"),
        }
    }
}

/// The sign behind the residual of a cell that expects few highlights, and its meaning.
pub const FEW_EXPECTED: (&str, &str) =
    ("†", "expected count below 5: a rough number, not shaded, by which chance cannot be judged");

/// Returns the sign for an empty cell and its meaning.
pub const fn sign_of(reason: EmptyReason) -> (&'static str, &'static str) {
    match reason {
        EmptyReason::Silent => ("–", "silent: every article is read and none says it"),
        EmptyReason::NotYetRead => ("·", "nothing so far: not every article is read"),
        EmptyReason::LeftOut => ("×", "left out: by the filter, or as a repeat that is not counted"),
        EmptyReason::NoArticle => ("", "no such article"),
    }
}
