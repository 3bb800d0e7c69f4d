//! Intervals: how far the value of a cell might be from the truth if the articles are a sample of more like them.
//!
//! Where the unit is the article, the interval is that of Wilson (*Probable inference*, JASA 22, 1927). Highlights of one
//! article are not independent, so for shares, net stances and numbers per 1,000 words whole articles are drawn again,
//! with replacement, after repeats were left out (Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993). The
//! limits are percentiles that are moved outwards for few articles (Hesterberg, *What Teachers Should Know About the
//! Bootstrap*, The American Statistician 69, 2015).

#[cfg(test)]
mod tests;

use standpoint_core::model::view::Measure;

use super::{ALL_ARTICLES, Comparison, Header, HighlightPlace, Table, VisibleAxes, as_place};
use crate::{
    chance::Chance,
    facts::{Facts, FastMap},
    sample::Standing,
};

/// How often articles are drawn.
pub const ROUNDS: usize = 1_000;
/// The seed of the draws. The same project gives the same intervals everywhere.
pub const SEED: u64 = 1;
/// With fewer articles than this, there is no interval.
pub const ENOUGH_ARTICLES: u32 = 10;
/// The quantile of the normal distribution for 95 %.
const Z: f64 = 1.959_963_984_540_054;

/// The rounds that are computed at once: numbers side by side, which a processor adds together.
const LANES: usize = 16;
/// The cells whose values are kept at once, so that memory has a limit: 4 bytes a round and cell.
const MAX_CELLS: usize = 8_000;

/// The limits between which 95 of 100 such intervals hold the true value, in the unit of the measure; for numbers of
/// articles, in percent of the articles concerned.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower limit.
    pub low: f64,
    /// The upper limit.
    pub high: f64,
}

/// Why a cell has a value but no interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoInterval {
    /// It rests on fewer than [`ENOUGH_ARTICLES`] articles, of which this is the number.
    FewArticles(u32),
    /// Every article says the same, so that drawing articles again changes nothing.
    NoSpread,
}

/// The interval of a cell, or why it has none.
pub type CellInterval = Result<Interval, NoInterval>;

/// The intervals of the visible cells of all tables of a comparison, for the measure of its query.
#[derive(Clone, Debug, Default)]
pub struct Intervals(FastMap<[u32; 3], CellInterval>);

impl Intervals {
    /// The intervals that the query of a comparison shows; none if it shows none. The facts must include word counts if
    /// the measure needs them.
    pub fn shown_in(comparison: &Comparison, facts: &Facts, shown: &VisibleAxes) -> Self {
        let computed = comparison.query.has_intervals().then(|| Self::of(comparison, facts, shown, &mut || true));
        computed.flatten().unwrap_or_default()
    }

