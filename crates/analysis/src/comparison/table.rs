//! One table of a comparison: the counts of its cells, the values of the measure, and the reasons why cells are empty.

use standpoint_core::model::view::{Measure, Subject};

use super::{
    Comparison, Header, HighlightPlace, Reading, as_place,
    side::{ALL_ARTICLES, SideHeaders},
    tally::CellTally,
};
use crate::{facts::Facts, sample::Standing, stances::StanceCount};

/// The counts of one cell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell<'a> {
    /// Number of highlights counted.
    pub highlights: u32,
    /// Number of articles that contain them.
    pub articles: u32,
    /// Number of words in them; 0 if words were not counted.
    pub words: u64,
    /// Number of highlights for each stance that occurs, in the order of the scale, and last the number without one.
    pub by_stance: &'a [StanceCount],
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

/// How many highlights take a stance with a weight above 0, and how many one with a weight below 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Number of highlights in favour.
    pub supporting: u32,
    /// Number of highlights against.
    pub opposing: u32,
}

impl Sides {
    /// Returns the number of highlights on either side.
    pub const fn n(self) -> u32 {
        self.supporting + self.opposing
    }

    /// Returns the position on the log-odds scale, ln((s + ½) / (o + ½)); `None` if no highlight takes a side.
    ///
    /// Source: W. Lowe, K. Benoit, S. Mikhaylov and M. Laver, *Scaling policy preferences from coded political texts*,
    /// Legislative Studies Quarterly 36, 2011.
    pub fn log_odds(self) -> Option<f64> {
        let odds = (f64::from(self.supporting) + 0.5) / (f64::from(self.opposing) + 0.5);
        (self.n() > 0).then(|| odds.ln())
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
        let Some(counted) = counted else { return Cell::default() };
        let CellTally { highlights, articles, left_out, words, sum, by_stance, .. } = counted;
        Cell {
            highlights: *highlights,
            articles: *articles,
            words: *words,
            by_stance,
            left_out: *left_out,
            with_stance: sum.n,
            net_stance: sum.mean(&comparison.weights),
        }
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
            Measure::LogOdds => self.sides(row, column).log_odds(),
            Measure::Residual => self.residual(row, column),
        }
    }

    /// Returns how many highlights of a cell take a stance in favour, and how many one against.
    pub fn sides(&self, row: Option<usize>, column: Option<usize>) -> Sides {
        let mut sides = Sides::default();
        for StanceCount { stance, n } in self.cell(row, column).by_stance {
            match self.comparison.weights.get(*stance as usize).map_or(0, i128::signum) {
                1 => sides.supporting += n,
                -1 => sides.opposing += n,
                _ => {}
            }
        }
        sides
    }

    /// Returns the number of highlights the cell would have if row and column were independent; `None` if the table is
    /// empty.
    pub fn expected(&self, row: usize, column: usize) -> Option<f64> {
        let n = |row, column| f64::from(self.cell(row, column).highlights);
        let total = n(None, None);
        (total > 0.0).then(|| n(Some(row), None) * n(None, Some(column)) / total)
    }

    /// Returns true if a cell shows a residual and expects too few highlights for it to be judged by a normal
    /// distribution.
    pub fn expects_few(&self, row: Option<usize>, column: Option<usize>) -> bool {
        let expected = || row.zip(column).and_then(|(row, column)| self.expected(row, column));
        self.comparison.query.measure == Measure::Residual
            && expected().is_some_and(|n| n < ENOUGH_EXPECTED)
            && self.residual(row, column).is_some()
    }

    /// The adjusted residual of Haberman (1973), which is approximately standard normal if row and column are
    /// independent. An empty cell has one only if it is silent: where articles are unread, left out or missing, having
    /// fewer highlights than expected says nothing about those who wrote them.
    fn residual(&self, row: Option<usize>, column: Option<usize>) -> Option<f64> {
        let (row, column) = (row?, column?);
        if self.cell(Some(row), Some(column)).highlights == 0
            && self.empty_reason(Some(row), Some(column)) != EmptyReason::Silent
        {
            return None;
        }
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

    /// Returns the number of articles concerned: those of the layer, the row and the column, if these are axes of
    /// articles, that match the filter.
    pub fn n_articles_concerned(&self, row: Option<usize>, column: Option<usize>) -> u32 {
        self.reading(row, column).articles
    }

    /// The amount of reading in the articles concerned: those of the layer, the row and the column, if these are axes
    /// of articles.
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
        let value = |(row, column): (usize, usize)| {
            let (row, column) = (Some(row), Some(column));
            self.value(row, column).filter(|_| !self.expects_few(row, column))
        };
        let fold = |most: f64, value: f64| most.max(value.abs());
        if self.comparison.query.measure != Measure::Residual {
            // Of all measures, only the residual of an empty cell is not 0.
            return self.filled().filter_map(value).fold(least, fold);
        }
        let n_columns = self.comparison.columns().len();
        let in_row = |row| (0..n_columns).map(move |column| (row, column));
        (0..self.comparison.rows().len()).flat_map(in_row).filter_map(value).fold(least, fold)
    }

    /// Returns the cells that are not empty, as row and column, in no particular order.
    pub fn filled(&self) -> impl Iterator<Item = (usize, usize)> {
        self.comparison.tallies[self.layer].filled()
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
