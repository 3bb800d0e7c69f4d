//! The rows of the list: the heads of groups with the lines below them, of which folded groups show none.

use std::collections::HashSet;

use standpoint_analysis::concordance::LineGroup;

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListRow {
    /// The head of the nth group.
    Head(usize),
    /// The nth line.
    Line(usize),
}

/// Which row shows what.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// The first row of each group, which is its head, its first line, and how many lines it shows; without groups, one
    /// that has no head.
    groups: Vec<(usize, usize, usize)>,
    has_heads: bool,
    n: usize,
}

impl Rows {
    /// The rows of lines in groups, of which these are folded.
    pub fn of(groups: &[LineGroup], n_lines: usize, folded: &HashSet<usize>) -> Self {
        let has_heads = !groups.is_empty();
        let mut rows = Self { groups: Vec::with_capacity(groups.len().max(1)), has_heads, n: 0 };
        if !has_heads {
            rows.groups.push((0, 0, n_lines));
            rows.n = n_lines;
            return rows;
        }
        for (at, group) in groups.iter().enumerate() {
            let n_shown = if folded.contains(&at) { 0 } else { group.lines.len() };
            rows.groups.push((rows.n, group.lines.start, n_shown));
            rows.n += 1 + n_shown;
        }
        rows
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.n
    }

    /// What a row shows.
    pub fn get(&self, row: usize) -> ListRow {
        let group = self.groups.partition_point(|(first, ..)| *first <= row).saturating_sub(1);
        let (first, line, _) = self.groups[group];
        match row - first {
            nth if !self.has_heads => ListRow::Line(line + nth),
            0 => ListRow::Head(group),
            nth => ListRow::Line(line + nth - 1),
        }
    }

    /// The lines that rows show, from one row to another.
    pub fn lines(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let head = usize::from(self.has_heads);
        self.groups.iter().flat_map(move |(first, line, n_shown)| {
            let begin = first + head;
            let rows = from.max(begin)..(to + 1).min(begin + n_shown);
            rows.map(move |row| line + row - begin)
        })
    }

    /// The row that shows a head or a line; of a line in a folded group, its head.
    pub fn row_of(&self, wanted: ListRow) -> Option<usize> {
        match wanted {
            ListRow::Head(group) => self.groups.get(group).filter(|_| self.has_heads).map(|(first, ..)| *first),
            ListRow::Line(line) => {
                let group = self.groups.partition_point(|(_, start, _)| *start <= line).checked_sub(1)?;
                let (first, start, n_shown) = self.groups[group];
                match line - start {
                    nth if nth < n_shown => Some(first + usize::from(self.has_heads) + nth),
                    _ => self.has_heads.then_some(first),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        ListRow::{Head, Line},
        *,
    };

    #[test]
    fn each_row_shows_what_is_found_there_again() {
        let group = |lines| LineGroup { article: 0, lines, n_articles: 1, n_highlighted: 0, n_new: 0 };
        let groups = [group(0..2), group(2..5), group(5..6)];
        let rows = Rows::of(&groups, 6, &HashSet::from([1]));
        let all: Vec<ListRow> = (0..rows.len()).map(|row| rows.get(row)).collect();
        assert_eq!(all, [Head(0), Line(0), Line(1), Head(1), Head(2), Line(5)]);
        for (at, row) in all.into_iter().enumerate() {
            assert_eq!(rows.row_of(row), Some(at));
        }
        assert_eq!(rows.row_of(Line(3)), Some(3), "a line in a folded group is found at its head");
        assert_eq!(rows.lines(2, 5).collect::<Vec<_>>(), [1, 5]);
        assert_eq!(rows.lines(3, 4).count(), 0);
        let flat = Rows::of(&[], 3, &HashSet::new());
        assert_eq!((flat.len(), flat.get(2), flat.row_of(Line(1)), flat.row_of(Head(0))), (3, Line(2), Some(1), None));
        assert_eq!(flat.row_of(Line(3)), None);
    }
}
