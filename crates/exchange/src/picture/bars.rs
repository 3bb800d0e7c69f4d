//! Draws the rows of a table as bars, stacked by stance or with one bar for each column.

use standpoint_analysis::{
    comparison::{
        Cell, Signed, Table, VisibleAxes,
        intervals::{Interval, Intervals},
    },
    report::{
        sheet::{self, SheetCell, sign_of},
        words,
    },
    stances::{StanceCount, n_taking},
};
use standpoint_core::{model::view::Measure, wording};

use super::{
    Area, FontWeight, MarkRegion, Picture, PictureMark, PictureSetting, Point,
    canvas::{BODY, Canvas, CaptionCounts, LegendSign, MARGIN, SMALL, caption, ticks},
    marks::{cell_key, cell_words},
    palette::largest_weight,
    text,
};

/// The grouping of bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BarGrouping {
    /// One bar for each row of the table.
    #[default]
    Rows,
    /// One bar for each cell; the bars of a row stand together, one for each column.
    Columns,
}

impl BarGrouping {
    /// Returns how bars are grouped that show this measure. Percentages and residuals mean nothing for whole rows.
    pub(super) const fn for_measure(self, measure: Measure) -> Self {
        match measure {
            Measure::RowPercent | Measure::Residual => Self::Columns,
            _ => self,
        }
    }
}

const LINE: f32 = 20.0;
const BAR: f32 = 13.0;
const HEADING: f32 = 26.0;
const INDENT: f32 = 12.0;
/// Half the height of the end of a whisker.
const WHISKER: f32 = 3.5;

/// One line of the picture: a bar or a heading.
struct BarLine {
    label: String,
    depth: usize,
    /// True if the row has members below it.
    is_strong: bool,
    /// The name of the row, where bars of one row stand together.
    row: Option<String>,
    /// The cell by row and column; `None` for a heading above bars.
    place: Option<(usize, Option<usize>)>,
}

/// Draws the visible rows and columns of a table as bars. If the measure counts highlights, the bars are stacked by
/// stance; otherwise their length shows the measure. Percentages and residuals mean nothing for whole rows, so these
/// measures are always grouped by column. Where a bar that shows the measure has an interval, a whisker shows it.
pub fn bars(
    setting: &PictureSetting<'_>,
    (table, intervals): (Table<'_>, &Intervals),
    shown: &VisibleAxes,
    grouping: BarGrouping,
) -> Picture {
    let query = &table.comparison.query;
    let grouping = grouping.for_measure(query.measure);
    let is_stacked =
        matches!(query.measure, Measure::Highlights | Measure::Spread | Measure::FirstQuote | Measure::Quotes);
    let sides = match grouping {
        BarGrouping::Rows => query.rows.name(),
        BarGrouping::Columns => format!("{} × {}", query.rows.name(), query.columns.name()),
    };
    let layer = table.header().map(|header| format!(", {}", sheet::layer_name(table.comparison, header)));
    let layer = layer.unwrap_or_default();
    let measure = if is_stacked { "highlights by stance".to_owned() } else { query.measure.title().to_lowercase() };
    let what = wording::capitalised(&format!("{sides}{layer}: {measure}"));
    let lines = lines(table, shown, grouping);
    let total = table.cell(None, None);
    let counted = CaptionCounts {
        highlights: total.highlights,
        articles: Some(total.articles),
        counting: query.counting,
        filter: &query.filter,
    };
    let left_out = if grouping == BarGrouping::Columns { " Cells without highlights are left out." } else { "" };
    let meaning = if is_stacked {
        "Beside each bar: its highlights and the mean weight of the stances they take."
    } else {
        "Beside each bar: its value and, for net stance, in brackets the number of highlights that take a stance."
    };
    let whiskers =
        if query.has_intervals() { format!(" Whiskers: {}.", words::intervals(query.measure)) } else { String::new() };
    let caption = caption(setting.project, &format!("{meaning}{left_out}{whiskers}"), counted);
    let mut canvas = Canvas::begin(setting, setting.width, &what);
    if lines.is_empty() || total.highlights == 0 {
        return canvas.nothing(caption);
    }
    let drawing = BarsLayout::of(setting, (table, intervals), &lines, is_stacked, canvas.width);
    drawing.draw_legend(&mut canvas);
    drawing.draw_scale(&mut canvas, &lines);
    for line in &lines {
        drawing.draw_line(&mut canvas, line);
    }
    canvas.y += 4.0;
    canvas.finish(caption)
}

fn lines(table: Table<'_>, shown: &VisibleAxes, grouping: BarGrouping) -> Vec<BarLine> {
    let comparison = table.comparison;
    let row_names = sheet::header_names(comparison.rows(), &comparison.query.rows.axes);
    let column_names = sheet::header_names(comparison.columns(), &comparison.query.columns.axes);
    let mut lines = Vec::new();
    let is_a_tree = shown.rows.iter().any(|row| comparison.rows()[*row].depth > 0);
    for row in &shown.rows {
        let header = &comparison.rows()[*row];
        let (label, depth) = (row_names[*row].clone(), header.depth);
        let is_strong = grouping == BarGrouping::Columns || depth == 0 && is_a_tree;
        match grouping {
            BarGrouping::Rows => {
                lines.push(BarLine { label, depth, is_strong, row: None, place: Some((*row, None)) });
            }
            BarGrouping::Columns => {
                let is_named = |column: &&usize| table.cell(Some(*row), Some(**column)).highlights > 0;
                if shown.columns.iter().any(|column| is_named(&column)) {
                    lines.push(BarLine { label, depth, is_strong, row: None, place: None });
                }
                for column in shown.columns.iter().filter(is_named) {
                    let header = &comparison.columns()[*column];
                    let (label, depth) = (column_names[*column].clone(), depth + header.depth + 1);
                    let place = Some((*row, Some(*column)));
                    let row = Some(row_names[*row].clone());
                    lines.push(BarLine { label, depth, is_strong: false, row, place });
                }
            }
        }
    }
    lines
}

/// The measurements of a bar chart.
struct BarsLayout<'a> {
    setting: PictureSetting<'a>,
    table: Table<'a>,
    intervals: &'a Intervals,
    is_stacked: bool,
    labels: f32,
    /// The left and right ends of the scale, in points from the left edge.
    from: f32,
    to: f32,
    /// The values at these ends: 0 and a maximum, or equal distances on both sides of 0.
    lowest: f64,
    highest: f64,
    largest_weight: f64,
}

