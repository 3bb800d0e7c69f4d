//! How wide the columns of a table are and how high its rows, from the words in them.

use std::{
    collections::HashMap,
    sync::{Arc, Weak},
};

use egui::{FontId, Ui, epaint::text::FontsView};

use standpoint_analysis::{
    comparison::{Header, Table, has_members},
    report::sheet::SheetCell,
};
use standpoint_core::{
    model::{
        CodeKind,
        view::{Axis, AxisSide, Measure, Query},
    },
    wording::{capitalised, grouped},
};

use super::{
    cell::INTERVAL,
    grid::{BAR, GridAxis, GridPlan},
    pane::Answer,
};
use crate::ui::{
    parts::kept::Kept,
    theme::{Sizes, Theme, strong},
};

/// A table with its lengths.
#[derive(Default)]
pub struct FittedTable {
    pub plan: GridPlan,
    /// Whether the names above the columns are slanted because they do not fit in two lines.
    pub is_slanted: bool,
    /// The room for the number of highlights in each column, that of the totals last.
    pub count_widths: Vec<f32>,
}

/// How far slanted names lean, in radians.
pub const SLANT: f32 = 52.0 * std::f32::consts::PI / 180.0;

/// The longest slanted name, in points; longer ones end in an ellipsis.
const MOST_SLANTED: f32 = 220.0;

/// The longest slanted name in a window of this height.
pub fn most_slanted(window_height: f32) -> f32 {
    (window_height * 0.22).clamp(60.0, MOST_SLANTED)
}

/// The space beside what stands in a cell, and between a value and the number behind it, in points.
pub const PAD: f32 = 9.0;
pub const GAP: f32 = 7.0;

/// The room of a triangle that folds, and of a disc or square, in points.
pub const FOLD: f32 = 18.0;
pub const SHAPE: f32 = 15.0;

/// How far a row stands to the right of its parent, in points.
pub const INDENT: f32 = 14.0;

/// The narrowest column, and the widest one that only grows because there is room.
const NARROWEST: f32 = 56.0;
const MOST_GROWTH: f32 = 36.0;

/// The height of a line of a name, and the space above and below.
const LINE: f32 = 17.0;
const AROUND: f32 = 11.0;

/// Which kind of code a row or column is, if it is one.
pub fn code_kind(side: &AxisSide, header: &Header) -> Option<CodeKind> {
    match side.axes.get(header.key.0.len().checked_sub(1)?)? {
        Axis::Actor if !header.is_missing() => Some(CodeKind::Actor),
        Axis::Issue if !header.is_missing() => Some(CodeKind::Issue),
        _ => None,
    }
}

/// Where the name of a row begins, from the left edge of the table.
pub fn name_left(side: &AxisSide, header: &Header, has_folds: bool) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a code tree is a few levels deep")]
    let indent = header.depth as f32 * INDENT;
    let shape = if code_kind(side, header).is_some() { SHAPE } else { 0.0 };
    PAD + indent + if has_folds { FOLD } else { 0.0 } + shape
}

/// Whether any header can be folded.
pub fn has_folds(headers: &[Header]) -> bool {
    headers.iter().any(|header| header.depth > 0)
}

