//! The order in which the lines of a page are read.
//!
//! Nearly every program writes a page in the order of reading, columns and boxes included, and no geometry tells a box
//! from a column as surely. So this order is kept, unless the places of the lines contradict it.

use super::lines::Line;

/// The least width, in ems, of the white between two columns.
const GUTTER_EM: f32 = 0.8;
/// The fewest lines of a column.
const MIN_COLUMN_LINES: usize = 3;
/// The fewest words of a piece of running text. The cells of a table have fewer.
const MIN_COLUMN_WORDS: usize = 3;
/// How deep columns may lie in columns.
const MAX_DEPTH: usize = 8;
/// More gutters are those of a table.
const MAX_GUTTERS: usize = 12;
/// Steps against the usual order that the head and the foot of a page, written last, do not explain.
const MIN_WRONG_STEPS: usize = 3;

/// Puts the pieces of a page in the order of reading, and joins those that are one line.
pub(super) fn in_order(pieces: Vec<Line>) -> Vec<Line> {
    joined(if is_plausible(&pieces) { pieces } else { by_place(pieces) })
}

/// Whether the lines go down the page, column by column.
fn is_plausible(pieces: &[Line]) -> bool {
    let steps = || pieces.windows(2).filter(|pair| pair[0].turn == pair[1].turn);
    let goes_up = |pair: &&[Line]| pair[1].y > pair[0].y + pair[0].size / 2.0 && pair[0].overlap(&pair[1]) > 0.3;
    let n_up = steps().filter(goes_up).count();
    if n_up >= MIN_WRONG_STEPS && n_up * 8 > pieces.len() {
        return false;
    }
    // Lines of two columns that are written row by row.
    let crosses = |pair: &&[Line]| pair[0].is_level_with(&pair[1]) && gap(&pair[0], &pair[1]) > 0.0;
    let n_crossing = steps().filter(crosses).count();
    n_crossing < MIN_WRONG_STEPS || n_crossing * 4 < pieces.len() || !has_columns(pieces)
}

fn gap(a: &Line, b: &Line) -> f32 {
    (b.left - a.right).max(a.left - b.right)
}

fn main_turn(pieces: &[Line]) -> i16 {
    let mut counts: Vec<(i16, usize)> = Vec::new();
    for piece in pieces {
        match counts.iter_mut().find(|(turn, _)| *turn == piece.turn) {
            Some((_, n)) => *n += piece.text.len(),
            None => counts.push((piece.turn, piece.text.len())),
        }
    }
    counts.into_iter().max_by_key(|(turn, n)| (*n, std::cmp::Reverse(turn.abs()))).map_or(0, |(turn, _)| turn)
}

/// Pieces at the same height, from left to right.
type Row = Vec<Line>;

/// Lines from the top to the bottom.
fn rows(mut pieces: Vec<Line>) -> Vec<Row> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if row[0].is_level_with(&piece) => row.push(piece),
            _ => rows.push(vec![piece]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.left.total_cmp(&b.left));
    }
    rows
}

/// Rows that share the white between their columns.
struct Band {
    rows: Vec<Row>,
    /// The white between columns of running text, as places from left to right; empty if there is one column.
    gutters: Vec<f32>,
}

/// Cuts a page into bands, each as high as its columns go.
fn bands(pieces: Vec<Line>) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut rest = rows(pieces).into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut white = white_of(&first);
        let mut extent = Extent::default().with(&first);
        let mut rows = vec![first];
        while let Some(next) = rest.peek() {
            let (common, larger) = (shared(&white, &white_of(next)), extent.with(next));
            if !common.iter().any(|white| larger.has_both_sides(*white)) {
                break;
            }
            (white, extent) = (common, larger);
            rows.extend(rest.next());
        }
        white.retain(|white| extent.has_both_sides(*white));
        let may_have_columns = rows.len() >= MIN_COLUMN_LINES && white.len() <= MAX_GUTTERS;
        white.retain(|white| may_have_columns && is_gutter(&rows, *white));
        let gutters = white.iter().map(|(left, right)| f32::midpoint(*left, *right)).collect();
        bands.push(Band { rows, gutters });
    }
    bands
}

