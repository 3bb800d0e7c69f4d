//! The comparison: rows × columns over the highlights that pass a filter, with every cell one step from its quotes.
//!
//! Codes roll up: a highlight tagged “Crimea” counts once for “Crimea”, once for its parent “Territory”, and once in
//! every total. `side` defines rows and columns, `tally` counts, `table` measures what was counted, `missing` says what
//! has no place on an axis, `shown` selects and sorts what is visible, and `live` updates a table while its project is
//! edited. The measures are defined in `docs/measures.md`.

pub mod intervals;
mod live;
mod missing;
mod shown;
mod side;
mod table;
mod tally;
#[cfg(test)]
mod tests;

use std::{collections::BTreeMap, fmt};

pub use live::LiveComparison;
pub use missing::MissingValues;
pub use shown::{VisibleAxes, has_members};
pub use side::Header;
pub use table::{Cell, ENOUGH_EXPECTED, EmptyReason, Sides, Table};

use self::{
    side::{ALL_ARTICLES, SideHeaders},
    tally::{Tally, TallyChange},
};

use standpoint_core::model::{
    Article, Highlight, Project, ReadingStatus,
    view::{Axis, HeaderKey, Query},
};

use super::{
    facts::{Fact, Facts, FastMap},
    report::labels,
    sample::{Sample, Standing},
    weights::Weights,
};

/// The answer to a [`Query`]: one table, or one for each value of the layer axis.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The query it answers.
    pub query: Query,
    rows: SideHeaders,
    columns: SideHeaders,
    layers: Option<SideHeaders>,
    tallies: Vec<Tally>,
    sample: Sample,
    /// The amount of reading in the articles shared by a part of the layers, one of the rows and one of the columns.
    reading: FastMap<[u32; 3], Reading>,
    /// The weight of each stance, in the order of the scale.
    weights: Weights,
    /// The name of each stance, in the order of the scale; with its id where the name is not enough (see [`labels`]).
    pub stances: Vec<String>,
}

/// How far a set of articles has been read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Reading {
    articles: u32,
    /// Number of those that are not done.
    unread: u32,
    words: u64,
    /// Number of articles that the filter leaves out; not included in the other numbers.
    left_out: u32,
}

impl Reading {
    const fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.unread += other.unread;
        self.words += other.words;
        self.left_out += other.left_out;
    }
}

/// The position of a highlight in a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HighlightPlace {
    /// Index into the articles of the project.
    pub article: usize,
    /// Index into the highlights of the article.
    pub highlight: usize,
}

/// The highlights counted by each cell, in reading order; totals have none.
#[derive(Clone, Debug, Default)]
pub struct CellHighlights(FastMap<(u32, u32), Vec<HighlightPlace>>);

impl CellHighlights {
    /// Returns the highlights of the cell in this row and column.
    pub fn at(&self, row: usize, column: usize) -> &[HighlightPlace] {
        self.0.get(&(as_place(row), as_place(column))).map_or(&[], Vec::as_slice)
    }

    /// Returns the number of highlights in each cell that has any, with its row and column, in no particular order.
    pub fn counts(&self) -> impl Iterator<Item = (usize, usize, usize)> {
        self.0.iter().map(|((row, column), places)| (*row as usize, *column as usize, places.len()))
    }
}

impl HighlightPlace {
    /// Looks up the article and the highlight. Panics if the project has no such place.
    pub fn of<'a>(&self, project: &'a Project) -> (&'a Article, &'a Highlight) {
        let article = &project.articles[self.article];
        (article, &article.highlights[self.highlight])
    }
}

impl Comparison {
    /// Computes the answer to a query from scratch.
    pub fn of(project: &Project, query: Query) -> Self {
        let mut facts = Facts::of(project);
        Self::over(&mut facts, project, query)
    }

    /// Computes the answer from existing facts, which must be those of the project. Counts their words if the measure
    /// needs them.
    pub fn over(facts: &mut Facts, project: &Project, query: Query) -> Self {
        if query.measure.counts_words() {
            facts.count_words(project);
        }
        Self::counted(facts, project, query)
    }

