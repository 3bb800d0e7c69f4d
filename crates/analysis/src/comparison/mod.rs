//! The comparison: rows × columns over the highlights that pass a filter, with every cell one step from its quotes.
//!
//! Codes roll up: a highlight tagged “Crimea” counts once for “Crimea”, once for its parent “Territory”, and once in
//! every total. `side` defines rows and columns, `tally` counts, `shown` selects and sorts what is visible, and `live`
//! updates a table while its project is edited. The measures are defined in `docs/measures.md`.

mod live;
mod shown;
mod side;
mod tally;
#[cfg(test)]
mod tests;

use std::fmt;

pub use live::LiveComparison;
pub use shown::{VisibleAxes, has_members};
pub use side::Header;

use self::{
    side::{ALL_ARTICLES, SideHeaders},
    tally::{CellCounts, Tally, TallyChange},
};

use standpoint_core::model::{
    Article, Highlight, Project, ReadingStatus,
    view::{Axis, AxisValue, HeaderKey, Measure, Query, Subject},
};

use super::{
    facts::{Facts, FastMap},
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
    /// What there is to read in the articles shared by a part of the layers, one of the rows and one of the columns.
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

/// What was counted in one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    /// Number of highlights counted.
    pub highlights: u32,
    /// Number of articles that contain them.
    pub articles: u32,
    /// Number of words in them; 0 if words were not counted.
    pub words: u64,
    /// Number of highlights for each stance, in the order of the scale, and last the number without one. Empty if
    /// nothing was ever counted in the cell.
    pub by_stance: &'a [u32],
    /// Number of further highlights that the filter leaves out or that are repeats.
    pub left_out: u32,
    /// Number of highlights that take a stance.
    pub with_stance: u32,
    /// The mean weight of the stances taken; `None` if there are none.
    net_stance: Option<f64>,
}

impl Cell<'_> {
    /// Returns the mean weight of the stances taken; `None` if there are none.
    pub const fn net_stance(&self) -> Option<f64> {
        self.net_stance
    }
}

