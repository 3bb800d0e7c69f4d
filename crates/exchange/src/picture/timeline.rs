//! Draws timelines: how often something is mentioned in each period, and its net stance there.

use jiff::civil::{Date, ISOWeekDate, Weekday, date};

use standpoint_analysis::{
    comparison::{
        Comparison, Signed, Table, VisibleAxes,
        intervals::{Interval, Intervals},
    },
    facts::Facts,
    report::{sheet, words},
};
use standpoint_core::{
    model::{
        PublicationDate,
        view::{Axis, AxisSide, AxisValue, HeaderKey, Measure, Query},
    },
    wording,
};

use super::{
    Area, Dash, FontWeight, MarkKey, MarkRegion, Picture, PictureMark, PictureSetting, PictureStroke, Point, ShapeForm,
    canvas::{BODY, Canvas, CaptionCounts, LegendSign, MARGIN, SMALL, caption, ticks},
    palette::{largest_weight, share},
    text,
};

/// The length of a period on the timeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PeriodUnit {
    /// A calendar day.
    #[default]
    Day,
    /// A week of the ISO calendar, from Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// With more periods than this, they are too narrow to distinguish, so a longer unit is used.
const MOST_PERIODS: i32 = 240;
/// The most rows that get a strip of their own.
const MOST_PARTS: usize = 12;
const LABELS: f32 = 118.0;
const BARS: f32 = 40.0;
const LINE: f32 = 38.0;
const GAP: f32 = 16.0;

impl PeriodUnit {
    /// All units, from the shortest to the longest.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// Returns the axis whose values are these periods.
    pub const fn axis(self) -> Axis {
        match self {
            Self::Day => Axis::Day,
            Self::Week => Axis::Week,
            Self::Month => Axis::Month,
            Self::Year => Axis::Year,
        }
    }

    const fn longer(self) -> Self {
        match self {
            Self::Day => Self::Week,
            Self::Week => Self::Month,
            Self::Month | Self::Year => Self::Year,
        }
    }

    /// Returns the number of the period with this name on the axis. Successive periods have successive numbers.
    fn number(self, name: &str) -> Option<i32> {
        let days = |day: Date| (day - date(1970, 1, 1)).get_days();
        match self {
            Self::Day => name.parse::<PublicationDate>().ok().and_then(first_day).map(days),
            Self::Week => {
                let (year, week) = name.split_once("-W")?;
                let week = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
                // 1 January 1970 was a Thursday, so the first week starts four days later.
                Some((days(week.date()) - 4).div_euclid(7))
            }
            Self::Month => {
                let first = first_day(name.parse().ok()?)?;
                Some(i32::from(first.year()) * 12 + i32::from(first.month()) - 1)
            }
            Self::Year => name.parse().ok(),
        }
    }

    /// Returns its label below the picture.
    fn label(self, number: i32) -> String {
        let day = |days: i32| date(1970, 1, 1).checked_add(jiff::Span::new().days(days)).ok();
        let label = match self {
            Self::Day => day(number).map(|day| day.strftime("%-d %b %Y").to_string()),
            Self::Week => day(number * 7 + 4).map(|monday| {
                let week = monday.iso_week_date();
                format!("{}-W{:02}", week.year(), week.week())
            }),
            Self::Month => i8::try_from(number.rem_euclid(12) + 1).ok().map(|month| {
                let name = standpoint_core::model::date::month_name(month);
                format!("{} {}", name.get(..3).unwrap_or(name), number.div_euclid(12))
            }),
            Self::Year => Some(number.to_string()),
        };
        label.unwrap_or_default()
    }