    /// Computes the answer from facts as they are; they must include word counts if the measure needs them.
    pub(crate) fn counted(facts: &Facts, project: &Project, query: Query) -> Self {
        let stances = &project.codebook.stances;
        let mut comparison = Self {
            rows: SideHeaders::of(project, facts, &query.rows.axes),
            columns: SideHeaders::of(project, facts, &query.columns.axes),
            layers: query.layers.as_ref().map(|axis| SideHeaders::of(project, facts, std::slice::from_ref(axis))),
            tallies: Vec::new(),
            sample: Sample::of(facts, project, &query.filter, query.counting),
            reading: FastMap::default(),
            weights: Weights::of(stances),
            stances: labels::stances(stances),
            query,
        };
        comparison.look_at_articles(facts, project);
        let n_layers = comparison.layers.as_ref().map_or(1, |layers| layers.headers.len());
        let (n_rows, n_columns) = (comparison.rows().len(), comparison.columns().len());
        let n_highlights = facts.n_highlights();
        let tally = || Tally::sized(n_rows, n_columns, n_highlights / n_layers.max(1));
        comparison.tallies = std::iter::repeat_with(tally).take(n_layers).collect();
        for at in 0..facts.articles.len() {
            comparison.tally_article(facts, at, TallyChange::Add);
        }
        comparison
    }

    /// Adds an article to every layer that it belongs to, or removes it.
    fn tally_article(&mut self, facts: &Facts, at: usize, change: TallyChange) {
        let article = &facts.articles[at].facts;
        let standings = self.sample.standings(at);
        let Self { rows, columns, layers, tallies, weights, .. } = self;
        let counted = article
            .iter()
            .enumerate()
            .map(|(index, fact)| (fact, standings.is_none_or(|standings| standings[index] == Standing::Counts)));
        let Some(layers) = layers else {
            return tallies[0].tally_article((rows, columns), weights, at, counted, change);
        };
        let mut by_layer: BTreeMap<u32, Vec<(&Fact, bool)>> = BTreeMap::new();
        let mut places = Vec::new();
        for (fact, counts) in counted {
            for layer in layers.places(at, fact, &mut places) {
                by_layer.entry(*layer).or_default().push((fact, counts));
            }
        }
        for (layer, facts) in by_layer {
            tallies[layer as usize].tally_article((rows, columns), weights, at, facts.into_iter(), change);
        }
    }

    fn look_at_articles(&mut self, facts: &Facts, project: &Project) {
        for (at, article) in project.articles.iter().enumerate() {
            let passes = self.sample.has_article(at);
            let of_article = Reading {
                articles: u32::from(passes),
                unread: u32::from(passes && article.details.status != ReadingStatus::Done),
                words: if passes { facts.articles[at].words } else { 0 },
                left_out: u32::from(!passes),
            };
            let layers = self.layers.as_ref().map_or_else(|| vec![ALL_ARTICLES], |layers| layers.parts_of(at));
            let (rows, columns) = (self.rows.parts_of(at), self.columns.parts_of(at));
            for layer in layers {
                for row in &rows {
                    for column in &columns {
                        self.reading.entry([layer, *row, *column]).or_default().add(of_article);
                    }
                }
            }
        }
    }

    /// Returns the headers of all rows, visible or not, without the totals.
    pub fn rows(&self) -> &[Header] {
        &self.rows.headers
    }

    /// Returns the headers of all columns, visible or not, without the totals.
    pub fn columns(&self) -> &[Header] {
        &self.columns.headers
    }

    /// Returns the headers of the layers; empty if there is only one table.
    pub fn layers(&self) -> &[Header] {
        self.layers.as_ref().map_or(&[], |layers| &layers.headers)
    }

    /// Returns the number of tables.
    pub fn n_tables(&self) -> usize {
        self.tallies.len()
    }