impl FittedTable {
    /// Fits the tables of an answer into a page of this width, in a window of this height, in points.
    pub fn of(fonts: &mut FontsView<'_>, sizes: &Sizes, answer: &Answer, (width, window_height): (f32, f32)) -> Self {
        // There may be a scroll bar beside it.
        let width = (width - BAR).max(0.0);
        let comparison = &answer.live.comparison;
        let query = &comparison.query;
        let shown = &answer.seen.shown;
        let mut names = Names::of(fonts, sizes);
        let (rows, columns) = (comparison.rows(), comparison.columns());

        let folds = has_folds(rows);
        let mut first = names.face(true).width(&capitalised(&query.rows.name())) + 2.0 * PAD;
        for place in &shown.rows {
            let header = &rows[*place];
            let left = name_left(&query.rows, header, folds);
            first = first.max(left + names.face(header.depth == 0).width(&header.name) + PAD + 3.0);
        }
        let first = first.min(width / 3.0).max(96.0_f32.min(width / 2.0)).ceil();
        let interval = if query.has_intervals() { INTERVAL } else { 0.0 };
        let least = row_height(sizes, query.measure) + interval;
        let mut heights = Vec::with_capacity(shown.rows.len());
        for place in &shown.rows {
            let header = &rows[*place];
            let left = name_left(&query.rows, header, folds);
            let n_lines = names.face(header.depth == 0).n_lines(&header.name, first - left - PAD);
            #[expect(clippy::cast_precision_loss, reason = "a name has a few lines")]
            let height = n_lines as f32 * LINE + AROUND;
            heights.push(least.max(height));
        }

        let table = (comparison.n_tables() == 1).then(|| comparison.table(0));
        let mut needs = Vec::with_capacity(shown.columns.len());
        let mut heads = Vec::with_capacity(shown.columns.len());
        let mut count_widths = Vec::with_capacity(shown.columns.len() + 1);
        for place in &shown.columns {
            let header = &columns[*place];
            let (need, count) = names.cell_widths(table, Some(*place), query);
            let shape = if code_kind(&query.columns, header).is_some() { SHAPE } else { 0.0 };
            let fold = if has_members(columns, *place) { FOLD } else { 0.0 };
            let head = names.face(header.depth == 0).two_line_width(&header.name);
            needs.push(need);
            heads.push(head + shape + fold + 2.0 * PAD);
            count_widths.push(count);
        }
        let (total, count) = names.cell_widths(table, None, query);
        count_widths.push(count);
        let total = total.max(NARROWEST + 8.0).ceil();

        let room = width - first - total;
        #[expect(clippy::cast_precision_loss, reason = "a table has far fewer columns than f32 can count")]
        let share = room / needs.len().max(1) as f32;
        let texts =
            if query.measure.is_text() { share.clamp(sizes.table_column * 1.7, sizes.table_column * 2.4) } else { 0.0 };
        let upright: Vec<f32> = needs.iter().zip(&heads).map(|(need, head)| need.max(*head).max(texts)).collect();
        let is_slanted =
            texts == 0.0 && upright.iter().sum::<f32>() > room && heads.iter().zip(&needs).any(|(h, n)| h > n);
        let mut widths = if is_slanted { needs } else { upright };
        let growth = growth(&widths, room, if texts > 0.0 { texts } else { MOST_GROWTH });
        for width in &mut widths {
            *width = (*width + growth).floor();
        }

        let head_height = if is_slanted {
            let longest = shown.columns.iter().map(|place| {
                let header = &columns[*place];
                names.face(header.depth == 0).width(&header.name).min(most_slanted(window_height))
            });
            longest.fold(0.0, f32::max) * SLANT.sin() + 34.0
        } else {
            2.0 * LINE + AROUND
        };
        let mut columns_axis = GridAxis::of(first, widths, total);
        columns_axis.n_frozen = n_frozen(&columns_axis, answer, width);
        let rows_axis = GridAxis::of(head_height.ceil(), heights, sizes.table_row + 2.0 + interval);
        Self { plan: GridPlan { columns: columns_axis, rows: rows_axis }, is_slanted, count_widths }
    }
}

/// The height of a row whose name has one line.
fn row_height(sizes: &Sizes, measure: Measure) -> f32 {
    match measure {
        Measure::FirstQuote => sizes.table_row * 2.3,
        Measure::Quotes => sizes.table_row * 5.2,
        _ => sizes.table_row,
    }
}

/// How much wider each column becomes where there is room.
fn growth(widths: &[f32], room: f32, most: f32) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a table has far fewer columns than f32 can count")]
    let n = widths.len().max(1) as f32;
    ((room - widths.iter().sum::<f32>()) / n).clamp(0.0, most)
}

/// Pinned columns stay in place beside the first one, as long as they leave room for others.
fn n_frozen(columns: &GridAxis, answer: &Answer, width: f32) -> usize {
    let comparison = &answer.live.comparison;
    let is_pinned = |place: &&usize| comparison.query.columns.pinned.contains(&comparison.columns()[**place].key);
    let n = answer.seen.shown.columns.iter().take_while(is_pinned).count();
    let taken: f32 = (0..n).map(|at| columns.length_of(super::grid::GridLine::At(at))).sum();
    if taken < width / 3.0 { n } else { 0 }
}

/// The faces in which names are set.
struct Names<'a, 'b> {
    fonts: &'a mut FontsView<'b>,
    plain: GlyphWidths,
    strong: GlyphWidths,
    small: GlyphWidths,
}

impl<'a, 'b> Names<'a, 'b> {
    fn of(fonts: &'a mut FontsView<'b>, sizes: &Sizes) -> Self {
        let plain = GlyphWidths::of(fonts, FontId::proportional(sizes.body));
        let strong = GlyphWidths::of(fonts, strong(sizes.body));
        let small = GlyphWidths::of(fonts, FontId::proportional(sizes.small));
        Self { fonts, plain, strong, small }
    }

    fn face(&mut self, is_strong: bool) -> Face<'_, 'b> {
        Face { fonts: self.fonts, widths: if is_strong { &mut self.strong } else { &mut self.plain } }
    }