    /// Computes the intervals of all visible cells. `go_on` is asked now and then; the result is `None` if it says no.
    /// The facts must include word counts if the measure needs them.
    pub fn of(
        comparison: &Comparison,
        facts: &Facts,
        shown: &VisibleAxes,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Option<Self> {
        let mut all = Self::default();
        if !comparison.query.measure.can_have_intervals() {
            return Some(all);
        }
        for table in comparison.tables() {
            let cells = wanted(table, shown);
            if comparison.query.measure == Measure::Articles {
                all.0.extend(cells.into_iter().map(|at| (key(table, at), of_articles(table, at))));
                continue;
            }
            for part in cells.chunks(MAX_CELLS) {
                let resampling = Resampling::of(table, facts, part);
                let found = part.iter().zip(&resampling.cells).zip(resampling.intervals(go_on)?);
                // The whole of something is all of it, whatever is drawn.
                let found = found.filter(|((_, cell), _)| cell.above != cell.below);
                all.0.extend(found.map(|((at, _), found)| (key(table, *at), found)));
            }
        }
        Some(all)
    }

    /// The interval of a cell or total; `None` if it was not computed, because the cell is empty, not visible, or shows
    /// what has no interval.
    pub fn get(&self, table: Table<'_>, row: Option<usize>, column: Option<usize>) -> Option<CellInterval> {
        self.0.get(&key(table, (row, column))).copied()
    }
}

/// The interval of Wilson for a share, as a share.
fn wilson(part: u32, whole: u32) -> Interval {
    let (part, whole) = (f64::from(part), f64::from(whole));
    let share = part / whole;
    let below = 1.0 + Z * Z / whole;
    let middle = (share + Z * Z / (2.0 * whole)) / below;
    let half = Z / below * (share * (1.0 - share) / whole + Z * Z / (4.0 * whole * whole)).sqrt();
    // At the ends, rounding would leave a trace.
    let low = if part == 0.0 { 0.0 } else { middle - half };
    let high = if part >= whole { 1.0 } else { middle + half };
    Interval { low, high }
}

/// A row and a column; `None` is the total.
type Place = (Option<usize>, Option<usize>);

fn key(table: Table<'_>, (row, column): Place) -> [u32; 3] {
    let (rows, columns) = (table.comparison.rows().len(), table.comparison.columns().len());
    [table.layer, row.unwrap_or(rows), column.unwrap_or(columns)].map(as_place)
}

/// The visible cells and totals that count highlights and have a value.
fn wanted(table: Table<'_>, shown: &VisibleAxes) -> Vec<Place> {
    let with_total =
        |shown: &[usize]| -> Vec<Option<usize>> { shown.iter().copied().map(Some).chain([None]).collect() };
    let columns = with_total(&shown.columns);
    let mut wanted = Vec::new();
    for row in with_total(&shown.rows) {
        let in_row = columns.iter().map(|column| (row, *column));
        wanted.extend(
            in_row.filter(|(row, column)| {
                table.cell(*row, *column).highlights > 0 && table.value(*row, *column).is_some()
            }),
        );
    }
    wanted
}

/// The interval of a number of articles, in percent of the articles concerned.
fn of_articles(table: Table<'_>, (row, column): Place) -> CellInterval {
    let concerned = table.n_articles_concerned(row, column);
    if concerned < ENOUGH_ARTICLES {
        return Err(NoInterval::FewArticles(concerned));
    }
    let Interval { low, high } = wilson(table.cell(row, column).articles.min(concerned), concerned);
    Ok(Interval { low: 100.0 * low, high: 100.0 * high })
}

/// What articles add to a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Sum {
    /// The highlights of a cell.
    Highlights(u32, u32),
    /// Those of them that take a stance.
    WithStance(u32, u32),
    /// The weights of their stances.
    Weights(u32, u32),
    /// The words of the articles concerned by a part of the rows and one of the columns.
    Words(u32, u32),
}

/// A cell as a quotient of two sums, by their places among the sums.
#[derive(Clone, Copy)]
struct Quotient {
    above: usize,
    below: usize,
}

/// What each article adds to the sums that some cells are quotients of.
struct Resampling {
    cells: Vec<Quotient>,
    factor: f64,
    n_articles: usize,
    /// Article, sum and amount.
    terms: Vec<(u32, u32, f32)>,
    /// How many articles add something to each sum.
    n_adding: Vec<u32>,
}

/// The sums that are needed, each with its place.
#[derive(Default)]
struct Sums(FastMap<Sum, u32>);

impl Sums {
    fn place(&mut self, sum: Sum) -> usize {
        let next = as_place(self.0.len());
        *self.0.entry(sum).or_insert(next) as usize
    }
}

