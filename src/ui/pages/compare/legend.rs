//! What the shades and signs of the table mean.

use egui::{Color32, RichText, Sense, Ui, pos2, vec2};

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
    view::{Axis, Measure},
};

use super::{ComparePage, cell::STANDS_OUT};
use crate::ui::theme::{Theme, strong};

pub(super) fn ui(ui: &mut Ui, compare: &ComparePage, project: &Project) {
    let theme = Theme::of(ui);
    let Some(answer) = compare.pane.answer() else { return };
    let comparison = &answer.live.comparison;
    let seen = &answer.seen;
    let largest = seen.largest;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let note = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).small().color(*theme.colours.muted));
        #[expect(clippy::cast_possible_truncation, reason = "a shade needs no more than f32")]
        let share = |step: f64| theme.share(step as f32);
        match comparison.query.measure {
            Measure::NetStance => {
                note(ui, "opposes −1");
                scale_ui(ui, |step| theme.net_stance(step * 2.0 - 1.0));
                note(ui, "+1 supports   small: n with a stance   named: no stance taken");
            }
            Measure::Residual => {
                note(ui, "fewer than expected");
                scale_ui(ui, |step| theme.net_stance(step * 2.0 - 1.0));
                let rule = format!(
                    "more; shaded beyond ±{STANDS_OUT}, which chance alone passes in one of twenty cells   small: n"
                );
                note(ui, &rule);
                let (sign, meaning) = FEW_EXPECTED;
                note(ui, &format!("{sign} {}", meaning.split(':').next().unwrap_or(meaning))).on_hover_text(meaning);
            }
            Measure::Spread => {
                for (stance, name) in project.codebook.stances.iter().zip(&comparison.stances) {
                    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
                    ui.painter().rect_filled(rect, 2, theme.stance(stance));
                    note(ui, name);
                }
                let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
                ui.painter().rect_filled(rect, 2, *theme.colours.hairline);
                note(ui, "none   small: n");
            }
            Measure::FirstQuote => _ = note(ui, "The first highlight of each cell, in reading order"),
            Measure::Quotes => {
                _ = note(ui, "The highlights of each cell; click a cell to see all of them with their sources");
            }
            Measure::RowPercent | Measure::ColumnPercent | Measure::TotalPercent => {
                note(ui, "0 %");
                scale_ui(ui, share);
                note(ui, "100 %   small: n");
            }
            measure => {
                note(ui, &measure.title().to_lowercase());
                note(ui, "0");
                scale_ui(ui, share);
                let n = if measure == Measure::PerThousandWords { "   small: n" } else { "" };
                note(ui, &format!("{largest:.0}{n}"));
            }
        }
        ui.add_space(8.0);
        if let Some(words) = words::missing_in_totals(comparison.query.measure, &seen.missing) {
            let note = note(ui, &words);
            if seen.missing.axes.iter().any(|axis| matches!(axis, Axis::Actor | Axis::Issue)) {
                note.on_hover_text("Choose “with an actor and an issue” in the filter to leave them out");
            }
        }
        for reason in [EmptyReason::Silent, EmptyReason::NotYetRead, EmptyReason::LeftOut] {
            let (sign, meaning) = sign_of(reason);
            note(ui, &format!("{sign} {}", meaning.split(':').next().unwrap_or(meaning))).on_hover_text(meaning);
        }
        if compare.pane.pairs().is_some() {
            for kind in FindingKind::ALL.into_iter().filter(|kind| compare.n_found(*kind) > 0) {
                let words =
                    RichText::new(kind.title()).font(strong(theme.sizes.small - 1.0)).color(*theme.colours.finding);
                ui.label(words).on_hover_text(kind.meaning());
            }
        }
    });
}

/// A band of shades from 0 to 1.
fn scale_ui(ui: &mut Ui, shade: impl Fn(f64) -> Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(96.0, 10.0), Sense::hover());
    for step in 0..24u8 {
        let x = rect.left() + f32::from(step) * 4.0;
        let band = egui::Rect::from_min_size(pos2(x, rect.top()), vec2(4.0, rect.height()));
        ui.painter().rect_filled(band, 0, shade(f64::from(step) / 23.0));
    }
}
