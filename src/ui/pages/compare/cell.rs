//! How one cell is painted, shaded and put into words.

use egui::{Align2, Color32, FontId, Rect, Stroke, Ui, pos2, text::LayoutJob, vec2};

use standpoint_analysis::{
    comparison::{
        EmptyReason, Signed, Table,
        intervals::{ENOUGH_ARTICLES, NoInterval},
    },
    report::sheet::{SheetCell, sign_of},
    stances::StanceCount,
};
use standpoint_core::{
    model::{Project, view::Measure},
    wording::{counted, grouped},
};

use super::fit::{GAP, PAD};
use crate::ui::theme::{Theme, serif, strong};

/// The adjusted residual from which a cell stands out; by chance alone one in twenty reaches it.
pub const STANDS_OUT: f64 = 1.96;

/// The background of a cell; `largest` is the value with full shade.
#[expect(clippy::cast_possible_truncation, reason = "a shade needs no more than f32")]
pub fn shade(theme: &Theme, measure: Measure, entry: &SheetCell, largest: f64, is_total: bool) -> Color32 {
    let (page, panel) = (*theme.colours.page, *theme.colours.panel);
    let Some(value) = entry.value.filter(|_| entry.shown_reason(measure).is_none() && !entry.expects_few) else {
        return page;
    };
    match measure {
        Measure::NetStance => theme.net_stance(value),
        Measure::LogOdds => theme.net_stance(value / 3.0),
        Measure::Residual if value.abs() < STANDS_OUT => page,
        Measure::Residual => theme.net_stance(value / 6.0),
        Measure::Spread | Measure::FirstQuote | Measure::Quotes => page,
        _ if is_total => panel,
        Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => theme.share((value / 100.0) as f32),
        _ => theme.share((value / largest) as f32),
    }
}

/// The ground of a cell and the hairlines right of it and below; above and left of the totals they are heavier.
pub fn frame(ui: &Ui, theme: &Theme, rect: Rect, fill: Color32, [is_total_row, is_total_column]: [bool; 2]) {
    let (thin, heavy) = (Stroke::new(1.0, *theme.colours.hairline), Stroke::new(1.0, *theme.colours.control_line));
    let painter = ui.painter();
    painter.rect_filled(rect, 0, fill);
    painter.hline(rect.x_range(), rect.bottom() - 0.5, thin);
    painter.vline(rect.right() - 0.5, rect.y_range(), thin);
    if is_total_row {
        painter.hline(rect.x_range(), rect.top() + 0.5, heavy);
    }
    if is_total_column {
        painter.vline(rect.left() + 0.5, rect.y_range(), heavy);
    }
}

/// Paints the content of a cell. The number of highlights behind a value stands in the last `count` points.
pub fn paint(
    ui: &Ui,
    theme: &Theme,
    project: &Project,
    measure: Measure,
    entry: &SheetCell,
    (rect, count, is_total): (Rect, f32, bool),
) {
    let mut rect = rect.shrink2(vec2(PAD, 0.0));
    let (ink, muted) = (*theme.colours.ink, *theme.colours.muted);
    let font = if is_total { strong(theme.sizes.body) } else { FontId::proportional(theme.sizes.body) };
    let painter = ui.painter();
    let interval = entry.interval_text(measure);
    if !interval.is_empty() {
        // The value stands above it.
        let (above, below) = rect.split_top_bottom_at_y(rect.bottom() - INTERVAL);
        let small = FontId::proportional(theme.sizes.small - 1.0);
        painter.text(below.right_top(), Align2::RIGHT_TOP, interval, small, ink);
        rect = above;
    }
    let right =
        |text: String, font: FontId| _ = painter.text(rect.right_center(), Align2::RIGHT_CENTER, text, font, ink);
    if let Some(reason) = entry.shown_reason(measure) {
        let body = FontId::proportional(theme.sizes.body);
        painter.text(rect.right_center(), Align2::RIGHT_CENTER, sign_of(reason).0, body, muted);
        return;
    }
    // The number of highlights behind the value, unless the value is that number.
    let counted = |n: u32| {
        right(grouped(n as usize), FontId::proportional(theme.sizes.small));
        pos2(rect.right() - count - GAP, rect.center().y)
    };
    match measure {
        Measure::NetStance => {
            if let Some(net) = entry.net_stance {
                painter.text(counted(entry.with_stance), Align2::RIGHT_CENTER, Signed(net), font, ink);
            } else {
                let at = counted(entry.highlights);
                painter.circle_stroke(at - vec2(5.0, 0.0), 3.5, Stroke::new(1.2, muted));
            }
        }
        Measure::LogOdds => {
            if let Some(position) = entry.value {
                painter.text(counted(entry.sides.n()), Align2::RIGHT_CENTER, Signed(position), font, ink);
            } else {
                let at = counted(entry.highlights);
                painter.circle_stroke(at - vec2(5.0, 0.0), 3.5, Stroke::new(1.2, muted));
            }
        }
        Measure::Spread => {
            let at = counted(entry.highlights);
            paint_spread(ui, theme, project, entry, Rect::from_min_max(rect.left_top(), pos2(at.x, rect.bottom())));
        }
        Measure::FirstQuote | Measure::Quotes if !is_total => paint_quotes(ui, theme, entry, rect),
        Measure::Highlights | Measure::FirstQuote | Measure::Quotes => {
            right(grouped(entry.highlights as usize), font);
        }
        Measure::Articles => right(grouped(entry.articles as usize), font),
        Measure::Words => right(entry.value_text(measure), font),
        _ => {
            let at = counted(entry.highlights);
            painter.text(at, Align2::RIGHT_CENTER, entry.value_text(measure), font, ink);
        }
    }
}