impl<'a> BarsLayout<'a> {
    fn of(
        setting: &PictureSetting<'a>,
        (table, intervals): (Table<'a>, &'a Intervals),
        lines: &[BarLine],
        is_stacked: bool,
        width: f32,
    ) -> Self {
        let label_widths = lines.iter().map(|line| {
            let weight = if line.is_strong { FontWeight::Strong } else { FontWeight::Regular };
            let indent = INDENT * f32::from(u8::try_from(line.depth).unwrap_or(u8::MAX));
            // A heading may extend over the bars.
            if line.place.is_none() { 0.0 } else { indent + text::width(&line.label, BODY, weight) }
        });
        let labels = label_widths.fold(60.0, f32::max).min(0.36 * width);
        let mut drawing = Self {
            setting: *setting,
            table,
            intervals,
            is_stacked,
            labels,
            from: MARGIN + labels + 10.0,
            to: width - MARGIN - 96.0,
            lowest: 0.0,
            highest: 0.0,
            largest_weight: largest_weight(&setting.project.codebook.stances),
        };
        let places = || lines.iter().filter_map(|line| line.place);
        let ends = places().filter_map(|place| drawing.interval(place)).flat_map(|Interval { low, high }| [low, high]);
        let values = places().filter_map(|place| drawing.value(place)).chain(ends);
        let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        let largest = match table.comparison.query.measure {
            Measure::NetStance => drawing.largest_weight,
            _ => high.max(-low),
        };
        let is_signed = low < 0.0 || matches!(table.comparison.query.measure, Measure::NetStance | Measure::LogOdds);
        drawing.highest = if largest > 0.0 { largest } else { 1.0 };
        drawing.lowest = if is_signed { -drawing.highest } else { 0.0 };
        drawing
    }

    fn value(&self, (row, column): (usize, Option<usize>)) -> Option<f64> {
        if self.is_stacked {
            return Some(f64::from(self.table.cell(Some(row), column).highlights));
        }
        self.table.value(Some(row), column)
    }

    /// The interval of a value in its own unit.
    fn interval(&self, (row, column): (usize, Option<usize>)) -> Option<Interval> {
        let of = self.intervals.get(self.table, Some(row), column)?.ok()?;
        if self.table.comparison.query.measure != Measure::Articles {
            return Some(of);
        }
        let articles = 0.01 * f64::from(self.table.n_articles_concerned(Some(row), column));
        Some(Interval { low: of.low * articles, high: of.high * articles })
    }

    #[expect(clippy::cast_possible_truncation, reason = "what is drawn needs no more than f32")]
    fn x(&self, value: f64) -> f32 {
        let share = (value - self.lowest) / (self.highest - self.lowest);
        self.from + (self.to - self.from) * share.clamp(0.0, 1.0) as f32
    }

