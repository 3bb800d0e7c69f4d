//! The menus and buttons by which a highlight gets another actor, issue or stance.

use egui::{Align, Button, FontId, RichText, TextFormat, Ui, WidgetInfo, accesskit::Role, text::LayoutJob, vec2};

use standpoint_core::{
    edit::retag,
    model::{Article, CodeKind, Highlight, Stance, Tags},
};

use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::choice_menu::{Choices, choice_menu},
    theme::{Theme, strong},
    widgets::shapes::{code_shape, paint_stance},
};

/// The name of a part of a form, above it.
pub fn part_name(ui: &mut Ui, name: &str) -> egui::Response {
    ui.label(RichText::new(name).small().color(*Theme::of(ui).colours.muted))
}

/// The menu from which an actor or issue is chosen, with its name above it.
pub fn code_ui(ui: &mut Ui, kind: CodeKind, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) {
    let theme = Theme::of(ui);
    let book = &context.project().codebook;
    let tags = highlight.tags();
    let current = highlight.tag(kind);
    let label = if kind == CodeKind::Actor { "Actor" } else { "Issue" };
    part_name(ui, label);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let code = current.and_then(|id| book.code(kind, id));
        code_shape(ui, kind, code.map_or(*theme.colours.hairline, |code| theme.code(code.colour)));
        let lineage = current.map(|id| book.lineage(kind, id)).unwrap_or_default();
        let path: Vec<&str> = lineage.iter().rev().map(|code| &*code.name).collect();
        let text = if path.is_empty() { format!("No {}", kind.noun()) } else { path.join(" / ") };
        let combo = egui::ComboBox::from_id_salt(("tag", kind))
            .width(ui.available_width())
            .selected_text(text.clone())
            .truncate();
        let tree = book.tree(kind);
        let place = current.and_then(|id| tree.iter().position(|(_, code)| code.id == *id));
        let (none, name) = (format!("No {}", kind.noun()), |at: usize| (tree[at].0, &*tree[at].1.name));
        let choices = Choices { none: &none, n: tree.len(), chosen: place, name: &name };
        let (response, clicked) = choice_menu(ui, combo, &choices);
        if let Some(chosen) = clicked {
            let id = chosen.place().map(|at| tree[at].1.id.clone());
            let tags = match kind {
                CodeKind::Actor => Tags { actor: id, ..tags },
                CodeKind::Issue => Tags { issue: id, ..tags },
            };
            context.ask(Action::edit("Retag a highlight", retag(article, highlight, tags)));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, format!("{label}: {text}")));
    });
}

/// The buttons by which a highlight gets a stance or none, each with its sign. They stand in one row if there is room.
pub fn stance_ui(ui: &mut Ui, article: &Article, highlight: &Highlight, context: &mut PageContext<'_>) {
    part_name(ui, "Stance");
    let stances = &context.project().codebook.stances;
    let choices: Vec<Option<&Stance>> = stances.iter().map(Some).chain([None]).collect();
    let theme = Theme::of(ui);
    let current = highlight.stance.as_ref();
    let labels: Vec<_> = choices.iter().map(|stance| stance_label(ui, *stance, current)).collect();
    let whole: f32 = labels.iter().map(|label| label.size().x + 2.0 * PADDING).sum();
    let room = ui.available_width();
    let is_one_row = whole <= room;
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = if is_one_row { vec2(0.0, 0.0) } else { vec2(4.0, 4.0) };
        ui.spacing_mut().button_padding.x = PADDING;
        let n = choices.len();
        #[expect(clippy::cast_precision_loss, reason = "a scale has a few stances")]
        let spare = if is_one_row { ((room - whole) / n as f32).floor() } else { 0.0 };
        for (at, (stance, label)) in choices.iter().zip(labels).enumerate() {
            let name = stance.map_or("none", |stance| &stance.name);
            let is_current = current == stance.map(|stance| &stance.id);
            let fill = if is_current { theme.colours.selected } else { theme.colours.control };
            let radius = theme.sizes.radius;
            let [left, right] = [at == 0, at + 1 == n].map(|is_end| if is_end || !is_one_row { radius } else { 0 });
            let width = label.size().x + 2.0 * PADDING + spare;
            let button = Button::new(label)
                .fill(*fill)
                .corner_radius(egui::CornerRadius { nw: left, sw: left, ne: right, se: right })
                .min_size(vec2(width, theme.sizes.field_height - 2.0));
            let response = ui.add(button);
            response.widget_info(|| {
                WidgetInfo::selected(Role::RadioButton, response.enabled(), is_current, format!("Stance: {name}"))
            });
            let inner = (response.rect.width() - spare - 2.0 * PADDING).max(0.0);
            let sign = response.rect.center() - vec2(inner * 0.5 - 8.0, 0.0);
            paint_stance(ui.painter(), theme, sign, *stance);
            if response.clicked() {
                chosen = Some(*stance);
            }
        }
    });
    if let Some(stance) = chosen {
        let stance = stance.map(|stance| stance.id.clone());
        let edit = retag(article, highlight, Tags { stance, ..highlight.tags() });
        context.ask(Action::edit("Retag a highlight", edit));
    }
}

/// What stands on either side of the label of a stance, in points.
const PADDING: f32 = 4.0;

/// The name of a stance behind room for its sign.
fn stance_label(
    ui: &Ui,
    stance: Option<&Stance>,
    current: Option<&standpoint_core::model::StanceId>,
) -> std::sync::Arc<egui::Galley> {
    let theme = Theme::of(ui);
    let is_current = current == stance.map(|stance| &stance.id);
    let size = theme.sizes.small;
    let font = if is_current { strong(size) } else { FontId::proportional(size) };
    let name: String = stance.map_or("none", |stance| &stance.name).chars().take(MOST_CHARS).collect();
    let mut job = LayoutJob::default();
    let format = TextFormat { valign: Align::Center, ..TextFormat::simple(font, *theme.colours.ink) };
    job.append(&name, 18.0, format);
    ui.painter().layout_job(job)
}

/// How many characters of a stance's name stand on its button.
const MOST_CHARS: usize = 40;