/// How far the lines of a band leave each side free.
#[derive(Clone, Copy)]
struct Extent {
    first_right: f32,
    last_left: f32,
}

impl Default for Extent {
    fn default() -> Self {
        Self { first_right: f32::INFINITY, last_left: f32::NEG_INFINITY }
    }
}

impl Extent {
    fn with(self, row: &Row) -> Self {
        row.iter().fold(self, |extent, piece| Self {
            first_right: extent.first_right.min(piece.right),
            last_left: extent.last_left.max(piece.left),
        })
    }

    /// Whether there is text on both sides of the white.
    fn has_both_sides(&self, (left, right): (f32, f32)) -> bool {
        self.first_right <= left && right <= self.last_left
    }
}

/// What a row leaves white, as intervals from left to right.
fn white_of(row: &Row) -> Vec<(f32, f32)> {
    let mut white = Vec::with_capacity(row.len() + 1);
    let mut left = f32::NEG_INFINITY;
    for piece in row {
        if piece.left - left > GUTTER_EM * piece.size {
            white.push((left, piece.left));
        }
        left = left.max(piece.right);
    }
    white.push((left, f32::INFINITY));
    white
}

/// What is in both, as far as it is wide enough.
fn shared(a: &[(f32, f32)], b: &[(f32, f32)]) -> Vec<(f32, f32)> {
    let mut both = Vec::new();
    let (mut at_a, mut at_b) = (0, 0);
    while let (Some(of_a), Some(of_b)) = (a.get(at_a), b.get(at_b)) {
        let (left, right) = (of_a.0.max(of_b.0), of_a.1.min(of_b.1));
        // A gutter is some points wide whatever the size of the text.
        if right - left > 4.0 {
            both.push((left, right));
        }
        if of_a.1 < of_b.1 { at_a += 1 } else { at_b += 1 }
    }
    both
}

/// Whether there is running text on either side.
fn is_gutter(band: &[Row], (left, right): (f32, f32)) -> bool {
    let is_running = |is_on_side: &dyn Fn(&Line) -> bool| {
        let (mut n_lines, mut n_words) = (0, 0);
        for row in band {
            let side = row.iter().filter(|piece| is_on_side(piece));
            let words: usize = side.map(|piece| piece.text.split(' ').count()).sum();
            n_lines += usize::from(words > 0);
            n_words += words;
        }
        n_lines >= MIN_COLUMN_LINES && n_words >= n_lines * MIN_COLUMN_WORDS
    };
    is_running(&|piece| piece.right <= left + 1.0) && is_running(&|piece| piece.left >= right - 1.0)
}

fn has_columns(pieces: &[Line]) -> bool {
    let turn = main_turn(pieces);
    let main = pieces.iter().filter(|piece| piece.turn == turn).cloned().collect();
    bands(main).iter().any(|band| !band.gutters.is_empty())
}

/// Orders the pieces by their places. Lines in another direction follow at the end.
fn by_place(pieces: Vec<Line>) -> Vec<Line> {
    let turn = main_turn(&pieces);
    let is_rtl = pieces.iter().filter(|piece| piece.is_rtl).count() * 2 > pieces.len();
    let (main, others): (Vec<Line>, Vec<Line>) = pieces.into_iter().partition(|piece| piece.turn == turn);
    let mut ordered = Vec::new();
    place(main, is_rtl, MAX_DEPTH, &mut ordered);
    ordered.extend(others);
    ordered
}

/// Places bands from the top to the bottom, and in each band its columns, which may have columns of their own below a
/// headline.
fn place(pieces: Vec<Line>, is_rtl: bool, depth: usize, ordered: &mut Vec<Line>) {
    for Band { rows, gutters } in bands(pieces) {
        let has_columns = !gutters.is_empty() && depth > 0;
        let mut columns: Vec<Vec<Line>> = vec![Vec::new(); gutters.len() + 1];
        for mut row in rows {
            if is_rtl {
                row.reverse();
            }
            for piece in row {
                let column = if has_columns { gutters.partition_point(|gutter| *gutter < piece.left) } else { 0 };
                columns[column].push(piece);
            }
        }
        if is_rtl {
            columns.reverse();
        }
        for column in columns {
            if has_columns {
                place(column, is_rtl, depth - 1, ordered);
            } else {
                ordered.extend(column);
            }
        }
    }
}

