//! Asks below which code another one is to stand.

use egui::{Ui, WidgetInfo, accesskit::Role};

use standpoint_core::{
    edit::move_code_below,
    model::{CodeId, CodeKind},
    text::fold::{has_words, searchable},
};

use super::{CodebookPage, code::possible_parents};
use crate::ui::{
    action::Action,
    pages::PageContext,
    parts::{
        dialog::{DialogButtons, DialogReply, focus_first, is_left, modal},
        list::VirtualList,
    },
    theme::Theme,
    widgets::{field, one_line},
};

/// The code that is about to be moved.
pub(super) struct Moving {
    pub kind: CodeKind,
    pub code: CodeId,
    /// Its new parent.
    pub parent: Option<CodeId>,
    /// What is typed to find the parent.
    pub typed: String,
}

/// The dialog, if a code is about to be moved.
pub(super) fn ui(ui: &Ui, view: &mut CodebookPage, context: &mut PageContext<'_>) {
    let Some(mut moving) = view.moving.take() else { return };
    let book = &context.project().codebook;
    let Some(code) = book.code(moving.kind, &moving.code) else { return };
    let Moving { kind, parent, typed, .. } = &mut moving;
    let mut reply = None;
    let shown = modal(ui, "move code").show(ui.ctx(), |ui| {
        ui.set_width(420.0);
        let title: String = one_line(&code.name).chars().take(60).collect();
        ui.heading(format!("Move “{title}” below"));
        ui.add_space(6.0);
        let found = field(ui, typed, &format!("Find an {}", kind.noun()));
        found.widget_info(|| WidgetInfo::labeled(Role::SearchInput, true, "Find the parent"));
        focus_first(&found);
        ui.add_space(4.0);
        let typed = searchable(typed.trim());
        let parents: Vec<_> = possible_parents(book, *kind, code)
            .into_iter()
            .filter(|(_, other)| typed.is_empty() || has_words(&other.name, &typed))
            .collect();
        let n_fixed = usize::from(typed.is_empty());
        let height = ui.spacing().interact_size.y.max(Theme::of(ui).sizes.body + 8.0);
        VirtualList::even("parents", height).gap(0.0).max_height(260.0).show(ui, parents.len() + n_fixed, |ui, row| {
            let (depth, id, name) = match row.checked_sub(n_fixed) {
                None => (0, None, "Top level"),
                Some(at) => (parents[at].0, Some(&parents[at].1.id), &*parents[at].1.name),
            };
            let is_chosen = parent.as_ref() == id;
            let indent = if typed.is_empty() { "      ".repeat(depth) } else { String::new() };
            let response = ui.selectable_label(is_chosen, format!("{indent}{}", one_line(name)));
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, is_chosen, format!("Below: {name}")));
            if response.clicked() {
                *parent = id.cloned();
            }
        });
        ui.add_space(12.0);
        let is_there = *parent == code.parent;
        let obstacle = is_there.then_some("It is there already");
        reply = DialogButtons { main: "Move", obstacle, destroys: false }.ui(ui);
    });
    match reply {
        None if !is_left(&shown) => view.moving = Some(moving),
        Some(DialogReply::Done(())) => {
            if let Some(edit) = move_code_below(book, moving.kind, &moving.code, moving.parent.as_ref()) {
                context.ask(Action::edit(format!("Move “{}”", code.name), edit));
            }
        }
        None | Some(DialogReply::Cancelled) => {}
    }
}
