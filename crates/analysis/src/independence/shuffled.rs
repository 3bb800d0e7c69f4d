//! Tables as chance would make them. Highlights of one article are not independent of each other, so articles are
//! shuffled or drawn as a whole, or tags only within each of them.

use super::counts::Counts;
use crate::chance::Chance;

/// The rows and columns of the highlights of an article.
pub type ArticleCells = Vec<(u32, u32)>;

/// What is shuffled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shuffled {
    /// The rows of articles, such as outlets, among the articles.
    RowsOfArticles,
    /// The columns of articles, among the articles.
    ColumnsOfArticles,
    /// The columns of highlights, such as actors, within each article.
    ColumnsWithinArticles,
}

/// Counts highlights by row and column.
pub fn counted(articles: &[ArticleCells], n_rows: usize, n_columns: usize) -> Counts {
    let mut counts = Counts::empty(n_rows, n_columns);
    for (row, column) in articles.iter().flatten() {
        counts.add(*row as usize, *column as usize);
    }
    counts
}

/// Counts in how many of the rounds chance makes a table with a χ² at least as large.
pub fn n_as_large(
    articles: &[ArticleCells],
    found: &Counts,
    shuffled: Shuffled,
    rounds: u32,
    chance: &mut Chance,
) -> u32 {
    // What is equal but for rounding is as large.
    let limit = found.chi_squared() * (1.0 - 1e-9);
    let mut labels: Vec<u32> = match shuffled {
        Shuffled::RowsOfArticles => articles.iter().map(|cells| cells[0].0).collect(),
        Shuffled::ColumnsOfArticles => articles.iter().map(|cells| cells[0].1).collect(),
        Shuffled::ColumnsWithinArticles => articles.iter().flatten().map(|(_, column)| *column).collect(),
    };
    let mut n = 0;
    let mut counts = Counts::empty(found.n_rows, found.n_columns);
    for _ in 0..rounds {
        counts.cells.fill(0);
        if shuffled != Shuffled::ColumnsWithinArticles {
            chance.shuffle(&mut labels);
        }
        let mut start = 0;
        for (at, cells) in articles.iter().enumerate() {
            match shuffled {
                Shuffled::RowsOfArticles => {
                    for (_, column) in cells {
                        counts.add(labels[at] as usize, *column as usize);
                    }
                }
                Shuffled::ColumnsOfArticles => {
                    for (row, _) in cells {
                        counts.add(*row as usize, labels[at] as usize);
                    }
                }
                Shuffled::ColumnsWithinArticles => {
                    let own = &mut labels[start..start + cells.len()];
                    start += cells.len();
                    chance.shuffle(own);
                    for ((row, _), column) in cells.iter().zip(own.iter()) {
                        counts.add(*row as usize, *column as usize);
                    }
                }
            }
        }
        n += u32::from(counts.chi_squared() >= limit);
    }
    n
}

/// The middle 95 in a hundred of the values of Cramér’s V in tables of as many articles, drawn with replacement.
pub fn v_interval(articles: &[ArticleCells], found: &Counts, rounds: u32, chance: &mut Chance) -> [f64; 2] {
    let mut counts = Counts::empty(found.n_rows, found.n_columns);
    let mut values: Vec<f64> = (0..rounds)
        .map(|_| {
            counts.cells.fill(0);
            for _ in 0..articles.len() {
                for (row, column) in &articles[chance.below(articles.len())] {
                    counts.add(*row as usize, *column as usize);
                }
            }
            counts.cramers_v()
        })
        .collect();
    values.sort_by(f64::total_cmp);
    let n_outside = values.len() / 40;
    [values[n_outside], values[values.len() - 1 - n_outside]]
}