/// Joins pieces of one line that follow each other.
fn joined(pieces: Vec<Line>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if line.is_level_with(&piece) && is_next(line, &piece) => line.append(&piece),
            _ => lines.push(piece),
        }
    }
    lines
}

/// Whether a piece stands behind the end of a line, in the direction of reading.
fn is_next(line: &Line, piece: &Line) -> bool {
    let slack = line.size / 4.0;
    let is_alike = line.size < 2.0 * piece.size && piece.size < 2.0 * line.size;
    let is_behind = if line.is_rtl { piece.right <= line.left + slack } else { piece.left >= line.right - slack };
    is_alike && is_behind && line.is_artifact == piece.is_artifact
}

#[cfg(test)]
mod tests {
    use super::{
        super::lines::{lines, tests::set},
        *,
    };

    const LEFT: [&str; 4] = ["one two three", "four five six", "seven eight nine", "ten eleven twelve"];
    const RIGHT: [&str; 4] = ["aa bb cc dd", "ee ff gg hh", "ii jj kk ll", "mm nn oo pp"];

    /// Lines with their places, in the order of the content.
    fn check(content: &[(&str, f32, f32)], expected: &[&str]) {
        let glyphs: Vec<_> = content.iter().flat_map(|(text, x, y)| set(text, *x, *y)).collect();
        let ordered: Vec<String> = in_order(lines(&glyphs)).into_iter().map(|line| line.text).collect();
        assert_eq!(ordered, expected);
    }

    fn column<'a>(texts: &[&'a str], x: f32) -> Vec<(&'a str, f32, f32)> {
        texts.iter().zip([88.0, 76.0, 64.0, 52.0]).map(|(text, y)| (*text, x, y)).collect()
    }

    /// Takes from each list in turn.
    fn row_by_row<T: Clone>(columns: &[Vec<T>]) -> Vec<T> {
        (0..4).flat_map(|row| columns.iter().filter_map(move |column| column.get(row).cloned())).collect()
    }

    #[test]
    fn columns_stay_in_the_order_of_the_content() {
        let both = [column(&RIGHT, 120.0), column(&LEFT, 0.0)].concat();
        check(&both, &[RIGHT, LEFT].concat());
    }

    #[test]
    fn columns_that_are_written_row_by_row_are_read_one_after_the_other() {
        let mut content = vec![("A headline as wide as the whole page", 0.0, 100.0)];
        content.extend(row_by_row(&[column(&LEFT, 0.0), column(&RIGHT, 120.0)]));
        content.push(("A last line as wide as the whole page", 0.0, 40.0));
        let mut expected = vec!["A headline as wide as the whole page"];
        expected.extend([LEFT, RIGHT].concat());
        expected.push("A last line as wide as the whole page");
        check(&content, &expected);
    }

    #[test]
    fn three_columns_are_found_too() {
        let third = ["AA BB CC", "DD EE FF", "GG HH II"];
        let content = row_by_row(&[column(&LEFT, 0.0), column(&RIGHT, 120.0), column(&third, 200.0)]);
        check(&content, &[&LEFT[..], &RIGHT, &third].concat());
    }

    #[test]
    fn rows_of_a_table_stay_together() {
        let content =
            row_by_row(&[column(&["Ayes", "Noes", "Absent", "All"], 0.0), column(&["12", "3", "1", "16"], 60.0)]);
        check(&content, &["Ayes 12", "Noes 3", "Absent 1", "All 16"]);
    }

    #[test]
    fn lines_written_from_the_bottom_to_the_top_are_turned_around() {
        let content: Vec<_> = column(&LEFT, 0.0).into_iter().rev().collect();
        check(&content, &LEFT);
    }

    #[test]
    fn a_box_beside_the_text_stays_where_the_content_has_it() {
        let side = [("Box one", 150.0, 88.0), ("box two", 150.0, 76.0)];
        let content = [column(&LEFT, 0.0), side.to_vec(), vec![("last line", 0.0, 40.0)]].concat();
        let expected = [&LEFT[..], &["Box one", "box two", "last line"]].concat();
        check(&content, &expected);
    }
}