/// A bar as wide as the cell, a part for each stance.
fn paint_spread(ui: &Ui, theme: &Theme, project: &Project, entry: &SheetCell, rect: Rect) {
    let bar = Rect::from_center_size(rect.center(), vec2(rect.width(), 12.0));
    let stances = &project.codebook.stances;
    let mut left = bar.left();
    for StanceCount { stance, n } in &entry.by_stance {
        let place = *stance as usize;
        #[expect(clippy::cast_precision_loss, reason = "a bar needs no more than f32")]
        let width = bar.width() * (*n as f32) / (entry.highlights as f32);
        let colour = stances.get(place).map_or(*theme.colours.hairline, |stance| theme.stance(stance));
        let part = Rect::from_min_size(pos2(left, bar.top()), vec2(width, bar.height()));
        ui.painter().rect_filled(part, 0, colour.gamma_multiply(0.85));
        if width > 14.0 {
            let ink = if place < stances.len() { *theme.colours.page } else { *theme.colours.ink };
            let font = FontId::proportional(theme.sizes.small - 1.5);
            ui.painter().text(part.center(), Align2::CENTER_CENTER, n, font, ink);
        }
        left += width;
    }
}

fn paint_quotes(ui: &Ui, theme: &Theme, entry: &SheetCell, rect: Rect) {
    let rect = rect.shrink2(vec2(0.0, 6.0));
    let ink = *theme.colours.ink;
    let font = serif(theme.sizes.body);
    let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(rect.width()), ..LayoutJob::default() };
    let format = egui::TextFormat::simple(font, ink);
    for (index, quote) in entry.quotes.iter().enumerate() {
        job.append(if index == 0 { "" } else { "\n" }, 0.0, format.clone());
        job.append(&quote.replace('\n', " "), 0.0, format.clone());
    }
    let line = theme.sizes.body + 5.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cell has a few lines")]
    let n_lines = (rect.height() / line).max(1.0) as usize;
    job.wrap.max_rows = n_lines;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(rect.left_top(), galley, ink);
}

/// The height of the line with the interval below a value.
pub const INTERVAL: f32 = 17.0;

/// The content of a cell, for screen readers: "+1.0 from 12".
pub fn in_short(table: Table<'_>, entry: &SheetCell, row: Option<usize>, column: Option<usize>) -> String {
    if table.comparison.query.measure != Measure::NetStance || entry.highlights == 0 {
        return in_words(table, entry, row, column);
    }
    let words = match entry.net_stance {
        Some(net) => format!("{} from {}", Signed(net), grouped(entry.with_stance as usize)),
        None => format!("{} without a stance", counted(entry.highlights as usize, "highlight")),
    };
    words + &interval_words(entry, Measure::NetStance)
}

/// What is known of the interval of a cell, to stand behind its value.
fn interval_words(entry: &SheetCell, measure: Measure) -> String {
    match entry.interval {
        None => String::new(),
        Some(Ok(_)) => format!(", 95% interval {}", entry.interval_text(measure)),
        Some(Err(NoInterval::FewArticles(n))) => {
            format!(", no interval from {}, which takes {ENOUGH_ARTICLES}", counted(n as usize, "article"))
        }
        Some(Err(NoInterval::NoSpread)) => ", no interval, because every article says the same".to_owned(),
    }
}

/// The content of a cell in all detail: "14 highlights in 5 articles, net +0.8 from 12".
pub fn in_words(table: Table<'_>, entry: &SheetCell, row: Option<usize>, column: Option<usize>) -> String {
    let measure = table.comparison.query.measure;
    if let Some(reason) = entry.shown_reason(measure) {
        return match reason {
            EmptyReason::Silent => "silent".to_owned(),
            EmptyReason::NotYetRead => "nothing yet, articles left to read".to_owned(),
            EmptyReason::LeftOut => "left out by the filter or by the way of counting".to_owned(),
            EmptyReason::NoArticle => "no such article".to_owned(),
        };
    }
    let count = |n: u32, noun: &str| counted(n as usize, noun);
    let mut words = format!("{} in {}", count(entry.highlights, "highlight"), count(entry.articles, "article"));
    match entry.net_stance {
        Some(net) => words.push_str(&format!(", net {} from {}", Signed(net), grouped(entry.with_stance as usize))),
        None => words.push_str(", none with a stance"),
    }
    match measure {
        Measure::Highlights | Measure::Articles | Measure::NetStance | Measure::FirstQuote | Measure::Quotes => {}
        Measure::Residual => {
            if let (Some(value), Some(expected)) =
                (entry.value, row.zip(column).and_then(|(r, c)| table.expected(r, c)))
            {
                let verdict = match value {
                    _ if entry.expects_few => "too few expected to judge chance",
                    value if value >= STANDS_OUT => "more than expected",
                    value if value <= -STANDS_OUT => "fewer than expected",
                    _ => "about as many as expected",
                };
                words.push_str(&format!(", {verdict}: {} against {expected:.1}", Signed(value)));
            }
        }
        Measure::Spread => {
            let name = |stance: u32| table.comparison.stances.get(stance as usize).map_or("no stance", String::as_str);
            let parts = entry.by_stance.iter().map(|count| format!("{} {}", count.n, name(count.stance)));
            words.push_str(&format!(": {}", parts.collect::<Vec<_>>().join(", ")));
        }
        _ => words.push_str(&format!(", {}: {}", measure.title().to_lowercase(), entry.text(measure))),
    }
    words.push_str(&interval_words(entry, measure));
    words
}
