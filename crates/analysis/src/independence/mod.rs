//! Whether the columns of a table differ in their rows by more than chance, and in which cells.
//!
//! The formulas with their sources are in `docs/measures.md`. Only the outermost rows and columns count, members
//! included, so that each highlight is in one cell.

mod counts;
mod shuffled;
#[cfg(test)]
mod tests;

use standpoint_core::{model::view::Axis, wording::grouped};

pub use self::shuffled::Shuffled;
use self::{
    counts::{Counts, holm, probability_of, probability_of_residual},
    shuffled::{ArticleCells, n_as_large, v_interval},
};
use crate::{
    chance::Chance,
    comparison::{Comparison, ENOUGH_EXPECTED, Header},
    facts::{Facts, number},
};

/// The fewest articles for which there is an interval.
pub const ENOUGH_ARTICLES: usize = 10;

/// What is less likely than this is called more than chance.
const UNLIKELY: f64 = 0.05;

/// How many cells a sentence names.
const MOST_NAMED: usize = 3;

/// How chance is imitated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TestSetting {
    /// Number of tables that chance makes.
    pub rounds: u32,
    /// What chance begins with. The same seed gives the same result.
    pub seed: u64,
}

impl Default for TestSetting {
    fn default() -> Self {
        Self { rounds: 1999, seed: 1 }
    }
}

/// Why a table cannot be tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NothingToTest {
    /// There is only one row or one column.
    #[error("there is nothing to compare: a test needs two rows and two columns with highlights")]
    TooSmall,
    /// Whatever is shuffled, the table stays the same.
    #[error(
        "chance cannot be imitated: each row or column has one article only, or each article one highlight only; \
         compare outlets or months rather than articles, or highlight more"
    )]
    NothingToShuffle,
}

/// The result of a test of a whole table.
#[derive(Clone, Debug, PartialEq)]
pub struct Independence {
    /// The axis of the rows.
    pub row_axis: Axis,
    /// The axis of the columns.
    pub column_axis: Axis,
    /// The names of the rows that have highlights.
    pub rows: Vec<String>,
    /// The names of the columns that have highlights.
    pub columns: Vec<String>,
    /// Number of highlights that count and have a row and a column.
    pub highlights: u32,
    /// Number of articles they are in.
    pub articles: usize,
    /// Pearson’s χ².
    pub chi_squared: f64,
    /// The likelihood ratio G.
    pub g: f64,
    /// Degrees of freedom of both.
    pub degrees_of_freedom: usize,
    /// The probability of such a χ² if highlights were independent of each other, which those of an article are not.
    pub p_if_independent: f64,
    /// Cramér’s V, from 0 to 1.
    pub cramers_v: f64,
    /// The 95% interval of V over articles; `None` with fewer than [`ENOUGH_ARTICLES`].
    pub v_interval: Option<[f64; 2]>,
    /// What was shuffled to imitate chance.
    pub shuffled: Shuffled,
    /// The probability of such a χ² by chance.
    pub p: f64,
    /// How chance was imitated.
    pub setting: TestSetting,
    /// The cells that are unusual after Holm’s correction, the most unusual first.
    pub unusual: Vec<UnusualCell>,
}

/// A cell with more or fewer highlights than its row and column lead to expect.
#[derive(Clone, Debug, PartialEq)]
pub struct UnusualCell {
    /// Index into [`Independence::rows`].
    pub row: usize,
    /// Index into [`Independence::columns`].
    pub column: usize,
    /// Number of highlights.
    pub highlights: u32,
    /// Number of highlights expected.
    pub expected: f64,
    /// The adjusted residual.
    pub residual: f64,
    /// The probability of such a residual by chance, corrected for the number of cells.
    pub p: f64,
}

