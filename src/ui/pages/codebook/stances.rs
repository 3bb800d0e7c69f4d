//! The stance scale, with the weights that net stance is made of.

use std::mem;

use egui::{Ui, WidgetInfo, accesskit::Role, vec2};

use standpoint_core::{
    edit::{Edit, delete_stance, stance_of_same_name},
    model::{Stance, StanceId, ids},
    text::fold::is_blank,
};

use super::{CodebookPage, deleting::Deletion};
use crate::ui::{
    action::{Action, MakeEdit},
    pages::PageContext,
    widgets::shapes::stance_sign,
};

/// The stances, a row each, and the field for a new one.
pub(super) fn ui(ui: &mut Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    ui.set_max_width(560.0);
    ui.weak("Net stance is the mean of these weights over the highlights that take a stance.");
    ui.add_space(8.0);
    let stances = context.project().codebook.stances.clone();
    for stance in &stances {
        ui.push_id(&stance.id, |ui| {
            let mut taken = None;
            ui.horizontal(|ui| {
                let mut changed = stance.clone();
                if let Some((_, typed)) = view.taken_stance.take_if(|(id, _)| *id == stance.id) {
                    changed.name = typed;
                }
                stance_sign(ui, Some(stance));
                let name =
                    ui.add(egui::TextEdit::singleline(&mut changed.name).desired_width(220.0).margin(vec2(10.0, 6.0)));
                name.widget_info(|| {
                    WidgetInfo::labeled(Role::TextInput, true, format!("Name of stance {}", stance.name))
                });
                let drag = egui::DragValue::new(&mut changed.weight).range(-10.0..=10.0).speed(0.05).max_decimals(2);
                let weight = ui.add(drag);
                weight
                    .widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, format!("Weight of {}", stance.name)));
                if name.gained_focus() || weight.drag_started() {
                    view.n_visits += 1;
                }
                if let Some(other) = stance_of_same_name(&context.project().codebook, &changed) {
                    taken = Some((stance, other));
                    let typed = mem::replace(&mut changed.name, stance.name.clone());
                    if typed != stance.name {
                        view.taken_stance = Some((stance.id.clone(), typed));
                    }
                }
                if changed != *stance && !is_blank(&changed.name) {
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
