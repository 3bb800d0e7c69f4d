//! The counting itself: a grid of cells, with the totals after the last row and column.

use super::side::SideHeaders;
use crate::{
    facts::{ArticleFacts, FastMap},
    sample::Standing,
};

/// Larger grids store only the cells that are not empty.
const MAX_DENSE: usize = 4_000_000;

/// The layout of a cell’s counts: first these, then the highlights of each stance, and last those without one.
const ARTICLES: usize = 0;
const LEFT_OUT: usize = 1;
/// The number of the article last seen in the cell, so that each article is counted once; not a count itself.
const STAMP: usize = 2;
const STANCES: usize = 3;

/// The counts of one table.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    n_rows: usize,
    n_columns: usize,
    n_stances: usize,
    counts: Vec<u32>,
    /// Number of words in the highlights of each cell.
    words: Vec<u64>,
    /// Where each cell is stored, by its position in the grid; `None` if every cell has its own place.
    slots: Option<FastMap<u64, u32>>,
    n_seen: u32,
}

/// Whether the highlights of an article are added to the counts or removed from them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TallyChange {
    Add,
    Remove,
}

/// The counts of one cell.
#[derive(Clone, Copy, Debug)]
pub(super) struct CellCounts<'a> {
    pub articles: u32,
    pub left_out: u32,
    pub words: u64,
    /// The highlights of each stance, and last those without one.
    pub by_stance: &'a [u32],
}

impl Tally {
    pub fn sized(n_rows: usize, n_columns: usize, n_stances: usize) -> Self {
        let n_cells = (n_rows + 1) * (n_columns + 1);
        let is_dense = n_cells <= MAX_DENSE;
        let n_slots = if is_dense { n_cells } else { 0 };
        Self {
            n_rows,
            n_columns,
            n_stances,
            counts: vec![0; n_slots * (STANCES + n_stances + 1)],
            words: vec![0; n_slots],
            slots: (!is_dense).then(FastMap::default),
            n_seen: 0,
        }
    }

    const fn stride(&self) -> usize {
        STANCES + self.n_stances + 1
    }

    /// The counts of a cell; one past the last row or column is the total.
    pub fn cell(&self, row: usize, column: usize) -> Option<CellCounts<'_>> {
        let place = row * (self.n_columns + 1) + column;
        let slot = match &self.slots {
            None => place,
            Some(slots) => *slots.get(&(place as u64))? as usize,
        };
        let counts = &self.counts[slot * self.stride()..(slot + 1) * self.stride()];
        let (articles, left_out) = (counts[ARTICLES], counts[LEFT_OUT]);
        Some(CellCounts { articles, left_out, words: self.words[slot], by_stance: &counts[STANCES..] })
    }

    fn slot(&mut self, place: usize) -> usize {
        let Some(slots) = &mut self.slots else { return place };
        let next = self.words.len();
        let fresh = u32::try_from(next).expect("fewer cells are filled than there are highlights times roll-ups");
        let slot = *slots.entry(place as u64).or_insert(fresh) as usize;
        if slot == next {
            self.words.push(0);
            self.counts.resize((next + 1) * (STANCES + self.n_stances + 1), 0);
        }
        slot
    }

    /// Adds the highlights of one article to the counts, or removes them. `is_meant` selects those that belong to this
    /// layer.
    pub fn tally_article(
        &mut self,
        (rows, columns): (&SideHeaders, &SideHeaders),
        (at, article): (usize, &ArticleFacts),
        standings: Option<&[Standing]>,
        change: TallyChange,
        is_meant: impl Fn(usize) -> bool,
    ) {
        self.n_seen += 1;
        let (mut of_rows, mut of_columns) = (Vec::new(), Vec::new());
        for (index, fact) in article.facts.iter().enumerate().filter(|(index, _)| is_meant(*index)) {
            let counts = match standings.map(|standings| standings[index]) {
                None | Some(Standing::Counts) => true,
                Some(Standing::Repeats | Standing::LeftOut) => false,
            };
            let rows = rows.places(at, fact, &mut of_rows);
            let columns = columns.places(at, fact, &mut of_columns);
            let n_columns = self.n_columns;
            for row in rows.iter().map(|row| *row as usize).chain([self.n_rows]) {
                for column in columns.iter().map(|column| *column as usize).chain([n_columns]) {
                    self.add(row * (n_columns + 1) + column, fact.stance as usize, fact.words, counts, change);
                }
            }
        }
    }

    fn add(&mut self, place: usize, stance: usize, words: u32, counts: bool, change: TallyChange) {
        let slot = self.slot(place);
        let (n_seen, stride) = (self.n_seen, self.stride());
        let cell = &mut self.counts[slot * stride..(slot + 1) * stride];
        let step = if change == TallyChange::Add { 1 } else { u32::MAX };
        if !counts {
            cell[LEFT_OUT] = cell[LEFT_OUT].wrapping_add(step);
            return;
        }
        cell[STANCES + stance] = cell[STANCES + stance].wrapping_add(step);
        if cell[STAMP] != n_seen {
            cell[STAMP] = n_seen;
            cell[ARTICLES] = cell[ARTICLES].wrapping_add(step);
        }
        if words > 0 {
            let words = u64::from(words);
            self.words[slot] =
                if change == TallyChange::Add { self.words[slot] + words } else { self.words[slot] - words };
        }
    }
}