impl Independence {
    /// Tests the first table of a comparison. `facts` must be those it was made from.
    ///
    /// # Errors
    /// Says why nothing can be tested.
    pub fn of(comparison: &Comparison, facts: &Facts, setting: TestSetting) -> Result<Self, NothingToTest> {
        let Sides { articles, rows, columns } = Sides::of(comparison, facts);
        if rows.len() < 2 || columns.len() < 2 {
            return Err(NothingToTest::TooSmall);
        }
        let axes = [&comparison.query.rows.axes, &comparison.query.columns.axes].map(|axes| axes[0].clone());
        let [row_axis, column_axis] = axes;
        let shuffled = match (of_articles(&row_axis), of_articles(&column_axis)) {
            (_, true) => Shuffled::ColumnsOfArticles,
            (true, false) => Shuffled::RowsOfArticles,
            (false, false) => Shuffled::ColumnsWithinArticles,
        };
        if is_fixed(&articles, shuffled, rows.len(), columns.len()) {
            return Err(NothingToTest::NothingToShuffle);
        }
        let table = shuffled::counted(&articles, rows.len(), columns.len());
        let mut chance = Chance::seeded(setting.seed);
        let n_as_large = n_as_large(&articles, &table, shuffled, setting.rounds, &mut chance);
        let has_enough = articles.len() >= ENOUGH_ARTICLES;
        Ok(Self {
            highlights: table.n(),
            articles: articles.len(),
            chi_squared: table.chi_squared(),
            g: table.g(),
            degrees_of_freedom: table.degrees_of_freedom(),
            p_if_independent: probability_of(table.chi_squared(), table.degrees_of_freedom()),
            cramers_v: table.cramers_v(),
            v_interval: has_enough.then(|| v_interval(&articles, &table, setting.rounds, &mut chance)),
            shuffled,
            // The table itself is one that chance can make (Davison and Hinkley 1997).
            p: f64::from(n_as_large + 1) / f64::from(setting.rounds + 1),
            setting,
            unusual: unusual(&table),
            row_axis,
            column_axis,
            rows,
            columns,
        })
    }

    /// Returns whether chance explains the table.
    pub fn is_chance(&self) -> bool {
        self.p >= UNLIKELY
    }

    /// Says the result in a sentence: "The 3 outlets differ in their issues by more than chance would explain: Axadle
    /// Times has more on Territory (12, where 5.3 would be expected)."
    pub fn sentence(&self) -> String {
        let subject = match &*self.columns {
            [one, other] => format!("{one} and {other}"),
            columns => format!("The {} {}", grouped(columns.len()), plural(&self.column_axis)),
        };
        let rows = plural(&self.row_axis);
        if self.is_chance() {
            return format!("{subject} do not differ in their {rows} by more than chance would explain.");
        }
        if self.unusual.is_empty() {
            return format!(
                "{subject} differ in their {rows} by more than chance would explain, though no single cell stands out."
            );
        }
        let named: Vec<String> = self.unusual.iter().take(MOST_NAMED).map(|cell| self.cell_in_words(cell)).collect();
        let named = named.join("; ");
        let n_more = self.unusual.len().saturating_sub(MOST_NAMED);
        let more = if n_more > 0 { format!("; and {} more", grouped(n_more)) } else { String::new() };
        format!("{subject} differ in their {rows} by more than chance would explain: {named}{more}.")
    }

    fn cell_in_words(&self, cell: &UnusualCell) -> String {
        let UnusualCell { row, column, highlights, expected, residual, .. } = cell;
        let more = if *residual > 0.0 { "more" } else { "fewer" };
        let (row, column) = (&self.rows[*row], &self.columns[*column]);
        format!("{column} has {more} on {row} ({highlights}, where {expected:.1} would be expected)")
    }

    /// Says what was shuffled to imitate chance: "outlets were shuffled among articles".
    pub fn shuffle_in_words(&self) -> String {
        match self.shuffled {
            Shuffled::RowsOfArticles => format!("{} were shuffled among articles", plural(&self.row_axis)),
            Shuffled::ColumnsOfArticles => format!("{} were shuffled among articles", plural(&self.column_axis)),
            Shuffled::ColumnsWithinArticles => {
                format!("{} were shuffled among the highlights of each article", plural(&self.column_axis))
            }
        }
    }
}