    /// The width that the cells of a column need, and how much of it is for the number behind the value.
    fn cell_widths(&mut self, table: Option<Table<'_>>, column: Option<usize>, query: &Query) -> (f32, f32) {
        let measure = query.measure;
        // With several tables, none of them has the largest numbers for sure.
        let n = table.map_or(9_999, |table| table.cell(None, column).highlights);
        let n = grouped(n as usize);
        let own = match (measure, table) {
            (Measure::NetStance | Measure::LogOdds | Measure::Spread | Measure::FirstQuote | Measure::Quotes, _) => {
                String::new()
            }
            (_, Some(table)) => SheetCell::of(table, None, column).value_text(measure),
            (_, None) => "0,000".to_owned(),
        };
        let least = match measure {
            Measure::NetStance | Measure::LogOdds => "+0.0",
            Measure::Residual => "+00.0†",
            Measure::PerThousandWords => "00.00",
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => "100 %",
            _ => "00",
        };
        let has_count =
            !matches!(measure, Measure::Highlights | Measure::Articles | Measure::Words) && !measure.is_text();
        let count = if has_count { Face { fonts: self.fonts, widths: &mut self.small }.width(&n) } else { 0.0 };
        // The widest interval, which stands below the value and the number behind it.
        let interval = match measure {
            _ if !query.has_intervals() => "",
            Measure::NetStance => "−0.0 to +0.0",
            Measure::PerThousandWords => "00.00–00.00",
            _ => "00–100%",
        };
        let interval = Face { fonts: self.fonts, widths: &mut self.small }.width(interval);
        let mut face = self.face(true);
        let value = match measure {
            Measure::NetStance | Measure::LogOdds => face.width(least),
            Measure::Spread => 72.0,
            Measure::FirstQuote | Measure::Quotes => face.width(&n),
            _ => face.width(&own).max(face.width(least)),
        };
        let gap = if has_count { GAP } else { 0.0 };
        ((2.0 * PAD + (value + gap + count).max(interval)).max(NARROWEST).ceil(), count.ceil())
    }
}

/// The widths of the glyphs of a face, looked up once.
struct GlyphWidths {
    font: FontId,
    ascii: Vec<f32>,
    others: HashMap<char, f32>,
}

impl GlyphWidths {
    fn of(fonts: &mut FontsView<'_>, font: FontId) -> Self {
        let ascii = (0..128_u8).map(|byte| fonts.glyph_width(&font, char::from(byte))).collect();
        Self { font, ascii, others: HashMap::new() }
    }
}

/// Measures words without laying them out, because a table may have ten thousand names.
struct Face<'a, 'b> {
    fonts: &'a mut FontsView<'b>,
    widths: &'a mut GlyphWidths,
}

impl Face<'_, '_> {
    fn width(&mut self, text: &str) -> f32 {
        text.chars().map(|c| self.glyph(c)).sum()
    }

    fn glyph(&mut self, c: char) -> f32 {
        let GlyphWidths { font, ascii, others } = self.widths;
        match ascii.get(c as usize) {
            Some(width) => *width,
            None => *others.entry(c).or_insert_with(|| self.fonts.glyph_width(font, c)),
        }
    }

    /// How many lines the words take at this width.
    fn n_lines(&mut self, text: &str, width: f32) -> usize {
        let blank = self.glyph(' ');
        let (mut n_lines, mut filled) = (1, 0.0);
        for word in text.split_whitespace() {
            let length = self.width(word);
            let with_blank = if filled > 0.0 { filled + blank + length } else { length };
            if with_blank <= width {
                filled = with_blank;
                continue;
            }
            n_lines += usize::from(filled > 0.0);
            filled = length;
            // A word that is too long for a line is broken.
            while filled > width.max(20.0) {
                n_lines += 1;
                filled -= width.max(20.0);
            }
        }
        n_lines
    }

    /// The least width at which the words fit in two lines.
    fn two_line_width(&mut self, text: &str) -> f32 {
        let lengths: Vec<f32> = text.split_whitespace().map(|word| self.width(word)).collect();
        let blank = self.glyph(' ');
        let all: f32 =
            lengths.iter().sum::<f32>() + blank * f32::from(u16::try_from(lengths.len()).unwrap_or(u16::MAX));
        let (mut before, mut best) = (0.0, all);
        for length in &lengths {
            before += length + blank;
            best = best.min(f32::max(before - blank, all - before - blank));
        }
        // Kerning and rounding may take a little more.
        best + 2.0
    }
}

/// The fit of a table, kept for an answer and the width there is.
#[derive(Default)]
pub struct KeptFit(Kept<FitKey, Arc<FittedTable>>);

/// The answer, the width of the page and the height of the window. The answer is not kept alive, because freeing a large
/// one takes longer than a frame may; threads do that.
type FitKey = (Weak<Answer>, (f32, f32));

impl KeptFit {
    /// The tables of an answer, fitted into this width.
    pub fn get(&mut self, ui: &Ui, answer: &Arc<Answer>, width: f32) -> Arc<FittedTable> {
        let room = (width, ui.ctx().content_rect().height());
        let is_made_for = |(of, made_for): &FitKey| of.as_ptr() == Arc::as_ptr(answer) && *made_for == room;
        if !self.0.is_made_for(is_made_for) {
            let sizes = &Theme::of(ui).sizes;
            let fitted = ui.fonts_mut(|fonts| FittedTable::of(fonts, sizes, answer, room));
            return self.0.set((Arc::downgrade(answer), room), Arc::new(fitted)).clone();
        }
        self.0.peek().cloned().unwrap_or_default()
    }
}