    fn draw_legend(&self, canvas: &mut Canvas<'_>) {
        let palette = self.setting.palette;
        if !self.is_stacked {
            let [above, below] = match self.table.comparison.query.measure {
                Measure::NetStance | Measure::LogOdds => ["+ supports on balance", "− opposes on balance"],
                Measure::Residual => ["more than expected", "fewer than expected"],
                _ => return,
            };
            let entry = |value: f64, words: &str| {
                (LegendSign::Area { fill: palette.diverging(value, 1.0), is_hatched: false }, words.to_owned())
            };
            canvas.legend(&[entry(1.0, above), entry(-1.0, below)]);
            return;
        }
        let total = self.table.cell(None, None);
        let mut entries = Vec::new();
        let stances = &self.setting.project.codebook.stances;
        for (at, (stance, name)) in stances.iter().zip(&self.table.comparison.stances).enumerate() {
            let n = n_taking(total.by_stance, at);
            let fill = palette.stance(stance.weight, self.largest_weight);
            let sign = LegendSign::Area { fill, is_hatched: stance.weight < 0.0 };
            entries.push((sign, format!("{} {name} ({n})", stance.sign())));
        }
        let n = n_taking(total.by_stance, stances.len());
        if n > 0 {
            let sign = LegendSign::Area { fill: palette.no_stance(), is_hatched: false };
            entries.push((sign, format!("○ no stance ({n})")));
        }
        canvas.legend(&entries);
    }

    /// Draws vertical lines at round values, with the numbers above them.
    fn draw_scale(&self, canvas: &mut Canvas<'_>, lines: &[BarLine]) {
        let palette = self.setting.palette;
        let is_whole =
            self.is_stacked || matches!(self.table.comparison.query.measure, Measure::Articles | Measure::Words);
        let mut marks = ticks(self.highest, is_whole);
        if self.lowest < 0.0 {
            marks.extend(ticks(self.highest, is_whole).into_iter().skip(1).map(|mark| -mark));
        }
        let heights = lines.iter().map(|line| if line.place.is_none() { HEADING } else { LINE });
        let bottom = canvas.y + 18.0 + heights.sum::<f32>();
        for mark in marks {
            let x = self.x(mark);
            let is_zero = mark == 0.0;
            let colour = if is_zero { palette.muted } else { palette.hairline };
            let label = if is_whole || is_zero { format!("{mark:.0}") } else { short(mark) };
            canvas.words(x, canvas.y + 6.0, &label).size(SMALL).muted().middle().done();
            let (from, to) = (Point { x, y: canvas.y + 14.0 }, Point { x, y: bottom });
            canvas.line(from, to, if is_zero { 1.0 } else { 0.75 }, colour);
        }
        canvas.y += 18.0;
    }

    fn draw_line(&self, canvas: &mut Canvas<'_>, line: &BarLine) {
        let indent = INDENT * f32::from(u8::try_from(line.depth).unwrap_or(u8::MAX));
        let Some(place) = line.place else {
            let y = canvas.y + 0.6 * HEADING;
            // A heading hides the lines of the scale behind it.
            let room = canvas.room() - indent;
            let width = text::width(&line.label, BODY, FontWeight::Strong).min(room);
            let behind = Area { x: MARGIN + indent, y: y - 8.0, width: width + 4.0, height: 16.0 };
            canvas.area(behind, self.setting.palette.paper, None);
            canvas.words(MARGIN + indent, y, &line.label).strong().name_within(room);
            canvas.y += HEADING;
            return;
        };
        let y = canvas.y + 0.5 * LINE;
        let label = canvas.words(MARGIN + indent.min(60.0), y, &line.label);
        let label = if line.is_strong { label.strong() } else { label };
        label.name_within(self.labels - indent.min(60.0));
        let cell = self.table.cell(Some(place.0), place.1);
        let first = canvas.n_shapes();
        let end = if self.is_stacked {
            self.draw_stack(canvas, &line.label, cell, y)
        } else {
            self.draw_value(canvas, line, place, y)
        };
        let entry = SheetCell::of(self.table, Some(place.0), place.1);
        let measure = self.table.comparison.query.measure;
        let said = if self.is_stacked { cell_words(&entry, Measure::Highlights) } else { cell_words(&entry, measure) };
        let name = match &line.row {
            Some(row) => format!("{row}, {}: {said}", line.label),
            None => format!("{}: {said}", line.label),
        };
        canvas.mark(PictureMark {
            key: cell_key(self.table, Some(place.0), place.1),
            name,
            // The name before the bar and the number behind it belong to it as well.
            region: MarkRegion::Area(Area { x: MARGIN, y: canvas.y, width: canvas.room(), height: LINE }),
            // The parts of a stack have names of their own.
            shapes: if self.is_stacked { Vec::new() } else { (first..canvas.n_shapes()).collect() },
            strength: None,
        });
        let behind = if self.is_stacked { stack_text(cell) } else { entry.text(measure) };
        // Stacked bars show counts, and an empty cell has none, whatever the measure.
        let reason = if self.is_stacked { entry.empty_reason } else { entry.shown_reason(measure) };
        let behind = reason.map_or(behind, |reason| sign_of(reason).0.to_owned());
        canvas.words(end + 6.0, y, &behind).size(SMALL).muted().done();
        canvas.y += LINE;
    }