/// Names several values of an axis: "outlets".
pub fn plural(axis: &Axis) -> String {
    match axis {
        Axis::Agency => "agencies".to_owned(),
        Axis::Search(_) => axis.name().into_owned(),
        other => format!("{}s", other.name()),
    }
}

/// Whether all highlights of an article have the same value on an axis.
const fn of_articles(axis: &Axis) -> bool {
    !matches!(axis, Axis::Issue | Axis::Actor | Axis::Stance | Axis::Coder)
}

/// Whether the table looks the same however it is shuffled.
fn is_fixed(articles: &[ArticleCells], shuffled: Shuffled, n_rows: usize, n_columns: usize) -> bool {
    match shuffled {
        Shuffled::RowsOfArticles => articles.len() == n_rows,
        Shuffled::ColumnsOfArticles => articles.len() == n_columns,
        Shuffled::ColumnsWithinArticles => articles.iter().all(|cells| cells.len() == 1),
    }
}

/// The highlights that count and have an outermost row and column, by article.
struct Sides {
    articles: Vec<ArticleCells>,
    rows: Vec<String>,
    columns: Vec<String>,
}

impl Sides {
    fn of(comparison: &Comparison, facts: &Facts) -> Self {
        let is_outermost = |header: &Header| header.depth == 0 && !header.is_missing();
        let in_cells = comparison.cell_highlights(facts, 0);
        let mut by_article: Vec<ArticleCells> = vec![Vec::new(); facts.articles.len()];
        let outermost = |headers: &[Header]| -> Vec<usize> {
            (0..headers.len()).filter(|at| is_outermost(&headers[*at])).collect()
        };
        let (rows, columns) = (outermost(comparison.rows()), outermost(comparison.columns()));
        let (mut has_row, mut has_column) = (vec![false; rows.len()], vec![false; columns.len()]);
        for (row, in_rows) in rows.iter().enumerate() {
            for (column, in_columns) in columns.iter().enumerate() {
                for place in in_cells.at(*in_rows, *in_columns) {
                    by_article[place.article].push((number(row), number(column)));
                    (has_row[row], has_column[column]) = (true, true);
                }
            }
        }
        // Rows and columns without highlights have no part in it.
        let (row_of, column_of) = (numbered(&has_row), numbered(&has_column));
        for (row, column) in by_article.iter_mut().flatten() {
            (*row, *column) = (row_of[*row as usize], column_of[*column as usize]);
        }
        by_article.retain(|cells| !cells.is_empty());
        let names = |places: &[usize], headers: &[Header], has: &[bool]| {
            let used = places.iter().zip(has).filter(|(_, has)| **has);
            used.map(|(at, _)| headers[*at].name.clone()).collect()
        };
        Self {
            articles: by_article,
            rows: names(&rows, comparison.rows(), &has_row),
            columns: names(&columns, comparison.columns(), &has_column),
        }
    }
}

/// Numbers those that are used, without gaps.
fn numbered(is_used: &[bool]) -> Vec<u32> {
    let mut n = 0;
    let place = |is_used: &bool| {
        n += u32::from(*is_used);
        n.saturating_sub(1)
    };
    is_used.iter().map(place).collect()
}

/// The cells that stand out after Holm’s correction, among those that expect enough highlights to be judged.
fn unusual(table: &Counts) -> Vec<UnusualCell> {
    let mut judged = table.residuals();
    judged.retain(|(.., expected)| *expected >= ENOUGH_EXPECTED);
    let probabilities: Vec<f64> = judged.iter().map(|(_, _, residual, _)| probability_of_residual(*residual)).collect();
    let mut unusual: Vec<UnusualCell> = judged
        .into_iter()
        .zip(holm(&probabilities))
        .filter(|(_, p)| *p < UNLIKELY)
        .map(|((row, column, residual, expected), p)| {
            let highlights = table.cells[row * table.n_columns + column];
            UnusualCell { row, column, highlights, expected, residual, p }
        })
        .collect();
    unusual.sort_by(|a, b| b.residual.abs().total_cmp(&a.residual.abs()));
    unusual
}
