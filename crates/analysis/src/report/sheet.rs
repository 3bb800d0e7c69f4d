//! A table of the comparison in words: its heads, its cells, and the text of each.
//!
//! Whatever shows or writes a table takes a [`Sheet`], so that all of them say the same of a cell.

use std::{collections::HashMap, ops::RangeInclusive};

use standpoint_core::model::{
    Project,
    view::{HeaderKey, LEVELS, Measure, Query, Subject},
};

use crate::{
    comparison::{CellHighlights, Comparison, EmptyReason, Header, HighlightPlace, Signed, Table, VisibleAxes},
    facts::Facts,
};

/// The head of a row or a column.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetHeader {
    /// What it is called among those of its level.
    pub name: String,
    /// With what it stands inside of: "Territory › Axadle Times"; members of a code are not inside it.
    pub path: String,
    pub depth: usize,
    /// None for the totals.
    pub key: Option<HeaderKey>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetCell {
    pub highlights: u32,
    pub articles: u32,
    /// How many highlights take each stance, and last how many take none; empty where nothing was ever counted.
    pub by_stance: Vec<u32>,
    pub with_stance: u32,
    pub net_stance: Option<f64>,
    /// What the measure says, as a number.
    pub value: Option<f64>,
    /// The quotes, where the measure is of quotes.
    pub quotes: Vec<String>,
    /// Why it is empty, where it is.
    pub empty_reason: Option<EmptyReason>,
    /// What the analyst says of it.
    pub summary: String,
    /// The highlights it counts, in reading order; gathered for quotes only.
    pub highlight_places: Vec<HighlightPlace>,
}

/// One table with all its words.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub measure: Measure,
    /// What the rows and the columns run over: "issue › article".
    pub row_axes: String,
    pub column_axes: String,
    /// What this table stands for among several.
    pub layer: Option<String>,
    pub stances: Vec<String>,
    pub rows: Vec<SheetHeader>,
    pub columns: Vec<SheetHeader>,
    /// The head of the totals.
    pub total: SheetHeader,
    /// Row by row. Behind the last cell of a row stands its total, below the last row those of the columns.
    pub cells: Vec<Vec<SheetCell>>,
}

/// A rectangle of a table. The place behind the last row or column is that of the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetSelection {
    pub rows: RangeInclusive<usize>,
    pub columns: RangeInclusive<usize>,
}

/// Whether the highlights of each cell are wanted, for their quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gather {
    /// Only if the measure is of quotes.
    AsMeasured,
    Always,
}

impl Sheet {
    /// Every table that answers a query, with the rows and columns it wants shown.
    pub fn answering(project: &Project, query: &Query, gather: Gather) -> Vec<Self> {
        let mut facts = Facts::of(project);
        let comparison = Comparison::over(&mut facts, project, query.clone());
        Self::all(project, &facts, &comparison, &comparison.shown(), gather)
    }

    /// Every table of a comparison, with the rows and columns that are shown.
    pub fn all(
        project: &Project,
        facts: &Facts,
        comparison: &Comparison,
        shown: &VisibleAxes,
        gather: Gather,
    ) -> Vec<Self> {
        comparison.tables().map(|table| Self::of(project, facts, table, shown, gather)).collect()
    }

    pub fn of(project: &Project, facts: &Facts, table: Table<'_>, shown: &VisibleAxes, gather: Gather) -> Self {
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
        let heads = |headers: &[Header], places: &[usize]| {
            places.iter().map(|place| SheetHeader::of(headers, *place)).collect()
        };
        Self {
            measure,
            row_axes: comparison.query.rows.name(),
            column_axes: comparison.query.columns.name(),
            layer: table.header().map(|header| header.name.clone()),
            stances: comparison.stances.clone(),
            rows: heads(comparison.rows(), &shown.rows),
            columns: heads(comparison.columns(), &shown.columns),
            total: SheetHeader { name: "All".to_owned(), path: "All".to_owned(), depth: 0, key: None },
            cells,
        }
    }

    /// The whole of it, with its totals.
    pub fn whole(&self) -> SheetSelection {
        SheetSelection { rows: 0..=self.rows.len(), columns: 0..=self.columns.len() }
    }

    /// The largest value of a cell, regardless of its sign; totals aside, and at least `least`.
    pub fn largest(&self, least: f64) -> f64 {
        let rows = self.cells.iter().take(self.rows.len());
        let cells = rows.flat_map(|cells| cells.iter().take(self.columns.len()));
        cells.filter_map(|entry| entry.value).fold(least, |most, value| most.max(value.abs()))
    }