    fn draw_stack(&self, canvas: &mut Canvas<'_>, label: &str, cell: Cell<'_>, y: f32) -> f32 {
        let palette = self.setting.palette;
        let stances = &self.setting.project.codebook.stances;
        let mut n_before = 0;
        for StanceCount { stance: at, n } in cell.by_stance {
            let stance = stances.get(*at as usize);
            let fill = stance.map_or(palette.no_stance(), |stance| palette.stance(stance.weight, self.largest_weight));
            let x = self.x(f64::from(n_before));
            n_before += n;
            let width = self.x(f64::from(n_before)) - x;
            let area = Area { x, y: y - 0.5 * BAR, width, height: BAR };
            let name = self.table.comparison.stances.get(*at as usize).map_or("no stance", String::as_str);
            let of = wording::counted(cell.highlights as usize, "highlight");
            canvas.area(area, fill, Some(format!("{label}: {n} of {of}, {name}")));
            if stance.is_some_and(|stance| stance.weight < 0.0) {
                canvas.hatch(area);
            }
            let number = n.to_string();
            let number_width = text::width(&number, SMALL, FontWeight::Strong);
            if width > number_width + 4.0 {
                let middle = x + 0.5 * width;
                let behind = Area { x: middle - 0.5 * number_width - 1.5, width: number_width + 3.0, ..area };
                canvas.area(behind, fill, None);
                canvas.words(middle, y, &number).size(SMALL).strong().coloured(palette.on(fill)).middle().done();
            }
            // A thin gap separates neighbours of similar colours.
            canvas.line(
                Point { x: x + width, y: area.y },
                Point { x: x + width, y: area.bottom() },
                1.0,
                palette.paper,
            );
        }
        self.x(f64::from(n_before))
    }

    fn draw_value(&self, canvas: &mut Canvas<'_>, line: &BarLine, place: (usize, Option<usize>), y: f32) -> f32 {
        let palette = self.setting.palette;
        let measure = self.table.comparison.query.measure;
        let zero = self.x(0.0);
        let Some(value) = self.value(place) else { return zero };
        let fill = match measure {
            Measure::NetStance | Measure::LogOdds | Measure::Residual => palette.diverging(value.signum(), 1.0),
            _ => palette.accent,
        };
        let x = self.x(value);
        let area = Area { x: zero.min(x), y: y - 0.5 * BAR, width: (x - zero).abs().max(1.0), height: BAR };
        let said = SheetCell::of(self.table, Some(place.0), place.1).text(measure);
        canvas.area(area, fill, Some(format!("{}: {said}, {}", line.label, measure.title().to_lowercase())));
        let Some(interval) = self.interval(place) else { return zero.max(x) };
        let (from, to) = (self.x(interval.low), self.x(interval.high));
        // The paper around it keeps it visible on the bar.
        for (width, colour) in [(3.5, palette.paper), (1.25, palette.ink)] {
            canvas.line(Point { x: from, y }, Point { x: to, y }, width, colour);
            for end in [from, to] {
                canvas.line(Point { x: end, y: y - WHISKER }, Point { x: end, y: y + WHISKER }, width, colour);
            }
        }
        zero.max(x).max(to)
    }
}

/// "20 · net +0.4".
fn stack_text(cell: Cell<'_>) -> String {
    match cell.net_stance() {
        Some(net) => format!("{} · net {}", cell.highlights, Signed(net)),
        None => cell.highlights.to_string(),
    }
}

fn short(value: f64) -> String {
    let is_whole = value.abs() >= 10.0 || value.fract() == 0.0;
    let decimals = usize::from(!is_whole);
    let digits = format!("{:.decimals$}", value.abs());
    if value < 0.0 { format!("−{digits}") } else { digits }
}
