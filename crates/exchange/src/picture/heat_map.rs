//! Draws heat maps: tables whose cells are shaded by their values.

use standpoint_analysis::{
    comparison::{EmptyReason, Signed, Table, VisibleAxes},
    report::{
        sheet::{self, FEW_EXPECTED, SheetCell, sign_of},
        words,
    },
};
use standpoint_core::{
    model::{Colour, view::Measure},
    wording,
};

use super::{
    Area, Dash, FontWeight, MarkRegion, Picture, PictureMark, PictureSetting, PictureStroke, Point, ShapeForm,
    canvas::{BODY, Canvas, CaptionCounts, MARGIN, SMALL, caption},
    marks::{cell_key, cell_words},
    palette::largest_weight,
    text,
};

const ROW: f32 = 26.0;
/// The height of a row whose cells have two lines.
const TALL_ROW: f32 = 34.0;
const INDENT: f32 = 12.0;
const NARROWEST: f32 = 38.0;
const WIDEST: f32 = 112.0;
/// In narrower columns, headers are rotated to be read upwards.
const WIDE_ENOUGH_FOR_HEADS: f32 = 62.0;
const HEAD_LINE: f32 = 12.5;
const TALLEST_HEAD: f32 = 130.0;

/// The range of values that the shades cover.
#[derive(Clone, Copy)]
enum Scale {
    /// From 0 to this value.
    Rising(f64),
    /// From this value below 0 to as much above.
    Diverging(f64),
}

/// Draws the visible rows and columns of a table with their totals. Each cell is shaded by its value and shows it.
/// Quotes are shown as their number, and the spread of stances as the net stance.
pub fn heat_map(setting: &PictureSetting<'_>, table: Table<'_>, shown: &VisibleAxes) -> Picture {
    let query = &table.comparison.query;
    let measure = match query.measure {
        Measure::FirstQuote | Measure::Quotes => Measure::Highlights,
        Measure::Spread => Measure::NetStance,
        other => other,
    };
    let layer = table.header().map(|header| format!(", {}", sheet::layer_name(table.comparison, header)));
    let layer = layer.unwrap_or_default();
    let (rows, columns) = (query.rows.name(), query.columns.name());
    let what = wording::capitalised(&format!("{rows} × {columns}{layer}: {}", measure.title().to_lowercase()));
    let total = table.cell(None, None);
    let counted = CaptionCounts {
        highlights: total.highlights,
        articles: Some(total.articles),
        counting: query.counting,
        filter: &query.filter,
    };
    let row_names = sheet::header_names(table.comparison.rows(), &query.rows.axes);
    let column_names = sheet::header_names(table.comparison.columns(), &query.columns.axes);
    let (labels, column_width) = widths(setting, table, shown, &row_names);
    #[expect(clippy::cast_precision_loss, reason = "a picture has few columns")]
    let needed = 2.0 * MARGIN + labels + 10.0 + column_width * (shown.columns.len() + 1) as f32;
    let mut canvas = Canvas::begin(setting, needed.max(setting.width), &what);
    if shown.rows.is_empty() || shown.columns.is_empty() || total.highlights == 0 {
        return canvas.nothing(caption(setting.project, "", counted));
    }
    let drawing = HeatMapLayout {
        setting: *setting,
        table,
        measure,
        scale: scale(setting, table, shown, measure),
        row_names,
        column_names,
        labels,
        column_width,
        row_height: if has_room_beside(table, shown, measure, column_width) { ROW } else { TALL_ROW },
    };
    drawing.draw_scale(&mut canvas);
    drawing.draw_heads(&mut canvas, shown);
    drawing.draw_grid(&mut canvas, shown.rows.len(), shown.columns.len());
    let mut signs: Vec<EmptyReason> = Vec::new();
    for row in shown.rows.iter().map(|row| Some(*row)).chain([None]) {
        drawing.draw_row(&mut canvas, shown, row, &mut signs);
    }
    let mut meaning = String::new();
    if measure == Measure::NetStance {
        meaning.push_str("In brackets: the number of highlights that take a stance. ");
    }
    if measure == Measure::LogOdds {
        meaning.push_str("In brackets: how many highlights are in favour, and how many against. ");
    }
    let mut places = shown.rows.iter().flat_map(|row| shown.columns.iter().map(move |column| (*row, *column)));
    let has_few = places.any(|(row, column)| table.expects_few(Some(row), Some(column)));
    let said: Vec<String> = signs
        .iter()
        .map(|reason| sign_of(*reason))
        .chain(has_few.then_some(FEW_EXPECTED))
        .filter(|(sign, _)| !sign.is_empty())
        .map(|(sign, meaning)| format!("{sign} {meaning}"))
        .collect();
    if !said.is_empty() {
        meaning.push_str(&format!("{}. ", said.join("; ")));
    }
    if let Some(missing) = words::missing_in_totals(measure, &table.missing_values()) {
        meaning.push_str(&format!("{missing}."));
    }
    canvas.finish(caption(setting.project, &meaning, counted))
}