impl Resampling {
    fn of(table: Table<'_>, facts: &Facts, cells: &[Place]) -> Self {
        let comparison = table.comparison;
        let mut sums = Sums::default();
        let measure = comparison.query.measure;
        let part = |headers: &[Header], at: Option<usize>| at.map_or(ALL_ARTICLES, |at| headers[at].part);
        let quotients = cells.iter().map(|&(row, column)| {
            let [_, r, c] = key(table, (row, column));
            let highlights = |row, column| {
                let [_, row, column] = key(table, (row, column));
                Sum::Highlights(row, column)
            };
            let (above, below) = match measure {
                Measure::RowPercent => (highlights(row, column), highlights(row, None)),
                Measure::ColumnPercent => (highlights(row, column), highlights(None, column)),
                Measure::TotalPercent => (highlights(row, column), highlights(None, None)),
                Measure::PerThousandWords => {
                    let words = Sum::Words(part(comparison.rows(), row), part(comparison.columns(), column));
                    (highlights(row, column), words)
                }
                _ => (Sum::Weights(r, c), Sum::WithStance(r, c)),
            };
            Quotient { above: sums.place(above), below: sums.place(below) }
        });
        let cells = quotients.collect();
        let factor = match measure {
            Measure::PerThousandWords => 1000.0,
            Measure::NetStance => 1.0,
            _ => 100.0,
        };
        let mut of = Self { cells, factor, n_articles: 0, terms: Vec::new(), n_adding: vec![0; sums.0.len()] };
        of.take_terms(table, facts, &sums);
        of
    }

    /// Finds what each article of the table adds.
    fn take_terms(&mut self, table: Table<'_>, facts: &Facts, sums: &Sums) {
        let comparison = table.comparison;
        let mut in_article: FastMap<u32, f64> = FastMap::default();
        let (mut of_layers, mut of_rows, mut of_columns) = (Vec::new(), Vec::new(), Vec::new());
        let layer = comparison.layers().get(table.layer);
        for (at, article) in facts.articles.iter().enumerate() {
            let layer_parts = comparison.layers.as_ref().map(|layers| layers.parts_of(at));
            let is_in_layer = layer.zip(layer_parts).is_none_or(|(layer, parts)| parts.contains(&layer.part));
            if !comparison.has_article(at) || !is_in_layer {
                continue;
            }
            let mut add = |sum: Sum, amount: f64| {
                if let Some(place) = sums.0.get(&sum) {
                    *in_article.entry(*place).or_default() += amount;
                }
            };
            if comparison.query.measure == Measure::PerThousandWords {
                for row in comparison.rows.parts_of(at) {
                    for column in comparison.columns.parts_of(at) {
                        #[expect(clippy::cast_precision_loss, reason = "no article has 2^53 words")]
                        add(Sum::Words(row, column), article.words as f64);
                    }
                }
            }
            for (highlight, fact) in article.facts.iter().enumerate() {
                if comparison.standing(HighlightPlace { article: at, highlight }) != Standing::Counts {
                    continue;
                }
                let of_table = comparison.layers.as_ref();
                if of_table
                    .is_some_and(|layers| !layers.places(at, fact, &mut of_layers).contains(&as_place(table.layer)))
                {
                    continue;
                }
                let weight = comparison.weights.get(fact.stance as usize);
                let weight = weight.map(|units| comparison.weights.quotient(units, 1));
                let rows = comparison.rows.places(at, fact, &mut of_rows);
                let columns = comparison.columns.places(at, fact, &mut of_columns);
                for row in rows.iter().copied().chain([as_place(comparison.rows().len())]) {
                    for column in columns.iter().copied().chain([as_place(comparison.columns().len())]) {
                        add(Sum::Highlights(row, column), 1.0);
                        if let Some(weight) = weight {
                            add(Sum::WithStance(row, column), 1.0);
                            add(Sum::Weights(row, column), weight);
                        }
                    }
                }
            }
            let number = as_place(self.n_articles);
            self.n_articles += 1;
            let from = self.terms.len();
            for (sum, amount) in in_article.drain() {
                self.n_adding[sum as usize] += 1;
                #[expect(clippy::cast_possible_truncation, reason = "the limits of an interval need no more digits")]
                self.terms.push((number, sum, amount as f32));
            }
            // The order of a map is that of no machine in particular.
            self.terms[from..].sort_unstable_by_key(|(_, sum, _)| *sum);
        }
    }

    fn intervals(&self, go_on: &mut dyn FnMut() -> bool) -> Option<Vec<CellInterval>> {
        let cells = self.cells.iter().zip(self.values(go_on)?);
        Some(cells.map(|(cell, values)| limits(self.n_adding[cell.below], values, self.factor)).collect())
    }