    const fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

fn first_day(when: PublicationDate) -> Option<Date> {
    let (year, month, day) = when.first_day();
    Date::new(year, month, day).ok()
}

/// Draws how often everything that passes the filter of `query`, and each of these rows, is mentioned in each period,
/// and the net stance there, with its interval where the query shows intervals. Rows of an inner axis and further axes are ignored. If there are too many periods to
/// distinguish, the next longer unit is used.
pub fn timeline(
    setting: &PictureSetting<'_>,
    facts: &mut Facts,
    query: &Query,
    rows: &[HeaderKey],
    unit: PeriodUnit,
) -> Picture {
    let axis = query.rows.axes.first().cloned().unwrap_or(Axis::Issue);
    let mut unit = unit;
    let (comparison, periods) = loop {
        let comparison = Comparison::over(facts, setting.project, by_period(query, unit));
        let periods = Periods::of(&comparison, unit);
        if periods.n() <= MOST_PERIODS || unit == PeriodUnit::Year {
            break (comparison, periods);
        }
        unit = unit.longer();
    };
    let table = comparison.table(0);
    let total = table.cell(None, None);
    let what = format!("Mentions and net stance by {}, by {}", unit.noun(), axis.name());
    let counted = CaptionCounts {
        highlights: total.highlights,
        articles: Some(total.articles),
        counting: query.counting,
        filter: &query.filter,
    };
    let columns = comparison.columns();
    let names = sheet::header_names(columns, &comparison.query.columns.axes);
    let wanted = rows.iter().filter_map(|key| Comparison::place_of(columns, key));
    let mut wanted: Vec<usize> = wanted.filter(|column| table.cell(None, Some(*column)).highlights > 0).collect();
    if wanted.len() > MOST_PARTS {
        // Members also count for their parent, so little is lost without them.
        wanted.retain(|column| columns[*column].depth == 0);
    }
    let undated = comparison.rows().iter().position(|header| header.key.0 == [AxisValue::Missing]);
    let n_undated = undated.map_or(0, |row| table.cell(Some(row), None).highlights);
    let mut meaning = "Bars show highlights. Points show their mean weight: they are larger for more highlights, \
                       joined between consecutive periods, and missing where no stance is taken. “All” has a scale of \
                       its own; the rows below share one."
        .to_owned();
    if n_undated > 0 {
        let n = wording::counted(n_undated as usize, "highlight");
        meaning.push_str(&format!(" Not shown: {n} of articles whose {} is not known.", unit.noun()));
    }
    if wanted.len() > MOST_PARTS {
        meaning.push_str(&format!(" {} more rows are not drawn.", wanted.len() - MOST_PARTS));
    }
    let intervals = if query.shows_intervals {
        meaning.push_str(&format!(" Whiskers: {}.", words::intervals(Measure::NetStance)));
        let net = Query { measure: Measure::NetStance, ..comparison.query.clone() };
        let net = Comparison::over(facts, setting.project, net);
        let shown = VisibleAxes { rows: periods.rows.iter().map(|(_, row)| *row).collect(), columns: wanted.clone() };
        Intervals::shown_in(&net, facts, &shown)
    } else {
        Intervals::default()
    };
    let caption = caption(setting.project, &meaning, counted);
    let mut canvas = Canvas::begin(setting, setting.width, &what);
    if periods.rows.is_empty() || periods.rows.iter().all(|(_, row)| table.cell(Some(*row), None).highlights == 0) {
        return canvas.nothing(caption);
    }
    let right = canvas.width - MARGIN;
    let drawing = TimelineLayout { setting: *setting, table, intervals: &intervals, periods: &periods, unit, right };
    TimelineLayout::draw_legend(&mut canvas);
    drawing.draw_part(&mut canvas, "All", None, drawing.most(None));
    let most = wanted.iter().map(|column| drawing.most(Some(*column))).max().unwrap_or(0);
    for column in wanted.iter().take(MOST_PARTS) {
        drawing.draw_part(&mut canvas, &names[*column], Some(*column), most);
    }
    drawing.draw_dates(&mut canvas);
    canvas.finish(caption)
}

/// The query whose rows are periods, and whose columns are the rows of a timeline.
pub(super) fn by_period(query: &Query, unit: PeriodUnit) -> Query {
    let axis = query.rows.axes.first().cloned().unwrap_or(Axis::Issue);
    let (rows, columns) = (AxisSide::over(unit.axis()), AxisSide::over(axis));
    Query { rows, columns, layers: None, measure: Measure::Highlights, ..query.clone() }
}

/// The periods from the first to the last, including those without articles.
struct Periods {
    first: i32,
    last: i32,
    /// The periods in which articles were published, each with its row in the table.
    rows: Vec<(i32, usize)>,
}

impl Periods {
    fn of(comparison: &Comparison, unit: PeriodUnit) -> Self {
        let number = |value: &AxisValue| match value {
            AxisValue::Named(name) => unit.number(name),
            _ => None,
        };
        let rows = comparison.rows().iter().enumerate();
        let rows = rows.filter_map(|(row, header)| header.key.0.first().and_then(number).map(|number| (number, row)));
        // Articles left out by the filter do not lengthen the timeline.
        let table = comparison.table(0);
        let rows: Vec<(i32, usize)> = rows.filter(|(_, row)| table.cell(Some(*row), None).highlights > 0).collect();
        let numbers = || rows.iter().map(|(number, _)| *number);
        Self { first: numbers().min().unwrap_or(0), last: numbers().max().unwrap_or(0), rows }
    }

    const fn n(&self) -> i32 {
        self.last - self.first + 1
    }
}

struct TimelineLayout<'a> {
    setting: PictureSetting<'a>,
    table: Table<'a>,
    intervals: &'a Intervals,
    periods: &'a Periods,
    unit: PeriodUnit,
    right: f32,
}