/// Returns the width of the row headers and that of the columns.
fn widths(setting: &PictureSetting<'_>, table: Table<'_>, shown: &VisibleAxes, row_names: &[String]) -> (f32, f32) {
    let headers = table.comparison.rows();
    let label = |row: &usize| {
        let header = &headers[*row];
        INDENT * f32::from(u8::try_from(header.depth).unwrap_or(u8::MAX))
            + text::width(&row_names[*row], BODY, weight(header.depth))
    };
    let labels = shown.rows.iter().map(label).fold(60.0, f32::max).min(0.34 * setting.width);
    #[expect(clippy::cast_precision_loss, reason = "a picture has few columns")]
    let n_columns = (shown.columns.len() + 1) as f32;
    let room = setting.width - 2.0 * MARGIN - labels - 10.0;
    (labels, (room / n_columns).clamp(NARROWEST, WIDEST))
}

const fn weight(depth: usize) -> FontWeight {
    if depth == 0 { FontWeight::Strong } else { FontWeight::Regular }
}

fn scale(setting: &PictureSetting<'_>, table: Table<'_>, shown: &VisibleAxes, measure: Measure) -> Scale {
    let values = shown.rows.iter().flat_map(|row| {
        shown.columns.iter().filter_map(move |column| {
            let place = (Some(*row), Some(*column));
            table.value_of(measure, place.0, place.1).filter(|_| !table.expects_few(place.0, place.1))
        })
    });
    let largest = values.fold(0.0, |largest: f64, value| largest.max(value.abs()));
    match measure {
        Measure::NetStance => Scale::Diverging(largest_weight(&setting.project.codebook.stances)),
        // Residuals beyond 2 are unlikely to be chance. A scale that ended lower would exaggerate small ones.
        Measure::Residual => Scale::Diverging(largest.max(3.0)),
        Measure::LogOdds => Scale::Diverging(largest.max(2.0)),
        _ => Scale::Rising(if largest > 0.0 { largest } else { 1.0 }),
    }
}

struct HeatMapLayout<'a> {
    setting: PictureSetting<'a>,
    table: Table<'a>,
    measure: Measure,
    scale: Scale,
    row_names: Vec<String>,
    column_names: Vec<String>,
    labels: f32,
    column_width: f32,
    row_height: f32,
}

/// Whether the number in brackets of each cell has room beside its value; otherwise it stands below in all cells.
fn has_room_beside(table: Table<'_>, shown: &VisibleAxes, measure: Measure, column_width: f32) -> bool {
    let all = |axis: &[usize]| axis.iter().map(|at| Some(*at)).chain([None]).collect::<Vec<_>>();
    let columns = all(&shown.columns);
    all(&shown.rows).into_iter().flat_map(|row| columns.iter().map(move |column| (row, *column))).all(
        |(row, column)| {
            let mut entry = SheetCell::of(table, row, column);
            entry.value = table.value_of(measure, row, column);
            let said = entry.text(measure);
            !said.contains(" (") || text::width(&said, BODY, FontWeight::Regular) <= column_width - 4.0
        },
    )
}

