//! What ties of a network are drawn for, how thick they are, and which are hidden, in plain words.

use egui::{ComboBox, RadioButton, RichText, Sense, Slider, Ui, WidgetInfo, accesskit::Role};

use standpoint_analysis::network::{
    BackboneLevel, NetworkMode, NodeSelection, OneMode, OneModeNorm, TwoMode, TwoModeNorm,
};
use standpoint_core::{
    model::CodeKind,
    wording::{counted, grouped},
};

use super::{PicturePane, options::choice_ui};
use crate::ui::{
    theme::{Icon, Theme, strong},
    widgets::{icon_button, section_title},
};

const TIES: &str = "Draw a tie for";
const THICKNESS: &str = "Thickness";
const ISOLATES: &str = "Show codes without a tie";
const ROLL_UP: &str = "Roll up members";
const BACKBONE: &str = "Backbone only";
const BACKBONE_MEANING: &str = "Leave out ties that may well be chance: those with no more than a usual share of the \
                                highlights of either end (disparity filter, 5%)";

/// The choices below each other, with a line that says what each means.
pub(super) fn column_ui(ui: &mut Ui, pane: &mut PicturePane) {
    let theme = Theme::of(ui);
    section_title(ui, TIES);
    ui.spacing_mut().item_spacing.y = 2.0;
    for choice in ties(pane.choices.mode) {
        let is_chosen = is_same_tie(choice, pane.choices.mode);
        let name = choice.tie_name();
        let words = RichText::new(name);
        let words = if is_chosen { words.font(strong(theme.sizes.body)) } else { words };
        let response = ui.add(RadioButton::new(is_chosen, words));
        response.widget_info(|| {
            let said = format!("{TIES}: {name}. {}", choice.tie_meaning());
            WidgetInfo::selected(Role::RadioButton, true, is_chosen, said)
        });
        let meaning = ui.horizontal_top(|ui| {
            ui.add_space(ui.spacing().icon_width + ui.spacing().icon_spacing);
            let words = RichText::new(choice.tie_meaning()).small().color(*theme.colours.muted);
            ui.add(egui::Label::new(words).wrap().selectable(false).sense(Sense::CLICK))
        });
        if response.clicked() || meaning.inner.clicked() {
            draw_ties_for(pane, choice);
        }
        ui.add_space(6.0);
    }
    ui.spacing_mut().item_spacing.y = 4.0;
    between_ui(ui, pane);
    ui.separator();
    let width = ui.available_width();
    threshold_ui(ui, pane, width);
    ui.separator();
    section_title(ui, THICKNESS);
    thickness_ui(ui, pane, ui.available_width());
    ui.add_space(4.0);
    boxes_ui(ui, pane);
}