    /// The heads of the columns of a part.
    pub fn selected_columns(&self, selection: &SheetSelection) -> impl Iterator<Item = &SheetHeader> {
        let columns = selection.columns.clone();
        self.columns_and_total().enumerate().filter(move |(at, _)| columns.contains(at)).map(|(_, head)| head)
    }

    /// The heads of the rows of a part, each with its cells in that part.
    pub fn selected_rows(&self, selection: &SheetSelection) -> impl Iterator<Item = (&SheetHeader, &[SheetCell])> {
        let SheetSelection { rows, columns } = selection.clone();
        let with_cells = self.rows_and_total().zip(&self.cells).enumerate();
        with_cells.filter(move |(at, _)| rows.contains(at)).map(move |(_, (head, cells))| {
            let end = cells.len().min(columns.end() + 1);
            (head, &cells[(*columns.start()).min(end)..end])
        })
    }

    /// The cells of which the analyst says something in her own words.
    pub fn with_summary(&self) -> impl Iterator<Item = (&SheetHeader, &SheetHeader, &SheetCell)> {
        self.rows.iter().zip(&self.cells).flat_map(|(row, cells)| {
            let of_row = self.columns.iter().zip(cells).map(move |(column, entry)| (row, column, entry));
            of_row.filter(|(.., entry)| !entry.summary.is_empty())
        })
    }

    /// The heads of the rows, and last that of the totals.
    pub fn rows_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.rows.iter().chain([&self.total])
    }

    /// The heads of the columns, and last that of the totals.
    pub fn columns_and_total(&self) -> impl Iterator<Item = &SheetHeader> {
        self.columns.iter().chain([&self.total])
    }
}

impl SheetHeader {
    fn of(headers: &[Header], place: usize) -> Self {
        let header = &headers[place];
        let is_inside = header.key.0.len() > 1;
        // The value it stands inside of is the nearest above that has no second level.
        let above = headers[..place].iter().rev().find(|above| is_inside && above.key.0.len() == 1);
        let path = above.map_or_else(|| header.name.clone(), |above| format!("{}{LEVELS}{}", above.name, header.name));
        Self { name: header.name.clone(), path, depth: header.depth, key: Some(header.key.clone()) }
    }
}

impl SheetCell {
    pub fn of(table: Table<'_>, row: Option<usize>, column: Option<usize>) -> Self {
        let cell = table.cell(row, column);
        Self {
            highlights: cell.highlights,
            articles: cell.articles,
            by_stance: cell.by_stance.to_vec(),
            with_stance: cell.with_stance,
            net_stance: cell.net_stance(),
            value: table.value(row, column),
            quotes: Vec::new(),
            empty_reason: (cell.highlights == 0).then(|| table.empty_reason(row, column)),
            summary: String::new(),
            highlight_places: Vec::new(),
        }
    }

    /// What it says, as people read it: "14", "+0.8 (5)", "2 of 3 support"; empty where there is nothing.
    pub fn text(&self, measure: Measure) -> String {
        let with = |decimals: usize, unit: &str| {
            self.value.map(|value| format!("{value:.decimals$}{unit}")).unwrap_or_default()
        };
        match measure {
            Measure::Highlights | Measure::Articles | Measure::Words => with(0, ""),
            Measure::PerThousandWords => with(2, ""),
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => with(0, " %"),
            Measure::NetStance => match self.net_stance {
                Some(mean) => format!("{} ({})", Signed(mean), self.with_stance),
                None if self.highlights == 0 => String::new(),
                None => "(0)".to_owned(),
            },
            Measure::Residual => self.value.map(|value| Signed(value).to_string()).unwrap_or_default(),
            Measure::Spread if self.highlights == 0 => String::new(),
            Measure::Spread => self.by_stance.iter().map(u32::to_string).collect::<Vec<_>>().join(" / "),
            Measure::FirstQuote | Measure::Quotes => self.quotes.join("\n\n"),
        }
    }
}

/// The sign of an empty cell, and what it means.
pub const fn sign_of(reason: EmptyReason) -> (&'static str, &'static str) {
    match reason {
        EmptyReason::Silent => ("–", "silent: every article is read and none says it"),
        EmptyReason::NotYetRead => ("·", "nothing so far: not every article is read"),
        EmptyReason::LeftOut => ("×", "left out: by the filter, or as a repeat that is not counted"),
        EmptyReason::NoArticle => ("", "no such article"),
    }
}