impl HeatMapLayout<'_> {
    fn shade(&self, value: f64) -> Colour {
        match self.scale {
            Scale::Rising(largest) => self.setting.palette.shade(value, largest),
            Scale::Diverging(largest) => self.setting.palette.diverging(value, largest),
        }
    }

    /// Draws the shades from one end to the other, with their meaning.
    fn draw_scale(&self, canvas: &mut Canvas<'_>) {
        const STEPS: u8 = 12;
        const STEP: f32 = 14.0;
        let (from, to, meaning) = match self.scale {
            Scale::Rising(largest) => (0.0, largest, self.measure.title().to_lowercase()),
            Scale::Diverging(largest) if self.measure == Measure::NetStance => {
                (-largest, largest, "net stance: the mean weight of the stances taken".to_owned())
            }
            Scale::Diverging(largest) if self.measure == Measure::LogOdds => {
                (-largest, largest, "log-odds position: above 0 more highlights are in favour than against".to_owned())
            }
            Scale::Diverging(largest) => {
                (-largest, largest, "adjusted residual: beyond ±2 a cell stands out from its row and column".to_owned())
            }
        };
        let written = |value: f64| match self.scale {
            Scale::Rising(_) if self.measure == Measure::PerThousandWords => format!("{value:.2}"),
            Scale::Rising(_) => format!("{value:.0}"),
            Scale::Diverging(_) => Signed(value).to_string(),
        };
        let y = canvas.y + 9.0;
        let mut x = MARGIN + canvas.words(MARGIN, y, &written(from)).size(SMALL).muted().done() + 6.0;
        let start = x;
        for step in 0..STEPS {
            let value = from + (to - from) * (f64::from(step) + 0.5) / f64::from(STEPS);
            canvas.area(Area { x, y: y - 5.0, width: STEP, height: 10.0 }, self.shade(value), None);
            x += STEP;
        }
        let frame = Area { x: start, y: y - 5.0, width: x - start, height: 10.0 };
        let corners = [
            (frame.x, frame.y),
            (frame.right(), frame.y),
            (frame.right(), frame.bottom()),
            (frame.x, frame.bottom()),
            (frame.x, frame.y),
        ];
        let points = corners.map(|(x, y)| Point { x, y }).to_vec();
        let stroke = PictureStroke { width: 0.75, colour: self.setting.palette.hairline };
        canvas.add(ShapeForm::Line { points, stroke, dash: Dash::Solid }, None);
        x += 6.0;
        x += canvas.words(x, y, &written(to)).size(SMALL).muted().done() + 12.0;
        let room = canvas.width - MARGIN - x;
        canvas.words(x, y, &meaning).size(SMALL).muted().within(room);
        canvas.y += 26.0;
    }

    /// Draws lines between the cells, but not between totals.
    fn draw_grid(&self, canvas: &mut Canvas<'_>, n_rows: usize, n_columns: usize) {
        let colour = self.setting.palette.hairline;
        let (left, right) = (self.column_x(0), self.column_x(n_columns));
        #[expect(clippy::cast_precision_loss, reason = "a picture has few rows")]
        let row_y = |row: usize| canvas.y + self.row_height * row as f32;
        let ys: Vec<f32> = (0..=n_rows).map(row_y).collect();
        let (top, bottom) = (ys[0], ys[n_rows]);
        for y in ys {
            canvas.line(Point { x: left, y }, Point { x: right, y }, 0.75, colour);
        }
        for x in (0..=n_columns).map(|column| self.column_x(column)) {
            canvas.line(Point { x, y: top }, Point { x, y: bottom }, 0.75, colour);
        }
    }

    fn column_x(&self, at: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a picture has few columns")]
        let before = at as f32 * self.column_width;
        MARGIN + self.labels + 10.0 + before
    }

    fn draw_heads(&self, canvas: &mut Canvas<'_>, shown: &VisibleAxes) {
        let headers = self.table.comparison.columns();
        let names: Vec<(&str, FontWeight)> = shown
            .columns
            .iter()
            .map(|column| (&*self.column_names[*column], weight(headers[*column].depth)))
            .chain([("All", FontWeight::Regular)])
            .collect();
        let width = |(name, weight): &(&str, FontWeight)| text::width(name, SMALL, *weight);
        if self.column_width < WIDE_ENOUGH_FOR_HEADS {
            let height = names.iter().map(width).fold(0.0, f32::max).min(TALLEST_HEAD);
            for (at, (name, weight)) in names.iter().enumerate() {
                let x = self.column_x(at) + 0.5 * self.column_width;
                let head = canvas.words(x, canvas.y + height, name).size(SMALL).upright();
                let head = if *weight == FontWeight::Strong { head.strong() } else { head };
                head.name_within(height);
            }
            canvas.y += height + 6.0;
            return;
        }
        let wrapped: Vec<Vec<String>> = names
            .iter()
            .map(|(name, weight)| text::wrapped(name, SMALL, *weight, self.column_width - 6.0, 3))
            .collect();
        let n_lines = wrapped.iter().map(Vec::len).max().unwrap_or(1);
        for (at, lines) in wrapped.iter().enumerate() {
            // Short headers are aligned with the bottom.
            let mut y = canvas.y + HEAD_LINE * (as_lines(n_lines - lines.len()) + 0.5);
            for line in lines {
                let head = canvas.words(self.column_x(at) + 0.5 * self.column_width, y, line).size(SMALL).middle();
                if names[at].1 == FontWeight::Strong {
                    head.strong().done()
                } else {
                    head.done()
                };
                y += HEAD_LINE;
            }
        }
        canvas.y += HEAD_LINE * as_lines(n_lines) + 5.0;
    }

    /// Draws a row, or the totals below the last one.
    fn draw_row(&self, canvas: &mut Canvas<'_>, shown: &VisibleAxes, row: Option<usize>, signs: &mut Vec<EmptyReason>) {
        let headers = self.table.comparison.rows();
        let (name, depth) = row.map_or(("All", 1), |row| (&*self.row_names[row], headers[row].depth));
        let y = canvas.y + 0.5 * self.row_height;
        let indent =
            if row.is_none() { 0.0 } else { INDENT * f32::from(u8::try_from(depth).unwrap_or(u8::MAX)).min(8.0) };
        let head = canvas.words(MARGIN + indent, y, name);
        let head = if depth == 0 { head.strong() } else { head };
        head.name_within(self.labels - indent);
        let columns = shown.columns.iter().map(|column| Some(*column)).chain([None]);
        for (at, column) in columns.enumerate() {
            let area = Area { x: self.column_x(at), y: canvas.y, width: self.column_width, height: self.row_height };
            let of = column.map_or("All", |column| &*self.column_names[column]);
            self.draw_cell(canvas, area, (row, column), &format!("{name}, {of}"), signs);
        }
        canvas.y += self.row_height;
    }

    fn draw_cell(
        &self,
        canvas: &mut Canvas<'_>,
        area: Area,
        (row, column): (Option<usize>, Option<usize>),
        place: &str,
        signs: &mut Vec<EmptyReason>,
    ) {
        let palette = self.setting.palette;
        let mut entry = SheetCell::of(self.table, row, column);
        entry.value = self.table.value_of(self.measure, row, column);
        let is_total = row.is_none() || column.is_none();
        let reason = entry.shown_reason(self.measure);
        let name = match (reason, entry.net_stance) {
            (Some(reason), _) => format!("{place}: {}", sign_of(reason).1),
            (None, net) => {
                let highlights = wording::counted(entry.highlights as usize, "highlight");
                let articles = wording::counted(entry.articles as usize, "article");
                let net = net.map(|net| format!(", net {}", Signed(net))).unwrap_or_default();
                format!("{place}: {highlights} in {articles}{net}")
            }
        };
        let value = entry.value.filter(|_| reason.is_none() && !is_total && !entry.expects_few);
        let fill = value.map_or(palette.paper, |value| self.shade(value));
        let inner = Area { x: area.x + 0.5, y: area.y + 0.5, width: area.width - 1.0, height: area.height - 1.0 };
        let shape = canvas.area(inner, fill, Some(name));
        canvas.mark(PictureMark {
            key: cell_key(self.table, row, column),
            name: format!("{place}: {}", cell_words(&entry, self.measure)),
            region: MarkRegion::Area(area),
            shapes: vec![shape],
            strength: None,
        });
        let said = match reason {
            Some(reason) => {
                if !signs.contains(&reason) {
                    signs.push(reason);
                }
                sign_of(reason).0.to_owned()
            }
            None => entry.text(self.measure),
        };
        let colour = if reason.is_some() { palette.muted } else { palette.on(fill) };
        let room = area.width - 4.0;
        let size = if is_total { SMALL } else { BODY };
        let colour = if is_total { palette.muted } else { colour };
        let (x, y) = (area.x + 0.5 * area.width, area.y + 0.5 * area.height);
        match said.split_once(' ').filter(|(_, number)| number.starts_with('(') && self.row_height > ROW) {
            Some((value, number)) => {
                canvas.words(x, y - 6.0, value).size(size).middle().coloured(colour).within(room);
                canvas.words(x, y + 7.0, number).size(SMALL).middle().coloured(colour).within(room);
            }
            None => _ = canvas.words(x, y, &said).size(size).middle().coloured(colour).within(room),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a head has at most three lines")]
fn as_lines(n: usize) -> f32 {
    n as f32
}