/// The same choices in a row that wraps, for windows without room beside the picture. Returns whether all are shown.
pub(super) fn row_ui(ui: &mut Ui, pane: &mut PicturePane) -> bool {
    let muted = *Theme::of(ui).colours.muted;
    ui.label(RichText::new(TIES).color(muted));
    let present = pane.choices.mode.tie_name();
    let combo = ComboBox::from_id_salt(TIES).selected_text(present).width(170.0);
    let response = combo.show_ui(ui, |ui| {
        for choice in ties(pane.choices.mode) {
            let is_chosen = is_same_tie(choice, pane.choices.mode);
            let entry = ui.selectable_label(is_chosen, choice.tie_name()).on_hover_text(choice.tie_meaning());
            if entry.clicked() {
                draw_ties_for(pane, choice);
            }
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{TIES}: {present}")));
    if icon_button(ui, Icon::More, "More about the network", pane.shows_more).clicked() {
        pane.shows_more = !pane.shows_more;
    }
    threshold_ui(ui, pane, 100.0);
    if pane.shows_more {
        between_ui(ui, pane);
        ui.label(RichText::new(THICKNESS).color(muted));
        thickness_ui(ui, pane, 190.0);
        boxes_ui(ui, pane);
    }
    pane.shows_more
}

/// What ties can be drawn for. Ties between two of a kind are offered for the kind chosen last.
fn ties(present: NetworkMode) -> [NetworkMode; 6] {
    let of = match present {
        NetworkMode::One { of, .. } => of,
        NetworkMode::Two { .. } => CodeKind::Actor,
    };
    let two = |aggregation| NetworkMode::Two { aggregation, normalization: TwoModeNorm::default() };
    let one = |aggregation| NetworkMode::One { of, aggregation, normalization: OneModeNorm::default() };
    [
        two(TwoMode::Ignore),
        two(TwoMode::Subtract),
        one(OneMode::Congruence),
        one(OneMode::Conflict),
        one(OneMode::Subtract),
        one(OneMode::Ignore),
    ]
}

/// Draws ties for something else. What hides weak ties counts highlights in one kind of network, and shared codes in
/// the other.
const fn draw_ties_for(pane: &mut PicturePane, mode: NetworkMode) {
    if !matches!(
        (pane.choices.mode, mode),
        (NetworkMode::Two { .. }, NetworkMode::Two { .. }) | (NetworkMode::One { .. }, NetworkMode::One { .. })
    ) {
        pane.choices.fewest = 1;
    }
    pane.choices.mode = mode;
}

/// Returns whether two modes draw ties for the same, whatever makes them thick.
fn is_same_tie(one: NetworkMode, other: NetworkMode) -> bool {
    match (one, other) {
        (NetworkMode::Two { aggregation: a, .. }, NetworkMode::Two { aggregation: b, .. }) => a == b,
        (NetworkMode::One { of, aggregation: a, .. }, NetworkMode::One { of: other, aggregation: b, .. }) => {
            of == other && a == b
        }
        _ => false,
    }
}

/// Between what ties of two of a kind are drawn.
fn between_ui(ui: &mut Ui, pane: &mut PicturePane) {
    if let NetworkMode::One { of, .. } = &mut pane.choices.mode {
        let names = [(CodeKind::Actor, "actors"), (CodeKind::Issue, "issues")];
        choice_ui(ui, "Between", of, &names);
    }
}

fn thickness_ui(ui: &mut Ui, pane: &mut PicturePane, width: f32) {
    let present = pane.choices.mode;
    let all: Vec<NetworkMode> = match present {
        NetworkMode::Two { aggregation, .. } => {
            TwoModeNorm::ALL.iter().map(|norm| NetworkMode::Two { aggregation, normalization: *norm }).collect()
        }
        NetworkMode::One { of, aggregation, .. } => {
            OneModeNorm::ALL.iter().map(|norm| NetworkMode::One { of, aggregation, normalization: *norm }).collect()
        }
    };
    let name = present.thickness_name();
    let combo = ComboBox::from_id_salt(THICKNESS).selected_text(name).width(width).truncate();
    let response = combo.show_ui(ui, |ui| {
        for choice in all {
            ui.selectable_value(&mut pane.choices.mode, choice, choice.thickness_name());
        }
    });
    response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{THICKNESS}: {name}")));
}

/// Hides weak ties, and says how many are left.
fn threshold_ui(ui: &mut Ui, pane: &mut PicturePane, width: f32) {
    let Some(ties) = pane.drawn.peek().and_then(|drawn| drawn.picture().ties) else { return };
    let noun = match pane.choices.mode {
        NetworkMode::Two { .. } => "highlight",
        NetworkMode::One { of: CodeKind::Actor, .. } => "shared issue",
        NetworkMode::One { of: CodeKind::Issue, .. } => "shared actor",
    };
    let fewest = pane.choices.fewest;
    let said = counted(fewest as usize, noun);
    let theme = Theme::of(ui);
    let format = |colour| egui::TextFormat::simple(strong(theme.sizes.small), colour);
    let mut head = egui::text::LayoutJob::default();
    head.append("Hide ties below", 0.0, format(*theme.colours.muted));
    head.append(&said, 8.0, format(*theme.colours.ink));
    ui.add(egui::Label::new(head).extend());
    let most = ties.most.max(fewest).max(2);
    // A rail that can be seen. A scope of its own would not wrap.
    let style = ui.style().clone();
    ui.visuals_mut().widgets.inactive.bg_fill = *theme.colours.control_line;
    ui.spacing_mut().slider_width = width;
    let slider = ui.add(Slider::new(&mut pane.choices.fewest, 1..=most).show_value(false));
    ui.set_style(style);
    slider.widget_info(|| WidgetInfo::slider(true, f64::from(fewest), format!("Hide ties below: {said}")));
    let shown = format!("{} of {} shown", grouped(ties.drawn), counted(ties.all, "tie"));
    ui.label(RichText::new(shown).small().color(*Theme::of(ui).colours.muted));
}

fn boxes_ui(ui: &mut Ui, pane: &mut PicturePane) {
    let choices = &mut pane.choices;
    let mut has_isolates = choices.nodes == NodeSelection::All;
    if ui.checkbox(&mut has_isolates, ISOLATES).clicked() {
        choices.nodes = if has_isolates { NodeSelection::All } else { NodeSelection::Tied };
    }
    ui.checkbox(&mut choices.rolls_up, ROLL_UP).on_hover_text("Count each code as the one at the top of its tree");
    let mut is_backbone = choices.backbone.is_some();
    if ui.checkbox(&mut is_backbone, BACKBONE).on_hover_text(BACKBONE_MEANING).clicked() {
        choices.backbone = is_backbone.then_some(BackboneLevel::USUAL);
    }
}
