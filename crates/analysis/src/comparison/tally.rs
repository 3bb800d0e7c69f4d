//! The counting itself: the cells that are not empty, with the totals after the last row and column.
//!
//! Memory follows the highlights and the cells that hold some, not rows × columns × stances.

use super::side::SideHeaders;
use crate::{
    facts::{Fact, FastMap},
    stances::StanceCounts,
    weights::{WeightSum, Weights},
};

/// Tables of at most this many cells, or of at most [`CELLS_PER_HIGHLIGHT`] for each highlight, have a place for each
/// cell, which is faster than a map.
const FEW_CELLS: usize = 10_000;
const CELLS_PER_HIGHLIGHT: usize = 4;

/// The counts of one table.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    n_rows: usize,
    n_columns: usize,
    slots: Slots,
    cells: Vec<CellTally>,
    n_seen: u32,
}

/// The place of each cell among those that are not empty, by its position in the grid.
#[derive(Clone, Debug)]
enum Slots {
    /// One more than the place; 0 for an empty cell.
    Grid(Vec<u32>),
    Map(FastMap<u64, u32>),
}

/// Whether the highlights of an article are added to the counts or removed from them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TallyChange {
    Add,
    Remove,
}

/// The counts of one cell.
#[derive(Clone, Debug, Default)]
pub(super) struct CellTally {
    pub highlights: u32,
    pub articles: u32,
    pub left_out: u32,
    /// The number of the article last seen in the cell, so that each article is counted once.
    stamp: u32,
    /// Number of words in its highlights.
    pub words: u64,
    /// The weights of the stances taken.
    pub sum: WeightSum,
    pub by_stance: StanceCounts,
}

impl Tally {
    /// An empty table, with space for about this many highlights.
    pub fn sized(n_rows: usize, n_columns: usize, n_highlights: usize) -> Self {
        let n_cells = (n_rows + 1).saturating_mul(n_columns + 1);
        let has_grid = n_cells <= FEW_CELLS.max(CELLS_PER_HIGHLIGHT.saturating_mul(n_highlights));
        let slots = if has_grid { Slots::Grid(vec![0; n_cells]) } else { Slots::Map(FastMap::default()) };
        Self { n_rows, n_columns, slots, cells: Vec::new(), n_seen: 0 }
    }

    /// The counts of a cell; `None` if nothing was ever counted in it. One past the last row or column is the total.
    pub fn cell(&self, row: usize, column: usize) -> Option<&CellTally> {
        let place = row * (self.n_columns + 1) + column;
        let slot = match &self.slots {
            Slots::Grid(slots) => slots[place].checked_sub(1)?,
            Slots::Map(slots) => *slots.get(&(place as u64))?,
        };
        self.cells.get(slot as usize)
    }

    /// The cells in which something was ever counted, as row and column, without totals and in no particular order.
    pub fn filled(&self) -> impl Iterator<Item = (usize, usize)> {
        let width = self.n_columns + 1;
        let at = move |place: usize| (place / width, place % width);
        let (grid, map) = match &self.slots {
            Slots::Grid(slots) => (Some(slots.iter().enumerate().filter(|(_, slot)| **slot > 0)), None),
            Slots::Map(slots) => (None, Some(slots.keys())),
        };
        let of_grid = grid.into_iter().flatten().map(move |(place, _)| at(place));
        #[expect(clippy::cast_possible_truncation, reason = "a place was made from a usize")]
        let of_map = map.into_iter().flatten().map(move |place| at(*place as usize));
        of_grid.chain(of_map).filter(|(row, column)| *row < self.n_rows && *column < self.n_columns)
    }

    fn cell_mut(&mut self, place: usize) -> &mut CellTally {
        let next =
            u32::try_from(self.cells.len() + 1).expect("there are fewer filled cells than highlights and parents");
        let slot = match &mut self.slots {
            Slots::Grid(slots) => {
                if slots[place] == 0 {
                    slots[place] = next;
                }
                slots[place] - 1
            }
            Slots::Map(slots) => *slots.entry(place as u64).or_insert(next - 1),
        };
        if slot + 1 == next {
            self.cells.push(CellTally::default());
        }
        &mut self.cells[slot as usize]
    }

    /// Adds highlights of one article to the counts, or removes them. Each comes with a flag that says whether it
    /// counts; repeats and highlights that the filter leaves out do not.
    pub fn tally_article<'a>(
        &mut self,
        (rows, columns): (&SideHeaders, &SideHeaders),
        weights: &Weights,
        at: usize,
        facts: impl Iterator<Item = (&'a Fact, bool)>,
        change: TallyChange,
    ) {
        self.n_seen += 1;
        let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
        for (fact, counts) in facts {
            let weight = weights.get(fact.stance as usize);
            let counted = Counted { counts, stance: fact.stance, weight, words: fact.words };
            let rows = rows.places(at, fact, &mut of_rows);
            let columns = columns.places(at, fact, &mut of_columns);
            let (n_columns, n_seen) = (self.n_columns, self.n_seen);
            for row in rows.iter().map(|row| *row as usize).chain([self.n_rows]) {
                for column in columns.iter().map(|column| *column as usize).chain([n_columns]) {
                    self.cell_mut(row * (n_columns + 1) + column).count(&counted, n_seen, change);
                }
            }
        }
    }
}

/// The contribution of a highlight to each of its cells.
struct Counted {
    /// False for a repeat, and for a highlight that the filter leaves out.
    counts: bool,
    stance: u32,
    /// In units; `None` without a stance.
    weight: Option<i128>,
    words: u32,
}

impl CellTally {
    fn count(&mut self, counted: &Counted, stamp: u32, change: TallyChange) {
        let step = |n: &mut u32| *n = if change == TallyChange::Add { *n + 1 } else { *n - 1 };
        if !counted.counts {
            return step(&mut self.left_out);
        }
        step(&mut self.highlights);
        if self.stamp != stamp {
            self.stamp = stamp;
            step(&mut self.articles);
        }
        let words = u64::from(counted.words);
        if change == TallyChange::Add {
            self.words += words;
        } else {
            self.words -= words;
        }
        if let Some(weight) = counted.weight {
            step(&mut self.sum.n);
            self.sum.units += if change == TallyChange::Add { weight } else { -weight };
        }
        match change {
            TallyChange::Add => self.by_stance.add(counted.stance),
            TallyChange::Remove => self.by_stance.remove(counted.stance),
        }
    }
}