/// Why a cell is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyReason {
    /// Every article concerned has been read, and none says it.
    Silent,
    /// Some articles have not been read yet.
    NotYetRead,
    /// There are highlights or articles, but the filter leaves them out, or the highlights are repeats.
    LeftOut,
    /// There is no such article.
    NoArticle,
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
        comparison.tallies = vec![Tally::sized(n_rows, n_columns, stances.len()); n_layers];
        for at in 0..facts.articles.len() {
            comparison.tally_article(facts, at, TallyChange::Add);
        }
        comparison
    }

    /// Adds an article to every layer, or removes it.
    fn tally_article(&mut self, facts: &Facts, at: usize, change: TallyChange) {
        let article = (at, &facts.articles[at]);
        let standings = self.sample.standings(at);
        let sides = (&self.rows, &self.columns);
        let Some(layers) = &self.layers else {
            return self.tallies[0].tally_article(sides, article, standings, change, |_| true);
        };
        let mut places = Vec::new();
        for (layer, tally) in self.tallies.iter_mut().enumerate() {
            let is_in =
                article.1.facts.iter().map(|fact| layers.places(at, fact, &mut places).contains(&as_place(layer)));
            let is_in: Vec<bool> = is_in.collect();
            if is_in.contains(&true) {
                tally.tally_article(sides, article, standings, change, |index| is_in[index]);
            }
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

/// One table of a comparison. Rows and columns are given by their index; `None` stands for the total.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    /// The comparison it belongs to.
    pub comparison: &'a Comparison,
    /// Its index among the layers; 0 for a single table.
    pub layer: usize,
}

impl<'a> Table<'a> {
    /// Returns the header of its layer; `None` for a single table.
    pub fn header(&self) -> Option<&'a Header> {
        self.comparison.layers().get(self.layer)
    }

    /// Returns the counts of a cell or total.
    pub fn cell(&self, row: Option<usize>, column: Option<usize>) -> Cell<'a> {
        let comparison = self.comparison;
        let (row, column) = (row.unwrap_or(comparison.rows().len()), column.unwrap_or(comparison.columns().len()));
        let counted = comparison.tallies[self.layer].cell(row, column);
        let none = CellCounts { articles: 0, left_out: 0, words: 0, by_stance: &[] };
        let CellCounts { articles, left_out, words, by_stance } = counted.unwrap_or(none);
        let sum = comparison.weights.sum(by_stance);
        let highlights = sum.n + by_stance.get(comparison.stances.len()).unwrap_or(&0);
        let net_stance = sum.mean(&comparison.weights);
        Cell { highlights, articles, words, by_stance, left_out, with_stance: sum.n, net_stance }
    }

    /// Returns the value of the query’s measure for a cell; `None` if it has none there.
    pub fn value(&self, row: Option<usize>, column: Option<usize>) -> Option<f64> {
        self.value_of(self.comparison.query.measure, row, column)
    }

    /// Returns the value of any measure for a cell. For the spread it is the net stance, and for quotes their number.
    pub fn value_of(&self, measure: Measure, row: Option<usize>, column: Option<usize>) -> Option<f64> {
        let cell = self.cell(row, column);
        let count = f64::from(cell.highlights);
        let percent_of = |whole: Cell<'_>| (whole.highlights > 0).then(|| 100.0 * count / f64::from(whole.highlights));
        match measure {
            Measure::Highlights | Measure::FirstQuote | Measure::Quotes => Some(count),
            Measure::Articles => Some(f64::from(cell.articles)),
            #[expect(clippy::cast_precision_loss, reason = "no project has 2^53 words")]
            Measure::Words => Some(cell.words as f64),
            #[expect(clippy::cast_precision_loss, reason = "no project has 2^53 words")]
            Measure::PerThousandWords => {
                let words = self.reading(row, column).words;
                (words > 0).then(|| 1000.0 * count / words as f64)
            }
            Measure::RowPercent => percent_of(self.cell(row, None)),
            Measure::ColumnPercent => percent_of(self.cell(None, column)),
            Measure::TotalPercent => percent_of(self.cell(None, None)),
            Measure::NetStance | Measure::Spread => cell.net_stance(),
            Measure::Residual => self.residual(row, column),
        }
    }

    /// Returns the number of highlights the cell would have if row and column were independent; `None` if the table is
    /// empty.
    pub fn expected(&self, row: usize, column: usize) -> Option<f64> {
        let n = |row, column| f64::from(self.cell(row, column).highlights);
        let total = n(None, None);
        (total > 0.0).then(|| n(Some(row), None) * n(None, Some(column)) / total)
    }

    /// Returns true if a cell of the residual expects too few highlights for its residual to be judged by a normal
    /// distribution.
    pub fn expects_few(&self, row: Option<usize>, column: Option<usize>) -> bool {
        let expected = || row.zip(column).and_then(|(row, column)| self.expected(row, column));
        self.comparison.query.measure == Measure::Residual && expected().is_some_and(|n| n < ENOUGH_EXPECTED)
    }

    /// Returns true if the measure compares a cell with the totals, and these count highlights without an actor or an
    /// issue.
    pub fn has_untagged_in_margins(&self) -> bool {
        let Comparison { query, rows, columns, .. } = self.comparison;
        let is_untagged = |axes: &[Axis], header: &Header| {
            let mut values = axes.iter().zip(&header.key.0);
            values.any(|(axis, value)| matches!(axis, Axis::Actor | Axis::Issue) && *value == AxisValue::Missing)
        };
        let counts = |row, column| self.cell(row, column).highlights > 0;
        let mut of_rows = rows.headers.iter().enumerate();
        let mut of_columns = columns.headers.iter().enumerate();
        query.measure.looks_at_totals()
            && (of_rows.any(|(at, header)| is_untagged(&query.rows.axes, header) && counts(Some(at), None))
                || of_columns.any(|(at, header)| is_untagged(&query.columns.axes, header) && counts(None, Some(at))))
    }

    /// The adjusted residual of Haberman (1973), which is approximately standard normal if row and column are
    /// independent.
    fn residual(&self, row: Option<usize>, column: Option<usize>) -> Option<f64> {
        let (row, column) = (row?, column?);
        let n = |row, column| f64::from(self.cell(row, column).highlights);
        let total = n(None, None);
        let expected = self.expected(row, column)?;
        let rest = (1.0 - n(Some(row), None) / total) * (1.0 - n(None, Some(column)) / total);
        let spread = (expected * rest).sqrt();
        (spread > 0.0).then(|| (n(Some(row), Some(column)) - expected) / spread)
    }

    /// Returns the reason why an empty cell is empty.
    pub fn empty_reason(&self, row: Option<usize>, column: Option<usize>) -> EmptyReason {
        if self.cell(row, column).left_out > 0 {
            return EmptyReason::LeftOut;
        }
        match self.reading(row, column) {
            Reading { articles: 0, left_out: 0, .. } => EmptyReason::NoArticle,
            Reading { articles: 0, .. } => EmptyReason::LeftOut,
            Reading { unread: 0, .. } => EmptyReason::Silent,
            _ => EmptyReason::NotYetRead,
        }
    }

    /// What there is to read in the articles concerned: those of the layer, the row and the column, where these are
    /// axes of articles.
    fn reading(&self, row: Option<usize>, column: Option<usize>) -> Reading {
        let Comparison { rows, columns, layers, reading, .. } = self.comparison;
        let part =
            |side: &SideHeaders, place: Option<usize>| place.map_or(ALL_ARTICLES, |place| side.headers[place].part);
        let layer = layers.as_ref().map_or(ALL_ARTICLES, |layers| part(layers, Some(self.layer)));
        reading.get(&[layer, part(rows, row), part(columns, column)]).copied().unwrap_or_default()
    }

    /// Returns the largest absolute value of any cell, not counting totals and residuals of cells that expect few
    /// highlights, but at least `least`.
    pub fn largest(&self, least: f64) -> f64 {
        let comparison = self.comparison;
        let value = |row, column| self.value(row, column).filter(|_| !self.expects_few(row, column));
        let in_row = |row| (0..comparison.columns().len()).map(move |column| value(Some(row), Some(column)));
        (0..comparison.rows().len()).flat_map(in_row).flatten().fold(least, |most, value| most.max(value.abs()))
    }

    /// Returns the highlights of a cell, a row, a column or the whole table in reading order, repeats included.
    pub fn highlights(&self, facts: &Facts, row: Option<usize>, column: Option<usize>) -> Vec<HighlightPlace> {
        let comparison = self.comparison;
        let (mut gathered, mut wanted) = (Vec::new(), Vec::new());
        comparison.for_each_in(facts, self.layer, |place, fact| {
            let mut is_at = |side: &SideHeaders, header: Option<usize>| {
                header.is_none_or(|header| side.places(place.article, fact, &mut gathered).contains(&as_place(header)))
            };
            if comparison.standing(place) != Standing::LeftOut
                && is_at(&comparison.rows, row)
                && is_at(&comparison.columns, column)
            {
                wanted.push(place);
            }
        });
        wanted
    }

    /// Returns the subject that a summary of this cell is stored under. Totals have none.
    pub fn subject(&self, row: usize, column: usize) -> Subject {
        let Comparison { query, layers, .. } = self.comparison;
        let row = (&*query.rows.axes, &self.comparison.rows()[row].key);
        let column = (&*query.columns.axes, &self.comparison.columns()[column].key);
        let mut subject = Subject::of(row, column);
        if let (Some(axis), Some(layers)) = (&query.layers, layers) {
            let value = layers.headers[self.layer].key.0.iter().cloned();
            subject.0.extend(std::iter::once(axis.clone()).zip(value));
            subject.0.sort_unstable();
        }
        subject
    }
}

/// The expected number of highlights from which a residual is about normal (W. G. Cochran, *Some methods for
/// strengthening the common χ² tests*, Biometrics 10, 1954).
pub const ENOUGH_EXPECTED: f64 = 5.0;

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

/// Returns an axis for each custom field that an article has, sorted by name.
pub fn fields(project: &Project) -> Vec<Axis> {
    project.field_names().into_iter().map(|name| Axis::Field(name.to_owned())).collect()
}