impl TimelineLayout<'_> {
    fn most(&self, column: Option<usize>) -> u32 {
        self.periods.rows.iter().map(|(_, row)| self.table.cell(Some(*row), column).highlights).max().unwrap_or(0)
    }

    const LEFT: f32 = MARGIN + LABELS + 26.0;

    /// The width of a period in points.
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred periods")]
    fn step(&self) -> f32 {
        (self.right - Self::LEFT) / self.periods.n() as f32
    }

    /// The x coordinate of the middle of a period.
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred periods")]
    fn x(&self, number: i32) -> f32 {
        Self::LEFT + self.step() * ((number - self.periods.first) as f32 + 0.5)
    }

    fn draw_part(&self, canvas: &mut Canvas<'_>, name: &str, column: Option<usize>, most: u32) {
        let palette = self.setting.palette;
        let top = canvas.y + 8.0;
        let (floor, middle) = (top + BARS, top + BARS + 10.0 + 0.5 * LINE);
        let mut y = top + 8.0;
        for line in text::wrapped(name, BODY, FontWeight::Strong, LABELS, 2) {
            canvas.words(MARGIN, y, &line).strong().done();
            y += 14.0;
        }
        let total = self.table.cell(None, column);
        let n = wording::counted(total.highlights as usize, "highlight");
        canvas.words(MARGIN, y + 1.0, &n).size(SMALL).muted().within(LABELS);
        if let Some(net) = total.net_stance() {
            let net = format!("net {} ({})", Signed(net), total.with_stance);
            canvas.words(MARGIN, y + 14.0, &net).size(SMALL).muted().within(LABELS);
        }
        let across = |canvas: &mut Canvas<'_>, y: f32, label: &str, colour| {
            canvas.line(Point { x: Self::LEFT, y }, Point { x: self.right, y }, 0.75, colour);
            canvas.words(Self::LEFT - 5.0, y, label).size(SMALL - 1.0).muted().end().done();
        };
        let highest = ticks(f64::from(most), true).last().copied().unwrap_or(0.0);
        if highest > 0.0 {
            let y = floor - BARS * share(highest, f64::from(most));
            across(canvas, y, &format!("{highest:.0}"), palette.hairline);
        }
        across(canvas, floor, "0", palette.muted);
        let largest = largest_weight(&self.setting.project.codebook.stances);
        for end in [-largest, largest] {
            across(canvas, self.net_y(middle, end), &Signed(end).to_string(), palette.hairline);
        }
        across(canvas, middle, "0", palette.hairline);
        let said = |number: i32, row: usize| {
            let cell = self.table.cell(Some(row), column);
            let mut said = format!(
                "{name}, {}: {}",
                self.unit.label(number),
                wording::counted(cell.highlights as usize, "highlight")
            );
            if let Some(net) = cell.net_stance() {
                said.push_str(&format!(", net {} from {}", Signed(net), cell.with_stance));
            }
            said
        };
        let width = (0.8 * self.step()).clamp(0.75, 26.0);
        let mut before: Option<(i32, Point)> = None;
        let (mut marks, mut points) = (Vec::new(), Vec::new());
        for (number, row) in &self.periods.rows {
            let cell = self.table.cell(Some(*row), column);
            if cell.highlights == 0 {
                continue;
            }
            let x = self.x(*number);
            let height = (BARS * share(f64::from(cell.highlights), f64::from(most))).max(1.0);
            let area = Area { x: x - 0.5 * width, y: floor - height, width, height };
            let shape = canvas.area(area, palette.accent, Some(said(*number, *row)));
            marks.push(self.mark((*number, *row, column), said(*number, *row), (top, middle + 0.5 * LINE), shape));
            let Some(net) = cell.net_stance() else { continue };
            let at = Point { x, y: self.net_y(middle, net) };
            if let Some((_, from)) = before.filter(|(last, _)| number - last == 1) {
                canvas.line(from, at, 1.25, palette.muted);
            }
            before = Some((*number, at));
            points.push((at, net, (cell.with_stance, *row), marks.len() - 1));
        }
        let most_stances = points.iter().map(|(_, _, (n, _), _)| *n).max().unwrap_or(1);
        for (centre, net, (n, row), of) in points {
            let radius = 2.0 + 2.5 * share(f64::from(n), f64::from(most_stances)).sqrt();
            let interval = self.intervals.get(self.table, Some(row), column).and_then(Result::ok);
            if let Some(Interval { low, high }) = interval {
                let (from, to) = (self.net_y(middle, low), self.net_y(middle, high));
                canvas.line(Point { x: centre.x, y: from }, Point { x: centre.x, y: to }, 1.0, palette.ink);
            }
            let line = Some(PictureStroke { width: 0.75, colour: palette.ink });
            // The middle of the scale has the colour of the paper, so an outline keeps the circle visible.
            let form = ShapeForm::Circle { centre, radius, fill: palette.diverging(net, largest), line };
            let shape = canvas.add(form, Some(marks[of].name.clone()));
            marks[of].shapes.push(shape);
            if self.step() >= 20.0 {
                // The number goes towards the middle of the strip, where there is room.
                let y = if net > 0.0 { centre.y + radius + 6.0 } else { centre.y - radius - 6.0 };
                let n = n.to_string();
                // A whisker stands in the middle, so that the number goes beside it.
                let beside =
                    if interval.is_some() { 3.0 + 0.5 * text::width(&n, SMALL, FontWeight::Regular) } else { 0.0 };
                canvas.words(centre.x + beside, y, &n).size(SMALL - 1.5).muted().middle().done();
            }
        }
        for mark in marks {
            canvas.mark(mark);
        }
        canvas.y = middle + 0.5 * LINE + GAP;
    }

    /// The mark of a period (its number, its row in the table and the column it is about), which reaches over the whole
    /// strip.
    fn mark(
        &self,
        (number, row, column): (i32, usize, Option<usize>),
        name: String,
        (top, bottom): (f32, f32),
        shape: usize,
    ) -> PictureMark {
        let comparison = self.table.comparison;
        let width = self.step().max(6.0);
        let area = Area { x: self.x(number) - 0.5 * width, y: top, width, height: bottom - top };
        PictureMark {
            key: MarkKey::Period {
                row: column.map(|column| comparison.columns()[column].key.clone()),
                unit: self.unit,
                period: comparison.rows()[row].key.clone(),
            },
            name,
            region: MarkRegion::Area(area),
            shapes: vec![shape],
            strength: None,
        }
    }

    /// Says what bars and points are.
    fn draw_legend(canvas: &mut Canvas<'_>) {
        let palette = canvas.palette;
        let bar = LegendSign::Area { fill: palette.accent, is_hatched: false };
        canvas.legend(&[
            (bar, "highlights".to_owned()),
            (LegendSign::Circle(palette.net_positive), "+ supports on balance".to_owned()),
            (LegendSign::Circle(palette.net_negative), "− opposes on balance".to_owned()),
        ]);
    }

    /// The y coordinate of a net stance around the middle of its strip.
    #[expect(clippy::cast_possible_truncation, reason = "what is drawn needs no more than f32")]
    fn net_y(&self, middle: f32, net: f64) -> f32 {
        let largest = largest_weight(&self.setting.project.codebook.stances);
        middle - 0.5 * LINE * (net / largest).clamp(-1.0, 1.0) as f32
    }

    /// Draws as many dates as there is room for, starting with the first.
    fn draw_dates(&self, canvas: &mut Canvas<'_>) {
        let widest = (self.periods.first..=self.periods.last)
            .map(|number| text::width(&self.unit.label(number), SMALL, FontWeight::Regular))
            .fold(1.0, f32::max);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "there are a few hundred periods")]
        let every = ((widest + 12.0) / self.step()).ceil().max(1.0) as usize;
        let y = canvas.y - GAP + 14.0;
        for number in (self.periods.first..=self.periods.last).step_by(every) {
            let x = self.x(number);
            let points = vec![Point { x, y: y - 10.0 }, Point { x, y: y - 6.0 }];
            let stroke = PictureStroke { width: 0.75, colour: self.setting.palette.muted };
            canvas.add(ShapeForm::Line { points, stroke, dash: Dash::Solid }, None);
            let label = self.unit.label(number);
            let half = 0.5 * text::width(&label, SMALL, FontWeight::Regular);
            // Keeps the last date from running over the edge.
            canvas.words(x.min(self.right - half), y, &label).size(SMALL).muted().middle().done();
        }
        canvas.y = y + 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_follow_each_other_over_the_turn_of_a_year() {
        for (unit, names) in [
            (PeriodUnit::Day, ["2025-12-31", "2026-01-01"]),
            (PeriodUnit::Week, ["2025-W52", "2026-W01"]),
            (PeriodUnit::Month, ["2025-12", "2026-01"]),
            (PeriodUnit::Year, ["2025", "2026"]),
        ] {
            let [before, after] = names.map(|name| unit.number(name).unwrap());
            assert_eq!(after - before, 1, "{unit:?}");
        }
        assert_eq!(PeriodUnit::Week.label(PeriodUnit::Week.number("2026-W01").unwrap()), "2026-W01");
        assert_eq!(PeriodUnit::Day.label(PeriodUnit::Day.number("1969-12-30").unwrap()), "30 Dec 1969");
        assert_eq!(PeriodUnit::Month.label(PeriodUnit::Month.number("2025-12").unwrap()), "Dec 2025");
    }
}