    /// Returns the table of a layer; a single table has the index 0.
    pub fn table(&self, layer: usize) -> Table<'_> {
        Table { comparison: self, layer }
    }

    /// Iterates over all tables in the order of the layers.
    pub fn tables(&self) -> impl Iterator<Item = Table<'_>> {
        (0..self.tallies.len()).map(|layer| self.table(layer))
    }

    /// Returns whether a highlight counts, is a repeat, or is left out by the filter.
    pub fn standing(&self, place: HighlightPlace) -> Standing {
        self.sample.standing(place.article, place.highlight)
    }

    /// Returns true if the article passes those parts of the filter that concern articles.
    pub fn has_article(&self, at: usize) -> bool {
        self.sample.has_article(at)
    }

    /// Finds a row, column or layer by its key; `None` if it no longer exists.
    pub fn place_of(headers: &[Header], key: &HeaderKey) -> Option<usize> {
        headers.iter().position(|header| header.key == *key)
    }

    /// Collects the counted highlights of every cell of a table in one pass.
    pub fn cell_highlights(&self, facts: &Facts, layer: usize) -> CellHighlights {
        let mut by_cell = CellHighlights::default();
        let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
        self.for_each_in(facts, layer, |place, fact| {
            if self.standing(place) != Standing::Counts {
                return;
            }
            let columns = self.columns.places(place.article, fact, &mut of_columns);
            for row in self.rows.places(place.article, fact, &mut of_rows) {
                for column in columns {
                    by_cell.0.entry((*row, *column)).or_default().push(place);
                }
            }
        });
        by_cell
    }

    /// Collects the counted highlights of every cell of every table in one pass, by table.
    pub fn cell_highlights_of_all(&self, facts: &Facts) -> Vec<CellHighlights> {
        let mut tables = vec![CellHighlights::default(); self.n_tables()];
        self.for_each_counted(facts, |place, layers, rows, columns| {
            for layer in layers {
                let CellHighlights(by_cell) = &mut tables[*layer as usize];
                for row in rows {
                    for column in columns {
                        by_cell.entry((*row, *column)).or_default().push(place);
                    }
                }
            }
        });
        tables
    }

    /// Returns the highlights that count in any of these rows and columns of any table, in reading order.
    pub fn counted_highlights(&self, facts: &Facts, shown: &VisibleAxes) -> Vec<HighlightPlace> {
        let seen = |n: usize, shown: &[usize]| {
            let mut seen = vec![false; n];
            for place in shown {
                seen[*place] = true;
            }
            seen
        };
        let seen_rows = seen(self.rows().len(), &shown.rows);
        let seen_columns = seen(self.columns().len(), &shown.columns);
        let is_seen = |places: &[u32], seen: &[bool]| places.iter().any(|place| seen[*place as usize]);
        let mut counted = Vec::new();
        self.for_each_counted(facts, |place, layers, rows, columns| {
            if !layers.is_empty() && is_seen(rows, &seen_rows) && is_seen(columns, &seen_columns) {
                counted.push(place);
            }
        });
        counted
    }

    /// Calls `see` with each highlight that counts, and with its layers, rows and columns.
    fn for_each_counted(&self, facts: &Facts, mut see: impl FnMut(HighlightPlace, &[u32], &[u32], &[u32])) {
        let (mut of_layers, mut of_rows, mut of_columns) = (Vec::new(), Vec::new(), Vec::new());
        for (article, in_article) in facts.articles.iter().enumerate() {
            for (highlight, fact) in in_article.facts.iter().enumerate() {
                let place = HighlightPlace { article, highlight };
                if self.standing(place) != Standing::Counts {
                    continue;
                }
                let layers =
                    self.layers.as_ref().map_or(&[0][..], |layers| layers.places(article, fact, &mut of_layers));
                let rows = self.rows.places(article, fact, &mut of_rows);
                see(place, layers, rows, self.columns.places(article, fact, &mut of_columns));
            }
        }
    }

    fn for_each_in(&self, facts: &Facts, layer: usize, mut see: impl FnMut(HighlightPlace, &super::facts::Fact)) {
        let mut of_layers = Vec::new();
        for (article, in_article) in facts.articles.iter().enumerate() {
            for (highlight, fact) in in_article.facts.iter().enumerate() {
                let is_in_layer = self
                    .layers
                    .as_ref()
                    .is_none_or(|layers| layers.places(article, fact, &mut of_layers).contains(&as_place(layer)));
                if is_in_layer {
                    see(HighlightPlace { article, highlight }, fact);
                }
            }
        }
    }
}

fn as_place(index: usize) -> u32 {
    super::facts::number(index)
}

/// Formats a number with its sign and one decimal, as people read it: `+0.8`, `−1.0`, `0.0`.
pub struct Signed(pub f64);

impl fmt::Display for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rounded = (self.0 * 10.0).round() / 10.0;
        let sign = if rounded > 0.0 {
            "+"
        } else if rounded < 0.0 {
            "−"
        } else {
            ""
        };
        write!(f, "{sign}{:.1}", rounded.abs())
    }
}

/// Returns an axis for each saved search, in the order of the project.
pub fn searches(project: &Project) -> Vec<Axis> {
    project.searches.iter().map(|search| Axis::Search(search.name.clone())).collect()
}

/// Returns an axis for each custom field that an article has, sorted by name.
pub fn fields(project: &Project) -> Vec<Axis> {
    project.field_names().into_iter().map(|name| Axis::Field(name.to_owned())).collect()
}
