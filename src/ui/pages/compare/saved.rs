//! The named views of the project, on the left.

use egui::{Align, Align2, FontId, Key, Layout, ScrollArea, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

use standpoint_core::{
    edit::Edit,
    model::SavedComparison,
    text::fold::{is_blank, is_same_name},
};

use super::{ComparePage, NameDraft, findings};
use crate::{
    command::READ_ONLY,
    ui::{
        action::Action,
        pages::PageContext,
        theme::{Icon, Theme, strong},
        widgets::{field, icon_button_enabled, list_row, section_title, small, small_button},
    },
};

pub fn ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    ui.set_min_width(ui.available_width());
    views_ui(ui, compare, context);
    ui.separator();
    findings::ui(ui, compare, context);
}

/// The named views, and what can be done with them.
fn views_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let present = compare.as_saved(compare.view.clone().unwrap_or_default());
    let open = compare.view.as_ref().and_then(|name| context.project().view(name));
    let head = vec2(ui.available_width(), 28.0);
    ui.allocate_ui_with_layout(head, Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let is_naming = compare.name_draft.is_some();
        let can_change = context.can_change && !is_naming;
        let asked = |ui: &mut Ui, icon: Icon, name: &str| {
            let response = icon_button_enabled(ui, icon, name, false, can_change);
            response
                .on_disabled_hover_text(if is_naming { "Give the view its name first" } else { READ_ONLY })
                .clicked()
        };
        if asked(ui, Icon::Plus, "Save as view…") {
            compare.name_draft = Some(NameDraft { of: None, name: present.in_words(), is_new: true });
        }
        if let Some(view) = open {
            let name = view.name.clone();
            if asked(ui, Icon::Delete, &format!("Delete view “{name}”")) {
                context.ask(Action::edit("Delete a view", Edit::RemoveView(name.clone())));
                compare.view = None;
            }
            if asked(ui, Icon::Edit, &format!("Rename view “{name}”…")) {
                compare.name_draft = Some(NameDraft { of: Some(name.clone()), name, is_new: true });
            }
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| section_title(ui, "Views"));
    });
    // The findings below have at least half of the room.
    let room = ui.available_height() * 0.42;
    ScrollArea::vertical().id_salt("views").auto_shrink([false, true]).max_height(room).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for view in &context.project().views {
            let is_open = compare.view.as_ref() == Some(&view.name);
            row_ui(ui, view, is_open, is_open && *view != present, compare);
        }
    });
    if compare.name_draft.is_some() {
        naming_ui(ui, compare, context);
        return;
    }
    let Some(view) = open.filter(|view| **view != present && compare.view.is_some()) else { return };
    ui.horizontal_wrapped(|ui| {
        let button = ui.add_enabled(context.can_change, small(ui, "Update view"));
        let button =
            button.on_hover_text("Save the table as it is now under this name").on_disabled_hover_text(READ_ONLY);
        if button.clicked() {
            context.ask(Action::edit("Change a view", Edit::SetView(view.name.clone(), Box::new(present.clone()))));
        }
        if small_button(ui, "Revert").on_hover_text("Show the view as it was saved").clicked() {
            compare.show_saved(view);
        }
    });
}

fn row_ui(ui: &mut Ui, view: &SavedComparison, is_open: bool, is_changed: bool, compare: &mut ComparePage) {
    let theme = Theme::of(ui);
    let name = || format!("View: {}{}", view.name, if is_changed { ", changed" } else { "" });
    let (rect, response) = list_row(ui, 48.0, is_open, Role::ListItem, name);
    let inner = rect.shrink2(vec2(10.0, 6.0));
    let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
    let title = if is_changed { format!("{} •", view.name) } else { view.name.clone() };
    let (ink, muted) = (*theme.colours.ink, *theme.colours.muted);
    painter.text(inner.left_top(), Align2::LEFT_TOP, title, strong(theme.sizes.body), ink);
    let words = view.in_words();
    let below = pos2(inner.left(), inner.top() + 19.0);
    painter.text(below, Align2::LEFT_TOP, words, FontId::proportional(theme.sizes.small), muted);
    if response.clicked() {
        compare.show_saved(view);
    }
}

/// The field in which a view gets its name.
fn naming_ui(ui: &mut Ui, compare: &mut ComparePage, context: &mut PageContext<'_>) {
    let Some(mut name_draft) = compare.name_draft.take() else { return };
    let response = field(ui, &mut name_draft.name, "Name of the view");
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Name of the view"));
    if std::mem::take(&mut name_draft.is_new) {
        response.request_focus();
    }
    let name = name_draft.name.trim().to_owned();
    let is_own = name_draft.of.as_ref().is_some_and(|own| is_same_name(own, &name));
    let is_taken = !is_own && context.project().view(&name).is_some();
    if is_taken {
        ui.weak("There is already a view with this name.");
    }
    let wants = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let (mut is_done, mut is_over) = (wants, ui.input(|input| input.key_pressed(Key::Escape)));
    ui.horizontal(|ui| {
        is_done |= small_button(ui, "Save").clicked();
        is_over |= small_button(ui, "Cancel").clicked();
    });
    if is_over {
        return;
    }
    if !is_done || is_blank(&name) || is_taken {
        compare.name_draft = Some(name_draft);
        return;
    }
    if let Some(old) = &name_draft.of {
        if let Some(view) = context.project().view(old) {
            let edit = Edit::SetView(old.clone(), Box::new(SavedComparison { name: name.clone(), ..view.clone() }));
            context.ask(Action::edit("Rename a view", edit));
        }
    } else {
        let edit = Edit::InsertView(context.project().views.len(), Box::new(compare.as_saved(name.clone())));
        context.ask(Action::edit("Save a view", edit));
    }
    compare.view = Some(name);
}
