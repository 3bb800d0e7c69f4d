//! What the shades and signs of the table mean, each in words.

use egui::{Color32, Galley, Label, Pos2, Rect, RichText, Sense, Stroke, Ui, pos2, vec2};

use standpoint_analysis::{
    comparison::EmptyReason,
    findings::FindingKind,
    report::{
        sheet::{FEW_EXPECTED, sign_of},
        words,
    },
};
use standpoint_core::model::{
    Project,
    view::{Axis, Counting, Measure},
};

use super::{ComparePage, cell::STANDS_OUT, signs::paint_finding};
use crate::ui::theme::Theme;

/// One thing that is explained: its words, after a sign or between the ends of a scale.
struct Item {
    sign: Sign,
    words: String,
    /// What more there is to say, for a tooltip.
    hint: &'static str,
    /// Whether a scale follows, which it stands close to.
    begins_scale: bool,
}

#[derive(Clone, Copy)]
enum Sign {
    None,
    /// A mention without a stance.
    Ring,
    Finding(FindingKind),
    Swatch(Color32),
    /// Shades from one end to the other.
    Scale(fn(&Theme, f64) -> Color32),
}

impl Sign {
    const fn width(self) -> f32 {
        match self {
            Self::None => 0.0,
            Self::Ring | Self::Finding(_) | Self::Swatch(_) => 17.0,
            Self::Scale(_) => 68.0,
        }
    }

    fn paint(self, ui: &Ui, left: Pos2) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        match self {
            Self::None => {}
            Self::Ring => _ = painter.circle_stroke(left + vec2(6.0, 0.0), 3.5, Stroke::new(1.2, *theme.colours.muted)),
            Self::Finding(kind) => paint_finding(painter, left + vec2(6.0, 0.0), kind, *theme.colours.finding),
            Self::Swatch(colour) => {
                let rect = Rect::from_center_size(left + vec2(6.0, 0.0), vec2(10.0, 10.0));
                painter.rect_filled(rect, 2, colour);
            }
            Self::Scale(shade) => {
                for step in 0..24_u8 {
                    let x = left.x + f32::from(step) * 2.5;
                    let band = Rect::from_min_size(pos2(x, left.y - 5.0), vec2(2.5, 10.0));
                    painter.rect_filled(band, 0, shade(theme, f64::from(step) / 23.0));
                }
            }
        }
    }
}

/// A window lower than this has a short legend, in points.
const LOW: f32 = 560.0;

/// What the small number of a cell counts.
fn small_number(what: &str, counting: Counting) -> Item {
    let words = format!("small number: {what}");
    let words = if counting == Counting::EveryTime { words } else { format!("{words}, counted {}", counting.title()) };
    item(Sign::None, words)
}

fn item(sign: Sign, words: impl Into<String>) -> Item {
    Item { sign, words: words.into(), hint: "", begins_scale: false }
}

/// A scale between two words.
fn scale(from: &str, shade: fn(&Theme, f64) -> Color32, to: &str) -> [Item; 2] {
    [Item { begins_scale: true, ..item(Sign::None, from) }, item(Sign::Scale(shade), to)]
}

fn net_stance(theme: &Theme, step: f64) -> Color32 {
    theme.net_stance(step * 2.0 - 1.0)
}

#[expect(clippy::cast_possible_truncation, reason = "a shade needs no more than f32")]
fn share(theme: &Theme, step: f64) -> Color32 {
    theme.share(step as f32)
}

/// Shows the legend in as many lines as it needs.
pub(super) fn ui(ui: &mut Ui, compare: &ComparePage, project: &Project) {
    let theme = Theme::of(ui);
    let items = items(ui, compare, project);
    let (left, right) = (ui.max_rect().left(), ui.max_rect().right());
    let mut at = ui.max_rect().min;
    let line = theme.sizes.small + 7.0;
    // In a low window, the table needs the room more.
    let n_lines = if ui.ctx().content_rect().height() < LOW { 2.0 } else { 4.0 };
    let lowest = at.y + (n_lines - 0.5) * line;
    for item in items {
        let text = RichText::new(&item.words).small().color(*theme.colours.muted);
        let width = item.sign.width() + width_of(ui, &item.words);
        if at.x > left && at.x + width > right {
            if at.y + line > lowest {
                break;
            }
            at = pos2(left, at.y + line);
        }
        item.sign.paint(ui, pos2(at.x, at.y + line * 0.5));
        let rect = Rect::from_min_size(at + vec2(item.sign.width(), 0.0), vec2(width - item.sign.width() + 1.0, line));
        let response = ui.put(rect, Label::new(text).extend());
        if !item.hint.is_empty() {
            response.on_hover_text(item.hint);
        }
        at.x += width + if item.begins_scale { 6.0 } else { 18.0 };
    }
    ui.allocate_rect(Rect::from_min_max(ui.max_rect().min, pos2(right, at.y + line)), Sense::hover());
}

