//! The stance scale, with the weights that net stance is made of.

use std::mem;

use egui::{FontId, RichText, Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::{Edit, delete_stance, stance_of_same_name},
    model::{Stance, StanceId, ids},
    text::fold::is_blank,
    wording::grouped,
};

use super::{CodebookPage, deleting::Deletion};
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    parts::{list::VirtualList, name_line::NameLine},
    theme::{Theme, strong},
    widgets::{list_row, section_title, shapes::stance_sign},
};

/// The stances with how often each is used; a click shows its passages.
pub(super) fn list_ui(ui: &mut Ui, view: &mut CodebookPage, context: &PageContext<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.add_space(8.0);
        section_title(ui, "Stance");
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.add_space(8.0);
            section_title(ui, "Highlights");
        });
    });
    let stances = &context.project().codebook.stances;
    VirtualList::even("stances", theme.sizes.code_row).gap(0.0).show(ui, stances.len(), |ui, row| {
        let stance = &stances[row];
        let is_selected = view.selected_stance.as_ref() == Some(&stance.id);
        let name = || format!("In the codebook: {}", stance.name);
        let (rect, response) = list_row(ui, theme.sizes.code_row, is_selected, Role::ListItem, name);
        let font = if is_selected { strong(theme.sizes.body) } else { FontId::proportional(theme.sizes.body) };
        let line = NameLine::default().stance(Some(stance)).words(&*stance.name, font, *theme.colours.ink);
        line.paint(ui, rect.left_center() + vec2(8.0, 0.0), rect.width() - 70.0);
        let count = grouped(context.history.n_taking(&stance.id));
        let (at, small) = (rect.right_center() - vec2(8.0, 0.0), FontId::proportional(theme.sizes.small));
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, count, small, *theme.colours.muted);
        if response.clicked() {
            view.selected_stance = Some(stance.id.clone());
            view.passages.show_all();
        }
    });
}

/// The stances, a row each, and the field for a new one.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    ui.label(RichText::new("Stances").font(strong(Theme::of(ui).sizes.body + 4.0)));
    ui.weak("Net stance is the mean of these weights over the highlights that take a stance.");
    ui.add_space(8.0);
    let stances = context.project().codebook.stances.clone();
    ui.horizontal(|ui| {
        ui.add_space(24.0);
        let width = (ui.available_width() - 190.0).clamp(100.0, 260.0);
        let name = section_title(ui, "Name");
        ui.add_space((width - name.rect.width()).max(0.0));
        section_title(ui, "Weight");
    });
    for stance in &stances {
        ui.push_id(&stance.id, |ui| {
            let mut taken = None;
            ui.horizontal(|ui| {
                let mut changed = stance.clone();
                if let Some((_, typed)) = view.taken_stance.take_if(|(id, _)| *id == stance.id) {
                    changed.name = typed;
                }
                stance_sign(ui, Some(stance));
                let width = (ui.available_width() - 190.0).clamp(100.0, 260.0);
                let name =
                    ui.add(egui::TextEdit::singleline(&mut changed.name).desired_width(width).margin(vec2(10.0, 6.0)));
                name.widget_info(|| {
                    WidgetInfo::labeled(Role::TextInput, true, format!("Name of stance {}", stance.name))
                });
                let drag = egui::DragValue::new(&mut changed.weight).range(-10.0..=10.0).speed(0.05);
                let drag = drag.custom_formatter(|weight, _| with_sign(weight)).custom_parser(typed_number);
                let weight = ui.add_sized([58.0, 28.0], drag);
                weight
                    .widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, format!("Weight of {}", stance.name)));
                if name.gained_focus() || weight.drag_started() {
                    view.visit(format!("stance {}", stance.id), &stance.name);
                }
                let other = stance_of_same_name(&context.project().codebook, &changed);
                if other.is_some() || is_blank(&changed.name) {
                    taken = other.map(|other| (stance, other));
                    // The stance does not keep half of what was typed.
                    let before = view.name_before(&format!("stance {}", stance.id), &stance.name, &changed.name);
                    let typed = mem::replace(&mut changed.name, before);
                    if typed != stance.name {
                        view.taken_stance = Some((stance.id.clone(), typed));
                    }
                }
                if changed != *stance {
                    let gesture = format!("stance {} {}", stance.id, view.n_visits);
                    context.ask(Action::continued("Change a stance", gesture, Edit::SetStance(changed)));
                }
                if ui.button("Delete…").clicked() {
                    view.deletion = Some(Deletion::Stance { stance: stance.id.clone(), heir: None });
                }
            });
            if let Some((stance, other)) = taken {
                same_name_ui(ui, view, stance, other, context);
            }
        });
    }
    ui.add_space(8.0);
    ui.horizontal(|ui| {
        let response = ui.add(
            egui::TextEdit::singleline(&mut view.new_name)
                .hint_text("New stance, then Enter")
                .desired_width(240.0)
                .margin(vec2(10.0, 6.0)),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "New stance"));
        let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let taken = |slug: &str| stances.iter().any(|stance| stance.id.as_str() == slug);
        let id = StanceId::from(&*ids::slug(&view.new_name, taken));
        let stance = Stance { id, name: view.new_name.trim().to_owned(), weight: 0.0 };
        if let Some(other) = stance_of_same_name(&context.project().codebook, &stance) {
            ui.weak(format!("There is already a stance “{}”.", other.name));
        } else if is_entered && !is_blank(&view.new_name) {
            context.ask(Action::edit("Add a stance", Edit::InsertStance(stances.len(), stance)));
            view.new_name.clear();
        }
    });
}

/// Asks what to do about another stance of this name. A name that is being typed is not taken over meanwhile.
fn same_name_ui(ui: &mut Ui, view: &mut CodebookPage, stance: &Stance, other: &Stance, context: &mut PageContext<'_>) {
    let name = &other.name;
    ui.label(format!("There is already a stance “{name}”."));
    ui.horizontal_wrapped(|ui| {
        if ui.button(format!("Move the highlights to “{name}” and delete this stance")).clicked() {
            let label = format!("Move the highlights of “{}” to “{name}”", stance.name);
            view.taken_stance = None;
            let (id, heir) = (stance.id.clone(), other.id.clone());
            let make = MakeEdit(Box::new(move |project| delete_stance(project, &id, Some(&heir))));
            context.ask(Action::MadeEdit { label, make });
        }
        if view.taken_stance.is_some() && ui.button(format!("Keep the name “{}”", stance.name)).clicked() {
            view.taken_stance = None;
        }
    });
}

/// A weight with its sign: “+1”, “−0.5”, “0”.
fn with_sign(weight: f64) -> String {
    let digits = format!("{:.2}", weight.abs());
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    match weight {
        _ if digits == "0" => "0".to_owned(),
        weight if weight < 0.0 => format!("−{digits}"),
        _ => format!("+{digits}"),
    }
}

/// A number as it is typed, with either minus sign.
fn typed_number(text: &str) -> Option<f64> {
    let number: f64 = text.trim().replace('−', "-").replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_have_real_signs_and_are_read_back() {
        for (weight, shown) in [(1.0, "+1"), (-1.0, "−1"), (-0.5, "−0.5"), (0.25, "+0.25"), (0.0, "0"), (-0.0, "0")]
        {
            assert_eq!(with_sign(weight), shown);
            assert_eq!(typed_number(shown), Some(weight));
        }
        assert_eq!(typed_number("inf"), None);
    }
}