    /// The quotient of each cell in each round in which it has one.
    fn values(&self, go_on: &mut dyn FnMut() -> bool) -> Option<Vec<Vec<f32>>> {
        let mut values: Vec<Vec<f32>> = self.cells.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
        let mut chance = Chance::seeded(SEED);
        let mut sums = vec![[0.0_f32; LANES]; self.n_adding.len()];
        let mut drawn = vec![[0.0_f32; LANES]; self.n_articles];
        let mut n_left = ROUNDS;
        while n_left > 0 {
            if !go_on() {
                return None;
            }
            let n_now = n_left.min(LANES);
            self.draw(&mut chance, &mut drawn, n_now);
            self.add_up(&drawn, &mut sums);
            for (cell, values) in self.cells.iter().zip(&mut values) {
                let (above, below) = (&sums[cell.above], &sums[cell.below]);
                let quotients = above.iter().zip(below).take(n_now).filter(|(_, below)| **below > 0.0);
                values.extend(quotients.map(|(above, below)| above / below));
            }
            n_left -= n_now;
        }
        Some(values)
    }

    /// Draws as many articles as there are, for each of some rounds.
    fn draw(&self, chance: &mut Chance, drawn: &mut [[f32; LANES]], n_rounds: usize) {
        drawn.fill([0.0; LANES]);
        (0..n_rounds).for_each(|round| {
            for _ in 0..self.n_articles {
                drawn[chance.below(self.n_articles)][round] += 1.0;
            }
        });
    }

    fn add_up(&self, drawn: &[[f32; LANES]], sums: &mut [[f32; LANES]]) {
        sums.fill([0.0; LANES]);
        for (article, sum, amount) in &self.terms {
            let (times, sum) = (&drawn[*article as usize], &mut sums[*sum as usize]);
            for (sum, times) in sum.iter_mut().zip(times) {
                *sum += amount * times;
            }
        }
    }
}

/// The limits of values that come of drawing `n` articles again.
fn limits(n: u32, mut values: Vec<f32>, factor: f64) -> CellInterval {
    if n < ENOUGH_ARTICLES {
        return Err(NoInterval::FewArticles(n));
    }
    values.sort_unstable_by(f32::total_cmp);
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return Err(NoInterval::NoSpread) };
    if last - first <= f32::EPSILON * last.abs().max(first.abs()) {
        return Err(NoInterval::NoSpread);
    }
    let outside = expanded_tail(n);
    let at = |share: f64| factor * quantile(&values, share);
    Ok(Interval { low: at(outside), high: at(1.0 - outside) })
}

/// The share of draws outside each limit, which is less than 2.5 % for few articles (Hesterberg 2015, section 4.3).
fn expanded_tail(n: u32) -> f64 {
    let n = f64::from(n);
    normal_below(-(n / (n - 1.0)).sqrt() * t_quantile(n - 1.0))
}

/// The 97.5 % quantile of Student’s distribution, for 9 degrees of freedom or more (Abramowitz and Stegun 26.7.5).
fn t_quantile(df: f64) -> f64 {
    let z2 = Z * Z;
    let first = Z * (z2 + 1.0) / 4.0;
    let second = Z * (z2 * (5.0 * z2 + 16.0) + 3.0) / 96.0;
    let third = Z * (z2 * (z2 * (3.0 * z2 + 19.0) + 17.0) - 15.0) / 384.0;
    Z + first / df + second / (df * df) + third / (df * df * df)
}

/// The share of the normal distribution below a negative number (Abramowitz and Stegun 26.2.17).
fn normal_below(x: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * x.abs());
    let terms = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
    let series = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    (-0.5 * x * x).exp() / std::f64::consts::TAU.sqrt() * series
}

/// The quantile of sorted values, between two of them in proportion (type 7 of Hyndman and Fan 1996).
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "there are as many values as rounds"
)]
fn quantile(values: &[f32], share: f64) -> f64 {
    let place = share * (values.len() - 1) as f64;
    let (from, to) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (f64::from(values[from]), f64::from(values[to]));
    low + (high - low) * (place - place.floor())
}