fn width_of(ui: &Ui, words: &str) -> f32 {
    let font = egui::FontId::proportional(Theme::of(ui).sizes.small);
    let galley: std::sync::Arc<Galley> = ui.painter().layout_no_wrap(words.to_owned(), font, Color32::PLACEHOLDER);
    galley.rect.width()
}

fn items(ui: &Ui, compare: &ComparePage, project: &Project) -> Vec<Item> {
    let theme = Theme::of(ui);
    let Some(answer) = compare.pane.answer() else { return Vec::new() };
    let (comparison, seen) = (&answer.live.comparison, &answer.seen);
    let query = &comparison.query;
    let mut items = Vec::new();
    match query.measure {
        Measure::NetStance => {
            items.extend(scale("opposes", net_stance, "supports"));
            items.push(small_number("highlights with a stance", query.counting));
            items.push(item(Sign::Ring, "mentioned without a stance"));
        }
        Measure::LogOdds => {
            items.extend(scale("opposes", net_stance, "supports"));
            items.push(small_number("highlights in favour or against", query.counting));
            items.push(item(Sign::Ring, "neither in favour nor against"));
        }
        Measure::Residual => {
            items.extend(scale("fewer than expected", net_stance, "more"));
            let rule = format!("shaded beyond ±{STANDS_OUT}, which chance alone passes in one of twenty cells");
            items.push(item(Sign::None, rule));
            items.push(explained(FEW_EXPECTED));
            items.push(small_number("highlights", query.counting));
        }
        Measure::Spread => {
            let stances = project.codebook.stances.iter().zip(&comparison.stances);
            items.extend(stances.map(|(stance, name)| item(Sign::Swatch(theme.stance(stance)), name)));
            items.push(item(Sign::Swatch(*theme.colours.hairline), "none"));
            items.push(small_number("highlights", query.counting));
        }
        Measure::FirstQuote => items.push(item(Sign::None, "The first highlight of each cell, in reading order")),
        Measure::Quotes => {
            let words = "The highlights of each cell; click a cell to see all of them with their sources";
            items.push(item(Sign::None, words));
        }
        Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => {
            items.extend(scale("0 %", share, "100 %"));
            items.push(small_number("highlights", query.counting));
        }
        measure => {
            items.extend(scale(
                &format!("{} 0", words::in_a_sentence(measure)),
                share,
                &format!("{:.0}", seen.largest),
            ));
            if measure == Measure::PerThousandWords {
                items.push(small_number("highlights", query.counting));
            }
        }
    }
    if let Some(words) = words::missing_in_totals(query.measure, &seen.missing) {
        let has_codes = seen.missing.axes.iter().any(|axis| matches!(axis, Axis::Actor | Axis::Issue));
        let hint =
            if has_codes { "Choose “with an actor and an issue” in the filter to leave them out" } else { "" };
        items.push(Item { hint, ..item(Sign::None, words) });
    }
    // Only what may stand in the table is explained.
    let leaves_out = !query.filter.is_open() || query.counting != Counting::EveryTime;
    let reasons =
        [(EmptyReason::Silent, true), (EmptyReason::NotYetRead, !seen.is_read), (EmptyReason::LeftOut, leaves_out)];
    items.extend(reasons.into_iter().filter(|(_, may_be)| *may_be).map(|(reason, _)| explained(sign_of(reason))));
    if compare.pane.pairs().is_some() {
        let is_shown = |kind: &FindingKind| compare.signs.shows(*kind) && compare.n_found(*kind) > 0;
        items.extend(FindingKind::ALL.into_iter().filter(is_shown).map(|kind| {
            let words = kind.title().to_lowercase();
            Item { hint: kind.meaning(), ..item(Sign::Finding(kind), words) }
        }));
    }
    items
}

/// A sign of letters with the first words of its meaning.
fn explained((sign, meaning): (&str, &'static str)) -> Item {
    let words = format!("{sign} {}", meaning.split(':').next().unwrap_or(meaning));
    Item { hint: meaning, ..item(Sign::None, words) }
}
