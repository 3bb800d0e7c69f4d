//! The problems, a row each, in the order of the file.

use egui::{
    Align2, EventFilter, FontId, Id, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo,
    accesskit::Role,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use standpoint_core::wording::capitalised;

use super::{RepairPage, sureness};
use crate::ui::{
    parts::list::VirtualList,
    theme::{Theme, strong},
    widgets::list_row,
};

pub(super) fn ui(ui: &mut Ui, repair: &mut RepairPage) {
    let row_height = Theme::of(ui).sizes.article_row;
    let is_new = repair.seen != repair.current;
    repair.seen = repair.current;
    let mut shown = Vec::new();
    let rows = VirtualList::even("problems", row_height).with_in_view(is_new.then_some(repair.current));
    rows.show(ui, repair.damaged.rows.len(), |ui, row| shown.push(row_ui(ui, repair, row, row_height)));
    repair.shown = shown;
}

fn row_ui(ui: &mut Ui, repair: &mut RepairPage, at: usize, height: f32) -> Id {
    let theme = Theme::of(ui);
    let row = &repair.damaged.rows[at];
    let (title, what) = (repair.name_of(row.problem.fault.path), capitalised(&row.problem.fault.broken.what()));
    let fix = row.fix().map(|fix| (capitalised(&fix.to_string()), sureness(fix)));
    let (fix, sure) = fix.unwrap_or_default();
    let place = row.position.map(|position| position.to_string()).unwrap_or_default();
    let is_accepted = row.is_accepted;
    let name = || {
        let state = if is_accepted { "accepted" } else { "not accepted" };
        let line = if place.is_empty() { String::new() } else { format!("{place} ") };
        format!("Problem {}: {line}{title}: {what}; {fix}, {sure}, {state}", at + 1)
    };
    let (rect, response) = list_row(ui, height, at == repair.current, Role::ListItem, name);
    let inner = rect.shrink2(vec2(10.0, 7.0));
    let check = Rect::from_min_size(inner.min, vec2(18.0, 18.0));
    let text_left = check.right() + 10.0;

    let font = FontId::proportional(theme.sizes.small);
    let place = ui.painter().text(inner.right_top(), Align2::RIGHT_TOP, place, font.clone(), *theme.colours.muted);
    let line_ui = |text: String, font: FontId, ink: egui::Color32, top: f32, right: f32| {
        // A text's line breaks have no glyph.
        let mut job = LayoutJob::simple_singleline(text.replace('\n', " "), font, ink);
        job.wrap = TextWrapping::truncate_at_width((right - text_left).max(40.0));
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let bottom = top + galley.rect.height();
        ui.painter().galley(Pos2::new(text_left, top), galley, ink);
        bottom + 1.0
    };
    let body = FontId::proportional(theme.sizes.body);
    let below = line_ui(title.clone(), strong(theme.sizes.body), *theme.colours.ink, inner.top(), place.left() - 8.0);
    let below = line_ui(what.clone(), body, *theme.colours.ink, below, inner.right());
    let ink = if is_accepted { theme.colours.accent } else { theme.colours.muted };
    line_ui(format!("{fix} · {sure}"), font, *ink, below, inner.right());

    // A row that has the keyboard keeps the arrows, which go from row to row.
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    if at == repair.current && std::mem::take(&mut repair.wants_focus) {
        response.request_focus();
    }
    if response.clicked() || response.gained_focus() {
        repair.current = at;
        repair.seen = at;
    }
    if accept_ui(ui, check, is_accepted, &format!("Accept the fix for problem {}", at + 1)) {
        repair.current = at;
        repair.seen = at;
        repair.damaged.toggle(at);
    }
    response.id
}

/// The box that is ticked when a fix is accepted; returns whether it was clicked.
fn accept_ui(ui: &Ui, rect: Rect, is_accepted: bool, name: &str) -> bool {
    let theme = Theme::of(ui);
    let response = ui.interact(rect, ui.scope_id().with("accept"), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_accepted, name));
    let painter = ui.painter();
    let square = rect.shrink(1.0);
    let fill = if is_accepted { theme.colours.accent } else { theme.colours.control };
    let line = if response.has_focus() || is_accepted { theme.colours.accent } else { theme.colours.control_line };
    painter.rect(square, 4.0, *fill, Stroke::new(1.2, *line), egui::StrokeKind::Inside);
    if is_accepted {
        let at = |x: f32, y: f32| square.min + vec2(square.width() * x, square.height() * y);
        let tick = vec![at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.31)];
        painter.add(egui::Shape::line(tick, Stroke::new(1.8, *theme.colours.accent_ink)));
    }
    response.clicked()
}
